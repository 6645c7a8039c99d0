"""What every tally has in common: zones, divisions, units, levels, and the tables that come out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, get_args

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.errors import RedlineError
from ...core.landuse.classes import Scheme
from ...core.landuse.tables import Level, Method, Words, long_table, tally_notes, wide_table
from ...core.landuse.tally import NOT_COVERED, PrintedTally, Tally
from ...core.paper.htmlreport import Section
from ...core.paper.tables import Table
from ...i18n import tr, words_of
from ...layers.measuring.tallying import AreaMethod, PolygonDimension, ZoneFields
from ...layers.reading.run import Run
from ...layers.reading.sources import Source
from ...layers.roles.fields import chosen_field, find_field, match_field
from ...layers.roles.recognise import recognise
from ...layers.roles.titles import layer_title
from ..documents import Documents, section_of_notices, write_documents, write_table
from ..outputs import Outputs
from ..parameters import (
    Given,
    Printing,
    add_choice,
    add_documents,
    add_field,
    add_flag,
    add_id_field,
    add_language,
    add_layers,
    add_name_field,
    add_numbers,
    add_source,
    add_table,
    add_text,
    add_unit,
)

__all__ = [
    "METHODS",
    "TakenZones",
    "TallyResult",
    "add_form",
    "add_level",
    "add_rare",
    "add_tally_numbers",
    "add_tally_tables",
    "add_zones",
    "area_method",
    "take_zones",
    "write_tally",
]

METHODS: tuple[AreaMethod, ...] = get_args(AreaMethod)
LEVELS: tuple[Level, ...] = get_args(Level)
LABELS = ("ZLDWDM", "XZQDM", "HXMC", "GHFQMC", "DKBH", "NAME", "MC", "BSM")


@dataclass(frozen=True)
class TakenZones:
    """What every tally takes: zones, what divides them further, and how the numbers are printed."""

    zones: Source
    zone_fields: ZoneFields
    dimensions: list[PolygonDimension]
    own_scheme: Scheme | None
    level: Level
    balanced: bool
    printing: Printing

    def labels(self) -> dict[str, str]:
        """What the tally's dimensions are called."""
        return {each.key: each.label for each in self.dimensions}

    def layer_names(self, *more: str) -> tuple[str, ...]:
        return (self.zones.name, *more, *(each.source.name for each in self.dimensions))

    def words(self, scheme: Scheme) -> Words:
        return Words(scheme, self.printing.language, words_of(self.printing.language))


@dataclass(frozen=True)
class TallyResult:
    """A tally with its printed numbers; method : how areas were measured; labels : what dimensions are called."""

    run: Run
    tally: Tally
    printed: PrintedTally
    words: Words
    method: Method
    labels: dict[str, str]

    @cached_property
    def notes(self) -> tuple[str, ...]:
        return tuple(tally_notes(self.tally, self.printed, self.words, self.method))


def area_method(given: Given) -> AreaMethod:
    """How areas are to be measured (AREA_METHOD)."""
    return given.one_of("AREA_METHOD", METHODS)


# --- parameters -------------------------------------------------------------------------------------------------------


def add_zones(algorithm: QgsProcessingAlgorithm) -> None:
    add_source(
        algorithm,
        "INPUT",
        tr("Zones"),
        tr("The polygons that are tallied: villages, parcels, circles, plan areas. With a selection, only these."),
    )
    add_id_field(algorithm, "ID_FIELD", "INPUT")


def add_level(algorithm: QgsProcessingAlgorithm) -> None:
    add_choice(
        algorithm,
        "LEVEL",
        tr("Level of classes"),
        LEVELS,
        "detail",
        tr("detail: classes as recorded; first: first level; major: agricultural, construction, unused land."),
    )


def add_form(algorithm: QgsProcessingAlgorithm) -> None:
    """Unit, balance and the layers that divide zones further."""
    add_unit(algorithm)
    add_flag(
        algorithm,
        "BALANCE",
        tr("Balance to each zone's own area"),
        tr("Classes then add up to the zone's printed area; without it each number is rounded by itself."),
        True,
    )
    add_layers(
        algorithm,
        "DIMENSIONS",
        tr("Layers that divide the zones further"),
        tr("Villages, townships, red lines and others. Red lines tell inside and outside, others their labels."),
    )


def add_rare(algorithm: QgsProcessingAlgorithm) -> None:
    add_name_field(algorithm, "NAME_FIELD", "INPUT")
    add_field(
        algorithm,
        "PARENT_FIELD",
        tr("Field with the zone above"),
        "INPUT",
        tr("Township or batch: zones with the same value get a subtotal."),
        advanced=True,
    )
    add_text(
        algorithm,
        "LABEL_FIELDS",
        tr("Label fields of the dividing layers"),
        tr("One for each layer, parted by semicolons; * for inside and outside. Found by name where left empty."),
        advanced=True,
    )
    add_flag(
        algorithm,
        "SUBTOTALS",
        tr("Subtotal rows in the table layers"),
        tr("First levels, major classes, zones above and the total as rows; documents always have them."),
        advanced=True,
    )
    add_language(algorithm)


