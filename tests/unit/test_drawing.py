"""Drawings without a drawing program: arcs, chains of lines, texts, holes, what CASS writes."""

from decimal import Decimal
from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redline.core.deliveries.arcs import arc_middle, with_chords
from redline.core.deliveries.chains import join_lines
from redline.core.deliveries.drawing import Drawing, Label, Line, Reading, parcels_of
from redline.core.deliveries.dxfscan import arcs_of_dxf, encoding_of_dxf, release_of_dwg
from redline.core.deliveries.headings import Wanted
from redline.core.parceltext.reader import Asked
from redline.core.parceltext.report import Findings

E, N = 39_360_000.0, 4_040_000.0


def square(x=0.0, y=0.0, size=100.0):
    return tuple((E + x + dx, N + y + dy, 0.0) for dx, dy in ((0, 0), (size, 0), (size, size), (0, size)))


def line(points, layer="红线", closed=True, **more):
    return Line(layer, "1F", tuple(points), closed, **more)


def parcels(*lines, labels=(), epsg=None, **reading):
    findings = Findings()
    found = parcels_of(Drawing(lines, tuple(labels)), Reading(0.1, 1.0, **reading), Asked.of(epsg), findings)
    return found, findings


def told(findings, rule):
    return [each.message() for each in findings if each.rule.id == rule]


def area(ring):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, (*ring[1:], ring[0]), strict=True))) / 2


class TestArcs:
    def test_a_circle_of_two_bulges(self):
        """r = 100 m: 31,415.93 m²."""
        ring = with_chords([(-100.0, 0.0, 1.0), (100.0, 0.0, 1.0)])
        assert area(ring) == pytest.approx(pi * 100**2, abs=0.01)

    def test_a_bulge_to_the_left_bows_to_the_right(self):
        """Half a circle over a chord of 100 m to the east: 50 m south of its middle."""
        assert arc_middle((0.0, 0.0, 1.0), (100.0, 0.0)) == (50.0, -50.0)
        assert arc_middle((0.0, 0.0, -1.0), (100.0, 0.0)) == (50.0, 50.0)

    @given(st.floats(-3, 3), st.floats(1, 50), st.floats(-50, 50))
    def test_chords_lie_on_the_arc(self, bulge, dx, dy):
        """The segment's area by its angle: r² / 2 · (a − sin a), with a = 4·atan(bulge)."""
        from math import atan, hypot, sin

        if abs(bulge) < 0.01:
            return
        points = with_chords([(0.0, 0.0, bulge), (dx, dy, 0.0)])
        angle = 4 * atan(abs(bulge))
        radius = hypot(dx, dy) / (2 * sin(angle / 2))
        assert area(points) == pytest.approx(radius**2 / 2 * (angle - sin(angle)), abs=0.005, rel=1e-9)


class TestChains:
    def test_lines_in_any_direction_make_a_ring(self):
        a, b, c, d = (point[:2] for point in square())
        rings, left = join_lines([[(*a, 0.0), (*b, 0.0)], [(*c, 0.0), (*b, 0.0)], [(*c, 0.0), (*d, 0.0), (*a, 0.0)]], 0)
        assert [(sorted(places), area([p[:2] for p in points])) for places, points in rings] == [([0, 1, 2], 10_000)]
        assert left == []

    def test_a_turned_arc_bows_to_the_same_side(self):
        lines = [[(0.0, 0.0, 0.0), (100.0, 0.0, 0.0)], [(0.0, 0.0, 1.0), (100.0, 0.0, 0.0)]]
        ((_, points),), _ = join_lines([[*lines[0], (100.0, 50.0, 0.0)], [(0.0, 0.0, -0.5), (100.0, 50.0, 0.0)]], 0)
        assert points == ((0.0, 0.0, 0.0), (100.0, 0.0, 0.0), (100.0, 50.0, 0.5))

    def test_three_ends_in_one_point_are_left(self):
        lines = [
            [(0.0, 0.0, 0.0), (1.0, 0.0, 0.0)],
            [(1.0, 0.0, 0.0), (0.0, 0.0, 0.0)],
            [(0.0, 0.0, 0.0), (5.0, 5.0, 0.0)],
        ]
        assert join_lines(lines, 0.1) == ([], [0, 1, 2])


