"""The rules of the office: the check of a tract plan and its printed sheet follow the same table."""

from decimal import Decimal

import asked
import pytest

from redline.layers.roles.settings import set_value

pytestmark = pytest.mark.usefixtures("redline")

TABLE = "rule,value,source\ntractplan.public_share_min,60,office\ntractplan.public_classes,01*,office\n"
"""60 % instead of 40 %, and no class of the strip's planned use (1401) counts as public benefit by itself."""


@pytest.fixture
def office(tmp_path):
    """An office's folder with rules of its own, named in the settings."""
    (tmp_path / "rules.csv").write_text(TABLE, "utf-8")
    set_value("data_folder", str(tmp_path))
    yield tmp_path
    set_value("data_folder", "")


def check(strip, **more) -> tuple[Decimal, Decimal]:
    """Least share of public-benefit land and the share found of tract ``plain``, by the check."""
    layers = {"TRACTS": strip("CPKFFW"), "PARCELS": strip("CPKFYD")}
    found = asked.run("tractplancheck", **layers, OUTPUT="memory:", **more)["OUTPUT"]
    [row] = [row for row in asked.rows(found) if row["rule"] == "public_share" and row["tract"] == "plain"]
    return asked.number(row["limit"], 0), asked.number(row["value"])


def sheet(strip, folder, **more) -> tuple[Decimal, Decimal]:
    """The same from the sheet of planned use."""
    layers = {"INPUT": f"{strip('CPKFFW')}|subset=\"PQBH\" = 'plain'", "TRACT_USE": strip("CPKFYD")}
    asked.run("mapsheets", SHEET="tract", **layers, NAME_PATTERN="{name}", OUTPUT=str(folder), **more)
    lines = asked.lines(folder / "plain_3.pdf")
    [share] = [line for line in lines if "公益性用地比例 " in line]
    [least] = [line for line in lines if "公益性用地比例下限" in line]
    return asked.numbers(least)[0], asked.numbers(share)[0]


def test_shipped(strip, tmp_path):
    assert sheet(strip, tmp_path) == check(strip) == (40, 100)


def test_of_the_office(strip, office, tmp_path):
    assert sheet(strip, tmp_path / "sheets") == check(strip) == (60, 100)


def test_of_one_run(strip, office, tmp_path):
    """A table named for the run goes before the office's."""
    table = tmp_path / "more.csv"
    table.write_text("rule,value\ntractplan.public_share_min,55\n", "utf-8")
    assert sheet(strip, tmp_path / "sheets", RULES=str(table)) == check(strip, RULES=str(table)) == (55, 100)
