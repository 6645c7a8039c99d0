"""redline:exportparceltext: a parcel layer as parcel text files 报部坐标 TXT, in the form that an office asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingFeedback,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
)

from ...core.errors import RedlineError
from ...core.paper.outputfolder import file_name
from ...core.paper.ownfiles import PARCEL_TEXTS, OwnFiles
from ...core.paper.wholefile import write_whole
from ...core.parceltext import (
    ENCODINGS,
    Dialect,
    HeaderValues,
    ParcelRecord,
    dialect_names,
    load_dialect,
    write_parcel_text,
)
from ...i18n import tr
from ...layers.measuring.parcels import office_dialects
from ...layers.reading.crs import geographic_of, name_of_crs, text_crs
from ...layers.reading.papersystem import chosen_system, degrees_system
from ...layers.reading.sources import Source
from ..base import RedlineAlgorithm, check_cancelled
from ..documents import tell
from ..groups import PARCELS
from ..outputs import draft_file
from ..parameters import (
    Given,
    add,
    add_choice,
    add_csv,
    add_field,
    add_numbers,
    add_paper_crs,
    add_parcel_fields,
    add_source,
    add_text,
    add_value,
)
from ..texts import date_of
from .parcelrecords import RecordFields, parcel_records, read_parcel_features, to_lonlat_of

__all__ = ["ExportParcelText"]


@dataclass(frozen=True)
class _Taken:
    source: Source


class ExportParcelText(RedlineAlgorithm):
    ID = "exportparceltext"
    LABEL = "Export parcel text files"
    SUMMARY = "Parcels as a parcel text file (TXT) in the form, encoding and numbering that an office asks for"
    GROUP = PARCELS
    TAGS = "报部坐标,TXT,坐标导出,界址点,勘测定界,宗地,地块,GBK,export,parcel,coordinates"

    def initAlgorithm(self, configuration=None):
        add_source(self, "INPUT", tr("Parcels"), tr("With a selection, only the selected ones."))
        add_choice(
            self,
            "DIALECT",
            tr("Form of the parcel text file"),
            dialect_names(office_dialects()),
            "base",
            tr("The common form, that of an office or program, or your own from redline/dialects in the QGIS profile."),
        )
        add_choice(
            self,
            "ENCODING",
            tr("Encoding"),
            list(ENCODINGS),
            None,
            tr("That of the form where left empty (GB18030, which begins with GBK, for the common form)."),
        )
        add_value(
            self,
            "DECIMALS",
            tr("Decimals of the coordinates"),
            None,
            tr("Those of the form where left empty."),
            low=0,
            high=12,
            whole=True,
            optional=True,
        )
        add_choice(
            self,
            "START",
            tr("First point of a ring"),
            ["drawn", "northwest"],
            None,
            tr("northwest: nearest to the north-west corner of the ring's box. drawn: as it was drawn."),
        )
        add_paper_crs(
            self,
            tr(
                "The parcels are transformed into it. Left empty: their own, which must be a Gauss-Krüger zone, or for "
                "forms in degrees may be any."
            ),
        )
        self._add_advanced()
        self._add_outputs()

    def _add_outputs(self) -> None:
        add(
            self,
            QgsProcessingParameterFileDestination(
                "OUTPUT", tr("Parcel text file"), tr("Parcel text files") + " (*.txt)", optional=True
            ),
            tr("One file with all parcels."),
        )
        add(
            self,
            QgsProcessingParameterFolderDestination(
                "OUTPUT_FOLDER", tr("Folder for one file per parcel"), optional=True, createByDefault=False
            ),
            tr("One file for each parcel, named by its number; those of an earlier run are replaced, no others."),
        )
        add_numbers(
            self, (("PARCELS", tr("Parcels")), ("FILES", tr("Files written")), ("SKIPPED", tr("Features left out")))
        )

    def _add_advanced(self) -> None:
        add_parcel_fields(self, "INPUT")
        for name, label, help_text in (
            ("SHEET_FIELD", tr("Field with the map sheet number"), tr("Computed (1:10,000) where left empty.")),
            (
                "AREA_FIELD",
                tr("Field with the area (ha)"),
                tr("Left empty: the official area. Only for offices that ask for another number."),
            ),
        ):
            add_field(self, name, label, "INPUT", help_text, advanced=True)
        add_choice(
            self,
            "DIRECTION",
            tr("Direction of the rings"),
            ["drawn", "standard"],
            None,
            tr("standard: outer rings clockwise, holes counter-clockwise. drawn: as they were drawn."),
            advanced=True,
        )
        add_choice(
            self,
            "NUMBERING",
            tr("Numbering of the points"),
            ["continuous", "restart"],
            None,
            tr("Over all rings of a parcel, or from 1 in each ring."),
            advanced=True,
        )
        add_csv(
            self,
            "DIALECT_TABLE",
            tr("Table of an own form"),
            tr("A table like those in resources/dialects, changed for your office; used instead of the form above."),
            advanced=True,
        )
        add_text(self, "OFFICE", tr("Office"), tr("数据产生单位 of the header."), advanced=True)
        add_text(
            self,
            "DATE",
            tr("Date"),
            tr("数据产生日期 of the header, as 2021-12-31; today where left empty."),
            advanced=True,
        )

    def take(self, given: Given) -> _Taken:
        source = given.source("INPUT")
        return _Taken(source=source)

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = self.taken
        source = taken.source
        target = draft_file(self.outputs, "OUTPUT")
        folder = given.text("OUTPUT_FOLDER") if given.wants("OUTPUT_FOLDER") else ""
        if target is None and not folder:
            raise RedlineError("Say where to write: a file (OUTPUT) or a folder (OUTPUT_FOLDER).")
        dialect = self._dialect(given)
        fields = self._record_fields(given, source, dialect)
        on_paper = (degrees_system if dialect.degrees else chosen_system)(source, given.optional_crs("CRS"))
        found, run = read_parcel_features(source, fields.used(), given.context, feedback, on_paper, fields.number)
        records = parcel_records(source, found, fields)
        feedback.setProgress(60)
        crs = text_crs(found.crs)
        encoding = given.choice("ENCODING") or None
        date = date_of(given)
        header = HeaderValues(unit=given.text("OFFICE"), date=date)

        def written(some: Sequence[ParcelRecord]) -> bytes:
            return write_parcel_text(
                some,
                dialect,
                epsg=crs.epsg,
                crs_text=crs.text,
                header=header,
                encoding=encoding,
                to_lonlat=to_lonlat_of(found),
            )

        # All text is made before the first file is written: a value that breaks the form leaves nothing behind.
        files: list[tuple[Path, bytes]] = []
        if target is not None:
            files.append((target, written(records)))
        places = _places_in(Path(folder), records) if folder else []
        own = OwnFiles(Path(folder), PARCEL_TEXTS)
        own.refuse_others(places)
        for record, place in zip(records, places, strict=False):
            check_cancelled(feedback)
            files.append((self.outputs.pending.drafts.beside(place), written([record])))
        for number, (path, data) in enumerate(files):
            check_cancelled(feedback)
            write_whole(path, data)
            feedback.setProgress(60 + 40 * (number + 1) / len(files))
        if places:
            drafts = [path for path, _ in files[-len(places) :]]
            record_file, noted = own.with_all(zip(drafts, places, strict=True))
            write_whole(self.outputs.pending.drafts.beside(record_file), noted)
        tell(feedback, run.notices)
        feedback.pushInfo(_told_system(source, found.crs, dialect))
        if dialect.degrees and not _usual_datum(found.crs):
            feedback.pushWarning(
                tr(
                    "The form does not say that its longitudes and latitudes are those of {crs}: tell who receives it."
                ).format(crs=name_of_crs(geographic_of(found.crs)))
            )
        feedback.pushInfo(
            tr("{parcels} parcels written to {files} files in the form {dialect}.").format(
                parcels=len(records), files=len(files), dialect=dialect.name_zh
            )
        )
        results: dict[str, object] = {"PARCELS": len(records), "FILES": len(files), "SKIPPED": len(run.skipped)}
        if folder:
            results["OUTPUT_FOLDER"] = folder
        return results

    def _dialect(self, given: Given) -> Dialect:
        table = given.file("DIALECT_TABLE")
        dialect = load_dialect(table or given.choice("DIALECT"), office_dialects())
        numbering = dialect.numbering
        if given.parameters.get("DECIMALS") not in (None, ""):
            decimals = given.whole("DECIMALS")
            dialect, numbering = replace(dialect, decimals=decimals), replace(numbering, decimals=decimals)
        changes: dict[str, Any] = {}
        for name, key in (("START", "start"), ("DIRECTION", "direction")):
            chosen = given.choice(name)
            if chosen:
                changes[key] = chosen
        chosen = given.choice("NUMBERING")
        if chosen:
            changes["continuous"] = chosen == "continuous"
        return replace(dialect, numbering=replace(numbering, **changes))

    def _record_fields(self, given: Given, source: Source, dialect: Dialect) -> RecordFields:
        named = [(column, source.fields.lookupField(column)) for column in dialect.own_columns]
        return RecordFields(
            number=given.field("NUMBER_FIELD", source, "parcel", "number"),
            name=given.field("NAME_FIELD", source, "parcel", "name"),
            use=given.field("USE_FIELD", source, "parcel", "use"),
            class_code=given.field("CLASS_FIELD", source, "parcel", "usecode"),
            area=given.field("AREA_FIELD", source),
            sheet=given.field("SHEET_FIELD", source),
            own=tuple((column, source.fields.at(place).name()) for column, place in named if place >= 0),
        )


def _places_in(folder: Path, records: Sequence[ParcelRecord]) -> list[Path]:
    """The file of each parcel, named by its number, else by its name."""
    used: set[str] = set()
    return [folder / f"{file_name(record.number or record.name, used)}.txt" for record in records]


def _usual_datum(crs: QgsCoordinateReferenceSystem) -> bool:
    """Whether who reads longitudes and latitudes without a word takes them for what they are."""
    return geographic_of(crs).ellipsoidAcronym() in [
        QgsCoordinateReferenceSystem(f"EPSG:{code}").ellipsoidAcronym() for code in (4490, 4326)
    ]


def _told_system(source: Source, crs: QgsCoordinateReferenceSystem, dialect: Dialect) -> str:
    """In which system the file is, and whether the parcels were in another."""
    if dialect.degrees:
        return tr("Longitudes and latitudes are those of {crs}.").format(crs=name_of_crs(geographic_of(crs)))
    if crs == source.crs:
        return tr("The coordinates are in {crs}.").format(crs=name_of_crs(crs))
    return tr("The parcels were transformed from {own} to {crs}.").format(
        own=name_of_crs(source.crs), crs=name_of_crs(crs)
    )
