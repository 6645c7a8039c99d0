"""Map sheets as a planner reads them: narrow parcels, planned use, tracts that do not quite add up, whole counties."""

from __future__ import annotations

import itertools
import re
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsGeometry,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QSize

from redline.core.landuse.classes import read_scheme
from redline.core.landuse.tables import Words
from redline.core.landuse.tally import NOT_COVERED, Leaf
from redline.i18n import words_of
from redline.layouts.county import County, boundaries
from redline.layouts.fractions import PaperBox
from redline.layouts.landuse_sheet import zone_table
from redline.layouts.marks import key_look
from redline.layouts.parcel_sheet import make_parcel_sheet, parcel_sheets
from redline.layouts.scales import Frame
from redline.layouts.sheets import map_frame
from redline.layouts.templates import template_path
from redline.layouts.tract_sheets import sum_note

sys.path.insert(0, str(Path(__file__).resolve().parent))
from sheetrun import TEXT, land, opened_county, raw, run, table, words

ROAD = land.polygon_wkt([(-400, 100), (400, 160), (400, 150), (-400, 90)])


@pytest.fixture(scope="module")
def county(qgis_app, tmp_path_factory):
    layers = opened_county(tmp_path_factory.mktemp("county"))
    yield layers
    # pytest keeps the last test's fixtures until QGIS is gone, and its layers must go before.
    layers.clear()


@pytest.fixture(scope="module")
def layers(qgis_app):
    return land.land()


class TestNarrowParcels:
    """A road 800 m long and 10 m wide: 1:5000 on A4, so 2 mm on paper."""

    def plan(self, layers, *contents):
        template = template_path("parcel", "A4", "landscape", None)
        sheets = parcel_sheets(contents, layers, land.cgcs2000(), words_of("zh_Hans"))
        return sheets.plan(range(len(contents)), template, map_frame(template))

    def test_fractions_stand_beside_the_road(self, layers):
        content = land.content(ROAD, "road", layers)
        pieces = self.plan(layers, content).own[2]
        road = QgsGeometry.fromWkt(ROAD)
        places = [QgsGeometry.fromWkt(f"POINT({each['x']} {each['y']})") for each in pieces.getFeatures()]
        assert len(places) == len(content.patches) > 10
        for place in places:
            # Half a fraction is about 2.5 mm high; at 1:5000 a millimetre is 5 m.
            assert 5 * 2 < place.distance(road) < 5 * 60

    def test_lengths_stand_outside_of_it(self, layers):
        sides = self.plan(layers, land.content(ROAD, "road", layers)).own[1]
        assert {each["place"] for each in sides.getFeatures()} == {"AL,LO"}

    def test_a_wide_parcel_beside_it_is_as_it_was(self, layers):
        plan = self.plan(layers, land.content(land.PENTAGON, "wide", layers), land.content(ROAD, "road", layers))
        sides, pieces = plan.own[1:3]
        assert {each["place"] for each in sides.getFeatures() if each["sheet"] == "wide"} == {"BL,LO"}
        placed = {each["sheet"]: set() for each in pieces.getFeatures()}
        for each in pieces.getFeatures():
            placed[each["sheet"]].add(isinstance(each["x"], float))
        assert placed == {"wide": {False}, "road": {True}}

    def test_all_of_them_are_printed(self, layers, tmp_path):
        content = land.content(ROAD, "road", layers)
        path = tmp_path / "road.pdf"
        make_parcel_sheet(content, layers, land.cgcs2000(), path, orientation="landscape")
        printed = words(path)
        assert "1:5000" in printed
        for piece in content.patches:
            assert piece.area in printed

    def test_the_frame_knows_its_north_arrow(self, qgis_app):
        frame = map_frame(template_path("parcel", "A4", "landscape", None))
        [(left, bottom, right, top)] = frame.taken
        # In the upper right quarter of the map, wholly inside.
        assert 0 < left < right <= frame.width / 2
        assert 0 < bottom < top <= frame.height / 2
        assert Frame(10, 10).taken == ()


