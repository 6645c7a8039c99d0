"""The dialog "Load county layers…" in a real window: read, correct, load."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

OPEN = """
from qgis.PyQt.QtWidgets import QAction, QComboBox, QDialog, QPushButton, QTableWidget
from qgis.core import QgsProject
action = iface.mainWindow().findChild(QAction, "redline:loadcounty")
ANSWERS["text"] = action.text()
action.trigger()
wait(500)
dialog = iface.mainWindow().findChild(QDialog, "RedlineLoadCounty")
table = dialog.findChild(QTableWidget, "layers")
parts = dialog.findChild(QTableWidget, "parts")
def roles():
    return {table.item(row, 0).text(): table.cellWidget(row, 2).currentData() for row in range(table.rowCount())}
def press(name):
    dialog.findChild(QPushButton, name).click()
    wait(800)
def messages():
    return [item.text() + " " + item.title() for item in dialog.bar.items()]
"""


@pytest.fixture(scope="module")
def delivery(tmp_path_factory):
    """The small county, written by QGIS without a window, in a process of its own."""
    folder = tmp_path_factory.mktemp("delivery")
    code = f"""
import importlib.util, sys
from pathlib import Path
from qgis.core import QgsApplication
app = QgsApplication([], False); app.initQgis()
spec = importlib.util.spec_from_file_location("smallcounty", {str(ROOT / "tests" / "qgis" / "smallcounty.py")!r})
module = importlib.util.module_from_spec(spec); sys.modules["smallcounty"] = module
spec.loader.exec_module(module)
module.write(Path({str(folder)!r}), "ESRI Shapefile", "GBK")
app.exitQgis()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert (folder / "DLTB.shp").exists(), done.stderr
    (folder / "DLTB.cpg").unlink()
    return folder


def test_from_folder_to_project(desktop, delivery):
    answers = desktop.run(
        OPEN
        + f"""
from qgis.PyQt.QtWidgets import QCheckBox
dialog.findChild(QCheckBox, "check").setChecked(False)
dialog.folder.setFilePath({str(delivery)!r})
press("read")
ANSWERS["roles"] = roles()
ANSWERS["notes"] = [table.item(row, 5).text() for row in range(table.rowCount()) if table.item(row, 0).text() == "DLTB"]
row = [table.item(row, 0).text() for row in range(table.rowCount())].index("DLTB")
table.selectRow(row); wait(100)
ANSWERS["parts"] = {{parts.item(r, 0).text(): parts.cellWidget(r, 1).currentData() for r in range(parts.rowCount())}}
picture("load-county", dialog)
# a person says that the batches are tract areas, and names another field for them
row = [table.item(r, 0).text() for r in range(table.rowCount())].index("ZZ_PCFW")
box = table.cellWidget(row, 2)
ANSWERS["offered"] = [box.itemData(i) for i in range(box.count())]
box.setCurrentIndex(box.findData("tract")); wait(100)
ANSWERS["sure"] = table.item(row, 3).text()
first = parts.cellWidget(0, 1)
first.setCurrentIndex(first.findData("PCBH")); wait(100)
press("load")
project = QgsProject.instance()
layers = {{layer.customProperty("redline/role"): layer for layer in project.mapLayers().values()}}
ANSWERS["loaded"] = sorted(layers)
ANSWERS["tract"] = layers["tract"].customProperty("redline/fields")
ANSWERS["tree"] = [node.name() for node in project.layerTreeRoot().children()]
ANSWERS["crs"] = project.crs().authid()
ANSWERS["title"] = project.title()
ANSWERS["messages"] = messages()
extent = iface.mapCanvas().extent()
ANSWERS["sees_county"] = extent.contains(layers["county"].extent())
dialog.close(); wait(300)
picture("county-loaded")
ANSWERS["village"] = [f["ZLDWMC"] for f in layers["village"].getFeatures()][:1]
"""
    )
    assert answers["text"] == "Load county layers…"
    assert answers["roles"]["DLTB"] == "landuse" and answers["roles"]["ZZ_PCFW"] == "batch"
    assert set(answers["roles"].values()) == {
        "county", "township", "village", "landuse", "farmland", "ecological", "urban", "camera", "alert", "parcel",
        "batch", "population",
    }  # fmt: skip
    assert answers["notes"] == ["DLTB: the texts are in GBK, the file says nothing; they are read as GBK."]
    assert answers["parts"]["Class code"] == "DLBM" and answers["parts"]["Ridge coefficient"] == "KCXS"
    assert "tract" in answers["offered"] and "camera" not in answers["offered"], "only roles of areas"
    assert answers["sure"] == "chosen"
    assert "tract" in answers["loaded"] and "batch" not in answers["loaded"]
    assert '"number": "PCBH"' in answers["tract"]
    assert answers["tree"] == ["Cameras", "Land acquisition", "Red lines", "Boundaries", "Land use", "Tables"]
    assert answers["crs"] == "EPSG:4527" and answers["title"] == "冠县"
    assert any("12 layers are loaded." in one for one in answers["messages"])
    assert answers["sees_county"]
    assert answers["village"] == ["东街村"]


def test_in_chinese_and_with_wrong_input(desktop, tmp_path):
    answers = desktop.run(
        OPEN
        + f"""
ANSWERS["title"] = dialog.windowTitle()
press("read")
ANSWERS["nothing"] = messages()
dialog.folder.setFilePath({str(tmp_path)!r})
press("read")
ANSWERS["empty"] = messages()
ANSWERS["may_load"] = dialog.findChild(QPushButton, "load").isEnabled()
picture("load-county-zh", dialog)
""",
        language="zh-Hans",
    )
    assert answers["title"] == "加载县域图层"
    assert "选择县级数据所在的文件夹或文件" in answers["nothing"][0]
    assert "没有 QGIS 能打开的图层" in answers["empty"][0]
    assert not answers["may_load"]


