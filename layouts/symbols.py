"""How layers look on map sheets. A style is laid over the layer on the sheet only; the layer keeps its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsFillSymbol,
    QgsGeometryGeneratorSymbolLayer,
    QgsLabelObstacleSettings,
    QgsLabelPlacementSettings,
    QgsLineSymbol,
    QgsMapLayerStyle,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsProperty,
    QgsRendererCategory,
    QgsRuleBasedLabeling,
    QgsRuleBasedRenderer,
    QgsSimpleLineCallout,
    QgsSingleSymbolRenderer,
    QgsSymbolLayer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor, QFont

from ..core.landuse.classes import Scheme
from ..core.resources import resource_table
from ..layers.looks.styles import class_renderer
from ..layers.looks.symbols import area_symbol, boundary_symbol, hatch_symbol
from .fonts import BODY, own_family, sheet_family
from .records import THIS_SHEET
from .typesetting import Measure

__all__ = [
    "Look",
    "boundary_look",
    "class_colors",
    "coverage_look",
    "fraction_size",
    "landuse_look",
    "name_size",
    "pieces_look",
    "plain_look",
    "points_look",
    "scheme_look",
    "sides_look",
    "style_xml",
    "wear",
]

PARCEL_RED = QColor(220, 0, 0)
INK = QColor(51, 51, 51)


@dataclass(frozen=True)
class Look:
    """A style for one layer: puts renderer and labels on a layer given to it."""

    paint: Callable[[QgsVectorLayer], None]


def style_xml(layer: QgsVectorLayer, look: Look) -> str:
    """``look`` as a style for ``layer``, made on an empty twin, so that the layer itself is not touched."""
    kinds = {
        Qgis.GeometryType.Point: "MultiPoint",
        Qgis.GeometryType.Line: "MultiLineString",
        Qgis.GeometryType.Polygon: "MultiPolygon",
    }
    twin = QgsVectorLayer(kinds.get(layer.geometryType(), "None"), layer.name(), "memory")
    twin.setCrs(layer.crs())
    twin.dataProvider().addAttributes(layer.fields().toList())
    twin.updateFields()
    look.paint(twin)
    style = QgsMapLayerStyle()
    style.readFromLayer(twin)
    return style.xmlData()


def wear(layer: QgsVectorLayer, look: Look) -> None:
    """Gives the layer itself the look, as ``style_xml`` would lay it over the layer."""
    QgsMapLayerStyle(style_xml(layer, look)).writeToLayer(layer)


def sheet_text(size: float, color: QColor = INK, halo: float = 0.0) -> QgsTextFormat:
    """A text format in the sheet's typeface, ``size`` in points, with a white halo of ``halo`` mm."""
    result = QgsTextFormat()
    result.setFont(QFont(sheet_family((*own_family(), *BODY))))
    result.setSize(size)
    result.setSizeUnit(Qgis.RenderUnit.Points)
    result.setColor(color)
    if halo:
        buffer = QgsTextBufferSettings()
        buffer.setEnabled(True)
        buffer.setSize(halo)
        buffer.setSizeUnit(Qgis.RenderUnit.Millimeters)
        buffer.setColor(QColor(255, 255, 255))
        result.setBuffer(buffer)
    return result


def rules(*parts: tuple[object, str, str]) -> QgsRuleBasedRenderer:
    """A renderer of rules (symbol, filter expression, label)."""
    root = QgsRuleBasedRenderer.Rule(None)
    for symbol, condition, label in parts:
        root.appendChild(QgsRuleBasedRenderer.Rule(symbol, filterExp=condition, label=label))
    return QgsRuleBasedRenderer(root)


def labels_of_this_sheet(settings: QgsPalLayerSettings, condition: str = THIS_SHEET) -> QgsRuleBasedLabeling:
    root = QgsRuleBasedLabeling.Rule(None)
    rule = QgsRuleBasedLabeling.Rule(settings)
    rule.setFilterExpression(condition)
    root.appendChild(rule)
    return QgsRuleBasedLabeling(root)


def label(
    expression: str, form: QgsTextFormat, placement: Qgis.LabelPlacement, priority: int = 5
) -> QgsPalLayerSettings:
    result = QgsPalLayerSettings()
    result.fieldName = expression
    result.isExpression = True
    result.setFormat(form)
    result.placement = placement
    result.priority = priority
    return result


def not_an_obstacle(settings: QgsPalLayerSettings) -> QgsPalLayerSettings:
    obstacle = QgsLabelObstacleSettings()
    obstacle.setIsObstacle(False)
    settings.setObstacleSettings(obstacle)
    return settings


