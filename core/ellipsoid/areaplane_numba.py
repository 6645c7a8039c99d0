"""The numba body of ``core.ellipsoid.areaplane``. Importing this module compiles it."""

from __future__ import annotations

import numba
import numpy as np
from numba import types

__all__ = ["curved_areas", "plane_areas", "split_project", "split_size"]

BLOCK = 256

FLOATS = types.Array(types.float64, 1, "C")
FLOATS_2 = types.Array(types.float64, 2, "C")
PAIRS = types.Array(types.float64, 2, "C", readonly=True)
INTS = types.Array(types.int64, 1, "C", readonly=True)
NEW_INTS = types.Array(types.int64, 1, "C")
FLAGS = types.Array(types.boolean, 1, "C", readonly=True)
BOX = types.Array(types.float64, 1, "C", readonly=True)
CUBE = types.Array(types.float64, 3, "C", readonly=True)


@numba.njit(types.void(PAIRS, INTS, FLAGS, INTS, FLOATS), cache=True, nogil=True)
def plane_areas(xy, rings, holes, polygons, out):
    """The shoelace formula of each ring from its first vertex; ``out`` (n,) takes the areas."""
    for i in range(len(polygons) - 1):
        total = 0.0
        for k in range(polygons[i], polygons[i + 1]):
            first, last = rings[k], rings[k + 1]
            if last - first < 2:
                continue
            x0 = xy[first, 0]
            area = 0.0
            for v in range(first, last - 1):
                area += ((xy[v, 0] - x0) + (xy[v + 1, 0] - x0)) * (xy[v + 1, 1] - xy[v, 1])
            area = abs(area) * 0.5
            total += -area if holes[k] else area
        out[i] = total


@numba.njit(cache=True, nogil=True)
def _curve(xy, start, size, box, c, p, q, inner, outer):
    """Horner's rule over a block of vertices, coefficient by coefficient, so that it runs in vector registers."""
    n = len(c) - 1
    for k in range(size):
        p[k] = (xy[start + k, 0] - box[0]) / box[2]
        q[k] = (xy[start + k, 1] - box[1]) / box[3]
        outer[k] = c[n, 0]
    for i in range(n - 1, -1, -1):
        top = c[i, n - i]
        for k in range(size):
            inner[k] = top
        for j in range(n - i - 1, -1, -1):
            add = c[i, j]
            for k in range(size):
                inner[k] = inner[k] * q[k] + add
        for k in range(size):
            outer[k] = outer[k] * p[k] + inner[k]


@numba.njit(cache=True, nogil=True, inline="always")
def _square(c, p, q):
    """A polynomial of degree 2."""
    return c[0, 0] + q * (c[0, 1] + q * c[0, 2]) + p * (c[1, 0] + q * c[1, 1] + p * c[2, 0])


@numba.njit(
    types.void(PAIRS, INTS, FLAGS, INTS, BOX, PAIRS, CUBE, types.int64, types.float64, FLOATS),
    cache=True,
    nogil=True,
)
def curved_areas(xy, rings, holes, polygons, box, c, bend, axis, linear, out):
    """∮ u dv of each ring with the mean of u along each edge, bow included; ``out`` (n,) takes the areas."""
    p, q, inner, value = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    straight = 1 - axis
    block, filled = 0, 0
    before = 0.0
    for i in range(len(polygons) - 1):
        total = 0.0
        for k in range(polygons[i], polygons[i + 1]):
            area = 0.0
            for v in range(rings[k], rings[k + 1]):
                if v >= block + filled:
                    block, filled = v, min(BLOCK, len(xy) - v)
                    _curve(xy, block, filled, box, c, p, q, inner, value)
                here = value[v - block]
                if v > rings[k]:
                    dx, dy = xy[v, 0] - xy[v - 1, 0], xy[v, 1] - xy[v - 1, 1]
                    pm, qm = p[v - block] - 0.5 * dx / box[2], q[v - block] - 0.5 * dy / box[3]
                    bow = (
                        _square(bend[0], pm, qm) * dx * dx
                        + 2 * _square(bend[1], pm, qm) * dx * dy
                        + _square(bend[2], pm, qm) * dy * dy
                    )
                    step = dx if straight == 0 else dy
                    area += (0.5 * (before + here) - bow / 12) * step
                before = here
            area = abs(area) * linear
            total += -area if holes[k] else area
        out[i] = total


@numba.njit(types.int64(PAIRS, INTS, BOX, BOX, types.float64), cache=True, nogil=True)
def split_size(xy, rings, usable, reach, longest):
    """Vertices after long edges are split; -1 when one lies beyond the reach of the polynomial.

    usable, reach : (xmin, ymin, xmax, ymax) of where a vertex can be at all, and of where the polynomial holds.
    """
    points = np.int64(0)
    for k in range(len(rings) - 1):
        for v in range(rings[k], rings[k + 1]):
            x, y = xy[v, 0], xy[v, 1]
            points += 1
            if not (usable[0] <= x <= usable[2] and usable[1] <= y <= usable[3]):
                continue
            if not (reach[0] <= x <= reach[2] and reach[1] <= y <= reach[3]):
                return -1
            if v + 1 < rings[k + 1]:
                dx, dy = xy[v + 1, 0] - x, xy[v + 1, 1] - y
                squared = dx * dx + dy * dy
                if longest * longest < squared < 1e18:
                    points += np.int64(np.ceil(np.sqrt(squared) / longest)) - 1
    return points


@numba.njit(
    types.void(PAIRS, INTS, BOX, types.float64, BOX, PAIRS, types.int64, types.float64, FLOATS_2, NEW_INTS),
    cache=True,
    nogil=True,
)
def split_project(xy, rings, usable, longest, box, c, axis, linear, out, out_rings):
    """Rings with long edges split and every vertex in the plane; ``out`` has the size :func:`split_size` gave."""
    at = np.int64(0)
    for k in range(len(rings) - 1):
        out_rings[k] = at
        for v in range(rings[k], rings[k + 1]):
            x, y = xy[v, 0], xy[v, 1]
            if not (usable[0] <= x <= usable[2] and usable[1] <= y <= usable[3]):
                out[at, 0], out[at, 1] = np.nan, np.nan
                at += 1
                continue
            out[at, 0], out[at, 1] = x, y
            at += 1
            if v + 1 < rings[k + 1]:
                dx, dy = xy[v + 1, 0] - x, xy[v + 1, 1] - y
                squared = dx * dx + dy * dy
                if longest * longest < squared < 1e18:
                    steps = np.int64(np.ceil(np.sqrt(squared) / longest))
                    for m in range(1, steps):
                        part = m / steps
                        out[at, 0], out[at, 1] = x + part * dx, y + part * dy
                        at += 1
    out_rings[len(rings) - 1] = at
    p, q, inner, value = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    straight = 1 - axis
    for start in range(0, at, BLOCK):
        size = min(BLOCK, at - start)
        _curve(out, start, size, box, c, p, q, inner, value)
        for m in range(size):
            out[start + m, straight] = (out[start + m, straight] - box[straight]) * linear
            out[start + m, axis] = value[m]
