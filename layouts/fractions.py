"""Where the fractions (class code over area) of a parcel stand that is too narrow on paper to hold them.

A road of 24 m at 1:10,000 is 2.4 mm wide: its fractions go beside it, each with a line to its patch. They are placed
one after another, each at the best of a fixed set of places around its patch, so that the same parcel always gives the
same sheet. All in millimetres on paper, x to the right and y up, from the middle of the map frame.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

__all__ = ["NARROW", "Fraction", "PaperBox", "Surroundings", "place_fractions", "width_on_paper"]

NARROW = 6.0
"""A parcel that is less wide than this, in millimetres on paper, holds no fraction of two lines."""

Point = tuple[float, float]
Ring = Sequence[Point]

_GAPS = (3.5, 5.0, 6.5, 8.0, 10.0, 12.0, 15.0, 18.0, 22.0, 27.0, 33.0, 40.0, 48.0, 57.0, 67.0, 78.0, 90.0)
_DIRECTIONS = tuple((math.cos(math.pi * i / 12), math.sin(math.pi * i / 12)) for i in range(24))

# What is wrong with a place, in millimetres of leader that it outweighs. Rather any crossing than text on text.
_COVERS = 1e5
_CROSSES = 200.0
_NEAR_A_LENGTH = 100.0
_LEADER_OVER_A_LENGTH = 15.0
_RED_LINE_AGAIN = 30.0
_OFF_THE_FAN = 60.0

_SPAN = 140.0
"""Degrees that a fan takes on each side of the parcel: not along it."""


@dataclass(frozen=True)
class PaperBox:
    """An upright rectangle on paper."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def around(cls, x: float, y: float, width: float, height: float) -> PaperBox:
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    def grown(self, by: float) -> PaperBox:
        return PaperBox(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def meets(self, other: PaperBox) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )

    def holds(self, other: PaperBox) -> bool:
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.bottom <= other.bottom
            and other.top <= self.top
        )

    def nearest(self, point: Point) -> Point:
        """The point of the rectangle that is nearest to ``point``."""
        return (min(max(point[0], self.left), self.right), min(max(point[1], self.bottom), self.top))


@dataclass(frozen=True)
class Fraction:
    """A fraction to be placed: the point in its patch to which its line leads, its size, and the patch's rings."""

    anchor: Point
    width: float
    height: float
    patch: Sequence[Ring] = ()


@dataclass(frozen=True)
class Surroundings:
    """What a fraction keeps off: the red line, the edge of the map, and what stands there already.

    rings : of the parcel. frame : what of the map may be written on. taken : numbers of boundary points, the north
    arrow. lengths : side lengths, which may still be moved along their sides.
    """

    rings: Sequence[Ring]
    frame: PaperBox
    taken: Sequence[PaperBox] = ()
    lengths: Sequence[PaperBox] = field(default_factory=tuple)


def width_on_paper(area: float, perimeter: float, scale: float) -> float:
    """The mean width in mm at 1:``scale`` of a parcel of ``area`` m² and ``perimeter`` m, as if it were a strip."""
    return 2 * area / perimeter * 1000 / scale if perimeter else 0.0


def place_fractions(fractions: Sequence[Fraction], around: Surroundings) -> list[Point]:
    """The middle of each fraction, in the order given; none is left out.

    A fraction stands in its patch where that holds it. Else it stands beside the parcel, off the red line and all that
    is taken, near its patch; its leader crosses no other and no text. Where there is no such place, the one that
    breaks least of this.
    """
    if not fractions:
        return []
    lines = _segments(around.rings)
    spread = [max(each.anchor[k] for each in fractions) - min(each.anchor[k] for each in fractions) for k in (0, 1)]
    along = 0 if spread[0] >= spread[1] else 1
    order = sorted(range(len(fractions)), key=lambda i: (fractions[i].anchor[along], fractions[i].anchor[1 - along], i))
    # Patches closer together than their fractions are wide on both sides of the parcel: leaders fan out.
    widest = max(each.width for each in fractions)
    crowded = len(fractions) > 2 and spread[along] / (len(fractions) / 2) < widest
    result: list[Point] = [(0.0, 0.0)] * len(fractions)
    boxes: list[PaperBox] = []
    leaders: list[tuple[Point, Point]] = []
    for rank, i in enumerate(order):
        each = fractions[i]
        if _holds(each):
            result[i] = each.anchor
            boxes.append(PaperBox.around(*each.anchor, each.width, each.height))
            continue
        best: tuple[float, Point] | None = None
        for place, wish in _fanned(each, rank, len(order), along) if crowded else _places(each):
            if best is not None and wish >= best[0]:
                continue
            cost = wish + _faults(each, place, lines, around, boxes, leaders)
            if best is None or cost < best[0] - 1e-9:
                best = cost, place
        if best is not None:
            result[i] = best[1]
            box = PaperBox.around(*best[1], each.width, each.height)
            boxes.append(box)
            leaders.append((each.anchor, box.nearest(each.anchor)))
    return result


def _places(each: Fraction) -> list[tuple[Point, float]]:
    """Places around the patch, each with the length of its leader."""
    return [(place, _leader(each, place)) for place in _spots(each, _GAPS, _DIRECTIONS)]


