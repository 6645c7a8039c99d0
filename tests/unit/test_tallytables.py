"""Tallies as long, wide and approval tables."""

from decimal import Decimal

import pytest

from redline.core.approval.batchform import (
    DIMENSIONS,
    approval_table,
    ownership_kind,
    ownership_name,
    parcel_leaves,
)
from redline.core.landuse.classes import read_scheme
from redline.core.landuse.tables import Method, Words, long_table, tally_notes, wide_table
from redline.core.landuse.tally import Key, Zone, tally_pieces


def same(text):
    return text


WORDS = Words(read_scheme("sandiao"), "zh_Hans", same)
KEYS = [Key((), code) for code in ("0102", "0201", "0201K", "1006", "0702", "1101", "0404", "1203")]


def by_hand():
    """Two villages of one township and one of another, in m²:

    V1: wheat 600000, orchard 200000, adjustable orchard 100000, rural road 50000, homestead 50000 -> 1000000
    V2: wheat 300000, river 200000 -> 500000;  V3: homestead 10000, not covered 2500 -> 12500
    """
    zones = [
        Zone("V1", "East", Decimal("1000000.00"), "Town A"),
        Zone("V2", "West", Decimal("500000.00"), "Town A"),
        Zone("V3", "Far", Decimal("12500.00"), "Town B"),
    ]
    return tally_pieces(
        zones,
        [0, 0, 0, 0, 0, 1, 1, 2],
        [0, 1, 2, 3, 4, 0, 5, 4],
        [600000.0, 200000.0, 100000.0, 50000.0, 50000.0, 300000.0, 200000.0, 10000.0],
        KEYS,
        uncovered=[0.0, 0.0, 2500.0],
    )


def rows(table, kind=None):
    return [
        tuple(text) for row, text in zip(table.rows, table.texts(), strict=True) if kind in (None, row.kind)
    ]  # fmt: skip


class TestLong:
    def test_detail(self):
        table = long_table(by_hand().printed("ha", 4), WORDS, name="t", title="T")
        assert [column.key for column in table.columns] == ["zone", "zone_name", "class_code", "class_name", "area"]
        assert rows(table) == [
            ("V1", "East", "0102", "水浇地", "60.0000"),
            ("V1", "East", "0201", "果园", "20.0000"),
            ("V1", "East", "0201K", "可调整果园", "10.0000"),
            ("V1", "East", "0702", "农村宅基地", "5.0000"),
            ("V1", "East", "1006", "农村道路", "5.0000"),
            ("V2", "West", "0102", "水浇地", "30.0000"),
            ("V2", "West", "1101", "河流水面", "20.0000"),
            ("V3", "Far", "0702", "农村宅基地", "1.0000"),
            ("V3", "Far", "not_covered", "Not covered by land use", "0.2500"),
        ]

    def test_first_level(self):
        table = long_table(by_hand().printed("ha", 4), WORDS, name="t", title="T", level="first")
        assert rows(table)[:4] == [
            ("V1", "East", "01", "耕地", "60.0000"),
            ("V1", "East", "02", "种植园用地", "30.0000"),
            ("V1", "East", "07", "住宅用地", "5.0000"),
            ("V1", "East", "10", "交通运输用地", "5.0000"),
        ]

    def test_major_class(self):
        table = long_table(by_hand().printed("ha", 4), WORDS, name="t", title="T", level="major")
        assert rows(table) == [
            ("V1", "East", "agricultural", "Agricultural land", "95.0000"),
            ("V1", "East", "construction", "Construction land", "5.0000"),
            ("V2", "West", "agricultural", "Agricultural land", "30.0000"),
            ("V2", "West", "unused", "Unused land", "20.0000"),
            ("V3", "Far", "construction", "Construction land", "1.0000"),
            ("V3", "Far", "not_covered", "Not covered by land use", "0.2500"),
        ]

    def test_subtotals(self):
        table = long_table(by_hand().printed("ha", 4), WORDS, name="t", title="T", subtotals=True)
        of_v2 = [row for row in rows(table, "subtotal") if row[0] == "V2"]
        assert of_v2 == [
            ("V2", "West", "01", "耕地", "30.0000"),
            ("V2", "West", "11", "水域及水利设施用地", "20.0000"),
            ("V2", "West", "agricultural", "Agricultural land", "30.0000"),
            ("V2", "West", "unused", "Unused land", "20.0000"),
        ]
        assert rows(table, "total") == [("Total", "", "", "", "151.2500")]

    def test_dimensions(self):
        keys = [Key(("371525001", "30"), "0102"), Key(("371525002", "20"), "0102")]
        tally = tally_pieces(
            [Zone("P", "", Decimal("30.00"))], [0, 0], [1, 0], [10.0, 20.0], keys, dimensions=("village", "QSXZ")
        )
        table = long_table(tally.printed("m2", 2), WORDS, name="t", title="T", labels={"village": "Village"})
        assert [column.label for column in table.columns[2:4]] == ["Village", "QSXZ"]
        assert rows(table) == [
            ("P", "", "371525001", "30", "0102", "水浇地", "20.00"),
            ("P", "", "371525002", "20", "0102", "水浇地", "10.00"),
        ]


