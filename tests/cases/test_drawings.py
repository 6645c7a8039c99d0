"""Drawings: every kind of outline becomes a parcel with its texts, or is named."""

from math import pi
from pathlib import Path

import drawn
import pytest
from qgis.core import QgsProcessingException

E, N = drawn.EAST, drawn.NORTH


def parcels(run, path, **more):
    found = run("importparcels", INPUT=[str(path)], OUTPUT="memory:", REPORT="memory:", **more)
    rows = {each["parcel_no"]: each for each in found["OUTPUT"].getFeatures()}
    told = [tuple(each.attributes()) for each in found["REPORT"].getFeatures()]
    return rows, told, found


def test_every_kind_of_outline(run, tmp_path):
    """Squares of 100 m; the second with an arc of bulge 0.5 over 100 m: a = 4·atan 0.5 = 1.8546 and
    r = 100 / (2·sin(a/2)) = 62.5, so r²/2 · (a − sin a) = 1,747.25 m² more. The hatch has a hole of 20 · 20 m, the
    block is twice 10 · 10 m."""
    document, model = drawn.new()
    model.add_lwpolyline(drawn.square(), close=True, dxfattribs={"layer": "红线"})
    old = model.add_polyline2d(drawn.square(200), close=True, dxfattribs={"layer": "旧线"})
    old.vertices[1].dxf.bulge = 0.5
    hatch = model.add_hatch(dxfattribs={"layer": "填充"})
    hatch.paths.add_polyline_path(drawn.square(400), is_closed=True)
    hatch.paths.add_polyline_path(drawn.square(420, 20, 20), is_closed=True, flags=16)
    block = document.blocks.new("DK")
    block.add_lwpolyline([(0, 0), (10, 0), (10, 10), (0, 10)], close=True)
    placed = model.add_blockref(
        "DK", (E + 600, N), dxfattribs={"layer": "块", "xscale": 2, "yscale": 2, "rotation": 90}
    )
    placed.add_attrib("DKBH", "B-7", (E + 601, N + 1))
    placed.add_attrib("DKMC", "村委会", (E + 601, N + 1))
    model.add_circle((E + 800, N), 100, dxfattribs={"layer": "圆"})
    for text, x in (("A-1", 50), ("A-2", 250), ("A-3", 480), ("A-5", 800)):
        model.add_text(text, height=2, dxfattribs={"layer": "注记", "insert": (E + x, N + 5)})
    model.add_mtext("村北\\P二组", dxfattribs={"layer": "注记", "insert": (E + 50, N + 60)})
    rows, told, _ = parcels(run, drawn.saved(document, tmp_path / "宗 地.dxf"))
    assert sorted(rows) == ["A-1", "A-2", "A-3", "A-5", "B-7"]
    areas = {number: row.geometry().area() for number, row in rows.items()}
    assert areas["A-1"] == pytest.approx(10_000)
    assert areas["A-2"] == pytest.approx(11_747.25, abs=0.01)
    assert areas["A-3"] == pytest.approx(9_600)
    assert areas["B-7"] == pytest.approx(400)
    assert rows["A-2"]["plane_ha"] == 1.1747
    assert rows["A-5"]["plane_ha"] == float(f"{pi:.4f}")
    assert (rows["A-1"]["name"], rows["A-1"]["source"], rows["A-1"]["cad_layer"]) == ("村北", "宗 地.dxf", "红线")
    assert rows["B-7"]["name"] == "村委会"
    assert rows["A-1"]["off_ha"] == 0.9995
    assert {row[4] for row in told} == {"note"}


def test_open_lines_are_closed_joined_or_named(run, tmp_path):
    document, model = drawn.new()
    a, b, c, d = drawn.square()
    for one, other in ((a, b), (c, b), (c, d), (a, d)):
        model.add_line(one, other, dxfattribs={"layer": "界线"})
    model.add_lwpolyline([*drawn.square(200), (E + 200, N + 0.08)], dxfattribs={"layer": "红线"})
    model.add_lwpolyline([*drawn.square(400), (E + 400, N + 8)], dxfattribs={"layer": "红线"})
    rows, told, found = parcels(run, drawn.saved(document, tmp_path / "a.dxf"))
    assert [row.geometry().area() for row in rows.values()] == pytest.approx([10_000, 10_000])
    by_rule = {row[3]: row for row in told}
    assert by_rule["lines_joined"][5] == "4 lines were joined to an outline."
    assert by_rule["line_closed"][5] == "The line's ends are 0.080 m apart; it was closed."
    assert by_rule["line_open"][1].endswith("X 4040000.000 Y 39360400.000")
    assert "its ends are 8.000 m apart" in by_rule["line_open"][5]
    assert (found["PARCELS"], found["ERRORS"], found["WARNINGS"]) == (2, 0, 1)
    rows, _, _ = parcels(run, tmp_path / "a.dxf", CLOSE_TOLERANCE=10)
    assert len(rows) == 3


