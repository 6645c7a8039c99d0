"""redline:balanceareas: recorded patch areas brought to the control areas of villages, townships and county."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from qgis.core import (
    QgsFields,
    QgsProcessingFeedback,
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
from ...core.landuse.classes import Scheme, find_scheme
from ...core.landuse.tables import Words
from ...core.paper.htmlreport import Section
from ...core.paper.tables import Table
from ...core.rounding import adjust_county, convert, deduct, half_up, in_unit
from ...i18n import tr, words_of
from ...layers.measuring.classcodes import whole_codes
from ...layers.measuring.regions import as_regions, of_one_code
from ...layers.reading.run import Run, working_crs
from ...layers.reading.sources import Features, Rows, Source, read_table
from ...layers.roles.fields import find_field
from ..base import RedlineAlgorithm
from ..documents import Documents, section_of_notices, tell_run, write_documents, write_table
from ..groups import LAND_USE
from ..outputs import NewLayer, Row, fields_at, write_layer
from ..parameters import (
    Given,
    add_choice,
    add_documents,
    add_found_field,
    add_language,
    add_numbers,
    add_scheme,
    add_sink,
    add_source,
    add_table,
    add_value,
)
from ..personal import add_keep_personal, asks_personal, passed_on, stored_features

__all__ = ["BalanceAreas"]

STARTS = ("recorded", "official")


@dataclass(frozen=True)
class _PatchFields:
    """Fields of the patches; "" where there is none."""

    area: str
    village: str
    ridge: str
    ridge_area: str
    class_area: str
    id: str
    class_code: str


@dataclass(frozen=True)
class _VillageFields:
    code: str
    name: str
    control: str


@dataclass(frozen=True)
class _Choices:
    """start, control : "recorded" or "official"; limit : a share; county : its area in m², None to add up villages."""

    start: str
    control: str
    limit: float
    county: float | None
    personal: bool


@dataclass(frozen=True)
class _Taken:
    patches: Source
    villages: Source
    townships: Source | None
    of_patch: _PatchFields
    of_village: _VillageFields
    choices: _Choices
    own_scheme: Scheme | None
    language: str


class BalanceAreas(RedlineAlgorithm):
    ID = "balanceareas"
    LABEL = "Balance areas"
    SUMMARY = "Brings recorded patch areas to the control areas of villages, townships and county, change by change"
    GROUP = LAND_USE
    TAGS = "面积平差,调平,控制面积,图斑面积,TBMJ,DCMJ,balance,adjust,control area"

    def initAlgorithm(self, configuration=None):
        add_source(self, "INPUT", tr("Patches"), tr("The land-use patches (DLTB) whose areas are adjusted."))
        add_source(
            self, "VILLAGES", tr("Villages"), tr("The village boundaries (CJDCQ) with their control areas (DCMJ).")
        )
        add_choice(
            self,
            "START",
            tr("Patch areas to start from"),
            STARTS,
            "recorded",
            tr("recorded: the patches' own field (TBMJ); official: official areas of their polygons."),
        )
        add_choice(
            self,
            "CONTROL",
            tr("Control areas of villages"),
            STARTS,
            "recorded",
            tr("recorded: the villages' own field (DCMJ); official: official areas of their polygons."),
        )
        add_value(
            self,
            "COUNTY_AREA",
            tr("Control area of the county (m²)"),
            None,
            tr("Townships (or villages) are first brought to it. Left empty: they stay as they are."),
            low=0.0,
            optional=True,
        )
        add_source(
            self,
            "TOWNSHIPS",
            tr("Townships"),
            tr("With control areas (DCMJ), to which the villages are brought first."),
            optional=True,
        )
        self._add_rare()
        self._add_outputs()

    def _add_rare(self) -> None:
        for name, label, parent, alias in (
            ("AREA_FIELD", tr("Field with the recorded patch area"), "INPUT", "TBMJ"),
            ("VILLAGE_FIELD", tr("Field with the patch's village"), "INPUT", "ZLDWDM"),
            ("CLASS_FIELD", tr("Field with the class code"), "INPUT", "DLBM"),
            ("VILLAGE_CODE_FIELD", tr("Field with the village code"), "VILLAGES", "ZLDWDM"),
            ("CONTROL_FIELD", tr("Field with the control area"), "VILLAGES", "DCMJ"),
        ):
            add_found_field(self, name, label, parent, alias)
        add_value(
            self,
            "LIMIT",
            tr("Largest difference (%)"),
            1.0,
            tr("A village whose patches differ from its control area by more stops the run."),
            low=0.0,
            advanced=True,
        )
        add_scheme(self)
        add_language(self)

    def _add_outputs(self) -> None:
        add_sink(
            self,
            "OUTPUT",
            tr("Adjusted patches"),
            tr("A new layer with the same fields: patch area, ridge area and class area (TBMJ, KCMJ, TBDLMJ) are new."),
        )
        add_table(self, "OUTPUT_CHANGES", tr("Changes"), tr("Every patch whose area changed."), optional=True)
        add_table(
            self,
            "OUTPUT_CONTROL",
            tr("Control areas"),
            tr("What became of each village."),
            optional=True,
            default=False,
        )
        add_table(
            self,
            "OUTPUT_COUNTY",
            tr("County table"),
            tr("Villages by classes in hectares, two decimals, adjusted by the survey's rule."),
            optional=True,
            default=False,
        )
        add_keep_personal(self)
        add_documents(self)
        add_numbers(
            self,
            (
                ("CHANGED", tr("Patches changed")),
                ("LARGEST_CHANGE", tr("Largest change of a patch (m²)")),
                ("TOTAL_AREA", tr("Sum of the adjusted areas (m²)")),
                ("DIFFERENCE", tr("Difference that was shared out (m²)")),
                ("VILLAGES_COUNT", tr("Villages")),
                ("SKIPPED", tr("Features left out")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        patch, village = given.source("INPUT"), given.source("VILLAGES")
        control = given.choice("CONTROL")
        county = given.number("COUNTY_AREA") if given.parameters.get("COUNTY_AREA") is not None else None
        ridge, ridge_area, class_area, number = (
            find_field(patch, "landuse", part, required=False) or ""
            for part in ("ridge", "ridgearea", "classarea", "id")
        )
        recorded, tabled = control == "recorded", given.wants("OUTPUT_COUNTY")
        of_patch = _PatchFields(
            given.field("AREA_FIELD", patch, "landuse", "area", required=True),
            given.field("VILLAGE_FIELD", patch, "landuse", "villagecode", required=True),
            ridge,
            ridge_area,
            class_area,
            number,
            given.field("CLASS_FIELD", patch, "landuse", "class", required=True) if tabled else "",
        )
        of_village = _VillageFields(
            given.field("VILLAGE_CODE_FIELD", village, "village", "code", required=True),
            find_field(village, "village", "name", required=False) or "",
            given.field("CONTROL_FIELD", village, "village", "controlarea", required=True) if recorded else "",
        )
        choices = _Choices(given.choice("START"), control, given.number("LIMIT") / 100, county, asks_personal(given))
        townships = given.optional_source("TOWNSHIPS")
        return _Taken(patch, village, townships, of_patch, of_village, choices, given.scheme(), given.language())

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = self.taken
        run = Run(working_crs(taken.patches), given.transforms, feedback.isCanceled)
        feedback.pushInfo(tr("Reading villages and patches…"))
        villages = self._villages(run)
        townships = self._townships()
        patches, areas = self._patches(run)
        fids = patches.fids
        feedback.setProgress(40)
        controls = settle(villages, townships, taken.choices.county)
        places = {village.code: number for number, village in enumerate(villages)}
        codes = [_village(code) for code in patches.texts(taken.of_patch.village)]
        numbers = [places.get(code, -1) for code in codes]
        self._tell_strangers(run, fids, codes, numbers)
        adjusted, told = adjust_patches(villages, controls, numbers, areas, taken.choices.limit)
        feedback.setProgress(70)
        before = [half_up(area, 2) for area in areas]
        ids = patches.ids(taken.of_patch.id)
        changes = [(codes[i], ids[i], before[i], adjusted[i]) for i in range(len(adjusted)) if adjusted[i] != before[i]]
        for each in told:
            if not each.patches:
                run.notices.append(Notice("Village {village} has a control area, but no patches.", village=each.code))
        words = words_of(taken.language)
        tables = [control_table(told, words), changes_table(changes, words)]
        county = None
        if given.wants("OUTPUT_COUNTY"):
            county = self._county(villages, controls, numbers, adjusted, patches, words)
            tables.append(county)
        fields, rows = self._adjusted_rows(patches, adjusted, feedback)
        tell_run(run, feedback)
        kind = taken.patches.area_type
        write_layer(self.outputs, "OUTPUT", NewLayer(fields, rows, taken.patches.crs, kind))
        for name, table in (("OUTPUT_CHANGES", tables[1]), ("OUTPUT_CONTROL", tables[0]), ("OUTPUT_COUNTY", county)):
            if table is not None:
                write_table(self.outputs, name, table)
        sections = [Section(table.title, tables=[table]) for table in tables]
        sections.append(section_of_notices(run, words))
        write_documents(self.outputs, Documents(tables[0].title, tables, sections, taken.language))
        feedback.setProgress(100)
        return _numbers(told, changes, adjusted, sum(1 for number in numbers if number < 0))

    # --- reading ----------------------------------------------------------------------------------------------------

    def _villages(self, run: Run) -> list[Control]:
        wanted = [
            name
            for name in (self.taken.of_village.code, self.taken.of_village.name, self.taken.of_village.control)
            if name
        ]
        if self.taken.choices.control == "official":
            own = run.there(self.taken.villages)
            read = own.read(self.taken.villages, wanted, whole=True)
            own_codes = [_village(code) for code in read.texts(self.taken.of_village.code)]
            found = as_regions(run, self.taken.villages.name, read, own_codes).features
            areas = official_areas(found.polygons, own.projection)
            codes = [_village(code) for code in found.texts(self.taken.of_village.code)]
            names = found.texts(self.taken.of_village.name)
        else:
            codes, names, areas = self._recorded(run, wanted)
        if len(set(codes)) < len(codes):
            twice = next(code for code in codes if codes.count(code) > 1)
            raise RedlineError(
                "Layer {layer}: village {village} occurs more than once ({field}): merge its polygons first.",
                layer=self.taken.villages.name,
                village=twice,
                field=self.taken.of_village.code,
            )
        wrong = [code for code, area in zip(codes, areas.tolist(), strict=True) if not area > 0]
        if wrong:
            raise RedlineError(
                "Layer {layer}: village {village} has no control area ({field}): fill it in, or choose official areas.",
                layer=self.taken.villages.name,
                village=wrong[0],
                field=self.taken.of_village.control,
            )
        return [
            Control(code, name, half_up(area, 2), code[:9])
            for code, name, area in zip(codes, names, areas.tolist(), strict=True)
        ]

    def _recorded(self, run: Run, wanted: Sequence[str]) -> tuple[list[str], list[str], np.ndarray]:
        """Codes, names and recorded control areas of the villages; of one in several features the sum of theirs, or
        the one area where every feature says the same: that of the whole."""
        layer, field = self.taken.villages.name, self.taken.of_village.control
        table = read_table(self.taken.villages, wanted)
        each = table.numbers(field)
        codes, names = table.texts(self.taken.of_village.code), table.texts(self.taken.of_village.name)
        codes = [_village(code) for code in codes]
        members = of_one_code(codes)
        first = np.unique(members, return_index=True)[1]
        areas = np.bincount(members, each)
        for region in np.flatnonzero(np.bincount(members) > 1).tolist():
            own = each[members == region]
            same = bool((own == own[0]).all())
            areas[region] = own[0] if same else areas[region]
            known = {"layer": layer, "village": codes[int(first[region])], "count": len(own), "field": field}
            said = Notice(
                "Layer {layer}: village {village} lies in {count} features, whose control areas ({field}) are added "
                "up.",
                **known,
            )
            if same:
                said = Notice(
                    "Layer {layer}: village {village} lies in {count} features that all say {area} m² ({field}); it is "
                    "taken once, for the whole village.",
                    **known,
                    area=half_up(float(own[0]), 2),
                )
            run.notices.append(said)
        return [codes[i] for i in first], [names[i] for i in first], areas

    def _townships(self) -> list[Control]:
        source = self.taken.townships
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
        wanted = (
            self.taken.of_patch.area,
            self.taken.of_patch.village,
            self.taken.of_patch.ridge,
            self.taken.of_patch.id,
            self.taken.of_patch.class_code,
        )
        names = list(dict.fromkeys(name for name in wanted if name))
        if self.taken.choices.start == "official":
            found = run.read(self.taken.patches, names, whole=True)
            return found, official_areas(found.polygons, run.projection).tolist()
        table = read_table(self.taken.patches, names, cancelled=run.cancelled)
        areas = table.numbers(self.taken.of_patch.area)
        wrong = np.flatnonzero(~(areas > 0))
        if len(wrong):
            raise RedlineError(
                "Layer {layer}, feature {fid}: the recorded patch area ({field}) is missing or not positive "
                "({count} patches): fill it in, or choose official areas.",
                layer=self.taken.patches.name,
                fid=int(table.fids[wrong[0]]),
                field=self.taken.of_patch.area,
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
                layer=self.taken.patches.name,
                villages=self.taken.villages.name,
                field=self.taken.of_patch.village,
                code=codes[0] or "''",
            )
        run.notices.append(
            Notice(
                "Layer {layer}: {count} patches (the first is feature {fid}, {field} = {code}) are in no village of "
                "the layer; their areas stay as they are.",
                layer=self.taken.patches.name,
                count=len(strangers),
                fid=int(fids[strangers[0]]),
                field=self.taken.of_patch.village,
                code=codes[strangers[0]] or "''",
            )
        )

    # --- results ----------------------------------------------------------------------------------------------------

    def _adjusted_rows(
        self, patches: Features | Rows, adjusted: list[Decimal], feedback: QgsProcessingFeedback
    ) -> tuple[QgsFields, list[Row]]:
        """The patches with new areas; ridge and class areas follow the patch area (KCMJ = TBMJ × KCXS)."""
        ridges = (
            patches.numbers(self.taken.of_patch.ridge).tolist() if self.taken.of_patch.ridge else [0.0] * len(adjusted)
        )
        new: dict[int, dict[str, Decimal]] = {}
        for fid, area, share in zip(patches.fids.tolist(), adjusted, ridges, strict=True):
            ridge, rest = deduct(area, share if share == share else 0)
            named = {
                self.taken.of_patch.area: area,
                self.taken.of_patch.ridge_area: ridge,
                self.taken.of_patch.class_area: rest,
            }
            new[fid] = {name: value for name, value in named.items() if name}
        stored = self.taken.patches.fields
        rows: list[Row] = []
        kept = passed_on(self.taken.patches, self.taken.choices.personal, feedback)
        places = {
            name: stored.lookupField(name)
            for name in (self.taken.of_patch.area, self.taken.of_patch.ridge_area, self.taken.of_patch.class_area)
            if name
        }
        for fid, geometry, values in stored_features(self.taken.patches, feedback):
            for name, value in new.get(fid, {}).items():
                values[places[name]] = float(value)
            rows.append((geometry, [values[place] for place in kept]))
        return fields_at(stored, kept), rows

    def _county(
        self,
        villages: Sequence[Control],
        controls: Sequence[Decimal],
        numbers: Sequence[int],
        adjusted: Sequence[Decimal],
        patches: Features | Rows,
        words: Callable[[str], str],
    ) -> Table:
        field = self.taken.of_patch.class_code
        codes = whole_codes(self.taken.patches, field, patches.texts(field))
        scheme = self.taken.own_scheme or find_scheme(codes, layer=self.taken.patches.name).scheme
        scheme.require(codes, self.taken.patches.name, self.taken.of_patch.class_code)
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
            named, table.classes, table.villages, table.total, Words(scheme, self.taken.language, words)
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
