"""Whole runs of qgis_process, as scripts run the tools: seconds and memory, from the start of QGIS to its end.

python bench/processes.py COUNTY.gpkg [rounds]

The county is that of demo/make.py. The least of the rounds counts; processor time is told beside the seconds, since it
depends less on what else the machine does. The first row is QGIS itself, which is part of all others.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def jobs(county: str, out: Path) -> dict[str, list[str]]:
    """The arguments of qgis_process by what they do."""
    land = f"--LANDUSE={county}|layername=DLTB"
    lines = [f"--RED_LINES={county}|layername={name}" for name in ("YJJBNTBHTB", "STBHHX")]
    tally = "redline:tallybylanduse"
    return {
        "help of a tool": ["help", tally],
        "tally, villages": ["run", tally, f"--INPUT={county}|layername=CJDCQ", land, f"--OUTPUT={out / 'v.gpkg'}"],
        "tally, townships": ["run", tally, f"--INPUT={county}|layername=XZQ", land, f"--OUTPUT={out / 't.gpkg'}"],
        "tally, parcels": ["run", tally, f"--INPUT={county}|layername=ZZ_TDZSFW", land, f"--OUTPUT={out / 'p.gpkg'}"],
        "red-line check, parcels": [
            "run", "redline:redlinecheck", f"--INPUT={county}|layername=ZZ_TDZSFW", *lines,
            f"--MUST_BE_INSIDE={county}|layername=CZKFBJ", f"--OUTPUT={out / 'c.gpkg'}",
        ],
    }  # fmt: skip


def spent(arguments: list[str]) -> tuple[float, float, float]:
    """Seconds, processor seconds and megabytes at the most of one process."""
    start = time.perf_counter()
    with subprocess.Popen(
        ["qgis_process", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"qgis_process {' '.join(arguments)} ended with {process.returncode}")
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    county, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as folder:
        wanted = jobs(county, Path(folder))
        found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in wanted}
        for _ in range(rounds):
            for name, arguments in wanted.items():
                for old in Path(folder).glob("*.gpkg"):
                    old.unlink()
                found[name].append(spent(arguments))
    print("| qgis_process | seconds | processor seconds | peak memory, MB |\n| --- | --: | --: | --: |")
    for name, runs in found.items():
        seconds, busy, memory = (min(column) for column in zip(*runs, strict=True))
        print(f"| {name} | {seconds:.2f} | {busy:.2f} | {memory:.0f} |")


if __name__ == "__main__":
    main()
