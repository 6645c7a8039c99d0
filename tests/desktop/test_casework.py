"""The panel of casework in a real window: a case is judged, pushed, taken back and decided by its keys alone."""

import os
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "qgis"))
from corner import make_corner

ROOT = Path(__file__).resolve().parent.parent.parent
ALERTS = """
from datetime import datetime, timedelta
from pathlib import Path
from qgis import processing
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsPointXY, QgsProject
from redline.core.written.times import OFFICE_ZONE
there = QgsCoordinateTransform(
    QgsCoordinateReferenceSystem("EPSG:4527"), QgsCoordinateReferenceSystem("EPSG:4490"), QgsProject.instance())
rows, now = ["alert_id,alert_time,alert_type,lon,lat,image_url"], datetime.now(OFFICE_ZONE)
# Places of the corner in squares of 100 m, and minutes ago: one in time, one soon due, one past, older ones.
for number, (x, y, ago) in enumerate([(1.0, 1.0, 5), (3.0, 0.7, 50), (0.5, 0.2, 75), (2.0, 1.5, 60 * 26)]):
    point = there.transform(QgsPointXY(39400000 + 100 * x, 4040000 + 100 * y))
    moment = (now - timedelta(minutes=ago)).strftime("%Y-%m-%d %H:%M:%S")
    kind = ("建房", "动土", "堆土", "挖塘")[number]
    rows.append(f"YJ{number + 1:03d},{moment},{kind},{point.x():.8f},{point.y():.8f},p{number}.png")
"""

MAKE = (
    ALERTS
    + """
processing.run("redline:loadcounty", {"INPUT": @gpkg@, "PROJECT": @project@})
cases = @cases@
processing.run("redline:createcasefile", {"OUTPUT": cases})
table = Path(@folder@) / "alerts.csv"
table.write_text("\\n".join(rows), "utf-8")
from qgis.PyQt.QtGui import QColor, QImage, QPainter
for number in range(4):
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(QColor("#8fb36a"))
    painter = QPainter(image)
    painter.fillRect(240, 200, 150, 90, QColor("#b06a50"))
    painter.end()
    image.save(str(Path(cases).parent / f"p{number}.png"))
villages = [layer for layer in QgsProject.instance().mapLayers().values()]
given = {"INPUT": str(table), "CASES": cases, "VILLAGES": @gpkg@ + "|layername=CJDCQ"}
found = processing.run("redline:importalerts", given)
ANSWERS["new"] = found["NEW"]
"""
)

STEPS = """
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QDialog
from redline.ui.casework.places import ChosenFile, remember_file
window, canvas = iface.mainWindow(), iface.mapCanvas()
@theme@
remember_file(ChosenFile(path=@cases@))
iface.zoomFull()
window.findChild(QAction, "redline:casework").trigger()
dock = plugins["redline"].menu.casework
dock.by.setText("张三")
for _ in range(200):
    wait(100)
    if dock.keeper.task is None and dock.county.county is not None and dock.county.fresh:
        break
ANSWERS["county"] = dock.county.state.value
ANSWERS["listed"] = [[dock.model.index(row, column).data() for column in range(5)] for row in range(4)]
whole = canvas.extent().width()
dock.table.setFocus()
dock.table.selectRow(next(row for row in range(4) if dock.model.index(row, 0).data().startswith("YJ001")))
wait(1500)
ANSWERS["zoomed"] = canvas.extent().width() < whole and dock.band.isVisible()
ANSWERS["place"] = dock.details.place.text()
ANSWERS["width"] = dock.width()
picture("casework_@tag@")
dock.details.setCurrentIndex(1)
wait(400)
ANSWERS["picture"] = [dock.details.pictures.picture.pixmap().width(), dock.details.pictures.caption.text()]
picture("casework_pictures_@tag@", dock)

def press(key, note="", result=""):
    "A key of the keyboard; what its dialog asks is filled in."
    def fill_in():
        dialog = window.findChild(QDialog, "RedlineCaseEvent")
        if dialog is None or not dialog.isVisible():
            return
        dialog.note.setPlainText(note)
        if result:
            dialog.results.setCurrentIndex(dialog.results.findData(result))
        if key == "U":
            picture("casework_decide_@tag@", dialog)
        dialog.accept()
    QTimer.singleShot(700, fill_in)
    QTest.keyClick(dock.table, getattr(Qt.Key, "Key_" + key))
    wait(1000)
    return dock.keeper.find(chosen).case.state

chosen = dock.chosen_keys()[0]
ANSWERS["states"] = [press("J"), press("P"), press("B", "地址有误")]
ANSWERS["states"].append(press("U", "无人在场，影像清楚", "non_agricultural"))
ANSWERS["undone"] = press("Z", "再核")
ANSWERS["message"] = dock.message.text()
dock.details.setCurrentIndex(2)
wait(300)
ANSWERS["log"] = dock.details.log.text().count("<b>")
picture("casework_log_@tag@", dock)
dock.tabs.setCurrentIndex(1)
wait(500)
ANSWERS["counts"] = {key: label.text() for key, label in dock.dashboard.counts.items()}
picture("casework_dashboard_@tag@")
from qgis.utils import unloadPlugin
unloadPlugin("redline")
wait(300)
ANSWERS["left"] = [dock.isVisible(), dock.band.scene() is not None, dock.keeper.place is not None]
"""

