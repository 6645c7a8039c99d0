"""redline:officialarea, and the functions for expressions."""

import pytest
from qgis import processing
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt

from redline.core.ellipsoid import official_area

pytestmark = pytest.mark.usefixtures("redline")

EAST, NORTH = 39_360_000.0, 4_040_000.0
# a square of 1 km whose official area is below its plane area: 117 km east of its meridian the projection enlarges
SQUARE = [(NORTH, EAST), (NORTH, EAST + 1000), (NORTH + 1000, EAST + 1000), (NORTH + 1000, EAST)]


def layer_of(*geometries, crs="EPSG:4527", fields="field=name:string"):
    layer = QgsVectorLayer(f"Polygon?crs={crs}&{fields}", "shapes", "memory")
    features = []
    for geometry in geometries:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(geometry)
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    return layer


def square():
    return QgsGeometry.fromRect(QgsRectangle(EAST, NORTH, EAST + 1000, NORTH + 1000))


def run(feedback=None, **parameters):
    return processing.run("redline:officialarea", {"OUTPUT": "TEMPORARY_OUTPUT", **parameters}, feedback=feedback)


def values(out, *names):
    return [tuple(feature[name] for name in names) for feature in out["OUTPUT"].getFeatures()]


class TestOfficialArea:
    def test_square_metres(self):
        out = run(INPUT=layer_of(square()))
        expected = official_area([SQUARE], 4527)
        assert values(out, "off_area", "plane_area", "diff") == [
            (expected, 1e6, pytest.approx(expected - 1e6, abs=1e-9))
        ]
        assert (out["TOTAL_AREA"], out["PLANE_AREA"], out["FEATURES"], out["SKIPPED"]) == (expected, 1e6, 1, 0)

    @pytest.mark.parametrize(("unit", "plane"), [("ha", 100.0), ("mu", 1500.0), ("km2", 1.0)])
    def test_units(self, unit, plane):
        area, flat, difference = values(run(INPUT=layer_of(square()), UNIT=unit), "off_area", "plane_area", "diff")[0]
        assert flat == pytest.approx(plane, abs=1e-9)
        per = {"ha": 1e4, "mu": 2000 / 3, "km2": 1e6}[unit]
        assert area == pytest.approx(official_area([SQUARE], 4527) / per, abs=0.5e-4)
        assert area - flat == pytest.approx(difference, abs=1e-9)

    def test_decimals(self):
        area = values(run(INPUT=layer_of(square()), UNIT="ha", DECIMALS=1), "off_area")[0][0]
        assert area == round(official_area([SQUARE], 4527) / 1e4, 1)

    def test_attributes_and_geometry_stay_and_old_fields_are_replaced(self):
        layer = layer_of(square(), fields="field=name:string&field=off_area:double&field=z:integer")
        layer.startEditing()
        layer.changeAttributeValue(1, 0, "东街")
        layer.changeAttributeValue(1, 1, 5.0)
        layer.changeAttributeValue(1, 2, 7)
        layer.commitChanges()
        out = run(INPUT=layer)
        assert [field.name() for field in out["OUTPUT"].fields()] == ["name", "z", "off_area", "plane_area", "diff"]
        assert values(out, "name", "z", "off_area") == [("东街", 7, official_area([SQUARE], 4527))]
        feature = next(out["OUTPUT"].getFeatures())
        assert feature.geometry().area() == 1e6
        assert next(layer.getFeatures())["off_area"] == 5.0

    def test_degrees_have_no_plane_area(self):
        there = processing.run("native:reprojectlayer", {"INPUT": layer_of(square()), "TARGET_CRS": "EPSG:4490",
                                                         "OUTPUT": "TEMPORARY_OUTPUT"})["OUTPUT"]  # fmt: skip
        area, flat, difference = values(run(INPUT=there), "off_area", "plane_area", "diff")[0]
        assert area == pytest.approx(official_area([SQUARE], 4527), abs=20)
        assert not flat and not difference

    def test_empty_geometries_are_told(self):
        out = run(INPUT=layer_of(square(), QgsGeometry()))
        assert (out["FEATURES"], out["SKIPPED"]) == (1, 1)
        assert out["OUTPUT"].featureCount() == 2
        assert not values(out, "off_area")[1][0]

    def test_layer_without_polygons(self):
        with pytest.raises(QgsProcessingException, match="Layer shapes holds no polygons"):
            run(INPUT=layer_of())

    def test_cancelled(self, tmp_path):
        feedback = QgsProcessingFeedback()
        feedback.cancel()
        target = tmp_path / "out.gpkg"
        with pytest.raises(QgsProcessingException, match="cancelled"):
            processing.run(
                "redline:officialarea", {"INPUT": layer_of(square()), "OUTPUT": str(target)}, feedback=feedback
            )
        assert not target.exists()

    def test_documents(self, tmp_path):
        other = QgsGeometry.fromRect(QgsRectangle(EAST, NORTH, EAST + 100, NORTH + 100))
        out = run(INPUT=layer_of(square(), other), UNIT="ha", OUTPUT_HTML=str(tmp_path / "a.html"))
        printed = [row[0] for row in values(out, "off_area")]
        page = (tmp_path / "a.html").read_text(encoding="utf-8")
        assert f"{sum(printed):.4f}" in page
        assert "101.0000" in page

    def test_outputs_are_what_is_declared(self, redline, tmp_path):
        declared = {output.name() for output in redline.algorithm("officialarea").outputDefinitions()}
        documents = {"OUTPUT_XLSX": str(tmp_path / "a.xlsx"), "OUTPUT_HTML": str(tmp_path / "a.html")}
        assert set(run(INPUT=layer_of(square()), **documents)) == declared