def never_dropped() -> QgsLabelPlacementSettings:
    """A label that stands where it must, over another one if there is no other way."""
    result = QgsLabelPlacementSettings()
    result.setAllowDegradedPlacement(True)
    result.setOverlapHandling(Qgis.LabelOverlapHandling.AllowOverlapIfRequired)
    return result


def coverage_look(this: str, others: str = "", *, width: float = 0.45, veil: int = 0) -> Look:
    """The sheet's own polygon as a red line; those of other sheets as a thin dashed one, where ``others`` names them.

    veil : how much (0 to 255) of what lies around the sheet's own area is veiled in white.
    """

    def paint(layer: QgsVectorLayer) -> None:
        own = QgsFillSymbol.createSimple(
            {"style": "no", "outline_color": "220,0,0", "outline_width": str(width), "joinstyle": "miter"}
        )
        if veil:
            around = QgsGeometryGeneratorSymbolLayer.create(
                {"SymbolType": "Fill", "geometryModifier": "difference(buffer(@map_extent, 1), @geometry)"}
            )
            around.setSubSymbol(QgsFillSymbol.createSimple({"color": f"255,255,255,{veil}", "outline_style": "no"}))
            own.insertSymbolLayer(0, around)
        parts = [(own, THIS_SHEET, this)]
        if others:
            other = QgsFillSymbol.createSimple(
                {"style": "no", "outline_color": "220,0,0", "outline_width": "0.15", "outline_style": "dash"}
            )
            parts.append((other, f"NOT ({THIS_SHEET})", others))
        layer.setRenderer(rules(*parts))
        # Labels keep off the line.
        settings = label("''", sheet_text(6), Qgis.LabelPlacement.Horizontal)
        obstacle = QgsLabelObstacleSettings()
        obstacle.setIsObstacle(True)
        obstacle.setType(QgsLabelObstacleSettings.ObstacleType.PolygonBoundary)
        obstacle.setFactor(0.6)
        settings.setObstacleSettings(obstacle)
        layer.setLabeling(labels_of_this_sheet(settings))
        layer.setLabelsEnabled(True)

    return Look(paint)


def points_look(title: str) -> Look:
    """Boundary points: a small red ring, the number outside the parcel."""

    def paint(layer: QgsVectorLayer) -> None:
        symbol = QgsMarkerSymbol.createSimple(
            {
                "name": "circle",
                "size": "1.1",
                "color": "255,255,255",
                "outline_color": "220,0,0",
                "outline_width": "0.2",
            }
        )
        symbol.symbolLayer(0).setDataDefinedProperty(
            QgsSymbolLayer.Property.PropertySize, QgsProperty.fromField("size")
        )
        layer.setRenderer(rules((symbol, THIS_SHEET, title)))
        settings = label(
            '"number"', sheet_text(6.5, PARCEL_RED, 0.4), Qgis.LabelPlacement.OrderedPositionsAroundPoint, 8
        )
        settings.offsetType = Qgis.LabelOffsetType.FromSymbolBounds
        settings.dist = 0.25
        settings.distUnits = Qgis.RenderUnit.Millimeters
        properties = settings.dataDefinedProperties()
        kinds = QgsPalLayerSettings.Property
        properties.setProperty(kinds.PredefinedPositionOrder, QgsProperty.fromField("spots"))
        properties.setProperty(kinds.Priority, QgsProperty.fromField("rank"))
        properties.setProperty(kinds.Size, QgsProperty.fromField("type"))
        settings.setDataDefinedProperties(properties)
        layer.setLabeling(labels_of_this_sheet(settings))
        layer.setLabelsEnabled(True)

    return Look(paint)


def sides_look() -> Look:
    """Side lengths along the inner side of the line (field ``place``); the line itself belongs to the parcel."""

    def paint(layer: QgsVectorLayer) -> None:
        layer.setRenderer(rules((QgsLineSymbol.createSimple({"line_style": "no"}), THIS_SHEET, "")))
        settings = label('"length"', sheet_text(6, INK, 0.4), Qgis.LabelPlacement.Line, 6)
        lines = settings.lineSettings()
        lines.setPlacementFlags(Qgis.LabelLinePlacementFlags(Qgis.LabelLinePlacementFlag.BelowLine))
        settings.setLineSettings(lines)
        settings.dist = 0.6
        settings.distUnits = Qgis.RenderUnit.Millimeters
        properties = settings.dataDefinedProperties()
        properties.setProperty(QgsPalLayerSettings.Property.LinePlacementOptions, QgsProperty.fromField("place"))
        settings.setDataDefinedProperties(properties)
        layer.setLabeling(labels_of_this_sheet(not_an_obstacle(settings)))
        layer.setLabelsEnabled(True)

    return Look(paint)


