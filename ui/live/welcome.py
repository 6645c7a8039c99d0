"""First contact: what an empty project shows in the dock."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsProcessingException
from qgis.gui import QgisInterface
from qgis.PyQt.QtWidgets import QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ...core import compiled
from ...core.errors import RedlineError
from ...i18n import tr
from ..demo import (
    ROOM_MB,
    DemoTask,
    can_make_county,
    county_project,
    demo_folder,
    load_and_open,
    open_project,
    open_townships,
)
from ..links import open_tutorial

__all__ = ["WelcomePage"]

OPTIONS = "RedlineOptionsPage"
"""The page of QGIS's options with the packages."""


class WelcomePage(QWidget):
    """Ways to begin, and one line where a package is missing."""

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
        self.demo = QPushButton(tr("Open the demo"))
        self.demo.setToolTip(tr("Two townships of an invented county: they come with the plugin and open at once."))
        self.demo.clicked.connect(self.open_demo)
        self.county = QPushButton()
        self.county.clicked.connect(self.open_county)
        self.load = QPushButton(tr("Load your own layers…"))
        self.load.clicked.connect(self.load_layers)
        self.tutorial = QPushButton(tr("Read the ten-step tutorial"))
        self.tutorial.clicked.connect(lambda: open_tutorial(self.iface))
        self.cost = QLabel()
        self.cost.setWordWrap(True)
        self.progress = QProgressBar()
        self.task: DemoTask | None = None
        for widget in (self.demo, self.load, self.tutorial, self.county, self.cost, self.progress):
            layout.addWidget(widget)
        self._show_cost()
        self.packages = QPushButton(tr("Install packages…"))
        self.packages.setToolTip(tr("What each package is for, and a button that installs it into your QGIS profile"))
        self.packages.clicked.connect(lambda: self.iface.showOptionsDialog(self.iface.mainWindow(), OPTIONS))
        if not compiled.available():
            slower = tr(
                "The package numba is not installed: the numbers are the same, large tallies take 3 to 8 times longer."
            )
            words = QLabel(slower)
            words.setWordWrap(True)
            layout.addWidget(words)
        layout.addWidget(self.packages)
        self.packages.setVisible(not compiled.available() or not can_make_county())
        layout.addStretch(1)

    def _show_cost(self, words: str = "") -> None:
        """Under the buttons: what the whole county costs, how far its making is, what failed."""
        made = county_project() is not None
        self.demo.setEnabled(self.task is None)
        self.county.setText(tr("Open the whole demo county") if made else tr("Make the whole demo county…"))
        self.county.setEnabled(self.task is None and (made or can_make_county()))
        self.progress.setVisible(self.task is not None)
        if not words and not made:
            words = tr(
                "Made on this machine in the background: about a minute, {size} MB in your QGIS profile."
            ).format(size=ROOM_MB)
            if not can_make_county():
                words += "\n" + tr("It needs the package shapely 2: Settings > Options > Redline > Packages.")
        self.cost.setText(words)
        self.cost.setVisible(bool(words))

    def open_demo(self, *_: object) -> None:
        """The two townships that come with the plugin."""
        try:
            open_townships(self.iface)
        except RedlineError as error:
            self._show_cost(error.sentence(tr))
        except QgsProcessingException as error:
            self._show_cost(str(error))

    def open_county(self, *_: object) -> None:
        """The whole demo county's project, made in the background where it is not there yet."""
        path = county_project()
        if path is not None:
            open_project(self.iface, path)
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
        self._show_cost(tr("The demo county is being loaded…"))
        try:
            load_and_open(self.iface, task.path, task.path.with_suffix(".qgz"))
        except QgsProcessingException as error:
            self._show_cost(str(error))
            return
        self._show_cost()

    def load_layers(self) -> None:
        from ..load_county import show_load_county

        self.dialog = show_load_county(self.iface)


def _nothing(task: DemoTask) -> None:
    """What a task that was called off does at its end."""
