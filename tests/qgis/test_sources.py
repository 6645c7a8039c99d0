"""layers/reading/sources.py on real drivers: every way of reading gives the same arrays."""

import itertools
import sqlite3
import struct
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsField,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProject,
    QgsProperty,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType

from redline.core.errors import Cancelled, RedlineError
from redline.layers.reading import arrowfile, blocks
from redline.layers.reading.arrowfile import (
    MANY_BOXES,
    FileLayer,
    WrongStream,
    file_blocks,
    nothing_near,
    stored_count,
    worth_asking,
)
from redline.layers.reading.crs import transform_of, transform_xy
from redline.layers.reading.polygonarrays import polygons_of
from redline.layers.reading.sources import (
    WrongRead,
    as_codes,
    as_numbers,
    feature_blocks,
    read_features,
    read_points,
    read_table,
    source_of,
    source_of_parameter,
)

FIELDS = [
    QgsField("DLBM", QMetaType.Type.QString, len=5),
    QgsField("DLMC", QMetaType.Type.QString, len=60),
    QgsField("TBMJ", QMetaType.Type.Double, len=18, prec=2),
    QgsField("SJNF", QMetaType.Type.Int, len=4),
    QgsField("BSM", QMetaType.Type.LongLong, len=18),
    QgsField("RQ", QMetaType.Type.QDate),
]
NAMES = [field.name() for field in FIELDS]
ROWS = [
    ("MultiPolygon (((0 0, 100 0, 100 100, 0 100, 0 0)))", ["0101", "水田", 10000.0, 2023, 371525000000000001, None]),
    (
        "MultiPolygon (((200 0, 300 0, 300 100, 200 100, 200 0), (210 10, 210 20, 220 20, 220 10, 210 10)),"
        " ((400 0, 410 0, 410 10, 400 0)))",
        ["0102", "水浇地", None, 2023, None, "2024-03-05"],
    ),
    ("MultiPolygon (((0 200, 10 200, 10 210, 0 200)))", [None, None, 50.25, None, 3, "2024-03-06"]),
    ("MultiPolygon (((500 0, 510 10, 510 0, 500 10, 500 0)))", ["1104A", "养殖坑塘", 0.0, 2024, 4, None]),
]
ORIGIN = np.array([39_500_000.0, 4_040_000.0])


def polygon_layer(rows=ROWS, crs="EPSG:4527", kind="MultiPolygon", origin=ORIGIN) -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{kind}?crs={crs}", "地类图斑", "memory")
    layer.dataProvider().addAttributes(FIELDS)
    layer.updateFields()
    features = []
    for wkt, values in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes(values)
        if wkt is not None:
            geometry = QgsGeometry.fromWkt(wkt)
            geometry.translate(*origin)
            feature.setGeometry(geometry)
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    return layer


def saved(layer, path, driver, encoding="UTF-8") -> QgsVectorLayer:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName, options.fileEncoding = driver, "DLTB", encoding
    error, words, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(
        layer, str(path), QgsProject.instance().transformContext(), options
    )
    assert error == QgsVectorFileWriter.WriterError.NoError, words
    opened = QgsVectorLayer(str(path), "地类图斑", "ogr")
    assert opened.isValid()
    return opened


def same(left, right):
    """Equal arrays, whatever way they were read."""
    assert left.fids.tolist() == right.fids.tolist()
    for name in ("xy", "rings", "holes", "polygons"):
        np.testing.assert_array_equal(getattr(left.polygons, name), getattr(right.polygons, name))
    assert left.attributes.keys() == right.attributes.keys()
    for name, values in left.attributes.items():
        assert values.dtype == right.attributes[name].dtype, name
        if values.dtype == object:
            assert values.tolist() == right.attributes[name].tolist(), name
        else:
            np.testing.assert_array_equal(values, right.attributes[name])
    assert left.skipped == right.skipped
    assert left.crs == right.crs


def only_iterator(layer):
    """The same layer without its short cut."""
    source = source_of(layer)
    assert source.file is not None, "the file should be read straight"
    return replace(source, file=None)


def spied(monkeypatch):
    """Counts the blocks that came straight from a file."""
    seen = []
    real = blocks.file_blocks

    def counting(*arguments, **options):
        for block in real(*arguments, **options):
            seen.append(len(block.fids))
            yield block

    monkeypatch.setattr(blocks, "file_blocks", counting)
    return seen


class TestMemory:
    def test_geometry_as_drawn(self, qgis_app):
        found = read_features(polygon_layer())
        assert len(found) == 4
        assert found.polygons.polygons.tolist() == [0, 1, 4, 5, 6]
        assert found.polygons.holes.tolist() == [False, False, True, False, False, False]
        np.testing.assert_array_equal(found.polygons.rings_of(0)[0][0][:3] - ORIGIN, [[0, 0], [100, 0], [100, 100]])
        assert found.crs.authid() == "EPSG:4527"
        assert found.skipped == []

    def test_attributes_and_null(self, qgis_app):
        found = read_features(polygon_layer(), NAMES).attributes
        assert found["DLBM"].tolist() == ["0101", "0102", None, "1104A"]
        np.testing.assert_array_equal(found["TBMJ"], [10000.0, np.nan, 50.25, 0.0])
        np.testing.assert_array_equal(found["SJNF"], [2023, 2023, np.nan, 2024])
        # 18 digits do not fit a float64: they stay whole numbers
        assert found["BSM"].tolist() == [371525000000000001, None, 3, 4]
        assert found["RQ"].tolist() == [None, "2024-03-05", "2024-03-06", None]

    def test_only_asked_fields(self, qgis_app):
        assert list(read_features(polygon_layer(), ["TBMJ"]).attributes) == ["TBMJ"]
        assert read_features(polygon_layer()).attributes == {}

    def test_bow_tie_passes_through(self, qgis_app):
        ring = read_features(polygon_layer()).polygons.rings_of(3)[0][0] - ORIGIN
        np.testing.assert_array_equal(ring, [[500, 0], [510, 10], [510, 0], [500, 10], [500, 0]])

    def test_unsaved_edits_are_seen(self, qgis_app):
        layer = polygon_layer()
        layer.startEditing()
        layer.deleteFeature(1)
        layer.changeAttributeValue(2, 0, "0103")
        found = read_features(layer, ["DLBM"])
        assert found.attributes["DLBM"].tolist() == ["0103", None, "1104A"]
        layer.rollBack()

    def test_selection(self, qgis_app):
        layer = polygon_layer()
        layer.selectByIds([2, 4])
        assert read_features(source_of(layer, selected_only=True)).fids.tolist() in ([2, 4], [4, 2])
        assert len(read_features(layer)) == 4

    def test_subset_filter(self, qgis_app):
        layer = polygon_layer()
        layer.setSubsetString("\"DLBM\" = '0102'")
        assert read_features(layer, ["DLBM"]).attributes["DLBM"].tolist() == ["0102"]

    def test_empty_layer(self, qgis_app):
        found = read_features(polygon_layer([]), NAMES)
        assert len(found) == 0 and len(found.polygons) == 0
        assert all(len(values) == 0 for values in found.attributes.values())


