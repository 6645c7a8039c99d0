"""The measuring tool: official areas of what is drawn, in 亩 and hectares, whatever system the map has."""

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsPointXY, QgsProject

from redline.core.ellipsoid import official_areas, projection_of_epsg
from redline.core.errors import RedlineError
from redline.core.rounding import half_up
from redline.core.shapes.polygons import Polygons

pytestmark = pytest.mark.usefixtures("redline")

X, Y = 39_400_000.0, 4_040_000.0
SQUARE = [(X, Y), (X + 1000, Y), (X + 1000, Y + 1000), (X, Y + 1000)]


def corners(crs):
    move = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4527"), crs, QgsProject.instance())
    return [move.transform(QgsPointXY(*corner)) for corner in SQUARE]


@pytest.mark.parametrize(("system", "plane"), [("EPSG:4527", "EPSG:4527"), ("EPSG:4490", "EPSG:4548"),
                                               ("EPSG:3857", "EPSG:4548")])  # fmt: skip
def test_a_square_of_a_kilometre(system, plane):
    """1 km² of the grid 100 km from the meridian: k = 1 + (100/6371)² / 2 = 1.000123, so 10⁶ / k² = 999,754 m² and a
    perimeter of 4000 / k = 3999.5 m; the area is that of the official procedure to its last digit in the own system."""
    from redline.ui.measuretool import measure_outline

    crs = QgsCoordinateReferenceSystem(system)
    found = measure_outline(corners(crs), crs)
    assert found.crs.authid() == plane
    assert float(found.area) == pytest.approx(999_754, abs=15)
    assert float(found.perimeter) == pytest.approx(3999.5, abs=0.1)
    official = official_areas(Polygons.from_rings([[(SQUARE, False)]]), projection_of_epsg(4527))[0]
    assert float(found.area) == pytest.approx(float(half_up(official, 2)), abs=0 if system == "EPSG:4527" else 0.5)
    if system == "EPSG:4527":
        assert found.words().startswith(f"{half_up(official * 3 / 2000, 4)} mu · {half_up(official / 10_000, 4)} ha · ")


def test_an_outline_that_crosses_itself():
    from redline.ui.measuretool import measure_outline

    crossing = [QgsPointXY(*SQUARE[place]) for place in (0, 2, 1, 3)]
    with pytest.raises(RedlineError, match="The outline crosses itself"):
        measure_outline(crossing, QgsCoordinateReferenceSystem("EPSG:4527"))
