"""redline:landusechange: what land use was and what it is."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
from qgis.core import QgsFields, QgsProcessingContext, QgsProcessingParameterString
from qgis.PyQt.QtCore import QMetaType

from ...core.ellipsoid import official_areas
from ...core.errors import RedlineError
from ...core.landuse.change import (
    PrintedTransition,
    Transition,
    at_level,
    gains_table,
    matrix_table,
    print_transitions,
    transition_table,
)
from ...core.landuse.classes import Scheme, clean_code, find_scheme
from ...core.landuse.tables import Words, class_label
from ...core.landuse.tally import NOISE_M2, OVERLAP, Zone
from ...core.overlay import pieces as overlay_pieces
from ...core.paper.htmlreport import Section
from ...core.paper.tables import Table
from ...core.rounding import balance, half_up, unit_name
from ...i18n import tr, words_of
from ...layers.measuring.changing import (
    ChangedLand,
    Epochs,
    changed_land,
    compare,
    transitions_by_zone,
    transitions_in_all,
)
from ...layers.measuring.parcels import LandUseFields, read_land_use
from ...layers.measuring.tallying import ReadZones, ZoneFields, read_zones
from ...layers.reading.clip import geometry_of
from ...layers.reading.crs import name_of_crs
from ...layers.reading.planes import ellipsoid_name
from ...layers.reading.run import Run, working_crs
from ...layers.reading.sources import Source, read_table, source_of_parameter
from ...layers.roles.fields import find_field
from ..groups import LAND_USE
from ..outputs import field_of
from .base import LandUseAlgorithm

__all__ = ["LandUseChange"]

LEVELS = ("detail", "first", "major")


class LandUseChange(LandUseAlgorithm):
    ID = "landusechange"
    LABEL = "Land-use change"
    SUMMARY = "Transition matrix between two epochs, gains and losses by class and zone, farmland lost to construction"
    GROUP = LAND_USE
    TAGS = "变更,年度变更,转移矩阵,流量,耕地流失,非农化,地类变化,change,transition,matrix"

    def initAlgorithm(self, configuration=None):
        self.add_polygons("BEFORE", tr("Land use before"), tr("The patches of the earlier epoch."))
        self.add_polygons("AFTER", tr("Land use after"), tr("The patches of the later epoch."))
        self.add_polygons(
            "ZONES", tr("Zones"), tr("Villages or townships; without them the whole is one zone."), optional=True
        )
        self.add_field(
            "ZONE_ID_FIELD", tr("Field with the zone's id"), "ZONES", tr("The feature id is used where left empty.")
        )
        self.add_choice(
            "LEVEL",
            tr("Level of classes"),
            LEVELS,
            "detail",
            tr("detail: classes as recorded; first: first level; major: agricultural, construction, unused land."),
        )
        self.add_unit()
        for name, label, parent in (
            ("BEFORE_CLASS_FIELD", tr("Field with the class before"), "BEFORE"),
            ("AFTER_CLASS_FIELD", tr("Field with the class after"), "AFTER"),
        ):
            self.add_field(name, label, parent, tr("Found by name (DLBM …) where left empty."), advanced=True)
        self.add_field(
            "ZONE_NAME_FIELD", tr("Field with the zone's name"), "ZONES", tr("Printed beside the id."), advanced=True
        )
        self.add(
            QgsProcessingParameterString("FARMLAND_CLASSES", tr("Farmland classes"), "", optional=True),
            tr("Codes parted by commas, a first level stands for all its classes; 01 where left empty."),
            advanced=True,
        )
        self.add_scheme()
        self.add_language()
        self.add_table("OUTPUT", tr("Transitions"), tr("One row for each zone, class before and class after."))
        self.add_table(
            "OUTPUT_MATRIX",
            tr("Transition matrix"),
            tr("Rows before, columns after, over all zones; sums of both."),
            optional=True,
        )
        self.add_table(
            "OUTPUT_GAINS",
            tr("Gains and losses"),
            tr("By zone and class: before, gain, loss, net change, after, per cent."),
            optional=True,
        )
        self.add_polygon_sink(
            "OUTPUT_LOST_FARMLAND",
            tr("Farmland lost to construction"),
            tr("What was farmland and is construction land, as polygons."),
        )
        self.add_documents()
        for name, label in (
            ("TOTAL_AREA", tr("Total area (m²)")),
            ("CHANGED_AREA", tr("Changed area (m²)")),
            ("LOST_FARMLAND_AREA", tr("Farmland lost to construction (m²)")),
            ("NOT_COVERED_AREA", tr("Area that only one epoch covers (m²)")),
            ("OVERLAP_AREA", tr("Area that land use covers twice (m²)")),
            ("ZONES", tr("Zones")),
            ("SKIPPED", tr("Features left out")),
        ):
            self.add_number(name, label)

    def take(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self.old = self.source(parameters, "BEFORE", context)
        self.new = self.source(parameters, "AFTER", context)
        self.old_fields = self._fields(parameters, context, "BEFORE_CLASS_FIELD", self.old)
        self.new_fields = self._fields(parameters, context, "AFTER_CLASS_FIELD", self.new)
        self.zones = source_of_parameter(self, parameters, "ZONES", context)
        self.zone_fields = ZoneFields()
        if self.zones is not None:
            self.zone_fields = ZoneFields(
                self.field(parameters, context, "ZONE_ID_FIELD", self.zones),
                self.field(parameters, context, "ZONE_NAME_FIELD", self.zones),
            )
        self.crs = working_crs(self.new, self.old)
        self.own_scheme = self.scheme(parameters, context)
        farmland = self.parameterAsString(parameters, "FARMLAND_CLASSES", context)
        self.farmland = [clean_code(code) for code in farmland.replace("，", ",").split(",")]
        self.level = self.parameterAsEnumString(parameters, "LEVEL", context)
        self.unit = self.parameterAsEnumString(parameters, "UNIT", context)
        self.digits = self.decimals(parameters, context, self.unit)
        self.words_language = self.language(parameters, context)
        self.validity = context.invalidGeometryCheck()

    def _fields(self, parameters, context, name: str, source: Source) -> LandUseFields:
        return LandUseFields(
            self.field(parameters, context, name, source, "landuse", "class", required=True),
            find_field(source, "landuse", "classname", required=False) or "",
        )

    def work(self, parameters, context, feedback) -> dict:
        run = Run(self.crs, context.transformContext(), feedback.isCanceled)
        feedback.pushInfo(tr("Reading both epochs…"))
        scheme = self.own_scheme or self._scheme()
        old = read_land_use(run, self.old, self.old_fields, scheme)
        new = read_land_use(run, self.new, self.new_fields, scheme)
        feedback.setProgress(30)
        feedback.pushInfo(
            tr("Comparing {before} patches with {after}…").format(before=len(old.features), after=len(new.features))
        )
        epochs = compare(run, old, new)
        feedback.setProgress(55)
        words = Words(scheme, self.words_language, words_of(self.words_language))
        lost_from = self._farmland(scheme)
        zones, own, transitions = self._transitions(run, epochs)
        feedback.setProgress(75)
        printed = print_transitions(own, at_level(transitions, self.level, words), self.unit, self.digits)
        lost = None
        if self.wants(parameters, "OUTPUT_LOST_FARMLAND"):
            lost = self._lost(run, epochs, zones, own, transitions, lost_from, words)
        self.tell(run, feedback)
        outputs = self._write(parameters, context, run, own, printed, words, lost)
        feedback.setProgress(100)
        changed = [each for each in transitions if each.before != each.after and each.before != OVERLAP != each.after]
        return outputs | {
            "TOTAL_AREA": float(sum((zone.total for zone in own), Decimal(0))),
            "CHANGED_AREA": float(sum(each.area for each in changed)),
            "LOST_FARMLAND_AREA": float(
                sum(
                    each.area
                    for each in transitions
                    if each.before in lost_from and each.after in scheme and scheme.major(each.after) == "construction"
                )
            ),
            "NOT_COVERED_AREA": float(np.maximum(epochs.lost_before, 0).sum() + np.maximum(epochs.lost_after, 0).sum()),
            "OVERLAP_AREA": float(np.maximum(-epochs.lost_before, 0).sum() + np.maximum(-epochs.lost_after, 0).sum()),
            "ZONES": len(own),
            "SKIPPED": len(run.skipped),
        }

    def _scheme(self) -> Scheme:
        """The scheme of both epochs, from the codes (and names) of both."""
        codes: list[str] = []
        names: list[str] = []
        for source, fields in ((self.old, self.old_fields), (self.new, self.new_fields)):
            table = read_table(source, fields.used())
            codes += table.texts(fields.class_code)
            names += table.texts(fields.class_name)
        return find_scheme(codes, names).scheme

    def _farmland(self, scheme: Scheme) -> set[str]:
        """The classes that are farmland: those given and all below them, or the first level 01."""
        given = [code for code in self.farmland if code] or (["01"] if "01" in scheme else [])
        unknown = [code for code in given if code not in scheme]
        if unknown:
            raise RedlineError(
                "FARMLAND_CLASSES: {codes} are not classes of {scheme}.",
                codes=", ".join(unknown),
                scheme=scheme.title(tr("en")),
            )
        found = set(given)
        for code in scheme.classes:
            parent = code
            while parent:
                if parent in given:
                    found.add(code)
                parent = scheme.classes[parent].parent
        return found

    def _transitions(self, run: Run, epochs: Epochs) -> tuple[ReadZones | None, list[Zone], list[Transition]]:
        if self.zones is None:
            transitions = transitions_in_all(epochs)
            total = half_up(sum(each.area for each in transitions), 2)
            return None, [Zone("1", tr("All"), total)], transitions
        zones = read_zones(run, self.zones, self.zone_fields, self.validity)
        own = zones.zones(official_areas(zones.features.polygons, run.projection).tolist())
        return zones, own, transitions_by_zone(run, epochs, zones, changed_land(run, epochs))

    # --- farmland lost ----------------------------------------------------------------------------------------------

    def _lost(
        self,
        run: Run,
        epochs: Epochs,
        zones: ReadZones | None,
        own: Sequence[Zone],
        transitions: Sequence[Transition],
        lost_from: set[str],
        words: Words,
    ) -> list[tuple[Any, list[Any]]]:
        """Polygons of farmland that is construction land now; their areas add up to the transitions at detail level."""
        old, new, scheme = epochs.old, epochs.new, words.scheme
        building = {code for code in scheme.classes if scheme.major(code) == "construction"}
        built = np.array([code in building for code in new.codes], dtype=np.bool_)
        farmed = np.array([code in lost_from for code in old.codes], dtype=np.bool_)
        land = changed_land(run, epochs, farmed[epochs.before] & built[epochs.after])
        place = np.zeros(len(land.polygons), dtype=np.int64)
        number, area = np.arange(len(land.polygons)), land.area
        if zones is not None:
            flat = epochs.plane.apply(zones.features.polygons)
            place, number, area = overlay_pieces(flat, epochs.plane.apply(land.polygons))
        values = {
            (each.zone, each.before, each.after): each.value
            for each in print_transitions(own, transitions, self.unit, self.digits)
        }
        return _lost_rows(land, zones, own, place, number, area, values, words, self.digits)

    def _write(
        self,
        parameters,
        context,
        run: Run,
        own: Sequence[Zone],
        printed: Sequence[PrintedTransition],
        words: Words,
        lost: list[tuple[Any, list[Any]]] | None,
    ) -> dict[str, Any]:
        notes = self._notes(words)
        shared = (words, self.level, self.unit)
        long = transition_table(own, printed, *shared, notes=notes)
        matrix = matrix_table(printed, *shared, self.digits, notes=notes)
        gains = gains_table(own, printed, *shared, self.digits, notes=notes)
        outputs: dict[str, Any] = {"OUTPUT": self.write_table(parameters, context, "OUTPUT", long)}
        for name, table in (("OUTPUT_MATRIX", matrix), ("OUTPUT_GAINS", gains)):
            made = self.write_table(parameters, context, name, table, kinds=("leaf", "total"))
            if made is not None:
                outputs[name] = made
        if lost is not None:
            outputs["OUTPUT_LOST_FARMLAND"] = self.write_features(
                parameters, context, "OUTPUT_LOST_FARMLAND", _lost_fields(unit_name(self.unit, tr)), lost, self.crs
            )
        tables: list[Table] = [matrix, gains, long]
        sections = [
            *(Section(table.title, tables=[table]) for table in tables),
            self.section_of_notices(run, words.tr),
        ]
        return outputs | self.write_documents(parameters, context, tables, matrix.title, self.words_language, sections)

    def _notes(self, words: Words) -> list[str]:
        return [
            words.tr("Before: {before}; after: {after}.").format(before=self.old.name, after=self.new.name),
            words.tr("Areas are areas on the ellipsoid ({ellipsoid}); layers in {crs}.").format(
                ellipsoid=ellipsoid_name(self.crs), crs=name_of_crs(self.crs)
            ),
            words.tr("Classes: {scheme}.").format(scheme=words.scheme.title(words.language)),
            words.tr(
                "Each zone's matrix is rounded so that it adds up in both directions and to the zone's own area; "
                "sums are sums of printed numbers."
            ),
        ]


def _lost_fields(unit: str) -> QgsFields:
    text, whole = QMetaType.Type.QString, QMetaType.Type.LongLong
    fields = QgsFields()
    for name, alias, kind in (
        ("zone", tr("Zone"), text),
        ("zone_name", tr("Name"), text),
        ("from_code", tr("Class before"), text),
        ("from_name", tr("Name before"), text),
        ("to_code", tr("Class after"), text),
        ("to_name", tr("Name after"), text),
        ("from_fid", tr("Patch before (feature id)"), whole),
        ("to_fid", tr("Patch after (feature id)"), whole),
        ("area", f"{tr('Area')} ({unit})", QMetaType.Type.Double),
    ):
        fields.append(field_of(name, alias, kind))
    return fields


def _lost_rows(
    land: ChangedLand,
    zones: ReadZones | None,
    own: Sequence[Zone],
    place: np.ndarray,
    number: np.ndarray,
    area: np.ndarray,
    values: dict[tuple[int, str, str], Decimal],
    words: Words,
    decimals: int,
) -> list[tuple[Any, list[Any]]]:
    members: dict[tuple[int, str, str], list[int]] = {}
    for k in np.flatnonzero(area >= NOISE_M2).tolist():
        members.setdefault((int(place[k]), land.before[int(number[k])], land.after[int(number[k])]), []).append(k)
    rows: list[tuple[Any, list[Any]]] = []
    for (zone, before, after), pieces in members.items():
        value = values.get((zone, before, after))
        if value is None:
            continue
        whole = float(sum(area[k] for k in pieces))
        shares = balance([float(area[k]) * float(value) / whole for k in pieces], value, decimals)
        for k, share in zip(pieces, shares, strict=True):
            shape = geometry_of(land.polygons, int(number[k]))
            if zones is not None:
                shape = shape.intersection(geometry_of(zones.features.polygons, zone))
            shape.convertToMultiType()
            named = [class_label(code, "detail", words) for code in (before, after)]
            fids = (land.before_fid[int(number[k])], land.after_fid[int(number[k])])
            rows.append((shape, [own[zone].id, own[zone].name, before, named[0], after, named[1], *fids, share]))
    return rows
