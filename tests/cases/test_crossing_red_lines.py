"""A red line whose outline crosses itself: land in either lobe lies inside, and the crossing is named.

The line is a bow tie of 1,000 m; a parcel of 100 m lies wholly in its left or right lobe. The ground is 140 km west of
the meridian, so a square of the plane has 10,000 / 1.000241² = 9,995.2 m².
"""

import plots
import pytest

pytestmark = pytest.mark.usefixtures("redline")


def line():
    return plots.layer("STBHHX", "id", [(plots.bow_tie(0, 0, 1000, 1000), "r")])


@pytest.mark.parametrize("x", [50, 850], ids=["left", "right"])
def test_both_lobes_count(x):
    parcels = plots.layer("ZZ_TDZSFW", "DKBH", [(plots.box(x, 450, 100, 100), "D1")])
    result, warnings = plots.run("redlinecheck", INPUT=parcels, RED_LINES=[line()])
    row = next(result["OUTPUT"].getFeatures())
    assert row[1] == "violates"
    inside = [value for value in row.attributes() if isinstance(value, float)]
    assert inside[0] == pytest.approx(9_995.2, abs=0.15)
    assert (
        "Layer STBHHX, feature 1: its outline crosses itself near X 4040500.000, Y 39360500.000; the land on both "
        "sides of the crossing counts, once (even-odd rule): mend it with the vertex tool or Fix geometries."
        in warnings
    )


def test_between_the_lobes_is_clear():
    """Above the crossing, between the two triangles: no land of the line."""
    parcels = plots.layer("ZZ_TDZSFW", "DKBH", [(plots.box(450, 800, 100, 100), "D1")])
    result, _ = plots.run("redlinecheck", INPUT=parcels, RED_LINES=[line()])
    assert next(result["OUTPUT"].getFeatures())[1] == "clear"


def test_a_crossing_far_from_every_zone_is_not_looked_for():
    """Only outlines whose box meets a zone's: the others change no number of the run."""
    parcels = plots.layer("ZZ_TDZSFW", "DKBH", [(plots.box(5000, 0, 100, 100), "D1")])
    result, warnings = plots.run("redlinecheck", INPUT=parcels, RED_LINES=[line()])
    assert next(result["OUTPUT"].getFeatures())[1] == "clear"
    assert not any("crosses itself" in each for each in warnings)
