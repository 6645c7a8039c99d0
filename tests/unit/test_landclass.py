"""Schemes of land classes, and which of them a layer uses."""

import math

import pytest

from redline.core.errors import RedlineError
from redline.core.landuse.classes import (
    MAJORS,
    SCHEMES,
    clean_code,
    find_scheme,
    legacy_class,
    major_name,
    read_scheme,
    scheme_from_csv,
    scheme_named,
    scheme_of_codes,
    use_office_table,
)
from redline.core.resources import resource_table


class TestSchemes:
    def test_counts(self):
        # 13 first-level classes 00..12 of the third survey; 12 + 73 of GB/T 21010-2017; 24 / 111 / 40 of 2023.
        def levels(scheme_id):
            classes = read_scheme(scheme_id).classes.values()
            return [sum(1 for each in classes if each.level == level) for level in (1, 2, 3)]

        assert levels("sandiao")[0] == 13
        assert levels("gbt21010") == [12, 73, 0]
        assert levels("ydyh") == [24, 111, 40]

    @pytest.mark.parametrize(
        ("scheme", "code", "zh", "first", "major"),
        [
            ("sandiao", "0102", "水浇地", "01", "agricultural"),
            ("sandiao", "0303", "红树林地", "00", "agricultural"),
            ("sandiao", "1104A", "养殖坑塘", "11", "agricultural"),
            ("sandiao", "0301K", "可调整乔木林地", "03", "agricultural"),
            ("sandiao", "09", "特殊用地", "09", "construction"),
            ("sandiao", "1006", "农村道路", "10", "agricultural"),
            ("sandiao", "1003", "公路用地", "10", "construction"),
            ("sandiao", "0404", "其他草地", "04", "unused"),
            ("sandiao", "1107A", "干渠", "11", "agricultural"),
            ("gbt21010", "0501", "零售商业用地", "05", "construction"),
            ("ydyh", "060101", "村道用地", "06", "agricultural"),
            ("ydyh", "0204", "油料园地", "02", "agricultural"),
            ("ydyh", "1801", "渔业基础设施用海", "18", ""),
        ],
    )
    def test_a_class(self, scheme, code, zh, first, major):
        found = read_scheme(scheme)
        assert found.name(code, "zh_Hans") == zh
        assert found.first_level(code) == first
        assert found.major(code) == major

    @pytest.mark.parametrize("scheme_id", SCHEMES)
    def test_every_class_has_both_names_and_a_first_level(self, scheme_id):
        scheme = read_scheme(scheme_id)
        for code, each in scheme.classes.items():
            assert each.name_zh and each.name_en, code
            assert scheme.classes[scheme.first_level(code)].level == 1
            assert each.major in MAJORS

    def test_a_parent_has_the_major_class_on_which_its_classes_agree(self):
        scheme = read_scheme("sandiao")
        assert scheme.major("01") == "agricultural"
        assert scheme.major("10") == ""  # rural roads are agricultural, highways construction

    def test_the_major_classes_are_those_of_the_code_tables(self):
        words = {"农用地": "agricultural", "建设用地": "construction", "未利用地": "unused"}
        columns = {
            "sandiao": ("codes/sandiao_codes.csv", "sandalei_三大类(GB/T21010-2017 口径)"),
            "gbt21010": ("codes/gbt21010_2017_codes.csv", "三大类"),
            "ydyh": ("codes/ydyh_2023_codes.csv", "三大类(derived)"),
        }
        for scheme_id, (table, column) in columns.items():
            scheme = read_scheme(scheme_id)
            for row in resource_table(table):
                if row["code"] in scheme and row[column] in words:
                    assert scheme.major(row["code"]) == words[row[column]], (scheme_id, row["code"])

    def test_attribute_codes_are_no_classes(self):
        scheme = read_scheme("sandiao")
        assert not [code for code in ("201", "203A", "HDGD", "LS", "1301") if code in scheme]

    def test_headings_of_the_approval_form(self):
        scheme = read_scheme("sandiao")
        groups = {code: scheme.group(code, "zh_Hans") for code in ("0102", "0201K", "0404", "1006", "1203", "0702")}
        assert groups == {
            "0102": "耕地",
            "0201K": "园地",
            "0404": "草地",
            "1006": "其他农用地",
            "1203": "其他农用地",
            "0702": "住宅用地",
        }
        assert scheme.group("1203", "en") == "Other agricultural land"

    def test_order_is_the_schemes_own_and_unknown_codes_come_last(self):
        scheme = read_scheme("sandiao")
        assert scheme.order(["1203", "XX", "0201K", "0201", "0102", "1106", "0102"]) == [
            "1106", "0102", "0201", "0201K", "1203", "XX",
        ]  # fmt: skip

    def test_ridge_class(self):
        assert [read_scheme(each).ridge for each in SCHEMES] == ["1203", "1203", "2303"]
        assert read_scheme("ydyh").name("2303", "zh_Hans") == "田坎"

    def test_no_such_scheme(self):
        with pytest.raises(RedlineError, match="There is no scheme erdiao: choose one of sandiao, gbt21010, ydyh"):
            read_scheme("erdiao")

    def test_no_such_class(self):
        with pytest.raises(RedlineError, match="9999 is not a class of Third national land survey"):
            read_scheme("sandiao").major("9999")

    def test_majors_have_names(self):
        assert [major_name(each, lambda text: text) for each in MAJORS] == [
            "Agricultural land",
            "Construction land",
            "Unused land",
            "Outside the three major classes",
        ]


