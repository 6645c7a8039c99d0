"""redline:landusechange: what land use was and what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFields,
    QgsProcessingFeedback,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

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
    transitions_of_epochs,
)
from ...layers.measuring.parcels import LandUseFields, read_land_use
from ...layers.measuring.tallying import ReadZones, ZoneFields, official_totals, read_zones
from ...layers.reading.clip import areal, geometry_of
from ...layers.reading.crs import name_of_crs
from ...layers.reading.planes import ellipsoid_name
from ...layers.reading.run import Run, working_crs
from ...layers.reading.sources import Source, read_table
from ...layers.roles.fields import find_field
from ..base import RedlineAlgorithm
from ..documents import Documents, section_of_notices, tell_engine, tell_run, write_documents, write_table
from ..groups import LAND_USE
from ..outputs import NewLayer, fields_from, write_layer
from ..parameters import (
    Given,
    Printing,
    add_documents,
    add_found_field,
    add_id_field,
    add_language,
    add_name_field,
    add_numbers,
    add_scheme,
    add_sink,
    add_source,
    add_table,
    add_text,
    add_unit,
)
from .tally import add_level

__all__ = ["LandUseChange"]

LEVELS = ("detail", "first", "major")


@dataclass(frozen=True)
class _Epoch:
    source: Source
    fields: LandUseFields


@dataclass(frozen=True)
class _Classes:
    """scheme : None where it is found from the codes; farmland : the codes that were named; level : of the tables."""

    scheme: Scheme | None
    farmland: list[str]
    level: str


@dataclass(frozen=True)
class _Taken:
    before: _Epoch
    after: _Epoch
    zones: Source | None
    zone_fields: ZoneFields
    crs: QgsCoordinateReferenceSystem
    classes: _Classes
    printing: Printing


class LandUseChange(RedlineAlgorithm):
    ID = "landusechange"
    LABEL = "Land-use change"
    SUMMARY = "Transition matrix between two epochs, gains and losses by class and zone, farmland lost to construction"
    GROUP = LAND_USE
    TAGS = "变更,年度变更,转移矩阵,流量,耕地流失,非农化,地类变化,change,transition,matrix"

    def initAlgorithm(self, configuration=None):
        add_source(self, "BEFORE", tr("Land use before"), tr("The patches of the earlier epoch."))
        add_source(self, "AFTER", tr("Land use after"), tr("The patches of the later epoch."))
        add_source(
            self, "ZONES", tr("Zones"), tr("Villages or townships; without them the whole is one zone."), optional=True
        )
        add_id_field(self, "ZONE_ID_FIELD", "ZONES")
        add_level(self)
        add_unit(self)
        for name, label, parent in (
            ("BEFORE_CLASS_FIELD", tr("Field with the class before"), "BEFORE"),
            ("AFTER_CLASS_FIELD", tr("Field with the class after"), "AFTER"),
        ):
            add_found_field(self, name, label, parent, "DLBM")
        add_name_field(self, "ZONE_NAME_FIELD", "ZONES")
        add_text(
            self,
            "FARMLAND_CLASSES",
            tr("Farmland classes"),
            tr("Codes parted by commas, a first level stands for all its classes; 01 where left empty."),
            advanced=True,
        )
        add_scheme(self)
        add_language(self)
        add_table(self, "OUTPUT", tr("Transitions"), tr("One row for each zone, class before and class after."))
        add_table(
            self,
            "OUTPUT_MATRIX",
            tr("Transition matrix"),
            tr("Rows before, columns after, over all zones; sums of both."),
            optional=True,
        )
        add_table(
            self,
            "OUTPUT_GAINS",
            tr("Gains and losses"),
            tr("By zone and class: before, gain, loss, net change, after, per cent."),
            optional=True,
        )
        add_sink(
            self,
            "OUTPUT_LOST_FARMLAND",
            tr("Farmland lost to construction"),
            tr("What was farmland and is construction land, as polygons."),
            optional=True,
        )
        add_documents(self)
        add_numbers(
            self,
            (
                ("TOTAL_AREA", tr("Total area (m²)")),
                ("CHANGED_AREA", tr("Changed area (m²)")),
                ("LOST_FARMLAND_AREA", tr("Farmland lost to construction (m²)")),
                ("NOT_COVERED_AREA", tr("Area that only one epoch covers (m²)")),
                ("OVERLAP_AREA", tr("Area that land use covers twice (m²)")),
                ("ZONES", tr("Zones")),
                ("SKIPPED", tr("Features left out")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        before, after = (_epoch(given, name) for name in ("BEFORE", "AFTER"))
        zones = given.optional_source("ZONES")
        zone_fields = ZoneFields()
        if zones is not None:
            zone_fields = ZoneFields(given.field("ZONE_ID_FIELD", zones), given.field("ZONE_NAME_FIELD", zones))
        farmland = [clean_code(code) for code in given.text("FARMLAND_CLASSES").replace("，", ",").split(",")]
        classes = _Classes(given.scheme(), [code for code in farmland if code], given.choice("LEVEL"))
        crs = working_crs(after.source, before.source)
        return _Taken(before, after, zones, zone_fields, crs, classes, given.printing())

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = self.taken
        run = Run(taken.crs, given.transforms, feedback.isCanceled)
        feedback.pushInfo(tr("Reading both epochs…"))
        scheme = taken.classes.scheme or self._scheme()
        old = read_land_use(run, taken.before.source, taken.before.fields, scheme)
        new = read_land_use(run, taken.after.source, taken.after.fields, scheme)
        feedback.setProgress(30)
        feedback.pushInfo(
            tr("Comparing {before} patches with {after}…").format(before=len(old.features), after=len(new.features))
        )
        epochs = compare(run, old, new)
        feedback.setProgress(55)
        words = Words(scheme, taken.printing.language, words_of(taken.printing.language))
        lost_from = self._farmland(scheme)
        zones, own, transitions = self._transitions(given, run, epochs)
        feedback.setProgress(75)
        with run.laps.step("balance"):
            printed = print_transitions(
                own, at_level(transitions, taken.classes.level, words), taken.printing.unit, taken.printing.decimals
            )
        lost = None
        if given.wants("OUTPUT_LOST_FARMLAND"):
            lost = self._lost(run, epochs, zones, own, transitions, lost_from, words)
        tell_run(run, feedback)
        with run.laps.step("write"):
            self._write(run, own, printed, words, lost)
        tell_engine(run, feedback, len(own), len(old.codes) + len(new.codes))
        feedback.setProgress(100)
        changed = [each for each in transitions if each.before != each.after and each.before != OVERLAP != each.after]
        return {
            "TOTAL_AREA": float(sum((zone.total for zone in own), Decimal(0))),
            "CHANGED_AREA": float(sum(each.area for each in changed)),
            "LOST_FARMLAND_AREA": float(
                sum(
                    each.area
                    for each in transitions
                    if each.before in lost_from and each.after in scheme and scheme.major(each.after) == "construction"
                )
            ),
            "NOT_COVERED_AREA": float(sum(lost.sum() for lost in epochs.lost)),
            "OVERLAP_AREA": epochs.covered_again(),
            "ZONES": len(own),
            "SKIPPED": len(run.skipped),
        }

    def _scheme(self) -> Scheme:
        """The scheme of both epochs, from the codes (and names) of both."""
        codes: list[str] = []
        names: list[str] = []
        for epoch in (self.taken.before, self.taken.after):
            table = read_table(epoch.source, epoch.fields.used())
            codes += table.texts(epoch.fields.class_code)
            names += table.texts(epoch.fields.class_name)
        layers = dict.fromkeys(epoch.source.name for epoch in (self.taken.before, self.taken.after))
        return find_scheme(codes, names, layer=", ".join(layers)).scheme

    def _farmland(self, scheme: Scheme) -> set[str]:
        """The classes that are farmland: those given and all below them, or the first level 01."""
        named = self.taken.classes.farmland or (["01"] if "01" in scheme else [])
        unknown = [code for code in named if code not in scheme]
        if unknown:
            raise RedlineError(
                "FARMLAND_CLASSES: {codes} are not classes of {scheme}.",
                codes=", ".join(unknown),
                scheme=scheme.title(tr("en")),
            )
        found = set(named)
        for code in scheme.classes:
            parent = code
            while parent:
                if parent in named:
                    found.add(code)
                parent = scheme.classes[parent].parent
        return found

    def _transitions(
        self, given: Given, run: Run, epochs: Epochs
    ) -> tuple[ReadZones | None, list[Zone], list[Transition]]:
        if self.taken.zones is None:
            transitions = transitions_of_epochs(epochs)
            total = half_up(sum(each.area for each in transitions), 2)
            return None, [Zone("1", tr("All"), total)], transitions
        zones = read_zones(run, self.taken.zones, self.taken.zone_fields, given.validity)
        own = zones.zones(official_totals(run, zones).tolist())
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
            for each in print_transitions(own, transitions, self.taken.printing.unit, self.taken.printing.decimals)
        }
        return _lost_rows(land, zones, own, place, number, area, values, words, self.taken.printing.decimals)

    def _write(
        self,
        run: Run,
        own: Sequence[Zone],
        printed: Sequence[PrintedTransition],
        words: Words,
        lost: list[tuple[Any, list[Any]]] | None,
    ) -> None:
        notes = self._notes(words)
        shared = (words, self.taken.classes.level, self.taken.printing.unit)
        long = transition_table(own, printed, *shared, notes=notes)
        matrix = matrix_table(printed, *shared, self.taken.printing.decimals, notes=notes)
        gains = gains_table(own, printed, *shared, self.taken.printing.decimals, notes=notes)
        write_table(self.outputs, "OUTPUT", long)
        for name, table in (("OUTPUT_MATRIX", matrix), ("OUTPUT_GAINS", gains)):
            write_table(self.outputs, name, table, kinds=("leaf", "total"))
        if lost is not None:
            fields, kind = _lost_fields(unit_name(self.taken.printing.unit, tr)), QgsWkbTypes.Type.MultiPolygon
            write_layer(self.outputs, "OUTPUT_LOST_FARMLAND", NewLayer(fields, lost, self.taken.crs, kind))
        tables: list[Table] = [matrix, gains, long]
        sections = [
            *(Section(table.title, tables=[table]) for table in tables),
            section_of_notices(run, words.tr),
        ]
        write_documents(self.outputs, Documents(matrix.title, tables, sections, self.taken.printing.language))

    def _notes(self, words: Words) -> list[str]:
        return [
            words.tr("Before: {before}; after: {after}.").format(
                before=self.taken.before.source.name, after=self.taken.after.source.name
            ),
            words.tr("Areas are areas on the ellipsoid ({ellipsoid}); layers in {crs}.").format(
                ellipsoid=ellipsoid_name(self.taken.crs), crs=name_of_crs(self.taken.crs)
            ),
            words.tr("Classes: {scheme}.").format(scheme=words.scheme.title(words.language)),
            words.tr(
                "Each zone's matrix is rounded so that it adds up in both directions and to the zone's own area; "
                "sums are sums of printed numbers."
            ),
        ]


def _epoch(given: Given, name: str) -> _Epoch:
    source = given.source(name)
    code = given.field(f"{name}_CLASS_FIELD", source, "landuse", "class", required=True)
    return _Epoch(source, LandUseFields(code, find_field(source, "landuse", "classname", required=False) or ""))


def _lost_fields(unit: str) -> QgsFields:
    text, whole = QMetaType.Type.QString, QMetaType.Type.LongLong
    return fields_from(
        (
            ("zone", tr("Zone"), text),
            ("zone_name", tr("Name"), text),
            ("from_code", tr("Class before"), text),
            ("from_name", tr("Name before"), text),
            ("to_code", tr("Class after"), text),
            ("to_name", tr("Name after"), text),
            ("from_fid", tr("Patch before (feature id)"), whole),
            ("to_fid", tr("Patch after (feature id)"), whole),
            ("area", f"{tr('Area')} ({unit})", QMetaType.Type.Double),
        )
    )


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
                shape = areal(shape.intersection(geometry_of(zones.features.polygons, zone)))
            shape.convertToMultiType()
            named = [class_label(code, "detail", words) for code in (before, after)]
            fids = (land.before_fid[int(number[k])], land.after_fid[int(number[k])])
            rows.append((shape, [own[zone].id, own[zone].name, before, named[0], after, named[1], *fids, share]))
    return rows
