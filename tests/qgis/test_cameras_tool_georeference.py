"""redline:georeferencealert: to the ground and back."""

import sys
from pathlib import Path

import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsPointXY,
    QgsProcessingException,
    QgsVectorLayer,
)

sys.path.insert(0, str(Path(__file__).parent))
from cameraworld import CRS, LEFT, TOP, World, rectangle


@pytest.fixture
def world(redline, tmp_path):
    return World(tmp_path)


class TestGeoreference:
    def table(self, rows, fields="field=YJBH:string&field=camera_index_code:string&field=pan:double&field=tilt:double"):
        layer = QgsVectorLayer(f"NoGeometry?{fields}", "预警", "memory")
        features = []
        for row in rows:
            feature = QgsFeature(layer.fields())
            feature.setAttributes(row)
            features.append(feature)
        layer.dataProvider().addFeatures(features)
        return layer

    def parameters(self, world, **change):
        camera = world.points([(LEFT + 2005, TOP - 1995, "A1", "塔", 50.0, 1900.0)])
        return {"ELEVATION": world.dem(), "CAMERAS": camera, "REFRACTION": 1.0} | change

    def north(self, x, y):
        """Grid azimuth of true north, by moving a point a little up its meridian."""
        there = QgsCoordinateTransform(
            QgsCoordinateReferenceSystem(CRS),
            QgsCoordinateReferenceSystem("EPSG:4490"),
            QgsCoordinateTransformContext(),
        )
        point = there.transform(QgsPointXY(x, y))
        back = there.transform(
            QgsPointXY(point.x(), point.y() + 1e-3), QgsCoordinateTransform.TransformDirection.ReverseTransform
        )
        return np.degrees(np.arctan2(back.x() - x, back.y() - y))

    def test_alerts_to_the_ground(self, world):
        tilt = float(np.degrees(np.arctan(50 / 1500)))
        alerts = self.table(
            [["Y1", "A1", 90.0, tilt], ["Y2", "A7", 0.0, 5.0], ["Y3", "A1", None, 5.0], ["Y4", "A1", 0.0, 0.5]]
        )
        found = world.run(
            "georeferencealert", **self.parameters(world, ALERTS=alerts, OUTPUT="memory:", ELLIPSES="memory:")
        )
        assert (found["LOCATED"], found["NOT_LOCATED"]) == (1, 3)
        (feature,) = world.layer(found["OUTPUT"]).getFeatures()
        assert feature["YJBH"] == "Y1"
        # 110 km west of the central meridian the grid is turned by −0.73° (1.23° · sin 36.5°)
        north = self.north(LEFT + 2005, TOP - 1995)
        assert north == pytest.approx(0.72, abs=0.03)
        azimuth = np.radians(90.0 + north)
        point = feature.geometry().asPoint()
        assert point.x() == pytest.approx(LEFT + 2005 + 1500 * np.sin(azimuth), abs=0.05)
        assert point.y() == pytest.approx(TOP - 1995 + 1500 * np.cos(azimuth), abs=0.05)
        assert feature["range_m"] == pytest.approx(1500.0, abs=0.02)
        # 50 / tan(1.90915° ± 0.05°): 1461.8 and 1540.3 m
        assert feature["near_m"] == pytest.approx(1461.7, abs=0.2)
        assert feature["far_m"] == pytest.approx(1540.4, abs=0.2)
        # 1500 · tan 0.1° = 2.62 m
        assert feature["across_m"] == pytest.approx(2.62, abs=0.01)
        assert (feature["lon"], feature["lat"]) == pytest.approx((115.80, 36.53), abs=0.02)
        (ellipse,) = world.layer(found["ELLIPSES"]).getFeatures()
        assert ellipse.geometry().area() == pytest.approx(np.pi * (1540.4 - 1461.7) / 2 * 2.618, rel=0.01)
        said = " ".join(world.feedback.warned)
        assert "there is no camera A7" in said
        assert "its pan or tilt is missing" in said
        assert "meets no ground within 1900 m" in said
        assert any("A tilt that is off by 0.05° moves a point 1900 m away" in text for text in world.feedback.said)

    def test_tilt_upwards_and_pan_at_north(self, world):
        fields = "field=id:string&field=camera_height:double&field=camera_radius:double&field=zero:double"
        camera = world.points([(LEFT + 2005, TOP - 1995, "A1", 50.0, 1900.0, 30.0)], fields)
        alerts = self.table([["Y1", "A1", 30.0, -5.0]])
        found = world.run(
            "georeferencealert",
            **self.parameters(
                world,
                CAMERAS=camera,
                ALERTS=alerts,
                TILT_SIGN="negative",
                PAN_NORTH_FIELD="zero",
                ID_FIELD="id",
                OUTPUT="memory:",
            ),
        )
        (feature,) = world.layer(found["OUTPUT"]).getFeatures()
        point = feature.geometry().asPoint()
        reach = 50 / np.tan(np.radians(5.0))
        north = np.radians(self.north(LEFT + 2005, TOP - 1995))
        assert point.x() == pytest.approx(LEFT + 2005 + reach * np.sin(north), abs=0.05)
        assert point.y() == pytest.approx(TOP - 1995 + reach * np.cos(north), abs=0.05)

    def test_negative_tilts_are_understood_and_said(self, world):
        alerts = self.table([["Y1", "A1", 0.0, -5.0], ["Y2", "A1", 90.0, -6.0], ["Y3", "A1", 180.0, None]])
        found = world.run("georeferencealert", **self.parameters(world, ALERTS=alerts, OUTPUT="memory:"))
        assert found["LOCATED"] == 2
        assert any("Most tilts are negative" in text for text in world.feedback.said)
        as_told = world.run(
            "georeferencealert", **self.parameters(world, ALERTS=alerts, TILT_SIGN="positive", OUTPUT="memory:")
        )
        assert as_told["LOCATED"] == 0

    def test_which_cameras_see_a_point(self, world):
        cameras = world.points(
            [
                (LEFT + 2005, TOP - 1995, "A1", "近塔", 50.0, 1900.0),
                (LEFT + 505, TOP - 1995, "A2", "远塔", 50.0, 1900.0),
                (LEFT + 2005, TOP - 3495, "A3", "南塔", 50.0, 1900.0),
            ]
        )
        belt = world.polygons([rectangle(LEFT, TOP - 2605, LEFT + 4000, TOP - 2596)], "field=h:double", [[30.0]])
        points = world.points(
            [(LEFT + 1505, TOP - 1995, "P1", "", None, None), (LEFT + 3905, TOP - 105, "P2", "", None, None)]
        )
        found = world.run(
            "georeferencealert",
            **self.parameters(
                world,
                CAMERAS=cameras,
                POINTS=points,
                OBSTACLES=belt,
                OBSTACLE_HEIGHT_FIELD="h",
                ONLY_SEEING=False,
                SIGHTINGS="memory:",
            ),
        )
        assert (found["POINTS_SEEN"], found["POINTS_NOT_SEEN"]) == (1, 1)
        rows = world.rows(found["SIGHTINGS"])
        assert [(row["camera_code"], row["rank"]) for row in rows] == [("A1", 1), ("A2", 2), ("A3", 0)]
        assert [row["range_m"] for row in rows] == pytest.approx([500.0, 1000.0, 1581.14], abs=0.01)
        # atan(50 / 500) = 5.7106°
        assert rows[0]["tilt"] == pytest.approx(5.7106, abs=1e-3)
        north = self.north(LEFT + 2005, TOP - 1995)
        assert rows[0]["pan"] == pytest.approx(270.0 - north, abs=0.01)
        # the line over the belt, 899 of 1581 m away and 30 m high, comes down to 50 − 20 · 1500/899 = 16.6 m
        assert rows[2]["hidden_m"] == pytest.approx(16.6, abs=0.3)
        assert rows[2]["reason"].startswith("hidden: it would have to be 16.")
        lines = list(world.layer(found["SIGHTINGS"]).getFeatures())
        assert lines[0].geometry().length() == pytest.approx(500.0)

    def test_there_and_back(self, world):
        points = world.points([(LEFT + 2805, TOP - 1205, "P1", "", None, None)])
        seen = world.rows(
            world.run("georeferencealert", **self.parameters(world, POINTS=points, SIGHTINGS="memory:"))["SIGHTINGS"]
        )
        alerts = self.table([["Y1", seen[0]["camera_code"], seen[0]["pan"], seen[0]["tilt"]]])
        found = world.run("georeferencealert", **self.parameters(world, ALERTS=alerts, OUTPUT="memory:"))
        (feature,) = world.layer(found["OUTPUT"]).getFeatures()
        point = feature.geometry().asPoint()
        assert (point.x(), point.y()) == pytest.approx((LEFT + 2805, TOP - 1205), abs=0.5)

    def test_wrong_inputs_are_named(self, world):
        with pytest.raises(QgsProcessingException, match="Give ALERTS with pan and tilt, or POINTS"):
            world.run("georeferencealert", **self.parameters(world, OUTPUT="memory:"))
        alerts = self.table([["A1", 0.0]], "field=camera_index_code:string&field=pan:double")
        with pytest.raises(QgsProcessingException, match="Layer 预警 has no field tilt"):
            world.run("georeferencealert", **self.parameters(world, ALERTS=alerts, OUTPUT="memory:"))
