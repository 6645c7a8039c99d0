"""The Processing provider "Redline 红线"."""

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..core.resources import RESOURCES
from .algorithms import ALGORITHMS

__all__ = ["RedlineProvider"]


class RedlineProvider(QgsProcessingProvider):
    def id(self) -> str:
        return "redline"

    def name(self) -> str:
        return "Redline 红线"

    def longName(self) -> str:
        return self.name()

    def icon(self) -> QIcon:
        return QIcon(str(RESOURCES / "icons" / "redline.svg"))

    def svgIconPath(self) -> str:
        return str(RESOURCES / "icons" / "redline.svg")

    def loadAlgorithms(self) -> None:
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
