"""The files of a dossier: workbooks, boundary points, parcel text files, the report."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem

from ...core.approval.dossier import (
    Batch,
    Dossier,
    boundary_points_table,
    land_class_table,
    parcel_class_table,
    parcels_table,
    red_lines_table,
    summary_table,
    title_of,
)
from ...core.approval.dossierreport import Provenance, report_sections
from ...core.boundary.points import parts_of
from ...core.landuse.tables import Method, Words
from ...core.paper.cells import harmless
from ...core.paper.htmlreport import Link, write_report
from ...core.paper.outputfolder import file_name
from ...core.paper.tables import Table
from ...core.paper.workbook import Sheet, write_workbook
from ...core.parceltext import Dialect, HeaderValues, ParcelRecord, paper_decimals, write_parcel_text
from ...layers.measuring.parcels import ReadParcels
from ...layers.reading.crs import text_crs
from ...layers.reading.planes import lonlat_of
from ...layouts.texts import SheetTexts

__all__ = ["DossierFiles", "write_dossier_report", "write_dossier_tables"]


@dataclass(frozen=True)
class DossierFiles:
    """A dossier and where it is written: ``folder`` holds one folder for each batch. workbooks : whether they can be
    made."""

    folder: Path
    dossier: Dossier
    words: Words
    method: Method
    texts: SheetTexts
    groups: tuple[str, ...]
    workbooks: bool = True

    def batch_folders(self) -> list[Path]:
        """One for each batch, in order; names that Windows accepts."""
        taken: set[str] = set()
        return [self.folder / file_name(title_of(batch.name, self.words.tr), taken) for batch in self.dossier.batches]


def write_dossier_tables(
    files: DossierFiles,
    parcels: ReadParcels,
    crs: QgsCoordinateReferenceSystem,
    dialect: Dialect,
    encoding: str | None,
) -> None:
    """Workbooks, boundary points and parcel text files: all that may be refused for a sign in it, before the sheets,
    which take long."""
    words, dossier = files.words, files.dossier
    for batch, folder in zip(dossier.batches, files.batch_folders(), strict=True):
        folder.mkdir(exist_ok=True)
        points = boundary_points_table(dossier, batch, words.tr, _points_note(dialect, words))
        if files.workbooks:
            write_workbook(folder / "tables.xlsx", _tables(files, batch, _form(files, batch), points), tr=words.tr)
        _write_csv(folder / "boundary_points.csv", points)
        (folder / "parcels.txt").write_bytes(_parcel_text(files, batch, parcels, crs, dialect, encoding))
    if files.workbooks:
        write_workbook(files.folder / "summary.xlsx", _summaries(files), tr=words.tr)


def write_dossier_report(files: DossierFiles, provenance: Provenance, sheets: Sequence[Path]) -> None:
    """The report, with links to the other files and to ``sheets``."""
    words, dossier = files.words, files.dossier
    forms = [_form(files, batch) for batch in dossier.batches]
    links = [_links(files, folder, sheets) for folder in files.batch_folders()]
    sections = report_sections(dossier, _summaries(files), forms, links, provenance, words)
    write_report(
        files.folder / "report.html",
        words.tr("Approval dossier"),
        sections,
        subtitle=" · ".join(text for text in (files.texts.office, files.texts.made_date) if text),
        language="en" if words.language == "en" else "zh-Hans",
        tr=words.tr,
    )


def _form(files: DossierFiles, batch: Batch) -> Table:
    tr, own = files.words.tr, files.texts
    head = ((tr("Batch"), title_of(batch.name, tr)),)
    foot = (
        (tr("Reported by"), own.office),
        (tr("Made by"), own.signers.maker),
        (tr("Checked by"), own.signers.checker),
        (tr("Date"), own.made_date),
    )
    return land_class_table(files.dossier, batch, files.words, files.method, head, foot)


def _tables(files: DossierFiles, batch: Batch, form: Table, points: Table) -> list[Table | Sheet]:
    dossier, words = files.dossier, files.words
    leaves = [leaf for i in batch.parcels for leaf in dossier.leaves[i]]
    tables: list[Table | Sheet] = [
        Sheet(form, paper="A3"),
        Sheet(parcels_table(dossier, batch, words.tr)),
        Sheet(parcel_class_table(leaves, words, words.tr("Classes")), landscape=False),
    ]
    if dossier.findings:
        tables.append(Sheet(red_lines_table(dossier, batch, words.tr)))
    tables.append(Sheet(points, landscape=False))
    return tables


def _summaries(files: DossierFiles) -> list[Table]:
    dossier, tr = files.dossier, files.words.tr
    tables = [
        summary_table(
            dossier,
            [title_of(parcel.batch, tr) for parcel in dossier.parcels],
            tr("Batch"),
            tr("By batch"),
            tr("Areas by batch"),
            tr,
        )
    ]
    for place, name in enumerate(files.groups):
        tables.append(
            summary_table(
                dossier,
                [parcel.groups[place] for parcel in dossier.parcels],
                name,
                tr("By {field}").format(field=name),
                tr("Areas by {field}").format(field=name),
                tr,
            )
        )
    everything = [leaf for leaves in dossier.leaves for leaf in leaves]
    tables.append(parcel_class_table(everything, files.words, tr("Classes")))
    return tables


def _points_note(dialect: Dialect, words: Words) -> str:
    return words.tr(
        "X north, Y east, {decimals} decimals rounded half up; sides are calculated from these coordinates."
    ).format(decimals=paper_decimals(dialect))


def _write_csv(path: Path, table: Table) -> None:
    """UTF-8 with BOM, so that Excel reads Chinese in it; names that look like formulas are none."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.label for column in table.columns])
        writer.writerows([harmless(text) for text in row] for row in table.texts())


def _parcel_text(
    files: DossierFiles,
    batch: Batch,
    parcels: ReadParcels,
    crs: QgsCoordinateReferenceSystem,
    dialect: Dialect,
    encoding: str | None,
) -> bytes:
    records = [
        ParcelRecord(
            parcel.number,
            parcel.name,
            parts_of(parcels.polygons, i),
            parcel.use,
            parcel.class_code,
            files.dossier.areas[i].ha,
            parcel.sheet,
        )
        for i, parcel in ((i, files.dossier.parcels[i]) for i in batch.parcels)
    ]
    named = text_crs(crs)
    lonlat = lonlat_of(crs)
    return write_parcel_text(
        records,
        dialect,
        epsg=named.epsg,
        crs_text=named.text,
        header=HeaderValues(unit=files.texts.office, date=files.texts.made_date),
        encoding=encoding,
        to_lonlat=lambda x_north, y_east: lonlat(y_east, x_north),
    )


def _links(files: DossierFiles, folder: Path, sheets: Sequence[Path]) -> list[Link]:
    tr = files.words.tr
    named = [
        *([Link(tr("Workbook"), f"{folder.name}/tables.xlsx")] if files.workbooks else []),
        Link(tr("Boundary points"), f"{folder.name}/boundary_points.csv"),
        Link(tr("Parcel text file"), f"{folder.name}/parcels.txt"),
    ]
    own = [path for path in sheets if path.is_relative_to(folder)]
    named += [
        Link(tr("Map sheet {name}").format(name=path.stem), path.relative_to(files.folder).as_posix()) for path in own
    ]
    return named
