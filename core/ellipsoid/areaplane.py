"""The plane in which every area is the ellipsoid's area.

u = ∫ s(E, N) dE / c, v = c N, with s the areal scale of the projection: square metres of ellipsoid to one square
unit of the plane, the Jacobian determinant of projection → cylindrical equal-area plane (x = a L, y = S(B) / a). du dv
is the ellipsoid's area element, and what is straight in the projection stays straight to a hundredth of a millimetre
per :attr:`AreaPlane.longest_edge`. Where the scale varies mostly with N (EPSG:3857, longitude and latitude) the
integral runs along N instead. S(B) is the series of 国土调查办发〔2008〕32号 (``Ellipsoid.area_series``).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import compiled
from ..errors import RedlineError
from ..shapes.flatrings import add_by_ring, by_numba, owners, sum_rings, taken
from ..shapes.polygons import FloatArray, IntArray, Polygons
from .chebyshev import FitBox, Polynomial, Series, box_of
from .projection import Ellipsoid, Inverse, Projection, projection_of_transform

__all__ = ["AreaPlane", "areas", "meridian_area"]

STRAIGHT = 1e-5
"""Metres by which an edge may leave its straight line in the plane before it is split."""

FIT = 2e-8
"""Metres by which the polynomial may differ from the exact plane anywhere it is checked."""

_LEAST = 5000.0
"""Metres: a smaller area is fitted over this half-width, where the digits of a double give the scale to 1e-11."""

_NODES = (6, 8, 10, 13, 18, 26)
_HIGHEST = 12
_POINTS = 2000
_REACH = 3.0
"""Half-widths from the centre up to which the polynomial is used; the fit's error stays below a millimetre there."""

_PROBE = 1000.0
"""Metres: the edge whose bow is measured to find the longest edge that is straight enough."""

MOST_POINTS = 20_000_000
"""Points that may be put between the vertices of what is brought to the plane together: a third of a gigabyte."""

# Vertices of which something is made for each in one go, where all together would take room of their own.
AT_ONCE = 262_144
_BLOCK = 8192
_DEGREE = 111000.0


def meridian_area(latitude: FloatArray, ellipsoid: Ellipsoid) -> FloatArray:
    """S(B): m² between the equator and a latitude (radians) over one radian of longitude; negative in the south."""
    a, b, c, d, e = ellipsoid.area_series
    s = np.sin(latitude)
    step = 2 - 4 * s * s
    s3 = step * s + s
    s5 = step * s3 - s
    s7 = step * s5 - s3
    s9 = step * s7 - s5
    return ellipsoid.b**2 * (a * s - b * s3 + c * s5 - d * s7 + e * s9)


class _Numbers(NamedTuple):
    """What the numba bodies need: box, powers of the curve and of its bend, and the limits of coordinates."""

    box: FloatArray
    curve: FloatArray
    bend: FloatArray
    usable: FloatArray
    reach: FloatArray


