"""How a whole file ends: programs that write on a full disk often say that all went well."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

from ..errors import RedlineError

__all__ = ["LAST", "ZIPPED", "is_cut_off", "refuse_cut_off"]

LAST = {
    ".csv": b"\n",
    ".geojson": b"}",
    ".json": b"}",
    ".geojsonl": b"}",
    ".geojsons": b"}",
    ".kml": b"</kml>",
    ".gml": b">",
    ".svg": b"</svg>",
    ".html": b"</html>",
    ".pdf": b"%%EOF",
    # the chunk IEND, which is empty, with its checksum (PNG, 3rd edition, 11.2.5)
    ".png": b"IEND\xaeB`\x82",
    ".tab": b"\n",
    ".mif": b"\n",
    ".mid": b"\n",
}
"""How a whole file ends. Where blanks after it may be left out, they are not asked for."""

ZIPPED = (".xlsx", ".ods", ".kmz", ".qgz")


def is_cut_off(path: Path) -> bool:
    """Whether a file does not end as its format ends; False for formats that do not say how they end, and for a file
    of nothing where its format allows one (tables, not documents)."""
    suffix = path.suffix.lower()
    if suffix in ZIPPED:
        try:
            with zipfile.ZipFile(path) as packed:
                return packed.testzip() is not None
        except (zipfile.BadZipFile, OSError):
            return True
    last = LAST.get(suffix)
    if last is None or not path.is_file():
        return False
    with path.open("rb") as stream:
        stream.seek(0, 2)
        size = stream.tell()
        stream.seek(max(0, size - 64))
        end = stream.read()
    if size == 0:
        return suffix in (".pdf", ".png", ".svg", ".html")
    return not (end.endswith(last) if last == b"\n" else end.rstrip().endswith(last))


def refuse_cut_off(path: Path) -> None:
    """Raise RedlineError unless the document ``path`` is whole and on the disk."""
    if not path.is_file() or is_cut_off(path):
        raise RedlineError("{file} is cut off: see whether the disk is full.", file=path.name)
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())
