"""redline:farmlandbalance and redline:linkedproject: by hand on small layers, and on the demo's registers."""

import sys
from pathlib import Path

import pytest
from qgis.core import NULL, QgsProcessingException

sys.path.insert(0, str(Path(__file__).parent))
from parcelruns import Log, Runner, box, demo_county, demo_registers, layer

X, Y = 39400000, 4040000
MU = 100 * 100 * 3 / 2000
"""A box of a hectare; the areal scale there is 0.99976."""


@pytest.fixture
def run(redline):
    runner = Runner(redline)
    yield runner
    runner.close()


def at(x0, y0, x1, y1):
    """A box in metres from the corner."""
    return box(X + x0, Y + y0, X + x1, Y + y1)


def rows(results, name="OUTPUT"):
    return list(results[name].getFeatures())


@pytest.fixture
def towns(qgis_app):
    fields = ["XZQDM:string", "XZQMC:string"]
    shapes = [(at(0, 0, 1000, 1000), "371525101", "甲镇"), (at(1000, 0, 2000, 1000), "371525102", "乙镇")]
    return layer("XZQ", fields, shapes)


@pytest.fixture
def land(qgis_app):
    """Fields in the south, an orchard in the north; slope grade 2 in the fields."""
    fields = ["DLBM:string", "GDPDJB:string"]
    return layer("DLTB", fields, [(at(0, 0, 2000, 500), "0102", "2"), (at(0, 500, 2000, 1000), "0201", None)])


@pytest.fixture
def balance(towns, land):
    """One hectare across the townships' border is given up; one and a half are gained in the first township."""
    out = layer("GDZC", ["TBBH:string"], [(at(950, 100, 1050, 200), "O1")])
    into = layer(
        "GDZR",
        ["TBBH:string", "GDPDJB:string"],
        [(at(100, 600, 200, 700), "I1", "5"), (at(300, 450, 400, 550), "I2", "1")],
    )
    return {"OUT": out, "IN": into, "TOWNSHIPS": towns, "OUTPUT": "memory:", "LANGUAGE": "en"}


class TestFarmland:
    def test_by_hand(self, run, balance, land):
        feedback = Log()
        results = run(
            "farmlandbalance",
            feedback,
            **balance,
            LANDUSE=land,
            OUTPUT_TOWNS="memory:",
            OUTPUT_SLOPES="memory:",
            OUTPUT_PATCHES="memory:",
        )
        found = {row["town"]: row for row in rows(results, "OUTPUT_TOWNS")}
        # half a hectare is given up in each; 1 ha is gained, and half of I2, whose other half is a field already
        assert found["甲镇"]["out_mu"] / MU == pytest.approx(0.5, abs=4e-4)
        assert found["甲镇"]["in_mu"] / MU == pytest.approx(1.5, abs=4e-4)
        assert found["乙镇"]["balance_mu"] / MU == pytest.approx(-0.5, abs=4e-4)
        assert [found[town]["state"] for town in ("甲镇", "乙镇", "Total")] == ["Balanced", "Short", "Balanced"]
        assert found["Total"]["out_grade"] == 2.0  # of the land use: the layer has none
        slopes = {row["grade"]: row for row in rows(results, "OUTPUT_SLOPES")}
        assert slopes["5"]["in_mu"] / MU == pytest.approx(1, abs=4e-4)
        patches = rows(results, "OUTPUT_PATCHES")
        assert [row["remark"] for row in patches if row["number"] == "I1"] == ["Too steep"]
        assert sorted(row["remark"] for row in patches if row["number"] == "I2") == ["", "Not counted"]
        drawn = {row["number"]: row for row in rows(results)}
        assert drawn["I2"]["counted_mu"] / MU == pytest.approx(0.5, abs=4e-4)
        assert (drawn["O1"]["side"], drawn["O1"]["grade"]) == ("out", "2")
        assert (results["SHORT_TOWNS"], results["STEEP"]) == (1, 1)
        told = "\n".join(feedback.warnings)
        assert "1 townships gain less cultivated land than they give up: 乙镇." in told
        assert "1 patches gained are too steep for cultivated land that lasts: I1." in told
        assert "mu are not counted: given up, but not cultivated in the land use" in told

    def test_without_land_use_all_counts(self, run, balance):
        results = run("farmlandbalance", **balance)
        assert [results[name] / MU for name in ("OUT_MU", "IN_MU")] == pytest.approx([1, 2], rel=4e-4)

    def test_a_slope_that_is_none(self, run, balance):
        balance["IN"] = layer("GDZR", ["GDPDJB:string"], [(at(100, 600, 200, 700), "陡")])
        with pytest.raises(QgsProcessingException, match="field GDPDJB: “陡” is none of 1, 2, 3, 4, 5: correct it"):
            run("farmlandbalance", **balance)

    def test_on_the_demo_county(self, run, redline):
        county, registers = demo_county(), demo_registers()
        results = run(
            "farmlandbalance",
            OUT=f"{registers}|layername=GDZC",
            IN=f"{registers}|layername=GDZR",
            TOWNSHIPS=f"{county}|layername=XZQ",
            LANDUSE=f"{county}|layername=DLTB",
            OUTPUT="memory:",
            OUTPUT_TOWNS="memory:",
        )
        *towns, total = rows(results, "OUTPUT_TOWNS")
        assert len(towns) == 5
        assert sum(row["balance_mu"] for row in towns) == pytest.approx(total["balance_mu"], abs=1e-9)
        assert results["BALANCE_MU"] == pytest.approx(results["IN_MU"] - results["OUT_MU"], abs=1e-9)
        assert results["BALANCE_MU"] > 0
        assert (results["SHORT_TOWNS"], results["STEEP"]) == (1, 1)


