"""redline:mapsheets: formats, books, names, stopped runs, layouts in the project, wrong input."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProject
from qgis.PyQt.QtGui import QImage

from redline.core.paper.ownfiles import SHEETS as WRITTEN
from redline.layouts.export import geopdf_available
from redline.layouts.run import STATE, WORK
from redline.layouts.sheets import map_frame
from redline.layouts.templates import template_path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from sheetrun import EAST, TEXT, Quiet, land, opened_county, raw, run, table, words


@pytest.fixture(scope="module")
def county(qgis_app, tmp_path_factory):
    layers = opened_county(tmp_path_factory.mktemp("county"))
    yield layers
    # pytest keeps the last test's fixtures until QGIS is gone, and its layers must go before.
    layers.clear()


def sheets_in(folder):
    """What lies in a folder of sheets beside the list of what was written there."""
    return sorted(path.name for path in folder.iterdir() if path.name != WRITTEN)


class TestFiles:
    def test_a_book_with_bookmarks(self, redline, county, tmp_path):
        results = run(redline, county, "redline", "parcels", tmp_path, BOOK=True)
        assert sheets_in(tmp_path) == ["红线核查.pdf"]
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

    def test_a_pdf_with_layers_and_coordinates(self, redline, county, tmp_path):
        feedback = Quiet()
        run(redline, county, "redline", "parcels", tmp_path, feedback, LAYERED=True)
        path = next(tmp_path.glob("02_*.pdf"))
        assert "红线核查图" in raw(path)
        assert all(row[-5] == "yes" for row in land.pdf_fonts(path))
        if not geopdf_available():
            assert feedback.warnings == ["This QGIS cannot write GeoPDF: the PDF has no layers."]
            return
        assert feedback.warnings == []
        done = subprocess.run(["gdalinfo", "-mdd", "LAYERS", str(path)], capture_output=True, text=True, check=True)
        assert "ERROR" not in done.stderr, done.stderr
        assert 'ID["EPSG",4526]' in done.stdout
        layers = re.findall(r"LAYER_\d+_NAME=(.*)", done.stdout)
        assert {"farmland", "land", "villages", "用地界线"} <= set(layers)
        # Parcel 02 lies at 600 … 690 and 300 … 360 m: its middle is on the sheet, where the coordinates say.
        corners = [float(number) for name in ("Upper Left", "Lower Right")
                   for number in re.search(rf"{name}\s*\(\s*([\d.]+),\s*([\d.]+)", done.stdout).groups()]  # fmt: skip
        assert corners[0] < land.E0 + 645 < corners[2]
        assert corners[3] < land.N0 + 330 < corners[1]
        # Names to switch layers by, and no attributes.
        done = subprocess.run(["ogrinfo", "-al", str(path)], capture_output=True, text=True, check=True)
        assert "YJJBNTTBBH" not in done.stdout

    def test_a_book_of_pdfs_with_layers(self, redline, county, tmp_path):
        results = run(redline, county, "redline", "parcels", tmp_path, BOOK=True, LAYERED=True)
        assert int(land.pdf_info(tmp_path / "红线核查.pdf")["Pages"]) == results["PAGES"] == 3

    def test_svg(self, redline, county, tmp_path):
        run(redline, county, "batch", "parcels", tmp_path, FORMAT="svg")
        text = (tmp_path / "2021-1_2021-1.svg").read_text(encoding="utf-8")
        assert "<text" in text
        assert "2021-1" in text

    def test_names_that_no_system_forbids(self, redline, county, tmp_path):
        run(redline, county, "redline", "parcels", tmp_path, NAME_PATTERN="{sheet}/{n}:{name}")
        assert sheets_in(tmp_path) == [
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

    def test_what_a_killed_run_left_half_written_is_tidied_away(self, redline, county, tmp_path):
        for place, more in ((tmp_path / "single", {}), (tmp_path / "book", {"BOOK": True})):
            draft = (place / WORK if more else place) / ".sheet-x1y2z3"
            draft.mkdir(parents=True)
            (draft / "sheet.pdf").write_bytes(b"%PDF-1.4 half")
            before = time.time() - 25 * 3600
            for each in (draft / "sheet.pdf", draft):
                os.utime(each, (before, before))
            feedback = Quiet()
            run(redline, county, "redline", "parcels", place, feedback, **more)
            assert feedback.warnings == [f"{draft}, left by a run that was killed, was removed."]
            others = [path.name for path in place.rglob("*") if path.suffix != ".pdf" or ".sheet-" in str(path)]
            assert others == [WRITTEN]
            assert len(list(place.glob("*.pdf"))) == (1 if more else 3)

    def test_drafts_of_another_run_are_left_alone(self, redline, county, tmp_path):
        """Two runs into one folder: what is younger than a day may be the other's."""
        draft = tmp_path / ".sheet-other"
        draft.mkdir()
        (draft / "sheet.pdf").write_bytes(b"%PDF-1.4 half")
        feedback = Quiet()
        run(redline, county, "redline", "parcels", tmp_path, feedback)
        assert (draft / "sheet.pdf").read_bytes() == b"%PDF-1.4 half"
        assert feedback.warnings == []

    def test_two_runs_at_once(self, redline, county, tmp_path):
        """The second begins and ends while the first prints: both have all their sheets, and nothing is left."""
        inner = []

        class Meanwhile(Quiet):
            def setProgress(self, progress):
                if progress >= 30 and not inner:
                    inner.append(run(redline, county, "landuse", "villages", tmp_path)["SHEETS"])

        assert run(redline, county, "redline", "parcels", tmp_path, feedback=Meanwhile())["SHEETS"] == 3
        assert inner == [2]
        assert len(sheets_in(tmp_path)) == 5
        assert not list(tmp_path.glob(".sheet-*")) and not (tmp_path / STATE).exists()

    def test_two_books_at_once(self, redline, county, tmp_path):
        """They would take each other's sheets: the second is told to wait."""
        told = []

        class Meanwhile(Quiet):
            def setProgress(self, progress):
                if progress >= 30 and not told:
                    with pytest.raises(QgsProcessingException) as caught:
                        run(redline, county, "landuse", "villages", tmp_path, BOOK=True)
                    told.append(str(caught.value))

        run(redline, county, "redline", "parcels", tmp_path, feedback=Meanwhile(), BOOK=True)
        assert told == [
            f"Another run is making a book in folder {tmp_path}: wait until it is done, or choose another folder."
        ]
        assert sheets_in(tmp_path) == ["红线核查.pdf"]

    @pytest.mark.parametrize("book", [False, True])
    def test_nobody_s_own_file_is_replaced(self, redline, county, tmp_path, book):
        """A letter of the same name stops the run before the first sheet; so does a sheet that was signed since."""
        name = "红线核查.pdf" if book else "02_物流园_仓储_A.pdf"
        sentence = rf"{re.escape(name)} in folder .* was not written by Redline, or was changed since"
        own = tmp_path / name
        own.write_bytes(b"%PDF-1.4 a letter")
        with pytest.raises(QgsProcessingException, match=sentence):
            run(redline, county, "redline", "parcels", tmp_path, BOOK=book)
        assert own.read_bytes() == b"%PDF-1.4 a letter"
        assert sheets_in(tmp_path) == [name]
        own.unlink()
        for _ in range(2):
            run(redline, county, "redline", "parcels", tmp_path, BOOK=book)
        with own.open("ab") as file:
            file.write(b"% signed")
        with pytest.raises(QgsProcessingException, match=sentence):
            run(redline, county, "redline", "parcels", tmp_path, BOOK=book)
        assert own.read_bytes().endswith(b"% signed")

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
        assert sheets_in(tmp_path) == ["红线核查.pdf"]
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
    assert sheets_in(tmp_path) == ["土地利用现状图.pdf"]


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
        with pytest.raises(QgsProcessingException, match=r"out is a file: give a folder for the output"):
            run(redline, county, "landuse", "villages", tmp_path / "out")

    def test_unknown_class_code(self, redline, county, tmp_path):
        strange = table("strange", "Polygon", {"DLBM": TEXT}, [(land.rectangle(-240, -440, 1800, 1760), ["9999"])])
        with pytest.raises(QgsProcessingException, match="9999"):
            run(redline, county, "landuse", "villages", tmp_path, LANDUSE=strange)
