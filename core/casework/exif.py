"""What a camera wrote into a picture (EXIF 2.3): when, where, looking where, how wide; as texts that GDAL reads.

A form that was filled in goes first: this is for pictures whose form says nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ..written.times import OFFICE_ZONE

__all__ = ["Shot", "shot_of"]

_MOMENT = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)", re.ASCII)
_OFFSET = re.compile(r"[+-]\d\d:\d\d", re.ASCII)
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?", re.ASCII)
REFERENCES = {"T": "true", "M": "magnetic"}
HALF_FRAME = 18.0
"""Half the width of the film of 36 mm to which a focal length is brought, mm."""


@dataclass(frozen=True)
class Shot:
    """taken_at : ISO 8601 with its offset (Beijing time where the camera says none). place : longitude, latitude in
    degrees. accuracy : metres. azimuth : degrees, against ``reference`` ("true", "magnetic", "" where it does not say).
    view : degrees from the left edge of the picture to the right. None where the camera wrote nothing."""

    taken_at: str | None = None
    place: tuple[float, float] | None = None
    accuracy: float | None = None
    azimuth: float | None = None
    reference: str = ""
    view: float | None = None


def shot_of(tags: Mapping[str, str]) -> Shot:
    """Of the tags of a picture by GDAL's names (``EXIF_GPSImgDirection``); what cannot be is taken as not written."""
    azimuth = _number(tags.get("EXIF_GPSImgDirection"))
    if azimuth is not None and not 0 <= azimuth <= 360:
        azimuth = None
    accuracy = _number(tags.get("EXIF_GPSHPositioningError"))
    focal = _number(tags.get("EXIF_FocalLengthIn35mmFilm"))
    return Shot(
        _moment(tags),
        _place(tags),
        accuracy if accuracy is not None and accuracy > 0 else None,
        azimuth,
        REFERENCES.get(tags.get("EXIF_GPSImgDirectionRef", "").strip().upper(), "") if azimuth is not None else "",
        2 * math.degrees(math.atan(HALF_FRAME / focal)) if focal else None,
    )


def _moment(tags: Mapping[str, str]) -> str | None:
    found = _MOMENT.fullmatch(tags.get("EXIF_DateTimeOriginal", "").strip())
    if found is None:
        return None
    try:
        moment = datetime.fromisoformat("{}-{}-{}T{}:{}:{}".format(*found.groups()))
    except ValueError:
        return None
    offset = tags.get("EXIF_OffsetTimeOriginal", "").strip()
    if _OFFSET.fullmatch(offset):
        return f"{moment.isoformat()}{offset}"
    return moment.replace(tzinfo=OFFICE_ZONE).isoformat()


def _place(tags: Mapping[str, str]) -> tuple[float, float] | None:
    lon = _angle(tags.get("EXIF_GPSLongitude"), tags.get("EXIF_GPSLongitudeRef", ""), "W", 180)
    lat = _angle(tags.get("EXIF_GPSLatitude"), tags.get("EXIF_GPSLatitudeRef", ""), "S", 90)
    # A camera that did not know where it was writes zeros.
    return None if lon is None or lat is None or (lon == 0 and lat == 0) else (lon, lat)


def _angle(text: str | None, side: str, negative: str, most: float) -> float | None:
    """Degrees, minutes and seconds, such as ``(36) (28) (30.5)``."""
    parts = [float(part) for part in _NUMBER.findall(text or "")]
    if not 1 <= len(parts) <= 3:
        return None
    angle = sum(part / 60**power for power, part in enumerate(parts))
    if not 0 <= angle <= most:
        return None
    return -angle if side.strip().upper() == negative else angle


def _number(text: str | None) -> float | None:
    found = _NUMBER.search(text or "")
    return float(found[0]) if found else None
