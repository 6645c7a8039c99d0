"""Which days are worked: the office's table, else the holidays as the State Council announced them, else weekends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

from ..errors import Notice, RedlineError
from ..resources import office_table
from ..written.answers import Unanswered, read_answer
from ..written.dates import read_date

__all__ = ["OFFICE_HOURS", "OfficeHours", "WorkingCalendar", "load_calendar", "read_hours"]

ONE_DAY = timedelta(days=1)
OFFICE_HOURS = "08:30-12:00;13:30-17:30"
"""Of every working day, where an office says nothing else."""
WORKED, OFF = ("1", "y*", "true", "是", "班", "上班", "补班"), ("0", "n*", "false", "否", "休", "放假")
"""Words of the column ``working``."""
MOST_DAYS_OFF = 400
"""More days off in a row than these are a wrong table: no working day would ever be found."""


@dataclass(frozen=True)
class OfficeHours:
    """When an office is open on a working day: spans from, to within the day, in order, apart from each other."""

    spans: tuple[tuple[time, time], ...]

    @property
    def opening(self) -> time:
        return self.spans[0][0]

    @property
    def closing(self) -> time:
        return self.spans[-1][1]


def read_hours(text: str) -> OfficeHours:
    """``08:30-12:00;13:30-17:30``; RedlineError where it is no such list of spans in order."""
    try:
        spans = tuple(
            (time.fromisoformat(begin.strip()), time.fromisoformat(end.strip()))
            for begin, end in (span.split("-") for span in text.replace("；", ";").split(";") if span.strip())
        )
    except ValueError as error:
        raise _no_hours(text) from error
    edges = [edge for span in spans for edge in span]
    if not edges or any(later <= earlier for earlier, later in pairwise(edges)):
        raise _no_hours(text)
    return OfficeHours(spans)


def _no_hours(text: str) -> RedlineError:
    return RedlineError("“{hours}” are no office hours: write them as 08:30-12:00;13:30-17:30.", hours=text)


@dataclass(frozen=True)
class WorkingCalendar:
    """Working days. table : the office's own days, which win; hours : of every working day."""

    hours: OfficeHours
    table: Mapping[date, bool] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Whether ``day`` is worked; of a year that nobody has announced, weekends alone are off (``unannounced``)."""
        if day in self.table:
            return self.table[day]
        announced = _announced(day)
        return day.weekday() < 5 if announced is None else announced

    def next_working(self, day: date) -> date:
        """The first working day after ``day``."""
        for _ in range(MOST_DAYS_OFF):
            day += ONE_DAY
            if self.is_working(day):
                return day
        raise RedlineError("The table of working days has no working day after {day}: correct it.", day=str(day))

    def unannounced(self, days: Iterable[date]) -> list[Notice]:
        """A notice for each year of ``days`` whose holidays neither the office's table nor the package knows."""
        known = {day.year for day in self.table}
        years = {day.year for day in days} - known
        return [
            Notice(
                "The working days of {year} are not announced: only weekends were taken as days off. "
                "Fill in the office's table of working days (date, working).",
                year=year,
            )
            for year in sorted(years)
            if _announced(date(year, 1, 1)) is None
        ]

    def spans(self, begin: datetime, end: datetime) -> Iterable[tuple[datetime, datetime]]:
        """The open hours between two moments, in the zone of ``begin``."""
        end = end.astimezone(begin.tzinfo)
        day = begin.date()
        while day <= end.date():
            if self.is_working(day):
                for opens, closes in self.hours.spans:
                    first = max(begin, datetime.combine(day, opens, begin.tzinfo))
                    last = min(end, datetime.combine(day, closes, begin.tzinfo))
                    if first < last:
                        yield first, last
            day += ONE_DAY

    def working_time(self, begin: datetime, end: datetime) -> timedelta:
        """How much of the time between two moments the office was open."""
        return sum((last - first for first, last in self.spans(begin, end)), timedelta())

    def after_working_time(self, begin: datetime, amount: timedelta) -> datetime:
        """The moment at which the office will have been open for ``amount`` since ``begin``."""
        day = begin.date()
        if not self.is_working(day):
            day = self.next_working(day)
        left = amount
        while True:
            for opens, closes in self.hours.spans:
                first = max(begin, datetime.combine(day, opens, begin.tzinfo))
                last = datetime.combine(day, closes, begin.tzinfo)
                if first < last:
                    if left <= last - first:
                        return first + left
                    left -= last - first
            day = self.next_working(day)


def _announced(day: date) -> bool | None:
    """As the package chinesecalendar has it; None where it is not installed, or the year lies outside its table."""
    try:
        import chinese_calendar
    except ImportError:
        return None
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def load_calendar(hours: OfficeHours, *tables: Path) -> WorkingCalendar:
    """The calendar with the office's tables (CSV: ``date``, ``working`` yes or no), later ones first."""
    days: dict[date, bool] = {}
    for path in tables:
        days |= dict(_rows(path))
    return WorkingCalendar(hours, days)


def _rows(path: Path) -> Iterable[tuple[date, bool]]:
    for line, row in office_table(path, ("date", "working")):
        day = read_date(row["date"])
        try:
            working = read_answer(row["working"], WORKED, OFF)
        except Unanswered:
            working = None
        if not day or working is None:
            raise RedlineError(
                "{file}, line {line}: “{date}”, “{working}” is no day with yes or no.",
                file=path.name,
                line=line,
                date=row["date"],
                working=row["working"],
            )
        yield date.fromisoformat(day), working
