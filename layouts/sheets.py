"""From a page template, layers and tables to a print layout with an atlas, one feature a sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
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
    QgsPrintLayout,
    QgsProject,
    QgsProperty,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt

from ..core.resources import RESOURCES
from ..layers.reading.crs import transform_of
from ..layers.reading.features import features_of
from ..layers.reading.readback import check_written
from ..layers.reading.sinks import geopackage_table, put_all
from .legend import fill_legend
from .plans import SEPARATOR, MapLayer, SheetPlan, SheetTable
from .records import THIS_SHEET, table_columns, table_layer
from .scales import Frame
from .symbols import style_xml
from .templates import Items, load_template
from .typesetting import Measure, column_widths, heading_of

__all__ = ["assemble", "map_frame"]

Words = Callable[[str], str]


def map_frame(template: Path) -> Frame:
    """The size of the item ``map`` in a template, in millimetres, and what the north arrow takes of it."""
    # A layout must not outlive its project.
    project = QgsProject()
    layout = load_template(project, template, "", lambda _: None, lambda text: text)
    project.layoutManager().addLayout(layout)
    items = Items(layout, lambda _: None, lambda text: text)
    item = items.get("map", QgsLayoutItemMap, needed=False)
    if item is None:
        return Frame(180.0, 180.0)
    size = item.sizeWithUnits()
    taken = []
    north = items.get("north", QgsLayoutItemPicture, needed=False)
    if north is not None:
        corner, place, own = item.pagePositionWithUnits(), north.pagePositionWithUnits(), north.sizeWithUnits()
        left = place.x() - corner.x() - size.width() / 2
        top = size.height() / 2 - (place.y() - corner.y())
        taken.append((left, top - own.height(), left + own.width(), top))
    return Frame(size.width(), size.height(), tuple(taken))


def assemble(
    project: QgsProject, plan: SheetPlan, warn: Callable[[str], None], tr: Words, store: Path | None = None
) -> QgsPrintLayout:
    """The layout of ``plan`` in ``project``, with its atlas over the coverage layer; not yet in the layout manager.

    The layers made for the sheets are given to the project: from memory, or, with ``store``, kept in that GeoPackage,
    so that the layout lives on with the project.
    """
    layout = load_template(project, plan.template, plan.name, warn, tr)
    items = Items(layout, warn, tr)
    keep = Keeper(project, store, plan.name)
    kept = {layer.id(): keep(layer) for layer in (plan.coverage, *plan.own)}
    plan = replace(
        plan,
        coverage=kept[plan.coverage.id()],
        own=tuple(kept[layer.id()] for layer in plan.own),
        layers=[replace(entry, layer=kept.get(entry.layer.id(), entry.layer)) for entry in plan.layers],
        keymap=[replace(entry, layer=kept.get(entry.layer.id(), entry.layer)) for entry in plan.keymap],
    )
    main = items.get("map", QgsLayoutItemMap)
    if main is not None:
        _fill_map(main, plan.layers, plan.crs)
        _set_scale(main, plan.coverage)
    _fill_key_map(items, plan)
    _fill_marginalia(items, main)
    legend = items.get("legend", QgsLayoutItemLegend)
    if legend is not None and main is not None:
        fill_legend(legend, main, plan.layers)
    for table in plan.tables:
        _fill_table(keep, items, table)
    _fit_titles(items, plan.coverage)
    _set_page_places(layout)
    _set_atlas(layout, plan.coverage)
    return layout


def _set_scale(main: QgsLayoutItemMap, coverage: QgsVectorLayer) -> None:
    """Let the map follow the atlas at the scale of each sheet, with its grid."""
    # A map must have an extent before its scale can be set.
    main.zoomToExtent(coverage.extent().buffered(1))
    main.setAtlasDriven(True)
    main.setAtlasScalingMode(QgsLayoutItemMap.AtlasScalingMode.Fixed)
    _by_field(main, QgsLayoutObject.DataDefinedProperty.MapScale, "scale")
    for grid in main.grids().asList():
        _by_field(grid, QgsLayoutObject.DataDefinedProperty.MapGridIntervalX, "grid")
        _by_field(grid, QgsLayoutObject.DataDefinedProperty.MapGridIntervalY, "grid")


def _by_field(item: QgsLayoutObject, key: QgsLayoutObject.DataDefinedProperty, field: str) -> None:
    """Let a property of an item follow a field of the sheet."""
    item.dataDefinedProperties().setProperty(key, QgsProperty.fromField(field))


def _fill_key_map(items: Items, plan: SheetPlan) -> None:
    """The key map, or neither it nor its heading where the plan has none."""
    if not plan.keymap:
        items.remove("keymap", "keymap_title")
        return
    key = items.get("keymap", QgsLayoutItemMap)
    if key is not None:
        _fill_map(key, plan.keymap, plan.crs)
        key.zoomToExtent(_extent_of(plan.keymap, plan))


def _fill_marginalia(items: Items, main: QgsLayoutItemMap | None) -> None:
    """Scale bar, north arrow and the bar of land use."""
    bar = items.get("scalebar", QgsLayoutItemScaleBar)
    if bar is not None:
        bar.setLinkedMap(main)
        _by_field(bar, QgsLayoutObject.DataDefinedProperty.ScalebarSegmentWidth, "bar")
    north = items.get("north", QgsLayoutItemPicture)
    if north is not None and main is not None:
        if not north.picturePath():
            north.setPicturePath(str(RESOURCES / "icons" / "north.svg"))
        north.setLinkedMap(main)
        main.addLabelBlockingItem(north)
    picture = items.get("bar", QgsLayoutItemPicture, needed=False)
    if picture is not None:
        picture.setMode(QgsLayoutItemPicture.Format.FormatSVG)
        picture.setResizeMode(QgsLayoutItemPicture.ResizeMode.Stretch)
        _by_field(picture, QgsLayoutObject.DataDefinedProperty.PictureSource, "bar_svg")


class Keeper:
    """Gives layers to a project: as they are, or written to a GeoPackage first."""

    def __init__(self, project: QgsProject, store: Path | None, prefix: str) -> None:
        self._project, self._store, self._prefix = project, store, prefix

    def __call__(self, layer: QgsVectorLayer) -> QgsVectorLayer:
        if self._store is not None:
            layer = self._stored(layer, self._store)
        self._project.addMapLayer(layer, False)
        return layer

    def _stored(self, layer: QgsVectorLayer, store: Path) -> QgsVectorLayer:
        name = f"{self._prefix}{SEPARATOR}{layer.name()}"
        context = self._project.transformContext()
        with geopackage_table(store, name, layer.fields(), layer.wkbType(), layer.crs(), context) as sink:
            count = put_all(sink, features_of(layer), name)
        check_written(store, count, name)
        stored = QgsVectorLayer(f"{store}|layername={name}", name, "ogr")
        stored.conditionalStyles().setRowStyles(layer.conditionalStyles().rowStyles())
        return stored


def _extent_of(entries: Sequence[MapLayer], plan: SheetPlan) -> QgsRectangle:
    """The extent of the county's layers among ``entries``, with a margin; that of the sheets where there are none."""
    extent = QgsRectangle()
    for entry in entries:
        if entry.layer not in plan.own and entry.layer is not plan.coverage:
            transform = transform_of(entry.layer.crs(), plan.crs)
            extent.combineExtentWith(transform.transformBoundingBox(entry.layer.extent()))
    if extent.isEmpty():
        extent = plan.coverage.extent()
    extent.scale(1.05)
    return extent