class TestParcels:
    def test_a_closed_line_with_its_texts(self):
        labels = [
            Label("ZJ", "DK-1", E + 50, N + 50, 3),
            Label("ZJ", "村北", E + 50, N + 40, 2),
            Label("ZJ", "1.2", E, N),
        ]
        (found,), findings = parcels(line(square()), labels=labels)
        record = found.record
        assert (record.number, record.name, record.epsg, record.official_m2) == (
            "DK-1",
            "村北",
            4527,
            Decimal("9995.18"),
        )
        assert record.parts == [[[(y, x) for x, y, _ in square()]]]
        assert record.extra["cad_layer"] == "红线"
        assert {each.severity for each in findings} == {"note"}

    def test_the_smallest_outline_has_the_text(self):
        outer, inner = line(square(0, 0, 100)), line(square(10, 10, 20), layer="附")
        found, _ = parcels(outer, inner, labels=[Label("", "B2", E + 20, N + 20), Label("", "A1", E + 60, N + 60)])
        assert [(each.record.number, each.record.plane_m2) for each in found] == [("A1", 10_000), ("B2", 400)]

    def test_an_outline_without_a_text_inside_another_is_a_hole(self):
        labels = [Label("", "A1", E + 60, N + 60)]
        (found,), findings = parcels(line(square()), line(square(10, 10, 20)), labels=labels)
        assert found.record.plane_m2 == 10_000 - 400
        assert told(findings, "taken_as_hole") == ["An outline without a text lies inside parcel A1: a hole."]

    def test_an_outline_with_a_text_inside_another_is_told(self):
        labels = [Label("", "A1", E + 60, N + 60), Label("", "B1", E + 20, N + 20)]
        found, findings = parcels(line(square()), line(square(10, 10, 20)), labels=labels)
        assert [each.record.number for each in found] == ["A1", "B1"]
        assert told(findings, "inside_parcel") == ["The parcel lies inside parcel A1: both were kept, and overlap."]

    def test_arcs_are_kept(self):
        ring = ((E, N, 1.0), (E + 100, N, 0.0), (E + 100, N + 100, 0.0), (E, N + 100, 0.0))
        (found,), findings = parcels(line(ring))
        assert list(found.arcs.values()) == [ring]
        assert found.record.plane_m2 == pytest.approx(10_000 + pi * 50**2 / 2, abs=0.005)
        assert told(findings, "arcs") == ["The outline has 1 arcs; they were kept as arcs."]

    def test_a_drawing_with_x_to_the_north_is_turned(self):
        turned = tuple((y, x, 0.0) for x, y, _ in square())
        (found,), findings = parcels(line(turned))
        assert found.record.official_m2 == Decimal("9995.18")
        assert told(findings, "swapped") == ["X and Y are swapped: the easting, of 8 digits, stands first."]

    def test_gaps_within_the_tolerance_are_closed_and_others_named(self):
        near = (*square(), (E, N + 0.05, 0.0))
        far = (*square(200), (E + 200, N + 5.0, 0.0))
        (found,), findings = parcels(line(near, closed=False), line(far, closed=False))
        assert found.record.plane_m2 == pytest.approx(10_000)
        assert told(findings, "line_closed") == ["The line's ends are 0.050 m apart; it was closed."]
        assert told(findings, "line_open") == [
            "The line is not closed, its ends are 5.000 m apart: no parcel; close it, or allow a larger gap."
        ]

    def test_signs_of_points_are_no_parcels(self):
        found, findings = parcels(line(square()), line(square(50, 50, 0.5), layer="JZD"))
        assert len(found) == 1
        assert told(findings, "too_small") == ["1 outlines of CAD layer JZD are smaller than 1 m²: no parcels."]

    def test_a_hatch_over_its_boundary_is_one_parcel(self):
        (found,), findings = parcels(line(square()), line(square()[::-1], layer="填充"))
        assert found.record.extra["cad_layer"] == "红线"
        assert told(findings, "same_outline") == ["The outline stands in the drawing 2 times: taken once."]

    def test_only_boundaries_of_parcels_of_a_cass_drawing(self):
        cass = {"SOUTH": ("300000", "001-02", "王某", "071")}
        found, findings = parcels(line(square(), layer="JZD", codes=cass), line(square(300), layer="JMD"))
        assert [(each.record.number, each.record.class_code, each.owner) for each in found] == [
            ("001-02", "071", "王某")
        ]
        assert told(findings, "not_cass") == [
            "The drawing has boundaries of parcels (SOUTH 300000); 1 closed lines of CAD layer JMD are none: left out. "
            "Name the CAD layers if they are meant too."
        ]

    def test_layers_that_were_asked_for(self):
        found, findings = parcels(line(square()), line(square(300), layer="TK"), layers=("红*",))
        assert [each.record.extra["cad_layer"] for each in found] == ["红线"]
        assert told(findings, "other_layer") == ["1 closed lines of CAD layer TK were not asked for: left out."]

    def test_attributes_of_a_block_and_names_by_a_person(self):
        block = line(square(), attributes={"DKBH": "B-7", "MC": "村委会"})
        (found,), _ = parcels(block)
        assert (found.record.number, found.record.name) == ("B-7", "村委会")
        labels = [Label("编号层", "7号", E + 50, N + 50)]
        (found,), findings = parcels(block, labels=labels, wanted=Wanted("编号层", "没有"))
        assert found.record.number == "7号"
        assert told(findings, "not_named") == ["Nothing in it is named 没有: numbers and names were found by rule."]

    def test_a_class_code_inside_is_the_class(self):
        (found,), _ = parcels(line(square()), labels=[Label("", "0102", E + 50, N + 50)])
        assert (found.record.class_code, found.record.number) == ("0102", "1")

    def test_eastings_without_zone_need_a_system(self):
        local = tuple((x - 39_000_000, y, b) for x, y, b in square())
        (found,), findings = parcels(line(local))
        assert found.record.epsg is None
        assert told(findings, "crs_unknown")
        (found,), _ = parcels(line(local), epsg=4548)
        assert found.record.epsg == 4548


