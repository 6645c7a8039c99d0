"""What a workspace keeps of each layer: its table, its fields, where it came from, its style."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsDataSourceUri,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsMapLayer,
    QgsProviderRegistry,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.errors import Cancelled, Notice, RedlineError
from ...core.redaction import redacted
from ...i18n import tr
from ..looks.forms import hide_personal, name_fields, personal_fields
from ..looks.styles import apply_style
from ..reading.blocks import refuse_missing
from ..reading.damage import damaged_shapes, lost_rows
from ..reading.gausskruger import judge_crs
from ..reading.names import called
from ..reading.run import first_projected
from ..reading.sinks import put_all
from ..reading.sources import Source, source_of
from ..roles.fields import remember
from ..roles.personal import personal_values, told_by_values
from ..roles.recognise import Recognition, recognise
from ..roles.table import field_name_zh, role_of

__all__ = [
    "PROVENANCE",
    "WRITTEN",
    "Kept",
    "Progress",
    "Stop",
    "Watch",
    "Workspace",
    "add_rows",
    "checksum",
    "circles_plane",
    "copy_features",
    "kept_layers",
    "provenance_fields",
    "provenance_row",
    "save_style",
    "table_kind",
    "without_personal_values",
]

PROVENANCE = "redline_provenance"
PROVENANCE_FIELDS = (
    ("table_name", QMetaType.Type.QString),
    ("role", QMetaType.Type.QString),
    ("source", QMetaType.Type.QString),
    ("source_modified", QMetaType.Type.QString),
    ("written", QMetaType.Type.QString),
    ("crs", QMetaType.Type.QString),
    ("encoding", QMetaType.Type.QString),
    ("features_read", QMetaType.Type.LongLong),
    ("features_written", QMetaType.Type.LongLong),
    ("left_out", QMetaType.Type.QString),
    ("sha256", QMetaType.Type.QString),
)


WRITTEN = [name for name, _ in PROVENANCE_FIELDS].index("features_written")
"""Place of the number of features in a row of provenance."""


@dataclass(frozen=True)
class Kept:
    """A layer as it will be kept, taken in the thread that owns it.

    fields : those that are written; left_out : personal data. origin : what a person knows the source by;
    files : the files it consists of.
    """

    table: str
    title: str
    source: Source
    recognition: Recognition
    fields: QgsFields
    left_out: tuple[str, ...]
    crs: QgsCoordinateReferenceSystem
    origin: str
    files: tuple[Path, ...]
    encoding: str

    @property
    def role(self) -> str:
        return self.recognition.role


@dataclass
class Workspace:
    """What was written: places of the tables, numbers of features, sentences to tell."""

    place: str
    tables: list[str] = field(default_factory=list)
    features: int = 0
    notes: list[str] = field(default_factory=list)


Progress = Callable[[float], object]
Stop = Callable[[], bool]


def without_personal_values(kept: Kept, cancelled: Stop) -> tuple[Kept, list[Notice]]:
    """``kept`` without the fields whose values are identity numbers or mobile numbers, and a sentence on each."""

    def step() -> None:
        if cancelled():
            raise Cancelled

    names = kept.fields.names()
    known = frozenset(place for place, one in enumerate(kept.source.fields) if one.name() not in names)
    found = personal_values(kept.source, known, step)
    fields = QgsFields()
    for one in kept.fields:
        if one.name() not in found:
            fields.append(one)
    return replace(kept, fields=fields, left_out=(*kept.left_out, *found)), told_by_values(kept.source.name, found)


def kept_layers(layers: Sequence[QgsMapLayer], *, personal: bool = False) -> tuple[list[Kept], list[str]]:
    """The recognised ones among ``layers`` with the tables they go to, and sentences on those left out."""
    found: list[Kept] = []
    notes: list[str] = []
    taken: set[str] = set()
    for layer in layers:
        recognition = recognise(layer)
        if not isinstance(layer, QgsVectorLayer) or not recognition.role:
            notes.append(tr("{layer} was not recognised and is left out.").format(layer=called(layer)))
            continue
        crs = layer.crs()
        if layer.isSpatial() and not crs.isValid():
            proposed = judge_crs(crs, layer.extent()).proposed
            if proposed is None:
                raise RedlineError(
                    "Layer {layer} has no coordinate system, and its coordinates do not tell it: "
                    "set it in the layer's properties.",
                    layer=called(layer),
                )
            crs = proposed
        hidden = [] if personal else personal_fields(layer, recognition.role)
        table = _table_name(layer, recognition, taken)
        taken.add(table.lower())
        found.append(
            Kept(
                table,
                called(layer),
                source_of(layer),
                recognition,
                _kept_fields(layer, hidden, recognition.role),
                tuple(hidden),
                crs,
                _origin(layer),
                _files(layer),
                layer.dataProvider().encoding(),
            )
        )
    if not found:
        raise RedlineError(
            "None of the layers was recognised: there is nothing to keep. Load them first and set their roles."
        )
    return found, notes


def _table_name(layer: QgsVectorLayer, recognition: Recognition, taken: set[str]) -> str:
    """The official name of the role, with the year or a number where several layers have the role."""
    official = [name for name in role_of(recognition.role).layer_names if re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name)]
    names = _own_names(layer)
    base = next((name for name in official if name.lower() in names), official[0] if official else recognition.role)
    if base.lower() not in taken:
        return base
    years = re.findall(r"(?:19|20)\d\d", " ".join([layer.name(), *names]))
    for suffix in [*years, *map(str, range(2, 100))]:
        if f"{base}_{suffix}".lower() not in taken:
            return f"{base}_{suffix}"
    raise RedlineError("There are too many layers of the role {role}.", role=recognition.role)


def _own_names(layer: QgsVectorLayer) -> list[str]:
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    names = [str(parts.get(key) or "") for key in ("layerName", "table")]
    if parts.get("path"):
        names.append(Path(str(parts["path"])).stem)
    return [name.lower() for name in [*names, layer.name()] if name]


def _kept_fields(layer: QgsVectorLayer, hidden: Sequence[str], role: str) -> QgsFields:
    """The stored fields without those ``hidden``, each with its Chinese name where it has none of its own."""
    fields = QgsFields()
    source = layer.fields()
    for place in range(source.count()):
        one = source.at(place)
        stored = source.fieldOrigin(place) == QgsFields.FieldOrigin.OriginProvider
        # ``fid`` and ``ogc_fid`` are keys that the target makes itself, ``geom`` is where it keeps the shapes.
        if stored and one.name() not in hidden and one.name().lower() not in ("fid", "ogc_fid", "objectid", "geom"):
            one = QgsField(one)
            one.setAlias(one.alias() or field_name_zh(role, one.name()))
            fields.append(one)
    return fields


def _origin(layer: QgsVectorLayer) -> str:
    """Where a layer comes from, without passwords."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    if parts.get("path"):
        inner = parts.get("layerName")
        return redacted(f"{parts['path']}|{inner}" if inner else str(parts["path"]))
    if layer.providerType() == "postgres":
        uri = QgsDataSourceUri(layer.source())
        return f"{uri.host()}/{uri.database()}: {uri.schema()}.{uri.table()}"
    return redacted(f"{layer.name()} ({layer.providerType()})")


