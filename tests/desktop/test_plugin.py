"""The plugin in a real window."""


def test_the_menu_and_the_provider_are_there_and_leave_without_a_trace(desktop):
    answers = desktop.run(
        """
        from qgis.core import QgsApplication
        from qgis.utils import unloadPlugin, loadPlugin, startPlugin
        from qgis.PyQt.QtCore import QEvent
        from qgis.PyQt.QtWidgets import QAction, QMenu, QToolBar
        window = iface.mainWindow()
        def traces():
            wait(100)
            # deleteLater waits for the outermost event loop, in which these steps run themselves
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            return [
                len([a for a in window.findChildren(QAction) if a.objectName().startswith("redline:")]),
                len(window.findChildren(QMenu, "RedlineMenu")),
                len(window.findChildren(QToolBar, "RedlineToolBar")),
                int(QgsApplication.processingRegistry().providerById("redline") is not None),
            ]
        ANSWERS["loaded"] = "redline" in plugins
        ANSWERS["titles"] = [action.text() for action in window.menuBar().actions()]
        ANSWERS["with"] = traces()
        picture("menu")
        ANSWERS["rounds"] = []
        for _ in range(10):
            unloadPlugin("redline")
            gone = traces()
            loadPlugin("redline"); startPlugin("redline")
            ANSWERS["rounds"].append([gone, traces()])
        """
    )
    assert answers["loaded"]
    assert "Redline 红线" in answers["titles"]
    assert answers["with"][1:] == [1, 1, 1]
    assert answers["rounds"] == [[[0, 0, 0, 0], answers["with"]]] * 10
