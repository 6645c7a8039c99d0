"""The four neighbours of a square, by hand."""

import numpy as np
import pytest

from redline.core.boundary.neighbours import names_by_direction, probes
from redline.core.shapes.polygons import Polygons

SQUARE = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)]  # x to the east, y to the north


def places(ring, distance=2.0):
    return probes(Polygons.from_rings([[(ring, False)]]), 0, distance)


@pytest.mark.parametrize("ring", [SQUARE, SQUARE[::-1]])
def test_places_outside_a_square(ring):
    found = places(ring)
    # 100 m a side, one place for each 10 m
    assert len(found.xy) == 40
    assert found.length == pytest.approx(np.full(40, 10.0))
    for direction, column, value in ((0, 1, 102.0), (1, 0, 102.0), (2, 1, -2.0), (3, 0, -2.0)):
        side = found.xy[found.direction == direction]
        assert len(side) == 10
        assert side[:, column] == pytest.approx(np.full(10, value))


def test_holes_have_no_neighbours():
    hole = [(40.0, 40.0), (60.0, 40.0), (60.0, 60.0)]
    found = probes(Polygons.from_rings([[(SQUARE, False), (hole, True)]]), 0, 2.0)
    assert len(found.xy) == 40


def test_names():
    found = places(SQUARE)
    names = []
    for (x, _), direction in zip(found.xy, found.direction, strict=True):
        north = "甲村" if x < 70 else "乙村"  # 7 and 3 of the 10 places
        names.append((north, "丙村", "", "丁村")[direction])
    result = names_by_direction(found, names)
    assert result == {"north": ("甲村", "乙村"), "east": ("丙村",), "south": (), "west": ("丁村",)}


def test_short_contacts_are_left_out():
    found = places([(0.0, 0.0), (1000.0, 0.0), (1000.0, 1000.0), (0.0, 1000.0)])
    names = [
        "角村" if direction == 0 and x < 40 else "甲村"
        for (x, _), direction in zip(found.xy, found.direction, strict=True)
    ]
    # 40 m of 1000 m is 4 %: below the 5 % of the rule
    assert names_by_direction(found, names)["north"] == ("甲村",)
    assert names_by_direction(found, names, least_share=0.03)["north"] == ("甲村", "角村")


def test_nothing_there():
    found = probes(Polygons.from_rings([[]]), 0, 2.0)
    assert len(found.xy) == 0
    assert names_by_direction(found, []) == {"north": (), "east": (), "south": (), "west": ()}
