"""Shapefiles that lost something on their way: cut off, or with records whose bytes are no shape.

GDAL gives such a record a NULL shape, and rows that are cut off not at all, as if nothing were missing. What is in a
file is seen from its own bytes (ESRI Shapefile Technical Description, 1998; dBASE III+ header). Plain Python.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .encoding import beside

__all__ = ["Damage", "damaged_shapes", "lost_rows"]

_HEAD = 100
"""Bytes before the first record of .shp and .shx."""
_PARTED = frozenset({3, 5, 13, 15, 23, 25, 31})
"""Shape types that say how many parts they have: lines, polygons, with Z and M, and multipatches."""


@dataclass(frozen=True)
class Damage:
    """file : its name. lost : records that are not whole. total : all records of the file. first : the feature id of
    the first that is lost."""

    file: str
    lost: int
    total: int
    first: int


def lost_rows(path: str | Path) -> Damage | None:
    """What the .dbf has too few bytes for by its own header; None where it is whole, or there is none."""
    dbf = beside(Path(path), ".dbf")
    if dbf is None:
        return None
    with dbf.open("rb") as file:
        head = file.read(32)
    if len(head) < 32:
        return None
    total, header, record = struct.unpack("<IHH", head[4:12])
    if not record:
        return None
    whole = max(0, dbf.stat().st_size - header) // record
    return Damage(dbf.name, total - whole, total, whole) if whole < total else None


def damaged_shapes(path: str | Path, fids: Iterable[int]) -> Damage | None:
    """Which of the features ``fids``, that came without a shape, have one in the .shp, cut off or of bytes that make
    none; None where all are NULL or empty there, or the .shx is missing."""
    shp, shx = beside(Path(path), ".shp"), beside(Path(path), ".shx")
    if shp is None or shx is None:
        return None
    size, total = shp.stat().st_size, max(0, shx.stat().st_size - _HEAD) // 8
    lost = []
    with shp.open("rb") as shapes, shx.open("rb") as index:
        for fid in fids:
            index.seek(_HEAD + 8 * fid)
            entry = index.read(8)
            if len(entry) < 8:
                continue
            start, length = (2 * words for words in struct.unpack(">ii", entry))
            shapes.seek(max(0, start))
            if start < _HEAD or start + 8 + length > size or _holds_shape(shapes.read(8 + min(length, 44))):
                lost.append(fid)
    return Damage(shp.name, len(lost), total, min(lost)) if lost else None


def _holds_shape(record: bytes) -> bool:
    """Whether the first bytes of a record, its header of 8 with them, say that a shape with vertices follows."""
    if len(record) < 12:
        return False
    kind = struct.unpack("<i", record[8:12])[0]
    if kind in _PARTED and len(record) >= 52:
        return struct.unpack("<ii", record[44:52]) != (0, 0)
    return kind != 0
