"""redline:mapsheets: every kind of sheet, with the numbers of the tools that tally."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
)
from qgis.PyQt.QtGui import QImage

sys.path.insert(0, str(Path(__file__).resolve().parent))
from sheetrun import EAST, WEST, Quiet, land, opened_county, other, raw, run, words


@pytest.fixture(scope="module")
def county(qgis_app, tmp_path_factory):
    layers = opened_county(tmp_path_factory.mktemp("county"))
    yield layers
    # pytest keeps the last test's fixtures until QGIS is gone, and its layers must go before.
    layers.clear()


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
        assert "位于红线内" not in clear
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
            for two in pictures:
                if one != two:
                    assert share_that_differs(pictures[one], pictures[two]) > 0.01
