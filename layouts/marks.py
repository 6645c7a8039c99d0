"""How the marks of map sheets look: what is against a red line, key maps, cameras, planned use, phases."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import (
    Qgis,
    QgsExpression,
    QgsFillSymbol,
    QgsGeometryGeneratorSymbolLayer,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMarkerLineSymbolLayer,
    QgsMarkerSymbol,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

from .records import THIS_SHEET
from .symbols import (
    INK,
    NAME_SIZE,
    Look,
    label,
    labels_of_this_sheet,
    lead,
    not_an_obstacle,
    rules,
    sheet_text,
    stand_at_xy,
)

__all__ = [
    "arrow_look",
    "blind_look",
    "camera_look",
    "key_look",
    "marked_look",
    "mast_look",
    "phases_look",
    "public_look",
    "seen_look",
    "this_sheet_look",
]


def this_sheet_look(color: str, title: str, label_field: str = "") -> Look:
    """Filled areas that belong to the sheet being printed; labels from ``label_field`` stand at fields x and y."""

    def paint(layer: QgsVectorLayer) -> None:
        symbol = QgsFillSymbol.createSimple({"color": color, "outline_color": "170,0,0", "outline_width": "0.3"})
        layer.setRenderer(rules((symbol, THIS_SHEET, title)))
        if label_field:
            form = sheet_text(NAME_SIZE, QColor(120, 0, 0), 0.6)
            settings = label(f'"{label_field}"', form, Qgis.LabelPlacement.Horizontal, 9)
            stand_at_xy(settings)
            lead(settings)
            layer.setLabeling(labels_of_this_sheet(not_an_obstacle(settings)))
            layer.setLabelsEnabled(True)

    return Look(paint)


def marked_look(inside: str, outside: str, label_field: str) -> Look:
    """What is against a red line: inside of one in signal colour, outside of a boundary hatched (field ``kind``).

    So small a piece that nobody would see it gets a ring around it.
    """

    def paint(layer: QgsVectorLayer) -> None:
        solid = QgsFillSymbol.createSimple(
            {"color": "255,40,20", "outline_color": "255,40,20", "outline_width": "0.5", "joinstyle": "round"}
        )
        ring = QgsGeometryGeneratorSymbolLayer.create(
            {
                "SymbolType": "Marker",
                # 6 mm on paper; larger pieces need no ring.
                "geometryModifier": "if(bounds_width(@geometry) + bounds_height(@geometry) < 0.006 * @map_scale, "
                "centroid(@geometry), NULL)",
            }
        )
        ring.setSubSymbol(
            QgsMarkerSymbol.createSimple(
                {
                    "name": "circle",
                    "size": "7",
                    "color": "0,0,0,0",
                    "outline_color": "255,40,20",
                    "outline_width": "0.5",
                }
            )
        )
        solid.appendSymbolLayer(ring)
        hatched = QgsFillSymbol()
        hatched.deleteSymbolLayer(0)
        pattern = QgsLinePatternFillSymbolLayer()
        pattern.setLineAngle(135)
        pattern.setDistance(1.6)
        pattern.setSubSymbol(QgsLineSymbol.createSimple({"line_color": "255,40,20", "line_width": "0.25"}))
        hatched.appendSymbolLayer(pattern)
        layer.setRenderer(
            rules(
                (solid, f"{THIS_SHEET} AND \"kind\" = 'inside'", inside),
                (hatched, f"{THIS_SHEET} AND \"kind\" = 'outside'", outside),
            )
        )
        settings = label(
            f'"{label_field}"', sheet_text(8, QColor(200, 0, 0), 0.8), Qgis.LabelPlacement.OutsidePolygons, 10
        )
        settings.dist = 4
        settings.distUnits = Qgis.RenderUnit.Millimeters
        layer.setLabeling(labels_of_this_sheet(not_an_obstacle(settings)))
        layer.setLabelsEnabled(True)

    return Look(paint)


def key_look() -> Look:
    """Where the sheet lies, on the key map: a red disc on each part and the outline where it can be seen."""

    def paint(layer: QgsVectorLayer) -> None:
        symbol = QgsFillSymbol.createSimple(
            {"color": "255,40,20", "outline_color": "255,40,20", "outline_width": "0.4"}
        )
        disc = QgsGeometryGeneratorSymbolLayer.create(
            {
                "SymbolType": "Marker",
                "geometryModifier": "collect_geometries(array_foreach(generate_series(1, num_geometries(@geometry)), "
                "centroid(geometry_n(@geometry, @element))))",
            }
        )
        disc.setSubSymbol(
            QgsMarkerSymbol.createSimple(
                {
                    "name": "circle",
                    "size": "4",
                    "color": "0,0,0,0",
                    "outline_color": "255,40,20",
                    "outline_width": "0.5",
                }
            )
        )
        symbol.appendSymbolLayer(disc)
        layer.setRenderer(rules((symbol, THIS_SHEET, "")))

    return Look(paint)


def arrow_look(title: str, label_field: str) -> Look:
    """Where pictures of the sheet were taken, and which way they look: an arrow from each place, with its number."""

    def paint(layer: QgsVectorLayer) -> None:
        color = "0,70,190"
        symbol = QgsLineSymbol.createSimple({"line_color": color, "line_width": "0.5"})
        places = Qgis.MarkerLinePlacement
        for place, shape, size in ((places.FirstVertex, "circle", "2"), (places.LastVertex, "filled_arrowhead", "3.2")):
            markers = QgsMarkerLineSymbolLayer(True)
            markers.setPlacements(Qgis.MarkerLinePlacements(place))
            marker = {"name": shape, "size": size, "color": color, "outline_color": color}
            markers.setSubSymbol(QgsMarkerSymbol.createSimple(marker))
            symbol.appendSymbolLayer(markers)
        layer.setRenderer(rules((symbol, THIS_SHEET, title)))
        settings = label(f'"{label_field}"', sheet_text(8, QColor(0, 50, 150), 0.7), Qgis.LabelPlacement.AroundPoint, 9)
        settings.geometryGeneratorEnabled = True
        settings.geometryGenerator = "start_point(geometry_n(@geometry, 1))"
        settings.geometryGeneratorType = Qgis.GeometryType.Point
        settings.dist = 1.4
        settings.distUnits = Qgis.RenderUnit.Millimeters
        layer.setLabeling(labels_of_this_sheet(not_an_obstacle(settings)))
        layer.setLabelsEnabled(True)

    return Look(paint)


MAST = 'coalesce(make_point("x", "y"), centroid(@geometry))'
"""Where a camera stands; the middle of what it covers where that is not known."""


def camera_look(name_field: str) -> Look:
    """What cameras cover as thin blue outlines, with the mast at ``x``, ``y`` and its name."""

    def paint(layer: QgsVectorLayer) -> None:
        symbol = QgsFillSymbol.createSimple(
            {"style": "no", "outline_color": "0,70,190", "outline_width": "0.25", "outline_style": "dash"}
        )
        mast = QgsGeometryGeneratorSymbolLayer.create({"SymbolType": "Marker", "geometryModifier": MAST})
        mast.setSubSymbol(
            QgsMarkerSymbol.createSimple(
                {
                    "name": "triangle",
                    "size": "2.6",
                    "color": "0,70,190",
                    "outline_color": "255,255,255",
                    "outline_width": "0.2",
                }
            )
        )
        symbol.appendSymbolLayer(mast)
        layer.setRenderer(QgsSingleSymbolRenderer(symbol))
        settings = label(
            f'"{name_field}"', sheet_text(6.5, QColor(0, 50, 150), 0.5), Qgis.LabelPlacement.AroundPoint, 6
        )
        settings.geometryGeneratorEnabled = True
        settings.geometryGenerator = MAST
        settings.geometryGeneratorType = Qgis.GeometryType.Point
        settings.dist = 1.8
        settings.distUnits = Qgis.RenderUnit.Millimeters
        layer.setLabeling(QgsVectorLayerSimpleLabeling(not_an_obstacle(settings)))
        layer.setLabelsEnabled(True)

    return Look(paint)


def public_look(title: str, label_field: str) -> Look:
    """Public-benefit land of the sheet: hatched in green, with its use."""

    def paint(layer: QgsVectorLayer) -> None:
        symbol = QgsFillSymbol.createSimple({"style": "no", "outline_color": "0,110,60", "outline_width": "0.45"})
        pattern = QgsLinePatternFillSymbolLayer()
        pattern.setLineAngle(45)
        pattern.setDistance(2)
        pattern.setSubSymbol(QgsLineSymbol.createSimple({"line_color": "0,110,60", "line_width": "0.15"}))
        symbol.insertSymbolLayer(0, pattern)
        layer.setRenderer(rules((symbol, THIS_SHEET, title)))
        settings = label(f'"{label_field}"', sheet_text(6.5, INK, 0.5), Qgis.LabelPlacement.Horizontal, 7)
        # Names of roads would stand across the lines of their neighbours; the legend and the table have them.
        settings.fitInPolygonOnly = True
        layer.setLabeling(labels_of_this_sheet(not_an_obstacle(settings)))
        layer.setLabelsEnabled(True)

    return Look(paint)


def phases_look(colors: Mapping[str, QColor], title: str, without: str, label_field: str) -> Look:
    """Land of the sheet by year: field ``year``; ``title`` holds {year}."""

    def paint(layer: QgsVectorLayer) -> None:
        def symbol(color: str) -> QgsFillSymbol:
            return QgsFillSymbol.createSimple({"color": color, "outline_color": "60,60,60", "outline_width": "0.2"})

        parts = [
            (
                symbol(color.name()),
                f'{THIS_SHEET} AND "year" = {QgsExpression.quotedValue(year)}',
                title.format(year=year),
            )
            for year, color in colors.items()
        ]
        parts.append((symbol("#ffffff"), f"{THIS_SHEET} AND \"year\" = ''", without))
        layer.setRenderer(rules(*parts))
        settings = label(f'"{label_field}"', sheet_text(6.5, INK, 0.5), Qgis.LabelPlacement.Horizontal, 7)
        # Names of roads would stand across the lines of their neighbours; the legend and the table have them.
        settings.fitInPolygonOnly = True
        layer.setLabeling(labels_of_this_sheet(not_an_obstacle(settings)))
        layer.setLabelsEnabled(True)

    return Look(paint)


def seen_look() -> Look:
    """What cameras cover: a pale blue area with a fine line for each."""

    def paint(layer: QgsVectorLayer) -> None:
        symbol = QgsFillSymbol.createSimple(
            {"color": "90,160,255,45", "outline_color": "0,70,190", "outline_width": "0.12"}
        )
        layer.setRenderer(QgsSingleSymbolRenderer(symbol))

    return Look(paint)


def blind_look() -> Look:
    """Blind spots in signal colour."""

    def paint(layer: QgsVectorLayer) -> None:
        symbol = QgsFillSymbol.createSimple(
            {"color": "255,120,90", "outline_color": "200,40,20", "outline_width": "0.1"}
        )
        layer.setRenderer(QgsSingleSymbolRenderer(symbol))

    return Look(paint)


def mast_look() -> Look:
    """Cameras as small triangles."""

    def paint(layer: QgsVectorLayer) -> None:
        symbol = QgsMarkerSymbol.createSimple(
            {
                "name": "triangle",
                "size": "2.2",
                "color": "0,50,150",
                "outline_color": "255,255,255",
                "outline_width": "0.2",
            }
        )
        layer.setRenderer(QgsSingleSymbolRenderer(symbol))

    return Look(paint)
