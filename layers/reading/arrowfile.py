"""Features straight from a file: the Arrow stream of the GDAL that QGIS itself uses, taken up by numpy.

The stream is read through the Arrow C data interface (https://arrow.apache.org/docs/format/CDataInterface.html),
a fixed memory layout of a few pointers, so that no pyarrow is needed. ``GetArrowStreamAsNumPy`` of osgeo would
pad every geometry of a block to the longest one: gigabytes, once a block holds a dissolved red line.

A GeoPackage is read through a SELECT, never through the stream of its table. For a table GDAL starts a thread of its
own wherever the file holds no feature count, where a feature was ever deleted, and where a filter is set; from GDAL 3.8
to 3.11.3 that thread writes into blocks which are already handed over (OSGeo/gdal issue 12934): rows twice, rows
missing, sizes below zero, a hang, a crash. The rows of a SELECT come without any thread in every GDAL from 3.6 on, and
sooner than GDAL's own thread-free way through a table (OGR_GPKG_STREAM_BASE_IMPL).

What comes is not taken on trust: see ``file_blocks``.

A second SQLite in the process would drop QGIS's locks (docs/developing.md): never a wheel's GDAL here.
"""

from __future__ import annotations

import codecs
import ctypes
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core import sql

__all__ = [
    "BLOCK", "DRIVERS", "MANY_BOXES", "FileLayer", "RawBlock", "Unsupported", "WrongStream", "file_blocks",
    "nothing_near", "stored_count", "worth_asking",
]  # fmt: skip

DRIVERS = frozenset({"GPKG", "ESRI Shapefile", "OpenFileGDB", "FlatGeobuf"})
"""Drivers whose stream is known to give what QGIS's own reader gives (tests/qgis/test_sources.py)."""

BLOCK = 8_192
"""Features a block, where the caller does not say. Blocks of 65,536, as the Arrow stream gives by itself, are so large
that the system hands out fresh memory for each: slower by up to a fifth, and a hundred megabytes more."""


class Unsupported(Exception):
    """The stream carries something that this reader does not know: take the ordinary way."""


class WrongStream(Exception):
    """The stream gave what the file cannot hold, or not all that it holds."""


@dataclass(frozen=True)
class FileLayer:
    """A layer of a file as GDAL opens it.

    codec : Python codec of the texts where the driver hands them over as they are stored (Shapefile), else "".
    declared : what the file says of its encoding where its bytes are in another, "–" where it says nothing; else "".
    near : (k, 4) xmin, ymin, xmax, ymax in the layer's system; only features whose box meets one of them are wanted.
    More may come: a file without a spatial index that can be asked for many boxes at once comes whole.
    """

    path: str
    layer: str
    driver: str
    open_options: tuple[str, ...] = ()
    codec: str = ""
    declared: str = ""
    near: NDArray[np.float64] | None = None


@dataclass
class RawBlock:
    """Some features: ids, WKB end to end, and columns.

    wkb : (b,) uint8, not to be written to. Feature ``i`` has ``wkb[offsets[i]:offsets[i + 1]]``; an empty slice where
        it has no geometry.
    columns : by field name; texts as object (str or None), 64-bit integers as object (int or None), other numbers
        as float64 (NaN where NULL).
    """

    fids: NDArray[np.int64]
    wkb: NDArray[np.uint8]
    offsets: NDArray[np.int64]
    columns: dict[str, NDArray[Any]] = field(default_factory=dict)


class _Schema(ctypes.Structure):
    pass


_Schema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_char_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(_Schema))),
    ("dictionary", ctypes.POINTER(_Schema)),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]


class _Array(ctypes.Structure):
    pass


_Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(_Array))),
    ("dictionary", ctypes.POINTER(_Array)),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]

SHORT = 8
"""Bytes of a text that fit a whole number."""
Decode = Callable[[bytes, str], tuple[str, int]]
_NUMBERS = {"c": np.int8, "s": np.int16, "i": np.int32, "l": np.int64, "f": np.float32, "g": np.float64}


