"""redline:pointsinzones and redline:nearesthazards."""

import pytest
from qgis import processing
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

pytestmark = pytest.mark.usefixtures("redline")

MEMORY = "TEMPORARY_OUTPUT"
EAST, NORTH = 39_360_000.0, 4_040_000.0


@pytest.fixture
def layers(smallcounty):
    return {table.name: table.layer() for table in smallcounty.tables()}


def points(*rows, crs="EPSG:4527"):
    """(x, y, number, people) in metres from the county's corner."""
    layer = QgsVectorLayer(f"Point?crs={crs}&field=BH:string&field=RS:integer", "hazards", "memory")
    features = []
    for x, y, number, people in rows:
        feature = QgsFeature(layer.fields())
        feature["BH"], feature["RS"] = number, people
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(EAST + x, NORTH + y)))
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    return layer


def run(name, feedback=None, **parameters):
    return processing.run(f"redline:{name}", {"OUTPUT": MEMORY, **parameters}, feedback=feedback)


def rows(layer, *names):
    return [tuple(feature[name] for name in names) for feature in layer.getFeatures()]


def reprojected(layer, crs):
    return processing.run("native:reprojectlayer", {"INPUT": layer, "TARGET_CRS": crs, "OUTPUT": MEMORY})["OUTPUT"]


class TestPointsInZones:
    def test_counts_and_sums(self, layers):
        hazards = points((500, 500, "A", 3), (600, 400, "B", 4), (1500, 500, "C", 5), (5000, 0, "D", 9))
        out = run("pointsinzones", INPUT=layers["CJDCQ"], POINTS=hazards, SUM_FIELDS=["RS"])
        assert rows(out["OUTPUT"], "ZLDWMC", "pt_count", "sum_RS") == [
            ("东街村", 2, 7), ("西街村", 1, 5), ("前张村", 0, 0), ("后张村", 0, 0),
        ]  # fmt: skip
        assert (out["POINTS_COUNT"], out["INSIDE"], out["OUTSIDE"], out["EMPTY_ZONES"]) == (4, 3, 1, 2)

    def test_a_point_on_a_boundary_counts_once(self, layers):
        """x = 1000 is the boundary of the first two villages, (1000, 1000) the corner of all four."""
        feedback = QgsProcessingFeedback()
        hazards = points((1000, 500, "A", 1), (1000, 1000, "B", 1), (0, 100, "C", 1))
        out = run("pointsinzones", feedback, INPUT=layers["CJDCQ"], POINTS=hazards)
        assert [row[0] for row in rows(out["OUTPUT"], "pt_count")] == [3, 0, 0, 0]
        assert out["INSIDE"] == 3
        assert "3 points lie on boundaries; each is counted with the first zone that it touches." in feedback.textLog()

    def test_overlapping_zones_each_hold_the_point(self, layers):
        out = run("pointsinzones", INPUT=layers["CZKFBJ"], POINTS=points((300, 300, "A", 1)))
        assert rows(out["OUTPUT"], "pt_count") == [(1,)]

    def test_missing_values_are_told(self, layers):
        feedback = QgsProcessingFeedback()
        out = run("pointsinzones", feedback, INPUT=layers["CJDCQ"], SUM_FIELDS=["RS"],
                  POINTS=points((500, 500, "A", 3), (501, 500, "B", None)))  # fmt: skip
        assert rows(out["OUTPUT"], "pt_count", "sum_RS")[0] == (2, 3)
        assert "1 points have no value in RS" in feedback.textLog()

    def test_points_in_degrees_and_documents(self, layers, tmp_path):
        """The cameras of the county are stored in EPSG:4490: one in the first village, one in the last."""
        out = run("pointsinzones", INPUT=layers["CJDCQ"], ID_FIELD="ZLDWMC", POINTS=layers["camera"],
                  SUM_FIELDS=["camera_height"], OUTPUT_HTML=str(tmp_path / "a.html"),
                  OUTPUT_XLSX=str(tmp_path / "a.xlsx"))  # fmt: skip
        assert rows(out["OUTPUT"], "pt_count", "sum_camera_height") == [(1, 45), (0, 0), (0, 0), (1, 50)]
        assert "95" in (tmp_path / "a.html").read_text(encoding="utf-8")

    def test_texts_have_no_sum(self, layers):
        with pytest.raises(QgsProcessingException, match="“A” in field BH is not a number with one meaning"):
            run("pointsinzones", INPUT=layers["CJDCQ"], POINTS=points((1, 1, "A", 1)), SUM_FIELDS=["BH"])

    def test_cancelled(self, layers, tmp_path):
        feedback = QgsProcessingFeedback()
        feedback.progressChanged.connect(lambda share: feedback.cancel())
        target = tmp_path / "out.gpkg"
        with pytest.raises(QgsProcessingException, match="cancelled"):
            run("pointsinzones", feedback, INPUT=layers["CJDCQ"], POINTS=points((1, 1, "A", 1)), OUTPUT=str(target))
        assert not target.exists()


