"""redline:exportparcels: a parcel layer as drawing, points of CASS, file for the phone, table, GeoJSON or Shapefile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFields,
    QgsProcessing,
    QgsProcessingFeedback,
    QgsProcessingParameterFileDestination,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.boundary.points import Numbering, number_parcel
from ...core.deliveries.cass import dat_of
from ...core.deliveries.dxf import dxf_of
from ...core.errors import RedlineError
from ...core.paper.cells import printable
from ...core.paper.wholefile import write_whole
from ...core.parceltext import ParcelRecord
from ...i18n import tr
from ...layers.reading.crs import name_of_crs
from ...layers.reading.papersystem import chosen_system
from ...layers.reading.readback import check_written
from ...layers.reading.sinks import FileForm, new_file, put_all
from ...layers.reading.sources import Source
from ..base import RedlineAlgorithm, check_cancelled
from ..documents import tell_run
from ..groups import PARCELS
from ..outputs import fields_from, place_of_file
from ..parameters import (
    Given,
    add,
    add_choice,
    add_numbers,
    add_paper_crs,
    add_parcel_fields,
    add_source,
    add_value,
)
from .parcellayer import parcel_geometry
from .parcelrecords import RecordFields, parcel_records, read_parcel_features

__all__ = ["ExportParcels"]

ENDINGS = {"dxf": ".dxf", "cass": ".dat", "kml": ".kml", "xlsx": ".xlsx", "geojson": ".geojson", "shp": ".shp"}
ENCODED = {"cass": "gbk", "shp": "gbk"}
"""Formats whose encoding can be chosen, with that of the offices that ask for them."""
DEGREES = ("kml", "geojson")
"""Formats in longitude and latitude on WGS 84: OGC KML 2.2, 6.2; RFC 7946, 4."""
ENCODINGS = ("gbk", "gb18030", "utf-8")


@dataclass(frozen=True)
class _Taken:
    source: Source


@dataclass(frozen=True)
class _Job:
    """What is written: format, encoding, the parcels in their system on paper."""

    format: str
    encoding: str
    records: Sequence[ParcelRecord]
    crs: QgsCoordinateReferenceSystem


class ExportParcels(RedlineAlgorithm):
    ID = "exportparcels"
    LABEL = "Export parcels"
    SUMMARY = "Parcels as DXF, CASS points, KML for the phone, XLSX, GeoJSON or a Shapefile in GBK"
    GROUP = PARCELS
    TAGS = (
        "CAD,DXF,CASS,Excel,XLSX,KML,GeoJSON,Shapefile,GBK,坐标表,宗地,地块,红线,导出,手机,奥维,export,parcel,drawing"
    )

    def initAlgorithm(self, configuration=None):
        add_source(self, "INPUT", tr("Parcels"), tr("With a selection, only the selected ones."))
        add_choice(
            self,
            "FORMAT",
            tr("Format"),
            list(ENDINGS),
            None,
            tr(
                "dxf: R2000 with layers 地块, 界址点, 注记; cass: points as .dat; kml: for the phone; xlsx: table of "
                "coordinates; geojson; shp: Shapefile. That of the file's ending where left empty."
            ),
        )
        add_choice(
            self,
            "ENCODING",
            tr("Encoding"),
            list(ENCODINGS),
            None,
            tr("Of cass and shp; GBK where left empty. DXF is in GBK, all others are in UTF-8."),
        )
        add_paper_crs(
            self,
            tr(
                "The Gauss-Krüger zone of dxf, cass, xlsx and shp; that of the parcels where left empty. kml and "
                "geojson are always in longitude and latitude."
            ),
        )
        add_parcel_fields(self, "INPUT")
        add_value(
            self,
            "TEXT_HEIGHT",
            tr("Height of texts in a drawing (m)"),
            2.0,
            tr("At 1:1,000, 2 m are 2 mm on paper."),
            low=0.01,
            advanced=True,
        )
        filters = ";;".join(f"{each.upper()} (*{ending})" for each, ending in ENDINGS.items())
        add(
            self,
            QgsProcessingParameterFileDestination("OUTPUT", tr("File"), filters),
            tr("Made anew; a Shapefile with its .shx, .dbf, .prj and .cpg."),
        )
        add_numbers(self, (("PARCELS", tr("Parcels")), ("SKIPPED", tr("Features left out"))))

    def take(self, given: Given) -> _Taken:
        return _Taken(source=given.source("INPUT"))

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        source = self.taken.source
        kind, target = self._format_and_place(given)
        encoding = given.choice("ENCODING")
        if encoding and kind not in ENCODED:
            feedback.pushInfo(tr("{format} has an encoding of its own; ENCODING was not used.").format(format=kind))
        wgs84 = QgsCoordinateReferenceSystem("EPSG:4326")
        crs = wgs84 if kind in DEGREES else chosen_system(source, given.optional_crs("CRS"), local=True)
        fields = _fields_of(given, source)
        found, run = read_parcel_features(source, fields.used(), given.context, feedback, crs, fields.number)
        records = parcel_records(source, found, fields)
        job = _Job(kind, encoding or ENCODED.get(kind, ""), records, found.crs)
        draft = self.outputs.pending.drafts.beside(target)
        if kind == "dxf":
            write_whole(draft, dxf_of(records, given.number("TEXT_HEIGHT")))
        elif kind == "cass":
            write_whole(draft, dat_of(records, job.encoding))
        else:
            _write_layer(draft, job, lambda: check_cancelled(feedback))
        tell_run(run, feedback)
        feedback.pushInfo(
            tr("{parcels} parcels written as {format}, in {crs}.").format(
                parcels=len(records), format=kind, crs=name_of_crs(found.crs)
            )
        )
        self.outputs.results["OUTPUT"] = str(target)
        return {"PARCELS": len(records), "SKIPPED": len(run.skipped)}

    def _format_and_place(self, given: Given) -> tuple[str, Path]:
        """The format, and the file with its ending; RedlineError where the two do not agree."""
        path = place_of_file(self.outputs, "OUTPUT")
        if path is None:
            raise RedlineError("Say where to write (OUTPUT).")
        kind = given.choice("FORMAT")
        temporary = given.parameters.get("OUTPUT") == QgsProcessing.TEMPORARY_OUTPUT
        by_ending = next((each for each, ending in ENDINGS.items() if path.suffix.lower() == ending), "")
        if not kind and not by_ending:
            raise RedlineError(
                "{file}: its ending names no format; choose one (FORMAT), or one of the endings {endings}.",
                file=path.name,
                endings=", ".join(ENDINGS.values()),
            )
        kind = kind or by_ending
        if temporary:
            return kind, path.with_suffix(ENDINGS[kind])
        if path.suffix.lower() != ENDINGS[kind]:
            raise RedlineError(
                "{file}: a file of the format {format} ends in {ending}; correct OUTPUT or FORMAT.",
                file=path.name,
                format=kind,
                ending=ENDINGS[kind],
            )
        return kind, path


def _fields_of(given: Given, source: Source) -> RecordFields:
    return RecordFields(
        number=given.field("NUMBER_FIELD", source, "parcel", "number"),
        name=given.field("NAME_FIELD", source, "parcel", "name"),
        use=given.field("USE_FIELD", source, "parcel", "use"),
        class_code=given.field("CLASS_FIELD", source, "parcel", "usecode"),
    )


# --- layers -----------------------------------------------------------------------------------------------------------


def _write_layer(draft: Path, job: _Job, step: Callable[[], None]) -> None:
    """KML, GeoJSON, Shapefile and XLSX by QGIS's own writer, read again when written."""
    driver, *options = {
        "kml": ("LIBKML", f"NAME={draft.stem}"),
        "geojson": ("GeoJSON", "RFC7946=YES", "COORDINATE_PRECISION=10"),
        "shp": ("ESRI Shapefile",),
        "xlsx": ("XLSX",),
    }[job.format]
    name = "坐标" if job.format == "xlsx" else draft.stem
    form = FileForm(driver, name, job.encoding.upper() or "UTF-8", tuple(options))
    if job.format == "xlsx":
        fields, kind, features = _point_fields(), QgsWkbTypes.Type.NoGeometry, list(_point_rows(job.records))
    else:
        fields, kind, features = _parcel_fields(job), QgsWkbTypes.Type.MultiPolygon, list(_parcel_rows(job))
    if job.format == "shp":
        _check_encodable(job)
    with new_file(draft, fields, kind, job.crs, form) as sink:
        count = put_all(sink, _stepped(features, fields, step), draft.name)
    check_written(draft, count)


