"""Registers of an office: each line joined to its place by code, name or point, counted and summed by kind and period.

A line is never joined by a guess: a name that several places have, and one that none has, stay without a place, and the
list of matches says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from ..paper.charts import BAR, Chart, bars, legend
from ..paper.tables import Column, Row, RowKind, Table, Value
from ..written.signs import plain

__all__ = [
    "NOWHERE",
    "Case",
    "How",
    "Match",
    "Matched",
    "Period",
    "Places",
    "counts_table",
    "doubtful_matches",
    "kinds_table",
    "matches_table",
    "period_of",
    "periods_svg",
    "places_table",
]

NOWHERE = -1
How = Literal["code", "name", "short_name", "in_text", "point", ""]
Period = Literal["year", "quarter", "month", "week", "none"]
Reason = Literal["", "empty", "no_code", "wide_code", "no_name", "several", "no_point"]

VILLAGE_DIGITS, TOWNSHIP_DIGITS = 12, 9
_SUFFIXES = (
    *("村民委员会", "居民委员会", "社区居委会", "村委会", "居委会", "行政村", "自然村", "社区", "村"),
    *("街道办事处", "人民政府", "街道办", "街道", "镇", "乡"),
)


@dataclass(frozen=True)
class Match:
    """The place of a line: its number in ``Places`` or NOWHERE, how it was found, and why it was not."""

    place: int
    how: How = ""
    reason: Reason = ""


@dataclass(frozen=True)
class Places:
    """Villages or townships: codes, names, and the name of the township of each ("" where it is not known)."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    towns: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.codes)

    def match(self, text: str) -> Match:
        """The place that ``text`` names: a code (also that of what lies in the place), a name, its short form, or a
        longer text in which it stands, with its township where several have the name."""
        text = "".join(plain(text).split())
        if not text:
            return Match(NOWHERE, reason="empty")
        if text.isascii() and text.isdigit():
            return self._by_code(text)
        for how, table in (("name", self._by_name), ("short_name", self._by_short)):
            found = table.get(text if how == "name" else _short(text), [])
            if len(found) == 1:
                return Match(found[0], "name" if how == "name" else "short_name")
            if found:
                return Match(NOWHERE, reason="several")
        return self._in_text(text)

    def _by_code(self, text: str) -> Match:
        text = _stem(text)
        for length in sorted({len(code) for code in self._code_of}, reverse=True):
            if text[:length] in self._code_of and len(text) >= length:
                return Match(self._code_of[text[:length]], "code")
        bare = text.rstrip("0")
        wide = any(code.startswith(bare) for code in self._code_of)
        return Match(NOWHERE, reason="wide_code" if wide else "no_code")

    def _in_text(self, text: str) -> Match:
        """The name with which the text begins, else the longest that stands in it; of several the one whose township
        does too: 柳林镇清水村 lies in 柳林镇, though there is a 清水镇."""
        inside = {place: short for place, short in enumerate(self._shorts) if len(short) > 1 and short in text}
        if not inside:
            return Match(NOWHERE, reason="no_name")
        begins = {place: short for place, short in inside.items() if text.startswith(self.names[place])}
        inside = begins or {place: short for place, short in inside.items() if self._town_in(place, text)} or inside
        longest = max(map(len, inside.values()))
        found = [place for place, short in inside.items() if len(short) == longest]
        return Match(found[0], "in_text") if len(found) == 1 else Match(NOWHERE, reason="several")

    def _town_in(self, place: int, text: str) -> bool:
        """Whether the text names the township, beside the village itself."""
        town, rest = self.towns[place], text.replace(self._shorts[place], "", 1)
        return bool(town) and (town in rest or (len(_short(town)) > 1 and _short(town) in rest))

    @cached_property
    def _code_of(self) -> Mapping[str, int]:
        return {_stem(code): place for place, code in enumerate(self.codes) if code}

    @cached_property
    def _shorts(self) -> tuple[str, ...]:
        return tuple(_short("".join(plain(name).split())) for name in self.names)

    @cached_property
    def _by_name(self) -> Mapping[str, list[int]]:
        return _places_of("".join(plain(name).split()) for name in self.names)

    @cached_property
    def _by_short(self) -> Mapping[str, list[int]]:
        return _places_of(self._shorts)


def _stem(code: str) -> str:
    """The digits that say where: of 19 the 12 of the village, of the 12 of a township (371525102000) its nine."""
    stem = code[:VILLAGE_DIGITS]
    return stem[:TOWNSHIP_DIGITS] if len(stem) == VILLAGE_DIGITS and stem.endswith("000") else stem


