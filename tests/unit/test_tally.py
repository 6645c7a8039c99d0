"""Pieces to cells to printed leaves: everything adds up, nothing is dropped silently."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redline.core.errors import RedlineError
from redline.core.landuse import tally as tallies
from redline.core.landuse.tally import (
    NOT_COVERED,
    OVERLAP,
    Key,
    Zone,
    combine,
    deduct_ridges,
    factorize,
    tally_pieces,
    uncovered_areas,
)
from redline.core.rounding import balance_lists

WHEAT, POND, HOUSE = Key((), "0102"), Key((), "1104"), Key((), "0702")
KEYS = [WHEAT, POND, HOUSE]


def zones(*totals):
    return [Zone(f"Z{number}", f"zone {number}", Decimal(total)) for number, total in enumerate(totals, 1)]


class TestCells:
    def test_pieces_of_one_key_are_one_cell(self):
        # zone 0: wheat 100.5 + 200.25, a pond of 49.25; zone 1: a house of 10
        tally = tally_pieces(zones("350.00", "10.00"), [0, 0, 1, 0], [0, 1, 2, 0], [100.5, 49.25, 10.0, 200.25], KEYS)
        assert [(cell.zone, cell.code, cell.area) for cell in tally.cells] == [
            (0, "0102", 300.75),
            (0, "1104", 49.25),
            (1, "0702", 10.0),
        ]
        assert tally.noise.count == tally.negative.count == 0
        assert tally.sum_of("0102") == 300.75

    def test_order_of_pieces_does_not_change_a_bit(self):
        area = np.random.default_rng(5).uniform(1e-3, 1e6, 1000)
        order = np.argsort(area)
        sums = [
            tally_pieces(zones("1"), np.zeros(1000), np.zeros(1000), area[index], KEYS).cells[0].area
            for index in (slice(None), order, order[::-1])
        ]
        assert sums[0] == sums[1] == sums[2] == math.fsum(area)

    def test_noise_is_left_out_and_reported(self):
        tally = tally_pieces(zones("10"), [0, 0, 0], [0, 1, 1], [10.0, 9e-5, -4e-5], KEYS)
        assert [cell.code for cell in tally.cells] == ["0102"]
        assert tally.noise.count == 2
        assert tally.noise.area == pytest.approx(5e-5)

    def test_negative_pieces_are_left_out_and_reported(self):
        # a patch that crosses itself: its larger lobe runs the other way round
        tally = tally_pieces(zones("10"), [0, 0], [0, 1], [10.0, -3.5], KEYS)
        assert [cell.code for cell in tally.cells] == ["0102"]
        assert (tally.negative.count, tally.negative.area) == (1, -3.5)

    def test_not_covered_and_covered_twice_are_cells(self):
        tally = tally_pieces(
            zones("10", "20"), [0, 1], [0, 0], [7.0, 23.0], KEYS,
            dimensions=(), uncovered=[3.0, 0.0], overlap=[0.0, 3.0],
        )  # fmt: skip
        assert [(cell.zone, cell.code, cell.area) for cell in tally.cells] == [
            (0, "0102", 7.0),
            (0, NOT_COVERED, 3.0),
            (1, "0102", 23.0),
            (1, OVERLAP, -3.0),
        ]

    def test_a_zone_without_pieces_has_its_whole_area_not_covered(self):
        uncovered, overlap = uncovered_areas([10.0, 5.0], [0], [10.0])
        tally = tally_pieces(zones("10", "5"), [0], [0], [10.0], KEYS, uncovered=uncovered, overlap=overlap)
        assert [(cell.zone, cell.code, cell.area) for cell in tally.cells] == [(0, "0102", 10.0), (1, NOT_COVERED, 5.0)]


class TestUncovered:
    def test_gap_overlap_and_arithmetic(self):
        # zone 0 lacks 2 m², zone 1 has 3 m² too much, zone 2 differs by the arithmetic
        bare, twice = uncovered_areas([10.0, 10.0, 1e7], [0, 1, 2], [8.0, 13.0, 1e7 - 2e-5])
        assert bare.tolist() == [2.0, 0.0, 0.0]
        assert twice.tolist() == [0.0, 3.0, 0.0]

    def test_a_measured_overlap_does_not_hide_a_gap(self):
        # 4 m² are covered twice and 4 m² not at all: the sum looks right, both are told
        bare, twice = uncovered_areas([10.0], [0], [10.0], overlap=[4.0])
        assert (bare.tolist(), twice.tolist()) == ([4.0], [4.0])


class TestPrinted:
    def test_classes_add_up_to_the_zone(self):
        # 1 ha in three equal parts: 0.33333… each; two print 0.3333 and one, the first of equals, 0.3334
        third = 10000 / 3
        printed = tally_pieces(zones("10000.00"), [0, 0, 0], [0, 1, 2], [third] * 3, KEYS).printed("ha", 4)
        assert [leaf.value for leaf in printed.leaves] == [Decimal("0.3334"), Decimal("0.3333"), Decimal("0.3333")]
        assert printed.totals == (Decimal("1.0000"),)
        assert str(printed.total) == "1.0000"

    def test_villages_divide_the_printed_class(self):
        """Three villages hold 0.4 of a 0.01 m² each of wheat, 1.2 together, and a house has 0.8: 2.00 in all.

        Wheat is balanced first, as it would be without villages: 1.2 and 0.8 are 1 + 1. Of its one unit the first
        village gets all, though the house's remainder is the largest of the four.
        """
        keys = [*(Key((village,), "0102") for village in "ABC"), Key(("A",), "0702")]
        tally = tally_pieces(zones("0.02"), [0] * 4, [0, 1, 2, 3], [0.004, 0.004, 0.004, 0.008], keys,
                             dimensions=("village",))  # fmt: skip
        found = {(leaf.code, leaf.dims[0]): str(leaf.value) for leaf in tally.printed("m2", 2).leaves}
        assert found == {("0102", "A"): "0.01", ("0102", "B"): "0.00", ("0102", "C"): "0.00", ("0702", "A"): "0.01"}

    def test_a_class_is_the_same_with_and_without_villages(self):
        areas = [3_331.3, 1_134.4, 2_998.6, 998.7, 1_537.0]
        total = f"{sum(areas):.2f}"
        whole = tally_pieces(zones(total), [0] * 5, [0, 0, 1, 1, 2], areas, KEYS).printed("ha", 4)
        keys = [Key(("A",), "0102"), Key(("B",), "0102"), Key(("A",), "1104"), Key(("B",), "1104"), Key(("B",), "0702")]
        parted = tally_pieces(zones(total), [0] * 5, range(5), areas, keys, dimensions=("village",)).printed("ha", 4)
        for leaf in whole.leaves:
            assert sum(each.value for each in parted.leaves if each.code == leaf.code) == leaf.value

    def test_balanced_to_the_official_area(self):
        # the plane says 100.004, the official procedure 100.01 m²: the classes add up to 100.01
        printed = tally_pieces(zones("100.01"), [0, 0], [0, 1], [60.0, 40.004], KEYS).printed("m2", 2)
        # 60 × 100.01 / 100.004 = 60.0036 -> 60.00, 40.004 × 1.00006 = 40.0064 -> 40.00 + the missing 0.01
        assert [str(leaf.value) for leaf in printed.leaves] == ["60.00", "40.01"]
        assert printed.drift == pytest.approx(0.006 / 100.01)

    def test_units_are_balanced_one_by_one(self):
        # 1000.40 m² = 0.10004 ha -> 0.1000; = 1.5006 mu
        tally = tally_pieces(zones("1000.40"), [0, 0], [0, 1], [500.2, 500.2], KEYS)
        assert [str(leaf.value) for leaf in tally.printed("ha", 4).leaves] == ["0.0500", "0.0500"]
        assert [str(leaf.value) for leaf in tally.printed("mu", 4).leaves] == ["0.7503", "0.7503"]
        assert str(tally.printed("mu", 4).totals[0]) == "1.5006"
        assert [str(leaf.value) for leaf in tally.printed("m2", 2).leaves] == ["500.20", "500.20"]

    def test_not_balanced_rounds_one_by_one(self):
        third = 10000 / 3
        printed = tally_pieces(zones("10000"), [0, 0, 0], [0, 1, 2], [third] * 3, KEYS).printed("ha", 4, balanced=False)
        assert [str(leaf.value) for leaf in printed.leaves] == ["0.3333"] * 3
        assert str(printed.totals[0]) == "0.9999"
        assert printed.drift == 0.0

    def test_halves_are_rounded_as_decimals(self):
        # 1.005 is a little less in binary; on paper it is 1.01
        printed = tally_pieces(zones("1.005"), [0], [0], [1.005], KEYS).printed("m2", 2, balanced=False)
        assert str(printed.leaves[0].value) == "1.01"

    def test_covered_twice_is_taken_off(self):
        # 6 + 6 on a zone of 10: 2 m² lie under both
        tally = tally_pieces(zones("10.00"), [0, 0], [0, 1], [6.0, 6.0], KEYS, overlap=[2.0])
        printed = tally.printed("m2", 2)
        assert [(leaf.code, str(leaf.value)) for leaf in printed.leaves] == [
            ("0102", "6.00"), ("1104", "6.00"), (OVERLAP, "-2.00"),
        ]  # fmt: skip
        assert printed.total == Decimal("10.00")

    def test_what_prints_as_zero_is_told(self):
        printed = tally_pieces(zones("10000.00"), [0, 0], [0, 1], [9999.7, 0.3], KEYS).printed("ha", 4)
        assert [(leaf.code, leaf.area) for leaf in printed.vanishing] == [("1104", 0.3)]

    def test_a_sum_that_is_far_off_is_an_error(self):
        tally = tally_pieces(zones("10000.00"), [0], [0], [9990.0], KEYS)
        with pytest.raises(RedlineError) as caught:
            tally.printed("m2", 2)
        assert str(caught.value) == (
            "Zone Z1: its classes add up to 9990.00 m², but its own area is 10000.00 m²: the zone's geometry is "
            "probably invalid (crossing or repeated rings); repair it."
        )

    @pytest.mark.parametrize(
        ("total", "area", "good"),
        # One square metre, or a ten thousandth of the zone: what lies between procedure and plane is far below.
        [
            ("5.00", 4.05, True),
            ("5.00", 3.95, False),
            ("1000000.00", 999_901.0, True),
            ("1000000.00", 999_899.0, False),
        ],
    )
    def test_how_far_cells_may_miss_the_zone(self, total, area, good):
        # two classes, of which floats are sure; and a negative cell beside them, where fractions judge
        for overlap in (None, [0.01]):
            tally = tally_pieces(zones(total), [0, 0], [0, 1], [area / 3, 2 * area / 3], KEYS, overlap=overlap)
            if good:
                assert sum(leaf.value for leaf in tally.printed("m2", 2).leaves) == Decimal(total)
            else:
                with pytest.raises(RedlineError, match="Zone Z1: its classes add up to"):
                    tally.printed("m2", 2)

    def test_half_a_square_metre_covered_twice(self):
        """10.30 of wheat and 0.20 of pond, 0.50 of it twice: 10 in all."""
        tally = tally_pieces(zones("10.00"), [0, 0], [0, 1], [10.3, 0.2], KEYS, overlap=[0.5])
        printed = {leaf.code: str(leaf.value) for leaf in tally.printed("m2", 2).leaves}
        assert printed == {"0102": "10.30", "1104": "0.20", OVERLAP: "-0.50"}

    def test_the_noise_of_a_large_zone(self):
        """1e-11 of 1e9 m² is a hundredth: half of that is the arithmetic of edges, two hundredths are a gap."""
        bare, twice = uncovered_areas([1e9, 1e9, 100.0], [0, 1, 2], [1e9 - 0.005, 1e9 - 0.02, 99.995])
        assert bare.tolist() == [0.0, pytest.approx(0.02, abs=1e-6), pytest.approx(0.005, abs=1e-9)]
        assert twice.tolist() == [0.0, 0.0, 0.0]

    def test_no_zones(self):
        printed = tally_pieces([], [], [], [], KEYS).printed("ha", 4)
        assert (printed.leaves, printed.totals, str(printed.total)) == ((), (), "0.0000")

    @settings(max_examples=80, deadline=None)
    @given(
        st.lists(
            st.lists(st.floats(0.01, 1e7), min_size=1, max_size=12), min_size=1, max_size=6
        ),
        st.sampled_from([("m2", 2), ("ha", 4), ("mu", 4), ("mu", 2), ("km2", 4)]),
    )  # fmt: skip
    def test_it_always_adds_up(self, areas, unit):
        keys = [Key((), str(number)) for number in range(12)]
        zone = np.concatenate([np.full(len(each), number) for number, each in enumerate(areas)])
        key = np.concatenate([np.arange(len(each)) for each in areas])
        totals = [Decimal(str(round(math.fsum(each), 2))) for each in areas]
        tally = tally_pieces(zones(*totals), zone, key, np.concatenate(areas), keys)
        printed = tally.printed(*unit)
        last = Decimal(1).scaleb(-unit[1])
        per = {"m2": 1, "ha": 10000, "mu": Fraction(2000, 3), "km2": 1000000}[unit[0]]
        for number, total in enumerate(printed.totals):
            leaves = [leaf for leaf in printed.leaves if leaf.zone == number]
            assert sum(leaf.value for leaf in leaves) == total
            assert abs(Fraction(total) * per - Fraction(totals[number])) <= Fraction(last) * per / 2
            for leaf in leaves:
                # scaling moves a leaf by half the official area's last digit at most, rounding by less than one digit
                assert abs(Fraction(leaf.value) - Fraction(leaf.area) / per) < 2 * last + Decimal("0.01")
                assert leaf.value >= 0
        assert printed.total == sum(printed.totals)


class TestKeys:
    def test_factorize(self):
        values, index = factorize(["b", "a", "b", "c"])
        assert (values, index.tolist()) == (["b", "a", "c"], [0, 1, 0, 2])

    def test_combine(self):
        keys, index = combine(["0102", "0702", "0102", "0102"], ["A", "A", "B", "A"], ["x", "x", "x", "x"])
        assert [keys[number] for number in index] == [
            Key(("A", "x"), "0102"), Key(("A", "x"), "0702"), Key(("B", "x"), "0102"), Key(("A", "x"), "0102"),
        ]  # fmt: skip
        assert len(keys) == 3

    def test_combine_nothing(self):
        keys, index = combine([], [])
        assert (keys, index.tolist()) == ([], [])

    @settings(max_examples=50, deadline=None)
    @given(
        st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz"), st.sampled_from(["1", "2"])), max_size=30)
    )
    def test_combine_is_the_rows(self, rows):
        keys, index = combine([row[2] for row in rows], [row[0] for row in rows], [row[1] for row in rows])
        assert [(*keys[number].dims, keys[number].code) for number in index] == rows
        assert len(set(keys)) == len(keys)


class TestRidges:
    def test_ridges_leave_their_class_and_the_total_stays(self):
        # 1000 m² of wheat with KCXS 0.1234 and 500 m² without: 123.4 m² of ridges, 876.6 + 500 of wheat
        zone, key, area, keys = deduct_ridges([0, 0], [0, 0], [1000.0, 500.0], [0.1234, np.nan], [WHEAT], "1203")
        tally = tally_pieces(zones("1500.00"), zone, key, area, keys)
        assert [(cell.code, pytest.approx(cell.area)) for cell in tally.cells] == [("0102", 1376.6), ("1203", 123.4)]
        assert math.fsum(area) == pytest.approx(1500.0, rel=1e-15)

    def test_ridges_keep_the_dimensions(self):
        keys = [Key(("A",), "0103"), Key(("B",), "0103"), Key(("A",), "1203")]
        _, key, area, keys = deduct_ridges([0, 0], [0, 1], [10.0, 20.0], [0.5, 0.25], keys, "1203")
        assert [keys[number] for number in key] == [
            Key(("A",), "0103"), Key(("B",), "0103"), Key(("A",), "1203"), Key(("B",), "1203"),
        ]  # fmt: skip
        assert area.tolist() == [5.0, 15.0, 5.0, 5.0]

    @pytest.mark.parametrize("value", [-0.1, 1.0, 12.34])
    def test_wrong_coefficient(self, value):
        with pytest.raises(RedlineError, match=r"The ridge coefficient \(KCXS\) is .*: it must be at least 0 and less"):
            deduct_ridges([0], [0], [1.0], [value], [WHEAT], "1203")


def test_land_covered_twice_is_a_cell_from_a_square_centimetre_on():
    """NOISE_M2 = 1e-4 m²: an overlap of half of that is arithmetic, one of 2 cm² is a cell."""
    tally = tally_pieces(zones("10.00", "10.00"), [0, 1], [0, 0], [10.0, 10.0], KEYS, overlap=[5e-5, 2e-4])
    assert [(cell.zone, cell.area) for cell in tally.cells if cell.code == OVERLAP] == [(1, -2e-4)]
    tally = tally_pieces(zones("10.00", "10.00"), [0, 1], [0, 0], [10.0, 10.0], KEYS, uncovered=[5e-5, 2e-4])
    assert [(cell.zone, cell.area) for cell in tally.cells if cell.code == NOT_COVERED] == [(1, 2e-4)]


class TestAllZonesAtOnce:
    """In floats, where they leave no doubt: the same Decimals as zone by zone in fractions."""

    @staticmethod
    def both_ways(tally, unit, decimals, monkeypatch):
        quick = tally.printed(unit, decimals)
        with monkeypatch.context() as patched:
            patched.setattr(tallies, "_balanced_at_once", lambda *_: None)
            exact = tally.printed(unit, decimals)
        return quick, exact

    @staticmethod
    def drawn(rng, divided):
        """A tally of up to 12 zones with up to 9 classes, divided by up to 4 owners."""
        count, classes, owners = int(rng.integers(1, 13)), int(rng.integers(1, 10)), int(rng.integers(1, 5))
        keys = [Key((f"o{k}",) if divided else (), f"{c:02}") for c in range(classes) for k in range(owners)]
        keys = keys if divided else [Key((), f"{c:02}") for c in range(classes)]
        places = [(z, k) for z in range(count) for k in range(len(keys)) if rng.random() < 0.6]
        places = places or [(0, 0)]
        zone, key = (np.array(column) for column in zip(*places, strict=True))
        area = 10.0 ** rng.uniform(-2, 7, len(places))
        if rng.random() < 0.2:  # whole square metres: everything is a tie
            area = np.ceil(area)
        sums = np.bincount(zone, area, count)
        own = [Decimal(repr(float(round(each * (1 + rng.uniform(-1e-5, 1e-5)), 2)))) for each in sums]
        zones = [Zone(f"Z{z}", "", total) for z, total in enumerate(own)]
        return tally_pieces(zones, zone, key, area, keys, dimensions=("owner",) if divided else ())

    @pytest.mark.parametrize("divided", [False, True])
    @settings(max_examples=150, deadline=None)
    @given(seed=st.integers(0, 2**32 - 1))
    def test_as_zone_by_zone(self, divided, seed):
        rng = np.random.default_rng(seed)
        tally = self.drawn(rng, divided)
        unit, decimals = [("m2", 2), ("ha", 4), ("mu", 2), ("mu", 4), ("km2", 6), ("m2", 0)][int(rng.integers(6))]
        with pytest.MonkeyPatch.context() as monkeypatch:
            quick, exact = self.both_ways(tally, unit, decimals, monkeypatch)
        assert quick == exact
        assert [str(leaf.value) for leaf in quick.leaves] == [str(leaf.value) for leaf in exact.leaves]
        assert [str(total) for total in quick.totals] == [str(total) for total in exact.totals]

    def test_a_tie_is_left_to_fractions(self, monkeypatch):
        # 0.005 + 0.005 + 0.99 = 1.00: both halves are ties, the earlier of equal ones gets the unit
        tally = tally_pieces(zones("1.00"), [0, 0, 0], [0, 1, 2], [0.005, 0.005, 0.99], KEYS)
        called = []
        exactly = tallies._balanced
        monkeypatch.setattr(tallies, "_balanced", lambda *given: called.append(given[0].id) or exactly(*given))
        assert [str(leaf.value) for leaf in tally.printed("m2", 2).leaves] == ["0.01", "0.00", "0.99"]
        assert called == ["Z1"]

    def test_what_leaves_no_doubt_is_not(self, monkeypatch):
        # 1.234 + 2.343 + 6.423: 1.23 + 2.34 + 6.42 = 9.99, the last unit goes to .004 of the first
        tally = tally_pieces(zones("10.00"), [0, 0, 0], [0, 1, 2], [1.234, 2.343, 6.423], KEYS)
        monkeypatch.setattr(tallies, "_balanced", None)
        assert [str(leaf.value) for leaf in tally.printed("m2", 2).leaves] == ["1.24", "2.34", "6.42"]

    def test_a_zone_that_its_cells_miss_is_an_error_still(self):
        tally = tally_pieces(zones("10.00", "10.00"), [0, 1], [0, 0], [10.0, 12.5], KEYS)
        with pytest.raises(
            RedlineError, match=r"Zone Z2: its classes add up to 12.50 m², but its own area is 10.00 m²"
        ):
            tally.printed("m2", 2)


def test_lists_are_balanced_as_one_by_one():
    # 1.4 + 2.4 + 3.2 to 7: the first of the larger remainders; 5.5 alone to 6; 0.6 + 0.7 to 2
    found = balance_lists(
        np.array([1.4, 2.45, 3.15, 5.5, 0.6, 0.7]), np.array([0, 0, 0, 1, 2, 2]), np.array([7, 6, 2]), np.full(3, 1e-9)
    )
    assert found.units.tolist() == [1, 3, 3, 6, 1, 1]
    assert found.sure.tolist() == [True, True, True]


def test_a_list_whose_rounding_hangs_on_the_slack_is_not_sure():
    values = np.array([1.4, 2.4, 3.2, 1.0, 2.5, 1.5, 1.6])  # two equal remainders; a whole unit; more than rounding
    found = balance_lists(values, np.array([0, 0, 0, 1, 1, 2, 2]), np.array([7, 4, 9]), np.full(3, 1e-9))
    assert found.sure.tolist() == [False, False, False]
    # with two units to give, the equal ones get one each
    assert balance_lists(values[:3], np.zeros(3, dtype=int), np.array([8]), np.full(1, 1e-9)).sure.tolist() == [True]
