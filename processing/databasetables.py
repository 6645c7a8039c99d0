"""A table that a tool writes into PostgreSQL: made under a name of its own, and in its place when the run is done.

QGIS itself takes the old table away before the first row of the new one is there.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from qgis.core import (
    QgsAbstractDatabaseProviderConnection,
    QgsDataSourceUri,
    QgsProviderConnectionException,
    QgsProviderRegistry,
)

from ..core import sql
from ..core.errors import RedlineError
from ..core.redaction import redacted

__all__ = ["TableDraft", "exchange", "table_draft"]

PROVIDERS = ("postgis", "postgres")
PREFIX = "redline_new_"
"""Drafts are named by it and the day: one of the day before yesterday, or older, is of a run that was killed."""
DAY = "%Y%m%d"


@dataclass(frozen=True)
class TableDraft:
    """A table while it is made. place, draft : where it is to stand, and where it stands.

    text : the draft as QGIS's destination. swept : how many drafts of killed runs were taken out of the schema.
    """

    place: QgsDataSourceUri
    draft: QgsDataSourceUri
    text: str
    swept: int = 0

    def drop(self) -> None:
        """Raises QgsProviderConnectionException where that cannot be done."""
        gone = sql.statement("DROP TABLE IF EXISTS", _name(self.draft))
        try:
            _database(self.draft).executeSql(gone)
        except QgsProviderConnectionException:
            # A connection that broke is opened anew for the second call.
            _database(self.draft).executeSql(gone)

    def check(self, layer: str, written: int) -> None:
        """Raise RedlineError unless all rows have arrived: QGIS opens a connection that broke anew, without a word."""
        try:
            count = int(
                _database(self.draft).executeSql(sql.statement("SELECT count(*) FROM", _name(self.draft)))[0][0]
            )
        except QgsProviderConnectionException as error:
            raise _unwritten(self.place, error) from error
        if count != written:
            raise RedlineError(
                "{layer}: {count} of {written} features arrived in {connection}, so the schema {schema} is as it was: "
                "run again when the server is steady.",
                layer=layer,
                count=count,
                written=written,
                connection=self.place.database(),
                schema=self.place.schema() or "public",
            )


def table_draft(destination: str) -> TableDraft | None:
    """The draft of what QGIS's text of a destination names; None where that is no table of PostgreSQL.

    Raises RedlineError where the database cannot be reached.
    """
    provider, _, text = destination.partition(":")
    if provider not in PROVIDERS:
        return None
    place, draft = QgsDataSourceUri(text), QgsDataSourceUri(text)
    now = datetime.now(UTC)
    draft.setTable(f"{PREFIX}{now.strftime(DAY)}_{uuid.uuid4().hex[:8]}")
    try:
        swept = _sweep(place, now)
    except QgsProviderConnectionException as error:
        raise _unwritten(place, error) from error
    return TableDraft(place, draft, f"{provider}:{draft.uri(False)}", swept)


def exchange(drafts: Sequence[TableDraft]) -> None:
    """All drafts into their places in one transaction. Raises RedlineError; then each place is as it was."""
    if not drafts:
        return
    lines = []
    for each in drafts:
        lines.append(f"DROP TABLE IF EXISTS {_name(each.place)};")
        lines.append(f"ALTER TABLE {_name(each.draft)} RENAME TO {sql.name(each.place.table())};")
    try:
        _database(drafts[0].place).executeSql("\n".join(lines))
    except QgsProviderConnectionException as error:
        raise _unwritten(drafts[0].place, error) from error


def _sweep(place: QgsDataSourceUri, now: datetime) -> int:
    database = _database(place)
    schema = sql.literal(place.schema() or "public")
    rows = database.executeSql(
        sql.statement(
            "SELECT tablename FROM pg_tables WHERE schemaname =",
            schema,
            "AND pg_has_role(current_user, tableowner, 'MEMBER') AND starts_with(tablename,",
            sql.literal(PREFIX),
            ")",
        )
    )
    last = (now - timedelta(days=2)).strftime(DAY)
    stale = [str(row[0]) for row in rows if str(row[0]).removeprefix(PREFIX)[:8] <= last]
    for table in stale:
        database.executeSql(sql.statement("DROP TABLE IF EXISTS", sql.name(place.schema() or "public", table)))
    return len(stale)


def _name(uri: QgsDataSourceUri) -> str:
    return sql.name(uri.schema(), uri.table()) if uri.schema() else sql.name(uri.table())


def _database(uri: QgsDataSourceUri) -> QgsAbstractDatabaseProviderConnection:
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    if metadata is None:
        raise RedlineError("This QGIS cannot write into PostgreSQL: choose a file.")
    found = metadata.createConnection(uri.connectionInfo(True), {})
    if not isinstance(found, QgsAbstractDatabaseProviderConnection):
        raise RedlineError("This QGIS cannot write into PostgreSQL: choose a file.")
    return found


def _unwritten(place: QgsDataSourceUri, error: QgsProviderConnectionException) -> RedlineError:
    return RedlineError(
        "The table {table} of {connection} cannot be written: {reason}",
        table=place.table(),
        connection=place.database(),
        reason=redacted(" ".join(str(error).split())),
    )
