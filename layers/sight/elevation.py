"""Elevation rasters as the camera tools need them: metres, in a plane true to scale, holes known as holes.

A raster in degrees, in feet, turned, or in a plane that stretches lengths (Web Mercator) is resampled first. Cells
without elevation become NaN, never 0. Trees and buildings are burned on top from an obstacle layer or a surface raster.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsPointXY,
    QgsRasterLayer,
    QgsRectangle,
)

from ...core.cameras.grid import Elevation, Grid
from ...core.errors import Cancelled, RedlineError
from ...core.rounding import half_up
from ...core.shapes.polygons import FloatArray
from ...i18n import tr
from ..reading.crs import name_of_crs
from ..reading.rasterfile import memory_raster, wkt_of
from ..reading.run import metric_crs, system_of
from .obstacles import Obstacles, burn_heights

__all__ = [
    "ElevationModel",
    "RasterSource",
    "padded",
    "raster_plane",
    "raster_source",
    "read_elevation",
]

LOWEST, HIGHEST = -500.0, 9000.0
"""Elevations beyond these, m, are marks for "unknown" that the raster does not declare (−9999, −32768 …)."""

MAX_CELLS = 250_000_000
FEET = {"ft": 0.3048, "foot": 0.3048, "feet": 0.3048, "us-ft": 1200 / 3937, "us survey foot": 1200 / 3937}


@dataclass(frozen=True)
class RasterSource:
    """A raster band as GDAL opens it; taken from the layer once, opened in any thread."""

    name: str
    path: str
    crs: QgsCoordinateReferenceSystem
    band: int = 1


@dataclass
class ElevationModel:
    """An elevation in its plane, and what was done to it on the way."""

    elevation: Elevation
    crs: QgsCoordinateReferenceSystem
    resampled: bool
    unknown: int
    notes: list[str] = field(default_factory=list)

    @property
    def wkt(self) -> str:
        return wkt_of(self.crs)


def raster_source(layer: QgsRasterLayer | None, band: int = 1) -> RasterSource:
    """Where a raster layer's cells lie; RedlineError where GDAL cannot open them or no coordinate system is known."""
    if layer is None or not layer.isValid():
        raise RedlineError("The elevation raster cannot be opened: choose a raster file of elevations.")
    if layer.dataProvider().name() != "gdal":
        raise RedlineError(
            "Raster {layer} comes from a service ({provider}): save it as a file first, then use the file.",
            layer=layer.name(),
            provider=layer.dataProvider().name(),
        )
    return RasterSource(layer.name(), layer.dataProvider().dataSourceUri(), system_of(layer), band)


def _open(source: RasterSource) -> gdal.Dataset:
    try:
        dataset = gdal.Open(source.path)
    except RuntimeError:  # where another plugin has turned GDAL's exceptions on
        dataset = None
    if dataset is None:
        raise RedlineError(
            "Raster {layer} cannot be opened ({path}): check that its file is still there.",
            layer=source.name,
            path=source.path,
        )
    if not 1 <= source.band <= dataset.RasterCount:
        raise RedlineError(
            "Raster {layer} has {count} bands, not a band {band}.",
            layer=source.name,
            count=dataset.RasterCount,
            band=source.band,
        )
    return dataset


def _plain(dataset: gdal.Dataset) -> bool:
    """Whether the raster stands north up, its rows running south."""
    transform = dataset.GetGeoTransform()
    return transform[2] == 0 and transform[4] == 0 and transform[1] > 0 and transform[5] < 0


def _centre(dataset: gdal.Dataset) -> tuple[float, float]:
    t, col, row = dataset.GetGeoTransform(), dataset.RasterXSize / 2, dataset.RasterYSize / 2
    return t[0] + t[1] * col + t[2] * row, t[3] + t[4] * col + t[5] * row


def raster_plane(source: RasterSource, *others: QgsCoordinateReferenceSystem) -> QgsCoordinateReferenceSystem:
    """The plane of a run: the raster's own, else the first of ``others`` that is true to scale, else the local zone."""
    return metric_crs(QgsPointXY(*_centre(_open(source))), source.crs, *others)


