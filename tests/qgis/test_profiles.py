"""The office's folder, found from QGIS 3 and from QGIS 4, and a word where two differ."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from redline.layers.roles import profiles, table
from redline.ui.menu import RedlineMenu


@pytest.fixture
def both(tmp_path):
    """The profile "default" of QGIS 3 and of QGIS 4."""
    found = [tmp_path / "QGIS" / name / "profiles" / "default" for name in ("QGIS3", "QGIS4")]
    for each in found:
        each.mkdir(parents=True)
    return found


def keep(profile, **files):
    (profile / "redline" / "dialects").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (profile / "redline" / f"{name}.csv").write_text(text, encoding="utf-8")


def test_each_names_the_other(both):
    three, four = both
    assert profiles.same_profile_of_the_other(three) == four
    assert profiles.same_profile_of_the_other(four) == three
    assert profiles.same_profile_of_the_other(Path("/data/profile")) is None


def test_the_own_folder_goes_first_and_the_others_is_found(both):
    three, four = both
    assert profiles.folder_of(four) == four / "redline"
    keep(three, rules="a")
    assert profiles.folder_of(four) == three / "redline"
    keep(four, rules="a")
    assert profiles.folder_of(four) == four / "redline"


def test_files_that_differ_are_named(both):
    three, four = both
    keep(three, rules="share,60", roles="x")
    assert profiles.differing_files(four) == []
    keep(four, rules="share,40", roles="x")
    assert profiles.differing_files(four) == ["rules.csv"] == profiles.differing_files(three)
    keep(three, colours="1")
    assert profiles.differing_files(four) == ["colours.csv", "rules.csv"]


def test_a_shared_folder_of_the_settings_goes_before_both(redline, monkeypatch, tmp_path):
    monkeypatch.setattr(table, "value", lambda key: str(tmp_path) if key == "data_folder" else "")
    assert table.office_folder() == tmp_path


@pytest.mark.parametrize(("shared", "told"), [("", True), ("/shared", False)])
def test_the_window_tells_once_that_they_differ(redline, monkeypatch, both, shared, told):
    three, four = both
    keep(three, **dict.fromkeys("abcd", "1"))
    keep(four, **dict.fromkeys("abcd", "2"))
    said = []
    bar = SimpleNamespace(pushMessage=lambda title, words, level: said.append(words))
    monkeypatch.setattr("redline.layers.roles.settings.value", lambda key: shared)
    monkeypatch.setattr("redline.ui.menu.QgsApplication", SimpleNamespace(qgisSettingsDirPath=lambda: str(four)))
    RedlineMenu._tell_two_folders(SimpleNamespace(iface=SimpleNamespace(messageBar=lambda: bar)))
    expected = (
        "The office's tables in the profiles of QGIS 3 and QGIS 4 differ (a.csv, b.csv, c.csv …): name one shared "
        "folder under Settings > Options > Redline."
    )
    assert said == ([expected] if told else [])