def fraction() -> str:
    """An expression for class code over area with a bar between."""
    return (
        '\'<div align="center">\' || "above" || \'<br>'
        '<span style="text-decoration: overline">\' || "below" || \'</span></div>\''
    )


FRACTION_SIZE = 6.5
"""Of the letters of a fraction, in points."""


NAME_SIZE = 7.0
"""Of the letters of a parcel's name, in points."""


def fraction_size(words: str) -> tuple[float, float]:
    """Width and height in mm of one line of a fraction."""
    measure = Measure(sheet_text(FRACTION_SIZE))
    return measure.width(words), measure.line_height


def name_size(words: str) -> tuple[float, float]:
    """Width and height in mm of a parcel's name."""
    measure = Measure(sheet_text(NAME_SIZE))
    return measure.width(words), measure.line_height


def lead(settings: QgsPalLayerSettings) -> None:
    """Draw a thin line from a label that stands apart to what it belongs to."""
    callout = QgsSimpleLineCallout()
    callout.setEnabled(True)
    callout.setMinimumLength(1.5)
    callout.lineSymbol().setColor(INK)
    callout.lineSymbol().setWidth(0.12)
    settings.setCallout(callout)


def stand_at_xy(settings: QgsPalLayerSettings) -> None:
    """Put labels with their middle at fields ``x`` and ``y``, whatever else stands there."""
    settings.setPlacementSettings(never_dropped())
    properties = settings.dataDefinedProperties()
    kinds = QgsPalLayerSettings.Property
    properties.setProperty(kinds.PositionX, QgsProperty.fromField("x"))
    properties.setProperty(kinds.PositionY, QgsProperty.fromField("y"))
    properties.setProperty(kinds.Hali, QgsProperty.fromValue("Center"))
    properties.setProperty(kinds.Vali, QgsProperty.fromValue("Half"))
    settings.setDataDefinedProperties(properties)


def pieces_look(title: str) -> Look:
    """Land use inside the parcel: a thin line, and class code over area, with a leader where it is narrow.

    Where fields ``x`` and ``y`` are given the fraction stands there, whatever else stands there.
    """

    def fractions(placed: bool) -> QgsPalLayerSettings:
        form = sheet_text(FRACTION_SIZE, INK, 0.4)
        form.setAllowHtmlFormatting(True)
        settings = label(fraction(), form, Qgis.LabelPlacement.Horizontal, 9)
        settings.multilineAlign = Qgis.LabelMultiLineAlignment.Center
        sides = Qgis.LabelPolygonPlacementFlag
        flags = Qgis.LabelPolygonPlacementFlags(sides.AllowPlacementInsideOfPolygon)
        settings.setPolygonPlacementFlags(flags | sides.AllowPlacementOutsideOfPolygon)
        lead(settings)
        placement = QgsLabelPlacementSettings()
        placement.setAllowDegradedPlacement(True)
        settings.setPlacementSettings(placement)
        if placed:
            stand_at_xy(settings)
        return not_an_obstacle(settings)

    def paint(layer: QgsVectorLayer) -> None:
        symbol = QgsFillSymbol.createSimple({"style": "no", "outline_color": "77,77,77", "outline_width": "0.12"})
        layer.setRenderer(rules((symbol, THIS_SHEET, title)))
        root = QgsRuleBasedLabeling.Rule(None)
        for placed, condition in ((False, '"x" IS NULL'), (True, '"x" IS NOT NULL')):
            rule = QgsRuleBasedLabeling.Rule(fractions(placed))
            rule.setFilterExpression(f"{THIS_SHEET} AND {condition}")
            root.appendChild(rule)
        layer.setLabeling(QgsRuleBasedLabeling(root))
        layer.setLabelsEnabled(True)

    return Look(paint)


def class_colors(scheme: str = "sandiao") -> dict[str, tuple[QColor, str]]:
    """Colour and Chinese name of each class of ``sandiao`` or ``ydyh``, by code."""
    return {
        row["code"]: (QColor(int(row["R"]), int(row["G"]), int(row["B"])), row["name_zh"])
        for row in resource_table(f"codes/colors_{scheme}.csv")
        if row["R"]
    }


def paler(color: QColor, share: float) -> QColor:
    """``color`` mixed with white: opaque, so that a PDF needs no transparency."""
    return QColor(*(round(part + (255 - part) * share) for part in (color.red(), color.green(), color.blue())))