class TestOddGeometry:
    def test_skipped_by_name(self, qgis_app):
        layer = polygon_layer([*ROWS[:1], (None, ["0101"] + [None] * 5), ("MultiPolygon EMPTY", [None] * 6), ROWS[2]])
        found = read_features(layer, ["DLBM"])
        assert found.fids.tolist() == [1, 4]
        assert found.attributes["DLBM"].tolist() == ["0101", None]
        assert [(one.fid, one.reason) for one in found.skipped] == [
            (2, "it has no geometry"),
            (3, "its geometry is empty or no polygon"),
        ]
        assert len(found.polygons) == 2
        np.testing.assert_array_equal(found.polygons.rings_of(1)[0][0][0] - ORIGIN, [0, 200])

    def test_z_and_m_are_dropped(self, qgis_app):
        rows = [("MultiPolygonZM (((0 0 5 6, 10 0 5 6, 10 10 5 6, 0 0 5 6)))", [None] * 6)]
        found = read_features(polygon_layer(rows, kind="MultiPolygonZM"))
        np.testing.assert_array_equal(found.polygons.xy - ORIGIN, [[0, 0], [10, 0], [10, 10], [0, 0]])

    def test_curves_become_segments(self, qgis_app):
        # a circle of radius 100 m; QGIS takes a segment a degree: the area is off by (2π/360)²/6 = 5e-5
        rows = [("CurvePolygon (CircularString (-100 0, 0 100, 100 0, 0 -100, -100 0))", [None] * 6)]
        found = read_features(polygon_layer(rows, kind="CurvePolygon"))
        x, y = (found.polygons.xy - found.polygons.xy[0]).T
        area = abs(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2
        assert area == pytest.approx(np.pi * 100**2, rel=1e-4)
        assert found.skipped == []

    def test_collection_gives_its_polygons(self, qgis_app):
        layer = polygon_layer([], kind="GeometryCollection")
        feature = QgsFeature(layer.fields())
        east, north = 39_360_000, 4_040_000
        ring = [[east, north], [east + 4, north], [east + 4, north + 4], [east, north]]
        drawn = ", ".join(f"{x} {y}" for x, y in ring)
        feature.setGeometry(QgsGeometry.fromWkt(f"GeometryCollection (Point ({east} {north}), Polygon (({drawn})))"))
        layer.dataProvider().addFeature(feature)
        if layer.featureCount() == 0:
            pytest.skip("this QGIS keeps no collections in memory layers")
        found = read_features(layer)
        np.testing.assert_array_equal(found.polygons.xy, ring)
        assert found.mixed == (1,) and found.crs.authid() == layer.dataProvider().crs().authid()

    def test_coordinates_that_are_no_numbers(self, qgis_app):
        layer = polygon_layer(ROWS[:1])
        feature = QgsFeature(layer.fields())
        geometry = QgsGeometry()
        ring = struct.pack("<8d", 0, 0, float("nan"), 0, 10, 10, 0, 0)
        geometry.fromWkb(struct.pack("<BIIBIII", 1, 6, 1, 1, 3, 1, 4) + ring)
        feature.setGeometry(geometry)
        layer.dataProvider().addFeature(feature)
        found = read_features(layer)
        assert found.fids.tolist() == [1]
        assert [(one.fid, one.reason) for one in found.skipped] == [(2, "its coordinates are not numbers")]

    def test_lines_are_refused(self, qgis_app):
        layer = QgsVectorLayer("LineString?crs=EPSG:4527", "界线", "memory")
        with pytest.raises(RedlineError, match=r"Layer 界线 has no polygons: choose a layer of areas\."):
            read_features(layer)

    def test_missing_field_names_layer_and_field(self, qgis_app):
        with pytest.raises(RedlineError, match="Layer 地类图斑 has no field KCXS; it has: DLBM, DLMC"):
            read_features(polygon_layer(), ["KCXS"])

    def test_layer_that_is_gone(self, qgis_app):
        with pytest.raises(RedlineError, match="Layer 图斑 cannot be opened"):
            read_features(QgsVectorLayer("/nowhere/x.gpkg", "图斑", "ogr"))


FILES = [("dltb.gpkg", "GPKG", "UTF-8"), ("dltb.gdb", "OpenFileGDB", "UTF-8"), ("dltb.fgb", "FlatGeobuf", "UTF-8")]
SHAPES = [("utf8.shp", "ESRI Shapefile", "UTF-8"), ("gbk.shp", "ESRI Shapefile", "GBK")]


class TestFiles:
    @pytest.mark.parametrize(("name", "driver", "encoding"), FILES + SHAPES)
    def test_short_cut_equals_iterator(self, qgis_app, tmp_path, monkeypatch, name, driver, encoding):
        layer = saved(polygon_layer(), tmp_path / name, driver, encoding)
        plain = ["DLBM", "DLMC", "TBMJ", "SJNF", "BSM"]
        seen = spied(monkeypatch)
        fast = read_features(layer, plain)
        assert seen == [4]
        same(fast, read_features(only_iterator(layer), plain))
        assert seen == [4]
        assert sorted(fast.attributes["DLMC"].tolist(), key=str) == sorted(
            ["水田", "水浇地", None, "养殖坑塘"], key=str
        )

    def test_gbk_without_cpg(self, qgis_app, tmp_path):
        saved(polygon_layer(), tmp_path / "gbk.shp", "ESRI Shapefile", "GBK")
        (tmp_path / "gbk.cpg").unlink()
        layer = QgsVectorLayer(str(tmp_path / "gbk.shp"), "图斑", "ogr")
        layer.setProviderEncoding("GBK")
        fast = read_features(layer, ["DLMC"])
        assert fast.attributes["DLMC"].tolist() == ["水田", "水浇地", None, "养殖坑塘"]
        same(fast, read_features(only_iterator(layer), ["DLMC"]))

    def test_dates_take_the_ordinary_way(self, qgis_app, tmp_path, monkeypatch):
        layer = saved(polygon_layer(), tmp_path / "a.gpkg", "GPKG")
        seen = spied(monkeypatch)
        assert read_features(layer, ["RQ"]).attributes["RQ"].tolist() == [None, "2024-03-05", "2024-03-06", None]
        assert seen == []

    def test_edited_and_filtered_files_take_the_ordinary_way(self, qgis_app, tmp_path, monkeypatch):
        layer = saved(polygon_layer(), tmp_path / "a.gpkg", "GPKG")
        seen = spied(monkeypatch)
        layer.startEditing()
        layer.changeAttributeValue(1, layer.fields().lookupField("DLBM"), "0301")
        assert read_features(layer, ["DLBM"]).attributes["DLBM"][0] == "0301"
        layer.rollBack()
        layer.setSubsetString("DLBM = '0102'")
        assert read_features(layer, ["DLBM"]).attributes["DLBM"].tolist() == ["0102"]
        assert seen == []

    def test_virtual_fields_take_the_ordinary_way(self, qgis_app, tmp_path, monkeypatch):
        layer = saved(polygon_layer(), tmp_path / "a.gpkg", "GPKG")
        layer.addExpressionField('left("DLBM", 2)', QgsField("first", QMetaType.Type.QString))
        seen = spied(monkeypatch)
        assert read_features(layer, ["first"]).attributes["first"].tolist() == ["01", "01", None, "11"]
        assert seen == []

    def test_null_and_empty_geometries_from_a_file(self, qgis_app, tmp_path):
        rows = [ROWS[0], (None, ["0102"] + [None] * 5), ("MultiPolygon EMPTY", ["0103"] + [None] * 5), ROWS[2]]
        layer = saved(polygon_layer(rows), tmp_path / "a.gpkg", "GPKG")
        fast = read_features(layer, ["DLBM"])
        same(fast, read_features(only_iterator(layer), ["DLBM"]))
        assert [one.fid for one in fast.skipped] == [2, 3]

    def test_curves_from_a_file(self, qgis_app, tmp_path):
        rows = [("MultiSurface (CurvePolygon (CircularString (0 0, 4 4, 8 0, 4 -4, 0 0)))", ["0101"] + [None] * 5)]
        layer = saved(polygon_layer(rows, kind="MultiSurface"), tmp_path / "a.gpkg", "GPKG")
        fast = read_features(layer, ["DLBM"])
        assert len(fast.polygons.xy) > 100
        same(fast, read_features(only_iterator(layer), ["DLBM"]))

    def test_one_huge_polygon_costs_only_itself(self, qgis_app, tmp_path):
        # padded to the longest geometry, as osgeo's own numpy arrays are, this block would take 2.4 GB
        ring = ", ".join(f"{x} {100 + x % 2}" for x in range(50_000))
        big = (f"MultiPolygon (((0 0, {ring}, 50000 0, 0 0)))", ["0101"] + [None] * 5)
        layer = saved(polygon_layer([big, *[ROWS[2]] * 3000]), tmp_path / "a.gpkg", "GPKG")
        found = read_features(layer)
        assert len(found) == 3001 and len(found.polygons.xy) == 50_003 + 3000 * 4

    def test_blocks(self, qgis_app, tmp_path):
        layer = saved(polygon_layer(ROWS * 5), tmp_path / "a.gpkg", "GPKG")
        for source in (layer, only_iterator(layer)):
            blocks = list(feature_blocks(source, ["DLBM"], block=7))
            assert [len(block) for block in blocks] == [7, 7, 6]
            whole = read_features(layer, ["DLBM"])
            assert np.concatenate([block.fids for block in blocks]).tolist() == whole.fids.tolist()
            np.testing.assert_array_equal(np.concatenate([block.polygons.xy for block in blocks]), whole.polygons.xy)

    def test_source_files_are_left_as_they_were(self, qgis_app, tmp_path):
        layer = saved(polygon_layer(), tmp_path / "a.gpkg", "GPKG")
        before = (tmp_path / "a.gpkg").read_bytes()
        read_features(layer, ["DLBM"])
        read_features(only_iterator(layer), ["DLBM"])
        assert (tmp_path / "a.gpkg").read_bytes() == before


class TestTransform:
    def test_every_vertex(self, qgis_app):
        target = QgsCoordinateReferenceSystem("EPSG:4548")
        found = read_features(polygon_layer(), crs=target)
        # zone 39 with prefix to the same meridian without it: 39,000,000 m less, nothing else
        np.testing.assert_allclose(
            found.polygons.xy, read_features(polygon_layer()).polygons.xy - [39_000_000, 0], atol=1e-6
        )
        assert found.crs == target

    def test_against_qgis_point_by_point(self, qgis_app):
        from qgis.core import QgsCoordinateTransform

        target = QgsCoordinateReferenceSystem("EPSG:4490")
        found = read_features(polygon_layer(), crs=target)
        transform = QgsCoordinateTransform(
            QgsCoordinateReferenceSystem("EPSG:4527"), target, QgsProject.instance().transformContext()
        )
        for (x, y), got in zip(read_features(polygon_layer()).polygons.xy, found.polygons.xy, strict=True):
            point = transform.transform(x, y)
            assert got.tolist() == pytest.approx([point.x(), point.y()], abs=1e-12)

    def test_layer_without_crs(self, qgis_app):
        layer = polygon_layer(crs="")
        layer.setCrs(QgsCoordinateReferenceSystem())
        with pytest.raises(
            RedlineError, match="Layer 地类图斑 has no coordinate system, so it cannot be brought to EPSG:4490"
        ):
            read_features(layer, crs=QgsCoordinateReferenceSystem("EPSG:4490"))

    def test_feature_off_the_world_is_told(self, qgis_app):
        far = ("MultiPolygon (((9e15 9e15, 9.1e15 9e15, 9.1e15 9.1e15, 9e15 9e15)))", ["0101"] + [None] * 5)
        found = read_features(polygon_layer([ROWS[0], far]), crs=QgsCoordinateReferenceSystem("EPSG:4490"))
        assert found.fids.tolist() == [1]
        assert [one.fid for one in found.skipped] == [2]
        assert "its vertex 3 (X 9100000004040000.000, Y 9100000039500000.000) lies outside of EPSG:4527" in str(
            found.skipped[0].reason
        )

    def test_feature_beyond_the_pole_is_told(self, qgis_app):
        far = ("MultiPolygon (((115 91, 115.1 91, 115.1 91.1, 115 91)))", ["0101"] + [None] * 5)
        here = ("MultiPolygon (((115 36, 115.1 36, 115.1 36.1, 115 36)))", ["0101"] + [None] * 5)
        layer = polygon_layer([here, far], crs="EPSG:4490", origin=(0.0, 0.0))
        found = read_features(layer, crs=QgsCoordinateReferenceSystem("EPSG:4527"))
        assert found.fids.tolist() == [1]
        assert "Coordinates cannot be transformed from EPSG:4490" in found.skipped[0].reason


class TestRunning:
    def test_progress_and_cancel(self, qgis_app):
        seen = []
        list(feature_blocks(polygon_layer(ROWS * 5), block=5, progress=seen.append))
        assert seen == [0.25, 0.5, 0.75, 1.0]
        with pytest.raises(Cancelled):
            list(feature_blocks(polygon_layer(ROWS * 5), block=5, cancelled=lambda: len(seen) >= 4))

    def test_some_rows_and_the_texts_of_a_field(self, qgis_app):
        whole = read_features(polygon_layer(), ["DLBM", "TBMJ"])
        count = len(whole)
        last = whole.take(np.arange(count) == count - 1)
        assert last.fids.tolist() == whole.fids.tolist()[-1:]
        assert last.texts("DLBM") == whole.texts("DLBM")[-1:]
        turned = whole.take(np.arange(count)[::-1])
        assert turned.fids.tolist() == whole.fids.tolist()[::-1]
        assert turned.texts("DLBM") == whole.texts("DLBM")[::-1]
        np.testing.assert_array_equal(turned.numbers("TBMJ"), whole.numbers("TBMJ")[::-1])
        for i in range(count):
            [(first, _), *_], [(same, _), *_] = turned.polygons.rings_of(i), whole.polygons.rings_of(count - 1 - i)
            np.testing.assert_array_equal(first, same)
        assert turned.crs == whole.crs and turned.skipped == whole.skipped

    def test_what_features_are_called(self, qgis_app):
        table = read_table(polygon_layer([(None, [" 011 "] + [None] * 5), (None, [None] * 6)]), ["DLBM"])
        assert table.texts("DLBM") == table.ids("DLBM") == ["011", ""]
        assert table.texts("") == ["", ""]
        assert table.ids("") == table.labels("") == ["1", "2"]
        assert table.labels("DLBM") == ["011", "2"]

    def test_read_table_leaves_geometry_alone(self, qgis_app):
        table = read_table(polygon_layer([(None, ["0101"] + [None] * 5), ROWS[1]]), ["DLBM"])
        assert table.fids.tolist() == [1, 2]
        assert table.texts("DLBM") == ["0101", "0102"]

    @pytest.mark.parametrize(("name", "driver", "encoding"), FILES + SHAPES)
    def test_read_table_straight_from_a_file(self, qgis_app, tmp_path, monkeypatch, name, driver, encoding):
        layer = saved(polygon_layer(), tmp_path / name, driver, encoding)
        seen = spied(monkeypatch)
        table = read_table(layer, ["DLMC", "TBMJ"])
        assert seen == [4]
        slow = read_table(only_iterator(layer), ["DLMC", "TBMJ"])
        assert table.fids.tolist() == slow.fids.tolist()
        assert table.attributes["DLMC"].tolist() == slow.attributes["DLMC"].tolist()
        np.testing.assert_array_equal(table.numbers("TBMJ"), slow.numbers("TBMJ"))

    def test_points(self, qgis_app):
        layer = QgsVectorLayer("Point?crs=EPSG:4490&field=name:string", "摄像头", "memory")
        for wkt, name in (("Point (115.5 36.5)", "一号"), (None, "二号"), ("Point (115.6 36.6)", "三号")):
            feature = QgsFeature(layer.fields())
            feature.setAttributes([name])
            if wkt:
                feature.setGeometry(QgsGeometry.fromWkt(wkt))
            layer.dataProvider().addFeature(feature)
        found = read_points(layer, ["name"])
        assert found.xy.tolist() == [[115.5, 36.5], [115.6, 36.6]]
        assert found.attributes["name"].tolist() == ["一号", "三号"]
        assert [(one.fid, one.reason) for one in found.skipped] == [(2, "it has no point")]
        moved = read_points(layer, crs=QgsCoordinateReferenceSystem("EPSG:4527"))
        assert len(moved) == 2 and moved.crs.authid() == "EPSG:4527"
        back = transform_xy(transform_of(moved.crs, layer.crs()), moved.xy)
        np.testing.assert_allclose(back, found.xy, atol=1e-11)
        with pytest.raises(RedlineError, match="Layer 地类图斑 has no points"):
            read_points(polygon_layer())


class Reader(QgsProcessingAlgorithm):
    """Reads its source in whatever thread it is run in."""

    def name(self):
        return "reader"

    def displayName(self):
        return "reader"

    def createInstance(self):
        return Reader()

    def initAlgorithm(self, configuration=None):
        self.addParameter(QgsProcessingParameterFeatureSource("INPUT", "input", optional=True))

    def processAlgorithm(self, parameters, context, feedback):
        source = source_of_parameter(self, parameters, "INPUT", context)
        if source is None:
            return {"COUNT": -1, "STRAIGHT": False}
        found = read_features(source, ["DLBM"])
        return {"COUNT": len(found), "STRAIGHT": source.file is not None}


class TestParameter:
    def run(self, value):
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        from qgis.core import QgsProcessingFeedback

        algorithm = Reader()
        algorithm.initAlgorithm()
        results, fine = algorithm.run({"INPUT": value}, context, QgsProcessingFeedback())
        assert fine
        return results["COUNT"], results["STRAIGHT"]

    def test_whole_file_and_path(self, qgis_app, qgis_new_project, tmp_path):
        layer = saved(polygon_layer(), tmp_path / "a.gpkg", "GPKG")
        QgsProject.instance().addMapLayer(layer)
        assert self.run(layer.id()) == (4, True)
        assert self.run(str(tmp_path / "a.gpkg") + "|layername=DLTB") == (4, True)

    def test_selection_filter_and_limit(self, qgis_app, qgis_new_project, tmp_path):
        layer = saved(polygon_layer(), tmp_path / "a.gpkg", "GPKG")
        QgsProject.instance().addMapLayer(layer)
        layer.selectByIds([1, 3])
        given = QgsProcessingFeatureSourceDefinition
        assert self.run(given(layer.id(), selectedFeaturesOnly=True)) == (2, False)
        assert self.run(given(layer.id(), filterExpression="DLBM = '0101'")) == (1, False)
        assert self.run(given(layer.id(), featureLimit=3)) == (3, False)
        assert self.run(given(QgsProperty.fromValue(layer.id()))) == (4, True)

    def test_left_out(self, qgis_app):
        assert self.run(None) == (-1, False)

    def test_in_a_background_thread(self, qgis_app, qgis_new_project, tmp_path):
        from concurrent.futures import ThreadPoolExecutor

        file, memory = saved(polygon_layer(), tmp_path / "a.gpkg", "GPKG"), polygon_layer()
        with ThreadPoolExecutor(1) as pool:
            for source in (source_of(file), only_iterator(file), source_of(memory)):
                same_way = read_features(source, ["DLBM"])
                same(pool.submit(read_features, source, ["DLBM"]).result(), same_way)

    def test_feature_source_of_a_plain_iterator(self, qgis_app):
        layer = polygon_layer()
        assert len(list(layer.getFeatures(QgsFeatureRequest()))) == len(read_features(layer))


def test_codes_and_numbers():
    texts = np.array(["0101 ", None, " 1104A"], dtype=object)
    assert as_codes(texts).tolist() == ["0101", "", "1104A"]
    assert as_codes(np.array([101.0, np.nan, 1.5])).tolist() == ["101", "", "1.5"]
    np.testing.assert_array_equal(
        as_numbers(np.array(["12.5", None, "", "x", 3], dtype=object)), [12.5, np.nan, np.nan, np.nan, 3]
    )
    assert as_numbers(np.array([1.0])).tolist() == [1.0]


@pytest.mark.parametrize(
    ("driver", "name"),
    [("GPKG", "a.gpkg"), ("ESRI Shapefile", "DLTB.shp"), ("FlatGeobuf", "a.fgb"), ("OpenFileGDB", "a.gdb")],
)
def test_blocks_outlive_their_file(tmp_path, monkeypatch, driver, name):
    """The bytes are GDAL's own, lent: they stay as long as somebody looks at them, with the file long closed."""
    from osgeo import gdal, ogr

    monkeypatch.setattr("redline.layers.reading.arrowfile.BLOCK", 500)
    if gdal.GetDriverByName(driver).GetMetadataItem("DCAP_CREATE") != "YES":
        pytest.skip("This GDAL does not write the format.")
    path = str(tmp_path / name)
    made = ogr.GetDriverByName(driver).CreateDataSource(path)
    layer = made.CreateLayer("DLTB", geom_type=ogr.wkbMultiPolygon)
    for k in range(2_000):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"MULTIPOLYGON ((({k} 0, {k + 1} 0, {k} {k + 1}, {k} 0)))"))
        layer.CreateFeature(feature)
    del feature, layer, made

    source = FileLayer(path, "DLTB", driver)
    at_once = [polygons_of(block.wkb, block.offsets)[0] for block in file_blocks(source, [])]
    kept = list(file_blocks(source, []))
    assert sum(len(block.fids) for block in kept) == 2_000
    assert len(kept) >= 4 if driver == "GPKG" else kept
    parts = [block.wkb[block.offsets[0] : block.offsets[1]] for block in kept]
    rubbish = [np.full(100_000, 255, dtype=np.uint8) for _ in range(50)]  # what a freed batch would be filled with
    for block, read in zip(kept, at_once, strict=True):
        assert not block.wkb.flags.writeable
        np.testing.assert_array_equal(polygons_of(block.wkb, block.offsets)[0].xy, read.xy)
    first = [bytes(block.wkb[: block.offsets[1]]) for block in kept]
    del kept, block, rubbish
    rubbish = [np.full(100_000, 255, dtype=np.uint8) for _ in range(50)]
    assert [part.tobytes() for part in parts] == first
    del rubbish


