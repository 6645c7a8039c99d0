"""Coverage as it is printed."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from redline.core.cameras.circles import VillageCover, coverage_table, print_cover, share
from redline.core.paper.tables import cell_text


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


def test_share():
    assert share(Decimal("1"), Decimal("3")) == Decimal("33.33")
    assert share(Decimal("0"), Decimal("0")) is None


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
