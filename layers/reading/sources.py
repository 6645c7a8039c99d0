"""Features of any QGIS layer as the engine's arrays: the one place where layers are read.

Two ways, equal results: the feature iterator (selection, filter, unsaved edits, memory layers, databases), and
straight from the file through GDAL's Arrow stream where the layer is an unedited, unfiltered file. Neither is believed
where a file stands behind the layer: a stream that is wrong in itself, or gives other features than the file has, gives
way to the iterator, and what the iterator leaves out or gives twice is an error. Vertices are
transformed one by one: an edge straight in the layer's system is taken as straight in the target system too.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeatureIterator,
    QgsFeatureRequest,
    QgsFields,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsProviderRegistry,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QMetaType, QTime

from ...core.errors import Cancelled, RedlineError
from ...core.shapes.arcs import DEVIATION
from ...core.shapes.polygons import Polygons, emptied, join_polygons, keep_polygons
from ...core.shapes.stray import Reach
from ...core.shapes.wkb import Damaged, to_iso
from ...core.written.answers import Unanswered, read_answer
from ...core.written.dates import read_date, read_year
from ...core.written.numbers import read_numbers
from ...core.written.times import read_time
from ...i18n import tr
from .arrowfile import BLOCK, DRIVERS, FileLayer, RawBlock, Unsupported, WrongStream, file_blocks, stored_count
from .clip import without_empty_parts
from .crs import TransformError, name_of_crs, transform_xy
from .damage import Damage, damaged_shapes, lost_rows
from .datums import transform_between
from .encoding import DbfEncoding
from .gausskruger import official_system
from .names import called
from .polygonarrays import Astray, polygons_of, transformed
from .reach import LONGEST_EDGE, points_astray, reach_of, reasons_astray
from .shapefile import read_as_stored

__all__ = [
    "DamagedFile",
    "Features",
    "Points",
    "Rows",
    "Skipped",
    "Source",
    "WrongRead",
    "as_codes",
    "as_numbers",
    "feature_blocks",
    "layer_of_parameter",
    "read_features",
    "read_points",
    "read_table",
    "source_of",
    "source_of_parameter",
]

Column = NDArray[Any]
Block = TypeVar("Block")
Progress = Callable[[float], object]
Stop = Callable[[], bool]


class WrongRead(RedlineError):
    """A layer whose features did not come as they stand in its file."""

    SENTENCE = (
        "Layer {layer} was not read as it stands in its file, so nothing was made of it: close other programs that "
        "write to the file and run again; if that does not help, save the layer as a new file and use that one."
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


@dataclass(frozen=True)
class Skipped:
    """A feature that could not be taken, and why, in the person's language."""

    fid: int
    reason: str

    @property
    def stray(self) -> bool:
        """Whether it has a shape, but a vertex where none can be."""
        return isinstance(self.reason, Astray)


