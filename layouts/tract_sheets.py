"""The plan set of a tract development plan 成片开发方案: location, current use, planned use, phases by year.

Areas are official areas as ``redline:tractplancheck`` prints them (ha, 4 decimals); its tables are those of
core.approval.tractplan.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from qgis.core import QgsGeometry, QgsVectorLayer
from qgis.PyQt.QtGui import QColor

from ..core.approval.tractplan import PlannedParcel, Tract, is_public, tracts_table, uses_table
from ..core.landuse.classes import Scheme, find_scheme
from ..core.landuse.tables import area_columns
from ..core.paper.tables import Column, Row, Table, cell_text
from ..core.rules import Rules
from ..layers.measuring.tractplans import TractFields, UseFields, read_plan
from ..layers.reading.clip import geometries_of
from ..layers.reading.run import Run
from ..layers.reading.sources import Source, source_of
from ..layers.roles.fields import find_field
from .county import County, boundaries, class_layer, key_boundaries, land_use_backdrop, red_lines
from .marks import key_look, phases_look, public_look, this_sheet_look
from .plans import MapLayer, SheetPlan, SheetTable
from .records import SheetRecord, coverage_layer, marks_layer
from .run import SheetSet
from .scales import Frame
from .setting import NamedSheet, Place, SheetSetting
from .symbols import coverage_look
from .texts import Tr, facts_table

__all__ = ["TractPlan", "read_tract_plan", "sum_note", "tract_sets"]

_PlanOf = Callable[[Sequence[NamedSheet], Sequence[int], Path, Frame], SheetPlan]

PHASES = ("#e8590c", "#f59f00", "#ffd43b", "#a9e34b", "#38d9a9", "#74c0fc", "#b197fc")
"""Colours of years, the first year strongest."""


@dataclass(frozen=True)
class TractPlan:
    """Tracts with their planned parcels, in the order of the layers; geometries in the run's system."""

    run: Run
    tracts: tuple[Tract, ...]
    geometries: list[QgsGeometry]
    parcels: tuple[PlannedParcel, ...]
    shapes: list[QgsGeometry]
    scheme: Scheme
    codes: list[str]
    rules: Rules

    def of(self, tract: int) -> list[int]:
        """The numbers of the parcels of a tract."""
        number = self.tracts[tract].number
        return [i for i, parcel in enumerate(self.parcels) if parcel.tract == number]


def read_tract_plan(
    run: Run, tracts: Source, fields: TractFields, uses: QgsVectorLayer, rules: Rules, *, leave_out: bool
) -> TractPlan:
    """Read tracts and their planned use as the check does; ``rules`` as the office has them.

    Raises RedlineError as ``read_plan`` does, and for codes of no scheme.
    """
    source = source_of(uses)
    plan = read_plan(run, (tracts, fields), (source, UseFields.found_in(source)), rules, leave_out=leave_out)
    codes = [parcel.use_code for parcel in plan.parcels]
    scheme = find_scheme(codes, layer=source.name).scheme
    return TractPlan(
        run,
        tuple(plan.tracts),
        list(geometries_of(plan.tract_polygons)),
        tuple(plan.parcels),
        list(geometries_of(plan.parcel_polygons)),
        scheme,
        scheme.order(sorted(set(codes) - {""})),
        rules,
    )


def tract_sets(
    plan: TractPlan, current: SheetSet | None, uses: QgsVectorLayer, setting: SheetSetting
) -> list[SheetSet]:
    """Location, ``current`` use (where there is land use), planned use and phases, one sheet of each for each tract."""
    sheets = _Sheets(plan, uses, setting)
    sets = [sheets.location(), sheets.planned(), sheets.phases()]
    if current is not None:
        sets.insert(1, current)
    return sets


