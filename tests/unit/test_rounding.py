"""Rounding that adds up: half-up, units, one list, tables in both directions, the survey's rules."""

from __future__ import annotations

import csv
import math
import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redline.core.errors import RedlineError
from redline.core.rounding import (
    M2_PER_MU,
    adjust_county,
    adjust_village,
    balance,
    balance_groups,
    balance_table,
    convert,
    deduct,
    half_up,
    half_up_if_known,
    in_unit,
    percent,
    to_square_metres,
)

D = Decimal
CODES = ("0101", "0103", "0301", "0601", "0701", "1203")
VECTORS = Path(__file__).resolve().parent.parent / "data" / "numeric_test_vectors.csv"


def decimals_of(text):
    """Every number printed in a text such as '0.0667 ha' or '1.0000 mu (x3/2000)', first word only."""
    return D(text.split()[0])


def vectors(kind):
    with VECTORS.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["kind"] == kind]


class TestHalfUp:
    @pytest.mark.parametrize(
        ("value", "decimals", "printed"),
        [
            (2.675, 2, "2.68"),  # the double is 2.67499999…
            (0.125, 2, "0.13"),
            (-0.125, 2, "-0.13"),
            (-0.5, 0, "-1"),
            (0.5, 0, "1"),
            (2.5, 0, "3"),  # Python's round gives 2
            ("1.00005", 4, "1.0001"),
            (D("0.00005"), 4, "0.0001"),
            (Fraction(2, 3), 4, "0.6667"),
            (Fraction(-1, 3), 2, "-0.33"),
            (-0.001, 2, "0.00"),
            (D("-0.001"), 2, "0.00"),
            (7, 3, "7.000"),
            (1e-30, 2, "0.00"),
            (123456789012345678, 2, "123456789012345678.00"),
            (D("123456789012345678901234567890.125"), 2, "123456789012345678901234567890.13"),
            (1250, -2, "1300"),
            (D("1250"), -2, "1300"),
            (np.float64(2.675), 2, "2.68"),
            (np.float32(0.5), 0, "1"),
            (np.int64(3), 1, "3.0"),
            (True, 0, "1"),
        ],
    )
    def test_values(self, value, decimals, printed):
        assert f"{half_up(value, decimals):f}" == printed

    @given(
        st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=7),
        st.integers(0, 6),
    )
    @settings(deadline=None, max_examples=200)
    def test_every_kind_of_number_rounds_alike(self, value, decimals):
        expected = value.quantize(D(1).scaleb(-decimals), ROUND_HALF_UP)
        for same in (value, str(value), Fraction(value)):
            assert half_up(same, decimals) == expected
        assert half_up(-value, decimals) == -expected

    @pytest.mark.parametrize("value", [math.nan, math.inf, D("NaN"), D("-Infinity"), "12,5", "", None, "亩"])
    def test_what_is_no_number_is_named(self, value):
        with pytest.raises(RedlineError, match=f"“{value}” is not a number"):
            half_up(value, 2)


def test_what_is_not_known_stays_empty():
    assert [half_up_if_known(value, 2) for value in (1.005, math.nan, math.inf, -math.inf)] == [
        D("1.01"),
        None,
        None,
        None,
    ]


def test_percent():
    """2 of 3 are 66.666… %; of nothing there is no share."""
    assert [str(percent(2, 3)), str(percent("0.005", "1000")), percent(5, 0), percent(5, None)] == [
        "66.67",
        "0.00",
        None,
        None,
    ]
    assert percent(D("1.00"), D("8.00")) == D("12.50")


