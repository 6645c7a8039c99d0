"""Every entry of the menu and the toolbar, and every button of the dock, used in a real window."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "qgis"))
from corner import make_corner

STEPS = """
from qgis.core import QgsApplication, QgsPointXY, QgsProject
from qgis.gui import QgsMapMouseEvent
from qgis.PyQt.QtCore import QEvent, QPoint, QTimer, Qt
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QAction, QApplication, QDialog, QDockWidget, QFileDialog, QInputDialog, QToolBar
window, canvas, menu = iface.mainWindow(), iface.mapCanvas(), plugins["redline"].menu
layers = {layer.customProperty("redline/role"): layer for layer in QgsProject.instance().mapLayers().values()}
iface.zoomFull()
wait(500)

# What would leave the window is caught.
opened = []
import redline.ui.menu, redline.ui.live.welcome, redline.ui.live.dock, redline.ui.splittool
class Browser:
    openUrl = staticmethod(lambda url: opened.append(url.toString()))
redline.ui.menu.QDesktopServices = redline.ui.live.welcome.QDesktopServices = Browser

def dialogs():
    return [w.windowTitle() for w in window.findChildren(QDialog) if w.isVisible()]

def close_dialogs():
    for w in window.findChildren(QDialog):
        if w.isVisible():
            w.close()
    wait(200)

def action(name):
    return next(a for a in window.findChildren(QAction) if a.objectName() == f"redline:{name}")

# The toolbar: what it does, button by button.
toolbar = window.findChild(QToolBar, "RedlineToolBar")
buttons = [toolbar.widgetForAction(a) for a in toolbar.actions()]
ANSWERS["toolbar"] = [a.objectName() or a.text() for a in toolbar.actions()]
ANSWERS["icons"] = [not a.icon().isNull() for a in toolbar.actions()]
ANSWERS["tips"] = [a.toolTip() for a in toolbar.actions()]
ANSWERS["pressed"] = {}
for number, each in enumerate(toolbar.actions()[:4]):
    buttons[number].click()
    wait(1200)
    ANSWERS["pressed"][each.objectName()] = dialogs()
    if number in (0, 3):
        picture(f"button_{number}_{tag}", next(w for w in window.findChildren(QDialog) if w.isVisible()))
    close_dialogs()

def in_popup():
    popup = QApplication.activePopupWidget()
    ANSWERS["popup"] = [a.text() for a in popup.actions()] if popup is not None else []
    picture(f"button_groups_{tag}")
    if popup is not None:
        popup.close()
QTimer.singleShot(700, in_popup)
buttons[4].click()
wait(900)

# The rest of the menu.
for name in ("approvaldossier", "checkpanel"):
    action(name).trigger()
    wait(1200)
    docks = [w.windowTitle() for w in window.findChildren(QDockWidget, "RedlineFindings")]
    ANSWERS["pressed"][name] = dialogs() or docks
    close_dialogs()
def page():
    wait(300)
    found = window.findChild(QDialog, "RedlineHelp").browser.source().toString()
    close_dialogs()
    return found

for name in ("tutorial", "help"):
    action(name).trigger()
    opened.append(page())
ANSWERS["opened"] = list(opened)
ANSWERS["help entry"] = action("help") in iface.pluginHelpMenu().actions()
def in_settings():
    page = next((w for w in QApplication.allWidgets() if w.objectName() == "RedlineOptionsPage"), None)
    dialog = QApplication.activeModalWidget()
    if page is None or dialog is None:
        QTimer.singleShot(300, in_settings)
        return
    ANSWERS["pressed"]["settings"] = [page.window().windowTitle()]
    dialog.reject()
QTimer.singleShot(1000, in_settings)
action("settings").trigger()
layers["parcel"].startEditing()
# Whatever else is active: the parcels are cut.
iface.setActiveLayer(None)
redline.ui.splittool.QInputDialog = type("Asked", (), {{"getDouble": staticmethod(lambda *a: (6.0, True))}})
action("split").trigger()
ANSWERS["pressed"]["split"] = [type(canvas.mapTool()).__name__]
layers["parcel"].rollBack()
ANSWERS["menu"] = sorted(a.objectName() for a in menu.menu.actions() if a.objectName().startswith("redline:"))

# The dock: modes and buttons.
action("livetally").trigger()
dock = menu.live
for _ in range(100):
    wait(100)
    if dock.keeper.county is not None and dock.keeper.fresh:
        break
modes = []
for button in dock.bar.actions():
    dock.bar.widgetForAction(button).click()
    modes.append([button.text(), dock.tool.mode.value, button.isChecked(), canvas.mapTool() is dock.tool])
