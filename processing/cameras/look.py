"""Results that arrive dressed: field names for people, and the look of what they show."""

from __future__ import annotations

from qgis.core import QgsFields, QgsProcessingContext

from ...i18n import tr
from ...layers.looks.cameralook import dress
from ..dressing import Dress, titles_of
from ..dressing import dress_result as dress_place

__all__ = ["dress_result"]


def dress_result(
    context: QgsProcessingContext, place: str | None, result: str, fields: QgsFields | None = None
) -> None:
    """Have the layer at ``place`` dressed as ``result`` where it will be loaded."""
    titles = titles_of(fields or QgsFields())
    dress_place(context, place, Dress(titles, look=lambda layer: dress(layer, result, tr("en"))))
