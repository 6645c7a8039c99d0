"""Where help is found outside of QGIS: the addresses that metadata.txt names."""

from __future__ import annotations

from configparser import ConfigParser
from functools import cache
from pathlib import Path

from ..core.resources import RESOURCES

__all__ = ["demo_project", "homepage", "tutorial_url"]


@cache
def homepage() -> str:
    """The address of the project, from metadata.txt."""
    metadata = ConfigParser(interpolation=None)
    metadata.read(RESOURCES.parent / "metadata.txt", encoding="utf-8")
    return metadata["general"]["homepage"]


def tutorial_url(language: str) -> str:
    """The ten-step tutorial in ``language`` ("en" or "zh_Hans"): on this machine where the docs are, else on the
    web."""
    name = "tutorial.md" if language == "en" else "tutorial.zh-Hans.md"
    local = RESOURCES.parent / "docs" / name
    return local.as_uri() if local.is_file() else f"{homepage()}/blob/main/docs/{name}"


def demo_project() -> Path | None:
    """The demo county's project: where ``make demo`` put it, or where the plugin made it; None where it is nowhere."""
    from .demo import demo_folder

    places = (RESOURCES.resolve().parent / ".build" / "demo", demo_folder())
    return next((found for place in places if (found := place / "guanxian.qgz").is_file()), None)
