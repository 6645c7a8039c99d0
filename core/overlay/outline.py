"""The outline of what patches cover: what is left of all their edges when those that two of them share have cancelled.

Let w(x) be the number of patches over the place x. An edge that two patches share, once in each direction, is no step
of w: of a coverage without overlap only its outline is left, some thousand edges of millions, and what is left is
always the boundary of w, whatever the patches are. With the products of winding numbers that the overlay computes,

    ∫ w² = area(outline ∩ outline)        ∫ w_P² = area(P ∩ P)        Σ_{P < Q} area(P ∩ Q) = ½ (∫ w² − Σ_P ∫ w_P²)

so that the area of all overlaps together, each pair once, is known without looking at any pair: it is nothing exactly
where no two patches overlap, because w² ≥ w for every whole number. ``overlaps.overlaps`` looks for pairs only where it
is something, and knows by it when all of them are found.

Edges are the same where their ends are, to the last bit; an edge that meets two shorter ones at a T is left with them,
and what lies between is the rounding of a vertex beside a line.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import compiled
from ..errors import Cancelled
from ..shapes.polygons import FloatArray, IntArray, Polygons
from .chaintree import ranges
from .measure import Measures
from .patchindex import PatchIndex, ZoneSet
from .sums import Question
from .sums_numpy import own_products

__all__ = ["Outline", "outline", "product"]

# Vertices whose edges are cancelled in one go, by body: their keys stay in the processor's cache.
SLICE = {"numpy": 131_072, "numba": 65_536}
# Edges that wait for their counterparts in other slices before they are held against each other.
WAITING = 32_768
# Numbers of vertices below this are kept in four bytes.
SHORT = 2**31 - 1
# Share of the edges seen that may wait for their counterparts in other slices; where more do, patches share few edges.
ALONE = 0.3
# Odd numbers whose products spread what coordinates have in common.
SPREAD = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], dtype=np.uint64)

Hashes = NDArray[np.uint64]


class Outline(NamedTuple):
    """rings : one polygon, the boundary of w, which is larger by one to the left of each ring; what is drawn twice
    counts twice. owners : (k,) the patches that own an edge of it, ascending. edges : how many there are."""

    rings: Polygons
    owners: IntArray
    edges: int


def outline(
    patches: PatchIndex, most: int, *, body: str = "numpy", cancelled: Question | None = None
) -> Outline | None:
    """The outline of the patches that are not skipped; None where more than ``most`` edges are left. body : "numpy" or
    "numba". Raises ``Cancelled``."""
    polygons, measures = patches.polygons, patches.measures
    # Neighbours behind one another, so that most edges meet their counterpart within a slice.
    rings = _rings_of(polygons, patches.tree.order)
    ends = np.cumsum(polygons.rings[rings + 1] - polygons.rings[rings])
    place = np.int32 if len(polygons.xy) < SHORT else np.int64  # a million edges wait: half the room
    kept: list[NDArray[Any]] = []
    begin, waiting, merge = 0, 0, WAITING
    while begin < len(rings):
        if cancelled is not None and cancelled():
            raise Cancelled
        seen = int(ends[begin - 1]) if begin else 0
        if waiting > merge:
            kept = [_still_alone(polygons, measures, kept)]
            waiting = len(kept[0])
            merge = 2 * waiting + WAITING
        if waiting > most + seen * ALONE:
            return None
        stop = max(begin + 1, int(np.searchsorted(ends, seen + SLICE[body], side="right")))
        alone = (_alone_numba if body == "numba" else _alone)(polygons, measures, rings[begin:stop])
        kept.append(alone.astype(place))
        waiting += len(alone)
        begin = stop
    del rings, ends
    at = _still_alone(polygons, measures, kept).astype(np.int64) if kept else np.empty(0, dtype=np.int64)
    left = _left_of(polygons, measures, at)
    if len(left.first) > most:
        return None
    ring = _ring_of(polygons, at)
    owners = np.unique(np.searchsorted(polygons.polygons, ring[left.alone], side="right") - 1)
    first = left.first
    drawn = _drawn(polygons.xy, at[first], measures.signs[ring[first]], left.times)
    return None if drawn is None else Outline(drawn, owners, int(left.times.sum()))


def product(found: Outline, *, body: str = "numpy") -> float:
    """∫ w², m²."""
    if not found.edges:
        return 0.0
    zones = ZoneSet(found.rings, body=body)
    which = np.zeros(1, dtype=np.int64)
    if body == "numba":
        out = np.empty(1)
        compiled.module("overlay.ownproducts_numba").own_products(zones.compiled(), which, out)
        return float(out[0])
    return float(own_products(zones.polygons, zones.measures, which)[0])


# --- cancelling -----------------------------------------------------------------------------------------------------


class _Left(NamedTuple):
    """alone : (k,) places of those edges whose kind does not cancel. Of the m kinds: first : (m,) place of one that
    runs as most do; times : (m,) int64, how many more run so than back, 1 or more."""

    alone: IntArray
    first: IntArray
    times: IntArray


def _rings_of(polygons: Polygons, which: IntArray) -> IntArray:
    """The rings with edges of polygons ``which``, in their order."""
    found = ranges(polygons.polygons[which], polygons.polygons[which + 1] - polygons.polygons[which])
    return found[polygons.rings[found + 1] - polygons.rings[found] > 1]


def _ring_of(polygons: Polygons, at: NDArray[Any]) -> IntArray:
    return np.asarray(np.searchsorted(polygons.rings, at, side="right") - 1, dtype=np.int64)


def _left_of(polygons: Polygons, measures: Measures, at: NDArray[Any]) -> _Left:
    """Which of the edges that begin at vertices ``at`` do not cancel."""
    sign = measures.signs[_ring_of(polygons, at)]
    return _left(_hashed(polygons.xy[at]), _hashed(polygons.xy[at + 1]), sign)


def _still_alone(polygons: Polygons, measures: Measures, kept: list[NDArray[Any]]) -> NDArray[Any]:
    """Those of the edges that begin at vertices ``kept`` that do not cancel; a part of their kinds at a time, which
    takes less room than all together. ``kept`` is emptied on the way, so that no edge is held twice."""
    parts = sum(map(len, kept)) // WAITING + 1
    shares: list[list[NDArray[Any]]] = [[] for _ in range(parts)]
    kept.reverse()
    while kept:
        at = kept.pop()
        for begin in range(0, len(at), WAITING):
            some = at[begin : begin + WAITING]
            kinds = _hashed(polygons.xy[some]) + _hashed(polygons.xy[some + 1])
            part = ((kinds >> np.uint64(32)) % np.uint64(parts)).astype(np.int64)
            order = np.argsort(part, kind="stable")
            ends = np.searchsorted(part[order], np.arange(1, parts))
            for share, own in zip(shares, np.split(some[order], ends), strict=True):
                share.append(own)
    found: list[NDArray[Any]] = []
    for share in shares:
        some = np.concatenate(share)
        share.clear()
        found.append(some[_left_of(polygons, measures, some).alone])
    return np.concatenate(found)


def _alone(polygons: Polygons, measures: Measures, rings: IntArray) -> IntArray:
    """The first vertex of each edge of ``rings`` that does not cancel among them."""
    starts = polygons.rings[rings]
    sizes = polygons.rings[rings + 1] - starts
    vertex = ranges(starts, sizes)
    hashes = _hashed(polygons.xy[vertex])
    edge = np.ones(len(vertex), dtype=np.bool_)
    edge[np.cumsum(sizes) - 1] = False  # a ring's last vertex begins none
    place = np.flatnonzero(edge)
    at, sign = vertex[place], np.repeat(measures.signs[rings], sizes - 1)
    return at[_left(hashes[place], hashes[place + 1], sign).alone]


def _alone_numba(polygons: Polygons, measures: Measures, rings: IntArray) -> IntArray:
    """As ``_alone``."""
    out = np.empty(int((polygons.rings[rings + 1] - polygons.rings[rings]).sum()), dtype=np.int64)
    kernel = compiled.module("overlay.outline_numba")
    bits = polygons.xy.view(np.uint64)
    return out[: kernel.alone(polygons.xy, bits, polygons.rings, rings, measures.signs, out)].copy()


def _hashed(xy: FloatArray) -> Hashes:
    """(n,) a number for each vertex, the same for the same place."""
    found = np.zeros(len(xy), dtype=np.uint64)
    for column, odd in enumerate(SPREAD):
        bits = (xy[:, column] + 0.0).view(np.uint64)  # −0.0 is 0.0
        bits ^= bits >> np.uint64(32)
        bits *= odd
        found ^= bits
        found ^= found >> np.uint64(29)
        found *= odd
    return found


def _left(first: Hashes, second: Hashes, sign: FloatArray) -> _Left:
    """Which edges, turned round where ``sign`` is −1, do not cancel. first, second : ``_hashed`` of their two ends."""
    back = first > second
    step = np.where(back, -sign, sign).astype(np.int64)
    step[first == second] = 0  # it has no length
    keys = np.where(back, second, first) * SPREAD[0] + np.where(back, first, second)
    order = np.argsort(keys)
    keys = keys[order]
    new = np.append(True, keys[1:] != keys[:-1])[: len(order)]
    starts = np.flatnonzero(new)
    times = np.add.reduceat(step[order], starts) if len(order) else step
    kept = np.flatnonzero(times)
    sizes = np.diff(np.append(starts, len(order)))
    alone = order[np.repeat(times != 0, sizes)]
    # One of each kind that runs as most of it do.
    with_most = step[alone] == np.sign(np.repeat(times[kept], sizes[kept]))
    kind = np.repeat(np.arange(len(kept)), sizes[kept])[with_most]
    return _Left(alone, alone[with_most][np.searchsorted(kind, np.arange(len(kept)))], np.abs(times[kept]))


# --- rings ----------------------------------------------------------------------------------------------------------


def _drawn(xy: FloatArray, at: IntArray, sign: FloatArray, times: IntArray) -> Polygons | None:
    """Rings of the edges, each as often as ``times``, as one polygon.

    What is left of closed rings closes, whatever cancelled: None where it does not, because two edges that are not the
    same had one hash (once in 10⁷ counties).
    """
    at, sign = np.repeat(at, times), np.repeat(sign, times)
    tail, head = np.where(sign > 0, at, at + 1), np.where(sign > 0, at + 1, at)
    places, vertex = np.unique(np.concatenate([xy[tail], xy[head]]) + 0.0, axis=0, return_inverse=True)
    vertex = vertex.reshape(-1)
    tails, heads = vertex[: len(at)], vertex[len(at) :]
    # Into each place as many edges run as out of it: the k-th that comes goes on as the k-th that leaves.
    coming, leaving = np.argsort(heads, kind="stable"), np.argsort(tails, kind="stable")
    if (heads[coming] != tails[leaving]).any():
        return None
    following = np.empty(len(at), dtype=np.int64)
    following[coming] = leaving
    corners, ends = _walked(tails.tolist(), following.tolist())
    rings = places[np.array(corners, dtype=np.int64)]
    ring_ends = np.array(ends, dtype=np.int64)
    clockwise = _signed(rings, ring_ends) < 0
    return Polygons(rings, ring_ends, clockwise, np.array([0, len(clockwise)], dtype=np.int64))


def _walked(tails: list[int], following: list[int]) -> tuple[list[int], list[int]]:
    """Corners of all rings behind one another, each closed by its first corner again, and where the rings begin."""
    corners: list[int] = []
    ends = [0]
    seen = bytearray(len(tails))
    for begin in range(len(tails)):
        if seen[begin]:
            continue
        edge = begin
        while not seen[edge]:
            seen[edge] = 1
            corners.append(tails[edge])
            edge = following[edge]
        corners.append(tails[begin])
        ends.append(len(corners))
    return corners, ends


def _signed(xy: FloatArray, ring_ends: IntArray) -> FloatArray:
    """Areas of closed rings, negative where they run clockwise."""
    starts = ring_ends[:-1]
    if not len(starts):
        return np.empty(0)
    own = xy - np.repeat(xy[starts], np.diff(ring_ends), axis=0)
    cross = np.zeros(len(xy))
    cross[:-1] = own[:-1, 0] * own[1:, 1] - own[1:, 0] * own[:-1, 1]
    cross[ring_ends[1:] - 1] = 0.0
    return np.asarray(0.5 * np.add.reduceat(cross, starts), dtype=np.float64)
