"""Map services' shifted coordinates (GCJ-02, BD-09): forward, the exact way back, and how to tell them.

Vendors of cameras and map services give GCJ-02 (高德, 腾讯) or BD-09 (百度) without saying so; they lie 100 to 1,000 m
from the true place. CGCS2000 and WGS84 are one here: they differ by centimetres to decimetres.
Formulas: the public ones, a = 6378245 m, e² = 0.00669342162296594323.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import RedlineError
from ..shapes.polygons import FloatArray

__all__ = ["SYSTEMS", "Suspicion", "System", "change_system", "suspect_shift"]

System = Literal["cgcs2000", "gcj02", "bd09"]
SYSTEMS: tuple[System, ...] = ("cgcs2000", "gcj02", "bd09")

_A = 6378245.0
_EE = 0.00669342162296594323
_X_PI = math.pi * 3000 / 180
# The services' own rectangle, part of their formulas; where a county can lie is CHINA in projection.py.
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
_CLOSE = 1e-12
_ROUNDS = 30


def change_system(lon: ArrayLike, lat: ArrayLike, source: System, target: System) -> tuple[FloatArray, FloatArray]:
    """Coordinates of one system in another.

    lon, lat : degrees, arrays of one shape or single numbers. Returns two arrays of that shape. The way back is the
    forward formula inverted by iteration until nothing moves by 1e-12 degrees (0.1 µm), not the usual one-step
    estimate, which is off by metres. Points outside of China are not shifted, as the services do not shift them;
    what is no number stays so. Raises RedlineError for an unknown system.
    """
    for system in (source, target):
        if system not in SYSTEMS:
            raise RedlineError("There is no coordinate system {system}: cgcs2000, gcj02 or bd09.", system=system)
    x, y = np.broadcast_arrays(np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64))
    step_from, step_to = SYSTEMS.index(source), SYSTEMS.index(target)
    for step in range(step_from, step_to):
        x, y = _FORWARD[step](x, y)
    for step in range(step_from, step_to, -1):
        x, y = _back(_FORWARD[step - 1], x, y)
    return np.array(x), np.array(y)


def _in_china(lon: FloatArray, lat: FloatArray) -> NDArray[np.bool_]:
    """The rectangle in which the services shift; what is no number is outside."""
    with np.errstate(invalid="ignore"):
        return (lon >= _WEST) & (lon <= _EAST) & (lat >= _SOUTH) & (lat <= _NORTH)


def _to_gcj02(lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    inside = _in_china(lon, lat)
    x, y = np.where(inside, lon, 105.0) - 105.0, np.where(inside, lat, 35.0) - 35.0
    root = np.sqrt(np.abs(x))
    waves = (20 * np.sin(6 * np.pi * x) + 20 * np.sin(2 * np.pi * x)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves
    north += (20 * np.sin(np.pi * y) + 40 * np.sin(np.pi / 3 * y)) * 2 / 3
    north += (160 * np.sin(np.pi / 12 * y) + 320 * np.sin(np.pi / 30 * y)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves
    east += (20 * np.sin(np.pi * x) + 40 * np.sin(np.pi / 3 * x)) * 2 / 3
    east += (150 * np.sin(np.pi / 12 * x) + 300 * np.sin(np.pi / 30 * x)) * 2 / 3
    phi = np.radians(y + 35.0)
    w2 = 1 - _EE * np.sin(phi) ** 2
    w = np.sqrt(w2)
    d_lat = np.degrees(north / (_A * (1 - _EE) / (w2 * w)))
    d_lon = np.degrees(east / (_A / w * np.cos(phi)))
    return np.where(inside, lon + d_lon, lon), np.where(inside, lat + d_lat, lat)


def _gcj02_to_bd09(lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    inside = _in_china(lon, lat)
    x, y = np.where(inside, lon, 105.0), np.where(inside, lat, 35.0)
    z = np.hypot(x, y) + 0.00002 * np.sin(y * _X_PI)
    theta = np.arctan2(y, x) + 0.000003 * np.cos(x * _X_PI)
    return (
        np.where(inside, z * np.cos(theta) + 0.0065, lon),
        np.where(inside, z * np.sin(theta) + 0.006, lat),
    )


_Forward = Callable[[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]
_FORWARD: tuple[_Forward, _Forward] = (_to_gcj02, _gcj02_to_bd09)


def _back(forward: _Forward, lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The place whose shifted place is (lon, lat): the shift changes by less than 1 % of a step, so that repeating
    place = shifted place − shift(place) gains two digits each time.
    """
    x, y = lon, lat
    for _ in range(_ROUNDS):
        shifted_x, shifted_y = forward(x, y)
        off_x, off_y = lon - shifted_x, lat - shifted_y
        x, y = x + off_x, y + off_y
        with np.errstate(invalid="ignore"):
            if not ((np.abs(off_x) > _CLOSE) | (np.abs(off_y) > _CLOSE)).any():
                break
    return x, y


@dataclass(frozen=True)
class Suspicion:
    """Points that seem to be in another system than they say.

    system : the system in which they fit; fitting, fitting_then : how many fit as they are, and taken for that system;
    points : how many were looked at; chance : how likely so one-sided a change is if nothing is wrong.
    """

    system: System
    fitting: int
    fitting_then: int
    points: int
    chance: float


def suspect_shift(
    lon: ArrayLike,
    lat: ArrayLike,
    fits: Callable[[FloatArray, FloatArray], NDArray[np.bool_]],
    *,
    chance: float = 0.01,
) -> Suspicion | None:
    """Whether points fit better when they are taken for GCJ-02 or BD-09; None where there is no ground to say so.

    lon, lat : (n,) degrees, as given. fits : (lon, lat) -> (n,) whether each point lies where it should (inside its own
    village, inside the county). Points that fit only after the conversion are set against points that fit only before
    by the sign test; the suspicion is raised below ``chance``. Only suspected, never converted: that is for the user.
    """
    x, y = np.atleast_1d(np.asarray(lon, dtype=np.float64)), np.atleast_1d(np.asarray(lat, dtype=np.float64))
    good = np.isfinite(x) & np.isfinite(y)
    x, y = x[good], y[good]
    now = np.asarray(fits(x, y), dtype=np.bool_)
    found: Suspicion | None = None
    for system in SYSTEMS[1:]:
        then = np.asarray(fits(*change_system(x, y, system, "cgcs2000")), dtype=np.bool_)
        likely = _sign_test(int((then & ~now).sum()), int((now & ~then).sum()))
        if likely < chance and (found is None or int(then.sum()) > found.fitting_then):
            found = Suspicion(system, int(now.sum()), int(then.sum()), len(x), likely)
    return found


def _sign_test(gained: int, lost: int) -> float:
    """Probability of ``gained`` or more heads in gained + lost throws of a fair coin."""
    n = gained + lost
    return sum(math.comb(n, k) for k in range(gained, n + 1)) / 2**n
