"""Smooth functions of two variables as polynomials, checked against the function itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.polynomial import chebyshev

from ..shapes.polygons import FloatArray

__all__ = ["FitBox", "Polynomial", "Series", "box_of"]

_BLOCK = 8192
"""Points evaluated at once: the temporaries of Horner's rule then stay in a core's own cache."""


@dataclass(frozen=True)
class FitBox:
    """The rectangle of a fit: centre and half-widths, in the units of the plane."""

    x: float
    y: float
    half_x: float
    half_y: float

    def scaled(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Coordinates from −1 to 1 inside the box."""
        return (x - self.x) / self.half_x, (y - self.y) / self.half_y

    def scattered(self, n: int) -> tuple[FloatArray, FloatArray]:
        """``n`` points strewn evenly over the box, the same each time, edges and corners among them.

        Source: the additive recurrence of the plastic number (Roberts 2018), a low-discrepancy sequence.
        """
        k = np.arange(1, n + 1)
        p, q = (0.5 + k * 0.7548776662466927) % 1, (0.5 + k * 0.5698402909980532) % 1
        edge = np.linspace(-1, 1, 33)
        ones = np.ones_like(edge)
        p = np.concatenate([2 * p - 1, edge, edge, -ones, ones])
        q = np.concatenate([2 * q - 1, -ones, ones, edge, edge])
        return self.x + p * self.half_x, self.y + q * self.half_y


def box_of(bounds: tuple[float, float, float, float], least: float) -> FitBox:
    """The box of (xmin, ymin, xmax, ymax), at least ``least`` wide and high to either side of its centre.

    The centre is a whole number of units where the box is large, so that subtracting it loses no digit.
    """
    xmin, ymin, xmax, ymax = (float(value) for value in bounds)
    x, y = (xmin + xmax) / 2, (ymin + ymax) / 2
    if least > 1:
        x, y = float(round(x)), float(round(y))
    half_x = max(xmax - x, x - xmin, least)
    half_y = max(ymax - y, y - ymin, least)
    return FitBox(x, y, half_x, half_y)


@dataclass(frozen=True)
class Polynomial:
    """Σ c[i, j] pⁱ qʲ over i + j ≤ degree, with p, q the coordinates scaled to the box."""

    box: FitBox
    coefficients: FloatArray

    @property
    def degree(self) -> int:
        return len(self.coefficients) - 1

    def __call__(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """Values at plane coordinates; arrays of one shape. 20 to 30 ns a point at degree 5."""
        x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
        out = np.empty(x.shape)
        flat_x, flat_y, flat = x.reshape(-1), y.reshape(-1), out.reshape(-1)
        inner, outer = np.empty(min(_BLOCK, flat.size)), np.empty(min(_BLOCK, flat.size))
        for start in range(0, flat.size, _BLOCK):
            part = slice(start, min(start + _BLOCK, flat.size))
            size = part.stop - start
            p, q = self.box.scaled(flat_x[part], flat_y[part])
            self._horner(p, q, inner[:size], outer[:size])
            flat[part] = outer[:size]
        return out

    def _horner(self, p: FloatArray, q: FloatArray, inner: FloatArray, outer: FloatArray) -> None:
        """The values at scaled coordinates, left in ``outer``; ``inner`` is scratch."""
        c = self.coefficients
        n = self.degree
        outer.fill(c[n, 0])
        for i in range(n - 1, -1, -1):
            inner.fill(c[i, n - i])
            for j in range(n - i - 1, -1, -1):
                inner *= q
                inner += c[i, j]
            outer *= p
            outer += inner

    def derivative(self, axis: int) -> Polynomial:
        """The derivative by x (axis 0) or y (axis 1), per unit of the plane; one degree lower."""
        c = self.coefficients if axis == 0 else self.coefficients.T
        half = self.box.half_x if axis == 0 else self.box.half_y
        if self.degree == 0:
            return Polynomial(self.box, np.zeros((1, 1)))
        factors = np.arange(1, self.degree + 1)[:, None] / half
        d = c[1:, :-1] * factors
        return Polynomial(self.box, np.ascontiguousarray(d if axis == 0 else d.T))


@dataclass(frozen=True)
class Series:
    """A function on a box as a tensor Chebyshev series: the reference a polynomial is measured by."""

    box: FitBox
    coefficients: FloatArray

    @staticmethod
    def of_values(box: FitBox, values: FloatArray) -> Series:
        """The series through values (k, k) at :meth:`nodes`."""
        k = len(values)
        angles = np.pi * (np.arange(k) + 0.5) / k
        transform = np.cos(np.arange(k)[:, None] * angles[None, :]) * (2 / k)
        transform[0] /= 2
        return Series(box, transform @ values @ transform.T)

    @staticmethod
    def nodes(box: FitBox, k: int) -> tuple[FloatArray, FloatArray]:
        """Plane coordinates of the k × k Chebyshev points, two arrays (k, k), x along the first axis."""
        t = np.cos(np.pi * (np.arange(k) + 0.5) / k)
        x, y = np.meshgrid(box.x + t * box.half_x, box.y + t * box.half_y, indexing="ij")
        return x, y

    def __call__(self, x: FloatArray, y: FloatArray) -> FloatArray:
        return chebyshev.chebval2d(*self.box.scaled(x, y), self.coefficients)

    def derivative(self, axis: int) -> Series:
        """The derivative by x (axis 0) or y (axis 1), per unit of the plane."""
        half = self.box.half_x if axis == 0 else self.box.half_y
        return Series(self.box, chebyshev.chebder(self.coefficients, axis=axis) / half)

    def integral(self, axis: int) -> Series:
        """The integral along an axis from the middle of the box, in units of the plane."""
        half = self.box.half_x if axis == 0 else self.box.half_y
        return Series(self.box, chebyshev.chebint(self.coefficients, axis=axis, lbnd=0) * half)

    def at_nodes(self, k: int) -> FloatArray:
        """Values (k, k) at :meth:`nodes`."""
        t = np.cos(np.pi * (np.arange(k) + 0.5) / k)
        return chebyshev.chebgrid2d(t, t, self.coefficients)

    def polynomial(self, degree: int) -> Polynomial:
        """The terms of total degree up to ``degree``, in powers."""
        n = degree + 1
        c = np.zeros((n, n))
        have = self.coefficients[:n, :n]
        c[: have.shape[0], : have.shape[1]] = have
        c[np.add.outer(np.arange(n), np.arange(n)) > degree] = 0
        powers = _powers(n)
        return Polynomial(self.box, powers.T @ c @ powers)

    def within(self, tolerance: float, highest: int, points: tuple[FloatArray, FloatArray]) -> Polynomial | None:
        """The polynomial of lowest degree that is nowhere on ``points`` further than ``tolerance``; None if none is."""
        exact = self(*points)
        for degree in range(1, highest + 1):
            candidate = self.polynomial(degree)
            if np.abs(candidate(*points) - exact).max() <= tolerance:
                return candidate
        return None


@cache
def _powers(n: int) -> FloatArray:
    """(n, n) whole numbers: row k has the coefficients of the Chebyshev polynomial T_k = 2 t T_(k-1) − T_(k-2)."""
    powers = np.eye(n)
    for k in range(2, n):
        powers[k] = -powers[k - 2]
        powers[k, 1:] += 2 * powers[k - 1, :-1]
    return powers
