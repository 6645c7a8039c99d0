"""What lies in a folder, a geodatabase, a GeoPackage or a PostGIS schema: every layer that QGIS can open there."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
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
from ..reading.archives import ARCHIVES, OTHER_ARCHIVES, entries_of, unpacked
from ..reading.encoding import encoding_of_dbf
from ..reading.sidecars import no_sidecars
from ..roles.fields import ROLE_PROPERTY
from .postgres import called_connection, postgres_connection, without_password

__all__ = ["FolderContents", "Opened", "found_in", "open_all", "open_container", "open_schema", "walk"]

FILES = frozenset(
    {".gpkg", ".shp", ".dbf", ".geojson", ".json", ".fgb", ".csv", ".xlsx", ".xls", ".tif", ".tiff", ".img", ".vrt"}
    | {".tab", ".mif", ".dxf", ".mdb", ".vct", ".dwg", ".kml", ".kmz", ".gpx", ".zip", ".gml", ".ods", ".xlsm"}
)
ARCHIVED = frozenset({".shp", ".gpkg", ".geojson", ".json", ".kml", ".gpx", ".fgb", ".tab", ".gml"})
"""What is opened inside an archive, besides geodatabases."""
ENCODED = frozenset({".dbf", ".cpg"})
"""What tells the encoding of a Shapefile."""
OFTEN_OTHER = frozenset({".json", ".gml", ".csv", ".xlsx", ".xlsm", ".xls", ".ods", ".img", ".vrt", ".zip"})
"""Endings that are not geodata's alone: what does not open under them is not damaged."""
TABLES_OF_POINTS = frozenset({".txt", ".dat", ".tsv"})
"""Texts that may hold parcels or coordinates: for the tools that import them."""
BESIDE = frozenset(
    {".shx", ".prj", ".cpg", ".cst", ".sbn", ".sbx", ".qix", ".qpj", ".qmd", ".qml", ".sld", ".lyr", ".lyrx", ".xml"}
    | {".ovr", ".rrd", ".tfw", ".tifw", ".tfwx", ".jgw", ".wld", ".fbn", ".fbx", ".ain", ".aih", ".ixs", ".mxs"}
    | {".atx", ".id", ".map", ".mid", ".ind", ".gpkg-wal", ".gpkg-shm", ".gpkg-journal", ".lock", ".idx"}
)
"""Endings of files that belong to another, by which they are read."""
OF_TAB = frozenset({".dat", ".dbf"})
"""What stands beside a MapInfo table and is read through it."""
DEEPEST = 6
"""Folders within folders that are looked into."""
OWN_TABLES = ("redline_", "demo_", "layer_styles", "qgis_projects")
"""Tables that are no layers: what this plugin, its demo county and QGIS keep beside the data."""


@dataclass(frozen=True)
class FolderContents:
    """files : what can be opened or imported, in the order of its names. passed : files that are no geodata and belong
    to none."""

    files: tuple[Path, ...]
    passed: tuple[Path, ...]

    @property
    def containers(self) -> list[Path]:
        """Files and geodatabases of layers."""
        return [file for file in self.files if file.suffix.lower() not in TABLES_OF_POINTS]


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
    contents = found_in(root)
    with no_sidecars():
        for file in contents.containers:
            found, failed = open_container(file)
            opened += found
            failures += failed
    if not opened:
        raise RedlineError(
            "{path} holds no layer that QGIS can open: choose the folder in which the data lies.", path=str(path)
        )
    return opened, failures + _told_of(contents)


def _told_of(contents: FolderContents) -> list[str]:
    """What of a folder is for other tools, and what is no geodata: one sentence each."""
    told = []
    texts = [file for file in contents.files if file.suffix.lower() in TABLES_OF_POINTS]
    if texts:
        told.append(
            tr("Texts are not loaded ({count}: {files}): parcels in them come by “Import parcels”.").format(
                count=len(texts), files=_listed(texts)
            )
        )
    drawings = [file for file in contents.files if file.suffix.lower() == ".dxf"]
    if drawings:
        told.append(
            tr(
                "Drawings are loaded as lines and texts ({count}: {files}): closed lines become parcels by "
                "“Import parcels”."
            ).format(count=len(drawings), files=_listed(drawings))
        )
    packed = [file for file in contents.passed if file.suffix.lower() in OTHER_ARCHIVES]
    if packed:
        told.append(
            tr(
                "Archives of this kind are not unpacked here ({count}: {files}): unpack them and choose the folder."
            ).format(count=len(packed), files=_listed(packed))
        )
    others = [file for file in contents.passed if file not in packed]
    if others:
        told.append(
            tr("Files that are no geodata were left out ({count}): {files}.").format(
                count=len(others), files=_listed(others)
            )
        )
    return told


