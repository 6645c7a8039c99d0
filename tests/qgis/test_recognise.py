"""layers/roles/recognise.py on layers as they come: by fields, values, codes and names, never by the name alone."""

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis.core import QgsRasterLayer, QgsVectorLayer

from redline.layers.roles.fields import remember
from redline.layers.roles.recognise import SURE, recognise
from redline.layers.roles.table import roles

EXPECTED = {
    "XJXZQ": "county", "XZQ": "township", "CJDCQ": "village", "DLTB": "landuse", "YJJBNTBHTB": "farmland",
    "STBHHX": "ecological", "CZKFBJ": "urban", "camera": "camera", "alert": "alert", "ZZ_TDZSFW": "parcel",
    "ZZ_PCFW": "batch", "CJRK": "population",
}  # fmt: skip


def memory(fields: str, rows=(), *, name="图层1", geometry="Polygon") -> QgsVectorLayer:
    """A layer without geometry in its rows; ``fields`` as "A:string, B:double"."""
    from qgis.core import QgsFeature

    parts = "&".join(f"field={piece.strip()}" for piece in fields.split(","))
    layer = QgsVectorLayer(f"{geometry}?crs=EPSG:4527&{parts}", name, "memory")
    for row in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes(list(row))
        layer.dataProvider().addFeature(feature)
    assert layer.featureCount() == len(rows)
    return layer


DELIVERED = [
    # role, geometry, name of the table, its fields, a row
    ("county", "Polygon", "XJXZQ", "XZQDM:string, XZQMC:string", ("371525", "冠县")),
    ("township", "Polygon", "XZQ", "XZQDM:string, XZQMC:string", ("371525100", "清泉街道")),
    ("village", "Polygon", "XZQ", "XZQDM:string, XZQMC:string", ("371525100201", "东街村")),
    ("village", "Polygon", "CJDCQ", "ZLDWDM:string, ZLDWMC:string", ("3715251002010000000", "东街村")),
    (
        "landuse",
        "Polygon",
        "DLTB",
        "BSM:string, DLBM:string, DLMC:string, QSXZ:string, ZLDWDM:string, TBMJ:double",
        ("1", "0102", "水浇地", "30", "371525100201", 10.0),
    ),
    (
        "farmland",
        "Polygon",
        "YJJBNTBHTB",
        "YJJBNTTBBH:string, DLBM:string, YJJBNTMJ:double, YJJBNTTBMJ:double",
        ("1", "0102", 9.0, 10.0),
    ),
    (
        "farmland",
        "Polygon",
        "YJJBNTTB",
        "JBNTTBBH:string, DLBM:string, JBNTMJ:double, TBMJ:double",
        ("1", "012", 9.0, 10.0),
    ),
    ("ecological", "Polygon", "STBHHX", "HXMC:string, HXBM:string, HXLX:string", ("卫河", "1", "a")),
    ("urban", "Polygon", "CZKFBJ", "GHFQDM:string, GHFQMC:string, MJ:double", ("310", "集中建设区", 5.0)),
    (
        "camera",
        "Point",
        "camera",
        "camera_index_code:string, name:string, camera_height:double, camera_radius:double",
        ("1", "塔", 40.0, 3500.0),
    ),
    (
        "coverage",
        "Polygon",
        "coverage",
        "camera_index_code:string, name:string, camera_radius:double",
        ("1", "塔", 3500.0),
    ),
    (
        "alert",
        "Point",
        "alert",
        "alert_id:string, alert_time:string, camera_index_code:string, alert_type:string",
        ("1", "2021-01-01", "1", "房屋"),
    ),
    ("parcel", "Polygon", "ZZ_TDZSFW", "DKBH:string, DKMC:string, DKMJ:double, PCBH:string", ("1", "甲", 1.0, "P1")),
    ("batch", "Polygon", "ZZ_PCFW", "PCBH:string, PCMC:string, PCND:integer", ("P1", "一批", 2021)),
    ("tract", "Polygon", "CPKFFW", "PQBH:string, PQMC:string, CPKFMJ:double", ("1", "东片区", 10.0)),
    (
        "tractuse",
        "Polygon",
        "CPKFYD",
        "PQBH:string, YDYHFLDM:string, YDYHFLMC:string, DKBH:string",
        ("1", "0701", "城镇住宅用地", "D1"),
    ),
    ("plannedland", "Polygon", "GHYDYH", "BSM:string, YDYHFLDM:string, YDYHFLMC:string", ("1", "0701", "城镇住宅用地")),
    (
        "hazard",
        "Point",
        "DZZHD",
        "BH:string, MC:string, LX:string, DJ:string, WXRK:integer",
        ("1", "某滑坡", "滑坡", "小型", 5),
    ),
    (
        "boundarypoint",
        "Point",
        "JZD",
        "JZDH:string, DKBH:string, QH:integer, X:double, Y:double",
        ("J1", "D1", 1, 1.0, 2.0),
    ),
    ("boundaryline", "LineString", "XZQJX", "JXLX:string, JXXZ:string", ("650200", "600001")),
    ("population", "NoGeometry", "CJRK", "ZLDWDM:string, ZLDWMC:string, RK:integer", ("371525100201", "村", 100)),
    ("fieldchief", "NoGeometry", "TZB", "ZLDWDM:string, CJTZ:string", ("371525100201", "张")),
    ("quota", "NoGeometry", "YDZB", "ND:integer, ZBMJ_MU:double", (2021, 10.0)),
    ("service", "NoGeometry", "YWTZ", "YWH:string, SLSJ:string, BJSJ:string", ("1", "2021-09-29 10:00", "")),
    (
        "supply",
        "Polygon",
        "TDGY",
        "HTBH:string, XMMC:string, YDKGSJ:string, YDJGSJ:string, SJKGSJ:string",
        ("371525-2021-0001", "厂房", "2021-06-01", "2023-06-01", ""),
    ),
    ("tractproject", "Polygon", "CPKFXM", "XMBH:string, XMMC:string, PQBH:string", ("1", "路", "1")),
]


