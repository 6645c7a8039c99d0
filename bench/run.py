"""This engine beside what a planner could pick instead: whole jobs from a GeoPackage, medians over interleaved runs.

    make bench                                                       everything, an hour or two
    scripts/bench.sh --counties synthetic:10000 --rounds 1           a look

Each contender runs in a process of its own, which does the job several times: the first run of a process and the
best of the later ones ("warm") are told apart. Contenders take turns within a round, so that a busy machine slows
all of them. Every contender's sums by zone and class are compared with this engine's plane areas.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from report import FLOOR, NUMBA, NUMPY, RESIDENT, TOOL, TOOL_NUMPY, Result, tables
from server import Server

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
ZONES = ("circles", "villages", "parcels", "redlines")
TIME_LIMIT = 150
SPARE_MB = 350
LONG = 10  # seconds: who takes longer takes one turn


@dataclass(frozen=True)
class Contender:
    """name in the tables; script and words as bench/jobs takes them."""

    name: str
    script: str
    words: tuple[str, ...] = ()
    repeats: int = 3
    own_python: bool = False  # .venv-bench instead of QGIS's
    compared: bool = True
    most_patches: int = 10**9


OURS = (
    Contender(FLOOR, "reading", compared=False),
    Contender(NUMBA, "redline_engine", ("auto",), repeats=4, compared=False),
    Contender(NUMPY, "redline_engine", ("numpy",), compared=False),
    Contender(RESIDENT, "redline_engine", ("resident",), repeats=4, compared=False),
    Contender(TOOL, "qgis_native", ("redline",), repeats=3, compared=False),
    Contender(TOOL_NUMPY, "qgis_native", ("redline", "numpy"), repeats=2, compared=False),
)
CHECK = Contender("Redline, plane areas", "redline_engine", ("plane",), repeats=1)
RIVALS = (
    Contender("native:intersection, zones first", "qgis_native", ("zones-first",), 1, most_patches=100_000),
    Contender("native:intersection, patches first", "qgis_native", ("patches-first",), 1, most_patches=100_000),
    Contender("native:calculatevectoroverlaps", "qgis_native", ("overlaps",), 1, most_patches=100_000),
    Contender("geopandas.overlay", "geopandas_overlay", (), 1, True, most_patches=300_000),
    Contender("PostGIS, plain", "postgis", ("plain",), 1, most_patches=100_000),
    Contender("PostGIS, best", "postgis", ("best",), 2, most_patches=300_000),
    Contender("SedonaDB", "sedona_sql", (), 2, True, most_patches=300_000),
    Contender("DuckDB spatial", "duckdb_spatial", (), 2, True, most_patches=300_000),
)


def run_once(
    contender: Contender, file: Path, zones: str, result: Result, expected: dict | None, limit: float = TIME_LIMIT
) -> None:
    """One process of one contender, ended after ``limit`` seconds, into ``result``."""
    python = ROOT / ".venv-bench/bin/python" if contender.own_python else Path(sys.executable)
    environment = dict(os.environ)
    if contender.own_python:
        environment.pop("PYTHONPATH", None)
    command = [str(python), str(HERE / f"jobs/{contender.script}.py"), str(file), zones, str(contender.repeats)]
    try:
        done = subprocess.run(
            [*command, *contender.words], capture_output=True, text=True, timeout=limit, env=environment
        )
    except subprocess.TimeoutExpired:
        result.failure = f"> {limit:.0f} s"
        return
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        result.failure = (done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1][:120]
        return
    answer = json.loads(lines[-1])
    result.first.append(answer["seconds"][0])
    if len(answer["seconds"]) > 1:
        result.later.append(min(answer["seconds"][1:]))
    result.peak = max(result.peak, answer["peak"])
    if expected is not None and contender.compared:
        result.difference = difference(expected, sums(answer["sums"]))


def sums(path: str) -> dict[tuple[int, str], float]:
    return {(zone, code): area for zone, code, area in json.loads(Path(path).read_text())}


def difference(expected: dict, found: dict) -> float:
    """The largest difference of a zone's class, as a share of the zone's whole area, or of 1 m² where it has less: a
    parcel that only touches the land has a rounding of 1e-10 m² with one and nothing with the other."""
    whole: dict[int, float] = {}
    for (zone, _), area in expected.items():
        whole[zone] = whole.get(zone, 0.0) + area
    return max(
        (
            abs(expected.get(key, 0.0) - found.get(key, 0.0)) / max(whole.get(key[0], 0.0), 1.0)
            for key in expected.keys() | found.keys()
        ),
        default=0.0,
    )


def measure(file: Path, zones: str, contenders: Iterable[Contender], rounds: int, limit: float) -> dict[str, Result]:
    """All contenders on one kind of zones."""
    checked = Result()
    run_once(CHECK, file, zones, checked, None)
    if checked.failure:
        sys.exit(f"{CHECK.name}: {checked.failure}")
    expected = sums(str(file.with_suffix(f".redline_engine.{zones}.json")))
    results = {contender.name: Result() for contender in contenders}
    for turn in range(rounds):
        for contender in contenders:
            result = results[contender.name]
            if result.failure or (turn > 0 and result.first_run > LONG):
                continue
            run_once(contender, file, zones, result, expected, limit)
            print(
                f"  {zones:9} round {turn + 1} {contender.name:36} "
                + (result.failure or f"first {result.first[-1]:8.3f} s, warm {result.warm:8.3f} s"),
                flush=True,
            )
    return results


# --- the report ----------------------------------------------------------------------------------------------------


def memory_goal(file: Path) -> str:
    """What a process may use: twice the coordinates of the patches, and SPARE_MB."""
    from osgeo import ogr

    layer_file = ogr.Open(str(file))
    layer = layer_file.GetLayer("patches")
    vertices = sum(_vertices(feature.GetGeometryRef()) for feature in layer)
    megabytes = vertices * 16 / 2**20
    return (
        f"{layer.GetFeatureCount():,} patches, {vertices:,} vertices: coordinates {megabytes:,.0f} MB; goal: a peak "
        f"under twice that + {SPARE_MB} MB = {2 * megabytes + SPARE_MB:,.0f} MB."
    )


def _vertices(geometry) -> int:
    if geometry.GetGeometryCount():
        return sum(_vertices(geometry.GetGeometryRef(k)) for k in range(geometry.GetGeometryCount()))
    return geometry.GetPointCount()


def machine() -> str:
    """Processor, memory, system and versions."""
    from osgeo import gdal
    from qgis.core import Qgis

    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.processor(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} × {model}, {memory:.0f} GB; Python {platform.python_version()}, QGIS {Qgis.version()}, "
        f"GDAL {gdal.__version__}; {time.strftime('%Y-%m-%d')}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--counties",
        nargs="+",
        default=["demo:60000", "demo:100000", "demo:300000", "landsat:34864"],
        help="KIND:PATCHES as bench/files.py has them",
    )
    parser.add_argument("--zones", nargs="+", default=list(ZONES))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=float, default=TIME_LIMIT, help="seconds after which a process is ended")
    parser.add_argument("--only", default="", help="names of contenders to keep, a part of the name each, by commas")
    parser.add_argument("--folder", type=Path, default=ROOT / ".build/bench")
    parser.add_argument("--report", type=Path, default=ROOT / ".build/bench/report.md")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    from redline.core import compiled

    compiled.warm_up()
    report = [machine(), ""]
    wanted = [part.strip() for part in given.only.split(",") if part.strip()]
    with Server(given.folder / "postgis") as server:
        for county in given.counties:
            kind, patches = county.split(":")[0], int(county.split(":")[1])
            file = given.folder / f"{kind}_{patches}.gpkg"
            subprocess.run([sys.executable, str(HERE / "files.py"), kind, str(patches), str(file)], check=True)
            contenders = [
                contender
                for contender in (*OURS, *RIVALS)
                if patches <= contender.most_patches * 1.5
                and (not wanted or contender in OURS or any(part in contender.name for part in wanted))
            ]
            if any(contender.script == "postgis" for contender in contenders):
                schema = f"{kind}_{patches}"
                os.environ["REDLINE_BENCH_SCHEMA"] = schema
                seconds = server.load(file, schema, ["patches", *given.zones])
                report += [f"PostGIS loaded and indexed {county} in {seconds:.0f} s, not counted below.", ""]
            results = {zones: measure(file, zones, contenders, given.rounds, given.limit) for zones in given.zones}
            report += [tables(results, county), memory_goal(file), ""]
            given.report.write_text("\n".join(report), encoding="utf-8")
    print("\n".join(report))


if __name__ == "__main__":
    main()
