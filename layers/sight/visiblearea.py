"""From cells to land: how much ground a cell is on the ellipsoid, and the outlines of masks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from osgeo import gdal, ogr, osr
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsRectangle

from ...core.cameras.grid import Grid, Window
from ...core.shapes.polygons import FloatArray, Polygons
from ...core.shapes.wkb import decode
from ..reading.planes import area_plane_for
from ..reading.rasterfile import memory_raster, vector_store, wkt_of

__all__ = ["CellAreas", "classes_of", "mask_outline", "mask_parts"]

LATTICE = 33


class CellAreas:
    """Square metres of ellipsoid in each cell of a grid.

    The areal scale of a projection changes so slowly that it is taken at 33 × 33 places over the grid and laid between
    them bilinearly: over a county that is exact to 1e-8.
    """

    def __init__(self, grid: Grid, crs: QgsCoordinateReferenceSystem) -> None:
        self.grid = grid
        self.columns = np.linspace(0, grid.cols - 1, min(LATTICE, grid.cols))
        self.rows = np.linspace(0, grid.rows - 1, min(LATTICE, grid.rows))
        left = grid.left + self.columns * grid.width
        top = grid.top - self.rows * grid.height
        extent = QgsRectangle(
            grid.left, grid.top - grid.rows * grid.height, grid.left + grid.cols * grid.width, grid.top
        )
        plane = area_plane_for(crs, extent)
        cells = Polygons.from_rings(
            [([(x, y), (x + grid.width, y), (x + grid.width, y - grid.height), (x, y - grid.height)], False)]
            for y in top.tolist()
            for x in left.tolist()
        )
        self.lattice = plane.areas(cells).reshape(len(self.rows), len(self.columns))

    def of(self, window: Window) -> FloatArray:
        """Areas of the window's cells, (rows, cols), m²."""
        rows = _shares(self.rows, np.arange(window.row, window.row + window.rows))
        columns = _shares(self.columns, np.arange(window.col, window.col + window.cols))
        return rows @ self.lattice @ columns.T

    def total(self, window: Window, mask: NDArray[np.bool_]) -> float:
        """Area of the marked cells of a window, m²."""
        rows = _shares(self.rows, np.arange(window.row, window.row + window.rows))
        columns = _shares(self.columns, np.arange(window.col, window.col + window.cols))
        # Counted by lattice share first: no array of areas as large as the mask is made.
        return float(np.sum((rows.T @ (mask @ columns)) * self.lattice))


def _shares(nodes: FloatArray, places: NDArray[np.int64]) -> FloatArray:
    """Weights (places, nodes) of linear interpolation."""
    weights = np.zeros((len(places), len(nodes)))
    if len(nodes) == 1:
        weights[:, 0] = 1.0
        return weights
    at = np.clip(np.searchsorted(nodes, places, side="right") - 1, 0, len(nodes) - 2)
    share = (places - nodes[at]) / (nodes[at + 1] - nodes[at])
    index = np.arange(len(places))
    weights[index, at] = 1 - share
    weights[index, at + 1] = share
    return weights


def _polygonized(
    values: NDArray, mask: NDArray[np.bool_], grid: Grid, crs: QgsCoordinateReferenceSystem
) -> Iterator[tuple[int, QgsGeometry]]:
    wkt = wkt_of(crs)
    source = memory_raster(values, grid.geotransform, wkt)
    cover = memory_raster(mask.astype(np.uint8), grid.geotransform, wkt)
    spatial = osr.SpatialReference()
    spatial.ImportFromWkt(wkt)
    store = vector_store()
    layer = store.CreateLayer("areas", spatial, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("v", ogr.OFTInteger))
    gdal.Polygonize(source.GetRasterBand(1), cover.GetRasterBand(1), layer, 0, [])
    for feature in layer:
        geometry = QgsGeometry()
        geometry.fromWkb(bytes(feature.GetGeometryRef().ExportToWkb()))
        yield feature.GetField(0), geometry


def mask_outline(mask: NDArray[np.bool_], grid: Grid, crs: QgsCoordinateReferenceSystem) -> QgsGeometry:
    """The marked cells as one multipolygon along the cells' edges; an empty one where none is marked."""
    parts = [geometry for _, geometry in _polygonized(mask.astype(np.uint8), mask, grid, crs)]
    return _collected(parts)


def classes_of(
    values: NDArray, mask: NDArray[np.bool_], grid: Grid, crs: QgsCoordinateReferenceSystem
) -> dict[int, QgsGeometry]:
    """One multipolygon for each value (uint8 or uint16) among the marked cells, in the order of the values."""
    parts: dict[int, list[QgsGeometry]] = {}
    for value, geometry in _polygonized(values, mask, grid, crs):
        parts.setdefault(value, []).append(geometry)
    return {value: _collected(parts[value]) for value in sorted(parts)}


def mask_parts(
    mask: NDArray[np.bool_], grid: Grid, crs: QgsCoordinateReferenceSystem
) -> list[tuple[QgsGeometry, float]]:
    """The connected pieces of the marked cells and their areas on the ellipsoid, m²."""
    shapes = [_collected([geometry]) for _, geometry in _polygonized(mask.astype(np.uint8), mask, grid, crs)]
    if not shapes:
        return []
    wkb = [shape.asWkb().data() for shape in shapes]
    ends = np.concatenate([[0], np.cumsum([len(each) for each in wkb])]).astype(np.int64)
    extent = QgsRectangle(grid.left, grid.top - grid.rows * grid.height, grid.left + grid.cols * grid.width, grid.top)
    areas = area_plane_for(crs, extent).areas(decode(np.frombuffer(b"".join(wkb), dtype=np.uint8), ends))
    return list(zip(shapes, areas.tolist(), strict=True))


def _collected(parts: list[QgsGeometry]) -> QgsGeometry:
    """Parts of one class taken together: they touch at corners at most, so the whole is valid as it is."""
    return QgsGeometry.collectGeometry(parts) if parts else QgsGeometry.fromWkt("MULTIPOLYGON EMPTY")
