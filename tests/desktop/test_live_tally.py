"""The live tally as a planner meets it: pointing, holding, drawing, dragging a vertex, lighting up, copying."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "qgis"))
from corner import make_corner

STEPS = """
from qgis.core import QgsProject, QgsPointXY, QgsGeometry
from qgis.gui import QgsMapMouseEvent
from qgis.PyQt.QtCore import QEvent, QPoint, Qt
from qgis.PyQt.QtWidgets import QAction

window = iface.mainWindow()
canvas = iface.mapCanvas()
layers = {layer.customProperty("redline/role"): layer for layer in QgsProject.instance().mapLayers().values()}
iface.setActiveLayer(layers["parcel"])
action = window.findChild(QAction, "redline:livetally")
ANSWERS["entry"] = action.text()
action.trigger()
dock = plugins["redline"].menu.live
for _ in range(100):
    wait(100)
    if dock.keeper.county is not None and dock.keeper.fresh:
        break
ANSWERS["state"] = dock.keeper.state.value
iface.zoomFull()
wait(800)

def at(x, y):
    "A place of the corner, in squares of 100 m, as a pixel of the canvas."
    place = canvas.getCoordinateTransform().transform(QgsPointXY(39400000 + 100 * x, 4040000 + 100 * y))
    return QPoint(round(place.x()), round(place.y()))

def mouse(kind, x, y, button=Qt.MouseButton.NoButton):
    event = QgsMapMouseEvent(canvas, kind, at(x, y), button)
    {QEvent.Type.MouseMove: dock.tool.canvasMoveEvent, QEvent.Type.MouseButtonPress: dock.tool.canvasPressEvent,
     QEvent.Type.MouseButtonRelease: dock.tool.canvasReleaseEvent}[kind](event)

def click(x, y, button=Qt.MouseButton.LeftButton):
    mouse(QEvent.Type.MouseButtonPress, x, y, button)
    mouse(QEvent.Type.MouseButtonRelease, x, y, button)

def shown():
    model = dock.page.model
    return [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]
"""

POINTING = (
    STEPS
    + """
mouse(QEvent.Type.MouseMove, 1.0, 1.0)
ANSWERS["A1"] = [dock.page.title, shown()]
picture("{tag}_point")
click(1.0, 1.0)
ANSWERS["held"] = dock.tool.held
mouse(QEvent.Type.MouseMove, 4.2, 0.2)
ANSWERS["still"] = dock.page.title
ANSWERS["lit"] = dock.light_up("0101")
picture("{tag}_lit")
click(1.0, 1.0)
mouse(QEvent.Type.MouseMove, 4.2, 0.2)
ANSWERS["B1"] = [dock.page.title, dock.page.lines.text()]
dock.copy()
ANSWERS["text"] = QCoreApplication.instance().clipboard().text()
ANSWERS["html"] = QCoreApplication.instance().clipboard().mimeData().html()
from qgis.utils import unloadPlugin
unloadPlugin("redline")
ANSWERS["left"] = canvas.mapTool() is not None
"""
)

EDITING = (
    STEPS
    + """
from redline.ui.live.tool import Mode
dock.start(Mode.DRAW)
for corner in ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0)):
    click(*corner)
mouse(QEvent.Type.MouseMove, 0.0, 1.0)
ANSWERS["drawing"] = dock.page.answer.official.__float__()
ANSWERS["pixel"] = canvas.mapUnitsPerPixel()
click(0.0, 1.0)
click(0.0, 1.0, Qt.MouseButton.RightButton)
ANSWERS["drawn"] = [dock.page.title, dock.page.answer.official.__float__()]
picture("live_draw")
before = layers["parcel"].featureCount()
forms = []
def fill_in():
    "What a person does in QGIS's form: a number and a name, then OK."
    from qgis.gui import QgsAttributeDialog
    for form in window.findChildren(QgsAttributeDialog):
        if form.isVisible():
            forms.append(form.objectName())
            form.attributeForm().changeAttribute("DKBH", "N1")
            form.attributeForm().changeAttribute("DKMC", "新地块")
            picture("parcel_form", form)
            form.accept()
            return
    QTimer.singleShot(200, fill_in)
