"""Overlaps and gaps by hand, and against GEOS."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings

from redline.core.errors import Cancelled
from redline.core.overlay.overlaps import coverage, excess, overlaps, repeated, self_crossing
from redline.core.overlay.patchindex import PatchIndex
from redline.core.shapes.polygons import Polygons
from redline.tests.unit.shapes import comb, geometries, lattice, moved, seeds, spiral, star, to_polygons

BODIES = ["numpy", "numba"]
pytestmark = pytest.mark.parametrize("body", BODIES)


def boxes(*corners) -> Polygons:
    return Polygons.from_rings([[([(a, b), (c, b), (c, d), (a, d)], False)] for a, b, c, d in corners])


def test_pairs_that_overlap(body):
    #  0 and 1 share 1 × 10; 1 and 3 share 2 × 3; 2 only touches; 4 is 0 once more
    patches = boxes((0, 0, 10, 10), (9, 0, 20, 10), (20, 0, 30, 10), (18, 7, 25, 20), (0, 0, 10, 10))
    found = overlaps(patches, body=body)
    assert list(zip(found.first.tolist(), found.second.tolist(), strict=True)) == [
        (0, 1), (0, 4), (1, 3), (1, 4), (2, 3),
    ]  # fmt: skip
    assert found.area.tolist() == pytest.approx([10, 100, 6, 10, 15])  # (2, 3): 5 × 3


def test_overlaps_below_the_limit_are_none(body):
    patches = boxes((0, 0, 10, 10), (9.9, 0, 20, 10))  # 0.1 × 10 = 1 m²
    assert overlaps(patches, smallest=0.9, body=body).area.tolist() == pytest.approx([1])
    assert len(overlaps(patches, smallest=1.1, body=body).area) == 0


def test_a_gap_does_not_cancel_an_overlap(body):
    # zone 10 × 10; patches cover x 0 … 5 and 4 … 9: 1 × 10 twice, 1 × 10 not at all, their sum is 100 as it should be
    zone, patches = boxes((0, 0, 10, 10)), boxes((0, 0, 5, 10), (4, 0, 9, 10))
    found = coverage(zone, patches, body=body)
    assert found.covered == pytest.approx([100])
    assert found.repeated == pytest.approx([10])
    assert found.uncovered == pytest.approx([10])
    assert found.overlaps.area == pytest.approx([10])


def test_three_and_four_on_one_place_count_as_often_as_they_are_too_many(body):
    # 4 × 4 under four patches (3 too many = 48), and 6 × 4 beside it under two (1 too many = 24)
    zone = boxes((0, 0, 20, 20))
    patches = boxes((0, 0, 10, 4), (0, 0, 10, 4), (0, 0, 4, 4), (0, 0, 4, 10))
    found = coverage(zone, patches, body=body)
    assert found.covered == pytest.approx([40 + 40 + 16 + 40])
    assert found.repeated == pytest.approx([48 + 24])
    # covered at all: 10 × 4 + 4 × 6 = 64 of 400
    assert found.uncovered == pytest.approx([400 - 64])


def test_each_zone_has_its_own_share(body):
    zones = boxes((0, 0, 10, 10), (10, 0, 20, 10), (100, 0, 110, 10))
    # the overlap 8 … 13 × 0 … 10 lies across the border: 2 × 10 in zone 0, 3 × 10 in zone 1
    patches = boxes((0, 0, 13, 10), (8, 0, 19, 10))
    found = coverage(zones, patches, body=body)
    assert found.repeated == pytest.approx([20, 30, 0])
    assert found.uncovered == pytest.approx([0, 10, 100])
    assert found.area.tolist() == [100, 100, 100]


def test_a_patch_that_lies_in_another_and_a_hole_that_holds_one(body):
    zone = boxes((0, 0, 10, 10))
    ring = ([(0, 0), (10, 0), (10, 10), (0, 10)], False), ([(2, 2), (6, 2), (6, 6), (2, 6)], True)
    inner = [([(2, 2), (6, 2), (6, 6), (2, 6)], False)]
    small = [([(1, 1), (3, 1), (3, 3), (1, 3)], False)]
    exact = coverage(zone, Polygons.from_rings([list(ring), inner]), body=body)
    assert exact.repeated == pytest.approx([0], abs=1e-12)
    assert exact.uncovered == pytest.approx([0], abs=1e-12)
    assert len(exact.overlaps.area) == 0
    # 2 × 2 over the corner of the hole: 3 of it in the ring, 1 in the inner one, all of it too much
    three = coverage(zone, Polygons.from_rings([list(ring), inner, small]), body=body)
    assert three.repeated == pytest.approx([4])
    assert three.uncovered == pytest.approx([0], abs=1e-12)


def within(zones, patches, body, **how):
    """{(zone, patch): m² given up}."""
    found = repeated(PatchIndex(patches, body=body), body=body, **how).within(zones, body=body)
    return {(z, p): area for z, p, area in zip(*(each.tolist() for each in found), strict=True)}


def test_land_belongs_to_the_first_patch_or_to_that_of_the_largest_value(body):
    # 0 and 1 share 4 × 10, 1 and 2 share 3 × 10; no place lies under all three
    zones, patches = boxes((0, 0, 100, 5), (0, 5, 100, 10)), boxes((0, 0, 10, 10), (6, 0, 20, 10), (17, 0, 30, 10))
    half = pytest.approx
    assert within(zones, patches, body) == {(0, 1): half(20), (0, 2): half(15), (1, 1): half(20), (1, 2): half(15)}
    value = np.array([0.8, 0.9, 0.7])
    assert within(zones, patches, body, value=value) == {
        (0, 0): half(20), (0, 2): half(15), (1, 0): half(20), (1, 2): half(15),
    }  # fmt: skip
    equal = np.array([0.9, 0.9, 0.9])
    assert within(zones, patches, body, value=equal) == within(zones, patches, body)


def test_only_patches_that_are_met_are_looked_at(body):
    patches = boxes((0, 0, 10, 10), (6, 0, 20, 10), (17, 0, 30, 10), (50, 0, 60, 10), (50, 0, 60, 10))
    zone = boxes((0, 0, 100, 10))
    assert within(zone, patches, body, met=np.array([1, 0, 0])) == {(0, 1): pytest.approx(40)}
    assert within(zone, patches, body, met=np.array([0, 1, 3, 4])) == {
        (0, 1): pytest.approx(40), (0, 4): pytest.approx(100),
    }  # fmt: skip
    assert within(zone, patches, body, met=np.array([0, 3])) == {}


def test_where_nothing_overlaps_nobody_gives_anything_up(body):
    found = repeated(PatchIndex(boxes((0, 0, 10, 10), (10, 0, 20, 10)), body=body), body=body)
    assert found.parts is None
    assert len(found.within(boxes((0, 0, 100, 10)), body=body).area) == 0


def test_nothing_and_unreadable(body):
    none = Polygons.from_rings([])
    nan = Polygons.from_rings([[([(float("nan"), 0), (1, 0), (1, 1)], False)], []])
    assert len(overlaps(none, body=body).area) == 0
    assert len(overlaps(nan, body=body).area) == 0
    found = coverage(boxes((0, 0, 2, 2)), nan, body=body)
    assert found.uncovered.tolist() == [4]
    assert found.repeated.tolist() == [0]
    assert len(coverage(none, boxes((0, 0, 1, 1)), body=body).area) == 0


def test_cancelled_and_progress(body):
    patches = boxes((0, 0, 5, 10), (4, 0, 9, 10))
    with pytest.raises(Cancelled):
        overlaps(patches, body=body, cancelled=lambda: True)
    with pytest.raises(Cancelled):
        excess(PatchIndex(patches), overlaps(patches, body=body), cancelled=lambda: True)
    told = []
    coverage(patches, patches, body=body, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


@settings(max_examples=8, deadline=None)
@given(seed=seeds)
def test_against_geos(body, seed):
    """∫ max(k − 1, 0) = Σ areas − area of the union, zone by zone."""
    kinds = [star, lattice, spiral, comb]
    zones, patches = geometries(seed, 3, kinds), geometries(seed + 1, 7, kinds)
    far = (499_712.0, 4_046_848.0)
    found = coverage(moved(to_polygons(zones), far), moved(to_polygons(patches), far), body=body)
    union = shapely.union_all(patches)
    inside = shapely.area(shapely.intersection(zones, union))
    total = shapely.area(shapely.intersection(zones[:, None], patches[None])).sum(axis=1)
    # overlaps below 10⁻⁴ m² count for none; 21 pairs
    np.testing.assert_allclose(found.repeated, total - inside, rtol=1e-9, atol=2.2e-3)
    np.testing.assert_allclose(found.uncovered, shapely.area(zones) - inside, rtol=1e-9, atol=2.2e-3)
    np.testing.assert_allclose(found.area - found.uncovered + found.repeated, found.covered, rtol=1e-12, atol=1e-9)
    with_all = overlaps(to_polygons(patches), smallest=1e-9, body=body)
    exact = coverage(to_polygons(zones), to_polygons(patches), with_all, body=body)
    np.testing.assert_allclose(exact.repeated, total - inside, rtol=1e-9, atol=1e-6)


def test_polygons_whose_boundary_crosses_itself_are_found(body):
    square = [(0, 0), (10, 0), (10, 10), (0, 10)]
    inner = [(2, 2), (4, 2), (4, 4), (2, 4)]
    touching = [(4, 4), (6, 4), (6, 6), (4, 6)]
    outside = [(20, 20), (21, 20), (21, 21), (20, 21)]
    shapes = [
        [(square, False)],
        [([(0, 0), (10, 10), (10, 0), (0, 10)], False)],  # bow tie: ∫w² = 50, ∫w = 0
        [(square, False), (inner, True), (touching, True)],  # holes that touch in a corner: right
        [(square, False), (outside, True)],  # a hole outside its shell: 101 beside 99
        [(square, False), (inner, True), (inner, True)],  # the same hole twice: 96 with w = −1 in it
        [(square, False), (inner, False)],  # a part within a part: w = 2 in 4 m²
        [(square, False), ([(10, 0), (20, 0), (20, 10), (10, 10)], False)],  # parts along a common edge: right
        [([(0, 0), (10, 0), (10, 10), (5, 10), (5, 0.0), (5, 10), (0, 10)], False)],  # a spike: right
        [([(0, 0), (float("nan"), 1), (1, 1)], False)],  # unreadable: not asked
        [],
    ]
    found = self_crossing(PatchIndex(Polygons.from_rings(shapes), body=body), body=body)
    assert found.tolist() == [1, 3, 4, 5]


@settings(max_examples=15, deadline=None)
@given(seed=seeds)
def test_self_crossing_is_what_geos_calls_invalid(body, seed):
    """Rings of random vertices cross themselves, stars, spirals and combs do not."""
    rng = np.random.default_rng(seed)
    wild = [shapely.Polygon(rng.uniform(0, 100, (rng.integers(3, 9), 2))) for _ in range(20)]
    tame = geometries(seed, 12, [star, spiral, comb])
    both = [*wild, *tame]
    found = self_crossing(PatchIndex(to_polygons(both), body=body), smallest=1e-3, body=body)
    invalid = np.flatnonzero(~shapely.is_valid(np.array(both)))
    # a loop of a few square millimetres is invalid to GEOS and nothing to an area
    assert set(found.tolist()) <= set(invalid.tolist())
    missed = [k for k in set(invalid.tolist()) - set(found.tolist()) if k < len(wild)]
    assert all(abs(both[k].area - shapely.make_valid(both[k]).area) < 1e-2 for k in missed)
