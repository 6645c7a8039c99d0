"""The look of what tools write where they give it none of their own: quiet areas through which the map shows."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsFeatureRenderer,
    QgsMapLayer,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)

from ...core.landuse.redlines import VERDICTS, verdict_name
from ...i18n import tr
from .symbols import area_symbol, marker_symbol

__all__ = ["RESULT_PROPERTY", "is_result", "mark_result", "style_result"]

RESULT_PROPERTY = "redline/result"
VERDICT = "verdict"
"""The field by which checked zones are told apart."""


def mark_result(layer: QgsMapLayer) -> None:
    """Keep in the layer that a tool made it: it is no layer of the county, whatever its fields are."""
    layer.setCustomProperty(RESULT_PROPERTY, True)


def is_result(layer: QgsMapLayer) -> bool:
    return bool(layer.customProperty(RESULT_PROPERTY, False))


def style_result(layer: QgsMapLayer) -> None:
    """Half transparent areas and plain points, by verdict where there is one; other layers stay as QGIS shows them."""
    if not isinstance(layer, QgsVectorLayer):
        return
    renderer = _renderer(layer)
    if renderer is not None:
        layer.setRenderer(renderer)
        layer.triggerRepaint()


def _renderer(layer: QgsVectorLayer) -> QgsFeatureRenderer | None:
    kind = layer.geometryType()
    if kind == Qgis.GeometryType.Point:
        return QgsSingleSymbolRenderer(marker_symbol("result_outline", Qgis.MarkerShape.Circle, 2.0))
    if kind != Qgis.GeometryType.Polygon:
        return None
    if layer.fields().lookupField(VERDICT) < 0:
        return QgsSingleSymbolRenderer(area_symbol("result_fill", "result_outline"))
    categories = [
        QgsRendererCategory(verdict, area_symbol(f"{verdict}_fill", "result_outline"), verdict_name(verdict, tr))
        for verdict in VERDICTS
    ]
    return QgsCategorizedSymbolRenderer(VERDICT, categories)
