"""Results that arrive dressed: field names for people, and the look of what they show."""

from __future__ import annotations

from qgis.core import QgsFields, QgsProcessingContext

from ...i18n import tr
from ...layers.looks.cameralook import dress
from ..landuse.base import FieldNames

__all__ = ["dress_result"]


class Look(FieldNames):
    """Names the fields and dresses the layer when it is loaded."""

    def __init__(self, names: dict[str, str], result: str) -> None:
        super().__init__(names)
        self.result = result

    def postProcessLayer(self, layer, context, feedback) -> None:
        super().postProcessLayer(layer, context, feedback)
        dress(layer, self.result, tr("en"))


def dress_result(
    context: QgsProcessingContext, place: str | None, result: str, fields: QgsFields | None = None
) -> None:
    """Have the layer at ``place`` dressed as ``result`` where it will be loaded."""
    if not place or not context.willLoadLayerOnCompletion(place):
        return
    names = {field.name(): field.alias() for field in fields or QgsFields() if field.alias()}
    context.layerToLoadOnCompletionDetails(place).setPostProcessor(Look(names, result))
