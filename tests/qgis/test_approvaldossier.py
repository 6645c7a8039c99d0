"""The main job on a corner of a county that can be checked by hand (corner.py)."""

import csv
import json
import subprocess
import sys
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from openpyxl import load_workbook
from qgis.core import QgsProcessingFeedback

sys.path.insert(0, str(Path(__file__).parent))
from corner import box, make_corner

from redline.core.ellipsoid import official_area


def parameters(gpkg: Path, out: Path, **changed) -> dict:
    given = {
        "PARCELS": f"{gpkg}|layername=ZZ_TDZSFW",
        "LANDUSE": f"{gpkg}|layername=DLTB",
        "VILLAGES": f"{gpkg}|layername=CJDCQ",
        "RED_LINES": [f"{gpkg}|layername=YJJBNTBHTB"],
        "MUST_BE_INSIDE": [f"{gpkg}|layername=CZKFBJ"],
        "SUMMARY_FIELDS": ["DKYT", "SSNF"],
        "OFFICE": "甲县自然资源和规划局",
        "MARKING": "示意",
        "DATE": "2021-12-31",
        "OUTPUT": str(out),
    }
    return {name: value for name, value in (given | changed).items() if value is not None}


def run(given: dict, feedback: QgsProcessingFeedback | None = None) -> dict:
    """The algorithm, as the toolbox runs it; a wrong input raises."""
    from qgis import processing

    return processing.run("redline:approvaldossier", given, feedback=feedback or QgsProcessingFeedback())


@pytest.fixture(scope="module")
def corner(redline, tmp_path_factory):
    return make_corner(tmp_path_factory.mktemp("县 corner") / "甲县.gpkg")


@pytest.fixture(scope="module")
def dossier(corner, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "成果 folder"
    return run(parameters(corner, out)) | {"folder": out}


def grid(path: Path, sheet: int = 0) -> list[list]:
    """Cells of a worksheet; numbers as Decimals with the decimals of their format."""
    rows = []
    for row in load_workbook(path).worksheets[sheet].iter_rows():
        cells = []
        for cell in row:
            value = cell.value
            if isinstance(value, int | float) and "." in cell.number_format:
                places = len(cell.number_format.partition(".")[2].split(";")[0].strip("_) "))
                value = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places))
            cells.append(value)
        rows.append(cells)
    return rows


def row_of(rows: list[list], *texts: str) -> list:
    found = [row for row in rows if all(text in row for text in texts)]
    assert len(found) == 1, (texts, found)
    return found[0]


def plain(ring: str) -> list[tuple[float, float]]:
    """A ring of corner.box as (x_north, y_east)."""
    return [(float(pair.split()[1]), float(pair.split()[0])) for pair in ring.strip("()").split(",")]


# By hand, in plane squares of 100 m: A1 is 1 × 1, A2 1 × 0.5, B1 2 × 2 with a hole of 1 × 1.
OFFICIAL = {
    "A1": official_area([plain(box(0.5, 0.5, 1.5, 1.5))], 4527),
    "A2": official_area([plain(box(2.5, 0.5, 3.5, 1.0))], 4527),
    "B1": official_area([plain(box(4, 0, 6, 2)), plain(box(4.5, 0.5, 5.5, 1.5))], 4527),
}
"""About 9,997.5, 4,998.8 and 29,992.9 m²: 100 km west of the central meridian the plane is 0.025 % too large."""


