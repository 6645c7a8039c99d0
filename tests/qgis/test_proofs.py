"""What is asked of every tally and parcel tool alike, tool by tool: all that is declared is returned, and a run that is
cancelled, wherever that happens, leaves nothing behind."""

import gc

import pytest
from osgeo import gdal
from qgis import processing
from qgis.core import (
    QgsFeature,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsVectorLayer,
)

TALLIES = [
    "tallybylanduse", "tallybylandcover", "redlinecheck", "landusechange", "landusestructure", "balanceareas",
    "officialarea", "coveragetally", "nearesthazards", "pointsinzones", "folderlayers",
]  # fmt: skip
PARCELS = [
    "importparceltext", "exportparceltext", "boundarypoints", "approvaltables", "tractplancheck", "quotaledger",
    "splitbyarea",
]  # fmt: skip
TOOLS = TALLIES + PARCELS


class Counted(QgsProcessingFeedback):
    """Counts how often a tool asks whether it is to stop; says yes from the given time on."""

    def __init__(self, stop=0):
        super().__init__(False)
        self.asked, self.stop = 0, stop

    def isCanceled(self):
        self.asked += 1
        if self.asked == self.stop:
            self.cancel()
        return super().isCanceled()


@pytest.fixture(scope="module")
def given(redline, smallcounty, tmp_path_factory):
    """The inputs of every tool."""
    folder = tmp_path_factory.mktemp("given")
    place = smallcounty.write(folder)
    county = {table.name: f"{place}|layername={table.name}" for table in smallcounty.tables()}
    smallcounty.write(folder / "shapes", "ESRI Shapefile", only={"ZZ_TDZSFW"})
    cover = str(folder / "cover.tif")
    raster = gdal.GetDriverByName("GTiff").Create(cover, 20, 20, 1, gdal.GDT_Byte)
    raster.SetGeoTransform([smallcounty.EAST, 100, 0, smallcounty.NORTH + 2000, 0, -100])
    raster.SetProjection(smallcounty.tables()[0].layer().crs().toWkt())
    raster.GetRasterBand(1).Fill(3)
    raster = None
    text = str(folder / "parcels.txt")
    processing.run("redline:exportparceltext", {"INPUT": county["ZZ_TDZSFW"], "DIALECT": "base", "OUTPUT": text})
    tables = {table.name: table.layer() for table in smallcounty.tables()}
    plan = QgsVectorLayer(
        "MultiPolygon?crs=EPSG:4527&field=YDYHFLDM:string&field=PQBH:string&field=SSNF:integer", "CPKFYD", "memory"
    )
    features = []
    for patch in tables["DLTB"].getFeatures():
        feature = QgsFeature(plan.fields())
        feature.setAttributes(["0102" if patch["DLBM"] == "0102" else "1001", "PQ1", 2021])
        feature.setGeometry(patch.geometry())
        features.append(feature)
    plan.dataProvider().addFeatures(features)
    tract = QgsVectorLayer("MultiPolygon?crs=EPSG:4527&field=PQBH:string", "CPKFFW", "memory")
    feature = QgsFeature(tract.fields())
    feature.setAttributes(["PQ1"])
    feature.setGeometry(next(tables["XJXZQ"].getFeatures()).geometry())
    tract.dataProvider().addFeatures([feature])
    points = processing.run(
        "native:reprojectlayer", {"INPUT": county["camera"], "TARGET_CRS": "EPSG:4527", "OUTPUT": "TEMPORARY_OUTPUT"}
    )["OUTPUT"]
    quota = QgsVectorLayer("NoGeometry?field=ND:integer&field=ZBMJ_MU:double", "YDZB", "memory")
    feature = QgsFeature(quota.fields())
    feature.setAttributes([2024, 100.0])
    quota.dataProvider().addFeatures([feature])
    parcels = tables["ZZ_TDZSFW"]
    staged = processing.run(
        "native:fieldcalculator",
        {"INPUT": parcels, "FIELD_NAME": "JD", "FIELD_TYPE": 2, "FORMULA": "'报批'", "OUTPUT": "TEMPORARY_OUTPUT"},
    )["OUTPUT"]
    land, villages, farmland = county["DLTB"], county["CJDCQ"], county["YJJBNTBHTB"]
    yield {
        "tallybylanduse": {"INPUT": villages, "LANDUSE": land, "DIMENSIONS": [farmland]},
        "tallybylandcover": {"INPUT": villages, "LANDCOVER": cover},
        "redlinecheck": {"INPUT": county["ZZ_TDZSFW"], "RED_LINES": [farmland], "MUST_BE_INSIDE": [county["CZKFBJ"]]},
        "landusechange": {"BEFORE": land, "AFTER": land, "ZONES": villages},
        "landusestructure": {"ZONES": villages, "BASE": land, "TARGET": plan},
        "balanceareas": {"INPUT": land, "VILLAGES": villages},
        "officialarea": {"INPUT": villages},
        "coveragetally": {"INPUT": county["CZKFBJ"], "VILLAGES": villages, "FARMLAND": farmland, "LANDUSE": land},
        "nearesthazards": {"INPUT": county["ZZ_TDZSFW"], "HAZARDS": points, "DISTANCE": 1000},
        "pointsinzones": {"INPUT": villages, "POINTS": points},
        "folderlayers": {"FOLDER": str(folder / "shapes")},
        "importparceltext": {"INPUT": [text]},
        "exportparceltext": {"INPUT": county["ZZ_TDZSFW"], "DIALECT": "base", "OUTPUT_FOLDER": ""},
        "boundarypoints": {"INPUT": county["ZZ_TDZSFW"], "NEIGHBOURS": villages},
        "approvaltables": {
            "PARCELS": county["ZZ_TDZSFW"], "LANDUSE": land, "VILLAGES": villages, "POPULATION": county["CJRK"],
        },
        "tractplancheck": {"TRACTS": tract, "PARCELS": plan, "RED_LINES": [farmland]},
        "quotaledger": {"BATCHES": county["ZZ_PCFW"], "QUOTA": quota, "PARCELS": staged},
        "splitbyarea": {"INPUT": county["ZZ_TDZSFW"], "AREA": 0.5},
    }  # fmt: skip
    gc.collect()


