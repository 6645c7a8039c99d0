"""What is wrong with the layers of a tally, found beside it and told in words: gaps, overlaps, crossing boundaries."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from qgis.core import QgsGeometry

from ...core.errors import Notice
from ...core.landuse.tally import NOISE_M2
from ...core.overlay import pieces as overlay_pieces
from ...core.overlay.overlaps import excess, overlaps, self_crossing
from ...core.overlay.patchindex import PatchIndex
from ...core.rounding import half_up
from ...core.shapes.polygons import FloatArray, IntArray, Polygons, keep_polygons
from ..reading.clip import geometry_of
from ..reading.run import Run
from ..reading.sources import Features

__all__ = ["TOLD_M2", "overlap_areas", "tell_common_land", "tell_crossing", "tell_uncovered"]

TOLD_M2 = 0.005
"""From here on a fault shows in the second decimal of a square metre, and is told."""

MOST = 20
"""Faults told one by one."""


def tell_common_land(run: Run, layer: str, ids: Sequence[str], zones: Polygons) -> None:
    """Zones that overlap, as circles may, count their common land each: said once, so that no total surprises.

    zones : in a plane where area is area, with their ``ids``.
    """
    found = overlaps(zones, smallest=TOLD_M2, cancelled=run.cancelled)
    if len(found.area):
        run.notices.append(
            Notice(
                "Layer {layer}: {count} pairs of zones overlap, together {area} m² (the first: {first} and {second}); "
                "each zone counts its whole land, so the total counts the common land more than once.",
                layer=layer,
                count=len(found.area),
                area=half_up(float(found.area.sum()), 2),
                first=ids[int(found.first[0])],
                second=ids[int(found.second[0])],
            )
        )


def tell_uncovered(run: Run, layer: str, ids: Sequence[str], uncovered: FloatArray) -> None:
    """Zones that the layer does not cover wholly. uncovered : (n_zones,) m²."""
    bare = np.flatnonzero(uncovered >= TOLD_M2)
    if len(bare):
        run.notices.append(
            Notice(
                "Layer {layer} leaves {count} zones partly uncovered, together {area} m² "
                "(the first: {zone}, {part} m²).",
                layer=layer,
                count=len(bare),
                area=half_up(float(uncovered[bare].sum()), 2),
                zone=ids[int(bare[0])],
                part=half_up(float(uncovered[bare[0]]), 2),
            )
        )


def tell_crossing(run: Run, layer: str, patches: Features, index: PatchIndex, asked: IntArray) -> None:
    """The patches among ``asked`` whose boundary crosses itself so that their area is wrong, the first ones by name.

    index : the patches in a plane where area is area. Ask for those in zones that do not add up: elsewhere none can be.
    """
    if not len(asked):
        return
    wrong = self_crossing(index, asked)
    for number in wrong[:MOST].tolist():
        geometry = geometry_of(patches.polygons, number)
        faults = geometry.validateGeometry(QgsGeometry.ValidationMethod.ValidatorGeos)
        run.notices.append(
            Notice(
                "Layer {layer}, feature {fid}: the polygon is invalid ({reason}), so its area may be wrong: "
                "repair it with Fix geometries.",
                layer=layer,
                fid=int(patches.fids[number]),
                reason=faults[0].what() if faults else geometry.lastError(),
            )
        )


def overlap_areas(
    run: Run, layer: str, fids: IntArray, zones: Polygons, patches: PatchIndex, met: IntArray
) -> FloatArray:
    """(n_zones,) m² that patches cover beyond the first time, so that a gap elsewhere cannot hide it.

    zones, patches : in a plane where area is area; fids : of the patches; met : numbers of patches that zones meet (any
    order, repeated as often as they are met). The first pairs are told one by one.
    """
    twice = np.zeros(len(zones))
    met = np.unique(met)
    if not len(met):
        return twice
    if 2 * len(met) < len(patches):
        chosen = np.zeros(len(patches), dtype=np.bool_)
        chosen[met] = True
        near, number = PatchIndex(keep_polygons(patches.polygons, chosen)), met
    else:
        near, number = patches, np.arange(len(patches))
    found = overlaps(near, smallest=NOISE_M2, cancelled=run.cancelled)
    if not len(found.area):
        return twice
    again = excess(near, found, cancelled=run.cancelled)
    zone, _, area = overlay_pieces(zones, again, cancelled=run.cancelled)
    of_met = np.isin(number[found.first], met) & np.isin(number[found.second], met)
    first, second, shared = number[found.first[of_met]], number[found.second[of_met]], found.area[of_met]
    for a, b, square_metres in zip(first[:MOST].tolist(), second[:MOST].tolist(), shared[:MOST].tolist(), strict=True):
        run.notices.append(
            Notice(
                "Layer {layer}: the features {first} and {second} overlap by {area} m²; it is counted once.",
                layer=layer,
                first=int(fids[a]),
                second=int(fids[b]),
                area=half_up(square_metres, 2),
            )
        )
    if len(first) > MOST:
        run.notices.append(
            Notice(
                "Layer {layer}: {count} more pairs of features overlap; they are counted once.",
                layer=layer,
                count=len(first) - MOST,
            )
        )
    return np.asarray(np.bincount(zone, area, len(zones)), dtype=np.float64)
