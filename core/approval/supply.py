"""Land followed from approval to supply 批而未供: what of approved land is acquired, supplied, built on, registered.

All areas are measured by overlay and printed in 亩 to four decimals, the parts of a parcel adding up to it; every sum
is a sum of these, so that nothing is the difference of two tables. Limits stand in ``resources/rules/rules.csv``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from ..errors import RedlineError
from ..landuse.tally import PrintedTally
from ..paper.tables import Column, Row, Table, Value
from ..rounding import half_up, percent
from ..rules import Rules

__all__ = [
    "INSIDE",
    "LAID",
    "Contract",
    "ContractDates",
    "ContractState",
    "Followed",
    "Land",
    "contract_state",
    "contracts_table",
    "followed_land",
    "land_values",
    "projects_of",
    "projects_table",
    "rate_in",
    "stage_names",
    "stage_of",
    "state_name",
    "sum_of",
    "years_table",
]

LAID = ("acquired", "supplied", "built", "registered")
"""The layers that are laid over approved land, in this order; a cell of the tally has one word for each."""

INSIDE = "1"
_ZERO = Decimal("0.0000")
ContractState = Literal["unknown", "not_due", "start_overdue", "idle", "building", "finish_overdue", "done"]


@dataclass(frozen=True)
class Land:
    """Approved land in 亩 by what became of it.

    built : built on after supply; early : built on though it is not supplied; registered : registered, supplied or not.
    """

    approved: Decimal = _ZERO
    acquired: Decimal = _ZERO
    supplied: Decimal = _ZERO
    built: Decimal = _ZERO
    early: Decimal = _ZERO
    registered: Decimal = _ZERO

    @property
    def unsupplied(self) -> Decimal:
        """批而未供: what of the approved land lies outside of all supplied land."""
        return self.approved - self.supplied

    @property
    def unbuilt(self) -> Decimal:
        """Supplied, not built."""
        return self.supplied - self.built

    @property
    def rate(self) -> Decimal | None:
        """The rate of supply, per cent."""
        return percent(self.supplied, self.approved)

    def and_(self, other: Land) -> Land:
        return Land(
            self.approved + other.approved,
            self.acquired + other.acquired,
            self.supplied + other.supplied,
            self.built + other.built,
            self.early + other.early,
            self.registered + other.registered,
        )


def sum_of(lands: Iterable[Land]) -> Land:
    total = Land()
    for land in lands:
        total = total.and_(land)
    return total


@dataclass(frozen=True)
class Followed:
    """An approved parcel or batch: its number, name, year of approval ("" where none), project and officer."""

    number: str
    name: str
    year: str
    project: str
    officer: str
    land: Land


@dataclass(frozen=True)
class ContractDates:
    """Dates of a contract as ISO text, "" where there is none: agreed and true start and finish; when it was halted."""

    start_due: str = ""
    finish_due: str = ""
    started: str = ""
    finished: str = ""
    halted: str = ""


@dataclass(frozen=True)
class Contract:
    """Supplied land. mu : all of it; outside : what of it lies in no approved land; built : what of it is built on,
    None where no layer says it."""

    number: str
    name: str
    project: str
    officer: str
    dates: ContractDates
    mu: Decimal
    outside: Decimal
    built: Decimal | None

    @property
    def unbuilt(self) -> Decimal | None:
        return None if self.built is None else self.mu - self.built


def followed_land(printed: PrintedTally) -> list[Land]:
    """What became of each zone's land. printed : dimensions ``LAID``, with INSIDE where a part lies in the layer."""
    found = [Land(approved=total) for total in printed.totals]
    for leaf in printed.leaves:
        within = {name for name, word in zip(printed.dimensions, leaf.dims, strict=True) if word == INSIDE}
        supplied = "supplied" in within
        found[leaf.zone] = found[leaf.zone].and_(
            Land(
                acquired=leaf.value if "acquired" in within else _ZERO,
                supplied=leaf.value if supplied else _ZERO,
                built=leaf.value if supplied and "built" in within else _ZERO,
                early=leaf.value if not supplied and "built" in within else _ZERO,
                registered=leaf.value if "registered" in within else _ZERO,
            )
        )
    return found


# --- stages -----------------------------------------------------------------------------------------------------------


def stage_names(rules: Rules) -> tuple[str, str, str, str]:
    """Approval, acquisition, supply, registration, as the rule ``quota.stages`` calls them; RedlineError for others."""
    names = rules.patterns("quota.stages")
    if len(names) != 4:
        raise RedlineError(
            "Rule {rule} names {count} stages, but land goes through four: approval, acquisition, supply, "
            "registration.",
            rule="quota.stages",
            count=len(names),
        )
    return names[0], names[1], names[2], names[3]


