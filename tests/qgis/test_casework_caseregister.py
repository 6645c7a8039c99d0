"""redline:caseregister: by hand on small layers, and the published figures of the demo's registers."""

import sys
from pathlib import Path

import pytest
from qgis.core import QgsProcessingException

sys.path.insert(0, str(Path(__file__).parent))
from parcelruns import Log, Runner, box, demo_county, demo_registers, layer
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsVectorLayer

X, Y = 39400000, 4040000


@pytest.fixture
def run(redline):
    runner = Runner(redline)
    yield runner
    runner.close()


@pytest.fixture
def places(qgis_app):
    rows = [("371525102", "桑阿镇"), ("371525103", "柳林镇"), ("371525104", "清水镇")]
    shapes = [(box(X + 1000 * k, Y, X + 1000 * (k + 1), Y + 1000), *row) for k, row in enumerate(rows)]
    return layer("XZQ", ["XZQDM:string", "XZQMC:string"], shapes)


@pytest.fixture
def register(tmp_path):
    path = tmp_path / "事项.csv"
    path.write_text(
        "编号,类别,地点,日期,金额,联系电话\n"
        "1,审查,桑阿镇,2021-03-01,1.5,13800000000\n"
        "2,审查,371525102201,2021/4/2,2.25,13800000000\n"
        "3,审查,柳林镇清水村,2022年1月1日,,\n"
        "4,咨询,全县,2021-03-05,0.1,\n",
        "utf-8",
    )
    return str(path)


def given(register, places, **more):
    fields = {"KIND_FIELD": "类别", "DATE_FIELD": "日期", "PLACE_FIELD": "地点", "VALUE_FIELDS": ["金额"]}
    return {"INPUT": register, "PLACES": places, "OUTPUT": "memory:", **fields, **more}


def test_by_hand(run, register, places):
    feedback = Log()
    results = run(
        "caseregister",
        feedback,
        **given(register, places, NUMBER_FIELD="编号", PERIOD="quarter"),
        OUTPUT_COUNTS="memory:",
        OUTPUT_MATCHES="memory:",
        OUTPUT_WITHOUT="memory:",
    )
    assert [results[name] for name in ("ROWS", "UNPLACED", "PLACES_WITH", "PLACES_WITHOUT", "CONFLICTS")] == [
        4,
        1,
        2,
        1,
        0,
    ]
    # 咨询 (kind_1) has no place; 1.5 + 2.25 in the first one
    found = {row["XZQMC"]: (row["cases"], row["kind_1"], row["kind_2"], row["sum_1"]) for row in rows(results)}
    assert found == {"桑阿镇": (2, 0, 2, 3.75), "柳林镇": (1, 0, 1, 0.0), "清水镇": (0, 0, 0, 0.0)}
    [empty] = results["OUTPUT_WITHOUT"].getFeatures()
    assert (empty["name"], empty.geometry().area()) == ("清水镇", pytest.approx(1e6))
    counts = [(row["kind_name"], row["place"], row["period"], row["cases"]) for row in rows(results, "OUTPUT_COUNTS")]
    assert ("审查", "桑阿镇", "2021-Q2", 1) in counts
    hows = [(row["number"], row["how"], row["place"]) for row in rows(results, "OUTPUT_MATCHES")]
    assert hows == [("1", "name", "桑阿镇"), ("2", "code", "桑阿镇"), ("3", "in_text", "柳林镇"), ("4", "", "")]
    told = "\n".join(feedback.warnings)
    assert "1 rows are joined to no place (全县)" in told
    assert "1 rows have no value in 金额; they count as cases, and as nothing in its sum." in told


def rows(results, name="OUTPUT"):
    return list(results[name].getFeatures())


@pytest.mark.parametrize(
    ("most", "ranges"),
    [
        (0, [(0, 0)]),
        (1, [(0, 0), (1, 1)]),
        (4, [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4)]),
        # a round width of about a fourth: 50
        (187, [(0, 0), (1, 50), (51, 100), (101, 150), (151, 200)]),
        # a fourth of 90 is 22.5: the next round width is 50
        (90, [(0, 0), (1, 50), (51, 100)]),
    ],
)
def test_steps_of_the_map(most, ranges):
    from redline.layers.looks.counted import count_ranges

    assert count_ranges(most) == ranges