class TestNear:
    """A GeoPackage asked by its own index for what lies near some boxes."""

    BOXES = np.array([(10.0, 10.0, 20.0, 20.0), (50.0, 50.0, 60.0, 60.0), (405.0, 5.0, 600.0, 20.0)])

    def file_of(self, tmp_path, name="DLTB", indexed=True):
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName, options.layerName = "GPKG", name
        options.layerOptions = [] if indexed else ["SPATIAL_INDEX=NO"]
        target = str(tmp_path / "county.gpkg")
        QgsVectorFileWriter.writeAsVectorFormatV3(
            polygon_layer(), target, QgsProject.instance().transformContext(), options
        )
        return FileLayer(target, name, "GPKG")

    def read(self, layer, boxes=None):
        near = None if boxes is None else boxes + np.tile(ORIGIN, 2)
        blocks = list(file_blocks(replace(layer, near=near), ["DLMC"]))
        return [(fid, name) for block in blocks for fid, name in zip(block.fids, block.columns["DLMC"], strict=True)]

    @pytest.mark.parametrize("name", ["DLTB", "地类 图斑", 'a "quoted" one', "it's"])
    def test_only_what_meets_a_box_once_and_in_order(self, tmp_path, name):
        layer = self.file_of(tmp_path, name)
        assert [fid for fid, _ in self.read(layer)] == [1, 2, 3, 4]
        # The first two boxes meet feature 1, the third meets the box of 2 (to x = 410) and 4 (from x = 500).
        assert self.read(layer, self.BOXES) == [(1, "水田"), (2, "水浇地"), (4, "养殖坑塘")]
        assert self.read(layer, self.BOXES[:1]) == [(1, "水田")]

    def test_nothing_near(self, tmp_path):
        layer = self.file_of(tmp_path)
        far = self.BOXES + 5000
        assert self.read(layer, far) == []
        assert nothing_near(replace(layer, near=far + np.tile(ORIGIN, 2)))
        assert not nothing_near(replace(layer, near=self.BOXES + np.tile(ORIGIN, 2)))

    def test_without_an_index_all_comes(self, tmp_path):
        layer = self.file_of(tmp_path, indexed=False)
        assert [fid for fid, _ in self.read(layer, self.BOXES)] == [1, 2, 3, 4]

    def test_when_it_is_worth_it(self):
        extent = (0.0, 0.0, 100.0, 100.0)
        assert worth_asking(np.array([(0.0, 0.0, 50.0, 60.0)]), extent)  # 3,000 of 10,000
        assert not worth_asking(np.array([(0.0, 0.0, 50.0, 61.0)]), extent)
        assert worth_asking(np.array([(0.0, 0.0, 50.0, 60.0), (200.0, 0.0, 900.0, 900.0)]), extent)  # outside: nothing
        assert not worth_asking(np.empty((0, 4)), extent)
        assert not worth_asking(np.zeros((MANY_BOXES + 1, 4)), extent)


