"""The models that come with the plugin: they load, the designer's file format opens them, and they run."""

import pytest
from qgis import processing
from qgis.core import QgsApplication, QgsProcessingException, QgsProcessingModelAlgorithm

from redline.processing.models import FOLDER

pytestmark = pytest.mark.usefixtures("redline")

MEMORY = "TEMPORARY_OUTPUT"
IDS = ["coveragereport", "landfollowup", "parcelworkbook", "redlinescreening", "yearlychangereport"]


@pytest.fixture
def county(smallcounty, tmp_path):
    """The small county as a GeoPackage; gives the path of a layer in it."""
    place = smallcounty.write(tmp_path / "county")
    return lambda name: f"{place}|layername={name}"


def values(place, *names):
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer(place, "x", "ogr") if isinstance(place, str) else place
    return [tuple(feature[name] for name in names) for feature in layer.getFeatures()]


@pytest.mark.parametrize("name", IDS)
def test_each_is_in_the_toolbox_and_complete(redline, name):
    model = redline.algorithm(name)
    assert model is not None
    assert model.displayName() != name
    assert model.canExecute()[0]
    assert model.groupId() == "models"
    assert [output.name() for output in model.outputDefinitions()]


@pytest.mark.parametrize("name", IDS)
def test_each_file_opens_as_a_model_and_is_valid(name):
    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(FOLDER / f"{name}.model3"))
    assert model.name() == name
    assert model.validate() == (True, [])
    for child in model.childAlgorithms().values():
        assert QgsApplication.processingRegistry().algorithmById(child.algorithmId()) is not None


def test_only_these(redline):
    assert sorted(path.stem for path in FOLDER.glob("*.model3")) == IDS


class TestRuns:
    def test_parcel_workbook(self, county, tmp_path):
        book = tmp_path / "book.xlsx"
        out = processing.run(
            "redline:parcelworkbook",
            {"PARCELS": county("ZZ_TDZSFW"), "ID_FIELD": "DKBH", "LANDUSE": county("DLTB"),
             "VILLAGES": [county("CJDCQ")], "workbook": str(book), "table": MEMORY},
        )  # fmt: skip
        import openpyxl

        cells = [str(cell.value) for sheet in openpyxl.load_workbook(book) for row in sheet for cell in row]
        assert "D1" in cells and "D2" in cells
        assert values(out["table"], "zone", "dim1", "class_code") == [
            ("D1", "3715251002010000000", "0102"),
            ("D2", "3715251002010000000", "0102"),
        ]

    def test_red_line_screening_of_a_folder(self, smallcounty, county, tmp_path):
        folder = tmp_path / "parcels"
        smallcounty.write(folder, "ESRI Shapefile", only={"ZZ_TDZSFW", "CJDCQ"})
        report = tmp_path / "report.html"
        out = processing.run(
            "redline:redlinescreening",
            {"FOLDER": str(folder), "PATTERN": "ZZ_*", "RED_LINES": [county("YJJBNTBHTB")],
             "MUST_BE_INSIDE": [county("CZKFBJ")], "TOLERANCE": 0, "checked": MEMORY, "report": str(report)},
        )  # fmt: skip
        assert values(out["checked"], "number", "verdict", "l1_verdict", "l2_verdict") == [
            ("D1", "violates", "violates", "clear"),
            ("D2", "violates", "violates", "clear"),
        ]
        assert "D1" in report.read_text(encoding="utf-8")

    def test_coverage_report(self, county, tmp_path):
        report = tmp_path / "report.html"
        out = processing.run(
            "redline:coveragereport",
            {"CAMERAS": county("camera"), "VILLAGES": county("CJDCQ"), "FARMLAND": county("YJJBNTBHTB"),
             "LANDUSE": county("DLTB"), "report": str(report), "covered": MEMORY, "blind": MEMORY},
        )  # fmt: skip
        # circles of 3 km and more around masts inside a county of 2 km leave nothing blind
        assert values(out["covered"], "share1", "cameras") == [(100.0, 2)] * 4
        assert values(out["blind"], "area") == []
        assert "100.00" in report.read_text(encoding="utf-8")

    def test_yearly_change_report(self, county, tmp_path):
        report, book = tmp_path / "report.html", tmp_path / "book.xlsx"
        out = processing.run(
            "redline:yearlychangereport",
            {"BEFORE": county("DLTB"), "AFTER": county("DLTB"), "ZONES": county("CJDCQ"), "ZONE_ID_FIELD": "ZLDWDM",
             "FIRST_LEVEL": True, "report": str(report), "workbook": str(book), "lost_farmland": MEMORY},
        )  # fmt: skip
        assert values(out["lost_farmland"], "area") == []
        assert book.exists()
        page = report.read_text(encoding="utf-8")
        assert "371525100201" in page
        assert "0102" not in page

    def test_land_followed_with_the_ledger_of_quotas(self, county, tmp_path):
        report, book = tmp_path / "report.html", tmp_path / "ledger.xlsx"
        out = processing.run(
            "redline:landfollowup",
            {"APPROVED": county("ZZ_PCFW"), "SUPPLIED": county("ZZ_TDZSFW"), "BATCHES": county("ZZ_PCFW"),
             "LANDUSE": county("DLTB"), "report": str(report), "workbook": str(book), "unsupplied": MEMORY,
             "stages": MEMORY},
        )  # fmt: skip
        # of the batch of 400 × 100 m three of four hectares are supplied: the stage of most of it
        stages = dict(values(out["stages"], "stage", "parcels"))
        assert [stages[stage] for stage in ("报批", "征收", "供地", "登记")] == [0, 0, 1, 0]
        [(area,)] = values(out["unsupplied"], "area_mu")
        assert area == pytest.approx(15, rel=1e-3)  # the areal scale there is 0.9995
        assert book.exists()
        assert "P1" in report.read_text(encoding="utf-8")


