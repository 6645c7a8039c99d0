"""One GeoPackage: tables made by GDAL, rows filled in bulk, whole or not at all."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from osgeo import gdal, ogr, osr

from redline.core import sql
from redline.core.shapes.polygons import FloatArray

from .schema import Field, fields_of

__all__ = ["Layer", "write_geopackage"]

_WHEN = "2021-12-31T00:00:00.000Z"
"""The file's own dates: those of the data, so that the same seed gives the same file."""


@dataclass(frozen=True)
class Layer:
    """A layer or (without ``geometry``) a table.

    columns : values by field name; the layer has all fields of its structure, and one without values is NULL.
    geometry : shapely geometries, all of one kind.
    """

    name: str
    title: str
    columns: Mapping[str, Any]
    geometry: NDArray[np.object_] | None = None
    epsg: int = 4527
    note: str = ""

    @property
    def fields(self) -> tuple[Field, ...]:
        return fields_of(self.name)

    def __len__(self) -> int:
        return len(self.geometry) if self.geometry is not None else len(next(iter(self.columns.values())))


def write_geopackage(path: Path, layers: Sequence[Layer]) -> None:
    """Writes all layers to ``path``; an older file stays as it is until the new one is complete."""
    raised = gdal.GetUseExceptions(), ogr.GetUseExceptions()
    gdal.UseExceptions()
    ogr.UseExceptions()
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished.gpkg")
    _remove(unfinished)
    before = gdal.GetConfigOption("OGR_CURRENT_DATE")
    gdal.SetConfigOption("OGR_CURRENT_DATE", _WHEN)
    try:
        _make_tables(unfinished, layers)
        _fill(unfinished, layers)
        _index(unfinished, layers)
        _add_aliases(unfinished, layers)
        unfinished.replace(path)
    finally:
        gdal.SetConfigOption("OGR_CURRENT_DATE", before)
        _remove(unfinished)
        # QGIS and other plugins go on as they were.
        for module, kept in ((ogr, raised[1]), (gdal, raised[0])):
            if not kept:
                module.DontUseExceptions()


def _remove(path: Path) -> None:
    for name in (path, Path(f"{path}-wal"), Path(f"{path}-shm"), Path(f"{path}-journal")):
        name.unlink(missing_ok=True)


_TYPES = {"text": ogr.OFTString, "integer": ogr.OFTInteger, "number": ogr.OFTReal, "date": ogr.OFTDate}


def _make_tables(path: Path, layers: Sequence[Layer]) -> None:
    data = ogr.GetDriverByName("GPKG").CreateDataSource(str(path), options=["ADD_GPKG_OGR_CONTENTS=YES"])
    for layer in layers:
        options = [f"IDENTIFIER={layer.title}", f"DESCRIPTION={layer.note}", "SPATIAL_INDEX=NO"]
        srs, kind = None, ogr.wkbNone
        if layer.geometry is not None:
            srs = osr.SpatialReference()
            srs.ImportFromEPSG(layer.epsg)
            points = shapely.get_type_id(layer.geometry[0]) == 0
            kind = ogr.wkbPoint if points else ogr.wkbMultiPolygon
        else:
            options.append("ASPATIAL_VARIANT=GPKG_ATTRIBUTES")
        table = data.CreateLayer(layer.name, srs, kind, options)
        for field in layer.fields:
            defn = ogr.FieldDefn(field.name, _TYPES[field.kind])
            if field.kind == "text":
                defn.SetWidth(field.width)
            table.CreateField(defn)
    data = None


def _fill(path: Path, layers: Sequence[Layer]) -> None:
    with sqlite3.connect(path) as db:
        for layer in layers:
            names = [field.name for field in layer.fields if field.name in layer.columns]
            strange = set(layer.columns) - set(names)
            if strange:
                raise KeyError(f"{layer.name} has no field {sorted(strange)}")
            values = [_plain(layer.columns[name]) for name in names]
            if layer.geometry is not None:
                names.insert(0, "geom")
                values.insert(0, _blobs(layer.geometry, layer.epsg))
            columns, marks = sql.listed(map(sql.name, names)), sql.listed("?" * len(names))
            insert = sql.statement("INSERT INTO", sql.name(layer.name), "(", columns, ") VALUES (", marks, ")")
            db.executemany(insert, zip(*values, strict=True))
            # GDAL leaves NULL there, and NULL plus one is NULL: its triggers count no row that is added here.
            db.execute("UPDATE gpkg_ogr_contents SET feature_count = ? WHERE table_name = ?", (len(layer), layer.name))
            if layer.geometry is not None:
                db.execute(
                    "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
                    (*map(float, shapely.total_bounds(layer.geometry)), layer.name),
                )
    db.close()


_SCHEMA = """
CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT,
    description TEXT, mime_type TEXT, constraint_name TEXT,
    CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT,
    min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
    CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
    definition TEXT NOT NULL, scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
INSERT INTO gpkg_extensions VALUES
    ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write'),
    ('gpkg_data_column_constraints', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema',
     'read-write');
"""
"""The standard's tables for what columns are called (Annex F.9). GDAL reads them from 3.7 on; before, nobody does.
GDAL makes the table of extensions with the first layer that has shapes."""


def _add_aliases(path: Path, layers: Sequence[Layer]) -> None:
    rows = [(layer.name, field.name, field.alias, field.alias) for layer in layers for field in layer.fields]
    with sqlite3.connect(path) as db:
        db.executescript(_SCHEMA)
        db.executemany("INSERT INTO gpkg_data_columns (table_name, column_name, name, title) VALUES (?, ?, ?, ?)", rows)
    db.close()


def _plain(values: Any) -> list[Any]:
    """Values as sqlite takes them: no numpy scalars; empty texts and NaN become NULL."""
    if isinstance(values, np.ndarray):
        plain = values.tolist()
        if values.dtype.kind == "U":
            return [value or None for value in plain]
        if values.dtype.kind == "f":
            return [None if value != value else value for value in plain]
        return plain
    return [None if value == "" else value for value in values]


def _blobs(geometry: NDArray[np.object_], epsg: int) -> list[bytes]:
    """GeoPackage geometries: header with bounding box, then WKB."""
    if shapely.get_type_id(geometry[0]) == 0:
        head = struct.pack("<2sBBi", b"GP", 0, 1, epsg)
        return [head + wkb for wkb in shapely.to_wkb(geometry, byte_order=1)]
    many = _as_multi(geometry)
    boxes: FloatArray = shapely.bounds(geometry)[:, [0, 2, 1, 3]]
    head = struct.pack("<2sBBi", b"GP", 0, 3, epsg)
    return [head + box.tobytes() + wkb for box, wkb in zip(boxes, shapely.to_wkb(many, byte_order=1), strict=True)]


def _as_multi(geometry: NDArray[np.object_]) -> NDArray[np.object_]:
    parts, owner = shapely.get_parts(geometry, return_index=True)
    return shapely.multipolygons(parts, indices=owner)


def _index(path: Path, layers: Sequence[Layer]) -> None:
    data = ogr.Open(str(path), update=1)
    for layer in layers:
        if layer.geometry is not None:
            data.ExecuteSQL(f"SELECT CreateSpatialIndex('{layer.name}', 'geom')")
    data = None
