"""When a project is opened, its names follow the language in which QGIS speaks."""

from __future__ import annotations

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QTimer

__all__ = ["LanguageFollower"]


class LanguageFollower:
    """Looks at each project that is read, and at the one that is open when the plugin comes."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.follow)
        # With its context, because relations are read at that signal; at once, before anything shows the names.
        QgsProject.instance().readProjectWithContext.connect(self._read)
        self._timer.start(0)

    def remove(self) -> None:
        self._timer.stop()
        QgsProject.instance().readProjectWithContext.disconnect(self._read)

    def _read(self, *_: object) -> None:
        self.follow()

    def follow(self) -> None:
        layers = QgsProject.instance().mapLayers().values()
        if any(layer.customProperty("redline/role") for layer in layers):
            from ..layers.county.language import follow_language

            follow_language(QgsProject.instance())
