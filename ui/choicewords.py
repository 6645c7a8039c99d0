"""The words of a tool's choices as people read them: the list shows them, the tool is given its own word.

Choices are words that models, scripts and the command line keep ("portrait", "parcel"): they never change and are in
English. QGIS shows them as they are; in the dialogs that Redline opens they stand in the language of QGIS.
"""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsProcessingAlgorithm, QgsProcessingParameterEnum
from qgis.PyQt.QtWidgets import QComboBox, QWidget

from ..i18n import tr

__all__ = ["choice_words", "say_in_words"]


def choice_words(tr: Callable[[str], str] = tr) -> dict[str, str]:
    """What choices are called, by their word, or by parameter and word where one word has two meanings. Codes of
    formats, encodings and dialects are the same in all languages and are not here."""
    return {
        "m2": tr("square metres"),
        "ha": tr("hectares"),
        "mu": tr("mu"),
        "km2": tr("square kilometres"),
        "official": tr("official area"),
        "plane": tr("plane area"),
        "recorded": tr("recorded area"),
        "zh_Hans": "简体中文",
        "en": "English",
        "parcel": tr("parcels"),
        "batch": tr("batches"),
        "village": tr("villages"),
        "tract": tr("tract plan"),
        "landuse": tr("land use"),
        "redline": tr("red-line check"),
        "coverage": tr("camera coverage"),
        "portrait": tr("upright"),
        "landscape": tr("across"),
        "left": tr("left of the line"),
        "right": tr("right of the line"),
        "OUTSIDE.shared": tr("shared among the targets"),
        "OUTSIDE.left": tr("left out and told"),
        "sandiao": tr("third land survey"),
        "gbt21010": "GB/T 21010-2017",
        "ydyh": tr("planned land and sea use"),
        "detail": tr("every class"),
        "first": tr("first level"),
        "major": tr("three major classes"),
        "exact": tr("exact"),
        "greedy": tr("one after the other"),
        "auto": tr("as found"),
        "decimal": tr("decimal degrees"),
        "positive": tr("downwards is positive"),
        "negative": tr("downwards is negative"),
        "drawn": tr("as drawn"),
        "northwest": tr("north-west corner"),
        "standard": tr("as the standard has it"),
        "continuous": tr("continuous"),
        "restart": tr("anew in each ring"),
        "AT_CUTOFF.before": tr("counts as before it"),
        "AT_CUTOFF.after": tr("counts as after it"),
        "opening": tr("as of the next opening"),
        "after_cutoff": tr("as after the cut-off"),
        "closing": tr("when the office closes"),
        "midnight": tr("at 24:00"),
        "tower": tr("mast camera"),
        "SOURCE.chief": tr("field chief"),
        "satellite": tr("satellite"),
        "hotline": tr("hotline"),
        "drone": tr("drone"),
    }


def say_in_words(dialog: QWidget, algorithm: QgsProcessingAlgorithm) -> int:
    """Put the words into the lists of ``dialog``; what a list gives stays its own word. Returns how many lists."""
    words, boxes = choice_words(), dialog.findChildren(QComboBox)
    said = 0
    for parameter in algorithm.parameterDefinitions():
        if not isinstance(parameter, QgsProcessingParameterEnum) or not parameter.usesStaticStrings():
            continue
        for box in boxes:
            data = [box.itemData(place) for place in range(box.count())]
            # Other lists hold layers or coordinate systems.
            places = {word: place for place, word in enumerate(data) if isinstance(word, str)}
            if list(places) != parameter.options() or any(box.itemText(at) != word for word, at in places.items()):
                continue
            for word, place in places.items():
                box.setItemText(place, words.get(f"{parameter.name()}.{word}", words.get(word, word)))
            said += 1
    return said
