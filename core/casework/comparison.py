"""Casework over time and place: month by month, against the year before, and where cases come back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..paper.tables import Column, Row, Table
from .funnel import LAWFUL, STAGES, UNLAWFUL, Case, change_percent, funnel, stage_names
from .verdicts import legal_kinds, results_of

__all__ = ["Decided", "Spot", "decisions_table", "month_table", "repeats_table", "year_table"]


@dataclass(frozen=True)
class Spot:
    """Where a case lies. number : of the case for people; repeat_of : key of the case there before, "" for none."""

    number: str
    township: str
    village: str
    repeat_of: str = ""


@dataclass(frozen=True)
class Decided:
    """The last decision of a case: its result and, where lawful, its kind, as the case file writes them."""

    result: str
    legal_kind: str = ""


def decisions_table(
    cases: Sequence[Case], decided: Mapping[str, Decided], tr: Callable[[str], str], language: str
) -> Table:
    """How many cases have which result, by township, and of all. decided : by key; a case whose decision was returned
    counts no more."""
    names = {each.id: each.name(language) for event in (LAWFUL, UNLAWFUL) for each in results_of(event)}
    kinds = {each.id: each.name(language) for each in legal_kinds()}
    counts: Counter[tuple[str, str, str]] = Counter()
    for case in cases:
        one = decided.get(case.uuid)
        if case.decision and one is not None:
            result, kind = names.get(one.result, one.result), kinds.get(one.legal_kind, one.legal_kind)
            counts[case.township, result, kind] += 1
    columns = (
        Column("township", tr("Township")),
        Column("result", tr("Result")),
        Column("legal_kind", tr("Kind of legal use")),
        Column("cases", tr("Cases"), numeric=True),
    )
    rows = [Row((*key, counts[key])) for key in sorted(counts)]
    every: Counter[tuple[str, str]] = Counter()
    for (_, result, kind), count in counts.items():
        every[result, kind] += count
    rows += [Row((tr("Total"), *key, every[key]), "subtotal") for key in sorted(every)]
    rows.append(Row((tr("Total"), "", "", counts.total()), "total"))
    return Table(tr("Decisions"), tr("What was decided"), columns, tuple(rows))


def month_table(cases: Sequence[Case], tr: Callable[[str], str]) -> Table:
    """One row for each month in which something was reported, and the total."""
    labels = stage_names(tr)
    columns = (Column("month", tr("Month")), *(Column(stage, labels[stage], numeric=True) for stage in STAGES))
    months: dict[str, list[Case]] = {}
    for case in cases:
        months.setdefault(case.alerted.strftime("%Y-%m"), []).append(case)
    rows = [Row((month, *funnel(months[month]).values())) for month in sorted(months)]
    rows.append(Row((tr("Total"), *funnel(cases).values()), "total"))
    return Table(tr("Months"), tr("Casework month by month"), columns, tuple(rows))


def year_table(cases: Sequence[Case], before: Sequence[Case], tr: Callable[[str], str]) -> Table:
    """Each stage now and in the same days of the year before, and the change in per cent (empty where there was
    nothing)."""
    columns = (
        Column("stage", tr("Stage")),
        Column("now", tr("This period"), numeric=True),
        Column("before", tr("The year before"), numeric=True),
        Column("change", tr("Change"), unit="%", numeric=True),
    )
    labels, now, then = stage_names(tr), funnel(cases), funnel(before)
    rows = [Row((labels[stage], now[stage], then[stage], change_percent(now[stage], then[stage]))) for stage in STAGES]
    return Table(tr("Year on year"), tr("Against the same days of the year before"), columns, tuple(rows))


def repeats_table(cases: Sequence[Case], spots: Mapping[str, Spot], tr: Callable[[str], str]) -> Table:
    """Places with more than one case, those with most first. spots : of every task of the case file, by its key."""
    chains: dict[str, list[str]] = {}
    for key in spots:
        chains.setdefault(_first(key, spots), []).append(key)
    places: dict[str, list[Case]] = {}
    for case in sorted(cases, key=lambda case: case.alerted):
        places.setdefault(_first(case.uuid, spots), []).append(case)
    # A place counts with all that was seen there, also before the period of the report.
    found = [(chains[first], some) for first, some in places.items() if len(chains[first]) > 1]
    columns = (
        Column("township", tr("Township")),
        Column("village", tr("Village")),
        Column("times", tr("Cases"), numeric=True),
        Column("in_period", tr("Of them in this period"), numeric=True),
        Column("suspected", tr("Suspected cases"), numeric=True),
        Column("last", tr("Last seen")),
        Column("numbers", tr("Numbers")),
    )
    rows = [
        Row(
            (
                *(spots[some[-1].uuid].township, spots[some[-1].uuid].village, len(chain), len(some)),
                sum(case.decision == UNLAWFUL for case in some),
                some[-1].alerted.strftime("%Y-%m-%d"),
                ", ".join(sorted(spots[key].number for key in chain)),
            )
        )
        for chain, some in sorted(found, key=lambda each: (-len(each[0]), each[1][-1].alerted, each[1][-1].uuid))
    ]
    return Table(tr("Repeat places"), tr("Places where cases come back"), columns, tuple(rows))


def _first(uuid: str, spots: Mapping[str, Spot]) -> str:
    """The earliest case at the place of one; the least key where cases name each other in a circle."""
    seen = {uuid}
    while (before := spots[uuid].repeat_of) in spots:
        if before in seen:
            return min(seen)
        seen.add(before)
        uuid = before
    return uuid
