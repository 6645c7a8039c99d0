"""The look of a layer by its role: colours of the survey, red lines, boundaries, cameras, labels, scales.

Class layers show only the classes that occur, in the order of the scheme, with their names. A style that a person saved
as ``<style>.qml`` in the office's folder (``layers.roles.table.office_folder``) goes before the built-in one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsExpression,
    QgsFeatureRenderer,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsPalettedRasterRenderer,
    QgsPalLayerSettings,
    QgsProject,
    QgsProperty,
    QgsRasterBandStats,
    QgsRasterLayer,
    QgsRendererCategory,
    QgsSingleBandPseudoColorRenderer,
    QgsSingleSymbolRenderer,
    QgsStyle,
    QgsSymbolLayer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
    QgsWkbTypes,
)
from qgis.PyQt.QtGui import QFont

from ...core.errors import RedlineError
from ...core.landuse.classes import Scheme, clean_code, find_scheme
from ...i18n import tr
from ..reading.sidecars import no_sidecars
from ..reading.sources import read_table
from ..roles.fields import find_field
from ..roles.table import office_folder, role_of
from .fonts import map_families
from .symbols import (
    area_symbol,
    boundary_symbol,
    camera_symbol,
    class_symbols,
    colour,
    hatch_symbol,
    line_keys,
    line_symbol,
    marker_symbol,
    width_of,
)

__all__ = ["apply_style", "circle_expression", "class_renderer", "scheme_of_layer"]

SCHEME_PROPERTY = "redline/scheme"
METRES_FROM = 100.0
"""A radius below this is in kilometres."""
RADIUS = 3500.0
"""The radius of a camera that has none, metres."""
MANY = 100_000
"""Patches that are drawn at every scale without making a person wait; more of them only when near."""
CLASS_PARTS = {"landuse": "class", "plannedland": "usecode", "tractuse": "usecode", "parcel": "usecode"}
LABELS = {
    # role: parts in the order of preference, size in points, largest and smallest scale denominator (0: any)
    "county": (("name",), 14.0, 200_000, 0),
    "township": (("name",), 10.0, 40_000, 400_000),
    "village": (("name",), 8.0, 0, 60_000),
    "landuse": (("class",), 6.5, 0, 5_000),
    "plannedland": (("usecode",), 6.5, 0, 5_000),
    "urban": (("zonename",), 8.0, 0, 50_000),
    "ecological": (("name",), 8.0, 0, 100_000),
    "camera": (("name", "id"), 8.0, 0, 150_000),
    "alert": (("kind", "id"), 7.5, 0, 25_000),
    "parcel": (("name", "number"), 8.0, 0, 25_000),
    "tract": (("name", "number"), 9.0, 0, 100_000),
    "hazard": (("name", "number"), 7.5, 0, 50_000),
    "boundarypoint": (("number",), 7.0, 0, 3_000),
}


def apply_style(
    layer: QgsMapLayer, role: str, *, language: str | None = None, plane: QgsCoordinateReferenceSystem | None = None
) -> None:
    """Give ``layer`` the look of ``role``: renderer, labels, scales.

    language : of names in the legend ("en" or "zh_Hans"), that of QGIS when None. plane : a projected system in metres
    near the layer, for the circles of cameras (that of the project when None). Must run in the layer's own thread.
    """
    language = language or tr("en")
    found = role_of(role)
    own = office_folder() / f"{found.style}.qml"
    if found.style and own.is_file():
        _, fine = layer.loadNamedStyle(str(own))
        if not fine:
            raise RedlineError(
                "The style {file} cannot be read: save it again from a layer's properties, or delete it.", file=str(own)
            )
        return
    if isinstance(layer, QgsRasterLayer):
        with no_sidecars():
            _style_raster(layer, found.style)
        return
    if not isinstance(layer, QgsVectorLayer) or layer.geometryType() == QgsWkbTypes.GeometryType.NullGeometry:
        return
    renderer = _renderer(layer, role, language, plane)
    if renderer is not None:
        layer.setRenderer(renderer)
    _label(layer, role)
    if found.smallest_scale and (role not in CLASS_PARTS or layer.featureCount() > MANY):
        layer.setScaleBasedVisibility(True)
        layer.setMinimumScale(found.smallest_scale)
    # Vertices finer than a pixel are left out while drawing: a county's patches stay usable.
    simplify = layer.simplifyMethod()
    simplify.setSimplifyHints(Qgis.VectorRenderingSimplificationFlag.FullSimplification)
    layer.setSimplifyMethod(simplify)


def scheme_of_layer(layer: QgsVectorLayer, field: str) -> tuple[Scheme | None, list[str]]:
    """The scheme of the classes in ``field`` and the codes that occur, in its order; None where they fit none."""
    codes = {clean_code(value) for value in layer.uniqueValues(layer.fields().lookupField(field))} - {""}
    if not codes:
        return None, []
    try:
        scheme = find_scheme(codes).scheme
    except RedlineError:
        return None, sorted(codes)
    return scheme, scheme.order(codes)


def class_renderer(
    field: str, scheme: Scheme, codes: Sequence[str], language: str | None = None, *, clean: bool = False
) -> QgsCategorizedSymbolRenderer:
    """A category for each of ``codes``, in the order of ``scheme``: ``0102 水浇地``.

    clean : the field holds the codes as texts just so; else they are trimmed and put in capitals while drawing.
    """
    language = language or tr("en")
    known = [code for code in scheme.order(codes) if code in scheme]
    symbols = class_symbols(scheme, known)
    categories = [QgsRendererCategory(code, symbols[code], f"{code} {scheme.name(code, language)}") for code in known]
    strange = [code for code in codes if code not in scheme]
    if strange:
        label = tr("not in the scheme: {codes}").format(codes=", ".join(strange[:8]))
        categories.append(QgsRendererCategory(list(strange), area_symbol("unknown_fill", "patch_outline"), label))
    # Codes are trimmed as the engine trims them, and numbers are compared as texts.
    trimmed = f"upper(trim(to_string({QgsExpression.quotedColumnRef(field)})))"
    return QgsCategorizedSymbolRenderer(field if clean else trimmed, categories)


def circle_expression(
    layer: QgsCoordinateReferenceSystem, plane: QgsCoordinateReferenceSystem, radius_field: str | None
) -> str:
    """The expression that makes a camera's circle for drawing; a radius under 100 is taken for kilometres."""
    radius = str(RADIUS)
    if radius_field:
        value = f"to_real({QgsExpression.quotedColumnRef(radius_field)})"
        radius = f"coalesce(if({value} < {METRES_FROM}, {value} * 1000, {value}), {RADIUS})"
    here, there = QgsExpression.quotedValue(layer.authid()), QgsExpression.quotedValue(plane.authid())
    return f"transform(buffer(transform(@geometry, {here}, {there}), {radius}, 36), {there}, {here})"


