"""Areas of zone ∩ patch, without ever building zone ∩ patch.

The formula is the integral of the product of two winding numbers, written as a sum over pairs of edges; its proof and
the way the work falls away stand in docs/engine.md. It needs no valid geometry, makes no case of touching or coincident
edges, and cannot fail. What it means for odd input: a hole counts negative in whatever direction it was drawn, parts
that overlap count as often as they overlap, and a bow tie counts signed, as in the shoelace formula.

Coordinates must lie in a plane in which area is area (``core.ellipsoid.areaplane``): metres in, square metres out.
"""

from __future__ import annotations

import operator
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

import numpy as np

from .. import compiled
from ..errors import Cancelled, RedlineError
from ..shapes.polygons import FloatArray, IntArray, Polygons
from .measure import sums_by_key
from .patchindex import PatchIndex, ZoneSet, choose_body
from .sums_numpy import overlay_pairs

__all__ = ["Overlay", "Pieces", "overlay", "pieces", "pieces_within", "tally"]

# Zones taken at a time by the numpy body: between two of them progress is told and a cancel is heard.
ZONES = 1_024
# About so many patches and edges make a part worth a thread's while; there are never more parts than PARTS.
PART = 4_000
PARTS = 64
# Smaller blocks of a stream are done by a thread each, larger ones are divided among threads once more.
LARGE = 30_000
# The numpy body holds Python's lock half of the time: two threads take a quarter less than one; more were not tried.
NUMPY_THREADS = 2
# What an edge of a zone costs, in vertices looked at once: it is held against the edges of the patches it cuts.
EDGE_WORK = 16
# A piece of less than a square millimetre is rounding of shared boundaries, no land.
SMALLEST = 1e-6

Result = TypeVar("Result")
Blocks = Polygons | PatchIndex | Iterable[Any]
Progress = Callable[[float], object]
Question = Callable[[], bool]


class Pieces(NamedTuple):
    """zone, patch : (k,) int64, indices. area : (k,) float64, m². Sorted by zone, then patch; no pair twice."""

    zone: IntArray
    patch: IntArray
    area: FloatArray


@dataclass(frozen=True)
class Overlay:
    """All that an overlay has to tell.

    pieces : as ``pieces()`` returns them. zone_areas, patch_areas : (n,) float64, m², whole polygons, holes off.
    skipped_zones, skipped_patches : indices of polygons that took no part, because they are empty or a coordinate
    is no finite number.
    """

    pieces: Pieces
    zone_areas: FloatArray
    patch_areas: FloatArray
    skipped_zones: IntArray
    skipped_patches: IntArray


def tally(
    zones: Polygons | ZoneSet,
    patches: Blocks,
    classes: Any = None,
    n_classes: int | None = None,
    *,
    body: str = "auto",
    threads: int | None = None,
    progress: Progress | None = None,
    cancelled: Question | None = None,
) -> FloatArray:
    """Area of each class in each zone: (n_zones, n_classes) float64, m².

    zones : ``Polygons``, or a ``ZoneSet`` that is used again. patches : ``Polygons`` with ``classes``, an array of one
    number 0 … n_classes − 1 for each patch; or a ``PatchIndex`` (``classes`` may then be left out); or an iterable of
    blocks ``(Polygons, classes)``, of which only one more than ``threads`` and the one being read are held at a time,
    so that memory does not grow with the layer. Some thousand patches make a good block. A block may be a function
    without arguments that makes it: it is called in the thread that tallies.
    n_classes : left out, it is the largest class + 1. body : "auto", "numpy" or "numba". threads : for the numba body;
    left out, all processors; the numpy body takes two at most, for blocks. progress : called with 0 … 1 between blocks,
    as far as their number is known. cancelled : asked between blocks.

    A zone's classes add up to its area where patches cover it once, to 1e-12 of it. Skipped zones have zeros; ask
    ``ZoneSet(zones).skipped`` or ``overlay`` which they are.

    Raises ``RedlineError`` when classes are missing, do not fit the patches or exceed ``n_classes``, ``Cancelled`` when
    ``cancelled`` says so.
    """
    body = choose_body(body, EDGE_WORK * _vertices(zones))
    zone_set = _ready(zones, body)
    table = _Sum(len(zone_set), n_classes)

    def work(index: PatchIndex, watch: _Watch, divided: bool) -> list[_Rows]:
        return _tally_block(zone_set, index, _class_count(index, n_classes), body, threads, watch, divided)

    for _, parts in _by_block(patches, classes, work, body, threads, progress, cancelled):
        for part in parts:
            table.add(*part)
    return table.total()


