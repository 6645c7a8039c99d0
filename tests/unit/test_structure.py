"""From survey classes to planned use, decisions, and the structure table."""

from decimal import Decimal
from fractions import Fraction

import pytest

from redline.core.errors import RedlineError
from redline.core.landuse.classes import read_scheme
from redline.core.landuse.structure import (
    decide,
    decisions_table,
    open_classes,
    planned_class,
    read_decisions,
    structure_scheme,
    structure_table,
)
from redline.core.landuse.tables import Words
from redline.core.landuse.tally import Key, Zone, tally_pieces
from redline.core.paper.tables import cell_text
from redline.core.resources import resource_table


def same(text):
    return text


WORDS = Words(structure_scheme(), "zh_Hans", same)


def rows(table, kind=None):
    return [tuple(cell_text(value) for value in row.values) for row in table.rows if kind in (None, row.kind)]


class TestCrosswalk:
    @pytest.mark.parametrize(
        ("code", "planned"),
        [
            ("0102", "0102"),
            ("0301K", "0301"),
            ("0702", "0703"),
            ("1107A", "1311"),
            ("1006", "?1006"),
            ("1202", "?1202"),
        ],
    )
    def test_survey(self, code, planned):
        assert planned_class(code, read_scheme("sandiao")) == planned

    def test_every_survey_class_has_a_way(self):
        scheme = read_scheme("sandiao")
        for code, each in scheme.classes.items():
            if each.level > 1 or code == "09":
                assert planned_class(code, scheme) in structure_scheme(), code

    def test_gbt21010_goes_by_the_survey(self):
        scheme = read_scheme("gbt21010")
        assert planned_class("0501", scheme) == "?05H1"
        assert planned_class("0604", scheme) == "1101"
        for code, each in scheme.classes.items():
            if each.level == 2:
                assert planned_class(code, scheme) in structure_scheme(), code

    def test_planned_use_stays(self):
        assert planned_class("0204", read_scheme("ydyh")) == "0204"
        assert planned_class("", read_scheme("sandiao")) == ""

    def test_a_first_level_is_too_coarse(self):
        with pytest.raises(RedlineError, match="Class 01 has no class of planned use"):
            planned_class("01", read_scheme("sandiao"))

    def test_open_classes_are_those_that_the_crosswalk_calls_one_to_many(self):
        crosswalk = resource_table("codes/crosswalk_sandiao_ydyh.csv")
        assert set(open_classes()) == {row["sandiao_code"] for row in crosswalk if row["relation"].startswith("1:n")}
        planned = read_scheme("ydyh")
        for each in open_classes().values():
            assert each.certain == "" or each.certain in planned
            for candidate in each.candidates:
                assert candidate in planned
                assert candidate.startswith(each.certain)

    def test_open_classes_stand_with_what_is_certain(self):
        scheme = structure_scheme()
        assert scheme.first_level("?1202") == "06"
        assert scheme.first_level("?0204") == "02"
        assert scheme.first_level("?1006") == "?1006"
        assert scheme.name("?1006", "zh_Hans") == "待细分（1006 农村道路）"
        assert scheme.order(["?1006", "0301", "?0204", "0205", "0201"]) == ["0201", "0205", "?0204", "0301", "?1006"]


