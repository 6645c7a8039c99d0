"""Parcels out of any file that is delivered: which kind it is, and each kind by its own reader, in one form.

What holds no parcels is told by name; nothing in a folder or an archive is passed over in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qgis.core import QgsFeature, QgsFeatureRequest, QgsGeometry, QgsPointXY, QgsVectorLayer, QgsWkbTypes

from ...core.boundary.points import parts_of
from ...core.deliveries.cells import CellSheet
from ...core.deliveries.drawing import Drawing, Reading, parcels_of
from ...core.deliveries.headings import Wanted, heading_kind
from ...core.deliveries.tables import read_sheet, read_text
from ...core.errors import Cancelled, RedlineError
from ...core.parceltext import ParcelRecord
from ...core.parceltext.columns import Attributes
from ...core.parceltext.lines import Block
from ...core.parceltext.pointrows import Layout, Point, RawRing, find_layout
from ...core.parceltext.reader import Asked, record_of_rings
from ...core.parceltext.report import Findings, TextFinding
from ...i18n import tr
from ..reading.archives import ARCHIVES, OTHER_ARCHIVES, unpacked
from ..reading.crs import text_crs
from ..reading.curves import curved_geometry
from ..reading.drawings import DRAWINGS, read_drawing
from ..reading.features import features_of
from ..reading.gausskruger import official_system
from ..reading.sources import Features, Skipped, as_codes, read_features, source_of
from ..reading.spreadsheets import WORKBOOKS, read_workbook
from ..roles.fields import match_field
from ..roles.personal import is_personal_in_any_role
from ..roles.table import role_of
from .discover import FILES, Opened, found_in, open_container

__all__ = ["Delivered", "Inquiry", "deliveries_of", "files_in"]

TEXTS = frozenset({".txt", ".csv", ".dat", ".tsv"})
_SHOWN = 20
_KML_CLUTTER = frozenset(
    ["timestamp", "begin", "end", "altitudemode", "tessellate", "extrude", "visibility", "draworder", "icon", "snippet"]
)
"""What KML says of the look of a placemark."""

_OF_TRACKS = ("track_points", "route_points")
"""Layers of a GPX whose points are those of its tracks and routes once more."""

Place = Callable[[int], str]


@dataclass(frozen=True)
class Inquiry:
    """What is asked of every file. reading : of drawings and lines, with the names that a person gave. track_gap :
    metres between the ends of a walked outline. personal : whether fields of personal data are wanted."""

    asked: Asked
    reading: Reading = field(default_factory=Reading)
    track_gap: float = 0.0
    personal: bool = False
    cancelled: Callable[[], bool] = lambda: False

    @property
    def wanted(self) -> Wanted:
        return self.reading.wanted


@dataclass(frozen=True)
class Delivered:
    """What one file, sheet or layer gave. file : its name for people. findings : what is told of it; ``place`` says
    where the line of one is. shapes : geometries that are more than the points of their record, by its number."""

    file: str
    records: tuple[ParcelRecord, ...] = ()
    findings: tuple[TextFinding, ...] = ()
    left_out: int = 0
    place: Place = str
    shapes: Mapping[int, QgsGeometry] = field(default_factory=dict)


def files_in(path: Path) -> list[tuple[Path, str]]:
    """What can be asked for parcels in a folder, or the file itself, each with the folders that it stands in below
    ``path`` (for its name). Raises RedlineError where there is no such path, or an empty folder."""
    if not path.exists():
        raise RedlineError("There is no file or folder {path}.", path=str(path))
    contents = found_in(path)
    every = sorted((*contents.files, *contents.passed))
    if not every:
        raise RedlineError("Folder {folder} is empty.", folder=str(path))
    return [(each, "" if each == path else _within(each, path)) for each in every]


def _within(file: Path, root: Path) -> str:
    below = file.relative_to(root).parent.as_posix()
    return "" if below == "." else f"{below}/"


def deliveries_of(path: Path, inquiry: Inquiry, within: str = "") -> Iterator[Delivered]:
    """What a file, a geodatabase or an archive gives. within : the folder or archive that holds it, for the names that
    people read.

    A file that cannot be read gives a finding that says why; the others are read all the same.
    """
    called = f"{within}{path.name}"
    try:
        yield from _of_file(path, called, inquiry)
    except Cancelled:
        raise
    except RedlineError as error:
        yield _told(called, "not_read", reason=error.sentence(tr))
    except OSError as error:
        yield _told(called, "not_read", reason=error.strerror or type(error).__name__)


def _told(called: str, rule: str, **values: object) -> Delivered:
    findings = Findings()
    findings.note(rule, 0, "", **values)
    return Delivered(called, findings=tuple(findings), place=_line)


def _of_file(path: Path, called: str, inquiry: Inquiry) -> Iterator[Delivered]:
    suffix = path.suffix.lower()
    if suffix in ARCHIVES:
        with unpacked(path) as folder:
            for each, below in files_in(folder):
                yield from deliveries_of(each, inquiry, f"{called}/{below}")
    elif suffix in TEXTS:
        yield _of_text(path, called, inquiry)
    elif suffix in WORKBOOKS:
        yield from _of_workbook(read_workbook(path), called, inquiry)
    elif suffix in DRAWINGS:
        yield _of_drawing(read_drawing(path), called, inquiry)
    elif suffix in OTHER_ARCHIVES:
        yield _told(called, "other_archive")
    elif suffix not in FILES and suffix != ".gdb":
        yield _told(called, "no_geodata")
    else:
        opened, failures = open_container(path)
        opened = [each for each in opened if each.layer.name() not in _OF_TRACKS or suffix != ".gpx"]
        for one in opened:
            yield _of_layer(one, called, len(opened) > 1, inquiry)
        for failure in failures:
            yield _told(called, "not_read", reason=failure)


# --- texts, workbooks, drawings ---------------------------------------------------------------------------------------


def _of_text(path: Path, called: str, inquiry: Inquiry) -> Delivered:
    read = read_text(path.read_bytes(), inquiry.asked, inquiry.wanted, cancelled=inquiry.cancelled)
    return Delivered(called, read.parcels, read.findings, read.left_out, _line)


def _line(number: int) -> str:
    return str(number) if number else ""


def _of_workbook(sheets: Sequence[CellSheet], called: str, inquiry: Inquiry) -> Iterator[Delivered]:
    filled = [sheet for sheet in sheets if sheet.rows]
    if not filled:
        yield _told(called, "no_parcels")
    for sheet in filled:
        read = read_sheet(sheet, inquiry.asked, inquiry.wanted, inquiry.cancelled)
        yield Delivered(called, read.parcels, read.findings, read.left_out, _row_of(sheet.name))


def _row_of(sheet: str) -> Place:
    return lambda number: f"{sheet}!{number}" if number else sheet


def _of_drawing(drawing: Drawing, called: str, inquiry: Inquiry) -> Delivered:
    findings = Findings()
    drawn = parcels_of(drawing, inquiry.reading, inquiry.asked, findings, inquiry.cancelled)
    if not drawn:
        findings.note("no_outlines")
    shapes = {number: curved_geometry(each.record.parts, each.arcs) for number, each in enumerate(drawn) if each.arcs}
    records = [_with_owner(each.record, each.owner if inquiry.personal else "") for each in drawn]
    return Delivered(called, tuple(records), tuple(findings), 0, _places_of(drawing), shapes)


def _with_owner(record: ParcelRecord, owner: str) -> ParcelRecord:
    return replace(record, extra={**record.extra, "QLR": owner}) if owner else record


def _places_of(drawing: Drawing) -> Place:
    """Where a line of a drawing is: CAD layer, handle, first point."""

    def place(number: int) -> str:
        if not number:
            return ""
        line = drawing.lines[number - 1]
        x, y, _ = line.points[0]
        return f"{line.layer} {line.place} X {y:.3f} Y {x:.3f}"

    return place


# --- layers -----------------------------------------------------------------------------------------------------------


def _of_layer(opened: Opened, called: str, several: bool, inquiry: Inquiry) -> Delivered:
    layer, findings = opened.layer, Findings()
    place = _feature_of(layer.name() if several else "")
    kind = layer.geometryType() if isinstance(layer, QgsVectorLayer) else QgsWkbTypes.GeometryType.NullGeometry
    if kind == QgsWkbTypes.GeometryType.NullGeometry:
        findings.note("no_shapes")
        return Delivered(called, (), tuple(findings), 0, place)
    if kind in (QgsWkbTypes.GeometryType.LineGeometry, QgsWkbTypes.GeometryType.PointGeometry):
        records = _of_lines(layer, features_of(layer), inquiry, findings)
    else:
        records = _of_polygons(layer, inquiry, findings)
    return Delivered(called, tuple(records), tuple(findings), 0, place)


def _feature_of(layer: str) -> Place:
    return lambda fid: f"{layer} {fid - 1}".strip() if fid else layer


def _of_polygons(layer: QgsVectorLayer, inquiry: Inquiry, findings: Findings) -> list[ParcelRecord]:
    found = read_features(source_of(layer), layer.fields().names(), cancelled=inquiry.cancelled)
    drawn = _with_lines(layer, found.skipped)
    left_out = [each for each in found.skipped if each.fid not in drawn]
    _tell_skipped(left_out, findings)
    for fid in found.mixed[:_SHOWN]:
        findings.note("parts_left_out", fid + 1)
    attributes = _attributes_of(layer, found, inquiry, findings)
    records = _of_lines(layer, drawn.values(), inquiry, findings)
    for i, fid in enumerate(found.fids.tolist()):
        rings = [ring for part in parts_of(found.polygons, i) for ring in part]
        record = _record(layer, fid, rings, attributes[i], inquiry.asked, findings)
        if record is not None:
            records.append(record)
    return records


def _with_lines(layer: QgsVectorLayer, skipped: Sequence[Skipped]) -> dict[int, QgsFeature]:
    """Of the features of a layer of areas that hold none, those that hold lines: outlines as they were walked."""
    if not skipped:
        return {}
    request = QgsFeatureRequest().setFilterFids([each.fid for each in skipped])
    return {each.id(): each for each in features_of(layer, request) if _lines_in(each.geometry())}


def _lines_in(geometry: QgsGeometry) -> list[list[QgsPointXY]]:
    """The lines of a geometry, those of a collection too."""
    parts = [part for part in geometry.asGeometryCollection() if part.type() == QgsWkbTypes.GeometryType.LineGeometry]
    return [line for part in parts for line in (part.asMultiPolyline() if part.isMultipart() else [part.asPolyline()])]


def _tell_skipped(skipped: Sequence[Skipped], findings: Findings) -> None:
    for each in skipped[:_SHOWN]:
        findings.note("feature_left_out", each.fid + 1, reason=each.reason)
    if len(skipped) > _SHOWN:
        findings.note("features_left_out", 0, count=len(skipped) - _SHOWN)


def _of_lines(
    layer: QgsVectorLayer, features: Iterable[QgsFeature], inquiry: Inquiry, findings: Findings
) -> list[ParcelRecord]:
    """Walked outlines and lines that close; points, and lines that do not, are told."""
    gap_allowed = inquiry.reading.tolerance
    if layer.dataProvider().storageType() in ("GPX", "KML", "LIBKML"):
        gap_allowed = max(gap_allowed, inquiry.track_gap)
    records, skipped = [], []
    names = layer.fields().names()
    for feature in features:
        rings, gap = _closed_rings(feature.geometry(), gap_allowed, layer.crs().isGeographic())
        if not rings:
            reason = (
                tr("it is no area")
                if gap is None
                else tr("its line is not closed, the ends are {gap} m apart").format(gap=f"{gap:.1f}")
            )
            skipped.append(Skipped(feature.id(), reason))
            continue
        if gap:
            findings.note("line_closed", feature.id() + 1, distance=f"{gap:.3f}")
        values = dict(zip(names, feature.attributes(), strict=True))
        texts = {name: "" if value is None or str(value) == "NULL" else str(value) for name, value in values.items()}
        attributes = _attributes(layer, texts, inquiry)
        record = _record(layer, feature.id(), rings, attributes, inquiry.asked, findings)
        if record is not None:
            records.append(record)
    _tell_skipped(skipped, findings)
    return records


def _closed_rings(
    geometry: QgsGeometry, allowed: float, degrees: bool
) -> tuple[list[list[tuple[float, float]]], float | None]:
    """The rings (north, east), unclosed, that the lines of a geometry make, and the largest gap that was closed, in
    metres; no rings and the gap where one does not close; None where it is no line."""
    lines = _lines_in(geometry)
    if not lines:
        return [], None
    rings, widest = [], 0.0
    for line in lines:
        points = [(point.y(), point.x()) for point in line]
        gap = QgsGeometry.fromPolylineXY([line[0], line[-1]]).length() if len(line) > 1 else 0.0
        # metres enough for a tolerance: a degree of the meridian has 111 km
        gap *= 111_000 if degrees else 1
        if gap > allowed or len(points) < 3:
            return [], gap
        widest = max(widest, gap)
        rings.append(points[:-1] if points[0] == points[-1] else points)
    return rings, widest


def _attributes_of(layer: QgsVectorLayer, found: Features, inquiry: Inquiry, findings: Findings) -> list[Attributes]:
    texts = {name: as_codes(values).tolist() for name, values in found.attributes.items()}
    personal = [name for name in texts if is_personal_in_any_role(name) and not inquiry.personal]
    if personal:
        findings.note("personal_left_out", 0, fields=", ".join(personal))
    return [_attributes(layer, {name: column[i] for name, column in texts.items()}, inquiry) for i in range(len(found))]


def _attributes(layer: QgsVectorLayer, texts: Mapping[str, str], inquiry: Inquiry) -> Attributes:
    """Number, name, use, class and area of a feature by the roles' tables and headings; other fields as they are."""
    result = Attributes()
    for kind, name in _fields_of(layer, inquiry.wanted).items():
        setattr(result, kind, texts.get(name, ""))
    taken = set(_fields_of(layer, inquiry.wanted).values())
    for name, text in texts.items():
        known = name in taken or name.lower() in _KML_CLUTTER
        if text and not known and (inquiry.personal or not is_personal_in_any_role(name)):
            result.extra[name] = text
    return result


