"""Numbers as they are printed: exact input, half-up rounding in decimal arithmetic, units of area."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from fractions import Fraction
from typing import Literal, SupportsFloat

from ..errors import RedlineError

__all__ = [
    "DECIMALS",
    "M2_PER_HA",
    "M2_PER_KM2",
    "M2_PER_MU",
    "Number",
    "Unit",
    "convert",
    "exact",
    "floor_ticks",
    "half_up",
    "in_proportion",
    "ticks",
    "to_square_metres",
]

Number = Decimal | Fraction | int | float | str | SupportsFloat
"""What counts as a number here; a float means the shortest decimal text that stands for it, as people read it."""

Unit = Literal["m2", "ha", "mu", "km2"]

M2_PER_MU = Fraction(2000, 3)
"""1 亩 = 2000/3 m², exactly; 15 亩 = 1 ha."""

M2_PER_HA = Fraction(10_000)
M2_PER_KM2 = Fraction(1_000_000)

_M2: dict[str, Fraction] = {"m2": Fraction(1), "ha": M2_PER_HA, "mu": M2_PER_MU, "km2": M2_PER_KM2}

DECIMALS: dict[Unit, int] = {"m2": 2, "ha": 4, "mu": 4, "km2": 4}
"""Decimals that approval tables print; county checks use 2 for 亩."""

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


def ticks(count: int, decimals: int) -> Decimal:
    """``count`` units of the last digit as a Decimal with that many decimals."""
    return Decimal(count).scaleb(-decimals, _WIDE) if decimals >= 0 else Decimal(count * 10**-decimals)


def floor_ticks(value: Fraction, decimals: int) -> tuple[int, Fraction]:
    """How many whole units of the last digit, rounded down, and what is left of the next, 0 ≤ rest < 1."""
    scaled = value * Fraction(10) ** decimals
    whole = scaled.numerator // scaled.denominator
    return whole, scaled - whole


def in_proportion(numbers: Sequence[Fraction], total: Fraction) -> list[Fraction]:
    """The numbers brought to a total: each takes of the difference in proportion to its size, zeros nothing.

    Raises RedlineError when all are zero and the total is not.
    """
    difference = total - sum(numbers, Fraction(0))
    if not difference:
        return list(numbers)
    size = sum((abs(number) for number in numbers), Fraction(0))
    if not size:
        raise RedlineError(
            "{count} values, all zero, cannot be balanced to {total}: nothing says where the difference belongs.",
            count=len(numbers),
            total=f"{float(total):g}",
        )
    share = difference / size
    return [number + share * abs(number) for number in numbers]


def convert(m2: Number, unit: Unit) -> Fraction:
    """Square metres in another unit, exactly. Raises RedlineError for an unknown unit."""
    if unit not in _M2:
        raise RedlineError("There is no unit of area {unit}: m2, ha, mu or km2.", unit=unit)
    return exact(m2) / _M2[unit]


def to_square_metres(value: Number, unit: Unit) -> Fraction:
    """An area in a unit as square metres, exactly. Raises RedlineError for an unknown unit."""
    return exact(value) / convert(1, unit)
