"""Shares of a raster's cells that polygons cover, exact, from the polygons' edges alone.

Each edge, cut at the lines between cells, adds to its own cell the part of it to the right of the edge and to all
cells further right its height: summed along the rows that is the covered share of every cell. Parts and holes need no
topology, and what reaches beyond the block counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..shapes.polygons import FloatArray, IntArray, Polygons

__all__ = ["cell_shares"]

_NOTHING = 1e-12
"""Shares below are what rounding leaves where an edge runs along a line between cells."""


def cell_shares(
    zones: Polygons, numbers: IntArray, left: float, top: float, dx: float, dy: float, rows: int, cols: int
) -> Iterator[tuple[int, IntArray, FloatArray]]:
    """For each zone of ``numbers`` that covers any: its number, the cells (flat numbers in the block) and their shares.

    The block is north-up, its upper left corner at (left, top), with ``rows`` × ``cols`` cells of dx × dy.
    """
    for number in numbers.tolist():
        starts, ends = _edges(zones, number, left, top, dx, dy)
        if not len(starts):
            continue
        first_row, last_row = _range(starts[:, 1], ends[:, 1], rows)
        first_col, last_col = _range(starts[:, 0], ends[:, 0], cols)
        height, width = last_row - first_row, last_col - first_col
        if height <= 0 or width <= 0:
            continue
        offset = np.array([first_col, first_row], dtype=float)
        shares = _covered(starts - offset, ends - offset, height, width)
        row, col = np.nonzero(np.abs(shares) > _NOTHING)
        if len(row):
            yield number, (row + first_row) * cols + col + first_col, shares[row, col]


def _edges(
    zones: Polygons, number: int, left: float, top: float, dx: float, dy: float
) -> tuple[FloatArray, FloatArray]:
    """Both ends of all edges of a zone in cells from the upper left corner (to the right, down): outer rings
    anticlockwise on the map, holes clockwise."""
    starts, ends = [], []
    for xy, hole in zones.rings_of(number):
        ring = np.column_stack(((xy[:, 0] - left) / dx, (top - xy[:, 1]) / dy))
        if len(ring) and (ring[0] != ring[-1]).any():
            ring = np.vstack((ring, ring[:1]))
        if len(ring) < 4:
            continue
        local = ring - ring[0]
        twice = float(np.sum(local[:-1, 0] * local[1:, 1] - local[1:, 0] * local[:-1, 1]))
        # rows run down: what is anticlockwise on the map has a negative area here
        if (twice > 0) != hole:
            ring = ring[::-1]
        starts.append(ring[:-1])
        ends.append(ring[1:])
    if not starts:
        return np.zeros((0, 2)), np.zeros((0, 2))
    return np.concatenate(starts), np.concatenate(ends)


def _range(a: FloatArray, b: FloatArray, most: int) -> tuple[int, int]:
    low, high = min(a.min(), b.min()), max(a.max(), b.max())
    return int(np.clip(np.floor(low), 0, most)), int(np.clip(np.ceil(high), 0, most))


def _covered(starts: FloatArray, ends: FloatArray, rows: int, cols: int) -> FloatArray:
    """(rows, cols) the covered share of each cell."""
    edge, row, v0, v1 = _cut(starts[:, 1], ends[:, 1], rows)
    (u0, w0), (u1, w1) = starts[edge].T, ends[edge].T
    slope = (u1 - u0) / (w1 - w0)
    begin, end = u0 + (v0 - w0) * slope, u0 + (v1 - w0) * slope
    height = v1 - v0
    added = np.zeros(rows * (cols + 2))

    # What lies left of the block covers its rows from the first column on.
    span = end - begin
    with np.errstate(divide="ignore", invalid="ignore"):
        before = np.where(
            span == 0,
            np.where(begin < 0, 1.0, 0.0),
            (np.clip(np.maximum(begin, end), None, 0) - np.clip(np.minimum(begin, end), None, 0)) / np.abs(span),
        )
    added += np.bincount(row * (cols + 2), weights=height * before, minlength=len(added))

    piece, col, a, b = _cut(begin, end, cols)
    upright = np.flatnonzero((span == 0) & (begin >= 0) & (begin < cols))
    part = np.concatenate((height[piece] * (b - a) / span[piece], height[upright]))
    middle = np.concatenate(((a + b) / 2 - col, begin[upright] - np.floor(begin[upright])))
    where = np.concatenate((row[piece], row[upright])) * (cols + 2)
    where += np.concatenate((col, np.floor(begin[upright]).astype(np.int64)))
    added += np.bincount(where, weights=part * (1 - middle), minlength=len(added))
    added += np.bincount(where + 1, weights=part * middle, minlength=len(added))
    return np.cumsum(added.reshape(rows, cols + 2), axis=1)[:, :cols]


def _cut(a: FloatArray, b: FloatArray, most: int) -> tuple[IntArray, IntArray, FloatArray, FloatArray]:
    """Intervals from a to b (either way) cut at the whole numbers from 0 to ``most``, what is outside left out.

    Returns for each piece the interval it comes from, the whole number below it, and its two ends in the interval's
    own direction. Intervals without length have no pieces.
    """
    low, high = np.clip(np.minimum(a, b), 0, most), np.clip(np.maximum(a, b), 0, most)
    first = np.floor(low).astype(np.int64)
    count = np.where(high > low, np.ceil(high).astype(np.int64) - first, 0)
    source = np.repeat(np.arange(len(a)), count)
    cell = np.arange(len(source)) - np.repeat(np.cumsum(count) - count, count) + first[source]
    lower, upper = np.maximum(low[source], cell), np.minimum(high[source], cell + 1)
    forward = b[source] > a[source]
    return source, cell, np.where(forward, lower, upper), np.where(forward, upper, lower)
