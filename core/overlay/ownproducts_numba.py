"""The numba body of ``core.overlay.overlaps.self_crossing``: a polygon's overlay with itself.

Apart from ``core.overlay.sums_numba``, whose functions it calls, so that an overlay need not load it. Importing this
module compiles it.
"""

from __future__ import annotations

import numba
import numpy as np
from numba import types

from .sums_numba import READ_INTS, SHAPES, all_lent, larger, lent, pair

__all__ = ["own_products"]


@numba.njit(types.void(SHAPES, READ_INTS, types.float64[::1]), cache=True, nogil=True)
def own_products(shapes, wanted, out):
    """area(P ∩ P) = ∫ (winding number)² of the polygons ``wanted`` into ``out``: of simple ones, their areas."""
    shapes = all_lent(shapes)
    segments = np.empty((256, 7))
    edges = np.empty((256, 6))
    for k in range(len(wanted)):
        while True:
            out[k], n, m = pair(shapes, wanted[k], shapes, wanted[k], lent(segments), lent(edges))
            if n <= len(segments) and m <= len(edges):
                break
            segments, edges = larger(segments, n), larger(edges, m)