class TestEveryRole:
    @pytest.mark.parametrize(("role", "geometry", "name", "fields", "row"), DELIVERED)
    def test_by_name_and_fields_and_by_fields_alone(self, qgis_app, role, geometry, name, fields, row):
        named = recognise(memory(fields, [row] * 3, name=name, geometry=geometry))
        assert named.role == role
        unnamed = recognise(memory(fields, [row] * 3, geometry=geometry))
        assert unnamed.role == role
        assert SURE <= unnamed.confidence < named.confidence

    def test_no_role_is_forgotten(self, qgis_app):
        rasters = {role.id for role in roles().values() if role.geometry == ("raster",)}
        assert rasters == {"elevation", "landcover", "image"}
        assert {row[0] for row in DELIVERED} | rasters == set(roles())


class TestCounty:
    def test_each_layer_of_a_delivery(self, smallcounty):
        for table in smallcounty.tables():
            found = recognise(table.layer())
            assert found.role == EXPECTED[table.name], (table.name, found)
            assert found.confidence >= 0.7, (table.name, found)

    def test_without_their_names(self, smallcounty):
        for table in smallcounty.tables():
            layer = table.layer()
            layer.setName("新建图层")
            found = recognise(layer)
            assert found.role == EXPECTED[table.name], (table.name, found)

    @pytest.mark.parametrize("driver", ["GPKG", "OpenFileGDB", "ESRI Shapefile"])
    def test_from_real_files(self, smallcounty, tmp_path, driver):
        place = smallcounty.write(tmp_path / "in", driver)
        for name, role in EXPECTED.items():
            if driver == "ESRI Shapefile":
                path = place / (f"{name}.shp" if (place / f"{name}.shp").exists() else f"{name}.dbf")
            else:
                path = f"{place}|layername={name}"
            found = recognise(QgsVectorLayer(str(path), "x", "ogr"))
            assert found.role == role, (name, found)

    def test_parts(self, smallcounty):
        tables = {table.name: table.layer() for table in smallcounty.tables()}
        land = recognise(tables["DLTB"]).parts
        assert (land["class"], land["ownership"], land["ridge"]) == ("DLBM", "QSXZ", "KCXS")
        assert (land["ownercode"], land["ownername"], land["villagecode"]) == ("QSDWDM", "QSDWMC", "ZLDWDM")
        assert recognise(tables["CJDCQ"]).parts["code"] == "ZLDWDM"
        assert recognise(tables["YJJBNTBHTB"]).parts["farmlandarea"] == "YJJBNTMJ"
        assert recognise(tables["camera"]).parts["radius"] == "camera_radius"


