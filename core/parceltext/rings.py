"""The rings of a parcel as a shape: parts and holes by what lies in what, crossings, plane area.

Plain numpy on whole numbers (tenths of a millimetre, where the extent allows): exact, no topology library.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["Arranged", "RingCrossing", "arrange", "crossings", "is_flat", "plane_area", "ring_area"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_BLOCK = 200_000
"""Pairs of edges looked at in one go."""

_MOST_PAIRS = 40_000_000
"""Pairs of edges looked at before a parcel counts as too large to be checked (about four seconds)."""


@dataclass(frozen=True)
class RingCrossing:
    """A place where two edges meet that should not: ``touch`` where they only touch. ``rings`` are positions."""

    x: float
    y: float
    rings: tuple[int, int]
    touch: bool


@dataclass
class Arranged:
    """Parts as positions of rings, each shell before its holes.

    outside : rings after the first that lie in no other ring; crossing : pairs that lie partly in each other;
    repeated : (ring, the equal ring before it).
    """

    parts: list[list[int]] = field(default_factory=list)
    outside: list[int] = field(default_factory=list)
    crossing: list[tuple[int, int]] = field(default_factory=list)
    repeated: list[tuple[int, int]] = field(default_factory=list)


def ring_area(ring: FloatArray) -> float:
    """Signed area of an unclosed ring of (x_north, y_east): positive when it runs clockwise on the map."""
    x, y = (ring - ring[0]).T
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2)


def is_flat(ring: FloatArray, width: float = 0.0) -> bool:
    """Whether all vertices lie on one line, or no farther from the longest one than ``width``."""
    away = ring - ring[0]
    far = away[np.abs(away).sum(axis=1).argmax()]
    length = float(np.hypot(*far))
    across = np.abs(away[:, 0] * far[1] - away[:, 1] * far[0])
    return bool((across <= max(1e-12 * length, width) * length).all())


def plane_area(parts: Sequence[Sequence[Sequence[tuple[float, float]]]]) -> float:
    """Area of shells less holes in the plane of the coordinates."""
    total = 0.0
    for part in parts:
        for position, ring in enumerate(part):
            area = abs(ring_area(np.asarray(ring, dtype=np.float64).reshape(-1, 2)))
            total += area if position == 0 else -area
    return total


def arrange(rings: Sequence[FloatArray]) -> Arranged:
    """Put rings together to parts: a ring that lies in an odd number of others is a hole of the smallest of them."""
    result = Arranged()
    n = len(rings)
    low = np.array([ring.min(axis=0) for ring in rings])
    high = np.array([ring.max(axis=0) for ring in rings])
    areas = np.array([abs(ring_area(ring)) for ring in rings])
    containers: list[list[int]] = [[] for _ in range(n)]
    dropped: set[int] = set()
    for i in range(n):
        meets = ((low <= high[i]) & (high >= low[i])).all(axis=1)
        meets[i] = False
        for j in np.flatnonzero(meets).tolist():
            if i in dropped or j in dropped:
                continue
            if j < i and _equal(rings[i], rings[j]):
                result.repeated.append((i, j))
                dropped.add(i)
                continue
            inside, outside = _sides(rings[i], rings[j])
            if inside and outside:
                if j < i or not all(_sides(rings[j], rings[i])):
                    result.crossing.append((max(i, j), min(i, j)))
                if areas[i] < areas[j]:
                    containers[i].append(j)
            elif inside or (not outside and areas[i] < areas[j]):
                containers[i].append(j)
    _build_parts(result, containers, areas, dropped)
    return result


def _build_parts(result: Arranged, containers: list[list[int]], areas: FloatArray, dropped: set[int]) -> None:
    place: dict[int, int] = {}
    order = [i for i in range(len(containers)) if i not in dropped]
    for i in order:
        if len([j for j in containers[i] if j not in dropped]) % 2 == 0:
            place[i] = len(result.parts)
            result.parts.append([i])
            if i and not containers[i]:
                result.outside.append(i)
    for i in order:
        around = [j for j in containers[i] if j not in dropped]
        if len(around) % 2:
            shells = [j for j in around if j in place]
            result.parts[place[min(shells, key=lambda j: areas[j])] if shells else 0].append(i)


def _equal(a: FloatArray, b: FloatArray) -> bool:
    if len(a) != len(b):
        return False
    starts = np.flatnonzero((b == a[0]).all(axis=1))
    return any(
        np.array_equal(a, np.roll(b, -start, axis=0)) or np.array_equal(a, np.roll(b[::-1], start + 1, axis=0))
        for start in starts.tolist()
    )


def _sides(ring: FloatArray, other: FloatArray) -> tuple[bool, bool]:
    """Whether vertices or edge middles of ``ring`` lie strictly inside, and strictly outside, of ``other``."""
    probes = np.vstack([ring, (ring + np.roll(ring, -1, axis=0)) / 2])
    inside = outside = False
    a, b = other, np.roll(other, -1, axis=0)
    size = max(float(np.abs(other - other[0]).max()), 1e-12)
    for start in range(0, len(probes), 256):
        x, y = (values[:, None] for values in probes[start : start + 256].T)
        dx, dy = b[:, 0] - a[:, 0], b[:, 1] - a[:, 1]
        cross = dx * (y - a[:, 1]) - dy * (x - a[:, 0])
        length = np.hypot(dx, dy)
        along = dx * (x - a[:, 0]) + dy * (y - a[:, 1])
        near = np.abs(cross) <= 1e-9 * size * np.maximum(length, 1e-300)
        on_edge = (near & (along >= 0) & (along <= length**2)).any(axis=1)
        straddles = (a[:, 1] <= y) != (b[:, 1] <= y)
        right = straddles & ((cross > 0) == (dy < 0))
        within = right.sum(axis=1) % 2 == 1
        inside = inside or bool((within & ~on_edge).any())
        outside = outside or bool((~within & ~on_edge).any())
        if inside and outside:
            break
    return inside, outside


def crossings(rings: Sequence[FloatArray], most: int = 5) -> list[RingCrossing] | None:
    """Places where edges cross, run over each other, or touch within one ring; at most ``most``. None if too large.

    Edges of different rings may touch in a point.
    """
    whole = np.vstack(rings)
    origin = whole.min(axis=0)
    extent = max(float((whole - origin).max()), 1e-12)
    # products of differences stay below 2^63
    # Finer than the digits that a coordinate has, whole numbers would only be those of its rounding.
    finest = 10.0 ** np.floor(np.log10(0.1 / np.spacing(max(float(np.abs(whole).max()), 1e-300))))
    scale = min(10.0 ** np.floor(np.log10(1e9 / extent)), 1e4 if extent > 1 else 1e10, finest)
    p = [_distinct(np.rint((ring - origin) * scale).astype(np.int64)) for ring in rings]
    a = np.vstack(p)
    b = np.vstack([np.roll(ring, -1, axis=0) for ring in p])
    sizes = np.array([len(ring) for ring in p])
    owner = np.repeat(np.arange(len(p)), sizes)
    low, high = np.minimum(a, b), np.maximum(a, b)
    order = np.argsort(low[:, 0], kind="stable")
    ends = np.searchsorted(low[order, 0], high[order, 0], side="right")
    counts = (ends - np.arange(len(ends)) - 1).clip(0)
    if int(counts.sum()) > _MOST_PAIRS:
        return None
    found: list[RingCrossing] = []
    for i, j in _pairs(order, counts):
        near = (high[j, 1] >= low[i, 1]) & (low[j, 1] <= high[i, 1])
        i, j = i[near], j[near]
        crosses, touches = _meetings(a[i], b[i], a[j], b[j])
        gap = np.abs(i - j)
        same = owner[i] == owner[j]
        neighbours = same & ((gap == 1) | (gap == sizes[owner[i]] - 1))
        wrong = crosses | (touches & same & ~neighbours)
        for k in np.flatnonzero(wrong).tolist():
            x, y = _place(a[i[k]], b[i[k]], a[j[k]], b[j[k]]) / scale + origin
            found.append(RingCrossing(float(x), float(y), (int(owner[i[k]]), int(owner[j[k]])), not crosses[k]))
            if len(found) >= most:
                return found
    return found


def _pairs(order: IntArray, counts: IntArray) -> Iterator[tuple[IntArray, IntArray]]:
    """Pairs of edges whose x-ranges meet, in blocks; each edge with the ``counts`` that follow it in ``order``."""
    ends = np.cumsum(counts)
    start = 0
    while start < len(order):
        done = int(ends[start - 1]) if start else 0
        stop = max(int(np.searchsorted(ends, done + _BLOCK, side="right")), start + 1)
        own = counts[start:stop]
        first = np.repeat(np.arange(start, stop), own)
        step = np.arange(len(first)) - np.repeat(np.cumsum(own) - own, own)
        yield order[first], order[first + 1 + step]
        start = stop


def _distinct(ring: IntArray) -> IntArray:
    """The ring without vertices that fall together with the one before."""
    return ring[(ring != np.roll(ring, 1, axis=0)).any(axis=1)]


def _place(ai: IntArray, bi: IntArray, aj: IntArray, bj: IntArray) -> FloatArray:
    """Where two edges meet; for edges on one line, the beginning of what they share."""
    di, dj = (bi - ai).astype(np.float64), (bj - aj).astype(np.float64)
    across = di[0] * dj[1] - di[1] * dj[0]
    if across == 0:
        return np.array(sorted(map(tuple, (ai, bi, aj, bj)))[1], dtype=np.float64)
    t = ((aj[0] - ai[0]) * dj[1] - (aj[1] - ai[1]) * dj[0]) / across
    return ai + t * di


def _meetings(ai: IntArray, bi: IntArray, aj: IntArray, bj: IntArray) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """For pairs of edges, (k, 2) each: whether they cross or run over each other, and whether they only touch."""

    def turn(o: IntArray, p: IntArray, q: IntArray) -> IntArray:
        return np.sign((p[:, 0] - o[:, 0]) * (q[:, 1] - o[:, 1]) - (p[:, 1] - o[:, 1]) * (q[:, 0] - o[:, 0]))

    d1, d2 = turn(ai, bi, aj), turn(ai, bi, bj)
    d3, d4 = turn(aj, bj, ai), turn(aj, bj, bi)
    proper = (d1 * d2 < 0) & (d3 * d4 < 0)
    flat = (d1 == 0) & (d2 == 0)
    common = _overlap(ai, bi, aj, bj)
    crosses = proper | (flat & (common > 0))
    touches = ((d1 * d2 <= 0) & (d3 * d4 <= 0) & ~flat & ~proper) | (flat & (common == 0))
    return crosses, touches


def _overlap(ai: IntArray, bi: IntArray, aj: IntArray, bj: IntArray) -> IntArray:
    """Length of the common piece of edges on one line, along their longer axis; negative where they lie apart."""
    axis = np.abs(bi - ai).argmax(axis=1)
    row = np.arange(len(axis))
    ends = [edge[row, axis] for edge in (ai, bi, aj, bj)]
    low = np.maximum(np.minimum(ends[0], ends[1]), np.minimum(ends[2], ends[3]))
    high = np.minimum(np.maximum(ends[0], ends[1]), np.maximum(ends[2], ends[3]))
    return high - low
