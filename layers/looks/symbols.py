"""Symbols from the tables of ``resources/styles``: each colour and line stands in one row of one table.

colours.csv holds the colours of red lines, cameras, parcels; lines.csv the boundaries with their dashes; patterns.csv
the hatches of classes; ``resources/codes/colors_*.csv`` the fill of each class. An office lays rows over the
first three with tables of the same names in its folder (``layers.roles.table.office_folder``).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsFillSymbol,
    QgsGeometryGeneratorSymbolLayer,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPointPatternFillSymbolLayer,
    QgsProperty,
    QgsSimpleFillSymbolLayer,
    QgsSimpleLineSymbolLayer,
    QgsSimpleMarkerSymbolLayer,
    QgsSymbol,
    QgsSymbolLayer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from ...core.landuse.classes import SCHEMES, Scheme
from ...core.resources import office_table, resource_table
from ..roles.settings import own_colour
from ..roles.table import office_folder

__all__ = [
    "area_symbol",
    "boundary_symbol",
    "camera_symbol",
    "class_colour",
    "class_symbols",
    "colour",
    "hatch_symbol",
    "line_keys",
    "line_layer",
    "line_symbol",
    "marker_symbol",
    "photo_symbol",
    "reload_colours",
    "width_of",
]

MM = Qgis.RenderUnit.Millimeters
PT = Qgis.RenderUnit.Points
GOLDEN = 0.618034
"""Steps of this share of the colour circle never come near to one another."""
OUTLINES_TO, HATCHES_TO = 25_000, 60_000
"""The smallest scales (denominators) at which patches are drawn with outlines and with hatches."""
FAR_ALPHA = 130
"""Opacity (of 255) of the fill that stands for a hatch at smaller scales."""


# --- the tables -----------------------------------------------------------------------------------------------------


@cache
def _table(name: str, keys: tuple[str, ...], office: str) -> Mapping[tuple[str, ...], Mapping[str, str]]:
    rows = {tuple(row[key] for key in keys): dict(row) for row in resource_table(f"styles/{name}.csv")}
    own = Path(office) / f"{name}.csv"
    if own.is_file():
        for _, row in office_table(own, keys):
            key = tuple(row[one] for one in keys)
            rows[key] = {**rows.get(key, {}), **{one: value for one, value in row.items() if value}}
    return rows


def reload_colours() -> None:
    """Read the tables anew, after the office's rows were edited."""
    _table.cache_clear()
    _class_colours.cache_clear()


def _row(key: str) -> Mapping[str, str]:
    return _table("colours", ("key",), str(office_folder()))[(key,)]


def _rgb(row: Mapping[str, str]) -> QColor:
    return QColor(int(row["red"]), int(row["green"]), int(row["blue"]), int(row.get("alpha") or 255))


def colour(key: str) -> QColor:
    """A colour of colours.csv, or the one that the settings have for it, with the table's transparency."""
    found = _rgb(_row(key))
    own = own_colour(key)
    if own:
        alpha = found.alpha()
        found = QColor(own)
        found.setAlpha(alpha)
    return found


def width_of(key: str) -> float:
    """A line width of colours.csv, mm."""
    return float(_row(key)["width_mm"] or 0)


@cache
def _class_colours(table: str) -> Mapping[str, QColor]:
    return {row["code"]: QColor(int(row["R"]), int(row["G"]), int(row["B"])) for row in resource_table(table)}


def class_colour(scheme: Scheme, code: str) -> QColor:
    """The fill of a class: its own in the palette, else that of the class of the survey it stands for, else that of
    the first class under it, else the one for unknown classes. Classes of an office's own scheme get hues that lie
    far apart, in the order of the scheme."""
    if scheme.id not in SCHEMES and code in scheme:
        return QColor.fromHsvF(scheme.places[code] * GOLDEN % 1, 0.32, 0.93)
    if scheme.id == "ydyh":
        palette = _class_colours("codes/colors_ydyh.csv")
    else:
        palette = _class_colours("codes/colors_sandiao.csv")
    survey = {row["code"]: row["sandiao_code(三调工作分类)"] for row in resource_table("codes/gbt21010_2017_codes.csv")}
    below = [each.code for each in scheme.classes.values() if each.parent == code]
    for one in (code, *below, code[:-1] if code[-1:].isalpha() else ""):
        for candidate in (one, survey.get(one, "") if scheme.id == "gbt21010" else ""):
            if candidate in palette:
                return palette[candidate]
    return colour("unknown_fill")


