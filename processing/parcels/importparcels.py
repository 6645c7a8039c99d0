"""redline:importparcels: parcels out of whatever is delivered, drawings, tables, phones and archives, as one layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingFeedback,
    QgsProcessingParameterCrs,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.deliveries.drawing import Reading
from ...core.deliveries.headings import Wanted
from ...core.errors import RedlineError
from ...core.parceltext.reader import Asked
from ...i18n import tr
from ...layers.county.deliveries import Delivered, Inquiry, deliveries_of, files_in
from ...layers.reading.sidecars import no_sidecars
from ..base import RedlineAlgorithm, check_cancelled
from ..groups import PARCELS
from ..outputs import write_layer
from ..parameters import Given, add, add_folder, add_layers, add_numbers, add_sink, add_value
from ..personal import add_keep_personal, asks_personal
from ..rules import add_rules, office_rules
from .importreport import Told, add_report, report_layer, tell_findings
from .parcellayer import ReadParcel, code_of, common_crs, parcel_layer

__all__ = ["ImportParcels"]


class ImportParcels(RedlineAlgorithm):
    ID = "importparcels"
    LABEL = "Import parcels"
    SUMMARY = "Parcels from drawings, coordinate tables, phones and archives as one layer, with a report"
    GROUP = PARCELS
    TAGS = "CAD,DXF,DWG,CASS,Excel,XLSX,CSV,KML,KMZ,GPX,ZIP,坐标表,宗地,地块,红线,导入,手机,奥维,import,parcel,drawing"

    def initAlgorithm(self, configuration=None):
        add_layers(
            self,
            "INPUT",
            tr("Files or folder"),
            tr(
                "A drawing (DXF, DWG R2000, CASS), a coordinate table (XLSX, XLS, ODS, CSV, TXT, DAT), a file of a "
                "phone (KML, KMZ, GPX), GeoJSON, Shapefile, geodatabase or parcel text file, a ZIP of such, or a "
                "folder: then all in it and below it. Nothing in it is changed."
            ),
            QgsProcessing.SourceType.TypeFile,
        )
        add_folder(
            self,
            "FOLDER",
            tr("Folder"),
            tr("Everything in it and below it, beside those above; in a batch, one folder for each row."),
        )
        add(
            self,
            QgsProcessingParameterCrs("CRS", tr("Coordinate system"), optional=True),
            tr("Used where neither the file nor the zone number of its eastings tells it."),
        )
        add(
            self,
            QgsProcessingParameterString("NUMBER_FIELD", tr("Where the parcel number stands"), optional=True),
            tr(
                "A field, a column's heading, a block's attribute, or the CAD layer of the texts. Found by name "
                "(DKBH, 地块编号 …) and by the texts inside where left empty."
            ),
        )
        add(
            self,
            QgsProcessingParameterString("NAME_FIELD", tr("Where the parcel name stands"), optional=True),
            tr("As above, for the name (DKMC, 地块名称 …)."),
        )
        add_value(
            self,
            "CLOSE_TOLERANCE",
            tr("Gap that is closed (m)"),
            0.1,
            tr("Lines whose ends are no farther apart become outlines; others are named in the report."),
            low=0,
        )
        add(
            self,
            QgsProcessingParameterString("LAYERS", tr("CAD layers"), optional=True),
            tr("Only these layers of drawings, parted by commas; * stands for any letters. All where left empty."),
            advanced=True,
        )
        add(
            self,
            QgsProcessingParameterCrs("TARGET_CRS", tr("Coordinate system of the result"), optional=True),
            tr(
                "Where left empty, that of most parcels with plane coordinates, else of most; parcels in others are "
                "transformed."
            ),
            advanced=True,
        )
        self._add_outputs()

    def _add_outputs(self) -> None:
        add_keep_personal(self)
        add_rules(self)
        add_sink(self, "OUTPUT", tr("Parcels"), tr("One feature for each parcel that could be read."))
        add_report(self)
        add_numbers(
            self,
            (
                ("FILES", tr("Files read")),
                ("PARCELS", tr("Parcels")),
                ("ERRORS", tr("Errors")),
                ("WARNINGS", tr("Warnings")),
            ),
        )

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        named = [each for each in (*given.files("INPUT"), given.text("FOLDER")) if each]
        if not named:
            raise RedlineError("Choose files (INPUT) or a folder (FOLDER).")
        files = list(dict.fromkeys(each for path in named for each in files_in(Path(path))))
        inquiry = self._inquiry(given, feedback)
        found: list[Delivered] = []
        with no_sidecars():
            for number, (file, within) in enumerate(files):
                check_cancelled(feedback)
                found += deliveries_of(file, inquiry, within)
                feedback.setProgress(80 * (number + 1) / len(files))
        told = [Told(each.file, each.place(item.line), item) for each in found for item in each.findings]
        parcels = [
            ReadParcel(each.file, record, each.shapes.get(number))
            for each in found
            for number, record in enumerate(each.records)
            if record.epsg is not None
        ]
        if not parcels:
            raise _nothing(named[0], told)
        crs = given.optional_crs("TARGET_CRS")
        if crs is None:
            plane = [each.record for each in parcels if each.record.plane_m2 is not None]
            crs = common_crs(plane or [each.record for each in parcels])
        write_layer(
            self.outputs,
            "OUTPUT",
            parcel_layer(parcels, crs, given.transforms, feedback, personal=asks_personal(given)),
        )
        place = ("place", tr("Place"), QMetaType.Type.QString)
        write_layer(self.outputs, "REPORT", report_layer(told, place))
        feedback.setProgress(100)
        return _tell(feedback, len({each.file for each in found if each.records}), len(parcels), told)

    def _inquiry(self, given: Given, feedback: QgsProcessingFeedback) -> Inquiry:
        rules, chosen = office_rules(given), given.optional_crs("CRS")
        in_degrees = None if chosen is None else chosen.isGeographic()
        layers = given.text("LAYERS").replace("，", ",").replace(";", ",").split(",")
        reading = Reading(
            tolerance=given.number("CLOSE_TOLERANCE"),
            least_m2=float(rules.number("drawing.least_parcel_m2")),
            layers=tuple(each.strip() for each in layers if each.strip()),
            wanted=Wanted(given.text("NUMBER_FIELD"), given.text("NAME_FIELD")),
        )
        return Inquiry(
            replace(Asked.of(None if chosen is None else code_of(chosen), rules), epsg_in_degrees=in_degrees),
            reading,
            track_gap=float(rules.number("track.closing_gap_m")),
            personal=asks_personal(given),
            cancelled=feedback.isCanceled,
        )


def _nothing(path: str, told: Sequence[Told]) -> RedlineError:
    """Why no parcel came out: the first error, else the first thing that was told."""
    order = {"error": 0, "warning": 1, "note": 2}
    first = min(told, key=lambda each: order[each.finding.severity], default=None)
    if first is None:
        return RedlineError("{path} holds no file that could hold parcels.", path=path)
    return RedlineError(
        "No parcel could be read. {where}: {message}",
        where=f"{first.file} {first.place}".strip(),
        message=first.finding.message(tr),
    )


def _tell(feedback: QgsProcessingFeedback, files: int, parcels: int, told: Sequence[Told]) -> dict[str, int]:
    counts = tell_findings(feedback, told, _sentence)
    feedback.pushInfo(
        tr("{files} files: {parcels} parcels read, {errors} errors, {warnings} warnings.").format(
            files=files, parcels=parcels, errors=counts["ERRORS"], warnings=counts["WARNINGS"]
        )
    )
    return {"FILES": files, "PARCELS": parcels} | counts


def _sentence(told: Told) -> str:
    where = " ".join(str(part) for part in (told.file, told.place, told.finding.parcel) if part)
    return f"{where}: {told.finding.message(tr)}"