def test_the_check_shows_each_place(desktop, delivery, tmp_path):
    from osgeo import ogr

    faulty = tmp_path / "faulty"
    shutil.copytree(delivery, faulty)
    file = ogr.Open(str(faulty / "DLTB.shp"), 1)
    for fid, field, value in ((3, "DLBM", "9999"), (5, "TBMJ", 99999.0)):
        feature = file.GetLayer(0).GetFeature(fid)
        feature.SetField(field, value)
        file.GetLayer(0).SetFeature(feature)
    del feature, file
    answers = desktop.run(
        OPEN
        + f"""
from qgis.PyQt.QtCore import QEvent
from qgis.PyQt.QtWidgets import QCheckBox, QDockWidget, QLabel, QWidget
dialog.folder.setFilePath({str(faulty)!r})
press("read")
bands = len(iface.mapCanvas().scene().items())
press("load")
window = iface.mainWindow().findChild(QDockWidget, "RedlineFindings")
for _ in range(240):
    wait(250)
    if not window.tasks:
        break
found = window.findChild(QTableWidget, "findings")
ANSWERS["summary"] = window.findChild(QLabel, "summary").text()
ANSWERS["rows"] = [[found.item(r, c).text() for c in range(6)] for r in range(found.rowCount())]
picture("findings", window)
row = [r for r in range(found.rowCount()) if found.item(r, 3).text() == "Unknown class"]
before = iface.mapCanvas().extent().width()
found.selectRow(row[0]); wait(500)
ANSWERS["zoomed"] = iface.mapCanvas().extent().width() < before
ANSWERS["marked"] = window.band.isVisible()
picture("findings-map")
window.findChild(QCheckBox, "errorsOnly").setChecked(True); wait(100)
ANSWERS["shown"] = sum(not found.isRowHidden(r) for r in range(found.rowCount()))
ANSWERS["top"] = QgsProject.instance().layerTreeRoot().children()[0].name()
window.close(); wait(200)
dialog.close(); wait(200)
from qgis.utils import unloadPlugin
unloadPlugin("redline")
QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
ANSWERS["bands"] = [bands, len(iface.mapCanvas().scene().items())]
ANSWERS["windows"] = [w.objectName() for w in iface.mainWindow().findChildren(QWidget)
                      if w.objectName().startswith("Redline")]
"""
    )
    assert [(row[0], row[2], row[3]) for row in answers["rows"]] == [
        ("error", "3", "Unknown class"), ("warning", "5", "Recorded area"),
    ]  # fmt: skip
    assert answers["summary"] == "Errors: 1, warnings: 1"
    assert answers["zoomed"] and answers["marked"]
    assert answers["top"] == "Places of the findings"
    assert answers["shown"] == 1
    assert answers["bands"][0] == answers["bands"][1], "no mark stays on the map"
    assert answers["windows"] == [], "the plugin takes its windows with it"


def test_save_as_leaves_out_personal_data(desktop, delivery, tmp_path):
    """QGIS's own dialog offers every field ticked; personal data only when a person ticks it."""
    answers = desktop.run(
        OPEN
        + f"""
from qgis.gui import QgsVectorLayerSaveAsDialog
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication, QCheckBox
dialog.findChild(QCheckBox, "check").setChecked(False)
dialog.folder.setFilePath({str(delivery)!r})
press("read"); press("load")
layers = QgsProject.instance().mapLayers().values()
layer = next(one for one in layers if one.customProperty("redline/role") == "farmland")
iface.setActiveLayer(layer)
ANSWERS["fields"] = layer.fields().names()

def ticked(table):
    cells = [table.item(row, 0) for row in range(table.rowCount())]
    return [cell.text() for cell in cells if cell.checkState() == Qt.CheckState.Checked]

def look():
    one = QApplication.activeModalWidget()
    if one is None:
        return
    timer.stop()
    try:
        wait(200)
        ANSWERS["dialog"] = one.objectName()
        fields = one.findChild(QTableWidget, "mAttributeTable")
        ANSWERS["first"] = ticked(fields)
        formats = one.findChild(QComboBox, "mFormatComboBox")
        formats.setCurrentIndex(formats.findText("GeoJSON"))
        ANSWERS["other format"] = ticked(fields)
        chosen = sip.cast(one, QgsVectorLayerSaveAsDialog).selectedAttributes()
        ANSWERS["chosen"] = [layer.fields().names()[place] for place in chosen]
        row = [fields.item(r, 0).text() for r in range(fields.rowCount())].index("LXDH")
        ANSWERS["words"] = fields.item(row, 0).toolTip()
        fields.item(row, 0).setCheckState(Qt.CheckState.Checked)
        ANSWERS["by hand"] = ticked(fields)
    except Exception:
        ANSWERS["look"] = traceback.format_exc()
    one.done(0)

timer = QTimer(); timer.timeout.connect(look); timer.start(300)
dialog.close()
iface.mainWindow().findChild(QAction, "mActionLayerSaveAs").trigger()
wait(300)
"""
    )
    assert "look" not in answers, answers.get("look")
    personal = {"ZRRZJHM", "LXDH", "JZDZ"}
    assert personal < set(answers["fields"])
    assert answers["dialog"] == "QgsVectorLayerSaveAsDialogBase"
    kept = [name for name in answers["fields"] if name not in personal]
    assert answers["first"] == answers["other format"] == answers["chosen"]
    # the virtual field of the village code is QGIS's own matter
    assert set(answers["first"]) <= set(kept) and {"DLBM", "YJJBNTMJ"} <= set(answers["first"])
    assert "left out" in answers["words"]
    assert set(answers["by hand"]) - set(answers["first"]) == {"LXDH"}
