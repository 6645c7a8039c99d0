"""Writes the page templates of the map sheets: resources/layouts/<sheet>_<paper>_<orientation>.qpt.

    python scripts/page_templates.py

The templates are ordinary QGIS layout templates. An office opens one in the layout designer, changes it and saves it
under the same name in its own folder; this script is only how the shipped ones came to be, so that all agree.
Items are found by their id (item properties > Item ID); texts between [% and %] are fields of the sheet's record.
"""

import os
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsFillSymbol,
    QgsLayoutFrame,
    QgsLayoutItemAttributeTable,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemMapGrid,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutItemShape,
    QgsLayoutMeasurement,
    QgsLayoutObject,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLayoutTable,
    QgsLayoutTableColumn,
    QgsLegendStyle,
    QgsLineSymbol,
    QgsPrintLayout,
    QgsProject,
    QgsProperty,
    QgsReadWriteContext,
    QgsTextFormat,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QFont

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "resources" / "layouts"
BODY = ["仿宋", "FangSong", "宋体", "SimSun", "Noto Serif CJK SC", "Noto Sans CJK SC", "WenQuanYi Micro Hei"]
HEAD = ["黑体", "SimHei", "微软雅黑", "Noto Sans CJK SC", "WenQuanYi Micro Hei"]
BLACK = QColor(0, 0, 0)
GREY = QColor(120, 120, 120)
RED = QColor(200, 0, 0)
PAPERS = {"A4": (297.0, 210.0), "A3": (420.0, 297.0)}


@dataclass(frozen=True)
class Box:
    """A rectangle in millimetres on a page counted from 0."""

    x: float
    y: float
    w: float
    h: float
    page: int = 0


def text_format(size: float, heading: bool = False, color: QColor = BLACK) -> QgsTextFormat:
    families = HEAD if heading else BODY
    result = QgsTextFormat()
    result.setFont(QFont(families[0]))
    result.setFamilies(families)
    result.setSize(size)
    result.setSizeUnit(Qgis.RenderUnit.Points)
    result.setColor(color)
    return result


def outline(width: float, color: str = "0,0,0", style: str = "solid", fill: str = "no") -> QgsFillSymbol:
    return QgsFillSymbol.createSimple(
        {
            "style": fill,
            "color": "255,255,255",
            "outline_color": color,
            "outline_width": str(width),
            "outline_style": style,
        }
    )


