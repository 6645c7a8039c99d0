"""One polygon against a county that is held in memory: classes, red lines, villages, cameras, in some milliseconds.

The same numbers as the tally and the red-line check print for the same polygon: official area, pieces on the ellipsoid
balanced to it; or by the area method and with the ridge deduction that the office has set.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

import numpy as np

from ..ellipsoid import official_areas
from ..ellipsoid.areaplane import AreaPlane
from ..errors import Notice, RedlineError
from ..overlay import Pieces
from ..overlay.patchindex import ZoneSet
from ..overlay.residentlayer import ResidentLayer, RowPieces
from ..paper.tables import Column, Row, Table
from ..rounding import DECIMALS, Unit, half_up
from ..shapes.polygons import IntArray, Polygons
from .classes import MAJORS, Scheme, major_name
from .redlines import RedLine, RedLineFinding, check_red_line, verdict_name
from .tables import Words, class_at, class_label
from .tally import (
    NOISE_M2,
    NOT_COVERED,
    OVERLAP,
    SEEN_M2,
    Key,
    Tally,
    Zone,
    deduct_ridges,
    factorize,
    tally_pieces,
    uncovered_areas,
)

__all__ = [
    "Answer",
    "CameraShare",
    "ClassRow",
    "LiveCounty",
    "Method",
    "ResidentLine",
    "VillageShare",
    "answer_notes",
    "answer_table",
    "ask",
    "finding_name",
    "is_doubtful",
    "on_land",
    "row_label",
]

Method = Literal["official", "plane", "recorded"]

UNITS: tuple[Unit, ...] = ("ha", "mu")


@dataclass(frozen=True)
class ResidentLine:
    """A red line held in memory. layer.columns["id"] : ids; ["legal"] : legal farmland area per m² of each polygon, NaN
    where it cannot be (``legal_ratios``); no such column where the line has no legal areas. astray : ids of features
    that were left out because nobody knows where their land is."""

    name: str
    layer: ResidentLayer
    must_contain: bool = False
    astray: frozenset[int] = frozenset()


def on_land(plane: AreaPlane, method: Method, polygons: Polygons, body: str = "auto") -> Polygons:
    """``polygons`` of the projection where their area is area by ``method``: in ``plane``, or in metres as they are."""
    if method != "plane":
        return plane.apply(polygons, body=body)
    metres = plane.projection.metres
    return polygons if metres == 1 else polygons.with_xy(polygons.xy * metres)


@dataclass(frozen=True)
class LiveCounty:
    """What a county is asked about. Everything lies in ``plane``; the land use in the projection, in metres, where the
    method is "plane".

    land_use.columns["code"] : class codes; ["recorded"] : recorded m² per m² (method "recorded"); ["ridge"] : ridge
    coefficients (with ``ridges``). villages.columns["code"], ["name"]; cameras.columns["name"]. method, ridges : how
    classes are measured, as the tally's AREA_METHOD and RIDGES; red lines are always measured on the ellipsoid.
    notices : what was left out, assumed and doubted of each layer, by its id.
    """

    plane: AreaPlane
    scheme: Scheme
    land_use: ResidentLayer
    villages: ResidentLayer | None = None
    lines: tuple[ResidentLine, ...] = ()
    cameras: ResidentLayer | None = None
    method: Method = "official"
    ridges: bool = False
    notices: Mapping[str, tuple[Notice, ...]] = field(default_factory=dict)

    def on_land(self, polygons: Polygons, body: str = "auto") -> Polygons:
        """``polygons`` of the county's projection where the land use lies."""
        return on_land(self.plane, self.method, polygons, body)


@dataclass(frozen=True)
class ClassRow:
    """One line of the table. kind : "major" (the sum of the classes after it) or "class". share : of the zone."""

    kind: str
    code: str
    values: Mapping[Unit, Decimal]
    share: float


@dataclass(frozen=True)
class VillageShare:
    code: str
    name: str
    area: Decimal


@dataclass(frozen=True)
class CameraShare:
    """share : of the zone inside the camera's circle, 0 … 1."""

    name: str
    share: float


