"""One project, opened by QGIS in one language and then in the other: words, names, aliases, values, tables follow."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "qgis"))
from corner import make_corner

LOOK = """
from qgis import processing
from qgis.core import QgsProject
from qgis.PyQt.QtWidgets import QAction
wait(800)
project = QgsProject.instance()
layers = {layer.customProperty("redline/role"): layer for layer in project.mapLayers().values()}
land = layers["landuse"]
place = land.fields().lookupField("DLBM")
ANSWERS["menu"] = [action.text() for action in plugins["redline"].menu.menu.actions() if action.text()]
ours = plugins["redline"].menu.groups
ANSWERS["groups"] = [menu.title() for menu in ours.findChildren(type(ours))]
ANSWERS["layers"] = {role: layer.name() for role, layer in layers.items()}
ANSWERS["tree"] = [node.name() for node in project.layerTreeRoot().findGroups()]
ANSWERS["alias"] = land.attributeAlias(place)
shown = [name for row in land.editorWidgetSetup(place).config()["map"] for name in row]
ANSWERS["values"] = [name for name in shown if name.startswith("0102")]
ANSWERS["legend"] = [category.label() for category in land.renderer().categories()]
ANSWERS["themes"] = sorted(project.mapThemeCollection().mapThemes())
ANSWERS["dirty"] = project.isDirty()
found = processing.run("redline:tallybylanduse", {"INPUT": layers["parcel"], "LANDUSE": land, "OUTPUT": "memory:"})
table = found["OUTPUT"]
ANSWERS["columns"] = [table.attributeDisplayName(i) for i in range(len(table.fields()))]
ANSWERS["classes"] = sorted({str(f["class_name"]) for f in table.getFeatures() if f["class_code"] == "0102"})
iface.zoomFull()
wait(1500)
picture("language_{tag}")
"""


def test_switching_the_language(desktop, tmp_path):
    gpkg, project = make_corner(tmp_path / "corner.gpkg"), tmp_path / "corner.qgs"
    desktop.run(
        f"""
        from qgis import processing
        processing.run("redline:loadcounty", {{"INPUT": {str(gpkg)!r}, "PROJECT": {str(project)!r}}})
        """
    )
    english = desktop.run(LOOK.replace("{tag}", "en"), project=project)
    chinese = desktop.run(LOOK.replace("{tag}", "zh"), project=project, language="zh-Hans")
    again = desktop.run(LOOK.replace("{tag}", "en"), project=project)
    assert again == english
    assert not english["dirty"] and not chinese["dirty"]
    assert english["layers"]["landuse"] != chinese["layers"]["landuse"] == "地类图斑"
    assert english["layers"]["parcel"].isascii()
    assert english["alias"] == "Class code" and chinese["alias"] == "地类编码"
    assert chinese["values"] == ["0102 水浇地"] and english["values"][0].isascii()
    assert "0102 水浇地" in chinese["legend"]
    assert all(label.isascii() for label in english["legend"])
    for part in ("menu", "groups", "tree", "themes"):
        assert len(english[part]) == len(chinese[part]) > 2
        assert not set(english[part]) & set(chinese[part])
    assert chinese["classes"] == ["水浇地"] and english["classes"][0].isascii()
    assert len(english["columns"]) == len(chinese["columns"])
    shared = set(english["columns"]) & set(chinese["columns"])
    assert len(shared) < len(english["columns"]) / 2, shared


@pytest.mark.parametrize("language", ["zh-Hans", "zh_CN"])
def test_both_names_of_simplified_chinese(desktop, language):
    """QGIS calls it zh-Hans, systems call it zh_CN."""
    answers = desktop.run('ANSWERS["text"] = plugins["redline"].menu.live_action.text()', language=language)
    assert answers["text"] == "实时统计"
