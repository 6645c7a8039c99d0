"""Viewsheds of many cameras: GDAL's own algorithm on a window around each mast, on all cores; the rest in numpy.

GDAL looks from the middle of the mast's cell and knows neither sectors, tilt limits, unknown ground nor things that
stand on the ground; those are added here. Its window may be a cell larger on each side and is placed by its
geotransform.

How sure is an answer? An elevation is never exact. If every elevation along a line is off by at most ``e`` against the
ends of the line, then lowering lens and target by ``e`` is as bad as it can get, and raising both as good: what is seen
even so lowered is surely seen, what is hidden even so raised is surely hidden.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from osgeo import gdal
from qgis.core import QgsGeometry

from ...core.cameras.camera import DEFAULT_REFRACTION, Camera, curvature_coefficient
from ...core.cameras.grid import Elevation, Window, field_of_camera
from ...core.cameras.lineofsight import TOUCH
from ...core.errors import Cancelled, RedlineError
from ...core.shapes.polygons import FloatArray
from ..reading.rasterfile import band_array, memory_raster
from .elevation import ElevationModel

__all__ = ["Certainty", "CountMap", "Question", "Viewshed", "count_map", "viewshed_of", "viewsheds"]

BoolArray = NDArray[np.bool_]

BOTTOMLESS = -1e5
"""Stands for unknown ground while GDAL looks: it blocks nothing."""


class Certainty(IntEnum):
    """How sure it is that a cell is seen; the values of the certainty raster."""

    SURELY_HIDDEN = 0
    PROBABLY_HIDDEN = 1
    PROBABLY_SEEN = 2
    SURELY_SEEN = 3


@dataclass(frozen=True)
class Question:
    """What is asked of each camera.

    target : height above the ground of what is to be seen, m. refraction : coefficient k. error : how far the
    elevations along a line may be off against its ends, m; 0 asks no certainty. heights : also say how high something
    must stand to be seen.
    """

    target: float = 0.0
    refraction: float = DEFAULT_REFRACTION
    error: float = 0.0
    heights: bool = False

    def check(self) -> Question:
        curvature_coefficient(self.refraction)
        if not (np.isfinite(self.target) and self.target >= 0):
            raise RedlineError(
                "The target height is {value}: give metres above the ground, 0 or more.", value=self.target
            )
        if not (np.isfinite(self.error) and self.error >= 0):
            raise RedlineError("The elevation error is {value}: give metres, 0 or more.", value=self.error)
        return self


@dataclass(frozen=True)
class Viewshed:
    """What one camera sees, over a window of the elevation's grid.

    field : the cells its radius, sector and tilt reach and whose elevation is known. seen : those it sees.
    certainty : of type Certainty, where it was asked. hidden : metres above the ground from which something is seen,
    NaN outside the field, where it was asked. unknown : cells in reach whose elevation is not known. buried : the lens
    is lower than what stands in its own cell. beyond : part of the circle lies outside the raster. shape : the outline
    of what is seen, where a ``finish`` added it.
    """

    camera: Camera
    window: Window
    field: BoolArray
    seen: BoolArray
    certainty: NDArray[np.uint8] | None
    hidden: FloatArray | None
    unknown: int
    buried: bool
    beyond: bool
    shape: QgsGeometry | None = None


class _Scene:
    """The elevation around one mast, as GDAL needs it."""

    def __init__(self, model: ElevationModel, camera: Camera, question: Question) -> None:
        elevation, grid = model.elevation, model.elevation.grid
        self.camera, self.question = camera, question
        self.lens = elevation.lens_of(camera)
        # GDAL measures from the middle of the mast's cell, up to half a diagonal away from the mast itself.
        self.reach = camera.radius + float(np.hypot(grid.width, grid.height))
        self.window = grid.around(camera.x, camera.y, self.reach + max(grid.width, grid.height))
        self.grid = grid.part(self.window)
        top = elevation.top[self.window.slices]
        self.cover = None if elevation.surface is None else top - elevation.ground[self.window.slices]
        cell = self.grid.cell_of(camera.x, camera.y)
        if cell is None:
            raise RedlineError("Camera {camera} lies outside its own window.", camera=camera.name)
        self.foot = float(top[cell])
        values = np.where(np.isfinite(top), top, BOTTOMLESS)
        self.dataset = memory_raster(values, self.grid.geotransform, model.wkt)

    def _generate(self, lift: float, target: float, mode: int) -> gdal.Dataset:
        """GDAL's answer with the lens lifted by ``lift``; it knows only heights above its own surface."""
        gdal.PushErrorHandler("CPLQuietErrorHandler")
        try:
            answer = gdal.ViewshedGenerate(
                self.dataset.GetRasterBand(1),
                "MEM",
                "",
                [],
                self.camera.x,
                self.camera.y,
                self.lens + lift - self.foot,
                target,
                1.0,
                0.0,
                0.0,
                -1.0,
                curvature_coefficient(self.question.refraction),
                gdal.GVM_Edge,
                self.reach,
                None,
                None,
                mode,
            )
            reason = gdal.GetLastErrorMsg()
        except RuntimeError as error:  # where another plugin has turned GDAL's exceptions on
            answer, reason = None, str(error)
        finally:
            gdal.PopErrorHandler()
        if answer is None:
            raise RedlineError(
                "GDAL could not compute what camera {camera} sees: {reason}", camera=self.camera.name, reason=reason
            )
        return answer

    def _placed(self, answer: gdal.Dataset, kind: str) -> NDArray:
        """GDAL's window, laid into ours by its geotransform; 0 where it does not reach."""
        t = answer.GetGeoTransform()
        col = round((t[0] - self.grid.left) / self.grid.width)
        row = round((self.grid.top - t[3]) / self.grid.height)
        values = band_array(answer, kind)
        placed = np.zeros(self.grid.shape, dtype=kind)
        inside = Window(row, col, *values.shape)
        first_row, first_col = max(row, 0), max(col, 0)
        last_row, last_col = min(row + inside.rows, self.grid.rows), min(col + inside.cols, self.grid.cols)
        placed[first_row:last_row, first_col:last_col] = values[
            first_row - row : last_row - row, first_col - col : last_col - col
        ]
        return placed

    def _beside(self) -> tuple[slice, slice]:
        """The mast's cell and its neighbours: nothing stands between, yet GDAL 3.6 calls the rows beside it hidden."""
        row, col = self.grid.cell_of(self.camera.x, self.camera.y) or (0, 0)
        return slice(max(row - 1, 0), row + 2), slice(max(col - 1, 0), col + 2)

    def heights(self, lift: float = 0.0) -> FloatArray:
        """Metres above the ground from which something is seen, for each cell of the window."""
        above = self._placed(self._generate(lift, 0.0, gdal.GVOT_MIN_TARGET_HEIGHT_FROM_GROUND), "float64")
        above[self._beside()] = 0.0
        if self.cover is not None:
            # Under a wood a target must stand out above it, and then into the line of sight.
            above = np.where(self.cover > 0, above + self.cover, above)
        return above

    def seen(self, lift: float = 0.0) -> BoolArray:
        """The cells whose target is seen, lens and target both lifted by ``lift``."""
        target = self.question.target + lift
        seen = self._placed(self._generate(lift, target + TOUCH, gdal.GVOT_NORMAL), "uint8") == 1
        seen[self._beside()] = True
        if self.cover is None:
            return seen
        covered = self.cover > 0
        low = covered & (self.cover <= target)
        seen &= ~covered
        if low.any():
            seen |= low & (self.heights(lift) <= target)
        return seen


