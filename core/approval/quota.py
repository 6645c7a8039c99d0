"""Quotas of new construction land 新增建设用地指标: batches against yearly quotas, contiguous land, stages of projects.

Areas are official areas, in 亩 and hectares to four decimals, each batch rounded once in each unit; sums are sums of
printed numbers. A quota is used by new construction land 新增建设用地 only: what of a batch is existing construction
land (core.approval.newland) uses none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from ..paper.tables import Column, Row, Table, Value
from ..rounding import percent
from ..rules import Rules, matches

__all__ = [
    "LandBatch",
    "NewLand",
    "Quota",
    "QuotaWarning",
    "StagedParcel",
    "YearLedger",
    "batches_table",
    "clusters",
    "is_approved",
    "kinds_table",
    "ledger_table",
    "make_ledger",
    "projects_table",
    "stages_table",
    "zones_table",
]

_ZERO = Decimal("0.0000")
QuotaWarning = Literal["", "near", "reserve", "exceeded", "no_quota"]


@dataclass(frozen=True)
class LandBatch:
    """A batch, separately sited project or conversion. reported, approved : dates as ISO text, "" where not yet.

    existing_mu : what of it is existing construction land.
    """

    number: str
    name: str
    year: str
    kind: str
    reported: str
    approved: str
    state: str
    mu: Decimal
    ha: Decimal
    existing_mu: Decimal = _ZERO

    @property
    def new_mu(self) -> Decimal:
        """What uses the quota."""
        return self.mu - self.existing_mu


@dataclass(frozen=True)
class Quota:
    """A yearly quota in 亩."""

    year: str
    name: str
    mu: Decimal


@dataclass(frozen=True)
class YearQuota:
    """The quota of a year in 亩, the share of it that is held in reserve, and from where on it is nearly used up."""

    mu: Decimal
    reserve_mu: Decimal
    near_mu: Decimal


@dataclass(frozen=True)
class NewLand:
    """The new construction land of a year in 亩: of all its batches, of those reported, of those approved."""

    mu: Decimal
    reported_mu: Decimal
    approved_mu: Decimal


@dataclass(frozen=True)
class YearLedger:
    """One year: its quota (None where none is recorded), its batches, and all batches of the year before, in 亩.

    mu, ha : of all its batches; reported_mu, approved_mu : of those reported and approved; new : what of them uses the
    quota.
    """

    year: str
    quota: YearQuota | None
    batches: int
    mu: Decimal
    ha: Decimal
    reported_mu: Decimal
    approved_mu: Decimal
    before_mu: Decimal | None
    new: NewLand

    @property
    def existing_mu(self) -> Decimal:
        """Existing construction land, which uses no quota."""
        return self.mu - self.new.mu

    @property
    def quota_mu(self) -> Decimal | None:
        return None if self.quota is None else self.quota.mu

    @property
    def left_mu(self) -> Decimal | None:
        """The quota less all new construction land, negative where it is exceeded."""
        return None if self.quota is None else self.quota.mu - self.new.mu

    @property
    def used(self) -> Decimal | None:
        """New construction land by quota, per cent."""
        return percent(self.new.mu, self.quota_mu)

    @property
    def quota_reported(self) -> Decimal | None:
        """New construction land that is reported, by quota, per cent."""
        return percent(self.new.reported_mu, self.quota_mu)

    @property
    def quota_approved(self) -> Decimal | None:
        """New construction land that is approved, by quota, per cent."""
        return percent(self.new.approved_mu, self.quota_mu)

    @property
    def reported(self) -> Decimal | None:
        """The reported part of all batches, per cent."""
        return percent(self.reported_mu, self.mu)

    @property
    def approved(self) -> Decimal | None:
        """The approved part of what is reported, per cent."""
        return percent(self.approved_mu, self.reported_mu)

    @property
    def change_mu(self) -> Decimal | None:
        return None if self.before_mu is None else self.mu - self.before_mu

    @property
    def change(self) -> Decimal | None:
        """Against the year before, per cent."""
        return None if self.change_mu is None else percent(self.change_mu, self.before_mu)

    @property
    def reserve_mu(self) -> Decimal | None:
        return None if self.quota is None else self.quota.reserve_mu

    @property
    def touched_mu(self) -> Decimal | None:
        """How far new construction land reaches into the reserve."""
        if self.quota is None:
            return None
        return min(max(self.new.mu - (self.quota.mu - self.quota.reserve_mu), _ZERO), self.quota.reserve_mu)

    @property
    def warning(self) -> QuotaWarning:
        """The gravest."""
        if self.quota is None:
            return "no_quota" if self.new.mu else ""
        if self.new.mu > self.quota.mu:
            return "exceeded"
        if self.touched_mu:
            return "reserve"
        return "near" if self.new.mu >= self.quota.near_mu else ""


def is_approved(batch: LandBatch, rules: Rules) -> bool:
    """A date of approval, or a state that means it (rule ``quota.approved_states``)."""
    return bool(batch.approved) or matches(batch.state, rules.patterns("quota.approved_states"))


def is_reported(batch: LandBatch, rules: Rules) -> bool:
    return bool(batch.reported) or is_approved(batch, rules)


def _sum(values: Sequence[Decimal]) -> Decimal:
    return sum(values, _ZERO)


def make_ledger(batches: Sequence[LandBatch], quotas: Sequence[Quota], rules: Rules) -> list[YearLedger]:
    """One ledger for each year with batches or a quota, in order; several quotas of a year add up."""
    years = sorted({batch.year for batch in batches} | {quota.year for quota in quotas})
    totals = {year: _sum([batch.mu for batch in batches if batch.year == year]) for year in years}
    ledgers: list[YearLedger] = []
    for year in years:
        own = [batch for batch in batches if batch.year == year]
        ledgers.append(
            YearLedger(
                year,
                _year_quota([quota.mu for quota in quotas if quota.year == year], rules),
                len(own),
                totals[year],
                _sum([batch.ha for batch in own]),
                _sum([batch.mu for batch in own if is_reported(batch, rules)]),
                _sum([batch.mu for batch in own if is_approved(batch, rules)]),
                totals.get(str(int(year) - 1)) if year.isdecimal() else None,
                NewLand(
                    _sum([batch.new_mu for batch in own]),
                    _sum([batch.new_mu for batch in own if is_reported(batch, rules)]),
                    _sum([batch.new_mu for batch in own if is_approved(batch, rules)]),
                ),
            )
        )
    return ledgers


def _year_quota(given: Sequence[Decimal], rules: Rules) -> YearQuota | None:
    """The sum of the quotas ``given`` for a year; None where there are none."""
    if not given:
        return None
    mu = _sum(given)
    reserve = (mu * rules.number("quota.reserve_percent") / 100).quantize(_ZERO, ROUND_HALF_UP)
    return YearQuota(mu, reserve, mu * rules.number("quota.warning_percent") / 100)


def warning_text(warning: QuotaWarning, tr: Callable[[str], str]) -> str:
    return {
        "": "",
        "near": tr("The quota is nearly used up"),
        "reserve": tr("The reserved share is touched"),
        "exceeded": tr("The quota is exceeded"),
        "no_quota": tr("No quota is recorded for this year"),
    }[warning]


def ledger_table(ledgers: Sequence[YearLedger], tr: Callable[[str], str]) -> Table:
    """The ledger by year, in 亩 with the total in hectares beside it."""
    mu = tr("mu")
    columns = (
        Column("year", tr("Year")),
        Column("quota_mu", tr("Quota"), unit=mu, numeric=True),
        Column("batches", tr("Batches"), numeric=True),
        Column("area_mu", tr("Area"), unit=mu, numeric=True),
        Column("area_ha", tr("Area"), unit=tr("ha"), numeric=True),
        Column("new_mu", tr("New construction land"), unit=mu, numeric=True),
        Column("existing_mu", tr("Existing construction land"), unit=mu, numeric=True),
        Column("reported_mu", tr("Reported"), unit=mu, numeric=True),
        Column("approved_mu", tr("Approved"), unit=mu, numeric=True),
        Column("left_mu", tr("Quota left"), unit=mu, numeric=True),
        Column("used_pct", tr("Quota used"), unit="%", numeric=True),
        Column("quota_reported_pct", tr("Quota reported"), unit="%", numeric=True),
        Column("quota_approved_pct", tr("Quota approved"), unit="%", numeric=True),
        Column("reported_pct", tr("Rate of reporting"), unit="%", numeric=True),
        Column("approved_pct", tr("Rate of approval"), unit="%", numeric=True),
        Column("before_mu", tr("Year before"), unit=mu, numeric=True),
        Column("change_mu", tr("Change"), unit=mu, numeric=True),
        Column("change_pct", tr("Change"), unit="%", numeric=True),
        Column("reserve_mu", tr("Reserved share"), unit=mu, numeric=True),
        Column("touched_mu", tr("Taken from the reserve"), unit=mu, numeric=True),
        Column("warning", tr("Warning")),
    )
    rows = [
        Row(
            (
                each.year,
                each.quota_mu,
                each.batches,
                each.mu,
                each.ha,
                each.new.mu,
                each.existing_mu,
                each.reported_mu,
                each.approved_mu,
                each.left_mu,
                each.used,
                each.quota_reported,
                each.quota_approved,
                each.reported,
                each.approved,
                each.before_mu,
                each.change_mu,
                each.change,
                each.reserve_mu,
                each.touched_mu,
                warning_text(each.warning, tr),
            )
        )
        for each in ledgers
    ]
    notes = (
        tr(
            "Official areas on the ellipsoid, each batch rounded half up to 0.0001 mu. Quota used = new construction "
            "land / quota (existing construction land uses none); rate of reporting = reported / all batches; rate of "
            "approval = approved / reported."
        ),
    )
    return Table(tr("Ledger"), tr("Ledger of construction land quotas"), columns, tuple(rows), notes=notes)


def batches_table(
    batches: Sequence[LandBatch], quotas: Sequence[Quota], rules: Rules, tr: Callable[[str], str]
) -> Table:
    """Batches by year and date of reporting, with what is left of the quota after each; subtotals by year."""
    mu = tr("mu")
    columns = (
        Column("year", tr("Year")),
        Column("number", tr("Batch number")),
        Column("name", tr("Batch name")),
        Column("approval", tr("Kind of approval")),
        Column("reported", tr("Reported on")),
        Column("approved", tr("Approved on")),
        Column("state", tr("State")),
        Column("area_mu", tr("Area"), unit=mu, numeric=True),
        Column("area_ha", tr("Area"), unit=tr("ha"), numeric=True),
        Column("new_mu", tr("New construction land"), unit=mu, numeric=True),
        Column("existing_mu", tr("Existing construction land"), unit=mu, numeric=True),
        Column("left_mu", tr("Quota left"), unit=mu, numeric=True),
    )
    rows: list[Row] = []
    for year in sorted({batch.year for batch in batches}):
        own = sorted(
            (batch for batch in batches if batch.year == year),
            key=lambda batch: (not batch.reported, batch.reported, batch.number),
        )
        given = [quota.mu for quota in quotas if quota.year == year]
        left = _sum(given) if given else None
        for batch in own:
            if left is not None:
                left -= batch.new_mu
            rows.append(
                Row(
                    (
                        *(year, batch.number, batch.name, batch.kind, batch.reported, batch.approved, batch.state),
                        *(batch.mu, batch.ha, batch.new_mu, batch.existing_mu, left),
                    )
                )
            )
        areas = [(batch.mu, batch.ha, batch.new_mu, batch.existing_mu) for batch in own]
        total = (*(_sum(column) for column in zip(*areas, strict=True)), left)
        blanks = (None,) * 5
        rows.append(Row((year, tr("Subtotal"), *blanks, *total), "subtotal"))
    return Table(tr("Batches"), tr("Batches by date of reporting"), columns, tuple(rows))


def kinds_table(batches: Sequence[LandBatch], rules: Rules, tr: Callable[[str], str]) -> Table:
    """How many of each kind (批次, 单独选址, 市批转用 …) there are in each year, with their areas."""
    mu = tr("mu")
    columns = (
        Column("year", tr("Year")),
        Column("approval", tr("Kind of approval")),
        Column("batches", tr("Batches"), numeric=True),
        Column("area_mu", tr("Area"), unit=mu, numeric=True),
        Column("area_ha", tr("Area"), unit=tr("ha"), numeric=True),
        Column("approved_mu", tr("Approved"), unit=mu, numeric=True),
    )
    rows: list[Row] = []

    def row(year: str, label: str, own: Sequence[LandBatch], *, subtotal: bool = False) -> Row:
        approved = _sum([batch.mu for batch in own if is_approved(batch, rules)])
        figures = (len(own), _sum([batch.mu for batch in own]), _sum([batch.ha for batch in own]), approved)
        return Row((year, label, *figures), "subtotal" if subtotal else "leaf")

    for year in sorted({batch.year for batch in batches}):
        own = [batch for batch in batches if batch.year == year]
        rows += [
            row(year, kind or tr("Not recorded"), [batch for batch in own if batch.kind == kind])
            for kind in dict.fromkeys(batch.kind for batch in own)
        ]
        rows.append(row(year, tr("Subtotal"), own, subtotal=True))
    return Table(tr("Kinds"), tr("Batches by kind of approval"), columns, tuple(rows))


# --- contiguous land --------------------------------------------------------------------------------------------------


def clusters(count: int, neighbours: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Groups of the numbers 0 … count − 1 that hang together by ``neighbours``, in order of their first member."""
    parent = list(range(count))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in neighbours:
        first, second = sorted((root(a), root(b)))
        parent[second] = first
    found: dict[int, list[int]] = {}
    for i in range(count):
        found.setdefault(root(i), []).append(i)
    return list(found.values())


