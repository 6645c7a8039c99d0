"""redline:mapsheets: printed sheets for parcels, batches, land use, red lines, tract plans, cameras and villages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterVectorLayer,
    QgsProject,
)

from ...core.errors import RedlineError
from ...i18n import tr, words_of
from ...layouts.county import County, county_of_project, layers_of
from ...layouts.export import FORMATS, Target, geopdf_available
from ...layouts.run import PrintOptions, print_to_folder, put_into_project
from ...layouts.setting import Naming, SheetSetting
from ..base import RedlineAlgorithm
from ..groups import MAP_SHEETS
from ..parameters import (
    Given,
    add,
    add_choice,
    add_field,
    add_flag,
    add_folder,
    add_found_field,
    add_measured_crs,
    add_number,
    add_red_line_tolerance,
    add_source,
    add_text,
    add_value,
)
from ..rules import add_rules, office_rules
from ..texts import texts_of
from .kinds import KINDS, book_title, refuse_other_areas
from .request import Checking, Host, SheetRequest

__all__ = ["MapSheets"]

ORIENTATIONS = ("auto", "landscape", "portrait")
LANGUAGES = ("zh_Hans", "en")
ROLES = {
    "LANDUSE": "landuse",
    "COUNTY": "county",
    "TOWNSHIPS": "township",
    "VILLAGES": "village",
    "FARMLAND": "farmland",
    "ECOLOGICAL": "ecological",
    "URBAN": "urban",
    "CAMERAS": "camera",
    "COVERAGE": "coverage",
    "TRACT_USE": "tractuse",
    "TRACT_PROJECTS": "tractproject",
    "FIELD_CHIEFS": "fieldchief",
}
"""Parameters that give a layer, and the role it then plays."""


class MapSheets(RedlineAlgorithm):
    ID = "mapsheets"
    LABEL = "Map sheets"
    SUMMARY = "Print sheets for parcels, batches, land use, red lines, tract plans, cameras or villages"
    GROUP = MAP_SHEETS
    TAGS = "图件,出图,勘测定界图,现状图,规划图,红线核查图,成片开发,覆盖图,村图,图册,批量出图,PDF,map sheets,atlas,print"

    def flags(self) -> QgsProcessingAlgorithm.Flag:
        # Layouts belong to the main thread.
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def initAlgorithm(self, configuration=None):
        polygons = [QgsProcessing.SourceType.TypeVectorPolygon]
        add(
            self,
            QgsProcessingParameterEnum("SHEET", tr("Kind of sheet"), list(KINDS), usesStaticStrings=True),
            tr(
                "parcel: boundary survey map; batch: overview and key map; landuse: current or planned land use; "
                "redline: red-line check; tract: tract plan set; coverage: cameras of the county; village: cards."
            ),
        )
        add_source(
            self,
            "INPUT",
            tr("Areas to print"),
            tr("One sheet is made for each: parcels, batches, villages, townships, tracts or the county."),
        )
        for name, label, help_text in (
            ("ID_FIELD", tr("Field with the number"), tr("Found by name where left empty.")),
            ("NAME_FIELD", tr("Field with the name"), tr("Found by name where left empty.")),
            ("BATCH_FIELD", tr("Field with the batch"), tr("For parcels: found by name where left empty.")),
        ):
            add_field(self, name, label, "INPUT", help_text, advanced=True)
        self._add_layers(polygons)
        add_choice(self, "PAPER", tr("Paper"), ("A4", "A3"), "A4", tr("Size of the sheets."))
        add_choice(
            self,
            "ORIENTATION",
            tr("Orientation"),
            ORIENTATIONS,
            "auto",
            tr("auto: for each sheet the one that shows it larger."),
        )
        add_choice(self, "FORMAT", tr("Format"), FORMATS, "pdf", tr("pdf: vector with fonts embedded; png; svg."))
        add_flag(
            self, "BOOK", tr("One book"), tr("All sheets in one PDF with bookmarks, instead of one file for each.")
        )
        self._add_texts()
        self._add_rare()
        add(
            self,
            QgsProcessingParameterFolderDestination("OUTPUT", tr("Folder of the sheets")),
            tr("Sheets of earlier runs are replaced, nobody's own files. A run that was stopped goes on where it was."),
        )
        add_number(self, "SHEETS", tr("Sheets"))
        add_number(self, "PAGES", tr("Pages"))

    def _add_layers(self, polygons: list[QgsProcessing.SourceType]) -> None:
        points = [QgsProcessing.SourceType.TypeVectorPoint]
        tables = [QgsProcessing.SourceType.TypeVector]
        found = tr("Found in the project by its role where left empty.")
        for name, label, kinds, advanced in (
            ("LANDUSE", tr("Land use, current or planned"), polygons, False),
            ("VILLAGES", tr("Villages"), polygons, True),
            ("TOWNSHIPS", tr("Townships"), polygons, True),
            ("COUNTY", tr("County"), polygons, True),
            ("FARMLAND", tr("Permanent basic farmland"), polygons, True),
            ("ECOLOGICAL", tr("Ecological red line"), polygons, True),
            ("URBAN", tr("Urban development boundary"), polygons, True),
            ("CAMERAS", tr("Cameras"), points, True),
            ("COVERAGE", tr("Coverage circles or visible areas"), polygons, True),
            ("TRACT_USE", tr("Planned use of the tracts"), polygons, True),
            ("TRACT_PROJECTS", tr("Projects of the tract plan"), tables, True),
            ("FIELD_CHIEFS", tr("Field chiefs by village"), tables, True),
        ):
            add(self, QgsProcessingParameterVectorLayer(name, label, kinds, optional=True), found, advanced=advanced)
        add_found_field(self, "CLASS_FIELD", tr("Field with the class code"), "LANDUSE", "DLBM/YDYHFLDM")

    def _add_texts(self) -> None:
        for name, label, help_text in (
            ("TITLE", tr("Title"), tr("Instead of the usual one; {name} and {number} stand for those of the sheet.")),
            ("SUBTITLE", tr("Subtitle"), tr("Under the title of each sheet.")),
            ("OFFICE", tr("Office"), tr("Printed in the space of the seal.")),
            ("MAKER", tr("Drawn by"), tr("Printed in its box.")),
            ("CHECKER", tr("Checked by"), tr("Printed in its box.")),
            ("APPROVER", tr("Approved by"), tr("Printed in its box.")),
            ("DATA_DATE", tr("Date of data"), tr("For example 2021-12-31.")),
            ("DATE", tr("Date of the sheets"), tr("As 2021-12-31; today where left empty.")),
            ("HEIGHT", tr("Vertical datum"), tr("For example 1985国家高程基准.")),
            ("MARKING", tr("Marking"), tr("For example 示意 on schematic geometry.")),
            ("SECURITY", tr("Security marking"), tr("Printed at the upper right where set.")),
        ):
            add_text(self, name, label, help_text, advanced=True)

    def _add_rare(self) -> None:
        add_choice(
            self, "LANGUAGE", tr("Language of the sheets"), LANGUAGES, "zh_Hans", tr("Of all words."), advanced=True
        )
        add_text(
            self,
            "NAME_PATTERN",
            tr("Pattern of file names"),
            tr("{number}, {name}, {title}, {sheet} and {n} are filled in; forbidden characters are replaced."),
            "{number}_{name}",
            optional=False,
            advanced=True,
        )
        add_value(self, "DPI", tr("Resolution (dpi)"), 300, tr("Of PNG sheets."), low=30, high=1200, advanced=True)
        add_flag(
            self,
            "LAYERED",
            tr("With layers"),
            tr("SVG with a group for each layer; PDF with layers and coordinates where this QGIS can write GeoPDF."),
            advanced=True,
        )
        add_red_line_tolerance(self)
        add_flag(
            self,
            "INSIDE_URBAN",
            tr("Parcels must lie inside the urban development boundary"),
            tr("Off for roads and other projects sited apart: the boundary is then drawn and not checked."),
            True,
            advanced=True,
        )
        add_measured_crs(self)
        add_rules(self)
        add_folder(
            self,
            "TEMPLATES",
            tr("Folder of the office's page templates"),
            tr("A template of the same name is taken from here instead of the one that comes with Redline."),
            advanced=True,
        )
        add_flag(
            self,
            "ADD_LAYOUTS",
            tr("Put the layouts into the project"),
            tr("So that they can be changed by hand and printed again; their layers are kept in the output folder."),
            advanced=True,
        )

    # --- the run --------------------------------------------------------------------------------------------------

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        kind = given.choice("SHEET")
        language = given.choice("LANGUAGE")
        words = words_of(language)
        source = given.optional_source("INPUT")
        if source is None:
            raise QgsProcessingException(self.invalidSourceError(given.parameters, "INPUT"))
        layer = given.source_layer("INPUT")
        if layer is not None:
            refuse_other_areas(kind, layer, tr("en"))
        fields = {name: given.field(name, source) for name in ("ID_FIELD", "NAME_FIELD", "BATCH_FIELD")}
        fields["CLASS_FIELD"] = given.text("CLASS_FIELD")
        naming = Naming(given.text("TITLE"), given.text("NAME_PATTERN"))
        naming.check(kind)
        setting = SheetSetting(self._county(given), texts_of(given), naming, language)
        inside = ("urban",) if given.flag("INSIDE_URBAN") else ()
        checking = Checking(office_rules(given), given.number("TOLERANCE"), inside)
        host = Host(given.transforms, given.validity, feedback.pushWarning, feedback.isCanceled)
        options = self._options(given, feedback, words)
        folder = Path(given.text("OUTPUT"))
        feedback.pushInfo(tr("Reading layers and measuring…"))
        sets = KINDS[kind](SheetRequest(source, setting, checking, host, fields, given.optional_crs("CRS")))
        feedback.pushInfo(tr("Printing {count} map sheets…").format(count=sum(len(each) for each in sets)))
        book = ""
        if given.flag("BOOK"):
            book = book_title(kind, setting)
        printed = print_to_folder(sets, options, folder, book)
        if given.flag("ADD_LAYOUTS"):
            project = given.context.project() or QgsProject.instance()
            for layout in put_into_project(sets, options, project, folder / "mapsheets.gpkg"):
                feedback.pushInfo(tr("The layout “{name}” is in the project.").format(name=layout.name()))
        for each in printed[:20]:
            feedback.pushInfo(str(each.paths[0]))
        feedback.pushInfo(tr("The sheets are in {folder}.").format(folder=str(folder)))
        return {
            "OUTPUT": str(folder),
            "SHEETS": sum(len(each) for each in sets),
            "PAGES": sum(each.pages for each in printed),
        }

    def _county(self, given: Given) -> County:
        project = given.context.project()
        county = county_of_project(layers_of(project)) if project is not None else County()
        named = {role: given.vector_layer(name) for name, role in ROLES.items()}
        for name, role in ROLES.items():
            if named[role] is None and given.parameters.get(name) not in (None, ""):
                raise RedlineError(
                    "The layer of {parameter} ({value}) cannot be opened: check its path and name.",
                    parameter=name,
                    value=str(given.parameters[name]),
                )
        return county.with_layers(**named)

    def _options(self, given: Given, feedback: QgsProcessingFeedback, words: Callable[[str], str]) -> PrintOptions:
        templates = given.text("TEMPLATES")
        if templates and not Path(templates).is_dir():
            raise RedlineError("Folder {folder} of page templates is not there: choose another.", folder=templates)
        kind = given.choice("FORMAT")
        layered = given.flag("LAYERED")
        geopdf = layered and kind == "pdf" and geopdf_available()
        if layered and kind == "pdf" and not geopdf:
            feedback.pushWarning(tr("This QGIS cannot write GeoPDF: the PDF has no layers."))
        return PrintOptions(
            paper=given.choice("PAPER"),
            orientation=given.choice("ORIENTATION"),
            target=Target(kind, given.number("DPI"), layered, geopdf),
            templates=Path(templates) if templates else None,
            warn=feedback.pushWarning,
            tr=words,
            progress=feedback.setProgress,
            cancelled=feedback.isCanceled,
        )
