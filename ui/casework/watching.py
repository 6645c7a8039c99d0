"""A watched folder: what a camera platform puts there is taken in by itself. Off until a person switches it on.

A file is taken when it has not changed for some seconds. Files are only read; what was taken in is remembered by name,
size and time, and a file that comes again doubles nothing (``redline:importalerts``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsSettings,
)
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QFileSystemWatcher, QObject, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QWidget

from ...i18n import tr
from ..defaults import parameters_by_role
from .model import source_name

__all__ = ["SOURCES", "FolderWatcher", "Watch", "WatchDialog", "keep_watch", "watch_of_settings"]

PREFIX = "redline/casework/watch/"
SUFFIXES = (".csv", ".json", ".geojson", ".xlsx", ".gpkg", ".shp", ".kml")
SETTLE_MS = 2_000
"""A file that has not changed for so long is whole."""
LOOK_MS = 60_000
"""Folders on a network tell nothing of themselves: they are looked into each minute too."""
KEPT = 2_000
"""So many files are remembered, the newest."""
SOURCES = ("tower", "satellite", "hotline", "drone", "chief")


@dataclass(frozen=True)
class Watch:
    """Which folder is watched, and from whom its files are."""

    folder: str = ""
    source: str = "tower"
    on: bool = False


def watch_of_settings() -> Watch:
    settings = QgsSettings()
    source = str(settings.value(PREFIX + "source", SOURCES[0]))
    return Watch(
        str(settings.value(PREFIX + "folder", "") or ""),
        source if source in SOURCES else SOURCES[0],
        settings.value(PREFIX + "on", False, type=bool),
    )


def keep_watch(watch: Watch) -> None:
    settings = QgsSettings()
    settings.setValue(PREFIX + "folder", watch.folder)
    settings.setValue(PREFIX + "source", watch.source)
    settings.setValue(PREFIX + "on", watch.on)


Print = tuple[int, int]
"""Size and time of a file."""


WARNING = Qgis.MessageLevel.Warning
TOOL = "redline:importalerts"
PLACES = ("VILLAGES", "TOWNSHIPS", "CAMERAS")
"""Parameters of the tool that the project's layers fill by their roles."""


