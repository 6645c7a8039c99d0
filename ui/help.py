"""The documents that come with the plugin, with their pictures, in a window of QGIS: no network is needed."""

from __future__ import annotations

from pathlib import Path

from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QSize, Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QImage
from qgis.PyQt.QtWidgets import QDialog, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout

from ..core.resources import RESOURCES
from ..i18n import tr

__all__ = ["HelpWindow", "local_page", "show_page"]

DOCS = RESOURCES.parent / "docs"


def local_page(name: str, language: str) -> Path | None:
    """The document ``name`` ("tutorial" …) in ``language`` ("en" or "zh_Hans"); None where it does not come along."""
    path = DOCS / (f"{name}.md" if language == "en" else f"{name}.zh-Hans.md")
    return path if path.is_file() else None


def show_page(iface: QgisInterface, path: Path) -> HelpWindow:
    """The window of documents at ``path``; there is one for each QGIS window."""
    window = iface.mainWindow().findChild(HelpWindow, "RedlineHelp") or HelpWindow(iface)
    window.browser.setSource(QUrl.fromLocalFile(str(path)))
    window.show()
    window.raise_()
    return window


class HelpWindow(QDialog):
    """A page of Markdown with back, the list of documents, and a way to the web where that is wanted."""

    def __init__(self, iface: QgisInterface) -> None:
        super().__init__(iface.mainWindow())
        self.setObjectName("RedlineHelp")
        self.setWindowTitle(tr("Redline: documents"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.browser = Pages(self)
        self.browser.setObjectName("RedlineHelpPage")
        back = QPushButton(tr("Back"))
        back.clicked.connect(self.browser.backward)
        self.browser.backwardAvailable.connect(back.setEnabled)
        back.setEnabled(False)
        bar = QHBoxLayout()
        bar.addWidget(back)
        for name, words in page_names().items():
            path = local_page(name, tr("en"))
            if path is not None:
                button = QPushButton(words)
                button.clicked.connect(lambda _checked=False, at=path: self.browser.setSource(_url(at)))
                bar.addWidget(button)
        bar.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addLayout(bar)
        layout.addWidget(self.browser)
        self.resize(900, 640)


def page_names() -> dict[str, str]:
    """The documents for users as people call them, in the order of their buttons; each is there in both languages."""
    return {
        "tutorial": tr("Tutorial"),
        "usage": tr("Using Redline"),
        "parcels": tr("Parcels and approval"),
        "cameras": tr("Cameras"),
        "casework": tr("Casework"),
        "map-sheets": tr("Map sheets"),
        "algorithms": tr("All tools"),
    }


def _url(path: Path) -> QUrl:
    return QUrl.fromLocalFile(str(path))


class Pages(QTextBrowser):
    """Markdown from files; pictures no wider than the page; what lies on the web opens in the web browser."""

    def __init__(self, parent: QDialog) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._follow)

    def _follow(self, target: QUrl) -> None:
        here = self.source().resolved(target)
        path = Path(here.toLocalFile())
        if here.isLocalFile() and path.suffix == ".md" and path.is_file():
            self.setSource(here)
        elif here.isLocalFile() and here.path() == self.source().path():
            self.scrollToAnchor(here.fragment())
        elif not here.isLocalFile():
            QDesktopServices.openUrl(here)

    def loadResource(self, kind: int, name: QUrl) -> object:
        """A picture in the width of the page; everything else as Qt loads it."""
        path = self._local(name)
        if path.suffix.lower() != ".png" or not path.is_file():
            return super().loadResource(kind, name)
        image = QImage(str(path))
        room = max(self.viewport().width() - 40, 200)
        if image.width() <= room:
            return image
        size = QSize(room, image.height() * room // image.width())
        return image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)

    def _local(self, name: QUrl) -> Path:
        return Path(self.source().resolved(name).toLocalFile())
