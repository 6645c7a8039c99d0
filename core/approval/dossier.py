"""The approval dossier 报批成果 as numbers: batches, parcels, and every table made from them.

All printed areas of a dossier come from here, so that the workbook, the report, the parcel text file and the map
sheets cannot differ: a parcel's area is its official area rounded once in each unit, the leaves (parcel × village ×
ownership × class) are balanced to it, and whatever stands above is a sum of printed numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from ..boundary.points import NumberedParcel
from ..landuse import tables
from ..landuse.redlines import RedLineFinding, Verdict, red_line_table, verdict_name, worst
from ..landuse.tables import Method, Words, tally_notes
from ..landuse.tally import NOISE_M2, Key, Tally, Zone, tally_pieces
from ..paper.tables import Column, Row, RowKind, Table
from ..rounding import Unit, balance, in_unit
from ..shapes.polygons import FloatArray, IntArray
from .batchform import DECIMALS, DIMENSIONS, ParcelLeaf, approval_table, parcel_leaves

__all__ = [
    "UNITS",
    "Area",
    "Batch",
    "Dossier",
    "DossierParcel",
    "ParcelPieces",
    "batches_of",
    "boundary_points_table",
    "land_class_table",
    "make_dossier",
    "parcel_class_table",
    "parcels_table",
    "red_lines_table",
    "summary_table",
    "title_of",
]

Tr = Callable[[str], str]

UNITS: tuple[Unit, ...] = ("m2", "ha", "mu")
"""In the order in which tables show them."""


@dataclass(frozen=True)
class Area:
    """One area in its three printed units."""

    m2: Decimal
    ha: Decimal
    mu: Decimal

    @staticmethod
    def of(official: Decimal) -> Area:
        """An official area (m², 2 decimals), rounded half-up once in each unit."""
        return Area(*(in_unit(official, unit, DECIMALS[unit]) for unit in UNITS))

    @staticmethod
    def sum(areas: Sequence[Area | ParcelLeaf]) -> Area:
        """Sums of printed numbers, unit by unit."""
        return Area(
            *(sum((getattr(each, unit) for each in areas), Decimal(0).scaleb(-DECIMALS[unit])) for unit in UNITS)
        )

    @property
    def values(self) -> tuple[Decimal, Decimal, Decimal]:
        return self.m2, self.ha, self.mu


@dataclass(frozen=True)
class DossierParcel:
    """A parcel as it is applied for.

    groups : its values of the fields by which summaries are asked for, in their order. official : official area, m², 2
    decimals. numbered : its boundary points as printed. sheet : number of its 1:10,000 map sheet, or "".
    """

    number: str
    name: str
    use: str
    class_code: str
    batch: str
    groups: tuple[str, ...]
    official: Decimal
    numbered: NumberedParcel
    sheet: str = ""


@dataclass(frozen=True)
class ParcelPieces:
    """What parcels and patches have in common: (p,) number of the parcel, id of the patch, number of the key, m².

    keys have the dimensions ``approvaltable.DIMENSIONS``. uncovered, overlap : (n_parcels,) m² without land use, and
    covered by land use a second time.
    """

    parcel: IntArray
    patch: IntArray
    key: IntArray
    area: FloatArray
    keys: Sequence[Key]
    uncovered: FloatArray
    overlap: FloatArray

    def of(self, parcels: Sequence[int]) -> ParcelPieces:
        """The pieces of some parcels, which are numbered anew in the order given."""
        place = np.full(len(self.uncovered), -1, dtype=np.int64)
        place[list(parcels)] = np.arange(len(parcels))
        kept = place[self.parcel] >= 0
        return ParcelPieces(
            place[self.parcel[kept]],
            self.patch[kept],
            self.key[kept],
            self.area[kept],
            self.keys,
            self.uncovered[list(parcels)],
            self.overlap[list(parcels)],
        )


@dataclass(frozen=True)
class Batch:
    """The parcels that are applied for together: their numbers in the dossier, and the tally of their land."""

    name: str
    parcels: tuple[int, ...]
    tally: Tally


@dataclass(frozen=True)
class Dossier:
    """areas, leaves and verdicts stand in the order of ``parcels``; findings are those of all parcels and red lines."""

    parcels: tuple[DossierParcel, ...]
    areas: tuple[Area, ...]
    leaves: tuple[tuple[ParcelLeaf, ...], ...]
    findings: tuple[RedLineFinding, ...]
    verdicts: tuple[Verdict, ...]
    batches: tuple[Batch, ...]
    tolerance: float

    patch_areas: Mapping[tuple[int, int], Decimal]
    """Printed m² by parcel and id of the patch; the patches of a class add up to the class."""

    @property
    def total(self) -> Area:
        return Area.sum(self.areas)

    @property
    def violations(self) -> int:
        """How many parcels violate a red line."""
        return self.verdicts.count("violates")

    def zones(self, parcels: Sequence[int]) -> list[Zone]:
        return [zone_of(self.parcels[i]) for i in parcels]

    def findings_of(self, parcels: Sequence[int]) -> list[RedLineFinding]:
        """The findings of some parcels; ``Finding.zone`` then counts in the order given."""
        place = {number: i for i, number in enumerate(parcels)}
        return [
            RedLineFinding(
                place[each.zone],
                each.line,
                each.must_contain,
                each.verdict,
                each.inside,
                each.outside,
                each.share,
                each.legal,
                each.touched,
            )
            for each in self.findings
            if each.zone in place
        ]


def zone_of(parcel: DossierParcel) -> Zone:
    return Zone(parcel.number, parcel.name, parcel.official, parcel.batch)


def batches_of(names: Sequence[str]) -> dict[str, list[int]]:
    """The numbers of the parcels of each batch; batches in the order in which they are first met."""
    found: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        found.setdefault(name, []).append(number)
    return found


def make_dossier(
    parcels: Sequence[DossierParcel], pieces: ParcelPieces, findings: Sequence[RedLineFinding], tolerance: float = 0.0
) -> Dossier:
    """Put the numbers together. Raises RedlineError where the classes of a parcel cannot add up to it."""
    leaves: list[tuple[ParcelLeaf, ...]] = [()] * len(parcels)
    batches = []
    for name, members in batches_of([parcel.batch for parcel in parcels]).items():
        own = pieces.of(members)
        tally = tally_pieces(
            [zone_of(parcels[i]) for i in members],
            own.parcel,
            own.key,
            own.area,
            own.keys,
            dimensions=DIMENSIONS,
            uncovered=own.uncovered,
            overlap=own.overlap,
        )
        batches.append(Batch(name, tuple(members), tally))
        for leaf in parcel_leaves(tally):
            leaves[members[leaf.parcel]] += (leaf,)
    return Dossier(
        tuple(parcels),
        tuple(Area.of(parcel.official) for parcel in parcels),
        tuple(leaves),
        tuple(findings),
        tuple(worst(findings, len(parcels))),
        tuple(batches),
        tolerance,
        _patch_areas(pieces, leaves),
    )


def _patch_areas(pieces: ParcelPieces, leaves: Sequence[Sequence[ParcelLeaf]]) -> dict[tuple[int, int], Decimal]:
    """What is written into each patch on a map sheet, balanced to the printed area of the patch's class."""
    by_class: dict[tuple[int, str], dict[int, float]] = {}
    for parcel, patch, key, area in zip(
        pieces.parcel.tolist(), pieces.patch.tolist(), pieces.key.tolist(), pieces.area.tolist(), strict=True
    ):
        if area > NOISE_M2:
            patches = by_class.setdefault((parcel, pieces.keys[key].code), {})
            patches[patch] = patches.get(patch, 0.0) + area
    printed: dict[tuple[int, int], Decimal] = {}
    for (parcel, code), patches in by_class.items():
        total = sum((leaf.m2 for leaf in leaves[parcel] if leaf.code == code), Decimal("0.00"))
        scale = float(total) / math.fsum(patches.values())
        values = balance([area * scale for area in patches.values()], total, DECIMALS["m2"])
        printed |= {(parcel, patch): value for patch, value in zip(patches, values, strict=True)}
    return printed


