"""Base maps from Tianditu, with the office's own key: the menu's dialog, and what is said where no key is known."""

from __future__ import annotations

from typing import Any

from qgis.core import Qgis, QgsNetworkAccessManager, QgsProject
from qgis.gui import QgisInterface
from qgis.PyQt.QtNetwork import QNetworkReply, QNetworkRequest
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from ..core.errors import RedlineError
from ..i18n import tr
from ..layers.county.basemaps import KeyGiver, Tiles, add_base_map, base_maps, forget_key, keep_key, needs_key

__all__ = ["BaseMapDialog", "BaseMaps"]


def map_names() -> dict[str, str]:
    """The base maps as people call them; one of an office's own table has the name of its lowest layer."""
    known = {"vec": tr("Map with names"), "img": tr("Satellite images with names")}
    return {name: known.get(name, tiles[-1].name(tr("en"))) for name, tiles in base_maps().items()}


class BaseMaps:
    """Adds base maps, gives them the key, and says so where there is none."""

    def __init__(self, iface: QgisInterface) -> None:
        self.iface = iface
        self.giver = KeyGiver()
        self._reply: Any = None

    def remove(self) -> None:
        self._reply = None
        self.giver.stop()

    def look(self) -> None:
        """The key for the base maps of the open project."""
        waiting = [layer for layer in QgsProject.instance().mapLayers().values() if needs_key(layer)]
        if not waiting or self.giver.key:
            return
        if self.giver.look_up():
            for layer in waiting:
                layer.triggerRepaint()
        else:
            self.tell(no_key_words())

    def add(self, name: str) -> None:
        """Add base map ``name``, and ask its service for a tile in the background: what is wrong with it is told."""
        self.giver.look_up()
        add_base_map(QgsProject.instance(), name, tr("en"))
        self._try(base_maps()[name][-1])

    def _try(self, tiles: Tiles) -> None:
        request = QNetworkRequest(tiles.tile(1, 1, 0))
        self._reply = QgsNetworkAccessManager.instance().get(request)
        self._reply.finished.connect(self._tried)

    def _tried(self) -> None:
        reply, self._reply = self._reply, None
        if reply is None:
            return
        status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        if reply.error() == QNetworkReply.NetworkError.NoError:
            self.tell(tr("The base map is under the county's layers."), Qgis.MessageLevel.Success)
        elif status in (401, 403, 418):
            self.tell(
                tr(
                    "The map service refuses the key (answer {status}): look at console.tianditu.gov.cn whether it is "
                    "right, for which kind of use it was given, and whether today's number of calls is used up."
                ).format(status=status)
            )
        else:
            self.tell(
                tr("{host} cannot be reached from here: the base map stays empty until it can.").format(
                    host=reply.url().host()
                )
            )
        reply.deleteLater()

    def tell(self, words: str, level: Qgis.MessageLevel = Qgis.MessageLevel.Warning) -> None:
        self.iface.messageBar().pushMessage("Redline", words, level)


def no_key_words() -> str:
    return tr(
        "Base maps of Tianditu need your office's key: Redline 红线 > Base map… takes it. It is free at "
        "console.tianditu.gov.cn."
    )


class BaseMapDialog(QDialog):
    """Which base map, and the key where none is kept yet."""

    def __init__(self, maps: BaseMaps) -> None:
        super().__init__(maps.iface.mainWindow())
        self.maps = maps
        self.setObjectName("RedlineBaseMap")
        self.setWindowTitle(tr("Base map"))
        self.choice = QComboBox()
        self.choice.setObjectName("baseMap")
        for name, words in map_names().items():
            self.choice.addItem(words, name)
        self.key = QLineEdit()
        self.key.setObjectName("baseMapKey")
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.forget = QPushButton(tr("Forget the key"))
        self.forget.setObjectName("forgetKey")
        self.forget.clicked.connect(self.forget_kept)
        form = QFormLayout()
        form.addRow(tr("Base map"), self.choice)
        form.addRow(tr("Key (tk)"), self.key)
        form.addRow("", self.forget)
        about = QLabel(
            tr(
                "Tianditu opens its maps to a key that your office gets at console.tianditu.gov.cn. QGIS keeps it in "
                "its authentication database, encrypted; projects that you pass on hold none."
            )
        )
        about.setWordWrap(True)
        self.message = QLabel()
        self.message.setObjectName("baseMapMessage")
        self.message.setWordWrap(True)
        self.buttons = QDialogButtonBox()
        add = self.buttons.addButton(tr("Add to the map"), QDialogButtonBox.ButtonRole.AcceptRole)
        add.setDefault(True)
        self.buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.add)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(about)
        layout.addLayout(form)
        layout.addWidget(self.message)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(60 * self.fontMetrics().averageCharWidth())
        self._show_kept()

    def _show_kept(self) -> None:
        kept = bool(self.maps.giver.look_up())
        self.key.clear()
        self.key.setPlaceholderText(tr("A key is kept; another one replaces it") if kept else "")
        self.forget.setVisible(kept)

    def add(self, *_: object) -> None:
        """Keep the key that was typed, then add the map; without a key nothing is added."""
        typed = "".join(self.key.text().split())
        try:
            if typed:
                keep_key(typed)
                self.maps.giver.key = typed
        except RedlineError as error:
            self.message.setText(error.sentence(tr))
            return
        if not self.maps.giver.look_up():
            needed = tr("Without a key Tianditu shows nothing: type your office's, then add the map again.")
            self.message.setText(needed)
            self.key.setFocus()
            return
        self.maps.add(self.choice.currentData())
        self.accept()

    def forget_kept(self, *_: object) -> None:
        forget_key()
        self.maps.giver.key = ""
        self._show_kept()
        self.message.setText(tr("The key is no longer kept here."))
