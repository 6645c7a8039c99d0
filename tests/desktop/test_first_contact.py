"""First contact with the plugin from its zip: the demo county is made in the background and opened unasked."""

import pytest

STEPS = """
import time
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QDialog, QFileDialog
ANSWERS["from"] = plugins["redline"].__module__ and __import__("redline").__file__
menu = plugins["redline"].menu
menu.live_action.trigger()
welcome = menu.live.welcome
# Fewer patches than a person gets, so that the test is quicker.
import redline.ui.live.welcome as page
from functools import partial
page.DemoTask = partial(page.DemoTask, patches=20_000)
wait(300)
ANSWERS["cost"] = welcome.cost.text()
picture("first_contact")
beats, last = [], [time.monotonic()]
def beat():
    now = time.monotonic()
    beats.append(now - last[0])
    last[0] = now
timer = QTimer(); timer.timeout.connect(beat); timer.start(50)
welcome.county.click()
wait(1500)
ANSWERS["running"] = [welcome.progress.isVisible(), welcome.county.isEnabled(), welcome.cost.text()]
picture("first_contact_making")
shares = set()
for _ in range(1800):
    wait(100)
    shares.add(welcome.progress.value())
    if welcome.task is None:
        break
    ANSWERS["asked"] = any(w.isVisible() for w in iface.mainWindow().findChildren(QDialog))
timer.stop()
ANSWERS["longest"] = sorted(beats)[-4:]
ANSWERS["median"] = sorted(beats)[len(beats) // 2]
ANSWERS["shares"] = len(shares)
for _ in range(300):
    wait(100)
    if menu.live.keeper.county is not None and menu.live.keeper.fresh:
        break
ANSWERS["patches"] = len(menu.live.keeper.county.land_use)
ANSWERS["project"] = QgsProject.instance().fileName()
iface.zoomFull()
wait(3000)
picture("first_contact_county")
from redline.ui.demo import county_project
ANSWERS["again"] = str(county_project())
"""


@pytest.mark.slow
def test_the_demo_county_of_an_installed_plugin(desktop, installed):
    answers = desktop.run(STEPS, timeout=400, plugins=installed)
    assert str(installed) in answers["from"]
    assert answers["cost"] == "Made on this machine in the background: about a minute, 190 MB in your QGIS profile."
    assert answers["running"][:2] == [True, False]
    assert not answers["asked"], "no file is asked for"
    assert answers["shares"] >= 4
    # The window goes on while the county is made: its timer of 50 ms keeps its beat.
    assert answers["median"] < 0.5
    assert answers["patches"] >= 20_000
    assert answers["project"].endswith("guanxian.qgz") and "profiles" in answers["project"]
    assert answers["again"] == answers["project"]


SMALL = """
from qgis.core import QgsProject
menu = plugins["redline"].menu
menu.menu.findChild(type(menu.help), "redline:demo").trigger()
for _ in range(300):
    wait(100)
    if menu.live is not None and menu.live.keeper.county is not None and menu.live.keeper.fresh:
        break
ANSWERS["patches"] = len(menu.live.keeper.county.land_use)
ANSWERS["project"] = QgsProject.instance().fileName()
root = QgsProject.instance().layerTreeRoot()
ANSWERS["seen"] = sorted(str(n.layer().customProperty("redline/role")) for n in root.findLayers() if n.isVisible())
wait(1500)
picture("first_hour_{tag}")
menu.open_tutorial()
wait(800)
page = iface.mainWindow().findChild(redline.ui.help.HelpWindow, "RedlineHelp")
ANSWERS["tutorial"] = [page.isVisible(), page.browser.source().fileName(), page.browser.toPlainText()[:40]]
from qgis.PyQt.QtCore import QUrl
picture_of = page.browser.loadResource(2, QUrl("pictures/tutorial_03_project_{tag}.png"))
ANSWERS["picture"] = 200 <= picture_of.width() <= page.browser.viewport().width()
picture("first_hour_tutorial_{tag}", page)
page.close()
"""


@pytest.mark.parametrize(("language", "tag", "begins"), [("en", "en", "Ten steps"), ("zh-Hans", "zh", "用示范县")])
def test_two_townships_open_at_once_and_the_tutorial_beside_them(desktop, tmp_path, language, tag, begins):
    """From the zip's own files: the demo, with red lines, parcels and cameras seen, and the tutorial in a window."""
    steps = "import redline.ui.help\n" + SMALL.replace("{tag}", tag)
    answers = desktop.run(steps, language=language)
    assert answers["patches"] > 2_500
    assert "townships-" in answers["project"] and answers["project"].endswith(".qgz")
    assert {"parcel", "farmland", "urban", "camera", "landuse", "village"} <= set(answers["seen"])
    assert answers["tutorial"][0]
    assert answers["tutorial"][1].startswith("tutorial") and begins in answers["tutorial"][2]
    assert answers["picture"]


UNSAVED = """
from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.PyQt.QtWidgets import QApplication, QMessageBox
import redline.ui.live.welcome as page
menu = plugins["redline"].menu
menu.live_action.trigger()
welcome = menu.live.welcome
place = Path(os.environ["REDLINE_ANSWERS"]).parent / "demo.qgz"
demo = QgsProject()
demo.setTitle("demo")
demo.addMapLayer(QgsVectorLayer("Point?crs=EPSG:4527", "of the demo", "memory"))
assert demo.write(str(place))
page.county_project = lambda: place
mine = QgsVectorLayer("Polygon?crs=EPSG:4527", "my sketch", "memory")
feature = QgsFeature()
feature.setGeometry(QgsGeometry.fromWkt("POLYGON((0 0, 1 0, 1 1, 0 0))"))
mine.dataProvider().addFeature(feature)
QgsProject.instance().addMapLayer(mine)
QgsProject.instance().setDirty(True)
asked = []
def cancel():
    box = QApplication.activeModalWidget()
    if box is None:
        QTimer.singleShot(200, cancel)
        return
    asked.append(box.text() if isinstance(box, QMessageBox) else box.windowTitle())
    box.reject()
QTimer.singleShot(200, cancel)
welcome.open_county()
wait(500)
layers = lambda: sorted(layer.name() for layer in QgsProject.instance().mapLayers().values())
ANSWERS["asked"], ANSWERS["kept"] = list(asked), layers()
ANSWERS["features"] = mine.featureCount()
QgsProject.instance().clear()
QgsProject.instance().setDirty(False)
welcome.open_county()
wait(500)
ANSWERS["opened"], ANSWERS["again"] = layers(), len(asked)
"""


def test_the_demo_button_asks_for_what_is_not_saved(desktop):
    """As QGIS asks when a project is opened; a person who cancels keeps the layers."""
    answers = desktop.run(UNSAVED)
    assert len(answers["asked"]) == 1, answers["asked"]
    assert answers["kept"] == ["my sketch"] and answers["features"] == 1
    assert answers["opened"] == ["of the demo"] and answers["again"] == 1
