"""Coordinate tables of Excel, WPS, CASS and phones' notes; zone 39, squares of 100 m: 0.9995 ha."""

from pathlib import Path

import openpyxl
import pytest
from osgeo import ogr
from qgis.core import QgsProcessingException

X, Y = 4_040_000.0, 39_360_000.0
SQUARE = [(X, Y), (X, Y + 100), (X + 100, Y + 100), (X + 100, Y)]
DATA = Path(__file__).parent.parent / "data" / "tables"


def lines(template: str) -> str:
    return "".join(template.format(n=n, x=x, y=y) for n, (x, y) in enumerate(SQUARE, 1))


FILES = {
    "cass.dat": lines("{n},,{y:.3f},{x:.3f},36.5\r\n"),
    "quoted.csv": '"地块","点号","X","Y"\r\n' + lines('"A","J{n}","{x:.3f}","{y:.3f}"\r\n'),
    "words.txt": lines("J{n}  X={x:.3f}  Y={y:.3f}\n"),
    "comma.txt": lines("J{n}\t{x:.3f}\t{y:.3f}\n").replace(".", ","),
    "thousands.txt": lines("J{n}\t{x:,.3f}\t{y:,.3f}\n"),
    "sci.txt": lines("J{n},{x:.9E},{y:.11E}\n"),
    "plain.csv": lines("J{n},{x:.3f},{y:.3f}\n"),
}


@pytest.mark.parametrize("tool", ["importparceltext", "importparcels"])
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("encoding", ["gbk", "utf-8-sig"])
def test_texts(run, tmp_path, tool, name, encoding):
    (tmp_path / name).write_bytes(FILES[name].encode(encoding))
    found = run(tool, INPUT=[str(tmp_path / name)], OUTPUT="memory:", REPORT="memory:")
    (row,) = found["OUTPUT"].getFeatures()
    assert (row["off_ha"], row.geometry().area()) == (0.9995, 10_000)
    assert found["OUTPUT"].crs().authid() == "EPSG:4527"
    assert found["ERRORS"] == 0


def book(path: Path, sheets: dict[str, list]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def test_a_workbook_with_several_sheets(run, tmp_path):
    """Numbers as numbers, as text with thousands, titles, a blank first row, an empty sheet, a merged parcel column."""
    head = ["点号", "X", "Y"]
    rows = [[f"J{n}", x, y] for n, (x, y) in enumerate(SQUARE, 1)]
    texts = [[f"J{n}", f"{x:,.3f}", f"{y:,.3f}"] for n, (x, y) in enumerate(SQUARE, 1)]
    merged = [
        ["宗地号", *head],
        ["K1", *rows[0]],
        *([None, *row] for row in rows[1:]),
        ["K2", *rows[0]],
        *([None, *row] for row in rows[1:]),
    ]
    path = book(
        tmp_path / "坐标.xlsx",
        {"村北": [[], ["界址点成果表"], head, *rows], "空": [], "村南": [head, *texts], "Sheet4": merged},
    )
    found = run("importparcels", INPUT=[str(path)], OUTPUT="memory:", REPORT="memory:")
    parcels = [(each["parcel_no"], each["off_ha"]) for each in found["OUTPUT"].getFeatures()]
    assert parcels == [(number, 0.9995) for number in ("村北", "村南", "K1", "K2")]
    told = [each.attributes() for each in found["REPORT"].getFeatures()]
    assert [
        "坐标.xlsx",
        "村北!2",
        "",
        "title",
        "note",
        "A title or remark, nothing was made of it: 界址点成果表",
    ] in told
    assert {row[4] for row in told} == {"note"}


def test_a_row_of_a_sheet_is_named(run, tmp_path):
    rows = [[f"J{n}", x, y] for n, (x, y) in enumerate(SQUARE, 1)]
    bad = [
        ["地块", "点号", "X", "Y"],
        *(["A", *row] for row in rows),
        *(["B", *row] for row in rows[:3]),
        ["B", "J4", "四百", Y],
    ]
    found = run(
        "importparcels", INPUT=[str(book(tmp_path / "a.xlsx", {"表": bad}))], OUTPUT="memory:", REPORT="memory:"
    )
    errors = [each.attributes() for each in found["REPORT"].getFeatures() if each["severity"] == "error"]
    assert [row[:4] for row in errors] == [["a.xlsx", "表!9", "B", "bad_point"]]
    assert (found["PARCELS"], found["ERRORS"]) == (1, 1)


def test_an_ods_workbook(run, tmp_path):
    path = tmp_path / "a.ods"
    dataset = ogr.GetDriverByName("ODS").CreateDataSource(str(path))
    layer = dataset.CreateLayer("村东")
    for name in ("点号", "X", "Y"):
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString if name == "点号" else ogr.OFTReal))
    for n, (x, y) in enumerate(SQUARE, 1):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["点号"], feature["X"], feature["Y"] = f"J{n}", x, y
        layer.CreateFeature(feature)
    layer = dataset = None
    found = run("importparcels", INPUT=[str(path)], OUTPUT="memory:")
    assert [(each["parcel_no"], each["off_ha"]) for each in found["OUTPUT"].getFeatures()] == [("村东", 0.9995)]


def test_an_xls_workbook(run):
    """tests/data/tables/square.xls: Excel 97-2003, headings in the second row, a square of 100 m."""
    found = run("importparcels", INPUT=[str(DATA / "square.xls")], OUTPUT="memory:")
    assert [(each["parcel_no"], each["off_ha"]) for each in found["OUTPUT"].getFeatures()] == [("村西", 0.9995)]


def test_a_file_that_is_no_workbook_is_told(run, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"this is no workbook")
    with pytest.raises(QgsProcessingException, match=r"a\.xlsx cannot be opened as a workbook: it may be damaged"):
        run("importparcels", INPUT=[str(tmp_path / "a.xlsx")], OUTPUT="memory:")
