"""What of a batch is new, existing or cultivated, in every tool that says it: one number, to the last digit.

Three batches of crooked shapes lie over five patches and two townships: every class has a digit to give or take.
"""

from decimal import Decimal

import pytest
from parcelruns import Runner, layer

X, Y = 39_400_000, 4_040_000


@pytest.fixture
def run(redline):
    runner = Runner(redline)
    yield runner
    runner.close()


def shape(*points):
    return "POLYGON((" + ",".join(f"{X + x} {Y + y}" for x, y in (*points, points[0])) + "))"


BATCHES = [
    ("1", shape((3.1, 7.7), (151.3, 11.9), (163.7, 98.3), (9.9, 121.3))),
    ("2", shape((201.7, 5.3), (333.1, 2.9), (351.9, 144.7), (230.3, 160.1), (190.3, 77.7))),
    ("3", shape((401.3, 1.1), (407.9, 3.3), (402.2, 9.9))),
]
PATCHES = [
    ("0102", shape((-50, -50), (77.7, -50), (91.3, 300), (-50, 300))),
    ("0702", shape((77.7, -50), (140.9, -50), (133.3, 300), (91.3, 300))),
    ("0601", shape((140.9, -50), (277.7, -50), (260.1, 300), (133.3, 300))),
    ("1106", shape((277.7, -50), (404.4, -50), (404.9, 300), (260.1, 300))),
    ("0101", shape((404.4, -50), (500, -50), (500, 300), (404.9, 300))),
]
BUILT, CULTIVATED = {"0702", "0601"}, {"0102", "0101"}


@pytest.fixture
def land(qgis_app):
    return layer("DLTB", ["DLBM:string"], [(geometry, code) for code, geometry in PATCHES])


@pytest.fixture
def batches(qgis_app):
    fields = ["PCBH:string", "PCND:integer", "DKBH:string", "XMBH:string"]
    return layer("PC", fields, [(geometry, number, 2021, number, number) for number, geometry in BATCHES])


@pytest.fixture
def tallied(run, batches, land):
    """By batch and class in mu, as the tally prints it."""
    results = run(
        "tallybylanduse", INPUT=batches, ID_FIELD="PCBH", LANDUSE=land, UNIT="mu", DECIMALS=4, OUTPUT="memory:"
    )
    return {(row["zone"], row["class_code"]): exact(row["area"]) for row in results["OUTPUT"].getFeatures()}


def exact(value):
    return Decimal(repr(float(value))).quantize(Decimal("0.0001"))


def summed(tallied, classes):
    return [
        sum(value for (zone, code), value in tallied.items() if zone == number and code in classes)
        for number, _ in BATCHES
    ]


def table(results, name, **where):
    found = [row for row in results[name].getFeatures() if row["kind"] == "leaf"]
    return [row for row in found if all(row[key] == value for key, value in where.items())]


def test_the_ledger_and_the_tally(run, batches, land, tallied):
    results = run("quotaledger", BATCHES=batches, LANDUSE=land, OUTPUT="memory:", OUTPUT_BATCHES="memory:")
    rows = table(results, "OUTPUT_BATCHES")
    assert [exact(row["existing_mu"]) for row in rows] == summed(tallied, BUILT)
    assert [exact(row["new_mu"]) for row in rows] == summed(tallied, {code for code, _ in PATCHES} - BUILT)
    assert [exact(row["area_mu"]) for row in rows] == summed(tallied, {code for code, _ in PATCHES})


def test_land_followed_and_the_ledger(run, batches, land, tallied):
    results = run("landsupply", APPROVED=batches, SUPPLIED=land, OUTPUT="memory:")
    rows = sorted(results["OUTPUT"].getFeatures(), key=lambda row: row["PCBH"])
    whole = summed(tallied, {code for code, _ in PATCHES})
    assert [exact(row["approved_mu"]) for row in rows] == whole
    assert [exact(row["supplied_mu"]) for row in rows] == whole


def test_projects_and_balances(run, batches, land, tallied):
    linked = run("linkedproject", DEMOLISH=batches, BUILD=batches, LANDUSE=land, OUTPUT="memory:")
    rows = [row for row in linked["OUTPUT"].getFeatures() if row["side"] == "demolish"]
    assert [exact(row["construction_mu"]) for row in rows] == summed(tallied, BUILT)
    assert [exact(row["cultivated_mu"]) for row in rows] == summed(tallied, CULTIVATED)
    towns = layer(
        "XZQ",
        ["XZQDM:string", "XZQMC:string"],
        [
            (shape((-50, -50), (500, -50), (500, 50.3), (-50, 61.1)), "371525101", "甲镇"),
            (shape((-50, 61.1), (500, 50.3), (500, 300), (-50, 300)), "371525102", "乙镇"),
        ],
    )
    balanced = run(
        "farmlandbalance",
        OUT=batches,
        IN=batches,
        TOWNSHIPS=towns,
        LANDUSE=land,
        OUT_NUMBER_FIELD="PCBH",
        OUTPUT="memory:",
    )
    rows = [row for row in balanced["OUTPUT"].getFeatures() if row["side"] == "out"]
    assert [exact(row["counted_mu"]) for row in rows] == summed(tallied, CULTIVATED)