def file_blocks(source: FileLayer, fields: Sequence[str], *, geometry: bool = True) -> Iterator[RawBlock]:
    """The features of ``source`` in the file's order, block by block, with the named fields only; without
    ``geometry`` every feature comes as one that has none.

    Feature ids only grow, no geometry and no text has a size below zero, every column is as long as its block, and all
    together are as many rows as the file has; the last block is handed over when that is known.

    Raises ``Unsupported`` before the first block where the file cannot be read this way, and ``WrongStream`` where
    one of these does not hold: what was handed over before is then not to be used.
    """
    dataset, layer = _open(source)
    _only_simple(layer, fields, source.codec)
    near = _ids_near(dataset, layer, source.near) if source.near is not None and source.driver == "GPKG" else None
    rows = _selected(dataset, layer, fields, geometry, near) if source.driver == "GPKG" else layer
    seen = _Seen(near)
    held = None
    try:
        with closing(_streamed(rows, fields, geometry, layer.GetFIDColumn(), source.codec or "utf-8")) as blocks:
            for block in blocks:
                seen.add(block.fids)
                if held is not None:
                    yield held
                held = block
        if not _complete(dataset, layer, source.driver, seen):
            raise WrongStream
        if held is not None:
            yield held
    finally:
        if rows is not layer:
            dataset.ReleaseResultSet(rows)
        del rows, layer, dataset  # a layer must not outlive its file


@dataclass
class _Seen:
    """The feature ids that came so far.

    near : the ids that were asked for, growing; None where all were.
    """

    near: NDArray[np.int64] | None = None
    count: int = 0
    first: int = 0
    last: int = 0

    def add(self, fids: NDArray[np.int64]) -> None:
        """Raises ``WrongStream`` unless ``fids`` (not empty) grow on from the last, and were asked for."""
        if (self.count and fids[0] <= self.last) or bool((fids[1:] <= fids[:-1]).any()):
            raise WrongStream
        if self.near is not None:
            places = np.searchsorted(self.near, fids)
            if places[-1] >= len(self.near) or not np.array_equal(self.near[places], fids):
                raise WrongStream
        self.first = self.first if self.count else int(fids[0])
        self.last = int(fids[-1])
        self.count += len(fids)


def _complete(dataset: Any, layer: Any, driver: str, seen: _Seen) -> bool:
    """Whether as many features were seen as the file has: by what is known at once, and only then by counting."""
    if driver != "GPKG":
        return seen.count == layer.GetFeatureCount() or seen.count == _counted(layer)
    if seen.near is not None:
        return seen.count == len(seen.near) or seen.count == _count_of(dataset, layer, seen.near)
    fid, table = sql.name(layer.GetFIDColumn()), sql.name(layer.GetName())
    first, last = (sql.statement("(SELECT", f"{end}({fid})", "FROM", table, ")") for end in ("MIN", "MAX"))
    ends = _first_row(dataset, sql.statement("SELECT", sql.listed([first, last])))
    if seen.count and ends == [seen.first, seen.last] and seen.count == seen.last - seen.first + 1:
        return True  # ids without a gap: between the first and the last there is no room for another
    # What the file says of itself is at hand, but may be wrong: other programs add rows and leave it as it was.
    return seen.count == layer.GetFeatureCount() or seen.count == _count_of(dataset, layer)


def stored_count(source: FileLayer) -> int | None:
    """How many features the file holds, counted, whatever it says of itself and whatever is ``near``; None where that
    cannot be known: a view of a GeoPackage, a file that does not open. Raises ``WrongStream`` where reading it
    fails half-way, as it does where pages of a GeoPackage are damaged."""
    try:
        dataset, layer = _open(source)
        if source.driver != "GPKG":
            return _counted(layer)
        if not _is_table(dataset, layer.GetName()):
            return None
    except Unsupported:
        return None
    count = _count_of(dataset, layer)
    if count is None:
        raise WrongStream
    return count


def _counted(layer: Any) -> int:
    """The features of ``layer``, one by one, without reading what is in them."""
    layer.SetIgnoredFields([*_ignorable(layer), "OGR_GEOMETRY"])
    layer.ResetReading()
    count = 0
    try:
        while layer.GetNextFeature() is not None:
            count += 1
    except RuntimeError as error:  # GDAL's, where somebody in the process has switched its exceptions on
        raise WrongStream from error
    return count