class Page:
    """One template under construction."""

    def __init__(self, width: float, height: float, factor: float) -> None:
        self.layout = QgsPrintLayout(QgsProject.instance())
        self.layout.initializeDefaults()
        self.width, self.height, self.factor = width, height, factor
        page = self.layout.pageCollection().page(0)
        page.setPageSize(QgsLayoutSize(width, height))

    def add_page(self) -> int:
        page = QgsLayoutItemPage(self.layout)
        page.setPageSize(QgsLayoutSize(self.width, self.height))
        self.layout.pageCollection().addPage(page)
        return self.layout.pageCollection().pageCount() - 1

    def place(self, item, box: Box, name: str):
        item.attemptResize(QgsLayoutSize(box.w, box.h))
        item.attemptMove(QgsLayoutPoint(box.x, box.y), True, False, box.page)
        item.setId(name)
        return item

    def label(
        self,
        name: str,
        text: str,
        box: Box,
        size: float = 8,
        align=Qt.AlignmentFlag.AlignLeft,
        valign=Qt.AlignmentFlag.AlignVCenter,
        heading: bool = False,
        color: QColor = BLACK,
        framed: bool = False,
    ) -> None:
        item = QgsLayoutItemLabel(self.layout)
        item.setTextFormat(text_format(size, heading, color))
        item.setText(text)
        item.setHAlign(align)
        item.setVAlign(valign)
        item.setMarginX(0.8 if framed else 0)
        item.setMarginY(0.5 if framed else 0)
        item.setFrameEnabled(framed)
        item.setFrameStrokeWidth(QgsLayoutMeasurement(0.15))
        self.layout.addLayoutItem(item)
        self.place(item, box, name)

    def rectangle(self, name: str, box: Box, width: float, color: str = "0,0,0", style: str = "solid") -> None:
        item = QgsLayoutItemShape(self.layout)
        item.setShapeType(QgsLayoutItemShape.Shape.Rectangle)
        item.setSymbol(outline(width, color, style))
        self.layout.addLayoutItem(item)
        self.place(item, box, name)

    def map(self, name: str, box: Box, grid: bool = True) -> QgsLayoutItemMap:
        item = QgsLayoutItemMap(self.layout)
        item.setFrameEnabled(True)
        item.setFrameStrokeWidth(QgsLayoutMeasurement(0.2))
        item.setBackgroundColor(QColor(255, 255, 255))
        self.layout.addLayoutItem(item)
        self.place(item, box, name)
        if grid:
            self.add_grid(item)
        return item

    def add_grid(self, item: QgsLayoutItemMap) -> None:
        grid = QgsLayoutItemMapGrid("grid", item)
        grid.setStyle(QgsLayoutItemMapGrid.GridStyle.Cross)
        grid.setCrossLength(3)
        grid.setLineSymbol(QgsLineSymbol.createSimple({"line_color": "90,90,90", "line_width": "0.1"}))
        grid.setFrameStyle(QgsLayoutItemMapGrid.FrameStyle.ExteriorTicks)
        grid.setFrameWidth(1.5)
        grid.setFramePenSize(0.12)
        grid.setAnnotationEnabled(True)
        grid.setAnnotationFormat(QgsLayoutItemMapGrid.AnnotationFormat.Decimal)
        grid.setAnnotationPrecision(0)
        grid.setAnnotationTextFormat(text_format(6))
        grid.setAnnotationFrameDistance(0.4)
        sides = QgsLayoutItemMapGrid.BorderSide
        for side in (sides.Left, sides.Right):
            grid.setAnnotationDirection(QgsLayoutItemMapGrid.AnnotationDirection.Vertical, side)
        for side in (sides.Top, sides.Bottom):
            grid.setAnnotationDirection(QgsLayoutItemMapGrid.AnnotationDirection.Horizontal, side)
        item.grids().addGrid(grid)

    def table(self, name: str, boxes: list[Box], size: float = 7.5, margin: float = 0.55, header: bool = True) -> None:
        table = QgsLayoutItemAttributeTable(self.layout)
        self.layout.addMultiFrame(table)
        table.setContentTextFormat(text_format(size))
        table.setHeaderTextFormat(text_format(size, heading=True))
        table.setHeaderHAlignment(QgsLayoutTable.HeaderHAlignment.HeaderCenter)
        modes = QgsLayoutTable.HeaderMode
        table.setHeaderMode(modes.AllFrames if header else modes.NoHeaders)
        table.setEmptyTableBehavior(QgsLayoutTable.EmptyTableMode.HideTable)
        table.setWrapBehavior(QgsLayoutTable.WrapBehavior.WrapText)
        table.setCellMargin(margin)
        table.setGridStrokeWidth(0.12)
        table.setBackgroundColor(QColor(255, 255, 255))
        table.setResizeMode(QgsLayoutItemAttributeTable.ResizeMode.UseExistingFrames)
        # One empty column holds the width open: frames shrink to their columns.
        column = QgsLayoutTableColumn("")
        column.setWidth(boxes[0].w - 2 * margin - 2 * 0.12)
        table.setColumns([column])
        for number, box in enumerate(boxes):
            frame = QgsLayoutFrame(self.layout, table)
            table.addFrame(frame, False)
            self.place(frame, box, name if number == 0 else f"{name}_{number + 1}")
            # QGIS hides a page on which any such frame is empty, so only the first column decides.
            first = all(other.page != box.page for other in boxes[:number])
            frame.setHidePageIfEmpty(box.page > 0 and first)
            frame.setHideBackgroundIfEmpty(True)

    def legend(self, name: str, box: Box, columns: int, size: float = 7) -> None:
        item = QgsLayoutItemLegend(self.layout)
        item.setAutoUpdateModel(False)
        item.setResizeToContents(False)
        item.setColumnCount(columns)
        item.setSplitLayer(True)
        item.setEqualColumnWidth(True)
        item.setBoxSpace(1)
        item.setColumnSpace(2)
        item.setSymbolWidth(5.5)
        item.setSymbolHeight(2.8)
        components = QgsLegendStyle.Style
        for component in (components.Title, components.Group, components.Subgroup, components.SymbolLabel):
            style = item.rstyle(component)
            style.setTextFormat(text_format(size))
            style.setMargin(0)
            item.setStyle(component, style)
        for component in (components.Symbol, components.SymbolLabel):
            item.rstyle(component).setMargin(0)
            item.rstyle(component).setMargin(QgsLegendStyle.Side.Top, 0.5)
        item.rstyle(components.SymbolLabel).setMargin(QgsLegendStyle.Side.Left, 1.2)
        item.setBackgroundEnabled(False)
        self.layout.addLayoutItem(item)
        self.place(item, box, name)

    def scale_bar(self, name: str, box: Box, map_item: QgsLayoutItemMap) -> None:
        item = QgsLayoutItemScaleBar(self.layout)
        item.setStyle("Single Box")
        item.setLinkedMap(map_item)
        item.setUnits(Qgis.DistanceUnit.Meters)
        item.setUnitLabel("m")
        item.setNumberOfSegments(4)
        item.setNumberOfSegmentsLeft(0)
        item.setUnitsPerSegment(50)
        item.setHeight(1.6)
        item.setBoxContentSpace(0.4)
        item.setLabelBarSpace(0.8)
        item.setTextFormat(text_format(6.5))
        item.setAlignment(Qgis.ScaleBarAlignment.Middle)
        self.layout.addLayoutItem(item)
        self.place(item, box, name)

    def picture(self, name: str, box: Box, field: str = "") -> None:
        """A picture; ``field`` of the sheet's record says which file."""
        item = QgsLayoutItemPicture(self.layout)
        if field:
            source = QgsLayoutObject.DataDefinedProperty.PictureSource
            item.dataDefinedProperties().setProperty(source, QgsProperty.fromField(field))
        item.setResizeMode(QgsLayoutItemPicture.ResizeMode.Zoom)
        self.layout.addLayoutItem(item)
        self.place(item, box, name)

    def save(self, name: str) -> None:
        self.layout.setName(name)
        if not self.layout.saveAsTemplate(str(TARGET / f"{name}.qpt"), QgsReadWriteContext()):
            sys.exit(f"{name}.qpt could not be written")
        slim(TARGET / f"{name}.qpt")


