"""Layers that come by QGIS's own means: recognised, remembered, refused; and what a tool made is left alone."""

import pytest
from qgis.core import QgsProject, QgsSettings, QgsVectorLayer
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtWidgets import QMenu, QPushButton

pytestmark = pytest.mark.usefixtures("redline")


class Window:
    """As much of QGIS's window as the recogniser speaks to."""

    def __init__(self, view=None):
        self.bar, self.view = QgsMessageBar(), view

    def messageBar(self):
        return self.bar

    def layerTreeView(self):
        return self.view


@pytest.fixture
def recogniser(qgis_app):
    from redline.ui.recogniser import Recogniser

    QgsProject.instance().clear()
    made = Recogniser(Window())
    yield made
    made.remove()
    QgsProject.instance().clear()


@pytest.fixture
def file(smallcounty, tmp_path):
    place = smallcounty.write(tmp_path / "in")
    return lambda name: QgsVectorLayer(f"{place}|layername={name}", name, "ogr")


def role(layer):
    return layer.customProperty("redline/role", "")


def words(recogniser):
    item = recogniser.iface.bar.currentItem()
    return item.text() if item is not None else ""


def test_an_added_layer_is_recognised_dressed_and_told(recogniser, file):
    land, unknown = file("DLTB"), QgsVectorLayer("Polygon?crs=EPSG:4527&field=DLBM:string(5)", "draft", "memory")
    QgsProject.instance().addMapLayers([land, unknown])
    assert role(land) == ""
    recogniser.look()
    assert role(land) == "landuse" and role(unknown) == ""
    assert "0102 水浇地" in land.renderer().dump() or land.renderer().type() == "categorizedSymbol"
    assert words(recogniser) == "Recognised: DLTB = Land use."


def test_refused_is_not_asked_again(recogniser, file):
    parcels = file("ZZ_TDZSFW")
    QgsProject.instance().addMapLayer(parcels)
    recogniser.look()
    assert role(parcels) == "parcel"
    (button,) = recogniser.iface.bar.currentItem().findChildren(QPushButton)
    button.click()
    assert role(parcels) == ""
    recogniser._layers_added([parcels])
    recogniser.look()
    assert role(parcels) == ""


def test_a_second_layer_of_a_role_and_results_are_left_alone(recogniser, file):
    from redline.layers.looks.results import mark_result

    first, second, result = file("DLTB"), file("DLTB"), file("CJDCQ")
    mark_result(result)
    QgsProject.instance().addMapLayers([first, second, result])
    recogniser.look()
    assert sorted([role(first), role(second)]) == ["", "landuse"]
    assert role(result) == ""


def test_an_opened_project_keeps_its_looks(recogniser, file, tmp_path):
    project = QgsProject.instance()
    project.addMapLayer(file("CJDCQ"))
    recogniser._added.clear()
    look = next(iter(project.mapLayers().values())).renderer().type()
    assert project.write(str(tmp_path / "office.qgs"))
    project.clear()
    assert project.read(str(tmp_path / "office.qgs"))
    recogniser.look()
    (layer,) = project.mapLayers().values()
    assert role(layer) == "village"
    assert layer.renderer().type() == look == "singleSymbol" and not layer.labelsEnabled()


def test_switched_off(recogniser, file):
    from redline.ui.recogniser import SWITCH

    QgsSettings().setValue(SWITCH, False)
    try:
        layer = file("DLTB")
        QgsProject.instance().addMapLayer(layer)
        recogniser.look()
        assert role(layer) == ""
    finally:
        QgsSettings().remove(SWITCH)


def test_this_layer_is(file):
    """The menu of a layer names the roles of its geometry, ticks the present one, and gives another."""
    from redline.ui.layermenu import LayerMenu

    layer = file("ZZ_PCFW")

    class View:
        def currentLayer(self):
            return layer

    entries = LayerMenu(Window(), lambda *given: None)
    entries.view = View()
    menu = QMenu()
    entries.fill(menu)
    roles = menu.findChild(QMenu, "RedlineRoleMenu")
    names = [action.text() for action in roles.actions()]
    assert "Land use" in names and "Acquisition parcels" in names and names[-1] == "none of these"
    assert "Cameras" not in names, "cameras are points"
    next(action for action in roles.actions() if action.text() == "Batches").trigger()
    assert role(layer) == "batch"
    assert roles.isEmpty() is False
    again = QMenu()
    entries.fill(again)
    ticked = [each.text() for each in again.findChild(QMenu, "RedlineRoleMenu").actions() if each.isChecked()]
    assert ticked == ["Batches"]
    assert again.findChild(QMenu, "RedlineLayerMenu") is not None
