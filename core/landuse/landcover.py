"""Class areas under polygons from a classified raster: exact shares of cells, times the cells' areas on the ellipsoid.

The share of each cell that a polygon covers is exact (``core.overlay.cellshares``); cells are read with rasterio,
block by block, so that a raster may be of any size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..ellipsoid.areaplane import meridian_area
from ..ellipsoid.projection import Projection
from ..errors import Cancelled, RedlineError
from ..overlay.cellshares import cell_shares
from ..shapes.polygons import FloatArray, IntArray, Polygons, boxes_of, meeting
from .classes import clean_code

if TYPE_CHECKING:
    from rasterio.io import DatasetReader

__all__ = ["RasterTally", "cell_areas", "require_rasterio", "tally_raster"]

BLOCK_CELLS = 1 << 22
"""Cells read at once: 4 million, 16 MB of class numbers."""

NODES = 6
"""Chebyshev nodes a side for the areal scale of a projection over one block: exact to 1e-12 up to 100 km."""

MOST_CLASSES = 4096
"""More different values than this are no classes but measurements."""


@dataclass(frozen=True)
class RasterTally:
    """Class areas under zones, m² on the ellipsoid.

    codes : the k classes met, as text, ascending. areas : (z, k). nodata : (z,) under cells without a value. Zones
    reach beyond the raster where ``areas`` and ``nodata`` do not add up to them. cells : how many were read.
    """

    codes: tuple[str, ...]
    areas: FloatArray
    nodata: FloatArray
    cells: int = 0


@dataclass(frozen=True)
class _Grid:
    """A north-up raster: x of its left and y of its upper edge, cell sizes (positive), numbers of cells."""

    x: float
    y: float
    dx: float
    dy: float
    width: int
    height: int


def tally_raster(
    path: str | Path,
    zones: Polygons,
    projection: Projection,
    *,
    band: int = 1,
    nodata: float | None = None,
    plane: bool = False,
    progress: Callable[[float], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> RasterTally:
    """The area of each class under each zone.

    path : any raster that rasterio opens; cells hold whole numbers. zones : polygons in the raster's coordinates.
    projection : of the raster, ``projection_of_epsg`` or another. nodata : a value to be taken as missing beside what
    the file itself says (its nodata value, mask or alpha band). progress : called with the share done, 0 … 1.

    Raises RedlineError when rasterio is missing, the file cannot be read, the raster is rotated, has
    no such band, or holds no classes; Cancelled when ``cancelled`` says so.
    """
    require_rasterio()
    import rasterio
    from rasterio.errors import RasterioError

    try:
        with rasterio.open(path) as raster:
            return _tally(raster, str(path), zones, projection, band, nodata, plane, progress, cancelled)
    except (RasterioError, OSError) as error:  # before rasterio 1.4 a file that cannot be opened is an OSError only
        raise RedlineError("The raster {file} cannot be read: {reason}.", file=str(path), reason=error) from error


def require_rasterio() -> None:
    """Raise RedlineError, with the command that installs it, where rasterio is missing; asked before the work too."""
    from importlib.util import find_spec

    if find_spec("rasterio") is None:
        raise RedlineError(
            "Land-cover rasters need the Python package {package}, which is missing: install it with "
            "python -m pip install {package} (on Windows in the OSGeo4W Shell), then start QGIS again.",
            package="rasterio",
        )


def _tally(
    raster: DatasetReader,
    file: str,
    zones: Polygons,
    projection: Projection,
    band: int,
    nodata: float | None,
    plane: bool,
    progress: Callable[[float], object] | None,
    cancelled: Callable[[], bool] | None,
) -> RasterTally:
    if not 1 <= band <= raster.count:
        raise RedlineError(
            "The raster {file} has no band {band}: it has {count}.", file=file, band=band, count=raster.count
        )
    grid = _grid_of(raster, file)
    boxes = boxes_of(zones)
    n_zones = len(zones)
    columns: dict[float, int] = {}
    sums: list[FloatArray] = []
    missing = np.zeros(n_zones)
    read = 0
    blocks = list(_blocks(grid, raster.block_shapes[band - 1]))
    for number, (row, column, rows, cols) in enumerate(blocks):
        if cancelled is not None and cancelled():
            raise Cancelled
        left, top = grid.x + column * grid.dx, grid.y - row * grid.dy
        block = np.array([[left, top - rows * grid.dy, left + cols * grid.dx, top]])
        inside = np.flatnonzero(meeting(boxes, block))
        if len(inside):
            read += rows * cols
            values, index = _read(raster, file, band, nodata, (row, column, rows, cols))
            for value in values:
                columns.setdefault(value, len(columns))
            _needs_few(columns, file)
            while len(sums) < len(columns):
                sums.append(np.zeros(n_zones))
            weights: FloatArray = np.full((rows, cols), grid.dx * grid.dy * projection.metres**2)
            if not plane:
                weights = cell_areas(projection, left, top, grid.dx, grid.dy, rows, cols)
            for zone, cells, shares in cell_shares(zones, inside, left, top, grid.dx, grid.dy, rows, cols):
                area = shares * weights.flat[cells]
                found = np.bincount(index.flat[cells] + 1, weights=area, minlength=len(values) + 1)
                missing[zone] += found[0]
                for value, amount in zip(values, found[1:], strict=True):
                    sums[columns[value]][zone] += amount
        if progress is not None:
            progress((number + 1) / len(blocks))
    order = sorted(value for value, number in columns.items() if sums[number].any())
    if not order:
        return RasterTally((), np.zeros((n_zones, 0)), missing, read)
    return RasterTally(
        tuple(clean_code(value) for value in order),
        np.column_stack([sums[columns[value]] for value in order]),
        missing,
        read,
    )


def _needs_few(columns: dict[float, int], file: str) -> None:
    if len(columns) > MOST_CLASSES:
        raise RedlineError(
            "The raster {file} has more than {most} different values: it holds measurements, not classes; "
            "choose a classified raster.",
            file=file,
            most=MOST_CLASSES,
        )


def _grid_of(raster: DatasetReader, file: str) -> _Grid:
    t = raster.transform
    if t.b or t.d or t.a <= 0 or t.e >= 0:
        raise RedlineError(
            "The raster {file} is rotated or not north-up: warp it to a north-up raster first (gdalwarp).", file=file
        )
    return _Grid(t.c, t.f, t.a, -t.e, raster.width, raster.height)


def _blocks(grid: _Grid, shape: tuple[int, int]) -> Iterator[tuple[int, int, int, int]]:
    """(row, column, rows, columns) of the windows: whole blocks of the file, at most BLOCK_CELLS cells."""
    block_rows, block_cols = shape
    if block_cols >= grid.width and grid.width * block_rows <= BLOCK_CELLS:
        cols = grid.width
    else:
        cols = min(grid.width, max(1, 2048 // block_cols) * block_cols, max(1, BLOCK_CELLS // block_rows))
    rows = min(grid.height, max(1, BLOCK_CELLS // (cols * block_rows)) * block_rows)
    rows = max(1, min(rows, BLOCK_CELLS // cols))
    for row in range(0, grid.height, rows):
        for column in range(0, grid.width, cols):
            yield row, column, min(rows, grid.height - row), min(cols, grid.width - column)


def _read(
    raster: DatasetReader, file: str, band: int, nodata: float | None, window: tuple[int, int, int, int]
) -> tuple[list[Any], NDArray[np.int32]]:
    """The different values of a window, and for each cell the number of its value, (rows, cols); −1 where it has
    none."""
    from rasterio.windows import Window

    row, column, rows, cols = window
    read = raster.read(band, window=Window(column, row, cols, rows), masked=True)
    data = np.asarray(read.data)
    valid = ~np.ma.getmaskarray(read)
    if data.dtype.kind == "f":
        valid &= np.isfinite(data)
        if (data[valid] != np.floor(data[valid])).any():
            raise RedlineError(
                "The raster {file} holds fractions: it holds measurements, not classes; choose a classified raster.",
                file=file,
            )
    elif data.dtype.kind not in "iu":
        raise RedlineError(
            "The raster {file} holds no numbers that could be classes ({kind}).", file=file, kind=data.dtype
        )
    if nodata is not None:
        valid &= data != nodata
    index = np.full(data.shape, -1, dtype=np.int32)
    values, numbers = _distinct(data[valid])
    index[valid] = numbers
    return values.tolist(), index


def _distinct(data: NDArray[Any]) -> tuple[NDArray[Any], IntArray]:
    """``np.unique`` with inverse, by a table where the values span little (100 times faster on bytes)."""
    if len(data) and data.dtype.kind in "iu" and int(data.max()) - int(data.min()) < 1 << 16:
        low = int(data.min())
        offset = data.astype(np.int64) - low
        present = np.flatnonzero(np.bincount(offset))
        table = np.zeros(int(present[-1]) + 1, dtype=np.int64)
        table[present] = np.arange(len(present))
        return present + low, table[offset]
    values, numbers = np.unique(data, return_inverse=True)
    return values, numbers.astype(np.int64).reshape(-1)


def cell_areas(
    projection: Projection, left: float, top: float, dx: float, dy: float, rows: int, cols: int
) -> FloatArray:
    """Areas on the ellipsoid of the cells of a north-up block, (rows, cols), m².

    Geographic rasters: [S(B_top) − S(B_bottom)] · ΔL by row, S the area per radian from the equator. Others: dx · dy
    times the areal scale at the cell's middle, from a Chebyshev polynomial over the block.
    """
    if projection.kind == "longlat":
        edges = np.radians(top - dy * np.arange(rows + 1))
        south_of = meridian_area(edges, projection.ellipsoid)
        by_row = (south_of[:-1] - south_of[1:]) * np.radians(dx)
        return np.broadcast_to(by_row[:, None], (rows, cols))
    nodes = np.cos(np.pi * (np.arange(NODES) + 0.5) / NODES)
    half_x, half_y = dx * cols / 2, dy * rows / 2
    x0, y0 = left + half_x, top - half_y
    grid_x, grid_y = np.meshgrid(x0 + half_x * nodes, y0 + half_y * nodes)
    scale = _areal_scale(projection, grid_x, grid_y)
    to_coefficients = np.linalg.inv(np.polynomial.chebyshev.chebvander(nodes, NODES - 1))
    coefficients = to_coefficients @ scale @ to_coefficients.T
    at_x = np.polynomial.chebyshev.chebvander((2 * np.arange(cols) + 1) / cols - 1, NODES - 1)
    at_y = np.polynomial.chebyshev.chebvander(1 - (2 * np.arange(rows) + 1) / rows, NODES - 1)
    return dx * dy * (at_y @ coefficients @ at_x.T)


def _areal_scale(projection: Projection, x: FloatArray, y: FloatArray) -> FloatArray:
    """Area on the ellipsoid per unit of plane area, from central differences of (longitude, S): exact to 1e-10."""
    step = 100.0 / projection.metres

    def equal_area(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        longitude, latitude = projection.inverse(x, y)
        return np.radians(longitude), meridian_area(np.radians(latitude), projection.ellipsoid)

    (l_e, s_e), (l_w, s_w) = equal_area(x + step, y), equal_area(x - step, y)
    (l_n, s_n), (l_s, s_s) = equal_area(x, y + step), equal_area(x, y - step)
    return np.abs((l_e - l_w) * (s_n - s_s) - (l_n - l_s) * (s_e - s_w)) / (4 * step * step)
