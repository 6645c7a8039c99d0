"""Sheets about parcels that need no land use: the batch on the map and in the county, and the red-line check.

Areas are official areas (``redline:officialarea``), findings those of ``redline:redlinecheck``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry

from ..core.approval.dossier import Area, DossierParcel, batches_of, title_of
from ..core.errors import RedlineError
from ..core.landuse.redlines import Finding, verdict_name, worst
from ..core.paper.tables import Column, Row, Table, cell_text
from ..core.parceltext.dialects import load_dialect
from ..core.rounding import Unit, unit_name
from ..layers.looks.styles import scheme_of_layer
from ..layers.looks.symbols import class_colour
from ..layers.measuring.parcels import ParcelFields, ReadParcels, read_parcels
from ..layers.measuring.redlines import CheckedLine, RedLineLayer, check_red_lines, red_line_layers
from ..layers.reading.clip import geometry_of
from ..layers.reading.run import Run
from ..layers.reading.sources import Source
from ..layers.roles.fields import find_field
from .beside import places_beside
from .common import NameOf, SheetTexts, TitleOf, Words, facts_table, map_sheets, record, usual_title
from .county import RED_LINES, County, boundaries, key_boundaries, red_lines
from .marks import key_look, marked_look, this_sheet_look
from .parcel_sheet import ParcelSheetLayers, county_layers
from .plans import MapLayer, SheetPlan, SheetTable
from .records import SheetRecord, coverage_layer, marks_layer
from .run import SheetSet
from .scales import Frame
from .symbols import coverage_look, name_size

__all__ = ["Parcels", "batch_sheets", "read_sheet_parcels", "redline_sheets"]


@dataclass(frozen=True)
class Parcels:
    """Parcels as read for sheets, with their geometries in the run's system."""

    run: Run
    read: ReadParcels
    geometries: list[QgsGeometry]

    @property
    def crs(self) -> QgsCoordinateReferenceSystem:
        return self.run.crs

    @property
    def parcels(self) -> tuple[DossierParcel, ...]:
        return self.read.parcels

    def label(self, i: int) -> str:
        """The name of a parcel on the map, its number where it has none."""
        return self.parcels[i].name or self.parcels[i].number

    def title(self, i: int) -> str:
        return " ".join(text for text in (self.parcels[i].number, self.parcels[i].name) if text)


def read_sheet_parcels(run: Run, source: Source, fields: ParcelFields, batch: str = "") -> Parcels:
    """The parcels in the run's system. Raises RedlineError as the dossier does."""
    read = read_parcels(run, source, fields, batch, load_dialect("base"))
    return Parcels(run, read, [geometry_of(read.polygons, i) for i in range(len(read.parcels))])


def areas_text(area: Area, tr: Words) -> str:
    """An official area in its three units."""
    return "　".join(
        (
            tr("{area} ha").format(area=cell_text(area.ha)),
            tr("{area} mu").format(area=cell_text(area.mu)),
            tr("{area} m²").format(area=cell_text(area.m2)),
        )
    )


def area_columns(tr: Words, units: Sequence[Unit] = ("ha", "mu")) -> tuple[Column, ...]:
    return tuple(
        Column(f"area_{unit}", tr("Area ({unit})").format(unit=unit_name(unit, tr)), numeric=True) for unit in units
    )


# --- batches ----------------------------------------------------------------------------------------------------------


