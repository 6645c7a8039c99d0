"""redline:cameraviewshed as QGIS runs it: outputs as declared, wrong inputs named, nothing left when cancelled."""

import sys
from pathlib import Path

import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
)

sys.path.insert(0, str(Path(__file__).parent))
from cameraworld import CELL, CRS, LEFT, TOP, World, rectangle


@pytest.fixture
def world(redline, tmp_path):
    return World(tmp_path)


class TestViewshed:
    def parameters(self, world, **change):
        return {
            "ELEVATION": world.dem(),
            "CAMERAS": world.cameras(),
            "OUTPUT": "memory:",
            "COUNT": str(world.folder / "count.tif"),
        } | change

    def test_three_masts_on_a_plain(self, world):
        found = world.run(
            "cameraviewshed",
            **self.parameters(
                world, UNION=str(world.folder / "union.tif"), COUNT_AREAS="memory:", MASKS=str(world.folder / "masks")
            ),
        )
        rows = world.rows(found["OUTPUT"])
        assert [row["camera_code"] for row in rows] == ["A1", "A2", "A3"]
        assert [row["name"] for row in rows] == ["东塔", "西塔", "南塔"]
        # 0.9 is a radius in kilometres; the mast without a height gets the default
        assert [row["radius_m"] for row in rows] == [900.0] * 3
        assert [row["mast_m"] for row in rows] == [40.0] * 3
        # π · 900² = 2 544 690 m² in the plane, times 0.99971 on the ellipsoid (110 km west of the central meridian)
        assert rows[0]["field_m2"] == pytest.approx(np.pi * 900**2 * 0.9997, rel=1e-3)
        assert rows[0]["seen_m2"] == pytest.approx(rows[0]["field_m2"], abs=0.011)
        assert rows[0]["share"] == pytest.approx(1.0, abs=1e-4)
        assert rows[0]["lens_m"] == 70.0
        layer = world.layer(found["COUNT_AREAS"])
        counts = {feature["cameras"]: feature["area_m2"] for feature in layer.getFeatures()}
        assert set(counts) == {1, 2, 3}
        assert sum(counts.values()) == pytest.approx(found["SEEN_AREA"], abs=0.02)
        assert found["FIELD_AREA"] == pytest.approx(found["SEEN_AREA"])
        assert found["CAMERA_COUNT"] == 3
        count = world.array(found["COUNT"], "uint16")
        assert sorted(np.unique(count).tolist()) == [1, 2, 3, 65535]
        union = world.array(found["UNION"], "uint8")
        assert np.array_equal(union == 1, (count > 0) & (count != 65535))
        masks = sorted(path.name for path in (world.folder / "masks").iterdir())
        assert masks == ["A1.tif", "A2.tif", "A3.tif", "manifest.json"]
        first = world.array(world.folder / "masks" / "A1.tif", "uint8")
        assert (first == 1).sum() == pytest.approx(np.pi * 8100, rel=1e-3)
        assert any("1 radii are below 100" in text for text in world.feedback.warned)
        assert any("1 cameras have no mast height" in text for text in world.feedback.warned)

    def test_polygons_cover_the_cells(self, world):
        found = world.run("cameraviewshed", **self.parameters(world))
        layer = world.layer(found["OUTPUT"])
        assert layer.crs().authid() == CRS
        for feature in layer.getFeatures():
            # areas in the plane: cells of 100 m²
            cells = feature.geometry().area() / 100
            assert cells == pytest.approx(round(cells))
            assert feature["seen_m2"] == pytest.approx(feature.geometry().area() * 0.9997, rel=1e-4)
            assert feature.geometry().isGeosValid()

    def test_tree_belt_makes_a_blind_spot(self, world):
        belt = world.polygons(
            [rectangle(LEFT + 1500, TOP - 4000, LEFT + 1510, TOP)],
            "field=h:double",
            [[20.0]],
        )
        found = world.run(
            "cameraviewshed",
            **self.parameters(
                world,
                OBSTACLES=belt,
                OBSTACLE_HEIGHT_FIELD="h",
                ELEVATION_ERROR=2.0,
                CERTAINTY=str(world.folder / "sure.tif"),
                HIDDEN_HEIGHT=str(world.folder / "hidden.tif"),
            ),
        )
        rows = world.rows(found["OUTPUT"])
        assert rows[0]["share"] < 0.95
        sure = world.array(found["CERTAINTY"], "uint8")
        # GDAL 3.10 leaves no cell "probably hidden" here where 3.6 leaves a few.
        assert {0, 2, 3, 255} <= set(np.unique(sure).tolist()) <= {0, 1, 2, 3, 255}
        hidden = world.array(found["HIDDEN_HEIGHT"], "float32")
        count = world.array(found["COUNT"], "uint16")
        assert (hidden[(count > 0) & (count < 65535)] == 0).all()
        assert hidden[count == 0].min() > 0

    def test_sector_and_dead_zone_by_field(self, world):
        fields = "field=id:string&field=dir:double&field=wide:double&field=down:double"
        cameras = world.points([(LEFT + 2000, TOP - 2000, "A1", 90.0, 90.0, 15.0)], fields)
        found = world.run(
            "cameraviewshed",
            **self.parameters(
                world, CAMERAS=cameras, RADIUS=900, AZIMUTH_FIELD="dir", FOV_FIELD="wide", STEEPEST_FIELD="down"
            ),
        )
        (row,) = world.rows(found["OUTPUT"])
        # 40 / tan 15° = 149.28 m
        assert row["dead_m"] == pytest.approx(149.28, abs=0.01)
        assert row["field_m2"] == pytest.approx(np.pi * (900**2 - 149.28**2) / 4 * 0.9997, rel=5e-3)
        assert row["azimuth"] == 90.0

    def test_a_camera_outside_is_named_or_left_out(self, world):
        cameras = world.points(
            [(LEFT + 1000, TOP - 2000, "A1", "东塔", 40.0, 900.0), (LEFT - 500, TOP, "A9", "外塔", 40.0, 900.0)]
        )
        with pytest.raises(QgsProcessingException, match=r"Camera 外塔 \(A9\) at .* lies outside the elevation raster"):
            world.run("cameraviewshed", **self.parameters(world, CAMERAS=cameras))
        assert not (world.folder / "count.tif").exists()
        found = world.run("cameraviewshed", **self.parameters(world, CAMERAS=cameras, LEAVE_OUT=True))
        assert found["CAMERA_COUNT"] == 1
        assert any("外塔" in text for text in world.feedback.warned)

    def test_unknown_cells_are_counted(self, world):
        ground = np.full((400, 400), 30.0)
        ground[200:205, 100:110] = -9999.0
        found = world.run(
            "cameraviewshed",
            **self.parameters(
                world,
                ELEVATION=world.dem(ground, "holes"),
                CAMERAS=world.points([(LEFT + 1500, TOP - 2000, "A1", "塔", 40.0, 900.0)]),
            ),
        )
        assert found["UNKNOWN_CELLS"] == 50
        assert any("not as sea level" in text for text in world.feedback.warned)

    def test_cameras_in_degrees_are_transformed(self, world):
        # (390000, 4046000) + (1500, −2000) in EPSG:4548 lies at 115.7913 E, 36.5247 N
        place = QgsGeometry.fromPointXY(QgsPointXY(LEFT + 1500, TOP - 2000))
        place.transform(
            QgsCoordinateTransform(
                QgsCoordinateReferenceSystem(CRS),
                QgsCoordinateReferenceSystem("EPSG:4490"),
                QgsCoordinateTransformContext(),
            )
        )
        point = place.asPoint()
        cameras = world.points([(point.x(), point.y(), "A1", "塔", 40.0, 900.0)], crs="EPSG:4490")
        found = world.run("cameraviewshed", **self.parameters(world, CAMERAS=cameras))
        (feature,) = world.layer(found["OUTPUT"]).getFeatures()
        centre = feature.geometry().boundingBox().center()
        assert (centre.x(), centre.y()) == pytest.approx((LEFT + 1500, TOP - 2000), abs=CELL)

    def test_cancel_leaves_nothing(self, world):
        with pytest.raises(QgsProcessingException, match="cancelled"):
            world.run("cameraviewshed", stop_at=20, **self.parameters(world, MASKS=str(world.folder / "masks")))
        assert world.files() == ["dem.tif"]

    def test_an_input_is_never_written_over(self, world):
        with pytest.raises(QgsProcessingException, match="is an input of this run"):
            world.run("cameraviewshed", **self.parameters(world, COUNT=str(world.folder / "dem.tif")))

    def test_certainty_needs_an_error(self, world):
        with pytest.raises(QgsProcessingException, match="needs ELEVATION_ERROR"):
            world.run("cameraviewshed", **self.parameters(world, CERTAINTY=str(world.folder / "sure.tif")))

    def test_a_field_that_is_not_there_is_named(self, world):
        with pytest.raises(QgsProcessingException, match="Layer 摄像头 has no field GG"):
            world.run("cameraviewshed", **self.parameters(world, HEIGHT_FIELD="GG"))

    def test_a_layer_without_points_is_named(self, world):
        empty = world.points([])
        with pytest.raises(QgsProcessingException, match="Layer 摄像头 has no camera"):
            world.run("cameraviewshed", **self.parameters(world, CAMERAS=empty))
