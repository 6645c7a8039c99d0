"""Numbers as they are printed: exact input, half-up rounding in decimal arithmetic."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from fractions import Fraction
from typing import SupportsFloat

from ..errors import RedlineError

__all__ = [
    "Number",
    "exact",
    "floor_ticks",
    "half_up",
    "half_up_if_known",
    "in_proportion",
    "percent",
    "ticks",
]

Number = Decimal | Fraction | int | float | str | SupportsFloat
"""What counts as a number here; a float means the shortest decimal text that stands for it, as people read it."""

_WIDE = Context(prec=120)


def exact(value: Number) -> Fraction:
    """The value as a fraction, without loss. Raises RedlineError for NaN, infinities and text that is no number."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int):
        return Fraction(value)
    try:
        number = (
            value if isinstance(value, Decimal) else Decimal(value if isinstance(value, str) else repr(float(value)))
        )
        return Fraction(number)
    except (InvalidOperation, ValueError, OverflowError, TypeError) as error:
        raise RedlineError("“{value}” is not a number that can be rounded.", value=value) from error


def half_up(value: Number, decimals: int) -> Decimal:
    """The value rounded half away from zero at a decimal place, carrying exactly that many decimals.

    ``half_up(2.675, 2)`` is 2.68, though the double lies below; ``half_up(-0.5, 0)`` is -1. A zero has no sign.
    ``decimals`` below 0 rounds to tens, hundreds …

    Raises RedlineError for NaN, infinities and text that is no number. The survey rounds so everywhere
    (国土调查 四舍五入); Python's own ``round`` goes to even.
    """
    if isinstance(value, Decimal) and value.is_finite() and decimals >= 0:
        rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _WIDE)
        return rounded if rounded else abs(rounded)
    scaled = exact(value) * Fraction(10) ** decimals
    whole = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
    return ticks(whole if scaled >= 0 else -whole, decimals)


def percent(part: Number, whole: Number | None) -> Decimal | None:
    """``part`` of ``whole`` in per cent with two decimals, half-up; None of nothing."""
    return half_up(exact(part) * 100 / exact(whole), 2) if whole else None


def ticks(count: int, decimals: int) -> Decimal:
    """``count`` units of the last digit as a Decimal with that many decimals."""
    return Decimal(count).scaleb(-decimals, _WIDE) if decimals >= 0 else Decimal(count * 10**-decimals)


def floor_ticks(value: Fraction, decimals: int) -> tuple[int, Fraction]:
    """How many whole units of the last digit, rounded down, and what is left of the next, 0 ≤ rest < 1."""
    # Whole numbers, and one fraction of them at the end: fractions of fractions take five times as long.
    count, unit = value.numerator * 10 ** max(decimals, 0), value.denominator * 10 ** max(-decimals, 0)
    whole, left = divmod(count, unit)
    return whole, Fraction(left, unit)


def in_proportion(numbers: Sequence[Fraction], total: Fraction) -> list[Fraction]:
    """The numbers brought to a total: each takes of the difference in proportion to its size, zeros nothing.

    Raises RedlineError when all are zero and the total is not.
    """
    difference = total - sum((number for number in numbers if number), Fraction(0))
    if not difference:
        return list(numbers)
    size = sum((abs(number) for number in numbers if number), Fraction(0))
    if not size:
        raise RedlineError(
            "{count} values, all zero, cannot be balanced to {total}: nothing says where the difference belongs.",
            count=len(numbers),
            total=f"{float(total):g}",
        )
    share = difference / size
    return [number + share * abs(number) if number else number for number in numbers]


def half_up_if_known(value: float, decimals: int) -> Decimal | None:
    """``half_up``; None for what is infinite or not known (NaN), which stays an empty cell."""
    return half_up(value, decimals) if math.isfinite(value) else None