class TestUnits:
    def test_mu_is_exact(self):
        assert Fraction(2000, 3) == M2_PER_MU
        assert convert(10_000, "mu") == 15
        assert convert(Fraction(2000, 3), "mu") == 1

    @pytest.mark.parametrize("row", vectors("unit"), ids=lambda row: row["input"])
    def test_vectors(self, row):
        area = row["input"].split()[0]
        assert half_up(convert(area, "ha"), 4) == decimals_of(row["expected"])
        assert half_up(convert(area, "mu"), 4) == decimals_of(row["expected_2"])

    @pytest.mark.parametrize(
        ("unit", "expected"), [("m2", 1_500_000), ("ha", 150), ("mu", 2250), ("km2", Fraction(3, 2))]
    )
    def test_units(self, unit, expected):
        assert convert("1500000.00", unit) == expected

    def test_printed_decimals(self):
        """12,345.678 m² = 1.2345678 ha = 18.518517 mu = 0.012345678 km²."""
        printed = {"m2": "12345.68", "ha": "1.2346", "mu": "18.5185", "km2": "0.0123"}
        assert {unit: str(in_unit("12345.678", unit)) for unit in printed} == printed
        assert [str(in_unit("12345.678", "mu", decimals)) for decimals in (0, 2)] == ["19", "18.52"]

    def test_there_and_back(self):
        told = {"mu": 15, "ha": "1.5", "km2": 2, "m2": 7}
        back = {"mu": 10_000, "ha": 15_000, "km2": 2_000_000, "m2": 7}
        assert {unit: to_square_metres(value, unit) for unit, value in told.items()} == back

    def test_unknown_unit_is_named(self):
        with pytest.raises(RedlineError, match="There is no unit of area acre"):
            convert(1, "acre")