class TestWide:
    def test_columns_and_rows(self):
        table = wide_table(by_hand().printed("ha", 4), WORDS, name="t", title="T")
        assert [(*column.groups, column.label) for column in table.columns] == [
            ("Zone",),
            ("Name",),
            ("Total",),
            ("Agricultural land", "Sum"),
            ("Agricultural land", "耕地", "Subtotal"),
            ("Agricultural land", "耕地", "水浇地"),
            ("Agricultural land", "种植园用地", "Subtotal"),
            ("Agricultural land", "种植园用地", "果园"),
            ("Agricultural land", "种植园用地", "可调整果园"),
            ("Agricultural land", "交通运输用地", "Subtotal"),
            ("Agricultural land", "交通运输用地", "农村道路"),
            ("Construction land", "Sum"),
            ("Construction land", "住宅用地", "Subtotal"),
            ("Construction land", "住宅用地", "农村宅基地"),
            ("Unused land", "Sum"),
            ("Unused land", "水域及水利设施用地", "Subtotal"),
            ("Unused land", "水域及水利设施用地", "河流水面"),
            ("Not covered by land use",),
        ]
        assert [row[:4] for row in rows(table)] == [
            ("V1", "East", "100.0000", "95.0000"),
            ("V2", "West", "50.0000", "30.0000"),
            ("Town A", "Subtotal", "150.0000", "125.0000"),
            ("V3", "Far", "1.2500", ""),
            ("Town B", "Subtotal", "1.2500", ""),
            ("Total", "", "151.2500", "125.0000"),
        ]
        assert rows(table)[3] == (
            "V3", "Far", "1.2500", "", "", "", "", "", "", "", "", "1.0000", "1.0000", "1.0000", "", "", "", "0.2500",
        )  # fmt: skip

    def test_keys_of_columns_are_different(self):
        keys = [column.key for column in wide_table(by_hand().printed("ha", 4), WORDS, name="t", title="T").columns]
        assert len(keys) == len(set(keys))

    def test_a_class_that_is_its_own_first_level_has_no_subtotal(self):
        tally = tally_pieces(
            [Zone("A", "", Decimal("3.00"))], [0, 0], [0, 1], [1.0, 2.0], [Key((), "09"), Key((), "0702")]
        )
        table = wide_table(tally.printed("m2", 2), WORDS, name="t", title="T")
        assert [(*column.groups, column.label) for column in table.columns[3:]] == [
            ("Construction land", "Sum"),
            ("Construction land", "住宅用地", "Subtotal"),
            ("Construction land", "住宅用地", "农村宅基地"),
            ("Construction land", "特殊用地"),
        ]

    def test_first_level_and_major_class(self):
        printed = by_hand().printed("ha", 4)
        first = wide_table(printed, WORDS, name="t", title="T", level="first")
        assert [column.label for column in first.columns[3:]] == [
            "Sum", "耕地", "种植园用地", "交通运输用地", "Sum", "住宅用地", "Sum", "水域及水利设施用地",
            "Not covered by land use",
        ]  # fmt: skip
        major = wide_table(printed, WORDS, name="t", title="T", level="major")
        assert rows(major, "total") == [("Total", "", "151.2500", "125.0000", "6.0000", "20.0000", "0.2500")]

    def test_a_zone_outside_everything_has_a_row(self):
        tally = tally_pieces([Zone("A", "", Decimal("0.00"))], [], [], [], KEYS)
        assert rows(wide_table(tally.printed("ha", 4), WORDS, name="t", title="T")) == [
            ("A", "", "0.0000"),
            ("Total", "", "0.0000"),
        ]


class TestNotes:
    def test_they_say_how(self):
        tally = by_hand()
        notes = tally_notes(
            tally, tally.printed("ha", 4), WORDS, Method("official", "CGCS2000", "EPSG:4527", ("DLTB", "CJDCQ"), True)
        )
        text = " ".join(notes)
        for part in (
            "the ellipsoid (CGCS2000), by the official procedure; layers in EPSG:4527",
            "Layers: DLTB; CJDCQ.",
            "Classes: 第三次全国国土调查工作分类.",
            "Unit: ha, 4 decimals, rounded half up.",
            "balanced to each zone's own printed area by largest remainder",
            "Field ridges are deducted from their class",
        ):
            assert part in text
        assert "pieces" not in text

    def test_they_say_what_was_left_out(self):
        tally = tally_pieces(
            [Zone("A", "", Decimal("10000.00"))], [0, 0, 0, 0], [0, 1, 2, 3], [9999.7, 0.3, 5e-5, -2.0], KEYS
        )
        text = " ".join(tally_notes(tally, tally.printed("ha", 4), WORDS, Method("plane", "CGCS2000", "EPSG:4527")))
        assert "1 pieces under 0.0001 m², together 0.0001 m²" in text
        assert "1 pieces with negative area, together -2.0000 m²" in text
        assert "1 areas that print as zero, together 0.3000 m², are not shown." in text
        assert "plane areas in the projection EPSG:4527" in text


