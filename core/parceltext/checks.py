"""What a read parcel is held against: its own shape, the official area, the header, the other parcels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from ..ellipsoid import official_area
from ..ellipsoid.projection import ZONE_METRES, width_of_number
from ..errors import RedlineError
from ..rounding import half_up, in_unit
from ..rules import Rules
from .crs import DATUMS, TextCrs, crs_of_epsg, datum_of_text, epsg_of
from .pointrows import Layout, Point, RawRing
from .report import Findings
from .rings import arrange, crossings, is_flat, ring_area
from .units import UNIT_WORDS, AreaText, HectaresRead, read_hectares

__all__ = ["Limits", "check_count", "crs_of_points", "declared_area", "lost_area", "official_m2", "shape_of"]

Shape = list[list[list[tuple[float, float]]]]

_NO_WIDTH_M = 0.002
"""A ring of no more width encloses nothing: so far from their line lie points that are written in millimetres."""
_NO_WIDTH_DEGREES = _NO_WIDTH_M / 111_000


@dataclass(frozen=True)
class Limits:
    """Numbers of the rules (``core.rules``): see ``parceltext.…`` in resources/rules/rules.csv."""

    area_ha: Decimal
    closing_m: float
    unit_percent: Decimal

    @staticmethod
    def of(rules: Rules) -> Limits:
        return Limits(
            rules.number("parceltext.area_tolerance_ha"),
            float(rules.number("parceltext.closing_tolerance_m")),
            rules.number("parceltext.unit_tolerance_percent"),
        )


def shape_of(rings: Sequence[RawRing], geographic: bool, parcel: str, findings: Findings) -> Shape | None:
    """The parts of a parcel from its rings; None, with a finding, where they make no polygon."""
    bad = False
    for ring in rings:
        distinct = len({(point.x, point.y) for point in ring.points})
        if distinct < 3:
            findings.note("short_ring", ring.line, parcel, ring=ring.label, count=distinct)
            bad = True
    if bad:
        return None
    arrays = [np.array([(point.x, point.y) for point in ring.points]) for ring in rings]
    for ring, array in zip(rings, arrays, strict=True):
        if is_flat(array, _NO_WIDTH_DEGREES if geographic else _NO_WIDTH_M):
            findings.note("flat_ring", ring.line, parcel, ring=ring.label)
            return None
    arranged = arrange(arrays)
    for i, j in arranged.repeated:
        findings.note("repeated_ring", rings[i].line, parcel, ring=rings[i].label, other=rings[j].label)
    for i in arranged.outside:
        if rings[i].label == rings[0].label:
            continue
        opposite = (ring_area(arrays[i]) > 0) != (ring_area(arrays[0]) > 0)
        findings.note("hole_outside" if opposite else "part", rings[i].line, parcel, ring=rings[i].label)
    kept = [i for part in arranged.parts for i in part]
    _check_crossings(rings, arrays, kept, arranged.crossing, geographic, parcel, findings)
    return [[[(point.x, point.y) for point in rings[i].points] for i in part] for part in arranged.parts]


def _check_crossings(
    rings: Sequence[RawRing],
    arrays: Sequence[np.ndarray],
    kept: Sequence[int],
    crossing: Sequence[tuple[int, int]],
    geographic: bool,
    parcel: str,
    findings: Findings,
) -> None:
    found = crossings([arrays[i] for i in kept])
    line = rings[0].line
    if found is None:
        findings.note("not_checked", line, parcel, count=sum(len(array) for array in arrays))
        return
    pairs = {tuple(sorted(pair)) for pair in crossing}
    decimals = 6 if geographic else 3
    said: set[str] = set()
    for each in found:
        i, j = (kept[k] for k in each.rings)
        if i != j:
            pairs.add((min(i, j), max(i, j)))
            continue
        rule = "self_touch" if each.touch else "self_intersection"
        if rule not in said:
            said.add(rule)
            findings.note(rule, rings[i].line, parcel, x=f"{each.x:.{decimals}f}", y=f"{each.y:.{decimals}f}")
    for i, j in sorted(pairs):
        findings.note("rings_cross", rings[j].line, parcel, ring=rings[j].label, other=rings[i].label)


def check_count(declared: str, rows: int, points: int, line: int, parcel: str, findings: Findings) -> None:
    """The declared number of points against what follows: with closing rows, without them, or one less."""
    if not declared.strip():
        return
    if declared.isdecimal() and len(declared) < 10:
        if int(declared) == rows:
            return
        if int(declared) in (rows - 1, points):
            findings.note("count_without_closing", line, parcel, declared=declared, rows=rows)
            return
    findings.note("count", line, parcel, declared=declared[:20], rows=rows)


def crs_of_points(
    points: Sequence[Point],
    layout: Layout,
    header: Mapping[str, str],
    given: int | None,
    line: int,
    parcel: str,
    findings: Findings,
) -> TextCrs | None:
    """The coordinate system by header and zone prefix together; ``given`` is used where they do not tell."""
    text = header.get("坐标系", "")
    if text.upper().startswith("EPSG:") and text[5:].isdecimal() and len(text) < 14:
        return crs_of_epsg(int(text[5:]))
    datum = datum_of_text(text)
    if layout.kind == "local":
        return _given_or_unknown(given, layout, line, parcel, findings)
    if datum is None:
        if given is not None and not _other_zone(given, layout, points):
            return _given_or_unknown(given, layout, line, parcel, findings)
        if given is not None:
            prefix = int(points[0].y // ZONE_METRES)
            findings.note("zone_given", line, parcel, crs=f"EPSG:{given}", prefix=prefix)
            datum = crs_of_epsg(given).datum
    if datum is None:
        findings.note(*(("datum_unknown",) if text else ("datum_assumed",)), line, parcel, text=text[:40])
        datum = DATUMS[0]
    if layout.geographic:
        return crs_of_epsg(datum.geographic)
    header_zone, header_width = _whole(header.get("带号", "")), _whole(header.get("几度分带", ""))
    if layout.kind in ("xy8", "yx8"):
        prefixes = sorted({int(point.y // ZONE_METRES) for point in points})
        prefix = int(points[0].y // ZONE_METRES)
        if len(prefixes) > 1:
            findings.note("zone_mixed", line, parcel, prefixes=", ".join(map(str, prefixes)))
        width = width_of_number(prefix)
        if header_width in (3, 6) and header_width != width:
            findings.note("zone_width", line, parcel, header=header_width, prefix=prefix, width=width)
        if header_zone is None:
            findings.note("zone_assumed", line, parcel, prefix=prefix)
        elif header_zone != prefix:
            findings.note("zone", line, parcel, header=header_zone, prefix=prefix)
        epsg = epsg_of(datum, width, prefix, prefixed=True)
        if epsg is None:
            findings.note("zone_unknown", line, parcel, prefix=prefix)
            return _given_or_unknown(given, layout, line, parcel, findings)
        return crs_of_epsg(epsg)
    if header_zone is not None:
        width = header_width if header_width in (3, 6) else width_of_number(header_zone)
        epsg = epsg_of(datum, width, header_zone, prefixed=False)
        if epsg is not None:
            return crs_of_epsg(epsg)
    return _given_or_unknown(given, layout, line, parcel, findings)


def _other_zone(given: int, layout: Layout, points: Sequence[Point]) -> bool:
    """Whether the eastings carry a zone number that a Gauss-Krüger zone named by the person has not."""
    crs = crs_of_epsg(given)
    if layout.kind not in ("xy8", "yx8") or crs.zone is None or crs.datum is None:
        return False
    prefix = int(points[0].y // ZONE_METRES)
    known = epsg_of(crs.datum, width_of_number(prefix), prefix, prefixed=True)
    return known is not None and not (crs.prefixed and crs.zone == prefix)


def _given_or_unknown(given: int | None, layout: Layout, line: int, parcel: str, findings: Findings) -> TextCrs | None:
    """The system that the person gave, in the kind of coordinates that the file has."""
    if given is None:
        findings.note("crs_unknown", line, parcel)
        return None
    crs = crs_of_epsg(given)
    findings.note("crs_given", line, parcel, crs=f"EPSG:{given}")
    if crs.zone is None or crs.datum is None:
        return crs
    fitting: int | None = given
    if layout.geographic:
        fitting = crs.datum.geographic
    elif layout.kind in ("xy6", "yx6"):
        fitting = epsg_of(crs.datum, crs.width or 3, crs.zone, prefixed=False)
    if fitting is not None and fitting != given:
        findings.note("crs_fitted", line, parcel, crs=f"EPSG:{fitting}", given=f"EPSG:{given}")
        return crs_of_epsg(fitting)
    return crs


def _whole(text: str) -> int | None:
    plain = text.strip()
    return int(plain) if plain.isdecimal() and len(plain) < 4 else None


def official_m2(shape: Shape, epsg: int | None, line: int, parcel: str, findings: Findings) -> Decimal | None:
    """The official area of the parts together; None, with a finding, where it cannot be computed."""
    if epsg is None:
        return None
    try:
        total = sum((Decimal(repr(official_area(part, epsg))) for part in shape), Decimal(0))
    except RedlineError as error:
        findings.note("area_no_official", line, parcel, reason=error)
        return None
    return half_up(total, 2)


def declared_area(
    area: AreaText,
    official: Decimal | None,
    plane: float | None,
    line: int,
    parcel: str,
    findings: Findings,
    limits: Limits,
) -> Decimal | None:
    """The declared area in hectares, held against official and plane area; its unit by ``parceltextunits``."""
    if not area.text.strip():
        return None
    size = official if official is not None else (None if plane is None else Decimal(repr(plane)))
    read = read_hectares(area, size, limits.unit_percent)
    if read is None:
        findings.note("area_unreadable", line, parcel, text=area.text[:40])
        return None
    _tell_unit(read, area.text, line, parcel, findings)
    if size is not None and size > 0:
        _compare(read.hectares, official, plane, line, parcel, findings, limits.area_ha)
    return read.hectares


def lost_area(area: AreaText, line: int, parcel: str, findings: Findings) -> None:
    """Say what a parcel that is left out was declared to be."""
    read = read_hectares(area, None, Decimal(0))
    if read is not None and read.hectares > 0:
        findings.note("area_lost", line, parcel, declared=f"{read.hectares:f}")


def _tell_unit(read: HectaresRead, text: str, line: int, parcel: str, findings: Findings) -> None:
    unit = UNIT_WORDS[read.unit]
    rule = {"person": "area_unit_given", "size": "area_unit_guessed"}.get(read.said_by)
    if rule is None and read.unit != "ha":
        rule = "area_unit"
    if rule is not None:
        findings.note(rule, line, parcel, text=text, unit=unit)
    if read.fits is not None:
        findings.note("area_unit_doubt", line, parcel, text=text, unit=unit, other=UNIT_WORDS[read.fits])


def _compare(
    value: Decimal,
    official: Decimal | None,
    plane: float | None,
    line: int,
    parcel: str,
    findings: Findings,
    tolerance: Decimal,
) -> None:
    plane_ha = None if plane is None else in_unit(plane, "ha")
    official_ha = None if official is None else in_unit(official, "ha")
    reference = official_ha if official_ha is not None else plane_ha
    if reference is None or abs(value - reference) <= tolerance:
        return
    if official_ha is not None and plane_ha is not None and abs(value - plane_ha) <= tolerance:
        findings.note("area_plane", line, parcel, declared=f"{value:f}", official=official_ha)
    else:
        findings.note(
            "area",
            line,
            parcel,
            declared=f"{value:f}",
            official="–" if official_ha is None else official_ha,
            plane="–" if plane_ha is None else plane_ha,
        )
