"""One PDF out of many, with bookmarks.

QGIS writes a PDF through Qt, which knows no bookmarks. Qt's files are plain: numbered objects, one table of their
places, no object streams. They are copied one after another with their numbers moved up, under one page tree and one
outline; memory holds one sheet at a time.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..core.errors import RedlineError
from ..core.paper.wholefile import whole_file

__all__ = ["BookSheet", "write_book"]

_REFERENCE = re.compile(rb"(?<![\w.])(\d+) (\d+) R\b")
_FIRST_PAGE = re.compile(rb"/Kids\s*\[\s*(\d+) \d+ R")
_COUNT = re.compile(rb"/Count (\d+)")
_PAGES = re.compile(rb"/Pages (\d+) \d+ R")
_PREVIOUS = re.compile(rb"/Prev (\d+)")
_ROOT = re.compile(rb"/Root (\d+) \d+ R")


@dataclass(frozen=True)
class BookSheet:
    """One sheet of the book: its file and its bookmark; level 1 stands under the last bookmark of level 0."""

    path: Path
    title: str
    level: int = 0


def write_book(
    entries: Sequence[BookSheet], target: Path, announce: Callable[[Path, Path], object] | None = None
) -> int:
    """Write ``target`` from the sheets in their order; returns the number of pages.

    announce : called with the book as it was made and its place, before it is put there. Raises RedlineError where a
    file is not such a PDF as Qt writes, and where the book cannot be written.
    """
    pages = 0

    def write(draft: Path) -> None:
        nonlocal pages
        with draft.open("wb") as file:
            pages = _Book(file).write(entries)
        if announce is not None:
            announce(draft, target)

    whole_file(target, write)
    return pages


class _Book:
    """The file under construction: places of its objects, by number."""

    CATALOG, PAGES, OUTLINES = 1, 2, 3

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._places: dict[int, int] = {}
        self._next = 4

    def write(self, entries: Sequence[BookSheet]) -> int:
        self._file.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
        nodes, firsts, count = [], [], 0
        for entry in entries:
            node, first, pages = self._append(entry.path)
            nodes.append(node)
            firsts.append(first)
            count += pages
        kids = b" ".join(b"%d 0 R" % node for node in nodes)
        self._object(self.PAGES, b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count))
        self._outline(entries, firsts)
        self._object(
            self.CATALOG,
            b"<< /Type /Catalog /Pages %d 0 R /Outlines %d 0 R /PageMode /UseOutlines >>" % (self.PAGES, self.OUTLINES),
        )
        self._finish()
        return count

    def _object(self, number: int, body: bytes) -> None:
        self._places[number] = self._file.tell()
        self._file.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def _append(self, path: Path) -> tuple[int, int, int]:
        """Copy one sheet; returns the numbers of its page node and first page, and its count of pages."""
        objects, trailer = _objects_of(path)
        shift = self._next - 1
        try:
            root = int(_first(_ROOT, trailer))
            pages = int(_first(_PAGES, objects[root]))
            first = int(_first(_FIRST_PAGE, objects[pages]))
            count = int(_first(_COUNT, objects[pages]))
        except (LookupError, ValueError) as error:
            raise _foreign(path) from error
        for number, body in objects.items():
            if number == root:
                continue
            moved = _moved(body, shift)
            if number == pages:
                moved = moved.replace(b"<<", b"<< /Parent %d 0 R" % self.PAGES, 1)
            self._object(number + shift, moved)
        self._next = shift + max(objects) + 1
        return pages + shift, first + shift, count

    def _outline(self, entries: Sequence[BookSheet], firsts: Sequence[int]) -> None:
        numbers = [self._next + i for i in range(len(entries))]
        self._next += len(entries)
        parents: list[int | None] = []
        top: int | None = None
        for i, entry in enumerate(entries):
            if entry.level == 0 or top is None:
                parents.append(None)
                top = i
            else:
                parents.append(top)
        children: dict[int | None, list[int]] = {}
        for i, parent in enumerate(parents):
            children.setdefault(parent, []).append(i)
        for siblings in children.values():
            for place, i in enumerate(siblings):
                parts = [b"/Title <%s>" % ("\ufeff" + entries[i].title).encode("utf-16-be").hex().encode("ascii")]
                parent = parents[i]
                parts.append(b"/Parent %d 0 R" % (self.OUTLINES if parent is None else numbers[parent]))
                parts.append(b"/Dest [%d 0 R /Fit]" % firsts[i])
                if place > 0:
                    parts.append(b"/Prev %d 0 R" % numbers[siblings[place - 1]])
                if place + 1 < len(siblings):
                    parts.append(b"/Next %d 0 R" % numbers[siblings[place + 1]])
                below = children.get(i, [])
                if below:
                    parts.append(
                        b"/First %d 0 R /Last %d 0 R /Count -%d" % (numbers[below[0]], numbers[below[-1]], len(below))
                    )
                self._object(numbers[i], b"<< " + b" ".join(parts) + b" >>")
        tops = children.get(None, [])
        ends = b"/First %d 0 R /Last %d 0 R " % (numbers[tops[0]], numbers[tops[-1]]) if tops else b""
        self._object(self.OUTLINES, b"<< /Type /Outlines %s/Count %d >>" % (ends, len(tops)))

    def _finish(self) -> None:
        start = self._file.tell()
        size = max(self._places) + 1
        lines = [b"0000000000 65535 f \n"]
        for number in range(1, size):
            place = self._places.get(number)
            lines.append(b"0000000000 65535 f \n" if place is None else b"%010d 00000 n \n" % place)
        self._file.write(b"xref\n0 %d\n%s" % (size, b"".join(lines)))
        self._file.write(
            b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, self.CATALOG, start)
        )


def _objects_of(path: Path) -> tuple[dict[int, bytes], bytes]:
    """The bodies of all objects by number, and the last trailer."""
    data = path.read_bytes()
    try:
        if not data.startswith(b"%PDF-"):
            raise _foreign(path)
        start: int | None = int(data[data.rindex(b"startxref") + 9 :].split()[0])
        places: dict[int, int] = {}
        stops = []
        trailer = b""
        # A later section (GDAL appends one) comes first and names the one before it.
        while start is not None:
            stops.append(start)
            end = data.index(b"trailer", start)
            for number, place in _table(data[start:end]):
                places.setdefault(number, place)
            own = data[end : data.index(b"startxref", end)]
            trailer = trailer or own
            before = _PREVIOUS.search(own)
            start = int(before[1]) if before else None
        order = sorted({*places.values(), *stops})
        ends = dict(itertools.pairwise(order))
        objects = {}
        for number, place in places.items():
            piece = data[place : ends[place]]
            head = b"%d 0 obj" % number
            if not piece.startswith(head):
                raise _foreign(path)
            objects[number] = piece[len(head) : piece.rindex(b"endobj")].strip(b"\r\n ")
    except (ValueError, LookupError) as error:
        raise _foreign(path) from error
    return objects, trailer


def _table(section: bytes) -> Iterator[tuple[int, int]]:
    """Number and place of the objects in one ``xref`` section; ValueError where it is none."""
    words = section.split()
    if not words or words[0] != b"xref":
        raise ValueError("no xref table")
    at = 1
    while at < len(words):
        first, count = int(words[at]), int(words[at + 1])
        for i in range(count):
            place, _, kind = words[at + 2 + 3 * i : at + 5 + 3 * i]
            if kind == b"n":
                yield first + i, int(place)
        at += 2 + 3 * count


def _moved(body: bytes, shift: int) -> bytes:
    """The object with its references moved up; the bytes of a stream stay as they are."""
    split = body.find(b"stream")
    # The word may also stand in a text; a stream's follows the end of its dictionary.
    while split >= 0 and not body[:split].rstrip().endswith(b">>"):
        split = body.find(b"stream", split + 1)
    head, tail = (body, b"") if split < 0 else (body[:split], body[split:])
    return _REFERENCE.sub(lambda match: b"%d %s R" % (int(match[1]) + shift, match[2]), head) + tail


def _first(pattern: re.Pattern[bytes], body: bytes) -> bytes:
    found = pattern.search(body)
    if found is None:
        raise LookupError(pattern.pattern)
    return found[1]


def _foreign(path: Path) -> RedlineError:
    return RedlineError(
        "{path} is no PDF that this QGIS wrote and cannot be bound into a book: print the sheets again.", path=str(path)
    )
