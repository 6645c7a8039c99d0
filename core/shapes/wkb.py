"""Well-known binary to flat arrays and back.

The format: OGC 06-103r4 (Simple Feature Access), part 8.2, and PostGIS's EWKB. Read are Polygon, MultiPolygon,
MultiSurface of plain polygons, and the polygons of a GeometryCollection, at any depth, in both byte orders, with or
without Z, M and SRID; Z and M are dropped. Curves and three-dimensional surfaces are refused by name: they have no
vertices to compute an area from until they are turned into straight segments. Bytes that a shape does not use up are
refused as those that are missing: a count that is too small would leave land out.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import compiled
from ..errors import RedlineError
from .polygons import IntArray, Polygons

__all__ = ["Curved", "Damaged", "WkbError", "decode", "decode_list", "encode", "to_iso"]

POLYGON, MULTIPOLYGON, COLLECTION, MULTISURFACE = 3, 6, 7, 12
REFUSED = {
    8: "CircularString",
    9: "CompoundCurve",
    10: "CurvePolygon",
    11: "MultiCurve",
    13: "Curve",
    14: "Surface",
    15: "PolyhedralSurface",
    16: "TIN",
    17: "Triangle",
}
POINTS, RINGS = (2, 8), (POLYGON, 17)
PARTS = {
    4: (1,),
    5: (2,),
    MULTIPOLYGON: (POLYGON,),
    COLLECTION: (),
    9: (2, 8),
    10: (2, 8, 9),
    11: (2, 8, 9),
    MULTISURFACE: (POLYGON, 10),
    15: (POLYGON,),
    16: (17, POLYGON),
}
"""What a type is made of, by base type; of anything where nothing is named."""
VERTEX = 16  # bytes of a vertex in two dimensions
DEEPEST = 16
# Below this many geometries a step of array operations costs more than walking them one by one.
FEW = 48


class WkbError(RedlineError):
    """A geometry that cannot be read; ``position`` is its index in the input."""

    SENTENCE = ""

    def __init__(self, position: int, **values: object) -> None:
        super().__init__(self.SENTENCE, position=position, **values)
        self.position = position


class Damaged(WkbError):
    """The bytes end early, go on when the shape has ended, or say what no geometry says."""

    SENTENCE = (
        "The geometry at position {position} is damaged: its bytes end before the shape does or go on behind it, "
        "or name no known type."
    )


class Curved(WkbError):
    """A type without straight edges, or a surface in space."""

    SENTENCE = (
        "The geometry at position {position} is a {kind}, which has no straight edges to measure: "
        "turn it into straight segments first (in QGIS: Segmentize by maximum distance)."
    )


def decode(
    data: bytes | bytearray | memoryview | NDArray[np.uint8], offsets: Sequence[int] | IntArray, *, body: str = "auto"
) -> Polygons:
    """Polygons from well-known binary laid end to end, as Arrow and OGR hand it over.

    data : bytes-like or (k,) uint8. offsets : (n + 1,) integers; geometry ``i`` is ``data[offsets[i]:offsets[i + 1]]``.
    A slice of no bytes (a NULL geometry) and an empty geometry become a polygon without rings; points and lines too.
    Rings left open are closed. ``body`` is "auto" (numba when it is installed and compiled, else numpy), "numpy" or
    "numba". Returns ``n`` polygons in the units of the input.

    Raises ``WkbError`` (``.position`` is the index) for damaged bytes and for curved or three-dimensional types, and
    ``RedlineError`` for offsets that do not fit the data.
    """
    octets = data if isinstance(data, np.ndarray) else np.frombuffer(data, dtype=np.uint8)
    octets = np.ascontiguousarray(octets, dtype=np.uint8)
    ends = np.ascontiguousarray(offsets, dtype=np.int64)
    if ends.ndim != 1 or not len(ends) or ends[0] < 0 or ends[-1] > len(octets) or np.any(np.diff(ends) < 0):
        raise RedlineError("The offsets of the geometries do not fit their {bytes} bytes.", bytes=len(octets))
    if body == "numba" or (body == "auto" and compiled.ready(len(octets) // VERTEX)):
        return _decode_numba(octets, ends)
    return _decode_numpy(octets, ends)


def decode_list(geometries: Sequence[bytes | bytearray | memoryview | None], *, body: str = "auto") -> Polygons:
    """Polygons from one bytes object for each geometry; None and ``b""`` become a polygon without rings.

    Raises as ``decode``.
    """
    present = [geometry if geometry is not None else b"" for geometry in geometries]
    offsets = np.zeros(len(present) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, present), dtype=np.int64, count=len(present)), out=offsets[1:])
    return decode(b"".join(present), offsets, body=body)


def encode(polygons: Polygons) -> list[bytes]:
    """Each polygon as a little-endian two-dimensional MultiPolygon, every hole behind its shell.

    A polygon without rings becomes an empty MultiPolygon, 9 bytes. The units are those of the input.
    """
    sizes = np.diff(polygons.rings)
    n, r = len(polygons), len(sizes)
    first_rings = polygons.polygons[:-1][np.diff(polygons.polygons) > 0]
    shell = ~polygons.holes
    shell[first_rings] = True  # a polygon cannot begin with a hole
    owner = np.repeat(np.arange(n), np.diff(polygons.polygons))
    # Bytes in front of each ring: its own count (4), a part's header (9) before a shell, the geometry's (9) before all.
    ring_bytes = 4 + 16 * sizes + 9 * shell
    ends = np.concatenate([[0], np.cumsum(np.bincount(owner, ring_bytes, n).astype(np.int64) + 9)])
    before = np.concatenate([[0], np.cumsum(ring_bytes)])
    points_at = before[1:] - 16 * sizes + 9 * (owner + 1)
    out = np.empty(int(ends[-1]), dtype=np.uint8)

    heads = np.zeros((n, 9), dtype=np.uint8)
    heads[:, 0], heads[:, 1] = 1, MULTIPOLYGON
    heads[:, 5:] = np.bincount(owner, shell, n).astype("<u4").view(np.uint8).reshape(n, 4)
    _scatter(out, ends[:-1], heads)
    shells = np.flatnonzero(shell)
    parts = np.zeros((len(shells), 9), dtype=np.uint8)
    parts[:, 0], parts[:, 1] = 1, POLYGON
    parts[:, 5:] = np.diff(np.append(shells, r)).astype("<u4").view(np.uint8).reshape(-1, 4)
    _scatter(out, points_at[shells] - 13, parts)
    _scatter(out, points_at - 4, sizes.astype("<u4").view(np.uint8).reshape(-1, 4))
    used = np.repeat(polygons.rings[:-1] - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes) if r else np.empty(0)
    xy = polygons.xy[(used + np.arange(len(used))).astype(np.int64)]
    _scatter(out, _runs(points_at, sizes, np.full(r, 16)), xy.astype("<f8").view(np.uint8).reshape(-1, 16))
    whole = out.tobytes()
    return [whole[a:b] for a, b in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)]


# --- the numba body -------------------------------------------------------------------------------------------------


def _decode_numba(octets: NDArray[np.uint8], ends: IntArray) -> Polygons:
    wkb_numba = compiled.module("shapes.wkb_numba")
    n = len(ends) - 1
    polygon_ends = np.zeros(n + 1, dtype=np.int64)
    code, position, rings, points = wkb_numba.count(octets, ends, polygon_ends)
    if code != 0:
        raise _error(code, position)
    np.cumsum(polygon_ends, out=polygon_ends)
    xy = np.empty((points, 2))
    ring_ends = np.zeros(rings + 1, dtype=np.int64)
    holes = np.empty(rings, dtype=np.bool_)
    wkb_numba.fill_arrays(octets, ends, xy.reshape(-1).view(np.uint8), ring_ends, holes)
    return Polygons(xy, ring_ends, holes, polygon_ends)


def _error(code: int, position: int) -> WkbError:
    if code == 1:
        return Damaged(position)
    return Curved(position, kind=REFUSED[code])


# --- the numpy body -------------------------------------------------------------------------------------------------


class _Rings(NamedTuple):
    """Where rings lie in the bytes: owner and order say which ring of which geometry, at and size where its points."""

    owner: IntArray
    order: IntArray
    at: IntArray
    size: IntArray
    hole: NDArray[np.bool_]
    stride: IntArray
    big: NDArray[np.bool_]


def _decode_numpy(octets: NDArray[np.uint8], ends: IntArray) -> Polygons:
    n = len(ends) - 1
    rings = _find_rings(octets, ends)
    kept = rings.size > 0
    if not kept.all():
        rings = _Rings._make(column[kept] for column in rings)
    order = np.lexsort((rings.order, rings.owner))
    owner, _, at, count, hole, stride, big = (column[order] for column in rings)
    polygon_ends = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=n))]).astype(np.int64)
    points = _window(octets, 16)
    last = at + (count - 1) * stride
    opened = np.zeros(len(at), dtype=np.bool_)
    if len(at):
        same = points[at].view("<u8").reshape(-1, 2) == points[last].view("<u8").reshape(-1, 2)
        opened = ~same.all(axis=1)
    sizes = count + opened
    ring_ends = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    if not len(at):
        return Polygons(np.empty((0, 2)), ring_ends, hole, polygon_ends)
    where = _runs(at, sizes, stride)
    where[ring_ends[1:][opened] - 1] = at[opened]
    xy = points[where].view("<f8").reshape(-1, 2)
    swapped = np.repeat(big, sizes)
    if swapped.any():
        xy[swapped] = xy[swapped].byteswap()
    return Polygons(np.ascontiguousarray(xy, dtype=np.float64), ring_ends, hole, polygon_ends)


def _find_rings(octets: NDArray[np.uint8], ends: IntArray) -> _Rings:
    """All rings of all geometries: plain ones many at a time, the rest one by one."""
    sizes = np.diff(ends)
    long_enough = sizes >= 9  # a type and a count
    plain, alone = _split_plain(octets, ends, np.flatnonzero(long_enough))
    alone = np.concatenate([alone, np.flatnonzero((sizes > 0) & ~long_enough)])
    found: list[_Rings] = []
    if len(plain[0]) > FEW:
        rings, left = _walk_many(octets, ends, *plain)
        found += rings
        alone = np.concatenate([alone, left])
    else:
        alone = np.concatenate([alone, plain[0]])
    records: list[tuple[int, int, int, int, bool, int, bool]] = []
    buffer = octets.data
    for i in np.sort(alone).tolist():
        # Cut off behind the geometry: a word that is missing must not be read from the next one.
        for order, ring in enumerate(_walk_one(buffer[: int(ends[i + 1])], i, int(ends[i]), int(ends[i + 1]))):
            records.append((i, order, *ring))
    if records:
        owner, place, at, count, hole, stride, big = (np.array(column) for column in zip(*records, strict=True))
        found.append(_Rings(owner, place, at, count, hole, stride, big))
    if not found:
        empty = np.empty(0, dtype=np.int64)
        return _Rings(empty, empty, empty, empty, empty.astype(np.bool_), empty, empty.astype(np.bool_))
    return _Rings._make(np.concatenate(columns) for columns in zip(*found, strict=True))


def _split_plain(
    octets: NDArray[np.uint8], ends: IntArray, present: IntArray
) -> tuple[tuple[IntArray, IntArray, IntArray, NDArray[np.bool_]], IntArray]:
    """Little-endian (Multi)Polygons as (index, byte of the count, stride, is multi), and the other geometries."""
    at = ends[:-1][present]
    kind = _window(octets, 4)[at + 1].view("<u4").astype(np.int64) if len(at) else np.empty(0, dtype=np.int64)
    base, dimensions, srid = _kinds(kind)
    fits = (octets[at] == 1) & ((base == POLYGON) | (base == MULTIPOLYGON)) & (ends[1:][present] - at >= 9 + 4 * srid)
    at, base, dimensions, srid = at[fits] + 5 + 4 * srid[fits], base[fits], dimensions[fits], srid[fits]
    return (present[fits], at, 8 * dimensions, base == MULTIPOLYGON), present[~fits]


def _kinds(kind: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Type numbers as (base type, number of dimensions, 1 where an SRID follows): ISO and EWKB both."""
    plain = kind & 0x1FFFFFFF
    thousands = plain // 1000
    z = ((kind >> 31) & 1) | (thousands == 1) | (thousands == 3)
    m = ((kind >> 30) & 1) | (thousands == 2) | (thousands == 3)
    return np.where(thousands > 3, -1, plain % 1000), 2 + z + m, (kind >> 29) & 1


