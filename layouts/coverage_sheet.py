"""Camera coverage of a county or township: circles or visible areas, blind spots, and the table of the coverage tally.

The numbers are those of ``redline:coveragetally`` in ha, by the same functions (layers.measuring.covering).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.core import Qgis, QgsGeometry, QgsVectorLayer

from ..core.cameras.circles import PrintedCover, coverage_table, print_cover
from ..core.paper.tables import Column, Row, RowKind, Table, Value, cell_text
from ..core.rounding import DECIMALS
from ..layers.measuring.covering import Seen, blind_spots, covers_of, lay, tell_unseen, township_names
from ..layers.measuring.tallying import ReadZones, ZoneFields, read_zones
from ..layers.reading.clip import geometry_of
from ..layers.reading.run import Run
from ..layers.reading.sources import source_of
from ..layers.roles.fields import find_field
from .county import boundaries
from .marks import blind_look, mast_look, seen_look
from .plans import MapLayer, SheetPlan, SheetTable
from .records import coverage_layer, marks_layer
from .run import SheetSet
from .scales import Frame
from .setting import NamedSheet, Place, SheetSetting
from .symbols import coverage_look
from .texts import Tr, facts_table

__all__ = ["CoverageContent", "coverage_sheets", "measure_coverage"]


@dataclass(frozen=True)
class CoverageContent:
    """What cameras cover of the villages of a county, printed in ha.

    covers : of the villages; townships : names by code. circles, blind : for the map; sight : ``circles`` are visible
    areas.
    """

    run: Run
    covers: list[PrintedCover]
    townships: Mapping[str, str]
    circles: list[QgsGeometry]
    blind: list[QgsGeometry]
    sight: bool


def measure_coverage(
    run: Run,
    villages: QgsVectorLayer,
    seen: Seen,
    townships: QgsVectorLayer | None,
    validity: Qgis.InvalidGeometryCheck,
) -> CoverageContent:
    """Measure what ``seen`` covers of villages in the system of ``run``, which is told what was left out.

    Raises RedlineError where a layer cannot be read, Cancelled.
    """
    source = source_of(villages)
    code = find_field(source, "village", "code", layer=source.name) or ""
    name = find_field(source, "village", "name", required=False) or ""
    zones = read_zones(run, source, ZoneFields(code, name), validity)
    laid = lay(run, zones, seen.polygons, seen.ids)
    printed = print_cover(covers_of(laid), "ha", DECIMALS["ha"])
    tell_unseen(run, printed)
    return CoverageContent(
        run,
        printed,
        township_names(source_of(townships) if townships is not None else None),
        [geometry_of(seen.polygons, i) for i in range(len(seen))],
        blind_spots(laid, printed, "ha", DECIMALS["ha"]).shapes,
        seen.sight,
    )


def coverage_sheets(zones: ReadZones, coverage: CoverageContent, setting: SheetSetting) -> SheetSet:
    """One sheet for each of ``zones``, which lie in the system of the coverage's run."""
    template = setting.tr("Camera coverage of {zone}")
    places = [
        Place(
            template.format(zone=zones.names[i] or zones.ids[i]),
            zones.ids[i],
            zones.names[i],
            geometry_of(zones.features.polygons, i),
        )
        for i in range(len(zones))
    ]
    sheets = setting.named("coverage", places)
    whole = coverage_table(coverage.covers, "ha", DECIMALS["ha"], setting.tr, townships=dict(coverage.townships))
    tables = [_table(code, whole, setting.tr) for code in zones.ids]
    kind = _Coverages(zones, coverage, setting, sheets, tables)
    return SheetSet("map", coverage.run.crs, sheets, kind.plan)


