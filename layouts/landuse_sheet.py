"""Land use of areas (villages, townships, batches, tracts) with its table in ha and 亩: the survey's, or the plan's.

The numbers are those of ``redline:tallybylanduse`` with official areas, balanced, in ha and in mu with 4 decimals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeatureRequest,
    QgsGeometry,
    QgsVectorLayer,
)

from ..core.landuse.classes import MAJORS, Scheme, clean_code, major_name
from ..core.landuse.tables import Words as TableWords
from ..core.landuse.tables import add_up, class_label
from ..core.landuse.tally import NOT_COVERED, Leaf, PrintedTally
from ..core.paper.tables import Column, Row, Table
from ..core.rounding import unit_name
from ..layers.measuring.parcels import read_land_use
from ..layers.measuring.tallying import Measured, PatchFields, ReadZones, ZoneFields, measure, read_zones
from ..layers.reading.clip import geometry_of
from ..layers.reading.run import Run, working_crs
from ..layers.reading.sources import Source, source_of
from .common import NameOf, SheetTexts, TitleOf, Words, facts_table, record, usual_title
from .county import County, boundaries, class_layer
from .plans import MapLayer, SheetPlan, SheetTable
from .records import coverage_layer
from .run import SheetSet
from .scales import Frame
from .symbols import coverage_look

__all__ = ["ZoneTally", "class_rows", "class_table", "landuse_sheets", "tally_zones"]

DECIMALS = 4


@dataclass(frozen=True)
class ZoneTally:
    """Zones with their land use as printed; geometries in the run's system, in the order of the zones."""

    crs: QgsCoordinateReferenceSystem
    zones: ReadZones
    measured: Measured
    ha: PrintedTally
    mu: PrintedTally
    scheme: Scheme
    codes: list[str]
    geometries: list[QgsGeometry]

    def leaves(self) -> tuple[list[list[Leaf]], list[list[Leaf]]]:
        """The leaves of each zone, in ha and in mu."""
        result: tuple[list[list[Leaf]], list[list[Leaf]]] = (
            [[] for _ in self.geometries],
            [[] for _ in self.geometries],
        )
        for printed, lists in zip((self.ha, self.mu), result, strict=True):
            for leaf in printed.leaves:
                lists[leaf.zone].append(leaf)
        return result


def tally_zones(
    zones: Source,
    fields: ZoneFields,
    landuse: QgsVectorLayer | Source,
    class_field: str,
    context: QgsCoordinateTransformContext,
    *,
    scheme: Scheme | None = None,
    cancelled: Callable[[], bool] | None = None,
    warn: Callable[[str], None] = lambda _: None,
    tr: Words = str,
    dimensions: tuple[str, ...] = (),
) -> ZoneTally:
    """Official areas by class of each zone. Raises RedlineError as the tally tools do; Cancelled."""
    source = source_of(landuse)
    crs = working_crs(source, zones)
    run = Run(crs, context, cancelled)
    read = read_zones(run, zones, fields, QgsFeatureRequest.InvalidGeometryCheck.GeometrySkipInvalid)
    patches = read_land_use(run, source, PatchFields(class_field, dimensions=dimensions), scheme)
    measured = measure(run, read, patches, PatchFields(class_field, dimensions=dimensions), "official")
    for notice in run.notices:
        warn(notice.sentence(tr))
    codes = patches.scheme.order(sorted({clean_code(code) for code in patches.codes} - {""}))
    return ZoneTally(
        crs,
        read,
        measured,
        measured.tally.printed("ha", DECIMALS),
        measured.tally.printed("mu", DECIMALS),
        patches.scheme,
        codes,
        [geometry_of(read.features.polygons, i) for i in range(len(read))],
    )


