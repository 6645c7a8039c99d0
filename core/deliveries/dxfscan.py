"""What GDAL's reader of DXF leaves out: releases, encodings, and the arcs of lines, which it draws as chords.

Plain text of pairs, a group code and its value on a line each (AutoCAD DXF Reference).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from .arcs import Vertex

__all__ = ["RELEASES", "arcs_of_dxf", "encoding_of_dxf", "is_binary_dxf", "release_of_dwg"]

RELEASES = {
    "AC1009": "R12",
    "AC1012": "R13",
    "AC1014": "R14",
    "AC1015": "R2000",
    "AC1018": "R2004",
    "AC1021": "R2007",
    "AC1024": "R2010",
    "AC1027": "R2013",
    "AC1032": "R2018",
}
_SAMPLE = 1 << 24
_LINES = ("LWPOLYLINE", "POLYLINE", "CIRCLE")


def release_of_dwg(path: Path) -> str:
    """The release of a drawing by its first six signs: ``R2000``; the signs themselves where they are unknown."""
    with path.open("rb") as file:
        mark = file.read(6).decode("ascii", "replace")
    return RELEASES.get(mark, mark)


def is_binary_dxf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(22).startswith(b"AutoCAD Binary DXF")


def encoding_of_dxf(path: Path) -> str:
    """``UTF-8`` or ``GBK``, whichever reads the file's bytes; what the header says is often another."""
    with path.open("rb") as file:
        data = file.read(_SAMPLE)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(data) < _SAMPLE or error.start < len(data) - 4:
            return "GBK"
    return "UTF-8"


@dataclass
class _Entity:
    kind: str
    handle: str = ""
    flags: int = 0
    mirrored: bool = False
    radius: float = 0.0
    vertices: list[list[float]] = field(default_factory=list)

    def ring(self) -> list[Vertex]:
        """The closed line; empty where it is open or has no arc."""
        if self.kind == "CIRCLE" and self.vertices:
            x, y, _ = self.vertices[0]
            found = [(x - self.radius, y, 1.0), (x + self.radius, y, 1.0)]
        else:
            found = [(x, y, bulge) for x, y, bulge in self.vertices]
            if len(found) > 2 and found[0][:2] == found[-1][:2]:
                found.pop()
            elif not self.flags & 1:
                return []
        if not any(bulge for *_, bulge in found):
            return []
        # an extrusion downwards turns x, and with it left and right (DXF Reference, arbitrary axis algorithm)
        return [(-x, y, -bulge) for x, y, bulge in found] if self.mirrored else found


def arcs_of_dxf(path: Path) -> dict[str, list[Vertex]]:
    """Closed lines with arcs in the drawing itself, by handle: rings, unclosed, of (east, north, bulge)."""
    found: dict[str, list[Vertex]] = {}
    # a file that is broken is for GDAL's reader to tell, which takes no arcs from here then
    with path.open("rb") as file, suppress(ValueError):
        for entity in _entities(file):
            ring = entity.ring() if entity.handle else []
            if ring:
                found[entity.handle] = ring
    return found


def _entities(file: BinaryIO) -> Iterator[_Entity]:
    section, entity, vertex = "", _Entity(""), False
    for code, value in _pairs(file):
        if code == 0:
            kind = value.decode("ascii", "replace")
            vertex = kind == "VERTEX" and entity.kind == "POLYLINE"
            if vertex:
                continue
            if entity.kind in _LINES:
                yield entity
            entity = _Entity(kind)
            if kind == "ENDSEC":
                section = ""
        elif code == 2 and entity.kind == "SECTION":
            section = value.decode("ascii", "replace")
        elif section == "ENTITIES" and entity.kind in _LINES:
            _take(entity, code, value, vertex)


def _take(entity: _Entity, code: int, value: bytes, vertex: bool) -> None:
    if code == 5 and not vertex:
        entity.handle = value.decode("ascii", "replace")
    elif code == 70 and not vertex:
        entity.flags = int(value)
    elif code == 230 and not vertex:
        entity.mirrored = float(value) < 0
    elif code == 40 and entity.kind == "CIRCLE":
        entity.radius = float(value)
    elif code == 10 and (vertex or entity.kind != "POLYLINE"):
        entity.vertices.append([float(value), 0.0, 0.0])
    elif code in (20, 42) and entity.vertices:
        entity.vertices[-1][1 if code == 20 else 2] = float(value)


def _pairs(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    while True:
        code, value = file.readline(), file.readline()
        if not value and not code.strip():
            return
        try:
            yield int(code), value.strip()
        except ValueError:
            return
