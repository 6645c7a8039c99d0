"""The table of a batch as the bureau files it: parcel × village × ownership × class (土地分类权属地类面积汇总表).

Columns and their order: ``approval_tables`` of the domain notes; agricultural land with its sum, headings (耕地, 园地
… 其他农用地) and classes, construction and unused land with their sum and classes, and only what occurs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..landuse.tables import Words, class_columns, row_values
from ..landuse.tally import Leaf, PrintedTally, Tally
from ..paper.tables import Column, Row, RowKind, Table
from ..rounding import Unit, unit_name

__all__ = ["DIMENSIONS", "ParcelLeaf", "approval_table", "ownership_kind", "ownership_name", "parcel_leaves"]

DIMENSIONS = ("village_code", "village_name", "ownership")
"""The dimensions of the tally behind the form; ownership is "state", "collective" or ""."""

DECIMALS: dict[Unit, int] = {"m2": 2, "ha": 4, "mu": 4}


@dataclass(frozen=True)
class ParcelLeaf:
    """One number of the form in its three units, each balanced to the parcel's printed area in that unit."""

    parcel: int
    village_code: str
    village_name: str
    ownership: str
    code: str
    area: float
    m2: Decimal
    ha: Decimal
    mu: Decimal


def ownership_kind(code: object) -> str:
    """State or collective land, by the first digit of the ownership nature (QSXZ): 1, 2 state; 3, 4 collective."""
    return {"1": "state", "2": "state", "3": "collective", "4": "collective"}.get(str(code or "").strip()[:1], "")


def ownership_name(kind: str, tr: Callable[[str], str]) -> str:
    """The ownership category on paper."""
    if kind == "state":
        return tr("State-owned")
    if kind == "collective":
        return tr("Collective")
    return tr("Not recorded")


def parcel_leaves(tally: Tally) -> list[ParcelLeaf]:
    """The leaves of a tally by ``DIMENSIONS`` in m² (2 decimals), ha (4) and 亩 (4)."""
    in_units = [tally.printed(unit, decimals).leaves for unit, decimals in DECIMALS.items()]
    leaves = []
    for leaf, ha, mu in zip(*in_units, strict=True):
        village_code, village_name, ownership = leaf.dims
        leaves.append(
            ParcelLeaf(
                leaf.zone, village_code, village_name, ownership, leaf.code, leaf.area, leaf.value, ha.value, mu.value
            )
        )
    return leaves


def _heading(words: Words) -> Callable[[str], tuple[str, str]]:
    def heading(code: str) -> tuple[str, str]:
        key = re.sub(r"[^a-z0-9]+", "_", words.scheme.group(code, "en").lower()).strip("_")
        return key or words.scheme.first_level(code), words.scheme.group(code, words.language)

    return heading


def approval_table(
    printed: PrintedTally,
    words: Words,
    *,
    title: str = "",
    head: Sequence[tuple[str, str]] = (),
    foot: Sequence[tuple[str, str]] = (),
    notes: Sequence[str] = (),
) -> Table:
    """The form, from a tally whose zones are the parcels of one batch and whose dimensions are ``DIMENSIONS``.

    One row for each parcel, village and ownership; a subtotal for each parcel, which is the parcel's printed area;
    and the total of the batch, which is the sum of the parcels' printed areas. Cells where a class does not occur are
    empty.
    """
    tr = words.tr
    unit = unit_name(printed.unit, tr)
    shown = [leaf for leaf in printed.leaves if leaf.value != 0]
    classes = class_columns(
        (leaf.code for leaf in shown), words, heading=_heading(words), plain=("construction", "unused", "")
    )
    columns = (
        Column("number", tr("No."), numeric=True),
        Column("parcel", tr("Parcel")),
        Column("owner", tr("Owner")),
        Column("ownership", tr("Ownership")),
        Column("total", tr("Total area"), unit=unit, numeric=True),
        *(each.column for each in classes),
    )
    by_parcel: list[dict[tuple[str, ...], list[Leaf]]] = [{} for _ in printed.zones]
    for leaf in shown:
        by_parcel[leaf.zone].setdefault(leaf.dims, []).append(leaf)

    def row(head: tuple[int | str, ...], leaves: Sequence[Leaf], kind: RowKind) -> Row:
        return Row((*head, *row_values(leaves, classes, printed.decimals)), kind)

    rows: list[Row] = []
    number = 0
    for zone, by_owner in zip(printed.zones, by_parcel, strict=True):
        name = zone.name or zone.id
        for dims in sorted(by_owner, key=lambda dims: [(not part, part) for part in dims]):
            code, village, ownership = dims
            number += 1
            owner = village or code or tr("Outside the villages")
            rows.append(row((number, name, owner, ownership_name(ownership, tr)), by_owner[dims], "leaf"))
        of_parcel = [leaf for leaves in by_owner.values() for leaf in leaves]
        rows.append(row(("", name, tr("Subtotal"), ""), of_parcel, "subtotal"))
    rows.append(row(("", tr("Total"), "", ""), shown, "total"))
    return Table(
        tr("Village by class"),
        title or tr("Summary of areas by land class and ownership"),
        columns,
        tuple(rows),
        head=tuple(head),
        foot=tuple(foot),
        notes=tuple(notes),
    )
