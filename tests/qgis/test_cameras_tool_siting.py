"""redline:camerasiting: the sites that add most, greedy and exact."""

import sys
from pathlib import Path

import numpy as np
import pytest
from qgis.core import (
    QgsProcessingException,
)

sys.path.insert(0, str(Path(__file__).parent))
from cameraworld import LEFT, TOP, World, rectangle


@pytest.fixture
def world(redline, tmp_path):
    return World(tmp_path)


class TestSiting:
    """Three blocks of farmland; a candidate beside each, and one between the first two that reaches half of both."""

    def parameters(self, world, **change):
        blocks = [rectangle(LEFT + x, TOP - 2400, LEFT + x + 400, TOP - 2000) for x in (400, 1400, 3000)]
        land = world.polygons(blocks, "field=id:string", [["a"], ["b"], ["c"]], "农田")
        sites = world.points(
            [
                (LEFT + 605, TOP - 2195, "S1", "甲", None, None),
                (LEFT + 1605, TOP - 2195, "S2", "乙", None, None),
                (LEFT + 3205, TOP - 2195, "S3", "丙", None, None),
                (LEFT + 1105, TOP - 2195, "S4", "丁", None, None),
            ]
        )
        return {
            "ELEVATION": world.dem(),
            "CANDIDATES": sites,
            "LAYERS": [land],
            "MASTS": 2,
            "NEW_HEIGHT": 40.0,
            "NEW_RADIUS": 300.0,
            "REFRACTION": 1.0,
            "OUTPUT": "memory:",
        } | change

    def test_best_sites_in_order(self, world):
        found = world.run("camerasiting", **self.parameters(world, MASTS=4, ADDED="memory:"))
        rows = world.rows(found["OUTPUT"])
        # each block of 16 ha (15.995 on the ellipsoid) is seen by its own site wholly; S4 adds nothing
        # nearer to the central meridian the plane stretches less, so the same square is a little more land
        assert [row["site_id"] for row in rows] == ["S3", "S2", "S1"]
        assert [row["name"] for row in rows] == ["丙", "乙", "甲"]
        assert [row["gain_ha"] for row in rows] == pytest.approx([15.995] * 3, abs=0.01)
        assert [row["sum_ha"] for row in rows] == pytest.approx([15.995, 31.99, 47.985], abs=0.02)
        assert rows[-1]["share"] == 1.0
        assert (found["CANDIDATE_COUNT"], found["CHOSEN"], found["PROVED"]) == (4, 3, 1)
        assert found["UNSEEN_BEFORE"] == pytest.approx(479850, abs=100)
        assert found["UNSEEN_AFTER"] == 0
        assert any("Only 3 sites add anything" in text for text in world.feedback.warned)
        added = list(world.layer(found["ADDED"]).getFeatures())
        # a circle of 300 m each
        assert [feature.geometry().area() for feature in added] == pytest.approx([np.pi * 9e4] * 3, rel=0.01)

    def test_exact_beats_greedy_where_greedy_is_trapped(self, world):
        # two strips 700 m wide, 300 m apart; the middle site reaches more of both than either outer one of its own
        strips = [
            rectangle(LEFT + 500, TOP - 2100, LEFT + 1500, TOP - 1900),
            rectangle(LEFT + 1500, TOP - 2100, LEFT + 2500, TOP - 1900),
        ]
        land = world.polygons(strips)
        sites = world.points([(LEFT + x, TOP - 1995, f"S{x}", "", None, None) for x in (995, 1505, 2005)])
        parameters = self.parameters(world, LAYERS=[land], CANDIDATES=sites, NEW_RADIUS=600.0)
        trapped = world.run("camerasiting", **parameters)
        best = world.run("camerasiting", **(parameters | {"METHOD": "exact"}))
        assert best["PROVED"] == 1
        assert best["GAIN"] > trapped["GAIN"] * 1.05
        # the bound is the best choice itself here, but another sum of the same cells
        assert trapped["BOUND"] >= best["GAIN"] * (1 - 1e-9)
        assert {row["site_id"] for row in world.rows(best["OUTPUT"])} == {"S995", "S2005"}

    def test_what_is_seen_already_does_not_count(self, world):
        there = world.points([(LEFT + 605, TOP - 2195, "A1", "塔", 40.0, 300.0)])
        found = world.run("camerasiting", **self.parameters(world, CAMERAS=there, MASTS=1, ADDED="memory:"))
        (row,) = world.rows(found["OUTPUT"])
        assert row["site_id"] == "S3"
        assert found["UNSEEN_BEFORE"] == pytest.approx(319900, abs=100)

    def test_weights_by_layer(self, world):
        light = world.polygons([rectangle(LEFT + 400, TOP - 2400, LEFT + 800, TOP - 2000)], name="轻")
        heavy = world.polygons([rectangle(LEFT + 3100, TOP - 2300, LEFT + 3300, TOP - 2100)], name="重")
        found = world.run("camerasiting", **self.parameters(world, LAYERS=[light, heavy], WEIGHTS="1;10", MASTS=1))
        (row,) = world.rows(found["OUTPUT"])
        assert row["site_id"] == "S3"
        # 4 ha times 10
        assert row["gain_ha"] == pytest.approx(39.99, abs=0.02)
        assert row["land_ha"] == pytest.approx(3.999, abs=0.002)
        overlapping = world.run("camerasiting", **self.parameters(world, LAYERS=[light, light], WEIGHTS="1;3", MASTS=1))
        (row,) = world.rows(overlapping["OUTPUT"])
        assert row["gain_ha"] == pytest.approx(3 * 15.995, abs=0.03)

    def test_grid_in_settlements(self, world):
        settlements = world.polygons(
            [
                rectangle(LEFT + 550, TOP - 2250, LEFT + 650, TOP - 2150),
                rectangle(LEFT + 3101, TOP - 2299, LEFT + 3109, TOP - 2291),
            ]
        )
        parameters = self.parameters(world, CANDIDATE_AREAS=settlements, SPACING=50.0)
        del parameters["CANDIDATES"]
        found = world.run("camerasiting", **parameters)
        # 3 × 3 grid points in the first, one of its own in the second
        assert found["CANDIDATE_COUNT"] == 10
        assert all(row["site_id"].startswith("G") for row in world.rows(found["OUTPUT"]))

    @pytest.mark.parametrize("suffix", ["svg", "png"])
    def test_curve(self, world, suffix):
        path = world.folder / f"curve.{suffix}"
        found = world.run("camerasiting", **self.parameters(world, CURVE=str(path), LANGUAGE="zh_Hans"))
        assert found["CURVE"] == str(path)
        head = path.read_bytes()[:8]
        assert head.startswith(b"<svg") if suffix == "svg" else head == b"\x89PNG\r\n\x1a\n"
        assert world.files() == [path.name, "dem.tif"]

    def test_candidates_outside_are_left_out_and_named(self, world):
        sites = world.points(
            [(LEFT + 605, TOP - 2195, "S1", "甲", None, None), (LEFT - 900, TOP - 2195, "S9", "外", None, None)]
        )
        found = world.run("camerasiting", **self.parameters(world, CANDIDATES=sites))
        assert found["CANDIDATE_COUNT"] == 1
        assert any("外 (S9)" in text for text in world.feedback.warned)

    def test_wrong_inputs_are_named(self, world):
        parameters = self.parameters(world)
        with pytest.raises(QgsProcessingException, match="WEIGHTS is 1;2: give 1 numbers above 0"):
            world.run("camerasiting", **(parameters | {"WEIGHTS": "1;2"}))
        with pytest.raises(QgsProcessingException, match="must be an SVG or a PNG file"):
            world.run("camerasiting", **(parameters | {"CURVE": str(world.folder / "curve.txt")}))
        del parameters["CANDIDATES"]
        with pytest.raises(QgsProcessingException, match="Give CANDIDATES, or CANDIDATE_AREAS"):
            world.run("camerasiting", **parameters)

    def test_cancel_leaves_nothing(self, world):
        with pytest.raises(QgsProcessingException, match="cancelled"):
            world.run("camerasiting", stop_at=15, **self.parameters(world, CURVE=str(world.folder / "curve.svg")))
        assert world.files() == ["dem.tif"]
