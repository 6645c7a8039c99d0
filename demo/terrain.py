"""A schematic elevation model: a plain that falls to the north-east, old river ridges, levees, cut river beds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely

from redline.core.polygons import FloatArray

from .frame import EPSG, NOTICE, ORIGIN, rng_of, waves
from .landuse import Ground

__all__ = ["elevation", "write_elevation"]

CELL = 30.0
_LEVEE, _BED = 3.5, -4.0


def elevation(xy: FloatArray, seed: int) -> FloatArray:
    """Height in m of open ground at points in EPSG:4527: 41 m in the south-west to 33 m in the north-east, ± some m."""
    local = np.asarray(xy) - ORIGIN
    broad = waves(rng_of(seed, 21), (9_000.0, 1.0, 6), (3_000.0, 1.0, 6))
    fine = waves(rng_of(seed, 22), (700.0, 1.0, 7))
    fall = 38.4 - 1.35e-4 * local[:, 0] - 0.6e-4 * local[:, 1]
    return fall + 0.7 * broad.value(local) + 0.15 * fine.value(local)


def write_elevation(path: Path, outline: shapely.Polygon, ground: Ground, seed: int) -> None:
    """GeoTIFF of 30 m cells in EPSG:4527, a kilometre beyond the outline; rivers and levees from the patches."""
    from osgeo import gdal, ogr, osr

    gdal.UseExceptions()
    west, south, east, north = outline.buffer(1000).bounds
    west, north = np.floor(west / CELL) * CELL, np.ceil(north / CELL) * CELL
    columns, rows = int(np.ceil((east - west) / CELL)), int(np.ceil((north - south) / CELL))
    x = west + (np.arange(columns) + 0.5) * CELL
    y = north - (np.arange(rows) + 0.5) * CELL
    heights = np.empty((rows, columns), dtype=np.float32)
    for k in range(rows):
        heights[k] = elevation(np.column_stack([x, np.full(columns, y[k])]), seed)

    unfinished = path.with_name(f".{path.name}.unfinished.tif")
    options = ["COMPRESS=DEFLATE", "PREDICTOR=3", "TILED=YES"]
    raster = gdal.GetDriverByName("GTiff").Create(str(unfinished), columns, rows, 1, gdal.GDT_Float32, options)
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(EPSG)
    raster.SetProjection(srs.ExportToWkt())
    raster.SetGeoTransform([west, CELL, 0, north, 0, -CELL])
    raster.SetMetadataItem("TIFFTAG_IMAGEDESCRIPTION", NOTICE)
    shifts = gdal.GetDriverByName("MEM").Create("", columns, rows, 1, gdal.GDT_Float32)
    shifts.SetProjection(raster.GetProjection())
    shifts.SetGeoTransform(raster.GetGeoTransform())
    memory = ogr.GetDriverByName("Memory").CreateDataSource("")
    for dlbm, shift in (("1101", _BED), ("1109", _LEVEE)):
        layer = memory.CreateLayer(dlbm, srs, ogr.wkbPolygon)
        for wkb in shapely.to_wkb(ground.polygons[ground.dlbm == dlbm]):
            feature = ogr.Feature(layer.GetLayerDefn())
            feature.SetGeometry(ogr.CreateGeometryFromWkb(bytes(wkb)))
            layer.CreateFeature(feature)
        gdal.RasterizeLayer(shifts, [1], layer, burn_values=[shift], options=["ALL_TOUCHED=TRUE"])
    band = raster.GetRasterBand(1)
    band.WriteArray(heights + shifts.ReadAsArray())
    band.SetDescription("示意高程（米）")
    band = raster = None
    unfinished.replace(path)
