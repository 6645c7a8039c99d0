"""94 cameras on masts, and what they report."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from redline.core.shapes.polygons import FloatArray, IntArray

from .frame import COUNTY_CODE, ORIGIN, YEAR, rng_of
from .landuse import TILLED, Ground
from .redlines import to_geographic
from .villages import Villages

__all__ = ["CAMERAS", "Masts", "alert_columns", "camera_columns", "masts"]

CAMERAS = 94
_GAPS_KM = ((22.6, 17.2), (-12.4, 1.4), (17.6, -8.6), (-2.2, 17.0))
"""Corners of the county that no mast stands near: the blind spots."""


@dataclass(frozen=True)
class Masts:
    """Positions in EPSG:4527, the village each stands in, mast heights and radii in m, camera codes."""

    xy: FloatArray
    village: IntArray
    height: FloatArray
    radius: FloatArray
    codes: list[str]


def masts(villages: Villages, seed: int) -> Masts:
    """Sites far from each other, at settlements; some corners of the county stay without."""
    rng = rng_of(seed, 14)
    sites = villages.sites
    gap = np.min([np.hypot(*(sites - np.array(g) * 1000).T) for g in _GAPS_KM], axis=0)
    free = np.flatnonzero(gap > 4700)
    chosen = [int(free[np.argmin(np.hypot(*sites[free].T))])]
    away = np.full(len(free), np.inf)
    for _ in range(CAMERAS - 1):
        away = np.minimum(away, np.hypot(*(sites[free] - sites[chosen[-1]]).T))
        chosen.append(int(free[np.argmax(away * rng.uniform(0.8, 1.0, len(free)))]))
    at = sites[chosen] + rng.uniform(-60, 60, (CAMERAS, 2))
    height = rng.choice([30.0, 35.0, 40.0, 45.0, 50.0, 60.0], CAMERAS, p=[0.2, 0.2, 0.25, 0.15, 0.1, 0.1])
    radius = np.where(height >= 50, 4000.0, np.where(height >= 40, 3500.0, 3000.0))
    codes = [f"{COUNTY_CODE}GK{k:04d}" for k in range(1, CAMERAS + 1)]
    return Masts(at + ORIGIN, np.array(chosen), height, radius, codes)


def camera_columns(stand: Masts, villages: Villages, points: np.ndarray, seed: int) -> dict[str, object]:
    rng = rng_of(seed, 15)
    n = len(stand.codes)
    lonlat = shapely.get_coordinates(points)
    towns = [villages.town_names[villages.town_of[v]] for v in stand.village]
    names = [villages.names[v] for v in stand.village]
    return {
        "camera_index_code": stand.codes,
        "name": [f"{town}{name}高空瞭望" for town, name in zip(towns, names, strict=True)],
        "gb_index_code": [f"{COUNTY_CODE}00001327{k:06d}" for k in range(1, n + 1)],
        "type": [1] * n,
        "camera_type": [3] * n,
        "longitude": lonlat[:, 0],
        "latitude": lonlat[:, 1],
        "coord_govern_type": [1] * n,
        "altitude": np.round(_plain(stand.xy), 1),
        "camera_height": stand.height,
        "camera_height_type": [2] * n,
        "camera_radius": stand.radius,
        "pan_pos": np.round(rng.uniform(0, 360, n), 2),
        "tilt_pos": np.round(rng.uniform(-8, -1, n), 2),
        "horizontal": rng.choice([58.4, 61.2, 63.7], n),
        "vertical": np.full(n, 36.1),
        "install_place": [f"{name}铁塔" for name in names],
        "competent_unit": ["自然资源局（示意）"] * n,
        "ownership_unit": ["铁塔公司（示意）"] * n,
        "maintenance_unit": ["运维单位（示意）"] * n,
        "person_liable": [f"示意责任人{k:02d}" for k in range(1, n + 1)],
        "status": np.where(rng.random(n) < 0.04, 0, 1),
        "region_index_code": [villages.codes[v] for v in stand.village],
    }


def _plain(xy: FloatArray) -> FloatArray:
    """Height of the plain without its old river courses and dikes, as elevation.py draws it."""
    east, north = ((xy - [39_368_142.0, 4_045_274.0]) / [23_000.0, 18_000.0]).T
    return 34.5 - 3.0 * east - 2.5 * north


_KINDS = ("动土", "堆土", "建(构)筑物", "硬化", "工程车", "大棚")
_STATES = ("待核查", "已推送", "已签收", "现场核查(违法)", "现场核查(不违法)", "整改中", "已恢复", "销号")


def alert_columns(
    stand: Masts, ground: Ground, farmland: IntArray, villages: Villages, chiefs: list[str], seed: int
) -> tuple[np.ndarray, dict[str, object]]:
    """60 alerts: points on fields that a camera sees, and their values."""
    rng = rng_of(seed, 16)
    n = 60
    middle = ground.centre + ORIGIN
    seen = np.zeros(len(middle), dtype=bool)
    for at, radius in zip(stand.xy, stand.radius, strict=True):
        seen |= ((middle - at) ** 2).sum(axis=1) < (0.95 * radius) ** 2
    patch = rng.choice(np.flatnonzero(seen & (ground.cents > 200_000)), n, replace=False)
    within = shapely.get_coordinates(shapely.point_on_surface(ground.polygons[patch]))
    points = to_geographic(shapely.points(within))
    lonlat = shapely.get_coordinates(points)
    offset = within[:, None] - stand.xy[None]
    camera = np.argmin(np.hypot(offset[..., 0], offset[..., 1]) / stand.radius, axis=1)
    toward = offset[np.arange(n), camera]
    far = np.hypot(*toward.T)
    minute = np.sort(rng.integers(0, 364 * 1440, n))
    start = np.datetime64(f"{YEAR}-01-01T00:00") + minute.astype("timedelta64[m]")
    state = rng.choice(_STATES, n)
    hours = {"deadline_1": 1, "deadline_2": 1, "deadline_3": 24}
    village = ground.village[patch]
    return points, {
        "alert_id": [f"YJ{YEAR}{k:05d}" for k in range(1, n + 1)],
        "camera_index_code": [stand.codes[c] for c in camera],
        "preset_no": rng.integers(1, 13, n),
        "alert_time": [str(t) for t in start],
        "alert_type": rng.choice(_KINDS, n),
        "confidence": np.round(rng.uniform(0.55, 0.99, n), 2),
        "lon": lonlat[:, 0],
        "lat": lonlat[:, 1],
        "pan": np.round(np.degrees(np.arctan2(toward[:, 0], toward[:, 1])) % 360, 2),
        "tilt": np.round(-np.degrees(np.arctan2(stand.height[camera], far)), 2),
        "zoom": np.round(rng.uniform(4, 30, n), 1),
        "village_code": [villages.codes[v] for v in village],
        "village_name": [villages.names[v] for v in village],
        "in_yjjbnt": np.isin(patch, farmland).astype(int),
        "in_gd": np.isin(ground.dlbm[patch], TILLED).astype(int),
        "field_chief": [chiefs[v] for v in village],
        "status": state,
        **{name: [str(t + np.timedelta64(h, "h")) for t in start] for name, h in hours.items()},
        "closed": [
            str(t.astype("datetime64[D]") + 2) if s == "销号" else "" for t, s in zip(start, state, strict=True)
        ],
    }
