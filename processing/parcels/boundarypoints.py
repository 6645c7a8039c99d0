"""redline:boundarypoints: the boundary points of parcels as a layer, with neighbours, and the printed 界址点成果表."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingFeedback,
    QgsProcessingParameterDistance,
    QgsProcessingParameterFileDestination,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.boundary.neighbours import DIRECTIONS, Direction, names_by_direction, probes
from ...core.boundary.points import (
    NumberedParcel,
    Numbering,
    Start,
    boundary_table,
    number_parcels,
    parcel_sentence,
)
from ...core.errors import RedlineError
from ...core.paper.tables import Column, Row, Table, Value
from ...core.paper.workbook import Sheet, write_workbook
from ...core.parceltext import ParcelRecord, zone_shift
from ...core.shapes.polygons import Polygons, boxes_of, meeting
from ...i18n import tr, words_of
from ...layers.measuring.parcels import usual_form
from ...layers.reading.clip import geometry_of
from ...layers.reading.crs import name_of_crs, text_crs
from ...layers.reading.papersystem import chosen_system
from ...layers.reading.run import notices_of
from ...layers.reading.sources import Features, Source, read_features
from ..base import RedlineAlgorithm, check_cancelled
from ..documents import tell
from ..groups import PARCELS
from ..outputs import NewLayer, draft_file, fields_from, write_layer
from ..parameters import (
    POINTS,
    TABLES,
    Given,
    add,
    add_choice,
    add_document_language,
    add_field,
    add_flag,
    add_found_field,
    add_numbers,
    add_paper_crs,
    add_sink,
    add_source,
    add_value,
)
from ..rules import add_rules, office_rules
from .parcelrecords import RecordFields, parcel_records, read_parcel_features

__all__ = ["BoundaryPoints"]

STARTS: tuple[Start, ...] = get_args(Start)


@dataclass(frozen=True)
class _Around:
    """Polygons that may be neighbours, with their names; ``boxes`` (n, 4) west, south, east, north."""

    polygons: Polygons
    names: Sequence[str]
    boxes: np.ndarray


@dataclass(frozen=True)
class _Taken:
    source: Source
    neighbours: Source | None


class BoundaryPoints(RedlineAlgorithm):
    ID = "boundarypoints"
    LABEL = "Boundary points"
    SUMMARY = "Numbered boundary points of parcels with side lengths, neighbours on four sides, and the printed table"
    GROUP = PARCELS
    TAGS = "界址点,界址点成果表,四至,点号,边长,勘测定界,西北角,boundary,points,parcel,neighbours"

    def initAlgorithm(self, configuration=None):
        add_source(self, "INPUT", tr("Parcels"), tr("With a selection, only the selected ones."))
        add_found_field(self, "ID_FIELD", tr("Field with the parcel number"), "INPUT", "DKBH", advanced=False)
        add_flag(
            self,
            "SHARED",
            tr("Number shared points once"),
            tr("A point that stands in several parcels has one number, and numbers go on over all parcels."),
        )
        add_source(
            self,
            "NEIGHBOURS",
            tr("Neighbours"),
            tr("Parcels or villages: their names are given for the four sides of each parcel."),
            optional=True,
        )
        beside = tr("Field with the neighbour's name")
        add_found_field(self, "NEIGHBOUR_FIELD", beside, "NEIGHBOURS", "ZLDWMC/DKMC", advanced=False)
        add_paper_crs(
            self,
            tr("The parcels are transformed into it. Left empty: their own, which must be one of surveys."),
        )
        self._add_advanced()
        add_sink(
            self,
            "OUTPUT",
            tr("Boundary points"),
            tr("One point for each vertex of each ring; the closing row stands in the printed table only."),
            POINTS,
            appends=False,
        )
        add_sink(
            self,
            "OUTPUT_PARCELS",
            tr("Sentences and neighbours"),
            tr("One row for each parcel: the points in words (J1-J4,J1), numbers of points, the four neighbours."),
            TABLES,
            optional=True,
            appends=False,
        )
        add(
            self,
            QgsProcessingParameterFileDestination(
                "OUTPUT_XLSX", tr("Printed tables"), "XLSX (*.xlsx)", optional=True, createByDefault=False
            ),
            tr("One sheet for each parcel, upright A4 with page numbers, and one with sentences and neighbours."),
        )
        add_numbers(self, (("PARCELS", tr("Parcels")), ("POINTS", tr("Points")), ("SKIPPED", tr("Features left out"))))

    def _add_advanced(self) -> None:
        add_value(
            self,
            "DECIMALS",
            tr("Decimals of the coordinates"),
            3,
            tr("Rounded half-up; sides are calculated from the rounded coordinates."),
            low=0,
            high=6,
            whole=True,
            advanced=True,
        )
        add_choice(
            self,
            "START",
            tr("First point of a ring"),
            STARTS,
            "northwest",
            tr("northwest: nearest to the north-west corner of the ring's box. drawn: as it was drawn."),
            advanced=True,
        )
        add(
            self,
            QgsProcessingParameterDistance(
                "DISTANCE", tr("How far beyond the boundary a neighbour may lie"), 1.0, "INPUT", minValue=0.001
            ),
            tr("In the unit of the coordinates. A larger value looks across ditches and paths."),
            advanced=True,
        )
        add_field(
            self,
            "NAME_FIELD",
            tr("Field with the parcel name"),
            "INPUT",
            tr("Printed above the table. Found by name (DKMC …) where left empty."),
            advanced=True,
        )
        add_document_language(self)
        add_rules(self)

    def take(self, given: Given) -> _Taken:
        source = given.source("INPUT")
        neighbours = given.optional_source("NEIGHBOURS")
        return _Taken(source=source, neighbours=neighbours)

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = self.taken
        source = taken.source
        on_paper = chosen_system(source, given.optional_crs("CRS"), local=True)
        fields = RecordFields(
            number=given.field("ID_FIELD", source, "parcel", "number"),
            name=given.field("NAME_FIELD", source, "parcel", "name"),
        )
        found, run = read_parcel_features(source, fields.used(), given.context, feedback, on_paper, fields.number)
        records = parcel_records(source, found, fields)
        numbering = Numbering(decimals=given.whole("DECIMALS"), start=given.one_of("START", STARTS))
        shared = given.flag("SHARED")
        # Y as in the county's parcel text files, for a table is laid beside them.
        shift = zone_shift(text_crs(found.crs), usual_form().zone_prefix)
        numbered = number_parcels([(record.number, record.parts) for record in records], numbering, shared=shared)
        parcels = [replace(parcel, shift=shift) for parcel in numbered]
        feedback.setProgress(50)
        around = self._around(given, found, feedback)
        distance = given.number("DISTANCE")
        rules = office_rules(given)
        least = float(rules.number("boundarypoints.neighbour_share_min")) / 100
        sides = [_sides(found.polygons, i, record, around, distance, least) for i, record in enumerate(records)]
        feedback.setProgress(70)
        page = int(rules.number("boundarypoints.rows_per_page"))
        self._write(given, feedback, found, records, parcels, sides, page)
        tell(feedback, run.notices)
        points = sum(parcel.point_count for parcel in parcels)
        feedback.pushInfo(
            tr("{parcels} parcels, {points} boundary points.").format(parcels=len(parcels), points=points)
        )
        feedback.setProgress(100)
        return {"PARCELS": len(parcels), "POINTS": points, "SKIPPED": len(run.skipped)}

    def _around(self, given: Given, found: Features, feedback: QgsProcessingFeedback) -> _Around | None:
        source = self.taken.neighbours
        if source is None:
            return None
        name = given.field("NEIGHBOUR_FIELD", source, "village", "name") or given.field("", source, "parcel", "name")
        if not name:
            raise RedlineError(
                "Layer {layer} has no field of names: choose one in NEIGHBOUR_FIELD; it has {fields}.",
                layer=source.name,
                fields=", ".join(source.fields.names()),
            )
        read = read_features(
            source,
            [name],
            crs=found.crs,
            transform_context=given.transforms,
            cancelled=feedback.isCanceled,
        )
        tell(feedback, notices_of(source.name, read.skipped))
        return _Around(read.polygons, read.texts(name), boxes_of(read.polygons))

    def _write(
        self,
        given: Given,
        feedback: QgsProcessingFeedback,
        found: Features,
        records: Sequence[ParcelRecord],
        parcels: Sequence[NumberedParcel],
        sides: Sequence[dict[Direction, tuple[str, ...]]],
        page: int,
    ) -> None:
        points = NewLayer(_point_fields(), _point_rows(parcels, feedback), found.crs, QgsWkbTypes.Type.Point)
        write_layer(self.outputs, "OUTPUT", points)
        rows = [_summary(parcel, record, side) for parcel, record, side in zip(parcels, records, sides, strict=True)]
        own = _summary_table(rows, tr)
        if given.wants("OUTPUT_PARCELS"):
            rows_of = ((None, row.values) for row in own.rows)
            write_layer(self.outputs, "OUTPUT_PARCELS", NewLayer(_summary_fields(own), rows_of))
        target = draft_file(self.outputs, "OUTPUT_XLSX")
        if target is not None:
            words = words_of(given.choice("LANGUAGE"))
            tables = [
                Sheet(_printed(parcel, record, found.crs, words), landscape=False, rows_per_page=page)
                for parcel, record in zip(parcels, records, strict=True)
            ]
            write_workbook(target, [*tables, Sheet(_summary_table(rows, words))], tr=words)


def _point_fields() -> QgsFields:
    real = QMetaType.Type.Double
    return fields_from(
        (
            ("parcel", tr("Parcel number"), QMetaType.Type.QString),
            ("point_no", tr("Point no."), QMetaType.Type.QString),
            ("ring", tr("Ring"), QMetaType.Type.LongLong),
            ("x_north", tr("X (m)"), real),
            ("y_east", tr("Y (m)"), real),
            ("side", tr("Side (m)"), real),
        )
    )


def _point_rows(
    parcels: Sequence[NumberedParcel], feedback: QgsProcessingFeedback
) -> Iterator[tuple[QgsGeometry, tuple[Value, ...]]]:
    for parcel in parcels:
        check_cancelled(feedback)
        for ring in parcel.rings:
            for place, point in zip(ring.points[:-1], parcel.printed(ring), strict=False):
                geometry = QgsGeometry.fromPointXY(QgsPointXY(float(place.y_east), float(place.x_north)))
                yield geometry, (parcel.parcel, point.number, ring.ring, point.x_north, point.y_east, point.side)


def _sides(
    polygons: Polygons, i: int, record: ParcelRecord, around: _Around | None, distance: float, least: float
) -> dict[Direction, tuple[str, ...]]:
    """The neighbours' names on the four sides; none where no layer of neighbours was given."""
    if around is None:
        return {}
    places = probes(polygons, i, distance)
    names = [""] * len(places.xy)
    if len(places.xy):
        box = around.boxes
        near = meeting(box, np.concatenate([places.xy.min(axis=0), places.xy.max(axis=0)])[None])
        own = {record.number, record.name}
        for j in np.flatnonzero(near).tolist():
            name = around.names[j]
            if not name or name in own:
                continue
            geometry = geometry_of(around.polygons, j)  # the engine does not keep it alive
            engine = QgsGeometry.createGeometryEngine(geometry.constGet())
            engine.prepareGeometry()
            inside = (
                (places.xy[:, 0] >= box[j, 0])
                & (places.xy[:, 0] <= box[j, 2])
                & (places.xy[:, 1] >= box[j, 1])
                & (places.xy[:, 1] <= box[j, 3])
            )
            for k in np.flatnonzero(inside).tolist():
                point = QgsGeometry.fromPointXY(QgsPointXY(*places.xy[k].tolist()))
                if not names[k] and engine.intersects(point.constGet()):
                    names[k] = name
    return dict(names_by_direction(places, names, least))


