"""redline:coveragetally: squares instead of circles, so that everything can be checked by hand."""

import pytest
from qgis import processing
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRectangle,
    QgsVectorLayer,
)

pytestmark = pytest.mark.usefixtures("redline")

MEMORY = "TEMPORARY_OUTPUT"
EAST, NORTH = 39_360_000.0, 4_040_000.0


@pytest.fixture
def layers(smallcounty):
    return {table.name: table.layer() for table in smallcounty.tables()}


def shapes(*geometries, crs="EPSG:4527"):
    layer = QgsVectorLayer(f"Polygon?crs={crs}&field=camera:string", "circles", "memory")
    features = []
    for number, geometry in enumerate(geometries, 1):
        feature = QgsFeature(layer.fields())
        feature["camera"] = f"C{number}"
        feature.setGeometry(geometry)
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    return layer


def square(x, y, width, height):
    return QgsGeometry.fromRect(QgsRectangle(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height))


@pytest.fixture
def circles():
    """C1 covers the first village, C2 its right half and the left half of the second, C3 the first's lower half."""
    return shapes(square(0, 0, 1000, 1000), square(500, 0, 1000, 1000), square(0, 0, 1000, 500))


def run(feedback=None, **parameters):
    parameters = {"OUTPUT": MEMORY, "CAMERA_FIELD": "camera", **parameters}
    return processing.run("redline:coveragetally", parameters, feedback=feedback)


def rows(layer, *names):
    return [tuple(feature[name] for name in names) for feature in layer.getFeatures()]


class TestByHand:
    def test_villages(self, layers, circles):
        out = run(INPUT=circles, VILLAGES=layers["CJDCQ"], UNIT="m2")
        found = rows(out["OUTPUT"], "total", "cov1", "share1", "cov2", "share2", "cov3", "share3", "blind")
        first, second, third, _ = found
        # the first: all; x > 500 or y < 500 twice: three quarters; both: a quarter
        assert first[1] == first[0] and first[2] == 100 and first[7] == 0
        assert (first[4], first[6]) == (75.0, 25.0)
        assert second[2] == 50.0 and second[3] == 0
        assert second[1] + second[7] == pytest.approx(second[0], abs=1e-6)
        assert third[1] == 0 and third[7] == third[0]
        cameras = rows(out["OUTPUT"], "cameras", "camera_ids", "redundancy")
        assert cameras[0] == (3, "C1, C2, C3", 2.0)
        assert cameras[1] == (1, "C2", 1.0)
        assert cameras[2][0] == 0
        assert out["COVERED_SHARE"] == pytest.approx(100 * 1.5 / 4, rel=1e-4)
        assert out["COVERED_TWICE_SHARE"] == pytest.approx(100 * 0.75 / 4, rel=1e-4)
        assert out["COVERED_THRICE_SHARE"] == pytest.approx(100 * 0.25 / 4, rel=1e-4)
        assert out["UNCOVERED_VILLAGES"] == 2
        assert out["CAMERAS"] == 3
        assert out["BLIND_AREA"] == pytest.approx(sum(row[7] for row in found), abs=0.02)

    def test_farmland(self, layers, circles):
        """Farmland is the lower half of each village; its legal area is 62,500 m² a patch, less ridges or not."""
        out = run(INPUT=circles, VILLAGES=layers["CJDCQ"], FARMLAND=layers["YJJBNTBHTB"], UNIT="m2")
        found = rows(out["OUTPUT"], "farmland", "farm_cov", "farm_share")
        assert found[0] == (500000, 500000, 100)
        assert found[1] == (500000, pytest.approx(250000, abs=1), 50)
        assert found[2] == (500000, 0, 0)
        assert out["FARMLAND_SHARE"] == pytest.approx(37.5, abs=1e-3)

    def test_blind_spots(self, layers, circles):
        out = run(INPUT=circles, VILLAGES=layers["CJDCQ"], LANDUSE=layers["DLTB"], FARMLAND=layers["YJJBNTBHTB"],
                  OUTPUT_BLIND=MEMORY, UNIT="m2")  # fmt: skip
        blind = out["OUTPUT_BLIND"]
        assert [feature.geometry().area() for feature in blind.getFeatures()] == [
            pytest.approx(500000), pytest.approx(1e6), pytest.approx(1e6),
        ]  # fmt: skip
        villages = rows(out["OUTPUT"], "ZLDWMC", "blind")
        assert rows(blind, "village_nm", "area") == villages[1:]
        # the right half of the second village: 4 of 0102, 1 of 0702 (x 750), 0301 (none: x < 500), 1203 and 0404
        classes = rows(blind, "classes")[0][0]
        assert classes.startswith("0102 ")
        parts = {part.split(" ")[0]: float(part.split(" ")[-1]) for part in classes.split("; ")}
        assert set(parts) == {"0102", "0702", "1203", "0404"}
        agricultural, construction, unused = rows(blind, "agri_m2", "constr_m2", "unused_m2")[0]
        assert agricultural == pytest.approx(parts["0102"] + parts["1203"], abs=0.02)
        assert construction == pytest.approx(parts["0702"], abs=0.01)
        assert unused == pytest.approx(parts["0404"], abs=0.01)
        assert rows(blind, "farmland")[0][0] == pytest.approx(250000, rel=1e-6)

    def test_table_and_documents(self, layers, circles, tmp_path):
        out = run(INPUT=circles, VILLAGES=layers["CJDCQ"], TOWNSHIPS=layers["XZQ"], OUTPUT_TABLE=MEMORY,
                  OUTPUT_HTML=str(tmp_path / "a.html"), OUTPUT_XLSX=str(tmp_path / "a.xlsx"))  # fmt: skip
        found = rows(out["OUTPUT_TABLE"], "village", "village_nm", "share1", "kind")
        assert [row[3] for row in found] == ["leaf", "leaf", "subtotal", "leaf", "leaf", "subtotal", "total"]
        assert found[2] == ("371525100", "清泉街道", 75.0, "subtotal")
        assert found[6][2] == 37.5
        assert "清泉街道" in (tmp_path / "a.html").read_text(encoding="utf-8")

    def test_circles_in_degrees(self, layers, circles):
        there = processing.run("native:reprojectlayer", {"INPUT": circles, "TARGET_CRS": "EPSG:4490",
                                                         "OUTPUT": MEMORY})["OUTPUT"]  # fmt: skip
        out = run(INPUT=there, VILLAGES=layers["CJDCQ"], UNIT="m2")
        assert [row[0] for row in rows(out["OUTPUT"], "share1")] == [100, 50, 0, 0]

    def test_real_circles(self, layers):
        """Two circles of 400 m, 400 m apart: their union by the formula of the lens."""
        import math

        left, right = (QgsPointXY(EAST + x, NORTH + 500) for x in (400, 800))
        out = run(
            INPUT=shapes(*(QgsGeometry.fromPointXY(point).buffer(400, 256) for point in (left, right))),
            VILLAGES=layers["XJXZQ"], VILLAGE_CODE_FIELD="XZQDM", UNIT="m2",
        )  # fmt: skip
        lens = 2 * 400**2 * math.acos(0.5) - 200 * math.sqrt(4 * 400**2 - 400**2)
        area, once, twice = rows(out["OUTPUT"], "total", "cov1", "cov2")[0]
        scale = area / 4e6
        assert once == pytest.approx((2 * math.pi * 400**2 - lens) * scale, rel=1e-4)
        assert twice == pytest.approx(lens * scale, rel=1e-4)


