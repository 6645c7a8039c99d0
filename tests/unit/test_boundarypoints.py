"""Numbering, side lengths, sentence and table of boundary points."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redline.core.boundary.points import (
    Numbering,
    boundary_table,
    fixed,
    number_parcel,
    number_parcels,
    parcel_sentence,
    parts_of,
)
from redline.core.errors import RedlineError
from redline.core.shapes.polygons import Polygons

# A 400 m (north) x 300 m (east) rectangle, drawn from its south-west corner northwards: clockwise on the map.
OUTER = [(4040000.0, 39370000.0), (4040400.0, 39370000.0), (4040400.0, 39370300.0), (4040000.0, 39370300.0)]
# A 100 m square inside it, drawn northwards and then east: clockwise too, the wrong way for a hole.
HOLE = [(4040100.0, 39370100.0), (4040200.0, 39370100.0), (4040200.0, 39370200.0), (4040100.0, 39370200.0)]


def names(parcel):
    return [[point.number for point in ring.points] for ring in parcel.rings]


class TestNumbering:
    def test_a_tie_goes_to_the_north(self):
        """Two corners 10 m from the box's north-west corner (4040100, 39370000): the one on its north side is J1."""
        cut = [
            (4040090.0, 39370000.0), (4040100.0, 39370010.0), (4040100.0, 39370100.0),
            (4040000.0, 39370100.0), (4040000.0, 39370000.0),
        ]  # fmt: skip
        for start in range(len(cut)):
            first = number_parcel("1", [[cut[start:] + cut[:start]]]).rings[0].points[0]
            assert (first.x_north, first.y_east) == (Decimal("4040100.000"), Decimal("39370010.000"))

    def test_the_nearest_to_the_corner_of_the_box_is_the_first(self):
        """The box's corner is (4040100, 39370000): 3 m south of it stands one point, 4 m east of it another."""
        cut = [
            (4040097.0, 39370000.0), (4040100.0, 39370004.0), (4040100.0, 39370050.0), (4040000.0, 39370050.0),
            (4040000.0, 39370000.0),
        ]  # fmt: skip
        first = number_parcel("1", [[cut]]).rings[0].points[0]
        assert (first.x_north, first.y_east) == (Decimal("4040097.000"), Decimal("39370000.000"))

    def test_on_paper_the_zone_number_stands_before_y(self):
        parcel = replace(number_parcel("1", [[[(x, y - 39_000_000) for x, y in OUTER]]]), shift=39_000_000)
        assert [str(point.y_east) for point in parcel.printed(parcel.rings[0])] == [
            "39370000.000", "39370300.000", "39370300.000", "39370000.000", "39370000.000"]  # fmt: skip
        assert [str(point.y_east) for point in parcel.rings[0].points][:2] == ["370000.000", "370300.000"]
        assert [ring.ring for ring, _ in parcel.rows()] == [1] * 5

    def test_starts_in_the_north_west_and_closes(self):
        parcel = number_parcel("1", [[OUTER]])
        points = parcel.rings[0].points
        assert names(parcel) == [["J1", "J2", "J3", "J4", "J1"]]
        assert (points[0].x_north, points[0].y_east) == (Decimal("4040400.000"), Decimal("39370000.000"))
        # clockwise from the north-west: 300 m east, 400 m south, 300 m west, 400 m north
        assert [str(point.side) for point in points] == ["300.000", "400.000", "300.000", "400.000", "None"]

    def test_hole_runs_counter_clockwise_and_numbers_go_on(self):
        parcel = number_parcel("1", [[OUTER, HOLE]])
        assert names(parcel)[1] == ["J5", "J6", "J7", "J8", "J5"]
        assert [ring.ring for ring in parcel.rings] == [1, 2]
        assert [ring.hole for ring in parcel.rings] == [False, True]
        first, second = parcel.rings[1].points[:2]
        # from the north-west corner southwards: counter-clockwise
        assert (first.x_north, second.x_north) == (Decimal("4040200.000"), Decimal("4040100.000"))
        assert first.y_east == second.y_east
        assert (parcel.point_count, parcel.row_count) == (8, 10)

    def test_as_drawn_with_restart_and_two_digits(self):
        parcel = number_parcel(
            "1", [[OUTER, HOLE]], Numbering(start="drawn", direction="drawn", continuous=False, digits=2, decimals=4)
        )
        assert names(parcel) == [["J01", "J02", "J03", "J04", "J01"]] * 2
        assert [str(point.x_north) for point in parcel.rings[0].points[:2]] == ["4040000.0000", "4040400.0000"]

    def test_parts_are_numbered_on(self):
        other = [(x + 1000, y) for x, y in OUTER]
        parcel = number_parcel("1", [[OUTER, HOLE], [other]])
        assert [(ring.ring, ring.part, ring.hole) for ring in parcel.rings] == [
            (1, 1, False),
            (2, 1, True),
            (3, 2, False),
        ]
        assert names(parcel)[2][0] == "J9"

    def test_shared_points_have_one_number(self):
        east = [(x, y + 300) for x, y in OUTER]
        first, second = number_parcels([("1", [[OUTER]]), ("2", [[east]])], shared=True)
        assert names(first) == [["J1", "J2", "J3", "J4", "J1"]]
        # its north-west corner is the north-east corner of the first (J2), its south-west corner J3
        assert names(second) == [["J2", "J5", "J6", "J3", "J2"]]

    def test_without_sharing_each_parcel_begins_again(self):
        first, second = number_parcels([("1", [[OUTER]]), ("2", [[OUTER]])])
        assert names(first) == names(second)

    def test_vertices_that_print_alike_are_one_point(self):
        ring = [*OUTER[:2], (4040400.0001, 39370000.0002), *OUTER[2:], OUTER[0]]
        assert number_parcel("1", [[ring]]).point_count == 4

    def test_sides_agree_with_the_printed_coordinates(self):
        # 0.0004 and 0.0006 print as 0.000 and 0.001: the side is 3.001 (by the raw coordinates 3.0002 -> 3.000)
        ring = [(0.0, 0.0004), (0.0, 3.0006), (4.0, 3.0006), (4.0, 0.0004)]
        sides = [point.side for point in number_parcel("1", [[ring]]).rings[0].points[:-1]]
        assert sides == [Decimal("3.001"), Decimal("4.000"), Decimal("3.001"), Decimal("4.000")]

    def test_too_few_points(self):
        with pytest.raises(RedlineError, match="Parcel A7, ring 1 has 2 different points: a ring needs three"):
            number_parcel("A7", [[[(0.0, 0.0), (1.0, 1.0), (0.0, 0.0)]]])

    def test_no_geometry(self):
        with pytest.raises(RedlineError, match="Parcel A7 has no geometry"):
            number_parcel("A7", [])

    def test_not_a_number(self):
        with pytest.raises(RedlineError, match="Parcel A7, ring 1: a coordinate is no number"):
            number_parcel("A7", [[[(0.0, 0.0), (float("nan"), 1.0), (1.0, 0.0)]]])


