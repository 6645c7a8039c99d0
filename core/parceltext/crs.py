"""Coordinate systems as parcel text files name them: datum, zone width, zone number, prefix <-> EPSG code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

__all__ = ["DATUMS", "Datum", "TextCrs", "crs_of_epsg", "datum_of_text", "epsg_of"]


@dataclass(frozen=True)
class Datum:
    """EPSG codes of one datum: the geographic one, and the code of the first zone of each Gauss-Krüger series."""

    id: str
    text: str
    geographic: int
    three_prefixed: int
    three_plain: int
    six_prefixed: int
    six_plain: int


DATUMS = (
    Datum("cgcs2000", "2000国家大地坐标系", 4490, 4513, 4534, 4491, 4502),
    Datum("xian80", "1980西安坐标系", 4610, 2349, 2370, 2327, 2338),
    Datum("beijing54", "1954北京坐标系", 4214, 2401, 2422, 21413, 21453),
)

_NAMES = (
    re.compile(r"(?<!\d)2000(?!\d)"),
    re.compile(r"(?<!\d)(19)?80(?!\d)|西安"),
    re.compile(r"(?<!\d)(19)?54(?!\d)|北京"),
)

_FIRST = {3: 25, 6: 13}
_LAST = {3: 45, 6: 23}


@dataclass(frozen=True)
class TextCrs:
    """A coordinate system in the words of the header; ``zone`` is None for geographic and foreign systems."""

    epsg: int | None
    text: str
    datum: Datum | None = None
    width: int | None = None
    zone: int | None = None
    prefixed: bool = False

    @property
    def geographic(self) -> bool:
        return self.datum is not None and self.epsg == self.datum.geographic


def epsg_of(datum: Datum, width: int, zone: int, prefixed: bool) -> int | None:
    """The EPSG code of a Gauss-Krüger zone; None where China has no such zone."""
    if width not in _FIRST or not _FIRST[width] <= zone <= _LAST[width]:
        return None
    first = {
        (3, True): datum.three_prefixed,
        (3, False): datum.three_plain,
        (6, True): datum.six_prefixed,
        (6, False): datum.six_plain,
    }[width, prefixed]
    return first + zone - _FIRST[width]


@cache
def crs_of_epsg(epsg: int) -> TextCrs:
    """What a header says of an EPSG code; a code outside China's series stands as ``EPSG:n``."""
    for datum in DATUMS:
        if epsg == datum.geographic:
            return TextCrs(epsg, datum.text, datum)
        for width, first_zone in _FIRST.items():
            for zone in range(first_zone, _LAST[width] + 1):
                for prefixed in (True, False):
                    if epsg_of(datum, width, zone, prefixed) == epsg:
                        return TextCrs(epsg, datum.text, datum, width, zone, prefixed)
    return TextCrs(epsg, f"EPSG:{epsg}")


def datum_of_text(text: str) -> Datum | None:
    """The datum that a header value means: ``2000国家大地坐标系``, ``CGCS2000``, ``80国家大地坐标系`` …"""
    plain = text.upper().replace(" ", "")
    for datum, pattern in zip(DATUMS, _NAMES, strict=True):
        if pattern.search(plain):
            return datum
    return None
