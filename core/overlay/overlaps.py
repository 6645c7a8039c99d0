"""Where a layer covers land twice, and where it leaves land out: two numbers that never cancel.

A layer that should cover a zone once covers it ``k(x)`` times at the place x. Then

    covered more than once = ∫ max(k − 1, 0)        not covered = ∫ [k = 0]        over the zone

and Σ area(zone ∩ patch) = ∫ k = area(zone) − not covered + covered more than once. The sum comes from ``core.overlay``.
The second term is found on its own: let X_j be the part of patch j that lies in patches before it; then Σ_j [x in X_j]
= max(k − 1, 0) at every place, whatever number of patches lie on each other, since all but the first of the k count.
So X_j is made for the few patches that overlap at all, as trapezoids, and these are measured against the zones like
any patches. What is not covered follows. A gap in one place and an overlap in another stay two numbers.

Which patch is "before" another is free: any order gives the same sum. Where patches have a value for each m² and land
under several shall count once with the largest, the order is by falling value; then Σ_j value_j × (zone ∩ patch_j −
zone ∩ X_j) is that sum, exactly, whatever the order of the patches in the layer: ties need no rule, since equal
values give one number. ``repeated`` finds the X_j, ``Repeated.within`` measures them.

Patches whose own boundary crosses itself count signed (``core.overlay``) and disturb both numbers: repair those first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .. import compiled
from ..errors import Cancelled
from ..shapes.polygons import FloatArray, IntArray, Polygons, keep_polygons
from .outline import Outline, outline, product
from .patchindex import PatchIndex, ZoneSet, choose_body
from .sums import Pieces, Progress, Question, pieces_within, tally
from .sums import pieces as overlay_pieces
from .sums_numpy import own_products

__all__ = [
    "SMALLEST",
    "Coverage",
    "Overlaps",
    "Repeated",
    "coverage",
    "covered",
    "excess",
    "overlaps",
    "repeated",
    "self_crossing",
]

SMALLEST = 1e-4
"""m²: smaller overlaps are none. Coordinates of surveys end at a tenth of a millimetre: a metre of boundary drawn
twice leaves this much. It is the one limit between land and the arithmetic of edges that coincide
(``landuse.tally.NOISE_M2``).
"""
# Two edges that pass each other by less than this (m) within a slab have not crossed: it is rounding.
CLOSE = 1e-9
# Up to so many vertices pairs are looked for at once; with more, only where the outline says that there are some, if
# it has no more edges than this, or this share of the vertices.
FEW = 2_000
MOST_EDGES = 20_000
EDGES_SHARE = 64
# Share of their area by which the outline of many patches may differ from all of them: it is rounding.
SAME = 1e-12
EPSILON = float(np.finfo(np.float64).eps)
WHOLE = 1.0 - 1e-12


class Overlaps(NamedTuple):
    """first, second : (k,) int64, the two patches, first < second. area : (k,) float64, m², of what both cover."""

    first: IntArray
    second: IntArray
    area: FloatArray


@dataclass(frozen=True)
class Repeated:
    """Land that patches of one layer cover more than once, and who gives it up.

    overlaps : the pairs. owner : (k,) the patches that lie partly in patches before them, ascending. parts : what each
    of them gives up, in trapezoids; None where nothing overlaps.
    """

    overlaps: Overlaps
    owner: IntArray
    parts: PatchIndex | None

    def within(self, zones: Polygons | ZoneSet, *, body: str = "auto", cancelled: Question | None = None) -> Pieces:
        """What each patch gives up in each zone, as pieces: with them taken off, the pieces of a layer count its land
        once."""
        if self.parts is None:
            return Pieces(_NONE, _NONE, np.empty(0))
        zone, part, area = overlay_pieces(zones, self.parts, body=body, cancelled=cancelled)
        return Pieces(zone, self.owner[part], area)


_NONE: IntArray = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Coverage:
    """Of each of ``n`` zones, m², (n,) float64:

    area : of the zone. covered : Σ area(zone ∩ patch), what lies under two patches counted twice. repeated : covered
    more than once, counted as often as it is too much. uncovered : under no patch.
    ``area − uncovered + repeated = covered`` to the last digits.
    overlaps : the pairs of patches behind ``repeated``.
    """

    area: FloatArray
    covered: FloatArray
    repeated: FloatArray
    uncovered: FloatArray
    overlaps: Overlaps


def overlaps(
    patches: Polygons | PatchIndex,
    *,
    smallest: float = SMALLEST,
    body: str = "auto",
    threads: int | None = None,
    progress: Progress | None = None,
    cancelled: Question | None = None,
) -> Overlaps:
    """The pairs of patches of one layer that overlap by more than ``smallest`` m², sorted, each once.

    Patches that only touch are none. Empty and unreadable patches take no part (``PatchIndex.skipped``).
    ``body``, ``threads``, ``progress``, ``cancelled`` and errors as in ``core.overlay.pieces``.
    """
    body = choose_body(body, len((patches if isinstance(patches, Polygons) else patches.polygons).xy))
    index = patches if isinstance(patches, PatchIndex) else PatchIndex(patches, body=body)

    def pairs_of(some: PatchIndex, least: float) -> Pieces:
        return pieces_within(some, smallest=least, body=body, threads=threads, progress=progress, cancelled=cancelled)

    found = _by_outline(index, smallest, body, pairs_of, cancelled)
    return Overlaps(*(pairs_of(index, smallest) if found is None else found))


def _by_outline(
    index: PatchIndex,
    smallest: float,
    body: str,
    pairs_of: Callable[[PatchIndex, float], Pieces],
    cancelled: Question | None,
) -> Pieces | None:
    """The pairs that overlap, where the outline tells that there are none, or that those around it are all of them;
    None where it does not, and pairs must be looked for everywhere.

    A patch whose boundary crosses itself can hide an overlap here only where the land that it takes off is another's,
    as in all sums of areas.
    """
    areas = index.measures.areas
    found = _outline_of(index, body, cancelled)
    if found is None:
        return None
    squared = product(found, body=body)
    sides = np.ptp(found.rings.xy, axis=0) if found.edges else np.zeros(2)
    noise = EPSILON * float(np.prod(sides)) * (8.0 + np.sqrt(found.edges) / 8.0)
    if abs(squared - areas.sum()) / 2 + noise <= smallest:
        return Pieces(_NONE, _NONE, np.empty(0))
    near = index.meeting(index.measures.boxes[found.owners])
    if 2 * len(near) > len(index):
        return None
    own = areas.copy()
    own[near] = _own_products(index, near, body)
    pairs = pairs_of(PatchIndex(keep_polygons(index.polygons, near), body=body), 0.0)
    if abs((squared - own.sum()) / 2 - pairs.area.sum()) + noise > smallest:
        return None
    kept = np.abs(pairs.area) > smallest
    return Pieces(near[pairs.zone[kept]], near[pairs.patch[kept]], pairs.area[kept])


def _outline_of(index: PatchIndex, body: str, cancelled: Question | None) -> Outline | None:
    """The outline of the patches, looked for once; None where they are few, or where it is longer than it is worth."""
    if not index.outline:
        vertices = len(index.polygons.xy)
        most = max(MOST_EDGES, vertices // EDGES_SHARE)
        index.outline = [outline(index, most, body=body, cancelled=cancelled) if vertices > FEW else None]
    found: Outline | None = index.outline[0]
    return found


def covered(
    zones: ZoneSet,
    patches: PatchIndex,
    *,
    body: str = "auto",
    threads: int | None = None,
    progress: Progress | None = None,
    cancelled: Question | None = None,
) -> FloatArray:
    """(n_zones,) m²: Σ area(zone ∩ patch), what lies under two patches counted twice.

    The outline of the patches is the boundary of w, the number of patches over a place, so that the sum is ∫ w over the
    zone: the overlay of the zone with one polygon, of some thousand edges where the patches have millions. Where there
    is no such outline, patch by patch. Arguments and errors as in ``core.overlay.tally``.
    """
    body = choose_body(body, 0)
    found = _outline_of(patches, body, cancelled)
    whole = patches
    if found is not None:
        areas = patches.measures.areas
        whole = PatchIndex(found.rings, body=body)
        if abs(whole.measures.areas.sum() - areas.sum()) > SMALLEST + SAME * np.abs(areas).sum():
            whole = patches  # two edges that are not the same had one hash
    once = np.zeros(len(whole), dtype=np.int64)
    sums = tally(zones, whole, once, 1, body=body, threads=threads, cancelled=cancelled, progress=progress)
    return np.asarray(sums[:, 0], dtype=np.float64)


def coverage(
    zones: Polygons | ZoneSet,
    patches: Polygons | PatchIndex,
    found: Overlaps | None = None,
    *,
    body: str = "auto",
    threads: int | None = None,
    progress: Progress | None = None,
    cancelled: Question | None = None,
) -> Coverage:
    """How often the patches cover each zone: not at all, once, more than once, each exactly.

    found : what ``overlaps`` said of these patches; left out, it is asked here. Overlaps below its ``smallest`` are
    taken for none and appear in neither number. Other arguments and errors as in ``core.overlay.tally``.
    """
    body = choose_body(body, 0)
    zone_set = zones if isinstance(zones, ZoneSet) else ZoneSet(zones, body=body)
    index = patches if isinstance(patches, PatchIndex) else PatchIndex(patches, body=body)
    if found is None:
        found = overlaps(index, body=body, threads=threads, cancelled=cancelled, progress=_share(progress, 0.0, 0.6))
    once = covered(
        zone_set, index, body=body, threads=threads, cancelled=cancelled, progress=_share(progress, 0.6, 0.8)
    )
    _, twice = excess(index, found, cancelled=cancelled)
    again = tally(
        zone_set, twice, np.zeros(len(twice), dtype=np.int64), 1, body=body, threads=threads, cancelled=cancelled,
        progress=_share(progress, 0.8, 1.0),
    )[:, 0]  # fmt: skip
    area = zone_set.measures.areas
    return Coverage(area, once, again, area - once + again, found)


def _share(progress: Progress | None, begin: float, end: float) -> Progress | None:
    if progress is None:
        return None
    tell = progress
    return lambda part: tell(begin + (end - begin) * part)


def repeated(
    patches: PatchIndex,
    met: IntArray | None = None,
    *,
    value: FloatArray | None = None,
    smallest: float = SMALLEST,
    body: str = "auto",
    cancelled: Question | None = None,
) -> Repeated:
    """Where patches lie on each other, and which of them gives the land up.

    met : numbers of the patches that matter, those that zones meet; any order, repeated as often as they are met. The
    others are not looked at. value : (n,) by patch: land belongs to the patch of the largest value over it, of equal
    ones to the first; left out, always to the first. Patches that overlap by less than ``smallest`` m² do not. Other
    arguments and errors as in ``core.overlay.pieces``.
    """
    near, number = patches, np.arange(len(patches))
    if met is not None:
        met = np.unique(met)
        if 2 * len(met) < len(patches):
            chosen = np.zeros(len(patches), dtype=np.bool_)
            chosen[met] = True
            near, number = PatchIndex(keep_polygons(patches.polygons, chosen), body=body), met
    found = overlaps(near, smallest=smallest, body=body, cancelled=cancelled)
    if met is not None and near is patches:
        both = np.isin(found.first, met) & np.isin(found.second, met)
        found = Overlaps(found.first[both], found.second[both], found.area[both])
    pairs = Overlaps(number[found.first], number[found.second], found.area)
    if not len(found.area):
        return Repeated(pairs, _NONE, None)
    owner, parts = excess(near, found, None if value is None else value[number], cancelled=cancelled)
    return Repeated(pairs, number[owner], PatchIndex(parts, body=body))


def excess(
    patches: PatchIndex, found: Overlaps, value: FloatArray | None = None, *, cancelled: Question | None = None
) -> tuple[IntArray, Polygons]:
    """The patches of ``found`` that lie in patches before them, ascending, and of each the part that does.

    value : (n,) by patch; of two patches that of the larger value is before the other, of equal ones the first. The
    parts are made of trapezoids that touch each other: right for areas, not for drawing. Raises ``Cancelled``.
    """
    first, second = found.first, found.second
    if value is not None:
        later = value[second] > value[first]
        first, second = np.where(later, second, first), np.where(later, first, second)
    order = np.lexsort((first, second))
    first, second, area = first[order], second[order], found.area[order]
    owners, starts, counts = np.unique(second, return_index=True, return_counts=True)
    parts: list[FloatArray] = []
    for owner, start, end in zip(owners.tolist(), starts.tolist(), (starts + counts).tolist(), strict=True):
        if cancelled is not None and cancelled():
            raise Cancelled
        parts.append(_excess_of(patches, owner, first[start:end], area[start:end]))
    sizes = np.array([len(part) for part in parts], dtype=np.int64)
    corners = np.concatenate(parts) if parts else np.empty((0, 5, 2))
    ring_ends = np.arange(len(corners) + 1, dtype=np.int64) * 5
    return owners, Polygons(
        np.ascontiguousarray(corners.reshape(-1, 2)),
        ring_ends,
        np.zeros(len(corners), dtype=np.bool_),
        np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
    )


def self_crossing(
    patches: PatchIndex, asked: IntArray | None = None, *, smallest: float = SMALLEST, body: str = "auto"
) -> IntArray:
    """Numbers of the patches whose boundary crosses or repeats itself so that their area is wrong by ``smallest`` m².

    With w the winding number, the overlay of a patch with itself is ∫ w², its area is |∫ w|: they are the same where w
    is 0 and 1 only. A bow tie, a hole outside its shell, parts or holes on top of each other: each has places with −1
    or 2. Rings that touch themselves have not, and their areas are right. Takes microseconds a patch.
    asked : (k,) numbers of the patches that are looked at, all of them where left out.
    """
    areas = patches.measures.areas
    good = np.flatnonzero(patches.measures.good) if asked is None else asked[patches.measures.good[asked]]
    products = _own_products(patches, good, choose_body(body, 0))
    wrong = np.abs(products - areas[good]) > np.maximum(smallest, 1e-9 * areas[good])
    return np.asarray(good[wrong], dtype=np.int64)


def _own_products(patches: PatchIndex, which: IntArray, body: str) -> FloatArray:
    """(k,) ∫ w² of each of the patches ``which``, none of which is skipped."""
    if body != "numba":
        return own_products(patches.polygons, patches.measures, which)
    products = np.empty(len(which))
    kernel = compiled.module("overlay.ownproducts_numba")
    kernel.own_products(patches.compiled()[0], np.ascontiguousarray(which), products)
    return products


# --- trapezoids -----------------------------------------------------------------------------------------------------


class _Edges(NamedTuple):
    """Edges from left to right, with their signs; mine : of the patch itself, not of the others."""

    x0: FloatArray
    y0: FloatArray
    x1: FloatArray
    y1: FloatArray
    sign: FloatArray
    mine: np.ndarray


def _excess_of(patches: PatchIndex, owner: int, others: IntArray, shared: FloatArray) -> FloatArray:
    """The part of patch ``owner`` that lies in any of ``others``, as closed trapezoids (k, 5, 2)."""
    boxes, areas = patches.measures.boxes, patches.measures.areas
    window = boxes[owner].copy()
    if (shared < WHOLE * areas[owner]).all():
        window[:2] = np.maximum(window[:2], boxes[others, :2].min(axis=0))
        window[2:] = np.minimum(window[2:], boxes[others, 2:].max(axis=0))
        mine, theirs = _edges(patches, [owner], window, True), _edges(patches, others.tolist(), window, False)
        edges = _Edges._make(np.concatenate(pair) for pair in zip(mine, theirs, strict=True))
        need_others = True
    else:  # it lies in one of them altogether
        edges, need_others = _edges(patches, [owner], window, True), False
    if not len(edges.x0):
        return np.empty((0, 5, 2))
    return _trapezoids(edges, need_others) + np.array([window[0], window[1]])


def _edges(patches: PatchIndex, which: list[int], window: FloatArray, mine: bool) -> _Edges:
    """The edges of some patches within the window's columns, not above it, cut to the columns; origin at its corner."""
    starts, signs = [], []
    polygons = patches.polygons
    for i in which:
        for ring in range(polygons.polygons[i], polygons.polygons[i + 1]):
            at = np.arange(polygons.rings[ring], polygons.rings[ring + 1] - 1)
            starts.append(at)
            signs.append(np.full(len(at), patches.measures.signs[ring]))
    at, sign = np.concatenate(starts), np.concatenate(signs)
    a, b = polygons.xy[at] - window[:2], polygons.xy[at + 1] - window[:2]
    back = a[:, 0] > b[:, 0]
    a[back], b[back] = b[back], a[back]
    sign[back] *= -1
    width, height = window[2:] - window[:2]
    near = (a[:, 0] < width) & (b[:, 0] > 0) & (a[:, 0] < b[:, 0]) & (np.minimum(a[:, 1], b[:, 1]) <= height + CLOSE)
    a, b, sign = a[near], b[near], sign[near]
    slope = (b[:, 1] - a[:, 1]) / (b[:, 0] - a[:, 0])
    left, right = np.maximum(a[:, 0], 0.0), np.minimum(b[:, 0], width)
    y_left = np.where(left == a[:, 0], a[:, 1], a[:, 1] + (left - a[:, 0]) * slope)
    y_right = np.where(right == b[:, 0], b[:, 1], a[:, 1] + (right - a[:, 0]) * slope)
    return _Edges(left, y_left, right, y_right, sign, np.full(len(left), mine))