class TestCleanCode:
    @pytest.mark.parametrize(
        ("value", "code"),
        [(" 0201k ", "0201K"), ("０１０２", "0102"), (3, "3"), (3.0, "3"), (None, ""), (math.nan, ""), ("NULL", "")],
    )
    def test_values(self, value, code):
        assert clean_code(value) == code


class TestFindScheme:
    def test_third_survey(self):
        found = find_scheme(["0102", "05H1", "0702", "1104A", None, "0102"])
        assert (found.scheme.id, dict(found.unknown), found.alternatives) == ("sandiao", {}, ())

    def test_gbt21010(self):
        assert find_scheme(["0102", "0501", "0502", "0604"]).scheme.id == "gbt21010"

    def test_land_and_sea_use(self):
        assert find_scheme(["0703", "060101", "1401", "1207"]).scheme.id == "ydyh"

    def test_unknown_codes_are_counted(self):
        found = find_scheme(["0102", "05H1", "011", "011", "7777"])
        assert found.scheme.id == "sandiao"
        assert found.unknown == {"011": 2, "7777": 1}

    def test_codes_of_several_schemes_tell_the_alternatives(self):
        found = find_scheme(["0101", "0102"])
        assert found.scheme.id == "sandiao"
        assert found.alternatives == ("gbt21010", "ydyh")

    def test_names_decide_between_schemes(self):
        # 1001 is 铁路用地 in the survey and 工业用地 in the classification of 2023; 0702 and 0703 alike.
        codes = ["1001", "0701", "1001"]
        assert find_scheme(codes).scheme.id == "sandiao"
        assert find_scheme(codes, ["工业用地", "城镇住宅用地", "工业用地"]).scheme.id == "ydyh"
        assert find_scheme(codes, ["铁路用地", "城镇住宅用地", "铁路用地"]).scheme.id == "sandiao"

    def test_second_survey(self):
        with pytest.raises(RedlineError, match=r"\(011, 012, 203\) are three-digit codes of the second land survey"):
            find_scheme(["011", "012", "203"])

    def test_no_scheme(self):
        with pytest.raises(RedlineError, match=r"\(1, 2, 3\) belong to no known scheme: .* table of classes \(CSV\)"):
            find_scheme([1, 2, 3])

    def test_no_code(self):
        with pytest.raises(RedlineError, match="The class field holds no code"):
            find_scheme([None, " "])

    def test_require_names_layer_field_codes_and_todays_code(self):
        with pytest.raises(RedlineError) as caught:
            read_scheme("sandiao").require(["0102", "011", "7777", "7777", None], "DLTB", "DLBM")
        assert str(caught.value) == (
            "Layer DLTB, field DLBM: 011 (→ 0101 水田), 7777 (3 patches) are not classes of Third national land survey "
            "第三次全国国土调查工作分类: correct them, choose another scheme or give a table of classes (CSV)."
        )

    def test_legacy(self):
        assert legacy_class("104") == "1006 农村道路"
        assert legacy_class("0102") is None


CUSTOM = """code,name_zh,name_en,parent,major
1,水体,Water,,unused
2,农田,Farmland,,agricultural
21,小麦,Wheat,2,农用地
22,,Maize,2,
"""


