"""redline:landusechange on the small county, changed by hand."""

import pytest
from qgis import processing
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingException, QgsProcessingFeedback, QgsRectangle

from redline.core.ellipsoid import official_area

pytestmark = pytest.mark.usefixtures("redline")

MEMORY = "TEMPORARY_OUTPUT"
EAST, NORTH = 39_360_000.0, 4_040_000.0


@pytest.fixture
def layers(smallcounty):
    return {table.name: table.layer() for table in smallcounty.tables()}


@pytest.fixture
def after(smallcounty):
    """The land use a year later: patch 0 (0102) of village 0 is homestead; the left half of patch 1 (0102) is a road;
    patch 15 (0404) of village 3 is irrigated."""
    layer = {table.name: table.layer() for table in smallcounty.tables()}["DLTB"]
    features = list(layer.getFeatures())
    code = layer.fields().lookupField("DLBM")
    layer.startEditing()
    layer.changeAttributeValue(features[0].id(), code, "0702")
    layer.changeAttributeValue(features[63].id(), code, "0102")
    left = QgsFeature(layer.fields())
    left.setAttributes(features[1].attributes())
    left["DLBM"] = "1003"
    left.setGeometry(QgsGeometry.fromRect(QgsRectangle(EAST + 250, NORTH, EAST + 375, NORTH + 250)))
    right = QgsGeometry.fromRect(QgsRectangle(EAST + 375, NORTH, EAST + 500, NORTH + 250))
    layer.changeGeometry(features[1].id(), right)
    layer.addFeature(left)
    assert layer.commitChanges()
    return layer


def run(feedback=None, **parameters):
    parameters = {"OUTPUT": MEMORY, "UNIT": "m2", **parameters}
    return processing.run("redline:landusechange", parameters, feedback=feedback)


def rows(layer, *names):
    return [tuple(feature[name] for name in names) for feature in layer.getFeatures()]


def official(x, y, width, height):
    x, y = EAST + x, NORTH + y
    return official_area([[(y, x), (y, x + width), (y + height, x + width), (y + height, x)]], 4527)


class TestWhole:
    def test_transitions(self, layers, after):
        out = run(BEFORE=layers["DLTB"], AFTER=after)
        changed = {
            (before, then): area
            for before, then, area in rows(out["OUTPUT"], "from_code", "to_code", "area")
            if before != then
        }
        assert changed == {
            ("0102", "0702"): pytest.approx(official(0, 0, 250, 250), abs=0.02),
            ("0102", "1003"): pytest.approx(official(250, 0, 125, 250), abs=0.02),
            ("0404", "0102"): pytest.approx(official(1750, 1750, 250, 250), abs=0.02),
        }
        assert out["CHANGED_AREA"] == pytest.approx(sum(changed.values()), abs=0.02)
        assert out["LOST_FARMLAND_AREA"] == pytest.approx(changed["0102", "0702"] + changed["0102", "1003"], abs=0.02)
        assert (out["NOT_COVERED_AREA"], out["OVERLAP_AREA"], out["ZONES"]) == (0, 0, 1)

    def test_matrix_adds_up_both_ways(self, layers, after):
        out = run(BEFORE=layers["DLTB"], AFTER=after, OUTPUT_MATRIX=MEMORY, OUTPUT_GAINS=MEMORY)
        names = [field.name() for field in out["OUTPUT_MATRIX"].fields()]
        table = rows(out["OUTPUT_MATRIX"], *names[2:-1])
        cents = [[round((value or 0) * 100) for value in row] for row in table]
        for row in cents:
            assert sum(row[:-1]) == row[-1]
        for column in zip(*cents, strict=True):
            assert sum(column[:-1]) == column[-1]
        assert cents[-1][-1] == round(out["TOTAL_AREA"] * 100)
        gains = rows(out["OUTPUT_GAINS"], "class_code", "before", "gain", "loss", "after")
        for _, before, gain, loss, then in gains:
            assert round((before + gain - loss) * 100) == round(then * 100)

    def test_levels(self, layers, after):
        out = run(BEFORE=layers["DLTB"], AFTER=after, LEVEL="major")
        found = {(before, then) for before, then in rows(out["OUTPUT"], "from_code", "to_code") if before != then}
        assert found == {("agricultural", "construction"), ("unused", "agricultural")}

    def test_lost_farmland(self, layers, after):
        out = run(BEFORE=layers["DLTB"], AFTER=after, OUTPUT_LOST_FARMLAND=MEMORY)
        found = rows(out["OUTPUT_LOST_FARMLAND"], "from_code", "to_code", "area")
        assert [row[:2] for row in found] == [("0102", "0702"), ("0102", "1003")]
        areas = [feature.geometry().area() for feature in out["OUTPUT_LOST_FARMLAND"].getFeatures()]
        assert areas == [pytest.approx(62500), pytest.approx(31250)]
        table = {row[:2]: row[2] for row in rows(out["OUTPUT"], "from_code", "to_code", "area")}
        assert [row[2] for row in found] == [table["0102", "0702"], table["0102", "1003"]]

    def test_other_farmland(self, layers, after):
        out = run(BEFORE=layers["DLTB"], AFTER=after, FARMLAND_CLASSES="03，04")
        assert out["LOST_FARMLAND_AREA"] == 0


