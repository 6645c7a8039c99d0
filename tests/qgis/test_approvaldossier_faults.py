"""What the main job says of wrong input, and that it leaves nothing behind."""

import json
import sys
from pathlib import Path

import pytest
from qgis import processing
from qgis.core import QgsProcessingException, QgsProcessingFeedback

sys.path.insert(0, str(Path(__file__).parent))
from corner import box, make_corner
from test_approvaldossier import grid, parameters, row_of, run


def edited(layer: str, edit):
    """A change for make_corner: ``edit(rows) -> rows`` on one layer."""
    return lambda name, rows: edit(rows) if name == layer else rows


def with_value(place: int, column: int, value):
    """Rows with one value changed; column 0 is the geometry."""

    def edit(rows):
        rows = [list(row) for row in rows]
        rows[place][column] = value
        return rows

    return edit


def said(given: dict) -> str:
    """The sentence with which a run ends."""
    with pytest.raises(QgsProcessingException) as caught:
        run(given)
    return str(caught.value)


@pytest.fixture
def made(redline, tmp_path):
    """make(layer, edit) -> parameters for a corner with that change; nothing may be left in tmp_path afterwards."""

    def make(layer: str = "", edit=None, **changed) -> dict:
        gpkg = make_corner(tmp_path / "corner.gpkg", change=edited(layer, edit) if layer else None)
        return parameters(gpkg, tmp_path / "out", **({"SHEETS": False} | changed))

    yield make
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".redline")]


BOW_TIE = "MULTIPOLYGON(((39400000 4040000,39400100 4040100,39400100 4040000,39400000 4040100,39400000 4040000)))"


class Heard(QgsProcessingFeedback):
    """What a run says it is doing."""

    def __init__(self):
        super().__init__(False)
        self.lines, self.warnings = [], []

    def pushWarning(self, warning):
        self.warnings.append(warning)

    def pushInfo(self, info):
        self.lines.append(info)


@pytest.mark.parametrize("tool", ["approvaldossier", "approvaltables"])
def test_all_but_the_workbooks_is_made_without_their_package(redline, made, monkeypatch, tool):
    """Report, tables and text files are worth having; a sentence says what is not there, and no link leads to it."""
    given, heard = made(), Heard()
    known = redline.algorithm(tool).parameterDefinition
    given = {name: value for name, value in given.items() if known(name) is not None}
    whole = processing.run(f"redline:{tool}", given)
    names = {path.name for path in Path(whole["OUTPUT"]).rglob("*") if path.is_file()}
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    found = processing.run(f"redline:{tool}", given, feedback=heard)
    left = {path.name for path in Path(found["OUTPUT"]).rglob("*") if path.is_file()}
    workbooks = {name for name in names if name.endswith(".xlsx")}
    assert workbooks and left == names - workbooks
    told = [line for line in heard.warnings if line.startswith("All is made but the workbooks. The package openpyxl")]
    assert len(told) == 1
    assert ".xlsx" not in (Path(found["OUTPUT"]) / "report.html").read_text(encoding="utf-8")


