"""The one settings file of rules: defaults with sources, overlaid by an office."""

from decimal import Decimal

import pytest

from redline.core.approval.forms import FORMS, load_forms
from redline.core.errors import RedlineError
from redline.core.rules import load_rules, matches


def test_every_rule_says_where_it_comes_from():
    rules = load_rules()
    for rule in rules.rules.values():
        assert rule.value and rule.name_en and rule.name_zh
        assert rule.source("en") and rule.source("zh_Hans")
    assert rules.number("tractplan.public_share_min") == Decimal(40)


def test_an_office_overlays(tmp_path):
    own = tmp_path / "rules.csv"
    own.write_text("rule,value,source\ntractplan.public_share_min,45,鲁自然资规\n", "utf-8-sig")
    later = tmp_path / "later.csv"
    later.write_text("rule,value\nquota.reserve_percent,5\n", "utf-8")
    rules = load_rules(own, later)
    assert rules.number("tractplan.public_share_min") == 45
    assert rules.rule("tractplan.public_share_min").source("en") == "鲁自然资规"
    assert rules.rule("quota.reserve_percent").source("zh_Hans") == "later.csv"
    assert load_rules().number("tractplan.public_share_min") == 40


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rule,value\nno.such,1\n", r"own\.csv, line 2: there is no rule no\.such"),
        ("a,b\n1,2\n", r"own\.csv has no column rule, value: it needs rule, value"),
    ],
)
def test_wrong_tables(tmp_path, text, message):
    own = tmp_path / "own.csv"
    own.write_text(text, "utf-8")
    with pytest.raises(RedlineError, match=message):
        load_rules(own)


def test_no_such_file(tmp_path):
    with pytest.raises(RedlineError, match=r"nowhere\.csv cannot be read"):
        load_rules(tmp_path / "nowhere.csv")


@pytest.mark.parametrize("value", ["many", "-1", "NaN", ""])
def test_no_number(value):
    with pytest.raises(RedlineError, match=r"Rule quota\.reserve_percent: .* is no number"):
        load_rules().with_value("quota.reserve_percent", value).number("quota.reserve_percent")


def test_patterns():
    assert matches("0102", ("01*", "*K"))
    assert matches("0201K", ("01*", "*K"))
    assert not matches("0201", ("01*", "*K"))
    assert not matches("", ("*",))


def test_forms_in_both_languages():
    for language, title in (
        ("zh_Hans", "土地分类权属地类面积汇总表"),
        ("en", "Summary of areas by land class and ownership"),
    ):
        forms = load_forms(language)
        assert set(forms) == set(FORMS)
        assert forms["classes"].title == title
        assert forms["classes"].paper == "A3"


def test_lines_of_a_form():
    form = load_forms("zh_Hans")["classes"]
    values = {"batch": "第1批次", "office": "甲县自然资源和规划局"}
    assert form.lines("head", values) == (("项目名称", "第1批次"),)  # the empty place is left out
    assert form.lines("foot", values) == (
        *(("填报单位", "甲县自然资源和规划局"), ("填表人", "")),
        *(("审核员", ""), ("填表日期", "")),
    )
