"""Coordinate systems of a county's layers: which zone of CGCS2000, and what is wrong with what a file says.

The table is ``resources/codes/epsg_cgcs2000.csv``: 3° zones 25-45 and 6° zones 13-23, each with the zone number in
front of the easting (39 500 000) or without it (500 000).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsRectangle,
)

from ...core.resources import read_table
from .crs import transform_of

__all__ = [
    "CHINA",
    "CrsVerdict",
    "Zone",
    "cgcs2000_like",
    "geographic_cgcs2000",
    "judge_crs",
    "zone_by_easting",
    "zone_by_longitude",
    "zones",
]

CHINA = QgsRectangle(73.0, 3.0, 136.0, 54.0)
"""Longitudes and latitudes between which a county lies."""


LEAST_TELLING = 16
"""The first zone number that an easting of web Mercator (up to 15 000 000 in China) does not look like."""


@dataclass(frozen=True)
class Zone:
    """A Gauss-Krüger zone of CGCS2000 as an EPSG code; ``prefixed`` where the easting carries the zone number."""

    width: int
    number: int
    meridian: float
    epsg: int
    prefixed: bool
    false_easting: float

    @property
    def crs(self) -> QgsCoordinateReferenceSystem:
        return QgsCoordinateReferenceSystem(f"EPSG:{self.epsg}")


@cache
def zones() -> tuple[Zone, ...]:
    """All zones, 3° before 6°, prefixed before the others."""
    found = [
        Zone(
            int(row["zone_width"][0]),
            int(row["zone"]),
            float(row["central_meridian"]),
            int(row[f"epsg_{suffix}"]),
            suffix == "with_zone_prefix",
            float(row[easting]),
        )
        for suffix, easting in (
            ("with_zone_prefix", "false_easting_with_prefix"),
            ("without_prefix", "false_easting_without_prefix"),
        )
        for row in read_table("codes/epsg_cgcs2000.csv")
    ]
    return tuple(sorted(found, key=lambda zone: (zone.width, not zone.prefixed, zone.number)))


def geographic_cgcs2000() -> QgsCoordinateReferenceSystem:
    return QgsCoordinateReferenceSystem("EPSG:4490")


def zone_by_longitude(longitude: float, *, width: int = 3, prefixed: bool = True) -> Zone:
    """The zone whose central meridian is nearest to ``longitude``."""
    fitting = [zone for zone in zones() if zone.width == width and zone.prefixed == prefixed]
    return min(fitting, key=lambda zone: abs(zone.meridian - longitude))


def zone_by_easting(extent: QgsRectangle) -> Zone | None:
    """The zone that the eastings of ``extent`` carry in front (39 365 000 is zone 39); None where they carry none.

    Numbers 25-45 are 3° zones, 13-23 are 6° zones: the two never meet.
    """
    if extent.isNull() or not extent.isFinite():
        return None
    numbers = {int(x // 1_000_000) for x in (extent.xMinimum(), extent.xMaximum())}
    if len(numbers) != 1 or not 0 < extent.yMinimum() <= extent.yMaximum() < 6_000_000:
        return None
    number = numbers.pop()
    inside = 100_000 <= extent.center().x() - number * 1_000_000 <= 900_000
    return next((zone for zone in zones() if inside and zone.prefixed and zone.number == number), None)


def cgcs2000_like(crs: QgsCoordinateReferenceSystem) -> Zone | None:
    """The zone that ``crs`` means, by its code or by its parameters (a .prj without a code); None for any other."""
    for zone in zones():
        if crs.authid() == f"EPSG:{zone.epsg}":
            return zone
    proj = crs.toProj()
    if "+proj=tmerc" not in proj or ("GRS80" not in proj and "6378137" not in proj):
        return None
    values = dict(re.findall(r"\+(\w+)=(\S+)", proj))
    if float(values.get("lat_0", 0)) or float(values.get("k") or values.get("k_0") or 1) != 1:
        return None
    meridian, easting = float(values.get("lon_0", 0)), float(values.get("x_0", 0))
    return next((zone for zone in zones() if zone.meridian == meridian and zone.false_easting == easting), None)


@dataclass(frozen=True)
class CrsVerdict:
    """What was found about a layer's coordinate system.

    problem : "" (fine), "missing", "wrong" (what the file says cannot be), "other" (known, but not CGCS2000),
        "unknown" (missing, and the coordinates do not tell). proposed : the system that its coordinates fit, or None.
    """

    problem: str
    proposed: QgsCoordinateReferenceSystem | None = None


def judge_crs(crs: QgsCoordinateReferenceSystem, extent: QgsRectangle) -> CrsVerdict:
    """Whether ``crs`` can be the system of coordinates within ``extent``."""
    by_easting = zone_by_easting(extent)
    in_degrees = not extent.isNull() and CHINA.contains(extent)
    if not crs.isValid():
        if by_easting is not None and by_easting.number >= LEAST_TELLING:
            return CrsVerdict("missing", by_easting.crs)
        return CrsVerdict("missing", geographic_cgcs2000()) if in_degrees else CrsVerdict("unknown")
    if extent.isNull() or not extent.isFinite():
        return CrsVerdict("")
    if crs.isGeographic() and not in_degrees:
        return CrsVerdict("wrong", by_easting.crs if by_easting is not None else None)
    stated = cgcs2000_like(crs)
    if not crs.isGeographic() and in_degrees:
        return CrsVerdict("wrong", geographic_cgcs2000())
    if stated is not None:
        if by_easting is not None and (not stated.prefixed or stated.number != by_easting.number):
            return CrsVerdict("wrong", by_easting.crs)
        if by_easting is None and stated.prefixed:
            bare = [zone for zone in zones() if zone.meridian == stated.meridian and not zone.prefixed]
            fits = 100_000 <= extent.center().x() <= 900_000
            return CrsVerdict("wrong", bare[0].crs if fits and bare else None)
        return CrsVerdict("") if _in_china(crs, extent) else CrsVerdict("wrong")
    if by_easting is not None and not _in_china(crs, extent):
        return CrsVerdict("wrong", by_easting.crs)
    known = crs.authid() in ("EPSG:4490", "EPSG:4326", "EPSG:3857", "OGC:CRS84")
    return CrsVerdict("" if known else "other")


def _in_china(crs: QgsCoordinateReferenceSystem, extent: QgsRectangle) -> bool:
    try:
        moved = transform_of(crs, geographic_cgcs2000(), QgsCoordinateTransformContext()).transform(extent.center())
    except QgsCsException:
        return False
    return CHINA.contains(moved)
