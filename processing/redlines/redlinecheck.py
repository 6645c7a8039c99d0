"""redline:redlinecheck: zones against any number of red lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
from qgis.core import (
    Qgis,
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
from ...core.ellipsoid.areaplane import areas
from ...core.errors import Notice, RedlineError
from ...core.landuse.redlines import (
    Finding,
    RedLine,
    check_red_line,
    legal_ratios,
    red_line_table,
    verdict_name,
    worst,
)
from ...core.landuse.tally import Zone
from ...core.overlay import pieces as overlay_pieces
from ...core.overlay.patchindex import PatchIndex
from ...core.paper.htmlreport import Section
from ...core.shapes.polygons import Polygons, keep_polygons
from ...i18n import tr, words_of
from ...layers.measuring.tallyfaults import overlap_areas
from ...layers.measuring.tallying import ReadZones, ZoneFields, read_zones
from ...layers.reading.clip import geometry_of
from ...layers.reading.crs import name_of_crs
from ...layers.reading.planes import ellipsoid_name
from ...layers.reading.run import Run, within, working_crs
from ...layers.reading.sources import Features, Source, as_numbers
from ...layers.roles.fields import find_field
from ..base import check_cancelled
from ..groups import RED_LINES
from ..landuse.base import LandUseAlgorithm, layer_title
from ..outputs import field_of
from ..personal import add_keep_personal

__all__ = ["RedLineCheck"]


@dataclass(frozen=True)
class Line:
    """A red line as a layer: must it contain the zones; fields of its legal area (YJJBNTMJ), ridge share and ids."""

    source: Source
    title: str
    must_contain: bool
    legal: str
    ridge: str
    identifier: str


@dataclass(frozen=True)
class Checked:
    """One line after the check: its polygons in the run's system and what was found."""

    line: Line
    polygons: Polygons
    zone: np.ndarray
    polygon: np.ndarray
    findings: list[Finding]


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
        given = [
            (source, layer, must_contain)
            for name, must_contain in (("RED_LINES", False), ("MUST_BE_INSIDE", True))
            for source, layer in self.sources(parameters, name, context)
        ]
        titles = [layer_title(layer, self.words_language) for _, layer, _ in given]
        self.lines = [
            Line(
                source,
                title if titles.count(title) == 1 else f"{title} ({layer.name()})",
                must_contain,
                find_field(layer, "farmland", "farmlandarea", required=False) or "",
                find_field(layer, "farmland", "ridge", required=False) or "",
                find_field(layer, "farmland", "id", required=False) or "",
            )
            for (source, layer, must_contain), title in zip(given, titles, strict=True)
        ]
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
        checked: list[Checked] = []
        for number, line in enumerate(self.lines):
            feedback.pushInfo(tr("Checking against {layer}…").format(layer=line.source.name))
            checked.append(self._check(run, zones, own, line))
            feedback.setProgress(5 + 75 * (number + 1) / len(self.lines))
        findings = [finding for each in checked for finding in each.findings]
        verdicts = worst(findings, len(own))
        overlap = None
        if self.wants(parameters, "OUTPUT_OVERLAP"):
            overlap = list(self._overlaps(run, zones, own, checked, feedback))
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

    def _check(self, run: Run, zones: ReadZones, own: Sequence[Zone], line: Line) -> Checked:
        names = [name for name in (line.legal, line.ridge, line.identifier) if name]
        found = run.read(line.source, list(dict.fromkeys(names)))
        near = within(found.polygons, zones.features.polygons)
        polygons = keep_polygons(found.polygons, near)
        plane = run.area_plane(zones.features.polygons, polygons)
        flat, lines = plane.apply(zones.features.polygons), plane.apply(polygons)
        index = PatchIndex(lines)
        zone, polygon, area = overlay_pieces(flat, index, cancelled=run.cancelled)
        twice = overlap_areas(run, line.source.name, found.fids[near], flat, index, polygon)
        ids = found.take(near).ids(line.identifier)
        legal = _legal(run, line, found, near, areas(lines)) if line.legal else None
        findings = check_red_line(
            RedLine(line.title, ids, line.must_contain, legal),
            own,
            areas(flat),
            zone,
            polygon,
            area,
            tolerance=self.tolerance,
            overlap=twice,
        )
        return Checked(line, polygons, zone, polygon, findings)

    def _columns(
        self, zones: ReadZones, checked: Sequence[Checked], verdicts: Sequence[str]
    ) -> tuple[QgsFields, dict[int, list[Any]]]:
        """The fields that zones get, and their values by feature id."""
        text = QMetaType.Type.QString
        fields = QgsFields()
        fields.append(field_of("verdict", tr("Verdict"), text))
        fields.append(field_of("verdict_nm", tr("Verdict in words"), text))
        fields.append(field_of("violated", tr("Lines violated"), text))
        values: list[list[Any]] = []
        for number, verdict in enumerate(verdicts):
            wrong = [each.line.title for each in checked if each.findings[number].verdict == "violates"]
            values.append([verdict, verdict_name(verdict, tr), ", ".join(wrong)])  # type: ignore[arg-type]
        for place, each in enumerate(checked, 1):
            name = each.line.title
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

    def _overlaps(
        self, run: Run, zones: ReadZones, own: Sequence[Zone], checked: Sequence[Checked], feedback
    ) -> Iterator[tuple[QgsGeometry, list[Any]]]:
        """What of each zone lies on the wrong side of each line."""
        for each in checked:
            for finding in each.findings:
                check_cancelled(feedback)
                if finding.verdict == "clear":
                    continue
                zone = geometry_of(zones.features.polygons, finding.zone)
                met = each.polygon[each.zone == finding.zone].tolist()
                shape = QgsGeometry.unaryUnion([_valid(geometry_of(each.polygons, number)) for number in met])
                side = zone.difference(shape) if finding.must_contain and met else zone
                if not finding.must_contain:
                    side = zone.intersection(shape)
                side.convertGeometryCollectionToSubclass(Qgis.GeometryType.Polygon)
                side.convertToMultiType()
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


def _legal(run: Run, line: Line, found: Features, near: np.ndarray, own_areas: np.ndarray) -> np.ndarray:
    """Legal farmland area per m² of each polygon; polygons without one are told."""
    deduction = as_numbers(found.attributes[line.ridge])[near] if line.ridge else None
    ratios, missing = legal_ratios(as_numbers(found.attributes[line.legal])[near], own_areas, deduction)
    if missing:
        run.notices.append(
            Notice(
                "Layer {layer}: {count} polygons near the zones have no legal area in {field}; "
                "they count with their area less field ridges.",
                layer=line.source.name,
                count=missing,
                field=line.legal,
            )
        )
    return ratios


def _valid(geometry: QgsGeometry) -> QgsGeometry:
    return geometry if geometry.isGeosValid() else geometry.makeValid()


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