def batch_sheets(
    parcels: Parcels,
    county: County,
    texts: SheetTexts,
    language: str,
    tr: Words,
    name_of: NameOf,
    titled: TitleOf = usual_title,
) -> SheetSet:
    """One sheet a batch: its parcels on the map, their table, and a key map of where in the county they lie."""
    groups = batches_of([parcel.batch for parcel in parcels.parcels])
    names = list(groups)
    keys = [str(i) for i in range(len(names))]
    titles = [
        titled(tr("Overview of batch {batch}").format(batch=title_of(name, tr)), name, title_of(name, tr))
        for name in names
    ]
    files = [name_of("batch", i + 1, names[i], title_of(names[i], tr), titles[i]) for i in range(len(names))]
    geometries = [QgsGeometry.unaryUnion([parcels.geometries[i] for i in groups[name]]) for name in names]
    areas = [Area.of(parcel.official) for parcel in parcels.parcels]
    totals = [Area.sum([areas[i] for i in groups[name]]) for name in names]

    def table(name: str, total: Area) -> Table:
        columns = (
            Column("number", tr("No."), numeric=True),
            Column("parcel", tr("Parcel number")),
            Column("parcel_name", tr("Parcel name")),
            Column("use", tr("Planned use")),
            *area_columns(tr),
        )
        rows = [
            Row((place, parcel.number, parcel.name, parcel.use, areas[i].ha, areas[i].mu))
            for place, i in enumerate(groups[name], 1)
            for parcel in [parcels.parcels[i]]
        ]
        rows.append(Row((None, tr("Total"), None, None, total.ha, total.mu), "total"))
        return Table("parcels", tr("Parcels of the batch"), columns, tuple(rows))

    def labels(place: int, scale: int, frame: Frame) -> list[tuple[float, float]]:
        """Where the names of a batch's parcels stand."""
        shapes = [(parcels.geometries[i], (parcels.label(i),)) for i in groups[names[place]]]
        return places_beside(geometries[place], shapes, None, scale, frame, name_size)

    def plan(numbers: Sequence[int], page: Path, frame: Frame) -> SheetPlan:
        records: list[SheetRecord] = [
            record(
                keys[i],
                files[i],
                geometries[i],
                frame,
                parcels.crs,
                texts,
                tr,
                usual_subtitle=map_sheets((parcels.parcels[each].sheet for each in groups[names[i]]), tr),
                title=titles[i],
                area_title=tr("Parcels of the batch"),
                keymap_title=tr("Location in the county"),
            )
            for i in range(len(keys))
        ]
        coverage = coverage_layer(records, parcels.crs, tr("Batches"))
        marks = marks_layer(
            (
                (keys[place], parcels.geometries[i], {"label": parcels.label(i), "x": x, "y": y})
                for place, name in enumerate(names)
                for i, (x, y) in zip(groups[name], labels(place, records[place].scale, frame), strict=True)
            ),
            ("label",),
            parcels.crs,
            tr("Parcels"),
            numbers=("x", "y"),
        )
        facts = [
            (
                keys[i],
                facts_table(
                    [
                        (tr("Batch"), title_of(names[i], tr)),
                        (tr("Parcels"), str(len(groups[names[i]]))),
                        (tr("Official area"), areas_text(totals[i], tr)),
                    ]
                ),
            )
            for i in numbers
        ]
        layers = [
            MapLayer(marks, this_sheet_look("255,150,150", tr("Parcel of the batch"), "label"), "", classes=True),
            *boundaries(county, tr),
            *red_lines(county, language),
            *land_use_backdrop(county, language, parcels.crs),
        ]
        place = coverage_layer(records, parcels.crs, tr("Location"))
        keymap = [
            MapLayer(place, key_look()),
            *key_boundaries(county, tr),
        ]
        return SheetPlan(
            name=tr("Batch overview"),
            template=page,
            coverage=coverage,
            crs=parcels.crs,
            layers=layers,
            tables=[
                SheetTable("facts_table", facts),
                SheetTable("area_table", [(keys[i], table(names[i], totals[i])) for i in numbers]),
            ],
            keymap=keymap,
            own=(marks, place),
        )

    return SheetSet("batch", parcels.crs, keys, titles, files, geometries, plan)


def land_use_backdrop(county: County, language: str, crs: QgsCoordinateReferenceSystem) -> list[MapLayer]:
    """Land use, pale, under what the sheet is about; ``crs`` is that of the sheets' own areas."""
    landuse = county.get("landuse")
    if landuse is None:
        return []
    field_name = find_field(landuse, "landuse", "class", required=False)
    if field_name is None:
        return []
    scheme, codes = scheme_of_layer(landuse, field_name)
    if scheme is None:
        return []
    layers = ParcelSheetLayers(
        landuse=landuse,
        class_field=field_name,
        class_names={code: scheme.name(code, language) for code in codes if code in scheme},
        class_colors={code: class_colour(scheme, code) for code in codes if code in scheme},
    )
    return county_layers(layers, crs, lambda text: text)


# --- red lines --------------------------------------------------------------------------------------------------------


def red_lines_to_check(county: County, language: str, inside: Sequence[str] = ("urban",)) -> list[RedLineLayer]:
    """The red lines of the county, as the check reads them; within those of ``inside`` parcels must lie.

    The urban development boundary is no line to stay out of: where it is not in ``inside`` it is not checked.
    """
    return red_line_layers(
        (
            (layer, role in inside, role.upper())
            for role in RED_LINES
            if (layer := county.get(role)) is not None and (role != "urban" or role in inside)
        ),
        language,
    )


