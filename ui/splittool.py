"""Map tool: cut an exact official area off a parcel in editing, the line following the mouse."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCsException,
    QgsFeatureRequest,
    QgsPointXY,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)
from qgis.gui import QgisInterface, QgsMapMouseEvent, QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QInputDialog

from ..core.boundary.split import Split, normal_of, split_by_area
from ..core.ellipsoid import Projection, official_areas
from ..core.errors import RedlineError
from ..core.rounding import M2_PER_MU, half_up, in_unit
from ..core.shapes.polygons import Polygons
from ..i18n import tr
from ..layers.measuring.parcelparts import PartFields, part_fields, part_values
from ..layers.reading.clip import geometry_of
from ..layers.reading.features import features_of, polygon_at
from ..layers.reading.planes import projection_of
from ..layers.reading.polygonarrays import polygons_of
from ..layers.roles.fields import remembered
from .live.keeper import project_layers
from .live.tool import is_polygon_layer

__all__ = ["SplitTool"]

SNAP = 15.0
"""Degrees to whose multiples the direction is taken while Shift is held."""


class SplitTool(QgsMapTool):
    """Click a parcel of the active layer, point to the side from which it is cut, click again: one edit."""

    def __init__(self, iface: QgisInterface) -> None:
        super().__init__(iface.mapCanvas())
        self.iface = iface
        # The area that is cut off; None until it is asked for at the parcel.
        self.mu: float | None = None
        self.asks = True
        # While a parcel is in hand: its layer, feature, polygon and projection.
        self.layer: Any = None
        self.feature: Any = None
        self.polygon: Polygons | None = None
        self.projection: Projection | None = None
        self.azimuth = 0.0
        self.preview: Split | None = None
        self.band = QgsRubberBand(iface.mapCanvas(), Qgis.GeometryType.Polygon)
        fill = QColor("#d7191c")
        self.band.setStrokeColor(fill)
        fill.setAlpha(70)
        self.band.setFillColor(fill)
        self.band.setWidth(2)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def begin(self) -> bool:
        """Take the mouse to cut the active layer, or the project's parcels where it has no polygons; False where
        there are none, or they are not in editing."""
        layer = self.iface.activeLayer()
        if not is_polygon_layer(layer):
            layer = next((each for each in project_layers() if remembered(each)[0] == "parcel"), None)
            self.iface.setActiveLayer(layer)
        if not is_polygon_layer(layer):
            self._tell(tr("Choose a polygon layer first."), Qgis.MessageLevel.Warning)
            return False
        if not layer.isEditable():
            self._tell(
                tr("Layer {layer} is not in editing: switch editing on first.").format(layer=layer.name()),
                Qgis.MessageLevel.Warning,
            )
            return False
        self.take(layer)
        return True

    def take(self, layer: QgsVectorLayer, mu: float | None = None) -> None:
        """Take the mouse to cut ``mu`` off parcels of ``layer``; None asks for it at each parcel."""
        self.layer, self.mu, self.asks = layer, mu, mu is None
        self.canvas().setMapTool(self)
        self._tell(
            tr(
                "Click the parcel, point to the side from which it is cut, click again. Shift: steps of 15°. "
                "Ctrl: parallel to the line at the mouse."
            )
        )

    def _ask(self, whole: Decimal) -> bool:
        """How much is cut off a parcel of ``whole`` m²: half of it is proposed."""
        has = in_unit(whole, "mu")
        mu, good = QInputDialog.getDouble(
            self.iface.mainWindow(),
            tr("Split by area"),
            tr("The parcel has {mu} mu. Area to cut off (mu):").format(mu=has),
            float(half_up(has / 2, 4)),
            0.0001,
            float(has),
            4,
        )
        if good:
            self.mu = mu
        return good

    def deactivate(self) -> None:
        self._let_go()
        super().deactivate()

    def remove(self) -> None:
        self.canvas().unsetMapTool(self)
        self.canvas().scene().removeItem(self.band)

    def _let_go(self) -> None:
        self.feature, self.polygon, self.preview = None, None, None
        self.band.reset(Qgis.GeometryType.Polygon)

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._let_go()

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        if self.polygon is None or self.layer is None:
            return
        here = self._here(event)
        if here is None:
            return
        centre = self.feature.geometry().centroid().asPoint()
        azimuth = math.degrees(math.atan2(here.x() - centre.x(), here.y() - centre.y())) % 360
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            azimuth = round(azimuth / SNAP) * SNAP % 360
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            azimuth = self._along_a_line(event, here, azimuth)
        self.azimuth = azimuth
        self.preview = self._split(exact=False)
        if self.preview is not None:
            self.band.setToGeometry(geometry_of(self.preview.piece, 0), self.layer)
            self.iface.mainWindow().statusBar().showMessage(
                tr("{mu} mu from azimuth {azimuth}°; {rest} mu are left").format(
                    mu=half_up(self.mu or 0, 4),
                    azimuth=half_up(azimuth, 1),
                    rest=in_unit(self.preview.rest_area, "mu"),
                ),
                3000,
            )

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self._let_go()
        elif self.polygon is None:
            self._choose(event)
        else:
            self._cut()

    def _here(self, event: QgsMapMouseEvent) -> QgsPointXY | None:
        try:
            return self.toLayerCoordinates(self.layer, event.mapPoint())
        except QgsCsException:
            return None

    def _along_a_line(self, event: QgsMapMouseEvent, here: QgsPointXY, azimuth: float) -> float:
        """The azimuth that cuts parallel to the line at the mouse: one that QGIS snaps to, else the parcel's nearest
        side. Of its two sides the one at which the mouse is."""
        event.snapPoint()
        match = event.mapPointMatch()
        if match.hasEdge():
            first, second = (self.toLayerCoordinates(self.layer, point) for point in match.edgePoints())
        else:
            geometry = self.feature.geometry()
            _, _, after, _ = geometry.closestSegmentWithContext(here)
            before, _ = geometry.adjacentVertices(after)
            first, second = (QgsPointXY(geometry.vertexAt(number)) for number in (before, after))
        normal = (math.degrees(math.atan2(second.x() - first.x(), second.y() - first.y())) + 90) % 360
        return normal if math.cos(math.radians(azimuth - normal)) >= 0 else (normal + 180) % 360

    def _choose(self, event: QgsMapMouseEvent) -> None:
        here = self._here(event) if self.layer is not None else None
        if here is None:
            return
        found = polygon_at(self.layer, here)
        if found is None:
            return
        self.feature = found
        wkb = self.feature.geometry().asWkb().data()
        polygons, reasons = polygons_of(np.frombuffer(wkb, dtype=np.uint8), np.array([0, len(wkb)], dtype=np.int64))
        try:
            self.projection = projection_of(self.layer.crs())
        except RedlineError as error:
            self._tell(error.sentence(tr), Qgis.MessageLevel.Warning)
            return
        if reasons:
            return
        if self.asks and not self._ask(half_up(float(official_areas(polygons, self.projection)[0]), 2)):
            self._let_go()
            return
        self.polygon = polygons

    def _split(self, *, exact: bool) -> Split | None:
        if self.polygon is None or self.projection is None or self.mu is None:
            return None
        try:
            return split_by_area(
                self.polygon, self.projection, self.mu * float(M2_PER_MU), normal_of(self.azimuth), exact=exact
            )
        except RedlineError as error:
            self._tell(error.sentence(tr), Qgis.MessageLevel.Warning)
            self._let_go()
            return None

    def _cut(self) -> None:
        """The piece becomes a feature of its own, the parcel keeps the rest: one edit that can be undone."""
        layer, feature = self.layer, self.feature
        polygon, projection = self.polygon, self.projection
        done = self._split(exact=True)
        if done is None or polygon is None or projection is None:
            return
        rest = geometry_of(done.rest, 0).coerceToType(layer.wkbType())
        pieces = geometry_of(done.piece, 0).coerceToType(layer.wkbType())
        values = feature.attributes()
        fields = _fitting(layer, part_fields(layer), values)
        cut, left = part_values(values, fields, [done.area, done.rest_area], _numbers(layer, fields))
        layer.beginEditCommand(tr("Split by area"))
        # In a layer of single polygons every further part is a feature of its own.
        new = [QgsVectorLayerUtils.createFeature(layer, shape, dict(enumerate(values)) | cut) for shape in pieces]
        new += [QgsVectorLayerUtils.createFeature(layer, shape, dict(enumerate(values)) | left) for shape in rest[1:]]
        kept = all(layer.changeAttributeValue(feature.id(), place, value) for place, value in left.items())
        if kept and layer.changeGeometry(feature.id(), rest[0]) and layer.addFeatures(new):
            layer.endEditCommand()
            self._tell_done(done, half_up(float(official_areas(polygon, projection)[0]), 2))
        else:
            layer.destroyEditCommand()
            self._tell(tr("The layer refused the change."), Qgis.MessageLevel.Warning)
        layer.triggerRepaint()
        self._let_go()

    def _tell_done(self, done: Split, whole: Decimal) -> None:
        """The areas of both parts, and what rounding makes of their sum."""
        words = tr("Cut off: {area} m² = {mu} mu. Left: {rest} m².").format(
            area=done.area, mu=in_unit(done.area, "mu"), rest=done.rest_area
        )
        together = done.area + done.rest_area
        if together != whole:
            words += " " + tr("Together {together} m², the parcel {whole} m²: each part's corners are rounded.").format(
                together=together, whole=whole
            )
        self._tell(words, Qgis.MessageLevel.Success)

    def _tell(self, words: str, level: Qgis.MessageLevel = Qgis.MessageLevel.Info) -> None:
        self.iface.messageBar().pushMessage(tr("Split by area"), words, level)
        QgsApplication.messageLog().logMessage(words, "Redline", level, False)


def _fitting(layer: QgsVectorLayer, fields: PartFields, values: Sequence[Any]) -> PartFields:
    """``fields`` without the number's where it has no room for a part's: "D1-12" is three signs longer than "D1"."""
    room = layer.fields().at(fields.number).length() if fields.number >= 0 else 0
    if 0 < room < len(str(values[fields.number])) + 3:
        return replace(fields, number=-1)
    return fields


def _numbers(layer: QgsVectorLayer, fields: PartFields) -> set[str]:
    """The numbers that parcels of the layer have, in its edits too."""
    if fields.number < 0:
        return set()
    request = QgsFeatureRequest().setSubsetOfAttributes([fields.number]).setFlags(QgsFeatureRequest.Flag.NoGeometry)
    return {str(each.attribute(fields.number)) for each in features_of(layer, request)}