def _count_of(dataset: Any, layer: Any, near: NDArray[np.int64] | None = None) -> int | None:
    found = _first_row(dataset, sql.statement("SELECT COUNT(*) FROM", sql.name(layer.GetName()), _where(layer, near)))
    return found[0] if found else None


MANY_BOXES = 20_000
SHARE = 0.3
"""Boxes, and their share of the layer's extent, up to which asking the index is quicker than reading everything."""


def worth_asking(boxes: NDArray[np.float64], extent: tuple[float, float, float, float]) -> bool:
    """Whether ``FileLayer.near`` with these boxes spares time in a layer of this extent (xmin, ymin, xmax, ymax)."""
    sides = np.minimum(boxes[:, 2:], extent[2:]) - np.maximum(boxes[:, :2], extent[:2])
    covered = float(np.prod(np.maximum(sides, 0.0), axis=1).sum())
    return 0 < len(boxes) <= MANY_BOXES and covered <= SHARE * (extent[2] - extent[0]) * (extent[3] - extent[1])


def nothing_near(source: FileLayer) -> bool:
    """Whether the file has no feature near, as far as its index can be asked."""
    if source.near is None or source.driver != "GPKG":
        return False
    try:
        found = _ids_near(*_open(source), source.near)
    except Unsupported:
        return False
    return found is not None and not len(found)


def _open(source: FileLayer) -> tuple[Any, Any]:
    from osgeo import gdal

    options = [*source.open_options, *(["ENCODING="] if source.codec else [])]
    try:
        dataset = gdal.OpenEx(
            source.path, gdal.OF_VECTOR | gdal.OF_READONLY, allowed_drivers=[source.driver], open_options=options
        )
        layer = None if dataset is None else dataset.GetLayerByName(source.layer) or _only_layer(dataset)
    except RuntimeError as error:  # GDAL's, where somebody in the process has switched its exceptions on
        raise Unsupported from error
    if layer is None or not hasattr(layer, "GetArrowStream"):
        raise Unsupported
    return dataset, layer


def _first_row(dataset: Any, statement: str) -> list[Any]:
    """The fields of the first row; [] where there is none, or the statement cannot be run."""
    try:
        found = dataset.ExecuteSQL(statement)
        if found is None:
            return []
        row = found.GetNextFeature()
        values = [] if row is None else [row.GetField(i) for i in range(row.GetFieldCount())]
        del row
        dataset.ReleaseResultSet(found)
    except RuntimeError:  # GDAL's, where somebody in the process has switched its exceptions on
        return []
    return values


def _is_table(dataset: Any, name: str) -> bool:
    named = sql.statement("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name =", sql.literal(name))
    return bool(_first_row(dataset, sql.statement(named, "COLLATE NOCASE")))


def _ids_near(dataset: Any, layer: Any, boxes: NDArray[np.float64]) -> NDArray[np.int64] | None:
    """Ids of the features whose boxes meet one of ``boxes``, growing, by the GeoPackage's own index and one query for
    all boxes; None where it has no index."""
    index = f"rtree_{layer.GetName()}_{layer.GetGeometryColumn()}"
    if not _is_table(dataset, index):
        return None
    values = ",".join(f"({a!r},{b!r},{c!r},{d!r})" for a, b, c, d in boxes.tolist())
    # Names are quoted, values are numbers. CROSS JOIN makes SQLite go through the boxes and ask the index for each.
    found = _first_row(
        dataset,
        sql.statement(
            "WITH near(a, b, c, d) AS (VALUES",
            values,
            ") SELECT group_concat(DISTINCT r.id) AS ids FROM near CROSS JOIN",
            sql.name(index),
            "AS r ON r.maxx >= a AND r.maxy >= b AND r.minx <= c AND r.miny <= d",
        ),
    )
    if not found:  # then the layer comes whole
        return None
    return np.sort(np.array(found[0].split(",") if found[0] else [], dtype=np.int64))


def _where(layer: Any, near: NDArray[np.int64] | None) -> str:
    if near is None:
        return ""
    return sql.statement("WHERE", sql.name(layer.GetFIDColumn()), "IN (", ",".join(map(str, near.tolist())), ")")


