"""The faults of `--with-faults`: such as survey deliveries have, each listed in the table demo_faults."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray

from redline.core.shapes.polygons import FloatArray

from .frame import NOTICE
from .write import Layer

__all__ = ["to_gcj02", "with_faults"]


def with_faults(layers: list[Layer]) -> list[Layer]:
    """The layers with faults in DLTB and camera, and a table demo_faults: layer, feature id, rule, what is wrong."""
    found: list[tuple[str, int, str, str]] = []
    changed = []
    for layer in layers:
        if layer.name == "DLTB":
            layer = _spoiled_patches(layer, found)
        elif layer.name == "camera":
            layer = _shifted_cameras(layer, found)
        changed.append(layer)
    names = ("layer", "feature", "rule", "message")
    columns = dict(zip(names, map(list, zip(*found, strict=True)), strict=True))
    return [*changed, Layer("demo_faults", "说明：人为错误清单", columns, note=NOTICE)]


def _spoiled_patches(layer: Layer, found: list[tuple[str, int, str, str]]) -> Layer:
    """DLTB with its faults. Features are numbered from 1 in their order, as GeoPackage numbers them."""
    if layer.geometry is None:
        raise ValueError("DLTB has no geometry.")
    geometry = layer.geometry.copy()
    columns = {name: _copy(values) for name, values in layer.columns.items()}
    dlbm = np.asarray(columns["DLBM"])
    area = shapely.area(geometry)
    plain = np.flatnonzero((dlbm == "0102") & (area > 15_000) & (shapely.get_num_interior_rings(geometry) == 0))
    picks = iter(plain[np.linspace(0, len(plain) - 1, 60).astype(int)].tolist())
    code, name = list(dlbm.tolist()), list(np.asarray(columns["DLMC"]).tolist())

    def note(index: int, rule: str, message: str) -> None:
        found.append(("DLTB", index + 1, rule, message))

    k = next(picks)
    geometry[k] = _bow_tie(geometry[k])
    note(k, "bow-tie", "图形自相交（蝴蝶结）：两个顶点次序颠倒")

    tree = shapely.STRtree(geometry)
    k = next(picks)
    other = next(int(i) for i in tree.query(geometry[k], predicate="touches") if dlbm[i] == "0102" and i != k)
    geometry[k] = _swollen(geometry[k], geometry[other])
    note(k, "overlap", f"与要素 {other + 1} 重叠：共用边向邻图斑外推 8 米")
    note(other, "overlap", f"与要素 {k + 1} 重叠")

    k = next(picks)
    geometry[k] = shapely.Polygon(geometry[k].buffer(-6, join_style="mitre").exterior)
    note(k, "gap", "图斑缩小 6 米，与四邻之间留有缝隙")

    k = next(picks)
    code[k], name[k] = "114", "坑塘水面"
    note(k, "old-class", "地类编码 114 为二调三位旧编码")
    k = next(picks)
    code[k], name[k] = "", ""
    note(k, "missing-class", "地类编码为空")
    k = next(picks)
    code[k], name[k] = "0199", "未知地类"
    note(k, "unknown-class", "地类编码 0199 不在三调工作分类中")
    k = next(picks)
    columns["ZLDWDM"][k] = "3715259999990000000"
    note(k, "village-code", "坐落单位代码 371525999999 无对应村")
    k = next(picks)
    columns["TBMJ"][k] = round(float(columns["TBMJ"][k]) * 1.05, 2)
    note(k, "area", "图斑面积字段比椭球面积大 5%")

    columns["DLBM"], columns["DLMC"] = code, name
    twin, flat = next(picks), next(picks)
    n = len(geometry)
    columns = {key: [*_listed(values), _listed(values)[twin], _listed(values)[flat]] for key, values in columns.items()}
    columns["BSM"][n + 1] = "371525200199999999"
    columns["TBMJ"][n + 1] = columns["TBDLMJ"][n + 1] = 0.0
    line = shapely.get_coordinates(geometry[flat])[:3]
    grown = np.empty(n + 2, dtype=object)
    grown[:n] = geometry
    grown[n] = geometry[twin]
    grown[n + 1] = shapely.Polygon([line[0], line[1], line[2], line[1], line[0]])
    note(n, "duplicate", f"与要素 {twin + 1} 图形与属性（含标识码）完全重复")
    note(twin, "duplicate", f"与要素 {n + 1} 完全重复")
    note(n + 1, "zero-area", "环沿原路折返，面积为零")
    return replace(layer, geometry=grown, columns=columns)


def _copy(values: object) -> object:
    return values.copy() if isinstance(values, np.ndarray) else list(values)


def _listed(values: object) -> list[object]:
    return values.tolist() if isinstance(values, np.ndarray) else list(values)


def _bow_tie(polygon: shapely.Polygon) -> shapely.Polygon:
    """The polygon's four farthest corners, two of them exchanged."""
    corners = np.array(polygon.minimum_rotated_rectangle.exterior.coords)[:4]
    ring = np.array(polygon.exterior.coords)
    a, b, c, d = (ring[np.argmin(((ring - corner) ** 2).sum(axis=1))] for corner in corners)
    return shapely.Polygon([a, c, b, d])


def _swollen(polygon: shapely.Polygon, other: shapely.Polygon) -> shapely.Polygon:
    """The polygon and a strip of 8 m of its neighbour."""
    strip = polygon.intersection(other).buffer(8, cap_style="flat").intersection(other)
    whole = shapely.union(polygon, strip)
    return max(shapely.get_parts(whole), key=shapely.area)


def _shifted_cameras(layer: Layer, found: list[tuple[str, int, str, str]]) -> Layer:
    if layer.geometry is None:
        raise ValueError("camera has no geometry.")
    lonlat = to_gcj02(shapely.get_coordinates(layer.geometry))
    found.append(("camera", 0, "gcj02", "整层坐标为 GCJ-02（高德），未纠偏；偏移数百米"))
    columns = {
        **layer.columns,
        "longitude": lonlat[:, 0],
        "latitude": lonlat[:, 1],
        "coord_govern_type": [2] * len(lonlat),
    }
    return replace(layer, geometry=shapely.points(lonlat), columns=columns)


def to_gcj02(lonlat: FloatArray) -> FloatArray:
    """WGS84 or CGCS2000 longitude and latitude to GCJ-02, by the widely published formula (FACTS.md section 9)."""
    a, ee = 6378245.0, 0.00669342162296594323
    x, y = lonlat[:, 0] - 105.0, lonlat[:, 1] - 35.0
    root = np.sqrt(np.abs(x))
    swing = 20 * np.sin(6 * np.pi * x) + 20 * np.sin(2 * np.pi * x)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += 2 / 3 * (swing + _sum((20, np.pi * y), (40, np.pi * y / 3), (160, np.pi * y / 12), (320, np.pi * y / 30)))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += 2 / 3 * (swing + _sum((20, np.pi * x), (40, np.pi * x / 3), (150, np.pi * x / 12), (300, np.pi * x / 30)))
    latitude = np.radians(lonlat[:, 1])
    magic = 1 - ee * np.sin(latitude) ** 2
    d_lat = np.degrees(north / (a * (1 - ee) / magic**1.5))
    d_lon = np.degrees(east / (a / np.sqrt(magic) * np.cos(latitude)))
    return np.round(np.column_stack([lonlat[:, 0] + d_lon, lonlat[:, 1] + d_lat]), 8)


def _sum(*terms: tuple[float, NDArray[np.float64]]) -> FloatArray:
    return np.sum([size * np.sin(angle) for size, angle in terms], axis=0)