@dataclass(frozen=True)
class Answer:
    """What is known of one zone.

    official : its official area, m². total : its area by the county's method, m² (the official one where that is the
    method). totals : the total in hectares and 亩, to which ``rows`` add up to the last digit.
    findings : one for each red line. outside_villages : m² of the zone in no village. row_codes : rows of the land use
    that it meets and their codes, for the map. overlap : m² that patches cover beyond the first time. notices : the
    county's. doubted : red lines of which polygons were left out: what is not known of them may lie here.
    """

    official: Decimal
    total: Decimal
    totals: Mapping[Unit, Decimal]
    rows: tuple[ClassRow, ...]
    findings: tuple[RedLineFinding, ...]
    villages: tuple[VillageShare, ...]
    outside_villages: Decimal
    cameras: tuple[CameraShare, ...]
    patches: RowPieces
    row_codes: tuple[str, ...]
    overlap: float
    method: Method = "official"
    ridges: bool = False
    notices: tuple[Notice, ...] = ()
    doubted: frozenset[str] = frozenset()

    def rows_of_class(self, code: str) -> list[int]:
        """Rows of the land use with land of this class in the zone."""
        found = zip(self.patches.row.tolist(), self.patches.area.tolist(), self.row_codes, strict=True)
        return [row for row, area, each in found if each == code and area >= NOISE_M2]


def ask(
    county: LiveCounty,
    zone: Polygons,
    *,
    decimals: Mapping[Unit, int] | None = None,
    tolerance: float = 0.0,
    cancelled: Callable[[], bool] | None = None,
    body: str = "auto",
) -> Answer:
    """The answer for ``zone``: one or more polygons in the county's projection, taken as one.

    decimals : printed decimals by unit (``DECIMALS``). tolerance : of the red lines, m². Raises RedlineError for a
    polygon without an area or with coordinates out of place, Cancelled.
    """
    total = float(np.nansum(official_areas(zone, county.plane.projection)))
    own = Zone("", "", half_up(total, 2))
    flat = county.plane.apply(zone, body=body)
    zones = ZoneSet(flat, body=body)
    plane_area = float(zones.measures.areas.sum())
    if len(zones.skipped) or own.total <= 0 or not plane_area > 0:
        raise RedlineError("The polygon has no area: draw at least three corners that do not lie on a line.")
    on_land = zones if county.method != "plane" else ZoneSet(county.on_land(zone, body), body=body)
    patches = county.land_use.pieces(on_land, cancelled=cancelled, body=body)
    codes = county.land_use.columns["code"][patches.row].tolist()
    twice = float(county.land_use.given_up(on_land, cancelled=cancelled, body=body).area.sum())
    tally, area, overlap = _tally(county, own, patches, codes, float(on_land.measures.areas.sum()), twice)
    wanted = {unit: (decimals or DECIMALS).get(unit, DECIMALS[unit]) for unit in UNITS}
    totals, rows = _rows(tally, county.scheme, wanted, area)
    findings = tuple(_finding(line, own, zones, plane_area, tolerance, cancelled, body) for line in county.lines)
    villages, outside = _villages(county.villages, own, zones, plane_area, cancelled, body)
    return Answer(
        own.total,
        tally.zones[0].total,
        totals,
        rows,
        findings,
        villages,
        outside,
        _cameras(county.cameras, zones, plane_area, cancelled, body),
        patches,
        tuple(codes),
        overlap,
        county.method,
        county.ridges,
        tuple(notice for told in county.notices.values() for notice in told),
        frozenset(line.name for line in county.lines if line.astray),
    )


def _tally(
    county: LiveCounty, own: Zone, patches: RowPieces, codes: list[str], zone_area: float, twice: float
) -> tuple[Tally, float, float]:
    """The tally by the county's method, the area that shares are of, and m² that patches cover beyond the first time.

    zone_area : of the zone where the land use lies, m².
    """
    none = np.zeros(len(patches.row), dtype=np.int64)
    bare, overlap = uncovered_areas([zone_area], none, patches.area, np.array([twice]))
    area, total = patches.area, own.total
    if county.method == "plane":
        total = half_up(zone_area, 2)
    elif county.method == "recorded":
        ratio = county.land_use.columns["recorded"][patches.row]
        if not np.all(np.isfinite(ratio) & (ratio > 0)):
            raise RedlineError("A patch here has no recorded area: fill it in, or choose official areas.")
        area = area * ratio
        zone_area = float(area.sum() + bare[0])
        total = half_up(zone_area, 2)
    different, key = factorize(codes)
    keys = [Key((), code) for code in different]
    zone: IntArray = none
    if county.ridges:
        ridge = county.scheme.ridge or ""
        coefficient = np.where(
            np.array(codes, dtype=object) == ridge,
            0.0,
            county.land_use.columns["ridge"][patches.row].astype(np.float64),
        )
        zone, key, area, keys = deduct_ridges(none, key, area, coefficient, keys, ridge)
    tally = tally_pieces(
        [replace(own, total=total)],
        zone,
        key,
        area,
        keys,
        uncovered=bare,
        overlap=overlap if county.method != "recorded" else None,
    )
    return tally, zone_area, float(overlap[0])


