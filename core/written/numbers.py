"""Numbers as they stand in text cells, out of Excel, CAD and forms filled in by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .signs import plain

__all__ = ["NumbersRead", "read_numbers"]

_NAN = float("nan")
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_BY_THREES = r"[1-9]\d{{0,2}}(?:{0}\d{{3}})+"
_GROUPS = "|".join(_BY_THREES.format(sign) for sign in (",", " ", "'"))
_GROUPED = re.compile(rf"[+-]?(?:{_GROUPS})(?:\.\d*)?", re.ASCII)
_POINTS = re.compile(rf"[+-]?{_BY_THREES.format(re.escape('.'))},\d*", re.ASCII)
_BLANKS = re.compile(rf"[+-]?{_BY_THREES.format(' ')},\d*", re.ASCII)
_COMMA = re.compile(r"[+-]?\d*,\d+(?:[eE][+-]?\d{1,3})?", re.ASCII)
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)
_EITHER_POINT = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII)


@dataclass(frozen=True)
class NumbersRead:
    """values : as float, NaN where a cell is empty or not understood. unread : places of what was not understood."""

    values: list[float]
    unread: list[int]


def read_numbers(cells: Sequence[object]) -> NumbersRead:
    """The numbers of a column of texts; other values than texts are numbers, or nothing (None).

    A text is read where it has one meaning: ``80000.00``, ``80,000.00``, ``80 000``, ``80.000,00``, ``80 000,5``,
    ``80000,00``, ``0,08``, ``8%`` (0.08), ``3.71525E+11``, full-width digits; blanks and zero-width signs are no part
    of it.
    ``1,234`` is either 1234 or 1.234, and ``1.234`` too in a column that sets thousands off by points: what the rest
    of the column does decides, and where that decides nothing, ``1,234`` is not understood. No unit is taken off, and
    ``nan``, ``inf``, ``1_000`` are no numbers.
    """
    known: dict[object, float | None] = {}
    texts = {cell: plain(cell) for cell in {each for each in cells if isinstance(each, str)}}
    marks = _marks(list(texts.values()))
    values, unread = [], []
    for place, cell in enumerate(cells):
        if isinstance(cell, str):
            if cell not in known:
                known[cell] = _number(texts[cell], marks)
            number = known[cell]
        else:
            number = _of_other(cell)
        if number is None:
            unread.append(place)
        values.append(_NAN if number is None else number)
    return NumbersRead(values, unread)


@dataclass(frozen=True)
class _Marks:
    """What a column shows without doubt. thousands : commas between them. decimal : a comma before the decimals.
    points : points between thousands."""

    thousands: bool
    decimal: bool
    points: bool


def _marks(texts: Sequence[str]) -> _Marks:
    bare = [text.rstrip("% ") for text in texts if "," in text]
    doubtful = [text for text in bare if _EITHER.fullmatch(text)]
    sure = [text for text in bare if text not in set(doubtful)]
    return _Marks(
        any(_GROUPED.fullmatch(text) for text in sure),
        any(_COMMA.fullmatch(text) or _POINTS.fullmatch(text) or _BLANKS.fullmatch(text) for text in sure),
        any(_POINTS.fullmatch(text) for text in sure),
    )


def _number(text: str, marks: _Marks) -> float | None:
    """``text`` (plain) as a number; NaN where it is empty, None where it is not understood."""
    text = text.removeprefix("'").strip()  # Excel's own mark of a text
    if not text:
        return _NAN
    if text.endswith("%"):
        share = _number(text[:-1].rstrip(), marks) if len(text) > 1 and not text[:-1].rstrip().endswith("%") else None
        return None if share is None or share != share else _shifted(share)
    if _EITHER_POINT.fullmatch(text) and marks.points:
        return None
    if _PLAIN.fullmatch(text):
        return _finite(text)
    if _EITHER.fullmatch(text):
        if marks.thousands == marks.decimal:
            return None
        return float(text.replace(",", "" if marks.thousands else "."))
    if _GROUPED.fullmatch(text):
        return _finite(re.sub("[, ']", "", text))
    if _BLANKS.fullmatch(text):
        return _finite(text.replace(" ", "").replace(",", "."))
    if _POINTS.fullmatch(text):
        return _finite(text.replace(".", "").replace(",", "."))
    if _COMMA.fullmatch(text):
        return _finite(text.replace(",", "."))
    return None


def _shifted(number: float) -> float:
    """A hundredth, as decimals are shifted: 8 gives 0.08."""
    return float(f"{number!r}e-2") if "e" not in repr(number) else number / 100


def _finite(text: str) -> float | None:
    number = float(text)
    return number if abs(number) != float("inf") else None


def _of_other(cell: object) -> float | None:
    if cell is None:
        return _NAN
    try:
        return float(cell)  # type: ignore[arg-type]  # what it cannot take is caught
    except (TypeError, ValueError, OverflowError):
        return None
