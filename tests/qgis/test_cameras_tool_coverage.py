"""redline:cameracoverage: circles against line of sight, by camera, village and township."""

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


class TestCoverage:
    """Two villages side by side, a mast in the western one, a wall of trees between the mast and the south."""

    def parameters(self, world, **change):
        west = rectangle(LEFT, TOP - 4000, LEFT + 2000, TOP)
        east = rectangle(LEFT + 2000, TOP - 4000, LEFT + 4000, TOP)
        villages = world.polygons(
            [west, east],
            "field=ZLDWDM:string&field=ZLDWMC:string",
            [["371525100201", "东村"], ["371525101202", "西村"]],
            "村",
        )
        # one patch in each village and one across the border, legal areas 90 % of the land
        patches = [
            rectangle(LEFT + 500, TOP - 2500, LEFT + 1000, TOP - 2000),
            rectangle(LEFT + 3000, TOP - 2500, LEFT + 3500, TOP - 2000),
            rectangle(LEFT + 1900, TOP - 2100, LEFT + 2100, TOP - 2000),
        ]
        farmland = world.polygons(patches, "field=YJJBNTMJ:double", [[225000.0], [225000.0], [18000.0]], "永久基本农田")
        cameras = world.points([(LEFT + 1305, TOP - 1995, "A1", "塔", 40.0, 1200.0)])
        return {
            "ELEVATION": world.dem(),
            "CAMERAS": cameras,
            "VILLAGES": villages,
            "FARMLAND": farmland,
            "UNIT": "m2",
            "OUTPUT": "memory:",
            "OUTPUT_CAMERAS": "memory:",
            "NOT_SEEN": "memory:",
        } | change

    def test_bare_plain_is_seen_all_over_the_circle(self, world):
        found = world.run("cameracoverage", **self.parameters(world))
        rows = {(row["kind"], row["village"]): row for row in world.rows(found["OUTPUT"])}
        west, east = rows["leaf", "371525100201"], rows["leaf", "371525101202"]
        for row in rows.values():
            assert row["area_hidden"] == 0
            assert row["area_circle"] == pytest.approx(row["area_seen1"], abs=0.005)
        # π · 1200² = 4 523 893 m² in the plane, 0.99971 of it on the ellipsoid, to the middle of the rim's cells
        total = rows["total", ""]
        assert total["area_circle"] == pytest.approx(np.pi * 1200**2 * 0.9997, rel=1e-3)
        # two villages of 8 km² each
        assert west["area_total"] == pytest.approx(8e6 * 0.9997, rel=1e-4)
        for key in ("area_total", "area_circle", "area_outside", "farm_total", "farm_seen"):
            assert west[key] + east[key] == pytest.approx(total[key], abs=1e-6)
        # the western patch and half of the middle one lie in the west; nearly all within 1200 m
        assert west["farm_total"] == pytest.approx(225000 + 9000, abs=0.05)
        assert east["farm_total"] == pytest.approx(225000 + 9000, abs=0.05)
        assert total["farm_total"] == 468000.0
        assert west["farm_seen"] == pytest.approx(234000, abs=0.05)
        # the eastern patch begins 1695 m from the mast
        assert east["farm_seen"] == pytest.approx(9000, abs=0.05)
        assert found["FARMLAND_AREA"] == pytest.approx(468000.0)
        assert found["FARMLAND_SEEN"] == pytest.approx(243000.0, abs=0.1)
        (camera,) = world.rows(found["OUTPUT_CAMERAS"])
        assert camera["area_share"] == 100.0
        assert camera["farm_circle"] == pytest.approx(243000.0, abs=0.1)
        assert camera["farm_seen"] == pytest.approx(243000.0, abs=0.1)
        assert world.rows(found["NOT_SEEN"]) == []
        assert any("Bare ground" in text for text in world.feedback.said)

    def test_trees_make_the_difference(self, world):
        # a belt 20 m high and 400 m long, 300 m south of the mast: its shadow is 20 · 300 / 20 = 300 m long
        belt = world.polygons([rectangle(LEFT + 1105, TOP - 2305, LEFT + 1505, TOP - 2296)], "field=h:double", [[20.0]])
        found = world.run(
            "cameracoverage",
            **self.parameters(
                world,
                OBSTACLES=belt,
                OBSTACLE_HEIGHT_FIELD="h",
                OUTPUT_XLSX=str(world.folder / "cover.xlsx"),
                OUTPUT_HTML=str(world.folder / "cover.html"),
                LANGUAGE="en",
            ),
        )
        total = next(row for row in world.rows(found["OUTPUT"]) if row["kind"] == "total")
        pieces = world.rows(found["NOT_SEEN"])
        assert sum(row["area_m2"] for row in pieces) == pytest.approx(total["area_hidden"], abs=0.02)
        assert [row["area_m2"] for row in pieces] == sorted((row["area_m2"] for row in pieces), reverse=True)
        # the shadow widens from 400 m at 300 m to 800 m at 600 m: about 600 · 300 m², and the belt's own cells
        assert total["area_hidden"] == pytest.approx(180000 + 8000, rel=0.08)
        assert total["area_hidden"] + total["area_seen"] == pytest.approx(total["area_circle"], abs=1e-6)
        # farmland in the shadow: the patch south-west of the mast loses part
        assert 0 < total["farm_hidden"] < 225000
        assert (world.folder / "cover.xlsx").is_file()
        page = (world.folder / "cover.html").read_text(encoding="utf-8")
        assert "Camera coverage by village" in page
        assert "Bare ground" not in page

    def test_how_sure_it_is(self, world):
        belt = world.polygons([rectangle(LEFT + 1105, TOP - 2305, LEFT + 1505, TOP - 2296)], "field=h:double", [[20.0]])
        found = world.run(
            "cameracoverage",
            **self.parameters(
                world, OBSTACLES=belt, OBSTACLE_HEIGHT_FIELD="h", ELEVATION_ERROR=2.0, TARGET_HEIGHT=3.0, LANGUAGE="en"
            ),
        )
        for row in world.rows(found["OUTPUT"]):
            for group in ("area", "farm"):
                assert row[f"{group}_surely_seen"] + row[f"{group}_probably_seen"] == pytest.approx(
                    row[f"{group}_seen"]
                )
                hidden = row[f"{group}_surely_hidden"] + row[f"{group}_probably_hidden"]
                assert hidden == pytest.approx(row[f"{group}_hidden"])
        total = next(row for row in world.rows(found["OUTPUT"]) if row["kind"] == "total")
        assert min(total["area_surely_hidden"], total["area_probably_hidden"], total["area_probably_seen"]) > 0
        assert total["area_surely_seen"] > 0.9 * total["area_seen"]
        assert any("Surely seen or not seen" in text for text in world.feedback.said)

    def test_farmland_seen_by_two(self, world):
        cameras = world.points(
            [(LEFT + 1305, TOP - 1995, "A1", "塔", 40.0, 1200.0), (LEFT + 1205, TOP - 1995, "A2", "塔", 40.0, 1200.0)]
        )
        found = world.run("cameracoverage", **self.parameters(world, CAMERAS=cameras))
        rows = {(row["kind"], row["village"]): row for row in world.rows(found["OUTPUT"])}
        west = rows["leaf", "371525100201"]
        # the western patch lies in both circles wholly
        assert west["farm_seen2"] == pytest.approx(225000 + 9000, rel=0.05)
        assert west["farm_seen3"] == 0

    def test_farmland_by_none_one_two_three_and_more(self, world):
        """Four masts around one patch of 500 m; walls take the view of some: its legal area by number of cameras."""
        ground = np.full((400, 400), 30.0)
        around = [
            (LEFT + 755, TOP - 1595, "A1", "北塔", 40.0, 1500.0),
            (LEFT + 755, TOP - 2905, "A2", "南塔", 40.0, 1500.0),
            (LEFT + 1605, TOP - 2245, "A3", "东塔", 40.0, 1500.0),
            (LEFT + 105, TOP - 2245, "A4", "西塔", 40.0, 1500.0),
        ]
        patch = rectangle(LEFT + 500, TOP - 2500, LEFT + 1000, TOP - 2000)
        land = world.polygons([patch], "field=YJJBNTMJ:double", [[200000.0]], "永久基本农田")

        def seen(masts, walls=()):
            ground[:] = 30.0
            for rows, cols in walls:
                ground[rows, cols] = 130.0
            name = f"dem{len(masts)}{len(walls)}"
            found = world.run(
                "cameracoverage",
                **self.parameters(world, ELEVATION=world.dem(ground, name), CAMERAS=world.points(masts), FARMLAND=land),
            )
            row = next(row for row in world.rows(found["OUTPUT"]) if row["village"] == "371525100201")
            keys = ("outside", "seen0", "seen1", "seen2", "seen3", "total")
            return [row[f"farm_{key}"] for key in keys]

        whole = 200000.0
        for count, expected in ((1, 2), (2, 3), (3, 4), (4, 4)):
            values = [0.0] * 5
            values[expected] = whole
            # a camera's circle holds the patch wholly; three and four masts are one column
            assert seen(around[:count]) == pytest.approx([*values, whole], abs=0.05), count
        # a wall 100 m high before the northern mast: the three others are left; without them nobody sees it
        wall = (slice(165, 167), slice(0, 400))
        assert seen(around[:1], [wall]) == pytest.approx([0, whole, 0, 0, 0, whole], abs=0.05)
        assert seen(around[:2], [wall]) == pytest.approx([0, 0, whole, 0, 0, whole], abs=0.05)
        # out of every circle it is seen by none too, but no circle promises it
        far = [(LEFT + 3205, TOP - 205, "A9", "远塔", 40.0, 500.0)]
        assert seen(far) == pytest.approx([whole, whole, 0, 0, 0, whole], abs=0.05)

    def test_a_circle_beyond_the_raster_is_unknown(self, world):
        cameras = world.points([(LEFT + 305, TOP - 1995, "A1", "塔", 40.0, 1200.0)])
        wide = world.polygons(
            [rectangle(LEFT - 2000, TOP - 4000, LEFT + 4000, TOP)],
            "field=ZLDWDM:string&field=ZLDWMC:string",
            [["371525100201", "东村"]],
        )
        found = world.run("cameracoverage", **self.parameters(world, CAMERAS=cameras, VILLAGES=wide))
        row = next(row for row in world.rows(found["OUTPUT"]) if row["kind"] == "leaf")
        # the segment of the circle beyond 305 m
        half = np.arccos(305 / 1200)
        segment = 1200**2 * (half - np.sin(half) * np.cos(half))
        assert row["area_unknown"] == pytest.approx(segment * 0.9997, rel=0.01)
        assert row["area_circle"] == pytest.approx(np.pi * 1200**2 * 0.9997, rel=1e-3)

    def test_farmland_in_no_village_is_a_row_of_its_own(self, world):
        small = world.polygons(
            [rectangle(LEFT, TOP - 4000, LEFT + 2000, TOP)],
            "field=ZLDWDM:string&field=ZLDWMC:string",
            [["371525100201", "东村"]],
        )
        found = world.run("cameracoverage", **self.parameters(world, VILLAGES=small, LANGUAGE="en"))
        rows = world.rows(found["OUTPUT"])
        outside = next(row for row in rows if row["village_name"] == "In no village")
        assert outside["farm_total"] == pytest.approx(225000 + 9000, abs=0.05)
        assert outside["area_total"] == 0
        assert next(row for row in rows if row["kind"] == "total")["farm_total"] == 468000.0

    def test_wrong_inputs_are_named(self, world):
        villages = world.polygons([rectangle(LEFT, TOP - 100, LEFT + 100, TOP)], "field=x:string", [["1"]])
        with pytest.raises(QgsProcessingException, match="has no field ZLDWDM"):
            world.run("cameracoverage", **self.parameters(world, VILLAGES=villages))
        farmland = world.polygons(
            [rectangle(LEFT, TOP - 100, LEFT + 100, TOP)], "field=YJJBNTMJ:double", [[-5.0]], "农田"
        )
        with pytest.raises(QgsProcessingException, match=r"Layer 农田, feature 1: the legal area .* is -5\.0"):
            world.run("cameracoverage", **self.parameters(world, FARMLAND=farmland))
        outside = world.points(
            [(LEFT - 500, TOP, "A9", "外塔", 40.0, 900.0), (LEFT + 500, TOP - 500, "A1", "塔", 40.0, 900.0)]
        )
        with pytest.raises(QgsProcessingException, match="外塔"):
            world.run("cameracoverage", **self.parameters(world, CAMERAS=outside))

    def test_cancel_leaves_nothing(self, world):
        with pytest.raises(QgsProcessingException, match="cancelled"):
            world.run(
                "cameracoverage", stop_at=30, **self.parameters(world, OUTPUT_XLSX=str(world.folder / "cover.xlsx"))
            )
        assert not (world.folder / "cover.xlsx").exists()

    def test_a_camera_that_sees_next_to_nothing(self, world):
        """A mast in the middle of a wood that is higher than it: its neighbours' cells are under the trees too."""
        wood = world.polygons([rectangle(LEFT + 1200, TOP - 2100, LEFT + 1400, TOP - 1900)], "field=h:double", [[60.0]])
        found = world.run("cameracoverage", **self.parameters(world, OBSTACLES=wood, OBSTACLE_HEIGHT_FIELD="h"))
        (camera,) = world.rows(found["OUTPUT_CAMERAS"])
        assert camera["area_seen"] == 0
        assert camera["farm_seen"] == 0
        assert found["SEEN_AREA"] == 0
        assert found["FARMLAND_SEEN"] == 0
        assert any("lower than the obstacle in its own cell" in text for text in world.feedback.warned)
