"""Pictures on the map: their cones point to true north, and magnetic azimuths are turned; layers of a case file."""

import math

import pytest
from osgeo import gdal, ogr
from qgis.core import QgsExpression, QgsExpressionContext, QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer
from test_casework_panel import fill

from redline.core.casework.places import METRES_PER_DEGREE
from redline.layers.casework.casefile import CasePlace, add_case_rows, opened, transaction
from redline.layers.looks.caselook import CONE_M, cone_expression, dress_case_layer

pytestmark = pytest.mark.usefixtures("redline")
LON, LAT = 115.44, 36.48


def cone(azimuth, reference):
    layer = QgsVectorLayer("Point?crs=EPSG:4490&field=azimuth:double&field=azimuth_ref:string", "e", "memory")
    feature = QgsFeature(layer.fields())
    feature.setAttributes([azimuth, reference])
    feature.setGeometry(QgsGeometry.fromWkt(f"Point ({LON} {LAT})"))
    context = QgsExpressionContext()
    context.setFeature(feature)
    context.setGeometry(feature.geometry())
    expression = QgsExpression(cone_expression())
    found = expression.evaluate(context)
    assert not expression.hasEvalError(), expression.evalErrorString()
    return found


@pytest.mark.parametrize(
    ("azimuth", "reference", "true"),
    [(0, "true", 0), (90, "true", 90), (200, "", 200), (96, "magnetic", 90), (2, "magnetic", 356)],
)
def test_where_a_cone_points(azimuth, reference, true):
    """The middle of its far arc lies 60 m from the camera, to the true azimuth: 6° less than a magnetic one."""
    shape = cone(azimuth, reference)
    metres = [
        ((point.x() - LON) * METRES_PER_DEGREE * math.cos(math.radians(LAT)), (point.y() - LAT) * METRES_PER_DEGREE)
        for point in list(shape.vertices())[:-1]
    ]
    far = [(x, y) for x, y in metres if math.hypot(x, y) > CONE_M / 2]
    assert len(far) > 5
    assert all(math.hypot(x, y) == pytest.approx(CONE_M, abs=0.1) for x, y in far)
    middle = (sum(x for x, _ in far), sum(y for _, y in far))
    turned = math.degrees(math.atan2(*middle)) % 360
    assert (turned - true + 180) % 360 - 180 == pytest.approx(0, abs=1.5)
    angles = [(math.degrees(math.atan2(x, y)) - true + 180) % 360 - 180 for x, y in far]
    assert (min(angles), max(angles)) == (pytest.approx(-33, abs=1), pytest.approx(33, abs=1))


def test_no_direction_no_cone():
    assert cone(None, "true") is None or cone(None, "true").isNull()


def test_layers_of_a_case_file(tmp_path):
    from redline.ui.casework.caselayers import show_case_layers
    from redline.ui.casework.places import ChosenFile

    place = fill(CasePlace(path=tmp_path / "案卷.gpkg"))
    point = ogr.Geometry(ogr.wkbPoint)
    point.AddPoint_2D(LON, LAT)
    with opened(place, update=True) as case, transaction(case):
        row = {"uuid": "e1", "task": "t1", "azimuth": 90.0, "azimuth_ref": "true", "valid": 1, "geometry": point}
        add_case_rows(case, "evidence", [row])
    QgsProject.instance().clear()
    spots, pictures = show_case_layers(ChosenFile(path=str(place.path)))
    assert [layer.name() for layer in QgsProject.instance().layerTreeRoot().layerOrder()] == [
        "Pictures of the cases",
        "Spots of the cases",
    ]
    assert (spots.featureCount(), pictures.featureCount()) == (3, 1) and spots.readOnly()
    assert pictures.attributeAlias(pictures.fields().lookupField("azimuth")) == "Azimuth (°)"
    again = show_case_layers(ChosenFile(path=str(place.path)))
    assert len(QgsProject.instance().mapLayers()) == 2 and again == [spots, pictures]
    # What is drawn of the picture: green to the east of its point, nothing to the west.
    from qgis.core import QgsMapRendererSequentialJob, QgsMapSettings, QgsRectangle
    from qgis.PyQt.QtCore import QSize
    from qgis.PyQt.QtGui import QColor

    settings = QgsMapSettings()
    settings.setLayers([pictures])
    settings.setDestinationCrs(pictures.crs())
    settings.setOutputSize(QSize(200, 200))
    settings.setBackgroundColor(QColor("white"))
    settings.setExtent(QgsRectangle(LON - 0.001, LAT - 0.001, LON + 0.001, LAT + 0.001))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    east, west = image.pixelColor(130, 100), image.pixelColor(70, 100)
    assert east.green() > east.red() and east.green() > east.blue() and west.name() == "#ffffff"
    QgsProject.instance().clear()


