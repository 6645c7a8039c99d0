"""The numba body of ``core.overlay.outline``: edges cancelled by a table of hashes, in time that grows with them.

Importing this module compiles it.
"""

from __future__ import annotations

import numba
import numpy as np
from numba import types

from .sums_numba import READ_FLOATS, READ_INTS, READ_XY

__all__ = ["alone"]

READ_BITS = types.Array(types.uint64, 2, "C", readonly=True)
ODD_X, ODD_Y = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
WORD, PART = np.uint64(32), np.uint64(29)


@numba.njit(cache=True, nogil=True, inline="always")
def _hashed(xy, bits, v):
    x = bits[v, 0] if xy[v, 0] != 0.0 else np.uint64(0)  # −0.0 is 0.0
    y = bits[v, 1] if xy[v, 1] != 0.0 else np.uint64(0)
    found = (x ^ (x >> WORD)) * ODD_X
    found = (found ^ (found >> PART)) * ODD_X
    found ^= (y ^ (y >> WORD)) * ODD_Y
    return (found ^ (found >> PART)) * ODD_Y


@numba.njit(
    types.int64(READ_XY, READ_BITS, READ_INTS, READ_INTS, READ_FLOATS, types.int64[::1]), cache=True, nogil=True
)
def alone(xy, bits, rings, which, signs, out):
    """Writes the first vertex of each edge of rings ``which`` that does not cancel among them into ``out``, which has
    room for all; returns their number. bits : ``xy`` as whole numbers."""
    edges = 0
    for r in which:
        edges += max(rings[r + 1] - rings[r] - 1, 0)
    size = 16
    while size < 2 * edges:
        size *= 2
    mask = size - 1
    slots = np.full(size, -1, dtype=np.int32)
    # Of each kind of edge: the lower of its two ends, the other, and how many more run up than down.
    low, high = np.empty(edges, dtype=np.int64), np.empty(edges, dtype=np.int64)
    more = np.zeros(edges, dtype=np.float64)
    kind = np.empty(edges, dtype=np.int32)
    n = kinds = 0
    for r in which:
        if rings[r + 1] - rings[r] < 2:
            continue
        after = _hashed(xy, bits, rings[r])
        for v in range(rings[r], rings[r + 1] - 1):
            before, after = after, _hashed(xy, bits, v + 1)
            x0, y0, x1, y1 = xy[v, 0], xy[v, 1], xy[v + 1, 0], xy[v + 1, 1]
            a, b, step = v, v + 1, signs[r]
            if x0 > x1 or (x0 == x1 and y0 > y1):
                a, b, step = v + 1, v, -step
                x0, y0, x1, y1 = x1, y1, x0, y0
            if x0 == x1 and y0 == y1:
                kind[n] = -1
                n += 1
                continue
            key = before + after
            slot = np.int64((key ^ (key >> WORD)) & np.uint64(mask))
            while slots[slot] >= 0:
                k = slots[slot]
                if xy[low[k], 0] == x0 and xy[low[k], 1] == y0 and xy[high[k], 0] == x1 and xy[high[k], 1] == y1:
                    break
                slot = (slot + 1) & mask
            if slots[slot] < 0:
                slots[slot] = kinds
                low[kinds], high[kinds] = a, b
                kinds += 1
            k = slots[slot]
            more[k] += step
            kind[n] = k
            n += 1
    count = n = 0
    for r in which:
        for v in range(rings[r], rings[r + 1] - 1):
            if kind[n] >= 0 and more[kind[n]] != 0.0:
                out[count] = v
                count += 1
            n += 1
    return count