ANSWERS["modes"] = modes
dock.bar.widgetForAction(dock.bar.actions()[0]).click()
dock.layers.setLayer(layers["parcel"])
place = canvas.getCoordinateTransform().transform(QgsPointXY(39400100, 4040100))
dock.tool.canvasMoveEvent(QgsMapMouseEvent(canvas, QEvent.Type.MouseMove, QPoint(round(place.x()), round(place.y()))))
wait(200)
dock.copy_button.click()
ANSWERS["copied"] = QCoreApplication.instance().clipboard().text()
redline.ui.live.dock.QFileDialog = type(
    "Chosen", (), {{"getSaveFileName": staticmethod(lambda *a: (r"{target}", "xlsx"))}})
dock.export_button.click()
before = layers["parcel"].featureCount()
dock.fill_in = lambda layer, feature: feature
dock.parcel_button.click()
ANSWERS["parcels"] = layers["parcel"].featureCount() - before
layers["parcel"].rollBack()

# Setting the office's method: the numbers follow, and say so.
from redline.layers.roles.settings import set_value
from redline.ui.options import _refresh
ANSWERS["official"] = dock.page.area.text()
set_value("area_method", "plane")
_refresh()
for _ in range(100):
    wait(100)
    if dock.keeper.fresh and dock.keeper.sources.method == "plane":
        break
wait(300)
ANSWERS["plane"] = dock.page.area.text()
set_value("area_method", "official")

# The welcome of an empty project.
QgsProject.instance().clear()
wait(1500)
welcome = dock.welcome
picture("button_welcome_{tag}")
ANSWERS["welcome"] = dock.stack.currentWidget() is welcome
welcome.load.click()
wait(800)
ANSWERS["pressed"]["load own"] = dialogs()
close_dialogs()
welcome.tutorial.click()
ANSWERS["opened"].append(page())
"""


@pytest.mark.parametrize(("language", "tag", "scale"), [("en", "en", 1), ("zh-Hans", "zh2", 2)])
def test_every_button(desktop, tmp_path, language, tag, scale):
    gpkg, project = make_corner(tmp_path / "corner.gpkg"), tmp_path / "corner.qgs"
    desktop.run(
        f"""
        from qgis import processing
        processing.run("redline:loadcounty", {{"INPUT": {str(gpkg)!r}, "PROJECT": {str(project)!r}}})
        """
    )
    target = tmp_path / "table.xlsx"
    steps = f"tag = {tag!r}\n" + STEPS.replace("{target}", str(target)).replace("{tag}", tag)
    steps = steps.replace("{{", "{").replace("}}", "}").replace(f'_{tag}")', f'_{tag}")')
    answers = desktop.run(steps, project=project, language=language, scale=scale, timeout=400)
    assert answers["toolbar"][:4] == [
        f"redline:{name}" for name in ("loadcounty", "livetally", "redlinecheck", "mapsheets")
    ]
    assert len(answers["toolbar"]) == 5
    assert all(answers["icons"]) and all(answers["tips"])
    pressed = answers["pressed"]
    for name in ("redline:loadcounty", "redline:redlinecheck", "redline:mapsheets", "approvaldossier", "load own"):
        assert len(pressed[name]) == 1, name
    assert pressed["redline:livetally"] == []
    assert len(pressed["checkpanel"]) == 1
    assert pressed["split"] == ["SplitTool"]
    assert len(pressed["settings"]) == 1
    assert len(answers["popup"]) >= 7, "the toolbox groups"
    assert answers["help entry"]
    assert len(answers["opened"]) == 3 and all("tutorial" in url for url in answers["opened"])
    assert set(answers["menu"]) == {
        f"redline:{name}"
        for name in ("loadcounty", "importparcelspreview", "checkpanel", "livetally", "redlinecheck", "mapsheets",
                     "approvaldossier", "casework", "split", "settings", "tutorial", "demo", "measure", "basemap")
    }  # fmt: skip
    assert [mode[1:] for mode in answers["modes"]] == [[name, True, True] for name in ("point", "draw", "drag")]
    assert [line for line in answers["copied"].splitlines() if "\t" in line][-1].split("\t")[2] in ("0.9998", "0.9997")
    assert target.stat().st_size > 3000
    assert answers["parcels"] == 1
    assert answers["official"] != answers["plane"]
    # A1 is a square of 100 m in the projection.
    assert "10000.00" in answers["plane"].replace(",", "").replace(" ", "")
    assert answers["welcome"]
