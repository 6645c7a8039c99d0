"""Workbooks are read back with openpyxl: heads, numbers, page set-up, and what must not become a formula."""

import io
import zipfile
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
import pytest

from redline.core.errors import RedlineError
from redline.core.paper.tableheader import header_cells, shared_unit, text_width
from redline.core.paper.tables import Column, Row, Table
from redline.core.paper.workbook import Sheet, sheet_names, workbook_bytes, write_workbook

COLUMNS = (
    Column("seq", "序号", numeric=True),
    Column("unit", "权属单位"),
    Column("total", "总计", unit="公顷", numeric=True),
    Column("farm", "合计", ("农用地",), "公顷", True),
    Column("0102", "水浇地", ("农用地", "耕地"), "公顷", True),
    Column("built", "合计", ("建设用地",), "公顷", True),
)
ROWS = (
    Row((1, "=cmd|' /C calc'!A0", Decimal("1.2300"), Decimal("1.0000"), Decimal("1.0000"), Decimal("0.2300"))),
    Row((2, "甘官屯村", Decimal("2.0001"), Decimal("2.0000"), Decimal("2.0000"), Decimal("0.0001"))),
    Row((None, "合计", Decimal("3.2301"), Decimal("3.0000"), Decimal("3.0000"), Decimal("0.2301")), "total"),
)
TABLE = Table(
    "汇总表",
    "土地分类权属地类面积汇总表",
    COLUMNS,
    ROWS,
    head=(("项目名称", "第1批次"),),
    foot=(("填报单位", "冠县自然资源和规划局"), ("填表人", "")),
    notes=("面积按椭球面积计算。",),
)
MADE = datetime(2025, 6, 15, 8, 0, tzinfo=UTC)


def opened(*tables, **options):
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(tables or (TABLE,), made=MADE, **options)))


def row_of(ws, text, column=1):
    return next(row for row in range(1, ws.max_row + 1) if ws.cell(row, column).value == text)


class TestHead:
    def test_merged_cells(self):
        ws = opened()["汇总表"]
        first = row_of(ws, "序号")
        merged = {str(area) for area in ws.merged_cells.ranges}
        # three rows of head: 序号, 权属单位 and 总计 reach over all three, 合计 over the lower two
        assert {f"A{first}:A{first + 2}", f"B{first}:B{first + 2}", f"C{first}:C{first + 2}"} <= merged
        assert f"D{first}:E{first}" in merged
        assert f"D{first + 1}:D{first + 2}" in merged
        assert f"F{first + 1}:F{first + 2}" in merged
        assert ws.cell(first, 4).value == "农用地"
        assert ws.cell(first + 1, 5).value == "耕地"
        assert ws.cell(first + 2, 5).value == "水浇地"
        assert "A1:F1" in merged and ws["A1"].value == TABLE.title

    def test_the_common_unit_is_said_once(self):
        ws = opened()["汇总表"]
        assert [cell.value for row in ws.iter_rows(max_row=4) for cell in row].count("Unit: 公顷") == 1
        assert shared_unit(TABLE) == "公顷"

    def test_mixed_units_stand_in_the_labels(self):
        columns = (Column("a", "面积", unit="公顷"), Column("b", "面积", unit="亩"), Column("c", "X (m)", unit="m"))
        assert [cell.text for cell in header_cells(columns)] == ["面积 (公顷)", "面积 (亩)", "X (m)"]

    def test_same_label_under_other_groups_is_not_merged(self):
        columns = (Column("a", "小计", ("农用地", "耕地")), Column("b", "小计", ("建设用地", "耕地")))
        cells = [(cell.text, cell.columns) for cell in header_cells(columns)]
        assert cells == [("农用地", 1), ("建设用地", 1), ("耕地", 1), ("耕地", 1), ("小计", 1), ("小计", 1)]


