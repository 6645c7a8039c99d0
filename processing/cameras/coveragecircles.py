"""redline:coveragecircles: cameras as true circles and sectors on the ellipsoid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from qgis.core import (
    NULL,
    QgsFields,
    QgsGeometry,
    QgsLineString,
    QgsPolygon,
    QgsProcessingFeedback,
    QgsProcessingParameterEnum,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.cameras.circles import FARTHEST, SEGMENTS, USUAL_RADIUS, RadiusUnit
from ...core.ellipsoid.geodesic import LEAST_SEGMENTS
from ...core.shapes.polygons import FloatArray
from ...i18n import tr
from ...layers.looks.styles import apply_style
from ...layers.reading.clip import without_empty_parts
from ...layers.reading.sources import Source
from ...layers.sight.circles import CircleDrawer, CircleFields
from ..base import RedlineAlgorithm
from ..groups import CAMERAS
from ..outputs import NewLayer, Row, append_free, field_of, fields_at, write_layer
from ..parameters import POINTS, Given, add, add_field, add_numbers, add_sink, add_source, add_value
from ..personal import add_keep_personal, asks_personal, passed_on, stored_features

__all__ = ["CoverageCircles"]

UNITS: tuple[RadiusUnit, ...] = ("auto", "m", "km")


@dataclass(frozen=True)
class _Taken:
    source: Source


class CoverageCircles(RedlineAlgorithm):
    ID = "coveragecircles"
    LABEL = "Coverage circles"
    SUMMARY = "Camera points and their radius to true circles and sectors on the ellipsoid"
    GROUP = CAMERAS
    TAGS = "摄像头,高空瞭望,铁塔,覆盖圈,覆盖范围,缓冲区,扇形,半径,camera,coverage,circle,buffer,sector,geodesic"

    def initAlgorithm(self, configuration=None):
        add_source(self, "INPUT", tr("Cameras"), tr("Points in any coordinate system."), POINTS)
        add_field(
            self,
            "RADIUS_FIELD",
            tr("Field with the radius"),
            "INPUT",
            tr("Left empty, every camera has the radius below; a camera whose radius is empty has it too."),
        )
        add_value(
            self,
            "RADIUS",
            tr("Radius without a field (m)"),
            USUAL_RADIUS,
            tr("Metres on the ellipsoid. 3 to 4 km are usual for masts of 30 to 60 m; others are told."),
            low=1.0,
            high=FARTHEST,
        )
        unit = QgsProcessingParameterEnum(
            "UNIT",
            tr("Unit of the field"),
            [tr("By size: below 100 is km"), tr("Metres"), tr("Kilometres")],
            defaultValue=0,
        )
        add(self, unit, tr("The unit in which the field holds the radius."), advanced=True)
        add_field(
            self,
            "AZIMUTH_FIELD",
            tr("Field with the azimuth (°)"),
            "INPUT",
            tr("Clockwise from north, of the middle of the sector. Without it, or where it is empty, a whole circle."),
        )
        add_field(
            self,
            "FOV_FIELD",
            tr("Field with the field of view (°)"),
            "INPUT",
            tr("The width of the sector; 360 is a whole circle. A camera that turns sees the circle, not its picture."),
        )
        add_value(
            self,
            "SEGMENTS",
            tr("Edges of a whole circle"),
            SEGMENTS,
            tr(
                "The area is π r² with any number; more edges follow the arc more closely (360: within 9 cm at 3.5 km)."
            ),
            low=LEAST_SEGMENTS,
            high=100_000,
            whole=True,
        )
        self._add_outputs()

    def _add_outputs(self) -> None:
        add_keep_personal(self)
        add_sink(
            self,
            "OUTPUT",
            tr("Coverage circles"),
            tr("Polygons in the cameras' coordinate system, with the cameras' attributes."),
            appends=False,
        )
        add_numbers(
            self,
            (
                ("COUNT", tr("Circles and sectors")),
                ("UNUSUAL", tr("Radii outside 3 to 4 km")),
                ("SKIPPED", tr("Features left out")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        source = given.source("INPUT")
        return _Taken(source=source)

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = self.taken
        source = taken.source
        asked = CircleFields(
            given.field("RADIUS_FIELD", source),
            given.field("AZIMUTH_FIELD", source),
            given.field("FOV_FIELD", source),
            UNITS[given.place("UNIT")],
            given.number("RADIUS"),
            given.whole("SEGMENTS"),
        )
        drawer = CircleDrawer(source.name, source.crs, given.transforms, asked)
        kept = passed_on(source, asks_personal(given), feedback)
        rows = list(_rows(source, kept, drawer, asked, feedback))
        look = partial(apply_style, role="coverage")
        layer = NewLayer(_output_fields(source.fields, kept), rows, source.crs, QgsWkbTypes.Type.Polygon, look=look)
        write_layer(self.outputs, "OUTPUT", layer)
        for notice in drawer.notices():
            feedback.pushWarning(notice.sentence(tr))
        return {"COUNT": len(rows), "UNUSUAL": drawer.unusual, "SKIPPED": len(drawer.skipped)}


def _rows(
    source: Source,
    kept: Sequence[int],
    drawer: CircleDrawer,
    asked: CircleFields,
    feedback: QgsProcessingFeedback,
) -> Iterator[Row]:
    """The circles and sectors with the cameras' own values; what cannot be drawn is kept by ``drawer``."""
    places = {name: source.fields.lookupField(name) for name in asked.used()}
    for fid, geometry, values in stored_features(source, feedback, shown=True):
        made = drawer.draw(fid, _point(geometry), {name: values[place] for name, place in places.items()})
        if made is not None:
            yield _polygon(made.ring), [*(values[i] for i in kept), made.radius, made.shape, made.note or NULL]


def _output_fields(given: QgsFields, kept: Sequence[int]) -> QgsFields:
    fields = fields_at(given, kept)
    for added in (
        field_of("cover_radius_m", tr("Radius (m)")),
        field_of("cover_shape", tr("Circle or sector"), QMetaType.Type.QString),
        field_of("cover_note", tr("Note"), QMetaType.Type.QString),
    ):
        append_free(fields, added)
    return fields


def _point(geometry: QgsGeometry) -> tuple[float, float] | None:
    shape = without_empty_parts(geometry)
    for vertex in shape.vertices():
        return vertex.x(), vertex.y()
    return None


def _polygon(ring: FloatArray) -> QgsGeometry:
    return QgsGeometry(QgsPolygon(QgsLineString(ring[:, 0].tolist(), ring[:, 1].tolist())))
