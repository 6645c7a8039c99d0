"""How many village cards a minute, and in how much memory: `redline:mapsheets` through qgis_process.

    python bench/mapsheets.py                            the 759 villages of the demo county
    python bench/mapsheets.py --villages 60 --rounds 3   a look

The target is 60 cards a minute on two cores (issue 8). Printed are cards a minute over the whole run, reading and tally
included, the median of the rounds, and the largest memory of the process.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = 60.0
LAYERS = {
    "LANDUSE": "DLTB",
    "FARMLAND": "YJJBNTBHTB",
    "VILLAGES": "CJDCQ",
    "TOWNSHIPS": "XZQ",
    "COUNTY": "XJXZQ",
    "CAMERAS": "camera",
    "FIELD_CHIEFS": "TZB",
}


def villages_of(county: Path, count: int, folder: Path) -> str:
    """The layer that the atlas runs over: all villages, or the first ``count`` in a file of their own."""
    if not count:
        return f"{county}|layername=CJDCQ"
    from osgeo import gdal

    gdal.UseExceptions()
    target = folder / "villages.gpkg"
    gdal.VectorTranslate(str(target), str(county), layers=["CJDCQ"], limit=count)
    return f"{target}|layername=CJDCQ"


def run(county: Path, count: int) -> tuple[int, float, float]:
    """Cards, seconds, megabytes of one run."""
    with tempfile.TemporaryDirectory(prefix="redline-bench-") as name:
        folder = Path(name)
        call = ["qgis_process", "run", "redline:mapsheets", "--json", "--", "SHEET=village", "ORIENTATION=landscape"]
        call += [f"{key}={county}|layername={layer}" for key, layer in LAYERS.items()]
        call += [f"INPUT={villages_of(county, count, folder)}", f"OUTPUT={folder / 'cards'}"]
        start = time.perf_counter()
        done = subprocess.run(call, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - start
        if done.returncode:
            sys.exit(done.stderr[-2000:])
        cards = int(json.loads(done.stdout[done.stdout.index("{") :])["results"]["SHEETS"])
    return cards, seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--county", type=Path, default=ROOT / ".build" / "demo" / "guanxian.gpkg")
    parser.add_argument("--villages", type=int, default=0, help="only the first so many; all where 0")
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    if not options.county.is_file():
        sys.exit(f"{options.county} is not there: run `make demo` first")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    rates = []
    for number in range(1, options.rounds + 1):
        cards, seconds, memory = run(options.county, options.villages)
        rates.append(60 * cards / seconds)
        print(f"round {number}: {cards} cards in {seconds:.1f} s, {rates[-1]:.0f} a minute, {memory:.0f} MB")
    print(f"median {statistics.median(rates):.0f} cards a minute (target {TARGET:.0f})")


if __name__ == "__main__":
    main()
