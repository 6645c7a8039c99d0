"""Tract development plans: tables that add up and one verdict for each rule, by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest

from redline.core.approval.tractplan import (
    PlannedParcel,
    Tract,
    TractAreas,
    TractCrossing,
    check_plan,
    checks_table,
    tracts_table,
    uses_table,
    years_table,
)
from redline.core.paper.tables import cell_text
from redline.core.rules import load_rules

RULES = load_rules()
TRACT = Tract("PQ1", "城东", Decimal("10.0000"), Decimal("10.0500"), Decimal("6.0000"))


def parcel(number, code, area, **more):
    return PlannedParcel(number, "PQ1", code, "", Decimal(area), **{"project": number, "year": "2021"} | more)


# 6 ha to be acquired (3 projects), 4 ha of roads, schools and parks that stay: 40 % public benefit
PARCELS = [
    parcel("1", "100101", "3.0000"),
    parcel("2", "070102", "2.0000", year="2022"),
    parcel("3", "0901", "1.0000"),
    parcel("4", "1207", "1.5000", acquired=False, project=""),
    parcel("5", "080403", "1.5000", acquired=False, project=""),
    parcel("6", "1401", "1.0000", acquired=False, project=""),
]
FITS = {"PQ1": TractAreas(Decimal("0.00"), Decimal("0.00"))}
ALL = ("red_line", "boundary", "earlier", "other_tract")


def verdicts(tracts=(TRACT,), parcels=PARCELS, crossings=(), fits=FITS, rules=RULES, checked=ALL):
    checks = check_plan(tracts, parcels, crossings, fits, rules, checked=checked)
    return {(check.tract, check.rule): check for check in checks}


class TestTables:
    def test_uses_in_the_published_order(self):
        table = uses_table(PARCELS, RULES, "zh_Hans", str)
        texts = [tuple(map(cell_text, row.values)) for row in table.rows]
        assert texts == [
            ("工矿用地", "1", "3.0000", "50.00"),
            ("居住用地", "1", "2.0000", "33.33"),
            ("商业服务业用地", "1", "1.0000", "16.67"),
            ("Total", "3", "6.0000", "100.00"),
        ]

    def test_all_uses(self):
        table = uses_table(PARCELS, RULES, "en", str, acquired=False)
        # parcels without a project count one by one
        assert [row.values[:3] for row in table.rows][-2:] == [
            ("Roads, public facilities and others", 3, Decimal("4.0000")),
            ("Total", 6, Decimal("10.0000")),
        ]

    def test_years(self):
        table = years_table(PARCELS, str)
        assert [row.values for row in table.rows] == [
            ("2021", 2, Decimal("4.0000"), Decimal("66.67")),
            ("2022", 1, Decimal("2.0000"), Decimal("33.33")),
            ("Total", 3, Decimal("6.0000"), Decimal("100.00")),
        ]

    def test_shares_add_up(self):
        thirds = [parcel(str(i), "100101", "1.0000", year=str(2020 + i)) for i in range(3)]
        shares = [row.values[3] for row in years_table(thirds, str).rows]
        assert sum(shares[:3]) == shares[3] == Decimal("100.00")

    def test_tracts(self):
        row = tracts_table([TRACT], PARCELS, RULES, str).rows[0]
        assert row.values == (
            *("PQ1", "城东", Decimal("10.0000"), Decimal("6.0000"), 3, Decimal("4.0000")),
            Decimal("40.00"),
        )

    def test_nothing_to_acquire(self):
        assert [row.values for row in years_table([], str).rows] == [("Total", 0, Decimal("0.0000"), None)]


class TestPublicShare:
    def test_exactly_the_limit_passes(self):
        check = verdicts()["PQ1", "public_share"]
        assert (check.value, check.limit, check.verdict) == (Decimal("40.00"), Decimal("40"), "pass")
        assert check.message.sentence(str) == "Public-benefit land is 4.0000 ha of 10.0000 ha."

    def test_just_below_fails_and_prints_so(self):
        parcels = [replace(each, official_ha=Decimal("0.9999")) if each.number == "6" else each for each in PARCELS]
        check = verdicts(parcels=parcels)["PQ1", "public_share"]
        # 3.9999 / 10 = 39.999 %: printed 39.99, never 40.00
        assert (check.value, check.verdict) == (Decimal("39.99"), "fail")

    def test_the_field_goes_before_the_use(self):
        parcels = [replace(each, public=False) for each in PARCELS]
        assert verdicts(parcels=parcels)["PQ1", "public_share"].value == Decimal("0.00")

    def test_provincial_value(self):
        assert (
            verdicts(rules=RULES.with_value("tractplan.public_share_min", 45))["PQ1", "public_share"].verdict == "fail"
        )


class TestCrossings:
    @pytest.mark.parametrize(
        ("kind", "rule", "area", "verdict"),
        [
            ("red_line", "red_line", "0.01", "fail"),
            ("boundary", "urban_boundary", "1.00", "pass"),
            ("boundary", "urban_boundary", "1.01", "fail"),
            ("earlier", "earlier_tracts", "500.00", "fail"),
            ("other_tract", "other_tracts", "0.50", "pass"),
        ],
    )
    def test_limits(self, kind, rule, area, verdict):
        check = verdicts(crossings=[TractCrossing("PQ1", "永久基本农田", kind, Decimal(area), ("7",))])["PQ1", rule]
        assert (check.value, check.verdict) == (Decimal(area), verdict)
        assert check.message.sentence(str) == f"{area} m²: 永久基本农田 {area} m² (7)."

    def test_nothing_found_and_nothing_looked_at(self):
        assert verdicts()["PQ1", "red_line"].verdict == "pass"
        check = verdicts(checked=("other_tract",))["PQ1", "red_line"]
        assert (check.value, check.verdict) == (None, "not_checked")


class TestAreas:
    def test_declared(self):
        found = verdicts()
        # |10.05 - 10| / 10.05 = 0.4975 %, rounded up
        assert (found["PQ1", "declared_area"].value, found["PQ1", "declared_area"].verdict) == (Decimal("0.50"), "pass")
        assert found["PQ1", "declared_acquired"].value == Decimal("0.00")

    def test_declared_too_far(self):
        tract = replace(TRACT, declared_ha=Decimal("10.2000"))
        check = verdicts(tracts=[tract])["PQ1", "declared_area"]
        assert (check.value, check.verdict) == (Decimal("1.97"), "fail")  # 0.2 / 10.2 = 1.9607…, rounded up

    def test_worst_use_is_named(self):
        parcels = [
            replace(each, declared_ha=each.official_ha * (2 if each.use_code == "0901" else 1)) for each in PARCELS
        ]
        check = verdicts(parcels=parcels)["PQ1", "declared_use"]
        assert check.message.sentence(str) == "Use 0901: declared 2.0000 ha, computed 1.0000 ha."
        assert (check.value, check.verdict) == (Decimal("50.00"), "fail")

    def test_fit(self):
        fits = {"PQ1": TractAreas(Decimal("1.01"), Decimal("0.99"))}
        found = verdicts(fits=fits)
        assert found["PQ1", "planned_use_covers"].verdict == "fail"
        assert found["PQ1", "parcels_inside"].verdict == "pass"


def test_plan_wide_rules():
    parcels = [*PARCELS[1:], replace(PARCELS[0], year=""), replace(PARCELS[0], number="9", tract="PQ9")]
    found = verdicts(parcels=parcels)
    assert found["", "yearly_plan"].message.sentence(str) == "1 parcels to be acquired have no year: 1."
    assert found["", "parcels_belong"].message.sentence(str) == "1 parcels belong to no tract: 9."
    assert found["", "yearly_plan"].verdict == found["", "parcels_belong"].verdict == "fail"


def test_printed_verdicts():
    checks = check_plan([TRACT], PARCELS, (), FITS, RULES, checked=ALL)
    table = checks_table(checks, "en", str)
    assert len(table.rows) == len(checks)
    assert [cell_text(value) for value in table.rows[0].values] == [
        *("PQ1", "Public-benefit share", "40.00", "40", "%", "Pass"),
        *("Public-benefit land is 4.0000 ha of 10.0000 ha.", "自然资规〔2023〕7号 (provinces may set a higher value)"),
    ]


def test_every_limit_is_a_rule_with_its_source():
    """Parcels without a year or a tract have limits of their own in the settings file."""
    parcels = [*PARCELS[1:], replace(PARCELS[0], year="")]
    found = verdicts(parcels=parcels)["", "yearly_plan"]
    assert (found.value, found.limit, found.verdict, found.source.id) == (1, 0, "fail", "tractplan.undated_max")
    lenient = verdicts(parcels=parcels, rules=RULES.with_value("tractplan.undated_max", 1))["", "yearly_plan"]
    assert (lenient.limit, lenient.verdict) == (1, "pass")
    assert verdicts()["", "parcels_belong"].source.id == "tractplan.strays_max"


def test_what_was_not_declared_is_not_checked():
    tract = replace(TRACT, declared_ha=None, declared_acquired_ha=None)
    parcels = [replace(each, declared_ha=None) for each in PARCELS]
    found = verdicts(tracts=[tract], parcels=parcels)
    for rule in ("declared_area", "declared_acquired", "declared_use"):
        check = found["PQ1", rule]
        assert (check.value, check.limit, check.verdict) == (None, 1, "not_checked")
        assert check.message.sentence(str) == "No area was declared."
