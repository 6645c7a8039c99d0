"""Straight lines made into drawn ones: every shared edge gets vertices and bends the same way for both neighbours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

from redline.core.shapes.polygons import FloatArray, IntArray

from .frame import ORIGIN, rng_of, to_plane, waves
from .mesh import Mesh, redraw

__all__ = ["Pen", "bender", "pen_for"]

_OCTAVES = ((5200.0, 75.0, 5), (950.0, 9.0, 6), (270.0, 3.0, 6), (120.0, 1.2, 5))
"""Wavelength, size in metres, number of waves. Together their slope stays under 1: the plane bends but never folds."""

_CALM = 900.0
"""Within this distance of the outline the bending dies away: the outline itself stays straight."""


_LONGEST = 25.0
"""Metres between vertices at most: against the shortest waves, so that the two sides of a path do not meet."""


def bender(outline: shapely.Polygon, seed: int) -> Callable[[FloatArray], FloatArray]:
    """Local straight coordinates -> EPSG:4527 on the grid of 0.1 mm."""
    swing = waves(rng_of(seed, 5), *_OCTAVES)
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
        return to_plane(xy + swing.displacement(xy) * weight[:, None])

    return bend


@dataclass(frozen=True)
class Pen:
    """Draws straight polygons (local coordinates) in EPSG:4527: the same line wherever the same edge comes up again.

    step : metres between vertices. fine : keys of the edges that are drawn with a sixth of that, sorted.
    """

    step: float
    bend: Callable[[FloatArray], FloatArray]
    fine: IntArray = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    def draw(self, polygons: NDArray[np.object_]) -> NDArray[np.object_]:
        """Polygons and multipolygons, drawn; those that share edges share all vertices on them."""
        parts, owner = shapely.get_parts(polygons, return_index=True)
        mesh = Mesh.of(parts)
        steps = np.where(np.isin(mesh.edge_keys, self.fine), self.step / 6, self.step)
        drawn = redraw(mesh, steps, self.bend)
        return drawn if len(parts) == len(polygons) else shapely.multipolygons(drawn, indices=owner)


def pen_for(
    polygons: NDArray[np.object_], bend: Callable[[FloatArray], FloatArray], vertices: float, longest: float = _LONGEST
) -> tuple[Pen, NDArray[np.object_]]:
    """A pen with which ``polygons`` get ``vertices`` on average or more, and the polygons drawn with it, all valid.

    longest : m, of a straight piece.

    The bending itself never makes lines cross, but straight pieces between its points may, where two lines run close
    to each other: there the points stand closer.
    """
    mesh = Mesh.of(polygons)
    lengths = mesh.lengths[mesh.step_edge]
    step = longest
    while np.ceil(lengths / step).sum() < vertices * len(polygons):
        step *= 0.97
    pen = Pen(step, bend)
    for _ in range(3):
        drawn = pen.draw(polygons)
        crossed = np.flatnonzero(~shapely.is_valid(drawn))
        if not len(crossed):
            return pen, drawn
        pen = Pen(step, bend, np.union1d(pen.fine, mesh.edge_keys[mesh.edges_of(crossed)]))
    raise ValueError("A patch of the demo county crosses itself.")
