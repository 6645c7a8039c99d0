"""core/ellipsoid/geodesic.py against GeographicLib (through pyproj) and against πr²."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from redline.core.ellipsoid.geodesic import circle, direct, sector
from redline.core.errors import RedlineError

GEOD = Geod(ellps="GRS80")


def area(ring):
    """Geodesic area, m²."""
    return abs(GEOD.polygon_area_perimeter(ring[:, 0], ring[:, 1])[0])


@settings(deadline=None, max_examples=200)
@given(st.floats(73, 136), st.floats(-60, 60), st.floats(-720, 720), st.floats(1, 50_000))
def test_direct_agrees_with_geographiclib(lon, lat, azimuth, distance):
    x, y = direct(lon, lat, azimuth, distance)
    expected = GEOD.fwd(lon, lat, azimuth, distance)
    # 1e-9 degrees are 0.1 mm
    assert (float(x), float(y)) == pytest.approx(expected[:2], abs=1e-9)


def test_direct_takes_arrays():
    x, y = direct(115.5, [36.0, 37.0], [0.0, 90.0], 1000.0)
    assert x.shape == y.shape == (2,)
    # due north along a meridian: 1000 m are 1000 / 110,963 m = 0.009012 degrees at 36.0°
    assert y[0] == pytest.approx(36.009012, abs=1e-5) and x[0] == pytest.approx(115.5, abs=1e-12)
    # due east the latitude falls only by the curvature: 1000² tan(37°) / (2·6.37e6) = 0.06 m
    assert y[1] == pytest.approx(37.0, abs=1e-6)


@pytest.mark.parametrize("segments", [8, 16, 64, 360, 1000])
@pytest.mark.parametrize("radius", [500.0, 3000.0, 3500.0, 4000.0, 20_000.0])
def test_area_of_a_circle_at_any_number_of_edges(segments, radius):
    ring = circle(115.44, 36.48, radius, segments)
    assert ring.shape == (segments + 1, 2)
    np.testing.assert_array_equal(ring[0], ring[-1])
    # the ellipsoid's curvature takes r²/(12 R²), 8e-7 at 20 km; the promise is 1e-4
    assert area(ring) == pytest.approx(math.pi * radius**2, rel=3e-6)


def test_every_vertex_at_the_same_distance():
    ring = circle(115.44, 36.48, 3500, 360)
    distances = GEOD.inv(np.full(361, 115.44), np.full(361, 36.48), ring[:, 0], ring[:, 1])[2]
    # swollen by sqrt(δ / sin δ), δ = 1°: 1 + δ²/12 = 1.0000254, 8.9 cm
    assert distances == pytest.approx(3500 * 1.0000254, abs=0.001)


@pytest.mark.parametrize(("azimuth", "view"), [(0, 90), (350, 60), (180, 270), (45, 1), (90, 359)])
def test_sector(azimuth, view):
    ring = sector(115.44, 36.48, 3500, azimuth, view)
    np.testing.assert_array_equal(ring[0], [115.44, 36.48])
    np.testing.assert_array_equal(ring[-1], [115.44, 36.48])
    assert area(ring) == pytest.approx(math.pi * 3500**2 * view / 360, rel=1e-5)
    turns = GEOD.inv(*(np.full(len(ring) - 2, v) for v in (115.44, 36.48)), ring[1:-1, 0], ring[1:-1, 1])[0]
    away = (turns - azimuth + 180) % 360 - 180
    assert np.abs(away).max() == pytest.approx(view / 2, abs=1e-6)


def test_whole_view_is_the_circle():
    np.testing.assert_array_equal(sector(115, 36, 3000, 10, 360), circle(115, 36, 3000))


@pytest.mark.parametrize("radius", [0, -1, math.nan, math.inf])
def test_impossible_radius(radius):
    with pytest.raises(RedlineError, match=r"A radius of .* m is not possible"):
        circle(115, 36, radius)


def test_impossible_sector_and_segments():
    with pytest.raises(RedlineError, match="A field of view of 0° is not possible"):
        sector(115, 36, 100, 0, 0)
    with pytest.raises(RedlineError, match="5 edges make no circle: take 8 or more"):
        circle(115, 36, 100, 5)
