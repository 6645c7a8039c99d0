"""redline:approvaltables: the tables of an approval by batch, as workbooks, table layers and a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingFeedback,
    QgsProcessingOutputHtml,
    QgsProcessingParameterFolderDestination,
)

from ...core.approval.batchform import approval_table
from ...core.approval.dossier import Batch, Dossier, title_of
from ...core.approval.dossierreport import Provenance, used_and_skipped
from ...core.approval.forms import Form, load_forms
from ...core.approval.tables import (
    ApprovalContext,
    Share,
    VillageFarmland,
    classes_table,
    new_land_table,
    patch_shares,
    per_capita_table,
    quality_table,
    report_table,
    stacked,
    villages_table,
)
from ...core.landuse.tables import Method, Words, tally_notes
from ...core.paper.htmlreport import Link, Section, write_report
from ...core.paper.outputfolder import file_name
from ...core.paper.tables import Table
from ...core.paper.workbook import no_workbooks, write_workbook
from ...core.rounding import DECIMALS
from ...i18n import tr, words_of
from ...layers.measuring.parcels import (
    LandUseFields,
    ParcelFields,
    usual_form,
)
from ...layers.reading.papersystem import paper_system
from ...layers.reading.run import Run
from ...layers.reading.sources import Source
from ...layers.roles.fields import chosen_field, field_title
from ...layers.roles.table import office_folder
from ..base import RedlineAlgorithm, check_cancelled, reached
from ..documents import ordered_layer, tell, tell_engine
from ..groups import PARCELS
from ..outputs import new_folder, write_tables
from ..parameters import (
    TABLES,
    Given,
    add,
    add_batch,
    add_class_field,
    add_csv,
    add_dividing_villages,
    add_document_language,
    add_field,
    add_measured_crs,
    add_numbers,
    add_parcel_fields,
    add_scheme,
    add_source,
    add_text,
)
from ..rules import add_rules, office_rules
from ..texts import date_of
from .approvalsources import declared_differences, quality_fields, read_patches, village_farmland
from .measured import Survey, measure_parcels, method_of, provenance_of

__all__ = ["ApprovalTables"]


@dataclass(frozen=True)
class _BatchTables:
    """The tables of one batch by form, in the order of the workbook."""

    name: str
    tables: dict[str, Table]


@dataclass(frozen=True)
class _Taken:
    parcels: Source
    land_use: Source
    villages: Source | None
    population: Source | None


class ApprovalTables(RedlineAlgorithm):
    ID = "approvaltables"
    LABEL = "Approval tables"
    SUMMARY = (
        "The bureau's tables for a batch: land classes by owner, new construction land, farmland by quality and head"
    )
    GROUP = PARCELS
    TAGS = "报批,土地分类,权属,地类面积,汇总表,新增建设用地,人均耕地,勘测定界,批次,approval,tables"

    def initAlgorithm(self, configuration=None):
        add_source(self, "PARCELS", tr("Parcels to be approved"), tr("With a selection, only the selected ones."))
        add_source(self, "LANDUSE", tr("Land use"), tr("The land-use patches (DLTB)."))
        add_dividing_villages(self)
        add_batch(self, "PARCELS")
        add_source(
            self,
            "POPULATION",
            tr("Population by village"),
            tr("A table with village code and farming population (NYRK): gives farmland per head."),
            TABLES,
            optional=True,
        )
        add_field(
            self,
            "QUALITY_FIELDS",
            tr("Fields with the quality of farmland"),
            "LANDUSE",
            tr("For example grades of quality. Left empty: slope grade and type of arable land where present."),
            several=True,
        )
        self._add_advanced()
        add(
            self,
            QgsProcessingParameterFolderDestination("OUTPUT", tr("Folder of the tables")),
            tr("It appears when all is done. Tables of an earlier run in it are replaced; other files never."),
        )
        self.addOutput(QgsProcessingOutputHtml("REPORT", tr("Report")))
        add_numbers(
            self,
            (
                ("BATCHES", tr("Batches")),
                ("PARCEL_COUNT", tr("Parcels")),
                ("TOTAL_AREA", tr("Total official area (m²)")),
                ("NEW_LAND", tr("New construction land (ha)")),
                ("FARMLAND", tr("Farmland occupied (ha)")),
                ("SKIPPED", tr("Features left out")),
            ),
        )

    def _add_advanced(self) -> None:
        add_class_field(self, "LANDUSE", advanced=True)
        add_parcel_fields(self, "PARCELS", "NAME_FIELD")
        add_measured_crs(self)
        add_scheme(self)
        add_csv(
            self,
            "FORMS",
            tr("Table of forms"),
            tr("A CSV file like resources/forms/approval_tables.csv: titles and words of your office."),
            advanced=True,
        )
        add_rules(self)
        add_document_language(self)
        for name, label in (
            ("OFFICE", tr("Office")),
            ("PLACE", tr("Place")),
            ("MAKER", tr("Made by")),
            ("CHECKER", tr("Checked by")),
            ("DATE", tr("Date")),
        ):
            add_text(self, name, label, tr("Printed above and below the tables."), advanced=True)

    def take(self, given: Given) -> _Taken:
        parcels = given.source("PARCELS")
        land_use = given.source("LANDUSE")
        villages = given.optional_source("VILLAGES")
        population = given.optional_source("POPULATION")
        return _Taken(parcels=parcels, land_use=land_use, villages=villages, population=population)

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = self.taken
        source, land_use = taken.parcels, taken.land_use
        language = given.choice("LANGUAGE")
        fields = self._parcel_fields(given, source)
        land_use_fields = LandUseFields.found_in(land_use, given.field("CLASS_FIELD", land_use, "landuse", "class"))
        qualities = self._quality_fields(given, land_use)
        rules = office_rules(given)
        forms = load_forms(language, *self._tables(given, "FORMS", "approval_tables.csv"))
        crs, notices = paper_system(source, land_use, taken.villages, chosen=given.optional_crs("CRS"))
        run = Run(crs, given.transforms, feedback.isCanceled, notices)

        def told(share: float, sentence: str) -> None:
            reached(feedback, 60 * share)
            feedback.pushInfo(sentence)

        target = Path(given.text("OUTPUT"))
        draft = new_folder(self.outputs, target)
        made_of = measure_parcels(
            run,
            source,
            fields,
            Survey(land_use, land_use_fields, taken.villages, given.scheme()),
            told,
            dialect=usual_form(),
            batch=given.text("BATCH"),
        )
        parcels, patches, dossier = made_of.parcels, made_of.patches, made_of.dossier
        run.notices.extend(declared_differences(source, parcels, dossier, rules))
        words = Words(patches.scheme, language, words_of(language))
        method = method_of(run)
        met = {patch for _, patch in dossier.patch_areas}
        known = read_patches(land_use, land_use_fields, qualities, met)
        shares = patch_shares(dossier, known.by_id)
        villages = village_farmland(run, land_use, land_use_fields, taken.population, rules) if taken.population else {}
        reached(feedback, 75)
        feedback.pushInfo(tr("Writing the tables…"))
        places = self._places(given)
        titles = [field_title(land_use, "landuse", name, language) for name in qualities]
        made = []
        for each in dossier.batches:
            check_cancelled(feedback)
            own = ApprovalContext(words, rules, forms, places | {"batch": title_of(each.name, words.tr)})
            made.append(_batch_tables(dossier, each, own, method, shares, known.owners, titles, villages))
        with run.laps.step("write"):
            provenance = provenance_of(run, patches.scheme.title(language), self._used(words.tr))
            self._write(draft, made, forms, words, dossier, provenance)
        reached(feedback, 99)
        feedback.pushInfo(run.summary(tr))
        without = no_workbooks()
        tell(feedback, [*run.notices, *([] if without is None else [without])])
        tell_engine(run, feedback, len(parcels.parcels), len(patches.codes))
        feedback.pushInfo(tr("The tables are in {folder}.").format(folder=str(target)))
        feedback.setProgress(100)
        farmland, new = _headline(made)
        return {
            "OUTPUT": str(target),
            "REPORT": str(target / "report.html"),
            "BATCHES": len(dossier.batches),
            "PARCEL_COUNT": len(dossier.parcels),
            "TOTAL_AREA": float(dossier.total.m2),
            "NEW_LAND": new,
            "FARMLAND": farmland,
            "SKIPPED": len(run.skipped),
        }

    # --- parameters -----------------------------------------------------------------------------------------------

    def _parcel_fields(self, given: Given, source: Source) -> ParcelFields:
        return ParcelFields(
            number=given.field("NUMBER_FIELD", source, "parcel", "number"),
            name=given.field("NAME_FIELD", source, "parcel", "name"),
            batch=given.field("BATCH_FIELD", source, "parcel", "batch"),
        )

    def _quality_fields(self, given: Given, source: Source) -> list[str]:
        chosen = given.texts("QUALITY_FIELDS")
        return quality_fields(source, [chosen_field(source, name, "QUALITY_FIELDS") for name in chosen if name])

    def _tables(self, given: Given, name: str, own: str) -> list[Path]:
        """The office's table in its profile, then the one that was named."""
        paths = [office_folder() / own]
        named = given.file(name)
        if named:
            paths.append(Path(named))
        return [path for path in paths if path.is_file() or str(path) == named]

    def _places(self, given: Given) -> dict[str, str]:
        words = {name.lower(): given.text(name) for name in ("OFFICE", "PLACE", "MAKER", "CHECKER", "DATE")}
        return words | {"date": date_of(given)}

    # --- files ----------------------------------------------------------------------------------------------------

    def _used(self, tr: Callable[[str], str]) -> list[tuple[str, Source | None]]:
        return [
            (tr("Parcels"), self.taken.parcels),
            (tr("Land use"), self.taken.land_use),
            (tr("Villages"), self.taken.villages),
            (tr("Population by village"), self.taken.population),
        ]

    def _write(
        self,
        folder: Path,
        made: Sequence[_BatchTables],
        forms: Mapping[str, Form],
        words: Words,
        dossier: Dossier,
        provenance: Provenance,
    ) -> None:
        tr = words.tr
        taken: set[str] = set()
        with_workbooks = no_workbooks() is None
        sections = [_summary_section(dossier, made, tr)]
        for each in made:
            own = folder / file_name(each.name, taken)
            links = []
            if with_workbooks:
                own.mkdir()
                sheets = [forms[form].sheet(table) for form, table in each.tables.items()]
                write_workbook(own / "approval_tables.xlsx", sheets, tr=tr)
                links.append(Link(tr("Workbook"), f"{own.name}/approval_tables.xlsx"))
            sections.append(Section(each.name, tables=list(each.tables.values()), links=links))
        layers = []
        for form in forms:
            parts = [(each.name, each.tables[form]) for each in made if form in each.tables]
            if parts:
                layers.append((form, ordered_layer(stacked(parts, tr("Batch")))))
        write_tables(folder / "tables.gpkg", layers)
        sections += used_and_skipped(provenance, tr)
        write_report(
            folder / "report.html",
            tr("Approval tables"),
            sections,
            language="en" if words.language == "en" else "zh-Hans",
            tr=tr,
        )


