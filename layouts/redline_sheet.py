"""Parcels against the red lines: what of each is against one in signal colour, with the findings of the check.

Areas are official areas, findings those of ``redline:redlinecheck``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qgis.core import QgsGeometry, QgsVectorLayer

from ..core.approval.dossier import Area
from ..core.errors import RedlineError
from ..core.landuse.redlines import RedLineFinding, verdict_name, worst
from ..core.paper.tables import Column, Row, Table, cell_text
from ..layers.measuring.redlines import CheckedLine, RedLineLayer, check_red_lines, red_line_layers
from .county import RED_LINES, County, boundaries, land_use_backdrop, red_lines
from .marks import marked_look
from .plans import MapLayer, SheetPlan, SheetTable
from .records import coverage_layer, marks_layer
from .run import SheetSet
from .scales import Frame
from .setting import NamedSheet, Place, SheetSetting
from .sheet_parcels import Parcels
from .symbols import coverage_look
from .texts import Tr, areas_text, facts_table, map_sheets

__all__ = ["red_lines_to_check", "redline_sheets"]


def red_lines_to_check(county: County, language: str, inside: Sequence[str] = ("urban",)) -> list[RedLineLayer]:
    """The red lines of the county, as the check reads them; within those of ``inside`` parcels must lie.

    The urban development boundary is no line to stay out of: where it is not in ``inside`` it is not checked.
    """
    return red_line_layers(
        (
            (layer, role in inside, role.upper())
            for role in RED_LINES
            if (layer := county.get(role)) is not None and (role != "urban" or role in inside)
        ),
        language,
    )


def redline_sheets(
    parcels: Parcels, setting: SheetSetting, tolerance: float = 0.0, inside: Sequence[str] = ("urban",)
) -> SheetSet:
    """One sheet a parcel: what of it is against a red line in signal colour, the verdict and the figures.

    tolerance : m²; inside : roles of lines within which parcels must lie. Raises RedlineError where the county has no
    red line.
    """
    lines = red_lines_to_check(setting.county, setting.language, inside)
    if not lines:
        raise RedlineError(
            "There is no red line to check against: load permanent basic farmland, the ecological red line or the "
            "urban development boundary, or give them as parameters."
        )
    checked = check_red_lines(parcels.run, parcels.read.polygons, parcels.read.zones(), lines, tolerance)
    template = setting.tr("Red-line check of parcel {parcel}")
    places = [
        Place(template.format(parcel=parcels.title(i)), parcel.number, parcel.name, parcels.geometries[i])
        for i, parcel in enumerate(parcels.parcels)
    ]
    sheets = setting.named("redline", places)
    kind = _Checked(parcels, setting, sheets, checked, _against(parcels, checked))
    return SheetSet("map", parcels.crs, sheets, kind.plan)


@dataclass(frozen=True)
class _Checked:
    """against : by parcel, what is drawn of it, with the finding."""

    parcels: Parcels
    setting: SheetSetting
    sheets: Sequence[NamedSheet]
    checked: Sequence[CheckedLine]
    against: Sequence[Sequence[tuple[QgsGeometry, RedLineFinding]]]

    def plan(self, numbers: Sequence[int], page: Path, frame: Frame) -> SheetPlan:
        tr, crs, county = self.setting.tr, self.parcels.crs, self.setting.county
        records = self.setting.records(self.sheets, frame, crs, self._texts)
        coverage = coverage_layer(records, crs, tr("Parcel boundary"))
        marks = self._marks(numbers)
        parcel_look = coverage_look(tr("Parcel boundary"), tr("Other parcel"))
        against_look = marked_look(tr("Inside a red line"), tr("Outside its boundary"), "label")
        tables = [(self.sheets[i].key, findings_table(self._findings(i), tr)) for i in numbers]
        return SheetPlan(
            name=tr("Red-line check"),
            template=page,
            coverage=coverage,
            crs=crs,
            layers=[
                MapLayer(coverage, parcel_look, tr("Parcel boundary"), classes=True),
                MapLayer(marks, against_look, "", classes=True),
                *red_lines(county, self.setting.language),
                *boundaries(county, tr),
                *land_use_backdrop(county, self.setting.language, crs),
            ],
            tables=[
                SheetTable("facts_table", [(self.sheets[i].key, self._facts(i)) for i in numbers]),
                SheetTable("area_table", tables),
            ],
            own=(marks,),
        )

    def _texts(self, i: int) -> Mapping[str, str]:
        tr = self.setting.tr
        return {
            "subtitle": map_sheets([self.parcels.parcels[i].sheet], tr),
            "area_title": tr("Check against the red lines"),
        }

    def _findings(self, i: int) -> list[RedLineFinding]:
        return [finding for each in self.checked for finding in each.findings if finding.zone == i]

    def _marks(self, numbers: Sequence[int]) -> QgsVectorLayer:
        tr = self.setting.tr
        marks = (
            (self.sheets[i].key, shape, {"label": tr("{area} m²").format(area=cell_text(found.against)), "kind": kind})
            for i in numbers
            for shape, found in self.against[i]
            for kind in ["outside" if found.must_contain else "inside"]
        )
        return marks_layer(marks, ("label", "kind"), self.parcels.crs, tr("Against a red line"))

    def _facts(self, i: int) -> Table:
        tr, parcel = self.setting.tr, self.parcels.parcels[i]
        verdict = worst([replace(finding, zone=0) for finding in self._findings(i)], 1)[0]
        return facts_table(
            [
                (tr("Parcel no."), parcel.number),
                (tr("Parcel name"), parcel.name),
                (tr("Land area"), areas_text(Area.of(parcel.official), tr)),
                (tr("Red-line check"), verdict_name(verdict, tr)),
            ]
        )


def findings_table(findings: Sequence[RedLineFinding], tr: Tr) -> Table:
    """The findings of one parcel, one row a red line; the numbers are those of core.landuse.redlines.red_line_table."""
    columns = (
        Column("line", tr("Red line")),
        Column("rule", tr("Rule")),
        Column("verdict", tr("Verdict")),
        Column("inside", tr("Inside (m²)"), numeric=True),
        Column("outside", tr("Outside (m²)"), numeric=True),
        Column("share", tr("Share inside (%)"), numeric=True),
        Column("legal", tr("Legal farmland area (m²)"), numeric=True),
    )
    rows = [
        Row(
            (
                each.line,
                tr("must be inside") if each.must_contain else tr("must stay out"),
                verdict_name(each.verdict, tr),
                each.inside,
                each.outside,
                each.share,
                each.legal,
            )
        )
        for each in findings
    ]
    return Table("redlines", tr("Check against the red lines"), columns, tuple(rows))


def _against(parcels: Parcels, checked: Sequence[CheckedLine]) -> list[list[tuple[QgsGeometry, RedLineFinding]]]:
    """For drawing: the outline of what of each parcel is against each red line, with the finding."""
    result: list[list[tuple[QgsGeometry, RedLineFinding]]] = [[] for _ in parcels.geometries]
    for each in checked:
        for finding, shape in each.against(parcels.read.polygons, parcels.run.cancelled):
            if not shape.isEmpty():
                result[finding.zone].append((shape, finding))
    return result
