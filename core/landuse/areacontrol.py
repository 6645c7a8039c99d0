"""Recorded areas brought to control areas (面积平差): county to townships to villages to patches, each change told.

The rules are those of the survey (``rounding.adjust_village``, ``rounding.adjust_county``); what is built here is the
chain: whatever is adjusted below adds up to what was adjusted above, to the last digit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..errors import RedlineError
from ..paper.tables import Column, Row, Table
from ..rounding import Number, adjust_village, half_up
from ..rounding.decimals import exact
from .tables import Words, class_label

__all__ = [
    "LIMIT",
    "AdjustedVillage",
    "Control",
    "adjust_patches",
    "changes_table",
    "control_table",
    "county_table",
    "settle",
]


LIMIT = 0.01
"""One per cent: the difference between digitized patches and a control area is a hundredth of that."""


@dataclass(frozen=True)
class Control:
    """A village (or township) with its control area in m²; ``parent`` is the code of the township above."""

    code: str
    name: str
    area: Decimal
    parent: str = ""


@dataclass(frozen=True)
class AdjustedVillage:
    """A village after the adjustment. given : its control area as recorded; control : as settled from above;
    before : sum of its patches as recorded; patches : how many it has; changed : how many of them changed."""

    code: str
    name: str
    given: Decimal
    control: Decimal
    before: Decimal
    patches: int
    changed: int

    @property
    def difference(self) -> Decimal:
        """What its patches had to take together."""
        return self.control - self.before if self.patches else Decimal("0.00")


def settle(
    villages: Sequence[Control], townships: Sequence[Control] = (), county: Number | None = None
) -> list[Decimal]:
    """Control areas of the villages such that they add up to their townships' and these to the county's.

    townships : empty where there are none; each village names its own in ``parent``. county : m², None where the sum
    may be what it is. Each level takes the difference by the rule for villages: in units of 0.01 m², the larger first.
    Raises RedlineError for a village whose township is not among them.
    """
    if not townships:
        if county is None:
            return [half_up(village.area, 2) for village in villages]
        return adjust_village([village.area for village in villages], county)
    known = {township.code: number for number, township in enumerate(townships)}
    strangers = sorted({village.code for village in villages if village.parent not in known})
    if strangers:
        raise RedlineError(
            "{count} villages (the first is {village}) belong to no township of the layer: correct their codes.",
            count=len(strangers),
            village=strangers[0],
        )
    areas = [half_up(township.area, 2) for township in townships]
    if county is not None:
        areas = adjust_village(areas, county)
    settled: list[Decimal] = [Decimal(0)] * len(villages)
    for township, area in zip(townships, areas, strict=True):
        own = [number for number, village in enumerate(villages) if village.parent == township.code]
        if not own:
            continue
        for number, value in zip(own, adjust_village([villages[each].area for each in own], area), strict=True):
            settled[number] = value
    return settled


def adjust_patches(
    villages: Sequence[Control],
    controls: Sequence[Decimal],
    village: Sequence[int],
    areas: Sequence[Number],
    limit: Number = LIMIT,
) -> tuple[list[Decimal], list[AdjustedVillage]]:
    """Patch areas brought to the control areas of their villages.

    village : (n,) number of each patch's village, −1 for none (its area stays); areas : (n,) m² as recorded.
    limit : the largest difference that is shared out, as a share of the control area: what is more is no residue of
    measuring, but another village's area.
    Returns the new areas and what became of each village. Raises RedlineError, with the village, where the difference
    is above the limit.
    """
    result = [half_up(area, 2) for area in areas]
    members: list[list[int]] = [[] for _ in villages]
    for patch, number in enumerate(village):
        if number >= 0:
            members[number].append(patch)
    told = []
    for own, control, patches in zip(villages, controls, members, strict=True):
        before = [result[patch] for patch in patches]
        changed = 0
        if patches:
            if abs(exact(sum(before, Decimal(0)) - control)) > exact(limit) * exact(control):
                raise RedlineError(
                    "Village {village}: its patches add up to {sum} m², its control area is {control} m²: they differ "
                    "by more than {limit} %; check the control area and the patches' village codes.",
                    village=own.code,
                    sum=sum(before),
                    control=control,
                    limit=f"{float(limit) * 100:g}",
                )
            for patch, value in zip(patches, adjust_village(before, control), strict=True):
                changed += value != result[patch]
                result[patch] = value
        whole = sum(before, Decimal("0.00"))
        told.append(AdjustedVillage(own.code, own.name, half_up(own.area, 2), control, whole, len(patches), changed))
    return result, told


def control_table(villages: Sequence[AdjustedVillage], tr: Callable[[str], str]) -> Table:
    """One row for each village: control areas given and settled, sum of patches before, difference; the sum last."""
    numbers = (
        ("given", tr("Control area given")),
        ("control", tr("Control area settled")),
        ("before", tr("Patches before")),
        ("difference", tr("Difference")),
    )
    columns = (
        Column("village", tr("Village code")),
        Column("village_nm", tr("Village")),
        *(Column(key, label, unit=tr("m²"), numeric=True) for key, label in numbers),
        Column("patches", tr("Patches"), numeric=True),
        Column("changed", tr("Patches changed"), numeric=True),
    )
    rows = [
        Row((each.code, each.name, each.given, each.control, each.before, each.difference, each.patches, each.changed))
        for each in villages
    ]
    sums = [
        sum((getattr(each, key) for each in villages), Decimal("0.00"))
        for key in ("given", "control", "before", "difference")
    ]
    counts = (sum(each.patches for each in villages), sum(each.changed for each in villages))
    rows.append(Row((tr("Total"), "", *sums, *counts), "total"))
    notes = (
        tr(
            "The difference between the control area and the sum of the patches, in units of 0.01 m², is divided by "
            "the number of patches; each gets the quotient, and the largest get one unit more until it is used up."
        ),
    )
    return Table(tr("Control areas"), tr("Adjustment to control areas"), columns, tuple(rows), notes=notes)


def changes_table(rows: Sequence[tuple[str, str, Decimal, Decimal]], tr: Callable[[str], str]) -> Table:
    """Every patch that changed: (village code, patch id, before, after)."""
    columns = (
        Column("village", tr("Village code")),
        Column("patch", tr("Patch")),
        Column("before", tr("Before"), unit=tr("m²"), numeric=True),
        Column("after", tr("After"), unit=tr("m²"), numeric=True),
        Column("change", tr("Change"), unit=tr("m²"), numeric=True),
    )
    body = tuple(Row((village, patch, before, after, after - before)) for village, patch, before, after in rows)
    return Table(tr("Changes"), tr("Patches whose area changed"), columns, body)


def county_table(
    villages: Sequence[tuple[str, str]],
    classes: Sequence[Mapping[str, Decimal]],
    areas: Sequence[Decimal],
    total: Decimal,
    words: Words,
) -> Table:
    """The county's table in hectares: villages × classes, as ``rounding.adjust_county`` gives them."""
    tr = words.tr
    codes = words.scheme.order(code for each in classes for code, value in each.items() if value)
    columns = (
        Column("village", tr("Village code")),
        Column("village_nm", tr("Village")),
        Column("total", tr("Total"), unit=tr("ha"), numeric=True),
        *(Column(f"c_{code or 'none'}", class_label(code, "detail", words), numeric=True) for code in codes),
    )
    zero = Decimal("0.00")
    rows = [
        Row((code, name, area, *(own.get(each, zero) or None for each in codes)))
        for (code, name), own, area in zip(villages, classes, areas, strict=True)
    ]
    sums = [sum((own.get(code, zero) for own in classes), zero) for code in codes]
    rows.append(Row((tr("Total"), "", total, *sums), "total"))
    return Table(
        tr("County table"),
        tr("Areas by village and class in hectares, adjusted to the county's area"),
        columns,
        tuple(rows),
        head=((tr("Unit"), tr("ha")),),
    )
