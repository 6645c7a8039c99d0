"""The county's workspace 工作空间: all recognised layers in one GeoPackage, or in a PostGIS schema for an office.

What is written: features as they are, personal data left out unless asked for, spatial indexes, styles with Chinese
names of fields, and the table ``redline_provenance`` (whence, when, system, encoding, counts, checksum). A GeoPackage
appears whole or not at all; in PostGIS the new tables take the place of the old ones in one transaction.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from qgis.core import (
    QgsAbstractDatabaseProviderConnection,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsDataSourceUri,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsMapLayer,
    QgsProviderConnectionException,
    QgsProviderRegistry,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerExporter,
    QgsWkbTypes,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QMetaType

from ..core.errors import Cancelled, RedlineError
from ..i18n import tr
from .discover import postgres_connection
from .fields import remember
from .forms import hide_personal, name_fields, personal_fields
from .recognise import Recognition, recognise, shown_name
from .roles import role_of
from .sources import Source, source_of
from .styles import apply_style
from .zones import judge_crs

__all__ = ["PROVENANCE", "Kept", "Workspace", "kept_layers", "write_geopackage", "write_schema"]

PROVENANCE = "redline_provenance"
DRAFT = "redline_draft_"
"""How tables are called while they are being written."""
PROVENANCE_FIELDS = (
    ("table_name", QMetaType.Type.QString),
    ("role", QMetaType.Type.QString),
    ("source", QMetaType.Type.QString),
    ("source_modified", QMetaType.Type.QString),
    ("written", QMetaType.Type.QString),
    ("crs", QMetaType.Type.QString),
    ("encoding", QMetaType.Type.QString),
    ("features_read", QMetaType.Type.LongLong),
    ("features_written", QMetaType.Type.LongLong),
    ("left_out", QMetaType.Type.QString),
    ("sha256", QMetaType.Type.QString),
)


@dataclass(frozen=True)
class Kept:
    """A layer as it will be kept, taken in the thread that owns it.

    fields : those that are written; left_out : personal data. origin : what a person knows the source by;
    files : the files it consists of.
    """

    table: str
    title: str
    source: Source
    recognition: Recognition
    fields: QgsFields
    left_out: tuple[str, ...]
    crs: QgsCoordinateReferenceSystem
    origin: str
    files: tuple[Path, ...]
    encoding: str

    @property
    def role(self) -> str:
        return self.recognition.role


@dataclass
class Workspace:
    """What was written: places of the tables, numbers of features, sentences to tell."""

    place: str
    tables: list[str] = field(default_factory=list)
    features: int = 0
    notes: list[str] = field(default_factory=list)


Progress = Callable[[float], object]
Stop = Callable[[], bool]


# --- what is kept ---------------------------------------------------------------------------------------------------


def kept_layers(layers: Sequence[QgsMapLayer], *, personal: bool = False) -> tuple[list[Kept], list[str]]:
    """The recognised ones among ``layers`` with the tables they go to, and sentences on those left out."""
    found: list[Kept] = []
    notes: list[str] = []
    taken: set[str] = set()
    for layer in layers:
        recognition = recognise(layer)
        if not isinstance(layer, QgsVectorLayer) or not recognition.role:
            notes.append(tr("{layer} was not recognised and is left out.").format(layer=shown_name(layer)))
            continue
        crs = layer.crs()
        if layer.isSpatial() and not crs.isValid():
            proposed = judge_crs(crs, layer.extent()).proposed
            if proposed is None:
                raise RedlineError(
                    "Layer {layer} has no coordinate system, and its coordinates do not tell it: "
                    "set it in the layer's properties.",
                    layer=shown_name(layer),
                )
            crs = proposed
        hidden = [] if personal else personal_fields(layer, recognition.role)
        table = _table_name(layer, recognition, taken)
        taken.add(table.lower())
        found.append(
            Kept(
                table,
                shown_name(layer),
                source_of(layer),
                recognition,
                _kept_fields(layer, hidden),
                tuple(hidden),
                crs,
                _origin(layer),
                _files(layer),
                layer.dataProvider().encoding(),
            )
        )
    if not found:
        raise RedlineError(
            "None of the layers was recognised: there is nothing to keep. Load them first and set their roles."
        )
    return found, notes


def _table_name(layer: QgsVectorLayer, recognition: Recognition, taken: set[str]) -> str:
    """The official name of the role, with the year or a number where several layers have the role."""
    official = [name for name in role_of(recognition.role).layer_names if re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name)]
    names = _own_names(layer)
    base = next((name for name in official if name.lower() in names), official[0] if official else recognition.role)
    if base.lower() not in taken:
        return base
    years = re.findall(r"(?:19|20)\d\d", " ".join([layer.name(), *names]))
    for suffix in [*years, *map(str, range(2, 100))]:
        if f"{base}_{suffix}".lower() not in taken:
            return f"{base}_{suffix}"
    raise RedlineError("There are too many layers of the role {role}.", role=recognition.role)


def _own_names(layer: QgsVectorLayer) -> list[str]:
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    names = [str(parts.get(key) or "") for key in ("layerName", "table")]
    if parts.get("path"):
        names.append(Path(str(parts["path"])).stem)
    return [name.lower() for name in [*names, layer.name()] if name]


def _kept_fields(layer: QgsVectorLayer, hidden: Sequence[str]) -> QgsFields:
    fields = QgsFields()
    source = layer.fields()
    for place in range(source.count()):
        one = source.at(place)
        stored = source.fieldOrigin(place) == QgsFields.FieldOrigin.OriginProvider
        # ``fid`` and ``ogc_fid`` are keys that the target makes itself.
        if stored and one.name() not in hidden and one.name().lower() not in ("fid", "ogc_fid", "objectid"):
            fields.append(one)
    return fields


def _origin(layer: QgsVectorLayer) -> str:
    """Where a layer comes from, without passwords."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    if parts.get("path"):
        inner = parts.get("layerName")
        return f"{parts['path']}|{inner}" if inner else str(parts["path"])
    if layer.providerType() == "postgres":
        uri = QgsDataSourceUri(layer.source())
        return f"{uri.host()}/{uri.database()}: {uri.schema()}.{uri.table()}"
    return f"{layer.name()} ({layer.providerType()})"


