"""redline:pointsinzones: counts and sums of points by village, parcel or any zone."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from qgis.core import (
    QgsFields,
    QgsProcessingFeedback,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.errors import Notice, RedlineError
from ...core.paper.tables import Column, Row, Table
from ...core.rounding import half_up
from ...i18n import tr, words_of
from ...layers.measuring.pointsnear import Placed, place_points
from ...layers.measuring.tallying import ZoneFields, read_zones
from ...layers.reading.run import Run, working_crs
from ...layers.reading.sources import Source
from ..base import RedlineAlgorithm, share_of
from ..documents import short_names, tell_run, write_table_documents
from ..groups import LAND_USE
from ..outputs import field_of, write_layer
from ..parameters import (
    POINTS,
    Given,
    add_documents,
    add_field,
    add_id_field,
    add_language,
    add_name_field,
    add_numbers,
    add_sink,
    add_source,
)
from ..personal import add_keep_personal, asks_personal, extended

__all__ = ["PointsInZones"]


@dataclass(frozen=True)
class _Taken:
    zones: Source
    points: Source
    zone_fields: ZoneFields
    sums: tuple[str, ...]
    personal: bool
    language: str


class PointsInZones(RedlineAlgorithm):
    ID = "pointsinzones"
    LABEL = "Points in zones"
    SUMMARY = "Counts points by village, parcel or any zone, and sums up their numeric fields"
    GROUP = LAND_USE
    TAGS = "点统计,计数,求和,隐患点,村,points,count,sum,zones"

    def initAlgorithm(self, configuration=None):
        add_source(self, "INPUT", tr("Zones"), tr("Villages, parcels or any polygons."))
        add_id_field(self, "ID_FIELD", "INPUT")
        add_source(self, "POINTS", tr("Points"), tr("Hazard points, cameras, alerts or any points."), POINTS)
        add_field(
            self,
            "SUM_FIELDS",
            tr("Fields to sum up"),
            "POINTS",
            tr("Fields of numbers, or of numbers as text; missing values are told and count as nothing."),
            several=True,
        )
        add_name_field(self, "NAME_FIELD", "INPUT")
        add_language(self)
        add_sink(self, "OUTPUT", tr("Counted zones"), tr("The zones with pt_count and, for each field, its sum."))
        add_keep_personal(self)
        add_documents(self)
        add_numbers(
            self,
            (
                ("POINTS_COUNT", tr("Points")),
                ("INSIDE", tr("Points in a zone")),
                ("OUTSIDE", tr("Points in no zone")),
                ("EMPTY_ZONES", tr("Zones without a point")),
                ("SKIPPED", tr("Features left out")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        zones = given.source("INPUT")
        points = given.source("POINTS")
        zone_fields = ZoneFields(*(given.field(name, zones) for name in ("ID_FIELD", "NAME_FIELD")))
        sums = given.fields("SUM_FIELDS", points)
        for name in sums:
            if not points.may_hold_numbers(name):
                raise RedlineError(
                    "Layer {layer}: field {field} holds no numbers, so it has no sum.",
                    layer=points.name,
                    field=name,
                )
        language = given.language()
        return _Taken(
            zones=zones,
            points=points,
            zone_fields=zone_fields,
            sums=sums,
            language=language,
            personal=asks_personal(given),
        )

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = self.taken
        run = Run(working_crs(taken.zones), given.transforms, feedback.isCanceled)
        zones = read_zones(run, taken.zones, taken.zone_fields, given.validity)
        points = run.read_points(taken.points, taken.sums)
        placed = place_points(zones.features.polygons, points.xy, share_of(feedback, 10, 85), feedback.isCanceled)
        if placed.on_boundary:
            run.notices.append(
                Notice(
                    "{count} points lie on boundaries; each is counted with the first zone that it touches.",
                    count=placed.on_boundary,
                )
            )
        counts = np.bincount(placed.zone, minlength=len(zones)).tolist()
        once = {name: np.where(points.first, points.numbers(name), 0.0) for name in taken.sums}
        sums = {name: self._sums(run, name, values, placed, len(zones)) for name, values in once.items()}
        own = QgsFields()
        own.append(field_of("pt_count", tr("Points"), QMetaType.Type.Int))
        for short, name in zip(short_names([f"sum_{name}" for name in taken.sums]), taken.sums, strict=True):
            own.append(field_of(short, tr("Sum of {field}").format(field=name)))
        values = zones.by_feature([[count, *(sums[name][i] for name in taken.sums)] for i, count in enumerate(counts)])
        layer = extended(taken.zones, own, values, taken.personal, feedback)
        table = _table(zones.ids, zones.names, counts, sums, words_of(taken.language))
        tell_run(run, feedback)
        write_layer(self.outputs, "OUTPUT", layer)
        write_table_documents(self.outputs, run, table, taken.language)
        feedback.setProgress(100)
        return {
            "POINTS_COUNT": len(points),
            "INSIDE": len(points) - len(placed.outside),
            "OUTSIDE": len(placed.outside),
            "EMPTY_ZONES": counts.count(0),
            "SKIPPED": len(run.skipped),
        }

    def _sums(self, run: Run, name: str, numbers: np.ndarray, placed: Placed, count: int) -> list[float]:
        missing = int(np.isnan(numbers[placed.point]).sum())
        if missing:
            run.notices.append(
                Notice(
                    "Layer {layer}: {count} points have no value in {field}; they count as nothing in its sum.",
                    layer=self.taken.points.name,
                    count=missing,
                    field=name,
                )
            )
        members: list[list[float]] = [[] for _ in range(count)]
        for zone, point in zip(placed.zone.tolist(), placed.point.tolist(), strict=True):
            if not np.isnan(numbers[point]):
                members[zone].append(float(numbers[point]))
        return [math.fsum(values) for values in members]


def _table(
    ids: Sequence[str],
    names: Sequence[str],
    counts: Sequence[int],
    sums: Mapping[str, Sequence[float]],
    tr: Callable[[str], str],
) -> Table:
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
