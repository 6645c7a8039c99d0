"""The survey's own rules for making recorded areas add up, and the deduction of field ridges.

Source: 二调 and 三调 汇总规定 as the survey's software carries them out (面积调平).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..errors import RedlineError
from .decimals import Number, exact, half_up, ticks

__all__ = ["CountyTable", "adjust_county", "adjust_village", "deduct"]


def adjust_village(areas: Sequence[Number], control: Number, decimals: int = 2) -> list[Decimal]:
    """Patch areas (TBMJ) of one village brought to its control area (DCMJ); the same rule serves any sum of areas.

    areas : m², rounded half-up to ``decimals`` first; control : m². With d the difference in units of the last digit
    and n patches, f = |d| div n and r = |d| mod n: the r largest patches (the earlier of equal ones) get f + 1 units,
    the others f, with the sign of d.

    Returns one Decimal for each patch, in order; their sum is the control area. Raises RedlineError when there is no
    patch to take the difference, or when a patch would lose all of its area: such a control area belongs elsewhere.
    """
    rounded = [half_up(area, decimals) for area in areas]
    target = half_up(control, decimals)
    order = sorted(range(len(rounded)), key=lambda i: (-rounded[i], i))
    difference = target - sum(rounded, Decimal(0))
    if difference and not rounded:
        raise RedlineError("The control area {control} has no patch to go to.", control=target)
    steps = _steps(difference, order, decimals)
    result = [value + step for value, step in zip(rounded, steps, strict=True)]
    for value, new in zip(rounded, result, strict=True):
        if new <= 0 < value:
            raise RedlineError(
                "The control area {control} differs so far from the sum of the areas, {sum}, that an area of {value} "
                "would vanish: check which control area belongs here.",
                control=target,
                sum=sum(rounded, Decimal(0)),
                value=value,
            )
    return result


@dataclass(frozen=True)
class CountyTable:
    """A county's table in hectares, every sum consistent.

    classes : for each village its classes' areas, 2 decimals; villages : each village's area; total : the county's.
    """

    classes: tuple[dict[str, Decimal], ...]
    villages: tuple[Decimal, ...]
    total: Decimal


def adjust_county(villages: Sequence[Mapping[str, Number]], control: Number) -> CountyTable:
    """A county's land-use table in hectares with 2 decimals, adjusted from the control area down to the classes.

    villages : for each village its second-level classes' areas in ha, code -> area; control : the county's area in ha.

    First the villages: each is the half-up sum of its classes; the difference to the control area, in 0.01 ha, is
    divided by the number of villages, each gets the quotient, and the remainder goes one each to the largest. Then
    inside each village the same over its classes in reverse order of their codes; classes under 1 ha take no part when
    there is one of 1 ha or more. A class that does not occur stays 0.

    Raises RedlineError when a difference finds no village or class to take it, or an area would become negative.
    """
    exact_villages = [sum((exact(area) for area in village.values()), exact(0)) for village in villages]
    rounded = [half_up(area, 2) for area in exact_villages]
    total = half_up(control, 2)
    order = sorted(range(len(villages)), key=lambda i: (-exact_villages[i], i))
    difference = total - sum(rounded, Decimal(0))
    if difference and not rounded:
        raise RedlineError("The control area {control} ha has no village to go to.", control=total)
    steps = _steps(difference, order, 2)
    village_areas = [area + step for area, step in zip(rounded, steps, strict=True)]
    classes = tuple(_adjust_classes(village, area) for village, area in zip(villages, village_areas, strict=True))
    return CountyTable(classes, tuple(village_areas), total)


def _adjust_classes(village: Mapping[str, Number], total: Decimal) -> dict[str, Decimal]:
    result = {code: half_up(area, 2) for code, area in village.items()}
    codes = sorted((code for code, area in village.items() if exact(area) != 0), reverse=True)
    large = [code for code in codes if exact(village[code]) >= 1]
    taking = large or codes
    difference = total - sum(result.values(), Decimal(0))
    if difference and not taking:
        raise RedlineError(
            "A village without any class cannot take the {difference} ha that it is adjusted by.", difference=difference
        )
    steps = _steps(difference, range(len(taking)), 2)
    for code, step in zip(taking, steps, strict=True):
        result[code] += step
        if result[code] < 0:
            raise RedlineError(
                "Class {code} would become {value} ha when its village is adjusted to {total} ha: "
                "check the control area.",
                code=code,
                value=result[code],
                total=total,
            )
    return result


def _steps(difference: Decimal, order: Sequence[int], decimals: int) -> list[Decimal]:
    """What each one gets of a difference: the quotient, and one unit more for the first of ``order``."""
    if not order:
        return []
    units = int(difference.scaleb(decimals))
    quotient, remainder = divmod(abs(units), len(order))
    sign = -1 if units < 0 else 1
    result = [ticks(sign * quotient, decimals)] * len(order)
    for i in order[:remainder]:
        result[i] = ticks(sign * (quotient + 1), decimals)
    return result


def deduct(area: Number, coefficient: Number) -> tuple[Decimal, Decimal]:
    """Field ridges (田坎) of a patch: (KCMJ, TBDLMJ) in m².

    area : TBMJ in m², rounded half-up to 2 decimals first; coefficient : KCXS, 0 ≤ KCXS < 1.
    KCMJ = round(TBMJ · KCXS, 2), TBDLMJ = TBMJ − KCMJ: the two add up to the patch. Raises RedlineError for another
    coefficient: one in per cent, say.
    """
    share = exact(coefficient)
    if not 0 <= share < 1:
        raise RedlineError(
            "The ridge coefficient {value} is not between 0 and 1: KCXS is a share, 0.0532 and not 5.32.",
            value=coefficient,
        )
    patch = half_up(area, 2)
    ridges = half_up(exact(patch) * share, 2)
    return ridges, patch - ridges