def test_a_workbook_is_refused_before_the_tally(made, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    given, heard = made(), Heard()
    with pytest.raises(QgsProcessingException, match="The package openpyxl is missing"):
        processing.run(
            "redline:tallybylanduse",
            {"INPUT": given["PARCELS"], "LANDUSE": given["LANDUSE"], "OUTPUT": str(tmp_path / "t.gpkg"),
             "OUTPUT_XLSX": str(tmp_path / "t.xlsx")},
            feedback=heard,
        )  # fmt: skip
    assert not any("Reading" in line for line in heard.lines), heard.lines
    assert not (tmp_path / "t.gpkg").exists()


class TestSentences:
    def test_an_unknown_class(self, made, tmp_path):
        text = said(made("DLTB", with_value(3, 2, "9999")))
        assert text.startswith("Layer DLTB, feature 4, field DLBM: 9999 is not a class of")
        assert text.endswith("correct them, choose another scheme or give a table of classes (CSV).")
        assert not (tmp_path / "out").exists()

    def test_a_class_of_the_second_survey(self, made):
        assert "011 (→ 0101 水田)" in said(made("DLTB", with_value(3, 2, "011")))

    def test_an_empty_layer(self, made, tmp_path):
        assert said(made("ZZ_TDZSFW", lambda rows: [])) == (
            "Layer ZZ_TDZSFW holds no polygons: choose another layer, or clear its filter and selection."
        )
        assert not (tmp_path / "out").exists()

    def test_a_chosen_field_that_is_not_there(self, made):
        text = said(made(CLASS_FIELD="DLBN"))
        assert text == ("Layer DLTB has no field DLBN (CLASS_FIELD): choose one of fid, BSM, DLBM, QSXZ.")

    def test_no_field_with_classes(self, made, tmp_path):
        given = made()
        text = said(given | {"LANDUSE": given["VILLAGES"]})
        assert text.startswith("Layer CJDCQ has no field DLBM")

    def test_a_batch_that_is_not_there(self, made):
        assert said(made(BATCH="2021-9")) == (
            "Layer ZZ_TDZSFW has no parcels with PCBH = 2021-9: choose one of 2021-1, 2021-2."
        )

    def test_two_parcels_of_one_number(self, made):
        assert said(made("ZZ_TDZSFW", with_value(1, 1, "A1"))) == (
            "Layer ZZ_TDZSFW: the features 1 and 2 both have the parcel number A1 (DKBH): "
            "number them apart, or choose another field."
        )

    def test_a_parcel_without_a_number(self, made):
        assert said(made("ZZ_TDZSFW", with_value(1, 1, None))) == (
            "Layer ZZ_TDZSFW, feature 2: the parcel number (DKBH) is empty: give the parcel a number."
        )

    def test_a_parcel_that_crosses_itself(self, made):
        text = said(made("ZZ_TDZSFW", with_value(1, 0, BOW_TIE)))
        # The diagonals of the bow tie cross in its middle.
        assert "parcel A2 (feature 2): the polygon is invalid (" in text
        assert "near X 4040050.000, Y 39400050.000: mend it" in text

    def test_a_name_that_would_break_the_text_file(self, made, tmp_path):
        text = said(made("ZZ_TDZSFW", with_value(1, 2, "一号,二号")))
        assert "Parcel A2: the value of name holds ,, which would break the parcel text file" in text
        assert not (tmp_path / "out").exists()

    def test_a_folder_that_cannot_be_written(self, made, tmp_path):
        (tmp_path / "file").write_text("x")
        text = said(made(OUTPUT=str(tmp_path / "file" / "out")))
        assert text.endswith("choose a folder in which you may write.")

    def test_a_layer_of_points(self, made, tmp_path):
        points = tmp_path / "points.geojson"
        points.write_text(
            json.dumps(
                {
                    "type": "FeatureCollection",
                    "features": [
                        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [115, 36]}}
                    ],
                }
            )
        )
        text = said(made(RED_LINES=[str(points)]))
        assert text == "Layer points (RED_LINES) has no polygons: choose a layer of areas."
        text = said(made(PARCELS=str(points)))
        assert text == "Layer points (PARCELS) has no polygons: choose a layer of areas."

    def test_layers_in_degrees(self, redline, tmp_path):
        def degrees(name, rows):
            return [
                (None if row[0] is None else "MULTIPOLYGON(((115 36,115.1 36,115.1 36.1,115 36)))", *row[1:])
                for row in rows
            ]

        gpkg = make_corner(tmp_path / "corner.gpkg", epsg=4490, change=degrees)
        text = said(parameters(gpkg, tmp_path / "out"))
        assert "are all in degrees, but plane coordinates are needed: export one of them" in text

    def test_a_table_of_classes_without_its_columns(self, made, tmp_path):
        (tmp_path / "own.csv").write_text("code,name\n1,x\n")
        text = said(made(CLASS_TABLE=str(tmp_path / "own.csv")))
        assert "The table own.csv has no column" in text


