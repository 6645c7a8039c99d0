"""The tools that print what of a zone lies in farmland, and its legal area, each asked about the strip."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

import asked
import county
from asked import Answers, number
from smallcounty import EAST, NORTH

from redline.core.rounding import convert, half_up

IN_HECTARES = ("card",)
"""Tools that print hectares with four decimals and not m²."""


def as_printed(tool: str, square_metres: str) -> Decimal:
    """The right m² as this tool prints it."""
    value = Decimal(square_metres)
    return half_up(convert(value, "ha"), 4) if tool in IN_HECTARES else value


class Tools:
    """Answers by zone; each tool runs once for each farmland layer."""

    def __init__(self, layer: Callable[[str], str], farmland: str, folder: Path) -> None:
        """layer : source string by name in the strip; farmland : source string of the farmland asked about."""
        self.layer, self.farmland, self.folder = layer, farmland, folder

    @cache  # noqa: B019 - an object lives as long as the tests
    def _redlinecheck(self) -> list[dict]:
        out = asked.run("redlinecheck", INPUT=self.layer("ZZ_TDZSFW"), RED_LINES=[self.farmland], OUTPUT="memory:")
        return asked.rows(out["OUTPUT"])

    @cache  # noqa: B019
    def _dossier(self) -> Path:
        folder = self.folder / "dossier"
        layers = {"PARCELS": "ZZ_TDZSFW", "LANDUSE": "DLTB", "VILLAGES": "CJDCQ"}
        asked.run(
            "approvaldossier",
            **{name: self.layer(layer) for name, layer in layers.items()},
            RED_LINES=[self.farmland],
            DATE="2024-05-06",
            OUTPUT=str(folder),
        )
        return folder / "P1"

    @cache  # noqa: B019
    def _map_sheets(self, kind: str, layer: str) -> dict[str, list[str]]:
        """Lines of the sheet of each zone."""
        folder = self.folder / kind
        asked.run(
            "mapsheets",
            SHEET=kind,
            INPUT=self.layer(layer),
            LANDUSE=self.layer("DLTB"),
            FARMLAND=self.farmland,
            NAME_PATTERN="{name}",
            OUTPUT=str(folder),
        )
        return {path.stem: asked.lines(path) for path in folder.glob("*.pdf")}

    @cache  # noqa: B019
    def _live(self) -> dict[str, asked.Answer]:
        roles = {"landuse": self.layer("DLTB"), "village": self.layer("CJDCQ"), "farmland": self.farmland}
        live = asked.Live(roles)
        return {name: live.ask(shape) for _, name, shape in county.zones()}

    @cache  # noqa: B019
    def _coveragetally(self) -> list[dict]:
        layers = {"INPUT": "coverage", "VILLAGES": "CJDCQ"}
        out = asked.run(
            "coveragetally",
            **{name: self.layer(layer) for name, layer in layers.items()},
            FARMLAND=self.farmland,
            UNIT="m2",
            OUTPUT="memory:",
        )
        return asked.rows(out["OUTPUT"])

    @cache  # noqa: B019
    def _cameracoverage(self) -> list[dict]:
        height = county.STEP * len(county.CASES)
        plain = asked.plain(self.folder, EAST - 200, NORTH - 200, EAST + 500, NORTH + height + 200, county.CRS)
        out = asked.run(
            "cameracoverage",
            ELEVATION=plain,
            CAMERAS=self.layer("camera"),
            VILLAGES=self.layer("CJDCQ"),
            FARMLAND=self.farmland,
            UNIT="m2",
            OUTPUT="memory:",
        )
        return [row for row in asked.rows(out["OUTPUT"]) if row["village_name"] in county.BY_NAME]

    @cache  # noqa: B019
    def _tractplancheck(self) -> list[dict]:
        out = asked.run(
            "tractplancheck",
            TRACTS=self.layer("CPKFFW"),
            PARCELS=self.layer("CPKFYD"),
            RED_LINES=[self.farmland],
            OUTPUT="memory:",
        )
        return [row for row in asked.rows(out["OUTPUT"]) if row["rule"] == "red_line"]

    # --- what of a zone lies in the farmland, m² ---------------------------------------------------------------------

    def inside(self) -> dict[str, Callable[[], Answers]]:
        return {
            "redlinecheck": lambda: {row["DKBH"]: number(row["l1_in_m2"]) for row in self._redlinecheck()},
            "dossier": lambda: self._from_workbook(5),
            "dossier sheet": self._from_dossier_sheets,
            "redline sheet": lambda: self._from_redline_sheets(0),
            "card": lambda: self._from_cards("永久基本农田"),
            "live tally": lambda: {name: answer.findings[0].inside for name, answer in self._live().items()},
            "tractplancheck": lambda: {row["tract"]: number(row["value"]) for row in self._tractplancheck()},
        }

    # --- its legal area, m² ------------------------------------------------------------------------------------------

    def legal(self) -> dict[str, Callable[[], Answers]]:
        return {
            "redlinecheck": lambda: {row["DKBH"]: number(row["l1_legal_m2"]) for row in self._redlinecheck()},
            "dossier": lambda: self._from_workbook(8),
            "redline sheet": lambda: self._from_redline_sheets(3),
            "card": lambda: self._from_cards("其中：永久基本农田面积"),
            "live tally": lambda: {name: answer.findings[0].legal for name, answer in self._live().items()},
            "coveragetally": lambda: self._seen("farmland"),
            "coveragetally, covered": lambda: self._seen("farm_cov"),
            "cameracoverage": lambda: {
                row["village_name"]: number(row["farm_total"]) for row in self._cameracoverage()
            },
        }

    def _seen(self, field: str) -> Answers:
        return {row["ZLDWMC"]: number(row[field]) for row in self._coveragetally()}

    @cache  # noqa: B019
    def _from_workbook(self, column: int) -> Answers:
        """A column of the dossier's table of red lines."""
        grid = asked.sheet(self._dossier() / "tables.xlsx", "红线")
        return {row[0]: number(row[column]) for row in grid if row[0] in county.BY_NAME}

    @cache  # noqa: B019
    def _from_dossier_sheets(self) -> Answers:
        """The verdict on the parcel's sheet: 永久基本农田 越线 9995.18 平方米."""
        found = {}
        for path in (self._dossier() / "sheets").glob("*.pdf"):
            [line] = [line for line in asked.lines(path) if "红线核查" in line]
            found[path.stem] = asked.numbers(line)[-1]
        return found

    @cache  # noqa: B019
    def _from_redline_sheets(self, place: int) -> Answers:
        """The row of the sheet's table: inside, outside, share, legal area."""
        found = {}
        for name, text in self._map_sheets("redline", "ZZ_TDZSFW").items():
            [line] = [line for line in text if "永久基本农田" in line and "不得占用" in line]
            found[name] = asked.numbers(line.partition("不得占用")[2])[place]
        return found

    @cache  # noqa: B019
    def _from_cards(self, label: str) -> Answers:
        found = {}
        for name, text in self._map_sheets("village", "CJDCQ").items():
            [line] = [line for line in text if f"{label} " in line and "公顷" in line]
            found[name] = asked.numbers(line.partition(label)[2])[0]
        return found
