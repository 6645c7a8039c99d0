"""The camera tools together: they hand on to each other, and keep the habits of the house."""

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from qgis.core import (
    QgsApplication,
    QgsRasterLayer,
)

sys.path.insert(0, str(Path(__file__).parent))
from cameraworld import LEFT, TOP, World, rectangle


@pytest.fixture
def world(redline, tmp_path):
    return World(tmp_path)


class TestTogether:
    """The tools hand on to each other and to their neighbours."""

    def test_visible_areas_are_taken_by_the_coverage_tally(self, world):
        cameras = world.points([(LEFT + 1305, TOP - 1995, "A1", "塔", 40.0, 1200.0)])
        ground = np.full((400, 400), 30.0)
        ground[240:243, :] += 25.0
        dem = world.dem(ground)
        visible = world.run("cameraviewshed", ELEVATION=dem, CAMERAS=cameras, OUTPUT="memory:")
        seen = world.rows(visible["OUTPUT"])[0]["seen_m2"]
        villages = world.polygons(
            [rectangle(LEFT, TOP - 4000, LEFT + 4000, TOP)],
            "field=ZLDWDM:string&field=ZLDWMC:string",
            [["371525100201", "东村"]],
        )
        tally = world.run(
            "coveragetally", INPUT=world.layer(visible["OUTPUT"]), VILLAGES=villages, UNIT="m2", OUTPUT="memory:"
        )
        cover = world.run(
            "cameracoverage", ELEVATION=dem, CAMERAS=cameras, VILLAGES=villages, UNIT="m2", OUTPUT="memory:"
        )
        row = next(row for row in world.rows(cover["OUTPUT"]) if row["kind"] == "leaf")
        whole = row["area_total"]
        # three ways to the same land: the camera's own figure, the table of the coverage, the tally of the polygons
        assert row["area_seen"] == pytest.approx(seen, rel=1e-6)
        assert tally["COVERED_SHARE"] == pytest.approx(100 * seen / whole, abs=0.01)

    def test_a_dem_in_degrees_with_cameras_in_degrees(self, world):
        """The real elevation of Luxembourg: cells of 30 seconds, cameras in WGS 84."""
        source = Path(__file__).parent.parent / "data" / "dem" / "terra_elev_4326.tif"
        dem = QgsRasterLayer(str(shutil.copy(source, world.folder)), "elev")
        cameras = world.points(
            [(6.10, 49.80, "A1", "高处", 50.0, 15000.0), (6.00, 49.60, "A2", "低处", 50.0, 15000.0)], crs="EPSG:4326"
        )
        found = world.run(
            "cameraviewshed", ELEVATION=dem, CAMERAS=cameras, OUTPUT="memory:", COUNT=str(world.folder / "c.tif")
        )
        layer = world.layer(found["OUTPUT"])
        assert layer.crs().authid() == "EPSG:32632"
        rows = world.rows(found["OUTPUT"])
        for row in rows:
            # a circle of 15 km, where the country's outline leaves elevations
            assert row["field_m2"] + row["unknown"] * 740**2 <= np.pi * 15000**2 * 1.05
            assert 0 < row["share"] < 1
        assert any("resampled" in text for text in world.feedback.warned)
        # the country ends, beyond it the raster knows nothing
        assert found["UNKNOWN_CELLS"] > 0

    def test_what_the_scan_plan_looks_at_is_what_is_seen(self, world):
        ground = np.full((400, 400), 30.0)
        ground[250:252, :] = 60.0
        dem = world.dem(ground)
        cameras = world.points([(LEFT + 2005, TOP - 1995, "A1", "塔", 50.0, 1500.0)])
        seen = world.run("cameraviewshed", ELEVATION=dem, CAMERAS=cameras, COUNT=str(world.folder / "c.tif"))[
            "SEEN_AREA"
        ]
        looks = world.run("scanplan", ELEVATION=dem, CAMERAS=cameras, OUTPUT="memory:", PRESETS="memory:")
        assert looks["VISITED_AREA"] == pytest.approx(seen, rel=1e-9)

    def test_a_chosen_site_sees_what_it_was_chosen_for(self, world):
        ground = np.full((400, 400), 30.0)
        ground[220:222, :] = 60.0
        dem = world.dem(ground)
        land = world.polygons([rectangle(LEFT, TOP - 4000, LEFT + 4000, TOP)])
        site = world.points([(LEFT + 2005, TOP - 1995, "S1", "甲", None, None)])
        gain = world.run(
            "camerasiting", ELEVATION=dem, CANDIDATES=site, LAYERS=[land], MASTS=1, NEW_RADIUS=1000.0, OUTPUT="memory:"
        )["GAIN"]
        there = world.points([(LEFT + 2005, TOP - 1995, "S1", "甲", 40.0, 1000.0)])
        seen = world.run("cameraviewshed", ELEVATION=dem, CAMERAS=there, COUNT=str(world.folder / "c.tif"))["SEEN_AREA"]
        assert gain == pytest.approx(seen, rel=1e-9)


@pytest.mark.parametrize("tool", ["cameraviewshed", "cameracoverage", "camerasiting", "scanplan", "georeferencealert"])
class TestEveryTool:
    """Habits of the house, for each of the camera tools."""

    def algorithm(self, redline, tool):
        return QgsApplication.processingRegistry().createAlgorithmById(f"redline:{tool}")

    def test_every_parameter_is_explained(self, redline, tool):
        algorithm = self.algorithm(redline, tool)
        for definition in algorithm.parameterDefinitions():
            assert definition.help(), definition.name()
            assert definition.description(), definition.name()

    def test_it_is_in_the_folder_of_the_cameras(self, redline, tool):
        algorithm = self.algorithm(redline, tool)
        assert algorithm.groupId() == "cameras"
        assert any("\u4e00" <= letter <= "\u9fff" for tag in algorithm.tags() for letter in tag)

    def test_its_help_is_there_in_both_languages(self, redline, tool):
        root = Path(__file__).parent.parent.parent / "resources" / "help"
        assert "<p" in self.algorithm(redline, tool).shortHelpString()
        for language in ("en", "zh_Hans"):
            assert (root / language / f"{tool}.md").read_text(encoding="utf-8").strip()