def _fanned(each: Fraction, rank: int, count: int, along: int) -> list[tuple[Point, float]]:
    """Places for the patch of this rank among ``count``, each with how far it is off its place in the fan.

    The leaders turn from one end of the parcel to the other, one patch above and the next below; as far out as it
    takes for the fractions to stand side by side on a circle.
    """
    middle = 90 + _SPAN * (0.5 - (rank + 0.5) / count)
    aside = 1 if rank % 2 == 0 else -1
    radius = count * math.hypot(each.width, each.height) / (2 * math.radians(_SPAN))
    result: list[tuple[Point, float]] = []
    for turn in range(-60, 61, 4):
        angle = math.radians(middle + turn)
        out, off = math.cos(angle), math.sin(angle) * aside
        detour = _OFF_THE_FAN * (1 - math.cos(math.radians(turn)))
        spots = _spots(each, _GAPS, [(out, off) if along == 0 else (off, out)])
        result += [(place, abs(_leader(each, place) - radius) + detour) for place in spots]
    return result


def _leader(each: Fraction, place: Point) -> float:
    return math.dist(each.anchor, PaperBox.around(*place, each.width, each.height).nearest(each.anchor))


def _spots(each: Fraction, gaps: Sequence[float], directions: Sequence[Point]) -> list[Point]:
    x, y = each.anchor
    return [
        (
            x + dx * (gap + each.width / 2 * abs(dx) + each.height / 2 * abs(dy)),
            y + dy * (gap + each.width / 2 * abs(dx) + each.height / 2 * abs(dy)),
        )
        for gap, (dx, dy) in itertools.product(gaps, directions)
    ]


def _faults(
    each: Fraction,
    place: Point,
    lines: np.ndarray,
    around: Surroundings,
    boxes: Sequence[PaperBox],
    leaders: Sequence[tuple[Point, Point]],
) -> float:
    """What is wrong with a place, in millimetres."""
    box = PaperBox.around(*place, each.width, each.height)
    roomy = box.grown(0.4)
    leader = (each.anchor, box.nearest(each.anchor))
    cost = _COVERS * (not around.frame.holds(box))
    cost += _COVERS * sum(roomy.meets(other) for other in (*boxes, *around.taken))
    cost += _COVERS * bool(_touching(lines, roomy).any() or _inside(lines, place))
    cost += _CROSSES * sum(_line_meets(leader, other) for other in (*boxes, *around.taken))
    cost += _CROSSES * sum(_cross(leader, other) for other in leaders)
    cost += _CROSSES * sum(_line_meets(other, roomy) for other in leaders)
    cost += _NEAR_A_LENGTH * sum(roomy.meets(other) for other in around.lengths)
    cost += _LEADER_OVER_A_LENGTH * sum(_line_meets(leader, other) for other in around.lengths)
    crossings = sum(_cross(leader, ((row[0], row[1]), (row[2], row[3]))) for row in lines[_near(lines, leader)])
    return cost + _RED_LINE_AGAIN * max(crossings - 1, 0)


def _holds(each: Fraction) -> bool:
    """Whether the patch has room for its fraction around the anchor."""
    if not each.patch:
        return False
    lines = _segments(each.patch)
    box = PaperBox.around(*each.anchor, each.width, each.height).grown(0.3)
    return _inside(lines, each.anchor) and not _touching(lines, box).any()


def _segments(rings: Sequence[Ring]) -> np.ndarray:
    """Sides of the rings as rows x0, y0, x1, y1; a ring may be closed or not."""
    rows = []
    for ring in rings:
        points = np.asarray(ring, float).reshape(-1, 2)
        rows.append(np.hstack([points, np.roll(points, -1, axis=0)]))
    return np.vstack(rows) if rows else np.empty((0, 4))


def _touching(lines: np.ndarray, box: PaperBox) -> np.ndarray:
    """Which segments have a point in common with the box (separating axes: x, y, and the segment's normal)."""
    x0, y0, x1, y1 = lines.T
    middle_x, middle_y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    half_x, half_y = (box.right - box.left) / 2, (box.top - box.bottom) / 2
    beside = (np.maximum(x0, x1) < box.left) | (np.minimum(x0, x1) > box.right)
    beside |= (np.maximum(y0, y1) < box.bottom) | (np.minimum(y0, y1) > box.top)
    dx, dy = x1 - x0, y1 - y0
    away = np.abs(dx * (middle_y - y0) - dy * (middle_x - x0)) > half_x * np.abs(dy) + half_y * np.abs(dx)
    return ~(beside | away)


def _inside(lines: np.ndarray, point: Point) -> bool:
    """Even-odd test of a point in the rings that ``lines`` are the sides of."""
    x, y = point
    x0, y0, x1, y1 = lines[(lines[:, 1] > y) != (lines[:, 3] > y)].T
    return bool(np.count_nonzero(x0 + (y - y0) / (y1 - y0) * (x1 - x0) > x) % 2)


def _near(lines: np.ndarray, leader: tuple[Point, Point]) -> np.ndarray:
    (ax, ay), (bx, by) = leader
    return _touching(lines, PaperBox(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))


def _line_meets(line: tuple[Point, Point], box: PaperBox) -> bool:
    """As ``_touching`` of one segment, in plain numbers: it is asked a hundred thousand times."""
    (x0, y0), (x1, y1) = line
    if max(x0, x1) < box.left or min(x0, x1) > box.right or max(y0, y1) < box.bottom or min(y0, y1) > box.top:
        return False
    middle_x, middle_y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    half_x, half_y = (box.right - box.left) / 2, (box.top - box.bottom) / 2
    dx, dy = x1 - x0, y1 - y0
    return abs(dx * (middle_y - y0) - dy * (middle_x - x0)) <= half_x * abs(dy) + half_y * abs(dx)


def _cross(one: tuple[Point, Point], two: tuple[Point, Point]) -> bool:
    """Whether two segments cross, neither only touching the other."""

    def side(a: Point, b: Point, c: Point) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    return side(*one, two[0]) * side(*one, two[1]) < 0 and side(*two, one[0]) * side(*two, one[1]) < 0