class TestNearestHazards:
    def test_distances(self, layers):
        """D1 is x 100 … 300, y 100 … 200; D2 x 400 … 500, y 100 … 200. A lies in D1, B 50 m above D1, C 30 m right of
        D2 and 40 m above it (so 50 m off its corner), D far away."""
        hazards = points((200, 150, "A", 1), (200, 250, "B", 1), (530, 240, "C", 1), (5000, 5000, "D", 1))
        out = run("nearesthazards", INPUT=layers["ZZ_TDZSFW"], HAZARDS=hazards, DISTANCE=60, HAZARD_ID_FIELD="BH",
                  OUTPUT_LINES=MEMORY)  # fmt: skip
        found = rows(out["OUTPUT"], "DKBH", "haz_count", "haz_ids", "near_id", "near_dist")
        assert found[0] == ("D1", 2, "A, B", "A", 0)
        # on the ellipsoid a metre of the projection is 0.9998 m here
        assert found[1] == ("D2", 1, "C", "C", pytest.approx(50, abs=0.02))
        assert out["NEAR_COUNT"] == 2
        assert out["SMALLEST_DISTANCE"] == 0
        assert (out["PARCEL_COUNT"], out["HAZARD_COUNT"]) == (2, 4)
        lines = rows(out["OUTPUT_LINES"], "parcel", "hazard", "distance")
        assert [line[:2] for line in lines] == [("D1", "A"), ("D1", "B"), ("D2", "C")]
        lengths = [feature.geometry().length() for feature in out["OUTPUT_LINES"].getFeatures()]
        assert lengths == [pytest.approx(0), pytest.approx(50), pytest.approx(50)]

    def test_the_nearest_is_told_however_far_it_is(self, layers):
        out = run("nearesthazards", INPUT=layers["ZZ_TDZSFW"], HAZARDS=points((300, 3200, "F", 1)), DISTANCE=100,
                  HAZARD_ID_FIELD="BH")  # fmt: skip
        found = rows(out["OUTPUT"], "haz_count", "near_id", "near_dist")
        assert found[0] == (0, "F", pytest.approx(3000, rel=1e-3))
        assert out["NEAR_COUNT"] == 0

    def test_in_web_mercator(self, layers):
        """There a metre on the ground is 1.25 units: the search must reach as far."""
        hazards = points((200, 680, "A", 1))
        there = [reprojected(layer, "EPSG:3857") for layer in (layers["ZZ_TDZSFW"], hazards)]
        out = run("nearesthazards", INPUT=there[0], HAZARDS=there[1], DISTANCE=485, HAZARD_ID_FIELD="BH")
        assert rows(out["OUTPUT"], "haz_count", "near_dist")[0] == (1, pytest.approx(480, rel=2e-3))

    def test_no_hazards(self, layers):
        with pytest.raises(QgsProcessingException, match="Layer hazards holds no points"):
            run("nearesthazards", INPUT=layers["ZZ_TDZSFW"], HAZARDS=points())

    def test_degrees(self, layers):
        there = [reprojected(layer, "EPSG:4490") for layer in (layers["ZZ_TDZSFW"], points((1, 1, "A", 1)))]
        with pytest.raises(QgsProcessingException, match="are all in degrees, but plane coordinates are needed"):
            run("nearesthazards", INPUT=there[0], HAZARDS=there[1])

    def test_cancelled(self, layers, tmp_path):
        feedback = QgsProcessingFeedback()
        feedback.progressChanged.connect(lambda share: feedback.cancel())
        target = tmp_path / "out.gpkg"
        with pytest.raises(QgsProcessingException, match="cancelled"):
            hazards = points((1, 1, "A", 1))
            run("nearesthazards", feedback, INPUT=layers["ZZ_TDZSFW"], HAZARDS=hazards, OUTPUT=str(target))
        assert not target.exists()


def test_outputs_are_what_is_declared(redline, layers, tmp_path):
    documents = {"OUTPUT_XLSX": str(tmp_path / "a.xlsx"), "OUTPUT_HTML": str(tmp_path / "a.html")}
    hazards = points((200, 150, "A", 1))
    for name, parameters in (
        ("pointsinzones", {"INPUT": layers["CJDCQ"], "POINTS": hazards}),
        ("nearesthazards", {"INPUT": layers["ZZ_TDZSFW"], "HAZARDS": hazards, "OUTPUT_LINES": MEMORY}),
    ):
        algorithm = redline.algorithm(name)
        declared = {output.name() for output in algorithm.outputDefinitions()}
        assert set(run(name, **parameters, **documents)) == declared
        for each in algorithm.parameterDefinitions():
            assert each.help(), each.name()
