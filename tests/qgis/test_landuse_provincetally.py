"""redline:provincetally: counties tallied by a Python beside QGIS, with the digits of the tool in QGIS."""

import shutil
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from qgis import processing
from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer

pytestmark = pytest.mark.usefixtures("redline")

ROOT = Path(__file__).resolve().parents[2]
PYTHON = str(ROOT / ".venv-frames" / "bin" / "python")
TOWNSHIPS = ROOT / "resources" / "demo" / "townships.gpkg"


@pytest.fixture
def counties(tmp_path):
    """A folder of two counties, of which one is no database."""
    folder = tmp_path / "各 县"
    folder.mkdir()
    shutil.copy(TOWNSHIPS, folder / "冠县.gpkg")
    (folder / "坏.gpkg").write_bytes(b"no database")
    return folder


class Heard(QgsProcessingFeedback):
    """What the tool says; ``stop`` : cancels once the first county is being waited for."""

    def __init__(self, stop=False):
        super().__init__(False)
        self.said, self.warned, self.stop = [], [], stop

    def pushInfo(self, text):
        self.said.append(text)

    def pushWarning(self, text):
        self.warned.append(text)

    def setProgress(self, progress):
        super().setProgress(progress)
        if self.stop:
            self.cancel()


def run(feedback=None, **given):
    given = {"PYTHON": PYTHON, "WORKERS": 0, "OUTPUT": "memory:", **given}
    return processing.run("redline:provincetally", given, feedback=feedback or Heard())


def rows(layer):
    names = layer.fields().names()
    return [dict(zip(names, each.attributes(), strict=True)) for each in layer.getFeatures()]


def test_digits_are_those_of_the_tally_in_qgis(counties):
    heard = Heard()
    found = run(heard, FOLDER=str(counties), OUTPUT_ZONES="memory:")
    assert (found["COUNTIES"], found["FAILED"]) == (1, 1)
    assert any("County 坏 is not counted: The file" in each for each in heard.warned)
    own = processing.run(
        "redline:tallybylanduse",
        {
            "INPUT": f"{TOWNSHIPS}|layername=CJDCQ", "LANDUSE": f"{TOWNSHIPS}|layername=DLTB", "ID_FIELD": "ZLDWDM",
            "UNIT": "m2", "DECIMALS": 4, "OUTPUT": "memory:",
        },
    )  # fmt: skip
    sums, zones = {}, {}
    for row in rows(own["OUTPUT"]):
        area = Decimal(repr(row["area"]))
        sums[row["class_code"]] = sums.get(row["class_code"], Decimal(0)) + area
        zones[row["zone"]] = zones.get(row["zone"], Decimal(0)) + area
    leaves = [row for row in rows(found["OUTPUT"]) if row["kind"] == "leaf"]
    assert {row["class_code"]: Decimal(repr(row["area_m2"])) for row in leaves} == sums
    assert found["TOTAL_AREA"] == float(sum(sums.values())) == own["TOTAL_AREA"]
    [total] = [row for row in rows(found["OUTPUT"]) if row["kind"] == "total"]
    assert total["area_m2"] == found["TOTAL_AREA"]
    layer = found["OUTPUT_ZONES"]
    assert layer.crs().authid() == "EPSG:4490"
    # Hectares with four decimals: a zone of whole square metres and hundredths, rounded once.
    assert {row["zone"]: row["area_ha"] for row in rows(layer)} == {
        zone: float((area / 10_000).quantize(Decimal("0.0001"), "ROUND_HALF_UP")) for zone, area in zones.items()
    }


def test_a_folder_of_results_spares_what_is_done(counties, tmp_path):
    results = tmp_path / "结果"
    run(FOLDER=str(counties), RESULTS=str(results))
    kept = results / "counties" / "冠县.json"
    before = kept.stat().st_mtime_ns
    found = run(FOLDER=str(counties), RESULTS=str(results))
    assert kept.stat().st_mtime_ns == before
    assert found["COUNTIES"] == 1


def test_cancelled_it_leaves_nothing(counties, tmp_path):
    target = tmp_path / "out.gpkg"
    with pytest.raises(QgsProcessingException, match="cancelled"):
        run(Heard(stop=True), FOLDER=str(counties), OUTPUT=str(target))
    assert not target.exists()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["各 县"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"PYTHON": ""}, "No Python with GeoPandas and Dask is named"),
        ({"PYTHON": "/nowhere/python"}, "There is no Python at /nowhere/python"),
        ({"FOLDER": "/nowhere"}, "There is no folder /nowhere"),
    ],
)
def test_what_can_be_known_is_said_before(counties, monkeypatch, given, sentence):
    monkeypatch.delenv("REDLINE_FRAMES_PYTHON", raising=False)
    with pytest.raises(QgsProcessingException, match=sentence):
        run(**{"FOLDER": str(counties), **given})


def test_a_python_without_geopandas_is_named(counties):
    bare = str(Path(sys.base_prefix) / "bin" / "python3")
    with pytest.raises(QgsProcessingException, match="has no package geopandas: install redline"):
        run(FOLDER=str(counties), PYTHON=bare)


def test_a_folder_without_counties_is_named(tmp_path):
    with pytest.raises(QgsProcessingException, match="There is no county in"):
        run(FOLDER=str(tmp_path))


def test_the_environment_may_name_the_python(counties, monkeypatch):
    monkeypatch.setenv("REDLINE_FRAMES_PYTHON", PYTHON)
    assert run(FOLDER=str(counties), PYTHON="")["COUNTIES"] == 1


def test_nothing_of_geopandas_comes_into_qgis():
    assert not {"geopandas", "pyogrio", "distributed", "dask"} & set(sys.modules)
    assert QgsVectorLayer is not None