class TestBalance:
    def test_thirds(self):
        """0.333… goes down to 0.33 three times; the hundredth that lacks goes to the first of three equal ones."""
        assert balance([1 / 3, 1 / 3, 1 / 3], 1, 2) == [D("0.34"), D("0.33"), D("0.33")]

    def test_ties_go_to_the_larger_value_then_to_the_earlier(self):
        """Remainders are 0.5 each; two units are left (1 + 2 + 3 + 2 = 8 of 10): 3.5, then the earlier 2.5."""
        assert balance(["1.5", "2.5", "3.5", "2.5"], 10, 0) == [D(1), D(3), D(4), D(2)]

    @pytest.mark.parametrize(
        ("values", "total", "expected"),
        [
            # Floors 1000 + 100, one hundredth lacks of 11.01: it goes to 1.004, which lost more than 10.001.
            (["10.001", "1.004"], "11.01", ["10.00", "1.01"]),
            # Floors 900 + 100 are 10.00: nothing moves, though the values are 0.01 more.
            (["9.001", "1.009"], "10.00", ["9.00", "1.00"]),
            # Two lack, and two lost something: one each.
            (["10.004", "1.001"], "11.02", ["10.01", "1.01"]),
            # Two lack, and one lost something: 0.016 is shared out first, 10.00516 + 20.01032 + 1.00452.
            (["10.00", "20.00", "1.004"], "31.02", ["10.01", "20.01", "1.00"]),
            # One too many, and nothing lost anything: −0.01 is shared out, 9.99667 + 19.99333.
            (["10.00", "20.00"], "29.99", ["10.00", "19.99"]),
        ],
    )
    def test_who_takes_the_difference(self, values, total, expected):
        assert [str(value) for value in balance(values, total, 2)] == expected

    def test_exact_values_stay(self):
        values = [D("10.00"), D("0.00"), D("3.33")]
        assert balance(values, "13.33", 2) == values

    def test_printed_decimals(self):
        assert [str(value) for value in balance([1, 2], 3, 2)] == ["1.00", "2.00"]

    def test_difference_is_shared_in_proportion(self):
        """30.01 of 30: a third of the hundredth belongs to 10, two thirds to 20; the larger remainder takes it."""
        assert balance([10, 20], "30.01", 2) == [D("10.00"), D("20.01")]
        # 100 of 90: 10 · 100/90 = 11.1, 20 · 100/90 = 22.2, 60 · 100/90 = 66.7
        assert balance([10, 20, 60], 100, 0) == [D(11), D(22), D(67)]

    def test_negative_values_and_totals(self):
        # each goes down to -0.34, together -1.02; the two hundredths too many go back to the first two
        assert balance([-1 / 3, -1 / 3, -1 / 3], -1, 2) == [D("-0.33"), D("-0.33"), D("-0.34")]
        assert sum(balance(["-1.25", "3.5", "-0.25"], 2, 1)) == 2
        # the 1 is shared: 5.5 and -4.5; down to 5 and -5, the unit that lacks goes to the larger
        assert balance([5, -5], 1, 0) == [D(6), D(-5)]

    def test_kinds_of_total(self):
        for total in (1, 1.0, "1", D(1), Fraction(1), 0.1 + 0.9, np.float64(1)):
            assert sum(balance([0.2, 0.3, 0.5], total, 1)) == 1
        # a total with more digits than are printed is itself rounded half-up
        assert sum(balance([0.2, 0.3], "0.4999", 2)) == D("0.50")

    def test_nothing(self):
        assert balance([], 0, 2) == []
        assert balance([0, 0], 0, 2) == [D("0.00"), D("0.00")]

    @pytest.mark.parametrize("values", [[], [0, 0.0, D(0)]])
    def test_a_total_from_nothing_is_refused(self, values):
        with pytest.raises(RedlineError, match=f"{len(values)} values, all zero, cannot be balanced to 5"):
            balance(values, 5, 2)

    def test_not_a_number_is_refused(self):
        with pytest.raises(RedlineError, match="“nan” is not a number"):
            balance([1, math.nan], 1, 2)

    @given(st.lists(st.floats(0, 1e7), min_size=1, max_size=40), st.integers(0, 4))
    @settings(deadline=None, max_examples=150)
    def test_adds_up_within_a_unit_and_zeros_stay(self, values, decimals):
        exact = [Fraction(repr(value)) for value in values]
        total = half_up(sum(exact), decimals)
        printed = balance(values, total, decimals)
        assert sum(printed) == total
        for value, shown in zip(exact, printed, strict=True):
            # the total is off by half a unit at most, and each value takes its share of that
            assert abs(Fraction(shown) - value) < Fraction(3, 2) / 10**decimals
            assert shown.as_tuple().exponent == -decimals
            if value == 0:
                assert shown == 0
        if all(value * 10**decimals == int(value * 10**decimals) for value in exact):
            assert [Fraction(shown) for shown in printed] == exact

    @given(st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=20), st.integers(1, 5))
    @settings(deadline=None, max_examples=150)
    def test_exact_total_moves_nothing_by_a_unit(self, ticks, decimals):
        """Values with two digits more than printed, and the total they really have."""
        values = [Fraction(tick, 10 ** (decimals + 2)) for tick in ticks]
        values.append(-sum(values) + Fraction(half_up(sum(values), decimals)))
        printed = balance(values, half_up(sum(values), decimals), decimals)
        assert all(
            abs(Fraction(shown) - value) * 10**decimals < 1 for value, shown in zip(values, printed, strict=True)
        )

    @given(st.lists(st.floats(0.01, 1e5), min_size=2, max_size=15), st.randoms(use_true_random=False))
    @settings(deadline=None, max_examples=100)
    def test_order_matters_only_between_equal_values(self, values, random):
        values = list(dict.fromkeys(values))
        total = half_up(math.fsum(values), 1)
        shuffled = random.sample(values, len(values))
        first = dict(zip(values, balance(values, total, 1), strict=True))
        assert dict(zip(shuffled, balance(shuffled, total, 1), strict=True)) == first


def adds_up(table):
    assert all(sum(row) == total for row, total in zip(table.leaves, table.rows, strict=True))
    columns = list(zip(*table.leaves, strict=True)) or [()] * len(table.columns)
    assert all(sum(column) == total for column, total in zip(columns, table.columns, strict=True))
    assert sum(table.rows) == sum(table.columns) == table.total


