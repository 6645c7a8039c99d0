"""redline:importparceltext: parcel text files 报部坐标 TXT as a layer, with a report of what was assumed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingFeedback,
    QgsProcessingParameterCrs,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.deliveries.tables import read_text
from ...core.errors import RedlineError
from ...core.parceltext import AREA_UNITS, ParcelFile, all_dialects
from ...core.parceltext.checks import Limits
from ...core.parceltext.reader import Asked
from ...i18n import tr
from ...layers.county.discover import walk
from ...layers.measuring.parcels import office_dialects
from ..base import RedlineAlgorithm, check_cancelled, share_of
from ..groups import PARCELS
from ..outputs import write_layer
from ..parameters import Given, add, add_choice, add_folder, add_layers, add_numbers, add_sink
from ..personal import add_keep_personal, asks_personal
from ..rules import add_rules, office_rules
from .importreport import Told, add_report, report_layer, tell_findings
from .parcellayer import ReadParcel, code_of, common_crs, parcel_layer

__all__ = ["ImportParcelText"]


@dataclass(frozen=True)
class _Read:
    path: Path
    file: ParcelFile


class ImportParcelText(RedlineAlgorithm):
    ID = "importparceltext"
    LABEL = "Import parcel text files"
    SUMMARY = "Parcel text files (TXT) of any office as a layer, with a report of what was assumed and what is wrong"
    GROUP = PARCELS
    TAGS = "报部坐标,TXT,坐标导入,界址点,勘测定界,宗地,地块,import,parcel,coordinates"

    def initAlgorithm(self, configuration=None):
        add_layers(
            self,
            "INPUT",
            tr("Parcel text files"),
            tr("One file, several files, or a folder: then all .txt files in it and below it."),
            QgsProcessing.SourceType.TypeFile,
        )
        add_folder(
            self,
            "FOLDER",
            tr("Folder of parcel text files"),
            tr("All .txt files in it and below it, beside those above; in a batch, one folder for each row."),
        )
        add(
            self,
            QgsProcessingParameterCrs("CRS", tr("Coordinate system"), optional=True),
            tr("Used where neither the header nor the zone number of the eastings tells it."),
        )
        add_choice(
            self,
            "DEGREES",
            tr("Longitude and latitude as"),
            ["auto", "decimal", "dms"],
            "auto",
            tr(
                "decimal degrees, or dms: ddd.mmss…. auto takes up to four decimals, and rows like those of the form "
                "dms, as minutes and seconds, and says so."
            ),
            advanced=True,
        )
        add_choice(
            self,
            "AREA_UNIT",
            tr("Unit of declared areas"),
            ["auto", *AREA_UNITS],
            "auto",
            tr(
                "auto takes the unit beside the number, in the header, or of the file's form; only where none is "
                "named, the one that fits the parcel's size, with a warning. "
                "Choose ha, m2 or mu where you know it better."
            ),
            advanced=True,
        )
        add_keep_personal(self)
        add_rules(self)
        self._add_outputs()

    def _add_outputs(self) -> None:
        add_sink(
            self,
            "OUTPUT",
            tr("Parcels"),
            tr("One feature for each parcel that could be read, in the coordinate system of most of them."),
        )
        add_report(self)
        add_numbers(
            self,
            (
                ("FILES", tr("Files read")),
                ("PARCELS", tr("Parcels")),
                ("LEFT_OUT", tr("Parcels left out")),
                ("ERRORS", tr("Errors")),
                ("WARNINGS", tr("Warnings")),
            ),
        )

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        named = [*given.files("INPUT"), given.text("FOLDER")]
        paths = _text_files([Path(each) for each in named if each])
        chosen = given.optional_crs("CRS")
        asked = Asked(
            None if chosen is None else code_of(chosen),
            None if chosen is None else chosen.isGeographic(),
            given.choice("DEGREES") or "auto",
            next((unit for unit in AREA_UNITS if unit == given.choice("AREA_UNIT")), None),
            all_dialects(office_dialects()),
            Limits.of(office_rules(given)),
        )
        found = []
        for number, path in enumerate(paths):
            check_cancelled(feedback)
            try:
                data = path.read_bytes()
            except OSError as error:
                raise RedlineError(
                    "{file} cannot be read ({reason}).", file=str(path), reason=error.strerror or type(error).__name__
                ) from error
            share = share_of(feedback, 80 * number / len(paths), 80 * (number + 1) / len(paths))
            file = read_text(data, asked, progress=share, cancelled=feedback.isCanceled)
            found.append(_Read(path, file))
        parcels = [
            ReadParcel(each.path.name, record)
            for each in found
            for record in each.file.parcels
            if record.epsg is not None
        ]
        if not parcels:
            raise _nothing(found)
        crs = common_crs([each.record for each in parcels])
        write_layer(
            self.outputs,
            "OUTPUT",
            parcel_layer(parcels, crs, given.transforms, feedback, personal=asks_personal(given)),
        )
        results = self._report(feedback, found, len(parcels))
        feedback.setProgress(100)
        return results

    def _report(self, feedback: QgsProcessingFeedback, found: list[_Read], parcels: int) -> dict[str, Any]:
        told = [Told(each.path.name, finding.line or None, finding) for each in found for finding in each.file.findings]
        line = ("line", tr("Line"), QMetaType.Type.LongLong)
        write_layer(self.outputs, "REPORT", report_layer(told, line))
        counts = tell_findings(feedback, told, _sentence)
        left_out = sum(len(each.file.parcels) + each.file.left_out for each in found) - parcels
        feedback.pushInfo(
            tr("{files} files: {parcels} parcels read, {left} left out, {errors} errors, {warnings} warnings.").format(
                files=len(found), parcels=parcels, left=left_out, errors=counts["ERRORS"], warnings=counts["WARNINGS"]
            )
        )
        return {"FILES": len(found), "PARCELS": parcels, "LEFT_OUT": left_out} | counts


def _sentence(told: Told) -> str:
    return tr("{file}, line {line}, parcel {parcel}: {message}").format(
        file=told.file,
        line=told.finding.line,
        parcel=told.finding.parcel or "–",
        message=told.finding.message(tr),
    )


def _text_files(given: list[Path]) -> list[Path]:
    """The files named, and those in the folders named; RedlineError where one is not there or a folder holds none."""
    if not given:
        raise RedlineError("Choose parcel text files (INPUT) or a folder of them (FOLDER).")
    paths: list[Path] = []
    for path in given:
        try:
            is_folder, is_file = path.is_dir(), path.is_file()
        except OSError as error:
            raise RedlineError(
                "{file} cannot be read ({reason}).", file=str(path), reason=error.strerror or type(error).__name__
            ) from error
        if is_folder:
            inside = sorted(each for each in _files_below(path) if each.suffix.lower() == ".txt")
            if not inside:
                raise RedlineError("Folder {folder} holds no .txt files.", folder=str(path))
            paths += inside
        elif is_file:
            paths.append(path)
        else:
            raise RedlineError("There is no file or folder {path}.", path=str(path))
    return list(dict.fromkeys(paths))


def _files_below(folder: Path) -> Iterator[Path]:
    """Every file in ``folder`` and below it. Raises RedlineError for a folder that may not be read."""
    for place, _, names in walk(folder):
        yield from (Path(place) / name for name in names)


def _nothing(found: list[_Read]) -> RedlineError:
    """Why no parcel came out: the first error, or the missing coordinate system."""
    for each in found:
        for finding in each.file.findings:
            if finding.severity == "error":
                return RedlineError(
                    "No parcel could be read. {file}, line {line}: {message}",
                    file=each.path.name,
                    line=finding.line,
                    message=finding.message(tr),
                )
    return RedlineError("No parcel could be read: the files hold none.")