def test_extended_data_of_cass(run, tmp_path):
    """The holder is a person's name: only where it is asked for."""
    document, model = drawn.new()
    bound = model.add_lwpolyline(drawn.square(), close=True, dxfattribs={"layer": "JZD"})
    bound.set_xdata("SOUTH", [(1000, "300000"), (1000, "0010001"), (1000, "王某"), (1000, "071")])
    house = model.add_lwpolyline(drawn.square(10, 10, 20), close=True, dxfattribs={"layer": "JMD"})
    house.set_xdata("SOUTH", [(1000, "141101")])
    path = drawn.saved(document, tmp_path / "a.dxf")
    rows, told, found = parcels(run, path)
    assert [(row["parcel_no"], row["class_code"]) for row in rows.values()] == [("0010001", "071")]
    assert "QLR" not in found["OUTPUT"].fields().names()
    assert [row[5] for row in told if row[4] == "warning"] == [
        "The drawing has boundaries of parcels (SOUTH 300000); 1 closed lines of CAD layer JMD are none: left out. "
        "Name the CAD layers if they are meant too."
    ]
    rows, _, _ = parcels(run, path, KEEP_PERSONAL=True)
    assert [row["QLR"] for row in rows.values()] == ["王某"]


def test_a_drawing_in_utf_8_of_a_later_release(run, tmp_path):
    document, model = drawn.new("R2010")
    model.add_lwpolyline(drawn.square(), close=True, dxfattribs={"layer": "红线"})
    model.add_text("冠州-1", height=2, dxfattribs={"insert": (E + 50, N + 50)})
    rows, _, _ = parcels(run, drawn.saved(document, tmp_path / "a.dxf"))
    assert [(row["name"], row["cad_layer"]) for row in rows.values()] == [("冠州-1", "红线")]


def test_other_releases_of_dwg_say_what_to_do(run, tmp_path):
    (tmp_path / "新.dwg").write_bytes(b"AC1027" + bytes(200))
    with pytest.raises(QgsProcessingException) as wrong:
        parcels(run, tmp_path / "新.dwg")
    assert str(wrong.value) == (
        "No parcel could be read. 新.dwg: Nothing was read of the file: 新.dwg is a DWG of release R2013, which is "
        "not read here: save it in the drawing program as DXF R2000."
    )


def test_a_drawing_cut_off_is_not_half_a_drawing(run, tmp_path):
    document, model = drawn.new()
    for x in range(20):
        model.add_lwpolyline(drawn.square(200 * x), close=True)
    path = drawn.saved(document, tmp_path / "a.dxf")
    lines = path.read_bytes().split(b"\n")
    place = next(n for n, each in enumerate(lines) if each.strip() == b"LWPOLYLINE")
    path.write_bytes(b"\n".join([*lines[: place + 41], b" nothing"]))
    with pytest.raises(
        QgsProcessingException, match=r"a\.dxf cannot be read to its end \(.+\): save it in the drawing"
    ):
        parcels(run, path)


def test_a_drawing_without_outlines(run, tmp_path):
    document, model = drawn.new()
    model.add_text("x", height=2, dxfattribs={"insert": (E, N)})
    with pytest.raises(QgsProcessingException, match="The drawing holds no closed line and no hatch"):
        parcels(run, drawn.saved(document, tmp_path / "a.dxf"))


DRAWINGS = Path(__file__).parents[1] / "data" / "drawings"
"""Written by ACadSharp 0.1.0 (MIT) from a drawing of drawn.py: a closed polyline with number, class and name inside,
four lines that meet, a circle, a polyline with an arc, and an open polyline that would cross itself."""


def test_a_dwg_of_release_2000(run):
    """Squares of 100 m: 0.9995 ha; circle r = 50: π · 50² = 7,854 m², half of it beside the third square: 13,927 m², on
    the ellipsoid by 1 / 1.000483 less. GDAL drops whether straight polylines are closed."""
    found = run("importparcels", INPUT=[str(DRAWINGS / "parcels_r2000.dwg")], OUTPUT="memory:", REPORT="memory:")
    parcels = {
        row["parcel_no"]: (row["name"], row["class_code"], row["off_ha"]) for row in found["OUTPUT"].getFeatures()
    }
    assert parcels.pop("ZD-1") == ("东地块", "0101", 0.9995)
    assert sorted(area for _, _, area in parcels.values()) == [0.785, 0.9995, 1.392]
    told = {row["rule"]: row["message"] for row in found["REPORT"].getFeatures() if row["severity"] != "note"}
    assert set(told) == {"closed_assumed", "dwg_partly", "line_open"}
    assert told["closed_assumed"].startswith(
        "A DWG does not tell here whether a polyline is closed: this one, with 100.000 m between its ends, was taken as"
    )
    assert told["dwg_partly"].startswith("Of a DWG only lines, polylines, arcs, circles and texts are read here;")
    assert told["line_open"].startswith("The line is not closed, its ends are 100.000 m apart: no parcel;")


def test_a_dwg_of_a_later_release_is_named(run):
    with pytest.raises(QgsProcessingException) as failure:
        run("importparcels", INPUT=[str(DRAWINGS / "parcels_r2004.dwg")], OUTPUT="memory:")
    assert str(failure.value).endswith(
        "parcels_r2004.dwg is a DWG of release R2004, which is not read here: save it in the drawing program as DXF "
        "R2000."
    )
