"""redline:checklayers: each fault is planted by hand and must be found, at its feature, and nothing else."""

import json
import os
import subprocess

import pytest
from qgis import processing
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
)

from redline.core.ellipsoid.mapoffset import change_system
from redline.layers.checks.layers import CheckRule


@pytest.fixture
def county(smallcounty):
    return {table.name: table.layer() for table in smallcounty.tables()}


def run(layers, **parameters):
    return processing.run(
        "redline:checklayers", {"INPUT_LAYERS": list(layers), "OUTPUT": "TEMPORARY_OUTPUT", **parameters}
    )


def rows(found, rule=None, output="OUTPUT"):
    return [
        {field.name(): row[field.name()] for field in row.fields()}
        for row in found[output].getFeatures()
        if rule is None or row["rule"] == rule.name.lower()
    ]


def change(layer, fid, field, value):
    place = layer.fields().lookupField(field)
    assert place >= 0
    assert layer.dataProvider().changeAttributeValues({fid: {place: value}})


def reshape(layer, fid, geometry):
    assert layer.dataProvider().changeGeometryValues({fid: geometry})
    layer.updateExtents()


def broken(found) -> CheckRule:
    return CheckRule(found["FLAGS"])


class TestCleanCounty:
    def test_no_error(self, redline, county):
        found = run([county["DLTB"], county["CJDCQ"], county["YJJBNTBHTB"], county["ZZ_TDZSFW"], county["XZQ"]])
        assert rows(found, CheckRule.OVERLAP) == rows(found, CheckRule.GAP) == rows(found, CheckRule.INVALID) == []
        assert found["ERRORS"] == 0, rows(found)

    def test_official_areas_differ_from_plane_areas(self, redline, county):
        # 39 360 000 lies 140 km west of 117°: the projection is 482 m² per km² too large there (FACTS: +265..+667)
        found = run([county["DLTB"]], AREA_SHARE=0.01)
        told = rows(found, CheckRule.AREA)
        assert len(told) == 64 and broken(found) == CheckRule.AREA
        assert told[0]["value"] == "62500.00"
        assert "62500.00 m² are recorded, the official area is 624" in told[0]["message"]
        assert rows(run([county["DLTB"]], AREA_SHARE=0.1), CheckRule.AREA) == []