EMPTY_WHEN = {"data_defined_properties", "dataDefinedProperties", "dd_properties", "customproperties"}
OFF_WHEN = {"background": "shapeDraw", "shadow": "shadowDraw", "text-mask": "maskEnabled", "text-buffer": "bufferDraw"}


def slim(path: Path) -> None:
    """Drop what QGIS writes only to say that it is not used: two thirds of the file."""
    tree = ET.parse(path)  # noqa: S314 - our own file, written a moment ago
    for parent in list(tree.iter()):
        for child in list(parent):
            empty = child.tag in EMPTY_WHEN and not child.findall(".//Option[@name='properties']/Option")
            if empty and child.tag == "customproperties":
                empty = not child.findall("./Option/Option")
            off = child.tag in OFF_WHEN and child.get(OFF_WHEN[child.tag]) == "0"
            if empty or off:
                parent.remove(child)
    ET.indent(tree, " ")
    path.write_text(ET.tostring(tree.getroot(), encoding="unicode") + "\n", encoding="utf-8", newline="\n")


CENTER = Qt.AlignmentFlag.AlignHCenter
RIGHT = Qt.AlignmentFlag.AlignRight
TOP = Qt.AlignmentFlag.AlignTop
BOTTOM = Qt.AlignmentFlag.AlignBottom
PAGE_TEXT = (
    '[% replace(replace("page_text", \'{n}\', array_get(string_to_array("page_numbers"), @layout_page - 1)),'
    " '{m}', to_string(\"pages\")) %]"
)


def heading(page: Page, width: float, big: float) -> None:
    """Title, subtitle, marking, security marking: across the top of the first page."""
    left = 10
    page.label("title", '[% "title" %]', Box(left + 30, 5, width - 2 * left - 60, 9), big, CENTER, heading=True)
    page.label("subtitle", '[% "subtitle" %]', Box(left, 14.5, width - 2 * left, 5.5), big * 0.6, CENTER)
    page.label("marking", '[% "marking" %]', Box(left, 6, 30, 6), 11, heading=True, color=GREY)
    page.label("security", '[% "security" %]', Box(width - left - 30, 6, 30, 6), 11, RIGHT, heading=True, color=RED)


