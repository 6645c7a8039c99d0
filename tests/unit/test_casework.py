"""Casework: the table of states, its guards, and the log that is only added to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redline.core.casework.funnel import Case, cases_of, change_percent, funnel, funnel_table, outcome, promises_table
from redline.core.casework.log import Log, broken_links
from redline.core.casework.states import Facts, Task, advance, load_transitions, replay
from redline.core.clock.calendar import WorkingCalendar, read_hours
from redline.core.clock.deadlines import load_deadlines
from redline.core.errors import RedlineError

START = datetime(2021, 9, 1, 8, tzinfo=UTC)
TABLE = load_transitions()
EVENTS = sorted({event for _, event in TABLE.rows})


def facts(minutes=0, by="张", **known):
    return Facts(by, START + timedelta(minutes=minutes), **known)


def run(*steps):
    """The task and the log after (event, facts) steps."""
    task, rows = Task("t1", START), []
    for event, known in steps:
        task, row = advance(task, event, known, Log.after(rows))
        rows.append(row)
    return task, rows


TO_EVIDENCE = (
    ("judge", facts(1)),
    ("push", facts(2, receiver="巡查中队")),
    ("acknowledge", facts(3)),
    ("arrive", facts(20, by="李")),
    ("give_evidence", facts(30, by="李", evidence=(START + timedelta(minutes=25),))),
)
UNLAWFUL = ("decide_unlawful", facts(40, result="non_agricultural"))


def test_the_whole_way():
    task, rows = run(
        *TO_EVIDENCE,
        UNLAWFUL,
        ("rectify", facts(50)),
        ("restore", facts(600, by="李", evidence=(START + timedelta(minutes=590),))),
        ("check", facts(610)),
        ("close", facts(620, by="王")),
    )
    assert task.state == "closed" and task.result == "non_agricultural" and task.visitors == {"李"}
    assert [row.to_state for row in rows] == [
        *("judged", "pushed", "acknowledged", "on_site", "evidence"),
        *("unlawful", "rectifying", "restored", "checked", "closed"),
    ]
    assert replay(rows) == {"t1": "closed"} and broken_links(rows) == []


@pytest.mark.parametrize(
    ("steps", "event", "known", "message"),
    [
        (
            (),
            "push",
            facts(1),
            "Task t1 is in the state new: push cannot happen to it now, only judge, false_alarm, suspend.",
        ),
        ((), "false_alarm", facts(1, note=" "), "Task t1, false_alarm: a written reason is needed."),
        (TO_EVIDENCE[:1], "push", facts(2), "Task t1, push: there is no receiver: name one."),
        (TO_EVIDENCE[:3], "arrive", facts(4, by=""), "who was on site is missing."),
        (TO_EVIDENCE[:4], "give_evidence", facts(30), "there is no evidence that passed its checks."),
        (TO_EVIDENCE, "decide_lawful", facts(40), "the result of the decision is missing."),
        (TO_EVIDENCE[:1], "decide_lawful", facts(40, result="legal"), "a decision needs a visit, or a written reason."),
        (
            (*TO_EVIDENCE, UNLAWFUL, ("rectify", facts(50))),
            "restore",
            facts(60, evidence=(START + timedelta(minutes=25),)),
            "evidence taken after the decision is needed.",
        ),
        ((*TO_EVIDENCE, UNLAWFUL), "transfer", facts(50), "the number of its document is missing."),
        (
            (*TO_EVIDENCE, ("decide_lawful", facts(40, result="legal"))),
            "close",
            facts(50, by="李"),
            "who was on site cannot close it: another person reviews it.",
        ),
        (
            TO_EVIDENCE[:2],
            "acknowledge",
            facts(1),
            "is dated 2021-09-01T08:01:00+00:00, before 2021-09-01T08:02",
        ),
    ],
)
def test_what_is_refused(steps, event, known, message):
    task, rows = run(*steps)
    with pytest.raises(RedlineError) as caught:
        advance(task, event, known, Log.after(rows))
    assert message in str(caught.value)


def test_a_decision_without_a_visit_has_a_written_reason():
    task, _ = run(TO_EVIDENCE[0], ("decide_lawful", facts(2, result="not_new", note="见2019年影像")))
    assert task.state == "lawful"


def test_a_suspended_task_goes_back_to_where_it_was():
    task, rows = run(*TO_EVIDENCE[:4], ("suspend", facts(25, note="汛期")), ("resume", facts(26)))
    assert task.state == "on_site" and task.before == "" and replay(rows) == {"t1": "on_site"}


def test_a_closed_task_is_neither_suspended_nor_judged():
    task, _ = run(("false_alarm", facts(1, note="云影")))
    assert [row.event for row in TABLE.possible(task)] == ["reopen"]


@given(st.lists(st.tuples(st.sampled_from(EVENTS), st.booleans(), st.integers(0, 90)), max_size=25))
def test_any_order_of_events(steps):
    """Every event leads to a state of the table or to a named refusal; the log says the same; time never runs back."""
    task, rows = Task("t1", START), []
    for event, full, minutes in steps:
        at = START + timedelta(minutes=minutes)
        known = Facts("李", at, "原因", "中队", "illegal", "1号", (at,)) if full else Facts("王", at)
        before = task
        try:
            task, row = advance(task, event, known, Log.after(rows))
        except RedlineError as error:
            assert str(error).startswith("Task t1") and task == before
            continue
        assert task.state in TABLE.states and task.since >= before.since
        rows.append(row)
    assert replay(rows).get("t1", "new") == task.state
    assert broken_links(rows) == []


class TestLog:
    ROWS = run(*TO_EVIDENCE, UNLAWFUL)[1]

    def test_a_changed_row_shows(self):
        rows = [*self.ROWS]
        rows[2] = replace(rows[2], note="later")
        assert [str(each) for each in broken_links(rows)] == ["Row 3 of the log was changed after it was written."]

    def test_a_row_taken_out_shows(self):
        found = broken_links([*self.ROWS[:2], *self.ROWS[3:]])
        assert [str(each) for each in found] == ["The log is broken before row 4: rows are missing or were changed."]

    def test_a_state_that_the_table_does_not_have(self):
        row = replace(self.ROWS[1], states=("judged", "closed"))
        with pytest.raises(RedlineError, match="Row 2 of the log: task t1 was in the state judged, and push"):
            replay([self.ROWS[0], row])

    def test_the_same_moment_in_another_zone_is_the_same_row(self):
        row = self.ROWS[0]
        assert replace(row, at=row.at.astimezone()).digest() == row.hash


def test_an_offices_own_table(tmp_path):
    (tmp_path / "states.csv").write_text("state,name_en,name_zh,closed\nnew,New,新,0\ndone,Done,完,1\n", "utf-8")
    own = tmp_path / "transitions.csv"
    header = "state,event,next_state,who,needs,name_en,name_zh\n"
    own.write_text(header + "new,finish,done,staff,reason,Finish,办结\n", "utf-8")
    task, _ = advance(Task("t", START), "finish", facts(1, note="x"), Log(), load_transitions(tmp_path))
    assert task.state == "done"
    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong" / "states.csv").write_bytes((tmp_path / "states.csv").read_bytes())
    (tmp_path / "wrong" / "transitions.csv").write_text(header + "new,finish,gone,staff,luck,Finish,办结\n", "utf-8")
    with pytest.raises(RedlineError, match=r"transitions\.csv, line 2: gone, luck is neither a state"):
        load_transitions(tmp_path / "wrong")


class TestFunnel:
    CALENDAR = WorkingCalendar(read_hours("08:30-17:30"))

    def cases(self):
        """Of three alerts one is false, one was found lawful, one unlawful and closed; their towns are two."""
        ways = {
            "a": [("false_alarm", facts(5, note="云影"))],
            "b": [*TO_EVIDENCE, ("decide_lawful", facts(40, result="legal"))],
            "c": [
                *TO_EVIDENCE,
                UNLAWFUL,
                ("rectify", facts(50)),
                # Due a day and night after 40: at 1480.
                ("restore", facts(1481, by="李", evidence=(START + timedelta(minutes=1000),))),
                ("check", facts(1490)),
                ("close", facts(1500, by="王")),
            ],
        }
        rows = []
        for uuid, steps in ways.items():
            task = Task(uuid, START)
            for event, known in steps:
                task, row = advance(task, event, known, Log.after(rows))
                rows.append(row)
        towns = {"a": "清泉街道", "b": "清泉街道", "c": "柳林镇"}
        return cases_of([Case(uuid, towns[uuid], "tower", START) for uuid in "abc"], rows)

    def test_counts(self):
        assert funnel(self.cases()) == {
            "alerts": 3,
            "false_alarms": 1,
            "pushed": 2,
            "visited": 2,
            "evidence": 2,
            "lawful": 1,
            "suspected": 1,
            "rectified": 1,
            "closed": 1,
        }

    def test_rows_add_up_to_the_total(self):
        table = funnel_table(self.cases(), str)
        leaves = [row.values for row in table.rows if row.kind == "leaf"]
        total = table.rows[-1].values
        assert [sum(column) for column in zip(*[row[2:-1] for row in leaves], strict=True)] == list(total[2:-1])
        assert [row[:2] for row in leaves] == [("柳林镇", "tower"), ("清泉街道", "tower")]

    def test_the_promises(self):
        """Reported at 2 of 60 minutes; on site 18 minutes after the push; restored one minute after a day and night."""
        table = promises_table(self.cases(), load_deadlines(), self.CALENDAR, START + timedelta(days=9), str, "en")
        totals = {row.values[0]: row.values[3:] for row in table.rows if row.kind == "total"}
        assert totals == {
            # The false alarm was never pushed, and is closed: no promise of it is open.
            "Reported within 1 hour": (2, 0, 0, 0, Decimal("100.00")),
            "On site within 1 hour": (2, 0, 0, 0, Decimal("100.00")),
            "Restored within one day and night": (0, 1, 0, 0, Decimal("0.00")),
        }

    def test_open_and_overdue(self):
        [case] = cases_of([Case("a", "清泉街道", "tower", START)], [])
        report = next(each for each in load_deadlines() if each.id == "report")
        assert outcome(case, report, self.CALENDAR, START + timedelta(minutes=60)) == "open"
        assert outcome(case, report, self.CALENDAR, START + timedelta(minutes=61)) == "overdue"

    def test_a_decision_that_was_returned_is_none(self):
        _, rows = run(*TO_EVIDENCE, UNLAWFUL, ("return", facts(50, note="证据不足")))
        [case] = cases_of([Case("t1", "清泉街道", "tower", START)], rows)
        assert funnel([case])["suspected"] == 0

    def test_the_year_before(self):
        # 40 of 235 the year before: −195/235 = −82.98 %; nothing the year before has no rate.
        assert change_percent(40, 235) == Decimal("-82.98") and change_percent(40, 0) is None
