"""A packed tree of boxes over polygons: which patches can a zone meet?

The boxes are sorted along a space-filling curve, large ones apart from small ones (a road that crosses the county
must not stretch the leaf of a field), and packed ``WIDTH`` at a time, level by level: node ``k`` of a level holds the
nodes ``WIDTH * k … WIDTH * k + WIDTH - 1`` of the level below, level 0 holds the patches in ``order``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .. import compiled
from ..shapes.polygons import FloatArray, IntArray

__all__ = ["WIDTH", "BoxTree", "any_meet", "expand", "meet"]

WIDTH = 16


@dataclass(frozen=True)
class BoxTree:
    """order : (k,) the polygons that have a box, in the order of the curve. boxes : theirs, (k, 4), in this order.
    levels : boxes of the nodes, (·, 4) each, leaves (``WIDTH`` polygons) first; the last has at most ``WIDTH`` nodes.
    """

    order: IntArray
    boxes: FloatArray
    levels: tuple[FloatArray, ...]

    @staticmethod
    def build(boxes: FloatArray, *, body: str = "numpy") -> BoxTree:
        """A tree of ``boxes``, (n, 4) xmin, ymin, xmax, ymax; boxes that are not finite are left out.

        ``body``: "numpy" or "numba"; the trees are the same but for the order of boxes with the same middle.
        """
        order = np.flatnonzero(np.isfinite(boxes[:, 0]))
        if len(order):
            order = _sorted(boxes, order, body)
        level = ordered = boxes[order]
        levels: list[FloatArray] = []
        while len(level) > WIDTH or not levels:
            level = compiled.module("overlay.boxtree_numba").pack(level, WIDTH) if body == "numba" else _packed(level)
            levels.append(level)
        return BoxTree(order, ordered, tuple(levels))

    def leaves_meeting(self, boxes: FloatArray) -> tuple[IntArray, IntArray]:
        """Pairs (box, leaf) whose insides meet, for ``boxes`` (m, 4); sorted by box."""
        top = len(self.levels[-1])
        query = np.arange(len(boxes)).repeat(top)
        node = np.tile(np.arange(top), len(boxes))
        for depth in range(len(self.levels) - 1, -1, -1):
            met = meet(boxes[query], self.levels[depth][node])
            query, node = query[met], node[met]
            if depth:
                query, node = expand(query, node, len(self.levels[depth - 1]))
        return query, node


def expand(query: IntArray, node: IntArray, size: int) -> tuple[IntArray, IntArray]:
    """Each pair (query, node) as the pairs with the node's children, of which the level below has ``size``."""
    first = node * WIDTH
    count = np.minimum(first + WIDTH, size) - first
    children = (first - (count.cumsum() - count)).repeat(count) + np.arange(int(count.sum()))
    return query.repeat(count), children


def meet(a: FloatArray, b: FloatArray) -> NDArray[np.bool_]:
    """Whether the insides of the boxes ``a[k]`` and ``b[k]`` meet."""
    return (a[:, 0] < b[:, 2]) & (b[:, 0] < a[:, 2]) & (a[:, 1] < b[:, 3]) & (b[:, 1] < a[:, 3])


def any_meet(boxes: FloatArray, gap: float = 0.0) -> bool:
    """Whether two of ``boxes`` (n, 4) meet, or lie less than ``gap`` beside each other."""
    wider = boxes + np.array([-gap, -gap, gap, gap])
    tree = BoxTree.build(boxes)
    query, leaf = tree.leaves_meeting(wider)
    asking, place = expand(query, leaf, len(tree.order))
    other = tree.order[place]
    return bool((meet(wider[asking], boxes[other]) & (asking != other)).any())


def _packed(boxes: FloatArray) -> FloatArray:
    """The boxes around each ``WIDTH`` boxes behind one another."""
    starts = np.arange(0, len(boxes), WIDTH)
    if not len(starts):
        return boxes
    lower = np.minimum.reduceat(boxes[:, :2], starts, axis=0)
    return np.hstack([lower, np.maximum.reduceat(boxes[:, 2:], starts, axis=0)])


def _sorted(boxes: FloatArray, order: IntArray, body: str) -> IntArray:
    """``order`` sorted by size class first and along a Morton curve of the boxes' middles within a class.

    A box up to four times as long as the median is of class 0, up to sixteen times of class 1, and so on.
    """
    some = boxes[order]
    extent = np.maximum(some[:, 2] - some[:, 0], some[:, 3] - some[:, 1])
    typical = float(np.median(extent)) or 1.0
    middle_x, middle_y = (some[:, 0] + some[:, 2]) / 2, (some[:, 1] + some[:, 3]) / 2
    low_x, low_y = float(middle_x.min()), float(middle_y.min())
    span_x, span_y = (float(middle_x.max()) - low_x) or 1.0, (float(middle_y.max()) - low_y) or 1.0
    if body == "numba":
        frame = (low_x, low_y, span_x, span_y)
        found: IntArray = compiled.module("overlay.boxtree_numba").sort_by_curve(boxes, order, typical, frame)
        return found
    size_class = np.minimum(np.log2(np.maximum(extent / typical, 1.0)) // 2, 15).astype(np.uint64)
    column = ((middle_x - low_x) / span_x * 65_535.0).astype(np.uint64)
    row = ((middle_y - low_y) / span_y * 65_535.0).astype(np.uint64)
    keys = (size_class << np.uint64(32)) | _spread(column) | (_spread(row) << np.uint64(1))
    return order[np.argsort(keys, kind="stable")]


def _spread(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The 16 bits of each value moved apart to the even places."""
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        value = (value | (value << np.uint64(shift))) & np.uint64(mask)
    return value
