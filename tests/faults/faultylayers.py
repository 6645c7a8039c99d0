"""Layers with one thing wrong, as memory layers under the name of the layer they are made of."""

from __future__ import annotations

import math
from collections.abc import Callable

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsLineString,
    QgsMultiPolygon,
    QgsPoint,
    QgsPolygon,
    QgsVectorLayer,
    QgsWkbTypes,
)

Features = list[QgsFeature]


def copy_of(source: str) -> QgsVectorLayer:
    """The layer in memory, with its features."""
    given = QgsVectorLayer(source, source.rpartition("layername=")[2] or "layer", "ogr")
    assert given.isValid(), source
    kind = QgsWkbTypes.displayString(given.wkbType())
    layer = QgsVectorLayer(f"{kind}?crs={given.crs().authid()}", given.name(), "memory")
    layer.dataProvider().addAttributes(given.fields().toList())
    layer.updateFields()
    made = []
    for feature in given.getFeatures():
        copy = QgsFeature(layer.fields())
        copy.setAttributes(feature.attributes())
        copy.setGeometry(feature.geometry())
        made.append(copy)
    assert layer.dataProvider().addFeatures(made)[0]
    layer.updateExtents()
    return layer


def _change(layer: QgsVectorLayer, geometry: QgsGeometry) -> None:
    first = next(layer.getFeatures())
    assert layer.dataProvider().changeGeometryValues({first.id(): geometry})


def _at(layer: QgsVectorLayer, x: float, y: float) -> QgsGeometry:
    """A shape of the layer's kind, one vertex of it at (x, y)."""
    box = layer.extent()
    if layer.geometryType().name == "Point":
        return QgsGeometry(QgsPoint(x, y))
    a, b, c, d = box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()
    whole = QgsMultiPolygon()
    whole.addGeometry(QgsPolygon(QgsLineString([a, c, x, a, a], [b, b, y, d, b])))
    return QgsGeometry(whole)


def without_shape(layer: QgsVectorLayer) -> None:
    _change(layer, QgsGeometry())


def infinite(layer: QgsVectorLayer) -> None:
    _change(layer, _at(layer, math.inf, math.inf))


def not_a_number(layer: QgsVectorLayer) -> None:
    _change(layer, _at(layer, math.nan, math.nan))


def astray(layer: QgsVectorLayer) -> None:
    _change(layer, _at(layer, 1e9, 1e9))


def without_system(layer: QgsVectorLayer) -> None:
    layer.setCrs(QgsCoordinateReferenceSystem())


def without_features(layer: QgsVectorLayer) -> None:
    assert layer.dataProvider().truncate()


def without_values(layer: QgsVectorLayer) -> None:
    first = next(layer.getFeatures())
    nothing = dict.fromkeys(range(layer.fields().count()))
    assert layer.dataProvider().changeAttributeValues({first.id(): nothing})


FAULTS: dict[str, Callable[[QgsVectorLayer], None]] = {
    "without shape": without_shape,
    "infinite": infinite,
    "not a number": not_a_number,
    "astray": astray,
    "without system": without_system,
    "without features": without_features,
    "without values": without_values,
}
NO_SHAPE_NEEDED = ("without features", "without values")


def layer_parameters(parameters: dict) -> list[str]:
    """The parameters that are vector layers of the small county."""
    found = []
    for name, value in parameters.items():
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(first, str) and "|layername=" in first:
            found.append(name)
    return found


def with_fault(parameters: dict, name: str, fault: str) -> tuple[dict, QgsVectorLayer] | None:
    """The parameters with the layer of ``name`` made faulty; None where the fault needs a shape that it has not."""
    value = parameters[name]
    layer = copy_of(value[0] if isinstance(value, list) else value)
    if not layer.isSpatial() and fault not in NO_SHAPE_NEEDED:
        return None
    FAULTS[fault](layer)
    return {**parameters, name: [layer, *value[1:]] if isinstance(value, list) else layer}, layer
