"""Few, large polygons cut by others as geometry, before the engine meets the many (docs/engine.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from qgis.core import Qgis, QgsGeometry, QgsMultiPolygon

from ...core.errors import Cancelled, RedlineError
from ...core.shapes.polygons import Polygons, boxes_of, meeting
from ...core.shapes.wkb import decode, decode_list, encode

__all__ = [
    "OUTSIDE",
    "Clipped",
    "areal",
    "as_polygons",
    "clip",
    "geometries_of",
    "geometry_of",
    "valid",
    "valid_polygon",
    "without_empty_parts",
]

OUTSIDE = -1
"""Stands for the area of a piece that lies in none."""

AT_ONCE = 4_096
"""Polygons that are written as well-known binary in one go: their bytes stand beside them."""

SLIVER = 1e-4
"""Square metres: what GEOS leaves between two readings of one boundary is no land."""


@dataclass(frozen=True)
class Clipped:
    """Pieces of zones: ``polygons`` of length k; ``zone`` and ``area`` (k,) int64 say of which zone and in which area.

    doubled : (zone, area, square metres in the plane) where an area overlaps what an earlier one already took.
    """

    polygons: Polygons
    zone: NDArray[np.int64]
    area: NDArray[np.int64]
    doubled: tuple[tuple[int, int, float], ...]


def geometry_of(polygons: Polygons, i: int) -> QgsGeometry:
    """Polygon ``i`` as a QGIS geometry."""
    geometry = QgsGeometry()
    geometry.fromWkb(encode(_some(polygons, i, i + 1))[0])
    return geometry


def geometries_of(polygons: Polygons) -> Iterator[QgsGeometry]:
    """All polygons as QGIS geometries, in order; many at a time are ten times as quick as one by one."""
    for start in range(0, len(polygons), AT_ONCE):
        for wkb in encode(_some(polygons, start, min(start + AT_ONCE, len(polygons)))):
            geometry = QgsGeometry()
            geometry.fromWkb(wkb)
            yield geometry


def as_polygons(geometries: Iterable[QgsGeometry]) -> Polygons:
    """QGIS geometries as arrays; an empty one is a polygon without rings."""
    return decode_list([None if each.isEmpty() else each.asWkb().data() for each in geometries])


def valid(geometry: QgsGeometry) -> QgsGeometry:
    """The geometry as GEOS cuts it: made valid where it is not."""
    return geometry if geometry.isGeosValid() else geometry.makeValid()


def valid_polygon(polygons: Polygons, i: int) -> QgsGeometry:
    """Polygon ``i``, made valid where it is not."""
    return valid(geometry_of(polygons, i))


def _some(polygons: Polygons, start: int, stop: int) -> Polygons:
    """The polygons from ``start`` to before ``stop``, without copying their vertices."""
    first, last = polygons.polygons[start], polygons.polygons[stop]
    rings = polygons.rings[first : last + 1]
    ends = polygons.polygons[start : stop + 1] - first
    return Polygons(polygons.xy[rings[0] : rings[-1]], rings - rings[0], polygons.holes[first:last], ends)


def without_empty_parts(geometry: QgsGeometry) -> QgsGeometry:
    """The geometry without parts that are empty: a walk along the vertices of a whole that begins with one ends QGIS.

    So does a walk along a geometry that has no name: keep the answer in a variable.
    """
    kept = [QgsGeometry(part.clone()) for part in geometry.constParts() if not part.isEmpty()]
    if len(kept) == sum(1 for _ in geometry.constParts()):
        return geometry
    return QgsGeometry.collectGeometry(kept)


def clip(
    zones: Polygons, areas: Polygons, layer: str, fids: NDArray[np.int64], cancelled: Callable[[], bool] | None = None
) -> Clipped:
    """Cut each zone by the areas; what lies in none becomes pieces of OUTSIDE.

    zones, areas : in one plane system, in metres. layer, fids : of the areas, for the sentence where GEOS refuses an
    invalid one. Where areas overlap the earlier takes the land, and ``doubled`` tells.
    """
    zone_boxes, area_boxes = boxes_of(zones), boxes_of(areas)
    shapes: list[bytes] = []
    found: list[tuple[int, int]] = []
    doubled: list[tuple[int, int, float]] = []
    for i in range(len(zones)):
        if cancelled is not None and cancelled():
            raise Cancelled()
        rest = geometry_of(zones, i)
        if rest.isEmpty():
            continue
        whole = QgsGeometry(rest)
        for j in np.flatnonzero(meeting(area_boxes, zone_boxes[i : i + 1])).tolist():
            area = geometry_of(areas, j)
            piece = _polygonal(rest.intersection(area), layer, int(fids[j]))
            twice = _polygonal(whole.intersection(area), layer, int(fids[j])).area() - piece.area()
            if twice > SLIVER:
                doubled.append((i, int(j), twice))
            if piece.area() > SLIVER:
                shapes.append(piece.asWkb().data())
                found.append((i, int(j)))
                rest = _polygonal(rest.difference(area), layer, int(fids[j]))
        if rest.area() > SLIVER:
            shapes.append(rest.asWkb().data())
            found.append((i, OUTSIDE))
    offsets = np.concatenate([[0], np.cumsum([len(shape) for shape in shapes], dtype=np.int64)]).astype(np.int64)
    pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
    return Clipped(
        decode(np.frombuffer(b"".join(shapes), dtype=np.uint8), offsets),
        np.ascontiguousarray(pairs[:, 0]),
        np.ascontiguousarray(pairs[:, 1]),
        tuple(doubled),
    )


def areal(geometry: QgsGeometry) -> QgsGeometry:
    """The land in what an intersection or a difference gave: empty, of 0 m², where it gave points or lines alone."""
    if not geometry.isEmpty():
        geometry.convertGeometryCollectionToSubclass(Qgis.GeometryType.Polygon)
        if geometry.type() == Qgis.GeometryType.Polygon:
            return geometry
    return QgsGeometry(QgsMultiPolygon())


def _polygonal(geometry: QgsGeometry, layer: str, fid: int) -> QgsGeometry:
    """The areal part of an intersection; where two boundaries only touch there is none."""
    if geometry.isNull() and geometry.lastError():
        raise RedlineError(
            "Layer {layer}, feature {fid}: the polygon is invalid ({reason}): repair it with Fix geometries.",
            layer=layer,
            fid=fid,
            reason=geometry.lastError(),
        )
    return areal(geometry)
