"""The layers and tables as they are written: values and geometry."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import numpy as np
import shapely
from numpy.typing import NDArray

from . import cameras, landuse, parcels, people, planned, redlines
from .county import County
from .frame import AREA, COUNTY_CODE, COUNTY_NAME, EPSG, GEOGRAPHIC, NOTICE, YEAR, areas_of
from .write import Layer

__all__ = ["LAYERS", "layers_of"]

_PLAN = {
    "FABH": "FA2021",
    "FAMC": f"{COUNTY_NAME}2021年度土地征收成片开发方案（示意）",
    "PFRQ": "2021-03-18",
    "PFWH": "示意土片字〔2021〕001号",
}
_STAGES = ("供地", "征收", "登记", "报批")
"""Stages of approved parcels, in turn; what has reached none after the approval is still at 报批."""


def layers_of(county: County, wanted: Collection[str] = ()) -> list[Layer]:
    """The layers and tables named (all when none is), in the order of README.md."""
    made = [make(county) for names, make in _MAKERS.items() if not wanted or set(names) & set(wanted)]
    layers = [layer for group in made for layer in group]
    return [layer for layer in layers if not wanted or layer.name in wanted]


def _layer(
    name: str, title: str, columns: Mapping[str, object], geometry: NDArray[np.object_] | None = None, epsg: int = EPSG
) -> Layer:
    """A layer whose rows say that they are 示意 where there is a field for remarks."""
    layer = Layer(name, title, columns, geometry, epsg, NOTICE)
    if "BZ" in columns or not any(field.name == "BZ" for field in layer.fields):
        return layer
    return Layer(name, title, {**columns, "BZ": ["示意"] * len(layer)}, geometry, epsg, NOTICE)


def _boundaries(county: County) -> list[Layer]:
    v = county.villages
    own, control = county.ground.village_own, county.ground.village_cents
    n_towns = len(v.town_codes)
    towns = np.array([shapely.coverage_union_all(county.cells[v.town_of == t]) for t in range(n_towns)], dtype=object)
    town_control = np.bincount(v.town_of, control).round().astype(np.int64)

    def rows(code: int, area: np.ndarray, own_area: np.ndarray, kind: str) -> dict[str, object]:
        numbers = [f"{COUNTY_CODE}{code}{k:08d}" for k in range(1, len(area) + 1)]
        same = {"YSDM": kind, "MSSM": "00"}
        return {"BSM": numbers, "DCMJ": area, "JSMJ": own_area, **{k: [x] * len(area) for k, x in same.items()}}

    outline = np.array([county.outline], dtype=object)
    county_rows = rows(1001, np.array([AREA]), areas_of(outline), "1000600100")
    town_rows = rows(1002, town_control / 100, areas_of(towns), "1000600100")
    village_rows = rows(1003, control / 100, own / 100, "1000600500")
    codes = [f"{code}0000000" for code in v.codes]
    return [
        _layer("XJXZQ", "县级行政区", {**county_rows, "XZQDM": [COUNTY_CODE], "XZQMC": [COUNTY_NAME]}, outline),
        _layer("XZQ", "乡镇级行政区", {**town_rows, "XZQDM": v.town_codes, "XZQMC": v.town_names}, towns),
        _layer("CJDCQ", "村级调查区", {**village_rows, "ZLDWDM": codes, "ZLDWMC": v.names}, county.cells),
    ]


def _patches(county: County) -> list[Layer]:
    ground = county.ground
    return [Layer("DLTB", f"地类图斑 {YEAR}", ground.columns, ground.polygons, EPSG, NOTICE)]


def _patches_before(county: County) -> list[Layer]:
    columns = landuse.year_before(county.ground, county.seed)
    return [Layer("DLTB_2020", f"地类图斑 {YEAR - 1}", columns, county.ground.polygons, EPSG, NOTICE)]


def _redlines(county: County) -> list[Layer]:
    chosen = county.farmland
    columns = redlines.farmland_columns(county.ground, chosen, county.villages)
    river = redlines.ecological_columns(county.ecological, county.ecological_names)
    town = redlines.urban_columns(county.urban, county.villages)
    return [
        _layer("YJJBNTBHTB", "永久基本农田保护图斑", columns, county.ground.polygons[chosen]),
        _layer("STBHHX", "生态保护红线", river, redlines.to_geographic(county.ecological), GEOGRAPHIC),
        _layer("CZKFBJ", "城镇开发边界", town, county.urban.all),
    ]


def _cameras(county: County) -> list[Layer]:
    points = redlines.to_geographic(shapely.points(county.masts.xy))
    values = cameras.camera_columns(county.masts, county.villages, points, county.seed)
    chiefs = people.chief_names(county.villages)
    at, alerts = cameras.alert_columns(
        county.masts, county.ground, county.farmland, county.villages, chiefs, county.seed
    )
    return [
        _layer("camera", "高空摄像头", values, points, GEOGRAPHIC),
        _layer("alert", "预警", alerts, at, GEOGRAPHIC),
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


def _hectares(geometry: NDArray[np.object_]) -> np.ndarray:
    """Official areas in ha to 4 decimals, half-up."""
    return np.floor(areas_of(geometry) + 0.5) / 10_000


def _acquisition(county: County) -> list[Layer]:
    pairs = [(batch, parcel) for batch in county.batches for parcel in batch.parcels]
    shapes = np.array([parcel.polygon for _, parcel in pairs], dtype=object)
    columns = {
        **_batch_values([batch for batch, _ in pairs]),
        "YSDM": ["3001010000"] * len(pairs),
        "DKBH": [parcel.number for _, parcel in pairs],
        "DKMC": [parcel.name for _, parcel in pairs],
        "DKMJ": _hectares(shapes),
        "AJBH": [batch.number for batch, _ in pairs],
        "XZQDM": [COUNTY_CODE] * len(pairs),
        "XZQMC": [COUNTY_NAME] * len(pairs),
        "DKYTDM": [parcel.use for _, parcel in pairs],
        "ZDZMJ": _hectares(shapes),
        "DKYT": [parcel.use_name for _, parcel in pairs],
        "XMBH": [parcel.project for _, parcel in pairs],
        "JD": [_STAGES[k % len(_STAGES)] for k in range(len(pairs))],
        "ZLMC": [parcel.place for _, parcel in pairs],
    }
    extents = np.array([batch.extent for batch in county.batches], dtype=object)
    batch_columns = {**_batch_values(county.batches), "DKS": [len(b.parcels) for b in county.batches]}
    quota = {"ND": [2021], "ZBMC": ["新增建设用地计划指标"], "ZBMJ_MU": [1096.996]}
    return [
        _layer("ZZ_TDZSFW", "征收地块", columns, shapes),
        _layer("ZZ_PCFW", "批次范围", batch_columns, extents),
        _layer("YDZB", "用地计划指标", quota),
    ]


def _tract_plan(county: County) -> list[Layer]:
    tracts = county.tracts
    lots = [(tract, lot, f"{tract.number}-{k:02d}") for tract in tracts for k, lot in enumerate(tract.lots, 1)]
    shapes = np.array([lot.polygon for _, lot, _ in lots], dtype=object)
    outlines = np.array([tract.outline for tract in tracts], dtype=object)
    tract_columns = {
        **{name: [value] * len(tracts) for name, value in _PLAN.items()},
        "PQBH": [t.number for t in tracts],
        "PQMC": [t.name for t in tracts],
        "CPKFMJ": _hectares(outlines),
        "NZDMJ": [sum(lot.target for lot in tract.lots) / 10_000 for tract in tracts],
    }
    use_columns = {
        "PQBH": [t.number for t, _, _ in lots],
        "DKBH": [number for _, _, number in lots],
        "YDYHFLDM": [lot.use for _, lot, _ in lots],
        "YDYHFLMC": [lot.name for _, lot, _ in lots],
        "GYX": ["是" if lot.public else "否" for _, lot, _ in lots],
        "NZS": ["是" if lot.target else "否" for _, lot, _ in lots],
        "XMBH": [lot.project for _, lot, _ in lots],
        "SSNF": [lot.year or None for _, lot, _ in lots],
        "MJ": areas_of(shapes),
    }
    acquired = [k for k, (_, lot, _) in enumerate(lots) if lot.target]
    chosen = [lots[k] for k in acquired]
    project_columns = {
        "XMBH": [lot.project for _, lot, _ in chosen],
        "XMMC": [f"{t.name}{int(lot.project[2:])}号地（{lot.group}）" for t, lot, _ in chosen],
        "PQBH": [t.number for t, _, _ in chosen],
        "DKBH": [number for _, _, number in chosen],
        "YTDL": [lot.group for _, lot, _ in chosen],
        "YDYHFLDM": [lot.use for _, lot, _ in chosen],
        "YDYHFLMC": [lot.name for _, lot, _ in chosen],
        "SSNF": [lot.year for _, lot, _ in chosen],
        "MJ": _hectares(shapes[acquired]),
    }
    return [
        _layer("CPKFFW", "成片开发范围", tract_columns, outlines),
        _layer("CPKFYD", "成片开发用地", use_columns, shapes),
        _layer("CPKFXM", "成片开发项目", project_columns, shapes[acquired]),
    ]


def _planned(county: County) -> list[Layer]:
    polygons, columns = planned.planned_land_use(
        county.ground, county.pen, county.villages, county.urban, county.tracts, county.batches, county.seed
    )
    return [_layer("GHYDYH", "规划用地用海 2035", columns, polygons)]


def _people(county: County) -> list[Layer]:
    points, values = people.hazards(county.ground, county.villages, county.seed)
    residents = people.population_columns(county.ground, county.villages, county.seed)
    return [
        _layer("DZZHD", "地质灾害点", values, points),
        _layer("CJRK", "村级人口", residents),
        _layer("TZB", "田长", people.chief_columns(county.villages)),
    ]


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
    return [Layer("demo_notice", "说明：示意数据", {"item": list(rows), "value": list(rows.values())}, note=NOTICE)]


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