def map_block(page: Page, box: Box, legend_height: float, columns: int) -> float:
    """Outer frame, map, north arrow, legend strip, scale; the y below it."""
    edge = 6.0
    page.rectangle("neatline", box, 0.5)
    inner = Box(box.x + edge, box.y + edge, box.w - 2 * edge, box.h - 2 * edge)
    map_item = page.map("map", inner)
    page.picture("north", Box(inner.x + inner.w - 12, inner.y + 2, 10, 14))
    y = box.y + box.h + 1
    third = box.w / 3
    page.label("crs", '[% "crs_line" %]', Box(box.x, y, third + 21, 3.8), 6.5)
    page.label("height_datum", '[% "height_line" %]', Box(box.x, y + 3.8, third + 12, 3.8), 7)
    page.label("numeric_scale", '[% "scale_text" %]', Box(box.x + third, y, third, 3.8), 9, CENTER, heading=True)
    page.scale_bar("scalebar", Box(box.x + third + 2, y + 3.6, third - 4, 7), map_item)
    page.label("data_date", '[% "data_date" %]', Box(box.x + 2 * third, y, third, 3.8), 7, RIGHT)
    page.label("made_note", '[% "made_note" %]', Box(box.x + 2 * third, y + 3.8, third, 3.8), 7, RIGHT)
    y += 11.5
    legend = Box(box.x, y, box.w, legend_height)
    page.rectangle("legend_frame", legend, 0.15)
    page.label("legend_title", '[% "legend_title" %]', Box(box.x + 0.5, y, 9, legend_height), 8, CENTER, heading=True)
    page.legend("legend", Box(box.x + 10, y + 0.3, box.w - 10, legend_height - 0.6), columns)
    return y + legend_height


def signatures(page: Page, box: Box) -> None:
    """Maker, checker, approver side by side."""
    width = box.w / 3
    for number, who in enumerate(("maker", "checker", "approver")):
        page.label(who, f'[% "{who}" %]', Box(box.x + number * width, box.y, width, box.h), 8, framed=True)


def stamp(page: Page, box: Box) -> None:
    """The space for the seal, with the office and the day that it is set over."""
    page.rectangle("stamp_space", box, 0.15, "150,150,150", "dash")
    page.label("stamp", '[% "stamp_text" %]', Box(box.x + 1, box.y + 1, box.w - 2, 4), 7, valign=TOP, color=GREY)
    page.label("office", '[% "office" %]', Box(box.x + 2, box.y + box.h / 2 - 5, box.w - 4, 6), 9.5, CENTER)
    page.label("made_date", '[% "made_date" %]', Box(box.x + 2, box.y + box.h / 2 + 1.5, box.w - 4, 6), 9.5, CENTER)


def page_number(page: Page, number: int = 0) -> None:
    box = Box(page.width - 60, page.height - 6.5, 50, 4, number)
    page.label("page" if number == 0 else f"page_{number + 1}", PAGE_TEXT, box, 7.5, RIGHT)


def continuation(page: Page, name: str, caption: str, columns: int) -> list[Box]:
    """A further page with the title and ``columns`` columns of one table."""
    number = page.add_page()
    width = page.width - 20
    text = f'[% "title" || \'　\' || "{caption}" || "continued" %]'
    page.label(f"{name}_heading_{number + 1}", text, Box(10, 7, width, 7, number), 12, CENTER, heading=True)
    page.label(f"{name}_subheading_{number + 1}", '[% "subtitle" %]', Box(10, 14, width, 5, number), 9, CENTER)
    page_number(page, number)
    gap = 4
    each = (width - gap * (columns - 1)) / columns
    return [Box(10 + i * (each + gap), 22, each, page.height - 22 - 10, number) for i in range(columns)]


