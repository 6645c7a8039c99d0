"""What a run writes: layers, tables, files and documents, all in their places when the run is done, or none of them.

Every sink of Redline is opened here. What is written lies beside its place until ``finish_outputs``; it is read
again before it is moved there; a row that is refused is an error.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsDataSourceUri,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterRasterDestination,
    QgsProcessingUtils,
    QgsProviderConnectionException,
    QgsProviderRegistry,
    QgsVectorFileWriter,
    QgsWkbTypes,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QMetaType

from ..core.errors import Cancelled, RedlineError
from ..core.paper.cells import harmless, printable
from ..core.paper.drafts import Drafts
from ..core.paper.fieldnames import fitted_names
from ..core.paper.outputfolder import draft_of_folder
from ..core.redaction import redacted
from ..i18n import tr
from ..layers.reading.readback import check_written
from ..layers.reading.sinks import geopackage_table, put_all, reason_of
from .databasetables import TableDraft, exchange, table_draft
from .destinations import AddedTables, Destination, text_of
from .dressing import Dress, Look, dress_result, titles_of

__all__ = [
    "NewLayer",
    "Outputs",
    "Row",
    "append_free",
    "check_cancelled",
    "draft_file",
    "field_of",
    "fields_at",
    "fields_from",
    "finish_outputs",
    "is_wanted",
    "load_when_done",
    "new_folder",
    "place_of_file",
    "take_back",
    "write_layer",
    "write_tables",
]

Row = tuple[QgsGeometry | None, Sequence[Any]]
KEY = "fid"
KEPT_NAMES = {".gpkg": ("geom",), ".sqlite": ("geometry", "ogc_fid")}
"""Names of fields that formats keep for themselves, as GDAL and QGIS write them."""
OPENED_AS_TABLES = (".csv", ".tsv", ".ods")
"""Formats in which a cell cannot say, or GDAL does not say, that it is text."""
MADE_OF_XML = (".kml", ".kmz", ".gml", ".gpx", ".ods", ".xlsx")
"""Formats that hold no control signs: with one in it the file could not be read, or the sign would be gone."""
WHOLE = (QMetaType.Type.Int, QMetaType.Type.UInt, QMetaType.Type.LongLong, QMetaType.Type.ULongLong)
ASK_EVERY = 1024
"""Rows after which a person is asked whether the run is to stop."""


@dataclass(frozen=True)
class NewLayer:
    """A layer to be written.

    rows : geometry (None without) and values, in the order of ``fields``. notes : how the numbers were made; they
    become the layer's abstract. key : the name of a GeoPackage's own key, where the fields have a ``fid`` that is
    something else. look : puts a look on the layer when QGIS has loaded it.
    """

    fields: QgsFields
    rows: Iterable[Row]
    crs: QgsCoordinateReferenceSystem = field(default_factory=QgsCoordinateReferenceSystem)
    kind: QgsWkbTypes.Type = QgsWkbTypes.Type.NoGeometry
    notes: Sequence[str] = ()
    key: str = ""
    look: Look | None = None


@dataclass
class _Tables:
    """Tables of a GeoPackage, made in ``draft``; added to the file where it is there already."""

    draft: Path
    names: list[str]
    added: bool


@dataclass
class _Pending:
    """What is not in its place yet.

    drafts : files and folders that take their places. added, tables : tables of GeoPackages, and those of files that
    are there. last : what is done when all else is in its place. taken_back : what is undone where the run ends badly.
    exchanged : tables of PostgreSQL that are whole and not in their places.
    too_late : what cannot be taken back is done, so that nobody is to be told that the run was cancelled.
    """

    drafts: Drafts = field(default_factory=Drafts)
    added: Drafts = field(default_factory=Drafts)
    tables: dict[Path, _Tables] = field(default_factory=dict)
    last: list[Callable[[], object]] = field(default_factory=list)
    taken_back: list[Callable[[], object]] = field(default_factory=list)
    exchanged: list[TableDraft] = field(default_factory=list)
    too_late: bool = False


@dataclass
class Outputs:
    """The outputs of one run of an algorithm; ``results`` holds the place of each that was written, by parameter."""

    algorithm: QgsProcessingAlgorithm
    parameters: dict[str, Any]
    context: QgsProcessingContext
    feedback: QgsProcessingFeedback
    results: dict[str, Any] = field(default_factory=dict)
    pending: _Pending = field(default_factory=_Pending)


def check_cancelled(feedback: QgsProcessingFeedback) -> None:
    """Raise Cancelled where the person has asked to stop."""
    if feedback.isCanceled():
        raise Cancelled()


def is_wanted(outputs: Outputs, name: str) -> bool:
    """Whether an optional output was asked for; a batch gives an empty one as a definition of nothing."""
    return bool(text_of(outputs.parameters.get(name), outputs.context))


def finish_outputs(outputs: Outputs) -> None:
    """Put all that was written into its place; where that fails (RedlineError), every place is as it was."""
    pending = outputs.pending
    if not pending.too_late:
        check_cancelled(outputs.feedback)
    opened: list[AddedTables] = []
    try:
        for target, tables in pending.tables.items():
            if tables.added:
                opened.append(AddedTables(target, tables.draft, tables.names))
        last: list[Callable[[], object]] = [*pending.last, partial(exchange, pending.exchanged)]
        last += [each.commit for each in opened]
        pending.drafts.commit(lambda: [step() for step in last])
    finally:
        for each in opened:
            each.close()
    pending.taken_back.clear()
    for folder in (*pending.drafts.swept, *pending.added.swept):
        outputs.feedback.pushInfo(
            tr("{folder}, left by a run that was killed, was removed.").format(folder=str(folder))
        )
    take_back(outputs)


def take_back(outputs: Outputs) -> None:
    """Take away all that is not in its place, and what was written into databases by a run that ends badly."""
    outputs.pending.drafts.discard()
    outputs.pending.added.discard()
    for step in reversed(outputs.pending.taken_back):
        step()
    outputs.pending.taken_back.clear()


# --- fields -----------------------------------------------------------------------------------------------------------


def field_of(name: str, title: str = "", kind: QMetaType.Type = QMetaType.Type.Double) -> QgsField:
    """A field with its name for people."""
    made = QgsField(name, kind)
    made.setAlias(title)
    return made


def fields_at(fields: QgsFields, places: Iterable[int]) -> QgsFields:
    """Those of ``fields`` that stand at ``places``."""
    found = QgsFields()
    for place in places:
        found.append(fields.at(place))
    return found


def append_free(fields: QgsFields, field: QgsField) -> None:
    """Append a field; where its name is taken (in capitals or not), with as many _ behind it as make it free."""
    free = QgsField(field)
    while fields.lookupField(free.name()) >= 0:
        free.setName(f"{free.name()}_")
    fields.append(free)


def fields_from(columns: Iterable[tuple[str, str, QMetaType.Type]]) -> QgsFields:
    """Fields by name, title and type."""
    fields = QgsFields()
    for name, title, kind in columns:
        fields.append(field_of(name, title, kind))
    return fields


# --- layers -----------------------------------------------------------------------------------------------------------


def write_layer(outputs: Outputs, name: str, layer: NewLayer) -> str | None:
    """Write ``layer`` for the parameter ``name``; its place, None where an optional output is not wanted.

    Raises RedlineError where a row is refused (named with its number and reason), where less can be read again than was
    written, and where the person stops the run.
    """
    place = _place_of(outputs, name)
    if place is None:
        return None
    value = outputs.parameters.get(name)
    if _is_appended(value):
        rows = list(layer.rows)
        outputs.pending.last.append(lambda: _append(outputs, name, replace(layer, rows=rows), value))
        return place.text
    table = table_draft(place.text) if place.file is None else None
    if table is not None:
        identifier = _write_table(outputs, name, layer, place, table)
        load_when_done(outputs, name, identifier)
    elif place.file is None:
        in_memory = place.text.startswith("memory:")
        # A layer in memory gets its titles by its dress; QGIS warns of each field that brings one itself.
        bare = replace(layer, fields=_untitled(layer.fields)) if in_memory else layer
        identifier, _ = _write_rows(outputs, name, bare, value)
        if not in_memory:
            outputs.pending.taken_back.append(partial(_drop_table, outputs, place))
    else:
        layer = _with_fitted_names(outputs, name, layer, place.file)
        identifier = _write_draft(outputs, name, layer, place, place.file)
        load_when_done(outputs, name, identifier)
    dress_result(outputs.context, identifier, Dress(titles_of(layer.fields), layer.notes, layer.look))
    outputs.results[name] = identifier
    return identifier


def _write_table(outputs: Outputs, name: str, layer: NewLayer, place: Destination, table: TableDraft) -> str:
    """Into a table of PostgreSQL under another name, counted there; what QGIS knows the layer by when it is in its
    place."""
    outputs.pending.taken_back.append(partial(_drop_draft, outputs, table))
    definition = QgsProcessingOutputLayerDefinition(table.text)
    value = outputs.parameters.get(name)
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        definition.createOptions = value.createOptions
    try:
        _, count = _write_rows(outputs, name, layer, definition)
    except QgsProcessingException as error:
        reason = redacted(str(error)).replace(table.draft.table(), table.place.table())
        raise RedlineError("{reason}", reason=reason) from error
    table.check(_label(outputs, name), count)
    outputs.pending.exchanged.append(table)
    if table.swept:
        outputs.feedback.pushInfo(
            tr("{count} tables that a run had begun and left in the schema {schema} were taken away.").format(
                count=table.swept, schema=table.place.schema() or "public"
            )
        )
    return place.text


def _drop_draft(outputs: Outputs, table: TableDraft) -> None:
    """Take a draft out of its database; where that cannot be done, its name is told."""
    try:
        table.drop()
    except QgsProviderConnectionException:
        outputs.feedback.reportError(
            tr("The table {table} was begun and could not be taken out of the database again.").format(
                table=table.draft.table()
            )
        )


def _append(outputs: Outputs, name: str, layer: NewLayer, value: QgsProcessingOutputLayerDefinition) -> None:
    outputs.results[name], _ = _write_rows(outputs, name, layer, value)


def _place_of(outputs: Outputs, name: str) -> Destination | None:
    """Where the layer goes; the name of a temporary file is made up once."""
    value = outputs.parameters.get(name)
    plain = value.sink if isinstance(value, QgsProcessingOutputLayerDefinition) else value
    definition = outputs.algorithm.parameterDefinition(name)
    if not text_of(plain, outputs.context) and not definition.defaultValue():
        if definition.flags() & definition.Flag.FlagOptional:
            return None
        raise RedlineError("{reason}", reason=outputs.algorithm.invalidSinkError(outputs.parameters, name))
    text = outputs.algorithm.parameterAsOutputLayer({**outputs.parameters, name: plain}, name, outputs.context)
    return Destination.of_layer(text) if text else None


def _is_appended(value: Any) -> bool:
    return isinstance(value, QgsProcessingOutputLayerDefinition) and value.useRemapping()


def _write_draft(outputs: Outputs, name: str, layer: NewLayer, place: Destination, file: Path) -> str:
    """Beside ``file``, the place's, read again; what QGIS will know the layer by when it is in its place."""
    draft = _draft_of(outputs, file, place.table)
    layer, renamed = _with_free_key(layer, draft)
    layer, kept = _without_kept_names(layer, draft)
    for own, free in kept:
        outputs.feedback.pushWarning(
            tr(
                "{layer}: the name {field} is the file's own, for its shapes or its key: the values are in {free}."
            ).format(layer=_label(outputs, name), field=own, free=free)
        )
    formulas, controls = [0], [0]
    if draft.suffix.lower() in OPENED_AS_TABLES:
        layer = replace(layer, rows=_with_texts(layer.rows, harmless, formulas))
    if draft.suffix.lower() in MADE_OF_XML:
        layer = replace(layer, rows=_with_texts(layer.rows, printable, controls))
    if renamed:
        outputs.feedback.pushWarning(
            tr(
                "{layer}: field {field} is no key of a GeoPackage (whole numbers, none twice): its values are in field "
                "{free}."
            ).format(layer=_label(outputs, name), field=renamed[0], free=renamed[1])
        )
    # GDAL makes a .dbf as the table of a Shapefile.
    made_as = draft.with_suffix(".shp") if draft.suffix.lower() == ".dbf" else draft
    definition = QgsProcessingOutputLayerDefinition(Destination.text_for(made_as, place.table))
    value = outputs.parameters.get(name)
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        definition.createOptions = value.createOptions
    try:
        made, count = _write_rows(outputs, name, replace(layer, fields=_kept_fields(layer.fields, draft)), definition)
    except QgsProcessingException as error:
        # QGIS names the draft, of which the person knows nothing.
        raise RedlineError("{reason}", reason=str(error).replace(str(draft), str(file))) from error
    for count_of, sentence in (
        (formulas, tr("{layer}: {count} texts look like formulas; an apostrophe stands in front of each in {file}.")),
        (controls, tr("{layer}: {count} texts hold control signs, which {file} cannot; they stand as � there.")),
    ):
        if count_of[0]:
            told = sentence.format(layer=_label(outputs, name), count=count_of[0], file=file.name)
            outputs.feedback.pushWarning(told)
    path = Path(made.partition("|layername=")[0])
    if path.suffix.lower() == ".shp" and not path.exists():
        path = path.with_suffix(".dbf")  # all that a Shapefile without geometry has
    check_written(path, count, place.table)
    if place.table:
        return f"{file}|layername={place.table}"
    return place.text if path.name == file.name else str(file.with_name(path.name))


