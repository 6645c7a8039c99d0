"""redline:checklayers: everything that has to be mended before a county's numbers can be trusted, in one table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFields,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsRectangle,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.errors import RedlineError
from ...i18n import tr
from ...layers.checks.geometry import crs_of_places, geometry_findings, offset_findings
from ...layers.checks.layers import (
    Checked,
    CheckFinding,
    CheckLimits,
    CheckRule,
    Severity,
    apart_findings,
    attribute_findings,
    checked_layer,
    damage_findings,
    limited,
    placed,
    village_codes,
)
from ..base import RedlineAlgorithm, check_cancelled
from ..groups import COUNTY_LAYERS
from ..outputs import NewLayer, fields_from, write_layer
from ..parameters import TABLES, Given, add_layers, add_numbers, add_sink, add_value

__all__ = ["CheckLayers"]

OWN_KEY = "row"
"""A GeoPackage's own key under another name, so that ``fid`` can be the feature that was checked."""


@dataclass(frozen=True)
class _Taken:
    layers: list[Checked]


class CheckLayers(RedlineAlgorithm):
    ID = "checklayers"
    LABEL = "Check layers"
    SUMMARY = "Geometry, coordinate systems, classes, codes, overlaps, gaps and areas of the county's layers"
    GROUP = COUNTY_LAYERS
    TAGS = "检查,质检,拓扑,重叠,缝隙,地类编码,坐标系,带号,图斑面积,椭球面积,扣除系数,check,quality,topology,overlap,gap"

    def initAlgorithm(self, configuration=None):
        add_layers(
            self,
            "INPUT_LAYERS",
            tr("Layers"),
            tr("Any of the county's layers. With the villages among them, codes, gaps and places are checked too."),
            TABLES,
            optional=False,
        )
        for name, label, value, words in (
            ("OVERLAP", tr("Smallest overlap (m²)"), 0.01, tr("Overlaps below this are rounding.")),
            ("GAP", tr("Smallest gap (m²)"), 1.0, tr("What a village lacks below this is rounding.")),
            (
                "AREA_SHARE",
                tr("Allowed difference of recorded areas (%)"),
                0.1,
                tr(
                    "A recorded area is told when it differs from the official area by more than this and by over 1 m²."
                ),
            ),
        ):
            add_value(self, name, label, value, words, low=0.0, advanced=True)
        add_value(
            self,
            "MOST",
            tr("Findings listed for a rule and layer"),
            1000,
            tr("Beyond this only their number is told."),
            low=1,
            whole=True,
            advanced=True,
        )
        add_sink(
            self,
            "OUTPUT",
            tr("Findings"),
            tr("A table: layer, feature, rule, value, severity and a sentence that says what to do."),
            TABLES,
            appends=False,
        )
        add_sink(
            self,
            "PLACES",
            tr("Places of the findings"),
            tr("The same rows with a box around each place: zoom to a row to see it."),
            optional=True,
            appends=False,
        )
        add_numbers(
            self,
            (
                ("ERRORS", tr("Errors")),
                ("WARNINGS", tr("Warnings")),
                ("FLAGS", tr("Rules broken, as a sum of flags")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        # Layers are looked at in the thread that owns them; what follows reads copies.
        layers = given.layers("INPUT_LAYERS")
        if not layers:
            raise RedlineError("Choose at least one layer to check.")
        layers = [checked_layer(layer) for layer in layers]
        return _Taken(layers=layers)

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        checked_layer = self.taken
        options = CheckLimits(
            given.number("OVERLAP"),
            given.number("GAP"),
            given.number("AREA_SHARE") / 100,
            most=given.whole("MOST"),
            transform_context=given.transforms,
            cancelled=feedback.isCanceled,
        )
        findings = placed(list(limited(self._all(options, feedback), options.most)), checked_layer.layers)
        fields = finding_fields()
        write_layer(self.outputs, "OUTPUT", NewLayer(fields, ((None, row_of(one)) for one in findings), key=OWN_KEY))
        places = _places(findings, crs_of_places(), given.context)
        polygons = QgsWkbTypes.Type.Polygon
        write_layer(self.outputs, "PLACES", NewLayer(fields, places, crs_of_places(), polygons, key=OWN_KEY))
        self._report(findings, feedback)
        return {
            "ERRORS": sum(one.severity == Severity.ERROR for one in findings),
            "WARNINGS": sum(one.severity == Severity.WARNING for one in findings),
            "FLAGS": int(flags_of(findings)),
        }

    def _all(self, options: CheckLimits, feedback: QgsProcessingFeedback) -> Iterator[CheckFinding]:
        found = [(checked, damage_findings(checked, options)) for checked in self.taken.layers]
        whole = [checked for checked, damaged in found if not damaged]
        villages = village_codes(whole, options)
        yield from apart_findings(whole)
        for number, (checked, damaged) in enumerate(found):
            check_cancelled(feedback)
            feedback.pushInfo(headline(checked))
            yield from damaged
            if not damaged:
                yield from attribute_findings(checked, villages, options)
                yield from offset_findings(checked, whole, options)
                yield from geometry_findings(checked, whole, options)
            feedback.setProgress(95 * (number + 1) / len(self.taken.layers))

    def _report(self, findings: list[CheckFinding], feedback: QgsProcessingFeedback) -> None:
        counts: dict[tuple[str, str], int] = {}
        for one in findings:
            key = (one.layer, check_rule_name(one.rule))
            counts[key] = counts.get(key, 0) + 1
        for (layer, rule), count in counts.items():
            feedback.pushInfo(f"{layer}: {rule}: {count}")
        if not findings:
            feedback.pushInfo(tr("Nothing was found."))


def headline(checked: Checked) -> str:
    """What a layer is checked as."""
    role = checked.role.name(tr("en")) if checked.role else tr("not recognised")
    return tr("{layer}: checked as {role}").format(layer=checked.name, role=role)


def flags_of(findings: list[CheckFinding]) -> CheckRule:
    """The rules that were broken; notices break none."""
    total = CheckRule(0)
    for one in findings:
        if one.severity != Severity.NOTICE:
            total |= one.rule
    return total


def check_rule_name(rule: CheckRule) -> str:
    """A rule as people read it."""
    return {
        CheckRule.GEOMETRY_TYPE: tr("Geometry type"),
        CheckRule.CRS: tr("Coordinate system"),
        CheckRule.MAP_OFFSET: tr("Map offset or place"),
        CheckRule.UNKNOWN_CLASS: tr("Unknown class"),
        CheckRule.OLD_CLASS: tr("Class of the second survey"),
        CheckRule.RIDGE_MISSING: tr("Ridge coefficient missing"),
        CheckRule.DUPLICATE_ID: tr("Repeated identifier"),
        CheckRule.INVALID: tr("Invalid geometry"),
        CheckRule.EMPTY: tr("No geometry"),
        CheckRule.ZERO_AREA: tr("Zero area"),
        CheckRule.OVERLAP: tr("Overlap"),
        CheckRule.GAP: tr("Gap"),
        CheckRule.NO_VILLAGE: tr("Village code without a village"),
        CheckRule.AREA: tr("Recorded area"),
        CheckRule.FIELD_MISSING: tr("Missing field"),
        CheckRule.NOT_RECOGNISED: tr("Not recognised"),
        CheckRule.RIDGE_AREA: tr("Deduction"),
        CheckRule.RADIUS: tr("Radius"),
        CheckRule.NUMBER: tr("Text that is no number"),
        CheckRule.DAMAGED: tr("Damaged file"),
        CheckRule.APART: tr("Elsewhere than the other layers"),
    }[rule]


def finding_fields() -> QgsFields:
    text = QMetaType.Type.QString
    return fields_from(
        [
            ("layer", tr("Layer"), text),
            ("fid", tr("Feature"), QMetaType.Type.LongLong),
            ("rule", tr("Rule"), text),
            ("rule_name", tr("Name of the rule"), text),
            ("value", tr("Value"), text),
            ("severity", tr("Severity"), text),
            ("message", tr("What to do"), text),
        ]
    )


def row_of(one: CheckFinding) -> list:
    rule = one.rule.name or str(int(one.rule))
    fid = NULL if one.fid is None else one.fid
    return [one.layer, fid, rule.lower(), check_rule_name(one.rule), one.value, one.severity, one.message]


def _places(
    findings: list[CheckFinding], crs: QgsCoordinateReferenceSystem, context: QgsProcessingContext
) -> Iterator[tuple[QgsGeometry, list]]:
    """The rows of those findings that have a place, with a box around it in ``crs``."""
    for one in findings:
        if one.box is None or one.crs is None or one.box.isNull():
            continue
        transform = QgsCoordinateTransform(one.crs, crs, context.transformContext())
        try:
            box = transform.transformBoundingBox(one.box)
        except QgsCsException:
            continue
        yield QgsGeometry.fromRect(widened(box)), row_of(one)


def widened(box: QgsRectangle) -> QgsRectangle:
    """A box that can be seen: at least some metres wide, degrees."""
    least = 2e-5
    if box.width() < least or box.height() < least:
        box = box.buffered(least)
    return box
