"""redline:coveragecircles: cameras as true circles and sectors on the ellipsoid."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from qgis.core import (
    NULL,
    QgsCoordinateTransform,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsLineString,
    QgsPointXY,
    QgsPolygon,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.ellipsoid import Ellipsoid
from ...core.ellipsoid.geodesic import LEAST_SEGMENTS, circle, sector
from ...core.errors import RedlineError
from ...core.shapes.polygons import FloatArray
from ...i18n import tr
from ...layers.reading.crs import TransformError, transform_of, transform_xy
from ...layers.reading.planes import ellipsoid_of
from ...layers.roles.table import is_personal
from ..base import RedlineAlgorithm, check_cancelled
from ..countylayers.common import add_parameter, style_output
from ..groups import CAMERAS

__all__ = ["CoverageCircles"]

USUAL = (3000.0, 4000.0)
"""The radii that the county gives its masts, metres; others are told."""
KILOMETRES_BELOW = 100.0
UNITS = ("auto", "m", "km")
ADDED = ("cover_radius_m", "cover_shape", "cover_note")


@dataclass
class _Run:
    """What one run works with."""

    source: QgsProcessingFeatureSource
    to_degrees: QgsCoordinateTransform
    back: QgsCoordinateTransform
    radius_field: str
    azimuth_field: str
    view_field: str
    unit: str
    radius: float
    segments: int
    skipped: list[str] = field(default_factory=list)
    unusual: int = 0
    defaulted: int = 0


class CoverageCircles(RedlineAlgorithm):
    ID = "coveragecircles"
    LABEL = "Coverage circles"
    SUMMARY = "Camera points and their radius to true circles and sectors on the ellipsoid"
    GROUP = CAMERAS
    TAGS = "摄像头,高空瞭望,铁塔,覆盖圈,覆盖范围,缓冲区,扇形,半径,camera,coverage,circle,buffer,sector,geodesic"

    def initAlgorithm(self, configuration=None):
        numeric = QgsProcessingParameterField.DataType.Any
        add_parameter(
            self,
            QgsProcessingParameterFeatureSource("INPUT", tr("Cameras"), [QgsProcessing.SourceType.TypeVectorPoint]),
            tr("Points in any coordinate system."),
        )
        add_parameter(
            self,
            QgsProcessingParameterField(
                "RADIUS_FIELD", tr("Field with the radius"), None, "INPUT", numeric, optional=True
            ),
            tr("Left empty, every camera has the radius below; a camera whose radius is empty has it too."),
        )
        add_parameter(
            self,
            QgsProcessingParameterNumber(
                "RADIUS",
                tr("Radius without a field (m)"),
                QgsProcessingParameterNumber.Type.Double,
                3500.0,
                minValue=1.0,
                maxValue=100_000.0,
            ),
            tr("Metres on the ellipsoid. 3 to 4 km are usual for masts of 30 to 60 m; others are told."),
        )
        unit = QgsProcessingParameterEnum(
            "UNIT",
            tr("Unit of the field"),
            [tr("By size: below 100 is km"), tr("Metres"), tr("Kilometres")],
            defaultValue=0,
        )
        add_parameter(self, unit, tr("The unit in which the field holds the radius."), advanced=True)
        add_parameter(
            self,
            QgsProcessingParameterField(
                "AZIMUTH_FIELD", tr("Field with the azimuth (°)"), None, "INPUT", numeric, optional=True
            ),
            tr("Clockwise from north, of the middle of the sector. Without it, or where it is empty, a whole circle."),
        )
        add_parameter(
            self,
            QgsProcessingParameterField(
                "FOV_FIELD", tr("Field with the field of view (°)"), None, "INPUT", numeric, optional=True
            ),
            tr("The width of the sector; 360 is a whole circle. A camera that turns sees the circle, not its picture."),
        )
        add_parameter(
            self,
            QgsProcessingParameterNumber(
                "SEGMENTS",
                tr("Edges of a whole circle"),
                QgsProcessingParameterNumber.Type.Integer,
                360,
                minValue=LEAST_SEGMENTS,
                maxValue=100_000,
            ),
            tr(
                "The area is π r² with any number; more edges follow the arc more closely (360: within 9 cm at 3.5 km)."
            ),
        )
        add_parameter(
            self,
            QgsProcessingParameterBoolean("KEEP_PERSONAL", tr("Keep personal data"), False),
            tr("Names and telephone numbers of persons are left out unless this is set."),
            advanced=True,
        )
        add_parameter(
            self,
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Coverage circles"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            tr("Polygons in the cameras' coordinate system, with the cameras' attributes."),
        )
        for name, label in (
            ("COUNT", tr("Circles and sectors")),
            ("UNUSUAL", tr("Radii outside 3 to 4 km")),
            ("SKIPPED", tr("Features left out")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def work(self, parameters, context, feedback):
        source = self.parameterAsSource(parameters, "INPUT", context)
        if source is None:
            raise RedlineError("{reason}", reason=self.invalidSourceError(parameters, "INPUT"))
        crs = source.sourceCrs()
        if not crs.isValid():
            raise RedlineError(
                "Layer {layer} has no coordinate system: set it in the layer's properties (often EPSG:4490).",
                layer=source.sourceName(),
            )
        ellipsoid = ellipsoid_of(crs)
        run = _Run(
            source,
            transform_of(crs, crs.toGeographicCrs(), context.transformContext()),
            transform_of(crs.toGeographicCrs(), crs, context.transformContext()),
            self._field(parameters, "RADIUS_FIELD", source, context),
            self._field(parameters, "AZIMUTH_FIELD", source, context),
            self._field(parameters, "FOV_FIELD", source, context),
            UNITS[self.parameterAsEnum(parameters, "UNIT", context)],
            self.parameterAsDouble(parameters, "RADIUS", context),
            self.parameterAsInt(parameters, "SEGMENTS", context),
        )
        personal = self.parameterAsBoolean(parameters, "KEEP_PERSONAL", context)
        kept = [field for field in source.fields() if personal or not is_personal("camera", field.name())]
        fields = _output_fields(kept)
        sink, destination = self.parameterAsSink(parameters, "OUTPUT", context, fields, QgsWkbTypes.Type.Polygon, crs)
        if sink is None:
            raise RedlineError("{reason}", reason=self.invalidSinkError(parameters, "OUTPUT"))
        count, total = 0, max(1, source.featureCount())
        flag = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
        for done, feature in enumerate(source.getFeatures(QgsFeatureRequest(), flag)):
            check_cancelled(feedback)
            made = self._shape(run, feature, ellipsoid)
            if made is not None:
                ring, radius, shape, note = made
                out = QgsFeature(fields)
                out.setAttributes([feature.attribute(one.name()) for one in kept] + [radius, shape, note or NULL])
                out.setGeometry(_polygon(ring))
                sink.addFeature(out, QgsFeatureSink.Flag.FastInsert)
                count += 1
            feedback.setProgress(100 * (done + 1) / total)
        sink.flushBuffer()
        self._report(run, feedback)
        self.styled = style_output(context, destination, "coverage")
        return {"OUTPUT": destination, "COUNT": count, "UNUSUAL": run.unusual, "SKIPPED": len(run.skipped)}

    def _field(
        self, parameters: dict, name: str, source: QgsProcessingFeatureSource, context: QgsProcessingContext
    ) -> str:
        """A field that was named and is there, or ""."""
        given = self.parameterAsStrings(parameters, name, context)
        if not given or not given[0]:
            return ""
        place = source.fields().lookupField(given[0])
        if place < 0:
            raise RedlineError(
                "Layer {layer} has no field {field}; it has: {fields}.",
                layer=source.sourceName(),
                field=given[0],
                fields=", ".join(source.fields().names()),
            )
        return source.fields().at(place).name()

    def _shape(self, run: _Run, feature: QgsFeature, ellipsoid: Ellipsoid) -> tuple[FloatArray, float, str, str] | None:
        """Ring in the layer's system, radius, kind and note of one camera; None where it cannot be drawn."""
        point = _point(feature)
        if point is None:
            self._skip(run, feature, tr("it has no point"))
            return None
        radius, note = self._radius(run, feature)
        if radius is None:
            self._skip(run, feature, note)
            return None
        try:
            lon, lat = transform_xy(run.to_degrees, np.array([[point.x(), point.y()]]))[0]
        except TransformError:
            lon, lat = np.nan, np.nan
        if not (np.isfinite([lon, lat]).all() and abs(lat) < 89):
            self._skip(run, feature, tr("its coordinates are not in the layer's coordinate system"))
            return None
        azimuth, view = (_number(feature[name]) if name else None for name in (run.azimuth_field, run.view_field))
        if azimuth is not None and view is not None and not view > 0:
            self._skip(run, feature, tr("its field of view {degrees}° is impossible").format(degrees=view))
            return None
        if azimuth is None or view is None or view >= 360:
            ring, shape = circle(lon, lat, radius, run.segments, ellipsoid), "circle"
        else:
            ring, shape = sector(lon, lat, radius, azimuth, view, run.segments, ellipsoid), "sector"
        if not USUAL[0] <= radius <= USUAL[1]:
            run.unusual += 1
            told = tr("radius outside 3 to 4 km")
            note = f"{note}; {told}" if note else told
        return transform_xy(run.back, ring), radius, shape, note

    def _radius(self, run: _Run, feature: QgsFeature) -> tuple[float | None, str]:
        """The radius in metres and what was assumed; None with the reason where it is impossible."""
        if not run.radius_field:
            return run.radius, ""
        raw = feature[run.radius_field]
        if raw is None or raw == NULL or str(raw).strip() == "":
            run.defaulted += 1
            return run.radius, tr("no radius: {radius} m taken").format(radius=f"{run.radius:g}")
        value = _number(raw)
        if value is None or not value > 0:
            return None, tr("its radius {value} (field {field}) is no positive number").format(
                value=raw, field=run.radius_field
            )
        in_km = run.unit == "km" or (run.unit == "auto" and value < KILOMETRES_BELOW)
        metres = value * 1000 if in_km else value
        if metres > 100_000:
            return None, tr("its radius {value} (field {field}) is more than 100 km").format(
                value=raw, field=run.radius_field
            )
        return metres, ""

    def _skip(self, run: _Run, feature: QgsFeature, reason: str) -> None:
        run.skipped.append(
            tr("{layer}, feature {fid}: {reason}; left out.").format(
                layer=run.source.sourceName(), fid=feature.id(), reason=reason
            )
        )

    def _report(self, run: _Run, feedback: QgsProcessingFeedback) -> None:
        for sentence in run.skipped:
            feedback.pushWarning(sentence)
        if run.defaulted:
            feedback.pushWarning(
                tr("{count} cameras have no radius in {field}: {radius} m were taken.").format(
                    count=run.defaulted, field=run.radius_field, radius=f"{run.radius:g}"
                )
            )
        if run.unusual:
            feedback.pushWarning(
                tr("{count} radii lie outside 3 to 4 km: check the field and its unit.").format(count=run.unusual)
            )


def _output_fields(kept: list[QgsField]) -> QgsFields:
    fields = QgsFields()
    for one in kept:
        fields.append(one)
    taken = {name.lower() for name in fields.names()}
    kinds = (QMetaType.Type.Double, QMetaType.Type.QString, QMetaType.Type.QString)
    titles = (tr("Radius (m)"), tr("Circle or sector"), tr("Note"))
    for name, kind, title in zip(ADDED, kinds, titles, strict=True):
        free = name
        while free.lower() in taken:
            free += "_"
        added = QgsField(free, kind)
        added.setAlias(title)
        fields.append(added)
    return fields


def _point(feature: QgsFeature) -> QgsPointXY | None:
    for vertex in feature.geometry().vertices():
        return QgsPointXY(vertex.x(), vertex.y())
    return None


def _polygon(ring: FloatArray) -> QgsGeometry:
    return QgsGeometry(QgsPolygon(QgsLineString(ring[:, 0].tolist(), ring[:, 1].tolist())))


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if np.isfinite(number) else None
