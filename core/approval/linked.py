"""Linked increase and decrease 城乡建设用地增减挂钩: what a project demolishes, reclaims and builds, its balance.

A project's new building is to take no more land than it demolishes, and no more cultivated land than it reclaims
(城乡建设用地增减挂钩试点管理办法, 国土资发〔2008〕138号, by name; its text was not seen). Areas are official, in 亩.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ..landuse.classes import Scheme
from ..landuse.tally import PrintedTally
from ..paper.tables import Column, Row, RowKind, Table
from ..rounding import in_unit
from ..rules import Rules, matches

__all__ = ["LinkedParcel", "LinkedState", "linked_parcels", "parcels_table", "projects_table", "state_of"]

_ZERO = Decimal("0.0000")
LinkedState = Literal["balanced", "area", "cultivated", "both"]


@dataclass(frozen=True)
class LinkedParcel:
    """A parcel of a project, in 亩. builds : a new-build parcel, else one that is demolished.

    construction, cultivated : what of it the land use under it says, None where none was given; reclaimed :
    cultivated land made of a demolished one (all of it where no field says otherwise).
    """

    project: str
    number: str
    builds: bool
    mu: Decimal
    construction: Decimal | None = None
    cultivated: Decimal | None = None
    reclaimed: Decimal = _ZERO


@dataclass(frozen=True)
class _Sums:
    demolished: Decimal
    reclaimed: Decimal
    built: Decimal
    occupied: Decimal | None
    construction: Decimal | None

    @property
    def cultivated_balance(self) -> Decimal | None:
        return None if self.occupied is None else self.reclaimed - self.occupied


def linked_parcels(
    printed: PrintedTally,
    projects: Sequence[str],
    reclaimed: Sequence[Decimal | None],
    scheme: Scheme | None,
    rules: Rules,
    *,
    builds: bool,
) -> list[LinkedParcel]:
    """The parcels of one layer. printed : by class where there is a ``scheme``; projects, reclaimed : of each."""
    cultivated = rules.patterns("balance.cultivated_classes")
    construction, farmed = ([_ZERO] * len(printed.zones) for _ in range(2))
    for leaf in printed.leaves:
        if scheme is None or leaf.code not in scheme:
            continue
        if scheme.major(leaf.code) == "construction":
            construction[leaf.zone] += leaf.value
        if matches(leaf.code, cultivated):
            farmed[leaf.zone] += leaf.value
    found = []
    for zone, own in enumerate(printed.zones):
        total, made = printed.totals[zone], reclaimed[zone]
        made = _ZERO if builds else total if made is None else made
        built, tilled = (None, None) if scheme is None else (construction[zone], farmed[zone])
        found.append(LinkedParcel(projects[zone], own.id, builds, total, built, tilled, made))
    return found


def _sums_of(parcels: Iterable[LinkedParcel]) -> _Sums:
    every = list(parcels)
    old, new = [each for each in every if not each.builds], [each for each in every if each.builds]
    return _Sums(
        sum((each.mu for each in old), _ZERO),
        sum((each.reclaimed for each in old), _ZERO),
        sum((each.mu for each in new), _ZERO),
        _known([each.cultivated for each in new]),
        _known([each.construction for each in old]),
    )


def _known(values: Sequence[Decimal | None]) -> Decimal | None:
    """The sum, None where one of them is not known."""
    known = [value for value in values if value is not None]
    return sum(known, _ZERO) if len(known) == len(values) else None


def state_of(parcels: Sequence[LinkedParcel], rules: Rules) -> LinkedState:
    """Whether the project takes more land, or more cultivated land, than it gives back."""
    sums = _sums_of(parcels)
    slack = in_unit(rules.number("linked.tolerance_m2"), "mu", 4)
    area = sums.built > sums.demolished * rules.number("linked.build_percent") / 100 + slack
    cultivated = sums.occupied is not None and sums.occupied > sums.reclaimed + slack
    return "both" if area and cultivated else "area" if area else "cultivated" if cultivated else "balanced"


def state_name(state: LinkedState, tr: Callable[[str], str]) -> str:
    return {
        "balanced": tr("Balanced"),
        "area": tr("Builds on more than it demolishes"),
        "cultivated": tr("Takes more cultivated land than it reclaims"),
        "both": tr("Builds on more, and takes more cultivated land"),
    }[state]


def projects_table(parcels: Sequence[LinkedParcel], rules: Rules, tr: Callable[[str], str]) -> Table:
    """One row for each project, and the total."""
    mu, old, new = tr("mu"), tr("Demolition"), tr("New building")
    columns = (
        Column("project", tr("Project")),
        Column("old_parcels", tr("Parcels"), (old,), numeric=True),
        Column("old_mu", tr("Area"), (old,), mu, True),
        Column("old_construction_mu", tr("Construction land"), (old,), mu, True),
        Column("reclaimed_mu", tr("Reclaimed cultivated land"), (old,), mu, True),
        Column("new_parcels", tr("Parcels"), (new,), numeric=True),
        Column("new_mu", tr("Area"), (new,), mu, True),
        Column("occupied_mu", tr("Cultivated land"), (new,), mu, True),
        Column("balance_mu", tr("Balance"), unit=mu, numeric=True),
        Column("cultivated_balance_mu", tr("Balance of cultivated land"), unit=mu, numeric=True),
        Column("state", tr("State")),
    )

    def row(label: str, own: Sequence[LinkedParcel], kind: RowKind = "leaf") -> Row:
        sums = _sums_of(own)
        balances = (sums.demolished - sums.built, sums.cultivated_balance)
        count = sum(each.builds for each in own)
        state = state_name(state_of(own, rules), tr)
        values = (
            label,
            len(own) - count,
            sums.demolished,
            sums.construction,
            sums.reclaimed,
            count,
            sums.built,
            sums.occupied,
        )
        return Row((*values, *balances, state), kind)

    projects = sorted({each.project for each in parcels})
    rows = [row(each or tr("No project"), [one for one in parcels if one.project == each]) for each in projects]
    rows.append(row(tr("Total"), parcels, "total"))
    notes = (
        tr(
            "Official areas on the ellipsoid. Balance = demolished less newly built; of cultivated land = reclaimed "
            "less occupied."
        ),
    )
    return Table(tr("Projects"), tr("Projects of linked increase and decrease"), columns, tuple(rows), notes=notes)


def parcels_table(parcels: Sequence[LinkedParcel], tr: Callable[[str], str]) -> Table:
    """Every parcel of every project."""
    mu = tr("mu")
    columns = (
        Column("project", tr("Project")),
        Column("side", tr("Side")),
        Column("number", tr("Number")),
        Column("area_mu", tr("Area"), unit=mu, numeric=True),
        Column("construction_mu", tr("Construction land"), unit=mu, numeric=True),
        Column("cultivated_mu", tr("Cultivated land"), unit=mu, numeric=True),
        Column("reclaimed_mu", tr("Reclaimed cultivated land"), unit=mu, numeric=True),
    )
    rows = [
        Row(
            (
                *(each.project, tr("New building") if each.builds else tr("Demolition"), each.number),
                *(each.mu, each.construction, each.cultivated, each.reclaimed),
            )
        )
        for each in sorted(parcels, key=lambda one: (one.project, one.builds, one.number))
    ]
    return Table(tr("Parcels"), tr("Parcels of linked increase and decrease"), columns, tuple(rows))