def _walk_many(
    octets: NDArray[np.uint8],
    ends: IntArray,
    index: IntArray,
    at: IntArray,
    stride: IntArray,
    multi: NDArray[np.bool_],
) -> tuple[list[_Rings], IntArray]:
    """Steps through many plain geometries at once, a ring of each in every step.

    Geometries that are not plain after all (a part of another type, too few bytes or too many) and the last few that
    go on longer than the others are handed back to be walked alone, from their beginning.
    """
    words = _window(octets, 4)
    limit = ends[1:][index]
    count = words[at].view("<u4").astype(np.int64)
    at = at + 4
    parts = np.where(multi, count, 0)  # still to begin
    rings = np.where(multi, 0, count)  # still to come in the part begun
    order = np.zeros(len(index), dtype=np.int64)
    hole = np.zeros(len(index), dtype=np.bool_)
    found: list[_Rings] = []
    alone: list[IntArray] = []
    while len(index) > FEW:
        bad = np.zeros(len(index), dtype=np.bool_)
        fresh = np.flatnonzero((rings == 0) & (parts > 0))
        if len(fresh):
            room = at[fresh] + 9 <= limit[fresh]
            bad[fresh[~room]] = True
            fresh = fresh[room]
            kind = words[at[fresh] + 1].view("<u4").astype(np.int64)
            base, dimensions, srid = _kinds(kind)
            odd = (octets[at[fresh]] != 1) | (base != POLYGON) | (srid == 1) | (8 * dimensions != stride[fresh])
            bad[fresh[odd]] = True
            fresh = fresh[~odd]
            rings[fresh] = words[at[fresh] + 5].view("<u4")
            at[fresh] += 9
            parts[fresh] -= 1
            hole[fresh] = False
        here = np.flatnonzero((rings > 0) & ~bad)
        room = at[here] + 4 <= limit[here]
        bad[here[~room]] = True
        here = here[room]
        size = words[at[here]].view("<u4").astype(np.int64)
        start = at[here] + 4
        room = (start + size * stride[here] <= limit[here]) & (size > 0)
        bad[here[~room]] = True  # empty rings are rare enough to be walked alone
        here, size, start = here[room], size[room], start[room]
        found.append(
            _Rings(index[here], order[here], start, size, hole[here], stride[here], np.zeros(len(here), dtype=np.bool_))
        )
        at[here] = start + size * stride[here]
        rings[here] -= 1
        order[here] += 1
        hole[here] = True
        on = ~bad & ((rings > 0) | (parts > 0))
        bad |= ~on & (at != limit)
        alone.append(index[bad])
        index, at, limit, stride = index[on], at[on], limit[on], stride[on]
        parts, rings, order, hole = parts[on], rings[on], order[on], hole[on]
    left = np.concatenate([*alone, index])
    if len(left):
        gone = np.zeros(len(ends), dtype=np.bool_)
        gone[left] = True
        found = [_Rings._make(column[~gone[rings.owner]] for column in rings) for rings in found]
    return found, left


