"""Encodings of Shapefiles, found by trial: what is stored, whatever .cpg or the header says.

Plain Python: the .dbf is read as bytes (dBASE III+; header, field descriptors of 32 bytes, records of fixed length).
"""

from __future__ import annotations

import codecs
import struct
from dataclasses import dataclass
from pathlib import Path

__all__ = ["DbfEncoding", "beside", "encoding_of_dbf", "same_encoding"]

SAMPLE = 1 << 20
"""Bytes of records that are looked at."""

CANDIDATES = ("UTF-8", "GBK")
LANGUAGE_DRIVERS = {0x4D: "GBK", 0x7A: "GBK", 0x57: "windows-1252", 0x03: "windows-1252", 0x78: "BIG5", 0x4F: "BIG5"}
"""The code page byte of the header (ESRI's list), where it speaks of one that matters here."""


@dataclass(frozen=True)
class DbfEncoding:
    """declared : what .cpg, else the header, says ("" where nothing). names, values : what the bytes of the field
    names and of the values are; "ASCII" where there are no others. trusted : the name to hand to QGIS. common : whether
    all signs are those of GB 2312, which texts of Big5 or Shift JIS never are by chance."""

    declared: str
    names: str
    values: str
    common: bool = False

    @property
    def trusted(self) -> str:
        if self.values != "ASCII":
            return self.values
        if self.names != "ASCII":
            return self.names
        return self.declared or "UTF-8"

    @property
    def is_wrong(self) -> bool:
        """Whether what is declared does not read the bytes."""
        if self.values == "ASCII" and self.names == "ASCII":
            return False
        return not self.declared or not same_encoding(self.declared, self.trusted)

    @property
    def is_mixed(self) -> bool:
        """Field names in one encoding, values in another."""
        return "ASCII" not in (self.names, self.values) and self.names != self.values


def encoding_of_dbf(path: str | Path) -> DbfEncoding:
    """The encoding of a Shapefile by its ``.dbf``; ``path`` may name the .shp or the .dbf.

    A file that is missing or cut short counts as plain ASCII.
    """
    dbf = beside(Path(path), ".dbf")
    declared = _declared(Path(path))
    if dbf is None:
        return DbfEncoding(declared, "ASCII", "ASCII")
    with dbf.open("rb") as file:
        head = file.read(32)
        if len(head) < 32:
            return DbfEncoding(declared, "ASCII", "ASCII")
        header_length, record_length = struct.unpack("<HH", head[8:12])
        descriptors = file.read(max(0, header_length - 32))
        fields = _fields(descriptors)
        file.seek(header_length)
        records = file.read(SAMPLE)
    declared = declared or LANGUAGE_DRIVERS.get(head[29], "")
    titles = [name for name, _, _ in fields]
    texts = []
    at = 1
    for _, kind, width in fields:
        if kind == b"C":
            texts += [
                records[start + at : start + at + width]
                for start in range(0, len(records) - record_length + 1, max(1, record_length))
            ]
        at += width
    common = all(_reads(piece.rstrip(b" \0"), "gb2312") for piece in (*titles, *texts))
    return DbfEncoding(declared, _trial(titles), _trial(texts), common)


def _fields(descriptors: bytes) -> list[tuple[bytes, bytes, int]]:
    found = []
    for start in range(0, len(descriptors) - 31, 32):
        one = descriptors[start : start + 32]
        if one[0] == 0x0D:
            break
        found.append((one[:11].split(b"\0")[0], one[11:12], one[16]))
    return found


def _trial(pieces: list[bytes]) -> str:
    """Which encoding reads all ``pieces``: UTF-8 is tried first, for Chinese in GBK almost never reads as UTF-8."""
    speaking = [piece.rstrip(b" \0") for piece in pieces]
    speaking = [piece for piece in speaking if any(byte > 127 for byte in piece)]
    if not speaking:
        return "ASCII"
    readable = {name: sum(_reads(piece, name) for piece in speaking) for name in CANDIDATES}
    best = max(CANDIDATES, key=lambda name: readable[name])
    if readable[best] <= 0.5 * len(speaking):
        return "windows-1252"
    rare = best == "GBK" and any(_reads(piece, best) and not _reads(piece, "cp936") for piece in speaking)
    return "GB18030" if rare else best  # signs of four bytes, as place names have them


def _reads(piece: bytes, encoding: str) -> bool:
    """Whether ``piece`` is text in ``encoding``; a last character that the field's width cut off is forgiven."""
    decoder = codecs.getincrementaldecoder("gb18030" if encoding == "GBK" else encoding)()
    try:
        decoder.decode(piece)
    except UnicodeDecodeError:
        return False
    return True


def _declared(path: Path) -> str:
    cpg = beside(path, ".cpg") or beside(path, ".cst")
    if cpg is None:
        return ""
    text = cpg.read_bytes()[:64].decode("ascii", "ignore").strip().strip("\ufeff")
    pages = {"936": "GBK", "65001": "UTF-8", "1252": "windows-1252", "950": "BIG5"}
    bare = text.upper().removeprefix("ANSI ").removeprefix("CP").removeprefix("OEM ")
    return pages.get(bare, text)


def beside(path: Path, suffix: str) -> Path | None:
    """The file of the same name with ``suffix``, whatever the case of its letters."""
    for candidate in (path.with_suffix(suffix), path.with_suffix(suffix.upper())):
        if candidate.is_file():
            return candidate
    return None


def same_encoding(one: str, other: str) -> bool:
    """Whether both names mean one encoding; GB2312 and GBK are parts of GB18030."""
    family = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030"}
    try:
        first, second = (codecs.lookup(name).name for name in (one, other))
    except LookupError:
        return False
    return family.get(first, first) == family.get(second, second)
