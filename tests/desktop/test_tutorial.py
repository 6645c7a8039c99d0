"""The ten steps of docs/tutorial.md, done as a new user does them; its pictures are made here.

From the built zip, in a fresh profile, with the packages of QGIS's own Python alone, on the two townships that come
with the plugin.

REDLINE_DOCS=1 pytest tests/desktop/test_tutorial.py writes the pictures into docs/pictures; without it they are only
made, and what the tutorial says is checked.
"""

import os
import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
NAMES = ("welcome", "load", "project", "village", "parcel", "find", "check", "split", "dossier", "settings")

STEPS = """
from qgis.core import QgsApplication, QgsGeometry, QgsProject, QgsPointXY, QgsFeatureRequest
from qgis.gui import QgsMapMouseEvent
from qgis.PyQt.QtCore import QEvent, QEventLoop, QPoint, Qt, QTimer
from qgis.PyQt.QtWidgets import QAction, QApplication, QDialog, QLineEdit, QTreeView
from qgis.PyQt.QtGui import QImage
from processing.gui.AlgorithmDialog import AlgorithmDialog

import numpy as np
import redline
window, canvas, menu = iface.mainWindow(), iface.mapCanvas(), plugins["redline"].menu
number = [0]

NAMES = {names}

def palette_of(image):
    "The 256 colours that cover most of the picture, so that every colour of a legend is its own."
    bits = image.bits()
    bits.setsize(image.sizeInBytes())
    pixels = np.frombuffer(bits, dtype=np.uint32) & 0xFFFFFF
    colours, counts = np.unique(pixels, return_counts=True)
    kinds, kind = np.unique(colours & 0xF0F0F0, return_inverse=True)
    size = np.bincount(kind, counts)
    most = np.zeros(len(kinds), dtype=np.int64)
    order = np.argsort(counts)
    most[kind[order]] = colours[order]
    return [0xFF000000 | int(most[place]) for place in np.argsort(-size)[:256]]

def shot(name, widget=None):
    "A picture with a small palette: the docs travel with the source."
    number[0] += 1
    place = NAMES.index(name) + 1
    iface.messageBar().clearWidgets()
    wait(200)
    picture("tutorial_raw", widget)
    image = QImage(str(Path(os.environ["REDLINE_PICTURES"]) / "tutorial_raw.png"))
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    image = image.convertToFormat(
        QImage.Format.Format_Indexed8, palette_of(image),
        Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither)
    image.save(str(Path(os.environ["REDLINE_PICTURES"]) / f"tutorial_{place:02d}_{name}_{tag}.png"))

def until(question, most=600):
    for _ in range(most):
        if question():
            return True
        wait(100)
    return False

def drawn():
    "The map is drawn anew and done."
    loop = QEventLoop()
    canvas.mapCanvasRefreshed.connect(loop.quit)
    QTimer.singleShot(15000, loop.quit)
    canvas.refresh()
    loop.exec()
    canvas.mapCanvasRefreshed.disconnect(loop.quit)
    wait(500)

def action(name):
    return next(a for a in window.findChildren(QAction) if a.objectName() == f"redline:{{name}}")

def dialog_of(kind):
    return next((w for w in window.findChildren(QDialog) if isinstance(w, kind) and w.isVisible()), None)

# 10 settings
def inside():
    page = next((w for w in QApplication.allWidgets() if w.objectName() == "RedlineOptionsPage"), None)
    if page is None or not page.isVisible():
        QTimer.singleShot(500, inside)
        return
    wait(500)
    shot("settings", page.window())
    page.window().reject()
QTimer.singleShot(1500, inside)
menu.open_settings()

# 1 welcome
menu.live_action.trigger()
wait(500)
shot("welcome")
ANSWERS["from"] = redline.__file__
ANSWERS["path"] = list(sys.path)

# 2 load: what the layers of a file were taken for
from redline.ui.demo import SHIPPED
action("loadcounty").trigger()
wait(1500)
loading = menu.dialog
loading.kind.setCurrentIndex(1)
os.chdir(SHIPPED.parent.parent)
loading.file.setFilePath("demo/townships.gpkg")
loading.read_button.click()
wait(500)
ANSWERS["recognised"] = [entry.role for entry in loading.entries]
shot("load", loading)
loading.close()

# 3 the demo, by the button of the welcome page: the mouse is the live tally's at once
menu.live.welcome.demo.click()
until(lambda: menu.live.keeper.county is not None and menu.live.keeper.fresh)
ANSWERS["patches"] = len(menu.live.keeper.county.land_use)
ANSWERS["at once"] = canvas.mapTool() is menu.live.tool
layers = {{}}
for node in QgsProject.instance().layerTreeRoot().findLayers():
    layers.setdefault(node.layer().customProperty("redline/role"), node.layer())
seen = [node for node in QgsProject.instance().layerTreeRoot().findLayers() if node.isVisible()]
ANSWERS["seen"] = sorted(str(node.layer().customProperty("redline/role")) for node in seen)
drawn()
shot("project")

def to(place):
    pixel = canvas.getCoordinateTransform().transform(place)
    return QPoint(round(pixel.x()), round(pixel.y()))

def move(tool, place):
    tool.canvasMoveEvent(QgsMapMouseEvent(canvas, QEvent.Type.MouseMove, to(place)))

def click(tool, place):
    tool.canvasPressEvent(QgsMapMouseEvent(canvas, QEvent.Type.MouseButtonPress, to(place), Qt.MouseButton.LeftButton))
    tool.canvasReleaseEvent(
        QgsMapMouseEvent(canvas, QEvent.Type.MouseButtonRelease, to(place), Qt.MouseButton.LeftButton))

live = menu.live
def point_at(role, feature, scale):
    live.layers.setLayer(layers[role])
    live.start()
    inside = feature.geometry().pointOnSurface().asPoint()
    canvas.setExtent(feature.geometry().boundingBox())
    canvas.zoomByFactor(scale)
    drawn()
    move(live.tool, inside)
    click(live.tool, inside)
    until(lambda: not live.asker.waiting)
    return inside

# 4 a village
village = next(f for f in layers["village"].getFeatures() if f["ZLDWMC"])
point_at("village", village, 1.6)
ANSWERS["village"] = [live.page.title, str(live.page.answer.official), village["ZLDWMC"]]
shot("village")

# 5 a parcel, its largest class lit up
parcels = sorted(layers["parcel"].getFeatures(), key=lambda f: -f.geometry().area())
answers = []
for parcel in reversed(parcels):
    point_at("parcel", parcel, 2.5)
    if any(each.verdict == "violates" and not each.must_contain for each in live.page.answer.findings):
        break
rows = [row for row in live.page.answer.rows if row.kind == "class"]
ANSWERS["lit"] = live.light_up(max(rows, key=lambda row: row.share).code)
ANSWERS["verdicts"] = [each.verdict for each in live.page.answer.findings]
wait(500)
shot("parcel")

# What is shown follows an edit, and its undoing, to the last digit.
def shown():
    until(lambda: not live.asker.waiting)
    wait(300)
    return [live.page.area.text(), live.page.lines.text()]
ANSWERS["shown"] = [shown()]
layers["parcel"].startEditing()
corner = QgsGeometry(parcel.geometry())
first = corner.vertexAt(0)
corner.moveVertex(first.x() + 20, first.y() + 20, 0)
layers["parcel"].beginEditCommand("corner")
layers["parcel"].changeGeometry(parcel.id(), corner)
layers["parcel"].endEditCommand()
ANSWERS["shown"].append(shown())
layers["parcel"].undoStack().undo()
ANSWERS["shown"].append(shown())
layers["parcel"].rollBack()
ANSWERS["parcel"] = [parcel["DKBH"], str(live.page.answer.official)]

# 6 find
iface.locatorSearch("hx dlz")
wait(3500)
trees = [tree for tree in window.findChildren(QTreeView) if tree.isVisible() and tree.model() is not None
         and tree.model().metaObject().className().startswith("QgsLocator")]
ANSWERS["found"] = [str(tree.model().index(row, 0).data()) for tree in trees for row in range(tree.model().rowCount())]
shot("find")
for tree in trees:
    tree.window().hide()
for line in window.findChildren(QLineEdit):
    if line.text().startswith("hx "):
        line.clear()
canvas.setFocus()

# 7 the red-line check, filled in by roles
action("redlinecheck").trigger()
wait(1500)
dialog = dialog_of(AlgorithmDialog)
given = dialog.createProcessingParameters()
ANSWERS["check_input"] = bool(given.get("INPUT")) and bool(given.get("RED_LINES"))
shot("check", dialog)
dialog.runButton().click()
until(lambda: bool(dialog.results()))
ANSWERS["checked"] = {{key: value for key, value in dialog.results().items() if isinstance(value, (int, float))}}
wait(500)
dialog.close()
from redline.ui.findings import findings_of
found = findings_of(iface)
ANSWERS["listed"] = found.table.rowCount()
found.close()

# 8 an exact area cut off the largest parcel
parcel = parcels[0]
point_at("parcel", parcel, 2.5)
layers["parcel"].startEditing()
iface.setActiveLayer(layers["parcel"])
for node in QgsProject.instance().layerTreeRoot().findLayers():
    if not node.layer().customProperty("redline/role"):
        node.setItemVisibilityChecked(False)
from redline.ui.splittool import SplitTool
menu.split_tool = SplitTool(iface)
drawn()
menu.split_tool.take(layers["parcel"], 30.0)
click(menu.split_tool, parcel.geometry().pointOnSurface().asPoint())
box = parcel.geometry().boundingBox()
wait(300)
move(menu.split_tool, QgsPointXY(box.xMaximum(), box.yMaximum()))
shot("split")
ANSWERS["split"] = float(menu.split_tool.preview.area)
layers["parcel"].rollBack()

# 9 the dossier
action("approvaldossier").trigger()
wait(1500)
dialog = dialog_of(AlgorithmDialog)
shot("dossier", dialog)
dialog.close()

ANSWERS["shots"] = number[0]
"""


