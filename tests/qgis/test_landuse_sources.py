"""All land-use tools take their layers as Processing gives them: selected, filtered, in another system, in files."""

import pytest
from osgeo import gdal
from qgis import processing
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
)

pytestmark = pytest.mark.usefixtures("redline")

MEMORY = "TEMPORARY_OUTPUT"


@pytest.fixture
def layers(smallcounty, tmp_path):
    made = {table.name: table.layer() for table in smallcounty.tables()}
    made["circles"] = processing.run(
        "native:buffer", {"INPUT": made["CZKFBJ"], "DISTANCE": 300, "SEGMENTS": 8, "OUTPUT": MEMORY}
    )["OUTPUT"]
    # land cover: cells of 100 m with the codes 1 … 4 in turn
    cover = str(tmp_path / "cover.tif")
    raster = gdal.GetDriverByName("GTiff").Create(cover, 20, 20, 1, gdal.GDT_Byte)
    raster.SetGeoTransform([smallcounty.EAST, 100, 0, smallcounty.NORTH + 2000, 0, -100])
    raster.SetProjection(made["DLTB"].crs().toWkt())
    raster.GetRasterBand(1).WriteRaster(0, 0, 20, 20, bytes(1 + (i // 20 + i) % 4 for i in range(400)))
    raster = None
    QgsProject.instance().addMapLayers(list(made.values()), False)
    made["cover"] = cover
    yield made
    del made["cover"]
    QgsProject.instance().removeMapLayers([layer.id() for layer in made.values()])


def cases(layers):
    """Tool -> its parameters, the parameter and layer of its zones, and what tells how many zones it saw."""
    return {
        "tallybylanduse": ({"LANDUSE": layers["DLTB"], "UNIT": "m2"}, "INPUT", "CJDCQ", "ZONES"),
        "redlinecheck": ({"RED_LINES": [layers["YJJBNTBHTB"]]}, "INPUT", "CJDCQ", "ZONES"),
        "landusechange": ({"BEFORE": layers["DLTB"], "AFTER": layers["DLTB"]}, "ZONES", "CJDCQ", "ZONES"),
        "landusestructure": ({"BASE": layers["DLTB"]}, "ZONES", "CJDCQ", "ZONES_COUNT"),
        "officialarea": ({}, "INPUT", "CJDCQ", "FEATURES"),
        "coveragetally": ({"INPUT": layers["circles"]}, "VILLAGES", "CJDCQ", None),
        "pointsinzones": ({"POINTS": layers["camera"]}, "INPUT", "CJDCQ", None),
        "apportion": ({"FIELDS": ["DCMJ"], "TARGET": layers["CJDCQ"]}, "INPUT", "CJDCQ", "ZONES"),
        "nearesthazards": ({"HAZARDS": layers["camera"]}, "INPUT", "CJDCQ", "PARCEL_COUNT"),
        "balanceareas": ({"INPUT": layers["DLTB"]}, "VILLAGES", "CJDCQ", "VILLAGES_COUNT"),
        "tallybylandcover": ({"LANDCOVER": layers["cover"], "UNIT": "m2"}, "INPUT", "CJDCQ", "ZONES"),
    }


TOOLS = ["tallybylanduse", "redlinecheck", "landusechange", "landusestructure", "officialarea", "coveragetally",
         "pointsinzones", "nearesthazards", "balanceareas", "tallybylandcover", "apportion"]  # fmt: skip


def run(name, parameters, zones_name, zones):
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    parameters = {**parameters, zones_name: zones, "OUTPUT": MEMORY}
    out = processing.run(f"redline:{name}", parameters, context=context)
    features = [feature.attributes() for feature in out["OUTPUT"].getFeatures()]
    return out, features


def count_of(name, out, key, features):
    return out[key] if key else len(features)


@pytest.mark.parametrize("name", TOOLS)
def test_selection(layers, name):
    parameters, zones_name, zones, key = cases(layers)[name]
    layer = layers[zones]
    layer.selectByExpression("ZLDWMC IN ('东街村', '后张村')")
    out, features = run(name, parameters, zones_name, QgsProcessingFeatureSourceDefinition(layer.id(), True))
    assert count_of(name, out, key, features) == 2


@pytest.mark.parametrize("name", TOOLS)
def test_filter(layers, name):
    parameters, zones_name, zones, key = cases(layers)[name]
    layer = layers[zones]
    layer.setSubsetString("ZLDWMC <> '东街村'")
    out, features = run(name, parameters, zones_name, layer)
    assert count_of(name, out, key, features) == 3


@pytest.mark.parametrize("name", [name for name in TOOLS if name != "officialarea"])
def test_another_system(layers, name):
    """Zones in degrees give the numbers of zones in metres, to the rounding of their vertices."""
    parameters, zones_name, zones, _ = cases(layers)[name]
    there = processing.run(
        "native:reprojectlayer", {"INPUT": layers[zones], "TARGET_CRS": "EPSG:4490", "OUTPUT": MEMORY}
    )["OUTPUT"]
    if name == "nearesthazards":
        # one of the two must be in metres; the points then are
        parameters["HAZARDS"] = processing.run(
            "native:reprojectlayer", {"INPUT": layers["camera"], "TARGET_CRS": "EPSG:4527", "OUTPUT": MEMORY}
        )["OUTPUT"]
    _, here = run(name, parameters, zones_name, layers[zones])
    _, other = run(name, parameters, zones_name, there)
    assert len(here) == len(other)
    for one, two in zip(here, other, strict=True):
        for left, right in zip(one, two, strict=True):
            if isinstance(left, float) and isinstance(right, float):
                assert left == pytest.approx(right, rel=1e-6, abs=0.06)


def test_official_areas_in_another_zone(layers):
    """Between transverse Mercators straight lines stay straight: the official area stays, the plane area does not."""
    there = processing.run(
        "native:reprojectlayer", {"INPUT": layers["CJDCQ"], "TARGET_CRS": "EPSG:4526", "OUTPUT": MEMORY}
    )["OUTPUT"]
    here = run("officialarea", {}, "INPUT", layers["CJDCQ"])[0]
    other = run("officialarea", {}, "INPUT", there)[0]
    # four villages of 1 km²; corners are written to some 0.1 mm, which is 0.1 m² at most for each
    assert other["TOTAL_AREA"] == pytest.approx(here["TOTAL_AREA"], abs=0.5)
    assert abs(other["PLANE_AREA"] - here["PLANE_AREA"]) > 100


@pytest.mark.parametrize("name", TOOLS)
def test_files_give_what_layers_give(layers, smallcounty, tmp_path, name):
    place = smallcounty.write(tmp_path / "county")
    parameters, zones_name, zones, _ = cases(layers)[name]
    filed = {
        key: [each if isinstance(each, str) else f"{place}|layername={each.name()}" for each in value]
        if isinstance(value, list)
        else f"{place}|layername={value.name()}"
        if isinstance(value, QgsVectorLayer) and value.name() in ("DLTB", "camera", "YJJBNTBHTB")
        else value
        for key, value in parameters.items()
    }
    _, here = run(name, parameters, zones_name, layers[zones])
    _, other = run(name, filed, zones_name, f"{place}|layername={zones}")
    shown = [[value for value in row if isinstance(value, float)] for row in here]
    filed_shown = [[value for value in row if isinstance(value, float)] for row in other]
    assert shown == filed_shown


@pytest.mark.parametrize("name", TOOLS)
def test_a_layer_that_is_not_there(layers, name):
    parameters, zones_name, _, _ = cases(layers)[name]
    with pytest.raises((QgsProcessingException, ValueError)):
        run(name, parameters, zones_name, "no_such_file.gpkg|layername=none")


@pytest.mark.parametrize("name", [name for name in TOOLS if name != "balanceareas"])
def test_an_empty_layer(layers, name):
    parameters, zones_name, zones, _ = cases(layers)[name]
    layers[zones].setSubsetString("ZLDWMC = '没有'")
    with pytest.raises(QgsProcessingException, match="holds no polygons"):
        run(name, parameters, zones_name, layers[zones])


@pytest.mark.parametrize(
    ("crs", "bow", "near"), [("EPSG:4509", 0, 0.2), ("EPSG:32650", 0, 0.2), ("EPSG:4490", 20, 8), ("EPSG:3857", 20, 8)]
)
def test_everything_in_another_system(layers, crs, bow, near):
    """Villages and land use both in a 6-degree zone, in UTM on WGS 84, in degrees, in web Mercator.

    The villages have corners every 1000 m, the patches every 250 m. Straight lines stay straight between transverse
    Mercators; in degrees and in web Mercator a line of 1 km bows by some 2 cm against one with corners between, which
    is some 5 m² for each side of the county: the layers then really leave that much out.
    """
    there = {
        name: processing.run("native:reprojectlayer", {"INPUT": layers[name], "TARGET_CRS": crs, "OUTPUT": MEMORY})[
            "OUTPUT"
        ]
        for name in ("CJDCQ", "DLTB")
    }
    _, here = run("tallybylanduse", {"LANDUSE": layers["DLTB"], "UNIT": "m2"}, "INPUT", layers["CJDCQ"])
    out, other = run("tallybylanduse", {"LANDUSE": there["DLTB"], "UNIT": "m2"}, "INPUT", there["CJDCQ"])
    assert out["NOT_COVERED_AREA"] <= bow
    assert out["OVERLAP_AREA"] == 0
    classes = [row for row in other if row[2] != "not_covered"]
    for one, two in zip(here, classes, strict=True):
        assert one[:-2] == two[:-2]
        assert one[-2] == pytest.approx(two[-2], abs=near)
