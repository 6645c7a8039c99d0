"""Circular arcs as vertices: as much land as the arc has, and the same vertices from whichever side it is drawn."""

from __future__ import annotations

import math

import numpy as np

from .polygons import FloatArray

__all__ = ["DEVIATION", "arc_vertices"]

DEVIATION = 0.001
"""Metres that a chord may lie from its arc."""

COARSEST = math.radians(5.0)
FEWEST, MOST = 4, 50_000
FLAT = 1e-3
"""Share of the deviation below which an arc is straight."""


def arc_vertices(start: FloatArray, middle: FloatArray, end: FloatArray, deviation: float = DEVIATION) -> FloatArray:
    """(k, 2) vertices from ``start`` over ``middle`` to ``end`` of a circular arc, both ends as they are given.

    start, middle, end : (2,) each; start = end is a whole circle with ``middle`` across it (ISO 19125 / SQL-MM).
    deviation : in units of the coordinates. The vertices between the ends stand a little outside of the arc, so that
    the polygon of centre and vertices has the area of the sector: sides cut off would be 1.6 m² of a circle of 100 m at
    one degree a side. The same three points give the same vertices in either direction, so two patches along one arc
    leave neither gap nor overlap.
    """
    whole = bool(np.array_equal(start, end))
    if not whole and tuple(start) > tuple(end):
        return arc_vertices(end, middle, start, deviation)[::-1].copy()
    a, b = middle - start, end - start
    if whole:
        centre, sweep = a / 2, 2 * math.pi
    else:
        cross = float(a[0] * b[1] - a[1] * b[0])
        chord = math.hypot(*b)
        if abs(cross) <= FLAT * deviation * chord:
            return np.array([start, end])
        aa, bb = float(a @ a), float(b @ b)
        centre = np.array([b[1] * aa - a[1] * bb, a[0] * bb - b[0] * aa]) / (2 * cross)
        first = math.atan2(-centre[1], -centre[0])
        last = math.atan2(b[1] - centre[1], b[0] - centre[0])
        sweep = (last - first) % (2 * math.pi) if cross > 0 else -((first - last) % (2 * math.pi))
    radius = math.hypot(*centre)
    if radius == 0.0:
        return np.array([start, end])
    step = min(COARSEST, math.sqrt(8 * deviation / radius))
    n = min(MOST, max(FEWEST, math.ceil(abs(sweep) / step)))
    turn = math.atan2(-centre[1], -centre[0]) + sweep * np.arange(1, n) / n
    outer = radius * _equal_area(n, abs(sweep) / n)
    between = start + centre + outer * np.column_stack([np.cos(turn), np.sin(turn)])
    return np.vstack([start, between, end])


def _equal_area(n: int, angle: float) -> float:
    """The radius of the n − 1 inner vertices, as a share of the arc's, at which n chords of ``angle`` (radians) enclose
    the sector: 2·q·sin + (n − 2)·q²·sin = n·angle."""
    sine = math.sin(angle)
    return (math.sqrt(sine * sine + (n - 2) * sine * n * angle) - sine) / ((n - 2) * sine)
