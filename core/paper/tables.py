"""Finished tables: what the workbook, the report, the map sheet and the table layers all show, digit for digit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

__all__ = ["Column", "Row", "RowKind", "Table", "Value", "cell_text"]

Value = Decimal | int | str | None
"""A number is a Decimal that carries its printed decimals, so that nobody rounds it a second time."""

RowKind = Literal["leaf", "subtotal", "total"]


@dataclass(frozen=True)
class Column:
    """One column: its key in files, its label on paper, the labels above it (outermost first), its unit."""

    key: str
    label: str
    groups: tuple[str, ...] = ()
    unit: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Row:
    values: tuple[Value, ...]
    kind: RowKind = "leaf"

    def number(self, place: int) -> Decimal:
        """The number in the cell at ``place``; TypeError where it holds none."""
        value = self.values[place]
        if not isinstance(value, (Decimal, int)):
            raise TypeError(f"cell {place} holds {value!r}, which is no number")
        return Decimal(value)


@dataclass(frozen=True)
class Table:
    """A table as it is printed.

    name : short, for a sheet tab or a file; title : the heading; columns, rows : the body;
    head : labelled words above it (holder, place, unit); foot : labelled words below it (made by, date);
    notes : sentences that say how the numbers were made.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    head: tuple[tuple[str, str], ...] = ()
    foot: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    def texts(self) -> Iterator[tuple[str, ...]]:
        """The body as it is printed, row by row."""
        for row in self.rows:
            yield tuple(cell_text(value) for value in row.values)


def cell_text(value: Value) -> str:
    """A cell as it is printed: a Decimal with its own decimals, never in exponent form; nothing for None."""
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