TABLES = st.integers(1, 6).flatmap(
    lambda width: st.lists(
        st.lists(st.one_of(st.just(0), st.integers(0, 99_999)), min_size=width, max_size=width), min_size=1, max_size=7
    )
)


class TestBalanceGroups:
    def test_by_hand(self):
        """Two groups of 1.4 + 1.4 are 5.6, which is 6: 3 and 3, the lacking unit to the earlier value of each."""
        assert balance_groups([1.4, 1.4, 1.4, 1.4], ["a", "b", "a", "b"], 5.6, 0) == [2, 2, 1, 1]

    def test_one_group_is_a_plain_balance(self):
        values = [D("0.335"), D("0.335"), D("0.33")]
        assert balance_groups(values, [""] * 3, 1, 2) == balance(values, 1, 2)

    def test_nothing_at_all(self):
        assert balance_groups([], [], 0, 2) == []

    @settings(max_examples=100, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 10**9), st.sampled_from("abc")), max_size=30), st.integers(0, 4))
    def test_values_add_up_to_groups_and_groups_to_the_total(self, pairs, decimals):
        values, groups = [D(value).scaleb(-6) for value, _ in pairs], [group for _, group in pairs]
        total = sum(values, D(0))
        printed = balance_groups(values, groups, total, decimals)
        assert sum(printed, D(0)) == half_up(total, decimals)
        for group in set(groups):
            own = [i for i, each in enumerate(groups) if each == group]
            wide = abs(sum(printed[i] for i in own) - sum(values[i] for i in own))
            assert wide < D(1).scaleb(-decimals)


