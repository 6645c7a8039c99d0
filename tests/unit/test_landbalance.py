"""Cultivated land given up and gained, and linked projects, by hand."""

from decimal import Decimal

import pytest

from redline.core.approval.landbalance import (
    Piece,
    grades_table,
    patches_table,
    pieces_of,
    short_of,
    steep_of,
    sum_mu,
    towns_table,
)
from redline.core.approval.linked import LinkedParcel, linked_parcels, parcels_table, projects_table, state_of
from redline.core.errors import RedlineError
from redline.core.landuse.classes import read_scheme
from redline.core.landuse.tally import Key, Zone, tally_pieces
from redline.core.rules import load_rules

RULES = load_rules()
SANDIAO = read_scheme("sandiao")


def mu(text):
    return Decimal(text).quantize(Decimal("0.0001"))


def printed(pieces, totals, dimensions=()):
    """pieces : (zone, dims, code, m²)."""
    keys = [Key(dims, code) for _, dims, code, _ in pieces]
    zones = [Zone(f"T{k}", "", Decimal(total)) for k, total in enumerate(totals, 1)]
    areas = [area for *_, area in pieces]
    tally = tally_pieces(zones, [piece[0] for piece in pieces], range(len(keys)), areas, keys, dimensions=dimensions)
    return tally.printed("mu", 4)


PIECES = [
    Piece("out", "1", "甲镇", "0102", "1", mu(10)),
    Piece("out", "1", "乙镇", "0101", "2", mu(5)),
    Piece("out", "2", "乙镇", "0301", "", mu(2), counted=False),
    Piece("in", "3", "甲镇", "0301", "5", mu(12)),
    Piece("in", "4", "乙镇", "0201", "2", mu(4)),
]


class TestPieces:
    def test_what_counts_is_said_by_the_land_use(self):
        # 4000 m2 of fields (6 mu) and 2000 of woods (3 mu) in one patch, in two townships
        found = printed(
            [(0, ("甲镇", "1"), "0102", 4000.0), (0, ("乙镇", ""), "0301", 2000.0)], ["6000.00"], ("town", "slope")
        )
        given = pieces_of("out", found, [""], RULES, by_land=True)
        assert [(piece.town, piece.grade, piece.mu, piece.counted) for piece in given] == [
            ("甲镇", "1", mu(6), True),
            ("乙镇", "", mu(3), False),
        ]
        # of land gained it is the other way round, and its own grade goes before that of the land use
        gained = pieces_of("in", found, ["3"], RULES, by_land=True)
        assert [(piece.grade, piece.counted) for piece in gained] == [("3", False), ("3", True)]
        assert all(piece.counted for piece in pieces_of("out", found, [""], RULES, by_land=False))

    def test_a_grade_that_is_none(self):
        found = printed([(0, ("甲镇", "9"), "0102", 4000.0)], ["4000.00"], ("town", "slope"))
        with pytest.raises(RedlineError, match="patch T1 has the slope grade 9: grades are 1 to 5"):
            pieces_of("out", found, [""], RULES, by_land=True)


