"""What the work adds up to: the funnel from alerts to closed cases, and the promises kept, by township and source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import get_args

from ..clock.calendar import WorkingCalendar
from ..clock.deadlines import Deadline, Kept, due_after, kept
from ..paper.tables import Column, Row, RowKind, Table, Value
from ..rounding import percent
from .log import EventRow

__all__ = [
    "ALERT",
    "STAGES",
    "Case",
    "begun_of_case",
    "cases_of",
    "change_percent",
    "due_of_case",
    "funnel",
    "funnel_table",
    "outcome",
    "promises_table",
    "stage_names",
]

ALERT = "alert"
"""The event that stands before the log: when the camera, the chief or the satellite reported it."""
LAWFUL, UNLAWFUL = "decide_lawful", "decide_unlawful"

STAGES: Mapping[str, Callable[[Case], bool]] = {
    "alerts": lambda case: True,
    "false_alarms": lambda case: "false_alarm" in case.first,
    "pushed": lambda case: "push" in case.first,
    "visited": lambda case: "arrive" in case.first,
    "evidence": lambda case: "give_evidence" in case.first,
    "lawful": lambda case: case.decision == LAWFUL,
    "suspected": lambda case: case.decision == UNLAWFUL,
    "rectified": lambda case: case.decision == UNLAWFUL and "check" in case.first,
    "closed": lambda case: case.decision == UNLAWFUL and case.state == "closed",
}
"""The columns of the funnel, each with the cases that it counts. A suspected case was found unlawful; closed counts
those alone, as the county's account does (332 pushed, 40 suspected, 16 closed)."""


@dataclass(frozen=True)
class Case:
    """One task with its events. first : event -> when it happened first; decision : the last one ("" before one)."""

    uuid: str
    township: str
    source: str
    alerted: datetime
    state: str = "new"
    decision: str = ""
    first: Mapping[str, datetime] = field(default_factory=dict)
    events: tuple[tuple[str, datetime], ...] = ()


def cases_of(spots: Iterable[Case], rows: Sequence[EventRow]) -> list[Case]:
    """The cases, their events taken from the log. spots : without events, by the task's key."""
    happened: dict[str, list[EventRow]] = {}
    for row in rows:
        happened.setdefault(row.uuid, []).append(row)
    return [_with_events(spot, happened.get(spot.uuid, ())) for spot in spots]


def _with_events(spot: Case, rows: Sequence[EventRow]) -> Case:
    events = ((ALERT, spot.alerted), *((row.event, row.at) for row in rows))
    first: dict[str, datetime] = {}
    for event, at in events:
        first.setdefault(event, at)
    decision, state = "", "new"
    for row in rows:
        state = row.to_state
        # A decision that was returned, or a closed case that was opened again, is none any more.
        decision = row.event if row.event in (LAWFUL, UNLAWFUL) else "" if state == "returned" else decision
    return Case(spot.uuid, spot.township, spot.source, spot.alerted, state, decision, first, events)


def due_of_case(case: Case, deadline: Deadline, calendar: WorkingCalendar) -> datetime | None:
    """When a promise is due: counted from the last time its first event happened; None where that never was."""
    begun = begun_of_case(case, deadline)
    return None if begun is None else due_after(begun, deadline.amount, deadline.unit, calendar)


def outcome(case: Case, deadline: Deadline, calendar: WorkingCalendar, now: datetime) -> Kept:
    """What became of a promise: whether its second event followed in time. A closed case has none that is open."""
    begun = begun_of_case(case, deadline)
    if begun is None:
        return "not_begun"
    ends = [at for event, at in case.events if _is_of(event, deadline.to_event) and at >= begun]
    if not ends and case.state == "closed":
        return "not_begun"
    return kept(due_of_case(case, deadline, calendar), min(ends, default=None), now)


def begun_of_case(case: Case, deadline: Deadline) -> datetime | None:
    """When a promise began: the last time its first event happened; None where that never was."""
    return max((at for event, at in case.events if _is_of(event, deadline.from_event)), default=None)


