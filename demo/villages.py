"""Townships and villages: real names and codes on schematic ground."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from redline.core.shapes.polygons import FloatArray, IntArray

from .frame import ORIGIN, rng_of, waves
from .mesh import Mesh, redraw

__all__ = ["SEAT", "Villages", "read_villages", "settle"]

SEAT = np.array([200.0, 0.0])
"""The county seat in local coordinates."""

_TOWNS_KM = {
    "清泉街道": (-0.6, 1.6), "崇文街道": (1.6, -1.4), "烟庄街道": (5.2, 0.6), "贾镇": (13.4, 0.6),
    "桑阿镇": (12.6, -6.4), "柳林镇": (14.8, 13.6), "清水镇": (3.0, 16.6), "东古城镇": (-5.8, 8.8),
    "北馆陶镇": (-9.2, 0.6), "店子镇": (-2.0, 13.6), "定远寨镇": (20.4, -1.6), "辛集镇": (21.0, 5.0),
    "梁堂镇": (3.4, -7.6), "范寨镇": (9.0, 12.2), "甘官屯镇": (18.4, 16.4), "斜店乡": (-4.6, -5.6),
    "兰沃乡": (2.4, 8.0), "万善乡": (8.6, 5.8),
}  # fmt: skip
"""About where each township has its seat, km; schematic."""

_SAMPLES = 40_000
_LLOYD = 7


@dataclass(frozen=True)
class Villages:
    """The villages in the order of their codes; ``cells``, in local coordinates, tile the outline."""

    codes: list[str]
    names: list[str]
    town_of: IntArray
    town_codes: list[str]
    town_names: list[str]
    sites: FloatArray
    town_sites: FloatArray
    cells: NDArray[np.object_]

    @property
    def town_villages(self) -> IntArray:
        """For each township the village its seat lies in: the one nearest to where the sketch has the seat."""
        nearest = []
        for town, site in enumerate(self.town_sites):
            own = np.flatnonzero(self.town_of == town)
            nearest.append(own[np.argmin(((self.sites[own] - site) ** 2).sum(axis=1))])
        return np.array(nearest)


def read_villages() -> list[dict[str, str]]:
    """The 759 rows of the list, by code."""
    path = Path(__file__).resolve().parent / "data" / "guanxian_villages_2020_v2.4.0.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: row["code"])


def settle(outline: shapely.Polygon, seed: int) -> Villages:
    """Gives each village of the list a cell of the outline (EPSG:4527), townships in one piece each."""
    rows = read_villages()
    town_codes = sorted({row["town_code"] for row in rows})
    town_names = [next(r["town_name"] for r in rows if r["town_code"] == code) for code in town_codes]
    town_of = np.array([town_codes.index(row["town_code"]) for row in rows])
    town_sites = np.array([_TOWNS_KM[name] for name in town_names]) * 1000.0

    ground = shapely.transform(outline, lambda xy: xy - ORIGIN)
    sites = _sites(ground, town_sites, len(rows), rng_of(seed, 1))
    wanted = np.bincount(town_of)
    owner = _assign(sites, town_sites, wanted)
    for _ in range(3):  # seats move halfway to the middle of their villages
        middle = np.array([sites[owner == town].mean(axis=0) for town in range(len(town_codes))])
        town_sites = (town_sites + middle) / 2
        owner = _assign(sites, town_sites, wanted)
    order = np.empty(len(rows), dtype=np.int64)
    for town in range(len(town_codes)):
        own = np.flatnonzero(owner == town)
        order[town_of == town] = own[_walk(sites[own])]
    sites = sites[order]
    return Villages(
        [row["code"] for row in rows],
        [row["name"] for row in rows],
        town_of,
        town_codes,
        town_names,
        sites,
        town_sites,
        _cells(sites, ground, seed),
    )


def _sites(ground: shapely.Polygon, towns: FloatArray, number: int, rng: np.random.Generator) -> FloatArray:
    """Village sites: closer together in the county town and around the township seats, never in rank and file."""
    low, high = np.array(ground.bounds[:2]), np.array(ground.bounds[2:])
    points = rng.uniform(low, high, (2 * _SAMPLES, 2))
    shapely.prepare(ground)
    points = points[shapely.contains_xy(ground, points[:, 0], points[:, 1])]
    weight = 1 + 4.0 * np.exp(-((points - SEAT) ** 2).sum(axis=1) / 2400.0**2)
    for town in towns:
        weight += 0.35 * np.exp(-((points - town) ** 2).sum(axis=1) / 1500.0**2)
    sites = points[rng.choice(len(points), number, replace=False, p=weight / weight.sum())]
    for _ in range(_LLOYD):
        _, nearest = shapely.STRtree(shapely.points(sites)).query_nearest(shapely.points(points), all_matches=False)
        total = np.bincount(nearest, weight, number)
        centre = np.column_stack([np.bincount(nearest, weight * points[:, k], number) for k in (0, 1)])
        sites = np.where(total[:, None] > 0, centre / np.maximum(total, 1e-9)[:, None], sites)
    return sites


def _assign(sites: FloatArray, towns: FloatArray, wanted: IntArray) -> IntArray:
    """Each site to a township, ``wanted`` to each, so that the sum of squared distances is least.

    Successive shortest paths over the townships: exact, and the townships come out as cells of a power diagram, that
    is in one piece.
    """
    cost = ((sites[:, None, :] - towns[None, :, :]) ** 2).sum(axis=2)
    owner = cost.argmin(axis=1)
    n = len(towns)
    while True:
        surplus = np.bincount(owner, minlength=n) - wanted
        if not surplus.any():
            return owner
        step = np.full((n, n), np.inf)
        mover = np.zeros((n, n), dtype=np.int64)
        for a in range(n):
            own = np.flatnonzero(owner == a)
            if len(own):
                extra = cost[own] - cost[own, a][:, None]
                mover[a] = own[extra.argmin(axis=0)]
                step[a] = extra.min(axis=0)
        reach = np.where(surplus > 0, 0.0, np.inf)
        via = np.full(n, -1)
        for _ in range(n):
            through = reach[:, None] + step
            best = through.argmin(axis=0)
            shorter = through[best, np.arange(n)] < reach - 1e-6
            reach = np.where(shorter, through[best, np.arange(n)], reach)
            via = np.where(shorter, best, via)
        end = int(np.where(surplus < 0, reach, np.inf).argmin())
        path = [end]
        while via[path[-1]] >= 0 and surplus[path[-1]] <= 0 and len(path) <= n:
            path.append(int(via[path[-1]]))
        for a, b in zip(path[1:], path[:-1], strict=True):
            owner[mover[a, b]] = b


def _walk(sites: FloatArray) -> IntArray:
    """An order in which neighbours in the list are neighbours on the ground: rows from north-west, there and back."""
    row = np.floor((sites[:, 1].max() - sites[:, 1]) / 2200.0).astype(int)
    along = np.where(row % 2 == 0, sites[:, 0], -sites[:, 0])
    return np.lexsort((along, row))


def _cells(sites: FloatArray, ground: shapely.Polygon, seed: int) -> NDArray[np.object_]:
    """Cells within the ground, in the order of the sites: Voronoi's, with borders that wander like old ones do."""
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(sites), extend_to=ground))
    site, cell = shapely.STRtree(cells).query(shapely.points(sites), predicate="intersects")
    ordered = np.empty(len(sites), dtype=object)
    ordered[site] = cells[cell]
    mesh = Mesh.of(shapely.intersection(ordered, ground))
    field = waves(rng_of(seed, 6), (1100.0, 60.0, 6), (420.0, 26.0, 7))
    ring = ground.exterior

    def wander(xy: FloatArray) -> FloatArray:
        away = shapely.distance(shapely.points(xy), ring)
        return xy + field.displacement(xy) * np.clip(away / 500.0, 0, 1)[:, None] * (away > 1e-3)[:, None]

    return redraw(mesh, 110.0, wander)