@dataclass(frozen=True)
class _Sheets:
    """What the sheets of a plan have in common."""

    _plan: TractPlan
    _uses: QgsVectorLayer
    _setting: SheetSetting

    @property
    def _tr(self) -> Tr:
        return self._setting.tr

    @property
    def _county(self) -> County:
        return self._setting.county

    def _set(self, kind: str, part: str, template: str, plan: _PlanOf) -> SheetSet:
        """The sheets of one part of the set, whose number ``part`` ends the names of their files."""
        places = [
            Place(template.format(tract=tract.name or tract.number), tract.number, tract.name, geometry)
            for tract, geometry in zip(self._plan.tracts, self._plan.geometries, strict=True)
        ]
        sheets = self._setting.named("tract", places, f"_{part}")

        def made(numbers: Sequence[int], page: Path, frame: Frame) -> SheetPlan:
            return plan(sheets, numbers, page, frame)

        return SheetSet(kind, self._plan.run.crs, sheets, made)

    def _records(
        self, sheets: Sequence[NamedSheet], frame: Frame, area_title: str, around: float = 1.0
    ) -> list[SheetRecord]:
        texts = [
            {"subtitle": tract.number, "area_title": area_title, "keymap_title": self._tr("Location in the county")}
            for tract in self._plan.tracts
        ]
        return self._setting.records(sheets, frame, self._plan.run.crs, texts.__getitem__, around)

    def _coverage(self, sheets: Sequence[NamedSheet], frame: Frame, area_title: str) -> QgsVectorLayer:
        records = self._records(sheets, frame, area_title)
        return coverage_layer(records, self._plan.run.crs, self._tr("Tract"))

    def _note(self, i: int) -> list[tuple[str, str]]:
        """Why the parcels' areas do not add up to the tract's, where they do not: each is rounded by itself."""
        tr, own = self._tr, self._plan.of(i)
        sentence = sum_note(self._plan.tracts[i].official_ha, [self._plan.parcels[k].official_ha for k in own], tr)
        return [(tr("Note"), sentence)] if sentence else []

    def _facts(self, i: int, more: Sequence[tuple[str, str]] = ()) -> tuple[str, Table]:
        tr, tract = self._tr, self._plan.tracts[i]
        lines = [
            (tr("Tract number"), tract.number),
            (tr("Tract name"), tract.name),
            (tr("Tract area"), tr("{area} ha").format(area=cell_text(tract.official_ha))),
            *more,
        ]
        return str(i), facts_table(lines)

    def _marks(self, numbers: Sequence[int], chosen: Callable[[PlannedParcel], bool], name: str) -> QgsVectorLayer:
        parcels = self._plan.parcels
        return marks_layer(
            (
                (
                    str(i),
                    self._plan.shapes[k],
                    {"label": parcels[k].use_name or parcels[k].use_code, "year": parcels[k].year},
                )
                for i in numbers
                for k in self._plan.of(i)
                if chosen(parcels[k])
            ),
            ("label", "year"),
            self._plan.run.crs,
            name,
        )

    def _made(
        self,
        name: str,
        page: Path,
        coverage: QgsVectorLayer,
        layers: Sequence[MapLayer],
        tables: Sequence[SheetTable],
        keymap: Sequence[MapLayer] = (),
        own: Sequence[QgsVectorLayer] = (),
    ) -> SheetPlan:
        return SheetPlan(
            name=name,
            template=page,
            coverage=coverage,
            crs=self._plan.run.crs,
            layers=layers,
            tables=tables,
            keymap=keymap,
            own=own,
        )

    def location(self) -> SheetSet:
        """Where the tract lies: its surroundings, and a key map of the county."""
        tr = self._tr

        def plan(sheets: Sequence[NamedSheet], numbers: Sequence[int], page: Path, frame: Frame) -> SheetPlan:
            records = self._records(sheets, frame, tr("Parcels of the tract"), around=3.0)
            coverage = coverage_layer(records, self._plan.run.crs, tr("Tract"))
            place = coverage_layer(records, self._plan.run.crs, tr("Location"))
            marks = self._marks(numbers, lambda _: True, tr("Parcels of the tract"))
            layers = [
                MapLayer(coverage, coverage_look(tr("Tract boundary"), tr("Other tract"), width=0.6), "", classes=True),
                MapLayer(marks, this_sheet_look("255,215,170", tr("Parcel of the tract")), "", classes=True),
                *boundaries(self._county, tr),
                *red_lines(self._county, self._setting.language),
                *self._land_use(),
            ]
            tables = [
                SheetTable("facts_table", [self._facts(i, self._note(i)) for i in numbers]),
                SheetTable("area_table", [(str(i), self._parcels_table(i)) for i in numbers]),
            ]
            keymap = [MapLayer(place, key_look()), *key_boundaries(self._county, tr)]
            return self._made(tr("Location of the tract"), page, coverage, layers, tables, keymap, (place, marks))

        return self._set("batch", "1", tr("Location of tract {tract}"), plan)

    def planned(self) -> SheetSet:
        """Planned use in its colours, public-benefit land hatched, its share against the tract."""
        tr = self._tr

        def plan(sheets: Sequence[NamedSheet], numbers: Sequence[int], page: Path, frame: Frame) -> SheetPlan:
            coverage = self._coverage(sheets, frame, tr("Planned land by use"))
            public = self._marks(numbers, lambda each: is_public(each, self._plan.rules), tr("Public-benefit land"))
            field = find_field(self._uses, "tractuse", "usecode") or ""
            layers = [
                MapLayer(coverage, coverage_look(tr("Tract boundary"), width=0.6, veil=120), "", classes=True),
                MapLayer(public, public_look(tr("Public-benefit land"), "label"), "", classes=True),
                *boundaries(self._county, tr, ("village",)),
                class_layer(self._uses, field, self._plan.scheme, self._plan.codes, self._setting.language),
            ]
            facts, tables = [], []
            for i in numbers:
                own = [self._plan.parcels[k] for k in self._plan.of(i)]
                share = tracts_table([self._plan.tracts[i]], own, self._plan.rules, tr).rows[0].values
                lines = [
                    (tr("Public-benefit land"), tr("{area} ha").format(area=cell_text(share[5]))),
                    (tr("Public-benefit share"), f"{cell_text(share[6])} %" if share[6] is not None else ""),
                    (
                        tr("Public-benefit share required"),
                        f"{cell_text(self._plan.rules.number('tractplan.public_share_min'))} %",
                    ),
                ]
                facts.append(self._facts(i, [*lines, *self._note(i)]))
                tables.append((str(i), uses_table(own, self._plan.rules, self._setting.language, tr, acquired=False)))
            both = [SheetTable("facts_table", facts), SheetTable("area_table", tables)]
            return self._made(tr("Planned use of the tract"), page, coverage, layers, both, own=(public,))

        return self._set("map", "3", tr("Planned use of tract {tract}"), plan)

    def phases(self) -> SheetSet:
        """Land to be acquired, coloured by the year in which its project starts."""
        tr = self._tr
        years = sorted({parcel.year for parcel in self._plan.parcels if parcel.acquired and parcel.year})

        def plan(sheets: Sequence[NamedSheet], numbers: Sequence[int], page: Path, frame: Frame) -> SheetPlan:
            coverage = self._coverage(sheets, frame, tr("Land to be acquired by year"))
            marks = self._marks(numbers, lambda each: each.acquired, tr("Land to be acquired"))
            others = self._marks(numbers, lambda each: not each.acquired, tr("Not to be acquired"))
            colors = {year: QColor(PHASES[i % len(PHASES)]) for i, year in enumerate(years)}
            layers = [
                MapLayer(coverage, coverage_look(tr("Tract boundary"), width=0.6, veil=120), "", classes=True),
                MapLayer(marks, phases_look(colors, tr("Start in {year}"), tr("No year"), "label"), "", classes=True),
                MapLayer(others, this_sheet_look("230,230,230", tr("Not to be acquired")), "", classes=True),
                *boundaries(self._county, tr, ("village",)),
                *self._land_use(),
            ]
            tables = [
                SheetTable("facts_table", [self._facts(i) for i in numbers]),
                SheetTable("area_table", [(str(i), self._years_table(i)) for i in numbers]),
            ]
            return self._made(tr("Phases of the tract"), page, coverage, layers, tables, own=(marks, others))

        return self._set("map", "4", tr("Phases by year of tract {tract}"), plan)

    def _land_use(self) -> list[MapLayer]:
        return land_use_backdrop(self._county, self._setting.language, self._plan.run.crs)

    def _parcels_table(self, i: int) -> Table:
        tr = self._tr
        columns = (
            Column("number", tr("No."), numeric=True),
            Column("parcel", tr("Parcel number")),
            Column("use", tr("Planned use")),
            *area_columns(("ha",), tr),
        )
        own = [self._plan.parcels[k] for k in self._plan.of(i)]
        rows = [
            Row((place, each.number, each.use_name or each.use_code, each.official_ha))
            for place, each in enumerate(own, 1)
        ]
        rows.append(Row((None, tr("Total"), None, _sum(own)), "total"))
        return Table("parcels", tr("Parcels of the tract"), columns, tuple(rows))

    def _years_table(self, i: int) -> Table:
        """The parcels to be acquired by year, with a sum a year."""
        tr = self._tr
        columns = (
            Column("year", tr("Year")),
            Column("project", tr("Project")),
            Column("use", tr("Planned use")),
            *area_columns(("ha",), tr),
        )
        own = [self._plan.parcels[k] for k in self._plan.of(i) if self._plan.parcels[k].acquired]
        rows: list[Row] = []
        for year in sorted({each.year for each in own}, key=lambda year: (not year, year)):
            members = [each for each in own if each.year == year]
            rows += [
                Row(
                    (
                        year or tr("No year"),
                        each.project or each.number,
                        each.use_name or each.use_code,
                        each.official_ha,
                    )
                )
                for each in members
            ]
            rows.append(
                Row((tr("Sum of {year}").format(year=year or tr("No year")), None, None, _sum(members)), "subtotal")
            )
        rows.append(Row((tr("Total"), None, None, _sum(own)), "total"))
        return Table("years", tr("Land to be acquired by year"), columns, tuple(rows))


def sum_note(tract: Decimal, parcels: Sequence[Decimal], tr: Tr) -> str:
    """A sentence on how far printed areas of parcels miss that of their tract (both ha); "" where they do not.

    Each is rounded to 0.0001 ha, so that n parcels and the tract can be (n + 1) × 0.00005 ha apart; what is more
    than that is no rounding: the parcels leave a gap, overlap or go beyond the tract.
    """
    apart = abs(sum(parcels, Decimal(0)) - tract)
    if not parcels or not apart:
        return ""
    if apart <= Decimal("0.00005") * (len(parcels) + 1):
        text = tr("The areas of the parcels are rounded each; their sum and the area of the tract are {area} ha apart.")
    else:
        text = tr("The sum of the parcels and the area of the tract are {area} ha apart.")
    return text.format(area=cell_text(apart))


def _sum(parcels: Sequence[PlannedParcel]) -> Decimal:
    return sum((each.official_ha for each in parcels), Decimal("0.0000"))