class TestNumbers:
    def test_outputs_are_what_was_counted(self, dossier):
        assert dossier["BATCHES"] == 2
        assert dossier["PARCEL_COUNT"] == 3
        assert dossier["SHEET_COUNT"] == 3
        assert dossier["SKIPPED"] == 0
        assert dossier["TOTAL_AREA"] == pytest.approx(sum(OFFICIAL.values()), abs=0.001)
        assert dossier["NOT_COVERED_AREA"] == 0
        assert dossier["OVERLAP_AREA"] == 0
        # A1 takes 10 × 50 m of NT1; B1 reaches 50 m beyond the urban boundary.
        assert dossier["VIOLATIONS"] == 2

    def test_parcels_have_their_official_area(self, dossier):
        rows = grid(dossier["folder"] / "2021-1" / "tables.xlsx", 1)
        for number in ("A1", "A2"):
            row = row_of(rows, number)
            m2 = Decimal(repr(OFFICIAL[number])).quantize(Decimal("0.01"))
            assert m2 in row
            assert (m2 / 10000).quantize(Decimal("0.0001")) in row
            assert (m2 * 3 / 2000).quantize(Decimal("0.0001")) in row

    def test_classes_and_villages_are_those_drawn(self, dossier):
        text = (dossier["folder"] / "report.html").read_text(encoding="utf-8")
        # Shares by hand: A1 half 0101, half 0102; A2 all 0702, half in each village.
        for code in ("0101", "0102", "0702", "0301", "0201", "1006"):
            assert code in text
        rows = grid(dossier["folder"] / "2021-1" / "tables.xlsx", 2)
        half = Decimal(repr(OFFICIAL["A1"])) / 2
        assert abs(row_of(rows, "0101")[2] - half) < Decimal("0.05")
        assert abs(row_of(rows, "0102")[2] - half) < Decimal("0.05")
        assert row_of(rows, "0702")[2] == Decimal(repr(OFFICIAL["A2"])).quantize(Decimal("0.01"))

    def test_a_hole_is_no_land(self, dossier):
        rows = grid(dossier["folder"] / "2021-2" / "tables.xlsx", 2)
        whole = Decimal(repr(OFFICIAL["B1"]))
        # 7,500 + 7,500 + 15,000 of 30,000 plane m².
        for code, share in (("0301", 4), ("0201", 4), ("1006", 2)):
            assert abs(row_of(rows, code)[2] - whole / share) < Decimal("0.2")

    def test_the_form_adds_up_by_rows_and_columns(self, dossier):
        for batch in ("2021-1", "2021-2"):
            rows = grid(dossier["folder"] / batch / "tables.xlsx")
            numbers = [row[4:] for row in rows if isinstance(row[4], Decimal)]
            *leaves, total = [row for row in numbers if row]
            leaf_rows = [row for row in rows if isinstance(row[0], int)]
            for place in range(4, len(rows[-1])):
                column = [row[place] for row in leaf_rows if isinstance(row[place], Decimal)]
                if column:
                    assert sum(column) == total[place - 4]
            assert leaves

    def test_red_lines(self, dossier):
        rows = grid(dossier["folder"] / "2021-1" / "tables.xlsx", 3)
        own = row_of(rows, "A1", "永久基本农田")
        # 10 m × 50 m = 500 plane m² of NT1, whose 60 × 100 m carry 3,000 m² legal area: half of the overlap.
        assert abs(own[5] - Decimal("499.88")) < Decimal("0.05")
        assert abs(own[8] - Decimal("250.00")) < Decimal("0.05")
        assert own[-1] == "NT1"
        assert own[4] == "越线"
        assert row_of(rows, "A2", "永久基本农田")[4] == "符合"

    def test_summaries_by_field(self, dossier):
        by_use = grid(dossier["folder"] / "summary.xlsx", 1)
        m2 = {name: Decimal(repr(area)).quantize(Decimal("0.01")) for name, area in OFFICIAL.items()}
        assert row_of(by_use, "工业用地")[2] == m2["A1"] + m2["B1"]
        assert row_of(by_use, "住宅用地")[2] == m2["A2"]
        by_year = grid(dossier["folder"] / "summary.xlsx", 2)
        assert row_of(by_year, "2021")[2] == m2["A1"] + m2["B1"]


