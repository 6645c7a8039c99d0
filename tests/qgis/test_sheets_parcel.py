"""Parcel sheets 勘测定界图: what is on paper, digit for digit, for parcels of every shape."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsMapLayerStyle,
    QgsProject,
    QgsVectorLayer,
)

from redline.core.errors import Cancelled, RedlineError
from redline.layers.reading.sinks import geopackage_table, put_all
from redline.layouts import run, sheets
from redline.layouts.parcel_sheet import ParcelSheetContent, make_parcel_sheet, make_parcel_sheets
from redline.layouts.templates import SHIPPED

_spec = importlib.util.spec_from_file_location("sheetland", Path(__file__).with_name("sheetland.py"))
land = importlib.util.module_from_spec(_spec)
sys.modules["sheetland"] = land
_spec.loader.exec_module(land)


@pytest.fixture(scope="module")
def layers(qgis_app):
    return land.land()


def printed_words(path: Path) -> list[str]:
    return land.pdf_text(path, "-layout").split()


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_every_number_is_on_paper_as_it_was_given(layers, tmp_path):
    content = land.content(land.PENTAGON, "2021-03-01", layers)
    warnings: list[str] = []
    [path] = make_parcel_sheet(
        content, layers, land.cgcs2000(), tmp_path / "01.pdf", orientation="landscape", warn=warnings.append
    )
    words = printed_words(path)
    for table in content.tables.values():
        for cells in table.texts():
            for cell in cells:
                assert not cell or cell in words
    # Slivers of less than 1 cm² on paper (400 m² at 1:2000) may have to do without; the table has them.
    large = [piece for piece in content.patches if piece.geometry.area() > 400]
    assert len(large) == 5
    for piece in large:
        assert piece.code in words
        assert piece.area in words
    for text in ("3.7035", "55.55", "37035.12", "1:2000", "J1", "J5", "103.078", "示意", "38540100", "4040200"):
        assert text in words
    assert [piece.code for piece in content.patches]
    assert warnings == []


def test_one_vector_page_of_a4_with_embedded_fonts(layers, tmp_path):
    path = tmp_path / "01.pdf"
    make_parcel_sheet(land.content(land.PENTAGON, "1", layers), layers, land.cgcs2000(), path, orientation="portrait")
    info = land.pdf_info(path)
    assert info["Pages"] == "1"
    assert info["Page size"] == "595 x 842 pts (A4)"
    fonts = land.pdf_fonts(path)
    assert fonts
    for row in fonts:
        assert row[-5] == "yes", f"not embedded: {row}"
    images = land.subprocess.run(["pdfimages", "-list", str(path)], capture_output=True, check=True, text=True).stdout
    assert len(images.splitlines()) == 2, "the map has been turned into a picture"


@pytest.mark.parametrize(
    ("paper", "orientation", "size"),
    [("A3", "landscape", "1191 x 842 pts (A3)"), ("A3", "portrait", "842 x 1191 pts (A3)")],
)
def test_a3(layers, tmp_path, paper, orientation, size):
    path = tmp_path / "01.pdf"
    content = land.content(land.PENTAGON, "1", layers)
    make_parcel_sheet(content, layers, land.cgcs2000(), path, paper=paper, orientation=orientation)
    assert land.pdf_info(path)["Page size"] == size
    # 175 m x 130 m on a frame of 288 mm: 1:1000 takes 175 mm of it, 1:500 would take 350 mm.
    assert "1:1000" in printed_words(path)


def test_eight_hundred_points_go_on_over_pages(layers, tmp_path):
    wkt = land.polygon_wkt(land.round_ring(800, 300, 400, 300), land.round_ring(40, 60, 400, 300))
    content = land.content(wkt, "800", layers)
    path = tmp_path / "800.pdf"
    make_parcel_sheet(content, layers, land.cgcs2000(), path, orientation="landscape")
    # 800 + 1 closing + 40 + 1 closing rows = 842.
    assert len(content.tables["points_table"].rows) == 842
    words = printed_words(path)
    for cells in content.tables["points_table"].texts():
        assert cells[1] in words
        assert cells[3] in words
    pages = int(land.pdf_info(path)["Pages"])
    last = land.pdf_text(path, "-f", str(pages), "-layout").split()
    # The last row closes the hole with its first point.
    assert "J801" in last
    numbers = [land.pdf_text(path, "-f", str(i), "-l", str(i)) for i in range(1, pages + 1)]
    for number, text in enumerate(numbers, 1):
        assert f"第{number}页共{pages}页" in squeezed(text)


def test_a_short_parcel_beside_a_long_one_keeps_its_single_page(layers, tmp_path):
    long = land.content(land.polygon_wkt(land.round_ring(200, 100, 100, 100)), "long", layers)
    short = land.content(land.PENTAGON, "short", layers)
    paths = make_parcel_sheets(
        [long, short], layers, land.cgcs2000(), lambda c: tmp_path / f"{c.key}.pdf", orientation="landscape"
    )
    assert [path.name for path in paths] == ["long.pdf", "short.pdf"]
    assert int(land.pdf_info(paths[0])["Pages"]) > 1
    assert land.pdf_info(paths[1])["Pages"] == "1"
    assert "第1页共1页" in squeezed(land.pdf_text(paths[1]))


def test_a_long_area_table_goes_on(layers, tmp_path):
    table = land.area_table(repeat=20)
    content = land.content(land.PENTAGON, "1", layers, area_table=table)
    path = tmp_path / "1.pdf"
    make_parcel_sheet(content, layers, land.cgcs2000(), path, orientation="landscape")
    assert land.pdf_info(path)["Pages"] == "2"
    words = printed_words(path)
    assert all(cells[0] in words and cells[2] in words for cells in table.texts() if cells[0])
    assert "地类面积表（续）" in land.pdf_text(path, "-f", "2")


@pytest.mark.parametrize(
    ("name", "wkt", "scale"),
    [
        ("three points", land.polygon_wkt([(100, 100), (105, 125), (130, 110)]), "1:500"),
        ("holes", land.polygon_wkt(land.round_ring(12, 80, 0, 0), land.round_ring(5, 20, 0, 0)), "1:2000"),
        (
            "parts",
            land.multi_wkt(
                [land.round_ring(6, 100, 0, 0)], [land.round_ring(7, 80, 500, 0), land.round_ring(4, 9, 500, 0)]
            ),
            "1:5000",
        ),
        ("30 m", land.rectangle(0, 0, 30, 20), "1:500"),
        ("12 km", land.polygon_wkt([(0, 30), (12000, 430), (12000, 400), (0, 0)]), "1:100000"),
    ],
)
def test_shapes(layers, tmp_path, name, wkt, scale):
    content = land.content(wkt, name, layers)
    path = tmp_path / f"{name}.pdf"
    make_parcel_sheet(content, layers, land.cgcs2000(), path, orientation="landscape")
    words = printed_words(path)
    assert scale in words
    for cells in content.tables["points_table"].texts():
        assert all(cell in words for cell in cells if cell)


def test_a_name_of_thirty_characters_is_printed_whole(layers, tmp_path):
    name = "冠县至莘县快速路改扩建工程一标段附属服务设施用地东侧地块甲"
    assert len(name) == 29
    name += "乙"
    content = land.content(land.PENTAGON, "1", layers, parcel_name=name, subtitle=name)
    path = tmp_path / "1.pdf"
    make_parcel_sheet(content, layers, land.cgcs2000(), path, orientation="landscape")
    # Once on one line as the subtitle, once broken into lines in the facts.
    assert name in land.pdf_text(path).replace(" ", "")
    assert "".join(land.pdf_text(path, "-raw").split()).count(name) == 2


def test_the_legend_lists_only_what_is_on_the_sheet(layers, tmp_path):
    content = land.content(land.polygon_wkt([(10, 40), (10, 80), (40, 80), (40, 40)]), "1", layers)
    path = tmp_path / "1.pdf"
    make_parcel_sheet(content, layers, land.cgcs2000(), path, orientation="landscape")
    text = land.pdf_text(path)
    shown = [code for code in sorted(set(land.CODES)) if f"{code} " in text]
    assert "用地界线" in text
    # The frame of 91 m x 69 m sees two or three strips of 60 m, and no basic farmland.
    assert 1 <= len(shown) < len(set(land.CODES))
    assert text.count("永久基本农田") == 1, "in the verdict, not in the legend"
    assert "其他地块界线" not in text
    # The whole map lies in one village: its name is there, its boundary is not.
    assert "东关村" in text
    assert "村界" not in text


def test_the_layers_keep_their_own_style(layers, tmp_path):
    before = [layer.renderer().dump() for layer in (layers.landuse, layers.villages)]
    make_parcel_sheet(land.content(land.PENTAGON, "1", layers), layers, land.cgcs2000(), tmp_path / "1.pdf")
    assert [layer.renderer().dump() for layer in (layers.landuse, layers.villages)] == before
    assert layers.landuse.labeling() is None


def test_english_words(layers, tmp_path):
    path = tmp_path / "1.pdf"
    content = land.content(land.PENTAGON, "1", layers, title="Parcel 1")
    make_parcel_sheet(content, layers, land.cgcs2000(), path, language="en", orientation="landscape")
    text = land.pdf_text(path)
    assert "Page 1 of 1" in text
    assert "Parcel boundary" in text


def test_a_template_without_an_item_is_used_with_a_warning(layers, tmp_path):
    shipped = (SHIPPED / "parcel_A4_landscape.qpt").read_text(encoding="utf-8")
    own = tmp_path / "own"
    own.mkdir()
    (own / "parcel_A4_landscape.qpt").write_text(shipped.replace('id="north"', 'id="my arrow"'), encoding="utf-8")
    warnings: list[str] = []
    path = tmp_path / "1.pdf"
    content = land.content(land.PENTAGON, "1", layers)
    options = {"orientation": "landscape", "templates": own, "warn": warnings.append, "language": "en"}
    make_parcel_sheet(content, layers, land.cgcs2000(), path, **options)
    assert warnings == ["The page template has no item “north”: it is left out of the sheet."]
    assert path.exists()


def test_a_template_that_is_none(layers, tmp_path):
    (tmp_path / "parcel_A4_portrait.qpt").write_text("<html/>", encoding="utf-8")
    with pytest.raises(RedlineError, match=r"parcel_A4_portrait\.qpt is no QGIS layout template"):
        make_parcel_sheet(
            land.content(land.PENTAGON, "1", layers),
            layers,
            land.cgcs2000(),
            tmp_path / "1.pdf",
            orientation="portrait",
            templates=tmp_path,
        )


def test_a_paper_without_template(layers, tmp_path):
    with pytest.raises(RedlineError, match=r"no page template parcel_A0_portrait\.qpt"):
        make_parcel_sheet(
            land.content(land.PENTAGON, "1", layers),
            layers,
            land.cgcs2000(),
            tmp_path / "1.pdf",
            paper="A0",
            orientation="portrait",
        )


def test_a_parcel_without_geometry(layers, tmp_path):
    content = ParcelSheetContent(key="7", geometry=QgsGeometry(), title="7")
    with pytest.raises(RedlineError, match=r"Sheet .* has no geometry: draw it"):
        make_parcel_sheet(content, layers, land.cgcs2000(), tmp_path / "7.pdf")


def test_cancelling_leaves_whole_files_only(layers, tmp_path):
    contents = [land.content(land.PENTAGON, str(i), layers) for i in range(3)]
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 1

    with pytest.raises(Cancelled):
        make_parcel_sheets(
            contents,
            layers,
            land.cgcs2000(),
            lambda c: tmp_path / f"{c.key}.pdf",
            orientation="landscape",
            cancelled=cancelled,
        )
    assert [path.name for path in tmp_path.iterdir()] == ["0.pdf"]


def test_a_folder_that_cannot_be_written(layers, tmp_path):
    (tmp_path / "none").write_text("a file, no folder", encoding="utf-8")
    with pytest.raises(RedlineError, match=r"1\.pdf could not be written: is the folder full or read-only"):
        make_parcel_sheet(
            land.content(land.PENTAGON, "1", layers), layers, land.cgcs2000(), tmp_path / "none" / "1.pdf"
        )


def in_file(layer: QgsVectorLayer, folder: Path) -> QgsVectorLayer:
    """The layer as it is read from a GeoPackage, with its own look."""
    place, kind = folder / f"{layer.name()}.gpkg", layer.wkbType()
    context = QgsCoordinateTransformContext()
    with geopackage_table(place, "t", layer.fields(), kind, layer.crs(), context) as sink:
        put_all(sink, layer.getFeatures(), "t")
    return QgsVectorLayer(f"{place}|layername=t", layer.name(), "ogr")


def look_of(layer: QgsVectorLayer) -> str:
    style = QgsMapLayerStyle()
    style.readFromLayer(layer)
    return style.xmlData()


def pixels(path: Path) -> bytes:
    return land.subprocess.run(["pdftoppm", "-r", "60", str(path)], capture_output=True, check=True).stdout


class TestDrawnFromCopies:
    """Layers of files are drawn from copies that have the sheet's look, others have it laid over them."""

    @pytest.fixture
    def stored(self, layers, tmp_path):
        lines = tuple((in_file(layer, tmp_path), kind, name) for layer, kind, name in layers.red_lines)
        landuse, villages = in_file(layers.landuse, tmp_path), in_file(layers.villages, tmp_path)
        # A project has them, which is gone before QGIS is: this may be the last test.
        project = QgsProject()
        project.addMapLayers([landuse, villages, *(line[0] for line in lines)])
        yield replace(layers, landuse=landuse, villages=villages, red_lines=lines)
        project.clear()

    @pytest.fixture
    def laid_over(self, monkeypatch):
        """How many looks were laid over the layers of each sheet's map."""
        seen = []
        fill = sheets._fill_map

        def spy(item, entries, crs):
            seen.append(sum(entry.look is not None for entry in entries))
            fill(item, entries, crs)

        monkeypatch.setattr(sheets, "_fill_map", spy)
        return seen

    def printed(self, layers, path):
        make_parcel_sheet(land.content(land.PENTAGON, "1", layers), layers, land.cgcs2000(), path)
        return land.pdf_text(path, "-layout"), pixels(path)

    def test_they_print_the_same_and_keep_their_own_look(self, stored, laid_over, monkeypatch, tmp_path):
        own = look_of(stored.landuse)
        from_copies = self.printed(stored, tmp_path / "copies.pdf")
        assert laid_over == [0]
        monkeypatch.setattr(run, "_can_be_copied", lambda _: False)
        assert self.printed(stored, tmp_path / "laid_over.pdf") == from_copies
        assert laid_over == [0, 3]  # land use, villages, one red line
        assert look_of(stored.landuse) == own

    def test_layers_in_memory_have_it_laid_over_them(self, layers, laid_over, tmp_path):
        self.printed(layers, tmp_path / "memory.pdf")
        assert laid_over == [3]

    def test_an_edit_that_is_not_saved_is_on_the_sheet(self, stored, laid_over, tmp_path):
        before = self.printed(stored, tmp_path / "before.pdf")
        stored.landuse.startEditing()
        for feature in list(stored.landuse.getFeatures()):
            assert stored.landuse.deleteFeature(feature.id())
        content = land.content(land.PENTAGON, "1", stored)
        make_parcel_sheet(content, stored, land.cgcs2000(), tmp_path / "after.pdf")
        assert pixels(tmp_path / "after.pdf") != before[1]
        assert laid_over == [0, 1]
        stored.landuse.rollBack()
