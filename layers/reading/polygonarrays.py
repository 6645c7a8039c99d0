"""From well-known binary to the engine's polygons: curves straightened, odd geometries told, some of them kept."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from qgis.core import QgsCoordinateTransform, QgsGeometry, QgsWkbTypes

from ...core.shapes.polygons import Polygons, emptied
from ...core.shapes.wkb import Damaged, WkbError, decode, to_iso
from ...i18n import tr
from .crs import TransformError, transform_xy

__all__ = ["Astray", "polygons_of", "transformed"]

STRAIGHT = (3, 6)
NO_SURFACE = (1, 2, 4, 5, 8, 9, 11)


class Astray(str):
    """Why a feature cannot be taken that has a shape, but a vertex where none can be."""


def polygons_of(
    wkb: NDArray[np.uint8], offsets: NDArray[np.int64], transform: QgsCoordinateTransform | None = None
) -> tuple[Polygons, dict[int, str]]:
    """The polygons of ``n`` geometries laid end to end, and why some of them have none.

    wkb : (b,) uint8; geometry ``i`` is ``wkb[offsets[i]:offsets[i + 1]]``. Curved edges become straight segments,
    Z and M are dropped, vertices go through ``transform`` one by one. Returns ``n`` polygons and reasons by index;
    a polygon with a reason is not to be used.
    """
    skipped: dict[int, str] = {}
    no_geometry = np.diff(offsets) == 0
    wkb, offsets = _straightened(wkb, offsets)
    polygons = _decoded(wkb, offsets, skipped)
    for i in np.flatnonzero(np.diff(polygons.polygons) == 0).tolist():
        skipped.setdefault(i, tr("it has no geometry") if no_geometry[i] else tr("its geometry is empty or no polygon"))
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


def _straightened(wkb: NDArray[np.uint8], offsets: NDArray[np.int64]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Every curved, three-dimensional or collected surface as plain polygons, by QGIS's own segmentation."""
    odd = set(np.flatnonzero(~np.isin(_types(wkb, offsets), (0, *STRAIGHT, *NO_SURFACE))).tolist())
    if not odd:
        return wkb, offsets
    shapes = [wkb[offsets[i] : offsets[i + 1]].tobytes() for i in range(len(offsets) - 1)]
    shapes = [_straight(shape) if i in odd else shape for i, shape in enumerate(shapes)]
    ends = np.concatenate([[0], np.cumsum([len(shape) for shape in shapes])]).astype(np.int64)
    return np.frombuffer(b"".join(shapes), np.uint8), ends


def _straight(wkb: bytes) -> bytes:
    shape = QgsGeometry()
    try:
        shape.fromWkb(to_iso(wkb))
    except Damaged:
        return wkb
    if shape.isNull():
        return wkb
    parts = shape.coerceToType(QgsWkbTypes.Type.MultiPolygon)
    if not parts:
        return b""
    whole = parts[0] if len(parts) == 1 else QgsGeometry.collectGeometry(parts)
    return whole.asWkb().data()


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
