"""Casework over weeks: how much came in and how much was closed, for the curve of the panel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .funnel import Case

__all__ = ["Week", "weeks_of"]


@dataclass(frozen=True)
class Week:
    """monday : its first day; alerts : reported in it; closed : closed in it (the last time, of one opened again);
    open : not closed at its end, of those reported until then."""

    monday: date
    alerts: int
    closed: int
    open: int


def weeks_of(cases: Iterable[Case]) -> list[Week]:
    """Every week from the first alert to the last thing that happened, also those in which nothing came."""
    came: Counter[date] = Counter()
    went: Counter[date] = Counter()
    last: list[date] = []
    for case in cases:
        came[_monday(case.alerted)] += 1
        last.append(max(_monday(at) for _, at in (*case.events, ("", case.alerted))))
        if case.state == "closed" and case.events:
            went[_monday(case.events[-1][1])] += 1
    if not came:
        return []
    weeks, open_, monday = [], 0, min(came)
    while monday <= max(last):
        open_ += came[monday] - went[monday]
        weeks.append(Week(monday, came[monday], went[monday], open_))
        monday += timedelta(days=7)
    return weeks


def _monday(moment: datetime) -> date:
    return moment.date() - timedelta(days=moment.weekday())
