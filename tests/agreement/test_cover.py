"""What cameras cover: the same circles, the same land and the same words of a faulty camera, in every tool.

- A camera's **circle** is that of ``coveragecircles``: its radius on the ellipsoid, so that its area is π r². Who asks
  which cameras see a village, or how much of it, asks these circles: the tally, the sheet, the card, the live tally.
- A camera that cannot be drawn is left out and named, and takes no other with it.
- The **whole** of a table is rounded once, from the square metres: ten villages of 39,980.72 m² are 39.9807 ha, though
  each prints as 3.9981 ha. Villages are balanced to it, as a survey's tables are to the county's control area.
"""

from decimal import Decimal
from functools import cached_property
from pathlib import Path

import asked
import county
import pytest
from asked import number

from redline.core.landuse.livetally import answer_notes

pytestmark = pytest.mark.usefixtures("redline")

NAMES = [case.name for case in county.CASES]


class Cover:
    """The tools over the masts of the strip; each runs once."""

    def __init__(self, strip, masts: str, folder: Path) -> None:
        self.layer, self.masts, self.folder = strip, masts, folder
        self.logs: dict[str, list[str]] = {}

    def run(self, key: str, tool: str, **parameters) -> dict:
        log = asked.Log()
        out = asked.run(tool, feedback=log, **parameters)
        self.logs[key] = log.warnings
        return out

    @cached_property
    def circles(self) -> str:
        place = str(self.folder / "circles.gpkg")
        self.run("coveragecircles", "coveragecircles", INPUT=self.layer(self.masts), RADIUS_FIELD="camera_radius",
                 OUTPUT=place)  # fmt: skip
        return place

    def tally(self, unit: str) -> tuple[list[dict], list[dict]]:
        """Villages, and the table with the sums."""
        out = asked.run(
            "coveragetally", INPUT=self.circles, CAMERA_FIELD="camera_index_code", VILLAGES=self.layer("CJDCQ"),
            TOWNSHIPS=self.layer("XZQ"), FARMLAND=self.layer("YJJBNTBHTB"), UNIT=unit, OUTPUT="memory:",
            OUTPUT_TABLE="memory:",
        )  # fmt: skip
        return asked.rows(out["OUTPUT"]), asked.rows(out["OUTPUT_TABLE"])

    @cached_property
    def square_metres(self) -> list[dict]:
        return self.tally("m2")[0]

    @cached_property
    def live(self) -> dict[str, asked.Answer]:
        live = asked.Live({"landuse": self.layer("DLTB"), "camera": self.layer(self.masts)})
        return {name: live.ask(shape) for _, name, shape in county.zones()}

    def sheet(self, kind: str, layer: str) -> dict[str, list[str]]:
        folder = self.folder / f"{kind}_{layer}"
        if not folder.is_dir():
            self.run(
                kind, "mapsheets", SHEET=kind, INPUT=self.layer(layer), CAMERAS=self.layer(self.masts),
                VILLAGES=self.layer("CJDCQ"), TOWNSHIPS=self.layer("XZQ"), LANDUSE=self.layer("DLTB"),
                NAME_PATTERN="{name}", OUTPUT=str(folder),
            )  # fmt: skip
        return {path.stem: asked.lines(path) for path in folder.glob("*.pdf")}

    # --- answers -------------------------------------------------------------------------------------------------

    def cameras(self) -> dict[str, dict[str, list[str]]]:
        """Which cameras see a village, by tool and village."""
        return {
            "coveragetally": {
                row["ZLDWMC"]: sorted(row["camera_ids"].split(", ")) if row["camera_ids"] else []
                for row in self.square_metres
            },
            "live tally": {
                name: sorted(each.name.removesuffix("铁塔") for each in answer.cameras)
                for name, answer in self.live.items()
            },
            "village card": {
                name: sorted(key for key in ("C1", "C2", "C3") if any(f"{key}铁塔" in line for line in lines))
                for name, lines in self.sheet("village", "CJDCQ").items()
            },
        }

    def rows_of_sheet(self) -> dict[str, list[Decimal]]:
        """The coverage sheet of the township: total, covered, share, share twice, blind, cameras by village."""
        [lines] = self.sheet("coverage", "XZQ").values()
        found = {}
        for line in lines:
            cells = line.split()
            for name in (*NAMES, "总计"):
                if name in cells and len(cells) - cells.index(name) == 7:
                    found[name] = [Decimal(cell) for cell in cells[cells.index(name) + 1 :]]
        return found


@pytest.fixture(scope="module")
def cover(strip, tmp_path_factory):
    return Cover(strip, "masts", tmp_path_factory.mktemp("cover"))


@pytest.fixture(scope="module")
def faulty(strip, tmp_path_factory):
    """The same masts and one more, of a radius of −7 m."""
    return Cover(strip, "faulty", tmp_path_factory.mktemp("faulty"))


