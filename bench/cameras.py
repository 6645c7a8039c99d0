"""Viewsheds of many cameras: Redline beside gdal_viewshed and, where installed, GRASS r.viewshed.

    python bench/cameras.py                        94 masts, 3.5 km, 10 m cells
    python bench/cameras.py --masts 5 --rounds 1   a look

The elevation is that of the demo county without the county: a plain with old river courses, dikes left out. Every
contender answers the same question: how many cameras see each cell. Redline does it in one process on one and on all
cores; gdal_viewshed is started once for each mast, as a shell loop does, and its rasters are added up in numpy; GRASS
runs r.viewshed for each mast in one session. What is measured is the whole job, elevation in, count out, as medians of
interleaved rounds. The share of cells on which gdal_viewshed's count and ours agree is printed with it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from osgeo import gdal

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / ".build" / "plugins"))
sys.path.insert(0, str(ROOT / "demo"))

from elevation import ground  # noqa: E402
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsRasterLayer  # noqa: E402

from redline.core.cameras.camera import Camera  # noqa: E402
from redline.layers.reading.rasterfile import band_array, memory_raster, wkt_of  # noqa: E402
from redline.layers.sight.cameras import extent_of_circles  # noqa: E402
from redline.layers.sight.elevation import raster_source, read_elevation  # noqa: E402
from redline.layers.sight.viewshed import Question, count_map  # noqa: E402

EPSG = "EPSG:4527"
LEFT, TOP = 39_346_000.0, 4_064_000.0
TARGET, COEFFICIENT = 2.0, 0.87
GDAL, GRASS = "gdal_viewshed, mast by mast", "GRASS r.viewshed, mast by mast"


def world(masts: int, cell: float, radius: float, folder: Path) -> tuple[Path, list[Camera]]:
    """An elevation of county size and masts on a jittered grid, each in the middle of a cell."""
    rows, cols = round(36_000 / cell), round(44_000 / cell)
    values = ground(LEFT, TOP, cell, rows, cols)
    crs = QgsCoordinateReferenceSystem(EPSG)
    path = folder / "elevation.tif"
    memory = memory_raster(values.astype(np.float32), (LEFT, cell, 0.0, TOP, 0.0, -cell), wkt_of(crs))
    gdal.GetDriverByName("GTiff").CreateCopy(str(path), memory).FlushCache()
    rng = np.random.default_rng(94)
    across = int(np.ceil(np.sqrt(masts * 44 / 36)))
    cameras = []
    for number in range(masts):
        row, col = divmod(number, across)
        x = (col + 0.5) / across * cols + rng.uniform(-0.2, 0.2) * cols / across
        y = (row + 0.5) / -(-masts // across) * rows + rng.uniform(-0.2, 0.2) * rows / across
        place = LEFT + (int(x) + 0.5) * cell, TOP - (int(y) + 0.5) * cell
        cameras.append(Camera(f"M{number}", *place, float(rng.integers(30, 61)), radius))
    return path, cameras


def redline(path: Path, cameras: list[Camera], threads: int | None) -> np.ndarray:
    layer = QgsRasterLayer(str(path), "elevation")
    source = raster_source(layer)
    model = read_elevation(source, source.crs, extent_of_circles(cameras, 100.0))
    counts = count_map(model, cameras, Question(TARGET, 1 - COEFFICIENT), threads=threads)
    grid = model.elevation.grid
    whole = gdal.Open(str(path))
    total = np.zeros((whole.RasterYSize, whole.RasterXSize), dtype=np.uint16)
    row = round((TOP - grid.top) / grid.height) + counts.window.row
    col = round((grid.left - LEFT) / grid.width) + counts.window.col
    total[row : row + counts.window.rows, col : col + counts.window.cols] = counts.count
    return total


def gdal_viewshed(path: Path, cameras: list[Camera], cell: float) -> np.ndarray:
    whole = gdal.Open(str(path))
    total = np.zeros((whole.RasterYSize, whole.RasterXSize), dtype=np.uint16)
    out = path.with_name("one.tif")
    for camera in cameras:
        words = ["-ox", camera.x, "-oy", camera.y, "-oz", camera.mast, "-tz", TARGET, "-md", camera.radius]
        words += ["-cc", COEFFICIENT, "-vv", 1, "-iv", 0, "-ov", 0, path, out]
        subprocess.run(["gdal_viewshed", "-q", *(str(word) for word in words)], check=True)
        answer = gdal.Open(str(out))
        t, seen = answer.GetGeoTransform(), band_array(answer, "uint8")
        row, col = round((TOP - t[3]) / cell), round((t[0] - LEFT) / cell)
        total[row : row + seen.shape[0], col : col + seen.shape[1]] += seen
    return total


def grass_viewshed(path: Path, cameras: list[Camera]) -> np.ndarray:
    """One session: link, r.viewshed for each mast, r.series for the count, which is read back."""
    script = path.with_name("views.sh")
    lines = ["set -e", f"r.external -o --quiet input='{path}' output=dem", "g.region --quiet raster=dem"]
    for number, camera in enumerate(cameras):
        box = f"n={camera.y + camera.radius} s={camera.y - camera.radius}"
        box += f" e={camera.x + camera.radius} w={camera.x - camera.radius} align=dem"
        lines += [
            f"g.region --quiet {box}",
            f"r.viewshed --quiet -b -c -r input=dem output=v{number} coordinates={camera.x},{camera.y} "
            f"observer_elevation={camera.mast} target_elevation={TARGET} max_distance={camera.radius} "
            f"refraction_coeff={1 - COEFFICIENT:g} memory=1000",
        ]
    names = ",".join(f"v{number}" for number in range(len(cameras)))
    raw = path.with_name("count.bin")
    lines += [
        "g.region --quiet raster=dem",
        f"r.series --quiet input={names} output=sum method=sum",
        'r.mapcalc --quiet "count = int(if(isnull(sum), 0, sum))"',
        f"r.out.bin --quiet -i bytes=2 null=0 input=count output={raw}",
    ]
    script.write_text("\n".join(lines) + "\n", encoding="utf-8")
    database = path.with_name("grass")
    shutil.rmtree(database, ignore_errors=True)
    database.mkdir()
    subprocess.run(
        ["grass", "-c", EPSG, str(database / "here"), "--exec", "bash", str(script)], check=True, capture_output=True
    )
    whole = gdal.Open(str(path))
    return np.fromfile(raw, dtype="<i2").reshape(whole.RasterYSize, whole.RasterXSize).astype(np.uint16)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--masts", type=int, default=94)
    parser.add_argument("--cell", type=float, default=10.0)
    parser.add_argument("--radius", type=float, default=3500.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", type=Path, help="also write the figures to this JSON file")
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QgsApplication([], False)
    application.initQgis()
    with tempfile.TemporaryDirectory() as name:
        path, cameras = world(given.masts, given.cell, given.radius, Path(name))
        jobs: dict[str, Callable[[], object]] = {
            "Redline, one core": lambda: redline(path, cameras, 1),
            "Redline, all cores": lambda: redline(path, cameras, None),
        }
        if shutil.which("gdal_viewshed"):
            jobs[GDAL] = lambda: gdal_viewshed(path, cameras, given.cell)
        if shutil.which("grass"):
            jobs[GRASS] = lambda: grass_viewshed(path, cameras)
        seconds: dict[str, list[float]] = {job: [] for job in jobs}
        counts: dict[str, np.ndarray] = {}
        for _ in range(given.rounds):
            for job, work in jobs.items():
                start = time.perf_counter()
                answer = work()
                seconds[job].append(time.perf_counter() - start)
                if isinstance(answer, np.ndarray):
                    counts[job] = answer
    _report(given, seconds, counts)
    application.exitQgis()


def _report(given: argparse.Namespace, seconds: dict[str, list[float]], counts: dict[str, np.ndarray]) -> None:
    print(f"{given.masts} masts, {given.radius:g} m, cells of {given.cell:g} m; GDAL {gdal.__version__}, ", end="")
    print(f"{os.cpu_count()} cores, {platform.machine()}; median of {given.rounds} rounds\n")
    print("| | seconds | times |\n|---|---|---|")
    ours = statistics.median(seconds["Redline, all cores"])
    for job, values in seconds.items():
        median = statistics.median(values)
        print(f"| {job} | {median:.2f} | {median / ours:.1f} |")
    if GRASS not in seconds:
        print("\nGRASS is not installed; it was left out.")
    agree = {}
    here = counts["Redline, all cores"]
    for job in (GDAL, GRASS):
        if job in counts:
            looked = (here > 0) | (counts[job] > 0)
            agree[job] = float((here == counts[job])[looked].mean())
            print(f"\n{job}: the same count as ours on {agree[job]:.2%} of the cells that are seen.")
    if given.output is not None:
        figures = {
            "arguments": {key: str(value) for key, value in vars(given).items()},
            "seconds": seconds,
            "agree": agree,
        }
        given.output.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