class _Columns:
    """Features as arrays; row ``i`` is the same feature in all of them."""

    fids: NDArray[np.int64]
    attributes: dict[str, Column]
    layer: str

    def __len__(self) -> int:
        return len(self.fids)

    def codes(self, field: str) -> NDArray[np.object_]:
        """(n,) the values of a field as trimmed text, NULL as ""; "" everywhere where ``field`` is ""."""
        return as_codes(self.attributes[field]) if field else np.full(len(self), "", dtype=object)

    def texts(self, field: str) -> list[str]:
        """As ``codes``, as a list."""
        return self.codes(field).tolist()

    def ids(self, field: str) -> list[str]:
        """By what a person knows the features: the texts of ``field``, the feature ids where it is ""."""
        return self.texts(field) if field else [str(fid) for fid in self.fids.tolist()]

    def labels(self, field: str) -> list[str]:
        """As ``ids``, and the feature id also where the text is empty."""
        return [text or str(fid) for text, fid in zip(self.texts(field), self.fids.tolist(), strict=True)]

    def numbers(self, field: str) -> NDArray[np.float64]:
        """(n,) the values of a field as numbers, texts too where they have one meaning (``read_numbers``); NaN for NULL
        and empty text.

        Raises RedlineError with layer, feature, field and value where a value is not understood: taken for nothing, it
        would make a number wrong.
        """
        values = self.attributes[field]
        if values.dtype == np.float64:
            return values
        read = read_numbers(values.tolist())
        if read.unread:
            first = read.unread[0]
            raise RedlineError(
                "Layer {layer}, feature {fid}: “{value}” in field {field} is not a number with one meaning: write it "
                "plainly, such as 1234.56. Values of this kind in the field: {count}.",
                layer=self.layer,
                fid=int(self.fids[first]),
                value=values[first],
                field=field,
                count=len(read.unread),
            )
        return np.array(read.values, dtype=np.float64)

    def dates(self, field: str) -> list[str]:
        """The days of a field as ISO 8601 (``read_date``), "" where it is empty; "" everywhere where ``field`` is "".

        Raises RedlineError with layer, feature, field and value where a value names no one day.
        """
        return self._understood(
            field,
            read_date,
            lambda **told: RedlineError(
                "Layer {layer}, feature {fid}: “{value}” in field {field} is not a date with one meaning: write it as "
                "year, month and day, such as 2021-03-06, or leave it empty.",
                **told,
            ),
        )

    def times(self, field: str) -> list[datetime | None]:
        """The moments of a field, aware (``read_time``: Beijing time where nothing is said), None where it is empty,
        and everywhere where ``field`` is "".

        Raises RedlineError with layer, feature, field and value where a value names no one moment.
        """
        found = self._understood(
            field,
            read_time,
            lambda **told: RedlineError(
                "Layer {layer}, feature {fid}: “{value}” in field {field} is not a moment with one meaning: write day "
                "and time, such as 2021-03-06 15:40, or leave it empty.",
                **told,
            ),
        )
        return [datetime.fromisoformat(text) if text else None for text in found]

    def years(self, field: str) -> list[str]:
        """The years of a field in four digits (``read_year``); else as ``dates``."""
        return self._understood(
            field,
            read_year,
            lambda **told: RedlineError(
                "Layer {layer}, feature {fid}: “{value}” in field {field} names no year: write it in four digits, "
                "such as 2021.",
                **told,
            ),
        )

    def answers(self, field: str, yes: Sequence[str], no: Sequence[str]) -> list[bool | None]:
        """Whether a field says yes or no in one of these words (``read_answer``), None where it is empty; None
        everywhere where ``field`` is "".

        Raises RedlineError with layer, feature, field and value where a word is in neither list, or in both.
        """
        found = []
        for fid, text in zip(self.fids.tolist(), self.texts(field), strict=True):
            try:
                found.append(read_answer(text, yes, no))
            except Unanswered as error:
                raise RedlineError(
                    "Layer {layer}, feature {fid}: “{value}” in field {field} means neither yes ({yes} …) nor no "
                    "({no} …): correct it, or add the word to the rules tractplan.yes or tractplan.no.",
                    layer=self.layer,
                    fid=fid,
                    value=text,
                    field=field,
                    yes=yes[0],
                    no=no[0],
                ) from error
        return found

    def _understood(
        self, field: str, read: Callable[[str], str | None], wrong: Callable[..., RedlineError]
    ) -> list[str]:
        found = []
        for fid, text in zip(self.fids.tolist(), self.texts(field), strict=True):
            value = read(text)
            if value is None:
                raise wrong(layer=self.layer, fid=fid, value=text, field=field)
            found.append(value)
        return found


@dataclass(frozen=True)
class Rows(_Columns):
    """Features without their shapes; ``attributes`` as in ``Features``."""

    fids: NDArray[np.int64]
    attributes: dict[str, Column]
    layer: str = ""


