"""One camera on one mast: what follows from its heights and angles alone, before any terrain is looked at.

Angles are degrees. An azimuth counts clockwise from the grid's north. A depression counts downwards from the
horizontal, so a camera that looks at the ground has a positive one. Lengths are metres. Every function takes numbers
or arrays.

Light bends with the air: over the distance d the ground sinks below the horizontal by (1 − k)·d²/(2R), with k the
refraction coefficient (0.13 for light over land in daytime; geodetic practice) and R the semi-major axis, as GDAL's
viewshed takes it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..errors import RedlineError
from ..shapes.polygons import FloatArray

__all__ = [
    "DEFAULT_REFRACTION",
    "EARTH_RADIUS",
    "Camera",
    "angle_from",
    "azimuth_to",
    "curvature_coefficient",
    "dead_zone",
    "depression_to",
    "drop",
    "horizon_distance",
    "range_at_depression",
    "range_error",
    "shadow_length",
]

EARTH_RADIUS = 6378137.0
"""Semi-major axis of CGCS2000, m."""

DEFAULT_REFRACTION = 0.13


@dataclass(frozen=True)
class Camera:
    """A camera as the tools need it.

    x, y : position in the plane of the run, m. mast : lens above the ground, m. radius : how far it reaches, m.
    azimuth, field_of_view : centre and width of the sector it can turn through; 360 is all round.
    steepest, flattest : the largest and the smallest depression at which a point is still in its picture.
    """

    name: str
    x: float
    y: float
    mast: float
    radius: float
    azimuth: float = 0.0
    field_of_view: float = 360.0
    steepest: float = 90.0
    flattest: float = -90.0

    def check(self) -> Camera:
        """The camera itself; RedlineError where its numbers cannot be a camera's."""
        if not (np.isfinite(self.x) and np.isfinite(self.y)):
            raise RedlineError("Camera {camera} has no usable position: give it a point.", camera=self.name)
        if not (np.isfinite(self.mast) and self.mast > 0):
            raise RedlineError(
                "Camera {camera} has the mast height {value}: give a height above the ground in metres, more than 0.",
                camera=self.name,
                value=self.mast,
            )
        if not (np.isfinite(self.radius) and self.radius > 0):
            raise RedlineError(
                "Camera {camera} has the radius {value}: give a radius in metres, more than 0.",
                camera=self.name,
                value=self.radius,
            )
        if not (np.isfinite(self.azimuth) and 0 < self.field_of_view <= 360):
            raise RedlineError(
                "Camera {camera} has the azimuth {azimuth} and the field of view {value}: "
                "the field of view is more than 0 and at most 360 degrees.",
                camera=self.name,
                azimuth=self.azimuth,
                value=self.field_of_view,
            )
        if not -90 <= self.flattest < self.steepest <= 90:
            raise RedlineError(
                "Camera {camera} sees depressions from {flattest} to {steepest} degrees: "
                "give two angles between -90 and 90, the flatter one first.",
                camera=self.name,
                flattest=self.flattest,
                steepest=self.steepest,
            )
        return self


def curvature_coefficient(refraction: float = DEFAULT_REFRACTION) -> float:
    """What is left of the earth's curvature after refraction: ``1 − refraction``; 6/7 in many handbooks."""
    if not 0 <= refraction <= 1:
        raise RedlineError(
            "The refraction coefficient is {value}: it lies between 0 (no air) and 1 (a flat earth).", value=refraction
        )
    return 1.0 - refraction


def drop(distance: ArrayLike, refraction: float = DEFAULT_REFRACTION) -> FloatArray:
    """How far the ground has sunk below the horizontal at ``distance``: 0.61 m at 3 km, 1.09 m at 4 km."""
    return np.square(np.asarray(distance, dtype=np.float64)) * (curvature_coefficient(refraction) / (2 * EARTH_RADIUS))


def horizon_distance(height: ArrayLike, target: ArrayLike = 0.0, refraction: float = DEFAULT_REFRACTION) -> FloatArray:
    """How far an eye at ``height`` sees a point ``target`` above a smooth plain; infinite without curvature."""
    with np.errstate(divide="ignore"):
        scale = np.sqrt(2 * EARTH_RADIUS / np.float64(curvature_coefficient(refraction)))
    return scale * (np.sqrt(np.asarray(height, dtype=np.float64)) + np.sqrt(np.asarray(target, dtype=np.float64)))


