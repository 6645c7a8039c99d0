"""redline:landsupply: by hand on small layers, and the published figures on the demo county's registers."""

import sys
from pathlib import Path

import pytest
from qgis.core import NULL, QgsProcessingException

sys.path.insert(0, str(Path(__file__).parent))
from parcelruns import Log, Runner, box, demo_county, demo_registers, layer

X, Y = 39400000, 4040000
MU = 100 * 100 * 3 / 2000


@pytest.fixture
def run(redline):
    runner = Runner(redline)
    yield runner
    runner.close()


def at(x0, y0, x1, y1):
    """A box in metres from the corner."""
    return box(X + x0, Y + y0, X + x1, Y + y1)


@pytest.fixture
def land(qgis_app):
    """Two approved hectares: 0.4 of the first are supplied, with 10 m more beside it; a quarter is built on."""
    approved = layer(
        "ZZ_TDZSFW",
        ["DKBH:string", "PCND:integer", "XMBH:string", "JD:string"],
        [(at(0, 0, 100, 100), "A", 2022, "X1", "?"), (at(500, 0, 600, 100), "B", 2023, "X2", "?")],
    )
    fields = ["HTBH:string", "XMBH:string", "YDKGSJ:string", "YDJGSJ:string", "SJKGSJ:string", "JBR:string"]
    supplied = layer(
        "TDGY", fields, [(at(-10, 0, 40, 100), "H1", "X1", "2023-01-01", "2023/12/30", "2023年1月5日", "示意甲")]
    )
    return {
        "APPROVED": approved,
        "SUPPLIED": supplied,
        "BUILT": layer("JG", ["a:string"], [(at(0, 0, 25, 100), "x"), (at(500, 0, 510, 100), "y")]),
        "ACQUIRED": layer("ZS", ["a:string"], [(at(0, 0, 100, 100), "x")]),
        "OUTPUT": "memory:",
        "AS_OF": "2023-12-31T12:00:00",
    }


def test_by_hand(run, land):
    results = run(
        "landsupply",
        **land,
        SUPPLY_OFFICER_FIELD="JBR",
        OUTPUT_UNSUPPLIED="memory:",
        OUTPUT_OUTSIDE="memory:",
        OUTPUT_YEARS="memory:",
        OUTPUT_PROJECTS="memory:",
        OUTPUT_CONTRACTS="memory:",
    )
    first, second = results["OUTPUT"].getFeatures()
    parts = ("acquired_mu", "supplied_mu", "unsupplied_mu", "built_mu", "unbuilt_mu", "early_mu")
    # of a hectare, 15 mu but for the areal scale of 0.99976: all acquired, 0.4 supplied, a quarter built on
    assert [first[name] / MU for name in parts] == pytest.approx([1, 0.4, 0.6, 0.25, 0.15, 0], abs=4e-4)
    assert [second[name] / MU for name in parts] == pytest.approx([0, 0, 1, 0, 0, 0.1], abs=4e-4)
    for row in (first, second):
        assert row["supplied_mu"] + row["unsupplied_mu"] == pytest.approx(row["approved_mu"], abs=1e-9)
    assert [row["JD"] for row in (first, second)] == ["征收", "报批"]
    rests = {row["number"]: row for row in results["OUTPUT_UNSUPPLIED"].getFeatures()}
    assert {number: row["part"] for number, row in rests.items()} == {"A": "Leftover", "B": "Whole parcel"}
    assert rests["A"].geometry().area() == pytest.approx(6000, abs=0.01)
    [stray] = results["OUTPUT_OUTSIDE"].getFeatures()
    assert (stray["number"], stray.geometry().area()) == ("H1", pytest.approx(1000, abs=0.01))
    [contract, _] = results["OUTPUT_CONTRACTS"].getFeatures()
    assert (contract["officer"], contract["state"], contract["start_due"]) == (
        "示意甲",
        "finish_overdue",
        "2023-01-01",
    )
    assert contract["outside_mu"] + first["supplied_mu"] == pytest.approx(contract["area_mu"], abs=1e-4)
    years = {row["year"]: row["rate"] for row in results["OUTPUT_YEARS"].getFeatures()}
    assert years["2022"] == pytest.approx(40, abs=0.01)
    assert years["2019–2023"] == pytest.approx(20, abs=0.01)
    project = next(row for row in results["OUTPUT_PROJECTS"].getFeatures() if row["project"] == "X1")
    assert (project["officer"], project["start_due"], project["finish_due"]) == ("示意甲", "2023-01-01", "2023-12-30")
    assert (results["OVERDUE"], results["IDLE"], results["CONTRACTS"]) == (1, 0, 1)
    assert pytest.approx(20, abs=0.01) == results["RATE"]


