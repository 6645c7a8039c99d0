"""redline:landusestructure: the structure table of a plan, base year and target year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingFeedback,
)

from ...core.errors import Notice
from ...core.landuse.classes import SCHEMES, Scheme, read_scheme
from ...core.landuse.structure import (
    OPEN,
    Decision,
    decide,
    decisions_table,
    planned_class,
    read_decisions,
    structure_scheme,
    structure_table,
)
from ...core.landuse.tables import Method, Words, tally_notes
from ...core.landuse.tally import NOT_COVERED, Tally
from ...core.paper.htmlreport import Section
from ...i18n import tr, words_of
from ...layers.measuring.parcels import read_land_use
from ...layers.measuring.tallying import PatchFields, ReadZones, ZoneFields, measure_zones, read_zones
from ...layers.reading.crs import name_of_crs
from ...layers.reading.planes import ellipsoid_name
from ...layers.reading.run import Run, working_crs
from ...layers.reading.sources import Source
from ...layers.roles.fields import find_field
from ..base import RedlineAlgorithm, share_of
from ..documents import Documents, section_of_notices, tell_engine, tell_run, write_documents, write_table
from ..groups import LAND_USE
from ..parameters import (
    Given,
    Printing,
    add_choice,
    add_csv,
    add_documents,
    add_found_field,
    add_id_field,
    add_language,
    add_name_field,
    add_numbers,
    add_source,
    add_table,
    add_text,
    add_unit,
)

__all__ = ["LandUseStructure"]

LEVELS = ("first", "detail")


@dataclass(frozen=True)
class _Epoch:
    """scheme : None where it is found from the codes."""

    source: Source
    fields: PatchFields
    scheme: Scheme | None


@dataclass(frozen=True)
class _Taken:
    """epochs : the base year, and the target year where it was given; years : what is printed over them."""

    zones: Source
    zone_fields: ZoneFields
    epochs: list[_Epoch]
    years: tuple[str, str]
    decisions: Decision
    level: str
    crs: QgsCoordinateReferenceSystem
    printing: Printing


class LandUseStructure(RedlineAlgorithm):
    ID = "landusestructure"
    LABEL = "Structure of land use"
    SUMMARY = "Base year and target year by class of land and sea use, areas and per cent that add up, by township"
    GROUP = LAND_USE
    TAGS = "用地结构,国土空间规划,用地用海,结构调整表,基期,目标年,规划,structure,plan,crosswalk"

    def initAlgorithm(self, configuration=None):
        add_source(
            self, "ZONES", tr("Zones"), tr("Townships, the county or a plan area; the table is made for each of them.")
        )
        add_id_field(self, "ZONE_ID_FIELD", "ZONES")
        add_source(
            self,
            "BASE",
            tr("Land use of the base year"),
            tr("Patches of the third survey, of GB/T 21010-2017 or already by planned use."),
        )
        add_source(
            self,
            "TARGET",
            tr("Planned use of the target year"),
            tr("Planned land and sea use (用地用海)."),
            optional=True,
        )
        add_choice(
            self,
            "LEVEL",
            tr("Level of classes"),
            LEVELS,
            "first",
            tr("first: first-level classes; detail: classes as they are."),
        )
        add_csv(
            self,
            "DECISIONS",
            tr("Decisions on open classes"),
            tr("A CSV with the columns sandiao_code, ydyh_code and, where a class is split, share."),
        )
        add_unit(self, decimals=2)
        for name, label, parent in (
            ("BASE_CLASS_FIELD", tr("Field with the class of the base year"), "BASE"),
            ("TARGET_CLASS_FIELD", tr("Field with the class of the target year"), "TARGET"),
        ):
            add_found_field(self, name, label, parent)
        add_choice(
            self,
            "SCHEME",
            tr("Class scheme of the base year"),
            SCHEMES,
            None,
            tr("Found from the field and its codes where left empty."),
            advanced=True,
        )
        add_name_field(self, "ZONE_NAME_FIELD", "ZONES")
        for name, label in (("BASE_YEAR", tr("Base year")), ("TARGET_YEAR", tr("Target year"))):
            add_text(self, name, label, tr("Printed over the columns."), advanced=True)
        add_language(self)
        self._add_outputs()

    def _add_outputs(self) -> None:
        add_table(self, "OUTPUT", tr("Structure table"), tr("One row for each zone and class."))
        add_table(
            self,
            "OUTPUT_DECISIONS",
            tr("Open classes"),
            tr("Survey classes that may become several, with what was decided."),
            optional=True,
        )
        add_documents(self)
        add_numbers(
            self,
            (
                ("TOTAL_AREA", tr("Total area of the zones (m²)")),
                ("UNDECIDED_AREA", tr("Area of classes not decided (m²)")),
                ("OPEN_CLASSES", tr("Open classes that occur")),
                ("NOT_COVERED_AREA", tr("Area without land use (m²)")),
                ("ZONES_COUNT", tr("Zones")),
                ("SKIPPED", tr("Features left out")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        zones = given.source("ZONES")
        zone_fields = ZoneFields(given.field("ZONE_ID_FIELD", zones), given.field("ZONE_NAME_FIELD", zones))
        base, chosen = _epoch(given, "BASE"), given.choice("SCHEME")
        epochs = [replace(base, scheme=read_scheme(chosen)) if chosen else base]
        if given.has("TARGET"):
            epochs.append(replace(_epoch(given, "TARGET"), scheme=read_scheme("ydyh")))
        path = given.file("DECISIONS")
        return _Taken(
            zones,
            zone_fields,
            epochs,
            (given.text("BASE_YEAR"), given.text("TARGET_YEAR")),
            read_decisions(path) if path else {},
            given.choice("LEVEL"),
            working_crs(base.source, zones),
            given.printing(decimals=2),
        )

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = self.taken
        run = Run(taken.crs, given.transforms, feedback.isCanceled)
        feedback.pushInfo(tr("Reading the zones…"))
        zones = read_zones(run, taken.zones, taken.zone_fields, given.validity)
        tallies = []
        for number, epoch in enumerate(taken.epochs):
            feedback.pushInfo(tr("Measuring the target year…") if number else tr("Measuring the base year…"))
            tallies.append(_tally(run, zones, epoch, share_of(feedback, 5 + 40 * number, 45 + 40 * number)))
        decided = [decide(tally, taken.decisions) for tally in tallies]
        with run.laps.step("balance"):
            printed = [tally.printed(taken.printing.unit, taken.printing.decimals) for tally in decided]
        words = Words(structure_scheme(), taken.printing.language, words_of(taken.printing.language))
        method = Method("official", ellipsoid_name(taken.crs), name_of_crs(taken.crs), self._names())
        notes = (
            *tally_notes(decided[0], printed[0], words, method),
            words.tr("Per cent are balanced to 100.00 in each zone and year by largest remainder."),
        )
        structure = structure_table(
            printed[0],
            printed[1] if len(printed) > 1 else None,
            words,
            taken.level,
            taken.printing.unit,
            years=taken.years,
            notes=notes,
        )
        opened = decisions_table(tallies, taken.decisions, words)
        undecided = sum(cell.area for tally in decided for cell in tally.cells if cell.code.startswith(OPEN))
        if undecided:
            run.notices.append(
                Notice(
                    "{count} survey classes may become several and are not decided; they stand apart in the table "
                    "(see the open classes).",
                    count=len({cell.code for tally in decided for cell in tally.cells if cell.code.startswith(OPEN)}),
                )
            )
        tell_run(run, feedback)
        sections = [
            Section(structure.title, tables=[structure]),
            Section(opened.title, tables=[opened]),
            section_of_notices(run, words.tr),
        ]
        documents = Documents(structure.title, [structure, opened], sections, taken.printing.language)
        with run.laps.step("write"):
            write_table(self.outputs, "OUTPUT", structure, kinds=("leaf", "total"))
            write_table(self.outputs, "OUTPUT_DECISIONS", opened)
            write_documents(self.outputs, documents)
        tell_engine(run, feedback, len(zones), sum(count for _, count in run.counts[1:]))
        feedback.setProgress(100)
        return {
            "TOTAL_AREA": float(sum((zone.total for zone in decided[0].zones), Decimal(0))),
            "UNDECIDED_AREA": float(undecided),
            "OPEN_CLASSES": len(opened.rows),
            "NOT_COVERED_AREA": float(sum(tally.sum_of(NOT_COVERED) for tally in decided)),
            "ZONES_COUNT": len(zones),
            "SKIPPED": len(run.skipped),
        }

    def _names(self) -> tuple[str, ...]:
        return (self.taken.zones.name, *(epoch.source.name for epoch in self.taken.epochs))


def _epoch(given: Given, name: str) -> _Epoch:
    """The layer of an epoch, its class fields, and the scheme where the field itself tells it."""
    source = given.source(name)
    planned = find_field(source, "plannedland", "usecode", required=False) or ""
    chosen = given.field(f"{name}_CLASS_FIELD", source) or planned
    if not chosen:
        chosen = find_field(source, "landuse", "class", layer=source.name) or ""
    if chosen == planned:
        named = find_field(source, "plannedland", "use", required=False) or ""
        return _Epoch(source, PatchFields(chosen, named), read_scheme("ydyh"))
    return _Epoch(source, PatchFields(chosen, find_field(source, "landuse", "classname", required=False) or ""), None)


def _tally(run: Run, zones: ReadZones, epoch: _Epoch, progress: Callable[[float], None]) -> Tally:
    """Zones by planned-use classes; open survey classes keep their mark."""
    land = read_land_use(run, epoch.source, epoch.fields, epoch.scheme)
    known = {code: planned_class(code, land.scheme) for code in sorted(set(land.codes.tolist()))}
    codes = np.empty(len(land.codes), dtype=object)
    codes[:] = [known[code] for code in land.codes.tolist()]
    led = replace(land, codes=codes, scheme=structure_scheme())
    return measure_zones(run, zones, led, epoch.fields, "official", shapes=False, progress=progress).tally
