"""Two epochs whose patches are faulty themselves: a crossing outline counts whole, a stray vertex is named.

On the plane of zone 39, 139 km west of its meridian, a square metre is 1 / 1.0002378² of one on the ellipsoid.
"""

import math

import plots
import pytest

pytestmark = pytest.mark.usefixtures("redline")
SCALE = 1.0002378**2
REST = (
    f"MULTIPOLYGON((({plots.at(0, 100)}, {plots.at(50, 50)}, {plots.at(100, 100)}, {plots.at(0, 100)})),"
    f"(({plots.at(0, 0)}, {plots.at(100, 0)}, {plots.at(50, 50)}, {plots.at(0, 0)})))"
)


def epoch(name, *patches):
    return plots.layer(name, "DLBM", list(patches))


def change(before, after, **more):
    result, warnings = plots.run(
        "landusechange", BEFORE=before, AFTER=after, UNIT="m2", OUTPUT_LOST_FARMLAND="TEMPORARY_OUTPUT", **more
    )
    rows = {(row["from_code"], row["to_code"]): row["area"] for row in result["OUTPUT"].getFeatures()}
    return result, rows, warnings


def test_a_bow_tie_before():
    """It is 2 · 2,500 m² of paddy between two triangles of forest; then all is built on."""
    before = epoch("DLTB 2022", (plots.bow_tie(0, 0, 100, 100), "0101"), (REST, "0301"))
    after = epoch("DLTB 2023", (plots.box(0, 0, 100, 100), "0702"))
    result, rows, warnings = change(before, after)
    assert rows == {
        ("0101", "0702"): pytest.approx(5_000 / SCALE, abs=0.05),
        ("0301", "0702"): pytest.approx(5_000 / SCALE, abs=0.05),
    }
    assert result["NOT_COVERED_AREA"] == result["OVERLAP_AREA"] == 0
    crossing = "Layer DLTB 2022, feature 1: its outline crosses itself near X 4040050.000, Y 39360050.000"
    assert sum(crossing in each for each in warnings) == 1
    lost = [(row.geometry().area(), row["area"]) for row in result["OUTPUT_LOST_FARMLAND"].getFeatures()]
    assert lost == [(pytest.approx(5_000, abs=1e-3), pytest.approx(5_000 / SCALE, abs=0.05))]


def test_the_same_bow_tie_in_both_epochs():
    """Nothing changes. Signed, its own area would be 0 and what the epochs share 5,000 m²."""
    patches = ((plots.bow_tie(0, 0, 100, 100), "0101"), (REST, "0301"))
    result, rows, warnings = change(epoch("DLTB 2022", *patches), epoch("DLTB 2023", *patches))
    assert rows == {
        ("0101", "0101"): pytest.approx(5_000 / SCALE, abs=0.05),
        ("0301", "0301"): pytest.approx(5_000 / SCALE, abs=0.05),
    }
    assert result["CHANGED_AREA"] == result["OVERLAP_AREA"] == 0
    assert [sum(f"Layer {name}, feature 1: its outline" in each for each in warnings) for name in
            ("DLTB 2022", "DLTB 2023")] == [1, 1]  # fmt: skip


def test_a_bow_tie_by_zones():
    zones = plots.layer("CJDCQ", "ZLDWDM", [(plots.box(0, 0, 50, 100), "W"), (plots.box(50, 0, 50, 100), "E")])
    before = epoch("DLTB 2022", (plots.bow_tie(0, 0, 100, 100), "0101"), (REST, "0301"))
    after = epoch("DLTB 2023", (plots.box(0, 0, 100, 100), "0702"))
    result, _ = plots.run("landusechange", BEFORE=before, AFTER=after, ZONES=zones, ZONE_ID_FIELD="ZLDWDM", UNIT="m2")
    rows = {(row["zone"], row["from_code"]): row["area"] for row in result["OUTPUT"].getFeatures()}
    quarter = pytest.approx(2_500 / SCALE, abs=0.05)
    assert rows == {(zone, code): quarter for zone in ("W", "E") for code in ("0101", "0301")}


