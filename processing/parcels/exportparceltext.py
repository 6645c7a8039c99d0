"""redline:exportparceltext: a parcel layer as parcel text files 报部坐标 TXT, in the form that an office asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from qgis.core import (
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ...core.errors import RedlineError
from ...core.paper.outputfolder import file_name
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
from ...layers.reading.crs import text_crs
from ...layers.reading.sources import Source
from ..base import check_cancelled
from ..groups import PARCELS
from ..outputs import draft_file
from .common import ParcelAlgorithm, office_dialects, tell
from .parcelrecords import RecordFields, parcel_records, read_parcel_features, to_lonlat_of

__all__ = ["ExportParcelText"]


class ExportParcelText(ParcelAlgorithm):
    ID = "exportparceltext"
    LABEL = "Export parcel text files"
    SUMMARY = "Parcels as a parcel text file (TXT) in the form, encoding and numbering that an office asks for"
    GROUP = PARCELS
    TAGS = "报部坐标,TXT,坐标导出,界址点,勘测定界,宗地,地块,GBK,export,parcel,coordinates"

    def initAlgorithm(self, configuration=None):
        self.add_polygons("INPUT", tr("Parcels"), tr("With a selection, only the selected ones."))
        self.add_choice(
            "DIALECT",
            tr("Form of the parcel text file"),
            dialect_names(office_dialects()),
            "base",
            tr("The common form, that of an office or program, or your own from redline/dialects in the QGIS profile."),
        )
        self.add_choice(
            "ENCODING",
            tr("Encoding"),
            list(ENCODINGS),
            None,
            tr("That of the form where left empty (GBK for the common form)."),
        )
        self.add(
            QgsProcessingParameterNumber(
                "DECIMALS",
                tr("Decimals of the coordinates"),
                QgsProcessingParameterNumber.Type.Integer,
                None,
                optional=True,
                minValue=0,
                maxValue=12,
            ),
            tr("Those of the form where left empty."),
        )
        self.add_choice(
            "START",
            tr("First point of a ring"),
            ["drawn", "northwest"],
            None,
            tr("northwest: nearest to the north-west corner of the ring's box. drawn: as it was drawn."),
        )
        self._add_advanced()
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT", tr("Parcel text file"), tr("Parcel text files") + " (*.txt)", optional=True
            ),
            tr("One file with all parcels."),
        )
        self.add(
            QgsProcessingParameterFolderDestination(
                "OUTPUT_FOLDER", tr("Folder for one file per parcel"), optional=True, createByDefault=False
            ),
            tr("One file for each parcel, named by its number. Files of the same names are replaced."),
        )
        self.add_numbers(
            (("PARCELS", tr("Parcels")), ("FILES", tr("Files written")), ("SKIPPED", tr("Features left out")))
        )

    def _add_advanced(self) -> None:
        for name, label, help_text in (
            ("NUMBER_FIELD", tr("Field with the parcel number"), tr("Found by name (DKBH …) where left empty.")),
            ("NAME_FIELD", tr("Field with the parcel name"), tr("Found by name (DKMC …) where left empty.")),
            ("USE_FIELD", tr("Field with the planned use"), tr("Found by name (DKYT …) where left empty.")),
            ("CLASS_FIELD", tr("Field with the class code"), tr("Found by name (DKYTDM …) where left empty.")),
            ("SHEET_FIELD", tr("Field with the map sheet number"), tr("Computed (1:10,000) where left empty.")),
            (
                "AREA_FIELD",
                tr("Field with the area (ha)"),
                tr("Left empty: the official area. Only for offices that ask for another number."),
            ),
        ):
            self.add_field(name, label, "INPUT", help_text, advanced=True)
        self.add_choice(
            "DIRECTION",
            tr("Direction of the rings"),
            ["drawn", "standard"],
            None,
            tr("standard: outer rings clockwise, holes counter-clockwise. drawn: as they were drawn."),
            advanced=True,
        )
        self.add_choice(
            "NUMBERING",
            tr("Numbering of the points"),
            ["continuous", "restart"],
            None,
            tr("Over all rings of a parcel, or from 1 in each ring."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFile("DIALECT_TABLE", tr("Table of an own form"), extension="csv", optional=True),
            tr("A table like those in resources/dialects, changed for your office; used instead of the form above."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterString("OFFICE", tr("Office"), "", optional=True),
            tr("数据产生单位 of the header."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterString("DATE", tr("Date"), "", optional=True),
            tr("数据产生日期 of the header, as 2021-12-31; today where left empty."),
            advanced=True,
        )

    def take(self, parameters, context) -> None:
        self._source = self.source(parameters, "INPUT", context)

    def work(self, parameters, context, feedback) -> dict:
        source = self._source
        target = draft_file(self.outputs, "OUTPUT")
        folder = self.text(parameters, "OUTPUT_FOLDER", context) if self.wants(parameters, "OUTPUT_FOLDER") else ""
        if target is None and not folder:
            raise RedlineError("Say where to write: a file (OUTPUT) or a folder (OUTPUT_FOLDER).")
        dialect = self._dialect(parameters, context)
        fields = self._record_fields(parameters, context, source, dialect)
        found, notices = read_parcel_features(source, fields.used(), context, feedback)
        records = parcel_records(source, found, fields)
        feedback.setProgress(60)
        crs = text_crs(found.crs)
        encoding = self.choice(parameters, "ENCODING", context) or None
        date = self.text(parameters, "DATE", context) or datetime.now().date().isoformat()
        header = HeaderValues(unit=self.text(parameters, "OFFICE", context), date=date)

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
        if folder:
            taken: set[str] = set()
            for record in records:
                check_cancelled(feedback)
                name = file_name(record.number or record.name, taken)
                files.append((self.outputs.pending.drafts.beside(Path(folder) / f"{name}.txt"), written([record])))
        for number, (path, data) in enumerate(files):
            check_cancelled(feedback)
            write_whole(path, data)
            feedback.setProgress(60 + 40 * (number + 1) / len(files))
        tell(feedback, notices)
        feedback.pushInfo(
            tr("{parcels} parcels written to {files} files in the form {dialect}.").format(
                parcels=len(records), files=len(files), dialect=dialect.name_zh
            )
        )
        results: dict[str, object] = {"PARCELS": len(records), "FILES": len(files), "SKIPPED": len(notices)}
        if folder:
            results["OUTPUT_FOLDER"] = folder
        return results

    def _dialect(self, parameters, context) -> Dialect:
        table = self.parameterAsFile(parameters, "DIALECT_TABLE", context)
        dialect = load_dialect(table or self.choice(parameters, "DIALECT", context), office_dialects())
        numbering = dialect.numbering
        if parameters.get("DECIMALS") not in (None, ""):
            decimals = self.parameterAsInt(parameters, "DECIMALS", context)
            dialect, numbering = replace(dialect, decimals=decimals), replace(numbering, decimals=decimals)
        changes = {}
        for name, key in (("START", "start"), ("DIRECTION", "direction")):
            chosen = self.choice(parameters, name, context)
            if chosen:
                changes[key] = chosen
        chosen = self.choice(parameters, "NUMBERING", context)
        if chosen:
            changes["continuous"] = chosen == "continuous"
        return replace(dialect, numbering=replace(numbering, **changes))

    def _record_fields(self, parameters, context, source: Source, dialect: Dialect) -> RecordFields:
        named = [(column, source.fields.lookupField(column)) for column in dialect.own_columns]
        return RecordFields(
            number=self.field(parameters, context, "NUMBER_FIELD", source, "parcel", "number"),
            name=self.field(parameters, context, "NAME_FIELD", source, "parcel", "name"),
            use=self.field(parameters, context, "USE_FIELD", source, "parcel", "use"),
            class_code=self.field(parameters, context, "CLASS_FIELD", source, "parcel", "usecode"),
            area=self.field(parameters, context, "AREA_FIELD", source),
            sheet=self.field(parameters, context, "SHEET_FIELD", source),
            own=tuple((column, source.fields.at(place).name()) for column, place in named if place >= 0),
        )