@dataclass(frozen=True)
class Features(_Columns):
    """Polygon features as arrays; row ``i`` is the same feature in all of them.

    layer : the layer's name, for what has to be told of a feature.
    attributes : by field name. Texts, dates (ISO 8601) and 64-bit integers as object with None for NULL; other
        numbers and booleans as float64 with NaN for NULL.
    skipped : features without a polygon, or with a vertex astray; they have no row.
    curved : ids of the features that were drawn with arcs.
    """

    polygons: Polygons
    fids: NDArray[np.int64]
    attributes: dict[str, Column]
    crs: QgsCoordinateReferenceSystem
    skipped: list[Skipped]
    layer: str = ""
    curved: tuple[int, ...] = ()

    def take(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> Features:
        """The rows for which ``which``, (n,) bool, is true, or those of the numbers ``which``, (k,) int64."""
        return replace(
            self,
            polygons=keep_polygons(self.polygons, which),
            fids=self.fids[which],
            attributes={name: values[which] for name, values in self.attributes.items()},
        )


@dataclass(frozen=True)
class Points(_Columns):
    """Points as arrays: ``xy`` is (n, 2), all points of all features; else as in ``Features``.

    first : (n,) whether the point is the first of its feature: what a multipoint says of itself counts once.
    """

    xy: NDArray[np.float64]
    first: NDArray[np.bool_]
    fids: NDArray[np.int64]
    attributes: dict[str, Column]
    crs: QgsCoordinateReferenceSystem
    skipped: list[Skipped]
    layer: str = ""


@dataclass(frozen=True)
class Source:
    """Where features come from. Taken in the thread that owns the layer, read in any.

    iterate : runs a request, as ``QgsFeatureSource.getFeatures`` does.
    file : set where a file stands behind the layer, and has exactly its features.
    straight : whether the features may be read from the file itself.
    """

    name: str
    crs: QgsCoordinateReferenceSystem
    fields: QgsFields
    wkb_type: QgsWkbTypes.Type
    count: int
    iterate: Callable[[QgsFeatureRequest], QgsFeatureIterator]
    file: FileLayer | None = None
    straight: bool = True


def source_of(source: Any, *, selected_only: bool = False) -> Source:
    """A ``Source`` from a QgsVectorLayer or any QgsFeatureSource; a ``Source`` is handed back as it is."""
    if isinstance(source, Source):
        return source
    if isinstance(source, QgsVectorLayer):
        if not source.isValid():
            raise RedlineError(
                "Layer {layer} cannot be opened: check that its file or database is still there.", layer=source.name()
            )
        misread = read_as_stored(source)
        snapshot = QgsVectorLayerFeatureSource(source)
        chosen = list(source.selectedFeatureIds()) if selected_only else None

        def iterate(request: QgsFeatureRequest) -> QgsFeatureIterator:
            return snapshot.getFeatures(request.setFilterFids(chosen) if chosen is not None else request)

        count = source.featureCount() if chosen is None else len(chosen)
        file = None if selected_only else _file_of(source, misread)
        crs = official_system(source.crs())
        return Source(called(source), crs, source.fields(), source.wkbType(), count, iterate, file)
    if isinstance(source, QgsProcessingFeatureSource):
        skip = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks

        def run(request: QgsFeatureRequest) -> QgsFeatureIterator:
            # Geometry errors are not this reader's business: the engine takes what the layer holds.
            return source.getFeatures(request, skip)
    else:
        run = source.getFeatures
    return Source(
        source.sourceName(),
        official_system(source.sourceCrs()),
        source.fields(),
        source.wkbType(),
        source.featureCount(),
        run,
    )


def source_of_parameter(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], name: str, context: QgsProcessingContext
) -> Source | None:
    """The ``Source`` behind a feature source parameter, None where an optional one is left out.

    Selection, filter and limit of the parameter are kept; a whole file layer is read straight from its file.
    """
    value = parameters.get(name)
    layer = layer_of_parameter(algorithm, parameters, name, context)
    misread = read_as_stored(layer) if layer is not None else None
    given = algorithm.parameterAsSource(parameters, name, context)
    if given is None:
        if value in (None, ""):
            return None
        raise RedlineError("{reason}", reason=algorithm.invalidSourceError(parameters, name))
    source = source_of(given)
    if layer is None:
        return source
    narrowed = isinstance(value, QgsProcessingFeatureSourceDefinition) and bool(
        value.selectedFeaturesOnly or value.featureLimit != -1 or value.filterExpression
    )
    return replace(source, name=called(layer), file=None if narrowed else _file_of(layer, misread))


