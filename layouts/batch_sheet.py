"""Batches on the map and in the county: the parcels of each with their official areas (``redline:officialarea``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsGeometry, QgsVectorLayer

from ..core.approval.dossier import Area, batches_of, title_of
from ..core.landuse.tables import area_columns
from ..core.paper.tables import Column, Row, Table
from .beside import places_beside
from .county import boundaries, key_boundaries, land_use_backdrop, red_lines
from .marks import key_look, this_sheet_look
from .plans import MapLayer, SheetPlan, SheetTable
from .records import SheetRecord, coverage_layer, marks_layer
from .run import SheetSet
from .scales import Frame
from .setting import NamedSheet, Place, SheetSetting
from .sheet_parcels import Parcels
from .symbols import name_size
from .texts import areas_text, facts_table, map_sheets

__all__ = ["batch_sheets"]


def batch_sheets(parcels: Parcels, setting: SheetSetting) -> SheetSet:
    """One sheet a batch: its parcels on the map, their table, and a key map of where in the county they lie."""
    tr = setting.tr
    groups = list(batches_of([parcel.batch for parcel in parcels.parcels]).items())
    places = [
        Place(
            tr("Overview of batch {batch}").format(batch=title_of(name, tr)),
            name,
            title_of(name, tr),
            QgsGeometry.unaryUnion([parcels.geometries[i] for i in members]),
        )
        for name, members in groups
    ]
    sheets = setting.named("batch", places)
    areas = [Area.of(parcel.official) for parcel in parcels.parcels]
    return SheetSet("batch", parcels.crs, sheets, _Batches(parcels, setting, sheets, groups, areas).plan)


@dataclass(frozen=True)
class _Batches:
    """groups : name and numbers of the parcels of each batch; areas : of the parcels."""

    parcels: Parcels
    setting: SheetSetting
    sheets: Sequence[NamedSheet]
    groups: Sequence[tuple[str, list[int]]]
    areas: Sequence[Area]

    def plan(self, numbers: Sequence[int], page: Path, frame: Frame) -> SheetPlan:
        tr, crs, county = self.setting.tr, self.parcels.crs, self.setting.county
        records = self.setting.records(self.sheets, frame, crs, self._texts)
        marks = self._marks(records, frame)
        place = coverage_layer(records, crs, tr("Location"))
        return SheetPlan(
            name=tr("Batch overview"),
            template=page,
            coverage=coverage_layer(records, crs, tr("Batches")),
            crs=crs,
            layers=[
                MapLayer(marks, this_sheet_look("255,150,150", tr("Parcel of the batch"), "label"), "", classes=True),
                *boundaries(county, tr),
                *red_lines(county, self.setting.language),
                *land_use_backdrop(county, self.setting.language, crs),
            ],
            tables=[
                SheetTable("facts_table", [(self.sheets[i].key, self._facts(i)) for i in numbers]),
                SheetTable("area_table", [(self.sheets[i].key, self._table(i)) for i in numbers]),
            ],
            keymap=[MapLayer(place, key_look()), *key_boundaries(county, tr)],
            own=(marks, place),
        )

    def _texts(self, i: int) -> Mapping[str, str]:
        tr = self.setting.tr
        return {
            "subtitle": map_sheets((self.parcels.parcels[each].sheet for each in self.groups[i][1]), tr),
            "area_title": tr("Parcels of the batch"),
            "keymap_title": tr("Location in the county"),
        }

    def _marks(self, records: Sequence[SheetRecord], frame: Frame) -> QgsVectorLayer:
        """The parcels of each sheet, and where their names stand."""
        labels = self.parcels.label
        marks: list[tuple[str, QgsGeometry, dict[str, str | float]]] = []
        for (_, members), sheet, record in zip(self.groups, self.sheets, records, strict=True):
            shapes = [(self.parcels.geometries[i], (labels(i),)) for i in members]
            spots = places_beside(sheet.geometry, shapes, None, record.scale, frame, name_size)
            marks += [
                (sheet.key, self.parcels.geometries[i], {"label": labels(i), "x": x, "y": y})
                for i, (x, y) in zip(members, spots, strict=True)
            ]
        return marks_layer(marks, ("label",), self.parcels.crs, self.setting.tr("Parcels"), numbers=("x", "y"))

    def _facts(self, i: int) -> Table:
        tr, (name, members) = self.setting.tr, self.groups[i]
        return facts_table(
            [
                (tr("Batch"), title_of(name, tr)),
                (tr("Parcels"), str(len(members))),
                (tr("Land area"), areas_text(self._total(i), tr)),
            ]
        )

    def _total(self, i: int) -> Area:
        return Area.sum([self.areas[each] for each in self.groups[i][1]])

    def _table(self, i: int) -> Table:
        tr, total = self.setting.tr, self._total(i)
        columns = (
            Column("number", tr("No."), numeric=True),
            Column("parcel", tr("Parcel number")),
            Column("parcel_name", tr("Parcel name")),
            Column("use", tr("Planned use")),
            *area_columns(("ha", "mu"), tr),
        )
        rows = []
        for place, each in enumerate(self.groups[i][1], 1):
            parcel, area = self.parcels.parcels[each], self.areas[each]
            rows.append(Row((place, parcel.number, parcel.name, parcel.use, area.ha, area.mu)))
        rows.append(Row((None, tr("Total"), None, None, total.ha, total.mu), "total"))
        return Table("parcels", tr("Parcels of the batch"), columns, tuple(rows))
