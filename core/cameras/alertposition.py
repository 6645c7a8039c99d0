"""From a picture to the ground: where the ray of a camera meets the land, and how far off that may be.

A ray at a flat angle is hardly a measurement of range: at 4 km from a 50 m mast a twentieth of a degree in tilt moves
the point by −261 … +300 m. So a position never comes without its error ellipse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..errors import RedlineError
from ..shapes.polygons import FloatArray
from .camera import DEFAULT_REFRACTION, Camera, angle_from, drop
from .grid import Elevation

__all__ = ["AlertPosition", "AngleErrors", "ellipse_ring", "locate", "ray_ranges"]

BISECTIONS = 40
CHUNK = 1 << 18


@dataclass(frozen=True)
class AngleErrors:
    """Standard errors of one observation: pan and tilt in degrees, the lens against the elevation raster in metres."""

    pan: float
    tilt: float
    height: float = 0.0

    def check(self) -> AngleErrors:
        for value in (self.pan, self.tilt, self.height):
            if not (np.isfinite(value) and value >= 0):
                raise RedlineError("An angle or height error is {value}: give numbers that are 0 or more.", value=value)
        return self


@dataclass(frozen=True)
class AlertPosition:
    """Where one ray meets the ground.

    x, y, elevation : the point, m. range : horizontal distance from the mast, m.
    near, far : ranges between which the point lies after the errors, m; ``far`` is infinite where a ray that much
    flatter meets no ground within the camera's radius. across : error to either side, m.
    """

    x: float
    y: float
    elevation: float
    range: float
    pan: float
    near: float
    far: float
    across: float


def ray_ranges(
    elevation: Elevation,
    eye: tuple[float, float, ArrayLike],
    pan: ArrayLike,
    tilt: ArrayLike,
    reach: ArrayLike,
    refraction: float = DEFAULT_REFRACTION,
) -> FloatArray:
    """Horizontal ranges (n,) at which rays from ``eye`` (x, y, elevations) first meet the ground; infinite for none.

    pan : azimuths in the grid, degrees; tilt : depressions, degrees, positive downwards; reach : where to give up, m.
    The ray is followed in steps of half a cell against the bilinear surface and the crossing is then bisected. What
    blocks is the surface where there is one. Unknown elevation does not stop a ray.
    """
    height, azimuth, depression, limit = (
        np.atleast_1d(array)
        for array in np.broadcast_arrays(
            np.asarray(eye[2], dtype=np.float64),
            np.asarray(pan, dtype=np.float64),
            np.asarray(tilt, dtype=np.float64),
            np.asarray(reach, dtype=np.float64),
        )
    )
    step = min(elevation.grid.width, elevation.grid.height) / 2
    count = max(int(np.ceil(float(limit.max(initial=0.0)) / step)), 1)
    found = np.full(len(height), np.inf)
    size = max(CHUNK // count, 1)
    for start in range(0, len(height), size):
        part = slice(start, start + size)
        found[part] = _follow(
            elevation, eye[:2], height[part], azimuth[part], depression[part], limit[part], (step, count), refraction
        )
    return found


def _follow(
    elevation: Elevation,
    foot: tuple[float, float],
    height: FloatArray,
    azimuth: FloatArray,
    depression: FloatArray,
    limit: FloatArray,
    steps: tuple[float, int],
    refraction: float,
) -> FloatArray:
    east, north = np.sin(np.radians(azimuth)), np.cos(np.radians(azimuth))
    slope = np.tan(np.radians(depression))

    def above(distance: FloatArray) -> FloatArray:
        """How far the ray runs above the ground, m; ``distance`` is (n,) or (n, k)."""
        shape = (-1,) + (1,) * (distance.ndim - 1)
        ground = elevation.top_at(foot[0] + east.reshape(shape) * distance, foot[1] + north.reshape(shape) * distance)
        return height.reshape(shape) - slope.reshape(shape) * distance + drop(distance, refraction) - ground

    step, count = steps
    distance = np.minimum(np.arange(1, count + 1)[None, :] * step, limit[:, None])
    with np.errstate(invalid="ignore"):
        below = above(distance) <= 0
    hit = below.any(axis=1)
    first = below.argmax(axis=1)
    high = distance[np.arange(len(first)), first]
    low = np.where(first > 0, distance[np.arange(len(first)), np.maximum(first - 1, 0)], 0.0)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        with np.errstate(invalid="ignore"):
            under = above(middle) <= 0
        low, high = np.where(under, low, middle), np.where(under, middle, high)
    return np.where(hit, high, np.inf)


def locate(
    elevation: Elevation,
    cameras: Sequence[Camera],
    pan: ArrayLike,
    tilt: ArrayLike,
    errors: AngleErrors,
    refraction: float = DEFAULT_REFRACTION,
) -> list[AlertPosition | None]:
    """Ground positions of n observations, one for each of ``cameras``; None where the ray meets no ground in radius.

    pan : azimuths in the grid; tilt : depressions, positive downwards. The errors are carried through the terrain: the
    ray is sent again with the tilt and with the height off by one standard error to either side, and the two are added
    in quadrature, each side for itself, since the far side is the longer one.
    """
    errors.check()
    pans, tilts = np.broadcast_arrays(np.asarray(pan, dtype=np.float64), np.asarray(tilt, dtype=np.float64))
    pans, tilts = np.atleast_1d(pans), np.atleast_1d(tilts)
    if len(pans) != len(cameras):
        raise RedlineError(
            "{angles} angles were given for {cameras} cameras: give one pan and one tilt for each.",
            angles=len(pans),
            cameras=len(cameras),
        )
    found: list[AlertPosition | None] = []
    for camera, azimuth, depression in zip(cameras, pans.tolist(), tilts.tolist(), strict=True):
        found.append(_locate_one(elevation, camera, azimuth % 360.0, depression, errors, refraction))
    return found


def _locate_one(
    elevation: Elevation,
    camera: Camera,
    pan: float,
    tilt: float,
    errors: AngleErrors,
    refraction: float,
) -> AlertPosition | None:
    lens = elevation.lens_of(camera)
    # The ray itself; then steeper and from lower (near), flatter and from higher (far).
    heights = lens + errors.height * np.array([0.0, 0.0, 0.0, -1.0, 1.0])
    tilts = tilt + errors.tilt * np.array([0.0, 1.0, -1.0, 0.0, 0.0])
    ranges = ray_ranges(elevation, (camera.x, camera.y, heights), pan, tilts, camera.radius, refraction)
    distance = float(ranges[0])
    if not np.isfinite(distance):
        return None
    x = camera.x + distance * float(np.sin(np.radians(pan)))
    y = camera.y + distance * float(np.cos(np.radians(pan)))
    near = max(distance - float(np.hypot(distance - ranges[1], distance - ranges[3])), 0.0)
    far = distance + float(np.hypot(ranges[2] - distance, ranges[4] - distance))
    return AlertPosition(
        x=x,
        y=y,
        elevation=float(elevation.top_at(x, y)),
        range=distance,
        pan=pan,
        near=near,
        far=far,
        across=distance * float(np.tan(np.radians(errors.pan))),
    )


def ellipse_ring(camera: Camera, position: AlertPosition, points: int = 72) -> FloatArray:
    """The error ellipse (points + 1, 2), closed: its long axis from ``near`` to ``far`` along the ray.

    Where the far end is open it is drawn to the camera's radius; ``far`` itself stays infinite and says so.
    """
    far = min(position.far, max(camera.radius, position.range))
    centre, half = (position.near + far) / 2, (far - position.near) / 2
    turn = np.linspace(0.0, 2 * np.pi, points, endpoint=False)
    along, across = centre + half * np.cos(turn), position.across * np.sin(turn)
    pan = np.radians(float(angle_from(position.pan, 0.0)))
    ring = np.column_stack(
        [
            camera.x + along * np.sin(pan) + across * np.cos(pan),
            camera.y + along * np.cos(pan) - across * np.sin(pan),
        ]
    )
    return np.vstack([ring, ring[:1]])
