"""The ten steps of docs/tutorial.md, done in a real QGIS on the demo county; its pictures are made here.

REDLINE_DOCS=1 pytest tests/desktop/test_tutorial.py writes the pictures into docs/pictures; without it they are only
made, and what the tutorial says is checked.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DEMO = ROOT / ".build" / "demo"
DOCS = ROOT / "docs"
NAMES = ("welcome", "load", "project", "village", "parcel", "find", "check", "split", "dossier", "settings")

STEPS = """
from qgis.core import QgsApplication, QgsProject, QgsPointXY, QgsFeatureRequest
from qgis.gui import QgsMapMouseEvent
from qgis.PyQt.QtCore import QEvent, QEventLoop, QPoint, Qt, QTimer
from qgis.PyQt.QtWidgets import QApplication, QDialog, QTreeView
from qgis.PyQt.QtGui import QImage
from processing.gui.AlgorithmDialog import AlgorithmDialog

window, canvas, menu = iface.mainWindow(), iface.mapCanvas(), plugins["redline"].menu
number = [0]

NAMES = {names}

def shot(name, widget=None):
    "A picture with a small palette: the docs travel with the source."
    number[0] += 1
    place = NAMES.index(name) + 1
    iface.messageBar().clearWidgets()
    wait(200)
    picture("tutorial_raw", widget)
    image = QImage(str(Path(os.environ["REDLINE_PICTURES"]) / "tutorial_raw.png"))
    image = image.convertToFormat(
        QImage.Format.Format_Indexed8, Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither)
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
menu.show_live()
shot("welcome")

# 2 load: the dialog over the GeoPackage
from redline.ui.load_county import LoadCountyDialog
menu._open("redline:loadcounty")
wait(1500)
loading = menu.dialog
shot("load", loading)
loading.close()

# 3 the project of the demo county
iface.addProject(r"{project}")
layers = {{}}
for node in QgsProject.instance().layerTreeRoot().findLayers():
    role = node.layer().customProperty("redline/role")
    if role and tag == "zh":
        from redline.layers.roles.table import role_of
        node.layer().setName(role_of(role).name("zh_Hans"))
    layers.setdefault(role, node.layer())
    if role == "parcel":
        node.setItemVisibilityCheckedParentRecursive(True)
until(lambda: menu.live.keeper.county is not None and menu.live.keeper.fresh)
ANSWERS["patches"] = len(menu.live.keeper.county.land_use)
iface.zoomFull()
wait(4000)
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
for parcel in parcels[:12]:
    point_at("parcel", parcel, 2.5)
    if any(each.verdict == "violates" and not each.must_contain for each in live.page.answer.findings):
        break
rows = [row for row in live.page.answer.rows if row.kind == "class"]
ANSWERS["lit"] = live.light_up(max(rows, key=lambda row: row.share).code)
ANSWERS["verdicts"] = [each.verdict for each in live.page.answer.findings]
wait(500)
shot("parcel")

# 6 find
iface.locatorSearch("hx djz")
wait(3500)
trees = [tree for tree in window.findChildren(QTreeView) if tree.isVisible() and tree.model() is not None
         and tree.model().metaObject().className().startswith("QgsLocator")]
ANSWERS["found"] = [str(tree.model().index(row, 0).data()) for tree in trees for row in range(tree.model().rowCount())]
shot("find")
for tree in trees:
    tree.window().hide()

# 7 the red-line check, filled in by roles
menu._open("redline:redlinecheck")
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

# 8 an exact area cut off the parcel that is in view
live.light_up(live.pieces_of)
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
menu._open("redline:approvaldossier")
wait(1500)
dialog = dialog_of(AlgorithmDialog)
shot("dossier", dialog)
dialog.close()

ANSWERS["shots"] = number[0]
"""


@pytest.fixture(scope="module")
def project() -> Path:
    if not (DEMO / "guanxian.qgz").is_file():
        subprocess.run([ROOT / "scripts" / "demo_data.sh"], check=True, env={**os.environ, "REDLINE_ROOT": str(ROOT)})
    return DEMO / "guanxian.qgz"


@pytest.mark.slow
@pytest.mark.parametrize(("language", "tag"), [("en", "en"), ("zh-Hans", "zh")])
def test_the_ten_steps(desktop, project, language, tag):
    steps = f"tag = {tag!r}\n" + STEPS.replace("{project}", str(project)).replace("{names}", repr(NAMES)).replace(
        "{{", "{"
    ).replace("}}", "}")
    answers = desktop.run(steps, language=language, timeout=500)
    assert answers["shots"] == len(NAMES)
    assert answers["patches"] > 60_000
    title, area, name = answers["village"]
    assert name in title
    assert float(area) > 100_000
    assert answers["lit"] > 0
    assert answers["found"], "the locator found nothing"
    assert answers["check_input"]
    assert answers["checked"]["ZONES"] == 41
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
    assert len(shown) == 10
    assert [place for place in shown if not (DOCS / place).is_file()] == []
