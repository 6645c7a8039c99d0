"""Whole numbers and JSON of anybody's files, within bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redline.core.foreign import LONGEST, read_json, read_whole


@given(st.integers(0, 10**15 - 1))
def test_whole_numbers(number):
    assert read_whole(str(number)) == number


@pytest.mark.parametrize("text", ["", "²", "٣", "１２", "-1", "+1", "1.0", "1_000", " 1", "7" * 16, "7" * 5_000])
def test_what_is_none(text):
    assert read_whole(text) is None


@given(st.text())
def test_any_text_is_a_number_or_none(text):
    found = read_whole(text)
    assert found is None or found >= 0


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, "[" * 100_000 + "]" * 100_000, "7" * 5_000, "", "{"]
)
def test_json_out_of_bounds_is_a_value_error(text):
    with pytest.raises(ValueError):
        read_json(text)


def test_json_that_is_too_long():
    with pytest.raises(ValueError, match="more than 16000000 characters"):
        read_json(" " * (LONGEST + 1))


def test_json():
    assert read_json('{"a": [1, "二"]}') == {"a": [1, "二"]}