def read_elevation(
    source: RasterSource,
    crs: QgsCoordinateReferenceSystem,
    extent: QgsRectangle,
    *,
    cell: float | None = None,
    surface: RasterSource | None = None,
    obstacles: Sequence[Obstacles] = (),
    transform_context: QgsCoordinateTransformContext | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ElevationModel:
    """The raster within ``extent`` (in ``crs``, metres), with what stands on it.

    Where the raster already is in ``crs`` and ``cell`` does not ask otherwise its cells are taken as they are; else it
    is resampled, bilinear, to square cells of ``cell`` metres (None: as fine as the raster). The model covers what
    raster and extent have in common.

    Raises RedlineError where they have nothing in common, where the cells would be too many, and for obstacles
    without a height; Cancelled.
    """
    dataset = _open(source)
    own = source.crs == crs and _plain(dataset)
    notes: list[str] = []
    if own and (cell is None or _same_cell(dataset, cell)):
        grid, ground = _window(dataset, source, extent)
        resampled = False
    else:
        grid = _target_grid(dataset, source, crs, extent, cell)
        ground = _warped(dataset, source, crs, grid)
        resampled = True
        notes.append(
            tr("The elevation raster was resampled (bilinear) to cells of {cell:g} m in {crs}.").format(
                cell=grid.width, crs=name_of_crs(crs)
            )
        )
    unknown = int(np.count_nonzero(np.isnan(ground)))
    if unknown == ground.size:
        raise RedlineError(
            "Raster {layer} knows no elevation around the cameras: all cells there are nodata.", layer=source.name
        )
    if unknown:
        share = unknown / ground.size
        notes.append(
            tr(
                "{count} cells ({share:.1%}) have no elevation. They are counted as unknown, not as sea level: they "
                "neither block the view nor are seen."
            ).format(count=unknown, share=share)
        )
    top = None
    if surface is not None:
        top = _warped(_open(surface), surface, crs, grid)
        top = np.where(np.isnan(top), ground, np.maximum(top, ground))
    for layer in obstacles:
        if cancelled is not None and cancelled():
            raise Cancelled()
        heights = burn_heights(layer, grid, crs, transform_context)
        top = np.maximum(ground if top is None else top, ground + heights)
    return ElevationModel(Elevation(grid, ground, top), crs, resampled, unknown, notes)


def padded(model: ElevationModel, extent: QgsRectangle) -> ElevationModel:
    """The model with cells of unknown elevation added until it covers ``extent``: what lies in a circle but beyond the
    raster is then counted as unknown instead of being lost."""
    grid = model.elevation.grid
    left = max(int(np.ceil((grid.left - extent.xMinimum()) / grid.width)), 0)
    top = max(int(np.ceil((extent.yMaximum() - grid.top) / grid.height)), 0)
    right = max(int(np.ceil((extent.xMaximum() - grid.left) / grid.width)) - grid.cols, 0)
    bottom = max(int(np.ceil((grid.top - extent.yMinimum()) / grid.height)) - grid.rows, 0)
    if not (left or top or right or bottom):
        return model
    rows, cols = grid.rows + top + bottom, grid.cols + left + right
    _check_size(rows, cols)
    wider = Grid(grid.left - left * grid.width, grid.top + top * grid.height, grid.width, grid.height, rows, cols)
    margin = ((top, bottom), (left, right))

    def wide(values: FloatArray) -> FloatArray:
        return np.pad(values, margin, constant_values=np.nan)

    surface = model.elevation.surface
    elevation = Elevation(wider, wide(model.elevation.ground), None if surface is None else wide(surface))
    return ElevationModel(elevation, model.crs, model.resampled, model.unknown, model.notes)


def _same_cell(dataset: gdal.Dataset, cell: float) -> bool:
    transform = dataset.GetGeoTransform()
    return abs(transform[1] - cell) < 1e-9 * cell and abs(transform[5] + cell) < 1e-9 * cell


def _check_size(rows: int, cols: int) -> None:
    if rows * cols > MAX_CELLS:
        raise RedlineError(
            "The elevation would have {count} million cells: choose a larger cell or fewer cameras.",
            count=half_up(rows * cols / 1e6, 0),
        )


def _nothing_in_common(source: RasterSource) -> RedlineError:
    return RedlineError(
        "Raster {layer} does not reach any of the cameras: choose a raster that covers them, "
        "and check the coordinate systems of both.",
        layer=source.name,
    )


def _window(dataset: gdal.Dataset, source: RasterSource, extent: QgsRectangle) -> tuple[Grid, FloatArray]:
    """The raster's own cells within ``extent``."""
    t = dataset.GetGeoTransform()
    first_col = max(int(np.floor((extent.xMinimum() - t[0]) / t[1])), 0)
    last_col = min(int(np.ceil((extent.xMaximum() - t[0]) / t[1])), dataset.RasterXSize)
    first_row = max(int(np.floor((extent.yMaximum() - t[3]) / t[5])), 0)
    last_row = min(int(np.ceil((extent.yMinimum() - t[3]) / t[5])), dataset.RasterYSize)
    if first_col >= last_col or first_row >= last_row:
        raise _nothing_in_common(source)
    rows, cols = last_row - first_row, last_col - first_col
    _check_size(rows, cols)
    grid = Grid(t[0] + first_col * t[1], t[3] + first_row * t[5], t[1], -t[5], rows, cols)
    return grid, _values(dataset.GetRasterBand(source.band), first_col, first_row, cols, rows)


def _values(band: gdal.Band, col: int, row: int, cols: int, rows: int) -> FloatArray:
    """Cells of a band in metres, NaN where unknown. By raw bytes: GDAL's own numpy module is bound to one numpy."""
    raw = band.ReadRaster(col, row, cols, rows, buf_type=gdal.GDT_Float64)
    flags = band.GetMaskBand().ReadRaster(col, row, cols, rows, buf_type=gdal.GDT_Byte)
    values = np.frombuffer(raw, dtype=np.float64).reshape(rows, cols).copy()
    values[np.frombuffer(flags, dtype=np.uint8).reshape(rows, cols) == 0] = np.nan
    return _metres(values, band)


def _metres(values: FloatArray, band: gdal.Band) -> FloatArray:
    values = values * (band.GetScale() or 1.0) + (band.GetOffset() or 0.0)
    values *= FEET.get((band.GetUnitType() or "").strip().lower(), 1.0)
    with np.errstate(invalid="ignore"):
        values[~((values > LOWEST) & (values < HIGHEST))] = np.nan
    return values


def _target_grid(
    dataset: gdal.Dataset,
    source: RasterSource,
    crs: QgsCoordinateReferenceSystem,
    extent: QgsRectangle,
    cell: float | None,
) -> Grid:
    """Square cells at round multiples of their size, over what extent and raster have in common."""
    t, width, height = dataset.GetGeoTransform(), dataset.RasterXSize, dataset.RasterYSize
    steps = np.linspace(0, 1, 21)
    col = np.concatenate([steps * width, steps * width, np.zeros(21), np.full(21, width)])
    row = np.concatenate([np.zeros(21), np.full(21, height), steps * height, steps * height])
    transform = QgsCoordinateTransform(source.crs, crs, QgsCoordinateTransformContext())
    edge = [
        transform.transform(t[0] + t[1] * c + t[2] * r, t[3] + t[4] * c + t[5] * r)
        for c, r in zip(col.tolist(), row.tolist(), strict=True)
    ]
    reach = QgsRectangle(
        min(point.x() for point in edge),
        min(point.y() for point in edge),
        max(point.x() for point in edge),
        max(point.y() for point in edge),
    )
    if cell is None:
        cell = _cell_of(dataset, transform)
    common = reach.intersect(extent)
    if common.isEmpty():
        raise _nothing_in_common(source)
    left, right = np.floor(common.xMinimum() / cell), np.ceil(common.xMaximum() / cell)
    bottom, top = np.floor(common.yMinimum() / cell), np.ceil(common.yMaximum() / cell)
    rows, cols = int(top - bottom), int(right - left)
    _check_size(rows, cols)
    return Grid(left * cell, top * cell, cell, cell, rows, cols)


def _cell_of(dataset: gdal.Dataset, transform: QgsCoordinateTransform) -> float:
    """About as fine as the raster in its middle, to two digits, so that a person can name it."""
    t, (x, y) = dataset.GetGeoTransform(), _centre(dataset)
    here = transform.transform(x, y)
    along, down = transform.transform(x + t[1], y + t[4]), transform.transform(x + t[2], y + t[5])
    across = (along.x() - here.x()) * (down.y() - here.y()) - (along.y() - here.y()) * (down.x() - here.x())
    cell = float(np.sqrt(abs(across)))
    digits = 1 - int(np.floor(np.log10(cell)))
    return float(round(cell, digits))


def _warped(dataset: gdal.Dataset, source: RasterSource, crs: QgsCoordinateReferenceSystem, grid: Grid) -> FloatArray:
    """A raster on the cells of ``grid``; NaN where it knows nothing or does not reach."""
    band = dataset.GetRasterBand(source.band)
    col, row, cols, rows = _needed(dataset, source, crs, grid)
    if cols <= 0 or rows <= 0:
        return np.full(grid.shape, np.nan)
    _check_size(rows, cols)
    t = dataset.GetGeoTransform()
    corner = (t[0] + col * t[1] + row * t[2], t[1], t[2], t[3] + col * t[4] + row * t[5], t[4], t[5])
    # Cleaned before it is resampled: an undeclared −9999 must not be mixed into its neighbours.
    clean = memory_raster(_values(band, col, row, cols, rows), corner, wkt_of(source.crs), np.nan)
    target = gdal.Warp(
        "",
        clean,
        format="MEM",
        dstSRS=wkt_of(crs),
        outputBounds=(
            grid.left,
            grid.top - grid.rows * grid.height,
            grid.left + grid.cols * grid.width,
            grid.top,
        ),
        width=grid.cols,
        height=grid.rows,
        resampleAlg="bilinear",
        outputType=gdal.GDT_Float64,
        srcNodata="nan",
        dstNodata="nan",
        errorThreshold=0,
    )
    if target is None:
        raise RedlineError(
            "Raster {layer} cannot be transformed to {crs}: check the coordinate system that it is said to have.",
            layer=source.name,
            crs=name_of_crs(crs),
        )
    raw = target.GetRasterBand(1).ReadRaster(0, 0, grid.cols, grid.rows, buf_type=gdal.GDT_Float64)
    return np.frombuffer(raw, dtype=np.float64).reshape(grid.shape).copy()


def _needed(
    dataset: gdal.Dataset, source: RasterSource, crs: QgsCoordinateReferenceSystem, grid: Grid
) -> tuple[int, int, int, int]:
    """Column, row, columns and rows of the raster that lie under ``grid``, with a margin for resampling."""
    place = QgsCoordinateTransform(crs, source.crs, QgsCoordinateTransformContext())
    inverse = gdal.InvGeoTransform(dataset.GetGeoTransform())
    found = []
    for share in np.linspace(0, 1, 21).tolist():
        for c, r in ((share, 0.0), (share, 1.0), (0.0, share), (1.0, share)):
            point = place.transform(grid.left + c * grid.cols * grid.width, grid.top - r * grid.rows * grid.height)
            found.append(gdal.ApplyGeoTransform(inverse, point.x(), point.y()))
    low, high = np.floor(np.min(found, axis=0)).astype(int) - 3, np.ceil(np.max(found, axis=0)).astype(int) + 3
    low, high = np.maximum(low, 0), np.minimum(high, [dataset.RasterXSize, dataset.RasterYSize])
    return int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1])