def _selected(dataset: Any, layer: Any, fields: Sequence[str], geometry: bool, near: NDArray[np.int64] | None) -> Any:
    """The rows of a GeoPackage's table, in the order of their ids, as a SELECT of GDAL's.

    Raises ``Unsupported`` where it is a view, or GDAL does not give in the rows what it gives in the table: built
    without SQLite's column metadata it does not know their fields, and it rounds no coordinates.
    """
    fid, shape = layer.GetFIDColumn(), layer.GetGeometryColumn()
    if not fid or not _is_table(dataset, layer.GetName()) or (geometry and _is_rounded(dataset, layer)):
        raise Unsupported
    columns = sql.listed(map(sql.name, [fid, *([shape] if geometry and shape else []), *fields]))
    wanted = ("SELECT", columns, "FROM", sql.name(layer.GetName()), _where(layer, near), "ORDER BY", sql.name(fid))
    try:
        rows = dataset.ExecuteSQL(sql.statement(*wanted))
    except RuntimeError as error:
        raise Unsupported from error
    if rows is None:
        raise Unsupported
    there = _kinds(layer)
    good = rows.GetFIDColumn() == fid and _kinds(rows) == {name: there[name] for name in fields}
    if geometry and shape:
        good = good and rows.GetGeometryColumn() == shape
    if not good:
        dataset.ReleaseResultSet(rows)
        raise Unsupported
    return rows


def _is_rounded(dataset: Any, layer: Any) -> bool:
    """Whether GDAL (from 3.9 on) rounds the coordinates of this table as it reads them: they were stored with fewer
    bits, by the option UNDO_DISCARD_COORD_LSB_ON_READING."""
    definition = layer.GetLayerDefn()
    shape: Any = definition.GetGeomFieldDefn(0) if definition.GetGeomFieldCount() else None
    if not hasattr(shape, "GetCoordinatePrecision") or not shape.GetCoordinatePrecision().GetXYResolution():
        return False
    option = sql.literal('%undo_discard_coord_lsb_on_reading="true"%')
    return bool(_first_row(dataset, sql.statement("SELECT 1 FROM gpkg_metadata WHERE metadata LIKE", option)))


def _kinds(layer: Any, codec: str = "") -> dict[str, tuple[int, int]]:
    """Type and subtype of each field, by its name in ``codec`` (UTF-8 where "")."""
    definition = layer.GetLayerDefn()
    fields = [definition.GetFieldDefn(i) for i in range(definition.GetFieldCount())]
    return {_name_in(_stored_name(field.GetName()), codec): (field.GetType(), field.GetSubType()) for field in fields}


def _stored_name(name: str | bytes) -> bytes:
    """The bytes of a name that GDAL's Python side gives: those that are no UTF-8 come as lone surrogates, or as bytes
    (GDAL 3.3)."""
    return name if isinstance(name, bytes) else name.encode("utf-8", "surrogateescape")


def _name_in(stored: bytes, codec: str) -> str:
    return codecs.lookup(codec or "utf-8").decode(stored, "replace")[0]


def _ignorable(layer: Any, kept: Collection[str] = (), codec: str = "") -> list[str]:
    """The fields beside ``kept`` that GDAL can be told to pass over: none whose stored name is no UTF-8, for its Python
    side takes no such name. They come, and are not looked at."""
    definition = layer.GetLayerDefn()
    stored = [_stored_name(definition.GetFieldDefn(i).GetName()) for i in range(definition.GetFieldCount())]
    return [name.decode() for name in stored if _is_utf8(name) and _name_in(name, codec) not in kept]


def _is_utf8(stored: bytes) -> bool:
    try:
        stored.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _only_simple(layer: Any, fields: Sequence[str], codec: str) -> None:
    """Raises ``Unsupported`` unless all fields are texts and numbers of the layer."""
    from osgeo import ogr

    kinds = _kinds(layer, codec)
    simple = {ogr.OFTString, ogr.OFTInteger, ogr.OFTInteger64, ogr.OFTReal}
    if not all(name in kinds and kinds[name][0] in simple for name in fields):
        raise Unsupported


