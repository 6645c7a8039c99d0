"""Values that belong to a person whatever their field is called: identity numbers and mobile telephone numbers.

Identity numbers of citizens 公民身份号码 are those of GB 11643-1999: six digits of a region, eight of a birthday, three
of a sequence, and a check digit by ISO 7064 MOD 11-2. Mobile numbers have eleven digits and begin with 13 to 19.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from .signs import plain

__all__ = ["SHORTEST", "PersonalValues", "check_digit", "is_id_number", "is_mobile_number"]

PROVINCES = frozenset(
    [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83]
)
"""First two digits of regions by GB/T 2260, with 83 of the residence permits of people from Taiwan."""
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""2 to the power of 17 … 1, modulo 11."""
CHECK_DIGITS = "10X98765432"
OLDEST = 1890
"""Nobody alive was born before."""

SHORTEST = 11
"""Digits of a mobile number."""
SHARE = 0.25
"""Of a column of codes as long as identity numbers, chance makes at most 1 in 11 right; of identity numbers mistyping
makes few wrong."""
SAME = 6
"""Codes of one county share so many first digits; telephone numbers of several people do not."""

# Not within a longer number, a word or a decimal fraction.
_ID = re.compile(r"(?<![0-9A-Za-z.])([1-8][0-9]{16}[0-9Xx])(?![0-9A-Za-z]|\.[0-9])")
_MOBILE = re.compile(
    r"(?<![0-9A-Za-z.])((?:\+?86[- ]?)?(1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}))(?![0-9A-Za-z]|\.[0-9])"
)


def check_digit(first: str) -> str:
    """The eighteenth sign to the first seventeen digits of an identity number (ISO 7064 MOD 11-2)."""
    return CHECK_DIGITS[sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True)) % 11]


def is_id_number(text: str) -> bool:
    """Whether ``text`` is an identity number: its region, its birthday and its check digit can be."""
    text = plain(text).upper()
    if not re.fullmatch(r"[0-9]{17}[0-9X]", text) or int(text[:2]) not in PROVINCES:
        return False
    try:
        birthday = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    today = datetime.now(UTC).date()
    return date(OLDEST, 1, 1) <= birthday <= today and text[17] == check_digit(text[:17])


def is_mobile_number(text: str) -> bool:
    """Whether ``text`` is a mobile number, with or without +86, blanks and hyphens."""
    return _MOBILE.fullmatch(plain(text)) is not None


@dataclass
class PersonalValues:
    """What a column of values holds of persons; ``add`` is given one value after another.

    first : id of the feature with the first such value. A number that stands in a longer text counts by itself; a
    column of nothing but numbers is judged as a whole, for codes may look like them.
    """

    ids: int = 0
    mobiles: int = 0
    in_texts: int = 0
    filled: int = 0
    long_numbers: int = 0
    first: int | None = None
    beginnings: Counter[str] = field(default_factory=Counter)

    def add(self, fid: int, text: str) -> None:
        self.filled += 1
        if len(text) < SHORTEST:
            return
        text = whole = text.strip() if text.isascii() else plain(text)
        if whole.isdigit() and len(whole) not in (SHORTEST, 18):
            return
        if len(whole) == 18 and whole[:17].isdigit():
            self.long_numbers += 1
            if is_id_number(whole):
                self.ids += 1
                self._seen(fid)
            return
        found = _MOBILE.fullmatch(whole)
        if found is not None:
            self.mobiles += 1
            self.beginnings[re.sub(r"\D", "", found.group(1))[:SAME]] += 1
            self._seen(fid)
        elif any(is_id_number(each.group(1)) for each in _ID.finditer(text)) or _MOBILE.search(text):
            self.in_texts += 1
            self._seen(fid)

    def _seen(self, fid: int) -> None:
        if self.first is None:
            self.first = fid

    @property
    def count(self) -> int:
        """How many values are a person's; 0 where they are taken for codes."""
        ids = self.ids if self.ids > SHARE * self.long_numbers else 0
        codes = self.mobiles > 2 and len(self.beginnings) == 1
        mobiles = 0 if codes or self.mobiles <= SHARE * self.filled else self.mobiles
        return ids + mobiles + self.in_texts