class TestFolderLayers:
    def run(self, **parameters):
        return processing.run("redline:folderlayers", {"OUTPUT": MEMORY, **parameters})

    def test_collects_and_says_where_from(self, smallcounty, tmp_path):
        smallcounty.write(tmp_path / "a", "ESRI Shapefile", only={"ZZ_TDZSFW", "camera"})
        smallcounty.write(tmp_path / "b", only={"STBHHX"})
        out = self.run(FOLDER=str(tmp_path))
        assert (out["LAYERS"], out["FEATURES"], out["SKIPPED"]) == (2, 3, 0)
        assert values(out["OUTPUT"], "number", "name", "file", "layer") == [
            ("D1", "一号地块", "ZZ_TDZSFW.shp", "ZZ_TDZSFW"),
            ("D2", "二号地块", "ZZ_TDZSFW.shp", "ZZ_TDZSFW"),
            ("STBHHX 1", "", "county.gpkg", "STBHHX"),
        ]
        assert out["OUTPUT"].crs().authid() == "EPSG:4527"
        # stored in degrees, brought into metres: a square of 250 m
        assert [feature.geometry().area() for feature in out["OUTPUT"].getFeatures()][2] == pytest.approx(
            62500, rel=1e-6
        )

    def test_wrong_input(self, smallcounty, tmp_path):
        for parameters, message in (
            ({"FOLDER": str(tmp_path / "none")}, "There is no folder"),
            ({"FOLDER": str(tmp_path)}, "holds no layer that QGIS can open"),
        ):
            with pytest.raises(QgsProcessingException, match=message):
                self.run(**parameters)
        smallcounty.write(tmp_path, "ESRI Shapefile", only={"camera", "CJDCQ"})
        with pytest.raises(QgsProcessingException, match=r"holds no polygon layers named DK\*"):
            self.run(FOLDER=str(tmp_path), PATTERN="DK*")

    def test_declared(self, redline, smallcounty, tmp_path):
        algorithm = redline.algorithm("folderlayers")
        smallcounty.write(tmp_path, "ESRI Shapefile", only={"CJDCQ"})
        assert set(self.run(FOLDER=str(tmp_path))) == {output.name() for output in algorithm.outputDefinitions()}
        for each in algorithm.parameterDefinitions():
            assert each.help(), each.name()
