"""What the plugin adds to QGIS's start: processor time of loading it, beside what its parts would cost at once.

python bench/startup.py [rounds]

Each round is a process of its own that has QGIS's modules loaded already, as QGIS has when it comes to plugins.
"""

import json
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMIT_MS = 150.0

INSIDE = """
import json, sys, time
from types import SimpleNamespace
from qgis.core import QgsApplication
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtWidgets import QMainWindow, QMenu
import qgis.utils, numpy
application = QgsApplication([], True)
application.initQgis()
window = QMainWindow()
help_menu = QMenu(window)
window.menuBar().addMenu(help_menu)
factories = []
iface = SimpleNamespace(
    mainWindow=lambda: window, addToolBar=window.addToolBar, pluginHelpMenu=lambda: help_menu,
    firstRightStandardMenu=lambda: help_menu, registerCustomDropHandler=factories.append,
    unregisterCustomDropHandler=factories.remove, registerOptionsWidgetFactory=factories.append,
    unregisterOptionsWidgetFactory=factories.remove, registerLocatorFilter=factories.append,
    deregisterLocatorFilter=factories.remove, layerTreeView=lambda: None,
    addCustomActionForLayerType=lambda *_: None, removeCustomActionForLayerType=lambda *_: True,
)
sys.path.insert(0, sys.argv[1])
def spent(work):
    wall, busy = time.perf_counter(), time.process_time()
    work()
    return [(time.perf_counter() - wall) * 1e3, (time.process_time() - busy) * 1e3]
def start():
    global plugin
    import redline
    plugin = redline.classFactory(iface)
    plugin.initGui()
start_ms = spent(start)
tools_ms = spent(plugin.loader.now)
count = len(plugin.provider.algorithms())
plugin.unload()
print(json.dumps({"start": start_ms, "tools": tools_ms, "algorithms": count}))
"""


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    found = []
    for _ in range(rounds):
        command = [sys.executable, "-c", INSIDE, str(ROOT / ".build" / "plugins")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if not done.stdout.strip():
            print(done.stderr)
            return 1
        found.append(json.loads(done.stdout.strip().splitlines()[-1]))
    for name, what in (("start", "added to QGIS's start"), ("tools", "tools, afterwards in the background")):
        wall, busy = (statistics.median(each[name][k] for each in found) for k in (0, 1))
        print(f"{what:40} {wall:7.1f} ms   processor {busy:7.1f} ms")
    print(f"{found[0]['algorithms']} algorithms")
    added = statistics.median(each["start"][1] for each in found)
    print(f"limit {LIMIT_MS:.0f} ms: {'kept' if added < LIMIT_MS else 'MISSED'}")
    return 0 if added < LIMIT_MS else 1


if __name__ == "__main__":
    sys.exit(main())
