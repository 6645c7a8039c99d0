"""redline:convertclasses and redline:removemapoffset: what the check offers, done on request and nowhere else."""

import pytest
from qgis import processing
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
)

from redline.core.ellipsoid.mapoffset import change_system


def patches(codes, kind="string(4)", field="DLBM"):
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:4527&field={field}:{kind}&field=TBMJ:double", "二调图斑", "memory")
    for i, code in enumerate(codes):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([code, float(i)])
        feature.setGeometry(
            QgsGeometry.fromWkt("Polygon((39360000 4040000, 39360010 4040000, 39360010 4040010, 39360000 4040000))")
        )
        assert layer.dataProvider().addFeature(feature)
    return layer


class TestConvertClasses:
    def run(self, layer, **parameters):
        return processing.run("redline:convertclasses", {"INPUT": layer, "OUTPUT": "TEMPORARY_OUTPUT", **parameters})

    def test_by_the_table(self, redline):
        # erdiao_to_sandiao.csv: 011 -> 0101, 023 -> 0204, 051 -> 05H1, 063 -> 0508
        found = self.run(patches(["011", "023", "051", "063", "0102", "9999", None]))
        rows = [(row["DLBM"], row["old_class"]) for row in found["OUTPUT"].getFeatures()]
        assert [row[0] or None for row in rows] == ["0101", "0204", "05H1", "0508", "0102", "9999", None]
        assert [row[1] or None for row in rows] == ["011", "023", "051", "063", None, None, None]
        assert (found["CONVERTED"], found["KEPT"], found["UNKNOWN"]) == (4, 1, 2)

    def test_codes_that_were_stored_as_numbers_have_lost_nothing(self, redline):
        layer = patches([101, 102, 104, 204], "integer")
        found = self.run(layer)
        # 104 农村道路 was a class of the second survey only, so 101 is its 铁路用地, 1001 of the third, and no 0101
        assert next(found["OUTPUT"].getFeatures())["DLBM"] == "1001"
        assert [layer.getFeature(1)["DLBM"], layer.fields().at(0).typeName()] == [101, "integer"], "the source stays"

    def test_rest_stays(self, redline):
        found = self.run(patches(["011"]))["OUTPUT"]
        assert found.crs().authid() == "EPSG:4527"
        assert next(found.getFeatures())["TBMJ"] == 0.0
        assert next(found.getFeatures()).geometry().area() == pytest.approx(50)

    def test_field_by_name(self, redline):
        found = self.run(patches(["011"], field="OLDCODE"), CLASS_FIELD="OLDCODE")
        assert next(found["OUTPUT"].getFeatures())["OLDCODE"] == "0101"
        with pytest.raises(
            QgsProcessingException, match=r"Layer 二调图斑 has no field DLBM \(Class code\); it has: OLDCODE"
        ):
            self.run(patches(["011"], field="OLDCODE"))

    def test_every_old_class_has_a_class_of_today(self, redline):
        from redline.core.landuse.classes import read_scheme
        from redline.core.resources import resource_table

        scheme = read_scheme("sandiao")
        old = [row["erdiao_code(GB/T21010-2007)"] for row in resource_table("codes/erdiao_to_sandiao.csv")]
        found = self.run(patches([code for code in old if len(code) == 3]))
        assert found["UNKNOWN"] == 0
        survey = {"201", "202", "203", "204", "205"}
        for row in found["OUTPUT"].getFeatures():
            assert row["DLBM"] in scheme or row["DLBM"][:3] in survey, row.attributes()