def parcel(page: Page, landscape: bool) -> None:
    """Parcel sheet: facts, areas by class, boundary points."""
    w, h, f = page.width, page.height, page.factor
    big = 16 * f**0.5
    heading(page, w, big)
    legend_height, sign_height = 12.5, 8.5
    if landscape:
        panel = 84 if f == 1 else 104
        block = Box(8, 22, w - panel - 19, h - 22 - 11.5 - legend_height - 9)
        map_block(page, block, legend_height, 6)
        x, y, bottom = w - panel - 8, 22.0, h - 8.5
        free = bottom - sign_height - y
        facts, area = free * 0.27, free * 0.19
        points = free * 0.32
        boxes = [
            Box(x, y, panel, facts),
            Box(x, y + facts + 5, panel, area - 6),
            Box(x, y + facts + area + 5, panel, points - 6),
        ]
        titles = [Box(x, box.y - 4.5, panel, 4.5) for box in boxes]
        top = y + facts + area + points + 0.5
        stamp(page, Box(x, top, panel, bottom - sign_height - top - 1))
        signatures(page, Box(x, bottom - sign_height, panel, sign_height))
    else:
        lower = 118 if f == 1 else 150
        block = Box(8, 22, w - 16, h - 22 - lower)
        y = map_block(page, block, legend_height, 6) + 2
        bottom = h - 8.5
        gap = 4
        half = (w - 16 - gap) / 2
        free = bottom - sign_height - 1 - y
        boxes = [
            Box(8, y, half, free * 0.64),
            Box(8 + half + gap, y + 4.5, half, free * 0.44 - 4.5),
            Box(8 + half + gap, y + free * 0.44 + 4.5, half, free * 0.56 - 5),
        ]
        titles = [Box(box.x, box.y - 4.5, half, 4.5) for box in boxes]
        top = y + free * 0.64 + 1.5
        stamp(page, Box(8, top, half, bottom - sign_height - 1.5 - top))
        signatures(page, Box(8, bottom - sign_height, w - 16, sign_height))
    page_number(page)
    page.label("area_title", '[% "area_title" %]', titles[1], 8.5, CENTER, heading=True)
    page.label("points_title", '[% "points_title" %]', titles[2], 8.5, CENTER, heading=True)
    more_facts = continuation(page, "facts", "subtitle", 1)
    more_area = continuation(page, "area", "area_title", 1 if not landscape else 2)
    more_points = continuation(
        page, "points", "points_title", (3 if landscape else 2) if f == 1 else (4 if landscape else 3)
    )
    page.table("facts_table", [boxes[0], *more_facts], header=False, size=7.5)
    page.table("area_table", [boxes[1], *more_area])
    page.table("points_table", [boxes[2], *more_points])


def sheet(page: Page, landscape: bool, keymap: bool, facts_share: float = 0.2) -> None:
    """A map with one large table and, for a batch, a key map: batch, land use, red lines, tracts, cameras."""
    w, h, f = page.width, page.height, page.factor
    heading(page, w, 16 * f**0.5)
    legend_height, sign_height = 22.0, 8.5
    if landscape:
        panel = 84 if f == 1 else 116
        block = Box(8, 22, w - panel - 19, h - 22 - 11.5 - legend_height - 9)
        map_block(page, block, legend_height, 6)
        x, y, bottom = w - panel - 8, 22.0, h - 8.5
        free = bottom - sign_height - y
        key_height = min(panel * 0.62, free * 0.32) if keymap else 0.0
        stamp_height = free * (0.2 if f == 1 else 0.16)
        facts = Box(x, y, panel, free * facts_share - 2)
        table = Box(x, y + free * facts_share + 3, panel, free * (1 - facts_share) - stamp_height - key_height - 9)
        key = Box(x, bottom - sign_height - stamp_height - key_height - 1, panel, key_height)
        stamp(page, Box(x, bottom - sign_height - stamp_height, panel, stamp_height - 1))
        signatures(page, Box(x, bottom - sign_height, panel, sign_height))
    else:
        lower = 128 if f == 1 else 165
        block = Box(8, 22, w - 16, h - 22 - lower)
        y = map_block(page, block, legend_height, 6) + 2
        bottom = h - 8.5
        gap = 4
        half = (w - 16 - gap) / 2
        free = bottom - sign_height - 1 - y
        facts_height = free * (0.35 if keymap else 0.56)
        facts = Box(8, y, half, facts_height)
        table = Box(8 + half + gap, y + 4.5, half, free - 5.5)
        stamp_height = free * (0.24 if keymap else 0.4)
        key = Box(8, y + facts_height + 1, half, free - facts_height - stamp_height - 3)
        stamp(page, Box(8, bottom - sign_height - 1 - stamp_height, half, stamp_height - 1))
        signatures(page, Box(8, bottom - sign_height, w - 16, sign_height))
    page_number(page)
    page.label("area_title", '[% "area_title" %]', Box(table.x, table.y - 4.5, table.w, 4.5), 8.5, CENTER, heading=True)
    if keymap:
        page.map("keymap", key, grid=False)
        page.label("keymap_title", '[% "keymap_title" %]', Box(key.x + 0.8, key.y + 0.5, key.w - 2, 4), 7)
    more_facts = continuation(page, "facts", "subtitle", 1)
    more = continuation(page, "area", "area_title", 2 if f == 1 or landscape else 1)
    page.table("facts_table", [facts, *more_facts], header=False, size=7.5)
    page.table("area_table", [table, *more], size=6.5 if f == 1 else 7.5, margin=0.35)