def _trapezoids(edges: _Edges, need_others: bool) -> FloatArray:
    """Where the patch itself covers, and with ``need_others`` one of the others too: (k, 5, 2), closed.

    The columns are cut at every end of an edge and at every crossing. In a slab between two cuts edges keep their
    order, and the winding numbers below each edge follow by adding up the signs from below.
    """
    cuts = np.unique(np.concatenate([edges.x0, edges.x1]))
    slab, edge, low, high = _in_slabs(edges, cuts)
    for _ in range(8):  # new cuts can show crossings that were too close together to see; they end soon
        crossings = _crossings(slab, cuts, low, high)
        more = np.unique(np.concatenate([cuts, crossings]))
        if len(more) == len(cuts):
            break
        cuts = more
        slab, edge, low, high = _in_slabs(edges, cuts)
    order = np.lexsort((low + high, slab))
    slab, edge, low, high = slab[order], edge[order], low[order], high[order]
    # An edge that runs to the right has its polygon above it: inside, going up, after sign +1.
    sign, mine = edges.sign[edge], edges.mine[edge]
    own = _running(slab, np.where(mine, sign, 0.0))
    other = _running(slab, np.where(mine, 0.0, sign))
    inside = (own > 0.5) & ((other > 0.5) | (not need_others))
    k = np.flatnonzero(inside[:-1] & (slab[1:] == slab[:-1]))
    # Slabs behind one another between the same two edges are one trapezoid.
    k = k[np.lexsort((slab[k], edge[k + 1], edge[k]))]
    goes_on = (edge[k][1:] == edge[k][:-1]) & (edge[k + 1][1:] == edge[k + 1][:-1]) & (slab[k][1:] == slab[k][:-1] + 1)
    first, last = k[np.append(True, ~goes_on)[: len(k)]], k[np.append(~goes_on, True)[: len(k)]]
    left, right = cuts[slab[first]], cuts[slab[last] + 1]
    corners = [
        (left, low[first]), (right, high[last]), (right, high[last + 1]), (left, low[first + 1]), (left, low[first])
    ]  # fmt: skip
    return np.stack([np.stack(corner, axis=1) for corner in corners], axis=1)