class TestDecisions:
    def write(self, tmp_path, text):
        path = tmp_path / "decisions.csv"
        path.write_text(text, encoding="utf-8")
        return path

    def test_read(self, tmp_path):
        path = self.write(tmp_path, "sandiao_code,ydyh_code,share\n1006,0601,3/4\n1006,1207,0.25\n1202,060202,\n")
        assert read_decisions(path) == {
            "1006": [("0601", Fraction(3, 4)), ("1207", Fraction(1, 4))],
            "1202": [("060202", Fraction(1))],
        }

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("code,target\n", "has no column sandiao_code, ydyh_code: it needs"),
            ("sandiao_code,ydyh_code\n0102,0102\n", "line 2: 0102 is not open: decisions are for 0204, 05H1"),
            ("sandiao_code,ydyh_code\n1006,9999\n", "line 2: 9999 is no class of planned use"),
            ("sandiao_code,ydyh_code,share\n1006,0601,x\n", "line 2: the share x is no number"),
            ("sandiao_code,ydyh_code,share\n1006,0601,0.5\n", "the shares of 1006 are 0.5 together: they must be 1"),
            ("sandiao_code,ydyh_code,share\n1006,0601,2\n1006,1207,-1\n", "the shares of 1006 are 1 together"),
        ],
    )
    def test_wrong(self, tmp_path, text, message):
        with pytest.raises(RedlineError) as caught:
            read_decisions(self.write(tmp_path, text))
        assert message in str(caught.value)

    def test_no_file(self, tmp_path):
        with pytest.raises(RedlineError, match="cannot be read"):
            read_decisions(tmp_path / "none.csv")


def tally(total, *areas):
    keys = [Key((), code) for code, _ in areas]
    zones = [Zone("T1", "Town", Decimal(total))]
    return tally_pieces(zones, [0] * len(areas), list(range(len(areas))), [area for _, area in areas], keys)


class TestTable:
    def test_by_hand(self):
        # 100 ha: base 60 irrigated, 10 rural roads (open), 30 homestead; target 50, 0, 40 homestead, 10 roads
        base = tally("1000000.00", ("0102", 600000.0), ("?1006", 100000.0), ("0703", 300000.0))
        target = tally("1000000.00", ("0102", 500000.0), ("0703", 400000.0), ("1207", 100000.0))
        table = structure_table(
            base.printed("ha", 2), target.printed("ha", 2), WORDS, "first", "ha", years=("2020", "2035")
        )
        assert [(*column.groups, column.label) for column in table.columns[4:]] == [
            ("2020", "Area"), ("2020", "Share"), ("2035", "Area"), ("2035", "Share"), ("Change",),
        ]  # fmt: skip
        assert rows(table) == [
            ("T1", "Town", "01", "耕地", "60.00", "60.00", "50.00", "50.00", "-10.00"),
            ("T1", "Town", "07", "居住用地", "30.00", "30.00", "40.00", "40.00", "10.00"),
            ("T1", "Town", "12", "交通运输用地", "0.00", "0.00", "10.00", "10.00", "10.00"),
            ("T1", "Town", "?1006", "待细分（1006 农村道路）", "10.00", "10.00", "0.00", "0.00", "-10.00"),
        ]

    def test_per_cent_add_up_to_a_hundred(self):
        # three thirds of 1.00 ha print 0.34 + 0.33 + 0.33, and so do their shares
        third = 10000 / 3
        table = structure_table(
            tally("10000.00", ("0102", third), ("0703", third), ("1001", third)).printed("ha", 2), None, WORDS,
            "first", "ha",
        )  # fmt: skip
        shares = [Decimal(row[5]) for row in rows(table)]
        assert sum(shares) == Decimal("100.00")
        assert [str(share) for share in shares] == ["34.00", "33.00", "33.00"]

    def test_decided(self):
        base = tally("100.00", ("?1006", 80.0), ("0102", 20.0))
        decided = decide(base, {"1006": [("0601", Fraction(3, 4)), ("1207", Fraction(1, 4))]})
        assert {cell.code: cell.area for cell in decided.cells} == {"0601": 60.0, "1207": 20.0, "0102": 20.0}
        table = decisions_table([base], {"1006": [("0601", Fraction(3, 4)), ("1207", Fraction(1, 4))]}, WORDS)
        assert rows(table) == [
            (
                "1006", "农村道路", "80.00", "0601 农村道路; 1202 公路用地; 1207 城镇村道路用地",
                "0601 农村道路 75.00 %; 1207 城镇村道路用地 25.00 %",
            ),
        ]  # fmt: skip

    def test_not_decided_is_told(self):
        table = decisions_table([tally("100.00", ("?1202", 100.0))], {}, WORDS)
        assert rows(table)[0][4] == "not decided"
