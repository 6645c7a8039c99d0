"""Finished tables as layers, and as workbook and report, with program and time; and what a run tells on its way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from qgis.core import Qgis, QgsFields, QgsProcessingFeedback
from qgis.PyQt.QtCore import QMetaType

from ..core.errors import Notice
from ..core.landuse.tables import on_paper
from ..core.paper.htmlreport import Section, write_report
from ..core.paper.tables import Row, Table
from ..core.paper.workbook import write_workbook
from ..core.resources import version
from ..i18n import tr, words_of
from ..layers.reading.laps import STEPS
from ..layers.reading.run import Run
from .outputs import NewLayer, Outputs, check_cancelled, draft_file, field_of, write_layer

__all__ = [
    "Documents",
    "ordered_layer",
    "section_of_notices",
    "short_names",
    "tell",
    "tell_engine",
    "tell_run",
    "write_documents",
    "write_ordered",
    "write_table",
    "write_table_documents",
]


@dataclass(frozen=True)
class Documents:
    """What is printed of a run: the tables of the workbook, the sections of the report, in one language."""

    title: str
    tables: Sequence[Table]
    sections: Sequence[Section]
    language: str


def write_table_documents(outputs: Outputs, run: Run, table: Table, language: str) -> None:
    """The documents of a run with one table: the table, and what was found on the way."""
    sections = [Section(table.title, tables=[table]), section_of_notices(run, words_of(language))]
    write_documents(outputs, Documents(table.title, [table], sections, language))


def write_documents(outputs: Outputs, documents: Documents) -> None:
    """Workbook and report, where they are wanted, with program and time."""
    book, page = draft_file(outputs, "OUTPUT_XLSX"), draft_file(outputs, "OUTPUT_HTML")
    words = words_of(documents.language)
    made = _made_by(words)
    if book:
        tables = [replace(on_paper(table), foot=(*table.foot, *made.facts)) for table in documents.tables]
        write_workbook(book, tables, tr=words)
    if page:
        sections = [
            replace(section, tables=[on_paper(table) for table in section.tables]) for section in documents.sections
        ]
        language = documents.language.replace("_", "-")
        write_report(page, documents.title, [*sections, made], language=language, tr=words)


def _made_by(tr: Callable[[str], str]) -> Section:
    """Program and time, as documents tell them."""
    moment = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %z")
    facts = ((tr("Program"), f"Redline 红线 {version()}, QGIS {Qgis.version()}"), (tr("Time"), moment))
    return Section(tr("How this was made"), facts=facts)


# --- tables as layers -------------------------------------------------------------------------------------------------


def write_table(outputs: Outputs, name: str, table: Table, *, kinds: Iterable[str] = ("leaf",)) -> None:
    """A table as a layer without geometry: the rows of these kinds, and a last field ``kind``."""
    wanted = set(kinds)
    fields = QgsFields()
    for field_name, column in zip(short_names([column.key for column in table.columns]), table.columns, strict=True):
        kind = QMetaType.Type.Double if column.numeric else QMetaType.Type.QString
        fields.append(field_of(field_name, " ".join((*column.groups, column.label)), kind))
    fields.append(field_of("kind", tr("Kind of row"), QMetaType.Type.QString))
    rows = ((None, [*_values(table, row), row.kind]) for row in table.rows if row.kind in wanted)
    write_layer(outputs, name, NewLayer(fields, rows, notes=table.notes))


def _values(table: Table, row: Row) -> list[Any]:
    return [
        (None if value in (None, "") else float(value)) if column.numeric else value
        for value, column in zip(row.values, table.columns, strict=True)
    ]


def write_ordered(outputs: Outputs, tables: Iterable[tuple[str, Table | None]]) -> None:
    """Tables by the names of their outputs, as ``ordered_layer`` makes them; None for one that there is not."""
    for name, table in tables:
        if table is not None:
            write_layer(outputs, name, ordered_layer(table))


def ordered_layer(table: Table) -> NewLayer:
    """A table as a layer without geometry, for map sheets and models.

    ``row`` keeps the rows' order, ``kind`` tells leaf, subtotal and total rows apart; the columns' keys are the fields,
    their labels the titles; numbers stay numbers where all cells are.
    """
    fields = QgsFields()
    fields.append(field_of("row", tr("Row"), QMetaType.Type.LongLong))
    fields.append(field_of("kind", tr("Kind of row"), QMetaType.Type.QString))
    for position, column in enumerate(table.columns):
        values = [row.values[position] for row in table.rows]
        number = column.numeric and all(value is None or isinstance(value, (Decimal, int)) for value in values)
        whole = number and not any(isinstance(value, Decimal) for value in values)
        kind = QMetaType.Type.LongLong if whole else QMetaType.Type.Double if number else QMetaType.Type.QString
        # a column that is named like one of ours, or like another whose case differs
        name = column.key
        while fields.lookupField(name) >= 0:
            name += "_"
        fields.append(field_of(name, " ".join((*column.groups, column.label)), kind))
    return NewLayer(fields, ((None, (place, row.kind, *row.values)) for place, row in enumerate(table.rows, 1)))


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


# --- what was found on the way ----------------------------------------------------------------------------------------


def section_of_notices(run: Run, tr: Callable[[str], str]) -> Section:
    """What was found on the way, as a part of the report."""
    return Section(
        tr("What was found on the way"),
        items=[notice.sentence(tr) for notice in run.notices] or [tr("Nothing.")],
        warning=bool(run.notices),
    )


def tell_run(run: Run, feedback: QgsProcessingFeedback) -> None:
    """What was read, left out and found on the way, to the log."""
    feedback.pushInfo(run.summary(tr))
    tell(feedback, run.notices, len(run.notices))
    check_cancelled(feedback)


def tell_engine(
    run: Run, feedback: QgsProcessingFeedback, zones: int, patches: int, *, of_raster: bool = False
) -> None:
    """Which body of the engine answered, over how much, and how long each step took: one line of the log.

    of_raster : what was laid under the zones were the cells of a raster, and ``patches`` is how many.
    """
    seconds = {step: f"{run.laps.seconds[step]:.2f}" for step in STEPS}
    line = tr(
        "engine: {engine}, {zones} zones × {patches} patches, read {read} s, overlay {overlay} s, "
        "faults {faults} s, balance {balance} s, write {write} s"
    )
    if of_raster:
        line = tr(
            "engine: {engine}, {zones} zones × {patches} cells, read {read} s, overlay {overlay} s, "
            "faults {faults} s, balance {balance} s, write {write} s"
        )
    feedback.pushInfo(line.format(engine=run.laps.engine or "numpy", zones=zones, patches=patches, **seconds))


def tell(feedback: QgsProcessingFeedback, notices: Iterable[Notice], most: int = 50) -> None:
    """Notices as warnings in the log, the first ``most`` of them."""
    every = list(notices)
    for notice in every[:most]:
        feedback.pushWarning(notice.sentence(tr))
    if len(every) > most:
        feedback.pushWarning(tr("… and {count} more.").format(count=len(every) - most))