def _summary(
    parcel: NumberedParcel, record: ParcelRecord, sides: dict[Direction, tuple[str, ...]]
) -> tuple[Value, ...]:
    return (
        parcel.parcel,
        record.name,
        record.area_ha,
        len(parcel.rings),
        parcel.point_count,
        parcel_sentence(parcel),
        *("、".join(sides.get(direction, ())) for direction in DIRECTIONS),
    )


def _summary_table(rows: Sequence[tuple[Value, ...]], tr: Callable[[str], str]) -> Table:
    columns = (
        Column("parcel", tr("Parcel number")),
        Column("name", tr("Parcel name")),
        Column("area_ha", tr("Official area (ha)"), numeric=True),
        Column("rings", tr("Rings"), numeric=True),
        Column("points", tr("Points"), numeric=True),
        Column("sentence", tr("Enclosed by the points")),
        Column("north", tr("North"), (tr("Neighbours"),)),
        Column("east", tr("East"), (tr("Neighbours"),)),
        Column("south", tr("South"), (tr("Neighbours"),)),
        Column("west", tr("West"), (tr("Neighbours"),)),
    )
    return Table(tr("Neighbours"), tr("Boundary points and neighbours"), columns, tuple(Row(row) for row in rows))


def _summary_fields(table: Table) -> QgsFields:
    whole, real = QMetaType.Type.LongLong, QMetaType.Type.Double
    kinds = {"area_ha": real, "rings": whole, "points": whole}
    return fields_from(
        (column.key, " ".join((*column.groups, column.label)), kinds.get(column.key, QMetaType.Type.QString))
        for column in table.columns
    )


def _printed(
    parcel: NumberedParcel, record: ParcelRecord, crs: QgsCoordinateReferenceSystem, tr: Callable[[str], str]
) -> Table:
    system = text_crs(crs)
    head = [
        (tr("Parcel number"), parcel.parcel),
        (tr("Parcel name"), record.name),
        (tr("Official area (ha)"), f"{record.area_ha:f}"),
        (tr("Coordinate system"), system.text if system.datum else name_of_crs(crs)),
    ]
    note = tr("Enclosed by the points {points}.").format(points=parcel_sentence(parcel))
    return boundary_table(parcel, head=head, notes=[note], tr=tr)
