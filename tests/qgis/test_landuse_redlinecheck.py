"""redline:redlinecheck on the small county."""

import pytest
from qgis import processing
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRectangle,
    QgsVectorLayer,
)

from redline.core.ellipsoid import official_area

pytestmark = pytest.mark.usefixtures("redline")

MEMORY = "TEMPORARY_OUTPUT"
EAST, NORTH = 39_360_000.0, 4_040_000.0


@pytest.fixture
def layers(smallcounty):
    return {table.name: table.layer() for table in smallcounty.tables()}


def rectangles(*boxes):
    """A layer of rectangles (x, y, width, height) in metres from the county's corner, named P1, P2 …"""
    layer = QgsVectorLayer("Polygon?crs=EPSG:4527&field=name:string", "plan", "memory")
    features = []
    for number, (x, y, width, height) in enumerate(boxes, 1):
        feature = QgsFeature(layer.fields())
        feature["name"] = f"P{number}"
        box = QgsRectangle(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height)
        feature.setGeometry(QgsGeometry.fromRect(box))
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    return layer


def official(x, y, width, height):
    x, y = EAST + x, NORTH + y
    return official_area([[(y, x), (y, x + width), (y + height, x + width), (y + height, x)]], 4527)


def run(feedback=None, **parameters):
    return processing.run("redline:redlinecheck", {"OUTPUT": MEMORY, **parameters}, feedback=feedback)


def values(layer, *names):
    return [tuple(feature[name] for name in names) for feature in layer.getFeatures()]


class TestFarmland:
    def test_inside_beside_and_across(self, layers):
        """Farmland covers x 0 … 1000, y 0 … 500 of the first village. P1 lies in it, P2 beside it with a common edge,
        P3 reaches 40 m into it with 100 m of width."""
        plan = rectangles((100, 100, 200, 100), (100, 500, 200, 100), (600, 460, 100, 100))
        out = run(INPUT=plan, ID_FIELD="name", RED_LINES=[layers["YJJBNTBHTB"]])
        assert (out["VIOLATIONS"], out["TOUCHES"], out["ZONES"], out["SKIPPED"]) == (2, 0, 3, 0)
        found = values(out["OUTPUT"], "name", "verdict", "violated", "l1_in_m2", "l1_share", "l1_ids")
        whole = official(100, 100, 200, 100)
        assert found[0] == ("P1", "violates", "Permanent basic farmland", whole, 100.0, "0, 1")
        assert found[1] == ("P2", "clear", "", 0.0, 0.0, "")
        assert found[2][:3] == ("P3", "violates", "Permanent basic farmland")
        assert found[2][3] == pytest.approx(official(600, 460, 100, 40), abs=0.011)
        assert found[2][4] == pytest.approx(40.0)
        assert out["AGAINST_AREA"] == pytest.approx(found[0][3] + found[2][3])

    def test_legal_area_takes_ridges_off(self, layers):
        farmland = layers["YJJBNTBHTB"]
        farmland.startEditing()
        index = farmland.fields().lookupField("YJJBNTMJ")
        for feature in farmland.getFeatures():
            # a twentieth of each patch of 62,500 m² (plane) is ridges
            area = official_area([[(y, x) for x, y in corners(feature)]], 4527)
            farmland.changeAttributeValue(feature.id(), index, area * 0.95)
        farmland.commitChanges()
        out = run(INPUT=rectangles((100, 100, 200, 100)), RED_LINES=[farmland])
        inside, legal = values(out["OUTPUT"], "l1_in_m2", "l1_legal_m2")[0]
        assert legal == pytest.approx(inside * 0.95, abs=0.02)

    def test_tolerance(self, layers):
        plan = rectangles((600, 499.9, 100, 100))
        strict = run(INPUT=plan, RED_LINES=[layers["YJJBNTBHTB"]])
        assert values(strict["OUTPUT"], "verdict") == [("violates",)]
        lenient = run(INPUT=plan, RED_LINES=[layers["YJJBNTBHTB"]], TOLERANCE=10.5)
        assert values(lenient["OUTPUT"], "verdict") == [("touches",)]
        assert (lenient["VIOLATIONS"], lenient["TOUCHES"]) == (0, 1)

    def test_overlap_layer(self, layers):
        out = run(INPUT=rectangles((600, 460, 100, 100)), ID_FIELD="name", RED_LINES=[layers["YJJBNTBHTB"]],
                  OUTPUT_OVERLAP=MEMORY)  # fmt: skip
        overlap = out["OUTPUT_OVERLAP"]
        feature = next(overlap.getFeatures())
        assert feature.geometry().area() == pytest.approx(4000)
        assert feature["area_m2"] == values(out["OUTPUT"], "l1_in_m2")[0][0]
        assert (feature["zone"], feature["verdict"]) == ("P1", "violates")
        assert feature["red_line"] == "Permanent basic farmland"

    def test_polygons_drawn_twice_count_once(self, layers):
        farmland = layers["YJJBNTBHTB"]
        first = next(farmland.getFeatures())
        again = QgsFeature(farmland.fields())
        again.setAttributes(first.attributes())
        again.setGeometry(first.geometry())
        farmland.dataProvider().addFeatures([again])
        out = run(INPUT=rectangles((50, 50, 100, 100)), RED_LINES=[farmland])
        assert values(out["OUTPUT"], "l1_in_m2") == [(official(50, 50, 100, 100),)]


