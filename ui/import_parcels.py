"""The dialog "Import parcels…": files, a folder or the clipboard; what comes of it on a map and in tables, before it is
added to the project."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgisInterface, QgsMapCanvas, QgsMessageBar, QgsProjectionSelectionWidget
from qgis.PyQt.QtCore import Qt, QTemporaryDir
from qgis.PyQt.QtGui import QCloseEvent
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
)

from ..i18n import tr
from ..layers.reading.features import features_of

__all__ = ["NAME", "ParcelImport", "show_parcel_import"]

NAME = "RedlineParcelImport"
_ROWS = 1000
"""Rows of a table that are shown; all are imported."""


def show_parcel_import(iface: QgisInterface) -> ParcelImport:
    """Open the dialog over the QGIS window; it deletes itself when it is closed."""
    dialog = ParcelImport(iface)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    return dialog


class ParcelImport(QDialog):
    """Runs redline:importparcels in the background and shows what came; nothing is in the project until it is added."""

    def __init__(self, iface: QgisInterface) -> None:
        super().__init__(iface.mainWindow())
        self.iface = iface
        self.paths: list[str] = []
        self.name = ""
        self.layers: list[QgsVectorLayer] = []
        self.running: tuple | None = None
        self.pasted = QTemporaryDir()
        self.setObjectName(NAME)
        self.setWindowTitle(tr("Import parcels"))
        self.resize(1000, 640)
        self.bar = QgsMessageBar(self)
        self.canvas = QgsMapCanvas(self)
        self.canvas.setCanvasColor(Qt.GlobalColor.white)
        self.parcels, self.report = _table(), _table()
        self.crs = QgsProjectionSelectionWidget(self)
        self.crs.setOptionVisible(QgsProjectionSelectionWidget.CrsOption.CrsNotSet, True)
        self.gap = QDoubleSpinBox(self)
        self.gap.setRange(0, 1000)
        self.gap.setValue(0.1)
        self.gap.setSuffix(" m")
        self.again = QPushButton(tr("Read again"))
        self.buttons = QDialogButtonBox()
        # In our own words: Qt's translations are not on every machine.
        self.buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        self.add = QPushButton(tr("Add to the map"))
        self._lay_out()
        self._show([])

    def _lay_out(self) -> None:
        sources = QHBoxLayout()
        for text, step in (
            (tr("Files…"), self.choose_files),
            (tr("Folder…"), self.choose_folder),
            (tr("From the clipboard"), self.paste),
        ):
            button = QPushButton(text)
            button.clicked.connect(step)
            sources.addWidget(button)
        sources.addStretch()
        form = QFormLayout()
        form.addRow(tr("Coordinate system, where the file does not tell it"), self.crs)
        form.addRow(tr("Gap that is closed"), self.gap)
        tabs = QTabWidget()
        tabs.addTab(self.parcels, tr("Parcels"))
        tabs.addTab(self.report, tr("Report"))
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(self.canvas)
        halves.addWidget(tabs)
        halves.setSizes([500, 500])
        self.buttons.addButton(self.add, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(self.again, QDialogButtonBox.ButtonRole.ActionRole)
        self.again.clicked.connect(self.read)
        self.add.clicked.connect(self.add_to_map)
        self.buttons.rejected.connect(self.close)
        whole = QVBoxLayout(self)
        whole.addWidget(self.bar)
        whole.addLayout(sources)
        whole.addLayout(form)
        whole.addWidget(halves, 1)
        whole.addWidget(self.buttons)

    # --- what is read -------------------------------------------------------------------------------------------------

    def choose_files(self, *_checked: bool) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self, tr("Files with parcels"))
        if paths:
            self.take(paths)

    def choose_folder(self, *_checked: bool) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Folder with parcels"))
        if folder:
            self.take([folder])

    def paste(self, *_checked: bool) -> None:
        """Coordinates that were copied, out of a spreadsheet or a text."""
        text = QgsApplication.clipboard().text()
        if not text.strip():
            self._say(tr("The clipboard holds no text: copy the coordinates first."), Qgis.MessageLevel.Warning)
            return
        path = Path(self.pasted.path()) / "clipboard.txt"
        path.write_text(text, encoding="utf-8")
        self.take([str(path)], tr("Pasted parcels"))

    def take(self, paths: list[str], name: str = "") -> None:
        """Read ``paths``; name : of the layer, that of the file where left empty."""
        self.paths = paths
        self.name = name or Path(paths[0]).stem
        self.read()

    def read(self, *_checked: bool) -> None:
        """Read in the background what was chosen, as the boxes say."""
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("redline:importparcels")
        if not self.paths or algorithm is None or self.running is not None:
            return
        self._show([])
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
        context.setProject(QgsProject.instance())
        parameters: dict[str, Any] = {"INPUT": self.paths, "CLOSE_TOLERANCE": self.gap.value()}
        if self.crs.crs().isValid():
            parameters["CRS"] = self.crs.crs()
        parameters |= {"OUTPUT": "TEMPORARY_OUTPUT", "REPORT": "TEMPORARY_OUTPUT"}
        task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
        self.running = (task, context, feedback)
        self.again.setEnabled(False)
        task.executed.connect(partial(self._done, context, feedback))
        QgsApplication.taskManager().addTask(task)

    def _done(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback, good: bool, results: dict) -> None:
        if self.running is None:
            return  # the dialog was closed
        self.running = None
        self.again.setEnabled(True)
        if not good:
            lines = [line.strip() for line in feedback.textLog().splitlines() if line.strip()]
            self._say(lines[-1] if lines else tr("The files could not be read."), Qgis.MessageLevel.Warning)
            return
        layers = [context.takeResultLayer(results[each]) for each in ("OUTPUT", "REPORT") if results.get(each)]
        layers[0].setName(self.name)
        self._show(layers)
        text = tr("{files} files: {parcels} parcels read, {errors} errors, {warnings} warnings.").format(
            files=results["FILES"],
            parcels=results["PARCELS"],
            errors=results["ERRORS"],
            warnings=results["WARNINGS"],
        )
        doubtful = results["ERRORS"] + results["WARNINGS"]
        self._say(text, Qgis.MessageLevel.Warning if doubtful else Qgis.MessageLevel.Success)

    # --- what is shown ------------------------------------------------------------------------------------------------

    def _show(self, layers: list[QgsVectorLayer]) -> None:
        self.canvas.setLayers(layers[:1])
        self.layers = layers
        self.add.setEnabled(bool(layers))
        _fill(self.parcels, layers[0] if layers else None)
        _fill(self.report, layers[1] if len(layers) > 1 else None)
        if layers:
            self.canvas.setDestinationCrs(layers[0].crs())
            self.canvas.setExtent(layers[0].extent())
            self.canvas.zoomByFactor(1.1)

    def _say(self, text: str, level: Qgis.MessageLevel) -> None:
        self.bar.clearWidgets()
        self.bar.pushMessage("Redline 红线", text, level)

    def add_to_map(self, *_checked: bool) -> None:
        """The parcels into the project, and the report where it has more than notes."""
        layers, self.layers = self.layers, []
        self.canvas.setLayers([])
        QgsProject.instance().addMapLayer(layers[0])
        if len(layers) > 1 and any(each["severity"] != "note" for each in features_of(layers[1])):
            layers[1].setName(tr("Report of the import"))
            QgsProject.instance().addMapLayer(layers[1])
        self.iface.setActiveLayer(layers[0])
        self.iface.zoomToActiveLayer()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.running is not None:
            self.running[0].cancel()
            self.running = None
        self.canvas.setLayers([])
        super().closeEvent(event)


def _table() -> QTableWidget:
    table = QTableWidget()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.verticalHeader().setVisible(False)
    return table


def _fill(table: QTableWidget, layer: QgsVectorLayer | None) -> None:
    table.clear()
    table.setRowCount(0)
    fields = layer.fields() if layer is not None else []
    table.setColumnCount(len(fields))
    if layer is None:
        return
    table.setHorizontalHeaderLabels([each.alias() or each.name() for each in fields])
    for number, feature in enumerate(features_of(layer)):
        if number == _ROWS:
            break
        table.insertRow(number)
        for place, value in enumerate(feature.attributes()):
            text = "" if value is None or str(value) == "NULL" else str(value)
            table.setItem(number, place, QTableWidgetItem(text))
    table.resizeColumnsToContents()
