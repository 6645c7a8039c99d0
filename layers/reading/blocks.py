"""Features of a source as they are stored, in blocks: by the feature iterator, or straight from the file.

The iterator knows selection, filter, unsaved edits, layers in memory and in databases; an unedited, unfiltered file is
read through GDAL's Arrow stream, with equal results. Neither is believed where a file stands behind the layer: a stream
that is wrong in itself, or gives other features than the file has, gives way to the iterator, and what the iterator
leaves out or gives twice is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from qgis.core import QgsFeatureRequest, QgsFields
from qgis.PyQt.QtCore import QDate, QDateTime, QMetaType, QTime

from ...core.errors import Cancelled, RedlineError
from .arrowfile import RawBlock, Unsupported, WrongStream, file_blocks, stored_count
from .columns import Column, stacked_columns
from .damage import Damage, damaged_shapes, lost_rows
from .opened import Source

__all__ = ["DamagedFile", "Progress", "Stop", "WrongRead", "one_way_or_the_other", "raw_blocks", "refuse_missing"]

Block = TypeVar("Block")
Progress = Callable[[float], object]
Stop = Callable[[], bool]


class WrongRead(RedlineError):
    """A layer whose features did not come as they stand in its file."""

    SENTENCE = (
        "Layer {layer} was not read as it stands in its file, so nothing was made of it: close other programs that "
        "write to the file and run again; if that does not help, the file is damaged: get it again."
    )

    def __init__(self, layer: str) -> None:
        super().__init__(self.SENTENCE, layer=layer)


class DamagedFile(RedlineError):
    """A Shapefile of which a part is lost: what is made of the rest would be too small."""

    SENTENCE = (
        "Layer {layer}: {lost} of {total} records of {file} are damaged or cut off, the first is that of feature "
        "{fid}. Nothing was made of it, for numbers would be wrong: get the file again, or save the layer as a new "
        "file, which keeps what is whole, and enter there what is missing."
    )

    def __init__(self, layer: str, damage: Damage) -> None:
        super().__init__(
            self.SENTENCE, layer=layer, lost=damage.lost, total=damage.total, file=damage.file, fid=damage.first
        )


def one_way_or_the_other(source: Source, all_of: Callable[[Source], list[Block]]) -> list[Block]:
    """All blocks; by the iterator where the file's stream turned out wrong half-way, for nothing was used of it."""
    try:
        return all_of(source)
    except WrongRead:
        if not source.straight:
            raise
    return all_of(replace(source, straight=False))


def raw_blocks(
    source: Source,
    fields: list[str],
    size: int,
    progress: Progress | None,
    cancelled: Stop | None,
    *,
    geometry: bool = True,
) -> Iterator[RawBlock]:
    for name in fields:
        if source.fields.lookupField(name) < 0:
            raise RedlineError(
                "Layer {layer} has no field {field}; it has: {fields}.",
                layer=source.name,
                field=name,
                fields=", ".join(source.fields.names()),
            )
    done = 0
    _refuse_damaged(source)
    for raw in _either_way(source, fields, size, geometry):
        shapeless = raw.fids[np.diff(raw.offsets) == 0].tolist() if geometry else []
        if shapeless:
            _refuse_damaged(source, shapeless)
        if cancelled is not None and cancelled():
            raise Cancelled
        done += len(raw.fids)
        yield raw
        if progress is not None:
            progress(min(1.0, done / source.count) if source.count > 0 else 1.0)
    if cancelled is not None and cancelled():
        raise Cancelled


def _refuse_damaged(source: Source, shapeless: Sequence[int] | None = None) -> None:
    """Raises ``DamagedFile`` where a Shapefile stands behind ``source`` and has lost rows; with ``shapeless``, the
    features that came without a shape, where the file holds shapes of some of them."""
    if source.file is not None and source.file.driver == "ESRI Shapefile":
        path = source.file.path
        damage = lost_rows(path) if shapeless is None else damaged_shapes(path, shapeless)
        if damage is not None:
            raise DamagedFile(source.name, damage)


def _either_way(source: Source, fields: list[str], size: int, geometry: bool) -> Iterator[RawBlock]:
    stored = [source.fields.at(source.fields.lookupField(name)) for name in fields]
    plain = all(
        source.fields.fieldOrigin(source.fields.lookupField(name)) == QgsFields.FieldOrigin.OriginProvider
        for name in fields
    )
    if source.file is not None and source.straight and plain:
        names = [field.name() for field in stored]
        handed = False
        try:
            for raw in file_blocks(source.file, names, geometry=geometry):
                raw.columns = {name: raw.columns[stored_as] for name, stored_as in zip(fields, names, strict=True)}
                handed = True
                yield from _cut(raw, size)
            return
        except (Unsupported, WrongStream) as error:
            if handed:
                raise WrongRead(source.name) from error
    yield from _counted(source, _iterated(source, fields, size, geometry))


