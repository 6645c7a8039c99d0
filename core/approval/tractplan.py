"""Tract development plans 成片开发方案: areas by use and year, and one verdict for each rule.

Every area is an official area on the ellipsoid, rounded once for each parcel in hectares to four decimals; all sums are
sums of these, so that the plan's tables add up as they are printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Literal

from ..errors import Notice, tr
from ..paper.tables import Column, Row, Table, Value
from ..rounding import balance
from ..rules import OfficeRule, Rules, matches

__all__ = [
    "Check",
    "CrossingKind",
    "PlannedParcel",
    "Tract",
    "TractAreas",
    "TractCrossing",
    "UseGroup",
    "check_plan",
    "checks_table",
    "tract_rule_name",
    "tracts_table",
    "use_groups",
    "uses_table",
    "years_table",
]

Verdict = Literal["pass", "fail", "not_checked"]
_HA = Decimal("0.0001")
_ZERO = Decimal("0.0000")
_PERCENT = Decimal("0.01")


@dataclass(frozen=True)
class Tract:
    """A tract 片区. official_ha : its area; declared_ha, declared_acquired_ha : as the plan's layer says, or None."""

    number: str
    name: str
    official_ha: Decimal
    declared_ha: Decimal | None = None
    declared_acquired_ha: Decimal | None = None


@dataclass(frozen=True)
class PlannedParcel:
    """A parcel of a tract with its planned use.

    public : whether it serves the public benefit, None where only the use tells. acquired : whether it is to be
    acquired. year : in which its project starts, "" where not said. declared_ha : as the layer says, or None.
    """

    number: str
    tract: str
    use_code: str
    use_name: str
    official_ha: Decimal
    year: str = ""
    project: str = ""
    public: bool | None = None
    acquired: bool = True
    declared_ha: Decimal | None = None


CrossingKind = Literal["red_line", "boundary", "earlier", "other_tract"]


@dataclass(frozen=True)
class TractCrossing:
    """What lies of a tract in a red line or another tract, or outside a boundary it must keep to, in m²."""

    tract: str
    line: str
    kind: CrossingKind
    area_m2: Decimal
    touched: tuple[str, ...] = ()


@dataclass(frozen=True)
class TractAreas:
    """How parcels and tract fit: land of the tract without a parcel, and land of its parcels outside it, in m²."""

    uncovered_m2: Decimal
    outside_m2: Decimal


@dataclass(frozen=True)
class Check:
    """One rule for one tract ("" for the whole plan): its number, its limit, its verdict, and a sentence."""

    rule: str
    tract: str
    value: Decimal | None
    limit: Decimal | None
    unit: str
    verdict: Verdict
    message: Notice
    source: OfficeRule


@dataclass(frozen=True)
class UseGroup:
    """A group of uses in the published table: its names and the code patterns that belong to it."""

    name_zh: str
    name_en: str
    patterns: tuple[str, ...]

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_zh


def use_groups(rules: Rules) -> tuple[UseGroup, ...]:
    """The groups of the published table from the rule ``tractplan.groups``: ``10*=工矿用地|Industrial land;…``."""
    groups = []
    for text in rules.patterns("tractplan.groups"):
        patterns, _, names = text.partition("=")
        zh, _, en = names.partition("|")
        groups.append(UseGroup(zh.strip(), (en or zh).strip(), tuple(part.strip() for part in patterns.split("+"))))
    return tuple(groups)


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, _ZERO)


def uses_table(
    parcels: Sequence[PlannedParcel], rules: Rules, language: str, tr: Callable[[str], str], *, acquired: bool = True
) -> Table:
    """The published table: land to be acquired by group of use, with the number of projects and shares to 100.00.

    ``acquired`` false takes all parcels of the tracts.
    """
    chosen = [parcel for parcel in parcels if parcel.acquired or not acquired]
    rows: list[tuple[str, list[PlannedParcel]]] = []
    taken: set[int] = set()
    for group in use_groups(rules):
        own = [i for i, p in enumerate(chosen) if i not in taken and _in_group(p.use_code, group.patterns)]
        taken |= set(own)
        if own:
            rows.append((group.name(language), [chosen[i] for i in own]))
    rest = [parcel for i, parcel in enumerate(chosen) if i not in taken]
    if rest:
        rows.append((tr("Other uses"), rest))
    return _counted(
        tr("By use"),
        tr("Land to be acquired by use") if acquired else tr("Planned land by use"),
        tr("Use"),
        rows,
        tr,
    )


def _in_group(code: str, patterns: Sequence[str]) -> bool:
    return patterns == ("*",) or matches(code, patterns)