class TestBalanceTable:
    def test_by_hand(self):
        """All sums are exact but no leaf is: each row and each column must round one leaf up, one down."""
        table = balance_table([["0.5", "0.5"], ["0.5", "0.5"]], 0)
        adds_up(table)
        assert table.rows == table.columns == (D(1), D(1))
        assert sorted(table.leaves) == [(D(0), D(1)), (D(1), D(0))]

    def test_nearest_where_nearest_adds_up(self):
        """Rounding each number by itself is right here, so it must be what comes out."""
        table = balance_table([[1.2, 3.9], [0.1, 2.0]], 0)
        assert table.leaves == ((D(1), D(4)), (D(0), D(2)))
        assert (table.rows, table.columns, table.total) == ((D(5), D(2)), (D(1), D(6)), D(7))

    @given(TABLES, st.integers(0, 2))
    @settings(deadline=None, max_examples=150)
    def test_everything_within_a_unit(self, ticks, decimals):
        """Values have two digits more than are printed."""
        scale = 10 ** (decimals + 2)
        values = [[Fraction(tick, scale) for tick in row] for row in ticks]
        table = balance_table(values, decimals)
        adds_up(table)
        pairs = [
            *(
                (value, shown)
                for row, leaves in zip(values, table.leaves, strict=True)
                for value, shown in zip(row, leaves, strict=True)
            ),
            *((sum(row), shown) for row, shown in zip(values, table.rows, strict=True)),
            *((sum(column), shown) for column, shown in zip(zip(*values, strict=True), table.columns, strict=True)),
        ]
        for value, shown in pairs:
            assert abs(Fraction(shown) - value) * 10**decimals < 1
        assert table.total == half_up(sum(sum(row) for row in values), decimals)

    @given(TABLES, st.integers(0, 2), st.randoms(use_true_random=False))
    @settings(deadline=None, max_examples=100)
    def test_fixed_rows(self, ticks, decimals, random):
        """Parcels print their official areas, a little off the sum of their pieces."""
        values = [[Fraction(tick, 10 ** (decimals + 2)) for tick in row] for row in ticks]
        rows = [
            half_up(sum(row) * (1 + Fraction(random.randint(-50, 50), 10**5)), decimals) if any(row) else D(0)
            for row in values
        ]
        table = balance_table(values, decimals, rows=rows)
        adds_up(table)
        assert list(table.rows) == rows
        for row, leaves, total in zip(values, table.leaves, rows, strict=True):
            factor = Fraction(total) / sum(row) if any(row) else 0
            for value, shown in zip(row, leaves, strict=True):
                assert abs(Fraction(shown) - value * factor) * 10**decimals < 1
                assert value or not shown
        turned = balance_table([list(column) for column in zip(*values, strict=True)], decimals, columns=rows)
        adds_up(turned)
        assert list(turned.columns) == rows

    @given(
        st.integers(1, 5).flatmap(
            lambda width: st.lists(
                st.lists(st.integers(1, 9999), min_size=width, max_size=width), min_size=1, max_size=5
            )
        ),
        st.randoms(use_true_random=False),
    )
    @settings(deadline=None, max_examples=80)
    def test_both_totals_fixed(self, ticks, random):
        """A transition matrix between two years whose totals are both printed already."""
        values = [[Fraction(tick, 100) for tick in row] for row in ticks]
        rows = [int(sum(row)) + random.randint(1, 3) for row in values]
        columns = [int(sum(column)) + 1 for column in zip(*values, strict=True)]
        gap = sum(rows) - sum(columns)
        if gap >= 0:
            columns[0] += gap
        else:
            rows[0] -= gap
        table = balance_table(values, 0, rows=rows, columns=columns)
        adds_up(table)
        assert [int(total) for total in table.rows] == rows
        assert [int(total) for total in table.columns] == columns
        assert all(shown >= 0 for row in table.leaves for shown in row)

    def test_least_squares_against_all_roundings(self):
        """3 × 3 leaves up or down, all 512 tried: none that adds up is nearer, totals counting ten times."""
        rng = np.random.default_rng(2)
        for _ in range(25):
            values = rng.integers(1, 999, (3, 3)) / 100
            table = balance_table(values.tolist(), 0)
            cost = self.distance(values, np.array(table.leaves, dtype=float))
            low, best = np.floor(values), math.inf
            for bits in range(512):
                up = np.array([bits >> k & 1 for k in range(9)]).reshape(3, 3)
                leaves = low + (up * (values > low))
                near = all(np.abs(leaves.sum(axis=axis) - values.sum(axis=axis)).max() < 1 for axis in (0, 1))
                if near and leaves.sum() == float(half_up(values.sum().round(9), 0)):
                    best = min(best, self.distance(values, leaves))
            assert cost == pytest.approx(best, abs=1e-6)

    @staticmethod
    def distance(values, leaves):
        off = leaves - values
        return (off**2).sum() + 10 * (off.sum(axis=0) ** 2).sum() + 10 * (off.sum(axis=1) ** 2).sum()

    def test_given_total_alone(self):
        table = balance_table([[1.3, 1.3], [1.3, 1.3]], 0, total=6)
        adds_up(table)
        assert table.total == 6
        far = balance_table([[1, 2], [3, 4]], 0, total=20)
        assert far.leaves == ((D(2), D(4)), (D(6), D(8)))

    def test_negative_leaves(self):
        """What is covered twice stands in the table as a negative leaf."""
        table = balance_table([["10.256", "-0.131"], ["3.333", "-0.222"]], 2)
        adds_up(table)
        assert table.total == D("13.24")  # 10.256 - 0.131 + 3.333 - 0.222 = 13.236
        assert all(leaves[1] < 0 for leaves in table.leaves)

    def test_large_table_in_both_directions(self):
        rng = np.random.default_rng(1)
        values = np.where(rng.random((300, 40)) < 0.3, 10 ** rng.uniform(-3, 3, (300, 40)), 0)
        for given_table in (values, values.T):
            table = balance_table(given_table.tolist(), 4)
            adds_up(table)
            assert np.abs(np.array(table.leaves, dtype=float) - given_table).max() < 1e-4
            assert all(
                shown == 0
                for row, leaves in zip(given_table, table.leaves, strict=True)
                for value, shown in zip(row, leaves, strict=True)
                if value == 0
            )

    def test_empty(self):
        assert balance_table([], 2).total == 0
        assert balance_table([], 2, columns=[0, 0]).columns == (D("0.00"), D("0.00"))
        assert balance_table([[], []], 2).rows == (D("0.00"), D("0.00"))

    @pytest.mark.parametrize(
        ("values", "totals", "sentence"),
        [
            ([[1, 2], [3]], {}, "rows of the table have different lengths"),
            ([[1, 2]], {"rows": [3, 4]}, "2 totals were given for 1 rows or columns"),
            ([[1, 2]], {"rows": [3], "columns": [1, 3]}, "contradict each other: 3.00 ≠ 4.00"),
            ([[1, 2]], {"rows": [3], "total": 5}, "contradict each other: 3.00 ≠ 5.00"),
            ([[0, 0], [1, 1]], {"rows": [1, 2]}, "2 values, all zero, cannot be balanced to 1"),
            ([[1, 0], [0, 1]], {"rows": [1, 2], "columns": [2, 1]}, "its zeros stand in the way"),
            ([[1, -1]], {"rows": [3], "columns": [1, 2]}, "negative values"),
            ([[1, "x"]], {}, "“x” is not a number"),
        ],
    )
    def test_wrong_tables_are_named(self, values, totals, sentence):
        with pytest.raises(RedlineError, match=re.escape(sentence)):
            balance_table(values, 2, **totals)