def _counted(source: Source, blocks: Iterator[RawBlock]) -> Iterator[RawBlock]:
    """``blocks`` of the iterator. Raises ``WrongRead`` where a file stands behind ``source``, and they were not all its
    features, each once; rows of a view, which no file stores, may have one id."""
    seen: list[NDArray[np.int64]] = []
    for raw in blocks:
        seen.append(raw.fids)
        yield raw
    if source.file is None:
        return
    fids = stacked_columns(seen, np.int64)
    if len(fids) != len(np.unique(fids)) and _stored(source) is not None:
        raise WrongRead(source.name)
    refuse_missing(source, len(fids))


def refuse_missing(source: Source, count: int) -> None:
    """Raises ``WrongRead`` where a file stands behind ``source``, and ``count`` features are not all that it holds: its
    driver hands on what is before a damaged page as if it were everything."""
    if source.file is None or count == source.count:
        return
    stored = _stored(source)
    if stored is not None and count != stored:
        raise WrongRead(source.name)


def _stored(source: Source) -> int | None:
    """Rows that the file of ``source`` stores, counted: the layer's own count may be an old one. None for a view."""
    try:
        return None if source.file is None else stored_count(source.file)
    except WrongStream as error:
        raise WrongRead(source.name) from error


def _cut(raw: RawBlock, size: int) -> Iterator[RawBlock]:
    """``raw`` in blocks of at most ``size`` features."""
    if len(raw.fids) <= size:
        yield raw
        return
    for start in range(0, len(raw.fids), size):
        part = slice(start, start + size)
        ends = raw.offsets[start : start + size + 1]
        columns = {name: values[part] for name, values in raw.columns.items()}
        yield RawBlock(raw.fids[part], raw.wkb[ends[0] : ends[-1]], ends - ends[0], columns)


def _iterated(source: Source, fields: list[str], size: int, geometry: bool) -> Iterator[RawBlock]:
    places = [source.fields.lookupField(name) for name in fields]
    kinds = [source.fields.at(place).type() for place in places]
    request = QgsFeatureRequest().setSubsetOfAttributes(places)
    if not geometry:
        request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    fids: list[int] = []
    shapes: list[bytes] = []
    rows: list[list[Any]] = [[] for _ in places]
    for feature in source.iterate(request):
        fids.append(feature.id())
        if geometry:
            shape = feature.geometry()
            shapes.append(b"" if shape.isNull() else shape.asWkb().data())
        for place, column in zip(places, rows, strict=True):
            column.append(feature.attribute(place))
        if len(fids) == size:
            yield _gathered(fids, shapes, fields, kinds, rows)
            fids, shapes, rows = [], [], [[] for _ in places]
    if fids:
        yield _gathered(fids, shapes, fields, kinds, rows)


def _gathered(
    fids: list[int], shapes: list[bytes], fields: list[str], kinds: list[Any], rows: list[list[Any]]
) -> RawBlock:
    offsets = np.zeros(len(fids) + 1, dtype=np.int64)
    if shapes:
        np.cumsum(np.fromiter(map(len, shapes), dtype=np.int64, count=len(shapes)), out=offsets[1:])
    columns = {name: _column(values, kind) for name, values, kind in zip(fields, rows, kinds, strict=True)}
    wkb = np.frombuffer(b"".join(shapes), dtype=np.uint8)
    return RawBlock(np.array(fids, dtype=np.int64), wkb, offsets, columns)


def _column(values: list[Any], kind: Any) -> Column:
    """Values as PyQGIS gives them, NULL as whatever this version of it makes of NULL."""
    numbers = (QMetaType.Type.Int, QMetaType.Type.Double, QMetaType.Type.UInt, QMetaType.Type.Float)
    if kind in numbers or kind == QMetaType.Type.Bool:
        return np.array([float(v) if isinstance(v, (int, float)) else np.nan for v in values], dtype=np.float64)
    found = np.empty(len(values), dtype=object)
    if kind == QMetaType.Type.QString:
        found[:] = [v if isinstance(v, str) else None for v in values]
    else:
        found[:] = [_plain(v) for v in values]
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, (int, float, str)):
        return value
    if isinstance(value, QDate):
        return value.toString("yyyy-MM-dd") if value.isValid() else None
    if isinstance(value, QDateTime):
        return value.toString("yyyy-MM-ddTHH:mm:ss") if value.isValid() else None
    if isinstance(value, QTime):
        return value.toString("HH:mm:ss") if value.isValid() else None
    if isinstance(value, (list, dict, bytes)):
        return value
    return None
