"""What a parcel text file holds, apart from how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ..boundary.points import Parts
from .report import TextFinding

__all__ = ["HeaderValues", "ParcelFile", "ParcelRecord"]


@dataclass(frozen=True)
class ParcelRecord:
    """One parcel of a parcel text file.

    number, name, use (用途), class_code (地类编码), sheet (图幅号), kind (面, 点, 线) : text as it stands in the file.
    area_ha : the declared area in hectares with its printed decimals, or None.
    parts : rings of (x_north, y_east) in metres, or of (latitude, longitude) in degrees; not closed.
    extra : further columns by name, such as TBLX or GZQ.
    epsg : the coordinate system of ``parts``, None when nothing tells.
    line, official_m2, plane_m2 : set by the reader; the line of the parcel line (from 1) and the areas of the shape.
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
    line: int = field(default=0, compare=False)
    official_m2: Decimal | None = field(default=None, compare=False)
    plane_m2: float | None = field(default=None, compare=False)


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
    """A parcel text file as read.

    parcels : those that could be read, in their order. findings : what was assumed and what is wrong.
    left_out : how many parcels could not be read; each has an error among the findings. header : the last one.
    """

    parcels: tuple[ParcelRecord, ...]
    findings: tuple[TextFinding, ...]
    left_out: int
    header: Mapping[str, str]
    encoding: str
