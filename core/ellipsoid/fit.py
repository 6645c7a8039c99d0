"""The official procedure for whole layers: the same steps and roundings, the series replaced by checked polynomials.

Longitude and latitude over the extent of a layer are two polynomials of the plane, right to a thousandth of the
millionth of an arc-second to which the procedure rounds, and the area between a parallel and the equator is one of the
latitude. Where an angle lies so near a tie that the polynomial cannot decide it, the projection itself does, and where
an area lies so near a tie, the procedure does: so the digits are those of ``core.ellipsoid.procedure``, in a quarter
of the time (100 to 140 ns a vertex where edges are shorter than 70 m).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import NDArray

from ..errors import RedlineError
from ..shapes.flatrings import add_by_ring, owners, sum_rings, taken
from ..shapes.polygons import FloatArray, IntArray, Polygons
from .areaplane import meridian_area
from .chebyshev import FitBox, Polynomial, Series, box_of
from .procedure import DENSIFY, angles, half_up_array, procedure_areas
from .projection import RHO, Projection

__all__ = ["OfficialFit"]

TOLERANCE = 0.001
"""Millionths of an arc-second by which a polynomial may be off: 3e-8 m."""

DOUBT = 0.003
"""An angle this near to a tie is computed by the projection itself."""

_TIE = 1e-6
"""Square metres: an area this near to a tie is computed by the procedure itself."""

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
    origin : longitude and latitude in the middle of the box, whole millionths of an arc-second.
    area : powers of latitude / ``reach`` for S(B) − S(B₀), m² per radian of longitude.
    """

    projection: Projection
    box: FitBox
    longitude: Polynomial | None
    latitude: Polynomial | None
    origin: tuple[float, float]
    area: FloatArray
    reach: float

    @staticmethod
    def fit(bounds: Sequence[float], projection: Projection) -> OfficialFit:
        """The procedure for what lies in ``bounds`` = (xmin, ymin, xmax, ymax), in units of the projection.

        Takes 5 to 30 ms. Polygons that reach beyond are still right, only slower.
        """
        xmin, ymin, xmax, ymax = (float(value) for value in bounds)
        least = _LEAST / projection.metres
        box = box_of((xmin, ymin, xmax, ymax), least)
        none = OfficialFit(projection, box, None, None, (0.0, 0.0), np.zeros(1), 1.0)
        if projection.kind == "longlat":
            return none
        middle = projection.arc_seconds(np.array([box.x]), np.array([box.y]))
        origin = float(np.round(middle[0][0] * 1e6)), float(np.round(middle[1][0] * 1e6))
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
                reach = float(np.abs(truth[1]).max()) * 1.01
                powers = _area_powers(projection, origin[1], reach)
                return OfficialFit(projection, box, longitude, latitude, origin, powers, reach)
        return none

    def areas(self, polygons: Polygons) -> FloatArray:
        """Official areas of polygons in the projection, (n,) m² with 2 decimals, digit for digit the procedure's.

        0 for an empty polygon, NaN for a vertex that is no number or lies where no coordinate can be. Polygons that
        reach out of the bounds are computed by the procedure itself.
        """
        if self.longitude is None or self.latitude is None:
            return half_up_array(procedure_areas(polygons, self.projection), 2)
        inside = self._inside(polygons.xy)
        by_procedure = owners(polygons, ~inside)
        safe = polygons
        if by_procedure.any():
            safe = polygons.with_xy(np.where(inside[:, None], polygons.xy, (self.box.x, self.box.y)))
        result = sum_rings(self._ring_areas(safe), safe)
        hundredths = np.abs(result) * 100
        rest = np.abs(hundredths - np.floor(hundredths) - 0.5) / 100
        by_procedure |= rest < _TIE + 1e-14 * np.abs(result)
        if by_procedure.any():
            some = np.flatnonzero(by_procedure)
            result[some] = procedure_areas(taken(polygons, some), self.projection)
        return half_up_array(result, 2)

    def _inside(self, xy: FloatArray) -> NDArray[np.bool_]:
        box = self.box
        with np.errstate(invalid="ignore"):
            return (np.abs(xy[:, 0] - box.x) <= box.half_x) & (np.abs(xy[:, 1] - box.y) <= box.half_y)

    def _ring_areas(self, polygons: Polygons) -> FloatArray:
        """Signed areas of rings, unrounded."""
        xy, rings = polygons.xy, polygons.rings
        sums = np.zeros(len(rings) - 1)
        for start in range(0, len(xy) - 1, _BLOCK):
            stop = min(start + _BLOCK, len(xy) - 1)
            metres = self.projection.metres
            block = half_up_array(xy[start : stop + 1].T * metres, 4) / metres
            x, y = block[0], block[1]
            lon, s = self._angles(x, y)
            strips = (lon[:-1] + lon[1:]) * (s[1:] - s[:-1])
            length = np.hypot(np.diff(x), np.diff(y)) * self.projection.metres
            _cut_at_ring_ends(length, start, rings)
            long = np.flatnonzero(length > DENSIFY)
            if len(long):
                steps = np.floor(length[long] / DENSIFY).astype(np.int64) + 1
                strips[long] = self._long_edges(x, y, lon, s, long, steps)
            add_by_ring(strips * (0.5 * _MICRO), start, rings, sums)
        return sums

    def _angles(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Rounded longitudes (millionths of an arc-second from the origin) and S of the rounded latitudes."""
        if self.longitude is None or self.latitude is None:
            raise RedlineError("The procedure has no polynomial here.")
        exact = self.longitude(x, y), self.latitude(x, y)
        lon, lat = (np.floor(angle + 0.5) for angle in exact)
        doubtful = (np.abs(exact[0] - lon) > 0.5 - DOUBT) | (np.abs(exact[1] - lat) > 0.5 - DOUBT)
        if doubtful.any():
            at = np.flatnonzero(doubtful)
            true_lon, true_lat = angles(x[at], y[at], self.projection, exact=False)
            lon[at], lat[at] = true_lon - self.origin[0], true_lat - self.origin[1]
        lat /= self.reach
        s = np.full_like(lat, self.area[-1])
        for power in self.area[-2::-1]:
            s *= lat
            s += power
        return lon, s

    def _long_edges(
        self,
        x: FloatArray,
        y: FloatArray,
        lon: FloatArray,
        s: FloatArray,
        edges: IntArray,
        steps: IntArray,
    ) -> FloatArray:
        """Strips of edges with their points every 70 m, in the units of :meth:`_ring_areas`."""
        counts = steps + 1
        ends = np.cumsum(counts)
        starts = ends - counts
        owner = np.repeat(np.arange(len(edges)), counts)
        place = np.arange(ends[-1]) - starts[owner]
        at = edges[owner]
        part = place / steps[owner]
        lon_all, s_all = self._angles(x[at] + part * (x[at + 1] - x[at]), y[at] + part * (y[at + 1] - y[at]))
        lon_all[ends - 1], s_all[ends - 1] = lon[edges + 1], s[edges + 1]
        strips = (lon_all[:-1] + lon_all[1:]) * (s_all[1:] - s_all[:-1])
        inner = owner[:-1] == owner[1:]
        return np.bincount(owner[:-1][inner], weights=strips[inner], minlength=len(edges)).astype(np.float64)


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
