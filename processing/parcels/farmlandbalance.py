"""redline:farmlandbalance: cultivated land given up and gained, by township, slope grade and patch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from qgis.core import QgsFields, QgsGeometry, QgsProcessingFeedback, QgsWkbTypes
from qgis.PyQt.QtCore import QMetaType

from ...core.approval.landbalance import (
    GRADES,
    BalanceKind,
    Piece,
    Side,
    grades_table,
    patches_table,
    pieces_of,
    short_of,
    steep_of,
    sum_mu,
    towns_table,
)
from ...core.errors import Notice
from ...core.paper.htmlreport import Section
from ...core.rules import Rules
from ...i18n import tr, words_of
from ...layers.measuring.balancing import measure_patches, values_of
from ...layers.measuring.newland import LandUnder
from ...layers.measuring.tallying import PolygonDimension, ReadZones, ZoneFields, read_zones
from ...layers.reading.clip import geometry_of
from ...layers.reading.run import Run, working_crs
from ...layers.reading.sources import Source
from ...layers.roles.fields import find_field
from ..base import RedlineAlgorithm, reached
from ..documents import Documents, section_of_notices, tell_run, write_documents, write_ordered
from ..groups import PARCELS
from ..outputs import NewLayer, fields_from, write_layer
from ..parameters import (
    Given,
    add_choice,
    add_class_field,
    add_document_language,
    add_documents,
    add_found_field,
    add_numbers,
    add_sink,
    add_source,
    add_table,
)
from ..rules import add_rules, office_rules
from .landunder import land_under

__all__ = ["FarmlandBalance"]

KINDS: tuple[BalanceKind, ...] = ("in_out", "replacement")


@dataclass(frozen=True)
class _Layer:
    """One side: its patches, the field of their numbers and that of their slope grades ("" where there is none)."""

    side: Side
    source: Source
    number: str
    slope: str


@dataclass(frozen=True)
class _Taken:
    layers: tuple[_Layer, _Layer]
    towns: PolygonDimension
    land: LandUnder | None
    land_slope: str
    kind: BalanceKind


@dataclass(frozen=True)
class _Measured:
    layer: _Layer
    zones: ReadZones
    grades: list[str]
    pieces: list[Piece]


class FarmlandBalance(RedlineAlgorithm):
    ID = "farmlandbalance"
    LABEL = "Balance of cultivated land"
    SUMMARY = "Cultivated land given up against land gained: in and out balance or replacement, by township and slope"
    GROUP = PARCELS
    TAGS = "进出平衡,占补平衡,补充耕地,耕地转出,耕地转入,坡度,图斑清单,cultivated land,balance,replacement"

    def initAlgorithm(self, configuration=None):
        add_source(self, "OUT", tr("Land given up"), tr("Cultivated land that is turned out, or occupied by building."))
        add_source(self, "IN", tr("Land gained"), tr("Land that is turned in, or replenished, as cultivated land."))
        add_source(self, "TOWNSHIPS", tr("Townships"), tr("Patches are divided by them; one row for each."))
        add_choice(
            self,
            "KIND",
            tr("Kind of balance"),
            KINDS,
            "in_out",
            tr("in_out: cultivated land turned into other farmland and back; replacement: occupied and replenished."),
        )
        help_text = tr(
            "The patches (DLTB) under both: land given up counts where it is cultivated, land gained where it is not "
            "yet."
        )
        add_source(self, "LANDUSE", tr("Land use"), help_text, optional=True)
        add_class_field(self, "LANDUSE", advanced=True)
        for name, label, parent, alias in (
            ("OUT_NUMBER_FIELD", tr("Field with the number of the patch"), "OUT", "TBBH"),
            ("IN_NUMBER_FIELD", tr("Field with the number of the patch"), "IN", "TBBH"),
            ("OUT_SLOPE_FIELD", tr("Field with the slope grade"), "OUT", "GDPDJB"),
            ("IN_SLOPE_FIELD", tr("Field with the slope grade"), "IN", "GDPDJB"),
        ):
            add_found_field(self, name, label, parent, alias)
        self._add_outputs()

    def _add_outputs(self) -> None:
        help_text = tr("Both layers with township, slope grade and what of each patch counts.")
        add_sink(self, "OUTPUT", tr("Patches of the balance"), help_text, appends=False)
        for name, label, help_text in (
            ("OUTPUT_TOWNS", tr("Balance by township"), tr("One row for each township, and the total.")),
            ("OUTPUT_SLOPES", tr("Balance by slope grade"), tr("Grades 1 to 5 of the survey.")),
            ("OUTPUT_PATCHES", tr("List of patches"), tr("Each patch by township, class and slope grade.")),
        ):
            add_table(self, name, label, help_text, optional=True, default=False)
        add_documents(self)
        add_document_language(self)
        add_rules(self)
        add_numbers(
            self,
            (
                ("OUT_MU", tr("Given up (mu)")),
                ("IN_MU", tr("Gained (mu)")),
                ("BALANCE_MU", tr("Balance (mu)")),
                ("SHORT_TOWNS", tr("Townships that are short")),
                ("STEEP", tr("Patches gained that are too steep")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        towns = given.source("TOWNSHIPS")
        name = find_field(towns, "township", "name", layer=towns.name) or ""
        return _Taken(
            (self._side(given, "out"), self._side(given, "in")),
            PolygonDimension("town", tr("Township"), towns, name),
            *self._land(given),
            given.one_of("KIND", KINDS),
        )

    def _side(self, given: Given, side: Side) -> _Layer:
        source = given.source(side.upper())
        number = given.field(f"{side.upper()}_NUMBER_FIELD", source, "landuse", "number") or given.field(
            "", source, "parcel", "number"
        )
        return _Layer(side, source, number, given.field(f"{side.upper()}_SLOPE_FIELD", source, "landuse", "slope"))

    def _land(self, given: Given) -> tuple[LandUnder | None, str]:
        land = land_under(given)
        return land, given.field("", land.source, "landuse", "slope") if land else ""

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = cast("_Taken", self.taken)
        rules = office_rules(given)
        run = Run(working_crs(*(each.source for each in taken.layers)), given.transforms, feedback.isCanceled)
        sides = []
        for place, layer in enumerate(taken.layers):
            sides.append(self._measure(run, given, layer, rules))
            reached(feedback, 40 * (place + 1))
        pieces = [piece for side in sides for piece in side.pieces]
        short, steep = short_of(pieces), {piece.number for piece in steep_of(pieces, rules)}
        _tell(run, pieces, short, steep)
        words = words_of(given.choice("LANGUAGE"))
        tables = [
            towns_table(pieces, taken.kind, words),
            grades_table(pieces, taken.kind, words),
            patches_table(pieces, taken.kind, rules, words),
        ]
        rows = [row for side in sides for row in _rows(side)]
        made = NewLayer(_fields(), rows, run.crs, QgsWkbTypes.Type.MultiPolygon)
        write_layer(self.outputs, "OUTPUT", made)
        write_ordered(self.outputs, zip(("OUTPUT_TOWNS", "OUTPUT_SLOPES", "OUTPUT_PATCHES"), tables, strict=True))
        sections = [Section(tables[0].title, tables=[tables[0]], warning=bool(short))]
        sections += [Section(table.title, tables=[table]) for table in tables[1:]]
        documents = Documents(
            tables[0].title, tables, [*sections, section_of_notices(run, words)], given.choice("LANGUAGE")
        )
        write_documents(self.outputs, documents)
        tell_run(run, feedback)
        out, into = sum_mu(pieces, "out"), sum_mu(pieces, "in")
        feedback.pushInfo(
            tr("{out} mu given up, {into} mu gained, balance {balance} mu.").format(
                out=out, into=into, balance=into - out
            )
        )
        feedback.setProgress(100)
        return {
            "OUT_MU": float(out),
            "IN_MU": float(into),
            "BALANCE_MU": float(into - out),
            "SHORT_TOWNS": len(short),
            "STEEP": len(steep),
        }

    def _measure(self, run: Run, given: Given, layer: _Layer, rules: Rules) -> _Measured:
        taken = cast("_Taken", self.taken)
        zones = read_zones(run, layer.source, ZoneFields(layer.number), given.validity)
        grades = values_of(layer.source, zones, layer.slope, GRADES)
        slope = taken.land_slope if not layer.slope else ""
        found = measure_patches(run, zones, taken.towns, taken.land, slope)
        pieces = pieces_of(layer.side, found.printed, grades, rules, by_land=taken.land is not None)
        return _Measured(layer, zones, grades, pieces)


def _tell(run: Run, pieces: Sequence[Piece], short: Sequence[str], steep: set[str]) -> None:
    if short:
        run.notices.append(
            Notice(
                "{count} townships gain less cultivated land than they give up: {towns}.",
                count=len(short),
                towns=", ".join(town or "–" for town in short[:20]),
            )
        )
    if steep:
        run.notices.append(
            Notice(
                "{count} patches gained are too steep for cultivated land that lasts: {numbers}.",
                count=len(steep),
                numbers=", ".join(sorted(steep)[:20]),
            )
        )
    left = sum((piece.mu for piece in pieces if not piece.counted), Decimal(0))
    if left:
        run.notices.append(
            Notice(
                "{area} mu are not counted: given up, but not cultivated in the land use, or gained, but cultivated "
                "already; the list of patches names them.",
                area=left,
            )
        )


def _fields() -> QgsFields:
    text, real = QMetaType.Type.QString, QMetaType.Type.Double
    return fields_from(
        (
            ("side", tr("Side"), text),
            ("number", tr("Number"), text),
            ("town", tr("Township"), text),
            ("grade", tr("Slope grade"), text),
            ("area_mu", tr("Area (mu)"), real),
            ("counted_mu", tr("Counted (mu)"), real),
        )
    )


def _rows(side: _Measured) -> list[tuple[QgsGeometry, list[Any]]]:
    """Each patch with its shape; its township is the one with most of it."""
    rows = []
    for zone, number in enumerate(side.zones.ids):
        own = [piece for piece in side.pieces if piece.number == number]
        shape = geometry_of(side.zones.features.polygons, zone)
        shape.convertToMultiType()
        largest = max(own, key=lambda piece: piece.mu, default=None)
        counted = sum((piece.mu for piece in own if piece.counted), Decimal("0.0000"))
        whole = sum((piece.mu for piece in own), Decimal("0.0000"))
        grade = side.grades[zone] or (largest.grade if largest else "")
        rows.append((shape, [side.layer.side, number, largest.town if largest else "", grade, whole, counted]))
    return rows
