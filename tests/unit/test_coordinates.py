"""GCJ-02 and BD-09 there and back, and the zone told from the digits of coordinates."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redline.core.ellipsoid.mapoffset import SYSTEMS, change_system, suspect_shift
from redline.core.errors import RedlineError

LON, LAT = st.floats(73.5, 135.0), st.floats(3.5, 53.5)
PAIRS = [(source, target) for source in SYSTEMS for target in SYSTEMS if source != target]


class TestShift:
    @pytest.mark.parametrize(
        ("lat", "lon", "gcj_lat", "gcj_lon"),
        [
            # pairs printed in the tests of the open library eviltransform, which takes 6378137 m as radius:
            # 1.7e-5 of a shift of 700 m, 1e-7 degrees
            (31.1774276, 121.5272106, 31.17530398364597, 121.531541859215),
            (22.543847, 113.912316, 22.540796131694766, 113.9171764808363),
            (39.911954, 116.377817, 39.91334545536069, 116.38404722455657),
        ],
    )
    def test_known_places(self, lat, lon, gcj_lat, gcj_lon):
        x, y = change_system(lon, lat, "cgcs2000", "gcj02")
        assert float(x) == pytest.approx(gcj_lon, abs=2e-7)
        assert float(y) == pytest.approx(gcj_lat, abs=2e-7)

    def test_one_place_in_three_systems(self):
        """A triple printed in open libraries (geo-convert tools in Rust): (121.0917077, 30.6107779)."""
        lon, lat = 121.0917077, 30.6107779
        for system, x, y in (
            ("gcj02", 121.09626927850977, 30.608604368560773),
            ("bd09", 121.10271724622564, 30.61484575976839),
        ):
            there = change_system(lon, lat, "cgcs2000", system)
            assert [float(value) for value in there] == pytest.approx([x, y], abs=2e-7)
            back = change_system(x, y, system, "cgcs2000")
            assert [float(value) for value in back] == pytest.approx([lon, lat], abs=2e-7)

    def test_baidu_by_hand(self):
        """At (100, 30), with x_pi = 3000 π / 180 = 52.36: sin(30 · 52.36) = sin(500 π) = 0 and cos(100 · 52.36) =
        cos(5000 π / 3) = cos(2 π · 833 + 4 π / 3) = -0.5, so z stays √(100² + 30²) and θ loses 1.5e-6:
        lon = 100 + 30 · 1.5e-6 + 0.0065, lat = 30 - 100 · 1.5e-6 + 0.006.
        """
        x, y = change_system(100.0, 30.0, "gcj02", "bd09")
        assert float(x) == pytest.approx(100.006545, abs=1e-9)
        assert float(y) == pytest.approx(30.00585, abs=1e-9)

    @given(LON, LAT, st.sampled_from(PAIRS))
    @settings(deadline=None, max_examples=300)
    def test_there_and_back(self, lon, lat, pair):
        source, target = pair
        there = change_system(lon, lat, source, target)
        back = change_system(*there, target, source)
        assert abs(float(back[0]) - lon) < 1e-10
        assert abs(float(back[1]) - lat) < 1e-10

    @given(LON, LAT)
    @settings(deadline=None, max_examples=100)
    def test_size_of_the_shift(self, lon, lat):
        """Between 50 m and 1.4 km all over the country (FACTS.md: typically 100 to 700 m in the inhabited parts)."""
        x, y = change_system(lon, lat, "cgcs2000", "gcj02")
        metres = 111_195 * math.hypot((float(x) - lon) * math.cos(math.radians(lat)), float(y) - lat)
        assert 20 < metres < 1400

    def test_shapes_and_what_is_not_shifted(self):
        lon, lat = np.array([[2.35, math.nan], [116.4, 200.0]]), np.array([[48.85, 30.0], [39.9, 30.0]])
        for source, target in PAIRS:
            x, y = change_system(lon, lat, source, target)
            assert x.shape == y.shape == (2, 2)
            assert (x[0, 0], y[0, 0]) == (2.35, 48.85)
            assert math.isnan(x[0, 1])
            assert x[1, 1] == 200
            assert abs(x[1, 0] - 116.4) > 1e-3
        same = change_system(lon, lat, "gcj02", "gcj02")
        assert same[0].tolist()[1] == lon.tolist()[1]

    def test_unknown_system_is_named(self):
        with pytest.raises(RedlineError, match="There is no coordinate system wgs"):
            change_system(116, 39, "wgs", "gcj02")


class TestSuspicion:
    """Villages of 400 m side in a lattice, each camera belongs to the village it truly stands in."""

    def cameras(self, n=40):
        rng = np.random.default_rng(4)
        return rng.uniform(115.3, 115.7, n), rng.uniform(36.4, 36.6, n)

    @staticmethod
    def village(lon, lat):
        return np.stack([np.floor(np.asarray(lon) * 220), np.floor(np.asarray(lat) * 270)])

    @pytest.mark.parametrize("system", SYSTEMS)
    def test_shifted_points_are_suspected_and_true_ones_are_not(self, system):
        lon, lat = self.cameras()
        villages = self.village(lon, lat)
        given_lon, given_lat = change_system(lon, lat, "cgcs2000", system)

        def in_own_village(x, y):
            return (self.village(x, y) == villages).all(axis=0)

        found = suspect_shift(given_lon, given_lat, in_own_village)
        if system == "cgcs2000":
            assert found is None
        else:
            assert found is not None
            assert found.system == system
            assert found.fitting < 10
            assert found.fitting_then == found.points == 40
            assert found.chance < 1e-6

    def test_too_few_points_prove_nothing(self):
        """Six points that fit only after conversion: 1/64 is more than the chance of 0.01 that is asked for."""
        lon, lat = self.cameras(6)
        shifted = change_system(lon, lat, "cgcs2000", "gcj02")
        villages = self.village(lon, lat)
        assert suspect_shift(*shifted, lambda x, y: (self.village(x, y) == villages).all(axis=0)) is None
        assert suspect_shift([math.nan], [1.0], lambda x, y: np.ones(len(x), bool)) is None
