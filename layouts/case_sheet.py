"""Papers of casework: the verification notice 核查通知单, and the case sheet with pictures, events and areas.

Land use inside a spot is that of ``redline:tallybylanduse``, red lines those of ``redline:redlinecheck``: the same
homes answer, to the same digits. No person is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import cos, radians, sin
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsPointXY,
    QgsVectorLayer,
)

from ..core.casework.places import METRES_PER_DEGREE
from ..core.errors import RedlineError
from ..core.landuse.redlines import RedLineFinding
from ..core.landuse.tables import Words as TableWords
from ..core.paper.tables import Column, Row, Table
from ..layers.measuring.redlines import check_red_lines
from ..layers.measuring.tallying import ZoneFields, official_totals, read_zones
from ..layers.reading.crs import transform_of
from ..layers.reading.gausskruger import geographic_cgcs2000, system_of_zone
from ..layers.reading.papersystem import zone_of_place
from ..layers.reading.run import Run, working_crs
from ..layers.reading.sources import source_of
from ..layers.roles.fields import find_field
from .county import boundaries, land_use_backdrop, red_lines
from .landuse_sheet import ZoneTally, tally_zones, zone_table
from .marks import arrow_look
from .plans import MapLayer, SheetPlan, SheetTable
from .records import coverage_layer, marks_layer
from .redline_sheet import findings_table, red_lines_to_check
from .run import SheetSet
from .scales import Frame
from .setting import NamedSheet, Place, SheetSetting
from .symbols import coverage_look
from .texts import Tr, facts_table, in_both

__all__ = ["CasePaper", "CasePhoto", "SpotLand", "case_sheets", "measure_spots", "notice_sheets", "receivers_table"]

AROUND = 240.0
"""Metres that the map shows at least: a spot of twenty metres alone says nothing of where it lies."""
ARROW_MM = 9.0
PHOTOS = 3
"""Pictures on the sheet; the report's folder has all."""


@dataclass(frozen=True)
class CasePhoto:
    """A picture from the field. place : degrees; azimuth : true, None where it is not known."""

    path: Path
    caption: str
    place: tuple[float, float]
    azimuth: float | None


@dataclass(frozen=True)
class CasePaper:
    """What a paper says of one case. geometry : the spot in degrees of CGCS2000; facts : label and words; table :
    receivers that sign, or events; note : what is asked."""

    number: str
    place: str
    geometry: QgsGeometry
    facts: Sequence[tuple[str, str]]
    table: Table
    note: str = ""
    photos: Sequence[CasePhoto] = ()


@dataclass(frozen=True)
class SpotLand:
    """Spots in the system of the map, their land use (None where no layer tells) and their red lines."""

    crs: QgsCoordinateReferenceSystem
    geometries: Sequence[QgsGeometry]
    tally: ZoneTally | None = None
    zones: Sequence[int | None] = ()
    findings: Mapping[int, Sequence[RedLineFinding]] = field(default_factory=dict)

    def area(self, i: int, tr: Tr) -> str:
        """The spot's official area in hectares and 亩; "" where it was not measured."""
        zone = self.zones[i] if self.tally is not None else None
        if self.tally is None or zone is None:
            return ""
        return in_both(self.tally.ha.totals[zone], self.tally.mu.totals[zone], tr)


def spots_layer(papers: Sequence[CasePaper]) -> QgsVectorLayer:
    """The spots as a layer, numbered in its field ``sheet`` by their place in ``papers``."""
    shapes: list[tuple[str, QgsGeometry, dict[str, str | float]]]
    shapes = [(str(i), paper.geometry, {}) for i, paper in enumerate(papers)]
    return marks_layer(shapes, (), geographic_cgcs2000(), "spots")


def measure_spots(
    papers: Sequence[CasePaper], setting: SheetSetting, run_in: Callable[[QgsCoordinateReferenceSystem], Run]
) -> SpotLand:
    """Land use and red lines of each spot, as the tools measure them.

    run_in : coordinate system -> a run in it. Without land use the map is in the zone in which the spots lie, and
    without red lines too nothing is measured. Raises RedlineError as these tools do.
    """
    spots = source_of(spots_layer(papers))
    landuse = setting.county.get("landuse")
    class_field = find_field(landuse, "landuse", "class", required=False) if landuse is not None else None
    crs = spots.crs if landuse is None else working_crs(source_of(landuse), spots)
    if crs.isGeographic():
        zone = zone_of_place(spots)
        if zone is None:
            raise RedlineError("The spots lie outside China: no zone of CGCS2000 holds them.")
        crs = system_of_zone(zone)
    run, there = run_in(crs), transform_of(spots.crs, crs)
    geometries = [QgsGeometry(paper.geometry) for paper in papers]
    for geometry in geometries:
        geometry.transform(there)
    fields = ZoneFields("sheet")
    tally = tally_zones(run, spots, fields, source_of(landuse), class_field) if landuse and class_field else None
    read = tally.zones if tally else read_zones(run, spots, fields, Qgis.InvalidGeometryCheck.SkipInvalid)
    own = tally.measured.tally.zones if tally else read.zones(official_totals(run, read).tolist())
    lines = red_lines_to_check(setting.county, setting.language, inside=())
    found: dict[int, list[RedLineFinding]] = {}
    for each in check_red_lines(run, read.features.polygons, own, lines, 0.0):
        for finding in each.findings:
            found.setdefault(finding.zone, []).append(finding)
    numbers = {int(identity): zone for zone, identity in enumerate(read.ids)}
    return SpotLand(crs, geometries, tally, [numbers.get(i) for i in range(len(papers))], found)


