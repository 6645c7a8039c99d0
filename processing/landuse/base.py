"""What the land-use algorithms have in common: parameters, layers taken in the main thread, tables as layers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.errors import RedlineError
from ...core.landuse.classes import SCHEMES, Scheme, scheme_from_csv, scheme_named
from ...core.landuse.tables import on_paper
from ...core.paper.htmlreport import Section, write_report
from ...core.paper.tables import Table
from ...core.paper.workbook import write_workbook
from ...core.resources import version
from ...core.rounding import DECIMALS
from ...i18n import tr, words_of
from ...layers.reading.run import Run
from ...layers.reading.sources import Source, source_of
from ...layers.roles.fields import chosen_field
from ..base import RedlineAlgorithm, check_cancelled
from ..outputs import NewLayer, draft_file, field_of, write_layer
from ..personal import asks_personal, passed_on

__all__ = ["UNITS", "LandUseAlgorithm", "field_of", "share_of", "short_names"]

UNITS = ("m2", "ha", "mu", "km2")
LANGUAGES = ("zh_Hans", "en")


class LandUseAlgorithm(RedlineAlgorithm):
    """Subclasses declare parameters with the ``add_…`` helpers, take layers in ``take``, do the rest in ``work``."""

    # --- parameters -----------------------------------------------------------------------------------------------

    def add_unit(self, default: str = "ha", decimals: int | None = None) -> None:
        left_empty = tr("Left empty: 2 for m², 4 for the other units.")
        if decimals is not None:
            left_empty = tr("Left empty: {decimals}.").format(decimals=decimals)
        self.add_choice(
            "UNIT", tr("Unit"), UNITS, default, tr("m2 square metres, ha hectares, mu 亩 (1 ha = 15 mu), km2.")
        )
        self.add(
            QgsProcessingParameterNumber(
                "DECIMALS",
                tr("Decimals"),
                QgsProcessingParameterNumber.Type.Integer,
                None,
                optional=True,
                minValue=0,
                maxValue=8,
            ),
            left_empty,
        )

    def add_scheme(self) -> None:
        self.add_choice(
            "SCHEME",
            tr("Class scheme"),
            SCHEMES,
            None,
            tr("Found from the codes where left empty: sandiao (third survey), gbt21010, ydyh (planned use)."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFile("CLASS_TABLE", tr("Table of own classes"), extension="csv", optional=True),
            tr("A CSV file with the columns code, name_zh, name_en, parent, major; used instead of a scheme."),
            advanced=True,
        )

    def add_language(self) -> None:
        self.add_choice(
            "LANGUAGE",
            tr("Language of the tables"),
            LANGUAGES,
            None,
            tr("That of QGIS where left empty."),
            advanced=True,
        )

    def add_table(self, name: str, label: str, help_text: str, *, optional: bool = False, default: bool = True) -> None:
        self.add(
            QgsProcessingParameterFeatureSink(
                name,
                label,
                QgsProcessing.SourceType.TypeVector,
                optional=optional,
                createByDefault=default,
                supportsAppend=True,
            ),
            help_text,
        )

    def add_polygon_sink(self, name: str, label: str, help_text: str, *, optional: bool = True) -> None:
        self.add(
            QgsProcessingParameterFeatureSink(
                name,
                label,
                QgsProcessing.SourceType.TypeVectorPolygon,
                optional=optional,
                createByDefault=not optional,
                supportsAppend=True,
            ),
            help_text,
        )

    def add_documents(self) -> None:
        for name, label, kind, help_text in (
            ("OUTPUT_XLSX", tr("Workbook"), "XLSX (*.xlsx)", tr("The tables as an Excel workbook, ready to print.")),
            ("OUTPUT_HTML", tr("Report"), "HTML (*.html)", tr("The tables as a page, with how they were made.")),
        ):
            self.add(
                QgsProcessingParameterFileDestination(name, label, kind, optional=True, createByDefault=False),
                help_text,
            )

    # --- taking what belongs to the main thread -------------------------------------------------------------------

    def prepareAlgorithm(self, parameters, context, feedback) -> bool:
        self.personal = asks_personal(self, parameters, context)
        return super().prepareAlgorithm(parameters, context, feedback)

    def take(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read parameters and take layers; runs in the main thread. A wrong parameter raises RedlineError."""
        raise NotImplementedError

    def sources(self, parameters, name: str, context) -> list[tuple[Source, QgsVectorLayer]]:
        """The layers of a parameter of several layers."""
        found = []
        for layer in self.parameterAsLayerList(parameters, name, context):
            if not isinstance(layer, QgsVectorLayer):
                raise RedlineError(
                    "{layer} ({parameter}) is no layer of polygons: choose a layer of areas.",
                    layer=layer.name(),
                    parameter=name,
                )
            found.append((source_of(layer), layer))
        return found

    def several_fields(self, parameters, context, name: str, source: Source) -> tuple[str, ...]:
        return tuple(chosen_field(source, each, name) for each in self.parameterAsStrings(parameters, name, context))

    def scheme(self, parameters, context) -> Scheme | None:
        table = self.parameterAsFile(parameters, "CLASS_TABLE", context)
        if table:
            return scheme_from_csv(table)
        chosen = self.parameterAsEnumString(parameters, "SCHEME", context)
        return scheme_named(chosen) if chosen else None

    def decimals(self, parameters, context, unit: str) -> int:
        if parameters.get("DECIMALS") is None:
            return DECIMALS[unit]
        return self.parameterAsInt(parameters, "DECIMALS", context)

    def language(self, parameters, context) -> str:
        return self.parameterAsEnumString(parameters, "LANGUAGE", context) or tr("en")

    # --- outputs --------------------------------------------------------------------------------------------------

    def write_table(
        self, parameters, context, name: str, table: Table, *, kinds: Iterable[str] = ("leaf",)
    ) -> str | None:
        """A table as a layer without geometry: the rows of these kinds, and a last field ``kind``; its id."""
        wanted = set(kinds)
        names = short_names([column.key for column in table.columns])
        fields = QgsFields()
        for field_name, column in zip(names, table.columns, strict=True):
            kind = QMetaType.Type.Double if column.numeric else QMetaType.Type.QString
            fields.append(field_of(field_name, " ".join((*column.groups, column.label)), kind))
        fields.append(field_of("kind", tr("Kind of row"), QMetaType.Type.QString))
        rows = (
            (
                None,
                [
                    *(
                        (None if value in (None, "") else float(value)) if column.numeric else value
                        for value, column in zip(row.values, table.columns, strict=True)
                    ),
                    row.kind,
                ],
            )
            for row in table.rows
            if row.kind in wanted
        )
        return write_layer(self.outputs, name, NewLayer(fields, rows, notes=table.notes))

    def write_features(
        self,
        parameters,
        context,
        name: str,
        fields: QgsFields,
        rows: Iterable[tuple[Any, Sequence[Any]]],
        crs: QgsCoordinateReferenceSystem,
        wkb_type: QgsWkbTypes.Type = QgsWkbTypes.Type.MultiPolygon,
        notes: Sequence[str] = (),
    ) -> str | None:
        """Features (geometry, values) as a layer; its id, None where an optional output is not wanted.

        notes : how the numbers were made; they become the layer's abstract.
        """
        return write_layer(self.outputs, name, NewLayer(fields, rows, crs, wkb_type, notes))

    def extended(
        self, source: Source, own: QgsFields, values: Mapping[int, Sequence[Any]], feedback: QgsProcessingFeedback
    ) -> tuple[QgsFields, list[tuple[Any, list[Any]]]]:
        """The features of ``source`` with more fields: all fields, and (geometry, values) of each feature.

        values : by feature id; a feature without gets NULLs. Fields of the layer that have the name of one of ``own``
        are replaced; personal data is left out unless it was asked for (``add_keep_personal``).
        """
        taken = {field.name().lower() for field in own}
        combined, kept = QgsFields(), []
        for i in passed_on(source.fields, self.personal, source.name, feedback):
            if source.fields.at(i).name().lower() not in taken:
                combined.append(source.fields.at(i))
                kept.append(i)
        for field in own:
            combined.append(field)
        blank = [None] * own.count()
        rows = [
            (geometry, [*(before[i] for i in kept), *values.get(fid, blank)])
            for fid, geometry, before in self.features(source, feedback)
        ]
        return combined, rows

    def features(self, source: Source, feedback: QgsProcessingFeedback) -> Iterator[tuple[int, QgsGeometry, list[Any]]]:
        """Id, geometry and attributes of each feature as they are stored."""
        for number, feature in enumerate(source.iterate(QgsFeatureRequest())):
            if number % 1024 == 0:
                check_cancelled(feedback)
            yield feature.id(), feature.geometry(), feature.attributes()

    def write_documents(
        self, parameters, context, tables: Sequence[Table], title: str, language: str, sections: Sequence[Section]
    ) -> dict[str, str]:
        """Workbook and report, where they are wanted, with program and time."""
        words = words_of(language)
        facts = made_by(words)
        tables = [replace(on_paper(table), foot=(*table.foot, *facts)) for table in tables]
        sections = [replace(section, tables=[on_paper(table) for table in section.tables]) for section in sections]
        sections.append(Section(title_of_facts(words), facts=facts))
        book = draft_file(self.outputs, "OUTPUT_XLSX")
        if book:
            write_workbook(book, tables, tr=words)
        page = draft_file(self.outputs, "OUTPUT_HTML")
        if page:
            write_report(page, title, sections, language=language.replace("_", "-"), tr=words)
        return {}

    def section_of_notices(self, run: Run, tr: Callable[[str], str]) -> Section:
        """What was found on the way, as a part of the report."""
        return Section(
            tr("What was found on the way"),
            items=[notice.sentence(tr) for notice in run.notices] or [tr("Nothing.")],
            warning=bool(run.notices),
        )

    def tell(self, run: Run, feedback: QgsProcessingFeedback) -> None:
        """What was read, left out and found on the way, to the log."""
        feedback.pushInfo(run.summary(tr))
        for notice in run.notices:
            feedback.pushWarning(notice.sentence(tr))
        check_cancelled(feedback)


def made_by(tr: Callable[[str], str]) -> tuple[tuple[str, str], ...]:
    """Program and time, as documents tell them."""
    moment = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %z")
    return (
        (tr("Program"), f"Redline 红线 {version()}, QGIS {Qgis.version()}"),
        (tr("Time"), moment),
    )


def title_of_facts(tr: Callable[[str], str]) -> str:
    return tr("How this was made")


def share_of(feedback: QgsProcessingFeedback, begin: float, end: float) -> Callable[[float], None]:
    """Progress from ``begin`` to ``end`` per cent as a share 0 … 1 moves."""
    return lambda share: feedback.setProgress(begin + (end - begin) * share)


def short_names(keys: Sequence[str], longest: int = 31) -> list[str]:
    """Field names from column keys: ASCII, different from each other whatever their case."""
    names: list[str] = []
    taken = {"fid", "kind"}
    for number, key in enumerate(keys):
        ascii_key = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in key).strip("_")
        base = (ascii_key or f"f{number}")[:longest]
        name, count = base, 1
        while name.lower() in taken:
            count += 1
            name = f"{base[: longest - 3]}_{count}"
        taken.add(name.lower())
        names.append(name)
    return names
