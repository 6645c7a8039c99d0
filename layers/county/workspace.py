"""The county's workspace 工作空间: all recognised layers in one GeoPackage, or in a PostGIS schema for an office.

What is written: features as they are, personal data left out unless asked for, spatial indexes, styles with Chinese
names of fields, and the table ``redline_provenance`` (whence, when, system, encoding, counts, checksum). A GeoPackage
appears whole or not at all; in PostGIS the new tables take the place of the old ones in one transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from qgis.core import (
    QgsCoordinateTransformContext,
    QgsVectorLayer,
)

from ...core.errors import RedlineError
from ...core.paper.drafts import Drafts
from ..reading.readback import check_written, layers_in
from ..reading.sinks import geopackage_table
from .kept import (
    PROVENANCE,
    WRITTEN,
    Kept,
    Progress,
    Stop,
    Watch,
    Workspace,
    add_rows,
    circles_plane,
    copy_features,
    provenance_fields,
    provenance_row,
    save_style,
    table_kind,
)

__all__ = ["write_geopackage"]


def write_geopackage(
    layers: Sequence[Kept],
    target: str | Path,
    *,
    drafts: Drafts | None = None,
    language: str | None = None,
    context: QgsCoordinateTransformContext | None = None,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> Workspace:
    """Write ``layers`` into the GeoPackage ``target``; a workspace that is there is replaced, never another file.

    drafts : those of a run, which puts the file into its place when all is done; without them it is put there here.
    Raises RedlineError where ``target`` is itself one of the sources or holds other layers, is open in another program
    or cannot be written, or a feature is refused.
    """
    path = Path(target)
    if path.suffix.lower() != ".gpkg":
        path = path.with_suffix(".gpkg")
    _check_replaceable(layers, path)
    with ExitStack() as stack:
        own = stack.enter_context(Drafts()) if drafts is None else drafts
        draft = own.beside(path)
        workspace = Workspace(str(path))
        rows = []
        for number, kept in enumerate(layers):
            watch = Watch(progress, cancelled, number / len(layers), 1 / len(layers))
            with geopackage_table(draft, kept.table, kept.fields, table_kind(kept), kept.crs, context) as sink:
                count = copy_features(kept, sink, workspace, watch)
            rows.append(provenance_row(kept, count))
            workspace.tables.append(kept.table)
        with geopackage_table(draft, PROVENANCE, provenance_fields()) as sink:
            add_rows(sink, rows, PROVENANCE)
        _name_columns(draft, layers)
        for kept, row in zip(layers, rows, strict=True):
            check_written(draft, row[WRITTEN], kept.table)
            layer = QgsVectorLayer(f"{draft}|layername={kept.table}", kept.table, "ogr")
            save_style(layer, kept, circles_plane(layers), language, workspace)
            del layer
        _with_plain_journal(draft)
        if drafts is None:
            own.commit()
    return workspace


def _check_replaceable(layers: Sequence[Kept], path: Path) -> None:
    for kept in layers:
        if any(file.exists() and path.exists() and file.samefile(path) for file in kept.files):
            raise RedlineError(
                "{path} is the source of {layer}: choose another file for the workspace.",
                path=str(path),
                layer=kept.title,
            )
    others = layers_in(path) if path.exists() else []
    if others and PROVENANCE not in others:
        raise RedlineError(
            "{file} holds other layers ({layers}) and is no workspace: choose another file, for they would be lost.",
            file=path.name,
            layers=", ".join(others[:5]) + (" …" if len(others) > 5 else ""),
        )


def _with_plain_journal(path: Path) -> None:
    """QGIS turns a database in which it keeps styles to a journal of its own beside it (WAL), for good.

    Such a file cannot be read from where nobody may write, nor safely by two machines from a shared folder.
    """
    try:
        with closing(sqlite3.connect(path)) as database:
            [mode] = database.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.Error as error:
        raise RedlineError("{path} cannot be written: {reason}", path=path.name, reason=str(error)) from error
    if mode != "delete":
        raise RedlineError("{path} cannot be written: {reason}", path=path.name, reason=f"journal_mode={mode}")


COLUMNS_TABLE = (
    "CREATE TABLE IF NOT EXISTS gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, "
    "title TEXT, description TEXT, mime_type TEXT, constraint_name TEXT, "
    "CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name))",
    "INSERT OR REPLACE INTO gpkg_extensions (table_name, column_name, extension_name, definition, scope) "
    "VALUES ('gpkg_data_columns', NULL, 'gpkg_schema', "
    "'http://www.geopackage.org/spec121/#extension_schema', 'read-write')",
)
"""The standard's own table for what columns are called (OGC 12-128r15, F.9); GDAL reads it from 3.7 on,
and then writes aliases into it itself."""
COLUMN = "INSERT OR REPLACE INTO gpkg_data_columns (table_name, column_name, name, title) VALUES (?, ?, ?, ?)"


def _name_columns(path: Path, layers: Sequence[Kept]) -> None:
    """Chinese names of columns for every program, beside those in the styles for QGIS."""
    rows = []
    for kept in layers:
        taken: set[str] = set()
        for one in kept.fields:
            if one.alias() and one.alias() not in taken:
                taken.add(one.alias())
                rows.append((kept.table, one.name(), one.alias(), one.alias()))
    try:
        with closing(sqlite3.connect(path)) as database, database:
            for statement in COLUMNS_TABLE:
                database.execute(statement)
            database.executemany(COLUMN, rows)
    except sqlite3.Error as error:
        raise RedlineError("{path} cannot be written: {reason}", path=str(path), reason=str(error)) from error
