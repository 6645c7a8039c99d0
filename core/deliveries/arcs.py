"""Bulges: how drawings write arcs. A bulge is the tangent of a quarter of the arc's angle, positive where it turns left
(DXF Reference, LWPOLYLINE, group 42)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..shapes.arcs import arc_vertices

__all__ = ["Vertex", "arc_middle", "with_chords"]

Vertex = tuple[float, float, float]
"""East, north, and the bulge of the edge that begins here."""


def arc_middle(start: Vertex, end: tuple[float, float]) -> tuple[float, float]:
    """The point half-way along the arc from ``start`` to ``end``: as far beside the chord's middle as the bulge times
    half the chord, on the right where it turns left."""
    (x, y, bulge), (to_x, to_y) = start, end[:2]
    return (x + to_x) / 2 + bulge / 2 * (to_y - y), (y + to_y) / 2 - bulge / 2 * (to_x - x)


def with_chords(ring: Sequence[Vertex]) -> list[tuple[float, float]]:
    """The vertices of an unclosed ring with those of ``shapes.arcs`` on its arcs: as much land as the arcs have."""
    found: list[tuple[float, float]] = []
    for vertex, following in zip(ring, (*ring[1:], ring[0]), strict=True):
        found.append((vertex[0], vertex[1]))
        if vertex[2]:
            end = following[:2]
            points = arc_vertices(np.array(vertex[:2]), np.array(arc_middle(vertex, end)), np.array(end))
            found += [(x, y) for x, y in points[1:-1].tolist()]
    return found
