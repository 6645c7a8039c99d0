"""The dialog that shows parcels on a map and in tables before they are added."""

X, Y = 4_040_000.0, 39_360_000.0
SQUARE = [(X, Y), (X, Y + 100), (X + 100, Y + 100), (X + 100, Y)]


def test_coordinates_of_the_clipboard_are_seen_before_they_are_added(desktop, tmp_path):
    """As Excel copies them, parted by tabs: a square of 100 m in zone 39, 0.9995 ha; then without zone, and named."""
    copied = "点号\tX\tY\n" + "".join(f"J{n}\t{x}\t{y}\n" for n, (x, y) in enumerate(SQUARE, 1))
    local = "点号\tX\tY\n" + "".join(f"J{n}\t{x}\t{y - 39_000_000}\n" for n, (x, y) in enumerate(SQUARE, 1))
    answers = desktop.run(
        f"""
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsProject
from qgis.PyQt.QtWidgets import QAction, QDialog

def finished(dialog):
    for _ in range(100):
        wait(100)
        if dialog.running is None:
            return

def seen(dialog):
    table = dialog.parcels
    columns = range(table.columnCount())
    cells = [[table.item(row, column).text() for column in columns] for row in range(table.rowCount())]
    return [cells, len(dialog.canvas.layers()), dialog.report.rowCount() > 0, dialog.add.isEnabled()]

window = iface.mainWindow()
next(a for a in window.findChildren(QAction) if a.objectName() == "redline:importparcelspreview").trigger()
wait(300)
dialog = window.findChild(QDialog, "RedlineParcelImport")
ANSWERS["empty"] = seen(dialog)
QgsApplication.clipboard().setText("")
dialog.paste()
ANSWERS["nothing"] = [item.text() for item in dialog.bar.items()]
QgsApplication.clipboard().setText({local!r})
dialog.paste()
finished(dialog)
ANSWERS["unknown"] = [seen(dialog), [item.text() for item in dialog.bar.items()]]
dialog.crs.setCrs(QgsCoordinateReferenceSystem("EPSG:4548"))
dialog.read()
finished(dialog)
ANSWERS["named"] = seen(dialog)
dialog.crs.setCrs(QgsCoordinateReferenceSystem())
QgsApplication.clipboard().setText({copied!r})
dialog.paste()
finished(dialog)
ANSWERS["seen"] = seen(dialog)
ANSWERS["before"] = len(QgsProject.instance().mapLayers())
picture("import_parcels", dialog)
dialog.add_to_map()
wait(300)
ANSWERS["after"] = [[l.name(), l.featureCount(), l.crs().authid()] for l in QgsProject.instance().mapLayers().values()]
ANSWERS["closed"] = not any(d.isVisible() for d in window.findChildren(QDialog, "RedlineParcelImport"))
"""
    )
    assert "error" not in answers, answers["error"]
    assert answers["empty"] == [[], 0, False, False]
    assert answers["nothing"] == ["The clipboard holds no text: copy the coordinates first."]
    assert answers["unknown"][0] == [[], 0, False, False]
    assert any("Neither header nor eastings tell the coordinate system" in text for text in answers["unknown"][1])
    assert answers["named"][0][0][5] == "0.9995"
    cells, layers, reported, ready = answers["seen"]
    assert (cells[0][0], cells[0][5], layers, reported, ready) == ("1", "0.9995", 1, True, True)
    assert answers["before"] == 0
    assert answers["after"] == [["Pasted parcels", 1, "EPSG:4527"]]
    assert answers["closed"]