class TestTellingApart:
    @pytest.mark.parametrize(
        ("codes", "role"),
        [
            (["371525"], "county"),
            (["371525100", "371525101"], "township"),
            (["371525100201", "371525100202"], "village"),
            (["371525100000", "371525101000"], "township"),
        ],
    )
    def test_regions_by_the_length_of_their_codes(self, qgis_app, codes, role):
        layer = memory("XZQDM:string(12), XZQMC:string(100)", [(code, "某地") for code in codes], name="XZQ")
        found = recognise(layer)
        assert found.role == role
        assert found.confidence >= 0.7

    def test_older_farmland_layer(self, qgis_app):
        layer = memory("JBNTTBBH:string, DLBM:string, TBMJ:double, JBNTMJ:double", [("1", "012", 100.0, 98.0)])
        assert recognise(layer).role == "farmland"

    def test_arable_protection_target_is_no_land_use(self, qgis_app):
        rows = [("1", "0102", 100.0, 0)]
        assert recognise(memory("TBBH:string, DLBM:string, TBMJ:double, SFWHTD:integer", rows)).role != "landuse"

    @pytest.mark.parametrize(
        ("fields", "rows"),
        [
            ("GHFQDM:string", [("310",), ("320",)]),
            ("GHFQMC:string", [("城镇集中建设区",), ("特别用途区",)]),
            ("MC:string, MJ:double", [("城镇弹性发展区", 5.0)]),
        ],
    )
    def test_urban_boundary_with_half_of_its_fields(self, qgis_app, fields, rows):
        found = recognise(memory(fields, rows, name="CZKFBJ"))
        assert found.role == "urban"
        name = fields.split(":")[0]
        assert found.parts["zone" if name == "GHFQDM" else "zonename"] == name
        # the zones alone, under a name that says nothing, are proof of nothing yet
        assert recognise(memory(fields, rows)).role == ""

    def test_a_name_alone_is_no_red_line(self, qgis_app):
        # any layer has names and areas
        assert recognise(memory("MC:string, MJ:double, BSM:string, BZ:string", [("某公园", 5.0, "1", "")])).role == ""
        assert recognise(memory("NAME:string, MJ:double", [("某公园", 5.0)], name="STBHHX")).role == "ecological"
        found = recognise(memory("MC:string", [("城镇开发边界",)], name="CZKFBJ"))
        assert found.role == ""
        assert recognise(memory("HXMC:string", [("某河",)], name="STBHHX")).role == "ecological"

    def test_old_class_codes_are_still_land_use(self, qgis_app):
        rows = [("012", 100.0, "10")] * 5
        assert recognise(memory("DLBM:string, TBMJ:double, QSXZ:string", rows, name="DLTB")).role == "landuse"