def _files(layer: QgsVectorLayer) -> tuple[Path, ...]:
    path = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()).get("path")
    if not path or not Path(path).exists():
        return ()
    file = Path(path)
    if file.is_dir():
        return tuple(sorted(one for one in file.rglob("*") if one.is_file() and one.suffix != ".lock"))
    if file.suffix.lower() in (".shp", ".dbf"):
        return tuple(sorted(one for one in file.parent.iterdir() if one.is_file() and one.stem == file.stem))
    return (file,)


# --- GeoPackage -----------------------------------------------------------------------------------------------------


def write_geopackage(
    layers: Sequence[Kept],
    target: str | Path,
    *,
    language: str | None = None,
    context: QgsCoordinateTransformContext | None = None,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> Workspace:
    """Write ``layers`` into the GeoPackage ``target``, which is replaced where it is there.

    Raises RedlineError where ``target`` is itself one of the sources, cannot be written, or a feature is refused.
    """
    path = Path(target)
    if path.suffix.lower() != ".gpkg":
        path = path.with_suffix(".gpkg")
    for kept in layers:
        if any(file.exists() and path.exists() and file.samefile(path) for file in kept.files):
            raise RedlineError(
                "{path} is the source of {layer}: choose another file for the workspace.",
                path=str(path),
                layer=kept.title,
            )
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.stem}.draft.gpkg")
    draft.unlink(missing_ok=True)
    workspace = Workspace(str(path))
    context = context or QgsCoordinateTransformContext()
    try:
        rows = []
        for number, kept in enumerate(layers):
            with _geopackage_sink(draft, kept.table, kept.fields, _multi(kept), kept.crs, context) as sink:
                count = _copy(kept, sink, workspace, progress, number / len(layers), 1 / len(layers), cancelled)
            rows.append(_provenance(kept, count))
            workspace.tables.append(kept.table)
        with _geopackage_sink(
            draft, PROVENANCE, provenance_fields(), QgsWkbTypes.Type.NoGeometry, QgsCoordinateReferenceSystem(), context
        ) as sink:
            _add_all(sink, rows, PROVENANCE)
        for kept in layers:
            layer = QgsVectorLayer(f"{draft}|layername={kept.table}", kept.table, "ogr")
            _save_style(layer, kept, _plane(layers), language, workspace)
            del layer
        try:
            draft.replace(path)
        except OSError as error:
            raise RedlineError(
                "{path} cannot be replaced: close the programs that have it open ({reason}).",
                path=str(path),
                reason=error.strerror or error,
            ) from error
    finally:
        for rest in (draft, *(draft.with_name(draft.name + end) for end in ("-wal", "-shm", "-journal"))):
            rest.unlink(missing_ok=True)
    return workspace


@contextmanager
def _geopackage_sink(
    path: Path,
    table: str,
    fields: QgsFields,
    kind: QgsWkbTypes.Type,
    crs: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
) -> Iterator[QgsVectorFileWriter]:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", table
    options.layerOptions = ["SPATIAL_INDEX=YES", "FID=fid"]
    if path.exists():
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    writer = QgsVectorFileWriter.create(str(path), fields, kind, crs, context, options)
    try:
        if writer.hasError() != QgsVectorFileWriter.WriterError.NoError:
            raise RedlineError("{path} cannot be written: {reason}", path=str(path), reason=writer.errorMessage())
        yield writer
        writer.flushBuffer()
        if writer.hasError() != QgsVectorFileWriter.WriterError.NoError:
            raise RedlineError("{path} cannot be written: {reason}", path=str(path), reason=writer.errorMessage())
    finally:
        # The file is closed when the writer dies, not when Python has forgotten its last name.
        sip.delete(writer)


