"""No control shows a source string in Chinese: every window, dock, menu and tool's dialog, from the built zip.

In a fresh profile with the packages of QGIS's own Python alone. A text is English where a string of the source has it
and the translation says it otherwise, and where a label, button or heading has words but no Chinese sign.
"""

import re
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).resolve().parent.parent.parent
TRANSLATIONS = ROOT / "i18n" / "redline_zh_Hans.ts"
CHINESE = re.compile("[\u4e00-\u9fff]")
WORDS = re.compile("[A-Za-z]{4,}")

MODELS = {"coveragereport", "landfollowup", "parcelworkbook", "redlinescreening", "yearlychangereport"}
"""Models keep one name for each input, which is in both languages."""

STEPS = """
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import (
    QAbstractButton, QAction, QApplication, QComboBox, QDialog, QDialogButtonBox, QDockWidget, QGroupBox, QLabel,
    QLineEdit, QMenu, QPlainTextEdit, QTableWidget, QTabWidget, QTextBrowser, QToolBar, QWidget)
from processing.gui.AlgorithmDialog import AlgorithmDialog
window, menu = iface.mainWindow(), plugins["redline"].menu
ANSWERS["shown"] = {}

def action(name):
    return next(a for a in window.findChildren(QAction) if a.objectName() == f"redline:{name}")

def of_buttons(widget):
    "A button that QGIS took ready from Qt: its words are Qt's."
    box = widget.parentWidget()
    return isinstance(box, QDialogButtonBox) and box.standardButton(widget) != QDialogButtonBox.StandardButton.NoButton

def texts(root):
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        said = [widget.toolTip()]
        if widget.isWindow() or isinstance(widget, QDockWidget):
            said.append(widget.windowTitle())
        if isinstance(widget, QLabel) or (isinstance(widget, QAbstractButton) and not of_buttons(widget)):
            said.append(widget.text())
        elif isinstance(widget, QGroupBox):
            said.append(widget.title())
        elif isinstance(widget, QLineEdit):
            said.append(widget.placeholderText())
        elif isinstance(widget, QComboBox):
            said += [widget.itemText(place) for place in range(min(widget.count(), 40))]
        elif isinstance(widget, QTabWidget):
            said += [widget.tabText(place) for place in range(widget.count())]
        elif isinstance(widget, QTableWidget):
            heads = [widget.horizontalHeaderItem(place) for place in range(widget.columnCount())]
            said += [head.text() for head in heads if head is not None]
            cells = [widget.item(row, column) for row in range(min(widget.rowCount(), 20))
                     for column in range(widget.columnCount())]
            said += [cell.text() for cell in cells if cell is not None]
        elif isinstance(widget, (QTextBrowser, QPlainTextEdit)):
            said.append(widget.toPlainText()[:300])
        found += [[type(widget).__name__, text] for text in said if text and text.strip()]
    return found

def keep(name, *roots):
    ANSWERS["shown"][name] = [each for root in roots for each in texts(root)]

def of_menu(shown):
    found = []
    for each in shown.actions():
        found += [["QAction", each.text()], ["QAction", each.toolTip()]]
        if each.menu() is not None:
            found += of_menu(each.menu())
    return [each for each in found if each[1]]

def inside():
    page = next((w for w in QApplication.allWidgets() if w.objectName() == "RedlineOptionsPage"), None)
    if page is None or not page.isVisible():
        QTimer.singleShot(400, inside)
        return
    keep("settings", page)
    page.window().reject()
QTimer.singleShot(1000, inside)
menu.open_settings()

ANSWERS["shown"]["menu"] = of_menu(menu.menu)
keep("toolbar", window.findChild(QToolBar, "RedlineToolBar"))
menu.live_action.trigger()
wait(500)
keep("welcome", menu.live.welcome)
menu.live.welcome.demo.click()
for _ in range(300):
    wait(100)
    if menu.live.keeper.county is not None and menu.live.keeper.fresh:
        break
layers = {str(n.layer().customProperty("redline/role")): n.layer()
          for n in QgsProject.instance().layerTreeRoot().findLayers()}
menu.live.layers.setLayer(layers["parcel"])
layers["parcel"].selectByIds([next(layers["parcel"].getFeatures()).id()])
for _ in range(50):
    wait(100)
    if menu.live.page.answer is not None:
        break
keep("live tally", menu.live)
ANSWERS["tallied"] = menu.live.page.answer is not None

for name, wanted in (("loadcounty", "RedlineLoadCounty"), ("importparcelspreview", "RedlineParcelImport"),
                     ("basemap", "RedlineBaseMap"), ("tutorial", "RedlineHelp")):
    action(name).trigger()
    wait(700)
    dialog = window.findChild(QDialog, wanted)
    if name == "loadcounty":
        from redline.ui.demo import SHIPPED
        dialog.kind.setCurrentIndex(1)
        dialog.file.setFilePath(str(SHIPPED))
        dialog.read_button.click()
        wait(300)
    if name == "basemap":
        dialog.add()
    keep(name, dialog)
    dialog.close()

action("checkpanel").trigger()
findings = window.findChild(QDockWidget, "RedlineFindings")
for _ in range(300):
    wait(100)
    if not findings.tasks:
        break
keep("findings", findings)
ANSWERS["found"] = findings.table.rowCount()

action("casework").trigger()
wait(500)
keep("casework", window.findChild(QDockWidget, "RedlineCasework"))

view = iface.layerTreeView()
view.setCurrentLayer(layers["parcel"])
shown = QMenu()
view.contextMenuAboutToShow.emit(shown)
ANSWERS["shown"]["layer menu"] = of_menu(shown.findChild(QMenu, "RedlineLayerMenu"))
ANSWERS["shown"]["layers"] = [["node", n.name()] for n in QgsProject.instance().layerTreeRoot().children()]
ANSWERS["shown"]["layers"] += [["node", layer.name()] for layer in layers.values()]

provider = QgsApplication.processingRegistry().providerById("redline")
names = sorted(each.name() for each in provider.algorithms() if each.name() not in {models} | {"loadcounty"})
for name in names:
    menu.open_algorithm(f"redline:{name}", {})
    wait(150)
    for dialog in [w for w in QApplication.topLevelWidgets() if isinstance(w, AlgorithmDialog) and w.isVisible()]:
        keep(f"tool {name}", dialog)
        dialog.close()
ANSWERS["tools"] = len(names)
"""


