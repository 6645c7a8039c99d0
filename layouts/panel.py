"""The tables beside the map share their column: each takes the height that its rows need on this sheet."""

from __future__ import annotations

from itertools import pairwise

from qgis.core import (
    QgsLayoutFrame,
    QgsLayoutItem,
    QgsLayoutItemAttributeTable,
    QgsLayoutItemLabel,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLayoutTable,
    QgsPrintLayout,
)

from ..layers.reading.features import features_of
from .typesetting import Measure

__all__ = ["fit_panel", "hide_empty"]

PLACE = "redline/place"
"""Where the template put an item: ``top height`` in mm, kept with the item."""

TYPE = "redline/type"
"""Size of a table's letters (points) and its cell margin (mm) as the template has them, kept with the table."""

SMALLER = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75)
"""Shares of them that are tried so that no page follows for a row or two."""

LEGIBLE = 5.5
"""Letters are made no smaller than this, in points."""

SPARE = 0.3
"""Millimetres that a table gets beyond its rows, so that rounding never sends the last row to the next page."""


def fit_panel(layout: QgsPrintLayout) -> None:
    """Share the first page's columns of tables out anew: what a short table leaves free, a long one below it gets.

    Tables that stand under one another in the template (same left edge) keep their order and the distances to their
    headings; the lowest ends where the template lets it end, and what has no room there goes on as before.
    """
    columns: dict[int, list[QgsLayoutFrame]] = {}
    for item in layout.items():
        if (
            isinstance(item, QgsLayoutFrame)
            and item.page() == 0
            and isinstance(item.multiFrame(), QgsLayoutItemAttributeTable)
        ):
            columns.setdefault(round(item.pagePositionWithUnits().x()), []).append(item)
    sheet = str(layout.reportContext().feature()["sheet"])
    labels = [item for item in layout.items() if isinstance(item, QgsLayoutItemLabel) and item.page() == 0]
    for frames in columns.values():
        frames.sort(key=lambda frame: _place(frame)[0])
        _fit_column(frames, labels, sheet)


def hide_empty(layout: QgsPrintLayout) -> None:
    """Show of a table that goes on only the columns that have rows on this sheet: QGIS would draw bare headers."""
    for item in layout.items():
        if isinstance(item, QgsLayoutFrame) and item.page() > 0:
            item.setVisibility(not item.isEmpty())


def _fit_column(frames: list[QgsLayoutFrame], labels: list[QgsLayoutItemLabel], sheet: str) -> None:
    """Share out the tables of one column; the lowest in slightly smaller letters where it then needs no more pages."""
    table = frames[-1].multiFrame()
    for share in SMALLER:
        _set_type(table, share)
        if share < 1 and table.contentTextFormat().size() < LEGIBLE:
            break
        if len(frames) > 1:
            _share(frames, labels, sheet)
        if all(table.frame(i).isEmpty() for i in range(1, table.frameCount())):
            return
    _set_type(table, 1.0)
    if len(frames) > 1:
        _share(frames, labels, sheet)


def _set_type(table: QgsLayoutItemAttributeTable, share: float) -> None:
    """Letters and cell margins of ``share`` of the template's; the table stays as wide as it was."""
    form = table.contentTextFormat()
    kept = table.customProperty(TYPE)
    if not kept:
        kept = f"{form.size()} {table.cellMargin()}"
        table.setCustomProperty(TYPE, kept)
    size, margin = (float(word) * share for word in str(kept).split())
    if abs(size - form.size()) > 1e-6:
        form.setSize(size)
        table.setContentTextFormat(form)
        wider = 2 * (table.cellMargin() - margin)
        table.setCellMargin(margin)
        columns = table.columns()
        for column in columns:
            column.setWidth(column.width() + wider)
        table.setColumns(columns)


def _share(frames: list[QgsLayoutFrame], labels: list[QgsLayoutItemLabel], sheet: str) -> None:
    last_top, last_height = _place(frames[-1])
    bottom = last_top + last_height
    wanted = [_needed(frame.multiFrame(), sheet) for frame in frames]
    # The way from the end of one table to the top of the next, with the next one's heading in it.
    gaps = [_place(below)[0] - _place(above)[0] - _place(above)[1] for above, below in pairwise(frames)]
    headings = [[label for label in labels if _heads(label, frame)] for frame in frames]
    top = _place(frames[0])[0]
    free = bottom - top - sum(gaps)
    for number, (frame, own) in enumerate(zip(frames, headings, strict=True)):
        below = wanted[number + 1 :]
        if number == len(frames) - 1:
            height = free
        else:
            # Those below keep at least what the template gives them, or all they need where that is less.
            kept = sum(min(need, _place(other)[1]) for need, other in zip(below, frames[number + 1 :], strict=True))
            height = min(wanted[number], max(free - kept, min(wanted[number], _place(frame)[1])))
        moved = top - _place(frame)[0]
        for label in own:
            _move(label, _place(label)[0] + moved)
        _move(frame, top)
        frame.attemptResize(QgsLayoutSize(frame.sizeWithUnits().width(), height))
        free -= height
        top += height + (gaps[number] if number < len(gaps) else 0)
    for frame in frames:
        frame.multiFrame().recalculateFrameSizes()


def _needed(table: QgsLayoutItemAttributeTable, sheet: str) -> float:
    """Height in mm of all rows that the table has on this sheet, with its header."""
    edges = 2 * table.cellMargin() + table.gridStrokeWidth()
    line = Measure(table.contentTextFormat()).line_height
    rows = [
        max((str(value).count("\n") for value in feature.attributes()), default=0) + 1
        for feature in features_of(table.vectorLayer())
        if feature["sheet"] == sheet
    ]
    height = sum(lines * line + edges for lines in rows) + table.gridStrokeWidth() + SPARE
    if table.headerMode() != QgsLayoutTable.HeaderMode.NoHeaders:
        lines = max((column.heading().count("\n") for column in table.columns()), default=0) + 1
        height += lines * Measure(table.headerTextFormat()).line_height + edges
    return height


def _place(item: QgsLayoutItem) -> tuple[float, float]:
    """Top and height in mm as the template has them."""
    kept = item.customProperty(PLACE)
    if not kept:
        kept = f"{item.pagePositionWithUnits().y()} {item.sizeWithUnits().height()}"
        item.setCustomProperty(PLACE, kept)
    top, height = (float(word) for word in str(kept).split())
    return top, height


def _heads(label: QgsLayoutItemLabel, frame: QgsLayoutFrame) -> bool:
    """Whether the label stands right above the table."""
    top, height = _place(label)
    same_edge = abs(label.pagePositionWithUnits().x() - frame.pagePositionWithUnits().x()) < 1
    return same_edge and abs(top + height - _place(frame)[0]) < 1


def _move(item: QgsLayoutItem, top: float) -> None:
    item.attemptMove(QgsLayoutPoint(item.pagePositionWithUnits().x(), top), True, False, 0)
