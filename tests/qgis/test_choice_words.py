"""The choices of the tools in the language of QGIS: each word is known, and what a list gives stays its own word."""

import re

import pytest
from qgis.core import QgsProcessingParameterEnum
from qgis.PyQt.QtWidgets import QComboBox, QVBoxLayout, QWidget

pytestmark = pytest.mark.usefixtures("redline")

CODES = {
    "A3", "A4", "pdf", "png", "svg", "dxf", "cass", "kml", "geojson", "shp", "xlsx", "gbk", "gb18030", "utf-8",
    "utf-8-sig", "utf-16", "dms", "bd09", "gcj02", "cgcs2000",
}  # fmt: skip
"""Codes of formats, encodings and systems: the same in all languages."""


SAID = (
    ("mapsheets", "SHEET"),
    ("mapsheets", "ORIENTATION"),
    ("splitbyarea", "SIDE"),
    ("splitbyarea", "UNIT"),
    ("tallybylanduse", "AREA_METHOD"),
    ("tallybylanduse", "LEVEL"),
    ("apportion", "OUTSIDE"),
    ("exportparceltext", "NUMBERING"),
    ("camerasiting", "METHOD"),
)
"""Tools and choices whose words are ours and no codes."""


def choices(redline, tool, name):
    return redline.algorithm(tool).parameterDefinition(name).options()


def test_sheets_and_their_orientation_have_words(redline):
    from redline.i18n import words_of
    from redline.ui.choicewords import choice_words

    chinese = choice_words(words_of("zh_Hans"))
    for tool, name in SAID:
        for word in set(choices(redline, tool, name)) - CODES:
            said = chinese.get(f"{name}.{word}", chinese.get(word, word))
            assert re.search("[\u4e00-\u9fff]", said), f"{tool} {name} {word}"


def test_a_list_says_words_and_gives_its_own(redline):
    from redline.ui.choicewords import say_in_words

    algorithm = redline.algorithm("mapsheets")
    window, box, other = QWidget(), QComboBox(), QComboBox()
    layout = QVBoxLayout(window)
    for word in choices(redline, "mapsheets", "ORIENTATION"):
        box.addItem(word, word)
    for word in ("portrait", "a person's own"):
        other.addItem(word, word)
    layout.addWidget(box)
    layout.addWidget(other)
    assert say_in_words(window, algorithm) == 1
    place = box.findData("portrait")
    assert box.itemText(place) == "upright" and box.itemData(place) == "portrait"
    assert other.itemText(0) == "portrait"
    assert isinstance(algorithm.parameterDefinition("ORIENTATION"), QgsProcessingParameterEnum)
