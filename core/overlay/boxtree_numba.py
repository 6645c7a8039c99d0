"""The numba body of ``core.overlay.boxtree``. Importing this module compiles it."""

from __future__ import annotations

import numba
import numpy as np
from numba import types

__all__ = ["pack", "sort_by_curve"]

READ_BOXES = types.Array(types.float64, 2, "C", readonly=True)
DIGIT = 12  # bits sorted at a time; a key has 36: 4 of the size class, 32 of the curve


@numba.njit(cache=True, nogil=True, inline="always")
def _spread(v):
    v = (v | (v << 8)) & 0x00FF00FF
    v = (v | (v << 4)) & 0x0F0F0F0F
    v = (v | (v << 2)) & 0x33333333
    return (v | (v << 1)) & 0x55555555


@numba.njit(
    types.int64[::1](READ_BOXES, types.int64[::1], types.float64, types.UniTuple(types.float64, 4)),
    cache=True,
    nogil=True,
)
def sort_by_curve(boxes, order, typical, frame):
    """``order`` (the boxes to sort) by size class and Morton code, as ``core.overlay.boxtree`` has them; used up."""
    n = len(order)
    x_low, y_low, x_span, y_span = frame
    keys, next_keys = np.empty(n, dtype=np.int64), np.empty(n, dtype=np.int64)
    for k in range(n):
        i = order[k]
        extent = max(boxes[i, 2] - boxes[i, 0], boxes[i, 3] - boxes[i, 1])
        size_class = 0
        while extent >= 4.0 * typical and size_class < 15:
            extent /= 4.0
            size_class += 1
        column = np.int64(((boxes[i, 0] + boxes[i, 2]) / 2 - x_low) / x_span * 65535.0)
        row = np.int64(((boxes[i, 1] + boxes[i, 3]) / 2 - y_low) / y_span * 65535.0)
        keys[k] = (np.int64(size_class) << 32) | _spread(column) | (_spread(row) << 1)
    next_order = np.empty(n, dtype=np.int64)
    for turn in range(3):
        shift = turn * DIGIT
        starts = np.zeros((1 << DIGIT) + 1, dtype=np.int64)
        for k in range(n):
            starts[((keys[k] >> shift) & ((1 << DIGIT) - 1)) + 1] += 1
        for k in range(1 << DIGIT):
            starts[k + 1] += starts[k]
        for k in range(n):
            digit = (keys[k] >> shift) & ((1 << DIGIT) - 1)
            next_order[starts[digit]], next_keys[starts[digit]] = order[k], keys[k]
            starts[digit] += 1
        order, next_order = next_order, order
        keys, next_keys = next_keys, keys
    return order


@numba.njit(types.float64[:, ::1](READ_BOXES, types.int64), cache=True, nogil=True)
def pack(boxes, width):
    """The boxes around each ``width`` boxes behind one another."""
    n = len(boxes)
    out = np.empty(((n + width - 1) // width, 4))
    for k in range(len(out)):
        x0, y0, x1, y1 = np.inf, np.inf, -np.inf, -np.inf
        for i in range(width * k, min(width * (k + 1), n)):
            x0, y0 = min(x0, boxes[i, 0]), min(y0, boxes[i, 1])
            x1, y1 = max(x1, boxes[i, 2]), max(y1, boxes[i, 3])
        out[k, 0], out[k, 1], out[k, 2], out[k, 3] = x0, y0, x1, y1
    return out
