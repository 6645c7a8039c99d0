"""Fractions beside a parcel that is too narrow on paper to hold them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redline.layouts.fractions import (
    NARROW,
    Fraction,
    PaperBox,
    Surroundings,
    place_fractions,
    width_on_paper,
)

FRAME = PaperBox.around(0, 0, 180, 140)
WIDTH, HEIGHT = 9.5, 5.6


def strip(left: float, right: float, half: float = 1.2) -> list[tuple[float, float]]:
    return [(left, half), (right, half), (right, -half), (left, -half)]


def road(count: int, length: float = 160.0) -> tuple[list[Fraction], Surroundings]:
    """A road 2.4 mm wide along y = 0, cut into ``count`` patches."""
    edges = np.linspace(-length / 2, length / 2, count + 1).tolist()
    fractions = [Fraction(((a + b) / 2, 0.0), WIDTH, HEIGHT, [strip(a, b)]) for a, b in itertools.pairwise(edges)]
    return fractions, Surroundings([strip(-length / 2, length / 2)], FRAME)


def boxes_of(places: list[tuple[float, float]]) -> list[PaperBox]:
    return [PaperBox.around(x, y, WIDTH, HEIGHT) for x, y in places]


def crossing(one: tuple, two: tuple) -> bool:
    """By the parameters of the crossing point, another way than the placing goes."""
    (p, q), (r, s) = (np.array(each, float) for each in one), (np.array(each, float) for each in two)
    matrix = np.array([q - p, r - s]).T
    if abs(np.linalg.det(matrix)) < 1e-12:
        return False
    t, u = np.linalg.solve(matrix, r - p)
    return bool(1e-9 < t < 1 - 1e-9 and 1e-9 < u < 1 - 1e-9)


def test_width_on_paper():
    # 1600 m × 24 m: 2 × 38400 m² / 3248 m = 23.645 m, at 1:10,000 2.3645 mm.
    assert width_on_paper(1600 * 24, 2 * 1624, 10_000) == pytest.approx(2.3645, abs=1e-4)
    assert width_on_paper(1600 * 24, 2 * 1624, 10_000) < NARROW
    # A square of 100 m at 1:1000 is 2 × 10000 / 400 = 50 m: it holds its fractions.
    assert width_on_paper(10_000, 400, 1000) == 50 > NARROW
    assert width_on_paper(0, 0, 500) == 0


class TestRoad:
    def test_every_fraction_stands_free_beside_the_road(self):
        fractions, around = road(16)
        boxes = boxes_of(place_fractions(fractions, around))
        assert len(boxes) == 16
        for box in boxes:
            assert FRAME.holds(box)
            assert box.bottom > 1.2 or box.top < -1.2, "on the road"
        assert not any(one.meets(two) for one, two in itertools.combinations(boxes, 2))

    def test_leaders_cross_neither_each_other_nor_a_fraction(self):
        fractions, around = road(16)
        boxes = boxes_of(place_fractions(fractions, around))
        leaders = [(each.anchor, box.nearest(each.anchor)) for each, box in zip(fractions, boxes, strict=True)]
        assert not any(crossing(one, two) for one, two in itertools.combinations(leaders, 2))
        for i, leader in enumerate(leaders):
            for k, box in enumerate(boxes):
                corners = [(box.left, box.bottom), (box.right, box.top), (box.left, box.top), (box.right, box.bottom)]
                diagonals = ((corners[0], corners[1]), (corners[2], corners[3]))
                assert i == k or not any(crossing(leader, diagonal) for diagonal in diagonals)

    def test_near_its_patch(self):
        fractions, around = road(8)
        for each, (x, y) in zip(fractions, place_fractions(fractions, around), strict=True):
            # 3.5 mm of leader and half a height, as nothing is in the way.
            assert (x, abs(y)) == pytest.approx((each.anchor[0], 3.5 + HEIGHT / 2), abs=0.01)

    def test_off_what_is_taken_and_off_side_lengths(self):
        fractions, around = road(1, 40)
        [free] = place_fractions(fractions, around)
        arrow = PaperBox.around(*free, 6, 6)
        [place] = place_fractions(fractions, Surroundings(around.rings, FRAME, [arrow]))
        assert not PaperBox.around(*place, WIDTH, HEIGHT).meets(arrow)
        [place] = place_fractions(fractions, Surroundings(around.rings, FRAME, (), [arrow]))
        assert not PaperBox.around(*place, WIDTH, HEIGHT).meets(arrow)

    def test_the_same_whatever_the_order(self):
        fractions, around = road(11)
        assert place_fractions(fractions[::-1], around) == place_fractions(fractions, around)[::-1]


def test_a_patch_that_holds_its_fraction_keeps_it():
    # 40 mm × 2.4 mm with a square of 14 mm at its end: the square holds 9.5 mm × 5.6 mm.
    square = [(20.0, -7.0), (34.0, -7.0), (34.0, 7.0), (20.0, 7.0)]
    outline = [(-20.0, -1.2), (20.0, -1.2), *square, (20.0, 1.2), (-20.0, 1.2)]
    narrow = Fraction((0.0, 0.0), WIDTH, HEIGHT, [strip(-20, 20)])
    wide = Fraction((27.0, 0.0), WIDTH, HEIGHT, [square])
    places = place_fractions([narrow, wide], Surroundings([outline], FRAME))
    assert places[1] == (27.0, 0.0)
    assert abs(places[0][1]) > 1.2 + HEIGHT / 2


def test_a_crowd_fans_out():
    # 40 patches within 24 mm: 0.6 mm for each, and 9.5 mm for its fraction.
    fractions, around = road(40, 24)
    places = place_fractions(fractions, around)
    boxes = boxes_of(places)
    assert not any(one.meets(two) for one, two in itertools.combinations(boxes, 2))
    assert all(FRAME.holds(box) for box in boxes)
    assert {y > 0 for _, y in places} == {True, False}


def test_none_is_left_out_where_there_is_no_room():
    fractions, around = road(12, 20)
    places = place_fractions(fractions, Surroundings(around.rings, PaperBox.around(0, 0, 24, 12)))
    assert len(places) == 12
    assert all(np.isfinite(places).ravel())
    assert place_fractions([], around) == []


@settings(deadline=None, max_examples=15)
@given(
    st.lists(st.floats(-70, 70), min_size=1, max_size=6, unique_by=lambda x: round(x / 12)),
    st.booleans(),
)
def test_few_fractions_always_stand_free(at, upright):
    def turned(x: float, y: float) -> tuple[float, float]:
        return (y, x) if upright else (x, y)

    outline = [turned(x, y) for x, y in strip(-75, 75)]
    fractions = [Fraction(turned(x, 0.0), WIDTH, HEIGHT) for x in at]
    boxes = boxes_of(place_fractions(fractions, Surroundings([outline], PaperBox.around(0, 0, 200, 200))))
    assert not any(one.meets(two) for one, two in itertools.combinations(boxes, 2))
    own = PaperBox(-1.2, -75, 1.2, 75) if upright else PaperBox(-75, -1.2, 75, 1.2)
    assert not any(box.meets(own) for box in boxes)