def viewshed_of(model: ElevationModel, camera: Camera, question: Question) -> Viewshed:
    """What one camera sees. Raises RedlineError, with its name, where it stands outside the raster or on nodata."""
    window, reach = field_of_camera(model.elevation, camera, question.refraction)
    scene = _Scene(model, camera, question)
    inside = window.inside(scene.window)
    known = np.isfinite(model.elevation.ground[window.slices])
    field = reach & known
    seen = scene.seen()[inside] & field
    certainty = None
    if question.error > 0:
        surely = scene.seen(-question.error)[inside]
        perhaps = scene.seen(question.error)[inside]
        level = np.where(perhaps | seen, Certainty.PROBABLY_HIDDEN, Certainty.SURELY_HIDDEN)
        level[seen] = Certainty.PROBABLY_SEEN
        level[seen & surely] = Certainty.SURELY_SEEN
        certainty = level.astype(np.uint8)
    hidden = np.where(field, scene.heights()[inside], np.nan) if question.heights else None
    return Viewshed(
        camera,
        window,
        field,
        seen,
        certainty,
        hidden,
        unknown=int(np.count_nonzero(reach & ~known)),
        buried=scene.lens <= scene.foot,
        beyond=_beyond(model.elevation, camera),
    )


def _beyond(elevation: Elevation, camera: Camera) -> bool:
    grid = elevation.grid
    right, bottom = grid.left + grid.cols * grid.width, grid.top - grid.rows * grid.height
    return (
        camera.x - camera.radius < grid.left
        or camera.x + camera.radius > right
        or camera.y - camera.radius < bottom
        or camera.y + camera.radius > grid.top
    )


