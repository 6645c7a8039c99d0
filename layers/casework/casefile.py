"""The case file 案卷库: tables of casework in a GeoPackage, or in a schema of PostGIS that several offices share.

Both are written and read through GDAL, so that one code serves both. The log is only added to: the database itself
refuses anything else (``core.casework.tables``). A change is one transaction; who changed a task in between is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from time import sleep
from typing import Any
from uuid import uuid4

from osgeo import gdal, ogr, osr
from qgis.core import QgsDataSourceUri

from ...core.casework.log import EventRow, Log
from ...core.casework.states import Facts, Task, advance, replayed
from ...core.casework.tables import (
    KEY,
    CaseTable,
    FieldType,
    Shape,
    case_tables,
    check_case_row,
    geopackage_guards,
    postgres_guards,
)
from ...core.errors import RedlineError
from ...core.redaction import redacted
from ...core.sql import literal, name, statement

__all__ = [
    "SHAPE",
    "CaseFile",
    "CasePlace",
    "Happening",
    "add_case_rows",
    "add_events",
    "already_there",
    "case_row",
    "case_rows",
    "end_of_log",
    "events_of",
    "happen",
    "happen_in",
    "has_tables",
    "make_tables",
    "opened",
    "opened_package",
    "pictures_folder",
    "task_of",
    "transaction",
    "unreadable",
    "values_of",
    "values_where",
]

EPSG = 4490
"""CGCS2000 in degrees: a case file holds for every zone."""
SHAPES: Mapping[Shape, int] = {
    "none": ogr.wkbNone,
    "point": ogr.wkbPoint,
    "line": ogr.wkbMultiLineString,
    "polygon": ogr.wkbMultiPolygon,
}
TYPES: Mapping[FieldType, int] = {"text": ogr.OFTString, "integer": ogr.OFTInteger64, "real": ogr.OFTReal}
TRIES, WAIT = 6, 0.25
"""How often, and after how many seconds more each time, a file that another person writes is asked again."""
SHAPE = "geometry"
"""The key under which a row has its shape, as ``ogr.Geometry``."""

BROKEN = ("server closed the connection", "terminating connection", "no connection to the server")
"""How libpq says that a connection is no more."""
LONGEST = 300
"""Signs of what a driver says that are handed on."""

Values = Mapping[str, Any]


@dataclass(frozen=True)
class CasePlace:
    """A GeoPackage, or a connection of PostgreSQL (its string, which may hold a password) and a schema."""

    path: Path | None = None
    uri: str = ""
    schema: str = ""

    @property
    def called(self) -> str:
        """What a person knows it by; without any password."""
        return self.path.name if self.path else f"{QgsDataSourceUri(self.uri).database()}.{self.schema}"


def pictures_folder(path: Path) -> Path:
    """Where the pictures of a case file in a GeoPackage are kept: beside it."""
    return path.with_name(f"{path.stem}_files")


@dataclass(frozen=True)
class CaseFile:
    """An open case file."""

    place: CasePlace
    dataset: gdal.Dataset

    def layer(self, table: str) -> ogr.Layer:
        found = self.dataset.GetLayerByName(f"{self.place.schema}.{table}" if self.place.schema else table)
        if found is None:
            raise RedlineError("{file} is no case file: it has no table {table}.", file=self.place.called, table=table)
        return found


class _Loud:
    """GDAL's errors as exceptions, whatever the program around has chosen: until the last of those who asked is done,
    for the panel reads in a thread while a tool writes."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.asked = 0
        self.quiet: list[Any] = []

    @contextmanager
    def __call__(self) -> Iterator[None]:
        with self.lock:
            if not self.asked:
                self.quiet = [module for module in (gdal, ogr, osr) if not module.GetUseExceptions()]
                for module in self.quiet:
                    module.UseExceptions()
            self.asked += 1
        try:
            yield
        finally:
            with self.lock:
                self.asked -= 1
                if not self.asked:
                    # The last first: each keeps the error handler that it found.
                    for module in reversed(self.quiet):
                        module.DontUseExceptions()


_loud = _Loud()


