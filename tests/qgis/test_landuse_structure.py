"""redline:landusestructure on the small county: a township is two villages of 16 patches."""

import pytest
from qgis import processing
from qgis.core import QgsFeature, QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer

pytestmark = pytest.mark.usefixtures("redline")

MEMORY = "TEMPORARY_OUTPUT"


@pytest.fixture
def layers(smallcounty):
    return {table.name: table.layer() for table in smallcounty.tables()}


@pytest.fixture
def plan(layers):
    """Planned use: 0102 stays, 0301 0301, homestead 0703, the rest becomes industry (1001)."""
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:4527&field=YDYHFLDM:string", "plan", "memory")
    led = {"0102": "0102", "0301": "0301", "0702": "0703"}
    features = []
    for patch in layers["DLTB"].getFeatures():
        feature = QgsFeature(layer.fields())
        feature["YDYHFLDM"] = led.get(patch["DLBM"], "1001")
        feature.setGeometry(patch.geometry())
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    return layer


def run(feedback=None, **parameters):
    parameters = {"OUTPUT": MEMORY, "ZONE_ID_FIELD": "XZQDM", **parameters}
    return processing.run("redline:landusestructure", parameters, feedback=feedback)


def rows(layer, *names):
    return [tuple(feature[name] for name in names) for feature in layer.getFeatures()]


class TestTownships:
    def test_base_and_target(self, layers, plan):
        out = run(ZONES=layers["XZQ"], BASE=layers["DLTB"], TARGET=plan, OUTPUT_DECISIONS=MEMORY)
        found = rows(out["OUTPUT"], "zone", "class_code", "base_area", "base_pct", "target_area", "target_pct", "kind")
        first = [row[1:6] for row in found if row[0] == "371525100"]
        # of 32 patches: 16 irrigated, 4 forest, 4 homestead, 2 roads (open), 2 ponds, 2 ridges, 2 other grassland
        assert [row[0] for row in first] == ["01", "03", "04", "07", "10", "17", "23", "?1006"]
        assert [row[2] for row in first] == [50.0, 12.5, 6.25, 12.5, 0.0, 6.25, 6.25, 6.25]
        assert [row[4] for row in first] == [50.0, 12.5, 0.0, 12.5, 25.0, 0.0, 0.0, 0.0]
        for zone in ("371525100", "371525101"):
            for area, share in ((2, 3), (4, 5)):
                own = [row for row in found if row[0] == zone]
                assert sum(round(row[share] * 100) for row in own) == 10000
                assert 199.7 < sum(row[area] for row in own) < 200
        areas = [sum(round(row[2] * 100) for row in found if row[6] == kind) for kind in ("leaf", "total")]
        assert areas[0] == areas[1]
        assert rows(out["OUTPUT_DECISIONS"], "code", "decided")[0][0] == "1006"
        assert out["OPEN_CLASSES"] == 1
        assert out["UNDECIDED_AREA"] == pytest.approx(4 * 62500, rel=1e-2)

    def test_detail(self, layers, plan):
        out = run(ZONES=layers["XJXZQ"], BASE=layers["DLTB"], LEVEL="detail")
        assert [row[0] for row in rows(out["OUTPUT"], "class_code")] == [
            "0102", "0301", "0403", "0703", "1704", "2303", "?1006",
        ]  # fmt: skip

    def test_decisions(self, layers, plan, tmp_path):
        table = tmp_path / "decisions.csv"
        table.write_text("sandiao_code,ydyh_code,share\n1006,0601,0.5\n1006,1207,0.5\n", encoding="utf-8")
        out = run(ZONES=layers["XJXZQ"], BASE=layers["DLTB"], DECISIONS=str(table))
        found = dict(rows(out["OUTPUT"], "class_code", "base_pct"))
        assert (found["06"], found["12"]) in ((3.13, 3.12), (3.12, 3.13))
        assert out["UNDECIDED_AREA"] == 0
        assert out["OPEN_CLASSES"] == 1

    def test_planned_codes_are_never_taken_for_survey_codes(self, layers, plan):
        """1001 is industry in planned use and railways in the survey; both schemes know all codes of the plan."""
        out = run(ZONES=layers["XJXZQ"], BASE=plan, LEVEL="detail")
        assert ("1001", "Industrial land") in rows(out["OUTPUT"], "class_code", "class_name") or (
            "1001", "工业用地",
        ) in rows(out["OUTPUT"], "class_code", "class_name")  # fmt: skip

    def test_documents(self, layers, plan, tmp_path):
        run(ZONES=layers["XZQ"], BASE=layers["DLTB"], TARGET=plan, BASE_YEAR="2020年", TARGET_YEAR="2035年",
            LANGUAGE="zh_Hans", OUTPUT_HTML=str(tmp_path / "a.html"), OUTPUT_XLSX=str(tmp_path / "a.xlsx"))  # fmt: skip
        page = (tmp_path / "a.html").read_text(encoding="utf-8")
        for word in ("2020年", "2035年", "居住用地", "待细分（1006 农村道路）"):
            assert word in page


class TestWrongInput:
    def check(self, message, **parameters):
        with pytest.raises(QgsProcessingException) as caught:
            run(**parameters)
        assert message in str(caught.value)

    def test_target_in_survey_codes(self, layers):
        self.check("is not a class of", ZONES=layers["XZQ"], BASE=layers["DLTB"], TARGET=layers["DLTB"])

    def test_no_class_field(self, layers):
        self.check("Layer CZKFBJ has no field DLBM", ZONES=layers["XZQ"], BASE=layers["CZKFBJ"])

    def test_wrong_decisions(self, layers, tmp_path):
        table = tmp_path / "decisions.csv"
        table.write_text("sandiao_code,ydyh_code\n0102,0102\n", encoding="utf-8")
        self.check("0102 is not open", ZONES=layers["XZQ"], BASE=layers["DLTB"], DECISIONS=str(table))

    def test_cancelled(self, layers, tmp_path):
        feedback = QgsProcessingFeedback()
        feedback.progressChanged.connect(lambda share: feedback.cancel())
        target = tmp_path / "out.gpkg"
        with pytest.raises(QgsProcessingException, match="cancelled"):
            run(ZONES=layers["XZQ"], BASE=layers["DLTB"], OUTPUT=str(target), feedback=feedback)
        assert not target.exists()


def test_outputs_are_what_is_declared(redline, layers, plan, tmp_path):
    algorithm = redline.algorithm("landusestructure")
    declared = {output.name() for output in algorithm.outputDefinitions()}
    out = run(ZONES=layers["XZQ"], BASE=layers["DLTB"], TARGET=plan, OUTPUT_DECISIONS=MEMORY,
              OUTPUT_XLSX=str(tmp_path / "a.xlsx"), OUTPUT_HTML=str(tmp_path / "a.html"))  # fmt: skip
    assert set(out) == declared
    for each in algorithm.parameterDefinitions():
        assert each.help(), each.name()