class TestPlannedUse:
    def leaves(self, *areas: tuple[str, str]) -> list[Leaf]:
        return [Leaf(0, (), code, 0.0, Decimal(area)) for code, area in areas]

    def test_in_the_order_and_words_of_the_plan(self, qgis_app):
        scheme = read_scheme("ydyh")
        tr = words_of("zh_Hans")
        areas = (("1701", "1.0000"), ("0701", "2.0000"), ("0102", "3.0000"), (NOT_COVERED, "0.5000"))
        leaves = self.leaves(*areas)
        made = zone_table(leaves, leaves, Words(scheme, "zh_Hans", tr), "")
        assert [column.label for column in made.columns][:2] == ["用地代码", "规划用途"]
        # 0102 is farmland, 0701 construction, 1701 unused land (or farmland): the plan's order is that of its codes.
        assert [row.values[0] for row in made.rows] == ["0102", "0701", "1701", "", ""]
        assert [row.values[1] for row in made.rows][3:] == ["规划未覆盖", "总计"]
        assert made.rows[-1].values[2] == Decimal("6.5000")

    def test_a_survey_keeps_its_major_classes(self, qgis_app):
        scheme = read_scheme("sandiao")
        leaves = self.leaves(("0702", "2.0000"), ("0102", "3.0000"))
        made = zone_table(leaves, leaves, Words(scheme, "zh_Hans", words_of("zh_Hans")), "")
        assert [column.label for column in made.columns][:2] == ["地类编码", "地类"]
        assert [row.values[1] for row in made.rows] == ["水浇地", "农用地", "农村宅基地", "建设用地", "总计"]

    def test_on_paper(self, redline, county, tmp_path):
        run(redline, county, "landuse", "tracts", tmp_path, LANDUSE=county["uses"])
        text = raw(tmp_path / "PQ1_城东产业片区.pdf")
        assert "城东产业片区规划用途图" in text
        assert "规划用途面积表" in text
        assert "地类" not in text.replace("地类图斑", "")
        for legend in ("0701城镇住宅用地", "100101一类工业用地", "1401公园绿地"):
            assert legend in text


class TestTractsThatDoNotAddUp:
    def test_rounding(self):
        tr = words_of("zh_Hans")
        # The parcels of 城东 in the demo county: 62.5298 beside 62.5297.
        parcels = [Decimal("20.8433"), Decimal("20.8433"), Decimal("20.8432")]
        assert sum_note(Decimal("62.5297"), parcels, tr) == "各地块面积分别取位，合计与片区面积相差 0.0001 公顷"
        assert sum_note(Decimal("62.5298"), parcels, tr) == ""
        assert sum_note(Decimal("62.5298"), [], tr) == ""

    def test_more_than_rounding_can_do(self):
        tr = words_of("zh_Hans")
        parcels = [Decimal("1.0000")] * 3
        # Three parcels and the tract are rounded by at most 0.00005 each: 0.0002.
        assert sum_note(Decimal("3.0002"), parcels, tr) == "各地块面积分别取位，合计与片区面积相差 0.0002 公顷"
        assert sum_note(Decimal("2.9997"), parcels, tr) == "各地块面积合计与片区面积相差 0.0003 公顷"

    def test_on_paper(self, redline, county, tmp_path):
        fields = dict.fromkeys(("PQBH", "DKBH", "YDYHFLDM", "YDYHFLMC", "GYX", "NZS", "XMBH", "SSNF"), TEXT)
        uses = table(
            "uses without a park",
            "Polygon",
            fields,
            [
                (land.rectangle(0, 400, 150, 200), ["PQ1", "A1", "100101", "一类工业用地", "否", "是", "XM1", "2021"]),
                (land.rectangle(150, 400, 90, 200), ["PQ1", "A2", "0701", "城镇住宅用地", "否", "是", "XM2", "2022"]),
            ],
        )
        run(redline, county, "tract", "tracts", tmp_path, TRACT_USE=uses)
        printed = words(tmp_path / "PQ1_城东产业片区_1.pdf")
        # The park of 60 m × 200 m is missing: about 1.2 ha, on paper the tract less the total.
        total = Decimal(printed[printed.index("总计") + 1])
        tract = Decimal(printed[printed.index("片区面积") + 1])
        assert abs(tract - total - Decimal("1.2")) < Decimal("0.01")
        for sheet, noted in ((1, True), (3, True), (4, False)):
            text = raw(tmp_path / f"PQ1_城东产业片区_{sheet}.pdf")
            assert (f"各地块面积合计与片区面积相差{tract - total}公顷" in text) is noted

    def test_no_note_where_they_do(self, redline, county, tmp_path):
        run(redline, county, "tract", "tracts", tmp_path)
        text = raw(tmp_path / "PQ1_城东产业片区_1.pdf")
        printed = words(tmp_path / "PQ1_城东产业片区_1.pdf")
        same = printed[printed.index("总计") + 1] == printed[printed.index("片区面积") + 1]
        assert ("相差" not in text) is same


