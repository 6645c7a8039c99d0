"""Cultivated land turned out and in, and projects that demolish and build anew: all made up, so that the tools balance.

Patches are whole patches of the survey. The county gains more than it gives up; one township is short, one patch gained
is too steep; of three linked projects one builds on more than it demolishes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from redline.core.shapes.polygons import IntArray

from .county import County
from .frame import EPSG, NOTICE, rng_of
from .write import Layer

__all__ = ["balanced_layers"]

_TOWNS = ("贾镇", "柳林镇", "清水镇", "东古城镇", "店子镇")
_TURNED_IN = ("0201", "0301", "0305", "0307")
_LARGEST, _SMALLEST = 60_000, 1_500
"""m² between which a patch is one that an office would put on such a list."""


def balanced_layers(county: County) -> list[Layer]:
    """GDZC, GDZR, GGCJ, GGJX, in EPSG:4527."""
    rng = rng_of(county.seed, 33)
    out, into = [], []
    for place, town in enumerate(_TOWNS):
        given = _patches(county, town, ("0102",), 3, rng)
        gained = _patches(county, town, _TURNED_IN, 9, rng)
        wanted = _area(county, given) * (0.5 if place == len(_TOWNS) - 1 else 1.2)
        while len(gained) > 1 and _area(county, gained[:-1]) >= wanted:
            gained = gained[:-1]
        out += given
        into += gained[:2] if place == len(_TOWNS) - 1 else gained
    grades = [str(1 + k % 2) for k in range(len(into))]
    grades[0] = "5"
    return [
        _listed(county, "GDZC", "耕地转出", out, ["1"] * len(out)),
        _listed(county, "GDZR", "耕地转入", into, grades),
        *_linked(county, rng),
    ]


def _patches(county: County, town: str, classes: Sequence[str], count: int, rng: np.random.Generator) -> list[int]:
    """Some patches of a township of these classes, none of the red line, the largest first."""
    ground, v = county.ground, county.villages
    size = ground.cents / 100
    fits = np.isin(ground.dlbm, classes) & (v.town_of[ground.village] == v.town_names.index(town))
    fits &= (size > _SMALLEST) & (size < _LARGEST)
    fits[county.farmland] = False
    every = np.flatnonzero(fits)
    chosen = rng.permutation(every)[:count]
    return sorted(chosen.tolist(), key=lambda k: -int(ground.cents[k]))


def _area(county: County, patches: Sequence[int]) -> float:
    return float(county.ground.cents[list(patches)].sum())


def _shapes(county: County, patches: Sequence[int] | IntArray) -> NDArray[np.object_]:
    return county.ground.polygons[np.array(patches, dtype=np.int64)]


def _listed(county: County, name: str, title: str, patches: Sequence[int], grades: Sequence[str]) -> Layer:
    values = {
        "TBBH": [f"{name}{k:03d}" for k in range(1, len(patches) + 1)],
        "XZMC": [county.villages.town_names[county.villages.town_of[county.ground.village[k]]] for k in patches],
        "GDPDJB": list(grades),
        "BZ": ["示意"] * len(patches),
    }
    return Layer(name, title, values, _shapes(county, patches), EPSG, NOTICE)


def _linked(county: County, rng: np.random.Generator) -> list[Layer]:
    """Three projects: houses that are demolished, and rectangles in fields that are built on instead."""
    old: list[tuple[str, int]] = []
    new: list[tuple[str, shapely.Geometry]] = []
    for number, (town, share) in enumerate((("辛集镇", 0.9), ("梁堂镇", 0.8), ("范寨镇", 1.2)), 1):
        project = f"GG2021-{number:02d}"
        houses = _patches(county, town, ("0702",), 4, rng)
        old += [(project, k) for k in houses]
        field = _patches(county, town, ("0102", "0201", "0301"), 1, rng)[0]
        middle = shapely.point_on_surface(county.ground.polygons[field])
        side = (_area(county, houses) / 100 * share) ** 0.5 / 2
        new.append((project, shapely.box(middle.x - side, middle.y - side, middle.x + side, middle.y + side)))
    built = np.empty(len(new), dtype=object)
    built[:] = [shapely.set_precision(shape, 1e-4) for _, shape in new]
    return [
        _parcels("GGCJ", "增减挂钩拆旧区", "CJ", [project for project, _ in old], _shapes(county, [k for _, k in old])),
        _parcels("GGJX", "增减挂钩建新区", "JX", [project for project, _ in new], built),
    ]


def _parcels(name: str, title: str, letters: str, projects: Sequence[str], shapes: NDArray[np.object_]) -> Layer:
    values = {
        "DKBH": [f"{letters}{k:02d}" for k in range(1, len(projects) + 1)],
        "XMBH": list(projects),
        "BZ": ["示意"] * len(projects),
    }
    return Layer(name, title, values, shapes, EPSG, NOTICE)
