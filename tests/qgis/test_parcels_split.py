"""redline:splitbyarea on real layers."""

import pytest
from qgis import processing
from qgis.core import (
    NULL,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)

X, Y = 39_400_000.0, 4_040_000.0


@pytest.fixture
def parcels(redline):
    """A square of a kilometre and one of a hectare, with a number and a field that is called part already."""
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:4527&field=DKBH:string&field=part:string", "parcels", "memory")
    features = []
    for number, (x, y, side) in {"A": (0, 0, 1000), "B": (3000, 0, 100)}.items():
        feature = QgsFeature(layer.fields())
        feature.setAttributes([number, "old"])
        square = QgsGeometry.fromRect(QgsRectangle(X + x, Y + y, X + x + side, Y + y + side))
        square.convertToMultiType()
        feature.setGeometry(square)
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    return layer


def run(**parameters):
    return processing.run("redline:splitbyarea", {"OUTPUT": "TEMPORARY_OUTPUT", **parameters})


def rows(result):
    """By the parcel's first letter and the part."""
    return {(each["DKBH"][0], each["part_"]): each for each in result["OUTPUT"].getFeatures()}


def test_a_thousand_mu_from_the_north(parcels):
    feedback = QgsProcessingFeedback()
    result = processing.run(
        "redline:splitbyarea",
        {"INPUT": parcels, "AREA": 1000, "UNIT": "mu", "DIRECTION": 0, "OUTPUT": "TEMPORARY_OUTPUT"},
        feedback=feedback,
    )
    found = rows(result)
    assert sorted(found) == [("A", "cut"), ("A", "rest"), ("B", "whole")]
    # 1,000 mu = 666,666.67 m².
    assert found["A", "cut"]["part_m2"] == 666_666.67
    assert found["A", "cut"]["part_mu"] == 1000.0
    assert found["A", "cut"]["part"] == "old"
    assert found["A", "cut"].geometry().boundingBox().yMaximum() == Y + 1000
    assert result["CUT_AREA"] == 666_666.67
    assert (result["PARCELS"], result["SKIPPED"]) == (1, 1)
    # The hectare is too small: it stays whole, and the log says why.
    assert "feature 2: left whole. The polygon has" in feedback.textLog()
    assert found["A", "cut"].geometry().isGeosValid()
    together = found["A", "cut"].geometry().combine(found["A", "rest"].geometry())
    assert together.area() == pytest.approx(1e6, abs=1)


@pytest.mark.parametrize(("side", "west"), [("left", True), ("right", False)])
def test_parallel_to_a_line_in_another_system(parcels, side, west):
    line = QgsVectorLayer("LineString?crs=EPSG:4490", "line", "memory")
    feature = QgsFeature()
    # From south to north along a meridian: left is the west.
    feature.setGeometry(QgsGeometry.fromWkt("LineString(115.89 36.48, 115.89 36.6)"))
    assert line.dataProvider().addFeature(feature)
    found = rows(run(INPUT=parcels, AREA=25, UNIT="ha", LINE=line, SIDE=side))
    cut, rest = (found["A", part].geometry().centroid().asPoint().x() for part in ("cut", "rest"))
    assert (cut < rest) == west
    assert found["A", "cut"]["part_m2"] == 250_000.0


def test_what_cannot_be(parcels):
    with pytest.raises(QgsProcessingException, match="has no line: draw one, or give an azimuth instead"):
        run(INPUT=parcels, AREA=1, LINE=QgsVectorLayer("LineString?crs=EPSG:4527", "empty", "memory"))
    empty = QgsVectorLayer("Polygon?crs=EPSG:4527", "nothing", "memory")
    with pytest.raises(QgsProcessingException, match="Layer nothing holds no polygons"):
        run(INPUT=empty, AREA=1)


def test_in_a_file_and_with_a_selection(parcels, tmp_path):
    parcels.selectByExpression("DKBH = 'A'")
    target = tmp_path / "split.gpkg"
    QgsProject.instance().addMapLayer(parcels, False)
    result = run(
        INPUT=QgsProcessingFeatureSourceDefinition(parcels.id(), True), AREA=300_000, UNIT="m2", OUTPUT=str(target)
    )
    assert (result["PARCELS"], result["SKIPPED"], result["CUT_AREA"]) == (1, 0, 300_000.0)
    assert target.is_file()


