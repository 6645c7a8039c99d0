"""The list of cases that an office works through: what is due next of each, and which of them are looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from ..clock.calendar import WorkingCalendar
from ..clock.deadlines import Deadline
from .funnel import Case, begun_of_case, due_of_case, outcome

__all__ = [
    "OPEN",
    "CaseFilter",
    "Listed",
    "Promise",
    "Urgency",
    "next_promise",
    "remaining_words",
    "urgency",
]

OPEN = "open"
"""Of a filter by state: every state but the closed ones."""
SOON = 4
"""A promise of which a quarter or less of its time is left is due soon."""

Urgency = Literal["none", "running", "soon", "overdue"]


@dataclass(frozen=True)
class Promise:
    """What is due next of a case, and in how much time after it began."""

    deadline: Deadline
    due: datetime
    length: timedelta


@dataclass(frozen=True)
class Listed:
    """One case of the list. spot : its row of the case file; hands : who did something to it; promise : what is due
    next, None where nothing is; repeat_of : key of the task there before, "" for none."""

    case: Case
    spot: Mapping[str, Any]
    hands: frozenset[str] = field(default_factory=frozenset)
    promise: Promise | None = None
    repeat_of: str = ""

    @property
    def number(self) -> str:
        return str(self.spot.get("number") or self.case.uuid[:8])

    @property
    def village(self) -> str:
        return str(self.spot.get("village_name") or self.spot.get("village") or "")


@dataclass(frozen=True)
class CaseFilter:
    """Which cases are looked at. township, source : "" for all; state : "" for all, ``OPEN``, or a state; overdue :
    only those past a promise; by : only those to which this person did something; text : in number, kind or village."""

    township: str = ""
    source: str = ""
    state: str = OPEN
    overdue: bool = False
    by: str = ""
    text: str = ""

    def holds(self, one: Listed, now: datetime, closed: frozenset[str]) -> bool:
        """closed : the states that count as closed."""
        case = one.case
        if (self.township and case.township != self.township) or (self.source and case.source != self.source):
            return False
        if self.state and (case.state in closed if self.state == OPEN else case.state != self.state):
            return False
        if self.overdue and urgency(one.promise, now) != "overdue":
            return False
        if self.by and self.by not in one.hands:
            return False
        words = self.text.casefold().strip()
        return not words or any(
            words in str(each or "").casefold() for each in (one.number, one.spot.get("kind"), one.village)
        )


def next_promise(case: Case, deadlines: Sequence[Deadline], calendar: WorkingCalendar) -> Promise | None:
    """The promise that is due first of those that have begun and are not kept; None where there is none."""
    found = []
    for deadline in deadlines:
        # Whether it is past already is a question of the clock; here only whether it still has to be kept.
        if outcome(case, deadline, calendar, case.alerted) not in ("open", "overdue"):
            continue
        begun, due = begun_of_case(case, deadline), due_of_case(case, deadline, calendar)
        if begun is not None and due is not None:
            found.append(Promise(deadline, due, due - begun))
    return min(found, key=lambda one: one.due, default=None)


def urgency(promise: Promise | None, now: datetime) -> Urgency:
    """How near a promise is at ``now``."""
    if promise is None:
        return "none"
    if now > promise.due:
        return "overdue"
    return "soon" if (promise.due - now) * SOON <= promise.length else "running"


def remaining_words(promise: Promise | None, now: datetime, tr: Callable[[str], str]) -> str:
    """How much time is left, or by how much it is past: in days and hours, else in hours and minutes."""
    if promise is None:
        return ""
    past = now > promise.due
    minutes = int(abs(promise.due - now).total_seconds() // 60)
    days, hours = divmod(minutes // 60, 24)
    if days:
        span = tr("{days} d {hours} h").format(days=days, hours=hours)
    else:
        span = tr("{hours} h {minutes} min").format(hours=hours, minutes=minutes % 60)
    return (tr("past by {time}") if past else tr("{time} left")).format(time=span)
