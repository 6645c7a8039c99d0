"""Connections to PostgreSQL: found by name or string, called by names without secrets, opened without their passwords.

A password that QGIS keeps with a connection, or that stands in a connection string, opens the layers of this session
through QGIS's own store of credentials. It goes into no layer's source, so into no project; a connection with an
authentication configuration keeps that, which is a reference and no secret.
"""

from __future__ import annotations

from qgis.core import (
    QgsAbstractDatabaseProviderConnection,
    QgsCredentials,
    QgsDataSourceUri,
    QgsProviderConnectionException,
    QgsProviderRegistry,
    QgsTransaction,
)

from ...core import sql
from ...core.errors import RedlineError
from ...core.redaction import redacted

__all__ = ["Broken", "Session", "called_connection", "postgres_connection", "without_password"]

LOCKS = 1_380_271_180
"""The class of this plugin's advisory locks ("RELL" in ASCII); the second key is the schema."""
PATIENCE_S = 60
"""How long a statement may wait, for instance for a colleague's lock on a table."""


def postgres_connection(connection: str) -> QgsAbstractDatabaseProviderConnection:
    """The PostgreSQL connection of this name, or by this connection string; raises RedlineError where there is none."""
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    if metadata is None:
        raise RedlineError("This QGIS has no PostgreSQL provider: install the package qgis-providers.")
    try:
        if connection in metadata.connections(False):
            return metadata.findConnection(connection, False)
        if "=" not in connection:
            raise RedlineError(
                "There is no PostgreSQL connection {connection}: create it in QGIS (Browser > PostgreSQL).",
                connection=connection,
            )
        return metadata.createConnection(connection, {})
    except QgsProviderConnectionException as error:
        raise RedlineError(
            "The database {connection} cannot be reached: {reason}",
            connection=called_connection(connection),
            reason=str(error),
        ) from error


def called_connection(connection: str) -> str:
    """What a person knows a connection by: its name, or the server and the database of a connection string."""
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    if "=" not in connection or (metadata is not None and connection in metadata.connections(False)):
        return redacted(connection)
    uri = QgsDataSourceUri(connection)
    server = uri.service() or uri.host()
    return "/".join(part for part in (server, uri.database()) if part) or redacted(connection)


def without_password(uri: QgsDataSourceUri) -> QgsDataSourceUri:
    """The same place without its password, which QGIS's store of credentials gives while the program runs."""
    if not uri.password():
        return uri
    bare = QgsDataSourceUri(uri)
    bare.setPassword("")
    QgsCredentials.instance().put(bare.connectionInfo(False), uri.username(), uri.password())
    return bare


class Broken(Exception):
    """A statement that the server refused, or did not answer; the text says why, in one line."""


class Session:
    """A connection of its own in one transaction, which holds the lock on a schema; closed without ``commit`` it leaves
    nothing.

    QGIS opens a connection that broke again in silence, and then the transaction and its lock are gone: every
    statement is sent with a check of the lock ahead of it, and is one transaction with it in either case.
    """

    def __init__(self, database: QgsAbstractDatabaseProviderConnection, schema: str) -> None:
        """Raises Broken where the server is not there, or another run holds the lock."""
        self._schema = schema
        self._transaction = QgsTransaction.create(QgsDataSourceUri(database.uri()).connectionInfo(False), "postgres")
        begun, reason = self._transaction.begin(PATIENCE_S)
        if not begun:
            raise Broken(" ".join(reason.split()))
        lock = sql.statement("SELECT pg_advisory_xact_lock(", f"{LOCKS}, hashtext(", sql.literal(schema), ") );")
        self._send(sql.statement("SET LOCAL lock_timeout = '1s';", lock, "SET LOCAL lock_timeout = 0;"))

    def execute(self, *statements: str) -> None:
        """Run statements, all or none. Raises Broken where one is refused or the lock is lost."""
        held = sql.statement(
            "SELECT 1 / count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid()",
            f"AND classid = {LOCKS}",
            "AND objid = ((hashtext(",
            sql.literal(self._schema),
            ")::bigint + 4294967296) % 4294967296)::oid;",
        )
        self._send("\n".join([held, *statements]))

    def holds(self) -> bool:
        """Whether the lock is still held: not where the connection broke."""
        try:
            self.execute()
        except Broken:
            return False
        return True

    def commit(self) -> None:
        done, reason = self._transaction.commit()
        if not done:
            raise Broken(" ".join(reason.split()))

    def close(self) -> None:
        """Give up what was not committed, and the lock."""
        self._transaction.rollback()

    def _send(self, statement: str) -> None:
        done, reason = self._transaction.executeSql(statement)
        if not done:
            raise Broken(" ".join(reason.split()))
