"""The panel of casework in a real window: a case is judged, pushed, taken back and decided by its keys alone."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "qgis"))
from corner import make_corner

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
