"""The official procedure for whole layers: the same steps and roundings, the series replaced by checked polynomials.

Longitude and latitude over the extent of a layer are two polynomials of the plane, right to a hundredth of the
millionth of an arc-second to which the procedure rounds, and the area between a parallel and the equator is one of the
latitude. So an area comes out as ``core.ellipsoid`` gives it, digit for digit but where an angle lies within that
hundredth of a tie: there by some thousandths of a square metre at most. A fifth to a tenth of the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import NDArray

from . import compiled
from .areaplane import meridian_area
from .chebyshev import Box, Polynomial, Series, box_of
from .ellipsoid import DENSIFY, half_up_array, official_areas
from .flatrings import add_by_ring, by_numba, owners, sum_rings, taken
from .polygons import FloatArray, IntArray, Polygons
from .projection import RHO, Projection

__all__ = ["OfficialFit"]

TOLERANCE = 0.01
"""Millionths of an arc-second by which a polynomial may be off."""

_MICRO = 1e-6 / RHO
_LEAST = 5000.0
_NODES = (8, 10, 13, 18, 26)
_HIGHEST = 14
_POINTS = 2000
_BLOCK = 8192


@dataclass(frozen=True)
class OfficialFit:
    """The official procedure over one rectangle of a projection; make it with :meth:`fit`.

    longitude, latitude : millionths of an arc-second from ``origin``; None where no polynomial is good enough (or none
        is needed, in a geographic system): then the procedure itself answers.
    area : powers of latitude / ``reach`` for S(B) − S(B₀), m² per radian of longitude.
    """

    projection: Projection
    box: Box
    longitude: Polynomial | None
    latitude: Polynomial | None
    area: FloatArray
    reach: float

    @staticmethod
    def fit(bounds: Sequence[float], projection: Projection) -> OfficialFit:
        """The procedure for what lies in ``bounds`` = (xmin, ymin, xmax, ymax), in units of the projection.

        Takes 5 to 30 ms. Polygons that reach beyond are still right, only slower.
        """
        box = box_of((bounds[0], bounds[1], bounds[2], bounds[3]), _LEAST / projection.metres)
        none = OfficialFit(projection, box, None, None, np.zeros(1), 1.0)
        if projection.kind == "longlat":
            return none
        origin = [np.round(angle[0] * 1e6) for angle in projection.arc_seconds(np.array([box.x]), np.array([box.y]))]
        points = box.scattered(_POINTS)
        truth = [angle * 1e6 - zero for angle, zero in zip(projection.arc_seconds(*points), origin, strict=True)]
        if not all(np.isfinite(angle).all() for angle in truth):
            return none
        for nodes in _NODES:
            exact = projection.arc_seconds(*Series.nodes(box, nodes))
            series = [Series.of_values(box, angle * 1e6 - zero) for angle, zero in zip(exact, origin, strict=True)]
            if any(np.abs(s(*points) - t).max() > TOLERANCE / 2 for s, t in zip(series, truth, strict=True)):
                continue
            longitude, latitude = (s.within(TOLERANCE / 2, _HIGHEST, points) for s in series)
            if longitude is not None and latitude is not None:
                # a third more: the fit serves a margin around the box too
                reach = float(np.abs(truth[1]).max()) * 1.34
                return OfficialFit(
                    projection, box, longitude, latitude, _area_powers(projection, origin[1], reach), reach
                )
        return none

    def areas(self, polygons: Polygons, *, rounded: bool = True, body: str = "auto") -> FloatArray:
        """Official areas of polygons in the projection, (n,) m² with 2 decimals (``rounded`` False: as summed).

        As :func:`core.ellipsoid.official_areas`: 0 for an empty polygon, NaN for a vertex that is no number or lies
        where no coordinate can be. Polygons outside of the bounds are computed by the procedure itself.
        body : "auto" (numba when it is ready), "numba" or "numpy".
        """
        if self.longitude is None or self.latitude is None:
            return official_areas(polygons, self.projection, rounded=rounded)
        inside = self._inside(polygons.xy)
        beyond = owners(polygons, ~inside)
        given = polygons
        if beyond.any():
            polygons = polygons.with_xy(np.where(inside[:, None], polygons.xy, (self.box.x, self.box.y)))
        if by_numba(body):
            result = np.empty(len(polygons))
            compiled.module("areaplane_numba").official_areas(
                np.ascontiguousarray(polygons.xy),
                polygons.rings,
                polygons.holes,
                polygons.polygons,
                np.array([self.box.x, self.box.y, self.box.half_x, self.box.half_y]),
                self.longitude.coefficients,
                self.latitude.coefficients,
                self.area,
                self.reach,
                DENSIFY / self.projection.metres,
                self.projection.metres,
                _MICRO,
                beyond,
                result,
            )
        else:
            result = sum_rings(self._ring_areas(polygons, self.longitude, self.latitude), polygons)
        if beyond.any():
            some = taken(given, np.flatnonzero(beyond))
            result[beyond] = official_areas(some, self.projection, rounded=False)
        return half_up_array(result, 2) if rounded else result

    def _inside(self, xy: FloatArray) -> NDArray[np.bool_]:
        box = self.box
        with np.errstate(invalid="ignore"):
            return (np.abs(xy[:, 0] - box.x) <= 1.05 * box.half_x) & (np.abs(xy[:, 1] - box.y) <= 1.05 * box.half_y)

    def _ring_areas(self, polygons: Polygons, longitude: Polynomial, latitude: Polynomial) -> FloatArray:
        """Signed areas of rings by the numpy body."""
        xy, rings = polygons.xy, polygons.rings
        sums = np.zeros(len(rings) - 1)
        for start in range(0, len(xy) - 1, _BLOCK):
            stop = min(start + _BLOCK, len(xy) - 1)
            metres = self.projection.metres
            block = half_up_array(xy[start : stop + 1].T * metres, 4) / metres
            x, y = block[0], block[1]
            lon, s = self._angles(x, y, longitude, latitude)
            strips = (lon[:-1] + lon[1:]) * (s[1:] - s[:-1])
            length = np.hypot(np.diff(x), np.diff(y)) * self.projection.metres
            _cut_at_ring_ends(length, start, rings)
            long = np.flatnonzero(length > DENSIFY)
            if len(long):
                steps = (length[long] // DENSIFY).astype(np.int64) + 1
                strips[long] = self._long_edges(x, y, lon, s, long, steps, longitude, latitude)
            add_by_ring(strips * (0.5 * _MICRO), start, rings, sums)
        return sums

    def _angles(
        self, x: FloatArray, y: FloatArray, longitude: Polynomial, latitude: Polynomial
    ) -> tuple[FloatArray, FloatArray]:
        """Rounded longitudes (millionths of an arc-second from the origin) and S of the rounded latitudes."""
        b = np.floor(latitude(x, y) + 0.5) / self.reach
        s = np.full_like(b, self.area[-1])
        for power in self.area[-2::-1]:
            s *= b
            s += power
        return np.floor(longitude(x, y) + 0.5), s

    def _long_edges(
        self,
        x: FloatArray,
        y: FloatArray,
        lon: FloatArray,
        s: FloatArray,
        edges: IntArray,
        steps: IntArray,
        longitude: Polynomial,
        latitude: Polynomial,
    ) -> FloatArray:
        """Strips of edges with their points every 70 m, in the units of :meth:`_ring_areas`."""
        counts = steps + 1
        ends = np.cumsum(counts)
        starts = ends - counts
        owner = np.repeat(np.arange(len(edges)), counts)
        place = np.arange(ends[-1]) - starts[owner]
        at = edges[owner]
        part = place / steps[owner]
        lon_all, s_all = self._angles(
            x[at] + part * (x[at + 1] - x[at]), y[at] + part * (y[at + 1] - y[at]), longitude, latitude
        )
        lon_all[ends - 1], s_all[ends - 1] = lon[edges + 1], s[edges + 1]
        strips = (lon_all[:-1] + lon_all[1:]) * (s_all[1:] - s_all[:-1])
        inner = owner[:-1] == owner[1:]
        return np.bincount(owner[:-1][inner], weights=strips[inner], minlength=len(edges))


def _cut_at_ring_ends(length: FloatArray, start: int, rings: IntArray) -> None:
    """What leads from the end of a ring to the start of the next is no edge."""
    ends = rings[1:] - 1 - start
    length[ends[(ends >= 0) & (ends < len(length))]] = 0


def _area_powers(projection: Projection, origin: float, reach: float) -> FloatArray:
    """Powers of b = (B − B₀) / reach for S(B) − S(B₀), m² per radian; as many as a double has digits for.

    S has 1e-16 of 4e13 m², a hundredth of a square metre per radian: 1e-7 m² on a strip of 70 m.
    """
    k = 20
    t = np.cos(np.pi * (np.arange(k) + 0.5) / k)
    middle = meridian_area(np.array([origin * _MICRO]), projection.ellipsoid)
    values = meridian_area((origin + t * reach) * _MICRO, projection.ellipsoid) - middle
    angles = np.cos(np.arange(k)[:, None] * np.pi * (np.arange(k)[None, :] + 0.5) / k) * (2 / k)
    c = angles @ values
    c[0] /= 2
    needed = np.flatnonzero(np.abs(c) > 1e-13 * np.abs(c).max())[-1] + 1
    return np.ascontiguousarray(chebyshev.cheb2poly(c[:needed]))