def years_table(parcels: Sequence[PlannedParcel], tr: Callable[[str], str]) -> Table:
    """The yearly plan: projects and land to be acquired by the year in which they start, shares to 100.00."""
    chosen = [parcel for parcel in parcels if parcel.acquired]
    years = sorted({parcel.year for parcel in chosen}, key=lambda year: (not year, year))
    rows = [(year or tr("No year"), [parcel for parcel in chosen if parcel.year == year]) for year in years]
    return _counted(tr("By year"), tr("Land to be acquired by year"), tr("Year"), rows, tr)


def _counted(
    name: str, title: str, label: str, rows: Sequence[tuple[str, list[PlannedParcel]]], tr: Callable[[str], str]
) -> Table:
    areas = [_sum(parcel.official_ha for parcel in parcels) for _, parcels in rows]
    shares = balance([area * 100 / total for area in areas] if (total := _sum(areas)) else [], 100 if total else 0, 2)
    columns = (
        Column("name", label),
        Column("projects", tr("Projects"), numeric=True),
        Column("area_ha", tr("Area"), unit=tr("ha"), numeric=True),
        Column("share", tr("Share"), unit="%", numeric=True),
    )
    body = [
        Row((text, _projects(parcels), area, share))
        for (text, parcels), area, share in zip(rows, areas, shares, strict=True)
    ]
    every = [parcel for _, parcels in rows for parcel in parcels]
    body.append(Row((tr("Total"), _projects(every), total, Decimal("100.00") if total else None), "total"))
    notes = (
        tr("Official areas on the ellipsoid, each parcel rounded half up to 0.0001 ha; shares balanced to 100.00 %."),
    )
    return Table(name, title, columns, tuple(body), notes=notes)


def _projects(parcels: Sequence[PlannedParcel]) -> int:
    """Different projects; a parcel without a project counts as one."""
    return len({parcel.project or f"\0{parcel.number}" for parcel in parcels})


def is_public(parcel: PlannedParcel, rules: Rules) -> bool:
    """Whether a parcel serves the public benefit: as its field says, else by its planned use."""
    if parcel.public is not None:
        return parcel.public
    return matches(parcel.use_code, rules.patterns("tractplan.public_classes"))


def tracts_table(
    tracts: Sequence[Tract], parcels: Sequence[PlannedParcel], rules: Rules, tr: Callable[[str], str]
) -> Table:
    """One row for each tract: its area, its land to be acquired, its public-benefit land and share."""
    unit = tr("ha")
    columns = (
        Column("tract", tr("Tract number")),
        Column("name", tr("Tract name")),
        Column("area_ha", tr("Area"), unit=unit, numeric=True),
        Column("acquired_ha", tr("To be acquired"), unit=unit, numeric=True),
        Column("projects", tr("Projects"), numeric=True),
        Column("public_ha", tr("Public benefit"), unit=unit, numeric=True),
        Column("public_share", tr("Public-benefit share"), unit="%", numeric=True),
    )
    rows = []
    for tract in tracts:
        own = [parcel for parcel in parcels if parcel.tract == tract.number]
        rows.append(Row((tract.number, tract.name, *_tract_values(tract.official_ha, own, rules))))
    area = _sum(tract.official_ha for tract in tracts)
    numbers = {tract.number for tract in tracts}
    inside = [parcel for parcel in parcels if parcel.tract in numbers]
    rows.append(Row((tr("Total"), None, *_tract_values(area, inside, rules)), "total"))
    return Table(tr("Tracts"), tr("Tract development plan"), columns, tuple(rows))


def _tract_values(area: Decimal, parcels: Sequence[PlannedParcel], rules: Rules) -> tuple[Value, ...]:
    acquired = [parcel for parcel in parcels if parcel.acquired]
    public = _sum(parcel.official_ha for parcel in parcels if is_public(parcel, rules))
    return area, _sum(p.official_ha for p in acquired), _projects(acquired), public, _share(public, area)


def _share(part: Decimal, whole: Decimal) -> Decimal | None:
    """Per cent with two decimals, rounded down: a printed 40.00 has reached 40."""
    return (part * 100 / whole).quantize(_PERCENT, ROUND_DOWN) if whole else None


# --- checks -----------------------------------------------------------------------------------------------------------


