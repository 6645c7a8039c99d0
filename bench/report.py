"""The tables of the benchmarks: ratios first, against the goals, then seconds, memory and agreement."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["AGREE", "FLOOR", "NUMBA", "NUMPY", "RESIDENT", "TOOL", "TOOL_NUMPY", "Result", "tables"]

FLOOR = "reading and decoding"
NUMBA = "Redline, numba"
NUMPY = "Redline, numpy"
RESIDENT = "Redline, resident index"
TOOL = "Redline, the tool in QGIS"
TOOL_NUMPY = "Redline, the tool in QGIS without numba"
AGREE = 1e-6


@dataclass
class Result:
    """Seconds of first and of later runs, one for each round; peak : bytes; difference : share of the zone's area."""

    first: list[float] = field(default_factory=list)
    later: list[float] = field(default_factory=list)
    peak: int = 0
    difference: float | None = None
    failure: str = ""

    @property
    def first_run(self) -> float:
        return statistics.median(self.first) if self.first else float("nan")

    @property
    def warm(self) -> float:
        return statistics.median(self.later or self.first) if self.first else float("nan")


Results = Mapping[str, Mapping[str, Result]]  # by zones, by contender


@dataclass(frozen=True)
class Goal:
    """How many times as fast as the better of the rivals whose names begin with ``rival``, by kind of zones."""

    text: str
    rival: str
    ours: str
    what: str
    least: Mapping[str, float]


# What a planner runs comes first: the whole tool, with its tables, its checks and its balance.
GOALS = (
    Goal(
        "the whole tool: native:intersection, the better order", "native:intersection", TOOL, "warm",
        {"circles": 80, "villages": 25, "redlines": 80, "parcels": 10},
    ),
    Goal("… first run of a process", "native:intersection", TOOL, "first_run", {}),
    Goal(
        "… without numba", "native:intersection", TOOL_NUMPY, "warm",
        {"circles": 25, "villages": 7, "redlines": 20, "parcels": 8},
    ),
    Goal("… without numba, first run of a process", "native:intersection", TOOL_NUMPY, "first_run", {}),
    Goal(
        "the engine: native:intersection, the better order", "native:intersection", NUMBA, "warm",
        {"circles": 90, "villages": 40, "redlines": 150, "parcels": 9},
    ),
    Goal(
        "… first run of a process", "native:intersection", NUMBA, "first_run",
        {"circles": 30, "villages": 18, "redlines": 80, "parcels": 2.5},
    ),
    Goal("… on a resident index", "native:intersection", RESIDENT, "warm", {"circles": 350, "parcels": 70}),
    Goal(
        "… without numba", "native:intersection", NUMPY, "warm",
        {"circles": 30, "villages": 6, "redlines": 30, "parcels": 3},
    ),
    Goal("PostGIS, the better SQL", "PostGIS", NUMBA, "warm", {"circles": 14, "villages": 24, "parcels": 3.5}),
    Goal("SedonaDB", "SedonaDB", NUMBA, "warm", {"circles": 16, "villages": 14, "redlines": 35, "parcels": 2.5}),
    Goal(
        "GeoPandas", "geopandas", NUMBA, "warm", {"circles": 35, "villages": 25, "redlines": 45, "parcels": 6},
    ),
)  # fmt: skip
MOST_OF_READING = 2.5


def tables(results: Results, county: str) -> str:
    """Markdown of one county."""
    zones = list(results)
    names = list(next(iter(results.values())))
    rivals = [name for name in names if not name.startswith("Redline") and name != FLOOR]
    out = [f"### {county}", ""]
    out += [
        "**Against the goals** (missed ones in bold)",
        "",
        *_markdown(["times as fast as", *zones], _goals(results)),
    ]
    out += [""]
    for title, ours, what in (
        ("How many times as fast: the whole tool in QGIS, with numba, warm", TOOL, "warm"),
        ("The whole tool without numba", TOOL_NUMPY, "warm"),
        ("The engine with numba, warm", NUMBA, "warm"),
        ("The first run of a process", NUMBA, "first_run"),
        ("Without numba", NUMPY, "warm"),
        ("On a resident index", RESIDENT, "warm"),
    ):
        rows = [
            [rival, *(_ratio(results[z][rival], what, getattr(results[z][ours], what)) for z in zones)]
            for rival in rivals
        ]
        out += [f"**{title}**", "", *_markdown(["", *zones], rows), ""]
    rows = [[name, *(_seconds(results[z][name]) for z in zones)] for name in names]
    out += ["**Seconds, whole job: warm (first run of a process)**", "", *_markdown(["", *zones], rows), ""]
    rows = [[name, *(_megabytes(results[z][name]) for z in zones)] for name in names if not name.startswith("PostGIS")]
    out += ["**Peak memory of the process, MB**", "", *_markdown(["", *zones], rows), ""]
    rows = [[name, *(_agreement(results[z][name]) for z in zones)] for name in rivals]
    out += [f"**Largest difference of a class, share of its zone (goal {AGREE:g})**", ""]
    out += [*_markdown(["", *zones], rows), ""]
    failures = sorted({(name, results[z][name].failure) for z in zones for name in names if _failed(results[z][name])})
    return "\n".join([*out, *(f"- {name} fails: {why}" for name, why in failures), ""])


def _goals(results: Results) -> list[list[str]]:
    """A row for each goal: what was reached, and the goal behind it."""
    rows = []
    for goal in GOALS:
        cells = []
        for zones, by_name in results.items():
            rivals = [r for name, r in by_name.items() if name.startswith(goal.rival) and r.first]
            least = goal.least.get(zones)
            if not rivals or goal.ours not in by_name:
                cells.append("–")
                continue
            reached = min(getattr(r, goal.what) for r in rivals) / getattr(by_name[goal.ours], goal.what)
            cells.append(_against(reached, least, reached >= (least or 0.0)))
        rows.append([goal.text, *cells])
    cells = []
    for zones, by_name in results.items():
        share = by_name[NUMBA].warm / by_name[FLOOR].warm
        cells.append(_against(share, MOST_OF_READING if zones in ("circles", "parcels") else None, share <= 2.5, "≤ "))
    return [*rows, ["whole job ÷ reading and decoding", *cells]]


def _against(reached: float, goal: float | None, met: bool, sign: str = "") -> str:
    shown = f"{reached:.1f}" if reached < 100 else f"{reached:.0f}"
    if goal is None:
        return shown
    return (shown if met else f"**{shown}**") + f" ({sign}{goal:g})"


def _failed(result: Result) -> bool:
    return bool(result.failure) and not result.failure.startswith(">")


def _shown(result: Result) -> str:
    return "fails" if _failed(result) else result.failure


def _ratio(rival: Result, what: str, ours: float) -> str:
    return _shown(rival) or f"{getattr(rival, what) / ours:,.1f}"


def _seconds(result: Result) -> str:
    return _shown(result) or f"{result.warm:.3f} ({result.first_run:.3f})"


def _megabytes(result: Result) -> str:
    return _shown(result) or f"{result.peak / 2**20:,.0f}"


def _agreement(result: Result) -> str:
    if result.failure or result.difference is None:
        return "–"
    return f"{result.difference:.0e}" + ("" if result.difference <= AGREE else " **off**")


def _markdown(head: list[str], rows: list[list[str]]) -> list[str]:
    return [
        "| " + " | ".join(head) + " |",
        "| --- |" + " --: |" * (len(head) - 1),
        *("| " + " | ".join(row) + " |" for row in rows),
    ]
