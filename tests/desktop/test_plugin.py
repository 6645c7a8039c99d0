"""The plugin in a real window."""

TRACES = """
from qgis.core import QgsApplication, QgsExpression
from qgis.utils import unloadPlugin, loadPlugin, startPlugin
from qgis.PyQt.QtCore import QEvent, QObject
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QMenu, QToolBar
window = iface.mainWindow()

def ours(kind):
    return len([each for each in window.findChildren(kind) if each.objectName().lower().startswith("redline")])

def traces():
    wait(100)
    # deleteLater waits for the outermost event loop, in which these steps run themselves
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return {
        "actions": len([a for a in window.findChildren(QAction) if a.objectName().startswith("redline:")]),
        "menus": len(window.findChildren(QMenu, "RedlineMenu")),
        "toolbars": len(window.findChildren(QToolBar, "RedlineToolBar")),
        "docks": ours(QDockWidget),
        "help": len([a for a in iface.pluginHelpMenu().actions() if a.objectName() == "redline:help"]),
        "provider": int(QgsApplication.processingRegistry().providerById("redline") is not None),
        "functions": len([f for f in QgsExpression.Functions() if f.name().startswith("redline_")]),
        "scene": len(iface.mapCanvas().scene().items()),
        "translators": int(plugins["redline"].translator is not None) if "redline" in plugins else 0,
    }
"""


def test_the_menu_and_the_provider_are_there_and_leave_without_a_trace(desktop):
    answers = desktop.run(
        TRACES
        + """
ANSWERS["loaded"] = "redline" in plugins
ANSWERS["titles"] = [action.text() for action in window.menuBar().actions()]
toolbar = window.findChild(QToolBar, "RedlineToolBar")
ANSWERS["buttons"] = [action.text() for action in toolbar.actions()]
plugins["redline"].menu.groups.popup(window.pos())
picture("menu")
plugins["redline"].menu.groups.close()
bare = len(iface.mapCanvas().scene().items())
plugins["redline"].menu.show_live()
ANSWERS["with"] = traces()
picture("welcome")
ANSWERS["rounds"] = []
for _ in range(10):
    unloadPlugin("redline")
    gone = traces()
    loadPlugin("redline"); startPlugin("redline")
    plugins["redline"].loader.now()
    plugins["redline"].menu.show_live()
    ANSWERS["rounds"].append([gone, traces()])
unloadPlugin("redline")
ANSWERS["bare"] = [bare, traces()["scene"]]
"""
    )
    assert answers["loaded"]
    assert "Redline 红线" in answers["titles"]
    assert len(answers["buttons"]) == 5
    there = answers["with"]
    assert there["actions"] > 30
    assert there["functions"] >= 4
    assert there["docks"] == there["menus"] == there["toolbars"] == there["help"] == there["provider"] == 1
    for gone, back in answers["rounds"]:
        assert {name: count for name, count in gone.items() if count and name != "scene"} == {}
        assert gone["scene"] == answers["bare"][0]
        assert back == there
    assert answers["bare"][0] == answers["bare"][1]
