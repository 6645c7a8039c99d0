"""The same names, dates and words on all papers of one run, and a parcel's sheet the same whoever prints it."""

from datetime import datetime

import asked
import parcels
import pytest
from openpyxl import load_workbook
from surveytools import DATE, OFFICE

pytestmark = pytest.mark.usefixtures("redline")


def text_of(workbook) -> str:
    """All words of a workbook."""
    book = load_workbook(workbook)
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)


class TestNamesOfRedLines:
    """A layer that plays a role is called by its role, in the language of the paper and never in the other."""

    ZH, EN = "永久基本农田", "Permanent basic farmland"

    def papers(self, strip, folder, language: str) -> dict[str, str]:
        farmland = strip("YJJBNTBHTB")
        places = {name: str(folder / f"{name}.xlsx") for name in ("redlinecheck", "tractplancheck")}
        asked.run("redlinecheck", INPUT=strip("ZZ_TDZSFW"), RED_LINES=[farmland], LANGUAGE=language, OUTPUT="memory:",
                  OUTPUT_XLSX=places["redlinecheck"])  # fmt: skip
        asked.run("tractplancheck", TRACTS=strip("CPKFFW"), PARCELS=strip("CPKFYD"), RED_LINES=[farmland],
                  LANGUAGE=language, OUTPUT="memory:", OUTPUT_XLSX=places["tractplancheck"])  # fmt: skip
        asked.run("approvaldossier", PARCELS=strip("ZZ_TDZSFW"), LANDUSE=strip("DLTB"), RED_LINES=[farmland],
                  LANGUAGE=language, SHEETS=False, OUTPUT=str(folder / "dossier"))  # fmt: skip
        [batch] = (folder / "dossier").glob("*/tables.xlsx")
        return {name: text_of(place) for name, place in (places | {"dossier": batch}).items()}

    @pytest.fixture
    def chinese(self, strip, tmp_path):
        return self.papers(strip, tmp_path, "zh_Hans")

    @pytest.fixture
    def english(self, strip, tmp_path):
        return self.papers(strip, tmp_path, "en")

    def test_in_chinese(self, chinese):
        assert {name: (self.ZH in text, self.EN in text) for name, text in chinese.items()} == dict.fromkeys(
            chinese, (True, False)
        )

    def test_in_english(self, english):
        assert {name: (self.EN in text, self.ZH in text) for name, text in english.items()} == dict.fromkeys(
            english, (True, False)
        )


class TestDates:
    def test_the_date_that_was_given(self, survey):
        """On every paper as it was given."""
        papers = {
            "dossier text file": survey.text,
            "exportparceltext": survey.exported,
            "dossier sheet": survey.dossier_sheets["half"],
            "parcel sheet": survey.parcel_sheets["half"],
            "batch sheet": survey.batch_sheet,
            "land-use sheet": survey.land_use_sheets["half"],
            "village card": survey.cards["half"],
            "dossier form": [text_of(survey.dossier / "tables.xlsx")],
            "approvaltables": [text_of(survey.forms)],
            "dossier report": [(survey.dossier.parent / "report.html").read_text(encoding="utf-8")],
        }
        assert [name for name, lines in papers.items() if not any(DATE in line for line in lines)] == []

    def test_today_where_none_was_given(self, survey, tmp_path):
        """Year-month-day everywhere, whatever the locale."""
        target = tmp_path / "parcels.txt"
        asked.run("exportparceltext", INPUT=survey.layer("ZZ_TDZSFW"), OUTPUT=str(target))
        land = {"PARCELS": survey.layer("ZZ_TDZSFW"), "LANDUSE": survey.layer("DLTB")}
        asked.run("approvaldossier", **land, SHEETS=False, OUTPUT=str(tmp_path / "dossier"))
        forms = {"VILLAGES": survey.layer("CJDCQ"), "POPULATION": survey.layer("CJRK")}
        asked.run("approvaltables", **land, **forms, OUTPUT=str(tmp_path / "forms"))
        [workbook] = (tmp_path / "forms").rglob("*.xlsx")
        papers = {
            "exportparceltext": target.read_text("gbk"),
            "dossier text file": (tmp_path / "dossier" / "P1" / "parcels.txt").read_text("gbk"),
            "dossier form": text_of(tmp_path / "dossier" / "P1" / "tables.xlsx"),
            "approvaltables": text_of(workbook),
        }
        today = datetime.now().date().isoformat()
        assert [name for name, text in papers.items() if today not in text] == []


class TestOneSheet:
    """A parcel's sheet in the dossier and from the tool of map sheets: the same words and numbers."""

    @staticmethod
    def words(lines: list[str]) -> list[str]:
        return sorted(" ".join(lines).split())

    @pytest.mark.parametrize("name", parcels.NAMES)
    def test_word_for_word(self, survey, name):
        dossier, own = self.words(survey.dossier_sheets[name]), self.words(survey.parcel_sheets[name])
        only = [word for word in dossier if dossier.count(word) != own.count(word)]
        other = [word for word in own if dossier.count(word) != own.count(word)]
        assert (only, other) == ([], [])

    def test_the_same_text_file(self, survey):
        """The dossier's file and the exported one agree line by line, headers too."""
        assert survey.text == survey.exported
        assert f"数据产生单位={OFFICE}" in survey.text
        assert f"数据产生日期={DATE}" in survey.text
