"""Polygons made ready for the overlay, once for many questions."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import compiled
from ..errors import RedlineError
from ..shapes.polygons import FloatArray, IntArray, Polygons
from .boxtree import BoxTree, expand, meet
from .chaintree import ChainTree
from .measure import Measures, measure

__all__ = ["PatchIndex", "ZoneSet", "choose_body"]


def choose_body(body: str, work: int = compiled.WORTH) -> str:
    """ "numpy" or "numba" for "auto", "numpy" or "numba"; "auto" is numba where it is installed and compiled by now.

    work : how many vertices the question looks at: small ones are numpy's until numba is loaded (``compiled.ready``);
    with 0 nothing is loaded to answer. Raises ``RedlineError`` for another word.
    """
    if body == "auto":
        return "numba" if compiled.ready(work) else "numpy"
    if body not in ("numpy", "numba"):
        raise RedlineError("There is no body {body}: use auto, numpy or numba.", body=body)
    return body


# Polygons up to this many vertices are walked edge by edge; a tree over their edges would cost more than it saves.
SMALL_ZONE = 16
SMALL_PATCH = 256


class PatchIndex:
    """The many polygons of an overlay (patches), measured and sorted into a tree of boxes.

    Keep it as long as the layer does not change: a tally of one parcel against a county then takes well under a
    millisecond. It holds the polygons' own arrays, not copies. It may be used from several threads at once.

    polygons : the patches. classes : (n,) int64 class of each patch, or None. class_range : lowest and highest of them;
    (0, -1) without any. measures : boxes, areas (m²) and ring
    signs. tree : the boxes' tree. skipped : indices of patches that are empty or hold a coordinate that is no number;
    they take no part. outline : what ``overlay.outline`` found of them, kept by ``overlay.overlaps``; [] before it is
    asked.
    """

    def __init__(self, patches: Polygons, classes: Any = None, *, body: str = "auto") -> None:
        self.polygons = _tidy(patches)
        self.classes: IntArray | None = None
        self.class_range = (0, -1)
        if classes is not None:
            self.classes = np.ascontiguousarray(classes, dtype=np.int64)
            if self.classes.shape != (len(patches),):
                raise RedlineError(
                    "There are {patches} patches and {classes} classes: each patch needs one.",
                    patches=len(patches),
                    classes=self.classes.size,
                )
            if len(patches):
                self.class_range = (int(self.classes.min()), int(self.classes.max()))
        body = choose_body(body, len(self.polygons.xy))
        self.measures: Measures = measure(self.polygons, body=body)
        self.tree = BoxTree.build(self.measures.boxes, body=body)
        self.skipped: IntArray = np.flatnonzero(~self.measures.good)
        self.outline: list[Any] = []
        self._compiled: tuple[Any, ...] | None = None

    def __len__(self) -> int:
        return len(self.polygons)

    def meeting(self, boxes: FloatArray) -> IntArray:
        """Numbers of the patches whose box meets one of ``boxes`` (k, 4: xmin, ymin, xmax, ymax), ascending."""
        query, leaf = self.tree.leaves_meeting(boxes)
        asking, place = expand(query, leaf, len(self.tree.order))
        patch = self.tree.order[place]
        return np.unique(patch[meet(boxes[asking], self.measures.boxes[patch])])

    def compiled(self) -> tuple[Any, ...]:
        """The patches as the numba body takes them: shapes, tree, and classes in the tree's order."""
        if self._compiled is None:
            sizes = [len(level) for level in self.tree.levels]
            # What is asked of every patch lies in the tree's order, so that a leaf's patches lie side by side.
            order = self.tree.order
            ends = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
            self._compiled = (
                _shapes(self.polygons, self.measures, SMALL_PATCH),
                (order, self.tree.boxes, self.measures.areas[order], np.concatenate(self.tree.levels), ends),
                self.classes[order] if self.classes is not None else np.empty(0, dtype=np.int64),
            )
        return self._compiled

    def release(self) -> None:
        """Forgets what the numba body was handed, some thirty bytes a patch; it is made anew when asked for."""
        self._compiled = None


class ZoneSet:
    """The few polygons of an overlay (zones), with trees over their edges, made when a body first asks for them.

    polygons, measures, skipped : as in ``PatchIndex``.
    """

    def __init__(self, zones: Polygons, *, body: str = "auto") -> None:
        self.polygons = _tidy(zones)
        self.measures: Measures = measure(self.polygons, body=choose_body(body, len(self.polygons.xy)))
        self.skipped: IntArray = np.flatnonzero(~self.measures.good)
        self._chains: ChainTree | None = None
        self._compiled: tuple[Any, ...] | None = None

    def __len__(self) -> int:
        return len(self.polygons)

    def chains(self) -> ChainTree:
        """The trees as the numpy body walks them."""
        if self._chains is None:
            self._chains = ChainTree(self.polygons, self.measures)
        return self._chains

    def compiled(self) -> tuple[Any, ...]:
        """The zones as the numba body takes them."""
        if self._compiled is None:
            self._compiled = _shapes(self.polygons, self.measures, SMALL_ZONE)
        return self._compiled


def _shapes(polygons: Polygons, measures: Measures, small: int) -> tuple[Any, ...]:
    kernel = compiled.module("overlay.sums_numba")
    ranges = np.zeros(len(polygons) + 1, dtype=np.int64)
    kernel.count_nodes(polygons.rings, polygons.polygons, measures.good, small, ranges)
    boxes = np.empty((int(ranges[-1]), 4))
    nodes = np.empty((len(boxes), 4), dtype=np.int64)
    kernel.grow_chains(polygons.xy, polygons.rings, polygons.polygons, ranges, boxes, nodes)
    return (
        polygons.xy,
        polygons.rings,
        polygons.polygons,
        measures.signs,
        boxes,
        nodes,
        ranges,
        measures.boxes,
        measures.areas,
    )


def _tidy(polygons: Polygons) -> Polygons:
    """The same polygons in arrays of exactly the kinds that the compiled body was compiled for."""
    return Polygons(
        np.ascontiguousarray(polygons.xy, dtype=np.float64),
        np.ascontiguousarray(polygons.rings, dtype=np.int64),
        np.ascontiguousarray(polygons.holes, dtype=np.bool_),
        np.ascontiguousarray(polygons.polygons, dtype=np.int64),
    )
