"""Numbers of zones shared out by area: population, compensation, quotas; their sums are kept to the last digit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from ..errors import RedlineError
from ..rounding import Number, balance_groups
from ..rounding.decimals import exact
from ..shapes.polygons import FloatArray, IntArray

__all__ = ["MOST_DECIMALS", "OUTSIDE", "Shares", "apportion", "decimals_of", "parse_class_weights", "weight_of"]

OUTSIDE = -1
"""Stands for the target of a share that lies in none."""

MOST_DECIMALS = 8
"""More digits than this are the arithmetic of the program that stored them, not of the person who counted."""


@dataclass(frozen=True)
class Shares:
    """What each target gets (``targets``), and what lies in none (``outside``): together exactly what was shared."""

    targets: tuple[Decimal, ...]
    outside: Decimal


def decimals_of(values: Sequence[float]) -> int:
    """The decimals that the values have at most, up to ``MOST_DECIMALS``: 0 for whole numbers."""
    places = [
        -int(Decimal(repr(float(value))).normalize().as_tuple().exponent) for value in values if math.isfinite(value)
    ]
    return min(max([0, *places]), MOST_DECIMALS)


def apportion(
    values: Sequence[Number],
    pieces: tuple[IntArray, IntArray, FloatArray],
    count: int,
    decimals: int,
) -> Shares:
    """``values`` of zones shared out to ``count`` targets in proportion to the weights of their pieces.

    pieces : (zone, target, weight) of each piece, (k,) each; a target may be ``OUTSIDE``; weights (m², or m² times the
    weight of a class) are more than 0. The zones that have pieces are rounded to ``decimals`` such that they keep their
    sum, and the shares of each zone such that they keep the zone's number (``core.rounding.balance_groups``). Zones
    without pieces take no part.
    """
    zones, targets, weights = (each.tolist() for each in pieces)
    whole: dict[int, Fraction] = {}
    for zone, weight in zip(zones, weights, strict=True):
        whole[zone] = whole.get(zone, Fraction(0)) + Fraction(weight)
    shares = [exact(values[zone]) * Fraction(weight) / whole[zone] for zone, weight in zip(zones, weights, strict=True)]
    total = sum((exact(values[zone]) for zone in whole), Fraction(0))
    found = [Decimal(0)] * count
    outside = Decimal(0)
    for target, share in zip(targets, balance_groups(shares, zones, total, decimals), strict=True):
        if target == OUTSIDE:
            outside += share
        else:
            found[target] += share
    return Shares(tuple(found), outside)


def parse_class_weights(text: str) -> dict[str, Fraction]:
    """Classes that carry the number, with their weights: "0701, 0702:3" or "0701；0702：3"; 1 where none is given.

    Raises RedlineError for what is no class with a weight of more than 0.
    """
    found: dict[str, Fraction] = {}
    for word in text.replace("，", ",").replace("；", ",").replace(";", ",").replace("、", ",").split(","):
        if not word.strip():
            continue
        code, _, weight = word.replace("：", ":").partition(":")
        try:
            number = Fraction(weight.strip()) if weight.strip() else Fraction(1)
        except (ValueError, ZeroDivisionError):
            number = Fraction(0)
        if not code.strip() or number <= 0:
            raise RedlineError(
                "“{word}” is no class with a weight: write classes parted by commas, each with a weight of more than 0 "
                "after a colon where they do not count alike, for example 0701:3, 0702.",
                word=word.strip(),
            )
        found[code.strip().upper()] = number
    return found


def weight_of(codes: Sequence[str], weights: dict[str, Fraction]) -> FloatArray:
    """(n,) the weight of each code: that of the longest class in ``weights`` with which it begins, else 0."""
    by_code: dict[str, float] = {}
    for code in set(codes):
        own = [name for name in weights if code.startswith(name)]
        by_code[code] = float(weights[max(own, key=len)]) if own else 0.0
    return np.array([by_code[code] for code in codes], dtype=np.float64)
