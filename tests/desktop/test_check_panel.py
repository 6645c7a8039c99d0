"""The list of findings in the window: faults of the layers and land on red lines, zoom, settled, next."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "qgis"))
from corner import make_corner

STEPS = """
from qgis.core import QgsProject
from qgis.PyQt.QtWidgets import QAction, QDialog, QDockWidget, QLabel, QPushButton, QTableWidget
from processing.gui.AlgorithmDialog import AlgorithmDialog
window, canvas = iface.mainWindow(), iface.mapCanvas()
iface.zoomFull()
window.findChild(QAction, "redline:checkpanel").trigger()
dock = window.findChild(QDockWidget, "RedlineFindings")
for _ in range(300):
    wait(200)
    if not dock.tasks:
        break
table = dock.findChild(QTableWidget, "findings")

def listed():
    return [[table.item(row, column).text() for column in range(6)] for row in range(table.rowCount())]

def press(name):
    dock.findChild(QPushButton, name).click()
    wait(300)

def chosen():
    rows = table.selectionModel().selectedRows()
    return rows[0].row() if rows else -1

ANSWERS["rows"] = listed()
ANSWERS["summary"] = dock.findChild(QLabel, "summary").text()
line = next(number for number, row in enumerate(dock.rows) if "A1" in row.feature)
whole = canvas.extent().width()
table.selectRow(line)
wait(800)
ANSWERS["zoomed"] = [canvas.extent().width() < whole, dock.band.isVisible()]
iface.zoomFull()
press("zoom")
ANSWERS["zoomed again"] = canvas.extent().width() < whole
picture("check_panel_{tag}")
press("settled")
ANSWERS["struck"] = table.item(line, 0).font().strikeOut()
ANSWERS["went on"] = chosen() != line
press("next")
ANSWERS["next"] = chosen()

# The red-line check in its own dialog brings its findings into the list too.
dock.found.clear(); dock.fill()
window.findChild(QAction, "redline:redlinecheck").trigger()
wait(1500)
dialog = next(w for w in window.findChildren(QDialog) if isinstance(w, AlgorithmDialog) and w.isVisible())
dialog.runButton().click()
for _ in range(200):
    wait(200)
    if dialog.results():
        break
wait(500)
ANSWERS["from the dialog"] = listed()
ANSWERS["still settled"] = [table.item(row, 0).font().strikeOut() for row in range(table.rowCount())]
dialog.close()
"""


def test_red_lines_and_faults_in_one_list(desktop, tmp_path):
    gpkg, project = make_corner(tmp_path / "corner.gpkg"), tmp_path / "corner.qgs"
    desktop.run(
        f"""
        from qgis import processing
        processing.run("redline:loadcounty", {{"INPUT": {str(gpkg)!r}, "PROJECT": {str(project)!r}}})
        """
    )
    answers = desktop.run(STEPS.replace("{tag}", "zh"), project=project, language="zh-Hans")
    # A1 reaches 0.1 × 0.5 squares into the farmland, 500 m²; B1 0.5 × 2 beyond the urban boundary, 10,000 m² less
    # the hole's part, which ends there.
    lines = [row for row in answers["rows"] if row[2] in ("A1 一号地块", "B1 三号地块")]
    assert {row[2]: float(row[4].removesuffix(" m²")) for row in lines} == {
        "A1 一号地块": pytest.approx(500, rel=2e-3),
        "B1 三号地块": pytest.approx(10_000, rel=2e-3),
    }
    assert all(row[0] == "错误" and "平方米" in row[5] for row in lines), lines
    assert len(answers["rows"]) > len(lines), "the faults of the layers stand there too"
    assert answers["zoomed"] == [True, True]
    assert answers["zoomed again"]
    assert answers["struck"] and answers["went on"]
    assert answers["next"] >= 0
    assert sorted(row[2] for row in answers["from the dialog"]) == sorted(row[2] for row in lines)
    assert any(answers["still settled"])