QTimer.singleShot(300, fill_in)
iface.setActiveLayer(layers["landuse"])
dock.make_parcel()
ANSWERS["form"] = forms
ANSWERS["made"] = [[f["DKBH"], f["DKMC"]] for f in layers["parcel"].getFeatures() if f["DKBH"] == "N1"]
ANSWERS["active"] = iface.activeLayer().id() == layers["parcel"].id()
ANSWERS["parcels"] = [before, layers["parcel"].featureCount(), layers["parcel"].isEditable()]
layers["parcel"].undoStack().undo()
ANSWERS["undone"] = layers["parcel"].featureCount()

dock.layers.setLayer(layers["parcel"])
dock.start(Mode.DRAG)
# Parcel A2 is 2.5 … 3.5 by 0.5 … 1.0 squares; its upper right corner goes half a square up.
mouse(QEvent.Type.MouseButtonPress, 3.5, 1.0, Qt.MouseButton.LeftButton)
areas = []
for step in range(1, 6):
    mouse(QEvent.Type.MouseMove, 3.5, 1.0 + 0.1 * step)
    areas.append(float(dock.page.answer.official))
ANSWERS["dragged"] = areas
picture("live_drag")
mouse(QEvent.Type.MouseButtonRelease, 3.5, 1.5, Qt.MouseButton.LeftButton)
ANSWERS["in_layer"] = sorted(round(f.geometry().area()) for f in layers["parcel"].getFeatures())
layers["parcel"].undoStack().undo()
ANSWERS["after_undo"] = sorted(round(f.geometry().area()) for f in layers["parcel"].getFeatures())
wait(300)
ANSWERS["numbers_after_undo"] = float(dock.page.answer.official)
dock.start(Mode.DRAW)
for corner in ((0.1, 0.1), (0.9, 0.9), (0.9, 0.1), (0.1, 0.9)):
    click(*corner)
click(0.1, 0.9, Qt.MouseButton.RightButton)
wait(300)
ANSWERS["bow_tie"] = [dock.page.title, dock.page.lines.text()]
ANSWERS["bow_tie_copied"] = list(dock.page.as_table().notes)[:1]
count = layers["parcel"].featureCount()
dock.make_parcel()
ANSWERS["no_parcel"] = layers["parcel"].featureCount() - count
layers["parcel"].rollBack()

# An unsaved edit of the land use counts at once, and is told as stale until it does.
land = layers["landuse"]
land.startEditing()
first = next(f for f in land.getFeatures() if f["BSM"] == "T1")
dock.start(Mode.POINT)
mouse(QEvent.Type.MouseMove, 1.0, 0.8)
ANSWERS["before"] = shown()
land.changeAttributeValue(first.id(), land.fields().lookupField("DLBM"), "1006")
ANSWERS["stale"] = [dock.keeper.fresh, dock.page.state.text() != "", dock.page.model.stale]
wait(300)
ANSWERS["after"] = shown()
ANSWERS["fresh"] = [dock.keeper.fresh, dock.page.model.stale]
land.rollBack()
wait(1500)
ANSWERS["rolled_back"] = shown()
layers["parcel"].selectAll()
wait(50)
ANSWERS["selected"] = [dock.page.title, float(dock.page.answer.official)]
"""
)


@pytest.fixture(scope="module")
def county(desktop, tmp_path_factory):
    """The corner's project, as "Load county layers" makes it."""
    folder = tmp_path_factory.mktemp("live")
    gpkg, project = make_corner(folder / "corner.gpkg"), folder / "corner.qgs"
    desktop.run(
        f"""
        from qgis import processing
        processing.run("redline:loadcounty", {{"INPUT": {str(gpkg)!r}, "PROJECT": {str(project)!r}}})
        """
    )
    return project