@pytest.fixture
def batch(redline):
    """A square of 300 m with a number, a name, and an area in hectares that a person wrote down; D1-2 is taken."""
    layer = QgsVectorLayer(
        "MultiPolygon?crs=EPSG:4527&field=DKBH:string(4)&field=DKMC:string&field=DKMJ:double", "batch", "memory"
    )
    features = []
    for number, x, side, hectares in (("D1", 0, 300, 9.0), ("D1-2", 1000, 100, 7.7), (None, 2000, 300, None)):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([number, "一号地块", hectares])
        square = QgsGeometry.fromRect(QgsRectangle(X + x, Y, X + x + side, Y + side))
        square.convertToMultiType()
        feature.setGeometry(square)
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    return layer


def parts_of(result, name="一号地块"):
    return [tuple(each[name] for name in ("DKBH", "DKMJ", "part", "part_m2", "part_no"))
            for each in result["OUTPUT"].getFeatures()]  # fmt: skip


def test_a_list_of_areas_numbers_and_recorded_areas(batch):
    """20 mu = 13,333.33 m² = 1.3333 ha, 30.5 mu = 20,333.33 m² = 2.0333 ha; the rest of some 90,000 m² comes last.
    The number D1-2 is another parcel's, so the second part is D1-3."""
    found = parts_of(run(INPUT=batch, AREAS="20，30.5", DIRECTION=90))
    first, second, rest = found[:3]
    assert first == ("D1-1", 1.3333, "cut", pytest.approx(13_333.33, abs=0.011), 1)
    assert second == ("D1-3", 2.0333, "cut", pytest.approx(20_333.33, abs=0.011), 2)
    assert rest[0::2] == ("D1-4", "rest", 3)
    assert rest[1] == pytest.approx(rest[3] / 10_000, abs=0.00005)
    # The parcel of a hectare has not as much: it stays as it is, its number, its odd area and all.
    assert found[3][:3] == ("D1-2", 7.7, "whole")
    # Without a number and an area there is nothing to number or compute.
    assert all(each[0] == NULL and each[1] == NULL for each in found[4:])


def test_an_area_that_is_not_the_parcels_is_not_divided(batch):
    """7.7 ha were written down for a hectare: no unit makes them its area, so the parts have none."""
    found = [each for each in parts_of(run(INPUT=batch, AREA=1, NUMBER_PARTS=True)) if str(each[0]).startswith("D1-2-")]
    assert [each[:3:2] for each in found] == [("D1-2-1", "cut"), ("D1-2-2", "rest")]
    assert all(each[1] == NULL for each in found)


def test_numbers_stay_where_asked(batch):
    found = parts_of(run(INPUT=batch, AREA=1, NUMBER_PARTS=False))
    assert [each[:2] for each in found[:2]] == [("D1", 9.0)] * 2


def test_equal_parts(batch):
    """Seven parts of a parcel are its official area shared out to 0.01 m²; what rounding makes of it is told."""
    feedback = QgsProcessingFeedback()
    whole = processing.run("redline:officialarea", {"INPUT": batch, "UNIT": "m2", "OUTPUT": "TEMPORARY_OUTPUT"})
    official = next(whole["OUTPUT"].getFeatures())["off_area"]
    result = processing.run(
        "redline:splitbyarea",
        {"INPUT": batch, "PARTS": 7, "DIRECTION": 45, "OUTPUT": "TEMPORARY_OUTPUT"},
        feedback=feedback,
    )
    areas = [each[3] for each in parts_of(result)[:7]]
    assert [each[4] for each in parts_of(result)[:7]] == [1, 2, 3, 4, 5, 6, 7]
    assert areas == pytest.approx([official / 7] * 7, abs=0.1)
    assert areas[:6] == pytest.approx([official / 7] * 6, abs=0.02)
    together = round(sum(areas), 2)
    told = f"Layer batch, feature 1: its parts have {together:.2f} m² together"
    assert (told in feedback.textLog()) == (together != official)
    assert (result["PARCELS"], result["SKIPPED"]) == (3, 0)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Give one of the three: .* 0 are given"),
        ({"AREA": 1, "PARTS": 2}, "Give one of the three: .* 2 are given"),
        ({"AREAS": "1, x"}, "“x” in the list of areas is no area: write numbers of more than 0"),
        ({"AREAS": "1,000"}, "“000” in the list of areas is no area: .* without signs for thousands"),
    ],
)
def test_what_is_asked_wrongly(batch, given, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        run(INPUT=batch, **given)


def test_more_than_the_parcel_has(batch):
    feedback = QgsProcessingFeedback()
    result = processing.run(
        "redline:splitbyarea",
        {"INPUT": batch, "AREAS": "100 50", "OUTPUT": "TEMPORARY_OUTPUT"},
        feedback=feedback,
    )
    assert result["SKIPPED"] == 3
    assert "left whole. The areas are 100000.00 m² together, and the polygon has" in feedback.textLog()
