"""From a page template, layers and tables to a print layout with an atlas, one feature a sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsLayerTreeModelLegendNode,
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
    QgsMapHitTest,
    QgsMapLayer,
    QgsMapLayerLegendUtils,
    QgsPrintLayout,
    QgsProject,
    QgsProperty,
    QgsRectangle,
    QgsTextFormat,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSizeF, Qt
from qgis.PyQt.QtGui import QFont, QFontMetricsF

from ..core.errors import RedlineError
from ..core.resources import RESOURCES
from ..core.tables import Column, Table
from ..layers.crs import transform_of
from .records import THIS_SHEET, table_columns, table_layer
from .scales import Frame
from .symbols import Look, style_xml
from .templates import Items, load_template

__all__ = ["SEPARATOR", "MapLayer", "SheetPlan", "SheetTable", "assemble", "fit_legend", "map_frame"]

Words = Callable[[str], str]


SEPARATOR = " — "
"""Between the names of a layout and of a layer it is made of, in the GeoPackage of the sheets."""


@dataclass(frozen=True)
class MapLayer:
    """One layer of the map: how it looks there (None: its own style) and its name in the legend (None: not listed).

    ``classes`` says that the legend lists the classes of the layer and not the layer; ``nodes`` how many of them,
    from the first (None: all that are on the map).
    """

    layer: QgsMapLayer
    look: Look | None = None
    legend: str | None = None
    classes: bool = False
    nodes: int | None = None


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

    @cached_property
    def texts(self) -> dict[str, tuple[object, ...]]:
        """The texts of the sheets by key."""
        names = self.coverage.fields().names()
        shown = [names.index(name) for name in names if name not in ("pages", "page_numbers")]
        return {feature["sheet"]: tuple(feature.attribute(i) for i in shown) for feature in self.coverage.getFeatures()}


def map_frame(template: Path) -> Frame:
    """The size of the item ``map`` in a template, in millimetres."""
    # A layout must not outlive its project.
    project = QgsProject()
    layout = load_template(project, template, "", lambda _: None, lambda text: text)
    project.layoutManager().addLayout(layout)
    item = Items(layout, lambda _: None, lambda text: text).get("map", QgsLayoutItemMap, needed=False)
    if item is None:
        return Frame(180.0, 180.0)
    size = item.sizeWithUnits()
    return Frame(size.width(), size.height())


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
            key.zoomToExtent(_extent_of(plan.keymap, plan))
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
        main.addLabelBlockingItem(north)
    bar_picture = items.get("bar", QgsLayoutItemPicture, needed=False)
    if bar_picture is not None:
        bar_picture.setMode(QgsLayoutItemPicture.Format.FormatSVG)
        bar_picture.setResizeMode(QgsLayoutItemPicture.ResizeMode.Stretch)
        bar_picture.dataDefinedProperties().setProperty(
            QgsLayoutObject.DataDefinedProperty.PictureSource, QgsProperty.fromField("bar_svg")
        )
    legend = items.get("legend", QgsLayoutItemLegend)
    if legend is not None and main is not None:
        _fill_legend(legend, main, plan.layers)
    for table in plan.tables:
        _fill_table(keep, items, table)
    _fit_titles(items, plan.coverage)
    _set_atlas(layout, plan.coverage)
    return layout


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
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName = "GPKG"
        options.layerName = name
        actions = QgsVectorFileWriter.ActionOnExistingFile
        options.actionOnExistingFile = (
            actions.CreateOrOverwriteLayer if store.exists() else actions.CreateOrOverwriteFile
        )
        error, message, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(
            layer, str(store), self._project.transformContext(), options
        )
        if error != QgsVectorFileWriter.WriterError.NoError:
            raise RedlineError(
                "The layers of the sheets cannot be written to {path}: {reason}", path=str(store), reason=message
            )
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


def _fill_legend(legend: QgsLayoutItemLegend, main: QgsLayoutItemMap, layers: Sequence[MapLayer]) -> None:
    legend.setAutoUpdateModel(False)
    legend.setLinkedMap(main)
    # The legend takes the map's styles over only when it is first drawn, and its size is needed before.
    legend.model().setLayerStyleOverrides(main.layerStyleOverrides())
    root = legend.model().rootGroup()
    root.clear()
    for entry in layers:
        if entry.legend is None:
            continue
        node = root.addLayer(entry.layer)
        node.setCustomProperty("legend/title-label", entry.legend)
        if entry.classes:
            QgsLegendRenderer.setNodeLegendStyle(node, QgsLegendStyle.Style.Hidden)
        if entry.nodes is not None:
            QgsMapLayerLegendUtils.setLegendNodeOrder(node, list(range(entry.nodes)))
            legend.model().refreshLayerLegend(node)
    legend.setLegendFilterByMapEnabled(True)


def fit_legend(layout: QgsPrintLayout) -> None:
    """Let the legend of the current sheet fill its box: as many columns as it takes, then smaller letters and symbols.

    The template's columns and letters are kept as custom properties, so that each sheet starts from them.
    """
    legend = next((item for item in layout.items() if isinstance(item, QgsLayoutItemLegend)), None)
    if legend is None or legend.linkedMap() is None:
        return
    part = QgsLegendStyle.Style.SymbolLabel
    if legend.customProperty("redline/size") is None:
        legend.setCustomProperty("redline/size", legend.style(part).textFormat().size())
        legend.setCustomProperty("redline/symbol", legend.symbolHeight())
    start = float(legend.customProperty("redline/size"))
    symbol = float(legend.customProperty("redline/symbol"))
    labels = visible_labels(legend)
    box = legend.sizeWithUnits()
    form = legend.style(part).textFormat()
    form.setSize(start)
    measure = Measure(form)
    widest = max((measure.width(text) for text in labels), default=0.0)
    size = start
    while True:
        share = size / start
        column = legend.symbolWidth() + 1.5 + widest * share + legend.columnSpace()
        row = max(symbol, 0.75 * measure.line_height) * share + 0.55
        columns = max(int((box.width() - 2) / column), 1)
        if -(-len(labels) // columns) * row <= box.height() - 1.5 or size <= 4:
            break
        size -= 0.5
    _set_legend(legend, max(min(columns, len(labels)), 1), size, symbol * size / start)


def visible_labels(legend: QgsLayoutItemLegend) -> list[str]:
    """The labels of what is on the legend's map."""
    main = legend.linkedMap()
    frame = main.sizeWithUnits()
    dpi = 96.0
    size = QSizeF(frame.width() * dpi / 25.4, frame.height() * dpi / 25.4)
    test = QgsMapHitTest(main.mapSettings(main.extent(), size, dpi, True))
    test.run()
    results = test.results()
    labels = []
    role = int(QgsLayerTreeModelLegendNode.CustomRole.RuleKey)
    for node in legend.model().rootGroup().findLayers():
        keys = results.get(node.layerId(), ())
        for entry in legend.model().layerOriginalLegendNodes(node):
            if entry.data(role) in keys:
                single = entry.isEmbeddedInParent()
                text = node.customProperty("legend/title-label") if single else entry.data(Qt.ItemDataRole.DisplayRole)
                labels.append(str(text or ""))
    return labels


