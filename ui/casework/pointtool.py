"""A point on the map as an alert: what a hotline or a chief reports becomes a case where the map is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from qgis import processing
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QWidget

from ...core.errors import RedlineError
from ...core.written.times import OFFICE_ZONE
from ...i18n import tr
from ...layers.reading.sinks import put_all
from ..defaults import parameters_by_role
from .model import source_name
from .watching import PLACES, TOOL

__all__ = ["PointDialog", "PointTool", "take_point"]

FIELDS = "field=alert_id:string&field=alert_time:string&field=alert_type:string"
SOURCES = ("hotline", "chief", "drone", "satellite", "tower")


class PointTool(QgsMapTool):
    """One click gives one place; the right button gives the mouse back."""

    def __init__(self, canvas: QgsMapCanvas, clicked: Callable[[QgsPointXY], object]) -> None:
        super().__init__(canvas)
        self.clicked = clicked
        self.setCursor(Qt.CursorShape.CrossCursor)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self.canvas().unsetMapTool(self)
            return
        self.clicked(QgsPointXY(event.mapPoint()))


class PointDialog(QDialog):
    """Who reports it, what it is, and the number that the report has."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("RedlinePointAlert")
        self.setWindowTitle(tr("Alert at this place"))
        self.source, self.kind, self.number = QComboBox(), QLineEdit(), QLineEdit()
        for source in SOURCES:
            self.source.addItem(source_name(source), source)
        form = QFormLayout(self)
        form.addRow(tr("Source"), self.source)
        form.addRow(tr("Kind"), self.kind)
        form.addRow(tr("Number"), self.number)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)
        self.kind.setFocus()


def take_point(
    point: QgsPointXY,
    crs: QgsCoordinateReferenceSystem,
    cases: dict[str, Any],
    told: tuple[str, str, str],
    now: datetime,
) -> dict[str, Any]:
    """Take a place in as an alert; told : source, kind, number. Returns the counts of ``redline:importalerts``.

    Raises RedlineError where it cannot be taken in.
    """
    source, kind, number = told
    layer = QgsVectorLayer(f"Point?{FIELDS}", tr("Alert at this place"), "memory")
    layer.setCrs(crs)
    feature = QgsFeature(layer.fields())
    feature.setAttributes([number, now.astimezone(OFFICE_ZONE).isoformat(timespec="seconds"), kind])
    feature.setGeometry(QgsGeometry.fromPointXY(point))
    put_all(layer.dataProvider(), [feature], layer.name())
    given = {name: value for name, value in parameters_by_role(TOOL).items() if name in PLACES}
    try:
        return processing.run(TOOL, {"INPUT": layer, "SOURCE": source, **cases, **given})
    except QgsProcessingException as error:
        raise RedlineError("The place was not taken in: {reason}", reason=str(error)) from error
