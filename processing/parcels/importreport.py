"""What is told of files that parcels were read from: the rows of the report, the log, and the numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qgis.core import QgsProcessingAlgorithm, QgsProcessingFeedback
from qgis.PyQt.QtCore import QMetaType

from ...core.parceltext.report import TextFinding
from ...i18n import tr
from ..outputs import NewLayer, fields_from
from ..parameters import TABLES, add_sink

__all__ = ["Told", "add_report", "report_layer", "tell_findings"]

SHOWN = 30
"""Findings shown in the log; all of them stand in the report."""


@dataclass(frozen=True)
class Told:
    """A finding, the file that it is of, and where in it: a line, or words."""

    file: str
    place: int | str | None
    finding: TextFinding


def add_report(algorithm: QgsProcessingAlgorithm) -> None:
    add_sink(
        algorithm,
        "REPORT",
        tr("Report of the import"),
        tr("One row for each thing that was assumed (note), is doubtful (warning) or wrong (error)."),
        TABLES,
        optional=True,
        asked=True,
        appends=False,
    )


def report_layer(told: Sequence[Told], place: tuple[str, str, QMetaType.Type]) -> NewLayer:
    """The report as a layer; place : name, title and type of the field that says where in its file a finding is."""
    text = QMetaType.Type.QString
    fields = fields_from(
        (
            ("file", tr("File"), text),
            place,
            ("parcel_no", tr("Parcel number"), text),
            ("rule", tr("Rule"), text),
            ("severity", tr("Severity"), text),
            ("message", tr("Message"), text),
        )
    )
    rows = []
    for each in told:
        finding = each.finding
        values = (each.file, each.place, finding.parcel, finding.rule.id, finding.severity, finding.message(tr))
        rows.append((None, values))
    return NewLayer(fields, rows)


def tell_findings(
    feedback: QgsProcessingFeedback, told: Sequence[Told], sentence: Callable[[Told], str]
) -> dict[str, int]:
    """Errors and then warnings as the log shows them; how many there are of each, by the output's name."""
    errors = [each for each in told if each.finding.severity == "error"]
    warnings = [each for each in told if each.finding.severity == "warning"]
    for each in [*errors, *warnings][:SHOWN]:
        feedback.pushWarning(sentence(each))
    if len(errors) + len(warnings) > SHOWN:
        feedback.pushWarning(tr("… and {count} more.").format(count=len(errors) + len(warnings) - SHOWN))
    return {"ERRORS": len(errors), "WARNINGS": len(warnings)}
