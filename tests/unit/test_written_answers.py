"""core/written/answers.py: yes and no as offices write them, by the shipped rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redline.core.rules import load_rules
from redline.core.written.answers import Unanswered, read_answer

YES, NO = (load_rules().patterns(rule) for rule in ("tractplan.yes", "tractplan.no"))


@pytest.mark.parametrize(
    "text", ["是", "1", "y", "Yes", "TRUE", "t", "√", "✓", "有", "需征收", "拟征收", " 是\u3000", "Ｙ", "１"]
)
def test_yes(text):
    assert read_answer(text, YES, NO) is True


@pytest.mark.parametrize(
    "text", ["否", "0", "n", "No", "FALSE", "f", "x", "X", "×", "ｘ", "无", "不征收", "不需征收", "０"]
)
def test_no(text):
    assert read_answer(text, YES, NO) is False


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\u200b"])
def test_nothing_is_no_answer(text):
    assert read_answer(text, YES, NO) is None


@pytest.mark.parametrize("text", ["2", "待定", "部分", "是否", "yn", "*"])
def test_a_word_of_neither_list_is_told(text):
    with pytest.raises(Unanswered):
        read_answer(text, YES, NO)


def test_a_word_of_both_lists_is_told():
    with pytest.raises(Unanswered):
        read_answer("征", ["征*"], ["征"])


@given(st.text(max_size=6))
def test_any_word_is_an_answer_or_told(text):
    try:
        assert read_answer(text, YES, NO) in (True, False, None)
    except Unanswered:
        assert text.strip()
