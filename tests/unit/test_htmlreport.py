"""The report is well formed, escaped, alone in its file, and prints the digits of cell_text."""

import base64
from decimal import Decimal
from html.parser import HTMLParser

from redline.core.paper.htmlreport import Link, Picture, Section, html_report, table_html, write_report
from redline.core.paper.tables import Column, Row, Table

TABLE = Table(
    "t",
    "面积 <汇总>",
    (
        Column("unit", "权属单位"),
        Column("total", "总计", unit="公顷", numeric=True),
        Column("farm", "合计", ("农用地",), "公顷", True),
        Column("dry", "旱地", ("农用地",), "公顷", True),
    ),
    (
        Row(("<b>甲</b> & 乙", Decimal("1.2300"), Decimal("1.0000"), None)),
        Row(("合计", Decimal("1E+2"), Decimal("0.0000"), Decimal("0E-4")), "total"),
    ),
    notes=('按 "官方" 方法',),
)


class Checker(HTMLParser):
    """Collects cells, links and outside resources, and checks that every tag is closed."""

    VOID = {"meta", "br", "img"}

    def __init__(self):
        super().__init__()
        self.open, self.cells, self.links, self.resources, self.tags = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)
        if tag in ("td", "th"):
            self.cells.append("")
        values = dict(attrs)
        if "href" in values:
            self.links.append(values["href"])
        if "src" in values:
            self.resources.append(values["src"])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] in ("td", "th"):
            self.cells[-1] += data


def checked(text):
    checker = Checker()
    checker.feed(text)
    checker.close()
    assert checker.open == []
    return checker


def test_digits_and_escaping():
    checker = checked(table_html(TABLE))
    assert checker.cells == [
        *("权属单位", "总计", "农用地", "合计", "旱地"),
        *("<b>甲</b> & 乙", "1.2300", "1.0000", ""),
        *("合计", "100", "0.0000", "0.0000"),
    ]
    assert ("th", {"scope": "colgroup", "colspan": "2"}) in checker.tags
    assert ("th", {"scope": "col", "rowspan": "2"}) in checker.tags
    assert ("tr", {"class": "total"}) in checker.tags
    assert "Unit: 公顷" in table_html(TABLE)


def test_the_whole_page():
    page = html_report(
        "报告 & <x>",
        [
            Section("用了什么", facts=[("图层", "DLTB <1>")], texts=["一\n二"], tables=[TABLE]),
            Section("略过", items=["图斑 7: <script>alert(1)</script>"], warning=True),
            Section("文件", links=[Link("表 1", "表 格/a&b#1.xlsx")], pictures=[Picture('"图"', b"\x89PNG")]),
        ],
        subtitle="2025",
        language="zh-Hans",
    )
    checker = checked(page)
    assert page.startswith("<!DOCTYPE html>")
    assert ("html", {"lang": "zh-Hans"}) in checker.tags
    assert "<script" not in page
    assert "http" not in page
    assert checker.links[:3] == ["#part-1", "#part-2", "#part-3"]
    assert checker.links[3] == "%E8%A1%A8%20%E6%A0%BC/a%26b%231.xlsx"
    assert checker.resources == ["data:image/png;base64," + base64.b64encode(b"\x89PNG").decode()]
    assert ("section", {"class": "warning"}) in checker.tags
    assert "一<br>二" in page


def test_written_whole(tmp_path):
    path = write_report(tmp_path / "report.html", "报告", [])
    assert path.read_text(encoding="utf-8").endswith("</html>\n")
    assert [entry.name for entry in tmp_path.iterdir()] == ["report.html"]


def test_words_are_translated():
    chinese = {"Unit: {unit}": "单位：{unit}", "Contents": "目录"}
    page = html_report("x", [Section("y", tables=[TABLE])], tr=lambda text: chinese.get(text, text))
    assert "单位：公顷" in page
    assert 'aria-label="目录"' in page