def _fill_map(item: QgsLayoutItemMap, layers: Sequence[MapLayer], crs: QgsCoordinateReferenceSystem) -> None:
    item.setCrs(crs)
    item.setFollowVisibilityPreset(False)
    item.setLayers([entry.layer for entry in layers])
    item.setKeepLayerSet(True)
    item.setKeepLayerStyles(True)
    item.setLayerStyleOverrides(
        {entry.layer.id(): style_xml(entry.layer, entry.look) for entry in layers if entry.look is not None}
    )


def _fill_table(keep: Keeper, items: Items, plan: SheetTable) -> None:
    table = items.table(plan.item)
    if not isinstance(table, QgsLayoutItemAttributeTable):
        return
    # Frames shrink to their columns, so the width that the template gives is that of its columns.
    each = 2 * table.cellMargin() + table.gridStrokeWidth()
    columns = table_columns(body for _, body in plan.tables)
    free = sum(column.width() + each for column in table.columns()) - each * len(columns)
    measure, headings = Measure(table.contentTextFormat()), Measure(table.headerTextFormat())
    widths = column_widths(columns, plan.tables, free, measure)
    layer = table_layer(
        plan.tables,
        columns,
        plan.item,
        lambda cell, i: cell if columns[i].numeric else measure.wrapped(cell, widths[i]),
    )
    layer = keep(layer)
    table.setVectorLayer(layer)
    table.setMaximumNumberOfFeatures(1_000_000)
    table.setFilterFeatures(True)
    table.setFeatureFilter(THIS_SHEET)
    table.setUseConditionalStyling(True)
    entries = []
    for column, width in zip(columns, widths, strict=True):
        # QGIS breaks headings at blanks and then gives them the height they need; at line ends it does not.
        entry = QgsLayoutTableColumn(headings.wrapped(heading_of(column), width).replace("\n", " "))
        entry.setAttribute(f'"{column.key}"')
        entry.setWidth(width)
        entry.setHAlignment(Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft)
        entry.setVAlignment(Qt.AlignmentFlag.AlignVCenter)
        entries.append(entry)
    table.setColumns(entries)
    cells = (measure.lines(body, columns, widths) for _, body in plan.tables)
    _add_frames(items.layout, table, max(cells, default=0))