def landuse_look(
    code_field: str,
    names: dict[str, str],
    colors: dict[str, QColor],
    *,
    pale: float = 0.55,
    labelled: bool = True,
    outside_of: QgsCoordinateReferenceSystem | None = None,
) -> Look:
    """Land-use patches in the colours of their classes, with the class code as label.

    ``names`` and ``colors`` by code; ``outside_of``: the coverage's CRS when codes are not to be repeated inside
    the sheet's own polygon.
    """

    def paint(layer: QgsVectorLayer) -> None:
        categories = []
        for code, name in names.items():
            color = paler(colors.get(code, QColor(255, 255, 255)), pale)
            symbol = QgsFillSymbol.createSimple(
                {"color": color.name(), "outline_color": "110,110,110", "outline_width": "0.1", "joinstyle": "round"}
            )
            # Far out the lines would cover the colours.
            symbol.symbolLayer(0).setDataDefinedProperty(
                QgsSymbolLayer.Property.PropertyStrokeStyle,
                QgsProperty.fromExpression("if(@map_scale > 15000, 'no', 'solid')"),
            )
            categories.append(QgsRendererCategory(code, symbol, f"{code} {name}".strip()))
        layer.setRenderer(QgsCategorizedSymbolRenderer(code_field, categories))
        if not labelled:
            return
        settings = label(f'"{code_field}"', sheet_text(5.5, QColor(90, 90, 90)), Qgis.LabelPlacement.Horizontal, 1)
        settings.fitInPolygonOnly = True
        settings.scaleVisibility = True
        settings.minimumScale = 15_000
        if outside_of is not None and outside_of == layer.crs():
            settings.geometryGeneratorEnabled = True
            settings.geometryGenerator = "difference($geometry, geometry(@atlas_feature))"
            settings.geometryGeneratorType = Qgis.GeometryType.Polygon
        layer.setLabeling(QgsVectorLayerSimpleLabeling(not_an_obstacle(settings)))
        layer.setLabelsEnabled(True)

    return Look(paint)


def scheme_look(field: str, scheme: Scheme, codes: Sequence[str], language: str) -> Look:
    """Land use (survey or planned) in the official colours and patterns of its scheme."""

    def paint(layer: QgsVectorLayer) -> None:
        layer.setRenderer(class_renderer(field, scheme, codes, language))

    return Look(paint)


AROUND_THE_MAP = "contains(@geometry, transform(@map_extent, @map_crs, @layer_crs))"
"""An area whose boundary runs outside of the map: it is not on the sheet, so it must not be in the legend."""


def boundary_look(
    level: str,
    title: str,
    name_expression: str = "",
    size: float = 8,
    scales: tuple[float, float] | None = None,
    line_until: float = 0,
) -> Look:
    """Administrative areas: the line of ``county``, ``township`` or ``village``, and the name where one is given.

    scales : the largest and smallest scale denominators at which names stand; line_until : the largest denominator at
    which the line is drawn (0: at all). Only the first legend node, ``title``, is for the legend; the second keeps
    the name of an area that holds the whole map.
    """

    def paint(layer: QgsVectorLayer) -> None:
        unseen = QgsFillSymbol.createSimple({"style": "no", "outline_style": "no"})
        drawn = f"NOT {AROUND_THE_MAP}" + (f" AND @map_scale <= {line_until:g}" if line_until else "")
        layer.setRenderer(rules((boundary_symbol(level), drawn, title), (unseen, AROUND_THE_MAP, "")))
        if name_expression:
            settings = label(
                name_expression, sheet_text(size, QColor(40, 40, 110), 0.6), Qgis.LabelPlacement.Horizontal, 3
            )
            if scales is not None:
                settings.scaleVisibility = True
                settings.maximumScale, settings.minimumScale = scales
            layer.setLabeling(QgsVectorLayerSimpleLabeling(not_an_obstacle(settings)))
            layer.setLabelsEnabled(True)

    return Look(paint)


def plain_look(kind: str, title: str = "") -> Look:
    """Red lines: ``farmland``, ``ecological``, or any other as an open outline such as ``urban``."""

    def paint(layer: QgsVectorLayer) -> None:
        if kind == "farmland":
            # As on the screen: red is the parcel's own line.
            symbol = hatch_symbol("farmland_hatch", "farmland_outline")
        elif kind == "ecological":
            symbol = area_symbol("ecological_fill", "ecological_outline")
        else:
            symbol = area_symbol("", "urban_outline")
            layer.setRenderer(rules((symbol, f"NOT {AROUND_THE_MAP}", title)))
            return
        layer.setRenderer(QgsSingleSymbolRenderer(symbol))

    return Look(paint)
