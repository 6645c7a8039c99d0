"""Puts the county together: all parts in order, then the layers as they are written."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from redline.core.polygons import IntArray

from . import cameras, landuse, outline, parcels, partition, people, planned, redlines, tractplan, villages, warp
from .frame import AREA, COUNTY_CODE, COUNTY_NAME, EPSG, GEOGRAPHIC, NOTICE, ORIGIN, YEAR, areas_of
from .network import network
from .schema import Field, date, integer, number, official_fields, text
from .write import Layer

__all__ = ["LAYERS", "County", "build", "layers_of"]

VERTICES = 32
"""Vertices a patch has on average, at least."""

BATCH_FIELDS = (
    text("PCBH", "批次编号", 30), text("PCMC", "批次名称", 100), integer("PCND", "批次年度"), text("PCLX", "批次类型", 20),
    date("SBRQ", "上报日期"), date("PFRQ", "批复日期"), text("PFWH", "批复文号", 50), text("PFJG", "批复机关", 50),
    text("ZT", "办理状态", 20),
)  # fmt: skip


@dataclass(frozen=True)
class County:
    """Everything before it is written; geometry in EPSG:4527."""

    seed: int
    outline: shapely.Polygon
    villages: villages.Villages
    cells: NDArray[np.object_]
    pen: warp.Pen
    ground: landuse.Ground
    urban: redlines.Urban
    tracts: list[tractplan.Tract]
    batches: list[parcels.Batch]
    ecological: NDArray[np.object_]
    ecological_names: list[str]
    farmland: IntArray
    masts: cameras.Masts


def build(patches: int, seed: int, say: Callable[[str], None]) -> County:
    """The county for a seed; ``say`` is told what is being done."""
    say("outline, townships, villages")
    border = outline.county_outline()
    settled = villages.settle(border, seed)
    plain = shapely.transform(border, lambda xy: xy - ORIGIN)
    strips = network(plain, settled.town_sites, partition.built_up())
    say(f"at least {patches} patches")
    faces = partition.partition(settled, strips, patches, seed)
    if len(faces.polygons) < patches:
        raise ValueError(f"Only {len(faces.polygons)} patches came out of {patches} asked for.")
    order = np.argsort(faces.village, kind="stable")
    own = np.split(order, np.cumsum(np.bincount(faces.village))[:-1])
    straight = np.array([shapely.coverage_union_all(faces.polygons[k]) for k in own], dtype=object)
    pen = warp.pen_for(faces.polygons, warp.bender(border, seed), VERTICES)
    both = pen.draw(np.concatenate([faces.polygons, straight]))
    drawn, cells = both[: len(faces.polygons)], both[len(faces.polygons) :]
    say("classes, owners, areas")
    ground = landuse.survey(faces, drawn, cells, settled, strips, seed)
    say("red lines, tract plan, parcels, cameras")
    urban = redlines.urban_boundary(settled, border, seed)
    tracts = tractplan.tract_plan(ground, urban.centre, seed)
    batches = parcels.all_batches(ground, settled, tracts, urban, seed)
    ecological, protected, names = redlines.ecological(ground, strips)
    handed_in = [parcel for batch in batches for parcel in batch.parcels]
    touching = next(parcel.polygon for parcel in handed_in if parcel.touches)
    shapes = np.array([parcel.polygon for parcel in handed_in], dtype=object)
    chosen = redlines.farmland(ground, urban, protected, shapes, touching, seed)
    stand = cameras.masts(settled, seed)
    return County(seed, border, settled, cells, pen, ground, urban, tracts, batches, ecological, names, chosen, stand)


def layers_of(county: County, wanted: Collection[str] = ()) -> list[Layer]:
    """The layers and tables named (all when none is), in the order of README.md."""
    layers = [layer for names, make in _MAKERS.items() if not wanted or set(names) & set(wanted) for layer in make(county)]
    return [layer for layer in layers if not wanted or layer.name in wanted or layer.name == "demo_notice"]


def _boundaries(county: County) -> list[Layer]:
    v = county.villages
    own, control = county.ground.village_own, county.ground.village_cents
    n_towns = len(v.town_codes)
    towns = np.array([shapely.coverage_union_all(county.cells[v.town_of == t]) for t in range(n_towns)], dtype=object)
    town_control = np.bincount(v.town_of, control).round().astype(np.int64)

    def rows(code: int, area: np.ndarray, own_area: np.ndarray, kind: str) -> dict[str, object]:
        n = len(area)
        return {
            "BSM": [f"{COUNTY_CODE}{code}{k:08d}" for k in range(1, n + 1)],
            "YSDM": [kind] * n,
            "DCMJ": area,
            "JSMJ": own_area,
            "MSSM": ["00"] * n,
            "BZ": ["示意"] * n,
        }

    county_rows = rows(1001, np.array([AREA]), areas_of([county.outline]), "1000600100")
    town_rows = rows(1002, town_control / 100, areas_of(towns), "1000600100")
    village_rows = rows(1003, control / 100, own / 100, "1000600500")
    return [
        Layer("XJXZQ", "县级行政区", official_fields("XZQ"),
              {**county_rows, "XZQDM": [COUNTY_CODE], "XZQMC": [COUNTY_NAME]}, np.array([county.outline], dtype=object), note=NOTICE),
        Layer("XZQ", "乡镇级行政区", official_fields("XZQ"),
              {**town_rows, "XZQDM": v.town_codes, "XZQMC": v.town_names}, towns, note=NOTICE),
        Layer("CJDCQ", "村级调查区", official_fields("CJDCQ"),
              {**village_rows, "ZLDWDM": [f"{code}0000000" for code in v.codes], "ZLDWMC": v.names}, county.cells, note=NOTICE),
    ]  # fmt: skip


def _patches(county: County) -> list[Layer]:
    return [
        Layer("DLTB", f"地类图斑 {YEAR}", official_fields("DLTB"), county.ground.columns, county.ground.polygons, note=NOTICE)
    ]


def _patches_before(county: County) -> list[Layer]:
    columns = landuse.year_before(county.ground, county.seed)
    return [Layer("DLTB_2020", "地类图斑 2020", official_fields("DLTB"), columns, county.ground.polygons, note=NOTICE)]


def _redlines(county: County) -> list[Layer]:
    return [
        Layer("YJJBNTBHTB", "永久基本农田保护图斑", official_fields("YJJBNTBHTB"),
              redlines.farmland_columns(county.ground, county.farmland, county.villages),
              county.ground.polygons[county.farmland], note=NOTICE),
        Layer("STBHHX", "生态保护红线", official_fields("STBHHX"),
              redlines.ecological_columns(county.ecological, county.ecological_names),
              redlines.to_geographic(county.ecological), GEOGRAPHIC, NOTICE),
        Layer("CZKFBJ", "城镇开发边界", official_fields("CZKFBJ"), redlines.urban_columns(county.urban, county.villages),
              county.urban.all, note=NOTICE),
    ]  # fmt: skip


def _cameras(county: County) -> list[Layer]:
    points = redlines.to_geographic(shapely.points(county.masts.xy))
    values = cameras.camera_columns(county.masts, county.villages, points, county.seed)
    at, alerts = cameras.alert_columns(
        county.masts, county.ground, county.farmland, county.villages, people.chief_names(county.villages), county.seed
    )
    return [
        Layer("camera", "高空摄像头", cameras.CAMERA_FIELDS, values, points, GEOGRAPHIC, NOTICE),
        Layer("alert", "预警", cameras.ALERT_FIELDS, alerts, at, GEOGRAPHIC, NOTICE),
    ]


def _batch_values(batches: list[parcels.Batch]) -> dict[str, object]:
    return {
        "PCBH": [b.number for b in batches],
        "PCMC": [b.name for b in batches],
        "PCND": [b.year for b in batches],
        "PCLX": [b.kind for b in batches],
        "SBRQ": [b.reported for b in batches],
        "PFRQ": [b.approved for b in batches],
        "PFWH": [b.document for b in batches],
        "PFJG": [b.authority for b in batches],
        "ZT": [b.state for b in batches],
    }


_STAGES = {"已批复": ("供地", "征收", "登记"), "已上报": ("报批",)}


def _acquisition(county: County) -> list[Layer]:
    pairs = [(batch, parcel) for batch in county.batches for parcel in batch.parcels]
    shapes = np.array([parcel.polygon for _, parcel in pairs], dtype=object)
    fields: tuple[Field, ...] = (
        *official_fields("ZZ_TDZSFW"), *BATCH_FIELDS, text("DKYT", "地块用途", 50), text("XMBH", "成片开发项目编号", 20),
        text("JD", "阶段", 20), text("ZLMC", "坐落", 50), text("BZ", "备注", 50),
    )  # fmt: skip
    hectares = [int(a + 0.5) / 10_000 for a in areas_of(shapes)]
    columns = {
        **_batch_values([batch for batch, _ in pairs]),
        "YSDM": ["3001010000"] * len(pairs),
        "DKBH": [parcel.number for _, parcel in pairs],
        "DKMC": [parcel.name for _, parcel in pairs],
        "DKMJ": hectares,
        "AJBH": [batch.number for batch, _ in pairs],
        "XZQDM": [COUNTY_CODE] * len(pairs),
        "XZQMC": [COUNTY_NAME] * len(pairs),
        "DKYTDM": [parcel.use for _, parcel in pairs],
        "ZDZMJ": hectares,
        "DKYT": [parcel.use_name for _, parcel in pairs],
        "XMBH": [parcel.project for _, parcel in pairs],
        "JD": [_STAGES[batch.state][k % len(_STAGES[batch.state])] for k, (batch, _) in enumerate(pairs)],
        "ZLMC": [parcel.place for _, parcel in pairs],
        "BZ": ["示意"] * len(pairs),
    }
    extents = np.array([batch.extent for batch in county.batches], dtype=object)
    batch_columns = {
        **_batch_values(county.batches), "DKS": [len(b.parcels) for b in county.batches], "BZ": ["示意"] * len(county.batches)
    }  # fmt: skip
    quota_fields = (
        integer("ND", "年度"), text("ZBMC", "指标名称", 100), number("ZBMJ_MU", "指标面积（亩）", 12, 4), text("BZ", "备注", 100),
    )  # fmt: skip
    quota = {"ND": [2021], "ZBMC": ["新增建设用地计划指标"], "ZBMJ_MU": [1096.996], "BZ": ["示意"]}
    return [
        Layer("ZZ_TDZSFW", "征收地块", fields, columns, shapes, note=NOTICE),
        Layer("ZZ_PCFW", "批次范围", (*BATCH_FIELDS, integer("DKS", "地块数"), text("BZ", "备注", 50)), batch_columns, extents, note=NOTICE),
        Layer("YDZB", "用地计划指标", quota_fields, quota, note=NOTICE),
    ]  # fmt: skip


def _tract_plan(county: County) -> list[Layer]:
    plan = ("FA2021", f"{COUNTY_NAME}2021年度土地征收成片开发方案（示意）", "2021-03-18", "示意土片字〔2021〕001号")
    tracts = county.tracts
    lots = [(tract, lot, k) for tract in tracts for k, lot in enumerate(tract.lots, 1)]
    shapes = np.array([lot.polygon for _, lot, _ in lots], dtype=object)
    areas = areas_of(shapes)
    projects = [k for k, (_, lot, _) in enumerate(lots) if lot.target]
    outlines = np.array([tract.outline for tract in tracts], dtype=object)
    acquired = [sum(lot.target for lot in tract.lots) / 10_000 for tract in tracts]
    tract_fields = (
        text("FABH", "方案编号", 20), text("FAMC", "方案名称", 100), text("PQBH", "片区编号", 20), text("PQMC", "片区名称", 50),
        number("CPKFMJ", "成片开发面积（公顷）", 12, 4), number("NZDMJ", "拟征地面积（公顷）", 12, 4), date("PFRQ", "批复日期"),
        text("PFWH", "批复文号", 50), text("BZ", "备注", 50),
    )  # fmt: skip
    use_fields = (
        text("PQBH", "片区编号", 20), text("DKBH", "地块编号", 20), text("YDYHFLDM", "用地用海分类代码", 10),
        text("YDYHFLMC", "用地用海分类名称", 50), text("GYX", "公益性用地", 2), text("NZS", "拟征收", 2),
        text("XMBH", "项目编号", 20), integer("SSNF", "实施年份"), number("MJ", "面积（平方米）"), text("BZ", "备注", 50),
    )  # fmt: skip
    project_fields = (
        text("XMBH", "项目编号", 20), text("XMMC", "项目名称", 100), text("PQBH", "片区编号", 20), text("DKBH", "地块编号", 20),
        text("YTDL", "用地大类", 20), text("YDYHFLDM", "用地用海分类代码", 10), text("YDYHFLMC", "用地用海分类名称", 50),
        integer("SSNF", "实施年份"), number("MJ", "面积（公顷）", 12, 4), text("BZ", "备注", 50),
    )  # fmt: skip
    number_of = [f"{tract.number}-{k:02d}" for tract, _, k in lots]
    chosen = [lots[k] for k in projects]
    return [
        Layer("CPKFFW", "成片开发范围", tract_fields, {
            "FABH": [plan[0]] * len(tracts), "FAMC": [plan[1]] * len(tracts), "PQBH": [t.number for t in tracts],
            "PQMC": [t.name for t in tracts], "CPKFMJ": np.floor(areas_of(outlines) + 0.5) / 10_000, "NZDMJ": acquired,
            "PFRQ": [plan[2]] * len(tracts), "PFWH": [plan[3]] * len(tracts), "BZ": ["示意"] * len(tracts),
        }, outlines, note=NOTICE),
        Layer("CPKFYD", "成片开发用地", use_fields, {
            "PQBH": [t.number for t, _, _ in lots], "DKBH": number_of, "YDYHFLDM": [lot.use for _, lot, _ in lots],
            "YDYHFLMC": [lot.name for _, lot, _ in lots], "GYX": ["是" if lot.public else "否" for _, lot, _ in lots],
            "NZS": ["是" if lot.target else "否" for _, lot, _ in lots], "XMBH": [lot.project for _, lot, _ in lots],
            "SSNF": [lot.year or None for _, lot, _ in lots], "MJ": areas, "BZ": ["示意"] * len(lots),
        }, shapes, note=NOTICE),
        Layer("CPKFXM", "成片开发项目", project_fields, {
            "XMBH": [lot.project for _, lot, _ in chosen], "XMMC": [f"{t.name}{lot.name}项目{lot.project}" for t, lot, _ in chosen],
            "PQBH": [t.number for t, _, _ in chosen], "DKBH": [number_of[k] for k in projects],
            "YTDL": [lot.group for _, lot, _ in chosen], "YDYHFLDM": [lot.use for _, lot, _ in chosen],
            "YDYHFLMC": [lot.name for _, lot, _ in chosen], "SSNF": [lot.year for _, lot, _ in chosen],
            "MJ": np.floor(areas[projects] + 0.5) / 10_000, "BZ": ["示意"] * len(chosen),
        }, shapes[projects], note=NOTICE),
    ]  # fmt: skip


def _planned(county: County) -> list[Layer]:
    polygons, columns = planned.planned_land_use(
        county.ground, county.pen, county.villages, county.urban, county.tracts, county.batches, county.seed
    )
    return [Layer("GHYDYH", "规划用地用海 2035", planned.PLANNED_FIELDS, columns, polygons, note=NOTICE)]


def _people(county: County) -> list[Layer]:
    points, values = people.hazards(county.ground, county.villages, county.seed)
    return [
        Layer("DZZHD", "地质灾害点", people.HAZARD_FIELDS, values, points, note=NOTICE),
        Layer("CJRK", "村级人口", people.POPULATION_FIELDS,
              people.population_columns(county.ground, county.villages, county.seed), note=NOTICE),
        Layer("TZB", "田长", people.CHIEF_FIELDS, people.chief_columns(county.villages), note=NOTICE),
    ]  # fmt: skip


def _notice(county: County) -> list[Layer]:
    rows = {
        "性质": NOTICE,
        "范围": f"{COUNTY_NAME}（{COUNTY_CODE}）示意，面积 1161 平方千米（椭球面积）",
        "坐标系": f"EPSG:{EPSG}（CGCS2000 3度带 39带，带号）；生态保护红线、摄像头、预警为 EPSG:{GEOGRAPHIC}",
        "选带理由": "冠县跨 115.5°E，全县统一用 39 带：聊城市大部在 115.5°E 以东，公开的同类成果亦用 EPSG:4527",
        "村名村码": "china-division 2.4.0（国家统计局 2020 年区划代码），WTFPL",
        "数据年份": str(YEAR),
        "种子": str(county.seed),
        "图斑数": str(len(county.ground.dlbm)),
    }
    fields = (text("item", "项目", 50), text("value", "内容", 255))
    return [Layer("demo_notice", "说明：示意数据", fields, {"item": list(rows), "value": list(rows.values())}, note=NOTICE)]


_MAKERS: dict[tuple[str, ...], Callable[[County], list[Layer]]] = {
    ("XJXZQ", "XZQ", "CJDCQ"): _boundaries,
    ("DLTB",): _patches,
    ("DLTB_2020",): _patches_before,
    ("YJJBNTBHTB", "STBHHX", "CZKFBJ"): _redlines,
    ("camera", "alert"): _cameras,
    ("ZZ_TDZSFW", "ZZ_PCFW", "YDZB"): _acquisition,
    ("CPKFFW", "CPKFYD", "CPKFXM"): _tract_plan,
    ("GHYDYH",): _planned,
    ("DZZHD", "CJRK", "TZB"): _people,
    ("demo_notice",): _notice,
}
LAYERS = tuple(name for names in _MAKERS for name in names)
"""All names, in the order in which they are written."""