def _rows(
    tally: Tally, scheme: Scheme, decimals: Mapping[Unit, int], plane_area: float
) -> tuple[dict[Unit, Decimal], tuple[ClassRow, ...]]:
    """Major classes, each before its classes in the scheme's order; what prints as zero in every unit is left out."""
    printed = {unit: tally.printed(unit, places) for unit, places in decimals.items()}
    values: dict[str, dict[Unit, Decimal]] = {}
    areas: dict[str, float] = {}
    for unit, each in printed.items():
        for leaf in each.leaves:
            values.setdefault(leaf.code, {})[unit] = leaf.value
            areas[leaf.code] = leaf.area
    shown = {code: of for code, of in values.items() if any(of.values())}
    by_major: dict[str, list[str]] = {}
    for code in scheme.order(shown):
        special = code in (NOT_COVERED, OVERLAP, "") or code not in scheme
        by_major.setdefault("special" if special else class_at(code, "major", scheme), []).append(code)
    rows: list[ClassRow] = []
    majors: list[str] = [each or "none" for each in MAJORS]
    for major in (*majors, "special"):
        codes = by_major.get(major, [])
        if major != "special" and codes:
            sums = {unit: sum((shown[code][unit] for code in codes), Decimal(0)) for unit in decimals}
            share = math.fsum(areas[code] for code in codes) / plane_area
            rows.append(ClassRow("major", major, sums, share))
        rows += [ClassRow("class", code, shown[code], areas[code] / plane_area) for code in codes]
    return {unit: each.total for unit, each in printed.items()}, tuple(rows)


def _finding(
    line: ResidentLine,
    own: Zone,
    zones: ZoneSet,
    plane_area: float,
    tolerance: float,
    cancelled: Callable[[], bool] | None,
    body: str,
) -> RedLineFinding:
    met = line.layer.pieces(zones, cancelled=cancelled, body=body)
    given = line.layer.given_up(zones, cancelled=cancelled, body=body)
    # Only the rows that are met are handed on: a county's ids need not be looked through for each move of the mouse.
    rows = np.union1d(met.row, given.row)
    ids = [str(value) for value in line.layer.columns["id"][rows].tolist()]
    legal = line.layer.columns["legal"][rows].astype(np.float64) if "legal" in line.layer.columns else None
    if legal is not None and not np.isfinite(legal).all():
        raise RedlineError(
            "{line}: polygon {id} has a legal area or ridge coefficient that cannot be: correct it.",
            line=line.name,
            id=ids[int(np.flatnonzero(~np.isfinite(legal))[0])],
        )
    found, repeated = (
        Pieces(np.zeros(len(each.row), dtype=np.int64), np.searchsorted(rows, each.row), each.area)
        for each in (met, given)
    )
    line_here = RedLine(line.name, ids, line.must_contain, legal)
    return check_red_line(line_here, [own], [plane_area], found, repeated, tolerance=tolerance)[0]


def _villages(
    villages: ResidentLayer | None,
    own: Zone,
    zones: ZoneSet,
    plane_area: float,
    cancelled: Callable[[], bool] | None,
    body: str,
) -> tuple[tuple[VillageShare, ...], Decimal]:
    """Villages, the largest part first, and what lies in none."""
    if villages is None:
        return (), Decimal(0)
    met = villages.pieces(zones, cancelled=cancelled, body=body)
    keys = [Key((), str(row)) for row in met.row.tolist()]
    nothing = np.zeros(len(keys), dtype=np.int64)
    bare, overlap = uncovered_areas([plane_area], nothing, met.area)
    tally = tally_pieces([own], nothing, np.arange(len(keys)), met.area, keys, uncovered=bare, overlap=overlap)
    found, outside = [], Decimal("0.00")
    for leaf in tally.printed("m2", 2).leaves:
        if leaf.code == NOT_COVERED:
            outside = leaf.value
        elif leaf.code != OVERLAP and leaf.value:
            row = int(leaf.code)
            code, name = villages.columns["code"][row], villages.columns["name"][row]
            found.append(VillageShare(str(code), str(name or code), leaf.value))
    return tuple(sorted(found, key=lambda each: -each.area)), outside


