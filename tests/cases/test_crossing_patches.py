"""A patch whose outline crosses itself: its two lobes count, and nothing is negative.

In a zone of 100 m lies a bow tie of two triangles of 2,500 m² each, and a patch of another class that fills the rest,
two triangles more. Signed, the lobes cancel and half of the zone is not covered.
"""

import plots
import pytest

pytestmark = pytest.mark.usefixtures("redline")
ABOVE_AND_BELOW = (
    f"MULTIPOLYGON((({plots.at(0, 100)}, {plots.at(50, 50)}, {plots.at(100, 100)}, {plots.at(0, 100)})),"
    f"(({plots.at(0, 0)}, {plots.at(100, 0)}, {plots.at(50, 50)}, {plots.at(0, 0)})))"
)


def tally(*patches):
    zone = plots.layer("CJDCQ", "ZLDWDM", [(plots.box(0, 0, 100, 100), "1")])
    land = plots.layer("DLTB", "DLBM", list(patches))
    return plots.run("tallybylanduse", INPUT=zone, LANDUSE=land, AREA_METHOD="plane", UNIT="m2")


def test_both_lobes_count():
    result, warnings = tally((plots.bow_tie(0, 0, 100, 100), "0102"), (ABOVE_AND_BELOW, "0301"))
    found = {row["class_code"]: row["area"] for row in result["OUTPUT"].getFeatures() if row["class_code"]}
    assert found["0102"] == pytest.approx(5_000, abs=0.005)
    assert found["0301"] == pytest.approx(5_000, abs=0.005)
    assert result["NOT_COVERED_AREA"] == 0
    crossing = "Layer DLTB, feature 1: its outline crosses itself near X 4040050.000, Y 39360050.000"
    assert sum(crossing in each for each in warnings) == 1
    assert not any("overlap" in each for each in warnings)


def test_lobes_of_two_sizes():
    """The outline crosses at (75, 75): left of it a triangle of 75 · 75 / 2, right of it one of 25 · 25 / 2."""
    result, _ = tally((plots.ring((0, 0), (100, 100), (100, 75), (0, 75)), "0102"))
    # Signed it would be 2,812.5 − 312.5; the rest of the zone has no patch.
    assert result["NOT_COVERED_AREA"] == pytest.approx(10_000 - 2_812.5 - 312.5, abs=0.006)


def named(warnings, layer):
    told = f"Layer {layer}, feature 1: its outline crosses itself near X"
    return sum(
        told in each and "on both sides of the crossing counts, once (even-odd rule)" in each for each in warnings
    )


def test_a_dimension_that_crosses_itself_is_told():
    """A red line of two triangles of 2,500 m² as a dimension: half of the zone lies in it, and that it was mended for
    the sum is said."""
    zone = plots.layer("CJDCQ", "ZLDWDM", [(plots.box(0, 0, 100, 100), "1")])
    land = plots.layer("DLTB", "DLBM", [(plots.box(-10, -10, 300, 300), "0102")])
    line = plots.layer("STBHHX", "id", [(plots.bow_tie(0, 0, 100, 100), "r")])
    result, warnings = plots.run(
        "tallybylanduse", INPUT=zone, LANDUSE=land, DIMENSIONS=[line], AREA_METHOD="plane", UNIT="m2"
    )
    found = {row["dim1"]: row["area"] for row in result["OUTPUT"].getFeatures() if row["class_code"]}
    assert found == {"r": pytest.approx(5_000, abs=0.005), "": pytest.approx(5_000, abs=0.005)}
    assert named(warnings, "STBHHX") == 1


def test_what_lies_in_a_blind_spot_is_never_signed():
    """The village is 10,000 m², its cover two triangles of 625 m² (12.5 %), its land a bow tie of two of 2,500 m²: of
    the left one the left triangle of the cover takes 625 m², so that 4,375 lie in the blind spot. In official areas of
    this zone 1 m² is 0.99952 m²: 4,372.89 m². Signed, the lobes of the land would take each other off."""
    village = plots.layer("CJDCQ", "ZLDWDM", [(plots.box(0, 0, 100, 100), "371525100001")])
    cover = plots.layer("FGFW", "id", [(plots.bow_tie(0, 0, 50, 50), "c")])
    land = plots.layer("DLTB", "DLBM", [(plots.bow_tie(0, 0, 100, 100), "0102")])
    result, warnings = plots.run(
        "coveragetally", INPUT=cover, VILLAGES=village, LANDUSE=land, OUTPUT_BLIND="TEMPORARY_OUTPUT"
    )
    assert result["COVERED_SHARE"] == 12.5
    spots = [row["agri_m2"] for row in result["OUTPUT_BLIND"].getFeatures()]
    assert sum(spots) == pytest.approx(4_372.89, abs=0.01)
    assert named(warnings, "FGFW") == named(warnings, "DLTB") == 1
