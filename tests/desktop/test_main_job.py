"""The main job as a planner meets it: the county's project in the window, the dialog from the menu, the folder."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "qgis"))
from corner import make_corner

STEPS = """
from qgis.core import QgsProject
from qgis.PyQt.QtWidgets import QAction, QDialog
from qgis import processing
from processing.gui.AlgorithmDialog import AlgorithmDialog

window = iface.mainWindow()
names = [layer.name() for layer in QgsProject.instance().mapLayers().values()]
ANSWERS["layers"] = sorted(names)
iface.zoomFull()
wait(1500)
picture("{tag}_project")
action = window.findChild(QAction, "redline:approvaldossier")
ANSWERS["entry"] = action.text()
action.trigger()
wait(1500)
dialogs = [widget for widget in window.findChildren(QDialog) if isinstance(widget, AlgorithmDialog)]
ANSWERS["opened"] = [dialog.windowTitle() for dialog in dialogs]
picture("{tag}_dialog", dialogs[0])
given = dialogs[0].createProcessingParameters()
roles = {{layer.id(): layer.customProperty("redline/role") for layer in QgsProject.instance().mapLayers().values()}}
ANSWERS["filled"] = {{
    name: roles.get(getattr(given[name], "source", None) and given[name].source.staticValue() or given[name])
    for name in ("PARCELS", "LANDUSE", "VILLAGES")
}}
dialogs[0].close()
dialog = processing.createAlgorithmDialog("redline:approvaldossier", {parameters!r})
dialog.show()
wait(500)
dialog.runButton().click()
for _ in range(200):
    wait(300)
    if dialog.results():
        break
wait(500)
picture("{tag}_done", dialog)
ANSWERS["results"] = {{key: value for key, value in dialog.results().items() if isinstance(value, (int, float, str))}}
dialog.close()
"""


@pytest.mark.parametrize(("language", "entry"), [("en", "Approval dossier…"), ("zh-Hans", "报批成果…")])
def test_from_the_project_to_the_dossier(desktop, tmp_path, language, entry):
    gpkg = make_corner(tmp_path / "冠县 corner.gpkg")
    project = tmp_path / "county.qgs"
    parameters = {
        "PARCELS": f"{gpkg}|layername=ZZ_TDZSFW",
        "LANDUSE": f"{gpkg}|layername=DLTB",
        "VILLAGES": f"{gpkg}|layername=CJDCQ",
        "RED_LINES": [f"{gpkg}|layername=YJJBNTBHTB"],
        "OUTPUT": str(tmp_path / "out"),
    }
    desktop.run(
        f"""
        from qgis import processing
        processing.run("redline:loadcounty", {{"INPUT": {str(gpkg)!r}, "PROJECT": {str(project)!r}}})
        """
    )
    steps = STEPS.format(tag=f"main_{language}", parameters=parameters)
    answers = desktop.run(steps, language=language, project=project)
    assert len(answers["layers"]) == 6
    assert answers["entry"] == entry
    assert len(answers["opened"]) == 1
    assert entry.rstrip("…").lower() in answers["opened"][0].lower()
    # The dialog starts with the layers where they belong, by their roles.
    assert answers["filled"] == {"PARCELS": "parcel", "LANDUSE": "landuse", "VILLAGES": "village"}
    assert answers["results"]["PARCEL_COUNT"] == 3
    assert answers["results"]["VIOLATIONS"] == 1
    assert (tmp_path / "out" / "report.html").is_file()
