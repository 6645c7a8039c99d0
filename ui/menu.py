"""The menu "Redline 红线" of the QGIS window."""

from __future__ import annotations

from functools import partial

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QMenu

from ..core.resources import RESOURCES
from .defaults import parameters_by_role

__all__ = ["RedlineMenu"]

SHOWN: tuple[str, ...] = ("loadcounty", "approvaldossier")
"""Algorithms that stand at the top of the menu; all others are under their toolbox group."""


class RedlineMenu:
    """Adds the menu and the toolbar to the window; ``remove`` takes every trace of them away."""

    def __init__(self, iface) -> None:
        self.iface = iface
        self.dialog = None
        icon = QIcon(str(RESOURCES / "icons" / "redline.svg"))
        self.menu = QMenu("Redline 红线", iface.mainWindow())
        self.menu.setObjectName("RedlineMenu")
        self.toolbar = iface.addToolBar("Redline 红线")
        self.toolbar.setObjectName("RedlineToolBar")
        self._add_algorithms(icon)
        bar = iface.mainWindow().menuBar()
        bar.insertMenu(iface.firstRightStandardMenu().menuAction(), self.menu)

    def _add_algorithms(self, icon: QIcon) -> None:
        provider = QgsApplication.processingRegistry().providerById("redline")
        algorithms = {algorithm.name(): algorithm for algorithm in provider.algorithms()}
        for name in SHOWN:
            action = self._action(algorithms[name])
            self.menu.addAction(action)
            self.toolbar.addAction(action)
        self.menu.addSeparator()
        groups: dict[str, QMenu] = {}
        for algorithm in sorted(algorithms.values(), key=lambda each: each.displayName()):
            if algorithm.name() in SHOWN:
                continue
            if algorithm.groupId() not in groups:
                groups[algorithm.groupId()] = self.menu.addMenu(icon, algorithm.group())
            groups[algorithm.groupId()].addAction(self._action(algorithm))

    def _action(self, algorithm) -> QAction:
        action = QAction(algorithm.icon(), algorithm.displayName() + "…", self.menu)
        action.setObjectName(f"redline:{algorithm.name()}")
        action.setToolTip(algorithm.shortDescription())
        action.triggered.connect(partial(self._open, algorithm.id()))
        return action

    def _open(self, algorithm_id: str, *_checked: bool) -> None:
        if algorithm_id == "redline:loadcounty":
            from .load_county import show_load_county

            # Its Python half would die with the last name for it, the window's half lives on.
            self.dialog = show_load_county(self.iface)
            return
        from qgis import processing

        dialog = processing.createAlgorithmDialog(algorithm_id, parameters_by_role(algorithm_id))
        if dialog is not None:
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.show()

    def remove(self) -> None:
        self.iface.mainWindow().menuBar().removeAction(self.menu.menuAction())
        self.menu.deleteLater()
        self.iface.mainWindow().removeToolBar(self.toolbar)
        self.toolbar.deleteLater()
