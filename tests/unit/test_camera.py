"""Heights and angles of one camera, against numbers worked by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redline.core.cameras.camera import (
    Camera,
    angle_from,
    azimuth_to,
    curvature_coefficient,
    dead_zone,
    depression_to,
    drop,
    horizon_distance,
    range_at_depression,
    range_error,
    shadow_length,
)
from redline.core.errors import RedlineError

FLAT = 1.0
"""Refraction of 1: the ray bends as the earth does, as if the earth were flat."""


def test_drop_of_the_ground_at_three_and_four_kilometres():
    # 0.87 · 3000² / 12756274 = 0.61381 m; 0.87 · 4000² / 12756274 = 1.09123 m
    assert drop([3000.0, 4000.0]) == pytest.approx([0.61381, 1.09123], abs=1e-5)
    assert drop(4000.0, 0.0) == pytest.approx(16e6 / 12756274)
    assert drop(4000.0, FLAT) == 0


def test_six_sevenths_is_what_the_handbooks_take_for_light():
    assert curvature_coefficient(1 / 7) == pytest.approx(0.857142857)
    assert curvature_coefficient() == pytest.approx(0.87)


@pytest.mark.parametrize("value", [-0.01, 1.01])
def test_an_impossible_refraction_is_named(value):
    with pytest.raises(RedlineError, match=rf"The refraction coefficient is {value}"):
        curvature_coefficient(value)


def test_horizon_of_a_fifty_metre_mast():
    # sqrt(2 · 6378137 · 50 / 0.87) = sqrt(733 119 195) = 27 076.2 m
    assert horizon_distance(50.0) == pytest.approx(27076.2, abs=0.1)
    # without refraction 3.5712 km · sqrt(h): sqrt(12756274 · 50) = 25 254.97 m
    assert horizon_distance(50.0, refraction=0.0) == pytest.approx(25254.97, abs=0.01)
    assert horizon_distance(50.0, 2.0) == pytest.approx(horizon_distance(50.0) + horizon_distance(2.0))
    assert horizon_distance(50.0, refraction=FLAT) == np.inf


def test_shadow_behind_ten_metre_trees():
    # 10 · 2000 / (40 − 10) = 666.67 m
    assert shadow_length(10.0, 2000.0, 40.0) == pytest.approx(666.6667, abs=1e-4)
    # a 3 m shed behind them shows from (10 − 3) · 2000 / 30 = 466.67 m on
    assert shadow_length(10.0, 2000.0, 40.0, 3.0) == pytest.approx(466.6667, abs=1e-4)
    assert shadow_length([40.0, 50.0], 2000.0, 40.0).tolist() == [np.inf, np.inf]
    assert shadow_length(3.0, 2000.0, 40.0, 3.0) == 0


def test_dead_zone_below_the_mast():
    # 50 / tan 30° = 86.60 m
    assert dead_zone(50.0, [30.0, 45.0, 90.0]) == pytest.approx([86.6025, 50.0, 0.0], abs=1e-4)
    assert dead_zone(50.0, 0.0) == np.inf


def test_depression_to_four_kilometres():
    # atan(50 / 4000) = 0.71616° on a flat earth, atan(51.09123 / 4000) = 0.73178° with curvature
    assert depression_to(50.0, 4000.0, FLAT) == pytest.approx(0.71616, abs=1e-5)
    assert depression_to(50.0, 4000.0) == pytest.approx(0.73178, abs=1e-5)
    assert depression_to(-50.0, 4000.0, FLAT) == pytest.approx(-0.71616, abs=1e-5)


def test_a_twentieth_of_a_degree_at_four_kilometres():
    # 50 / tan(0.76616°) = 3738.95 m and 50 / tan(0.66616°) = 4300.25 m: −261 and +300
    near, far = range_error(50.0, 4000.0, 0.05, FLAT)
    assert near == pytest.approx(-261.0, abs=0.5)
    assert far == pytest.approx(300.2, abs=0.5)
    # Curvature makes the far side longer still.
    curved_near, curved_far = range_error(50.0, 4000.0, 0.05)
    assert curved_near == pytest.approx(-262.6, abs=5)
    assert curved_far > far


def test_a_ray_above_the_horizon_meets_nothing():
    # The horizon of 50 m lies at a depression of 2·c·d/… = atan(2 · 50 / 27076.2) = 0.21161°
    edge = float(np.degrees(np.arctan(100 / 27076.2)))
    assert range_at_depression(50.0, edge + 1e-6) == pytest.approx(27076.2, rel=0.01)
    assert range_at_depression(50.0, [edge - 1e-4, 0.0, -1.0]).tolist() == [np.inf] * 3


@settings(deadline=None, max_examples=100)
@given(
    height=st.floats(5, 200),
    distance=st.floats(10, 15000),
    refraction=st.sampled_from([0.0, 0.13, 1.0]),
)
def test_depression_and_range_undo_each_other(height, distance, refraction):
    if distance > 0.99 * horizon_distance(height, refraction=refraction):
        return
    angle = depression_to(height, distance, refraction)
    assert range_at_depression(height, angle, refraction) == pytest.approx(distance, rel=1e-9)


def test_azimuths_count_clockwise_from_north():
    assert azimuth_to([0, 1, 0, -1, 1], [1, 0, -1, 0, 1]).tolist() == [0, 90, 180, 270, 45]
    assert azimuth_to(-1e-20, 1.0) == 0
    assert angle_from([350, 10, 190], [10, 350, 10]).tolist() == [-20, 20, -180]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"mast": 0.0}, "Camera 塔1 has the mast height 0.0: give a height above the ground"),
        ({"mast": float("nan")}, "Camera 塔1 has the mast height nan"),
        ({"radius": -1.0}, "Camera 塔1 has the radius -1.0"),
        ({"x": float("nan")}, "Camera 塔1 has no usable position"),
        ({"field_of_view": 0.0}, "the field of view is more than 0 and at most 360"),
        ({"field_of_view": 361.0}, "the field of view is more than 0 and at most 360"),
        ({"steepest": -91.0}, "Camera 塔1 sees depressions from -90.0 to -91.0 degrees"),
        ({"steepest": 5.0, "flattest": 6.0}, "the flatter one first"),
    ],
)
def test_what_cannot_be_a_camera_is_named(change, words):
    numbers = {"x": 0.0, "y": 0.0, "mast": 40.0, "radius": 3000.0} | change
    with pytest.raises(RedlineError) as caught:
        Camera("塔1", **numbers).check()
    assert words in str(caught.value)