def _cameras(
    cameras: ResidentLayer | None,
    zones: ZoneSet,
    plane_area: float,
    cancelled: Callable[[], bool] | None,
    body: str,
) -> tuple[CameraShare, ...]:
    if cameras is None:
        return ()
    met = cameras.pieces(zones, cancelled=cancelled, body=body)
    found = [
        CameraShare(str(cameras.columns["name"][row]), min(area / plane_area, 1.0))
        for row, area in zip(met.row.tolist(), met.area.tolist(), strict=True)
        if area >= SEEN_M2
    ]
    return tuple(sorted(found, key=lambda each: (-each.share, each.name)))


def row_label(row: ClassRow, words: Words) -> str:
    """What a row is called."""
    return (
        major_name("" if row.code == "none" else row.code, words.tr)
        if row.kind == "major"
        else class_label(row.code, "detail", words)
    )


def answer_table(answer: Answer, words: Words, title: str) -> Table:
    """The answer as a table: classes with hectares and 亩, the total, and what else is known as notes."""
    tr = words.tr
    columns = (
        Column("code", tr("Class code")),
        Column("class", tr("Class")),
        Column("ha", tr("Area"), unit=tr("ha"), numeric=True),
        Column("mu", tr("Area"), unit=tr("mu"), numeric=True),
        Column("share", tr("Share"), unit="%", numeric=True),
    )
    rows = [
        Row(
            (
                row.code if row.kind == "class" and row.code not in (NOT_COVERED, OVERLAP) else "",
                row_label(row, words),
                row.values["ha"],
                row.values["mu"],
                half_up(row.share * 100, 2),
            ),
            "leaf" if row.kind == "class" else "subtotal",
        )
        for row in answer.rows
    ]
    rows.append(Row(("", tr("Total"), answer.totals["ha"], answer.totals["mu"], Decimal("100.00")), "total"))
    return Table(tr("Tally"), title, columns, tuple(rows), notes=tuple(answer_notes(answer, tr)))


def finding_name(answer: Answer, finding: RedLineFinding, tr: Callable[[str], str]) -> str:
    """The verdict in words; nothing is clear of a line that is not known whole."""
    if is_doubtful(answer, finding):
        return tr("Not known: polygons of the line were left out")
    return verdict_name(finding.verdict, tr)


def is_doubtful(answer: Answer, finding: RedLineFinding) -> bool:
    """Whether the verdict could be another with the polygons of the line that were left out: more land can only make
    what is clear of a line touch it, and what crosses a boundary that must contain it lie inside."""
    return finding.line in answer.doubted and (finding.verdict == "clear") is not finding.must_contain


def answer_notes(answer: Answer, tr: Callable[[str], str]) -> list[str]:
    """What is known besides classes, a sentence each."""
    notes = [tr("Official area on the ellipsoid: {area} m².").format(area=answer.official)]
    if answer.method == "plane":
        notes.append(tr("The classes are plane areas in the projection: {area} m².").format(area=answer.total))
    elif answer.method == "recorded":
        notes.append(tr("The classes are shares of the recorded patch areas: {area} m².").format(area=answer.total))
    if answer.ridges:
        notes.append(tr("Field ridges are taken out of their class by the coefficient (KCXS)."))
    notes += [
        tr("{line}: {verdict}; inside {inside} m², outside {outside} m².").format(
            line=each.line, verdict=finding_name(answer, each, tr), inside=each.inside, outside=each.outside
        )
        for each in answer.findings
    ]
    if answer.villages:
        parts = ", ".join(f"{each.name} {each.area} m²" for each in answer.villages)
        notes.append(tr("Villages: {parts}.").format(parts=parts))
    if answer.cameras:
        names = ", ".join(f"{each.name} {half_up(each.share * 100, 1)} %" for each in answer.cameras)
        notes.append(tr("Cameras in whose circle it lies: {names}.").format(names=names))
    return [*notes, *(notice.sentence(tr) for notice in answer.notices)]
