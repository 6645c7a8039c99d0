"""redline:mapsheets: every kind of sheet, formats, book, resume, layouts in the project, wrong input."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shlex
import sys
from pathlib import Path

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType
from qgis.PyQt.QtGui import QImage

from redline.layouts.run import STATE, WORK
from redline.layouts.sheets import map_frame
from redline.layouts.templates import template_path

_spec = importlib.util.spec_from_file_location("sheetland", Path(__file__).with_name("sheetland.py"))
land = importlib.util.module_from_spec(_spec)
sys.modules["sheetland"] = land
_spec.loader.exec_module(land)

CRS = "EPSG:4526"


def table(name: str, kind: str, fields: dict[str, QMetaType.Type], rows: list[tuple[str, list]]) -> QgsVectorLayer:
    layer = QgsVectorLayer(kind, name, "memory")
    if kind != "None":
        layer.setCrs(QgsCoordinateReferenceSystem(CRS))
    layer.dataProvider().addAttributes([QgsField(field, value) for field, value in fields.items()])
    layer.updateFields()
    features = []
    for wkt, values in rows:
        feature = QgsFeature(layer.fields())
        if wkt:
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
        feature.setAttributes(values)
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    layer.updateExtents()
    return layer


TEXT, REAL = QMetaType.Type.QString, QMetaType.Type.Double
WEST, EAST = "371525001001", "371525001002"


def county_layers() -> list[QgsVectorLayer]:
    strips = [
        (land.rectangle(i * 60, j * 220, 60, 220), [land.CODES[(i * 7 + j * 3) % 10], "x"])
        for i in range(-4, 26)
        for j in range(-2, 6)
    ]
    # 1800 m × 1760 m, cut at x = 540.
    west, east = land.rectangle(-240, -440, 780, 1760), land.rectangle(540, -440, 1020, 1760)
    whole = land.rectangle(-240, -440, 1800, 1760)
    parcel_fields = {"DKBH": TEXT, "DKMC": TEXT, "PCBH": TEXT, "DKYT": TEXT}
    parcels = [
        (land.PENTAGON, ["01", "东关村北侧工业园", "2021-1", "工业用地"]),
        (land.rectangle(600, 300, 90, 60), ["02", "物流园/仓储:A", "2021-1", "仓储用地"]),
        (land.rectangle(900, 0, 50, 40), ["03", "卫生院", "2021-2", "医疗卫生用地"]),
    ]
    farmland = [(land.rectangle(650, 200, 400, 400), ["1", 150_000.0, 150_000.0])]
    tract = land.rectangle(0, 400, 300, 200)
    uses = [
        (land.rectangle(0, 400, 150, 200), ["PQ1", "A1", "100101", "一类工业用地", "否", "是", "XM1", "2021"]),
        (land.rectangle(150, 400, 90, 200), ["PQ1", "A2", "0701", "城镇住宅用地", "否", "是", "XM2", "2022"]),
        (land.rectangle(240, 400, 60, 200), ["PQ1", "A3", "1401", "公园绿地", "是", "否", "", ""]),
    ]
    use_fields = dict.fromkeys(("PQBH", "DKBH", "YDYHFLDM", "YDYHFLMC", "GYX", "NZS", "XMBH", "SSNF"), TEXT)
    camera_fields = {"camera_index_code": TEXT, "name": TEXT, "camera_height": REAL, "camera_radius": REAL}
    cameras = [
        (f"POINT({land.E0} {land.N0})", ["c1", "东关高空瞭望", 40.0, 900.0]),
        (f"POINT({land.E0 + 1400} {land.N0 + 1200})", ["c2", "闫屯高空瞭望", 45.0, 500.0]),
    ]
    return [
        table("land", "Polygon", {"DLBM": TEXT, "DLMC": TEXT}, strips),
        table(
            "villages",
            "Polygon",
            {"ZLDWDM": TEXT, "ZLDWMC": TEXT},
            [(west, [f"{WEST}0000000", "东关村"]), (east, [f"{EAST}0000000", "闫屯村"])],
        ),
        table("townships", "Polygon", {"XZQDM": TEXT, "XZQMC": TEXT}, [(whole, ["371525001", "清泉街道"])]),
        table("county", "Polygon", {"XZQDM": TEXT, "XZQMC": TEXT}, [(whole, ["371525", "冠县"])]),
        table("parcels", "Polygon", parcel_fields, parcels),
        table("farmland", "Polygon", {"YJJBNTTBBH": TEXT, "YJJBNTTBMJ": REAL, "YJJBNTMJ": REAL}, farmland),
        table("tracts", "Polygon", {"PQBH": TEXT, "PQMC": TEXT}, [(tract, ["PQ1", "城东产业片区"])]),
        table("uses", "Polygon", use_fields, uses),
        table("cameras", "Point", camera_fields, cameras),
        table(
            "chiefs",
            "None",
            {"ZLDWDM": TEXT, "CJTZ": TEXT, "ZJTZ": TEXT},
            [("", [WEST, "张三", "王五"]), ("", [EAST, "李四", "王五"])],
        ),
    ]


@pytest.fixture(scope="module")
def county(qgis_app, tmp_path_factory):
    """The layers in a GeoPackage, as an office has them."""
    path = tmp_path_factory.mktemp("county") / "county.gpkg"
    layers = {}
    for layer in county_layers():
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.layerName = layer.name()
        actions = QgsVectorFileWriter.ActionOnExistingFile
        options.actionOnExistingFile = (
            actions.CreateOrOverwriteLayer if path.exists() else actions.CreateOrOverwriteFile
        )
        error, message, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(
            layer, str(path), QgsProject.instance().transformContext(), options
        )
        assert error == QgsVectorFileWriter.WriterError.NoError, message
        layers[layer.name()] = QgsVectorLayer(f"{path}|layername={layer.name()}", layer.name(), "ogr")
    yield layers
    # pytest keeps the last test's fixtures until QGIS is gone, and its layers must go before.
    layers.clear()


GIVEN = {
    "LANDUSE": "land",
    "VILLAGES": "villages",
    "TOWNSHIPS": "townships",
    "COUNTY": "county",
    "FARMLAND": "farmland",
    "CAMERAS": "cameras",
    "TRACT_USE": "uses",
    "FIELD_CHIEFS": "chiefs",
}


class Quiet(QgsProcessingFeedback):
    """Keeps warnings; can stop after some progress."""

    def __init__(self, stop_at: float | None = None) -> None:
        super().__init__(False)
        self.warnings: list[str] = []
        self.stop_at = stop_at
        if stop_at is not None:
            self.progressChanged.connect(self._reached)

    def _reached(self, progress: float) -> None:
        if progress >= self.stop_at:
            self.cancel()

    def pushWarning(self, warning: str) -> None:
        self.warnings.append(warning)


def run(redline, county, sheet: str, source: str, output: Path, feedback=None, project=None, **more):
    algorithm = redline.algorithm("mapsheets").create()
    context = QgsProcessingContext()
    if project is not None:
        context.setProject(project)
    parameters = {
        "SHEET": sheet,
        "INPUT": county[source],
        **{name: county[layer] for name, layer in GIVEN.items()},
        "PAPER": "A4",
        "ORIENTATION": "landscape",
        "OUTPUT": str(output),
        **more,
    }
    feedback = feedback or Quiet()
    results, _ = algorithm.run(parameters, context, feedback, {}, False)
    return results


def other(redline, tool: str, parameters: dict, output: str) -> QgsVectorLayer:
    """The output of another tool of the provider, as a layer."""
    context = QgsProcessingContext()
    context.setProject(QgsProject())
    algorithm = redline.algorithm(tool).create()
    results, fine = algorithm.run({**parameters, output: "memory:"}, context, Quiet(), {}, False)
    assert fine
    return context.takeResultLayer(results[output])


def words(path: Path) -> list[str]:
    return land.pdf_text(path, "-layout").split()


def raw(path: Path) -> str:
    return "".join(land.pdf_text(path, "-raw").split())


def test_declared(redline):
    algorithm = redline.algorithm("mapsheets")
    assert algorithm.flags() & QgsProcessingAlgorithm.Flag.FlagNoThreading
    definitions = {each.name(): each for each in algorithm.parameterDefinitions()}
    assert next(iter(definitions)) == "SHEET"
    assert list(definitions)[-1] == "OUTPUT"
    assert definitions["SHEET"].options() == [
        "parcel",
        "batch",
        "landuse",
        "redline",
        "tract",
        "coverage",
        "village",
    ]
    assert definitions["PAPER"].options() == ["A4", "A3"]
    assert definitions["FORMAT"].options() == ["pdf", "png", "svg"]
    assert {"INPUT", "ORIENTATION", "BOOK"} <= set(definitions)
    assert all(each.help() for each in definitions.values())
    assert {each.name() for each in algorithm.outputDefinitions()} == {"OUTPUT", "SHEETS", "PAGES"}


class TestLandUse:
    def test_the_numbers_are_those_of_the_tally_tool(self, redline, county, tmp_path):
        results = run(redline, county, "landuse", "villages", tmp_path)
        assert results["SHEETS"] == 2
        assert results["PAGES"] == 2
        tally = {}
        for unit in ("ha", "mu"):
            layer = other(
                redline,
                "tallybylanduse",
                {"INPUT": county["villages"], "LANDUSE": county["land"], "ID_FIELD": "ZLDWDM", "UNIT": unit},
                "OUTPUT",
            )
            for feature in layer.getFeatures():
                tally.setdefault(feature["zone"], []).append((feature["class_code"], f"{feature['area']:.4f}"))
        assert set(tally) == {f"{WEST}0000000", f"{EAST}0000000"}
        for zone, name in ((f"{WEST}0000000", "东关村"), (f"{EAST}0000000", "闫屯村")):
            printed = words(tmp_path / f"{zone}_{name}.pdf")
            assert len(tally[zone]) >= 8
            for code, area in tally[zone]:
                assert code in printed
                assert area in printed

    def test_planned_use_takes_the_plan_for_land_use(self, redline, county, tmp_path):
        run(redline, county, "landuse", "tracts", tmp_path, LANDUSE=county["uses"])
        text = raw(tmp_path / "PQ1_城东产业片区.pdf")
        assert "城东产业片区规划用途图" in text
        # 300 m × 200 m with the areal scale of the place.
        printed = words(tmp_path / "PQ1_城东产业片区.pdf")
        total = next(word for word in printed if re.fullmatch(r"5\.99\d\d|6\.00\d\d", word))
        assert abs(float(total) - 6.0) < 0.01

    def test_only_the_selected_is_printed(self, redline, county, tmp_path):
        county["villages"].selectByExpression("\"ZLDWMC\" = '闫屯村'")
        try:
            from qgis.core import QgsProcessingFeatureSourceDefinition

            chosen = QgsProcessingFeatureSourceDefinition(county["villages"].source(), True)
            project = QgsProject()
            project.addMapLayer(county["villages"].clone())
            source = next(iter(project.mapLayers().values()))
            source.selectByExpression("\"ZLDWMC\" = '闫屯村'")
            chosen = QgsProcessingFeatureSourceDefinition(source.id(), True)
            results = run(redline, county, "landuse", "villages", tmp_path, project=project, INPUT=chosen)
        finally:
            county["villages"].removeSelection()
        assert results["SHEETS"] == 1
        assert [path.name for path in tmp_path.glob("*.pdf")] == [f"{EAST}0000000_闫屯村.pdf"]


class TestRedLine:
    def test_verdict_and_figures_are_those_of_the_check(self, redline, county, tmp_path):
        run(redline, county, "redline", "parcels", tmp_path)
        checked = other(
            redline, "redlinecheck", {"INPUT": county["parcels"], "RED_LINES": [county["farmland"]]}, "OUTPUT"
        )
        by_number = {feature["DKBH"]: feature for feature in checked.getFeatures()}
        # Parcel 02 (600…690 × 300…360) lies with 40 m of its 90 m in the farmland: about 2400 m².
        inside = [value for value in by_number["02"].attributes() if isinstance(value, float) and 2390 < value < 2410]
        assert inside
        text = words(next(tmp_path.glob("02_*.pdf")))
        assert any(f"{value:.2f}" in text for value in inside)
        clear = raw(next(tmp_path.glob("01_*.pdf")))
        assert "压占红线" not in clear
        assert "0.00" in words(next(tmp_path.glob("01_*.pdf")))

    def test_the_overlap_is_drawn_in_signal_colour(self, redline, county, tmp_path):
        run(redline, county, "redline", "parcels", tmp_path)
        image = QImage(str(land.picture(next(tmp_path.glob("02_*.pdf")), tmp_path, dpi=50)))
        red = sum(
            image.pixelColor(x, y).red() > 240 and image.pixelColor(x, y).green() < 80
            for x in range(0, image.width(), 2)
            for y in range(0, image.height(), 2)
        )
        clear = QImage(str(land.picture(next(tmp_path.glob("01_*.pdf")), tmp_path, dpi=50)))
        none = sum(
            clear.pixelColor(x, y).red() > 240 and clear.pixelColor(x, y).green() < 80
            for x in range(0, clear.width(), 2)
            for y in range(0, clear.height(), 2)
        )
        assert red > none + 200

    def test_without_any_red_line(self, redline, county, tmp_path):
        with pytest.raises(QgsProcessingException, match="There is no red line to check against"):
            run(redline, county, "redline", "parcels", tmp_path, FARMLAND=None)


def test_batches_with_parcels_and_key_map(redline, county, tmp_path):
    results = run(redline, county, "batch", "parcels", tmp_path)
    assert results["SHEETS"] == 2
    areas = other(redline, "officialarea", {"INPUT": county["parcels"], "UNIT": "ha", "DECIMALS": 4}, "OUTPUT")
    official = {feature["DKBH"]: f"{feature['off_area']:.4f}" for feature in areas.getFeatures()}
    first, second = (tmp_path / f"2021-{i}_2021-{i}.pdf" for i in (1, 2))
    printed = words(first)
    assert official["01"] in printed
    assert official["02"] in printed
    assert official["03"] not in printed
    assert official["03"] in words(second)
    assert "在县内的位置" in raw(first)


def test_parcel_sheets_carry_the_dossiers_numbers(redline, county, tmp_path):
    results = run(redline, county, "parcel", "parcels", tmp_path / "sheets", MARKING="示意", SECURITY="内部")
    assert results["SHEETS"] == 3
    algorithm = redline.algorithm("approvaldossier").create()
    context = QgsProcessingContext()
    parameters = {
        "PARCELS": county["parcels"],
        "LANDUSE": county["land"],
        "VILLAGES": county["villages"],
        "RED_LINES": [county["farmland"]],
        "OUTPUT": str(tmp_path / "dossier"),
    }
    algorithm.run(parameters, context, Quiet(), {}, False)
    for path in sorted((tmp_path / "dossier").rglob("*.pdf")):
        [own] = (tmp_path / "sheets").glob(f"{path.stem}_*.pdf")
        numbers = [word for word in words(path) if re.fullmatch(r"\d+\.\d{2,4}", word)]
        assert len(numbers) > 15
        assert sorted(numbers) == sorted(word for word in words(own) if re.fullmatch(r"\d+\.\d{2,4}", word))
    assert "内部" in raw(own)


class TestVillages:
    def test_cards(self, redline, county, tmp_path):
        run(redline, county, "village", "villages", tmp_path)
        west, east = (raw(next(tmp_path.glob(f"{code}*.pdf"))) for code in (WEST, EAST))
        assert "张三" in west
        assert "李四" not in west
        assert "李四" in east
        # The first mast stands in the western village; 900 m reach over the border at x = 540.
        assert "东关高空瞭望" in west
        assert "东关高空瞭望" in east
        # The second (mast 45 m) reaches 500 m, and the border is 860 m away: on the map perhaps, not in the table.
        assert "45.0" not in words(next(tmp_path.glob(f"{WEST}*.pdf")))
        assert "45.0" in words(next(tmp_path.glob(f"{EAST}*.pdf")))
        assert "清泉街道" in west

    def test_without_cameras_and_chiefs(self, redline, county, tmp_path):
        run(redline, county, "village", "villages", tmp_path, CAMERAS=None, FIELD_CHIEFS=None, FARMLAND=None)
        text = raw(next(tmp_path.glob(f"{WEST}*.pdf")))
        assert "田长" not in text
        assert "摄像头" not in text


def test_tract_plan_set(redline, county, tmp_path):
    results = run(redline, county, "tract", "tracts", tmp_path)
    assert results["SHEETS"] == 4
    names = sorted(path.name for path in tmp_path.glob("*.pdf"))
    assert names == [f"PQ1_城东产业片区_{i}.pdf" for i in (1, 2, 3, 4)]
    planned = raw(tmp_path / names[2])
    # The park takes 60 m of 300 m: 20 % (areas on the ellipsoid share their scale).
    assert "20.00%" in planned or "19.99%" in planned
    phases = raw(tmp_path / names[3])
    assert "2021年小计" in phases
    assert "XM2" in phases
    assert "A3" not in phases


def test_coverage_with_the_tallys_numbers(redline, county, tmp_path):
    run(redline, county, "coverage", "county", tmp_path)
    circles = other(redline, "coveragecircles", {"INPUT": county["cameras"], "RADIUS_FIELD": "camera_radius"}, "OUTPUT")
    tally = other(
        redline,
        "coveragetally",
        {
            "INPUT": circles,
            "VILLAGES": county["villages"],
            "TOWNSHIPS": county["townships"],
            "UNIT": "ha",
            "OUTPUT": "memory:",
            "OUTPUT_BLIND": "memory:",
        },
        "OUTPUT_TABLE",
    )
    printed = words(tmp_path / "371525_冠县.pdf")
    rows = [feature for feature in tally.getFeatures() if feature["kind"] != "leaf"]
    assert len(rows) == 2
    for row in rows:
        for name in ("total", "cov1", "blind"):
            assert f"{row[name]:.4f}" in printed
        assert f"{row['share1']:.2f}" in printed


class TestFiles:
    def test_a_book_with_bookmarks(self, redline, county, tmp_path):
        results = run(redline, county, "redline", "parcels", tmp_path, BOOK=True)
        assert [path.name for path in tmp_path.iterdir()] == ["红线核查.pdf"]
        book = tmp_path / "红线核查.pdf"
        assert int(land.pdf_info(book)["Pages"]) == results["PAGES"] == 3
        titles = [
            bytes.fromhex(text.decode()).decode("utf-16")
            for text in re.findall(rb"/Title <([0-9a-f]+)>", book.read_bytes())
        ]
        assert titles == [
            "01 东关村北侧工业园 红线核查图",
            "02 物流园/仓储:A 红线核查图",
            "03 卫生院 红线核查图",
        ]
        assert all(row[-5] == "yes" for row in land.pdf_fonts(book))

    def test_a_book_of_pictures(self, redline, county, tmp_path):
        with pytest.raises(QgsProcessingException, match="Only PDF sheets can be bound into a book"):
            run(redline, county, "redline", "parcels", tmp_path, BOOK=True, FORMAT="png")

    def test_png(self, redline, county, tmp_path):
        run(redline, county, "batch", "parcels", tmp_path, FORMAT="png", DPI=50)
        image = QImage(str(tmp_path / "2021-1_2021-1.png"))
        # 297 mm × 210 mm at 50 dpi: 584.6 × 413.4 pixels.
        assert abs(image.width() - 585) <= 1
        assert abs(image.height() - 413) <= 1

    def test_svg(self, redline, county, tmp_path):
        run(redline, county, "batch", "parcels", tmp_path, FORMAT="svg")
        text = (tmp_path / "2021-1_2021-1.svg").read_text(encoding="utf-8")
        assert "<text" in text
        assert "2021-1" in text

    def test_names_that_no_system_forbids(self, redline, county, tmp_path):
        run(redline, county, "redline", "parcels", tmp_path, NAME_PATTERN="{sheet}/{n}:{name}")
        assert sorted(path.name for path in tmp_path.iterdir()) == [
            "redline_1_东关村北侧工业园.pdf",
            "redline_2_物流园_仓储_A.pdf",
            "redline_3_卫生院.pdf",
        ]

    def test_a_title_of_ones_own(self, redline, county, tmp_path):
        run(redline, county, "landuse", "villages", tmp_path, TITLE="{name}（{number}）现状", SUBTITLE="二〇二一年")
        text = raw(next(tmp_path.glob("*.pdf")))
        assert "东关村（3715250010010000000）现状" in text
        assert "二〇二一年" in text


class TestGoingOn:
    def test_a_stopped_run_goes_on_where_it_was(self, redline, county, tmp_path):
        with pytest.raises(QgsProcessingException, match="cancelled"):
            run(redline, county, "redline", "parcels", tmp_path, feedback=Quiet(stop_at=30))
        done = {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("*.pdf")}
        assert 1 <= len(done) < 3
        assert (tmp_path / STATE).exists()
        run(redline, county, "redline", "parcels", tmp_path)
        now = {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("*.pdf")}
        assert len(now) == 3
        assert all(now[name] == time for name, time in done.items()), "finished sheets were printed again"
        assert not (tmp_path / STATE).exists()

    def test_what_has_changed_is_printed_again(self, redline, county, tmp_path):
        with pytest.raises(QgsProcessingException, match="cancelled"):
            run(redline, county, "redline", "parcels", tmp_path, feedback=Quiet(stop_at=30))
        done = {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("*.pdf")}
        run(redline, county, "redline", "parcels", tmp_path, OFFICE="另一单位")
        assert all((tmp_path / name).stat().st_mtime_ns > time for name, time in done.items())
        assert "另一单位" in raw(tmp_path / next(iter(done)))

    def test_a_book_goes_on_too(self, redline, county, tmp_path):
        with pytest.raises(QgsProcessingException, match="cancelled"):
            run(redline, county, "redline", "parcels", tmp_path, feedback=Quiet(stop_at=30), BOOK=True)
        assert list(tmp_path.glob("*.pdf")) == [], "half a book was left"
        lines = (tmp_path / STATE).read_text(encoding="utf-8").splitlines()
        assert json.loads(lines[0])["files"] == ["01_东关村北侧工业园.pdf"]
        run(redline, county, "redline", "parcels", tmp_path, BOOK=True)
        assert [path.name for path in tmp_path.iterdir()] == ["红线核查.pdf"]
        assert not (tmp_path / WORK).exists()


class TestLayoutsInTheProject:
    def test_they_live_on_with_the_project_and_print_the_same(self, redline, county, tmp_path):
        project = QgsProject()
        for layer in county.values():
            project.addMapLayer(layer.clone())
        run(redline, county, "landuse", "villages", tmp_path / "out", project=project, ADD_LAYOUTS=True)
        assert [layout.name() for layout in project.layoutManager().printLayouts()] == ["土地利用现状图"]
        assert project.write(str(tmp_path / "county.qgz"))

        again = QgsProject()
        assert again.read(str(tmp_path / "county.qgz"))
        [layout] = again.layoutManager().printLayouts()
        atlas = layout.atlas()
        assert atlas.enabled()
        from redline.layouts.export import Target, export_sheet, seek

        atlas.beginRender()
        assert atlas.updateFeatures() == 2
        seek(layout, 1)
        [path] = export_sheet(layout, tmp_path / "by hand", Target())
        atlas.endRender()
        printed = sorted(words(next((tmp_path / "out").glob(f"{EAST}*.pdf"))))
        numbers = [word for word in printed if re.fullmatch(r"\d+\.\d{4}", word)]
        assert len(numbers) > 15
        assert sorted(word for word in words(path) if re.fullmatch(r"\d+\.\d{4}", word)) == numbers

    def test_two_orientations_and_a_second_run(self, redline, county, tmp_path):
        fields = {"DKBH": TEXT, "DKMC": TEXT, "PCBH": TEXT}
        heights = [map_frame(template_path("map", "A4", way)).height for way in ("landscape", "portrait")]
        # Between what fits the two frames at 1:5000 with 5 % free on each side: only the portrait sheet takes it.
        tall = 5 * 0.9 * sum(heights) / 2
        shapes = [
            (land.rectangle(0, 0, 400, 60), ["w", "宽", "1"]),
            (land.rectangle(500, -200, 40, tall), ["t", "高", "1"]),
        ]
        parcels = table("both", "Polygon", fields, shapes)
        project = QgsProject()
        more = {"INPUT": parcels, "ORIENTATION": "auto", "PAPER": "A4", "ADD_LAYOUTS": True}
        for _ in range(2):
            run(redline, county, "redline", "parcels", tmp_path, project=project, **more)
            layouts = {layout.name(): layout for layout in project.layoutManager().printLayouts()}
            assert set(layouts) == {"红线核查", "红线核查 (竖版)"}
            for layout in layouts.values():
                coverage = layout.atlas().coverageLayer()
                assert coverage.isValid()
                assert coverage.featureCount() == 2
        # Each layout has a coverage, marks and two tables; the first run's are gone.
        assert len(project.mapLayers()) == 8


def test_neighbours_in_four_directions(redline, county, tmp_path):
    run(redline, county, "parcel", "parcels", tmp_path)
    text = raw(next(tmp_path.glob("03_*.pdf")))
    # Parcel 03 lies wholly in 闫屯村; strips of 60 m run north to south around it.
    for side in ("东至", "南至", "西至", "北至"):
        assert f"{side}闫屯村" in text


def grey(path: Path) -> QImage:
    return QImage(str(path)).convertToFormat(QImage.Format.Format_Grayscale8)


def share_that_differs(one: QImage, other: QImage) -> float:
    """The share of pixels whose grey differs by more than a quarter of the scale from all neighbours in the other.

    Neighbours, because another release of QGIS or another typeface moves letters and lines by a pixel.
    """
    assert (one.width(), one.height()) == (other.width(), other.height())
    wide, high = one.width(), one.height()
    rows = [[other.pixelColor(x, y).value() for x in range(wide)] for y in range(high)]
    count = 0
    for y in range(1, high - 1):
        for x in range(1, wide - 1):
            value = one.pixelColor(x, y).value()
            if all(abs(value - rows[v][u]) > 64 for v in (y - 1, y, y + 1) for u in (x - 1, x, x + 1)):
                count += 1
    return count / (wide * high)


class TestPictures:
    """Sheets as they were looked at and found good; ``UPDATE_PICTURES=1 pytest …`` writes them anew."""

    FOLDER = Path(__file__).resolve().parent.parent / "data" / "sheets"

    @pytest.mark.parametrize(
        ("sheet", "source", "file"),
        [
            ("parcel", "parcels", "02"),
            ("redline", "parcels", "02"),
            ("batch", "parcels", "2021-1"),
            ("landuse", "villages", WEST),
            ("village", "villages", WEST),
            ("coverage", "county", "371525"),
        ],
    )
    def test_looks_as_it_did(self, redline, county, tmp_path, sheet, source, file):
        run(redline, county, sheet, source, tmp_path, DATE="2021-12-31", OFFICE="冠县自然资源和规划局", MARKING="示意")
        made = land.picture(next(tmp_path.glob(f"{file}*.pdf")), tmp_path, dpi=36)
        golden = self.FOLDER / f"{sheet}.png"
        if os.environ.get("UPDATE_PICTURES"):
            self.FOLDER.mkdir(parents=True, exist_ok=True)
            golden.write_bytes(made.read_bytes())
        assert share_that_differs(grey(made), grey(golden)) < 0.01

    def test_the_measure_tells_sheets_apart(self):
        pictures = {name: grey(self.FOLDER / f"{name}.png") for name in ("parcel", "redline", "village", "coverage")}
        for one in pictures:
            for other in pictures:
                if one != other:
                    assert share_that_differs(pictures[one], pictures[other]) > 0.01


@pytest.mark.parametrize("page", ["map-sheets.md", "map-sheets.zh-Hans.md"])
def test_the_call_that_the_docs_show(redline, county, tmp_path, page):
    text = (Path(__file__).resolve().parents[2] / "docs" / page).read_text(encoding="utf-8")
    call = text[text.index("qgis_process run redline:mapsheets") :].split("```")[0].replace("\\\n", " ")
    given = dict(word.split("=", 1) for word in shlex.split(call) if "=" in word)
    layers = {"county.gpkg|layername=DLTB": county["land"], "county.gpkg|layername=CJDCQ": county["villages"]}
    parameters = {name: layers.get(value, value) for name, value in given.items()}
    assert {"INPUT", "LANDUSE", "VILLAGES"} <= {name for name, value in parameters.items() if value in layers.values()}
    algorithm = redline.algorithm("mapsheets").create()
    parameters |= {"OUTPUT": str(tmp_path), "BOOK": given["BOOK"] == "true"}
    results, _ = algorithm.run(parameters, QgsProcessingContext(), Quiet(), {}, False)
    assert results["SHEETS"] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["土地利用现状图.pdf"]


class TestWrongInput:
    @pytest.mark.parametrize(
        ("more", "message"),
        [
            ({"ID_FIELD": "NIX"}, r"Layer .* has no field NIX \(ID_FIELD\): choose one of"),
            ({"CLASS_FIELD": "NIX"}, r"Layer land has no field NIX \(CLASS_FIELD\): choose one of"),
            ({"NAME_PATTERN": "{nix}"}, r"The pattern of file names \{nix\} cannot be filled in: use \{number\}"),
            ({"NAME_PATTERN": "{"}, r"The pattern of file names \{ cannot be filled in"),
            ({"TITLE": "{nix}"}, r"The title \{nix\} cannot be filled in"),
            ({"LANDUSE": None}, r"There is no layer for “地类图斑”: load it into the project, or give it in LANDUSE"),
            ({"LANDUSE": "/no/such.gpkg"}, r"The layer of LANDUSE \(/no/such\.gpkg\) cannot be opened"),
            ({"TEMPLATES": "/no/such"}, r"Folder /no/such of page templates is not there"),
        ],
    )
    def test_one_sentence(self, redline, county, tmp_path, more, message):
        with pytest.raises(QgsProcessingException, match=message):
            run(redline, county, "landuse", "villages", tmp_path / "out", **more)
        assert not (tmp_path / "out").exists()

    def test_a_folder_that_is_a_file(self, redline, county, tmp_path):
        (tmp_path / "out").write_text("", encoding="utf-8")
        with pytest.raises(QgsProcessingException, match=r"Folder .*out cannot be written"):
            run(redline, county, "landuse", "villages", tmp_path / "out")

    def test_unknown_class_code(self, redline, county, tmp_path):
        strange = table("strange", "Polygon", {"DLBM": TEXT}, [(land.rectangle(-240, -440, 1800, 1760), ["9999"])])
        with pytest.raises(QgsProcessingException, match="9999"):
            run(redline, county, "landuse", "villages", tmp_path, LANDUSE=strange)
