"""One layer in every kind of delivery: other systems, other dimensions, other ids, other ways to hold the same rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

__all__ = ["KINDS", "SAME", "variant"]

NO_SHIFTS = QgsCoordinateTransformContext()


def _copy(
    layer: QgsVectorLayer,
    kind: Qgis.WkbType | None = None,
    crs: QgsCoordinateReferenceSystem | None = None,
    shape: Callable[[int, QgsGeometry], QgsGeometry | None] = lambda _, geometry: geometry,
    more: tuple[QgsField, ...] = (),
    values: Callable[[int], list] = lambda _: [],
) -> QgsVectorLayer:
    """In memory; shape : of each row; more : further fields, before the others, with values by row."""
    kind = layer.wkbType() if kind is None else kind
    crs = layer.crs() if crs is None else crs
    made = QgsVectorLayer(QgsWkbTypes.displayString(kind), layer.name(), "memory")
    made.setCrs(crs)
    fields = QgsFields()
    for each in [*more, *(each for each in layer.fields() if each.name() not in {one.name() for one in more})]:
        fields.append(QgsField(each.name(), each.type(), each.typeName(), each.length(), each.precision()))
    kept = [layer.fields().lookupField(each.name()) for each in fields][len(more) :]
    made.dataProvider().addAttributes(list(fields))
    made.updateFields()
    rows = []
    for number, feature in enumerate(layer.getFeatures()):
        row = QgsFeature(made.fields())
        row.setAttributes([*values(number), *(feature.attribute(place) for place in kept)])
        geometry = shape(number, QgsGeometry(feature.geometry()))
        if geometry is not None and not geometry.isNull():
            row.setGeometry(geometry)
        rows.append(row)
    assert made.dataProvider().addFeatures(rows)[0], made.dataProvider().lastError()
    made.updateExtents()
    return made


def _file(layer: QgsVectorLayer, path: Path, driver: str = "GPKG") -> Path:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = driver, "layer"
    error, words, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), NO_SHIFTS, options)
    assert error == QgsVectorFileWriter.WriterError.NoError, words
    return path


def _opened(path: Path, layer: QgsVectorLayer, table: str = "layer") -> QgsVectorLayer:
    found = QgsVectorLayer(f"{path}|layername={table}", layer.name(), "ogr")
    assert found.isValid()
    return found


def _in_system(code: str) -> Callable:
    def made(layer: QgsVectorLayer, folder: Path) -> QgsVectorLayer:
        crs = QgsCoordinateReferenceSystem(code)
        transform = QgsCoordinateTransform(layer.crs(), crs, NO_SHIFTS)

        def moved(_: int, geometry: QgsGeometry) -> QgsGeometry:
            geometry.transform(transform)
            return geometry

        return _copy(layer, crs=crs, shape=moved)

    return made


def _without_system(layer: QgsVectorLayer, folder: Path) -> QgsVectorLayer:
    return _copy(layer, crs=QgsCoordinateReferenceSystem())


def _empty(layer: QgsVectorLayer, folder: Path) -> QgsVectorLayer:
    made = _copy(layer)
    made.dataProvider().truncate()
    made.updateExtents()
    return made


def _first_null(layer: QgsVectorLayer, folder: Path) -> QgsVectorLayer:
    return _copy(layer, shape=lambda number, geometry: geometry if number else None)


def _curved(layer: QgsVectorLayer, folder: Path) -> QgsVectorLayer:
    if layer.geometryType() != Qgis.GeometryType.Polygon:
        return _copy(layer)

    def curve(_: int, geometry: QgsGeometry) -> QgsGeometry:
        return QgsGeometry(geometry.constGet().toCurveType())

    return _copy(layer, Qgis.WkbType.MultiSurface, shape=curve)


def _dimensions(z: bool, m: bool) -> Callable:
    def made(layer: QgsVectorLayer, folder: Path) -> QgsVectorLayer:
        def lifted(_: int, geometry: QgsGeometry) -> QgsGeometry:
            shape = geometry.get()
            if z and not geometry.isNull():
                shape.addZValue(37.5)
            if m and not geometry.isNull():
                shape.addMValue(1.0)
            return geometry

        kind = layer.wkbType()
        kind = QgsWkbTypes.addZ(kind) if z else kind
        return _copy(layer, QgsWkbTypes.addM(kind) if m else kind, shape=lifted)

    return made


def _mixed(layer: QgsVectorLayer, folder: Path) -> QgsVectorLayer:
    """A GeoJSON of longitudes and latitudes in which the last row is a line through the middle of the first."""
    degrees = _in_system("EPSG:4326")(layer, folder)
    box, last = degrees.extent(), degrees.featureCount() - 1
    line = QgsGeometry.fromWkt(f"LINESTRING({box.center().x()} {box.center().y()},{box.xMaximum()} {box.yMaximum()})")
    features = []
    for number, feature in enumerate(degrees.getFeatures()):
        shape = line if number == last and last else feature.geometry()
        values = {name: value for name, value in feature.attributeMap().items() if isinstance(value, (str, int, float))}
        known = None if shape.isNull() else json.loads(shape.asJson(15))
        features.append({"type": "Feature", "properties": values, "geometry": known})
    path = folder / f"{layer.name()}.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), "utf-8")
    found = QgsVectorLayer(str(path), layer.name(), "ogr")
    assert found.isValid()
    return found


def _other_geometry(layer: QgsVectorLayer, folder: Path) -> QgsVectorLayer:
    """Points for polygons, polygons for points."""
    if layer.geometryType() == Qgis.GeometryType.Polygon:
        return _copy(layer, Qgis.WkbType.Point, shape=lambda _, geometry: geometry.pointOnSurface())
    size = 1e-4 if layer.crs().isGeographic() else 10.0
    return _copy(layer, Qgis.WkbType.Polygon, shape=lambda _, geometry: geometry.buffer(size, 2))


def _large_ids(layer: QgsVectorLayer, folder: Path) -> QgsVectorLayer:
    """Ids above 2⁴⁰, as databases with many tables give them."""
    ids = (QgsField("fid", QMetaType.Type.LongLong),)
    made = _copy(layer, more=ids, values=lambda number: [2**40 + 3 * number])
    return _opened(_file(made, folder / "large.gpkg"), layer)


def _text_ids(layer: QgsVectorLayer, folder: Path) -> QgsVectorLayer:
    return _copy(layer, more=(QgsField("fid", QMetaType.Type.QString),), values=lambda number: [f"F-{number}"])


def _reserved_names(layer: QgsVectorLayer, folder: Path) -> QgsVectorLayer:
    """Fields that drivers keep for themselves: keys and geometries of GeoPackage, PostGIS and others."""
    more = (
        QgsField("fid", QMetaType.Type.Double),
        QgsField("ogc_fid", QMetaType.Type.Int),
        QgsField("geom", QMetaType.Type.QString),
        QgsField("geometry", QMetaType.Type.QString),
    )
    return _copy(layer, more=more, values=lambda number: [number + 0.5, 7, "x", "y"])


def _joined(layer: QgsVectorLayer, folder: Path) -> QgsVectorLayer:
    """With a column of another table, joined by the first field."""
    made = _copy(layer)
    key = made.fields().at(0).name()
    other = QgsVectorLayer("NoGeometry", "joined", "memory")
    other.dataProvider().addAttributes(
        [QgsField("key", made.fields().at(0).type()), QgsField("note", QMetaType.Type.QString)]
    )
    other.updateFields()
    QgsProject.instance().addMapLayers([made, other], False)
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(other)
    join.setTargetFieldName(key)
    join.setJoinFieldName("key")
    assert made.addJoin(join)
    return made


def _filtered(layer: QgsVectorLayer, folder: Path) -> QgsVectorLayer:
    found = _opened(_file(layer, folder / "filtered.gpkg"), layer)
    assert found.setSubsetString("fid > 0")
    return found


def _virtual(layer: QgsVectorLayer, folder: Path) -> QgsVectorLayer:
    kept = _opened(_file(layer, folder / "virtual.gpkg"), layer)
    kept.setName("kept")
    QgsProject.instance().addMapLayer(kept, False)
    found = QgsVectorLayer("?query=SELECT * FROM kept", layer.name(), "virtual")
    assert found.isValid()
    return found


def _memory(layer: QgsVectorLayer, folder: Path) -> QgsVectorLayer:
    return _copy(layer)


def _view(layer: QgsVectorLayer, folder: Path) -> QgsVectorLayer:
    """A view of a GeoPackage that has no key of its own."""
    path = _file(layer, folder / "view.gpkg")
    with sqlite3.connect(path) as file:
        columns = [row[1] for row in file.execute("PRAGMA table_info(layer)") if row[1] != "fid"]
        listed = ", ".join(f'"{name}"' for name in columns)
        file.execute(f"CREATE VIEW seen AS SELECT {listed} FROM layer")
        file.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) "
            "SELECT 'seen', data_type, 'seen', srs_id FROM gpkg_contents WHERE table_name = 'layer'"
        )
        file.execute(
            "INSERT INTO gpkg_geometry_columns SELECT 'seen', column_name, geometry_type_name, srs_id, z, m "
            "FROM gpkg_geometry_columns WHERE table_name = 'layer'"
        )
    file.close()
    return _opened(path, layer, "seen")


KINDS: dict[str, Callable[[QgsVectorLayer, Path], QgsVectorLayer]] = {
    "no system": _without_system,
    "degrees": _in_system("EPSG:4490"),
    "Mercator": _in_system("EPSG:3857"),
    "empty": _empty,
    "first without geometry": _first_null,
    "curves": _curved,
    "Z": _dimensions(True, False),
    "M": _dimensions(False, True),
    "ZM": _dimensions(True, True),
    "mixed": _mixed,
    "other geometry": _other_geometry,
    "64-bit ids": _large_ids,
    "text ids": _text_ids,
    "reserved names": _reserved_names,
    "joined": _joined,
    "filtered": _filtered,
    "virtual": _virtual,
    "memory": _memory,
    "view without key": _view,
}

SAME = (
    "curves", "Z", "M", "ZM", "64-bit ids", "text ids", "reserved names", "joined", "filtered", "virtual", "memory",
    "view without key",
)  # fmt: skip
"""Kinds that hold the same land and the same values: all numbers are those of the layer itself."""


def variant(kind: str, source: str, folder: Path) -> QgsVectorLayer:
    """The layer of ``source`` (``county.gpkg|layername=DLTB``) as ``kind`` delivers it."""
    name = source.rpartition("layername=")[2] if "layername=" in source else Path(source).stem
    layer = QgsVectorLayer(source, name, "ogr")
    assert layer.isValid()
    return KINDS[kind](layer, folder)