def evaluate(text, layer=None):
    context = QgsExpressionContext()
    if layer is not None:
        context.appendScopes(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        context.setFeature(next(layer.getFeatures()))
    expression = QgsExpression(text)
    assert not expression.hasParserError(), expression.parserErrorString()
    result = expression.evaluate(context)
    return expression.evalErrorString() if expression.hasEvalError() else result


class TestExpressions:
    def test_official_area(self):
        layer = layer_of(square())
        assert evaluate("redline_official_area($geometry)", layer) == official_area([SQUARE], 4527)
        wkt = square().asWkt()
        assert evaluate(f"redline_official_area(geom_from_wkt('{wkt}'), 'EPSG:4527')") == official_area([SQUARE], 4527)

    def test_mu(self):
        # 1 mu = 2000/3 m²: 1000 m² = 1.5 mu; 100 m² = 0.15; 0.05 m² = 0.000075 -> 0.0001
        assert [evaluate(f"redline_mu({area})") for area in (1000, 100, 0.05)] == [1.5, 0.15, 0.0001]
        assert evaluate("redline_mu(1234.5678, 2)") == 1.85
        assert evaluate("redline_mu(NULL)") is None
        assert evaluate("redline_mu('x')") == "redline_mu needs a number, not x."

    def test_classes(self):
        assert evaluate("redline_class_name('0102')") in ("Irrigated land", "水浇地")
        assert evaluate("redline_class_name('1001', 'ydyh')") in ("Industrial land", "工业用地")
        assert evaluate("redline_class_name('9999')") is None
        assert evaluate("redline_class_name('0102', 'none')").startswith("There is no scheme none")
        assert evaluate("redline_major_class('0102')") in ("Agricultural land", "农用地")
        assert evaluate("redline_major_class('1003', 'sandiao')") in ("Construction land", "建设用地")
        assert evaluate("redline_major_class(NULL)") is None

    def test_deadlines(self):
        """A day and night is 24 hours; Friday 10 September 2021 plus one working day is Monday, when the office closes
        at 17:30; a month that ends is over with its last second."""

        def due(rule, moment="2021-09-01 08:00"):
            found = evaluate(f"redline_deadline('{moment}', '{rule}')")
            return found if isinstance(found, str) else found.toString(Qt.DateFormat.ISODate)

        assert due("restored") == due("1 day_night") == "2021-09-02T08:00:00+08:00"
        assert due("report", "2021/9/1 8:05") == "2021-09-01T09:05:00+08:00"
        assert due("1 working_day", "2021-09-10T09:00:00+08:00") == "2021-09-13T17:30:00+08:00"
        assert due("0 calendar_month_end") == "2021-09-30T23:59:59+08:00"
        assert evaluate("redline_deadline(make_datetime(2021,9,1,8,0,0), 'report')").toString("HH:mm") == "09:00"
        assert evaluate("redline_deadline('2021-09-01 08:00', 'report') < make_datetime(2021,9,3,0,0,0)") == 1
        assert evaluate("redline_deadline(NULL, 'report')") is None
        assert due("soon").startswith("“soon” is no rule: write a deadline (report, on_site, restored), or an amount")
        assert due("report", "2021-09-01") == (
            "redline_deadline needs a moment such as 2021-09-01 08:00, not 2021-09-01."
        )

    def test_names_of_states(self):
        assert evaluate("redline_case_state('on_site')") in ("On site", "核查中")
        assert evaluate("redline_case_state('nowhere')") is None and evaluate("redline_case_state(NULL)") is None

    def test_wrong_number_of_arguments(self):
        assert evaluate("redline_mu(1, 2, 3)") == "redline_mu takes 1 to 2 arguments."

    def test_each_has_help(self):
        for name in (
            *("redline_official_area", "redline_mu", "redline_class_name", "redline_major_class"),
            *("redline_deadline", "redline_case_state"),
        ):
            assert name in QgsExpression.helpText(name)
