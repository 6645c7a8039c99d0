"""Coverage as it is printed."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from redline.core.cameras.circles import (
    FARTHEST,
    USUAL,
    USUAL_RADIUS,
    VillageCover,
    circle_outline,
    coverage_table,
    in_metres,
    print_cover,
)
from redline.core.ellipsoid.geodesic import circle, sector
from redline.core.ellipsoid.projection import CGCS2000
from redline.core.paper.tables import cell_text
from redline.core.rounding import convert, half_up, percent


def same(text):
    return text


def rows(table, kind=None):
    return [tuple(cell_text(value) for value in row.values) for row in table.rows if kind in (None, row.kind)]


def by_hand():
    """A: 100 ha, covered 75, twice 25, three times 0, summed 100; B: 100 ha, nothing; C: 50 ha, all, three times."""
    once = (750_000.0, 250_000.0, 0.0)
    whole = (500_000.0, 500_000.0, 500_000.0)
    return [
        VillageCover("371525001", "A", "T1", 1_000_000.0, once, 1_000_000.0, ("1", "2"), 8e5, 6e5),
        VillageCover("371525002", "B", "T1", 1_000_000.0, (0.0, 0.0, 0.0), 0.0, (), 0.0, 0.0),
        VillageCover("371525003", "C", "T2", 500_000.0, whole, 1_500_000.0, ("2", "3", "4"), 1e5, 1e5),
    ]


def test_table():
    table = coverage_table(print_cover(by_hand(), "ha", 4), "ha", 4, same, townships={"T1": "Town"})
    assert [row[:9] for row in rows(table)] == [
        ("371525001", "A", "100.0000", "75.0000", "75.00", "25.0000", "25.00", "0.0000", "0.00"),
        ("371525002", "B", "100.0000", "0.0000", "0.00", "0.0000", "0.00", "0.0000", "0.00"),
        ("T1", "Town", "200.0000", "75.0000", "37.50", "25.0000", "12.50", "0.0000", "0.00"),
        ("371525003", "C", "50.0000", "50.0000", "100.00", "50.0000", "100.00", "50.0000", "100.00"),
        ("T2", "Subtotal", "50.0000", "50.0000", "100.00", "50.0000", "100.00", "50.0000", "100.00"),
        ("Total", "", "250.0000", "125.0000", "50.00", "75.0000", "30.00", "50.0000", "20.00"),
    ]
    # not covered, cameras, redundancy, farmland, covered, share: 1,000,000 / 750,000 = 1.33; of all 2.5 / 1.25 = 2
    assert [row[9:] for row in rows(table)] == [
        ("25.0000", "2", "1.33", "80.0000", "60.0000", "75.00"),
        ("100.0000", "0", "", "0.0000", "0.0000", ""),
        ("125.0000", "2", "1.33", "80.0000", "60.0000", "75.00"),
        ("0.0000", "3", "3.00", "10.0000", "10.0000", "100.00"),
        ("0.0000", "3", "3.00", "10.0000", "10.0000", "100.00"),
        ("125.0000", "4", "2.00", "90.0000", "70.0000", "77.78"),
    ]


def test_without_farmland_there_are_no_columns_for_it():
    village = VillageCover("1", "", "", 10.0, (5.0, 0.0, 0.0), 5.0, ("1",))
    table = coverage_table(print_cover([village], "m2", 2), "m2", 2, same)
    assert [column.key for column in table.columns][-1] == "redundancy"
    assert [row.kind for row in table.rows] == ["leaf", "total"]


def test_numbers_are_numbers_and_redundancy_has_two_decimals():
    """2 m² seen on 0.6 m² are 3.33; on nothing there is none; cover of 0.5 m² counts too."""
    few = VillageCover("1", "", "", 10.0, (0.6, 0.5, 0.5), 2.0, ("1",))
    none = VillageCover("2", "", "", 10.0, (0.0, 0.0, 0.0), 0.0, ())
    printed = print_cover([few, none], "m2", 2)
    assert [each.redundancy for each in printed] == [Decimal("3.33"), None]
    table = coverage_table(printed, "m2", 2, same)
    assert [column.key for column in table.columns if not column.numeric] == ["village", "village_nm"]
    assert [
        column.key
        for column in coverage_table(print_cover(by_hand(), "ha", 4), "ha", 4, same).columns
        if column.numeric
    ][-3:] == ["farmland", "farm_cov", "farm_share"]
    # of all villages: 2 m² on 0.6 m²
    assert cell_text(table.rows[-1].values[-1]) == "3.33"


def test_a_whole_turn_is_a_circle():
    """360° and more are the whole circle, 359.5° are not, nor is a sector without a direction."""
    shapes = [
        circle_outline(116.0, 36.0, 3500.0, CGCS2000, azimuth=azimuth, view=view)[1]
        for azimuth, view in ((10.0, 360.0), (10.0, 360.5), (10.0, 359.5), (None, 90.0), (10.0, None), (None, 359.5))
    ]
    assert shapes == ["circle", "circle", "sector", "circle", "circle", "circle"]


def test_what_the_county_gives_its_masts():
    assert (USUAL, USUAL_RADIUS, FARTHEST) == ((3000.0, 4000.0), 3500.0, 100_000.0)
    assert [in_metres(99.9), in_metres(100.0), in_metres(3.5, "km"), in_metres(3.5, "m")] == [99_900, 100, 3500, 3.5]


def test_share():
    assert percent(Decimal("1"), Decimal("3")) == Decimal("33.33")
    assert percent(Decimal("0"), Decimal("0")) is None


@settings(max_examples=60, deadline=None)
@given(
    st.floats(1, 1e8),
    st.lists(st.floats(0, 1), min_size=3, max_size=3),
    st.sampled_from([("m2", 2), ("ha", 4), ("mu", 2)]),
)
def test_it_adds_up_and_never_grows(total, shares, unit):
    once = total * shares[0]
    covered = (once, once * shares[1], once * shares[1] * shares[2])
    village = VillageCover("1", "", "", total, covered, sum(covered), ("1",))
    printed = print_cover([village], *unit)[0]
    assert printed.covered[0] + printed.blind == printed.total
    assert printed.total >= printed.covered[0] >= printed.covered[1] >= printed.covered[2] >= 0


def village(code, total, covered=(0.0, 0.0, 0.0), township="T1", farmland=None, seen=None):
    return VillageCover(code, "", township, total, covered, sum(covered), ("1",), farmland, seen)


def test_villages_are_balanced_to_townships_and_these_to_the_county():
    """Six villages of 10,000.40 m² are 1.0000 ha each, 6.0000 together; the county has 60,002.40 m² = 6.0002 ha.

    By township 3.00012 and 3.00012: the second unit the county lacks goes to the earlier of equal remainders, and in
    each township to the earlier village: 1.0001 + 1.0000 + 1.0000 twice.
    """
    villages = [village(str(i), 10_000.40, township=f"T{i // 3}") for i in range(6)]
    printed = print_cover(villages, "ha", 4)
    assert [str(each.total) for each in printed] == ["1.0001", "1.0000", "1.0000"] * 2
    assert sum(each.total for each in printed) == Decimal("6.0002")
    whole = coverage_table(printed, "ha", 4, same).rows[-1].values
    assert whole[2] == Decimal("6.0002")


def test_square_metres_stay_those_of_each_village():
    """In m² with two decimals every village is its own official area: nothing is left to balance."""
    villages = [village(str(i), 10_000.004 + i) for i in range(5)]
    assert [each.total for each in print_cover(villages, "m2", 2)] == [Decimal(f"{10000 + i}.00") for i in range(5)]


def test_what_is_covered_is_balanced_to_the_village():
    """Of 10,000.80 m² (1.0001 ha) 3,333.60 are covered: floors 0.3333 and 0.6667, remainders .6 and .2 of a unit.

    The unit that is lacking goes to what is covered: 0.3334 + 0.6667 = 1.0001. What is covered wholly is the village,
    also where the county takes a unit from it; what is not covered at all stays 0.
    """
    villages = [
        village("1", 10_000.80, (3_333.60, 0.0, 0.0)),
        village("2", 10_000.80, (10_000.80, 10_000.80, 0.0)),
    ]
    first, second = print_cover(villages, "ha", 4)
    # 20,001.60 m² are 2.0002 ha: both villages 1.0001.
    assert [str(value) for value in (first.total, *first.covered, first.blind)] == [
        "1.0001", "0.3334", "0.0000", "0.0000", "0.6667",
    ]  # fmt: skip
    assert (second.covered[0], second.covered[1], second.covered[2]) == (second.total, second.total, Decimal("0.0000"))
    assert second.blind == 0


def test_farmland_covered_wholly_is_the_farmland():
    villages = [village(str(i), 1e6, (1e6, 0.0, 0.0), farmland=10_000.40, seen=10_000.40) for i in range(3)]
    printed = print_cover(villages, "ha", 4)
    assert [each.farmland_covered for each in printed] == [each.farmland for each in printed]
    assert sum(each.farmland for each in printed) == Decimal("3.0001")  # 30,001.20 m²


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(1, 1e8), st.floats(0, 1), st.sampled_from("ABC")), min_size=1, max_size=12),
    st.sampled_from([("m2", 2), ("ha", 4), ("mu", 2)]),
)
def test_the_county_is_the_sum_of_official_areas_rounded_once(areas, unit):
    villages = [village("1", total, (total * part, 0.0, 0.0), township) for total, part, township in areas]
    printed = print_cover(villages, *unit)
    exact = sum((half_up(total, 2) for total, _, _ in areas), Decimal(0))
    assert sum(each.total for each in printed) == half_up(convert(exact, unit[0]), unit[1])
    unit_of_last_digit = Fraction(1, 10 ** unit[1])
    for each in printed:
        own = convert(half_up(each.village.total, 2), unit[0])
        assert abs(Fraction(each.total) - own) < 2 * unit_of_last_digit
        assert each.total >= each.covered[0] >= each.covered[1] >= each.covered[2] >= 0


def test_a_radius_below_a_hundred_is_kilometres():
    assert [in_metres(value) for value in (3.5, 99.9, 100, 3500)] == [3500, 99_900, 100, 3500]
    assert (in_metres(3.5, "m"), in_metres(200, "km")) == (3.5, 200_000)


def test_without_azimuth_or_view_it_is_a_circle():
    whole, shape = circle_outline(115, 36, 3000, CGCS2000, view=60)
    assert shape == "circle"
    np.testing.assert_array_equal(whole, circle(115, 36, 3000))
    part, shape = circle_outline(115, 36, 3000, CGCS2000, azimuth=90, view=60, segments=36)
    assert shape == "sector"
    np.testing.assert_array_equal(part, sector(115, 36, 3000, 90, 60, 36))


def test_more_often_covered_is_never_more():
    """Sums of many circles end apart by their rounding: what is seen twice must not print as more than once."""
    apart = VillageCover("1", "A", "T", 100.01, (50.004, 50.006, 50.007), 150.0, ())
    [printed] = print_cover([apart], "m2", 2)
    assert printed.covered == (Decimal("50.00"),) * 3
    # all of it and a little more: never more than the whole
    [printed] = print_cover([VillageCover("1", "A", "T", 100.004, (100.006, 0.0, 0.0), 100.0, ())], "m2", 2)
    assert printed.covered[0] == printed.total == Decimal("100.00")
    assert printed.blind == 0


def test_farmland_seen_is_never_more_than_farmland():
    [printed] = print_cover([VillageCover("1", "A", "T", 200.0, (200.0, 0.0, 0.0), 200.0, (), 80.004, 80.006)], "m2", 2)
    assert (printed.farmland, printed.farmland_covered) == (Decimal("80.00"), Decimal("80.00"))
