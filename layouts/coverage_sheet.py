"""Camera coverage of a county or township: circles or visible areas, blind spots, and the table of the coverage tally.

The numbers arrive as the rows of ``redline:coveragetally``; nothing is measured here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsVectorLayer

from ..core.paper.tables import Column, Row, RowKind, Table, cell_text
from .common import NameOf, SheetTexts, TitleOf, Words, facts_table, record, usual_title
from .county import County, boundaries
from .marks import blind_look, mast_look, seen_look
from .plans import MapLayer, SheetPlan, SheetTable
from .records import coverage_layer
from .run import SheetSet
from .scales import Frame
from .symbols import coverage_look

__all__ = ["CoverageRow", "coverage_sheets"]


@dataclass(frozen=True)
class CoverageRow:
    """One row of the coverage tally: kind ``leaf`` (village), ``subtotal`` (township) or ``total``; areas in ha."""

    kind: RowKind
    code: str
    name: str
    values: Mapping[str, Decimal | int | None]


def coverage_sheets(
    zones: Sequence[tuple[str, str, QgsGeometry]],
    crs: QgsCoordinateReferenceSystem,
    rows: Sequence[CoverageRow],
    circles: QgsVectorLayer,
    blind: QgsVectorLayer,
    sight: bool,
    county: County,
    texts: SheetTexts,
    tr: Words,
    name_of: NameOf,
    titled: TitleOf = usual_title,
) -> SheetSet:
    """One sheet for each of ``zones`` (code, name, geometry in ``crs``); ``sight``: ``circles`` are visible areas."""
    keys = [str(i) for i in range(len(zones))]
    titles = [titled(tr("Camera coverage of {zone}").format(zone=name or code), code, name) for code, name, _ in zones]
    files = [name_of("coverage", i + 1, zones[i][0], zones[i][1], titles[i]) for i in range(len(zones))]
    geometries = [geometry for _, _, geometry in zones]
    tables = [_table(code, rows, tr) for code, _, _ in zones]

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
        coverage = coverage_layer(records, crs, tr("Area of the sheet"))
        levels = (
            ("county", "township", "village") if all(len(code) >= 9 for code, _, _ in zones) else ("county", "township")
        )
        seen = tr("Visible area of a camera") if sight else tr("Coverage circle")
        layers = []
        camera = county.get("camera")
        if camera is not None:
            layers.append(MapLayer(camera, mast_look(), tr("Camera")))
        layers += [
            MapLayer(coverage, coverage_look(tr("Area of the sheet"), width=0.5, veil=170), "", classes=True),
            *boundaries(county, tr, levels),
            MapLayer(blind, blind_look(), tr("Blind spots")),
            MapLayer(circles, seen_look(), seen),
        ]
        return SheetPlan(
            name=tr("Camera coverage"),
            template=page,
            coverage=coverage,
            crs=crs,
            layers=layers,
            tables=[
                SheetTable("facts_table", [(keys[i], facts(i)) for i in numbers]),
                SheetTable("area_table", [(keys[i], tables[i]) for i in numbers]),
            ],
            own=(circles, blind),
        )

    return SheetSet("map", crs, keys, titles, files, geometries, plan)


def _table(code: str, rows: Sequence[CoverageRow], tr: Words) -> Table:
    """A county's townships with the total, a township's villages with its sum."""
    columns = (
        Column("name", tr("Township or village")),
        Column("total", tr("Area (ha)"), numeric=True),
        Column("cov1", tr("Covered (ha)"), numeric=True),
        Column("share1", tr("Share (%)"), numeric=True),
        Column("share2", tr("Twice (%)"), numeric=True),
        Column("blind", tr("Blind (ha)"), numeric=True),
        Column("cameras", tr("Cameras in sight"), numeric=True),
    )
    township = len(code) >= 9 and code[:9].isdigit()
    if township:
        chosen = [row for row in rows if row.kind != "total" and row.code.startswith(code[:9])]
        kinds: Mapping[str, RowKind] = {"leaf": "leaf", "subtotal": "total"}
    else:
        chosen = [row for row in rows if row.kind != "leaf"]
        kinds = {"subtotal": "leaf", "total": "total"}
    body = [
        Row(
            (
                tr("Total") if kinds[row.kind] == "total" else row.name or row.code,
                *(row.values.get(column.key) for column in columns[1:]),
            ),
            kinds[row.kind],
        )
        for row in chosen
    ]
    title = tr("Coverage by village") if township else tr("Coverage by township")
    return Table("coverage", title, columns, tuple(body))
