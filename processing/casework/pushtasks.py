"""redline:pushtasks: tasks that wait to be pushed go to their receivers: a list, a page, a field package for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingFeedback,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFolderDestination,
    QgsVectorLayer,
)

from ...core.casework.intake import source_names
from ...core.casework.receivers import RECEIVER_KINDS, receiver_at
from ...core.errors import RedlineError
from ...core.paper.htmlreport import Section, write_report
from ...core.paper.outputfolder import file_name
from ...core.paper.tables import Column, Row, Table
from ...core.paper.workbook import no_workbooks, write_workbook
from ...i18n import tr, words_of
from ...layers.casework.casefile import SHAPE, CasePlace, case_rows, happen, opened
from ...layers.casework.fieldpackage import Around, write_package
from ...layers.casework.pushing import WAITING, push_of
from ...layers.casework.worklists import office_clock
from ...layers.reading.run import system_of
from ...layers.reading.sources import source_of
from ...layers.roles.titles import layer_title
from ...layouts.case_sheet import notice_sheets
from ...layouts.setting import SheetSetting
from ...layouts.texts import SheetTexts
from ..base import RedlineAlgorithm, check_cancelled
from ..casefiles import Pair, add_cases, add_filter, cases_of_run, check_filter, chosen
from ..groups import CASEWORK
from ..moments import add_as_of, now_of
from ..outputs import new_folder, place_of_file
from ..parameters import (
    POLYGONS,
    Given,
    add,
    add_document_language,
    add_flag,
    add_layers,
    add_numbers,
    add_source,
    add_text,
)
from ..personal import passed_on
from .papers import add_paper_texts, county_of_run, notice_paper, print_papers

__all__ = ["PushTasks"]


@dataclass(frozen=True)
class _Taken:
    place: CasePlace
    landuse: QgsVectorLayer | None
    red_lines: list[QgsVectorLayer]
    kinds: tuple[str, ...]
    by: str


class PushTasks(RedlineAlgorithm):
    ID = "pushtasks"
    LABEL = "Push tasks"
    SUMMARY = "Judged tasks to their receivers: a push list, and for each township a field package that QField opens"
    GROUP = CASEWORK
    TAGS = "推送,核查任务,外业包,田长,QField,核查通知,push,task,field package"

    def flags(self) -> QgsProcessingAlgorithm.Flag:
        # Projects and layers of the package belong to the main thread.
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def initAlgorithm(self, configuration=None):
        add_cases(self)
        help_text = tr("An expression over number, source, kind, camera, village and township; all judged tasks else.")
        add_filter(self, "FILTER", tr("Only tasks for which"), help_text)
        every = list(RECEIVER_KINDS)
        kinds = QgsProcessingParameterEnum("RECEIVERS", tr("Receivers"), every, True, every, usesStaticStrings=True)
        add(self, kinds, tr("To whom each task goes; the field package is the chief's."))
        help_text = tr("Who pushes; it stands in the log of the case file.")
        add_text(self, "BY", tr("Pushed by"), help_text, optional=False)
        add_text(self, "INSTRUCTION", tr("Instruction"), tr("What is to be looked at; it stands in list and package."))
        add_source(self, "LANDUSE", tr("Land use"), tr("Goes along with the field package."), POLYGONS, optional=True)
        help_text = tr("Go along with the field package.")
        add_layers(self, "RED_LINES", tr("Red lines"), help_text, POLYGONS, optional=True)
        folder = QgsProcessingParameterFolderDestination("OUTPUT", tr("Folder"))
        add(self, folder, tr("Push list and field packages; it appears whole, and only then the tasks are pushed."))
        help_text = tr("A4 sheets to be signed, one PDF: map, classes, red lines, deadlines. About a second each.")
        add_flag(self, "NOTICES", tr("Print verification notices"), help_text)
        add_paper_texts(self)
        add_document_language(self)
        add_as_of(self, tr("The moment of the push, for work that is entered later; now where left empty."))
        add_numbers(self, (("TASKS", tr("Tasks pushed")), ("PACKAGES", tr("Field packages"))))

    def take(self, given: Given) -> _Taken:
        by = given.text("BY")
        if not by:
            raise RedlineError("Say who pushes the tasks (BY): the log of the case file names it.")
        kinds = tuple(self.parameterAsEnumStrings(given.parameters, "RECEIVERS", given.context))
        if not kinds:
            raise RedlineError("Choose at least one receiver (RECEIVERS).")
        check_filter(given.text("FILTER"), "FILTER")
        layers = [layer for layer in given.layers("RED_LINES") if isinstance(layer, QgsVectorLayer)]
        landuse = given.vector_layer("LANDUSE")
        for layer in (*layers, *([] if landuse is None else [landuse])):
            system_of(layer)
        return _Taken(cases_of_run(given), landuse, layers, kinds, by)

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = cast("_Taken", self.taken)
        waiting, bare = _waiting(taken.place)
        if bare:
            feedback.pushWarning(
                tr("{count} tasks wait without a place and are not pushed: {tasks}.").format(
                    count=len(bare), tasks=", ".join(bare[:20]) + (" …" if len(bare) > 20 else "")
                )
            )
        pairs = chosen(waiting, given.text("FILTER"), "FILTER")
        if not pairs:
            feedback.pushWarning(tr("No task waits to be pushed; nothing was written."))
            return {"TASKS": 0, "PACKAGES": 0}
        instruction = given.text("INSTRUCTION")
        for task, _ in pairs:
            task["instruction"] = instruction or task["instruction"]
        towns = _by_township(pairs)
        target = place_of_file(self.outputs, "OUTPUT")
        if target is None:
            raise RedlineError("Name the folder for list and packages (OUTPUT).")
        now = now_of(given).replace(microsecond=0)
        folder = new_folder(self.outputs, target)
        words = words_of(given.choice("LANGUAGE"))
        table = _push_list(pairs, taken.kinds, now, words)
        without = no_workbooks()
        if without is None:
            write_workbook(folder / f"{table.name}.xlsx", [table], tr=words)
        else:
            feedback.pushWarning(without.sentence(tr))
        language = given.choice("LANGUAGE").replace("_", "-")
        page = [Section(table.title, tables=[table])]
        write_report(folder / f"{table.name}.html", table.title, page, language=language, tr=words)
        if given.flag("NOTICES"):
            self._print_notices(given, feedback, pairs, now, folder)
        packages = towns if "chief" in taken.kinds else {}
        around = _around(taken, feedback) if packages else []
        names: set[str] = set()
        for done, ((code, name), some) in enumerate(packages.items()):
            check_cancelled(feedback)
            place = folder / file_name(f"{code}_{name}", names)
            place.mkdir()
            write_package(place, tr("Verification tasks {town}").format(town=name or code), some, around)
            feedback.setProgress(80 * (done + 1) / len(packages))
        self.outputs.results["OUTPUT"] = str(target)
        # When the folder stands in its place, and before the run is done.
        self.outputs.pending.last.append(lambda: _push(taken, pairs, now))
        feedback.pushInfo(
            tr("{tasks} tasks for {towns} townships; the packages hold no names and no telephone numbers.").format(
                tasks=len(pairs), towns=len(towns)
            )
        )
        return {"TASKS": len(pairs), "PACKAGES": len(packages)}

    def _print_notices(
        self, given: Given, feedback: QgsProcessingFeedback, pairs: Sequence[Pair], now: datetime, folder: Path
    ) -> None:
        taken, clock, language = cast("_Taken", self.taken), office_clock(), given.choice("LANGUAGE")
        county = county_of_run(given, taken.landuse, taken.red_lines, feedback)
        texts = SheetTexts(given.text("OFFICE"), made_date=f"{now:%Y-%m-%d}", marking=given.text("MARKING"))
        setting = SheetSetting(county, texts, language=language)
        papers = [notice_paper(task, spot, taken.kinds, now, clock, setting.tr, language) for task, spot in pairs]
        target = folder / f"{setting.tr('Verification notices')}.pdf"
        print_papers(papers, notice_sheets, setting, target, given, feedback)


def _waiting(place: CasePlace) -> tuple[list[Pair], list[str]]:
    """The judged tasks, and the keys of those whose spot is not there or has no shape."""
    with opened(place) as case:
        spots = {row["uuid"]: row for row in case_rows(case, "spot")}
        tasks = [row for row in case_rows(case, "task") if row["state"] == WAITING]
    placed = [task for task in tasks if spots.get(task["spot"], {}).get(SHAPE) is not None]
    return [(task, spots[task["spot"]]) for task in placed], [task["uuid"] for task in tasks if task not in placed]


def _by_township(pairs: Sequence[Pair]) -> dict[tuple[str, str], list[Pair]]:
    towns: dict[tuple[str, str], list[Pair]] = {}
    for task, spot in sorted(pairs, key=lambda pair: (pair[1]["township"] or "", pair[1]["seen_at"])):
        towns.setdefault((spot["township"] or "", spot["township_name"] or ""), []).append((task, spot))
    return towns


def _around(taken: _Taken, feedback: QgsProcessingFeedback) -> list[Around]:
    """What goes along, without personal data."""
    layers = [(f"redline_{i}", layer) for i, layer in enumerate(taken.red_lines)]
    if taken.landuse is not None:
        layers.append(("landuse", taken.landuse))
    return [
        Around(table, layer_title(layer, tr("en")), layer, tuple(passed_on(source_of(layer), False, feedback)))
        for table, layer in layers
    ]


def _push_list(pairs: Sequence[Pair], kinds: Sequence[str], now: datetime, tr: Callable[[str], str]) -> Table:
    columns = (
        Column("number", tr("Number")),
        Column("source", tr("Source")),
        Column("seen_at", tr("Seen at")),
        Column("kind_name", tr("Kind of alert")),
        Column("township", tr("Township")),
        Column("village", tr("Village")),
        Column("lon", tr("Longitude (°)")),
        Column("lat", tr("Latitude (°)")),
        Column("receivers", tr("Receivers")),
        Column("instruction", tr("Instruction")),
    )
    rows = tuple(
        Row(
            (
                spot["number"],
                source_names(tr).get(spot["source"], spot["source"]),
                (spot["seen_at"] or "")[:16].replace("T", " "),
                spot["kind"] or "",
                spot["township_name"] or spot["township"] or "",
                spot["village_name"] or spot["village"] or "",
                f"{spot['lon']:.6f}",
                f"{spot['lat']:.6f}",
                "; ".join(receiver_at(kind, spot, tr) for kind in kinds),
                task["instruction"] or "",
            )
        )
        for task, spot in pairs
    )
    head = ((tr("Pushed"), now.isoformat(" ", "minutes")[:16]),)
    return Table(tr("Push list"), tr("Verification tasks"), columns, rows, head=head)


def _push(taken: _Taken, pairs: Sequence[Pair], now: datetime) -> None:
    """The event of each task, with a row for each receiver, in one transaction: all are pushed, or none."""
    happen(taken.place, *(push_of(task["uuid"], spot, taken.kinds, taken.by, now) for task, spot in pairs))
