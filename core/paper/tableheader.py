"""The head of a printed table: merged cells from the groups above the columns, and the unit line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .tables import Column, Table

__all__ = ["HeaderCell", "header_cells", "header_depth", "labelled", "shared_unit", "text_width"]


@dataclass(frozen=True)
class HeaderCell:
    """One cell of the head: its text, its upper left place (from 0) and how many rows and columns it spans."""

    text: str
    row: int
    column: int
    rows: int
    columns: int


def header_depth(columns: Sequence[Column]) -> int:
    """How many rows the head has."""
    return 1 + max((len(column.groups) for column in columns), default=0)


def header_cells(columns: Sequence[Column], *, unit: str = "") -> list[HeaderCell]:
    """The head as merged cells, row by row.

    Neighbours under the same groups share one cell; a label with fewer groups above it than others reaches down to
    the last row. A column's unit stands in its label unless it is ``unit`` (said once for the table) or said already.
    """
    depth = header_depth(columns)
    cells: list[HeaderCell] = []
    for row in range(depth):
        column = 0
        while column < len(columns):
            groups = columns[column].groups
            if row < len(groups):
                end = column + 1
                while end < len(columns) and columns[end].groups[: row + 1] == groups[: row + 1]:
                    end += 1
                cells.append(HeaderCell(groups[row], row, column, 1, end - column))
                column = end
            else:
                if row == len(groups):
                    cells.append(HeaderCell(_label(columns[column], unit), row, column, depth - row, 1))
                column += 1
    return cells


def _label(column: Column, unit: str) -> str:
    if not column.unit or column.unit == unit or column.unit in column.label:
        return column.label
    return f"{column.label} ({column.unit})"


def shared_unit(table: Table) -> str:
    """The unit that all columns with a unit share and that no label says; empty where there is none."""
    units = {column.unit for column in table.columns if column.unit}
    if len(units) != 1:
        return ""
    unit = units.pop()
    said = any(unit in column.label for column in table.columns if column.unit)
    return "" if said else unit


def text_width(text: str) -> int:
    """Width in half-width characters: Chinese characters and punctuation take two."""
    return max((sum(2 if ord(char) > 0x2E7F else 1 for char in line) for line in text.splitlines()), default=0)


def labelled(pairs: Sequence[tuple[str, str]], tr: Callable[[str], str] = str) -> list[str]:
    """Labelled words as they stand above and below a table: ``label: value``."""
    return [tr("{label}: {value}").format(label=label, value=value) if label else value for label, value in pairs]