def stage_of(land: Land, rules: Rules) -> str:
    """The farthest stage that more of the land has reached than the rule ``supply.stage_percent`` asks for."""
    approval, acquisition, supply, registration = stage_names(rules)
    least = rules.number("supply.stage_percent") * land.approved / 100
    for name, mu in ((registration, land.registered), (supply, land.supplied), (acquisition, land.acquired)):
        if mu > least:
            return name
    return approval


# --- contracts --------------------------------------------------------------------------------------------------------


def contract_state(contract: Contract, today: date, rules: Rules) -> ContractState:
    """What the dates of a contract say on ``today``.

    Idle land (闲置土地处置办法 第二条): not started one year after the agreed start; or started, less than a third
    built on, and halted for a year. Both limits are rules.
    """
    dates = contract.dates
    if dates.finished:
        return "done"
    year = timedelta(days=int(rules.number("supply.idle_days")))
    if not dates.started:
        due = _day(dates.start_due)
        if due is None:
            return "unknown"
        return "not_due" if today <= due else "start_overdue" if today <= due + year else "idle"
    halted = _day(dates.halted)
    little = (
        contract.built is not None and contract.built * 100 < rules.number("supply.idle_built_percent") * contract.mu
    )
    if halted is not None and little and today > halted + year:
        return "idle"
    due = _day(dates.finish_due)
    return "finish_overdue" if due is not None and today > due else "building"


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def state_name(state: ContractState, tr: Callable[[str], str]) -> str:
    return {
        "unknown": tr("No agreed start"),
        "not_due": tr("Not due yet"),
        "start_overdue": tr("Start overdue"),
        "idle": tr("Idle land"),
        "building": tr("Under construction"),
        "finish_overdue": tr("Finish overdue"),
        "done": tr("Finished"),
    }[state]


# --- tables -----------------------------------------------------------------------------------------------------------


def rate_in(followed: Sequence[Followed], window: tuple[int, int]) -> Land:
    """Land approved in the years of ``window``, both included; its ``rate`` is that of supply."""
    return sum_of(each.land for each in followed if each.year and window[0] <= int(each.year) <= window[1])


def _columns(tr: Callable[[str], str]) -> tuple[Column, ...]:
    mu = tr("mu")
    return (
        Column("approved_mu", tr("Approved"), unit=mu, numeric=True),
        Column("acquired_mu", tr("Acquired"), unit=mu, numeric=True),
        Column("supplied_mu", tr("Supplied"), unit=mu, numeric=True),
        Column("unsupplied_mu", tr("Approved, not supplied"), unit=mu, numeric=True),
        Column("rate", tr("Rate of supply"), unit="%", numeric=True),
        Column("built_mu", tr("Built"), unit=mu, numeric=True),
        Column("unbuilt_mu", tr("Supplied, not built"), unit=mu, numeric=True),
        Column("early_mu", tr("Built, not supplied"), unit=mu, numeric=True),
        Column("registered_mu", tr("Registered"), unit=mu, numeric=True),
    )


def land_values(land: Land, laid: Collection[str]) -> tuple[Value, ...]:
    """The columns of an area of land. laid : the layers that were laid over it; what none says is left open."""
    built = (land.built, land.unbuilt, land.early) if "built" in laid else (None,) * 3
    return (
        *(land.approved, land.acquired if "acquired" in laid else None, land.supplied, land.unsupplied, land.rate),
        *(*built, land.registered if "registered" in laid else None),
    )


def years_table(
    followed: Sequence[Followed],
    window: tuple[int, int],
    rules: Rules,
    tr: Callable[[str], str],
    laid: Collection[str] = LAID,
) -> Table:
    """By year of approval, then the years of the window together, then all. laid : as in ``land_values``."""
    rows = []
    for year in sorted({each.year for each in followed}):
        own = [each for each in followed if each.year == year]
        rows.append(Row((year or tr("Not recorded"), len(own), *land_values(sum_of(each.land for each in own), laid))))
    land = rate_in(followed, window)
    within = [each for each in followed if each.year and window[0] <= int(each.year) <= window[1]]
    rows.append(Row((f"{window[0]}–{window[1]}", len(within), *land_values(land, laid)), "subtotal"))
    whole = sum_of(each.land for each in followed)
    rows.append(Row((tr("Total"), len(followed), *land_values(whole, laid)), "total"))
    least = rules.number("supply.rate_percent")
    notes = [
        tr(
            "Every area is the overlay of the layers on the ellipsoid; the parts of a parcel add up to it. Rate of "
            "supply = supplied / approved."
        )
    ]
    if land.rate is not None and land.rate < least:
        notes.append(
            tr("{years}: the rate of supply is {rate} %, under the {least} % of the rule.").format(
                years=f"{window[0]}–{window[1]}", rate=land.rate, least=half_up(least, 2)
            )
        )
    columns = (Column("year", tr("Year of approval")), Column("parcels", tr("Parcels"), numeric=True), *_columns(tr))
    title = tr("Approved land by year, and what became of it")
    return Table(tr("By year"), title, columns, tuple(rows), notes=tuple(notes))


