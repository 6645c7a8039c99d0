"""The Processing provider "Redline 红线"."""

from qgis.core import QgsApplication, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..core.resources import RESOURCES

__all__ = ["RedlineProvider"]


class RedlineProvider(QgsProcessingProvider):
    """``later`` leaves it empty until ``fill``: the desktop starts without waiting for the algorithms' modules."""

    def __init__(self, *, later: bool = False) -> None:
        super().__init__()
        self.later = later

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
        if self.later:
            return
        from .algorithms import ALGORITHMS
        from .models import shipped_models

        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
        # A model finds its steps in the registry, where this provider is only after its first load.
        if QgsApplication.processingRegistry().providerById(self.id()) is not None:
            for model in shipped_models():
                self.addAlgorithm(model)

    def fill(self) -> None:
        """Load the algorithms that were left for later."""
        self.later = False
        self.refreshAlgorithms()
