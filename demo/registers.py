"""An office's registers beside the county: what it keeps in spreadsheets, with the published figures.

``SXTZ``, the register of cases: 244 education projects, 194,970 parking places, over 2,000 consultations, 60 replies,
500 visits, 40 notarisations; what land officers helped with: 191.38 亩 of quota, 6 acquisitions (5 approved, 298.16
亩), 12 transfers (821.66 亩), 7 registrations. ``DZZHYS``: 114 hazard points with 95.8 million yuan. ``YWTZ``: the
ledger of a one-card window, 187 new homes and 8 second-hand, each done in time. Places, dates and shares are made up.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import shapely
from numpy.typing import NDArray

from redline.core.rounding import balance

from .balanced import balanced_layers
from .county import County
from .followed import followed_layers
from .frame import EPSG, NOTICE, rng_of
from .schema import read_data
from .write import Layer

__all__ = ["HAZARDS", "HAZARD_BUDGET", "register_layers"]

HAZARDS, HAZARD_BUDGET = 114, Decimal("9580.00")
"""114 points, 95.8 million yuan: 9,580 万元."""

_STATES = ("在册", "治理中", "已核销")
_BY_COUNTY = ("县直", "全县")
"""What registers write where a case belongs to no township."""

_WINDOWS = ("1号窗口", "2号窗口", "3号窗口")
_HOMES = (("新建商品房转移登记", 187), ("存量房转移登记", 8))
_SAME_DAY, _NEXT_DAY = ((8, 40), (15, 50)), ((16, 5), (17, 20))
"""Hours and minutes between which a file is accepted that is done the same day, and on the next working day."""


def register_layers(county: County) -> list[Layer]:
    """The layers and tables of the registers, in the order of README.md."""
    return [*followed_layers(county), _cases(county), _hazards(county), _ledger(county), *balanced_layers(county)]


def _cases(county: County) -> Layer:
    """One row for each case. Places are written as offices do: as a code, a township, a village with its township."""
    rng = rng_of(county.seed, 30)
    columns: dict[str, list] = {name: [] for name in ("BH", "LB", "SY", "DD", "RQ", "SL", "MJ", "JD")}
    for row in read_data("register_kinds.csv"):
        cases = int(row["cases"])
        shares = _shares(rng, cases, row["field"], row["total"])
        for k in range(cases):
            columns["BH"].append(f"{row['kind']}-{len(columns['BH']) + 1:04d}")
            columns["LB"].append(row["kind"])
            columns["SY"].append(row["subject"])
            columns["DD"].append(_place(county, rng))
            day = datetime(2021, 1, 1) + timedelta(days=int(rng.integers(0, 365)))
            columns["RQ"].append(day.date().isoformat())
            columns["SL"].append(float(shares[k]) if row["field"] == "SL" else float("nan"))
            columns["MJ"].append(float(shares[k]) if row["field"] == "MJ" else float("nan"))
            columns["JD"].append("已上报" if row["subject"] == "已上报" else "已办结")
    columns["SL"], columns["MJ"] = np.array(columns["SL"]), np.array(columns["MJ"])
    columns["BZ"] = ["示意"] * len(columns["BH"])
    return Layer("SXTZ", "事项台账", columns, note=NOTICE)


def _shares(rng: np.random.Generator, count: int, field: str, total: str) -> list[Decimal]:
    """``total`` in ``count`` parts to the last digit: whole numbers, or 亩 with two decimals."""
    if not total:
        return [Decimal(0)] * count
    weights = rng.uniform(0.4, 1.6, count)
    parts = [Fraction(float(weight)) * Fraction(total) / Fraction(float(weights.sum())) for weight in weights]
    return balance(parts, Decimal(total), 0 if field == "SL" else 2)


def _place(county: County, rng: np.random.Generator) -> str:
    v = county.villages
    chance, village = rng.random(), int(rng.integers(0, len(v.codes)))
    town = v.town_names[v.town_of[village]]
    if chance < 0.02:
        return _BY_COUNTY[village % 2]
    if chance < 0.50:
        return v.codes[village]
    return town if chance < 0.80 else f"{town}{v.names[village]}"


def _hazards(county: County) -> Layer:
    """Hazard points with their state and budget (万元)."""
    rng = rng_of(county.seed, 31)
    v = county.villages
    chosen = rng.choice(len(v.codes), HAZARDS, replace=False)
    shapes: NDArray[np.object_] = np.empty(HAZARDS, dtype=object)
    shapes[:] = [shapely.point_on_surface(shapely.Polygon(county.cells[k].exterior)) for k in chosen]
    weights = [Fraction(float(weight)) for weight in rng.uniform(0.3, 1.9, HAZARDS)]
    whole = sum(weights, Fraction(0))
    money = balance([weight * Fraction(HAZARD_BUDGET) / whole for weight in weights], HAZARD_BUDGET, 2)
    values = {
        "BH": [f"DZ{k:03d}" for k in range(1, HAZARDS + 1)],
        "LX": [("地面塌陷", "地面沉降", "崩塌")[k % 3] for k in range(HAZARDS)],
        "ZT": [_STATES[k % 3] for k in range(HAZARDS)],
        "XZ": [v.town_names[v.town_of[k]] for k in chosen],
        "YS": np.array([float(value) for value in money]),
        "BZ": ["示意"] * HAZARDS,
    }
    return Layer("DZZHYS", "地质灾害隐患点及预算", values, shapes, EPSG, NOTICE)


def _ledger(county: County) -> Layer:
    """Files of a one-card window over eight weeks: most accepted before 16:00 and done that day, some after and done by
    16:00 of the next working day."""
    rng = rng_of(county.seed, 32)
    days = [day for day in (datetime(2021, 10, 11) + timedelta(days=k) for k in range(54)) if day.weekday() < 5]
    columns: dict[str, list] = {name: [] for name in ("SLBH", "YWLX", "XZ", "CK", "SLSJ", "BJSJ")}
    for kind, count in _HOMES:
        for k in range(count):
            late = k % 9 == 4
            place = int(rng.integers(0, len(days) - 1))
            begin, end = (datetime.min + timedelta(hours=h, minutes=m) for h, m in (_NEXT_DAY if late else _SAME_DAY))
            span = int((end - begin).total_seconds() // 60)
            accepted = days[place] + (begin - datetime.min) + timedelta(minutes=int(rng.integers(0, span)))
            if 12 <= accepted.hour < 14:
                accepted -= timedelta(hours=2)
            done = days[place + 1] + timedelta(hours=9) if late else accepted + timedelta(minutes=45)
            done += timedelta(minutes=int(rng.integers(0, 40)))
            columns["SLBH"].append(f"示意2021{len(columns['SLBH']) + 1:05d}")
            columns["YWLX"].append(kind)
            columns["XZ"].append(county.villages.town_names[int(rng.integers(0, 3))])
            columns["CK"].append(_WINDOWS[k % 3])
            columns["SLSJ"].append(accepted.isoformat(" ", "minutes"))
            columns["BJSJ"].append(done.isoformat(" ", "minutes"))
    columns["BZ"] = ["示意"] * len(columns["SLBH"])
    return Layer("YWTZ", "不动产登记业务台账", columns, note=NOTICE)
