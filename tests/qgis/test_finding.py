"""Finding things of the project by name, initials and code."""

import pytest
from qgis.core import QgsFeedback, QgsLocatorContext, QgsProject, QgsVectorLayer
from qgis.PyQt import sip

from redline.layers.roles.fields import remember
from redline.layers.roles.search import SearchEntry, find, search_entries

ROLES = {"CJDCQ": "village", "XZQ": "township", "ZZ_TDZSFW": "parcel", "DLTB": "landuse"}


@pytest.fixture
def layers(smallcounty, tmp_path):
    place = smallcounty.write(tmp_path, only=set(ROLES))
    found = {name: QgsVectorLayer(f"{place}|layername={name}", name, "ogr") for name in ROLES}
    for name, layer in found.items():
        remember(layer, ROLES[name], {})
    yield found
    for layer in found.values():
        if not sip.isdeleted(layer):
            sip.delete(layer)


def names(query, layers):
    entries = [entry for layer in layers.values() for entry in search_entries(layer)]
    return [entry.name for _, entry in find(query, entries)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("东街村", ["东街村"]),
        ("街", ["东街村", "西街村", "清泉街道"]),
        ("djc", ["东街村"]),
        ("JC", ["东街村", "西街村"]),
        ("qqjd", ["清泉街道"]),
        ("371525101201", ["前张村"]),
        ("3715251012", ["前张村", "后张村"]),
        ("D2", ["二号地块"]),
        ("eh dk", ["二号地块"]),
        ("zzz", []),
        ("  ", []),
    ],
)
def test_by_name_initials_and_code(layers, query, expected):
    found = names(query, layers)
    assert sorted(found) == sorted(expected)


def test_the_better_find_comes_first():
    entries = [SearchEntry("village", name, code, "x", n) for n, (name, code) in enumerate(
        [("大东街村", "1"), ("东街", "2"), ("东街村", "3"), ("稻谷街", "4")])]  # fmt: skip
    # Whole name, beginning, middle; 稻谷街 has the initials d-g-j.
    assert [entry.name for _, entry in find("东街", entries)] == ["东街", "东街村", "大东街村"]
    assert [entry.name for _, entry in find("dj", entries)] == ["东街", "东街村", "大东街村"]


def test_the_locator_finds_zooms_and_reads_anew(layers, qgis_iface, qgis_canvas):
    from redline.ui.locator import RedlineLocator

    QgsProject.instance().addMapLayers([layers["CJDCQ"]])
    locator = RedlineLocator(qgis_iface)
    assert locator.prefix() == "hongxian"

    def search(text):
        results = []
        clone = locator.clone()
        clone.resultFetched.connect(results.append)
        clone.fetchResults(text, QgsLocatorContext(), QgsFeedback())
        return results

    found = search("qzc")
    assert [result.displayString for result in found] == ["前张村"]
    assert found[0].description == "Villages · 3715251012010000000"
    # QGIS sorts by group before it sorts by score: without groups, names that begin so stand first, of any role.
    assert {result.group for result in search("c")} == {""}
    # An edit that is not saved is found too.
    layer = layers["CJDCQ"]
    assert layer.startEditing()
    feature = next(f for f in layer.getFeatures() if f["ZLDWMC"] == "前张村")
    layer.changeAttributeValue(feature.id(), layer.fields().lookupField("ZLDWMC"), "新村")
    assert [result.displayString for result in search("xc")] == ["新村"]
    assert search("qzc") == []
    layer.rollBack()
    qgis_canvas.setDestinationCrs(layer.crs())
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    node.setItemVisibilityChecked(False)
    locator.triggerResult(search("qzc")[0])
    assert node.isVisible(), "a layer that was off is switched on"
    box = feature.geometry().boundingBox()
    assert qgis_canvas.extent().contains(box.center())
    QgsProject.instance().removeAllMapLayers()
    locator.cache.clear()
