"""Boundary points 界址点: numbering, fixed decimals, side lengths, the parcel sentence and the printed table.

Everything on paper starts from the *rounded* coordinates: what a clerk reads in the table or in the parcel text
file gives the printed side lengths when calculated by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal

import numpy as np

from ..errors import RedlineError
from ..paper.tables import Column, Row, Table, Value
from ..shapes.polygons import Polygons

__all__ = [
    "BoundaryPoint",
    "NumberedParcel",
    "NumberedRing",
    "Numbering",
    "Parts",
    "Start",
    "boundary_table",
    "fixed",
    "number_parcel",
    "number_parcels",
    "parcel_sentence",
    "parts_of",
]

Ring = Sequence[tuple[float, float]]
Parts = Sequence[Sequence[Ring]]
"""The parts of a parcel, each the outer ring and then its holes, of (x_north, y_east), closed or not."""

_EXACT = Context(prec=50)
"""Wide enough that a square root rounds as the true one does."""


Start = Literal["northwest", "drawn"]


@dataclass(frozen=True)
class Numbering:
    """How the boundary points of a parcel are numbered and written.

    decimals : of the coordinates, half-up. side_decimals : of the side lengths, half-up.
    start : ``northwest`` begins each ring at the vertex nearest to the north-west corner of the ring's box;
        ``drawn`` keeps the first vertex.
    direction : ``standard`` draws outer rings clockwise on the map and holes counter-clockwise; ``drawn`` keeps them.
    continuous : numbers go on over all rings of a parcel; otherwise each ring begins again.
    prefix, digits : ``J`` and 1 give J1, J2, …; ``J`` and 2 give J01, J02, …
    first : the first number.
    """

    decimals: int = 3
    side_decimals: int = 3
    start: Start = "northwest"
    direction: Literal["standard", "drawn"] = "standard"
    continuous: bool = True
    prefix: str = "J"
    digits: int = 1
    first: int = 1

    def name(self, number: int) -> str:
        return f"{self.prefix}{number:0{self.digits}d}"


@dataclass(frozen=True)
class BoundaryPoint:
    """One row of the table: number, coordinates in metres, and the side to the next row (None on the closing row)."""

    number: str
    x_north: Decimal
    y_east: Decimal
    side: Decimal | None


@dataclass(frozen=True)
class NumberedRing:
    """One ring as printed: its number in the parcel (圈号, from 1), its part (from 1), and its rows.

    The last row repeats the first point with its number and has no side.
    """

    ring: int
    part: int
    hole: bool
    points: tuple[BoundaryPoint, ...]


@dataclass(frozen=True)
class NumberedParcel:
    """A parcel with its rings in printed order.

    rings : in the coordinates of the layer. shift : metres by which Y on paper is larger: the zone number, where it
    stands in the files and not in the layer (core.parceltext.zone_shift).
    """

    parcel: str
    rings: tuple[NumberedRing, ...]
    shift: int = 0

    @property
    def point_count(self) -> int:
        """Points without the closing rows."""
        return sum(len(ring.points) - 1 for ring in self.rings)

    @property
    def row_count(self) -> int:
        """Rows with the closing rows."""
        return sum(len(ring.points) for ring in self.rings)

    def printed(self, ring: NumberedRing) -> tuple[BoundaryPoint, ...]:
        """The rows of one of the rings with the coordinates that stand on every paper."""
        return tuple(replace(point, y_east=point.y_east + self.shift) for point in ring.points)

    def rows(self) -> Iterator[tuple[NumberedRing, BoundaryPoint]]:
        """All rows as printed."""
        for ring in self.rings:
            for point in self.printed(ring):
                yield ring, point


def fixed(value: float, decimals: int) -> Decimal:
    """``value`` with a fixed number of decimals, half-up on its shortest decimal form (what a person sees of it)."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _EXACT)


def parts_of(polygons: Polygons, i: int) -> list[list[list[tuple[float, float]]]]:
    """The parts of polygon ``i`` of the engine's arrays (x = easting) as ``Parts`` of (x_north, y_east), unclosed."""
    parts: list[list[list[tuple[float, float]]]] = []
    for xy, hole in polygons.rings_of(i):
        ring = [(float(y), float(x)) for x, y in xy[:-1]]
        if hole and parts:
            parts[-1].append(ring)
        else:
            parts.append([ring])
    return parts


def number_parcel(parcel: str, parts: Parts, numbering: Numbering | None = None) -> NumberedParcel:
    """Number the boundary points of one parcel.

    ``parts`` are plane coordinates (x_north, y_east) in metres. Vertices that fall together at the printed decimals
    are one point. Raises RedlineError where a ring keeps fewer than three points.
    """
    return number_parcels([(parcel, parts)], numbering)[0]


def number_parcels(
    parcels: Iterable[tuple[str, Parts]], numbering: Numbering | None = None, *, shared: bool = False
) -> list[NumberedParcel]:
    """Number the boundary points of parcels ``(id, parts)``.

    With ``shared`` a point that stands in several parcels has one number, given when it is first met, and numbers go on
    over all parcels; otherwise each parcel begins with the first number.
    """
    numbering = numbering or Numbering()
    known: dict[tuple[Decimal, Decimal], str] | None = {} if shared else None
    return [_number(parcel, parts, numbering, known) for parcel, parts in parcels]