def check_plan(
    tracts: Sequence[Tract],
    parcels: Sequence[PlannedParcel],
    crossings: Sequence[TractCrossing],
    fits: Mapping[str, TractAreas],
    rules: Rules,
    *,
    checked: Iterable[str] = (),
) -> list[Check]:
    """One verdict for each rule and tract, and those of the whole plan.

    crossings : everything found against red lines, boundaries, earlier and other tracts. checked : which kinds of
    crossing there were layers for; a rule without its layer is ``not_checked``.
    """
    checks: list[Check] = []
    kinds = set(checked)
    for tract in tracts:
        own = [parcel for parcel in parcels if parcel.tract == tract.number]
        checks.append(_public_share(tract, own, rules))
        checks += _crossing_checks(tract, crossings, kinds, rules)
        checks += _fit_checks(tract, fits.get(tract.number), rules)
        checks += _declared_checks(tract, own, rules)
    checks += _plan_checks(tracts, parcels, rules)
    return checks


def _public_share(tract: Tract, parcels: Sequence[PlannedParcel], rules: Rules) -> Check:
    rule = rules.rule("tractplan.public_share_min")
    limit = rules.number("tractplan.public_share_min")
    public = _sum(parcel.official_ha for parcel in parcels if is_public(parcel, rules))
    passed = tract.official_ha > 0 and public * 100 >= limit * tract.official_ha
    return Check(
        "public_share",
        tract.number,
        _share(public, tract.official_ha),
        limit,
        "%",
        "pass" if passed else "fail",
        Notice("Public-benefit land is {public} ha of {area} ha.", public=public, area=tract.official_ha),
        rule,
    )


_CROSSING_RULES: tuple[tuple[str, str, str], ...] = (
    ("red_line", "red_line", "tractplan.red_line_tolerance_m2"),
    ("boundary", "urban_boundary", "tractplan.boundary_tolerance_m2"),
    ("earlier", "earlier_tracts", "tractplan.overlap_tolerance_m2"),
    ("other_tract", "other_tracts", "tractplan.overlap_tolerance_m2"),
)


def _crossing_checks(tract: Tract, crossings: Sequence[TractCrossing], kinds: set[str], rules: Rules) -> list[Check]:
    result = []
    for kind, name, rule in _CROSSING_RULES:
        limit, source = rules.number(rule), rules.rule(rule)
        if kind not in kinds:
            notice = Notice("No layer was given for this rule.")
            result.append(Check(name, tract.number, None, limit, "m²", "not_checked", notice, source))
            continue
        own = [each for each in crossings if each.kind == kind and each.tract == tract.number]
        area = sum((each.area_m2 for each in own), Decimal("0.00"))
        met = [each for each in own if each.area_m2 > 0]
        if met:
            notice = Notice(
                "{area} m²: {lines}.",
                area=area,
                lines="; ".join(_named(each) for each in met),
            )
        else:
            notice = Notice("Nothing was found.")
        result.append(Check(name, tract.number, area, limit, "m²", "pass" if area <= limit else "fail", notice, source))
    return result


def _named(each: TractCrossing) -> str:
    ids = ", ".join(each.touched[:5]) + ("…" if len(each.touched) > 5 else "")
    return f"{each.line} {each.area_m2} m²" + (f" ({ids})" if ids else "")


def _fit_checks(tract: Tract, fit: TractAreas | None, rules: Rules) -> list[Check]:
    limit = rules.number("tractplan.cover_tolerance_m2")
    source = rules.rule("tractplan.cover_tolerance_m2")
    if fit is None:
        return []
    result = []
    for name, value, template in (
        ("planned_use_covers", fit.uncovered_m2, tr("{area} m² of the tract have no planned use.")),
        ("parcels_inside", fit.outside_m2, tr("{area} m² of its parcels lie outside the tract.")),
    ):
        notice = Notice(template, area=value)
        result.append(
            Check(name, tract.number, value, limit, "m²", "pass" if value <= limit else "fail", notice, source)
        )
    return result


def _declared_checks(tract: Tract, parcels: Sequence[PlannedParcel], rules: Rules) -> list[Check]:
    result = []
    acquired = _sum(parcel.official_ha for parcel in parcels if parcel.acquired)
    for name, declared, computed in (
        ("declared_area", tract.declared_ha, tract.official_ha),
        ("declared_acquired", tract.declared_acquired_ha, acquired),
    ):
        if declared is not None:
            result.append(_difference(name, tract.number, declared, computed, rules, ""))
        else:
            result.append(_undeclared(name, tract.number, rules))
    by_use: dict[str, list[PlannedParcel]] = {}
    for parcel in parcels:
        by_use.setdefault(parcel.use_code, []).append(parcel)
    worst: Check | None = None
    for code, own in sorted(by_use.items()):
        if any(parcel.declared_ha is None for parcel in own):
            continue
        declared = _sum(parcel.declared_ha for parcel in own if parcel.declared_ha is not None)
        check = _difference("declared_use", tract.number, declared, _sum(p.official_ha for p in own), rules, code)
        if worst is None or (check.value or Decimal(0)) > (worst.value or Decimal(0)):
            worst = check
    return [*result, worst if worst is not None else _undeclared("declared_use", tract.number, rules)]


