"""Names that mean no good, through every output that people open: they are shown, and nothing of them runs.

Numbers and names of parcels, classes' owners and villages hold mark-up, formulas, parts of paths, names of devices,
signs that nobody sees, and 300 signs.
"""

import csv
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import plots
import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingException, QgsVectorLayer

from redline.core.paper.cells import harmless, like_a_formula
from redline.core.parceltext import read_parcel_text

pytestmark = pytest.mark.usefixtures("redline")

NAMES = [
    '=HYPERLINK("http://x","y")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "＝1+1",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[% @project_path %]",
    "../../etc/passwd",
    "C:\\Windows\\a",
    "CON",
    "a\u202efdp.exe",
    "村" * 300,
]


def parcels(comma=False):
    """A square of 100 m for each name, as number and as name. comma : whether commas stay, which text files refuse."""
    layer = QgsVectorLayer(
        "MultiPolygon?crs=EPSG:4527&field=DKBH:string(400)&field=DKMC:string(400)", "ZZ_TDZSFW", "memory"
    )
    features = []
    for place, name in enumerate(NAMES):
        feature = QgsFeature(layer.fields())
        text = name if comma else name.replace(",", ";").replace("@", "＃")
        feature.setAttributes([text, text])
        feature.setGeometry(QgsGeometry.fromWkt(plots.box(110 * place, 0, 100, 100)))
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    layer.updateExtents()
    return layer


def land():
    return plots.layer("DLTB", "DLBM", [(plots.box(-100, -100, 2000, 400), "0102")])


def villages():
    layer = QgsVectorLayer(
        "MultiPolygon?crs=EPSG:4527&field=ZLDWDM:string(19)&field=ZLDWMC:string(400)", "CJDCQ", "memory"
    )
    feature = QgsFeature(layer.fields())
    feature.setAttributes(["3715250010010000000", "=1+1<b>村"])
    feature.setGeometry(QgsGeometry.fromWkt(plots.box(-100, -100, 2000, 400)))
    assert layer.dataProvider().addFeatures([feature])[0]
    layer.updateExtents()
    return layer


