"""Parameters: declared by functions, so that the same is asked in the same words, and read through ``Given``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, get_args

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterString,
    QgsRasterLayer,
    QgsVectorLayer,
)

from ..core.errors import RedlineError
from ..core.landuse.classes import SCHEMES, Scheme, scheme_from_csv, scheme_named
from ..core.rounding import DECIMALS, Unit
from ..i18n import tr
from ..layers.reading.sources import Source, layer_of_parameter, source_of, source_of_parameter
from ..layers.roles.fields import chosen_field, find_field
from .destinations import text_of

__all__ = [
    "LANGUAGES",
    "LINES",
    "POINTS",
    "POLYGONS",
    "SHAPES",
    "TABLES",
    "UNITS",
    "Given",
    "Printing",
    "add",
    "add_batch",
    "add_choice",
    "add_class_field",
    "add_csv",
    "add_dividing_villages",
    "add_document_language",
    "add_documents",
    "add_field",
    "add_flag",
    "add_folder",
    "add_found_field",
    "add_id_field",
    "add_language",
    "add_layers",
    "add_measured_crs",
    "add_name_field",
    "add_number",
    "add_numbers",
    "add_paper_crs",
    "add_parcel_fields",
    "add_raster",
    "add_red_line_tolerance",
    "add_scheme",
    "add_sink",
    "add_source",
    "add_table",
    "add_text",
    "add_unit",
    "add_value",
]

Word = TypeVar("Word", bound=str)
POLYGONS = QgsProcessing.SourceType.TypeVectorPolygon
POINTS = QgsProcessing.SourceType.TypeVectorPoint
LINES = QgsProcessing.SourceType.TypeVectorLine
SHAPES = QgsProcessing.SourceType.TypeVectorAnyGeometry
TABLES = QgsProcessing.SourceType.TypeVector
"""Kinds of layers that a tool reads and writes; tables may have shapes."""

UNITS: tuple[Unit, ...] = get_args(Unit)
LANGUAGES = ("zh_Hans", "en")
"""Languages of documents, whatever QGIS itself speaks."""


@dataclass(frozen=True)
class Printing:
    """How numbers are printed: their unit and decimals, and the language around them."""

    unit: Unit
    decimals: int
    language: str


@dataclass(frozen=True)
class Given:
    """What a run was given: the parameters of an algorithm, read by what they are.

    Layers belong to the main thread: they are taken in ``take``. A wrong value raises RedlineError.
    """

    algorithm: QgsProcessingAlgorithm
    parameters: dict[str, Any]
    context: QgsProcessingContext

    @property
    def transforms(self) -> QgsCoordinateTransformContext:
        """How coordinate systems are transformed in this run."""
        return self.context.transformContext()

    @property
    def validity(self) -> Qgis.InvalidGeometryCheck:
        """What the person wants done with polygons that are not valid."""
        return self.context.invalidGeometryCheck()

    def has(self, name: str) -> bool:
        """Whether the parameter is there and filled in; a tool may be without it."""
        return self.parameters.get(name) not in (None, "")

    def wants(self, name: str) -> bool:
        """Whether an optional output was asked for; a batch gives an empty one as a definition of nothing."""
        return bool(text_of(self.parameters.get(name)))

    # --- layers and fields ------------------------------------------------------------------------------------------

    def source(self, name: str) -> Source:
        """The layer of a required parameter."""
        found = source_of_parameter(self.algorithm, self.parameters, name, self.context)
        if found is None:
            raise RedlineError("{reason}", reason=self.algorithm.invalidSourceError(self.parameters, name))
        return found

    def optional_source(self, name: str) -> Source | None:
        """The layer of a parameter, None where it is left out."""
        return self.source(name) if self.has(name) else None

    def sources(self, name: str) -> list[tuple[Source, QgsVectorLayer]]:
        """The layers of a parameter of several layers."""
        found = []
        for layer in self.layers(name):
            if not isinstance(layer, QgsVectorLayer):
                raise RedlineError(
                    "{layer} ({parameter}) is no layer of polygons: choose a layer of areas.",
                    layer=layer.name(),
                    parameter=name,
                )
            found.append((source_of(layer), layer))
        return found

    def layers(self, name: str) -> list[QgsMapLayer]:
        """The layers of a parameter of several layers, of any kind."""
        return list(self.algorithm.parameterAsLayerList(self.parameters, name, self.context))

    def vector_layer(self, name: str) -> QgsVectorLayer | None:
        """The layer itself, None where it is left out; for what shows layers instead of reading them."""
        return self.algorithm.parameterAsVectorLayer(self.parameters, name, self.context)

    def source_layer(self, name: str) -> QgsVectorLayer | None:
        """The layer behind a parameter of features, for what asks what it is; None where there is none."""
        return layer_of_parameter(self.algorithm, self.parameters, name, self.context)

    def raster_layer(self, name: str) -> QgsRasterLayer | None:
        return self.algorithm.parameterAsRasterLayer(self.parameters, name, self.context)

    def field(self, name: str, source: Source, role: str = "", part: str = "", *, required: bool = False) -> str:
        """The field chosen in parameter ``name``, else the one that plays ``part`` of ``role``; "" where none does."""
        chosen = self.text(name) if name else ""
        if chosen:
            return chosen_field(source, chosen, name)
        if not part:
            return ""
        return find_field(source, role, part, required=required, layer=source.name) or ""

    def fields(self, name: str, source: Source) -> tuple[str, ...]:
        """The fields chosen in a parameter of several fields."""
        return tuple(chosen_field(source, each, name) for each in self.texts(name))

    # --- values -----------------------------------------------------------------------------------------------------

    def text(self, name: str) -> str:
        return (self.algorithm.parameterAsString(self.parameters, name, self.context) or "").strip()

    def texts(self, name: str) -> list[str]:
        return list(self.algorithm.parameterAsStrings(self.parameters, name, self.context))

    def place(self, name: str) -> int:
        """The place of the chosen word in its list, from 0."""
        return int(self.algorithm.parameterAsEnum(self.parameters, name, self.context))

    def choice(self, name: str) -> str:
        """The chosen word, "" where none was chosen."""
        return self.algorithm.parameterAsEnumString(self.parameters, name, self.context) or ""

    def one_of(self, name: str, words: Sequence[Word]) -> Word:
        """The chosen word, which is one of ``words``."""
        chosen = self.choice(name)
        return next(word for word in words if word == chosen)

    def number(self, name: str) -> float:
        return float(self.algorithm.parameterAsDouble(self.parameters, name, self.context))

    def whole(self, name: str) -> int:
        return int(self.algorithm.parameterAsInt(self.parameters, name, self.context))

    def flag(self, name: str) -> bool:
        return bool(self.algorithm.parameterAsBoolean(self.parameters, name, self.context))

    def crs(self, name: str) -> QgsCoordinateReferenceSystem:
        return self.algorithm.parameterAsCrs(self.parameters, name, self.context)

    def optional_crs(self, name: str) -> QgsCoordinateReferenceSystem | None:
        """The chosen system, None where none is; dialogs give an empty one as a system that is not valid."""
        given = self.parameters.get(name)
        if not given or given == QgsCoordinateReferenceSystem():
            return None
        found = self.crs(name)
        if not found.isValid():
            raise RedlineError(
                "{crs} ({parameter}) is no coordinate system that QGIS knows.", crs=given, parameter=name
            )
        return found

    def connection(self, name: str) -> str:
        """The name of a database connection."""
        return self.algorithm.parameterAsConnectionName(self.parameters, name, self.context) or ""

    def files(self, name: str) -> list[str]:
        return list(self.algorithm.parameterAsFileList(self.parameters, name, self.context))

    def file(self, name: str) -> str:
        """The path of a file or folder that is read, "" where it is left out."""
        return self.algorithm.parameterAsFile(self.parameters, name, self.context) or ""

    # --- what many tools ask ----------------------------------------------------------------------------------------

    def scheme(self) -> Scheme | None:
        """The scheme of ``add_scheme``; None where it is to be found from the codes."""
        table = self.file("CLASS_TABLE")
        if table:
            return scheme_from_csv(table)
        chosen = self.choice("SCHEME")
        return scheme_named(chosen) if chosen else None

    def unit(self) -> Unit:
        """The unit of ``add_unit``."""
        return self.one_of("UNIT", UNITS)

    def decimals(self, unit: Unit, empty: int | None = None) -> int:
        """The decimals of ``add_unit``; where left empty ``empty``, or those of the unit."""
        if self.parameters.get("DECIMALS") is not None:
            return self.whole("DECIMALS")
        return DECIMALS[unit] if empty is None else empty

    def printing(self, decimals: int | None = None) -> Printing:
        """Unit, decimals and language of ``add_unit`` and ``add_language``; decimals : where they are left empty."""
        unit = self.unit()
        return Printing(unit, self.decimals(unit, decimals), self.language())

    def language(self) -> str:
        """The language of ``add_language`` or ``add_document_language``."""
        return self.choice("LANGUAGE") or tr("en")


# --- declaring --------------------------------------------------------------------------------------------------------


def add(
    algorithm: QgsProcessingAlgorithm,
    parameter: QgsProcessingParameterDefinition,
    help_text: str,
    *,
    advanced: bool = False,
) -> None:
    """Declare ``parameter`` with its help."""
    parameter.setHelp(help_text)
    if advanced:
        parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    algorithm.addParameter(parameter)


def add_source(
    algorithm: QgsProcessingAlgorithm,
    name: str,
    label: str,
    help_text: str,
    kind: QgsProcessing.SourceType = POLYGONS,
    *,
    optional: bool = False,
    advanced: bool = False,
) -> None:
    parameter = QgsProcessingParameterFeatureSource(name, label, [kind], optional=optional)
    add(algorithm, parameter, help_text, advanced=advanced)


def add_layers(
    algorithm: QgsProcessingAlgorithm,
    name: str,
    label: str,
    help_text: str,
    kind: QgsProcessing.SourceType = POLYGONS,
    *,
    optional: bool = True,
) -> None:
    """Any number of layers."""
    add(algorithm, QgsProcessingParameterMultipleLayers(name, label, kind, optional=optional), help_text)


def add_flag(
    algorithm: QgsProcessingAlgorithm,
    name: str,
    label: str,
    help_text: str,
    default: bool = False,
    *,
    advanced: bool = False,
) -> None:
    add(algorithm, QgsProcessingParameterBoolean(name, label, default), help_text, advanced=advanced)


def add_text(
    algorithm: QgsProcessingAlgorithm,
    name: str,
    label: str,
    help_text: str,
    default: str = "",
    *,
    optional: bool = True,
    advanced: bool = False,
) -> None:
    add(algorithm, QgsProcessingParameterString(name, label, default, optional=optional), help_text, advanced=advanced)


def add_csv(
    algorithm: QgsProcessingAlgorithm, name: str, label: str, help_text: str, *, advanced: bool = False
) -> None:
    """A table of one's own, which may be left out."""
    file = QgsProcessingParameterFile(name, label, extension="csv", optional=True)
    add(algorithm, file, help_text, advanced=advanced)