def _is_of(event: str, wanted: str) -> bool:
    """The event ``decide`` is either decision."""
    return event == wanted or (wanted == "decide" and event in (LAWFUL, UNLAWFUL))


def funnel(cases: Iterable[Case]) -> dict[str, int]:
    """How many cases reached each of ``STAGES``."""
    counts = Counter(stage for case in cases for stage, holds in STAGES.items() if holds(case))
    return {stage: counts[stage] for stage in STAGES}


def change_percent(now: int, before: int) -> Decimal | None:
    """The change on the year before, per cent with two decimals; None where there was nothing."""
    return percent(now - before, before)


def stage_names(tr: Callable[[str], str]) -> dict[str, str]:
    """The stages of the funnel as papers name them."""
    return {
        "alerts": tr("Alerts"),
        "false_alarms": tr("False alarms"),
        "pushed": tr("Pushed"),
        "visited": tr("Visited"),
        "evidence": tr("Evidence given"),
        "lawful": tr("Found lawful"),
        "suspected": tr("Suspected cases"),
        "rectified": tr("Rectified"),
        "closed": tr("Closed"),
    }


def funnel_table(cases: Sequence[Case], tr: Callable[[str], str]) -> Table:
    """Rows for each township and source, a sum for each township, and the total."""
    labels = stage_names(tr)
    columns = (
        Column("township", tr("Township")),
        Column("source", tr("Source")),
        *(Column(stage, labels[stage], numeric=True) for stage in STAGES),
        Column("closed_percent", tr("Closed of suspected"), unit="%", numeric=True),
    )
    rows = []
    for township, source, kind, some in _groups(cases, tr):
        counts = funnel(some)
        values: tuple[Value, ...] = (township, source, *counts.values(), percent(counts["closed"], counts["suspected"]))
        rows.append(Row(values, kind))
    return Table(tr("Funnel"), tr("Casework from alerts to closed cases"), columns, tuple(rows))


def promises_table(
    cases: Sequence[Case],
    deadlines: Sequence[Deadline],
    calendar: WorkingCalendar,
    now: datetime,
    tr: Callable[[str], str],
    language: str,
) -> Table:
    """For each promise, township and source: on time, late, open, overdue; per cent of those kept or past."""
    labels: Mapping[str, str] = {
        "on_time": tr("On time"),
        "late": tr("Late"),
        "open": tr("Open"),
        "overdue": tr("Overdue"),
    }
    columns = (
        Column("promise", tr("Promise")),
        Column("township", tr("Township")),
        Column("source", tr("Source")),
        *(Column(key, label, numeric=True) for key, label in labels.items()),
        Column("on_time_percent", tr("Kept"), unit="%", numeric=True),
    )
    rows = []
    for deadline in deadlines:
        became = {case.uuid: outcome(case, deadline, calendar, now) for case in cases}
        for township, source, kind, some in _groups(cases, tr):
            counts = Counter(became[case.uuid] for case in some)
            done = counts["on_time"] + counts["late"] + counts["overdue"]
            numbers = [counts[key] for key in get_args(Kept) if key in labels]
            rows.append(
                Row((deadline.name(language), township, source, *numbers, percent(counts["on_time"], done)), kind)
            )
    return Table(tr("Promises"), tr("Promises kept"), columns, tuple(rows))


def _groups(cases: Sequence[Case], tr: Callable[[str], str]) -> Iterable[tuple[str, str, RowKind, list[Case]]]:
    for township in sorted({case.township for case in cases}):
        there = [case for case in cases if case.township == township]
        sources = sorted({case.source for case in there})
        for source in sources:
            yield township, source, "leaf", [case for case in there if case.source == source]
        if len(sources) > 1:
            yield township, tr("Total"), "subtotal", there
    yield tr("Total"), "", "total", list(cases)
