"""Areas on the ellipsoid: the front door to the official procedure (``core.ellipsoid.procedure``) and to projections.

CGCS2000 zones and other systems come from ``core.ellipsoid.projection``; layers of many polygons go through
``core.ellipsoid.fit``, which gives the same digits in a fraction of the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..errors import RedlineError
from ..shapes.polygons import FloatArray, Polygons
from .fit import OfficialFit
from .procedure import half_up_array, procedure_areas, trapezoids, unusable
from .projection import (
    CGCS2000,
    ZONE_METRES,
    Ellipsoid,
    Projection,
    inverse_gauss_kruger,
    projection_of_epsg,
    projection_of_proj,
    projection_of_transform,
)

__all__ = [
    "CGCS2000",
    "MANY",
    "Ellipsoid",
    "Projection",
    "inverse_gauss_kruger",
    "official_area",
    "official_areas",
    "projection_of_epsg",
    "projection_of_proj",
    "projection_of_transform",
    "trapezoids",
]

MANY = 50_000
"""Vertices from which on fitting the procedure pays: the fit takes as long as the procedure for a third of them."""


def official_area(rings: Sequence[Sequence[Sequence[float]]], epsg: int) -> float:
    """The official area of one polygon.

    rings : outer ring first, then holes; each a sequence of (x_north, y_east) in metres, closed or not. With a
        geographic system (4490) they are (latitude, longitude) in degrees.
    epsg : the system; any zone of CGCS2000 with or without zone number, or what pyproj knows.

    Returns m² with 2 decimals. The zone number is taken off an easting of 8 digits only, as the procedure says, so
    that eastings without it are right under either code. Raises RedlineError for coordinates that cannot be
    of that system: no number, wrong zone number, or x and y exchanged.
    """
    projection = projection_of_epsg(epsg)
    flipped: list[tuple[Any, bool]] = []
    for number, ring in enumerate(rings):
        try:
            north_east = np.array([(point[0], point[1]) for point in ring], dtype=np.float64).reshape(-1, 2)
        except (IndexError, TypeError, ValueError) as error:
            raise RedlineError("Ring {ring} holds something that is no pair of numbers.", ring=number + 1) from error
        flipped.append((_checked(north_east[:, ::-1], projection, number + 1), number > 0))
    area = official_areas(Polygons.from_rings([flipped]), projection)[0]
    return float(area)


def _checked(xy: FloatArray, projection: Projection, ring: int) -> FloatArray:
    """The ring as the projection counts it, eastings brought to its false easting; RedlineError if it cannot be."""
    if not np.isfinite(xy).all():
        raise RedlineError("Ring {ring} has a coordinate that is no number.", ring=ring)
    if projection.is_official and len(xy):
        east, north = xy[:, 0], xy[:, 1]
        if (np.abs(north) >= 1e7).any():
            raise RedlineError(
                "Ring {ring} has the northing {value}, which lies beyond the pole: are x and y exchanged?",
                ring=ring,
                value=f"{north[np.abs(north).argmax()]:.3f}",
            )
        prefix = np.where(east >= 1e7, np.floor(east / ZONE_METRES), 0).astype(np.int64)
        wrong = (prefix != 0) & (prefix != projection.zone) if projection.zone else prefix != 0
        if wrong.any():
            raise RedlineError(
                "Ring {ring} has the easting {value} with zone number {found}, but the system is of zone {zone}.",
                ring=ring,
                value=f"{east[wrong][0]:.3f}",
                found=int(prefix[wrong][0]),
                zone=projection.zone or "–",
            )
        if projection.zone:
            xy = np.column_stack([np.where(prefix == 0, east + projection.zone * ZONE_METRES, east), north])
    if unusable(xy, projection).any():
        raise RedlineError("Ring {ring} lies outside of what its coordinate system covers.", ring=ring)
    return xy


def official_areas(
    polygons: Polygons, projection: Projection, *, rounded: bool = True, exact_angles: bool = False
) -> FloatArray:
    """The official areas of many polygons, digit for digit those of :func:`official_area`.

    polygons : x = easting, y = northing in the plane of ``projection``; any number of parts and holes.
    rounded : False gives step 6 unrounded (for comparisons); exact_angles : True leaves out step 4, the
        rounding of arc-seconds (to tell the procedure's own noise from an error).

    Returns (n,) float64, m² with 2 decimals: 0 for an empty polygon, NaN where a coordinate is no number or lies
    outside of what the system covers (over 1,000 km from the central meridian, beyond a pole).

    CGCS2000 Gauss-Krüger goes by the official series and constants, other transverse Mercators by Krüger's series,
    others by their transform; the series A … E are those of the projection's ellipsoid. In a geographic system
    the vertices are latitude and longitude themselves: step 1 falls away, and step 2 measures the edge
    on the ellipsoid and puts its points straight in longitude and latitude.
    """
    if not rounded or exact_angles:
        areas = procedure_areas(polygons, projection, exact_angles=exact_angles)
        return half_up_array(areas, 2) if rounded else areas
    if len(polygons.xy) < MANY or projection.kind == "longlat":
        return half_up_array(procedure_areas(polygons, projection), 2)
    usable = polygons.xy[~unusable(polygons.xy, projection)]
    if not len(usable):
        return half_up_array(procedure_areas(polygons, projection), 2)
    x, y = usable.T  # an axis at a time: both together take numpy ten times as long
    return OfficialFit.fit([x.min(), y.min(), x.max(), y.max()], projection).areas(polygons)