def _walk_one(buffer: memoryview, position: int, at: int, end: int) -> Iterator[tuple[int, int, bool, int, bool]]:
    """The rings of one geometry of any accepted type: (at, count, hole, stride, big-endian) each."""
    waiting: list[tuple[int, tuple[int, ...]]] = [(1, ())]
    try:
        while waiting:
            left, allowed = waiting.pop()
            if left == 0:
                continue
            waiting.append((left - 1, allowed))
            head = _head(buffer, at)
            at = head.after
            if head.base in REFUSED:
                raise Curved(position, kind=REFUSED[head.base])
            if allowed and head.base not in allowed:
                raise Damaged(position)
            if head.base == 1:
                at += head.stride
                continue
            count = head.word.unpack_from(buffer, at)[0]
            at += 4
            if head.base == 2:
                at += head.stride * count
            elif head.base == POLYGON:
                shell = False
                for k in range(count):
                    size = head.word.unpack_from(buffer, at)[0]
                    at += 4
                    if at + size * head.stride > end:
                        raise Damaged(position)
                    shell = shell or (k == 0 and size > 0)
                    if size and shell:
                        yield at, size, k > 0, head.stride, head.big
                    at += size * head.stride
            elif head.base in PARTS and len(waiting) < DEEPEST:
                waiting.append((count, PARTS[head.base]))
            else:
                raise Damaged(position)
            if at > end:
                raise Damaged(position)
    except (struct.error, IndexError, _NoHead):
        raise Damaged(position) from None
    if at != end:
        raise Damaged(position)


