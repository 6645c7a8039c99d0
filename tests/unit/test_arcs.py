"""core/shapes/arcs.py: arcs as vertices with the area of the arc."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from redline.core.shapes.arcs import DEVIATION, arc_vertices


def at(angle, radius, centre=(39_360_000.0, 4_040_000.0)):
    return np.array([centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)])


def shoelace(xy):
    x, y = (xy - xy[0]).T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2 + (x[-1] * y[0] - x[0] * y[-1]) / 2)


@given(st.floats(-math.pi, math.pi), st.floats(0.05, 6.2), st.booleans(), st.floats(1.0, 2000.0), st.floats(0.2, 0.8))
def test_the_segment_has_the_area_of_the_arc(first, sweep, clockwise, radius, share):
    """Between chord and arc lie r²/2 · (sweep − sin sweep)."""
    sign = -1 if clockwise else 1
    start, middle, end = (at(first + sign * sweep * part, radius) for part in (0.0, share, 1.0))
    found = arc_vertices(start, middle, end)
    assert abs(shoelace(found)) == pytest.approx(radius**2 / 2 * (sweep - math.sin(sweep)), abs=0.005)
    away = np.abs(np.hypot(*(found - np.array([39_360_000.0, 4_040_000.0])).T) - radius)
    assert away.max() <= 1.1 * DEVIATION
    assert np.array_equal(found[0], start) and np.array_equal(found[-1], end)


@pytest.mark.parametrize("radius", [10.0, 100.0, 1000.0])
def test_a_whole_circle(radius):
    """Start and end are one point, the middle lies across: π r²."""
    found = arc_vertices(at(0, radius), at(math.pi, radius), at(0, radius))
    assert abs(shoelace(found)) == pytest.approx(math.pi * radius**2, abs=0.005)


def test_the_same_from_either_side():
    start, middle, end = at(0.3, 120.0), at(0.9, 120.0), at(2.0, 120.0)
    there, back = arc_vertices(start, middle, end), arc_vertices(end, middle, start)
    assert np.array_equal(there, back[::-1]) and len(there) > 100


def test_what_is_straight_stays_straight():
    start, middle, end = np.array([0.0, 0.0]), np.array([50.0, 0.0]), np.array([100.0, 0.0])
    assert arc_vertices(start, middle, end).tolist() == [[0.0, 0.0], [100.0, 0.0]]
    assert arc_vertices(start, start, start).tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_a_radius_as_long_as_a_county_has_few_vertices():
    """A road bend of 1 km with a radius of 100 km: chords of √(8 · 0.001 · 100,000) = 28.3 m."""
    start, middle, end = (at(part * 0.01, 100_000.0) for part in (0.0, 0.5, 1.0))
    assert len(arc_vertices(start, middle, end)) - 1 == math.ceil(1000 / 28.2843)
