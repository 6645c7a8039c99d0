"""Projections the engine computes itself: from plane coordinates back to longitude and latitude on the ellipsoid."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

import numpy as np

from ..errors import RedlineError
from ..resources import resource_table
from ..shapes.polygons import FloatArray

__all__ = [
    "CGCS2000",
    "CHINA",
    "RHO",
    "ZONE_METRES",
    "Ellipsoid",
    "GaussKrugerZone",
    "Inverse",
    "Projection",
    "in_china",
    "in_zone",
    "inverse_gauss_kruger",
    "projection_of_epsg",
    "projection_of_proj",
    "projection_of_transform",
    "width_of_number",
    "zone_by_longitude",
    "zone_of_epsg",
    "zones",
]

RHO = 206264.8062471
"""Arc-seconds in a radian, with the digits of 国土调查办发〔2008〕32号."""

Inverse = Callable[[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]
"""(x, y) of a plane -> (longitude, latitude) in degrees, arrays of any one shape."""


@dataclass(frozen=True)
class Ellipsoid:
    """An ellipsoid of revolution by its semi-axes ``a`` and ``b`` in metres."""

    a: float
    b: float

    @cached_property
    def e2(self) -> float:
        """First eccentricity squared, (a² − b²) / a²."""
        return (self.a - self.b) * (self.a + self.b) / (self.a * self.a)

    @cached_property
    def n(self) -> float:
        """Third flattening, (a − b) / (a + b)."""
        return (self.a - self.b) / (self.a + self.b)

    @cached_property
    def area_series(self) -> tuple[float, float, float, float, float]:
        """A … E of the area per radian from the equator, b²·(A sin B − B sin 3B + C sin 5B − D sin 7B + E sin 9B).

        Source: 国土调查办发〔2008〕32号; terms up to e⁸, relative error below 1e-11.
        """
        e2 = self.e2
        e4, e6, e8 = e2**2, e2**3, e2**4
        return (
            1 + 3 / 6 * e2 + 30 / 80 * e4 + 35 / 112 * e6 + 630 / 2304 * e8,
            1 / 6 * e2 + 15 / 80 * e4 + 21 / 112 * e6 + 420 / 2304 * e8,
            3 / 80 * e4 + 7 / 112 * e6 + 180 / 2304 * e8,
            1 / 112 * e6 + 45 / 2304 * e8,
            5 / 2304 * e8,
        )

    def is_near(self, other: Ellipsoid) -> bool:
        """True when no axis differs by more than 0.2 mm (GRS80 and CGCS2000 are one; WGS84 is 0.1 mm off)."""
        return abs(self.a - other.a) < 2e-4 and abs(self.b - other.b) < 2e-4


CGCS2000 = Ellipsoid(6378137.0, 6356752.31414036)

CHINA = (73.0, 3.0, 136.0, 54.0)
"""West, south, east and north in degrees: between these lies every county."""

ZONE_METRES = 1_000_000
"""What a zone number before an easting adds for each zone: 39 365 000 is 365 000 in zone 39."""

_OLDER = {
    # EPSG codes of the first zone (25 of the 3-degree zones, 13 of the 6-degree zones) by width and prefix
    "xian80": {(3, True): 2349, (3, False): 2370, (6, True): 2327, (6, False): 2338},
    "beijing54": {(3, True): 2401, (3, False): 2422, (6, True): 21413, (6, False): 21453},
}


@dataclass(frozen=True)
class GaussKrugerZone:
    """A Gauss-Krüger zone of a Chinese datum; ``prefixed`` where the easting carries the zone number.

    datum : cgcs2000, xian80 or beijing54. width, meridian : degrees; false_easting : metres.
    """

    datum: str
    width: int
    number: int
    meridian: float
    epsg: int
    prefixed: bool
    false_easting: float


@cache
def zones(datum: str = "cgcs2000") -> tuple[GaussKrugerZone, ...]:
    """All zones of a datum, 3° before 6°, those with the zone number before the others.

    CGCS2000: ``resources/codes/epsg_cgcs2000.csv``, 3° zones 25-45 and 6° zones 13-23; the older datums have the same
    zones.
    """
    found = []
    for row in resource_table("codes/epsg_cgcs2000.csv"):
        width, number = int(row["zone_width"][0]), int(row["zone"])
        for prefixed, column, easting in (
            (True, "epsg_with_zone_prefix", "false_easting_with_prefix"),
            (False, "epsg_without_prefix", "false_easting_without_prefix"),
        ):
            epsg = int(row[column])
            if datum != "cgcs2000":
                epsg = _OLDER[datum][width, prefixed] + number - {3: 25, 6: 13}[width]
            meridian, false_easting = float(row["central_meridian"]), float(row[easting])
            found.append(GaussKrugerZone(datum, width, number, meridian, epsg, prefixed, false_easting))
    return tuple(sorted(found, key=lambda zone: (zone.width, not zone.prefixed, zone.number)))


@cache
def zone_of_epsg(epsg: int) -> GaussKrugerZone | None:
    """The zone with this EPSG code; None where it is none of China's."""
    every = (zone for datum in ("cgcs2000", *_OLDER) for zone in zones(datum))
    return next((zone for zone in every if zone.epsg == epsg), None)


