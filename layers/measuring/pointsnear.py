"""Points and polygons: which zone holds a point, and which points lie near a polygon."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsDistanceArea,
    QgsFeature,
    QgsGeometry,
    QgsPoint,
    QgsPointXY,
    QgsSpatialIndex,
)

from ...core.errors import Cancelled
from ...core.shapes.polygons import FloatArray, IntArray, Polygons
from ..reading.clip import geometry_of, valid_polygon
from ..reading.planes import ellipsoid_acronym

__all__ = ["Near", "Placed", "near_points", "place_points"]

Stop = Callable[[], bool]
Progress = Callable[[float], object]


@dataclass(frozen=True)
class Placed:
    """zone, point : (k,) every pair of a zone and a point in it; outside : numbers of points in no zone;
    on_boundary : how many points lie on boundaries only (each is with the first zone that it touches)."""

    zone: IntArray
    point: IntArray
    outside: IntArray
    on_boundary: int


@dataclass(frozen=True)
class Near:
    """A point near a polygon: number of each, distance in metres on the ellipsoid, the nearest point of the
    polygon."""

    zone: int
    point: int
    distance: float
    at: QgsPointXY


def place_points(
    zones: Polygons, xy: FloatArray, progress: Progress | None = None, cancelled: Stop | None = None
) -> Placed:
    """Each point with the zones in whose interior it lies; one on a boundary only, with the first zone that it
    touches.

    Zones that overlap (circles) each hold the point; villages, which do not, hold it once, so that counts add up.
    """
    index = _index(xy)
    pairs: list[tuple[int, int]] = []
    inside = np.zeros(len(xy), dtype=np.bool_)
    edge: dict[int, int] = {}
    for i in range(len(zones)):
        if cancelled is not None and cancelled():
            raise Cancelled
        zone = valid_polygon(zones, i)
        engine = QgsGeometry.createGeometryEngine(zone.constGet())
        engine.prepareGeometry()
        for number in sorted(index.intersects(zone.boundingBox())):
            point = QgsPoint(*xy[number].tolist())
            if engine.contains(point):
                pairs.append((i, number))
                inside[number] = True
            elif engine.intersects(point):
                edge.setdefault(number, i)
        if progress is not None:
            progress((i + 1) / len(zones))
    only_edge = [(zone, number) for number, zone in edge.items() if not inside[number]]
    pairs += only_edge
    inside[[number for _, number in only_edge]] = True
    found = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    return Placed(found[:, 0], found[:, 1], np.flatnonzero(~inside), len(only_edge))


def near_points(
    zones: Polygons,
    xy: FloatArray,
    crs: QgsCoordinateReferenceSystem,
    distance: float,
    context: QgsCoordinateTransformContext,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> tuple[list[Near], list[Near | None]]:
    """All points within ``distance`` metres of each polygon (0 inside it), nearest first; and each polygon's nearest
    point.

    zones, xy : in ``crs``, which is projected. The nearest place is found in the projection, its distance is measured
    on the ellipsoid; the search allows for the projection's scale at the polygon.
    """
    measure = QgsDistanceArea()
    measure.setSourceCrs(crs, context)
    measure.setEllipsoid(ellipsoid_acronym(crs))
    index = _index(xy)
    within: list[Near] = []
    nearest: list[Near | None] = []

    def near(i: int, zone: QgsGeometry, number: int) -> Near:
        point = QgsPointXY(*xy[number].tolist())
        at = zone.nearestPoint(QgsGeometry.fromPointXY(point)).asPoint()
        metres = 0.0 if zone.contains(point) else float(measure.measureLine(at, point))
        return Near(i, number, metres, at)

    for i in range(len(zones)):
        if cancelled is not None and cancelled():
            raise Cancelled
        zone = geometry_of(zones, i)
        if zone.isEmpty() or not len(xy):
            nearest.append(None)
            continue
        middle = zone.boundingBox().center()
        ground = measure.measureLine(middle, QgsPointXY(middle.x() + 100.0, middle.y()))
        box = zone.boundingBox().buffered(distance * 100.0 / ground * 1.02 + 1)
        own = sorted((near(i, zone, number) for number in index.intersects(box)), key=_order)
        within += [each for each in own if each.distance <= distance]
        # The box holds every point within the distance; only where it is empty is the nearest one further off.
        few = index.nearestNeighbor(zone, 3)
        candidates = [*own, *(near(i, zone, number) for number in few)]
        nearest.append(min(candidates, key=_order, default=None))
        if progress is not None:
            progress((i + 1) / len(zones))
    return within, nearest


def _order(each: Near) -> tuple[float, int]:
    return each.distance, each.point


def _index(xy: FloatArray) -> QgsSpatialIndex:
    index = QgsSpatialIndex(QgsSpatialIndex.Flag.FlagStoreFeatureGeometries)
    for number, (x, y) in enumerate(xy.tolist()):
        if np.isfinite(x) and np.isfinite(y):
            feature = QgsFeature(number)
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
            index.addFeature(feature)
    return index
