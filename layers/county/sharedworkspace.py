"""The county's workspace in a PostGIS schema, for offices that share data: the same tables, styles and provenance.

A run holds the lock on its schema from the first look to the last swap, so that of two runs one is told to wait. Tables
are written under names of the run's own and counted; they take the place of the old ones, with all that belongs to
them, in one transaction. A run that fails, or whose server dies, changes nothing; drafts that a killed one left are
taken away by the next.
"""

from __future__ import annotations

import re
import uuid
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

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
from ...i18n import tr
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
from .postgres import Broken, Session, called_connection, postgres_connection

__all__ = ["write_schema"]

DRAFT = "redline_draft_"
"""How the names of tables begin while they are being written."""


@dataclass(frozen=True)
class _Target:
    """A schema of a database. called : what a person knows the connection by; run : a name of the run's own."""

    database: QgsAbstractDatabaseProviderConnection
    schema: str
    called: str
    run: str

    def draft(self, table: str) -> str:
        """The name of a table while it is written, of one length: PostgreSQL cuts what QGIS makes of it at 63 bytes."""
        return f"{DRAFT}{self.run}_{zlib.crc32(table.encode()):08x}"

    def asked(self, *parts: str) -> list[list]:
        """Rows that a query gives."""
        return self.database.executeSql(sql.statement(*parts))

    @property
    def named(self) -> dict[str, str]:
        """What sentences call it by."""
        return {"schema": self.schema, "connection": self.called}


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
    target = _Target(postgres_connection(connection), schema, called_connection(connection), uuid.uuid4().hex[:8])
    workspace = Workspace(f"{target.called}: {schema}")
    tables = {kept.table: kept.table.lower() for kept in layers}
    try:
        with _session(target) as session, _prepared(target, session, [*tables.values(), PROVENANCE], workspace):
            rows = []
            for number, kept in enumerate(layers):
                watch = Watch(progress, cancelled, number / len(layers), 1 / len(layers))
                rows.append(_write_layer(target, kept, workspace, watch))
                workspace.tables.append(tables[kept.table])
            _write_provenance(target, rows)
            named = {tables[kept.table]: kept.fields for kept in layers}
            session.execute(*_swap(target, [*tables.values(), PROVENANCE], named))
            session.commit()
    except (Broken, QgsProviderConnectionException) as error:
        raise _unwritten(target, str(error)) from error
    for kept in layers:
        _style(target, kept, circles_plane(layers), language, workspace)
    return workspace


def _unwritten(target: _Target, reason: str) -> RedlineError:
    return RedlineError(
        "The schema {schema} of {connection} cannot be written: {reason}",
        reason=" ".join(reason.split()),
        **target.named,
    )


@contextmanager
def _session(target: _Target) -> Iterator[Session]:
    """The run's own connection with the lock on the schema. A fault of the work is told as what it is, unless the
    connection broke beneath it."""
    try:
        session = Session(target.database, target.schema)
    except Broken as error:
        if "lock timeout" not in str(error):
            raise
        raise RedlineError(
            "Another run is writing the workspace in the schema {schema} of {connection}: wait until it has ended, "
            "then run again.",
            **target.named,
        ) from error
    try:
        yield session
    except (RedlineError, Broken, QgsProviderConnectionException) as error:
        if session.holds():
            raise
        raise RedlineError(
            "The connection to {connection} broke off while the workspace was written: the schema {schema} is as it "
            "was; run again when the server is there again.",
            **target.named,
        ) from error
    finally:
        session.close()


@contextmanager
def _prepared(target: _Target, session: Session, tables: list[str], workspace: Workspace) -> Iterator[None]:
    """The schema, there and free for ``tables``; where the work within fails, drafts and a new schema go again."""
    new = target.schema not in target.database.schemas()
    if new:
        target.database.createSchema(target.schema)
    try:
        if not new:
            _check_rights(target, tables)
            _check_foreign(target, tables)
            _sweep(target, workspace)
        yield
    except BaseException:
        _take_back(target, tables, new)
        raise