DARK = """
from qgis.core import QgsApplication
QgsApplication.setUITheme("Night Mapping")
wait(500)
"""


def with_values(steps, values):
    for name, value in values.items():
        steps = steps.replace(f"@{name}@", repr(value))
    return steps


def made(desktop, tmp_path):
    gpkg, project = make_corner(tmp_path / "corner.gpkg"), tmp_path / "corner.qgs"
    cases = tmp_path / "案卷" / "田长制.gpkg"
    cases.parent.mkdir()
    given = {"gpkg": str(gpkg), "project": str(project), "cases": str(cases), "folder": str(tmp_path)}
    answers = desktop.run(with_values(MAKE, given))
    assert answers["new"] == 4
    return project, cases


@pytest.mark.parametrize(
    ("tag", "language", "scale", "theme"), [("en", "en", 1, ""), ("zh", "zh-Hans", 1, ""), ("dark", "zh-Hans", 2, DARK)]
)
def test_a_case_by_its_keys(desktop, tmp_path, tag, language, scale, theme):
    project, cases = made(desktop, tmp_path)
    steps = with_values(STEPS.replace("@tag@", tag).replace("@theme@", theme), {"cases": str(cases)})
    answers = desktop.run(steps, project=project, language=language, scale=scale)
    assert answers["county"] == "ready"
    # What is past stands first, then what is due first.
    assert [row[0] for row in answers["listed"]] == ["YJ004", "YJ003", "YJ002", "YJ001"]
    assert answers["zoomed"]
    # Half of the disc lies north of the border of the two classes, half south: 0.0628 ha and 0.0629 ha.
    assert ("水浇地 0.0628" if language != "en" else "Irrigated land 0.0628") in answers["place"], answers["place"]
    assert answers["picture"][0] > 50
    assert answers["states"] == ["judged", "pushed", "judged", "unlawful"]
    assert answers["undone"] == "returned" and answers["message"] == "" and answers["log"] == 5
    assert answers["counts"]["alerts"] == "4" and answers["counts"]["suspected"] == "0"
    assert answers["width"] < 700
    assert answers["left"] == [False, False, False]


