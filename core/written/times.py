"""Moments as they stand in cells: 2021/3/10 9:05, 2021年3月10日9时5分, 2021-03-10T09:05Z, Excel's 44265.378472."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from .dates import read_date
from .signs import plain

__all__ = ["OFFICE_ZONE", "read_time"]

OFFICE_ZONE = timezone(timedelta(hours=8))
"""Beijing time, in which a record without an offset is written."""

_CLOCK = re.compile(
    r"(?P<day>.*?\S)[T\s]*(?<![\d:])(?P<hour>\d{1,2})\s*[:时点]\s*(?P<minute>\d{1,2})\s*"
    r"(?:[:分]\s*(?:(?P<second>\d{1,2})(?:\.\d+)?\s*秒?)?)?\s*(?P<zone>Z|[+-]\d\d:?\d\d)?",
    re.ASCII,
)
_SERIAL = re.compile(r"\d{5}\.\d+", re.ASCII)


def read_time(text: str) -> str | None:
    """The moment of a text as ISO 8601 with its offset, to the second (2021-03-10T09:05:00+08:00).

    "" where it is empty; None where it names no one moment: a day without a time of day, an hour past 23, or a day that
    ``read_date`` does not know. Without an offset it is Beijing time. A serial number of Excel is taken to the second.
    """
    text = plain(text)
    if not text:
        return ""
    if _SERIAL.fullmatch(text):
        day = read_date(text.partition(".")[0])
        if not day:
            return None
        seconds = round(float("0." + text.partition(".")[2]) * 86400)
        return (datetime.fromisoformat(day).replace(tzinfo=OFFICE_ZONE) + timedelta(seconds=seconds)).isoformat()
    found = _CLOCK.fullmatch(text)
    day = read_date(found["day"].rstrip("T ")) if found else None
    if found is None or not day:
        return None
    try:
        clock = time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0), tzinfo=_zone(found["zone"]))
    except ValueError:
        return None
    return datetime.combine(date.fromisoformat(day), clock).isoformat()


def _zone(text: str | None) -> tzinfo:
    if not text:
        return OFFICE_ZONE
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    return timezone((1 if text[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))
