"""What can be known before the work is said before it: names, folders, signs, packages, rights, what a layer is."""

import os
import re
import sys
import time
from pathlib import Path

import plots
import pytest
from osgeo import gdal
from qgis import processing
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsRasterLayer,
    QgsVectorLayer,
)

from redline.core.errors import RedlineError
from redline.core.resources import RESOURCES
from redline.layers.roles.fields import remember
from redline.processing.parcels import approvaldossier
from redline.processing.parcels.importparceltext import _text_files

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.usefixtures("redline")


def parcels(name="D1"):
    return plots.layer("ZZ_TDZSFW", "DKBH", [(plots.box(0, 0, 100, 100), name)])


def land():
    return plots.layer("DLTB", "DLBM", [(plots.box(-100, -100, 400, 400), "0102")])


def ground():
    """A raster of 2 × 2 cells around the plots."""
    path = "/vsimem/known_before.tif"
    made = gdal.GetDriverByName("GTiff").Create(path, 2, 2, 1, gdal.GDT_Byte)
    made.SetGeoTransform((plots.EAST - 100, 500, 0, plots.NORTH + 900, 0, -500))
    made.SetProjection(QgsCoordinateReferenceSystem("EPSG:4527").toWkt())
    made.FlushCache()
    return QgsRasterLayer(path, "ground", "gdal")


FOLDER_TOOLS = {
    "approvaldossier": lambda: {"PARCELS": parcels(), "LANDUSE": land()},
    "approvaltables": lambda: {"PARCELS": parcels(), "LANDUSE": land()},
    "mapsheets": lambda: {"SHEET": "parcel", "INPUT": parcels(), "LANDUSE": land()},
}


@pytest.mark.parametrize("tool", FOLDER_TOOLS)
def test_a_folder_of_150_chinese_signs(tool, tmp_path):
    with pytest.raises(QgsProcessingException, match=r"The name 村{20}… is too long \(450 bytes, 3 for a"):
        plots.run(tool, **FOLDER_TOOLS[tool](), OUTPUT=str(tmp_path / ("村" * 150)))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("tool", FOLDER_TOOLS)
