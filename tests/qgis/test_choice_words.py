"""The choices of the tools in the language of QGIS: each word is known, and what a list gives stays its own word."""

import re

import pytest
from qgis.core import QgsProcessingParameterEnum
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QStandardItem, QStandardItemModel
from qgis.PyQt.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

pytestmark = pytest.mark.usefixtures("redline")

CODES = {
    "A3", "A4", "pdf", "png", "svg", "dxf", "geojson", "shp", "gbk", "gb18030", "utf-8",
    "utf-8-sig", "utf-16", "dms", "cgcs2000",
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
    ("pushtasks", "RECEIVERS"),
    ("exportparcels", "FORMAT"),
    ("caseregister", "PERIOD"),
    ("farmlandbalance", "KIND"),
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


def test_forms_of_the_parcel_text_file_are_called_by_their_names(redline):
    from redline.ui.choicewords import say_in_words

    algorithm = redline.algorithm("exportparceltext")
    window = QWidget()
    box = QComboBox(window)
    for word in choices(redline, "exportparceltext", "DIALECT"):
        box.addItem(word, word)
    assert say_in_words(window, algorithm) == 1
    place = box.findData("base")
    assert box.itemText(place) == "Survey exchange form (8 columns) (base)"


def test_a_choice_of_several_says_words_in_its_line_and_its_list(redline):
    from redline.ui.choicewords import say_in_words

    algorithm = redline.algorithm("pushtasks")
    window = QWidget()
    layout = QHBoxLayout(window)
    line, button, view = QLineEdit("squadron,township_office,street_office,chief"), QToolButton(), QListView(window)
    layout.addWidget(line)
    layout.addWidget(button)
    model = QStandardItemModel(view)
    for word in choices(redline, "pushtasks", "RECEIVERS"):
        item = QStandardItem(word)
        item.setData(word, Qt.ItemDataRole.UserRole)
        model.appendRow(item)
    view.setModel(model)
    view.setObjectName("mSelectionList")
    assert say_in_words(window, algorithm) == 1
    assert line.text() == "enforcement squadron, township land office, street office, field chief"
    button.click()
    QApplication.processEvents()
    assert [model.item(row).text() for row in range(2)] == ["enforcement squadron", "township land office"]
    assert [model.item(row).data(Qt.ItemDataRole.UserRole) for row in range(2)] == ["squadron", "township_office"]
    # QGIS writes its own words again when the list was closed.
    line.setText("chief")
    assert line.text() == "field chief"
