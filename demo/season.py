"""An alert season: what the mast cameras report from 28 August to 31 December 2021, the satellite's spots of the same
days of 2020, and how each goes on. Invented throughout; the figures of the account (332 alerts pushed, 40 suspected
cases, 16 closed, down 83 % on the year before) come out when the tools have worked through it.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import shapely

from redline.core.shapes.polygons import FloatArray, IntArray

from .county import County
from .frame import NOTICE, ORIGIN, rng_of
from .landuse import TILLED
from .redlines import to_geographic
from .villages import read_villages

__all__ = ["Course", "Reported", "chief_rows", "patrol_days", "season_of", "write_alerts_within", "write_season"]

FIRST, LAST = datetime(2021, 8, 28, 8), datetime(2021, 12, 31, 8)
ROUNDS = 18
TOWNS_A_ROUND = 4
LATE_ROUNDS = (3, 8, 12, 15)
"""Rounds whose tasks were pushed half an hour later than the others."""
PUSHED, FALSE_ALARMS, NOT_VISITED, TWICE = 332, 96, 6, 12
UNLAWFUL_ENDS = {"closed": 16, "checked": 7, "restored": 5, "rectifying": 8, "transferred": 4}
"""How the 40 suspected cases stand at the end of the season."""
LATE_RESTORED = 5
REPEATED, REPEATED_YEARS = 9, 6
"""Alerts where one stood earlier in the season, and where a spot of the year before lies."""
BEFORE_UNLAWFUL, BEFORE_LAWFUL = 235, 165
"""40 of 235 the year before is −82.98 %: down 83 %."""
KINDS = ("动土", "堆土", "建(构)筑物", "硬化", "大棚")
LAWFUL = ("normal", "not_new", "farm_facility", "temporary", "rural_road", "earlier_approval")
"""Results of resources/casework/results.csv, and kinds of legal_kinds.csv that make a use lawful."""


@dataclass(frozen=True)
class Reported:
    """One alert or spot. lon, lat : degrees; image : of the camera, a name only."""

    alert_id: str
    camera_index_code: str
    alert_time: str
    alert_type: str
    confidence: float
    lon: float
    lat: float
    image: str = ""


@dataclass(frozen=True)
class Course:
    """How an alert goes on. result : false_alarm, not_visited, lawful, unlawful; told : the reason or the kind of use;
    arrives, decided, restored : minutes after the push, the arrival and the decision; end : of an unlawful one."""

    alert_id: str
    round: int
    result: str
    told: str = ""
    arrives: int = 0
    decided: int = 0
    restored: int = 0
    end: str = ""


@dataclass(frozen=True)
class Season:
    """alerts : with some sent twice; spots : GeoJSON features of the year before; pushed : when each round was."""

    alerts: Sequence[Reported]
    spots: Sequence[Mapping[str, object]]
    courses: Sequence[Course]
    pushed: Sequence[datetime]


def season_of(county: County) -> Season:
    """The season of a county; the same for the same seed."""
    rng = rng_of(county.seed, 30)
    spots, places_before = _spots(county)
    results = _results(rng)
    rounds = np.sort(np.arange(len(results)) % ROUNDS)
    days = [FIRST + timedelta(days=round((LAST - FIRST).days * k / (ROUNDS - 1))) for k in range(ROUNDS)]
    patches = _seen_patches(county)
    xy = _places(county, patches, rounds, rng)
    # Where one stood earlier in the season, and where a spot of the year before lies: within twenty metres.
    later = rng.choice(np.flatnonzero(rounds > 9), REPEATED + REPEATED_YEARS, replace=False)
    earlier = rng.choice(np.flatnonzero(rounds < 8), REPEATED, replace=False)
    xy[later[:REPEATED]] = xy[earlier] + rng.uniform(-12, 12, (REPEATED, 2))
    again = rng.choice(len(places_before), REPEATED_YEARS, replace=False)
    xy[later[REPEATED:]] = places_before[again] + rng.uniform(-12, 12, (REPEATED_YEARS, 2))
    lonlat = shapely.get_coordinates(to_geographic(shapely.points(xy)))
    minutes = rng.integers(0, 41, len(results))
    order = np.lexsort((minutes, rounds))
    alerts, courses = [], []
    for number, i in enumerate(order.tolist(), 1):
        at = days[rounds[i]] + timedelta(minutes=int(minutes[i]))
        key = f"YJ{at:%Y%m%d}{number:04d}"
        kind = str(rng.choice(KINDS))
        camera = _camera(county, xy[i])
        sure = round(float(rng.uniform(0.55, 0.99)), 2)
        lon, lat = (round(float(value), 7) for value in lonlat[i])
        alerts.append(Reported(key, camera, f"{at:%Y-%m-%d %H:%M:%S}", kind, sure, lon, lat, f"{key}.jpg"))
        courses.append(_course(key, int(rounds[i]), results[i], rng))
    twice = rng.choice(len(alerts), TWICE, replace=False)
    pushed = [day + timedelta(minutes=85 if k in LATE_ROUNDS else 55) for k, day in enumerate(days)]
    return Season([*alerts, *(alerts[i] for i in sorted(twice.tolist()))], spots, courses, pushed)


def _results(rng: np.random.Generator) -> list[tuple[str, str]]:
    """What becomes of each alert, shuffled: (result, end)."""
    unlawful = [("unlawful", end) for end, count in UNLAWFUL_ENDS.items() for _ in range(count)]
    lawful = [("lawful", "")] * (PUSHED - len(unlawful) - NOT_VISITED)
    every = [*unlawful, *lawful, *[("not_visited", "")] * NOT_VISITED, *[("false_alarm", "")] * FALSE_ALARMS]
    return [every[i] for i in rng.permutation(len(every)).tolist()]


def _course(key: str, turn: int, outcome: tuple[str, str], rng: np.random.Generator) -> Course:
    result, end = outcome
    quick = rng.random() < 0.88
    arrives = int(rng.integers(15, 56) if quick else rng.integers(65, 151))
    decided, hours = int(rng.integers(120, 301)), rng.uniform(4, 22)
    late, use = rng.random() < LATE_RESTORED / 28, str(rng.choice(LAWFUL))
    if result == "false_alarm":
        return Course(key, turn, result, str(rng.choice(["云影", "农机作业", "树木摆动", "镜头反光"])))
    if result == "not_visited":
        return Course(key, turn, result)
    if result == "lawful":
        return Course(key, turn, result, use, arrives, decided)
    restored = int((hours + (26 if late else 0)) * 60) if end in ("closed", "checked", "restored") else 0
    found = "non_grain" if rng.random() < 0.2 else "non_agricultural"
    return Course(key, turn, result, found, arrives, decided, restored, end)


def _seen_patches(county: County) -> IntArray:
    """Fields of more than two hectares that a camera sees."""
    middle = county.ground.centre + ORIGIN
    seen = np.zeros(len(middle), dtype=bool)
    for at, radius in zip(county.masts.xy, county.masts.radius, strict=True):
        seen |= ((middle - at) ** 2).sum(axis=1) < (0.9 * radius) ** 2
    wanted = seen & (county.ground.cents > 2_000_000) & np.isin(county.ground.dlbm, TILLED)
    return np.flatnonzero(wanted)


def _places(county: County, patches: IntArray, rounds: IntArray, rng: np.random.Generator) -> FloatArray:
    """A place in a field for each alert: every round goes over some townships, all come in turn."""
    town = county.villages.town_of[county.ground.village[patches]]
    free = np.ones(len(patches), dtype=bool)
    chosen = np.empty(len(rounds), dtype=np.int64)
    towns = len(county.villages.town_codes)
    for turn in range(ROUNDS):
        visited = [(turn * TOWNS_A_ROUND + k) % towns for k in range(TOWNS_A_ROUND)]
        there = np.flatnonzero(free & np.isin(town, visited))
        own = np.flatnonzero(rounds == turn)
        taken = rng.choice(there, len(own), replace=False)
        free[taken] = False
        chosen[own] = patches[taken]
    return shapely.get_coordinates(shapely.point_on_surface(county.ground.polygons[chosen]))


def _camera(county: County, at: FloatArray) -> str:
    """The camera that has a place best within its radius."""
    away = np.hypot(*(county.masts.xy - at).T)
    return county.masts.codes[int(np.argmin(away / county.masts.radius))]


def _spots(county: County) -> tuple[list[dict[str, object]], FloatArray]:
    """Polygons that a satellite saw in the same days of 2020, and where each lies, metres."""
    rng = rng_of(county.seed, 31)
    count = BEFORE_UNLAWFUL + BEFORE_LAWFUL
    wanted = np.flatnonzero((county.ground.cents > 1_000_000) & np.isin(county.ground.dlbm, TILLED))
    patch = rng.choice(wanted, count, replace=False)
    shapes = county.ground.polygons[patch]
    middle = shapely.point_on_surface(shapes)
    pieces = shapely.intersection(shapes, shapely.buffer(middle, rng.uniform(12, 45, count), quad_segs=3))
    degrees = to_geographic(pieces)
    minutes = np.sort(rng.integers(0, 125 * 1440, count))
    lawful = set(rng.choice(count, BEFORE_LAWFUL, replace=False).tolist())
    features = []
    for i in range(count):
        at = datetime(2020, 8, 28, 0, 30) + timedelta(minutes=int(minutes[i]))
        values = {
            "alert_id": f"WP2020{i + 1:04d}",
            "alert_time": f"{at:%Y-%m-%d %H:%M:%S}",
            "alert_type": str(rng.choice(KINDS)),
            "lawful": int(i in lawful),
        }
        shape = json.loads(shapely.to_geojson(shapely.set_precision(degrees[i], 1e-8)))
        features.append({"type": "Feature", "properties": values, "geometry": shape})
    return features, shapely.get_coordinates(middle)


# --- chiefs -----------------------------------------------------------------------------------------------------------


def chief_rows() -> Iterator[dict[str, object]]:
    """Field chiefs of three levels for the county, its townships and villages, with invented names and no numbers."""
    rows = read_villages()
    towns = {row["town_code"]: row["town_name"] for row in rows}
    yield _chief(1, "371525", "示意县级田长")
    for number, code in enumerate(sorted(towns), 1):
        yield _chief(2, code, f"示意镇级田长{number:02d}")
    for number, row in enumerate(rows, 1):
        yield _chief(3, row["code"], f"示意田长{number:03d}")


def _chief(level: int, code: str, name: str) -> dict[str, object]:
    return {"uuid": f"chief-{code}", "level": level, "unit_code": code, "name": name, "valid_from": "2020-07-01"}


def patrol_days(seed: int) -> Iterator[tuple[str, datetime]]:
    """When each chief went out: most villages every week, some seldom, townships and county each month."""
    rng = rng_of(seed, 32)
    monday = datetime(2021, 8, 30, 7, 30)
    for row in chief_rows():
        eager = float(rng.choice([0.98, 0.85, 0.4], p=[0.8, 0.15, 0.05]))
        step, count = (7, 17) if row["level"] == 3 else (30, 4)
        for turn in range(count):
            day, minute, goes = int(rng.integers(0, step - 1)), int(rng.integers(0, 480)), rng.random() < eager
            if goes:
                yield str(row["uuid"]), monday + timedelta(days=turn * step + day, minutes=minute)


# --- files ------------------------------------------------------------------------------------------------------------


def write_season(folder: Path, season: Season) -> None:
    """alerts.csv as a platform exports it, spots_2020.geojson, and course.csv: how each alert goes on."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_table(folder / "alerts.csv", Reported, season.alerts)
    _write_table(folder / "course.csv", Course, season.courses)
    _write_text(folder / "rounds.csv", "round,pushed\n" + "".join(f"{k},{at}\n" for k, at in enumerate(season.pushed)))
    spots = {"type": "FeatureCollection", "name": "spots_2020", "note": NOTICE, "features": list(season.spots)}
    _write_text(folder / "spots_2020.geojson", json.dumps(spots, ensure_ascii=False))


def write_alerts_within(path: Path, season: Season, county: County, townships: Sequence[str]) -> int:
    """The alerts that lie in some townships (codes of nine digits), those sent twice too; how many there are."""
    own = np.isin(county.villages.town_of, [county.villages.town_codes.index(code) for code in townships])
    ground = to_geographic(np.array([shapely.coverage_union_all(county.cells[own])], dtype=object))[0]
    shapely.prepare(ground)
    within = [alert for alert in season.alerts if shapely.contains_xy(ground, alert.lon, alert.lat)]
    _write_table(path, Reported, within)
    return len(within)


def _write_table(path: Path, kind: type, rows: Iterable[object]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(kind)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
