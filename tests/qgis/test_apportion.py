"""redline:apportion on the small county, where shares can be worked out by hand."""

import re

import pytest
from qgis import processing
from qgis.core import (
    QgsFeature,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
)
from smallcounty import square

pytestmark = pytest.mark.usefixtures("redline")


@pytest.fixture
def layers(smallcounty):
    return {table.name: table.layer() for table in smallcounty.tables()}


def zones(*rows, name="towns"):
    """(polygon, people, money) of each zone."""
    place = "MultiPolygon?crs=EPSG:4527&field=XZ:string&field=RK:integer&field=BCK:double"
    layer = QgsVectorLayer(place, name, "memory")
    features = []
    for number, (shape, people, money) in enumerate(rows):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([f"T{number}", people, money])
        feature.setGeometry(shape)
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    return layer


def run(feedback=None, **parameters):
    return processing.run("redline:apportion", {"OUTPUT": "TEMPORARY_OUTPUT", **parameters}, feedback=feedback)


def shares(out, name="share_RK"):
    return [feature[name] for feature in out["OUTPUT"].getFeatures()]


def test_a_county_on_its_four_villages(layers):
    """1,003 people on four squares of 1 km are 250.75 each. The meridian of the zone lies 140 km to the east, so the
    squares in the west are a little smaller on the ellipsoid: one of them gets 250, the others 251."""
    county = zones((square(0, 0, 2000), 1003, 1000.01))
    out = run(INPUT=county, FIELDS=["RK", "BCK"], TARGET=layers["CJDCQ"])
    people = shares(out)
    assert sorted(people) == [250, 251, 251, 251]
    assert 250 in (people[0], people[2])
    money = shares(out, "share_BCK")
    assert sum(round(100 * each) for each in money) == 100_001
    assert money == pytest.approx([250.0] * 4, abs=0.01)
    assert (out["ZONES"], out["UNSHARED"], out["EMPTY_TARGETS"], out["SKIPPED"]) == (1, 0, 0, 0)


def test_by_the_classes_where_people_live(layers):
    """A village of 80: two patches of 0702, which weigh 3, and two of 0301 are 3 + 3 + 1 + 1 = 8 shares of 10."""
    village = zones((square(0, 0, 1000), 80, None))
    out = run(
        INPUT=village, FIELDS=["RK"], TARGET=layers["DLTB"], WEIGHT=layers["DLTB"], CLASSES="0702:3, 0301", DECIMALS=0
    )
    by_class = {}
    for feature in out["OUTPUT"].getFeatures():
        by_class.setdefault(feature["DLBM"], set()).add(feature["share_RK"])
    assert by_class["0702"] == {30, 0}
    assert by_class["0301"] == {10, 0}
    assert by_class["0102"] == {0}
    assert sum(shares(out)) == 80
    assert out["EMPTY_TARGETS"] == 64 - 4


def test_a_first_level_class_counts_with_those_below_it(layers):
    """All patches of class 07 lie in the third row of patches, so a target over the first two rows gets nothing."""
    village = zones((square(0, 0, 1000), 90, None))
    targets = zones((square(0, 0, 1000, 500), 0, 0), (square(0, 500, 500, 500), 0, 0), (square(500, 500, 500), 0, 0))
    out = run(INPUT=village, FIELDS=["RK"], TARGET=targets, WEIGHT=layers["DLTB"], CLASSES="07")
    assert shares(out) == [0, 0, 90]


@pytest.mark.parametrize(("outside", "people"), [("shared", 100), ("left", 25)])
def test_land_in_no_target(outside, people):
    """A quarter of the zone lies in the only target."""
    feedback = QgsProcessingFeedback()
    town = zones((square(0, 0, 2000, 1000), 100, None))
    out = run(feedback, INPUT=town, FIELDS=["RK"], TARGET=zones((square(0, 0, 500, 1000), 0, 0)), OUTSIDE=outside,
              ID_FIELD="XZ")  # fmt: skip
    assert shares(out) == [people]
    if outside == "shared":
        told = "Layer towns, zone T0: 75.00 % of what it is shared out by lies in no target; the targets that it meets"
    else:
        told = "RK: 25 were shared out; 75 belong to land in no target, 0 to zones that meet none."
    assert told in feedback.textLog()


def test_nothing_is_lost_in_silence():
    feedback = QgsProcessingFeedback()
    towns = zones((square(0, 0, 1000), 100, 1.5), (square(5000, 0, 1000), 7, None))
    out = run(feedback, INPUT=towns, FIELDS=["RK", "BCK"], TARGET=zones((square(0, 0, 1000), 0, 0)), ID_FIELD="XZ")
    assert (shares(out), shares(out, "share_BCK")) == ([100], [1.5])
    assert (out["ZONES"], out["UNSHARED"]) == (1, 1)
    log = feedback.textLog()
    assert "Layer towns, zone T1: it meets no target that could take its numbers: they are left out." in log
    assert "RK: 100 were shared out; 0 belong to land in no target, 7 to zones that meet none." in log
    assert "Layer towns: 1 zones have no value in BCK (the first is T1); they count as nothing." in log


def test_targets_that_overlap_are_told_and_the_sum_is_kept():
    feedback = QgsProcessingFeedback()
    targets = zones((square(0, 0, 1000), 0, 0), (square(0, 0, 1000, 500), 0, 0))
    out = run(feedback, INPUT=zones((square(0, 0, 1000), 90, None)), FIELDS=["RK"], TARGET=targets)
    assert shares(out) == [60, 30]
    # Half a square kilometre of the grid, 140 km from the meridian: 500,000 m² / 1.00024².
    assert re.search(r"polygons overlap each other by 4997\d\d\.\d\d m² inside the zones", feedback.textLog())


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"FIELDS": ["XZ"]}, "Layer towns, feature 1: “T0” in field XZ is not a number with one meaning"),
        ({"FIELDS": ["RK"], "CLASSES": "07"}, "Classes count only with a layer of land use: choose one"),
        ({"FIELDS": ["RK"], "WEIGHT": "DLTB", "CLASSES": "0799"}, "0799 is not a class of 第三次全国国土调查工作分类"),
        ({"FIELDS": ["RK"], "WEIGHT": "DLTB", "CLASSES": "07:x"}, "“07:x” is no class with a weight"),
    ],
)
def test_what_cannot_be(layers, given, sentence):
    given = {name: layers[value] if name == "WEIGHT" else value for name, value in given.items()}
    with pytest.raises(QgsProcessingException, match=sentence):
        run(INPUT=zones((square(0, 0, 1000), 1, 1)), TARGET=layers["CJDCQ"], **given)


def test_numbers_as_text_are_shared_out(layers):
    """Excel's "1,200.0" and " 300 " are people too: 1,200 and 300, each to the one target that it lies in."""
    towns = QgsVectorLayer("MultiPolygon?crs=EPSG:4527&field=RK:string", "towns", "memory")
    features = []
    for shape, text in ((square(0, 0, 1000), "1,200.0"), (square(1000, 0, 1000), " 300 ")):
        feature = QgsFeature(towns.fields())
        feature.setAttributes([text])
        feature.setGeometry(shape)
        features.append(feature)
    assert towns.dataProvider().addFeatures(features)[0]
    targets = zones((square(0, 0, 1000), 0, 0), (square(1000, 0, 1000), 0, 0))
    assert shares(run(INPUT=towns, FIELDS=["RK"], TARGET=targets)) == [1200, 300]
