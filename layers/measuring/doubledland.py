"""Land that an epoch of land use covers more than once: what a matrix of change counts too often for it.

Land that lies under a patches of the old epoch and under b of the new has a · b pairs of patches, and is there once:

    1 = a·b + a·(1 − b) + b·(1 − a) + (1 − a)·(1 − b)

So each patch over land that the other epoch covers again takes off that land once for each cover too much (the cells
with OVERLAP after or before), and what both epochs cover again is taken off twice and stands as land once more (the
corner). Where the other epoch covers nothing, what is too much stands against NOT_COVERED.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from qgis.core import QgsGeometry

from ...core.ellipsoid.areaplane import AreaPlane
from ...core.landuse.tally import NOT_COVERED, OVERLAP
from ...core.overlay import pieces as overlay_pieces
from ...core.overlay.overlaps import repeated
from ...core.overlay.patchindex import PatchIndex
from ...core.shapes.polygons import FloatArray, IntArray, Polygons
from ..reading.clip import areal, as_polygons, valid_polygon
from ..reading.run import Run
from .parcels import ReadLandUse

__all__ = ["DoubledLand", "doubled_land"]

Laid = tuple[ReadLandUse, PatchIndex]
"""An epoch, and its patches in the area plane."""


@dataclass
class DoubledLand:
    """Land that a matrix of change takes off, or counts once more, by polygon of the run's system.

    shapes : the land. cells : the class before and after of each; sign : −1 for what is taken off, 1 for what is
    counted. over : (patch of the old epoch or −1, patch of the new epoch or −1) that the land is taken off from.
    again : the land that each epoch covers too often, of the old and then of the new.
    """

    again: list[QgsGeometry]

    shapes: list[QgsGeometry] = field(default_factory=list)
    cells: list[tuple[str, str]] = field(default_factory=list)
    sign: list[float] = field(default_factory=list)
    over: list[tuple[int, int]] = field(default_factory=list)

    def add(self, shape: QgsGeometry, cell: tuple[str, str], sign: float, over: tuple[int, int] = (-1, -1)) -> None:
        land = areal(shape)
        if not land.isEmpty():
            self.shapes.append(land)
            self.cells.append(cell)
            self.sign.append(sign)
            self.over.append(over)

    @property
    def polygons(self) -> Polygons:
        return as_polygons(self.shapes)


def doubled_land(run: Run, plane: AreaPlane, old: Laid, new: Laid, near: FloatArray) -> DoubledLand:
    """What both epochs cover more than once where their patches meet one of the boxes ``near`` of the plane."""
    again = [_again(run, *epoch, near) for epoch in (old, new)]
    found = DoubledLand([*again[0], *again[1]])
    for shapes, other, after in ((again[1], old, True), (again[0], new, False)):
        for shape, met in zip(shapes, _met(run, plane, shapes, other[1]), strict=True):
            rest = shape
            for i in met.tolist():
                patch = valid_polygon(other[0].features.polygons, i)
                code, over = str(other[0].codes[i]), (i, -1) if after else (-1, i)
                found.add(shape.intersection(patch), (code, OVERLAP) if after else (OVERLAP, code), -1.0, over)
                rest = rest.difference(patch)
            found.add(rest, (NOT_COVERED, OVERLAP) if after else (OVERLAP, NOT_COVERED), -1.0)
    both = PatchIndex(plane.apply(as_polygons(again[1])))
    for shape, met in zip(again[0], _met(run, plane, again[0], both), strict=True):
        for i in met.tolist():
            found.add(shape.intersection(again[1][i]), (OVERLAP, OVERLAP), 1.0)
    return found


def _again(run: Run, epoch: ReadLandUse, index: PatchIndex, near: FloatArray) -> list[QgsGeometry]:
    """Of each patch of an epoch what lies in patches before it: together, the land that is covered too often."""
    pairs = repeated(index, index.meeting(near), cancelled=run.cancelled).overlaps
    polygons = epoch.features.polygons
    shapes = []
    for later in np.unique(pairs.second).tolist():
        earlier = [valid_polygon(polygons, i) for i in pairs.first[pairs.second == later].tolist()]
        shapes.append(areal(valid_polygon(polygons, later).intersection(QgsGeometry.unaryUnion(earlier))))
    return shapes


def _met(run: Run, plane: AreaPlane, shapes: list[QgsGeometry], index: PatchIndex) -> list[IntArray]:
    """The patches of ``index`` that share land with each of ``shapes``."""
    found = overlay_pieces(plane.apply(as_polygons(shapes)), index, cancelled=run.cancelled)
    return [found.patch[found.zone == number] for number in range(len(shapes))]
