"""Coverage of villages and farmland by circles or visible areas: shares, redundancy, k-coverage, blind spots.

Covered at least k times is ``covered[k - 1]``. Printed areas of a village are its own area split: covered and blind
add up to it, villages to their township, townships to the county. Shares are per cent of the printed areas, half-up
to 0.01.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..landuse.tables import unit_name
from ..paper.tables import Column, Row, RowKind, Table, Value
from ..rounding import Unit, convert, half_up

__all__ = ["TIMES", "PrintedCover", "VillageCover", "coverage_table", "print_cover", "share"]

TIMES = (1, 2, 3)
"""How often land is seen: at least once, twice, three times."""


@dataclass(frozen=True)
class VillageCover:
    """A village in m². total : its own area; covered : seen at least 1, 2, 3 times; seen : sum over all circles;
    farmland : legal farmland area, and of it what is seen at least once; None without a farmland layer.
    """

    code: str
    name: str
    township: str
    total: float
    covered: tuple[float, float, float]
    seen: float
    cameras: tuple[str, ...]
    farmland: float | None = None
    farmland_covered: float | None = None


@dataclass(frozen=True)
class PrintedCover:
    """The same as it is printed; ``blind`` = total − covered once."""

    village: VillageCover
    total: Decimal
    covered: tuple[Decimal, Decimal, Decimal]
    farmland: Decimal | None
    farmland_covered: Decimal | None
    redundancy: Decimal | None

    @property
    def blind(self) -> Decimal:
        return self.total - self.covered[0]


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """Per cent with two decimals, half-up; None of nothing."""
    return half_up(part * 100 / whole, 2) if whole else None


def print_cover(villages: Sequence[VillageCover], unit: Unit, decimals: int) -> list[PrintedCover]:
    """Areas in ``unit``; more often covered is never more, and the whole village stays the whole."""
    printed = []
    for village in villages:
        total = half_up(convert(village.total, unit), decimals)
        covered = []
        most = total
        for area in village.covered:
            most = min(most, half_up(convert(area, unit), decimals))
            covered.append(most)
        farmland = farmland_covered = None
        if village.farmland is not None and village.farmland_covered is not None:
            farmland = half_up(convert(village.farmland, unit), decimals)
            farmland_covered = min(farmland, half_up(convert(village.farmland_covered, unit), decimals))
        redundancy = half_up(village.seen / village.covered[0], 2) if village.covered[0] > 0 else None
        printed.append(
            PrintedCover(village, total, (covered[0], covered[1], covered[2]), farmland, farmland_covered, redundancy)
        )
    return printed


def coverage_table(
    printed: Sequence[PrintedCover],
    unit: Unit,
    decimals: int,
    tr: Callable[[str], str],
    *,
    townships: dict[str, str] | None = None,
    notes: Sequence[str] = (),
) -> Table:
    """One row for each village, a subtotal for each township, the county last.

    townships : names by code. Redundancy of a township or the county is the sum seen over the area covered.
    """
    with_farmland = any(each.farmland is not None for each in printed)
    name = unit_name(unit, tr)
    columns = [
        Column("village", tr("Village code")),
        Column("village_nm", tr("Village")),
        Column("total", tr("Area"), unit=name, numeric=True),
    ]
    for times in TIMES:
        group = (tr("Covered at least {times} times").format(times=times),)
        columns += [
            Column(f"cov{times}", tr("Area"), group, unit=name, numeric=True),
            Column(f"share{times}", tr("Share"), group, unit="%", numeric=True),
        ]
    columns += [
        Column("blind", tr("Not covered"), unit=name, numeric=True),
        Column("cameras", tr("Cameras"), numeric=True),
        Column("redundancy", tr("Redundancy"), numeric=True),
    ]
    if with_farmland:
        group = (tr("Permanent basic farmland"),)
        columns += [
            Column("farmland", tr("Area"), group, unit=name, numeric=True),
            Column("farm_cov", tr("Covered"), group, unit=name, numeric=True),
            Column("farm_share", tr("Share"), group, unit="%", numeric=True),
        ]

    def row(head: tuple[str, str], own: Sequence[PrintedCover], kind: RowKind) -> Row:
        zero = Decimal(0).scaleb(-decimals)
        total = sum((each.total for each in own), zero)
        values: list[Value] = [*head, total]
        for times in TIMES:
            covered = sum((each.covered[times - 1] for each in own), zero)
            values += [covered, share(covered, total)]
        once = sum(each.village.covered[0] for each in own)
        seen = sum(each.village.seen for each in own)
        values += [
            sum((each.blind for each in own), zero),
            len({camera for each in own for camera in each.village.cameras}),
            half_up(seen / once, 2) if once > 0 else None,
        ]
        if with_farmland:
            farmland = sum((each.farmland or zero for each in own), zero)
            seen_farmland = sum((each.farmland_covered or zero for each in own), zero)
            values += [farmland, seen_farmland, share(seen_farmland, farmland)]
        return Row(tuple(values), kind)

    by_township: dict[str, list[PrintedCover]] = {}
    for each in printed:
        by_township.setdefault(each.village.township, []).append(each)
    rows: list[Row] = []
    for township, own in by_township.items():
        rows += [row((each.village.code, each.village.name), [each], "leaf") for each in own]
        if township:
            rows.append(row((township, (townships or {}).get(township) or tr("Subtotal")), own, "subtotal"))
    rows.append(row((tr("Total"), ""), printed, "total"))
    return Table(
        tr("Coverage"), tr("Coverage by village and township"), tuple(columns), tuple(rows), notes=tuple(notes)
    )