def add_folder(
    algorithm: QgsProcessingAlgorithm,
    name: str,
    label: str,
    help_text: str,
    *,
    optional: bool = True,
    advanced: bool = False,
) -> None:
    """A folder that is read."""
    kind = QgsProcessingParameterFile.Behavior.Folder
    add(algorithm, QgsProcessingParameterFile(name, label, kind, optional=optional), help_text, advanced=advanced)


def add_field(
    algorithm: QgsProcessingAlgorithm,
    name: str,
    label: str,
    parent: str,
    help_text: str,
    *,
    several: bool = False,
    advanced: bool = False,
) -> None:
    kind = QgsProcessingParameterField.DataType.Any  # numbers may stand as text
    parameter = QgsProcessingParameterField(name, label, None, parent, kind, allowMultiple=several, optional=True)
    add(algorithm, parameter, help_text, advanced=advanced)


def add_id_field(algorithm: QgsProcessingAlgorithm, name: str, parent: str) -> None:
    add_field(algorithm, name, tr("Field with the zone's id"), parent, tr("The feature id is used where left empty."))


def add_name_field(algorithm: QgsProcessingAlgorithm, name: str, parent: str) -> None:
    add_field(algorithm, name, tr("Field with the zone's name"), parent, tr("Printed beside the id."), advanced=True)


