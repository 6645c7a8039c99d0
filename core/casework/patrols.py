"""Patrols 巡田: how many a chief owes by his level (resources/casework/patrolquotas.csv), how many were made.

A quota counts by whole weeks (from Monday), months or quarters of the calendar. A patrol counts in the period in which
it began, and at most as often as that period asks for: two in one week do not make up for the week after.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, cast, get_args

from ..errors import RedlineError
from ..foreign import read_whole
from ..paper.tables import Column, Row, RowKind, Table
from ..resources import RESOURCES, office_table
from ..rounding import percent

__all__ = ["Chief", "Owed", "PatrolQuota", "Period", "load_quotas", "owed", "patrol_table"]

Period = Literal["week", "month", "quarter"]
COLUMNS = ("level", "patrols", "per", "active", "name_en", "name_zh")
MONTHS: Mapping[Period, int] = {"month": 1, "quarter": 3}


@dataclass(frozen=True)
class PatrolQuota:
    """``patrols`` in each ``per`` for chiefs of ``level``. source : whose rule it is."""

    level: int
    patrols: int
    per: Period
    names: tuple[str, str]
    source: str = ""

    def name(self, language: str) -> str:
        return self.names[0] if language == "en" else self.names[1]


@dataclass(frozen=True)
class Chief:
    """A chief without name: key, level, code of the unit, and the days in which he holds the office (the last one
    included; None: without end)."""

    uuid: str
    level: int
    unit: str
    begin: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Owed:
    """Patrols of one chief in a time: due, and of them made."""

    chief: Chief
    due: int
    made: int


def load_quotas(*overlays: Path) -> tuple[PatrolQuota, ...]:
    """The quotas that are switched on: the shipped ones, the office's rows over them by ``level``."""
    rows: dict[str, PatrolQuota] = {}
    for path in (RESOURCES / "casework" / "patrolquotas.csv", *overlays):
        for line, row in office_table(path, COLUMNS[:4]):
            level, patrols = read_whole(row["level"]), read_whole(row["patrols"])
            if level is None or patrols is None or patrols < 0 or row["per"] not in get_args(Period):
                raise RedlineError(
                    "{file}, line {line}: a quota has a whole level, a whole number of patrols and one of the periods "
                    "{periods}.",
                    file=path.name,
                    line=line,
                    periods=", ".join(get_args(Period)),
                )
            rows.pop(row["level"], None)
            if row["active"] == "1":
                names = (row.get("name_en") or row["level"], row.get("name_zh") or row["level"])
                per = cast("Period", row["per"])
                rows[row["level"]] = PatrolQuota(level, patrols, per, names, row.get("source", ""))
    return tuple(sorted(rows.values(), key=lambda quota: quota.level))


def owed(
    chiefs: Iterable[Chief],
    patrols: Iterable[tuple[str, date]],
    quotas: Iterable[PatrolQuota],
    begin: date,
    end: date,
) -> list[Owed]:
    """What each chief owes from ``begin`` to the day before ``end``, and has made.

    patrols : (key of the chief, day on which it began). Only periods that lie wholly in that time and in the chief's
    own are due. A chief whose level has no quota owes nothing.
    """
    made = Counter(patrols)
    by_level = {quota.level: quota for quota in quotas}
    days: dict[str, list[date]] = {}
    for key, day in made:
        days.setdefault(key, []).append(day)
    found = []
    for chief in chiefs:
        quota = by_level.get(chief.level)
        due = done = 0
        first = max(begin, chief.begin or begin)
        last = min(end, chief.end + timedelta(days=1) if chief.end else end)
        for start, stop in _periods(quota.per, first, last) if quota else ():
            own = sum(made[chief.uuid, day] for day in days.get(chief.uuid, ()) if start <= day < stop)
            due += quota.patrols if quota else 0
            done += min(own, quota.patrols if quota else 0)
        found.append(Owed(chief, due, done))
    return found


def _periods(per: Period, begin: date, end: date) -> Iterator[tuple[date, date]]:
    """First day, and the day after the last, of each period that lies wholly from ``begin`` to before ``end``."""
    start = begin - timedelta(days=begin.weekday()) if per == "week" else _month_start(per, begin)
    while start < end:
        stop = start + timedelta(days=7) if per == "week" else _months_on(start, MONTHS[per])
        if begin <= start and stop <= end:
            yield start, stop
        start = stop


def _month_start(per: Period, day: date) -> date:
    return date(day.year, day.month - (day.month - 1) % MONTHS[per], 1)


def _months_on(day: date, months: int) -> date:
    months += day.year * 12 + day.month - 1
    return date(months // 12, months % 12 + 1, 1)


def patrol_table(
    every: Sequence[Owed],
    quotas: Sequence[PatrolQuota],
    units: Mapping[str, str],
    tr: Callable[[str], str],
    language: str,
) -> Table:
    """By level and township: chiefs, patrols due and made, the rate. units : code -> name; no person is named."""
    columns = (
        Column("level", tr("Level")),
        Column("township", tr("Township")),
        Column("chiefs", tr("Chiefs"), numeric=True),
        Column("due", tr("Patrols due"), numeric=True),
        Column("made", tr("Patrols made"), numeric=True),
        Column("rate", tr("Patrol rate"), unit="%", numeric=True),
        Column("without", tr("Chiefs without a patrol"), numeric=True),
    )
    rows = []
    for quota in quotas:
        own = [each for each in every if each.chief.level == quota.level]
        towns = sorted({each.chief.unit[:9] for each in own})
        name = quota.name(language)
        if len(towns) > 1:
            for town in towns:
                some = [each for each in own if each.chief.unit[:9] == town]
                rows.append(_patrol_row((name, units.get(town, town)), some, "leaf"))
        if own:
            rows.append(_patrol_row((name, tr("Total")), own, "subtotal"))
    notes = [
        f"{quota.name(language)}: " + _quota_words(quota, tr) + (f" ({quota.source})" if quota.source else "")
        for quota in quotas
    ]
    return Table(tr("Patrol rates"), tr("Patrols of field chiefs"), columns, tuple(rows), notes=tuple(notes))


def _quota_words(quota: PatrolQuota, tr: Callable[[str], str]) -> str:
    words = {"week": tr("{count} a week"), "month": tr("{count} a month"), "quarter": tr("{count} a quarter")}
    return words[quota.per].format(count=quota.patrols)


def _patrol_row(head: tuple[str, str], some: Sequence[Owed], kind: RowKind) -> Row:
    due, made = sum(each.due for each in some), sum(each.made for each in some)
    without = sum(each.due > 0 and not each.made for each in some)
    return Row((*head, len(some), due, made, percent(made, due), without), kind)
