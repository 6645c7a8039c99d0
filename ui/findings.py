"""What the checks found, as a list beside the map to work through: zoom, mark as settled, next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsMapLayer,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgisInterface, QgsDockWidget, QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..i18n import tr
from .defaults import parameters_by_fields, parameters_by_role, parameters_by_settings
from .findingrows import COLUMNS, FoundRow, rows_of_check, rows_of_red_lines
from .loader import have_algorithms

__all__ = ["LAYERS", "RED_LINES", "FindingsDock", "check_and_show", "findings_dock", "findings_of"]

LAYERS = "redline:checklayers"
RED_LINES = "redline:redlinecheck"
ROOM = 1.6
"""How much wider than a finding the map looks."""

NEAREST = 1000
"""The largest scale at which a finding is shown, so that what lies around it can be told."""

HEIGHT = 170
"""Pixels of the dock when it is made: the map stays the larger part."""

NAME = "RedlineFindings"
"""By this name the window knows the dock."""

RULE, WHAT_TO_DO = COLUMNS.index("rule"), COLUMNS.index("message")
WIDEST = 12
"""Letters to which the other columns are cut; the tool tip has all of a cell."""

MOST_WRAPPED = 200
"""Rows up to which each is as high as its words need."""

ORDER = {"error": 0, "warning": 1, "notice": 2}


def findings_of(iface: QgisInterface) -> FindingsDock | None:
    """The dock, where there is one."""
    found = iface.mainWindow().findChild(FindingsDock, NAME)
    return found if isinstance(found, FindingsDock) else None


def findings_dock(iface: QgisInterface) -> FindingsDock:
    """The dock, made under the map when it is first wanted, and in view."""
    dock = findings_of(iface)
    if dock is None:
        dock = FindingsDock(iface)
        iface.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
        iface.mainWindow().resizeDocks([dock], [HEIGHT], Qt.Orientation.Vertical)
    dock.setUserVisible(True)
    return dock


def check_and_show(iface: QgisInterface, layers: Sequence[QgsMapLayer], *, red_lines: bool = False) -> FindingsDock:
    """Check ``layers`` in the background and list what is found; red_lines : the project's parcels too."""
    dock = findings_dock(iface)
    dock.check(layers, red_lines=red_lines)
    return dock


