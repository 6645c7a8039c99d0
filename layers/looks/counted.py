"""The look of places with their cases: none, then equal steps up to the most, each a row of colours.csv."""

from __future__ import annotations

from qgis.core import QgsGraduatedSymbolRenderer, QgsMapLayer, QgsRendererRange, QgsVectorLayer

from ...core.paper.charts import nice_step
from .symbols import area_symbol

__all__ = ["STEPS", "count_ranges", "dress_counts"]

STEPS = 4


def count_ranges(most: int) -> list[tuple[int, int]]:
    """(from, to) of each step: 0 alone, then at most ``STEPS`` of a round width that reach ``most``."""
    width = max(1, int(nice_step(most, STEPS)))
    found = [(0, 0)]
    low = 1
    while low <= most and len(found) <= STEPS:
        high = low + width - 1 if len(found) < STEPS else max(low + width - 1, most)
        found.append((low, high))
        low = high + 1
    return found


def dress_counts(layer: QgsMapLayer, field: str) -> None:
    """Graduated by ``field``, whole numbers from 0. Must run in the layer's own thread."""
    if not isinstance(layer, QgsVectorLayer):
        return
    place = layer.fields().lookupField(field)
    if place < 0:
        return
    most = layer.maximumValue(place)
    ranges = [
        QgsRendererRange(
            float(low),
            float(high),
            area_symbol(f"cases_{step}_fill", "result_outline"),
            str(low) if low == high else f"{low}–{high}",
        )
        for step, (low, high) in enumerate(count_ranges(int(most) if isinstance(most, int | float) else 0))
    ]
    layer.setRenderer(QgsGraduatedSymbolRenderer(field, ranges))
    layer.triggerRepaint()
