"""The numpy body of ``core.overlay``: the same sums as the numba body, for many pairs at a time.

For one zone P and one patch Q, with Q's box as the window and its lower left corner as the origin,

    area(P ∩ Q) = Σ_e Σ_f w_e w_f ∫ min(y_e(x) − y_f(x), 0) dx          e in ∂P, f in ∂Q

where w is +1 for an edge that runs to the right and −1 for one that runs to the left, times the ring's sign.
Left of, right of and above the window an edge of P adds nothing. Below it, all that Q has to say about an edge from
x1 to x2 is F(x2) − F(x1), F(x) being the area of Q left of x: so a run of edges needs its two ends only, F is 0 left
of the window and area(Q) right of it, and ends that two edges share cancel exactly. ``ChainTree`` finds such runs;
what is left over are the few edges that cross the window.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..shapes.polygons import FloatArray, IntArray, Polygons
from .boxtree import BoxTree, expand, meet
from .chaintree import ChainTree, ranges
from .measure import Measures, sums_by_key

__all__ = ["PairAreas", "overlay_pairs", "own_products"]

# Pairs taken at a time, so that temporaries stay around a megabyte.
PAIRS = 8_192
EDGES = 8_192
# Pairs of one and a node looked at in one go.
FRONT = 32_768
# Vertices of patches that get trees at a time.
VERTICES = 200_000
_NONE = np.empty(0, dtype=np.int64)


class PairAreas(NamedTuple):
    """zone, patch : (k,) int64. area : (k,) float64, of zone ∩ patch."""

    zone: IntArray
    patch: IntArray
    area: FloatArray


# --- one walk for many pairs ----------------------------------------------------------------------------------------


class _Walk(NamedTuple):
    """What a walk of zones' chains through windows leaves: for pair k,

    times : (pairs,) how often the whole window is inside P, not counting what follows.
    end_pair, end_x, end_weight : ends of runs below the window, at x inside it: weight × F(x).
    edge_pair, edge : edges that may cross the window.
    """

    times: FloatArray
    end_pair: IntArray
    end_x: FloatArray
    end_weight: FloatArray
    edge_pair: IntArray
    edge: IntArray


def _walk(tree: ChainTree, zone: IntArray, windows: FloatArray) -> _Walk:
    """Walks the tree of ``zone[k]`` through the window ``windows[k]``, for all k at once."""
    pair = (tree.root[zone] >= 0).nonzero()[0]
    todo = [(pair, tree.root[zone[pair]])]
    runs: list[tuple[IntArray, IntArray, IntArray, FloatArray]] = [(_NONE, _NONE, _NONE, np.empty(0))]
    crossing: list[tuple[IntArray, IntArray]] = [(_NONE, _NONE)]
    while todo:
        pair, node = todo.pop()
        if len(pair) > FRONT:
            todo += [(pair[FRONT:], node[FRONT:]), (pair[:FRONT], node[:FRONT])]
            continue
        box, window = tree.boxes[node], windows[pair]
        near = (box[:, 2] > window[:, 0]) & (box[:, 0] < window[:, 2]) & (box[:, 1] < window[:, 3])
        below = box[:, 3] <= window[:, 1]
        chain = near & below & (tree.first[node] != tree.last[node])
        runs.append((pair[chain], tree.first[node[chain]], tree.last[node[chain]], tree.sign[node[chain]]))
        on = near & ~below
        pair, node = pair[on], node[on]
        leaf = node < tree.leaf_end
        if leaf.any():
            _look_at_edges(tree, windows, *tree.edges(pair[leaf], node[leaf]), runs, crossing)
        deeper = tree.down(pair[~leaf], node[~leaf])
        if len(deeper[0]):
            todo.append(deeper)
    run_pair, first, last, sign = (np.concatenate(column) for column in zip(*runs, strict=True))
    edge_pair, edge = (np.concatenate(column) for column in zip(*crossing, strict=True))
    times = np.zeros(len(zone))
    ends = _ends(times, windows, run_pair, tree.x[first], tree.x[last], sign)
    return _Walk(times, *ends, edge_pair, edge)


def _look_at_edges(
    tree: ChainTree,
    windows: FloatArray,
    pair: IntArray,
    edge: IntArray,
    runs: list[tuple[IntArray, IntArray, IntArray, FloatArray]],
    crossing: list[tuple[IntArray, IntArray]],
) -> None:
    """Single edges: those below their window to ``runs``, those that may cross it to ``crossing``."""
    window = windows[pair]
    x0, x1, y0, y1 = tree.x[edge], tree.x[edge + 1], tree.y[edge], tree.y[edge + 1]
    near = (
        (np.maximum(x0, x1) > window[:, 0]) & (np.minimum(x0, x1) < window[:, 2]) & (np.minimum(y0, y1) < window[:, 3])
    )
    below = near & (np.maximum(y0, y1) <= window[:, 1])
    runs.append((pair[below], edge[below], edge[below] + 1, tree.edge_sign[edge[below]].astype(np.float64)))
    keep = near & ~below
    crossing.append((pair[keep], edge[keep]))


def _ends(
    times: FloatArray, windows: FloatArray, pair: IntArray, start: FloatArray, stop: FloatArray, sign: FloatArray
) -> tuple[IntArray, FloatArray, FloatArray]:
    """Splits sign × (F(stop) − F(start)) into whole windows, added to ``times``, and ends inside the window."""
    pair2, x = np.concatenate([pair, pair]), np.concatenate([stop, start])
    weight = np.concatenate([sign, -sign])
    beyond = x >= windows[pair2, 2]
    times += sums_by_key(pair2[beyond], weight[beyond], len(times))
    inside = ~beyond & (x > windows[pair2, 0])
    return pair2[inside], x[inside], weight[inside]


def _cancel(pair: IntArray, x: FloatArray, weight: FloatArray) -> tuple[IntArray, FloatArray, FloatArray]:
    """Ends at the same x of the same pair as one; those that add up to nothing disappear."""
    if not len(pair):
        return pair, x, weight
    order = np.lexsort((x, pair))
    pair, x, weight = pair[order], x[order], weight[order]
    starts = np.flatnonzero(np.concatenate([[True], (pair[1:] != pair[:-1]) | (x[1:] != x[:-1])]))
    total = np.add.reduceat(weight, starts)
    kept = total != 0
    return pair[starts[kept]], x[starts[kept]], total[kept]


class _Segments(NamedTuple):
    """Pieces of P's edges inside windows, in the windows' own coordinates.

    y(x) = y0 + (x − x0) · slope on left < x < right; low is its smallest y there; weight is ± the ring's sign.
    """

    pair: IntArray
    left: FloatArray
    right: FloatArray
    x0: FloatArray
    y0: FloatArray
    slope: FloatArray
    low: FloatArray
    weight: FloatArray


class _Cut(NamedTuple):
    """Edges cut to the columns of their windows, in the windows' coordinates, from left to right; see ``_Segments``.

    below, crossing : what becomes of them; upright ones are neither.
    """

    left: FloatArray
    right: FloatArray
    x0: FloatArray
    y0: FloatArray
    slope: FloatArray
    low: FloatArray
    weight: FloatArray
    below: NDArray[np.bool_]
    crossing: NDArray[np.bool_]


def _cut(tree: ChainTree, edge: IntArray, window: FloatArray) -> _Cut:
    x0, x1 = tree.x[edge] - window[:, 0], tree.x[edge + 1] - window[:, 0]
    y0, y1 = tree.y[edge] - window[:, 1], tree.y[edge + 1] - window[:, 1]
    weight = np.where(x1 > x0, 1.0, -1.0) * tree.edge_sign[edge]
    back = x1 < x0
    x0, x1, y0, y1 = np.where(back, x1, x0), np.where(back, x0, x1), np.where(back, y1, y0), np.where(back, y0, y1)
    leaning = x0 != x1
    slope = np.divide(y1 - y0, x1 - x0, out=np.zeros(len(x0)), where=leaning)
    left, right = np.maximum(x0, 0.0), np.minimum(x1, window[:, 2] - window[:, 0])
    y_left, y_right = y0 + (left - x0) * slope, y0 + (right - x0) * slope
    high, low = np.maximum(y_left, y_right), np.minimum(y_left, y_right)
    below = leaning & (high <= 0.0)
    crossing = leaning & ~below & (low < window[:, 3] - window[:, 1])
    return _Cut(left, right, x0, y0, slope, low, weight, below, crossing)


def _segments(tree: ChainTree, walk: _Walk, windows: FloatArray) -> tuple[_Segments, FloatArray]:
    """The edges a walk has left, cut to their windows, and the ends of runs as edges along the window's lower side.

    Returns them with ``walk.times``, to which edges were added that turn out to lie below once they are cut.
    """
    pair = walk.edge_pair
    cut = _cut(tree, walk.edge, windows[pair])
    sunk, cross = walk.edge[cut.below], cut.crossing
    times = walk.times
    sunk_pair, sunk_x, sunk_weight = _ends(
        times, windows, pair[cut.below], tree.x[sunk], tree.x[sunk + 1], tree.edge_sign[sunk]
    )
    end_pair, end_x, end_weight = _cancel(
        np.concatenate([walk.end_pair, sunk_pair]),
        np.concatenate([walk.end_x, sunk_x]),
        np.concatenate([walk.end_weight, sunk_weight]),
    )
    zero = np.zeros(len(end_pair))
    return _Segments(
        np.concatenate([pair[cross], end_pair]),
        np.concatenate([cut.left[cross], zero]),
        np.concatenate([cut.right[cross], end_x - windows[end_pair, 0]]),
        np.concatenate([cut.x0[cross], zero]),
        np.concatenate([cut.y0[cross], zero]),
        np.concatenate([cut.slope[cross], zero]),
        np.concatenate([cut.low[cross], zero]),
        np.concatenate([cut.weight[cross], end_weight]),
    ), times


def _settle(tree: ChainTree, zone: IntArray, windows: FloatArray) -> tuple[NDArray[np.bool_], FloatArray]:
    """Whether an edge of ``zone[k]`` crosses window k, and if none does, how often the window lies inside.

    A walk as ``_walk`` that leaves a window alone as soon as an edge crosses it.
    """
    crossed = np.zeros(len(zone), dtype=np.bool_)
    times = np.zeros(len(zone))

    def run(pair: IntArray, first: IntArray, last: IntArray, sign: FloatArray) -> None:
        if not len(pair):
            return
        # Ends inside the window need no care: where nothing crosses, they cancel.
        edge = windows[pair, 2]
        share = sign * ((tree.x[last] >= edge).astype(np.float64) - (tree.x[first] >= edge))
        times[:] += sums_by_key(pair, share, len(zone))

    pair = (tree.root[zone] >= 0).nonzero()[0]
    todo = [(pair, tree.root[zone[pair]])]
    while todo:
        pair, node = todo.pop()
        if len(pair) > FRONT:
            todo += [(pair[FRONT:], node[FRONT:]), (pair[:FRONT], node[:FRONT])]
            continue
        open_still = ~crossed[pair]
        pair, node = pair[open_still], node[open_still]
        box, window = tree.boxes[node], windows[pair]
        near = (box[:, 2] > window[:, 0]) & (box[:, 0] < window[:, 2]) & (box[:, 1] < window[:, 3])
        below = near & (box[:, 3] <= window[:, 1])
        run(pair[below], tree.first[node[below]], tree.last[node[below]], tree.sign[node[below]])
        on = near & ~below
        pair, node = pair[on], node[on]
        leaf = node < tree.leaf_end
        runs: list[tuple[IntArray, IntArray, IntArray, FloatArray]] = []
        crossing: list[tuple[IntArray, IntArray]] = []
        if leaf.any():
            _look_at_edges(tree, windows, *tree.edges(pair[leaf], node[leaf]), runs, crossing)
            run(*runs[0])
            edge_pair, edge = crossing[0]
            cut = _cut(tree, edge, windows[edge_pair])
            sunk, upright = cut.below, tree.x[edge] == tree.x[edge + 1]
            run(edge_pair[sunk], edge[sunk], edge[sunk] + 1, tree.edge_sign[edge[sunk]].astype(np.float64))
            crossed[edge_pair[cut.crossing | upright]] = True
        on = ~leaf & ~crossed[pair]
        deeper = tree.down(pair[on], node[on])
        if len(deeper[0]):
            todo.append(deeper)
    return crossed, times


def _against(segments: _Segments, tree: ChainTree, patch: IntArray, windows: FloatArray, size: int) -> FloatArray:
    """Σ over the segments of each pair and the edges of its patch of w_e w_f ∫ min(y_e − y_f, 0) dx; (size,)."""
    total = np.zeros(size)
    begin = 0
    while begin < len(segments.pair):
        part = _Segments._make(column[begin : begin + EDGES] for column in segments)
        begin += EDGES
        window = windows[part.pair]
        left, right, low = part.left + window[:, 0], part.right + window[:, 0], part.low + window[:, 1]
        todo = [(np.arange(len(part.pair)), tree.root[patch[part.pair]])]
        while todo:
            one, node = todo.pop()
            if len(one) > FRONT:
                todo += [(one[FRONT:], node[FRONT:]), (one[:FRONT], node[:FRONT])]
                continue
            box = tree.boxes[node]
            on = (box[:, 0] < right[one]) & (box[:, 2] > left[one]) & (box[:, 3] > low[one])
            one, node = one[on], node[on]
            leaf = node < tree.leaf_end
            deeper = tree.down(one[~leaf], node[~leaf])
            if len(deeper[0]):
                todo.append(deeper)
            if not leaf.any():
                continue
            one, edge = tree.edges(one[leaf], node[leaf])
            x0, x1 = tree.x[edge], tree.x[edge + 1]
            on = (np.maximum(x0, x1) > left[one]) & (np.minimum(x0, x1) < right[one]) & (x0 != x1)
            one, edge = one[on], edge[on]
            total += sums_by_key(part.pair[one], _integrals(part, tree, one, edge, window), size)
    return total


def _integrals(segments: _Segments, tree: ChainTree, one: IntArray, edge: IntArray, window: FloatArray) -> FloatArray:
    """w_e w_f ∫ min(y_e − y_f, 0) dx of segment ``one[k]`` and edge ``edge[k]``, for all k."""
    ox, oy = window[one, 0], window[one, 1]
    x0, x1, y0, y1 = tree.x[edge] - ox, tree.x[edge + 1] - ox, tree.y[edge] - oy, tree.y[edge + 1] - oy
    weight = np.where(x1 > x0, 1.0, -1.0) * tree.edge_sign[edge] * segments.weight[one]
    back = x1 < x0
    x0, x1, y0, y1 = np.where(back, x1, x0), np.where(back, x0, x1), np.where(back, y1, y0), np.where(back, y0, y1)
    left, right = np.maximum(x0, segments.left[one]), np.minimum(x1, segments.right[one])
    slope = (y1 - y0) / (x1 - x0)
    ex, ey, e_slope = segments.x0[one], segments.y0[one], segments.slope[one]
    at_left = (ey + (left - ex) * e_slope) - (y0 + (left - x0) * slope)
    at_right = (ey + (right - ex) * e_slope) - (y0 + (right - x0) * slope)
    # The negative part of a line from at_left to at_right: half the sum where both are negative, and where one is,
    # the triangle: half of its value, times the share value / (value − other) of the width.
    a, b = np.minimum(at_left, 0.0), np.minimum(at_right, 0.0)
    apart = np.abs(at_left - at_right)
    mixed = (a < 0.0) != (b < 0.0)
    share = np.divide(-(a + b), apart, out=np.ones(len(a)), where=mixed & (apart > 0.0))
    return weight * 0.5 * (a + b) * np.maximum(right - left, 0.0) * share


# --- all pairs ------------------------------------------------------------------------------------------------------


def overlay_pairs(
    zones: ChainTree,
    zone_boxes: FloatArray,
    wanted: IntArray,
    patches: Polygons,
    measures: Measures,
    index: BoxTree,
    later: bool = False,
) -> Iterator[PairAreas]:
    """Areas of zone ∩ patch of the zones ``wanted`` with all patches; a pair appears once, areas of 0 may appear.

    Yields blocks of bounded size. With ``later`` only pairs whose patch has the higher number (a layer with itself).
    """
    query, leaf = index.leaves_meeting(zone_boxes[wanted])
    edge_zones: list[IntArray] = []
    edge_patches: list[IntArray] = []
    for begin in range(0, len(query), PAIRS):
        zone, node = wanted[query[begin : begin + PAIRS]], leaf[begin : begin + PAIRS]
        windows = index.levels[0][node]
        crossed, times = _settle(zones, zone, windows)
        inside, place = expand(*_both((~crossed & (times != 0)).nonzero()[0], node), len(index.order))
        patch = index.order[place]
        if later:
            inside, patch = inside[patch > zone[inside]], patch[patch > zone[inside]]
        yield PairAreas(zone[inside], patch, times[inside] * measures.areas[patch])
        edge, place = expand(*_both(crossed.nonzero()[0], node), len(index.order))
        zone, patch = zone[edge], index.order[place]
        met = meet(zone_boxes[zone], measures.boxes[patch])
        if later:
            met &= patch > zone
        edge_zones.append(zone[met])
        edge_patches.append(patch[met])
    if not edge_zones:
        return
    zone, patch = np.concatenate(edge_zones), np.concatenate(edge_patches)
    order = patch.argsort(kind="stable")
    zone, patch = zone[order], patch[order]
    for begin, end in _by_vertices(patch, patches):
        used, place = np.unique(patch[begin:end], return_inverse=True)
        some, some_measures = _take(patches, measures, used)
        tree = ChainTree(some, some_measures)
        for at in range(begin, end, PAIRS):
            z, p = zone[at : min(at + PAIRS, end)], place[at - begin : at - begin + PAIRS]
            windows = some_measures.boxes[p]
            segments, times = _segments(zones, _walk(zones, z, windows), windows)
            area = times * some_measures.areas[p] + _against(segments, tree, p, windows, len(z))
            yield PairAreas(z, used[p], area)


def own_products(patches: Polygons, measures: Measures, wanted: IntArray) -> FloatArray:
    """(k,) area(P ∩ P) = ∫ (winding number)² of the polygons ``wanted``; a polygon's own area where it is simple."""
    out = np.zeros(len(wanted))
    for begin, end in _by_vertices(wanted, patches):
        some, some_measures = _take(patches, measures, wanted[begin:end])
        tree = ChainTree(some, some_measures)
        for at in range(0, end - begin, PAIRS):
            own = np.arange(at, min(at + PAIRS, end - begin))
            windows = some_measures.boxes[own]
            segments, times = _segments(tree, _walk(tree, own, windows), windows)
            area = times * some_measures.areas[own] + _against(segments, tree, own, windows, len(own))
            out[begin + at : begin + at + len(own)] = area
    return out