def strip_file(path, count, driver="GPKG", name="DLTB") -> QgsVectorLayer:
    """A layer of ``count`` rectangles side by side: the k-th, of id k in a GeoPackage, begins at x = k, and has k as
    its number and as its name, of ever another length."""
    from osgeo import ogr

    made = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    layer = made.CreateLayer(name, geom_type=ogr.wkbMultiPolygon)
    layer.CreateField(ogr.FieldDefn("TBMJ", ogr.OFTReal))
    layer.CreateField(ogr.FieldDefn("TBBH", ogr.OFTString))
    layer.StartTransaction()
    for k in range(1, count + 1):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("TBMJ", float(k))
        feature.SetField("TBBH", name_of(k))
        corners = f"{k} 0, {k + 1} 0, {k + 1} 1, " + "".join(f"{k} {1 - i / 100}, " for i in range(k % 7)) + f"{k} 0"
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"MULTIPOLYGON ((({corners})))"))
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    del feature, layer, made
    return QgsVectorLayer(str(path), "图斑", "ogr")


def name_of(k):
    return f"{k}号" + "田" * (k % 11)


def as_made(blocks, ids):
    """Whether the blocks hold the rectangles of these ids, each with what belongs to it, and nothing else."""
    fids = np.concatenate([block.fids for block in blocks])
    assert fids.tolist() == list(ids)
    firsts = [polygons_of(block.wkb, block.offsets)[0] for block in blocks]
    begins = [part.xy[part.rings[:-1], 0] for part in firsts]
    np.testing.assert_array_equal(np.concatenate(begins), fids.astype(np.float64))
    np.testing.assert_array_equal(np.concatenate([block.columns["TBMJ"] for block in blocks]), fids)
    assert np.concatenate([block.columns["TBBH"] for block in blocks]).tolist() == [name_of(k) for k in fids.tolist()]


