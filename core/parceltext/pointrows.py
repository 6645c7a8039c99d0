"""The point rows of one parcel: which column is what, and where one ring ends and the next begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from statistics import median
from typing import Literal

from .lines import number_of
from .report import Findings

__all__ = ["Layout", "Point", "RawRing", "find_layout", "points_of", "split_rings"]

_SOUTH = 3e5
"""China's land and sea lie north of this northing in metres; ring numbers and sides are smaller."""

CoordinateKind = Literal["xy8", "yx8", "xy6", "yx6", "lonlat", "latlon", "local"]
_KINDS: tuple[CoordinateKind, ...] = ("xy8", "yx8", "xy6", "yx6", "lonlat", "latlon", "local")


@dataclass(frozen=True)
class Layout:
    """The columns of a point row (None where missing) and the kind of its coordinates.

    kind : ``xy8`` northing, easting of eight digits with its zone; ``xy6`` easting without zone; ``yx…`` swapped;
        ``lonlat``, ``latlon`` degrees; ``local`` anything else.
    """

    first: int
    kind: CoordinateKind
    name: int | None
    ring: int | None

    @property
    def geographic(self) -> bool:
        return self.kind in ("lonlat", "latlon")

    @property
    def swapped(self) -> bool:
        return self.kind in ("yx8", "yx6", "lonlat")


@dataclass(frozen=True)
class Point:
    """A row: its line, its name, its ring as written, northing and easting (or latitude and longitude)."""

    line: int
    name: str
    ring: str
    x: float
    y: float
    texts: tuple[str, str]


@dataclass(frozen=True)
class RawRing:
    """A ring without its closing row; ``label`` is its number as written, or its place in the parcel."""

    label: str
    line: int
    points: tuple[Point, ...]


def _kind_of(a: str, b: str) -> CoordinateKind | None:
    first, second = number_of(a), number_of(b)
    if first is None or second is None:
        return None
    if _SOUTH <= first < 1e7 <= second < 1e8:
        return "xy8"
    if _SOUTH <= second < 1e7 <= first < 1e8:
        return "yx8"
    if 1.5e6 <= first < 6.5e6 and 1e4 <= second < 1e6:
        return "xy6"
    if 1.5e6 <= second < 6.5e6 and 1e4 <= first < 1e6:
        return "yx6"
    if "." in a and "." in b:
        if 70 <= first <= 140 and 0 < second < 60:
            return "lonlat"
        if 70 <= second <= 140 and 0 < first < 60:
            return "latlon"
    return "local"


def find_layout(rows: Sequence[Sequence[str]]) -> Layout | None:
    """The columns that hold coordinates in at least half of ``rows``, the most telling kind first."""
    if not rows:
        return None
    width = Counter(len(row) for row in rows).most_common(1)[0][0]
    votes: Counter[tuple[CoordinateKind, int]] = Counter()
    for row in rows:
        for i in range(min(len(row), width) - 1):
            kind = _kind_of(row[i], row[i + 1])
            if kind is not None:
                votes[kind, i] += 1
    for kind in _KINDS[:-1]:
        places = [i for (voted, i), count in votes.items() if voted == kind and count * 2 >= len(rows)]
        if places:
            return _with_columns(rows, width, min(places), kind)
    places = [i for (voted, i), count in votes.items() if voted == "local" and count * 2 >= len(rows)]
    if places:
        return _with_columns(rows, width, max(places, key=lambda i: (_magnitude(rows, i), -i)), "local")
    return None


def _magnitude(rows: Sequence[Sequence[str]], column: int) -> float:
    """How large a pair of columns is, by the smaller of the two: coordinates outdo numbers, rings and sides."""
    pairs = [(number_of(row[column]), number_of(row[column + 1])) for row in rows if len(row) > column + 1]
    sizes = [min(abs(a), abs(b)) for a, b in pairs if a is not None and b is not None]
    return median(sizes) if sizes else 0.0


def _with_columns(rows: Sequence[Sequence[str]], width: int, first: int, kind: CoordinateKind) -> Layout:
    def share(column: int, test: Callable[[str], bool]) -> bool:
        values = [row[column] for row in rows if len(row) > column and row[column]]
        return bool(values) and all(test(value) for value in values)

    before = list(range(first))
    whole = [column for column in before if share(column, str.isdecimal)]
    lettered = [column for column in before if not share(column, str.isdecimal) and column not in whole]
    name: int | None
    ring: int | None
    if len(before) == 4 and len(whole) >= 3:
        name, ring = 3, 2
    elif len(before) >= 2:
        name = lettered[0] if lettered else before[0]
        rest = [column for column in whole if column != name]
        ring = rest[-1] if rest else None
    else:
        name, ring = (before[0] if before else None), None
    if ring is None:
        after = [
            column
            for column in range(first + 2, width)
            if share(column, str.isdecimal) and _counts_up([row[column] for row in rows if len(row) > column])
        ]
        ring = after[-1] if after else None
    return Layout(first, kind, name, ring)