def title_of(batch: str, tr: Tr) -> str:
    """A batch on paper; parcels without a batch are one too."""
    return batch or tr("No batch")


def land_class_table(
    dossier: Dossier,
    batch: Batch,
    words: Words,
    method: Method,
    head: Sequence[tuple[str, str]],
    foot: Sequence[tuple[str, str]],
) -> Table:
    """The bureau's form of a batch (parcel × village × ownership × class), in hectares."""
    printed = batch.tally.printed("ha", DECIMALS["ha"])
    notes = tally_notes(batch.tally, printed, words, method)
    return approval_table(printed, words, head=head, foot=foot, notes=notes)


def parcel_class_table(leaves: Sequence[ParcelLeaf], words: Words, name: str) -> Table:
    """Areas by class in m², ha and 亩, with the sums of the major classes and the total.

    Every number is a sum of printed leaves; classes that print as zero in all units are left out.
    """
    sums: dict[str, list[ParcelLeaf]] = {}
    for leaf in leaves:
        sums.setdefault(leaf.code, []).append(leaf)
    areas = {code: Area.sum(below).values for code, below in sums.items()}
    total, title = Area.sum(leaves).values, words.tr("Areas by land class")
    return tables.class_table(areas, total, UNITS, words, name, title)


def parcels_table(dossier: Dossier, batch: Batch, tr: Tr, head: Sequence[tuple[str, str]] = ()) -> Table:
    """The parcels of a batch, one row each, and their total."""
    columns = (
        Column("number", tr("No."), numeric=True),
        Column("parcel", tr("Parcel number")),
        Column("parcel_name", tr("Parcel name")),
        Column("use", tr("Planned use")),
        *tables.area_columns(UNITS, tr),
        Column("points", tr("Boundary points"), numeric=True),
        Column("sheet", tr("Map sheet")),
        Column("verdict", tr("Red lines")),
    )
    rows = [
        Row(
            (
                place,
                dossier.parcels[i].number,
                dossier.parcels[i].name,
                dossier.parcels[i].use,
                *dossier.areas[i].values,
                dossier.parcels[i].numbered.point_count,
                dossier.parcels[i].sheet,
                verdict_name(dossier.verdicts[i], tr) if dossier.findings else tr("not checked"),
            )
        )
        for place, i in enumerate(batch.parcels, 1)
    ]
    total = Area.sum([dossier.areas[i] for i in batch.parcels])
    rows.append(Row((None, tr("Total"), None, None, *total.values, None, None, None), "total"))
    return Table(tr("Parcels"), tr("Parcels of the batch"), columns, tuple(rows), head=tuple(head))