def _files(layer: QgsVectorLayer) -> tuple[Path, ...]:
    path = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()).get("path")
    if not path or not Path(path).exists():
        return ()
    file = Path(path)
    if file.is_dir():
        return tuple(sorted(one for one in file.rglob("*") if one.is_file() and one.suffix != ".lock"))
    if file.suffix.lower() in (".shp", ".dbf"):
        return tuple(sorted(one for one in file.parent.iterdir() if one.is_file() and one.stem == file.stem))
    return (file,)


def table_kind(kept: Kept) -> QgsWkbTypes.Type:
    """Shapefiles mix polygons and multipolygons; the table takes both."""
    if QgsWkbTypes.geometryType(kept.source.wkb_type) == QgsWkbTypes.GeometryType.PointGeometry:
        return kept.source.wkb_type
    return QgsWkbTypes.multiType(kept.source.wkb_type)


@dataclass(frozen=True)
class Watch:
    """Who looks on while a layer is copied: told the share that is done, from ``begin`` over ``share``; may stop it."""

    progress: Progress | None
    cancelled: Stop | None
    begin: float
    share: float

    def look(self, done: float) -> None:
        if self.cancelled is not None and self.cancelled():
            raise Cancelled
        if self.progress is not None:
            self.progress(self.begin + self.share * min(1.0, done))


def copy_features(kept: Kept, sink: QgsFeatureSink, workspace: Workspace, watch: Watch) -> int:
    """Copy every feature; the number written. Not one may be lost, and what the file itself has lost is told.

    Raises RedlineError where the file holds more than could be read of it.
    """
    shapeless: list[int] = []
    count = put_all(sink, _copies(kept, watch, shapeless), kept.title)
    if not _is_shapefile(kept.source):  # what a Shapefile has lost is told
        refuse_missing(kept.source, count)
    workspace.features += count
    workspace.notes += _losses(kept, shapeless)
    if kept.left_out:
        workspace.notes.append(
            tr("{layer}: {fields} hold personal data and are left out.").format(
                layer=kept.title, fields=", ".join(kept.left_out)
            )
        )
    return count


def _is_shapefile(source: Source) -> bool:
    return source.file is not None and source.file.driver == "ESRI Shapefile"


