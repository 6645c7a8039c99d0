"""Which CGCS2000 system bare coordinates belong to, from their digits: the zone number before the easting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .errors import RedlineError
from .polygons import FloatArray
from .resources import read_table

__all__ = ["Guess", "epsg_of_zone", "guess_system", "zone_of_easting", "zone_of_longitude"]

_ZONES_3 = range(25, 46)
_ZONES_6 = range(13, 24)


def zone_of_easting(easting: float) -> int:
    """The zone number that an easting of 8 integer digits begins with (39360000 -> 39); 0 where it carries none.

    25 … 45 are 3° zones, 13 … 23 are 6° zones: the numbers do not overlap in China.
    """
    zone = int(easting // 1_000_000) if np.isfinite(easting) and 1e7 <= easting < 1e8 else 0
    return zone if zone in _ZONES_3 or zone in _ZONES_6 else 0


def zone_of_longitude(lon: float, degrees: Literal[3, 6] = 3) -> int:
    """The zone whose central meridian is nearest: 3° zones at 3n, 6° zones at 6n − 3; 115.6 -> 39 or 20.

    Raises RedlineError for a longitude outside of China's zones.
    """
    zone = int((lon + 1.5) // 3) if degrees == 3 else int(lon // 6) + 1
    if zone not in (_ZONES_3 if degrees == 3 else _ZONES_6):
        raise RedlineError("The longitude {lon} lies in none of China's zones.", lon=f"{lon:g}")
    return zone


def epsg_of_zone(zone: int, *, prefix: bool) -> int:
    """The EPSG code of a CGCS2000 zone, 3° (25 … 45) or 6° (13 … 23), with or without its number in the easting.

    Raises RedlineError for a number that is no zone.
    """
    for row in read_table("codes/epsg_cgcs2000.csv"):
        if int(row["zone"]) == zone:
            return int(row["epsg_with_zone_prefix" if prefix else "epsg_without_prefix"])
    raise RedlineError("{zone} is no zone of CGCS2000: 25 to 45 (3°) or 13 to 23 (6°).", zone=zone)


@dataclass(frozen=True)
class Guess:
    """What coordinates look like.

    kind : "zoned" eastings carry a zone number; "zoneless" metres without one (the zone must be asked for);
        "geographic" degrees; "unknown" none of these.
    zone, degrees, epsg : known for "zoned" only (4490 for "geographic"), else 0.
    swapped : x and y (or longitude and latitude) stand in each other's place.
    share : part of the points, 0 to 1, that agree; several zones in one layer show here.
    """

    kind: Literal["zoned", "zoneless", "geographic", "unknown"]
    zone: int = 0
    degrees: Literal[0, 3, 6] = 0
    epsg: int = 0
    swapped: bool = False
    share: float = 0.0


def guess_system(x: ArrayLike, y: ArrayLike) -> Guess:
    """The system of bare coordinates by their digits, for a layer whose .prj is wrong or missing.

    x, y : (n,) as they stand, x = easting where nothing is swapped. Looks only at numbers; points that are none are
    left out. The kind, zone and order that most points share is returned.
    """
    xs, ys = np.atleast_1d(np.asarray(x, dtype=np.float64)), np.atleast_1d(np.asarray(y, dtype=np.float64))
    good = np.isfinite(xs) & np.isfinite(ys)
    xs, ys = xs[good], ys[good]
    if not len(xs):
        return Guess("unknown")
    guesses = [
        guess
        for swapped, (east, north) in ((False, (xs, ys)), (True, (ys, xs)))
        for guess in (_zoned(east, north, swapped), _zoneless(east, north, swapped), _geographic(east, north, swapped))
        if guess is not None
    ]
    return max(guesses, key=lambda guess: guess.share, default=Guess("unknown"))


def _northing(values: FloatArray) -> NDArray[np.bool_]:
    """Metres from the equator between 3° N and 54° N, China with its seas."""
    return (values >= 3.0e5) & (values <= 6.1e6)


def _zoned(east: FloatArray, north: FloatArray, swapped: bool) -> Guess | None:
    zones = np.array([zone_of_easting(value) for value in east])
    offset = east - zones * 1e6
    fit = (zones > 0) & _northing(north) & (offset > 5e4) & (offset < 9.5e5)
    if not fit.any():
        return None
    numbers, counts = np.unique(zones[fit], return_counts=True)
    zone = int(numbers[counts.argmax()])
    degrees: Literal[3, 6] = 3 if zone in _ZONES_3 else 6
    return Guess("zoned", zone, degrees, epsg_of_zone(zone, prefix=True), swapped, float(counts.max() / len(east)))


def _zoneless(east: FloatArray, north: FloatArray, swapped: bool) -> Guess | None:
    # below 950 km a northing could be an easting too; only from 1,000 km on is the order certain
    fit = (east > 5e4) & (east < 9.5e5) & (north >= 1.0e6) & (north <= 6.1e6)
    return Guess("zoneless", swapped=swapped, share=float(fit.mean())) if fit.any() else None


def _geographic(lon: FloatArray, lat: FloatArray, swapped: bool) -> Guess | None:
    fit = (lon >= 73) & (lon <= 136) & (lat >= 3) & (lat <= 54)
    return Guess("geographic", epsg=4490, swapped=swapped, share=float(fit.mean())) if fit.any() else None