def outputs(algorithm, parameters, folder):
    """A place in ``folder`` for everything that the tool can write."""
    places = {}
    for each in algorithm.destinationParameterDefinitions():
        if each.name() in parameters:
            continue
        if isinstance(each, QgsProcessingParameterFeatureSink):
            places[each.name()] = str(folder / f"{each.name()}.gpkg")
        elif isinstance(each, QgsProcessingParameterFileDestination):
            places[each.name()] = str(folder / f"{each.name()}.{each.defaultFileExtension()}")
        else:
            places[each.name()] = str(folder / each.name())
    return places


def test_every_tool_is_among_these(redline):
    from redline.processing import landuse, parcels

    assert {each.ID for each in (*landuse.ALGORITHMS, *parcels.ALGORITHMS)} == set(TOOLS)


@pytest.mark.parametrize("name", TOOLS)
def test_all_that_is_declared_is_returned(redline, given, tmp_path, name):
    """With every output asked for, in files: each is named, each file is there, and numbers are numbers."""
    algorithm = redline.algorithm(name)
    places = outputs(algorithm, given[name], tmp_path)
    results = processing.run(f"redline:{name}", {**given[name], **places})
    declared = {each.name(): each for each in algorithm.outputDefinitions()}
    assert set(results) == set(declared) - {key for key, value in given[name].items() if value == ""}
    for key, output in declared.items():
        if output.type() == "outputNumber":
            assert isinstance(results[key], (int, float)), key
    for key in places:
        assert results[key], key
        assert any(tmp_path.glob(f"{key}*")), key


@pytest.mark.parametrize("name", TOOLS)
def test_cancelled_midway_leaves_nothing(redline, given, tmp_path, name):
    """Stopped at the first, the last and some questions in between: no file is left, and the run says so."""
    algorithm = redline.algorithm(name)
    whole = tmp_path / "whole"
    whole.mkdir()
    feedback = Counted()
    processing.run(f"redline:{name}", {**given[name], **outputs(algorithm, given[name], whole)}, feedback=feedback)
    asked = feedback.asked
    assert asked, "the tool never asks whether it is to stop"
    for stop in sorted({1, asked, *(max(1, asked * part // 8) for part in range(1, 8))}):
        folder = tmp_path / f"stopped_{stop}"
        folder.mkdir()
        parameters = {**given[name], **outputs(algorithm, given[name], folder)}
        with pytest.raises(QgsProcessingException, match="cancelled"):
            processing.run(f"redline:{name}", parameters, feedback=Counted(stop))
        gc.collect()
        assert sorted(path.name for path in folder.rglob("*")) == [], f"stopped at question {stop} of {asked}"
