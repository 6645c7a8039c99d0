"""Layers that come into the project by QGIS's own means are recognised: quietly, remembered, and refusable."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import Qgis, QgsMapLayer, QgsProject, QgsSettings, QgsSingleSymbolRenderer, QgsVectorLayer
from qgis.gui import QgisInterface
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QPushButton

from ..i18n import tr
from ..layers.roles.fields import FIELDS_PROPERTY, ROLE_PROPERTY, fields_of, remember, remembered
from .changes import settings_changes

__all__ = ["REFUSED_PROPERTY", "SWITCH", "Recogniser", "forget_role", "give_role"]

REFUSED_PROPERTY = "redline/no_role"
"""A person said that the layer is none of the county's: it is not asked again."""

SWITCH = "redline/recognise"
"""QGIS's setting that switches recognition off."""

PROVIDERS = ("ogr", "delimitedtext", "postgres", "spatialite")
"""Where layers of a county lie; what is in memory is somebody's draft."""

STAYS_S = 15
"""Seconds for which the line with what was recognised stays."""


def give_role(layer: QgsVectorLayer, role: str, parts: dict[str, str] | None = None, *, dress: bool = True) -> None:
    """Keep the role in the layer; dress : the look and the field names of the role too."""
    remember(layer, role, fields_of(layer, role) if parts is None else parts)
    layer.removeCustomProperty(REFUSED_PROPERTY)
    if dress and layer.isSpatial():
        from ..layers.looks.forms import hide_personal, name_fields
        from ..layers.looks.styles import apply_style

        apply_style(layer, role)
        name_fields(layer, role, remembered(layer)[1], tr("en"))
        hide_personal(layer, role)
        layer.triggerRepaint()
    QgsProject.instance().setDirty(True)
    settings_changes.roles_changed.emit()


def forget_role(layer: QgsVectorLayer) -> None:
    """The layer is none of the county's, and is not asked again; its look stays."""
    layer.removeCustomProperty(ROLE_PROPERTY)
    layer.removeCustomProperty(FIELDS_PROPERTY)
    layer.setCustomProperty(REFUSED_PROPERTY, True)
    QgsProject.instance().setDirty(True)
    settings_changes.roles_changed.emit()


class Recogniser:
    """Looks at layers when they are added and when a project is opened."""

    def __init__(self, iface: QgisInterface) -> None:
        self.iface = iface
        self._added: list[QgsMapLayer] = []
        self._opening = False
        self._timer = QTimer()
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        QgsProject.instance().layersAdded.connect(self._layers_added)
        QgsProject.instance().readProject.connect(self._project_read)

    def remove(self) -> None:
        self._timer.stop()
        QgsProject.instance().layersAdded.disconnect(self._layers_added)
        QgsProject.instance().readProject.disconnect(self._project_read)

    def _layers_added(self, layers: Iterable[QgsMapLayer]) -> None:
        # Who adds it (a loader, a tool's dialog) dresses it first.
        self._added += list(layers)
        self._timer.start(300)

    def _project_read(self, *_: object) -> None:
        self._opening = True
        self._timer.start(300)

    def look(self) -> None:
        """Recognise what came; layers that a person has put into an order of her own keep their look."""
        added, self._added = [each for each in self._added if not sip.isdeleted(each)], []
        opening, self._opening = self._opening, False
        if not QgsSettings().value(SWITCH, True, type=bool):
            return
        known = {remembered(layer)[0] for layer in QgsProject.instance().mapLayers().values() if _is_vector(layer)}
        found = []
        for layer in added:
            if isinstance(layer, QgsVectorLayer) and _may_be_asked(layer):
                role = self._recognise(layer, known, opening=opening)
                if role:
                    known.add(role)
                    found.append(layer)
        if found:
            self._tell(found)

    def _recognise(self, layer: QgsVectorLayer, known: set[str], *, opening: bool) -> str:
        from ..layers.roles.recognise import recognise

        seen = recognise(layer)
        # A second layer of a role is often a copy or a part: the layer's menu says what it is.
        if not seen.role or seen.role in known:
            return ""
        give_role(layer, seen.role, seen.parts, dress=not opening and _is_plain(layer))
        return seen.role

    def _tell(self, layers: list[QgsVectorLayer]) -> None:
        from ..layers.roles.table import role_of

        language = tr("en")
        words = tr(", ").join(f"{each.name()} = {role_of(remembered(each)[0]).name(language)}" for each in layers)
        bar = self.iface.messageBar()
        item = bar.createMessage("Redline", tr("Recognised: {layers}.").format(layers=words))
        refuse = QPushButton(tr("Not so"))
        refuse.setToolTip(tr("Take the roles away again; the menu of each layer gives it another one."))
        refuse.clicked.connect(lambda: self.refuse(layers))
        refuse.clicked.connect(lambda: bar.popWidget(item))
        item.layout().addWidget(refuse)
        bar.pushWidget(item, Qgis.MessageLevel.Info, STAYS_S)

    def refuse(self, layers: Iterable[QgsVectorLayer]) -> None:
        """Take the roles away again."""
        for layer in layers:
            if not sip.isdeleted(layer):
                forget_role(layer)


def _is_vector(layer: QgsMapLayer) -> bool:
    return isinstance(layer, QgsVectorLayer)


def _may_be_asked(layer: QgsVectorLayer) -> bool:
    from ..layers.looks.results import is_result

    asked = layer.customProperty(REFUSED_PROPERTY, False) or remembered(layer)[0]
    return layer.isValid() and layer.providerType() in PROVIDERS and not asked and not is_result(layer)


def _is_plain(layer: QgsVectorLayer) -> bool:
    """Whether the layer has the look that QGIS gives to any: one symbol in a chance colour, no labels."""
    return isinstance(layer.renderer(), QgsSingleSymbolRenderer) and not layer.labelsEnabled()
