"""redline:balanceareas on the small county: villages of 16 patches of 62,500 m² (recorded)."""

import pytest
from qgis import processing
from qgis.core import QgsGeometry, QgsProcessingException, QgsProcessingFeedback

from redline.core.ellipsoid import official_area

pytestmark = pytest.mark.usefixtures("redline")

MEMORY = "TEMPORARY_OUTPUT"
EAST, NORTH = 39_360_000.0, 4_040_000.0


@pytest.fixture
def layers(smallcounty):
    return {table.name: table.layer() for table in smallcounty.tables()}


def change(layer, name, values):
    """Write values (by position of the feature) into a field."""
    layer.startEditing()
    index = layer.fields().lookupField(name)
    for place, feature in enumerate(list(layer.getFeatures())):
        if place in values:
            layer.changeAttributeValue(feature.id(), index, values[place])
    assert layer.commitChanges()


def run(feedback=None, **parameters):
    return processing.run("redline:balanceareas", {"OUTPUT": MEMORY, **parameters}, feedback=feedback)


def rows(layer, *names):
    return [tuple(feature[name] for name in names) for feature in layer.getFeatures()]


class TestVillages:
    def test_a_difference_is_shared_out(self, layers):
        """The first village has 1,000,000.20 m²: 20 units over 16 patches, all equal: each one, the first four two."""
        change(layers["CJDCQ"], "DCMJ", {0: 1_000_000.20})
        out = run(INPUT=layers["DLTB"], VILLAGES=layers["CJDCQ"], OUTPUT_CHANGES=MEMORY, OUTPUT_CONTROL=MEMORY)
        areas = [row[0] for row in rows(out["OUTPUT"], "TBMJ")]
        assert areas[:16] == [62500.02] * 4 + [62500.01] * 12
        assert areas[16:] == [62500.0] * 48
        assert (out["CHANGED"], out["LARGEST_CHANGE"], out["VILLAGES_COUNT"]) == (16, 0.02, 4)
        assert out["DIFFERENCE"] == pytest.approx(0.20)
        assert rows(out["OUTPUT_CHANGES"], "village", "before", "after")[0] == ("371525100201", 62500.0, 62500.02)
        assert rows(out["OUTPUT_CONTROL"], "village", "control", "difference", "changed")[0] == (
            "371525100201", 1_000_000.20, pytest.approx(0.20), 16,
        )  # fmt: skip
        assert rows(layers["DLTB"], "TBMJ")[0] == (62500.0,)

    def test_nothing_to_do(self, layers):
        out = run(INPUT=layers["DLTB"], VILLAGES=layers["CJDCQ"], OUTPUT_CHANGES=MEMORY)
        assert (out["CHANGED"], out["LARGEST_CHANGE"], out["TOTAL_AREA"]) == (0, 0, 4e6)
        assert out["OUTPUT_CHANGES"].featureCount() == 0

    def test_official_areas(self, layers):
        """Patches and villages measured anew: the patches of a village add up to its official area."""
        out = run(INPUT=layers["DLTB"], VILLAGES=layers["CJDCQ"], START="official", CONTROL="official")
        sums = {}
        for village, area in rows(out["OUTPUT"], "ZLDWDM", "TBMJ"):
            sums[village] = sums.get(village, 0) + round(area * 100)
        for number, village in enumerate(sorted(sums)):
            x, y = EAST + number % 2 * 1000, NORTH + number // 2 * 1000
            ring = [(y, x), (y, x + 1000), (y + 1000, x + 1000), (y + 1000, x)]
            assert sums[village] == round(official_area([ring], 4527) * 100)

    def test_a_patch_without_a_polygon_is_told(self, layers):
        """Measured anew it has no area: it stays as it was recorded, and the log says which it is."""
        land = layers["DLTB"]
        bare = next(land.getFeatures())
        bare.setGeometry(QgsGeometry())
        assert land.dataProvider().addFeatures([bare])[0]
        feedback = QgsProcessingFeedback()
        out = run(feedback, INPUT=land, VILLAGES=layers["CJDCQ"], START="official", CONTROL="official")
        assert "Layer DLTB, feature 65: left out, it has no geometry." in feedback.textLog()
        assert out["OUTPUT"].featureCount() == 65
        assert rows(out["OUTPUT"], "TBMJ")[64] == (62500.0,)

    def test_county_and_townships(self, layers):
        """The county has 4,000,000.04 m²: 4 units to two townships of 2,000,000, two each; each has two villages."""
        out = run(INPUT=layers["DLTB"], VILLAGES=layers["CJDCQ"], TOWNSHIPS=layers["XZQ"], COUNTY_AREA=4_000_000.04,
                  OUTPUT_CONTROL=MEMORY)  # fmt: skip
        assert [row[0] for row in rows(out["OUTPUT_CONTROL"], "control")] == [1_000_000.01] * 4
        assert out["TOTAL_AREA"] == 4_000_000.04

    def test_county_table_adds_up(self, layers):
        out = run(INPUT=layers["DLTB"], VILLAGES=layers["CJDCQ"], OUTPUT_COUNTY=MEMORY)
        # 8, 2, 1, 2, 1, 1, 1 patches of 6.25 ha
        assert rows(out["OUTPUT_COUNTY"], "village", "total", "c_0102", "c_0702")[0] == ("371525100201", 100, 50, 12.5)

    def test_ridges_follow(self, layers, smallcounty):
        land = layers["DLTB"]
        from qgis.core import QgsField
        from qgis.PyQt.QtCore import QMetaType

        land.dataProvider().addAttributes([QgsField(name, QMetaType.Type.Double) for name in ("KCMJ", "TBDLMJ")])
        land.updateFields()
        change(land, "KCXS", {0: 0.1})
        change(layers["CJDCQ"], "DCMJ", {0: 1_000_000.20})
        out = run(INPUT=land, VILLAGES=layers["CJDCQ"])
        # 62500.02 × 0.1 = 6250.002 -> 6250.00; the rest is 56250.02
        assert rows(out["OUTPUT"], "TBMJ", "KCMJ", "TBDLMJ")[0] == (62500.02, 6250.0, 56250.02)

    def test_documents(self, layers, tmp_path):
        out = run(INPUT=layers["DLTB"], VILLAGES=layers["CJDCQ"], OUTPUT_XLSX=str(tmp_path / "a.xlsx"),
                  OUTPUT_HTML=str(tmp_path / "a.html"))  # fmt: skip
        assert "371525100201" in (tmp_path / "a.html").read_text(encoding="utf-8")
        assert out["OUTPUT_XLSX"] == str(tmp_path / "a.xlsx")


