"""What a layer is called on paper."""

from __future__ import annotations

import re

from qgis.core import QgsVectorLayer

from ..reading.names import called
from .recognise import recognise
from .table import role_of

__all__ = ["layer_title"]

LANGUAGES = ("en", "zh_Hans")
TOLD_APART = re.compile(r" \(.*\)| [12]\d{3}")
"""What the loader writes behind a role's name where there are several: "Land use (DLTB)", "Land use 2020"."""


def layer_title(layer: QgsVectorLayer, language: str) -> str:
    """The layer's own name, or what it is to the county where that is only a table's name (ASCII) or the role's name in
    another language: a Chinese sentence never holds an English title that Redline gave.

    language : "en" or "zh_Hans", that of the document.
    """
    name = called(layer)
    role = recognise(layer).role
    if not role:
        return name
    title = role_of(role).name(language)
    for other in LANGUAGES:
        was = role_of(role).name(other)
        rest = name[len(was) :]
        if name.startswith(was) and (not rest or TOLD_APART.fullmatch(rest)):
            return title + rest
    return title if name.isascii() else name
