"""Polygons that meet in points or along lines alone: nothing of that is land, and nothing of it ends a run."""

import numpy as np
import plots
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsGeometry, QgsProject, QgsWkbTypes

from redline.core.shapes.polygons import Polygons
from redline.layers.reading.clip import areal, clip

pytestmark = pytest.mark.usefixtures("redline")


@pytest.mark.parametrize(
    ("given", "area"),
    [
        ("MULTIPOINT((0 0), (10 0))", 0),
        ("POINT(0 0)", 0),
        ("LINESTRING(0 0, 1 1)", 0),
        ("GEOMETRYCOLLECTION(POINT(0 0), POLYGON((0 0, 0 2, 3 2, 3 0, 0 0)))", 6),
        ("MULTIPOLYGON(((0 0, 0 2, 3 2, 3 0, 0 0)))", 6),
        ("POLYGON EMPTY", 0),
    ],
)
def test_only_polygons_are_land(given, area):
    land = areal(QgsGeometry.fromWkt(given))
    assert QgsWkbTypes.geometryType(land.wkbType()) == QgsWkbTypes.GeometryType.PolygonGeometry
    assert land.area() == area


def test_what_a_village_doubles_is_its_overlap():
    """The second village lies wholly in the first one's 20 · 20 m: it doubles its own 10 · 10 m², not a metre more."""
    square = [(0.0, 0.0), (20.0, 0.0), (20.0, 20.0), (0.0, 20.0)]
    inner = [(5.0, 5.0), (15.0, 5.0), (15.0, 15.0), (5.0, 15.0)]
    zone = Polygons.from_rings([[(square, False)]])
    villages = Polygons.from_rings([[(square, False)], [(inner, False)]])
    assert clip(zone, villages, "CJDCQ", np.array([1, 2])).doubled == ((0, 1, 100.0),)


def test_pieces_over_land_use_of_a_web_map():
    """A diamond of 100 m by 100 m enters four patches of 50 m and touches eight: four pieces, which add up to its
    100 · 100 / 2 m² of plane, 4,997.59 m² on the ellipsoid."""
    target = QgsCoordinateReferenceSystem("EPSG:3857")
    move = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4527"), target, QgsProject.instance())
    rows = []
    for i in range(4):
        for j in range(4):
            shape = QgsGeometry.fromWkt(plots.box(50 * i, 50 * j, 50, 50))
            shape.transform(move)
            rows.append((shape, "0102" if (i + j) % 2 else "0301"))
    land = plots.layer("DLTB", "DLBM", rows, "EPSG:3857")
    diamond = plots.layer("P", "DKBH", [(plots.ring((100, 50), (150, 100), (100, 150), (50, 100)), "D1")])
    result, _ = plots.run("tallybylanduse", INPUT=diamond, LANDUSE=land, OUTPUT_PIECES="TEMPORARY_OUTPUT", UNIT="m2")
    pieces = list(result["OUTPUT_PIECES"].getFeatures())
    assert len(pieces) == 4
    assert all(each.geometry().type() == QgsWkbTypes.GeometryType.PolygonGeometry for each in pieces)
    assert sum(each["area"] for each in pieces) == pytest.approx(4_997.59, abs=0.01)
