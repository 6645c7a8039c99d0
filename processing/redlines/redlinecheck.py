"""redline:redlinecheck: zones against any number of red lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFields,
    QgsGeometry,
    QgsProcessingFeedback,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.errors import RedlineError
from ...core.landuse.redlines import (
    RedLineFinding,
    Verdict,
    red_line_table,
    verdict_name,
    worst,
)
from ...core.landuse.tally import Zone
from ...core.paper.htmlreport import Section
from ...i18n import tr, words_of
from ...layers.measuring.redlines import CheckedLine, RedLineLayer, check_red_lines, red_line_layers
from ...layers.measuring.tallying import ReadZones, ZoneFields, official_totals, read_zones
from ...layers.reading.crs import name_of_crs
from ...layers.reading.planes import ellipsoid_name
from ...layers.reading.run import Run, working_crs
from ...layers.reading.sources import Source
from ..base import RedlineAlgorithm
from ..documents import Documents, section_of_notices, tell_engine, tell_run, write_documents
from ..groups import RED_LINES
from ..outputs import NewLayer, field_of, fields_from, write_layer
from ..parameters import (
    Given,
    add_documents,
    add_id_field,
    add_language,
    add_layers,
    add_name_field,
    add_numbers,
    add_sink,
    add_source,
    add_value,
)
from ..personal import add_keep_personal, asks_personal, extended

__all__ = ["RedLineCheck"]


@dataclass(frozen=True)
class _Taken:
    zones: Source
    language: str
    zone_fields: ZoneFields
    lines: list[RedLineLayer]
    crs: QgsCoordinateReferenceSystem
    tolerance: float
    personal: bool


class RedLineCheck(RedlineAlgorithm):
    ID = "redlinecheck"
    LABEL = "Red-line check"
    SUMMARY = "Verdicts for zones against red lines: inside, outside, share, legal farmland area, what is touched"
    GROUP = RED_LINES
    TAGS = "红线,永久基本农田,生态保护红线,城镇开发边界,三区三线,压占,核查,red line,farmland,check"

    def initAlgorithm(self, configuration=None):
        add_source(
            self,
            "INPUT",
            tr("Zones to be checked"),
            tr("Parcels or any polygons. With a selection, only the selected ones."),
        )
        add_id_field(self, "ID_FIELD", "INPUT")
        for name, label, help_text in (
            (
                "RED_LINES",
                tr("Red lines that zones must stay out of"),
                tr("Permanent basic farmland, ecological red line and others; any number of layers."),
            ),
            (
                "MUST_BE_INSIDE",
                tr("Lines within which zones must lie"),
                tr("For example the urban development boundary."),
            ),
        ):
            add_layers(self, name, label, help_text)
        add_value(
            self,
            "TOLERANCE",
            tr("Tolerance (m²)"),
            0.0,
            tr("A zone violates a line when more than this lies on the wrong side. 0 allows nothing."),
            low=0.0,
        )
        add_name_field(self, "NAME_FIELD", "INPUT")
        add_language(self)
        add_sink(
            self,
            "OUTPUT",
            tr("Checked zones"),
            tr("The zones with the verdict, and for each line the areas inside and outside, share and ids."),
        )
        add_sink(
            self,
            "OUTPUT_OVERLAP",
            tr("Land on the wrong side"),
            tr("What of each zone lies inside a red line, or outside a line in which it must be."),
            optional=True,
        )
        add_keep_personal(self)
        add_documents(self)
        add_numbers(
            self,
            (
                ("VIOLATIONS", tr("Zones that violate a red line")),
                ("TOUCHES", tr("Zones that only touch a red line")),
                ("AGAINST_AREA", tr("Area on the wrong side (m²)")),
                ("ZONES", tr("Zones")),
                ("SKIPPED", tr("Features left out")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        zones = given.source("INPUT")
        language = given.language()
        zone_fields = ZoneFields(
            given.field("ID_FIELD", zones),
            given.field("NAME_FIELD", zones),
        )
        lines = red_line_layers(
            (
                (layer, must_contain, name)
                for name, must_contain in (("RED_LINES", False), ("MUST_BE_INSIDE", True))
                for layer in given.layers(name)
            ),
            language,
        )
        if not lines:
            raise RedlineError("No red line was given: choose at least one layer in RED_LINES or MUST_BE_INSIDE.")
        crs = working_crs(zones, *(line.source for line in lines))
        tolerance = given.number("TOLERANCE")
        return _Taken(
            zones=zones,
            language=language,
            zone_fields=zone_fields,
            lines=lines,
            crs=crs,
            tolerance=tolerance,
            personal=asks_personal(given),
        )

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = self.taken
        run = Run(taken.crs, given.transforms, feedback.isCanceled)
        feedback.pushInfo(tr("Reading the zones…"))
        zones = read_zones(run, taken.zones, taken.zone_fields, given.validity)
        own = zones.zones(official_totals(run, zones).tolist())
        checked: list[CheckedLine] = []
        for number, line in enumerate(taken.lines):
            feedback.pushInfo(tr("Checking against {layer}…").format(layer=line.source.name))
            checked += check_red_lines(run, zones.features.polygons, own, [line], taken.tolerance)
            feedback.setProgress(5 + 75 * (number + 1) / len(taken.lines))
        findings = [finding for each in checked for finding in each.findings]
        verdicts = worst(findings, len(own))
        overlap = None
        if given.wants("OUTPUT_OVERLAP"):
            overlap = list(_against(run, zones, own, checked))
        own_fields, values = self._columns(zones, checked, verdicts)
        layer = extended(taken.zones, own_fields, values, taken.personal, feedback, self._notes(findings, own))
        tell_run(run, feedback)
        with run.laps.step("write"):
            write_layer(self.outputs, "OUTPUT", layer)
            if overlap is not None:
                pieces = NewLayer(_overlap_fields(), overlap, taken.crs, QgsWkbTypes.Type.MultiPolygon)
                write_layer(self.outputs, "OUTPUT_OVERLAP", pieces)
            write_documents(self.outputs, self._documents(run, findings, own))
        tell_engine(run, feedback, len(zones), sum(len(each.laid.index) for each in checked))
        feedback.setProgress(100)
        return {
            "VIOLATIONS": verdicts.count("violates"),
            "TOUCHES": verdicts.count("touches"),
            "AGAINST_AREA": float(sum((finding.against for finding in findings), Decimal(0))),
            "ZONES": len(own),
            "SKIPPED": len(run.skipped),
        }

    def _columns(
        self, zones: ReadZones, checked: Sequence[CheckedLine], verdicts: Sequence[Verdict]
    ) -> tuple[QgsFields, dict[int, list[Any]]]:
        """The fields that zones get, and their values by feature id."""
        text = QMetaType.Type.QString
        fields = QgsFields()
        fields.append(field_of("verdict", tr("Verdict"), text))
        fields.append(field_of("verdict_nm", tr("Verdict in words"), text))
        fields.append(field_of("violated", tr("Lines violated"), text))
        values: list[list[Any]] = []
        for number, verdict in enumerate(verdicts):
            wrong = [each.title for each in checked if each.findings[number].verdict == "violates"]
            values.append([verdict, verdict_name(verdict, tr), ", ".join(wrong)])
        for place, each in enumerate(checked, 1):
            name = each.title
            for key, alias, kind in (
                ("verdict", tr("verdict"), text),
                ("in_m2", tr("area inside (m²)"), QMetaType.Type.Double),
                ("out_m2", tr("area outside (m²)"), QMetaType.Type.Double),
                ("share", tr("share inside (%)"), QMetaType.Type.Double),
                ("legal_m2", tr("legal farmland area (m²)"), QMetaType.Type.Double),
                ("ids", tr("polygons touched"), text),
            ):
                fields.append(field_of(f"l{place}_{key}", f"{name}: {alias}", kind))
            for row, finding in zip(values, each.findings, strict=True):
                row += [
                    finding.verdict,
                    finding.inside,
                    finding.outside,
                    finding.share,
                    finding.legal,
                    ", ".join(finding.touched),
                ]
        return fields, zones.by_feature(values)

    def _notes(self, findings: Sequence[RedLineFinding], own: Sequence[Zone]) -> tuple[str, ...]:
        table = red_line_table(findings, own, tr, tolerance=self.taken.tolerance)
        place = tr("Areas are areas on the ellipsoid ({ellipsoid}); layers in {crs}.")
        return (
            *table.notes,
            place.format(ellipsoid=ellipsoid_name(self.taken.crs), crs=name_of_crs(self.taken.crs)),
            self._layers(tr),
        )

    def _layers(self, tr: Callable[[str], str]) -> str:
        """The layers of the run, each line with its name on paper and its own."""
        names = [self.taken.zones.name]
        for line in self.taken.lines:
            own = line.source.name
            names.append(line.title if own in line.title else f"{line.title} ({own})")
        return tr("Layers: {layers}.").format(layers="; ".join(names))

    def _documents(self, run: Run, findings: Sequence[RedLineFinding], own: Sequence[Zone]) -> Documents:
        words = words_of(self.taken.language)
        table = red_line_table(findings, own, words, tolerance=self.taken.tolerance)
        table = replace(table, notes=(*table.notes, self._layers(words)))
        section = Section(
            table.title,
            facts=[
                (_label(words, "crs"), name_of_crs(self.taken.crs)),
                (_label(words, "ellipsoid"), ellipsoid_name(self.taken.crs)),
            ],
            tables=[table],
        )
        return Documents(table.title, [table], [section, section_of_notices(run, words)], self.taken.language)


def _label(tr: Callable[[str], str], key: str) -> str:
    return {
        "crs": tr("Coordinate system"),
        "ellipsoid": tr("Ellipsoid"),
    }[key]


def _against(
    run: Run, zones: ReadZones, own: Sequence[Zone], checked: Sequence[CheckedLine]
) -> Iterator[tuple[QgsGeometry, list[Any]]]:
    """What of each zone lies on the wrong side of each line."""
    for each in checked:
        for finding, side in each.against(zones.features.polygons, run.cancelled):
            name = own[finding.zone]
            yield (
                side,
                [
                    name.id,
                    name.name,
                    finding.line,
                    tr("must be inside") if finding.must_contain else tr("must stay out"),
                    finding.verdict,
                    finding.against,
                    ", ".join(finding.touched),
                ],
            )


def _overlap_fields() -> QgsFields:
    text = QMetaType.Type.QString
    return fields_from(
        (
            ("zone", tr("Zone"), text),
            ("zone_name", tr("Name"), text),
            ("red_line", tr("Red line"), text),
            ("rule", tr("Rule"), text),
            ("verdict", tr("Verdict"), text),
            ("area_m2", tr("Area (m²)"), QMetaType.Type.Double),
            ("touched", tr("Polygons touched"), text),
        )
    )
