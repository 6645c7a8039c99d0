"""Polygons as flat arrays: what every part of the engine reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "FloatArray",
    "GrowingPolygons",
    "IntArray",
    "Polygons",
    "bounds_of",
    "boxes_of",
    "emptied",
    "grouped",
    "join_polygons",
    "keep_polygons",
    "meeting",
]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
NO_VERTICES: FloatArray = np.empty((0, 2))
# Arrays that grow do so by an eighth at least: less would copy them too often, more would hold room that stays empty.
GROWTH = 8
Ring = Sequence[Sequence[float]] | NDArray[np.floating]


@dataclass(frozen=True)
class Polygons:
    """``n`` polygons, each of any number of parts and holes, in four arrays.

    xy : (m, 2) float64, C-contiguous. Ring vertices, x = easting, y = northing. Each ring is closed: its
        first vertex stands again at its end.
    rings : (r + 1,) int64. Ring ``k`` is ``xy[rings[k]:rings[k + 1]]``.
    holes : (r,) bool. True where the ring is a hole. A hole belongs to the nearest shell before it;
        the direction in which a ring was drawn means nothing.
    polygons : (n + 1,) int64. Polygon ``i`` has the rings ``polygons[i]:polygons[i + 1]``; an empty
        geometry has none.
    """

    xy: FloatArray
    rings: IntArray
    holes: NDArray[np.bool_]
    polygons: IntArray

    def __len__(self) -> int:
        return len(self.polygons) - 1

    @staticmethod
    def from_rings(polygons: Iterable[Sequence[tuple[Ring, bool]]]) -> Polygons:
        """Polygons from ``[(ring, is_hole), …]`` for each polygon; a ring is a sequence of (x, y), closed or not."""
        points: list[FloatArray] = []
        ring_ends, hole_flags, polygon_ends = [0], [], [0]
        for rings in polygons:
            for ring, is_hole in rings:
                xy = np.asarray(ring, dtype=np.float64).reshape(-1, 2)
                if len(xy) and not np.array_equal(xy[0], xy[-1]):
                    xy = np.vstack([xy, xy[:1]])
                points.append(xy)
                ring_ends.append(ring_ends[-1] + len(xy))
                hole_flags.append(is_hole)
            polygon_ends.append(len(hole_flags))
        return Polygons(
            np.ascontiguousarray(np.vstack(points)) if points else np.empty((0, 2)),
            np.array(ring_ends, dtype=np.int64),
            np.array(hole_flags, dtype=np.bool_),
            np.array(polygon_ends, dtype=np.int64),
        )

    def rings_of(self, i: int) -> list[tuple[FloatArray, bool]]:
        """The rings of polygon ``i`` as ``(xy, is_hole)``; ``xy`` is a view, (k, 2), closed."""
        return [
            (self.xy[self.rings[k] : self.rings[k + 1]], bool(self.holes[k]))
            for k in range(self.polygons[i], self.polygons[i + 1])
        ]

    def with_xy(self, xy: FloatArray) -> Polygons:
        """The same polygons at other coordinates, for example in another plane; ``xy`` is (m, 2)."""
        return Polygons(xy, self.rings, self.holes, self.polygons)


def boxes_of(polygons: Polygons) -> FloatArray:
    """(n, 4) xmin, ymin, xmax, ymax of each polygon; NaN, which meets nothing, where it is empty."""
    boxes = np.full((len(polygons), 4), np.nan)
    starts = polygons.rings[polygons.polygons[:-1]]
    filled = polygons.rings[polygons.polygons[1:]] > starts
    if filled.any():
        # Empty polygons take no vertices, so the starts of the others part all of xy.
        boxes[filled, :2] = np.minimum.reduceat(polygons.xy, starts[filled], axis=0)
        boxes[filled, 2:] = np.maximum.reduceat(polygons.xy, starts[filled], axis=0)
    return boxes


def bounds_of(*several: Polygons) -> FloatArray:
    """(4,) xmin, ymin, xmax, ymax of everything; NaN, which meets nothing, where there is nothing."""
    # A column at a time, and without the copy that nanmin makes: six times as fast.
    columns = [polygons.xy[:, axis] for axis in (0, 1) for polygons in several if len(polygons.xy)]
    if not columns:
        return np.full(4, np.nan)
    half = len(columns) // 2
    x, y = columns[:half], columns[half:]
    low = [np.fmin.reduce([np.fmin.reduce(each) for each in axis]) for axis in (x, y)]
    high = [np.fmax.reduce([np.fmax.reduce(each) for each in axis]) for axis in (x, y)]
    return np.array([*low, *high])


def meeting(boxes: FloatArray, others: FloatArray, gap: float = 0.0) -> NDArray[np.bool_]:
    """(n,) whether each of ``boxes``, (n, 4), meets any of ``others``, (k, 4), or lies within ``gap`` of it on both
    axes; boxes that touch meet."""
    found = np.zeros(len(boxes), dtype=np.bool_)
    with np.errstate(invalid="ignore"):
        for xmin, ymin, xmax, ymax in others.tolist():
            found |= (
                (boxes[:, 0] <= xmax + gap)
                & (boxes[:, 2] >= xmin - gap)
                & (boxes[:, 1] <= ymax + gap)
                & (boxes[:, 3] >= ymin - gap)
            )
    return found


def keep_polygons(polygons: Polygons, which: NDArray[np.bool_] | IntArray) -> Polygons:
    """The polygons for which ``which``, (n,) bool, is true, or those of the numbers ``which``, (k,) int64, in their
    order; the same object where it is true of all."""
    if which.dtype != np.bool_:
        rings = _numbers_of(polygons.polygons, np.asarray(which, dtype=np.int64))
        return Polygons(
            np.ascontiguousarray(polygons.xy[_numbers_of(polygons.rings, rings)]),
            _sums(np.diff(polygons.rings)[rings]),
            polygons.holes[rings],
            _sums(np.diff(polygons.polygons)[which]),
        )
    if which.all():
        return polygons
    return _keeping(polygons, np.asarray(which, dtype=np.bool_), np.diff(polygons.polygons)[which])


def grouped(polygons: Polygons, group: IntArray) -> Polygons:
    """One polygon of all the parts for each number of ``group``, (n,), 0 … k − 1 with none left out."""
    order = np.argsort(group, kind="stable")
    parts = keep_polygons(polygons, order)
    counts = np.bincount(group[order], np.diff(parts.polygons)).astype(np.int64)
    return Polygons(parts.xy, parts.rings, parts.holes, _sums(counts))


def emptied(polygons: Polygons, which: IntArray) -> Polygons:
    """The same polygons, those of ``which`` without rings."""
    gone = np.zeros(len(polygons), dtype=np.bool_)
    gone[which] = True
    return _keeping(polygons, ~gone, np.where(gone, 0, np.diff(polygons.polygons)))


def _keeping(polygons: Polygons, keep: NDArray[np.bool_], ring_counts: IntArray) -> Polygons:
    rings = np.repeat(keep, np.diff(polygons.polygons))
    sizes = np.diff(polygons.rings)
    return Polygons(
        np.ascontiguousarray(polygons.xy[np.repeat(rings, sizes)]),
        _sums(sizes[rings]),
        polygons.holes[rings],
        _sums(ring_counts),
    )


def _numbers_of(ends: IntArray, which: IntArray) -> IntArray:
    """The numbers of what belongs to each of ``which``, one after the other: ``ends[i] … ends[i + 1] - 1``."""
    counts = ends[which + 1] - ends[which]
    return np.arange(int(counts.sum())) + np.repeat(ends[which] - (np.cumsum(counts) - counts), counts)


def _sums(counts: IntArray) -> IntArray:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


class GrowingPolygons:
    """Polygons that come block by block into arrays that grow, so that no block is kept: a layer of ten million
    vertices that stands in its blocks and in one array takes twice its room."""

    def __init__(self) -> None:
        self._xy: FloatArray = np.empty((0, 2))
        self._vertices = 0
        self._parts: list[Polygons] = []

    def add(self, part: Polygons) -> None:
        """Copies ``part`` behind what is there."""
        end = self._vertices + len(part.xy)
        if end > len(self._xy):
            self._xy.resize((max(end, len(self._xy) + len(self._xy) // GROWTH), 2), refcheck=False)
        self._xy[self._vertices : end] = part.xy
        self._vertices = end
        self._parts.append(Polygons(NO_VERTICES, part.rings, part.holes, part.polygons))

    def whole(self) -> Polygons:
        """All that were added; nothing can be added any more."""
        if not self._parts:
            return Polygons.from_rings([])
        self._xy.resize((self._vertices, 2), refcheck=False)
        xy, self._xy = self._xy, NO_VERTICES
        rings, polygons = _ends([part.rings for part in self._parts]), _ends([part.polygons for part in self._parts])
        return Polygons(xy, rings, np.concatenate([part.holes for part in self._parts]), polygons)


def join_polygons(parts: list[Polygons]) -> Polygons:
    """Several polygon arrays as one."""
    if not parts:
        return Polygons.from_rings([])
    return Polygons(
        np.concatenate([part.xy for part in parts]),
        _ends([part.rings for part in parts]),
        np.concatenate([part.holes for part in parts]),
        _ends([part.polygons for part in parts]),
    )


def _ends(parts: list[IntArray]) -> IntArray:
    starts = np.cumsum([0, *(part[-1] for part in parts)])
    pieces = [part[1:] + start for part, start in zip(parts, starts[:-1], strict=True)]
    return np.concatenate([np.zeros(1, np.int64), *pieces]).astype(np.int64)
