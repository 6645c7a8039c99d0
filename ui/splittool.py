"""Map tool: cut an exact official area off a parcel in editing, the line following the mouse."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCsException,
    QgsPointXY,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)
from qgis.gui import QgisInterface, QgsMapMouseEvent, QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QInputDialog

from ..core.boundary.split import Split, normal_of, split_by_area
from ..core.ellipsoid import Projection
from ..core.errors import RedlineError
from ..core.rounding import M2_PER_MU, half_up, in_unit
from ..core.shapes.polygons import Polygons
from ..i18n import tr
from ..layers.reading.clip import geometry_of
from ..layers.reading.features import polygon_at
from ..layers.reading.planes import projection_of
from ..layers.reading.polygonarrays import polygons_of

__all__ = ["SplitTool"]

SNAP = 15.0
"""Degrees to whose multiples the direction is taken while Shift is held."""


class SplitTool(QgsMapTool):
    """Click a parcel of the active layer, point to the side from which it is cut, click again: one edit."""

    def __init__(self, iface: QgisInterface) -> None:
        super().__init__(iface.mapCanvas())
        self.iface = iface
        self.mu = 1000.0
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
        """Ask for the area and take the mouse; False where the active layer is not one in editing."""
        layer = self.iface.activeLayer()
        if not isinstance(layer, QgsVectorLayer) or layer.geometryType() != Qgis.GeometryType.Polygon:
            self._tell(tr("Choose a polygon layer first."), Qgis.MessageLevel.Warning)
            return False
        if not layer.isEditable():
            self._tell(
                tr("Layer {layer} is not in editing: switch editing on first.").format(layer=layer.name()),
                Qgis.MessageLevel.Warning,
            )
            return False
        mu, good = QInputDialog.getDouble(
            self.iface.mainWindow(), tr("Split by area"), tr("Area to cut off (mu)"), self.mu, 0.0001, 1e9, 4
        )
        if good:
            self.take(layer, mu)
        return good

    def take(self, layer: QgsVectorLayer, mu: float) -> None:
        """Take the mouse to cut ``mu`` off parcels of ``layer``."""
        self.layer, self.mu = layer, mu
        self.canvas().setMapTool(self)
        self._tell(
            tr(
                "Click the parcel, point to the side from which it is cut, click again. Shift: steps of 15°. "
                "Ctrl: parallel to the line at the mouse."
            )
        )

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
                    mu=half_up(self.mu, 4),
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
        self.polygon = polygons if not reasons else None

    def _split(self, *, exact: bool) -> Split | None:
        if self.polygon is None or self.projection is None:
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
        done = self._split(exact=True)
        if done is None:
            return
        rest = geometry_of(done.rest, 0).coerceToType(layer.wkbType())
        pieces = geometry_of(done.piece, 0).coerceToType(layer.wkbType())
        values = dict(enumerate(feature.attributes()))
        layer.beginEditCommand(tr("Split by area"))
        # In a layer of single polygons every further part is a feature of its own.
        new = [QgsVectorLayerUtils.createFeature(layer, shape, values) for shape in [*pieces, *rest[1:]]]
        if layer.changeGeometry(feature.id(), rest[0]) and layer.addFeatures(new):
            layer.endEditCommand()
            self._tell(
                tr("Cut off: {area} m² = {mu} mu. Left: {rest} m².").format(
                    area=done.area, mu=in_unit(done.area, "mu"), rest=done.rest_area
                ),
                Qgis.MessageLevel.Success,
            )
        else:
            layer.destroyEditCommand()
            self._tell(tr("The layer refused the change."), Qgis.MessageLevel.Warning)
        layer.triggerRepaint()
        self._let_go()

    def _tell(self, words: str, level: Qgis.MessageLevel = Qgis.MessageLevel.Info) -> None:
        self.iface.messageBar().pushMessage(tr("Split by area"), words, level)
        QgsApplication.messageLog().logMessage(words, "Redline", level, False)
