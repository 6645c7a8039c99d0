"""Which typeface a sheet is set in: the office's families in their order, and a warning where a sign would be a box."""

from __future__ import annotations

from functools import cache

from qgis.PyQt.QtGui import QFont, QRawFont

from ..layers.looks.fonts import SOURCES, own_family
from ..layers.looks.fonts import choose_family as first_installed

__all__ = ["BODY", "HEADING", "NEEDED", "SOURCES", "missing_signs", "own_family", "sheet_family"]

BODY = ("仿宋_GB2312", "仿宋", "FangSong", "宋体", "SimSun")
"""Typefaces of official documents for running text, as Windows names them in Chinese and in English."""

HEADING = ("方正小标宋简体", "黑体", "SimHei", "微软雅黑", "Microsoft YaHei")

NEEDED = "亩公顷㎡²°′″·—第页（）：，示意图界址点"
"""Signs that every sheet may print."""


def sheet_family(preferred: tuple[str, ...] = BODY) -> str:
    """The first family of ``preferred`` and then of ``SOURCES`` that is installed; Qt's own choice where none is."""
    return first_installed(preferred)


@cache
def missing_signs(family: str, signs: str = NEEDED) -> str:
    """The signs of ``signs`` that ``family`` cannot draw; other installed families may then be taken sign by sign."""
    font = QRawFont.fromFont(QFont(family))
    return "".join(sign for sign in dict.fromkeys(signs) if not sign.isspace() and not font.supportsCharacter(sign))
