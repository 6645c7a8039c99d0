"""redline:approvaldossier: from a county's layers to an approval dossier, one folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsProcessingAlgorithm,
    QgsProcessingFeedback,
    QgsProcessingOutputHtml,
    QgsProcessingParameterFolderDestination,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ...core.errors import RedlineError
from ...core.landuse.tables import Words
from ...core.paper.workbook import no_workbooks
from ...core.parceltext import ENCODINGS, dialect_names, load_dialect
from ...i18n import tr, words_of
from ...layers.measuring.parcels import (
    LandUseFields,
    ParcelFields,
    office_dialects,
)
from ...layers.measuring.redlines import RedLineLayer, red_line_layers
from ...layers.reading.papersystem import paper_system
from ...layers.reading.run import Run
from ...layers.reading.sources import Source
from ...layers.roles.fields import chosen_field, fields_of
from ...layers.roles.table import role_of
from ...layouts.parcel_sheet import ParcelSheetLayers
from ..base import RedlineAlgorithm, reached
from ..documents import tell_engine
from ..groups import PARCELS
from ..outputs import new_folder
from ..parameters import (
    Given,
    add,
    add_batch,
    add_choice,
    add_class_field,
    add_dividing_villages,
    add_document_language,
    add_field,
    add_flag,
    add_layers,
    add_measured_crs,
    add_numbers,
    add_parcel_fields,
    add_red_line_tolerance,
    add_scheme,
    add_source,
    add_text,
)
from ..texts import texts_of
from .dossierfiles import DossierFiles, write_dossier_report, write_dossier_tables
from .dossiersheets import drawn_layers, refuse_long_paths, write_sheets
from .measured import Survey, measure_parcels, method_of, provenance_of

__all__ = ["ApprovalDossier"]

LANGUAGES = ("zh_Hans", "en")


class ApprovalDossier(RedlineAlgorithm):
    ID = "approvaldossier"
    LABEL = "Approval dossier"
    SUMMARY = "From parcels, land use, villages and red lines to a folder of tables, map sheets and text files"
    GROUP = PARCELS
    TAGS = "报批,组卷,勘测定界,地类面积,面积汇总,红线核查,界址点,批次,dossier,approval,parcels,red line"

    def flags(self) -> QgsProcessingAlgorithm.Flag:
        # Map sheets are printed from layouts, which belong to the main thread.
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def initAlgorithm(self, configuration=None):
        add_source(
            self,
            "PARCELS",
            tr("Parcels to be approved"),
            tr("The acquisition parcels. With a selection, only the selected ones."),
        )
        add_batch(self, "PARCELS")
        add_source(self, "LANDUSE", tr("Land use"), tr("The land-use patches (DLTB)."))
        add_class_field(self, "LANDUSE")
        add_dividing_villages(self)
        add_layers(
            self,
            "RED_LINES",
            tr("Red lines that parcels must stay out of"),
            tr("Permanent basic farmland, ecological red line and others; any number of layers."),
        )
        add_layers(
            self,
            "MUST_BE_INSIDE",
            tr("Lines within which parcels must lie"),
            tr("For example the urban development boundary."),
        )
        add_field(
            self,
            "SUMMARY_FIELDS",
            tr("Fields to sum up by"),
            "PARCELS",
            tr("One more summary table for each field, for example year and planned use."),
            several=True,
        )
        self._add_advanced()
        self._add_outputs()

    def _add_outputs(self) -> None:
        add(
            self,
            QgsProcessingParameterFolderDestination("OUTPUT", tr("Folder of the dossier")),
            tr("It appears when all is done. An earlier dossier in it is replaced; other files are never touched."),
        )
        self.addOutput(QgsProcessingOutputHtml("REPORT", tr("Report")))
        add_numbers(
            self,
            (
                ("BATCHES", tr("Batches")),
                ("PARCEL_COUNT", tr("Parcels")),
                ("TOTAL_AREA", tr("Total official area (m²)")),
                ("NOT_COVERED_AREA", tr("Area without land use (m²)")),
                ("OVERLAP_AREA", tr("Area that land use covers twice (m²)")),
                ("VIOLATIONS", tr("Parcels that violate a red line")),
                ("SHEET_COUNT", tr("Map sheets")),
                ("SKIPPED", tr("Features left out")),
            ),
        )

    def _add_advanced(self) -> None:
        add_parcel_fields(self, "PARCELS", "USE_FIELD")
        add_scheme(self)
        add_red_line_tolerance(self)
        sheets, time = tr("Print a map sheet for each parcel"), tr("About a second for each parcel.")
        add_flag(self, "SHEETS", sheets, time, True, advanced=True)
        add_choice(self, "PAPER", tr("Paper"), ["A4", "A3"], "A4", tr("Size of the map sheets."), advanced=True)
        add_choice(
            self,
            "DIALECT",
            tr("Form of the parcel text file"),
            list(dialect_names(office_dialects())),
            "base",
            tr("The common form, or that of an office or program."),
            advanced=True,
        )
        add_measured_crs(self)
        add_choice(
            self,
            "ENCODING",
            tr("Encoding of the parcel text file"),
            list(ENCODINGS),
            None,
            tr("That of the form where left empty (GB18030, which begins with GBK, for the common form)."),
            advanced=True,
        )
        add_document_language(self)
        for name, label, help_text in (
            ("OFFICE", tr("Office"), tr("Printed on sheets and tables and in the parcel text file.")),
            ("MAKER", tr("Made by"), tr("Printed in the boxes of sheets and tables.")),
            ("CHECKER", tr("Checked by"), tr("Printed in the boxes of sheets and tables.")),
            ("APPROVER", tr("Approved by"), tr("Printed in the boxes of the sheets.")),
            ("DATA_DATE", tr("Date of the data"), tr("Printed on the sheets, for example 2021-12-31.")),
            ("DATE", tr("Date of the dossier"), tr("As 2021-12-31; today where left empty.")),
            ("MARKING", tr("Marking"), tr("Printed large on each sheet, for example 示意 on schematic geometry.")),
        ):
            add_text(self, name, label, help_text, advanced=True)

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        without = no_workbooks()
        source = self._source(given, "PARCELS")
        land_use = self._source(given, "LANDUSE")
        villages = self._source(given, "VILLAGES") if given.has("VILLAGES") else None
        fields = self._parcel_fields(given, source)
        land_use_fields = LandUseFields.found_in(land_use, given.field("CLASS_FIELD", land_use, "landuse", "class"))
        words_language = given.choice("LANGUAGE")
        red_lines = self._red_lines(given, words_language)
        texts = texts_of(given)
        dialect = load_dialect(given.choice("DIALECT"), office_dialects())
        batch = given.text("BATCH").strip()
        tolerance = given.number("TOLERANCE")
        crs, notices = paper_system(source, land_use, villages, chosen=given.optional_crs("CRS"))
        run = Run(crs, given.transforms, feedback.isCanceled, notices)
        target = Path(given.text("OUTPUT"))

        def told(share: float, sentence: str) -> None:
            reached(feedback, 40 * share)
            feedback.pushInfo(sentence)

        draft = new_folder(self.outputs, target)
        survey = Survey(land_use, land_use_fields, villages, given.scheme(), [line for _, line in red_lines], tolerance)
        measured = measure_parcels(run, source, fields, survey, told, dialect=dialect, batch=batch)
        reached(feedback, 40)
        parcels, dossier, scheme = measured.parcels, measured.dossier, measured.patches.scheme
        words = Words(scheme, words_language, words_of(words_language))
        used = self._used(source, land_use, villages, red_lines, words.tr)
        provenance = provenance_of(run, scheme.title(words_language), used, f"{tolerance:g}")
        groups = self._group_labels(source, fields, words_language)
        files = DossierFiles(draft, dossier, words, method_of(run), texts, groups, workbooks=without is None)
        feedback.pushInfo(tr("Writing tables, boundary points and parcel text files…"))
        refuse_long_paths(files, target)
        write_dossier_tables(files, parcels, crs, dialect, given.choice("ENCODING") or None)
        sheets = []
        if given.flag("SHEETS"):
            feedback.pushInfo(tr("Printing {count} map sheets…").format(count=len(dossier.parcels)))
            sheets = write_sheets(
                files,
                parcels,
                self._sheet_layers(given, words, red_lines, survey),
                crs,
                given.choice("PAPER"),
                warn=feedback.pushWarning,
                progress=lambda share: feedback.setProgress(40 + 55 * share),
                cancelled=feedback.isCanceled,
            )
        with run.laps.step("write"):
            write_dossier_report(files, provenance, sheets)
        reached(feedback, 99)
        for notice in (*run.notices, *([] if without is None else [without])):
            feedback.pushWarning(notice.sentence(tr))
        tell_engine(run, feedback, len(parcels.parcels), len(measured.patches.codes))
        feedback.pushInfo(tr("The dossier is in {folder}.").format(folder=str(target)))
        feedback.setProgress(100)
        return {
            "OUTPUT": str(target),
            "REPORT": str(target / "report.html"),
            "BATCHES": len(dossier.batches),
            "PARCEL_COUNT": len(dossier.parcels),
            "TOTAL_AREA": float(dossier.total.m2),
            "NOT_COVERED_AREA": float(measured.pieces.uncovered.sum()),
            "OVERLAP_AREA": float(measured.pieces.overlap.sum()),
            "VIOLATIONS": dossier.violations,
            "SHEET_COUNT": len(sheets),
            "SKIPPED": len(run.skipped),
        }

    # --- parameters -----------------------------------------------------------------------------------------------

    def _source(self, given: Given, name: str) -> Source:
        source = given.source(name)
        if QgsWkbTypes.geometryType(source.wkb_type) != Qgis.GeometryType.Polygon:
            raise RedlineError(
                "Layer {layer} ({parameter}) has no polygons: choose a layer of areas.",
                layer=source.name,
                parameter=name,
            )
        return source

    def _parcel_fields(self, given: Given, source: Source) -> ParcelFields:
        named = given.texts("SUMMARY_FIELDS")
        groups = [chosen_field(source, name, "SUMMARY_FIELDS") for name in named]
        return ParcelFields(
            number=given.field("NUMBER_FIELD", source, "parcel", "number"),
            name=given.field("NAME_FIELD", source, "parcel", "name"),
            use=given.field("USE_FIELD", source, "parcel", "use"),
            class_code=given.field("", source, "parcel", "usecode"),
            batch=given.field("BATCH_FIELD", source, "parcel", "batch"),
            groups=tuple(groups),
        )

    def _group_labels(self, source: Source, fields: ParcelFields, language: str) -> tuple[str, ...]:
        """What the summary fields are called on paper: the role's word for them, else their alias, else their name."""
        known = {
            name: role_of(role).parts[part].name(language)
            for role in ("tractproject", "parcel")
            for part, name in fields_of(source, role).items()
        }
        found = [source.fields.at(source.fields.lookupField(name)) for name in fields.groups]
        return tuple(known.get(each.name(), each.alias() or each.name()) for each in found)

    def _red_lines(self, given: Given, language: str) -> list[tuple[QgsVectorLayer, RedLineLayer]]:
        """The red lines with their layers."""
        named = [
            (layer, inside, name)
            for name, inside in (("RED_LINES", False), ("MUST_BE_INSIDE", True))
            for layer in given.layers(name)
        ]
        lines = red_line_layers(named, language)
        return [(layer, line) for (layer, _, _), line in zip(named, lines, strict=True)]

    def _sheet_layers(
        self,
        given: Given,
        words: Words,
        red_lines: Sequence[tuple[QgsVectorLayer, RedLineLayer]],
        survey: Survey,
    ) -> ParcelSheetLayers:
        return drawn_layers(
            words,
            given.vector_layer("LANDUSE"),
            survey.land_use_fields.class_code,
            given.vector_layer("VILLAGES"),
            survey.village_fields.label if survey.village_fields else "",
            [(layer, line.role, line.title) for layer, line in red_lines],
        )

    def _used(
        self,
        parcels: Source,
        land_use: Source,
        villages: Source | None,
        red_lines: Sequence[tuple[QgsVectorLayer, RedLineLayer]],
        tr: Callable[[str], str],
    ) -> list[tuple[str, Source | None]]:
        lines = [(tr("Must be inside") if line.must_contain else tr("Red line"), line.source) for _, line in red_lines]
        return [(tr("Parcels"), parcels), (tr("Land use"), land_use), (tr("Villages"), villages), *lines]