def run_sql(path, *statements):
    with closing(sqlite3.connect(path)) as database, database:
        for statement in statements:
            database.execute(statement)


WITHOUT_1000 = (
    "DROP TRIGGER rtree_DLTB_geom_delete",  # it asks for a function of GDAL's
    "DELETE FROM rtree_DLTB_geom WHERE id = 1000",
    "DELETE FROM DLTB WHERE fid = 1000",
)
STATES = {
    "counted": (),
    "no count": ("UPDATE gpkg_ogr_contents SET feature_count = NULL",),
    "old count": ("UPDATE gpkg_ogr_contents SET feature_count = 7",),
    "never counted": ("DROP TRIGGER trigger_insert_feature_count_DLTB", "DROP TABLE gpkg_ogr_contents"),
    "a gap": WITHOUT_1000,
    "a gap and no count": (*WITHOUT_1000, "UPDATE gpkg_ogr_contents SET feature_count = NULL"),
    "a gap and an old count": (*WITHOUT_1000, "UPDATE gpkg_ogr_contents SET feature_count = 12000"),
}
"""What a GeoPackage says of the number of its features. From GDAL 3.8 to 3.11.3 the stream of a table gave rows twice,
lost some, hung or crashed in every state but the first."""


@pytest.fixture(scope="module")
def strip(tmp_path_factory):
    path = tmp_path_factory.mktemp("strip") / "strip.gpkg"
    strip_file(path, 12_000)
    return path.read_bytes()


