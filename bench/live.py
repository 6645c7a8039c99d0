"""How long from the mouse to the numbers: the live tally's own tool and dock, driven over a county.

python bench/live.py COUNTY.gpkg [moves]

Prints median, 95 % and longest time of a move, from the mouse event to the painted table, by what is pointed at.
"""

import os
import random
import statistics
import sys
import time
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).resolve().parent.parent
sys.path[:] = [str(ROOT / ".build" / "plugins"), *(entry for entry in sys.path if Path(entry or ".").resolve() != ROOT)]

from qgis.core import QgsApplication, QgsPointXY, QgsProject, QgsVectorLayer  # noqa: E402
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMessageBar  # noqa: E402
from qgis.PyQt.QtCore import QEvent, QPoint, Qt  # noqa: E402
from qgis.PyQt.QtWidgets import QMainWindow  # noqa: E402

ROLES = {"DLTB": "landuse", "CJDCQ": "village", "XZQ": "township", "YJJBNTBHTB": "farmland", "STBHHX": "ecological",
         "CZKFBJ": "urban", "ZZ_TDZSFW": "parcel", "camera": "camera"}  # fmt: skip
LIMIT_MS = 16.0
MOVES = 400


def window_of(layers):
    """A window with a map, as much of QGIS's as the dock asks for."""
    window = QMainWindow()
    canvas = QgsMapCanvas(window)
    window.setCentralWidget(canvas)
    window.resize(1366, 768)
    canvas.setDestinationCrs(layers["DLTB"].crs())
    canvas.setExtent(layers["CJDCQ"].extent())
    window.show()
    return SimpleNamespace(
        mainWindow=lambda: window,
        mapCanvas=lambda: canvas,
        activeLayer=lambda: None,
        messageBar=lambda: QgsMessageBar(window),
        removeDockWidget=window.removeDockWidget,
    )


def main() -> None:
    path = sys.argv[1]
    moves = int(sys.argv[2]) if len(sys.argv) > 2 else MOVES
    application = QgsApplication([], True)
    application.initQgis()
    from redline.core import compiled
    from redline.layers.roles.fields import remember
    from redline.ui.live.dock import LiveDock
    from redline.ui.live.keeper import CountyKeeper
    from redline.ui.live.tool import Mode

    if compiled.available():
        compiled.warm_up()
    layers = {name: QgsVectorLayer(f"{path}|layername={name}", name, "ogr") for name in ROLES}
    for name, layer in layers.items():
        remember(layer, ROLES[name], {})
    QgsProject.instance().addMapLayers(list(layers.values()))
    iface = window_of(layers)
    canvas = iface.mapCanvas()
    dock = LiveDock(iface, lambda *_: None, CountyKeeper(iface.mainWindow()))
    iface.mainWindow().addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    dock.show()
    begin = time.perf_counter()
    while not (dock.keeper.county is not None and dock.keeper.fresh):
        application.processEvents()
        time.sleep(0.005)
        if time.perf_counter() - begin > 300:
            print("the county did not come:", dock.keeper.state, dock.keeper.reason)
            sys.exit(1)
    print(f"{len(dock.keeper.county.land_use)} patches, engine {compiled.state()}, read and indexed in "
          f"{time.perf_counter() - begin:.2f} s in the background")  # fmt: skip
    while any(task.isActive() for task in QgsApplication.taskManager().activeTasks()):
        application.processEvents()
        time.sleep(0.01)

    def move(place: QgsPointXY) -> tuple[float, float]:
        pixel = canvas.getCoordinateTransform().transform(place)
        event = QgsMapMouseEvent(canvas, QEvent.Type.MouseMove, QPoint(round(pixel.x()), round(pixel.y())))
        start, busy = time.perf_counter(), time.process_time()
        dock.tool.canvasMoveEvent(event)
        while dock.asker.waiting:
            application.processEvents()
        dock.page.table.viewport().repaint()
        dock.page.bar.repaint()
        return (time.perf_counter() - start) * 1e3, (time.process_time() - busy) * 1e3

    chance = random.Random(7)  # noqa: S311  # the same places in every run
    worst = 0.0
    dock.start(Mode.POINT)
    for name, scale in (("ZZ_TDZSFW", 0.1), ("CJDCQ", 1.0), ("XZQ", 1.0)):
        dock.layers.setLayer(layers[name])
        places = [each.geometry().pointOnSurface().asPoint() for each in layers[name].getFeatures()]
        canvas.setExtent(layers["CJDCQ"].extent())
        canvas.zoomByFactor(scale)
        times = []
        for _ in range(moves // (1 if name != "XZQ" else 8)):
            place = chance.choice(places)
            before = dock.page.answer
            canvas.setCenter(place)
            spent = move(place)
            if dock.page.answer is not before:
                times.append(spent)
        worst = max(worst, report(f"pointing at {ROLES[name]}", times) if name != "XZQ" else 0.0)
        if name == "XZQ":
            report("pointing at township (in a thread)", times)
    # A parcel of some hectares drawn anywhere in the county, its last corner moving.
    dock.start(Mode.DRAW)
    extent = layers["CJDCQ"].extent()
    times = []
    for _ in range(moves // 10):
        x = chance.uniform(extent.xMinimum(), extent.xMaximum())
        y = chance.uniform(extent.yMinimum(), extent.yMaximum())
        dock.tool.let_go()
        dock.tool._corners = [QgsPointXY(x, y), QgsPointXY(x + 300, y), QgsPointXY(x + 320, y + 250)]
        canvas.setCenter(QgsPointXY(x, y))
        times += [move(QgsPointXY(x + 20 * step, y + 260)) for step in range(10)]
    worst = max(worst, report("drawing a parcel", times))
    print(f"median {worst:.1f} ms at most; the limit is {LIMIT_MS:.0f} ms: {'kept' if worst < LIMIT_MS else 'MISSED'}")
    sys.stdout.flush()
    # A window made by hand is not taken apart as QGIS takes its own apart: the process just ends.
    os._exit(0 if worst < LIMIT_MS else 1)


def report(what: str, spent: list[tuple[float, float]]) -> float:
    times = sorted(wall for wall, _ in spent)
    median = statistics.median(times)
    print(f"{what:36} {len(times):5} moves  median {median:6.2f} ms  95 % {times[int(0.95 * len(times))]:6.2f} ms  "
          f"longest {times[-1]:6.2f} ms  processor {statistics.median(busy for _, busy in spent):6.2f} ms")  # fmt: skip
    return median


if __name__ == "__main__":
    main()