def _renderer(
    layer: QgsVectorLayer, role: str, language: str, plane: QgsCoordinateReferenceSystem | None
) -> QgsFeatureRenderer | None:
    style = role_of(role).style
    if role in CLASS_PARTS:
        renderer = _class_renderer_of(layer, role, language)
        if renderer is not None:
            return renderer
    if style.startswith("boundary_"):
        return QgsSingleSymbolRenderer(boundary_symbol(style.removeprefix("boundary_")))
    if style == "urban":
        return _urban(layer)
    if style == "camera":
        return QgsSingleSymbolRenderer(_camera(layer, plane))
    if style == "boundaryline":
        return _boundary_lines(layer)
    simple = {
        "farmland": lambda: hatch_symbol("farmland_hatch", "farmland_outline", pale_from_afar=True),
        "ecological": lambda: area_symbol("ecological_fill", "ecological_outline"),
        "coverage": lambda: area_symbol("camera_circle_fill", "camera_circle_outline"),
        "parcel": lambda: area_symbol("parcel_fill", "parcel_outline"),
        "batch": lambda: area_symbol("", "batch_outline", dashed=True),
        "tract": lambda: area_symbol("tract_fill", "tract_outline"),
        "tractproject": lambda: area_symbol("", "tractproject_outline"),
        "plannedland": lambda: area_symbol("parcel_fill", "patch_outline"),
        "landclass": lambda: area_symbol("unknown_fill", "patch_outline"),
        "alert": lambda: marker_symbol("alert_point", Qgis.MarkerShape.Star, 3.6),
        "hazard": lambda: marker_symbol("hazard_point", Qgis.MarkerShape.Diamond, 3.0),
        "boundarypoint": lambda: marker_symbol("boundarypoint", Qgis.MarkerShape.Circle, 1.6),
    }
    return QgsSingleSymbolRenderer(simple[style]()) if style in simple else None


