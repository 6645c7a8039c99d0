"""Results that arrive dressed: names of fields for people, notes on the numbers, and the look of what they show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from qgis.core import (
    QgsFields,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingUtils,
    QgsVectorLayer,
)

from ..layers.looks.results import mark_result, style_result

__all__ = ["Dress", "Look", "dress_result", "titles_of"]

Look = Callable[[QgsMapLayer], object]


@dataclass(frozen=True)
class Dress:
    """What a layer is given: titles by field name, notes that become its abstract, and a look."""

    titles: dict[str, str]
    notes: Sequence[str] = ()
    look: Look | None = None

    def put_on(self, layer: QgsMapLayer | None) -> None:
        """Titles and notes; the look is put on by ``Dressing``, in the thread of the desktop."""
        if layer is not None:
            mark_result(layer)
        if not isinstance(layer, QgsVectorLayer):
            return
        for name, title in self.titles.items():
            index = layer.fields().lookupField(name)
            if index >= 0:
                layer.setFieldAlias(index, title)
        if self.notes:
            metadata = layer.metadata()
            metadata.setAbstract("\n".join(self.notes))
            layer.setMetadata(metadata)


class Dressing(QgsProcessingLayerPostProcessorInterface):
    """Dresses a layer when QGIS has loaded it."""

    KEPT: ClassVar[list[Dressing]] = []
    """QGIS does not keep post-processors alive by itself."""

    def __init__(self, dress: Dress) -> None:
        super().__init__()
        self.dress = dress
        self.KEPT[:] = [*self.KEPT[-50:], self]

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        self.dress.put_on(layer)
        (self.dress.look or style_result)(layer)


def titles_of(fields: QgsFields) -> dict[str, str]:
    """Titles of the fields that have one, by name."""
    return {field.name(): field.alias() for field in fields if field.alias()}


def dress_result(context: QgsProcessingContext, place: str | None, dress: Dress) -> None:
    """Dress the layer at ``place``: a layer in memory now, one that QGIS is to load when it is loaded."""
    if not place:
        return
    dress.put_on(QgsProcessingUtils.mapLayerFromString(place, context, False))
    if context.willLoadLayerOnCompletion(place):
        context.layerToLoadOnCompletionDetails(place).setPostProcessor(Dressing(dress))