def _in_slabs(edges: _Edges, cuts: FloatArray) -> tuple[IntArray, IntArray, FloatArray, FloatArray]:
    """Every edge in every slab that it runs through: (slab, edge, y at the slab's left side, y at its right)."""
    first, last = np.searchsorted(cuts, edges.x0), np.searchsorted(cuts, edges.x1)
    count = last - first
    edge = np.repeat(np.arange(len(count)), count)
    slab = np.repeat(first - (np.cumsum(count) - count), count) + np.arange(len(edge))
    x0, x1, y0, y1 = edges.x0[edge], edges.x1[edge], edges.y0[edge], edges.y1[edge]
    slope = (y1 - y0) / (x1 - x0)
    left, right = cuts[slab], cuts[slab + 1]
    low = np.where(left == x0, y0, y0 + (left - x0) * slope)
    high = np.where(right == x1, y1, y0 + (right - x0) * slope)
    return slab, edge, low, high


def _crossings(slab: IntArray, cuts: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """The x at which edges change their order inside a slab."""
    order = np.lexsort((high, low, slab))
    slab, low, high = slab[order], low[order], high[order]
    found: list[FloatArray] = []
    starts = _starts(slab)
    ends = np.append(starts[1:], len(slab))
    falls = np.flatnonzero((slab[1:] == slab[:-1]) & (high[1:] < high[:-1] - CLOSE))
    for k in np.unique(np.searchsorted(starts, falls, side="right") - 1).tolist():
        a, b = starts[k], ends[k]
        i, j = np.triu_indices(b - a, 1)
        d_low, d_high = low[a:b][j] - low[a:b][i], high[a:b][i] - high[a:b][j]
        crossed = (d_high > CLOSE) & (d_low > CLOSE)
        left, right = cuts[slab[a]], cuts[slab[a] + 1]
        x = left + (right - left) * (d_low[crossed] / (d_low[crossed] + d_high[crossed]))
        found.append(x[(x > left) & (x < right)])
    return np.concatenate(found) if found else np.empty(0)


def _starts(slab: IntArray) -> IntArray:
    """Where runs of the same number begin."""
    if not len(slab):
        return np.empty(0, dtype=np.int64)
    return np.flatnonzero(np.append(True, slab[1:] != slab[:-1]))


def _running(slab: IntArray, values: FloatArray) -> FloatArray:
    """Sums of the values from each slab's beginning on."""
    total = np.cumsum(values)
    starts = _starts(slab)
    before = np.where(starts > 0, total[starts - 1], 0.0) if len(starts) else np.empty(0)
    return total - np.repeat(before, np.diff(np.append(starts, len(slab))))
