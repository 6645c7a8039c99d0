"""redline:scanplan: presets and the half-hour round."""

import sys
from pathlib import Path

import numpy as np
import pytest
from qgis.core import (
    QgsProcessingException,
)

sys.path.insert(0, str(Path(__file__).parent))
from cameraworld import LEFT, TOP, World


@pytest.fixture
def world(redline, tmp_path):
    return World(tmp_path)


class TestScanPlan:
    def parameters(self, world, **change):
        return {
            "CAMERAS": world.points([(LEFT + 2005, TOP - 1995, "A1", "塔", 50.0, 1500.0)]),
            "REFRACTION": 1.0,
            "OUTPUT": "memory:",
            "PRESETS": "memory:",
        } | change

    def test_presets_of_one_camera(self, world):
        found = world.run("scanplan", **self.parameters(world))
        (row,) = world.rows(found["OUTPUT"])
        presets = world.rows(found["PRESETS"])
        assert row["presets"] == len(presets) == found["PRESET_COUNT"]
        # at 1500 m: 2 · atan(480 / 1500) = 35.49°, 2 · atan(0.32 · 9/16) = 20.41° down
        outer = [preset for preset in presets if preset["ring"] == 1]
        assert outer[0]["fov"] == pytest.approx(35.49, abs=0.01)
        # upper edge atan(50 / 1500) = 1.909°; 2 · atan(0.32 · cos 10.2° / cos 1.9°) = 34.98° across there:
        # 360 / (0.9 · 34.98) = 11.44
        assert len(outer) == 12
        assert outer[0]["tilt"] == pytest.approx(1.909 + 10.205, abs=0.01)
        assert row["pixel_m"] == pytest.approx(0.5)
        # 0.5 / sin 1.909° = 15.0 m along the line of sight
        assert row["pixel_along_m"] == pytest.approx(15.0, abs=0.02)
        # every stop 5 + 2 s, and the turning between
        assert row["round_s"] == pytest.approx(7 * len(presets) + row["moving_s"], abs=0.1)
        # stop by stop: turning, settling and looking add up to the round
        assert sum(preset["seconds"] for preset in presets) == pytest.approx(row["round_s"], abs=0.01 * len(presets))
        assert min(preset["seconds"] for preset in presets) >= 7.0 - 1e-9
        assert presets[-1]["looked_s"] == pytest.approx(row["round_s"] - 5.0, abs=0.1)
        # the wanted pixel at every range, finer near the mast where the zoom ends
        far = [preset["pixel_m"] for preset in presets if preset["far_m"] > 900]
        assert far == pytest.approx([0.5] * len(far))
        assert all(preset["pixel_m"] <= 0.5 + 1e-9 for preset in presets)
        assert (row["holds"], found["ROUND_HOLDS"], found["LATE_CAMERAS"]) == (1, 1, 0)
        assert row["looks"] == int(1800 / row["round_s"])
        shapes = [feature.geometry() for feature in world.layer(found["PRESETS"]).getFeatures()]
        assert all(shape.isGeosValid() for shape in shapes)
        assert sum(shape.area() for shape in shapes) == pytest.approx(np.pi * 1500**2, rel=2e-3)

    def test_pans_count_from_true_north(self, world):
        fields = "field=id:string&field=camera_height:double&field=camera_radius:double&field=dir:double"
        camera = world.points([(LEFT + 2005, TOP - 1995, "A1", 50.0, 1500.0, 90.0)], fields)
        found = world.run(
            "scanplan", **self.parameters(world, CAMERAS=camera, AZIMUTH_FIELD="dir", FOV=10.0, STEEPEST=20.0)
        )
        presets = list(world.layer(found["PRESETS"]).getFeatures())
        assert [feature["pan"] for feature in presets] == pytest.approx([90.0] * len(presets), abs=1e-3)
        # in the grid the sector is turned by the convergence
        centre = presets[0].geometry().centroid().asPoint()
        azimuth = np.degrees(np.arctan2(centre.x() - LEFT - 2005, centre.y() - TOP + 1995))
        assert azimuth == pytest.approx(90.72, abs=0.05)

    def test_round_that_does_not_hold(self, world):
        found = world.run("scanplan", **self.parameters(world, DWELL=120.0))
        assert (found["ROUND_HOLDS"], found["LATE_CAMERAS"]) == (0, 1)
        assert found["VISITED_AREA"] == 0
        assert any("does not hold" in text for text in world.feedback.warned)

    def test_server_with_few_channels(self, world):
        cameras = world.points([(LEFT + 1000 + 100 * i, TOP - 2000, f"A{i}", "", 50.0, 1500.0) for i in range(10)])
        alone = world.run("scanplan", **self.parameters(world, CAMERAS=cameras))
        found = world.run("scanplan", **self.parameters(world, CAMERAS=cameras, ANALYSIS=30.0, CHANNELS=2))
        assert found["ROUND_SECONDS"] == pytest.approx(alone["PRESET_COUNT"] * 30.0 / 2)
        assert found["LATE_CAMERAS"] == 0
        assert found["ROUND_HOLDS"] == int(found["ROUND_SECONDS"] <= 1800)

    def test_looks_with_and_without_terrain(self, world):
        found = world.run(
            "scanplan", **self.parameters(world, REVISITS=str(world.folder / "looks.tif"), CELL_SIZE=10.0)
        )
        (row,) = world.rows(found["OUTPUT"])
        looks = world.array(found["REVISITS"], "uint16")
        assert set(np.unique(looks).tolist()) == {row["looks"], 65535}
        assert found["VISITED_AREA"] == pytest.approx(np.pi * 1500**2 * 0.9997, rel=2e-3)
        assert found["REVISITED_AREA"] == found["VISITED_AREA"] == found["FIELD_AREA"]
        ground = np.full((400, 400), 30.0)
        ground[250:252, :] = 60.0
        hilly = world.run(
            "scanplan",
            **self.parameters(world, ELEVATION=world.dem(ground, "hilly"), REVISITS=str(world.folder / "hidden.tif")),
        )
        looks = world.array(hilly["REVISITS"], "uint16")
        assert set(np.unique(looks).tolist()) == {0, row["looks"], 65535}
        assert hilly["VISITED_AREA"] < hilly["FIELD_AREA"]

    def test_a_zoom_too_short_is_said(self, world):
        found = world.run("scanplan", **self.parameters(world, PIXEL=0.01))
        (row,) = world.rows(found["OUTPUT"])
        assert row["fine"] == 0
        assert any("do not reach the pixel wanted" in text for text in world.feedback.warned)

    def test_cameras_in_degrees_get_their_own_plane(self, world):
        cameras = world.points([(115.44, 36.5, "A1", "塔", 50.0, 1500.0)], crs="EPSG:4490")
        found = world.run("scanplan", **self.parameters(world, CAMERAS=cameras))
        assert world.layer(found["PRESETS"]).crs().authid() == "EPSG:4547"

    def test_wrong_numbers_are_named(self, world):
        with pytest.raises(QgsProcessingException, match=r"The zoom runs from 60\.0 to 70\.0 degrees"):
            world.run("scanplan", **self.parameters(world, NARROWEST=70.0))
        with pytest.raises(QgsProcessingException, match=r"Camera 塔 \(A1\) can only be tilted down to 1.0 degrees"):
            world.run("scanplan", **self.parameters(world, STEEPEST=1.0))
