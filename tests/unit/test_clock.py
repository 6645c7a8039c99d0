"""Clocks of the office: working days, deadlines, the window's day. The arithmetic stands beside each value."""

import sys
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from redline.core.clock.calendar import WorkingCalendar, load_calendar, read_hours
from redline.core.clock.deadlines import due_after, kept, load_deadlines
from redline.core.clock.registration import DayRule, due_of, working_minutes
from redline.core.errors import RedlineError
from redline.core.written.times import read_time

HOURS = read_hours("08:30-12:00;13:30-17:30")
CALENDAR = WorkingCalendar(HOURS)
# 1 October 2021, a Friday: National Day; 1 to 7 October are off, Saturday 9 October is worked (国办发明电〔2020〕27号).
TABLE = {date(2021, 10, day): day >= 8 for day in range(1, 10)}
NATIONAL_DAY = WorkingCalendar(HOURS, TABLE)
# A year that neither a table nor the package knows: weekends alone.
FAR = 2077


def at(text):
    return datetime.fromisoformat(read_time(text))


class TestTimes:
    @pytest.mark.parametrize(
        ("text", "moment"),
        [
            ("2021/3/10 9:05", "2021-03-10T09:05:00+08:00"),
            ("2021年3月10日9时5分", "2021-03-10T09:05:00+08:00"),
            ("２０２１-03-10　09:05:07", "2021-03-10T09:05:07+08:00"),
            ("2021-03-10T09:05:00Z", "2021-03-10T09:05:00+00:00"),
            ("2021-03-10T09:05:00.123+0530", "2021-03-10T09:05:00+05:30"),
            ("20210310 23:59", "2021-03-10T23:59:00+08:00"),
            # 44265 is 10 March 2021; 0.378472 × 86,400 s = 32,699.98 s = 9:05:00.
            ("44265.378472", "2021-03-10T09:05:00+08:00"),
            ("", ""),
            ("2021-03-10", None),
            ("2021-03-10 24:00", None),
            ("10:30", None),
            ("2021-02-30 10:30", None),
            ("soon", None),
        ],
    )
    def test_read(self, text, moment):
        assert read_time(text) == moment

    @given(st.datetimes(datetime(1950, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC)))
    def test_iso_reads_back(self, moment):
        moment = moment.replace(microsecond=0)
        assert datetime.fromisoformat(read_time(moment.isoformat())) == moment


class TestCalendar:
    def test_the_offices_table_wins(self):
        assert not NATIONAL_DAY.is_working(date(2021, 10, 4)), "a Monday off"
        assert NATIONAL_DAY.is_working(date(2021, 10, 9)), "a Saturday worked"
        assert NATIONAL_DAY.next_working(date(2021, 9, 30)) == date(2021, 10, 8)

    def test_the_package_knows_what_was_announced(self):
        pytest.importorskip("chinese_calendar", reason="the package is an option")
        assert not CALENDAR.is_working(date(2021, 10, 4)) and CALENDAR.is_working(date(2021, 10, 9))
        assert CALENDAR.unannounced([date(2021, 5, 1)]) == []

    def test_a_year_that_nobody_announced_is_told(self):
        [notice] = CALENDAR.unannounced([date(FAR, 1, 1), date(FAR, 5, 1)])
        assert str(notice) == (
            f"The working days of {FAR} are not announced: only weekends were taken as days off. "
            "Fill in the office's table of working days (date, working)."
        )
        assert WorkingCalendar(HOURS, {date(FAR, 5, 1): False}).unannounced([date(FAR, 1, 1)]) == []

    def test_without_the_package(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "chinese_calendar", None)
        assert CALENDAR.is_working(date(2021, 10, 4)), "a Monday, though National Day's"
        assert len(CALENDAR.unannounced([date(2021, 10, 4), date(2022, 1, 1)])) == 2

    def test_a_table_of_an_office(self, tmp_path):
        path = tmp_path / "workingdays.csv"
        path.write_bytes("date,working\n2027/1/1,休\n2027年1月2日,是\n".encode("gbk"))
        calendar = load_calendar(HOURS, path)
        assert calendar.table == {date(2027, 1, 1): False, date(2027, 1, 2): True}

    @pytest.mark.parametrize("row", ["2027/1/1,maybe", "2027/1/1,", "1/1/2027,1"])
    def test_a_row_that_says_nothing(self, tmp_path, row):
        path = tmp_path / "workingdays.csv"
        path.write_text(f"date,working\n{row}\n", "utf-8")
        with pytest.raises(RedlineError, match=r"workingdays\.csv, line 2: .* is no day with yes or no"):
            load_calendar(HOURS, path)

    def test_a_table_without_a_working_day(self):
        never = WorkingCalendar(HOURS, {date(FAR, 1, 1) + timedelta(days=n): False for n in range(800)})
        with pytest.raises(RedlineError, match="has no working day after"):
            never.next_working(date(FAR, 1, 1))

    @pytest.mark.parametrize("text", ["", "8-12", "12:00-08:30", "08:30-12:00;11:00-17:00", "08:30"])
    def test_wrong_hours(self, text):
        with pytest.raises(RedlineError, match="are no office hours"):
            read_hours(text)

    def test_working_time(self):
        # Thursday 15:30 to Friday 9:30 over a week off: 2 h on 30 September, 1 h on 8 October.
        begin, end = at("2021-09-30 15:30"), at("2021-10-08 09:30")
        assert NATIONAL_DAY.working_time(begin, end) == timedelta(hours=3)
        assert NATIONAL_DAY.after_working_time(begin, timedelta(hours=3)) == end
        # Noon is no office hour: 11:30 to 14:00 holds 30 + 30 minutes.
        assert CALENDAR.working_time(at(f"{FAR}-01-04 11:30"), at(f"{FAR}-01-04 14:00")) == timedelta(hours=1)