# --- pieces of symbols ----------------------------------------------------------------------------------------------


def _whole(symbol: QgsSymbol, *layers: QgsSymbolLayer) -> QgsSymbol:
    """``symbol`` made of ``layers``. One by one: a list of layers given to its constructor stays Python's, and dies."""
    symbol.deleteSymbolLayer(0)
    for layer in layers:
        symbol.appendSymbolLayer(layer)
    return symbol


def line_symbol(key: str) -> QgsLineSymbol:
    """A boundary of lines.csv as a line."""
    return _whole(QgsLineSymbol(), line_layer(key))


def _fill(color: QColor, outline: QColor | None, width: float) -> QgsSimpleFillSymbolLayer:
    layer = QgsSimpleFillSymbolLayer(color)
    layer.setStrokeWidthUnit(MM)
    if outline is None:
        layer.setStrokeStyle(Qt.PenStyle.NoPen)
    else:
        layer.setStrokeColor(outline)
        layer.setStrokeWidth(width)
        layer.setPenJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return layer


def _lines(color: QColor, angle: float, spacing: float, width: float) -> QgsLinePatternFillSymbolLayer:
    layer = QgsLinePatternFillSymbolLayer()
    layer.setLineAngle(angle)
    layer.setDistance(spacing)
    layer.setDistanceUnit(MM)
    layer.setCoordinateReference(Qgis.SymbolCoordinateReference.Viewport)
    line = QgsSimpleLineSymbolLayer(color, width)
    line.setWidthUnit(MM)
    layer.setSubSymbol(_whole(QgsLineSymbol(), line))
    return layer


def _dots(color: QColor, spacing: float, size: float) -> QgsPointPatternFillSymbolLayer:
    layer = QgsPointPatternFillSymbolLayer()
    layer.setDistanceX(spacing)
    layer.setDistanceY(spacing)
    layer.setDistanceXUnit(MM)
    layer.setDistanceYUnit(MM)
    layer.setDisplacementX(spacing / 2)
    layer.setDisplacementXUnit(MM)
    dot = QgsSimpleMarkerSymbolLayer(Qgis.MarkerShape.Circle, size, 0)
    dot.setSizeUnit(MM)
    dot.setColor(color)
    dot.setStrokeStyle(Qt.PenStyle.NoPen)
    layer.setSubSymbol(_whole(QgsMarkerSymbol(), dot))
    return layer


def line_keys() -> Mapping[str, str]:
    """The boundaries of lines.csv: code of the kind of boundary (JXLX) -> key."""
    rows = _table("lines", ("key",), str(office_folder()))
    return {row["jxlx"]: key[0] for key, row in rows.items() if row.get("jxlx")}


def line_layer(key: str) -> QgsSimpleLineSymbolLayer:
    """The line of a boundary of lines.csv, for a line symbol or for the outline of a fill."""
    row = _table("lines", ("key",), str(office_folder()))[(key,)]
    line = QgsSimpleLineSymbolLayer(_rgb(row), float(row["width_pt"]))
    line.setWidthUnit(PT)
    line.setPenCapStyle(Qt.PenCapStyle.FlatCap)
    dashes = [float(piece) for piece in row["dashes_pt"].split()]
    if dashes:
        line.setUseCustomDashPattern(True)
        line.setCustomDashVector(dashes)
        line.setCustomDashPatternUnit(PT)
    return line


# --- whole symbols --------------------------------------------------------------------------------------------------


