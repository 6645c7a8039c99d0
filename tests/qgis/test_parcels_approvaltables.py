"""Approval tables on the corner of a county (corner.py), checked by hand and against every other output."""

import csv
import gc
import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from qgis.core import (
    QgsFeature,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

sys.path.insert(0, str(Path(__file__).parent))
from corner import VILLAGE_A, VILLAGE_B, make_corner


def given(gpkg: Path, out: Path, **changed) -> dict:
    base = {
        "PARCELS": f"{gpkg}|layername=ZZ_TDZSFW",
        "LANDUSE": f"{gpkg}|layername=DLTB",
        "VILLAGES": f"{gpkg}|layername=CJDCQ",
        "OFFICE": "甲县自然资源和规划局",
        "DATE": "2021-12-31",
        "OUTPUT": str(out),
    }
    return {name: value for name, value in (base | changed).items() if value is not None}


def run(redline, parameters, name="approvaltables", feedback=None):
    algorithm = redline.algorithm(name).create()
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    good, message = algorithm.checkParameterValues(parameters, context)
    assert good, message
    results, good = algorithm.run(parameters, context, feedback or QgsProcessingFeedback(False), {}, False)
    assert good
    gc.collect()
    return results


@pytest.fixture(autouse=True)
def nothing_left():
    """Layers and contexts that an exception still held must not outlive QGIS."""
    yield
    gc.collect()


@pytest.fixture(scope="module")
def corner(redline, tmp_path_factory):
    return make_corner(tmp_path_factory.mktemp("corner") / "甲县.gpkg")


@pytest.fixture(scope="module")
def made(redline, corner, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "表格"
    return run(redline, given(corner, out)) | {"folder": out}


def sheet_rows(folder: Path, batch: str, sheet: str) -> list[list]:
    book = openpyxl.load_workbook(folder / batch / "approval_tables.xlsx")
    rows = []
    for row in book[sheet].iter_rows():
        cells = []
        for cell in row:
            value = cell.value
            if isinstance(value, (int, float)) and cell.number_format == "0.0000":
                value = Decimal(repr(value)).quantize(Decimal("0.0001"))
            cells.append(value)
        rows.append(cells)
    return rows


def row_with(rows, *texts):
    found = [row for row in rows if all(text in row for text in texts) and row[0] != "序号"]
    assert len(found) == 1, (texts, rows)
    return found[0]


def test_numbers(made):
    # 1 + 0.5 + 3 squares of 100 m; a square's official area is about 0.9998 ha here
    assert (made["BATCHES"], made["PARCEL_COUNT"], made["SKIPPED"]) == (2, 3, 0)
    assert made["TOTAL_AREA"] == pytest.approx(45000, rel=3e-4)
    # farmland: A1 (0101 and 0102) 1 square; new land: A1, and B1's garden, forest and farm roads 3 squares
    assert made["FARMLAND"] == pytest.approx(1.0, rel=3e-4)
    assert made["NEW_LAND"] == pytest.approx(4.0, rel=3e-4)


def test_classes_by_owner(made):
    rows = sheet_rows(made["folder"], "2021-1", "土地分类权属地类面积汇总表")
    # the rows of the bureau's form: title in 2-3, words in 4, head in 5-7, data from 8
    assert rows[1][0] == "土地分类权属地类面积汇总表"
    assert "项目名称：2021-1" in rows[3]
    assert rows[4][:5] == ["序号", "权属单位", "权属类别", "总计", "农用地"]
    a = row_with(rows, 1, "甲村")
    assert rows[7] == a
    b = row_with(rows, 2, "乙村")
    # village A: A1 (1 square of farmland) and a quarter square of homesteads; village B: a quarter square
    assert [float(value) for value in a[3:]] == pytest.approx([1.25, 1.0, 1.0, 0.5, 0.5, 0.25, 0.25], rel=4e-4)
    assert [None if value is None else float(value) for value in b[3:]] == [
        *(pytest.approx(0.25, rel=8e-4), None, None, None, None),
        *(pytest.approx(0.25, rel=8e-4), pytest.approx(0.25, rel=8e-4)),
    ]
    total = row_with(rows, "总计")
    for column in range(3, len(total)):
        assert total[column] == pytest.approx(sum(row[column] or 0 for row in (a, b)), abs=1e-9)
    assert any("填报单位：甲县自然资源和规划局" in str(value) for row in rows for value in row if value)


def test_state_and_collective(made):
    rows = sheet_rows(made["folder"], "2021-2", "建设用地呈报面积表")
    total = row_with(rows, "总计")
    # B1: 1.5 squares of collective garden and forest, 1.5 squares of the state's farm roads
    assert [float(value) for value in total[1:4]] == pytest.approx([3.0, 1.5, 1.5], rel=3e-4)
    assert total[1] == total[2] + total[3]
    assert row_with(rows, "其中耕地")[1:4] == [Decimal("0.0000")] * 3
    assert float(row_with(rows, "其中林地")[1]) == pytest.approx(0.75, rel=3e-4)
    new = row_with(rows, "新增建设用地")
    assert new[1:4] == total[1:4]


def test_new_land_by_parcel(made):
    rows = sheet_rows(made["folder"], "2021-1", "新增建设用地面积表")
    a1, a2 = row_with(rows, "A1"), row_with(rows, "A2")
    # A1 is farmland throughout, A2 homesteads throughout
    assert a1[3] == a1[4] == a1[5] == a1[6]
    assert a1[8] == Decimal("0.0000")
    assert a2[4] == Decimal("0.0000") and a2[3] == a2[8]


def test_farmland_per_head(redline, corner, tmp_path):
    people = QgsVectorLayer("NoGeometry?field=ZLDWDM:string&field=NYRK:integer", "CJRK", "memory")

    for code, number in ((VILLAGE_A[:12], 15), (VILLAGE_B[:12], 10)):
        feature = QgsFeature(people.fields())
        feature.setAttributes([code, number])
        people.dataProvider().addFeature(feature)

    dltb = QgsVectorLayer(f"{corner}|layername=DLTB", "DLTB", "ogr")
    use = QgsVectorLayer(
        "MultiPolygon?crs=EPSG:4527&field=BSM:string&field=DLBM:string&field=QSXZ:string"
        "&field=ZLDWDM:string&field=TBDLMJ:double&field=GDPDJB:string",
        "DLTB",
        "memory",
    )
    # recorded areas: village A has 2 + 3 squares of arable land = 50,000 m² = 75 mu
    for old in dltb.getFeatures():
        feature = QgsFeature(use.fields())
        feature.setGeometry(old.geometry())
        village = VILLAGE_A if old["BSM"] in ("T1", "T2", "T5") else VILLAGE_B
        slope = {"0101": "1", "0102": "2"}.get(old["DLBM"])
        feature.setAttributes([old["BSM"], old["DLBM"], old["QSXZ"], village, old.geometry().area(), slope])
        use.dataProvider().addFeature(feature)
    # 0102 is patch T6 of LANDUSE in corner.py
    out = tmp_path / "表"
    results = run(redline, given(corner, out, LANDUSE=use, POPULATION=people, BATCH="2021-1"))
    assert results["BATCHES"] == 1
    rows = sheet_rows(out, "2021-1", "征收土地人均耕地情况表")
    row = row_with(rows, "甲村")
    # taken: A1, one square = 0.9998 ha = 14.99 mu; before 75 / 15 = 5, after (75 - 15) / 15 = 4
    assert row[3] == Decimal("75.0000")
    assert float(row[4]) == pytest.approx(15, rel=4e-4)
    assert row[5] == 15
    assert row[6] == Decimal("5.0000")
    assert float(row[7]) == pytest.approx(4.0, rel=2e-4)
    assert row[8] == 3  # 14.99 / 5 = 2.99…, rounded up
    quality = sheet_rows(out, "2021-1", "占用耕地质量情况表")
    first, second = row_with(quality, "0101"), row_with(quality, "0102")
    assert (first[2], second[2]) == ("1", "2")
    total = row_with(quality, "总计")
    classes = sheet_rows(out, "2021-1", "新增建设用地面积表")
    assert total[3] == first[3] + second[3] == row_with(classes, "A1")[6]


def test_table_layers(made):
    layer = QgsVectorLayer(f"{made['folder'] / 'tables.gpkg'}|layername=classes", "classes", "ogr")
    assert layer.isValid()
    names = [field.name() for field in layer.fields()]
    assert names[1:7] == ["row", "kind", "batch", "number", "owner", "ownership"]
    totals = {row["batch"]: row["total"] for row in layer.getFeatures() if row["kind"] == "total"}
    assert set(totals) == {"2021-1", "2021-2"}
    assert sum(totals.values()) * 10000 == pytest.approx(made["TOTAL_AREA"], abs=1)
    del layer
    gc.collect()


def numbers_of_pdf(path: Path) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True, timeout=60
    ).stdout


def test_four_papers_agree(redline, corner, made, tmp_path):
    """The area of each parcel in the approval table, the parcel text file, the boundary table and on the map sheet."""
    layer = f"{corner}|layername=ZZ_TDZSFW"
    text = tmp_path / "out.txt"
    run(redline, {"INPUT": layer, "DIALECT": "base", "ENCODING": "utf-8", "OUTPUT": str(text)}, "exportparceltext")
    book = tmp_path / "points.xlsx"
    run(redline, {"INPUT": layer, "OUTPUT": "memory:", "OUTPUT_XLSX": str(book)}, "boundarypoints")
    folder = tmp_path / "dossier"
    run(redline, given(corner, folder, DATE="2021-12-31"), "approvaldossier")
    lines = [row for row in csv.reader(text.read_text("utf-8").splitlines()) if row and row[-1] == "@"]
    declared = {row[2]: row[1] for row in lines}
    assert set(declared) == {"A1", "A2", "B1"}
    points = openpyxl.load_workbook(book)
    for batch, numbers in (("2021-1", ("A1", "A2")), ("2021-2", ("B1",))):
        rows = sheet_rows(made["folder"], batch, "新增建设用地面积表")
        for number in numbers:
            area = f"{row_with(rows, number)[3]:f}"
            assert declared[number] == area
            words = [str(cell.value) for row in points[number].iter_rows(max_row=4) for cell in row if cell.value]
            assert any(re.search(rf"：{re.escape(area)}$", word) for word in words), words
            sheet = numbers_of_pdf(folder / batch / "sheets" / f"{number}.pdf")
            assert area in sheet
        total = row_with(rows, "总计")[3]
        assert total == sum(Decimal(declared[number]) for number in numbers)


def test_declared_areas_are_held_against_the_official_ones(redline, corner, tmp_path):
    layer = QgsVectorLayer(f"{corner}|layername=ZZ_TDZSFW", "p", "ogr")
    parcels = QgsVectorLayer("MultiPolygon?crs=EPSG:4527&field=DKBH:string&field=DKMJ:double", "地块", "memory")
    # one square is 0.9998 ha: 1.005 is within 1 %, 1.02 is not
    for old, area in zip(layer.getFeatures(), (1.005, 0.51, None), strict=True):
        feature = QgsFeature(parcels.fields())
        feature.setGeometry(old.geometry())
        feature.setAttributes([old["DKBH"], area])
        parcels.dataProvider().addFeature(feature)
    out = tmp_path / "out"
    run(redline, given(corner, out, PARCELS=parcels, LANGUAGE="en"))
    report = (out / "report.html").read_text("utf-8")
    assert "Parcel A2: DKMJ says 0.51 ha, the official area is 0.4999 ha: more than 1 % apart." in report
    assert "Parcel A1: DKMJ" not in report
    assert "Parcel B1: DKMJ" not in report


class TestWrongInput:
    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"BATCH": "1999-1"}, "has no parcels with PCBH = 1999-1"),
            ({"BATCH_FIELD": "nirgends"}, "has no field nirgends"),
            ({"CLASS_FIELD": "BSM"}, "The class codes"),
            ({"LANDUSE": "CJDCQ"}, "has no field DLBM"),
        ],
    )
    def test_named(self, redline, corner, tmp_path, changed, message):
        if "LANDUSE" in changed:
            changed = {"LANDUSE": f"{corner}|layername={changed['LANDUSE']}"}
        with pytest.raises(QgsProcessingException) as caught:
            run(redline, given(corner, tmp_path / "out", **changed))
        assert message in str(caught.value)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        ("name", "text", "message"),
        [
            ("RULES", "rule,value\nno.such,1\n", "line 2: there is no rule no.such"),
            ("RULES", "a,b\n", "has no column rule, value"),
            ("FORMS", "form,part,label_zh,label_en,value\nclasses,paper,,,A9\n", "line 2: form, part, paper or place"),
            ("FORMS", "a,b\n", "has no column form, part, label_zh, label_en, value"),
        ],
    )
    def test_tables_of_the_office(self, redline, corner, tmp_path, name, text, message):
        table = tmp_path / "own.csv"
        table.write_text(text, "utf-8")
        with pytest.raises(QgsProcessingException) as caught:
            run(redline, given(corner, tmp_path / "out", **{name: str(table)}))
        assert message in str(caught.value)


