"""How a table comes onto paper: the size of the paper, the scale, and where a table that is too wide is parted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .tableheader import HeaderCell
from .tables import Column

__all__ = ["PagePlan", "leading_columns", "page_plan", "parted_header"]

_INCH = 96 / 9.5
"""Widths of columns are counted in digits of the workbook's font (宋体, 11 points): 8 pixels, of which an inch has 96;
up to 9.5 in the fonts that stand in for it where it is missing."""
_SIDES = {"A4": (8.27, 11.69), "A3": (11.69, 16.54)}
_MARGINS = 1.0
_ROOMY = 0.6
"""Below this scale a table goes onto A3."""
_LEAST = 0.5
"""Below this scale (11 points become 5.5) nobody reads it: the table goes over several pages."""
_SPARE = 0.95
"""Programs round the widths of columns in their own ways."""


@dataclass(frozen=True)
class PagePlan:
    """paper : A4 or A3. scale : in per cent, 0 where the table is fitted to one page's width. pages : the columns
    (first, end) that are new on each page across. lead : how many first columns stand on every page."""

    paper: str
    scale: int
    pages: tuple[tuple[int, int], ...]
    lead: int

    @property
    def words(self) -> tuple[int, int]:
        """The columns (first, end) of the first page over which title, words and notes stand: not those that come
        again on every page."""
        return (self.lead if self.scale else 0), self.pages[0][1]


def leading_columns(columns: Sequence[Column]) -> int:
    """The columns that say what a row is: those before the first number, an ordinal in front of them included."""
    first = next((place for place, column in enumerate(columns) if column.numeric and place > 0), 0)
    return first if first < len(columns) else 0


def page_plan(widths: Sequence[float], lead: int, paper: str, landscape: bool) -> PagePlan:
    """The plan for columns of these widths (in digits); ``paper`` "" takes A3 where A4 would be too small."""
    total = sum(widths)
    if not paper:
        paper = "A4" if total * _ROOMY <= _room("A4", landscape) else "A3"
    room = _room(paper, landscape)
    if total * _LEAST <= room:
        return PagePlan(paper, 0, ((0, len(widths)),), lead)
    usable = room * _SPARE
    while lead and sum(widths[:lead]) > 0.4 * usable:
        lead -= 1
    largest = max(usable / _LEAST, sum(widths[:lead]) + max(widths[lead:]))
    pages = _pages(widths, lead, largest)
    narrow, wide = 0.0, largest  # as even as they get: the narrowest pages that are no more
    while wide - narrow > 1:
        middle = (narrow + wide) / 2
        tried = _pages(widths, lead, middle)
        if len(tried) > len(pages) or _widest(widths, lead, tried) > middle:
            narrow = middle
        else:
            wide, pages = middle, tried
    scale = min(100, max(10, int(100 * usable / _widest(widths, lead, pages))))
    return PagePlan(paper, scale, tuple(pages), lead)


def _room(paper: str, landscape: bool) -> float:
    return (_SIDES[paper][landscape] - _MARGINS) * _INCH


def _pages(widths: Sequence[float], lead: int, limit: float) -> list[tuple[int, int]]:
    pages, begin, filled = [], 0, sum(widths[:lead])
    for place in range(lead, len(widths)):
        if filled + widths[place] > limit and place > max(begin, lead):
            pages.append((begin, place))
            begin, filled = place, sum(widths[:lead])
        filled += widths[place]
    return [*pages, (begin, len(widths))]


def _widest(widths: Sequence[float], lead: int, pages: Sequence[tuple[int, int]]) -> float:
    front = sum(widths[:lead])
    return max(sum(widths[begin:end]) + (front if begin else 0.0) for begin, end in pages)


def parted_header(cells: Sequence[HeaderCell], plan: PagePlan) -> list[HeaderCell]:
    """The head's cells, those that reach over an edge of a page once on either side."""
    result = []
    for cell in cells:
        end = cell.column + cell.columns
        for begin, stop in plan.pages:
            left, right = max(cell.column, begin), min(end, stop)
            if left < right:
                result.append(HeaderCell(cell.text, cell.row, left, cell.rows, right - left))
    return result
