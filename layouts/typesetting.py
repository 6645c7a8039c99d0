"""Chinese in table cells: widths on paper, lines that break between characters, columns that fill a width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qgis.core import QgsTextFormat
from qgis.PyQt.QtGui import QFont, QFontMetricsF

from ..core.paper.tables import Column, Table

__all__ = ["Measure", "column_widths", "heading_of"]


def heading_of(column: Column) -> str:
    """The label with its unit, where the label does not say it."""
    if not column.unit or column.unit in column.label:
        return column.label
    return f"{column.label} ({column.unit})"


class Measure:
    """Widths of texts on paper, in millimetres."""

    def __init__(self, form: QgsTextFormat) -> None:
        font = QFont(form.font())
        # Measured large, for font metrics are rounded to pixels.
        font.setPixelSize(1000)
        self._metrics = QFontMetricsF(font)
        self._factor = form.size() * 25.4 / 72 / 1000

    @property
    def line_height(self) -> float:
        return self._metrics.height() * self._factor

    def width(self, text: str) -> float:
        return self._metrics.horizontalAdvance(text) * self._factor

    def wrapped(self, text: str, width: float) -> str:
        """``text`` broken into lines of at most ``width``, between any two Chinese characters as Chinese is set."""
        if "\n" in text:
            return "\n".join(self.wrapped(part, width) for part in text.split("\n"))
        if self.width(text) <= width:
            return text
        lines, line = [], ""
        for piece in _pieces(text):
            if line and self.width(line + piece.rstrip()) > width:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        return "\n".join([*lines, line.rstrip()])

    def lines(self, table: Table, columns: Sequence[Column], widths: Sequence[float]) -> int:
        """Lines of ``table`` when its texts are wrapped."""
        places = {column.key: i for i, column in enumerate(columns)}
        count = 0
        for cells in table.texts():
            breaks = [0]
            for column, cell in zip(table.columns, cells, strict=True):
                if not column.numeric:
                    breaks.append(self.wrapped(cell, widths[places[column.key]]).count("\n"))
            count += 1 + max(breaks)
        return count


_SHORT = 8
"""Characters of a bracket that a line break does not part: a unit such as （平方米）."""


def _pieces(text: str) -> Iterator[str]:
    """What a line break may not part: a Latin word or number with its blank, a short bracket, or one character with
    its punctuation."""
    piece = ""
    closing = -1
    for place, (sign, following) in enumerate(zip(text, text[1:] + "\0", strict=True)):
        piece += sign
        if sign in "（(":
            end = min((i for i in (text.find("）", place), text.find(")", place)) if i >= 0), default=-1)
            closing = end if 0 <= end - place <= _SHORT else -1
        narrow = ord(sign) < 0x2E80 and not sign.isspace() and ord(following) < 0x2E80 and following != "\0"
        if place < closing or narrow or following in "，。；：、）》”’,.;:)!?！？ ":
            continue
        yield piece
        piece = ""
    if piece:
        yield piece


def column_widths(
    columns: Sequence[Column], tables: Sequence[tuple[str, Table]], free: float, measure: Measure
) -> list[float]:
    """Widths in mm that fill ``free``; numbers never wrap, texts give way, headings wrap before texts do."""
    heads = [measure.width(heading_of(column) or " ") for column in columns]
    cells = [0.0] * len(columns)
    places = {column.key: i for i, column in enumerate(columns)}
    for _, body in tables:
        for row in body.texts():
            for column, cell in zip(body.columns, row, strict=True):
                place = places[column.key]
                cells[place] = max(cells[place], measure.width(cell))
    longest = [max(head, cell) for head, cell in zip(heads, cells, strict=True)]
    for lines in (2, 3):
        if sum(longest) <= free:
            break
        # Half of a heading may be a little wider than half its width.
        letter = measure.width("国")
        longest = [max(head / lines + letter, cell) for head, cell in zip(heads, cells, strict=True)]
    total = sum(longest)
    if total <= free:
        spare = (free - total) / max(len(longest), 1)
        return [length + spare for length in longest]
    numbers = sum(length for length, column in zip(longest, columns, strict=True) if column.numeric)
    limit = _level([length for length, c in zip(longest, columns, strict=True) if not c.numeric], free - numbers)
    return [
        length if column.numeric else max(min(length, limit), 1.0)
        for length, column in zip(longest, columns, strict=True)
    ]


def _level(lengths: Sequence[float], room: float) -> float:
    """The limit to which the longest are cut so that all together fit ``room``."""
    left = sorted(lengths)
    while left and left[0] * len(left) <= room:
        room -= left.pop(0)
    return room / len(left) if left else room
