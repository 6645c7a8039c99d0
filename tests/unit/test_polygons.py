"""core/shapes/polygons.py: arrays joined and chosen from, boxes, and which of them meet."""

import numpy as np

from redline.core.shapes.polygons import (
    GrowingPolygons,
    Polygons,
    bounds_of,
    boxes_of,
    emptied,
    join_polygons,
    keep_polygons,
    meeting,
)

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


def test_bounds_are_around_everything_and_nan_around_nothing():
    square, far = Polygons.from_rings([[(SQUARE, False)], []]), Polygons.from_rings([[(FAR, False)]])
    assert bounds_of(square, far).tolist() == [0.0, -5.0, 12.0, 7.0]
    assert bounds_of(far, Polygons.from_rings([])).tolist() == [10.0, -5.0, 12.0, 7.0]
    assert np.isnan(bounds_of(Polygons.from_rings([[]]))).all()
    assert np.isnan(bounds_of()).all()


def test_boxes_that_touch_meet_and_empty_ones_never():
    boxes = np.array([[0.0, 0.0, 1.0, 1.0], [5.0, 5.0, 6.0, 6.0], [np.nan] * 4])
    assert meeting(boxes, np.array([[1.0, 1.0, 2.0, 2.0]])).tolist() == [True, False, False]
    assert meeting(boxes, np.array([[1.1, 1.0, 2.0, 2.0]])).tolist() == [False, False, False]
    # 0.25 m apart to the east, and 0.5 m
    assert meeting(boxes, np.array([[1.25, 0.0, 2.0, 1.0]]), 0.25).tolist() == [True, False, False]
    assert meeting(boxes, np.array([[1.5, 0.0, 2.0, 1.0]]), 0.25).tolist() == [False, False, False]
    others = np.array([[np.nan] * 4, [0.5, 0.5, 0.6, 0.6], [5.5, 5.5, 9.0, 9.0]])
    assert meeting(boxes, others).tolist() == [True, True, False]
    assert meeting(boxes, np.empty((0, 4))).tolist() == [False, False, False]


def test_polygons_are_kept_by_a_mask_or_by_their_numbers():
    whole = Polygons.from_rings([[(SQUARE, False), (HOLE, True)], [], [(FAR, False)], [(SQUARE, False), (FAR, False)]])

    def rings(polygons):
        return [[(xy.tolist(), hole) for xy, hole in polygons.rings_of(i)] for i in range(len(polygons))]

    every = rings(whole)
    assert keep_polygons(whole, np.ones(4, dtype=np.bool_)) is whole
    assert rings(keep_polygons(whole, np.array([True, True, False, True]))) == [every[0], every[1], every[3]]
    assert rings(keep_polygons(whole, np.array([3, 0, 1, 3]))) == [every[3], every[0], every[1], every[3]]
    assert len(keep_polygons(whole, np.zeros(4, dtype=np.bool_))) == 0
    assert len(keep_polygons(whole, np.empty(0, dtype=np.int64))) == 0
    assert keep_polygons(whole, np.array([2, 3])).xy.flags["C_CONTIGUOUS"]


def test_an_emptied_polygon_keeps_its_place():
    whole = Polygons.from_rings([[(SQUARE, False), (HOLE, True)], [(FAR, False)]])
    rest = emptied(whole, np.array([0]))
    assert len(rest) == 2
    assert rest.rings_of(0) == []
    assert rest.rings_of(1)[0][0].tolist() == [list(point) for point in FAR]


def test_polygons_that_come_in_blocks_are_as_those_joined():
    """Blocks with holes, with an empty polygon, with none at all, and so many that the arrays grow in between."""
    square = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]
    hole = [(1.0, 1.0), (2.0, 1.0), (2.0, 2.0)]
    blocks = [
        Polygons.from_rings([[(square, False), (hole, True)], []]),
        Polygons.from_rings([]),
        *(Polygons.from_rings([[(square, False)]] * count) for count in (1, 7, 30, 2)),
    ]
    grown = GrowingPolygons()
    for block in blocks:
        grown.add(block)
    whole, joined = grown.whole(), join_polygons(blocks)
    for one, other in zip(
        (whole.xy, whole.rings, whole.holes, whole.polygons),
        (joined.xy, joined.rings, joined.holes, joined.polygons),
        strict=True,
    ):
        assert one.dtype == other.dtype and np.array_equal(one, other)
    assert len(whole) == 42 and whole.xy.flags.c_contiguous
    assert len(GrowingPolygons().whole()) == 0
