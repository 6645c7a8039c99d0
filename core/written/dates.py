"""Dates and years as they stand in cells: 2021/3/10, 2021年12月1日, 20210310, ２０２１, 2021.0, Excel's serial days."""

from __future__ import annotations

import re
from datetime import date, timedelta

from .signs import plain

__all__ = ["read_date", "read_year"]

FIRST_YEAR, LAST_YEAR = 1949, 2099
"""Years that a record of land can name; another number is no year."""
FIRST_SERIAL = 30_000
"""18 February 1982. Below it lie years with a digit too many: 20211 is no day of 1955."""
_EPOCH = date(1899, 12, 30)
"""Day 0 of Excel's serial days from 1 March 1900 on (ECMA-376, part 1, 18.17.4.1, 1900 date base)."""

_YEAR = re.compile(r"(\d{4})(?:\.0*|\s*年度?)?", re.ASCII)
_MONTH = re.compile(r"(\d{4})\s*(?:[-/.]\s*(\d{1,2})|年\s*(\d{1,2})\s*月)", re.ASCII)
_CLOCK = r"(?:[T\s]\s*\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?)?(?:Z|[+-]\d\d:?\d\d)?)?"
_PARTS = re.compile(rf"(\d{{4}})\s*(?P<sign>[-/.])\s*(\d{{1,2}})\s*(?P=sign)\s*(\d{{1,2}}){_CLOCK}", re.ASCII)
_CHINESE = re.compile(rf"(\d{{4}})\s*年\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*[日号]{_CLOCK}", re.ASCII)
_EIGHT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:\.0*)?", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(?:\.\d*)?", re.ASCII)


def read_year(text: str) -> str | None:
    """The year of a text, four digits, also that of a month or day; "" where it is empty, None where it names none."""
    text = plain(text)
    if not text:
        return ""
    bare = _YEAR.fullmatch(text)
    if bare is not None:
        return bare[1] if FIRST_YEAR <= int(bare[1]) <= LAST_YEAR else None
    month = _MONTH.fullmatch(text)
    if month is not None:
        return read_year(month[1]) if 1 <= int(month[2] or month[3]) <= 12 else None
    day = read_date(text)
    return day[:4] if day else None


def read_date(text: str) -> str | None:
    """The day of a text as ISO 8601 (2021-03-06); "" where it is empty, None where it names no one day.

    Year, month and day in this order, as GB/T 7408 and offices write them; a time of day is passed over. Five digits
    from 30000 on are a serial day of Excel. 6/3/2021 and 2021-03 name no one day, nor does a day that no calendar has.
    """
    text = plain(text)
    if not text:
        return ""
    serial = _SERIAL.fullmatch(text)
    if serial is not None:
        days = int(serial[1])
        return _known(_EPOCH + timedelta(days=days)) if days >= FIRST_SERIAL else None
    for form in (_PARTS, _CHINESE, _EIGHT):
        found = form.fullmatch(text)
        if found is not None:
            numbers = [int(each) for each in found.groups() if each and each.isdecimal()]
            try:
                return _known(date(*numbers))
            except ValueError:
                return None
    return None


def _known(day: date) -> str | None:
    return day.isoformat() if FIRST_YEAR <= day.year <= LAST_YEAR else None