class TestFiles:
    def test_numbers_that_are_none_are_left_to_the_reader(self, tmp_path):
        path = tmp_path / "a.dxf"
        path.write_text("0\nSECTION\n2\nENTITIES\n0\nLWPOLYLINE\n5\n1F\n70\nx\n10\nnothing\n")
        assert arcs_of_dxf(path) == {}

    def test_releases_of_dwg(self, tmp_path):
        path = tmp_path / "a.dwg"
        path.write_bytes(b"AC1032" + bytes(100))
        assert release_of_dwg(path) == "R2018"
        path.write_bytes(b"AC1015" + bytes(100))
        assert release_of_dwg(path) == "R2000"

    def test_encoding_by_the_bytes(self, tmp_path):
        path = tmp_path / "a.dxf"
        path.write_bytes("0\n红线\n".encode("gbk"))
        assert encoding_of_dxf(path) == "GBK"
        path.write_bytes("0\n红线\n".encode())
        assert encoding_of_dxf(path) == "UTF-8"

    def test_an_extrusion_downwards_mirrors_an_arc(self, tmp_path):
        path = tmp_path / "a.dxf"
        codes = [0, "SECTION", 2, "ENTITIES", 0, "LWPOLYLINE", 5, "1F", 70, 1, 230, -1.0]
        for x, y, bulge in ((-10, 0, 1), (-20, 0, 0), (-20, 5, 0)):
            codes += [10, x, 20, y, 42, bulge]
        path.write_text("\n".join(map(str, [*codes, 0, "ENDSEC", 0, "EOF"])))
        assert arcs_of_dxf(path) == {"1F": [(10, 0, -1), (20, 0, 0), (20, 5, 0)]}


def test_lobes_that_take_each_other_away_are_no_small_outline():
    """Two triangles of 100 · 100 / 4 = 2,500 m² each, one to the left and one to the right: together 0.00."""
    bow = line([(E, N, 0.0), (E + 100, N + 100, 0.0), (E + 100, N, 0.0), (E, N + 100, 0.0)])
    sign = line([(E, N, 0.0), (E + 0.5, N, 0.0), (E + 0.5, N + 0.5, 0.0), (E, N + 0.5, 0.0)], layer="点")
    found, findings = parcels(bow, sign)
    assert len(found) == 1
    assert told(findings, "self_intersection") == [
        "The boundary crosses itself near X 4040050.000, Y 39360050.000; taken as drawn."
    ]
    assert told(findings, "too_small") == ["1 outlines of CAD layer 点 are smaller than 1 m²: no parcels."]


def test_coordinates_beyond_the_pole_are_an_error():
    """A drawing in millimetres with a system in metres: a million hectares, and no official area."""
    box = [(36e7, 404e7, 0.0), (361e6, 404e7, 0.0), (361e6, 4041e6, 0.0), (36e7, 4041e6, 0.0)]
    found, findings = parcels(line(box), epsg=4548)
    assert found[0].record.official_m2 is None
    [told_of] = [each for each in findings if each.rule.id == "area_no_official"]
    assert told_of.severity == "error" and "lies beyond the pole" in told_of.message()