def _add_frames(layout: QgsPrintLayout, table: QgsLayoutTable, rows: int) -> None:
    """Repeat the template's last page with this table until ``rows`` rows have room."""
    last = table.frame(table.frameCount() - 1)
    pages = layout.pageCollection()
    number = last.page()
    if number == 0:
        return
    frames = [table.frame(i) for i in range(table.frameCount()) if table.frame(i).page() == number]
    measure = Measure(table.contentTextFormat())
    height = measure.line_height + 2 * table.cellMargin() + table.gridStrokeWidth()
    # Not the first page: other tables may take its room there (panel.py). A page too many is hidden.
    later = [table.frame(i) for i in range(table.frameCount()) if table.frame(i).page() > 0]
    room = sum(capacity(frame.sizeWithUnits().height(), height) for frame in later)
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


def _set_page_places(layout: QgsPrintLayout) -> None:
    """Tell each label the page it stands on: newer QGIS leaves hidden pages out of @layout_page, older counts them."""
    for label in layout.items():
        if isinstance(label, QgsLayoutItemLabel) and "@layout_page" in label.text():
            label.setText(re.sub(r"@layout_page\b", str(label.page() + 1), label.text()))


def _fit_titles(items: Items, coverage: QgsVectorLayer, names: Sequence[str] = ("title", "subtitle")) -> None:
    """Make the type of titles smaller, down to 60 %, until the longest of them stands on one line."""
    for name in names:
        item = items.get(name, QgsLayoutItemLabel)
        field = coverage.fields().indexOf(name)
        if item is None or field < 0:
            continue
        form = item.textFormat()
        measure = Measure(form)
        longest = max((measure.width(str(f.attribute(field) or "")) for f in features_of(coverage)), default=0.0)
        room = item.sizeWithUnits().width() - 2
        if longest > room:
            form.setSize(form.size() * max(room / longest, 0.6))
            item.setTextFormat(form)


def _set_atlas(layout: QgsPrintLayout, coverage: QgsVectorLayer) -> None:
    atlas = layout.atlas()
    atlas.setEnabled(True)
    atlas.setCoverageLayer(coverage)
    atlas.setHideCoverage(False)
    atlas.setPageNameExpression('"title"')
    atlas.setFilenameExpression('"file"')
