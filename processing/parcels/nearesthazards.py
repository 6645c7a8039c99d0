"""redline:nearesthazards: parcels within a distance of hazard points."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterDistance,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.errors import RedlineError
from ...core.paper.htmlreport import Section
from ...core.paper.tables import Column, Row, Table
from ...core.rounding import half_up
from ...i18n import tr, words_of
from ...layers.measuring.pointsnear import Near, near_points
from ...layers.measuring.tallying import ReadZones, ZoneFields, read_zones
from ...layers.reading.run import Run, plane_crs
from ...layers.reading.sources import Points, read_points
from ...layers.roles.fields import find_field
from ..groups import PARCELS
from ..landuse.base import LandUseAlgorithm, share_of
from ..outputs import field_of
from ..personal import add_keep_personal

__all__ = ["NearestHazards"]


class NearestHazards(LandUseAlgorithm):
    ID = "nearesthazards"
    LABEL = "Nearest hazards"
    SUMMARY = "Hazard points within a distance of each parcel, and the nearest one, with distances on the ellipsoid"
    GROUP = PARCELS
    TAGS = "地质灾害,隐患点,距离,最近,地块,hazard,nearest,distance"

    def initAlgorithm(self, configuration=None):
        self.add_polygons("INPUT", tr("Parcels"), tr("Parcels or any polygons. With a selection, only these."))
        self.add_field(
            "ID_FIELD",
            tr("Field with the parcel number"),
            "INPUT",
            tr("Found by name ({aliases} …) where left empty.").format(aliases="DKBH"),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "HAZARDS", tr("Hazard points"), [QgsProcessing.SourceType.TypeVectorPoint]
            ),
            tr("Geological hazard points or any points."),
        )
        self.add(
            QgsProcessingParameterDistance("DISTANCE", tr("Distance"), 500.0, "INPUT", minValue=0.0),
            tr("In metres on the ellipsoid, from the parcel's boundary; 0 inside it."),
        )
        self.add_field(
            "HAZARD_ID_FIELD",
            tr("Field with the hazard's number"),
            "HAZARDS",
            tr("The feature id is used where left empty."),
            advanced=True,
        )
        self.add_language()
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT",
                tr("Parcels with hazards"),
                QgsProcessing.SourceType.TypeVectorPolygon,
                supportsAppend=True,
            ),
            tr("The parcels with haz_count, haz_ids, near_id and near_dist (m)."),
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT_LINES",
                tr("Lines to the hazards"),
                QgsProcessing.SourceType.TypeVectorLine,
                optional=True,
                createByDefault=False,
            ),
            tr("From the parcel to each hazard within the distance."),
        )
        add_keep_personal(self)
        self.add_documents()
        for name, label in (
            ("NEAR_COUNT", tr("Parcels with a hazard within the distance")),
            ("SMALLEST_DISTANCE", tr("Smallest distance (m)")),
            ("PARCEL_COUNT", tr("Parcels")),
            ("HAZARD_COUNT", tr("Hazard points")),
            ("SKIPPED", tr("Features left out")),
        ):
            self.add_number(name, label)

    def take(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self.parcels = self.source(parameters, "INPUT", context)
        self.hazards = self.source(parameters, "HAZARDS", context)
        self.parcel_fields = ZoneFields(self.field(parameters, context, "ID_FIELD", self.parcels, "parcel", "number"))
        self.hazard_id = self.field(parameters, context, "HAZARD_ID_FIELD", self.hazards) or (
            find_field(self.hazards, "hazard", "number", required=False) or ""
        )
        self.distance = self.parameterAsDouble(parameters, "DISTANCE", context)
        self.crs = plane_crs(self.parcels, self.hazards)
        self.words_language = self.language(parameters, context)
        self.validity = context.invalidGeometryCheck()

    def work(self, parameters, context, feedback) -> dict:
        run = Run(self.crs, context.transformContext(), feedback.isCanceled)
        parcels = read_zones(run, self.parcels, self.parcel_fields, self.validity)
        hazards = read_points(
            self.hazards,
            [self.hazard_id] if self.hazard_id else [],
            crs=self.crs,
            transform_context=run.transform_context,
            cancelled=feedback.isCanceled,
        )
        if not len(hazards):
            raise RedlineError(
                "Layer {layer} holds no points: choose another layer, or clear its filter and selection.",
                layer=self.hazards.name,
            )
        within, nearest = near_points(
            parcels.features.polygons,
            hazards.xy,
            self.crs,
            self.distance,
            run.transform_context,
            share_of(feedback, 10, 85),
            feedback.isCanceled,
        )
        ids = hazards.ids(self.hazard_id)
        fields, rows = self.extended(self.parcels, _fields(), _values(parcels, within, nearest, ids), feedback)
        words = words_of(self.words_language)
        table = _table(parcels, within, ids, f"{self.distance:g}", words)
        self.tell(run, feedback)
        wkb_type = QgsWkbTypes.multiType(self.parcels.wkb_type)
        outputs: dict[str, Any] = {
            "OUTPUT": self.write_features(parameters, context, "OUTPUT", fields, rows, self.parcels.crs, wkb_type)
        }
        lines = self.write_features(
            parameters,
            context,
            "OUTPUT_LINES",
            _line_fields(),
            _lines(parcels, within, hazards, ids),
            self.crs,
            QgsWkbTypes.Type.LineString,
        )
        if lines is not None:
            outputs["OUTPUT_LINES"] = lines
        sections = [Section(table.title, tables=[table]), self.section_of_notices(run, words)]
        outputs |= self.write_documents(parameters, context, [table], table.title, self.words_language, sections)
        feedback.setProgress(100)
        distances = [each.distance for each in nearest if each is not None]
        return outputs | {
            "NEAR_COUNT": len({each.zone for each in within}),
            "SMALLEST_DISTANCE": float(half_up(min(distances), 2)) if distances else -1.0,
            "PARCEL_COUNT": len(parcels),
            "HAZARD_COUNT": len(hazards),
            "SKIPPED": len(run.skipped) + len(hazards.skipped),
        }


def _fields() -> QgsFields:
    fields = QgsFields()
    for name, alias, kind in (
        ("haz_count", tr("Hazards within the distance"), QMetaType.Type.Int),
        ("haz_ids", tr("Their numbers"), QMetaType.Type.QString),
        ("near_id", tr("Nearest hazard"), QMetaType.Type.QString),
        ("near_dist", tr("Distance to it (m)"), QMetaType.Type.Double),
    ):
        fields.append(field_of(name, alias, kind))
    return fields


def _values(parcels: ReadZones, within: list[Near], nearest: list[Near | None], ids: list[str]) -> dict[int, list[Any]]:
    own: list[list[str]] = [[] for _ in range(len(parcels))]
    for each in within:
        own[each.zone].append(ids[each.point])
    values = {}
    for i, fid in enumerate(parcels.features.fids.tolist()):
        found = nearest[i]
        line = [None, None] if found is None else [ids[found.point], half_up(found.distance, 2)]
        values[fid] = [len(own[i]), ", ".join(own[i]), *line]
    return values


def _line_fields() -> QgsFields:
    fields = QgsFields()
    for name, alias, kind in (
        ("parcel", tr("Parcel"), QMetaType.Type.QString),
        ("hazard", tr("Hazard"), QMetaType.Type.QString),
        ("distance", tr("Distance (m)"), QMetaType.Type.Double),
    ):
        fields.append(field_of(name, alias, kind))
    return fields


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


def _table(parcels: ReadZones, within: list[Near], ids: list[str], distance: str, tr) -> Table:
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