class TestNotices:
    def notices(self, given) -> tuple[dict, list[str]]:
        heard = []

        class Feedback(QgsProcessingFeedback):
            def pushWarning(self, warning):
                heard.append(warning)

        return run(given, Feedback()), heard

    def test_land_use_that_overlaps_counts_once(self, made, tmp_path):
        def doubled(rows):
            return [*rows, (f"MULTIPOLYGON({box(0.9, 0.5, 1.1, 1.0)})", "T9", "0702", "30")]

        result, heard = self.notices(made("DLTB", doubled))
        # 20 × 50 m in parcel A1
        assert result["OVERLAP_AREA"] == pytest.approx(999.75, abs=0.01)
        assert any("the features 1 and 8 overlap by 999.7" in text and "it is counted once" in text for text in heard)
        rows = grid(tmp_path / "out" / "2021-1" / "tables.xlsx", 1)
        assert f"{row_of(rows, 'A1')[4]}" == "9997.54"

    def test_land_use_with_a_gap_has_a_row_for_it(self, made, tmp_path):
        result, heard = self.notices(made("DLTB", lambda rows: rows[1:]))
        # The lower half of A1 lies in the patch taken out.
        assert result["NOT_COVERED_AREA"] == pytest.approx(4998.8, abs=0.1)
        assert any("Layer DLTB leaves 4998.7" in text and "of parcel A1 uncovered" in text for text in heard)
        text = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
        assert "未覆盖" in text

    def test_a_patch_without_a_class(self, made):
        _, heard = self.notices(made("DLTB", with_value(0, 2, None)))
        assert any("1 patches have no class in DLBM (the first is feature 1)" in text for text in heard)

    def test_a_patch_without_geometry_is_left_out_and_told(self, made):
        result, heard = self.notices(made("DLTB", lambda rows: [*rows, (None, "T9", "0101", "30")]))
        assert result["SKIPPED"] == 1
        assert "Layer DLTB, feature 8: left out, it has no geometry." in heard

    def test_a_parcel_beyond_the_villages(self, made):
        _, heard = self.notices(made("CJDCQ", lambda rows: rows[:1]))
        assert "Parcel A2 lies partly outside the villages of layer CJDCQ; that land is shown without one." in heard

    def test_villages_that_overlap(self, made):
        def wider(rows):
            return [(f"MULTIPOLYGON({box(0, 0, 3.2, 2)})", *rows[0][1:]), *rows[1:]]

        _, heard = self.notices(made("CJDCQ", wider))
        assert any("village 371525001043 overlaps an earlier one by 1000.00 m² in parcel A2" in text for text in heard)

    def test_a_red_line_that_only_touches(self, made):
        # A2 ends where this farmland begins.
        rows = [(f"MULTIPOLYGON({box(3.5, 0.5, 4, 1)})", "NT1", 100.0)]
        result, _ = self.notices(made("YJJBNTBHTB", lambda _: rows))
        # Only B1 (outside the urban boundary) is left.
        assert result["VIOLATIONS"] == 1


class TestStops:
    @pytest.mark.parametrize("after", [0, 5, 20, 30, 40])
    def test_a_cancelled_run_leaves_nothing(self, made, tmp_path, after):
        class Impatient(QgsProcessingFeedback):
            def setProgress(self, progress):
                super().setProgress(progress)
                if progress >= after:
                    self.cancel()

        feedback = Impatient()
        if after == 0:
            feedback.cancel()
        with pytest.raises(QgsProcessingException, match=r"The run was cancelled; nothing was written\."):
            run(made(SHEETS=True), feedback)
        assert not (tmp_path / "out").exists()

    def test_a_failed_run_keeps_the_dossier_that_was_there(self, made, tmp_path):
        run(made())
        before = (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")
        (tmp_path / "corner.gpkg").unlink()
        said(made("DLTB", with_value(0, 2, "9999")))
        assert (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8") == before

    def test_source_files_stay_as_they_are(self, made, tmp_path):
        given = made()
        before = (tmp_path / "corner.gpkg").read_bytes()
        run(given)
        assert (tmp_path / "corner.gpkg").read_bytes() == before
        assert sorted(path.name for path in tmp_path.iterdir()) == ["corner.gpkg", "out"]


class TestQgisProcess:
    """Exit status and one sentence, as a script sees it."""

    def test_a_good_run(self, made, qgis_process):
        done = qgis_process("redline:approvaldossier", made(SHEETS=True))
        assert done.returncode == 0, done.stderr
        results = json.loads(done.stdout)["results"]
        assert results["PARCEL_COUNT"] == 3
        assert Path(results["REPORT"]).is_file()

    @pytest.mark.parametrize(
        ("layer", "edit", "changed", "sentence"),
        [
            ("DLTB", with_value(0, 2, "9999"), {}, "Layer DLTB, feature 1, field DLBM: 9999 is not a class of"),
            ("ZZ_TDZSFW", lambda rows: [], {}, "Layer ZZ_TDZSFW holds no polygons"),
            ("", None, {"CLASS_FIELD": "DLBN"}, "Layer DLTB has no field DLBN (CLASS_FIELD)"),
            ("", None, {"OUTPUT": "corner.gpkg/out"}, "choose a folder in which you may write"),
            ("", None, {"PARCELS": "nowhere.gpkg|layername=x"}, "Could not load source layer for PARCELS"),
        ],
    )
    def test_a_wrong_input(self, made, qgis_process, tmp_path, layer, edit, changed, sentence):
        if "OUTPUT" in changed:
            changed = {"OUTPUT": str(tmp_path / changed["OUTPUT"])}
        given = made(layer, edit, **changed) if layer else made(**changed)
        done = qgis_process("redline:approvaldossier", given)
        assert done.returncode == 1
        assert sentence in done.stderr + done.stdout
        assert "Traceback" not in done.stderr + done.stdout
        assert sorted(path.name for path in tmp_path.iterdir()) == ["corner.gpkg"]
