"""The outer form of a parcel text file: bytes to text, text to lines, lines to blocks of one parcel each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from ..written.signs import plain
from .report import Findings

__all__ = ["KINDS", "Block", "blocks_of", "decode_text", "number_of"]

KINDS = ("面", "点", "线")

_OPENING, _CLOSING = "[【［{(（", "]】］})）"
_SECTION = re.compile(r"[\[【［]+([^\[\]【】［］]*)[\]】］]+$")
_BETWEEN_ROWS = re.compile(r"[\]】］})）]\s*[,，;；]?\s*[\[【［{(（]")
_NAMED_POINT = re.compile(r"([A-Za-z]{0,3}\d{1,7})\s*[=＝:：]\s*(.+)$")
_UNUSUAL = re.compile(r"[\[【［{(（\]】］})）=＝:：]")
_LABELLED = re.compile(r"[XYxy]\s*[=＝:：]\s*")
_HEADER = re.compile(r"([^,，=＝@＠]{1,40})[=＝](.*)$", re.DOTALL)
_NUMBER = re.compile(r"[+-]?(\d{1,15}(\.\d{0,20})?|\.\d{1,20})$")
_WIDEST = 32
"""Columns of the widest row that is looked at for a point."""
_UNKNOWN_SHOWN = 20
_SHOWN = 60


@dataclass
class Block:
    """One parcel as it stands in the file.

    line : of the parcel line, or of the first point. fields : of the parcel line without the @; None where there is
    none. rows : line number and fields of each point row. header : the header in force. titles : what a line of words
    above calls the columns, where it names as many as there are.
    """

    line: int
    fields: list[str] | None
    header: Mapping[str, str]
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    titles: tuple[str, ...] = ()


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
    bare = text.strip() if text.isascii() else plain(text)
    return float(bare) if _NUMBER.match(bare) else None


def blocks_of(text: str, findings: Findings) -> tuple[list[Block], dict[str, str]]:
    """The parcels of a file in their order, and the last header met.

    A parcel line opens a block; it reaches to the next one, whatever it says of its points. Where a file has no
    parcel lines at all, blank lines and the feature column (pointIndex,featureIndex,圈号,J点号,X,Y) part the parcels.
    """
    lines = _lines_of(text)
    widths = {len(_columns(line.rstrip("@＠,， "))) for _, line in lines if _is_parcel_line(line)}
    has_parcel_lines = bool(widths)
    blocks: list[Block] = []
    header: dict[str, str] = {}
    titles: tuple[str, ...] = ()
    unknown = 0
    fresh = True  # whether the next point opens a block in a file without parcel lines
    for number, line in lines:
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
            blocks[-1].titles = titles if len(titles) == len(blocks[-1].fields or ()) else ()
            continue
        named = _NAMED_POINT.match(line)
        entry = _HEADER.match(line)
        if entry and not (named and blocks and _numbers(_split(named[2]))):
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
        if blocks and (has_parcel_lines or not fresh) and (named or _looks_like_a_point(line)):
            blocks[-1].rows.append((number, _split(line)))
            continue
        words = _titles(line)
        if len(words) in widths:
            titles = words
            findings.note("titles", number, count=len(words))
            continue
        unknown += 1
        if unknown <= _UNKNOWN_SHOWN:
            findings.note("unknown_line", number, text=_shown(line))
    if unknown > _UNKNOWN_SHOWN:
        findings.note("unknown_lines", 0, count=unknown - _UNKNOWN_SHOWN)
    return blocks, header


def _lines_of(text: str) -> list[tuple[int, str]]:
    """The lines with their numbers: rows out of their brackets, and points in rows whatever signs name their values."""
    found = []
    for number, raw in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        line = raw.strip(" \t\x00\ufeff")
        if not _UNUSUAL.search(line):
            found.append((number, line))
            continue
        if not line.strip(_OPENING + _CLOSING + ",，;； \t"):
            continue  # a bracket around the rows
        pieces = [_out_of_brackets(piece) for piece in _BETWEEN_ROWS.split(line)]
        if len(pieces) > 1 and all(_numbers_side_by_side(_split(_as_row(piece))) for piece in pieces):
            found += [(number, _as_row(piece)) for piece in pieces]
            continue
        bare = _out_of_brackets(line)
        is_row = bare != line and (_is_parcel_line(bare) or _numbers_side_by_side(_split(_as_row(bare))))
        found.append((number, _as_row(bare if is_row else line)))
    return found


def _out_of_brackets(line: str) -> str:
    """Without the brackets around a row, be it alone or the first or last of several; those inside it stay."""
    bare = line.rstrip(",，;； \t")
    if bare[:1] not in (*_OPENING,) and bare[-1:] not in (*_CLOSING,):
        return line
    while bare[:1] and bare[0] in _OPENING and not _closes_inside(bare):
        bare = bare[1:].lstrip()
    while bare[-1:] and bare[-1] in _CLOSING and not _opens_inside(bare):
        bare = bare[:-1].rstrip()
    return bare


def _closes_inside(line: str) -> bool:
    """Whether what the first bracket opens ends before the line does: ``[2021]15号,甲`` is no row in brackets."""
    return any(sign in _CLOSING for sign in line.rstrip(_CLOSING + ",，;； \t"))


def _opens_inside(line: str) -> bool:
    return any(sign in _OPENING for sign in line[:-1])


def _as_row(line: str) -> str:
    """``J1=x,y`` and ``X=…,Y=…`` as the rows that they are; any other line as it is."""
    named = _NAMED_POINT.match(line)
    if named and _numbers_side_by_side(_split(named[2])):
        return f"{named[1]},{','.join(_split(named[2]))}"
    fields = _split(line)
    bare = [_LABELLED.sub("", part, count=1) if _LABELLED.match(part) else part for part in fields]
    labelled = sum(a != b for a, b in zip(fields, bare, strict=True))
    return ",".join(bare) if labelled >= 2 and _numbers_side_by_side(bare) else line


def _titles(line: str) -> tuple[str, ...]:
    """The names of columns: many short words and no number; () for any other line."""
    words = _split(line.rstrip("@＠,， "))
    good = len(words) >= 5 and all(0 < len(word) <= 24 and number_of(word) is None for word in words)
    return tuple(words) if good and len(set(words)) == len(words) else ()


def _numbers(fields: list[str]) -> bool:
    return any(number_of(part) is not None for part in fields)


def _shown(line: str) -> str:
    shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in line)
    return shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"


def _split(line: str) -> list[str]:
    """Fields by comma; by full-width comma, semicolon, tab or blanks where there is none. ``Ｊ３`` is ``J3``."""
    separator = next((sign for sign in (",", "，", ";", "；", "\t") if sign in line), None)
    return [_half_width(part.strip()) for part in line.split(separator)]


def _half_width(text: str) -> str:
    """A number or the name of a point in ASCII's signs; words stay as they are."""
    if text.isascii():
        return text
    half = plain(text)
    return half if half.isascii() else text


