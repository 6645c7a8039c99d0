"""Zones and parcels whose outline crosses itself: refused or left out by name and place, by every tool, whoever calls.

``plots.run`` calls as qgis_process does, with a context that checks no geometry.
"""

import plots
import pytest
from qgis import processing
from qgis.core import Qgis, QgsGeometry, QgsProcessingContext, QgsProcessingException

from redline.layers.reading.validity import repaired

pytestmark = pytest.mark.usefixtures("redline")
TIE = plots.bow_tie(0, 0, 100, 100)
SENTENCE = r"feature 1\)?: the polygon is invalid \(.+\) near X 4040050\.000, Y 39360050\.000"


def parcels(*more):
    return plots.layer("ZZ_TDZSFW", "DKBH", [(TIE, "D1"), *more])


def land():
    return plots.layer("DLTB", "DLBM", [(plots.box(-10, -10, 300, 300), "0102")])


def line():
    return plots.layer("STBHHX", "id", [(plots.box(-10, -10, 300, 300), "r")])


@pytest.mark.parametrize(
    ("tool", "parameters"),
    [
        ("redlinecheck", lambda folder: {"INPUT": parcels(), "RED_LINES": [line()]}),
        ("tallybylanduse", lambda folder: {"INPUT": parcels(), "LANDUSE": land()}),
        ("exportparceltext", lambda folder: {"INPUT": parcels(), "OUTPUT": str(folder / "d.txt")}),
        ("boundarypoints", lambda folder: {"INPUT": parcels()}),
        ("approvaltables", lambda folder: {"PARCELS": parcels(), "LANDUSE": land(), "OUTPUT": str(folder / "t")}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bow_tie_stops_the_run(tool, parameters, tmp_path):
    with pytest.raises(QgsProcessingException, match=SENTENCE):
        plots.run(tool, **parameters(tmp_path))
    assert not list(tmp_path.iterdir())


def test_it_is_left_out_where_the_run_is_told_so():
    """The square is 100 m × 100 m within the line: 10,000 / 1.000241² = 9,995.2 m² violate, and nothing is clear."""
    context, heard = QgsProcessingContext(), plots.Heard()
    context.setInvalidGeometryCheck(Qgis.InvalidGeometryCheck.SkipInvalid)
    both = parcels((plots.box(120, 0, 100, 100), "D2"))
    result = processing.run(
        "redline:redlinecheck",
        {"INPUT": both, "RED_LINES": [line()], "OUTPUT": "TEMPORARY_OUTPUT"},
        context=context,
        feedback=heard,
    )
    assert result["SKIPPED"] == 1
    verdicts = {row[0]: row[1] or "" for row in (each.attributes() for each in result["OUTPUT"].getFeatures())}
    assert verdicts == {"D1": "", "D2": "violates"}
    told = [each for each in heard.warnings if "feature 1: left out, the polygon is invalid" in each]
    assert len(told) == 1
    assert "X 4040050.000, Y 39360050.000" in told[0]


def test_official_area_leaves_it_out_by_name():
    """Its lobes are alike, so the signed area is 0.00 m²: not said of land that is 2 · 2,500 m²."""
    result, warnings = plots.run("officialarea", INPUT=parcels((plots.box(120, 0, 100, 100), "D2")))
    assert result["SKIPPED"] == 1
    assert result["FEATURES"] == 1
    assert result["TOTAL_AREA"] == pytest.approx(9_995.2, abs=0.1)
    assert any("Layer ZZ_TDZSFW, feature 1: left out, the polygon is invalid" in each for each in warnings)
    assert any("near X 4040050.000, Y 39360050.000" in each for each in warnings)


def test_what_is_drawn_counts_with_both_lobes():
    """The live tally asks about what the outline encloses: two triangles of 100 · 50 / 2 m² each, not 0."""
    drawn = repaired(QgsGeometry.fromWkt(TIE))
    assert drawn.isGeosValid()
    assert drawn.area() == pytest.approx(2 * 2_500, rel=1e-12)
