"""Outlines with arcs as QGIS's curved polygons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qgis.core import QgsGeometry

from ...core.boundary.points import Parts
from ...core.deliveries.arcs import Vertex, arc_middle
from ...core.deliveries.drawing import ring_key

__all__ = ["curved_geometry"]


def curved_geometry(parts: Parts, arcs: Mapping[tuple, Sequence[Vertex]]) -> QgsGeometry:
    """The parts of a parcel as a multisurface with x to the east.

    parts : rings of (x_north, y_east), arcs as chords. arcs : the rings that have arcs, by ``ring_key``.
    """
    surfaces = [f"CURVEPOLYGON({','.join(_curve(ring, arcs) for ring in part)})" for part in parts]
    return QgsGeometry.fromWkt(f"MULTISURFACE({','.join(surfaces)})")


def _curve(ring: Sequence[tuple[float, float]], arcs: Mapping[tuple, Sequence[Vertex]]) -> str:
    points = [(float(x), float(y)) for x, y in ring]
    vertices = arcs.get(ring_key(points))
    if vertices is None:
        return f"({','.join(_at(y, x) for x, y in (*points, points[0]))})"
    pieces = []
    for start, end in zip(vertices, (*vertices[1:], vertices[0]), strict=True):
        if start[2]:
            middle = arc_middle(start, end[:2])
            pieces.append(f"CIRCULARSTRING({_at(*start[:2])},{_at(*middle)},{_at(*end[:2])})")
        else:
            pieces.append(f"({_at(*start[:2])},{_at(*end[:2])})")
    return f"COMPOUNDCURVE({','.join(pieces)})"


def _at(x: float, y: float) -> str:
    return f"{x!r} {y!r}"