def test_the_map_tells_places_without_any_from_others(run, register, places):
    from redline.layers.looks.counted import dress_counts

    made = run("caseregister", **given(register, places))["OUTPUT"]
    dress_counts(made, "cases")
    ranges = made.renderer().ranges()
    assert [each.label() for each in ranges] == ["0", "1", "2"]
    assert made.renderer().rangeForValue(0).symbol().color().getRgb()[:3] == (233, 183, 167)
    assert made.renderer().rangeForValue(2).symbol().color().getRgb()[:3] == (169, 208, 177)


def test_points_say_where_words_do_not(run, places):
    points = QgsVectorLayer("Point?crs=EPSG:4527&field=DD:string", "隐患点", "memory")
    for x, text in ((500, None), (1500, "桑阿镇"), (5000, None)):
        feature = QgsFeature(points.fields())
        feature.setAttributes([text])
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(X + x, Y + 500)))
        assert points.dataProvider().addFeatures([feature])[0]
    feedback = Log()
    parameters = {"INPUT": points, "PLACES": places, "PLACE_FIELD": "DD", "OUTPUT": "memory:"}
    results = run("caseregister", feedback, **parameters, OUTPUT_MATCHES="memory:")
    hows = [(row["how"], row["place"], row["beside"]) for row in rows(results, "OUTPUT_MATCHES")]
    assert hows == [("point", "桑阿镇", ""), ("name", "桑阿镇", "柳林镇"), ("", "", "")]
    assert (results["UNPLACED"], results["CONFLICTS"]) == (1, 1)
    assert any(
        "1 points lie in another place than the one written (the first: 2)" in line for line in feedback.warnings
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"KIND_FIELD": "联系电话"}, "联系电话 hold personal data, by which nothing is counted"),
        ({"PLACE_FIELD": None}, "has no points, and no field with the place is named: choose one in PLACE_FIELD"),
        ({"VALUE_FIELDS": ["地点"]}, "“桑阿镇” in field 地点 is not a number with one meaning"),
        ({"DATE_FIELD": "类别"}, "审查"),
        ({"PLACES": "bare"}, "has no field ZLDWDM"),
    ],
)
def test_wrong_input(run, register, places, change, message):
    if change.get("PLACES"):
        change = {"PLACES": layer("XZQ", ["a:string"], [(box(X, Y, X + 1, Y + 1), "x")])}
    with pytest.raises(QgsProcessingException, match=message):
        run("caseregister", **given(register, places, **change))


def test_the_published_registers(run, redline, tmp_path_factory):
    county, registers = demo_county(), demo_registers()
    results = run(
        "caseregister",
        INPUT=f"{registers}|layername=SXTZ",
        KIND_FIELD="LB",
        DATE_FIELD="RQ",
        PLACE_FIELD="DD",
        VALUE_FIELDS=["SL", "MJ"],
        PLACES=f"{county}|layername=XZQ",
        OUTPUT="memory:",
        OUTPUT_COUNTS="memory:",
    )
    kinds = {
        row["kind_name"]: (row["cases"], row["sum_1"], row["sum_2"])
        for row in rows(results, "OUTPUT_COUNTS")
        if row["kind"] == "subtotal"
    }
    assert kinds["教育项目审查"][0] == 244
    assert kinds["停车位审查"][1] == 194970
    assert kinds["法律咨询"][0] > 2000
    assert [kinds[kind][0] for kind in ("法律复函", "接访", "公证")] == [60, 500, 40]
    assert kinds["用地指标"][2] == 191.38
    assert (kinds["征收"][0], kinds["征收"][2]) == (6, 298.16)
    assert (kinds["出让"][0], kinds["出让"][2]) == (12, 821.66)
    assert kinds["登记"][0] == 7
    assert results["PLACES_WITHOUT"] == 0


def test_the_published_hazards_by_township_and_state(run, redline, tmp_path_factory):
    """114 points with 95.8 million yuan, 9,580 万元, by township and state; the points lie where it is written."""
    county, registers = demo_county(), demo_registers()
    results = run(
        "caseregister",
        INPUT=f"{registers}|layername=DZZHYS",
        KIND_FIELD="ZT",
        PLACE_FIELD="XZ",
        VALUE_FIELDS=["YS"],
        PLACES=f"{county}|layername=XZQ",
        PERIOD="none",
        OUTPUT="memory:",
        OUTPUT_COUNTS="memory:",
    )
    [total] = [row for row in rows(results, "OUTPUT_COUNTS") if row["kind"] == "total"]
    assert (total["cases"], total["sum_1"]) == (114, 9580)
    assert (results["UNPLACED"], results["CONFLICTS"]) == (0, 0)
    assert sum(row["sum_1"] for row in rows(results)) == pytest.approx(9580, abs=1e-6)