TUTORIAL = """
from pathlib import Path
from qgis import processing
from qgis.core import QgsProject
from qgis.gui import QgsMapMouseEvent
from qgis.PyQt.QtCore import QEvent, QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QDialog
from redline.ui.casework.places import ChosenFile, remember_file
from redline.ui.casework.watching import Watch
window, canvas, menu = iface.mainWindow(), iface.mapCanvas(), plugins["redline"].menu
folder = Path(@folder@)

def until(question, most=900):
    for _ in range(most):
        if question():
            return True
        wait(100)
    return False

menu.open_demo()
until(lambda: menu.live.keeper.county is not None and menu.live.keeper.fresh)
window.findChild(QAction, "redline:casework").trigger()
dock = menu.casework
cases = folder / "田长制.gpkg"
processing.run("redline:createcasefile", {"OUTPUT": str(cases)})
dock._choose(ChosenFile(path=str(cases)))
dock.by.setText("张三" if "@tag@" == "zh" else "Zhang")
until(lambda: dock.keeper.task is None)
ANSWERS["empty"] = dock.model.rowCount()

# A click on the map, on the largest patch of irrigated land.
layers = {layer.customProperty("redline/role"): layer for layer in QgsProject.instance().mapLayers().values()}
patches = [f for f in layers["landuse"].getFeatures() if f["DLBM"] == "0102"]
patch = max(patches, key=lambda feature: feature.geometry().area())
canvas.setExtent(patch.geometry().boundingBox())
canvas.refresh()
wait(1500)
dock.begin_point()
ANSWERS["tool"] = canvas.mapTool() is dock.point_tool
def fill_in():
    dialog = window.findChild(QDialog, "RedlinePointAlert")
    if dialog is None or not dialog.isVisible():
        QTimer.singleShot(300, fill_in)
        return
    dialog.kind.setText("建房" if "@tag@" == "zh" else "Building")
    dialog.number.setText("RX-001")
    picture("casework_point_@tag@", dialog)
    dialog.accept()
QTimer.singleShot(500, fill_in)
place = canvas.getCoordinateTransform().transform(patch.geometry().pointOnSurface().asPoint())
spot = QPoint(round(place.x()), round(place.y()))
QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
until(lambda: dock.model.rowCount() == 1)
ANSWERS["message"] = dock.message.text()
canvas.unsetMapTool(dock.point_tool)
dock.table.setFocus()
dock.table.selectRow(0)
until(lambda: "ha" in dock.details.place.text() or "公顷" in dock.details.place.text(), 100)
for key in "JP":
    QTest.keyClick(dock.table, getattr(Qt.Key, "Key_" + key))
    wait(800)
ANSWERS["state"] = dock.keeper.worklist.listed[0].case.state
ANSWERS["place"] = dock.details.place.text()
ANSWERS["village"] = dock.keeper.worklist.listed[0].village
dock.tell("")
wait(2500)
picture("tutorial_casework_@tag@")
from qgis.PyQt.QtGui import QImage
shot = Path(os.environ["REDLINE_PICTURES"]) / "tutorial_casework_@tag@.png"
few = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
QImage(str(shot)).convertToFormat(QImage.Format.Format_Indexed8, few).save(str(shot))

# The watched folder, in the message bar of the window.
incoming = folder / "平台"
incoming.mkdir()
dock.watcher.set_watch(Watch(str(incoming), "tower", True))
where = dock.keeper.worklist.listed[0].spot
rows = "alert_id,alert_time,alert_type,lon,lat\\n" + "".join(
    f"T{n},2026-11-29 0{n}:00,x,{where['lon'] + n / 500},{where['lat']}\\n" for n in range(1, 4))
(incoming / "9月.csv").write_text(rows, "utf-8")
until(lambda: iface.messageBar().currentItem() is not None and "9月.csv" in iface.messageBar().currentItem().text())
ANSWERS["bar"] = iface.messageBar().currentItem().text()
until(lambda: len(dock.keeper.worklist.listed) == 4)
ANSWERS["cases"] = len(dock.keeper.worklist.listed)
picture("casework_watched_@tag@")
dock.show_layers()
wait(1500)
ANSWERS["layers"] = [node.name() for node in QgsProject.instance().layerTreeRoot().findLayers()][:2]
"""


@pytest.mark.parametrize(("tag", "language"), [("en", "en"), ("zh", "zh-Hans")])
def test_what_the_tutorial_says_of_cases(desktop, tmp_path, tag, language):
    """A click on the map, two keys, a watched folder: with the two townships of the demo."""
    answers = desktop.run(
        with_values(TUTORIAL.replace("@tag@", tag), {"folder": str(tmp_path)}), language=language, timeout=500
    )
    assert answers["empty"] == 0 and answers["tool"]
    assert answers["message"] == ("A new case." if tag == "en" else "已收入新案件。")
    assert answers["state"] == "pushed" and answers["village"]
    assert ("Irrigated land" if tag == "en" else "水浇地") in answers["place"]
    assert answers["cases"] == 4
    words = "9月.csv: 3 new cases, 0 of them repeats" if tag == "en" else "9月.csv：新案件 3 件，其中重复发生 0 件"
    assert answers["bar"].startswith(words)
    assert answers["layers"] == (
        ["Pictures of the cases", "Spots of the cases"] if tag == "en" else ["案件照片", "案件图斑"]
    )
    made = ROOT / ".build" / "pictures" / f"tutorial_casework_{tag}.png"
    assert made.stat().st_size > 20_000
    if os.environ.get("REDLINE_DOCS"):
        shutil.copy(made, ROOT / "docs" / "pictures" / made.name)