def boundary_symbol(key: str) -> QgsFillSymbol:
    """A region without fill, its outline as in lines.csv.

    Under the dashes lies a broad white line: of two neighbours, the one drawn later covers the dashes of the other
    along their common edge, so that these never run into each other out of step.
    """
    line = line_layer(key)
    under = QgsSimpleLineSymbolLayer(QColor(255, 255, 255, 200), line.width() * 3.5)
    under.setWidthUnit(PT)
    symbol = _whole(QgsFillSymbol(), under, line)
    symbol.setClipFeaturesToExtent(False)
    return symbol


def area_symbol(fill: str, outline: str, *, dashed: bool = False) -> QgsFillSymbol:
    """A filled area in two colours of colours.csv; ``fill`` "" leaves it open."""
    layer = _fill(colour(fill) if fill else QColor(0, 0, 0, 0), colour(outline), width_of(outline))
    if not fill:
        layer.setBrushStyle(Qt.BrushStyle.NoBrush)
    if dashed:
        layer.setStrokeStyle(Qt.PenStyle.DashLine)
    return _whole(QgsFillSymbol(), layer)


def hatch_symbol(hatch: str, outline: str, *, pale_from_afar: bool = False) -> QgsFillSymbol:
    """A hatched area with an outline: land use shows through. The hatch runs on from one area into the next, and the
    outline thins out towards small scales, where the areas lie close together.

    pale_from_afar : at the scale of a county, where an area is a dot, a pale fill stands for both: on a screen, to
    hatch a hundred thousand dots takes seconds and shows nothing more.
    """
    edge = _fill(QColor(0, 0, 0, 0), colour(outline), width_of(outline))
    edge.setBrushStyle(Qt.BrushStyle.NoBrush)
    thin = f"scale_linear(@map_scale, 10000, 100000, {width_of(outline)}, {width_of(outline) / 6:.3f})"
    edge.setDataDefinedProperty(QgsSymbolLayer.Property.StrokeWidth, QgsProperty.fromExpression(thin))
    near = [_lines(colour(hatch), 45, 1.8, width_of(hatch)), edge]
    if not pale_from_afar:
        return _whole(QgsFillSymbol(), *near)
    shade = colour(hatch)
    shade.setAlpha(FAR_ALPHA)
    pale = _fill(shade, None, 0.0)
    for layer, side in ((pale, ">"), *((layer, "<=") for layer in near)):
        # A legend has no scale: it shows the hatch.
        shown = QgsProperty.fromExpression(f"coalesce(@map_scale, 0) {side} {HATCHES_TO}")
        layer.setDataDefinedProperty(QgsSymbolLayer.Property.LayerEnabled, shown)
    return _whole(QgsFillSymbol(), pale, *near)


def marker_symbol(key: str, shape: Qgis.MarkerShape, size: float) -> QgsMarkerSymbol:
    """A marker in a colour of colours.csv, with a white edge so that it stands out on any class."""
    marker = QgsSimpleMarkerSymbolLayer(shape, size, 0)
    marker.setSizeUnit(MM)
    marker.setColor(colour(key))
    marker.setStrokeColor(QColor(255, 255, 255))
    marker.setStrokeWidth(width_of(key))
    marker.setStrokeWidthUnit(MM)
    return _whole(QgsMarkerSymbol(), marker)


def camera_symbol(circle_expression: str) -> QgsMarkerSymbol:
    """A camera: its circle, given as an expression that makes the polygon, under the point itself."""
    fill = _fill(colour("camera_circle_fill"), colour("camera_circle_outline"), width_of("camera_circle_outline"))
    generator = QgsGeometryGeneratorSymbolLayer.create(
        {"geometryModifier": circle_expression, "SymbolType": "Fill", "units": "MapUnit"}
    )
    generator.setSubSymbol(_whole(QgsFillSymbol(), fill))
    symbol = marker_symbol("camera_point", Qgis.MarkerShape.Triangle, 3.4)
    symbol.insertSymbolLayer(0, generator)
    return symbol