def _set_legend(legend: QgsLayoutItemLegend, columns: int, size: float, symbol: float) -> None:
    legend.setColumnCount(columns)
    legend.setSymbolHeight(symbol)
    for part in (QgsLegendStyle.Style.SymbolLabel, QgsLegendStyle.Style.Subgroup, QgsLegendStyle.Style.Group):
        style = legend.style(part)
        form = style.textFormat()
        form.setSize(size)
        style.setTextFormat(form)
        legend.setStyle(part, style)


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
        entry = QgsLayoutTableColumn(headings.wrapped(heading_of(column), width))
        entry.setAttribute(f'"{column.key}"')
        entry.setWidth(width)
        entry.setHAlignment(Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft)
        entry.setVAlignment(Qt.AlignmentFlag.AlignVCenter)
        entries.append(entry)
    table.setColumns(entries)
    cells = (measure.lines(body, columns, widths) for _, body in plan.tables)
    _add_frames(items.layout, table, max(cells, default=0))


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


def _pieces(text: str) -> Iterator[str]:
    """What a line break may not part: a Latin word or number with its blank, or one character with its punctuation."""
    piece = ""
    for sign, following in zip(text, text[1:] + "\0", strict=True):
        piece += sign
        narrow = ord(sign) < 0x2E80 and not sign.isspace() and ord(following) < 0x2E80 and following != "\0"
        if not narrow and following not in "，。；：、）》”’,.;:)!?！？ ":
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


def _fit_titles(items: Items, coverage: QgsVectorLayer, names: Sequence[str] = ("title", "subtitle")) -> None:
    """Make the type of titles smaller, down to 60 %, until the longest of them stands on one line."""
    for name in names:
        item = items.get(name, QgsLayoutItemLabel)
        field = coverage.fields().indexOf(name)
        if item is None or field < 0:
            continue
        form = item.textFormat()
        measure = Measure(form)
        longest = max((measure.width(str(f.attribute(field) or "")) for f in coverage.getFeatures()), default=0.0)
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