def threads_now():
    """How many threads this process has, those of libraries too."""
    return sum(1 for _ in Path("/proc/self/task").iterdir())


class TestManyPasses:
    """Whatever a GeoPackage says of its own number of features, it is read as it is, by no thread of GDAL's."""

    @pytest.mark.parametrize("state", STATES)
    def test_every_pass_is_right(self, tmp_path, monkeypatch, strip, state):
        monkeypatch.setattr(arrowfile, "BLOCK", 250)
        path = tmp_path / "strip.gpkg"
        path.write_bytes(strip)
        run_sql(path, *STATES[state])
        ids = [k for k in range(1, 12_001) if k != 1000 or "gap" not in state]
        before = threads_now()
        for _ in range(8):
            blocks, threads = [], set()
            for block in file_blocks(FileLayer(str(path), "DLTB", "GPKG"), ["TBMJ", "TBBH"]):
                blocks.append(block)
                threads.add(threads_now())
            assert [len(block.fids) for block in blocks[:-1]] == [250] * 47
            as_made(blocks, ids)
            assert threads == {before}
        assert stored_count(FileLayer(str(path), "DLTB", "GPKG")) == len(ids)

    @pytest.mark.parametrize("state", STATES)
    def test_as_the_iterator(self, qgis_app, tmp_path, monkeypatch, strip, state):
        path = tmp_path / "strip.gpkg"
        path.write_bytes(strip)
        run_sql(path, *STATES[state])
        layer = QgsVectorLayer(str(path), "图斑", "ogr")
        seen = spied(monkeypatch)
        fast = read_features(layer, ["TBMJ", "TBBH"])
        gap = "gap" in state
        assert seen == [8192, 3807 if gap else 3808]
        for slow in (only_iterator(layer), replace(source_of(layer), straight=False)):
            same(fast, read_features(slow, ["TBMJ", "TBBH"]))
        assert len(seen) == 2

    def test_near(self, tmp_path, monkeypatch, strip):
        monkeypatch.setattr(arrowfile, "BLOCK", 250)
        path = tmp_path / "strip.gpkg"
        path.write_bytes(strip)
        run_sql(path, *STATES["a gap and no count"])
        # The k-th rectangle reaches from k to k + 1: the box from 3.5 to 900.5 meets 3 to 900, the second 999 to 1001.
        near = np.array([(3.5, 0.2, 900.5, 0.8), (1000.0, 0.2, 1001.5, 0.8), (500.0, 0.0, 501.0, 1.0)])
        for _ in range(8):
            blocks = list(file_blocks(FileLayer(str(path), "DLTB", "GPKG", near=near), ["TBMJ", "TBBH"]))
            as_made(blocks, [*range(3, 901), 999, 1001])
            assert len(blocks) == 4  # 900 features

    def test_a_row_that_the_index_names_and_the_table_has_not(self, tmp_path, strip):
        path = tmp_path / "strip.gpkg"
        path.write_bytes(strip)
        run_sql(path, WITHOUT_1000[0], WITHOUT_1000[2])
        near = np.array([(998.5, 0.2, 1001.5, 0.8)])
        blocks = list(file_blocks(FileLayer(str(path), "DLTB", "GPKG", near=near), ["TBMJ", "TBBH"]))
        as_made(blocks, [998, 999, 1001])

    def test_a_view_takes_the_ordinary_way(self, qgis_app, tmp_path, monkeypatch, strip):
        path = tmp_path / "strip.gpkg"
        path.write_bytes(strip)
        run_sql(
            path,
            # Each id stands twice in the view: as rows of a view may.
            "CREATE VIEW twice AS SELECT fid AS OGC_FID, geom, TBMJ FROM DLTB WHERE fid < 4 UNION ALL "
            "SELECT fid, geom, TBMJ FROM DLTB WHERE fid < 3",
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) "
            "VALUES ('twice', 'features', 'twice', 0)",
            "INSERT INTO gpkg_geometry_columns VALUES ('twice', 'geom', 'MULTIPOLYGON', 0, 0, 0)",
        )
        layer = QgsVectorLayer(f"{path}|layername=twice", "视图", "ogr")
        assert layer.isValid()
        seen = spied(monkeypatch)
        assert sorted(read_features(layer, ["TBMJ"]).attributes["TBMJ"].tolist()) == [1, 1, 2, 2, 3]
        assert seen == []
        assert stored_count(FileLayer(str(path), "twice", "GPKG")) is None

    @pytest.mark.parametrize("undone", ["YES", "NO"])
    def test_coordinates_that_are_rounded_as_they_are_read(self, qgis_app, tmp_path, monkeypatch, undone):
        from osgeo import ogr

        if not hasattr(ogr, "CreateGeomCoordinatePrecision"):
            pytest.skip("GDAL rounds nothing before 3.9.")
        shape, precision = ogr.GeomFieldDefn("geom", ogr.wkbPolygon), ogr.CreateGeomCoordinatePrecision()
        precision.Set(0.001, 0, 0)
        shape.SetCoordinatePrecision(precision)
        made = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "a.gpkg"))
        options = ["DISCARD_COORD_LSB=YES", f"UNDO_DISCARD_COORD_LSB_ON_READING={undone}"]
        table = made.CreateLayerFromGeomFieldDefn("DLTB", shape, options)
        feature = ogr.Feature(table.GetLayerDefn())
        feature.SetGeometry(
            ogr.CreateGeometryFromWkt("POLYGON ((39500000.123 0, 39500100 0, 39500100 9, 39500000.123 0))")
        )
        table.CreateFeature(feature)
        del feature, table, made
        layer = QgsVectorLayer(str(tmp_path / "a.gpkg"), "图斑", "ogr")
        seen = spied(monkeypatch)
        fast = read_features(layer)
        same(fast, read_features(only_iterator(layer)))
        # Of .123 the file keeps eleven bits: 251/2048 = .12255859375, half a millimetre less.
        assert fast.polygons.xy[0, 0] - 39500000 == pytest.approx(0.123 if undone == "YES" else 251 / 2048, abs=1e-8)
        assert seen == ([] if undone == "YES" else [1])

    def test_deleted_rows_of_a_shapefile(self, qgis_app, tmp_path, monkeypatch):
        from osgeo import ogr

        strip_file(tmp_path / "DLTB.shp", 5, "ESRI Shapefile")
        opened = ogr.Open(str(tmp_path / "DLTB.shp"), update=1)
        opened.GetLayer(0).DeleteFeature(2)  # marked as deleted: it stays in the file until somebody repacks it
        del opened
        layer = QgsVectorLayer(str(tmp_path / "DLTB.shp"), "图斑", "ogr")
        seen = spied(monkeypatch)
        fast = read_features(layer, ["TBMJ"])
        assert fast.attributes["TBMJ"].tolist() == [1, 2, 4, 5]
        assert seen == [4]
        same(fast, read_features(replace(source_of(layer), straight=False), ["TBMJ"]))