def zone_by_longitude(longitude: float, *, width: int = 3, prefixed: bool = True) -> GaussKrugerZone:
    """The zone of CGCS2000 whose central meridian is nearest to ``longitude`` (degrees)."""
    fitting = [zone for zone in zones() if zone.width == width and zone.prefixed == prefixed]
    return min(fitting, key=lambda zone: abs(zone.meridian - longitude))


def in_china(longitude: float, latitude: float) -> bool:
    """Whether a place, in degrees, lies where a county of China can lie."""
    west, south, east, north = CHINA
    return west <= longitude <= east and south <= latitude <= north


def width_of_number(number: int) -> int:
    """Degrees from side to side of the zone with this number: 25-45 are 3° zones, 13-23 are 6° zones."""
    return 3 if number >= 25 else 6


def in_zone(easting: float) -> bool:
    """Whether an easting without its zone number can lie in a zone, 400 km from its meridian at the most."""
    return 100_000 <= easting <= 900_000


# Official constants of the inverse Gauss-Krüger projection on CGCS2000.
_K0 = 1.57048761144159e-07
_K1 = 5.05250178820567e-03
_K2 = 2.98472900956587e-05
_K3 = 2.41626669230084e-07
_K4 = 2.22241238938534e-09
_SECOND_E2 = 0.00673949677548
_POLAR_RADIUS = 6399593.62586


