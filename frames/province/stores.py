"""Where a county's layers lie, and how they are read: files of any driver of GDAL, GeoParquet, PostGIS."""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
from pyproj import CRS, Transformer

from ...core.errors import RedlineError

__all__ = [
    "POSTGIS",
    "Store",
    "fingerprint",
    "layers_in",
    "name_of_database",
    "read_box",
    "read_columns",
    "read_layer",
]

POSTGIS = "postgresql:"
"""Before libpq's words: ``postgresql:service=shandong`` or ``postgresql:host=… dbname=…``."""
PARTS = (".shp", ".dbf", ".shx", ".prj", ".cpg", ".gpkg", ".parquet", ".json")
CHUNK = 1 << 20


class Store(NamedTuple):
    """One layer: path of its file or folder (or ``postgresql:…`` with libpq's words, password apart), and its name."""

    path: str
    layer: str

    @property
    def is_parquet(self) -> bool:
        return self.path.lower().endswith(".parquet")

    @property
    def is_postgis(self) -> bool:
        return self.path.startswith(POSTGIS)


def layers_in(path: str) -> list[tuple[Store, list[str], str]]:
    """Polygon layers of a file, with their column names and their system as WKT ("" for none).

    Raises RedlineError where it cannot be opened.
    """
    if path.startswith(POSTGIS):
        return _tables(path)
    if path.lower().endswith(".parquet"):
        columns, wkt = _parquet_head(path)
        return [(Store(path, Path(path).stem), columns, wkt)]
    found = []
    try:
        for layer, kind in pyogrio.list_layers(path).tolist():
            if kind and "Polygon" in kind:
                info = pyogrio.read_info(path, layer=layer)
                found.append((Store(path, layer), list(info["fields"]), info["crs"] or ""))
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise RedlineError("The file {file} cannot be opened: {reason}.", file=path, reason=error) from error
    return found


def read_layer(store: Store, columns: Sequence[str]) -> gpd.GeoDataFrame:
    """All rows with ``columns`` and geometry. Raises RedlineError for what cannot be read to its end."""
    return _read(store, columns, None)


def read_box(
    store: Store, columns: Sequence[str], box: tuple[float, float, float, float], crs: CRS
) -> gpd.GeoDataFrame:
    """The rows whose box meets ``box`` (of ``crs``), a little grown: boxes bend between two systems."""
    own = _system(store)
    if own is not None and own != crs:
        moved = Transformer.from_crs(crs, own, always_xy=True).transform_bounds(*box)
        box = (float(moved[0]), float(moved[1]), float(moved[2]), float(moved[3]))
    margin = 0.01 * max(box[2] - box[0], box[3] - box[1])
    return _read(store, columns, (box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin))


def read_columns(store: Store, columns: Sequence[str]) -> pd.DataFrame:
    """All rows with ``columns`` alone."""
    if store.is_parquet:
        return pd.read_parquet(store.path, columns=list(columns))
    if store.is_postgis:
        return pd.DataFrame(_read(store, columns, None).drop(columns="geometry"))
    return pyogrio.read_dataframe(store.path, layer=store.layer, columns=list(columns), read_geometry=False)


def _read(store: Store, columns: Sequence[str], box: tuple[float, float, float, float] | None) -> gpd.GeoDataFrame:
    wanted = list(dict.fromkeys(columns))
    try:
        if store.is_parquet:
            geometry = _geometry_column(store.path)
            found = gpd.read_parquet(store.path, columns=[*wanted, geometry], bbox=box)
        elif store.is_postgis:
            found = _from_postgis(store, wanted, box)
        else:
            found = pyogrio.read_dataframe(store.path, layer=store.layer, columns=wanted, bbox=box)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, OSError, ValueError) as error:
        raise RedlineError(
            "Layer {layer} of {file} cannot be read: {reason}.", layer=store.layer, file=store.path, reason=error
        ) from error
    if box is None and not store.is_parquet and not store.is_postgis:
        _check_count(store, len(found))
    return found


def _check_count(store: Store, rows: int) -> None:
    """A file that was cut off gives fewer rows than it says, and GDAL only warns."""
    said = pyogrio.read_info(store.path, layer=store.layer, force_feature_count=False)["features"]
    if said > rows:
        raise RedlineError(
            "Layer {layer} of {file} says that it has {said} rows, but {rows} can be read: the file is damaged or cut "
            "off.",
            layer=store.layer,
            file=store.path,
            said=said,
            rows=rows,
        )


def _system(store: Store) -> CRS | None:
    if store.is_parquet:
        wkt = _parquet_head(store.path)[1]
    elif store.is_postgis:
        return None
    else:
        wkt = pyogrio.read_info(store.path, layer=store.layer)["crs"]
    return CRS.from_user_input(wkt) if wkt else None


