"""A project loaded in one language and opened in another: what Redline named follows, what a person named stays."""

import pytest
from qgis.core import QgsCategorizedSymbolRenderer, QgsProject, QgsVectorLayer

from redline.i18n import words_of
from redline.layers.county.discover import open_all
from redline.layers.county.language import follow_language
from redline.layers.county.load import VILLAGE_KEY, compose, layer_entries


@pytest.fixture(scope="module")
def delivery(smallcounty, tmp_path_factory):
    return smallcounty.write(tmp_path_factory.mktemp("delivery"), "GPKG")


@pytest.fixture
def projects():
    """Projects that are emptied while QGIS is still there."""
    made = []

    def new():
        made.append(QgsProject())
        return made[-1]

    yield new
    for each in made:
        each.clear()


def loaded(project, place, language):
    compose(project, layer_entries(open_all(place)[0]), language)
    return project


def by_role(project):
    return {layer.customProperty("redline/role"): layer for layer in project.mapLayers().values()}


def said(project):
    """All names of the layers, fields, values and legends."""
    found = {}
    for role, layer in by_role(project).items():
        renderer = layer.renderer() if isinstance(layer, QgsVectorLayer) else None
        found[role] = {
            "name": layer.name(),
            "aliases": {field.name(): field.alias() for field in layer.fields() if field.name() != VILLAGE_KEY},
            "values": {
                field.name(): [
                    pair
                    for row in layer.editorWidgetSetup(place).config()["map"][1:]
                    for pair in row.items()
                ]
                for place, field in enumerate(layer.fields())
                if layer.editorWidgetSetup(place).type() == "ValueMap"
            },
            "legend": [each.label() for each in renderer.categories()]
            if isinstance(renderer, QgsCategorizedSymbolRenderer) and role != "urban"
            else [],
        }  # fmt: skip
    return found


def test_the_same_project_in_the_other_language_and_back(delivery, tmp_path, projects):
    english, chinese = loaded(projects(), delivery, "en"), loaded(projects(), delivery, "zh_Hans")
    before, wanted = said(english), said(chinese)
    assert before["landuse"]["name"] != wanted["landuse"]["name"]
    assert before["landuse"]["values"]["DLBM"] != wanted["landuse"]["values"]["DLBM"]
    assert english.write(str(tmp_path / "county.qgz"))

    project = projects()
    assert project.read(str(tmp_path / "county.qgz"))
    assert follow_language(project, "en") == 0
    assert not project.isDirty()
    assert follow_language(project, "zh_Hans") > 100
    assert not project.isDirty(), "looking at a project in another language is no change that asks to be saved"
    assert said(project) == wanted
    groups = [node.name() for node in project.layerTreeRoot().findGroups()]
    assert groups == [words_of("zh_Hans")(name) for name in
                      ("Cameras", "Land acquisition", "Red lines", "Boundaries", "Land use", "Tables")]  # fmt: skip
    assert set(project.mapThemeCollection().mapThemes()) == {
        words_of("zh_Hans")(name) for name in ("Current use", "Red-line check", "Coverage", "Acquisition")
    }
    names = {relation.name() for relation in project.relationManager().relations().values()}
    assert {"批次所含地块", words_of("zh_Hans")("Parcels of the batch")} & names
    assert "Parcels of the batch" not in names
    village = by_role(project)["village"]
    assert village.attributeAlias(village.fields().lookupField(VILLAGE_KEY)) == words_of("zh_Hans")("Village code")
    assert follow_language(project, "zh_Hans") == 0

    follow_language(project, "en")
    assert said(project) == before


def test_what_a_person_named_stays(delivery, projects):
    project = loaded(projects(), delivery, "en")
    land = by_role(project)["landuse"]
    place = land.fields().lookupField("DLBM")
    land.setName("Land use of my office")
    land.setFieldAlias(place, "my code")
    land.renderer().updateCategoryLabel(0, "my class")
    group = project.layerTreeRoot().findGroup("Red lines")
    group.setName("My lines")
    project.setDirty(True)
    follow_language(project, "zh_Hans")
    assert land.name() == "Land use of my office"
    assert land.attributeAlias(place) == "my code"
    assert land.renderer().categories()[0].label() == "my class"
    assert group.name() == "My lines"
    assert project.isDirty()


def test_it_follows_when_a_project_is_read(delivery, tmp_path, projects, monkeypatch):
    """All of it, relations too, by the time that reading has ended."""
    from redline.layers.county import language as module
    from redline.ui.language import LanguageFollower

    chinese = loaded(projects(), delivery, "zh_Hans")
    path = tmp_path / "county.qgz"
    assert loaded(projects(), delivery, "en").write(str(path))
    monkeypatch.setattr(module, "tr", lambda text: "zh_Hans" if text == "en" else text)
    follower = LanguageFollower()
    project = QgsProject.instance()
    try:
        assert project.read(str(path))
        assert said(project) == said(chinese)
        names = {relation.name() for relation in project.relationManager().relations().values()}
        assert words_of("zh_Hans")("Parcels of the batch") in names
        assert not project.isDirty()
    finally:
        follower.remove()
        project.clear()
