"""Features straight from a file: the Arrow stream of the GDAL that QGIS itself uses, taken up by numpy.

The stream is read through the Arrow C data interface (https://arrow.apache.org/docs/format/CDataInterface.html),
a fixed memory layout of a few pointers, so that no pyarrow is needed. ``GetArrowStreamAsNumPy`` of osgeo would
pad every geometry of a block to the longest one: gigabytes, once a block holds a dissolved red line.

A second SQLite in the process would drop QGIS's locks (docs/developing.md): never a wheel's GDAL here.
"""

from __future__ import annotations

import codecs
import ctypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "BLOCK", "DRIVERS", "MANY_BOXES", "FileLayer", "RawBlock", "file_blocks", "nothing_near", "worth_asking",
]  # fmt: skip

DRIVERS = frozenset({"GPKG", "ESRI Shapefile", "OpenFileGDB", "FlatGeobuf"})
"""Drivers whose stream is known to give what QGIS's own reader gives (tests/qgis/test_sources.py)."""

BLOCK = 8_192
"""Features a block, where the caller does not say. Blocks of 65,536, as the Arrow stream gives by itself, are so large
that the system hands out fresh memory for each: slower by up to a fifth, and a hundred megabytes more."""


class Unsupported(Exception):
    """The stream carries something that this reader does not know: take the ordinary way."""


@dataclass(frozen=True)
class FileLayer:
    """A layer of a file as GDAL opens it.

    codec : Python codec of the texts where the driver hands them over as they are stored (Shapefile), else "".
    near : (k, 4) xmin, ymin, xmax, ymax in the layer's system; only features whose box meets one of them are wanted.
    More may come: a file without a spatial index that can be asked for many boxes at once comes whole.
    """

    path: str
    layer: str
    driver: str
    open_options: tuple[str, ...] = ()
    codec: str = ""
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

    Raises ``Unsupported`` before the first block where the file cannot be read this way.
    """
    dataset, layer = _open(source)
    if source.near is not None and source.driver == "GPKG":
        _ask_near(dataset, layer, source.near)
    fid_name = layer.GetFIDColumn()
    stream = _stream(layer, fields, geometry)
    schema_owner = stream.GetSchema()
    schema = ctypes.cast(int(schema_owner._getPtr()), ctypes.POINTER(_Schema)).contents
    children = [schema.children[i].contents for i in range(schema.n_children)]
    columns = [(child.name.decode("utf-8"), child.format.decode("ascii")) for child in children]
    shape = _geometry_column(columns, set(fields)) if geometry else None
    while True:
        owner = stream.GetNextRecordBatch()
        if owner is None:
            break
        batch = ctypes.cast(int(owner._getPtr()), ctypes.POINTER(_Array)).contents
        block = _block(owner, batch, columns, shape, fields, fid_name, source.codec or "utf-8")
        # GDAL's memory lives as long as the batch does: all but the geometries was copied out of it, and these keep it.
        del batch, owner
        if len(block.fids):
            yield block
    # A stream must not outlive the layer, nor the layer its file.
    del stream, layer, dataset


MANY_BOXES = 20_000
SHARE = 0.3
"""Boxes, and their share of the layer's extent, up to which asking the index is quicker than reading everything."""


def worth_asking(boxes: NDArray[np.float64], extent: tuple[float, float, float, float]) -> bool:
    """Whether ``FileLayer.near`` with these boxes spares time in a layer of this extent (xmin, ymin, xmax, ymax)."""
    sides = np.minimum(boxes[:, 2:], extent[2:]) - np.maximum(boxes[:, :2], extent[:2])
    covered = float(np.prod(np.maximum(sides, 0.0), axis=1).sum())
    return 0 < len(boxes) <= MANY_BOXES and covered <= SHARE * (extent[2] - extent[0]) * (extent[3] - extent[1])


def nothing_near(source: FileLayer) -> bool:
    """Whether the file has no feature near, as far as it can be asked."""
    try:
        return next(file_blocks(source, [], geometry=False), None) is None
    except Unsupported:
        return False


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


def _ask_near(dataset: Any, layer: Any, boxes: NDArray[np.float64]) -> None:
    """Lets ``layer`` give only the features near the boxes, by the GeoPackage's own index: one query for all boxes."""
    table, shape = layer.GetName(), layer.GetGeometryColumn()
    index = f"rtree_{table}_{shape}"
    name = index.replace("'", "''")
    try:
        found = dataset.ExecuteSQL(f"SELECT 1 FROM sqlite_master WHERE name = '{name}'")  # noqa: S608 - quoted above
        indexed = found is not None and found.GetFeatureCount() > 0
        dataset.ReleaseResultSet(found)
        if not indexed:
            return
        values = ",".join(f"({a!r},{b!r},{c!r},{d!r})" for a, b, c, d in boxes.tolist())
        quoted = index.replace('"', '""')
        fid = layer.GetFIDColumn().replace('"', '""')
        # Names are quoted, values are numbers. CROSS JOIN makes SQLite go through the boxes and ask the index for each.
        layer.SetAttributeFilter(
            f'"{fid}" IN (WITH near(a, b, c, d) AS (VALUES {values}) SELECT r.id FROM near '  # noqa: S608 - see above
            f'CROSS JOIN "{quoted}" AS r ON r.maxx >= a AND r.maxy >= b AND r.minx <= c AND r.miny <= d)'
        )
    except RuntimeError:  # GDAL's: then the layer comes whole
        layer.SetAttributeFilter(None)


def _stream(layer: Any, fields: Sequence[str], geometry: bool) -> Any:
    from osgeo import ogr

    definition = layer.GetLayerDefn()
    kinds = {
        definition.GetFieldDefn(i).GetName(): definition.GetFieldDefn(i).GetType()
        for i in range(definition.GetFieldCount())
    }
    simple = {ogr.OFTString, ogr.OFTInteger, ogr.OFTInteger64, ogr.OFTReal}
    if not all(kinds.get(name) in simple for name in fields):
        raise Unsupported
    unread = [name for name in kinds if name not in set(fields)]
    layer.SetIgnoredFields(unread if geometry else [*unread, "OGR_GEOMETRY"])
    stream = layer.GetArrowStream(["INCLUDE_FID=YES", f"MAX_FEATURES_IN_BATCH={BLOCK}"])
    if stream is None:
        raise Unsupported
    return stream


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
    """The bytes of a column of texts or WKB, and where each row's begin; NULL rows are empty."""
    width = np.int64 if kind in ("U", "Z") else np.int32
    ends = _view(array.buffers[1], array.offset + array.length + 1, width)[array.offset :].astype(np.int64)
    if not len(ends):
        return np.empty(0, np.uint8), np.zeros(array.length + 1, np.int64)
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
