"""The tables of a case file (resources/casework/tables.csv), and the statements that hold its log to being added to.

Every table has a ``uuid`` by which its rows are known; times are texts, ISO 8601 with their offset.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal, cast

from ..errors import RedlineError
from ..resources import resource_table
from ..sql import literal, name, statement

__all__ = [
    "KEY",
    "CaseTable",
    "FieldType",
    "Shape",
    "case_tables",
    "check_case_row",
    "geopackage_guards",
    "postgres_guards",
]

KEY = "uuid"
Shape = Literal["none", "point", "line", "polygon"]
FieldType = Literal["text", "integer", "real"]
LOG = "event"
NEEDED: Mapping[str, tuple[str, ...]] = {
    "spot": ("seen_at", "lon", "lat"),
    "task": ("created_at", "state"),
    "event": ("seq", "at", "event"),
}
"""What a row of a case file must have, for all else is reckoned from it."""
MOMENTS = ("seen_at", "created_at", "at")
ONLY_ADDED = "events of a case are only added, never changed or deleted"


@dataclass(frozen=True)
class CaseTable:
    """fields : name -> type, the key first; titles : name -> (English, Chinese)."""

    name: str
    shape: Shape
    fields: Mapping[str, FieldType]
    titles: Mapping[str, tuple[str, str]]


@cache
def case_tables() -> Mapping[str, CaseTable]:
    """The tables by name, in the order in which they refer to each other."""
    found: dict[str, CaseTable] = {}
    for row in resource_table("casework/tables.csv"):
        table = found.get(row["table"]) or CaseTable(
            row["table"], cast("Shape", row["geometry"]), {KEY: "text"}, {KEY: ("Key", "标识")}
        )
        kind, titles = cast("FieldType", row["type"]), (row["name_en"], row["name_zh"])
        found[table.name] = CaseTable(
            table.name, table.shape, {**table.fields, row["field"]: kind}, {**table.titles, row["field"]: titles}
        )
    return found


def check_case_row(file: str, table: str, row: Mapping[str, Any], fid: int) -> None:
    """Raise RedlineError where a row of a case file, which anybody may edit in QGIS, lacks what it must have."""
    for field in NEEDED.get(table, ()):
        value = row[field]
        if value is None or (field in MOMENTS and not _is_moment(value)):
            raise RedlineError(
                "{file}: row {fid} of table {table} has “{value}” in {field}: correct it, or take an earlier copy of "
                "the file.",
                file=file,
                fid=fid,
                table=table,
                value="" if value is None else value,
                field=field,
            )


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def geopackage_guards() -> list[str]:
    """Keys that occur once, and triggers that refuse to change or delete an event, for SQLite."""
    guards = [
        statement("CREATE UNIQUE INDEX", name(f"{table}_{KEY}"), "ON", name(table), f"({name(KEY)})")
        for table in case_tables()
        if table != LOG
    ]
    guards.append(statement("CREATE UNIQUE INDEX", name(f"{LOG}_seq"), "ON", name(LOG), f"({name('seq')})"))
    guards.append(statement("CREATE INDEX", name(f"{LOG}_{KEY}"), "ON", name(LOG), f"({name(KEY)})"))
    for change in ("UPDATE", "DELETE"):
        trigger = name(f"{LOG}_no_{change.lower()}")
        refusal = f"BEGIN SELECT RAISE(ABORT, {literal(ONLY_ADDED)}); END"
        guards.append(statement("CREATE TRIGGER", trigger, "BEFORE", change, "ON", name(LOG), refusal))
    return guards


def postgres_guards(schema: str) -> list[str]:
    """As ``geopackage_guards``, for PostgreSQL: nobody but the owner could take the triggers away."""
    log = name(schema, LOG)
    refuse = name(schema, f"{LOG}_only_added")
    guards = [
        statement("CREATE UNIQUE INDEX ON", name(schema, table), f"({name(KEY)})")
        for table in case_tables()
        if table != LOG
    ]
    guards.append(statement("CREATE UNIQUE INDEX ON", log, f"({name('seq')})"))
    guards.append(statement("CREATE INDEX ON", log, f"({name(KEY)})"))
    body = literal(f"BEGIN RAISE EXCEPTION {literal(ONLY_ADDED)}; END")
    guards.append(statement("CREATE FUNCTION", refuse, "() RETURNS trigger LANGUAGE plpgsql AS", body))
    for level, changes in (("ROW", "UPDATE OR DELETE"), ("STATEMENT", "TRUNCATE")):
        trigger = name(f"{LOG}_no_{level.lower()}")
        call = statement("FOR EACH", level, "EXECUTE FUNCTION", refuse, "()")
        guards.append(statement("CREATE TRIGGER", trigger, "BEFORE", changes, "ON", log, call))
    guards.append(statement("REVOKE UPDATE, DELETE, TRUNCATE ON", log, "FROM PUBLIC"))
    return guards
