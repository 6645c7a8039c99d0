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
)

from ...core.errors import RedlineError
from ...core.redaction import redacted

__all__ = ["called_connection", "postgres_connection", "without_password"]


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
