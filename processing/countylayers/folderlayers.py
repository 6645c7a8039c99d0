"""redline:folderlayers: the polygon layers of a folder as one layer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterCrs,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.errors import Notice, RedlineError
from ...i18n import tr
from ...layers.county.discover import Opened, open_all
from ...layers.reading.crs import name_of_crs, transform_of
from ...layers.reading.run import Run, system_of
from ...layers.reading.sources import Source, source_of
from ...layers.roles.fields import find_field
from ..base import check_cancelled
from ..groups import COUNTY_LAYERS
from ..landuse.base import LandUseAlgorithm
from ..outputs import field_of

__all__ = ["FolderLayers"]


class FolderLayers(LandUseAlgorithm):
    ID = "folderlayers"
    LABEL = "Polygon layers of a folder"
    SUMMARY = "All polygon layers of a folder as one layer that says where each feature comes from"
    GROUP = COUNTY_LAYERS
    TAGS = "合并,文件夹,批量,地块,图层,merge,folder,batch"

    def initAlgorithm(self, configuration=None):
        self.add(
            QgsProcessingParameterFile("FOLDER", tr("Folder"), QgsProcessingParameterFile.Behavior.Folder),
            tr("Shapefiles, GeoPackages, GeoJSON and others in it and in folders below it."),
        )
        self.add(
            QgsProcessingParameterString("PATTERN", tr("Names of the layers"), "*", optional=True),
            tr("Only layers whose name fits; * stands for any letters, for example DK*."),
        )
        self.add(
            QgsProcessingParameterCrs("TARGET_CRS", tr("Coordinate system"), optional=True),
            tr("That of the first layer where left empty; the others are transformed to it."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Polygons"), QgsProcessing.SourceType.TypeVectorPolygon, supportsAppend=True
            ),
            tr("The polygons with number, name, file, layer and feature id."),
        )
        for name, label in (
            ("LAYERS", tr("Layers read")),
            ("FEATURES", tr("Polygons read")),
            ("SKIPPED", tr("Features left out")),
        ):
            self.add_number(name, label)

    def take(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        folder = Path(self.parameterAsFile(parameters, "FOLDER", context))
        if not folder.is_dir():
            raise RedlineError("There is no folder {folder}.", folder=str(folder))
        pattern = self.parameterAsString(parameters, "PATTERN", context).strip() or "*"
        opened, self.remarks = open_all(folder)
        self.remarks += [note for each in opened for note in each.notes]
        self.layers: list[tuple[Source, str, str, str]] = []
        for each in sorted(opened, key=_place):
            layer = each.layer
            if not isinstance(layer, QgsVectorLayer) or not _is_polygons(layer):
                continue
            if not Path(layer.name()).match(pattern):
                continue
            number = find_field(layer, "parcel", "number", required=False) or ""
            name = find_field(layer, "parcel", "name", required=False) or ""
            self.layers.append((source_of(layer), _place(each), number, name))
        if not self.layers:
            raise RedlineError(
                "Folder {folder} holds no polygon layers named {pattern}: choose another folder or pattern.",
                folder=str(folder),
                pattern=pattern,
            )
        for source, place, *_ in self.layers:
            system_of(replace(source, name=f"{source.name} ({place})"))
        chosen = self.parameterAsCrs(parameters, "TARGET_CRS", context)
        self.crs = chosen if chosen.isValid() else self.layers[0][0].crs

    def work(self, parameters, context, feedback) -> dict:
        run = Run(self.crs, context.transformContext(), feedback.isCanceled)
        for remark in self.remarks:
            feedback.pushWarning(remark)
        rows: list[tuple[QgsGeometry, list[Any]]] = []
        for count, (source, place, number, name) in enumerate(self.layers):
            check_cancelled(feedback)
            feedback.pushInfo(f"{place}: {source.name}, {source.count}, {name_of_crs(source.crs)}")
            rows += self._rows(run, source, place, number, name, feedback)
            feedback.setProgress(90 * (count + 1) / len(self.layers))
        self.tell(run, feedback)
        output = self.write_features(parameters, context, "OUTPUT", _fields(), rows, self.crs)
        feedback.setProgress(100)
        return {
            "OUTPUT": output,
            "LAYERS": len(self.layers),
            "FEATURES": len(rows),
            "SKIPPED": len(run.skipped),
        }

    def _rows(
        self, run: Run, source: Source, place: str, number: str, name: str, feedback
    ) -> list[tuple[QgsGeometry, list[Any]]]:
        transform = transform_of(source.crs, self.crs, run.transform_context)
        places = [source.fields.lookupField(each) if each else -1 for each in (number, name)]
        rows = []
        for fid, geometry, values in self.features(source, feedback):
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
    source = opened.layer.source().split("|")[0]
    return Path(source).name


def _text(value: Any) -> str:
    text = "" if value is None else str(value).strip()
    return "" if text == "NULL" else text


def _fields() -> QgsFields:
    fields = QgsFields()
    for name, alias, kind in (
        ("number", tr("Number"), QMetaType.Type.QString),
        ("name", tr("Name"), QMetaType.Type.QString),
        ("file", tr("File"), QMetaType.Type.QString),
        ("layer", tr("Layer"), QMetaType.Type.QString),
        ("src_fid", tr("Feature id"), QMetaType.Type.LongLong),
    ):
        fields.append(field_of(name, alias, kind))
    return fields