def photo_symbol(cone_expression: str, valid_expression: str) -> QgsMarkerSymbol:
    """A picture: the land that it shows, given as an expression that makes the polygon, under the place of the camera;
    in one colour where ``valid_expression`` holds, else in another."""
    fill = _fill(colour("photo_not_valid"), colour("photo_not_valid"), width_of("photo_not_valid"))
    for part in (QgsSymbolLayer.Property.FillColor, QgsSymbolLayer.Property.StrokeColor):
        red, green, blue, alpha = colour("photo_valid").getRgb()
        valid = f"if({valid_expression}, color_rgba({red}, {green}, {blue}, {alpha}), @symbol_color)"
        fill.setDataDefinedProperty(part, QgsProperty.fromExpression(valid))
    generator = QgsGeometryGeneratorSymbolLayer.create(
        {"geometryModifier": cone_expression, "SymbolType": "Fill", "units": "MapUnit"}
    )
    generator.setSubSymbol(_whole(QgsFillSymbol(), fill))
    symbol = marker_symbol("photo_point", Qgis.MarkerShape.Circle, 2.2)
    symbol.insertSymbolLayer(0, generator)
    return symbol


def class_symbols(scheme: Scheme, codes: list[str]) -> dict[str, QgsSymbol]:
    """A fill for each of ``codes``, told apart even where the palette gives several of them one colour.

    The palette's own hatches are drawn; of the classes that share colour and hatch the second, third … carry lines,
    then dots, in a darker shade of the fill (a lighter one on dark fills).
    """
    patterns = _table("patterns", ("scheme", "code"), str(office_folder()))
    seen: dict[tuple[int, str], int] = {}
    found: dict[str, QgsSymbol] = {}
    for code in codes:
        fill = class_colour(scheme, code)
        pattern = patterns.get((scheme.id, code))
        outline = _rgb(pattern) if pattern and pattern["pattern"] == "outline" else colour("patch_outline")
        layers = [_fill(fill, outline, width_of("patch_outline"))]
        if pattern and pattern["pattern"] in ("hatch", "cross"):
            spacing = float(pattern["spacing_mm"])
            layers.append(_lines(_rgb(pattern), 45, spacing, 0.15))
            if pattern["pattern"] == "cross":
                layers.append(_lines(_rgb(pattern), 135, spacing, 0.15))
        sign = "" if pattern is None or pattern["pattern"] == "outline" else pattern["pattern"]
        repeat = seen.get((fill.rgb(), sign), 0)
        seen[(fill.rgb(), sign)] = repeat + 1
        layers += _difference(fill, repeat)
        _only_when_near(layers)
        found[code] = _whole(QgsFillSymbol(), *layers)
    return found


def _only_when_near(layers: list[QgsSymbolLayer]) -> None:
    """Outlines and hatches at scales at which patches are large enough to carry them: else a county turns grey."""
    layers[0].setDataDefinedProperty(
        QgsSymbolLayer.Property.StrokeStyle,
        QgsProperty.fromExpression(f"if(@map_scale > {OUTLINES_TO}, 'no', 'solid')"),
    )
    for hatch in layers[1:]:
        hatch.setDataDefinedProperty(
            QgsSymbolLayer.Property.LayerEnabled, QgsProperty.fromExpression(f"@map_scale <= {HATCHES_TO}")
        )


def _difference(fill: QColor, repeat: int) -> list:
    """What tells the ``repeat``-th class of one colour from the first."""
    dark = fill.darker(165) if fill.lightness() > 110 else fill.lighter(190)
    dark.setAlpha(200)
    if repeat == 0:
        return []
    kind, dense = (repeat - 1) % 5, 1 + (repeat - 1) // 5
    spacing = 3.0 / dense
    if kind == 0:
        return [_lines(dark, 45, spacing, 0.13)]
    if kind == 1:
        return [_lines(dark, 135, spacing, 0.13)]
    if kind == 2:
        return [_dots(dark, spacing * 0.8, 0.75)]
    if kind == 3:
        return [_lines(dark, 0, spacing, 0.13)]
    return [_lines(dark, 90, spacing, 0.13)]