def _check_rights(target: _Target, tables: list[str]) -> None:
    """What the work would be refused at its end is refused at its beginning."""
    schema = sql.literal(target.schema)
    rights = (f"has_schema_privilege({schema}, '{right}')" for right in ("USAGE", "CREATE"))
    if not all(target.asked("SELECT", sql.listed(rights))[0]):
        raise RedlineError(
            "You may not make tables in the schema {schema} of {connection}: have the right given to you (GRANT USAGE, "
            "CREATE ON SCHEMA), or choose another schema.",
            **target.named,
        )
    listed = sql.listed(map(sql.literal, tables))
    others = target.asked(
        "SELECT tablename, tableowner FROM pg_tables WHERE schemaname =",
        sql.literal(target.schema),
        "AND NOT pg_has_role(current_user, tableowner, 'MEMBER') AND tablename IN (",
        listed,
        ") ORDER BY tablename",
    )
    if others:
        raise RedlineError(
            "The table {table} in the schema {schema} of {connection} belongs to {owner}, so you cannot replace it: "
            "let {owner} write the workspace, or choose another schema.",
            table=others[0][0],
            owner=others[0][1],
            **target.named,
        )


def _check_foreign(target: _Target, tables: list[str]) -> None:
    present = {table.tableName() for table in target.database.tables(target.schema)}
    ours = {PROVENANCE}
    if PROVENANCE in present:
        ours |= {str(row[0]) for row in target.asked("SELECT table_name FROM", sql.name(target.schema, PROVENANCE))}
    foreign = sorted(present & set(tables) - ours)
    if foreign:
        raise RedlineError(
            "The schema {schema} of {connection} holds tables of these names that are no workspace's ({tables}): "
            "choose another schema.",
            tables=", ".join(foreign),
            **target.named,
        )


def _sweep(target: _Target, workspace: Workspace) -> None:
    """Take away what a killed run left: with the lock in hand, no draft is anybody's."""
    left = [name for name in _tables(target) if name.startswith(DRAFT)]
    for name in left:
        target.asked("DROP TABLE", sql.name(target.schema, name))
    if left:
        workspace.notes.append(
            tr("{count} tables that a run had begun and left in the schema {schema} were taken away.").format(
                count=len(left), schema=target.schema
            )
        )


def _tables(target: _Target) -> list[str]:
    rows = target.asked("SELECT tablename FROM pg_tables WHERE schemaname =", sql.literal(target.schema))
    return [str(row[0]) for row in rows]


def _take_back(target: _Target, tables: Sequence[str], new: bool) -> None:
    """Take the drafts out again, and the schema made for them; what a dead server keeps, the next run takes away."""
    # The first call may meet a connection that broke; QGIS opens it anew for the second.
    for _ in range(2):
        with suppress(QgsProviderConnectionException):
            drafts = sql.listed(sql.name(target.schema, target.draft(table)) for table in tables)
            target.asked("DROP TABLE IF EXISTS", drafts)
            if new:
                target.asked("DROP SCHEMA IF EXISTS", sql.name(target.schema))
            return


# --- tables -----------------------------------------------------------------------------------------------------------


def _write_layer(target: _Target, kept: Kept, workspace: Workspace, watch: Watch) -> list:
    """Write a layer as a draft with its index; its row of provenance."""
    table = kept.table.lower()
    draft = target.draft(table)
    with _postgres_sink(target, draft, kept.fields, table_kind(kept), kept.crs) as sink:
        count = copy_features(kept, sink, workspace, watch)
    _check_count(target, draft, kept.title, count)
    if kept.source.wkb_type != QgsWkbTypes.Type.NoGeometry:
        index = QgsAbstractDatabaseProviderConnection.SpatialIndexOptions()
        index.geometryColumnName = "geom"
        target.database.createSpatialIndex(target.schema, draft, index)
    row = provenance_row(kept, count)
    row[0] = table
    return row


def _write_provenance(target: _Target, rows: Sequence[list]) -> None:
    nowhere, plain = QgsCoordinateReferenceSystem(), QgsWkbTypes.Type.NoGeometry
    draft = target.draft(PROVENANCE)
    with _postgres_sink(target, draft, provenance_fields(), plain, nowhere) as sink:
        add_rows(sink, rows, PROVENANCE)
    _check_count(target, draft, PROVENANCE, len(rows))


