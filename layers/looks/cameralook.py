"""How the results of the camera tools look when QGIS loads them: one table, ``resources/styles/camera_results.csv``.

A raster's rows name the largest value of each step; ``5+`` is all above the step before. A vector result has one row.
"""

from __future__ import annotations

from qgis.core import (
    QgsColorRampShader,
    QgsFillSymbol,
    QgsMapLayer,
    QgsRasterLayer,
    QgsRasterShader,
    QgsSingleBandPseudoColorRenderer,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from ...core.errors import RedlineError
from ...core.resources import resource_table

__all__ = ["dress", "steps_of"]

TABLE = "styles/camera_results.csv"
OUTLINE, OPACITY = "90,90,90,160", 0.6


def steps_of(result: str, language: str) -> list[tuple[float, str, str]]:
    """(largest value, colour, name) of each step of a result; the last one of an open table is infinite."""
    name = "name_en" if language == "en" else "name_zh"
    rows = [row for row in resource_table(TABLE) if row["result"] == result]
    if not rows:
        raise RedlineError("The table {table} has no rows for {result}.", table=TABLE, result=result)
    return [
        (
            float("inf") if row["value"].endswith("+") or not row["value"] else float(row["value"]),
            row["color"],
            row[name],
        )
        for row in rows
    ]


def dress(layer: QgsMapLayer, result: str, language: str) -> None:
    """Give a layer the look of a result. Must run in the layer's own thread."""
    if isinstance(layer, QgsRasterLayer):
        _dress_raster(layer, steps_of(result, language))
    elif isinstance(layer, QgsVectorLayer):
        ((_, colour, _),) = steps_of(result, language)
        fill = QColor(colour)
        fill.setAlphaF(OPACITY)
        symbol = QgsFillSymbol.createSimple(
            {
                "color": f"{fill.red()},{fill.green()},{fill.blue()},{fill.alpha()}",
                "outline_color": OUTLINE,
                "outline_width": "0.1",
            }
        )
        layer.setRenderer(QgsSingleSymbolRenderer(symbol))
        layer.triggerRepaint()


def _dress_raster(layer: QgsRasterLayer, steps: list[tuple[float, str, str]]) -> None:
    ramp = QgsColorRampShader()
    ramp.setColorRampType(QgsColorRampShader.Type.Discrete)
    ramp.setColorRampItemList(
        [QgsColorRampShader.ColorRampItem(value, QColor(colour), name) for value, colour, name in steps]
    )
    shader = QgsRasterShader()
    shader.setRasterShaderFunction(ramp)
    renderer = QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, shader)
    renderer.setClassificationMin(0)
    renderer.setClassificationMax(max(value for value, _, _ in steps if value != float("inf")))
    layer.setRenderer(renderer)
    layer.triggerRepaint()