class TestVillage:
    def test_by_hand(self):
        """d = 100.05 - 100.00 = 5 units over 3 patches: f = 1, r = 2. The two largest get 0.02, the other 0.01."""
        assert adjust_village([20, 50, 30], "100.05") == [D("20.01"), D("50.02"), D("30.02")]
        assert adjust_village([20, 50, 30], "99.95") == [D("19.99"), D("49.98"), D("29.98")]

    def test_fewer_units_than_patches(self):
        """d = 1 unit: f = 0, r = 1: only the largest, the earlier of two equal ones."""
        assert adjust_village(["10.00", "40.00", "40.00"], "90.01") == [D("10.00"), D("40.01"), D("40.00")]
        assert adjust_village(["10.00", "40.00"], "50.00") == [D("10.00"), D("40.00")]

    @given(st.lists(st.integers(500, 10**8), min_size=1, max_size=50), st.integers(-400, 400))
    @settings(deadline=None, max_examples=100)
    def test_rule(self, ticks, units):
        areas = [D(tick) / 100 for tick in ticks]
        control = sum(areas) + D(units) / 100
        adjusted = adjust_village(areas, control)
        assert sum(adjusted) == control
        f, r = divmod(abs(units), len(areas))
        steps = [abs(new - old) * 100 for new, old in zip(adjusted, areas, strict=True)]
        assert sorted(steps) == [f] * (len(areas) - r) + [f + 1] * r
        favoured = {area for area, step in zip(areas, steps, strict=True) if step == f + 1}
        others = {area for area, step in zip(areas, steps, strict=True) if step == f}
        assert not favoured or not others or min(favoured) >= max(others)

    def test_impossible_control_areas_are_named(self):
        with pytest.raises(RedlineError, match=r"differs so far from the sum of the areas, 0\.03"):
            adjust_village(["0.01", "0.02"], 0)
        with pytest.raises(RedlineError, match="has no patch to go to"):
            adjust_village([], 1)
        assert adjust_village([], 0) == []


