"""The clock of a service window: done the same day when accepted before the cut-off, else by it on the next one.

The rule (不动产登记“一天办”: accepted before 16:00 → the same day, later → by 16:00 of the next working day) leaves
three questions open, which are settings (``DayRule``). A file that is suspended stands still: its due time moves by the
open hours that it lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from .calendar import WorkingCalendar

__all__ = ["DayRule", "Suspension", "due_of", "working_minutes"]

Suspension = tuple[datetime, datetime | None]
"""From, to; None where it is still suspended."""


@dataclass(frozen=True)
class DayRule:
    """cutoff : the hour that parts today from tomorrow. at_cutoff : whether exactly this minute counts as before it.
    day_off : what is accepted on a day off counts as accepted at the next opening, or after the cut-off of the day
    before.
    until_closing : the same day ends when the office closes, else at 24:00.
    """

    cutoff: time = time(16)
    at_cutoff: Literal["before", "after"] = "before"
    day_off: Literal["opening", "after_cutoff"] = "opening"
    until_closing: bool = True


def due_of(
    accepted: datetime, rule: DayRule, calendar: WorkingCalendar, suspensions: Sequence[Suspension] = ()
) -> datetime | None:
    """When a file accepted at ``accepted`` (aware) is due; None while it is suspended without an end."""
    due = _due(accepted, rule, calendar)
    for begin, end in sorted(suspensions, key=lambda each: each[0]):
        begin = max(begin.astimezone(accepted.tzinfo), accepted)
        if begin >= due:
            continue
        if end is None:
            return None
        end = end.astimezone(accepted.tzinfo)
        if end > begin:
            due = calendar.after_working_time(end, calendar.working_time(begin, due))
    return due


def _due(accepted: datetime, rule: DayRule, calendar: WorkingCalendar) -> datetime:
    day, clock = accepted.date(), accepted.timetz().replace(tzinfo=None, second=0, microsecond=0)
    if calendar.is_working(day):
        in_time = clock < rule.cutoff or (clock == rule.cutoff and rule.at_cutoff == "before")
        return _end_of(day, accepted, rule, calendar) if in_time else _next_cutoff(day, accepted, rule, calendar)
    if rule.day_off == "opening":
        return _end_of(calendar.next_working(day), accepted, rule, calendar)
    return _next_cutoff(day, accepted, rule, calendar)


def _end_of(day: date, accepted: datetime, rule: DayRule, calendar: WorkingCalendar) -> datetime:
    last = calendar.hours.closing if rule.until_closing else time(23, 59, 59)
    return datetime.combine(day, last, accepted.tzinfo)


def _next_cutoff(day: date, accepted: datetime, rule: DayRule, calendar: WorkingCalendar) -> datetime:
    return datetime.combine(calendar.next_working(day), rule.cutoff, accepted.tzinfo)


def working_minutes(
    accepted: datetime, finished: datetime, calendar: WorkingCalendar, suspensions: Sequence[Suspension] = ()
) -> int:
    """Whole minutes that the office was open from acceptance to the end, without those of suspensions."""
    spent = calendar.working_time(accepted, finished)
    last = accepted
    for begin, end in sorted(suspensions, key=lambda each: each[0]):
        first = max(begin.astimezone(accepted.tzinfo), last)
        last = max(last, min(finished, end.astimezone(accepted.tzinfo) if end else finished))
        if first < last:
            spent -= calendar.working_time(first, last)
    return max(spent, timedelta()) // timedelta(minutes=1)
