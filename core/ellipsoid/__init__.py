"""Areas on the ellipsoid: the official procedure, projections, and the plane in which every area is the ellipsoid's."""

from .official import (
    CGCS2000,
    MANY,
    Ellipsoid,
    Projection,
    inverse_gauss_kruger,
    official_area,
    official_areas,
    projection_of_epsg,
    projection_of_proj,
    projection_of_transform,
    trapezoids,
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
