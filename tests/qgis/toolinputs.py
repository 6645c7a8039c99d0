"""Inputs of every tally and parcel tool, in files: what the proofs that are asked of all tools alike run them with."""

from pathlib import Path

from osgeo import gdal
from qgis import processing
from qgis.core import (
    QgsFeature,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterRasterDestination,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

TALLIES = [
    "tallybylanduse", "tallybylandcover", "redlinecheck", "landusechange", "landusestructure", "balanceareas",
    "officialarea", "coveragetally", "nearesthazards", "pointsinzones", "apportion",
    "folderlayers",
]  # fmt: skip
PARCELS = [
    "importparcels", "exportparcels", "importparceltext",
    "exportparceltext", "boundarypoints", "approvaltables", "tractplancheck", "quotaledger",
    "splitbyarea", "landsupply", "farmlandbalance", "linkedproject",
]  # fmt: skip
REGISTERS = ["serviceclock", "caseregister", "importalerts", "casereport"]
TOOLS = TALLIES + PARCELS + REGISTERS


def _add(layer, name: str, target: Path) -> str:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", name
    options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    error, words, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(
        layer, str(target), QgsProject.instance().transformContext(), options
    )
    assert error == QgsVectorFileWriter.WriterError.NoError, words
    return f"{target}|layername={name}"


def _layer(place: str, fields: str, rows) -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{place}{fields}", "x", "memory")
    features = []
    for geometry, values in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes(values)
        if geometry is not None:
            feature.setGeometry(geometry)
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    return layer


def inputs(smallcounty, folder: Path) -> dict[str, dict]:
    """The small county in ``folder``, and the parameters of each tool but for its outputs."""
    place = smallcounty.write(folder)
    tables = {table.name: table.layer() for table in smallcounty.tables()}
    county = {name: f"{place}|layername={name}" for name in tables}
    smallcounty.write(folder / "shapes", "ESRI Shapefile", only={"ZZ_TDZSFW"})
    cover = str(folder / "cover.tif")
    raster = gdal.GetDriverByName("GTiff").Create(cover, 20, 20, 1, gdal.GDT_Byte)
    raster.SetGeoTransform([smallcounty.EAST, 100, 0, smallcounty.NORTH + 2000, 0, -100])
    raster.SetProjection(tables["DLTB"].crs().toWkt())
    raster.GetRasterBand(1).Fill(3)
    raster = None
    text = str(folder / "parcels.txt")
    processing.run("redline:exportparceltext", {"INPUT": county["ZZ_TDZSFW"], "DIALECT": "base", "OUTPUT": text})
    polygons = "MultiPolygon?crs=EPSG:4527"
    uses = [
        (patch.geometry(), ["0102" if patch["DLBM"] == "0102" else "1001", "PQ1", 2021])
        for patch in tables["DLTB"].getFeatures()
    ]
    plan = _add(_layer(polygons, "&field=YDYHFLDM:string&field=PQBH:string&field=SSNF:integer", uses), "CPKFYD", place)
    whole = next(tables["XJXZQ"].getFeatures()).geometry()
    tract = _add(_layer(polygons, "&field=PQBH:string", [(whole, ["PQ1"])]), "CPKFFW", place)
    spots = [(smallcounty.point(*at), [number]) for number, at in (("H1", (200, 300)), ("H2", (700, 900)))]
    points = _add(_layer("Point?crs=EPSG:4527", "&field=BH:string", spots), "DZZHD", place)
    quota = _add(_layer("NoGeometry?", "field=ND:integer&field=ZBMJ_MU:double", [(None, [2024, 100.0])]), "YDZB", place)
    parcels = [(each.geometry(), [each["DKBH"], "报批"]) for each in tables["ZZ_TDZSFW"].getFeatures()]
    staged = _add(_layer(polygons, "&field=DKBH:string&field=JD:string", parcels), "ZZ_JD", place)
    linked = [(each.geometry(), [each["DKBH"], "G1"]) for each in tables["ZZ_TDZSFW"].getFeatures()]
    project = _add(_layer(polygons, "&field=DKBH:string&field=XMBH:string", linked), "GGXM", place)
    ledger = folder / "ledger.csv"
    ledger.write_text("受理编号,业务类型,受理时间\n1,转移登记,2021-09-29 10:00\n2,抵押登记,2021-09-29 16:30\n", "utf-8")
    alerts = folder / "alerts.csv"
    alerts.write_text("alert_id,alert_time,lon,lat\n1,2021-09-29 10:00,115.44,36.48\n", "utf-8")
    cases = processing.run("redline:createcasefile", {"OUTPUT": str(folder / "cases.gpkg")})["OUTPUT"]
    land, villages, farmland = county["DLTB"], county["CJDCQ"], county["YJJBNTBHTB"]
    return {
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
        "apportion": {
            "INPUT": county["XZQ"], "FIELDS": ["DCMJ"], "TARGET": villages, "WEIGHT": land, "CLASSES": "07",
        },
        "folderlayers": {"FOLDER": str(folder / "shapes")},
        "importparcels": {"INPUT": [text]},
        "exportparcels": {"INPUT": county["ZZ_TDZSFW"], "FORMAT": "dxf"},
        "importparceltext": {"INPUT": [text]},
        "exportparceltext": {"INPUT": county["ZZ_TDZSFW"], "DIALECT": "base", "OUTPUT_FOLDER": ""},
        "boundarypoints": {"INPUT": county["ZZ_TDZSFW"], "NEIGHBOURS": villages},
        "approvaltables": {
            "PARCELS": county["ZZ_TDZSFW"], "LANDUSE": land, "VILLAGES": villages, "POPULATION": county["CJRK"],
        },
        "tractplancheck": {"TRACTS": tract, "PARCELS": plan, "RED_LINES": [farmland]},
        "quotaledger": {"BATCHES": county["ZZ_PCFW"], "QUOTA": quota, "PARCELS": staged, "LANDUSE": land},
        "landsupply": {
            "APPROVED": county["ZZ_PCFW"], "SUPPLIED": county["ZZ_TDZSFW"], "BUILT": county["ZZ_TDZSFW"],
        },
        "farmlandbalance": {
            "OUT": county["ZZ_TDZSFW"], "IN": county["ZZ_PCFW"], "TOWNSHIPS": county["XZQ"], "LANDUSE": land,
        },
        "linkedproject": {"DEMOLISH": project, "BUILD": project, "LANDUSE": land},
        "serviceclock": {"INPUT": str(ledger)},
        "caseregister": {"INPUT": points, "KIND_FIELD": "BH", "PLACES": villages, "TOWNSHIPS": county["XZQ"]},
        "importalerts": {"INPUT": str(alerts), "CASES": cases},
        "casereport": {"CASES": cases, "OUTPUT_SHEETS": ""},
        "splitbyarea": {"INPUT": county["ZZ_TDZSFW"], "AREA": 0.5},
    }  # fmt: skip


def outputs(algorithm, parameters: dict, folder: Path) -> dict[str, str]:
    """A place in ``folder`` for everything that the tool can write."""
    places = {}
    for each in algorithm.destinationParameterDefinitions():
        if each.name() in parameters:
            continue
        if isinstance(each, QgsProcessingParameterFeatureSink):
            places[each.name()] = str(folder / f"{each.name()}.gpkg")
        elif isinstance(each, QgsProcessingParameterRasterDestination):
            places[each.name()] = str(folder / f"{each.name()}.tif")
        elif isinstance(each, QgsProcessingParameterFileDestination):
            places[each.name()] = str(folder / f"{each.name()}.{each.defaultFileExtension()}")
        else:
            places[each.name()] = str(folder / each.name())
    return places
