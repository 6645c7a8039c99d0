"""Crossings, touches, parts and holes against GEOS on lattices, where everything coincides."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from redline.core.parceltext.rings import arrange, crossings, is_flat, plane_area, ring_area

points = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=3, max_size=12)


def distinct(ring):
    kept = [point for point, before in zip(ring, [ring[-1], *ring[:-1]], strict=True) if point != before]
    return np.array(kept, dtype=float).reshape(-1, 2)


@settings(deadline=None, max_examples=400)
@given(points, st.sampled_from([(0.0, 0.0), (4040000.0, 39370000.0)]), st.sampled_from([1.0, 0.001, 137.0]))
def test_a_ring_is_simple_exactly_where_geos_says_so(ring, origin, size):
    ring = distinct(ring)
    if len(ring) < 3 or is_flat(ring):
        return
    placed = np.round(ring * size + origin, 3)
    expected = shapely.LinearRing(np.vstack([ring, ring[:1]])).is_simple
    assert (crossings([placed]) == []) == expected


@settings(deadline=None, max_examples=150)
@given(points)
def test_a_crossing_lies_on_the_ring(ring):
    ring = distinct(ring)
    if len(ring) < 3 or is_flat(ring):
        return
    line = shapely.LinearRing(np.vstack([ring, ring[:1]]))
    for each in crossings([ring]):
        assert line.distance(shapely.Point(each.x, each.y)) < 1e-3


def test_rings_may_touch_one_another_in_a_point():
    outer = np.array([(0, 0), (10, 0), (10, 10), (0, 10)], dtype=float)
    hole = np.array([(0, 5), (3, 3), (3, 7)], dtype=float)
    assert crossings([outer, hole]) == []
    (met,) = crossings([outer, np.array([(-1, 5), (3, 3), (3, 6)], dtype=float)], most=1)
    assert sorted(met.rings) == [0, 1] and not met.touch


@pytest.mark.parametrize("count", [3, 50, 4000])
def test_large_simple_rings(count):
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    ring = np.column_stack([4040000 + 500 * np.cos(angle), 39370000 + 500 * np.sin(angle)])
    assert crossings([ring]) == []
    if count > 3:
        ring[[1, 2]] = ring[[2, 1]]
        assert not crossings([ring])[0].touch


def test_too_large_to_be_checked():
    # a comb of 10,000 teeth: every tooth's edge spans the whole width
    zigzag = np.array([(1000.0 * (i % 2), i / 10) for i in range(20_000)])
    assert crossings([zigzag]) is None


class TestArrange:
    square = np.array([(0, 0), (10, 0), (10, 10), (0, 10)], dtype=float)

    def inner(self, low, high):
        return np.array([(low, low), (high, low), (high, high), (low, high)], dtype=float)

    def test_island_in_a_hole(self):
        found = arrange([self.square, self.inner(2, 8), self.inner(4, 6)])
        assert found.parts == [[0, 1], [2]]

    def test_whatever_the_order(self):
        found = arrange([self.inner(4, 6), self.inner(2, 8), self.square])
        assert found.parts == [[0], [2, 1]]

    def test_a_hole_goes_to_the_smallest_shell_around_it(self):
        found = arrange([self.square, self.inner(1, 9), self.inner(2, 8), self.inner(3, 7)])
        assert found.parts == [[0, 1], [2, 3]]

    def test_a_hole_that_shares_an_edge(self):
        flush = np.array([(0, 2), (4, 2), (4, 8), (0, 8)], dtype=float)
        assert arrange([self.square, flush]).parts == [[0, 1]]

    def test_neighbours_that_share_an_edge_are_parts(self):
        found = arrange([self.square, np.add(self.square, (10, 0))])
        assert found.parts == [[0], [1]]
        assert found.outside == [1] and found.crossing == []

    def test_partly_inside(self):
        found = arrange([self.square, self.inner(5, 15)])
        assert found.crossing == [(1, 0)]

    def test_the_same_ring_turned_and_reversed(self):
        found = arrange([self.square, np.roll(self.square[::-1], 1, axis=0)])
        assert found.repeated == [(1, 0)]
        assert found.parts == [[0]]


@settings(deadline=None, max_examples=100)
@given(points)
def test_areas_are_those_of_geos(ring):
    ring = distinct(ring)
    if len(ring) < 3:
        return
    signed = ring_area(np.add(ring, (4040000, 39370000)))
    assert abs(signed) == pytest.approx(shapely.Polygon(ring).area, abs=1e-9)
    line = shapely.LinearRing(np.vstack([ring, ring[:1]]))
    if line.is_simple:
        # x to the north: what is counter-clockwise for GEOS, which takes x to the east, runs clockwise on the map
        assert (signed > 0) == shapely.is_ccw(line)
    assert plane_area([[ring.tolist()]]) == pytest.approx(abs(signed), abs=1e-9)