def layer_of_parameter(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], name: str, context: QgsProcessingContext
) -> QgsVectorLayer | None:
    """The layer that a feature source parameter names."""
    value = parameters.get(name)
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        place, _ = value.source.valueAsString(context.expressionContext(), "")
        layer = QgsProcessingUtils.mapLayerFromString(place, context)
    else:
        layer = algorithm.parameterAsVectorLayer(parameters, name, context)
    return layer if isinstance(layer, QgsVectorLayer) and layer.isValid() else None


def _file_of(layer: QgsVectorLayer, misread: DbfEncoding | None = None) -> FileLayer | None:
    """The file behind ``layer`` where its stored features are exactly what the layer shows. misread : its encoding
    where the file says another."""
    if layer.providerType() != "ogr" or layer.isEditable() or layer.subsetString():
        return None
    driver = layer.dataProvider().storageType()
    if driver not in DRIVERS:
        return None
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    path = parts.get("path", "")
    if not path or parts.get("vsiPrefix") or not Path(path).exists():
        return None
    codec = ""
    if driver == "ESRI Shapefile":
        codec = _codec_of(layer.dataProvider().encoding())
        if not codec:
            return None
    declared = "" if misread is None else misread.declared or "–"
    return FileLayer(path, parts.get("layerName") or "", driver, tuple(parts.get("openOptions") or ()), codec, declared)


