"""The plane in which the engine measures a layer: its projection, its ellipsoid, its area plane."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsEllipsoidUtils,
    QgsRectangle,
    QgsUnitTypes,
)

from ...core.ellipsoid import Ellipsoid, Projection, projection_of_proj, projection_of_transform
from ...core.ellipsoid.areaplane import AreaPlane
from ...core.errors import RedlineError
from .crs import geographic_of, name_of_crs, transform_xy

__all__ = ["area_plane_for", "ellipsoid_acronym", "ellipsoid_name", "ellipsoid_of", "lonlat_of", "projection_of"]

FloatArray = NDArray[np.float64]
LonLat = Callable[[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]


def ellipsoid_of(crs: QgsCoordinateReferenceSystem) -> Ellipsoid:
    """The ellipsoid of ``crs``; raises RedlineError where it has none that QGIS knows."""
    acronym = ellipsoid_acronym(crs)
    found = QgsEllipsoidUtils.ellipsoidParameters(acronym) if acronym else None
    if found is None or not found.valid:
        raise RedlineError(
            "The coordinate system {crs} has no known ellipsoid: give the layer its true coordinate system.",
            crs=name_of_crs(crs),
        )
    return Ellipsoid(found.semiMajor, found.semiMinor)


def ellipsoid_acronym(crs: QgsCoordinateReferenceSystem) -> str:
    """What QGIS calls the ellipsoid of ``crs``: ``EPSG:1024``, also where a .prj spells out its two axes."""
    acronym = crs.ellipsoidAcronym()
    if not acronym.startswith("PARAMETER:"):
        return acronym
    try:
        return geographic_of(crs).ellipsoidAcronym()
    except RedlineError:
        return acronym


def ellipsoid_name(crs: QgsCoordinateReferenceSystem) -> str:
    """How a person knows the ellipsoid of ``crs``: ``CGCS2000 (EPSG:1024)``; its acronym where QGIS has no name."""
    acronym = ellipsoid_acronym(crs)
    names = (each.description for each in QgsEllipsoidUtils.definitions() if each.acronym == acronym)
    return next(names, acronym)


def lonlat_of(crs: QgsCoordinateReferenceSystem) -> LonLat:
    """Exact (x, y) -> (longitude, latitude) in degrees on the system's own datum, by PROJ."""
    transform = QgsCoordinateTransform(crs, geographic_of(crs), QgsCoordinateTransformContext())

    def lonlat(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        xy = np.column_stack([np.asarray(x, dtype=np.float64).ravel(), np.asarray(y, dtype=np.float64).ravel()])
        moved = transform_xy(transform, xy)
        return moved[:, 0].reshape(np.shape(x)), moved[:, 1].reshape(np.shape(y))

    return lonlat


def projection_of(crs: QgsCoordinateReferenceSystem) -> Projection:
    """The engine's projection for ``crs``: its own formulas where it has them (Gauss-Krüger, UTM, longitude and
    latitude), else PROJ through QGIS. Raises RedlineError where ``crs`` is not valid or has no ellipsoid."""
    if not crs.isValid():
        raise RedlineError("The layer has no coordinate system: set one in its properties.")
    try:
        return projection_of_proj(crs.toProj())
    except RedlineError:
        ellipsoid, metres = ellipsoid_of(crs), 1.0
        if not crs.isGeographic():
            metres = QgsUnitTypes.fromUnitToUnitFactor(crs.mapUnits(), Qgis.DistanceUnit.Meters)
        return projection_of_transform(lonlat_of(crs), ellipsoid, metres)


def area_plane_for(crs: QgsCoordinateReferenceSystem, extent: QgsRectangle) -> AreaPlane:
    """The plane in which the engine measures layers of ``crs`` within ``extent`` (in units of ``crs``).

    Raises RedlineError for a system that is not valid and for an extent that is empty or not finite.
    """
    if extent.isNull() or not extent.isFinite():
        raise RedlineError("There is nothing to measure: the layers have no extent.")
    projection = projection_of(crs)
    bounds = (extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum())
    return AreaPlane.fit(bounds, projection, projection.ellipsoid)
