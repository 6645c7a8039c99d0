"""A case file as the list that an office works through; read in a thread, so that no window waits for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from osgeo import ogr

from ...core.casework.funnel import Case, cases_of
from ...core.casework.log import EventRow
from ...core.casework.tables import KEY
from ...core.casework.worklist import Listed, next_promise
from ...core.clock.calendar import OFFICE_HOURS, WorkingCalendar, load_calendar, read_hours
from ...core.clock.deadlines import Deadline, load_deadlines
from ...core.errors import RedlineError
from ...core.sql import literal, name, statement
from ..roles.table import office_folder
from .casefile import SHAPE, CaseFile, case_rows, end_of_log, events_of, values_where

__all__ = ["CaseClock", "ChiefHere", "Worklist", "chiefs_at", "office_clock", "read_worklist", "stamp_of"]

LEVELS = {12: 3, 9: 2, 6: 1}
"""Level of a field chief by the digits of the code of his unit: village, township, county."""

Rows = Sequence[Mapping[str, Any]]
Stamp = tuple[int, int]


@dataclass(frozen=True)
class CaseClock:
    """The promises that are switched on, and the working days by which they are counted."""

    deadlines: tuple[Deadline, ...]
    calendar: WorkingCalendar


@dataclass(frozen=True)
class Worklist:
    """Everything that a list shows. events : of each task, in the order of the log; chiefs : the rows of the table;
    stamp : how many tasks and events there were."""

    listed: Sequence[Listed] = ()
    events: Mapping[str, Sequence[EventRow]] = field(default_factory=dict)
    chiefs: Rows = ()
    stamp: Stamp = (0, 0)


@dataclass(frozen=True)
class ChiefHere:
    """A field chief who is responsible for a place. level : 1 county, 2 township, 3 village."""

    level: int
    unit: str
    name: str


def office_clock() -> CaseClock:
    """The shipped promises and announced holidays, with the office's ``deadlines.csv`` and ``working_days.csv``."""
    own, days = office_folder() / "deadlines.csv", office_folder() / "working_days.csv"
    deadlines = load_deadlines(*([own] if own.is_file() else []))
    return CaseClock(deadlines, load_calendar(read_hours(OFFICE_HOURS), *([days] if days.is_file() else [])))


def stamp_of(case: CaseFile) -> Stamp:
    """How many tasks and events a case file has: it changes with everything that happens to a case."""
    return case.layer("task").GetFeatureCount(), end_of_log(case).seq


def read_worklist(case: CaseFile, clock: CaseClock, only: str = "") -> Worklist:
    """The whole list, or with ``only`` that of one task. Raises RedlineError where a task has no spot."""
    stamp = stamp_of(case)
    events = events_of(case, only)
    tasks = values_where(case, "task", _is(KEY, only)) if only else case_rows(case, "task")
    spots = values_where(case, "spot", _is(KEY, tasks[0]["spot"])) if only and tasks else case_rows(case, "spot")
    by_key = {row[KEY]: row for row in spots}
    bare = [_bare(case, task, by_key) for task in tasks]
    happened: dict[str, list[EventRow]] = {}
    for event in events:
        happened.setdefault(event.uuid, []).append(event)
    listed = [
        Listed(
            one,
            by_key[task["spot"]],
            frozenset(row.by for row in happened.get(one.uuid, ())),
            next_promise(one, clock.deadlines, clock.calendar),
            task["repeat_of"] or "",
        )
        for one, task in zip(cases_of(bare, events), tasks, strict=True)
    ]
    return Worklist(listed, happened, [] if only else case_rows(case, "chief"), stamp)


def _is(field_name: str, value: str) -> str:
    return statement(name(field_name), "=", literal(value))


def _bare(case: CaseFile, task: Mapping[str, Any], spots: Mapping[str, Mapping[str, Any]]) -> Case:
    spot = spots.get(task["spot"])
    if spot is None:
        raise RedlineError("Task {task} of {file} has no spot.", task=task[KEY], file=case.place.called)
    town = spot["township_name"] or spot["township"] or ""
    return Case(task[KEY], town, spot["source"] or "", datetime.fromisoformat(spot["seen_at"]))


def chiefs_at(chiefs: Rows, spot: Mapping[str, Any]) -> list[ChiefHere]:
    """The chiefs of a spot's village, township and county, and those whose own area holds its middle; village first."""
    codes = {str(spot["village"] or ""), str(spot["township"] or "")[:9], str(spot["township"] or "")[:6]} - {""}
    shape = spot[SHAPE]
    middle = None if shape is None else shape.Centroid()
    found = []
    for row in chiefs:
        unit, area = str(row["unit_code"] or ""), row[SHAPE]
        if unit in codes or (area is not None and middle is not None and _holds(area, middle)):
            level = row["level"] or LEVELS.get(len(unit), 0)
            found.append(ChiefHere(int(level), unit, str(row["name"] or "")))
    return sorted(found, key=lambda one: (-one.level, one.unit, one.name))


def _holds(area: ogr.Geometry, point: ogr.Geometry) -> bool:
    return bool(area.Contains(point))