class TestDeadlines:
    @pytest.mark.parametrize(
        ("amount", "unit", "due"),
        [
            (5, "minute", "2021-09-30 17:05"),
            (1, "hour", "2021-09-30 18:00"),
            (1, "day_night", "2021-10-01 17:00"),
            # The day of the event counts as none; 8 October is the next working day, 9 October the one after.
            (1, "working_day", "2021-10-08 17:30"),
            (2, "working_day", "2021-10-09 17:30"),
            (0, "calendar_month_end", "2021-09-30 23:59:59"),
            (1, "calendar_month_end", "2021-10-31 23:59:59"),
            (5, "calendar_month_end", "2022-02-28 23:59:59"),
        ],
    )
    def test_units(self, amount, unit, due):
        assert due_after(at("2021-09-30 17:00"), amount, unit, NATIONAL_DAY) == at(due)

    def test_summer_time_neither_gives_nor_takes_an_hour(self):
        """China had it from 1986 to 1991: on 4 May 1986 two o'clock became three; a day and night stays 24 hours."""
        zone = ZoneInfo("Asia/Shanghai")
        start = datetime(1986, 5, 3, 22, 0, tzinfo=zone)
        due = due_after(start, 1, "day_night", CALENDAR)
        assert due.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=24)
        assert (due.day, due.hour) == (4, 23)

    @given(
        st.datetimes(datetime(1985, 1, 1), datetime(2040, 1, 1), timezones=st.just(ZoneInfo("Asia/Shanghai"))),
        st.timedeltas(timedelta(0), timedelta(days=40)),
        st.sampled_from([("minute", 5), ("hour", 1), ("day_night", 1), ("working_day", 3), ("calendar_month_end", 1)]),
    )
    def test_no_clock_runs_backwards(self, start, later, of):
        unit, amount = of
        first = due_after(start, amount, unit, CALENDAR)
        second = due_after((start.astimezone(UTC) + later).astimezone(start.tzinfo), amount, unit, CALENDAR)
        assert first.astimezone(UTC) >= start.astimezone(UTC)
        assert second.astimezone(UTC) >= first.astimezone(UTC)

    def test_what_became_of_it(self):
        due, now = at("2021-09-30 17:00"), at("2021-10-01 00:00")
        assert kept(due, due, now) == "on_time"
        assert kept(due, due + timedelta(seconds=1), now) == "late"
        assert kept(due, None, due) == "open"
        assert kept(due, None, now) == "overdue"
        assert kept(None, None, now) == "not_begun"

    def test_the_three_promises_of_the_county(self):
        found = {one.id: (one.from_event, one.amount, one.unit, one.to_event) for one in load_deadlines()}
        assert found == {
            "report": ("alert", 1, "hour", "push"),
            "on_site": ("push", 1, "hour", "arrive"),
            "restored": ("decide_unlawful", 1, "day_night", "restore"),
        }

    def test_an_office_switches_and_adds(self, tmp_path):
        own = tmp_path / "deadlines.csv"
        own.write_text(
            "deadline,from_event,amount,unit,to_event,active\nreport,alert,2,hour,push,0\nmine,push,3,working_day,decide,1\n",
            "utf-8",
        )
        found = {one.id: one for one in load_deadlines(own)}
        assert set(found) == {"on_site", "restored", "mine"}
        assert found["mine"].amount == 3 and found["mine"].name("zh_Hans") == "mine"

    @pytest.mark.parametrize(
        ("row", "column"), [("mine,,1,hour,push,1", "from_event"), ("mine,alert,x,day,push,1", "unit, amount")]
    )
    def test_a_wrong_row(self, tmp_path, row, column):
        own = tmp_path / "deadlines.csv"
        own.write_text(f"deadline,from_event,amount,unit,to_event,active\n{row}\n", "utf-8")
        with pytest.raises(RedlineError, match=rf"deadlines\.csv, line 2: {column} is wrong"):
            load_deadlines(own)


