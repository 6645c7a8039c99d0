"""The parts of map sheets: scales, typefaces, wrapping, label places, templates, books."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import QgsLayoutFrame, QgsLayoutItem, QgsProject, QgsTextFormat
from qgis.PyQt.QtGui import QFont

from redline.core.errors import RedlineError
from redline.core.paper.tables import Column, Row, Table
from redline.layouts.book import BookSheet, write_book
from redline.layouts.fonts import BODY, missing_signs, sheet_family
from redline.layouts.records import label_spots, table_columns
from redline.layouts.scales import OVERVIEW_SCALES, STANDARD_SCALES, Frame, bar_segment, fitting_scale, grid_interval
from redline.layouts.templates import SHIPPED, load_template, template_path
from redline.layouts.typesetting import Measure, column_widths


class TestScales:
    frame = Frame(182.0, 142.0)

    @pytest.mark.parametrize(
        ("width", "height", "scale"),
        [
            # 30 m need 30,000 mm / (182 mm × 0.9) = 1:183.
            (30, 20, 500),
            # 81.9 m × 1000 / 163.8 mm = 1:500 exactly, a millimetre more does not fit.
            (81.9, 10, 500),
            (81.901, 10, 1000),
            # The height decides: 130 m × 1000 / (142 × 0.9 = 127.8 mm) = 1:1017.
            (10, 130, 2000),
            (12_000, 430, 100_000),
            (1, 1, 500),
        ],
    )
    def test_the_largest_that_fits(self, width, height, scale):
        assert fitting_scale(width, height, self.frame) == scale

    def test_beyond_the_series(self):
        # 400 km × 1000 / 163.8 mm = 1:2,442,003: three times a million.
        assert fitting_scale(400_000, 1, self.frame) == 3_000_000

    @settings(deadline=None, max_examples=100)
    @given(st.floats(0.1, 1e5), st.floats(0.1, 1e5))
    def test_what_is_chosen_fits_and_the_next_larger_does_not(self, width, height):
        scale = fitting_scale(width, height, self.frame, series=OVERVIEW_SCALES)
        fits = [
            width * 1000 / s <= 163.8 + 1e-9 and height * 1000 / s <= 127.8 + 1e-9
            for s in (scale, max((other for other in OVERVIEW_SCALES if other < scale), default=1))
        ]
        assert fits[0]
        assert not fits[1] or scale == OVERVIEW_SCALES[0]

    def test_ticks_every_five_centimetres_or_a_little_less(self):
        intervals = [grid_interval(scale) for scale in (500, 1000, 2000, 5000, 10_000, 25_000, 75_000, 250_000)]
        assert intervals == [25, 50, 100, 250, 500, 1000, 2500, 10_000]

    def test_bar(self):
        # 12 mm at 1:500 are 6 m: 5 m; at 1:2000 24 m: 20 m; at 1:250,000 3,000 m: 2,500 m.
        assert [bar_segment(scale) for scale in (500, 2000, 250_000)] == [5, 20, 2500]

    def test_the_survey_series_is_kept_apart(self):
        assert set(STANDARD_SCALES) < set(OVERVIEW_SCALES)
        assert STANDARD_SCALES[:5] == (500, 1000, 2000, 5000, 10_000)


class TestFonts:
    def test_an_installed_family_is_chosen(self, qgis_app):
        family = sheet_family(("No Such Typeface", *BODY))
        assert family != "No Such Typeface"
        assert missing_signs(family) == ""

    def test_signs_that_a_latin_typeface_lacks(self, qgis_app):
        assert "亩" in missing_signs("DejaVu Sans")
        assert "°" not in missing_signs("DejaVu Sans")

    def test_a_template_in_an_unfit_typeface_warns(self, qgis_app, tmp_path, monkeypatch):
        monkeypatch.setattr("redline.layouts.templates.sheet_family", lambda _: "DejaVu Sans")
        warnings: list[str] = []
        project = QgsProject()
        layout = load_template(project, template_path("map", "A4", "portrait"), "x", warnings.append, lambda text: text)
        project.layoutManager().addLayout(layout)
        [warning] = warnings
        assert warning.startswith("The typeface DejaVu Sans has no sign for 亩")


class TestWrapping:
    @pytest.fixture
    def measure(self, qgis_app):
        form = QgsTextFormat()
        form.setFont(QFont(sheet_family()))
        form.setSize(10)
        return Measure(form)

    def test_chinese_breaks_anywhere_but_not_before_a_stop(self, measure):
        text = "占用永久基本农田，不符合。"
        width = measure.width("占用永久基本农田")
        lines = measure.wrapped(text, width).split("\n")
        assert "".join(lines) == text
        assert all(measure.width(line) <= width + 0.01 for line in lines)
        assert not any(line[0] in "，。" for line in lines)

    def test_words_and_numbers_stay_whole(self, measure):
        text = "面积 1234567.89 m² under the red line"
        lines = measure.wrapped(text, measure.width("1234567.89 ")).split("\n")
        assert "1234567.89" in " ".join(lines).split()

    def test_a_unit_in_brackets_stays_whole(self, measure):
        lines = measure.wrapped("二重覆盖面积（公顷）", measure.width("二重覆盖面积（")).split("\n")
        assert lines == ["二重覆盖面积", "（公顷）"]

    def test_short_text_stays(self, measure):
        assert measure.wrapped("一行", 100) == "一行"

    def test_numbers_keep_their_width_and_texts_give_way(self, measure):
        columns = (Column("name", "名称"), Column("ha", "面积", numeric=True))
        table = Table("t", "", columns, (Row(("很长的名称" * 10, "123456.7890")),))
        name, number = column_widths(columns, [("1", table)], 40.0, measure)
        assert number >= measure.width("123456.7890") - 0.01
        assert name + number == pytest.approx(40.0, abs=0.1)

    def test_headings_break_before_texts_do(self, measure):
        columns = (Column("name", "红线"), Column("legal", "永久基本农田面积（平方米）", numeric=True))
        table = Table("t", "", columns, (Row(("生态保护红线", "5.50")),))
        free = measure.width("生态保护红线") + measure.width("永久基本农田面积") + 1
        name, _ = column_widths(columns, [("1", table)], free, measure)
        assert name >= measure.width("生态保护红线") - 0.01


class TestLabelSpots:
    def test_the_corner_of_a_square_points_outward(self):
        # Clockwise square: at its north-east corner the number stands to the top right.
        assert label_spots((0, 10), (10, 10), (10, 0)).split(",")[0] == "TR"
        assert label_spots((10, 0), (0, 0), (0, 10)).split(",")[0] == "BL"

    def test_on_a_straight_side_beside_it(self):
        # Going east along the northern side: above.
        assert label_spots((0, 0), (5, 0), (10, 0)).split(",")[0] == "T"

    def test_a_spike(self):
        assert label_spots((0, 0), (5, 0), (0, 0)).split(",")[0] == "R"


def test_columns_of_several_tables_meet_in_order():
    def table(*keys: str) -> Table:
        return Table("t", "", tuple(Column(key, key) for key in keys), ())

    union = table_columns([table("seq", "x", "side"), table("seq", "ring", "x", "side")])
    assert [column.key for column in union] == ["seq", "ring", "x", "side"]


class TestTemplates:
    NEEDED = {
        "parcel": {"facts_table", "area_table", "points_table", "maker", "checker", "approver", "stamp_space"},
        "map": {"facts_table", "area_table", "maker", "checker", "approver", "stamp_space"},
        "batch": {"facts_table", "area_table", "keymap", "stamp_space"},
        "village": {"facts_table", "area_table", "points_table", "bar"},
    }
    EVERYWHERE = {
        "title",
        "subtitle",
        "marking",
        "security",
        "map",
        "north",
        "scalebar",
        "numeric_scale",
        "legend",
        "crs",
        "height_datum",
        "data_date",
        "page",
        "office",
        "made_date",
    }

    @pytest.mark.parametrize("kind", list(NEEDED))
    @pytest.mark.parametrize("paper", ["A4", "A3"])
    @pytest.mark.parametrize("orientation", ["landscape", "portrait"])
    def test_shipped(self, qgis_app, kind, paper, orientation):
        path = template_path(kind, paper, orientation)
        project = QgsProject()
        layout = load_template(project, path, "x", pytest.fail, lambda text: text)
        project.layoutManager().addLayout(layout)
        items = {item.id(): item for item in layout.items() if isinstance(item, QgsLayoutItem) and item.id()}
        assert self.NEEDED[kind] | self.EVERYWHERE <= set(items)
        long, short = {"A4": (297, 210), "A3": (420, 297)}[paper]
        size = layout.pageCollection().page(0).pageSize()
        assert (size.width(), size.height()) == ((long, short) if orientation == "landscape" else (short, long))
        for item in items.values():
            if not isinstance(item, QgsLayoutFrame):
                where, extent = item.pagePositionWithUnits(), item.sizeWithUnits()
                assert where.x() >= 4
                assert where.y() >= 4
                assert where.x() + extent.width() <= size.width() - 4
                assert where.y() + extent.height() <= size.height()

    def test_no_path_of_a_machine_and_no_picture_inside(self):
        for path in SHIPPED.glob("*.qpt"):
            text = path.read_text(encoding="utf-8")
            assert "base64" not in text
            assert "/usr/" not in text
            assert "/home/" not in text

    def test_an_offices_own_goes_first(self, tmp_path):
        own = tmp_path / "map_A4_portrait.qpt"
        own.write_text("<Layout/>", encoding="utf-8")
        assert template_path("map", "A4", "portrait", tmp_path) == own
        assert template_path("map", "A3", "portrait", tmp_path).parent == SHIPPED

    def test_entities_are_refused(self, qgis_app, tmp_path):
        bad = tmp_path / "bad.qpt"
        bad.write_text('<!DOCTYPE a [<!ENTITY b "c">]><Layout>&b;</Layout>', encoding="utf-8")
        with pytest.raises(RedlineError, match=r"bad\.qpt is no QGIS layout template"):
            load_template(QgsProject(), bad, "x", pytest.fail, lambda text: text)

    @pytest.mark.parametrize("depth", [201, 100_000])
    def test_a_template_nested_too_deep(self, qgis_app, tmp_path, depth):
        """100,000 tags within tags ended QGIS with a segmentation fault."""
        bad = tmp_path / "deep.qpt"
        bad.write_text("<Layout>" + "<a>" * (depth - 1) + "</a>" * (depth - 1) + "</Layout>", encoding="utf-8")
        with pytest.raises(RedlineError, match=r"deep\.qpt nests its tags more than 200 deep, which no layout of QGIS"):
            load_template(QgsProject(), bad, "x", pytest.fail, lambda text: text)

    def test_a_template_that_is_too_large(self, qgis_app, tmp_path):
        bad = tmp_path / "large.qpt"
        with bad.open("wb") as file:
            file.truncate(65_000_000)
        with pytest.raises(RedlineError, match=r"large\.qpt is 65 MB large; 64 MB are read"):
            load_template(QgsProject(), bad, "x", pytest.fail, lambda text: text)

    @pytest.mark.parametrize(
        "text", ["<Layout>", "<Layout></a>", "no xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><Layout>&b;</Layout>"]
    )
    def test_a_template_that_is_no_xml(self, qgis_app, tmp_path, text):
        bad = tmp_path / "bad.qpt"
        bad.write_text(text, encoding="utf-8")
        with pytest.raises(RedlineError, match=r"bad\.qpt is no QGIS layout template"):
            load_template(QgsProject(), bad, "x", pytest.fail, lambda text: text)


def simple_pdf(path: Path, pages: int) -> Path:
    """A PDF as Qt writes it: objects one after another, one table, pages under one node."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(pages))
    bodies = [
        "<< /Title (not /Root 9 0 R) >>",
        "<< /Type /Catalog /Pages 3 0 R >>",
        f"<< /Type /Pages /Kids [ {kids} ] /Count {pages} >>",
    ]
    for i in range(pages):
        stream = f"BT /F1 12 Tf (page {i} keeps 7 0 R) Tj ET"
        bodies.append(f"<< /Type /Page /Parent 3 0 R /MediaBox [0 0 200 100] /Contents {5 + 2 * i} 0 R >>")
        bodies.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(out)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}"
    out += f"trailer\n<<\n/Size {len(bodies) + 1}\n/Info 1 0 R\n/Root 2 0 R\n>>\nstartxref\n{start}\n%%EOF\n"
    path.write_bytes(out.encode("latin-1"))
    return path


