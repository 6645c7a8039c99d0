"""Cut an exact official area off a polygon by a straight line of a given direction.

The piece is what lies on one side of the line; the line is moved until the piece's official area, by the official
procedure to the letter, is the one asked for. The procedure begins by rounding coordinates to 0.1 mm (in degrees, to
1e-6 arc-seconds), so the ends of a line of a kilometre change the area by 0.05 m² at a time. Therefore the ends are put
onto that grid, and of the grid points within a millimetre those two are taken that give the area.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from ..ellipsoid import official_areas
from ..ellipsoid.projection import Projection
from ..errors import RedlineError
from ..rounding import half_up
from ..shapes.polygons import FloatArray, Polygons

__all__ = ["Split", "clip_half_plane", "direction_of_line", "normal_of", "split_by_area"]

Ring = FloatArray
Ends = Mapping[tuple[float, ...], FloatArray]
"""Points in which a line meets a boundary, by where exactly it does."""

GRID_M = 1e-4
GRID_DEGREES = 1e-6 / 3600
"""The grid to which the official procedure rounds: metres, and degrees of layers in degrees."""

CLOSE = 0.003
"""m²: the printed area is then the one asked for."""

BOUND = 0.01
"""m² by which the piece may be off at most."""

STEPS = 40
"""Bracketing steps; each at least halves every second one, so that a county is down to a micrometre."""

REACH = 7
"""Grid steps to each side of an end that are looked at: less than a millimetre."""

TRIES = 400
"""Pairs of grid points that are measured at most, those first that should fit best."""


@dataclass(frozen=True)
class Split:
    """piece, rest : one polygon each, in the plane of the input. area, rest_area : official areas, m², two decimals.

    place : distance of the line from the origin along the normal; line : its two ends on the polygon's boundary."""

    piece: Polygons
    rest: Polygons
    area: Decimal
    rest_area: Decimal
    place: float
    line: tuple[tuple[float, float], tuple[float, float]]


def normal_of(azimuth: float) -> tuple[float, float]:
    """The side from which is cut, as a unit vector: azimuth 0 is north, 90 east, in degrees of the grid."""
    angle = math.radians(azimuth)
    return math.sin(angle), math.cos(angle)


