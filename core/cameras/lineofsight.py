"""Line of sight between two points over an elevation raster, exact for the surface between the cell centres.

GDAL's viewshed answers for whole rasters; this answers for single points, and is what the viewsheds are checked
against. The line is cut where it crosses the lattice of cell centres; between two crossings the bilinear surface is
nearly straight, and at each crossing it is linear between two cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..shapes.polygons import FloatArray
from .camera import DEFAULT_REFRACTION, Camera, angle_from, azimuth_to, depression_to, drop
from .grid import Elevation

__all__ = ["TOUCH", "Sighting", "hidden_height", "sightings"]

CHUNK = 1 << 18
"""Samples at a time: about 2 MB each array."""

TOUCH = 1e-6
"""A line that runs this close above the ground, m, touches it: an even slope or a plain is seen, whatever the last
digits of its elevations say."""


def _crossings(start: float, ends: FloatArray, origin: float, step: float) -> FloatArray:
    """Shares of the way (n, k) at which lines from ``start`` to ``ends`` cross ``origin + i·step``; NaN past the end.

    A lattice line at which a line starts or ends is no crossing.
    """
    a, b = (start - origin) / step, (ends - origin) / step
    low, high = np.minimum(a, b), np.maximum(a, b)
    first = np.floor(low) + 1
    count = np.maximum(np.ceil(high) - first, 0).astype(np.int64)
    k = np.arange(int(count.max(initial=0)))
    line = first[:, None] + k[None, :]
    span = np.where(b == a, 1.0, b - a)
    return np.where(k[None, :] < count[:, None], (line - a) / span[:, None], np.nan)


def hidden_height(
    elevation: Elevation,
    eye: tuple[float, float, float],
    x: ArrayLike,
    y: ArrayLike,
    refraction: float = DEFAULT_REFRACTION,
) -> FloatArray:
    """How high above the ground something at each (x, y) must stand to be seen from ``eye`` (x, y, elevation).

    0 where the ground itself is seen; NaN where the ground's elevation is not known. Stretches of unknown elevation
    on the way do not block. Under a surface (a wood) the target must at least stand out above it.
    """
    tx, ty = np.broadcast_arrays(
        np.atleast_1d(np.asarray(x, dtype=np.float64)), np.atleast_1d(np.asarray(y, dtype=np.float64))
    )
    grid = elevation.grid
    longest = int((np.abs(tx - eye[0]) / grid.width + np.abs(ty - eye[1]) / grid.height).max(initial=0.0)) + 3
    size = max(CHUNK // longest, 1)
    parts = [_hidden(elevation, eye, tx[i : i + size], ty[i : i + size], refraction) for i in range(0, len(tx), size)]
    return np.concatenate(parts) if parts else np.empty(0)


def _hidden(
    elevation: Elevation, eye: tuple[float, float, float], x: FloatArray, y: FloatArray, refraction: float
) -> FloatArray:
    grid = elevation.grid
    ground = elevation.ground_at(x, y)
    share = np.hstack(
        [
            _crossings(eye[0], x, grid.left + grid.width / 2, grid.width),
            _crossings(eye[1], y, grid.top - grid.height / 2, -grid.height),
        ]
    )
    whole = np.hypot(x - eye[0], y - eye[1])
    height = elevation.top_at(eye[0] + share * (x - eye[0])[:, None], eye[1] + share * (y - eye[1])[:, None])
    along = share * whole[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        slope = (height - drop(along, refraction) - eye[2]) / along
    steepest = np.max(np.where(np.isfinite(slope), slope, -np.inf), axis=1, initial=-np.inf)
    with np.errstate(invalid="ignore"):
        seen_from = eye[2] + steepest * whole + drop(whole, refraction)
    hidden = np.where(np.isfinite(steepest), seen_from - ground, 0.0)
    hidden = np.where(hidden > TOUCH, hidden, 0.0)
    if elevation.surface is not None:
        cover = elevation.top_at(x, y) - ground
        hidden = np.where(cover > 0, np.maximum(hidden, cover), hidden)
    return np.where(np.isfinite(ground), hidden, np.nan)


@dataclass(frozen=True)
class Sighting:
    """How one camera looks at one point.

    camera : its place in the list given. range : horizontal distance, m. azimuth, depression : where to turn it.
    in_field : radius, sector and tilt allow it. hidden : height above the ground from which the point is seen, m
    (0 where the ground is seen; NaN where its elevation is not known). seen : the camera sees the target.
    """

    camera: int
    range: float
    azimuth: float
    depression: float
    in_field: bool
    hidden: float
    seen: bool


def sightings(
    elevation: Elevation,
    cameras: Sequence[Camera],
    point: tuple[float, float],
    target: float = 0.0,
    refraction: float = DEFAULT_REFRACTION,
) -> list[Sighting]:
    """Every camera whose radius reaches ``point``, nearest first: at which pan, tilt and range, and whether it sees it.

    ``target`` is the height above the ground of what is to be seen there.
    """
    x, y = point
    ground = float(elevation.ground_at(x, y))
    found = []
    for index, camera in enumerate(cameras):
        distance = float(np.hypot(x - camera.x, y - camera.y))
        if distance > camera.radius:
            continue
        lens = elevation.lens_of(camera)
        azimuth = float(azimuth_to(x - camera.x, y - camera.y))
        depression = float(depression_to(lens - ground - target, distance, refraction))
        turn = abs(float(angle_from(azimuth, camera.azimuth)))
        in_field = camera.field_of_view >= 360 or turn <= camera.field_of_view / 2
        in_field = in_field and camera.flattest <= depression <= camera.steepest
        hidden = float(hidden_height(elevation, (camera.x, camera.y, lens), x, y, refraction)[0])
        found.append(
            Sighting(index, distance, azimuth, depression, in_field, hidden, in_field and bool(hidden <= target))
        )
    return sorted(found, key=lambda sighting: (sighting.range, sighting.camera))
