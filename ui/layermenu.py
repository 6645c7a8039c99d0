"""What the context menu of the layer tree offers for layers of a known role: tally this, check this, sheet for this."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from qgis.core import QgsVectorLayer
from qgis.gui import QgisInterface
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QMenu

from ..core.resources import RESOURCES
from ..i18n import tr
from ..layers.roles.fields import remembered

__all__ = ["LayerMenu"]

ZONES = ("parcel", "batch", "tract", "tractuse", "village", "township", "county", "coverage", "plannedland")
CHECKED = ("parcel", "batch", "tract", "tractproject")
"""Roles of land that is checked against the red lines."""

SHEETS = {"parcel": "parcel", "batch": "batch", "village": "village", "tract": "tract", "township": "landuse",
          "county": "landuse"}  # fmt: skip
"""The sheet that is made of a role."""


class LayerMenu:
    """Adds a submenu when the menu of a layer is about to show; ``open_algorithm`` opens a tool's dialog."""

    def __init__(self, iface: QgisInterface, open_algorithm: Callable[..., object]) -> None:
        self.open_algorithm = open_algorithm
        self.view = iface.layerTreeView()
        if self.view is not None:
            self.view.contextMenuAboutToShow.connect(self.fill)

    def remove(self) -> None:
        if self.view is not None:
            self.view.contextMenuAboutToShow.disconnect(self.fill)
            self.view = None

    def fill(self, menu: QMenu) -> None:
        layer = self.view.currentLayer()
        if not isinstance(layer, QgsVectorLayer):
            return
        role = remembered(layer)[0]
        entries = self._entries(role, layer)
        menu.addSeparator()
        icon = QIcon(str(RESOURCES / "icons" / "redline.svg"))
        self._add_roles(menu.addMenu(icon, tr("This layer is…")), layer, role)
        if not entries:
            return
        submenu = menu.addMenu(icon, "Redline 红线")
        submenu.setObjectName("RedlineLayerMenu")
        for text, algorithm, parameters in entries:
            action = QAction(text, submenu)
            action.triggered.connect(partial(self._open, algorithm, parameters))
            submenu.addAction(action)

    def _add_roles(self, submenu: QMenu, layer: QgsVectorLayer, role: str) -> None:
        """All roles that a layer of this geometry can have, the present one ticked, and none of them."""
        from ..layers.roles.recognise import geometry_of_layer
        from ..layers.roles.table import roles

        submenu.setObjectName("RedlineRoleMenu")
        geometry, language = geometry_of_layer(layer), tr("en")
        choices = [(each.id, each.name(language)) for each in roles().values() if geometry in each.geometry]
        for chosen, name in [*choices, ("", tr("none of these"))]:
            action = submenu.addAction(name)
            action.setObjectName(f"RedlineRole_{chosen}")
            action.setCheckable(True)
            action.setChecked(chosen == role)
            action.triggered.connect(partial(self._choose_role, layer, chosen))

    def _choose_role(self, layer: QgsVectorLayer, role: str, *_checked: bool) -> None:
        from .recogniser import forget_role, give_role

        if role:
            give_role(layer, role)
        else:
            forget_role(layer)

    def _entries(self, role: str, layer: QgsVectorLayer) -> list[tuple[str, str, dict]]:
        if not role:
            return []
        source = layer.id()
        found: list[tuple[str, str, dict]] = []
        if role in ZONES:
            found.append((tr("Tally this by land use…"), "redline:tallybylanduse", {"INPUT": source}))
        if role in CHECKED:
            found.append((tr("Check this against the red lines…"), "redline:redlinecheck", {"INPUT": source}))
        found.append((tr("Check this layer for faults…"), "redline:checklayers", {"INPUT_LAYERS": [source]}))
        if role in SHEETS:
            sheet = {"INPUT": source, "SHEET": SHEETS[role]}
            found.append((tr("Map sheets of this…"), "redline:mapsheets", sheet))
        if role == "parcel":
            found.append((tr("Approval dossier of this…"), "redline:approvaldossier", {"PARCELS": source}))
        return found

    def _open(self, algorithm: str, parameters: dict, *_checked: bool) -> None:
        self.open_algorithm(algorithm, parameters)
