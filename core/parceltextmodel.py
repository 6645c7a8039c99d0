"""What a parcel text file holds, apart from how it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from .boundarypoints import Parts
from .parceltextcrs import TextCrs

__all__ = ["HeaderValues", "ParcelFile", "ParcelRecord"]


@dataclass(frozen=True)
class ParcelRecord:
    """One parcel of a parcel text file.

    number, name, use (用途), class_code (地类编码), sheet (图幅号), kind (面, 点, 线) : text as it stands in the file.
    area_ha : the declared area in hectares with its printed decimals, or None.
    parts : rings of (x_north, y_east) in metres, or of (latitude, longitude) in degrees; not closed.
    extra : further columns by name, such as TBLX or GZQ.
    epsg : the coordinate system of ``parts``, None when nothing tells. line : of the parcel line, from 1.
    """

    number: str
    name: str = ""
    parts: Parts = ()
    use: str = ""
    class_code: str = ""
    area_ha: Decimal | None = None
    sheet: str = ""
    kind: str = "面"
    extra: Mapping[str, str] = field(default_factory=dict)
    epsg: int | None = None
    line: int = 0


@dataclass(frozen=True)
class HeaderValues:
    """Values of the header that no geometry can tell; None takes the dialect's own."""

    unit: str = ""
    date: str = ""
    version: str | None = None
    precision: str | None = None
    transform: str | None = None


@dataclass(frozen=True)
class ParcelFile:
    """A parcel text file as read: its parcels, its header, its encoding and its coordinate system."""

    parcels: Sequence[ParcelRecord]
    header: Mapping[str, str]
    encoding: str
    crs: TextCrs | None
