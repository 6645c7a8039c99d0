"""QGIS's own features, where arrays are not what is asked for: those of a place, a sample, those handed on as they are.

Sources that are read as arrays are read by sources.py. Outside of this room nobody asks a layer for its features.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)

from .collections import with_collections
from .sources import Source

__all__ = ["as_now", "features_in", "features_of", "polygon_at", "sample_values"]


def features_of(layer: QgsVectorLayer, request: QgsFeatureRequest | None = None) -> Iterator[QgsFeature]:
    """The features of a layer as it is now, in the thread that owns it; edits that are not saved count."""
    iterate = with_collections(layer, layer.getFeatures)
    return iterate(request if request is not None else QgsFeatureRequest())


def features_in(
    layer: QgsVectorLayer, box: QgsRectangle, crs: QgsCoordinateReferenceSystem, field: str
) -> Iterator[QgsFeature]:
    """The features whose box meets ``box``, with one of their fields, brought to ``crs``, in which the box is.

    Polygons with faults come too: what they are to be is the caller's business.
    """
    request = QgsFeatureRequest().setDestinationCrs(crs, QgsProject.instance().transformContext()).setFilterRect(box)
    request.setSubsetOfAttributes([field], layer.fields())
    request.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck)
    return layer.getFeatures(request)


def polygon_at(layer: QgsVectorLayer, place: QgsPointXY) -> QgsFeature | None:
    """The smallest polygon of a layer in which ``place``, in the layer's system, lies; None where there is none."""
    point = QgsGeometry.fromPointXY(place)
    request = QgsFeatureRequest().setFilterRect(QgsRectangle(place, place))
    found = [each for each in layer.getFeatures(request) if each.geometry().contains(point)]
    return min(found, key=lambda each: each.geometry().area()) if found else None


def sample_values(layer: QgsVectorLayer, count: int) -> dict[str, list[object]]:
    """Values by field name of the first ``count`` features: texts, numbers, and None for anything else."""
    fields = layer.fields()
    request = QgsFeatureRequest().setLimit(count).setFlags(QgsFeatureRequest.Flag.NoGeometry)
    found: dict[str, list[object]] = {name: [] for name in fields.names()}
    for feature in layer.getFeatures(request):
        for name, value in zip(fields.names(), feature.attributes(), strict=True):
            # NULL is whatever this version of PyQGIS makes of it, never a text or a number.
            found[name].append(value if isinstance(value, (str, int, float)) else None)
    return found


def as_now(source: Source, layer: QgsVectorLayer, fids: Sequence[int]) -> Source:
    """Of ``source`` the features ``fids`` as its ``layer`` has them now, edits that are not saved included."""
    return replace(
        source,
        iterate=lambda request: layer.getFeatures(request.setFilterFids(list(fids))),
        file=None,
        count=len(fids),
    )
