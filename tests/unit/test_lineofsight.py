"""Line of sight over surfaces whose answer is known: plain, wall, pyramid."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from redline.core.cameras.camera import Camera, horizon_distance
from redline.core.cameras.grid import Elevation, Grid, Window, bilinear, field_of_camera
from redline.core.cameras.lineofsight import hidden_height, sightings
from redline.core.errors import RedlineError

FLAT = 1.0


def plain(rows=41, cols=401, cell=10.0, height=20.0):
    grid = Grid(0.0, rows * cell, cell, cell, rows, cols)
    return Elevation(grid, np.full(grid.shape, height))


def camera(elevation, **change):
    x, y = elevation.grid.centre(elevation.grid.rows // 2, 0)
    numbers = {"x": x, "y": y, "mast": 40.0, "radius": 3900.0} | change
    return Camera("塔1", **numbers)


class TestGrid:
    grid = Grid(1000.0, 500.0, 10.0, 5.0, 20, 30)

    def test_cells_and_centres(self):
        assert self.grid.cell_of(1000.0, 500.0) == (0, 0)
        assert self.grid.cell_of(1299.9, 400.1) == (19, 29)
        assert self.grid.cell_of(1300.0, 450.0) is None
        assert self.grid.cell_of(1100.0, 500.1) is None
        assert self.grid.centre(0, 0) == (1005.0, 497.5)
        assert self.grid.geotransform == (1000.0, 10.0, 0.0, 500.0, 0.0, -5.0)

    def test_window_around_a_circle_is_cut_to_the_grid(self):
        assert self.grid.around(1155.0, 452.5, 12.0) == Window(7, 14, 5, 3)
        assert self.grid.around(1000.0, 500.0, 1e6) == self.grid.window
        assert self.grid.around(5000.0, 500.0, 100.0).empty
        part = self.grid.part(Window(7, 14, 5, 3))
        assert part.centre(0, 0) == self.grid.centre(7, 14)
        assert self.grid.xs(Window(7, 14, 5, 3)).tolist() == [1145.0, 1155.0, 1165.0]
        assert self.grid.ys(Window(7, 14, 5, 3))[0] == 462.5

    def test_windows_taken_together(self):
        both = Window.around([Window(2, 3, 4, 5), Window(1, 7, 2, 6)])
        assert both == Window(1, 3, 5, 10)
        assert Window(2, 3, 4, 5).inside(both) == (slice(1, 5), slice(0, 5))

    def test_bilinear_between_four_centres(self):
        grid = Grid(0.0, 2.0, 1.0, 1.0, 2, 2)
        values = np.array([[0.0, 10.0], [20.0, 30.0]])
        assert bilinear(grid, values, [0.5, 1.5, 1.0, 1.0], [1.5, 0.5, 1.0, 1.5]).tolist() == [0.0, 30.0, 15.0, 5.0]
        assert bilinear(grid, values, 0.0, 2.0) == 0.0
        assert np.isnan(bilinear(grid, values, 2.1, 1.0))

    def test_bilinear_beside_a_hole(self):
        grid = Grid(0.0, 1.0, 1.0, 1.0, 1, 3)
        values = np.array([[1.0, np.nan, 3.0]])
        found = bilinear(grid, values, [0.5, 0.9, 1.5, 2.5], 0.5)
        assert found[[0, 3]].tolist() == [1.0, 3.0]
        assert np.isnan(found[1:3]).all()


class TestLens:
    def test_mast_stands_on_the_ground_of_its_cell_even_in_a_wood(self):
        bare = plain()
        wood = Elevation(bare.grid, bare.ground, bare.ground + 15)
        assert bare.lens_of(camera(bare)) == wood.lens_of(camera(wood)) == 60.0

    def test_a_camera_outside_the_raster_is_named(self):
        elevation = plain()
        with pytest.raises(RedlineError, match=r"Camera 塔1 at \(-1\.0, 205\.0\) lies outside the elevation raster"):
            elevation.lens_of(camera(elevation, x=-1.0))

    def test_a_camera_on_nodata_is_named(self):
        elevation = plain()
        elevation.ground[20, 0] = np.nan
        with pytest.raises(RedlineError, match="Camera 塔1 stands on a cell without elevation"):
            elevation.lens_of(camera(elevation))


class TestField:
    def test_circle(self):
        elevation = plain(401, 401)
        x, y = elevation.grid.centre(200, 200)
        window, field = field_of_camera(elevation, camera(elevation, x=x, y=y, radius=1000.0), FLAT)
        # π · 1000² / 100 m² = 31 416 cells
        assert field.sum() == pytest.approx(np.pi * 1e4, rel=2e-3)
        assert window == Window(100, 100, 201, 201)

    def test_sector_across_north(self):
        elevation = plain(401, 401)
        x, y = elevation.grid.centre(200, 200)
        sector = camera(elevation, x=x, y=y, radius=1000.0, azimuth=350.0, field_of_view=60.0)
        window, field = field_of_camera(elevation, sector, FLAT)
        # a sixth of the circle; its cells lie between azimuths 320 and 20
        assert field.sum() == pytest.approx(np.pi * 1e4 / 6, rel=0.01)
        rows, cols = np.nonzero(field)
        dx, dy = elevation.grid.xs(window)[cols] - x, elevation.grid.ys(window)[rows] - y
        turned = (np.degrees(np.arctan2(dx, dy)) - 350 + 180) % 360 - 180
        assert np.abs(turned[dx**2 + dy**2 > 0]).max() <= 30

    def test_dead_zone_from_the_steepest_depression(self):
        elevation = plain(401, 401)
        x, y = elevation.grid.centre(200, 200)
        tilted = camera(elevation, x=x, y=y, radius=1000.0, mast=100.0, steepest=30.0)
        _, field = field_of_camera(elevation, tilted, FLAT)
        # hole of 100 / tan 30° = 173.2 m: π (1000² − 173.2²) / 100 = 30 473
        assert field.sum() == pytest.approx(np.pi * (1e6 - 3e4) / 100, rel=2e-3)

    def test_flattest_depression_cuts_the_far_side(self):
        elevation = plain(401, 401)
        x, y = elevation.grid.centre(200, 200)
        tilted = camera(elevation, x=x, y=y, radius=1500.0, mast=100.0, flattest=10.0)
        _, field = field_of_camera(elevation, tilted, FLAT)
        # 100 / tan 10° = 567.1 m
        assert field.sum() == pytest.approx(np.pi * 567.128**2 / 100, rel=3e-3)

    def test_unknown_ground_stays_in_the_field(self):
        elevation = plain(101, 101)
        elevation.ground[10:20, 10:20] = np.nan
        x, y = elevation.grid.centre(50, 50)
        _, field = field_of_camera(elevation, camera(elevation, x=x, y=y, steepest=20.0), FLAT)
        assert field[10:20, 10:20].all()


class TestHiddenHeight:
    def test_plain_hides_nothing_before_the_horizon(self):
        elevation = plain(5, 3001)
        eye = (5.0, 25.0, 20.0 + 4.0)
        # horizon of 4 m: sqrt(2 · 6378137 · 4 / 0.87) = 7658.3 m
        x = np.array([1005.0, 7605.0, 7705.0, 20005.0])
        hidden = hidden_height(elevation, eye, x, np.full(4, 25.0))
        assert hidden[:2].tolist() == [0.0, 0.0]
        beyond = x[2:] - 5 - horizon_distance(4.0)
        # what stands behind the horizon must reach 0.87 · s² / 2R above the ground
        assert hidden[2:] == pytest.approx(0.87 * beyond**2 / 12756274, rel=0.02, abs=1e-4)

    def test_wall_throws_the_shadow_of_the_formula(self):
        elevation = plain()
        elevation.ground[:, 200] += 10.0  # at x = 2005, 2000 m from the lens 40 m up
        eye = (5.0, 205.0, 60.0)
        x = np.arange(2020.0, 3900.0, 5.0)
        hidden = hidden_height(elevation, eye, x, np.full(len(x), 205.0), FLAT)
        # ground is seen again from 2005 + 10 · 2000 / 30 = 2671.7 on
        end = 2005 + 10 * 2000 / 30
        assert (hidden[x < end - 1e-6] > 0).all()
        assert hidden[x > end + 1e-6] == pytest.approx(0.0, abs=1e-12)
        # just behind the wall, at distance d, the line runs at 60 − 30 · d / 2000 m: 40 − 30·d/2000 above the ground
        assert hidden[0] == pytest.approx(40 - 30 * 2015 / 2000)

    def test_pyramid_hides_its_own_far_side_only(self):
        size, cell = 201, 10.0
        grid = Grid(0.0, size * cell, cell, cell, size, size)
        row, col = np.indices(grid.shape)
        height = np.maximum(0.0, 30.0 - np.maximum(np.abs(row - 100), np.abs(col - 100)) * 1.0)
        elevation = Elevation(grid, height)
        x, y = grid.centre(100, 0)
        eye = (x, y, 20.0)
        line = np.array([grid.centre(100, c)[0] for c in range(201)])
        hidden = hidden_height(elevation, eye, line, np.full(201, y), FLAT)
        # the near face up to the top (column 100) is seen, everything behind a 30 m top is not from 20 m
        assert hidden[1:101] == pytest.approx(np.zeros(100), abs=1e-9)
        assert (hidden[101:] > 0).all()
        # at column 200 the line over the top rises to 20 + 10 · 2 = 40 m
        assert hidden[200] == pytest.approx(40.0)

    def test_wood_covers_what_stands_in_it(self):
        bare = plain()
        surface = bare.ground.copy()
        surface[:, 100:120] += 12.0
        elevation = Elevation(bare.grid, bare.ground, surface)
        hidden = hidden_height(elevation, (5.0, 205.0, 60.0), [1055.0], [205.0], FLAT)
        assert hidden[0] >= 12.0 - 1e-9

    def test_unknown_ground_neither_blocks_nor_is_seen(self):
        elevation = plain()
        elevation.ground[:, 50:60] = np.nan
        hidden = hidden_height(elevation, (5.0, 205.0, 60.0), [555.0, 1005.0], [205.0, 205.0], FLAT)
        assert np.isnan(hidden[0])
        assert hidden[1] == 0.0

    @settings(deadline=None, max_examples=60)
    @given(
        ground=arrays(np.float64, (12, 12), elements=st.floats(0, 50, width=32)),
        cells=st.lists(st.integers(0, 143), min_size=2, max_size=2, unique=True),
        height=st.floats(0.5, 20),
    )
    def test_line_of_sight_is_the_same_both_ways(self, ground, cells, height):
        grid = Grid(0.0, 120.0, 10.0, 10.0, 12, 12)
        elevation = Elevation(grid, ground)
        (a, b) = (divmod(cell, 12) for cell in cells)
        there = self.clearance(elevation, a, b, height)
        back = self.clearance(elevation, b, a, height)
        if abs(there) > 1e-6 and abs(back) > 1e-6:
            assert (there > 0) == (back > 0)

    @staticmethod
    def clearance(elevation, a, b, height):
        """How far a target of ``height`` at b stands out above what can be seen from ``height`` above a."""
        x, y = elevation.grid.centre(*a)
        tx, ty = elevation.grid.centre(*b)
        eye = (x, y, elevation.ground[a] + height)
        return height - float(hidden_height(elevation, eye, tx, ty)[0])

    @settings(deadline=None, max_examples=40)
    @given(
        ground=arrays(np.float64, (10, 10), elements=st.floats(0, 30, width=32)),
        low=st.floats(1, 30),
        rise=st.floats(0, 40),
    )
    def test_a_higher_mast_never_sees_less(self, ground, low, rise):
        grid = Grid(0.0, 100.0, 10.0, 10.0, 10, 10)
        elevation = Elevation(grid, ground)
        x, y = np.meshgrid(grid.xs(grid.window), grid.ys(grid.window))
        eye = (5.0, 95.0, ground[0, 0] + low)
        before = hidden_height(elevation, eye, x.ravel(), y.ravel())
        after = hidden_height(elevation, (*eye[:2], eye[2] + rise), x.ravel(), y.ravel())
        # Neighbours of the mast's own cell are always seen from above; elsewhere the line only gets steeper.
        away = (np.abs(x - 5) > 15).ravel() | (np.abs(y - 95) > 15).ravel()
        low_enough = ground.max() <= eye[2]
        if low_enough:
            assert (after[away] <= before[away] + 1e-9).all()


class TestSightings:
    def test_nearest_first_with_pan_tilt_and_range(self):
        elevation = plain(401, 401)
        masts = [(2005.0, 1005.0), (2005.0, 2805.0), (500.0, 2005.0), (3995.0, 3995.0)]
        cameras = [Camera(f"塔{i}", x, y, 50.0, 2000.0) for i, (x, y) in enumerate(masts)]
        found = sightings(elevation, cameras, (2005.0, 2005.0), refraction=FLAT)
        assert [sighting.camera for sighting in found] == [1, 0, 2]
        assert [sighting.range for sighting in found] == pytest.approx([800.0, 1000.0, 1505.0])
        assert [sighting.azimuth for sighting in found] == pytest.approx([180.0, 0.0, 90.0])
        # atan(50 / 800) = 3.5763°
        assert found[0].depression == pytest.approx(3.5763, abs=1e-4)
        assert all(sighting.seen for sighting in found)

    def test_a_wall_and_a_sector_say_why_not(self):
        elevation = plain(41, 401)
        elevation.ground[:, 200] += 10.0
        cameras = [
            camera(elevation),
            camera(elevation, azimuth=270.0, field_of_view=90.0),
            camera(elevation, x=3505.0, steepest=2.0),
        ]
        found = sightings(elevation, cameras, (2305.0, 205.0), refraction=FLAT)
        by_camera = {sighting.camera: sighting for sighting in found}
        # the line over the wall runs at 60 − 30 · 2300 / 2000 = 25.5 m: 5.5 m above the ground
        assert by_camera[0].hidden == pytest.approx(5.5)
        assert by_camera[0].in_field
        assert not by_camera[0].seen
        assert not by_camera[1].in_field
        assert by_camera[2].hidden == 0
        assert by_camera[2].depression == pytest.approx(1.9092, abs=1e-4)  # atan(40 / 1200)
        assert by_camera[2].seen
        assert sightings(elevation, cameras[:1], (2305.0, 205.0), 6.0, FLAT)[0].seen
