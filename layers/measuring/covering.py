"""What circles or visible areas cover, as geometry: land seen at least once, twice, three times, and the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from qgis.core import Qgis, QgsGeometry

from ...core.cameras.circles import TIMES
from ...core.errors import Cancelled
from ...core.shapes.polygons import Polygons, boxes_of
from ...core.shapes.wkb import decode_list
from ..reading.clip import geometry_of

__all__ = ["blind_parts", "covered_times", "cut"]

SLIVER = 1e-2
"""Square metres: less is what rounding of coordinates leaves along a common boundary, and no blind spot."""


def covered_times(
    circles: Polygons,
    progress: Callable[[float], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[QgsGeometry]:
    """The land that at least 1, 2 and 3 of the circles cover, exactly: each circle in turn joins what is already
    there.

    Circles are valid or are made so. Every pair that meets is cut once; 100 circles take about a second.
    """
    layers = [QgsGeometry() for _ in TIMES]
    boxes = boxes_of(circles)
    parts: list[list[QgsGeometry]] = [[] for _ in TIMES]
    for i in range(len(circles)):
        if cancelled is not None and cancelled():
            raise Cancelled
        circle = _valid(geometry_of(circles, i))
        if circle.isEmpty():
            continue
        # Only what meets the circle's box takes part: the rest of a county-wide union stays untouched.
        before = [
            QgsGeometry.unaryUnion([part for part in layer if part.boundingBox().intersects(circle.boundingBox())])
            if layer
            else QgsGeometry()
            for layer in parts
        ]
        gains = [circle]
        for level in range(len(TIMES) - 1):
            gains.append(_areal(before[level].intersection(gains[0])) if not before[level].isEmpty() else QgsGeometry())
        for level, gain in enumerate(gains):
            if not gain.isEmpty():
                parts[level].append(gain)
        if progress is not None:
            progress((i + 1) / max(len(boxes), 1))
    for level, own in enumerate(parts):
        if own:
            layers[level] = _areal(QgsGeometry.unaryUnion(own))
    return layers


def _valid(geometry: QgsGeometry) -> QgsGeometry:
    return geometry if geometry.isGeosValid() else geometry.makeValid()


def _areal(geometry: QgsGeometry) -> QgsGeometry:
    if not geometry.isEmpty():
        geometry.convertGeometryCollectionToSubclass(Qgis.GeometryType.Polygon)
    return geometry


def cut(
    zones: Polygons, cover: QgsGeometry, cancelled: Callable[[], bool] | None = None
) -> tuple[list[QgsGeometry], list[QgsGeometry]]:
    """Each zone's part inside and outside of ``cover``."""
    inside, outside = [], []
    engine = QgsGeometry.createGeometryEngine(cover.constGet()) if not cover.isEmpty() else None
    if engine is not None:
        engine.prepareGeometry()
    for i in range(len(zones)):
        if cancelled is not None and cancelled():
            raise Cancelled
        zone = _valid(geometry_of(zones, i))
        if engine is None or not engine.intersects(zone.constGet()):
            inside.append(QgsGeometry())
            outside.append(zone)
        elif engine.contains(zone.constGet()):
            inside.append(zone)
            outside.append(QgsGeometry())
        else:
            inside.append(_areal(zone.intersection(cover)))
            outside.append(_areal(zone.difference(cover)))
    return inside, outside


def as_polygons(geometries: Sequence[QgsGeometry]) -> Polygons:
    """QGIS geometries as arrays."""
    return decode_list([None if each.isEmpty() else each.asWkb().data() for each in geometries])


def blind_parts(outside: Sequence[QgsGeometry]) -> tuple[list[QgsGeometry], NDArray[np.int64]]:
    """Single blind spots and the number of the zone of each."""
    shapes: list[QgsGeometry] = []
    owner: list[int] = []
    for number, geometry in enumerate(outside):
        if geometry.isEmpty():
            continue
        for part in geometry.asGeometryCollection():
            if part.area() > SLIVER:
                shapes.append(part)
                owner.append(number)
    return shapes, np.array(owner, dtype=np.int64)