def add_found_field(
    algorithm: QgsProcessingAlgorithm,
    name: str,
    label: str,
    parent: str,
    aliases: str = "",
    *,
    advanced: bool = True,
) -> None:
    """A field that is found by its name where left empty; aliases : the usual names."""
    help_text = tr("Found by name where left empty.")
    if aliases:
        help_text = tr("Found by name ({aliases} …) where left empty.").format(aliases=aliases)
    add_field(algorithm, name, label, parent, help_text, advanced=advanced)


def add_class_field(algorithm: QgsProcessingAlgorithm, parent: str, *, advanced: bool = False) -> None:
    add_found_field(algorithm, "CLASS_FIELD", tr("Field with the class code"), parent, "DLBM", advanced=advanced)


def add_parcel_fields(algorithm: QgsProcessingAlgorithm, parent: str, last: str = "CLASS_FIELD") -> None:
    """What names and describes a parcel: number, name, use and class, up to the field ``last``."""
    for name, label, alias in (
        ("NUMBER_FIELD", tr("Field with the parcel number"), "DKBH"),
        ("NAME_FIELD", tr("Field with the parcel name"), "DKMC"),
        ("USE_FIELD", tr("Field with the planned use"), "DKYT"),
        ("CLASS_FIELD", tr("Field with the class code"), "DKYTDM"),
    ):
        add_found_field(algorithm, name, label, parent, alias)
        if name == last:
            return