def _listed(files: Sequence[Path], most: int = 10) -> str:
    names = ", ".join(file.name for file in files[:most])
    return f"{names} …" if len(files) > most else names


def walk(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """As ``os.walk``. Raises RedlineError for a folder that may not be read: what lies in it would be missing without
    a word."""

    def refuse(error: OSError) -> None:
        raise RedlineError(
            "Folder {folder} cannot be read ({reason}): ask for the right to read it, or choose the files themselves.",
            folder=str(error.filename or folder),
            reason=error.strerror or type(error).__name__,
        ) from error

    return os.walk(folder, onerror=refuse)


def found_in(root: Path) -> FolderContents:
    """What lies in a folder and those below it; a single file or geodatabase is its own contents."""
    if root.is_file() or root.suffix.lower() == ".gdb":
        return FolderContents((root,), ())
    files: list[Path] = []
    passed: list[Path] = []
    for folder, folders, inside in walk(root):
        depth = len(Path(folder).relative_to(root).parts)
        databases = sorted(name for name in folders if name.lower().endswith(".gdb"))
        files += (Path(folder) / name for name in databases)
        folders[:] = sorted(name for name in folders if name not in databases and depth < DEEPEST)
        names = {name.lower() for name in inside}
        for name in sorted(inside):
            if name.startswith(("~$", ".")) or name.lower() in ("thumbs.db", "desktop.ini"):
                continue
            if _is_beside(name.lower(), names):
                continue
            kept = files if Path(name.lower()).suffix in FILES | TABLES_OF_POINTS else passed
            kept.append(Path(folder) / name)
    return FolderContents(tuple(files), tuple(passed))


def _is_beside(name: str, names: Collection[str]) -> bool:
    """Whether a file belongs to another: a .dbf to a .shp, a .dat to a .tab."""
    stem, suffix = Path(name).stem, Path(name).suffix
    if suffix == ".dbf" and f"{stem}.shp" in names:
        return True
    return suffix in BESIDE or (suffix in OF_TAB and f"{stem}.tab" in names)


def open_container(file: Path) -> tuple[list[Opened], list[str]]:
    """The layers of a file, a geodatabase or an archive, and sentences on what could not be opened."""
    if file.suffix.lower() in ARCHIVES:
        return _open_archive(file)
    return _open_container(file)


def _open_archive(file: Path) -> tuple[list[Opened], list[str]]:
    """Layers are read inside the archive, where they stay: a project finds them there again."""
    opened, failures = [], []
    try:
        entries = entries_of(file)
        with unpacked(file, ENCODED) as folder:
            for name, entry in entries.items():
                within = _container_in(name)
                if within is None:
                    continue
                place = f"/vsizip/{file.as_posix()}/{entry[: len(within)] if within != name else entry}"
                found, failed = _open_container(folder / within, place)
                for each in found:
                    each.place = f"{file}/{within}"
                opened += found
                failures += failed
    except RedlineError as error:
        failures.append(error.sentence(tr))
    if not opened and not failures:
        failures.append(tr("{file} holds no geodata that can be opened.").format(file=file.name))
    return opened, failures


def _container_in(name: str) -> str | None:
    """The file, or the geodatabase whose first table it is, that an entry of an archive stands for."""
    folder, sign, rest = name.lower().partition(".gdb/")
    if sign:
        return name[: len(folder) + 4] if rest == "a00000001.gdbtable" else None
    return name if Path(name.lower()).suffix in ARCHIVED else None


def _open_container(file: Path, place: str = "") -> tuple[list[Opened], list[str]]:
    """place : where GDAL finds it, where that is not the file's own path."""
    details = _sublayers(place or str(file))
    if any(QgsProviderUtils.sublayerDetailsAreIncomplete([one]) for one in details):
        details = _sublayers(place or str(file), Qgis.SublayerQueryFlag.ResolveGeometryType) or details
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
    elif not details and file.suffix.lower() in OFTEN_OTHER:
        failures.append(tr("{file} is no geodata that QGIS can open.").format(file=file.name))
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
        ".dwg": tr("{file}: DWG drawings of this release are not read: save it in the drawing program as DXF R2000."),
    }
    return sentences[file.suffix.lower()].format(file=file.name)


def _sublayers(place: str, flags: Qgis.SublayerQueryFlag | None = None) -> list[QgsProviderSublayerDetails]:
    """What QGIS finds there; inside an archive GDAL alone, for the others complain of what they cannot see."""
    registry = QgsProviderRegistry.instance()
    asked = registry.providerMetadata("ogr") if place.startswith("/vsizip/") else registry
    return asked.querySublayers(place) if flags is None else asked.querySublayers(place, flags)


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