class FindingsDock(QgsDockWidget):
    """A table of findings; it fills itself while the checks run in the background.

    Findings of the layers and of the red lines stand in one list; those of a check that runs again are replaced.
    """

    def __init__(self, iface: QgisInterface) -> None:
        super().__init__(tr("What the checks found"), iface.mainWindow())
        self.iface = iface
        self.tasks: list[QgsProcessingAlgRunnerTask] = []
        self.found: dict[str, list[FoundRow]] = {}
        self.rows: list[FoundRow] = []
        self.failures: dict[str, str] = {}
        self.setObjectName(NAME)
        self.band = QgsRubberBand(iface.mapCanvas(), Qgis.GeometryType.Polygon)
        self.band.setFillColor(QColor(0, 0, 0, 0))
        self.band.setStrokeColor(QColor(255, 0, 255))
        self.band.setWidth(3)
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(6, 4, 6, 4)
        head = QHBoxLayout()
        self.label = QLabel(tr("Nothing was checked yet."))
        self.label.setObjectName("summary")
        self.label.setWordWrap(True)
        self.errors_only = QCheckBox(tr("Errors only"))
        self.errors_only.setObjectName("errorsOnly")
        self.errors_only.toggled.connect(self._filter)
        self.zoom_button = _button("zoom", tr("Zoom"), tr("Go to the place of the chosen finding again"), self._go)
        self.settle_button = _button(
            "settled", tr("Settled"), tr("Mark the finding as dealt with, or open it again; the project keeps it"),
            self.settle)  # fmt: skip
        self.next_button = _button("next", tr("Next"), tr("Go to the next finding that is not settled"), self.go_on)
        head.addWidget(self.label, 1)
        for widget in (self.errors_only, self.zoom_button, self.settle_button, self.next_button):
            head.addWidget(widget)
        layout.addLayout(head)
        self.progress = QProgressBar()
        self.progress.setVisible(False)
        layout.addWidget(self.progress)
        self.table = QTableWidget(0, len(COLUMNS))
        self.table.setObjectName("findings")
        self.table.setHorizontalHeaderLabels(
            [tr("Severity"), tr("Layer"), tr("Feature"), tr("Rule"), tr("Value"), tr("What to do")]
        )
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().setVisible(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        # What to do stands beside what it is about, and has the room that is left: seen on a screen of 1366 too.
        header.setSectionResizeMode(WHAT_TO_DO, QHeaderView.ResizeMode.Stretch)
        header.moveSection(WHAT_TO_DO, RULE)
        self.table.itemSelectionChanged.connect(self._go)
        layout.addWidget(self.table)
        self.setWidget(inner)
        QgsProject.instance().cleared.connect(self._forget)

    # --- checking -----------------------------------------------------------------------------------------------

    def check(self, layers: Sequence[QgsMapLayer], *, red_lines: bool = False) -> None:
        """Check ``layers`` for faults and, with ``red_lines``, the project's parcels against its red lines; the window
        stays usable."""
        known = [layer.id() for layer in layers if isinstance(layer, QgsVectorLayer)]
        if known:
            self._run(LAYERS, {"INPUT_LAYERS": known, "OUTPUT": "memory:", "PLACES": "memory:"})
        given = parameters_by_role(RED_LINES) if red_lines else {}
        if "INPUT" in given and ("RED_LINES" in given or "MUST_BE_INSIDE" in given):
            given |= parameters_by_fields(RED_LINES, given) | parameters_by_settings(RED_LINES)
            given |= {"OUTPUT": "memory:", "OUTPUT_OVERLAP": "memory:"}
            self._run(RED_LINES, given)

    def _run(self, algorithm_id: str, parameters: dict) -> None:
        have_algorithms()
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(algorithm_id)
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
        context.setProject(QgsProject.instance())
        task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
        # The task uses both until it has ended.
        task.redline_keeps = (context, feedback)

        def done(fine: bool, results: dict) -> None:
            if task in self.tasks:
                self.tasks.remove(task)
                self._checked(algorithm_id, fine, results, context, feedback)

        task.progressChanged.connect(lambda share: self.progress.setValue(round(share)))
        task.executed.connect(done)
        self.tasks.append(task)
        self.failures.pop(algorithm_id, None)
        self.progress.setVisible(True)
        self.label.setText(tr("The layers are being checked…"))
        QgsApplication.taskManager().addTask(task)

    def _checked(
        self,
        algorithm_id: str,
        fine: bool,
        results: dict,
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> None:
        self.progress.setVisible(bool(self.tasks))
        if fine:
            taken = {name: context.takeResultLayer(str(value)) for name, value in results.items()}
            self.show_results(algorithm_id, {name: layer for name, layer in taken.items() if layer is not None})
        else:
            self.failures[algorithm_id] = feedback.textLog().strip().splitlines()[-1] or tr("The check failed.")
            self._tell()

    def show_results(self, algorithm_id: str, layers: dict[str, QgsVectorLayer]) -> None:
        """List what a check wrote, its layers by the names of its outputs, instead of what it found before."""
        if algorithm_id == LAYERS and "OUTPUT" in layers:
            places = layers.get("PLACES")
            self.found[LAYERS] = rows_of_check(layers["OUTPUT"], places)
            if places is not None:
                self._keep(places)
        elif algorithm_id == RED_LINES and "OUTPUT_OVERLAP" in layers:
            self.found[RED_LINES] = rows_of_red_lines(layers["OUTPUT_OVERLAP"], tr)
        self.fill()

    def show_finished(self, algorithm_id: str, results: dict) -> None:
        """The same for a tool that a person ran in its own dialog; its layers are in the project then."""
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        layers = {
            name: QgsProcessingUtils.mapLayerFromString(value, context)
            for name, value in results.items()
            if isinstance(value, str)
        }
        self.show_results(
            algorithm_id, {name: each for name, each in layers.items() if isinstance(each, QgsVectorLayer)}
        )

    def _keep(self, places: QgsVectorLayer) -> None:
        """The places as a layer on top of the project, so that they outlive this window."""
        if not places.featureCount() or QgsProject.instance().mapLayer(places.id()) is not None:
            return
        places.setName(tr("Places of the findings"))
        symbol = places.renderer().symbol()
        symbol.symbolLayer(0).setBrushStyle(Qt.BrushStyle.NoBrush)
        symbol.symbolLayer(0).setStrokeColor(QColor(255, 0, 255))
        QgsProject.instance().addMapLayer(places, False)
        QgsProject.instance().layerTreeRoot().insertLayer(0, places)

    # --- the table ----------------------------------------------------------------------------------------------

    def fill(self) -> None:
        """Everything that was found, the gravest first."""
        words = {"error": tr("error"), "warning": tr("warning"), "notice": tr("notice")}
        rows = [row for found in self.found.values() for row in found]
        self.rows = sorted(rows, key=lambda row: ORDER.get(row.severity, 3))
        self.table.clearSelection()
        self.table.setRowCount(len(self.rows))
        for number, row in enumerate(self.rows):
            for column, text in enumerate(row.texts()):
                item = QTableWidgetItem(words.get(text, text) if column == 0 else text)
                item.setToolTip(text)
                self.table.setItem(number, column, item)
            self._show_settled(number)
        self.table.resizeColumnsToContents()
        widest = WIDEST * self.fontMetrics().averageCharWidth()
        for column in range(self.table.columnCount()):
            if column != WHAT_TO_DO and self.table.columnWidth(column) > widest:
                self.table.setColumnWidth(column, widest)
        # What to do is read without a tool tip, on a screen of 1366 too; a very long list keeps its one line a row.
        mode = QHeaderView.ResizeMode
        wrapped = len(self.rows) <= MOST_WRAPPED
        self.table.verticalHeader().setSectionResizeMode(mode.ResizeToContents if wrapped else mode.Fixed)
        self._filter(self.errors_only.isChecked())
        self._tell()

    def _tell(self) -> None:
        """The line over the table."""
        if self.tasks:
            return
        settled = _settled()
        left = [row.severity for row in self.rows if row.key() not in settled]
        words = tr("Nothing was found.")
        if self.rows:
            words = tr("Errors: {errors}, warnings: {warnings}").format(
                errors=left.count("error"), warnings=left.count("warning")
            )
        if len(left) < len(self.rows):
            words += " · " + tr("settled: {count}").format(count=len(self.rows) - len(left))
        self.label.setText("\n".join([*self.failures.values(), *([] if self.failures and not self.rows else [words])]))

    # --- working through ----------------------------------------------------------------------------------------

    def _show_settled(self, number: int) -> None:
        settled = self.rows[number].key() in _settled()
        for column in range(self.table.columnCount()):
            item = self.table.item(number, column)
            font = item.font()
            font.setStrikeOut(settled)
            item.setFont(font)

    def settle(self, *_: object) -> None:
        """Mark the chosen finding as settled and go on; one that is settled is opened again."""
        chosen = self.table.selectionModel().selectedRows()
        if not chosen:
            return
        key, settled = self.rows[chosen[0].row()].key(), _settled()
        closing = key not in settled
        settled ^= {key}
        QgsProject.instance().writeEntry("redline", "settled", sorted(settled))
        for number in range(len(self.rows)):
            self._show_settled(number)
        self._tell()
        if closing:
            self.go_on()

    def go_on(self, *_: object) -> None:
        """Choose the next finding that is shown and not settled, from the top again after the last."""
        count = len(self.rows)
        chosen = self.table.selectionModel().selectedRows()
        start = chosen[0].row() if chosen else -1
        settled = _settled()
        for step in range(1, count + 1):
            number = (start + step) % count
            if not self.table.isRowHidden(number) and self.rows[number].key() not in settled:
                self.table.selectRow(number)
                return
        self.table.clearSelection()

    def _filter(self, errors_only: bool) -> None:
        for number, row in enumerate(self.rows):
            self.table.setRowHidden(number, errors_only and row.severity != "error")

    def _go(self, *_: object) -> None:
        """Show the place of the chosen finding."""
        chosen = self.table.selectionModel().selectedRows()
        row = self.rows[chosen[0].row()] if chosen else None
        if row is None or row.place is None or row.place.isEmpty():
            self.band.reset(Qgis.GeometryType.Polygon)
            return
        canvas = self.iface.mapCanvas()
        shape = QgsGeometry(row.place)
        shape.transform(QgsCoordinateTransform(row.crs, canvas.mapSettings().destinationCrs(), QgsProject.instance()))
        self.band.setToGeometry(shape, None)
        box = shape.boundingBox()
        box.scale(ROOM)
        canvas.setExtent(box)
        if canvas.scale() < NEAREST:
            canvas.zoomScale(NEAREST)
        canvas.refresh()

    def _forget(self) -> None:
        """Another project: its findings are not those of the last one."""
        self._stop()
        self.found.clear()
        self.failures.clear()
        self.fill()
        self.progress.setVisible(False)
        self.band.reset(Qgis.GeometryType.Polygon)
        self.label.setText(tr("Nothing was checked yet."))

    def _stop(self) -> None:
        """Call off the checks that run."""
        tasks, self.tasks = self.tasks, []
        for task in tasks:
            task.redline_keeps[1].cancel()
            task.cancel()

    def closeEvent(self, event: Any) -> None:
        """Closed by a person: what was found stays, the mark goes off the map."""
        self.band.reset(Qgis.GeometryType.Polygon)
        super().closeEvent(event)

    def remove(self) -> None:
        """Stop what runs and leave no trace."""
        QgsProject.instance().cleared.disconnect(self._forget)
        self._stop()
        self.iface.mapCanvas().scene().removeItem(self.band)
        self.iface.removeDockWidget(self)
        self.deleteLater()


def _button(name: str, text: str, tip: str, slot: Callable[..., object]) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.clicked.connect(slot)
    return button


def _settled() -> set[str]:
    """The findings that the project knows as settled."""
    return set(QgsProject.instance().readListEntry("redline", "settled")[0])
