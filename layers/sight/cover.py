"""Circles against line of sight, measured: cameras, villages and farmland on the cells of the viewsheds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...core.cameras.camera import Camera
from ...core.cameras.grid import Grid, field_of_camera
from ...core.cameras.sight import CLASSES, NOTHING, as_one, classes_of_cells, rectangles
from ...core.ellipsoid.areaplane import AreaPlane, areas
from ...core.errors import RedlineError
from ...core.overlay import pieces, tally
from ...core.overlay.patchindex import PatchIndex
from ...core.shapes.polygons import FloatArray, IntArray, Polygons, join_polygons, keep_polygons
from ..reading.clip import OUTSIDE, clip
from .elevation import ElevationModel
from .viewshed import Certainty, CountMap, Question, Viewshed, count_map
from .visiblearea import CellAreas

__all__ = ["Cover", "Farmland", "cover_of", "farmland_cover", "place_cover"]

WHOLE = 1 - 1e-6
"""A patch of which a village holds this share is the village's."""


@dataclass
class Cover:
    """What all cameras cover.

    counts : the count map. classes : class of each cell of its window (CoverClass, NOTHING outside). sure : how sure it
    is (Certainty, NOTHING outside and where the elevation is not known), None where it was not asked. grid : of the
    window. circle, seen : (n,) m² of each camera's circle and of what it sees. circles, sights : the rectangles of
    both for each camera, as one polygon each, where they were asked. buried : names of cameras lower than what
    stands in their own cell.
    """

    counts: CountMap
    classes: NDArray[np.uint8]
    sure: NDArray[np.uint8] | None
    grid: Grid
    circle: FloatArray
    seen: FloatArray
    circles: Polygons | None
    sights: Polygons | None
    buried: list[str]