def _multi(kept: Kept) -> QgsWkbTypes.Type:
    """Shapefiles mix polygons and multipolygons; the table takes both."""
    if QgsWkbTypes.geometryType(kept.source.wkb_type) == QgsWkbTypes.GeometryType.PointGeometry:
        return kept.source.wkb_type
    return QgsWkbTypes.multiType(kept.source.wkb_type)


# --- PostGIS --------------------------------------------------------------------------------------------------------


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
    workspace = Workspace(f"{connection}: {schema}")
    tables = {kept.table: kept.table.lower() for kept in layers}
    try:
        _prepare_schema(database, connection, schema, list(tables.values()))
        rows = []
        for number, kept in enumerate(layers):
            draft = DRAFT + tables[kept.table]
            with _postgres_sink(database, schema, draft, kept.fields, _multi(kept), kept.crs) as sink:
                count = _copy(kept, sink, workspace, progress, number / len(layers), 1 / len(layers), cancelled)
            if kept.source.wkb_type != QgsWkbTypes.Type.NoGeometry:
                index = QgsAbstractDatabaseProviderConnection.SpatialIndexOptions()
                index.geometryColumnName = "geom"
                database.createSpatialIndex(schema, draft, index)
            row = _provenance(kept, count)
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
            _add_all(sink, rows, PROVENANCE)
        database.executeSql(_swap(schema, [*tables.values(), PROVENANCE]))
        for kept in layers:
            layer = QgsVectorLayer(_uri(database, schema, tables[kept.table], kept).uri(False), kept.table, "postgres")
            _save_style(layer, kept, _plane(layers), language, workspace)
    except QgsProviderConnectionException as error:
        raise RedlineError(
            "The schema {schema} of {connection} cannot be written: {reason}",
            schema=schema,
            connection=connection,
            reason=str(error),
        ) from error
    finally:
        _drop_drafts(database, schema, [*tables.values(), PROVENANCE])
    return workspace


def _prepare_schema(
    database: QgsAbstractDatabaseProviderConnection, connection: str, schema: str, tables: list[str]
) -> None:
    if schema not in database.schemas():
        database.createSchema(schema)
        return
    present = {table.tableName() for table in database.tables(schema)}
    ours: set[str] = set()
    if PROVENANCE in present:
        ours = {str(row[0]) for row in database.executeSql(f"SELECT table_name FROM {_quoted(schema, PROVENANCE)}")}  # noqa: S608 - quoted
    foreign = sorted(present & set(tables) - ours)
    if foreign:
        raise RedlineError(
            "The schema {schema} of {connection} holds tables of these names that are no workspace's ({tables}): "
            "choose another schema.",
            schema=schema,
            connection=connection,
            tables=", ".join(foreign),
        )


def _name(text: str) -> str:
    """A PostgreSQL identifier."""
    return '"' + text.replace('"', '""') + '"'


def _quoted(schema: str, table: str) -> str:
    return f"{_name(schema)}.{_name(table)}"


def _swap(schema: str, tables: Iterable[str]) -> str:
    """Statements that put the drafts in the place of the tables: one call, so one transaction."""
    lines = []
    for table in tables:
        lines.append(f"DROP TABLE IF EXISTS {_quoted(schema, table)};")
        lines.append(f"ALTER TABLE {_quoted(schema, DRAFT + table)} RENAME TO {_name(table)};")
        # The index as QGIS names it: left so, it would stand in the way of the next draft's.
        index = f"sidx_{DRAFT}{table}_geom"
        lines.append(f"ALTER INDEX IF EXISTS {_quoted(schema, index)} RENAME TO {_name(f'sidx_{table}_geom')};")
    return "\n".join(lines)


def _drop_drafts(database: QgsAbstractDatabaseProviderConnection, schema: str, tables: Iterable[str]) -> None:
    try:
        for table in tables:
            database.executeSql(f"DROP TABLE IF EXISTS {_quoted(schema, DRAFT + table)}")
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
        uri.setWkbType(_multi(kept))
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
        exporter.flushBuffer()
        if exporter.errorCount() or exporter.errorCode():
            raise RedlineError(
                "The table {table} cannot be written: {reason}",
                table=f"{schema}.{table}",
                reason=exporter.errorMessage(),
            )
    finally:
        sip.delete(exporter)


# --- both -----------------------------------------------------------------------------------------------------------


