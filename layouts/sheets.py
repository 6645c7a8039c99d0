"""From a page template, layers and tables to a print layout with an atlas, one feature a sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsLayoutFrame,
    QgsLayoutItemAttributeTable,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutObject,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLayoutTable,
    QgsLayoutTableColumn,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsMapLayer,
    QgsPrintLayout,
    QgsProject,
    QgsProperty,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QFont, QFontMetricsF

from ..core.resources import RESOURCES
from ..core.tables import Column, Table
from .records import THIS_SHEET, table_columns, table_layer
from .scales import Frame
from .symbols import Look, style_xml
from .templates import Items, load_template

__all__ = ["MapLayer", "SheetPlan", "SheetTable", "assemble", "map_frame"]

Words = Callable[[str], str]


@dataclass(frozen=True)
class MapLayer:
    """One layer of the map: how it looks there (None: its own style) and its name in the legend (None: not listed).

    ``classes`` says that the legend lists the classes of the layer and not the layer.
    """

    layer: QgsMapLayer
    look: Look | None = None
    legend: str | None = None
    classes: bool = False


@dataclass(frozen=True)
class SheetTable:
    """The tables of one table item, by sheet key; ``shares`` of the width by column key where the texts do not say."""

    item: str
    tables: Sequence[tuple[str, Table]]


@dataclass(frozen=True)
class SheetPlan:
    """All that a set of sheets of one kind shows.

    name : of the layout. template : its file. coverage : one feature a sheet (records.coverage_layer).
    layers : of the map item ``map``, topmost first; keymap : of the item ``keymap``. own : layers made for the sheets,
    which the project takes over. unused : items this kind never shows.
    """

    name: str
    template: Path
    coverage: QgsVectorLayer
    crs: QgsCoordinateReferenceSystem
    layers: Sequence[MapLayer]
    tables: Sequence[SheetTable] = ()
    keymap: Sequence[MapLayer] = ()
    own: Sequence[QgsVectorLayer] = field(default_factory=tuple)


def map_frame(template: Path) -> Frame:
    """The size of the item ``map`` in a template, in millimetres."""
    layout = load_template(QgsProject(), template, "", lambda _: None, lambda text: text)
    item = Items(layout, lambda _: None, lambda text: text).get("map", QgsLayoutItemMap, needed=False)
    if item is None:
        return Frame(180.0, 180.0)
    size = item.sizeWithUnits()
    return Frame(size.width(), size.height())


def assemble(project: QgsProject, plan: SheetPlan, warn: Callable[[str], None], tr: Words) -> QgsPrintLayout:
    """The layout of ``plan`` in ``project``, with its atlas over the coverage layer; not yet in the layout manager."""
    layout = load_template(project, plan.template, plan.name, warn, tr)
    items = Items(layout, warn, tr)
    for layer in (plan.coverage, *plan.own):
        project.addMapLayer(layer, False)
    main = items.get("map", QgsLayoutItemMap)
    if main is not None:
        _fill_map(main, plan.layers, plan.crs)
        # A map must have an extent before its scale can be set.
        main.zoomToExtent(plan.coverage.extent().buffered(1))
        main.setAtlasDriven(True)
        main.setAtlasScalingMode(QgsLayoutItemMap.AtlasScalingMode.Fixed)
        main.dataDefinedProperties().setProperty(
            QgsLayoutObject.DataDefinedProperty.MapScale, QgsProperty.fromField("scale")
        )
        for grid in main.grids().asList():
            for side in ("MapGridIntervalX", "MapGridIntervalY"):
                grid.dataDefinedProperties().setProperty(
                    getattr(QgsLayoutObject.DataDefinedProperty, side), QgsProperty.fromField("grid")
                )
    if plan.keymap:
        key = items.get("keymap", QgsLayoutItemMap)
        if key is not None:
            _fill_map(key, plan.keymap, plan.crs)
    else:
        items.remove("keymap", "keymap_title")
    bar = items.get("scalebar", QgsLayoutItemScaleBar)
    if bar is not None:
        bar.setLinkedMap(main)
        bar.dataDefinedProperties().setProperty(
            QgsLayoutObject.DataDefinedProperty.ScalebarSegmentWidth, QgsProperty.fromField("bar")
        )
    north = items.get("north", QgsLayoutItemPicture)
    if north is not None and main is not None:
        if not north.picturePath():
            north.setPicturePath(str(RESOURCES / "icons" / "north.svg"))
        north.setLinkedMap(main)
    legend = items.get("legend", QgsLayoutItemLegend)
    if legend is not None and main is not None:
        _fill_legend(legend, main, plan.layers)
    for table in plan.tables:
        _fill_table(project, items, table)
    _set_atlas(layout, plan.coverage)
    return layout


def _fill_map(item: QgsLayoutItemMap, layers: Sequence[MapLayer], crs: QgsCoordinateReferenceSystem) -> None:
    item.setCrs(crs)
    item.setFollowVisibilityPreset(False)
    item.setLayers([entry.layer for entry in layers])
    item.setKeepLayerSet(True)
    item.setKeepLayerStyles(True)
    item.setLayerStyleOverrides(
        {entry.layer.id(): style_xml(entry.layer, entry.look) for entry in layers if entry.look is not None}
    )


def _fill_legend(legend: QgsLayoutItemLegend, main: QgsLayoutItemMap, layers: Sequence[MapLayer]) -> None:
    legend.setAutoUpdateModel(False)
    legend.setLinkedMap(main)
    root = legend.model().rootGroup()
    root.clear()
    for entry in layers:
        if entry.legend is None:
            continue
        node = root.addLayer(entry.layer)
        node.setCustomProperty("legend/title-label", entry.legend)
        if entry.classes:
            QgsLegendRenderer.setNodeLegendStyle(node, QgsLegendStyle.Style.Hidden)
    legend.setLegendFilterByMapEnabled(True)


def _fill_table(project: QgsProject, items: Items, plan: SheetTable) -> None:
    table = items.table(plan.item)
    if not isinstance(table, QgsLayoutItemAttributeTable):
        return
    columns = table_columns(body for _, body in plan.tables)
    # Frames shrink to their columns, so the width that the template gives is that of its columns.
    each = 2 * table.cellMargin() + table.gridStrokeWidth()
    width = sum(column.width() + each for column in table.columns()) + table.gridStrokeWidth()
    layer = table_layer(plan.tables, columns, plan.item)
    project.addMapLayer(layer, False)
    table.setVectorLayer(layer)
    table.setMaximumNumberOfFeatures(1_000_000)
    table.setFilterFeatures(True)
    table.setFeatureFilter(THIS_SHEET)
    table.setUseConditionalStyling(True)
    table.setColumns(_columns(table, columns, plan.tables, width))
    rows = max((len(body.rows) for _, body in plan.tables), default=0)
    _add_frames(items.layout, table, rows)


def _columns(
    table: QgsLayoutTable, columns: Sequence[Column], tables: Sequence[tuple[str, Table]], width: float
) -> list[QgsLayoutTableColumn]:
    """Columns that fill ``width`` mm, wide in proportion to their longest text."""
    metrics = QFontMetricsF(QFont(table.contentTextFormat().font().family(), 20))
    longest = [metrics.horizontalAdvance(column.label or " ") for column in columns]
    for _, body in tables:
        places = [next((i for i, c in enumerate(columns) if c.key == column.key), 0) for column in body.columns]
        for cells in body.texts():
            for place, cell in zip(places, cells, strict=True):
                longest[place] = max(longest[place], metrics.horizontalAdvance(cell))
    # A very long text wraps; it must not starve the numbers beside it.
    longest = [min(length, 30 * metrics.horizontalAdvance("国")) for length in longest]
    pad = metrics.horizontalAdvance("国") * 0.5
    free = width - (2 * table.cellMargin() + table.gridStrokeWidth()) * len(columns) - table.gridStrokeWidth()
    total = sum(length + pad for length in longest)
    result = []
    for column, length in zip(columns, longest, strict=True):
        entry = QgsLayoutTableColumn(column.label)
        entry.setAttribute(f'"{column.key}"')
        entry.setWidth(max(free * (length + pad) / total, 1.0))
        side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
        entry.setHAlignment(side)
        entry.setVAlignment(Qt.AlignmentFlag.AlignVCenter)
        result.append(entry)
    return result


def _add_frames(layout: QgsPrintLayout, table: QgsLayoutTable, rows: int) -> None:
    """Repeat the template's last page with this table until ``rows`` rows have room."""
    last = table.frame(table.frameCount() - 1)
    pages = layout.pageCollection()
    number = last.page()
    if number == 0:
        return
    frames = [table.frame(i) for i in range(table.frameCount()) if table.frame(i).page() == number]
    height = row_height(table)
    room = sum(capacity(table.frame(i).sizeWithUnits().height(), height) for i in range(table.frameCount()))
    each = sum(capacity(frame.sizeWithUnits().height(), height) for frame in frames)
    labels = [item for item in pages.itemsOnPage(number) if isinstance(item, QgsLayoutItemLabel)]
    while room < rows and each > 0:
        page = QgsLayoutItemPage(layout)
        page.setPageSize(pages.page(number).pageSize())
        pages.addPage(page)
        target = pages.pageCount() - 1
        for label in labels:
            _copy_label(layout, label, target)
        for frame in frames:
            copy = QgsLayoutFrame(layout, table)
            table.addFrame(copy, False)
            copy.attemptResize(frame.sizeWithUnits())
            where = frame.pagePositionWithUnits()
            copy.attemptMove(QgsLayoutPoint(where.x(), where.y()), True, False, target)
            copy.setId(f"{table.frame(0).id()}_{table.frameCount()}")
            # QGIS hides a page on which any such frame is empty, so only the first column decides.
            copy.setHidePageIfEmpty(frame is frames[0])
            copy.setHideBackgroundIfEmpty(True)
        room += each


