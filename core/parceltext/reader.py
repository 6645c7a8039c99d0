"""Reading the parcel text file 报部坐标 TXT in every form met in practice, with a report of what was assumed.

Nothing is trusted that the file says about itself: the points of a parcel reach to the next ``@`` line, X and Y are
told apart by their digits, the zone by the eastings. One bad parcel does not spoil the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ..errors import Cancelled
from ..rules import Rules, load_rules
from .checks import Limits, check_count, crs_of_points, declared_area, lost_area, official_m2, shape_of
from .columns import Attributes, attributes_of
from .crs import TextCrs, crs_of_epsg
from .dialects import AreaUnit, Dialect, all_dialects
from .lines import Block, blocks_of, decode_text
from .model import ParcelFile, ParcelRecord
from .pointrows import Layout, Point, RawRing, find_layout, points_of, split_rings
from .report import Findings
from .rings import plane_area
from .units import AreaText, unit_named, unit_of_header, unit_of_text

__all__ = ["Asked", "looks_like_parcel_text", "parcel_of_rows", "read_parcel_text", "record_of_rings"]


def looks_like_parcel_text(beginning: bytes) -> bool:
    """Whether a file that begins so is a parcel text file rather than any other list of text or numbers.

    A section or a parcel line of the format, or eastings of eight digits with their zone in most rows: a table of
    points in degrees or in another system is left to others.
    """
    findings = Findings()
    text, _ = decode_text(beginning, findings)
    if "[地块坐标]" in text.translate(str.maketrans("【】［］", "[][]")):
        return True
    blocks, _ = blocks_of(text, findings)
    if any(block.fields is not None and block.rows for block in blocks):
        return True
    rows = [fields for block in blocks for _, fields in block.rows]
    layout = find_layout(rows)
    return layout is not None and layout.kind in ("xy8", "yx8") and len(rows) >= 3


def read_parcel_text(
    data: bytes,
    *,
    epsg: int | None = None,
    epsg_in_degrees: bool | None = None,
    degrees: str = "auto",
    area_unit: AreaUnit | None = None,
    dialects: Sequence[Dialect] | None = None,
    rules: Rules | None = None,
    asked: Asked | None = None,
    progress: Callable[[float], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ParcelFile:
    """The parcels of a file.

    epsg : the coordinate system where neither header nor eastings tell it. epsg_in_degrees : whether that is one of
    longitude and latitude; left out, it is one where it is that of a Chinese datum or WGS 84.
    degrees : ``decimal`` or ``dms`` (packed ddd.mmss) for longitudes and latitudes; ``auto`` goes by their digits.
    area_unit : that of all declared areas without a unit of their own, whatever header and form declare.
    dialects : the forms by which a file is known to declare a unit, and degrees to be packed. rules : tolerances. Of
    both, those that are shipped where not given. asked : all of these in one, instead of them.

    progress : called with 0…1. cancelled : asked before each parcel; Cancelled is raised where it says so.

    Never raises for what stands in the file: each parcel is either among ``parcels`` or left out with an error.
    """
    asked = asked or Asked(
        epsg,
        crs_of_epsg(epsg).geographic if epsg is not None and epsg_in_degrees is None else epsg_in_degrees,
        degrees,
        area_unit,
        all_dialects() if dialects is None else tuple(dialects),
        Limits.of(rules or load_rules()),
    )
    findings = Findings()
    text, encoding = decode_text(data, findings)
    if not text.strip("\ufeff\x00 \t\r\n"):
        findings.note("empty")
        return ParcelFile((), tuple(findings), 0, {}, encoding)
    blocks, header = blocks_of(text, findings)
    if not blocks:
        findings.note("no_parcels")
    parcels = []
    first_lines: dict[str, int] = {}
    for position, block in enumerate(blocks, 1):
        if cancelled is not None and cancelled():
            raise Cancelled
        if progress is not None:
            progress(position / len(blocks))
        parcel = _parcel(block, position, asked, findings)
        if parcel is None:
            continue
        if parcel.number and parcel.number in first_lines:
            first = first_lines[parcel.number]
            findings.note("duplicate_number", block.line, parcel.number, number=parcel.number, first=first)
        first_lines.setdefault(parcel.number, block.line)
        parcels.append(parcel)
    return ParcelFile(tuple(parcels), tuple(findings), len(blocks) - len(parcels), header, encoding)


@dataclass(frozen=True)
class Asked:
    """What the caller of ``read_parcel_text`` knows; the words are explained there."""

    epsg: int | None
    epsg_in_degrees: bool | None
    degrees: str
    area_unit: AreaUnit | None
    dialects: tuple[Dialect, ...]
    limits: Limits

    @staticmethod
    def of(epsg: int | None, rules: Rules | None = None, degrees: str = "auto") -> Asked:
        """With the shipped forms, and the shipped rules where none are given."""
        in_degrees = crs_of_epsg(epsg).geographic if epsg is not None else None
        return Asked(epsg, in_degrees, degrees, None, all_dialects(), Limits.of(rules or load_rules()))


def _parcel(block: Block, position: int, asked: Asked, findings: Findings) -> ParcelRecord | None:
    layout = find_layout([fields for _, fields in block.rows])
    geographic = layout is not None and layout.geographic
    attributes = attributes_of(block, geographic, findings)
    name = attributes.number or attributes.name
    if block.fields is None:
        attributes.number = name = str(position)
    if attributes.kind != "面":
        findings.note("not_polygon", block.line, name, kind=attributes.kind)
        return None
    if not block.rows:
        findings.note("no_points", block.line, name)
        return None
    if layout is None:
        findings.note("bad_layout", block.line, name, count=len(block.rows))
        return None
    return parcel_of_rows(block, attributes, name, layout, asked, findings)


def parcel_of_rows(
    block: Block, attributes: Attributes, name: str, layout: Layout, asked: Asked, findings: Findings
) -> ParcelRecord | None:
    """The parcel of the point rows of ``block``, whose columns ``layout`` tells; None, with a finding, where they make
    none."""
    points = points_of(block.rows, layout, name, findings)
    if points is None:
        return None
    if layout.kind in ("yx8", "yx6"):
        digits = 8 if layout.kind == "yx8" else 6
        findings.note("swapped", block.line, name, digits=digits)
    elif layout.kind == "latlon":
        findings.note("latlon", block.line, name)
    if layout.geographic and _is_dms(points, len(block.rows[0][1]), asked):
        points = [replace(point, x=_from_dms(point.texts[0]), y=_from_dms(point.texts[1])) for point in points]
        findings.note("dms", block.line, name)
    rings = split_rings(points, layout.geographic, name, findings, asked.limits.closing_m)
    check_count(attributes.count, len(points), sum(len(ring.points) for ring in rings), block.line, name, findings)
    return record_of_rings(block, attributes, name, layout, rings, asked, findings)


def record_of_rings(
    block: Block,
    attributes: Attributes,
    name: str,
    layout: Layout,
    rings: Sequence[RawRing],
    asked: Asked,
    findings: Findings,
) -> ParcelRecord | None:
    """The parcel that ``rings`` make, with its system and areas; None, with a finding, where they make none."""
    points = [point for ring in rings for point in ring.points]
    crs = crs_of_points(points, layout, block.header, asked.epsg, block.line, name, findings)
    shape = shape_of(rings, layout.geographic, name, findings)
    written = _area_text(block, attributes.area, asked, name, findings)
    if shape is None:
        lost_area(written, block.line, name, findings)
        return None
    if crs is not None and _in_degrees(crs, asked) != layout.geographic:
        findings.note("crs_degrees" if layout.geographic else "crs_plane", block.line, name, crs=f"EPSG:{crs.epsg}")
        return None
    code = crs.epsg if crs is not None else None
    official = official_m2(shape, code, block.line, name, findings)
    plane = None if layout.geographic else plane_area(shape)
    area = declared_area(written, official, plane, block.line, name, findings, asked.limits)
    return ParcelRecord(
        number=attributes.number,
        name=attributes.name,
        parts=shape,
        use=attributes.use,
        class_code=attributes.class_code,
        area_ha=area,
        sheet=attributes.sheet,
        kind=attributes.kind,
        extra=attributes.extra,
        epsg=code,
        line=block.line,
        official_m2=official,
        plane_m2=plane,
    )


def _in_degrees(crs: TextCrs, asked: Asked) -> bool:
    return bool(asked.epsg_in_degrees) if crs.epsg == asked.epsg else crs.geographic


def _area_text(block: Block, text: str, asked: Asked, name: str, findings: Findings) -> AreaText:
    """The area column with what the person, the header and the form say of its unit."""
    named = unit_named(block.header)
    if named and unit_of_text(named) is None and text.strip():
        findings.note("area_unit_unknown", block.line, name, text=named[:40])
    columns = len(block.fields) if block.fields is not None else 0
    return AreaText(text, asked.area_unit, unit_of_header(block.header, columns, asked.dialects))


def _is_dms(points: Sequence[Point], columns: int, asked: Asked) -> bool:
    """Whether longitudes and latitudes are packed, ddd.mmss: as the person says, or as far as the digits tell.

    Four decimals that could be minutes and seconds are such (fewer are decimal degrees: seconds would be missing), and
    so are rows of as many columns and decimals as a known form in degrees, minutes and seconds has, unless a form in
    decimal degrees looks the same.
    """
    if asked.degrees != "auto":
        return asked.degrees == "dms"
    texts = [text for point in points for text in point.texts]
    if not all(_valid_dms(text) for text in texts):
        return False
    decimals = {len(text.partition(".")[2]) for text in texts}
    like = {each.coordinates for each in asked.dialects if (each.point_columns, {each.decimals}) == (columns, decimals)}
    return max(decimals) == 4 or ("dms" in like and "lonlat" not in like)


def _valid_dms(text: str) -> bool:
    digits = text.partition(".")[2].ljust(4, "0")
    return digits[:2].isdecimal() and digits[2:4].isdecimal() and int(digits[:2]) < 60 and int(digits[2:4]) < 60


def _from_dms(text: str) -> float:
    """ddd.mmss…: two digits of minutes, two of seconds, then decimals of seconds."""
    whole, _, digits = text.partition(".")
    digits = digits.ljust(4, "0")
    seconds = Decimal(f"{digits[2:4]}.{digits[4:] or '0'}")
    return float(Decimal(whole) + Decimal(digits[:2]) / 60 + seconds / 3600)