def _codec_of(encoding: str) -> str:
    """Python's name for an encoding that Qt names; "" where Python has none, or Qt takes the system's."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return ""


def read_features(
    source: Any,
    fields: Sequence[str] = (),
    *,
    crs: QgsCoordinateReferenceSystem | None = None,
    transform_context: QgsCoordinateTransformContext | None = None,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> Features:
    """All polygon features of ``source``, with the named fields, in ``crs`` (the source's own when None).

    source : QgsVectorLayer, QgsFeatureSource or ``Source``. Curved edges become chords with the area of the
    arc, Z and M are dropped, invalid geometries pass through; polygons with a vertex astray (``reading.reach``) are
    skipped before anything is made of them. progress : called with 0…1. cancelled : asked between
    blocks. Raises RedlineError for a missing field, a layer that has no polygons or no known coordinate system where
    a transform is asked, and Cancelled.
    """

    def all_of(given: Source) -> list[Features]:
        return list(
            feature_blocks(
                given, fields, crs=crs, transform_context=transform_context, progress=progress, cancelled=cancelled
            )
        )

    opened = source_of(source)
    blocks = _one_way_or_the_other(opened, all_of)
    if len(blocks) == 1:
        return blocks[0]
    return Features(
        join_polygons([block.polygons for block in blocks]),
        _stacked([block.fids for block in blocks], np.int64),
        {name: _stacked([block.attributes[name] for block in blocks], object) for name in fields},
        opened.crs if crs is None else crs,
        [skipped for block in blocks for skipped in block.skipped],
        opened.name,
        tuple(fid for block in blocks for fid in block.curved),
    )


def feature_blocks(
    source: Any,
    fields: Sequence[str] = (),
    *,
    crs: QgsCoordinateReferenceSystem | None = None,
    transform_context: QgsCoordinateTransformContext | None = None,
    block: int = BLOCK,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> Iterator[Features]:
    """As ``read_features``, some ``block`` features at a time: for layers larger than memory is wanted for.

    Raises ``WrongRead`` also where a file's stream turns out wrong after the first block was handed over.
    """
    opened = source_of(source)
    kind = QgsWkbTypes.geometryType(opened.wkb_type)
    if kind not in (QgsWkbTypes.GeometryType.PolygonGeometry, QgsWkbTypes.GeometryType.UnknownGeometry):
        raise RedlineError("Layer {layer} has no polygons: choose a layer of areas.", layer=opened.name)
    transform = _transform(opened, crs, transform_context)
    target = opened.crs if crs is None else crs
    reach = reach_of(opened.crs)
    for raw in _raw_blocks(opened, list(fields), block, progress, cancelled):
        yield replace(_features(raw, opened.crs, reach, target, transform), layer=opened.name)


def read_points(
    source: Any,
    fields: Sequence[str] = (),
    *,
    crs: QgsCoordinateReferenceSystem | None = None,
    transform_context: QgsCoordinateTransformContext | None = None,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> Points:
    """All points of all features of ``source``: a multipoint has a row for each of its points. Parameters as in
    ``read_features``."""
    opened = source_of(source)
    if QgsWkbTypes.geometryType(opened.wkb_type) != QgsWkbTypes.GeometryType.PointGeometry:
        raise RedlineError("Layer {layer} has no points: choose a layer of points.", layer=opened.name)
    transform = _transform(opened, crs, transform_context)
    target = opened.crs if crs is None else crs

    def all_of(given: Source) -> list[Points]:
        raws = _raw_blocks(given, list(fields), BLOCK, progress, cancelled)
        reach = reach_of(opened.crs)
        return [_points(raw, opened.crs, reach, target, transform) for raw in raws]

    blocks = _one_way_or_the_other(opened, all_of)
    return Points(
        np.concatenate([np.empty((0, 2)), *(found.xy for found in blocks)]),
        _stacked([found.first for found in blocks], np.bool_),
        _stacked([found.fids for found in blocks], np.int64),
        {name: _stacked([found.attributes[name] for found in blocks], object) for name in fields},
        target,
        [skipped for found in blocks for skipped in found.skipped],
        opened.name,
    )


def read_table(
    source: Any, fields: Sequence[str], *, progress: Progress | None = None, cancelled: Stop | None = None
) -> Rows:
    """The named fields of every feature, geometry or not, without reading the geometries."""

    def all_of(given: Source) -> list[RawBlock]:
        return list(_raw_blocks(given, list(fields), BLOCK, progress, cancelled, geometry=False))

    opened = source_of(source)
    blocks = _one_way_or_the_other(opened, all_of)
    return Rows(
        _stacked([raw.fids for raw in blocks], np.int64),
        {name: _stacked([raw.columns[name] for raw in blocks], object) for name in fields},
        opened.name,
    )


def as_codes(values: Column) -> NDArray[np.object_]:
    """Values of any column as trimmed text: NULL is "", 101.0 is "101"."""
    found = np.empty(len(values), dtype=object)
    if values.dtype == np.float64:
        found[:] = ["" if v != v else str(int(v)) if v == int(v) else repr(v) for v in values.tolist()]
    else:
        found[:] = ["" if v is None else str(v).strip() for v in values.tolist()]
    return found


def as_numbers(values: Column) -> NDArray[np.float64]:
    """Values of any column as float64: NULL, empty text and what is not understood are NaN."""
    if values.dtype == np.float64:
        return values
    return np.array(read_numbers(values.tolist()).values, dtype=np.float64)


# --- the two ways of reading ----------------------------------------------------------------------------------------


def _one_way_or_the_other(source: Source, all_of: Callable[[Source], list[Block]]) -> list[Block]:
    """All blocks; by the iterator where the file's stream turned out wrong half-way, for nothing was used of it."""
    try:
        return all_of(source)
    except WrongRead:
        if not source.straight:
            raise
    return all_of(replace(source, straight=False))


def _raw_blocks(
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
    features, each once."""
    seen: list[NDArray[np.int64]] = []
    for raw in blocks:
        seen.append(raw.fids)
        yield raw
    if source.file is None:
        return
    fids = _stacked(seen, np.int64)
    different = len(np.unique(fids))
    if len(fids) == different == source.count:
        return
    try:
        stored = stored_count(source.file)  # counted, for the layer's own count may be an old one
    except WrongStream as error:
        raise WrongRead(source.name) from error
    if stored is not None and not len(fids) == different == stored:
        raise WrongRead(source.name)


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


def _features(
    raw: RawBlock,
    own: QgsCoordinateReferenceSystem,
    reach: Reach,
    crs: QgsCoordinateReferenceSystem,
    transform: QgsCoordinateTransform | None,
) -> Features:
    """own, reach : of the layer; crs, transform : where its polygons are brought."""
    curved: list[int] = []
    deviation = DEVIATION * reach.longest / LONGEST_EDGE
    polygons, skipped = polygons_of(raw.wkb, raw.offsets, deviation=deviation, curved=curved)
    astray = reasons_astray(polygons, own, reach)
    if astray:
        skipped |= astray
        polygons = emptied(polygons, np.array(sorted(astray), dtype=np.int64))
    if transform is not None:
        polygons = transformed(polygons, transform, skipped)
    told = [Skipped(int(raw.fids[i]), skipped[i]) for i in sorted(skipped)]
    found = Features(polygons, raw.fids, raw.columns, crs, told, curved=tuple(raw.fids[curved].tolist()))
    if not skipped:
        return found
    keep = np.ones(len(raw.fids), dtype=np.bool_)
    keep[list(skipped)] = False
    return found.take(keep)


def _points(
    raw: RawBlock,
    own: QgsCoordinateReferenceSystem,
    reach: Reach,
    crs: QgsCoordinateReferenceSystem,
    transform: QgsCoordinateTransform | None,
) -> Points:
    """own, reach : of the layer; crs, transform : where its points are brought."""
    places = [_vertices(raw, i) for i in range(len(raw.fids))]
    owner = np.repeat(np.arange(len(places)), [len(each) for each in places])
    xy = np.array([place for each in places for place in each], dtype=np.float64).reshape(-1, 2)
    has = np.isfinite(xy).all(axis=1)
    skipped: dict[int, str] = {i: tr("it has no point") for i in range(len(places)) if not len(places[i])}
    skipped |= {int(i): tr("its coordinates are not numbers") for i in owner[~has]}
    astray = points_astray(np.where(has[:, None], xy, np.nan), own, reach)
    has[list(astray)] = False
    skipped |= {int(owner[i]): reason for i, reason in astray.items()}
    if transform is not None:
        try:
            xy[has] = transform_xy(transform, xy[has])
        except TransformError as error:
            reason = error.sentence(tr)
            for i in np.flatnonzero(has).tolist():
                try:
                    xy[i] = transform_xy(transform, xy[i : i + 1])[0]
                except TransformError:
                    skipped[int(owner[i])] = reason
    keep = ~np.isin(owner, list(skipped))
    of = owner[keep]
    return Points(
        xy[keep],
        np.append(True, of[1:] != of[:-1])[: len(of)],
        raw.fids[of],
        {name: values[of] for name, values in raw.columns.items()},
        crs,
        [Skipped(int(raw.fids[i]), skipped[i]) for i in sorted(skipped)],
    )


def _vertices(raw: RawBlock, i: int) -> list[tuple[float, float]]:
    """The points of feature ``i``; none where it is empty, damaged or NULL."""
    start, end = int(raw.offsets[i]), int(raw.offsets[i + 1])
    shape = QgsGeometry()
    with suppress(Damaged):
        shape.fromWkb(to_iso(raw.wkb[start:end].tobytes()))
    shape = without_empty_parts(shape)
    found = [(vertex.x(), vertex.y()) for vertex in shape.vertices()]
    # an empty point is stored as one whose coordinates are no numbers
    return [] if len(found) == 1 and found[0][0] != found[0][0] else found


def _transform(
    source: Source, crs: QgsCoordinateReferenceSystem | None, context: QgsCoordinateTransformContext | None
) -> QgsCoordinateTransform | None:
    if crs is None or crs == source.crs:
        return None
    if not source.crs.isValid() or not crs.isValid():
        raise RedlineError(
            "Layer {layer} has no coordinate system, so it cannot be brought to {crs}: "
            "set the layer's coordinate system in its properties.",
            layer=source.name,
            crs=name_of_crs(crs),
        )
    return transform_between(source.name, source.crs, crs, context)


def _stacked(parts: list[Column], dtype: Any) -> Column:
    return np.concatenate(parts) if parts else np.empty(0, dtype=dtype)