def zones_table(zones: Sequence[tuple[Sequence[str], Decimal, Decimal]], tr: Callable[[str], str]) -> Table:
    """Contiguous zones as (numbers of their members, 亩, hectares), the largest first."""
    columns = (
        Column("zone", tr("No."), numeric=True),
        Column("members", tr("Members"), numeric=True),
        Column("numbers", tr("Numbers")),
        Column("area_mu", tr("Area"), unit=tr("mu"), numeric=True),
        Column("area_ha", tr("Area"), unit=tr("ha"), numeric=True),
    )
    ordered = sorted(zones, key=lambda zone: -zone[1])
    rows = tuple(
        Row((place, len(numbers), "、".join(numbers), mu, ha)) for place, (numbers, mu, ha) in enumerate(ordered, 1)
    )
    return Table(tr("Contiguous land"), tr("Contiguous land above the threshold"), columns, rows)


# --- stages -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StagedParcel:
    """A parcel with its project and the stage that it has reached."""

    number: str
    project: str
    stage: str
    mu: Decimal
    ha: Decimal


def stages_table(parcels: Sequence[StagedParcel], rules: Rules, tr: Callable[[str], str]) -> Table:
    """Land by the stage reached, and how much has come at least so far; stages in the order of the rule.

    A stage that the rule does not know stands after the others and counts for itself only.
    """
    order = rules.patterns("quota.stages")
    others = sorted({parcel.stage for parcel in parcels} - set(order), key=lambda stage: (not stage, stage))
    mu = tr("mu")
    reached = tr("Reached this stage or a later one")
    columns = (
        Column("stage", tr("Stage")),
        Column("parcels", tr("Parcels"), numeric=True),
        Column("projects", tr("Projects"), numeric=True),
        Column("area_mu", tr("Area"), unit=mu, numeric=True),
        Column("area_ha", tr("Area"), unit=tr("ha"), numeric=True),
        Column("reached_mu", tr("Area"), (reached,), mu, True),
        Column("reached_pct", tr("Share"), (reached,), "%", True),
    )
    total = _sum([parcel.mu for parcel in parcels])
    rows = []
    for stage in (*order, *others):
        own = [parcel for parcel in parcels if parcel.stage == stage]
        later = [p for p in parcels if p.stage in order[order.index(stage) :]] if stage in order else own
        far = _sum([parcel.mu for parcel in later])
        rows.append(
            Row(
                (
                    stage or tr("Not recorded"),
                    len(own),
                    len({parcel.project for parcel in own if parcel.project}),
                    _sum([parcel.mu for parcel in own]),
                    _sum([parcel.ha for parcel in own]),
                    far,
                    percent(far, total),
                )
            )
        )
    ha = _sum([parcel.ha for parcel in parcels])
    projects = len({parcel.project for parcel in parcels if parcel.project})
    rows.append(Row((tr("Total"), len(parcels), projects, total, ha, None, None), "total"))
    return Table(tr("Stages"), tr("Stages from acquisition to registration"), columns, tuple(rows))


