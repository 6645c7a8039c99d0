"""What two epochs of land use read from layers have in common, patch by patch, and what changed between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from qgis.core import QgsGeometry

from ...core.ellipsoid.areaplane import AreaPlane, areas
from ...core.errors import Cancelled, Notice
from ...core.landuse import change
from ...core.landuse.change import Transition
from ...core.landuse.tally import NOISE_M2, NOT_COVERED, OVERLAP
from ...core.overlay import Pieces
from ...core.overlay import pieces as overlay_pieces
from ...core.overlay.overlaps import self_crossing
from ...core.overlay.patchindex import PatchIndex, choose_body
from ...core.rounding import half_up
from ...core.shapes.polygons import FloatArray, IntArray, Polygons
from ..reading.clip import areal, as_polygons, valid_polygon
from ..reading.run import Run
from .doubledland import DoubledLand, doubled_land
from .parcels import ReadLandUse
from .tallyfaults import MOST, TOLD_M2, mended, tell_mended
from .tallying import ReadZones

__all__ = ["ChangedLand", "Epochs", "changed_land", "compare", "transitions_by_zone", "transitions_of_epochs"]


@dataclass(frozen=True)
class Epochs:
    """Two epochs in one plane.

    before, after, area : (p,) number of the patch in each epoch and m² that they share. lost : (n,) m² of each patch
    that the other epoch does not cover, of the old and of the new. doubled : what an epoch covers more than once.
    """

    old: ReadLandUse
    new: ReadLandUse
    plane: AreaPlane
    before: IntArray
    after: IntArray
    area: FloatArray
    lost: tuple[FloatArray, FloatArray]
    doubled: DoubledLand

    def doubled_areas(self) -> FloatArray:
        """m² of each polygon of ``doubled``, with its sign."""
        return areas(self.plane.apply(self.doubled.polygons)) * np.array(self.doubled.sign)

    def covered_again(self) -> float:
        """m² that the patches of an epoch cover too often, of both."""
        return float(areas(self.plane.apply(as_polygons(self.doubled.again))).sum())


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
        off = _off(flat, shared)
        crossing = [self_crossing(each, each.meeting(off)) for each in flat]
        if any(len(rows) for rows in crossing):
            old, new = (_with_whole_land(run, each, rows) for each, rows in zip((old, new), crossing, strict=True))
            flat = [PatchIndex(plane.apply(each.features.polygons)) for each in (old, new)]
            shared = _shared(run, *flat)
            off = _off(flat, shared)
    with run.laps.step("faults"):
        doubled = doubled_land(run, plane, (old, flat[0]), (new, flat[1]), off)
    run.laps.engine = choose_body("auto", 0)
    epochs = Epochs(old, new, plane, shared.before, shared.after, shared.area, shared.lost, doubled)
    _part_lost_from_doubled(run, epochs)
    return epochs


def _off(flat: Sequence[PatchIndex], shared: _Shared) -> FloatArray:
    """Boxes of the patches that the other epoch does not cover once."""
    return np.concatenate(
        [each.measures.boxes[np.abs(lost) >= TOLD_M2] for each, lost in zip(flat, shared.lost, strict=True)]
    )


def _part_lost_from_doubled(run: Run, epochs: Epochs) -> None:
    """Makes of what the other epoch covers too little or too often of a patch what it does not cover, and tells the
    rest."""
    taken = epochs.doubled_areas()
    over = np.array(epochs.doubled.over, dtype=np.int64).reshape(-1, 2)
    for side, (name, layer) in enumerate(((epochs.new.name, epochs.old), (epochs.old.name, epochs.new))):
        lost, mine = epochs.lost[side], over[:, side] >= 0
        twice = np.bincount(over[mine, side], taken[mine], len(lost)).astype(np.float64)
        lost -= twice
        lost[lost < NOISE_M2] = 0.0
        _tell_doubled(run, name, layer, twice)
        alone = (NOT_COVERED, OVERLAP) if side == 0 else (OVERLAP, NOT_COVERED)
        beyond = [cell == alone for cell in epochs.doubled.cells]
        _tell_beyond(run, name, layer.name, -float(taken[beyond].sum()))


def _tell_beyond(run: Run, name: str, other: str, area: float) -> None:
    """area : m² that patches of the layer cover too often where the other epoch has none."""
    if area > NOISE_M2:
        run.notices.append(
            Notice(
                "Layer {layer}: patches overlap by {area} m² where {other} has none; it is deducted.",
                layer=name,
                area=half_up(area, 2),
                other=other,
            )
        )


def _tell_doubled(run: Run, name: str, layer: ReadLandUse, twice: FloatArray) -> None:
    """name : of the layer whose patches overlap inside features of ``layer``; twice : (n,) m² there, negative."""
    over = np.flatnonzero(twice < -NOISE_M2)
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
                area=half_up(-float(twice[i]), 2),
                fid=int(layer.features.fids[i]),
                other=layer.name,
            )
        )


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


def transitions_of_epochs(epochs: Epochs) -> list[Transition]:
    """Transitions over everything that either epoch covers, as zone 0."""
    shared = Pieces(epochs.before, epochs.after, epochs.area)
    doubled = zip(epochs.doubled.cells, epochs.doubled_areas().tolist(), strict=True)
    return change.transitions_in_all(epochs.old.codes, epochs.new.codes, shared, epochs.lost, doubled)


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
            (old, new, epochs.before, epochs.after, epochs.lost[0], True),
            (new, old, epochs.after, epochs.before, epochs.lost[1], False),
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
    polygons = as_polygons(shapes)
    return ChangedLand(
        polygons,
        [before for before, _, _, _ in labels],
        [after for _, after, _, _ in labels],
        [fid for _, _, fid, _ in labels],
        [fid for _, _, _, fid in labels],
        areas(epochs.plane.apply(polygons)),
    )


def _valid(land_use: ReadLandUse, i: int) -> QgsGeometry:
    return valid_polygon(land_use.features.polygons, i)


def transitions_by_zone(run: Run, epochs: Epochs, zones: ReadZones, changed: ChangedLand) -> list[Transition]:
    """Transitions in each zone: changed land by its polygons; unchanged land is what is left of the class before."""
    flat, plane = epochs.plane.apply(zones.features.polygons), epochs.plane
    met, twice, land = (
        overlay_pieces(flat, plane.apply(each), cancelled=run.cancelled)
        for each in (changed.polygons, epochs.doubled.polygons, epochs.old.features.polygons)
    )
    sign = np.array(epochs.doubled.sign, dtype=np.float64)
    every = Pieces(
        np.concatenate([met.zone, twice.zone]),
        np.concatenate([met.patch, twice.patch + len(changed.polygons)]),
        np.concatenate([met.area, sign[twice.patch] * twice.area]),
    )
    cells = [*zip(changed.before, changed.after, strict=True), *epochs.doubled.cells]
    return change.transitions_of_zones(areas(flat), every, cells, land, epochs.old.codes)
