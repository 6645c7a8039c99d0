"""What lies in a folder, a geodatabase, a GeoPackage or a PostGIS schema: every layer that QGIS can open there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsAbstractDatabaseProviderConnection,
    QgsDataSourceUri,
    QgsMapLayer,
    QgsProject,
    QgsProviderConnectionException,
    QgsProviderRegistry,
    QgsProviderSublayerDetails,
    QgsProviderUtils,
    QgsVectorLayer,
)

from ...core.errors import RedlineError
from ...i18n import tr
from ..reading.encoding import encoding_of_dbf
from ..reading.sidecars import no_sidecars
from ..roles.fields import ROLE_PROPERTY
from .postgres import called_connection, postgres_connection, without_password

__all__ = ["Opened", "open_all", "open_schema"]

FILES = frozenset(
    {".gpkg", ".shp", ".dbf", ".geojson", ".json", ".fgb", ".csv", ".xlsx", ".xls", ".tif", ".tiff", ".img", ".vrt"}
    | {".tab", ".dxf", ".mdb", ".vct", ".dwg"}
)
DEEPEST = 6
"""Folders within folders that are looked into."""
OWN_TABLES = ("redline_", "layer_styles", "qgis_projects")
"""Tables that are no layers: what this plugin and QGIS keep beside the data."""


@dataclass
class Opened:
    """A layer as it was opened: where it stands, and what had to be said about it (encoding, system).

    styled : it brought a style of a workspace, which an office may have changed, and keeps it.
    """

    layer: QgsMapLayer
    place: str
    notes: list[str]
    encoding: str = ""

    @property
    def styled(self) -> bool:
        return bool(self.layer.customProperty(ROLE_PROPERTY))


def open_all(path: str | Path) -> tuple[list[Opened], list[str]]:
    """Every layer of a folder, ``.gdb``, ``.gpkg`` or single file, and sentences on what could not be opened.

    Nothing is written. Raises RedlineError where there is nothing of that name, or nothing in it.
    """
    root = Path(path)
    if not root.exists():
        raise RedlineError("There is no {path}: choose a folder, a geodatabase (.gdb) or a GeoPackage.", path=str(path))
    opened: list[Opened] = []
    failures: list[str] = []
    with no_sidecars():
        for file in _containers(root):
            found, failed = _open_container(file)
            opened += found
            failures += failed
    if not opened:
        raise RedlineError(
            "{path} holds no layer that QGIS can open: choose the folder in which the data lies.", path=str(path)
        )
    return opened, failures


def _containers(root: Path) -> Iterator[Path]:
    """Files and geodatabases, in the order of their names; a .dbf only where no .shp stands beside it."""
    if root.is_file() or root.suffix.lower() == ".gdb":
        yield root
        return
    for folder, folders, files in os.walk(root):
        depth = len(Path(folder).relative_to(root).parts)
        databases = sorted(name for name in folders if name.lower().endswith(".gdb"))
        yield from (Path(folder) / name for name in databases)
        folders[:] = sorted(name for name in folders if name not in databases and depth < DEEPEST)
        names = {name.lower() for name in files}
        for name in sorted(files):
            stem, suffix = Path(name.lower()).stem, Path(name.lower()).suffix
            if suffix not in FILES or name.startswith(("~$", ".")):
                continue
            if suffix == ".dbf" and f"{stem}.shp" in names:
                continue
            yield Path(folder) / name


def _open_container(file: Path) -> tuple[list[Opened], list[str]]:
    details = QgsProviderRegistry.instance().querySublayers(str(file))
    if any(QgsProviderUtils.sublayerDetailsAreIncomplete([one]) for one in details):
        details = _resolved(file) or details
    opened, failures = [], []
    for detail in details:
        if not detail.name().lower().startswith(OWN_TABLES) and detail.providerKey() in (
            "ogr",
            "gdal",
            "delimitedtext",
        ):
            one = _open_detail(detail, file)
            if one is None:
                failures.append(
                    tr("{file}: the layer {layer} cannot be opened.").format(file=file.name, layer=detail.name())
                )
            else:
                opened.append(one)
    if not details and file.suffix.lower() in (".mdb", ".vct", ".dwg"):
        failures.append(_advice(file))
    elif not details:
        failures.append(tr("{file} cannot be opened: it may be damaged or incomplete.").format(file=file.name))
    return opened, failures


def _advice(file: Path) -> str:
    """What to ask for instead of a format that QGIS does not open here."""
    sentences = {
        ".mdb": tr(
            "{file}: a personal geodatabase opens only where Microsoft's Access driver is: ask for a .gdb or .gpkg."
        ),
        ".vct": tr(
            "{file}: the exchange format VCT is not read: ask for the database itself, a .gdb, .gpkg or Shapefiles."
        ),
        ".dwg": tr("{file}: drawings are not read: save it as DXF or Shapefile in the drawing program."),
    }
    return sentences[file.suffix.lower()].format(file=file.name)


def _resolved(file: Path) -> list[QgsProviderSublayerDetails]:
    flags = Qgis.SublayerQueryFlag.ResolveGeometryType
    return QgsProviderRegistry.instance().querySublayers(str(file), flags)


def _open_detail(detail: QgsProviderSublayerDetails, file: Path) -> Opened | None:
    options = QgsProviderSublayerDetails.LayerOptions(QgsProject.instance().transformContext())
    options.loadDefaultStyle = True  # what a workspace keeps
    layer = detail.toLayer(options)
    if layer is None or not layer.isValid():
        return None
    name = detail.name() or file.stem
    layer.setName(file.stem if file.suffix.lower() in (".shp", ".dbf", ".geojson", ".fgb", ".csv") else name)
    opened = Opened(layer, str(file), [])
    if file.suffix.lower() in (".shp", ".dbf") and isinstance(layer, QgsVectorLayer):
        _right_encoding(opened, file)
    return opened


def _right_encoding(opened: Opened, file: Path) -> None:
    """Read a Shapefile in the encoding that its bytes are in, and say so where its .cpg says otherwise."""
    found = encoding_of_dbf(file)
    layer = opened.layer
    opened.encoding = found.trusted
    if layer.dataProvider().encoding().upper() != found.trusted.upper():
        layer.setProviderEncoding(found.trusted)
        layer.dataProvider().reloadData()
        layer.updateFields()
    if found.is_wrong:
        opened.notes.append(
            tr("{layer}: the texts are in {found}, the file says {declared}; they are read as {found}.").format(
                layer=layer.name(), found=found.trusted, declared=found.declared or tr("nothing")
            )
        )
    if found.is_mixed:
        opened.notes.append(
            tr("{layer}: the field names are in {names}, the values in {values}.").format(
                layer=layer.name(), names=found.names, values=found.values
            )
        )


def open_schema(connection: str, schema: str) -> tuple[list[Opened], list[str]]:
    """Every table and view of a PostGIS schema. ``connection``: the name of a PostgreSQL connection of QGIS, or a
    connection string (``service=county`` or ``host=… dbname=…``).

    No password goes into the layers' sources; where there was one, a sentence among the failures says so."""
    database, called = postgres_connection(connection), called_connection(connection)
    try:
        tables = database.tables(schema)
    except QgsProviderConnectionException as error:
        raise RedlineError(
            "The schema {schema} of {connection} cannot be read: {reason}",
            schema=schema,
            connection=called,
            reason=str(error),
        ) from error
    opened, failures = [], []
    for table in tables:
        if (
            table.tableName().startswith(OWN_TABLES)
            or table.flags() & QgsAbstractDatabaseProviderConnection.TableFlag.Raster
        ):
            continue
        uri = QgsDataSourceUri(database.tableUri(schema, table.tableName()))
        types = table.geometryColumnTypes()
        if table.geometryColumn() and types:
            uri.setGeometryColumn(table.geometryColumn())
            uri.setWkbType(types[0].wkbType)
            uri.setSrid(str(types[0].crs.postgisSrid()) if types[0].crs.isValid() else "")
        if not uri.keyColumn() and table.primaryKeyColumns():
            uri.setKeyColumn(table.primaryKeyColumns()[0])
        layer = QgsVectorLayer(without_password(uri).uri(False), table.tableName(), "postgres")
        if layer.isValid():
            opened.append(Opened(layer, f"{called}: {schema}.{table.tableName()}", []))
        else:
            failures.append(
                tr("{file}: the layer {layer} cannot be opened.").format(file=schema, layer=table.tableName())
            )
    if not opened:
        raise RedlineError(
            "The schema {schema} of {connection} holds no layer: check its name, and that you may read it.",
            schema=schema,
            connection=called,
        )
    if QgsDataSourceUri(database.uri()).password():
        failures.append(
            tr(
                "{connection}: its password is kept in no layer and no project; QGIS asks for it when the project is "
                "opened again. An authentication configuration in the connection's properties spares that."
            ).format(connection=called)
        )
    return opened, failures