def test_a_parcel_wholly_outside_its_boundary_is_hatched(redline, county, tmp_path):
    far = table("urban", "Polygon", {"GHFQDM": TEXT, "GHFQMC": TEXT}, [(land.rectangle(1200, 900, 90, 90), ["1", "x"])])
    run(redline, county, "redline", "parcels", tmp_path, URBAN=far, FARMLAND=None)
    # Only what is on the map is in the legend.
    assert "超出边界" in raw(next(tmp_path.glob("03_*.pdf")))
    around = table(
        "urban", "Polygon", {"GHFQDM": TEXT, "GHFQMC": TEXT}, [(land.rectangle(0, -90, 1400, 900), ["1", "x"])]
    )
    run(redline, county, "redline", "parcels", tmp_path / "in", URBAN=around, FARMLAND=None)
    assert "超出边界" not in raw(next((tmp_path / "in").glob("03_*.pdf")))


def test_village_lines_end_where_a_county_begins(qgis_app):
    """The same village of 2 km at 1:50,000 (40 mm) and at 1:350,000 (6 mm)."""
    village = table(
        "villages", "Polygon", {"ZLDWDM": TEXT, "ZLDWMC": TEXT}, [(land.rectangle(0, 0, 2000, 2000), ["1", "x"])]
    )
    [entry] = boundaries(County({"village": village}), words_of("zh_Hans"), ("village",))
    entry.look.paint(village)
    village.setLabelsEnabled(False)

    def ink(scale: float) -> int:
        settings = QgsMapSettings()
        settings.setLayers([village])
        settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4526"))
        settings.setOutputSize(QSize(200, 200))
        settings.setOutputDpi(96)
        # 200 pixels of 96 dpi are 52.9 mm.
        half = 0.0529 * scale / 2
        x, y = land.E0 + 1000, land.N0 + 1000
        settings.setExtent(QgsRectangle(x - half, y - half, x + half, y + half))
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(village))
        context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
        settings.setExpressionContext(context)
        job = QgsMapRendererSequentialJob(settings)
        job.start()
        job.waitForFinished()
        image = job.renderedImage()
        return sum(image.pixelColor(i, k).value() < 200 for i in range(200) for k in range(200))

    assert ink(50_000) > 100
    assert ink(150_100) > 0, "the largest scale of the series that shows them"
    assert ink(199_900) == 0, "1:200,000 as a frame rounds it: none, on whichever side"
    assert ink(350_000) == 0


def test_every_parcel_of_a_batch_has_its_name_on_the_map(redline, county, tmp_path):
    """Four parcels of 20 m side by side and one 1.5 km away: 2 mm on paper, with names of 30 mm."""
    names = [f"城东产业片区第{number}号工业用地" for number in "一二三四五"]
    fields = dict.fromkeys(("DKBH", "DKMC", "PCBH", "DKYT"), TEXT)
    rows = [
        (land.rectangle(x, 300, 20, 20), [f"0{i}", name, "2021-9", "工业用地"])
        for i, (x, name) in enumerate(zip((-200, -160, -120, -80, 1500), names, strict=True), 1)
    ]
    parcels = table("parcels", "Polygon", fields, rows)
    run(redline, county, "batch", "parcels", tmp_path, INPUT=parcels)
    found = re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)</word>',
        land.pdf_text(next(tmp_path.glob("2021-9*.pdf")), "-bbox"),
    )
    texts = [text for *_, text in found]
    # In the table and on the map, none upon another.
    assert {name: texts.count(name) for name in names} == dict.fromkeys(names, 2)
    boxes = [PaperBox(*(float(value) for value in values)) for *values, text in found if text in names]
    assert not any(one.meets(two) for one, two in itertools.combinations(boxes, 2))


def test_the_key_map_marks_each_part_of_a_batch(qgis_app):
    layer = table("batch", "MultiPolygon", {"sheet": TEXT}, [])
    key_look().paint(layer)
    symbol = layer.renderer().rootRule().children()[0].symbol()
    [disc] = [each for each in symbol.symbolLayers() if each.layerType() == "GeometryGenerator"]
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt("MULTIPOLYGON(((0 0,2 0,2 2,0 2,0 0)),((10 0,14 0,14 2,10 2,10 0)))"))
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    discs = QgsExpression(disc.geometryExpression()).evaluate(context)
    assert discs.asWkt().upper().replace(" ", "") == "MULTIPOINT((11),(121))"
