"""The attribute columns of a parcel line, whatever their number: 8 to 16 and more, fewer, or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .lines import KINDS, Block, number_of
from .report import Findings

__all__ = ["Attributes", "attributes_of"]

# Columns after the shape: 图幅号, 用途, 地类编码 in every form; the 13-column form of farmland replenishment goes on.
_AFTER_KIND = ("sheet", "use", "class_code", "TBLX", "DL", "GZQ", "GZH", "BZ")
_POSITIONS = (4, 2, 3, 1, 5)
"""Where the shape (面) stands, the common place first."""
_PLACE = re.compile(r"col(\d+)")


@dataclass
class Attributes:
    """The columns of one parcel line; ``count`` and ``area`` as texts, for their meaning is found out later."""

    count: str = ""
    area: str = ""
    number: str = ""
    name: str = ""
    kind: str = "面"
    sheet: str = ""
    use: str = ""
    class_code: str = ""
    extra: dict[str, str] = field(default_factory=dict)


def attributes_of(block: Block, geographic: bool, findings: Findings) -> Attributes:
    """Name the columns of a parcel line.

    ``geographic`` tells whether its rows are in degrees: with the shape in the third column a first column is a count
    only in the form in degrees. A column without a name of its own has that of the titles above it, else its place.
    """
    result, fields = Attributes(), block.fields
    if fields is None:
        return result
    place = next((i for i in _POSITIONS if i < len(fields) and fields[i] in KINDS), None)
    if len(fields) >= 8 and not fields[4]:
        place = None  # 增减挂钩 leaves the shape's column empty: 面 before it is a name
    if place is None:
        _by_position(result, fields)
    else:
        result.kind = fields[place]
        _before(result, fields[:place], len(block.rows), geographic)
        after = fields[place + 1 :]
        if place == 2 and geographic and len(after) == 1:
            result.use = after[0]  # n,名称,面,用途,@
        else:
            _after(result, after)
    result.extra = {_titled(name, block.titles): value for name, value in result.extra.items()}
    unnamed = [name for name in result.extra if _PLACE.fullmatch(name)]
    if unnamed:
        findings.note("columns", block.line, result.number, count=len(fields), names=", ".join(unnamed))
    return result


def _titled(name: str, titles: Sequence[str]) -> str:
    place = _PLACE.fullmatch(name)
    return titles[int(place[1]) - 1] if place and titles else name


def _before(result: Attributes, fields: Sequence[str], rows: int, geographic: bool) -> None:
    match fields:
        case [count, area, number, name]:
            result.count, result.area, result.number, result.name = count, area, number, name
        case [first, second, third]:
            if number_of(second) is not None and "." in second:
                result.count, result.area, result.number = first, second, third
            elif _is_count(first, rows):
                result.count, result.number, result.name = first, second, third
            else:
                result.area, result.number, result.name = first, second, third
        case [first, name] if geographic and _is_count(first, rows):
            result.count, result.name = first, name
        case [number, name]:
            result.number, result.name = number, name
        case [number]:
            result.number = number
        case _:
            result.count, result.area, result.number, result.name, *more = fields
            result.extra |= {f"col{i:02d}": value for i, value in enumerate(more, 5) if value}


def _after(result: Attributes, fields: Sequence[str]) -> None:
    names = _AFTER_KIND if len(fields) in (3, 8) else _AFTER_KIND[:3]
    for position, value in enumerate(fields):
        if position < 3:
            setattr(result, names[position], value)
        elif value:
            result.extra[names[position] if position < len(names) else f"col{position + 6:02d}"] = value


def _by_position(result: Attributes, fields: Sequence[str]) -> None:
    """No shape in the line: the columns of the common form, as far as they go."""
    if len(fields) >= 8 or (len(fields) > 2 and number_of(fields[1]) is not None and "." in fields[1]):
        padded = [*fields, "", "", "", "", "", "", ""]
        result.count, result.area, result.number, result.name = padded[:4]
        _after(result, [*padded[5:8], *fields[8:]])
        if padded[4]:
            result.extra["col05"] = padded[4]
    else:
        result.number, result.name, *more = [*fields, "", ""]
        result.extra |= {f"col{i:02d}": value for i, value in enumerate(more, 3) if value}


def _is_count(text: str, rows: int) -> bool:
    return text.isdecimal() and len(text) < 9 and rows - max(rows // 3, 2) <= int(text) <= rows
