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
from ..layers.measuring.covering import Seen, blind_spots, covers_of, lay, tell_uncovered, township_names
from ..layers.measuring.tallying import ZoneFields, read_zones
from ..layers.reading.clip import geometry_of
from ..layers.reading.run import Run
from ..layers.reading.sources import source_of
from ..layers.roles.fields import find_field
from .common import NameOf, SheetTexts, TitleOf, Words, facts_table, record, usual_title
from .county import County, boundaries
from .marks import blind_look, mast_look, seen_look
from .plans import MapLayer, SheetPlan, SheetTable
from .records import coverage_layer, marks_layer
from .run import SheetSet
from .scales import Frame
from .symbols import coverage_look

__all__ = ["Coverage", "coverage_sheets", "measure_coverage"]


@dataclass(frozen=True)
class Coverage:
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
) -> Coverage:
    """Measure what ``seen`` covers of villages in the system of ``run``, which is told what was left out.

    Raises RedlineError where a layer cannot be read, Cancelled.
    """
    source = source_of(villages)
    code = find_field(source, "village", "code", layer=source.name) or ""
    name = find_field(source, "village", "name", required=False) or ""
    zones = read_zones(run, source, ZoneFields(code, name), validity)
    laid = lay(run, zones, seen.polygons, seen.ids)
    printed = print_cover(covers_of(laid), "ha", DECIMALS["ha"])
    tell_uncovered(run, printed)
    return Coverage(
        run,
        printed,
        township_names(source_of(townships) if townships is not None else None),
        [geometry_of(seen.polygons, i) for i in range(len(seen))],
        blind_spots(laid, printed, "ha", DECIMALS["ha"]).shapes,
        seen.sight,
    )


def coverage_sheets(
    zones: Sequence[tuple[str, str, QgsGeometry]],
    coverage: Coverage,
    county: County,
    texts: SheetTexts,
    tr: Words,
    name_of: NameOf,
    titled: TitleOf = usual_title,
) -> SheetSet:
    """One sheet for each of ``zones`` (code, name, geometry in the run's system)."""
    crs = coverage.run.crs
    keys = [str(i) for i in range(len(zones))]
    titles = [titled(tr("Camera coverage of {zone}").format(zone=name or code), code, name) for code, name, _ in zones]
    files = [name_of("coverage", i + 1, zones[i][0], zones[i][1], titles[i]) for i in range(len(zones))]
    geometries = [geometry for _, _, geometry in zones]
    whole_table = coverage_table(coverage.covers, "ha", DECIMALS["ha"], tr, townships=dict(coverage.townships))
    tables = [_table(code, whole_table, tr) for code, _, _ in zones]

    def facts(i: int) -> Table:
        code, name, _ = zones[i]
        whole = tables[i].rows[-1].values if tables[i].rows else ()
        columns = [column.key for column in tables[i].columns]

        def shown(key: str, template: str) -> str:
            value = whole[columns.index(key)] if whole and key in columns else None
            return template.format(area=cell_text(value)) if value is not None else ""

        return facts_table(
            [
                (tr("Name"), name),
                (tr("Code"), code),
                (tr("Cameras in sight"), shown("cameras", "{area}")),
                (tr("Area of the place"), shown("total", tr("{area} ha"))),
                (tr("Covered"), shown("cov1", tr("{area} ha"))),
                (tr("Share covered"), shown("share1", "{area} %")),
                (tr("Blind spots"), shown("blind", tr("{area} ha"))),
            ]
        )

    def plan(numbers: Sequence[int], page: Path, frame: Frame) -> SheetPlan:
        records = [
            record(
                keys[i],
                files[i],
                geometries[i],
                frame,
                crs,
                texts,
                tr,
                usual_subtitle=zones[i][0],
                title=titles[i],
                area_title=tables[i].title,
            )
            for i in range(len(keys))
        ]
        areas = coverage_layer(records, crs, tr("Area of the sheet"))
        levels = (
            ("county", "township", "village") if all(len(code) >= 9 for code, _, _ in zones) else ("county", "township")
        )
        seen = tr("Visible area of a camera") if coverage.sight else tr("Coverage circle")
        blind = marks_layer((("", shape, {}) for shape in coverage.blind), (), crs, tr("Blind spots"))
        circles = marks_layer((("", shape, {}) for shape in coverage.circles), (), crs, seen)
        layers = []
        camera = county.get("camera")
        if camera is not None:
            layers.append(MapLayer(camera, mast_look(), tr("Camera")))
        layers += [
            MapLayer(areas, coverage_look(tr("Area of the sheet"), width=0.5, veil=170), "", classes=True),
            *boundaries(county, tr, levels),
            MapLayer(blind, blind_look(), tr("Blind spots")),
            MapLayer(circles, seen_look(), seen),
        ]
        return SheetPlan(
            name=tr("Camera coverage"),
            template=page,
            coverage=areas,
            crs=crs,
            layers=layers,
            tables=[
                SheetTable("facts_table", [(keys[i], facts(i)) for i in numbers]),
                SheetTable("area_table", [(keys[i], tables[i]) for i in numbers]),
            ],
            own=(circles, blind),
        )

    return SheetSet("map", crs, keys, titles, files, geometries, plan)


def _table(code: str, whole: Table, tr: Words) -> Table:
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
