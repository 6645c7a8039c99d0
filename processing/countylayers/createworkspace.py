"""redline:createworkspace: a county's layers in one GeoPackage, or in a PostGIS schema."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingFeedback,
    QgsProcessingParameterFileDestination,
)

from ...core.errors import RedlineError
from ...i18n import tr
from ...layers.casework.casefile import CasePlace, has_tables, make_tables
from ...layers.county.kept import Kept, kept_layers, without_personal_values
from ...layers.county.postgres import called_connection
from ...layers.county.sharedworkspace import write_schema
from ...layers.county.workspace import write_geopackage
from ..base import RedlineAlgorithm
from ..casefiles import shared_place
from ..connections import add_connection
from ..groups import COUNTY_LAYERS
from ..outputs import place_of_file
from ..parameters import TABLES, Given, add, add_flag, add_layers, add_numbers, add_text
from ..personal import add_keep_personal

__all__ = ["CreateWorkspace"]

CASES = "cases"
"""Added to the name of a workspace for that of its case file."""


@dataclass(frozen=True)
class _Taken:
    kept: list[Kept]
    left_out: list[str]


class CreateWorkspace(RedlineAlgorithm):
    ID = "createworkspace"
    LABEL = "Create county workspace"
    SUMMARY = "All recognised layers in one GeoPackage or PostGIS schema, with styles, names and provenance"
    GROUP = COUNTY_LAYERS
    TAGS = "工作空间,建库,入库,GeoPackage,PostGIS,数据来源,工作库,workspace,database,provenance,package"

    def initAlgorithm(self, configuration=None):
        add_layers(
            self,
            "INPUT_LAYERS",
            tr("Layers"),
            tr("The county's layers. They are only read; those that are not recognised are left out and named."),
            TABLES,
            optional=False,
        )
        add_connection(
            self, tr("Instead of a GeoPackage: a connection of QGIS to a PostGIS database that the office shares.")
        )
        add_text(
            self,
            "SCHEMA",
            tr("Schema"),
            tr(
                "The schema in the database. It is made where it is not there; tables that are no workspace's are kept."
            ),
        )
        add_keep_personal(self)
        add(
            self,
            QgsProcessingParameterFileDestination(
                "OUTPUT", tr("Workspace"), tr("GeoPackage (*.gpkg)"), optional=True, createByDefault=False
            ),
            tr("The GeoPackage. It is replaced where it is there, and appears only when all is written."),
        )
        help_text = tr(
            "Also the empty tables of casework: in the schema, or in a GeoPackage beside the workspace, for the "
            "workspace itself is replaced by the next run. Cases that are there stay."
        )
        add_flag(self, "CASE_FILE", tr("With a case file"), help_text, advanced=True)
        add_numbers(
            self,
            (
                ("LAYERS", tr("Layers kept")),
                ("FEATURES", tr("Features")),
                ("LEFT_OUT", tr("Layers left out")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        kept, left_out = kept_layers(
            given.layers("INPUT_LAYERS"),
            personal=given.flag("KEEP_PERSONAL"),
        )
        return _Taken(kept=kept, left_out=left_out)

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        kept = self._without_persons(given, feedback)
        target = place_of_file(self.outputs, "OUTPUT")
        connection = given.connection("CONNECTION")
        schema = given.text("SCHEMA").strip()
        if bool(target) == bool(connection):
            raise RedlineError("Name either a GeoPackage (OUTPUT) or a PostgreSQL connection and its schema.")
        if connection and not schema:
            raise RedlineError(
                "Name the schema of {connection} to write into (SCHEMA).", connection=called_connection(connection)
            )

        def progress(share: float) -> None:
            feedback.setProgress(95 * share)

        if target:
            workspace = write_geopackage(
                kept,
                target,
                drafts=self.outputs.pending.drafts,
                context=given.transforms,
                progress=progress,
                cancelled=feedback.isCanceled,
            )
        else:
            workspace = write_schema(kept, connection, schema, progress=progress, cancelled=feedback.isCanceled)
            self.outputs.pending.too_late = True
        if target:
            self.outputs.results["OUTPUT"] = workspace.place
        if given.flag("CASE_FILE"):
            self._add_case_file(target, connection, schema, feedback)
        for note in (*self.taken.left_out, *workspace.notes):
            feedback.pushWarning(note)
        feedback.pushInfo(
            tr("{count} layers with {features} features are in {place}.").format(
                count=len(workspace.tables), features=workspace.features, place=workspace.place
            )
        )
        feedback.setProgress(100)
        results: dict[str, object] = {
            "LAYERS": len(workspace.tables),
            "FEATURES": workspace.features,
            "LEFT_OUT": len(self.taken.left_out),
        }
        return results

    def _add_case_file(
        self, target: Path | None, connection: str, schema: str, feedback: QgsProcessingFeedback
    ) -> None:
        """The tables of casework with the workspace, where there are none yet."""
        beside = target.with_name(f"{target.stem}_{CASES}.gpkg") if target else None
        place = CasePlace(path=beside) if beside else shared_place(connection, schema)
        if has_tables(place):
            told = tr("The case file {file} is there already and stays as it is.")
        elif beside:
            make_tables(CasePlace(path=self.outputs.pending.drafts.beside(beside)))
            told = tr("The case file {file} was made.")
        else:
            make_tables(place)
            told = tr("The case file {file} was made.")
        feedback.pushInfo(told.format(file=place.called))

    def _without_persons(self, given: Given, feedback: QgsProcessingFeedback) -> list[Kept]:
        """The layers without fields that their values tell to be personal, unless asked for; what is found is told."""
        if given.flag("KEEP_PERSONAL"):
            return self.taken.kept
        found = []
        for one in self.taken.kept:
            kept, notices = without_personal_values(one, feedback.isCanceled)
            found.append(kept)
            for notice in notices:
                feedback.pushWarning(notice.sentence(tr))
        return found
