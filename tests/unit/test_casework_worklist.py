"""The list of cases: what is due next, how much time is left, which cases a filter lets through, weeks of a curve."""

from datetime import date, datetime, timedelta

import pytest

from redline.core.casework.funnel import Case
from redline.core.casework.receivers import RECEIVER_KINDS, receiver_at
from redline.core.casework.verdicts import legal_kinds, results_of
from redline.core.casework.weeks import weeks_of
from redline.core.casework.worklist import CaseFilter, Listed, next_promise, remaining_words, urgency
from redline.core.clock.calendar import OFFICE_HOURS, load_calendar, read_hours
from redline.core.clock.deadlines import find_rule, load_deadlines
from redline.core.errors import RedlineError
from redline.core.written.times import OFFICE_ZONE

START = datetime(2021, 9, 1, 8, tzinfo=OFFICE_ZONE)
CALENDAR = load_calendar(read_hours(OFFICE_HOURS))
DEADLINES = load_deadlines()


def at(minutes):
    return START + timedelta(minutes=minutes)


def case(*events, state="new", **known):
    told = (("alert", START), *((event, at(minutes)) for event, minutes in events))
    first = {}
    for event, moment in told:
        first.setdefault(event, moment)
    return Case("t1", "清泉街道", "tower", START, state=state, first=first, events=told, **known)


def plain(text):
    return text


class TestNextPromise:
    def test_the_report_is_due_an_hour_after_the_alert(self):
        promise = next_promise(case(), DEADLINES, CALENDAR)
        assert (promise.deadline.id, promise.due, promise.length) == ("report", at(60), timedelta(hours=1))

    def test_once_pushed_somebody_is_due_on_site(self):
        promise = next_promise(case(("judge", 5), ("push", 20), state="pushed"), DEADLINES, CALENDAR)
        assert (promise.deadline.id, promise.due) == ("on_site", at(80))

    def test_a_promise_that_was_kept_late_is_not_due_any_more(self):
        events = (("judge", 5), ("push", 90), ("arrive", 300))
        assert next_promise(case(*events, state="on_site"), DEADLINES, CALENDAR) is None

    def test_of_a_closed_case_nothing_is_due(self):
        assert next_promise(case(("false_alarm", 5), state="closed"), DEADLINES, CALENDAR) is None


@pytest.mark.parametrize(
    ("minutes", "how", "words"),
    [
        (0, "running", "1 h 0 min left"),
        (44, "running", "0 h 16 min left"),
        # A quarter of the hour is left.
        (45, "soon", "0 h 15 min left"),
        (60, "soon", "0 h 0 min left"),
        (61, "overdue", "past by 0 h 1 min"),
        # 49 hours after the alert: past by two days.
        (49 * 60, "overdue", "past by 2 d 0 h"),
    ],
)
def test_time_left(minutes, how, words):
    promise = next_promise(case(), DEADLINES, CALENDAR)
    assert urgency(promise, at(minutes)) == how
    assert remaining_words(promise, at(minutes), plain) == words


def test_nothing_is_due():
    assert urgency(None, START) == "none" and remaining_words(None, START, plain) == ""


class TestFilter:
    ONE = Listed(
        case(),
        {"number": "A17", "kind": "建房", "village_name": "东街村"},
        frozenset({"张"}),
        next_promise(case(), DEADLINES, CALENDAR),
    )

    @pytest.mark.parametrize(
        ("wanted", "holds"),
        [
            (CaseFilter(), True),
            (CaseFilter(township="清泉街道"), True),
            (CaseFilter(township="贾镇"), False),
            (CaseFilter(source="satellite"), False),
            (CaseFilter(state="new"), True),
            (CaseFilter(state="pushed"), False),
            (CaseFilter(overdue=True), False),
            (CaseFilter(by="张"), True),
            (CaseFilter(by="李"), False),
            (CaseFilter(text=" a17 "), True),
            (CaseFilter(text="东街"), True),
            (CaseFilter(text="建房"), True),
            (CaseFilter(text="西街"), False),
        ],
    )
    def test_one_case(self, wanted, holds):
        assert wanted.holds(self.ONE, START, frozenset({"closed"})) is holds

    def test_overdue_follows_the_clock(self):
        assert CaseFilter(overdue=True).holds(self.ONE, at(61), frozenset({"closed"}))

    def test_closed_cases_are_not_open(self):
        done = Listed(case(("false_alarm", 5), state="closed"), self.ONE.spot)
        assert not CaseFilter().holds(done, START, frozenset({"closed"}))
        assert CaseFilter(state="").holds(done, START, frozenset({"closed"}))

    def test_what_a_case_is_called(self):
        assert (self.ONE.number, self.ONE.village) == ("A17", "东街村")
        assert Listed(case(), {"number": None}).number == "t1"


def test_weeks():
    """1 September 2021 is a Wednesday: its week begins on 30 August. Two weeks on, one of the two is closed."""
    later = Case("t2", "贾镇", "tower", START + timedelta(days=1))
    closed = Case("t1", "贾镇", "tower", START, "closed", events=(("alert", START), ("close", START + timedelta(14))))
    assert [(week.monday, week.alerts, week.closed, week.open) for week in weeks_of([later, closed])] == [
        (date(2021, 8, 30), 2, 0, 2),
        (date(2021, 9, 6), 0, 0, 2),
        (date(2021, 9, 13), 0, 1, 1),
    ]
    assert weeks_of([]) == []


def test_receivers_name_offices():
    spot = {"township_name": "清泉街道", "township": "371525100", "village_name": "", "village": "371525100201"}
    assert [receiver_at(kind, spot, plain) for kind in RECEIVER_KINDS] == [
        "Enforcement squadron",
        "清泉街道 natural-resource office",
        "清泉街道 township or street office",
        "Field chief of 371525100201",
    ]


def test_results_of_decisions():
    assert [one.id for one in results_of("decide_lawful")] == ["normal", "legal", "not_new"]
    assert [one.name("zh_Hans") for one in results_of("decide_unlawful")] == [
        "违法占用",
        "耕地“非农化”",
        "耕地“非粮化”",
    ]
    assert [one.id for one in legal_kinds()][-1] == "other" and legal_kinds()[2].names[1] == "增减挂钩"


class TestRule:
    def test_by_name_and_by_amount(self):
        assert find_rule("restored", DEADLINES) == (1, "day_night")
        assert find_rule(" 2  working_day ", DEADLINES) == (2, "working_day")

    @pytest.mark.parametrize("text", ["", "soon", "two hour", "2 fortnight", "-1 hour", "2"])
    def test_what_is_none(self, text):
        with pytest.raises(RedlineError, match="is no rule: write a deadline"):
            find_rule(text, DEADLINES)
