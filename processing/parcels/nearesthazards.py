"""redline:nearesthazards: parcels within a distance of hazard points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingFeedback,
    QgsProcessingParameterDistance,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.paper.tables import Column, Row, Table
from ...core.rounding import half_up
from ...i18n import tr, words_of
from ...layers.measuring.pointsnear import Near, near_points
from ...layers.measuring.tallying import ReadZones, ZoneFields, read_zones
from ...layers.reading.run import Run, plane_crs
from ...layers.reading.sources import Points, Source
from ...layers.roles.fields import find_field
from ..base import RedlineAlgorithm, share_of
from ..documents import tell_run, write_table_documents
from ..groups import PARCELS
from ..outputs import NewLayer, fields_from, write_layer
from ..parameters import (
    LINES,
    POINTS,
    Given,
    add,
    add_documents,
    add_field,
    add_found_field,
    add_language,
    add_numbers,
    add_sink,
    add_source,
)
from ..personal import add_keep_personal, asks_personal, extended

__all__ = ["NearestHazards"]


@dataclass(frozen=True)
class _Taken:
    parcels: Source
    hazards: Source
    parcel_fields: ZoneFields
    hazard_id: str
    distance: float
    crs: QgsCoordinateReferenceSystem
    language: str
    personal: bool


class NearestHazards(RedlineAlgorithm):
    ID = "nearesthazards"
    LABEL = "Nearest hazards"
    SUMMARY = "Hazard points within a distance of each parcel, and the nearest one, with distances on the ellipsoid"
    GROUP = PARCELS
    TAGS = "地质灾害,隐患点,距离,最近,地块,hazard,nearest,distance"

    def initAlgorithm(self, configuration=None):
        add_source(self, "INPUT", tr("Parcels"), tr("Parcels or any polygons. With a selection, only these."))
        add_found_field(self, "ID_FIELD", tr("Field with the parcel number"), "INPUT", "DKBH", advanced=False)
        add_source(self, "HAZARDS", tr("Hazard points"), tr("Geological hazard points or any points."), POINTS)
        add(
            self,
            QgsProcessingParameterDistance("DISTANCE", tr("Distance"), 500.0, "INPUT", minValue=0.0),
            tr("In metres on the ellipsoid, from the parcel's boundary; 0 inside it."),
        )
        add_field(
            self,
            "HAZARD_ID_FIELD",
            tr("Field with the hazard's number"),
            "HAZARDS",
            tr("The feature id is used where left empty."),
            advanced=True,
        )
        add_language(self)
        add_sink(
            self,
            "OUTPUT",
            tr("Parcels with hazards"),
            tr("The parcels with haz_count, haz_ids, near_id and near_dist (m)."),
        )
        add_sink(
            self,
            "OUTPUT_LINES",
            tr("Lines to the hazards"),
            tr("From the parcel to each hazard within the distance."),
            LINES,
            optional=True,
            appends=False,
        )
        add_keep_personal(self)
        add_documents(self)
        add_numbers(
            self,
            (
                ("NEAR_COUNT", tr("Parcels with a hazard within the distance")),
                ("SMALLEST_DISTANCE", tr("Smallest distance (m)")),
                ("PARCEL_COUNT", tr("Parcels")),
                ("HAZARD_COUNT", tr("Hazard points")),
                ("SKIPPED", tr("Features left out")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        parcels = given.source("INPUT")
        hazards = given.source("HAZARDS")
        parcel_fields = ZoneFields(given.field("ID_FIELD", parcels, "parcel", "number"))
        hazard_id = given.field("HAZARD_ID_FIELD", hazards) or (
            find_field(hazards, "hazard", "number", required=False) or ""
        )
        distance = given.number("DISTANCE")
        crs = plane_crs(parcels, hazards)
        language = given.language()
        return _Taken(
            parcels=parcels,
            hazards=hazards,
            parcel_fields=parcel_fields,
            hazard_id=hazard_id,
            distance=distance,
            crs=crs,
            language=language,
            personal=asks_personal(given),
        )

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = self.taken
        run = Run(taken.crs, given.transforms, feedback.isCanceled)
        parcels = read_zones(run, taken.parcels, taken.parcel_fields, given.validity)
        hazards = run.read_points(taken.hazards, [taken.hazard_id] if taken.hazard_id else [], taken.hazard_id)
        within, nearest = near_points(
            parcels.features.polygons,
            hazards.xy,
            taken.crs,
            taken.distance,
            run.transform_context,
            share_of(feedback, 10, 85),
            feedback.isCanceled,
        )
        ids = hazards.ids(taken.hazard_id)
        values = _values(parcels, within, nearest, ids)
        layer = extended(taken.parcels, _fields(), values, taken.personal, feedback)
        table = _table(parcels, within, ids, f"{taken.distance:g}", words_of(taken.language))
        tell_run(run, feedback)
        write_layer(self.outputs, "OUTPUT", layer)
        lines = NewLayer(_line_fields(), _lines(parcels, within, hazards, ids), taken.crs, QgsWkbTypes.Type.LineString)
        write_layer(self.outputs, "OUTPUT_LINES", lines)
        write_table_documents(self.outputs, run, table, taken.language)
        feedback.setProgress(100)
        distances = [each.distance for each in nearest if each is not None]
        return {
            "NEAR_COUNT": len({each.zone for each in within}),
            "SMALLEST_DISTANCE": float(half_up(min(distances), 2)) if distances else -1.0,
            "PARCEL_COUNT": len(parcels),
            "HAZARD_COUNT": len(hazards),
            "SKIPPED": len(run.skipped),
        }


def _fields() -> QgsFields:
    return fields_from(
        (
            ("haz_count", tr("Hazards within the distance"), QMetaType.Type.Int),
            ("haz_ids", tr("Their numbers"), QMetaType.Type.QString),
            ("near_id", tr("Nearest hazard"), QMetaType.Type.QString),
            ("near_dist", tr("Distance to it (m)"), QMetaType.Type.Double),
        )
    )


def _values(parcels: ReadZones, within: list[Near], nearest: list[Near | None], ids: list[str]) -> dict[int, list[Any]]:
    own: list[list[str]] = [[] for _ in range(len(parcels))]
    for each in within:
        own[each.zone].append(ids[each.point])
    values = []
    for i, found in enumerate(nearest):
        line = [None, None] if found is None else [ids[found.point], half_up(found.distance, 2)]
        values.append([len(own[i]), ", ".join(own[i]), *line])
    return parcels.by_feature(values)


def _line_fields() -> QgsFields:
    return fields_from(
        (
            ("parcel", tr("Parcel"), QMetaType.Type.QString),
            ("hazard", tr("Hazard"), QMetaType.Type.QString),
            ("distance", tr("Distance (m)"), QMetaType.Type.Double),
        )
    )


def _lines(
    parcels: ReadZones, within: list[Near], hazards: Points, ids: list[str]
) -> list[tuple[QgsGeometry, list[Any]]]:
    return [
        (
            QgsGeometry.fromPolylineXY([each.at, QgsPointXY(*hazards.xy[each.point].tolist())]),
            [parcels.ids[each.zone], ids[each.point], half_up(each.distance, 2)],
        )
        for each in within
    ]


def _table(parcels: ReadZones, within: list[Near], ids: list[str], distance: str, tr: Callable[[str], str]) -> Table:
    columns = (
        Column("parcel", tr("Parcel")),
        Column("hazard", tr("Hazard")),
        Column("distance", tr("Distance"), unit=tr("m"), numeric=True),
    )
    rows = tuple(
        Row((parcels.ids[each.zone], ids[each.point], half_up(each.distance, 2)))
        for each in sorted(within, key=lambda each: (each.zone, each.distance))
    )
    title = tr("Hazards within {distance} m of parcels").format(distance=distance)
    return Table(tr("Hazards"), title, columns, rows)
