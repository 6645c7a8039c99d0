"""Scan plans in layers: presets as areas, and how often a cell is looked at within the time of the round."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY

from ...core.cameras.camera import Camera
from ...core.cameras.grid import Elevation, Grid, Window, field_of_camera
from ...core.cameras.scanplan import Preset, Round, ScanPlan, Times, looks_within, sector_ring
from ..reading.clip import valid
from .elevation import ElevationModel
from .viewshed import Question, viewsheds

__all__ = ["Revisits", "flat_model", "preset_shape", "revisits"]


def preset_shape(camera: Camera, preset: Preset) -> QgsGeometry:
    """The piece of ring that a preset is for, as a multipolygon."""
    pieces = [(preset.start, preset.width)]
    if preset.width >= 360 and preset.near > 0:
        # A full ring has a hole, which one outline cannot have: two halves.
        pieces = [(preset.start, 180.0), (preset.start + 180.0, 180.0)]
    rings = [sector_ring(camera.x, camera.y, preset.near, preset.far, start, width) for start, width in pieces]
    shape = QgsGeometry.fromMultiPolygonXY([[[QgsPointXY(x, y) for x, y in ring.tolist()]] for ring in rings])
    return valid(shape)


def flat_model(cameras: Sequence[Camera], crs: QgsCoordinateReferenceSystem, cell: float) -> ElevationModel:
    """A plain around the cameras: without an elevation raster every cell of a circle is taken to be seen."""
    left = np.floor(min(camera.x - camera.radius for camera in cameras) / cell)
    right = np.ceil(max(camera.x + camera.radius for camera in cameras) / cell)
    bottom = np.floor(min(camera.y - camera.radius for camera in cameras) / cell)
    top = np.ceil(max(camera.y + camera.radius for camera in cameras) / cell)
    grid = Grid(left * cell, top * cell, cell, cell, int(top - bottom), int(right - left))
    return ElevationModel(Elevation(grid, np.zeros(grid.shape)), crs, False, 0)


@dataclass
class Revisits:
    """How often cells are looked at. looks : (rows, cols) uint16 looks of all cameras within the time of the round;
    field : cells that some camera's sector and radius reach."""

    window: Window
    looks: NDArray[np.uint16]
    field: NDArray[np.bool_]


def revisits(
    model: ElevationModel,
    plans: Sequence[ScanPlan],
    times: Times,
    whole: Round,
    question: Question,
    *,
    sight: bool,
    progress: Callable[[float], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Revisits:
    """Looks at each cell within ``times.limit``: the whole rounds of every camera that sees it.

    sight : by line of sight; otherwise every cell of the sector and radius counts as seen.
    """
    cameras = [plan.camera for plan in plans]
    windows = [model.elevation.grid.around(camera.x, camera.y, camera.radius) for camera in cameras]
    window = Window.around([each for each in windows if not each.empty])
    looks = np.zeros((window.rows, window.cols), dtype=np.uint16)
    field = np.zeros(looks.shape, dtype=np.bool_)
    rounds = [looks_within(plan, times, whole.server) for plan in plans]
    if sight:
        found = viewsheds(model, cameras, question, progress=progress, cancelled=cancelled)
        for count, viewshed in zip(rounds, found, strict=True):
            place = viewshed.window.inside(window)
            looks[place] += viewshed.seen.astype(np.uint16) * np.uint16(count)
            field[place] |= viewshed.field
    else:
        for count, camera in zip(rounds, cameras, strict=True):
            part, reach = field_of_camera(model.elevation, camera, question.refraction)
            place = part.inside(window)
            looks[place] += reach.astype(np.uint16) * np.uint16(count)
            field[place] |= reach
    return Revisits(window, looks, field)
