"""Projection, area plane and reach of a coordinate system, by pyproj."""

from __future__ import annotations

import math
import warnings

import numpy as np
from pyproj import CRS, Transformer

from ..core.ellipsoid import Ellipsoid, Projection, projection_of_proj, projection_of_transform
from ..core.ellipsoid.areaplane import AreaPlane
from ..core.errors import RedlineError
from ..core.shapes.polygons import FloatArray, Polygons, bounds_of
from ..core.shapes.stray import AROUND, DEGREE, LONGEST_EDGE, Reach

__all__ = ["area_plane_over", "projection_of", "reach_of"]


def projection_of(crs: CRS) -> Projection:
    """The engine's projection for ``crs``: its own formulas where it has them (Gauss-Krüger, UTM, longitude and
    latitude), else PROJ. Raises RedlineError where ``crs`` has no ellipsoid."""
    with warnings.catch_warnings():
        # PROJ warns that a PROJ string says less than the system does: what the formulas need, it says.
        warnings.simplefilter("ignore", UserWarning)
        described = crs.to_proj4()
    try:
        return projection_of_proj(described)
    except RedlineError:
        if crs.ellipsoid is None or crs.geodetic_crs is None:
            raise RedlineError(
                "The coordinate system {crs} has no known ellipsoid: give the layer its true coordinate system.",
                crs=crs.name,
            ) from None
    ellipsoid = Ellipsoid(crs.ellipsoid.semi_major_metre, crs.ellipsoid.semi_minor_metre)
    lonlat = Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)

    def inverse(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        lon, lat = lonlat.transform(np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64))
        return np.asarray(lon), np.asarray(lat)

    return projection_of_transform(inverse, ellipsoid, 1.0 if crs.is_geographic else _metres(crs))


def area_plane_over(crs: CRS, *several: Polygons) -> AreaPlane:
    """The plane in which everything of ``several`` (in ``crs``) is measured together."""
    projection = projection_of(crs)
    return AreaPlane.fit(bounds_of(*several).tolist(), projection, projection.ellipsoid)


def reach_of(crs: CRS) -> Reach:
    """How far coordinates of ``crs`` go; only edges are bounded where its area of use is not known."""
    metres = DEGREE if crs.is_geographic else _metres(crs)
    return Reach(_box(crs, AROUND / metres), LONGEST_EDGE / metres)


def _metres(crs: CRS) -> float:
    return float(crs.axis_info[0].unit_conversion_factor) if crs.axis_info else 1.0


def _box(crs: CRS, around: float) -> tuple[float, float, float, float]:
    used = crs.area_of_use
    if used is None or crs.geodetic_crs is None:
        return -math.inf, -math.inf, math.inf, math.inf
    there = Transformer.from_crs(crs.geodetic_crs, crs, always_xy=True)
    west, south, east, north = there.transform_bounds(used.west, used.south, used.east, used.north)
    sides = np.array([west, south, east, north])
    if not np.isfinite(sides).all():
        return -math.inf, -math.inf, math.inf, math.inf
    xmin, ymin, xmax, ymax = (sides + np.array([-around, -around, around, around])).tolist()
    return xmin, ymin, xmax, ymax
