"""Well-known binary made by chance in every dialect, spoilt by chance, and read again by the plainest of readers.

The writer and the reader here share nothing with core/shapes/wkb.py: they say what a geometry holds (OGC 06-103r4, part
8.2; PostGIS's doc/ZMSgeoms.txt), so that both of its bodies can be held to them.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from random import Random

CURVED = {
    8: "CircularString",
    9: "CompoundCurve",
    10: "CurvePolygon",
    11: "MultiCurve",
    15: "PolyhedralSurface",
    16: "TIN",
    17: "Triangle",
}
NAMES = {**CURVED, 13: "Curve", 14: "Surface"}
MADE_OF = {4: {1}, 5: {2}, 6: {3}, 12: {3, 10}, 9: {2, 8}, 10: {2, 8, 9}, 11: {2, 8, 9}, 15: {3}, 16: {17, 3}}
MANY = (4, 5, 6, 7, 12, 9, 10, 11, 15, 16)

MOST = 0xFFFFFFFF

Ring = list[tuple[float, float]]
Land = list[tuple[Ring, bool]]


@dataclass(frozen=True)
class Dialect:
    """iso : type numbers by thousands instead of flags; z, m : dimensions; srid : written where the dialect has it."""

    iso: bool
    z: bool
    m: bool
    srid: bool

    def kind(self, base: int, inside: bool) -> tuple[int, bool]:
        """The type number, and whether an SRID follows."""
        if self.iso:
            return base + 1000 * self.z + 2000 * self.m, False
        srid = self.srid and not inside
        return base | self.z << 31 | self.m << 30 | srid << 29, srid


def forged(chance: Random, bases: tuple[int, ...] = (3, 6, 12, 7, 7, 2, 1, 4, 5)) -> tuple[bytes, Land]:
    """A whole geometry, and its rings in order: (closed ring, is hole)."""
    z, m = chance.random() < 0.4, chance.random() < 0.4
    dialect = Dialect(chance.random() < 0.5, z, m, chance.random() < 0.5)
    land: Land = []
    return _forged(chance, dialect, chance.choice(bases), land, 0), land


def _forged(chance: Random, dialect: Dialect, base: int, land: Land, depth: int) -> bytes:
    """Parts may be of another byte order than the whole, as the format allows."""
    order = chance.choice("<>")
    kind, srid = dialect.kind(base, depth > 0)
    head = struct.pack(order + "BI", order == "<", kind) + (struct.pack(order + "I", 4527) if srid else b"")
    if base == 1:
        return head + _points(chance, dialect, order, [_place(chance)])
    if base in (2, 8):
        line = [_place(chance) for _ in range(chance.randrange(0, 5))]
        return head + struct.pack(order + "I", len(line)) + _points(chance, dialect, order, line)
    if base in (3, 17):
        return head + _rings(chance, dialect, order, land)
    choice = sorted(MADE_OF.get(base, {1, 2, 3, 4, 5, 6, 7, 12}))
    if base == 12:
        choice = [3]
    if depth > 4:
        choice = [each for each in choice if each < 4]
    parts = [_forged(chance, dialect, chance.choice(choice), land, depth + 1) for _ in range(chance.randrange(0, 4))]
    return head + struct.pack(order + "I", len(parts)) + b"".join(parts)


def _rings(chance: Random, dialect: Dialect, order: str, land: Land) -> bytes:
    count = chance.choice((0, 1, 1, 1, 2, 3))
    written, has_shell = [], False
    for k in range(count):
        ring = [_place(chance) for _ in range(chance.choice((0, 3, 4, 7)))]
        closed = [*ring, ring[0]] if ring else []
        left_open = chance.random() < 0.2
        points = ring if left_open else closed
        written.append(struct.pack(order + "I", len(points)) + _points(chance, dialect, order, points))
        has_shell = has_shell or (k == 0 and bool(ring))
        if ring and has_shell:
            land.append((closed, k > 0))
    return struct.pack(order + "I", count) + b"".join(written)


def _place(chance: Random) -> tuple[float, float]:
    return chance.choice((0.0, 39_360_000.25, chance.uniform(-1e9, 1e9))), chance.uniform(-1e7, 1e7)


def _points(chance: Random, dialect: Dialect, order: str, points: Ring) -> bytes:
    more = [chance.choice((0.0, 7.5, float("nan"))) for _ in range(dialect.z + dialect.m)]
    return b"".join(struct.pack(f"{order}{2 + len(more)}d", *point, *more) for point in points)


def spoilt(chance: Random, data: bytes) -> bytes:
    """Cut off, gone on, a byte changed, a count made wrong, or two of them."""
    for _ in range(chance.choice((1, 1, 2))):
        way = chance.randrange(5)
        at = chance.randrange(max(1, len(data)))
        if way == 0:
            data = data[:at]
        elif way == 1:
            data += bytes(chance.randrange(256) for _ in range(chance.randrange(1, 20)))
        elif way == 2:
            data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
        elif way == 3:  # the words of the head are the types and counts
            at = chance.choice((1, 5, 9, 10, 14, 18, at))
            word = chance.choice((0, 1, 2, 3, 6, 7, 10, 17, 99, 1003, 2003, 3003, 4003, 1 << 28, (1 << 31) - 1, MOST))
            data = data[:at] + struct.pack(chance.choice("<>") + "I", word) + data[at + 4 :]
        else:
            data = data[:at] + data[at + chance.randrange(1, 9) :]
    return data


class Refused(Exception):
    """ "damaged", or the name of a kind without straight edges."""


def read(data: bytes) -> Land:
    """The land of a geometry; raises Refused."""
    if not data:
        return []
    land: Land = []
    if _read(data, 0, land, set(), 0) != len(data):
        raise Refused("damaged")
    return land


def _word(data: bytes, at: int, order: str) -> int:
    if at + 4 > len(data):
        raise Refused("damaged")
    return struct.unpack(order + "I", data[at : at + 4])[0]


def _read(data: bytes, at: int, land: Land, allowed: set[int], depth: int) -> int:
    if depth > 15 or at + 5 > len(data) or data[at] > 1:
        raise Refused("damaged")
    order = "<" if data[at] else ">"
    kind = _word(data, at + 1, order)
    thousands, base = divmod(kind & 0x1FFFFFFF, 1000)
    at += 9 if kind & 0x20000000 else 5
    if thousands > 3:
        raise Refused("damaged")
    if base in NAMES:
        raise Refused(NAMES[base])
    if allowed and base not in allowed:
        raise Refused("damaged")
    size = 16 + 8 * bool(kind & 0x80000000 or thousands in (1, 3)) + 8 * bool(kind & 0x40000000 or thousands in (2, 3))
    if base == 1:
        at += size
    elif base == 2:
        at += 4 + size * _word(data, at, order)
    elif base == 3:
        at = _read_rings(data, at, order, size, land)
    elif base in MANY:
        if depth > 14:
            raise Refused("damaged")
        count, at = _word(data, at, order), at + 4
        for _ in range(count):
            at = _read(data, at, land, MADE_OF.get(base, set()), depth + 1)
    else:
        raise Refused("damaged")
    if at > len(data):
        raise Refused("damaged")
    return at


def _read_rings(data: bytes, at: int, order: str, size: int, land: Land) -> int:
    count, at = _word(data, at, order), at + 4
    shell = False
    for k in range(count):
        points, at = _word(data, at, order), at + 4
        if at + points * size > len(data):
            raise Refused("damaged")
        ring = [struct.unpack_from(order + "2d", data, at + i * size) for i in range(points)]
        first, last = (data[at + i * size : at + i * size + 16] for i in (0, points - 1))
        shell = shell or (k == 0 and points > 0)
        if points and shell:
            land.append(([*ring, ring[0]] if first != last else ring, k > 0))
        at += points * size
    return at
