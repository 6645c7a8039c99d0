"""From well-known binary to the engine's polygons: curves straightened, odd geometries told, some of them kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from qgis.core import (
    Qgis,
    QgsAbstractGeometry,
    QgsCircularString,
    QgsCompoundCurve,
    QgsCoordinateTransform,
    QgsCurve,
    QgsCurvePolygon,
    QgsGeometry,
    QgsGeometryCollection,
    QgsWkbTypes,
)

from ...core.shapes.arcs import DEVIATION, arc_vertices
from ...core.shapes.polygons import FloatArray, Polygons, emptied
from ...core.shapes.wkb import Damaged, WkbError, decode, encode, to_iso
from ...i18n import tr
from .crs import TransformError, transform_xy

__all__ = ["Astray", "along_arcs", "polygons_of", "straightened", "transformed"]

STRAIGHT = (3, 6)
NO_SURFACE = (1, 2, 4, 5, 8, 9, 11)


@dataclass(frozen=True)
class _Odd:
    """Indices of geometries of which something is to be told."""

    curved: list[int]
    mixed: list[int]


class Astray(str):
    """Why a feature cannot be taken that has a shape, but a vertex where none can be."""


def polygons_of(
    wkb: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    transform: QgsCoordinateTransform | None = None,
    *,
    deviation: float = DEVIATION,
    curved: list[int] | None = None,
    mixed: list[int] | None = None,
) -> tuple[Polygons, dict[int, str]]:
    """The polygons of ``n`` geometries laid end to end, and why some of them have none.

    wkb : (b,) uint8; geometry ``i`` is ``wkb[offsets[i]:offsets[i + 1]]``. Curved edges become chords with the
    area of the arc (``core.shapes.arcs``; deviation : 1 mm in units of the coordinates), Z and M are dropped, vertices
    go through ``transform`` one by one. curved : takes up the indices of the geometries with arcs; mixed : of the
    collections that hold points or lines beside their polygons.

    Returns ``n`` polygons and reasons by index; a polygon with a reason is not to be used.
    """
    skipped: dict[int, str] = {}
    no_geometry = np.diff(offsets) == 0
    kinds = _types(wkb, offsets)
    odd = _Odd([] if curved is None else curved, [] if mixed is None else mixed)
    wkb, offsets = _straightened(wkb, offsets, kinds, deviation, odd)
    polygons = _decoded(wkb, offsets, skipped)
    for i in np.flatnonzero(np.diff(polygons.polygons) == 0).tolist():
        skipped.setdefault(i, tr("it has no geometry") if no_geometry[i] else _no_polygon(int(kinds[i])))
    # One number that is none makes the sum none: a pass that almost always says that all is well.
    if not np.isfinite(polygons.xy.sum()):
        finite = np.isfinite(polygons.xy).all(axis=1)
        bad = np.unique(_owners(polygons)[~finite])
        skipped |= dict.fromkeys(bad.tolist(), Astray(tr("its coordinates are not numbers")))
        polygons = emptied(polygons, bad)
    if transform is not None:
        polygons = transformed(polygons, transform, skipped)
    return polygons, skipped


def _types(wkb: NDArray[np.uint8], offsets: NDArray[np.int64]) -> NDArray[np.int64]:
    """The flat WKB type of each geometry, 0 where there is none."""
    found = np.zeros(len(offsets) - 1, dtype=np.int64)
    has = np.diff(offsets) >= 5
    at = offsets[:-1][has]
    if not len(at):
        return found
    octets = wkb[at[:, None] + np.arange(1, 5)].astype(np.int64)
    little = wkb[at] == 1
    value = np.where(little, octets @ [1, 1 << 8, 1 << 16, 1 << 24], octets @ [1 << 24, 1 << 16, 1 << 8, 1])
    found[has] = (value & 0x0FFFFFFF) % 1000
    return found


def _no_polygon(kind: int) -> str:
    """Why a geometry of this flat WKB type has no polygon."""
    if kind in (1, 4):
        return tr("it is a point, not a polygon")
    if kind in (2, 5, 8, 9, 11):
        return tr("it is a line, not a polygon")
    return tr("its geometry is empty or no polygon")


def _straightened(
    wkb: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    kinds: NDArray[np.int64],
    deviation: float,
    odd: _Odd,
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Every curved, three-dimensional or collected surface as plain polygons; ``odd`` takes up what is to be told."""
    others = set(np.flatnonzero(~np.isin(kinds, (0, *STRAIGHT, *NO_SURFACE))).tolist())
    if not others:
        return wkb, offsets
    shapes = [wkb[offsets[i] : offsets[i + 1]].tobytes() for i in range(len(offsets) - 1)]
    shapes = [_straight(shape, deviation, i, odd) if i in others else shape for i, shape in enumerate(shapes)]
    ends = np.concatenate([[0], np.cumsum([len(shape) for shape in shapes])]).astype(np.int64)
    return np.frombuffer(b"".join(shapes), np.uint8), ends


