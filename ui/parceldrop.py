"""Parcel text files 报部坐标 TXT dropped onto the map come as a layer."""

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

__all__ = ["ParcelTextDrop", "parcel_text_files"]

_BEGINNING = 1 << 16


class ParcelTextDrop(QgsCustomDropHandler):
    """Takes .txt files that are parcel text files, and folders that hold nothing else; leaves all others to QGIS.

    QGIS hands files over one by one while the mouse is still held: they are collected and read together afterwards, in
    the background.
    """

    def __init__(self, iface: QgisInterface) -> None:
        super().__init__()
        self.iface = iface
        self.waiting: list[str] = []
        self.running: list[tuple] = []

    def handleFileDrop(self, file: str) -> bool:
        found = parcel_text_files(Path(file))
        if not found:
            return False
        if not self.waiting:
            QTimer.singleShot(0, self.read)
        self.waiting += found
        return True

    def read(self) -> None:
        """Read what was dropped, in the background."""
        paths, self.waiting = self.waiting, []
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("redline:importparceltext")
        if not paths or algorithm is None:
            return
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
        context.setProject(QgsProject.instance())
        parameters = {"INPUT": paths, "OUTPUT": "TEMPORARY_OUTPUT", "REPORT": "TEMPORARY_OUTPUT"}
        task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
        self.running.append((task, context, feedback))
        task.executed.connect(partial(self.show, paths, context, feedback))
        QgsApplication.taskManager().addTask(task)

    def show(
        self,
        paths: list[str],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        good: bool,
        results: dict,
    ) -> None:
        """Put the layer on the map and say in one line what came."""
        self.running = [each for each in self.running if each[1] is not context]
        if not good:
            self._say(_last_line(feedback.textLog()), Qgis.MessageLevel.Warning, paths)
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
        text = tr(
            "{files} files: {parcels} parcels read, {left} left out, {errors} errors, {warnings} warnings."
        ).format(
            files=results["FILES"],
            parcels=results["PARCELS"],
            left=results["LEFT_OUT"],
            errors=results["ERRORS"],
            warnings=results["WARNINGS"],
        )
        level = Qgis.MessageLevel.Warning if doubtful else Qgis.MessageLevel.Success
        self._say(text, level, paths if results["ERRORS"] else [])

    def _say(self, text: str, level: Qgis.MessageLevel, paths: list[str]) -> None:
        """A line in the message bar, with a way to the tool where a person has to decide something."""
        bar = self.iface.messageBar()
        item = bar.createMessage("Redline 红线", text)
        if paths:
            button = QPushButton(tr("Open the tool…"))
            button.clicked.connect(partial(_open_tool, list(paths)))
            item.layout().addWidget(button)
        bar.pushWidget(item, level)


def _open_tool(paths: list[str], *_: object) -> None:
    from qgis import processing

    processing.execAlgorithmDialog("redline:importparceltext", {"INPUT": paths})


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
