"""The three red lines: permanent basic farmland, ecological red line, urban development boundary."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from redline.core.shapes.polygons import FloatArray, IntArray

from .frame import COUNTY_CODE, COUNTY_NAME, PROJECTION, YEAR, areas_of, rng_of, to_plane, waves
from .landuse import TILLED, Ground
from .network import Strip
from .villages import SEAT, Villages

__all__ = ["FARMLAND", "ecological", "farmland", "farmland_columns", "to_geographic", "urban_boundary"]

FARMLAND = 600_000_000.0
"""About 60,000 ha of permanent basic farmland, m² of official area."""


@dataclass(frozen=True)
class Urban:
    """The urban development boundary in EPSG:4527.

    Three zones of the county town, which share their common border point by point, and one zone for each township seat
    beyond it, with the township's number.
    """

    centre: shapely.Polygon
    flexible: shapely.Polygon
    special: shapely.Polygon
    seats: list[shapely.Polygon]
    seat_towns: list[int]

    @property
    def all(self) -> NDArray[np.object_]:
        return np.array([self.centre, self.flexible, self.special, *self.seats], dtype=object)


def urban_boundary(villages: Villages, outline: shapely.Polygon, seed: int) -> Urban:
    """Schematic: an angular ring around the county town, with a piece to grow into and a green wedge outside of it."""
    rng = rng_of(seed, 19)
    turn = np.linspace(0, 2 * np.pi, 34, endpoint=False) + rng.uniform(-0.05, 0.05, 34)
    radius = 4080 + 130 * np.sin(2 * turn + 0.4) + 90 * np.sin(3 * turn + 1.1) + rng.uniform(-110, 160, 34)
    way = np.column_stack([np.cos(turn), np.sin(turn)])
    inner = to_plane(SEAT + radius[:, None] * way)
    depth = rng.uniform(380, 640, 34)
    outer = to_plane(SEAT + (radius + depth)[:, None] * way)
    seats, towns = [], []
    within = outline.buffer(-30)
    for town, village in enumerate(villages.town_villages):
        site = villages.sites[village]
        around = np.linspace(0, 2 * np.pi, 15, endpoint=False) + rng.uniform(-0.12, 0.12, 15)
        ring = site + rng.uniform(820, 1020, (15, 1)) * np.column_stack([np.cos(around), np.sin(around)])
        if np.hypot(*(site - SEAT)) > 5800:
            seats.append(shapely.Polygon(to_plane(ring)).intersection(within))
            towns.append(town)
    return Urban(shapely.Polygon(inner), _outside(inner, outer, 2, 6), _outside(inner, outer, 23, 27), seats, towns)


def _outside(inner: FloatArray, outer: FloatArray, first: int, last: int) -> shapely.Polygon:
    return shapely.Polygon(np.vstack([inner[first : last + 1], outer[first : last + 1][::-1]]))


def urban_columns(urban: Urban, villages: Villages) -> dict[str, object]:
    n = len(urban.all)
    return {
        "BSM": [f"{COUNTY_CODE}2090{k:08d}" for k in range(1, n + 1)],
        "YSDM": ["2090020610"] * n,
        "XZQDM": [COUNTY_CODE] * 3 + [villages.town_codes[town] for town in urban.seat_towns],
        "XZQMC": [COUNTY_NAME] * 3 + [villages.town_names[town] for town in urban.seat_towns],
        "GHFQDM": ["310", "320", "330"] + ["310"] * (n - 3),
        "GHFQMC": ["城镇集中建设区", "城镇弹性发展区", "特别用途区"] + ["城镇集中建设区"] * (n - 3),
        "MJ": areas_of(urban.all),
    }


def ecological(ground: Ground, strips: list[Strip]) -> tuple[NDArray[np.object_], IntArray, list[str]]:
    """Polygons of the ecological red line in EPSG:4527, the patches in them, their names.

    Three reaches of the western river with its banks and one of the eastern, along the borders of the patches.
    """
    names = np.array([strip.name for strip in strips])
    on = np.full(len(ground.strip), "", dtype="U8")
    on[ground.strip >= 0] = names[ground.strip[ground.strip >= 0]]
    west = shapely.union_all([s.polygon for s in strips if s.name == "西河"])
    beside = (ground.strip < 0) & np.isin(ground.dlbm, ["0301", "0404", "0305"])
    near = np.flatnonzero(beside)
    beside[near] = shapely.dwithin(shapely.points(ground.centre[near]), shapely.simplify(west, 5.0), 200.0)
    west_side = np.isin(on, ["西河", "西河滩"]) | beside
    north = ground.centre[:, 1]
    members = [
        west_side & (north < -5_000),
        west_side & (north > -1_500) & (north < 6_500),
        west_side & (north > 10_500) & (north < 17_500),
        (on == "东河") & (north > 3_000) & (north < 12_000),
    ]
    polygons = np.array([shapely.coverage_union_all(ground.polygons[chosen]) for chosen in members], dtype=object)
    titles = ["西河下游水源涵养区", "西河中游河岸带", "西河上游河岸带", "东河湿地"]
    return polygons, np.flatnonzero(np.any(members, axis=0)), titles


def ecological_columns(polygons: NDArray[np.object_], names: list[str]) -> dict[str, object]:
    n = len(polygons)
    return {
        "BSM": [f"{COUNTY_CODE}3003{k:08d}" for k in range(1, n + 1)],
        "YSDM": ["3003020000"] * n,
        "XZQDM": [COUNTY_CODE] * n,
        "XZQMC": [COUNTY_NAME] * n,
        "SHENG": ["山东省"] * n,
        "SHI": ["聊城市"] * n,
        "XIAN": [COUNTY_NAME] * n,
        "HXBM": [f"{COUNTY_CODE}-{k:02d}" for k in range(1, n + 1)],
        "HXMC": names,
        "HXLX": ["水源涵养"] * n,
        "MJ": areas_of(polygons),
        "SZXJXZQDM": [COUNTY_CODE] * n,
        "SZXJXZQMC": [COUNTY_NAME] * n,
    }


def to_geographic(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """From EPSG:4527 to EPSG:4490 (longitude, latitude), to 1e-9 degrees."""

    def inverse(xy: FloatArray) -> FloatArray:
        longitude, latitude = PROJECTION.inverse(xy[:, 0], xy[:, 1])
        return np.round(np.column_stack([longitude, latitude]), 9)

    return shapely.transform(geometries, inverse)


def farmland(
    ground: Ground,
    urban: Urban,
    protected: IntArray,
    parcels: NDArray[np.object_],
    touched: int,
    seed: int,
) -> IntArray:
    """Numbers of the patches that are permanent basic farmland: whole patches, in broad runs, 60,000 ha.

    None lies in the urban boundary, in the ecological red line (``protected``) or under a parcel, except for the one
    field, ``touched``, into which a parcel reaches by some m².
    """
    allowed = np.isin(ground.dlbm, TILLED) & (ground.cents > 30_000)
    allowed[protected] = False
    zone = shapely.union_all(urban.all).buffer(60)
    tree = shapely.STRtree(ground.polygons)
    allowed[tree.query(zone, predicate="intersects")] = False
    _, under = tree.query(parcels, predicate="intersects")
    allowed[under] = False

    rng = rng_of(seed, 13)
    field = waves(rng, (7000.0, 1.0, 6)).value(ground.centre) + 0.5 * waves(rng, (1500.0, 1.0, 6)).value(ground.centre)
    worth = field + 0.4 * rng.random(len(field)) + 0.00005 * np.hypot(*(ground.centre - SEAT).T)
    order = np.flatnonzero(allowed)[np.argsort(-worth[allowed], kind="stable")]
    total = np.cumsum(ground.cents[order]) + ground.cents[touched]
    chosen = order[: int(np.searchsorted(total, FARMLAND * 100))]
    return np.sort(np.append(chosen, touched))


def farmland_columns(ground: Ground, chosen: IntArray, villages: Villages) -> dict[str, object]:
    """YJJBNTBHTB for the chosen patches. The personal fields stay empty."""
    of = ground.columns
    taken = {
        name: (np.asarray(of[name])[chosen] if isinstance(of[name], np.ndarray) else [of[name][k] for k in chosen])
        for name in (
            "TBBH", "DLBM", "DLMC", "QSXZ", "QSDWDM", "QSDWMC", "ZLDWDM", "ZLDWMC", "KCDLBM", "KCXS", "KCMJ", "GDLX",
            "GDPDJB", "TBXHDM", "TBXHMC", "ZZSXDM", "ZZSXMC", "GDDB", "SJNF",
        )
    }  # fmt: skip
    n = len(chosen)
    code = np.array([c[:9] for c in villages.codes])[ground.village[chosen]]
    names = np.array([villages.town_names[t] for t in villages.town_of])[ground.village[chosen]]
    return {
        "BSM": np.array([f"{COUNTY_CODE}2005{k:08d}" for k in range(1, n + 1)]),
        "YSDM": np.full(n, "2005010300"),
        "XZQDM": code,
        "XZQMC": names,
        "YJJBNTTBBH": np.array([f"{COUNTY_CODE}{k:08d}" for k in range(1, n + 1)]),
        **taken,
        "YJJBNTTBMJ": of["TBMJ"][chosen],
        "YJJBNTMJ": of["TBDLMJ"][chosen],
        "GGBZL": np.full(n, "充分满足"),
        "SJNF": np.full(n, YEAR),
        "BHKSSJ": np.full(n, "2021-01-01"),
        "BHJSSJ": np.full(n, "2035-12-31"),
        "WDGD": np.full(n, "是"),
        "SFWYYJJBNT": np.where(np.arange(n) % 12 == 0, "否", "是"),
    }