def direction_of_line(start: Sequence[float], end: Sequence[float], *, left: bool) -> tuple[float, float]:
    """The unit vector at right angles to a line, to its left or right. Raises RedlineError for a line of no length."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    if not length > 0 or not math.isfinite(length):
        raise RedlineError("The line has no direction: its first and last points are the same.")
    return (-dy / length, dx / length) if left else (dy / length, -dx / length)


def split_by_area(
    polygon: Polygons, projection: Projection, area: float, normal: tuple[float, float], *, exact: bool = True
) -> Split:
    """``area`` (m², official) cut off ``polygon`` on the side to which ``normal`` points.

    polygon : one polygon of any parts and holes, in the plane of ``projection``. exact : False leaves the ends of the
    line where they are, for a picture that follows the mouse; the area is then a few hundredths of a m² off. Raises
    RedlineError where it has not as much area, or where no place of the line gives the area to 0.01 m².
    """
    if len(polygon) != 1:
        raise RedlineError("One polygon is split at a time.")
    origin = np.floor(polygon.xy.mean(axis=0)) if len(polygon.xy) else np.zeros(2)
    rings = _oriented(polygon, origin)
    whole = _official(rings, origin, projection)
    if not (math.isfinite(area) and area > 0):
        raise RedlineError("The area to cut off is {area} m²: it must be more than 0.", area=area)
    if not area + BOUND < whole:
        raise RedlineError(
            "The polygon has {whole} m² and {area} m² cannot be cut off it: give a smaller area.",
            whole=half_up(whole, 2),
            area=half_up(area, 2),
        )
    turn = np.array(normal)
    along = np.concatenate([ring @ turn for ring in rings])

    def off(place: float) -> float:
        return _official(_clipped(rings, turn, place), origin, projection) - area

    unit = GRID_DEGREES if projection.kind == "longlat" else GRID_M / projection.metres
    place = _root(off, float(along.min()), float(along.max()), whole - area, -area, unit)
    if exact:
        ends = _best_ends(rings, turn, place, unit, area, origin, projection)
    else:
        ends = {tuple(point): point for point in _crossings(rings, turn, place)}
    piece, rest = _clipped(rings, turn, place, ends), _clipped(rings, -turn, -place, ends)
    found = half_up(_official(piece, origin, projection), 2)
    if exact and abs(float(found) - area) > BOUND + 1e-9:
        raise RedlineError(
            "No straight line in this direction cuts off {area} m² to 0.01 m²; the nearest is {found} m²: "
            "turn the direction a little.",
            area=half_up(area, 2),
            found=found,
        )
    return Split(
        _polygons(piece, origin),
        _polygons(rest, origin),
        found,
        half_up(_official(rest, origin, projection), 2),
        float(place + origin @ turn),
        _line(ends, turn, origin),
    )


def clip_half_plane(polygon: Polygons, normal: tuple[float, float], place: float) -> Polygons:
    """What of one polygon lies where normal · (x, y) ≥ place: parts with their holes, no edge drawn twice."""
    origin = np.floor(polygon.xy.mean(axis=0)) if len(polygon.xy) else np.zeros(2)
    turn = np.array(normal)
    return _polygons(_clipped(_oriented(polygon, origin), turn, place - float(origin @ turn)), origin)


# --- finding the place ------------------------------------------------------------------------------------------------


def _root(off: Callable[[float], float], low: float, high: float, at_low: float, at_high: float, unit: float) -> float:
    """Where ``off``, which falls from ``at_low`` to ``at_high``, is nought: regula falsi, halving when it creeps."""
    place, side = low, 0
    for step in range(3 * STEPS):
        share = at_low / (at_low - at_high)
        place = 0.5 * (low + high) if step % 4 == 3 else low + min(max(share, 1e-3), 1 - 1e-3) * (high - low)
        value = off(place)
        if abs(value) <= CLOSE or high - low <= unit / 20:
            return place
        if value > 0:
            low, at_low = place, value
            at_high = at_high / 2 if side == 1 else at_high
            side = 1
        else:
            high, at_high = place, value
            at_low = at_low / 2 if side == -1 else at_low
            side = -1
    return place


def _best_ends(
    rings: Sequence[Ring],
    turn: FloatArray,
    place: float,
    unit: float,
    area: float,
    origin: FloatArray,
    projection: Projection,
) -> Ends:
    """Where the line meets the boundary, on the grid; the first and the last point such that the area is met.

    How the area changes with each of the four coordinates is measured; the pairs of grid points that should fit are
    measured one after the other, as the procedure's own roundings cannot be foretold.
    """
    raw = _crossings(rings, turn, place)

    def ends_at(shift: Sequence[int]) -> Ends:
        found = {tuple(point): np.round(point / unit) * unit for point in raw}
        found[tuple(raw[0])] = found[tuple(raw[0])] + np.array(shift[:2]) * unit
        found[tuple(raw[-1])] = found[tuple(raw[-1])] + np.array(shift[2:]) * unit
        return found

    def off(shift: Sequence[int]) -> float:
        return _official(_clipped(rings, turn, place, ends_at(shift)), origin, projection) - area

    def rest(shift: Sequence[int]) -> float:
        return _official(_clipped(rings, -turn, -place, ends_at(shift)), origin, projection)

    start = off((0, 0, 0, 0))
    if abs(start) <= CLOSE:
        return ends_at((0, 0, 0, 0))
    far = 4 * REACH
    single = [tuple(far * (k == n) for k in range(4)) for n in range(4)]
    slopes = np.array([off(shift) - start for shift in single]) / far
    drift = slopes + np.array([rest(shift) - rest((0, 0, 0, 0)) for shift in single]) / far
    reach = np.arange(-REACH, REACH + 1)
    shifts = np.stack(np.meshgrid(reach, reach, reach, reach, indexing="ij"), axis=-1).reshape(-1, 4)
    size = np.abs(shifts).sum(axis=1)
    expected = np.abs(shifts @ slopes + start)
    # Among those that should fit as well as the roundings let us know, those that leave the boundary where it is: there
    # piece and rest together stay what they were.
    order = np.lexsort((size, np.floor(np.abs(shifts @ drift) / CLOSE), np.floor(expected / CLOSE)))
    best, chosen = abs(start), (0, 0, 0, 0)
    for shift in shifts[order[:TRIES]].tolist():
        value = abs(off(shift))
        if value < best:
            best, chosen = value, tuple(shift)
        if best <= CLOSE:
            break
    return ends_at(chosen)


def _line(ends: Ends, turn: FloatArray, origin: FloatArray) -> tuple[tuple[float, float], tuple[float, float]]:
    """The outermost ends of the line, in the order in which they lie along it."""
    along = np.array([-turn[1], turn[0]])
    first, *_, last = sorted((point + origin for point in ends.values()), key=lambda point: float(point @ along))
    return (float(first[0]), float(first[1])), (float(last[0]), float(last[1]))


def _official(rings: Sequence[Ring], origin: FloatArray, projection: Projection) -> float:
    if not rings:
        return 0.0
    shells = [(ring + origin, _area(ring) < 0) for ring in rings]
    return float(official_areas(Polygons.from_rings([shells]), projection, rounded=False)[0])


# --- cutting ----------------------------------------------------------------------------------------------------------


def _area(ring: Ring) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return 0.5 * float(np.sum((x[:-1] - x[0]) * (y[1:] - y[0]) - (x[1:] - x[0]) * (y[:-1] - y[0])))


def _oriented(polygon: Polygons, origin: FloatArray) -> list[Ring]:
    """Rings about ``origin``: shells counter-clockwise, holes clockwise, so that the inside is always on the left."""
    found = []
    for ring, hole in polygon.rings_of(0):
        local = ring - origin
        if len(local) >= 4:
            found.append(local[::-1] if (_area(local) < 0) != hole else local)
    return found


def _crossing(a: FloatArray, b: FloatArray, turn: FloatArray, place: float) -> FloatArray:
    """Where the edge from a to b meets the line; the same digits whichever way the edge is walked."""
    if tuple(a) > tuple(b):
        a, b = b, a
    s, t = float(a @ turn) - place, float(b @ turn) - place
    return a + (b - a) * (s / (s - t))


def _crossings(rings: Sequence[Ring], turn: FloatArray, place: float) -> list[FloatArray]:
    """All points in which the line meets the boundary, in their order along it."""
    along = np.array([-turn[1], turn[0]])
    met = []
    for ring in rings:
        side = ring @ turn >= place
        met += [_crossing(ring[k], ring[k + 1], turn, place) for k in np.flatnonzero(side[1:] != side[:-1]).tolist()]
    return sorted(met, key=lambda point: float(point @ along))


def _clipped(rings: Sequence[Ring], turn: FloatArray, place: float, ends: Ends | None = None) -> list[Ring]:
    """Rings of what lies where turn · xy ≥ place, oriented as the input.

    Each ring is walked; its runs on this side are kept as chains between two crossings. Sorted along the line, the
    first crossing and the second bound land, the third and the fourth …: an end of a chain goes on at its neighbour.
    ends : puts points in the place of crossings.
    """
    whole: list[Ring] = []
    chains: list[list[FloatArray]] = []
    for ring in rings:
        points = ring[:-1]
        inside = points @ turn >= place
        if inside.all():
            whole.append(ring)
        elif inside.any():
            chains += _chains(points, inside, turn, place)
    loops = _joined(chains, np.array([-turn[1], turn[0]]), ends or {})
    return [ring for ring in (*whole, *loops) if len(ring) >= 4 and _area(ring) != 0]


def _chains(points: FloatArray, inside: NDArray[np.bool_], turn: FloatArray, place: float) -> list[list[FloatArray]]:
    """Runs of vertices on this side, each from the crossing by which it comes in to that by which it goes out."""
    count = len(points)
    begins = [k for k in range(count) if inside[k] and not inside[k - 1]]
    found = []
    for begin in begins:
        chain = [_crossing(points[begin - 1], points[begin], turn, place)]
        k = begin
        while inside[k]:
            chain.append(points[k])
            k = (k + 1) % count
        chain.append(_crossing(points[k - 1], points[k], turn, place))
        found.append(chain)
    return found


def _joined(chains: Sequence[list[FloatArray]], along: FloatArray, moved: Ends) -> list[Ring]:
    """Chains closed along the line into rings."""
    ends = [(float(chain[at] @ along), number, at) for number, chain in enumerate(chains) for at in (0, -1)]
    ends.sort(key=lambda end: end[0])
    partner = {}
    for one, other in zip(ends[::2], ends[1::2], strict=True):
        partner[one[1:]] = other[1:]
        partner[other[1:]] = one[1:]
    open_, loops = set(range(len(chains))), []
    while open_:
        number = start = min(open_)
        points: list[FloatArray] = []
        while number in open_:
            open_.discard(number)
            first, *between, last = chains[number]
            points += [moved.get(tuple(first), first), *between, moved.get(tuple(last), last)]
            number = partner[number, -1][0]
            if number == start:
                break
        loops.append(_closed(points))
    return loops


def _closed(points: Sequence[FloatArray]) -> Ring:
    """A closed ring without points that follow themselves."""
    ring = np.array([*points, points[0]])
    kept = np.r_[True, (np.diff(ring, axis=0) != 0).any(axis=1)]
    return ring[kept]


def _polygons(rings: Sequence[Ring], origin: FloatArray) -> Polygons:
    """One polygon of these rings: each hole behind the smallest shell around it."""
    shells = [ring for ring in rings if _area(ring) > 0]
    holes = [ring for ring in rings if _area(ring) < 0]
    inside: list[list[Ring]] = [[] for _ in shells]
    for hole in holes:
        around = [k for k, shell in enumerate(shells) if _contains(shell, hole)]
        if around:
            inside[min(around, key=lambda k: _area(shells[k]))].append(hole)
    ordered = []
    for shell, its in zip(shells, inside, strict=True):
        ordered.append((shell + origin, False))
        ordered += [(hole + origin, True) for hole in its]
    return Polygons.from_rings([ordered])


def _contains(shell: Ring, hole: Ring) -> bool:
    """Whether a hole lies in a shell: by its first vertex that is not on the shell's own boundary."""
    for x, y in hole[:-1]:
        x0, y0, x1, y1 = shell[:-1, 0], shell[:-1, 1], shell[1:, 0], shell[1:, 1]
        if ((shell == (x, y)).all(axis=1)).any():
            continue
        spans = (y0 > y) != (y1 > y)
        with np.errstate(divide="ignore", invalid="ignore"):
            crossing = x0 + (y - y0) / (y1 - y0) * (x1 - x0)
        return bool(np.count_nonzero(spans & (crossing > x)) % 2)
    return True