def test_a_folder_that_cannot_be_made(tool, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(QgsProcessingException, match=r"Folder .*out cannot be written \(Not a directory\)"):
        plots.run(tool, **FOLDER_TOOLS[tool](), OUTPUT=str(tmp_path / "file" / "out"))


def test_the_folder_of_single_text_files(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(QgsProcessingException, match=r"Folder .*out cannot be written \(Not a directory\)"):
        plots.run("exportparceltext", INPUT=parcels(), OUTPUT_FOLDER=str(tmp_path / "file" / "out"))


def test_a_file_of_150_chinese_signs(tmp_path):
    with pytest.raises(QgsProcessingException, match=r"The name 村{20}… is too long"):
        plots.run("exportparceltext", INPUT=parcels(), OUTPUT=str(tmp_path / f"{'村' * 150}.txt"))
    assert not list(tmp_path.iterdir())


def test_a_parcel_of_150_chinese_signs_has_a_file(tmp_path):
    """Its name is cut to 60 signs, 180 bytes; in the file it is whole."""
    plots.run("exportparceltext", INPUT=parcels("村" * 60 + "乡" * 60), OUTPUT_FOLDER=str(tmp_path))
    [made] = tmp_path.glob("*.txt")
    assert made.name == "村" * 60 + ".txt"
    assert "村" * 60 + "乡" * 60 in made.read_bytes().decode("gb18030")


def test_a_sign_that_the_encoding_lacks_comes_before_the_sheets(tmp_path, monkeypatch):
    """㛃 stands in place names and not in GBK: GB18030, which the common form takes, has it."""
    printed = []
    monkeypatch.setattr(approvaldossier, "write_sheets", lambda *_, **__: printed.append(1) or [])
    given = {"PARCELS": parcels("㛃村1"), "LANDUSE": land()}
    with pytest.raises(QgsProcessingException, match=r"㛃 \(parcel 㛃村1\) cannot be written in gbk: choose utf-8"):
        plots.run("approvaldossier", **given, ENCODING="gbk", OUTPUT=str(tmp_path / "d"))
    assert not printed and not list(tmp_path.iterdir())
    plots.run("approvaldossier", **given, OUTPUT=str(tmp_path / "d"))
    assert printed
    [text] = (tmp_path / "d").rglob("parcels.txt")
    assert "㛃村1" in text.read_bytes().decode("gb18030")


def test_paths_that_windows_does_not_take_come_before_the_sheets(tmp_path, monkeypatch):
    printed = []
    monkeypatch.setattr(approvaldossier, "write_sheets", lambda *_, **__: printed.append(1) or [])

    def refuse(path):
        if path.suffix == ".pdf":
            raise RedlineError("too long: {path}", path=path.name)

    monkeypatch.setattr("redline.processing.parcels.dossiersheets.refuse_long", refuse)
    with pytest.raises(QgsProcessingException, match=r"too long: D1\.pdf"):
        plots.run("approvaldossier", PARCELS=parcels(), LANDUSE=land(), OUTPUT=str(tmp_path / "d"))
    assert not printed and not list(tmp_path.iterdir())


def test_rasterio_is_asked_for_before_anything_is_read(monkeypatch):
    raster = ground()
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(QgsProcessingException, match="need the Python package rasterio, which is missing: install it"):
        plots.run("tallybylandcover", INPUT=parcels(), LANDCOVER=raster)


def test_scipy_is_asked_for_before_anything_is_read(monkeypatch):
    raster = ground()
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    with pytest.raises(QgsProcessingException, match=r"The exact solution needs scipy 1\.9 or newer"):
        plots.run("camerasiting", METHOD="exact", LAYERS=[land()], CANDIDATE_AREAS=land(), ELEVATION=raster)


def refuse_workbook(*_args, **_more):
    raise RedlineError("no workbook")


@pytest.mark.parametrize("old", [False, True], ids=["new", "over an old one"])
def test_a_run_that_fails_late_leaves_no_finished_output(tmp_path, monkeypatch, old):
    """The layer is done when the workbook fails: all or none, and what was there before is as it was."""
    monkeypatch.setattr("redline.processing.parcels.boundarypoints.write_workbook", refuse_workbook)
    if old:
        (tmp_path / "p.csv").write_text("before")
    outputs = {"OUTPUT": "p.csv", "OUTPUT_PARCELS": "s.gpkg", "OUTPUT_XLSX": "t.xlsx"}
    with pytest.raises(QgsProcessingException, match="no workbook"):
        plots.run("boundarypoints", INPUT=parcels(), **{name: str(tmp_path / file) for name, file in outputs.items()})
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == ({"p.csv": "before"} if old else {})


def test_a_dossier_that_fails_late_leaves_the_old_one(tmp_path, monkeypatch):
    given = {"PARCELS": parcels(), "LANDUSE": land(), "SHEETS": False, "OUTPUT": str(tmp_path / "d")}
    plots.run("approvaldossier", **given)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    monkeypatch.setattr("redline.processing.parcels.dossierfiles.write_workbook", refuse_workbook)
    with pytest.raises(QgsProcessingException, match="no workbook"):
        plots.run("approvaldossier", **given)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_what_a_killed_dossier_left_is_removed_and_told(tmp_path):
    left = tmp_path / ".redline-killed"
    (left / "new").mkdir(parents=True)
    before = time.time() - 25 * 3600
    for each in (left / "new", left):
        os.utime(each, (before, before))
    heard = Told()
    processing.run(
        "redline:approvaldossier",
        {"PARCELS": parcels(), "LANDUSE": land(), "SHEETS": False, "OUTPUT": str(tmp_path / "d")},
        feedback=heard,
    )
    assert heard.infos.count(f"{left}, left by a run that was killed, was removed.") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["d"]


class Told(plots.Heard):
    """Keeps what is said besides warnings too."""

    def __init__(self):
        super().__init__()
        self.infos = []

    def pushInfo(self, info):
        self.infos.append(info)


@pytest.mark.skipif(not hasattr(os, "seteuid") or os.geteuid() != 0, reason="only root can become another person")
def test_a_folder_that_may_not_be_read_is_named(tmp_path):
    """Below the one that was chosen too: parcels in it would be missing without a word."""
    inside = tmp_path / "closed"
    inside.mkdir()
    (tmp_path / "a.txt").write_text("x")
    (inside / "b.txt").write_text("x")
    inside.chmod(0)
    parents = [each for each in tmp_path.parents if each.owner() == "root" and not each.stat().st_mode & 0o001]
    modes = {each: each.stat().st_mode for each in parents}
    for each in (*parents, tmp_path):
        each.chmod(0o755)
    os.seteuid(65534)
    try:
        for folder in (tmp_path, inside):
            with pytest.raises(RedlineError, match=r"Folder .*closed cannot be read \(Permission denied\): ask for"):
                _text_files([folder])
        with pytest.raises(RedlineError, match=r"b\.txt cannot be read \(Permission denied\)"):
            _text_files([inside / "b.txt"])
    finally:
        os.seteuid(0)
        inside.chmod(0o755)
        for each, mode in modes.items():
            each.chmod(mode)
    assert _text_files([tmp_path]) == [Path(tmp_path / "a.txt"), inside / "b.txt"]


@pytest.mark.parametrize(
    ("sheet", "wanted"),
    [("village", "“Villages”"), ("coverage", "“County”, “Townships”, “Villages”"), ("tract", "“Tract plan areas”")],
)
def test_sheets_are_printed_for_what_they_are_about(sheet, wanted, tmp_path):
    """41 village cards of parcels would look right and say nothing true."""
    with pytest.raises(QgsProcessingException) as caught:
        plots.run(
            "mapsheets", SHEET=sheet, INPUT=parcels(), LANDUSE=land(), VILLAGES=villages(), OUTPUT=str(tmp_path / "s")
        )
    assert str(caught.value) == (
        f"Sheets of the kind {sheet} are printed for {wanted}, but layer ZZ_TDZSFW was recognised as “Acquisition "
        "parcels”: choose another layer or another kind of sheet, or correct the layer's role."
    )
    assert not list(tmp_path.iterdir())


def test_parcel_sheets_are_not_printed_for_villages(tmp_path):
    with pytest.raises(
        QgsProcessingException, match=r"Sheets of the kind parcel are printed for “Acquisition parcels”, "
    ):
        plots.run("mapsheets", SHEET="parcel", INPUT=villages(), LANDUSE=land(), OUTPUT=str(tmp_path / "s"))


def test_a_role_that_a_person_gave_goes_first(tmp_path):
    """Parcels that are villages all the same get their cards."""
    layer = parcels()
    remember(layer, "village", {"code": "DKBH"})
    result, _ = plots.run(
        "mapsheets", SHEET="village", INPUT=layer, LANDUSE=land(), FORMAT="svg", OUTPUT=str(tmp_path / "s")
    )
    assert result["SHEETS"] == 1


def villages():
    kind = "MultiPolygon?crs=EPSG:4527&field=ZLDWDM:string(19)&field=ZLDWMC:string(60)"
    made = QgsVectorLayer(kind, "CJDCQ", "memory")
    feature = QgsFeature(made.fields())
    feature.setAttributes(["3715250010010000000", "东关村"])
    feature.setGeometry(QgsGeometry.fromWkt(plots.box(-100, -100, 400, 400)))
    assert made.dataProvider().addFeatures([feature])[0]
    made.updateExtents()
    return made


def test_verdicts_have_one_word_each():
    """符合, 触碰, 越线: no other word for them in what a planner reads of red lines."""
    pages = [*(RESOURCES / "help" / "zh_Hans").glob("*.md"), *(ROOT / "docs").glob("*zh-Hans.md")]
    texts = {path.name: path.read_text(encoding="utf-8") for path in (*pages, ROOT / "i18n" / "redline_zh_Hans.ts")}
    for name, text in texts.items():
        for line in text.splitlines():
            if "红线" in line or "越线" in line:
                assert not re.search("违反|接触|触及", line), f"{name}: {line}"
