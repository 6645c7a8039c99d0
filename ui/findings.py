"""What the check of the layers found, in a window beside the map: click a row and the map goes there."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsMapLayer,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgisInterface, QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..i18n import tr

__all__ = ["FindingsDialog", "check_and_show"]

ALGORITHM = "redline:checklayers"
COLUMNS = ("severity", "layer", "fid", "rule_name", "value", "message")
ROOM = 1.6
"""How much wider than a finding the map looks."""


def check_and_show(iface: QgisInterface, layers: list[QgsMapLayer]) -> FindingsDialog:
    """Check ``layers`` in the background and show what is found; the caller keeps the window."""
    dialog = FindingsDialog(iface, iface.mainWindow())
    dialog.check(layers)
    dialog.show()
    return dialog


class FindingsDialog(QDialog):
    """A table of findings; it fills itself when the check has ended."""

    def __init__(self, iface: QgisInterface, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.iface = iface
        self.task: QgsProcessingAlgRunnerTask | None = None
        self.places: dict[str, QgsGeometry] = {}
        self.crs = QgsCoordinateReferenceSystem("EPSG:4490")
        self.setObjectName("RedlineFindings")
        self.setWindowTitle(tr("What the check found"))
        self.resize(900, 380)
        self.band = QgsRubberBand(iface.mapCanvas(), Qgis.GeometryType.Polygon)
        self.band.setFillColor(QColor(0, 0, 0, 0))
        self.band.setStrokeColor(QColor(255, 0, 255))
        self.band.setWidth(3)
        layout = QVBoxLayout(self)
        head = QHBoxLayout()
        self.label = QLabel(tr("The layers are being checked…"), self)
        self.label.setObjectName("summary")
        self.errors_only = QCheckBox(tr("Errors only"), self)
        self.errors_only.setObjectName("errorsOnly")
        self.errors_only.toggled.connect(self._filter)
        head.addWidget(self.label, 1)
        head.addWidget(self.errors_only)
        layout.addLayout(head)
        self.progress = QProgressBar(self)
        layout.addWidget(self.progress)
        self.table = QTableWidget(0, len(COLUMNS), self)
        self.table.setObjectName("findings")
        self.table.setHorizontalHeaderLabels(
            [tr("Severity"), tr("Layer"), tr("Feature"), tr("Rule"), tr("Value"), tr("What to do")]
        )
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().setVisible(False)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.itemSelectionChanged.connect(self._go)
        layout.addWidget(self.table)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.settle_button = buttons.addButton(tr("Settled"), QDialogButtonBox.ButtonRole.ActionRole)
        self.settle_button.setObjectName("settled")
        self.settle_button.setToolTip(tr("Mark the finding as dealt with, or open it again; the project keeps it"))
        self.settle_button.clicked.connect(self.settle)
        self.next_button = buttons.addButton(tr("Next"), QDialogButtonBox.ButtonRole.ActionRole)
        self.next_button.setObjectName("next")
        self.next_button.setToolTip(tr("Go to the next finding that is not settled"))
        self.next_button.clicked.connect(self.go_on)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.finished.connect(self._leave)

    # --- checking -----------------------------------------------------------------------------------------------

    def check(self, layers: list[QgsMapLayer]) -> None:
        """Start the check; the window stays usable meanwhile."""
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(ALGORITHM)
        self.context, self.feedback = QgsProcessingContext(), QgsProcessingFeedback()
        self.context.setProject(QgsProject.instance())
        parameters = {
            "INPUT_LAYERS": [layer.id() for layer in layers if isinstance(layer, QgsVectorLayer)],
            "OUTPUT": "memory:",
            "PLACES": "memory:",
        }
        self.task = QgsProcessingAlgRunnerTask(algorithm, parameters, self.context, self.feedback)
        self.task.progressChanged.connect(lambda share: self.progress.setValue(round(share)))
        self.task.executed.connect(self._checked)
        QgsApplication.taskManager().addTask(self.task)

    def _checked(self, fine: bool, results: dict) -> None:
        self.progress.setVisible(False)
        self.task = None
        if not fine:
            self.label.setText(self.feedback.textLog().strip().splitlines()[-1] or tr("The check failed."))
            return
        table = self.context.takeResultLayer(results["OUTPUT"])
        places = self.context.takeResultLayer(results["PLACES"])
        self.crs = places.crs()
        self.places = {feature["message"]: feature.geometry() for feature in places.getFeatures()}
        rows = [[feature[name] for name in COLUMNS] for feature in table.getFeatures()]
        self._fill(rows)
        self.label.setText(
            tr("Errors: {errors}, warnings: {warnings}").format(errors=results["ERRORS"], warnings=results["WARNINGS"])
            if rows
            else tr("Nothing was found.")
        )
        self._keep(places)

    def _keep(self, places: QgsVectorLayer) -> None:
        """The places as a layer on top of the project, so that they outlive this window."""
        if not places.featureCount():
            return
        places.setName(tr("Places of the findings"))
        symbol = places.renderer().symbol()
        symbol.symbolLayer(0).setBrushStyle(Qt.BrushStyle.NoBrush)
        symbol.symbolLayer(0).setStrokeColor(QColor(255, 0, 255))
        QgsProject.instance().addMapLayer(places, False)
        QgsProject.instance().layerTreeRoot().insertLayer(0, places)

    # --- the table ----------------------------------------------------------------------------------------------

    def _fill(self, rows: list[list[object]]) -> None:
        order = {"error": 0, "warning": 1, "notice": 2}
        words = {"error": tr("error"), "warning": tr("warning"), "notice": tr("notice")}
        rows = sorted(rows, key=lambda row: order.get(str(row[0]), 3))
        self.table.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                # NULL is no text and no number
                text = str(value) if isinstance(value, (str, int)) else ""
                item = QTableWidgetItem(words.get(text, text) if column == 0 else text)
                item.setToolTip(text)
                if column == 0:
                    item.setData(Qt.ItemDataRole.UserRole, value)
                self.table.setItem(number, column, item)
            self._show_settled(number)

    # --- working through ----------------------------------------------------------------------------------------

    def _key(self, row: int) -> str:
        """What a finding is known by in the project, also after the layers were checked again."""
        return "|".join(self.table.item(row, COLUMNS.index(name)).toolTip() for name in ("layer", "fid", "rule_name"))

    def _show_settled(self, row: int) -> None:
        settled = self._key(row) in _settled()
        for column in range(self.table.columnCount()):
            item = self.table.item(row, column)
            font = item.font()
            font.setStrikeOut(settled)
            item.setFont(font)

    def settle(self, *_: object) -> None:
        """Mark the chosen finding as settled and go on; one that is settled is opened again."""
        rows = self.table.selectionModel().selectedRows()
        if not rows:
            return
        row, settled = rows[0].row(), _settled()
        closing = self._key(row) not in settled
        settled ^= {self._key(row)}
        QgsProject.instance().writeEntry("redline", "settled", sorted(settled))
        for number in range(self.table.rowCount()):
            self._show_settled(number)
        if closing:
            self.go_on()

    def go_on(self, *_: object) -> None:
        """Choose the next finding that is shown and not settled, from the top again after the last."""
        count = self.table.rowCount()
        rows = self.table.selectionModel().selectedRows()
        start = rows[0].row() if rows else -1
        settled = _settled()
        for step in range(1, count + 1):
            row = (start + step) % count
            if not self.table.isRowHidden(row) and self._key(row) not in settled:
                self.table.selectRow(row)
                return
        self.table.clearSelection()

    def _filter(self, errors_only: bool) -> None:
        for row in range(self.table.rowCount()):
            severity = self.table.item(row, 0).data(Qt.ItemDataRole.UserRole)
            self.table.setRowHidden(row, errors_only and severity != "error")

    def _go(self) -> None:
        """Show the place of the chosen finding."""
        rows = self.table.selectionModel().selectedRows()
        if not rows:
            return
        place = self.places.get(self.table.item(rows[0].row(), COLUMNS.index("message")).text())
        if place is None:
            self.band.reset(Qgis.GeometryType.Polygon)
            return
        canvas = self.iface.mapCanvas()
        shape = QgsGeometry(place)
        shape.transform(QgsCoordinateTransform(self.crs, canvas.mapSettings().destinationCrs(), QgsProject.instance()))
        self.band.setToGeometry(shape, None)
        box = shape.boundingBox()
        box.scale(ROOM)
        canvas.setExtent(box)
        canvas.refresh()

    def _leave(self) -> None:
        """Stop what runs and take the mark off the map."""
        if self.task is not None:
            self.task.executed.disconnect(self._checked)
            self.feedback.cancel()
            self.task = None
        self.iface.mapCanvas().scene().removeItem(self.band)


def _settled() -> set[str]:
    """The findings that the project knows as settled."""
    return set(QgsProject.instance().readListEntry("redline", "settled")[0])