def _batch_tables(
    dossier: Dossier,
    batch: Batch,
    context: ApprovalContext,
    method: Method,
    shares: Sequence[Sequence[Share]],
    owners: bool,
    quality_labels: Sequence[str],
    villages: Mapping[str, VillageFarmland],
) -> _BatchTables:
    printed = batch.tally.printed("ha", DECIMALS["ha"])
    form = context.forms["parcels"]
    with_villages = any(leaf.village_code for i in batch.parcels for leaf in dossier.leaves[i])
    notes = tally_notes(batch.tally, printed, context.words, method)
    tables: dict[str, Table | None] = {
        "classes": classes_table(dossier, batch, context, shares if owners else None),
        "villages": villages_table(dossier, batch, context) if with_villages else None,
        "parcels": approval_table(
            printed,
            context.words,
            title=form.title,
            head=form.lines("head", context.places),
            foot=form.lines("foot", context.places),
            notes=(*notes, *form.notes),
        ),
        "report": report_table(dossier, batch, context),
        "newland": new_land_table(dossier, batch, context),
        "quality": quality_table(batch, context, shares, quality_labels) if quality_labels else None,
        "percapita": per_capita_table(dossier, batch, context, villages) if villages else None,
    }
    name = title_of(batch.name, context.words.tr)
    return _BatchTables(name, {form: table for form, table in tables.items() if table is not None})


def _headline(made: Sequence[_BatchTables]) -> tuple[float, float]:
    """Farmland occupied and new construction land over all batches, from the printed totals."""
    totals = [each.tables["newland"].rows[-1] for each in made]
    return float(sum(row.number(6) for row in totals)), float(sum(row.number(4) for row in totals))


def _summary_section(dossier: Dossier, made: Sequence[_BatchTables], tr: Callable[[str], str]) -> Section:
    total = dossier.total
    farmland, new = _headline(made)
    return Section(
        tr("Summary"),
        facts=[
            (tr("Batches"), str(len(dossier.batches))),
            (tr("Parcels"), str(len(dossier.parcels))),
            (tr("Total area"), f"{total.ha} {tr('ha')} = {total.mu} {tr('mu')} = {total.m2} {tr('m²')}"),
            (tr("New construction land (ha)"), f"{new:.4f}"),
            (tr("Farmland occupied (ha)"), f"{farmland:.4f}"),
        ],
        links=[Link(tr("Table layers for map sheets"), "tables.gpkg")],
    )