def _copy(
    kept: Kept,
    sink: QgsFeatureSink,
    workspace: Workspace,
    progress: Progress | None,
    begin: float,
    share: float,
    cancelled: Stop | None,
) -> int:
    """Copy every feature; the number written. Not one may be lost."""
    places = [kept.source.fields.lookupField(one.name()) for one in kept.fields]
    request = QgsFeatureRequest().setSubsetOfAttributes(places)
    kind = _multi(kept)
    spatial = kind != QgsWkbTypes.Type.NoGeometry
    if not spatial:
        request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    many = QgsWkbTypes.isMultiType(kind)
    count = 0
    for feature in kept.source.iterate(request):
        out = QgsFeature(kept.fields)
        values = feature.attributes()
        out.setAttributes([values[place] for place in places])
        if spatial and feature.hasGeometry():
            shape = feature.geometry()
            if many and not shape.isMultipart():
                shape.convertToMultiType()
            out.setGeometry(shape)
        if not sink.addFeature(out, QgsFeatureSink.Flag.FastInsert):
            raise RedlineError(
                "Layer {layer}, feature {fid} cannot be written: {reason}",
                layer=kept.title,
                fid=feature.id(),
                reason=sink.lastError() or tr("unknown reason"),
            )
        count += 1
        if count % 2000 == 0:
            if cancelled is not None and cancelled():
                raise Cancelled
            if progress is not None and kept.source.count > 0:
                progress(begin + share * min(1.0, count / kept.source.count))
    workspace.features += count
    if kept.left_out:
        workspace.notes.append(
            tr("{layer}: {fields} hold personal data and are left out.").format(
                layer=kept.title, fields=", ".join(kept.left_out)
            )
        )
    return count


def provenance_fields() -> QgsFields:
    fields = QgsFields()
    for name, kind in PROVENANCE_FIELDS:
        fields.append(QgsField(name, kind))
    return fields


def _provenance(kept: Kept, written: int) -> list:
    return [
        kept.table,
        kept.role,
        kept.origin,
        _modified(kept.files),
        datetime.now(UTC).isoformat(timespec="seconds"),
        kept.crs.authid() if kept.crs.isValid() else "",
        kept.encoding,
        max(kept.source.count, written),
        written,
        ", ".join(kept.left_out),
        checksum(kept),
    ]


def _modified(files: Sequence[Path]) -> str:
    times = [file.stat().st_mtime for file in files if file.exists()]
    return datetime.fromtimestamp(max(times), UTC).isoformat(timespec="seconds") if times else ""


_CHECKSUMS: dict[tuple, str] = {}


def checksum(kept: Kept) -> str:
    """SHA-256 of the source's files, in the order of their names; of the geometries where it is no file."""
    total = hashlib.sha256()
    if kept.files:
        state = tuple((str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in kept.files)
        if state not in _CHECKSUMS:
            for file in kept.files:
                with file.open("rb") as stream:
                    while piece := stream.read(1 << 20):
                        total.update(piece)
            _CHECKSUMS[state] = total.hexdigest()
        return _CHECKSUMS[state]
    for feature in kept.source.iterate(QgsFeatureRequest().setNoAttributes()):
        total.update(feature.geometry().asWkb().data())
    return total.hexdigest()


def _add_all(sink: QgsFeatureSink, rows: Iterable[list], name: str) -> None:
    fields = provenance_fields()
    for row in rows:
        feature = QgsFeature(fields)
        feature.setAttributes(row)
        if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
            raise RedlineError("The table {table} cannot be written: {reason}", table=name, reason=sink.lastError())


def _plane(layers: Sequence[Kept]) -> QgsCoordinateReferenceSystem:
    """A projected system among the layers, for the circles of cameras."""
    return next(
        (kept.crs for kept in layers if kept.crs.isValid() and not kept.crs.isGeographic()),
        QgsCoordinateReferenceSystem(),
    )


def _save_style(
    layer: QgsVectorLayer,
    kept: Kept,
    plane: QgsCoordinateReferenceSystem,
    language: str | None,
    workspace: Workspace,
) -> None:
    """Style, names and hidden fields as the default style of the table, which QGIS loads with it."""
    if not layer.isValid():
        raise RedlineError("The table {table} was written but cannot be opened again.", table=kept.table)
    parts = {part: name for part, name in kept.recognition.parts.items() if layer.fields().lookupField(name) >= 0}
    remember(layer, kept.role, parts)
    apply_style(layer, kept.role, language=language, plane=plane)
    name_fields(layer, kept.role, parts, language or tr("en"))
    hide_personal(layer, kept.role)
    failure = layer.saveStyleToDatabase(kept.role, role_of(kept.role).name("en"), True, "")
    if failure:
        workspace.notes.append(
            tr("{layer}: its style could not be saved in the workspace: {reason}").format(
                layer=kept.title, reason=failure
            )
        )
