"""redline:splitbyarea on real layers."""

import pytest
from qgis import processing
from qgis.core import (
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
    return {(each["DKBH"], each["part_"]): each for each in result["OUTPUT"].getFeatures()}


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
