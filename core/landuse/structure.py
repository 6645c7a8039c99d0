"""The structure table of a plan: base year and target year by the classes of land and sea use (用地用海).

Survey classes are led to planned-use classes by ``resources/codes/crosswalk_sandiao_ydyh.csv``. Eight of them may
become several (``crosswalk_open.csv``): they are listed for a decision, and until somebody decides they stay apart,
under what is certain of them. A decision is a row of a CSV: sandiao_code, ydyh_code and, where a class is split,
share.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

from ..errors import RedlineError
from ..paper.tables import Column, Row, RowKind, Table
from ..resources import office_table, resource_table
from ..rounding import Unit, balance, half_up, unit_name
from .classes import LandClass, Scheme, clean_code, read_scheme
from .tables import Level, Words, class_at, class_label
from .tally import NOT_COVERED, Cell, PrintedTally, Tally

__all__ = [
    "Decision",
    "OpenClass",
    "decide",
    "decisions_table",
    "open_classes",
    "planned_class",
    "read_decisions",
    "structure_scheme",
    "structure_table",
]

OPEN = "?"
"""Marks the code of a survey class that is not decided: "?1006"."""

Decision = Mapping[str, Sequence[tuple[str, Fraction]]]
"""Survey code -> planned-use codes with the share of each; the shares of a code are 1 together."""


@dataclass(frozen=True)
class OpenClass:
    """A survey class that may become several: ``certain`` is the planned-use class that holds them all, or ""."""

    code: str
    certain: str
    candidates: tuple[str, ...]


@cache
def open_classes() -> Mapping[str, OpenClass]:
    return {
        row["sandiao_code"]: OpenClass(row["sandiao_code"], row["certain"], tuple(row["candidates"].split("|")))
        for row in resource_table("codes/crosswalk_open.csv")
    }


@cache
def _crosswalk() -> Mapping[str, str]:
    rows = resource_table("codes/crosswalk_sandiao_ydyh.csv")
    return {row["sandiao_code"]: row["ydyh_code"] for row in rows if row["sandiao_code"] not in open_classes()}


@cache
def _survey_of_gbt() -> Mapping[str, str]:
    rows = resource_table("codes/gbt21010_2017_codes.csv")
    return {row["code"]: row["sandiao_code(三调工作分类)"] for row in rows}


def planned_class(code: str, scheme: Scheme) -> str:
    """The planned-use class of a class of ``scheme`` (sandiao, gbt21010 or ydyh); "?…" where it is open.

    "" (no class) stays "". Raises RedlineError for another scheme and for a class that the crosswalk does not have.
    """
    if scheme.id == "ydyh" or code == "":
        return code
    if scheme.id not in ("sandiao", "gbt21010"):
        raise RedlineError(
            "There is no crosswalk from {scheme} to planned use: give land use of the third survey or planned use.",
            scheme=scheme.title_en,
        )
    survey = _survey_of_gbt().get(code, code) if scheme.id == "gbt21010" else code
    if survey in open_classes():
        return OPEN + survey
    found = _crosswalk().get(survey)
    if not found:
        raise RedlineError(
            "Class {code} has no class of planned use in resources/codes/crosswalk_sandiao_ydyh.csv: "
            "use a finer class of the survey.",
            code=code,
        )
    return found


@cache
def structure_scheme() -> Scheme:
    """Planned use with the open survey classes in it, each under what is certain of it (else at the end)."""
    planned, survey = read_scheme("ydyh"), read_scheme("sandiao")
    classes: dict[str, LandClass] = {}
    waiting: dict[str, list[LandClass]] = {each.certain: [] for each in open_classes().values()}
    for each in open_classes().values():
        known = survey.classes[each.code]
        parent = planned.classes.get(each.certain)
        waiting[each.certain].append(
            LandClass(
                OPEN + each.code,
                f"待细分（{each.code} {known.name_zh}）",
                f"To be decided ({each.code} {known.name_en})",
                parent.level + 1 if parent else 1,
                each.certain,
                known.major,
            )
        )
    order = list(planned.classes)
    last = {
        certain: max(i for i, code in enumerate(order) if code.startswith(certain)) for certain in waiting if certain
    }
    for place, code in enumerate(order):
        classes[code] = planned.classes[code]
        for certain, at in last.items():
            if at == place:
                classes |= {each.code: each for each in waiting[certain]}
    classes |= {each.code: each for each in waiting.get("", [])}
    return Scheme("structure", planned.title_zh, planned.title_en, classes)


def read_decisions(path: str | Path) -> Decision:
    """Decisions from a CSV with the columns sandiao_code, ydyh_code and, where a class is split, share (0 … 1).

    Raises RedlineError for a missing column, a code that is not open, a class that is not among planned use, a share
    that is no number, and shares that are not 1 together.
    """
    path = Path(path)
    planned = read_scheme("ydyh")
    found: dict[str, list[tuple[str, Fraction]]] = {}
    for line, row in office_table(path, ("sandiao_code", "ydyh_code")):
        code, target = clean_code(row.get("sandiao_code")), clean_code(row.get("ydyh_code"))
        if not code and not target:
            continue
        if code not in open_classes():
            raise RedlineError(
                "{file}, line {line}: {code} is not open: decisions are for {codes}.",
                file=path.name,
                line=line,
                code=code or "''",
                codes=", ".join(open_classes()),
            )
        if target not in planned:
            raise RedlineError(
                "{file}, line {line}: {code} is no class of planned use.",
                file=path.name,
                line=line,
                code=target or "''",
            )
        given = (row.get("share") or "").strip() or "1"
        try:
            share = Fraction(given)
        except (ValueError, ZeroDivisionError) as error:
            raise RedlineError(
                "{file}, line {line}: the share {share} is no number between 0 and 1.",
                file=path.name,
                line=line,
                share=given,
            ) from error
        found.setdefault(code, []).append((target, share))
    for code, parts in found.items():
        whole = sum(share for _, share in parts)
        if whole != 1 or any(not 0 < share <= 1 for _, share in parts):
            raise RedlineError(
                "{file}: the shares of {code} are {sum} together: they must be 1.",
                file=path.name,
                code=code,
                sum=f"{float(whole):g}",
            )
    return found


def decide(tally: Tally, decisions: Decision) -> Tally:
    """The tally with open classes decided: the area of each goes to the classes decided, by their shares."""
    sums: dict[tuple[int, tuple[str, ...], str], float] = {}
    for cell in tally.cells:
        parts = decisions.get(cell.code.removeprefix(OPEN), ()) if cell.code.startswith(OPEN) else ()
        for code, share in parts or ((cell.code, Fraction(1)),):
            key = (cell.zone, cell.dims, code)
            sums[key] = sums.get(key, 0.0) + cell.area * float(share)
    return replace(tally, cells=tuple(Cell(zone, dims, code, area) for (zone, dims, code), area in sums.items()))


def decisions_table(tallies: Iterable[Tally], decisions: Decision, words: Words, unit_m2: int = 2) -> Table:
    """Open classes that occur: their area, what they may become, and what was decided."""
    tr = words.tr
    survey = read_scheme("sandiao")
    planned = read_scheme("ydyh")
    areas: dict[str, float] = {}
    for tally in tallies:
        for cell in tally.cells:
            if cell.code.startswith(OPEN):
                code = cell.code.removeprefix(OPEN)
                areas[code] = areas.get(code, 0.0) + cell.area
    columns = (
        Column("code", tr("Survey class")),
        Column("name", tr("Name")),
        Column("area", tr("Area"), unit=tr("m²"), numeric=True),
        Column("candidates", tr("May become")),
        Column("decided", tr("Decided as")),
    )
    rows = []
    for code in survey.order(areas):
        candidates = "; ".join(
            f"{each} {planned.name(each, words.language)}" for each in open_classes()[code].candidates
        )
        decided = "; ".join(
            f"{target} {planned.name(target, words.language)} {half_up(share * 100, 2)} %"
            for target, share in decisions.get(code, ())
        )
        rows.append(
            Row(
                (
                    code,
                    survey.name(code, words.language),
                    half_up(areas[code], unit_m2),
                    candidates,
                    decided or tr("not decided"),
                )
            )
        )
    notes = (
        tr("Classes that are not decided stand apart in the structure table; decide them in a CSV: {columns}.").format(
            columns="sandiao_code,ydyh_code,share"
        ),
    )
    return Table(tr("Open classes"), tr("Survey classes that may become several"), columns, tuple(rows), notes=notes)


def structure_table(
    base: PrintedTally,
    target: PrintedTally | None,
    words: Words,
    level: Level,
    unit: Unit,
    *,
    years: tuple[str, str] = ("", ""),
    notes: Sequence[str] = (),
) -> Table:
    """By zone and class: area and per cent in the base year and, where there is one, in the target year.

    Per cent has two decimals and adds up to 100.00 in each zone and year (largest remainder); areas add up to the
    zone. Several zones are followed by their sum (kind "total").
    """
    tr = words.tr
    name = unit_name(unit, tr)
    columns = [
        Column("zone", tr("Zone")),
        Column("zone_name", tr("Name")),
        Column("class_code", tr("Class code")),
        Column("class_name", tr("Class")),
    ]
    years_shown = [("base", years[0] or tr("Base year"))] + (
        [("target", years[1] or tr("Target year"))] if target else []
    )
    for key, label in years_shown:
        columns += [
            Column(f"{key}_area", tr("Area"), (label,), unit=name, numeric=True),
            Column(f"{key}_pct", tr("Share"), (label,), unit="%", numeric=True),
        ]
    if target:
        columns.append(Column("change", tr("Change"), unit=name, numeric=True))
    rows: list[Row] = []
    for number, zone in enumerate(base.zones):
        rows += _rows((zone.id, zone.name), [number], base, target, words, level, "leaf")
    if len(base.zones) > 1:
        every = list(range(len(base.zones)))
        rows += _rows((tr("Total"), ""), every, base, target, words, level, "total")
    return Table(tr("Structure"), tr("Structure of land use"), tuple(columns), tuple(rows), notes=tuple(notes))


def _rows(
    head: tuple[str, str],
    numbers: Sequence[int],
    base: PrintedTally,
    target: PrintedTally | None,
    words: Words,
    level: Level,
    kind: RowKind,
) -> list[Row]:
    wanted = set(numbers)
    epochs = [base] if target is None else [base, target]
    areas: list[dict[str, Decimal]] = []
    zero = Decimal(0).scaleb(-base.decimals)
    for epoch in epochs:
        sums: dict[str, Decimal] = {}
        for leaf in epoch.leaves:
            if leaf.zone in wanted and leaf.value != 0:
                code = class_at(leaf.code, level, words.scheme)
                sums[code] = sums.get(code, zero) + leaf.value
        areas.append(sums)
    known = {code for sums in areas for code in sums}
    order = words.scheme.order(code for code in known if code in words.scheme)
    order += sorted(code for code in known if code not in words.scheme and code != NOT_COVERED)
    order += [NOT_COVERED] * (NOT_COVERED in known)
    shares = [_per_cent([sums.get(code, zero) for code in order]) for sums in areas]
    rows = []
    for place, code in enumerate(order):
        values: list[Decimal | None] = []
        for sums, share in zip(areas, shares, strict=True):
            values += [sums.get(code, zero), share[place]]
        if target is not None:
            values.append(areas[1].get(code, zero) - areas[0].get(code, zero))
        rows.append(Row((*head, code, class_label(code, level, words), *values), kind))
    return rows


def _per_cent(areas: Sequence[Decimal]) -> list[Decimal]:
    whole = sum(areas, Decimal(0))
    if not whole:
        return [Decimal("0.00") for _ in areas]
    return balance([Fraction(area) * 100 / Fraction(whole) for area in areas], 100, 2)
