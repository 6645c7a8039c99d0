"""A table as rows of cells, whatever it was written with: quotes, commas, semicolons, tabs, blanks."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

__all__ = ["CellRow", "CellSheet", "sheet_of_text"]

_BLANKS = re.compile(r"[ \u3000\xa0]+")
_SEPARATORS = ("\t", ";", "；", ",", "，")


@dataclass(frozen=True)
class CellRow:
    """line : from 1. cells : as they stand, without blanks at their ends; all empty where the row is blank."""

    line: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        return not any(self.cells)

    @property
    def filled(self) -> list[str]:
        return [cell for cell in self.cells if cell]


@dataclass(frozen=True)
class CellSheet:
    """name : of the sheet of a workbook, "" for a text. rows : blank ones with them, for they part parcels."""

    name: str
    rows: tuple[CellRow, ...]


def sheet_of_text(text: str) -> CellSheet:
    """The table that a text holds. One separator is taken for the whole text: the first of tab, semicolon and comma
    that stands in half of its lines, else blanks."""
    lines = re.split(r"\r\n|\n|\r", text.lstrip("\ufeff"))
    filled = [line for line in lines if line.strip(" \t\x00")]
    separator = next((sign for sign in _SEPARATORS if 2 * sum(sign in line for line in filled) >= len(filled) > 0), "")
    rows = [CellRow(number, _cells(line.strip("\x00"), separator)) for number, line in enumerate(lines, 1)]
    while rows and rows[-1].is_blank:
        rows.pop()
    return CellSheet("", tuple(rows))


def _cells(line: str, separator: str) -> tuple[str, ...]:
    if not separator:
        return tuple(_joined(_BLANKS.split(line.strip())))
    if '"' not in line:
        return tuple(cell.strip() for cell in line.split(separator))
    # a quote inside a cell, as the sign of seconds, is none of the table's
    if any(cell.strip().startswith('"') for cell in line.split(separator)):
        return tuple(cell.strip() for cell in next(csv.reader(io.StringIO(line), delimiter=separator), []))
    return tuple(cell.strip() for cell in line.split(separator))


def _joined(cells: list[str]) -> list[str]:
    """Cells parted by blanks, where a label stands apart from its number: ``X = 4040000``."""
    found: list[str] = []
    for cell in cells:
        if found and (found[-1].endswith(("=", ":", "：", "＝")) or cell[:1] in ("=", "＝")):
            found[-1] += cell
        else:
            found.append(cell)
    return found
