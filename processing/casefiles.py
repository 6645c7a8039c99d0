"""The parameters by which a tool is given a case file: a GeoPackage, or a PostgreSQL connection and its schema."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsDataSourceUri,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsProcessingAlgorithm,
    QgsProcessingParameterExpression,
    QgsProcessingParameterFile,
)
from qgis.PyQt.QtCore import QMetaType

from ..core.errors import Cancelled, RedlineError
from ..i18n import tr
from ..layers.casework.casefile import CaseFile, CasePlace, opened, transaction, unreadable
from ..layers.county.postgres import postgres_connection
from .connections import add_connection
from .outputs import Outputs
from .parameters import Given, add, add_text

__all__ = [
    "Pair",
    "add_cases",
    "add_filter",
    "cases_of_run",
    "cases_to_write",
    "check_filter",
    "chosen",
    "shared_place",
]

SPOT_FIELDS = ("number", "source", "kind", "camera", "village", "village_name", "township", "township_name")
Pair = tuple[dict[str, Any], dict[str, Any]]
"""A task and its spot."""


def add_cases(algorithm: QgsProcessingAlgorithm) -> None:
    """CASES, or CONNECTION and SCHEMA."""
    file = QgsProcessingParameterFile("CASES", tr("Case file"), extension="gpkg", optional=True)
    add(algorithm, file, tr("A GeoPackage that Create case file made."))
    add_connection(algorithm, tr("Instead of a GeoPackage: the database that the offices share."), advanced=True)
    add_text(algorithm, "SCHEMA", tr("Schema"), tr("The schema of the case file in the database."), advanced=True)


def cases_of_run(given: Given) -> CasePlace:
    """The case file that the run was given. Raises RedlineError where none, two, or half of one is named."""
    file, connection, schema = given.text("CASES"), given.connection("CONNECTION"), given.text("SCHEMA")
    if bool(file) == bool(connection):
        raise RedlineError("Name a case file (CASES), or a PostgreSQL connection and its schema.")
    if connection:
        return shared_place(connection, schema)
    if not Path(file).is_file():
        raise RedlineError("There is no file {file}: make it with Create case file.", file=file)
    return CasePlace(path=Path(file))


@contextmanager
def cases_to_write(outputs: Outputs, place: CasePlace) -> Iterator[CaseFile]:
    """The case file, open in one transaction, which ends with the run: kept when all else is in its place, and undone
    where the run ends badly. Raises as ``opened`` does."""
    held = ExitStack()

    def undo() -> None:
        with suppress(Cancelled):
            held.__exit__(Cancelled, Cancelled(), None)

    outputs.pending.last.append(held.close)
    outputs.pending.taken_back.append(undo)
    try:
        case = held.enter_context(opened(place, update=True))
        held.enter_context(transaction(case))
        yield case
    except RuntimeError as error:
        raise unreadable(place, error) from error


def shared_place(connection: str, schema: str) -> CasePlace:
    """A schema of a stored connection or of a connection string, with what QGIS's authentication knows of it."""
    if not schema:
        raise RedlineError("Name the schema of the database to write into (SCHEMA).")
    uri = QgsDataSourceUri(postgres_connection(connection).uri())
    return CasePlace(uri=uri.connectionInfo(True), schema=schema)


# --- filters ----------------------------------------------------------------------------------------------------------


def add_filter(algorithm: QgsProcessingAlgorithm, name: str, label: str, help_text: str) -> None:
    """An expression over state, number, source, kind, camera, village and township of a task."""
    add(algorithm, QgsProcessingParameterExpression(name, label, "", optional=True), help_text)


def check_filter(filter_text: str, parameter: str) -> None:
    """Raise RedlineError where it is no expression."""
    expression = QgsExpression(filter_text)
    if filter_text and expression.hasParserError():
        reason = expression.parserErrorString().rstrip(".")
        raise RedlineError("{parameter} is no expression: {reason}.", parameter=parameter, reason=reason)


def chosen(pairs: Sequence[Pair], filter_text: str, parameter: str) -> list[Pair]:
    """The tasks for which the expression holds."""
    if not filter_text:
        return list(pairs)
    fields = QgsFields()
    for name in ("state", *SPOT_FIELDS):
        fields.append(QgsField(name, QMetaType.Type.QString))
    expression = QgsExpression(filter_text)
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(None))
    found = []
    for task, spot in pairs:
        feature = QgsFeature(fields)
        feature.setAttributes([task["state"], *(spot[name] for name in SPOT_FIELDS)])
        context.setFeature(feature)
        context.setFields(fields)
        holds = expression.evaluate(context)
        if expression.hasEvalError():
            reason = expression.evalErrorString().rstrip(".")
            raise RedlineError("{parameter} cannot be evaluated: {reason}.", parameter=parameter, reason=reason)
        if holds:
            found.append((task, spot))
    return found
