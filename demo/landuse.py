"""Land-use patches in the structure of DLTB: classes of the open fields, owners, codes, areas that add up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from redline.core.resources import resource_table
from redline.core.shapes.polygons import FloatArray, IntArray

from .frame import AREA, COUNTY_CODE, YEAR, areas_of, rng_of, waves
from .network import Strip
from .partition import Faces, built_up
from .villages import Villages

__all__ = ["Ground", "adjusted", "class_names", "landuse_columns", "year_before"]

TILLED = ("0101", "0102", "0103")
_URBAN = ("05H1", "0508", "0601", "0701", "0702", "0809", "0810", "0810A", "08H1", "08H2", "09", "1004", "1005", "1201")


@dataclass(frozen=True)
class Ground:
    """The patches as drawn and what is known of each.

    polygons : in EPSG:4527. straight : the same before they were drawn, in local coordinates. dlbm : class. village :
    number of the village. strip : number of the network strip, or -1. frame : direction of the village's strips in
    radians. centre : in local coordinates. cents : recorded area in 0.01 m². village_cents, village_own : control area
    and official area of each village in 0.01 m². columns : all values of DLTB.
    """

    polygons: NDArray[np.object_]
    straight: NDArray[np.object_]
    dlbm: NDArray[np.str_]
    village: IntArray
    strip: IntArray
    frame: FloatArray
    centre: FloatArray
    cents: IntArray
    village_cents: IntArray
    village_own: IntArray
    columns: dict[str, object]


def class_names() -> dict[str, str]:
    """Names of the 三调 classes by code."""
    return {row["code"]: row["name_zh"] for row in resource_table("codes/sandiao_codes.csv")}


def adjusted(cents: IntArray, group: IntArray, control: IntArray) -> IntArray:
    """Areas in 0.01 m² adjusted to the control area of their group: FACTS section 3, 调平.

    d = control - sum; each gets d div n, and the d mod n largest one unit more (with the sign of d).
    """
    n = np.bincount(group, minlength=len(control))
    short = control - np.bincount(group, cents, len(control)).round().astype(np.int64)
    each, rest = np.divmod(np.abs(short), np.maximum(n, 1))
    order = np.lexsort((np.arange(len(cents)), -cents, group))
    first = np.concatenate([[0], np.cumsum(n)])
    rank = np.empty(len(cents), dtype=np.int64)
    rank[order] = np.arange(len(cents)) - first[group[order]]
    return cents + np.sign(short)[group] * (each[group] + (rank < rest[group]))


def survey(
    faces: Faces,
    polygons: NDArray[np.object_],
    drawn_villages: NDArray[np.object_],
    villages: Villages,
    strips: list[Strip],
    seed: int,
) -> Ground:
    """Sorts the patches by village and from north-west, gives every field its value."""
    centre = shapely.get_coordinates(shapely.centroid(faces.polygons))
    order = np.lexsort((centre[:, 0], -np.round(centre[:, 1] / 60), faces.village))
    polygons, centre, village = polygons[order], centre[order], faces.village[order]
    strip, frame = faces.strip[order], faces.frame[order]
    dlbm = _classes(faces.dlbm[order], centre, strip, shapely.area(polygons), strips, villages, seed)

    own = _cents(areas_of(drawn_villages))
    control = adjusted(own, np.zeros(len(own), dtype=np.int64), np.array([round(AREA * 100)]))
    cents = adjusted(_cents(areas_of(polygons)), village, control)
    ground = Ground(polygons, faces.polygons[order], dlbm, village, strip, frame, centre, cents, control, own, {})
    return Ground(**{**ground.__dict__, "columns": landuse_columns(ground, villages, strips, seed)})


def _cents(areas: FloatArray) -> IntArray:
    return np.round(areas * 100).astype(np.int64)


def _classes(
    dlbm: NDArray[np.str_],
    centre: FloatArray,
    strip: IntArray,
    area: FloatArray,
    strips: list[Strip],
    villages: Villages,
    seed: int,
) -> NDArray[np.str_]:
    """The classes of the open fields: orchards, woods and the like lie together, the rest is irrigated land."""
    dlbm = dlbm.copy()
    fields = np.flatnonzero(dlbm == "")
    rng = rng_of(seed, 7)
    where = centre[fields]
    broad = waves(rng, (6500.0, 1.0, 6)).value(where)
    close = waves(rng, (700.0, 1.0, 7)).value(where)
    chance = rng.random(len(fields))
    river = shapely.union_all([s.polygon for s in strips if s.name == "西河"])
    away = shapely.distance(shapely.points(where), shapely.simplify(river, 5.0))
    pears = villages.town_sites[villages.town_names.index("兰沃乡")]
    pear = np.exp(-((where - pears) ** 2).sum(axis=1) / 4200.0**2)

    kind = np.full(len(fields), "0102", dtype="U5")
    kind[(close + broad > 2.05) | (chance < 0.004)] = "0301"
    kind[(close - broad > 2.15) & (chance < 0.8)] = "0307"
    kind[(close + 1.3 * pear + 0.25 * broad > 1.5) & (chance < 0.82)] = "0201"
    kind[(kind == "0201") & (chance < 0.03)] = "0201K"
    kind[(kind == "0307") & (chance < 0.05)] = "0307K"
    plain = kind == "0102"
    kind[plain & (chance > 0.994)] = "0103"
    kind[plain & (chance > 0.989) & (chance < 0.991)] = "1202"
    kind[plain & (chance > 0.986) & (chance < 0.989)] = "0404"
    kind[plain & (chance > 0.9845) & (chance < 0.9858)] = "0305"
    kind[plain & (chance > 0.984) & (chance < 0.9845) & (area[fields] < 40_000)] = "0204"
    foreshore = away < 170
    kind[foreshore & (chance < 0.55)] = "0301"
    kind[plain & foreshore & (chance > 0.93)] = "0404"
    # rice along the western river's upper reach, sheds and fish ponds in two townships
    kind[plain & (away > 240) & (away < 1300) & (where[:, 1] > 13_000) & (chance < 0.4)] = "0101"
    ponds = villages.town_sites[villages.town_names.index("北馆陶镇")]
    wet = np.exp(-((where - ponds) ** 2).sum(axis=1) / 2500.0**2)
    kind[plain & (close > 1.5) & (wet > 0.35) & (chance < 0.5)] = "1104A"
    dlbm[fields] = kind
    # now and then a brick pit near a settlement
    pits = np.flatnonzero((dlbm == "0601") & (strip < 0))
    dlbm[pits[rng.random(len(pits)) < 0.02]] = "0602"
    return dlbm


def landuse_columns(ground: Ground, villages: Villages, strips: list[Strip], seed: int) -> dict[str, object]:
    """All values of DLTB for the patches."""
    rng = rng_of(seed, 8)
    n = len(ground.dlbm)
    dlbm, village, strip = ground.dlbm, ground.village, ground.strip
    names = class_names()
    chance = rng.random(n)
    tilled = np.isin(dlbm, TILLED)
    town = built_up()
    shapely.prepare(town)
    in_town = shapely.contains_xy(town, ground.centre[:, 0], ground.centre[:, 1])
    urban = in_town & np.isin(dlbm, _URBAN)

    # sloping land: a little of it, on the old levees beside the western river
    river = shapely.union_all([s.polygon for s in strips if s.name == "西河堤"])
    near = np.zeros(n, dtype=bool)
    near[tilled] = shapely.dwithin(shapely.points(ground.centre[tilled]), shapely.simplify(river, 5.0), 260.0)
    sloping = tilled & near & (chance < 0.5)
    terraced = sloping & (chance < 0.15)
    factor = np.where(terraced, 586, np.where(sloping, 352, 0))
    deducted = _half_up(ground.cents * factor, 10_000)

    state = np.isin(dlbm, ["1001", "1101", "1106", "1109", "1107A"]) | ((dlbm == "1003") & (strip >= 0)) | urban
    nature = np.where(state, "20", np.where(chance < 0.93, "30", np.where(chance < 0.965, "31", "32")))
    nature[np.isin(dlbm, ["0702", "1202"]) & ~state & (chance > 0.985)] = "40"
    owner, owner_name = _owners(ground, villages, state, tilled, rng)

    width = np.zeros(n)
    for k, s in enumerate(strips):
        width[strip == k] = s.width
    length = shapely.length(ground.polygons)
    own = (strip < 0) & np.isin(dlbm, ["1004", "1006", "1107"])
    width[own] = np.round(2 * shapely.area(ground.polygons[own]) / length[own], 1)
    settlement = np.where(urban, "202", np.where(np.isin(dlbm, _URBAN) & (strip < 0), "203", ""))
    seats = np.isin(village, villages.town_villages)
    settlement[(settlement == "203") & seats] = "202"
    alone = (dlbm == "0601") & (settlement == "203") & (chance < 0.3)
    settlement[alone] = "203A"
    settlement[dlbm == "09"] = "205"
    settlement[dlbm == "0602"] = "204"
    fine = waves(rng_of(seed, 9), (9000.0, 1.0, 6)).value(ground.centre)
    crop = np.where(tilled, np.where(chance < 0.9, "LS", np.where(chance < 0.97, "FLS", "LYFL")), "")
    crop_names = {"LS": "种植粮食作物", "FLS": "种植非粮食作物", "LYFL": "粮与非粮轮作", "": ""}
    number = np.arange(n) - np.concatenate([[0], np.cumsum(np.bincount(village))])[village] + 1
    shore = shapely.union_all([s.polygon for s in strips if s.name == "西河"])
    wet = np.zeros(n, dtype=bool)
    wet[tilled] = shapely.dwithin(shapely.points(ground.centre[tilled]), shapely.simplify(shore, 5.0), 165.0)
    code12 = np.array(villages.codes)[village]
    return {
        "BSM": np.array([f"{COUNTY_CODE}2001{k:08d}" for k in range(1, n + 1)]),
        "YSDM": np.full(n, "2001010100"),
        "TBBH": number.astype("U8"),
        "DLBM": dlbm,
        "DLMC": np.array([names[code] for code in dlbm.tolist()]),
        "QSXZ": nature,
        "QSDWDM": owner,
        "QSDWMC": owner_name,
        "ZLDWDM": np.char.add(code12, "0000000"),
        "ZLDWMC": np.array(villages.names)[village],
        "TBMJ": ground.cents / 100,
        "KCDLBM": np.where(sloping, "1203", ""),
        "KCXS": factor / 10_000,
        "KCMJ": deducted / 100,
        "TBDLMJ": (ground.cents - deducted) / 100,
        "GDLX": np.where(terraced, "TT", np.where(sloping, "PD", "")),
        "GDPDJB": np.where(sloping, "2", np.where(tilled, "1", "")),
        "XZDWKD": np.where(width > 0, width, np.nan),
        "TBXHDM": np.where(wet, "HDGD", ""),
        "TBXHMC": np.where(wet, "河道耕地", ""),
        "ZZSXDM": crop,
        "ZZSXMC": np.array([crop_names[code] for code in crop.tolist()]),
        "GDDB": [
            int(grade) if is_tilled else None
            for grade, is_tilled in zip(np.clip(7 + np.round(fine), 5, 9), tilled, strict=True)
        ],
        "CZCSXM": settlement,
        "SJNF": np.full(n, YEAR),
        "MSSM": np.full(n, "00"),
    }


def _half_up(product: IntArray, parts: int) -> IntArray:
    return (2 * product + parts) // (2 * parts)


def _owners(
    ground: Ground, villages: Villages, state: NDArray[np.bool_], tilled: NDArray[np.bool_], rng: np.random.Generator
) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
    """Owner: the village itself; for some fields a neighbouring village; for land of the state the county."""
    codes, names = np.array(villages.codes), np.array(villages.names, dtype="U60")
    owner = ground.village.copy()
    away = np.flatnonzero(tilled & (rng.random(len(owner)) < 0.004))
    distance = ((ground.centre[away][:, None] - villages.sites[None]) ** 2).sum(axis=2)
    distance[np.arange(len(away)), ground.village[away]] = np.inf
    owner[away] = distance.argmin(axis=1)
    code, name = np.char.add(codes[owner], "0000000"), names[owner]
    code[state] = COUNTY_CODE + "0" * 13
    name[state] = "冠县国有土地"
    return code, name


def year_before(ground: Ground, seed: int) -> dict[str, object]:
    """The patches of the year before: same ground, some with the class they had then."""
    rng = rng_of(seed, 10)
    names = class_names()
    dlbm = ground.dlbm.copy()
    chance = rng.random(len(dlbm))
    for now, then, share in (
        ("0601", "0102", 0.16),
        ("0701", "0102", 0.05),
        ("05H1", "0102", 0.06),
        ("1202", "0102", 0.12),
        ("0702", "0307", 0.01),
        ("0201", "0102", 0.06),
        ("0301", "0102", 0.05),
        ("0102", "0201", 0.004),
        ("0102", "0702", 0.0006),
        ("0102", "1201", 0.0008),
        ("1104", "0102", 0.04),
        ("0508", "0102", 0.15),
        ("0404", "0102", 0.05),
        ("1104A", "0102", 0.1),
    ):
        moved = (ground.dlbm == now) & (dlbm == now) & (chance < share)
        dlbm[moved] = then
        chance[moved] = 1.0
    changed = dlbm != ground.dlbm
    before = dict(ground.columns)
    before["DLBM"] = dlbm
    before["DLMC"] = np.array([names[code] for code in dlbm.tolist()])
    before["SJNF"] = np.full(len(dlbm), YEAR - 1)
    tilled, was = np.isin(dlbm, TILLED), np.isin(ground.dlbm, TILLED)
    for field, if_tilled in (("GDPDJB", "1"), ("ZZSXDM", "LS"), ("ZZSXMC", "种植粮食作物")):
        before[field] = np.where(
            changed & tilled & ~was, if_tilled, np.where(changed & ~tilled, "", ground.columns[field])
        )
    for field in ("GDLX", "KCDLBM", "TBXHDM", "TBXHMC", "CZCSXM"):
        before[field] = np.where(changed, "", ground.columns[field])
    keep = ~changed
    before["KCXS"] = np.where(keep, ground.columns["KCXS"], 0.0)
    before["KCMJ"] = np.where(keep, ground.columns["KCMJ"], 0.0)
    before["TBDLMJ"] = np.where(keep, ground.columns["TBDLMJ"], ground.columns["TBMJ"])
    before["GDDB"] = [
        None if not is_tilled else (grade or 7) for grade, is_tilled in zip(ground.columns["GDDB"], tilled, strict=True)
    ]
    return before
