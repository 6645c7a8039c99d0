"""What two epochs of land use have in common, and what changed between them, in the plane of the ellipsoid."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from ..core.ellipsoid.areaplane import areas
from ..core.errors import RedlineError
from ..core.landuse.change import Transition, transitions_in_all, transitions_of_zones
from ..core.landuse.tally import NOISE_M2, NOT_COVERED, TOLD_M2, Zone
from ..core.overlay import Pieces, pieces
from ..core.overlay.overlaps import repeated, self_crossing
from ..core.overlay.patchindex import PatchIndex
from ..core.rounding import half_up
from ..core.shapes.polygons import FloatArray, Polygons
from ..core.shapes.wkb import decode_list
from .given import Layer, mended, polygons_in
from .measuring import Land, Zones
from .planes import area_plane_over

__all__ = ["transitions_by_zone"]


def transitions_by_zone(old: Land, new: Land, zones: Zones | None) -> tuple[list[Zone], list[Transition]]:
    """Zones with their printed totals, and what went from which class to which in each, m²; without ``zones``
    everything is one zone, "1"."""
    crs = new.layer.frame.crs if not new.layer.frame.crs.is_geographic else old.layer.frame.crs
    before, after = old.layer.in_system(crs), new.layer.in_system(crs)
    plane = area_plane_over(crs, before.polygons, after.polygons)
    indexes = [PatchIndex(plane.apply(each.polygons)) for each in (before, after)]
    shared = _shared(*indexes)
    crossing = [
        self_crossing(index, index.meeting(index.measures.boxes[np.abs(lost) >= TOLD_M2]))
        for index, lost in zip(indexes, _lost(shared, *indexes), strict=True)
    ]
    if any(len(rows) for rows in crossing):
        before, after = mended(before, crossing[0]), mended(after, crossing[1])
        indexes = [PatchIndex(plane.apply(each.polygons)) for each in (before, after)]
        shared = _shared(*indexes)
    for layer, index in zip((before, after), indexes, strict=True):
        _refuse_overlaps(layer, index)
    lost = _lost(shared, *indexes)
    for each in lost:
        each[each < NOISE_M2] = 0.0
    if zones is None:
        found = transitions_in_all(old.codes, new.codes, shared, lost)
        return [Zone("1", "All", half_up(sum(each.area for each in found), 2))], found
    flat = plane.apply(zones.layer.in_system(crs).polygons)
    changed, labels = _changed((before, old.codes), (after, new.codes), shared, lost)
    met = pieces(flat, plane.apply(changed))
    found = transitions_of_zones(areas(flat), met, labels, pieces(flat, indexes[0]), old.codes)
    return zones.zones(zones.official), found


Epoch = tuple[Layer, NDArray[np.object_]]


def _changed(
    old: Epoch, new: Epoch, shared: Pieces, lost: tuple[FloatArray, FloatArray]
) -> tuple[Polygons, list[tuple[str, str]]]:
    """The land whose class differs between the epochs and what only one of them covers, with class before and after."""
    shapes = [shapely.make_valid(np.asarray(layer.frame.geometry.array, dtype=object)) for layer, _ in (old, new)]
    differ = old[1][shared.zone] != new[1][shared.patch]
    i, j = shared.zone[differ], shared.patch[differ]
    parts = shapely.intersection(shapes[0][i], shapes[1][j]).tolist()
    labels = list(zip(old[1][i].tolist(), new[1][j].tolist(), strict=True))
    for side, (mine, theirs) in enumerate(((shared.zone, shared.patch), (shared.patch, shared.zone))):
        codes = (old, new)[side][1]
        for row in np.flatnonzero(lost[side] > 0).tolist():
            cover = shapely.union_all(shapes[1 - side][theirs[mine == row]])
            parts.append(shapely.difference(shapes[side][row], cover))
            labels.append((codes[row], NOT_COVERED) if side == 0 else (NOT_COVERED, codes[row]))
    areal = [shapely.unary_union(polygons_in(part)) for part in parts]
    wkb = [None if part.is_empty else shapely.to_wkb(part, output_dimension=2) for part in areal]
    return decode_list(wkb), labels


def _shared(old: PatchIndex, new: PatchIndex) -> Pieces:
    before, after, area = pieces(old.polygons, new)
    real = area >= NOISE_M2
    return Pieces(before[real], after[real], area[real])


def _lost(shared: Pieces, old: PatchIndex, new: PatchIndex) -> tuple[FloatArray, FloatArray]:
    """m² of each patch that the other epoch does not cover, negative where it covers it more than once."""
    return (
        old.measures.areas - np.bincount(shared.zone, shared.area, len(old)),
        new.measures.areas - np.bincount(shared.patch, shared.area, len(new)),
    )


def _refuse_overlaps(layer: Layer, index: PatchIndex) -> None:
    """Raises RedlineError where patches of an epoch lie on each other: pairs of patches would count that land again."""
    found = repeated(index).overlaps
    if len(found.area):
        raise RedlineError(
            "Layer {layer}: the rows {first} and {second} overlap by {area} m² ({count} pairs do): mend them, or take "
            "redline:landusechange in QGIS, which counts such land as covered twice.",
            layer=layer.name,
            first=layer.frame.index[int(found.first[0])],
            second=layer.frame.index[int(found.second[0])],
            area=half_up(float(found.area[0]), 2),
            count=len(found.area),
        )