def test_the_window_is_editable(run, land):
    assert run("landsupply", **land, FROM_YEAR=2022, TO_YEAR=2022)["RATE"] == pytest.approx(40, abs=0.01)
    assert run("landsupply", **land, FROM_YEAR=2010, TO_YEAR=2011)["RATE"] == -1
    with pytest.raises(QgsProcessingException, match="asked from 2023 to 2022: put the earlier year first"):
        run("landsupply", **land, FROM_YEAR=2023, TO_YEAR=2022)


def test_rests_that_are_drawing_are_told_not_listed(run, land):
    feedback = Log()
    land["SUPPLIED"] = layer("TDGY", ["HTBH:string"], [(at(0, 0, 100, 99.995), "H1"), (at(500, 0, 600, 100.005), "H2")])
    results = run("landsupply", feedback, **land, OUTPUT_UNSUPPLIED="memory:", OUTPUT_OUTSIDE="memory:")
    assert [list(results[name].getFeatures()) for name in ("OUTPUT_UNSUPPLIED", "OUTPUT_OUTSIDE")] == [[], []]
    # 0.5 m2 each are 0.0007 or 0.0008 mu
    assert results["UNSUPPLIED_MU"] == pytest.approx(0.00075, abs=6e-5)
    told = "2 rests of no more than 1 m² are counted, but not listed: 0.001"
    assert any(told in line for line in feedback.warnings)


def test_what_no_layer_says_is_left_open(run, land):
    feedback = Log()
    for name in ("BUILT", "ACQUIRED"):
        del land[name]
    results = run("landsupply", feedback, **land)
    first = next(results["OUTPUT"].getFeatures())
    open_columns = ("acquired_mu", "built_mu", "unbuilt_mu", "early_mu", "registered_mu")
    assert [first[name] for name in open_columns] == [NULL] * 5
    assert results["UNBUILT_MU"] == -1
    told = "No layer was given for ACQUIRED, BUILT, REGISTERED: these columns are left open"
    assert any(told in line for line in feedback.warnings)


def test_no_year_is_named(run, land):
    land["APPROVED"] = layer("DK", ["DKBH:string"], [(at(0, 0, 100, 100), "A")])
    with pytest.raises(QgsProcessingException, match="no field with the year or the date of approval"):
        run("landsupply", **land)


def test_the_ledger_of_quotas_takes_its_stages_from_here(run, land):
    followed = run("landsupply", **land)["OUTPUT"]
    batches = layer("PC", ["PCBH:string", "PCND:integer"], [(at(0, 0, 100, 100), "1", 2022)])
    results = run("quotaledger", BATCHES=batches, PARCELS=followed, OUTPUT="memory:", OUTPUT_STAGES="memory:")
    rows = {row["stage"]: row["parcels"] for row in results["OUTPUT_STAGES"].getFeatures()}
    assert [rows[stage] for stage in ("报批", "征收", "供地", "登记")] == [1, 1, 0, 0]


def test_the_published_transfers(run, redline, tmp_path_factory):
    """12 transfers of 821.66 mu, 7 registrations, 5 approved acquisitions of 298.16 mu; one transfer leaves its
    approval, and what is supplied inside and outside of approvals adds up to all transfers."""
    county, registers = demo_county(), demo_registers()
    results = run(
        "landsupply",
        APPROVED=f"{county}|layername=ZZ_TDZSFW",
        SUPPLIED=f"{registers}|layername=TDGY",
        ACQUIRED=f"{registers}|layername=TDZS",
        BUILT=f"{registers}|layername=JGYD",
        REGISTERED=f"{registers}|layername=BDCDJ",
        AS_OF="2023-12-31T17:00:00",
        OUTPUT="memory:",
        OUTPUT_OUTSIDE="memory:",
        OUTPUT_CONTRACTS="memory:",
    )
    assert (results["APPROVED_MU"], results["CONTRACTS"], results["CONTRACTS_MU"]) == (2304.0455, 12, 821.66)
    assert results["SUPPLIED_MU"] + results["OUTSIDE_MU"] == pytest.approx(821.66, abs=1e-9)
    assert results["APPROVED_MU"] - results["SUPPLIED_MU"] == pytest.approx(results["UNSUPPLIED_MU"], abs=1e-9)
    [stray] = results["OUTPUT_OUTSIDE"].getFeatures()
    assert stray["area_mu"] == results["OUTSIDE_MU"] > 1
    stages = [row["JD"] for row in results["OUTPUT"].getFeatures()]
    assert {stage: stages.count(stage) for stage in stages} == {"报批": 23, "征收": 6, "供地": 5, "登记": 7}
    assert (results["OVERDUE"], results["IDLE"]) == (3, 2)
