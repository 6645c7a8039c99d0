"""Coordinate systems of a county's layers: which zone of CGCS2000, and what is wrong with what a file says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsRectangle,
)

from ...core.ellipsoid.projection import CHINA, ZONE_METRES, GaussKrugerZone, in_china, in_zone, zones
from .crs import datum_name, transform_of

__all__ = [
    "CrsVerdict",
    "cgcs2000_like",
    "geographic_cgcs2000",
    "judge_crs",
    "official_system",
    "system_of_zone",
    "zone_by_easting",
]

_CGCS2000 = re.compile(r"(?i)china.*2000|cgcs|^$|unknown|not.specified|unnamed|wgs|itrf")
"""Names of datums that are CGCS2000, or do not say another one: beside them the ellipsoid tells."""

_UNDEFINED = ("Undefined geographic SRS", "Undefined Cartesian SRS", "Undefined SRS", "Undefined geodetic SRS")

EARTH = (-180.0, -90.0, 360.0, 90.0)
"""Degrees that can be: west, south, east, north."""

LEAST_TELLING = 16
"""The first zone number that an easting of web Mercator (up to 15 000 000 in China) does not look like."""


def geographic_cgcs2000() -> QgsCoordinateReferenceSystem:
    return QgsCoordinateReferenceSystem("EPSG:4490")


def system_of_zone(zone: GaussKrugerZone) -> QgsCoordinateReferenceSystem:
    return QgsCoordinateReferenceSystem(f"EPSG:{zone.epsg}")


def zone_by_easting(extent: QgsRectangle) -> GaussKrugerZone | None:
    """The zone that the eastings of ``extent`` carry in front (39 365 000 is zone 39); None where they carry none.

    Numbers 25-45 are 3° zones, 13-23 are 6° zones: the two never meet.
    """
    if extent.isNull() or not extent.isFinite():
        return None
    numbers = {int(x // ZONE_METRES) for x in (extent.xMinimum(), extent.xMaximum())}
    if len(numbers) != 1 or not 0 < extent.yMinimum() <= extent.yMaximum() < 6_000_000:
        return None
    number = numbers.pop()
    inside = in_zone(extent.center().x() - number * ZONE_METRES)
    return next((zone for zone in zones() if inside and zone.prefixed and zone.number == number), None)


def cgcs2000_like(crs: QgsCoordinateReferenceSystem) -> GaussKrugerZone | None:
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
    if not _CGCS2000.search(datum_name(crs)):
        return None
    meridian, easting = float(values.get("lon_0", 0)), float(values.get("x_0", 0))
    return next((zone for zone in zones() if zone.meridian == meridian and zone.false_easting == easting), None)


def official_system(crs: QgsCoordinateReferenceSystem) -> QgsCoordinateReferenceSystem:
    """The zone of CGCS2000 that ``crs`` is by its parameters, where PROJ does not know it by its name (a .prj of other
    programs: CGCS2000_3_Degree_GK_Zone_39_1); none where the file only says that it is not known (GeoPackage:
    Undefined geographic SRS); any other system as it is."""
    if crs.description().startswith(_UNDEFINED) and not crs.authid():
        return QgsCoordinateReferenceSystem()
    if not crs.isValid() or crs.isGeographic() or crs.authid().startswith("EPSG:"):
        return crs
    zone = cgcs2000_like(crs)
    return crs if zone is None else system_of_zone(zone)


@dataclass(frozen=True)
class CrsVerdict:
    """What was found about a layer's coordinate system.

    problem : "" (fine), "missing", "wrong" (what the file says cannot be), "other" (known, but not CGCS2000),
        "elsewhere" (degrees outside of China),
        "unknown" (missing, and the coordinates do not tell). proposed : the system that its coordinates fit, or None.
    """

    problem: str
    proposed: QgsCoordinateReferenceSystem | None = None


def judge_crs(crs: QgsCoordinateReferenceSystem, extent: QgsRectangle) -> CrsVerdict:
    """Whether ``crs`` can be the system of coordinates within ``extent``."""
    by_easting = zone_by_easting(extent)
    in_degrees = not extent.isNull() and QgsRectangle(*CHINA).contains(extent)
    if not crs.isValid():
        if by_easting is not None and by_easting.number >= LEAST_TELLING:
            return CrsVerdict("missing", system_of_zone(by_easting))
        return CrsVerdict("missing", geographic_cgcs2000()) if in_degrees else CrsVerdict("unknown")
    if extent.isNull() or not extent.isFinite():
        return CrsVerdict("")
    if crs.isGeographic() and not QgsRectangle(*EARTH).contains(extent):
        return CrsVerdict("wrong", system_of_zone(by_easting) if by_easting is not None else None)
    if crs.isGeographic() and not in_degrees:
        return CrsVerdict("elsewhere")
    stated = cgcs2000_like(crs)
    if not crs.isGeographic() and in_degrees:
        return CrsVerdict("wrong", geographic_cgcs2000())
    if stated is not None:
        if by_easting is not None and (not stated.prefixed or stated.number != by_easting.number):
            return CrsVerdict("wrong", system_of_zone(by_easting))
        if by_easting is None and stated.prefixed:
            bare = [zone for zone in zones() if zone.meridian == stated.meridian and not zone.prefixed]
            fits = in_zone(extent.center().x())
            return CrsVerdict("wrong", system_of_zone(bare[0]) if fits and bare else None)
        return CrsVerdict("") if _in_china(crs, extent) else CrsVerdict("wrong")
    if by_easting is not None and not _in_china(crs, extent):
        return CrsVerdict("wrong", system_of_zone(by_easting))
    known = crs.authid() in ("EPSG:4490", "EPSG:4326", "EPSG:3857", "OGC:CRS84")
    return CrsVerdict("" if known else "other")


def _in_china(crs: QgsCoordinateReferenceSystem, extent: QgsRectangle) -> bool:
    try:
        moved = transform_of(crs, geographic_cgcs2000(), QgsCoordinateTransformContext()).transform(extent.center())
    except QgsCsException:
        return False
    return in_china(moved.x(), moved.y())