def redline_sheets(
    parcels: Parcels,
    county: County,
    texts: SheetTexts,
    language: str,
    tr: Words,
    name_of: NameOf,
    titled: TitleOf = usual_title,
    tolerance: float = 0.0,
    inside: Sequence[str] = ("urban",),
) -> SheetSet:
    """One sheet a parcel: what of it is against a red line in signal colour, the verdict and the figures.

    Raises RedlineError where the county has no red line.
    """
    lines = red_lines_to_check(county, language, inside)
    if not lines:
        raise RedlineError(
            "There is no red line to check against: load permanent basic farmland, the ecological red line or the "
            "urban development boundary, or give them as parameters."
        )
    checked = check_red_lines(parcels.run, parcels.read.polygons, parcels.read.zones(), lines, tolerance)
    findings = [finding for each in checked for finding in each.findings]
    verdicts = worst(findings, len(parcels.parcels))
    by_zone: list[list[Finding]] = [[] for _ in parcels.parcels]
    for finding in findings:
        by_zone[finding.zone].append(finding)
    keys = [str(i) for i in range(len(parcels.parcels))]
    titles = [
        titled(tr("Red-line check of parcel {parcel}").format(parcel=parcels.title(i)), parcel.number, parcel.name)
        for i, parcel in enumerate(parcels.parcels)
    ]
    files = [
        name_of("redline", i + 1, parcel.number, parcel.name, titles[i]) for i, parcel in enumerate(parcels.parcels)
    ]
    against = _against(parcels, checked)

    def plan(numbers: Sequence[int], page: Path, frame: Frame) -> SheetPlan:
        records = [
            record(
                keys[i],
                files[i],
                parcels.geometries[i],
                frame,
                parcels.crs,
                texts,
                tr,
                usual_subtitle=map_sheets([parcels.parcels[i].sheet], tr),
                title=titles[i],
                area_title=tr("Check against the red lines"),
            )
            for i in range(len(keys))
        ]
        coverage = coverage_layer(records, parcels.crs, tr("Parcel boundary"))
        marks = marks_layer(
            (
                (keys[i], shape, {"label": tr("{area} m²").format(area=cell_text(found.against)), "kind": _kind(found)})
                for i in numbers
                for shape, found in against[i]
            ),
            ("label", "kind"),
            parcels.crs,
            tr("Against a red line"),
        )
        facts = [
            (
                keys[i],
                facts_table(
                    [
                        (tr("Parcel no."), parcels.parcels[i].number),
                        (tr("Parcel name"), parcels.parcels[i].name),
                        (tr("Official area"), areas_text(Area.of(parcels.parcels[i].official), tr)),
                        (tr("Red-line check"), verdict_name(verdicts[i], tr)),
                    ]
                ),
            )
            for i in numbers
        ]
        layers = [
            MapLayer(
                coverage, coverage_look(tr("Parcel boundary"), tr("Other parcel")), tr("Parcel boundary"), classes=True
            ),
            MapLayer(
                marks, marked_look(tr("Inside a red line"), tr("Outside its boundary"), "label"), "", classes=True
            ),
            *red_lines(county, language),
            *boundaries(county, tr),
            *land_use_backdrop(county, language, parcels.crs),
        ]
        tables = [(keys[i], findings_table(by_zone[i], tr)) for i in numbers]
        return SheetPlan(
            name=tr("Red-line check"),
            template=page,
            coverage=coverage,
            crs=parcels.crs,
            layers=layers,
            tables=[SheetTable("facts_table", facts), SheetTable("area_table", tables)],
            own=(marks,),
        )

    return SheetSet("map", parcels.crs, keys, titles, files, parcels.geometries, plan)


def findings_table(findings: Sequence[Finding], tr: Words) -> Table:
    """The findings of one parcel, one row a red line; the numbers are those of core.landuse.redlines.red_line_table."""
    columns = (
        Column("line", tr("Red line")),
        Column("rule", tr("Rule")),
        Column("verdict", tr("Verdict")),
        Column("inside", tr("Inside (m²)"), numeric=True),
        Column("outside", tr("Outside (m²)"), numeric=True),
        Column("share", tr("Share inside (%)"), numeric=True),
        Column("legal", tr("Legal farmland area (m²)"), numeric=True),
    )
    rows = [
        Row(
            (
                each.line,
                tr("must be inside") if each.must_contain else tr("must stay out"),
                verdict_name(each.verdict, tr),
                each.inside,
                each.outside,
                each.share,
                each.legal,
            )
        )
        for each in findings
    ]
    return Table("redlines", tr("Check against the red lines"), columns, tuple(rows))


def _kind(finding: Finding) -> str:
    return "outside" if finding.must_contain else "inside"


def _against(parcels: Parcels, checked: Sequence[CheckedLine]) -> list[list[tuple[QgsGeometry, Finding]]]:
    """For drawing: the outline of what of each parcel is against each red line, with the finding."""
    result: list[list[tuple[QgsGeometry, Finding]]] = [[] for _ in parcels.geometries]
    for each in checked:
        for finding, shape in each.against(parcels.read.polygons, parcels.run.cancelled):
            if not shape.isEmpty():
                result[finding.zone].append((shape, finding))
    return result
