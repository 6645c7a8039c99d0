"""Parcels handed in for approval, by batch, with areas that add up to the published figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from redline.core.shapes.polygons import FloatArray

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
    touches: int = -1
    """Number of the patch into which it reaches by some m², or -1."""


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
    touches = -1
    if place == "城区":
        polygon = yard.place(SEAT + ORIGIN, (2300, 3700), size, shape, urban.centre)
    else:
        number = villages.town_names.index(place)
        seat = villages.sites[villages.town_villages[number]] + ORIGIN
        if shape == "touching":
            polygon, touches = yard.touching(seat, size, shapely.union_all(urban.all).buffer(100))
        elif shape == "band":
            polygon = yard.place(seat, (900, 2400), size, shape)
        else:
            polygon = yard.place(seat, (250, 900), size, shape, urban.seats[urban.seat_towns.index(number)])
    name = f"{place}{row['name']}"
    return Parcel("", name, polygon, row["use"], row["use_name"], place, touches=touches)


def _batches(year: int, groups: dict[str, list[Parcel]]) -> list[Batch]:
    """Numbers, dates and states, spread over the year, all approved before it ends: the published 100 %."""
    batches = []
    for order, (code, parcels) in enumerate(groups.items()):
        kind = _KINDS.get(code[:2], "批次")
        full = f"{year}{code}" if kind == "批次" else f"{year}-{code}"
        number = int(code.lstrip("DSZ"))
        for k, parcel in enumerate(parcels, 1):
            parcel.number = f"{full}-{k:02d}"
        month = 2 + order * 10 // len(groups)
        reported = f"{year}-{month:02d}-{5 + order * 20 // len(groups) % 20:02d}"
        approved = f"{year}-{min(month + 3, 12):02d}-{9 + (order * 5) % 22:02d}"
        name = {
            "批次": f"{COUNTY_NAME}{year}年第{number}批次建设用地",
            "单独选址": f"{COUNTY_NAME}{year}年单独选址项目建设用地",
            "市批转用": f"{COUNTY_NAME}{year}年第{number}批次农用地转用（市级批准）",
        }[kind]
        authority = "市人民政府" if kind == "市批转用" else "省人民政府"
        document = f"示意土字〔{year}〕{order + 1:03d}号"
        batches.append(Batch(full, name, year, kind, reported, approved, document, authority, "已批复", parcels))
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

    def touching(self, near: FloatArray, size: float, urban: shapely.Geometry) -> tuple[shapely.Polygon, int]:
        """A parcel beside a field, one corner of which reaches a few m² into it; and the number of that field."""
        ground = self.ground
        close = self.tree.query(shapely.box(*(near - 3000), *(near + 3000)))
        close = close[(ground.dlbm[close] == "0102") & (ground.cents[close] > 250_000)]
        away = shapely.distance(ground.polygons[close], shapely.Point(near))
        for k in close[np.argsort(np.where(away > 900, away, 1e9), kind="stable")]:
            field = ground.polygons[k]
            for parcel in _beside(field, size):
                clear = not any(other.intersects(parcel) for other in self.taken)
                if clear and not urban.intersects(parcel.union(field)) and self._built_over(parcel) < 0.05 * size:
                    self.taken.append(parcel.buffer(20))
                    return parcel, int(k)
        raise ValueError("No field for the parcel that touches the red line.")


def _beside(field: shapely.Polygon, size: float) -> Iterator[shapely.Polygon]:
    """Parcels along the long sides of a field, 7 m off it, save for a tip that reaches some 6 m² into it."""
    corners = np.array(shapely.oriented_envelope(field).exterior.coords)[:4]
    sides = corners[[1, 2]] - corners[[0, 1]]
    lengths = np.hypot(*sides.T)
    along = sides[lengths.argmax()] / lengths.max()
    width = min(0.5 * lengths.max(), 1.2 * size**0.5)
    middle_line = np.array(field.centroid.coords[0])
    for into in (np.array([-along[1], along[0]]), np.array([along[1], -along[0]])):
        ray = shapely.LineString([middle_line, middle_line - into * 2 * lengths.min()])
        crossing = ray.intersection(field.exterior)
        if crossing.geom_type != "Point":
            continue
        border = np.array(crossing.coords[0])
        front, back = border - into * 7, border - into * (7 + size / width)
        half = along * width / 2
        if shapely.Polygon([front - half, front + half, back + half, back - half]).intersects(field):
            continue
        low, high = 0.0, 12.0
        tip = border
        for _ in range(40):
            depth = (low + high) / 2
            tip = np.round(border + into * depth, 4)
            wedge = shapely.Polygon([front - along * 9, front + along * 9, tip])
            low, high = (depth, high) if wedge.intersection(field).area < 6.0 else (low, depth)
        ring = [front - half, front - along * 9, tip, front + along * 9, front + half, back + half, back - half]
        yield fit_alone(shapely.Polygon(ring), size, keep=[tip.tolist()])
