"""What the parcel algorithms have in common: declaring parameters, taking layers, writing features and files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsField,
    QgsFields,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.errors import Notice
from ...core.paper.htmlreport import Section, write_report
from ...core.paper.tables import Table
from ...core.paper.workbook import write_workbook
from ...i18n import tr
from ...layers.reading.sources import Source
from ...layers.roles.table import office_folder
from ..base import RedlineAlgorithm
from ..outputs import NewLayer, draft_file, write_layer
from ..rules import add_rules

__all__ = [
    "LANGUAGES",
    "ParcelAlgorithm",
    "office_dialects",
    "table_fields",
    "table_layer",
    "tell",
    "text_field",
]

LANGUAGES = ("zh_Hans", "en")
"""Languages of documents, whatever QGIS itself speaks."""


def office_dialects() -> Path:
    """Where an office keeps its own forms of the parcel text file: known beside the shipped ones."""
    return office_folder() / "dialects"


class ParcelAlgorithm(RedlineAlgorithm):
    """Subclasses take their layers in ``take``, in the main thread, and work in ``work``, in any."""

    # --- parameters -----------------------------------------------------------------------------------------------

    def add_numbers(self, numbers: Iterable[tuple[str, str]]) -> None:
        for name, label in numbers:
            self.addOutput(QgsProcessingOutputNumber(name, label))

    # --- values ---------------------------------------------------------------------------------------------------

    def optional_source(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> Source | None:
        return None if parameters.get(name) in (None, "") else self.source(parameters, name, context)

    def choice(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> str:
        return self.parameterAsEnumString(parameters, name, context) or ""

    def text(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> str:
        return (self.parameterAsString(parameters, name, context) or "").strip()

    def write_table(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext, table: Table) -> None:
        """A table as a layer without geometry, with ``row`` and ``kind``; nothing where the parameter is left out."""
        write_layer(self.outputs, name, table_layer(table))

    def add_table(self, name: str, label: str, help_text: str) -> None:
        """An optional output of ``write_table``."""
        self.add(
            QgsProcessingParameterFeatureSink(
                name, label, QgsProcessing.SourceType.TypeVector, optional=True, createByDefault=False
            ),
            help_text,
        )

    def add_papers(self) -> None:
        """The optional workbook and report, and the language of both."""
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT_XLSX", tr("Workbook"), "XLSX (*.xlsx)", optional=True, createByDefault=False
            ),
            tr("All tables, ready to print."),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT_HTML", tr("Report"), "HTML (*.html)", optional=True, createByDefault=False
            ),
            tr("All tables with what was used, as one file."),
        )
        self.add_choice(
            "LANGUAGE",
            tr("Language of the documents"),
            LANGUAGES,
            "zh_Hans",
            tr("Whatever language QGIS itself speaks."),
            advanced=True,
        )
        add_rules(self)

    def write_papers(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        title: str,
        tables: Sequence[Table],
        sections: Sequence[Section],
        words: Callable[[str], str],
    ) -> None:
        """Workbook and report where they are asked for."""
        workbook, report = (draft_file(self.outputs, name) for name in ("OUTPUT_XLSX", "OUTPUT_HTML"))
        if workbook is not None:
            write_workbook(workbook, list(tables), tr=words)
        if report is not None:
            language = "en" if self.choice(parameters, "LANGUAGE", context) == "en" else "zh-Hans"
            write_report(report, title, sections, language=language, tr=words)


def text_field(name: str, alias: str = "", kind: QMetaType.Type = QMetaType.Type.QString) -> QgsField:
    field = QgsField(name, kind)
    field.setAlias(alias)
    return field


def table_fields(table: Table, *, ordered: bool = False) -> QgsFields:
    """Fields of a table layer: the columns' keys as names, their labels as aliases, numbers where all cells are.

    ``ordered`` puts ``row`` (from 1) and ``kind`` (leaf, subtotal, total) before them.
    """
    fields = QgsFields()
    if ordered:
        fields.append(text_field("row", tr("Row"), QMetaType.Type.LongLong))
        fields.append(text_field("kind", tr("Kind of row")))
    for position, column in enumerate(table.columns):
        values = [row.values[position] for row in table.rows]
        number = column.numeric and all(value is None or isinstance(value, (Decimal, int)) for value in values)
        whole = number and not any(isinstance(value, Decimal) for value in values)
        kind = QMetaType.Type.LongLong if whole else QMetaType.Type.Double if number else QMetaType.Type.QString
        # a column that is named like one of ours, or like another whose case differs
        name = column.key
        while fields.lookupField(name) >= 0:
            name += "_"
        fields.append(text_field(name, " ".join((*column.groups, column.label)), kind))
    return fields


def table_layer(table: Table) -> NewLayer:
    """A finished table as a layer without geometry, for map sheets and models.

    ``row`` keeps the rows' order, ``kind`` tells leaf, subtotal and total rows apart; the columns' keys are the fields,
    their labels the titles.
    """
    rows = ((None, (place, row.kind, *row.values)) for place, row in enumerate(table.rows, 1))
    return NewLayer(table_fields(table, ordered=True), rows)


def tell(feedback: QgsProcessingFeedback, notices: Iterable[Notice], most: int = 50) -> None:
    """Notices as warnings in the log, the first ``most`` of them."""
    every = list(notices)
    for notice in every[:most]:
        feedback.pushWarning(notice.sentence(tr))
    if len(every) > most:
        feedback.pushWarning(tr("… and {count} more.").format(count=len(every) - most))
