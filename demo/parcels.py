"""Parcels handed in for approval, by batch, with areas that add up to the published figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from redline.core.polygons import FloatArray

from .exact import fit_alone
from .frame import COUNTY_NAME, ORIGIN, rng_of
from .landuse import TILLED, Ground
from .partition import built_up
from .redlines import Urban
from .tractplan import Tract
from .villages import SEAT, Villages

__all__ = ["TOTAL_2020", "TOTAL_2021", "Batch", "Parcel", "all_batches"]

TOTAL_2021 = 1_138_596.33
"""1707.8945 亩 (1 亩 = 2000/3 m²): 17 batches, 1 separately sited project, 2 conversions approved by the city."""

TOTAL_2020 = 397_434.0
"""596.151 亩 exactly: 8 batches."""


@dataclass
class Parcel:
    number: str
    name: str
    polygon: shapely.Geometry
    use: str
    use_name: str
    place: str
    project: str = ""
    touches: bool = False


@dataclass
class Batch:
    number: str
    name: str
    year: int
    kind: str
    reported: str
    approved: str
    document: str
    authority: str
    state: str
    parcels: list[Parcel]

    @property
    def extent(self) -> shapely.MultiPolygon:
        return shapely.MultiPolygon([part for p in self.parcels for part in shapely.get_parts(p.polygon)])


_RURAL_2021 = {
    # batch: (township, share of the rest, shape, use, name) of each parcel
    "12": [("贾镇", 1.5, "hole", "100101", "一类工业用地", "农产品加工")],
    "13": [("柳林镇", 1.3, "parts", "100101", "一类工业用地", "轴承配件加工")],
    "14": [("东古城镇", 1.9, "parts with hole", "100101", "一类工业用地", "板材加工")],
    "15": [("桑阿镇", 0.9, "chamfered", "0901", "商业用地", "集贸市场"), ("桑阿镇", 0.7, "touching", "1302", "排水用地", "污水处理站")],
    "16": [("辛集镇", 1.2, "notched", "100101", "一类工业用地", "食品加工"), ("定远寨镇", 0.8, "many", "080601", "医院用地", "卫生院")],
    "17": [("清水镇", 1.0, "quadrangle", "080403", "中小学用地", "中学扩建")],
    "DD": [("万善乡", 2.6, "band", "1202", "公路用地", "县道改线")],
    "SZ1": [("店子镇", 0.8, "triangle", "1201", "铁路用地", "货场扩建"), ("范寨镇", 0.7, "notched", "070102", "二类城镇住宅用地", "安置区")],
    "SZ2": [("甘官屯镇", 1.1, "two holes", "1101", "物流仓储用地", "粮食储备")],
}  # fmt: skip
_TOWN_2020 = ["chamfered", "quadrangle", "notched", "quadrangle", "many", "chamfered", "hole", "quadrangle", "notched", "quadrangle"]
_USES_2020 = [("070102", "二类城镇住宅用地", "居住区"), ("100101", "一类工业用地", "标准厂房"), ("0901", "商业用地", "商业中心"),
              ("080403", "中小学用地", "小学"), ("070102", "二类城镇住宅用地", "安置区"), ("100101", "一类工业用地", "轴承产业园"),
              ("1401", "公园绿地", "体育公园"), ("1101", "物流仓储用地", "冷链仓储"), ("100101", "一类工业用地", "装备制造"),
              ("080601", "医院用地", "县医院分院")]  # fmt: skip


def all_batches(ground: Ground, villages: Villages, tracts: list[Tract], urban: Urban, seed: int) -> list[Batch]:
    """The batches of 2020 and 2021. Parcels lie within the urban boundary, save for the separately sited one and the one
    that touches the red line."""
    rng = rng_of(seed, 12)
    yard = _Yard(ground, rng, [tract.outline for tract in tracts])
    return [*_batches_2021(yard, villages, tracts, urban), *_batches_2020(yard, urban.centre, rng)]


def _batches_2021(yard: _Yard, villages: Villages, tracts: list[Tract], urban: Urban) -> list[Batch]:
    projects = [(tract, lot) for tract in tracts for lot in tract.lots if lot.target and lot.year == 2021]
    loads = np.array_split(np.arange(len(projects)), 11)
    batches = []
    for k, load in enumerate(loads):
        parcels = []
        for i in load:
            tract, lot = projects[i]
            name = f"{tract.name}{int(lot.project[2:])}号地（{lot.group}）"
            parcels.append(Parcel("", name, lot.polygon, lot.use, lot.name, tract.name, lot.project))
        batches.append(_batch(2021, "批次", k + 1, parcels, k, 20))
    rest = TOTAL_2021 - sum(lot.target for _, lot in projects)
    wanted = [row for rows in _RURAL_2021.values() for row in rows]
    sizes = _sizes(rest, [row[1] for row in wanted])
    drawn = iter([_rural(yard, villages, urban, row, size) for row, size in zip(wanted, sizes, strict=True)])
    order = 11
    for key, rows in _RURAL_2021.items():
        kind = {"DD": "单独选址", "SZ1": "市批转用", "SZ2": "市批转用"}.get(key, "批次")
        number = {"DD": 1, "SZ1": 1, "SZ2": 2}.get(key) or int(key)
        batches.append(_batch(2021, kind, number, [next(drawn) for _ in rows], order, 20))
        order += 1
    return batches


def _sizes(total: float, weights: list[float]) -> list[float]:
    """Whole m², the last one with what is left: so hectares and 亩 to 4 decimals add up as printed."""
    share = np.array(weights) / sum(weights)
    sizes = np.floor(total * share)
    sizes[-1] = round(total - sizes[:-1].sum(), 2)
    return sizes.tolist()


def _rural(
    yard: _Yard, villages: Villages, urban: Urban, row: tuple[str, float, str, str, str, str], size: float
) -> Parcel:
    town, _, shape, use, use_name, name = row
    number = villages.town_names.index(town)
    seat = villages.sites[villages.town_villages[number]] + ORIGIN
    if shape == "touching":
        polygon: shapely.Geometry = yard.touching(seat, size)
    elif shape == "band":
        polygon = yard.place(seat, (900, 2400), size, shape)
    else:
        polygon = yard.place(seat, (250, 900), size, shape, urban.seats[urban.seat_towns.index(number)])
    return Parcel("", f"{town}{name}", polygon, use, use_name, town, touches=shape == "touching")


def _batches_2020(yard: _Yard, inside: shapely.Polygon, rng: np.random.Generator) -> list[Batch]:
    sizes = _sizes(TOTAL_2020, rng.uniform(0.7, 1.3, len(_TOWN_2020)).tolist())
    parcels = []
    for shape, size, (use, use_name, name) in zip(_TOWN_2020, sizes, _USES_2020, strict=True):
        polygon = yard.place(SEAT + ORIGIN, (2300, 3700), size, shape, inside)
        parcels.append(Parcel("", f"城区{name}", polygon, use, use_name, "城区"))
    loads = np.array_split(np.arange(len(parcels)), 8)
    return [_batch(2020, "批次", k + 1, [parcels[i] for i in load], k, 8) for k, load in enumerate(loads)]


def _batch(year: int, kind: str, number: int, parcels: list[Parcel], order: int, of: int) -> Batch:
    """Numbers, dates and states. The last ones of the year are still under way."""
    code = {"批次": f"{number:02d}", "单独选址": f"DD{number}", "市批转用": f"SZ{number}"}[kind]
    name = {
        "批次": f"{COUNTY_NAME}{year}年第{number}批次建设用地",
        "单独选址": f"{COUNTY_NAME}{year}年单独选址项目建设用地",
        "市批转用": f"{COUNTY_NAME}{year}年第{number}批次农用地转用（市级批准）",
    }[kind]
    full = f"{year}{code}" if kind == "批次" else f"{year}-{code}"
    for k, parcel in enumerate(parcels):
        parcel.number = f"{full}-{k + 1:02d}"
    month = 2 + order * 10 // of
    done = year == 2020 or order < of - 5
    authority = "市人民政府" if kind == "市批转用" else "省人民政府"
    return Batch(
        full, name, year, kind, f"{year}-{month:02d}-{5 + (order * 7) % 20:02d}",
        f"{year + (month + 3) // 13}-{(month + 2) % 12 + 1:02d}-{3 + (order * 5) % 22:02d}" if done else "",
        f"示意土字〔{year}〕{order + 1:03d}号" if done else "", authority, "已批复" if done else "已上报", parcels,
    )  # fmt: skip


class _Yard:
    """Finds places for parcels: open ground, clear of each other, of the tracts and of the county town."""

    def __init__(self, ground: Ground, rng: np.random.Generator, taken: list[shapely.Polygon]) -> None:
        self.ground = ground
        self.rng = rng
        self.tree = shapely.STRtree(ground.polygons)
        town = shapely.transform(built_up(), lambda xy: xy + ORIGIN).buffer(-150)
        self.taken: list[shapely.Geometry] = [town, *(t.buffer(30) for t in taken)]

    def place(
        self, near: FloatArray, ring: tuple[float, float], size: float, shape: str, inside: shapely.Polygon | None = None
    ) -> shapely.Geometry:
        """A parcel of ``size`` m² somewhere between two distances of ``near``, where least is built over."""
        best: tuple[float, shapely.Geometry] | None = None
        for _ in range(90):
            angle, far = self.rng.uniform(0, 2 * np.pi), self.rng.uniform(*ring)
            at = near + far * np.array([np.cos(angle), np.sin(angle)])
            patch = self.tree.query(shapely.Point(at), predicate="intersects")
            if not len(patch):
                continue
            turn = float(self.ground.frame[patch[0]])
            draft = _draft(shape, size, at, turn, self.rng)
            hull = draft.convex_hull.buffer(15)
            if any(other.intersects(hull) for other in self.taken) or (inside and not inside.contains(hull)):
                continue
            cost = self._built_over(draft)
            if best is None or cost < best[0]:
                best = (cost, draft)
        if best is None:
            raise ValueError(f"No room for a parcel of the demo county ({shape}).")
        polygon = fit_alone(best[1], size)
        self.taken.append(polygon.buffer(20))
        return polygon

    def _built_over(self, draft: shapely.Geometry) -> float:
        under = self.tree.query(draft, predicate="intersects")
        built = under[~np.isin(self.ground.dlbm[under], [*TILLED, "0201", "0301", "0307", "1006", "1107"])]
        return float(shapely.area(shapely.intersection(self.ground.polygons[built], draft)).sum())

    def touching(self, near: FloatArray, size: float) -> shapely.Polygon:
        """A parcel within one field whose one corner reaches a few m² into the next field."""
        ground = self.ground
        box = shapely.box(*(near - 2500), *(near + 2500))
        field = np.isin(ground.dlbm, ["0102"])
        close = self.tree.query(box)
        close = close[field[close] & (ground.cents[close] > size * 220)]
        away = shapely.distance(ground.polygons[close], shapely.Point(near))
        for k in close[np.argsort(np.where(away > 900, away, 1e9))]:
            home = ground.polygons[k]
            if any(other.intersects(home) for other in self.taken):
                continue
            others = self.tree.query(home, predicate="touches")
            others = others[field[others] & (ground.village[others] == ground.village[k]) & (ground.cents[others] > 800_000)]
            shared = shapely.length(shapely.intersection(ground.polygons[others], home)) if len(others) else np.zeros(0)
            if not len(shared) or shared.max() < 150:
                continue
            parcel = self._poking(home, ground.polygons[others[shared.argmax()]], size)
            if parcel is not None:
                self.taken.append(parcel.buffer(20))
                return parcel
        raise ValueError("No field for the parcel that touches the red line.")

    def _poking(self, home: shapely.Polygon, other: shapely.Polygon, size: float) -> shapely.Polygon | None:
        border = shapely.line_merge(home.intersection(other))
        if border.geom_type != "LineString":
            return None
        inner = home.buffer(-7, join_style="mitre").simplify(2.5)
        if inner.geom_type != "Polygon" or inner.area < size * 1.05 or len(inner.exterior.coords) > 20:
            return None
        low = 0.0
        middle = np.array(border.interpolate(0.5, normalized=True).coords[0])
        end = np.array(border.interpolate(0.5 + 5 / border.length, normalized=True).coords[0])
        along = (end - middle) / np.hypot(*(end - middle))
        out = np.array([along[1], -along[0]])
        if not other.contains(shapely.Point(middle + out * 3)):
            out = -out
        # a band across the field about its middle, as long as the area asks for
        depth, foot = 1.0, middle - out * 9
        band = inner
        reach = 2 * np.hypot(inner.bounds[2] - inner.bounds[0], inner.bounds[3] - inner.bounds[1])
        low, high = 1.0, float(reach)
        for _ in range(50):
            half = (low + high) / 2
            band = inner.intersection(_rectangle(middle, along, out, half, reach))
            low, high = (half, high) if band.area < size else (low, half)
        if band.geom_type != "Polygon":
            return None
        low, high = 0.0, 12.0
        tip = middle
        for _ in range(40):
            depth = (low + high) / 2
            tip = np.round(middle + out * depth, 4)
            wedge = shapely.Polygon([foot - along * 9, foot + along * 9, tip])
            over = wedge.intersection(other).area
            low, high = (depth, high) if over < 6.5 else (low, depth)
        parcel = band.union(shapely.Polygon([foot - along * 9 - out * 2, foot + along * 9 - out * 2, tip]))
        if parcel.geom_type != "Polygon" or parcel.interiors:
            return None
        return fit_alone(parcel, size, keep=[tip.tolist()])


def _rectangle(at: FloatArray, along: FloatArray, out: FloatArray, half: float, reach: float) -> shapely.Polygon:
    a, b = along * half, out * reach
    return shapely.Polygon([at - a - b, at + a - b, at + a + b, at - a + b])


def _draft(shape: str, size: float, at: FloatArray, turn: float, rng: np.random.Generator) -> shapely.Geometry:
    """A parcel of about ``size`` m² around ``at``; corners as surveyors meet them."""
    ratio = rng.uniform(0.6, 1.6)
    a, b = np.sqrt(size * ratio) / 2, np.sqrt(size / ratio) / 2
    skew = rng.uniform(-0.05, 0.05, 2)
    holes: list[FloatArray] = []
    parts = [np.array([[-a, -b], [a, -b * (1 - skew[0])], [a * (1 + skew[1]), b], [-a, b]])]
    if shape == "triangle":
        parts = [np.array([[-1.3 * a, -b], [1.4 * a, -0.9 * b], [0.2 * a, 1.9 * b]])]
    elif shape == "chamfered":
        c = 0.2 * min(a, b)
        parts = [np.array([[-a + c, -b], [a - c, -b], [a, -b + c], [a, b - c], [a - c, b], [-a + c, b], [-a, b - c], [-a, -b + c]])]
    elif shape == "notched":
        parts = [1.08 * np.array([[-a, -b], [a, -b], [a, 0.2 * b], [0.3 * a, 0.25 * b], [0.28 * a, b], [-a, b * 0.97]])]
    elif shape == "many":
        angle = np.linspace(0, 2 * np.pi, 12, endpoint=False) + rng.uniform(-0.12, 0.12, 12)
        parts = [1.18 * np.column_stack([a * np.cos(angle), b * np.sin(angle)]) * rng.uniform(0.88, 1.08, (12, 1))]
    elif shape == "band":
        u = np.linspace(-1, 1, 9)
        length = size / 24 / 2
        axis = np.column_stack([u * length, 90 * np.sin(2.2 * u)])
        parts = [shapely.get_coordinates(shapely.LineString(axis).buffer(12, cap_style="flat", join_style="mitre"))[:-1]]
    if shape in ("hole", "parts with hole"):
        holes = [np.array([[-0.2 * a, -0.15 * b], [0.25 * a, -0.2 * b], [0.2 * a, 0.3 * b], [-0.22 * a, 0.2 * b]])]
    elif shape == "two holes":
        holes = [np.array([[x * a - 9, -9], [x * a + 9, -8], [x * a + 8, 11], [x * a - 10, 9.0]]) for x in (-0.5, 0.45)]
    if shape in ("parts", "parts with hole"):
        second = np.array([[1.12 * a, -b], [1.75 * a, -b * 0.95], [1.72 * a, 0.6 * b], [1.12 * a, 0.55 * b]])
        parts.append(second + [6.0, 0.0])
    if shape == "parts":
        parts.append(np.array([[-a, 1.12 * b], [-0.1 * a, 1.12 * b], [-0.1 * a, 1.6 * b], [-0.9 * a, 1.62 * b]]) + [0.0, 6.0])
    c, s = np.cos(turn), np.sin(turn)
    matrix = np.array([[c, s], [-s, c]])
    drawn = [shapely.Polygon(part @ matrix + at) for part in parts]
    if holes:
        drawn[0] = shapely.Polygon(drawn[0].exterior, [hole @ matrix + at for hole in holes])
    return drawn[0] if len(drawn) == 1 else shapely.MultiPolygon(drawn)
