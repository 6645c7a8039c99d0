"""What two epochs of land use read from layers have in common, patch by patch, and what changed between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from qgis.core import QgsGeometry

from ...core.ellipsoid.areaplane import AreaPlane, areas
from ...core.errors import Cancelled, Notice
from ...core.landuse.change import Transition
from ...core.landuse.tally import NOISE_M2, NOT_COVERED, OVERLAP
from ...core.overlay import pieces as overlay_pieces
from ...core.overlay.overlaps import self_crossing
from ...core.overlay.patchindex import PatchIndex, choose_body
from ...core.rounding import half_up
from ...core.shapes.polygons import FloatArray, IntArray, Polygons
from ...core.shapes.wkb import decode_list
from ..reading.clip import areal, geometry_of
from ..reading.run import Run
from .parcels import ReadLandUse
from .tallyfaults import MOST, TOLD_M2, mended, tell_mended
from .tallying import ReadZones

__all__ = ["ChangedLand", "Epochs", "changed_land", "compare", "transitions_by_zone", "transitions_in_all"]


@dataclass(frozen=True)
class Epochs:
    """Two epochs in one plane.

    before, after, area : (p,) number of the patch in each epoch and m² that they share. lost_before, lost_after :
    (n,) m² of each patch that the other epoch does not cover; negative where it covers it more than once.
    """

    old: ReadLandUse
    new: ReadLandUse
    plane: AreaPlane
    before: IntArray
    after: IntArray
    area: FloatArray
    lost_before: FloatArray
    lost_after: FloatArray


@dataclass(frozen=True)
class ChangedLand:
    """Polygons of changed land in the run's system: class before, class after, feature ids (−1: none) and m² each."""

    polygons: Polygons
    before: list[str]
    after: list[str]
    before_fid: list[int]
    after_fid: list[int]
    area: FloatArray


def compare(run: Run, old: ReadLandUse, new: ReadLandUse) -> Epochs:
    """Overlay of the two epochs on the ellipsoid.

    Patches whose outline crosses itself count with the land that it encloses, as in a tally (``lay_patches``). They
    are looked for where the epochs do not cover each other; elsewhere none can be.
    """
    plane = run.area_plane(old.features.polygons, new.features.polygons)
    with run.laps.step("overlay"):
        flat = [PatchIndex(plane.apply(each.features.polygons)) for each in (old, new)]
        shared = _shared(run, *flat)
        off = np.concatenate(
            [each.measures.boxes[np.abs(lost) >= TOLD_M2] for each, lost in zip(flat, shared.lost, strict=True)]
        )
        crossing = [self_crossing(each, each.meeting(off)) for each in flat]
        if any(len(rows) for rows in crossing):
            old, new = (_with_whole_land(run, each, rows) for each, rows in zip((old, new), crossing, strict=True))
            shared = _shared(run, *(PatchIndex(plane.apply(each.features.polygons)) for each in (old, new)))
        before, after, area, (lost_before, lost_after) = shared
    run.laps.engine = choose_body("auto", 0)
    for name, layer, lost in ((new.name, old, lost_before), (old.name, new, lost_after)):
        lost[np.abs(lost) < NOISE_M2] = 0.0
        over = np.flatnonzero(lost < 0)
        if len(over) > MOST:
            run.notices.append(
                Notice(
                    "Layer {layer}: patches overlap inside {count} features of {other}, of which the first {most} are "
                    "named; all of it is deducted.",
                    layer=name,
                    count=len(over),
                    other=layer.name,
                    most=MOST,
                )
            )
        for i in over[:MOST].tolist():
            run.notices.append(
                Notice(
                    "Layer {layer}: patches overlap by {area} m² inside feature {fid} of {other}; it is deducted.",
                    layer=name,
                    area=half_up(-float(lost[i]), 2),
                    fid=int(layer.features.fids[i]),
                    other=layer.name,
                )
            )
    return Epochs(old, new, plane, before, after, area, lost_before, lost_after)


class _Shared(NamedTuple):
    """Pairs of patches and what they share (``Epochs``); lost : what the other epoch does not cover of each."""

    before: IntArray
    after: IntArray
    area: FloatArray
    lost: tuple[FloatArray, FloatArray]


def _shared(run: Run, old: PatchIndex, new: PatchIndex) -> _Shared:
    before, after, area = overlay_pieces(old.polygons, new, cancelled=run.cancelled)
    real = area >= NOISE_M2
    before, after, area = before[real], after[real], area[real]
    lost = (
        old.measures.areas - np.bincount(before, area, len(old)),
        new.measures.areas - np.bincount(after, area, len(new)),
    )
    return _Shared(before, after, area, lost)


def _with_whole_land(run: Run, epoch: ReadLandUse, rows: IntArray) -> ReadLandUse:
    tell_mended(run, epoch.name, epoch.features, rows)
    return replace(epoch, features=mended(epoch.features, rows))


