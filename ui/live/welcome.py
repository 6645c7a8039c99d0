"""First contact: what an empty project shows in the dock."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsProcessingException
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ...core import compiled
from ...i18n import tr
from ..demo import ROOM_MB, DemoTask, demo_folder
from ..links import demo_project, open_tutorial

__all__ = ["WelcomePage"]

NUMBA = {"win32": "python -m pip install --user numba", "other": "python3 -m pip install --user numba"}


class WelcomePage(QWidget):
    """Three ways to begin, and one line where a package is missing."""

    def __init__(self, iface: QgisInterface) -> None:
        super().__init__()
        self.iface = iface
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        words = QLabel(
            tr(
                "Point at a village or a parcel, or draw a polygon, and its land use, red lines, villages and cameras "
                "stand here while the mouse moves. For that the project needs a county's layers."
            )
        )
        words.setWordWrap(True)
        layout.addWidget(words)
        self.demo = QPushButton(tr("Open the demo county…"))
        self.demo.clicked.connect(self.open_demo)
        self.load = QPushButton(tr("Load your own layers…"))
        self.load.clicked.connect(self.load_layers)
        self.tutorial = QPushButton(tr("Read the ten-step tutorial"))
        self.tutorial.clicked.connect(lambda: open_tutorial(self.iface))
        layout.addWidget(self.demo)
        self.cost = QLabel()
        self.cost.setWordWrap(True)
        self.progress = QProgressBar()
        self.task: DemoTask | None = None
        for widget in (self.cost, self.progress, self.load, self.tutorial):
            layout.addWidget(widget)
        self._show_cost()
        if not compiled.available():
            layout.addWidget(_missing_numba(self))
        layout.addStretch(1)

    def _show_cost(self, words: str = "") -> None:
        """Under the button: what opening costs where the county must be made first, how far that is, what failed."""
        self.demo.setEnabled(self.task is None)
        self.progress.setVisible(self.task is not None)
        if not words and demo_project() is None:
            words = tr("It is made on this machine first: about a minute, {size} MB in your QGIS profile.").format(
                size=ROOM_MB
            )
        self.cost.setText(words)
        self.cost.setVisible(bool(words))

    def open_demo(self, *_: object) -> None:
        """The demo county's project, made in the background where it is not there yet."""
        path = demo_project()
        if path is not None:
            self.iface.addProject(str(path))
            return
        self.task = DemoTask(demo_folder(), self._made)
        self.task.progressChanged.connect(lambda share: self.progress.setValue(round(share)))
        self.progress.setValue(0)
        self._show_cost(tr("The demo county is being made in the background; QGIS stays usable…"))
        QgsApplication.taskManager().addTask(self.task)

    def stop(self) -> None:
        """Call off what runs."""
        task, self.task = self.task, None
        if task is not None:
            task.done = _nothing
            task.cancel()

    def _made(self, task: DemoTask) -> None:
        self.task = None
        if task.path is None:
            self._show_cost(task.reason.sentence(tr) if task.reason is not None else "")
            return
        from qgis import processing

        project = task.path.with_suffix(".qgz")
        self._show_cost(tr("The demo county is being loaded…"))
        QgsApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            processing.run("redline:loadcounty", {"INPUT": str(task.path), "PROJECT": str(project)})
        except QgsProcessingException as error:
            self._show_cost(str(error))
            return
        finally:
            QgsApplication.restoreOverrideCursor()
        self._show_cost()
        self.iface.addProject(str(project))

    def load_layers(self) -> None:
        from ..load_county import show_load_county

        self.dialog = show_load_county(self.iface)


def _nothing(task: DemoTask) -> None:
    """What a task that was called off does at its end."""


def _missing_numba(parent: QWidget) -> QWidget:
    box = QWidget(parent)
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    words = QLabel(
        tr("The package numba is not installed: the numbers are the same, large tallies take 3 to 8 times longer.")
    )
    words.setWordWrap(True)
    button = QPushButton(tr("Show the command"))
    button.setFlat(True)

    def show() -> None:
        import sys

        command = NUMBA.get(sys.platform, NUMBA["other"])
        words.setText(tr("Run this where QGIS's Python is, then start QGIS anew: {command}").format(command=command))
        QgsApplication.clipboard().setText(command)
        button.setText(tr("Copied to the clipboard"))

    button.clicked.connect(show)
    layout.addWidget(words)
    layout.addWidget(button)
    return box