def viewsheds(
    model: ElevationModel,
    cameras: Sequence[Camera],
    question: Question,
    *,
    finish: Callable[[Viewshed], Viewshed] | None = None,
    threads: int | None = None,
    progress: Callable[[float], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Iterator[Viewshed]:
    """The viewsheds in the order of ``cameras``, computed on ``threads`` cores (all, when None).

    finish : what else is to be done with each, in the thread that computed it.

    GDAL and numpy leave Python's lock while they work, so threads are enough; few results wait at a time, so memory
    stays small. Raises RedlineError for all cameras that lie outside the raster before any is computed; Cancelled.
    """
    question.check()
    for camera in cameras:
        model.elevation.lens_of(camera.check())

    def one(camera: Camera) -> Viewshed:
        viewshed = viewshed_of(model, camera, question)
        return viewshed if finish is None else finish(viewshed)

    workers = max(1, threads if threads is not None else os.cpu_count() or 1)
    waiting: deque[Future[Viewshed]] = deque()
    done = 0
    with ThreadPoolExecutor(workers, thread_name_prefix="redline-viewshed") as pool:
        try:
            for camera in cameras:
                waiting.append(pool.submit(one, camera))
                if len(waiting) <= workers:
                    continue
                done += 1
                yield _next(waiting, cancelled)
                if progress is not None:
                    progress(done / len(cameras))
            while waiting:
                done += 1
                yield _next(waiting, cancelled)
                if progress is not None:
                    progress(done / len(cameras))
        finally:
            for future in waiting:
                future.cancel()


def _next(waiting: deque[Future[Viewshed]], cancelled: Callable[[], bool] | None) -> Viewshed:
    if cancelled is not None and cancelled():
        raise Cancelled()
    return waiting.popleft().result()


@dataclass
class CountMap:
    """All cameras together, over the smallest window that holds their fields.

    field : cells that some camera's field holds. count : how many cameras see a cell. certainty, hidden : the best of
    all cameras, where asked.
    """

    window: Window
    field: BoolArray
    count: NDArray[np.uint16]
    certainty: NDArray[np.uint8] | None
    hidden: FloatArray | None

    @staticmethod
    def empty(model: ElevationModel, cameras: Sequence[Camera], question: Question) -> CountMap:
        windows = [model.elevation.grid.around(camera.x, camera.y, camera.radius) for camera in cameras]
        windows = [window for window in windows if not window.empty]
        if not windows:
            raise RedlineError("There is no camera whose circle the elevation raster reaches.")
        window = Window.around(windows)
        shape = window.rows, window.cols
        return CountMap(
            window,
            np.zeros(shape, dtype=np.bool_),
            np.zeros(shape, dtype=np.uint16),
            np.zeros(shape, dtype=np.uint8) if question.error > 0 else None,
            np.full(shape, np.nan) if question.heights else None,
        )

    def add(self, viewshed: Viewshed) -> None:
        place = viewshed.window.inside(self.window)
        self.field[place] |= viewshed.field
        self.count[place] += viewshed.seen
        if self.certainty is not None and viewshed.certainty is not None:
            np.maximum(
                self.certainty[place], np.where(viewshed.field, viewshed.certainty, 0), out=self.certainty[place]
            )
        if self.hidden is not None and viewshed.hidden is not None:
            np.fmin(self.hidden[place], viewshed.hidden, out=self.hidden[place])


def count_map(
    model: ElevationModel,
    cameras: Sequence[Camera],
    question: Question,
    *,
    each: Callable[[Viewshed], object] | None = None,
    finish: Callable[[Viewshed], Viewshed] | None = None,
    threads: int | None = None,
    progress: Callable[[float], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> CountMap:
    """All viewsheds added up; ``each`` is handed every one of them, in the order of the cameras; see ``viewsheds``."""
    whole = CountMap.empty(model, cameras, question)
    for viewshed in viewsheds(
        model, cameras, question, finish=finish, threads=threads, progress=progress, cancelled=cancelled
    ):
        whole.add(viewshed)
        if each is not None:
            each(viewshed)
    return whole