def _check_count(target: _Target, draft: str, title: str, written: int) -> None:
    """Whether all rows are there: over a connection that broke and was opened anew, the first of them are not."""
    count = int(target.asked("SELECT count(*) FROM", sql.name(target.schema, draft))[0][0])
    if count != written:
        raise RedlineError(
            "{layer}: {count} of {written} features arrived in {connection}, so the schema {schema} is as it was: "
            "run again when the server is steady.",
            layer=title,
            count=count,
            written=written,
            **target.named,
        )


def _swap(target: _Target, tables: Sequence[str], named: Mapping[str, QgsFields]) -> list[str]:
    """Statements that put the drafts, whole with the Chinese names of their columns, in the place of the tables."""
    owner = _owners(target)
    lines = []
    for table in tables:
        draft = target.draft(table)
        lines.append(f"DROP TABLE IF EXISTS {sql.name(target.schema, table)};")
        for kind, form in (("INDEX", "sidx_{}_geom"), ("INDEX", "{}_pkey"), ("SEQUENCE", "{}_fid_seq")):
            before, after = form.format(draft), form.format(table)
            if before in owner and owner.get(after, table) == table:
                lines.append(f"ALTER {kind} {sql.name(target.schema, before)} RENAME TO {sql.name(after)};")
        lines.append(f"ALTER TABLE {sql.name(target.schema, draft)} RENAME TO {sql.name(table)};")
        for one in named.get(table, ()):
            if one.alias():
                column = sql.name(target.schema, table, one.name())
                lines.append(f"COMMENT ON COLUMN {column} IS {sql.literal(one.alias())};")
    return lines


def _owners(target: _Target) -> dict[str, str]:
    """The table to which each index and sequence of the schema belongs, "" to none."""
    rows = target.asked(
        "SELECT c.relname, coalesce(t.relname, '') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace",
        "LEFT JOIN pg_index i ON i.indexrelid = c.oid LEFT JOIN pg_depend d ON c.relkind = 'S' AND d.objid = c.oid",
        "AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')",
        "LEFT JOIN pg_class t ON t.oid = coalesce(i.indrelid, d.refobjid)",
        "WHERE c.relkind IN ('i', 'S') AND n.nspname =",
        sql.literal(target.schema),
    )
    return {str(name): str(table) for name, table in rows}


def _style(
    target: _Target, kept: Kept, plane: QgsCoordinateReferenceSystem, language: str | None, workspace: Workspace
) -> None:
    """The style of a table that is in its place; where it cannot be saved, that is told and the table stays."""
    layer = QgsVectorLayer(_uri(target, kept.table.lower(), kept).uri(False), kept.table, "postgres")
    try:
        save_style(layer, kept, plane, language, workspace)
    except RedlineError as error:
        workspace.notes.append(
            tr("{layer}: its style could not be saved in the workspace: {reason}").format(
                layer=kept.title, reason=error.sentence(tr)
            )
        )


def _uri(target: _Target, table: str, kept: Kept | None = None) -> QgsDataSourceUri:
    uri = QgsDataSourceUri(target.database.uri())
    spatial = kept is not None and kept.source.wkb_type != QgsWkbTypes.Type.NoGeometry
    uri.setDataSource(target.schema, table, "geom" if spatial else "", "", "fid")
    if kept is not None and spatial:
        uri.setWkbType(table_kind(kept))
        uri.setSrid(str(kept.crs.postgisSrid()))
    return uri


@contextmanager
def _postgres_sink(
    target: _Target, table: str, fields: QgsFields, kind: QgsWkbTypes.Type, crs: QgsCoordinateReferenceSystem
) -> Iterator[QgsVectorLayerExporter]:
    uri = QgsDataSourceUri(target.database.uri())
    uri.setDataSource(target.schema, table, "geom" if kind != QgsWkbTypes.Type.NoGeometry else "", "", "fid")
    exporter = QgsVectorLayerExporter(uri.uri(False), "postgres", fields, kind, crs, True)
    if exporter.errorCode():
        raise _unwritten(target, exporter.errorMessage())
    try:
        yield exporter
        if exporter.errorCount() or exporter.errorCode():
            raise _unwritten(target, exporter.errorMessage())
    finally:
        sip.delete(exporter)