class TestCells:
    def test_numbers_carry_their_decimals(self):
        ws = opened()["汇总表"]
        row = row_of(ws, "甘官屯村", 2)
        assert ws.cell(row, 3).value == 2.0001
        assert ws.cell(row, 3).number_format == "0.0000"
        assert ws.cell(row, 1).number_format == "0"
        assert ws.cell(row, 3).data_type == "n"

    def test_attribute_values_never_become_formulas(self):
        evil = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"]
        table = Table("t", "=2+2", (Column("a", "=A1"),), tuple(Row((text,)) for text in evil), head=(("", "=3"),))
        book = opened(table)
        for cell in (cell for row in book["t"].iter_rows() for cell in row if cell.value is not None):
            assert cell.data_type == "s"
        first = row_of(book["t"], "=1+1")
        assert [book["t"].cell(first + i, 1).value for i in range(4)] == evil[:4]
        assert book["t"].cell(first, 1).quotePrefix

    def test_signs_that_xml_cannot_hold(self):
        table = Table("t", "t", (Column("a", "a"),), (Row(("a\x00b\x1f\ud800",)),))
        ws = opened(table)["t"]
        assert row_of(ws, "a\ufffdb\ufffd\ufffd")

    def test_long_numbers_are_kept_whole(self):
        code = Decimal("37152510120012345678.12")
        ws = opened(Table("t", "t", (Column("a", "a", numeric=True),), (Row((code,)),)))["t"]
        assert row_of(ws, "37152510120012345678.12")

    def test_totals_are_strong(self):
        ws = opened()["汇总表"]
        assert ws.cell(row_of(ws, "合计", 2), 3).font.b
        assert not ws.cell(row_of(ws, "甘官屯村", 2), 3).font.b


class TestPage:
    def test_set_up(self):
        ws = opened(Sheet(TABLE, "A3"))["汇总表"]
        assert ws.page_setup.paperSize == 8  # A3
        assert ws.page_setup.orientation == "landscape"
        assert ws.sheet_properties.pageSetUpPr.fitToPage
        assert (ws.page_setup.fitToWidth, ws.page_setup.fitToHeight) == (1, 0)
        first = row_of(ws, "序号")
        assert ws.print_title_rows == f"${first}:${first + 2}"
        last = row_of(ws, "面积按椭球面积计算。")
        assert ws.print_area == f"'汇总表'!$A$1:$F${last}"
        assert ws.freeze_panes == f"A{first + 3}"
        assert ws.oddFooter.center.text == "Page &P of &N"

    def test_rows_of_the_bureau_s_forms(self):
        ws = opened(Sheet(TABLE, "A3", form=True))["汇总表"]
        # title in rows 2-3, words and unit in row 4, head in rows 5-7, data from row 8
        assert "A2:F3" in {str(area) for area in ws.merged_cells.ranges}
        assert ws["A2"].value == TABLE.title
        assert ws["A4"].value == "项目名称: 第1批次"
        assert "Unit: 公顷" in [cell.value for cell in ws[4]]
        assert ws["A5"].value == "序号"
        assert ws["A8"].value == 1
        assert ws.print_title_rows == "$5:$7"
        assert ws["A1"].value is None

    def test_pages_of_so_many_rows(self):
        rows = tuple(Row((i,)) for i in range(1, 61))
        ws = opened(Sheet(Table("t", "t", (Column("a", "序号", numeric=True),), rows), rows_per_page=25))["t"]
        first = row_of(ws, 1)
        # breaks stand after the 25th and the 50th body row
        assert [item.id for item in ws.row_breaks.brk] == [first + 24, first + 49]

    def test_font_and_its_character_set(self):
        ws = opened()["汇总表"]
        font = ws.cell(row_of(ws, "甘官屯村", 2), 2).font
        assert (font.name, font.charset) == ("宋体", 134)

    def test_words_above_and_below(self):
        ws = opened()["汇总表"]
        values = [cell.value for row in ws.iter_rows() for cell in row]
        assert "项目名称: 第1批次" in values
        assert "填报单位: 冠县自然资源和规划局" in values
        assert "填表人: " in values


def test_same_tables_same_bytes():
    assert workbook_bytes([TABLE], made=MADE) == workbook_bytes([TABLE], made=MADE)
    with zipfile.ZipFile(io.BytesIO(workbook_bytes([TABLE], made=MADE))) as archive:
        assert b"2025-06-15T08:00:00Z" in archive.read("docProps/core.xml")


