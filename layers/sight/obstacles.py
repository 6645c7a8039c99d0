"""Trees and buildings for the camera tools: heights burned on the cells of an elevation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from osgeo import gdal, ogr, osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeatureRequest,
)

from ...core.cameras.grid import Grid
from ...core.errors import RedlineError
from ...core.shapes.polygons import FloatArray
from ..reading.datums import transform_between
from ..reading.polygonarrays import straightened
from ..reading.rasterfile import band_array, memory_raster, vector_store, wkt_of
from ..reading.sources import Source

__all__ = ["Obstacles", "burn_heights", "share_of_cells"]

MAX_POINTS = 200_000_000


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
    transform = transform_between(source.name, source.crs, crs, transform_context or QgsCoordinateTransformContext())
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
        geometry = straightened(feature.geometry())
        geometry.transform(transform)
        rows.append((height, geometry.asWkb().data()))
    store, layer = memory_layer(sorted(rows, key=lambda row: row[0]), crs)
    target = memory_raster(np.zeros(grid.shape), grid.geotransform, wkt_of(crs))
    gdal.RasterizeLayer(target, [1], layer, options=["ATTRIBUTE=h", "ALL_TOUCHED=TRUE"])
    del store
    return band_array(target).copy()


def share_of_cells(
    source: Source,
    grid: Grid,
    crs: QgsCoordinateReferenceSystem,
    transform_context: QgsCoordinateTransformContext | None = None,
) -> FloatArray:
    """How much of each cell the polygons of ``source`` cover, 0 … 1, counted on up to 4 × 4 points of a cell."""
    transform = transform_between(source.name, source.crs, crs, transform_context or QgsCoordinateTransformContext())
    rows = []
    for feature in source.iterate(QgsFeatureRequest().setSubsetOfAttributes([])):
        if not feature.hasGeometry():
            continue
        geometry = straightened(feature.geometry())
        geometry.transform(transform)
        rows.append((1.0, geometry.asWkb().data()))
    fine = next((k for k in (4, 3, 2) if grid.rows * grid.cols * k * k <= MAX_POINTS), 1)
    store, layer = memory_layer(rows, crs)
    left, width, _, top, _, height = grid.geotransform
    target = memory_raster(
        np.zeros((grid.rows * fine, grid.cols * fine), dtype=np.uint8),
        (left, width / fine, 0.0, top, 0.0, height / fine),
        wkt_of(crs),
    )
    gdal.RasterizeLayer(target, [1], layer, burn_values=[1])
    del store
    points = band_array(target, "uint8").reshape(grid.rows, fine, grid.cols, fine)
    return points.sum(axis=(1, 3), dtype=np.float64) / (fine * fine)


def memory_layer(rows: list[tuple[float, bytes]], crs: QgsCoordinateReferenceSystem) -> tuple[gdal.Dataset, ogr.Layer]:
    """Geometries (as WKB) with a number ``h`` each, as GDAL draws them; the dataset keeps the layer alive."""
    spatial = osr.SpatialReference()
    spatial.ImportFromWkt(wkt_of(crs))
    store = vector_store()
    layer = store.CreateLayer("shapes", spatial, ogr.wkbUnknown)
    layer.CreateField(ogr.FieldDefn("h", ogr.OFTReal))
    for value, wkb in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("h", value)
        feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(wkb))
        layer.CreateFeature(feature)
    return store, layer


def _height(value: object, obstacles: Obstacles, source: Source, fid: int) -> float:
    try:
        empty = value is None or value == "" or _is_null(value)
        height = obstacles.height if empty else float(value)  # type: ignore[arg-type]  # what it cannot take is caught
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
