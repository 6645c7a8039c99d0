"""Parcel text files dropped onto the window come as a layer; other text files are left to QGIS."""

from pathlib import Path

SAMPLES = Path(__file__).parent.parent / "data" / "txt_samples"

DROP = """
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent

def drop(*paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    window, copy = iface.mainWindow(), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    # Qt drops only where it has entered before
    QCoreApplication.sendEvent(window, QDragEnterEvent(QPoint(300, 300), copy, data, left, none))
    QCoreApplication.sendEvent(window, QDropEvent(QPointF(300, 300), copy, data, left, none))
    for _ in range(50):
        wait(100)
        if QgsProject.instance().mapLayers() and not QgsApplication.taskManager().countActiveTasks():
            break

def layers():
    found = QgsProject.instance().mapLayers().values()
    return {layer.name(): [layer.featureCount(), layer.crs().authid()] for layer in found}
"""


def test_files_come_as_a_layer(desktop, tmp_path):
    bad = tmp_path / "坏 file.txt"
    bad.write_bytes((SAMPLES / "01_base_simple_gbk.txt").read_bytes().replace(b"4040400.000", b"404O400.000"))
    points = tmp_path / "points.txt"
    points.write_text("id,lon,lat\n1,115.4,36.5\n2,115.5,36.6\n", "utf-8")
    answers = desktop.run(
        DROP
        + f"""
from redline.ui.parceldrop import parcel_text_files
samples = Path({str(SAMPLES)!r})
drop(samples / "01_base_simple_gbk.txt")
ANSWERS["one"] = layers()
ANSWERS["said"] = [item.text() for item in iface.messageBar().items()]
canvas, layer = iface.mapCanvas(), QgsProject.instance().mapLayersByName("01_base_simple_gbk")[0]
drawn = canvas.mapSettings().layerExtentToOutputExtent(layer, layer.extent())
ANSWERS["extent"] = canvas.extent().contains(drawn) and canvas.extent().height() < 2 * drawn.height()
QgsProject.instance().clear()
drop(*sorted(samples.iterdir()))
ANSWERS["several"] = layers()
QgsProject.instance().clear()
iface.messageBar().clearWidgets()
drop(Path({str(bad)!r}))
wait(1000)
ANSWERS["bad"] = [layers(), [item.text() for item in iface.messageBar().items()]]
ANSWERS["folder"] = len(parcel_text_files(samples))
ANSWERS["others"] = parcel_text_files(Path({str(points)!r})) + parcel_text_files(Path({str(tmp_path)!r}))
picture("parcel_drop")
"""
    )
    assert "error" not in answers, answers["error"]
    assert answers["one"]["01_base_simple_gbk"] == [1, "EPSG:4527"]
    assert "Report of the import" in answers["one"]  # the declared area is the plane area
    assert any("1 parcels read" in text for text in answers["said"])
    assert answers["extent"]
    assert answers["several"]["Parcels from 4 files"] == [4, "EPSG:4527"]
    assert answers["bad"][0] == {}
    assert any("坏 file.txt" in text for text in answers["bad"][1])
    assert answers["folder"] == 4
    assert answers["others"] == []


def test_the_dialogs_of_the_parcel_tools_open(desktop):
    answers = desktop.run(
        """
        from qgis import processing
        ANSWERS["titles"] = []
        for name in (
            "importparceltext", "exportparceltext", "boundarypoints", "approvaltables", "tractplancheck", "quotaledger"
        ):
            dialog = processing.createAlgorithmDialog(f"redline:{name}", {})
            dialog.show()
            wait(300)
            ANSWERS["titles"].append(dialog.windowTitle())
            if name == "importparceltext":
                dialog.resize(900, 620)
                wait(200)
                dialog.grab().save(str(Path(os.environ["REDLINE_PICTURES"]) / "import-dialog.png"))
            dialog.close()
        """,
        language="zh-Hans",
    )
    assert [title.partition(" - ")[2] for title in answers["titles"]] == [
        *("导入报部坐标 TXT", "导出报部坐标 TXT", "界址点", "报批表格", "审查成片开发方案", "指标台账")
    ]


def test_coordinate_tables_come_as_a_layer_and_others_are_offered(desktop, tmp_path):
    """A square of 100 m in a workbook and in CASS's .dat; a list of cameras and a KML are QGIS's."""
    import openpyxl

    square = [(4_040_000.0, 39_360_000.0), (4_040_000.0, 39_360_100.0), (4_040_100.0, 39_360_100.0)]
    book = openpyxl.Workbook()
    for row in [("点号", "X", "Y"), *((f"J{n}", *point) for n, point in enumerate(square, 1))]:
        book.active.append(row)
    book.save(tmp_path / "坐标 表.xlsx")
    (tmp_path / "点.dat").write_text("".join(f"{n},,{y},{x},0\n" for n, (x, y) in enumerate(square, 1)))
    (tmp_path / "cameras.csv").write_text("名称,经度,纬度\n" + "甲,115.4,36.5\n乙,115.5,36.5\n丙,115.5,36.6\n", "utf-8")
    corners = " ".join(f"{x},{y},0" for x, y in ((115.4, 36.5), (115.5, 36.5), (115.5, 36.6), (115.4, 36.5)))
    ring = f"<outerBoundaryIs><LinearRing><coordinates>{corners}</coordinates></LinearRing></outerBoundaryIs>"
    mark = f"<Placemark><name>A</name><Polygon>{ring}</Polygon></Placemark>"
    head = '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">'
    (tmp_path / "a.kml").write_text(f"{head}<Document>{mark}</Document></kml>", "utf-8")
    answers = desktop.run(
        DROP
        + f"""
from redline.ui.parceldrop import table_files
folder = Path({str(tmp_path)!r})
ANSWERS["taken"] = sorted(Path(each).name for path in folder.iterdir() for each in table_files(path))
drop(folder / "坐标 表.xlsx")
ANSWERS["book"] = layers()
QgsProject.instance().clear()
drop(folder / "点.dat")
ANSWERS["dat"] = layers()
QgsProject.instance().clear()
iface.messageBar().clearWidgets()
# QGIS itself would ask which of its layers to add
from qgis.utils import plugins
ANSWERS["left"] = plugins["redline"].drop.handleFileDrop(str(folder / "a.kml"))
wait(500)
ANSWERS["offered"] = [item.text() for item in iface.messageBar().items()]
"""
    )
    assert "error" not in answers, answers["error"]
    assert answers["taken"] == ["坐标 表.xlsx", "点.dat"]
    assert answers["book"]["坐标 表"] == [1, "EPSG:4527"]
    assert answers["dat"]["点"] == [1, "EPSG:4527"]
    assert answers["left"] is False
    assert any("a.kml: closed lines and polygons in it can come as parcels" in text for text in answers["offered"])