@pytest.mark.parametrize("vertex", ["0 0", f"360000 {plots.NORTH}", "1e9 1e9", "1e30 1e30"])
@pytest.mark.parametrize("faulty", ["before", "after"])
def test_a_stray_vertex(vertex, faulty):
    """The patch is left out by name; its land is then covered by one epoch only, the rest is as it was."""
    astray = (plots.ring((100, 0), (200, 0), vertex, (100, 100)), "0301")
    good = (plots.box(0, 0, 100, 100), "0101"), (plots.box(100, 0, 100, 100), "0301")
    faulty_epoch, other = epoch(f"DLTB {faulty}", good[0], astray), epoch("DLTB other", *good)
    layers = (faulty_epoch, other) if faulty == "before" else (other, faulty_epoch)
    result, rows, warnings = change(*layers)
    assert rows[("0101", "0101")] == pytest.approx(10_000 / SCALE, abs=0.1)
    assert not any(math.isnan(value) for value in rows.values())
    assert result["SKIPPED"] == 1
    assert result["NOT_COVERED_AREA"] == pytest.approx(10_000 / SCALE, abs=0.1)
    assert sum(f"Layer DLTB {faulty}, feature 2: left out, its vertex 3" in each for each in warnings) == 1


WEST_EAST = [(plots.box(0, 0, 50, 100), "W"), (plots.box(50, 0, 50, 100), "E")]
DOUBLED = ((plots.box(0, 0, 60, 100), "0101"), (plots.box(40, 0, 60, 100), "0702"))
"""Two patches that share 20 m × 100 m: 2,000 m² of 10,000."""


def by_zones(before, after):
    zones = plots.layer("CJDCQ", "ZLDWDM", WEST_EAST)
    result, _ = plots.run("landusechange", BEFORE=before, AFTER=after, ZONES=zones, ZONE_ID_FIELD="ZLDWDM", UNIT="m2")
    found = {}
    for row in result["OUTPUT"].getFeatures():
        found.setdefault(row["zone"], {})[row["from_code"], row["to_code"]] = row["area"]
    return found


def square_metres(**plane):
    """By ``before_after``, "x" for what is not covered and "o" for the overlap: m² of the plane."""
    words = {"x": "not_covered", "o": "overlap"}
    return {
        tuple(words.get(code, code) for code in cell.strip("_").split("_")): pytest.approx(area / SCALE, abs=0.1)
        for cell, area in plane.items()
    }


def test_patches_that_overlap_after():
    """Both classes keep their land, what they share is deducted: 6,000 + 6,000 − 2,000 of what was one patch."""
    before = epoch("DLTB 2022", (plots.box(0, 0, 100, 100), "0101"))
    result, rows, warnings = change(before, epoch("DLTB 2023", *DOUBLED))
    assert rows == square_metres(_0101_0101=6_000, _0101_0702=6_000, _0101_o=-2_000)
    assert result["OVERLAP_AREA"] == pytest.approx(2_000 / SCALE, abs=0.05)
    assert [each for each in warnings if "overlap" in each] == [
        "Layer DLTB 2023: patches overlap by 1999.04 m² inside feature 1 of DLTB 2022; it is deducted."
    ]
    assert by_zones(before, epoch("DLTB 2023", *DOUBLED)) == {
        "W": square_metres(_0101_0101=5_000, _0101_0702=1_000, _0101_o=-1_000),
        "E": square_metres(_0101_0101=1_000, _0101_0702=5_000, _0101_o=-1_000),
    }


def test_patches_that_overlap_before():
    after = epoch("DLTB 2023", (plots.box(0, 0, 100, 100), "0101"))
    _, rows, _ = change(epoch("DLTB 2022", *DOUBLED), after)
    assert rows == square_metres(_0101_0101=6_000, _0702_0101=6_000, _o_0101=-2_000)
    assert by_zones(epoch("DLTB 2022", *DOUBLED), after) == {
        "W": square_metres(_0101_0101=5_000, _0702_0101=1_000, _o_0101=-1_000),
        "E": square_metres(_0101_0101=1_000, _0702_0101=5_000, _o_0101=-1_000),
    }


def test_a_patch_that_is_there_twice_where_nothing_was():
    """Half of the land was surveyed before; the other half has one patch twice now: it is 5,000 m² all the same."""
    before = epoch("DLTB 2022", (plots.box(0, 0, 50, 100), "0101"))
    after = epoch("DLTB 2023", (plots.box(0, 0, 50, 100), "0101"), *[(plots.box(50, 0, 50, 100), "0702")] * 2)
    result, rows, warnings = change(before, after)
    assert rows == square_metres(_0101_0101=5_000, x_0702=10_000, x_o=-5_000)
    assert result["TOTAL_AREA"] == pytest.approx(10_000 / SCALE, abs=0.1)
    assert [each for each in warnings if "overlap" in each] == [
        "Layer DLTB 2023: patches overlap by 4997.59 m² where DLTB 2022 has none; it is deducted."
    ]
    assert by_zones(before, after) == {
        "W": square_metres(_0101_0101=5_000),
        "E": square_metres(x_0702=10_000, x_o=-5_000),
    }
