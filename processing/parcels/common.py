"""What the parcel algorithms have in common: declaring parameters, taking layers, writing features and files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProcessingUtils,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.errors import Notice, RedlineError
from ...core.paper.htmlreport import Section, write_report
from ...core.paper.tables import Table, Value
from ...core.paper.workbook import write_workbook
from ...i18n import tr
from ...layers.reading.sources import Source
from ...layers.roles.table import office_folder
from ..base import RedlineAlgorithm, kept_fields
from ..rules import add_rules

__all__ = [
    "LANGUAGES",
    "ParcelAlgorithm",
    "add_features",
    "office_dialects",
    "table_features",
    "table_fields",
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

    def prepareAlgorithm(self, parameters, context, feedback) -> bool:
        try:
            self.take(parameters, context)
        except RedlineError as error:
            raise QgsProcessingException(error.sentence(tr)) from error
        return True

    def take(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Keep the sources of the layers, which belong to the main thread."""

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

    def file(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> Path | None:
        """A file that is to be written; None where the parameter is left out."""
        if parameters.get(name) in (None, ""):
            return None
        given = self.parameterAsFileOutput(parameters, name, context)
        return Path(given) if given else None

    def sink(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext, fields, kind, crs):
        """A sink and its id; (None, None) where an optional one is left out.

        A layer in memory is given the titles of its fields afterwards.
        """
        in_memory = _is_memory(parameters.get(name))
        wanted = kept_fields(fields, parameters.get(name))
        sink, identifier = self.parameterAsSink(parameters, name, context, wanted, kind, crs)
        if sink is None and self.wants(parameters, name):
            raise QgsProcessingException(self.invalidSinkError(parameters, name))
        layer = QgsProcessingUtils.mapLayerFromString(identifier, context, False) if sink and in_memory else None
        if isinstance(layer, QgsVectorLayer):
            for place in range(min(fields.count(), layer.fields().count())):
                layer.setFieldAlias(place, fields.at(place).alias())
        return sink, identifier

    def write_table(
        self, parameters: dict[str, Any], name: str, context: QgsProcessingContext, table: Table
    ) -> dict[str, str]:
        """A table as a layer without geometry, with ``row`` and ``kind``; nothing where the parameter is left out."""
        if not self.wants(parameters, name):
            return {}
        fields = table_fields(table, ordered=True)
        none = QgsCoordinateReferenceSystem()
        sink, output = self.sink(parameters, name, context, fields, QgsWkbTypes.Type.NoGeometry, none)
        rows = ((None, (place, row.kind, *row.values)) for place, row in enumerate(table.rows, 1))
        add_features(sink, fields, rows)
        return {name: output}

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
    ) -> dict[str, str]:
        """Workbook and report where they are asked for."""
        results = {}
        workbook, report = (self.file(parameters, name, context) for name in ("OUTPUT_XLSX", "OUTPUT_HTML"))
        for path in (workbook, report):
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
        if workbook is not None:
            results["OUTPUT_XLSX"] = str(write_workbook(workbook, list(tables), tr=words))
        if report is not None:
            language = "en" if self.choice(parameters, "LANGUAGE", context) == "en" else "zh-Hans"
            results["OUTPUT_HTML"] = str(write_report(report, title, sections, language=language, tr=words))
        return results


def _is_memory(value: Any) -> bool:
    text = value.sink.staticValue() if isinstance(value, QgsProcessingOutputLayerDefinition) else value
    return isinstance(text, str) and (text.startswith("memory:") or text == QgsProcessing.TEMPORARY_OUTPUT)


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


def table_features(table: Table, fields: QgsFields) -> Iterator[QgsFeature]:
    """The rows of a table for fields made with ``ordered``."""
    numbers = [fields.at(i).isNumeric() for i in range(fields.count())]
    for position, row in enumerate(table.rows, 1):
        feature = QgsFeature(fields)
        values = (position, row.kind, *row.values)
        feature.setAttributes([_attribute(value, number) for value, number in zip(values, numbers, strict=True)])
        yield feature


def _attribute(value: Value, number: bool) -> object:
    if value is None:
        return None
    if number:
        return float(value) if isinstance(value, Decimal) else value
    return f"{value:f}" if isinstance(value, Decimal) else value


def add_features(
    sink: QgsFeatureSink,
    fields: QgsFields,
    rows: Iterable[tuple[QgsGeometry | None, Sequence[Value]]],
) -> int:
    """Write all features of a sink and close it; a row that the sink refuses is an error, never lost.

    Nobody is asked here whether the run is to stop: a file that is begun would be left behind. Rows that take their
    time are made before the first sink is opened.
    """
    numbers = [fields.at(i).isNumeric() for i in range(fields.count())]
    count = 0
    for geometry, values in rows:
        feature = QgsFeature(fields)
        if geometry is not None:
            feature.setGeometry(geometry)
        feature.setAttributes([_attribute(value, number) for value, number in zip(values, numbers, strict=True)])
        if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
            raise RedlineError("A feature could not be written ({reason}).", reason=sink.lastError() or "?")
        count += 1
    # from QGIS 3.44 on, sinks are closed by finalize()
    closed = sink.finalize() if hasattr(sink, "finalize") else sink.flushBuffer()
    if closed is False:
        raise RedlineError("A feature could not be written ({reason}).", reason=sink.lastError() or "?")
    return count


def tell(feedback: QgsProcessingFeedback, notices: Iterable[Notice], most: int = 50) -> None:
    """Notices as warnings in the log, the first ``most`` of them."""
    every = list(notices)
    for notice in every[:most]:
        feedback.pushWarning(notice.sentence(tr))
    if len(every) > most:
        feedback.pushWarning(tr("… and {count} more.").format(count=len(every) - most))