def repeated(blocks):
    for block in blocks:
        yield block
        yield block


def without_the_second(blocks):
    for i, block in enumerate(blocks):
        if i != 1:
            yield block


def without_the_last(blocks):
    blocks = list(blocks)
    yield from blocks[:-1]


def with_one_id_twice(blocks):
    for i, block in enumerate(blocks):
        if i == 1:
            block.fids[3] = block.fids[2]
        yield block


def out_of_order(blocks):
    blocks = list(blocks)
    yield from [*blocks[:1], *reversed(blocks[1:])]


def with_one_more(blocks):
    for block in blocks:
        last = block
        yield block
    offsets = np.array([0, 0])
    columns = {name: values[:1] for name, values in last.columns.items()}
    yield arrowfile.RawBlock(last.fids[-1:] + 1, last.wkb[:0], offsets, columns)


STREAMS = [repeated, without_the_second, without_the_last, with_one_id_twice, out_of_order, with_one_more]
SEEN_AT_ONCE = [repeated, with_one_id_twice]
"""Wrong in the first two blocks: a block is handed on when the next is there and right."""


def sizes_below_zero(batch, column):
    ends = arrowfile._view(batch.children[column].contents.buffers[1], batch.length + 1, np.int32)
    ends[3] = ends[2] - 5


def begin_before_the_bytes(batch, column):
    arrowfile._view(batch.children[column].contents.buffers[1], batch.length + 1, np.int32)[0] = -8


def longer_than_its_columns(batch, column):
    batch.length += 1


def one_column_short(batch, column):
    batch.children[column].contents.length -= 1


def below_zero_rows(batch, column):
    batch.length = -3


BATCHES = [sizes_below_zero, begin_before_the_bytes, longer_than_its_columns, one_column_short, below_zero_rows]


