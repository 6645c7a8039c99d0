"""core/written/numbers.py: numbers as they stand in text cells."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redline.core.written.numbers import read_numbers

ONE_MEANING = {
    "80000.00": 80000.0,
    "80,000.00": 80000.0,
    "80000,00": 80000.0,
    "80.000,00": 80000.0,
    "80 000,5": 80000.5,
    "1\u00a0234\u00a0567,25": 1234567.25,
    "1.234.567,8": 1234567.8,
    "80 000.00": 80000.0,
    "80\u00a0000": 80000.0,
    "80\u202f000": 80000.0,
    "1'234'567.5": 1234567.5,
    "1,234,567": 1234567.0,
    "1234,567": 1234.567,
    "0,08": 0.08,
    "0,123": 0.123,
    ",5": 0.5,
    ".5": 0.5,
    "5.": 5.0,
    "8%": 0.08,
    "8 %": 0.08,
    "12.5%": 0.125,
    "8,5%": 0.085,
    "８％": 0.08,
    "０．０８": 0.08,
    "８０，０００．００": 80000.0,
    "3.71525E+11": 371525000000.0,
    "1e-3": 0.001,
    "  12.5\t": 12.5,
    "\u3000１２\u3000": 12.0,
    "\u200b12.5\ufeff": 12.5,
    "12\u200b34": 1234.0,
    "-12.5": -12.5,
    "\u221212.5": -12.5,
    "+3": 3.0,
    "'80000": 80000.0,
    "007": 7.0,
}
NO_MEANING = [
    "1,234", "-1,234", "1,234%", "abc", "80000平方米", "12亩", "1,23,4", "12,34.5", "1.2.3", "1_000", "nan", "inf",
    "Infinity", "1e999", "٣", "10²", "--5", "%", "8%%", "12 34", "1 2", "(5)", "/", "—", "2021-03-10", "1,2345.6",
]  # fmt: skip


@pytest.mark.parametrize("text", ONE_MEANING)
def test_what_has_one_meaning_is_read(text):
    read = read_numbers([text])
    assert (read.values, read.unread) == ([ONE_MEANING[text]], [])


@pytest.mark.parametrize("text", NO_MEANING)
def test_what_has_none_or_two_is_told(text):
    read = read_numbers(["1", text])
    assert read.unread == [1] and read.values[0] == 1.0 and math.isnan(read.values[1])


@pytest.mark.parametrize("empty", [None, "", " ", "\u3000", "\u200b", "\t\n"])
def test_nothing_is_nothing(empty):
    read = read_numbers([empty])
    assert read.unread == [] and math.isnan(read.values[0])


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (["1,234", "12,345.67"], [1234.0, 12345.67]),  # commas between thousands, without doubt
        (["1,234", "1,234,567"], [1234.0, 1234567.0]),
        (["1,234", "0,08"], [1.234, 0.08]),  # commas before decimals, without doubt
        (["1,234%", "8,5%"], [0.01234, 0.085]),
        (["1.234", "0.08"], [1.234, 0.08]),
        (["1.234", "80000,5"], [1.234, 80000.5]),
    ],
)
def test_the_column_decides_what_a_comma_is(column, values):
    read = read_numbers(column)
    assert (read.values, read.unread) == (values, [])


@pytest.mark.parametrize(
    ("column", "unread"), [(["1,234", "12,345.67", "0,08"], [0]), (["1,234"] * 2, [0, 1]), (["1.234", "1.234,5"], [0])]
)
def test_a_column_of_two_minds_decides_nothing(column, unread):
    assert read_numbers(column).unread == unread


def test_numbers_that_are_no_texts_stay():
    read = read_numbers([371525000000000001, 1.5, Decimal("2.25"), True])
    assert (read.values, read.unread) == ([371525000000000001.0, 1.5, 2.25, 1.0], [])
    assert read_numbers([[1], b"1x"]).unread == [0, 1]


AMOUNTS = st.decimals(Decimal("-9999999.99"), Decimal("9999999.99"), places=2)


@given(AMOUNTS)
def test_every_way_of_writing_an_amount_is_one_number(amount):
    grouped = f"{amount:,.2f}"
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in grouped)
    continental = grouped.replace(",", " ").replace(".", ",").replace(" ", ".")
    written = [f"{amount:.2f}", grouped, wide, grouped.replace(",", "\u00a0"), f"{amount:.2f}".replace(".", ",")]
    for text in (*written, continental):
        read = read_numbers([text])
        assert (read.values, read.unread) == ([float(amount)], []), text


@given(AMOUNTS)
def test_a_share_is_the_double_that_its_decimals_stand_for(amount):
    read = read_numbers([f"{amount}%"])
    assert read.values[0] == pytest.approx(float(amount.scaleb(-2)), rel=1e-15)


@given(st.lists(st.one_of(st.none(), st.text(max_size=12), st.floats(allow_nan=False, allow_infinity=False))))
def test_every_cell_is_a_number_or_nothing_or_told(cells):
    read = read_numbers(cells)
    for place, cell in enumerate(cells):
        if place in read.unread:
            assert isinstance(cell, str) and cell.strip() and math.isnan(read.values[place])
        elif cell is None:
            assert math.isnan(read.values[place])
        else:
            assert math.isfinite(read.values[place]) or isinstance(cell, str)
