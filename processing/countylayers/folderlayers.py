"""redline:folderlayers: the polygon layers of a folder as one layer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFields,
    QgsGeometry,
    QgsProcessingFeedback,
    QgsProcessingParameterCrs,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.errors import Notice, RedlineError
from ...i18n import tr
from ...layers.county.discover import Opened, open_all
from ...layers.reading.crs import name_of_crs
from ...layers.reading.datums import transform_between
from ...layers.reading.run import Run, system_of
from ...layers.reading.sources import Source, source_of
from ...layers.roles.fields import find_field
from ..base import RedlineAlgorithm, check_cancelled
from ..documents import tell_run
from ..groups import COUNTY_LAYERS
from ..outputs import NewLayer, fields_from, write_layer
from ..parameters import Given, add, add_folder, add_numbers, add_sink, add_text
from ..personal import stored_features

__all__ = ["FolderLayers"]


@dataclass(frozen=True)
class _Taken:
    remarks: list[str]
    layers: list[tuple[Source, str, str, str]]
    crs: QgsCoordinateReferenceSystem


class FolderLayers(RedlineAlgorithm):
    ID = "folderlayers"
    LABEL = "Polygon layers of a folder"
    SUMMARY = "All polygon layers of a folder as one layer that says where each feature comes from"
    GROUP = COUNTY_LAYERS
    TAGS = "合并,文件夹,批量,地块,图层,merge,folder,batch"

    def initAlgorithm(self, configuration=None):
        add_folder(
            self,
            "FOLDER",
            tr("Folder"),
            tr("Shapefiles, GeoPackages, GeoJSON and others in it and in folders below it."),
            optional=False,
        )
        add_text(
            self,
            "PATTERN",
            tr("Names of the layers"),
            tr("Only layers whose name fits; * stands for any letters, for example DK*."),
            "*",
        )
        add(
            self,
            QgsProcessingParameterCrs("TARGET_CRS", tr("Coordinate system"), optional=True),
            tr("That of the first layer where left empty; the others are transformed to it."),
            advanced=True,
        )
        add_sink(self, "OUTPUT", tr("Polygons"), tr("The polygons with number, name, file, layer and feature id."))
        add_numbers(
            self,
            (
                ("LAYERS", tr("Layers read")),
                ("FEATURES", tr("Polygons read")),
                ("SKIPPED", tr("Features left out")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        folder = Path(given.file("FOLDER"))
        if not folder.is_dir():
            raise RedlineError("There is no folder {folder}.", folder=str(folder))
        pattern = given.text("PATTERN").strip() or "*"
        opened, remarks = open_all(folder)
        remarks += [note for each in opened for note in each.notes]
        layers = []
        for each in sorted(opened, key=_place):
            layer = each.layer
            if not isinstance(layer, QgsVectorLayer) or not _is_polygons(layer):
                continue
            if not Path(layer.name()).match(pattern):
                continue
            number = find_field(layer, "parcel", "number", required=False) or ""
            name = find_field(layer, "parcel", "name", required=False) or ""
            layers.append((source_of(layer), _place(each), number, name))
        if not layers:
            raise RedlineError(
                "Folder {folder} holds no polygon layers named {pattern}: choose another folder or pattern.",
                folder=str(folder),
                pattern=pattern,
            )
        for source, place, *_ in layers:
            system_of(replace(source, name=f"{source.name} ({place})"))
        chosen = given.crs("TARGET_CRS")
        crs = chosen if chosen.isValid() else layers[0][0].crs
        return _Taken(remarks=remarks, layers=layers, crs=crs)

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = self.taken
        run = Run(taken.crs, given.transforms, feedback.isCanceled)
        for remark in taken.remarks:
            feedback.pushWarning(remark)
        rows: list[tuple[QgsGeometry, list[Any]]] = []
        for count, (source, place, number, name) in enumerate(taken.layers):
            check_cancelled(feedback)
            feedback.pushInfo(f"{place}: {source.name}, {source.count}, {name_of_crs(source.crs)}")
            rows += self._rows(run, source, place, number, name, feedback)
            feedback.setProgress(90 * (count + 1) / len(taken.layers))
        tell_run(run, feedback)
        write_layer(self.outputs, "OUTPUT", NewLayer(_fields(), rows, taken.crs, QgsWkbTypes.Type.MultiPolygon))
        feedback.setProgress(100)
        return {
            "LAYERS": len(taken.layers),
            "FEATURES": len(rows),
            "SKIPPED": len(run.skipped),
        }

    def _rows(
        self, run: Run, source: Source, place: str, number: str, name: str, feedback: QgsProcessingFeedback
    ) -> list[tuple[QgsGeometry, list[Any]]]:
        transform = transform_between(source.name, source.crs, self.taken.crs, run.transform_context)
        places = [source.fields.lookupField(each) if each else -1 for each in (number, name)]
        rows = []
        for fid, geometry, values in stored_features(source, feedback):
            if geometry.isEmpty():
                run.skipped.append((source.name, fid))
                run.notices.append(
                    Notice("Layer {layer}, feature {fid}: left out, it has no polygon.", layer=source.name, fid=fid)
                )
                continue
            shape = QgsGeometry(geometry)
            shape.transform(transform)
            shape.convertToMultiType()
            number_text, name_text = ("" if at < 0 else _text(values[at]) for at in places)
            rows.append((shape, [number_text or f"{source.name} {fid}", name_text, place, source.name, fid]))
        return rows


def _is_polygons(layer: QgsVectorLayer) -> bool:
    return QgsWkbTypes.geometryType(layer.wkbType()) == QgsWkbTypes.GeometryType.PolygonGeometry


def _place(opened: Opened) -> str:
    """Where the layer stands, for people: its file's name."""
    return Path(opened.place).name


def _text(value: Any) -> str:
    text = "" if value is None else str(value).strip()
    return "" if text == "NULL" else text


def _fields() -> QgsFields:
    return fields_from(
        (
            ("number", tr("Number"), QMetaType.Type.QString),
            ("name", tr("Name"), QMetaType.Type.QString),
            ("file", tr("File"), QMetaType.Type.QString),
            ("layer", tr("Layer"), QMetaType.Type.QString),
            ("src_fid", tr("Feature id"), QMetaType.Type.LongLong),
        )
    )
