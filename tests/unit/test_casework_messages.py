"""Messages to robots: what they say and what not, how long they are, how DingTalk's are signed, how fast they go."""

import json
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redline.core.casework.funnel import Case
from redline.core.casework.messages import (
    LONGEST,
    Robot,
    body_of,
    check_robot,
    digest,
    packed,
    refusal_of,
    robots_of,
    robots_text,
    seconds_to_wait,
    signed_address,
)
from redline.core.casework.worklist import Listed, Promise
from redline.core.clock.deadlines import load_deadlines
from redline.core.errors import RedlineError
from redline.core.written.times import OFFICE_ZONE

START = datetime(2021, 9, 1, 8, tzinfo=OFFICE_ZONE)
WECOM = Robot("wecom", "执法群", "https://qyapi.example/cgi-bin/webhook/send?key=11")


def plain(text):
    return text


def listed(town, village, minutes=None, **spot):
    promise = None
    if minutes is not None:
        promise = Promise(load_deadlines()[0], START + timedelta(minutes=minutes), timedelta(hours=1))
    return Listed(Case("t", town, "hotline", START), {"village_name": village, **spot}, promise=promise)


class TestDigest:
    def test_it_counts(self):
        cases = [
            listed("清泉街道", "东街村", 90),
            listed("清泉街道", "东街村", 60),
            listed("清泉街道", "西街村"),
            listed("", ""),
        ]
        assert digest("Pushed", cases, plain) == [
            "Pushed: 4 cases",
            "Township not known: 1",
            "清泉街道: 3 (东街村 2, 西街村 1), first due 09-01 09:00",
        ]

    def test_it_names_no_caller(self):
        one = listed("清泉街道", "东街村", number="13800000000", kind="张三家建房", external_no="13800000000")
        assert "13800000000" not in "".join(digest("Pushed", [one], plain))
        assert "张三" not in "".join(digest("Pushed", [one], plain))


class TestPacked:
    def test_lines_that_fit_go_together(self):
        """Three signs of Chinese are nine bytes; with line ends two lines are 19."""
        assert packed(["一二三", "四五六", "七八九"], 19) == ["一二三\n四五六", "七八九"]

    def test_a_line_that_is_too_long_is_cut_at_a_sign(self):
        assert packed(["一二三四"], 10) == ["一二…"]

    @given(st.lists(st.text(max_size=40), max_size=40), st.integers(8, 60))
    def test_no_text_is_longer(self, lines, longest):
        texts = packed(lines, longest)
        assert all(len(text.encode()) <= longest for text in texts)
        if all(len(line.encode()) <= longest for line in lines):
            assert "\n".join(texts) == "\n".join(lines)

    def test_wecom_takes_2048_bytes(self):
        assert LONGEST == 2048


def test_both_robots_take_this():
    assert json.loads(body_of("核查 3 件")) == {"msgtype": "text", "text": {"content": "核查 3 件"}}


def test_the_signature_of_dingtalk():
    """printf '1630454400000\\nSECabc红' | openssl dgst -sha256 -hmac SECabc红 -binary | base64"""
    sign = "JXQZeXk7N6xcFFcxprk6nlIkqpDZZmrmF5MFxLV78XA%3D"
    address = "https://oapi.example/robot/send?access_token=1"
    assert signed_address(address, "SECabc红", 1630454400000) == f"{address}&timestamp=1630454400000&sign={sign}"
    assert signed_address(address, "", 1630454400000) == address


@pytest.mark.parametrize(
    ("answer", "refusal"),
    [
        (b'{"errcode": 0, "errmsg": "ok"}', ""),
        (b'{"errcode": 45009, "errmsg": "api freq out of limit"}', "45009 api freq out of limit"),
        (b"<html>", "?"),
        (b"[]", "?"),
        (b"", "?"),
    ],
)
def test_what_a_robot_answers(answer, refusal):
    assert refusal_of(answer) == refusal


class TestPace:
    def test_twenty_a_minute(self):
        sent = [float(second) for second in range(20)]
        assert seconds_to_wait(sent[:19], 19.0) == 0
        # The first went at 0: the 21st waits until a minute after it.
        assert seconds_to_wait(sent, 20.0) == 40.0
        assert seconds_to_wait(sent, 60.0) == 0

    @given(st.integers(1, 100))
    def test_no_minute_has_more(self, count):
        sent, now = [], 0.0
        for _ in range(count):
            now += seconds_to_wait(sent, now)
            sent.append(now)
        assert all(sum(begin <= moment < begin + 60 for moment in sent) <= 20 for begin in sent)


class TestRobots:
    def test_what_is_kept_reads_back(self):
        mail = Robot("mail", "邮件", "smtps://mail.example:465", "geheim", "a@b.cn", ("c@d.cn", "e@f.cn"))
        assert robots_of(robots_text([WECOM, mail])) == [WECOM, mail]
        assert robots_of("") == []

    @pytest.mark.parametrize("text", ["{", "[1]", '[{"kind": "x"}]', '[{"kind": "wecom"}]'])
    def test_what_is_none(self, text):
        with pytest.raises(RedlineError, match="What is kept of the robots cannot be read"):
            robots_of(text)

    @pytest.mark.parametrize(
        ("robot", "message"),
        [
            (Robot("wecom", "群", "http://qyapi.example/send?key=11"), "it begins with https://"),
            (Robot("dingtalk", "群", "file:///etc/passwd"), "it begins with https://"),
            (Robot("dingtalk", "群", ""), "it begins with https://"),
            (Robot("mail", "邮件", "https://mail.example"), "it begins with smtps:// / smtp://"),
            (Robot("mail", "邮件", "smtps://mail.example", user="a@b.cn"), "at least one address"),
            (Robot("mail", "邮件", "smtps://mail.example", receivers=("c@d.cn",)), "the account that sends"),
        ],
    )
    def test_what_is_refused(self, robot, message):
        with pytest.raises(RedlineError, match=message) as caught:
            check_robot(robot)
        assert "key=11" not in str(caught.value), "an address is a secret"

    def test_what_is_taken(self):
        for robot in (WECOM, Robot("wecom", "x", "http://127.0.0.1:8080/send")):
            assert check_robot(robot) is robot