def _class_renderer_of(layer: QgsVectorLayer, role: str, language: str) -> QgsFeatureRenderer | None:
    field = find_field(layer, role, CLASS_PARTS[role], required=False)
    if field is None:
        return None
    scheme, codes = scheme_of_layer(layer, field)
    if scheme is None:
        return None
    layer.setCustomProperty(SCHEME_PROPERTY, scheme.id)
    raw = [value for value in layer.uniqueValues(layer.fields().lookupField(field)) if isinstance(value, str)]
    renderer = class_renderer(field, scheme, codes, language, clean=set(raw) - {""} == set(codes))
    if role == "parcel":
        _as_parcels(renderer)
    return renderer


def _as_parcels(renderer: QgsCategorizedSymbolRenderer) -> None:
    """Parcels by planned use: the use's colour, half transparent, within the red line of the project."""
    for place, category in enumerate(renderer.categories()):
        symbol = category.symbol().clone()
        fill = symbol.symbolLayer(0)
        shade = fill.fillColor()
        shade.setAlpha(170)
        fill.setFillColor(shade)
        fill.setStrokeColor(colour("parcel_outline"))
        fill.setStrokeWidth(width_of("parcel_outline"))
        # Unlike a patch, a parcel keeps its outline at every scale.
        fill.setDataDefinedProperty(QgsSymbolLayer.Property.StrokeStyle, QgsProperty())
        renderer.updateCategorySymbol(place, symbol)


def _urban(layer: QgsVectorLayer) -> QgsFeatureRenderer:
    zone = find_field(layer, "urban", "zone", required=False)
    if zone is None:
        return QgsSingleSymbolRenderer(area_symbol("urban_fill", "urban_outline"))
    name = find_field(layer, "urban", "zonename", required=False)
    values: dict[str, str] = {}
    table = read_table(layer, [each for each in (zone, name) if each])
    for code, label in zip(map(clean_code, table.texts(zone)), table.texts(name or ""), strict=True):
        if code:
            values.setdefault(code, label or code)
    if not 0 < len(values) <= 20:
        return QgsSingleSymbolRenderer(area_symbol("urban_fill", "urban_outline"))
    outlines = {"320": "urban_320_outline", "330": "urban_330_outline"}
    categories = [
        QgsRendererCategory(
            code, area_symbol("urban_fill", outlines.get(code, "urban_outline"), dashed=code == "320"), label
        )
        for code, label in sorted(values.items())
    ]
    return QgsCategorizedSymbolRenderer(f"trim(to_string({QgsExpression.quotedColumnRef(zone)}))", categories)


def _camera(layer: QgsVectorLayer, plane: QgsCoordinateReferenceSystem | None) -> QgsMarkerSymbol:
    plane = plane or QgsProject.instance().crs()
    if not plane.isValid() or plane.isGeographic() or not layer.crs().isValid():
        return marker_symbol("camera_point", Qgis.MarkerShape.Triangle, 3.4)
    radius = find_field(layer, "camera", "radius", required=False)
    return camera_symbol(circle_expression(layer.crs(), plane, radius))


