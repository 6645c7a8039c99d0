"""redline:pointsinzones: counts and sums of points by village, parcel or any zone."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from qgis.core import (
    QgsFields,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.errors import Notice, RedlineError
from ...core.paper.htmlreport import Section
from ...core.paper.tables import Column, Row, Table
from ...core.rounding import half_up
from ...i18n import tr, words_of
from ...layers.measuring.pointsnear import place_points
from ...layers.measuring.tallying import ZoneFields, read_zones
from ...layers.reading.run import Run, working_crs
from ...layers.reading.sources import read_points
from ..groups import LAND_USE
from ..outputs import field_of
from ..personal import add_keep_personal
from .base import LandUseAlgorithm, share_of, short_names

__all__ = ["PointsInZones"]


class PointsInZones(LandUseAlgorithm):
    ID = "pointsinzones"
    LABEL = "Points in zones"
    SUMMARY = "Counts points by village, parcel or any zone, and sums up their numeric fields"
    GROUP = LAND_USE
    TAGS = "点统计,计数,求和,隐患点,村,points,count,sum,zones"

    def initAlgorithm(self, configuration=None):
        self.add_polygons("INPUT", tr("Zones"), tr("Villages, parcels or any polygons."))
        self.add_field(
            "ID_FIELD", tr("Field with the zone's id"), "INPUT", tr("The feature id is used where left empty.")
        )
        self.add(
            QgsProcessingParameterFeatureSource("POINTS", tr("Points"), [QgsProcessing.SourceType.TypeVectorPoint]),
            tr("Hazard points, cameras, alerts or any points."),
        )
        self.add_field(
            "SUM_FIELDS",
            tr("Fields to sum up"),
            "POINTS",
            tr("Numeric fields; values that are missing are told and count as nothing."),
            several=True,
            numeric=True,
        )
        self.add_field(
            "NAME_FIELD", tr("Field with the zone's name"), "INPUT", tr("Printed beside the id."), advanced=True
        )
        self.add_language()
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Counted zones"), QgsProcessing.SourceType.TypeVectorPolygon, supportsAppend=True
            ),
            tr("The zones with pt_count and, for each field, its sum."),
        )
        add_keep_personal(self)
        self.add_documents()
        for name, label in (
            ("POINTS_COUNT", tr("Points")),
            ("INSIDE", tr("Points in a zone")),
            ("OUTSIDE", tr("Points in no zone")),
            ("EMPTY_ZONES", tr("Zones without a point")),
            ("SKIPPED", tr("Features left out")),
        ):
            self.add_number(name, label)

    def take(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self.zones = self.source(parameters, "INPUT", context)
        self.points = self.source(parameters, "POINTS", context)
        self.zone_fields = ZoneFields(
            *(self.field(parameters, context, name, self.zones) for name in ("ID_FIELD", "NAME_FIELD"))
        )
        self.sums = self.several_fields(parameters, context, "SUM_FIELDS", self.points)
        for name in self.sums:
            if not self.points.fields.at(self.points.fields.lookupField(name)).isNumeric():
                raise RedlineError(
                    "Layer {layer}: field {field} holds no numbers, so it has no sum.",
                    layer=self.points.name,
                    field=name,
                )
        self.words_language = self.language(parameters, context)
        self.validity = context.invalidGeometryCheck()

    def work(self, parameters, context, feedback) -> dict:
        run = Run(working_crs(self.zones), context.transformContext(), feedback.isCanceled)
        zones = read_zones(run, self.zones, self.zone_fields, self.validity)
        points = read_points(
            self.points,
            self.sums,
            crs=run.crs,
            transform_context=run.transform_context,
            cancelled=feedback.isCanceled,
        )
        skipped = len(run.skipped) + len(points.skipped)
        placed = place_points(zones.features.polygons, points.xy, share_of(feedback, 10, 85), feedback.isCanceled)
        if placed.on_boundary:
            run.notices.append(
                Notice(
                    "{count} points lie on boundaries; each is counted with the first zone that it touches.",
                    count=placed.on_boundary,
                )
            )
        counts = np.bincount(placed.zone, minlength=len(zones)).tolist()
        sums = {name: self._sums(run, name, points.numbers(name), placed, len(zones)) for name in self.sums}
        own = QgsFields()
        own.append(field_of("pt_count", tr("Points"), QMetaType.Type.Int))
        for short, name in zip(short_names([f"sum_{name}" for name in self.sums]), self.sums, strict=True):
            own.append(field_of(short, tr("Sum of {field}").format(field=name)))
        values = {
            fid: [counts[i], *(sums[name][i] for name in self.sums)]
            for i, fid in enumerate(zones.features.fids.tolist())
        }
        fields, rows = self.extended(self.zones, own, values, feedback)
        words = words_of(self.words_language)
        table = _table(zones.ids, zones.names, counts, sums, words)
        self.tell(run, feedback)
        wkb_type = QgsWkbTypes.multiType(self.zones.wkb_type)
        outputs: dict[str, Any] = {
            "OUTPUT": self.write_features(parameters, context, "OUTPUT", fields, rows, self.zones.crs, wkb_type)
        }
        sections = [Section(table.title, tables=[table]), self.section_of_notices(run, words)]
        outputs |= self.write_documents(parameters, context, [table], table.title, self.words_language, sections)
        feedback.setProgress(100)
        return outputs | {
            "POINTS_COUNT": len(points),
            "INSIDE": len(points) - len(placed.outside),
            "OUTSIDE": len(placed.outside),
            "EMPTY_ZONES": counts.count(0),
            "SKIPPED": skipped,
        }

    def _sums(self, run: Run, name: str, numbers: np.ndarray, placed, count: int) -> list[float]:
        missing = int(np.isnan(numbers[placed.point]).sum())
        if missing:
            run.notices.append(
                Notice(
                    "Layer {layer}: {count} points have no value in {field}; they count as nothing in its sum.",
                    layer=self.points.name,
                    count=missing,
                    field=name,
                )
            )
        members: list[list[float]] = [[] for _ in range(count)]
        for zone, point in zip(placed.zone.tolist(), placed.point.tolist(), strict=True):
            if not np.isnan(numbers[point]):
                members[zone].append(float(numbers[point]))
        return [math.fsum(values) for values in members]


def _table(ids, names, counts, sums, tr) -> Table:
    columns = (
        Column("zone", tr("Zone")),
        Column("zone_name", tr("Name")),
        Column("pt_count", tr("Points"), numeric=True),
        *(Column(f"sum_{name}", tr("Sum of {field}").format(field=name), numeric=True) for name in sums),
    )
    printed = {name: [half_up(value, 4).normalize() + 0 for value in values] for name, values in sums.items()}
    rows = [Row((ids[i], names[i], counts[i], *(values[i] for values in printed.values()))) for i in range(len(ids))]
    totals = [sum(values) for values in printed.values()]
    rows.append(Row((tr("Total"), "", sum(counts), *totals), "total"))
    return Table(tr("Points"), tr("Points by zone"), columns, tuple(rows))