class TestZones:
    def test_by_village(self, layers, after):
        out = run(BEFORE=layers["DLTB"], AFTER=after, ZONES=layers["CJDCQ"], ZONE_ID_FIELD="ZLDWMC",
                  OUTPUT_LOST_FARMLAND=MEMORY, OUTPUT_GAINS=MEMORY)  # fmt: skip
        found = rows(out["OUTPUT"], "zone", "from_code", "to_code", "area")
        changed = [row[:3] for row in found if row[1] != row[2]]
        assert changed == [("东街村", "0102", "0702"), ("东街村", "0102", "1003"), ("后张村", "0404", "0102")]
        for number, village in enumerate(("东街村", "西街村", "前张村", "后张村")):
            whole = official((number % 2) * 1000, (number // 2) * 1000, 1000, 1000)
            assert sum(round(row[3] * 100) for row in found if row[0] == village) == round(whole * 100)
        assert rows(out["OUTPUT_LOST_FARMLAND"], "zone") == [("东街村",)] * 2
        assert ("Total",) in rows(out["OUTPUT_GAINS"], "zone")

    def test_zones_that_cut_patches(self, layers, after):
        """One zone over the left 300 m: it holds all of patch 0 and 50 m of the new road."""
        from qgis.core import QgsVectorLayer

        zone = QgsVectorLayer("Polygon?crs=EPSG:4527", "strip", "memory")
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(EAST, NORTH, EAST + 300, NORTH + 250)))
        zone.dataProvider().addFeatures([feature])
        out = run(BEFORE=layers["DLTB"], AFTER=after, ZONES=zone, OUTPUT_LOST_FARMLAND=MEMORY)
        assert rows(out["OUTPUT"], "from_code", "to_code", "area") == [
            ("0102", "0702", pytest.approx(official(0, 0, 250, 250), abs=0.02)),
            ("0102", "1003", pytest.approx(official(250, 0, 50, 250), abs=0.02)),
        ]
        lost = [feature.geometry().area() for feature in out["OUTPUT_LOST_FARMLAND"].getFeatures()]
        assert lost == [pytest.approx(62500), pytest.approx(12500)]


class TestGaps:
    def test_land_that_one_epoch_lacks(self, layers, after):
        after.startEditing()
        after.deleteFeature(next(after.getFeatures()).id())
        after.commitChanges()
        out = run(BEFORE=layers["DLTB"], AFTER=after)
        assert ("0102", "not_covered") in rows(out["OUTPUT"], "from_code", "to_code")
        assert out["NOT_COVERED_AREA"] == pytest.approx(official(0, 0, 250, 250), abs=0.02)
        by_zone = run(BEFORE=layers["DLTB"], AFTER=after, ZONES=layers["CJDCQ"])
        assert ("1", "0102", "not_covered") in rows(by_zone["OUTPUT"], "zone", "from_code", "to_code")


class TestWrongInput:
    def check(self, message, **parameters):
        with pytest.raises(QgsProcessingException) as caught:
            run(**parameters)
        assert message in str(caught.value)

    def test_no_class_field(self, layers):
        self.check("Layer CZKFBJ has no field DLBM", BEFORE=layers["DLTB"], AFTER=layers["CZKFBJ"])

    def test_unknown_farmland(self, layers):
        self.check("FARMLAND_CLASSES: 99 are not classes of", BEFORE=layers["DLTB"], AFTER=layers["DLTB"],
                   FARMLAND_CLASSES="01,99")  # fmt: skip

    def test_unknown_class(self, layers, after):
        after.startEditing()
        after.changeAttributeValue(next(after.getFeatures()).id(), after.fields().lookupField("DLBM"), "7777")
        after.commitChanges()
        self.check("7777 is not a class of", BEFORE=layers["DLTB"], AFTER=after)

    def test_cancelled(self, layers, after, tmp_path):
        feedback = QgsProcessingFeedback()
        feedback.progressChanged.connect(lambda share: feedback.cancel())
        target = tmp_path / "out.gpkg"
        with pytest.raises(QgsProcessingException, match="cancelled"):
            run(BEFORE=layers["DLTB"], AFTER=after, OUTPUT=str(target), feedback=feedback)
        assert not target.exists()


def test_outputs_are_what_is_declared(redline, layers, after, tmp_path):
    algorithm = redline.algorithm("landusechange")
    declared = {output.name() for output in algorithm.outputDefinitions()}
    out = run(BEFORE=layers["DLTB"], AFTER=after, OUTPUT_MATRIX=MEMORY, OUTPUT_GAINS=MEMORY,
              OUTPUT_LOST_FARMLAND=MEMORY, OUTPUT_XLSX=str(tmp_path / "a.xlsx"),
              OUTPUT_HTML=str(tmp_path / "a.html"))  # fmt: skip
    assert set(out) == declared
    for each in algorithm.parameterDefinitions():
        assert each.help(), each.name()
