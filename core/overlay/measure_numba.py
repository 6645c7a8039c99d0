"""The numba body of ``core.overlay.measure``. Importing this module compiles it."""

from __future__ import annotations

import numba
import numpy as np
from numba import types

__all__ = ["measure"]

COORDINATES = types.Array(types.float64, 2, "C", readonly=True)
FLOATS = types.float64[::1]
INTS = types.Array(types.int64, 1, "C", readonly=True)
FLAGS = types.Array(types.boolean, 1, "C", readonly=True)


@numba.njit(
    types.void(
        COORDINATES,
        INTS,
        FLAGS,
        INTS,
        types.float64[:, ::1],
        types.float64[::1],
        types.float64[::1],
        types.boolean[::1],
    ),
    cache=True,
    nogil=True,
)
def measure(xy, rings, holes, polygons, boxes, areas, signs, good):
    """Fills ``boxes`` (n, 4), ``areas``, ``signs`` (r,) and ``good`` as ``core.overlay.measure.Measures`` has them."""
    for i in range(len(polygons) - 1):
        x_low, y_low, x_high, y_high = np.inf, np.inf, -np.inf, -np.inf
        total = 0.0
        finite = True
        for r in range(polygons[i], polygons[i + 1]):
            direction = -1.0 if holes[r] else 1.0
            signs[r] = direction
            a, b = rings[r], rings[r + 1]
            if a == b:
                continue
            x_first, y_first = xy[a, 0], xy[a, 1]
            twice = 0.0
            x_last, y_last = 0.0, 0.0
            spread = 0.0
            for v in range(a, b):
                x, y = xy[v, 0], xy[v, 1]
                x_low, x_high = min(x_low, x), max(x_high, x)
                y_low, y_high = min(y_low, y), max(y_high, y)
                x, y = x - x_first, y - y_first
                twice += x_last * y - x * y_last
                spread += abs(x) + abs(y)
                x_last, y_last = x, y
            if not np.isfinite(spread):
                finite = False
            elif twice < 0.0:
                signs[r] = -direction
            total += direction * 0.5 * abs(twice)
        if finite and x_low <= x_high:
            good[i] = True
            areas[i] = total
            boxes[i, 0], boxes[i, 1], boxes[i, 2], boxes[i, 3] = x_low, y_low, x_high, y_high
        else:
            good[i] = False
            areas[i] = 0.0
            boxes[i, 0], boxes[i, 1], boxes[i, 2], boxes[i, 3] = np.inf, np.inf, -np.inf, -np.inf