def shadow_length(obstacle: ArrayLike, distance: ArrayLike, mast: ArrayLike, target: ArrayLike = 0.0) -> FloatArray:
    """How far the ground behind an obstacle stays hidden on a flat plain: ``(o − t)·d / (H − o)``.

    ``obstacle`` o stands ``distance`` d away from a lens at ``mast`` H; ``target`` t is the height of what is looked
    for. Infinite where the obstacle is as high as the lens; 0 where the target stands out above it.
    """
    o, d, h, t = np.broadcast_arrays(
        *(np.asarray(value, dtype=np.float64) for value in (obstacle, distance, mast, target))
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        length = (o - t) * d / (h - o)
    return np.where(o <= t, 0.0, np.where(o >= h, np.inf, length))


def dead_zone(mast: ArrayLike, steepest: ArrayLike) -> FloatArray:
    """Radius of the ground below the mast that the camera cannot be tilted down to: ``H / tan(δ)``; 0 for 90°."""
    angle = np.asarray(steepest, dtype=np.float64)
    with np.errstate(divide="ignore"):
        radius = np.asarray(mast, dtype=np.float64) / np.tan(np.radians(angle))
    return np.where(angle >= 90, 0.0, np.where(angle <= 0, np.inf, radius))


def depression_to(fall: ArrayLike, distance: ArrayLike, refraction: float = DEFAULT_REFRACTION) -> FloatArray:
    """Depression under which a point ``fall`` metres below the lens is seen at the horizontal ``distance``."""
    below = np.asarray(fall, dtype=np.float64) + drop(distance, refraction)
    return np.degrees(np.arctan2(below, np.asarray(distance, dtype=np.float64)))


def range_at_depression(height: ArrayLike, depression: ArrayLike, refraction: float = DEFAULT_REFRACTION) -> FloatArray:
    """Where a ray at ``depression`` from ``height`` meets a smooth plain; infinite where it never does.

    The nearer root of ``c·d² − d·tan(δ) + h = 0`` with ``c = (1 − k)/(2R)``, written so that a flat earth (c = 0)
    needs no case of its own.
    """
    h = np.asarray(height, dtype=np.float64)
    slope = np.tan(np.radians(np.asarray(depression, dtype=np.float64)))
    c = curvature_coefficient(refraction) / (2 * EARTH_RADIUS)
    inside = np.square(slope) - 4 * c * h
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = 2 * h / (slope + np.sqrt(inside))
    return np.where((slope > 0) & (inside >= 0), distance, np.inf)


def range_error(
    height: ArrayLike, distance: ArrayLike, tilt_error: float, refraction: float = DEFAULT_REFRACTION
) -> tuple[FloatArray, FloatArray]:
    """How far too near and too far a point on a plain may be placed when the tilt is off by ``tilt_error`` degrees.

    Both signed along the range. From 50 m at 4 km, a twentieth of a degree gives −261 m and +300 m on a flat earth.
    """
    d = np.asarray(distance, dtype=np.float64)
    angle = depression_to(height, d, refraction)
    near = range_at_depression(height, angle + tilt_error, refraction)
    far = range_at_depression(height, angle - tilt_error, refraction)
    return near - d, far - d


def azimuth_to(dx: ArrayLike, dy: ArrayLike) -> FloatArray:
    """Azimuth of the direction (``dx`` east, ``dy`` north), 0 … 360."""
    angle = np.degrees(np.arctan2(np.asarray(dx, dtype=np.float64), np.asarray(dy, dtype=np.float64))) % 360.0
    return np.where(angle == 360.0, 0.0, angle)


def angle_from(azimuth: ArrayLike, centre: ArrayLike) -> FloatArray:
    """Signed turn from ``centre`` to ``azimuth``, −180 … 180."""
    turn = np.asarray(azimuth, dtype=np.float64) - np.asarray(centre, dtype=np.float64)
    return (turn + 180.0) % 360.0 - 180.0