class TestGeometry:
    def test_null_and_empty(self, redline, county):
        layer = county["DLTB"]
        reshape(layer, 1, QgsGeometry())
        reshape(layer, 2, QgsGeometry.fromWkt("MultiPolygon EMPTY"))
        found = run([layer])
        assert [row["fid"] for row in rows(found, CheckRule.EMPTY)] == [1, 2]
        assert broken(found) == CheckRule.EMPTY and found["ERRORS"] == 2
        assert (
            "feature 1: it has no geometry: draw it or delete the feature."
            in rows(found, CheckRule.EMPTY)[0]["message"]
        )

    def test_bow_tie(self, redline, county, smallcounty):
        layer = county["DLTB"]
        x, y = smallcounty.EAST, smallcounty.NORTH
        reshape(
            layer,
            1,
            QgsGeometry.fromWkt(
                f"MultiPolygon((({x} {y}, {x + 250} {y + 250}, {x + 250} {y}, {x} {y + 250}, {x} {y})))"
            ),
        )
        found = run([layer], PLACES="TEMPORARY_OUTPUT")
        told = rows(found, CheckRule.INVALID)
        assert [row["fid"] for row in told] == [1]
        assert "Self-intersection" in told[0]["value"] and "Fix geometries" in told[0]["message"]
        # the box lies around the crossing, in the middle of the patch
        place = next(row for row in found["PLACES"].getFeatures() if row["rule"] == "invalid")
        transform = QgsCoordinateTransform(
            found["PLACES"].crs(), QgsCoordinateReferenceSystem("EPSG:4527"), QgsProject.instance()
        )
        centre = transform.transform(place.geometry().centroid().asPoint())
        assert (centre.x() - x, centre.y() - y) == pytest.approx((125, 125), abs=1)

    def test_zero_area(self, redline, county, smallcounty):
        layer = county["ZZ_TDZSFW"]
        x, y = smallcounty.EAST, smallcounty.NORTH
        reshape(
            layer, 1, QgsGeometry.fromWkt(f"MultiPolygon((({x} {y}, {x + 10} {y}, {x + 10} {y + 0.0001}, {x} {y})))")
        )
        found = run([layer])
        assert [row["fid"] for row in rows(found, CheckRule.ZERO_AREA)] == [1]
        # a ring that runs back on itself is invalid and empty of area: both are told
        reshape(layer, 1, QgsGeometry.fromWkt(f"MultiPolygon((({x} {y}, {x + 10} {y}, {x + 20} {y}, {x} {y})))"))
        found = run([layer])
        assert [row["fid"] for row in rows(found, CheckRule.ZERO_AREA)] == [1]
        assert [row["fid"] for row in rows(found, CheckRule.INVALID)] == [1]

    def test_layers_of_one_file_are_told_apart(self, redline, smallcounty, tmp_path):
        place = smallcounty.write(tmp_path / "in", "GPKG", only={"DLTB", "CJDCQ"})
        found = run([f"{place}|layername=DLTB", f"{place}|layername=CJDCQ"], AREA_SHARE=0.01)
        assert {row["layer"] for row in rows(found)} == {"DLTB", "CJDCQ"}

    def test_overlap_by_its_area(self, redline, county, smallcounty):
        layer = county["ZZ_TDZSFW"]
        # D1 is x 100-300, D2 moved to x 290-390: 10 m × 100 m lie on each other; 1000 m² in the plane, less 0.05 % on
        # the ellipsoid
        reshape(layer, 2, smallcounty.square(290, 100, 100))
        found = run([layer], PLACES="TEMPORARY_OUTPUT")
        told = rows(found, CheckRule.OVERLAP)
        assert [(row["fid"], row["severity"]) for row in told] == [(1, "error")]
        assert float(told[0]["value"]) == pytest.approx(999.5, abs=0.3)
        assert "it lies on feature 2" in told[0]["message"]
        assert any(row["rule"] == "overlap" for row in found["PLACES"].getFeatures())

    def test_gap_by_village(self, redline, county, smallcounty):
        layer = county["DLTB"]
        # patch 1 loses its right half: 125 m × 250 m = 31,250 m² in the plane
        reshape(layer, 1, smallcounty.square(0, 0, 125, 250))
        found = run([layer, county["CJDCQ"]])
        told = [row for row in rows(found, CheckRule.GAP) if row["severity"] == "error"]
        assert [(row["layer"], row["fid"]) for row in told] == [("CJDCQ", 1)]
        assert float(told[0]["value"]) == pytest.approx(31_250 * (1 - 4.8e-4), abs=2)
        assert CheckRule.GAP not in broken(run([layer, county["CJDCQ"]], GAP=50_000))

    def test_gaps_without_villages_are_told_as_not_looked_for(self, redline, county):
        found = run([county["DLTB"]])
        assert [row["severity"] for row in rows(found, CheckRule.GAP)] == ["notice"]
        assert CheckRule.GAP not in broken(found)


