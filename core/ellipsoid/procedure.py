"""The official procedure for the area of polygons, step by step and to the letter.

国土调查办发〔2008〕32号, kept by the third national survey with the constants of CGCS2000:

1. plane coordinates to 4 decimals of a metre, half-up;
2. on each edge longer than 70 m ``int(length / 70)`` points at equal distances;
3. back to latitude and longitude by the inverse Gauss-Krüger series;
4. both to 6 decimals of an arc-second, half-up;
5. the sum of the trapezoids between the edges and a reference meridian;
6. outer ring less holes;
7. to 0.01 m², half-up: :func:`half_up_array`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..shapes.polygons import FloatArray, IntArray, Polygons
from .projection import RHO, Ellipsoid, Projection

__all__ = ["DENSIFY", "angles", "half_up_array", "procedure_areas", "trapezoids", "unusable"]

DENSIFY = 70.0
"""Edges longer than this, in metres, get points between (步骤 2)."""

_BLOCK = 1 << 17
"""Points worked on at once: temporaries stay within a few MB."""

_FARTHEST = 1.0e6
"""Metres from the central meridian beyond which no easting of a Gauss-Krüger zone can lie."""


def procedure_areas(polygons: Polygons, projection: Projection, *, exact_angles: bool = False) -> FloatArray:
    """Steps 1 to 6 for many polygons: (n,) m², unrounded.

    polygons : x = easting, y = northing in the plane of ``projection``. exact_angles : True leaves out step 4.
    0 for an empty polygon, NaN where a vertex is :func:`unusable`. A polygon's digits do not depend on its neighbours.
    """
    n = len(polygons)
    result = np.zeros(n)
    lengths = polygons.rings[polygons.polygons]
    start = 0
    while start < n:
        stop = max(start + 1, int(np.searchsorted(lengths, lengths[start] + _BLOCK // 2, side="right")) - 1)
        result[start:stop] = _block(polygons, start, min(stop, n), projection, exact_angles)
        start = stop
    return result


def _block(polygons: Polygons, start: int, stop: int, projection: Projection, exact_angles: bool) -> FloatArray:
    """Unrounded areas of the polygons start:stop."""
    first, last = polygons.polygons[start], polygons.polygons[stop]
    rings = polygons.rings[first : last + 1]
    xy = polygons.xy[rings[0] : rings[-1]]
    sizes = np.diff(rings)
    ring_of = np.repeat(np.arange(len(sizes)), sizes)
    bad = unusable(xy, projection)
    bad_rings = np.bincount(ring_of[bad], minlength=len(sizes)) > 0
    if bad.any():
        xy = np.where(bad_rings[ring_of][:, None], 0.0, xy)
    areas = np.abs(_ring_areas(xy, ring_of, len(sizes), projection, exact_angles))
    areas[bad_rings] = np.nan
    signed = np.where(polygons.holes[first:last], -areas, areas)
    owner = np.repeat(np.arange(stop - start), np.diff(polygons.polygons[start : stop + 1]))
    return np.bincount(owner, weights=signed, minlength=stop - start).astype(np.float64)


def unusable(xy: FloatArray, projection: Projection) -> NDArray[np.bool_]:
    """(m,) bool: True where a vertex cannot be of that system."""
    with np.errstate(invalid="ignore"):
        if projection.kind == "longlat":
            inside = (np.abs(xy[:, 0]) <= 360) & (np.abs(xy[:, 1]) <= 90)
        elif projection.kind == "tmerc":
            inside = (np.abs(xy[:, 0] * projection.metres - projection.x_0) <= _FARTHEST) & (
                np.abs(xy[:, 1] * projection.metres - projection.y_0) <= 1.0e7
            )
        else:
            inside = (np.abs(xy) * projection.metres <= 1.0e8).all(axis=1)
    return ~inside


def _ring_areas(
    xy: FloatArray, ring_of: IntArray, n_rings: int, projection: Projection, exact_angles: bool
) -> FloatArray:
    """Signed trapezoid sums of closed rings, taken a bounded number of points at a time; (n_rings,) m²."""
    if len(xy) < 2:
        return np.zeros(n_rings)
    if projection.kind != "longlat":
        xy = half_up_array(xy * projection.metres, 4) / projection.metres
    edges = np.flatnonzero(ring_of[:-1] == ring_of[1:])
    steps = _steps(xy[edges], xy[edges + 1], projection)
    ends = np.cumsum(steps)
    reference = _reference(xy, ring_of, n_rings, projection, exact_angles)
    sums = np.empty(len(edges))
    at = 0
    while at < len(edges):
        before = int(ends[at - 1]) if at else 0
        to = max(at + 1, int(np.searchsorted(ends, before + _BLOCK, side="right")))
        some = edges[at:to]
        sums[at:to] = _edge_sums(xy, some, steps[at:to], reference[ring_of[some]], projection, exact_angles)
        at = to
    # one sum in ring order, wherever the blocks were cut: the digits must not depend on a polygon's neighbours
    return np.bincount(ring_of[edges], weights=sums, minlength=n_rings).astype(np.float64)


def _steps(a: FloatArray, b: FloatArray, projection: Projection) -> IntArray:
    """Parts into which step 2 divides each edge a → b: int(length / 70) + 1 where it is longer than 70 m."""
    if projection.kind == "longlat":
        length = _length_on_ellipsoid(a, b, projection.ellipsoid)
    else:
        length = np.hypot(b[:, 0] - a[:, 0], b[:, 1] - a[:, 1]) * projection.metres
    return np.where(length > DENSIFY, np.floor(length / DENSIFY), 0).astype(np.int64) + 1


def _length_on_ellipsoid(a: FloatArray, b: FloatArray, ellipsoid: Ellipsoid) -> FloatArray:
    """Lengths in metres of edges in degrees, by the radii of curvature at their middles."""
    middle = np.radians((a[:, 1] + b[:, 1]) / 2)
    w2 = 1 - ellipsoid.e2 * np.sin(middle) ** 2
    across = ellipsoid.a / np.sqrt(w2) * np.cos(middle) * np.radians(b[:, 0] - a[:, 0])
    along = ellipsoid.a * (1 - ellipsoid.e2) / w2**1.5 * np.radians(b[:, 1] - a[:, 1])
    return np.hypot(across, along)


def angles(x: FloatArray, y: FloatArray, projection: Projection, exact: bool) -> tuple[FloatArray, FloatArray]:
    """Steps 3 and 4: (L, B) in millionths of an arc-second, whole numbers unless ``exact``."""
    longitude, latitude = projection.arc_seconds(x, y)
    longitude, latitude = longitude * 1e6, latitude * 1e6
    return (longitude, latitude) if exact else (_half_up_whole(longitude), _half_up_whole(latitude))


def _reference(xy: FloatArray, ring_of: IntArray, n_rings: int, projection: Projection, exact: bool) -> FloatArray:
    """The reference meridian of each ring, at its first vertex.

    Any meridian gives the same sum over a closed ring; a near one keeps all digits of a double.
    """
    firsts = np.flatnonzero(np.diff(ring_of, prepend=-1))
    reference = np.zeros(n_rings)
    reference[ring_of[firsts]] = angles(xy[firsts, 0], xy[firsts, 1], projection, exact)[0]
    return reference


def _edge_sums(
    xy: FloatArray, edges: IntArray, steps: IntArray, reference: FloatArray, projection: Projection, exact: bool
) -> FloatArray:
    """Sum of the trapezoids of each edge, m²: the edge's points, both ends included, and the strips between."""
    counts = steps + 1
    ends = np.cumsum(counts)
    starts = ends - counts
    edge_of = np.repeat(np.arange(len(edges)), counts)
    place = np.arange(ends[-1]) - starts[edge_of]
    at = edges[edge_of]
    part = (place / steps[edge_of])[:, None]
    points = xy[at] + part * (xy[at + 1] - xy[at])
    # the end itself, not what start + 1 × difference rounds to: neighbouring edges must meet in the same digits
    points[ends - 1] = xy[edges + 1]
    longitude, latitude = angles(points[:, 0], points[:, 1], projection, exact)
    longitude -= reference[edge_of]
    strips = trapezoids(longitude[:-1], latitude[:-1], longitude[1:], latitude[1:], projection.ellipsoid)
    inner = edge_of[:-1] == edge_of[1:]
    return np.bincount(edge_of[:-1][inner], weights=strips[inner], minlength=len(edges)).astype(np.float64)