def _streamed(
    rows: Any, fields: Sequence[str], geometry: bool, fid_name: str, codec: str
) -> Generator[RawBlock, None, None]:
    """The blocks of GDAL's stream of ``rows`` that hold something."""
    unread = _ignorable(rows, set(fields), codec)
    rows.SetIgnoredFields(unread if geometry else [*unread, "OGR_GEOMETRY"])
    stream = rows.GetArrowStream(["INCLUDE_FID=YES", f"MAX_FEATURES_IN_BATCH={BLOCK}"])
    if stream is None:
        raise Unsupported
    try:
        schema_owner = stream.GetSchema()
        schema = ctypes.cast(int(schema_owner._getPtr()), ctypes.POINTER(_Schema)).contents
        children = [schema.children[i].contents for i in range(schema.n_children)]
        columns = [(_name_in(child.name, codec), child.format.decode("ascii")) for child in children]
        shape = _geometry_column(columns, set(fields)) if geometry else None
        while True:
            owner = stream.GetNextRecordBatch()
            if owner is None:
                break
            batch = ctypes.cast(int(owner._getPtr()), ctypes.POINTER(_Array)).contents
            block = _block(owner, batch, columns, shape, fields, fid_name, codec)
            # GDAL's memory lives as long as the batch: all but the geometries was copied out of it, and these keep it.
            del batch, owner
            if len(block.fids):
                yield block
    except RuntimeError as error:  # GDAL's, where somebody in the process has switched its exceptions on
        raise WrongStream from error
    finally:
        del stream  # it must not outlive what it reads


def _only_layer(dataset: Any) -> Any:
    return dataset.GetLayer(0) if dataset.GetLayerCount() == 1 else None


def _geometry_column(columns: list[tuple[str, str]], asked: set[str]) -> int | None:
    """Which column is the geometry: the one in WKB."""
    found = [i for i, (name, kind) in enumerate(columns) if kind in ("z", "Z") and name not in asked]
    if len(found) > 1:
        raise Unsupported
    return found[0] if found else None


def _block(
    owner: Any,
    batch: _Array,
    columns: list[tuple[str, str]],
    geometry: int | None,
    fields: Sequence[str],
    fid_name: str,
    codec: str,
) -> RawBlock:
    if batch.offset:
        raise Unsupported
    arrays = [batch.children[i].contents for i in range(batch.n_children)]
    if batch.length < 0 or any(array.length != batch.length for array in arrays):
        raise WrongStream
    by_name = {name: i for i, (name, _) in enumerate(columns)}
    fid_at = by_name.get(fid_name or "OGC_FID", by_name.get("OGC_FID"))
    if fid_at is None or columns[fid_at][1] != "l":
        raise Unsupported
    fids = _numbers(arrays[fid_at], np.int64).copy()
    if geometry is None:
        wkb, offsets = np.empty(0, np.uint8), np.zeros(len(fids) + 1, np.int64)
    else:
        wkb, offsets = _bytes(arrays[geometry], columns[geometry][1])
        wkb = np.asarray(_Lent(owner, wkb))
    found: dict[str, NDArray[Any]] = {}
    for name in fields:
        at = by_name[name]
        kind = columns[at][1]
        if kind in ("u", "U"):
            found[name] = _texts(arrays[at], kind, codec)
        elif kind == "b":
            found[name] = _floats(arrays[at], _bits(arrays[at].buffers[1], arrays[at]).astype(np.float64))
        elif kind == "l":
            values = _numbers(arrays[at], np.int64).astype(object)
            valid = _valid(arrays[at])
            if valid is not None:
                values[~valid] = None
            found[name] = values
        elif kind in _NUMBERS:
            found[name] = _floats(arrays[at], _numbers(arrays[at], _NUMBERS[kind]).astype(np.float64))
        else:
            raise Unsupported
    if any(len(values) != batch.length for values in (fids, offsets[1:], *found.values())):
        raise WrongStream
    return RawBlock(fids, wkb, offsets, found)


