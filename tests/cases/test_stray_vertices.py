"""One vertex of one polygon astray: named before anything is made of it; what is left out is counted, or the run stops.

Twenty squares of 100 m in a zone of 2,000 by 200 m. The squares have 100 m sides on the plane, 139 km west of the
meridian, where a side is 1 + 139² / (2 · 6374²) = 1.0002378 times too long: 20 · 10,000 / 1.0002378² = 199,904.9 m².
"""

import math

import numpy as np
import plots
import pytest
from qgis.core import QgsGeometry, QgsPointXY, QgsProcessingException

from redline.core.ellipsoid.areaplane import MOST_POINTS, AreaPlane
from redline.core.ellipsoid.projection import projection_of_epsg
from redline.core.errors import RedlineError
from redline.core.shapes.polygons import Polygons

STRAY = {
    "a digit more in y": f"{plots.EAST} {plots.NORTH * 10}",
    "a digit more in x": f"{plots.EAST * 10} {plots.NORTH}",
    "1e9": "1e9 1e9",
    "1e30": "1e30 1e30",
    "no zone number": f"360000 {plots.NORTH}",
    "zero": "0 0",
    "infinite": "infinite",
}
pytestmark = pytest.mark.usefixtures("redline")


def astray(vertex):
    if vertex != "infinite":
        return plots.ring((0, 100), (100, 100), vertex, (0, 200))
    places = [(0, 100), (100, 100), (math.inf, math.inf), (0, 200), (0, 100)]
    return QgsGeometry.fromPolygonXY([[QgsPointXY(plots.EAST + x, plots.NORTH + y) for x, y in places]])


def squares():
    return [(plots.box(100 * i, 0, 100, 100), "0102") for i in range(20)]


def zone(*more):
    return plots.layer("CJDCQ", "ZLDWDM", [(plots.box(0, 0, 2000, 200), "1"), *more])


def of_class(result, code):
    """Hectares."""
    return sum(row["area"] for row in result["OUTPUT"].getFeatures() if row["class_code"] == code)


@pytest.mark.parametrize("vertex", STRAY.values(), ids=STRAY.keys())
class TestEachVertex:
    def test_in_a_patch(self, vertex):
        land = plots.layer("DLTB", "DLBM", [*squares(), (astray(vertex), "0301")])
        result, warnings = plots.run("tallybylanduse", INPUT=zone(), LANDUSE=land)
        assert of_class(result, "0102") == pytest.approx(19.99049, abs=0.00005)
        assert result["SKIPPED"] == 1
        told = [each for each in warnings if "Layer DLTB, feature 21: left out" in each]
        assert len(told) == 1
        assert "its vertex 3 (X " in told[0] or "its coordinates are not numbers" in told[0]
        assert any("leaves 1 zones partly uncovered" in each for each in warnings)

    def test_in_a_zone(self, vertex):
        land = plots.layer("DLTB", "DLBM", squares())
        with pytest.raises(QgsProcessingException, match=r"Layer CJDCQ, feature 2: its (vertex 3|coordinates)"):
            plots.run("tallybylanduse", INPUT=zone((astray(vertex), "2")), LANDUSE=land)

    def test_in_a_red_line(self, vertex):
        line = plots.layer("STBHHX", "id", [(plots.box(0, 0, 50, 50), "r"), (astray(vertex), "s")])
        with pytest.raises(QgsProcessingException, match=r"Layer STBHHX, feature 2: its (vertex 3|coordinates)"):
            plots.run("redlinecheck", INPUT=zone(), RED_LINES=[line])

    def test_in_a_parcel(self, vertex, tmp_path):
        parcels = plots.layer("ZZ_TDZSFW", "DKBH", [(plots.box(0, 0, 100, 100), "D1"), (astray(vertex), "D2")])
        with pytest.raises(QgsProcessingException, match=r"Layer ZZ_TDZSFW, feature 2: its (vertex|coord)"):
            plots.run("exportparceltext", INPUT=parcels, OUTPUT=str(tmp_path / "d.txt"))
        assert not list(tmp_path.iterdir())

    def test_in_a_check(self, vertex):
        land = plots.layer("DLTB", "DLBM", [*squares(), (astray(vertex), "0301")])
        result, _ = plots.run("checklayers", INPUT_LAYERS=[land, zone()])
        of_it = [row["message"] for row in result["OUTPUT"].getFeatures() if row["fid"] == 21]
        assert any("its vertex 3 (X " in each or "its coordinates are not numbers" in each for each in of_it)


def test_the_sentence_names_the_place():
    land = plots.layer("DLTB", "DLBM", [*squares(), (astray("360000 4040000"), "0301")])
    _, warnings = plots.run("tallybylanduse", INPUT=zone(), LANDUSE=land)
    assert (
        "Layer DLTB, feature 21: left out, its vertex 3 (X 4040000.000, Y 360000.000) lies outside of "
        "EPSG:4527 (CGCS2000 / 3-degree Gauss-Kruger zone 39)." in warnings
    )


def test_an_edge_longer_than_a_county():
    """600 km north: inside the area of use, yet no edge is so long."""
    land = plots.layer("DLTB", "DLBM", [*squares(), (astray(plots.at(0, 600_100)), "0301")])
    _, warnings = plots.run("tallybylanduse", INPUT=zone(), LANDUSE=land)
    assert (
        "Layer DLTB, feature 21: left out, its vertex 3 (X 4640100.000, Y 39360000.000) is astray: "
        "an edge of it is 600 km long." in warnings
    )


@pytest.mark.parametrize("body", ["numpy", "auto"])
def test_splitting_has_a_bound(body):
    """A hundred edges there and back over 1,200 km: at a quarter of a kilometre or less a point, far too many."""
    x = plots.EAST + np.tile([0.0, 1.2e6], MOST_POINTS // 4000)
    far = Polygons.from_rings([[(np.column_stack([x, np.full(len(x), plots.NORTH)]), False)]])
    bounds = (plots.EAST, plots.NORTH, plots.EAST + 1000, plots.NORTH + 1000)
    plane = AreaPlane.fit(bounds, projection_of_epsg(4527))
    with pytest.raises(RedlineError, match=r"The edges are so long that [0-9]+ points"):
        plane.apply(far, body=body)
