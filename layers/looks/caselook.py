"""How spots and pictures of a case file look on a map: what a picture shows is a cone in its true direction."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsSingleSymbolRenderer, QgsSymbol, QgsVectorLayer

from ...core.casework.evidence import DECLINATION, EvidenceRules
from ...core.casework.places import METRES_PER_DEGREE
from ...core.casework.tables import case_tables
from .symbols import area_symbol, photo_symbol

__all__ = ["CASE_LAYERS", "CONE_M", "cone_expression", "dress_case_layer"]

CONE_M = 60.0
"""How far a cone is drawn, metres: a sign of the direction, not of how far a picture shows."""


def cone_expression(view: float = 2 * EvidenceRules.half_view, reach: float = CONE_M) -> str:
    """The expression that makes the cone of a row of ``evidence`` (in degrees): from its point along its azimuth, with
    magnetic north turned to true north, ``view`` degrees wide and ``reach`` metres long.

    The cone is made around the origin in metres and brought to the point by the length of a degree there, so that its
    middle points to true north whatever the map's own north is.
    """
    azimuth = f'"azimuth" + if("azimuth_ref" = \'magnetic\', {DECLINATION}, 0)'
    # Its arc as straight edges: a curve that is stretched is another curve.
    wedge = f"buffer(wedge_buffer(make_point(0, 0), {azimuth}, {view}, {reach}), 0)"
    east = f"1 / ({METRES_PER_DEGREE} * cos(radians(y(@geometry))))"
    return f"affine_transform({wedge}, x(@geometry), y(@geometry), 0, {east}, 1 / {METRES_PER_DEGREE})"


CASE_LAYERS: dict[str, Callable[[], QgsSymbol]] = {
    "evidence": lambda: photo_symbol(cone_expression(), '"valid" = 1'),
    "spot": lambda: area_symbol("", "spot_outline"),
}
"""Tables of a case file that are looked at on a map, the topmost first, and their symbols."""


def dress_case_layer(layer: QgsVectorLayer, table: str, language: str) -> None:
    """Symbol and names of fields of a table of ``CASE_LAYERS``; the layer is looked at and not edited."""
    layer.setRenderer(QgsSingleSymbolRenderer(CASE_LAYERS[table]()))
    titles = case_tables()[table].titles
    for place, field in enumerate(layer.fields()):
        if field.name() in titles:
            layer.setFieldAlias(place, titles[field.name()][0 if language == "en" else 1])
    # What happens to a case is written by the panel and the tools, as events.
    layer.setReadOnly(True)
    layer.triggerRepaint()