class TestRemoveMapOffset:
    TRUE = ((115.44, 36.48), (115.5, 36.52), (115.7, 36.6))

    def run(self, layer, **parameters):
        return processing.run("redline:removemapoffset", {"INPUT": layer, "OUTPUT": "TEMPORARY_OUTPUT", **parameters})

    def shifted(self, system, crs="EPSG:4490"):
        layer = QgsVectorLayer(f"Point?crs={crs}&field=name:string", "摄像头", "memory")
        transform = QgsCoordinateTransform(
            QgsCoordinateReferenceSystem("EPSG:4490"), QgsCoordinateReferenceSystem(crs), QgsProject.instance()
        )
        for i, (x, y) in enumerate(self.TRUE):
            lon, lat = change_system(x, y, "cgcs2000", system)
            feature = QgsFeature(layer.fields())
            feature.setAttributes([f"n{i}"])
            shape = QgsGeometry.fromWkt(f"Point({float(lon)!r} {float(lat)!r})")
            shape.transform(transform)
            feature.setGeometry(shape)
            layer.dataProvider().addFeature(feature)
        return layer

    @pytest.mark.parametrize(("place", "system"), [(0, "gcj02"), (1, "bd09")])
    def test_back_to_the_true_place(self, redline, place, system):
        found = self.run(self.shifted(system), SYSTEM=place)
        for feature, (x, y) in zip(found["OUTPUT"].getFeatures(), self.TRUE, strict=True):
            point = feature.geometry().asPoint()
            assert abs(point.x() - x) < 1e-7 and abs(point.y() - y) < 1e-7
        assert (found["COUNT"], found["SKIPPED"]) == (3, 0)

    def test_in_a_projected_layer(self, redline):
        found = self.run(self.shifted("gcj02", "EPSG:4527"), SYSTEM=0)["OUTPUT"]
        assert found.crs().authid() == "EPSG:4527"
        back = QgsCoordinateTransform(found.crs(), QgsCoordinateReferenceSystem("EPSG:4490"), QgsProject.instance())
        point = back.transform(next(found.getFeatures()).geometry().asPoint())
        assert (point.x(), point.y()) == pytest.approx(self.TRUE[0], abs=1e-7)

    def test_polygons_with_holes(self, redline):
        layer = QgsVectorLayer("MultiPolygon?crs=EPSG:4490", "x", "memory")
        feature = QgsFeature()
        outer = "115.4 36.4, 115.5 36.4, 115.5 36.5, 115.4 36.4"
        inner = "115.45 36.41, 115.48 36.41, 115.48 36.44, 115.45 36.41"
        wkt = f"MultiPolygon((({outer}), ({inner})))"
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        layer.dataProvider().addFeature(feature)
        shape = next(self.run(layer)["OUTPUT"].getFeatures()).geometry()
        given = list(QgsGeometry.fromWkt(wkt).vertices())
        for before, after in zip(given, shape.vertices(), strict=True):
            lon, lat = change_system(after.x(), after.y(), "cgcs2000", "gcj02")
            assert (float(lon), float(lat)) == pytest.approx((before.x(), before.y()), abs=1e-9)

    def test_outside_of_china_and_without_geometry(self, redline):
        layer = QgsVectorLayer("Point?crs=EPSG:4490", "x", "memory")
        for wkt in ("Point(10 50)", None):
            feature = QgsFeature()
            if wkt:
                feature.setGeometry(QgsGeometry.fromWkt(wkt))
            layer.dataProvider().addFeature(feature)
        found = self.run(layer)
        assert (found["COUNT"], found["SKIPPED"]) == (0, 2)
        assert next(found["OUTPUT"].getFeatures()).geometry().asPoint().x() == 10

    def test_without_a_system(self, redline):
        layer = self.shifted("gcj02")
        layer.setCrs(QgsCoordinateReferenceSystem())
        with pytest.raises(QgsProcessingException, match="Layer 摄像头 has no coordinate system"):
            self.run(layer)


@pytest.mark.parametrize("name", ["convertclasses", "removemapoffset"])
def test_declared_is_returned(redline, name):
    algorithm = redline.algorithm(name)
    declared = {output.name() for output in algorithm.outputDefinitions()}
    layer = patches(["011"])
    assert declared == set(processing.run(f"redline:{name}", {"INPUT": layer, "OUTPUT": "TEMPORARY_OUTPUT"}))
    assert all(parameter.help() for parameter in algorithm.parameterDefinitions())