def trapezoids(l1: FloatArray, b1: FloatArray, l2: FloatArray, b2: FloatArray, ellipsoid: Ellipsoid) -> FloatArray:
    """Step 5: signed areas in m² between edges and the meridian from which longitudes are counted.

    l1, b1, l2, b2 : longitude and latitude of the two ends in millionths of an arc-second, arrays of one shape.
    S = 2 b² ΔL [A sin(ΔB/2) cos Bm − B sin(3ΔB/2) cos 3Bm + C sin(5ΔB/2) cos 5Bm − D … + E …],
    ΔL = (L1 + L2) / 2, ΔB = B2 − B1, Bm = (B1 + B2) / 2. Source: 国土调查办发〔2008〕32号.
    """
    unit = 1e-6 / RHO
    half = (b2 - b1) * (unit / 2)
    middle = (b1 + b2) * (unit / 2)
    s, c = np.sin(half), np.cos(middle)
    # sin and cos of the odd multiples by the recurrence f(k + 2) = 2 cos(2x) f(k) − f(k − 2)
    s_step, c_step = 2 - 4 * s * s, 4 * c * c - 2
    s_before, c_before = -s, c
    total = np.zeros_like(s)
    sign = 1.0
    for coefficient in ellipsoid.area_series:
        total += sign * coefficient * s * c
        s, s_before = s_step * s - s_before, s
        c, c_before = c_step * c - c_before, c
        sign = -sign
    return ellipsoid.b**2 * (l1 + l2) * unit * total


def half_up_array(values: FloatArray, decimals: int) -> FloatArray:
    """Values rounded half away from zero at a decimal place, as the shortest decimal text of each double reads.

    A double next to a tie counts as the tie: 4041000.00005 rounds to 4041000.0001, though its double lies below.
    """
    scale = 10.0**decimals
    return _half_up_whole(values * scale) / scale


def _half_up_whole(values: FloatArray) -> FloatArray:
    size = np.abs(values)
    return np.copysign(np.floor(size + 0.5 + np.spacing(size)), values)
