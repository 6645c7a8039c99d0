"""redline:landusestructure: the structure table of a plan, base year and target year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
from qgis.core import QgsProcessingContext, QgsProcessingParameterFile, QgsProcessingParameterString

from ...core.errors import Notice
from ...core.landuse.classes import SCHEMES, Scheme, read_scheme
from ...core.landuse.structure import (
    OPEN,
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
from ...layers.measuring.tallying import PatchFields, ReadZones, ZoneFields, measure, read_zones
from ...layers.reading.crs import name_of_crs
from ...layers.reading.planes import ellipsoid_name
from ...layers.reading.run import Run, working_crs
from ...layers.reading.sources import Source, source_of_parameter
from ...layers.roles.fields import find_field
from ..groups import LAND_USE
from .base import LandUseAlgorithm, share_of

__all__ = ["LandUseStructure"]

LEVELS = ("first", "detail")


class LandUseStructure(LandUseAlgorithm):
    ID = "landusestructure"
    LABEL = "Structure of land use"
    SUMMARY = "Base year and target year by class of land and sea use, areas and per cent that add up, by township"
    GROUP = LAND_USE
    TAGS = "用地结构,国土空间规划,用地用海,结构调整表,基期,目标年,规划,structure,plan,crosswalk"

    def initAlgorithm(self, configuration=None):
        self.add_polygons(
            "ZONES", tr("Zones"), tr("Townships, the county or a plan area; the table is made for each of them.")
        )
        self.add_field(
            "ZONE_ID_FIELD", tr("Field with the zone's id"), "ZONES", tr("The feature id is used where left empty.")
        )
        self.add_polygons(
            "BASE",
            tr("Land use of the base year"),
            tr("Patches of the third survey, of GB/T 21010-2017 or already by planned use."),
        )
        self.add_polygons(
            "TARGET",
            tr("Planned use of the target year"),
            tr("Planned land and sea use (用地用海)."),
            optional=True,
        )
        self.add_choice(
            "LEVEL",
            tr("Level of classes"),
            LEVELS,
            "first",
            tr("first: first-level classes; detail: classes as they are."),
        )
        self.add(
            QgsProcessingParameterFile("DECISIONS", tr("Decisions on open classes"), extension="csv", optional=True),
            tr("A CSV with the columns sandiao_code, ydyh_code and, where a class is split, share."),
        )
        self.add_unit(decimals=2)
        for name, label, parent in (
            ("BASE_CLASS_FIELD", tr("Field with the class of the base year"), "BASE"),
            ("TARGET_CLASS_FIELD", tr("Field with the class of the target year"), "TARGET"),
        ):
            self.add_field(name, label, parent, tr("Found by name where left empty."), advanced=True)
        self.add_choice(
            "SCHEME",
            tr("Class scheme of the base year"),
            SCHEMES,
            None,
            tr("Found from the field and its codes where left empty."),
            advanced=True,
        )
        self.add_field(
            "ZONE_NAME_FIELD", tr("Field with the zone's name"), "ZONES", tr("Printed beside the id."), advanced=True
        )
        for name, label in (("BASE_YEAR", tr("Base year")), ("TARGET_YEAR", tr("Target year"))):
            self.add(
                QgsProcessingParameterString(name, label, "", optional=True),
                tr("Printed over the columns."),
                advanced=True,
            )
        self.add_language()
        self.add_table("OUTPUT", tr("Structure table"), tr("One row for each zone and class."))
        self.add_table(
            "OUTPUT_DECISIONS",
            tr("Open classes"),
            tr("Survey classes that may become several, with what was decided."),
            optional=True,
        )
        self.add_documents()
        for name, label in (
            ("TOTAL_AREA", tr("Total area of the zones (m²)")),
            ("UNDECIDED_AREA", tr("Area of classes not decided (m²)")),
            ("OPEN_CLASSES", tr("Open classes that occur")),
            ("NOT_COVERED_AREA", tr("Area without land use (m²)")),
            ("ZONES_COUNT", tr("Zones")),
            ("SKIPPED", tr("Features left out")),
        ):
            self.add_number(name, label)

    def take(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self.zones = self.source(parameters, "ZONES", context)
        self.zone_fields = ZoneFields(
            self.field(parameters, context, "ZONE_ID_FIELD", self.zones),
            self.field(parameters, context, "ZONE_NAME_FIELD", self.zones),
        )
        self.base = self.source(parameters, "BASE", context)
        self.target = source_of_parameter(self, parameters, "TARGET", context)
        self.base_fields, told = self._fields(parameters, context, "BASE_CLASS_FIELD", self.base)
        chosen = self.parameterAsEnumString(parameters, "SCHEME", context)
        self.base_scheme = read_scheme(chosen) if chosen else told
        self.target_fields = PatchFields("")
        if self.target is not None:
            self.target_fields, _ = self._fields(parameters, context, "TARGET_CLASS_FIELD", self.target)
        self.crs = working_crs(self.base, self.zones)
        path = self.parameterAsFile(parameters, "DECISIONS", context)
        self.decisions = read_decisions(path) if path else {}
        self.level = self.parameterAsEnumString(parameters, "LEVEL", context)
        self.unit = self.parameterAsEnumString(parameters, "UNIT", context)
        self.digits = 2 if parameters.get("DECIMALS") is None else self.parameterAsInt(parameters, "DECIMALS", context)
        self.years = (
            self.parameterAsString(parameters, "BASE_YEAR", context).strip(),
            self.parameterAsString(parameters, "TARGET_YEAR", context).strip(),
        )
        self.words_language = self.language(parameters, context)
        self.validity = context.invalidGeometryCheck()

    def _fields(self, parameters, context, name: str, source: Source) -> tuple[PatchFields, Scheme | None]:
        """The class fields of an epoch, and the scheme where the field itself tells it."""
        planned = find_field(source, "plannedland", "usecode", required=False) or ""
        chosen = self.field(parameters, context, name, source) or planned
        if not chosen:
            chosen = find_field(source, "landuse", "class", layer=source.name) or ""
        if chosen == planned:
            named = find_field(source, "plannedland", "use", required=False) or ""
            return PatchFields(chosen, named), read_scheme("ydyh")
        return PatchFields(chosen, find_field(source, "landuse", "classname", required=False) or ""), None

    def work(self, parameters, context, feedback) -> dict:
        run = Run(self.crs, context.transformContext(), feedback.isCanceled)
        feedback.pushInfo(tr("Reading the zones…"))
        zones = read_zones(run, self.zones, self.zone_fields, self.validity)
        feedback.pushInfo(tr("Measuring the base year…"))
        tallies = [self._tally(run, zones, self.base, self.base_fields, self.base_scheme, share_of(feedback, 5, 45))]
        if self.target is not None:
            feedback.pushInfo(tr("Measuring the target year…"))
            planned = read_scheme("ydyh")
            progress = share_of(feedback, 45, 85)
            tallies.append(self._tally(run, zones, self.target, self.target_fields, planned, progress))
        decided = [decide(tally, self.decisions) for tally in tallies]
        printed = [tally.printed(self.unit, self.digits) for tally in decided]
        words = Words(structure_scheme(), self.words_language, words_of(self.words_language))
        method = Method("official", ellipsoid_name(self.crs), name_of_crs(self.crs), self._names())
        notes = (
            *tally_notes(decided[0], printed[0], words, method),
            words.tr("Per cent are balanced to 100.00 in each zone and year by largest remainder."),
        )
        structure = structure_table(
            printed[0],
            printed[1] if len(printed) > 1 else None,
            words,
            self.level,
            self.unit,
            years=self.years,
            notes=notes,
        )
        opened = decisions_table(tallies, self.decisions, words)
        undecided = sum(cell.area for tally in decided for cell in tally.cells if cell.code.startswith(OPEN))
        if undecided:
            run.notices.append(
                Notice(
                    "{count} survey classes may become several and are not decided; they stand apart in the table "
                    "(see the open classes).",
                    count=len({cell.code for tally in decided for cell in tally.cells if cell.code.startswith(OPEN)}),
                )
            )
        self.tell(run, feedback)
        outputs: dict[str, Any] = {
            "OUTPUT": self.write_table(parameters, context, "OUTPUT", structure, kinds=("leaf", "total"))
        }
        made = self.write_table(parameters, context, "OUTPUT_DECISIONS", opened)
        if made is not None:
            outputs["OUTPUT_DECISIONS"] = made
        sections = [
            Section(structure.title, tables=[structure]),
            Section(opened.title, tables=[opened]),
            self.section_of_notices(run, words.tr),
        ]
        outputs |= self.write_documents(
            parameters, context, [structure, opened], structure.title, self.words_language, sections
        )
        feedback.setProgress(100)
        return outputs | {
            "TOTAL_AREA": float(sum((zone.total for zone in decided[0].zones), Decimal(0))),
            "UNDECIDED_AREA": float(undecided),
            "OPEN_CLASSES": len(opened.rows),
            "NOT_COVERED_AREA": float(sum(tally.sum_of(NOT_COVERED) for tally in decided)),
            "ZONES_COUNT": len(zones),
            "SKIPPED": len(run.skipped),
        }

    def _tally(
        self,
        run: Run,
        zones: ReadZones,
        source: Source,
        fields: PatchFields,
        scheme: Scheme | None,
        progress: Callable[[float], None],
    ) -> Tally:
        """Zones by planned-use classes; open survey classes keep their mark."""
        land = read_land_use(run, source, fields, scheme)
        known = {code: planned_class(code, land.scheme) for code in sorted(set(land.codes.tolist()))}
        codes = np.empty(len(land.codes), dtype=object)
        codes[:] = [known[code] for code in land.codes.tolist()]
        led = replace(land, codes=codes, scheme=structure_scheme())
        return measure(run, zones, led, fields, "official", progress=progress).tally

    def _names(self) -> tuple[str, ...]:
        return tuple(source.name for source in (self.zones, self.base, self.target) if source is not None)
