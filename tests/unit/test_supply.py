"""Land followed from approval to supply, by hand."""

from datetime import date
from decimal import Decimal

import pytest

from redline.core.approval.supply import (
    Contract,
    ContractDates,
    Followed,
    Land,
    contract_state,
    contracts_table,
    followed_land,
    projects_table,
    rate_in,
    stage_of,
    sum_of,
    years_table,
)
from redline.core.errors import RedlineError
from redline.core.landuse.tally import Key, Zone, tally_pieces
from redline.core.rules import load_rules

RULES = load_rules()
TODAY = date(2023, 12, 31)


def mu(text):
    return Decimal(text).quantize(Decimal("0.0001"))


def land(approved, acquired=0, supplied=0, built=0, early=0, registered=0):
    return Land(*(mu(value) for value in (approved, acquired, supplied, built, early, registered)))


def contract(area="30", *, outside="0", built="0", **dates):
    return Contract("C1", "一号", "X1", "甲", ContractDates(**dates), mu(area), mu(outside), mu(built))


def test_parts_of_a_parcel_by_the_layers_they_lie_in():
    # 6000 m2 are 9 mu: 2000 acquired only (3 mu), 1000 acquired and supplied and built (1.5), 1000 supplied (1.5),
    # 1000 built without supply (1.5), 1000 nothing (1.5)
    words = [("1", "", "", ""), ("1", "1", "1", "1"), ("", "1", "", ""), ("", "", "1", ""), ("", "", "", "")]
    keys = [Key(each, "land") for each in words]
    tally = tally_pieces(
        [Zone("1", "", Decimal("6000.00"))],
        [0] * 5,
        range(5),
        [2000.0, 1000.0, 1000.0, 1000.0, 1000.0],
        keys,
        dimensions=("acquired", "supplied", "built", "registered"),
    )
    [found] = followed_land(tally.printed("mu", 4))
    assert found == land("9", "4.5", "3", "1.5", "1.5", "1.5")
    assert (found.unsupplied, found.unbuilt, found.rate) == (mu(6), mu("1.5"), Decimal("33.33"))


def test_sums_are_sums_of_printed_parts():
    total = sum_of([land(10, 5, 3), land(20, 5, 2)])
    assert (total.approved, total.unsupplied, total.rate) == (mu(30), mu(25), Decimal("16.67"))  # 5 / 30
    assert sum_of([]).rate is None


@pytest.mark.parametrize(
    ("given", "stage"),
    [
        (land(10), "报批"),
        (land(10, 5), "报批"),  # half is not more than half
        (land(10, "5.0001"), "征收"),
        (land(10, 10, 6), "供地"),
        (land(10, 10, 6, 0, 0, "5.0001"), "登记"),
    ],
)
def test_a_parcel_has_reached_what_most_of_it_has(given, stage):
    assert stage_of(given, RULES) == stage


def test_the_share_and_the_names_of_stages_are_rules():
    assert stage_of(land(10, 5), RULES.with_value("supply.stage_percent", "40")) == "征收"
    with pytest.raises(RedlineError, match=r"Rule quota\.stages names 3 stages, but land goes through four"):
        stage_of(land(10), RULES.with_value("quota.stages", "甲;乙;丙"))


@pytest.mark.parametrize(
    ("given", "state"),
    [
        (contract(), "unknown"),
        (contract(start_due="2023-12-31"), "not_due"),
        (contract(start_due="2023-12-30"), "start_overdue"),
        # 365 days after 2022-12-31 are 2023-12-31
        (contract(start_due="2022-12-31"), "start_overdue"),
        (contract(start_due="2022-12-30"), "idle"),
        (contract(start_due="2022-12-30", started="2023-11-01", finish_due="2023-12-31"), "building"),
        (contract(start_due="2022-12-30", started="2023-11-01", finish_due="2023-12-30"), "finish_overdue"),
        (contract(started="2022-01-01", halted="2022-12-30", built="9.9"), "idle"),  # less than a third of 30
        (contract(started="2022-01-01", halted="2022-12-30", built="10"), "building"),
        (contract(started="2022-01-01", halted="2022-12-31", built="9.9"), "building"),  # a year is not over
        (contract(started="2022-01-01", finished="2023-01-01", finish_due="2022-12-31"), "done"),
    ],
)
def test_states_of_contracts(given, state):
    assert contract_state(given, TODAY, RULES) == state


FOLLOWED = [
    Followed("1", "", "2022", "X1", "乙", land(10, 10, 8, 4, 0, 8)),
    Followed("2", "", "2023", "X1", "", land(20, 20, 4)),
    Followed("3", "", "2018", "", "", land(5)),
]


def test_years_window_and_all():
    rows = [row.values for row in years_table(FOLLOWED, (2019, 2023), RULES, str).rows]
    assert [row[:5] for row in rows] == [
        ("2018", 1, mu(5), mu(0), mu(0)),
        ("2022", 1, mu(10), mu(10), mu(8)),
        ("2023", 1, mu(20), mu(20), mu(4)),
        ("2019–2023", 2, mu(30), mu(30), mu(12)),
        ("Total", 3, mu(35), mu(30), mu(12)),
    ]
    # 12 / 30, 12 / 35; not supplied 18 and 23
    assert [(row[5], row[6]) for row in rows[3:]] == [(mu(18), Decimal("40.00")), (mu(23), Decimal("34.29"))]
    assert rate_in(FOLLOWED, (2022, 2022)).rate == Decimal("80.00")


def test_what_no_layer_says_is_left_open():
    [row, *_] = years_table(FOLLOWED, (2019, 2023), RULES, str, laid=("supplied",)).rows
    assert row.values[3] is None
    assert row.values[7:] == (None, None, None, None)
    # a contract that was halted: whether a third is built on is not known, so it is not called idle
    unknown = Contract("C", "", "", "", ContractDates(started="2022-01-01", halted="2022-12-30"), mu(30), mu(0), None)
    assert contract_state(unknown, TODAY, RULES) == "building"
    assert contracts_table([unknown], TODAY, RULES, str).rows[-1].values[6:8] == (None, None)


def test_a_low_rate_is_noted():
    notes = years_table(FOLLOWED, (2019, 2023), RULES, str).notes
    assert notes[1] == "2019–2023: the rate of supply is 40.00 %, under the 60.00 % of the rule."
    assert len(years_table(FOLLOWED, (2022, 2022), RULES, str).notes) == 1


def test_projects_with_officers_and_due_dates():
    signed = [contract(start_due="2023-01-01", finish_due="2024-01-01", started="2023-01-01")]
    rows = [row.values for row in projects_table(FOLLOWED, signed, TODAY, RULES, str).rows]
    # X1: 12 of 30 mu supplied, 30 acquired, 8 registered: acquired is the farthest with more than half
    assert rows[0][:4] == ("X1", "征收", "乙、甲", 2)
    assert rows[0][-3:] == ("2023-01-01", "2024-01-01", "Under construction")
    assert rows[1][:4] == ("3", "报批", "", 1)


def test_contracts_add_up():
    rows = contracts_table([contract(outside="2", built="10"), contract("20")], TODAY, RULES, str).rows
    assert rows[-1].values[4:8] == (mu(50), mu(2), mu(10), mu(40))
