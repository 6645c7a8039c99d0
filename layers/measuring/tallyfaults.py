"""What is wrong with the layers of a tally, found beside it and told in words: gaps, overlaps, crossing boundaries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ...core.ellipsoid.areaplane import areas
from ...core.errors import Notice
from ...core.landuse.tally import TOLD_M2
from ...core.overlay import Pieces
from ...core.overlay import pieces as overlay_pieces
from ...core.overlay.overlaps import Overlaps, overlaps, repeated, self_crossing
from ...core.overlay.patchindex import PatchIndex, choose_body
from ...core.rounding import half_up
from ...core.shapes.memory import LARGE, give_back
from ...core.shapes.polygons import FloatArray, IntArray, Polygons, boxes_of, join_polygons, keep_polygons
from ..reading.clip import as_polygons, geometry_of
from ..reading.run import Run
from ..reading.sources import Features
from ..reading.validity import fault_of, repaired

__all__ = [
    "MOST",
    "TOLD_M2",
    "Handed",
    "lay_patches",
    "mended",
    "overlap_areas",
    "tell_common_land",
    "tell_mended",
    "tell_overlaps",
    "tell_uncovered",
    "with_whole_land",
]

MOST = 20
"""Faults told one by one."""


def tell_common_land(run: Run, layer: str, ids: Sequence[str], zones: Polygons) -> None:
    """Zones that overlap, as circles may, count their common land each: said once, so that no total surprises.

    zones : in a plane where area is area, with their ``ids``.
    """
    with run.laps.step("faults"):
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


class Handed(NamedTuple):
    """Patches whose polygons nobody asks for again, so that they are brought to the plane in their own memory:
    taken_over : brings them there; again : reads them once more, where outlines that cross themselves must be named."""

    taken_over: Callable[[Polygons], Polygons]
    again: Callable[[], Polygons]


def lay_patches(
    run: Run,
    layer: str,
    patches: Features,
    to_plane: Callable[[Polygons], Polygons],
    parts: tuple[Polygons, IntArray],
    zones: Polygons,
    progress: Callable[[float], object] | None = None,
    handed: Handed | None = None,
) -> tuple[Features, PatchIndex, Pieces]:
    """Patches laid over zones: the patches, their index in the plane and the pieces part ∩ patch.

    to_plane : brings polygons where area is area. parts : what the zones are cut into, there, and the zone of each;
    zones : there. Where zones do not add up, patches are looked for whose outlines cross themselves (elsewhere none can
    be): counted signed, one lobe would take off the other, so they count with the land they enclose, and are told.
    handed : given where the polygons of ``patches`` are given up.
    """
    flat, owner = parts
    land = to_plane(patches.polygons) if handed is None else handed.taken_over(patches.give_up_polygons())
    index, met = _laid(run, land, flat, progress)
    del land
    with run.laps.step("faults"):
        covered = np.bincount(owner[met.zone], met.area, len(zones))
        off = np.abs(areas(zones) - covered) >= TOLD_M2
        rows = self_crossing(index, index.meeting(boxes_of(zones)[off]))
        if not len(rows):
            return patches, index, met
        if handed is not None:
            patches = replace(patches, polygons=handed.again())
        tell_mended(run, layer, patches, rows)
        patches = mended(patches, rows)
    index, met = _laid(run, to_plane(patches.polygons), flat)
    return patches, index, met


def _laid(
    run: Run, patches: Polygons, parts: Polygons, progress: Callable[[float], object] | None = None
) -> tuple[PatchIndex, Pieces]:
    """The patches' index, and the pieces part ∩ patch."""
    with run.laps.step("overlay"):
        index = PatchIndex(patches)
        give_back(len(patches.xy))
        met = overlay_pieces(parts, index, progress=progress, cancelled=run.cancelled)
    if len(patches.xy) >= LARGE:
        index.release()
        give_back(len(patches.xy))
    run.laps.engine = choose_body("auto", 0)
    return index, met


def mended(found: Features, rows: IntArray) -> Features:
    """``found`` with the land that the outlines of ``rows`` enclose, by the even-odd rule, in place of their shapes."""
    if not len(rows):
        return found
    shapes = [repaired(geometry_of(found.polygons, row)) for row in rows.tolist()]
    land = as_polygons(shapes)
    which = np.arange(len(found), dtype=np.int64)
    which[rows] = len(found) + np.arange(len(rows))
    return replace(found, polygons=keep_polygons(join_polygons([found.polygons, land]), which))


def with_whole_land(run: Run, layer: str, found: Features) -> Features:
    """``found``, of which all matters, with what outlines that cross themselves enclose, each told."""
    if not len(found):
        return found
    rows = self_crossing(PatchIndex(run.area_plane(found.polygons).apply(found.polygons)))
    if len(rows):
        tell_mended(run, layer, found, rows)
    return mended(found, rows)


def tell_mended(run: Run, layer: str, found: Features, rows: IntArray) -> None:
    """The features that were ``mended`` for the sum, as they stand in the layer: the first by name and place."""
    for row in rows[:MOST].tolist():
        fault = fault_of(geometry_of(found.polygons, row), found.crs)
        run.notices.append(
            Notice(
                "Layer {layer}, feature {fid}: its outline crosses itself near {place}; the land on both sides of the "
                "crossing counts, once (even-odd rule): mend it with the vertex tool or Fix geometries.",
                layer=layer,
                fid=int(found.fids[row]),
                place=fault.place if fault is not None else "-",
            )
        )
    if len(rows) > MOST:
        run.notices.append(
            Notice(
                "Layer {layer}: the outlines of {count} more features cross themselves and count so.",
                layer=layer,
                count=len(rows) - MOST,
            )
        )


def overlap_areas(
    run: Run, layer: str, fids: IntArray, zones: Polygons, patches: PatchIndex, met: IntArray
) -> FloatArray:
    """(n_zones,) m² that patches cover beyond the first time, so that a gap elsewhere cannot hide it; told.

    zones, patches : in a plane where area is area; fids : of the patches; met : numbers of patches that zones meet (any
    order, repeated as often as they are met).
    """
    with run.laps.step("faults"):
        found = repeated(patches, met, cancelled=run.cancelled)
        tell_overlaps(run, layer, fids, found.overlaps)
        zone, _, area = found.within(zones, cancelled=run.cancelled)
    give_back(len(patches.polygons.xy))
    return np.asarray(np.bincount(zone, area, len(zones)), dtype=np.float64)


def tell_overlaps(run: Run, layer: str, fids: IntArray, found: Overlaps) -> None:
    """The first pairs of features that overlap one by one, the others as a number. fids : of all patches."""
    pairs = zip(found.first[:MOST].tolist(), found.second[:MOST].tolist(), found.area[:MOST].tolist(), strict=True)
    for a, b, square_metres in pairs:
        run.notices.append(
            Notice(
                "Layer {layer}: the features {first} and {second} overlap by {area} m²; it is counted once.",
                layer=layer,
                first=int(fids[a]),
                second=int(fids[b]),
                area=half_up(square_metres, 2),
            )
        )
    if len(found.area) > MOST:
        run.notices.append(
            Notice(
                "Layer {layer}: {count} more pairs of features overlap; they are counted once.",
                layer=layer,
                count=len(found.area) - MOST,
            )
        )