def notice_sheets(papers: Sequence[CasePaper], land: SpotLand, setting: SheetSetting) -> SheetSet:
    """One verification notice a task."""
    return _sheets("notice", setting.tr("Verification notice"), papers, land, setting)


def case_sheets(papers: Sequence[CasePaper], land: SpotLand, setting: SheetSetting) -> SheetSet:
    """One sheet a case."""
    return _sheets("case", setting.tr("Case sheet"), papers, land, setting)


def _sheets(kind: str, title: str, papers: Sequence[CasePaper], land: SpotLand, setting: SheetSetting) -> SheetSet:
    places = [
        Place(title, paper.number, paper.place, geometry)
        for paper, geometry in zip(papers, land.geometries, strict=True)
    ]
    sheets = setting.named(kind, places)
    return SheetSet(kind, land.crs, sheets, _Papers(title, papers, land, setting, sheets).plan)


@dataclass(frozen=True)
class _Papers:
    title: str
    papers: Sequence[CasePaper]
    land: SpotLand
    setting: SheetSetting
    sheets: Sequence[NamedSheet]

    def plan(self, numbers: Sequence[int], page: Path, frame: Frame) -> SheetPlan:
        tr, crs, county, language = self.setting.tr, self.land.crs, self.setting.county, self.setting.language
        records = self.setting.records(self.sheets, frame, crs, self._texts, around=3.0, least=AROUND)
        coverage = coverage_layer(records, crs, tr("Spot"))
        arrows = marks_layer(
            (
                (self.sheets[i].key, line, {"label": label})
                for i in numbers
                for line, label in self._arrows(self.papers[i], records[i].scale)
            ),
            ("label",),
            crs,
            tr("Picture and its direction"),
            "MultiLineString",
        )
        return SheetPlan(
            name=self.title,
            template=page,
            coverage=coverage,
            crs=crs,
            layers=[
                MapLayer(arrows, arrow_look(tr("Picture and its direction"), "label"), "", classes=True),
                MapLayer(coverage, coverage_look(tr("Spot"), tr("Other spot"), width=0.6), "", classes=True),
                *red_lines(county, language),
                *boundaries(county, tr),
                *land_use_backdrop(county, language, crs),
            ],
            tables=self._tables(numbers),
            own=(arrows,),
        )

    def _tables(self, numbers: Sequence[int]) -> list[SheetTable]:
        keys = {i: self.sheets[i].key for i in numbers}
        areas = [(keys[i], table) for i in numbers if (table := self._areas(i)) is not None]
        found = [(keys[i], findings_table(self._findings(i), self.setting.tr)) for i in numbers if self._findings(i)]
        return [
            SheetTable("facts_table", [(keys[i], self._facts(i)) for i in numbers]),
            SheetTable("points_table", [(keys[i], self.papers[i].table) for i in numbers]),
            SheetTable("area_table", areas),
            SheetTable("redlines_table", found),
        ]

    def _texts(self, i: int) -> Mapping[str, str]:
        tr, paper = self.setting.tr, self.papers[i]
        return {
            "subtitle": "　".join(text for text in (paper.number, paper.place) if text),
            "note": paper.note,
            "area_title": tr("Areas by land class") if self._areas(i) is not None else "",
            "points_title": paper.table.title,
            "redlines_title": tr("Check against the red lines") if self._findings(i) else "",
            "finding_title": tr("What was found on site (written by hand)"),
            **{f"photo_{n}": str(photo.path) for n, photo in self._photos(paper)},
            **{f"photo_text_{n}": f"{n}　{photo.caption}" for n, photo in self._photos(paper)},
        }

    def _photos(self, paper: CasePaper) -> Iterator[tuple[int, CasePhoto]]:
        return iter(enumerate(paper.photos[:PHOTOS], 1))

    def _facts(self, i: int) -> Table:
        area = (self.setting.tr("Area of the spot"), self.land.area(i, self.setting.tr))
        return facts_table([*self.papers[i].facts, area])

    def _areas(self, i: int) -> Table | None:
        tally, zone = self.land.tally, self.land.zones[i]
        if tally is None or zone is None:
            return None
        in_ha, in_mu = tally.leaves()
        words = TableWords(tally.scheme, self.setting.language, self.setting.tr)
        return zone_table(in_ha[zone], in_mu[zone], words, self.setting.tr("Areas by land class"))

    def _findings(self, i: int) -> Sequence[RedLineFinding]:
        zone = self.land.zones[i]
        return () if zone is None else self.land.findings.get(zone, ())

    def _arrows(self, paper: CasePaper, scale: int) -> Iterator[tuple[QgsGeometry, str]]:
        """A line on paper from where each picture was taken along its azimuth, against true north."""
        length = ARROW_MM * scale / 1000
        there = transform_of(geographic_cgcs2000(), self.land.crs)
        for number, photo in self._photos(paper):
            if photo.azimuth is None:
                continue
            lon, lat = photo.place
            east, north = (length * turn(radians(photo.azimuth)) / METRES_PER_DEGREE for turn in (sin, cos))
            line = QgsGeometry.fromPolylineXY(
                [QgsPointXY(lon, lat), QgsPointXY(lon + east / cos(radians(lat)), lat + north)]
            )
            line.transform(there)
            yield line, str(number)


def receivers_table(receivers: Sequence[str], tr: Tr) -> Table:
    """Who receives a notice, with room to sign."""
    columns = (
        Column("receiver", tr("Receiver")),
        Column("signature", tr("Received by")),
        Column("signed_at", tr("Received at")),
    )
    # A blank of some width keeps the columns open; two lines of it give room for a hand.
    rows = tuple(Row((receiver, "　\n　", "　　　　　")) for receiver in receivers)
    return Table("receivers", tr("Receivers sign here"), columns, rows)
