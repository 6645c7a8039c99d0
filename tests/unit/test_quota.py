"""Quotas, contiguous land and stages, by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest

from redline.core.approval.quota import (
    LandBatch,
    Quota,
    StagedParcel,
    batches_table,
    clusters,
    kinds_table,
    ledger_table,
    make_ledger,
    projects_table,
    stages_table,
    zones_table,
)
from redline.core.rules import load_rules

RULES = load_rules()


def batch(number, year, mu, reported="", approved="", state=""):
    area = Decimal(mu)
    return LandBatch(number, f"{number}批次", year, "批次", reported, approved, state, area, area / 15)


# The published years: 596.151 亩 in 2020, 1707.8945 in 2021 with a quota of 1096.996
BATCHES = [
    batch("2020-1", "2020", "596.1510", "2020-03-01", "2020-06-01"),
    batch("2021-1", "2021", "1000.0000", "2021-03-01", "2021-06-01"),
    batch("2021-2", "2021", "700.0000", "2021-05-01", "", "已上报"),
    batch("2021-3", "2021", "7.8945"),
]
QUOTAS = [Quota("2021", "新增", Decimal("1096.9960"))]


def year(ledgers, wanted):
    return next(each for each in ledgers if each.year == wanted)


def test_the_published_years():
    found = make_ledger(BATCHES, QUOTAS, RULES)
    now = year(found, "2021")
    assert (now.mu, now.before_mu, now.change_mu) == (
        Decimal("1707.8945"),
        Decimal("596.1510"),
        Decimal("1111.7435"),
    )
    assert now.change == Decimal("186.49")  # 1111.7435 / 596.151 = 1.86487…
    assert now.left_mu == Decimal("-610.8985")
    assert now.used == Decimal("155.69")  # 1707.8945 / 1096.996 = 1.55688…
    assert now.reported == Decimal("99.54")  # 1700 / 1707.8945 = 0.99537…
    assert now.approved == Decimal("58.82")  # 1000 / 1700
    assert now.warning == "exceeded"
    assert now.touched_mu == now.reserve_mu == Decimal("109.6996")
    before = year(found, "2020")
    assert (before.quota_mu, before.warning, before.before_mu) == (None, "no_quota", None)


def test_existing_construction_land_uses_no_quota():
    # 600 + 400 of new land under 1000 + 700 mu of batches, 1000 mu of quota: used up to the digit, nothing left
    given = [
        replace(batch("1", "2022", "1000.0000", "2022-03-01", "2022-06-01"), existing_mu=Decimal("400.0000")),
        replace(batch("2", "2022", "700.0000", "2022-05-01"), existing_mu=Decimal("300.0000")),
    ]
    (found,) = make_ledger(given, [Quota("2022", "", Decimal(1000))], RULES)
    assert (found.mu, found.new.mu, found.existing_mu) == (Decimal(1700), Decimal(1000), Decimal(700))
    assert (found.left_mu, found.used, found.warning) == (Decimal("0.0000"), Decimal("100.00"), "reserve")
    # both are reported, 600 of 1000 are approved
    assert (found.quota_reported, found.quota_approved) == (Decimal("100.00"), Decimal("60.00"))
    rows = batches_table(given, [Quota("2022", "", Decimal(1000))], RULES, str).rows
    assert [row.values[-3:] for row in rows] == [
        (Decimal(600), Decimal("400.0000"), Decimal(400)),
        (Decimal(400), Decimal("300.0000"), Decimal(0)),
        (Decimal(1000), Decimal(700), Decimal(0)),
    ]


@pytest.mark.parametrize(
    ("mu", "warning", "touched"),
    [
        ("850.0000", "", "0.0000"),
        ("900.0000", "near", "0.0000"),
        ("900.0001", "reserve", "0.0001"),
        ("1000.0000", "reserve", "100.0000"),
        ("1000.0001", "exceeded", "100.0000"),
    ],
)
def test_reserve(mu, warning, touched):
    # quota 1000, reserve 10 % = 100, warning from 90 %
    (found,) = make_ledger([batch("1", "2022", mu)], [Quota("2022", "", Decimal(1000))], RULES)
    assert (found.warning, found.touched_mu) == (warning, Decimal(touched))


def test_quotas_of_a_year_add_up():
    quotas = [Quota("2022", "a", Decimal(600)), Quota("2022", "b", Decimal(400))]
    (found,) = make_ledger([], quotas, RULES)
    assert (found.quota_mu, found.left_mu, found.used) == (Decimal(1000), Decimal(1000), Decimal("0.00"))
    assert found.reported is None


def test_states_that_mean_approved():
    assert year(make_ledger([batch("1", "2022", "1", state="已批复")], [], RULES), "2022").approved_mu == 1
    assert year(make_ledger([batch("1", "2022", "1", state="已上报")], [], RULES), "2022").approved_mu == 0


def test_printed_ledger():
    table = ledger_table(make_ledger(BATCHES, QUOTAS, RULES), str)
    texts = list(table.texts())
    assert texts[1][:5] == ("2021", "1096.9960", "3", "1707.8945", f"{Decimal('1707.8945') / 15:f}")
    assert texts[1][-1] == "The quota is exceeded"


def test_batches_run_down_the_quota():
    table = batches_table(BATCHES, QUOTAS, RULES, str)
    left = [row.values[-1] for row in table.rows if row.values[0] == "2021"]
    # 1096.996 - 1000, - 700, - 7.8945; a batch that is not reported yet comes last
    assert left == [Decimal("96.9960"), Decimal("-603.0040"), Decimal("-610.8985"), Decimal("-610.8985")]
    assert [row.kind for row in table.rows] == ["leaf", "subtotal", "leaf", "leaf", "leaf", "subtotal"]


def test_kinds():
    more = [*BATCHES, replace(batch("2021-D", "2021", "5.0000"), kind="单独选址")]
    rows = [row.values for row in kinds_table(more, RULES, str).rows]
    assert rows[1:] == [
        ("2020", "Subtotal", 1, Decimal("596.1510"), Decimal("596.1510") / 15, Decimal("596.1510")),
        ("2021", "批次", 3, Decimal("1707.8945"), sum(b.ha for b in BATCHES[1:]), Decimal("1000.0000")),
        ("2021", "单独选址", 1, Decimal("5.0000"), Decimal(5) / 15, Decimal("0.0000")),
        ("2021", "Subtotal", 4, Decimal("1712.8945"), sum(b.ha for b in more[1:]), Decimal("1000.0000")),
    ]


def test_clusters():
    assert clusters(6, [(0, 2), (4, 5), (2, 5)]) == [[0, 2, 4, 5], [1], [3]]
    assert clusters(0, []) == []


def test_zones_largest_first():
    zones = [(["a"], Decimal(1000), Decimal(60)), (["b", "c"], Decimal(2000), Decimal(120))]
    assert [row.values[:4] for row in zones_table(zones, str).rows] == [
        (1, 2, "b、c", Decimal(2000)),
        (2, 1, "a", Decimal(1000)),
    ]


def test_stages():
    parcels = [
        StagedParcel("1", "P1", "报批", Decimal("10.0000"), Decimal(1)),
        StagedParcel("2", "P1", "供地", Decimal("20.0000"), Decimal(2)),
        StagedParcel("3", "P2", "登记", Decimal("10.0000"), Decimal(1)),
        StagedParcel("4", "", "其他", Decimal("0.0000"), Decimal(0)),
    ]
    rows = {row.values[0]: row.values for row in stages_table(parcels, RULES, str).rows}
    # of 40 mu: 10 at approval, none at acquisition, 20 supplied, 10 registered
    assert rows["报批"][1:] == (1, 1, Decimal("10.0000"), Decimal(1), Decimal("40.0000"), Decimal("100.00"))
    assert rows["征收"][5:] == (Decimal("30.0000"), Decimal("75.00"))
    assert rows["登记"][5:] == (Decimal("10.0000"), Decimal("25.00"))
    assert rows["其他"][5:] == (Decimal("0.0000"), Decimal("0.00"))
    assert rows["Total"][1:4] == (4, 2, Decimal("40.0000"))


def test_projects_by_stage():
    parcels = [
        StagedParcel("1", "P1", "报批", Decimal("10.0000"), Decimal(1)),
        StagedParcel("2", "P1", "供地", Decimal("20.0000"), Decimal(2)),
        StagedParcel("3", "", "登记", Decimal("10.0000"), Decimal(1)),
    ]
    table = projects_table(parcels, RULES, str)
    assert [column.label for column in table.columns] == [
        *("Project number", "Parcels", "报批", "征收", "供地", "登记", "Total", "Total")
    ]
    none = None
    assert [row.values for row in table.rows] == [
        ("P1", 2, Decimal("10.0000"), none, Decimal("20.0000"), none, Decimal("30.0000"), Decimal(3)),
        ("No project", 1, none, none, none, Decimal("10.0000"), Decimal("10.0000"), Decimal(1)),
        ("Total", 3, Decimal("10.0000"), none, Decimal("20.0000"), Decimal("10.0000"), Decimal("40.0000"), Decimal(4)),
    ]
