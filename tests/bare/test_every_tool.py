"""Every tool once through qgis_process, on the county that `make demo` made: as a user's machine runs them.

Not among `make test`: scripts/chroot_test.sh runs it in a Debian that had nothing. Each tool ends with status 0, every
output that was asked for is there, and what it counts or measures is a figure that is known from elsewhere: the
published totals of demo/README.md, or the numbers of rows in the file.
"""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from osgeo import gdal, ogr

ROOT = Path(__file__).resolve().parents[2]
COUNTY = ROOT / ".build" / "demo" / "guanxian.gpkg"
REGISTERS = COUNTY.with_name("registers.gpkg")

gdal.UseExceptions()
ogr.UseExceptions()

# demo/README.md: 162.1298 ha in 30 projects; 1707.8945 mu in 31 parcels of 2021 and 596.1510 mu in 10 of 2020, which
# are 1138596.33 m² and 397434.00 m²; 1161 km² in all.
PLAN_M2, PARCELS_M2, COUNTY_M2 = 1621298.00, 1138596.33 + 397434.00, 1161e6


# Two files of a Wednesday: one in time, one after the cut-off and not done by 16:00 of the next day.
LEDGER = "受理编号,受理时间,办结时间\n1,2021-09-29 10:00,2021-09-29 11:30\n2,2021-09-29 16:30,2021-09-30 16:30\n"


def layer(name: str) -> str:
    return f"{COUNTY}|layername={name}"


def register(name: str) -> str:
    return f"{REGISTERS}|layername={name}"


def rows(path: Path, name: str | None = None) -> int:
    source = ogr.Open(str(path))
    return (source.GetLayerByName(name) if name else source.GetLayer(0)).GetFeatureCount()


@pytest.fixture(scope="session")
def place(tmp_path_factory) -> Path:
    """A folder named with a blank and Chinese, with an elevation model and a land cover of the county in it."""
    assert COUNTY.is_file(), "run `make demo` first"
    folder = tmp_path_factory.mktemp("bare") / "成果 folder"
    folder.mkdir()
    make = [sys.executable, ROOT / "demo" / "elevation.py", "--county", COUNTY, "--cell", "40"]
    subprocess.run([*make, "--output", folder / "elevation.tif", "--obstacles", folder / "obstacles.gpkg"], check=True)
    county = ogr.Open(str(COUNTY))
    boundary = county.GetLayerByName("XJXZQ")
    west, east, south, north = boundary.GetExtent()
    columns, lines = int((east - west) / 100) + 3, int((north - south) / 100) + 3
    raster = gdal.GetDriverByName("GTiff").Create(str(folder / "cover.tif"), columns, lines, 1, gdal.GDT_Byte)
    raster.SetGeoTransform([west - 100, 100, 0, north + 100, 0, -100])
    raster.SetProjection(boundary.GetSpatialRef().ExportToWkt())
    raster.GetRasterBand(1).Fill(3)
    del raster
    parcels = folder / "parcels"
    parcels.mkdir()
    gdal.VectorTranslate(str(parcels / "地块.shp"), str(COUNTY), layers=["ZZ_TDZSFW"], options=["-lco", "ENCODING=GBK"])
    (folder / "ledger.csv").write_text(LEDGER, "utf-8")
    (folder / "field").mkdir()
    package = ogr.GetDriverByName("GPKG").CreateDataSource(str(folder / "field" / "data.gpkg"))
    for name in ("visit", "evidence", "track"):
        package.CreateLayer(name).CreateField(ogr.FieldDefn("uuid"))
    del package
    (folder / "alerts.csv").write_text("alert_id,alert_time,lon,lat\n1,2021-09-29 10:00,115.44,36.48\n", "utf-8")
    return folder


