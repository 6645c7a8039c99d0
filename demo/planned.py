"""Planned land use (用地用海) of the whole county for 2035: today's classes carried over, the towns filled in."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from redline.core.resources import resource_table
from redline.core.shapes.polygons import IntArray

from .frame import COUNTY_CODE, areas_of, rng_of, waves
from .landuse import TILLED, Ground
from .parcels import Batch
from .redlines import Urban
from .tractplan import Tract
from .villages import Villages
from .warp import Pen

__all__ = ["planned_land_use"]

_DECIDED = {
    "0204": "0205",
    "05H1": "0901",
    "0809": "1302",
    "08H2": "0804",
    "09": "1506",
    "1005": "1208",
    "1006": "0601",
    "1202": "0602",
}
"""Classes with several successors: a plan decides, and this is what this one decided."""

_GROWTH = ("0701", "1001", "0701", "1401", "0901", "1001", "0804", "1101")


def planned_land_use(
    ground: Ground, pen: Pen, villages: Villages, urban: Urban, tracts: list[Tract], batches: list[Batch], seed: int
) -> tuple[NDArray[np.object_], dict[str, object]]:
    """Polygons in EPSG:4527 and the values of GHYDYH: what has the same use in one village is one feature."""
    codes = _codes(ground, urban, seed)
    fixed, fixed_codes = _decided_parcels(tracts, batches)
    tree = shapely.STRtree(ground.polygons)
    cover = shapely.union_all(fixed)
    cut = np.unique(tree.query(fixed, predicate="intersects")[1])
    pieces = shapely.difference(ground.polygons[cut], cover)
    there = shapely.area(pieces) > 1e-4
    cut_left, pieces = cut[there], pieces[there]
    whole = np.setdiff1d(np.arange(len(ground.dlbm)), cut)

    key = np.char.add(np.char.zfill(ground.village[whole].astype("U3"), 3), codes[whole])
    order = np.argsort(key, kind="stable")
    unique, start, count = np.unique(key[order], return_index=True, return_counts=True)
    merged = np.empty(len(unique), dtype=object)
    for k in range(len(unique)):
        merged[k] = shapely.coverage_union_all(ground.straight[whole[order[start[k] : start[k] + count[k]]]])
    in_village = np.array([int(k[:3]) for k in unique.tolist()])
    of_fixed = ground.village[tree.nearest(shapely.point_on_surface(fixed))]

    polygons = np.concatenate([pen.draw(merged), pieces, fixed])
    village = np.concatenate([in_village, ground.village[cut_left], of_fixed])
    use = np.concatenate([np.array([k[3:] for k in unique.tolist()]), codes[cut_left], fixed_codes])
    return polygons, _columns(polygons, village, use, villages)


def _columns(
    polygons: NDArray[np.object_], village: IntArray, use: NDArray[np.str_], villages: Villages
) -> dict[str, object]:
    names = {row["code"]: row["name_zh"] for row in resource_table("codes/ydyh_2023_codes.csv")}
    n = len(polygons)
    town = villages.town_of[village]
    return {
        "BSM": [f"{COUNTY_CODE}2035{k:08d}" for k in range(1, n + 1)],
        "YSDM": ["2090020700"] * n,
        "XZQDM": [villages.town_codes[t] for t in town],
        "XZQMC": [villages.town_names[t] for t in town],
        "YDYHFLDM": use,
        "YDYHFLMC": [names[code] for code in use.tolist()],
        "MJ": areas_of(polygons),
        "GHND": [2035] * n,
    }


def _codes(ground: Ground, urban: Urban, seed: int) -> NDArray[np.str_]:
    """The planned use of each patch: the survey's class carried over; open fields within the boundary are built on."""
    successor = {row["sandiao_code"]: row["ydyh_code"] for row in resource_table("codes/crosswalk_sandiao_ydyh.csv")}
    successor.update(_DECIDED)
    codes = np.array([successor[dlbm] for dlbm in ground.dlbm.tolist()], dtype="U6")
    open_ground = np.flatnonzero(np.isin(ground.dlbm, [*TILLED, "0201", "0307", "1104", "0404", "1201"]))
    points = shapely.point_on_surface(ground.polygons[open_ground])
    field = waves(rng_of(seed, 20), (1300.0, 1.0, 6)).value(ground.centre[open_ground])
    choice = np.clip(np.round((field + 1.6) / 3.2 * (len(_GROWTH) - 1)), 0, len(_GROWTH) - 1).astype(int)
    grown = np.array(_GROWTH)[choice]
    for zone in (urban.centre, *urban.seats):
        shapely.prepare(zone)
        inside = shapely.contains(zone, points)
        codes[open_ground[inside]] = grown[inside]
    return codes


def _decided_parcels(tracts: list[Tract], batches: list[Batch]) -> tuple[NDArray[np.object_], NDArray[np.str_]]:
    """What is already decided to the metre: the tracts' lots and the other parcels handed in."""
    lots = [(lot.polygon, lot.use) for tract in tracts for lot in tract.lots]
    others = [(p.polygon, p.use) for batch in batches for p in batch.parcels if not p.project]
    shapes = np.empty(len(lots) + len(others), dtype=object)
    shapes[:] = [shape for shape, _ in lots + others]
    return shapes, np.array([use for _, use in lots + others])
