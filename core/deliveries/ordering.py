"""The points of a ring in the order of their numbers, where rows do not stand in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ..parceltext.lines import number_of
from ..parceltext.pointrows import Layout
from ..parceltext.report import Findings
from ..parceltext.rings import crossings

__all__ = ["in_order"]

PointRow = tuple[int, list[str]]

_NUMBERED = re.compile(r"(.*?)(\d{1,9})$")


def in_order(rows: Sequence[PointRow], layout: Layout, line: int, parcel: str, findings: Findings) -> list[PointRow]:
    """``rows``, each ring of them by the numbers of its points.

    Where numbers repeat within a ring or are missing, where they go up or down (from any of them on), and where the
    ring would cross itself by its numbers but does not as it stands, the rows stay as they are.
    """
    found: list[PointRow] = []
    for group in _rings(rows, layout):
        found += _ordered(group, layout, line, parcel, findings)
    return found


def _rings(rows: Sequence[PointRow], layout: Layout) -> list[list[PointRow]]:
    if layout.ring is None:
        return [list(rows)]
    groups: dict[str, list[PointRow]] = {}
    for row in rows:
        groups.setdefault(row[1][layout.ring], []).append(row)
    return list(groups.values())


def _ordered(rows: list[PointRow], layout: Layout, line: int, parcel: str, findings: Findings) -> list[PointRow]:
    closing = len(rows) > 3 and rows[0][1] == rows[-1][1]
    ring = rows[:-1] if closing else rows
    places = [_NUMBERED.match(fields[0]) for _, fields in ring]
    if any(place is None for place in places) or len({place[1] for place in places if place}) > 1:
        return rows
    numbers = [int(place[2]) for place in places if place]
    if len(set(numbers)) < len(numbers) or _runs(numbers):
        return rows
    by_number = [ring[i] for i in sorted(range(len(ring)), key=numbers.__getitem__)]
    if _crosses(by_number, layout) and not _crosses(ring, layout):
        findings.note("points_as_written", line, parcel)
        return rows
    findings.note("points_sorted", line, parcel, first=by_number[0][1][0], last=by_number[-1][1][0])
    return [*by_number, (by_number[0][0], list(by_number[0][1]))] if closing else by_number


def _runs(numbers: Sequence[int]) -> bool:
    """Whether numbers go up all along, or down, but for one step back to the other end."""
    steps = [b > a for a, b in pairwise((*numbers, numbers[0]))]
    return sum(steps) in (1, len(steps) - 1)


def _crosses(rows: Sequence[PointRow], layout: Layout) -> bool:
    pairs = [[number_of(text) for text in fields[layout.first : layout.first + 2]] for _, fields in rows]
    if len(pairs) < 4 or any(value is None for pair in pairs for value in pair):
        return False
    return bool(crossings([np.array(pairs, dtype=np.float64)], 1))