def transitions_in_all(epochs: Epochs) -> list[Transition]:
    """Transitions over everything that either epoch covers, as zone 0; rows add up to the classes of each epoch."""
    sums: dict[tuple[str, str], list[float]] = {}
    old, new = epochs.old.codes, epochs.new.codes
    for i, j, area in zip(epochs.before.tolist(), epochs.after.tolist(), epochs.area.tolist(), strict=True):
        sums.setdefault((old[i], new[j]), []).append(area)
    for i in np.flatnonzero(epochs.lost_before).tolist():
        lost = float(epochs.lost_before[i])
        sums.setdefault((old[i], NOT_COVERED if lost > 0 else OVERLAP), []).append(lost)
    for j in np.flatnonzero(epochs.lost_after).tolist():
        lost = float(epochs.lost_after[j])
        sums.setdefault((NOT_COVERED if lost > 0 else OVERLAP, new[j]), []).append(lost)
    return [Transition(0, *key, float(np.sum(values))) for key, values in sums.items()]


def changed_land(run: Run, epochs: Epochs, wanted: NDArray[np.bool_] | None = None) -> ChangedLand:
    """The land whose class differs between the epochs, and (with ``wanted`` None) what only one of them covers.

    wanted : (p,) which pairs are taken, instead of all that differ.
    """
    old, new = epochs.old, epochs.new
    differ = old.codes[epochs.before] != new.codes[epochs.after] if wanted is None else wanted
    shapes: list[QgsGeometry] = []
    labels: list[tuple[str, str, int, int]] = []
    pairs = np.flatnonzero(differ)
    for place, pair in enumerate(pairs.tolist()):
        if place % 512 == 0 and run.cancelled is not None and run.cancelled():
            raise Cancelled
        i, j = int(epochs.before[pair]), int(epochs.after[pair])
        shapes.append(_valid(old, i).intersection(_valid(new, j)))
        labels.append((old.codes[i], new.codes[j], int(old.features.fids[i]), int(new.features.fids[j])))
    if wanted is None:
        for layer, other, mine, theirs, lost, is_old in (
            (old, new, epochs.before, epochs.after, epochs.lost_before, True),
            (new, old, epochs.after, epochs.before, epochs.lost_after, False),
        ):
            for i in np.flatnonzero(lost > 0).tolist():
                met = theirs[mine == i].tolist()
                cover = QgsGeometry.unaryUnion([_valid(other, j) for j in met]) if met else QgsGeometry()
                shape = _valid(layer, i)
                shapes.append(shape.difference(cover) if met else shape)
                fid = int(layer.features.fids[i])
                labels.append(
                    (layer.codes[i], NOT_COVERED, fid, -1) if is_old else (NOT_COVERED, layer.codes[i], -1, fid)
                )
    shapes = [areal(shape) for shape in shapes]
    polygons = decode_list([shape.asWkb().data() if not shape.isEmpty() else None for shape in shapes])
    return ChangedLand(
        polygons,
        [before for before, _, _, _ in labels],
        [after for _, after, _, _ in labels],
        [fid for _, _, fid, _ in labels],
        [fid for _, _, _, fid in labels],
        areas(epochs.plane.apply(polygons)),
    )


def _valid(land_use: ReadLandUse, i: int) -> QgsGeometry:
    geometry = geometry_of(land_use.features.polygons, i)
    return geometry if geometry.isGeosValid() else geometry.makeValid()


def transitions_by_zone(run: Run, epochs: Epochs, zones: ReadZones, changed: ChangedLand) -> list[Transition]:
    """Transitions in each zone: changed land by its polygons; unchanged land is what is left of the class before."""
    flat = epochs.plane.apply(zones.features.polygons)
    sums: dict[tuple[int, str, str], float] = {}
    zone, number, area = overlay_pieces(flat, epochs.plane.apply(changed.polygons), cancelled=run.cancelled)
    for z, k, shared in zip(zone.tolist(), number.tolist(), area.tolist(), strict=True):
        key = (z, changed.before[k], changed.after[k])
        sums[key] = sums.get(key, 0.0) + shared
    left: dict[tuple[int, str], float] = {}
    zone, patch, area = overlay_pieces(flat, epochs.plane.apply(epochs.old.features.polygons), cancelled=run.cancelled)
    for z, i, shared in zip(zone.tolist(), patch.tolist(), area.tolist(), strict=True):
        key_left = (z, epochs.old.codes[i])
        left[key_left] = left.get(key_left, 0.0) + shared
    for (z, before, _), shared in sums.items():
        if before != NOT_COVERED:
            left[(z, before)] = left.get((z, before), 0.0) - shared
    for (z, code), shared in left.items():
        if shared > NOISE_M2:
            sums[(z, code, code)] = shared
    bare = areas(flat)
    quiet = np.maximum(NOISE_M2, 1e-11 * bare)
    for (z, _, _), shared in sums.items():
        bare[z] -= shared
    for z in np.flatnonzero(bare > quiet).tolist():
        sums[(z, NOT_COVERED, NOT_COVERED)] = float(bare[z])
    return [Transition(*key, shared) for key, shared in sums.items() if abs(shared) >= NOISE_M2]
