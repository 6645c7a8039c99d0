"""Curves, Z and M, collections, a point beside polygons: as much land as is drawn, and what is left out by name."""

import math
import sqlite3
import struct

import plots
import pytest
from deliveries import TEXT, layer, rows, square
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

E, N = plots.EAST, plots.NORTH
CIRCLE = f"CIRCULARSTRING({E} {N + 100},{E + 100} {N + 200},{E + 200} {N + 100},{E + 100} {N},{E} {N + 100})"
HALF = f"COMPOUNDCURVE(CIRCULARSTRING({E} {N},{E + 100} {N + 100},{E + 200} {N}),({E + 200} {N},{E} {N}))"


def curved(name, shapes, kind="CurvePolygon"):
    return layer(name, {"DLBM": TEXT}, [(shape, ["0102"]) for shape in shapes], kind)


SHAPES = {
    "CurvePolygon": (f"CURVEPOLYGON({CIRCLE})", math.pi * 100**2),
    "whole circle of two points": (
        f"CURVEPOLYGON(CIRCULARSTRING({E} {N},{E + 200} {N},{E} {N}))",
        math.pi * 100**2,
    ),
    "CompoundCurve": (f"CURVEPOLYGON({HALF})", math.pi * 100**2 / 2),
    "with a hole": (
        f"CURVEPOLYGON({CIRCLE},CIRCULARSTRING({E + 50} {N + 100},{E + 100} {N + 150},{E + 150} {N + 100},{E + 100} "
        f"{N + 50},{E + 50} {N + 100}))",
        math.pi * (100**2 - 50**2),
    ),
    "MultiSurface": (
        f"MULTISURFACE(CURVEPOLYGON({HALF}),(({E + 300} {N},{E + 400} {N},{E + 400} {N + 100},{E + 300} {N})))",
        math.pi * 100**2 / 2 + 5000,
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_arcs_are_measured_along_the_arcs(run, shape):
    """A circle of 100 m has 31,415.93 m² on the plane; 139.9 km from the meridian it is larger there than on the
    ground by 1.00023774² to 1.00024214²: 31,400.8 m², 3.1401 ha."""
    wkt, area = SHAPES[shape]
    kind = "MultiSurface" if "MULTI" in wkt else "CurvePolygon"
    result = run("officialarea", INPUT=curved("圆", [wkt], kind), OUTPUT="TEMPORARY_OUTPUT", UNIT="m2")
    assert result["PLANE_AREA"] == pytest.approx(area, abs=0.005)
    assert result["TOTAL_AREA"] == pytest.approx(area * 0.99952, rel=1e-5)
    assert (
        "Layer 圆: 1 features are drawn with arcs (the first: 1); they are measured along the arcs, with chords of the "
        "same area that lie within 1 mm." in run.log.warnings
    )
    assert rows(result["OUTPUT"], "plane_area") == [(round(area, 2),)]


def test_the_expression_measures_them_alike(run):
    made = curved("圆", [SHAPES["CurvePolygon"][0]])
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(made))
    context.setFeature(next(made.getFeatures()))
    area = QgsExpression("redline_official_area($geometry)").evaluate(context)
    assert area == run("officialarea", INPUT=made, OUTPUT="TEMPORARY_OUTPUT")["TOTAL_AREA"]


def test_two_patches_along_one_arc_leave_no_overlap(run):
    """The same arc, drawn from its other end in the other patch: a lens and the rest of a rectangle of 200 × 200 m."""
    arc = [f"{E} {N}", f"{E + 100} {N + 60}", f"{E + 200} {N}"]
    below = f"CURVEPOLYGON(COMPOUNDCURVE(CIRCULARSTRING({','.join(arc)}),({E + 200} {N},{E + 200} {N - 100},{E} "
    below += f"{N - 100},{E} {N})))"
    above = f"CURVEPOLYGON(COMPOUNDCURVE(CIRCULARSTRING({','.join(reversed(arc))}),({E} {N},{E} {N + 100},{E + 200} "
    above += f"{N + 100},{E + 200} {N})))"
    zone = layer("区", {"DKBH": TEXT}, [(square(0, -100, 200), ["D1"])])
    result = run("tallybylanduse", INPUT=zone, LANDUSE=curved("DLTB", [below, above]), OUTPUT="TEMPORARY_OUTPUT")
    assert result["OVERLAP_AREA"] == 0.0 and result["NOT_COVERED_AREA"] < 0.005
    assert not [told for told in run.log.warnings if "overlap" in told or "uncovered" in told]


@pytest.mark.parametrize("kind", ["PolygonZ", "PolygonM", "PolygonZM", "MultiPolygonZM"])
def test_z_and_m_in_every_dialect(run, tmp_path, kind):
    """10,000 m² on the plane, as QGIS has it and as a GeoPackage holds it whose bytes another program wrote (EWKB)."""
    ring = [(E, N), (E + 100, N), (E + 100, N + 100), (E, N + 100), (E, N)]
    more = " 7" * (kind.count("Z") + kind.endswith("M"))
    outline = ", ".join(f"{x} {y}{more}" for x, y in ring)
    wkt = f"{kind} ((({outline})))" if kind.startswith("Multi") else f"{kind} (({outline}))"
    made = layer("p", {"id": TEXT}, [(wkt, ["a"])], kind)
    assert run("officialarea", INPUT=made, OUTPUT="TEMPORARY_OUTPUT")["PLANE_AREA"] == 10_000.0

    path = tmp_path / "p.gpkg"
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    QgsVectorFileWriter.writeAsVectorFormatV3(made, str(path), QgsCoordinateTransformContext(), options)
    flags = (0x80000000 if "Z" in kind else 0) | (0x40000000 if kind.endswith("M") else 0)
    dimensions = 2 + kind.count("Z") + kind.endswith("M")
    polygon = struct.pack("<BIII", 1, 3 | flags, 1, 5)
    polygon += b"".join(struct.pack(f"<{dimensions}d", x, y, *[7.0] * (dimensions - 2)) for x, y in ring)
    if kind.startswith("Multi"):
        polygon = struct.pack("<BII", 1, 6 | flags, 1) + polygon
    with sqlite3.connect(path) as file:
        for name in [row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]:
            file.execute(f'DROP TRIGGER "{name}"')
        file.execute("UPDATE p SET geom = ?", (b"GP\0\1" + struct.pack("<i", 4527) + polygon,))
    file.close()
    stored = QgsVectorLayer(f"{path}|layername=p", "p", "ogr")
    assert run("officialarea", INPUT=stored, OUTPUT="TEMPORARY_OUTPUT")["PLANE_AREA"] == 10_000.0


KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>地块</name>
<Placemark><name>甲</name><Polygon><outerBoundaryIs><LinearRing><coordinates>
115.44,36.48,0 115.45,36.48,0 115.45,36.49,0 115.44,36.49,0 115.44,36.48,0</coordinates></LinearRing></outerBoundaryIs>
</Polygon></Placemark>
<Placemark><name>机井</name><Point><coordinates>115.44,36.48,0</coordinates></Point></Placemark>
<Placemark><name>路</name><LineString><coordinates>115.44,36.48,0 115.45,36.48,0</coordinates></LineString></Placemark>
</Document></kml>
"""


@pytest.mark.parametrize("tool", ["officialarea", "redlinecheck"])
def test_a_kml_with_a_point_and_a_line_beside_its_polygons(run, tmp_path, tool):
    path = tmp_path / "地块.kml"
    path.write_text(KML, encoding="utf-8")
    line = layer("红线", {"a": TEXT}, [(square(0, 0, 10), ["x"])])
    more = {"RED_LINES": [line]} if tool == "redlinecheck" else {}
    result = run(tool, INPUT=str(path), OUTPUT="TEMPORARY_OUTPUT", **more)
    assert rows(result["OUTPUT"], "Name") == [("甲",)]
    assert result["SKIPPED"] == 2
    assert "Layer 地块, feature 2: left out, it is a point, not a polygon." in run.log.warnings
    assert "Layer 地块, feature 3: left out, it is a line, not a polygon." in run.log.warnings


def test_the_name_of_a_placemark_is_the_parcels(run, tmp_path):
    from redline.layers.roles.fields import find_field

    path = tmp_path / "地块.kml"
    path.write_text(KML, encoding="utf-8")
    assert find_field(QgsVectorLayer(str(path), "地块", "ogr"), "parcel", "name", required=False) == "Name"
