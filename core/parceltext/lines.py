"""The outer form of a parcel text file: bytes to text, text to lines, lines to blocks of one parcel each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from .report import Findings

__all__ = ["KINDS", "Block", "blocks_of", "decode_text", "number_of"]

KINDS = ("面", "点", "线")

_SECTION = re.compile(r"[\[【［]([^\[\]【】［］]*)[\]】］]$")
_HEADER = re.compile(r"([^,，=＝@＠]{1,40})[=＝](.*)$", re.DOTALL)
_NUMBER = re.compile(r"[+-]?(\d{1,15}(\.\d{0,20})?|\.\d{1,20})$")
_UNKNOWN_SHOWN = 20
_SHOWN = 60


@dataclass
class Block:
    """One parcel as it stands in the file.

    line : of the parcel line, or of the first point. fields : of the parcel line without the @; None where there is
    none. rows : line number and fields of each point row. header : the header in force.
    """

    line: int
    fields: list[str] | None
    header: Mapping[str, str]
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def decode_text(data: bytes, findings: Findings) -> tuple[str, str]:
    """The text and its encoding. A mark at the beginning decides; then UTF-16 by its zeros, UTF-8, GBK."""
    for mark, codec, name in (
        (b"\xef\xbb\xbf", "utf-8", "utf-8-sig"),
        (b"\xff\xfe", "utf-16-le", "utf-16"),
        (b"\xfe\xff", "utf-16-be", "utf-16"),
    ):
        if data.startswith(mark):
            return _decoded(data[len(mark) :], codec, name, findings)
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 5 > len(sample):
        return _decoded(data, "utf-16-le" if odd > even else "utf-16-be", "utf-16", findings)
    for codec, name in (("utf-8", "utf-8"), ("gbk", "gbk"), ("gb18030", "gb18030")):
        try:
            return data.decode(codec), name
        except UnicodeDecodeError:
            continue
    return _decoded(data, "gb18030", "gb18030", findings)


def _decoded(data: bytes, codec: str, name: str, findings: Findings) -> tuple[str, str]:
    try:
        return data.decode(codec), name
    except UnicodeDecodeError:
        findings.note("encoding")
        return data.decode(codec, errors="replace"), name


def number_of(text: str) -> float | None:
    """A plain decimal number, full-width digits too; None for anything else."""
    plain = unicodedata.normalize("NFKC", text).strip() if not text.isascii() else text.strip()
    return float(plain) if _NUMBER.match(plain) else None


def blocks_of(text: str, findings: Findings) -> tuple[list[Block], dict[str, str]]:
    """The parcels of a file in their order, and the last header met.

    A parcel line opens a block; it reaches to the next one, whatever it says of its points. Where a file has no
    parcel lines at all, blank lines and the feature column (pointIndex,featureIndex,圈号,J点号,X,Y) part the parcels.
    """
    lines = [line.strip(" \t\x00\ufeff") for line in re.split(r"\r\n|\n|\r", text)]
    has_parcel_lines = any(_is_parcel_line(line) for line in lines)
    blocks: list[Block] = []
    header: dict[str, str] = {}
    unknown = 0
    fresh = True  # whether the next point opens a block in a file without parcel lines
    for number, line in enumerate(lines, 1):
        if not line:
            fresh = True
            continue
        section = _SECTION.match(line)
        if section:
            if section[1].strip() == "属性描述" and blocks:
                header = {}
            continue
        if has_parcel_lines and _is_parcel_line(line):
            blocks.append(_opened(number, line, header, findings))
            continue
        entry = _HEADER.match(line)
        if entry:
            header = header | {entry[1].strip(): entry[2].strip()}
            continue
        fields = _point_fields(line, number, findings)
        if fields is not None:
            if not has_parcel_lines and (fresh or not blocks or _other_feature(blocks[-1], fields)):
                blocks.append(Block(number, None, header))
            elif not blocks:
                findings.note("points_without_parcel", number)
                blocks.append(Block(number, None, header))
            fresh = False
            blocks[-1].rows.append((number, fields))
            continue
        if blocks and (has_parcel_lines or not fresh) and _looks_like_a_point(line):
            blocks[-1].rows.append((number, _split(line)))
            continue
        unknown += 1
        if unknown <= _UNKNOWN_SHOWN:
            findings.note("unknown_line", number, text=_shown(line))
    if unknown > _UNKNOWN_SHOWN:
        findings.note("unknown_lines", 0, count=unknown - _UNKNOWN_SHOWN)
    return blocks, header


def _shown(line: str) -> str:
    plain = "".join(sign if sign.isprintable() else "\ufffd" for sign in line)
    return plain if len(plain) <= _SHOWN else plain[: _SHOWN - 1] + "…"


def _split(line: str) -> list[str]:
    """Fields by comma; by full-width comma, semicolon, tab or blanks where there is none."""
    if "," in line:
        return [part.strip() for part in line.split(",")]
    for separator in ("，", ";", "；", "\t"):
        if separator in line:
            return [part.strip() for part in line.split(separator)]
    return line.split()


def _trimmed(line: str) -> str:
    return line.strip("<> \t").rstrip(",， \t")


def _is_parcel_line(line: str) -> bool:
    trimmed = _trimmed(line)
    if trimmed.endswith(("@", "＠")):
        return True
    # the @ is missing, but the kind of the shape stands where it should
    fields = [part.strip() for part in line.split(",")]
    return len(fields) >= 7 and fields[4] in KINDS and sum(number_of(part) is not None for part in fields[-3:]) < 2


def _opened(number: int, line: str, header: Mapping[str, str], findings: Findings) -> Block:
    trimmed = _trimmed(line)
    if trimmed.endswith(("@", "＠")):
        trimmed = trimmed[:-1]
        if trimmed.endswith((",", "，")):
            trimmed = trimmed[:-1]
        complete = True
    else:
        trimmed, complete = line.removesuffix(","), False
    fields = [part.strip() for part in trimmed.split(",")]
    if len(fields) < 3 and trimmed.count("，") >= 2:
        fields = [part.strip() for part in re.split("[,，]", trimmed)]
        findings.note("full_width", number)
    block = Block(number, fields, header)
    if not complete:
        findings.note("missing_at", number, fields[2] if len(fields) > 2 else "")
    return block


def _point_fields(line: str, number: int, findings: Findings) -> list[str] | None:
    """The fields of a point row: at least two neighbours are numbers, and nothing in it is a sentence."""
    fields = _split(line)
    if _numbers_side_by_side(fields):
        if "," not in line and "，" in line:
            findings.note("full_width", number)
        return fields
    if "，" in line:
        fields = [part.strip() for part in re.split("[,，]", line)]
        if _numbers_side_by_side(fields):
            findings.note("full_width", number)
            return fields
    return None


def _numbers_side_by_side(fields: list[str]) -> bool:
    if not 2 <= len(fields) <= 12:
        return False
    numeric = [number_of(part) is not None for part in fields]
    long_words = any(len(part) > 24 and not number for part, number in zip(fields, numeric, strict=True))
    return not long_words and any(a and b for a, b in pairwise(numeric))


def _looks_like_a_point(line: str) -> bool:
    """A damaged row inside a parcel: it must spoil the parcel rather than be lost."""
    fields = _split(line)
    if not 2 <= len(fields) <= 8:
        return False
    return any(number_of(part) is not None for part in fields) or bool(re.match(r"[A-Za-z]{0,3}\d+$", fields[0]))


def _other_feature(block: Block, fields: list[str]) -> bool:
    """Whether a row of the form pointIndex,featureIndex,圈号,点号,X,Y belongs to the next feature."""
    if len(fields) != 6 or not block.rows or len(block.rows[-1][1]) != 6:
        return False
    before = block.rows[-1][1]
    whole = all(part.isdecimal() for part in (*fields[:3], *before[:3]))
    return whole and not fields[3].isdecimal() and fields[1] != before[1]
