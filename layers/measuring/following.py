"""Approved land laid under what became of it: each parcel cut by the layers, its parts measured and balanced to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from qgis.core import QgsGeometry

from ...core.ellipsoid.areaplane import areas
from ...core.landuse.tally import PrintedTally, combine, tally_pieces
from ...core.shapes.polygons import IntArray, Polygons
from ..reading.clip import geometry_of
from ..reading.run import Run
from ..reading.sources import Source
from .tallyfaults import tell_common_land
from .tallying import PolygonDimension, ReadZones, divide, official_totals

__all__ = ["LaidLand", "lay_over", "united"]

IN, OUT = "1", ""
LAND = "land"


@dataclass(frozen=True)
class LaidLand:
    """Zones by the layers in which their parts lie. printed : in 亩, its dimensions the keys of the layers, "1" within.

    parts : in the run's system; owner, words : (n,) the zone of each and, by key, whether it lies in the layer.
    """

    printed: PrintedTally
    parts: Polygons
    owner: IntArray
    words: dict[str, np.ndarray]

    def outside(self, key: str, zone: int) -> list[int]:
        """The parts of a zone that lie outside of a layer."""
        return np.flatnonzero((self.owner == zone) & (self.words[key] == OUT)).tolist()


def lay_over(run: Run, zones: ReadZones, layers: Sequence[tuple[str, Source]]) -> LaidLand:
    """Each zone cut by each of the layers (key, layer); its parts add up to its official area to the last digit.

    Raises RedlineError for a layer without polygons and for a vertex astray; Cancelled.
    """
    dimensions = [PolygonDimension(key, key, source, inside=(IN, OUT)) for key, source in layers]
    parts, owner, labels = divide(run, zones, dimensions)
    plane = run.area_plane(zones.features.polygons)
    tell_common_land(run, zones.name, zones.ids, plane.apply(zones.features.polygons))
    keys, key = combine([LAND] * len(parts), *(each.tolist() for each in labels))
    tally = tally_pieces(
        zones.zones(official_totals(run, zones).tolist()),
        owner,
        key,
        areas(plane.apply(parts)),
        keys,
        dimensions=[name for name, _ in layers],
    )
    words = {name: labels[place] for place, (name, _) in enumerate(layers)}
    return LaidLand(tally.printed("mu", 4), parts, owner, words)


def united(laid: LaidLand, parts: Sequence[int]) -> QgsGeometry:
    """Some parts as one multipolygon."""
    shape = QgsGeometry.unaryUnion([geometry_of(laid.parts, part) for part in parts])
    shape.convertToMultiType()
    return shape