def projects_table(parcels: Sequence[StagedParcel], rules: Rules, tr: Callable[[str], str]) -> Table:
    """Each project with its land by stage, in 亩; parcels without a project are together in one row."""
    order = rules.patterns("quota.stages")
    stages = [*order, *sorted({parcel.stage for parcel in parcels} - set(order), key=lambda stage: (not stage, stage))]
    mu, heading = tr("mu"), tr("Land by stage")
    columns = (
        Column("project", tr("Project number")),
        Column("parcels", tr("Parcels"), numeric=True),
        *(
            Column(f"stage_{place}", stage or tr("Not recorded"), (heading,), mu, True)
            for place, stage in enumerate(stages, 1)
        ),
        Column("area_mu", tr("Total"), unit=mu, numeric=True),
        Column("area_ha", tr("Total"), unit=tr("ha"), numeric=True),
    )

    def row(label: str, own: Sequence[StagedParcel]) -> tuple[Value, ...]:
        by_stage = [_sum([parcel.mu for parcel in own if parcel.stage == stage]) for stage in stages]
        shown = [value if value else None for value in by_stage]
        return (label, len(own), *shown, _sum([parcel.mu for parcel in own]), _sum([parcel.ha for parcel in own]))

    projects = sorted({parcel.project for parcel in parcels}, key=lambda project: (not project, project))
    rows = [
        Row(row(project or tr("No project"), [parcel for parcel in parcels if parcel.project == project]))
        for project in projects
    ]
    rows.append(Row(row(tr("Total"), parcels), "total"))
    return Table(tr("Projects by stage"), tr("Projects from acquisition to registration"), columns, tuple(rows))