@pytest.mark.slow
@pytest.mark.parametrize(("language", "tag"), [("en", "en"), ("zh-Hans", "zh")])
def test_the_ten_steps(desktop, installed, language, tag):
    steps = STEPS.replace("{names}", repr(NAMES)).replace("{{", "{").replace("}}", "}")
    answers = desktop.run(f"tag = {tag!r}\n{steps}", language=language, timeout=500, plugins=installed, bare=True)
    assert answers["shots"] == len(NAMES)
    assert str(installed) in answers["from"]
    assert [each for each in answers["path"] if ".venv" in each] == [], "QGIS's own packages alone"
    assert {"landuse", "village", "parcel", "farmland", "camera"} <= set(answers["recognised"])
    assert "" not in answers["recognised"], "the demo's own layers are all recognised"
    assert {"parcel", "farmland", "urban", "camera", "landuse", "village"} <= set(answers["seen"])
    assert answers["at once"]
    # What the two townships hold: scripts/demo_townships.sh.
    assert answers["patches"] == 3_762
    before, dragged, undone = answers["shown"]
    assert before == undone and before[0] != dragged[0]
    number, official = answers["parcel"]
    assert before[0].split(" ")[6] == official, (number, before)
    title, area, name = answers["village"]
    assert name in title
    assert float(area) > 100_000
    assert answers["lit"] > 0
    assert answers["found"], "the locator found nothing"
    assert answers["check_input"]
    assert answers["checked"]["ZONES"] == 18
    # Each violation is a line of the list, some parcels violate two.
    assert answers["listed"] >= answers["checked"]["VIOLATIONS"] > 0
    # 30 mu are 20,000 m².
    assert answers["split"] == pytest.approx(20_000, abs=1)
    pictures = [ROOT / ".build" / "pictures" / f"tutorial_{n:02d}_{name}_{tag}.png" for n, name in enumerate(NAMES, 1)]
    assert [path.name for path in pictures if not path.is_file()] == []
    if os.environ.get("REDLINE_DOCS"):
        (DOCS / "pictures").mkdir(exist_ok=True)
        for path in pictures:
            shutil.copy(path, DOCS / "pictures" / path.name)


@pytest.mark.parametrize("page", ["tutorial.md", "tutorial.zh-Hans.md"])
def test_the_tutorial_has_ten_steps_and_its_pictures(page):
    text = (DOCS / page).read_text(encoding="utf-8")
    assert len(re.findall(r"^## \d+\. ", text, re.MULTILINE)) == 10
    shown = re.findall(r"\]\((pictures/[^)]+)\)", text)
    # One more of what comes after the ten: test_casework.py makes it.
    assert len(shown) == 11
    assert [place for place in shown if not (DOCS / place).is_file()] == []