class TestBook:
    def test_pages_and_bookmarks(self, tmp_path):
        parts = [simple_pdf(tmp_path / f"{i}.pdf", i + 1) for i in range(3)]
        titles = ["一号地块", "现状", "二号地块"]
        entries = [
            BookSheet(path, title, int(i == 1)) for i, (path, title) in enumerate(zip(parts, titles, strict=True))
        ]
        target = tmp_path / "book.pdf"
        # 1 + 2 + 3 pages.
        assert write_book(entries, target) == 6
        data = target.read_bytes()
        found = [bytes.fromhex(text.decode()).decode("utf-16") for text in re.findall(rb"/Title <([0-9a-f]+)>", data)]
        assert sorted(found) == sorted(titles)
        assert b"/PageMode /UseOutlines" in data
        # The second stands under the first; the outline has two entries of its own.
        assert re.search(rb"/Type /Outlines /First \d+ 0 R /Last \d+ 0 R /Count 2", data)
        assert data.count(b"keeps 7 0 R") == 6, "what stands in a stream is no reference"

    def test_every_object_is_where_the_table_says(self, tmp_path):
        target = tmp_path / "book.pdf"
        write_book([BookSheet(simple_pdf(tmp_path / f"{i}.pdf", 2), str(i)) for i in range(4)], target)
        data = target.read_bytes()
        start = int(data[data.rindex(b"startxref") + 9 :].split()[0])
        lines = data[start:].splitlines()
        for number, line in enumerate(lines[2 : 2 + int(lines[1].split()[1])]):
            if line.endswith(b"n "):
                place = int(line.split()[0])
                assert data[place:].startswith(b"%d 0 obj" % number)

    def test_a_later_section_goes_before_an_earlier_one(self, tmp_path):
        path = simple_pdf(tmp_path / "1.pdf", 1)
        data = path.read_bytes()
        before = data.rindex(b"xref", 0, data.rindex(b"startxref"))
        place = len(data)
        data += b"1 0 obj\n<< /Title (later) >>\nendobj\n"
        start = len(data)
        data += b"xref\n0 1\n0000000000 65535 f \n1 1\n%010d 00000 n \n" % place
        data += b"trailer\n<< /Prev %d /Root 2 0 R /Size 6 >>\nstartxref\n%d\n%%%%EOF\n" % (before, start)
        path.write_bytes(data)
        target = tmp_path / "book.pdf"
        assert write_book([BookSheet(path, "1")], target) == 1
        assert b"(later)" in target.read_bytes()

    @pytest.mark.parametrize("content", [b"", b"no pdf", b"%PDF-1.7\nstartxref\n3\n%%EOF"])
    def test_what_is_no_such_pdf(self, tmp_path, content):
        bad = tmp_path / "bad.pdf"
        bad.write_bytes(content)
        with pytest.raises(RedlineError, match=r"bad\.pdf is no PDF that this QGIS wrote"):
            write_book([BookSheet(bad, "x")], tmp_path / "book.pdf")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.pdf"]
