"""The map tool of the live tally: point at a polygon, draw one, or drag a vertex of one that is being edited."""

from __future__ import annotations

from enum import Enum
from typing import Any

from qgis.core import (
    Qgis,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor

from ...i18n import tr
from ...layers.reading.features import features_of, polygon_at

__all__ = ["LiveTool", "Mode", "is_polygon_layer", "to_map"]

REACH_PX = 12
"""A vertex is taken when the mouse is so near."""


class Mode(Enum):
    """POINT : hover, click to hold. DRAW : click corners, right click to finish. DRAG : pull a vertex."""

    POINT = "point"
    DRAW = "draw"
    DRAG = "drag"


class LiveTool(QgsMapTool):
    """Brings polygons as they come under the mouse.

    pointed : (layer, feature, geometry in the layer's system); drawn : geometry in the map's system; told : a sentence
    for the person.
    """

    pointed = pyqtSignal(object, object, object)
    drawn = pyqtSignal(object)
    told = pyqtSignal(str)
    held_changed = pyqtSignal(bool)

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self.mode = Mode.POINT
        self.layer: Any = None  # the vector layer that is looked at, if any
        self.held = False
        self._engine: Any = None
        self._under: tuple[int, QgsGeometry] | None = None
        self._corners: list[QgsPointXY] = []
        self._drag: tuple[QgsFeature, list[int]] | None = None
        self._dragged = QgsGeometry()
        self.band = _band(canvas, "#d7191c", 40)
        self.setCursor(Qt.CursorShape.CrossCursor)

    @property
    def dragging(self) -> bool:
        """Whether a vertex is in hand: what it pulls is not in the layer yet."""
        return self._drag is not None

    # --- state --------------------------------------------------------------------------------------------------------

    def set_mode(self, mode: Mode) -> None:
        self.mode = mode
        self.let_go()
        hints = {
            Mode.POINT: tr("Point at a polygon; click to hold it, click again to let go."),
            Mode.DRAW: tr("Click the corners; right click ends the polygon, Esc starts anew."),
            Mode.DRAG: tr("Drag a vertex of a polygon of the layer in editing."),
        }
        self.told.emit(hints[mode])

    def set_layer(self, layer: QgsVectorLayer | None) -> None:
        if layer is not self.layer:
            self.layer = layer
            self.let_go()

    def let_go(self) -> None:
        """Forget what is under the mouse, drawn or dragged."""
        self._engine, self._under, self._drag = None, None, None
        self._corners = []
        self._hold(False)
        self.band.reset(Qgis.GeometryType.Polygon)

    def _hold(self, held: bool) -> None:
        if held != self.held:
            self.held = held
            self.held_changed.emit(held)

    def deactivate(self) -> None:
        self.let_go()
        super().deactivate()

    def remove(self) -> None:
        """Take the rubber band off the canvas."""
        self.canvas().scene().removeItem(self.band)

    # --- the mouse ----------------------------------------------------------------------------------------------------

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        if self.mode is Mode.DRAW:
            self._stretch(self._snapped(event))
        elif self.mode is Mode.DRAG and self._drag is not None:
            self._pull(self._snapped(event))
        elif not self.held:
            self._point(event.mapPoint())

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        if self.mode is Mode.DRAG and event.button() == Qt.MouseButton.LeftButton:
            self._grip(event.mapPoint())

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        if self.mode is Mode.DRAG and self._drag is not None:
            self._drop()
        elif self.mode is Mode.POINT and event.button() == Qt.MouseButton.LeftButton:
            if self.held:
                self._hold(False)
                self._point(event.mapPoint())
            elif self._under is not None:
                self._hold(True)
        elif self.mode is Mode.DRAW:
            self._corner(event)

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.let_go()
            event.ignore()

    # --- pointing -----------------------------------------------------------------------------------------------------

    def _point(self, place: QgsPointXY) -> None:
        if self.layer is None:
            return
        here = self._in_layer(place)
        if here is None:
            return
        point = QgsGeometry.fromPointXY(here)
        if self._engine is not None and self._engine.contains(point.constGet()):
            return
        feature = polygon_at(self.layer, here)
        if feature is None:
            return
        geometry = feature.geometry()
        self._under = (feature.id(), geometry)
        self._engine = QgsGeometry.createGeometryEngine(geometry.constGet())
        self._engine.prepareGeometry()
        self.band.setToGeometry(geometry, self.layer)
        self.pointed.emit(self.layer, feature, geometry)

    def _in_layer(self, place: QgsPointXY) -> QgsPointXY | None:
        try:
            return self.toLayerCoordinates(self.layer, place)
        except QgsCsException:
            return None

    # --- drawing ------------------------------------------------------------------------------------------------------

    def _corner(self, event: QgsMapMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            if len(self._corners) >= 3:
                self.drawn.emit(QgsGeometry.fromPolygonXY([self._corners]))
                self.band.setToGeometry(QgsGeometry.fromPolygonXY([self._corners]), None)
                self._corners = []
                self._hold(True)
            return
        if self.held:
            self.let_go()
        self._corners.append(self._snapped(event))
        self._stretch(self._corners[-1])

    def _stretch(self, place: QgsPointXY) -> None:
        """The polygon as it would be with the mouse as its last corner."""
        if not self._corners:
            return
        shape = QgsGeometry.fromPolygonXY([[*self._corners, place]])
        self.band.setToGeometry(shape, None)
        if len(self._corners) >= 2 and shape.area() > 0:
            self.drawn.emit(shape)

    def _snapped(self, event: QgsMapMouseEvent) -> QgsPointXY:
        return QgsPointXY(event.snapPoint())

    # --- dragging -----------------------------------------------------------------------------------------------------

    def _grip(self, place: QgsPointXY) -> None:
        layer = self.layer
        if layer is None:
            return
        if not layer.isEditable():
            self.told.emit(tr("Layer {layer} is not in editing: switch editing on first.").format(layer=layer.name()))
            return
        here = self._in_layer(place)
        if here is None:
            return
        reach = self.searchRadiusMU(self.canvas()) + REACH_PX * self.canvas().mapUnitsPerPixel()
        box = self.toLayerCoordinates(layer, QgsRectangle(
            place.x() - reach, place.y() - reach, place.x() + reach, place.y() + reach))  # fmt: skip
        best = None
        for feature in features_of(layer, QgsFeatureRequest().setFilterRect(box)):
            _, number, _, _, squared = feature.geometry().closestVertex(here)
            vertex = feature.geometry().vertexAt(number)
            if number >= 0 and box.contains(QgsPointXY(vertex)) and (best is None or squared < best[0]):
                best = (squared, feature, number)
        if best is None:
            self.told.emit(tr("There is no vertex here: press the mouse on a corner of a polygon."))
            return
        self._drag = (best[1], [best[2]])
        self._dragged = QgsGeometry(best[1].geometry())

    def _pull(self, place: QgsPointXY) -> None:
        if self._drag is None:
            return
        feature, vertices = self._drag
        here = self._in_layer(place)
        if here is None:
            return
        shape = QgsGeometry(feature.geometry())
        for number in vertices:
            shape.moveVertex(here.x(), here.y(), number)
        self._dragged = shape
        self.band.setToGeometry(shape, self.layer)
        self.pointed.emit(self.layer, feature, shape)

    def _drop(self) -> None:
        """One edit that can be undone."""
        if self._drag is None:
            return
        (feature, _), self._drag = self._drag, None
        if self._dragged.equals(feature.geometry()):
            return
        self.layer.beginEditCommand(tr("Move a vertex (live tally)"))
        if self.layer.changeGeometry(feature.id(), self._dragged):
            self.layer.endEditCommand()
        else:
            self.layer.destroyEditCommand()
            self.told.emit(tr("The layer refused the change."))
        self.layer.triggerRepaint()


def _band(canvas: QgsMapCanvas, colour: str, alpha: int) -> QgsRubberBand:
    band = QgsRubberBand(canvas, Qgis.GeometryType.Polygon)
    edge, fill = QColor(colour), QColor(colour)
    fill.setAlpha(alpha)
    band.setStrokeColor(edge)
    band.setFillColor(fill)
    band.setWidth(2)
    return band


def to_map(geometry: QgsGeometry, layer: QgsVectorLayer, canvas: QgsMapCanvas) -> QgsGeometry:
    """A layer's geometry in the system of the map."""
    moved = QgsGeometry(geometry)
    moved.transform(QgsCoordinateTransform(layer.crs(), canvas.mapSettings().destinationCrs(), QgsProject.instance()))
    return moved


def is_polygon_layer(layer: object) -> bool:
    return (
        isinstance(layer, QgsVectorLayer)
        and QgsWkbTypes.geometryType(layer.wkbType()) == QgsWkbTypes.GeometryType.PolygonGeometry
    )