class TestWrongInput:
    def check(self, message, **parameters):
        with pytest.raises(QgsProcessingException) as caught:
            run(**parameters)
        assert message in str(caught.value)

    def test_everything_in_degrees(self, layers, circles):
        there = [
            processing.run("native:reprojectlayer", {"INPUT": layer, "TARGET_CRS": "EPSG:4490",
                                                     "OUTPUT": MEMORY})["OUTPUT"]
            for layer in (circles, layers["CJDCQ"])
        ]  # fmt: skip
        self.check("are all in degrees", INPUT=there[0], VILLAGES=there[1])

    def test_no_village_code(self, layers, circles):
        self.check("has no field ZLDWDM", INPUT=circles, VILLAGES=layers["CZKFBJ"])

    def test_cancelled(self, layers, circles, tmp_path):
        feedback = QgsProcessingFeedback()
        feedback.progressChanged.connect(lambda share: feedback.cancel())
        target = tmp_path / "out.gpkg"
        with pytest.raises(QgsProcessingException, match="cancelled"):
            run(INPUT=circles, VILLAGES=layers["CJDCQ"], OUTPUT=str(target), feedback=feedback)
        assert not target.exists()


def test_outputs_are_what_is_declared(redline, layers, circles, tmp_path):
    algorithm = redline.algorithm("coveragetally")
    declared = {output.name() for output in algorithm.outputDefinitions()}
    out = run(INPUT=circles, VILLAGES=layers["CJDCQ"], OUTPUT_BLIND=MEMORY, OUTPUT_TABLE=MEMORY,
              OUTPUT_XLSX=str(tmp_path / "a.xlsx"), OUTPUT_HTML=str(tmp_path / "a.html"))  # fmt: skip
    assert set(out) == declared
    for each in algorithm.parameterDefinitions():
        assert each.help(), each.name()