def pieces(
    zones: Polygons | ZoneSet,
    patches: Blocks,
    *,
    smallest: float = SMALLEST,
    body: str = "auto",
    threads: int | None = None,
    progress: Progress | None = None,
    cancelled: Question | None = None,
) -> Pieces:
    """Area of every zone ∩ patch that is larger than ``smallest`` (m², in amount: a bow tie's may be negative).

    Arguments and errors as in ``tally``; blocks may be ``Polygons`` or ``(Polygons, anything)``. Patch numbers run
    through all blocks.
    """
    body = choose_body(body, EDGE_WORK * _vertices(zones))
    zone_set = _ready(zones, body)
    found: list[Pieces] = []
    before = 0

    def work(index: PatchIndex, watch: _Watch, divided: bool) -> Pieces:
        return _pieces_block(zone_set, index, smallest, body, threads, watch, divided)

    for count, block in _by_block(patches, None, work, body, threads, progress, cancelled):
        found.append(Pieces(block.zone, block.patch + before, block.area) if before else block)
        before += count
    return _sorted(found)


def pieces_within(
    patches: Polygons | PatchIndex,
    *,
    smallest: float = SMALLEST,
    body: str = "auto",
    threads: int | None = None,
    progress: Progress | None = None,
    cancelled: Question | None = None,
) -> Pieces:
    """Areas of patch ∩ patch of one layer above ``smallest`` m², ``zone`` < ``patch``, each pair once.

    Arguments and errors as in ``pieces``.
    """
    body = choose_body(body, EDGE_WORK * _vertices(patches))
    index = patches if isinstance(patches, PatchIndex) else PatchIndex(patches, body=body)
    zone_set = ZoneSet(index.polygons, body=body)
    watch = _Watch(0.0, 1.0, progress, cancelled)
    return _sorted([_pieces_block(zone_set, index, smallest, body, threads, watch, later=True)])


def overlay(
    zones: Polygons | ZoneSet,
    patches: Polygons | PatchIndex,
    *,
    smallest: float = SMALLEST,
    body: str = "auto",
    threads: int | None = None,
    progress: Progress | None = None,
    cancelled: Question | None = None,
) -> Overlay:
    """The pieces with the polygons' own areas and what was skipped. Arguments and errors as in ``pieces``."""
    body = choose_body(body, EDGE_WORK * _vertices(zones))
    zone_set = zones if isinstance(zones, ZoneSet) else ZoneSet(zones, body=body)
    index = patches if isinstance(patches, PatchIndex) else PatchIndex(patches, body=body)
    found = pieces(
        zone_set, index, smallest=smallest, body=body, threads=threads, progress=progress, cancelled=cancelled
    )
    return Overlay(found, zone_set.measures.areas, index.measures.areas, zone_set.skipped, index.skipped)


# --- blocks ---------------------------------------------------------------------------------------------------------


class _Watch(NamedTuple):
    """Progress and cancel within the share ``begin`` … ``end`` of the whole."""

    begin: float
    end: float
    progress: Progress | None
    cancelled: Question | None

    def at(self, share: float) -> None:
        """Tells how much of this share is done; raises ``Cancelled``."""
        if self.cancelled is not None and self.cancelled():
            raise Cancelled
        if self.progress is not None and self.end > self.begin:
            self.progress(self.begin + (self.end - self.begin) * share)


def _vertices(polygons: Polygons | ZoneSet | PatchIndex) -> int:
    return len((polygons if isinstance(polygons, Polygons) else polygons.polygons).xy)


def _ready(zones: Polygons | ZoneSet, body: str) -> ZoneSet:
    """The zones with the trees that ``body`` walks: made here, before several threads would make them at once."""
    zone_set = zones if isinstance(zones, ZoneSet) else ZoneSet(zones, body=body)
    if body == "numba":
        zone_set.compiled()
    else:
        zone_set.chains()
    return zone_set


def _by_block(
    patches: Blocks,
    classes: Any,
    work: Callable[[PatchIndex, _Watch, bool], Result],
    body: str,
    threads: int | None,
    progress: Progress | None,
    cancelled: Question | None,
) -> Iterator[tuple[int, Result]]:
    """``work`` done on all patches at once, or on blocks in threads while the next block is read in this one.

    ``work`` is told whether to divide its block among threads once more. Yields the number of patches and the result of
    each block, in order. ``progress`` and ``cancelled`` are called in this thread only.
    """
    whole = _Watch(0.0, 1.0, progress, cancelled)
    if isinstance(patches, PatchIndex | Polygons):
        if isinstance(patches, PatchIndex) and classes is None:
            index = patches
        else:
            polygons = patches.polygons if isinstance(patches, PatchIndex) else patches
            index = PatchIndex(polygons, classes, body=body)
        yield len(index), work(index, whole, True)
        return
    count = operator.length_hint(patches, 0)
    silent = _Watch(0.0, 0.0, None, None)
    workers = threads or os.cpu_count() or 1
    if body == "numpy":
        workers = min(workers, NUMPY_THREADS)

    def read_and_work(block: Any) -> tuple[int, Result]:
        made = block() if callable(block) else block
        polygons, block_classes = made if isinstance(made, tuple) else (made, None)
        index = PatchIndex(polygons, block_classes, body=body)
        return len(index), work(index, silent, len(index) > LARGE)

    with ThreadPoolExecutor(workers, thread_name_prefix="redline-block") as pool:
        running: deque[Future[tuple[int, Result]]] = deque()
        done = 0
        for block in patches:
            if len(running) > workers:
                yield running.popleft().result()
                done += 1
            whole.at(min(done / count, 1.0) if count else 0.0)
            running.append(pool.submit(read_and_work, block))
        while running:
            yield running.popleft().result()
    whole.at(1.0)


