"""Where help is found outside of QGIS: the addresses that metadata.txt names."""

from __future__ import annotations

from configparser import ConfigParser
from functools import cache
from pathlib import Path

from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices

from ..core.resources import RESOURCES
from ..i18n import tr

__all__ = ["demo_project", "open_tutorial", "repository", "tutorial_url"]


@cache
def repository() -> str:
    """The address of the source, from metadata.txt; "" in a development build, which names none."""
    metadata = ConfigParser(interpolation=None)
    metadata.read(RESOURCES.parent / "metadata.txt", encoding="utf-8")
    return metadata["general"]["repository"].strip()


def tutorial_url(language: str) -> str:
    """The ten-step tutorial in ``language`` ("en" or "zh_Hans"): on this machine where the docs are, else on the
    web; "" where the plugin names no place on the web."""
    name = "tutorial.md" if language == "en" else "tutorial.zh-Hans.md"
    local = RESOURCES.parent / "docs" / name
    if local.is_file():
        return local.as_uri()
    return f"{repository()}/blob/main/docs/{name}" if repository() else ""


def open_tutorial(iface: QgisInterface) -> None:
    """The tutorial in the language of QGIS, or a sentence where this build does not know where it is."""
    url = tutorial_url(tr("en"))
    if url:
        QDesktopServices.openUrl(QUrl(url))
        return
    sentence = tr(
        "This development build names no place on the web: the tutorial is docs/tutorial.md in the plugin's source."
    )
    iface.messageBar().pushInfo(tr("Tutorial"), sentence)


def demo_project() -> Path | None:
    """The demo county's project: where ``make demo`` put it, or where the plugin made it; None where it is nowhere."""
    from .demo import demo_folder

    places = (RESOURCES.resolve().parent / ".build" / "demo", demo_folder())
    return next((found for place in places if (found := place / "guanxian.qgz").is_file()), None)