def add_tally_tables(algorithm: QgsProcessingAlgorithm) -> None:
    add_table(algorithm, "OUTPUT", tr("Areas (long table)"), tr("One row for each zone, division and class."))
    add_table(
        algorithm,
        "OUTPUT_WIDE",
        tr("Areas (wide table)"),
        tr("One row for each zone and division, one column for each class that occurs, with subtotals."),
        optional=True,
    )


def add_tally_numbers(algorithm: QgsProcessingAlgorithm) -> None:
    add_documents(algorithm)
    add_numbers(
        algorithm,
        (
            ("TOTAL_AREA", tr("Total area of the zones (m²)")),
            ("NOT_COVERED_AREA", tr("Area without land use (m²)")),
            ("OVERLAP_AREA", tr("Area that land use covers twice (m²)")),
            ("ZONES", tr("Zones")),
            ("SKIPPED", tr("Features left out")),
        ),
    )


# --- taking -----------------------------------------------------------------------------------------------------------


def take_zones(given: Given) -> TakenZones:
    """Zones and the layers that divide them, in the main thread."""
    zones = given.source("INPUT")
    return TakenZones(
        zones,
        ZoneFields(*(given.field(name, zones) for name in ("ID_FIELD", "NAME_FIELD", "PARENT_FIELD"))),
        _dimensions(given),
        given.scheme(),
        given.one_of("LEVEL", LEVELS),
        given.flag("BALANCE"),
        given.printing(),
    )


def _dimensions(given: Given) -> list[PolygonDimension]:
    layers, language = given.sources("DIMENSIONS"), given.language()
    named = [name.strip() for name in given.text("LABEL_FIELDS").split(";")]
    if named == [""]:
        named = [""] * len(layers)
    if len(named) != len(layers):
        raise RedlineError(
            "LABEL_FIELDS names {fields} fields for {layers} layers in DIMENSIONS: give one for each, "
            "parted by semicolons.",
            fields=len(named),
            layers=len(layers),
        )
    found: list[PolygonDimension] = []
    for number, ((source, layer), field) in enumerate(zip(layers, named, strict=True), 1):
        inside = field == "*" or (not field and _is_red_line(layer))
        key = f"dim{number}"
        title = layer_title(layer, language)
        if inside:
            found.append(PolygonDimension(key, title, source, inside=_sides(words_of(language))))
        else:
            found.append(PolygonDimension(key, title, source, _label_field(source, layer, field)))
    return found


# --- tables -----------------------------------------------------------------------------------------------------------


def write_tally(outputs: Outputs, given: Given, taken: TakenZones, result: TallyResult) -> dict[str, Any]:
    """Both tables as layers, workbook and report; the numbers that every tally has."""
    for note in result.notes:
        outputs.feedback.pushInfo(note)
    subtotals, documents = given.flag("SUBTOTALS"), given.wants("OUTPUT_XLSX") or given.wants("OUTPUT_HTML")
    kinds = ("leaf", "subtotal", "total") if subtotals else ("leaf",)
    long = _long(taken, result, subtotals=subtotals or documents)
    write_table(outputs, "OUTPUT", long, kinds=kinds)
    if documents or given.wants("OUTPUT_WIDE"):
        wide = _wide(taken, result)
        write_table(outputs, "OUTPUT_WIDE", wide, kinds=kinds)
        tr = result.words.tr
        sections = [
            Section(tr("Areas by land class"), tables=[wide]),
            Section(tr("Areas by land class, row by row"), tables=[long]),
            section_of_notices(result.run, tr),
        ]
        write_documents(outputs, Documents(wide.title, [wide, long], sections, taken.printing.language))
    return {
        "TOTAL_AREA": float(sum((zone.total for zone in result.tally.zones), Decimal(0))),
        "NOT_COVERED_AREA": result.tally.sum_of(NOT_COVERED),
        "ZONES": len(result.tally.zones),
        "SKIPPED": len(result.run.skipped),
    }


def _long(taken: TakenZones, result: TallyResult, *, subtotals: bool) -> Table:
    tr = result.words.tr
    return long_table(
        result.printed,
        result.words,
        name=tr("Long table"),
        title=tr("Areas by land class, row by row"),
        level=taken.level,
        subtotals=subtotals,
        labels=result.labels,
        notes=result.notes,
    )


def _wide(taken: TakenZones, result: TallyResult) -> Table:
    tr = result.words.tr
    return wide_table(
        result.printed,
        result.words,
        name=tr("Wide table"),
        title=tr("Areas by land class"),
        level=taken.level,
        labels=result.labels,
        notes=result.notes,
    )


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