def _straight(wkb: bytes, deviation: float, i: int, odd: _Odd) -> bytes:
    shape = QgsGeometry()
    try:
        shape.fromWkb(to_iso(wkb))
    except Damaged:
        return wkb
    if shape.isNull():
        return wkb
    if shape.constGet().hasCurvedSegments():
        odd.curved.append(i)
        return along_arcs(shape, deviation)
    parts = shape.coerceToType(QgsWkbTypes.Type.MultiPolygon)
    if not parts:
        return b""
    if {part.dimension() == 2 for part in shape.constParts()} == {True, False}:
        odd.mixed.append(i)
    whole = parts[0] if len(parts) == 1 else QgsGeometry.collectGeometry(parts)
    return whole.asWkb().data()


def along_arcs(shape: QgsGeometry, deviation: float = DEVIATION) -> bytes:
    """The surfaces of a geometry with arcs as the well-known binary of a plain MultiPolygon."""
    rings = [ring for surface in _surfaces(shape.constGet()) for ring in _rings(surface, deviation)]
    return encode(Polygons.from_rings([rings]))[0]


def straightened(shape: QgsGeometry) -> QgsGeometry:
    """A geometry of curved kind as plain polygons or lines; any other as it is. A MultiSurface that QGIS segments is a
    MultiSurface still, of which GDAL burns nothing into a raster."""
    if not QgsWkbTypes.isCurvedType(shape.wkbType()):
        return shape
    plain = QgsGeometry(shape)
    if shape.type() == Qgis.GeometryType.Polygon:
        plain.fromWkb(along_arcs(shape))
    else:
        plain.convertToStraightSegment()
    return plain


def _surfaces(shape: QgsAbstractGeometry) -> Iterator[QgsCurvePolygon]:
    if isinstance(shape, QgsCurvePolygon):
        yield shape
    elif isinstance(shape, QgsGeometryCollection):
        for k in range(shape.numGeometries()):
            yield from _surfaces(shape.geometryN(k))


def _rings(surface: QgsCurvePolygon, deviation: float) -> Iterator[tuple[FloatArray, bool]]:
    outer = surface.exteriorRing()
    if outer is None or outer.isEmpty():
        return
    yield _vertices(outer, deviation), False
    for k in range(surface.numInteriorRings()):
        yield _vertices(surface.interiorRing(k), deviation), True


def _vertices(curve: QgsCurve, deviation: float) -> FloatArray:
    """(k, 2) vertices of a line, an arc or what is put together of them."""
    if isinstance(curve, QgsCompoundCurve):
        parts = [_vertices(curve.curveAt(k), deviation) for k in range(curve.nCurves())]
        return np.vstack([parts[0], *(part[1:] for part in parts[1:])])
    places = np.array([[point.x(), point.y()] for point in curve.points()], dtype=np.float64).reshape(-1, 2)
    if not isinstance(curve, QgsCircularString):
        return places
    arcs = [arc_vertices(places[k], places[k + 1], places[k + 2], deviation) for k in range(0, len(places) - 2, 2)]
    return np.vstack([arcs[0], *(arc[1:] for arc in arcs[1:])]) if arcs else places


def _decoded(wkb: NDArray[np.uint8], offsets: NDArray[np.int64], skipped: dict[int, str]) -> Polygons:
    """Polygons of a block; geometries whose bytes are damaged are emptied and told in ``skipped``."""
    while True:
        try:
            return decode(wkb, offsets)
        except WkbError as error:
            at = error.position
            skipped[at] = tr("its geometry is damaged or of an unknown kind")
            start, end = int(offsets[at]), int(offsets[at + 1])
            wkb = np.concatenate([wkb[:start], wkb[end:]])
            offsets = offsets.copy()
            offsets[at + 1 :] -= end - start


def transformed(polygons: Polygons, transform: QgsCoordinateTransform, skipped: dict[int, str]) -> Polygons:
    """``polygons`` through ``transform``; those outside its domain are told in ``skipped`` and left as they were."""
    try:
        return polygons.with_xy(transform_xy(transform, polygons.xy))
    except TransformError as error:
        reason = error.sentence(tr)
    xy = polygons.xy.copy()
    ends = polygons.rings[polygons.polygons]
    for i in range(len(polygons)):
        part = slice(ends[i], ends[i + 1])
        try:
            xy[part] = transform_xy(transform, polygons.xy[part])
        except TransformError:
            skipped[i] = reason
    return polygons.with_xy(xy)


def _owners(polygons: Polygons) -> NDArray[np.int64]:
    """The polygon of each vertex."""
    return np.repeat(np.arange(len(polygons)), np.diff(polygons.rings[polygons.polygons]))