def _with_fitted_names(outputs: Outputs, name: str, layer: NewLayer, file: Path) -> NewLayer:
    """The layer as a Shapefile can hold it: names of ten bytes that still tell classes apart, and a table beside the
    file of what they are, for it has no titles either. Any other format keeps the names."""
    if file.suffix.lower() not in (".shp", ".dbf"):
        return layer
    names = [each.name() for each in layer.fields]
    fitted = fitted_names(names)
    if fitted == names:
        return layer
    fields = QgsFields()
    for short, each in zip(fitted, layer.fields, strict=True):
        copy = QgsField(each)
        copy.setName(short)
        copy.setAlias(each.alias() or each.name())
        fields.append(copy)
    legend = file.with_name(f"{file.stem}_fields.csv")
    text = StringIO()
    rows = csv.writer(text)
    rows.writerow(("field", "name", "title"))
    rows.writerows((short, each.name(), each.alias()) for short, each in zip(fitted, layer.fields, strict=True))
    outputs.pending.drafts.beside(legend).write_bytes(text.getvalue().encode("utf-8-sig"))
    shorter = sum(short != whole for short, whole in zip(fitted, names, strict=True))
    outputs.feedback.pushInfo(
        tr("{layer}: {count} field names are shortened to what a Shapefile takes; {file} says what they are.").format(
            layer=_label(outputs, name), count=shorter, file=legend.name
        )
    )
    return replace(layer, fields=fields)