def _stepped(features: Sequence[tuple], fields: QgsFields, step: Callable[[], None]) -> Iterator[QgsFeature]:
    for number, (geometry, values) in enumerate(features):
        if number % 1024 == 0:
            step()
        feature = QgsFeature(fields)
        feature.setAttributes(list(values))
        if geometry is not None:
            feature.setGeometry(geometry)
        yield feature


def _parcel_fields(job: _Job) -> QgsFields:
    """Names that platforms know, short enough for a .dbf."""
    text, real = QMetaType.Type.QString, QMetaType.Type.Double
    named = [("Name", text)] if job.format == "kml" else []
    named += [("DKBH", text), ("DKMC", text), ("DKYT", text), ("DLBM", text), ("DKMJ", real)]
    fields = fields_from((name, "", kind) for name, kind in named)
    for place in range(fields.count()):
        if job.format == "shp" and fields.at(place).type() == text:
            fields[place].setLength(254)
        elif job.format == "shp":
            fields[place].setLength(18)
            fields[place].setPrecision(4)
    return fields


def _parcel_rows(job: _Job) -> Iterator[tuple]:
    for record in job.records:
        texts = [record.number, record.name, record.use, record.class_code]
        if job.format == "kml":
            texts = [printable(text) for text in (record.name or record.number, *texts)]
        area = None if record.area_ha is None else float(record.area_ha)
        yield parcel_geometry(record), [*texts, area]


def _point_fields() -> QgsFields:
    text, real = QMetaType.Type.QString, QMetaType.Type.Double
    titles = (("地块编号", text), ("地块名称", text), ("用途", text), ("地类编码", text), ("面积（公顷）", real))
    points = (("圈号", QMetaType.Type.Int), ("点号", text), ("X", real), ("Y", real))
    return fields_from((name, "", kind) for name, kind in (*titles, *points))


def _point_rows(records: Sequence[ParcelRecord]) -> Iterator[tuple]:
    numbering = Numbering(decimals=6, start="drawn", direction="drawn")
    for record in records:
        area = None if record.area_ha is None else float(record.area_ha)
        known = [record.number, record.name, record.use, record.class_code, area]
        for ring in number_parcel(record.number, record.parts, numbering).rings:
            for point in ring.points[:-1]:
                yield None, [*known, ring.ring, point.number, float(point.x_north), float(point.y_east)]


def _check_encodable(job: _Job) -> None:
    """A sign that the encoding has not would be written as a question mark."""
    for record in job.records:
        for text in (record.number, record.name, record.use, record.class_code):
            try:
                text.encode(job.encoding)
            except UnicodeEncodeError as error:
                raise RedlineError(
                    "{sign} (parcel {parcel}) cannot be written in {encoding}: choose utf-8 or gb18030.",
                    sign=text[error.start],
                    parcel=record.number,
                    encoding=job.encoding,
                ) from error
