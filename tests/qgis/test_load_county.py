"""redline:loadcounty on deliveries written by real drivers: one step to an ordered, styled project."""

import json
import os
import shutil
import subprocess

import pytest
from qgis import processing
from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsLayerTreeGroup,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
)

from redline.layers.county.discover import open_all
from redline.layers.county.load import VILLAGE_KEY, compose, layer_entries
from redline.layers.roles.fields import find_field
from redline.layers.roles.table import role_of

GROUPS = ["Cameras", "Land acquisition", "Red lines", "Boundaries", "Land use", "Tables"]
ROLES = {"county", "township", "village", "landuse", "farmland", "ecological", "urban", "camera", "alert", "parcel",
         "batch", "population"}  # fmt: skip


def loaded(place, project, language="en"):
    opened, failures = open_all(place)
    return compose(project, layer_entries(opened), language), failures


def by_role(project) -> dict:
    return {layer.customProperty("redline/role"): layer for layer in project.mapLayers().values()}


@pytest.fixture(scope="module")
def delivery(smallcounty, tmp_path_factory):
    return smallcounty.write(tmp_path_factory.mktemp("delivery"), "GPKG")


@pytest.fixture(scope="module")
def project(delivery):
    found = QgsProject()
    loaded(delivery, found)
    yield found
    found.clear()