def _draft_of(outputs: Outputs, file: Path, table: str) -> Path:
    """The draft of a file, or of the GeoPackage to which the table belongs."""
    pending = outputs.pending
    if not table:
        return pending.drafts.beside(file)
    if file not in pending.tables:
        added = file.exists()
        draft = pending.added.beside(file, replaces=False) if added else pending.drafts.beside(file)
        pending.tables[file] = _Tables(draft, [], added)
    pending.tables[file].names.append(table)
    return pending.tables[file].draft


def load_when_done(
    outputs: Outputs, name: str, identifier: str, kind: Any = QgsProcessingUtils.LayerHint.Vector
) -> None:
    """Have QGIS load the layer at ``identifier`` when the run is done, where its dialog asked for that."""
    value = outputs.parameters.get(name)
    if not isinstance(value, QgsProcessingOutputLayerDefinition) or value.destinationProject is None:
        return
    title = value.destinationName or _label(outputs, name)
    details = QgsProcessingContext.LayerDetails(title, value.destinationProject, name, kind)
    outputs.context.addLayerToLoadOnCompletion(identifier, details)


def _write_rows(outputs: Outputs, name: str, layer: NewLayer, value: Any) -> tuple[str, int]:
    """All rows into a sink, which is closed; what QGIS calls the layer, and the number of rows."""
    options = [f"FID={layer.key}"] if layer.key else []
    parameters = {**outputs.parameters, name: value}
    sink, identifier = outputs.algorithm.parameterAsSink(
        parameters, name, outputs.context, layer.fields, layer.kind, layer.crs, layerOptions=options
    )
    if sink is None:
        raise RedlineError("{reason}", reason=outputs.algorithm.invalidSinkError(parameters, name))
    try:
        features = _features(outputs, layer)
        if _is_appended(value):
            count = _add_at_once(outputs, name, sink, list(features))
        else:
            count = put_all(sink, features, _label(outputs, name))
    finally:
        # The file is closed when the sink dies, not when Python has forgotten its last name.
        sip.delete(sink)
    return identifier, count