def _boundary_lines(layer: QgsVectorLayer) -> QgsFeatureRenderer:
    field = find_field(layer, "boundaryline", "kind", required=False)
    if field is None:
        return QgsSingleSymbolRenderer(line_symbol("village"))
    present = {clean_code(value) for value in layer.uniqueValues(layer.fields().lookupField(field))}
    names = role_names()
    categories = [
        QgsRendererCategory(code, line_symbol(key), names.get(key, key))
        for code, key in line_keys().items()
        if code in present
    ]
    categories.append(QgsRendererCategory("", line_symbol("working"), tr("other boundaries")))
    return QgsCategorizedSymbolRenderer(f"trim(to_string({QgsExpression.quotedColumnRef(field)}))", categories)


def role_names(tr: Callable[[str], str] = tr) -> dict[str, str]:
    """What boundaries are called in the legend."""
    return {
        "province": tr("Provincial boundary"),
        "prefecture": tr("Prefectural boundary"),
        "county": tr("County boundary"),
        "township": tr("Township boundary"),
        "village": tr("Village boundary"),
    }


# --- labels ---------------------------------------------------------------------------------------------------------


def _label(layer: QgsVectorLayer, role: str) -> None:
    if role not in LABELS:
        return
    parts, size, largest, smallest = LABELS[role]
    field = next((name for part in parts if (name := find_field(layer, role, part, required=False))), None)
    if field is None:
        return
    settings = QgsPalLayerSettings()
    settings.fieldName = field
    settings.setFormat(text_format(size, bold=role in ("county", "township")))
    settings.scaleVisibility = bool(largest or smallest)
    settings.maximumScale = largest
    settings.minimumScale = smallest
    if layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry:
        settings.placement = Qgis.LabelPlacement.Horizontal
        # No label where it cannot be read: it must fit into its polygon.
        settings.fitInPolygonOnly = role in ("landuse", "plannedland")
    else:
        settings.placement = Qgis.LabelPlacement.OrderedPositionsAroundPoint
        settings.dist = 1.2
    settings.priority = {"county": 10, "township": 9, "village": 7, "camera": 8, "parcel": 8}.get(role, 4)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def text_format(size: float, *, bold: bool = False) -> QgsTextFormat:
    """Letters of ``size`` points with a pale edge, in the office's typeface or the first that holds Chinese."""
    form = QgsTextFormat()
    families = map_families()
    font = QFont(families[0])
    font.setBold(bold)
    form.setFont(font)
    form.setFamilies(families)
    form.setSize(size)
    form.setSizeUnit(Qgis.RenderUnit.Points)
    form.setColor(colour("label_text"))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(width_of("label_halo"))
    halo.setSizeUnit(Qgis.RenderUnit.Millimeters)
    halo.setColor(colour("label_halo"))
    form.setBuffer(halo)
    return form


# --- rasters --------------------------------------------------------------------------------------------------------


def _style_raster(layer: QgsRasterLayer, style: str) -> None:
    provider = layer.dataProvider()
    if style == "elevation":
        stats = provider.bandStatistics(
            1, QgsRasterBandStats.Stats.Min | QgsRasterBandStats.Stats.Max, layer.extent(), 250_000
        )
        ramp = QgsStyle.defaultStyle().colorRamp("Greys")
        renderer = QgsSingleBandPseudoColorRenderer(provider, 1)
        renderer.setClassificationMin(stats.minimumValue)
        renderer.setClassificationMax(max(stats.maximumValue, stats.minimumValue + 1))
        if ramp is not None:
            ramp.invert()
            renderer.createShader(
                ramp, Qgis.ShaderInterpolationMethod.Linear, Qgis.ShaderClassificationMethod.Continuous
            )
        layer.setRenderer(renderer)
    elif style == "landcover" and provider.colorTable(1):
        classes = QgsPalettedRasterRenderer.colorTableToClassData(provider.colorTable(1))
        layer.setRenderer(QgsPalettedRasterRenderer(provider, 1, classes))
