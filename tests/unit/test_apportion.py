"""Numbers shared out by weights: hand arithmetic, and the sum that is kept whatever the numbers."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from redline.core.errors import RedlineError
from redline.core.landuse.apportion import OUTSIDE, apportion, decimals_of, parse_class_weights, weight_of


def pieces(*rows):
    zone, target, weight = zip(*rows, strict=True)
    return np.array(zone), np.array(target), np.array(weight, dtype=float)


def test_by_hand():
    """100 people on 1 : 2 : 4 are 14.29, 28.57 and 57.14: the one that is left goes to the largest remainder, .57."""
    shares = apportion([100], pieces((0, 0, 1), (0, 1, 2), (0, 2, 4)), 3, 0)
    assert shares.targets == (14, 29, 57)
    assert shares.outside == 0


def test_two_zones_in_one_target_and_land_outside():
    """Zone 0 (9): 1/3 to target 0, 2/3 outside. Zone 1 (5): 2/5 to target 0, 3/5 to target 1."""
    rows = pieces((0, 0, 10), (0, OUTSIDE, 20), (1, 0, 4), (1, 1, 6))
    shares = apportion([9, 5], rows, 3, 0)
    assert shares.targets == (3 + 2, 3, 0)
    assert shares.outside == 6


def test_zones_are_rounded_to_their_sum():
    """10.5 and 10.5 are 21 together: rounded each by itself they would be 22."""
    shares = apportion([10.5, 10.5], pieces((0, 0, 1), (1, 1, 1)), 2, 0)
    assert sorted(shares.targets) == [10, 11]


def test_a_zone_that_meets_nothing_takes_no_part():
    assert apportion([7, 1000], pieces((0, 0, 1)), 1, 0).targets == (7,)


@given(
    st.lists(st.decimals("-1000000", "1000000", places=2), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 4), st.floats(1e-4, 1e9)), min_size=1, max_size=30),
)
def test_the_sum_is_kept(values, rows):
    rows = [row for row in rows if row[0] < len(values)]
    if not rows:
        return
    shares = apportion(values, pieces(*rows), 5, 2)
    shared = sum((values[zone] for zone in {row[0] for row in rows}), Decimal(0))
    assert sum(shares.targets) + shares.outside == shared


@pytest.mark.parametrize(
    ("values", "decimals"),
    [([1.0, 200.0], 0), ([1.25, 3.0], 2), ([0.1 + 0.2], 8), ([float("nan")], 0), ([], 0), ([1e300], 0)],
)
def test_decimals_are_those_of_the_values(values, decimals):
    assert decimals_of(values) == decimals


def test_classes_and_their_weights():
    weights = parse_class_weights("07：1.5，0702:3; 1006、")
    assert weights == {"07": Fraction(3, 2), "0702": 3, "1006": 1}
    assert weight_of(["0701", "0702", "1006", "0102", ""], weights).tolist() == [1.5, 3.0, 1.0, 0.0, 0.0]
    assert parse_class_weights(" ") == {}


@pytest.mark.parametrize("text", ["0702:0", "0702:-1", "0702:viel", ":3", "0702:1/0"])
def test_what_is_no_weight(text):
    with pytest.raises(RedlineError, match=f"“{text}” is no class with a weight: write classes parted by commas"):
        parse_class_weights(text)