def _with_texts(rows: Iterable[Row], change: Callable[[str], str], changed: list[int]) -> Iterator[Row]:
    """The rows with their texts through ``change``; ``changed`` counts those that are others now."""
    for geometry, values in rows:
        plain = [change(value) if isinstance(value, str) else value for value in values]
        changed[0] += sum(a is not b for a, b in zip(values, plain, strict=True))
        yield geometry, plain


def _features(outputs: Outputs, layer: NewLayer) -> Iterator[QgsFeature]:
    for place, row in enumerate(layer.rows):
        if place % ASK_EVERY == 0:
            check_cancelled(outputs.feedback)
        yield _feature(layer.fields, row)


def _feature(fields: QgsFields, row: Row) -> QgsFeature:
    geometry, values = row
    feature = QgsFeature(fields)
    if geometry is not None:
        feature.setGeometry(geometry)
    if len(values) != fields.count():
        raise ValueError(f"{len(values)} values for {fields.count()} fields")
    feature.setAttributes(
        [_decimal(value, fields.at(i)) if isinstance(value, Decimal) else value for i, value in enumerate(values)]
    )
    return feature


def _decimal(value: Decimal, field: QgsField) -> float | str:
    return float(value) if field.isNumeric() else f"{value:f}"


def _add_at_once(outputs: Outputs, name: str, sink: QgsFeatureSink, features: list[QgsFeature]) -> int:
    """To a layer that is there already: all rows in one step, which its provider takes back where one is refused."""
    if not sink.addFeatures(features, QgsFeatureSink.Flag.FastInsert):
        raise RedlineError("{layer} cannot be written: {reason}.", layer=_label(outputs, name), reason=reason_of(sink))
    return len(features)


