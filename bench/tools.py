"""The tools beside the tally on one county: processor seconds of the first and of a second run, and peak memory.

python bench/tools.py COUNTY.gpkg [tool …]

The county is that of demo/make.py. Each tool runs in a process of its own, twice; what QGIS takes to start is not in
the seconds, but in the memory (some 260 MB). A layer that a county lacks leaves its tool out.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PLUGINS = Path(__file__).resolve().parent.parent / ".build" / "plugins"


def jobs(county: str, out: Path) -> dict[str, tuple[str, dict[str, object]]]:
    """Tool and parameters by what is done."""

    def layer(name: str) -> str:
        return f"{county}|layername={name}"

    memory = "TEMPORARY_OUTPUT"
    land, villages, parcels = layer("DLTB"), layer("CJDCQ"), layer("ZZ_TDZSFW")
    lines, inside = [layer("YJJBNTBHTB"), layer("STBHHX")], [layer("CZKFBJ")]
    dossier = {"PARCELS": parcels, "LANDUSE": land, "VILLAGES": villages, "RED_LINES": lines, "SHEETS": False}
    return {
        "tally, villages": ("tallybylanduse", {"INPUT": villages, "LANDUSE": land, "OUTPUT": memory}),
        "red-line check, parcels": (
            "redlinecheck",
            {"INPUT": parcels, "RED_LINES": lines, "MUST_BE_INSIDE": inside, "OUTPUT": memory},
        ),
        "change, a county with itself": (
            "landusechange",
            {"BEFORE": land, "AFTER": land, "ZONES": villages, "OUTPUT": memory},
        ),
        "structure, townships": ("landusestructure", {"ZONES": layer("XZQ"), "BASE": land, "OUTPUT": memory}),
        "dossier without sheets": ("approvaldossier", {**dossier, "MUST_BE_INSIDE": inside, "OUTPUT": str(out / "d")}),
        "check layers": ("checklayers", {"INPUT_LAYERS": [land, villages], "OUTPUT": memory}),
        "load county": ("loadcounty", {"INPUT": str(folder_of(county, out)), "OUTPUT": memory}),
        "map sheets, parcels": (
            "mapsheets",
            {"SHEET": "parcel", "INPUT": parcels, "LANDUSE": land, "VILLAGES": villages, "OUTPUT": str(out / "s")},
        ),
    }


def folder_of(county: str, out: Path) -> Path:
    """A folder with nothing but the county in it."""
    folder = out / "county"
    if out.is_dir() and out != Path():
        folder.mkdir(exist_ok=True)
        place = folder / Path(county).name
        if not place.exists():
            place.symlink_to(Path(county).resolve())
    return folder


def measure(county: str, wanted: str) -> None:
    """Runs one job twice in this process and prints what it took as JSON."""
    sys.path.insert(0, str(PLUGINS))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from qgis.core import QgsApplication, QgsProcessingFeedback, QgsProject

    app = QgsApplication([], False)
    app.initQgis()
    sys.path.append(f"{app.pkgDataPath()}/python/plugins")
    from processing.core.Processing import Processing

    import processing

    Processing.initialize()
    from redline.processing.provider import RedlineProvider

    provider = RedlineProvider()
    app.processingRegistry().addProvider(provider)
    seconds = []
    for _ in range(2):
        with tempfile.TemporaryDirectory(prefix="redline-bench-") as folder:
            tool, parameters = jobs(county, Path(folder))[wanted]
            begin = time.process_time()
            processing.run(f"redline:{tool}", parameters, feedback=QgsProcessingFeedback(False))
            seconds.append(time.process_time() - begin)
            QgsProject.instance().clear()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak": peak}), flush=True)
    os._exit(0)  # nothing but the figures is wanted of it


def main() -> None:
    county, *names = sys.argv[1:]
    if names[:1] == ["--one"]:
        measure(county, names[1])
    print("| processor seconds | first run | second | peak memory, MB |\n| --- | --: | --: | --: |")
    for name, (tool, _) in jobs(county, Path()).items():
        if names and tool not in names:
            continue
        done = subprocess.run([sys.executable, __file__, county, "--one", name], capture_output=True, text=True)
        if done.returncode:
            print(f"| {name} | – | – | – |", file=sys.stdout)
            print(done.stderr[-500:], file=sys.stderr)
            continue
        found = json.loads(done.stdout.strip().splitlines()[-1])
        first, second = found["seconds"]
        print(f"| {name} | {first:.2f} | {second:.2f} | {found['peak']:.0f} |", flush=True)


if __name__ == "__main__":
    main()
