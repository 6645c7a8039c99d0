"""core/shapes/polygons.py: arrays joined, and boxes."""

import numpy as np

from redline.core.shapes.polygons import Polygons, boxes_of, join_polygons

SQUARE = [(0.0, 0.0), (4.0, 0.0), (4.0, 3.0), (0.0, 3.0), (0.0, 0.0)]
HOLE = [(1.0, 1.0), (1.0, 2.0), (2.0, 2.0), (1.0, 1.0)]
FAR = [(10.0, -5.0), (12.0, -5.0), (11.0, 7.0), (10.0, -5.0)]


def test_joined_polygons_are_those_of_the_parts_in_order():
    first = Polygons.from_rings([[(SQUARE, False), (HOLE, True)], []])
    second = Polygons.from_rings([[(FAR, False)]])
    joined = join_polygons([first, second])
    whole = Polygons.from_rings([[(SQUARE, False), (HOLE, True)], [], [(FAR, False)]])
    for name in ("xy", "rings", "holes", "polygons"):
        np.testing.assert_array_equal(getattr(joined, name), getattr(whole, name))
    assert len(join_polygons([])) == 0


def test_boxes_of_all_parts_and_none_of_an_empty_polygon():
    boxes = boxes_of(Polygons.from_rings([[(SQUARE, False), (FAR, False)], [], [(FAR, False)]]))
    # Around both: x from 0 to 12, y from −5 to 7.
    assert boxes[0].tolist() == [0.0, -5.0, 12.0, 7.0]
    assert np.isnan(boxes[1]).all()
    assert boxes[2].tolist() == [10.0, -5.0, 12.0, 7.0]