def add_batch(algorithm: QgsProcessingAlgorithm, parent: str) -> None:
    """How parcels make batches, and which of them is asked for."""
    add_field(
        algorithm,
        "BATCH_FIELD",
        tr("Field with the batch"),
        parent,
        tr("Parcels with the same value are one batch. Found by name (PCBH …) where left empty."),
    )
    add_text(algorithm, "BATCH", tr("Only this batch"), tr("The batch to be made; all batches where left empty."))


def add_dividing_villages(algorithm: QgsProcessingAlgorithm) -> None:
    add_source(
        algorithm,
        "VILLAGES",
        tr("Villages"),
        tr("The village boundaries (CJDCQ). Without them the tables are not divided by village."),
        optional=True,
    )


def add_red_line_tolerance(algorithm: QgsProcessingAlgorithm) -> None:
    add_value(
        algorithm,
        "TOLERANCE",
        tr("Tolerance of the red-line check (m²)"),
        0.0,
        tr("A parcel violates a red line when more than this lies on the wrong side. 0 allows nothing."),
        low=0.0,
        advanced=True,
    )


def add_choice(
    algorithm: QgsProcessingAlgorithm,
    name: str,
    label: str,
    options: Sequence[str],
    default: str | None,
    help_text: str,
    *,
    advanced: bool = False,
) -> None:
    parameter = QgsProcessingParameterEnum(
        name, label, list(options), defaultValue=default, optional=default is None, usesStaticStrings=True
    )
    add(algorithm, parameter, help_text, advanced=advanced)


def add_value(
    algorithm: QgsProcessingAlgorithm,
    name: str,
    label: str,
    default: float | None,
    help_text: str,
    *,
    low: float | None = None,
    high: float | None = None,
    whole: bool = False,
    optional: bool = False,
    advanced: bool = False,
) -> None:
    kind = QgsProcessingParameterNumber.Type
    number = QgsProcessingParameterNumber(name, label, kind.Integer if whole else kind.Double, default, optional)
    if low is not None:
        number.setMinimum(low)
    if high is not None:
        number.setMaximum(high)
    add(algorithm, number, help_text, advanced=advanced)


def add_unit(algorithm: QgsProcessingAlgorithm, default: str = "ha", decimals: int | None = None) -> None:
    left_empty = tr("Left empty: 2 for m², 4 for the other units.")
    if decimals is not None:
        left_empty = tr("Left empty: {decimals}.").format(decimals=decimals)
    add_choice(
        algorithm,
        "UNIT",
        tr("Unit"),
        UNITS,
        default,
        tr("m2 square metres, ha hectares, mu 亩 (1 ha = 15 mu), km2."),
    )
    add_value(algorithm, "DECIMALS", tr("Decimals"), None, left_empty, low=0, high=8, whole=True, optional=True)


