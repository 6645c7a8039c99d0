"""The words of a tool's choices as people read them: the list shows them, the tool is given its own word.

Choices are words that models, scripts and the command line keep ("portrait", "parcel"): they never change and are in
English. QGIS shows them as they are; in the dialogs that Redline opens they stand in the language of QGIS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from qgis.core import QgsProcessingAlgorithm, QgsProcessingParameterEnum
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QComboBox, QLineEdit, QListView, QToolButton, QWidget

from ..core.parceltext import all_dialects
from ..i18n import tr
from ..layers.measuring.parcels import office_dialects

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
        "PERIOD.year": tr("by year"),
        "PERIOD.quarter": tr("by quarter"),
        "PERIOD.month": tr("by month"),
        "PERIOD.week": tr("by week"),
        "PERIOD.none": tr("all at once"),
        "in_out": tr("in and out balance"),
        "replacement": tr("replacement"),
        "tower": tr("mast camera"),
        "SOURCE.chief": tr("field chief"),
        "satellite": tr("satellite"),
        "hotline": tr("hotline"),
        "drone": tr("drone"),
        "squadron": tr("enforcement squadron"),
        "township_office": tr("township land office"),
        "street_office": tr("street office"),
        "RECEIVERS.chief": tr("field chief"),
        "cass": tr("points of CASS (.dat)"),
        "kml": tr("KML for phones"),
        "xlsx": tr("table (.xlsx)"),
        "shp": "Shapefile",
        "geojson": "GeoJSON",
        "gcj02": tr("GCJ-02 (Gaode, Tencent)"),
        "bd09": tr("BD-09 (Baidu)"),
        "cgcs2000": "CGCS2000",
    }


def _form_words() -> dict[str, str]:
    """Forms of the parcel text file, by name and id: those of an office too."""
    chinese = tr("en") != "en"
    forms = all_dialects(office_dialects())
    return {each.id: f"{each.name_zh if chinese else each.name_en} ({each.id})" for each in forms}


def say_in_words(dialog: QWidget, algorithm: QgsProcessingAlgorithm) -> int:
    """Put the words into the lists of ``dialog``; what a list gives stays its own word. Returns how many lists."""
    words = choice_words()
    said = 0
    for parameter in algorithm.parameterDefinitions():
        if not isinstance(parameter, QgsProcessingParameterEnum) or not parameter.usesStaticStrings():
            continue
        options = parameter.options()
        known = _form_words() | words if parameter.name() == "DIALECT" else words
        called = {word: known.get(f"{parameter.name()}.{word}", known.get(word, word)) for word in options}
        if parameter.allowMultiple():
            said += _say_several(dialog, parameter.defaultValue(), called)
        else:
            said += _say_one(dialog, called)
    return said


def _say_one(dialog: QWidget, called: Mapping[str, str]) -> int:
    said = 0
    for box in dialog.findChildren(QComboBox):
        data = [box.itemData(place) for place in range(box.count())]
        # Other lists hold layers or coordinate systems.
        places = {word: place for place, word in enumerate(data) if isinstance(word, str)}
        if list(places) != list(called) or any(box.itemText(at) != word for word, at in places.items()):
            continue
        for word, place in places.items():
            box.setItemText(place, called[word])
        said += 1
    return said


def _say_several(dialog: QWidget, chosen: object, called: Mapping[str, str]) -> int:
    """A choice of several stands as a line beside a button, which opens a list of boxes to tick."""
    said = 0
    text = ",".join(str(word) for word in chosen) if isinstance(chosen, (list, tuple)) else ""
    for line in dialog.findChildren(QLineEdit):
        button = line.parentWidget().findChild(QToolButton)
        if not text or line.text() != text or button is None:
            continue
        line.textChanged.connect(lambda _text, line=line: _say_line(line, called))
        _say_line(line, called)
        # The list is there when the button has done.
        button.clicked.connect(lambda *_: QTimer.singleShot(0, lambda: _say_list(dialog, called)))
        said += 1
    return said


def _say_line(line: QLineEdit, called: Mapping[str, str]) -> None:
    words = line.text().split(",")
    if set(words) <= set(called) and any(called[word] != word for word in words):
        line.setText(tr(", ").join(called[word] for word in words))


def _say_list(dialog: QWidget, called: Mapping[str, str]) -> None:
    for view in dialog.findChildren(QListView, "mSelectionList"):
        model = view.model()
        for row in range(model.rowCount()):
            at = model.index(row, 0)
            if at.data() in called:
                model.setData(at, called[at.data()])
