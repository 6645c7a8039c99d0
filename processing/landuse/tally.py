"""What every tally has in common: zones, divisions, units, levels, and the tables that come out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.errors import RedlineError
from ...core.landuse.classes import Scheme
from ...core.landuse.tables import Method, Words, long_table, tally_notes, wide_table
from ...core.landuse.tally import NOT_COVERED, PrintedTally, Tally
from ...core.paper.htmlreport import Section
from ...core.paper.tables import Table
from ...i18n import tr, words_of
from ...layers.measuring.tallying import PolygonDimension, ZoneFields
from ...layers.reading.run import Run
from ...layers.reading.sources import Source
from ...layers.roles.fields import chosen_field, find_field, match_field
from ...layers.roles.recognise import recognise
from ...layers.roles.titles import layer_title
from .base import LandUseAlgorithm

__all__ = ["TallyAlgorithm"]

LEVELS = ("detail", "first", "major")
LABELS = ("ZLDWDM", "XZQDM", "HXMC", "GHFQMC", "DKBH", "NAME", "MC", "BSM")


class TallyAlgorithm(LandUseAlgorithm):
    """Subclasses add their land layer, take it, measure, and hand the tally to ``write``."""

    # --- parameters -----------------------------------------------------------------------------------------------

    def add_zones(self) -> None:
        self.add_polygons(
            "INPUT",
            tr("Zones"),
            tr("The polygons that are tallied: villages, parcels, circles, plan areas. With a selection, only these."),
        )
        self.add_field(
            "ID_FIELD", tr("Field with the zone's id"), "INPUT", tr("The feature id is used where left empty.")
        )

    def add_level(self) -> None:
        self.add_choice(
            "LEVEL",
            tr("Level of classes"),
            LEVELS,
            "detail",
            tr("detail: classes as recorded; first: first level; major: agricultural, construction, unused land."),
        )

    def add_form(self) -> None:
        """Unit, balance and the layers that divide zones further."""
        self.add_unit()
        self.add(
            QgsProcessingParameterBoolean("BALANCE", tr("Balance to each zone's own area"), True),
            tr("Classes then add up to the zone's printed area; without it each number is rounded by itself."),
        )
        self.add(
            QgsProcessingParameterMultipleLayers(
                "DIMENSIONS",
                tr("Layers that divide the zones further"),
                QgsProcessing.SourceType.TypeVectorPolygon,
                optional=True,
            ),
            tr("Villages, townships, red lines and others. Red lines tell inside and outside, others their labels."),
        )

    def add_rare(self) -> None:
        self.add_field(
            "NAME_FIELD", tr("Field with the zone's name"), "INPUT", tr("Printed beside the id."), advanced=True
        )
        self.add_field(
            "PARENT_FIELD",
            tr("Field with the zone above"),
            "INPUT",
            tr("Township or batch: zones with the same value get a subtotal."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterString("LABEL_FIELDS", tr("Label fields of the dividing layers"), "", optional=True),
            tr("One for each layer, parted by semicolons; * for inside and outside. Found by name where left empty."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean("SUBTOTALS", tr("Subtotal rows in the table layers"), False),
            tr("First levels, major classes, zones above and the total as rows; documents always have them."),
            advanced=True,
        )
        self.add_language()

    def add_tables(self) -> None:
        self.add_table("OUTPUT", tr("Areas (long table)"), tr("One row for each zone, division and class."))
        self.add_table(
            "OUTPUT_WIDE",
            tr("Areas (wide table)"),
            tr("One row for each zone and division, one column for each class that occurs, with subtotals."),
            optional=True,
        )

    def add_numbers(self) -> None:
        self.add_documents()
        for name, label in (
            ("TOTAL_AREA", tr("Total area of the zones (m²)")),
            ("NOT_COVERED_AREA", tr("Area without land use (m²)")),
            ("OVERLAP_AREA", tr("Area that land use covers twice (m²)")),
            ("ZONES", tr("Zones")),
            ("SKIPPED", tr("Features left out")),
        ):
            self.add_number(name, label)

    # --- taking ---------------------------------------------------------------------------------------------------

    def take_zones(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self.zones = self.source(parameters, "INPUT", context)
        self.zone_fields = ZoneFields(
            *(self.field(parameters, context, name, self.zones) for name in ("ID_FIELD", "NAME_FIELD", "PARENT_FIELD"))
        )
        self.words_language = self.language(parameters, context)
        self.dimensions = self._dimensions(parameters, context)
        self.own_scheme = self.scheme(parameters, context)
        self.unit = self.parameterAsEnumString(parameters, "UNIT", context)
        self.digits = self.decimals(parameters, context, self.unit)
        self.level = self.parameterAsEnumString(parameters, "LEVEL", context)
        self.balanced = self.parameterAsBoolean(parameters, "BALANCE", context)
        self.validity = context.invalidGeometryCheck()

    def _dimensions(self, parameters, context) -> list[PolygonDimension]:
        layers = self.sources(parameters, "DIMENSIONS", context)
        given = [name.strip() for name in self.parameterAsString(parameters, "LABEL_FIELDS", context).split(";")]
        if given == [""]:
            given = [""] * len(layers)
        if len(given) != len(layers):
            raise RedlineError(
                "LABEL_FIELDS names {fields} fields for {layers} layers in DIMENSIONS: give one for each, "
                "parted by semicolons.",
                fields=len(given),
                layers=len(layers),
            )
        found: list[PolygonDimension] = []
        for number, ((source, layer), field) in enumerate(zip(layers, given, strict=True), 1):
            inside = field == "*" or (not field and _is_red_line(layer))
            key = f"dim{number}"
            title = layer_title(layer, self.words_language)
            if inside:
                found.append(PolygonDimension(key, title, source, inside=_sides(words_of(self.words_language))))
            else:
                found.append(PolygonDimension(key, title, source, _label_field(source, layer, field)))
        return found

    # --- tables ---------------------------------------------------------------------------------------------------

    def method(self) -> Method:
        """How areas were measured, for the notes."""
        raise NotImplementedError

    def field_labels(self) -> dict[str, str]:
        """What the tally's dimensions are called."""
        return {each.key: each.label for each in self.dimensions}

    def layer_names(self, *more: str) -> tuple[str, ...]:
        return (self.zones.name, *more, *(each.source.name for each in self.dimensions))

    def words(self, scheme: Scheme) -> Words:
        return Words(scheme, self.words_language, words_of(self.words_language))

    def write(
        self, parameters, context, feedback, run: Run, tally: Tally, printed: PrintedTally, words: Words
    ) -> dict[str, Any]:
        """Both tables as layers, workbook and report, and the numbers that every tally has."""
        long, wide = self._tables(tally, printed, words)
        for note in long.notes:
            feedback.pushInfo(note)
        kinds = ("leaf",)
        if self.parameterAsBoolean(parameters, "SUBTOTALS", context):
            kinds = ("leaf", "subtotal", "total")
        outputs: dict[str, Any] = {"OUTPUT": self.write_table(parameters, context, "OUTPUT", long, kinds=kinds)}
        made = self.write_table(parameters, context, "OUTPUT_WIDE", wide, kinds=kinds)
        if made is not None:
            outputs["OUTPUT_WIDE"] = made
        sections = [
            Section(words.tr("Areas by land class"), tables=[wide]),
            Section(words.tr("Areas by land class, row by row"), tables=[long]),
            self.section_of_notices(run, words.tr),
        ]
        outputs |= self.write_documents(parameters, context, [wide, long], wide.title, self.words_language, sections)
        total = sum((zone.total for zone in tally.zones), Decimal(0))
        return outputs | {
            "TOTAL_AREA": float(total),
            "NOT_COVERED_AREA": tally.sum_of(NOT_COVERED),
            "ZONES": len(tally.zones),
            "SKIPPED": len(run.skipped),
        }

    def _tables(self, tally: Tally, printed: PrintedTally, words: Words) -> tuple[Table, Table]:
        notes = tally_notes(tally, printed, words, self.method())
        shared: dict[str, Any] = {"level": self.level, "labels": self.field_labels(), "notes": notes}
        long = long_table(
            printed,
            words,
            name=words.tr("Long table"),
            title=words.tr("Areas by land class, row by row"),
            subtotals=True,
            **shared,
        )
        wide = wide_table(printed, words, name=words.tr("Wide table"), title=words.tr("Areas by land class"), **shared)
        return long, wide


def _sides(tr: Callable[[str], str]) -> tuple[str, str]:
    return tr("inside"), tr("outside")


def _is_red_line(layer: QgsVectorLayer) -> bool:
    return recognise(layer).role in ("farmland", "ecological", "urban")


def _label_field(source: Source, layer: QgsVectorLayer, field: str) -> str:
    """The label field of a dividing layer: the one given, the code of a known role, a common name, the first text."""
    if field:
        return chosen_field(source, field, "LABEL_FIELDS")
    role = recognise(layer).role
    for known, part in (("village", "code"), ("township", "code"), ("county", "code"), ("parcel", "number")):
        if role == known:
            found = find_field(layer, known, part, required=False)
            if found:
                return found
    found = match_field(source.fields, LABELS)
    if found:
        return found
    for each in source.fields:
        if each.type() == QMetaType.Type.QString:
            return each.name()
    raise RedlineError(
        "Layer {layer} has no field with labels: name one in {parameter}.",
        layer=source.name,
        parameter="LABEL_FIELDS",
    )