@pytest.fixture
def linked(qgis_app):
    """A village of one hectare is demolished, 0.8 ha are built on, in fields; a second project takes too much."""
    fields = ["DKBH:string", "XMBH:string", "FG:double"]
    old = [(at(100, 600, 200, 700), "C1", "G1", 10.0), (at(300, 600, 350, 700), "C2", "G2", 7.0)]
    new = [(at(100, 100, 180, 200), "J1", "G1", None), (at(300, 100, 400, 200), "J2", "G2", None)]
    return {"DEMOLISH": layer("CJ", fields, old), "BUILD": layer("JX", fields, new), "OUTPUT": "memory:"}


class TestLinked:
    def test_by_hand(self, run, linked, land):
        feedback = Log()
        results = run("linkedproject", feedback, **linked, LANDUSE=land, OUTPUT_PROJECTS="memory:", LANGUAGE="en")
        found = {row["project"]: row for row in rows(results, "OUTPUT_PROJECTS")}
        parts = ("old_mu", "reclaimed_mu", "new_mu", "occupied_mu", "balance_mu", "cultivated_balance_mu")
        assert [found["G1"][name] / MU for name in parts] == pytest.approx([1, 1, 0.8, 0.8, 0.2, 0.2], abs=4e-4)
        assert found["G1"]["state"] == "Balanced"
        assert found["G2"]["state"] == "Builds on more, and takes more cultivated land"
        assert (results["PROJECTS"], results["UNBALANCED"]) == (2, 1)
        assert any("1 projects do not balance: G2." in line for line in feedback.warnings)
        assert [row["side"] for row in rows(results)] == ["demolish", "demolish", "build", "build"]

    def test_reclaimed_land_by_a_field(self, run, linked, land):
        results = run("linkedproject", **linked, LANDUSE=land, RECLAIMED_FIELD="FG", OUTPUT_PROJECTS="memory:")
        [first, *_] = rows(results, "OUTPUT_PROJECTS")
        assert first["reclaimed_mu"] == 10.0
        assert results["UNBALANCED"] == 2  # 12 mu of fields for 10

    def test_without_land_use_the_balance_of_cultivated_land_is_open(self, run, linked):
        feedback = Log()
        results = run("linkedproject", feedback, **linked, OUTPUT_PROJECTS="memory:")
        assert rows(results, "OUTPUT_PROJECTS")[0]["cultivated_balance_mu"] == NULL
        assert any("cultivated land that is built on is not known" in line for line in feedback.warnings)

    def test_wrong_input(self, run, linked):
        with pytest.raises(QgsProcessingException, match="field FG holds no reclaimed land in mu: fill it in"):
            run("linkedproject", **{**linked, "DEMOLISH": linked["BUILD"]}, RECLAIMED_FIELD="FG")
        bare = layer("JX", ["a:string"], [(at(0, 0, 1, 1), "x")])
        with pytest.raises(QgsProcessingException, match="has no field XMBH"):
            run("linkedproject", **{**linked, "BUILD": bare})

    def test_on_the_demo_county(self, run, redline):
        county, registers = demo_county(), demo_registers()
        results = run(
            "linkedproject",
            DEMOLISH=f"{registers}|layername=GGCJ",
            BUILD=f"{registers}|layername=GGJX",
            LANDUSE=f"{county}|layername=DLTB",
            OUTPUT="memory:",
        )
        assert (results["PROJECTS"], results["UNBALANCED"]) == (3, 1)
        assert results["DEMOLISHED_MU"] - results["BUILT_MU"] == pytest.approx(results["BALANCE_MU"], abs=1e-9)
