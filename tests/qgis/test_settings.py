"""The office's settings: kept, exported, imported, and what they fill."""

import json

import pytest
from qgis.core import QgsSettings

from redline.core.errors import RedlineError
from redline.layers.looks.symbols import colour
from redline.layers.roles.settings import SETTINGS, export_settings, import_settings, own_colour, set_value, value
from redline.layers.roles.table import office_folder


@pytest.fixture(autouse=True)
def clean(qgis_app):
    """Every setting at its default, before and after."""

    def forget():
        for each in SETTINGS:
            set_value(each.key, each.default)

    forget()
    yield
    forget()


def test_what_is_set_is_kept_and_the_default_forgets_it():
    assert value("unit") == "ha"
    set_value("unit", "mu")
    assert value("unit") == "mu"
    assert QgsSettings().value("redline/settings/unit") == "mu"
    set_value("unit", "ha")
    assert not QgsSettings().contains("redline/settings/unit")


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("unit", "acre", "The setting unit cannot be acre: choose one of m2, ha, mu, km2."),
        ("decimals_ha", "9", "The setting decimals_ha cannot be 9: it is a whole number from 0 to 8."),
        ("colour_parcel_outline", "red", "The setting colour_parcel_outline cannot be red: a colour is written"),
        ("beauty", "1", "There is no setting beauty"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(key, text, sentence):
    with pytest.raises(RedlineError) as caught:
        set_value(key, text)
    assert str(caught.value).startswith(sentence)


def test_a_damaged_value_counts_as_the_default():
    QgsSettings().setValue("redline/settings/decimals_ha", "many")
    assert value("decimals_ha") == "4"


def test_an_office_shares_its_settings(tmp_path):
    set_value("office", "冠县自然资源和规划局")
    set_value("decimals_mu", "2")
    file = tmp_path / "redline.json"
    assert export_settings(file) == 2
    set_value("office", "")
    set_value("maker", "somebody")
    assert import_settings(file) == []
    assert (value("office"), value("decimals_mu"), value("maker")) == ("冠县自然资源和规划局", "2", "")


def test_what_a_file_has_beyond_us_is_told_and_left_out(tmp_path):
    file = tmp_path / "other.json"
    values = {"unit": "mu", "later": "x", "decimals_m2": "99"}
    file.write_text(json.dumps({"format": "redline-settings", "version": 2, "values": values}), encoding="utf-8")
    notices = [str(notice) for notice in import_settings(file)]
    assert notices == [
        "other.json: the setting later is not known and was left out.",
        "The setting decimals_m2 cannot be 99: it is a whole number from 0 to 4.",
    ]
    assert value("unit") == "mu"


@pytest.mark.parametrize("text", ["", "[]", '{"format": "x"}', "no json"])
def test_a_file_that_is_none_changes_nothing(tmp_path, text):
    set_value("unit", "mu")
    file = tmp_path / "x.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RedlineError, match=r"x\.json is no file of Redline settings"):
        import_settings(file)
    assert value("unit") == "mu"


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"values":' * 100_000, "7" * 5_000, '{"format": ' + "7" * 5_000 + "}"]
)
def test_a_file_out_of_all_bounds_changes_nothing(tmp_path, text):
    set_value("unit", "mu")
    file = tmp_path / "x.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RedlineError, match=r"x\.json is no file of Redline settings"):
        import_settings(file)
    assert value("unit") == "mu"


DECIMALS = "The setting decimals_ha cannot be {}: it is a whole number from 0 to 8."
NO_TEXT = "x.json: the value of decimals_ha is no text of a setting and was left out."


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ("²", DECIMALS.format("²")),
        ("٣", DECIMALS.format("٣")),
        ("4" * 4_000, DECIMALS.format("4" * 40 + "…")),
        ("4" * 5_000, NO_TEXT),
        (["4"], NO_TEXT),
        (None, NO_TEXT),
        (4, NO_TEXT),
        (True, NO_TEXT),
    ],
)
def test_a_value_out_of_bounds_is_left_out_and_told(tmp_path, found, said):
    file = tmp_path / "x.json"
    values = {"decimals_ha": found, "unit": "km2"}
    file.write_text(json.dumps({"format": "redline-settings", "version": 1, "values": values}), encoding="utf-8")
    assert [str(notice) for notice in import_settings(file)] == [said]
    assert (value("decimals_ha"), value("unit")) == ("4", "km2")


def test_colours_and_data_folder_are_followed(tmp_path):
    before = colour("parcel_outline")
    set_value("colour_parcel_outline", "#123456")
    assert own_colour("parcel_outline") == "#123456"
    assert colour("parcel_outline").name() == "#123456"
    assert colour("parcel_outline").alpha() == before.alpha()
    own = office_folder()
    set_value("data_folder", str(tmp_path))
    assert office_folder() == tmp_path != own


def test_dialogs_start_with_what_is_set(redline):
    from redline.ui.defaults import parameters_by_settings

    assert parameters_by_settings("redline:tallybylanduse") == {}
    set_value("area_method", "plane")
    set_value("unit", "mu")
    set_value("decimals_mu", "2")
    set_value("office", "冠县自然资源和规划局")
    found = parameters_by_settings("redline:tallybylanduse")
    assert found == {"AREA_METHOD": "plane", "UNIT": "mu", "DECIMALS": 2}
    assert parameters_by_settings("redline:approvaldossier") == {"OFFICE": "冠县自然资源和规划局"}
    # A number of decimals of coordinates is no decimals of areas.
    assert "DECIMALS" not in parameters_by_settings("redline:boundarypoints")