def _number(
    parcel: str, parts: Parts, numbering: Numbering, known: dict[tuple[Decimal, Decimal], str] | None
) -> NumberedParcel:
    rings: list[NumberedRing] = []
    following = numbering.first
    for part_number, part in enumerate(parts, 1):
        for position, ring in enumerate(part):
            hole = position > 0
            points = _ordered(_rounded(parcel, len(rings) + 1, ring, numbering.decimals), hole, numbering)
            if known is not None:
                names = []
                for point in points:
                    if point not in known:
                        known[point] = numbering.name(numbering.first + len(known))
                    names.append(known[point])
            else:
                if not numbering.continuous:
                    following = numbering.first
                names = [numbering.name(following + i) for i in range(len(points))]
                following += len(points)
            rings.append(_rows(len(rings) + 1, part_number, hole, names, points, numbering.side_decimals))
    if not rings:
        raise RedlineError("Parcel {parcel} has no geometry: draw it or take it out of the selection.", parcel=parcel)
    return NumberedParcel(parcel, tuple(rings))


def _rounded(parcel: str, number: int, ring: Ring, decimals: int) -> list[tuple[Decimal, Decimal]]:
    """Distinct neighbours at the printed decimals, without the closing vertex."""
    points: list[tuple[Decimal, Decimal]] = []
    for x, y in ring:
        if not (np.isfinite(x) and np.isfinite(y)):
            raise RedlineError("Parcel {parcel}, ring {ring}: a coordinate is no number.", parcel=parcel, ring=number)
        point = (fixed(x, decimals), fixed(y, decimals))
        if not points or points[-1] != point:
            points.append(point)
    while len(points) > 1 and points[0] == points[-1]:
        points.pop()
    if len(points) < 3:
        raise RedlineError(
            "Parcel {parcel}, ring {ring} has {count} different points: a ring needs three.",
            parcel=parcel,
            ring=number,
            count=len(points),
        )
    return points


def _ordered(points: list[tuple[Decimal, Decimal]], hole: bool, numbering: Numbering) -> list[tuple[Decimal, Decimal]]:
    if numbering.direction == "standard" and _is_clockwise(points) == hole:
        points = [points[0], *points[:0:-1]]
    if numbering.start == "northwest":
        north, west = max(x for x, _ in points), min(y for _, y in points)
        first = min(
            range(len(points)), key=lambda i: ((north - points[i][0]) ** 2 + (points[i][1] - west) ** 2, -points[i][0])
        )
        points = points[first:] + points[:first]
    return points


def _is_clockwise(points: list[tuple[Decimal, Decimal]]) -> bool:
    """Whether the ring runs clockwise on the map; exact, for coordinates are decimals."""
    x0, y0 = points[0]
    doubled = sum(
        (
            (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
            for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True)
        ),
        Decimal(0),
    )
    # With x to the north and y to the east the usual shoelace sum is positive clockwise.
    return doubled > 0


def _rows(
    ring: int,
    part: int,
    hole: bool,
    names: list[str],
    points: list[tuple[Decimal, Decimal]],
    side_decimals: int,
) -> NumberedRing:
    rows = [
        BoundaryPoint(name, *point, _distance(point, following, side_decimals))
        for name, point, following in zip(names, points, points[1:] + points[:1], strict=True)
    ]
    rows.append(BoundaryPoint(names[0], *points[0], None))
    return NumberedRing(ring, part, hole, tuple(rows))


def _distance(a: tuple[Decimal, Decimal], b: tuple[Decimal, Decimal], decimals: int) -> Decimal:
    squared = (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2
    return _EXACT.sqrt(squared).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _EXACT)


def parcel_sentence(parcel: NumberedParcel) -> str:
    """How deeds name a parcel's outline: ``J1-J4,J1``, and for further rings ``J1-J4,J1;J5-J8,J5``.

    Numbers that do not follow on one another (shared points) are listed as runs: ``J1-J3,J9,J12-J14,J1``.
    """
    return ";".join(_ring_sentence([point.number for point in ring.points]) for ring in parcel.rings)


def _ring_sentence(names: Sequence[str]) -> str:
    runs: list[list[str]] = []
    for name in names[:-1]:
        if runs and _follows(runs[-1][-1], name):
            runs[-1].append(name)
        else:
            runs.append([name])
    texts = [run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return ",".join([*texts, names[-1]])


def _follows(name: str, following: str) -> bool:
    def split(text: str) -> tuple[str, int]:
        digits = text[len(text.rstrip("0123456789")) :]
        return text[: len(text) - len(digits)], int(digits) if digits else -1

    (prefix, number), (next_prefix, next_number) = split(name), split(following)
    return prefix == next_prefix and number >= 0 and next_number == number + 1


def boundary_table(
    parcel: NumberedParcel,
    *,
    head: Sequence[tuple[str, str]] = (),
    foot: Sequence[tuple[str, str]] = (),
    notes: Sequence[str] = (),
    tr: Callable[[str], str] = str,
) -> Table:
    """The 界址点成果表 of one parcel: 序号, 点号, X(m), Y(m), 边长(m), and 圈号 where there are several rings.

    The side stands on the row of the point from which it goes; the closing row repeats the ring's first point.
    """
    several = len(parcel.rings) > 1
    columns = [
        Column("seq", tr("No."), numeric=True),
        Column("point_no", tr("Point no.")),
        Column("x_north", tr("X (m)"), unit="m", numeric=True),
        Column("y_east", tr("Y (m)"), unit="m", numeric=True),
        Column("side", tr("Side (m)"), unit="m", numeric=True),
    ]
    if several:
        columns.insert(2, Column("ring", tr("Ring"), numeric=True))
    rows: list[Row] = []
    for seq, (ring, point) in enumerate(parcel.rows(), 1):
        values: list[Value] = [seq, point.number, point.x_north, point.y_east, point.side]
        if several:
            values.insert(2, ring.ring)
        rows.append(Row(tuple(values)))
    return Table(
        name=parcel.parcel,
        title=tr("Table of boundary points"),
        columns=tuple(columns),
        rows=tuple(rows),
        head=tuple(head),
        foot=tuple(foot),
        notes=tuple(notes),
    )
