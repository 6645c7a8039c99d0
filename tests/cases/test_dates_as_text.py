"""Dates and years as text in the quota ledger (case 11): compared as days, or named."""

import pytest
from deliveries import REAL, TEXT, layer, rows, square
from qgis.core import QgsProcessingException


def batches(*values, fields=("PCBH", "PCND", "SBRQ", "PFRQ")):
    """Batches of 1 ha each, in this order."""
    shapes = [square(200 * place, 0, 100) for place in range(len(values))]
    return layer("ZZ_PCFW", dict.fromkeys(fields, TEXT), list(zip(shapes, values, strict=True)))


def quota(year="2021"):
    return layer("YDZB", {"ND": TEXT, "ZBMJ_MU": REAL}, [(None, [year, 40.0])], kind=None)


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        ("2021/3/10", "2021/3/6"),
        ("2021年12月1日", "2021年3月6日"),
        ("2021-03-10", "2021/3/6"),
        ("44265", "2021-03-06"),
        ("２０２１／３／１０", "20210306"),
    ],
)
def test_batches_follow_one_another_by_their_days(run, later, earlier):
    found = run(
        "quotaledger",
        BATCHES=batches(["B1", "2021", later, ""], ["B2", "2021", earlier, ""]),
        QUOTA=quota(),
        OUTPUT="TEMPORARY_OUTPUT",
        OUTPUT_BATCHES="TEMPORARY_OUTPUT",
    )
    # each 9,995.18 m² = 14.9928 mu: 40 − 14.9928 = 25.0072, then 10.0144
    table = found["OUTPUT_BATCHES"]
    assert rows(table, "number", "left_mu")[:2] == [("B2", 25.0072), ("B1", 10.0144)]
    assert rows(table, "reported")[0] == ("2021-03-06",)


@pytest.mark.parametrize("year", ["2021年", "２０２１", "2021.0", "2021年度", "2021-03-06"])
def test_one_year_is_one_year(run, year):
    found = run("quotaledger", BATCHES=batches(["B", year, "", ""]), QUOTA=quota("2021"), OUTPUT="TEMPORARY_OUTPUT")
    assert rows(found["OUTPUT"], "year", "quota_mu", "area_mu", "left_mu") == [("2021", 40.0, 14.9928, 25.0072)]
    found = run("quotaledger", BATCHES=batches(["B", "2021", "", ""]), QUOTA=quota(year), OUTPUT="TEMPORARY_OUTPUT")
    assert rows(found["OUTPUT"], "year", "quota_mu", "area_mu", "left_mu") == [("2021", 40.0, 14.9928, 25.0072)]


def test_what_is_no_day_is_named_and_not_taken_for_an_approval(run):
    with pytest.raises(QgsProcessingException) as failure:
        run(
            "quotaledger",
            BATCHES=batches(["B1", "2021", "2021/3/6", ""], ["B2", "2021", "2021/3/6", "未批"]),
            QUOTA=quota(),
            OUTPUT="TEMPORARY_OUTPUT",
        )
    assert str(failure.value) == (
        "Layer ZZ_PCFW, feature 2: “未批” in field PFRQ is not a date with one meaning: "
        "write it as year, month and day, such as 2021-03-06, or leave it empty."
    )


def test_what_is_no_year_is_named(run):
    with pytest.raises(QgsProcessingException) as failure:
        run("quotaledger", BATCHES=batches(["B", "去年", "", ""]), QUOTA=quota(), OUTPUT="TEMPORARY_OUTPUT")
    assert str(failure.value) == (
        "Layer ZZ_PCFW, feature 1: “去年” in field PCND names no year: write it in four digits, such as 2021."
    )


def tract(*years):
    """A tract of 400 m beside parcels of 100 × 400 m, by the years in which they start."""
    whole = layer("CPKFFW", {"PQBH": TEXT}, [(square(0, 0, 400), ["P1"])])
    fields = {"YDYHFLDM": TEXT, "PQBH": TEXT, "SSNF": TEXT}
    parcels = [(square(100 * i, 0, 100, 400), ["0701", "P1", year]) for i, year in enumerate(years)]
    return {"TRACTS": whole, "PARCELS": layer("CPKFYD", fields, parcels), "YEAR_FIELD": "SSNF"}


def test_the_years_of_a_tract_plan_are_years(run):
    """２０２１, 2021年 and 2021.0 are one year, 2022 another."""
    found = run(
        "tractplancheck", **tract("２０２１", "2021年", "2021.0", "2022"), OUTPUT="memory:", OUTPUT_YEARS="memory:"
    )
    assert rows(found["OUTPUT_YEARS"], "name", "projects")[:2] == [("2021", 3), ("2022", 1)]


def test_what_is_no_year_of_a_tract_plan_is_named(run):
    with pytest.raises(QgsProcessingException) as failure:
        run("tractplancheck", **tract("2021", "明年"), OUTPUT="memory:")
    assert str(failure.value) == (
        "Layer CPKFYD, feature 2: “明年” in field SSNF names no year: write it in four digits, such as 2021."
    )