PARCEL_KEYS = [
    Key(("371525001", "East", "collective"), "0102"),
    Key(("371525001", "East", "collective"), "0404"),
    Key(("371525002", "West", "collective"), "0702"),
    Key(("371525001", "East", "state"), "1003"),
    Key(("371525002", "West", "collective"), "1203"),
]


def parcels():
    """Parcel 1: 33333.33 m² in East (collective): wheat 22222.22, other grassland 11111.11; parcel 2: see the test."""
    zones = [Zone("DK1", "Works", Decimal("33333.33")), Zone("DK2", "", Decimal("20000.00"))]
    return tally_pieces(
        zones,
        [0, 0, 1, 1, 1],
        [0, 1, 2, 3, 4],
        [22222.22, 11111.11, 6666.665, 6666.665, 6666.67],
        PARCEL_KEYS,
        dimensions=DIMENSIONS,
    )


class TestApproval:
    def test_the_form(self):
        table = approval_table(parcels().printed("ha", 4), WORDS, head=(("Place", "Guan"),), foot=(("By", "Li"),))
        assert [(*column.groups, column.label) for column in table.columns] == [
            ("No.",),
            ("Parcel",),
            ("Owner",),
            ("Ownership",),
            ("Total area",),
            ("Agricultural land", "Sum"),
            ("Agricultural land", "耕地", "Subtotal"),
            ("Agricultural land", "耕地", "水浇地"),
            ("Agricultural land", "其他农用地", "Subtotal"),
            ("Agricultural land", "其他农用地", "田坎"),
            ("Construction land", "Sum"),
            ("Construction land", "农村宅基地"),
            ("Construction land", "公路用地"),
            ("Unused land", "Sum"),
            ("Unused land", "其他草地"),
        ]
        # 33333.33 m² = 3.3333 ha: 2.2222 + 1.1111; 20000 m² = 2 ha: 0.6666665 twice and 0.666667 print 0.6667 + 0.6666
        # + 0.6667 (the two larger remainders are 0.666667 and, of the equal ones, the first)
        assert ["|".join(row) for row in rows(table)] == [
            "1|Works|East|Collective|3.3333|2.2222|2.2222|2.2222||||||1.1111|1.1111",
            "|Works|Subtotal||3.3333|2.2222|2.2222|2.2222||||||1.1111|1.1111",
            "2|DK2|East|State-owned|0.6666||||||0.6666||0.6666||",
            "3|DK2|West|Collective|1.3334|0.6667|||0.6667|0.6667|0.6667|0.6667|||",
            "|DK2|Subtotal||2.0000|0.6667|||0.6667|0.6667|1.3333|0.6667|0.6666||",
            "|Total|||5.3333|2.8889|2.2222|2.2222|0.6667|0.6667|1.3333|0.6667|0.6666|1.1111|1.1111",
        ]
        assert table.head == (("Place", "Guan"),)
        assert table.foot == (("By", "Li"),)
        assert len({column.key for column in table.columns}) == len(table.columns)

    def test_leaves_in_three_units_add_up_to_the_parcels(self):
        leaves = parcel_leaves(parcels())
        # 33333.33 m² = 3.3333 ha = 49.99999… = 50.0000 mu
        for unit, totals in (
            ("m2", ("33333.33", "20000.00")),
            ("ha", ("3.3333", "2.0000")),
            ("mu", ("50.0000", "30.0000")),
        ):
            for number, total in enumerate(totals):
                assert sum(getattr(leaf, unit) for leaf in leaves if leaf.parcel == number) == Decimal(total)
        assert [(leaf.village_code, leaf.ownership, leaf.code) for leaf in leaves if leaf.parcel == 0] == [
            ("371525001", "collective", "0102"),
            ("371525001", "collective", "0404"),
        ]

    def test_land_outside_the_villages_comes_last_in_its_parcel(self):
        tally = tally_pieces(
            [Zone("DK1", "", Decimal("10.00"))], [0], [0], [7.0], PARCEL_KEYS, dimensions=DIMENSIONS, uncovered=[3.0]
        )
        table = approval_table(tally.printed("m2", 2), WORDS)
        assert [row[:5] for row in rows(table)] == [
            ("1", "DK1", "East", "Collective", "7.00"),
            ("2", "DK1", "Outside the villages", "Not recorded", "3.00"),
            ("", "DK1", "Subtotal", "", "10.00"),
            ("", "Total", "", "", "10.00"),
        ]
        assert table.columns[-1].label == "Not covered by land use"

    @pytest.mark.parametrize(
        ("code", "kind"),
        [("10", "state"), (20, "state"), ("21", "state"), ("30", "collective"), ("34", "collective"),
         ("40", "collective"), ("", ""), (None, ""), ("9", "")],
    )  # fmt: skip
    def test_ownership(self, code, kind):
        assert ownership_kind(code) == kind
        assert (
            ownership_name(kind, same) == {"state": "State-owned", "collective": "Collective", "": "Not recorded"}[kind]
        )
