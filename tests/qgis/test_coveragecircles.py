"""redline:coveragecircles on points as offices have them."""

import math

import pytest
from qgis import processing
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsDistanceArea,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
)

ROWS = [
    # camera_index_code, name, radius, azimuth, fov, person_liable_phone
    ("C1", "清泉铁塔", "3500", None, None, "13900000000"),
    ("C2", "贾镇铁塔", "3.2", 90.0, 60.0, ""),
    ("C3", "桑阿铁塔", None, None, 60.0, ""),
    ("C4", "柳林铁塔", "5000", 10.0, 400.0, ""),
]
FIELDS = "camera_index_code:string, name:string, radius:string, az:double, fov:double, person_liable_phone:string"


def cameras(rows=ROWS, crs="EPSG:4490") -> QgsVectorLayer:
    parts = "&".join(f"field={piece.strip()}" for piece in FIELDS.split(","))
    layer = QgsVectorLayer(f"Point?crs={crs}&{parts}", "摄像头", "memory")
    transform = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4490"), QgsCoordinateReferenceSystem(crs), QgsProject.instance()
    )
    for i, row in enumerate(rows):
        feature = QgsFeature(layer.fields())
        feature.setAttributes(list(row))
        feature.setGeometry(QgsGeometry.fromPointXY(transform.transform(QgsPointXY(115.4 + 0.1 * i, 36.5))))
        assert layer.dataProvider().addFeature(feature)
    return layer


def run(layer, **parameters):
    return processing.run("redline:coveragecircles", {"INPUT": layer, "OUTPUT": "TEMPORARY_OUTPUT", **parameters})


def areas(layer) -> list[float]:
    measure = QgsDistanceArea()
    measure.setSourceCrs(layer.crs(), QgsProject.instance().transformContext())
    measure.setEllipsoid("GRS80")
    return [measure.measureArea(feature.geometry()) for feature in layer.getFeatures()]


class TestShapes:
    @pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4527", "EPSG:3857"])
    @pytest.mark.parametrize("segments", [16, 360])
    def test_area_is_pi_r_squared(self, redline, crs, segments):
        found = run(cameras(crs=crs), RADIUS=3500, SEGMENTS=segments)
        assert found["OUTPUT"].crs().authid() == crs
        assert len(areas(found["OUTPUT"])) == 4
        for area in areas(found["OUTPUT"]):
            assert area == pytest.approx(math.pi * 3500**2, rel=1e-4)

    def test_radius_field_in_metres_and_kilometres(self, redline):
        found = run(cameras(), RADIUS_FIELD="radius")
        radii = [feature["cover_radius_m"] for feature in found["OUTPUT"].getFeatures()]
        assert radii == [3500.0, 3200.0, 3500.0, 5000.0]
        for area, radius in zip(areas(found["OUTPUT"]), radii, strict=True):
            assert area == pytest.approx(math.pi * radius**2, rel=1e-4)
        notes = [feature["cover_note"] or "" for feature in found["OUTPUT"].getFeatures()]
        assert notes == ["", "", "no radius: 3500 m taken", "radius outside 3 to 4 km"]
        assert (found["COUNT"], found["UNUSUAL"], found["SKIPPED"]) == (4, 1, 0)

    def test_unit_by_word(self, redline):
        found = run(cameras(ROWS[:1]), RADIUS_FIELD="radius", UNIT=1)
        assert [feature["cover_radius_m"] for feature in found["OUTPUT"].getFeatures()] == [3500.0]
        with_km = run(cameras([("C1", "x", "0.5", None, None, "")]), RADIUS_FIELD="radius", UNIT=1)
        assert [feature["cover_radius_m"] for feature in with_km["OUTPUT"].getFeatures()] == [0.5]

    def test_sectors(self, redline):
        found = run(cameras(), RADIUS_FIELD="radius", AZIMUTH_FIELD="az", FOV_FIELD="fov")["OUTPUT"]
        assert [feature["cover_shape"] for feature in found.getFeatures()] == ["circle", "sector", "circle", "circle"]
        # 60 of 360 degrees of a circle of 3.2 km
        assert areas(found)[1] == pytest.approx(math.pi * 3200**2 / 6, rel=1e-4)
        wedge = list(found.getFeatures())[1].geometry().boundingBox()
        # it looks east: nothing of it lies west of the mast at 115.5
        assert wedge.xMinimum() == pytest.approx(115.5, abs=1e-9)
        assert wedge.center().y() == pytest.approx(36.5, abs=1e-4)


class TestAttributes:
    def test_kept_without_personal_data(self, redline):
        found = run(cameras())["OUTPUT"]
        assert found.fields().names() == [
            "camera_index_code", "name", "radius", "az", "fov", "cover_radius_m", "cover_shape", "cover_note",
        ]  # fmt: skip
        first = next(found.getFeatures())
        assert (first["camera_index_code"], first["name"]) == ("C1", "清泉铁塔")

    def test_personal_data_on_request(self, redline):
        found = run(cameras(), KEEP_PERSONAL=True)["OUTPUT"]
        assert next(found.getFeatures())["person_liable_phone"] == "13900000000"

    def test_runs_on_its_own_output_fields(self, redline):
        layer = QgsVectorLayer("Point?crs=EPSG:4490&field=cover_note:string", "x", "memory")
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(115.4, 36.5)))
        layer.dataProvider().addFeature(feature)
        assert run(layer)["OUTPUT"].fields().names() == ["cover_note", "cover_radius_m", "cover_shape", "cover_note_"]


class TestBadInput:
    def test_impossible_rows_are_left_out_and_told(self, redline, qgis_app):
        from qgis.core import QgsProcessingFeedback

        rows = [("C1", "a", "-5", None, None, ""), ("C2", "b", "近", None, None, ""), ("C3", "c", "3", 5.0, -1.0, "")]
        layer = cameras([*rows, ROWS[0]])
        empty = QgsFeature(layer.fields())
        layer.dataProvider().addFeature(empty)
        feedback = QgsProcessingFeedback()
        found = processing.run(
            "redline:coveragecircles",
            {"INPUT": layer, "RADIUS_FIELD": "radius", "AZIMUTH_FIELD": "az", "FOV_FIELD": "fov",
             "OUTPUT": "TEMPORARY_OUTPUT"},
            feedback=feedback,
        )  # fmt: skip
        assert (found["COUNT"], found["SKIPPED"]) == (1, 4)
        log = feedback.textLog()
        assert "摄像头, feature 1: its radius -5 (field radius) is no positive number; left out." in log
        assert "摄像头, feature 2: its radius 近 (field radius) is no positive number; left out." in log
        assert "摄像头, feature 3: its field of view -1.0° is impossible; left out." in log
        assert "摄像头, feature 5: it has no point; left out." in log

    def test_layer_without_a_system(self, redline):
        layer = cameras()
        layer.setCrs(QgsCoordinateReferenceSystem())
        with pytest.raises(QgsProcessingException, match="Layer 摄像头 has no coordinate system"):
            run(layer)

    def test_missing_field(self, redline):
        with pytest.raises(
            QgsProcessingException,
            match=r"Layer 摄像头 has no field BJ \(RADIUS_FIELD\): choose one of camera_index_code",
        ):
            run(cameras(), RADIUS_FIELD="BJ")


def test_declared_is_returned(redline):
    algorithm = redline.algorithm("coveragecircles")
    declared = {output.name() for output in algorithm.outputDefinitions()}
    assert declared == set(run(cameras()))
    assert all(parameter.help() for parameter in algorithm.parameterDefinitions())