class TestFixed:
    @pytest.mark.parametrize(
        ("value", "decimals", "text"),
        [(0.0005, 3, "0.001"), (2.675, 2, "2.68"), (39370000.12345, 4, "39370000.1235"), (-0.0005, 3, "-0.001")],
    )
    def test_half_up(self, value, decimals, text):
        # 2.675 is stored as 2.67499999999999982…: half-up is meant for what a person reads
        assert str(fixed(value, decimals)) == text

    def test_no_exponents(self):
        assert f"{fixed(1e-7, 3):f}" == "0.000"


class TestSentence:
    def test_one_ring(self):
        assert parcel_sentence(number_parcel("1", [[OUTER]])) == "J1-J4,J1"

    def test_with_a_hole(self):
        assert parcel_sentence(number_parcel("1", [[OUTER, HOLE]])) == "J1-J4,J1;J5-J8,J5"

    def test_runs_of_shared_numbers(self):
        east = [(x, y + 300) for x, y in OUTER]
        second = number_parcels([("1", [[OUTER]]), ("2", [[east]])], shared=True)[1]
        assert parcel_sentence(second) == "J2,J5-J6,J3,J2"


class TestTable:
    def test_numbers_are_numbers(self):
        one, two = (boundary_table(number_parcel("1", parts)) for parts in ([[OUTER]], [[OUTER, HOLE]]))
        numeric = [[column.key for column in table.columns if column.numeric] for table in (one, two)]
        assert numeric == [["seq", "x_north", "y_east", "side"], ["seq", "ring", "x_north", "y_east", "side"]]

    def test_one_ring(self):
        table = boundary_table(number_parcel("7", [[OUTER]]), head=[("权利人", "甘官屯村")])
        assert [column.label for column in table.columns] == ["No.", "Point no.", "X (m)", "Y (m)", "Side (m)"]
        texts = list(table.texts())
        assert texts[0] == ("1", "J1", "4040400.000", "39370000.000", "300.000")
        assert texts[-1] == ("5", "J1", "4040400.000", "39370000.000", "")
        assert table.head == (("权利人", "甘官屯村"),)

    def test_rings_are_told_apart(self):
        table = boundary_table(number_parcel("7", [[OUTER, HOLE]]))
        assert [column.key for column in table.columns] == ["seq", "point_no", "ring", "x_north", "y_east", "side"]
        assert [row[2] for row in table.texts()] == ["1"] * 5 + ["2"] * 5


