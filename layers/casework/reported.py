"""What a report reads of a case file: cases with their events, where they lie, chiefs without names, patrols."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ...core.casework.comparison import Decided, Spot
from ...core.casework.funnel import Case, cases_of
from ...core.casework.log import broken_links
from ...core.casework.patrols import Chief
from ...core.errors import Notice, RedlineError
from ...core.written.dates import read_date
from ...core.written.times import read_time
from .casefile import CasePlace, case_rows, events_of, opened

__all__ = ["Reported", "read_reported"]


@dataclass(frozen=True)
class Reported:
    """spots : by key of the task; decided : the last decision of each that has one; patrols : key of the chief, day on
    which it began; units : code -> name, of townships and villages; notices : what is wrong with the log and the
    tables."""

    cases: Sequence[Case]
    spots: Mapping[str, Spot]
    decided: Mapping[str, Decided]
    chiefs: Sequence[Chief]
    patrols: Sequence[tuple[str, date]]
    units: Mapping[str, str]
    notices: Sequence[Notice]


def read_reported(place: CasePlace) -> Reported:
    """Raises RedlineError where a task has no spot."""
    with opened(place) as case:
        spots = {row["uuid"]: row for row in case_rows(case, "spot")}
        tasks = case_rows(case, "task")
        events = events_of(case)
        chiefs, patrols = case_rows(case, "chief"), case_rows(case, "patrol")
        # In the order in which they were written: the last one of a task stays.
        decided = {
            row["task"]: Decided(row["result"] or "", row["legal_kind"] or "")
            for row in sorted(case_rows(case, "verdict"), key=lambda row: int(row["fid"]))
        }
    bare, where, units = [], {}, {}
    for task in tasks:
        spot = spots.get(task["spot"])
        if spot is None:
            raise RedlineError("Task {task} of {file} has no spot.", task=task["uuid"], file=place.called)
        town = spot["township_name"] or spot["township"] or ""
        village = spot["village_name"] or spot["village"] or ""
        alerted = datetime.fromisoformat(spot["seen_at"])
        bare.append(Case(task["uuid"], town, spot["source"] or "", alerted))
        where[task["uuid"]] = Spot(spot["number"] or "", town, village, task["repeat_of"] or "")
        units.update({code: name for code, name in _units(spot) if code and name})
    notices = broken_links(events)
    walked = _patrols(patrols, notices)
    return Reported(cases_of(bare, events), where, decided, [_chief(row) for row in chiefs], walked, units, notices)


def _units(spot: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [((spot["township"] or "")[:9], spot["township_name"] or ""), (spot["village"] or "", spot["village_name"])]


def _chief(row: Mapping[str, Any]) -> Chief:
    level, unit = int(row["level"] or 0), row["unit_code"] or ""
    return Chief(row["uuid"], level, unit, _day(row["valid_from"]), _day(row["valid_to"]))


def _patrols(rows: Sequence[Mapping[str, Any]], notices: list[Notice]) -> list[tuple[str, date]]:
    """Patrols that say when they began; the others are told."""
    dated = [(row["chief"] or "", _day(row["begun_at"])) for row in rows]
    bare = sum(day is None for _, day in dated)
    if bare:
        notices.append(Notice("{count} patrols do not say when they began and are left out.", count=bare))
    return [(chief, day) for chief, day in dated if day is not None]


def _day(text: str | None) -> date | None:
    """The day of a day or a moment; None where it is neither."""
    day = read_date(text or "") or (read_time(text or "") or "")[:10]
    return date.fromisoformat(day) if day else None
