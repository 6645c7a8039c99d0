"""An elevation raster as an array in a metric plane, its cells and their windows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import RedlineError
from ..shapes.polygons import FloatArray
from .camera import Camera, angle_from, azimuth_to, depression_to

__all__ = ["Elevation", "Grid", "Window", "field_of_camera"]

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Window:
    """Rows ``row`` … ``row + rows − 1`` and columns ``col`` … of a grid."""

    row: int
    col: int
    rows: int
    cols: int

    @property
    def slices(self) -> tuple[slice, slice]:
        return slice(self.row, self.row + self.rows), slice(self.col, self.col + self.cols)

    @property
    def empty(self) -> bool:
        return self.rows <= 0 or self.cols <= 0

    @staticmethod
    def around(windows: list[Window]) -> Window:
        """The smallest window that holds all of ``windows``, of which there is at least one."""
        row, col = min(w.row for w in windows), min(w.col for w in windows)
        return Window(row, col, max(w.row + w.rows for w in windows) - row, max(w.col + w.cols for w in windows) - col)

    def inside(self, outer: Window) -> tuple[slice, slice]:
        """The slices of this window in an array that covers ``outer``."""
        row, col = self.row - outer.row, self.col - outer.col
        return slice(row, row + self.rows), slice(col, col + self.cols)


@dataclass(frozen=True)
class Grid:
    """A north-up raster: its upper left corner (left, top), its cells' width and height in metres, its shape."""

    left: float
    top: float
    width: float
    height: float
    rows: int
    cols: int

    @property
    def shape(self) -> tuple[int, int]:
        return self.rows, self.cols

    @property
    def window(self) -> Window:
        return Window(0, 0, self.rows, self.cols)

    @property
    def geotransform(self) -> tuple[float, float, float, float, float, float]:
        """GDAL's six numbers."""
        return self.left, self.width, 0.0, self.top, 0.0, -self.height

    def cell_of(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of the cell in which (x, y) lies; None outside."""
        col, row = np.floor((x - self.left) / self.width), np.floor((self.top - y) / self.height)
        if not (0 <= row < self.rows and 0 <= col < self.cols):
            return None
        return int(row), int(col)

    def centre(self, row: int, col: int) -> tuple[float, float]:
        return self.left + (col + 0.5) * self.width, self.top - (row + 0.5) * self.height

    def around(self, x: float, y: float, radius: float) -> Window:
        """The cells that a circle can touch, cut to the grid; it may be empty."""
        first_col = max(int(np.floor((x - radius - self.left) / self.width)), 0)
        first_row = max(int(np.floor((self.top - y - radius) / self.height)), 0)
        last_col = min(int(np.floor((x + radius - self.left) / self.width)), self.cols - 1)
        last_row = min(int(np.floor((self.top - y + radius) / self.height)), self.rows - 1)
        return Window(first_row, first_col, last_row - first_row + 1, last_col - first_col + 1)

    def part(self, window: Window) -> Grid:
        """The grid of a window alone."""
        return Grid(
            self.left + window.col * self.width,
            self.top - window.row * self.height,
            self.width,
            self.height,
            window.rows,
            window.cols,
        )

    def xs(self, window: Window) -> FloatArray:
        """x of the cell centres, by column."""
        return self.left + (np.arange(window.col, window.col + window.cols) + 0.5) * self.width

    def ys(self, window: Window) -> FloatArray:
        """y of the cell centres, by row."""
        return self.top - (np.arange(window.row, window.row + window.rows) + 0.5) * self.height


@dataclass(frozen=True)
class Elevation:
    """Ground and what stands on it.

    ground : (rows, cols), m above a common zero; NaN where the elevation is not known.
    surface : the same with trees and buildings, never below the ground, or None where nothing stands on it.
    """

    grid: Grid
    ground: FloatArray
    surface: FloatArray | None = None

    @property
    def top(self) -> FloatArray:
        """What blocks the view: the surface, or the bare ground."""
        return self.ground if self.surface is None else self.surface

    def ground_at(self, x: ArrayLike, y: ArrayLike) -> FloatArray:
        """Ground between the cell centres, bilinear; NaN outside or where one of the four cells is not known."""
        return bilinear(self.grid, self.ground, x, y)

    def top_at(self, x: ArrayLike, y: ArrayLike) -> FloatArray:
        """What blocks the view, between the cell centres."""
        return bilinear(self.grid, self.top, x, y)

    def lens_of(self, camera: Camera) -> float:
        """Elevation of the camera's lens: its mast stands on the bare ground of its cell.

        Raises RedlineError, with the camera's name, where the raster does not reach it or knows no elevation there.
        """
        cell = self.grid.cell_of(camera.x, camera.y)
        if cell is None:
            raise RedlineError(
                "Camera {camera} at ({x:.1f}, {y:.1f}) lies outside the elevation raster: "
                "use a raster that covers it, or leave the camera out.",
                camera=camera.name,
                x=camera.x,
                y=camera.y,
            )
        ground = self.ground[cell]
        if not np.isfinite(ground):
            raise RedlineError(
                "Camera {camera} stands on a cell without elevation (nodata) at ({x:.1f}, {y:.1f}): "
                "fill the raster's holes, or leave the camera out.",
                camera=camera.name,
                x=camera.x,
                y=camera.y,
            )
        return float(ground) + camera.mast


def bilinear(grid: Grid, values: FloatArray, x: ArrayLike, y: ArrayLike) -> FloatArray:
    """``values`` at (x, y) between cell centres; the outer half cell takes the nearest centre; NaN outside."""
    col = (np.asarray(x, dtype=np.float64) - grid.left) / grid.width
    row = (grid.top - np.asarray(y, dtype=np.float64)) / grid.height
    outside = ~((col >= 0) & (col <= grid.cols) & (row >= 0) & (row <= grid.rows))
    col = np.clip(np.where(outside, 0.0, col) - 0.5, 0.0, grid.cols - 1.0)
    row = np.clip(np.where(outside, 0.0, row) - 0.5, 0.0, grid.rows - 1.0)
    c0 = np.minimum(col.astype(np.int64), max(grid.cols - 2, 0))
    r0 = np.minimum(row.astype(np.int64), max(grid.rows - 2, 0))
    c1, r1 = np.minimum(c0 + 1, grid.cols - 1), np.minimum(r0 + 1, grid.rows - 1)
    u, v = col - c0, row - r0
    flat = values.ravel()
    upper = _between(flat[r0 * grid.cols + c0], flat[r0 * grid.cols + c1], u)
    lower = _between(flat[r1 * grid.cols + c0], flat[r1 * grid.cols + c1], u)
    return np.where(outside, np.nan, _between(upper, lower, v))


def _between(a: FloatArray, b: FloatArray, share: FloatArray) -> FloatArray:
    """a … b; exactly a at share 0 even where b is NaN."""
    return np.where(share == 0, a, np.where(share == 1, b, a + (b - a) * share))


def field_of_camera(elevation: Elevation, camera: Camera, refraction: float) -> tuple[Window, BoolArray]:
    """The cells that the camera's radius, sector and tilt reach, whatever stands in the way.

    A cell belongs to the field by its centre. Cells of unknown elevation are in it where the sector reaches them (how
    steeply cannot be said). Returns the window around the field and the mask over it.
    """
    lens = elevation.lens_of(camera)
    window = elevation.grid.around(camera.x, camera.y, camera.radius)
    dx = elevation.grid.xs(window)[None, :] - camera.x
    dy = elevation.grid.ys(window)[:, None] - camera.y
    square = dx * dx + dy * dy
    field = square <= camera.radius**2
    if camera.field_of_view < 360:
        field &= np.abs(angle_from(azimuth_to(dx, dy), camera.azimuth)) <= camera.field_of_view / 2
    if camera.steepest < 90 or camera.flattest > -90:
        ground = elevation.ground[window.slices]
        angle = depression_to(lens - ground, np.sqrt(square), refraction)
        field &= ((angle <= camera.steepest) & (angle >= camera.flattest)) | ~np.isfinite(ground)
    return window, field