class TestWrongStreams:
    """A stream that lies: found out before a number is made of it."""

    SENTENCE = (
        r"^Layer 图斑 was not read as it stands in its file, so nothing was made of it: close other programs that "
        r"write to the file and run again; if that does not help, the file is damaged: get it again\.$"
    )

    @pytest.fixture()
    def layer(self, qgis_app, tmp_path, monkeypatch):
        monkeypatch.setattr(arrowfile, "BLOCK", 10)
        return strip_file(tmp_path / "a.gpkg", 35)

    def lie(self, monkeypatch, stream):
        real = arrowfile._streamed

        def lying(*arguments):
            yield from stream(real(*arguments))

        monkeypatch.setattr(arrowfile, "_streamed", lying)

    def lie_in_batches(self, monkeypatch, batch_lie, column, first=0):
        real, batches = arrowfile._block, itertools.count()

        def lying(owner, batch, columns, *rest):
            if next(batches) >= first:
                batch_lie(batch, [name for name, _ in columns].index(column))
            return real(owner, batch, columns, *rest)

        monkeypatch.setattr(arrowfile, "_block", lying)

    @pytest.mark.parametrize("stream", STREAMS)
    def test_other_rows_than_the_file_has(self, layer, monkeypatch, stream):
        right = read_features(only_iterator(layer), ["TBMJ", "TBBH"])
        self.lie(monkeypatch, stream)
        with pytest.raises(WrongStream):
            list(file_blocks(source_of(layer).file, ["TBMJ"]))
        same(read_features(layer, ["TBMJ", "TBBH"]), right)
        table = read_table(layer, ["TBMJ"])
        assert table.fids.tolist() == table.attributes["TBMJ"].tolist() == list(range(1, 36))
        blocks = feature_blocks(layer, ["TBMJ"], block=20)
        handed = [len(next(blocks))]
        if stream in SEEN_AT_ONCE:
            assert [*handed, *map(len, blocks)] == [20, 15]  # the iterator's
            return
        # A block of the stream was handed on: it can only be told, at the latest in the place of the last block.
        with pytest.raises(WrongRead, match=self.SENTENCE):
            handed.extend(map(len, blocks))
        assert set(handed) <= {10, 5}

    def test_without_the_last_row(self, layer, monkeypatch):
        """Nothing but the count tells: with all ids in order, the file's own last id and its count say no."""
        run_sql(source_of(layer).file.path, "UPDATE gpkg_ogr_contents SET feature_count = NULL")
        self.lie(monkeypatch, without_the_last)
        with pytest.raises(WrongStream):
            list(file_blocks(source_of(layer).file, []))

    @pytest.mark.parametrize("column", ["geom", "TBBH"])
    @pytest.mark.parametrize("batch_lie", BATCHES)
    def test_batches_that_cannot_be(self, layer, monkeypatch, batch_lie, column):
        right = read_features(only_iterator(layer), ["TBMJ", "TBBH"])
        self.lie_in_batches(monkeypatch, batch_lie, column)
        with pytest.raises(WrongStream):
            next(file_blocks(source_of(layer).file, ["TBBH"]))
        same(read_features(layer, ["TBMJ", "TBBH"]), right)
        # Found in the first block, before anything was handed on: these blocks are the iterator's.
        blocks = list(feature_blocks(layer, ["TBMJ"] if column == "geom" else ["TBBH"], block=20))
        assert [len(block) for block in blocks] == [20, 15]

    @pytest.mark.parametrize("column", ["geom", "TBBH"])
    def test_a_later_batch_that_cannot_be(self, layer, monkeypatch, column):
        right = read_features(only_iterator(layer), ["TBMJ", "TBBH"])
        self.lie_in_batches(monkeypatch, sizes_below_zero, column, first=2)
        blocks = feature_blocks(layer, ["TBBH"])
        assert len(next(blocks)) == 10
        with pytest.raises(WrongRead, match=self.SENTENCE):
            list(blocks)
        same(read_features(layer, ["TBMJ", "TBBH"]), right)

    def test_gdal_tells_of_an_error_half_way(self, layer, monkeypatch):
        right = read_features(only_iterator(layer), ["TBMJ"])
        real, batches = arrowfile._block, itertools.count()

        def failing(*arguments):
            if next(batches) == 2:
                raise RuntimeError("database disk image is malformed")
            return real(*arguments)

        monkeypatch.setattr(arrowfile, "_block", failing)
        same(read_features(layer, ["TBMJ"]), right)

    def test_a_layer_of_one_block_is_never_handed_on_wrong(self, layer, monkeypatch):
        monkeypatch.setattr(arrowfile, "BLOCK", 100)
        self.lie(monkeypatch, lambda blocks: (block for block in map(first_half, blocks)))
        assert [len(block) for block in feature_blocks(layer, ["TBMJ"])] == [35]

    @pytest.mark.parametrize("stream", STREAMS)
    def test_near(self, layer, monkeypatch, stream):
        boxes = np.array([(0.0, 0.0, 29.5, 1.0)])
        assert sum(len(block.fids) for block in file_blocks(replace(source_of(layer).file, near=boxes), [])) == 29
        self.lie(monkeypatch, stream)
        with pytest.raises(WrongStream):
            list(file_blocks(replace(source_of(layer).file, near=boxes), []))

    @pytest.mark.parametrize(("name", "driver"), [("a.fgb", "FlatGeobuf"), ("a.shp", "ESRI Shapefile")])
    @pytest.mark.parametrize("stream", STREAMS)
    def test_other_drivers(self, qgis_app, tmp_path, monkeypatch, name, driver, stream):
        monkeypatch.setattr(arrowfile, "BLOCK", 10)
        layer = strip_file(tmp_path / name, 35, driver, name[0])
        right = read_features(only_iterator(layer), ["TBMJ"])
        self.lie(monkeypatch, stream)
        with pytest.raises(WrongStream):
            list(file_blocks(source_of(layer).file, ["TBMJ"]))
        same(read_features(layer, ["TBMJ"]), right)

    def test_points(self, qgis_app, tmp_path, monkeypatch):
        layer = QgsVectorLayer("Point?crs=EPSG:4490&field=name:string", "摄像头", "memory")
        for k in range(25):
            feature = QgsFeature(layer.fields())
            feature.setAttributes([str(k)])
            feature.setGeometry(QgsGeometry.fromWkt(f"Point ({k} 0)"))
            layer.dataProvider().addFeature(feature)
        layer = saved(layer, tmp_path / "a.gpkg", "GPKG")
        monkeypatch.setattr(arrowfile, "BLOCK", 10)
        self.lie(monkeypatch, without_the_second)
        assert read_points(layer, ["name"]).xy[:, 0].tolist() == list(range(25))

    @pytest.mark.parametrize(
        "wrong", [lambda rows: rows[:-1], lambda rows: [*rows, rows[-1]], lambda rows: rows[1:] * 2]
    )
    def test_the_iterator_is_held_to_the_file_too(self, layer, wrong):
        source = replace(source_of(layer), straight=False)
        iterate = source.iterate
        lying = replace(source, iterate=lambda request: iter(wrong(list(iterate(request)))))
        for read in (read_features, read_table):
            with pytest.raises(WrongRead, match=self.SENTENCE):
                read(lying, ["TBMJ"])

    def test_a_layer_that_counted_before_another_program_wrote(self, layer):
        source = replace(source_of(layer), straight=False, count=30)
        assert len(read_features(source, ["TBMJ"])) == 35


def first_half(block):
    half = len(block.fids) // 2
    columns = {name: values[:half] for name, values in block.columns.items()}
    return arrowfile.RawBlock(block.fids[:half], block.wkb, block.offsets[: half + 1], columns)
