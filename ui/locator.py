"""Find in QGIS's locator bar: ``hx`` and a name, its pinyin initials or a code."""

from __future__ import annotations

from qgis.core import QgsFeedback, QgsLocatorContext, QgsLocatorFilter, QgsLocatorResult, QgsProject, QgsVectorLayer
from qgis.gui import QgisInterface
from qgis.PyQt.QtGui import QIcon

from ..core.resources import RESOURCES
from ..i18n import tr

__all__ = ["PREFIX", "RedlineLocator"]

PREFIX = "hx"


class RedlineLocator(QgsLocatorFilter):
    """Searches layers of known roles; what was read of a layer is kept until the layer changes."""

    cache: dict[str, tuple] = {}
    """By layer id: a mark of the layer's state and its entries. Shared by the clones that QGIS makes for a search."""

    def __init__(self, iface: QgisInterface) -> None:
        super().__init__()
        self.iface = iface

    def name(self) -> str:
        return "redline"

    def clone(self) -> RedlineLocator:
        return RedlineLocator(self.iface)

    def displayName(self) -> str:
        return tr("Villages, townships, parcels and projects (Redline)")

    def prefix(self) -> str:
        """The long form. QGIS gives a plugin's filter a prefix of two letters only as one that a person has set:
        ``PREFIX`` is put there when the plugin is loaded."""
        return "hongxian"

    def priority(self) -> QgsLocatorFilter.Priority:
        return QgsLocatorFilter.Priority.High

    def flags(self) -> QgsLocatorFilter.Flag:
        # Layers belong to the main thread; some thousand names are searched in a few milliseconds.
        return QgsLocatorFilter.Flag.FlagFast

    def fetchResults(self, string: str, context: QgsLocatorContext, feedback: QgsFeedback) -> None:
        from ..layers.roles.search import find
        from ..layers.roles.table import role_of

        language = tr("en")
        for score, entry in find(string, self.entries()):
            if feedback.isCanceled():
                return
            result = QgsLocatorResult(self, entry.name or entry.code, (entry.layer_id, entry.fid))
            # No groups: QGIS sorts them before the score, and a name that begins so stood below one that does not.
            role = role_of(entry.role).name(language)
            result.description = f"{role} · {entry.code}" if entry.name and entry.code else role
            result.score = score
            result.icon = QIcon(str(RESOURCES / "icons" / "redline.svg"))
            self.resultFetched.emit(result)

    def entries(self) -> list:
        """All that can be found in the project as it is now."""
        from ..layers.roles.search import search_entries

        layers = QgsProject.instance().mapLayers()
        for gone in set(self.cache) - set(layers):
            del self.cache[gone]
        found = []
        for identifier, layer in layers.items():
            if not isinstance(layer, QgsVectorLayer):
                continue
            mark = (layer.featureCount(), layer.undoStack().index(), layer.subsetString(), layer.timestamp())
            kept = self.cache.get(identifier)
            if kept is None or kept[0] != mark:
                kept = self.cache[identifier] = (mark, search_entries(layer))
            found += kept[1]
        return found

    def triggerResult(self, result: QgsLocatorResult) -> None:
        data = result.userData() if callable(result.userData) else result.userData
        layer = QgsProject.instance().mapLayer(data[0])
        if isinstance(layer, QgsVectorLayer):
            if switch_on(layer):
                words = tr("Layer {layer} was switched off and is shown now.").format(layer=layer.name())
                self.iface.messageBar().pushMessage("Redline", words)
            canvas = self.iface.mapCanvas()
            canvas.zoomToFeatureIds(layer, [data[1]])
            canvas.flashFeatureIds(layer, [data[1]])


def switch_on(layer: QgsVectorLayer) -> bool:
    """Show the layer and the groups around it; whether it was off. Its scales are as they were."""
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    if node is None or node.isVisible():
        return False
    node.setItemVisibilityCheckedParentRecursive(True)
    return True
