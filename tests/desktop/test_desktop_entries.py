"""What else the plugin brings to the window: settings, locator, layer menu, splitting on the map."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "qgis"))
from corner import make_corner

SETTINGS = """
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QDialog, QLineEdit, QComboBox, QTabWidget
from qgis.core import QgsSettings
seen = {}

def inside():
    "The options dialog blocks: this runs within it, as soon as it is up, however slow the machine."
    named = (w for w in QApplication.allWidgets() if w.objectName() == "RedlineOptionsPage")
    page = next((w for w in named if hasattr(w, "editors")), None)  # newer QGIS names its frame around the page so, too
    dialog = QApplication.activeModalWidget()
    if page is None or dialog is None:
        QTimer.singleShot(300, inside)
        return
    try:
        use(page, dialog)
    except BaseException:
        seen["failed"] = traceback.format_exc()
    dialog.accept()

def use(page, dialog):
    wait(500)
    picture("settings_{tag}", dialog)
    page.editors["office"].setText("冠县自然资源和规划局")
    page.editors["unit"].setCurrentIndex(page.editors["unit"].findData("mu"))
    page.editors["decimals_mu"].setValue(2)
    page.export(os.environ["REDLINE_ANSWERS"] + ".settings.json")
    seen["message"] = page.message.text()
    page.import_(os.environ["REDLINE_ANSWERS"] + ".settings.json")
    seen["imported"] = page.message.text()

QTimer.singleShot(1500, inside)
plugins["redline"].menu.open_settings()
ANSWERS["kept"] = [QgsSettings().value("redline/settings/" + key) for key in ("office", "unit", "decimals_mu")]
ANSWERS["seen"] = seen
from redline.ui.defaults import parameters_by_settings
ANSWERS["given"] = parameters_by_settings("redline:tallybylanduse")
"""

ENTRIES = """
from qgis.core import QgsProject, QgsPointXY, Qgis
from qgis.gui import QgsMapMouseEvent
from qgis.PyQt.QtCore import QEvent, QPoint, Qt
from qgis.PyQt.QtWidgets import QMenu, QLineEdit, QTreeView
canvas, menu = iface.mapCanvas(), plugins["redline"].menu
layers = {layer.customProperty("redline/role"): layer for layer in QgsProject.instance().mapLayers().values()}
iface.zoomFull()

# The layer tree's menu, as QGIS fills it.
view = iface.layerTreeView()
ANSWERS["entries"] = {}
for role in ("parcel", "village", "landuse"):
    view.setCurrentLayer(layers[role])
    shown = QMenu()
    view.contextMenuAboutToShow.emit(shown)
    ours = shown.findChild(QMenu, "RedlineLayerMenu")
    ANSWERS["entries"][role] = [action.text() for action in ours.actions()]
opened = []
menu.layer_menu.open_algorithm = lambda *given: opened.append(given[0])
view.setCurrentLayer(layers["parcel"])
shown = QMenu()
view.contextMenuAboutToShow.emit(shown)
shown.findChild(QMenu, "RedlineLayerMenu").actions()[0].trigger()
ANSWERS["opened"] = opened

# The locator, typed into.
iface.locatorSearch("hx yhdk")
wait(2500)
trees = [tree for tree in iface.mainWindow().findChildren(QTreeView) if tree.isVisible() and tree.model() is not None
         and tree.model().metaObject().className() == "QgsLocatorProxyModel"]
found = []
for tree in trees:
    for row in range(tree.model().rowCount()):
        found.append(str(tree.model().index(row, 0).data()))
ANSWERS["found"] = found
picture("locator")
for tree in trees:
    tree.window().hide()

# An exact area cut off a parcel on the map.
parcels = layers["parcel"]
parcels.startEditing()
iface.setActiveLayer(parcels)
menu.split_tool = None
from redline.ui.splittool import SplitTool
tool = menu.split_tool = SplitTool(iface)
tool.take(parcels, 6.0)