class TestAttributes:
    def test_unknown_and_empty_class(self, redline, county):
        layer = county["DLTB"]
        change(layer, 3, "DLBM", "9999")
        change(layer, 4, "DLBM", None)
        found = run([layer])
        told = rows(found, CheckRule.UNKNOWN_CLASS)
        assert [(row["fid"], row["value"]) for row in told] == [(3, "9999"), (4, "")]
        assert told[0]["message"].startswith("DLTB, feature 3: DLBM 9999 is no class of ")

    def test_classes_of_the_second_survey(self, redline, county):
        layer = county["DLTB"]
        change(layer, 5, "DLBM", "011")
        found = run([layer])
        told = rows(found, CheckRule.OLD_CLASS)
        assert [(row["fid"], row["value"]) for row in told] == [(5, "011")]
        assert "today 0101 水田" in told[0]["message"]

    def test_duplicate_identifier(self, redline, county):
        layer = county["DLTB"]
        change(layer, 7, "BSM", "371525000000000007")
        found = run([layer])
        # feature 8 has this number already
        assert [row["fid"] for row in rows(found, CheckRule.DUPLICATE_ID)] == [7, 8]

    def test_village_code_without_village(self, redline, county):
        layer = county["DLTB"]
        change(layer, 9, "ZLDWDM", "3715259992010000000")
        change(layer, 10, "ZLDWDM", None)
        found = run([layer, county["CJDCQ"]])
        assert [(row["fid"], row["value"]) for row in rows(found, CheckRule.NO_VILLAGE)] == [
            (9, "3715259992010000000"), (10, ""),
        ]  # fmt: skip
        assert rows(run([layer]), CheckRule.NO_VILLAGE) == [], "without villages nothing can be said"

    def test_ridge_coefficient_missing_on_slopes(self, redline):
        layer = QgsVectorLayer(
            "Polygon?crs=EPSG:4527&field=DLBM:string&field=GDPDJB:string&field=KCXS:double&field=TBMJ:double",
            "DLTB",
            "memory",
        )
        for i, (code, grade, ridge) in enumerate(
            [("0103", "3", None), ("0103", "3", 0.08), ("0102", "1", 0.0), ("0301", "4", None), ("0103", "2", 0.0)]
        ):
            feature = QgsFeature(layer.fields())
            feature.setAttributes([code, grade, ridge, 100.0])
            x = 39_360_000 + 10 * i
            feature.setGeometry(
                QgsGeometry.fromWkt(
                    f"Polygon(({x} 4040000, {x + 10} 4040000, {x + 10} 4040010, {x} 4040010, {x} 4040000))"
                )
            )
            layer.dataProvider().addFeature(feature)
        found = run([layer])
        assert [row["fid"] for row in rows(found, CheckRule.RIDGE_MISSING)] == [1, 5]

    def test_deduction_that_does_not_add_up(self, redline, county):
        layer = county["YJJBNTBHTB"]
        change(layer, 1, "KCXS", 0.1)
        found = run([layer])
        told = rows(found, CheckRule.RIDGE_AREA)
        # 62500 less a tenth is 56250, recorded is 62500
        assert [(row["fid"], row["value"]) for row in told] == [(1, "62500.00")]
        assert "the other fields make 56250.00 m²" in told[0]["message"]
        change(layer, 1, "KCXS", 1.5)
        assert "does not lie between 0 and 1" in rows(run([layer]), CheckRule.RIDGE_AREA)[0]["message"]

    def test_recorded_area(self, redline, county):
        layer = county["DLTB"]
        change(layer, 11, "TBMJ", 93.7)
        change(layer, 12, "TBMJ", None)
        told = rows(run([layer]), CheckRule.AREA)
        assert [row["fid"] for row in told] == [11, 12]
        assert "no area is recorded" in told[1]["message"]

    def test_parcel_area_is_in_hectares(self, redline, county):
        change(county["ZZ_TDZSFW"], 1, "DKMJ", 2.5)
        told = rows(run([county["ZZ_TDZSFW"]]), CheckRule.AREA)
        assert [(row["fid"], row["value"]) for row in told] == [(1, "25000.00")]

    def test_missing_field(self, redline):
        layer = QgsVectorLayer(
            "Polygon?crs=EPSG:4527&field=DLBM:string&field=DLMC:string&field=BSM:string", "DLTB", "memory"
        )
        feature = QgsFeature(layer.fields())
        feature.setAttributes(["0102", "水浇地", "1"])
        layer.dataProvider().addFeature(feature)
        told = rows(run([layer]), CheckRule.FIELD_MISSING)
        assert {row["value"] for row in told} == {"QSXZ", "QSDWDM", "QSDWMC", "ZLDWDM", "TBMJ", "KCXS"}
        assert {row["severity"] for row in told} == {"warning"}

    def test_unusual_radius(self, redline, county):
        change(county["camera"], 1, "camera_radius", 12_000.0)
        change(county["camera"], 2, "camera_radius", None)
        told = rows(run([county["camera"]]), CheckRule.RADIUS)
        assert [(row["fid"], row["severity"]) for row in told] == [(1, "warning"), (2, "error")]

    def test_unrecognised_layer_is_only_noticed(self, redline):
        layer = QgsVectorLayer("Point?crs=EPSG:4527&field=a:string", "某图层", "memory")
        found = run([layer])
        assert [row["rule"] for row in rows(found)] == ["not_recognised"]
        assert (found["ERRORS"], found["FLAGS"]) == (0, 0)


