"""Controlled rounding: a table whose leaves, row totals, column totals and grand total are rounded and all add up.

Each number is rounded to one of its two neighbours in the last digit. That this is always possible for a table with two
directions follows from the integrality of network flows (Bacharach 1966; Causey, Cox and Ernst 1985): a leaf that goes
up is a unit of flow from its row to its column. Among all solutions the one with the least sum of squared
differences is taken, totals counting ``TOTALS`` times as much as leaves, by successive shortest paths.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..errors import RedlineError
from ..shapes.polygons import FloatArray
from .decimals import Number, exact, floor_ticks, half_up, in_proportion, ticks

__all__ = ["BalancedTable", "balance_table"]

TOTALS = 10.0
"""How much more a total's rounding counts than a leaf's: a reader checks totals first."""

_TIE = 1e-9
_SWEEPS = 500
_SPLIT = 1e-7


@dataclass(frozen=True)
class BalancedTable:
    """Leaves (rows of columns), and the totals they add up to; every Decimal carries the printed decimals."""

    leaves: tuple[tuple[Decimal, ...], ...]
    rows: tuple[Decimal, ...]
    columns: tuple[Decimal, ...]
    total: Decimal


def balance_table(
    values: Sequence[Sequence[Number]],
    decimals: int,
    *,
    rows: Sequence[Number] | None = None,
    columns: Sequence[Number] | None = None,
    total: Number | None = None,
) -> BalancedTable:
    """A table rounded so that it adds up in both directions at once.

    values : exact or float, all rows of one length; negative ones only while not both kinds of totals are given.
    rows, columns, total : totals that are fixed already (official areas of parcels, say), rounded half-up to
        ``decimals`` first; the others are rounded from the values.

    Where given totals differ from the sums of the values, the values are first brought to them in proportion (both
    given: by turns until they hold, iterative proportional fitting). After that every leaf and every free total
    differs from its value by less than one unit of the last digit, and zeros stay zero.

    Raises RedlineError when rows are of unequal length, given totals contradict each other or stand against the zeros,
    or a total that is not zero has only zeros to come from.
    """
    exact_values = [[exact(value) for value in row] for row in values]
    width = len(columns) if columns is not None and not exact_values else len(exact_values[0]) if exact_values else 0
    if any(len(row) != width for row in exact_values):
        raise RedlineError("The rows of the table have different lengths.")
    if rows is not None and columns is not None and any(value < 0 for row in exact_values for value in row):
        raise RedlineError("A table with negative values cannot be brought to row and column totals at once.")
    fixed = _Totals.of(rows, columns, total, decimals, (len(exact_values), width))
    fitted = _to_total(_fit(exact_values, fixed), fixed, decimals)
    return _rounded(fitted, fixed, decimals, width)


@dataclass(frozen=True)
class _Totals:
    """Given totals as fractions, None where they are free."""

    rows: list[Fraction] | None
    columns: list[Fraction] | None
    total: Fraction | None

    @staticmethod
    def of(
        rows: Sequence[Number] | None,
        columns: Sequence[Number] | None,
        total: Number | None,
        decimals: int,
        shape: tuple[int, int],
    ) -> _Totals:
        def given(numbers: Sequence[Number] | None, count: int) -> list[Fraction] | None:
            if numbers is None:
                return None
            if len(numbers) != count:
                raise RedlineError(
                    "{given} totals were given for {count} rows or columns.", given=len(numbers), count=count
                )
            return [exact(half_up(number, decimals)) for number in numbers]

        row_totals, column_totals = given(rows, shape[0]), given(columns, shape[1])
        sums = {sum(numbers, Fraction(0)) for numbers in (row_totals, column_totals) if numbers is not None}
        if total is not None:
            sums.add(exact(half_up(total, decimals)))
        if len(sums) > 1:
            raise RedlineError(
                "The given totals contradict each other: {sums}.",
                sums=" ≠ ".join(str(half_up(number, decimals)) for number in sorted(sums)),
            )
        return _Totals(row_totals, column_totals, next(iter(sums), None))


def _fit(values: list[list[Fraction]], fixed: _Totals) -> list[list[Fraction]]:
    """The values brought to the given totals in proportion; unchanged where a rounding alone reaches them."""
    if fixed.rows is not None and fixed.columns is not None:
        return _fit_both(values, fixed.rows, fixed.columns)
    if fixed.rows is not None:
        return [in_proportion(row, total) for row, total in zip(values, fixed.rows, strict=True)]
    if fixed.columns is not None:
        columns = [in_proportion([row[j] for row in values], total) for j, total in enumerate(fixed.columns)]
        return [[column[i] for column in columns] for i in range(len(values))]
    return values


def _to_total(values: list[list[Fraction]], fixed: _Totals, decimals: int) -> list[list[Fraction]]:
    """The values scaled to a grand total that is given alone and that rounding does not reach."""
    if fixed.total is None or fixed.rows is not None or fixed.columns is not None:
        return values
    whole = _sum(value for row in values for value in row)
    if abs(whole - fixed.total) * Fraction(10) ** decimals < 1:
        return values
    width = len(values[0]) if values else 0
    flat = in_proportion([value for row in values for value in row], fixed.total)
    return [flat[i * width : (i + 1) * width] for i in range(len(values))]


def _fit_both(values: list[list[Fraction]], rows: list[Fraction], columns: list[Fraction]) -> list[list[Fraction]]:
    """Iterative proportional fitting (Deming and Stephan 1940): rows and columns scaled by turns until both hold."""
    whole = (
        [sum(row, Fraction(0)) for row in values],
        [sum(column, Fraction(0)) for column in zip(*values, strict=True)],
    )
    if whole == (rows, columns):
        return values
    table = np.array([[float(value) for value in row] for row in values]).reshape(len(rows), len(columns))
    goals = np.array([float(total) for total in rows]), np.array([float(total) for total in columns])
    limit = 1e-12 * max(1.0, float(goals[0].sum()))
    for _ in range(_SWEEPS):
        for axis, goal in ((1, goals[0]), (0, goals[1])):
            sums = table.sum(axis=axis)
            factor = np.divide(goal, sums, out=np.zeros_like(goal), where=sums > 0)
            table *= factor[:, None] if axis == 1 else factor
        if np.abs(table.sum(axis=1) - goals[0]).max(initial=0) <= limit:
            break
    return [[Fraction(value) for value in row] for row in table.tolist()]


# --- rounding ---------------------------------------------------------------------------------------------------------


def _rounded(values: list[list[Fraction]], fixed: _Totals, decimals: int, width: int) -> BalancedTable:
    """The table as a flow problem: a last column of minus the row totals and a last row of minus the column totals make
    every row and column add up to nothing, so that a leaf and a total are the same kind of number.
    """
    height = len(values)
    row_sums = fixed.rows or [_sum(row) for row in values]
    column_sums = fixed.columns or [_sum(row[j] for row in values) for j in range(width)]
    whole = sum(row_sums, Fraction(0))
    total = fixed.total if fixed.total is not None else exact(half_up(whole, decimals))
    floors = np.zeros((height + 1, width + 1), dtype=np.int64)
    rests = np.zeros((height + 1, width + 1))
    sizes = np.zeros((height + 1, width + 1))
    near = _SPLIT if fixed.rows is not None and fixed.columns is not None else 0.0
    for i in range(height + 1):
        for j in range(width + 1):
            if i < height and j < width:
                value, size = values[i][j], float(values[i][j])
            elif i < height or j < width:
                value, size = -(row_sums[i] if i < height else column_sums[j]), 0.0
            else:
                value, size = total, 0.0
            if value:  # most cells of a table of changes are empty
                floors[i, j], rests[i, j] = _parts(value, decimals, near)
                sizes[i, j] = size
    cost = 1 - 2 * rests - _TIE * sizes / max(float(sizes.max()), 1e-300)
    cost[-1, :] *= TOTALS
    cost[:, -1] *= TOTALS
    up = _flow(cost, rests > 0, -floors.sum(axis=1), -floors.sum(axis=0))
    printed = floors + up
    return BalancedTable(
        tuple(tuple(ticks(int(number), decimals) for number in row) for row in printed[:-1, :-1]),
        tuple(ticks(-int(number), decimals) for number in printed[:-1, -1]),
        tuple(ticks(-int(number), decimals) for number in printed[-1, :-1]),
        ticks(int(printed[-1, -1]), decimals),
    )


def _sum(values: Iterable[Fraction]) -> Fraction:
    return sum((value for value in values if value), Fraction(0))


def _parts(value: Fraction, decimals: int, near: float) -> tuple[int, float]:
    """Units of the last digit, rounded down, and the rest; a rest within ``near`` of a whole unit is none."""
    whole, rest = floor_ticks(value, decimals)
    part = float(rest)
    if rest and (part <= near or part == 0.0):
        return (whole, 0.0) if near else (whole, 5e-324)
    if part >= 1 - near:
        return (whole + 1, 0.0) if near else (whole, np.nextafter(1.0, 0.0))
    return whole, part


def _flow(
    cost: FloatArray, free: NDArray[np.bool_], rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> NDArray[np.int64]:
    """0/1 in the free cells with the given row and column counts at least cost."""
    if cost.shape[1] > cost.shape[0]:
        return _flow(cost.T, free.T, columns, rows).T
    up = _cheapest_rows(cost, free, rows)
    excess = up.sum(axis=0) - columns
    paths = _Exchanges(cost, free, up)
    while excess.any():
        path = paths.shortest(np.flatnonzero(excess > 0), excess < 0)
        paths.move(path)
        excess[path[0]] -= 1
        excess[path[-1]] += 1
    return up.astype(np.int64)


def _cheapest_rows(cost: FloatArray, free: NDArray[np.bool_], rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Each row by itself: its count of cheapest free cells."""
    if (rows < 0).any() or (rows > free.sum(axis=1)).any():
        raise _contradiction()
    order = np.argsort(np.where(free, cost, np.inf), axis=1, kind="stable")
    place = np.empty_like(order)
    np.put_along_axis(place, order, np.broadcast_to(np.arange(cost.shape[1]), cost.shape), axis=1)
    return place < rows[:, None]


