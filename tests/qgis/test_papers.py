"""The dialogs of papers: the batches as a list, and a folder that stays."""

from pathlib import Path

import pytest
from qgis.core import QgsFeature, QgsProcessingUtils, QgsProject, QgsSettings, QgsVectorLayer
from qgis.PyQt.QtCore import QStandardPaths
from qgis.PyQt.QtWidgets import QApplication, QLineEdit, QMenu, QWidget


def parcels(kind, batches):
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:4527&field=DKBH:string&field=PCBH:{kind}", "parcels", "memory")
    rows = []
    for number, batch in enumerate(batches):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([f"D{number}", batch])
        rows.append(feature)
    layer.dataProvider().addFeatures(rows)
    return layer


@pytest.mark.parametrize(
    ("kind", "batches", "listed"),
    [
        ("string", ["202108", "202101", None, " 202101 ", ""], ["202101", "202108"]),
        ("integer", [202108, 202101, None], ["202101", "202108"]),
        ("double", [202108.0, 202101.0], ["202101", "202108"]),
    ],
)
def test_each_batch_stands_once_as_the_tools_read_it(redline, kind, batches, listed):
    from redline.ui.papers import batches_of

    layer = parcels(kind, batches)
    assert batches_of(layer, "PCBH") == listed
    assert batches_of(layer, "DKBH") == [f"D{number}" for number in range(len(batches))]


class Wrapper:
    """As much of QGIS's wrapper of a parameter's widget as is asked for."""

    def __init__(self, value="", widget=None):
        self.value, self.widget = value, widget

    def parameterValue(self):
        return self.value

    def wrappedWidget(self):
        return self.widget


def test_the_list_writes_into_the_line(redline):
    from redline.ui.papers import offer_batches

    layer = QgsProject.instance().addMapLayer(parcels("string", ["202108", "202101"]))
    window, line = QWidget(), QLineEdit()
    panel = QWidget(window)
    line.setParent(panel)
    panel.wrappers = {"PARCELS": Wrapper(layer.id()), "BATCH": Wrapper("", line), "BATCH_FIELD": Wrapper("PCBH")}
    window.mainWidget = lambda: panel
    assert offer_batches(window)
    next(action for action in line.actions() if action.objectName() == "RedlineBatches").trigger()
    QApplication.processEvents()
    menu = line.findChild(QMenu, "RedlineBatchList")
    assert [action.text() for action in menu.actions()] == ["all batches", "202101", "202108"]
    menu.actions()[2].trigger()
    assert line.text() == "202108"
    menu.actions()[0].trigger()
    assert line.text() == ""
    menu.close()
    panel.wrappers = {}
    assert not offer_batches(window), "a dialog without a batch is left as it is"
    QgsProject.instance().clear()


def test_the_folder_of_the_last_run_stays(redline, tmp_path):
    from redline.ui.papers import parameters_by_folder, remember_folder

    tool = "redline:approvaldossier"
    QgsSettings().remove("redline/folders")
    QgsProject.instance().clear()
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    assert parameters_by_folder(tool) == {"OUTPUT": str(Path(documents) / "Approval dossier")}
    QgsProject.instance().setFileName(str(tmp_path / "冠县.qgz"))
    assert parameters_by_folder(tool) == {"OUTPUT": str(tmp_path / "Approval dossier")}
    remember_folder(tool, False, {"OUTPUT": str(tmp_path / "failed")})
    remember_folder(tool, True, {"OUTPUT": str(Path(QgsProcessingUtils.tempFolder()) / "x" / "OUTPUT")})
    assert parameters_by_folder(tool) == {"OUTPUT": str(tmp_path / "Approval dossier")}
    remember_folder(tool, True, {"OUTPUT": str(tmp_path / "202108")})
    assert parameters_by_folder(tool) == {"OUTPUT": str(tmp_path / "202108")}
    assert parameters_by_folder("redline:mapsheets") == {"OUTPUT": str(tmp_path / "Map sheets")}
    assert parameters_by_folder("redline:redlinecheck") == {}
    QgsSettings().remove("redline/folders")
    QgsProject.instance().clear()