def _label(outputs: Outputs, name: str) -> str:
    return outputs.algorithm.parameterDefinition(name).description()


def _kept_fields(fields: QgsFields, draft: Path) -> QgsFields:
    """The fields as the format can keep them: without titles and comments where it has no place for them.

    QGIS warns of each title that it cannot write, which would bury what the log has to say.
    """
    driver = gdal.GetDriverByName(QgsVectorFileWriter.driverForExtension(draft.suffix.lstrip(".")))
    if driver is not None and "AlternativeName" in (driver.GetMetadataItem("DMD_CREATION_FIELD_DEFN_FLAGS") or ""):
        return fields
    return _untitled(fields)


def _untitled(fields: QgsFields) -> QgsFields:
    """The fields without titles and comments."""
    plain = QgsFields()
    for each in fields:
        copy = QgsField(each)
        copy.setAlias("")
        copy.setComment("")
        plain.append(copy)
    return plain


def _with_free_key(layer: NewLayer, draft: Path) -> tuple[NewLayer, tuple[str, str] | None]:
    """The layer as a GeoPackage can hold it, and (field, its new name) where one had to be renamed.

    A GeoPackage takes a field ``fid`` for its key: whole numbers, none twice. Where the values are no such key, the
    field goes on under another name and the file gets a key of its own.
    """
    if draft.suffix.lower() != ".gpkg":
        return replace(layer, key=""), None
    names = [each.name().lower() for each in layer.fields]
    if layer.key or KEY not in names:
        return layer, None
    place, rows = names.index(KEY), list(layer.rows)
    values = [row[place] for _, row in rows]
    whole = all(isinstance(value, int) and not isinstance(value, bool) and value >= 0 for value in values)
    if layer.fields.at(place).type() in WHOLE and whole and len(set(values)) == len(values):
        return replace(layer, rows=rows), None
    fields, free = _renamed(layer.fields, place, "fid_source")
    return replace(layer, rows=rows, fields=fields), (layer.fields.at(place).name(), free)