def batch(page: Page, landscape: bool) -> None:
    """Overview of a batch with its place in the county."""
    sheet(page, landscape, keymap=True)


def overview(page: Page, landscape: bool) -> None:
    """A map and a table."""
    sheet(page, landscape, keymap=False)


def village(page: Page, landscape: bool) -> None:
    """Village card: facts, areas by class with a bar, cameras."""
    w, h, f = page.width, page.height, page.factor
    heading(page, w, 15 * f**0.5)
    legend_height = 20.0
    sign_height = 8.5
    stamp_height = 17.0 * f
    if landscape:
        panel = 90 if f == 1 else 120
        block = Box(8, 22, w - panel - 19, h - 22 - 11.5 - legend_height - 9)
        map_block(page, block, legend_height, 6)
        x, y, bottom = w - panel - 8, 22.0, h - 8.5
        free = bottom - sign_height - stamp_height - 1 - y
        boxes = [
            Box(x, y + 7, panel, free * 0.27 - 1),
            Box(x, y + free * 0.27 + 11, panel, free * 0.53 - 12),
            Box(x, y + free * 0.8 + 4.5, panel, free * 0.2 - 5),
        ]
        # Above all tables, for those share their column out by what they hold.
        bar = Box(x, y, panel, 5.5)
        seal = Box(x, bottom - sign_height - stamp_height - 1, panel, stamp_height)
        foot = Box(x, bottom - sign_height, panel, sign_height)
    else:
        lower = 140 if f == 1 else 185
        block = Box(8, 22, w - 16, h - 22 - lower)
        y = map_block(page, block, legend_height, 6) + 2
        bottom = h - 8.5
        gap = 4
        half = (w - 16 - gap) / 2
        free = bottom - sign_height - 1 - y
        rest = free - stamp_height - 1
        boxes = [
            Box(8, y, half, rest * 0.58 - 2),
            Box(8 + half + gap, y + 11, half, free - 11),
            Box(8, y + rest * 0.58 + 4.5, half, rest * 0.42 - 4.5),
        ]
        seal = Box(8, bottom - sign_height - stamp_height - 1, half, stamp_height)
        foot = Box(8, bottom - sign_height, w - 16, sign_height)
        bar = Box(boxes[1].x, y + 5, half, 5.5)
    page_number(page)
    for name, box in (("area_title", boxes[1]), ("points_title", boxes[2])):
        page.label(
            name,
            f'[% "{name}" %]',
            Box(box.x, box.y - (4.5 if landscape or name == "points_title" else 11), box.w, 4.5),
            8.5,
            CENTER,
            heading=True,
        )
    page.picture("bar", bar)
    stamp(page, seal)
    signatures(page, foot)
    more = [
        continuation(page, name, caption, 2)
        for name, caption in (("facts", "subtitle"), ("area", "area_title"), ("points", "points_title"))
    ]
    page.table("facts_table", [boxes[0], *more[0]], header=False, size=7, margin=0.3)
    page.table("area_table", [boxes[1], *more[1]], size=6.5, margin=0.35)
    page.table("points_table", [boxes[2], *more[2]], size=6.5, margin=0.35)