class TestHowSure:
    def test_never_by_name_alone(self, qgis_app):
        found = recognise(memory("A:string, B:double", [("x", 1.0)], name="DLTB"))
        assert found.role == ""

    def test_name_and_geometry_disagree(self, qgis_app):
        rows = [("0102", "水浇地")]
        assert recognise(memory("DLBM:string, DLMC:string", rows, name="DLTB", geometry="Point")).role == ""

    def test_by_values_where_the_field_has_a_name_of_its_own(self, qgis_app):
        rows = [(code, 100.0, "371525100201") for code in ["0102", "0301", "0702", "1006", "1203"]]
        layer = memory("F1:string, TBMJ:double, ZLDWDM:string", rows, name="地类图斑")
        found = recognise(layer)
        assert found.role == "landuse" and found.parts["class"] == "F1" and "values" in found.by
        clear = recognise(memory("DLBM:string, TBMJ:double, ZLDWDM:string", rows, name="地类图斑"))
        assert clear.confidence > found.confidence

    def test_doubt_names_the_next_best(self, qgis_app):
        found = recognise(memory("MC:string", [("某河",)], name="图层"))
        assert found.confidence < SURE and found.role == ""

    def test_empty_layer_by_its_structure(self, qgis_app):
        found = recognise(memory("BSM:string, DLBM:string, DLMC:string, QSXZ:string, ZLDWDM:string, TBMJ:double"))
        assert found.role == "landuse"

    def test_layer_that_says_nothing(self, qgis_app):
        assert recognise(memory("id:integer")).role == ""
        assert recognise(QgsVectorLayer("LineString?crs=EPSG:4527&field=DLBM:string", "x", "memory")).role == ""


class TestMemoryOfTheLayer:
    def test_renaming_breaks_nothing(self, smallcounty):
        layer = next(table.layer() for table in smallcounty.tables() if table.name == "DLTB")
        first = recognise(layer)
        remember(layer, first.role, first.parts)
        layer.setName("something else")
        again = recognise(layer)
        assert (again.role, again.parts, again.confidence) == ("landuse", first.parts, 1.0)
        assert again.by == ("remembered",)

    def test_a_persons_correction_stays(self, smallcounty):
        layer = next(table.layer() for table in smallcounty.tables() if table.name == "ZZ_TDZSFW")
        remember(layer, "tract", {"number": "DKBH"})
        assert recognise(layer).role == "tract"

    def test_memory_of_fields_that_are_gone_is_not_believed(self, smallcounty):
        layer = next(table.layer() for table in smallcounty.tables() if table.name == "DLTB")
        remember(layer, "tract", {"number": "GONE"})
        assert recognise(layer).role == "landuse"


class TestRasters:
    def raster(self, path, bands, kind, palette=False):
        dataset = gdal.GetDriverByName("GTiff").Create(str(path), 20, 20, bands, kind)
        system = osr.SpatialReference()
        system.ImportFromEPSG(4527)
        dataset.SetProjection(system.ExportToWkt())
        dataset.SetGeoTransform((39_360_000, 30, 0, 4_040_600, 0, -30))
        if palette:
            table = gdal.ColorTable()
            for value in range(40):
                table.SetColorEntry(value, (value, 90, 90))
            dataset.GetRasterBand(1).SetColorTable(table)
        dataset.GetRasterBand(1).WriteArray(np.arange(400).reshape(20, 20) % 9 + 30)
        dataset.FlushCache()
        del dataset
        return QgsRasterLayer(str(path), path.stem)

    @pytest.mark.parametrize(
        ("name", "bands", "kind", "palette", "role"),
        [
            ("N36E115.tif", 1, gdal.GDT_Float32, False, "elevation"),
            ("dem.tif", 1, gdal.GDT_Int16, False, "elevation"),
            ("N36E115_c.tif", 1, gdal.GDT_Byte, True, "landcover"),
            ("worldcover.tif", 1, gdal.GDT_Byte, False, "landcover"),
            ("x.tif", 3, gdal.GDT_Byte, False, "image"),
            ("x1.tif", 1, gdal.GDT_Byte, False, ""),
        ],
    )
    def test_kinds(self, qgis_app, tmp_path, name, bands, kind, palette, role):
        assert recognise(self.raster(tmp_path / name, bands, kind, palette)).role == role