def test_sheet_names():
    names = sheet_names(["地块/1", "地块:1", "", "x" * 40, "X" * 40, "'a'", "History"])
    assert names == ["地块_1", "地块_1_2", "Sheet", "x" * 31, "X" * 29 + "_2", "a", "History_2"]
    assert all(1 <= len(name) <= 31 for name in names)


def test_no_tables():
    with pytest.raises(RedlineError, match="There is no table to write into the workbook"):
        workbook_bytes([])


def test_missing_openpyxl(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(RedlineError, match=r"The package openpyxl is missing.*pip install openpyxl"):
        workbook_bytes([TABLE])


def test_a_file_that_cannot_be_written(tmp_path):
    (tmp_path / "there.xlsx").mkdir()
    with pytest.raises(RedlineError, match=r"there\.xlsx cannot be written"):
        write_workbook(tmp_path / "there.xlsx", [TABLE])
    assert [path.name for path in tmp_path.iterdir()] == ["there.xlsx"]


def test_whole_file(tmp_path):
    path = write_workbook(tmp_path / "table.xlsx", [TABLE, TABLE], made=MADE)
    assert openpyxl.load_workbook(path).sheetnames == ["汇总表", "汇总表_2"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["table.xlsx"]


def test_text_width():
    assert text_width("面积 ha") == 7


class TestWideTables:
    def table(self, count, rows=3):
        columns = (
            Column("zone", "统计单元"),
            Column("name", "名称"),
            *(Column(f"c{i}", "水浇地", (f"一级类{i // 10}",), "公顷", True) for i in range(count)),
        )
        row = Row(("371525001", "清泉街道", *(Decimal("12345.1234") for _ in range(count))))
        return Table("t", "地类面积表", columns, (row,) * rows, notes=("说明",))

    def test_paper_grows_with_the_table(self):
        # zone 9 + 2.5, name 8 + 2.5, each number 10 + 2.5 digits; A4 has room for 108 digits, A3 for 157
        for count, paper in ((8, 9), (12, 9), (14, 8), (20, 8)):
            ws = opened(self.table(count))["t"]
            assert ws.page_setup.paperSize == paper, count  # 9 is A4, 8 is A3
            assert ws.sheet_properties.pageSetUpPr.fitToPage
            assert not ws.col_breaks.brk
        assert opened(Sheet(self.table(12), "A3"))["t"].page_setup.paperSize == 8

    def test_a_table_too_wide_for_a3_goes_over_several_pages(self):
        ws = opened(self.table(60))["t"]
        assert not ws.sheet_properties.pageSetUpPr.fitToPage
        assert 50 <= ws.page_setup.scale <= 60
        # 60 columns in three pages, of 20 or so each; the first two columns come again on each
        breaks = [each.id for each in ws.col_breaks.brk]
        assert len(breaks) == 2
        for begin, end in zip([2, *breaks], [*breaks, 62], strict=True):
            assert 18 <= end - begin <= 22
        assert ws.print_title_cols == "$A:$B"
        assert ws.freeze_panes == "C5"
        assert ws.print_area == "'t'!$A$1:$BJ$8"
        # words stand beside the columns that come again, and no merged cell reaches over an edge
        assert ws["C1"].value == "地类面积表" and ws["C8"].value == "说明"
        edges = {2, *breaks}
        for area in ws.merged_cells.ranges:
            assert not any(area.min_col <= edge < area.max_col for edge in edges), area
        # a group that is cut stands on both sides
        first = breaks[0]
        assert ws.cell(3, first + 1).value == ws.cell(3, first - (first - 2) % 10 + 1).value or (first - 2) % 10 == 0

    def test_ordinals_and_words_stand_alike_in_their_column(self):
        rows = (Row((1, "水浇地")), Row((2, "机关团体新闻出版用地")), Row(("", "合计"), "total"))
        ws = opened(Table("t", "t", (Column("n", "序号", numeric=True), Column("c", "地类")), rows))["t"]
        first = row_of(ws, 1)
        assert [ws.cell(first + i, 1).alignment.horizontal for i in (0, 1)] == ["center", "center"]
        assert [ws.cell(first + i, 2).alignment.horizontal for i in (0, 1)] == ["left", "left"]
