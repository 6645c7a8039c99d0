"""Files with parcels dropped onto the map come as a layer: parcel text files 报部坐标 TXT, coordinate tables."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
)
from qgis.gui import QgisInterface, QgsCustomDropHandler
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QPushButton

from ..i18n import tr
from .loader import have_algorithms

__all__ = ["ParcelTextDrop", "parcel_text_files", "table_files"]

_BEGINNING = 1 << 16
_LARGEST_BOOK = 1 << 23
"""Bytes of a workbook that is looked into while the mouse waits."""
_TEXT_TOOL, _TOOL = "redline:importparceltext", "redline:importparcels"
_TEXTS = frozenset({".txt", ".csv", ".tsv", ".dat"})
_BOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
_OFFERED = frozenset({".dxf", ".dwg", ".kml", ".kmz", ".gpx", ".zip"})
"""Files that may hold other things than parcels: QGIS opens them, and the import is offered."""


class ParcelTextDrop(QgsCustomDropHandler):
    """Takes parcel text files, folders that hold nothing else, and coordinate tables of outlines; leaves all others to
    QGIS, and offers to import parcels from drawings, files of phones and archives.

    QGIS hands files over one by one while the mouse is still held: they are collected and read together afterwards, in
    the background.
    """

    def __init__(self, iface: QgisInterface) -> None:
        super().__init__()
        self.iface = iface
        self.waiting: dict[str, list[str]] = {}
        self.offered: list[str] = []
        self.running: list[tuple] = []

    def handleFileDrop(self, file: str) -> bool:
        path = Path(file)
        texts = parcel_text_files(path)
        tables = [] if texts else table_files(path)
        if not self.waiting and not self.offered:
            QTimer.singleShot(0, self.read)
        if texts or tables:
            self.waiting.setdefault(_TEXT_TOOL if texts else _TOOL, []).extend(texts or tables)
            return True
        if path.suffix.lower() in _OFFERED and path.is_file():
            self.offered.append(file)
        return False

    def read(self) -> None:
        """Read what was dropped, in the background, and offer what may be read."""
        waiting, self.waiting = self.waiting, {}
        offered, self.offered = self.offered, []
        for tool, paths in waiting.items():
            self._start(tool, paths)
        if offered:
            names = ", ".join(Path(each).name for each in offered[:3]) + (" …" if len(offered) > 3 else "")
            text = tr("{files}: closed lines and polygons in it can come as parcels, with numbers, names and areas.")
            self._say(text.format(files=names), Qgis.MessageLevel.Info, offered)

    def _start(self, tool: str, paths: list[str]) -> None:
        have_algorithms()
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(tool)
        if algorithm is None:
            return
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
        context.setProject(QgsProject.instance())
        parameters = {"INPUT": paths, "OUTPUT": "TEMPORARY_OUTPUT", "REPORT": "TEMPORARY_OUTPUT"}
        task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
        self.running.append((task, context, feedback))
        task.executed.connect(partial(self.show, paths, context, feedback, tool=tool))
        QgsApplication.taskManager().addTask(task)

    def show(
        self,
        paths: list[str],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        good: bool,
        results: dict,
        tool: str = _TEXT_TOOL,
    ) -> None:
        """Put the layer on the map and say in one line what came."""
        self.running = [each for each in self.running if each[1] is not context]
        if not good:
            self._say(_last_line(feedback.textLog()), Qgis.MessageLevel.Warning, paths, tool)
            return
        name = Path(paths[0]).stem if len(paths) == 1 else tr("Parcels from {count} files").format(count=len(paths))
        layer = context.takeResultLayer(results["OUTPUT"])
        layer.setName(name)
        QgsProject.instance().addMapLayer(layer)
        report = context.takeResultLayer(results["REPORT"]) if results.get("REPORT") else None
        doubtful = results["ERRORS"] + results["WARNINGS"]
        if report is not None and doubtful:
            report.setName(tr("Report of the import"))
            QgsProject.instance().addMapLayer(report)
        self.iface.setActiveLayer(layer)
        self.iface.zoomToActiveLayer()
        counts = {"files": results["FILES"], "parcels": results["PARCELS"]}
        counts |= {"errors": results["ERRORS"], "warnings": results["WARNINGS"]}
        if "LEFT_OUT" in results:
            text = tr("{files} files: {parcels} parcels read, {left} left out, {errors} errors, {warnings} warnings.")
            counts["left"] = results["LEFT_OUT"]
        else:
            text = tr("{files} files: {parcels} parcels read, {errors} errors, {warnings} warnings.")
        level = Qgis.MessageLevel.Warning if doubtful else Qgis.MessageLevel.Success
        self._say(text.format(**counts), level, paths if results["ERRORS"] else [], tool)

    def _say(self, text: str, level: Qgis.MessageLevel, paths: list[str], tool: str = _TOOL) -> None:
        """A line in the message bar, with a way to the tool where a person has to decide something."""
        bar = self.iface.messageBar()
        item = bar.createMessage("Redline 红线", text)
        if paths:
            button = QPushButton(tr("Open the tool…"))
            button.clicked.connect(partial(_open_tool, tool, list(paths)))
            item.layout().addWidget(button)
        bar.pushWidget(item, level)


def _open_tool(tool: str, paths: list[str], *_: object) -> None:
    from qgis import processing

    processing.execAlgorithmDialog(tool, {"INPUT": paths})


def _last_line(log: str) -> str:
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    return lines[-1] if lines else tr("The files could not be read.")


def parcel_text_files(path: Path) -> list[str]:
    """The parcel text files that a dropped path means; none where it is something else."""
    if path.is_dir():
        inside = [each for each in path.iterdir() if not each.name.startswith(".")]
        found = [str(each) for each in sorted(inside) if _is_parcel_text(each)]
        return found if found and len(found) == len(inside) else []
    return [str(path)] if _is_parcel_text(path) else []


def _is_parcel_text(path: Path) -> bool:
    if path.suffix.lower() != ".txt" or not path.is_file():
        return False
    try:
        # Imported when something is dropped: QGIS's start does not wait for it.
        from ..core.parceltext import looks_like_parcel_text

        with path.open("rb") as file:
            return looks_like_parcel_text(file.read(_BEGINNING))
    except OSError:
        return False


def table_files(path: Path) -> list[str]:
    """The path itself where it is a table of coordinates of outlines: a text, or a small workbook."""
    suffix = path.suffix.lower()
    if suffix not in _TEXTS | _BOOKS or not path.is_file():
        return []
    # Imported when something is dropped: QGIS's start does not wait for it.
    from ..core.deliveries.cells import sheet_of_text
    from ..core.deliveries.tables import looks_like_outlines
    from ..core.errors import RedlineError
    from ..core.parceltext.lines import decode_text
    from ..core.parceltext.report import Findings
    from ..layers.reading.spreadsheets import read_workbook

    try:
        if suffix in _TEXTS:
            with path.open("rb") as file:
                text, _ = decode_text(file.read(_BEGINNING), Findings())
            sheets = [sheet_of_text(text)]
        else:
            sheets = read_workbook(path) if path.stat().st_size <= _LARGEST_BOOK else []
    except (OSError, RedlineError):
        return []
    return [str(path)] if any(looks_like_outlines(sheet) for sheet in sheets) else []