def mouse(kind, x, y, button=Qt.MouseButton.NoButton, keys=Qt.KeyboardModifier.NoModifier):
    place = canvas.getCoordinateTransform().transform(QgsPointXY(39400000 + 100 * x, 4040000 + 100 * y))
    event = QgsMapMouseEvent(canvas, kind, QPoint(round(place.x()), round(place.y())), button,
                             Qt.MouseButton.NoButton, keys)
    {QEvent.Type.MouseMove: tool.canvasMoveEvent, QEvent.Type.MouseButtonRelease: tool.canvasReleaseEvent}[kind](event)

mouse(QEvent.Type.MouseButtonRelease, 1.0, 1.0, Qt.MouseButton.LeftButton)
mouse(QEvent.Type.MouseMove, 1.9, 1.3)
picture("split")
# Ctrl: parallel to the parcel's side at the mouse, Shift: in steps of 15°.
ANSWERS["directions"] = []
for keys in (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier):
    mouse(QEvent.Type.MouseMove, 1.9, 1.3, keys=keys)
    ANSWERS["directions"].append(tool.azimuth)
ANSWERS["preview"] = float(tool.preview.area)
mouse(QEvent.Type.MouseButtonRelease, 1.9, 1.3, Qt.MouseButton.LeftButton)
from redline.core.ellipsoid import official_areas
from redline.layers.reading.planes import projection_of
from redline.layers.reading.sources import read_features
now = read_features(parcels, ["DKBH"])
areas = official_areas(now.polygons, projection_of(parcels.crs()))
ANSWERS["parcels"] = sorted([str(number), float(area)] for number, area in zip(now.attributes["DKBH"], areas))
parcels.undoStack().undo()
ANSWERS["undone"] = parcels.featureCount()
parcels.rollBack()
"""


@pytest.fixture(scope="module")
def county(desktop, tmp_path_factory):
    folder = tmp_path_factory.mktemp("entries")
    gpkg, project = make_corner(folder / "corner.gpkg"), folder / "corner.qgs"
    desktop.run(
        f"""
        from qgis import processing
        processing.run("redline:loadcounty", {{"INPUT": {str(gpkg)!r}, "PROJECT": {str(project)!r}}})
        """
    )
    return project


def test_the_settings_page_keeps_exports_and_fills_dialogs(desktop):
    answers = desktop.run(SETTINGS.replace("{tag}", "zh"), language="zh-Hans")
    assert "failed" not in answers["seen"], answers["seen"]["failed"]
    assert answers["kept"] == ["冠县自然资源和规划局", "mu", "2"]
    assert answers["seen"]["message"].startswith("已将 3 项设置写入")
    assert answers["seen"]["imported"].endswith("中的设置。")
    assert answers["given"] == {"UNIT": "mu", "DECIMALS": 2}


def test_layer_menu_locator_and_splitting(desktop, county):
    answers = desktop.run(ENTRIES, project=county)
    assert answers["entries"]["parcel"] == [
        "Tally this by land use…",
        "Check this against the red lines…",
        "Check this layer for faults…",
        "Map sheets of this…",
        "Approval dossier of this…",
    ]
    assert answers["entries"]["village"][0] == "Tally this by land use…"
    assert answers["entries"]["landuse"] == ["Check this layer for faults…"]
    assert answers["opened"] == ["redline:tallybylanduse"]
    assert any("一号地块" in text for text in answers["found"]), answers["found"]
    # 6 mu = 4,000 m² off parcel A1, which keeps the rest of its 9,997.54 m².
    along, steps, free = answers["directions"]
    assert along == pytest.approx(90, abs=1e-6)
    # 0.9 squares east and 0.3 north of the middle: atan(3) = 71.57°, the nearest step is 75°.
    assert steps == 75
    assert free == pytest.approx(71.57, abs=1)
    assert answers["preview"] == pytest.approx(4000, abs=0.2)
    # The piece and what is left have numbers of their own.
    parts = dict(answers["parcels"])
    assert parts["A1-1"] == 4000.0
    assert parts["A1-2"] == pytest.approx(9997.54 - 4000, abs=0.02)
    assert "A1" not in parts
    assert len(answers["parcels"]) == 4
    assert answers["undone"] == 3
