"""What is wrong with layers, told beside the numbers: overlaps and land that nothing covers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..core.errors import Notice
from ..core.landuse.tally import TOLD_M2
from ..core.overlay.overlaps import Overlaps
from ..core.rounding import half_up
from ..core.shapes.polygons import FloatArray
from .given import tell

__all__ = ["tell_overlaps", "tell_uncovered"]


def tell_overlaps(layer: str, found: Overlaps) -> None:
    """Polygons of one layer that lie on each other."""
    if len(found.area):
        tell(
            Notice(
                "Layer {layer}: {count} pairs of polygons overlap, together {area} m²; it is counted once.",
                layer=layer,
                count=len(found.area),
                area=half_up(float(found.area.sum()), 2),
            )
        )


def tell_uncovered(layer: str, ids: Sequence[str], uncovered: FloatArray) -> None:
    """Zones that the layer does not cover wholly; uncovered : (n,) m²."""
    bare = np.flatnonzero(uncovered >= TOLD_M2)
    if len(bare):
        tell(
            Notice(
                "Layer {layer} leaves {count} zones partly uncovered, together {area} m² (the first: {zone}).",
                layer=layer,
                count=len(bare),
                area=half_up(float(uncovered[bare].sum()), 2),
                zone=ids[int(bare[0])],
            )
        )
