"""What the overlay has to know of polygons before it begins: boxes, areas, the signs of rings, and what to skip."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import compiled
from ..shapes.polygons import FloatArray, IntArray, Polygons

__all__ = ["Measures", "measure", "sums_by_key"]

# Vertices looked at in one go: temporaries of 0.5 MB stay in the processor's cache.
SLICE = 65_536


class Measures(NamedTuple):
    """Of ``n`` polygons with ``r`` rings.

    boxes : (n, 4) xmin, ymin, xmax, ymax; (inf, inf, -inf, -inf) where ``good`` is False.
    areas : (n,) plane areas: shells minus holes, in the square of the coordinates' unit.
    signs : (r,) +1 or -1, so that sign × (ring's own direction) runs a shell counter-clockwise and a hole clockwise.
    good : (n,) False where a polygon is empty or one of its coordinates is no finite number.
    """

    boxes: FloatArray
    areas: FloatArray
    signs: FloatArray
    good: NDArray[np.bool_]


def measure(polygons: Polygons, *, body: str = "auto") -> Measures:
    """Boxes, areas and ring signs. Areas by the shoelace formula from each ring's first vertex, so that large
    coordinates cost no digits; a hole counts negative in whatever direction it was drawn.
    """
    if body == "numba" or (body == "auto" and compiled.ready(len(polygons.xy))):
        boxes = np.empty((len(polygons), 4))
        areas = np.empty(len(polygons))
        signs = np.empty(len(polygons.holes))
        good = np.empty(len(polygons), dtype=np.bool_)
        kernel = compiled.module("overlay.measure_numba")
        kernel.measure(polygons.xy, polygons.rings, polygons.holes, polygons.polygons, boxes, areas, signs, good)
        return Measures(boxes, areas, signs, good)
    return _measure_numpy(polygons)


def sums_by_key(keys: IntArray, values: FloatArray, size: int) -> FloatArray:
    """Sums of ``values`` by ``keys`` 0 … size − 1: (size,) float64."""
    return np.asarray(np.bincount(keys, values, size), dtype=np.float64)


def _measure_numpy(polygons: Polygons) -> Measures:
    r = len(polygons.holes)
    sizes = np.diff(polygons.rings)
    signed = np.zeros(r)
    ring_boxes = np.full((r, 4), np.inf)
    ring_boxes[:, 2:] = -np.inf
    finite = np.ones(r, dtype=np.bool_)
    full = np.flatnonzero(sizes > 0)
    begin = 0
    while begin < len(full):
        top = polygons.rings[full[begin]] + SLICE
        stop = max(begin + 1, int(np.searchsorted(polygons.rings[full + 1], top, side="right")))
        _measure_rings(polygons, full[begin:stop], signed, ring_boxes, finite)
        begin = stop
    direction = np.where(polygons.holes, -1.0, 1.0)
    signs = np.where(signed < 0, -direction, direction)

    n = len(polygons)
    owner = np.repeat(np.arange(n), np.diff(polygons.polygons))
    areas = sums_by_key(owner, direction * np.abs(signed), n)
    boxes = np.full((n, 4), np.inf)
    boxes[:, 2:] = -np.inf
    some = np.flatnonzero(np.diff(polygons.polygons) > 0)
    good = np.zeros(n, dtype=np.bool_)
    if len(some):
        starts = polygons.polygons[some]
        boxes[some, :2] = np.minimum.reduceat(ring_boxes[:, :2], starts, axis=0)
        boxes[some, 2:] = np.maximum.reduceat(ring_boxes[:, 2:], starts, axis=0)
        vertices = np.add.reduceat(sizes, starts)
        good[some] = np.logical_and.reduceat(finite, starts) & (vertices > 0)
    boxes[~good] = (np.inf, np.inf, -np.inf, -np.inf)
    areas[~good] = 0.0
    return Measures(boxes, areas, signs, good)


def _measure_rings(
    polygons: Polygons, rings: IntArray, signed: FloatArray, boxes: FloatArray, finite: NDArray[np.bool_]
) -> None:
    """Signed area, box and finiteness of some rings, none of them empty, into the whole's arrays."""
    first = int(polygons.rings[rings[0]])
    last = int(polygons.rings[rings[-1] + 1])
    starts = polygons.rings[rings] - first
    size = np.diff(np.append(starts, last - first))
    with np.errstate(invalid="ignore", over="ignore"):
        x = np.ascontiguousarray(polygons.xy[first:last, 0])
        y = np.ascontiguousarray(polygons.xy[first:last, 1])
        boxes[rings, 0] = np.minimum.reduceat(x, starts)
        boxes[rings, 1] = np.minimum.reduceat(y, starts)
        boxes[rings, 2] = np.maximum.reduceat(x, starts)
        boxes[rings, 3] = np.maximum.reduceat(y, starts)
        finite[rings] = np.isfinite(boxes[rings]).all(axis=1)
        x -= x[starts].repeat(size)
        y -= y[starts].repeat(size)
        cross = np.zeros(len(x))
        cross[:-1] = x[:-1] * y[1:] - x[1:] * y[:-1]
        cross[starts + size - 1] = 0.0  # from one ring to the next
        signed[rings] = 0.5 * np.add.reduceat(cross, starts)
    signed[rings[~finite[rings]]] = 0.0