def row_height(table: QgsLayoutTable) -> float:
    """The height in mm of one row of one line, grid line included."""
    form = table.contentTextFormat()
    font = QFont(form.font())
    # Measured large, for font metrics are rounded to pixels.
    font.setPixelSize(1000)
    line = QFontMetricsF(font).height() / 1000 * form.size() * 25.4 / 72
    return line + 2 * table.cellMargin() + table.gridStrokeWidth()


def capacity(height: float, row: float) -> int:
    """Rows under a header in a frame of ``height`` mm; one less than the measure says, to be on the safe side."""
    return max(int(height / row) - 2, 0)


def _copy_label(layout: QgsPrintLayout, source: QgsLayoutItemLabel, page: int) -> None:
    copy = QgsLayoutItemLabel(layout)
    copy.setTextFormat(source.textFormat())
    copy.setText(source.text())
    copy.setHAlign(source.hAlign())
    copy.setVAlign(source.vAlign())
    copy.setMarginX(source.marginX())
    copy.setMarginY(source.marginY())
    layout.addLayoutItem(copy)
    size = source.sizeWithUnits()
    copy.attemptResize(QgsLayoutSize(size.width(), size.height()))
    where = source.pagePositionWithUnits()
    copy.attemptMove(QgsLayoutPoint(where.x(), where.y()), True, False, page)


def _set_atlas(layout: QgsPrintLayout, coverage: QgsVectorLayer) -> None:
    atlas = layout.atlas()
    atlas.setEnabled(True)
    atlas.setCoverageLayer(coverage)
    atlas.setHideCoverage(False)
    atlas.setPageNameExpression('"title"')
    atlas.setFilenameExpression('"file"')
