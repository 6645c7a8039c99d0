"""A folder as it comes by mail or messenger: what each tool that takes folders makes of it, and what it says."""

import zipfile

import deliveries
import drawn
import pytest
from qgis.core import QgsProcessingException, QgsProject
from test_phone_files import GPX, KML, packed, shape_bytes


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "来件"
    (made / "下级").mkdir(parents=True)
    (made / "地块.kml").write_text(KML, encoding="utf-8")
    packed(made, "手机.kmz", {"doc.kml": KML.encode()})
    (made / "下级" / "t.gpx").write_text(GPX, encoding="utf-8")
    packed(made, "成果.zip", {f"成果/宗地{suffix}": data for suffix, data in shape_bytes(tmp_path).items()}, gbk=True)
    document, model = drawn.new()
    model.add_lwpolyline(drawn.square(), close=True, dxfattribs={"layer": "红线"})
    drawn.saved(document, made / "红线.dxf")
    (made / "说明.docx").write_bytes(b"PK")
    (made / "照片.jpg").write_bytes(b"\xff\xd8")
    (made / "成果.rar").write_bytes(b"Rar!")
    (made / "点.txt").write_text("J1,4040000,39360000\n")
    (made / "设置.json").write_text("{}")
    return made


def test_load_county_names_every_file(run, folder, tmp_path):
    found = run("loadcounty", INPUT=str(folder), PROJECT=str(tmp_path / "p.qgz"), OUTPUT="memory:")
    places = {row[0] for row in deliveries.rows(found["OUTPUT"], "place")}
    inside = {place.split("来件/")[-1] for place in places}
    assert {"地块.kml", "手机.kmz/doc.kml", "下级/t.gpx", "成果.zip/成果/宗地.shp", "红线.dxf"} <= inside
    said = "\n".join(run.log.warnings)
    assert "Files that are no geodata were left out (2): 照片.jpg, 说明.docx." in said
    assert "Archives of this kind are not unpacked here (1: 成果.rar): unpack them and choose the folder." in said
    assert "Texts are not loaded (1: 点.txt): parcels in them come by “Import parcels”." in said
    assert (
        "Drawings are loaded as lines and texts (1: 红线.dxf): closed lines become parcels by “Import parcels”." in said
    )
    assert "设置.json is no geodata that QGIS can open." in said
    assert "damaged" not in said


def test_a_project_finds_layers_in_an_archive_again(run, folder, tmp_path):
    run("loadcounty", INPUT=str(folder), PROJECT=str(tmp_path / "p.qgz"))
    project = QgsProject()
    assert project.read(str(tmp_path / "p.qgz"))
    (layer,) = (each for each in project.mapLayers().values() if "成果.zip" in each.source())
    assert layer.isValid()
    feature = next(layer.getFeatures())
    assert (feature["地块编号"], feature["地块名称"]) == ("K1", "冠州")
    project.clear()


def test_folderlayers_takes_polygons_of_all(run, folder):
    found = run("folderlayers", FOLDER=str(folder), TARGET_CRS="EPSG:4527", OUTPUT="memory:")
    rows = deliveries.rows(found["OUTPUT"], "name", "file")
    assert sorted(rows) == [("A", "doc.kml"), ("A", "地块.kml"), ("冠州", "宗地.shp")]
    said = "\n".join(run.log.warnings)
    assert "照片.jpg, 说明.docx" in said


@pytest.mark.parametrize("tool", ["officialarea", "boundarypoints", "exportparceltext", "redlinecheck"])
def test_a_drawing_given_to_another_tool_says_what_to_do(run, folder, tmp_path, tool):
    more = {"OUTPUT": str(tmp_path / "x.txt")} if tool == "exportparceltext" else {"OUTPUT": "memory:"}
    if tool == "redlinecheck":
        line = [(deliveries.square(0, 0, 10), ["x"])]
        more["RED_LINES"] = [deliveries.layer("STBHHX", {"a": deliveries.TEXT}, line)]
    with pytest.raises(QgsProcessingException, match=r"is a drawing: .*“Import parcels”"):
        run(tool, INPUT=str(folder / "红线.dxf"), **more)


def test_an_archive_of_a_geodatabase(run, tmp_path):
    from osgeo import ogr, osr

    system = osr.SpatialReference()
    system.ImportFromEPSG(4527)
    driver = ogr.GetDriverByName("OpenFileGDB")
    dataset = driver.CreateDataSource(str(tmp_path / "库.gdb"))
    layer = dataset.CreateLayer("ZD", system, ogr.wkbMultiPolygon)
    layer.CreateField(ogr.FieldDefn("DKBH"))
    feature = ogr.Feature(layer.GetLayerDefn())
    feature["DKBH"] = "G1"
    feature.SetGeometry(ogr.CreateGeometryFromWkt(deliveries.square(0, 0, 100)))
    layer.CreateFeature(feature)
    feature = layer = dataset = None
    with zipfile.ZipFile(tmp_path / "库.zip", "w") as archive:
        for file in (tmp_path / "库.gdb").iterdir():
            archive.write(file, f"库.gdb/{file.name}")
    found = run("importparcels", INPUT=[str(tmp_path / "库.zip")], OUTPUT="memory:")
    assert deliveries.rows(found["OUTPUT"], "parcel_no", "off_ha") == [("G1", 0.9995)]
    (tmp_path / "f").mkdir()
    (tmp_path / "库.zip").rename(tmp_path / "f" / "库.zip")
    found = run("folderlayers", FOLDER=str(tmp_path / "f"), OUTPUT="memory:")
    assert deliveries.rows(found["OUTPUT"], "number") == [("G1",)]
