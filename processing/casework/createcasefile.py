"""redline:createcasefile: an empty case file, in a GeoPackage or in a schema of PostGIS."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from qgis.core import (
    QgsProcessingFeedback,
    QgsProcessingParameterFileDestination,
)

from ...core.casework.tables import case_tables
from ...core.errors import RedlineError
from ...i18n import tr
from ...layers.casework.casefile import CasePlace, already_there, make_tables
from ..base import RedlineAlgorithm
from ..casefiles import shared_place
from ..connections import add_connection
from ..groups import CASEWORK
from ..outputs import place_of_file
from ..parameters import Given, add, add_number, add_text

__all__ = ["CreateCaseFile"]


@dataclass(frozen=True)
class _Taken:
    shared: CasePlace | None


class CreateCaseFile(RedlineAlgorithm):
    ID = "createcasefile"
    LABEL = "Create case file"
    SUMMARY = "The tables of casework, with a log that is only added to, in a GeoPackage or a PostGIS schema"
    GROUP = CASEWORK
    TAGS = "案卷,案件库,核查任务,田长制,线索,举证,case,casework,log,GeoPackage,PostGIS"

    def initAlgorithm(self, configuration=None):
        add_connection(self, tr("Instead of a GeoPackage: a PostGIS database that several offices share."))
        add_text(self, "SCHEMA", tr("Schema"), tr("The schema in the database; it is made where it is not there."))
        file = QgsProcessingParameterFileDestination(
            "OUTPUT", tr("Case file"), tr("GeoPackage (*.gpkg)"), optional=True, createByDefault=False
        )
        add(self, file, tr("A new GeoPackage. A file that is there is never replaced: it may hold cases."))
        add_number(self, "TABLES", tr("Tables"))

    def take(self, given: Given) -> _Taken:
        connection, schema = given.connection("CONNECTION"), given.text("SCHEMA")
        if given.wants("OUTPUT") == bool(connection):
            raise RedlineError("Name either a GeoPackage (OUTPUT) or a PostgreSQL connection and its schema.")
        if connection and not schema:
            raise RedlineError("Name the schema of the database to write into (SCHEMA).")
        return _Taken(shared_place(connection, schema) if connection else None)

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        shared, target = cast("_Taken", self.taken).shared, place_of_file(self.outputs, "OUTPUT")
        called = ""
        if shared is not None:
            self.outputs.pending.last.append(partial(make_tables, shared))
            called = shared.called
        elif target is not None:
            if target.exists():
                raise already_there(target.name)
            make_tables(CasePlace(path=self.outputs.pending.drafts.beside(target)))
            self.outputs.results["OUTPUT"] = str(target)
            called = target.name
        feedback.pushInfo(tr("The case file {file} has {count} tables.").format(file=called, count=len(case_tables())))
        return {"TABLES": len(case_tables())}