@contextmanager
def opened(place: CasePlace, *, update: bool = False) -> Iterator[CaseFile]:
    """The case file. Raises RedlineError where it is not there, is none, or cannot be read."""
    with _loud():
        flags = gdal.OF_VECTOR | (gdal.OF_UPDATE if update else 0)
        driver = "GPKG" if place.path else "PostgreSQL"
        source = str(place.path) if place.path else f"PG:{place.uri} schemas={place.schema}"
        try:
            dataset = gdal.OpenEx(source, flags, allowed_drivers=[driver])
        except RuntimeError as error:
            raise unreadable(place, error) from error
        case = CaseFile(place, dataset)
        try:
            case.layer("event")
            yield case
        except RuntimeError as error:
            raise unreadable(place, error) from error
        finally:
            del case
            dataset = None


@contextmanager
def opened_package(path: Path) -> Iterator[gdal.Dataset]:
    """A GeoPackage that came back from the field, to be read only."""
    with _loud():
        dataset = None
        try:
            dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR, allowed_drivers=["GPKG"])
            yield dataset
        except RuntimeError as error:
            raise unreadable(CasePlace(path), error) from error
        finally:
            dataset = None


def unreadable(place: CasePlace, error: RuntimeError) -> RedlineError:
    """What GDAL says of a case file, in a sentence."""
    if place.path is not None and "disk is full" in str(error):
        full = "The disk of {folder} is full: make room, or choose a folder on another disk."
        return RedlineError(full, folder=str(place.path.parent))
    if place.path is not None and "locked" in str(error):
        return held(place)
    # What the driver sent, with shapes of a thousand signs, follows what the server said.
    reason = " ".join(redacted(str(error)).partition("Command:")[0].split())
    if place.schema and any(each in reason for each in BROKEN):
        return RedlineError(
            "The connection to {connection} broke off: nothing was written; run again when the server is there again.",
            connection=place.called,
        )
    return RedlineError(
        "The file {file} cannot be read or written: {reason}.",
        file=place.called,
        reason=reason[:LONGEST].rstrip("."),
    )


def held(place: CasePlace) -> RedlineError:
    """What a person is told where a GeoPackage is written by another, perhaps over a shared drive."""
    return RedlineError(
        "The case file {file} is locked: another person or program is writing it. Try again in a moment; offices that "
        "work at the same time need a case file in PostGIS (Create case file, CONNECTION).",
        file=place.called,
    )


# --- making one -------------------------------------------------------------------------------------------------------


def make_tables(place: CasePlace) -> None:
    """A new, empty case file at ``place``, or nothing. Raises RedlineError where the schema holds one already."""
    with _loud():
        try:
            dataset = _fresh(place)
            system = osr.SpatialReference()
            system.ImportFromEPSG(EPSG)
            dataset.StartTransaction()
            if place.schema:
                _make_schema(dataset, place)
            for table in case_tables().values():
                _make(dataset, table, place.schema, system)
            for guard in postgres_guards(place.schema) if place.schema else geopackage_guards():
                dataset.ExecuteSQL(guard)
            dataset.CommitTransaction()
            dataset = None
        except RuntimeError as error:
            raise unreadable(place, error) from error


def _fresh(place: CasePlace) -> gdal.Dataset:
    if place.path:
        return gdal.GetDriverByName("GPKG").Create(str(place.path), 0, 0, 0, gdal.GDT_Unknown)
    dataset = gdal.OpenEx(f"PG:{place.uri}", gdal.OF_VECTOR | gdal.OF_UPDATE, allowed_drivers=["PostgreSQL"])
    if dataset.GetLayerByName(f"{place.schema}.event") is not None:
        raise already_there(place.called)
    return dataset


def _make_schema(dataset: gdal.Dataset, place: CasePlace) -> None:
    """In the transaction of the tables, by one at a time: who waited finds what the other made."""
    whose = literal(f"redline case file {place.schema}")
    dataset.ExecuteSQL(statement("SELECT pg_advisory_xact_lock(hashtext(", whose, "))"))
    asked = dataset.ExecuteSQL(
        statement("SELECT 1 FROM pg_tables WHERE tablename = 'event' AND schemaname =", literal(place.schema))
    )
    there = asked is not None and asked.GetNextFeature() is not None
    dataset.ReleaseResultSet(asked)
    if there:
        raise already_there(place.called)
    dataset.ExecuteSQL(statement("CREATE SCHEMA IF NOT EXISTS", name(place.schema)))


def has_tables(place: CasePlace) -> bool:
    """Whether something is there that a new case file would take the place of."""
    if place.path:
        return place.path.exists()
    with _loud():
        try:
            dataset = gdal.OpenEx(f"PG:{place.uri}", gdal.OF_VECTOR, allowed_drivers=["PostgreSQL"])
            return dataset.GetLayerByName(f"{place.schema}.event") is not None
        except RuntimeError as error:
            raise unreadable(place, error) from error


