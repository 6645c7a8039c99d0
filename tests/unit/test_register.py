"""Registers joined to places, counted and summed, by hand."""

from decimal import Decimal

import pytest

from redline.core.casework.register import (
    NOWHERE,
    Case,
    Match,
    Matched,
    Places,
    counts_table,
    doubtful_matches,
    kinds_table,
    matches_table,
    period_of,
    periods_svg,
    places_table,
)

VILLAGES = Places(
    ("371525102201", "371525102202", "371525103201", "371525103204"),
    ("东桑村村委会", "西桑村", "西桑村", "清水村"),
    ("桑阿镇", "桑阿镇", "柳林镇", "柳林镇"),
)
TOWNS = Places(("371525102", "371525103000", "371525104"), ("桑阿镇", "柳林镇", "清水镇"), ("", "", ""))


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("371525102201", Match(0, "code")),
        ("3715251022010000000", Match(0, "code")),  # 19 digits of a land survey
        ("３７１５２５１０２２０１", Match(0, "code")),  # full width
        ("371525102299", Match(NOWHERE, reason="no_code")),
        ("371525102", Match(NOWHERE, reason="wide_code")),  # a township is no village
        ("东桑村村委会", Match(0, "name")),
        ("东 桑 村", Match(0, "short_name")),
        ("东桑", Match(0, "short_name")),
        ("西桑村", Match(NOWHERE, reason="several")),
        ("柳林镇西桑村", Match(2, "in_text")),
        ("柳林西桑村民委员会", Match(2, "in_text")),
        ("冠县桑阿镇东桑村三组12号", Match(0, "in_text")),
        ("某处", Match(NOWHERE, reason="no_name")),
        (" ", Match(NOWHERE, reason="empty")),
    ],
)
def test_villages(text, match):
    assert VILLAGES.match(text) == match


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("371525102201", Match(0, "code")),  # a village lies in its township
        ("371525103", Match(1, "code")),
        ("371525103201", Match(1, "code")),
        ("371525", Match(NOWHERE, reason="wide_code")),
        ("桑阿", Match(0, "short_name")),
        ("桑阿镇人民政府", Match(0, "short_name")),
        ("柳林镇清水村", Match(1, "in_text")),  # not 清水镇
        ("全县", Match(NOWHERE, reason="no_name")),
    ],
)
def test_townships(text, match):
    assert TOWNS.match(text) == match


@pytest.mark.parametrize(
    ("period", "text"),
    [("year", "2021"), ("quarter", "2021-Q4"), ("month", "2021-10"), ("week", "2021-W39"), ("none", "")],
)
def test_periods(period, text):
    assert period_of("2021-10-03", period) == text  # the Sunday of week 39
    assert period_of("", period) == ""


CASES = [
    Case("审查", "办结", 0, "2021", (Decimal("1.50"), None)),
    Case("审查", "办结", 0, "2021", (Decimal("2.25"), Decimal(3))),
    Case("审查", "在办", 1, "2022", (None, None)),
    Case("咨询", "", NOWHERE, "2021", (Decimal("0.10"), Decimal("0.2"))),
]


def test_counts_by_kind_stage_place_and_period():
    rows = counts_table(CASES, TOWNS, ["金额", "面积"], str).rows
    assert [row.values for row in rows] == [
        ("咨询", "", "", "No place", "2021", 1, Decimal("0.1"), Decimal("0.2")),
        ("咨询", "Subtotal", "", "", "", 1, Decimal("0.1"), Decimal("0.2")),
        ("审查", "办结", "371525102", "桑阿镇", "2021", 2, Decimal("3.75"), Decimal(3)),
        ("审查", "在办", "371525103000", "柳林镇", "2022", 1, Decimal(0), Decimal(0)),
        ("审查", "Subtotal", "", "", "", 3, Decimal("3.75"), Decimal(3)),
        ("Total", "", "", "", "", 4, Decimal("3.85"), Decimal("3.2")),
    ]


def test_kinds_say_where_there_is_nothing():
    rows = [row.values for row in kinds_table(CASES, TOWNS, ["金额", "面积"], str).rows]
    # cases, two sums, without a place, places with any and without any of three
    assert rows == [
        ("咨询", 1, Decimal("0.1"), Decimal("0.2"), 1, 0, 3),
        ("审查", 3, Decimal("3.75"), Decimal(3), 0, 2, 1),
        ("Total", 4, Decimal("3.85"), Decimal("3.2"), 1, 2, 1),
    ]


def test_places_by_kind():
    table = places_table(CASES, TOWNS, ["金额", "面积"], str)
    assert [column.label for column in table.columns][4:6] == ["咨询", "审查"]
    assert [row.values[1:6] for row in table.rows] == [
        ("桑阿镇", "", 2, 0, 2),
        ("柳林镇", "", 1, 0, 1),
        ("清水镇", "", 0, 0, 0),
        ("No place", "", 1, 1, 0),
        ("Total", "", 4, 1, 3),
    ]


def test_what_matched_how():
    lines = [
        Matched("1", "桑阿", TOWNS.match("桑阿"), inside=1),
        Matched("2", "全县", TOWNS.match("全县")),
        Matched("3", "", Match(2, "point"), inside=2),
    ]
    assert [row.values[2:] for row in matches_table(lines, TOWNS, str).rows] == [
        ("short_name", "By short name", "371525102", "桑阿镇", "", "柳林镇"),
        ("", "Not joined", "", "", "No place has this name", ""),
        ("point", "By point", "371525104", "清水镇", "", ""),
    ]


def test_what_a_person_should_look_at():
    lines = [
        Matched("1", "桑阿", TOWNS.match("桑阿"), inside=1),  # its point lies elsewhere
        Matched("2", "全县", TOWNS.match("全县")),
        Matched("3", "桑阿镇", TOWNS.match("桑阿镇"), inside=0),
        Matched("4", "柳林镇清水村", TOWNS.match("柳林镇清水村")),
    ]
    doubtful = doubtful_matches(matches_table(lines, TOWNS, str), str)
    assert [row.values[0] for row in doubtful.rows] == ["1", "2", "4"]
    assert doubtful.notes[0].startswith("3 of 4 lines: without a place")


def test_the_picture_shows_periods_or_kinds():
    assert "Cases by period" in periods_svg(CASES, str)
    assert "Cases by kind" in periods_svg(CASES[:2], str)
    assert periods_svg([], str).endswith("</svg>\n")
