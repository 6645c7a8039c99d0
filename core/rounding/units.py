"""Units of area: m², hectares, 亩 and km², exactly; and an area as it is printed in them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from ..errors import RedlineError
from .decimals import Number, exact, half_up

__all__ = [
    "DECIMALS",
    "M2_PER_HA",
    "M2_PER_KM2",
    "M2_PER_MU",
    "UNITS",
    "Unit",
    "convert",
    "in_unit",
    "to_square_metres",
    "unit_name",
]

Unit = Literal["m2", "ha", "mu", "km2"]

M2_PER_MU = Fraction(2000, 3)
"""1 亩 = 2000/3 m², exactly; 15 亩 = 1 ha."""

M2_PER_HA = Fraction(10_000)
M2_PER_KM2 = Fraction(1_000_000)

UNITS: dict[Unit, Fraction] = {"m2": Fraction(1), "ha": M2_PER_HA, "mu": M2_PER_MU, "km2": M2_PER_KM2}
"""Square metres in one of each."""

DECIMALS: dict[Unit, int] = {"m2": 2, "ha": 4, "mu": 4, "km2": 4}
"""Decimals that approval tables print; county checks use 2 for 亩."""


def convert(m2: Number, unit: Unit) -> Fraction:
    """Square metres in another unit, exactly. Raises RedlineError for an unknown unit."""
    if unit not in UNITS:
        raise RedlineError("There is no unit of area {unit}: m2, ha, mu or km2.", unit=unit)
    return exact(m2) / UNITS[unit]


def to_square_metres(value: Number, unit: Unit) -> Fraction:
    """An area in a unit as square metres, exactly. Raises RedlineError for an unknown unit."""
    return exact(value) / convert(1, unit)


def in_unit(m2: Number, unit: Unit, decimals: int | None = None) -> Decimal:
    """Square metres as they are printed in a unit: rounded half-up once, to ``decimals`` or those of ``DECIMALS``.

    Raises RedlineError for an unknown unit and for what is no number.
    """
    value = convert(m2, unit)
    return half_up(value, DECIMALS[unit] if decimals is None else decimals)


def unit_name(unit: Unit, tr: Callable[[str], str]) -> str:
    """The unit as tables print it."""
    return {"m2": tr("m²"), "ha": tr("ha"), "mu": tr("mu"), "km2": tr("km²")}[unit]