def test_words_of_the_office(redline, corner, tmp_path):
    forms = tmp_path / "own.csv"
    forms.write_text(
        "form,part,label_zh,label_en,value\nclasses,title,甲县用地汇总,Own,\nclasses,head,单位,Office,{office}\n",
        "utf-8",
    )
    rules = tmp_path / "rules.csv"
    rules.write_text("rule,value\napproval.farmland_classes,0101\n", "utf-8")
    out = tmp_path / "out"
    results = run(redline, given(corner, out, FORMS=str(forms), RULES=str(rules)))
    assert results["FARMLAND"] == pytest.approx(0.5, rel=4e-4)  # only the paddy half of A1
    rows = sheet_rows(out, "2021-1", "甲县用地汇总")
    assert rows[1][0] == "甲县用地汇总"
    assert "单位：甲县自然资源和规划局" in rows[3]


def test_cancelled(redline, corner, tmp_path):
    feedback = QgsProcessingFeedback(False)
    feedback.cancel()
    with pytest.raises(QgsProcessingException, match="cancelled"):
        run(redline, given(corner, tmp_path / "out"), feedback=feedback)
    assert list(tmp_path.iterdir()) == []


def test_from_the_command_line(qgis_process, corner, tmp_path):
    answer = qgis_process("redline:approvaltables", given(corner, tmp_path / "out"))
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert json.loads(answer.stdout)["results"]["PARCEL_COUNT"] == 3
