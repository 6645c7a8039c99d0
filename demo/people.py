"""Tables by village, and hazard points: invented throughout, and marked so."""

from __future__ import annotations

import numpy as np
import shapely

from .frame import ORIGIN, rng_of
from .landuse import Ground
from .villages import Villages

__all__ = ["chief_columns", "chief_names", "hazards", "population_columns"]


def population_columns(ground: Ground, villages: Villages, seed: int) -> dict[str, object]:
    """People by the ground that houses stand on."""
    rng = rng_of(seed, 17)
    homes = np.isin(ground.dlbm, ["0701", "0702"])
    housing = np.bincount(ground.village[homes], ground.cents[homes] / 100, len(villages.codes))
    people = np.round(80 + housing / 105 * rng.uniform(0.8, 1.2, len(housing))).astype(int)
    urban = np.array(["社区" in name or "居委会" in name for name in villages.names])
    farming = np.round(people * np.where(urban, 0.2, rng.uniform(0.82, 0.97, len(people)))).astype(int)
    return {
        "ZLDWDM": villages.codes,
        "ZLDWMC": villages.names,
        "HS": np.maximum(1, np.round(people / 3.3)).astype(int),
        "RK": people,
        "NYRK": farming,
    }


def chief_names(villages: Villages) -> list[str]:
    return [f"示意田长{k + 1:03d}" for k in range(len(villages.codes))]


def chief_columns(villages: Villages) -> dict[str, object]:
    n = len(villages.codes)
    return {
        "ZLDWDM": villages.codes,
        "ZLDWMC": villages.names,
        "CJTZ": chief_names(villages),
        "ZJTZ": [f"示意镇级田长{town + 1:02d}" for town in villages.town_of],
        "XJTZ": ["示意县级田长"] * n,
        "BZ": ["示意：虚构姓名"] * n,
    }


_HAZARDS = (("地面塌陷", 0.35), ("地裂缝", 0.25), ("地面沉降", 0.2), ("河岸崩塌", 0.2))


def hazards(ground: Ground, villages: Villages, seed: int) -> tuple[np.ndarray, dict[str, object]]:
    """40 points; banks fall in by the river, the rest anywhere."""
    rng = rng_of(seed, 18)
    n = 40
    kind = rng.choice([name for name, _ in _HAZARDS], n, p=[p for _, p in _HAZARDS])
    anywhere = rng.choice(len(ground.dlbm), n, replace=False)
    bank = rng.choice(np.flatnonzero(ground.dlbm == "1106"), n)
    patch = np.where(kind == "河岸崩塌", bank, anywhere)
    points = shapely.points(np.round(ground.centre[patch] + ORIGIN, 3))
    grade = rng.choice(["小型", "中型", "大型"], n, p=[0.7, 0.22, 0.08])
    people = np.where(grade == "小型", rng.integers(0, 60, n), np.where(grade == "中型", rng.integers(60, 400, n), 600))
    names = [villages.names[v] for v in ground.village[patch]]
    return points, {
        "BH": [f"371525{k:06d}" for k in range(1, n + 1)],
        "MC": [f"{name}{k}" for name, k in zip(names, kind, strict=True)],
        "LX": kind,
        "DJ": grade,
        "WXRK": people,
        "WXCC": np.round(people * rng.uniform(1.5, 6.0, n), 2),
    }
