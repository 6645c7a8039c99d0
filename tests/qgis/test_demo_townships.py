"""The two townships that come in the zip: small, opened by QGIS alone, seen at once, and what the generator makes."""

import builtins
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from qgis import processing
from qgis.core import QgsProject, QgsVectorLayer

ROOT = Path(__file__).resolve().parent.parent.parent
SHIPPED = ROOT / "resources" / "demo" / "townships.gpkg"
ALERTS = ROOT / "resources" / "demo" / "alerts.csv"
ROWS = {
    "XZQ": 2, "CJDCQ": 93, "ZZ_TDZSFW": 18, "ZZ_PCFW": 9, "CPKFFW": 3, "CJRK": 93, "TZB": 93, "YDZB": 1,
}  # fmt: skip


def layer(name: str) -> QgsVectorLayer:
    return QgsVectorLayer(f"{SHIPPED}|layername={name}", name, "ogr")


def rows(path: Path, table: str) -> list[tuple]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        return list(database.execute(f'SELECT * FROM "{table}"'))


def test_it_is_small_and_has_what_the_tutorial_needs():
    assert SHIPPED.stat().st_size < 5_000_000
    assert {name: len(rows(SHIPPED, name)) for name in ROWS} == ROWS
    assert len(rows(SHIPPED, "DLTB")) > 2_500
    assert len(rows(SHIPPED, "camera")) >= 10
    notice = {item: value for _, item, value in rows(SHIPPED, "demo_notice")}
    assert notice["范围"] == "冠县（371525）的崇文街道、桑阿镇（示意）"
    assert notice["图斑数"] == str(len(rows(SHIPPED, "DLTB")))
    assert {row["ZLDWDM"][:9] for row in layer("CJDCQ").getFeatures()} == {"371525002", "371525102"}


def test_qgis_opens_it_without_another_package(redline, tmp_path, monkeypatch):
    """Loaded where shapely, numba, openpyxl … cannot be imported; nothing is unrecognised; the red lines are seen."""
    real = builtins.__import__

    def only_qgis(name, *rest, **given):
        if name.partition(".")[0] in {"shapely", "numba", "openpyxl", "rasterio", "scipy", "geopandas", "pyproj"}:
            raise ImportError(name)
        return real(name, *rest, **given)

    monkeypatch.setattr(builtins, "__import__", only_qgis)
    place = tmp_path / "townships.qgz"
    processing.run("redline:loadcounty", {"INPUT": str(SHIPPED), "PROJECT": str(place)})
    project = QgsProject()
    assert project.read(str(place))
    root = project.layerTreeRoot()
    assert root.findGroup("Not recognised") is None
    seen = {node.layer().customProperty("redline/role") for node in root.findLayers() if node.isVisible()}
    assert {"landuse", "village", "township", "farmland", "urban", "parcel", "camera"} <= seen
    assert all(each.customProperty("redline/role") for each in project.mapLayers().values())
    project.clear()


def test_one_parcel_touches_the_red_line(redline):
    """As in the whole county: 202115-02 reaches 5 to 6 m² into a field of the farmland, no other parcel does."""
    out = processing.run(
        "redline:redlinecheck",
        {"INPUT": layer("ZZ_TDZSFW"), "RED_LINES": [layer("YJJBNTBHTB")], "OUTPUT": "TEMPORARY_OUTPUT",
         "OUTPUT_OVERLAP": "TEMPORARY_OUTPUT"},
    )  # fmt: skip
    over = list(out["OUTPUT_OVERLAP"].getFeatures())
    assert out["VIOLATIONS"] + out.get("TOUCHES", 0) == 1
    assert sum(each.geometry().area() for each in over) == pytest.approx(5.5, abs=0.6)


def test_the_villages_fill_the_townships_and_the_patches_the_villages(redline):
    areas = {
        name: sum(each.geometry().area() for each in layer(name).getFeatures()) for name in ("XZQ", "CJDCQ", "DLTB")
    }
    assert areas["CJDCQ"] == pytest.approx(areas["XZQ"], abs=0.01)
    assert areas["DLTB"] == pytest.approx(areas["XZQ"], abs=0.01)


def test_its_alerts_become_cases(redline, tmp_path):
    """The season's alerts in the two townships: each has its village there, and those sent twice are taken in once."""
    cases = str(tmp_path / "c.gpkg")
    processing.run("redline:createcasefile", {"OUTPUT": cases})
    places = {"VILLAGES": layer("CJDCQ"), "TOWNSHIPS": layer("XZQ")}
    found = processing.run("redline:importalerts", {"INPUT": str(ALERTS), "CASES": cases, **places})
    numbers = [line.partition(",")[0] for line in ALERTS.read_text("utf-8").splitlines()[1:]]
    assert found["NEW"] == len(set(numbers)) > 30 and found["DUPLICATES"] == len(numbers) - len(set(numbers))
    assert found["ERRORS"] == 0
    with closing(sqlite3.connect(cases)) as database:
        towns = {town for (town,) in database.execute("SELECT DISTINCT township FROM spot")}
    assert towns == {"371525002", "371525102"}


@pytest.mark.slow
def test_it_is_what_the_generator_makes(tmp_path):
    made = tmp_path / "made.gpkg"
    given = ["--small", "--output", str(made), "--season", str(tmp_path)]
    subprocess.run([sys.executable, str(ROOT / "demo" / "make.py"), *given], check=True)
    assert (tmp_path / ALERTS.name).read_bytes() == ALERTS.read_bytes()
    for table in (*ROWS, "DLTB", "YJJBNTBHTB", "camera", "demo_notice"):
        assert rows(made, table) == rows(SHIPPED, table), table