def _columns(line: str) -> list[str]:
    """The columns of a parcel line: by comma; by semicolon or tab where it has none and they make three and more."""
    if "," not in line:
        for separator in (";", "；", "\t"):
            if line.count(separator) >= 2:
                return [part.strip() for part in line.split(separator)]
    return [part.strip() for part in line.split(",")]


def _trimmed(line: str) -> str:
    return line.strip("<> \t").rstrip(",， \t")


def _is_parcel_line(line: str) -> bool:
    trimmed = _trimmed(line)
    if trimmed.endswith(("@", "＠")):
        return True
    # the @ is missing, but the kind of the shape stands where it should
    fields = _columns(line)
    return len(fields) >= 7 and fields[4] in KINDS and sum(number_of(part) is not None for part in fields[-3:]) < 2


def _opened(number: int, line: str, header: Mapping[str, str], findings: Findings) -> Block:
    trimmed = _trimmed(line)
    if trimmed.endswith(("@", "＠")):
        trimmed = trimmed[:-1]
        if trimmed.endswith((",", "，", ";", "；", "\t")):
            trimmed = trimmed[:-1]
        complete = True
    else:
        trimmed, complete = line.removesuffix(","), False
    fields = _columns(trimmed)
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
    if not 2 <= len(fields) <= _WIDEST:
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