@pytest.fixture(scope="session")
def run(place):
    """``run(tool, **inputs)``: its results; "@name" is a file to be made in the folder, "<name" one that is there."""

    def there(value):
        if isinstance(value, list):
            return [there(each) for each in value]
        return str(place / value[1:]) if isinstance(value, str) and value.startswith("<") else value

    def call(tool: str, **inputs):
        outputs = {name: place / value[1:] for name, value in inputs.items() if str(value).startswith("@")}
        inputs = {name: there(value) for name, value in inputs.items()} | {
            name: str(path) for name, path in outputs.items()
        }
        done = subprocess.run(
            ["qgis_process", "run", f"redline:{tool}", "-"],
            input=json.dumps({"inputs": inputs}), capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
        assert "Traceback" not in done.stderr, done.stderr[-3000:]
        lacking = [name for name, path in outputs.items() if not path.exists()]
        assert lacking == []
        return json.loads(done.stdout[done.stdout.index("{") :])["results"]

    return call


LAND, VILLAGES, TOWNS, PARCELS, PLAN, FARMLAND, CAMERAS = (
    layer(name) for name in ("DLTB", "CJDCQ", "XZQ", "ZZ_TDZSFW", "CPKFXM", "YJJBNTBHTB", "camera")
)
ELEVATION, CIRCLES, TEXT, FOLDER = "elevation.tif", "circles.gpkg", "parcels.txt", "parcels"
HALF_M2 = pytest.approx(0, abs=0.5)

# Tool, inputs ("@name" is an output in the folder, "<name" an input from it), and figures of its results.
MAKERS = [
    ("createcasefile", {"OUTPUT": "@cases.gpkg"}, {"TABLES": 10}),
    ("coveragecircles", {"INPUT": CAMERAS, "OUTPUT": f"@{CIRCLES}"}, {"COUNT": 94}),
    ("exportparceltext", {"INPUT": PARCELS, "OUTPUT": f"@{TEXT}"}, {"PARCELS": 41, "SKIPPED": 0}),
]
TOOLS = [
    *MAKERS,
    ("tallybylanduse",
     {"INPUT": VILLAGES, "LANDUSE": LAND, "OUTPUT": "@t.gpkg", "OUTPUT_XLSX": "@t.xlsx", "OUTPUT_HTML": "@t.html"},
     {"ZONES": 759, "SKIPPED": 0, "TOTAL_AREA": pytest.approx(COUNTY_M2, abs=5), "OVERLAP_AREA": HALF_M2}),
    ("tallybylandcover",
     {"INPUT": TOWNS, "LANDCOVER": "<cover.tif", "OUTPUT": "@cover.gpkg"},
     {"ZONES": 18, "NODATA_AREA": 0, "TOTAL_AREA": pytest.approx(COUNTY_M2, abs=5)}),
    ("redlinecheck",
     {"INPUT": PARCELS, "RED_LINES": [FARMLAND, layer("STBHHX")], "MUST_BE_INSIDE": [layer("CZKFBJ")],
      "OUTPUT": "@r.gpkg"},
     {"ZONES": 41, "SKIPPED": 0, "VIOLATIONS": 2}),
    ("landusechange",
     {"BEFORE": layer("DLTB_2020"), "AFTER": LAND, "ZONES": TOWNS, "OUTPUT": "@change.csv"},
     {"ZONES": 18, "TOTAL_AREA": pytest.approx(COUNTY_M2, abs=5), "OVERLAP_AREA": HALF_M2}),
    ("landusestructure",
     {"ZONES": TOWNS, "BASE": LAND, "TARGET": layer("GHYDYH"), "OUTPUT": "@structure.csv"},
     {"ZONES_COUNT": 18, "TOTAL_AREA": pytest.approx(COUNTY_M2, abs=5)}),
    ("balanceareas", {"INPUT": LAND, "VILLAGES": VILLAGES, "OUTPUT": "@b.gpkg"}, {"VILLAGES_COUNT": 759, "CHANGED": 0}),
    ("officialarea", {"INPUT": PLAN, "OUTPUT": "@o.gpkg"}, {"FEATURES": 30, "TOTAL_AREA": pytest.approx(PLAN_M2)}),
    ("coveragetally",
     {"INPUT": f"<{CIRCLES}", "VILLAGES": VILLAGES, "FARMLAND": FARMLAND, "OUTPUT": "@ct.gpkg"}, {"CAMERAS": 94}),
    ("nearesthazards",
     {"INPUT": PARCELS, "HAZARDS": layer("DZZHD"), "DISTANCE": 500, "OUTPUT": "@n.gpkg"},
     {"PARCEL_COUNT": 41, "HAZARD_COUNT": 40}),
    ("pointsinzones", {"INPUT": TOWNS, "POINTS": layer("alert"), "OUTPUT": "@p.gpkg"}, {"INSIDE": 60, "OUTSIDE": 0}),
    ("folderlayers", {"FOLDER": f"<{FOLDER}", "PATTERN": "*", "OUTPUT": "@f.gpkg"}, {"LAYERS": 1, "FEATURES": 41}),
    ("exportparcels", {"INPUT": PARCELS, "OUTPUT": "@p.dxf"}, {"PARCELS": 41, "SKIPPED": 0}),
    ("importparcels", {"INPUT": [f"<{TEXT}"], "OUTPUT": "@ip.gpkg"}, {"PARCELS": 41, "ERRORS": 0}),
    ("importparceltext", {"INPUT": [f"<{TEXT}"], "OUTPUT": "@i.gpkg"}, {"PARCELS": 41, "ERRORS": 0, "LEFT_OUT": 0}),
    ("boundarypoints", {"INPUT": PARCELS, "OUTPUT": "@bp.gpkg", "OUTPUT_XLSX": "@bp.xlsx"}, {"PARCELS": 41}),
    ("approvaltables",
     {"PARCELS": PLAN, "LANDUSE": LAND, "VILLAGES": VILLAGES, "POPULATION": layer("CJRK"), "OUTPUT": "@tables"},
     {"PARCEL_COUNT": 30, "TOTAL_AREA": pytest.approx(PLAN_M2)}),
    ("tractplancheck",
     {"TRACTS": layer("CPKFFW"), "PARCELS": layer("CPKFYD"), "RED_LINES": [FARMLAND], "OUTPUT": "@tp.gpkg"},
     {"TRACT_COUNT": 5, "PROJECTS": 30, "ACQUIRED": pytest.approx(162.1298)}),
    ("quotaledger",
     {"BATCHES": layer("ZZ_PCFW"), "QUOTA": layer("YDZB"), "PARCELS": PARCELS, "LANDUSE": LAND, "OUTPUT": "@q.csv"},
     {"YEARS": 2, "TOTAL_MU": pytest.approx(1707.8945 + 596.1510), "EXCEEDED": 0}),
    ("landsupply",
     {"APPROVED": PARCELS, "SUPPLIED": register("TDGY"), "BUILT": register("JGYD"), "OUTPUT": "@ls.gpkg"},
     {"APPROVED_MU": pytest.approx(1707.8945 + 596.1510), "CONTRACTS": 12, "CONTRACTS_MU": 821.66}),
    ("farmlandbalance",
     {"OUT": register("GDZC"), "IN": register("GDZR"), "TOWNSHIPS": TOWNS, "LANDUSE": LAND, "OUTPUT": "@fb.gpkg"},
     {"SHORT_TOWNS": 1, "STEEP": 1}),
    ("linkedproject",
     {"DEMOLISH": register("GGCJ"), "BUILD": register("GGJX"), "LANDUSE": LAND, "OUTPUT": "@lp.gpkg"},
     {"PROJECTS": 3, "UNBALANCED": 1}),
    ("serviceclock", {"INPUT": "<ledger.csv", "OUTPUT": "@sc.csv"}, {"DONE": 2, "ON_TIME": 1, "LATE": 1}),
    ("caseregister",
     {"INPUT": register("SXTZ"), "KIND_FIELD": "LB", "PLACE_FIELD": "DD", "PLACES": TOWNS, "OUTPUT": "@cr.gpkg"},
     {"ROWS": 3049, "PLACES_WITHOUT": 0}),
    ("importalerts", {"INPUT": "<alerts.csv", "CASES": "<cases.gpkg"}, {"NEW": 1, "ERRORS": 0}),
    ("pushtasks", {"CASES": "<cases.gpkg", "BY": "x", "OUTPUT": "<push"}, {"TASKS": 0}),
    ("mergefield", {"CASES": "<cases.gpkg", "BY": "x", "INPUT": "<field"}, {"VISITS": 0, "EVIDENCE": 0}),
    ("casereport", {"CASES": "<cases.gpkg", "OUTPUT_FUNNEL": "@funnel.csv"}, {"CLOSED": 0}),
    ("apportion",
     {"INPUT": TOWNS, "FIELDS": ["DCMJ"], "TARGET": VILLAGES, "WEIGHT": LAND, "CLASSES": "07", "OUTPUT": "@a.gpkg"},
     {"ZONES": 18, "UNSHARED": 0, "SKIPPED": 0}),
    ("splitbyarea", {"INPUT": PLAN, "AREA": 0.5, "OUTPUT": "@split.gpkg"}, {"PARCELS": 30, "SKIPPED": 0}),
    ("removemapoffset", {"INPUT": CAMERAS, "OUTPUT": "@mo.gpkg"}, {"COUNT": 94}),
    ("convertclasses", {"INPUT": LAND, "OUTPUT": "@cc.gpkg"}, {"UNKNOWN": 0}),
    ("checklayers", {"INPUT_LAYERS": [TOWNS, VILLAGES], "OUTPUT": "@cl.gpkg"}, {"ERRORS": 0}),
    ("createworkspace",
     {"INPUT_LAYERS": [VILLAGES, PARCELS], "OUTPUT": "@w.gpkg"}, {"LAYERS": 2, "FEATURES": 759 + 41}),
    ("loadcounty", {"INPUT": str(COUNTY), "PROJECT": "@county.qgz"}, {"LAYERS": 20, "UNRECOGNISED": 0}),
    ("mapsheets",
     {"SHEET": "parcel", "INPUT": f"{PLAN}|subset=PQBH = 'PQ03'", "LANDUSE": LAND, "VILLAGES": VILLAGES,
      "OUTPUT": "@s"},
     {"SHEETS": 5}),
    ("cameraviewshed",
     {"ELEVATION": f"<{ELEVATION}", "CAMERAS": CAMERAS, "OBSTACLES": "<obstacles.gpkg", "COUNT": "@count.tif"},
     {"CAMERA_COUNT": 94, "UNKNOWN_CELLS": 0}),
    ("cameracoverage",
     {"ELEVATION": f"<{ELEVATION}", "CAMERAS": CAMERAS, "VILLAGES": VILLAGES, "OUTPUT": "@cov.gpkg"},
     {"CAMERA_COUNT": 94, "SKIPPED": 0}),
    ("camerasiting",
     {"ELEVATION": f"<{ELEVATION}", "LAYERS": [FARMLAND], "CANDIDATES": CAMERAS, "MASTS": 2, "OUTPUT": "@sites.gpkg"},
     {"CANDIDATE_COUNT": 94, "CHOSEN": 2}),
    ("scanplan", {"CAMERAS": CAMERAS, "OUTPUT": "@plan.gpkg"}, {"CAMERA_COUNT": 94}),
    ("georeferencealert",
     {"ELEVATION": f"<{ELEVATION}", "CAMERAS": CAMERAS, "ALERTS": layer("alert"), "OUTPUT": "@al.gpkg"},
     {"LOCATED": 60, "NOT_LOCATED": 0}),
    ("approvaldossier",
     {"PARCELS": PARCELS, "LANDUSE": LAND, "VILLAGES": VILLAGES, "RED_LINES": [FARMLAND], "SHEETS": False,
      "OUTPUT": "@d"},
     {"BATCHES": 28, "PARCEL_COUNT": 41, "NOT_COVERED_AREA": HALF_M2, "TOTAL_AREA": pytest.approx(PARCELS_M2)}),
    ("coveragereport",
     {"CAMERAS": CAMERAS, "VILLAGES": VILLAGES, "FARMLAND": FARMLAND, "LANDUSE": LAND, "blind": "@blind.gpkg",
      "covered": "@covered.gpkg", "report": "@covered.html"}, {}),
    ("parcelworkbook",
     {"LANDUSE": LAND, "PARCELS": PARCELS, "VILLAGES": [VILLAGES], "table": "@pw.gpkg", "workbook": "@pw.xlsx"}, {}),
    ("redlinescreening",
     {"FOLDER": f"<{FOLDER}", "PATTERN": "*", "RED_LINES": [FARMLAND], "checked": "@rs.gpkg", "report": "@rs.html"},
     {}),
    ("landfollowup",
     {"APPROVED": PARCELS, "SUPPLIED": register("TDGY"), "BATCHES": layer("ZZ_PCFW"), "QUOTA": layer("YDZB"),
      "LANDUSE": LAND, "report": "@lf.html", "unsupplied": "@lf.gpkg", "workbook": "@lf.xlsx", "stages": "@lfs.gpkg"},
     {}),
    ("yearlychangereport",
     {"BEFORE": layer("DLTB_2020"), "AFTER": LAND, "ZONES": TOWNS, "lost_farmland": "@lost.gpkg", "report": "@yc.html",
      "workbook": "@yc.xlsx"}, {}),
]  # fmt: skip


BESIDE = {"provincetally"}
"""Needs an environment of its own beside QGIS, which a bare Debian has not: it says so."""


@pytest.fixture(scope="session")
def answers(run):
    """The results of each tool, begun on all cores at once; those that make inputs for others come first."""
    made = {tool: run(tool, **inputs) for tool, inputs, _ in MAKERS}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        begun = {tool: pool.submit(run, tool, **inputs) for tool, inputs, _ in TOOLS if tool not in made}
        yield lambda tool: made[tool] if tool in made else begun[tool].result()


def test_every_tool_is_among_these():
    done = subprocess.run(["qgis_process", "--json", "list"], capture_output=True, text=True, timeout=300, check=True)
    providers = json.loads(done.stdout[done.stdout.index("{") :])["providers"]
    assert {name for name, _, _ in TOOLS} | BESIDE == {
        each.partition(":")[2] for each in providers["redline"]["algorithms"]
    }


@pytest.mark.parametrize(
    ("tool", "figures"), [(tool, figures) for tool, _, figures in TOOLS], ids=[each[0] for each in TOOLS]
)
def test_tool(answers, tool, figures):
    results = answers(tool)
    assert {name: results.get(name) for name in figures} == figures


def test_rows_of_what_was_made(answers, place):
    """Nothing was left out on the way to a file, and no row came twice."""
    made = {
        "o.gpkg": 30,
        CIRCLES: 94,
        "f.gpkg": 41,
        "i.gpkg": 41,
        "b.gpkg": rows(COUNTY, "DLTB"),
        "cc.gpkg": rows(COUNTY, "DLTB"),
    }
    assert {name: rows(place / name) for name in made} == made
    assert len(list((place / "s").rglob("*.pdf"))) == 5


def test_the_same_three_times(run, place):
    """The layer of 64,709 patches is read by threads: whatever order they come in, the table is one and the same."""
    tables = set()
    for turn in range(3):
        run("tallybylanduse", INPUT=VILLAGES, LANDUSE=LAND, OUTPUT=f"@turn_{turn}.csv")
        tables.add((place / f"turn_{turn}.csv").read_bytes())
    assert len(tables) == 1
    assert len(tables.pop().splitlines()) > 759


def test_what_needs_an_environment_beside_qgis_says_so(tmp_path):
    given = {"inputs": {"FOLDER": str(tmp_path), "OUTPUT": str(tmp_path / "out.csv")}}
    command = ["qgis_process", "run", "redline:provincetally", "-"]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 1
    assert "No Python with GeoPandas and Dask is named" in done.stdout + done.stderr
