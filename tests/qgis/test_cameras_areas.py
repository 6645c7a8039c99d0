"""Cells as land: areas on the ellipsoid, outlines that are valid and cover their cells."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsRectangle

from redline.core.cameras.grid import Grid, Window
from redline.core.shapes.polygons import Polygons
from redline.layers.reading.planes import area_plane_for
from redline.layers.sight.visiblearea import CellAreas, classes_of, mask_outline, mask_parts

MASKS = arrays(np.bool_, st.tuples(st.integers(1, 9), st.integers(1, 9)))


@pytest.fixture(scope="module")
def crs(qgis_app):
    return QgsCoordinateReferenceSystem("EPSG:4548")


def grid_of(mask, cell=10.0):
    return Grid(390000.0, 4046000.0, cell, cell, *mask.shape)


class TestCellAreas:
    def test_total_is_the_area_on_the_ellipsoid(self, crs):
        grid = Grid(390000.0, 4046000.0, 10.0, 10.0, 3000, 4000)
        cells = CellAreas(grid, crs)
        box = [(390000.0, 4046000.0), (430000.0, 4046000.0), (430000.0, 4016000.0), (390000.0, 4016000.0)]
        plane = area_plane_for(crs, QgsRectangle(390000, 4016000, 430000, 4046000))
        whole = float(plane.areas(Polygons.from_rings([[(box, False)]]))[0])
        assert cells.total(grid.window, np.ones(grid.shape, dtype=bool)) == pytest.approx(whole, rel=1e-8)
        # 110 … 70 km west of the central meridian: 1.2e9 m² in the plane, 0.03 % less on the ellipsoid
        assert whole == pytest.approx(1.2e9 * 0.9998, rel=1e-4)

    def test_of_a_window_and_its_total_agree(self, crs):
        grid = Grid(390000.0, 4046000.0, 10.0, 10.0, 300, 400)
        cells = CellAreas(grid, crs)
        window = Window(17, 33, 40, 50)
        mask = np.random.default_rng(1).random((40, 50)) < 0.5
        assert cells.total(window, mask) == pytest.approx(float(cells.of(window)[mask].sum()), rel=1e-12)

    def test_one_cell_only(self, crs):
        grid = Grid(390000.0, 4046000.0, 10.0, 10.0, 1, 1)
        assert CellAreas(grid, crs).of(grid.window).shape == (1, 1)


class TestOutlines:
    @settings(deadline=None, max_examples=60)
    @given(mask=MASKS)
    def test_an_outline_is_valid_and_covers_its_cells(self, crs, mask):
        grid = grid_of(mask)
        shape = mask_outline(mask, grid, crs)
        assert shape.isMultipart()
        assert shape.isEmpty() or shape.isGeosValid()
        assert shape.area() == pytest.approx(100.0 * mask.sum())
        for row, col in np.ndindex(mask.shape):
            centre = QgsGeometry.fromPointXY(QgsPointXY(*grid.centre(row, col)))
            assert shape.contains(centre) == mask[row, col]

    @settings(deadline=None, max_examples=30)
    @given(mask=MASKS, seed=st.integers(0, 1000))
    def test_classes_part_the_marked_cells(self, crs, mask, seed):
        values = np.random.default_rng(seed).integers(0, 4, mask.shape).astype(np.uint16)
        shapes = classes_of(values, mask, grid_of(mask), crs)
        assert list(shapes) == sorted(set(values[mask].tolist()))
        for value, shape in shapes.items():
            assert shape.isGeosValid()
            assert shape.area() == pytest.approx(100.0 * (mask & (values == value)).sum())

    def test_pieces_and_their_areas(self, crs):
        mask = np.array([[1, 1, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]], dtype=bool)
        found = mask_parts(mask, grid_of(mask, 100.0), crs)
        # cells that touch at a corner are pieces of their own
        assert sorted(round(area / 9997) for _, area in found) == [1, 1, 2]
        assert mask_parts(np.zeros((2, 2), dtype=bool), grid_of(np.zeros((2, 2))), crs) == []
