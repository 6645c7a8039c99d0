"""The field package 外业包 of one receiver: a folder that QField opens as it is.

A project, one GeoPackage and a folder for pictures, with relative paths; no macros, no form code, no actions. Tasks are
locked, visits and evidence can only be added: so that taking back is a union by ``uuid``. It holds only this receiver's
tasks, and land use and red lines around them; no names, no telephone numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from osgeo import ogr
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsDefaultValue,
    QgsEditorWidgetSetup,
    QgsFeature,
    QgsFeatureRequest,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.casework.tables import FieldType, case_tables
from ...core.errors import RedlineError
from ...core.paper.endings import refuse_cut_off
from ...i18n import tr
from ..looks.styles import apply_style
from ..looks.symbols import area_symbol
from ..reading.features import features_of
from ..reading.readback import check_written
from ..reading.sinks import geopackage_table, put_all
from ..roles.recognise import recognise
from .casefile import SHAPE

__all__ = ["PICTURES", "TABLES", "Around", "write_package"]

DATA, PROJECT, PICTURES = "data.gpkg", "task.qgz", "DCIM"
TABLES = ("visit", "evidence", "track")
"""What is added to in the field."""
SPOT_FIELDS = ("number", "source", "seen_at", "kind", "village", "village_name")
TASK_FIELDS = ("state", "instruction", "urgency", "due")
TYPES: Mapping[FieldType, QMetaType.Type] = {
    "text": QMetaType.Type.QString,
    "integer": QMetaType.Type.LongLong,
    "real": QMetaType.Type.Double,
}
KINDS = {
    "none": QgsWkbTypes.Type.NoGeometry,
    "point": QgsWkbTypes.Type.Point,
    "line": QgsWkbTypes.Type.MultiLineString,
    "polygon": QgsWkbTypes.Type.MultiPolygon,
}
AROUND_DEGREES = 0.003
"""How far around the spots land use and red lines are taken along: some 300 m."""
DEFAULTS: Mapping[str, Mapping[str, str]] = {
    "visit": {
        "uuid": "uuid('WithoutBraces')",
        "arrived_at": "format_date(now(), 'yyyy-MM-ddTHH:mm:ss') || '+08:00'",
        "accuracy": "@position_horizontal_accuracy",
        "position_source": "@position_source_name",
    },
    "evidence": {
        "uuid": "uuid('WithoutBraces')",
        "taken_at": "format_date(now(), 'yyyy-MM-ddTHH:mm:ss') || '+08:00'",
        "accuracy": "@position_horizontal_accuracy",
        "azimuth": "@position_orientation",
        "azimuth_ref": "'true'",
        "made_by": "'field'",
    },
    "track": {"uuid": "uuid('WithoutBraces')"},
}
"""What QField fills in itself; in QGIS, where there is no position, these stay empty."""
CHOICES: Mapping[str, Mapping[str, Sequence[tuple[str, str]]]] = {
    "visit": {
        "finding": tuple((word, word) for word in ("属实", "不属实", "现状未变化", "无法到达", "其他")),
        "use_now": tuple((word, word) for word in ("耕种", "撂荒", "林木", "坑塘", "堆放", "硬化", "建筑", "其他")),
        "build_status": tuple((word, word) for word in ("无建设", "动工", "在建", "建成", "拆除", "已复耕")),
    },
    "evidence": {
        "kind": (
            ("远景", "far"),
            ("近景", "near"),
            ("全景", "panorama"),
            ("方向", "direction"),
            ("视频", "video"),
            ("文件", "document"),
        )
    },
}
"""Lists of the forms: what is shown, what is written. What a chief finds stands in the case file as he reads it."""
STAMP = (
    "[% format_date(now(), 'yyyy-MM-dd HH:mm:ss') %]"
    "[% coalesce('  经度 ' || round(x(@position_coordinate), 6), '') %]"
    "[% coalesce('  纬度 ' || round(y(@position_coordinate), 6), '') %]"
    "[% coalesce('  精度 ' || round(@position_horizontal_accuracy, 1) || ' 米', '') %]"
    "[% coalesce('  方位 ' || round(@position_orientation) || '°', '') %]"
)
"""What QField stamps on each picture: time, position, how sure it is, direction; what is not known is left out."""
TRACK_SECONDS = 5
"""Between two points of a track."""
SHOWN_ONLY = ("valid", "why_not", "distance_to_spot", "aims_at_spot", "sha256")
"""Filled in by the office."""


@dataclass(frozen=True)
class Around:
    """A layer that is taken along: its table in the package, its title, and which of its fields go with it.

    fields : their places. A layer without a coordinate system is refused before: nothing of it would be found.
    """

    table: str
    title: str
    layer: QgsVectorLayer
    fields: tuple[int, ...]


def write_package(
    folder: Path, title: str, tasks: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]], around: Iterable[Around]
) -> None:
    """Write the package of (task, spot) rows into the empty ``folder``; what was written is read again.

    Raises RedlineError where not all of it is there.
    """
    data = folder / DATA
    degrees = QgsCoordinateReferenceSystem("EPSG:4490")
    _write_tasks(data, tasks, degrees)
    for table in TABLES:
        with geopackage_table(data, table, _fields(table), KINDS[case_tables()[table].shape], degrees) as sink:
            put_all(sink, [], table)
        check_written(data, 0, table)
    boxes = [_box(spot[SHAPE]) for _, spot in tasks]
    taken = [one for one in around if _write_around(data, one, boxes, degrees)]
    (folder / PICTURES).mkdir()
    _write_project(folder, title, taken)


def _fields(table: str) -> QgsFields:
    fields = QgsFields()
    for name, kind in case_tables()[table].fields.items():
        field = QgsField(name, TYPES[kind])
        field.setAlias(case_tables()[table].titles[name][1])
        fields.append(field)
    return fields


def _write_tasks(
    data: Path, tasks: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]], crs: QgsCoordinateReferenceSystem
) -> None:
    fields = QgsFields()
    for table, names in (("task", ("uuid", *TASK_FIELDS)), ("spot", SPOT_FIELDS)):
        for name in names:
            field = QgsField(name, TYPES[case_tables()[table].fields[name]])
            field.setAlias(case_tables()[table].titles[name][1])
            fields.append(field)
    features = []
    for task, spot in tasks:
        feature = QgsFeature(fields)
        feature.setAttributes([*(task[name] for name in ("uuid", *TASK_FIELDS)), *(spot[name] for name in SPOT_FIELDS)])
        shape = QgsGeometry()
        shape.fromWkb(bytes(spot[SHAPE].ExportToIsoWkb()))
        feature.setGeometry(shape)
        features.append(feature)
    with geopackage_table(data, "task", fields, KINDS["polygon"], crs) as sink:
        put_all(sink, features, "task")
    check_written(data, len(features), "task")


def _box(shape: ogr.Geometry) -> QgsRectangle:
    """What lies around a spot."""
    west, east, south, north = shape.GetEnvelope()
    return QgsRectangle(west, south, east, north).buffered(AROUND_DEGREES)


def _write_around(data: Path, one: Around, boxes: Sequence[QgsRectangle], crs: QgsCoordinateReferenceSystem) -> bool:
    """What of a layer lies around the tasks, in degrees, with its own fields; False where nothing does."""
    context = QgsProject.instance().transformContext()
    every = QgsRectangle()
    for box in boxes:
        every.combineExtentWith(box)
    request = QgsFeatureRequest().setDestinationCrs(crs, context).setFilterRect(every)
    found = [
        feature
        for feature in features_of(one.layer, request)
        if any(box.intersects(feature.geometry().boundingBox()) for box in boxes)
    ]
    fields = QgsFields()
    places = [place for place in one.fields if one.layer.fields().at(place).name().lower() != "fid"]
    for place in places:
        fields.append(one.layer.fields().at(place))
    kept = []
    for feature in found:
        copy = QgsFeature(fields)
        values = feature.attributes()
        copy.setAttributes([values[place] for place in places])
        copy.setGeometry(feature.geometry())
        kept.append(copy)
    if kept:
        with geopackage_table(data, one.table, fields, QgsWkbTypes.multiType(one.layer.wkbType()), crs) as sink:
            put_all(sink, kept, one.title)
        check_written(data, len(kept), one.table)
    return bool(kept)


def _write_project(folder: Path, title: str, around: Sequence[Around]) -> None:
    project = QgsProject()
    project.setTitle(title)
    project.setFilePathStorage(Qgis.FilePathType.Relative)
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:4490"))
    layers = {
        "task": tr("Tasks"),
        "visit": tr("Visits"),
        "evidence": tr("Evidence"),
        "track": tr("Tracks"),
        **{one.table: one.title for one in around},
    }
    opened = {
        table: QgsVectorLayer(f"{folder / DATA}|layername={table}", name, "ogr") for table, name in layers.items()
    }
    for table, layer in opened.items():
        _prepare(layer, table)
        role = recognise(layer).role if table not in ("task", *TABLES) else None
        if role:
            apply_style(layer, role, language="zh_Hans", plane=project.crs())
        _relate(layer, table, opened)
        # The first is the topmost: tasks are not to lie under the land.
        project.addMapLayer(layer, False)
        project.layerTreeRoot().addLayer(layer)
    for key, value in {
        "forceStamping": True,
        "stampingDetailsTemplate": STAMP,
        "maximumImageWidthHeight": 2000,
        "initialMapMode": "digitize",
    }.items():
        project.writeEntry("qfieldsync", key, value)
    if not project.write(str(folder / PROJECT)):
        raise RedlineError(
            "The project {path} cannot be written: {reason}", path=PROJECT, reason=project.error() or folder
        )
    refuse_cut_off(folder / PROJECT)


def _prepare(layer: QgsVectorLayer, table: str) -> None:
    """What QField may do with a layer, by its documented properties; forms and defaults."""
    added = table in TABLES
    layer.setCustomProperty("QFieldSync/action", "offline" if added else "copy")
    for lock in ("is_feature_addition_locked", "is_attribute_editing_locked", "is_geometry_editing_locked"):
        layer.setCustomProperty(f"QFieldSync/{lock}", not added)
    layer.setCustomProperty("QFieldSync/is_feature_deletion_locked", True)
    if not added:
        layer.setReadOnly(True)
        if table == "task":
            layer.setRenderer(QgsSingleSymbolRenderer(area_symbol("", "task_outline")))
        return
    for name, expression in DEFAULTS[table].items():
        layer.setDefaultValueDefinition(layer.fields().lookupField(name), QgsDefaultValue(expression))
    form = layer.editFormConfig()
    for name in SHOWN_ONLY:
        place = layer.fields().lookupField(name)
        if place >= 0:
            form.setReadOnly(place, True)
    if table == "track":
        # Begun when the project opens, and no form asks after each line.
        layer.setCustomProperty("QFieldSync/tracking_session_active", True)
        layer.setCustomProperty("QFieldSync/tracking_time_requirement_active", True)
        layer.setCustomProperty("QFieldSync/tracking_time_requirement_interval_seconds", TRACK_SECONDS)
        form.setSuppress(Qgis.AttributeFormSuppression.On)
    layer.setEditFormConfig(form)
    for name, choices in CHOICES.get(table, {}).items():
        setup = QgsEditorWidgetSetup("ValueMap", {"map": [{label: value} for label, value in choices]})
        layer.setEditorWidgetSetup(layer.fields().lookupField(name), setup)
    if table == "evidence":
        resource = {"DocumentViewer": 1, "RelativeStorage": 1, "StorageMode": 0, "FileWidget": True}
        place = layer.fields().lookupField("file")
        layer.setEditorWidgetSetup(place, QgsEditorWidgetSetup("ExternalResource", resource))
        naming = "{\"file\": \"'DCIM/' || format_date(now(), 'yyyyMMddHHmmsszzz') || '.jpg'\"}"
        layer.setCustomProperty("QFieldSync/attachment_naming", naming)


def _relate(layer: QgsVectorLayer, table: str, opened: Mapping[str, QgsVectorLayer]) -> None:
    """Task and visit are chosen by number and time, not by their keys."""
    for name, shown in (("task", "number"), ("visit", "arrived_at")):
        place = layer.fields().lookupField(name)
        if table in TABLES and place >= 0 and name != table:
            relation = {"Layer": opened[name].id(), "LayerName": opened[name].name(), "Key": "uuid", "Value": shown}
            layer.setEditorWidgetSetup(place, QgsEditorWidgetSetup("ValueRelation", relation))
