"""redline:mergefield: what came back from the field goes into the case file: visits, evidence, tracks."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from qgis.core import QgsProcessingFeedback

from ...core.casework.evidence import DECLINATION, EvidenceRules
from ...core.errors import RedlineError
from ...i18n import tr
from ...layers.casework.casefile import CasePlace, add_case_rows, happen_in, pictures_folder
from ...layers.casework.takenback import Taken, packages_in, take_package
from ..base import RedlineAlgorithm, check_cancelled
from ..casefiles import add_cases, cases_of_run, cases_to_write
from ..documents import tell
from ..groups import CASEWORK
from ..parameters import Given, add_folder, add_numbers, add_text, add_value

__all__ = ["MergeField"]


@dataclass(frozen=True)
class _Taken:
    place: CasePlace
    packages: list[Path]
    pictures: Path
    by: str


class MergeField(RedlineAlgorithm):
    ID = "mergefield"
    LABEL = "Take back field packages"
    SUMMARY = "Visits, evidence and tracks of field packages into the case file, with checks of each picture"
    GROUP = CASEWORK
    TAGS = "回收,外业包,举证,核查,QField,合并,照片,merge,field package,evidence,visit"

    def initAlgorithm(self, configuration=None):
        add_cases(self)
        help_text = tr("A field package, or a folder that holds some; it is only read.")
        add_folder(self, "INPUT", tr("Field packages"), help_text, optional=False)
        help_text = tr("Where pictures are kept; beside the case file where left empty.")
        add_folder(self, "PICTURES", tr("Folder of pictures"), help_text)
        help_text = tr("Who takes them back; it stands in the log where a visit names nobody.")
        add_text(self, "BY", tr("Taken back by"), help_text, optional=False)
        rules = EvidenceRules()
        for name, label, default, told in (
            (
                "FARTHEST",
                tr("Farthest from the spot (m)"),
                rules.farthest,
                tr("A picture from farther away proves nothing."),
            ),
            (
                "ACCURACY",
                tr("Least accuracy (m)"),
                rules.least_sharp,
                tr("A position less sure than this proves nothing."),
            ),
        ):
            add_value(self, name, label, default, told, low=1.0, advanced=True)
        help_text = tr(
            "East is positive; turns azimuths that are against magnetic north. Some −6° in western Shandong."
        )
        add_value(
            self, "DECLINATION", tr("Declination (°)"), DECLINATION, help_text, low=-180.0, high=180.0, advanced=True
        )
        add_numbers(
            self,
            (
                ("VISITS", tr("Visits taken")),
                ("EVIDENCE", tr("Evidence taken")),
                ("VALID", tr("Of it valid")),
                ("REFUSED", tr("Rows refused")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        place = cases_of_run(given)
        folder = given.text("PICTURES")
        if not folder and place.path is None:
            raise RedlineError("Name the folder in which the pictures are kept (PICTURES).")
        pictures = Path(folder)
        if place.path is not None and not folder:
            pictures = pictures_folder(place.path)
        by = given.text("BY")
        if not by:
            raise RedlineError("Say who takes the packages back (BY): the log of the case file names it.")
        return _Taken(place, packages_in(Path(given.text("INPUT"))), pictures, by)

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = cast("_Taken", self.taken)
        rules = EvidenceRules(given.number("FARTHEST"), given.number("ACCURACY"))
        counts = {"VISITS": 0, "EVIDENCE": 0, "VALID": 0, "REFUSED": 0}
        with cases_to_write(self.outputs, taken.place) as case:
            kept: set[str] = set()
            for done, package in enumerate(taken.packages):
                check_cancelled(feedback)
                found = take_package(case, package, taken.by, rules, given.number("DECLINATION"))
                self._keep_pictures(found, taken.pictures, kept)
                for table, values in found.rows:
                    add_case_rows(case, table, [values])
                for event in found.events:
                    happen_in(case, event)
                counts["VISITS"] += sum(table == "visit" for table, _ in found.rows)
                counts["EVIDENCE"] += sum(table == "evidence" for table, _ in found.rows)
                counts["VALID"] += sum(table == "evidence" and values["valid"] for table, values in found.rows)
                counts["REFUSED"] += len(found.refused)
                tell(feedback, found.refused)
                feedback.setProgress(100 * (done + 1) / len(taken.packages))
        feedback.pushInfo(
            tr(
                "{visits} visits and {evidence} pieces of evidence, {valid} of them valid; {refused} rows refused."
            ).format(**{name.lower(): count for name, count in counts.items()})
        )
        return dict(counts)

    def _keep_pictures(self, found: Taken, folder: Path, kept: set[str]) -> None:
        """Copy pictures under names made of their checksums: a name that is there, or among those ``kept`` in this
        run, is the same picture, and stays."""
        for source, name in found.files.items():
            if name not in kept and not (folder / name).exists():
                kept.add(name)
                shutil.copyfile(source, self.outputs.pending.drafts.beside(folder / name))
