"""redline:officialarea: official area, plane area and their difference for each feature."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
from qgis.core import (
    QgsFields,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterFeatureSink,
    QgsWkbTypes,
)

from ...core.ellipsoid import official_areas
from ...core.ellipsoid.areaplane import areas
from ...core.errors import Notice
from ...core.paper.htmlreport import Section
from ...core.paper.tables import Column, Row, Table
from ...core.rounding import Unit, half_up, in_unit, unit_name
from ...i18n import tr, words_of
from ...layers.reading.crs import name_of_crs
from ...layers.reading.planes import ellipsoid_name
from ...layers.reading.run import Run, working_crs
from ..groups import LAND_USE
from ..outputs import field_of
from ..personal import add_keep_personal
from .base import LandUseAlgorithm

__all__ = ["OfficialArea"]

NAMES = ("off_area", "plane_area", "diff")


class OfficialArea(LandUseAlgorithm):
    ID = "officialarea"
    LABEL = "Official area"
    SUMMARY = "The official area on the ellipsoid, the plane area and their difference for each polygon"
    GROUP = LAND_USE
    TAGS = "椭球面积,面积,投影面积,平面面积,亩,公顷,official area,ellipsoid"

    def initAlgorithm(self, configuration=None):
        self.add_polygons("INPUT", tr("Polygons"), tr("The polygons to be measured. With a selection, only these."))
        self.add_field(
            "ID_FIELD",
            tr("Field with the polygon's id"),
            "INPUT",
            tr("For the documents; the feature id where left empty."),
        )
        self.add_unit("m2")
        self.add_language()
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Measured polygons"), QgsProcessing.SourceType.TypeVectorPolygon, supportsAppend=True
            ),
            tr("The polygons with the fields off_area, plane_area and diff; fields of these names are replaced."),
        )
        add_keep_personal(self)
        self.add_documents()
        for name, label in (
            ("TOTAL_AREA", tr("Sum of the official areas (m²)")),
            ("PLANE_AREA", tr("Sum of the plane areas (m²)")),
            ("FEATURES", tr("Polygons measured")),
            ("SKIPPED", tr("Features left out")),
        ):
            self.add_number(name, label)

    def take(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self.polygons = self.source(parameters, "INPUT", context)
        self.unit = self.parameterAsEnumString(parameters, "UNIT", context)
        self.digits = self.decimals(parameters, context, self.unit)
        self.id_field = self.field(parameters, context, "ID_FIELD", self.polygons)
        self.words_language = self.language(parameters, context)

    def work(self, parameters, context, feedback) -> dict:
        source = self.polygons
        run = Run(working_crs(source), context.transformContext(), feedback.isCanceled)
        projection = run.projection
        found = run.read(source, [self.id_field] if self.id_field else [])
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
        fields, rows = self.extended(source, _fields(self.unit), measured, feedback)
        self.tell(run, feedback)
        outputs: dict[str, Any] = {
            "OUTPUT": self.write_features(
                parameters,
                context,
                "OUTPUT",
                fields,
                rows,
                source.crs,
                QgsWkbTypes.multiType(source.wkb_type),
                (self._note(tr),),
            )
        }
        ids = found.ids(self.id_field)
        named = [(name, measured[fid]) for name, fid in zip(ids, found.fids.tolist(), strict=True) if fid in measured]
        words = words_of(self.words_language)
        table = _table(named, self.unit, self._note(words), words)
        sections = [Section(table.title, tables=[table]), self.section_of_notices(run, words)]
        outputs |= self.write_documents(parameters, context, [table], table.title, self.words_language, sections)
        feedback.setProgress(100)
        return outputs | {
            "TOTAL_AREA": float(sum((half_up(float(area), 2) for area in official if np.isfinite(area)), Decimal(0))),
            "PLANE_AREA": float(np.nansum(flat)),
            "FEATURES": len(measured),
            "SKIPPED": len(run.skipped),
        }

    def _note(self, tr: Callable[[str], str]) -> str:
        return tr(
            "Official areas are areas on the ellipsoid ({ellipsoid}), by the official procedure; plane areas are "
            "areas in the projection {crs}."
        ).format(ellipsoid=ellipsoid_name(self.polygons.crs), crs=name_of_crs(self.polygons.crs))

    def _values(self, official: float, flat: float) -> tuple[Decimal | None, ...]:
        """Printed numbers; the difference is that of the printed ones."""
        area = in_unit(half_up(official, 2), self.unit, self.digits)
        if np.isnan(flat):
            return area, None, None
        plane = in_unit(flat, self.unit, self.digits)
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