class FolderWatcher(QObject):
    """Takes the files of a folder in, one after the other; ``told`` says what came of each."""

    told = pyqtSignal(str, object)
    """A sentence, and its level of a message bar."""
    took = pyqtSignal()
    """The case file has changed."""

    def __init__(self, parent: QObject, cases: Callable[[], dict[str, Any] | None]) -> None:
        """cases : the case file as ``redline:importalerts`` is given it; None where none is open."""
        super().__init__(parent)
        self.cases = cases
        self.watch = Watch()
        self.system = QFileSystemWatcher(self)
        self.system.directoryChanged.connect(self._something_changed)
        self.settling = QTimer(self)
        self.settling.setSingleShot(True)
        self.settling.setInterval(SETTLE_MS)
        self.settling.timeout.connect(self.look)
        self.looking = QTimer(self)
        self.looking.setInterval(LOOK_MS)
        self.looking.timeout.connect(self.look)
        self.before: dict[Path, Print] = {}
        self.task: QgsProcessingAlgRunnerTask | None = None

    def set_watch(self, watch: Watch) -> None:
        """Watch another folder, or none."""
        self.stop()
        self.watch = watch
        if watch.on and Path(watch.folder).is_dir():
            self.system.addPath(watch.folder)
            self.looking.start()
            self.look()
        elif watch.on:
            self.told.emit(tr("The watched folder {folder} is not there.").format(folder=watch.folder), WARNING)

    def stop(self) -> None:
        if self.system.directories():
            self.system.removePaths(self.system.directories())
        self.settling.stop()
        self.looking.stop()
        self.before.clear()
        if self.task is not None:
            self.task.cancel()
            self.task = None

    def _something_changed(self, *_: object) -> None:
        self.settling.start()

    # --- looking ------------------------------------------------------------------------------------------------------

    def look(self, *_: object) -> None:
        """Take in the first file that is new and has not changed since the last look."""
        if self.task is not None or not self.watch.on or self.cases() is None:
            return
        now, taken = self._files(), set(self._taken())
        fresh = {path: what for path, what in now.items() if self._mark(path, what) not in taken}
        whole = [path for path, what in fresh.items() if self.before.get(path) == what]
        self.before = now
        if whole:
            path = min(whole, key=lambda each: now[each][1])
            self._take(path, now[path])
        elif fresh:
            self.settling.start()

    def _files(self) -> dict[Path, Print]:
        """Files that may be alerts, with their prints; what is hidden or half written (~, .part) is left alone."""
        found = {}
        folder = Path(self.watch.folder)
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            try:
                if path.suffix.lower() in SUFFIXES and path.name[0] not in ".~" and path.is_file():
                    states = [each.stat() for each in _parts(path)]
                    found[path] = (sum(one.st_size for one in states), max(one.st_mtime_ns for one in states))
            except OSError:
                # Gone since it was listed, or held by its writer: the next look sees it.
                continue
        return {path: what for path, what in found.items() if what[0]}

    def _mark(self, path: Path, what: Print) -> str:
        cases = self.cases() or {}
        return "|".join(str(each) for each in (*cases.values(), path, *what))

    def _taken(self) -> list[str]:
        return list(QgsSettings().value(PREFIX + "taken", [], type=list) or [])

    # --- taking in ----------------------------------------------------------------------------------------------------

    def _take(self, path: Path, what: Print) -> None:
        cases = self.cases() or {}
        given = {name: value for name, value in parameters_by_role(TOOL).items() if name in PLACES}
        given |= {"INPUT": str(path), "SOURCE": self.watch.source, **cases}
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(TOOL)
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
        context.setProject(QgsProject.instance())
        task = QgsProcessingAlgRunnerTask(algorithm, given, context, feedback)
        # The task uses both until it has ended.
        task.redline_keeps = (context, feedback)

        def done(fine: bool, results: dict[str, Any]) -> None:
            if self.task is not task:
                return
            self.task = None
            QgsSettings().setValue(PREFIX + "taken", [*self._taken(), self._mark(path, what)][-KEPT:])
            self._tell(path, results if fine else None, feedback.textLog())
            if fine:
                self.took.emit()
            self.look()

        task.executed.connect(done)
        self.task = task
        QgsApplication.taskManager().addTask(task)

    def _tell(self, path: Path, results: dict[str, Any] | None, log: str) -> None:
        if results is None:
            lines = [line for line in log.strip().splitlines() if line.strip()]
            reason = lines[-1] if lines else tr("The file cannot be read.")
            self.told.emit(tr("{file} was not taken in: {reason}").format(file=path.name, reason=reason), WARNING)
            return
        words = tr(
            "{file}: {new} new cases, {repeats} of them repeats; {duplicates} were there already; {errors} left out."
        )
        told = words.format(
            file=path.name,
            new=results["NEW"],
            repeats=results["REPEATS"],
            duplicates=results["DUPLICATES"],
            errors=results["ERRORS"],
        )
        self.told.emit(told, WARNING if results["ERRORS"] else Qgis.MessageLevel.Success)


def _parts(path: Path) -> list[Path]:
    """The files that make up one layer: a Shapefile is whole when its table has come too."""
    if path.suffix.lower() != ".shp":
        return [path]
    return [each for each in path.parent.iterdir() if each.stem == path.stem]


class WatchDialog(QDialog):
    """Which folder is watched; off by default."""

    def __init__(self, parent: QWidget, watch: Watch) -> None:
        super().__init__(parent)
        self.setObjectName("RedlineWatch")
        self.setWindowTitle(tr("Watched folder"))
        self.on = QCheckBox(tr("Take in what comes into this folder"))
        self.on.setChecked(watch.on)
        self.folder = QgsFileWidget()
        self.folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.folder.setFilePath(watch.folder)
        self.source = QComboBox()
        for source in SOURCES:
            self.source.addItem(source_name(source), source)
        self.source.setCurrentIndex(self.source.findData(watch.source))
        about = QLabel(
            tr("Tables, GeoJSON and layers are taken in while QGIS runs; the files stay where they are, unchanged.")
        )
        about.setWordWrap(True)
        form = QFormLayout(self)
        form.addRow(self.on)
        form.addRow(tr("Folder"), self.folder)
        form.addRow(tr("Source"), self.source)
        form.addRow(about)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)

    def watch(self) -> Watch:
        return Watch(self.folder.filePath().strip(), str(self.source.currentData()), self.on.isChecked())
