"""The county's layers on map sheets, by role: from the project or as parameters, never looked up by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from qgis.core import Qgis, QgsCoordinateReferenceSystem, QgsExpression, QgsMapLayer, QgsProject, QgsVectorLayer

from ..core.landuse.classes import Scheme
from ..layers.looks.styles import scheme_of_layer
from ..layers.looks.symbols import class_colour
from ..layers.roles.fields import find_field, remembered
from ..layers.roles.recognise import recognise
from ..layers.roles.titles import layer_title
from .plans import MapLayer
from .symbols import boundary_look, landuse_look, plain_look, scheme_look
from .texts import Tr

__all__ = [
    "RED_LINES",
    "County",
    "boundaries",
    "class_layer",
    "county_of_project",
    "key_boundaries",
    "land_use_backdrop",
    "layers_of",
    "red_lines",
]

RED_LINES = ("ecological", "farmland", "urban")
"""Roles of red lines, topmost first."""


@dataclass(frozen=True)
class County:
    """Layers by role (layers.roles.table); a role that is not there is left off the sheets."""

    layers: Mapping[str, QgsVectorLayer] = field(default_factory=dict)

    def get(self, role: str) -> QgsVectorLayer | None:
        return self.layers.get(role)

    def with_layers(self, **given: QgsVectorLayer | None) -> County:
        """The same county with some layers replaced; None keeps what is there."""
        return County({**self.layers, **{role: layer for role, layer in given.items() if layer is not None}})


def county_of_project(layers: Iterable[QgsMapLayer]) -> County:
    """The layers that play a role, as they were recognised when they were loaded, else as they are recognised now."""
    found: dict[str, QgsVectorLayer] = {}
    guessed: dict[str, QgsVectorLayer] = {}
    for layer in layers:
        if not isinstance(layer, QgsVectorLayer) or not layer.isValid():
            continue
        role, _ = remembered(layer)
        if role:
            found.setdefault(role, layer)
        elif layer.geometryType() != Qgis.GeometryType.Null or layer.featureCount():
            role = recognise(layer).role
            if role:
                guessed.setdefault(role, layer)
    return County({**guessed, **found})


def red_lines(county: County, language: str) -> list[MapLayer]:
    """The red lines that are there, with their names in the legend."""
    result = []
    for role in RED_LINES:
        layer = county.get(role)
        if layer is not None:
            name = layer_title(layer, language)
            result.append(MapLayer(layer, plain_look(role, name), name, classes=role == "urban"))
    return result


def boundaries(county: County, tr: Tr, levels: Iterable[str] = ("county", "township", "village")) -> list[MapLayer]:
    """Administrative boundaries of ``levels``, with their names at the scales at which they can be read."""
    titles = {
        "county": tr("County boundary"),
        "township": tr("Township boundary"),
        "village": tr("Village boundary"),
    }
    sizes = {"county": 12, "township": 9, "village": 7}
    scales = {"county": (400_000, 0), "township": (30_000, 400_000), "village": (0, 50_000)}
    # On a sheet of the whole county the lines of all villages would cover what it is about. The limit lies between two
    # scales of the series: at 1:200,000 itself, rounding of the frame drew them on one sheet and not on another.
    lines = {"village": 175_000}
    result = []
    for level in levels:
        layer = county.get(level)
        if layer is None:
            continue
        field_name = find_field(layer, level, "name", required=False)
        expression = QgsExpression.quotedColumnRef(field_name) if field_name else ""
        look = boundary_look(level, titles[level], expression, sizes[level], scales[level], lines.get(level, 0))
        result.append(MapLayer(layer, look, titles[level], classes=True, nodes=1))
    return result


def key_boundaries(county: County, tr: Tr) -> list[MapLayer]:
    """Boundaries of a key map: the county's line, and townships with small names."""
    result = []
    for level, size in (("county", 0.0), ("township", 5.0)):
        layer = county.get(level)
        if layer is not None:
            field_name = find_field(layer, level, "name", required=False) if size else None
            expression = QgsExpression.quotedColumnRef(field_name) if field_name else ""
            result.append(MapLayer(layer, boundary_look(level, "", expression, size)))
    return result


def class_layer(
    layer: QgsVectorLayer, field_name: str, scheme: Scheme, codes: Iterable[str], language: str
) -> MapLayer:
    """Land use in the colours of its scheme; the legend lists the classes on the sheet."""
    return MapLayer(layer, scheme_look(field_name, scheme, list(codes), language), "", classes=True)


def land_use_backdrop(county: County, language: str, crs: QgsCoordinateReferenceSystem) -> list[MapLayer]:
    """Land use, pale, under what the sheet is about; ``crs`` is that of the sheets' own areas."""
    landuse = county.get("landuse")
    field_name = find_field(landuse, "landuse", "class", required=False) if landuse is not None else None
    if landuse is None or field_name is None:
        return []
    scheme, codes = scheme_of_layer(landuse, field_name)
    if scheme is None:
        return []
    known = [code for code in codes if code in scheme]
    names = {code: scheme.name(code, language) for code in known}
    colors = {code: class_colour(scheme, code) for code in known}
    return [MapLayer(landuse, landuse_look(field_name, names, colors, outside_of=crs), "", classes=True)]


def layers_of(project: QgsProject) -> list[QgsMapLayer]:
    """The project's layers in the order of its tree, so that the first of several of a role is the upper one."""
    return project.layerTreeRoot().layerOrder()