def _fields_of(layer: QgsVectorLayer, wanted: Wanted) -> dict[str, str]:
    """The fields of a layer by what they say of a parcel: as a person named them, by the role's table, by headings."""
    kinds = {"parcel": "number", "name": "name", "use": "use", "class_code": "class_code"}
    found: dict[str, str] = {}
    for name in layer.fields().names():
        kind = kinds.get(wanted.kind_of(name))
        if kind:
            found[kind] = name
    parts = role_of("parcel").parts
    for kind, part in (("number", "number"), ("name", "name"), ("use", "use"), ("class_code", "usecode")):
        name = match_field(layer.fields(), parts[part].aliases) if kind not in found else None
        if name:
            found[kind] = name
    for name in layer.fields().names():
        kind = kinds.get(heading_kind(name))
        if kind and kind not in found and name not in found.values():
            found[kind] = name
    return found


def _record(
    layer: QgsVectorLayer,
    fid: int,
    rings: Sequence[Sequence[tuple[float, float]]],
    attributes: Attributes,
    asked: Asked,
    findings: Findings,
) -> ParcelRecord | None:
    """The record of a feature; rings : (north, east), unclosed. Lines of findings are feature ids plus one."""
    attributes.number = attributes.number or str(fid)
    raw = [
        RawRing(str(number), fid + 1, tuple(Point(fid + 1, "", "1", x, y, ("", "")) for x, y in ring))
        for number, ring in enumerate(rings, 1)
    ]
    header, layout = {}, Layout(0, "local", None, None)
    code = _code_of(layer)
    if code is not None:
        header = {"坐标系": f"EPSG:{code}"}
        layout = Layout(0, "latlon" if layer.crs().isGeographic() else "local", None, None)
    else:
        told = find_layout([[f"{x:.4f}", f"{y:.4f}"] for ring in rings for x, y in ring])
        if told is not None and told.kind in ("xy8", "latlon"):
            layout = Layout(0, told.kind, None, None)
    return record_of_rings(Block(fid + 1, [], header), attributes, attributes.number, layout, raw, asked, findings)


def _code_of(layer: QgsVectorLayer) -> int | None:
    crs = official_system(layer.crs())
    if not crs.isValid():
        return None
    return 4326 if crs.authid() == "OGC:CRS84" else text_crs(crs).epsg
