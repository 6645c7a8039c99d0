"""The tools that measure parcels, asked about the parcels of parcels.py in one coordinate system."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import asked
import parcels
from asked import Answers, number
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsVectorLayer,
)
from smallcounty import CRS, EAST, NORTH

from redline.core.rounding import half_up
from redline.ui.measuretool import measure_outline

DATE, DATA_DATE, OFFICE = "2024-05-06", "2023-12-31", "冠县自然资源和规划局"
Point = tuple[str, str, Decimal, Decimal]
"""A row of a table of boundary points: parcel, number, X (north), Y (east)."""
Classes = dict[tuple[str, str], Decimal]
"""A printed area by (zone, class code)."""

ROW = re.compile(r"\d+ +(J\d+) +(?:\d+ +)?(\d{7}\.\d{3}) +(\d+\.\d{3})")
UNCOVERED = {"无地类图斑覆盖": "not_covered", "重叠（扣除）": "overlap"}


@dataclass
class Survey:
    """Each tool runs once, when its answer is first asked for.

    folder : for inputs and outputs. crs : of the land; parcels : of the parcels where they lie in another. sheets :
    whether maps are printed.
    """

    folder: Path
    crs: str = CRS
    parcels: str | None = None
    sheets: bool = True
    place: Path = field(init=False)

    def __post_init__(self) -> None:
        self.place = parcels.write(self.folder / "in", self.crs, self.parcels)

    def layer(self, name: str) -> str:
        return f"{self.place}|layername={name}"

    # --- runs ----------------------------------------------------------------------------------------------------

    @cached_property
    def dossier(self) -> Path:
        """The folder of the batch."""
        asked.run(
            "approvaldossier",
            PARCELS=self.layer("ZZ_TDZSFW"),
            LANDUSE=self.layer("DLTB"),
            VILLAGES=self.layer("CJDCQ"),
            OUTPUT=str(self.folder / "dossier"),
            SHEETS=self.sheets,
            DATE=DATE,
            DATA_DATE=DATA_DATE,
            OFFICE=OFFICE,
        )
        return self.folder / "dossier" / "P1"

    @cached_property
    def text(self) -> list[str]:
        """Lines of the dossier's parcel text file."""
        return (self.dossier / "parcels.txt").read_text("gbk").splitlines()

    @cached_property
    def exported(self) -> list[str]:
        target = self.folder / "exported.txt"
        asked.run("exportparceltext", INPUT=self.layer("ZZ_TDZSFW"), OUTPUT=str(target), DATE=DATE, OFFICE=OFFICE)
        return target.read_text("gbk").splitlines()

    @cached_property
    def changes(self) -> list[dict]:
        """Rows of the change of the land use against itself."""
        out = asked.run(
            "landusechange",
            BEFORE=self.layer("DLTB"),
            AFTER=self.layer("DLTB"),
            ZONES=self.layer("places"),
            ZONE_ID_FIELD="ZLDWMC",
            UNIT="m2",
            OUTPUT="memory:",
        )
        return asked.rows(out["OUTPUT"])

    @cached_property
    def demolished(self) -> list[dict]:
        """Parcels of a project that are demolished, over the land use."""
        parcel = self.layer("ZZ_TDZSFW")
        out = asked.run(
            "linkedproject",
            DEMOLISH=parcel,
            BUILD=parcel,
            LANDUSE=self.layer("DLTB"),
            PROJECT_FIELD="PCBH",
            BUILD_PROJECT_FIELD="PCBH",
            OUTPUT="memory:",
        )
        return [row for row in asked.rows(out["OUTPUT"]) if row["side"] == "demolish"]

    @cached_property
    def batches(self) -> dict[str, dict]:
        """Rows of the ledger of quotas, each parcel a batch."""
        out = asked.run(
            "quotaledger",
            BATCHES=self.layer("CPKFYD"),
            YEAR_FIELD="SSNF",
            NUMBER_FIELD="DKBH",
            LANDUSE=self.layer("DLTB"),
            OUTPUT="memory:",
            OUTPUT_BATCHES="memory:",
        )
        return {row["number"]: row for row in asked.rows(out["OUTPUT_BATCHES"]) if row["kind"] == "leaf"}

    @cached_property
    def given_up(self) -> list[dict]:
        """Patches of the balance of cultivated land, each a parcel."""
        parcel = self.layer("ZZ_TDZSFW")
        out = asked.run(
            "farmlandbalance",
            OUT=parcel,
            IN=parcel,
            TOWNSHIPS=self.layer("XZQ"),
            OUT_NUMBER_FIELD="DKBH",
            IN_NUMBER_FIELD="DKBH",
            OUTPUT="memory:",
        )
        return [row for row in asked.rows(out["OUTPUT"]) if row["side"] == "out"]

    @cached_property
    def boundary(self) -> dict:
        return asked.run(
            "boundarypoints",
            INPUT=self.layer("ZZ_TDZSFW"),
            OUTPUT="memory:",
            OUTPUT_PARCELS="memory:",
            OUTPUT_XLSX=str(self.folder / "points.xlsx"),
        )

    def map_sheets(self, kind: str, layer: str) -> dict[str, list[str]]:
        """Lines of the sheets of one kind, by name."""
        folder = self.folder / kind
        if not folder.is_dir():
            asked.run(
                "mapsheets",
                SHEET=kind,
                INPUT=self.layer(layer),
                LANDUSE=self.layer("DLTB"),
                VILLAGES=self.layer("CJDCQ"),
                NAME_PATTERN="{name}",
                DATE=DATE,
                DATA_DATE=DATA_DATE,
                OFFICE=OFFICE,
                OUTPUT=str(folder),
            )
        return {path.stem: asked.lines(path) for path in folder.glob("*.pdf")}

    @cached_property
    def parcel_sheets(self) -> dict[str, list[str]]:
        return self.map_sheets("parcel", "ZZ_TDZSFW")

    @cached_property
    def dossier_sheets(self) -> dict[str, list[str]]:
        return {path.stem: asked.lines(path) for path in (self.dossier / "sheets").glob("*.pdf")}

    @cached_property
    def land_use_sheets(self) -> dict[str, list[str]]:
        return self.map_sheets("landuse", "places")

    @cached_property
    def cards(self) -> dict[str, list[str]]:
        return self.map_sheets("village", "places")

    @cached_property
    def batch_sheet(self) -> list[str]:
        [lines] = self.map_sheets("batch", "ZZ_TDZSFW").values()
        return lines

    @cached_property
    def live(self) -> dict[str, asked.Answer]:
        live = asked.Live({"landuse": self.layer("DLTB"), "village": self.layer("CJDCQ")})
        return {name: live.ask(shape) for name, shape in parcels.shapes().items()}

    @cached_property
    def tallies(self) -> dict[str, list[dict]]:
        """Rows of the tally by unit."""
        return {
            unit: asked.rows(
                asked.run(
                    "tallybylanduse",
                    INPUT=self.layer("places"),
                    LANDUSE=self.layer("DLTB"),
                    ID_FIELD="ZLDWMC",
                    UNIT=unit,
                    OUTPUT="memory:",
                )["OUTPUT"]
            )
            for unit in ("m2", "ha", "mu")
        }

    @cached_property
    def forms(self) -> Path:
        asked.run(
            "approvaltables",
            PARCELS=self.layer("ZZ_TDZSFW"),
            LANDUSE=self.layer("DLTB"),
            VILLAGES=self.layer("CJDCQ"),
            POPULATION=self.layer("CJRK"),
            DATE=DATE,
            OUTPUT=str(self.folder / "forms"),
        )
        [workbook] = (self.folder / "forms").rglob("*.xlsx")
        return workbook

    # --- areas of parcels ----------------------------------------------------------------------------------------

    def square_metres(self) -> dict[str, Callable[[], Answers]]:
        return {
            "dossier": lambda: self._dossier_column(4, 2),
            "dossier sheet": lambda: self._sheet_area(self.dossier_sheets, "平方米", 2),
            "parcel sheet": lambda: self._sheet_area(self.parcel_sheets, "平方米", 2),
            "officialarea": lambda: self._official("m2"),
            "live tally": lambda: {name: answer.official for name, answer in self.live.items()},
            "redlinecheck": self._checked,
            "tallybylanduse": lambda: self._tallied("m2"),
            "coveragetally": lambda: self._covered("m2"),
            "cameracoverage": lambda: self._seen("m2"),
            "expression": self._expressed,
            "measuring tool": self._measured,
            "landusechange": self._changed,
            "tallybylandcover": self._on_cells,
            "apportion": self._shared_out,
        }

    def hectares(self) -> dict[str, Callable[[], Answers]]:
        return {
            "dossier": lambda: self._dossier_column(5, 4),
            "dossier sheet": lambda: self._sheet_area(self.dossier_sheets, "公顷", 4),
            "dossier form": lambda: self._form(self.dossier / "tables.xlsx"),
            "dossier text file": lambda: self._text_area(self.text),
            "exportparceltext": lambda: self._text_area(self.exported),
            "importparceltext": lambda: self._taken_in("importparceltext", self.folder / "exported.txt"),
            "importparcels, text": lambda: self._taken_in("importparcels", self.folder / "exported.txt"),
            "importparcels, dxf": lambda: self._taken_in("importparcels", self._handed_out("dxf")),
            "importparcels, kml": lambda: self._taken_in("importparcels", self._handed_out("kml")),
            "boundarypoints": self._bounded,
            "boundarypoints workbook": self._bounded_on_paper,
            "approvaltables": lambda: self._form(self.forms),
            "parcel sheet": lambda: self._sheet_area(self.parcel_sheets, "公顷", 4),
            "batch sheet": lambda: self._batch(0),
            "land-use sheet": lambda: self._sheet_area(self.land_use_sheets, "公顷", 4),
            "village card": lambda: self._sheet_area(self.cards, "公顷", 4),
            "officialarea": lambda: self._official("ha"),
            "live tally": lambda: {name: answer.totals["ha"] for name, answer in self.live.items()},
            "tallybylanduse": lambda: self._tallied("ha"),
            "tractplancheck": self._planned,
            "coveragetally": lambda: self._covered("ha"),
            "cameracoverage": lambda: self._seen("ha"),
        }

    def mu(self) -> dict[str, Callable[[], Answers]]:
        return {
            "dossier": lambda: self._dossier_column(6, 4),
            "dossier sheet": lambda: self._sheet_area(self.dossier_sheets, "亩", 4),
            "parcel sheet": lambda: self._sheet_area(self.parcel_sheets, "亩", 4),
            "batch sheet": lambda: self._batch(1),
            "land-use sheet": lambda: self._sheet_area(self.land_use_sheets, "亩", 4),
            "village card": lambda: self._sheet_area(self.cards, "亩", 4),
            "officialarea": lambda: self._official("mu"),
            "live tally": lambda: {name: answer.totals["mu"] for name, answer in self.live.items()},
            "tallybylanduse": lambda: self._tallied("mu"),
            "coveragetally": lambda: self._covered("mu"),
            "cameracoverage": lambda: self._seen("mu"),
            "linkedproject": lambda: {row["number"]: number(row["area_mu"], 4) for row in self.demolished},
            "landsupply": self._supplied,
            "quotaledger": lambda: {name: number(row["area_mu"], 4) for name, row in self.batches.items()},
            "farmlandbalance": lambda: {row["number"]: number(row["area_mu"], 4) for row in self.given_up},
        }

    def _dossier_column(self, column: int, decimals: int) -> Answers:
        grid = asked.sheet(self.dossier / "tables.xlsx", "地块")
        return {row[1]: number(row[column], decimals) for row in grid if row[1] in parcels.NAMES}

    @staticmethod
    def _sheet_area(sheets: dict[str, list[str]], unit: str, decimals: int) -> Answers:
        """The line of a sheet's facts that gives the area: 1.2345 公顷 18.5168 亩 12344.50 平方米."""
        found = {}
        for name, lines in sheets.items():
            [line] = [each for each in lines if re.search(r"(用地面积|总面积) +\d", each)]
            [value] = re.findall(rf"(\d+\.\d{{{decimals}}}) *{unit}", line)
            found[name] = Decimal(value)
        return found

    def _official(self, unit: str) -> Answers:
        out = asked.run("officialarea", INPUT=self.layer("ZZ_TDZSFW"), UNIT=unit, OUTPUT="memory:")
        decimals = 2 if unit == "m2" else 4
        return {row["DKBH"]: number(row["off_area"], decimals) for row in asked.rows(out["OUTPUT"])}

    def _checked(self) -> Answers:
        out = asked.run(
            "redlinecheck", INPUT=self.layer("ZZ_TDZSFW"), RED_LINES=[self.layer("CJDCQ")], OUTPUT="memory:"
        )
        return {row["DKBH"]: number(row["l1_in_m2"]) + number(row["l1_out_m2"]) for row in asked.rows(out["OUTPUT"])}

    def _tallied(self, unit: str) -> Answers:
        decimals = 2 if unit == "m2" else 4
        return {
            name: sum(number(row["area"], decimals) for row in self.tallies[unit] if row["zone"] == name)
            for name in parcels.NAMES
        }

    def _covered(self, unit: str) -> Answers:
        out = asked.run(
            "coveragetally", INPUT=self.layer("coverage"), VILLAGES=self.layer("places"), UNIT=unit, OUTPUT="memory:"
        )
        decimals = 2 if unit == "m2" else 4
        return {row["ZLDWMC"]: number(row["total"], decimals) for row in asked.rows(out["OUTPUT"])}

    def _seen(self, unit: str) -> Answers:
        plain = asked.plain(self.folder, EAST - 200, NORTH - 200, EAST + 800, NORTH + 800, CRS)
        out = asked.run(
            "cameracoverage",
            ELEVATION=plain,
            CAMERAS=self.layer("camera"),
            VILLAGES=self.layer("places"),
            UNIT=unit,
            OUTPUT="memory:",
        )
        decimals = 2 if unit == "m2" else 4
        found = asked.rows(out["OUTPUT"])
        return {row["village_name"]: number(row["area_total"], decimals) for row in found if row["kind"] == "leaf"}

    def _expressed(self) -> Answers:
        """The function of expressions, as a field calculator asks it."""
        layer = QgsVectorLayer(self.layer("ZZ_TDZSFW"), "ZZ_TDZSFW", "ogr")
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        asking = QgsExpression("redline_official_area($geometry)")
        asking.prepare(context)
        found = {}
        for feature in layer.getFeatures():
            context.setFeature(feature)
            found[feature["DKBH"]] = number(asking.evaluate(context))
        return found

    def _measured(self) -> Answers:
        """The tool for measuring takes one outline: the parcel in parts is none."""
        crs = QgsCoordinateReferenceSystem(self.crs)
        found = {}
        for name, shape in parcels.shapes().items():
            if name != "parts":
                [ring] = shape.asMultiPolygon()[0] if shape.isMultipart() else shape.asPolygon()
                found[name] = measure_outline(ring[:-1], crs).area
        return found

    def _changed(self) -> Answers:
        """What each zone had before."""
        sums: Answers = {}
        for row in self.changes:
            sums[row["zone"]] = sums.get(row["zone"], Decimal(0)) + number(row["area"])
        return sums

    def _on_cells(self) -> Answers:
        """The parcels over the cells of a plain, which all have one value."""
        plain = asked.plain(self.folder, EAST - 200, NORTH - 200, EAST + 800, NORTH + 800, CRS)
        out = asked.run(
            "tallybylandcover",
            INPUT=self.layer("places"),
            ID_FIELD="ZLDWMC",
            LANDCOVER=plain,
            UNIT="m2",
            OUTPUT="memory:",
        )
        return {row["zone"]: number(row["area"]) for row in asked.rows(out["OUTPUT"])}

    def _shared_out(self) -> Answers:
        """A village's area as its number: shared out by area, each parcel gets its own of it."""
        villages = str(self.folder / "villages.gpkg")
        asked.run("officialarea", INPUT=self.layer("CJDCQ"), UNIT="m2", OUTPUT=villages)
        out = asked.run(
            "apportion",
            INPUT=villages,
            FIELDS=["off_area"],
            TARGET=self.layer("ZZ_TDZSFW"),
            OUTSIDE="left",
            DECIMALS=4,
            OUTPUT="memory:",
        )
        return {row["DKBH"]: half_up(Decimal(repr(row["share_off_area"])), 2) for row in asked.rows(out["OUTPUT"])}

    def _supplied(self) -> Answers:
        """Approved land that is supplied as a whole."""
        approved = self.layer("CPKFYD")
        out = asked.run("landsupply", APPROVED=approved, YEAR_FIELD="SSNF", SUPPLIED=approved, OUTPUT="memory:")
        return {row["DKBH"]: number(row["supplied_mu"], 4) for row in asked.rows(out["OUTPUT"])}

    def _handed_out(self, form: str) -> Path:
        target = self.folder / f"parcels.{form}"
        asked.run("exportparcels", INPUT=self.layer("ZZ_TDZSFW"), FORMAT=form, OUTPUT=str(target))
        return target

    def _taken_in(self, tool: str, file: Path) -> Answers:
        """The official area of the parcels of a file, which the tool measures by itself."""
        if file.name == "exported.txt" and not self.exported:
            raise ValueError(file)
        out = asked.run(tool, INPUT=[str(file)], OUTPUT="memory:")
        return {row["parcel_no"]: number(row["off_ha"], 4) for row in asked.rows(out["OUTPUT"])}

    @staticmethod
    def _form(workbook: Path) -> Answers:
        """The sum of each parcel in the form of owners and classes."""
        grid = asked.sheet(workbook, "权属地类面积表")
        return {row[1]: number(row[4], 4) for row in grid if row[1] in parcels.NAMES and row[2] == "小计"}

    @staticmethod
    def _text_area(lines: list[str]) -> Answers:
        return {cells[2]: Decimal(cells[1]) for line in lines if len(cells := line.split(",")) == 9}

    def _bounded(self) -> Answers:
        return {row["parcel"]: number(row["area_ha"], 4) for row in asked.rows(self.boundary["OUTPUT_PARCELS"])}

    def _bounded_on_paper(self) -> Answers:
        grid = asked.sheet(Path(self.boundary["OUTPUT_XLSX"]), "四至")
        return {row[0]: number(row[2], 4) for row in grid if row[0] in parcels.NAMES}

    def _batch(self, place: int) -> Answers:
        found = {}
        for line in self.batch_sheet:
            for name in parcels.NAMES:
                if re.search(rf"\d +{name} +{name} +工业用地", line):
                    found[name] = asked.numbers(line.partition("工业用地")[2])[place]
        return found

    def _planned(self) -> Answers:
        out = asked.run(
            "tractplancheck",
            TRACTS=self.layer("CPKFFW"),
            PARCELS=self.layer("CPKFYD"),
            OUTPUT="memory:",
            OUTPUT_TRACTS="memory:",
        )
        found = asked.rows(out["OUTPUT_TRACTS"])
        return {row["tract"]: number(row["area_ha"], 4) for row in found if row["tract"] in parcels.NAMES}

    # --- boundary points -----------------------------------------------------------------------------------------

    def points(self) -> dict[str, Callable[[], list[Point]]]:
        found = {
            "dossier text file": lambda: self._text_points(self.text),
            "dossier table (CSV)": self._csv_points,
            "dossier workbook": lambda: self._workbook_points(self.dossier / "tables.xlsx", ["界址点"]),
            "exportparceltext": lambda: self._text_points(self.exported),
            "boundarypoints": self._bounded_points,
            "boundarypoints workbook": lambda: self._workbook_points(Path(self.boundary["OUTPUT_XLSX"]), parcels.NAMES),
        }
        if self.sheets:
            found["dossier sheet"] = lambda: self._sheet_points(self.dossier_sheets)
            found["parcel sheet"] = lambda: self._sheet_points(self.parcel_sheets)
        return found

    @staticmethod
    def _text_points(lines: list[str]) -> list[Point]:
        found, parcel = [], ""
        for line in lines:
            cells = line.split(",")
            if len(cells) == 9:
                parcel = cells[2]
            elif len(cells) == 4:
                found.append((parcel, cells[0], Decimal(cells[2]), Decimal(cells[3])))
        return found

    def _csv_points(self) -> list[Point]:
        rows = [line.split(",") for line in (self.dossier / "boundary_points.csv").read_text("utf-8-sig").splitlines()]
        return [(row[0], row[2], Decimal(row[3]), Decimal(row[4])) for row in rows[1:]]

    @staticmethod
    def _workbook_points(workbook: Path, titles) -> list[Point]:
        """Rows with J1 … of the worksheets; where the parcel is no column, the worksheet is called like it."""
        found = []
        for title in titles:
            for row in asked.sheet(workbook, title):
                at = next((i for i, value in enumerate(row) if re.fullmatch(r"J\d+", str(value))), None)
                if at is not None:
                    own = [value for value in row[at + 1 :] if isinstance(value, float | int) and value > 1000]
                    parcel = row[0] if row[0] in parcels.NAMES else title
                    found.append((parcel, row[at], number(float(own[0]), 3), number(float(own[1]), 3)))
        return found

    def _bounded_points(self) -> list[Point]:
        """The layer has no closing rows: the first point of each ring is put after its last one."""
        found: list[Point] = []
        first, ring = None, None
        for row in asked.rows(self.boundary["OUTPUT"]):
            point = (row["parcel"], row["point_no"], number(row["x_north"], 3), number(row["y_east"], 3))
            if (row["parcel"], row["ring"]) != ring:
                found += [first] if first else []
                first, ring = point, (row["parcel"], row["ring"])
            found.append(point)
        return [*found, first] if first else found

    @staticmethod
    def _sheet_points(sheets: dict[str, list[str]]) -> list[Point]:
        return [
            (name, match[1], Decimal(match[2]), Decimal(match[3]))
            for name in parcels.NAMES
            for line in sheets[name]
            if (match := ROW.search(line))
        ]

    # --- classes of a zone ---------------------------------------------------------------------------------------

    def classes(self, unit: str) -> dict[str, Callable[[], Classes]]:
        """By tool; unit : m2, ha or mu."""
        column = {"m2": 0, "ha": 1, "mu": 2}[unit]
        found = {
            "tallybylanduse": lambda: {
                (row["zone"], row["class_code"]): number(row["area"], 2 if unit == "m2" else 4)
                for row in self.tallies[unit]
            },
            "dossier sheet": lambda: self._sheet_classes(self.dossier_sheets, column, 3),
            "parcel sheet": lambda: self._sheet_classes(self.parcel_sheets, column, 3),
        }
        if unit != "m2":
            found |= {
                "live tally": lambda: {
                    (name, row.code): row.values[unit]
                    for name, answer in self.live.items()
                    for row in answer.rows
                    if row.kind == "class"
                },
                "land-use sheet": lambda: self._sheet_classes(self.land_use_sheets, column - 1, 2),
                "village card": lambda: self._sheet_classes(self.cards, column - 1, 2),
            }
        if unit == "ha":
            found |= {
                "dossier form": lambda: self._form_classes(self.dossier / "tables.xlsx"),
                "approvaltables": lambda: self._form_classes(self.forms),
            }
        return found

    @staticmethod
    def _sheet_classes(sheets: dict[str, list[str]], column: int, columns: int) -> Classes:
        """Rows of a sheet's table of classes: code, name and ``columns`` numbers."""
        numbers = r" +(-?\d+\.\d+)" * columns
        found: Classes = {}
        for name, lines in sheets.items():
            for line in lines:
                if match := re.search(rf"(?<!\S)(\d{{4}}) *\S+{numbers}", line):
                    found[name, match[1]] = Decimal(match[2 + column])
                elif match := re.search(rf"({'|'.join(UNCOVERED)}){numbers}", line):
                    found[name, UNCOVERED[match[1]]] = Decimal(match[2 + column])
        return found

    @staticmethod
    def _form_classes(workbook: Path) -> Classes:
        """The sums of parcels in the form: a column a class, its name in the last row of the head."""
        codes = {"水浇地": "0102", "果园": "0201", "乔木林地": "0301", "农村宅基地": "0702", "农村道路": "1006"}
        grid = asked.sheet(workbook, "权属地类面积表")
        head: dict[int, str] = {}
        for row in grid:
            for column, value in enumerate(row):
                if value in codes or value in UNCOVERED:
                    head[column] = codes.get(value) or UNCOVERED[value]
        return {
            (row[1], head[column]): number(row[column], 4)
            for row in grid
            if row[1] in parcels.NAMES and row[2] == "小计"
            for column in head
            if row[column] is not None
        }
