"""The unit of a declared area: what the number, the person, the header or the form says of it, in this order.

Only where none of them says anything is it guessed from the parcel's size; the guess is part of the answer, so that it
can be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from ..rounding import in_unit, to_square_metres
from ..rounding.decimals import exact
from .dialects import AREA_UNITS, AreaUnit, Dialect
from .lines import number_of

__all__ = ["UNIT_WORDS", "AreaText", "HectaresRead", "read_hectares", "unit_named", "unit_of_header", "unit_of_text"]

UNIT_WORDS: Mapping[AreaUnit, str] = {"ha": "公顷", "m2": "平方米", "mu": "亩"}

_SPELLINGS: Mapping[str, AreaUnit] = {
    **dict.fromkeys(("公顷", "ha", "hm2", "hm²"), "ha"),
    **dict.fromkeys(("平方米", "平米", "㎡", "m2", "m²"), "m2"),
    **dict.fromkeys(("亩", "市亩", "mu"), "mu"),
}
_ENTRIES = ("面积单位", "面积计量单位")
"""Header entries that name the unit; 计量单位 is that of the coordinates."""


@dataclass(frozen=True)
class AreaText:
    """An area column and what is known of its unit.

    text : as it stands. given : the unit named by the person who reads the file. declared : the one of the header or
    the form. None where they name none.
    """

    text: str
    given: AreaUnit | None = None
    declared: AreaUnit | None = None


@dataclass(frozen=True)
class HectaresRead:
    """A declared area in hectares and how it came about.

    unit : in which the number was read. said_by : "number" (it stands beside it), "person", "file" (header or form),
    "size" (guessed) or "" (nothing says, and the number is no worse in hectares, the unit of the common form).
    fits : another unit in which the number would fit the parcel, where it does not fit in the one it was read in.
    """

    hectares: Decimal
    unit: AreaUnit
    said_by: str
    fits: AreaUnit | None = None


def unit_of_text(text: str) -> AreaUnit | None:
    """The unit that a word names: 公顷, 平方米, 亩 and their usual spellings."""
    return _SPELLINGS.get(text.strip().lower())


def unit_named(header: Mapping[str, str]) -> str:
    """The header's own word for the unit of areas, "" where it has none."""
    return next((header[entry] for entry in _ENTRIES if header.get(entry)), "")


def unit_of_header(header: Mapping[str, str], columns: int, dialects: Iterable[Dialect]) -> AreaUnit | None:
    """The unit that a header names, else that of the form it belongs to, or None.

    A file belongs to a form whose header entries it has, with as many columns in the parcel line; of several forms to
    those with the most entries. Where these disagree about the unit, nothing is declared.

    columns : those of the parcel line, without the @.
    """
    named = unit_named(header)
    if named:
        return unit_of_text(named)
    sizes: dict[AreaUnit, int] = {}
    for dialect in dialects:
        entries = dialect.header_entries
        if entries and dialect.area_columns == columns and all(_agrees(header, *entry) for entry in entries.items()):
            sizes[dialect.area_unit] = max(sizes.get(dialect.area_unit, 0), len(entries))
    most = [unit for unit, size in sizes.items() if size == max(sizes.values())]
    return most[0] if len(most) == 1 else None


def _agrees(header: Mapping[str, str], entry: str, template: str) -> bool:
    return entry in header and ("{" in template or header[entry] == template.strip())


def read_hectares(area: AreaText, size_m2: Decimal | None, percent: Decimal) -> HectaresRead | None:
    """The declared area in hectares; None where the text is no number that an area can be.

    size_m2 : the parcel's own area, None where it is unknown. percent : how far a number may lie from it to fit.
    """
    number, beside = _number_and_unit(area.text)
    if number is None:
        return None
    fitting = next((unit for unit in AREA_UNITS if _fits(number, unit, size_m2, percent)), None)
    for said_by, unit in (("number", beside), ("person", area.given), ("file", area.declared)):
        if unit is not None:
            other = None if fitting == unit else fitting
            return HectaresRead(_hectares(number, unit), unit, said_by, other)
    if fitting is not None and fitting != "ha":
        return HectaresRead(_hectares(number, fitting), fitting, "size")
    return HectaresRead(number, "ha", "")


def _number_and_unit(text: str) -> tuple[Decimal | None, AreaUnit | None]:
    plain = text.strip()
    ends = sorted((word for word in _SPELLINGS if plain.lower().endswith(word)), key=len)
    word = ends[-1] if ends else ""
    plain = plain[: len(plain) - len(word)].strip()
    if number_of(plain) is None:
        return None, None
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None, None
    return (value, _SPELLINGS.get(word)) if value >= 0 else (None, None)


def _hectares(number: Decimal, unit: AreaUnit) -> Decimal:
    """Hectares with the very digits they were written in; other units to the decimals that tables print."""
    return number if unit == "ha" else in_unit(to_square_metres(number, unit), "ha")


def _fits(number: Decimal, unit: AreaUnit, size_m2: Decimal | None, percent: Decimal) -> bool:
    if size_m2 is None or size_m2 <= 0:
        return False
    return abs(to_square_metres(number, unit) - exact(size_m2)) * 100 <= exact(size_m2) * exact(percent)