def test_a_hole_belongs_to_the_part_before_it():
    """Two squares, the second with a hole."""

    def square(x, size):
        return np.array([(x, 0.0), (x, size), (x + size, size), (x + size, 0.0), (x, 0.0)])

    land = Polygons.from_rings([[(square(0.0, 5.0), False), (square(10.0, 9.0), False), (square(12.0, 2.0), True)]])
    parts = parts_of(land, 0)
    assert [len(part) for part in parts] == [1, 2]
    assert parts[1][1] == [(0.0, 12.0), (2.0, 12.0), (2.0, 14.0), (0.0, 14.0)]


def test_parts_of_the_engine():
    east_north = [[(y, x) for x, y in ring] for ring in (OUTER, HOLE)]
    polygons = Polygons.from_rings([[(east_north[0], False), (east_north[1], True), (east_north[0], False)]])
    assert parts_of(polygons, 0) == [[OUTER, HOLE], [OUTER]]


@st.composite
def stars(draw):
    """Star-shaped rings round (4040000, 39370000)."""
    count = draw(st.integers(3, 30))
    radii = draw(st.lists(st.floats(5, 500), min_size=count, max_size=count))
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False) + draw(st.floats(0, 1))
    return [
        (4040000 + r * float(np.cos(a)), 39370000 + r * float(np.sin(a))) for r, a in zip(radii, angles, strict=True)
    ]


@settings(deadline=None, max_examples=60)
@given(stars(), st.integers(2, 4))
def test_same_ring_however_drawn(ring, decimals):
    """Start and direction of the drawing change nothing in the standard numbering, and no point is lost."""
    numbering = Numbering(decimals=decimals)
    expected = number_parcel("1", [[ring]], numbering)
    turned = ring[len(ring) // 2 :] + ring[: len(ring) // 2]
    assert number_parcel("1", [[turned[::-1]]], numbering) == expected
    points = {(point.x_north, point.y_east) for point in expected.rings[0].points}
    assert points == {(fixed(x, decimals), fixed(y, decimals)) for x, y in ring}
    # the closed polygon of the printed table: the sides differ from the exact distances by less than one digit
    for a, b in zip(expected.rings[0].points, expected.rings[0].points[1:], strict=False):
        exact = ((a.x_north - b.x_north) ** 2 + (a.y_east - b.y_east) ** 2).sqrt()
        assert abs(a.side - exact) <= Decimal("0.0005")
