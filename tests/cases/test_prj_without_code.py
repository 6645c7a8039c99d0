"""A .prj whose name PROJ does not know: the system is known by its parameters, and degrees come from them."""

import pytest
import systems
from deliveries import rows
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsProject,
    QgsVectorLayer,
)

from redline.layers.reading.crs import datum_name, geographic_of
from redline.layers.reading.gausskruger import official_system
from redline.layers.reading.planes import ellipsoid_name

# name, false easting, central meridian, what it is, zone of the text file
NAMES = [
    ("CGCS2000_3_Degree_GK_Zone_39_1", 39_500_000.0, 117.0, "EPSG:4527"),
    ("Gauss_Kruger", 39_500_000.0, 117.0, "EPSG:4527"),
    ("冠县坐标系", 39_500_000.0, 117.0, "EPSG:4527"),
    ("Gauss_Kruger", 500_000.0, 117.0, "EPSG:4548"),
]


@pytest.mark.parametrize(("name", "easting", "meridian", "code"), NAMES)
def test_known_by_its_parameters(run, tmp_path, name, easting, meridian, code):
    corner = easting - 140_000
    path = systems.shapefile(tmp_path, systems.prj(name, easting, meridian), east=corner)
    crs = QgsVectorLayer(str(path), "p", "ogr").crs()
    assert crs.authid() == "" and official_system(crs).authid() == code
    assert geographic_of(crs).authid() == "EPSG:4490"
    assert ellipsoid_name(crs) == ellipsoid_name(QgsCoordinateReferenceSystem(code))
    points = run("boundarypoints", INPUT=str(path), OUTPUT="TEMPORARY_OUTPUT")["OUTPUT"]
    assert rows(points, "x_north", "y_east", "side")[0] == (4_040_100.0, 39_360_000.0, 100.0)
    run("exportparceltext", INPUT=str(path), OUTPUT=str(tmp_path / "p.txt"))
    text = (tmp_path / "p.txt").read_text(encoding="gbk")
    assert "坐标系=2000国家大地坐标系\n几度分带=3\n" in text.replace("\r\n", "\n")
    # 36.481° N, 115.438° E: row (40 − 36.481) / (2.5 / 60) = 84.5, column (115.438 − 114) / (3.75 / 60) = 23.01
    assert "带号=39" in text and ",J50G085024," in text
    assert "J1,1,4040100.000,39360000.000" in text


def test_a_meridian_of_an_offices_own(run, tmp_path):
    """115.5° is no meridian of a zone: the system stays what it is, but knows where it lies."""
    path = systems.shapefile(tmp_path, systems.prj("Gauss_Kruger", 500_000.0, 115.5), east=494_000.0)
    crs = QgsVectorLayer(str(path), "p", "ogr").crs()
    assert official_system(crs) == crs and geographic_of(crs).authid() == "EPSG:4490"
    points = run("boundarypoints", INPUT=str(path), OUTPUT="TEMPORARY_OUTPUT")["OUTPUT"]
    assert rows(points, "x_north", "y_east")[0] == (4_040_100.0, 494_000.0)


def test_the_name_of_the_datum(tmp_path):
    for datum, name in ((systems.CGCS2000, "China_2000"), (systems.XIAN80, "Xian_1980"), (systems.OWN, "D_GuanXian")):
        crs = QgsVectorLayer(str(systems.shapefile(tmp_path, systems.prj("K", datum=datum))), "p", "ogr").crs()
        assert datum_name(crs) == name
        # only what is on CGCS2000 is a zone of it
        assert official_system(crs).authid() == ("EPSG:4527" if datum is systems.CGCS2000 else "")


class TestTheExpression:
    """redline_official_area measures in the layer's own system, whatever the project's is, or says why not."""

    def evaluate(self, layer, text="redline_official_area($geometry)"):
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        context.setFeature(next(layer.getFeatures()))
        expression = QgsExpression(text)
        found = expression.evaluate(context)
        return expression.evalErrorString() or found

    @pytest.mark.parametrize("project", ["EPSG:4527", "EPSG:4526", "EPSG:3857", "EPSG:4490"])
    def test_whatever_the_projects_system(self, redline, tmp_path, project):
        path = systems.shapefile(tmp_path, systems.prj("CGCS2000_3_Degree_GK_Zone_39_1"), side=1000.0)
        QgsProject.instance().setCrs(QgsCoordinateReferenceSystem(project))
        assert self.evaluate(QgsVectorLayer(str(path), "p", "ogr")) == 999_520.84

    def test_no_system_is_told(self, redline, tmp_path):
        path = systems.shapefile(tmp_path, systems.prj("x"))
        path.with_suffix(".prj").unlink()
        layer = QgsVectorLayer(str(path), "地块", "ogr")
        layer.setCrs(QgsCoordinateReferenceSystem())
        assert self.evaluate(layer) == "Layer 地块 has no coordinate system: set one in its properties."
        said = self.evaluate(layer, "redline_official_area($geometry, 'EPSG:1')")
        assert said == "EPSG:1 is no coordinate system: give one such as 'EPSG:4527'."

    def test_no_layer_is_told(self, redline):
        text = QgsExpression("redline_official_area(geom_from_wkt('POLYGON((0 0,1 0,1 1,0 0))'))")
        assert text.evaluate(QgsExpressionContext()) is None
        assert text.evalErrorString() == (
            "redline_official_area is not told of which coordinate system the geometry is: give it, such as "
            "'EPSG:4527'."
        )
