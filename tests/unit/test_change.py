"""Transitions and the tables made of them."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from redline.core.landuse.change import (
    Transition,
    at_level,
    gains_table,
    matrix_table,
    print_transitions,
    transition_table,
)
from redline.core.landuse.classes import read_scheme
from redline.core.landuse.tables import Words
from redline.core.landuse.tally import NOT_COVERED, Zone
from redline.core.paper.tables import cell_text

WORDS = Words(read_scheme("sandiao"), "zh_Hans", lambda text: text)
CODES = ["0102", "0201", "0702", "1003", "0404"]


def rows(table, kind=None):
    return [tuple(cell_text(value) for value in row.values) for row in table.rows if kind in (None, row.kind)]


def by_hand():
    """V1, 10 ha: 6 ha stay irrigated, 2.5 become homestead, 1.5 stay homestead. V2, 4 ha: 1 ha of orchard is plowed."""
    zones = [Zone("V1", "East", Decimal("100000.00")), Zone("V2", "West", Decimal("40000.00"))]
    transitions = [
        Transition(0, "0102", "0102", 60000.0),
        Transition(0, "0102", "0702", 25000.0),
        Transition(0, "0702", "0702", 15000.0),
        Transition(1, "0201", "0102", 10000.0),
        Transition(1, "0102", "0102", 30000.0),
    ]
    return zones, transitions


class TestByHand:
    def printed(self):
        zones, transitions = by_hand()
        return zones, print_transitions(zones, transitions, "ha", 4)

    def test_rows(self):
        zones, printed = self.printed()
        assert rows(transition_table(zones, printed, WORDS, "detail", "ha")) == [
            ("V1", "East", "0102", "水浇地", "0102", "水浇地", "6.0000"),
            ("V1", "East", "0102", "水浇地", "0702", "农村宅基地", "2.5000"),
            ("V1", "East", "0702", "农村宅基地", "0702", "农村宅基地", "1.5000"),
            ("V2", "West", "0102", "水浇地", "0102", "水浇地", "3.0000"),
            ("V2", "West", "0201", "果园", "0102", "水浇地", "1.0000"),
        ]

    def test_matrix(self):
        _, printed = self.printed()
        table = matrix_table(printed, WORDS, "detail", "ha", 4)
        assert [column.key for column in table.columns] == ["from_code", "from_name", "to_0102", "to_0702", "total"]
        assert rows(table) == [
            ("0102", "水浇地", "9.0000", "2.5000", "11.5000"),
            ("0201", "果园", "1.0000", "", "1.0000"),
            ("0702", "农村宅基地", "", "1.5000", "1.5000"),
            ("", "Sum after", "10.0000", "4.0000", "14.0000"),
        ]

    def test_gains(self):
        zones, printed = self.printed()
        table = gains_table(zones, printed, WORDS, "detail", "ha", 4)
        assert rows(table, "leaf")[:2] == [
            # before, gain, loss, net, after; −2.5 of 8.5 = −29.41 %
            ("V1", "East", "0102", "水浇地", "8.5000", "0.0000", "2.5000", "-2.5000", "6.0000", "-29.41"),
            ("V1", "East", "0702", "农村宅基地", "1.5000", "2.5000", "0.0000", "2.5000", "4.0000", "166.67"),
        ]
        assert rows(table, "total")[0] == (
            "Total", "", "0102", "水浇地", "11.5000", "1.0000", "2.5000", "-1.5000", "10.0000", "-13.04",
        )  # fmt: skip

    def test_levels(self):
        zones, transitions = by_hand()
        printed = print_transitions(zones, at_level(transitions, "major", WORDS), "ha", 4)
        assert [(each.zone, each.before, each.after, str(each.value)) for each in printed] == [
            (0, "agricultural", "agricultural", "6.0000"),
            (0, "agricultural", "construction", "2.5000"),
            (0, "construction", "construction", "1.5000"),
            (1, "agricultural", "agricultural", "4.0000"),
        ]

    def test_a_class_that_is_new_has_no_per_cent(self):
        zones = [Zone("V", "", Decimal("10.00"))]
        printed = print_transitions(zones, [Transition(0, NOT_COVERED, "0702", 10.0)], "m2", 2)
        table = gains_table(zones, printed, WORDS, "detail", "m2", 2)
        assert rows(table) == [
            ("V", "", "0702", "农村宅基地", "0.00", "10.00", "0.00", "10.00", "10.00", ""),
            ("V", "", "not_covered", "Not covered by land use", "10.00", "0.00", "10.00", "-10.00", "0.00", "-100.00"),
        ]


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 2), st.sampled_from(CODES), st.sampled_from(CODES)), st.floats(0.01, 1e6), min_size=1
    )
)
def test_every_table_adds_up_both_ways(cells):
    transitions = [Transition(*key, area) for key, area in cells.items()]
    sums = [sum(each.area for each in transitions if each.zone == zone) for zone in range(3)]
    zones = [Zone(str(number), "", Decimal(str(round(total, 2)))) for number, total in enumerate(sums)]
    printed = print_transitions(zones, transitions, "ha", 4)
    for number, zone in enumerate(zones):
        own = sum((each.value for each in printed if each.zone == number), Decimal(0))
        assert abs(own - zone.total / 10000) <= Decimal("0.00005")
    table = matrix_table(printed, WORDS, "detail", "ha", 4)
    body, sums_after = table.rows[:-1], table.rows[-1].values[2:]
    for row in body:
        assert sum(value for value in row.values[2:-1] if value is not None) == row.values[-1]
    for column, total in enumerate(sums_after, 2):
        assert sum((row.values[column] or Decimal(0) for row in body), Decimal(0)) == total
    gains = gains_table(zones, printed, WORDS, "detail", "ha", 4)
    for row in gains.rows:
        before, gain, loss, net, after = row.values[4:9]
        assert before + gain - loss == after
        assert gain - loss == net == after - before
