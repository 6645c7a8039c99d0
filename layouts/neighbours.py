"""The four neighbours 四至 of a parcel in words: village and land class along each side."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPoint, QgsPointXY, QgsRectangle, QgsVectorLayer

from ..core.boundary.neighbours import names_by_direction, probes
from ..core.landuse.classes import clean_code
from ..core.shapes.polygons import Polygons
from ..layers.reading.features import features_in

__all__ = ["neighbours_of"]

DISTANCE = 2.0
"""Metres beyond the boundary at which the neighbour is looked for: past the slivers of two surveys."""

MOST = 3
"""Names a side; the sheet has one line for each."""


def neighbours_of(
    polygons: Polygons,
    i: int,
    crs: QgsCoordinateReferenceSystem,
    landuse: QgsVectorLayer | None,
    class_field: str,
    class_name: Callable[[str], str],
    villages: QgsVectorLayer | None,
    village_field: str,
) -> Mapping[str, str]:
    """What lies beyond polygon ``i`` to the ``north``, ``east``, ``south``, ``west``, for example 马寨村水浇地.

    ``polygons`` and ``crs`` (metres) are those of the run. The neighbour along most of a side comes first; one along
    less than a twentieth of it is left out.
    """
    found = probes(polygons, i, DISTANCE)
    if not len(found.xy):
        return {}
    low, high = found.xy.min(axis=0), found.xy.max(axis=0)
    box = QgsRectangle(float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    places = [QgsPointXY(float(x), float(y)) for x, y in found.xy]
    classes = _names_at(landuse, class_field, crs, box, places, lambda value: class_name(clean_code(value)))
    owners = _names_at(villages, village_field, crs, box, places, lambda value: str(value or ""))
    names = [owner + kind for owner, kind in zip(owners, classes, strict=True)]
    by_side = names_by_direction(found, names)
    return {str(side): "、".join(texts[:MOST]) for side, texts in by_side.items()}


def _names_at(
    layer: QgsVectorLayer | None,
    field: str,
    crs: QgsCoordinateReferenceSystem,
    box: QgsRectangle,
    places: list[QgsPointXY],
    named: Callable[[object], str],
) -> list[str]:
    names = [""] * len(places)
    if layer is None or not field:
        return names
    points = [QgsPoint(place) for place in places]
    for feature in features_in(layer, box, crs, field):
        shape = feature.geometry()
        around = shape.boundingBox()
        engine = None
        for k, place in enumerate(places):
            if names[k] or not around.contains(place):
                continue
            if engine is None:
                engine = QgsGeometry.createGeometryEngine(shape.constGet())
                engine.prepareGeometry()
            if engine.contains(points[k]):
                names[k] = named(feature[field])
    return names