@dataclass(frozen=True)
class _Coverages:
    """tables : of the sheets."""

    zones: ReadZones
    coverage: CoverageContent
    setting: SheetSetting
    sheets: Sequence[NamedSheet]
    tables: Sequence[Table]

    def plan(self, numbers: Sequence[int], page: Path, frame: Frame) -> SheetPlan:
        tr, crs, county = self.setting.tr, self.coverage.run.crs, self.setting.county
        texts = [
            {"subtitle": code, "area_title": table.title}
            for code, table in zip(self.zones.ids, self.tables, strict=True)
        ]
        records = self.setting.records(self.sheets, frame, crs, texts.__getitem__)
        areas = coverage_layer(records, crs, tr("Area of the sheet"))
        seen = tr("Visible area of a camera") if self.coverage.sight else tr("Coverage circle")
        blind = marks_layer((("", shape, {}) for shape in self.coverage.blind), (), crs, tr("Blind spots"))
        circles = marks_layer((("", shape, {}) for shape in self.coverage.circles), (), crs, seen)
        camera = county.get("camera")
        masts = [] if camera is None else [MapLayer(camera, mast_look(), tr("Camera"))]
        townships = all(len(code) >= 9 for code in self.zones.ids)
        return SheetPlan(
            name=tr("Camera coverage"),
            template=page,
            coverage=areas,
            crs=crs,
            layers=[
                *masts,
                MapLayer(areas, coverage_look(tr("Area of the sheet"), width=0.5, veil=170), "", classes=True),
                *boundaries(county, tr, ("county", "township", "village") if townships else ("county", "township")),
                MapLayer(blind, blind_look(), tr("Blind spots")),
                MapLayer(circles, seen_look(), seen),
            ],
            tables=[
                SheetTable("facts_table", [(self.sheets[i].key, self._facts(i)) for i in numbers]),
                SheetTable("area_table", [(self.sheets[i].key, self.tables[i]) for i in numbers]),
            ],
            own=(circles, blind),
        )

    def _facts(self, i: int) -> Table:
        tr, table = self.setting.tr, self.tables[i]
        whole = table.rows[-1].values if table.rows else ()
        columns = [column.key for column in table.columns]

        def shown(key: str, template: str) -> str:
            value = whole[columns.index(key)] if whole and key in columns else None
            return template.format(area=cell_text(value)) if value is not None else ""

        return facts_table(
            [
                (tr("Name"), self.zones.names[i]),
                (tr("Code"), self.zones.ids[i]),
                (tr("Cameras in sight"), shown("cameras", "{area}")),
                (tr("Area of the place"), shown("total", tr("{area} ha"))),
                (tr("Covered"), shown("cov1", tr("{area} ha"))),
                (tr("Share covered"), shown("share1", "{area} %")),
                (tr("Blind spots"), shown("blind", tr("{area} ha"))),
            ]
        )


def _table(code: str, whole: Table, tr: Tr) -> Table:
    """A county's townships with the total, a township's villages with its sum, from the table of the tally."""
    columns = (
        Column("name", tr("Township or village")),
        Column("total", tr("Area (ha)"), numeric=True),
        Column("cov1", tr("Covered (ha)"), numeric=True),
        Column("share1", tr("Share (%)"), numeric=True),
        Column("share2", tr("Twice (%)"), numeric=True),
        Column("blind", tr("Blind (ha)"), numeric=True),
        Column("cameras", tr("Cameras in sight"), numeric=True),
    )
    places = {column.key: place for place, column in enumerate(whole.columns)}

    def cell(row: Row, key: str) -> Value:
        return row.values[places[key]]

    township = len(code) >= 9 and code[:9].isdigit()
    if township:
        chosen = [row for row in whole.rows if row.kind != "total" and str(cell(row, "village")).startswith(code[:9])]
        kinds: Mapping[str, RowKind] = {"leaf": "leaf", "subtotal": "total"}
    else:
        chosen = [row for row in whole.rows if row.kind != "leaf"]
        kinds = {"subtotal": "leaf", "total": "total"}
    body = [
        Row(
            (
                tr("Total") if kinds[row.kind] == "total" else cell(row, "village_nm") or cell(row, "village"),
                *(cell(row, column.key) for column in columns[1:]),
            ),
            kinds[row.kind],
        )
        for row in chosen
    ]
    title = tr("Coverage by village") if township else tr("Coverage by township")
    return Table("coverage", title, columns, tuple(body))
