"""The look of what the camera tools show."""

from __future__ import annotations

from functools import partial

from ...i18n import tr
from ...layers.looks.cameralook import dress
from ..dressing import Look

__all__ = ["look_of"]


def look_of(result: str) -> Look:
    """Dresses a layer as ``result`` ("visible", "union", "preset" …) in the language of QGIS."""
    return partial(dress, result=result, language=tr("en"))