def test_codes_without_a_table_are_a_scheme():
    scheme = scheme_of_codes(["1", "2"], {"2": "Maize"}, "cover.tif")
    assert (scheme.name("1", "en"), scheme.name("2", "zh_Hans")) == ("1", "Maize")
    assert (scheme.first_level("2"), scheme.major("2"), scheme.title("en")) == ("2", "", "cover.tif")


class TestOfficeTable:
    @pytest.fixture(autouse=True)
    def back(self):
        yield
        use_office_table(None)

    def write(self, tmp_path, text):
        path = tmp_path / "major_class.csv"
        path.write_text("scheme,code,major\n" + text, encoding="utf-8")
        use_office_table(path)

    def test_it_goes_before_the_plugins(self, tmp_path):
        assert read_scheme("sandiao").major("0404") == "unused"
        self.write(tmp_path, "sandiao,0404,农用地\nsandiao,1107A,construction\n")
        scheme = read_scheme("sandiao")
        assert (scheme.major("0404"), scheme.major("1107A"), scheme.major("0102")) == (
            "agricultural", "construction", "agricultural",
        )  # fmt: skip
        # grassland is agricultural altogether now
        assert scheme.major("04") == "agricultural"
        assert scheme.office == "major_class.csv"
        assert read_scheme("ydyh").office == ""
        use_office_table(None)
        assert read_scheme("sandiao").major("0404") == "unused"

    def test_a_file_that_is_not_there_changes_nothing(self, tmp_path):
        use_office_table(tmp_path / "none.csv")
        assert read_scheme("sandiao").office == ""

    @pytest.mark.parametrize("row", ["survey,0404,unused", "sandiao,0404,wet", "sandiao,,unused"])
    def test_wrong_rows(self, tmp_path, row):
        self.write(tmp_path, row + "\n")
        with pytest.raises(RedlineError, match=r"major_class.csv, line 2: scheme .* is no class"):
            read_scheme("sandiao")

    def test_missing_column(self, tmp_path):
        path = tmp_path / "major_class.csv"
        path.write_text("scheme,code\nsandiao,0404\n", encoding="utf-8")
        use_office_table(path)
        with pytest.raises(RedlineError, match="has no column major: it needs scheme, code, major"):
            read_scheme("sandiao")


class TestCustomScheme:
    def write(self, tmp_path, text, encoding="utf-8"):
        path = tmp_path / "cover.csv"
        path.write_bytes(text.encode(encoding))
        return path

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    def test_read(self, tmp_path, encoding):
        scheme = scheme_named(str(self.write(tmp_path, CUSTOM, encoding)))
        assert scheme.id == "cover"
        assert scheme.order(["22", "1", "2", "21"]) == ["1", "2", "21", "22"]
        assert scheme.name("21", "zh_Hans") == "小麦"
        assert scheme.name("22", "zh_Hans") == "Maize"
        assert scheme.first_level("21") == "2"
        assert scheme.classes["21"].level == 2
        assert [scheme.major(code) for code in ("1", "2", "21", "22")] == ["unused", "agricultural", "agricultural", ""]
        assert scheme.ridge is None

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("code,name_zh\n1,水\n", "has no column name_en, parent, major"),
            (CUSTOM + "1,再,Again,,\n", "line 6: the code 1 occurs twice"),
            (CUSTOM + "5,无,None,7,\n", "the class 5 has the parent 7, which is not in the table"),
            (CUSTOM + "5,无,None,6,\n6,无,None,5,\n", "the class 5 is its own ancestor"),
            (CUSTOM + "5,无,None,,wet\n", "line 6: wet is no major class"),
            (CUSTOM + ",无,None,,\n", "line 6: the column code is empty"),
            ("code,name_zh,name_en,parent,major\n", "holds no classes"),
        ],
    )
    def test_wrong_tables(self, tmp_path, text, message):
        with pytest.raises(RedlineError) as caught:
            scheme_from_csv(self.write(tmp_path, text))
        assert message in str(caught.value)

    def test_missing_file(self, tmp_path):
        with pytest.raises(RedlineError, match="cannot be read"):
            scheme_from_csv(tmp_path / "none.csv")

    def test_no_text(self, tmp_path):
        path = tmp_path / "x.csv"
        path.write_bytes(b"code\xff\xff\x80\x00")
        with pytest.raises(RedlineError, match="is no text in UTF-8 or GB 18030"):
            scheme_from_csv(path)