class Tags(HTMLParser):
    """Every tag and attribute of a page, and its text."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.text = set(), set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text.append(data)


def assert_harmless(path: Path):
    """What a person opens at ``path`` holds no formula, no script and no foreign tag."""
    if path.suffix == ".xlsx":
        for sheet in openpyxl.load_workbook(path):
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f", cell.value
                    if isinstance(cell.value, str) and like_a_formula(cell.value):
                        assert cell.quotePrefix or path.name.startswith("gdal"), cell.value
    elif path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                assert all(harmless(cell) == cell for cell in row), row
    elif path.suffix == ".html":
        page = Tags(path.read_text(encoding="utf-8"))
        assert not page.tags & {"script", "img", "iframe", "object", "b"}
        assert not any(name.startswith("on") for name in page.attributes)


def assert_names(folder: Path):
    """Names that Windows takes, below ``folder`` and nowhere else."""
    for path in folder.rglob("*"):
        assert len(path.name.encode()) <= 190
        assert path.stem.upper() != "CON" and not set(path.name) & set('<>:"/\\|?*\u202e\t')


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("-甲", "'-甲"),
        ("＝1", "'＝1"),
        ("\t=1", "'\t=1"),
        (" =1", "' =1"),
        ("of:=1+1", "'of:=1+1"),
        ("-2.50", "-2.50"),
        ("+3", "+3"),
        ("-1,234.5", "-1,234.5"),
        ("12 %", "12 %"),
        ("甲=乙", "甲=乙"),
        ("-", "-"),
        ("——", "——"),
        ("－", "－"),
        ("", ""),
    ],
)
def test_cells_of_a_csv(text, kept):
    assert harmless(text) == kept


def test_a_dossier(tmp_path):
    result, _ = plots.run(
        "approvaldossier",
        PARCELS=parcels(),
        LANDUSE=land(),
        VILLAGES=villages(),
        SHEETS=False,
        SUMMARY_FIELDS=["DKMC"],
        OFFICE="=1+1<script>alert(1)</script>",
        OUTPUT=str(tmp_path / "d"),
    )
    assert result["PARCEL_COUNT"] == len(NAMES)
    made = [path for path in (tmp_path / "d").rglob("*") if path.is_file()]
    assert {path.name for path in made} == {
        "summary.xlsx", "tables.xlsx", "boundary_points.csv", "parcels.txt", "report.html", "manifest.json",
    }  # fmt: skip
    for path in made:
        assert_harmless(path)
    page = Tags((tmp_path / "d" / "report.html").read_text(encoding="utf-8"))
    assert "<script>alert(1)</script>" in "".join(page.text)
    assert_names(tmp_path)
    [text] = [path for path in made if path.suffix == ".txt"]
    read = read_parcel_text(text.read_bytes())
    assert [each.number for each in read.parcels] == [
        name.replace(",", ";").replace("@", "＃").strip() for name in NAMES
    ]


def test_single_text_files(tmp_path):
    plots.run("exportparceltext", INPUT=parcels(), OUTPUT_FOLDER=str(tmp_path / "texts"))
    assert len(list((tmp_path / "texts").glob("*.txt"))) == len(NAMES)
    assert_names(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"texts"}


def test_a_sign_that_breaks_the_text_file_is_named(tmp_path):
    layer = plots.layer("ZZ_TDZSFW", "DKBH", [(plots.box(0, 0, 100, 100), "甲\x01乙")])
    with pytest.raises(QgsProcessingException, match=r"the value of number holds control sign, which would break"):
        plots.run("exportparceltext", INPUT=layer, OUTPUT=str(tmp_path / "p.txt"))
    with pytest.raises(QgsProcessingException, match=r"the value of number holds .*, which would break"):
        plots.run("exportparceltext", INPUT=parcels(comma=True), OUTPUT=str(tmp_path / "p.txt"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_layers_and_documents(tmp_path, ending):
    """In a layer for tables nothing is a formula, and that is said where a text was marked."""
    _, warnings = plots.run(
        "tallybylanduse",
        INPUT=parcels(comma=True),
        ID_FIELD="DKBH",
        LANDUSE=land(),
        OUTPUT=str(tmp_path / f"gdal.{ending}"),
        OUTPUT_XLSX=str(tmp_path / "t.xlsx"),
        OUTPUT_HTML=str(tmp_path / "t.html"),
    )
    for path in tmp_path.iterdir():
        assert_harmless(path)
    told = [each for each in warnings if "look like formulas" in each]
    if ending == "xlsx":
        assert not told
        return
    assert len(told) == 1
    assert f"an apostrophe stands in front of each in gdal.{ending}." in told[0]
    rows = list(QgsVectorLayer(str(tmp_path / f"gdal.{ending}"), "t", "ogr").getFeatures())
    found = {str(value) for row in rows for value in row.attributes()}
    assert "'" + NAMES[0] in found and NAMES[6] in found


@pytest.mark.parametrize("ending", ["kml", "gml", "xlsx", "ods"])
def test_control_signs_in_formats_of_xml(tmp_path, ending):
    """KML with such a sign cannot be read by anybody, GML and ODS would lose it without a word."""
    layer = plots.layer("ZZ_TDZSFW", "DKBH", [(plots.box(0, 0, 100, 100), "甲\x01乙\x1b")])
    _, warnings = plots.run("officialarea", INPUT=layer, OUTPUT=str(tmp_path / f"a.{ending}"))
    [told] = [each for each in warnings if "control signs" in each]
    assert told.endswith(f": 1 texts hold control signs, which a.{ending} cannot; they stand as � there.")
    [row] = QgsVectorLayer(str(tmp_path / f"a.{ending}"), "a", "ogr").getFeatures()
    assert "甲�乙�" in row.attributes()


def test_parcels_for_the_phone(tmp_path):
    layer = plots.layer("ZZ_TDZSFW", "DKBH", [(plots.box(0, 0, 100, 100), "甲\x01<script>")])
    plots.run("exportparcels", INPUT=layer, OUTPUT=str(tmp_path / "a.kml"))
    [row] = QgsVectorLayer(str(tmp_path / "a.kml"), "a", "ogr").getFeatures()
    assert row["Name"] == "甲�<script>"


def test_boundary_points(tmp_path):
    plots.run(
        "boundarypoints",
        INPUT=parcels(comma=True),
        NEIGHBOURS=villages(),
        OUTPUT=str(tmp_path / "p.csv"),
        OUTPUT_PARCELS=str(tmp_path / "s.csv"),
        OUTPUT_XLSX=str(tmp_path / "t.xlsx"),
    )
    assert len(list(tmp_path.iterdir())) == 3
    for path in tmp_path.iterdir():
        assert_harmless(path)


def test_approval_tables(tmp_path):
    plots.run("approvaltables", PARCELS=parcels(comma=True), LANDUSE=land(), OUTPUT=str(tmp_path / "t"))
    for path in (tmp_path / "t").rglob("*"):
        assert_harmless(path)
    assert_names(tmp_path)


def test_red_lines(tmp_path):
    line = plots.layer("STBHHX", "id", [(plots.box(-100, -100, 2000, 400), "=1+1")])
    plots.run(
        "redlinecheck",
        INPUT=parcels(comma=True),
        RED_LINES=[line],
        OUTPUT=str(tmp_path / "r.csv"),
        OUTPUT_XLSX=str(tmp_path / "r.xlsx"),
        OUTPUT_HTML=str(tmp_path / "r.html"),
    )
    for path in tmp_path.iterdir():
        assert_harmless(path)


def test_map_sheets(tmp_path):
    """Texts of a sheet are shown as they are: no mark-up, no expression of QGIS; files have names that can be."""
    result, _ = plots.run(
        "mapsheets",
        SHEET="redline",
        INPUT=parcels(comma=True),
        FORMAT="svg",
        FARMLAND=line(),
        OUTPUT=str(tmp_path / "s"),
    )
    assert result["SHEETS"] == len(NAMES)
    made = sorted((tmp_path / "s").glob("*.svg"))
    assert len(made) == len(NAMES)
    assert_names(tmp_path)
    pages = [path.read_text(encoding="utf-8") for path in made]
    assert any("[% @project_path %]" in page for page in pages)
    assert any("&lt;script" in page for page in pages)
    assert not any("<script" in page or "onerror" in page.split("<text")[0] for page in pages)


def line():
    return plots.layer("YJJBNTBHTB", "YJJBNTTBBH", [(plots.box(-100, -100, 2000, 400), "1")])
