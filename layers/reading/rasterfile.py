"""Rasters between arrays and files. By raw bytes: GDAL's own numpy module is bound to the numpy it was built with."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from osgeo import gdal
from qgis.core import Qgis, QgsCoordinateReferenceSystem, QgsRasterFileWriter

from ...core.cameras.grid import Grid
from ...core.errors import RedlineError

__all__ = [
    "RasterFile",
    "band_array",
    "memory_raster",
    "vector_store",
    "wkt_of",
    "write_tiff",
]

KINDS = {"float64": gdal.GDT_Float64, "float32": gdal.GDT_Float32, "uint16": gdal.GDT_UInt16, "uint8": gdal.GDT_Byte}


def wkt_of(crs: QgsCoordinateReferenceSystem) -> str:
    """WKT that GDAL's osr reads, authority codes included."""
    return crs.toWkt(Qgis.CrsWktVariant.Preferred)


def memory_raster(
    values: NDArray[Any], geotransform: Sequence[float], wkt: str, nodata: float | None = None
) -> gdal.Dataset:
    """An array as a GDAL raster in memory; float64, float32, uint16 or uint8."""
    kind = KINDS[values.dtype.name]
    rows, cols = values.shape
    dataset = gdal.GetDriverByName("MEM").Create("", cols, rows, 1, kind)
    dataset.SetGeoTransform(list(geotransform))
    dataset.SetProjection(wkt)
    band = dataset.GetRasterBand(1)
    if nodata is not None:
        band.SetNoDataValue(nodata)
    band.WriteRaster(0, 0, cols, rows, np.ascontiguousarray(values).tobytes(), buf_type=kind)
    return dataset


def vector_store() -> gdal.Dataset:
    """An empty dataset of vectors in memory: GDAL's driver MEM since 3.11, Memory before."""
    driver = gdal.GetDriverByName("MEM")
    if driver.GetMetadataItem(gdal.DCAP_VECTOR) != "YES":
        driver = gdal.GetDriverByName("Memory")
    return driver.Create("", 0, 0, 0, gdal.GDT_Unknown)


def band_array(dataset: gdal.Dataset, kind: str = "float64") -> NDArray[Any]:
    """The first band of a raster as an array (rows, cols) of ``kind``."""
    cols, rows = dataset.RasterXSize, dataset.RasterYSize
    raw = dataset.GetRasterBand(1).ReadRaster(0, 0, cols, rows, buf_type=KINDS[kind])
    return np.frombuffer(raw, dtype=kind).reshape(rows, cols)


@dataclass(frozen=True)
class RasterFile:
    """An array that is to become a file. notes : by key, written into the file's metadata."""

    path: Path
    values: NDArray[Any]
    grid: Grid
    crs: QgsCoordinateReferenceSystem
    nodata: float
    description: str
    notes: tuple[tuple[str, str], ...] = ()


def write_tiff(raster: RasterFile, path: Path) -> None:
    """Write one raster to ``path`` in the format of its ending; raises RedlineError where it cannot be."""
    driver_name = QgsRasterFileWriter.driverForExtension(path.suffix) or "GTiff"
    driver = gdal.GetDriverByName(driver_name)
    if driver is None:
        raise RedlineError(
            "Rasters of the kind {suffix} cannot be written here: name the output .tif.", suffix=path.suffix
        )
    memory = memory_raster(raster.values, raster.grid.geotransform, wkt_of(raster.crs), raster.nodata)
    memory.GetRasterBand(1).SetDescription(raster.description)
    memory.SetMetadata({"SOFTWARE": "Redline"} | dict(raster.notes))
    options = ["COMPRESS=DEFLATE", "TILED=YES", "BIGTIFF=IF_SAFER"] if driver_name == "GTiff" else []
    try:
        done = driver.CreateCopy(str(path), memory, 0, options)
    except RuntimeError:  # where another plugin has turned GDAL's exceptions on
        done = None
    if done is None:
        raise RedlineError(
            "Raster {path} cannot be written ({reason}): choose a folder in which you may write.",
            path=path.name,
            reason=gdal.GetLastErrorMsg(),
        )
    # Closed here, so that Windows lets the file be moved; a full disk may tell nobody.
    with suppress(RuntimeError):
        done.FlushCache()
    del done
    if _checksum(path) != memory.GetRasterBand(1).Checksum():
        raise RedlineError("{file} is cut off: see whether the disk is full.", file=path.name)


def _checksum(path: Path) -> int | None:
    try:
        found = gdal.Open(str(path))
        return None if found is None else found.GetRasterBand(1).Checksum()
    except RuntimeError:
        return None
