"""redline:officialarea: official area, plane area and their difference for each feature."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from qgis.core import (
    QgsFields,
    QgsProcessingFeedback,
)

from ...core.ellipsoid import official_areas
from ...core.ellipsoid.areaplane import areas
from ...core.errors import Notice
from ...core.overlay.overlaps import self_crossing
from ...core.overlay.patchindex import PatchIndex
from ...core.paper.tables import Column, Row, Table
from ...core.rounding import Unit, half_up, in_unit, unit_name
from ...i18n import tr, words_of
from ...layers.reading.crs import name_of_crs
from ...layers.reading.planes import ellipsoid_name
from ...layers.reading.run import Run, working_crs
from ...layers.reading.sources import Features, Source
from ...layers.reading.validity import valid_only
from ..base import RedlineAlgorithm
from ..documents import tell_run, write_table_documents
from ..groups import LAND_USE
from ..outputs import field_of, write_layer
from ..parameters import (
    Given,
    Printing,
    add_documents,
    add_field,
    add_language,
    add_numbers,
    add_sink,
    add_source,
    add_unit,
)
from ..personal import add_keep_personal, asks_personal, extended

__all__ = ["OfficialArea"]

NAMES = ("off_area", "plane_area", "diff")


@dataclass(frozen=True)
class _Taken:
    polygons: Source
    id_field: str
    printing: Printing
    personal: bool


class OfficialArea(RedlineAlgorithm):
    ID = "officialarea"
    LABEL = "Official area"
    SUMMARY = "The official area on the ellipsoid, the plane area and their difference for each polygon"
    GROUP = LAND_USE
    TAGS = "椭球面积,面积,投影面积,平面面积,亩,公顷,official area,ellipsoid"

    def initAlgorithm(self, configuration=None):
        add_source(self, "INPUT", tr("Polygons"), tr("The polygons to be measured. With a selection, only these."))
        add_field(
            self,
            "ID_FIELD",
            tr("Field with the polygon's id"),
            "INPUT",
            tr("For the documents; the feature id where left empty."),
        )
        add_unit(self, "m2")
        add_language(self)
        add_sink(
            self,
            "OUTPUT",
            tr("Measured polygons"),
            tr("The polygons with the fields off_area, plane_area and diff; fields of these names are replaced."),
        )
        add_keep_personal(self)
        add_documents(self)
        add_numbers(
            self,
            (
                ("TOTAL_AREA", tr("Sum of the official areas (m²)")),
                ("PLANE_AREA", tr("Sum of the plane areas (m²)")),
                ("FEATURES", tr("Polygons measured")),
                ("SKIPPED", tr("Features left out")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        polygons = given.source("INPUT")
        id_field = given.field("ID_FIELD", polygons)
        printing = given.printing()
        return _Taken(polygons=polygons, id_field=id_field, printing=printing, personal=asks_personal(given))

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = self.taken
        source = taken.polygons
        run = Run(working_crs(source), given.transforms, feedback.isCanceled)
        projection = run.projection
        found = _read(run, source, [taken.id_field] if taken.id_field else [])
        feedback.setProgress(30)
        official = official_areas(found.polygons, projection)
        feedback.setProgress(70)
        flat = areas(found.polygons) * projection.metres**2
        if source.crs.isGeographic():
            feedback.pushWarning(
                tr("The layer is in degrees ({crs}): it has no plane area.").format(crs=name_of_crs(source.crs))
            )
            flat = np.full(len(found), np.nan)
        measured = {
            int(fid): self._values(float(one), float(other))
            for fid, one, other in zip(found.fids, official, flat, strict=True)
            if np.isfinite(one)
        }
        for fid in found.fids[~np.isfinite(official)].tolist():
            run.skipped.append((source.name, fid))
            run.notices.append(
                Notice(
                    "Layer {layer}, feature {fid}: not measured, a coordinate lies outside of {crs}.",
                    layer=source.name,
                    fid=fid,
                    crs=name_of_crs(source.crs),
                )
            )
        own, notes = _fields(taken.printing.unit), (self._note(tr),)
        layer = extended(source, own, measured, taken.personal, feedback, notes)
        tell_run(run, feedback)
        write_layer(self.outputs, "OUTPUT", layer)
        ids = found.ids(taken.id_field)
        named = [(name, measured[fid]) for name, fid in zip(ids, found.fids.tolist(), strict=True) if fid in measured]
        words = words_of(taken.printing.language)
        table = _table(named, taken.printing.unit, self._note(words), words)
        write_table_documents(self.outputs, run, table, taken.printing.language)
        feedback.setProgress(100)
        return {
            "TOTAL_AREA": float(sum((half_up(float(area), 2) for area in official if np.isfinite(area)), Decimal(0))),
            "PLANE_AREA": float(np.nansum(flat)),
            "FEATURES": len(measured),
            "SKIPPED": len(run.skipped),
        }

    def _note(self, tr: Callable[[str], str]) -> str:
        return tr(
            "Official areas are areas on the ellipsoid ({ellipsoid}), by the official procedure; plane areas are "
            "areas in the projection {crs}."
        ).format(ellipsoid=ellipsoid_name(self.taken.polygons.crs), crs=name_of_crs(self.taken.polygons.crs))

    def _values(self, official: float, flat: float) -> tuple[Decimal | None, ...]:
        """Printed numbers; the difference is that of the printed ones."""
        area = in_unit(half_up(official, 2), self.taken.printing.unit, self.taken.printing.decimals)
        if np.isnan(flat):
            return area, None, None
        plane = in_unit(flat, self.taken.printing.unit, self.taken.printing.decimals)
        return area, plane, area - plane


def _table(
    named: Sequence[tuple[str, Sequence[Decimal | None]]], unit: Unit, note: str, tr: Callable[[str], str]
) -> Table:
    """One row for each polygon; the sums last, of the printed numbers."""
    labels = (tr("Official area"), tr("Plane area"), tr("Official less plane area"))
    columns = (
        Column("id", tr("Polygon")),
        *(
            Column(name, label, unit=unit_name(unit, tr), numeric=True)
            for name, label in zip(NAMES, labels, strict=True)
        ),
    )
    rows = [Row((name, *values)) for name, values in named]
    sums: list[Decimal | None] = []
    for place in range(len(NAMES)):
        numbers = [value for _, values in named if (value := values[place]) is not None]
        sums.append(sum(numbers[1:], numbers[0]) if numbers else None)
    rows.append(Row((tr("Total"), *sums), "total"))
    return Table(tr("Areas"), tr("Official areas"), columns, tuple(rows), notes=(note,))


def _fields(unit: str) -> QgsFields:
    fields = QgsFields()
    for name, alias in zip(NAMES, (tr("Official area"), tr("Plane area"), tr("Official less plane area")), strict=True):
        fields.append(field_of(name, f"{alias} ({unit})"))
    return fields


def _read(run: Run, source: Source, fields: Sequence[str]) -> Features:
    """The polygons; those whose outline crosses itself, so that their area is wrong, are left out by name."""
    found = run.read(source, fields)
    plane = run.area_plane(found.polygons)
    wrong = self_crossing(PatchIndex(plane.apply(found.polygons)))
    return valid_only(run, source.name, found, leave_out=True, asked=wrong.tolist())