class TestCounty:
    def test_a_class_of_just_one_hectare_takes_the_difference(self):
        """1.00 + 0.50 of 1.514, which prints 1.51: the hundredth goes to the class of 1 ha, not to the one below it."""
        table = adjust_county([{"0101": 1, "0301": D("0.5")}], "1.514")
        assert table.classes == ({"0101": D("1.01"), "0301": D("0.50")},)
        assert str(table.total) == "1.51"

    def test_by_hand(self):
        """Villages: 3.335 -> 3.34, 5.554 -> 5.55, together 8.89; control 8.92: 3 units, e = 1, f = 1: the larger, B,
        gets 2 (5.57), A 1 (3.35).
        A: 2.004 -> 2.00, 1.331 -> 1.33, sum 3.33: 2 units over 2 classes of 1 ha and more: 2.01 and 1.34.
        B: 4.444 -> 4.44, 0.555 -> 0.56, 0.555 -> 0.56, sum 5.56: 1 unit, only 0101 has 1 ha: 4.45.
        """
        table = adjust_county(
            [{"0101": "2.004", "0301": "1.331"}, {"0101": "4.444", "0601": "0.555", "1203": "0.555", "1104": 0}], "8.92"
        )
        assert table.villages == (D("3.35"), D("5.57"))
        assert table.classes[0] == {"0101": D("2.01"), "0301": D("1.34")}
        assert table.classes[1] == {"0101": D("4.45"), "0601": D("0.56"), "1203": D("0.56"), "1104": D("0.00")}
        assert table.total == D("8.92")

    def test_reverse_order_of_codes(self):
        """All under 1 ha, so all take part: 3 · 0.504 = 1.512 -> 1.51, rounded leaves 1.50: the last code."""
        table = adjust_county([{"0101": 0.504, "0301": 0.504, "1203": 0.504}], "1.51")
        assert table.classes[0] == {"0101": D("0.50"), "0301": D("0.50"), "1203": D("0.51")}

    @given(
        st.lists(
            st.dictionaries(
                st.sampled_from(["0101", "0103", "0301", "0601", "0701", "1203"]),
                st.integers(20_000, 900_000),
                min_size=1,
            ),
            min_size=1,
            max_size=12,
        ),
        st.integers(-5, 5),
    )
    @settings(deadline=None, max_examples=80)
    def test_every_sum_holds(self, villages, units):
        hectares = [{code: D(tick) / 10_000 for code, tick in village.items()} for village in villages]
        control = half_up(sum(sum(village.values()) for village in hectares), 2) + D(units) / 100
        table = adjust_county(hectares, control)
        assert sum(table.villages) == table.total == control
        for classes, area, before in zip(table.classes, table.villages, hectares, strict=True):
            assert sum(classes.values()) == area
            assert classes.keys() == before.keys()

    def test_impossible_tables_are_named(self):
        with pytest.raises(RedlineError, match="has no village to go to"):
            adjust_county([], 1)
        with pytest.raises(RedlineError, match=r"A village without any class cannot take the 0\.01 ha"):
            adjust_county([{}], "0.01")
        with pytest.raises(RedlineError, match=r"Class 0101 would become -0\.01 ha"):
            adjust_county([{"0101": "0.00"}, {"0101": "0.004"}], "-0.01")


class TestDeduct:
    @pytest.mark.parametrize("row", vectors("tiankan"), ids=lambda row: row["input"])
    def test_vectors(self, row):
        given_values = dict(word.split("=") for word in row["input"].split())
        ridges, rest = deduct(given_values["TBMJ"], given_values["KCXS"])
        assert f"KCMJ={ridges}" == row["expected"]
        assert f"TBDLMJ={rest}" == row["expected_2"]

    @given(st.floats(0, 1e8), st.floats(0, 0.9999))
    @settings(deadline=None, max_examples=100)
    def test_both_add_up_to_the_patch(self, area, coefficient):
        ridges, rest = deduct(area, coefficient)
        assert ridges + rest == half_up(area, 2)

    @pytest.mark.parametrize("value", [5.32, -0.1, 1])
    def test_a_coefficient_in_per_cent_is_named(self, value):
        with pytest.raises(RedlineError, match=f"{value} is not between 0 and 1"):
            deduct(100, value)