def _class_count(index: PatchIndex, n_classes: int | None) -> int:
    if index.classes is None:
        raise RedlineError("The patches have no classes to tally by.")
    low, high = index.class_range
    if low < 0 or (n_classes is not None and high >= n_classes):
        raise RedlineError(
            "A patch has class number {number}, outside 0 to {last}.",
            number=low if low < 0 else high,
            last=(n_classes if n_classes is not None else high + 1) - 1,
        )
    return high + 1 if n_classes is None else n_classes


class _Rows(NamedTuple):
    """Some rows of a table: their numbers (k,) and values (k, classes)."""

    rows: IntArray
    table: FloatArray


class _Sum:
    """A table summed over blocks, with the rounding errors carried along (Neumaier)."""

    def __init__(self, rows: int, columns: int | None) -> None:
        self._sum = np.zeros((rows, columns or 0))
        self._lost = np.zeros_like(self._sum)

    def add(self, rows: IntArray, table: FloatArray) -> None:
        """Adds ``table``, (k, columns), to ``rows``, (k,), no row twice."""
        more = table.shape[1] - self._sum.shape[1]
        if more > 0:
            wider = np.zeros((len(self._sum), more))
            self._sum, self._lost = np.hstack([self._sum, wider]), np.hstack([self._lost, wider])
        here = self._sum[rows, : table.shape[1]]
        total = here + table
        larger = np.abs(here) >= np.abs(table)
        self._lost[rows, : table.shape[1]] += np.where(larger, (here - total) + table, (table - total) + here)
        self._sum[rows, : table.shape[1]] = total

    def total(self) -> FloatArray:
        return self._sum + self._lost


# --- one block ------------------------------------------------------------------------------------------------------


def _tally_block(
    zones: ZoneSet,
    index: PatchIndex,
    n_classes: int,
    body: str,
    threads: int | None,
    watch: _Watch,
    divided: bool,
) -> list[_Rows]:
    """The sums of one block, of the zones it meets only: of 30,000 parcels a block of the county meets a hundred."""
    if body == "numba":
        parts = _numba_parts(zones, index, True, n_classes, 0.0, threads, watch, divided)
        nothing = _Rows(np.empty(0, dtype=np.int64), np.empty((0, n_classes)))  # it tells the number of classes
        return [nothing, *(_rows_of(task.zones.start, table) for task, table, _ in parts)]
    classes = index.classes if index.classes is not None else np.empty(0, dtype=np.int64)
    found = _numpy_pieces(zones, index, watch)
    rows, place = np.unique(found.zone, return_inverse=True)
    keys = place.reshape(-1) * n_classes + classes[found.patch]
    return [_Rows(rows, sums_by_key(keys, found.area, len(rows) * n_classes).reshape(len(rows), n_classes))]


def _rows_of(first: int, table: FloatArray) -> _Rows:
    """The rows of ``table`` (2, zones, classes), sums and lost digits, that hold something."""
    rows = table.any(axis=(0, 2)).nonzero()[0]
    return _Rows(rows + first, table[0, rows] + table[1, rows])


def _pieces_block(
    zones: ZoneSet,
    index: PatchIndex,
    smallest: float,
    body: str,
    threads: int | None,
    watch: _Watch,
    divided: bool = True,
    later: bool = False,
) -> Pieces:
    if body == "numba":
        parts = _numba_parts(zones, index, False, 0, smallest, threads, watch, divided, later)
        return _joined([part for _, _, part in parts])
    found = _numpy_pieces(zones, index, watch, later)
    kept = np.abs(found.area) > smallest
    return Pieces(found.zone[kept], found.patch[kept], found.area[kept])