class TestAlgorithm:
    @pytest.mark.parametrize("driver", ["GPKG", "OpenFileGDB", "ESRI Shapefile"])
    def test_writes_a_project_that_opens(self, redline, smallcounty, tmp_path, driver):
        place = smallcounty.write(tmp_path / "in", driver)
        target = tmp_path / "out" / "county.qgz"
        found = processing.run("redline:loadcounty", {"INPUT": str(place), "PROJECT": str(target)})
        assert found["PROJECT"] == str(target)
        assert (found["LAYERS"], found["RECOGNISED"], found["UNRECOGNISED"]) == (12, 12, 0)
        again = QgsProject()
        assert again.read(str(target))
        assert set(by_role(again)) == ROLES
        assert all(layer.isValid() for layer in again.mapLayers().values())
        assert again.title() == "冠县"
        assert [path.name for path in target.parent.iterdir()] == ["county.qgz"], "no draft is left"

    def test_source_is_left_as_it_was(self, redline, smallcounty, tmp_path):
        place = smallcounty.write(tmp_path / "in", "ESRI Shapefile", "GBK")
        for cpg in place.glob("*.cpg"):
            cpg.unlink()
        before = {path.name: path.read_bytes() for path in place.iterdir()}
        processing.run("redline:loadcounty", {"INPUT": str(place), "PROJECT": str(tmp_path / "p.qgz")})
        assert {path.name: path.read_bytes() for path in place.iterdir()} == before

    def test_into_the_open_project(self, redline, qgis_new_project, delivery):
        from qgis.core import QgsProcessingContext

        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        found = processing.run("redline:loadcounty", {"INPUT": str(delivery)}, context=context)
        assert "PROJECT" not in found
        assert set(by_role(QgsProject.instance())) == ROLES

    def test_table_of_what_was_recognised(self, redline, delivery, tmp_path):
        found = processing.run(
            "redline:loadcounty",
            {"INPUT": str(delivery), "PROJECT": str(tmp_path / "p.qgz"), "OUTPUT": str(tmp_path / "t.gpkg")},
        )
        table = QgsVectorLayer(found["OUTPUT"], "t", "ogr")
        rows = {feature["role"]: feature for feature in table.getFeatures()}
        assert set(rows) == ROLES
        assert "class=DLBM" in rows["landuse"]["fields"]
        assert rows["landuse"]["confidence"] > 0.9

    def test_project_moves_with_its_data(self, redline, smallcounty, tmp_path):
        smallcounty.write(tmp_path / "here" / "data", "GPKG")
        processing.run(
            "redline:loadcounty",
            {"INPUT": str(tmp_path / "here" / "data"), "PROJECT": str(tmp_path / "here" / "p.qgz")},
        )
        shutil.move(tmp_path / "here", tmp_path / "there")
        again = QgsProject()
        assert again.read(str(tmp_path / "there" / "p.qgz"))
        assert all(layer.isValid() for layer in again.mapLayers().values())

    @pytest.mark.parametrize(
        ("make", "words"),
        [
            (lambda folder: {"INPUT": str(folder / "gone")}, "There is no .*gone: choose a folder"),
            (lambda folder: {"INPUT": str(folder)}, "holds no layer that QGIS can open"),
            (lambda folder: {"INPUT": ""}, "Choose a folder, a geodatabase or a GeoPackage"),
            (lambda folder: {"CONNECTION": "nowhere", "SCHEMA": "x"}, "There is no PostgreSQL connection nowhere"),
        ],
    )
    def test_wrong_input(self, redline, tmp_path, make, words):
        (tmp_path / "readme.txt").write_text("nothing")
        with pytest.raises(QgsProcessingException, match=words):
            processing.run("redline:loadcounty", {"PROJECT": str(tmp_path / "p.qgz"), **make(tmp_path)})
        assert not (tmp_path / "p.qgz").exists()

    def test_damaged_file_is_told_and_the_rest_is_loaded(self, redline, smallcounty, tmp_path):
        place = smallcounty.write(tmp_path / "in", "ESRI Shapefile", only={"DLTB", "CJDCQ"})
        (place / "broken.gpkg").write_bytes(b"SQLite format 3\0" + b"x" * 300)
        found, failures = loaded(place, QgsProject())
        assert set(found.layers) == {"landuse", "village"}
        assert failures == ["broken.gpkg cannot be opened: it may be damaged or incomplete."]

    @pytest.mark.parametrize(
        ("name", "words"), [("a.mdb", "ask for a .gdb"), ("b.vct", "the exchange format VCT"), ("c.dwg", "DXF")]
    )
    def test_formats_that_qgis_does_not_open(self, smallcounty, tmp_path, name, words):
        place = smallcounty.write(tmp_path / "in", "ESRI Shapefile", only={"CJDCQ"})
        (place / name).write_bytes(b"\0\1\0\0Standard Jet DB\0" + bytes(200))
        found, failures = loaded(place, QgsProject())
        assert set(found.layers) == {"village"}
        assert len(failures) == 1 and name in failures[0] and words in failures[0]

    def test_qgis_process_ends_well(self, delivery, tmp_path):
        done = subprocess.run(
            ["qgis_process", "run", "redline:loadcounty", "--json", "--", f"INPUT={delivery}",
             f"PROJECT={tmp_path / 'p.qgz'}"],
            capture_output=True, text=True, check=False, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["results"]["RECOGNISED"] == 12


class TestTree:
    def test_groups_from_the_top_of_the_drawing(self, project):
        nodes = project.layerTreeRoot().children()
        assert [node.name() for node in nodes] == GROUPS
        assert all(isinstance(node, QgsLayerTreeGroup) for node in nodes)

    def test_names_are_the_roles(self, project):
        for role, layer in by_role(project).items():
            assert layer.name() == role_of(role).name("en")

    def test_chinese_names(self, delivery):
        found = QgsProject()
        loaded(delivery, found, "zh_Hans")
        assert by_role(found)["landuse"].name() == "地类图斑"
        assert by_role(found)["village"].name() == "村级调查区"

    def test_boundaries_lie_over_land_use(self, project):
        order = [layer.customProperty("redline/role") for layer in project.layerTreeRoot().layerOrder()]
        assert order.index("village") < order.index("landuse")
        assert order.index("county") < order.index("village")
        assert order.index("farmland") < order.index("landuse")
        assert order.index("camera") < order.index("farmland")

    def test_only_the_newest_year_is_shown(self, smallcounty, tmp_path):
        place = smallcounty.write(tmp_path / "in", "GPKG", only={"DLTB", "CJDCQ"})
        older = next(table for table in smallcounty.tables() if table.name == "DLTB").layer()
        older.startEditing()
        for feature in older.getFeatures():
            older.changeAttributeValue(feature.id(), older.fields().lookupField("SJNF"), 2020)
        older.commitChanges()
        from qgis.core import QgsVectorFileWriter

        options = QgsVectorFileWriter.SaveVectorOptions()
        options.layerName = "DLTB_2020"
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
        QgsVectorFileWriter.writeAsVectorFormatV3(older, str(place), QgsProject.instance().transformContext(), options)
        found = QgsProject()
        result, _ = loaded(place, found)
        names = [layer.name() for layer in result.layers["landuse"]]
        assert names == ["Land use 2023", "Land use 2020"]
        root = found.layerTreeRoot()
        shown = {node.name(): node.itemVisibilityChecked() for node in root.findLayers()}
        assert (shown["Land use 2023"], shown["Land use 2020"]) == (True, False)

    def test_loaded_again_into_the_same_groups(self, delivery):
        found = QgsProject()
        loaded(delivery, found)
        again, _ = loaded(delivery, found)
        assert [node.name() for node in found.layerTreeRoot().children()] == GROUPS
        assert len(found.mapThemeCollection().mapThemes()) == 4
        shown = found.mapThemeCollection().mapThemeVisibleLayers("Current use")
        assert again.layers["landuse"][0] in shown
        assert len(found.relationManager().relations()) == 4
        found.clear()

    def test_what_was_in_the_project_stays_as_it_was(self, delivery):
        found = QgsProject()
        own = QgsVectorLayer("Point?crs=EPSG:4527", "mine", "memory")
        found.addMapLayer(own)
        loaded(delivery, found)
        node = found.layerTreeRoot().findLayer(own.id())
        assert node.itemVisibilityChecked() and own.name() == "mine"
        found.clear()

    def test_unknown_layers_are_kept_apart(self, smallcounty, tmp_path):
        place = smallcounty.write(tmp_path / "in", "ESRI Shapefile", only={"DLTB"})
        (place / "notes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
        found = QgsProject()
        loaded(place, found)
        group = found.layerTreeRoot().findGroup("Not recognised")
        assert [node.name() for node in group.findLayers()] == ["notes"]
        assert not group.itemVisibilityChecked()


class TestProject:
    def test_system_ellipsoid_and_units(self, project):
        assert project.crs().authid() == "EPSG:4527"
        # the ellipsoid of CGCS2000 in the EPSG registry
        assert project.ellipsoid() == "EPSG:1024"
        assert project.areaUnits() == Qgis.AreaUnit.Hectares
        assert project.distanceUnits() == Qgis.DistanceUnit.Meters

    def test_themes(self, project):
        themes = project.mapThemeCollection()
        assert set(themes.mapThemes()) == {"Current use", "Red-line check", "Coverage", "Acquisition"}

        def roles(theme):
            return {layer.customProperty("redline/role") for layer in themes.mapThemeVisibleLayers(theme)}

        assert roles("Current use") == {"county", "township", "village", "landuse"}
        assert {"farmland", "ecological", "urban", "landuse"} <= roles("Red-line check")
        assert {"camera", "alert", "farmland"} <= roles("Coverage")
        assert {"parcel", "batch"} <= roles("Acquisition")

    def test_opens_on_the_county(self, project):
        extent = project.viewSettings().defaultViewExtent()
        # 2000 m, five per cent more
        assert (extent.width(), extent.height()) == pytest.approx((2100, 2100))

    def test_relations(self, project):
        relations = {one.id().removeprefix("redline_"): one for one in project.relationManager().relations().values()}
        assert set(relations) == {"parcel_village", "parcel_batch", "alert_camera", "population_village"}
        assert all(one.isValid() for one in relations.values())

    def test_parcels_know_their_village(self, qgis_new_project, delivery):
        loaded(delivery, QgsProject.instance())
        layers = by_role(QgsProject.instance())
        assert {f["DKBH"]: f[VILLAGE_KEY] for f in layers["parcel"].getFeatures()} == {
            "D1": "371525100201", "D2": "371525100201",
        }  # fmt: skip
        relation = QgsProject.instance().relationManager().relation("redline_parcel_village")
        village = next(f for f in layers["village"].getFeatures() if f[VILLAGE_KEY] == "371525100201")
        assert {f["DKBH"] for f in relation.getRelatedFeatures(village)} == {"D1", "D2"}

    def test_only_geographic_layers_get_a_zone(self, smallcounty, tmp_path):
        place = smallcounty.write(tmp_path / "in", "GPKG", only={"camera", "STBHHX"})
        found = QgsProject()
        loaded(place, found)
        # 115.4° east lies nearer to 114° (zone 38) than to 117°
        assert found.crs().authid() == "EPSG:4526"


class TestForms:
    def test_aliases_in_chinese(self, delivery):
        found = QgsProject()
        loaded(delivery, found, "zh_Hans")
        layer = by_role(found)["landuse"]
        assert layer.attributeAlias(layer.fields().lookupField("KCXS")) == "扣除地类系数"
        assert layer.attributeAlias(layer.fields().lookupField("DLBM")) == "地类编码"

    def test_value_maps(self, delivery):
        found = QgsProject()
        loaded(delivery, found, "zh_Hans")
        layer = by_role(found)["landuse"]

        def names(field):
            setup = layer.editorWidgetSetup(layer.fields().lookupField(field))
            assert setup.type() == "ValueMap", field
            return {code: name for row in setup.config()["map"] for name, code in row.items()}

        assert names("DLBM")["0102"] == "0102 水浇地"
        assert names("QSXZ")["30"] == "集体土地所有权"

    def test_personal_data_is_hidden(self, project):
        layer = by_role(project)["farmland"]
        hidden = {column.name for column in layer.attributeTableConfig().columns() if column.hidden and column.name}
        assert hidden == {"ZRRZJHM", "LXDH", "JZDZ"}
        for name in hidden:
            place = layer.fields().lookupField(name)
            assert layer.editorWidgetSetup(place).type() == "Hidden"
            flags = layer.fieldConfigurationFlags(place)
            assert flags & Qgis.FieldConfigurationFlag.HideFromWms
            assert flags & Qgis.FieldConfigurationFlag.HideFromWfs

    def test_hiding_is_told(self, delivery):
        found, _ = loaded(delivery, QgsProject())
        assert "Permanent basic farmland: ZRRZJHM, LXDH, JZDZ hold personal data and are hidden." in found.notes
        assert "Cameras: person_liable_phone hold personal data and are hidden." in found.notes

    def test_features_are_called_by_their_names(self, project):
        assert by_role(project)["village"].displayExpression() == '"ZLDWMC"'
        assert by_role(project)["parcel"].displayExpression() == '"DKMC"'


class TestStyles:
    def test_only_classes_that_occur_in_code_order(self, delivery):
        found = QgsProject()
        loaded(delivery, found, "zh_Hans")
        renderer = by_role(found)["landuse"].renderer()
        assert isinstance(renderer, QgsCategorizedSymbolRenderer)
        categories = renderer.categories()
        assert [category.label() for category in categories] == [
            "0102 水浇地", "0301 乔木林地", "0404 其他草地", "0702 农村宅基地", "1006 农村道路", "1104A 养殖坑塘",
            "1203 田坎",
        ]  # fmt: skip
        # 0102 is 252,234,158 in the survey's palette
        color = categories[0].symbol().symbolLayer(0).fillColor()
        assert (color.red(), color.green(), color.blue()) == (252, 234, 158)

    def test_labels_of_villages_only_where_they_can_be_read(self, project):
        layer = by_role(project)["village"]
        assert layer.labelsEnabled()
        settings = layer.labeling().settings()
        assert settings.fieldName == "ZLDWMC"
        assert settings.scaleVisibility and settings.minimumScale == 60_000

    def test_many_patches_are_drawn_only_when_near(self, project, monkeypatch, delivery):
        from redline.layers.looks import styles

        assert not by_role(project)["landuse"].hasScaleBasedVisibility()
        monkeypatch.setattr(styles, "MANY", 10)
        found = QgsProject()
        loaded(delivery, found)
        layer = by_role(found)["landuse"]
        assert layer.hasScaleBasedVisibility() and layer.minimumScale() == 60_000


class TestRepairs:
    def test_missing_prj_is_told_by_the_easting(self, smallcounty, tmp_path):
        place = smallcounty.write(tmp_path / "in", "ESRI Shapefile", only={"DLTB", "camera"})
        for prj in place.glob("*.prj"):
            prj.unlink()
        found = QgsProject()
        result, _ = loaded(place, found)
        layers = by_role(found)
        assert layers["landuse"].crs().authid() == "EPSG:4527"
        assert layers["camera"].crs().authid() == "EPSG:4490"
        assert any(
            note.startswith("DLTB names no coordinate system (no .prj); by its coordinates it is EPSG:4527")
            for note in result.notes
        )

    def test_wrong_prj_is_told_and_left(self, smallcounty, tmp_path):
        place = smallcounty.write(tmp_path / "in", "ESRI Shapefile", only={"DLTB"})
        wrong = QgsCoordinateReferenceSystem("EPSG:4526").toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT1_ESRI)
        (place / "DLTB.prj").write_text(wrong, encoding="ascii")
        found = QgsProject()
        result, _ = loaded(place, found)
        assert by_role(found)["landuse"].crs().authid() == "EPSG:4526"
        assert any("DLTB says EPSG:4526" in note and "those of EPSG:4527" in note for note in result.notes)

    def test_encoding_is_told(self, smallcounty, tmp_path):
        place = smallcounty.write(tmp_path / "in", "ESRI Shapefile", "GBK", only={"CJDCQ"})
        (place / "CJDCQ.cpg").write_text("UTF-8", encoding="ascii")
        found = QgsProject()
        result, _ = loaded(place, found)
        names = {feature["ZLDWMC"] for feature in by_role(found)["village"].getFeatures()}
        assert names == {"东街村", "西街村", "前张村", "后张村"}
        assert "CJDCQ: the texts are in GBK, the file says UTF-8; they are read as GBK." in result.notes

    def test_spreadsheet_of_cameras_becomes_points(self, tmp_path):
        (tmp_path / "铁塔.csv").write_text(
            "camera_index_code,name,longitude,latitude,camera_radius\nC1,一号,115.44,36.49,3500\nC2,二号,115.5,36.5,3\n",
            encoding="utf-8",
        )
        found = QgsProject()
        result, _ = loaded(tmp_path, found)
        layer = by_role(found)["camera"]
        assert layer.geometryType() == Qgis.GeometryType.Point and layer.crs().authid() == "EPSG:4490"
        points = [feature.geometry().asPoint() for feature in layer.getFeatures()]
        assert [(p.x(), p.y()) for p in points] == [(115.44, 36.49), (115.5, 36.5)]
        assert layer.wkbType() == Qgis.WkbType.Point
        assert all(not feature.geometry().constGet().is3D() for feature in layer.getFeatures())
        assert any("points from its columns longitude and latitude" in note for note in result.notes)

    def test_workbook_with_two_sheets(self, tmp_path):
        import openpyxl

        book = openpyxl.Workbook()
        book.active.title = "铁塔"
        for row in (
            ["编号", "名称", "经度", "纬度", "半径"],
            ["T1", "一号塔", 115.44, 36.5, 3500],
            ["T2", "二号塔", 115.5, 36.52, 3.5],
        ):
            book.active.append(row)
        sheet = book.create_sheet("人口")
        for row in (["村代码", "村名称", "人口"], *([f"37152510020{i}", f"村{i}", 500 + i] for i in range(1, 6))):
            sheet.append(row)
        (tmp_path / "in").mkdir()
        book.save(tmp_path / "in" / "台账.xlsx")
        found = QgsProject()
        result, failures = loaded(tmp_path / "in", found)
        assert failures == []
        assert {role: layers[0].featureCount() for role, layers in result.layers.items()} == {
            "camera": 2,
            "population": 5,
        }
        assert found.write(str(tmp_path / "p.qgz"))
        found.clear()
        again = QgsProject()
        assert again.read(str(tmp_path / "p.qgz"))
        assert by_role(again)["camera"].isValid()
        assert [f["名称"] for f in by_role(again)["camera"].getFeatures()] == ["一号塔", "二号塔"]
        again.clear()

    @pytest.mark.parametrize("encoding", ["GBK", "UTF-8"])
    def test_shapefile_with_chinese_field_names(self, tmp_path, encoding):
        from qgis.core import QgsFeature, QgsGeometry, QgsVectorFileWriter

        layer = QgsVectorLayer(
            "Polygon?crs=EPSG:4527&field=地类编码:string(5)&field=地类名称:string(30)&field=图斑面积:double(18,2)",
            "x",
            "memory",
        )
        for code, name in (("0102", "水浇地"), ("0301", "乔木林地"), ("0702", "农村宅基地")):
            feature = QgsFeature(layer.fields())
            feature.setAttributes([code, name, 50.0])
            feature.setGeometry(
                QgsGeometry.fromWkt("Polygon((39360000 4040000, 39360010 4040000, 39360010 4040010, 39360000 4040000))")
            )
            layer.dataProvider().addFeature(feature)
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName, options.fileEncoding = "ESRI Shapefile", encoding
        target = tmp_path / "图斑.shp"
        QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(target), QgsProject.instance().transformContext(), options)
        target.with_suffix(".cpg").unlink()
        header = bytearray(target.with_suffix(".dbf").read_bytes())
        header[29] = 0  # nothing says the encoding
        target.with_suffix(".dbf").write_bytes(bytes(header))
        found = QgsProject()
        result, _ = loaded(tmp_path, found)
        assert list(result.layers) == ["landuse"]
        read = result.layers["landuse"][0]
        names = {feature[find_field(read, "landuse", "classname")] for feature in read.getFeatures()}
        assert names == {"水浇地", "乔木林地", "农村宅基地"}
        labels = [category.label() for category in read.renderer().categories()]
        assert [label[:4] for label in labels] == ["0102", "0301", "0702"]

    def test_corrected_role(self, smallcounty, tmp_path):
        place = smallcounty.write(tmp_path / "in", "GPKG", only={"ZZ_TDZSFW"})
        entries = layer_entries(open_all(place)[0])
        corrected = [entry.with_role("tract") for entry in entries]
        found = QgsProject()
        compose(found, corrected)
        assert set(by_role(found)) == {"tract"}
        layer = by_role(found)["tract"]
        assert find_field(layer, "tract", "number", required=False) is None