class TestRegistration:
    @pytest.mark.parametrize(
        ("accepted", "rule", "due"),
        [
            ("2021-09-29 15:59", DayRule(), "2021-09-29 17:30"),
            ("2021-09-29 16:00", DayRule(), "2021-09-29 17:30"),
            ("2021-09-29 16:00:40", DayRule(), "2021-09-29 17:30"),
            ("2021-09-29 16:00", DayRule(at_cutoff="after"), "2021-09-30 16:00"),
            ("2021-09-29 16:01", DayRule(), "2021-09-30 16:00"),
            ("2021-09-30 16:01", DayRule(), "2021-10-08 16:00"),
            ("2021-09-29 10:00", DayRule(until_closing=False), "2021-09-29 23:59:59"),
            ("2021-10-03 10:00", DayRule(), "2021-10-08 17:30"),
            ("2021-10-03 10:00", DayRule(day_off="after_cutoff"), "2021-10-08 16:00"),
            ("2021-09-29 15:30", DayRule(cutoff=time(15)), "2021-09-30 15:00"),
        ],
    )
    def test_due(self, accepted, rule, due):
        assert due_of(at(accepted), rule, NATIONAL_DAY) == at(due)

    def test_a_suspended_file_stands_still(self):
        """Accepted 29 September 10:00, due 17:30. Suspended at 15:30 (2 open hours left) to 30 September 9:00."""
        accepted = at("2021-09-29 10:00")
        pause = (at("2021-09-29 15:30"), at("2021-09-30 09:00"))
        assert due_of(accepted, DayRule(), NATIONAL_DAY, [pause]) == at("2021-09-30 11:00")
        # 10:00–12:00, 13:30–15:30 and 9:00–9:30 are 270 minutes.
        assert working_minutes(accepted, at("2021-09-30 09:30"), NATIONAL_DAY, [pause]) == 270

    def test_suspended_without_an_end(self):
        assert due_of(at("2021-09-29 10:00"), DayRule(), NATIONAL_DAY, [(at("2021-09-29 11:00"), None)]) is None

    def test_suspended_after_it_was_due(self):
        pause = (at("2021-09-30 09:00"), at("2021-09-30 10:00"))
        assert due_of(at("2021-09-29 10:00"), DayRule(), NATIONAL_DAY, [pause]) == at("2021-09-29 17:30")

    @given(
        st.datetimes(datetime(2021, 9, 1), datetime(2021, 11, 1), timezones=st.just(UTC)),
        st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 3000)), max_size=4),
    )
    @example(datetime(2021, 9, 1, tzinfo=UTC), [(0, 3000), (10, 5)])
    def test_pauses_only_move_it_on(self, accepted, pauses):
        spans = [
            (accepted + timedelta(minutes=begin), accepted + timedelta(minutes=begin + length))
            for begin, length in pauses
        ]
        bare, moved = due_of(accepted, DayRule(), NATIONAL_DAY), due_of(accepted, DayRule(), NATIONAL_DAY, spans)
        assert moved >= bare
        finished = accepted + timedelta(days=12)
        spent = working_minutes(accepted, finished, NATIONAL_DAY, spans)
        assert 0 <= spent <= working_minutes(accepted, finished, NATIONAL_DAY)