class _NoHead(Exception):
    """Bytes that begin no geometry."""


class _Head(NamedTuple):
    """The first bytes of a geometry. base : the flat type; iso : the type in ISO's numbers; stride : bytes of a
    point; after : where they end, behind an SRID."""

    base: int
    iso: int
    stride: int
    big: bool
    word: struct.Struct
    after: int


def _head(buffer: memoryview, at: int) -> _Head:
    if buffer[at] > 1:
        raise _NoHead
    big = buffer[at] == 0
    word = struct.Struct(">I" if big else "<I")
    kind = word.unpack_from(buffer, at + 1)[0]
    plain = kind & 0x1FFFFFFF
    base, thousands = plain % 1000, plain // 1000
    if thousands > 3:
        raise _NoHead
    z, m = kind >> 31 | (thousands in (1, 3)), kind >> 30 & 1 | (thousands in (2, 3))
    return _Head(base, base + 1000 * (z + 2 * m), 8 * (2 + z + m), big, word, at + 5 + 4 * (kind >> 29 & 1))


def to_iso(data: bytes) -> bytes:
    """A geometry of any type, curves too, in ISO's dialect without SRID, its counts checked against its bytes.

    QGIS reads nothing else: a type of EWKB is unknown to it, and a wrong count inside a curve ends it.
    Raises ``Damaged`` (position 0).
    """
    try:
        return b"".join(_iso_pieces(memoryview(data)))
    except (struct.error, IndexError, _NoHead):
        raise Damaged(0) from None