def already_there(called: str) -> RedlineError:
    return RedlineError("{file} is there already and may hold cases: give the new case file another name.", file=called)


def _make(dataset: Any, table: CaseTable, schema: str, system: osr.SpatialReference) -> None:
    options = [f"SCHEMA={schema}", "LAUNDER=NO", "FID=fid"] if schema else ["FID=fid"]
    shape = SHAPES[table.shape]
    layer = dataset.CreateLayer(table.name, system if table.shape != "none" else None, shape, options)
    for field, kind in table.fields.items():
        layer.CreateField(ogr.FieldDefn(field, TYPES[kind]))


# --- rows -------------------------------------------------------------------------------------------------------------


def case_rows(case: CaseFile, table: str) -> list[dict[str, Any]]:
    """All rows of a table by field name, with their ``fid`` and, as ``geometry``, their shape."""
    layer = case.layer(table)
    layer.SetAttributeFilter(None)
    return [_checked(case, feature, table) for feature in layer]


def values_where(case: CaseFile, table: str, condition: str) -> list[dict[str, Any]]:
    """As ``case_rows``, of the rows for which ``condition`` holds (made by ``core.sql``)."""
    layer = case.layer(table)
    layer.SetAttributeFilter(condition)
    rows = [_checked(case, feature, table) for feature in layer]
    layer.SetAttributeFilter(None)
    return rows


def case_row(case: CaseFile, table: str, uuid: str) -> dict[str, Any] | None:
    """The row of a table with a key, as ``case_rows`` has it; None where there is none."""
    return next(iter(values_where(case, table, statement(name(KEY), "=", literal(uuid)))), None)


def _checked(case: CaseFile, feature: ogr.Feature, table: str) -> dict[str, Any]:
    values = values_of(feature, case_tables()[table], case.place.called)
    check_case_row(case.place.called, table, values, feature.GetFID())
    return values


def values_of(feature: ogr.Feature, table: CaseTable, file: str) -> dict[str, Any]:
    """A row by field name, with its ``fid`` and, as ``geometry``, its shape. Raises RedlineError for a field that
    ``file`` does not have."""
    missing = [field for field in table.fields if feature.GetFieldIndex(field) < 0]
    if missing:
        raise RedlineError(
            "{file}: table {table} has no field {field}: take a copy of the file that is whole.",
            file=file,
            table=table.name,
            field=", ".join(missing),
        )
    values = {field: feature.GetField(field) for field in table.fields}
    shape = feature.GetGeometryRef()
    return {**values, "fid": feature.GetFID(), SHAPE: None if shape is None else shape.Clone()}


def add_case_rows(case: CaseFile, table: str, rows: Iterable[Values]) -> None:
    """Add rows; one without a ``uuid`` gets one. In a transaction of the caller's."""
    layer = case.layer(table)
    for row in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        for field, value in {KEY: str(uuid4()), **row}.items():
            if field == SHAPE:
                feature.SetGeometry(value)
            elif value is not None and field != "fid":
                feature.SetField(field, value)
        layer.CreateFeature(feature)


@contextmanager
def transaction(case: CaseFile) -> Iterator[None]:
    """All that is done inside, or nothing of it. In PostGIS others who write wait for it."""
    case.dataset.StartTransaction()
    try:
        if case.place.schema:
            lock = statement("LOCK TABLE", name(case.place.schema, "event"), "IN EXCLUSIVE MODE")
            case.dataset.ExecuteSQL(lock)
        yield
        case.dataset.CommitTransaction()
    except BaseException:
        with suppress(RuntimeError):
            case.dataset.RollbackTransaction()
        raise


# --- the log ----------------------------------------------------------------------------------------------------------


def events_of(case: CaseFile, uuid: str = "") -> list[EventRow]:
    """The log in its order; with ``uuid``, the rows of one task."""
    layer = case.layer("event")
    layer.SetAttributeFilter(statement(name(KEY), "=", literal(uuid)) if uuid else None)
    rows = [_event(case, feature) for feature in layer]
    layer.SetAttributeFilter(None)
    return sorted(rows, key=lambda row: row.seq)