def _places_of(names: Iterable[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        if name:
            found.setdefault(name, []).append(place)
    return found


def _short(name: str) -> str:
    """The name without what it is called by office: 东桑村村民委员会 and 东桑村 are 东桑; two signs at least stay."""
    for _ in range(2):
        for suffix in _SUFFIXES:
            if name.endswith(suffix) and len(name) - len(suffix) >= 2:
                name = name.removesuffix(suffix)
                break
    return name


def period_of(day: str, period: Period) -> str:
    """The period of a day (ISO 8601, "" where there is none): 2021, 2021-Q3, 2021-09, 2021-W39."""
    if not day or period == "none":
        return ""
    if period == "year":
        return day[:4]
    if period == "month":
        return day[:7]
    if period == "quarter":
        return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"
    year, week, _ = date.fromisoformat(day).isocalendar()
    return f"{year}-W{week:02d}"


@dataclass(frozen=True)
class Case:
    """A line of the register. values : of the fields that are summed up, None where empty."""

    kind: str
    stage: str
    place: int
    period: str
    values: tuple[Decimal | None, ...] = ()


@dataclass(frozen=True)
class Matched:
    """A line as the list of matches tells of it. inside : the place in which its point lies, NOWHERE without one."""

    number: str
    text: str
    match: Match
    inside: int = NOWHERE


# --- tables -----------------------------------------------------------------------------------------------------------


def _sums(cases: Sequence[Case], count: int) -> tuple[Decimal, ...]:
    """The sums of the values, exact, with as many decimals as the values have."""
    return tuple(
        sum((case.values[field] or Decimal(0) for case in cases), Decimal(0)).normalize() + 0 for field in range(count)
    )


def _sum_columns(fields: Sequence[str], tr: Callable[[str], str]) -> list[Column]:
    return [
        Column(f"sum_{place}", tr("Sum of {field}").format(field=name), numeric=True)
        for place, name in enumerate(fields, 1)
    ]


def _key(case: Case) -> tuple[str, str, int, str]:
    # what has no place comes last
    return case.kind, case.stage, case.place if case.place >= 0 else 1 << 30, case.period


def counts_table(cases: Sequence[Case], places: Places, fields: Sequence[str], tr: Callable[[str], str]) -> Table:
    """By kind × stage × place × period; a subtotal for each kind, and the total."""
    columns = (
        Column("kind_name", tr("Kind")),
        Column("stage", tr("Stage")),
        Column("place_code", tr("Place code")),
        Column("place", tr("Place")),
        Column("period", tr("Period")),
        Column("cases", tr("Cases"), numeric=True),
        *_sum_columns(fields, tr),
    )
    rows: list[Row] = []
    groups: dict[tuple[str, str, int, str], list[Case]] = {}
    for case in sorted(cases, key=_key):
        groups.setdefault(_key(case), []).append(case)
    for kind in dict.fromkeys(key[0] for key in groups):
        for (own, stage, _, period), members in groups.items():
            if own == kind:
                rows.append(_counted((kind, stage, *_named(members[0].place, places, tr), period), members, fields))
        every = [case for case in cases if case.kind == kind]
        rows.append(_counted((kind, tr("Subtotal"), "", "", ""), every, fields, "subtotal"))
    rows.append(_counted((tr("Total"), "", "", "", ""), cases, fields, "total"))
    return Table(tr("Counts"), tr("Register by kind, place and period"), columns, tuple(rows))


def _counted(words: tuple[str, ...], cases: Sequence[Case], fields: Sequence[str], kind: RowKind = "leaf") -> Row:
    return Row((*words, len(cases), *_sums(cases, len(fields))), kind)


def _named(place: int, places: Places, tr: Callable[[str], str]) -> tuple[str, str]:
    return ("", tr("No place")) if place < 0 else (places.codes[place], places.names[place])


def kinds_table(cases: Sequence[Case], places: Places, fields: Sequence[str], tr: Callable[[str], str]) -> Table:
    """Each kind with its cases and sums, and in how many places there are any and none."""
    columns = (
        Column("kind_name", tr("Kind")),
        Column("cases", tr("Cases"), numeric=True),
        *_sum_columns(fields, tr),
        Column("unplaced", tr("Without a place"), numeric=True),
        Column("places_with", tr("Places with any"), numeric=True),
        Column("places_without", tr("Places without any"), numeric=True),
    )

    def row(label: str, own: Sequence[Case], kind: RowKind = "leaf") -> Row:
        there = {case.place for case in own if case.place >= 0}
        unplaced = sum(case.place < 0 for case in own)
        values: tuple[Value, ...] = (label, len(own), *_sums(own, len(fields)), unplaced)
        return Row((*values, len(there), len(places) - len(there)), kind)

    rows = [row(kind, [case for case in cases if case.kind == kind]) for kind in sorted({case.kind for case in cases})]
    rows.append(row(tr("Total"), cases, "total"))
    return Table(tr("Kinds"), tr("Register by kind"), columns, tuple(rows))


def places_table(cases: Sequence[Case], places: Places, fields: Sequence[str], tr: Callable[[str], str]) -> Table:
    """Each place with its cases by kind and its sums, what has no place, and the total."""
    kinds = sorted({case.kind for case in cases})
    by_kind = tr("Cases by kind")
    columns = (
        Column("place_code", tr("Place code")),
        Column("place", tr("Place")),
        Column("town", tr("Township")),
        Column("cases", tr("Cases"), numeric=True),
        *(
            Column(f"kind_{place}", kind or tr("Not recorded"), (by_kind,), "", True)
            for place, kind in enumerate(kinds, 1)
        ),
        *_sum_columns(fields, tr),
    )
    of_place: dict[int, list[Case]] = {}
    for case in cases:
        of_place.setdefault(case.place, []).append(case)

    def row(words: tuple[str, str, str], own: Sequence[Case], kind: RowKind = "leaf") -> Row:
        counts = [sum(case.kind == each for case in own) for each in kinds]
        return Row((*words, len(own), *counts, *_sums(own, len(fields))), kind)

    rows = [
        row((places.codes[place], places.names[place], places.towns[place]), of_place.get(place, []))
        for place in range(len(places))
    ]
    if NOWHERE in of_place:
        rows.append(row(("", tr("No place"), ""), of_place[NOWHERE]))
    rows.append(row(("", tr("Total"), ""), cases, "total"))
    return Table(tr("Places"), tr("Register by place"), columns, tuple(rows))


def how_name(how: How, tr: Callable[[str], str]) -> str:
    return {
        "code": tr("By code"),
        "name": tr("By name"),
        "short_name": tr("By short name"),
        "in_text": tr("Name within the text"),
        "point": tr("By point"),
        "": tr("Not joined"),
    }[how]


def reason_name(reason: Reason, tr: Callable[[str], str]) -> str:
    return {
        "": "",
        "empty": tr("The cell is empty"),
        "no_code": tr("No place has this code"),
        "wide_code": tr("The code is that of something wider than a place"),
        "no_name": tr("No place has this name"),
        "several": tr("Several places have this name: write the township before it, or the code"),
        "no_point": tr("The point lies in no place"),
    }[reason]


def matches_table(lines: Sequence[Matched], places: Places, tr: Callable[[str], str]) -> Table:
    """What matched how: every line with the place that it was joined to, or why to none."""
    columns = (
        Column("number", tr("Number")),
        Column("text", tr("Place as written")),
        Column("how", tr("Joined")),
        Column("how_name", tr("How it was joined")),
        Column("place_code", tr("Place code")),
        Column("place", tr("Place")),
        Column("reason", tr("Why not")),
        Column("beside", tr("The point lies in")),
    )
    rows = []
    for line in lines:
        place = line.match.place
        other = line.inside >= 0 and place >= 0 and line.inside != place
        named = ("", "") if place < 0 else (places.codes[place], places.names[place])
        rows.append(
            Row(
                (
                    *(line.number, line.text, line.match.how, how_name(line.match.how, tr), *named),
                    reason_name(line.match.reason, tr) if place < 0 else "",
                    places.names[line.inside] if other else "",
                )
            )
        )
    return Table(tr("Matches"), tr("How each line was joined to its place"), columns, tuple(rows))


def doubtful_matches(matches: Table, tr: Callable[[str], str]) -> Table:
    """Of the list of matches what a person should look at: no place, a name within a text, a point that lies elsewhere.

    matches : as ``matches_table`` makes it.
    """
    keys = [column.key for column in matches.columns]
    how, beside = keys.index("how"), keys.index("beside")
    rows = tuple(row for row in matches.rows if row.values[how] in ("", "in_text") or row.values[beside])
    note = tr("{shown} of {count} lines: without a place, joined by a name within a text, or with a point elsewhere.")
    return replace(matches, rows=rows, notes=(note.format(shown=len(rows), count=len(matches.rows)),))


def periods_svg(cases: Sequence[Case], tr: Callable[[str], str]) -> str:
    """The cases of each period, or of each kind where there are no periods."""
    periods = sorted({case.period for case in cases if case.period})
    by_period = len(periods) > 1
    keys = periods if by_period else sorted({case.kind for case in cases})
    counts = [float(sum((case.period if by_period else case.kind) == key for case in cases)) for key in keys]
    chart = Chart.of(counts, max(counts, default=0.0))
    parts = [
        *chart.ground(tr("Cases by period") if by_period else tr("Cases by kind"), "", tr("Cases")),
        *bars(chart, counts, lambda k: keys[k] or tr("Not recorded")),
        *chart.foot(tr("Period") if by_period else tr("Kind")),
        *legend([(BAR, tr("Cases"))]),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"
