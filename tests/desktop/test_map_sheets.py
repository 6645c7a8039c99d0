"""Map sheets from the window: the dialog, the files, the layouts in the layout manager, changed by hand and printed."""

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "qgis"))
from corner import make_corner

STEPS = """
from qgis.core import Qgis, QgsLayoutExporter, QgsLayoutItemLabel, QgsProject
from qgis.PyQt.QtWidgets import QAction, QDialog
from processing.gui.AlgorithmDialog import AlgorithmDialog
window, menu = iface.mainWindow(), plugins["redline"].menu
layers = {layer.customProperty("redline/role"): layer for layer in QgsProject.instance().mapLayers().values()}

def shown():
    return next(w for w in window.findChildren(QDialog) if isinstance(w, AlgorithmDialog) and w.isVisible())

window.findChild(QAction, "redline:mapsheets").trigger()
wait(1200)
dialog = shown()
given = dialog.createProcessingParameters()
ANSWERS["starts with"] = given.get("ADD_LAYOUTS")
ANSWERS["all"] = {key: str(value) for key, value in given.items()}
dialog.close()
wait(200)
menu.open_algorithm("redline:mapsheets", {
    "SHEET": "village", "INPUT": layers["village"].id(), "LANGUAGE": "zh_Hans", "ORIENTATION": "landscape",
    "OUTPUT": r"{output}"})
wait(1200)
dialog = shown()
dialog.runButton().click()
for _ in range(300):
    wait(200)
    if dialog.results():
        break
ANSWERS["sheets"] = dialog.results().get("SHEETS")
dialog.close()
manager = QgsProject.instance().layoutManager()
ANSWERS["layouts"] = [layout.name() for layout in manager.printLayouts()]
layout = manager.printLayouts()[0]
designer = iface.openLayoutDesigner(layout)
designer.setAtlasPreviewEnabled(True)
wait(2500)
designer.window().grab().save(str(Path(os.environ["REDLINE_PICTURES"]) / "layout_designer.png"))
# A person writes another title over it and prints the sheet again.
title = next(item for item in layout.items() if isinstance(item, QgsLayoutItemLabel) and item.id() == "title")
title.setText("手工修改的标题")
atlas = layout.atlas()
atlas.beginRender(); atlas.updateFeatures(); atlas.seekTo(0)
# As the designer's dialog starts.
settings = QgsLayoutExporter.PdfExportSettings()
settings.textRenderFormat = Qgis.TextRenderFormat(int(layout.customProperty("pdfTextFormat")))
result = QgsLayoutExporter(layout).exportToPdf(r"{again}", settings)
ANSWERS["printed"] = result == QgsLayoutExporter.ExportResult.Success
atlas.endRender()
designer.close()
wait(300)
"""


def words(path: Path) -> list[str]:
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8").split()


def pages(path: Path) -> int:
    done = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True)
    return int(next(line.split()[1] for line in done.stdout.splitlines() if line.startswith("Pages")))


def test_from_the_menu_to_a_sheet_changed_by_hand(desktop, tmp_path):
    gpkg, project = make_corner(tmp_path / "corner.gpkg"), tmp_path / "corner.qgs"
    desktop.run(
        f"""
        from qgis import processing
        processing.run("redline:loadcounty", {{"INPUT": {str(gpkg)!r}, "PROJECT": {str(project)!r}}})
        """
    )
    output, again = tmp_path / "图件", tmp_path / "again.pdf"
    steps = STEPS.replace("{output}", str(output)).replace("{again}", str(again))
    answers = desktop.run(steps, project=project, language="zh-Hans")
    assert answers["starts with"] is True, answers["all"]
    assert answers["sheets"] == 2
    assert len(list(output.glob("*.pdf"))) == 2
    assert answers["layouts"] == ["村图卡"]
    assert answers["printed"]
    text = words(again)
    assert "手工修改的标题" in "".join(text)
    assert "甲村" in "".join(text)
    # The same areas as on the sheet of the run.
    numbers = [word for word in words(sorted(output.glob("*.pdf"))[0]) if word.count(".") == 1 and len(word) > 5]
    assert len(numbers) > 4
    assert set(numbers) <= set(text)
    assert pages(again) == pages(sorted(output.glob("*.pdf"))[0]) == 1
