"""redline:loadcounty: from a folder or a database to a styled, ordered project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsFields,
    QgsProcessingAlgorithm,
    QgsProcessingFeedback,
    QgsProcessingParameterFileDestination,
    QgsProject,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.errors import RedlineError
from ...core.paper.endings import refuse_cut_off
from ...core.rounding import half_up
from ...i18n import tr
from ...layers.county.discover import Opened, open_all, open_schema
from ...layers.county.load import LayerEntry, compose, layer_entries
from ...layers.roles.table import role_of
from ..base import RedlineAlgorithm, check_cancelled
from ..connections import add_connection
from ..groups import COUNTY_LAYERS
from ..outputs import NewLayer, fields_from, place_of_file, write_layer
from ..parameters import TABLES, Given, add, add_folder, add_numbers, add_sink, add_text

__all__ = ["LoadCounty", "open_county"]


def open_county(path: str, connection: str, schema: str) -> tuple[list[Opened], list[str]]:
    """The layers of a folder or file, or of a PostGIS schema; raises RedlineError where neither is named."""
    if path:
        return open_all(path)
    if connection and schema:
        return open_schema(connection, schema)
    raise RedlineError("Choose a folder, a geodatabase or a GeoPackage, or a PostgreSQL connection and its schema.")


class LoadCounty(RedlineAlgorithm):
    ID = "loadcounty"
    LABEL = "Load county layers"
    SUMMARY = "From a folder, geodatabase, GeoPackage or PostGIS schema to a styled, ordered project"
    GROUP = COUNTY_LAYERS
    TAGS = "加载,图层,县级数据库,三调,DLTB,地类图斑,样式,符号化,地图主题,load,project,style,recognise"

    def flags(self) -> QgsProcessingAlgorithm.Flag:
        # A project and its layers belong to the main thread.
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def initAlgorithm(self, configuration=None):
        add_folder(
            self,
            "INPUT",
            tr("Folder, geodatabase or GeoPackage"),
            tr("Folders within it are searched too. For a single file, write its path. Nothing in it is changed."),
        )
        add_connection(self, tr("Instead of a folder: a connection of QGIS to a PostGIS database."), advanced=True)
        add_text(self, "SCHEMA", tr("Schema"), tr("The schema in the PostGIS database."), "public", advanced=True)
        add_sink(
            self,
            "OUTPUT",
            tr("What was recognised"),
            tr("A table with each layer, its role, the fields that play a part, how sure it is, and what was noticed."),
            TABLES,
            optional=True,
            appends=False,
        )
        add(
            self,
            QgsProcessingParameterFileDestination(
                "PROJECT", tr("Project to write"), tr("QGIS project (*.qgz)"), optional=True, createByDefault=False
            ),
            tr("Left empty, the layers are added to the open project."),
        )
        add_numbers(
            self,
            (
                ("LAYERS", tr("Layers")),
                ("RECOGNISED", tr("Layers recognised")),
                ("UNRECOGNISED", tr("Layers not recognised")),
                ("NOTES", tr("Things to look at")),
            ),
        )

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        target = self._project_file()
        project = QgsProject() if target else given.context.project()
        if project is None:
            raise RedlineError("There is no open project to load into: name the project file to write (PROJECT).")
        opened, failures = open_county(
            given.file("INPUT"),
            given.connection("CONNECTION"),
            given.text("SCHEMA"),
        )

        def step(one: Opened) -> None:
            check_cancelled(feedback)
            feedback.setProgress(80 * (opened.index(one) + 1) / len(opened))

        entries = layer_entries(opened, step)
        for entry in entries:
            feedback.pushInfo(told(entry))
        loaded = compose(project, entries)
        for note in (*failures, *loaded.notes):
            feedback.pushWarning(note)
        feedback.setProgress(95)
        outputs: dict[str, object] = {
            "LAYERS": len(entries),
            "RECOGNISED": sum(bool(entry.role) for entry in entries),
            "UNRECOGNISED": sum(not entry.role for entry in entries),
            "NOTES": len(loaded.notes) + len(failures),
        }
        write_layer(self.outputs, "OUTPUT", NewLayer(table_fields(), rows_of(entries)))
        if target:
            write_project(project, self.outputs.pending.drafts.alone(target), target)
            feedback.pushInfo(tr("The project is in {path}.").format(path=str(target)))
        feedback.setProgress(100)
        return outputs

    def _project_file(self) -> Path | None:
        """The project that is written, with an ending that QGIS knows; None where layers go to the open project."""
        path = place_of_file(self.outputs, "PROJECT")
        if path is None or path.suffix.lower() in (".qgz", ".qgs"):
            return path
        self.outputs.results["PROJECT"] = str(path.with_suffix(".qgz"))
        return path.with_suffix(".qgz")


def told(entry: LayerEntry) -> str:
    """One line on what a layer was taken for."""
    if not entry.role:
        return tr("{layer}: not recognised").format(layer=entry.opened.layer.name())
    return tr("{layer}: {role}, {percent} %").format(
        layer=entry.opened.layer.name(),
        role=role_of(entry.role).name(tr("en")),
        percent=half_up(entry.recognition.confidence * 100, 0),
    )


def table_fields() -> QgsFields:
    text = QMetaType.Type.QString
    return fields_from(
        [
            ("layer", tr("Layer"), text),
            ("place", tr("Source"), text),
            ("role", tr("Role"), text),
            ("confidence", tr("How sure"), QMetaType.Type.Double),
            ("fields", tr("Fields"), text),
            ("encoding", tr("Encoding"), text),
            ("notes", tr("Notes"), text),
        ]
    )


def rows_of(entries: list[LayerEntry]) -> Iterator[tuple[None, list]]:
    for entry in entries:
        parts = ", ".join(f"{part}={name}" for part, name in entry.recognition.parts.items())
        yield (
            None,
            [
                entry.layer.name(),
                entry.opened.place,
                entry.role,
                entry.recognition.confidence,
                parts,
                entry.opened.encoding,
                " ".join(entry.notes),
            ],
        )


def write_project(project: QgsProject, draft: Path, target: Path) -> None:
    """Write ``project`` as ``draft``, in the folder of ``target``, so that its relative paths hold."""
    if not project.write(str(draft)):
        raise RedlineError(
            "The project {path} cannot be written: {reason}", path=str(target), reason=project.error() or target.parent
        )
    refuse_cut_off(draft)
