"""Which of the installed typefaces is taken: the office's own, then those that hold Chinese, in their order."""

from __future__ import annotations

from functools import cache

from qgis.PyQt.QtCore import QT_VERSION
from qgis.PyQt.QtGui import QFont, QFontDatabase

from ..roles.settings import value

__all__ = ["MAP", "SOURCES", "choose_family", "map_families", "own_family"]

SOURCES = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "AR PL UMing CN",
    "PingFang SC",
    "Songti SC",
)
"""Typefaces of Linux and macOS, taken after the office's own."""

MAP = ("微软雅黑", "Microsoft YaHei", "黑体", "SimHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC")
"""Typefaces for names on a map: even strokes, which small letters on colours need."""


def own_family(*, heading: bool = False) -> tuple[str, ...]:
    """The family that the office's settings ask for, as the beginning of a list of families; empty where none."""
    family = value("heading_font" if heading else "body_font")
    return (family,) if family else ()


@cache
def installed_families() -> frozenset[str]:
    """The families that this machine has, by name."""
    # Qt 6 has only the static method, Qt 5 only that of an instance.
    families = QFontDatabase.families() if QT_VERSION >= 0x060000 else QFontDatabase().families()
    return frozenset(families)


@cache
def choose_family(preferred: tuple[str, ...]) -> str:
    """The first family of ``preferred`` and then of ``SOURCES`` that is installed; Qt's own choice where none is."""
    for family in (*preferred, *SOURCES):
        if family in installed_families():
            return family
    return QFont().defaultFamily()


def map_families() -> list[str]:
    """The families for names on a map, the one that is taken here first; a project that is opened on another machine
    takes the first of them that is installed there."""
    preferred = (*own_family(), *MAP)
    return list(dict.fromkeys([choose_family(preferred), *preferred, *SOURCES]))
