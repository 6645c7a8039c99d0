"""What dialogs start with: the project's layers of known roles in their places."""

import pytest
from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer


@pytest.fixture
def county(redline):
    """A project with one layer of each of these roles; returns their ids by role."""
    from redline.layers.roles.fields import remember

    project = QgsProject.instance()
    project.clear()
    ids = {}
    for role in ("parcel", "village", "township", "landuse", "farmland", "ecological", "urban", "hazard", "camera"):
        kind = "Point" if role in ("hazard", "camera") else "Polygon"
        layer = QgsVectorLayer(f"{kind}?crs=EPSG:4527", role, "memory")
        remember(layer, role, {})
        ids[role] = project.addMapLayer(layer).id()
    yield ids
    project.clear()


def test_a_sheet_starts_with_every_line_that_it_may_show(county):
    from redline.ui.defaults import parameters_by_role

    given = parameters_by_role("redline:mapsheets")
    for parameter, role in (
        ("INPUT", "parcel"),
        ("LANDUSE", "landuse"),
        ("VILLAGES", "village"),
        ("TOWNSHIPS", "township"),
        ("FARMLAND", "farmland"),
        ("ECOLOGICAL", "ecological"),
        ("URBAN", "urban"),
        ("CAMERAS", "camera"),
    ):
        assert given[parameter] == county[role], parameter
    assert "COVERAGE" not in given, "the project has none"


@pytest.mark.parametrize(
    ("tool", "wanted"),
    [
        ("nearesthazards", {"INPUT": "parcel", "HAZARDS": "hazard"}),
        ("exportparcels", {"INPUT": "parcel"}),
        ("convertclasses", {"INPUT": "landuse"}),
        ("balanceareas", {"INPUT": "landuse", "VILLAGES": "village", "TOWNSHIPS": "township"}),
        ("landusechange", {"AFTER": "landuse", "ZONES": "village"}),
        ("landusestructure", {"BASE": "landuse", "ZONES": "township"}),
        ("pointsinzones", {"INPUT": "village"}),
        ("coveragecircles", {"INPUT": "camera"}),
    ],
)
def test_layers_stand_where_they_belong(county, tool, wanted):
    from redline.ui.defaults import parameters_by_role

    assert parameters_by_role(f"redline:{tool}") == {name: county[role] for name, role in wanted.items()}


def test_checks_and_workspaces_take_all_layers_of_a_role(county):
    from redline.layers.roles.fields import remember
    from redline.ui.defaults import parameters_by_role

    other = QgsProject.instance().addMapLayer(QgsVectorLayer("Polygon?crs=EPSG:4527", "sketch", "memory"))
    tiles = QgsRasterLayer("type=xyz&url=file:///none/{z}/{x}/{y}.png&zmax=3&zmin=0", "base map", "wms")
    remember(QgsProject.instance().addMapLayer(tiles), "image", {})
    for tool in ("checklayers", "createworkspace"):
        given = parameters_by_role(f"redline:{tool}")["INPUT_LAYERS"]
        assert set(given) == set(county.values()) and other.id() not in given


def test_every_parameter_of_the_table_belongs_to_a_tool(redline):
    from redline.ui.defaults import INPUTS, ONE, OTHERS, SEVERAL

    known = {each.name(): {one.name() for one in each.parameterDefinitions()} for each in redline.algorithms()}
    everywhere = set().union(*known.values())
    assert set(ONE) | set(SEVERAL) <= everywhere
    assert [tool for tool in INPUTS if "INPUT" not in known[tool]] == []
    assert [(tool, name) for tool, name in OTHERS if name not in known[tool]] == []


def test_tools_of_casework_start_with_the_case_file_of_the_project(redline, tmp_path):
    from redline.ui.casework.places import ChosenFile, remember_file, remembered_file
    from redline.ui.defaults import parameters_by_cases
    from redline.ui.menu import _remember_cases

    QgsProject.instance().clear()
    assert parameters_by_cases("redline:importalerts") == {}
    made = str(tmp_path / "案卷.gpkg")
    _remember_cases(False, {"OUTPUT": made})
    assert remembered_file() is None, "a run that failed made none"
    _remember_cases(True, {"OUTPUT": made})
    assert parameters_by_cases("redline:importalerts") == {"CASES": made}
    assert parameters_by_cases("redline:redlinecheck") == {}
    _remember_cases(True, {"OUTPUT": str(tmp_path / "another.gpkg")})
    assert parameters_by_cases("redline:casereport") == {"CASES": made}, "the project's own stays"
    remember_file(ChosenFile(connection="office", schema="cases"))
    assert parameters_by_cases("redline:casereport") == {"CONNECTION": "office", "SCHEMA": "cases"}
    QgsProject.instance().clear()
