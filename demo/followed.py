"""Land followed to its supply: 6 acquisitions (5 approved, 298.16 亩), 12 transfers (821.66 亩), 7 registrations.

The figures are the published account's; which parcels they are is made up. Polygons lie within approved parcels, but
for one transfer that reaches out of its approval, as a tool has to find.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from .county import County
from .exact import fit_alone
from .frame import EPSG, NOTICE, areas_of
from .parcels import Parcel
from .schema import read_data
from .write import Layer

__all__ = ["ACQUIRED_M2", "SUPPLIED_M2", "followed_layers"]

SUPPLIED_M2 = 547_773.33
"""821.66 亩, the last digit by its transfer: 1 亩 = 2000/3 m²."""

ACQUIRED_M2 = 198_773.33
"""298.16 亩."""

_REACH_M = 25.0
"""How far the last transfer is moved, out of its approval."""


def followed_layers(county: County) -> list[Layer]:
    """Acquired, supplied, built and registered land as layers, in EPSG:4527."""
    rows = read_data("supply.csv")
    whole = [p for batch in county.batches for p in batch.parcels if _is_plain(p.polygon)]
    whole.sort(key=lambda parcel: -parcel.polygon.area)
    parcels, later = whole[: len(rows)], whole[len(rows) : len(rows) + 6]
    supplied = _parts([parcel.polygon for parcel in parcels], SUPPLIED_M2, moved=_REACH_M)
    built = np.array(
        [_shrunk(shape, float(row["built"])) for shape, row in zip(supplied, rows, strict=True) if float(row["built"])],
        dtype=object,
    )
    registered = supplied[[row["registered"] == "1" for row in rows]]
    return [
        _acquired(parcels, later),
        _supplied(parcels, supplied),
        _numbered("JGYD", "建成用地", "JG", built),
        _numbered("BDCDJ", "不动产登记宗地", "DJ", registered),
    ]


def _is_plain(polygon: shapely.Geometry) -> bool:
    return polygon.geom_type == "Polygon" and not polygon.interiors


def _parts(polygons: Sequence[shapely.Polygon], total: float, moved: float = 0.0) -> NDArray[np.object_]:
    """The same share of each polygon around its middle, together ``total`` m² to the last digit; the last is moved."""
    areas = np.array([polygon.area for polygon in polygons])
    sizes = np.floor(total * areas / areas.sum())
    sizes[-1] = round(total - sizes[:-1].sum(), 2)
    shapes = [_shrunk(polygon, size / area) for polygon, size, area in zip(polygons, sizes, areas, strict=True)]
    shapes[-1] = shapely.transform(shapes[-1], lambda xy: xy + np.array([moved, moved]))
    found = np.empty(len(shapes), dtype=object)
    found[:] = [fit_alone(shape, float(size)) for shape, size in zip(shapes, sizes, strict=True)]
    return found


def _shrunk(polygon: shapely.Polygon, share: float) -> shapely.Polygon:
    middle = np.array(polygon.centroid.coords[0])
    return shapely.transform(polygon, lambda xy: np.round(middle + (xy - middle) * np.sqrt(share), 4))


def _acquired(parcels: Sequence[Parcel], later: Sequence[Parcel]) -> Layer:
    """What is supplied was acquired with its batch; six were handed in by themselves, one is not approved yet."""
    five = _parts([parcel.polygon for parcel in later[:5]], ACQUIRED_M2)
    shapes = np.empty(len(parcels) + 6, dtype=object)
    shapes[:] = [*(parcel.polygon for parcel in parcels), *five, later[5].polygon]
    n = len(parcels)
    own = [*parcels, *later]
    values = {
        "ZSBH": [f"ZS2022-{k:02d}" for k in range(1, n + 7)],
        "ZSMC": [parcel.name for parcel in own],
        "XMBH": [parcel.project or parcel.number for parcel in own],
        "ZSLX": ["随批征收"] * n + ["组卷报批"] * 6,
        "SBRQ": ["2021-12-20"] * n + [f"2022-{month:02d}-10" for month in (3, 4, 5, 7, 8, 11)],
        "PFRQ": ["2022-01-20"] * n + [f"2022-{month:02d}-22" for month in (5, 6, 8, 10, 11)] + [""],
        "ZT": ["已批复"] * (n + 5) + ["已上报"],
        "MJ_MU": areas_of(shapes) * 3 / 2000,
        "BZ": ["示意"] * (n + 6),
    }
    return Layer("TDZS", "征收土地", values, shapes, EPSG, NOTICE)


def _supplied(parcels: Sequence[Parcel], shapes: NDArray[np.object_]) -> Layer:
    rows = read_data("supply.csv")
    values = {
        "HTBH": [f"示意371525-{row['signed'][:4]}-{k:03d}" for k, row in enumerate(rows, 1)],
        "XMMC": [parcel.name for parcel in parcels],
        "XMBH": [parcel.project or parcel.number for parcel in parcels],
        "QDRQ": [row["signed"] for row in rows],
        "YDKGSJ": [row["start_due"] for row in rows],
        "YDJGSJ": [row["finish_due"] for row in rows],
        "SJKGSJ": [row["started"] for row in rows],
        "SJJGSJ": [row["finished"] for row in rows],
        "ZZKFSJ": [row["halted"] for row in rows],
        "JBR": [row["officer"] for row in rows],
        "MJ_MU": areas_of(shapes) * 3 / 2000,
        "BZ": ["示意"] * len(rows),
    }
    return Layer("TDGY", "供应土地", values, shapes, EPSG, NOTICE)


def _numbered(name: str, title: str, letters: str, shapes: NDArray[np.object_]) -> Layer:
    values = {"BH": [f"{letters}{k:02d}" for k in range(1, len(shapes) + 1)], "BZ": ["示意"] * len(shapes)}
    return Layer(name, title, values, shapes, EPSG, NOTICE)
