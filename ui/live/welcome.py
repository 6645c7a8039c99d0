"""First contact: what an empty project shows in the dock."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QFileDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from ...core import compiled
from ...i18n import tr
from ..links import demo_project, tutorial_url

__all__ = ["WelcomePage"]

NUMBA = {"win32": "python -m pip install --user numba", "other": "python3 -m pip install --user numba"}


class WelcomePage(QWidget):
    """Three ways to begin, and one line where a package is missing."""

    def __init__(self, iface) -> None:
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
        self.tutorial.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(tutorial_url(tr("en")))))
        for button in (self.demo, self.load, self.tutorial):
            layout.addWidget(button)
        if not compiled.available():
            layout.addWidget(_missing_numba(self))
        layout.addStretch(1)

    def open_demo(self) -> None:
        """The demo county's project where `make demo` put it, else where the person says it is."""
        path = str(demo_project() or "")
        if not path:
            path, _ = QFileDialog.getOpenFileName(
                self, tr("Open the demo county"), "", tr("QGIS projects") + " (*.qgz *.qgs)"
            )
        if path:
            self.iface.addProject(path)

    def load_layers(self) -> None:
        from ..load_county import show_load_county

        self.dialog = show_load_county(self.iface)


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