def _losses(kept: Kept, shapeless: Sequence[int]) -> list[str]:
    """Sentences on what a Shapefile was cut off from, or holds in damaged records; ``shapeless`` : the features that
    came without a shape."""
    file = kept.source.file
    if file is None or not _is_shapefile(kept.source):
        return []
    sentence = tr(
        "{layer}: {lost} of {total} records of {file} are damaged or cut off, the first is that of feature {fid}; "
        "what is whole was kept. Get the file again, or enter what is missing."
    )
    return [
        sentence.format(layer=kept.title, lost=each.lost, total=each.total, file=each.file, fid=each.first)
        for each in (lost_rows(file.path), damaged_shapes(file.path, shapeless))
        if each is not None
    ]


def _copies(kept: Kept, watch: Watch, shapeless: list[int]) -> Iterator[QgsFeature]:
    """The features as they are written; the ids of those without a shape go into ``shapeless``."""
    places = [kept.source.fields.lookupField(one.name()) for one in kept.fields]
    request = QgsFeatureRequest().setSubsetOfAttributes(places)
    kind = table_kind(kept)
    spatial = kind != QgsWkbTypes.Type.NoGeometry
    if not spatial:
        request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    many = QgsWkbTypes.isMultiType(kind)
    for count, feature in enumerate(kept.source.iterate(request)):
        if count % 2000 == 0:
            watch.look(count / kept.source.count if kept.source.count > 0 else 0.0)
        out = QgsFeature(kept.fields)
        values = feature.attributes()
        out.setAttributes([values[place] for place in places])
        if spatial and not feature.hasGeometry():
            shapeless.append(feature.id())
        elif spatial:
            shape = feature.geometry()
            if many and not shape.isMultipart():
                shape.convertToMultiType()
            out.setGeometry(shape)
        yield out


def provenance_fields() -> QgsFields:
    fields = QgsFields()
    for name, kind in PROVENANCE_FIELDS:
        fields.append(QgsField(name, kind))
    return fields


def provenance_row(kept: Kept, written: int) -> list:
    return [
        kept.table,
        kept.role,
        kept.origin,
        _modified(kept.files),
        datetime.now(UTC).isoformat(timespec="seconds"),
        kept.crs.authid() if kept.crs.isValid() else "",
        kept.encoding,
        max(kept.source.count, written),
        written,
        ", ".join(kept.left_out),
        checksum(kept),
    ]


def _modified(files: Sequence[Path]) -> str:
    times = [file.stat().st_mtime for file in files if file.exists()]
    return datetime.fromtimestamp(max(times), UTC).isoformat(timespec="seconds") if times else ""


_CHECKSUMS: dict[tuple, str] = {}


def checksum(kept: Kept) -> str:
    """SHA-256 of the source's files, in the order of their names; of the geometries where it is no file."""
    total = hashlib.sha256()
    if kept.files:
        state = tuple((str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in kept.files)
        if state not in _CHECKSUMS:
            for file in kept.files:
                with file.open("rb") as stream:
                    while piece := stream.read(1 << 20):
                        total.update(piece)
            _CHECKSUMS[state] = total.hexdigest()
        return _CHECKSUMS[state]
    for feature in kept.source.iterate(QgsFeatureRequest().setNoAttributes()):
        total.update(feature.geometry().asWkb().data())
    return total.hexdigest()


def add_rows(sink: QgsFeatureSink, rows: Iterable[list], name: str) -> None:
    """Rows of provenance into the table ``name``."""

    def features() -> Iterator[QgsFeature]:
        fields = provenance_fields()
        for row in rows:
            feature = QgsFeature(fields)
            feature.setAttributes(row)
            yield feature

    put_all(sink, features(), name)


def circles_plane(layers: Sequence[Kept]) -> QgsCoordinateReferenceSystem:
    """A projected system among the layers, for the circles of cameras."""
    return first_projected(kept.crs for kept in layers) or QgsCoordinateReferenceSystem()


def save_style(
    layer: QgsVectorLayer,
    kept: Kept,
    plane: QgsCoordinateReferenceSystem,
    language: str | None,
    workspace: Workspace,
) -> None:
    """Style, names and hidden fields as the default style of the table, which QGIS loads with it."""
    if not layer.isValid():
        raise RedlineError("The table {table} was written but cannot be opened again.", table=kept.table)
    parts = {part: name for part, name in kept.recognition.parts.items() if layer.fields().lookupField(name) >= 0}
    remember(layer, kept.role, parts)
    apply_style(layer, kept.role, language=language, plane=plane)
    name_fields(layer, kept.role, parts, language or tr("en"))
    hide_personal(layer, kept.role)
    failure = layer.saveStyleToDatabase(kept.role, role_of(kept.role).name("en"), True, "")
    if failure:
        workspace.notes.append(
            tr("{layer}: its style could not be saved in the workspace: {reason}").format(
                layer=kept.title, reason=failure
            )
        )