def red_lines_table(dossier: Dossier, batch: Batch, tr: Tr) -> Table:
    """The red-line check of a batch's parcels."""
    table = red_line_table(
        dossier.findings_of(batch.parcels), dossier.zones(batch.parcels), tr, tolerance=dossier.tolerance
    )
    number, name, *others = table.columns
    named = (replace(number, label=tr("Parcel number")), replace(name, label=tr("Parcel name")), *others)
    return replace(table, columns=named)


def boundary_points_table(dossier: Dossier, batch: Batch, tr: Tr, decimals_note: str) -> Table:
    """The boundary points of all parcels of a batch under one another, as they stand in the parcel text file."""
    columns = (
        Column("parcel", tr("Parcel number")),
        Column("ring", tr("Ring"), numeric=True),
        Column("point_no", tr("Point no.")),
        Column("x_north", tr("X (m)"), unit="m", numeric=True),
        Column("y_east", tr("Y (m)"), unit="m", numeric=True),
        Column("side", tr("Side (m)"), unit="m", numeric=True),
    )
    rows = tuple(
        Row((dossier.parcels[i].number, ring.ring, point.number, point.x_north, point.y_east, point.side))
        for i in batch.parcels
        for ring, point in dossier.parcels[i].numbered.rows()
    )
    return Table(tr("Boundary points"), tr("Table of boundary points"), columns, rows, notes=(decimals_note,))


def summary_table(dossier: Dossier, values: Sequence[str], label: str, name: str, title: str, tr: Tr) -> Table:
    """Parcels and areas by ``values`` (one for each parcel), in the order in which they are met, and the total."""
    columns = (
        Column("value", label),
        Column("parcels", tr("Parcels"), numeric=True),
        *tables.area_columns(UNITS, tr),
        Column("violations", tr("Violations"), numeric=True),
    )

    def row(head: str, members: Sequence[int], kind: RowKind) -> Row:
        area = Area.sum([dossier.areas[i] for i in members])
        grave = sum(dossier.verdicts[i] == "violates" for i in members) if dossier.findings else None
        return Row((head, len(members), *area.values, grave), kind)

    rows = [row(value or tr("(empty)"), members, "leaf") for value, members in batches_of(values).items()]
    rows.append(row(tr("Total"), range(len(dossier.parcels)), "total"))
    return Table(name, title, columns, tuple(rows))
