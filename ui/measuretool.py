"""Map tool: measure a drawn polygon in 亩 and hectares, by the official procedure, with its perimeter."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsDistanceArea,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
)
from qgis.gui import QgisInterface, QgsMapMouseEvent, QgsMapTool, QgsMessageBarItem, QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from ..core.ellipsoid import official_areas
from ..core.errors import RedlineError
from ..core.rounding import half_up, in_unit
from ..core.shapes.polygons import Polygons
from ..i18n import tr
from ..layers.reading.planes import ellipsoid_acronym, projection_of
from ..layers.reading.run import metric_crs

__all__ = ["MeasureTool", "MeasuredOutline", "measure_outline"]

TOLD_S = 30
"""Seconds for which the line with the result stays."""


@dataclass(frozen=True)
class MeasuredOutline:
    """area : official, m². perimeter : on the ellipsoid, m; two decimals each. crs : in which it was measured."""

    area: Decimal
    perimeter: Decimal
    crs: QgsCoordinateReferenceSystem

    def words(self) -> str:
        return tr("{mu} mu · {ha} ha · {m2} m² (official area) · perimeter {perimeter} m").format(
            mu=in_unit(self.area, "mu"), ha=in_unit(self.area, "ha"), m2=self.area, perimeter=self.perimeter
        )


def measure_outline(corners: list[QgsPointXY], crs: QgsCoordinateReferenceSystem) -> MeasuredOutline:
    """A polygon by its corners in ``crs``; measured in the local Gauss-Krüger zone where ``crs`` is no plane in metres.

    Raises RedlineError for an outline that crosses itself, and for a place that the zone does not hold.
    """
    shape = QgsGeometry.fromPolygonXY([corners])
    if not shape.isGeosValid():
        raise RedlineError("The outline crosses itself: right click to begin anew, and go round the land once.")
    plane = metric_crs(corners[0], crs)
    try:
        shape.transform(QgsCoordinateTransform(crs, plane, QgsProject.instance()))
    except QgsCsException as error:
        raise RedlineError(
            "The place cannot be brought to {crs}: zoom to the county first.", crs=plane.authid()
        ) from error
    ring = [(point.x(), point.y()) for point in shape.asPolygon()[0]]
    area = float(official_areas(Polygons.from_rings([[(ring, False)]]), projection_of(plane))[0])
    ruler = QgsDistanceArea()
    ruler.setSourceCrs(plane, QgsProject.instance().transformContext())
    ruler.setEllipsoid(ellipsoid_acronym(plane))
    return MeasuredOutline(half_up(area, 2), half_up(ruler.measurePerimeter(shape), 2), plane)


class MeasureTool(QgsMapTool):
    """Click the corners; the numbers follow the mouse in the status bar; right click ends and keeps them in a line."""

    def __init__(self, iface: QgisInterface) -> None:
        super().__init__(iface.mapCanvas())
        self.iface = iface
        self.corners: list[QgsPointXY] = []
        self.measured: MeasuredOutline | None = None
        self.ended = False
        self.hint: Any = None
        self.band = QgsRubberBand(iface.mapCanvas(), Qgis.GeometryType.Polygon)
        edge, fill = QColor("#005fcc"), QColor("#005fcc")
        fill.setAlpha(50)
        self.band.setStrokeColor(edge)
        self.band.setFillColor(fill)
        self.band.setWidth(2)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def begin(self) -> None:
        self.canvas().setMapTool(self)
        bar = self.iface.messageBar()
        words = tr("Click the corners of the land; right click ends, Esc begins anew.")
        self.hint = bar.createMessage(tr("Measured"), words)
        bar.pushWidget(self.hint, Qgis.MessageLevel.Info, TOLD_S)

    def deactivate(self) -> None:
        self._begin_anew()
        super().deactivate()

    def remove(self) -> None:
        self.canvas().unsetMapTool(self)
        self.canvas().scene().removeItem(self.band)

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._begin_anew()

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        if self.corners and not self.ended:
            self._show([*self.corners, QgsPointXY(event.snapPoint())])

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self._end()
            return
        if self.ended:
            self._begin_anew()
        self.corners.append(QgsPointXY(event.snapPoint()))
        self._show(self.corners)

    def _begin_anew(self) -> None:
        self.corners, self.measured, self.ended = [], None, False
        self.band.reset(Qgis.GeometryType.Polygon)

    def _show(self, corners: list[QgsPointXY]) -> None:
        self.band.setToGeometry(QgsGeometry.fromPolygonXY([corners]), None)
        self.measured, words = None, ""
        if len(corners) >= 3 and _has_land(corners):
            try:
                self.measured = measure_outline(corners, self.canvas().mapSettings().destinationCrs())
                words = self.measured.words()
            except RedlineError as error:
                words = error.sentence(tr)
        self.iface.mainWindow().statusBar().showMessage(words)

    def _end(self) -> None:
        """The numbers of the corners that were clicked, in a line with a button that copies them."""
        if len(self.corners) < 3:
            self._begin_anew()
            return
        self._show(self.corners)
        self.ended = True
        if self.measured is None:
            self._tell(self.iface.mainWindow().statusBar().currentMessage(), Qgis.MessageLevel.Warning)
            return
        words = self.measured.words()
        bar = self.iface.messageBar()
        if self.hint is not None and self.hint in bar.items():
            # On a small screen the line has room for one.
            bar.popWidget(self.hint)
        copy = QPushButton(tr("Copy"))
        copy.clicked.connect(lambda: QgsApplication.clipboard().setText(words))
        # QGIS's own line of text is cut where a small screen needs two.
        label = QLabel(f"<b>{tr('Measured')}</b> {words}")
        label.setWordWrap(True)
        panel = QWidget()
        row = QHBoxLayout(panel)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label, 1)
        row.addWidget(copy)
        bar.pushItem(QgsMessageBarItem(panel, Qgis.MessageLevel.Info, TOLD_S))

    def _tell(self, words: str, level: Qgis.MessageLevel = Qgis.MessageLevel.Info) -> None:
        self.iface.messageBar().pushMessage(tr("Measured"), words, level)


def _has_land(corners: list[QgsPointXY]) -> bool:
    """Whether the corners do not all lie on one line, as two clicks on one place do."""
    area = abs(QgsGeometry.fromPolygonXY([corners]).area())
    return math.isfinite(area) and area > 0
