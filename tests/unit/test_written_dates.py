"""core/written/dates.py: dates and years as they stand in cells."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redline.core.written.dates import read_date, read_year

DAYS = st.dates(date(1949, 10, 1), date(2099, 12, 31))


@given(DAYS, st.booleans())
def test_every_way_of_writing_a_day_is_one_day(day, wide):
    year, month, of_month = day.year, day.month, day.day
    written = [
        day.isoformat(),
        f"{year}/{month}/{of_month}",
        f"{year}.{month}.{of_month}",
        f"{year}年{month}月{of_month}日",
        f"{year} 年 {month:02} 月 {of_month:02} 号",
        f"{year}{month:02}{of_month:02}",
        f"{year}{month:02}{of_month:02}.0",
        f"{day.isoformat()}T08:30:00",
        f"{year}/{month}/{of_month} 0:00:00",
        f" {year}-{month}-{of_month}\u200b",
    ]
    if day.year > 1982:
        written.append(str((day - date(1899, 12, 30)).days))
    for text in written:
        if wide:
            text = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)
        assert read_date(text) == day.isoformat(), text
        assert read_year(text) == str(year), text


def test_serial_days_are_those_of_excel():
    assert read_date("44261") == "2021-03-06"  # Excel's own: =DATE(2021,3,6) as a number
    assert read_date("44261.5") == "2021-03-06"
    assert read_date("44265") == "2021-03-10"


@pytest.mark.parametrize(
    "text", ["2021", "２０２１", "2021年", "2021年度", "2021 年", "2021.0", " 2021 ", "2021-03", "2021年3月", "2021.12"]
)
def test_every_way_of_writing_a_year_is_one_year(text):
    assert read_year(text) == "2021"


@pytest.mark.parametrize(
    "text",
    ["6/3/2021", "2021-03", "2021/13/1", "2021-2-30", "2021/3-6", "未批", "十二月", "1234", "2021年3月", "0021-03-06",
     "21-3-6", "12345678", "2021-3-6-7", "/"],
)  # fmt: skip
def test_what_names_no_one_day_is_told(text):
    assert read_date(text) is None


@pytest.mark.parametrize("text", ["21", "去年", "2021-2022", "3021", "1234", "20211", "2021年13月", "x2021"])
def test_what_names_no_year_is_told(text):
    assert read_year(text) is None


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\ufeff"])
def test_nothing_is_nothing(text):
    assert read_date(text) == "" == read_year(text)


@given(st.text(max_size=16))
def test_any_text_is_a_day_or_nothing_or_told(text):
    found = read_date(text)
    assert (
        found is None
        or found == ""
        or date(1949, 1, 1) <= date.fromisoformat(found) < date(2099, 12, 31) + timedelta(1)
    )