def add_scheme(algorithm: QgsProcessingAlgorithm) -> None:
    add_choice(
        algorithm,
        "SCHEME",
        tr("Class scheme"),
        SCHEMES,
        None,
        tr("Found from the codes where left empty: sandiao (third survey), gbt21010, ydyh (planned use)."),
        advanced=True,
    )
    add_csv(
        algorithm,
        "CLASS_TABLE",
        tr("Table of own classes"),
        tr("A CSV file with the columns code, name_zh, name_en, parent, major; used instead of a scheme."),
        advanced=True,
    )


def add_language(algorithm: QgsProcessingAlgorithm) -> None:
    """The language of tables, which are read at the screen."""
    label = tr("Language of the tables")
    add_choice(algorithm, "LANGUAGE", label, LANGUAGES, None, tr("That of QGIS where left empty."), advanced=True)


def add_document_language(algorithm: QgsProcessingAlgorithm) -> None:
    """The language of documents, which are handed in: Chinese, whatever QGIS speaks."""
    label, help_text = tr("Language of the documents"), tr("Whatever language QGIS itself speaks.")
    add_choice(algorithm, "LANGUAGE", label, LANGUAGES, "zh_Hans", help_text, advanced=True)


# --- outputs ----------------------------------------------------------------------------------------------------------


def add_table(
    algorithm: QgsProcessingAlgorithm,
    name: str,
    label: str,
    help_text: str,
    *,
    optional: bool = False,
    default: bool = True,
) -> None:
    """A layer without geometry; default : whether dialogs ask for it unless told otherwise."""
    add_sink(algorithm, name, label, help_text, TABLES, optional=optional, asked=default)


def add_sink(
    algorithm: QgsProcessingAlgorithm,
    name: str,
    label: str,
    help_text: str,
    kind: QgsProcessing.SourceType = POLYGONS,
    *,
    optional: bool = False,
    asked: bool | None = None,
    appends: bool = True,
) -> None:
    """A layer that is written; asked : whether dialogs ask for it unless told otherwise, else where it must be.

    appends : whether its rows may go into a layer that is there already.
    """
    by_default = not optional if asked is None else asked
    sink = QgsProcessingParameterFeatureSink(name, label, kind, None, optional, by_default, appends)
    add(algorithm, sink, help_text)


def add_raster(
    algorithm: QgsProcessingAlgorithm, name: str, label: str, help_text: str, *, asked: bool = False
) -> None:
    """A raster that may be left out; asked : whether dialogs ask for it unless told otherwise."""
    raster = QgsProcessingParameterRasterDestination(name, label, optional=True, createByDefault=asked)
    add(algorithm, raster, help_text)


def add_documents(algorithm: QgsProcessingAlgorithm) -> None:
    """The optional workbook and report of ``write_documents``."""
    for name, label, kind, help_text in (
        ("OUTPUT_XLSX", tr("Workbook"), "XLSX (*.xlsx)", tr("The tables as an Excel workbook, ready to print.")),
        ("OUTPUT_HTML", tr("Report"), "HTML (*.html)", tr("The tables as a page, with how they were made.")),
    ):
        file = QgsProcessingParameterFileDestination(name, label, kind, optional=True, createByDefault=False)
        add(algorithm, file, help_text)


def add_paper_crs(algorithm: QgsProcessingAlgorithm, help_text: str, *, advanced: bool = False) -> None:
    """The system in which parcels are printed, left empty for their own."""
    parameter = QgsProcessingParameterCrs("CRS", tr("Coordinate system on paper"), optional=True)
    add(algorithm, parameter, help_text, advanced=advanced)


def add_measured_crs(algorithm: QgsProcessingAlgorithm) -> None:
    """The same for tools that lay land use and villages over the parcels; read by ``paper_system``."""
    help_text = tr(
        "In which parcels are measured and printed. Left empty: the zone of the parcels, else that of the "
        "land use or the villages, else the zone in which the parcels lie."
    )
    add_paper_crs(algorithm, help_text, advanced=True)


def add_number(algorithm: QgsProcessingAlgorithm, name: str, label: str) -> None:
    algorithm.addOutput(QgsProcessingOutputNumber(name, label))


def add_numbers(algorithm: QgsProcessingAlgorithm, numbers: Iterable[tuple[str, str]]) -> None:
    for name, label in numbers:
        add_number(algorithm, name, label)
