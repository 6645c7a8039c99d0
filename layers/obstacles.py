"""Trees and buildings for the camera tools: heights burned on the cells of an elevation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from osgeo import gdal, ogr, osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeatureRequest,
    QgsWkbTypes,
)

from ..core.cameragrid import Grid
from ..core.errors import RedlineError
from ..core.polygons import FloatArray
from .rasterfile import memory_raster, wkt_of
from .sources import Source

__all__ = ["Obstacles", "burn_heights"]


@dataclass(frozen=True)
class Obstacles:
    """Things that stand on the ground. field : their height above it, m; height : what stands in where it is empty."""

    source: Source
    field: str | None
    height: float


def burn_heights(
    obstacles: Obstacles,
    grid: Grid,
    crs: QgsCoordinateReferenceSystem,
    transform_context: QgsCoordinateTransformContext | None = None,
) -> FloatArray:
    """Heights above the ground (rows, cols), 0 where nothing stands. An obstacle counts in every cell that it touches;
    where several meet the highest counts.

    Raises RedlineError with the layer, the feature and the value where a height is negative or no number.
    """
    source = obstacles.source
    transform = QgsCoordinateTransform(source.crs, crs, transform_context or QgsCoordinateTransformContext())
    spatial = osr.SpatialReference()
    spatial.ImportFromWkt(wkt_of(crs))
    store = _vector_memory()
    layer = store.CreateLayer("obstacles", spatial, ogr.wkbUnknown)
    layer.CreateField(ogr.FieldDefn("h", ogr.OFTReal))
    column = source.fields.lookupField(obstacles.field) if obstacles.field else -1
    rows: list[tuple[float, bytes]] = []
    request = QgsFeatureRequest()
    request.setSubsetOfAttributes([column] if column >= 0 else [])
    for feature in source.iterate(request):
        if not feature.hasGeometry():
            continue
        value = feature.attribute(column) if column >= 0 else None
        height = _height(value, obstacles, source, feature.id())
        if height == 0:
            continue
        geometry = feature.geometry()
        if QgsWkbTypes.isCurvedType(geometry.wkbType()):
            geometry.convertToStraightSegment()
        geometry.transform(transform)
        rows.append((height, geometry.asWkb().data()))
    for height, wkb in sorted(rows, key=lambda row: row[0]):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("h", height)
        feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(wkb))
        layer.CreateFeature(feature)
    target = memory_raster(np.zeros(grid.shape), grid.geotransform, wkt_of(crs))
    gdal.RasterizeLayer(target, [1], layer, options=["ATTRIBUTE=h", "ALL_TOUCHED=TRUE"])
    raw = target.GetRasterBand(1).ReadRaster(0, 0, grid.cols, grid.rows, buf_type=gdal.GDT_Float64)
    return np.frombuffer(raw, dtype=np.float64).reshape(grid.shape).copy()


def _height(value: object, obstacles: Obstacles, source: Source, fid: int) -> float:
    try:
        height = obstacles.height if value is None or value == "" or _is_null(value) else float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        height = float("nan")
    if not (np.isfinite(height) and height >= 0):
        raise RedlineError(
            "Layer {layer}, feature {fid}: {value} in field {field} is no height: give metres above the ground, "
            "0 or more.",
            layer=source.name,
            fid=fid,
            value=value,
            field=obstacles.field or "-",
        )
    return height


def _is_null(value: object) -> bool:
    is_null = getattr(value, "isNull", None)
    return bool(is_null()) if callable(is_null) else False


def _vector_memory() -> gdal.Dataset:
    """GDAL's vectors in memory: driver MEM since 3.11, Memory before."""
    driver = gdal.GetDriverByName("Memory")
    if driver is None:
        driver = gdal.GetDriverByName("MEM")
    return driver.Create("", 0, 0, 0, gdal.GDT_Unknown)