class Texts(HTMLParser):
    """The cells of a report."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.cells.append(data.strip())


class TestSameNumbersEverywhere:
    def test_workbook_text_file_sheet_and_report(self, dossier):
        folder = dossier["folder"]
        report = Texts()
        report.feed((folder / "report.html").read_text(encoding="utf-8"))
        for batch, numbers in (("2021-1", ("A1", "A2")), ("2021-2", ("B1",))):
            text = (folder / batch / "parcels.txt").read_bytes().decode("gbk")
            rows = grid(folder / batch / "tables.xlsx", 1)
            for number in numbers:
                ha = next(f"{value:f}" for value in row_of(rows, number) if isinstance(value, Decimal) and value < 10)
                line = next(line for line in text.splitlines() if f",{number}," in line)
                assert line.split(",")[1] == ha
                assert ha in report.cells
                pdf = folder / batch / "sheets" / f"{number}.pdf"
                printed = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
                assert ha in printed.stdout.decode("utf-8")

    def test_boundary_points(self, dossier):
        folder = dossier["folder"] / "2021-2"
        with (folder / "boundary_points.csv").open(encoding="utf-8-sig", newline="") as file:
            table = [tuple(row[2:5]) for row in csv.reader(file)][1:]
        text = (folder / "parcels.txt").read_bytes().decode("gbk")
        written = [line.split(",") for line in text.splitlines() if line.startswith("J")]
        assert table == [(number, x, y) for number, _ring, x, y in written]
        # North-west corner first, clockwise; then the hole. Both rings repeat their first point.
        assert table[0] == ("J1", "4040200.000", "39400400.000")
        assert [row[0] for row in table] == ["J1", "J2", "J3", "J4", "J1", "J5", "J6", "J7", "J8", "J5"]
        rows = [row for row in grid(folder / "tables.xlsx", 4) if row[0] == "B1"]
        assert [(row[2], f"{row[3]:f}", f"{row[4]:f}") for row in rows] == table

    def test_sheet_shows_the_class_table(self, dossier):
        folder = dossier["folder"] / "2021-1"
        printed = subprocess.run(
            ["pdftotext", "-layout", str(folder / "sheets" / "A1.pdf"), "-"], capture_output=True, check=True
        ).stdout.decode("utf-8")
        for text in ("0101", "0102", "水浇地", "示意", "J1", "J4"):
            assert text in printed
        m2 = f"{OFFICIAL['A1']:.2f}"
        assert m2 in printed


class TestFolder:
    def test_manifest_names_every_file(self, dossier):
        folder = dossier["folder"]
        files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {"manifest.json"}
        assert set(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]) == files
        assert files == {
            "report.html",
            "summary.xlsx",
            *(f"2021-{n}/{name}" for n in (1, 2) for name in ("tables.xlsx", "boundary_points.csv", "parcels.txt")),
            "2021-1/sheets/A1.pdf",
            "2021-1/sheets/A2.pdf",
            "2021-2/sheets/B1.pdf",
        }
        assert list(folder.parent.iterdir()) == [folder]

    def test_the_report_says_what_was_used(self, dossier):
        text = (dossier["folder"] / "report.html").read_text(encoding="utf-8")
        for said in ("EPSG:4527", "ZZ_TDZSFW", "DLTB", "CJDCQ", "第三次", "最大余数"):
            assert said in text, said

    def test_progress_moves_to_the_end(self, corner, tmp_path):
        heard = []

        class Feedback(QgsProcessingFeedback):
            def setProgress(self, progress):
                heard.append(progress)

        run(parameters(corner, tmp_path / "out"), Feedback())
        assert heard == sorted(heard)
        assert len(set(heard)) >= 8
        assert heard[-1] == 100

    def test_one_batch_only(self, corner, tmp_path):
        result = run(parameters(corner, tmp_path / "out", BATCH="2021-2", SHEETS=False))
        assert result["PARCEL_COUNT"] == 1
        assert not (tmp_path / "out" / "2021-1").exists()

    def test_english_documents(self, corner, tmp_path):
        run(parameters(corner, tmp_path / "out", LANGUAGE="en", SHEETS=False))
        text = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
        assert "Approval dossier" in text
        assert "Irrigated land" in text

    def test_without_villages_and_red_lines(self, corner, tmp_path):
        given = parameters(
            corner,
            tmp_path / "out",
            VILLAGES=None,
            RED_LINES=None,
            MUST_BE_INSIDE=None,
            SUMMARY_FIELDS=None,
            SHEETS=False,
        )
        result = run(given)
        assert result["VIOLATIONS"] == 0
        assert "未核查" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
