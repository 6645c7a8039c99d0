"""First letters of the pinyin of Chinese names, so that 贾镇 is found by "jz".

The 3,755 characters of the first level of GB 2312 stand there in the order of their pinyin: the code tells the letter
(the ranges below are those of the standard, GB/T 2312-1980). Characters beyond it are ordered by radicals; those that
place names use, and characters with two readings, stand in ``resources/codes/pinyin_initials.csv``.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

from .resources import resource_table

__all__ = ["initials_of", "matches_initials"]

_STARTS = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"), (0xB8C1, "g"),
    (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"), (0xC4C3, "n"), (0xC5B6, "o"),
    (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"), (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"),
    (0xD1B9, "y"), (0xD4D1, "z"),
)  # fmt: skip
_CODES = [code for code, _ in _STARTS]
_END = 0xD7FA
"""Behind the last character of the first level."""


@cache
def _own() -> dict[str, str]:
    return {row["character"]: row["initials"].lower() for row in resource_table("codes/pinyin_initials.csv")}


@cache
def _letters(sign: str) -> str:
    """All first letters that a sign can have; a Latin letter or digit is its own, other signs have none."""
    if sign.isascii():
        return sign.lower() if sign.isalnum() else ""
    own = _own().get(sign)
    if own:
        return own
    try:
        first, second = sign.encode("gb2312")
    except (UnicodeEncodeError, ValueError):
        return ""
    code = first << 8 | second
    return _STARTS[bisect_right(_CODES, code) - 1][1] if _CODES[0] <= code < _END else ""


def initials_of(name: str) -> tuple[str, ...]:
    """The letters of each sign of ``name`` that has any: 长城 is ("cz", "c")."""
    return tuple(letters for letters in map(_letters, name) if letters)


def matches_initials(query: str, name: str) -> int:
    """Where the letters of ``query`` stand one after another among the initials of ``name``: 0 at its beginning; −1
    nowhere."""
    wanted, letters = query.lower(), initials_of(name)
    if not wanted.isascii() or not wanted.isalnum():
        return -1
    for start in range(len(letters) - len(wanted) + 1):
        if all(letter in letters[start + k] for k, letter in enumerate(wanted)):
            return start
    return -1