def projects_of(followed: Sequence[Followed]) -> Mapping[str, list[Followed]]:
    """Approved land by project, in the order of their names; what has no project is its own by number."""
    found: dict[str, list[Followed]] = {}
    for each in sorted(followed, key=lambda one: (not one.project, one.project or one.number)):
        found.setdefault(each.project or each.number, []).append(each)
    return found


def projects_table(
    followed: Sequence[Followed],
    contracts: Sequence[Contract],
    today: date,
    rules: Rules,
    tr: Callable[[str], str],
    laid: Collection[str] = LAID,
) -> Table:
    """Each project with its stage, officers, land, and the dates of its contracts."""
    columns = (
        Column("project", tr("Project")),
        Column("stage", tr("Stage")),
        Column("officer", tr("Officer")),
        Column("parcels", tr("Parcels"), numeric=True),
        *_columns(tr),
        Column("start_due", tr("Agreed start")),
        Column("finish_due", tr("Agreed finish")),
        Column("contracts", tr("Contracts")),
    )
    rows = []
    for project, own in projects_of(followed).items():
        land = sum_of(each.land for each in own)
        signed = [each for each in contracts if each.project == project]
        officers = [*(each.officer for each in own), *(each.officer for each in signed)]
        states = (state_name(contract_state(each, today, rules), tr) for each in signed)
        starts = sorted(each.dates.start_due for each in signed if each.dates.start_due)
        ends = sorted(each.dates.finish_due for each in signed if each.dates.finish_due)
        who = "、".join(dict.fromkeys(officer for officer in officers if officer))
        rows.append(
            Row(
                (
                    *(project, stage_of(land, rules), who, len(own), *land_values(land, laid)),
                    *("、".join(starts), "、".join(ends), "、".join(dict.fromkeys(states))),
                )
            )
        )
    total = sum_of(each.land for each in followed)
    rows.append(Row((tr("Total"), "", "", len(followed), *land_values(total, laid), "", "", ""), "total"))
    return Table(tr("Projects"), tr("Projects from approval to supply"), columns, tuple(rows))


def contracts_table(contracts: Sequence[Contract], today: date, rules: Rules, tr: Callable[[str], str]) -> Table:
    """Supplied land with what its contract says today, what lies outside approvals, and what is not built on."""
    mu = tr("mu")
    columns = (
        Column("number", tr("Number")),
        Column("name", tr("Name")),
        Column("project", tr("Project")),
        Column("officer", tr("Officer")),
        Column("area_mu", tr("Supplied"), unit=mu, numeric=True),
        Column("outside_mu", tr("Outside approvals"), unit=mu, numeric=True),
        Column("built_mu", tr("Built"), unit=mu, numeric=True),
        Column("unbuilt_mu", tr("Supplied, not built"), unit=mu, numeric=True),
        Column("start_due", tr("Agreed start")),
        Column("finish_due", tr("Agreed finish")),
        Column("started", tr("Started")),
        Column("finished", tr("Finished")),
        Column("state", tr("State")),
        Column("state_name", tr("Name of the state")),
    )
    rows = [
        Row(
            (
                *(each.number, each.name, each.project, each.officer),
                *(each.mu, each.outside, each.built, each.unbuilt),
                *(each.dates.start_due, each.dates.finish_due, each.dates.started, each.dates.finished),
                *(state, state_name(state, tr)),
            )
        )
        for each in contracts
        for state in (contract_state(each, today, rules),)
    ]
    columns_of = ([getattr(each, name) for each in contracts] for name in ("mu", "outside", "built", "unbuilt"))
    sums = [None if None in values else sum(values, _ZERO) for values in columns_of]
    rows.append(Row((tr("Total"), "", "", "", *sums, *("",) * 6), "total"))
    notes = (
        tr(
            "Idle land: not started {days} days after the agreed start, or less than {share} % built on and halted for "
            "as long."
        ).format(days=rules.rule("supply.idle_days").value, share=rules.rule("supply.idle_built_percent").value),
    )
    return Table(tr("Supplied land"), tr("Supplied land and its contracts"), columns, tuple(rows), notes=notes)
