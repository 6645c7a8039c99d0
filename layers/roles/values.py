"""Tests of values: do the values of a field look like what a part of a role holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from ...core.ellipsoid.projection import CHINA
from ...core.landuse.classes import clean_code, legacy_class, read_scheme

__all__ = ["TESTS", "fitting"]

_WEST, _SOUTH, _EAST, _NORTH = CHINA


def fitting(values: Iterable[object], tests: Iterable[str]) -> float | None:
    """The share of the filled ``values`` that pass one of ``tests``; None where none is filled or nothing asked."""
    chosen = [TESTS[name] for name in tests]
    filled = [text for text in map(clean_code, values) if text]
    if not chosen or not filled:
        return None
    return max(sum(map(test, filled)) for test in chosen) / len(filled)


def _pattern(expression: str) -> Callable[[str], bool]:
    compiled = re.compile(expression)
    return lambda text: compiled.fullmatch(text) is not None


def _between(low: float, high: float) -> Callable[[str], bool]:
    def inside(text: str) -> bool:
        try:
            return low <= float(text) <= high
        except ValueError:
            return False

    return inside


def _scheme(name: str) -> Callable[[str], bool]:
    # Three-digit codes of the second survey are class codes too: they are told apart by the checks.
    def known(text: str) -> bool:
        scheme = read_scheme(name)
        # 101 in a field of numbers is 0101 that lost its zero.
        whole = text in scheme or (text.isdigit() and f"0{text}" in scheme)
        return whole or (name != "ydyh" and legacy_class(text) is not None)

    return known


TESTS: dict[str, Callable[[str], bool]] = {
    # 6 county + 3 township + 3 village (+ 7 more); 省级 and 市级 end in 0000 and 00
    "county": _pattern(r"[1-9]\d{3}(?!00)\d{2}(0{3}|0{6}|0{13})?"),
    "township": _pattern(r"[1-9]\d{5}(?!000)\d{3}(0{3}|0{10})?"),
    "village": _pattern(r"[1-9]\d{8}(?!000)\d{3}(\d{7})?"),
    "sandiao": _scheme("sandiao"),
    "gbt21010": _scheme("gbt21010"),
    "ydyh": _scheme("ydyh"),
    "ownership": _pattern(r"[1-4]\d?"),
    "share": _between(0, 0.9999),
    "positive": _between(0, 1e15),
    "longitude": _between(_WEST, _EAST),
    "latitude": _between(_SOUTH, _NORTH),
    "urbanzone": _pattern(r"3[1-3]0|(城镇)?(集中建设|弹性发展|特别用途)区"),
    "pointnumber": _pattern(r"[A-Z]*-?\d+"),
}
