"""The numba body of ``core.shapes.wkb``: one walk that counts, one that copies. Importing this module compiles it."""

from __future__ import annotations

import numba
import numpy as np
from numba import types

__all__ = ["count", "fill_arrays"]

OCTETS = types.Array(types.uint8, 1, "C", readonly=True)
INTS = types.Array(types.int64, 1, "C", readonly=True)
DEEPEST = 16
DAMAGED = 1


@numba.njit(cache=True, nogil=True, inline="always")
def _word(octets, at, big):
    a, b, c, d = np.int64(octets[at]), np.int64(octets[at + 1]), np.int64(octets[at + 2]), np.int64(octets[at + 3])
    if big:
        return (a << 24) | (b << 16) | (c << 8) | d
    return (d << 24) | (c << 16) | (b << 8) | a


@numba.njit(cache=True, nogil=True, inline="always")
def _kind(word):
    """(base type or -1, bytes a point takes, bytes of the SRID) of a type number, ISO or EWKB."""
    plain = word & 0x1FFFFFFF
    thousands = plain // 1000
    z = ((word >> 31) & 1) | np.int64(thousands == 1) | np.int64(thousands == 3)
    m = ((word >> 30) & 1) | np.int64(thousands == 2) | np.int64(thousands == 3)
    base = plain % 1000 if thousands <= 3 else np.int64(-1)
    return base, 8 * (2 + z + m), 4 * ((word >> 29) & 1)


@numba.njit(cache=True, nogil=True, inline="always")
def _open(octets, first, last):
    """Whether the point at byte ``last`` differs from the one at ``first``."""
    differing = 0
    for k in range(16):
        differing |= octets[first + k] ^ octets[last + k]
    return differing != 0


@numba.njit(cache=True, nogil=True)
def _copy(octets, at, stride, size, big, xy, to):
    """``size`` points of ``stride`` bytes from byte ``at`` to byte ``to`` of ``xy``, x and y only."""
    if stride == 16 and not big:
        xy[to : to + 16 * size] = octets[at : at + 16 * size]
        return
    for i in range(size):
        source, target = at + i * stride, to + 16 * i
        if big:
            for k in range(8):
                xy[target + k] = octets[source + 7 - k]
                xy[target + 8 + k] = octets[source + 15 - k]
        else:
            for k in range(16):
                xy[target + k] = octets[source + k]


@numba.njit(cache=True, nogil=True, inline="always")
def _part(base):
    """The base type of which a Multi… is made; 0 for a collection, which is made of anything."""
    if base == 7:
        return 0
    return 3 if base == 12 else base - 3


@numba.njit(cache=True, nogil=True)
def _walk(octets, at, end, waiting, only, xy, ring_ends, holes, ring, copying):
    """One geometry. Returns (code, rings, points); with ``copying`` it writes from ring ``ring`` on.

    waiting, only : (DEEPEST,) how many parts are still to come on each level, and their base type, 0 for any.
    """
    first_ring, points = ring, 0
    depth = 0
    waiting[0], only[0] = 1, 0
    while depth >= 0:
        if waiting[depth] == 0:
            depth -= 1
            continue
        waiting[depth] -= 1
        if at + 5 > end or octets[at] > 1:
            return DAMAGED, 0, 0
        big = octets[at] == 0
        base, stride, srid = _kind(_word(octets, at + 1, big))
        at += 5 + srid
        if 8 <= base <= 17 and base != 12:
            return base, 0, 0
        if only[depth] != 0 and base != only[depth]:
            return DAMAGED, 0, 0
        if base == 1:
            at += stride
            if at > end:
                return DAMAGED, 0, 0
            continue
        if at + 4 > end:
            return DAMAGED, 0, 0
        count = _word(octets, at, big)
        at += 4
        if base == 2:
            at += stride * count
        elif base == 3:
            shell = False
            for k in range(count):
                if at + 4 > end:
                    return DAMAGED, 0, 0
                size = _word(octets, at, big)
                at += 4
                if at + size * stride > end:
                    return DAMAGED, 0, 0
                if k == 0 and size > 0:
                    shell = True
                if shell and size > 0:
                    opened = _open(octets, at, at + (size - 1) * stride)
                    if copying:
                        to = 16 * ring_ends[ring]
                        _copy(octets, at, stride, size, big, xy, to)
                        if opened:
                            _copy(octets, at, stride, 1, big, xy, to + 16 * size)
                        ring_ends[ring + 1] = ring_ends[ring] + size + opened
                        holes[ring] = k > 0
                    ring += 1
                    points += size + opened
                at += size * stride
        elif (4 <= base <= 7 or base == 12) and depth + 2 <= DEEPEST:
            depth += 1
            waiting[depth], only[depth] = count, _part(base)
        else:
            return DAMAGED, 0, 0
        if at > end:
            return DAMAGED, 0, 0
    if at != end:
        return DAMAGED, 0, 0
    return 0, ring - first_ring, points


@numba.njit(types.UniTuple(types.int64, 4)(OCTETS, INTS, types.int64[::1]), cache=True, nogil=True)
def count(octets, ends, polygon_rings):
    """Writes the rings of geometry ``i`` into ``polygon_rings[i + 1]``; returns (code, position, rings, points).

    ``code`` is 0, or 1 for damaged bytes, or the type number that is refused, of the geometry at ``position``.
    """
    waiting, only = np.empty(DEEPEST, dtype=np.int64), np.empty(DEEPEST, dtype=np.int64)
    xy = np.empty(0, dtype=np.uint8)
    ring_ends = np.empty(0, dtype=np.int64)
    holes = np.empty(0, dtype=np.bool_)
    all_rings, all_points = 0, 0
    for i in range(len(ends) - 1):
        if ends[i + 1] == ends[i]:
            continue
        code, rings, points = _walk(octets, ends[i], ends[i + 1], waiting, only, xy, ring_ends, holes, 0, False)
        if code != 0:
            return code, i, 0, 0
        polygon_rings[i + 1] = rings
        all_rings += rings
        all_points += points
    return 0, 0, all_rings, all_points


@numba.njit(types.void(OCTETS, INTS, types.uint8[::1], types.int64[::1], types.boolean[::1]), cache=True, nogil=True)
def fill_arrays(octets, ends, xy, ring_ends, holes):
    """Copies what ``count`` has counted: ``xy`` is the (m, 2) float64 array seen as bytes; ``ring_ends[0]`` is 0."""
    waiting, only = np.empty(DEEPEST, dtype=np.int64), np.empty(DEEPEST, dtype=np.int64)
    ring = 0
    for i in range(len(ends) - 1):
        if ends[i + 1] > ends[i]:
            _, rings, _ = _walk(octets, ends[i], ends[i + 1], waiting, only, xy, ring_ends, holes, ring, True)
            ring += rings