def corners(feature):
    return [(point.x(), point.y()) for point in list(feature.geometry().vertices())[:-1]]


class TestMustBeInside:
    def test_urban_boundary(self, layers):
        """The boundary is x, y 0 … 600. P1 lies inside, P2 half outside, P3 wholly outside."""
        plan = rectangles((100, 100, 100, 100), (550, 100, 100, 100), (800, 800, 100, 100))
        out = run(INPUT=plan, ID_FIELD="name", MUST_BE_INSIDE=[layers["CZKFBJ"]], OUTPUT_OVERLAP=MEMORY)
        assert values(out["OUTPUT"], "verdict") == [("clear",), ("violates",), ("violates",)]
        outside = [row[0] for row in values(out["OUTPUT"], "l1_out_m2")]
        assert outside[0] == 0
        assert outside[1] == pytest.approx(official(600, 100, 50, 100), abs=0.011)
        assert outside[2] == official(800, 800, 100, 100)
        shapes = {row[0]: row[1] for row in values(out["OUTPUT_OVERLAP"], "zone", "area_m2")}
        assert shapes == {"P2": outside[1], "P3": outside[2]}
        areas = [feature.geometry().area() for feature in out["OUTPUT_OVERLAP"].getFeatures()]
        assert areas == [pytest.approx(5000), pytest.approx(10000)]


class TestSeveralLines:
    def test_mixed_systems(self, layers, tmp_path):
        """The ecological red line is stored in degrees (EPSG:4490), 1700 … 1950 m."""
        plan = rectangles((1750, 1750, 100, 100), (1200, 600, 100, 100))
        out = run(INPUT=plan, ID_FIELD="name", RED_LINES=[layers["YJJBNTBHTB"], layers["STBHHX"]],
                  MUST_BE_INSIDE=[layers["CZKFBJ"]], OUTPUT_XLSX=str(tmp_path / "a.xlsx"),
                  OUTPUT_HTML=str(tmp_path / "a.html"))  # fmt: skip
        assert values(out["OUTPUT"], "l1_verdict", "l2_verdict", "l3_verdict", "violated") == [
            ("clear", "violates", "violates", "Ecological red line, Urban development boundary"),
            ("clear", "clear", "violates", "Urban development boundary"),
        ]
        assert out["VIOLATIONS"] == 2
        inside = values(out["OUTPUT"], "l2_in_m2")[0][0]
        assert inside == official(1750, 1750, 100, 100)
        page = (tmp_path / "a.html").read_text(encoding="utf-8")
        assert page.count("Ecological red line") >= 2
        layers_used = (
            "Layers: plan; Permanent basic farmland (YJJBNTBHTB); Ecological red line (STBHHX); "
            "Urban development boundary (CZKFBJ)."
        )
        assert layers_used in page
        assert layers_used in out["OUTPUT"].metadata().abstract()
        assert f"{inside:.2f}" in page

    def test_zones_keep_their_fields(self, layers):
        out = run(INPUT=layers["ZZ_TDZSFW"], RED_LINES=[layers["YJJBNTBHTB"]])
        assert values(out["OUTPUT"], "DKBH", "DKMC", "verdict") == [
            ("D1", "一号地块", "violates"),
            ("D2", "二号地块", "violates"),
        ]


class TestWrongInput:
    def check(self, message, **parameters):
        with pytest.raises(QgsProcessingException) as caught:
            run(**parameters)
        assert message in str(caught.value)

    def test_no_line(self, layers):
        self.check("No red line was given: choose at least one layer", INPUT=layers["ZZ_TDZSFW"])

    def test_no_polygons(self, layers):
        self.check("camera", INPUT=layers["ZZ_TDZSFW"], RED_LINES=[layers["camera"]])

    def test_empty_zones(self, layers):
        layers["ZZ_TDZSFW"].setSubsetString("DKBH = ''")
        self.check("Layer ZZ_TDZSFW holds no polygons", INPUT=layers["ZZ_TDZSFW"], RED_LINES=[layers["CZKFBJ"]])

    def test_cancelled(self, layers, tmp_path):
        feedback = QgsProcessingFeedback()
        feedback.progressChanged.connect(lambda share: feedback.cancel())
        target = tmp_path / "out.gpkg"
        with pytest.raises(QgsProcessingException, match="cancelled"):
            run(INPUT=layers["ZZ_TDZSFW"], RED_LINES=[layers["CZKFBJ"]], OUTPUT=str(target), feedback=feedback)
        assert not target.exists()


def test_outputs_are_what_is_declared(redline, layers, tmp_path):
    declared = {output.name() for output in redline.algorithm("redlinecheck").outputDefinitions()}
    out = run(INPUT=layers["ZZ_TDZSFW"], RED_LINES=[layers["CZKFBJ"]], OUTPUT_OVERLAP=MEMORY,
              OUTPUT_XLSX=str(tmp_path / "a.xlsx"), OUTPUT_HTML=str(tmp_path / "a.html"))  # fmt: skip
    assert set(out) == declared
    for each in redline.algorithm("redlinecheck").parameterDefinitions():
        assert each.help(), each.name()