def _counts_up(values: Sequence[str]) -> bool:
    """Ring numbers begin with 1 and go up by one; sides in whole metres do not."""
    numbers = [int(value) for value in values if value.isdecimal() and len(value) < 6]
    return len(numbers) == len(values) and numbers[:1] == [1] and all(0 <= b - a <= 1 for a, b in pairwise(numbers))


def points_of(
    rows: Sequence[tuple[int, Sequence[str]]], layout: Layout, parcel: str, findings: Findings
) -> list[Point] | None:
    """The rows as points (x northing, y easting); None, with a finding, where a row cannot be read."""
    points: list[Point] = []
    bad = 0
    for line, fields in rows:
        first = _first_of(fields, layout)
        pair = fields[first : first + 2]
        values = [number_of(text) for text in pair]
        same = len(pair) == 2 and (layout.kind == "local" or _kind_of(*pair) == layout.kind)
        if len(values) < 2 or values[0] is None or values[1] is None or not same:
            bad += 1
            if bad <= 10:
                findings.note("bad_point", line, parcel, text=",".join(fields)[:60])
            continue
        a, b = values[0], values[1]
        texts = (pair[1], pair[0]) if layout.swapped else (pair[0], pair[1])
        x, y = (b, a) if layout.swapped else (a, b)
        name, ring = _at(fields, layout.name), _at(fields, layout.ring)
        if first != layout.first:
            findings.note("other_columns", line, parcel, text=",".join(fields)[:60])
            name, ring = (fields[0] if first else ""), (points[-1].ring if points else "")
        points.append(Point(line, name, ring, x, y, texts))
    return None if bad else points


def _first_of(fields: Sequence[str], layout: Layout) -> int:
    """Where the coordinates of a row begin: in the layout's column, else where alone its digits can be such."""
    if (
        layout.kind not in ("xy8", "yx8")
        or _kind_of(*[*fields[layout.first : layout.first + 2], "", ""][:2]) == layout.kind
    ):
        return layout.first
    places = [i for i in range(len(fields) - 1) if _kind_of(fields[i], fields[i + 1]) == layout.kind]
    return places[0] if len(places) == 1 else layout.first


def _at(fields: Sequence[str], column: int | None) -> str:
    return fields[column] if column is not None and column < len(fields) else ""


def split_rings(
    points: Sequence[Point], geographic: bool, parcel: str, findings: Findings, closing_m: float
) -> list[RawRing]:
    """Rings by their number and by the return to the first point; what was assumed goes to ``findings``.

    closing_m : metres by which a row with the first point's name may miss it and still be its closing row.
    """
    tolerance = closing_m / 111_000 if geographic else closing_m
    groups: list[list[Point]] = []
    closed: list[bool] = []
    repeated = 0
    for position, point in enumerate(points):
        current = groups[-1] if groups else []
        if current and not closed[-1] and point.ring == current[0].ring:
            first, last = current[0], current[-1]
            if (point.x, point.y) == (first.x, first.y) and len(current) >= 2:
                closed[-1] = True
                if point.name != first.name:
                    findings.note(
                        "closing_name",
                        point.line,
                        parcel,
                        ring=point.ring or len(groups),
                        name=point.name,
                        first=first.name,
                    )
                continue
            if (point.x, point.y) == (last.x, last.y):
                repeated += 1
                continue
            if not (point.name and point.name == first.name):
                current.append(point)
                continue
            following = points[position + 1] if position + 1 < len(points) else None
            at_the_end = following is None or following.ring != point.ring
            distance = hypot(point.x - first.x, point.y - first.y)
            # Numbering that begins anew means a new ring, unless nothing follows that could be one.
            if at_the_end or distance <= tolerance:
                _badly_closed(current, point, distance, tolerance, len(groups), parcel, findings)
                closed[-1] = True
                continue
        elif current and closed[-1] and point.ring == current[0].ring and _same(point, current[0]):
            repeated += 1
            continue
        groups.append([point])
        closed.append(False)
    if repeated:
        findings.note("repeated_row", points[0].line, parcel, count=repeated)
    return _labelled(groups, closed, parcel, findings)


def _same(a: Point, b: Point) -> bool:
    return (a.x, a.y) == (b.x, b.y) and a.name == b.name


def _badly_closed(
    ring: list[Point], point: Point, distance: float, tolerance: float, number: int, parcel: str, findings: Findings
) -> None:
    values = {"ring": point.ring or number, "distance": f"{distance:.6g}"}
    if distance <= tolerance:
        findings.note("closing_differs", point.line, parcel, **values)
    else:
        ring.append(point)
        findings.note("not_closed", point.line, parcel, name=point.name, **values)


def _labelled(groups: list[list[Point]], closed: list[bool], parcel: str, findings: Findings) -> list[RawRing]:
    rings = []
    for number, (group, complete) in enumerate(zip(groups, closed, strict=True), 1):
        label = group[0].ring or str(number)
        if not complete:
            findings.note("closing_added", group[-1].line, parcel, ring=label)
        rings.append(RawRing(label, group[0].line, tuple(group)))
    return rings
