"""The county's workspace 工作空间: all recognised layers in one GeoPackage, or in a PostGIS schema for an office.

What is written: features as they are, personal data left out unless asked for, spatial indexes, styles with Chinese
names of fields, and the table ``redline_provenance`` (whence, when, system, encoding, counts, checksum). A GeoPackage
appears whole or not at all; in PostGIS the new tables take the place of the old ones in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsExpression,
    QgsFields,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt import sip

from ...core.errors import RedlineError
from .kept import (
    PROVENANCE,
    Kept,
    Progress,
    Stop,
    Workspace,
    add_rows,
    copy_features,
    plane_of,
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
            with _geopackage_sink(draft, kept.table, kept.fields, table_kind(kept), kept.crs, context) as sink:
                count = copy_features(kept, sink, workspace, progress, number / len(layers), 1 / len(layers), cancelled)
            rows.append(provenance_row(kept, count))
            workspace.tables.append(kept.table)
        with _geopackage_sink(
            draft, PROVENANCE, provenance_fields(), QgsWkbTypes.Type.NoGeometry, QgsCoordinateReferenceSystem(), context
        ) as sink:
            add_rows(sink, rows, PROVENANCE)
        _name_columns(draft, layers)
        for kept in layers:
            layer = QgsVectorLayer(f"{draft}|layername={kept.table}", kept.table, "ogr")
            save_style(layer, kept, plane_of(layers), language, workspace)
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


def _name_columns(path: Path, layers: Sequence[Kept]) -> None:
    """Chinese names of columns for every program, beside those in the styles for QGIS."""
    from osgeo import gdal

    quote = QgsExpression.quotedValue
    statements = list(COLUMNS_TABLE)
    for kept in layers:
        taken: set[str] = set()
        for one in kept.fields:
            if one.alias() and one.alias() not in taken:
                taken.add(one.alias())
                values = ", ".join(quote(text) for text in (kept.table, one.name(), one.alias(), one.alias()))
                statements.append(
                    f"INSERT OR REPLACE INTO gpkg_data_columns (table_name, column_name, name, title) VALUES ({values})"  # noqa: S608 - quoted
                )
    database = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE, allowed_drivers=["GPKG"])
    if database is None:
        raise RedlineError("{path} cannot be written: {reason}", path=str(path), reason=gdal.GetLastErrorMsg())
    database.StartTransaction()
    for statement in statements:
        database.ExecuteSQL(statement)
    database.CommitTransaction()
    del database
