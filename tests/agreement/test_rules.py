"""What an office writes into its rules.csv holds in every tool and on every sheet that follows the rule."""

import re

import asked
import parcels
import pytest

from redline.layers.roles.table import office_folder

pytestmark = pytest.mark.usefixtures("redline")

RULES = """rule,value
tractplan.public_share_min,60
tractplan.public_classes,07*
tractplan.groups,14*=绿地|Green land;*=其他|Others
"""
"""60 % instead of 40; parks (1401) are no public benefit here, and have a group of their own in the table."""


@pytest.fixture(scope="module")
def told(redline, tmp_path_factory):
    """The check and the sheet of planned use of one tract, in an office with these rules: (rows, workbook, lines)."""
    folder = tmp_path_factory.mktemp("rules")
    place = parcels.write(folder)
    own = office_folder() / "rules.csv"
    assert not own.exists()
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(RULES, encoding="utf-8")
    tract = f"{place}|layername=CPKFFW|subset=PQBH = 'half'"
    uses = f"{place}|layername=CPKFYD|subset=PQBH = 'half'"
    workbook = folder / "check.xlsx"
    try:
        out = asked.run(
            "tractplancheck", TRACTS=tract, PARCELS=uses, OUTPUT="memory:", OUTPUT_TRACTS="memory:",
            OUTPUT_XLSX=str(workbook),
        )  # fmt: skip
        asked.run(
            "mapsheets",
            SHEET="tract",
            INPUT=tract,
            TRACT_USE=uses,
            NAME_PATTERN="{name}",
            OUTPUT=str(folder / "sheets"),
        )
    finally:
        own.unlink()
    [sheet] = (folder / "sheets").glob("*_3.pdf")
    return asked.rows(out["OUTPUT"]), asked.rows(out["OUTPUT_TRACTS"]), workbook, asked.lines(sheet)


def fact(lines: list[str], label: str) -> str:
    [found] = [match[1] for line in lines if (match := re.search(rf"(?<!\S){label} {{2,}}(\S+( \S+)?)", line))]
    return found


def test_the_check_follows(told):
    """Of 1.2345 ha in the park none is public benefit: 0 % of 60 % that are required."""
    rows, tracts, _, _ = told
    [share] = [row for row in rows if row["rule"] == "public_share"]
    assert (share["value"], share["limit"], share["verdict"]) == (0.0, 60.0, "fail")
    assert [row["public_share"] for row in tracts if row["tract"] == "half"] == [0.0]


def test_the_sheet_says_the_same_limit(told):
    assert fact(told[3], "公益性用地比例下限") == "60 %"


def test_the_sheet_counts_the_same_land(told):
    assert (fact(told[3], "公益性用地比例"), fact(told[3], "公益性用地")) == ("0.00 %", "0.0000 公顷")


def test_the_sheet_has_the_same_groups(told):
    _, _, workbook, lines = told
    names = [row[0] for row in asked.sheet(workbook, "按用途")]
    assert "绿地" in names
    assert any(line.strip().startswith("绿地 ") for line in lines)


def test_a_table_of_one_run_goes_before_the_offices(redline, tmp_path):
    """RULES of both tools: 55 % for this run."""
    place = parcels.write(tmp_path)
    tract = f"{place}|layername=CPKFFW|subset=PQBH = 'half'"
    uses = f"{place}|layername=CPKFYD|subset=PQBH = 'half'"
    table = tmp_path / "once.csv"
    table.write_text("rule,value\ntractplan.public_share_min,55\n", encoding="utf-8")
    checked = asked.run("tractplancheck", TRACTS=tract, PARCELS=uses, RULES=str(table), OUTPUT="memory:")["OUTPUT"]
    assert {row["limit"] for row in asked.rows(checked) if row["rule"] == "public_share"} == {55.0}
    folder = tmp_path / "sheets"
    asked.run("mapsheets", SHEET="tract", INPUT=tract, TRACT_USE=uses, RULES=str(table), OUTPUT=str(folder))
    [sheet] = folder.glob("*_3.pdf")
    assert fact(asked.lines(sheet), "公益性用地比例下限") == "55 %"
