"""Promises that are past and not kept, as a list to work through."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from ..clock.calendar import WorkingCalendar
from ..clock.deadlines import Deadline
from ..paper.tables import Column, Row, Table
from .funnel import Case, due_of_case, outcome
from .states import CaseState

__all__ = ["overdue_table"]


def overdue_table(
    cases: Sequence[Case],
    deadlines: Sequence[Deadline],
    calendar: WorkingCalendar,
    now: datetime,
    states: Mapping[str, CaseState],
    numbers: Mapping[str, str],
    tr: Callable[[str], str],
    language: str,
) -> Table:
    """One row for each task and promise that is overdue at ``now``, the oldest first. numbers : of the tasks, for
    people."""
    found = []
    for case in cases:
        for deadline in deadlines:
            due = due_of_case(case, deadline, calendar)
            if due is not None and outcome(case, deadline, calendar, now) == "overdue":
                found.append((due, case, deadline))
    columns = (
        Column("task", tr("Task")),
        Column("township", tr("Township")),
        Column("source", tr("Source")),
        Column("state", tr("State")),
        Column("state_name", tr("Name of the state")),
        Column("promise", tr("Promise")),
        Column("due", tr("Due")),
        Column("hours", tr("Overdue by"), unit=tr("h"), numeric=True),
        Column("number", tr("Number")),
    )
    rows = tuple(
        Row(
            (
                *(case.uuid, case.township, case.source, case.state, states[case.state].name(language)),
                *(deadline.name(language), due.replace(tzinfo=None).isoformat(" ", "seconds")),
                int((now - due).total_seconds() // 3600),
                numbers.get(case.uuid, ""),
            )
        )
        for due, case, deadline in sorted(found, key=lambda each: (each[0], each[1].uuid, each[2].id))
    )
    return Table(tr("Overdue tasks"), tr("Promises that are past and not kept"), columns, rows)