def test_layers_of_a_database(postgis):
    from redline.ui.casework.caselayers import show_case_layers
    from redline.ui.casework.places import ChosenFile

    with postgis.stored("redline_look") as stored:
        fill(CasePlace(uri=postgis.connection, schema="look"))
        try:
            QgsProject.instance().clear()
            spots, pictures = show_case_layers(ChosenFile(connection=stored, schema="look"))
            assert spots.featureCount() == 3 and pictures.isValid() and spots.providerType() == "postgres"
        finally:
            QgsProject.instance().clear()
            postgis.sql("DROP SCHEMA look CASCADE")


def picture_with(path, **tags):
    """A picture with tags as a camera writes them."""
    memory = gdal.GetDriverByName("MEM").Create("", 16, 16, 3)
    memory.SetMetadata({f"EXIF_{name}": value for name, value in tags.items()})
    gdal.GetDriverByName("JPEG").CreateCopy(str(path), memory)
    return path


def test_what_a_form_does_not_say_is_read_from_the_picture(tmp_path):
    """As take_package does it: the row of a form that was left empty, beside one that was filled in."""
    from redline.core.casework.exif import shot_of
    from redline.layers.casework.takenback import _fill_in, _tags

    path = picture_with(
        tmp_path / "照片.jpg",
        DateTimeOriginal="2021:09:01 08:05:30",
        GPSLatitude="36 28 48",
        GPSLatitudeRef="N",
        GPSLongitude="115 26 24",
        GPSLongitudeRef="E",
        GPSImgDirection="96",
        GPSImgDirectionRef="M",
    )
    shot = shot_of(_tags(path))
    bare = {"taken_at": None, "accuracy": None, "geometry": None, "azimuth": None, "azimuth_ref": "true"}
    _fill_in(bare, shot)
    assert bare["taken_at"] == "2021-09-01T08:05:30+08:00"
    assert (bare["azimuth"], bare["azimuth_ref"]) == (96.0, "magnetic")
    assert (bare["geometry"].GetX(), bare["geometry"].GetY()) == (pytest.approx(LON), pytest.approx(LAT))
    point = ogr.CreateGeometryFromWkt("POINT (1 2)")
    told = {"taken_at": "x", "accuracy": 3.0, "geometry": point, "azimuth": 10.0, "azimuth_ref": "true"}
    _fill_in(told, shot)
    assert told == {"taken_at": "x", "accuracy": 3.0, "geometry": point, "azimuth": 10.0, "azimuth_ref": "true"}
    (tmp_path / "note.txt").write_text("no picture")
    assert _tags(tmp_path / "note.txt") == {}


def test_the_look_names_fields_in_chinese(tmp_path):
    place = fill(CasePlace(path=tmp_path / "c.gpkg"))
    layer = QgsVectorLayer(f"{place.path}|layername=spot", "s", "ogr")
    dress_case_layer(layer, "spot", "zh_Hans")
    assert layer.attributeAlias(layer.fields().lookupField("village_name")) == "所在村"