def _contradiction() -> RedlineError:
    return RedlineError(
        "No table has these row totals and column totals together: its zeros stand in the way. "
        "Check which totals are fixed."
    )


class _Exchanges:
    """What it costs, at least, to take a unit from one column and give it to another within some row."""

    def __init__(self, cost: FloatArray, free: NDArray[np.bool_], up: NDArray[np.bool_]) -> None:
        self.cost, self.free, self.up = cost, free, up
        width = cost.shape[1]
        self.price = np.full((width, width), np.inf)
        self.row = np.zeros((width, width), dtype=np.int64)
        for j in range(width):
            self._renew(j)

    def _renew(self, j: int) -> None:
        """The prices from and to column ``j``."""
        give = np.where(self.up & self.free, -self.cost, np.inf)
        take = np.where(~self.up & self.free, self.cost, np.inf)
        for prices, is_from in ((give[:, j, None] + take, True), (give + take[:, j, None], False)):
            best = prices.argmin(axis=0)
            price = prices[best, np.arange(len(best))]
            if is_from:
                self.price[j], self.row[j] = price, best
            else:
                self.price[:, j], self.row[:, j] = price, best
        self.price[j, j] = np.inf

    def shortest(self, sources: NDArray[np.int64], sinks: NDArray[np.bool_]) -> list[int]:
        """The columns of the cheapest path from a source to a sink (Bellman and Ford)."""
        width = len(sinks)
        distance = np.full(width, np.inf)
        distance[sources] = 0
        before = np.full(width, -1)
        for _ in range(width):
            through = distance[:, None] + self.price
            best = through.argmin(axis=0)
            shorter = through[best, np.arange(width)] < distance - 1e-12
            if not shorter.any():
                break
            distance[shorter] = through[best, np.arange(width)][shorter]
            before[shorter] = best[shorter]
        goal = int(np.where(sinks, distance, np.inf).argmin())
        if not np.isfinite(distance[goal]) or not sinks[goal]:
            raise _contradiction()
        path = [goal]
        while before[path[-1]] >= 0 and len(path) <= width:
            path.append(int(before[path[-1]]))
        return path[::-1]

    def move(self, path: list[int]) -> None:
        """One unit along the path."""
        for j, k in pairwise(path):
            i = self.row[j, k]
            self.up[i, j], self.up[i, k] = False, True
        for j in path:
            self._renew(j)