def _iso_pieces(buffer: memoryview) -> Iterator[bytes]:
    at = 0
    waiting: list[tuple[int, tuple[int, ...]]] = [(1, ())]
    while waiting:
        left, allowed = waiting.pop()
        if left == 0:
            continue
        waiting.append((left - 1, allowed))
        head = _head(buffer, at)
        if allowed and head.base not in allowed:
            raise _NoHead
        yield bytes(buffer[at : at + 1]) + head.word.pack(head.iso)
        at = start = head.after
        if head.base == 1:
            at += head.stride
        else:
            count = head.word.unpack_from(buffer, at)[0]
            at += 4
            if head.base in POINTS:
                at += head.stride * count
            elif head.base in RINGS:
                for _ in range(count):
                    at += 4 + head.stride * head.word.unpack_from(buffer, at)[0]
            elif head.base in PARTS and len(waiting) < DEEPEST:
                waiting.append((count, PARTS[head.base]))
            else:
                raise _NoHead
        if at > len(buffer):
            raise _NoHead
        yield bytes(buffer[start:at])
    if at != len(buffer):
        raise _NoHead


def _window(octets: NDArray[np.uint8], size: int) -> NDArray[np.void]:
    """The bytes as overlapping items of ``size`` bytes, one beginning at every byte: a view."""
    return np.ndarray((max(len(octets) - size + 1, 0),), dtype=f"V{size}", buffer=octets, strides=(1,))


def _runs(start: IntArray, size: IntArray, step: IntArray) -> IntArray:
    """``start[k] + j * step[k]`` for j in 0 … size[k] - 1, all k behind one another."""
    first = np.cumsum(size) - size
    within = np.arange(int(size.sum()), dtype=np.int64) - np.repeat(first, size)
    return np.repeat(start, size) + within * np.repeat(step, size)


def _scatter(out: NDArray[np.uint8], at: IntArray, items: NDArray[np.uint8]) -> None:
    """Writes each row of ``items`` (k, size) at its byte of ``out``."""
    size = items.shape[1]
    if len(at):
        _window(out, size)[at] = np.ascontiguousarray(items).view(f"V{size}").reshape(-1)