def casework(page: Page, map_height: float, foot_height: float, left_share: float) -> Box:
    """A map with two columns of two tables each, signatures; the free box above them, beside the seal."""
    w, h, f = page.width, page.height, page.factor
    heading(page, w, 16 * f**0.5)
    legend_height, sign_height, gap = 12.5, 8.5, 4
    block = Box(8, 22, w - 16, map_height * f)
    y = map_block(page, block, legend_height, 6) + 2
    bottom = h - 8.5
    foot = Box(8, bottom - sign_height - 1 - foot_height, w - 16, foot_height)
    half, free = (w - 16 - gap) / 2, foot.y - 2 - y
    x = 8 + half + gap
    boxes = [
        Box(8, y, half, free * left_share),
        Box(x, y + 4.5, half, free * 0.55 - 4.5),
        Box(8, y + free * left_share + 4.5, half, free * (1 - left_share) - 4.5),
        Box(x, y + free * 0.55 + 4.5, half, free * 0.45 - 4.5),
    ]
    page_number(page)
    for name, box in (("area_title", boxes[1]), ("points_title", boxes[2]), ("redlines_title", boxes[3])):
        above = Box(box.x, box.y - 4.5, box.w, 4.5)
        page.label(name, f'[% "{name}" %]', above, 8.5, CENTER, heading=True)
    stamp(page, Box(8 + foot.w - 52, foot.y, 52, foot.h))
    signatures(page, Box(8, bottom - sign_height, w - 16, sign_height))
    captions = (
        ("facts", "subtitle"),
        ("area", "area_title"),
        ("points", "points_title"),
        ("redlines", "redlines_title"),
    )
    more = [continuation(page, name, caption, 1) for name, caption in captions]
    for name, box, own in zip(("facts", "area", "points", "redlines"), boxes, more, strict=True):
        page.table(f"{name}_table", [box, *own], header=name != "facts", size=7 if name == "facts" else 6.5, margin=0.4)
    return Box(foot.x, foot.y, foot.w - 54, foot.h)


def notice(page: Page, landscape: bool) -> None:
    """Verification notice: receivers that sign, what is asked, and a space for what is found."""
    foot = casework(page, 92, 44, 0.52)
    page.label("note", '[% "note" %]', Box(foot.x, foot.y, foot.w, 9), 8.5, valign=TOP)
    page.rectangle("finding_space", Box(foot.x, foot.y + 10, foot.w, foot.h - 10), 0.15)
    title = Box(foot.x + 1, foot.y + 10.5, foot.w - 2, 4)
    page.label("finding_title", '[% "finding_title" %]', title, 7.5, valign=TOP, color=GREY)


def case(page: Page, landscape: bool) -> None:
    """Case sheet: events, and three pictures."""
    foot = casework(page, 84, 42, 0.45)
    each = foot.w / 3
    for number in (1, 2, 3):
        x = foot.x + (number - 1) * each
        page.picture(f"photo_{number}", Box(x, foot.y, each - 2, foot.h - 8), f"photo_{number}")
        below = Box(x, foot.y + foot.h - 7.5, each - 2, 7.5)
        page.label(f"photo_text_{number}", f'[% "photo_text_{number}" %]', below, 6.5, CENTER, TOP)


KINDS = {"parcel": parcel, "batch": batch, "map": overview, "village": village, "notice": notice, "case": case}
UPRIGHT = ("notice", "case")
"""Papers that are read and filed upright only."""


def main() -> None:
    application = QgsApplication([], True)
    application.initQgis()
    TARGET.mkdir(parents=True, exist_ok=True)
    for kind, build in KINDS.items():
        for paper, (long, short) in PAPERS.items():
            for orientation in ("portrait",) if kind in UPRIGHT else ("landscape", "portrait"):
                landscape = orientation == "landscape"
                page = Page(long if landscape else short, short if landscape else long, long / 297)
                build(page, landscape)
                page.save(f"{kind}_{paper}_{orientation}")
    # Leaving through exitQgis would tear down layouts that Python still holds.
    os._exit(0)


if __name__ == "__main__":
    main()
