"""Coordinate systems between QGIS and the engine: exact transforms of whole arrays, names for people."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsGeometry,
    QgsProject,
)

from ...core.errors import RedlineError
from ...core.parceltext import TextCrs, crs_of_epsg

__all__ = [
    "TransformError",
    "datum_name",
    "geographic_of",
    "name_of_crs",
    "text_crs",
    "transform_of",
    "transform_xy",
]

FloatArray = NDArray[np.float64]


class TransformError(RedlineError):
    """Coordinates that a transform cannot take."""


def name_of_crs(crs: QgsCoordinateReferenceSystem) -> str:
    """How a person knows the system: ``EPSG:4527 (CGCS2000 / 3-degree Gauss-Kruger zone 39)``."""
    if not crs.isValid():
        return "?"
    known, words = crs.authid(), crs.description().removesuffix(" (with axis order normalized for visualization)")
    return f"{known} ({words})" if known and words else known or words or crs.toProj()


def geographic_of(crs: QgsCoordinateReferenceSystem) -> QgsCoordinateReferenceSystem:
    """Longitude and latitude on the datum of ``crs``, also where PROJ does not know the system by its name: a .prj of
    other programs, a meridian of an office's own. Raises RedlineError where nothing lies beneath ``crs``."""
    found = crs.toGeographicCrs()
    if not found.isValid():
        beneath = _known_to_gdal(crs).CloneGeogCS() if crs.isValid() else None
        if beneath is not None:
            found = QgsCoordinateReferenceSystem.fromWkt(beneath.ExportToWkt(["FORMAT=WKT2_2019"]))
    if not found.isValid():
        raise RedlineError(
            "The coordinate system {crs} names no longitudes and latitudes beneath it: give the layer its true "
            "coordinate system.",
            crs=name_of_crs(crs),
        )
    return found


def datum_name(crs: QgsCoordinateReferenceSystem) -> str:
    """The datum of ``crs`` as GDAL names it: ``China_2000``, ``Xian_1980``, ``D_…`` of an office's own; "" where it
    names none."""
    return str(_known_to_gdal(crs).GetAttrValue("DATUM") or "") if crs.isValid() else ""


def _known_to_gdal(crs: QgsCoordinateReferenceSystem) -> Any:
    from osgeo import osr

    system = osr.SpatialReference()
    try:
        system.ImportFromWkt(crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED))
    except RuntimeError:  # GDAL's, where somebody in the process has switched its exceptions on
        return osr.SpatialReference()
    return system


def text_crs(crs: QgsCoordinateReferenceSystem) -> TextCrs:
    """The system in the words of parcel text files and sheets; by its description where it has no EPSG code."""
    code = crs.authid().removeprefix("EPSG:")
    return crs_of_epsg(int(code)) if code.isdigit() else TextCrs(None, crs.description())


def transform_of(
    source: QgsCoordinateReferenceSystem,
    target: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext | None = None,
) -> QgsCoordinateTransform:
    """The transform from ``source`` to ``target`` as the project (or ``context``) has it set up."""
    return QgsCoordinateTransform(
        source, target, context if context is not None else QgsProject.instance().transformContext()
    )


def transform_xy(transform: QgsCoordinateTransform, xy: FloatArray) -> FloatArray:
    """``xy``, (m, 2), through ``transform``: one call of PROJ for all, in QGIS's own order of axes (x east).

    Raises TransformError where a coordinate lies outside what the transform can take.
    """
    if transform.isShortCircuited() or not len(xy):
        return xy
    if len(xy) == 1:
        # A line needs two points.
        return transform_xy(transform, np.repeat(xy, 2, axis=0))[:1]
    header = struct.pack("<BII", 1, 2, len(xy))
    line = QgsGeometry()
    line.fromWkb(header + np.ascontiguousarray(xy, dtype="<f8").tobytes())
    try:
        line.transform(transform)
    except QgsCsException as error:
        raise TransformError(
            "Coordinates cannot be transformed from {source} to {target}: "
            "check the coordinate system that the layer is said to have.",
            source=name_of_crs(transform.sourceCrs()),
            target=name_of_crs(transform.destinationCrs()),
        ) from error
    moved = np.frombuffer(line.asWkb().data(), dtype="<f8", offset=len(header)).reshape(-1, 2)
    if not np.isfinite(moved).all():
        raise TransformError(
            "Coordinates cannot be transformed from {source} to {target}: "
            "check the coordinate system that the layer is said to have.",
            source=name_of_crs(transform.sourceCrs()),
            target=name_of_crs(transform.destinationCrs()),
        )
    return np.ascontiguousarray(moved)