def test_declared_is_returned(redline, delivery, tmp_path):
    algorithm = redline.algorithm("loadcounty")
    declared = {output.name() for output in algorithm.outputDefinitions()}
    found = processing.run(
        "redline:loadcounty", {"INPUT": str(delivery), "PROJECT": str(tmp_path / "p.qgz"), "OUTPUT": "TEMPORARY_OUTPUT"}
    )
    assert declared == set(found)
    assert all(parameter.help() for parameter in algorithm.parameterDefinitions())


class TestRasters:
    def raster(self, path, bands, kind):
        import numpy as np
        from osgeo import gdal, osr

        dataset = gdal.GetDriverByName("GTiff").Create(str(path), 40, 40, bands, kind)
        system = osr.SpatialReference()
        system.ImportFromEPSG(4527)
        dataset.SetProjection(system.ExportToWkt())
        dataset.SetGeoTransform((39_360_000, 50, 0, 4_042_000, 0, -50))
        for band in range(bands):
            dataset.GetRasterBand(band + 1).WriteArray(30 + np.arange(1600).reshape(40, 40) / 100)
        dataset.FlushCache()

    def test_base_group(self, smallcounty, tmp_path):
        from osgeo import gdal

        place = smallcounty.write(tmp_path / "in", "ESRI Shapefile", only={"CJDCQ"})
        self.raster(place / "dem.tif", 1, gdal.GDT_Float32)
        self.raster(place / "dom2023.tif", 3, gdal.GDT_Byte)
        before = {path.name: path.read_bytes() for path in place.iterdir()}
        found = QgsProject()
        result, failures = loaded(place, found)
        assert failures == []
        assert {"elevation", "image", "village"} == set(result.layers)
        group = found.layerTreeRoot().findGroup("Base")
        assert [node.name() for node in group.findLayers()] == ["Elevation model", "Images"]
        assert not any(node.itemVisibilityChecked() for node in group.findLayers())
        renderer = result.layers["elevation"][0].renderer()
        # 30 … 45.99 m
        assert (renderer.classificationMin(), renderer.classificationMax()) == pytest.approx((30.0, 45.99))
        assert found.write(str(tmp_path / "p.qgz"))
        found.clear()
        assert {path.name: path.read_bytes() for path in place.iterdir()} == before, "no .aux.xml is left either"
        again = QgsProject()
        assert again.read(str(tmp_path / "p.qgz"))
        assert by_role(again)["elevation"].isValid()
        again.clear()
