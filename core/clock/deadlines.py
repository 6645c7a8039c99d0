"""Deadlines: from an event, so much time, to the event that keeps it (resources/casework/deadlines.csv).

Days and months are counted as the Civil Code does (民法典 第二百零一条 to 第二百零三条): hours from the moment itself,
days from the day after; the last day ends when the office closes, or at 24:00 where no office is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Literal, cast, get_args

from ..errors import RedlineError
from ..foreign import read_whole
from ..resources import RESOURCES, office_table
from .calendar import WorkingCalendar

__all__ = ["Deadline", "Kept", "TimeUnit", "due_after", "find_rule", "kept", "load_deadlines"]

TimeUnit = Literal["minute", "hour", "day_night", "working_day", "calendar_month_end"]
Kept = Literal["on_time", "late", "open", "overdue", "not_begun"]
"""What became of a promise: kept in time, kept late, still running, past and not kept, not begun."""

COLUMNS = ("deadline", "from_event", "amount", "unit", "to_event", "active", "name_en", "name_zh", "source")
_LENGTHS: Mapping[str, timedelta] = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day_night": timedelta(hours=24),
}
_LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True)
class Deadline:
    """One promise: ``to_event`` within ``amount`` ``unit`` of ``from_event``. source : whose rule it is."""

    id: str
    from_event: str
    amount: int
    unit: TimeUnit
    to_event: str
    names: tuple[str, str]
    source: str = ""

    def name(self, language: str) -> str:
        return self.names[0] if language == "en" else self.names[1]


def due_after(start: datetime, amount: int, unit: TimeUnit, calendar: WorkingCalendar) -> datetime:
    """When what began at ``start`` (aware) is due, in the zone of ``start``.

    A day and night is 24 hours, whatever the clocks on the wall do. Of working days the day of ``start`` is none; the
    last one ends when the office closes. ``calendar_month_end`` 0 is the last second of the month of ``start``, 1 that
    of the next.
    """
    if unit in _LENGTHS:
        return (start.astimezone(UTC) + amount * _LENGTHS[unit]).astimezone(start.tzinfo)
    day = start.date()
    if unit == "working_day":
        for _ in range(amount):
            day = calendar.next_working(day)
        return datetime.combine(day, calendar.hours.closing, start.tzinfo)
    months = day.year * 12 + day.month + amount
    following = date(months // 12, months % 12 + 1, 1)
    return datetime.combine(following - timedelta(days=1), _LAST_SECOND, start.tzinfo)


def find_rule(text: str, deadlines: Sequence[Deadline]) -> tuple[int, TimeUnit]:
    """Amount and unit of a rule as people write it: the id of a deadline, or ``2 working_day``.

    Raises RedlineError where it is neither.
    """
    words = text.split()
    for one in deadlines:
        if words == [one.id]:
            return one.amount, one.unit
    amount = read_whole(words[0]) if len(words) == 2 else None
    if amount is None or words[1] not in get_args(TimeUnit):
        raise RedlineError(
            "“{rule}” is no rule: write a deadline ({deadlines}), or an amount and one of the units {units}.",
            rule=text,
            deadlines=", ".join(one.id for one in deadlines),
            units=", ".join(get_args(TimeUnit)),
        )
    return amount, cast("TimeUnit", words[1])


def kept(due: datetime | None, done: datetime | None, now: datetime) -> Kept:
    """What became of a promise that is due at ``due`` (None: not begun) and was done at ``done`` (None: not yet)."""
    if due is None:
        return "not_begun"
    if done is not None:
        return "on_time" if done <= due else "late"
    return "open" if now <= due else "overdue"


def load_deadlines(*overlays: Path) -> tuple[Deadline, ...]:
    """The deadlines that are switched on: the shipped ones, the office's rows over them by ``deadline``."""
    rows: dict[str, tuple[Path, int, dict[str, str]]] = {}
    for path in (RESOURCES / "casework" / "deadlines.csv", *overlays):
        for line, row in office_table(path, COLUMNS[:6]):
            rows[row["deadline"]] = (path, line, {**rows.get(row["deadline"], (path, line, {}))[2], **row})
    return tuple(_deadline(path, line, row) for path, line, row in rows.values() if row["active"] == "1")


def _deadline(path: Path, line: int, row: Mapping[str, str]) -> Deadline:
    wrong: Sequence[str] = [key for key in ("from_event", "to_event") if not row[key]]
    wrong = [*wrong, *(["unit"] if row["unit"] not in get_args(TimeUnit) else [])]
    wrong = [*wrong, *(["amount"] if read_whole(row["amount"]) is None else [])]
    if wrong:
        raise RedlineError(
            "{file}, line {line}: {columns} is wrong: a deadline has two events, a whole amount and one of the units "
            "{units}.",
            file=path.name,
            line=line,
            columns=", ".join(wrong),
            units=", ".join(get_args(TimeUnit)),
        )
    names = (row.get("name_en") or row["deadline"], row.get("name_zh") or row["deadline"])
    unit, amount, source = cast("TimeUnit", row["unit"]), int(row["amount"]), row.get("source", "")
    return Deadline(row["deadline"], row["from_event"], amount, unit, row["to_event"], names, source)