def _numpy_pieces(zones: ZoneSet, index: PatchIndex, watch: _Watch, later: bool = False) -> Pieces:
    found: list[Pieces] = []
    for begin in range(0, len(zones), ZONES):
        wanted = np.arange(begin, min(begin + ZONES, len(zones)))
        watch.at(begin / len(zones))
        for part in overlay_pairs(
            zones.chains(), zones.measures.boxes, wanted, index.polygons, index.measures, index.tree, later
        ):
            watch.at(begin / len(zones))
            found.append(Pieces(*part))
    watch.at(1.0)
    return _joined(found)


# --- the numba body, in threads -------------------------------------------------------------------------------------


class _Task(NamedTuple):
    """A range of zones against a range of the tree's nodes at one level."""

    zones: slice
    depth: int
    first: int
    stop: int


def _tasks(zones: ZoneSet, index: PatchIndex, divided: bool) -> list[_Task]:
    """The work, in parts if ``divided``; they depend on the input alone, so that all machines add up in one order."""
    n, levels = len(zones), index.tree.levels
    top = levels[-1]
    if not n or not len(top):
        return []
    if not divided:
        low, high = top[:, :2].min(axis=0), top[:, 2:].max(axis=0)
        boxes = zones.measures.boxes
        near = ((boxes[:, :2] < high) & (boxes[:, 2:] > low)).all(axis=1).nonzero()[0]
        if not len(near):
            return []
        return [_Task(slice(int(near[0]), int(near[-1]) + 1), len(levels) - 1, 0, len(top))]
    # Patches looked at and edges walked, guessed from the share of the layer that lies in the zones' boxes.
    sides = np.minimum(zones.measures.boxes[:, 2:], top[:, 2:].max(axis=0)) - np.maximum(
        zones.measures.boxes[:, :2], top[:, :2].min(axis=0)
    )
    extent = top[:, 2:].max(axis=0) - top[:, :2].min(axis=0)
    share = float(np.prod(np.maximum(sides, 0.0), axis=1).sum() / (np.prod(extent) or 1.0))
    parts = int(min(share * len(index) + len(zones.polygons.xy), PARTS * PART) // PART)
    if parts <= 1:
        return [_Task(slice(0, n), len(levels) - 1, 0, len(top))]
    if n >= 4 * parts:
        ends = np.linspace(0, n, parts + 1).astype(int).tolist()
        return [_Task(slice(a, b), len(levels) - 1, 0, len(top)) for a, b in pairwise(ends)]
    # Few zones: the patches are divided instead, at the highest level that has nodes enough.
    depth = max((k for k, level in enumerate(levels) if len(level) >= parts), default=0)
    ends = sorted(set(np.linspace(0, len(levels[depth]), parts + 1).astype(int).tolist()))
    return [_Task(slice(0, n), depth, a, b) for a, b in pairwise(ends)]


def _numba_parts(
    zones: ZoneSet,
    index: PatchIndex,
    tallying: bool,
    n_classes: int,
    smallest: float,
    threads: int | None,
    watch: _Watch,
    divided: bool,
    later: bool = False,
) -> Iterator[tuple[_Task, FloatArray, Pieces]]:
    """Each task with its table (2, zones, classes), sums and lost digits, and its pieces; in the tasks' order."""
    kernel = compiled.module("overlay.sums_numba")
    watch.at(0.0)
    tasks = _tasks(zones, index, divided)
    zone_shapes = zones.compiled()
    shapes, tree, classes = index.compiled()
    if not tallying:
        classes = classes[:0]

    def run(task: _Task) -> tuple[_Task, FloatArray, Pieces]:
        first, stop = task.zones.start, task.zones.stop
        table = np.zeros((2, stop - first, n_classes))
        pairs, areas = kernel.overlay_range(
            zone_shapes, first, stop, shapes, tree, task.depth, task.first, task.stop, classes, table, smallest,
            later,
        )  # fmt: skip
        return task, table, Pieces(pairs[:, 0], pairs[:, 1], areas)

    if len(tasks) <= 1:
        yield from map(run, tasks)
        watch.at(1.0)
        return
    with ThreadPoolExecutor(threads or os.cpu_count() or 1, thread_name_prefix="redline") as pool:
        futures: deque[Future[tuple[_Task, FloatArray, Pieces]]] = deque(pool.submit(run, task) for task in tasks)
        try:
            for k in range(len(tasks)):
                yield futures.popleft().result()  # a future that is kept would keep its pieces
                watch.at((k + 1) / len(tasks))
        finally:
            for future in futures:
                future.cancel()


def _joined(found: list[Pieces]) -> Pieces:
    if not found:
        return Pieces(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0))
    if len(found) == 1:
        return found[0]
    return Pieces(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _sorted(found: list[Pieces]) -> Pieces:
    whole = _joined(found)
    found.clear()
    order = np.lexsort((whole.patch, whole.zone))
    return Pieces(whole.zone[order], whole.patch[order], whole.area[order])