def class_rows(ha: Sequence[Leaf], mu: Sequence[Leaf], words: TableWords) -> list[Row]:
    """Code, name, ha, mu: a row a class, the sum of each major class, and the total; sums are of printed numbers."""
    tr, scheme = words.tr, words.scheme
    sums: dict[str, list[Decimal]] = {}
    for place, leaves in enumerate((ha, mu)):
        for leaf in leaves:
            sums.setdefault(leaf.code, [Decimal(0).scaleb(-DECIMALS)] * 2)[place] += leaf.value
    shown = {code: values for code, values in sums.items() if any(values)}
    known = scheme.order([code for code in shown if code in scheme])
    rows: list[Row] = []
    # A plan's classes are listed in the order of its scheme: it knows no major classes.
    planned = scheme.id == "ydyh"
    for major in (None,) if planned else MAJORS:
        members = [code for code in known if planned or scheme.major(code) == major]
        rows += [Row((code, class_label(code, "detail", words), *shown[code])) for code in members]
        if members and not planned:
            total = [sum((shown[code][i] for code in members), Decimal(0).scaleb(-DECIMALS)) for i in (0, 1)]
            rows.append(Row(("", major_name(major or "", tr), *total), "subtotal"))
    for code in shown:
        if code not in scheme:
            bare = planned and code == NOT_COVERED
            name = tr("Not covered by the plan") if bare else class_label(code, "detail", words)
            rows.append(Row(("", name, *shown[code])))
    rows.append(Row(("", tr("Total"), add_up(ha, DECIMALS), add_up(mu, DECIMALS)), "total"))
    return rows


def class_table(ha: Sequence[Leaf], mu: Sequence[Leaf], words: TableWords, title: str) -> Table:
    """The area table of one zone."""
    tr = words.tr
    planned = words.scheme.id == "ydyh"
    columns = (
        Column("class_code", tr("Planned use code") if planned else tr("Class code")),
        Column("class_name", tr("Planned use") if planned else tr("Class")),
        Column("area_ha", tr("Area ({unit})").format(unit=unit_name("ha", tr)), numeric=True),
        Column("area_mu", tr("Area ({unit})").format(unit=unit_name("mu", tr)), numeric=True),
    )
    return Table("areas", title, columns, tuple(class_rows(ha, mu, words)))


def landuse_sheets(
    tally: ZoneTally,
    landuse: QgsVectorLayer,
    class_field: str,
    county: County,
    texts: SheetTexts,
    language: str,
    tr: Words,
    name_of: NameOf,
    title_of: TitleOf = usual_title,
) -> SheetSet:
    """One sheet a zone."""
    planned = tally.scheme.id == "ydyh"
    template = tr("Planned land use of {zone}") if planned else tr("Current land use of {zone}")
    words = TableWords(tally.scheme, language, tr)
    ids, names = tally.zones.ids, tally.zones.names
    titles = [title_of(template.format(zone=names[i] or ids[i]), ids[i], names[i]) for i in range(len(ids))]
    keys = [str(i) for i in range(len(ids))]
    files = [name_of("landuse", i + 1, ids[i], names[i], titles[i]) for i in range(len(ids))]
    in_ha, in_mu = tally.leaves()

    def plan(numbers: Sequence[int], page: Path, frame: Frame) -> SheetPlan:
        table_title = tr("Areas by planned use") if planned else tr("Areas by land class")
        records = [
            record(
                keys[i],
                files[i],
                tally.geometries[i],
                frame,
                tally.crs,
                texts,
                tr,
                usual_subtitle=ids[i],
                title=titles[i],
                area_title=table_title,
            )
            for i in range(len(keys))
        ]
        coverage = coverage_layer(records, tally.crs, tr("Area of the sheet"))
        facts = [
            (
                keys[i],
                facts_table(
                    [
                        (tr("Name"), names[i]),
                        (tr("Code"), ids[i]),
                        (
                            tr("Area of the place"),
                            tr("{area} ha").format(area=f"{tally.ha.totals[i]:f}")
                            + "　"
                            + tr("{area} mu").format(area=f"{tally.mu.totals[i]:f}"),
                        ),
                        (tr("Class scheme"), tally.scheme.title(language)),
                    ]
                ),
            )
            for i in numbers
        ]
        tables = [(keys[i], class_table(in_ha[i], in_mu[i], words, table_title)) for i in numbers]
        layers = [
            MapLayer(coverage, coverage_look(tr("Area of the sheet"), width=0.5, veil=150), "", classes=True),
            *boundaries(county, tr),
            class_layer(landuse, class_field, tally.scheme, tally.codes, language),
        ]
        return SheetPlan(
            name=tr("Planned land use") if planned else tr("Current land use"),
            template=page,
            coverage=coverage,
            crs=tally.crs,
            layers=layers,
            tables=[SheetTable("facts_table", facts), SheetTable("area_table", tables)],
        )

    return SheetSet("map", tally.crs, keys, titles, files, tally.geometries, plan)