SEEN = {
    "plain": [], "ridges": ["C1"], "neither": ["C1"], "nought": ["C1"], "twice": ["C1"], "thrice": ["C1", "C2"],
    "across": ["C2"], "middle": ["C2"], "half": ["C2"], "full": ["C2"], "pieces": [],
}  # fmt: skip
"""C1 at y = 1,000 reaches from 400 to 1,600 m. C2 at y = 2,200 reaches 499.94 m on the ellipsoid, and the zones thrice
(up to 1,700) and full (from 2,700) are 500 m away in the plane: 499.88 m on the ellipsoid, 140 km from the meridian."""


class TestWhoSees:
    def test_the_tally(self, cover):
        assert cover.cameras()["coveragetally"] == SEEN

    def test_the_live_tally(self, cover):
        assert cover.cameras()["live tally"] == SEEN

    def test_the_card(self, cover):
        assert cover.cameras()["village card"] == SEEN


class TestHowMuch:
    def test_the_live_tally(self, cover):
        """The share of a village that one camera sees, in per cent with two decimals."""
        tally = {row["ZLDWMC"]: number(row["share1"]) for row in cover.square_metres}
        one = {name for name, seen in SEEN.items() if len(seen) == 1}
        live = {name: number(f"{100 * answer.cameras[0].share:.2f}") for name, answer in cover.live.items()
                if len(answer.cameras) == 1 and name in one}  # fmt: skip
        assert live == {name: tally[name] for name in one}

    def test_the_sheet_has_the_numbers_of_the_tally(self, cover):
        villages, _ = cover.tally("ha")
        rows = cover.rows_of_sheet()
        assert len(rows) == len(NAMES) + 1
        for row in villages:
            wanted = [number(row["total"], 4), number(row["cov1"], 4), number(row["share1"]), number(row["share2"]),
                      number(row["blind"], 4), row["cameras"]]  # fmt: skip
            assert rows[row["ZLDWMC"]] == wanted, row["ZLDWMC"]

    def test_villages_add_up(self, cover):
        """Covered and blind to the village, villages to the township, townships to the county, in every unit."""
        for unit, decimals in (("m2", 2), ("ha", 4), ("mu", 4)):
            villages, table = cover.tally(unit)
            sums = {row["kind"]: row for row in table if row["kind"] != "leaf"}
            for name in ("total", "cov1", "cov2", "cov3", "blind", "farmland", "farm_cov"):
                whole = sum(number(row[name], decimals) for row in villages)
                assert [number(sums[kind][name], decimals) for kind in ("subtotal", "total")] == [whole, whole], name
            for row in (*villages, *sums.values()):
                parts = number(row["cov1"], decimals) + number(row["blind"], decimals)
                assert parts == number(row["total"], decimals)
                assert row["farm_cov"] <= row["farmland"]
                assert row["cov3"] <= row["cov2"] <= row["cov1"] <= row["total"]


class TestTheWhole:
    """Ten villages of 39,980.72 m² (two of .73) and one of 35,582.85: 435,390.07 m², 43.5390 ha, 653.0851 mu."""

    WHOLE = {"m2": "435390.07", "ha": "43.5390", "mu": "653.0851"}

    @pytest.mark.parametrize(
        "unit",
        [
            "m2",
            "ha",
            "mu",
        ],
    )
    def test_the_tally(self, cover, unit):
        _, table = cover.tally(unit)
        assert table[-1]["kind"] == "total"
        assert number(table[-1]["total"], 2 if unit == "m2" else 4) == Decimal(self.WHOLE[unit])

    def test_the_sheet(self, cover):
        assert cover.rows_of_sheet()["总计"][0] == Decimal(self.WHOLE["ha"])


class TestFaultyCamera:
    """C3 has a radius of −7 m in the field camera_radius."""

    def test_the_circles_name_it(self, faulty):
        assert faulty.circles
        [told] = [text for text in faulty.logs["coveragecircles"] if "-7" in text]
        assert "feature 3" in told
        assert "camera_radius" in told

    def test_the_sheet_names_it(self, faulty):
        assert faulty.rows_of_sheet()
        assert any("-7" in text and "camera_radius" in text for text in faulty.logs["coverage"])

    def test_the_sheet_keeps_the_others(self, faulty, cover):
        assert faulty.rows_of_sheet() == cover.rows_of_sheet()

    def test_the_live_tally_keeps_the_others(self, faulty, cover):
        assert faulty.cameras()["live tally"] == cover.cameras()["live tally"]

    def test_the_live_tally_names_it(self, faulty, cover):
        """In the words of the circles, with each answer, and in what is copied from it; its layer is called camera."""
        assert faulty.circles
        [told] = [text for text in faulty.logs["coveragecircles"] if "-7" in text]
        said = told.replace("faulty, ", "camera, ")
        for name, answer in faulty.live.items():
            assert [notice.sentence(str) for notice in answer.notices if "-7" in str(notice)] == [said], name
            assert said in answer_notes(answer, str)
        assert not [notice for answer in cover.live.values() for notice in answer.notices if "-7" in str(notice)]

    def test_the_cards_keep_the_others_and_name_it(self, faulty, cover):
        assert faulty.cameras()["village card"] == cover.cameras()["village card"]
        assert any("-7" in text for text in faulty.logs["village"])
