"""redline:redlinecheck: zones against any number of red lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from qgis.core import (
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.ellipsoid import official_areas
from ...core.errors import RedlineError
from ...core.landuse.redlines import (
    Finding,
    red_line_table,
    verdict_name,
    worst,
)
from ...core.landuse.tally import Zone
from ...core.paper.htmlreport import Section
from ...i18n import tr, words_of
from ...layers.measuring.redlines import CheckedLine, check_red_lines, red_line_layers
from ...layers.measuring.tallying import ReadZones, ZoneFields, read_zones
from ...layers.reading.crs import name_of_crs
from ...layers.reading.planes import ellipsoid_name
from ...layers.reading.run import Run, working_crs
from ..groups import RED_LINES
from ..landuse.base import LandUseAlgorithm
from ..outputs import field_of
from ..personal import add_keep_personal

__all__ = ["RedLineCheck"]


class RedLineCheck(LandUseAlgorithm):
    ID = "redlinecheck"
    LABEL = "Red-line check"
    SUMMARY = "Verdicts for zones against red lines: inside, outside, share, legal farmland area, what is touched"
    GROUP = RED_LINES
    TAGS = "红线,永久基本农田,生态保护红线,城镇开发边界,三区三线,压占,核查,red line,farmland,check"

    def initAlgorithm(self, configuration=None):
        self.add_polygons(
            "INPUT", tr("Zones to be checked"), tr("Parcels or any polygons. With a selection, only the selected ones.")
        )
        self.add_field(
            "ID_FIELD", tr("Field with the zone's id"), "INPUT", tr("The feature id is used where left empty.")
        )
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
            self.add(
                QgsProcessingParameterMultipleLayers(
                    name, label, QgsProcessing.SourceType.TypeVectorPolygon, optional=True
                ),
                help_text,
            )
        self.add(
            QgsProcessingParameterNumber(
                "TOLERANCE", tr("Tolerance (m²)"), QgsProcessingParameterNumber.Type.Double, 0.0, minValue=0.0
            ),
            tr("A zone violates a line when more than this lies on the wrong side. 0 allows nothing."),
        )
        self.add_field(
            "NAME_FIELD", tr("Field with the zone's name"), "INPUT", tr("Printed beside the id."), advanced=True
        )
        self.add_language()
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Checked zones"), QgsProcessing.SourceType.TypeVectorPolygon, supportsAppend=True
            ),
            tr("The zones with the verdict, and for each line the areas inside and outside, share and ids."),
        )
        self.add_polygon_sink(
            "OUTPUT_OVERLAP",
            tr("Land on the wrong side"),
            tr("What of each zone lies inside a red line, or outside a line in which it must be."),
        )
        add_keep_personal(self)
        self.add_documents()
        for name, label in (
            ("VIOLATIONS", tr("Zones that violate a red line")),
            ("TOUCHES", tr("Zones that only touch a red line")),
            ("AGAINST_AREA", tr("Area on the wrong side (m²)")),
            ("ZONES", tr("Zones")),
            ("SKIPPED", tr("Features left out")),
        ):
            self.add_number(name, label)

    def take(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self.zones = self.source(parameters, "INPUT", context)
        self.words_language = self.language(parameters, context)
        self.zone_fields = ZoneFields(
            self.field(parameters, context, "ID_FIELD", self.zones),
            self.field(parameters, context, "NAME_FIELD", self.zones),
        )
        self.lines = red_line_layers(
            (
                (layer, must_contain, name)
                for name, must_contain in (("RED_LINES", False), ("MUST_BE_INSIDE", True))
                for layer in self.parameterAsLayerList(parameters, name, context)
            ),
            self.words_language,
        )
        if not self.lines:
            raise RedlineError("No red line was given: choose at least one layer in RED_LINES or MUST_BE_INSIDE.")
        self.crs = working_crs(self.zones, *(line.source for line in self.lines))
        self.tolerance = self.parameterAsDouble(parameters, "TOLERANCE", context)
        self.validity = context.invalidGeometryCheck()

    def work(self, parameters, context, feedback) -> dict:
        run = Run(self.crs, context.transformContext(), feedback.isCanceled)
        feedback.pushInfo(tr("Reading the zones…"))
        zones = read_zones(run, self.zones, self.zone_fields, self.validity)
        own = zones.zones(official_areas(zones.features.polygons, run.projection).tolist())
        checked: list[CheckedLine] = []
        for number, line in enumerate(self.lines):
            feedback.pushInfo(tr("Checking against {layer}…").format(layer=line.source.name))
            checked += check_red_lines(run, zones.features.polygons, own, [line], self.tolerance)
            feedback.setProgress(5 + 75 * (number + 1) / len(self.lines))
        findings = [finding for each in checked for finding in each.findings]
        verdicts = worst(findings, len(own))
        overlap = None
        if self.wants(parameters, "OUTPUT_OVERLAP"):
            overlap = list(_against(run, zones, own, checked))
        fields, rows = self.extended(self.zones, *self._columns(zones, checked, verdicts), feedback)
        self.tell(run, feedback)
        wkb_type = QgsWkbTypes.multiType(self.zones.wkb_type)
        outputs: dict[str, Any] = {
            "OUTPUT": self.write_features(
                parameters, context, "OUTPUT", fields, rows, self.zones.crs, wkb_type, self._notes(findings, own)
            )
        }
        if overlap is not None:
            outputs["OUTPUT_OVERLAP"] = self.write_features(
                parameters, context, "OUTPUT_OVERLAP", _overlap_fields(), overlap, self.crs
            )
        outputs |= self._documents(parameters, context, run, findings, own)
        feedback.setProgress(100)
        return outputs | {
            "VIOLATIONS": verdicts.count("violates"),
            "TOUCHES": verdicts.count("touches"),
            "AGAINST_AREA": float(sum((finding.against for finding in findings), Decimal(0))),
            "ZONES": len(own),
            "SKIPPED": len(run.skipped),
        }

    def _columns(
        self, zones: ReadZones, checked: Sequence[CheckedLine], verdicts: Sequence[str]
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
            values.append([verdict, verdict_name(verdict, tr), ", ".join(wrong)])  # type: ignore[arg-type]
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
        return fields, dict(zip(zones.features.fids.tolist(), values, strict=True))

    def _notes(self, findings: Sequence[Finding], own: Sequence[Zone]) -> tuple[str, ...]:
        table = red_line_table(findings, own, tr, tolerance=self.tolerance)
        place = tr("Areas are areas on the ellipsoid ({ellipsoid}); layers in {crs}.")
        return (
            *table.notes,
            place.format(ellipsoid=ellipsoid_name(self.crs), crs=name_of_crs(self.crs)),
            self._layers(tr),
        )

    def _layers(self, tr: Callable[[str], str]) -> str:
        """The layers of the run, each line with its name on paper and its own."""
        names = [self.zones.name]
        for line in self.lines:
            own = line.source.name
            names.append(line.title if own in line.title else f"{line.title} ({own})")
        return tr("Layers: {layers}.").format(layers="; ".join(names))

    def _documents(self, parameters, context, run: Run, findings, own) -> dict[str, str]:
        words = words_of(self.words_language)
        table = red_line_table(findings, own, words, tolerance=self.tolerance)
        table = replace(table, notes=(*table.notes, self._layers(words)))
        section = Section(
            table.title,
            facts=[
                (_label(words, "crs"), name_of_crs(self.crs)),
                (_label(words, "ellipsoid"), ellipsoid_name(self.crs)),
            ],
            tables=[table],
        )
        return self.write_documents(
            parameters,
            context,
            [table],
            table.title,
            self.words_language,
            [section, self.section_of_notices(run, words)],
        )


def _label(tr, key: str) -> str:
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
    fields = QgsFields()
    for name, alias, kind in (
        ("zone", tr("Zone"), text),
        ("zone_name", tr("Name"), text),
        ("red_line", tr("Red line"), text),
        ("rule", tr("Rule"), text),
        ("verdict", tr("Verdict"), text),
        ("area_m2", tr("Area (m²)"), QMetaType.Type.Double),
        ("touched", tr("Polygons touched"), text),
    ):
        fields.append(field_of(name, alias, kind))
    return fields
