"""Coordinate systems as parcel text files name them: datum, zone width, zone number, prefix <-> EPSG code."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..ellipsoid.projection import ZONE_METRES, zone_of_epsg, zones

__all__ = ["DATUMS", "Datum", "TextCrs", "crs_of_epsg", "datum_of_text", "epsg_of", "zone_shift"]


@dataclass(frozen=True)
class Datum:
    """A datum as files name it, and the EPSG code of its geographic system."""

    id: str
    text: str
    geographic: int


DATUMS = (
    Datum("cgcs2000", "2000国家大地坐标系", 4490),
    Datum("xian80", "1980西安坐标系", 4610),
    Datum("beijing54", "1954北京坐标系", 4214),
)

_WGS84 = Datum("wgs84", "WGS84", 4326)
"""Of maps and satellites; no zone of it is a county's."""

_NAMES = (
    re.compile(r"(?<!\d)2000(?!\d)"),
    re.compile(r"(?<!\d)(19)?80(?!\d)|西安"),
    re.compile(r"(?<!\d)(19)?54(?!\d)|北京"),
)


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
    wanted = (width, zone, prefixed)
    return next((each.epsg for each in zones(datum.id) if (each.width, each.number, each.prefixed) == wanted), None)


def crs_of_epsg(epsg: int) -> TextCrs:
    """What a header says of an EPSG code; a code outside China's series stands as ``EPSG:n``."""
    zone = zone_of_epsg(epsg)
    for datum in (*DATUMS, _WGS84):
        if epsg == datum.geographic:
            return TextCrs(epsg, datum.text, datum)
        if zone is not None and zone.datum == datum.id:
            return TextCrs(epsg, datum.text, datum, zone.width, zone.number, zone.prefixed)
    return TextCrs(epsg, f"EPSG:{epsg}")


def zone_shift(crs: TextCrs, prefixed: bool) -> int:
    """Metres that an easting of ``crs`` is given on paper so that it has its zone number there, or has it not.

    0 for systems without a zone: they stay as they are.
    """
    if crs.zone is None or crs.prefixed == prefixed:
        return 0
    return (1 if prefixed else -1) * crs.zone * ZONE_METRES


def datum_of_text(text: str) -> Datum | None:
    """The datum that a header value means: ``2000国家大地坐标系``, ``CGCS2000``, ``80国家大地坐标系`` …"""
    plain = text.upper().replace(" ", "")
    for datum, pattern in zip(DATUMS, _NAMES, strict=True):
        if pattern.search(plain):
            return datum
    return None