class TestPlaces:
    def test_wrong_zone(self, redline, county):
        layer = county["DLTB"]
        layer.setCrs(QgsCoordinateReferenceSystem("EPSG:4526"))
        told = rows(run([layer]), CheckRule.CRS)
        assert len(told) == 1 and not isinstance(told[0]["fid"], int), "it is with the whole layer"
        assert "says EPSG:4526" in told[0]["message"] and "those of EPSG:4527" in told[0]["message"]

    def test_missing_system(self, redline, county):
        layer = county["DLTB"]
        layer.setCrs(QgsCoordinateReferenceSystem())
        assert "by its coordinates it is EPSG:4527" in rows(run([layer]), CheckRule.CRS)[0]["message"]

    def alerts(self, county, shift=None, count=40):
        """Points in the middle of villages, which they name, perhaps shifted."""
        transform = QgsCoordinateTransform(
            QgsCoordinateReferenceSystem("EPSG:4527"), QgsCoordinateReferenceSystem("EPSG:4490"), QgsProject.instance()
        )
        layer = QgsVectorLayer(
            "Point?crs=EPSG:4490&field=alert_id:string&field=alert_time:string&field=village_code:string",
            "预警",
            "memory",
        )
        villages = list(county["CJDCQ"].getFeatures())
        for i in range(count):
            village = villages[i % 4]
            centre = village.geometry().centroid().asPoint()
            point = transform.transform(QgsPointXY(centre.x() + 20 * (i // 4) - 200, centre.y() + 10 * (i // 4)))
            x, y = point.x(), point.y()
            if shift:
                x, y = (float(v) for v in change_system(x, y, "cgcs2000", shift))
            feature = QgsFeature(layer.fields())
            feature.setAttributes([f"A{i}", "2024-05-01", village["ZLDWDM"][:12]])
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
            layer.dataProvider().addFeature(feature)
        return layer

    @pytest.mark.parametrize(("shift", "name"), [("gcj02", "GCJ-02"), ("bd09", "BD-09")])
    def test_map_offset_is_suspected(self, redline, county, shift, name):
        found = run([self.alerts(county, shift), county["CJDCQ"]])
        told = [row for row in rows(found, CheckRule.MAP_OFFSET) if row["value"] == name]
        assert len(told) == 1
        assert f"40 if they are {name}" in told[0]["message"]

    def test_points_at_home_are_not_suspected(self, redline, county):
        assert rows(run([self.alerts(county), county["CJDCQ"]]), CheckRule.MAP_OFFSET) == []

    def test_one_point_in_the_wrong_village(self, redline, county):
        layer = self.alerts(county)
        change(layer, 3, "village_code", "371525100201")
        told = rows(run([layer, county["CJDCQ"]]), CheckRule.MAP_OFFSET)
        assert [(row["fid"], row["value"]) for row in told] == [(3, "371525100201")]

    def test_camera_table_that_says_amap(self, redline):
        layer = QgsVectorLayer(
            "Point?crs=EPSG:4490&field=camera_index_code:string&field=name:string&field=coord_govern_type:integer",
            "c",
            "memory",
        )
        for i, kind in enumerate((1, 2, None)):
            feature = QgsFeature(layer.fields())
            feature.setAttributes([f"C{i}", f"n{i}", kind])
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(115.4, 36.5)))
            layer.dataProvider().addFeature(feature)
        told = rows(run([layer]), CheckRule.MAP_OFFSET)
        assert len(told) == 1
        assert "c: 1 of 3 points say in coord_govern_type that their coordinates come from Amap" in told[0]["message"]

    def test_map_offset_is_suspected_by_the_names_of_masts(self, redline, county):
        """Masts without codes are called after their villages; none of them leaves the county by the offset."""
        transform = QgsCoordinateTransform(
            QgsCoordinateReferenceSystem("EPSG:4527"), QgsCoordinateReferenceSystem("EPSG:4490"), QgsProject.instance()
        )
        layer = QgsVectorLayer(
            "Point?crs=EPSG:4490&field=camera_index_code:string&field=name:string", "摄像头", "memory"
        )
        villages = list(county["CJDCQ"].getFeatures())
        for i in range(24):
            village = villages[i % 4]
            centre = village.geometry().centroid().asPoint()
            point = transform.transform(QgsPointXY(centre.x() + 10 * (i // 4), centre.y()))
            lon, lat = change_system(point.x(), point.y(), "cgcs2000", "gcj02")
            feature = QgsFeature(layer.fields())
            feature.setAttributes([f"C{i}", f"{village['ZLDWMC']}高空瞭望"])
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(float(lon), float(lat))))
            layer.dataProvider().addFeature(feature)
        told = rows(run([layer, county["CJDCQ"], county["XZQ"]]), CheckRule.MAP_OFFSET)
        assert [row["value"] for row in told if row["value"]] == ["GCJ-02"]
        assert "24 if they are GCJ-02" in next(row["message"] for row in told if row["value"])


class TestOutput:
    def test_a_layer_that_was_appended_to_itself(self, redline, county):
        layer = county["DLTB"]
        layer.dataProvider().addFeatures(list(layer.getFeatures()))
        found = run([layer], MOST=10)
        told = rows(found, CheckRule.OVERLAP)
        # each of 64 patches lies on its copy
        assert len(told) == 11 and told[-1]["message"] == "DLTB: 54 more findings of this rule are not listed."
        # and each of 128 has an identifier that occurs twice
        assert rows(found, CheckRule.DUPLICATE_ID)[-1]["value"] == "118"

    def test_every_finding_of_a_feature_has_its_place(self, redline, county):
        change(county["DLTB"], 3, "DLBM", "9999")
        change(county["CJRK"], 1, "ZLDWDM", "371525100202")
        reshape(county["DLTB"], 1, QgsGeometry())
        found = run([county["DLTB"], county["CJRK"]], PLACES="TEMPORARY_OUTPUT")
        places = {(row["layer"], row["fid"]): row.geometry() for row in found["PLACES"].getFeatures()}
        assert set(places) == {("DLTB", 3)}, "a table and a feature without geometry have none"
        # patch 3 is the third of 250 m from the county's corner
        transform = QgsCoordinateTransform(
            QgsCoordinateReferenceSystem("EPSG:4527"), found["PLACES"].crs(), QgsProject.instance()
        )
        box = county["DLTB"].getFeature(3).geometry().boundingBox()
        assert places["DLTB", 3].boundingBox().contains(transform.transform(box.center()))

    def test_long_lists_are_cut_with_their_number(self, redline, county):
        found = run([county["DLTB"]], AREA_SHARE=0.01, MOST=10)
        told = rows(found, CheckRule.AREA)
        assert len(told) == 11
        assert told[-1]["message"] == "DLTB: 54 more findings of this rule are not listed."

    def test_table_in_a_geopackage(self, redline, county, tmp_path):
        change(county["DLTB"], 3, "DLBM", "9999")
        found = run([county["DLTB"]], OUTPUT=str(tmp_path / "t.gpkg"))
        table = QgsVectorLayer(found["OUTPUT"], "t", "ogr")
        names = table.fields().names()
        assert {"layer", "fid", "rule", "value", "severity", "message"} <= set(names)
        assert table.featureCount() >= 2
        assert any(row["fid"] == 3 and row["rule"] == "unknown_class" for row in table.getFeatures())

    def test_flags_are_powers_of_two_that_never_change(self):
        # models branch on these numbers
        assert {rule.name: rule.value for rule in CheckRule} == {
            "GEOMETRY_TYPE": 1, "CRS": 2, "MAP_OFFSET": 4, "UNKNOWN_CLASS": 8, "OLD_CLASS": 16, "RIDGE_MISSING": 32,
            "DUPLICATE_ID": 64, "INVALID": 128, "EMPTY": 256, "ZERO_AREA": 512, "OVERLAP": 1024, "GAP": 2048,
            "NO_VILLAGE": 4096, "AREA": 8192, "FIELD_MISSING": 16384, "NOT_RECOGNISED": 32768, "RIDGE_AREA": 65536,
            "RADIUS": 131072, "NUMBER": 262144, "DAMAGED": 524288, "APART": 1048576,
        }  # fmt: skip

    def test_declared_is_returned(self, redline, county):
        algorithm = redline.algorithm("checklayers")
        declared = {output.name() for output in algorithm.outputDefinitions()}
        assert declared == set(run([county["XZQ"]], PLACES="TEMPORARY_OUTPUT"))
        assert all(parameter.help() for parameter in algorithm.parameterDefinitions())

    def test_nothing_chosen(self, redline):
        with pytest.raises(QgsProcessingException):
            run([])

    def test_qgis_process_ends_well(self, qgis_process, smallcounty, tmp_path):
        place = smallcounty.write(tmp_path / "in", "GPKG", only={"DLTB", "CJDCQ"})
        done = subprocess.run(
            ["qgis_process", "run", "redline:checklayers", "--json", "--", f"INPUT_LAYERS={place}|layername=DLTB",
             f"INPUT_LAYERS={place}|layername=CJDCQ", f"OUTPUT={tmp_path / 't.gpkg'}"],
            capture_output=True, text=True, check=False, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["results"]["ERRORS"] == 0


def test_gaps_wait_for_the_overlaps_of_a_layer_put_together_wrongly(redline, county, monkeypatch):
    from redline.layers.checks import geometry as checkgeometry

    monkeypatch.setattr(checkgeometry, "MANY_OVERLAPS", 10)
    layer = county["DLTB"]
    layer.dataProvider().addFeatures(list(layer.getFeatures()))
    told = [row for row in rows(run([layer, county["CJDCQ"]]), CheckRule.GAP) if row["layer"] == "DLTB"]
    assert [row["severity"] for row in told] == ["notice"]
    assert told[0]["message"] == "DLTB: gaps are looked for only when the overlaps are mended: there are 64."
