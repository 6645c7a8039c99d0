"""Straight lines made into drawn ones: every shared edge gets vertices and bends the same way for both neighbours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from redline.core.polygons import FloatArray

from .frame import ORIGIN, rng_of, to_plane, waves
from .mesh import Mesh, redraw

__all__ = ["Pen", "bender", "pen_for"]

_OCTAVES = ((5200.0, 75.0, 5), (950.0, 9.0, 6), (270.0, 2.2, 6), (120.0, 0.6, 5))
"""Wavelength, size in metres, number of waves. Together their slope stays under 1: the plane bends but never folds."""

_CALM = 900.0
"""Within this distance of the outline the bending dies away: the outline itself stays straight."""


def bender(outline: shapely.Polygon, seed: int) -> Callable[[FloatArray], FloatArray]:
    """Local straight coordinates -> EPSG:4527 on the grid of 0.1 mm."""
    field = waves(rng_of(seed, 5), *_OCTAVES)
    corners = shapely.get_coordinates(outline) - ORIGIN
    ring = shapely.linearrings(corners)
    calm = shapely.Polygon(corners).buffer(-_CALM)
    shapely.prepare(calm)

    def bend(xy: FloatArray) -> FloatArray:
        weight = np.ones(len(xy))
        near = np.flatnonzero(~shapely.contains_xy(calm, xy[:, 0], xy[:, 1]))
        points = shapely.points(xy[near])
        away = shapely.distance(points, ring)
        share = np.clip(away / _CALM, 0, 1)
        weight[near] = share * share * (3 - 2 * share)
        straight = xy.copy()
        on = away < 0.005
        foot = shapely.line_interpolate_point(ring, shapely.line_locate_point(ring, points[on]))
        straight[near[on]] = shapely.get_coordinates(foot)
        weight[near[on]] = 0
        gap = np.abs(straight[near[on]][:, None, :] - corners[None, :-1]).max(axis=2)
        corner = np.flatnonzero(gap.min(axis=1) < 0.005)
        straight[near[on][corner]] = corners[gap[corner].argmin(axis=1)]
        return to_plane(straight + field.displacement(xy) * weight[:, None])

    return bend


@dataclass(frozen=True)
class Pen:
    """Draws straight polygons (local coordinates) in EPSG:4527: the same line wherever the same edge comes up again."""

    step: float
    bend: Callable[[FloatArray], FloatArray]

    def draw(self, polygons: NDArray[np.object_]) -> NDArray[np.object_]:
        """Polygons and multipolygons, drawn; those that share edges share all vertices on them."""
        parts, owner = shapely.get_parts(polygons, return_index=True)
        drawn = redraw(Mesh.of(parts), self.step, self.bend)
        return drawn if len(parts) == len(polygons) else shapely.multipolygons(drawn, indices=owner)


def pen_for(polygons: NDArray[np.object_], bend: Callable[[FloatArray], FloatArray], vertices: float) -> Pen:
    """A pen with which ``polygons`` get ``vertices`` on average or a few more."""
    rings, _ = shapely.get_rings(polygons, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    lengths = np.hypot(*(xy[1:] - xy[:-1])[same].T)
    step = 60.0
    while np.ceil(lengths / step).sum() < vertices * len(polygons):
        step *= 0.97
    return Pen(step, bend)