def fingerprint(stores: Sequence[Store]) -> str:
    """A checksum of the files of ``stores``; "" for tables of a database, which have none."""
    if any(store.is_postgis for store in stores):
        return ""
    digest = hashlib.sha256()
    for path in sorted({store.path for store in stores}):
        for file in _files_of(Path(path)):
            digest.update(file.name.encode())
            with file.open("rb") as stream:
                while chunk := stream.read(CHUNK):
                    digest.update(chunk)
    return digest.hexdigest()


def _files_of(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.is_file())
    if path.suffix.lower() == ".shp":
        return sorted(file for file in path.parent.glob(f"{path.stem}.*") if file.suffix.lower() in PARTS)
    return [path]


# --- GeoParquet -------------------------------------------------------------------------------------------------------


def _parquet_head(path: str) -> tuple[list[str], str]:
    try:
        schema = pq.read_schema(path)
    except (OSError, ValueError) as error:
        raise RedlineError("The file {file} cannot be opened: {reason}.", file=path, reason=error) from error
    meta = json.loads((schema.metadata or {}).get(b"geo", b"{}"))
    primary = meta.get("primary_column", "geometry")
    crs = meta.get("columns", {}).get(primary, {}).get("crs")
    wkt = CRS.from_user_input(crs).to_wkt() if crs else ""
    return [name for name in schema.names if name not in (primary, "bbox")], wkt


def _geometry_column(path: str) -> str:
    meta = json.loads((pq.read_schema(path).metadata or {}).get(b"geo", b"{}"))
    return str(meta.get("primary_column", "geometry"))


# --- PostGIS ----------------------------------------------------------------------------------------------------------


def name_of_database(path: str) -> str:
    """What a database is called in lists. Raises RedlineError for words with a password: lists are files."""
    words = dict(word.partition("=")[::2] for word in path.removeprefix(POSTGIS).split())
    if "password" in words or "://" in path:
        raise RedlineError(
            "A place in a database is given by libpq's words without a password (postgresql:service=… or host=… "
            "dbname=…): the password stands in the password file (PGPASSFILE)."
        )
    return words.get("dbname") or words.get("service") or "postgis"


def _connect(path: str) -> Any:
    try:
        import psycopg
    except ImportError as error:
        raise RedlineError("Layers of PostGIS need psycopg: install redline[postgis].") from error
    try:
        return psycopg.connect(path.removeprefix(POSTGIS))
    except psycopg.Error as error:
        raise RedlineError("The database does not answer: {reason}.", reason=str(error).strip()) from error


def _tables(path: str) -> list[tuple[Store, list[str], str]]:
    with _connect(path) as connection:
        rows = connection.execute(
            "SELECT f_table_schema, f_table_name, srid FROM geometry_columns WHERE type LIKE '%POLYGON%' ORDER BY 1, 2"
        ).fetchall()
        found = []
        for schema, table, srid in rows:
            columns = connection.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = %s AND table_name = %s "
                "AND udt_name <> 'geometry' ORDER BY ordinal_position",
                (schema, table),
            ).fetchall()
            wkt = CRS.from_epsg(srid).to_wkt() if srid else ""
            found.append((Store(path, f"{schema}.{table}"), [name for (name,) in columns], wkt))
    return found


def _from_postgis(
    store: Store, columns: Sequence[str], box: tuple[float, float, float, float] | None
) -> gpd.GeoDataFrame:
    from psycopg import sql

    schema, table = store.layer.split(".", 1)
    with _connect(store.path) as connection:
        (geometry, srid) = connection.execute(
            "SELECT f_geometry_column, srid FROM geometry_columns WHERE f_table_schema = %s AND f_table_name = %s",
            (schema, table),
        ).fetchone()
        query = sql.SQL("SELECT {}, ST_AsBinary({}) AS wkb FROM {}").format(
            sql.SQL(", ").join([sql.Identifier(name) for name in columns] or [sql.SQL("1")]),
            sql.Identifier(geometry),
            sql.Identifier(schema, table),
        )
        if box is not None:
            query += sql.SQL(" WHERE {} && ST_MakeEnvelope(%s, %s, %s, %s, %s)").format(sql.Identifier(geometry))
            rows = connection.execute(query, (*box, srid)).fetchall()
        else:
            rows = connection.execute(query).fetchall()
    names = [*(columns or ["one"]), "wkb"]
    frame = pd.DataFrame(rows, columns=names)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shapes = gpd.GeoSeries.from_wkb(np.array(frame.pop("wkb"), dtype=object), crs=srid or None)
    return gpd.GeoDataFrame(frame, geometry=shapes)
