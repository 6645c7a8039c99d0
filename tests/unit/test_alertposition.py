"""From pan and tilt to the ground and back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redline.core.cameras.alertposition import AngleErrors, ellipse_ring, locate, ray_ranges
from redline.core.cameras.camera import Camera, drop, range_at_depression
from redline.core.cameras.grid import Elevation, Grid
from redline.core.cameras.lineofsight import sightings
from redline.core.errors import RedlineError

FLAT = 1.0
NONE = AngleErrors(0.0, 0.0)


def plain(size=1001, cell=10.0, height=30.0):
    grid = Grid(0.0, size * cell, cell, cell, size, size)
    return Elevation(grid, np.full(grid.shape, height))


def mast(height=50.0, radius=5000.0):
    return Camera("塔1", 5005.0, 5005.0, height, radius)


def test_flat_plain_to_the_millimetre():
    elevation = plain()
    tilts = np.array([0.71616, 1.0, 5.0, 45.0])
    found = ray_ranges(elevation, (5005.0, 5005.0, 80.0), 37.0, tilts, 5000.0, FLAT)
    assert found == pytest.approx(50 / np.tan(np.radians(tilts)), abs=1e-3)
    curved = ray_ranges(elevation, (5005.0, 5005.0, 80.0), 37.0, tilts, 5000.0)
    assert curved == pytest.approx(range_at_depression(50.0, tilts), abs=1e-3)


def test_position_lies_on_the_ray():
    (found,) = locate(plain(), [mast()], 90.0, 45.0, NONE)
    assert (found.x, found.y) == pytest.approx((5055.0, 5005.0), abs=0.01)
    (found,) = locate(plain(), [mast()], 180.0, 45.0, NONE)
    assert (found.x, found.y) == pytest.approx((5005.0, 4955.0), abs=0.01)
    assert found.elevation == 30.0


def test_a_twentieth_of_a_degree_at_four_kilometres_is_three_hundred_metres():
    tilt = float(np.degrees(np.arctan(50 / 4000)))
    (found,) = locate(plain(), [mast()], 0.0, tilt, AngleErrors(0.1, 0.05), FLAT)
    assert found.range == pytest.approx(4000.0, abs=0.01)
    assert found.near - found.range == pytest.approx(-261.0, abs=0.5)
    assert found.far - found.range == pytest.approx(300.2, abs=0.5)
    # 4000 · tan 0.1° = 6.98 m to either side
    assert found.across == pytest.approx(6.98, abs=0.01)


def test_height_error_is_added_in_quadrature():
    tilt = float(np.degrees(np.arctan(50 / 4000)))
    (found,) = locate(plain(), [mast()], 0.0, tilt, AngleErrors(0.0, 0.0, 1.0), FLAT)
    # one metre of 50 at 4 km: 80 m
    assert (found.near, found.far) == pytest.approx((3920.0, 4080.0), abs=0.01)
    (both,) = locate(plain(), [mast()], 0.0, tilt, AngleErrors(0.0, 0.05, 1.0), FLAT)
    assert both.far - both.range == pytest.approx(np.hypot(300.25, 80.0), abs=0.5)


def test_the_hill_in_front_is_hit_first():
    elevation = plain()
    elevation.ground[:, 700:720] = 70.0  # from x = 7000 on, 40 m above the plain
    (found,) = locate(elevation, [mast()], 90.0, 0.8, NONE, FLAT)
    # the plain would be met at 3581 m; the hill's slope, between the centres 6995 and 7005, comes before
    assert 6995.0 <= found.x <= 7005.0
    (over,) = locate(elevation, [mast(80.0)], 90.0, 1.1, NONE, FLAT)
    # from 110 m it comes down to the hill's 70 m after 40 / tan 1.1° = 2083 m: on the hill's top
    assert over.x == pytest.approx(5005 + 40 / np.tan(np.radians(1.1)), abs=0.01)


def test_a_ray_into_the_sky_finds_nothing():
    assert locate(plain(), [mast()], 0.0, -0.5, NONE) == [None]
    # and one that would land beyond the radius neither
    assert locate(plain(), [mast(radius=3000.0)], 0.0, 0.71616, NONE) == [None]


def test_an_open_far_end_is_infinite_and_drawn_to_the_radius():
    camera = mast(radius=4200.0)
    (found,) = locate(plain(), [camera], 0.0, 0.71616, AngleErrors(0.1, 0.05), FLAT)
    assert found.far == np.inf
    ring = ellipse_ring(camera, found)
    assert np.hypot(*(ring - [camera.x, camera.y]).T).max() == pytest.approx(4200.0)


def test_ellipse_is_closed_and_turned_along_the_ray():
    camera = mast()
    (found,) = locate(plain(), [camera], 90.0, 2.0, AngleErrors(0.5, 0.1), FLAT)
    ring = ellipse_ring(camera, found, 72)
    assert ring.shape == (73, 2)
    assert ring[0].tolist() == ring[-1].tolist()
    assert ring[:, 0].max() - camera.x == pytest.approx(found.far)
    assert ring[:, 0].min() - camera.x == pytest.approx(found.near)
    assert ring[:, 1].max() - camera.y == pytest.approx(found.across, rel=1e-6)


def test_as_many_angles_as_cameras():
    with pytest.raises(RedlineError, match="2 angles were given for 1 cameras"):
        locate(plain(), [mast()], [0.0, 1.0], [1.0, 1.0], NONE)
    with pytest.raises(RedlineError, match=r"An angle or height error is -0\.1"):
        locate(plain(), [mast()], 0.0, 1.0, AngleErrors(-0.1, 0.0))


@settings(deadline=None, max_examples=40)
@given(
    dx=st.floats(-2500, 2500),
    dy=st.floats(-2500, 2500),
    seed=st.integers(0, 3),
)
def test_there_and_back(dx, dy, seed):
    """The pan and tilt at which a camera sees a point lead back to the point."""
    if np.hypot(dx, dy) < 50:
        return
    grid = Grid(0.0, 6010.0, 10.0, 10.0, 601, 601)
    row, col = np.indices(grid.shape)
    ground = 20 + 8 * np.sin(row / (15 + seed)) * np.cos(col / (21 - seed))
    elevation = Elevation(grid, ground)
    camera = Camera("塔1", 3005.0, 3005.0, 60.0, 4000.0)
    point = (3005.0 + dx, 3005.0 + dy)
    (sighting,) = sightings(elevation, [camera], point)
    (found,) = locate(elevation, [camera], sighting.azimuth, sighting.depression, NONE)
    if sighting.hidden == 0.0:
        # On a slope that the ray only grazes, the range is soft; the height of the ray is not.
        share = np.linspace(found.range, sighting.range, 50) / sighting.range
        ground = elevation.ground_at(3005.0 + dx * share, 3005.0 + dy * share)
        lens = elevation.lens_of(camera)
        ray = lens - np.tan(np.radians(sighting.depression)) * share * sighting.range + drop(share * sighting.range)
        assert found.range <= sighting.range + 0.01
        assert np.abs(ray - ground).max() < 0.5
    elif sighting.hidden > 0.5:
        assert found.range < sighting.range