def _without_kept_names(layer: NewLayer, draft: Path) -> tuple[NewLayer, list[tuple[str, str]]]:
    """The layer without fields whose names the format keeps for itself, and (field, its new name) of each."""
    kept = KEPT_NAMES.get(draft.suffix.lower(), ())
    fields, told = layer.fields, []
    for place, each in enumerate(layer.fields):
        if each.name().lower() in kept:
            fields, free = _renamed(fields, place, f"{each.name()}_source")
            told.append((each.name(), free))
    return replace(layer, fields=fields), told


def _renamed(fields: QgsFields, place: int, free: str) -> tuple[QgsFields, str]:
    """The fields with another name at ``place``, and that name: ``free``, where none has it."""
    names, made = [each.name().lower() for each in fields], QgsFields()
    while free.lower() in names:
        free += "_"
    for number, each in enumerate(fields):
        copy = QgsField(each)
        if number == place:
            copy.setName(free)
        made.append(copy)
    return made, free


def _drop_table(outputs: Outputs, place: Destination) -> None:
    """Take a table out of a database again; where that cannot be done, its name is told."""
    provider, _, text = place.text.partition(":")
    uri = QgsDataSourceUri(text)
    metadata = QgsProviderRegistry.instance().providerMetadata(provider.replace("postgis", "postgres"))
    try:
        metadata.createConnection(uri.connectionInfo(True), {}).dropVectorTable(uri.schema(), uri.table())
    except (AttributeError, QgsProviderConnectionException):
        outputs.feedback.reportError(
            tr("The table {table} was begun and could not be taken out of the database again.").format(
                table=uri.table()
            )
        )


# --- files ------------------------------------------------------------------------------------------------------------


def place_of_file(outputs: Outputs, name: str) -> Path | None:
    """Where the file or raster of the parameter ``name`` is to stand; None where it is not wanted.

    To be asked once: the name of a temporary file is made up anew each time.
    """
    if not is_wanted(outputs, name):
        return None
    value = outputs.parameters.get(name)
    plain = value.sink if isinstance(value, QgsProcessingOutputLayerDefinition) else value
    raster = isinstance(outputs.algorithm.parameterDefinition(name), QgsProcessingParameterRasterDestination)
    evaluate = outputs.algorithm.parameterAsOutputLayer if raster else outputs.algorithm.parameterAsFileOutput
    text = evaluate({**outputs.parameters, name: plain}, name, outputs.context)
    if not text:
        return None
    outputs.results[name] = text
    if raster:
        load_when_done(outputs, name, text, QgsProcessingUtils.LayerHint.Raster)
    return Path(text)


def draft_file(outputs: Outputs, name: str, *, look: Look | None = None) -> Path | None:
    """Where to make the file or raster of the parameter ``name``; None where it is not wanted.

    look : puts a look on the raster when QGIS has loaded it.
    """
    place = place_of_file(outputs, name)
    if place is None:
        return None
    if look is not None:
        dress_result(outputs.context, outputs.results[name], Dress({}, look=look))
    return outputs.pending.drafts.beside(place)


def new_folder(outputs: Outputs, target: Path) -> Path:
    """Where to make what is to stand in the folder ``target`` when the run is done; raises as ``draft_of_folder``."""
    return draft_of_folder(outputs.pending.drafts, target)


def write_tables(path: Path, tables: Sequence[tuple[str, NewLayer]]) -> None:
    """Each table as a layer of the GeoPackage ``path``, which is a draft or lies in a folder that is one."""
    for name, layer in tables:
        with geopackage_table(path, name, layer.fields, layer.kind, layer.crs) as sink:
            count = put_all(sink, map(partial(_feature, layer.fields), layer.rows), name)
        check_written(path, count, name)
