"""The county's workspace in a PostGIS schema, for offices that share data: the same tables, styles and provenance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from qgis.core import (
    QgsAbstractDatabaseProviderConnection,
    QgsCoordinateReferenceSystem,
    QgsDataSourceUri,
    QgsFields,
    QgsProviderConnectionException,
    QgsVectorLayer,
    QgsVectorLayerExporter,
    QgsWkbTypes,
)
from qgis.PyQt import sip

from ...core import sql
from ...core.errors import RedlineError
from .kept import (
    PROVENANCE,
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
from .postgres import called_connection, postgres_connection

__all__ = ["write_schema"]

DRAFT = "redline_draft_"
"""How tables are called while they are being written."""


def write_schema(
    layers: Sequence[Kept],
    connection: str,
    schema: str,
    *,
    language: str | None = None,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> Workspace:
    """Write ``layers`` into a schema, which is made where it is not there. Tables of an earlier workspace are
    replaced; any other table of the same name is left, and raises RedlineError."""
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", schema):
        raise RedlineError("{schema} is no name for a schema: use letters, digits and underscores.", schema=schema)
    database = postgres_connection(connection)
    called = called_connection(connection)
    workspace = Workspace(f"{called}: {schema}")
    tables = {kept.table: kept.table.lower() for kept in layers}
    try:
        _prepare_schema(database, called, schema, list(tables.values()))
        rows = []
        for number, kept in enumerate(layers):
            draft = DRAFT + tables[kept.table]
            watch = Watch(progress, cancelled, number / len(layers), 1 / len(layers))
            with _postgres_sink(database, schema, draft, kept.fields, table_kind(kept), kept.crs) as sink:
                count = copy_features(kept, sink, workspace, watch)
            if kept.source.wkb_type != QgsWkbTypes.Type.NoGeometry:
                index = QgsAbstractDatabaseProviderConnection.SpatialIndexOptions()
                index.geometryColumnName = "geom"
                database.createSpatialIndex(schema, draft, index)
            row = provenance_row(kept, count)
            row[0] = tables[kept.table]
            rows.append(row)
            workspace.tables.append(tables[kept.table])
        with _postgres_sink(
            database,
            schema,
            DRAFT + PROVENANCE,
            provenance_fields(),
            QgsWkbTypes.Type.NoGeometry,
            QgsCoordinateReferenceSystem(),
        ) as sink:
            add_rows(sink, rows, PROVENANCE)
        database.executeSql(_swap(schema, [*tables.values(), PROVENANCE]))
        for kept in layers:
            named = [(one.name(), one.alias()) for one in kept.fields if one.alias()]
            if named:
                database.executeSql(_comments(schema, tables[kept.table], named))
        for kept in layers:
            layer = QgsVectorLayer(_uri(database, schema, tables[kept.table], kept).uri(False), kept.table, "postgres")
            save_style(layer, kept, circles_plane(layers), language, workspace)
    except QgsProviderConnectionException as error:
        raise RedlineError(
            "The schema {schema} of {connection} cannot be written: {reason}",
            schema=schema,
            connection=called,
            reason=str(error),
        ) from error
    finally:
        _drop_drafts(database, schema, [*tables.values(), PROVENANCE])
    return workspace


def _prepare_schema(
    database: QgsAbstractDatabaseProviderConnection, called: str, schema: str, tables: list[str]
) -> None:
    if schema not in database.schemas():
        database.createSchema(schema)
        return
    present = {table.tableName() for table in database.tables(schema)}
    ours: set[str] = set()
    if PROVENANCE in present:
        rows = database.executeSql(sql.statement("SELECT table_name FROM", sql.name(schema, PROVENANCE)))
        ours = {str(row[0]) for row in rows}
    foreign = sorted(present & set(tables) - ours)
    if foreign:
        raise RedlineError(
            "The schema {schema} of {connection} holds tables of these names that are no workspace's ({tables}): "
            "choose another schema.",
            schema=schema,
            connection=called,
            tables=", ".join(foreign),
        )


def _swap(schema: str, tables: Iterable[str]) -> str:
    """Statements that put the drafts in the place of the tables: one call, so one transaction."""
    lines = []
    for table in tables:
        lines.append(f"DROP TABLE IF EXISTS {sql.name(schema, table)};")
        lines.append(f"ALTER TABLE {sql.name(schema, DRAFT + table)} RENAME TO {sql.name(table)};")
        # The index as QGIS names it: left so, it would stand in the way of the next draft's.
        index = f"sidx_{DRAFT}{table}_geom"
        lines.append(f"ALTER INDEX IF EXISTS {sql.name(schema, index)} RENAME TO {sql.name(f'sidx_{table}_geom')};")
    return "\n".join(lines)


def _comments(schema: str, table: str, named: Iterable[tuple[str, str]]) -> str:
    """Statements that give columns their Chinese names as comments, which QGIS and others show."""
    return "\n".join(
        f"COMMENT ON COLUMN {sql.name(schema, table, column)} IS {sql.text(words)};" for column, words in named
    )


def _drop_drafts(database: QgsAbstractDatabaseProviderConnection, schema: str, tables: Iterable[str]) -> None:
    try:
        for table in tables:
            database.executeSql(f"DROP TABLE IF EXISTS {sql.name(schema, DRAFT + table)}")
    except QgsProviderConnectionException:
        # The connection itself is gone: the sentence about that is on its way already.
        return


def _uri(
    database: QgsAbstractDatabaseProviderConnection, schema: str, table: str, kept: Kept | None = None
) -> QgsDataSourceUri:
    uri = QgsDataSourceUri(database.uri())
    spatial = kept is not None and kept.source.wkb_type != QgsWkbTypes.Type.NoGeometry
    uri.setDataSource(schema, table, "geom" if spatial else "", "", "fid")
    if kept is not None and spatial:
        uri.setWkbType(table_kind(kept))
        uri.setSrid(str(kept.crs.postgisSrid()))
    return uri


@contextmanager
def _postgres_sink(
    database: QgsAbstractDatabaseProviderConnection,
    schema: str,
    table: str,
    fields: QgsFields,
    kind: QgsWkbTypes.Type,
    crs: QgsCoordinateReferenceSystem,
) -> Iterator[QgsVectorLayerExporter]:
    uri = QgsDataSourceUri(database.uri())
    uri.setDataSource(schema, table, "geom" if kind != QgsWkbTypes.Type.NoGeometry else "", "", "fid")
    exporter = QgsVectorLayerExporter(uri.uri(False), "postgres", fields, kind, crs, True)
    if exporter.errorCode():
        raise RedlineError(
            "The table {table} cannot be written: {reason}", table=f"{schema}.{table}", reason=exporter.errorMessage()
        )
    try:
        yield exporter
        if exporter.errorCount() or exporter.errorCode():
            raise RedlineError(
                "The table {table} cannot be written: {reason}",
                table=f"{schema}.{table}",
                reason=exporter.errorMessage(),
            )
    finally:
        sip.delete(exporter)