class TestBalance:
    def test_sums_and_what_is_short(self):
        assert (sum_mu(PIECES, "out"), sum_mu(PIECES, "in")) == (mu(15), mu(16))
        assert short_of(PIECES) == ["乙镇"]  # 4 for 5; the woods do not count
        assert [piece.number for piece in steep_of(PIECES, RULES)] == ["3"]
        assert len(steep_of(PIECES, RULES.with_value("balance.steep_grade", 2))) == 2

    def test_townships(self):
        rows = [row.values for row in towns_table(PIECES, "in_out", str).rows]
        # mean grade of all that is given up: (10 × 1 + 5 × 2) / 15 = 1.33; gained: (12 × 5 + 4 × 2) / 16 = 4.25
        assert rows == [
            ("乙镇", 1, mu(5), mu(5), Decimal("2.00"), 1, mu(4), Decimal("2.00"), mu(-1), "Short"),
            ("甲镇", 1, mu(10), mu(0), Decimal("1.00"), 1, mu(12), Decimal("5.00"), mu(2), "Balanced"),
            ("Total", 1, mu(15), mu(5), Decimal("1.33"), 2, mu(16), Decimal("4.25"), mu(1), "Balanced"),
        ]

    def test_kinds_have_their_words(self):
        assert towns_table(PIECES, "in_out", str).columns[2].groups == ("Turned out",)
        table = towns_table(PIECES, "replacement", str)
        assert (table.title, table.columns[2].groups) == ("Replacement of occupied cultivated land", ("Occupied",))
        assert table.notes[1].startswith("2.0000 mu of the patches are not counted: Occupied land")

    def test_slopes(self):
        rows = [row.values for row in grades_table(PIECES, "in_out", str).rows]
        assert rows[0] == ("1", "≤2°", mu(10), mu(0), mu(-10))
        assert rows[1] == ("2", "2°–6°", mu(5), mu(4), mu(-1))
        assert rows[4] == ("5", ">25°", mu(0), mu(12), mu(12))
        assert rows[5][0] == "Not recorded"
        assert rows[-1] == ("Total", "", mu(15), mu(16), mu(1))

    def test_patches(self):
        rows = [row.values for row in patches_table(PIECES, "in_out", RULES, str).rows]
        assert [row[-1] for row in rows] == ["", "", "Not counted", "Too steep", "", ""]
        assert rows[-1][5:7] == (mu(33), mu(31))


def parcel(project, area, *, builds=False, cultivated="0", reclaimed="0"):
    under = None if cultivated is None else mu(cultivated)
    return LinkedParcel(project, "1", builds, mu(area), mu(0), under, mu(reclaimed))


class TestLinked:
    def test_parcels_by_the_land_use(self):
        # 4000 m2 of a village and 2000 of fields: 6 and 3 mu of 9; all of it is reclaimed where no field says so
        found = printed([(0, (), "0702", 4000.0), (0, (), "0102", 2000.0)], ["6000.00"])
        [old] = linked_parcels(found, ["G1"], [None], SANDIAO, RULES, builds=False)
        assert old == LinkedParcel("G1", "T1", False, mu(9), mu(6), mu(3), mu(9))
        [told] = linked_parcels(found, ["G1"], [mu(7)], SANDIAO, RULES, builds=False)
        assert told.reclaimed == mu(7)
        [new] = linked_parcels(found, ["G1"], [None], SANDIAO, RULES, builds=True)
        assert (new.cultivated, new.reclaimed) == (mu(3), mu(0))
        [bare] = linked_parcels(found, ["G1"], [None], None, RULES, builds=True)
        assert (bare.construction, bare.cultivated) == (None, None)

    @pytest.mark.parametrize(
        ("built", "cultivated", "state"),
        [
            ("10", "8", "balanced"),
            ("10.0015", "8", "balanced"),  # a square metre is drawing
            ("10.0016", "8", "area"),
            ("10", "8.0016", "cultivated"),
            ("11", "9", "both"),
            ("10", None, "balanced"),
        ],
    )
    def test_no_more_than_is_given_back(self, built, cultivated, state):
        own = [parcel("G1", "10", reclaimed="8"), parcel("G1", built, builds=True, cultivated=cultivated)]
        assert state_of(own, RULES) == state

    def test_the_share_is_a_rule(self):
        own = [parcel("G1", "10", reclaimed="8"), parcel("G1", "9", builds=True)]
        assert state_of(own, RULES.with_value("linked.build_percent", "80")) == "area"

    def test_projects(self):
        parcels = [
            parcel("G1", "10", reclaimed="8"),
            parcel("G1", "6", builds=True, cultivated="5"),
            parcel("G2", "3", reclaimed="3"),
            parcel("G2", "4", builds=True, cultivated=None),
        ]
        rows = [row.values for row in projects_table(parcels, RULES, str).rows]
        assert rows[0] == ("G1", 1, mu(10), mu(0), mu(8), 1, mu(6), mu(5), mu(4), mu(3), "Balanced")
        assert rows[1][7:] == (None, mu(-1), None, "Builds on more than it demolishes")
        assert rows[2][1:3] == (2, mu(13))
        assert rows[2][8] == mu(3)
        sides = [row.values[:4] for row in parcels_table(parcels, str).rows]
        assert sides[:2] == [("G1", "Demolition", "1", mu(10)), ("G1", "New building", "1", mu(6))]
