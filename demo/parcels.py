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
from .schema import read_data
from .shapes import draft
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


_KINDS = {"DD": "单独选址", "SZ": "市批转用"}
"""Kinds of approval by the letters of the batch number; without letters it is a batch proper."""


def all_batches(ground: Ground, villages: Villages, tracts: list[Tract], urban: Urban, seed: int) -> list[Batch]:
    """The batches of 2020 and 2021.

    Parcels lie within the urban boundary, save for the separately sited one and the one that touches the red line.
    """
    yard = _Yard(ground, rng_of(seed, 12), [tract.outline for tract in tracts])
    projects = _of_projects(tracts)
    in_tracts = sum(lot.target for tract in tracts for lot in tract.lots if lot.year == 2021)
    later = _grouped(yard, villages, urban, 2021, TOTAL_2021 - in_tracts)
    before = _grouped(yard, villages, urban, 2020, TOTAL_2020)
    return [*_batches(2021, {**projects, **later}), *_batches(2020, before)]


def _of_projects(tracts: list[Tract]) -> dict[str, list[Parcel]]:
    """The tract plan's projects of 2021: batches 01 to 11, one or two projects in each."""
    projects = [(tract, lot) for tract in tracts for lot in tract.lots if lot.target and lot.year == 2021]
    batches: dict[str, list[Parcel]] = {}
    for number, load in enumerate(np.array_split(np.arange(len(projects)), 11), 1):
        batches[f"{number:02d}"] = []
        for tract, lot in (projects[k] for k in load):
            name = f"{tract.name}{int(lot.project[2:])}号地（{lot.group}）"
            parcel = Parcel("", name, lot.polygon, lot.use, lot.name, tract.name, lot.project)
            batches[f"{number:02d}"].append(parcel)
    return batches


def _grouped(yard: _Yard, villages: Villages, urban: Urban, year: int, total: float) -> dict[str, list[Parcel]]:
    """The parcels of data/parcels.csv of a year by batch, together ``total`` m²."""
    rows = [row for row in read_data("parcels.csv") if int(row["year"]) == year]
    batches: dict[str, list[Parcel]] = {}
    for row, size in zip(rows, _sizes(total, [float(row["weight"]) for row in rows]), strict=True):
        batches.setdefault(row["batch"], []).append(_sited(yard, villages, urban, row, size))
    return batches


def _sizes(total: float, weights: list[float]) -> list[float]:
    """Whole m², the last one with what is left: so hectares and 亩 to 4 decimals add up as printed."""
    share = np.array(weights) / sum(weights)
    sizes = np.floor(total * share)
    sizes[-1] = round(total - sizes[:-1].sum(), 2)
    return sizes.tolist()


def _sited(yard: _Yard, villages: Villages, urban: Urban, row: dict[str, str], size: float) -> Parcel:
    place, shape = row["place"], row["shape"]
    if place == "城区":
        polygon = yard.place(SEAT + ORIGIN, (2300, 3700), size, shape, urban.centre)
    else:
        number = villages.town_names.index(place)
        seat = villages.sites[villages.town_villages[number]] + ORIGIN
        if shape == "touching":
            polygon = yard.touching(seat, size)
        elif shape == "band":
            polygon = yard.place(seat, (900, 2400), size, shape)
        else:
            polygon = yard.place(seat, (250, 900), size, shape, urban.seats[urban.seat_towns.index(number)])
    name = f"{place}{row['name']}"
    return Parcel("", name, polygon, row["use"], row["use_name"], place, touches=shape == "touching")


def _batches(year: int, groups: dict[str, list[Parcel]]) -> list[Batch]:
    """Numbers, dates and states, spread over the year. The last ones of 2021 are still under way."""
    batches = []
    for order, (code, parcels) in enumerate(groups.items()):
        kind = _KINDS.get(code[:2], "批次")
        full = f"{year}{code}" if kind == "批次" else f"{year}-{code}"
        number = int(code.lstrip("DSZ"))
        for k, parcel in enumerate(parcels, 1):
            parcel.number = f"{full}-{k:02d}"
        month = 2 + order * 10 // len(groups)
        reported = f"{year}-{month:02d}-{5 + order * 20 // len(groups) % 20:02d}"
        done = year == 2020 or order < len(groups) - 5
        after = month + 3
        approved = f"{year + (after - 1) // 12}-{(after - 1) % 12 + 1:02d}-{3 + (order * 5) % 22:02d}" if done else ""
        name = {
            "批次": f"{COUNTY_NAME}{year}年第{number}批次建设用地",
            "单独选址": f"{COUNTY_NAME}{year}年单独选址项目建设用地",
            "市批转用": f"{COUNTY_NAME}{year}年第{number}批次农用地转用（市级批准）",
        }[kind]
        authority = "市人民政府" if kind == "市批转用" else "省人民政府"
        document = f"示意土字〔{year}〕{order + 1:03d}号" if done else ""
        state = "已批复" if done else "已上报"
        batches.append(Batch(full, name, year, kind, reported, approved, document, authority, state, parcels))
    return batches


class _Yard:
    """Finds places for parcels: open ground, clear of each other, of the tracts and of the county town."""

    def __init__(self, ground: Ground, rng: np.random.Generator, taken: list[shapely.Polygon]) -> None:
        self.ground = ground
        self.rng = rng
        self.tree = shapely.STRtree(ground.polygons)
        town = shapely.transform(built_up(), lambda xy: xy + ORIGIN).buffer(-150)
        self.taken: list[shapely.Geometry] = [town, *(t.buffer(30) for t in taken)]

    def place(
        self,
        near: FloatArray,
        ring: tuple[float, float],
        size: float,
        shape: str,
        inside: shapely.Polygon | None = None,
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
            drawn = draft(shape, size, at, turn, self.rng)
            hull = drawn.convex_hull.buffer(15)
            if any(other.intersects(hull) for other in self.taken) or (inside and not inside.contains(hull)):
                continue
            cost = self._built_over(drawn)
            if best is None or cost < best[0]:
                best = (cost, drawn)
        if best is None:
            raise ValueError(f"No room for a parcel of the demo county ({shape}).")
        polygon = fit_alone(best[1], size)
        self.taken.append(polygon.buffer(20))
        return polygon

    def _built_over(self, drawn: shapely.Geometry) -> float:
        under = self.tree.query(drawn, predicate="intersects")
        built = under[~np.isin(self.ground.dlbm[under], [*TILLED, "0201", "0301", "0307", "1006", "1107"])]
        return float(shapely.area(shapely.intersection(self.ground.polygons[built], drawn)).sum())

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
            others = others[
                field[others] & (ground.village[others] == ground.village[k]) & (ground.cents[others] > 800_000)
            ]
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
