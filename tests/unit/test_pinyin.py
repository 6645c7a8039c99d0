"""Pinyin initials of names."""

import pytest

from redline.core.pinyin import initials_of, matches_initials

# Readings as any dictionary gives them; the first and last characters of GB 2312's ranges among them.
READINGS = {
    "啊": "a", "澳": "a", "芭": "b", "怖": "b", "擦": "c", "错": "c", "搭": "d", "堕": "d", "蛾": "e", "贰": "e",
    "发": "f", "咐": "f", "噶": "g", "过": "g", "哈": "h", "祸": "h", "击": "j", "骏": "j", "喀": "k", "阔": "k",
    "垃": "l", "络": "l", "妈": "m", "穆": "m", "拿": "n", "诺": "n", "哦": "o", "啪": "p", "曝": "p", "期": "q",
    "群": "q", "然": "r", "弱": "r", "撒": "s", "所": "s", "塌": "t", "唾": "t", "挖": "w", "误": "w", "昔": "x",
    "迅": "x", "压": "y", "孕": "y", "匝": "z", "座": "z",
}  # fmt: skip


@pytest.mark.parametrize(("sign", "letter"), READINGS.items())
def test_the_ranges_of_the_first_level(sign, letter):
    assert initials_of(sign) == (letter,)


def test_names_of_the_county():
    assert initials_of("清泉街道") == ("q", "q", "j", "d")
    assert initials_of("东古城镇") == ("d", "g", "c", "z")
    # Beyond the first level, from the table; two readings; signs without a reading.
    assert initials_of("茌平·长城A3") == ("c", "p", "cz", "c", "a", "3")


@pytest.mark.parametrize(
    ("query", "name", "place"),
    [
        ("qqjd", "清泉街道", 0),
        ("QQ", "清泉街道", 0),
        ("jd", "清泉街道", 2),
        ("zs", "长寿村", 0),
        ("cs", "长寿村", 0),
        ("qj", "清泉街道", 1),
        ("xx", "清泉街道", -1),
        ("qqjdx", "清泉街道", -1),
        ("清泉", "清泉街道", -1),
        ("", "清泉街道", -1),
    ],
)
def test_initials_are_matched_in_a_row(query, name, place):
    assert matches_initials(query, name) == place