@dataclass(frozen=True)
class AreaPlane:
    """The plane over one rectangle of a projection; make it with :meth:`fit`.

    axis : 0 where the integral runs along x, 1 along y.
    curve : the integrated coordinate (u along x, v along y) as a polynomial, metres; None where no polynomial is good
        enough and the exact cylindrical plane stands in, with many short edges.
    linear : metres to one unit of the other coordinate.
    bend : the three second derivatives of ``curve`` (xx, xy, yy), to degree 2.
    longest_edge : an edge up to this length (units of the projection) stays straight within 0.01 mm.
    error : largest difference from the exact plane found at some thousand points, metres.
    """

    projection: Projection
    box: FitBox
    axis: int
    curve: Polynomial | None
    linear: float
    bend: tuple[Polynomial, Polynomial, Polynomial] | None
    longest_edge: float
    error: float

    @staticmethod
    def fit(
        bounds: Sequence[float],
        projection: Projection | Inverse,
        ellipsoid: Ellipsoid | None = None,
    ) -> AreaPlane:
        """The plane for what lies inside ``bounds`` = (xmin, ymin, xmax, ymax), in units of the projection.

        projection : a Projection, or a transform (x, y arrays) -> (longitude, latitude) in degrees, then with its
            ``ellipsoid``. Takes 3 to 30 ms; fit once for all layers of a run, over the extent of the zones.

        Raises RedlineError when the bounds are no rectangle, or lie where the projection has no inverse.
        """
        if not isinstance(projection, Projection):
            if ellipsoid is None:
                raise RedlineError("A transform needs the ellipsoid to which it leads.")
            projection = projection_of_transform(projection, ellipsoid)
        values = np.asarray(bounds, dtype=np.float64)
        if values.shape != (4,) or not np.isfinite(values).all() or (values[:2] > values[2:]).any():
            raise RedlineError("The extent {bounds} is no rectangle: is the layer empty?", bounds=tuple(bounds))
        box = box_of((values[0], values[1], values[2], values[3]), _LEAST / _metres(projection))
        points = box.scattered(_POINTS)
        exact = _Cylinder(projection, box)
        truth = exact(*points)
        if not (np.isfinite(truth[0]).all() and np.isfinite(truth[1]).all()):
            raise RedlineError(
                "The extent {bounds} lies outside of what the layer's coordinate system covers: "
                "check the coordinate system of the layer.",
                bounds=tuple(float(value) for value in values),
            )
        for nodes in _NODES:
            x, y = (Series.of_values(box, plane) for plane in exact(*Series.nodes(box, nodes)))
            error = max(np.abs(x(*points) - truth[0]).max(), np.abs(y(*points) - truth[1]).max())
            if error <= FIT:
                plane = _fitted(projection, box, _scale(x, y, nodes), points, float(error))
                if plane is not None:
                    return plane
        return AreaPlane(projection, box, 0, None, 1.0, None, _longest_in_cylinder(exact, projection), 0.0)

    def project(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """(u, v) of plane coordinates as (m, 2), metres from the middle of the bounds; edges are not split.

        x, y : arrays of one length. Beyond three times the bounds the plane goes on linearly: there edges stay in
        place, but areas are no longer the ellipsoid's.
        """
        out = np.empty((len(x), 2))
        if self.curve is None:
            out[:, 0], out[:, 1] = _Cylinder(self.projection, self.box)(x, y)
            return out
        box, axis = self.box, self.axis
        if self._within_reach(x, y):
            for begin in range(0, len(x), AT_ONCE):
                some = slice(begin, begin + AT_ONCE)
                out[some, axis] = self.curve(x[some], y[some])
                out[some, 1 - axis] = ((y[some] - box.y) if axis == 0 else (x[some] - box.x)) * self.linear
            return out
        near_x = np.clip(x, box.x - _REACH * box.half_x, box.x + _REACH * box.half_x)
        near_y = np.clip(y, box.y - _REACH * box.half_y, box.y + _REACH * box.half_y)
        beyond = (x - near_x) if axis == 0 else (y - near_y)
        slope = float(self.curve.derivative(axis)(np.array([box.x]), np.array([box.y]))[0])
        out[:, axis] = self.curve(near_x, near_y) + slope * beyond
        out[:, 1 - axis] = ((y - box.y) if axis == 0 else (x - box.x)) * self.linear
        return out

    def apply(self, polygons: Polygons, *, body: str = "auto") -> Polygons:
        """The polygons in the plane: same rings, with points between where an edge is longer than ``longest_edge``.

        polygons : in the projection, also beyond the bounds (see :meth:`project`). A vertex that is no number, or lies
        where no coordinate can be, becomes (NaN, NaN). Raises RedlineError where the edges are so long that more than
        ``MOST_POINTS`` points would stand between.
        """
        if self.curve is not None and by_numba(body, len(polygons.xy)):
            moved = self._apply_numba(polygons)
            if moved is not None:
                return moved
        usable = _usable(polygons.xy, self.projection)
        if not usable.all():
            polygons = polygons.with_xy(np.where(usable[:, None], polygons.xy, np.nan))
        split = _split(polygons, self.longest_edge)
        return split.with_xy(self.project(split.xy[:, 0], split.xy[:, 1]))

    def taken_over(self, polygons: Polygons, *, body: str = "auto") -> Polygons:
        """As :meth:`apply`, in the memory of ``polygons`` itself, which nobody may use afterwards: a layer of ten
        million vertices then stands in memory once and not twice. Where that memory is not theirs alone, it is copied.
        """
        xy, rings, holes, ends = polygons.xy, polygons.rings, polygons.holes, polygons.polygons
        del polygons  # who hands over holds it no longer, so that the array can grow where it stands
        parts = list(itertools.pairwise(_slices(rings, AT_ONCE)))
        body = "numba" if self.curve is not None and by_numba(body, len(xy)) else "numpy"
        sizes = [self._size(_some(xy, rings, holes, *part), body) for part in parts]
        if min(sizes, default=0) < 0:  # one body for all, so that what they share stays the same to the last bit
            body = "numpy"
            sizes = [self._size(_some(xy, rings, holes, *part), body) for part in parts]
        total, old = sum(sizes), len(xy)
        _bounded(total - old)
        if not (xy.flags.owndata and xy.flags.writeable and xy.flags.c_contiguous):
            return self.apply(Polygons(xy, rings, holes, ends), body=body)
        try:
            xy.resize((total, 2))
        except ValueError:  # somebody looks at it
            return self.apply(Polygons(xy, rings, holes, ends), body=body)
        # From the last on: what is written lies behind what is still to be read, since points are only added.
        moved = np.empty_like(rings)
        moved[-1] = stop = total
        for (first, last), size in reversed(list(zip(parts, sizes, strict=True))):
            part = self.apply(_some(xy, rings, holes, first, last), body=body)
            stop -= size
            xy[stop : stop + size] = part.xy
            moved[first:last] = stop + part.rings[:-1]
        return Polygons(xy, moved, holes, ends)

    def _size(self, polygons: Polygons, body: str) -> int:
        """How many vertices :meth:`apply` makes of them; -1 where one lies beyond what the numba body can do."""
        if body == "numba":
            numbers = self._numbers
            kernel = compiled.module("ellipsoid.areaplane_numba")
            return int(kernel.split_size(polygons.xy, polygons.rings, numbers.usable, numbers.reach, self.longest_edge))
        if len(polygons.xy) < 2:
            return len(polygons.xy)
        usable = _usable(polygons.xy, self.projection)
        xy = polygons.xy if usable.all() else np.where(usable[:, None], polygons.xy, np.nan)
        _, squared = _long_edges(xy, polygons.rings, self.longest_edge)
        return len(xy) + int((np.ceil(np.sqrt(squared) / self.longest_edge) - 1).sum())

    def _apply_numba(self, polygons: Polygons) -> Polygons | None:
        """:meth:`apply` in one walk; None where a vertex lies beyond the reach of the polynomial."""
        kernel = compiled.module("ellipsoid.areaplane_numba")
        numbers = self._numbers
        xy = np.ascontiguousarray(polygons.xy)
        size = kernel.split_size(xy, polygons.rings, numbers.usable, numbers.reach, self.longest_edge)
        if size < 0:
            return None
        _bounded(size - len(xy))
        out, rings = np.empty((size, 2)), np.empty_like(polygons.rings)
        kernel.split_project(
            xy,
            polygons.rings,
            numbers.usable,
            self.longest_edge,
            numbers.box,
            numbers.curve,
            self.axis,
            self.linear,
            out,
            rings,
        )
        return Polygons(out, rings, polygons.holes, polygons.polygons)

    def areas(self, polygons: Polygons, *, body: str = "auto") -> FloatArray:
        """Areas on the ellipsoid of polygons whose edges are straight in the projection; (n,) m², unrounded.

        The bow of each edge is added in closed form, so nothing is split. Parts add up, holes are taken off, empty
        polygons are 0. NaN where a vertex is no number, or lies where no coordinate can be. Polygons beyond the bounds
        get a fit of their own. body : "auto" (numba when it is ready), "numba" or "numpy"; they agree to 1e-12.
        """
        if not len(polygons):
            return np.zeros(0)
        usable = _usable(polygons.xy, self.projection)
        bad = owners(polygons, ~usable)
        if bad.any():
            polygons = polygons.with_xy(np.where(usable[:, None], polygons.xy, (self.box.x, self.box.y)))
        xy = polygons.xy
        beyond = owners(polygons, ~self._inside(xy)) & ~bad
        if self.curve is None or self.bend is None:
            result = areas(self.apply(polygons), body=body)
        elif by_numba(body, len(polygons.xy)):
            result = np.empty(len(polygons))
            numbers = self._numbers
            compiled.module("ellipsoid.areaplane_numba").curved_areas(
                *_flat(polygons), numbers.box, numbers.curve, numbers.bend, self.axis, self.linear, result
            )
        else:
            result = sum_rings(self._ring_areas(xy, polygons.rings), polygons)
        if beyond.any() and self.curve is not None:
            some = taken(polygons, np.flatnonzero(beyond))
            own = AreaPlane.fit([*some.xy.min(axis=0), *some.xy.max(axis=0)], self.projection)
            result[beyond] = own.areas(some, body=body)
        result[bad] = np.nan
        return result

    def _within_reach(self, x: FloatArray, y: FloatArray) -> bool:
        """Whether the polynomial holds for all of them, or they are no numbers."""
        if not len(x):
            return True
        box = self.box
        far_x = max(np.fmax.reduce(x) - box.x, box.x - np.fmin.reduce(x))
        far_y = max(np.fmax.reduce(y) - box.y, box.y - np.fmin.reduce(y))
        return not (far_x > _REACH * box.half_x or far_y > _REACH * box.half_y)

    def _inside(self, xy: FloatArray) -> NDArray[np.bool_]:
        """(m,) True within the bounds and a tenth around them, where the error stays below 1e-7 m."""
        box = self.box
        with np.errstate(invalid="ignore"):
            return (np.abs(xy[:, 0] - box.x) <= 1.1 * box.half_x) & (np.abs(xy[:, 1] - box.y) <= 1.1 * box.half_y)

    @cached_property
    def _numbers(self) -> _Numbers:
        curve, bend, box = self.curve, self.bend, self.box
        if curve is None or bend is None:
            raise RedlineError("The exact plane has no polynomial.")
        square = np.zeros((3, 3, 3))
        for k, polynomial in enumerate(bend):
            size = polynomial.degree + 1
            square[k, :size, :size] = polynomial.coefficients
        x, y, farthest = _middle(self.projection)
        wide, high = _REACH * box.half_x, _REACH * box.half_y
        return _Numbers(
            np.array([box.x, box.y, box.half_x, box.half_y]),
            np.ascontiguousarray(curve.coefficients),
            square,
            np.array([x - farthest, y - farthest, x + farthest, y + farthest]),
            np.array([box.x - wide, box.y - high, box.x + wide, box.y + high]),
        )

    def _ring_areas(self, xy: FloatArray, rings: IntArray) -> FloatArray:
        """Signed areas of rings by the numpy body: ∮ u dv with the mean of u along each edge."""
        curve, bend = self.curve, self.bend
        sums = np.zeros(len(rings) - 1)
        if curve is None or bend is None:
            return sums
        straight = 1 - self.axis
        for start in range(0, len(xy) - 1, _BLOCK):
            stop = min(start + _BLOCK, len(xy) - 1)
            x, y = np.ascontiguousarray(xy[start : stop + 1, 0]), np.ascontiguousarray(xy[start : stop + 1, 1])
            value = curve(x, y)
            dx, dy = np.diff(x), np.diff(y)
            middle_x, middle_y = x[:-1] + 0.5 * dx, y[:-1] + 0.5 * dy
            xx, xyd, yy = (polynomial(middle_x, middle_y) for polynomial in bend)
            mean = (value[:-1] + value[1:]) * 0.5 - (xx * dx * dx + 2 * xyd * dx * dy + yy * dy * dy) / 12
            add_by_ring(mean * ((dx, dy)[straight] * self.linear), start, rings, sums)
        return sums


def areas(polygons: Polygons, *, body: str = "auto") -> FloatArray:
    """Plane areas of polygons, (n,) float64 in squared units of their coordinates.

    The shoelace formula from each ring's first vertex, so that large coordinates cost no digits; parts add up, holes
    are taken off, however the rings were drawn. Empty polygons are 0, NaN stays NaN. In the plane of
    :meth:`AreaPlane.apply` these are areas on the ellipsoid. body : "auto" (numba when it is ready), "numba", "numpy".
    """
    if by_numba(body, len(polygons.xy)):
        result = np.empty(len(polygons))
        compiled.module("ellipsoid.areaplane_numba").plane_areas(*_flat(polygons), result)
        return result
    xy, rings = polygons.xy, polygons.rings
    sums = np.zeros(len(rings) - 1)
    sizes = np.diff(rings)
    firsts = np.minimum(rings[:-1], max(len(xy) - 1, 0))
    for start in range(0, len(xy) - 1, _BLOCK):
        stop = min(start + _BLOCK, len(xy) - 1)
        ring = np.searchsorted(rings, start, side="right") - 1
        last = np.searchsorted(rings, stop, side="left")
        counts = np.minimum(rings[ring + 1 : last + 1], stop) - np.maximum(rings[ring:last], start)
        origin = np.repeat(firsts[ring:last], np.where(sizes[ring:last] > 0, counts, 0))
        x = xy[start : stop + 1, 0]
        y = xy[start : stop + 1, 1]
        middle = 0.5 * ((x[:-1] - xy[origin, 0]) + (x[1:] - xy[origin, 0]))
        add_by_ring(middle * np.diff(y), start, rings, sums)
    return sum_rings(sums, polygons)


# --- the fit ----------------------------------------------------------------------------------------------------------


class _Cylinder:
    """The exact equal-area plane of the ellipsoid, true to scale in the middle of the box."""

    def __init__(self, projection: Projection, box: FitBox) -> None:
        self.projection = projection
        self.box = box
        longitude, latitude = projection.radians(np.array([box.x]), np.array([box.y]))
        self.longitude = longitude[0]
        self.area = meridian_area(latitude, projection.ellipsoid)[0]
        self.metres = projection.ellipsoid.a * max(math.cos(latitude[0]), 1e-6)

    def __call__(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        longitude, latitude = self.projection.radians(x, y)
        area = meridian_area(latitude, self.projection.ellipsoid)
        return self.metres * (longitude - self.longitude), (area - self.area) / self.metres


def _metres(projection: Projection) -> float:
    return _DEGREE if projection.kind == "longlat" else projection.metres


def _scale(x: Series, y: Series, nodes: int) -> Series:
    """The areal scale s, m² per square unit, from the derivatives of the equal-area plane."""
    x_e, x_n = x.derivative(0).at_nodes(nodes), x.derivative(1).at_nodes(nodes)
    y_e, y_n = y.derivative(0).at_nodes(nodes), y.derivative(1).at_nodes(nodes)
    return Series.of_values(x.box, np.abs(x_e * y_n - x_n * y_e))


def _fitted(
    projection: Projection, box: FitBox, scale: Series, points: tuple[FloatArray, FloatArray], error: float
) -> AreaPlane | None:
    """The straighter of the two planes; None when no polynomial of a sensible degree is good enough."""
    planes = []
    for axis in (0, 1):
        linear = _linear(projection, scale)
        integral = scale.integral(axis)
        integral = Series(box, integral.coefficients / linear)
        curve = integral.within(FIT, _HIGHEST, points)
        if curve is None:
            continue
        off = float(np.abs(curve(*points) - integral(*points)).max())
        first = integral.derivative(0), integral.derivative(1)
        bend = (
            first[0].derivative(0).polynomial(2),
            first[0].derivative(1).polynomial(2),
            first[1].derivative(1).polynomial(2),
        )
        plane = AreaPlane(projection, box, axis, curve, linear, bend, math.inf, max(error, off))
        planes.append(replace(plane, longest_edge=_longest(plane.project, box, projection)))
    return max(planes, key=lambda plane: plane.longest_edge, default=None)


def _linear(projection: Projection, scale: Series) -> float:
    """Metres to one unit along the axis that is not integrated: 1 in a plane in metres, so that coordinates stay."""
    side = math.sqrt(float(scale(np.array([scale.box.x]), np.array([scale.box.y]))[0]))
    return 1.0 if 0.99 < side < 1.01 else side


def _longest(project: Callable[[FloatArray, FloatArray], FloatArray], box: FitBox, projection: Projection) -> float:
    """The longest edge, in units of the projection, that leaves its straight line by no more than ``STRAIGHT``.

    Measured on edges of a kilometre in eight directions at some hundred places; the bow grows with the square.
    """
    unit = _PROBE / _metres(projection)
    x, y = (values[::8, None] for values in box.scattered(_POINTS))
    angle = np.pi * np.arange(8) / 8
    across, along = np.cos(angle) * unit / 2, np.sin(angle) * unit / 2
    middle, first, last = (project((x + k * across).reshape(-1), (y + k * along).reshape(-1)) for k in (0, -1, 1))
    edge = last - first
    off = middle - first
    bow = np.abs(edge[:, 0] * off[:, 1] - edge[:, 1] * off[:, 0]) / np.hypot(edge[:, 0], edge[:, 1])
    return unit * min(1.0, math.sqrt(STRAIGHT / max(float(bow.max()), 1e-12)))


def _longest_in_cylinder(exact: _Cylinder, projection: Projection) -> float:
    def project(x: FloatArray, y: FloatArray) -> FloatArray:
        return np.column_stack(exact(x, y))

    return _longest(project, exact.box, projection)


# --- polygons ---------------------------------------------------------------------------------------------------------


def _flat(polygons: Polygons) -> tuple[FloatArray, IntArray, NDArray[np.bool_], IntArray]:
    return np.ascontiguousarray(polygons.xy), polygons.rings, polygons.holes, polygons.polygons


def _usable(xy: FloatArray, projection: Projection) -> NDArray[np.bool_]:
    """(m,) False where a vertex is no number or lies where no coordinate of such a system can be."""
    x, y, farthest = _middle(projection)
    usable = np.empty(len(xy), dtype=np.bool_)
    for begin in range(0, len(xy), AT_ONCE):
        some = xy[begin : begin + AT_ONCE]
        with np.errstate(invalid="ignore"):
            here = (np.abs(some[:, 0] - x) <= farthest) & (np.abs(some[:, 1] - y) <= farthest)
        usable[begin : begin + AT_ONCE] = here
    return usable


def _middle(projection: Projection) -> tuple[float, float, float]:
    """The middle of where coordinates of such a system can be, and how far from it they can be at most."""
    farthest = {"longlat": 720.0, "tmerc": 2e7 / projection.metres, "other": 1e8 / projection.metres}[projection.kind]
    return projection.x_0 / projection.metres, projection.y_0 / projection.metres, farthest


def _bounded(points: float) -> None:
    if points > MOST_POINTS:
        raise RedlineError(
            "The edges are so long that {points} points would have to stand between their ends: a vertex is astray, "
            "or the coordinate system is not the layer's own. Check layers names the features.",
            points=f"{points:.0f}",
        )


def _long_edges(xy: FloatArray, rings: IntArray, longest: float) -> tuple[IntArray, FloatArray]:
    """The first vertices of the edges longer than ``longest``, ascending, and the squares of their lengths."""
    found: list[IntArray] = []
    squares: list[FloatArray] = []
    for begin in range(0, len(xy) - 1, AT_ONCE):
        some = xy[begin : begin + AT_ONCE + 1]
        with np.errstate(invalid="ignore"):
            dx, dy = some[1:, 0] - some[:-1, 0], some[1:, 1] - some[:-1, 1]
            squared = np.asarray(dx * dx + dy * dy, dtype=np.float64)
            long = np.flatnonzero(squared > longest * longest)
        found.append(long + begin)
        squares.append(squared[long])
    first, all_squared = np.concatenate(found), np.concatenate(squares)
    # From the last vertex of one ring to the first of the next there is no edge.
    edge = ~np.isin(first, rings[1:-1] - 1)
    return first[edge], all_squared[edge]


def _slices(rings: IntArray, most: int) -> list[int]:
    """Numbers of rings between which some ``most`` vertices lie, the first and one behind the last among them."""
    firsts = [0]
    while firsts[-1] < len(rings) - 1:
        begin = firsts[-1]
        firsts.append(max(begin + 1, int(np.searchsorted(rings, rings[begin] + most, side="right")) - 1))
    return firsts


def _some(xy: FloatArray, rings: IntArray, holes: NDArray[np.bool_], first: int, last: int) -> Polygons:
    """The rings ``first`` … ``last`` − 1 as one polygon; its vertices are no copy."""
    start, stop = int(rings[first]), int(rings[last])
    ends = np.array([0, last - first], dtype=np.int64)
    return Polygons(xy[start:stop], rings[first : last + 1] - start, holes[first:last], ends)


def _split(polygons: Polygons, longest: float) -> Polygons:
    """The polygons with points at equal distances on edges longer than ``longest``."""
    xy, rings = polygons.xy, polygons.rings
    if len(xy) < 2:
        return polygons
    long, squared = _long_edges(xy, rings, longest)
    if not len(long):
        return polygons
    of_long = np.ceil(np.sqrt(squared) / longest)
    _bounded(float(of_long.sum()) - len(long))
    steps = np.ones(len(xy), dtype=np.int64)
    steps[long] = of_long.astype(np.int64)
    starts = np.concatenate([[0], np.cumsum(steps)])
    out = np.repeat(xy, steps, axis=0)
    new = np.repeat(long, steps[long] - 1)
    first = np.cumsum(steps[long] - 1) - (steps[long] - 1)
    place = np.arange(len(new)) - np.repeat(first, steps[long] - 1) + 1
    part = (place / steps[new])[:, None]
    out[starts[new] + place] = xy[new] + part * (xy[new + 1] - xy[new])
    return Polygons(out, starts[rings], polygons.holes, polygons.polygons)