@pytest.mark.parametrize(("language", "entry"), [("en", "Live tally"), ("zh-Hans", "实时统计")])
def test_pointing_holding_lighting_copying(desktop, county, language, entry):
    answers = desktop.run(POINTING.replace("{tag}", f"live_{language}"), language=language, project=county)
    assert answers["entry"] == entry
    assert answers["state"] == "ready"
    title, rows = answers["A1"]
    # Parcel A1 is a square of 1 ha: half of it 0101 (lower half), half 0102.
    assert title.endswith("一号地块")
    assert [row[0].split()[0] for row in rows if row[0][0].isdigit()] == ["0101", "0102"]
    assert rows[-1][1].startswith("1.00") or rows[-1][1].startswith("0.99")
    half = float(rows[-1][1]) / 2
    assert [float(row[1]) for row in rows if row[0][0].isdigit()] == pytest.approx([half, half], abs=2e-4)
    assert answers["held"]
    assert answers["still"] == title
    assert answers["lit"] == 1
    other, lines = answers["B1"]
    assert other.endswith("三号地块")
    assert "○" in lines  # parcel B1 lies right of both patches of farmland
    lines = answers["text"].splitlines()
    assert lines[0].count("\t") == 4
    # Below the table stand the name, how and in which system it was measured, the verdicts, when and with what.
    for words in ("三号地块", "EPSG:4527", "m²", "Redline 红线", "20"):
        assert any(words in line for line in lines if "\t" not in line), words
    assert "mso-number-format:'\\@'\">0301" in answers["html"]
    assert answers["left"]


def test_drawing_dragging_editing_selecting(desktop, county):
    answers = desktop.run(EDITING, project=county)
    # A square of 100 m drawn by its corners, each of them within half a pixel along both axes: each side is within one
    # pixel, two of them make the area, which the ellipsoid changes by less than a thousandth.
    assert answers["pixel"] < 5
    assert answers["drawing"] == pytest.approx(10_000, abs=2 * 100 * answers["pixel"] + 10)
    assert answers["drawn"][1] == pytest.approx(10_000, abs=2 * 100 * answers["pixel"] + 10)
    before, after, editable = answers["parcels"]
    assert (after - before, editable) == (1, True)
    assert answers["undone"] == before
    assert answers["form"] == ["RedlineParcelForm"]
    assert answers["made"] == [["N1", "新地块"]]
    assert answers["active"], "Ctrl+Z goes to the parcels"
    # The corner rises by 10 m a step over a base of 100 m: 500 m² more each.
    assert answers["dragged"] == pytest.approx([5500, 6000, 6500, 7000, 7500], rel=2e-2)
    assert len(answers["in_layer"]) == len(answers["after_undo"]) == 3
    assert answers["after_undo"] == [5000, 10000, 30000]
    assert answers["in_layer"][0] == pytest.approx(7500, rel=2e-2)
    # What was undone is not left on the screen.
    assert answers["numbers_after_undo"] == pytest.approx(5000, rel=2e-3)
    title, lines = answers["bow_tie"]
    assert "its outline crosses itself" in title
    assert "Not judged: the outline crosses itself" in lines and "Clear" not in lines and "○" not in lines
    assert answers["bow_tie_copied"] == ["Not judged: the outline crosses itself, draw it anew"]
    assert answers["no_parcel"] == 0
    assert [row[0].split()[0] for row in answers["before"] if row[0][0].isdigit()] == ["0101", "0102"]
    assert answers["stale"] == [False, True, True]
    assert [row[0].split()[0] for row in answers["after"] if row[0][0].isdigit()] == ["0102", "1006"]
    assert answers["fresh"] == [True, False]
    assert answers["rolled_back"] == answers["before"]
    assert answers["selected"][1] == pytest.approx(45_000, rel=2e-3)


def test_at_twice_the_scale(desktop, county):
    """A screen of high resolution: the numbers are the same, the picture shows that nothing is cut."""
    answers = desktop.run(POINTING.replace("{tag}", "live_scaled"), project=county, scale=2)
    assert answers["A1"][0].endswith("一号地块")
    assert answers["lit"] == 1
