"""What a report of casework says besides the funnel: patrols owed and made, months, the year before, repeat places."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redline.core.casework.comparison import Decided, Spot, decisions_table, month_table, repeats_table, year_table
from redline.core.casework.funnel import Case
from redline.core.casework.patrols import Chief, PatrolQuota, load_quotas, owed, patrol_table
from redline.core.errors import RedlineError

WEEKLY = PatrolQuota(3, 1, "week", ("Village field chief", "村级田长"), "无棣县")
MONTHLY = PatrolQuota(2, 1, "month", ("Township field chief", "乡镇级田长"))
QUARTERLY = PatrolQuota(1, 1, "quarter", ("County field chief", "县级田长"))
VILLAGE = Chief("c3", 3, "371525001001")


def case(uuid, day, decision="", state="new", **first):
    at = datetime.fromisoformat(f"{day}T08:00").replace(tzinfo=UTC)
    return Case(uuid, "清泉街道", "tower", at, state, decision, {**first, "alert": at})


class TestPatrols:
    def test_whole_weeks_only(self):
        """28 August 2021 was a Saturday: from it to 1 January lie 17 whole weeks, 30 August to 26 December."""
        [found] = owed([VILLAGE], [], [WEEKLY], date(2021, 8, 28), date(2022, 1, 1))
        assert (found.due, found.made) == (17, 0)

    def test_two_in_one_week_do_not_make_up_for_the_next(self):
        days = [("c3", date(2021, 9, day)) for day in (6, 8, 20)]
        [found] = owed([VILLAGE], days, [WEEKLY], date(2021, 9, 6), date(2021, 9, 27))
        assert (found.due, found.made) == (3, 2)

    def test_months_and_quarters(self):
        """September to December are four whole months; of quarters only the fourth is whole."""
        chiefs = [Chief("c2", 2, "371525001"), Chief("c1", 1, "371525")]
        days = [("c2", date(2021, 8, 30)), ("c2", date(2021, 10, 31)), ("c1", date(2021, 12, 31))]
        found = owed(chiefs, days, [MONTHLY, QUARTERLY], date(2021, 8, 28), date(2022, 1, 1))
        assert [(each.due, each.made) for each in found] == [(4, 1), (1, 1)]

    def test_a_chief_owes_only_for_his_own_time(self):
        """In office from Wednesday 15 September to Sunday 3 October: the weeks of the 20th and 27th are whole."""
        chief = Chief("c3", 3, "371525001001", date(2021, 9, 15), date(2021, 10, 3))
        [found] = owed([chief], [], [WEEKLY], date(2021, 9, 6), date(2021, 12, 27))
        assert found.due == 2

    def test_a_level_without_a_quota_owes_nothing(self):
        [found] = owed([VILLAGE], [("c3", date(2021, 9, 7))], [MONTHLY], date(2021, 9, 1), date(2021, 10, 1))
        assert (found.due, found.made) == (0, 0)

    @given(st.lists(st.dates(date(2021, 1, 1), date(2022, 12, 31)), max_size=60), st.sampled_from([WEEKLY, MONTHLY]))
    def test_never_more_made_than_due(self, days, quota):
        chief = Chief("c", quota.level, "371525001")
        [found] = owed([chief], [("c", day) for day in days], [quota], date(2021, 1, 1), date(2023, 1, 2))
        assert 0 <= found.made <= min(found.due, len(days))
        # 2021 and 2022 together have 24 months, and from Monday 4 January 2021 to 2 January 2023 104 weeks.
        assert found.due == (104 if quota is WEEKLY else 24)

    def test_the_table(self):
        """Two villages of one township, one of another: 2 of 6 in all, 33.33 %."""
        chiefs = [Chief("a", 3, "371525001001"), Chief("b", 3, "371525001002"), Chief("c", 3, "371525100001")]
        days = [("a", date(2021, 9, 6)), ("a", date(2021, 9, 13))]
        found = owed(chiefs, days, [WEEKLY], date(2021, 9, 6), date(2021, 9, 20))
        table = patrol_table(found, [WEEKLY], {"371525001": "清泉街道"}, str, "zh_Hans")
        assert [row.values for row in table.rows] == [
            ("村级田长", "清泉街道", 2, 4, 2, Decimal("50.00"), 1),
            ("村级田长", "371525100", 1, 2, 0, Decimal("0.00"), 1),
            ("村级田长", "Total", 3, 6, 2, Decimal("33.33"), 2),
        ]
        assert table.notes == ("村级田长: 1 a week (无棣县)",)

    def test_an_offices_own_quota(self, tmp_path):
        own = tmp_path / "quota.csv"
        own.write_text("level,patrols,per,active\n3,2,month,1\n1,1,quarter,0\n", "utf-8")
        assert [(each.level, each.patrols, each.per) for each in load_quotas(own)] == [(2, 1, "month"), (3, 2, "month")]

    @pytest.mark.parametrize("row", ["3,1,day,1", "x,1,week,1", "3,-1,week,1", "3,1.5,week,1"])
    def test_a_quota_that_is_none(self, tmp_path, row):
        own = tmp_path / "quota.csv"
        own.write_text(f"level,patrols,per,active\n{row}\n", "utf-8")
        with pytest.raises(RedlineError, match=r"quota.csv, line 2: a quota has a whole level.*week, month, quarter"):
            load_quotas(own)


class TestComparison:
    CASES = (case("a", "2021-08-30"), case("b", "2021-09-02", "decide_unlawful"), case("c", "2021-09-20"))

    def test_months_add_up(self):
        table = month_table(self.CASES, str)
        assert [row.values[:2] for row in table.rows] == [("2021-08", 1), ("2021-09", 2), ("Total", 3)]
        suspected = [column.key for column in table.columns].index("suspected")
        assert [row.values[suspected] for row in table.rows] == [0, 1, 1]

    def test_against_the_year_before(self):
        """40 suspected of 235: −82.98 %; nothing before has no rate."""
        now = [case(f"n{i}", "2021-09-01", "decide_unlawful") for i in range(40)]
        then = [case(f"t{i}", "2020-09-01", "decide_unlawful") for i in range(235)]
        rows = {row.values[0]: row.values[1:] for row in year_table(now, then, str).rows}
        assert rows["Suspected cases"] == (40, 235, Decimal("-82.98"))
        assert rows["Closed"] == (0, 0, None)

    def test_what_was_decided(self):
        """b was found non-agricultural; c's decision was returned and counts no more; an unknown word stays."""
        lawful = case("d", "2021-10-01", "decide_lawful")
        decided = {
            "b": Decided("non_agricultural"), "c": Decided("illegal"), "d": Decided("自定", "rural_road"),
        }  # fmt: skip
        table = decisions_table([*self.CASES, lawful], decided, str, "zh_Hans")
        assert [(row.values, row.kind) for row in table.rows] == [
            (("清泉街道", "耕地“非农化”", "", 1), "leaf"),
            (("清泉街道", "自定", "农村道路", 1), "leaf"),
            (("Total", "耕地“非农化”", "", 1), "subtotal"),
            (("Total", "自定", "农村道路", 1), "subtotal"),
            (("Total", "", "", 2), "total"),
        ]

    def test_where_cases_come_back(self):
        """c stands where b stood, b where a stood; only b and c lie in the period."""
        spots = {
            "a": Spot("1", "清泉街道", "甲村"),
            "b": Spot("2", "清泉街道", "甲村", "a"),
            "c": Spot("3", "清泉街道", "甲村", "b"),
            "d": Spot("4", "清泉街道", "乙村"),
        }
        table = repeats_table([*self.CASES[1:], case("d", "2021-10-01")], spots, str)
        assert [row.values for row in table.rows] == [("清泉街道", "甲村", 3, 2, 1, "2021-09-20", "1, 2, 3")]

    def test_a_circle_of_repeats_ends(self):
        spots = {"a": Spot("1", "", "", "b"), "b": Spot("2", "", "", "a")}
        assert repeats_table([self.CASES[0]], spots, str).rows[0].values[3] == 1