class _Lent:
    """An array over memory of GDAL's, as ``numpy.asarray`` takes it: it holds on to the batch that owns the memory.

    By the Arrow C data interface a batch stands on its own: it outlives the stream and the file.
    """

    def __init__(self, owner: Any, array: NDArray[np.uint8]) -> None:
        self.owner = owner
        self.__array_interface__ = {
            "data": (array.ctypes.data, True), "shape": array.shape, "typestr": "|u1", "version": 3,
        }  # fmt: skip


def _view(address: int | None, count: int, dtype: Any) -> NDArray[Any]:
    """``count`` numbers at ``address`` as an array that does not own them."""
    if not count or not address:
        return np.empty(0, dtype)
    size = count * np.dtype(dtype).itemsize
    memory: Any = (ctypes.c_char * size).from_address(address)
    return np.frombuffer(memory, dtype=dtype)


def _numbers(array: _Array, dtype: Any) -> NDArray[Any]:
    return _view(array.buffers[1], array.offset + array.length, dtype)[array.offset :]


def _bits(address: int | None, array: _Array) -> NDArray[np.bool_]:
    count = array.offset + array.length
    packed = _view(address, (count + 7) // 8, np.uint8)
    return np.unpackbits(packed, bitorder="little")[array.offset : count].astype(np.bool_)


def _valid(array: _Array) -> NDArray[np.bool_] | None:
    """Which rows are not NULL; None where all are."""
    if not array.null_count or not array.buffers[0]:
        return None
    return _bits(array.buffers[0], array)


def _floats(array: _Array, values: NDArray[np.float64]) -> NDArray[np.float64]:
    valid = _valid(array)
    if valid is not None:
        values[~valid] = np.nan
    return values


def _bytes(array: _Array, kind: str) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The bytes of a column of texts or WKB, and where each row's begin; NULL rows are empty.

    Raises ``WrongStream`` where a row would begin before the one ahead of it. The last row's end is the end of the
    bytes, the format says no other: so none reaches past it.
    """
    width = np.int64 if kind in ("U", "Z") else np.int32
    ends = _view(array.buffers[1], array.offset + array.length + 1, width)[array.offset :].astype(np.int64)
    if not len(ends):
        return np.empty(0, np.uint8), np.zeros(array.length + 1, np.int64)
    if ends[0] < 0 or bool((ends[1:] < ends[:-1]).any()):
        raise WrongStream
    data = _view(array.buffers[2], int(ends[-1]), np.uint8)[int(ends[0]) :]
    return data, ends - ends[0]


def _texts(array: _Array, kind: str, codec: str) -> NDArray[np.object_]:
    data, ends = _bytes(array, kind)
    decode = codecs.lookup(codec).decode
    longest = int(np.diff(ends).max(initial=0))
    if 0 < longest <= SHORT:
        values = _short_texts(data, ends, decode)
    else:
        values = _any_texts(data.tobytes(), ends.tolist(), decode)
    valid = _valid(array)
    if valid is not None:
        values[~valid] = None
    return values


def _short_texts(data: NDArray[np.uint8], ends: NDArray[np.int64], decode: Decode) -> NDArray[np.object_]:
    """Texts of at most eight bytes, as codes are: each is a whole number, and equal numbers are decoded once."""
    lengths = np.diff(ends)
    padded = np.zeros((len(lengths), SHORT), dtype=np.uint8)
    for place in range(int(lengths.max())):
        has = lengths > place
        padded[has, place] = data[ends[:-1][has] + place]
    # Trailing zero bytes are padding: no text holds them.
    numbers, where = np.unique(padded.view("<u8").ravel(), return_inverse=True)
    texts = [int(number).to_bytes(SHORT, "little").rstrip(b"\0") for number in numbers]
    known = np.empty(len(texts), dtype=object)
    known[:] = [decode(text, "replace")[0] for text in texts]
    return known[where]


def _any_texts(raw: bytes, places: list[int], decode: Decode) -> NDArray[np.object_]:
    """Texts of any length. Most columns repeat a few hundred values: each is decoded once."""
    known: dict[bytes, str] = {}
    values = np.empty(len(places) - 1, dtype=object)
    for i in range(len(places) - 1):
        piece = raw[places[i] : places[i + 1]]
        text = known.get(piece)
        if text is None:
            text = known[piece] = decode(piece, "replace")[0]
        values[i] = text
    return values