def source_patterns() -> list[re.Pattern]:
    """What of the source would be English on the screen: its strings, whatever stands at their places."""
    found = []
    for message in etree.parse(TRANSLATIONS).iter("message"):
        source, target = message.findtext("source"), message.findtext("translation") or ""
        plain = re.sub(r"\{[^}]*\}", "", source)
        if CHINESE.search(source) or source == target or not WORDS.search(plain):
            continue
        pieces = re.split(r"\{[^}]*\}", source.replace("{{", "{").replace("}}", "}"))
        found.append(re.compile("[^\u4e00-\u9fff]*".join(map(re.escape, pieces))))
    return found


CODES = {"English", "Shapefile", "GeoJSON", "CGCS2000", "GeoPackage", "PostgreSQL"}
"""Names that are the same in all languages."""

SPOKEN = {
    "QLabel",
    "QPushButton",
    "QCheckBox",
    "QRadioButton",
    "QToolButton",
    "QGroupBox",
    "QAction",
    "QDialog",
    "node",
}
"""What speaks to a person; lists and tables hold names and codes of files too."""


def test_nothing_is_english_in_chinese(desktop, installed):
    steps = STEPS.replace("{models}", repr(MODELS))
    answers = desktop.run(steps, language="zh-Hans", timeout=500, plugins=installed, bare=True)
    assert answers["tools"] >= 39
    assert answers["tallied"] and answers["found"] > 0
    shown = answers["shown"]
    assert set(shown) >= {"settings", "menu", "toolbar", "welcome", "live tally", "loadcounty", "importparcelspreview",
                          "basemap", "tutorial", "findings", "casework", "layer menu", "layers"}  # fmt: skip
    assert sum(map(len, shown.values())) > 3_000
    patterns = source_patterns()
    english = set()
    for place, said in shown.items():
        for kind, text in said:
            plain = re.sub(r"<[^>]+>", " ", text).strip()
            if CHINESE.search(plain) or not WORDS.search(plain) or plain in CODES:
                continue
            if any(pattern.fullmatch(plain) for pattern in patterns) or (kind in SPOKEN and " " in plain):
                english.add((place, kind, plain))
    assert sorted(english) == []


def test_the_patterns_know_what_is_english():
    """The test of the test: sentences with something in their places are known, Chinese ones are not."""
    patterns = source_patterns()

    def known(text):
        return any(pattern.fullmatch(text) for pattern in patterns)

    assert (
        known("Live tally")
        and known("Errors: 3, warnings: 12")
        and known("Added to parcels. It is an edit: undo it or save it there.")
    )
    assert not known("实时统计") and not known("错误 3 条，警告 12 条") and not known("DKBH")