def _event(case: CaseFile, feature: ogr.Feature) -> EventRow:
    row = _checked(case, feature, "event")
    words = {field: row[field] or "" for field in ("by", "table_name", KEY, "event", "note")}
    states = (row["from_state"] or "", row["to_state"] or "")
    return EventRow(
        seq=int(row["seq"]),
        at=datetime.fromisoformat(row["at"]),
        by=words["by"],
        table=words["table_name"],
        uuid=words[KEY],
        event=words["event"],
        states=states,
        note=words["note"],
        previous=row["previous"] or "",
        hash=row["hash"] or "",
    )


def end_of_log(case: CaseFile) -> Log:
    """Where the log ends."""
    layer = case.layer("event")
    last = statement("SELECT max(", name("seq"), ") FROM", name(*_inside(case.place, "event")))
    found = case.dataset.ExecuteSQL(last)
    seq = found.GetNextFeature().GetField(0)
    case.dataset.ReleaseResultSet(found)
    if seq is None:
        return Log()
    layer.SetAttributeFilter(statement(name("seq"), "=", str(int(seq))))
    row = _event(case, layer.GetNextFeature())
    layer.SetAttributeFilter(None)
    return Log(row.seq, row.hash)


def _inside(place: CasePlace, table: str) -> tuple[str, ...]:
    return (place.schema, table) if place.schema else (table,)


def add_events(case: CaseFile, rows: Iterable[EventRow]) -> None:
    """Add rows to the log; in a transaction of the caller's."""
    add_case_rows(
        case,
        "event",
        (
            {
                KEY: row.uuid,
                "seq": row.seq,
                "at": row.at.isoformat(),
                "by": row.by,
                "table_name": row.table,
                "event": row.event,
                "from_state": row.from_state,
                "to_state": row.to_state,
                "note": row.note,
                "previous": row.previous,
                "hash": row.hash,
            }
            for row in rows
        ),
    )


def task_of(case: CaseFile, uuid: str) -> Task:
    """A task as its events left it. Raises RedlineError where there is none."""
    row = _checked(case, _task_row(case, uuid), "task")
    return replayed(Task(uuid, datetime.fromisoformat(row["created_at"])), events_of(case, uuid))


def _task_row(case: CaseFile, uuid: str) -> ogr.Feature:
    layer = case.layer("task")
    layer.SetAttributeFilter(statement(name(KEY), "=", literal(uuid)))
    row = layer.GetNextFeature()
    layer.SetAttributeFilter(None)
    if row is None:
        raise RedlineError("{file} has no task {task}.", file=case.place.called, task=uuid)
    return row


@dataclass(frozen=True)
class Happening:
    """An event of a task. seen : the state in which the person saw the task, None where nobody did; rows : of other
    tables (name, values), which come with it."""

    task: str
    event: str
    facts: Facts
    seen: str | None = None
    rows: tuple[tuple[str, Values], ...] = ()


def happen(place: CasePlace, *events: Happening) -> list[Task]:
    """Let events happen to tasks: tasks, log and rows in one transaction, or nothing of it.

    Raises RedlineError as ``core.casework.states.advance`` does; with who changed a task where it has another state
    than was seen; and where the file stays locked by another.
    """
    for attempt in range(TRIES):
        try:
            with opened(place, update=True) as case, transaction(case):
                return [happen_in(case, one) for one in events]
        except RedlineError as error:
            if "locked" not in str(error):
                raise
            sleep(WAIT * (attempt + 1))
    raise held(place)


def happen_in(case: CaseFile, one: Happening) -> Task:
    """As ``happen``, in a transaction of the caller's."""
    uuid, facts = one.task, one.facts
    task = task_of(case, uuid)
    if one.seen is not None and one.seen != task.state:
        last = events_of(case, uuid)[-1]
        raise RedlineError(
            "Task {task} was changed meanwhile: {by}, {event}, {at}; it is {state} now. Look at it again.",
            task=uuid,
            by=last.by,
            event=last.event,
            at=last.at.isoformat(" ", "minutes"),
            state=task.state,
        )
    after, row = advance(task, one.event, facts, end_of_log(case))
    add_events(case, [row])
    feature = _task_row(case, uuid)
    feature.SetField("state", after.state)
    feature.SetField("state_since", after.since.isoformat())
    if after.state == "closed":
        feature.SetField("closed_at", after.since.isoformat())
        feature.SetField("close_reason", facts.note or one.event)
    case.layer("task").SetFeature(feature)
    for table, values in one.rows:
        add_case_rows(case, table, [values])
    return after
