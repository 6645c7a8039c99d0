"""Where help is found: the documents that come with the plugin, else the addresses that metadata.txt names."""

from __future__ import annotations

from configparser import ConfigParser
from functools import cache

from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices

from ..core.resources import RESOURCES
from ..i18n import tr
from .help import local_page, show_page

__all__ = ["open_tutorial", "repository", "tutorial_url"]


@cache
def repository() -> str:
    """The address of the source, from metadata.txt; "" in a development build, which names none."""
    metadata = ConfigParser(interpolation=None)
    metadata.read(RESOURCES.parent / "metadata.txt", encoding="utf-8")
    return metadata["general"]["repository"].strip()


def tutorial_url(language: str) -> str:
    """The ten-step tutorial in ``language`` ("en" or "zh_Hans") on the web; "" where no place there is named."""
    name = "tutorial.md" if language == "en" else "tutorial.zh-Hans.md"
    return f"{repository()}/blob/main/docs/{name}" if repository() else ""


def open_tutorial(iface: QgisInterface) -> None:
    """The tutorial in the language of QGIS: the plugin's own in a window, else on the web, else a sentence."""
    page = local_page("tutorial", tr("en"))
    if page is not None:
        show_page(iface, page)
        return
    url = tutorial_url(tr("en"))
    if url:
        QDesktopServices.openUrl(QUrl(url))
        return
    sentence = tr(
        "This development build names no place on the web: the tutorial is docs/tutorial.md in the plugin's source."
    )
    iface.messageBar().pushInfo(tr("Tutorial"), sentence)
