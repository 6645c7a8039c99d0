"""redline:officialarea: official area, plane area and their difference for each feature."""

from __future__ import annotations

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

from ...core.areaplane import areas
from ...core.ellipsoid import official_areas
from ...core.errors import Notice
from ...core.rounding import convert, half_up
from ...i18n import tr
from ...layers.approval import Frame
from ...layers.crs import name_of_crs
from ..groups import LAND_USE
from .base import LandUseAlgorithm, field_of

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
        self.add_unit("m2")
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Measured polygons"), QgsProcessing.SourceType.TypeVectorPolygon, supportsAppend=True
            ),
            tr("The polygons with the fields off_area, plane_area and diff; fields of these names are replaced."),
        )
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

    def work(self, parameters, context, feedback) -> dict:
        source = self.polygons
        frame = Frame(source.crs, context.transformContext(), feedback.isCanceled)
        projection = frame.projection
        found = frame.read(source, [])
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
            frame.skipped.append((source.name, fid))
            frame.notices.append(
                Notice(
                    "Layer {layer}, feature {fid}: not measured, a coordinate lies outside of {crs}.",
                    layer=source.name,
                    fid=fid,
                    crs=name_of_crs(source.crs),
                )
            )
        fields, rows = self.extended(source, _fields(self.unit), measured, feedback)
        self.tell(frame, feedback)
        place = self.write_features(
            parameters, context, "OUTPUT", fields, rows, source.crs, QgsWkbTypes.multiType(source.wkb_type)
        )
        feedback.setProgress(100)
        return {
            "OUTPUT": place,
            "TOTAL_AREA": float(sum((half_up(float(area), 2) for area in official if np.isfinite(area)), Decimal(0))),
            "PLANE_AREA": float(np.nansum(flat)),
            "FEATURES": len(measured),
            "SKIPPED": len(frame.skipped),
        }

    def _values(self, official: float, flat: float) -> tuple[Decimal | None, ...]:
        """Printed numbers; the difference is that of the printed ones."""
        area = half_up(convert(half_up(official, 2), self.unit), self.digits)
        if np.isnan(flat):
            return area, None, None
        plane = half_up(convert(flat, self.unit), self.digits)
        return area, plane, area - plane


def _fields(unit: str) -> QgsFields:
    fields = QgsFields()
    for name, alias in zip(NAMES, (tr("Official area"), tr("Plane area"), tr("Official less plane area")), strict=True):
        fields.append(field_of(name, f"{alias} ({unit})"))
    return fields
