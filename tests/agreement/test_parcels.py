"""One parcel, one area, one coordinate for each of its boundary points, in every tool and on every paper.

- The **area** of a parcel is its official area, half-up to 0.01 m². Hectares and mu are made from these square metres,
  each rounded once, half-up in decimals: 12,344.50 m² is 1.2345 ha and 18.5168 mu.
- A **boundary point** has the coordinates of the parcel text file of the same run: with the zone number before Y where
  the file has it, though the layer has none (EPSG:4548), because an office lays the printed table beside the file.
"""

from decimal import Decimal

import asked
import parcels
import pytest
from qgis.core import QgsVectorLayer
from surveytools import Survey

pytestmark = pytest.mark.usefixtures("redline")

RIGHT = {
    # 120 × 100 − 30 × 30.0005 + ½ × 60.4321 × 71.7772 = 13,268.80 m² in the plane, 0.999518 of it on the ellipsoid.
    "m2": parcels.AREAS | {"parts": "13262.41"},
    "ha": parcels.HECTARES | {"parts": "1.3262"},
    "mu": parcels.MU | {"parts": "19.8936"},
}


def table(answers: dict) -> str:
    """What every tool prints, for the message of a test that fails."""
    return "\n".join(f"{tool}: { ({name: str(v) for name, v in ask().items()}) }" for tool, ask in answers.items())


class TestAreas:
    def check(self, answers, unit, tool):
        right = {
            name: Decimal(value)
            for name, value in RIGHT[unit].items()
            if (tool, name) != ("measuring tool", "parts")  # it takes one outline
        }
        assert answers[tool]() == right, table(answers)

    @pytest.mark.parametrize(
        "tool",
        ["dossier", "dossier sheet", "parcel sheet", "officialarea", "live tally", "redlinecheck", "tallybylanduse",
         "coveragetally", "cameracoverage", "expression", "measuring tool", "landusechange", "tallybylandcover",
         "apportion"],
    )  # fmt: skip
    def test_square_metres(self, survey, tool):
        self.check(survey.square_metres(), "m2", tool)

    @pytest.mark.parametrize(
        "tool",
        ["dossier", "dossier sheet", "dossier form", "dossier text file", "exportparceltext", "importparceltext",
         "importparcels, text", "importparcels, dxf", "importparcels, kml", "boundarypoints",
         "boundarypoints workbook", "approvaltables", "parcel sheet", "batch sheet", "land-use sheet", "village card",
         "officialarea", "live tally", "tallybylanduse", "tractplancheck", "cameracoverage"],
    )  # fmt: skip
    def test_hectares(self, survey, tool):
        """Without coveragetally: the rows of its table are balanced to the county (test_cover.py); in m² it is here."""
        self.check(survey.hectares(), "ha", tool)

    @pytest.mark.parametrize(
        "tool",
        ["dossier", "dossier sheet", "parcel sheet", "batch sheet", "land-use sheet", "village card", "officialarea",
         "live tally", "tallybylanduse", "cameracoverage", "linkedproject", "landsupply", "quotaledger",
         "farmlandbalance"],
    )  # fmt: skip
    def test_mu(self, survey, tool):
        self.check(survey.mu(), "mu", tool)


def test_a_part_that_was_cut_off_is_a_parcel(survey, tmp_path):
    """The area printed for each part is its own official area, as the tool that measures it finds it; also in mu.

    The parts of a parcel are parcels: their official areas need not add up to its own to the last digit.
    """
    parts = str(tmp_path / "parts.gpkg")
    asked.run("splitbyarea", INPUT=survey.layer("ZZ_TDZSFW"), AREA=5000, UNIT="m2", OUTPUT=parts)
    split = asked.rows(QgsVectorLayer(parts, "parts", "ogr"))
    for unit, name, decimals in (("m2", "part_m2", 2), ("mu", "part_mu", 4)):
        out = asked.run("officialarea", INPUT=parts, UNIT=unit, OUTPUT="memory:")
        measured = [asked.number(row["off_area"], decimals) for row in asked.rows(out["OUTPUT"])]
        assert [asked.number(row[name], decimals) for row in split] == measured
    assert [row["part_m2"] for row in split if row["part"] == "cut"] == [5000.0] * 3


TABLES = ["dossier text file", "dossier table (CSV)", "dossier workbook", "exportparceltext", "boundarypoints",
          "boundarypoints workbook"]  # fmt: skip


def differences(found: dict, tool: str) -> dict:
    """Rows of a table that are not those of the dossier's text file."""
    text = found["dossier text file"]()
    rows = found[tool]()
    return {"rows": (len(text), len(rows))} | {
        wanted: got for wanted, got in zip(text, rows, strict=False) if wanted != got
    }


@pytest.fixture(scope="module")
def others(redline, tmp_path_factory):
    """``others(name)``: parcels and land use in other systems."""
    systems = {
        "no prefix": {"crs": "EPSG:4548", "sheets": True},
        "zone 38": {"crs": "EPSG:4526", "sheets": False},
        "zone 38, no prefix": {"crs": "EPSG:4547", "sheets": False},
        "degrees over zone 39": {"crs": "EPSG:4527", "parcels": "EPSG:4490", "sheets": False},
        "no prefix over zone 39": {"crs": "EPSG:4527", "parcels": "EPSG:4548", "sheets": False},
    }
    made = {}

    def survey_of(name: str) -> Survey:
        if name not in made:
            made[name] = Survey(tmp_path_factory.mktemp("system"), **systems[name])
        return made[name]

    return survey_of


class TestBoundaryPoints:
    @pytest.mark.parametrize("tool", [*TABLES, "dossier sheet", "parcel sheet"])
    def test_with_the_zone_number(self, survey, tool):
        found = survey.points()
        assert len(found["dossier text file"]()) == 24  # 4 + 4 + 4 + 4 + 3 points, and a closing row for each ring
        assert differences(found, tool) == {"rows": (24, 24)}

    @pytest.mark.parametrize("tool", [*TABLES, "dossier sheet", "parcel sheet"])
    def test_without_the_zone_number(self, others, tool):
        assert differences(others("no prefix").points(), tool) == {"rows": (24, 24)}

    @pytest.mark.parametrize("tool", TABLES)
    def test_in_the_next_zone(self, others, tool):
        assert differences(others("zone 38").points(), tool) == {"rows": (24, 24)}

    @pytest.mark.parametrize("tool", TABLES)
    def test_in_the_next_zone_without_its_number(self, others, tool):
        assert differences(others("zone 38, no prefix").points(), tool) == {"rows": (24, 24)}

    @pytest.mark.parametrize("tool", TABLES[:3])
    def test_parcels_in_degrees(self, others, tool):
        """Over land use in zone 39 the dossier's papers agree, and with those of parcels drawn in zone 39."""
        assert differences(others("degrees over zone 39").points(), tool) == {"rows": (24, 24)}

    @pytest.mark.parametrize("tool", TABLES)
    def test_parcels_without_the_zone_number(self, others, tool):
        assert differences(others("no prefix over zone 39").points(), tool) == {"rows": (24, 24)}

    def test_one_text_for_one_place(self, survey, others):
        """However zone 39 is written, and from degrees: the same rows in the text file."""
        text = survey.points()["dossier text file"]()
        for name in ("no prefix", "degrees over zone 39", "no prefix over zone 39"):
            assert others(name).points()["dossier text file"]() == text, name