def _undeclared(name: str, tract: str, rules: Rules) -> Check:
    rule = "tractplan.area_tolerance_percent"
    notice = Notice("No area was declared.")
    return Check(name, tract, None, rules.number(rule), "%", "not_checked", notice, rules.rule(rule))


def _difference(name: str, tract: str, declared: Decimal, computed: Decimal, rules: Rules, code: str) -> Check:
    limit = rules.number("tractplan.area_tolerance_percent")
    source = rules.rule("tractplan.area_tolerance_percent")
    gap = abs(declared - computed)
    passed = gap * 100 <= limit * declared
    value = (gap * 100 / declared).quantize(_PERCENT, ROUND_UP) if declared else None
    template = (
        tr("Use {code}: declared {declared} ha, computed {computed} ha.")
        if code
        else tr("Declared {declared} ha, computed {computed} ha.")
    )
    notice = Notice(template, code=code, declared=declared, computed=computed.quantize(_HA, ROUND_HALF_UP))
    return Check(name, tract, value, limit, "%", "pass" if passed else "fail", notice, source)


def _plan_checks(tracts: Sequence[Tract], parcels: Sequence[PlannedParcel], rules: Rules) -> list[Check]:
    numbers = {tract.number for tract in tracts}
    without_year = [parcel for parcel in parcels if parcel.acquired and not parcel.year]
    lost = [parcel for parcel in parcels if parcel.tract not in numbers]
    result = []
    for name, rule, found, template in (
        (
            "yearly_plan",
            "tractplan.undated_max",
            without_year,
            tr("{count} parcels to be acquired have no year: {numbers}."),
        ),
        ("parcels_belong", "tractplan.strays_max", lost, tr("{count} parcels belong to no tract: {numbers}.")),
    ):
        listed = ", ".join(parcel.number for parcel in found[:10])
        notice = Notice(template, count=len(found), numbers=listed) if found else Notice("Nothing was found.")
        limit = rules.number(rule)
        verdict: Verdict = "fail" if len(found) > limit else "pass"
        result.append(Check(name, "", Decimal(len(found)), limit, "", verdict, notice, rules.rule(rule)))
    return result


def tract_rule_name(rule: str, tr: Callable[[str], str]) -> str:
    """A rule of ``Check.rule`` as people read it."""
    return _marked(tr)[rule]


def _marked(tr: Callable[[str], str]) -> dict[str, str]:
    """Rules as people read them."""
    return {
        "public_share": tr("Public-benefit share"),
        "red_line": tr("No land of a red line"),
        "urban_boundary": tr("Inside the urban boundary"),
        "earlier_tracts": tr("No overlap with earlier tracts"),
        "other_tracts": tr("No overlap with other tracts"),
        "planned_use_covers": tr("Planned use covers the tract"),
        "parcels_inside": tr("Parcels lie inside the tract"),
        "declared_area": tr("Declared area of the tract"),
        "declared_acquired": tr("Declared area to be acquired"),
        "declared_use": tr("Declared area by use (largest difference)"),
        "yearly_plan": tr("Every project has a year"),
        "parcels_belong": tr("Every parcel belongs to a tract"),
    }


def checks_table(checks: Sequence[Check], language: str, tr: Callable[[str], str]) -> Table:
    """The verdicts as they are printed."""
    columns = (
        Column("tract", tr("Tract number")),
        Column("rule", tr("Rule")),
        Column("value", tr("Value"), numeric=True),
        Column("limit", tr("Limit"), numeric=True),
        Column("unit", tr("Unit")),
        Column("verdict", tr("Verdict")),
        Column("message", tr("Message")),
        Column("source", tr("Source of the rule")),
    )
    names = _marked(tr)
    verdicts = {"pass": tr("Pass"), "fail": tr("Fail"), "not_checked": tr("not checked")}
    rows = [
        Row(
            (
                each.tract or tr("Whole plan"),
                names[each.rule],
                each.value,
                each.limit,
                each.unit,
                verdicts[each.verdict],
                each.message.sentence(tr),
                each.source.source(language),
            )
        )
        for each in checks
    ]
    return Table(tr("Verdicts"), tr("Check of the tract development plan"), columns, tuple(rows))
