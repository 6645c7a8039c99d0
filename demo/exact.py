"""Polygons whose official area is a given number to the last digit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from redline.core.ellipsoid import official_areas
from redline.core.shapes.polygons import FloatArray, Polygons

from .frame import PROJECTION

__all__ = ["Rings", "area", "fit_alone", "nudge"]

Rings = Sequence[tuple[Sequence[int], bool]]
"""Rings of a polygon as numbers of vertices in a table, not closed, with their hole flag; shells counter-clockwise."""


def area(xy: FloatArray, rings: Rings) -> float:
    """Official area, m² with 2 decimals."""
    polygon = [(xy[list(ring)], hole) for ring, hole in rings]
    return float(official_areas(Polygons.from_rings([polygon]), PROJECTION)[0])


def nudge(xy: FloatArray, rings: Rings, target: float, keep: frozenset[int] = frozenset()) -> None:
    """Moves vertices of the first ring by tenths of a millimetre (``xy`` in place) until the area is ``target``.

    keep : vertices that stay where they are. Raises ValueError if that does not succeed, as with a target that is
    more than some m² away.
    """
    ring = list(rings[0][0])
    free = [k for k in range(len(ring)) if ring[k] not in keep]
    for turn in range(60 * len(free)):
        miss = target - area(xy, rings)
        if abs(miss) < 0.005:
            return
        k = free[turn % len(free)]
        chord = xy[ring[(k + 1) % len(ring)]] - xy[ring[k - 1]]
        step = _steps(np.array([chord[1], -chord[0]]) / 2e4, miss)
        xy[ring[k]] = np.round(xy[ring[k]] + step * 1e-4, 4)
    raise ValueError(f"The area stays {miss} m² off {target}.")


def _steps(gain: FloatArray, miss: float) -> FloatArray:
    """Whole steps (i, j) whose gains come nearest to ``miss``, small ones first."""
    i = np.arange(-900, 901)
    rest = miss - i * gain[0]
    j = np.round(rest / gain[1]) if abs(gain[1]) > 1e-12 else np.zeros_like(rest)
    j = np.clip(j, -2000, 2000)
    worth = np.abs(rest - j * gain[1]) + 1e-6 * (np.abs(i) + np.abs(j))
    best = int(np.argmin(worth))
    return np.array([i[best], j[best]], dtype=float)


def fit_alone(polygon: shapely.Geometry, target: float, keep: Sequence[Sequence[float]] = ()) -> shapely.Geometry:
    """A polygon that shares no vertex with others, scaled about its middle and nudged to ``target`` m².

    polygon : in EPSG:4527, one or more parts. keep : vertices that stay; then nothing is scaled and the other vertices
    move along their own direction from the middle.
    """
    parts = [shapely.geometry.polygon.orient(part) for part in shapely.get_parts(polygon)]
    table, rings, shapes = [], [], []
    for part in sorted(parts, key=lambda p: -p.area):
        shape = []
        for hole, ring in enumerate([part.exterior, *part.interiors]):
            points = np.array(ring.coords)[:-1]
            numbers = list(range(len(table), len(table) + len(points)))
            table += points.tolist()
            rings.append((numbers, hole > 0))
            shape.append(numbers)
        shapes.append(shape)
    xy = np.round(np.array(table), 4)
    fixed = [int(np.argmin(((xy - point) ** 2).sum(axis=1))) for point in keep]
    moving = np.ones(len(xy), dtype=bool)
    moving[fixed] = False
    middle = np.array(polygon.centroid.coords[0])
    for _ in range(40):
        miss = target - area(xy, rings)
        if abs(miss) < 1.0:
            break
        xy[moving] = np.round(middle + (xy[moving] - middle) * (1 + miss / (2 * target)), 4)
    nudge(xy, rings, target, frozenset(fixed))
    drawn = [shapely.Polygon(xy[shape[0]], [xy[hole] for hole in shape[1:]]) for shape in shapes]
    return drawn[0] if len(drawn) == 1 else shapely.MultiPolygon(drawn)
