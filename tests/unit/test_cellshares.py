"""Shares of cells under polygons: by hand, and against the geometry of the cells."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redline.core.overlay.cellshares import cell_shares
from redline.core.shapes.polygons import Polygons


def grid(rings, rows=2, cols=3, left=100.0, top=50.0, dx=10.0, dy=5.0):
    """The shares as a table; the block is three columns of 10 and two rows of 5 from (100, 50)."""
    table = np.zeros((rows, cols))
    for _, cells, shares in cell_shares(Polygons.from_rings([rings]), np.array([0]), left, top, dx, dy, rows, cols):
        table.flat[cells] = shares
    return table


def box(x1, y1, x2, y2, hole=False):
    return [(x1, y1), (x2, y1), (x2, y2), (x1, y2)], hole


class TestByHand:
    def test_the_whole_block_and_more(self):
        assert grid([box(100, 40, 130, 50)]).tolist() == [[1, 1, 1], [1, 1, 1]]
        assert grid([box(0, 0, 500, 500)]).tolist() == [[1, 1, 1], [1, 1, 1]]

    def test_a_rectangle(self):
        # from the middle of the first column to 3/10 of the second; 4/5 of the lower row, 1/5 of the upper
        table = grid([box(105, 41, 113, 46)])
        np.testing.assert_allclose(table, [[0.5 * 0.2, 0.3 * 0.2, 0], [0.5 * 0.8, 0.3 * 0.8, 0]], atol=1e-12)

    def test_a_triangle_drawn_either_way(self):
        # the half of the block below its diagonal from the upper left to the lower right corner
        for ring in ([(100, 50), (100, 40), (130, 40)], [(130, 40), (100, 40), (100, 50)]):
            table = grid([(ring, False)])
            # the diagonal leaves the upper row at x = 115: the first cell lacks the triangle above it, 10 × 10/3 / 2
            np.testing.assert_allclose(table[0], [1 - 10 * (10 / 3) / 2 / 50, 0.5 * 5 * (5 / 3) / 50, 0], atol=1e-12)
            assert table.sum() * 50 == pytest.approx(150)

    def test_holes_and_parts(self):
        table = grid([box(100, 40, 120, 50), box(102, 41, 107, 44, hole=True), box(125, 40, 140, 45)])
        np.testing.assert_allclose(table, [[1, 1, 0], [1 - 15 / 50, 1, 0.5]], atol=1e-12)

    def test_beside_the_block(self):
        for outside in (box(0, 40, 100, 50), box(130, 40, 150, 50), box(100, 50, 130, 60), box(100, 0, 130, 40)):
            assert not grid([outside]).any()

    def test_left_of_the_block_counts_for_what_reaches_in(self):
        # a triangle whose tip lies left of the block: x from 90 to 110, upper edge rising from 45 to 50
        table = grid([([(90, 45), (110, 45), (110, 50)], False)])
        # inside the first column: the trapezoid from height 2.5 to 5 over 10 m
        np.testing.assert_allclose(table, [[10 * (2.5 + 5) / 2 / 50, 0, 0], [0, 0, 0]], atol=1e-12)

    def test_nothing(self):
        assert not grid([]).any()
        assert not grid([([(100, 40), (110, 50)], False)]).any()


@settings(deadline=None, max_examples=80)
@given(st.data())
def test_against_the_geometry_of_the_cells(data):
    import shapely

    count = data.draw(st.integers(3, 14))
    centre = data.draw(st.tuples(st.floats(80, 150), st.floats(30, 60)))
    phase = data.draw(st.floats(0, 6.3))
    radii = [data.draw(st.floats(0.5, 60)) for _ in range(count)]
    ring = [
        (
            centre[0] + r * math.cos(phase + 2 * math.pi * i / count),
            centre[1] + r * math.sin(phase + 2 * math.pi * i / count),
        )
        for i, r in enumerate(radii)
    ]
    if data.draw(st.booleans()):  # edges along the lines between cells
        ring = [(round(x / 10) * 10, round(y / 5) * 5) for x, y in ring]
    shape = shapely.Polygon(ring)
    if not shape.is_valid or shape.area == 0:
        return
    if data.draw(st.booleans()):
        ring = ring[::-1]
    table = grid([(ring, False)])
    for row in range(2):
        for col in range(3):
            cell = shapely.box(100 + 10 * col, 45 - 5 * row, 110 + 10 * col, 50 - 5 * row)
            assert table[row, col] == pytest.approx(shape.intersection(cell).area / 50, abs=1e-10)
