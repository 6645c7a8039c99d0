"""A packed tree of boxes over polygons: which patches can a zone meet?

The boxes are sorted along a space-filling curve, large ones apart from small ones (a road that crosses the county
must not stretch the leaf of a field), and packed ``WIDTH`` at a time, level by level: node ``k`` of a level holds the
nodes ``WIDTH * k … WIDTH * k + WIDTH - 1`` of the level below, level 0 holds the patches in ``order``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .polygons import FloatArray, IntArray

__all__ = ["WIDTH", "BoxTree", "expand", "meet"]

WIDTH = 16


@dataclass(frozen=True)
class BoxTree:
    """order : (k,) the polygons that have a box, in the order of the curve. levels : boxes of the nodes, (·, 4) each,
    leaves (``WIDTH`` polygons) first; the last level has at most ``WIDTH`` nodes.
    """

    order: IntArray
    levels: tuple[FloatArray, ...]

    @staticmethod
    def build(boxes: FloatArray) -> BoxTree:
        """A tree of ``boxes``, (n, 4) xmin, ymin, xmax, ymax; boxes that are not finite are left out."""
        valid = np.flatnonzero(np.isfinite(boxes[:, 0]))
        order = valid[np.argsort(_curve_keys(boxes[valid]), kind="stable")]
        levels: list[FloatArray] = []
        level = boxes[order]
        while len(level) > WIDTH or not levels:
            starts = np.arange(0, len(level), WIDTH)
            if len(starts):
                lower = np.minimum.reduceat(level[:, :2], starts, axis=0)
                upper = np.maximum.reduceat(level[:, 2:], starts, axis=0)
                level = np.hstack([lower, upper])
            levels.append(np.ascontiguousarray(level))
        return BoxTree(order, tuple(levels))

    def leaves_meeting(self, boxes: FloatArray) -> tuple[IntArray, IntArray]:
        """Pairs (box, leaf) whose insides meet, for ``boxes`` (m, 4); sorted by box."""
        top = len(self.levels[-1])
        query = np.repeat(np.arange(len(boxes)), top)
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
    children = np.repeat(first - (np.cumsum(count) - count), count) + np.arange(int(count.sum()))
    return np.repeat(query, count), children


def meet(a: FloatArray, b: FloatArray) -> NDArray[np.bool_]:
    """Whether the insides of the boxes ``a[k]`` and ``b[k]`` meet."""
    return (a[:, 0] < b[:, 2]) & (b[:, 0] < a[:, 2]) & (a[:, 1] < b[:, 3]) & (b[:, 1] < a[:, 3])


def _curve_keys(boxes: FloatArray) -> NDArray[np.uint64]:
    """Sort keys (uint64): the size class above, the Morton code of the box's middle below."""
    if not len(boxes):
        return np.empty(0, dtype=np.uint64)
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    extent = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    typical = float(np.median(extent)) or 1.0
    # Four times as long, one class up: 0 is up to 4 times the median.
    size_class = np.maximum(np.floor(np.log2(np.maximum(extent / typical, 1.0)) / 2), 0).astype(np.uint64)
    low, high = middle.min(axis=0), middle.max(axis=0)
    span = np.where(high > low, high - low, 1.0)
    cells = ((middle - low) / span * 65_535.0).astype(np.uint64)
    return (size_class << np.uint64(32)) | _spread(cells[:, 0]) | (_spread(cells[:, 1]) << np.uint64(1))


def _spread(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The 16 bits of each value moved apart to the even places."""
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        value = (value | (value << np.uint64(shift))) & np.uint64(mask)
    return value
