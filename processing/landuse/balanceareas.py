"""redline:balanceareas: recorded patch areas brought to the control areas of villages, townships and county."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
from qgis.core import (
    QgsFields,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
    QgsWkbTypes,
)

from ...core.ellipsoid import official_areas
from ...core.errors import Notice, RedlineError
from ...core.landuse.areacontrol import (
    AdjustedVillage,
    Control,
    adjust_patches,
    changes_table,
    control_table,
    county_table,
    settle,
)
from ...core.landuse.classes import clean_code, find_scheme
from ...core.landuse.tables import Words
from ...core.paper.htmlreport import Section
from ...core.paper.tables import Table
from ...core.rounding import adjust_county, convert, deduct, half_up, in_unit
from ...i18n import tr, words_of
from ...layers.reading.run import Run, working_crs
from ...layers.reading.sources import Features, Rows, read_table, source_of_parameter
from ...layers.roles.fields import find_field
from ..groups import LAND_USE
from ..personal import add_keep_personal, passed_on
from .base import LandUseAlgorithm

__all__ = ["BalanceAreas"]

STARTS = ("recorded", "official")


class BalanceAreas(LandUseAlgorithm):
    ID = "balanceareas"
    LABEL = "Balance areas"
    SUMMARY = "Brings recorded patch areas to the control areas of villages, townships and county, change by change"
    GROUP = LAND_USE
    TAGS = "面积平差,调平,控制面积,图斑面积,TBMJ,DCMJ,balance,adjust,control area"

    def initAlgorithm(self, configuration=None):
        self.add_polygons("INPUT", tr("Patches"), tr("The land-use patches (DLTB) whose areas are adjusted."))
        self.add_polygons(
            "VILLAGES", tr("Villages"), tr("The village boundaries (CJDCQ) with their control areas (DCMJ).")
        )
        self.add_choice(
            "START",
            tr("Patch areas to start from"),
            STARTS,
            "recorded",
            tr("recorded: the patches' own field (TBMJ); official: official areas of their polygons."),
        )
        self.add_choice(
            "CONTROL",
            tr("Control areas of villages"),
            STARTS,
            "recorded",
            tr("recorded: the villages' own field (DCMJ); official: official areas of their polygons."),
        )
        self.add(
            QgsProcessingParameterNumber(
                "COUNTY_AREA",
                tr("Control area of the county (m²)"),
                QgsProcessingParameterNumber.Type.Double,
                None,
                optional=True,
                minValue=0.0,
            ),
            tr("Townships (or villages) are first brought to it. Left empty: they stay as they are."),
        )
        self.add_polygons(
            "TOWNSHIPS",
            tr("Townships"),
            tr("With control areas (DCMJ), to which the villages are brought first."),
            optional=True,
        )
        for name, label, parent, alias in (
            ("AREA_FIELD", tr("Field with the recorded patch area"), "INPUT", "TBMJ"),
            ("VILLAGE_FIELD", tr("Field with the patch's village"), "INPUT", "ZLDWDM"),
            ("CLASS_FIELD", tr("Field with the class code"), "INPUT", "DLBM"),
            ("VILLAGE_CODE_FIELD", tr("Field with the village code"), "VILLAGES", "ZLDWDM"),
            ("CONTROL_FIELD", tr("Field with the control area"), "VILLAGES", "DCMJ"),
        ):
            self.add_field(
                name,
                label,
                parent,
                tr("Found by name ({aliases} …) where left empty.").format(aliases=alias),
                advanced=True,
            )
        self.add(
            QgsProcessingParameterNumber(
                "LIMIT", tr("Largest difference (%)"), QgsProcessingParameterNumber.Type.Double, 1.0, minValue=0.0
            ),
            tr("A village whose patches differ from its control area by more stops the run."),
            advanced=True,
        )
        self.add_scheme()
        self.add_language()
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Adjusted patches"), QgsProcessing.SourceType.TypeVectorPolygon, supportsAppend=True
            ),
            tr("A new layer with the same fields: patch area, ridge area and class area (TBMJ, KCMJ, TBDLMJ) are new."),
        )
        self.add_table("OUTPUT_CHANGES", tr("Changes"), tr("Every patch whose area changed."), optional=True)
        self.add_table(
            "OUTPUT_CONTROL", tr("Control areas"), tr("What became of each village."), optional=True, default=False
        )
        self.add_table(
            "OUTPUT_COUNTY",
            tr("County table"),
            tr("Villages by classes in hectares, two decimals, adjusted by the survey's rule."),
            optional=True,
            default=False,
        )
        add_keep_personal(self)
        self.add_documents()
        for name, label in (
            ("CHANGED", tr("Patches changed")),
            ("LARGEST_CHANGE", tr("Largest change of a patch (m²)")),
            ("TOTAL_AREA", tr("Sum of the adjusted areas (m²)")),
            ("DIFFERENCE", tr("Difference that was shared out (m²)")),
            ("VILLAGES_COUNT", tr("Villages")),
            ("SKIPPED", tr("Features left out")),
        ):
            self.add_number(name, label)

    def take(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self.patches = self.source(parameters, "INPUT", context)
        self.villages = self.source(parameters, "VILLAGES", context)
        self.townships = source_of_parameter(self, parameters, "TOWNSHIPS", context)
        self.start = self.parameterAsEnumString(parameters, "START", context)
        self.control = self.parameterAsEnumString(parameters, "CONTROL", context)
        self.limit = self.parameterAsDouble(parameters, "LIMIT", context) / 100
        given = parameters.get("COUNTY_AREA")
        self.county = None if given is None else self.parameterAsDouble(parameters, "COUNTY_AREA", context)
        patch, village = self.patches, self.villages
        self.area_field = self.field(parameters, context, "AREA_FIELD", patch, "landuse", "area", required=True)
        self.of_village = self.field(
            parameters, context, "VILLAGE_FIELD", patch, "landuse", "villagecode", required=True
        )
        self.ridge, self.ridge_area, self.class_area = (
            find_field(patch, "landuse", part, required=False) or "" for part in ("ridge", "ridgearea", "classarea")
        )
        self.patch_id = find_field(patch, "landuse", "id", required=False) or ""
        self.code_field = self.field(
            parameters, context, "VILLAGE_CODE_FIELD", village, "village", "code", required=True
        )
        self.name_field = find_field(village, "village", "name", required=False) or ""
        self.control_field = (
            self.field(parameters, context, "CONTROL_FIELD", village, "village", "controlarea", required=True)
            if self.control == "recorded"
            else ""
        )
        self.own_scheme = self.scheme(parameters, context)
        self.class_field = ""
        if self.wants(parameters, "OUTPUT_COUNTY"):
            self.class_field = self.field(parameters, context, "CLASS_FIELD", patch, "landuse", "class", required=True)
        self.words_language = self.language(parameters, context)

    def work(self, parameters, context, feedback) -> dict:
        run = Run(working_crs(self.patches), context.transformContext(), feedback.isCanceled)
        feedback.pushInfo(tr("Reading villages and patches…"))
        villages = self._villages(run)
        townships = self._townships()
        patches, areas = self._patches(run)
        fids = patches.fids
        feedback.setProgress(40)
        controls = settle(villages, townships, self.county)
        places = {village.code: number for number, village in enumerate(villages)}
        codes = [_village(code) for code in patches.texts(self.of_village)]
        numbers = [places.get(code, -1) for code in codes]
        self._tell_strangers(run, fids, codes, numbers)
        adjusted, told = adjust_patches(villages, controls, numbers, areas, self.limit)
        feedback.setProgress(70)
        before = [half_up(area, 2) for area in areas]
        ids = patches.ids(self.patch_id)
        changes = [(codes[i], ids[i], before[i], adjusted[i]) for i in range(len(adjusted)) if adjusted[i] != before[i]]
        for each in told:
            if not each.patches:
                run.notices.append(Notice("Village {village} has a control area, but no patches.", village=each.code))
        words = words_of(self.words_language)
        tables = [control_table(told, words), changes_table(changes, words)]
        county = None
        if self.wants(parameters, "OUTPUT_COUNTY"):
            county = self._county(villages, controls, numbers, adjusted, patches, words)
            tables.append(county)
        fields, rows = self._adjusted_rows(patches, adjusted, feedback)
        self.tell(run, feedback)
        wkb_type = QgsWkbTypes.multiType(self.patches.wkb_type)
        outputs: dict[str, Any] = {
            "OUTPUT": self.write_features(parameters, context, "OUTPUT", fields, rows, self.patches.crs, wkb_type)
        }
        for name, table in (("OUTPUT_CHANGES", tables[1]), ("OUTPUT_CONTROL", tables[0]), ("OUTPUT_COUNTY", county)):
            if table is not None:
                made = self.write_table(parameters, context, name, table)
                if made is not None:
                    outputs[name] = made
        sections = [Section(table.title, tables=[table]) for table in tables]
        sections.append(self.section_of_notices(run, words))
        outputs |= self.write_documents(parameters, context, tables, tables[0].title, self.words_language, sections)
        feedback.setProgress(100)
        return outputs | _numbers(told, changes, adjusted, sum(1 for number in numbers if number < 0))

    # --- reading ----------------------------------------------------------------------------------------------------

    def _villages(self, run: Run) -> list[Control]:
        wanted = [name for name in (self.code_field, self.name_field, self.control_field) if name]
        if self.control == "official":
            own = run.there(self.villages)
            table = found = own.read(self.villages, wanted, whole=True)
            areas = official_areas(found.polygons, own.projection)
        else:
            table = read_table(self.villages, wanted)
            areas = table.numbers(self.control_field)
        codes, names = [_village(code) for code in table.texts(self.code_field)], table.texts(self.name_field)
        if len(set(codes)) < len(codes):
            twice = next(code for code in codes if codes.count(code) > 1)
            raise RedlineError(
                "Layer {layer}: village {village} occurs more than once ({field}): merge its polygons first.",
                layer=self.villages.name,
                village=twice,
                field=self.code_field,
            )
        wrong = [code for code, area in zip(codes, areas.tolist(), strict=True) if not area > 0]
        if wrong:
            raise RedlineError(
                "Layer {layer}: village {village} has no control area ({field}): fill it in, or choose official areas.",
                layer=self.villages.name,
                village=wrong[0],
                field=self.control_field,
            )
        return [
            Control(code, name, half_up(area, 2), code[:9])
            for code, name, area in zip(codes, names, areas.tolist(), strict=True)
        ]

    def _townships(self) -> list[Control]:
        source = self.townships
        if source is None:
            return []
        code = find_field(source, "township", "code", layer=source.name) or ""
        area = find_field(source, "township", "controlarea", layer=source.name) or ""
        table = read_table(source, [code, area])
        return [
            Control(key[:9], "", half_up(value, 2))
            for key, value in zip(table.texts(code), table.numbers(area).tolist(), strict=True)
        ]

    def _patches(self, run: Run) -> tuple[Features | Rows, list[float]]:
        wanted = (self.area_field, self.of_village, self.ridge, self.patch_id, self.class_field)
        names = list(dict.fromkeys(name for name in wanted if name))
        if self.start == "official":
            found = run.read(self.patches, names, whole=True)
            return found, official_areas(found.polygons, run.projection).tolist()
        table = read_table(self.patches, names, cancelled=run.cancelled)
        areas = table.numbers(self.area_field)
        wrong = np.flatnonzero(~(areas > 0))
        if len(wrong):
            raise RedlineError(
                "Layer {layer}, feature {fid}: the recorded patch area ({field}) is missing or not positive "
                "({count} patches): fill it in, or choose official areas.",
                layer=self.patches.name,
                fid=int(table.fids[wrong[0]]),
                field=self.area_field,
                count=len(wrong),
            )
        return table, areas.tolist()

    def _tell_strangers(self, run: Run, fids: np.ndarray, codes: list[str], numbers: list[int]) -> None:
        strangers = [i for i, number in enumerate(numbers) if number < 0]
        if not strangers:
            return
        if len(strangers) == len(numbers):
            raise RedlineError(
                "No patch of {layer} lies in a village of {villages}: its codes ({field}, for example {code}) are not "
                "among the villages'.",
                layer=self.patches.name,
                villages=self.villages.name,
                field=self.of_village,
                code=codes[0] or "''",
            )
        run.notices.append(
            Notice(
                "Layer {layer}: {count} patches (the first is feature {fid}, {field} = {code}) are in no village of "
                "the layer; their areas stay as they are.",
                layer=self.patches.name,
                count=len(strangers),
                fid=int(fids[strangers[0]]),
                field=self.of_village,
                code=codes[strangers[0]] or "''",
            )
        )

    # --- results ----------------------------------------------------------------------------------------------------

    def _adjusted_rows(self, patches: Features | Rows, adjusted: list[Decimal], feedback):
        """The patches with new areas; ridge and class areas follow the patch area (KCMJ = TBMJ × KCXS)."""
        ridges = patches.numbers(self.ridge).tolist() if self.ridge else [0.0] * len(adjusted)
        new: dict[int, dict[str, Decimal]] = {}
        for fid, area, share in zip(patches.fids.tolist(), adjusted, ridges, strict=True):
            ridge, rest = deduct(area, share if share == share else 0)
            named = {self.area_field: area, self.ridge_area: ridge, self.class_area: rest}
            new[fid] = {name: value for name, value in named.items() if name}
        stored, fields, rows = self.patches.fields, QgsFields(), []
        kept = passed_on(stored, self.personal, self.patches.name, feedback)
        for place in kept:
            fields.append(stored.at(place))
        places = {
            name: stored.lookupField(name) for name in (self.area_field, self.ridge_area, self.class_area) if name
        }
        for fid, geometry, values in self.features(self.patches, feedback):
            for name, value in new.get(fid, {}).items():
                values[places[name]] = float(value)
            rows.append((geometry, [values[place] for place in kept]))
        return fields, rows

    def _county(self, villages, controls, numbers, adjusted, patches, words) -> Table:
        codes = [clean_code(code) for code in patches.texts(self.class_field)]
        scheme = self.own_scheme or find_scheme(codes).scheme
        scheme.require(codes, self.patches.name, self.class_field)
        sums: list[dict[str, Decimal]] = [{} for _ in villages]
        for number, code, area in zip(numbers, codes, adjusted, strict=True):
            if number >= 0:
                sums[number][code] = sums[number].get(code, Decimal(0)) + area
        hectares = [{code: convert(area, "ha") for code, area in each.items()} for each in sums]
        filled = [number for number, each in enumerate(hectares) if each]
        control = sum((controls[number] for number in filled), Decimal(0))
        table = adjust_county([hectares[number] for number in filled], in_unit(control, "ha", 2))
        named = [(villages[number].code, villages[number].name) for number in filled]
        return county_table(
            named, table.classes, table.villages, table.total, Words(scheme, self.words_language, words)
        )


def _village(code: str) -> str:
    """12-digit village codes; longer ones (ZLDWDM has 19 digits) are cut, others stay as they are."""
    return code[:12] if code[:12].isdigit() else code


def _numbers(
    told: list[AdjustedVillage], changes: list[tuple[str, str, Decimal, Decimal]], adjusted: list[Decimal], skipped: int
) -> dict[str, float]:
    return {
        "CHANGED": len(changes),
        "LARGEST_CHANGE": float(max((abs(after - before) for _, _, before, after in changes), default=Decimal(0))),
        "TOTAL_AREA": float(sum(adjusted, Decimal(0))),
        "DIFFERENCE": float(sum((each.difference for each in told), Decimal(0))),
        "VILLAGES_COUNT": len(told),
        "SKIPPED": skipped,
    }
