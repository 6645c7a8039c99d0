"""Secrets in texts: passwords as QGIS, libpq, JSON and addresses write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redline.core.errors import Notice, RedlineError
from redline.core.redaction import redacted

TEXTS = {
    "dbname='c' user='z' password='geheim' table=\"a\".\"b\"": "dbname='c' user='z' password='***' table=\"a\".\"b\"",
    "Connection failed: password='it\\'s geheim' sslmode=disable": "Connection failed: password='***' sslmode=disable",
    "host=h password=geheim user=z": "host=h password=*** user=z",
    "host=h PASSWORD = geheim, user=z": "host=h PASSWORD = ***, user=z",
    "cut off: password='geheim": "cut off: password='***'",
    '{"user": "z", "password": "ge\\"heim"}': '{"user": "z", "password": "***"}',
    "postgresql://zhang:ge@heim@server:5432/county": "postgresql://zhang:***@server:5432/county",
    "?layer=postgres:c%20password%3D%27ge%20heim%27%20x": "?layer=postgres:c%20password%3D***%20x",
    "WMS:https://host/wmts?token=geheim&layer=a": "WMS:https://host/wmts?token=***&layer=a",
    "sslpassword='geheim' authcfg=abc1234": "sslpassword='***' authcfg=abc1234",
}  # fmt: skip
PLAIN = (
    'password authentication failed for user "zhang"',
    "地块 A-3: 面积 = 12.3456 公顷 (user=张)",
    "Y 39:438683 https://docs.qgis.org/3.40/zh-Hans/",
)


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_secret_is_starred(text):
    assert redacted(text) == TEXTS[text]
    assert redacted(redacted(text)) == TEXTS[text]


@pytest.mark.parametrize("text", PLAIN)
def test_other_texts_stay(text):
    assert redacted(text) == text


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=6, max_size=30))
def test_no_quoted_password_is_left(word):
    """As libpq and QGIS quote: quotes and backslashes get a backslash."""
    secret = f"<{word}>"
    quoted = secret.replace("\\", "\\\\").replace("'", "\\'")
    assert redacted(f"dbname='c' password='{quoted}' port=5432") == "dbname='c' password='***' port=5432"


def test_every_sentence_passes_through():
    inner = Notice("reason: {text}", text="password='geheim'")
    assert str(RedlineError("{reason}", reason=inner)) == "reason: password='***'"
