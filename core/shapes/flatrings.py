"""Small work on the flat arrays of polygons that several parts of the engine share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .. import compiled
from ..errors import RedlineError
from .polygons import FloatArray, IntArray, Polygons

__all__ = ["add_by_ring", "by_numba", "owners", "sum_rings", "taken"]


def by_numba(body: str, work: int) -> bool:
    """Whether a numba body answers: ``body`` is "auto" (when it is ready for so many vertices), "numba" or "numpy"."""
    if body not in ("auto", "numba", "numpy"):
        raise RedlineError("There is no body {body}: auto, numba or numpy.", body=body)
    return body == "numba" or (body == "auto" and compiled.ready(work))


def owners(polygons: Polygons, vertices: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(n,) True for the polygons that own one of the marked vertices."""
    marked = np.zeros(len(polygons), dtype=np.bool_)
    places = np.flatnonzero(vertices)
    if len(places):
        rings = np.searchsorted(polygons.rings, places, side="right") - 1
        marked[np.searchsorted(polygons.polygons, rings, side="right") - 1] = True
    return marked


def taken(polygons: Polygons, which: IntArray) -> Polygons:
    """The polygons of the given numbers."""
    first, last = polygons.polygons[which], polygons.polygons[which + 1]
    rings = _ranges(first, last)
    vertices = _ranges(polygons.rings[rings], polygons.rings[rings + 1])
    return Polygons(
        polygons.xy[vertices],
        np.concatenate([[0], np.cumsum(polygons.rings[rings + 1] - polygons.rings[rings])]),
        polygons.holes[rings],
        np.concatenate([[0], np.cumsum(last - first)]),
    )


def _ranges(first: IntArray, last: IntArray) -> IntArray:
    """first[0], …, last[0] − 1, first[1], … in one array."""
    sizes = last - first
    ends = np.cumsum(sizes)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(first - (ends - sizes), sizes)


def add_by_ring(values: FloatArray, start: int, rings: IntArray, sums: FloatArray) -> None:
    """Adds values of the edges start, start + 1, … to the sums of their rings; edges between rings count nothing."""
    stop = start + len(values)
    first = int(np.searchsorted(rings, start, side="right")) - 1
    last = int(np.searchsorted(rings, stop, side="left"))
    ends = rings[first + 1 : last + 1] - 1
    ends = ends[(ends >= start) & (ends < stop)] - start
    values[ends] = 0
    starts = np.maximum(rings[first:last], start) - start
    full = rings[first + 1 : last + 1] > np.maximum(rings[first:last], start)
    if full.any():
        sums[first:last][full] += np.add.reduceat(values, starts[full])


def sum_rings(ring_areas: FloatArray, polygons: Polygons) -> FloatArray:
    """(n,) areas of polygons from the signed areas of their rings."""
    signed = np.where(polygons.holes, -np.abs(ring_areas), np.abs(ring_areas))
    owner = np.repeat(np.arange(len(polygons)), np.diff(polygons.polygons))
    return np.bincount(owner, weights=signed, minlength=len(polygons)).astype(np.float64)