def _by_vertices(patch: IntArray, patches: Polygons) -> Iterator[tuple[int, int]]:
    """Ranges of the sorted ``patch`` with up to VERTICES vertices of different patches each, or one patch with more."""
    starts = np.flatnonzero(np.append(True, patch[1:] != patch[:-1])[: len(patch)])
    which = patch[starts]
    sizes = patches.rings[patches.polygons[which + 1]] - patches.rings[patches.polygons[which]]
    total = sizes.cumsum()
    k = 0
    while k < len(starts):
        before = total[k] - sizes[k]
        stop = max(k + 1, int(np.searchsorted(total, before + VERTICES, side="right")))
        yield int(starts[k]), int(starts[stop]) if stop < len(starts) else len(patch)
        k = stop


def _both(which: IntArray, node: IntArray) -> tuple[IntArray, IntArray]:
    return which, node[which]


def _take(polygons: Polygons, measures: Measures, which: IntArray) -> tuple[Polygons, Measures]:
    """The polygons ``which`` and what was measured of them."""
    # Of the wanted ones only: a layer has a hundred thousand, a parcel meets ten.
    ring_counts = polygons.polygons[which + 1] - polygons.polygons[which]
    rings = ranges(polygons.polygons[which], ring_counts)
    sizes = polygons.rings[rings + 1] - polygons.rings[rings]
    taken = Polygons(
        polygons.xy[ranges(polygons.rings[rings], sizes)],
        np.concatenate([[0], sizes.cumsum()]).astype(np.int64),
        polygons.holes[rings],
        np.concatenate([[0], ring_counts.cumsum()]).astype(np.int64),
    )
    return taken, Measures(measures.boxes[which], measures.areas[which], measures.signs[rings], measures.good[which])