def cover_of(
    model: ElevationModel,
    cameras: Sequence[Camera],
    question: Question,
    *,
    shapes: bool = False,
    progress: Callable[[float], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Cover:
    """Look from all cameras. shapes : also keep what each one covers, for ``farmland_cover``.

    ``model`` covers all circles (``elevation.padded``).
    """
    elevation = model.elevation
    cells = CellAreas(elevation.grid, model.crs)
    whole = CountMap.empty(model, cameras, question)
    circle = np.zeros(whole.field.shape, dtype=np.bool_)
    reach, sight = np.zeros(len(cameras)), np.zeros(len(cameras))
    circles: list[Polygons] = []
    sights: list[Polygons] = []
    buried: list[str] = []
    done = 0

    def each(viewshed: Viewshed) -> None:
        nonlocal done
        all_round = replace(viewshed.camera, field_of_view=360.0, steepest=90.0, flattest=-90.0)
        window, inside = field_of_camera(elevation, all_round, question.refraction)
        circle[window.inside(whole.window)] |= inside
        reach[done] = cells.total(window, inside)
        sight[done] = cells.total(window, viewshed.seen)
        if viewshed.buried:
            buried.append(viewshed.camera.name)
        if shapes:
            part = elevation.grid.part(window)
            for mask, kept in ((inside, circles), (viewshed.seen, sights)):
                kept.append(rectangles(np.where(mask, 0, 255).astype(np.uint8), part)[0])
        done += 1

    counts = count_map(model, cameras, question, each=each, progress=progress, cancelled=cancelled)
    known = np.isfinite(elevation.ground[counts.window.slices])
    return Cover(
        counts,
        classes_of_cells(circle, known, counts.count),
        None if counts.certainty is None else np.where(circle & known, counts.certainty, NOTHING).astype(np.uint8),
        elevation.grid.part(counts.window),
        reach,
        sight,
        _each_as_one(circles) if shapes else None,
        _each_as_one(sights) if shapes else None,
        buried,
    )


def _each_as_one(parts: list[Polygons]) -> Polygons:
    return as_one(join_polygons(parts), [len(part) for part in parts])


def place_cover(
    classes: NDArray[np.uint8],
    count: int,
    grid: Grid,
    places: Polygons,
    plane: AreaPlane,
    cancelled: Callable[[], bool] | None = None,
) -> FloatArray:
    """(n, count) m² of each place by class of cell; ``places`` in the plane of the model's system."""
    return _by_class(classes, count, grid, plane.apply(places), plane, cancelled)


def _by_class(
    classes: NDArray[np.uint8],
    count: int,
    grid: Grid,
    flat: Polygons,
    plane: AreaPlane,
    cancelled: Callable[[], bool] | None,
) -> FloatArray:
    boxes, values = rectangles(classes, grid)
    if not len(boxes):
        return np.zeros((len(flat), count))
    return tally(flat, plane.apply(boxes), values, count, cancelled=cancelled)


@dataclass(frozen=True)
class Farmland:
    """Farmland by village and cover, legal m².

    villages : (n_villages + 1, 6), outside the circles first; the last row is farmland in no village. sure : the same
    rows by certainty, (…, 4), or None.
    circle, seen : (n_cameras,) in the circle of each camera and seen by it.
    """

    villages: FloatArray
    sure: FloatArray | None
    circle: FloatArray
    seen: FloatArray


def farmland_cover(
    cover: Cover,
    farmland: tuple[Polygons, FloatArray],
    villages: tuple[Polygons, FloatArray],
    plane: AreaPlane,
    name: str,
    fids: IntArray,
    cancelled: Callable[[], bool] | None = None,
) -> Farmland:
    """Legal area of farmland by village and class, and by camera.

    farmland : polygons in ``plane`` and the legal m² of each m² of them, negative for land that another one counts
    (``measuring.redlines.LaidLine.weighed``); it is spread evenly over a polygon. villages : in ``plane``, and the
    official area of each over its area there, by which its farmland is scaled; a polygon that lies in several is cut.
    name, fids : of the village layer, for the sentence where GEOS refuses an invalid village.
    """
    flat, density = farmland
    homes, scale = villages
    own = areas(flat)
    if (own[density > 0] <= 0).any():
        raise RedlineError(
            "{count} farmland patches have no area: repair the layer with Fix geometries.",
            count=int((own[density > 0] <= 0).sum()),
        )
    parts, patch, village = _by_village(flat, own, homes, name, fids, cancelled)
    size = areas(parts)
    by_class = np.maximum(_by_class(cover.classes, CLASSES, cover.grid, parts, plane, cancelled), 0.0)
    outside = np.maximum(size - by_class.sum(axis=1), 0.0)
    weight = np.column_stack([outside, by_class]) * density[patch][:, None]
    # What the cut lost on its seams stays with its patch, so that the legal areas add up.
    kept = np.bincount(patch, weight.sum(axis=1), len(flat))
    mend = np.where(kept != 0, density * own / np.where(kept != 0, kept, 1.0), 0.0)[patch]
    rows = np.where(village == OUTSIDE, len(homes), village)
    scales = np.append(scale, 1.0)[:, None]
    table = np.zeros((len(homes) + 1, CLASSES + 1))
    np.add.at(table, rows, weight * mend[:, None])
    sure = None
    if cover.sure is not None:
        levels = np.maximum(_by_class(cover.sure, len(Certainty), cover.grid, parts, plane, cancelled), 0.0)
        sure = np.zeros((len(homes) + 1, len(Certainty)))
        np.add.at(sure, rows, levels * (density[patch] * mend)[:, None])
        sure *= scales
    index = PatchIndex(flat)
    reach, sight = (
        np.zeros(0) if shape is None else _by_camera(plane.apply(shape), index, density, cancelled)
        for shape in (cover.circles, cover.sights)
    )
    return Farmland(table * scales, sure, reach, sight)


def _by_camera(
    shapes: Polygons, index: PatchIndex, density: FloatArray, cancelled: Callable[[], bool] | None
) -> FloatArray:
    found = pieces(shapes, index, cancelled=cancelled)
    return np.bincount(found.zone, found.area * density[found.patch], len(shapes)).astype(np.float64)


def _by_village(
    flat: Polygons,
    own: FloatArray,
    villages: Polygons,
    name: str,
    fids: IntArray,
    cancelled: Callable[[], bool] | None,
) -> tuple[Polygons, IntArray, IntArray]:
    """Parts of patches, each in one village: (parts, patch of each, village of each or OUTSIDE); all in one plane.

    Nearly all patches lie in one village whole and are taken as they are; the others are cut as geometry.
    """
    found = pieces(villages, flat, cancelled=cancelled)
    whole = found.area >= WHOLE * own[found.patch]
    village = np.full(len(flat), OUTSIDE, dtype=np.int64)
    village[found.patch[whole]] = found.zone[whole]
    touched = np.zeros(len(flat), dtype=np.bool_)
    touched[found.patch] = True
    # What no village touches is outside; what one holds only partly is cut.
    cut = touched & (village == OUTSIDE)
    rest = np.flatnonzero(~cut)
    if not cut.any():
        return flat, rest, village
    near = np.unique(found.zone[cut[found.patch]])
    clipped = clip(
        keep_polygons(flat, cut),
        keep_polygons(villages, np.isin(np.arange(len(villages)), near)),
        name,
        fids[near],
        cancelled,
    )
    places = np.append(near, OUTSIDE)
    return (
        join_polygons([keep_polygons(flat, ~cut), clipped.polygons]),
        np.concatenate([rest, np.flatnonzero(cut)[clipped.zone]]),
        np.concatenate([village[rest], places[clipped.area]]),
    )
