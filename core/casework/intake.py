"""Taking in: which alerts are new, which were taken in before, and which stand where a case stood before."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from .places import METRES_PER_DEGREE, metres_between

__all__ = ["SOURCES", "Found", "Spotted", "sort_out", "source_names"]

SOURCES = ("tower", "chief", "satellite", "hotline", "drone")
"""Who reports: a mast camera, a field chief, a satellite, a person, a drone."""


def source_names(tr: Callable[[str], str]) -> dict[str, str]:
    """The sources as papers name them."""
    return {
        "tower": tr("Mast camera"),
        "chief": tr("Field chief"),
        "satellite": tr("Satellite"),
        "hotline": tr("Hotline"),
        "drone": tr("Drone"),
    }


@dataclass(frozen=True)
class Spotted:
    """Something seen: its key where it is a case already, its number at its source, when and where (degrees)."""

    uuid: str
    source: str
    external_no: str
    seen_at: datetime
    lon: float
    lat: float


@dataclass(frozen=True)
class Found:
    """What an alert is; ``of`` is the place of the one before, in the list of those known followed by the new ones."""

    kind: Literal["new", "duplicate", "repeat"]
    of: int | None = None


def sort_out(known: Sequence[Spotted], new: Sequence[Spotted], radius: float, days: int) -> list[Found]:
    """What each of ``new`` is, against those known and those before it.

    A duplicate has the number and the moment of one from the same source; where it has no number, the moment and,
    within ``radius`` metres, the place. Numbers that a platform begins anew each year do not make one. A
    repeat is a new case that lies within ``radius`` of one seen at most ``days`` before it: the latest is named.
    """
    every = [*known, *new]
    cells: dict[tuple[int, int], list[int]] = {}
    numbers: dict[tuple[str, str, datetime], int] = {}
    size = max(radius, 1.0) / METRES_PER_DEGREE

    def cell(one: Spotted) -> tuple[int, int]:
        return math.floor(one.lon * math.cos(math.radians(one.lat)) / size), math.floor(one.lat / size)

    def near(one: Spotted) -> Iterator[int]:
        column, row = cell(one)
        for x in (column - 1, column, column + 1):
            for y in (row - 1, row, row + 1):
                yield from (i for i in cells.get((x, y), ()) if _metres(every[i], one) <= radius)

    def remember(i: int) -> None:
        one = every[i]
        cells.setdefault(cell(one), []).append(i)
        if one.external_no:
            numbers.setdefault((one.source, one.external_no, one.seen_at), i)

    for i in range(len(known)):
        remember(i)
    order = sorted(range(len(known), len(every)), key=lambda i: every[i].seen_at)
    found: dict[int, Found] = {}
    for i in order:
        one = every[i]
        same = _same(one, every, numbers, near)
        if same is not None:
            found[i] = Found("duplicate", same)
            continue
        earliest = one.seen_at - timedelta(days=days)
        before = [j for j in near(one) if earliest <= every[j].seen_at < one.seen_at]
        latest = max(before, key=lambda j: every[j].seen_at, default=None)
        found[i] = Found("new") if latest is None else Found("repeat", latest)
        remember(i)
    return [found[i] for i in range(len(known), len(every))]


def _same(
    one: Spotted,
    every: Sequence[Spotted],
    numbers: Mapping[tuple[str, str, datetime], int],
    near: Callable[[Spotted], Iterator[int]],
) -> int | None:
    if one.external_no:
        return numbers.get((one.source, one.external_no, one.seen_at))
    return next((j for j in near(one) if every[j].source == one.source and every[j].seen_at == one.seen_at), None)


def _metres(one: Spotted, other: Spotted) -> float:
    return math.hypot(*metres_between(one.lon, one.lat, other.lon, other.lat))
