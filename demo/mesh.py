"""Polygons that share their edges: one list of nodes and edges under all of them.

What is done to an edge is done to it once, so that both neighbours have the same vertices to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from redline.core.shapes.polygons import FloatArray, IntArray

from .frame import from_shapely

__all__ = ["Mesh", "redraw"]

_GRID = 1000.0
"""Nodes are told apart by whole millimetres."""


@dataclass(frozen=True)
class Mesh:
    """``polygons`` (n,) with their rings cut into steps from node to node.

    nodes : (k, 2) local coordinates. edges : (m, 2) node numbers, lower first. step_edge, step_back, step_ring : for
    each step of each ring its edge, whether it runs from the higher node to the lower, its ring. ring_polygon,
    ring_hole : for each ring.
    """

    nodes: FloatArray
    edges: IntArray
    step_edge: IntArray
    step_back: NDArray[np.bool_]
    step_ring: IntArray
    ring_polygon: IntArray
    ring_hole: NDArray[np.bool_]
    n_polygons: int

    @staticmethod
    def keys_of(xy: FloatArray) -> IntArray:
        """One whole number for each place, to the millimetre."""
        whole = np.round(xy * _GRID).astype(np.int64)
        return (whole[:, 0] << 32) + whole[:, 1]

    @staticmethod
    def of(polygons: NDArray[np.object_]) -> Mesh:
        flat = from_shapely(polygons)
        unique, first, node = np.unique(Mesh.keys_of(flat.xy), return_index=True, return_inverse=True)
        sizes = np.diff(flat.rings)
        ring = np.repeat(np.arange(len(sizes)), sizes)
        step = np.flatnonzero(ring[:-1] == ring[1:])
        a, b = node[step], node[step + 1]
        keep = a != b
        a, b, step = a[keep], b[keep], step[keep]
        low, high = np.minimum(a, b), np.maximum(a, b)
        edge_key, step_edge = np.unique(low * len(unique) + high, return_inverse=True)
        return Mesh(
            flat.xy[first],
            np.column_stack(np.divmod(edge_key, len(unique))),
            step_edge,
            a > b,
            ring[step],
            np.repeat(np.arange(len(flat)), np.diff(flat.polygons)),
            flat.holes,
            len(flat),
        )

    @property
    def lengths(self) -> FloatArray:
        """Length of each edge."""
        ends = self.nodes[self.edges]
        return np.hypot(*(ends[:, 1] - ends[:, 0]).T)

    @property
    def edge_keys(self) -> IntArray:
        """A number for each edge that is the same in every mesh in which it comes up."""
        keys = Mesh.keys_of(self.nodes)[self.edges]
        keys.sort(axis=1)
        return keys[:, 0] * 1_000_003 + keys[:, 1]

    def edges_of(self, polygons: IntArray) -> IntArray:
        """Numbers of the edges of some polygons."""
        return np.unique(self.step_edge[np.isin(self.ring_polygon[self.step_ring], polygons)])

    def neighbours(self) -> tuple[IntArray, IntArray, FloatArray]:
        """Pairs of polygons that share edges, in both orders, and the length they share."""
        owner = self.ring_polygon[self.step_ring]
        order = np.argsort(self.step_edge, kind="stable")
        edge, who = self.step_edge[order], owner[order]
        twice = np.flatnonzero(edge[:-1] == edge[1:])
        a, b, length = who[twice], who[twice + 1], self.lengths[edge[twice]]
        a, b, length = np.concatenate([a, b]), np.concatenate([b, a]), np.concatenate([length, length])
        pair, inverse = np.unique(a * self.n_polygons + b, return_inverse=True)
        shared = np.bincount(inverse, length, len(pair))
        first, second = np.divmod(pair, self.n_polygons)
        apart = first != second
        return first[apart], second[apart], shared[apart]


def redraw(mesh: Mesh, step: float | FloatArray, move: Callable[[FloatArray], FloatArray]) -> NDArray[np.object_]:
    """The polygons with a vertex at least every ``step`` metres, each vertex taken through ``move``.

    step : one for all edges, or (m,) one for each.
    """
    inner = np.maximum(np.ceil(mesh.lengths / step).astype(np.int64) - 1, 0)
    start = np.concatenate([[0], np.cumsum(inner)])
    edge = np.repeat(np.arange(len(inner)), inner)
    share = (np.arange(start[-1]) - start[edge] + 1) / (inner[edge] + 1)
    a, b = mesh.nodes[mesh.edges[edge, 0]], mesh.nodes[mesh.edges[edge, 1]]
    nodes, points = move(mesh.nodes), move(a + (b - a) * share[:, None])

    # each step gives its first node and then the inner points of its edge, forwards or backwards
    count = inner[mesh.step_edge] + 1
    at = np.concatenate([[0], np.cumsum(count)])
    of = np.repeat(np.arange(len(count)), count)
    k = np.arange(at[-1]) - at[of]
    edge_of, back = mesh.step_edge[of], mesh.step_back[of]
    first = mesh.edges[mesh.step_edge, mesh.step_back.astype(np.int64)]
    inside = k > 0
    index = start[edge_of] + np.where(back, inner[edge_of] - k, k - 1)
    xy = np.empty((len(of), 2))
    xy[~inside] = nodes[first]
    xy[inside] = points[index[inside]]
    ring_of = mesh.step_ring[of]
    rings = shapely.linearrings(xy, indices=ring_of)
    return _assemble(rings, mesh)


def _assemble(rings: NDArray[np.object_], mesh: Mesh) -> NDArray[np.object_]:
    """Polygons of rings: shells counter-clockwise, holes clockwise."""
    ccw = shapely.is_ccw(rings)
    turned = np.where(ccw == mesh.ring_hole, shapely.reverse(rings), rings)
    shells = turned[~mesh.ring_hole]
    owner = mesh.ring_polygon[~mesh.ring_hole]
    polygons = shapely.polygons(shells)
    holed = np.flatnonzero(mesh.ring_hole)
    if len(holed):
        of = mesh.ring_polygon[holed]
        for polygon in np.unique(of):
            shell = np.flatnonzero(owner == polygon)
            if len(shell) != 1:
                raise ValueError("Parts with holes have to be drawn one by one.")
            polygons[shell[0]] = shapely.polygons(shells[shell[0]], turned[holed[of == polygon]])
    if len(polygons) == mesh.n_polygons:
        return polygons
    return shapely.multipolygons(polygons, indices=owner)