def inverse_gauss_kruger(north: FloatArray, east: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Latitude and longitude difference of CGCS2000 Gauss-Krüger coordinates, by the official series.

    north : distance from the equator, m; east : distance from the central meridian, m (false easting and zone
    prefix taken off); arrays of one shape. Returns (B, l) in radians, l from the central meridian.
    Within 4e-6 arc-seconds of PROJ up to 200 km from the meridian.

    Source: 国土调查办发〔2008〕32号, 高斯投影反解变换, with the constants for CGCS2000 as 三调 uses them.
    """
    e = _K0 * north
    s = np.sin(e)
    s2 = s * s
    footpoint = e + np.cos(e) * s * (_K1 - s2 * (_K2 - s2 * (_K3 - s2 * _K4)))
    t = np.tan(footpoint)
    cos = np.cos(footpoint)
    eta2 = _SECOND_E2 * cos * cos
    v2 = 1 + eta2
    y = east * np.sqrt(v2) / _POLAR_RADIUS
    t2 = t * t
    y2 = y * y
    latitude = footpoint - v2 * t * y2 * (
        1 / 2 - y2 * ((5 + 3 * t2 + eta2 - 9 * eta2 * t2) / 24 - y2 * (61 + 90 * t2 + 45 * t2 * t2) / 720)
    )
    difference = (
        y
        / cos
        * (1 - y2 * ((1 + 2 * t2 + eta2) / 6 - y2 * (5 + 28 * t2 + 24 * t2 * t2 + 6 * eta2 + 8 * eta2 * t2) / 120))
    )
    return latitude, difference


def _beta(n: float) -> tuple[float, ...]:
    """Krüger's coefficients from plane to conformal sphere, to n⁶ (Karney 2011, equation 36)."""
    n2, n3, n4, n5, n6 = n**2, n**3, n**4, n**5, n**6
    return (
        n / 2 - 2 / 3 * n2 + 37 / 96 * n3 - n4 / 360 - 81 / 512 * n5 + 96199 / 604800 * n6,
        n2 / 48 + n3 / 15 - 437 / 1440 * n4 + 46 / 105 * n5 - 1118711 / 3870720 * n6,
        17 / 480 * n3 - 37 / 840 * n4 - 209 / 4480 * n5 + 5569 / 90720 * n6,
        4397 / 161280 * n4 - 11 / 504 * n5 - 830251 / 7257600 * n6,
        4583 / 161280 * n5 - 108847 / 3991680 * n6,
        20648693 / 638668800 * n6,
    )


def _rectifying_radius(ellipsoid: Ellipsoid) -> float:
    """Radius of the sphere whose quarter meridian is as long as the ellipsoid's (Karney 2011, equation 14)."""
    n2 = ellipsoid.n**2
    return ellipsoid.a / (1 + ellipsoid.n) * (1 + n2 / 4 * (1 + n2 / 16 * (1 + n2 / 4)))


def _conformal_tan(tau: FloatArray, e2: float) -> FloatArray:
    """Tangent of the conformal latitude from the tangent of the latitude (Karney 2011, equations 7 to 9)."""
    e = math.sqrt(e2)
    root = np.sqrt(1 + tau * tau)
    sigma = np.sinh(e * np.arctanh(e * tau / root))
    return tau * np.sqrt(1 + sigma * sigma) - sigma * root


def _latitude_of_conformal(taup: FloatArray, e2: float) -> FloatArray:
    """Latitude (radians) from the tangent of the conformal latitude, by Newton's method (Karney 2011, equation 19)."""
    tau = taup / (1 - e2)
    for _ in range(3):
        f = _conformal_tan(tau, e2)
        tau = tau + (taup - f) / np.sqrt(1 + f * f) * (1 + (1 - e2) * tau * tau) / ((1 - e2) * np.sqrt(1 + tau * tau))
    return np.arctan(tau)


def _inverse_kruger(ellipsoid: Ellipsoid, xi: FloatArray, eta: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Latitude and longitude difference (radians) of transverse Mercator coordinates over k₀ × rectifying radius.

    Error below 5 nm up to 3,900 km from the meridian. Source: Krüger 1912 as extended by Karney,
    "Transverse Mercator with an accuracy of a few nanometers", 2011.
    """
    z = xi + 1j * eta
    spherical = z.copy()
    for k, beta in enumerate(_beta(ellipsoid.n), start=1):
        spherical -= beta * np.sin(2 * k * z)
    xi_p, eta_p = spherical.real, spherical.imag
    sinh, cos = np.sinh(eta_p), np.cos(xi_p)
    taup = np.sin(xi_p) / np.sqrt(sinh * sinh + cos * cos)
    return _latitude_of_conformal(taup, ellipsoid.e2), np.arctan2(sinh, cos)


def _meridian_arc(ellipsoid: Ellipsoid, latitude: float) -> float:
    """Rectifying latitude (radians) of a latitude (radians): its meridian arc over the rectifying radius."""
    conformal = math.atan(_conformal_tan(np.array([math.tan(latitude)]), ellipsoid.e2)[0])
    mu = conformal
    # The inverse series is at hand already: solve it for the arc, which contracts by n each time.
    for _ in range(12):
        mu = conformal + sum(beta * math.sin(2 * k * mu) for k, beta in enumerate(_beta(ellipsoid.n), start=1))
    return mu


@dataclass(frozen=True)
class Projection:
    """A plane (x = easting, y = northing) and how to come back from it to the ellipsoid.

    kind : "tmerc" transverse Mercator; "longlat" x, y are longitude and latitude in degrees;
        "other" ``transform`` does the work.
    lon_0, lat_0 : degrees; k_0 : scale on the central meridian; x_0, y_0 : false easting and northing, m;
    metres : metres in one unit of x and y (1 for "longlat"); zone : CGCS2000 zone number carried by the easting, or 0.
    """

    kind: Literal["tmerc", "longlat", "other"]
    ellipsoid: Ellipsoid
    lon_0: float = 0.0
    lat_0: float = 0.0
    k_0: float = 1.0
    x_0: float = 0.0
    y_0: float = 0.0
    metres: float = 1.0
    zone: int = 0
    transform: Inverse | None = None

    @cached_property
    def is_official(self) -> bool:
        """True for CGCS2000 Gauss-Krüger, for which the official series and constants hold."""
        return (
            self.kind == "tmerc"
            and self.ellipsoid.is_near(CGCS2000)
            and self.k_0 == 1
            and self.lat_0 == 0
            and self.metres == 1
        )

    def radians(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Longitude from ``lon_0`` and latitude in radians of plane coordinates; arrays of one shape.

        Keeps more digits than degrees from Greenwich: a nanometre instead of two or three.
        """
        if self.kind == "tmerc":
            latitude, difference = self._inverse_tmerc(x, y)
            return difference, latitude
        longitude, latitude = self.inverse(x, y)
        return np.radians(longitude - self.lon_0), np.radians(latitude)

    def inverse(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Longitude and latitude in degrees of plane coordinates; arrays of one shape."""
        if self.kind == "longlat":
            return x, y
        if self.transform is not None:
            return self.transform(x, y)
        latitude, difference = self._inverse_tmerc(x, y)
        return np.degrees(difference) + self.lon_0, np.degrees(latitude)

    def arc_seconds(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Longitude and latitude in arc-seconds, not rounded; arrays of one shape."""
        if self.kind == "tmerc":
            latitude, difference = self._inverse_tmerc(x, y)
            return difference * RHO + self.lon_0 * 3600, latitude * RHO
        longitude, latitude = self.inverse(x, y)
        return longitude * 3600, latitude * 3600

    def _inverse_tmerc(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        east, north = x * self.metres - self.x_0, y * self.metres - self.y_0
        if self.is_official:
            return inverse_gauss_kruger(north, east)
        radius = self.k_0 * _rectifying_radius(self.ellipsoid)
        arc = _meridian_arc(self.ellipsoid, math.radians(self.lat_0)) if self.lat_0 else 0.0
        return _inverse_kruger(self.ellipsoid, north / radius + arc, east / radius)


def projection_of_transform(transform: Inverse, ellipsoid: Ellipsoid, metres: float = 1.0) -> Projection:
    """A projection of any other kind: ``transform`` leads (x, y) to degrees on ``ellipsoid``; ``metres`` per unit."""
    return Projection("other", ellipsoid, metres=metres, transform=transform)


def projection_of_epsg(epsg: int) -> Projection:
    """The projection of an EPSG code.

    All CGCS2000 zones (3° and 6°, with and without zone number in the easting; resources/codes/epsg_cgcs2000.csv)
    and 4490 need nothing else. Any other code is asked of pyproj, where that is installed.

    Raises RedlineError when the code is unknown, is no plane or geographic system, or pyproj is missing.
    """
    if epsg == 4490:
        return Projection("longlat", CGCS2000)
    zone = zone_of_epsg(epsg)
    if zone is not None and zone.datum == "cgcs2000":
        number = zone.number if zone.prefixed else 0
        return Projection("tmerc", CGCS2000, lon_0=zone.meridian, x_0=zone.false_easting, zone=number)
    return _projection_by_pyproj(epsg)


def _projection_by_pyproj(epsg: int) -> Projection:
    try:
        from pyproj import CRS, Transformer
        from pyproj.exceptions import CRSError
    except ImportError as error:
        raise RedlineError(
            "EPSG:{epsg} is no CGCS2000 system, and pyproj, which knows the others, is missing: "
            "install it (pip install pyproj), or transform the layer to CGCS2000.",
            epsg=epsg,
        ) from error
    try:
        crs = CRS.from_epsg(epsg)
    except CRSError as error:
        raise RedlineError("EPSG:{epsg} is no known coordinate reference system.", epsg=epsg) from error
    geodetic = crs.geodetic_crs
    if geodetic is None or crs.ellipsoid is None or not (crs.is_projected or crs.is_geographic):
        raise RedlineError(
            "EPSG:{epsg} is neither a projected nor a geographic coordinate reference system: "
            "transform the layer to CGCS2000.",
            epsg=epsg,
        )
    ellipsoid = Ellipsoid(crs.ellipsoid.semi_major_metre, crs.ellipsoid.semi_minor_metre)
    with warnings.catch_warnings():
        # what PROJ text cannot say (names, area of use) is not used here
        warnings.simplefilter("ignore", UserWarning)
        proj = crs.to_proj4()
    try:
        return projection_of_proj(proj)
    except RedlineError:
        to_degrees = Transformer.from_crs(crs, geodetic, always_xy=True).transform
        return projection_of_transform(to_degrees, ellipsoid, crs.axis_info[0].unit_conversion_factor)


_ELLIPSOIDS = {
    # name in PROJ: semi-major axis, inverse flattening
    "GRS80": (6378137.0, 298.257222101),
    "WGS84": (6378137.0, 298.257223563),
    "WGS72": (6378135.0, 298.26),
    "IAU76": (6378140.0, 298.257),
    "krass": (6378245.0, 298.3),
    "intl": (6378388.0, 297.0),
    "bessel": (6377397.155, 299.1528128),
    "clrk66": (6378206.4, 294.9786982139),
    "aust_SA": (6378160.0, 298.25),
}
_DATUMS = {"WGS84": "WGS84", "NAD83": "GRS80", "NAD27": "clrk66"}
_UNITS = {"m": 1.0, "km": 1000.0, "ft": 0.3048, "us-ft": 1200 / 3937}


def projection_of_proj(proj: str) -> Projection:
    """The projection of a PROJ string, as ``QgsCoordinateReferenceSystem.toProj()`` gives it.

    Reads transverse Mercator, UTM and geographic systems on any ellipsoid. CGCS2000 zones come out the same
    as by their EPSG code. Raises RedlineError for any other projection, and where the ellipsoid is not named.
    """
    items = dict(word.lstrip("+").partition("=")[::2] for word in proj.split() if word.startswith("+"))
    name = items.get("proj", "")
    if name in ("longlat", "latlong", "lonlat", "latlon"):
        return Projection("longlat", _ellipsoid_of(items, proj))
    if name not in ("tmerc", "etmerc", "utm"):
        raise RedlineError(
            "The projection {name} is not computed here ({proj}): transform the layer to CGCS2000.",
            name=name or "?",
            proj=proj,
        )
    try:
        if name == "utm":
            zone = int(items["zone"])
            return Projection(
                "tmerc",
                _ellipsoid_of(items, proj),
                lon_0=6.0 * zone - 183,
                k_0=0.9996,
                x_0=500000.0,
                y_0=10000000.0 if "south" in items else 0.0,
                metres=_unit_of(items),
            )
        x_0 = float(items.get("x_0", 0))
        lon_0 = float(items.get("lon_0", 0))
        return Projection(
            "tmerc",
            _ellipsoid_of(items, proj),
            lon_0=lon_0 + _prime_meridian(items),
            lat_0=float(items.get("lat_0", 0)),
            k_0=float(items.get("k_0", items.get("k", 1))),
            x_0=x_0,
            y_0=float(items.get("y_0", 0)),
            metres=_unit_of(items),
            zone=int(x_0 // ZONE_METRES) if x_0 >= ZONE_METRES and x_0 % ZONE_METRES == 5e5 else 0,
        )
    except (KeyError, ValueError) as error:
        raise RedlineError("The projection is not readable: {proj}.", proj=proj) from error


def _prime_meridian(items: dict[str, str]) -> float:
    """Degrees east of Greenwich; ValueError for a meridian given by name, other than Greenwich."""
    pm = items.get("pm", "0")
    return 0.0 if pm == "greenwich" else float(pm)


def _unit_of(items: dict[str, str]) -> float:
    return float(items["to_meter"]) if "to_meter" in items else _UNITS[items.get("units", "m")]


def _ellipsoid_of(items: dict[str, str], proj: str) -> Ellipsoid:
    if "R" in items:
        return Ellipsoid(float(items["R"]), float(items["R"]))
    if "a" in items:
        a = float(items["a"])
        if "b" in items:
            return Ellipsoid(a, float(items["b"]))
        if "rf" in items:
            return Ellipsoid(a, a * (1 - 1 / float(items["rf"])))
        if "f" in items:
            return Ellipsoid(a, a * (1 - float(items["f"])))
    name = items.get("ellps") or _DATUMS.get(items.get("datum", ""), "")
    if name == "GRS80":
        return CGCS2000
    if name not in _ELLIPSOIDS:
        raise RedlineError(
            "The ellipsoid of the layer is not known ({proj}): transform the layer to CGCS2000.", proj=proj
        )
    a, inverse_flattening = _ELLIPSOIDS[name]
    return Ellipsoid(a, a * (1 - 1 / inverse_flattening))