class TestWrongInput:
    def check(self, message, **parameters):
        with pytest.raises(QgsProcessingException) as caught:
            run(**parameters)
        assert message in str(caught.value)

    def test_patches_of_no_village_stay_and_are_told(self, layers):
        change(layers["DLTB"], "ZLDWDM", {5: "999999999999"})
        change(layers["CJDCQ"], "DCMJ", {0: 937_500.00})
        feedback = QgsProcessingFeedback()
        out = run(feedback=feedback, INPUT=layers["DLTB"], VILLAGES=layers["CJDCQ"])
        assert out["SKIPPED"] == 1
        assert "1 patches (the first is feature 6, ZLDWDM = 999999999999) are in no village" in feedback.textLog()

    def test_other_codes(self, layers):
        change(layers["CJDCQ"], "ZLDWDM", {number: f"11111111111{number}" for number in range(4)})
        self.check("No patch of DLTB lies in a village of CJDCQ", INPUT=layers["DLTB"], VILLAGES=layers["CJDCQ"])

    def test_missing_control_area(self, layers):
        change(layers["CJDCQ"], "DCMJ", {2: None})
        self.check("village 371525101201 has no control area (DCMJ)", INPUT=layers["DLTB"], VILLAGES=layers["CJDCQ"])

    def test_missing_patch_area(self, layers):
        change(layers["DLTB"], "TBMJ", {3: None})
        self.check("the recorded patch area (TBMJ) is missing", INPUT=layers["DLTB"], VILLAGES=layers["CJDCQ"])

    def test_a_village_of_no_township(self, layers):
        change(layers["XZQ"], "XZQDM", {1: "371525199"})
        self.check("2 villages (the first is 371525101201) belong to no township", INPUT=layers["DLTB"],
                   VILLAGES=layers["CJDCQ"], TOWNSHIPS=layers["XZQ"])  # fmt: skip

    def test_a_ridge_coefficient_in_per_cent(self, layers):
        change(layers["DLTB"], "KCXS", {0: 5.32})
        self.check("KCXS is a share, 0.0532 and not 5.32", INPUT=layers["DLTB"], VILLAGES=layers["CJDCQ"])

    def test_a_control_area_of_another_place(self, layers):
        change(layers["CJDCQ"], "DCMJ", {0: 0.5})
        self.check("Village 371525100201: its patches add up to 1000000.00 m², its control area is 0.50 m²",
                   INPUT=layers["DLTB"], VILLAGES=layers["CJDCQ"])  # fmt: skip

    def test_cancelled(self, layers, tmp_path):
        feedback = QgsProcessingFeedback()
        feedback.progressChanged.connect(lambda share: feedback.cancel())
        target = tmp_path / "out.gpkg"
        with pytest.raises(QgsProcessingException, match="cancelled"):
            run(INPUT=layers["DLTB"], VILLAGES=layers["CJDCQ"], OUTPUT=str(target), feedback=feedback)
        assert not target.exists()


def test_outputs_are_what_is_declared(redline, layers, tmp_path):
    algorithm = redline.algorithm("balanceareas")
    declared = {output.name() for output in algorithm.outputDefinitions()}
    out = run(INPUT=layers["DLTB"], VILLAGES=layers["CJDCQ"], OUTPUT_CHANGES=MEMORY, OUTPUT_CONTROL=MEMORY,
              OUTPUT_COUNTY=MEMORY, OUTPUT_XLSX=str(tmp_path / "a.xlsx"),
              OUTPUT_HTML=str(tmp_path / "a.html"))  # fmt: skip
    assert set(out) == declared
    for each in algorithm.parameterDefinitions():
        assert each.help(), each.name()
