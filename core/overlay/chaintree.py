"""Trees over the edges of polygons, as the numpy body of the overlay walks them: level by level.

Here and in ``core.overlay.sums_numpy`` arrays are asked by their methods rather than by numpy's functions of the same
names: these look for other kinds of arrays first, which takes a tenth of the time where a parcel meets ten patches.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..shapes.polygons import FloatArray, IntArray, Polygons
from .measure import Measures

__all__ = ["ChainTree", "ranges"]

FAN = 8


class _Nodes(NamedTuple):
    """As the attributes of ``ChainTree``."""

    boxes: FloatArray
    first: IntArray
    last: IntArray
    sign: FloatArray
    child_at: IntArray
    child_count: IntArray


_NONE = np.empty(0, dtype=np.int64)


class ChainTree:
    """Boxes over runs of consecutive edges, runs over runs, up to one root for each polygon.

    A node is a chain of edges of one ring, from vertex ``first`` to vertex ``last``, or a number of whole rings, which
    begin and end nowhere (``first == last``). Nodes below ``leaf_end`` are leaves; the children of another node ``k``
    are the nodes ``children[child_at[k]:child_at[k] + child_count[k]]``. An edge has the number of its first vertex.
    """

    def __init__(self, polygons: Polygons, measures: Measures) -> None:
        self.x, self.y = polygons.xy[:, 0], polygons.xy[:, 1]
        good = measures.good.repeat(_counts(polygons.polygons))
        edge_counts = np.where(good, np.maximum(_counts(polygons.rings) - 1, 0), 0)
        self.edge_sign = measures.signs.astype(np.int8).repeat(_counts(polygons.rings))
        self._nodes = [_Nodes(np.empty((0, 4)), _NONE, _NONE, np.empty(0), _NONE, _NONE)]
        self._children = [_NONE]
        self._node_total = self._child_total = 0
        self.root = np.full(len(polygons), -1, dtype=np.int64)

        rings = (edge_counts > 0).nonzero()[0]
        root_of_ring = np.full(len(edge_counts), -1, dtype=np.int64)
        counts, ids = self._add_leaves(polygons, rings, edge_counts[rings], measures.signs[rings])
        self.leaf_end = self._node_total
        level = self._nodes[-1]
        while len(rings):
            done = counts == 1
            root_of_ring[rings[done]] = ids[(counts.cumsum() - counts)[done]]
            on = (~done).repeat(counts)
            level, ids, rings, counts = (
                _Nodes._make(column[on] for column in level),
                ids[on],
                rings[~done],
                counts[~done],
            )
            if len(rings):
                counts, ids = self._group(level, counts, ids)
                level = self._nodes[-1]
        self._group_rings(polygons, root_of_ring)
        nodes = _Nodes._make(np.concatenate(column) for column in zip(*self._nodes, strict=True))
        self.boxes, self.first, self.last, self.sign, self.child_at, self.child_count = nodes
        self.children = np.concatenate(self._children)
        del self._nodes, self._children

    def _add_leaves(
        self, polygons: Polygons, rings: IntArray, counts: IntArray, signs: FloatArray
    ) -> tuple[IntArray, IntArray]:
        """Runs of up to FAN edges of each ring. Returns how many each ring has, and their ids."""
        leaves = -(-counts // FAN)
        start = polygons.rings[:-1][rings]
        first = _ranges_by(start, leaves, FAN)
        last = np.minimum(first + FAN, (start + counts).repeat(leaves))
        boxes = np.empty((len(first), 4))
        if len(first):
            # reduceat takes first … last − 1 and last … next first − 1 by turns: the former, and last itself.
            turns = np.stack([first, last], axis=1).ravel()
            for k, (values, least) in enumerate(((self.x, True), (self.y, True), (self.x, False), (self.y, False))):
                extreme = np.minimum if least else np.maximum
                boxes[:, k] = extreme(extreme.reduceat(values, turns)[::2], values[last])
        ids = np.arange(len(first))
        nothing = np.zeros(len(first), dtype=np.int64)
        self._nodes.append(_Nodes(boxes, first, last, signs.repeat(leaves), nothing, nothing))
        self._node_total += len(first)
        return leaves, ids

    def _group(self, level: _Nodes, counts: IntArray, ids: IntArray) -> tuple[IntArray, IntArray]:
        """One level up: the next ``counts[k]`` nodes of owner ``k`` under nodes of up to FAN."""
        groups = -(-counts // FAN)
        starts = _ranges_by(counts.cumsum() - counts, groups, FAN)
        ends = np.append(starts[1:], len(ids))
        lower = np.minimum.reduceat(level.boxes[:, :2], starts, axis=0)
        boxes = np.hstack([lower, np.maximum.reduceat(level.boxes[:, 2:], starts, axis=0)])
        new_ids = self._node_total + np.arange(len(starts))
        self._nodes.append(
            _Nodes(
                boxes,
                level.first[starts],
                level.last[ends - 1],
                level.sign[starts],
                self._child_total + starts,
                ends - starts,
            )
        )
        self._children.append(ids)
        self._node_total += len(starts)
        self._child_total += len(ids)
        return groups, new_ids

    def _group_rings(self, polygons: Polygons, root_of_ring: IntArray) -> None:
        """Rings of one polygon under one root: neighbours by place, not by their order in the file."""
        owner = np.arange(len(polygons)).repeat(_counts(polygons.polygons))
        used = root_of_ring >= 0
        owner, ids = owner[used], root_of_ring[used]
        if (owner[1:] != owner[:-1]).all():
            self.root[owner] = ids  # one ring each
            return
        boxes = np.concatenate([nodes.boxes for nodes in self._nodes])[ids]
        counts = np.bincount(owner, minlength=len(polygons))
        if (counts > FAN).any():
            middle = boxes[:, :2] + boxes[:, 2:]
            span = np.ptp(middle, axis=0)
            strip = np.floor((middle[:, 0] - middle[:, 0].min()) / (span[0] or 1.0) * 64)
            order = np.lexsort((middle[:, 1], strip, owner))
            ids, boxes = ids[order], boxes[order]
        polygon = counts.nonzero()[0]
        counts = counts[polygon]
        while len(polygon):
            starts = counts.cumsum() - counts
            done = counts == 1
            self.root[polygon[done]] = ids[starts[done]]
            on = (~done).repeat(counts)
            polygon, counts, ids, boxes = polygon[~done], counts[~done], ids[on], boxes[on]
            if len(polygon):
                nowhere = np.zeros(len(ids), dtype=np.int64)
                level = _Nodes(boxes, nowhere, nowhere, np.zeros(len(ids)), nowhere, nowhere)
                counts, ids = self._group(level, counts, ids)
                boxes = self._nodes[-1].boxes

    def down(self, pair: IntArray, node: IntArray) -> tuple[IntArray, IntArray]:
        """Each (pair, node above the leaves) as (pair, child) for all children."""
        count = self.child_count[node]
        return pair.repeat(count), self.children[ranges(self.child_at[node], count)]

    def edges(self, pair: IntArray, leaf: IntArray) -> tuple[IntArray, IntArray]:
        """Each (pair, leaf) as (pair, edge) for all edges."""
        first = self.first[leaf]
        count = self.last[leaf] - first
        return pair.repeat(count), ranges(first, count)


def _counts(ends: IntArray) -> IntArray:
    """How many belong to each, from where they begin and end; as np.diff, which takes three times as long for a few."""
    counts: IntArray = ends[1:] - ends[:-1]
    return counts


def ranges(start: IntArray, count: IntArray) -> IntArray:
    """start[k], start[k] + 1, … count[k] of them, for all k behind one another."""
    places: IntArray = np.arange(int(count.sum()), dtype=np.int64)
    places += (start - (count.cumsum() - count)).repeat(count)
    return places


def _ranges_by(start: IntArray, count: IntArray, step: int) -> IntArray:
    """start[k], start[k] + step, … count[k] of them, for all k behind one another."""
    within = np.arange(int(count.sum()), dtype=np.int64) - (count.cumsum() - count).repeat(count)
    return start.repeat(count) + step * within
