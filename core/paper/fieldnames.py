"""Field names as a Shapefile takes them: ten bytes, and still told apart."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["LONGEST", "fitted_names"]

LONGEST = 10
"""Bytes of a field name in a .dbf (dBASE III+)."""


def fitted_names(names: Sequence[str], longest: int = LONGEST) -> list[str]:
    """``names`` with at most ``longest`` bytes each, all different whatever their case.

    Names that fit stay. Of the others the longest word gives way: agricultural_01 becomes agricul_01, and the class is
    still to be read. Cut off at the end, as GDAL does it, all classes of a table would be agricult_1, agricult_2 …
    """
    taken = {name.lower() for name in names if _fits(name, longest)}
    found = []
    for name in names:
        fitted = name
        if not _fits(name, longest):
            fitted, count = _shortened(name, longest), 1
            while fitted.lower() in taken:
                count += 1
                fitted = f"{_shortened(name, longest - len(str(count)) - 1)}_{count}"
            taken.add(fitted.lower())
        found.append(fitted)
    return found


def _fits(name: str, longest: int) -> bool:
    return len(name.encode()) <= longest


def _shortened(name: str, longest: int) -> str:
    """The longest of the words between underscores loses its last sign, until all fit."""
    words = name.split("_")
    while not _fits("_".join(words), longest):
        place = max(range(len(words)), key=lambda i: len(words[i].encode()))
        words[place] = words[place][:-1]
    return "_".join(words)
