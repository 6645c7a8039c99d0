"""redline:casereport: what the casework of a period adds up to, out of the log of a case file."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingFeedback,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterFileDestination,
    QgsVectorLayer,
)

from ...core.casework.comparison import decisions_table, month_table, repeats_table, year_table
from ...core.casework.funnel import UNLAWFUL, Case, change_percent, funnel, funnel_table, outcome, promises_table
from ...core.casework.intake import source_names
from ...core.casework.overdue import overdue_table
from ...core.casework.patrols import Owed, PatrolQuota, load_quotas, owed, patrol_table
from ...core.casework.states import load_transitions
from ...core.clock.calendar import WorkingCalendar
from ...core.clock.deadlines import Deadline, load_deadlines
from ...core.errors import Notice, RedlineError
from ...core.paper.htmlreport import Section
from ...core.paper.tables import Row, Table
from ...core.rounding import percent
from ...i18n import tr, words_of
from ...layers.casework.casefile import SHAPE, CasePlace, case_rows, opened, pictures_folder
from ...layers.casework.reported import Reported, read_reported
from ...layouts.case_sheet import case_sheets
from ...layouts.setting import SheetSetting
from ...layouts.texts import SheetTexts
from ..base import RedlineAlgorithm, check_cancelled
from ..casefiles import add_cases, add_filter, cases_of_run, check_filter, chosen
from ..documents import Documents, tell, write_documents, write_table
from ..groups import CASEWORK
from ..moments import add_as_of, add_calendar, add_hours, calendar_of, moment_of, now_of
from ..outputs import draft_file
from ..parameters import (
    POLYGONS,
    Given,
    add,
    add_csv,
    add_document_language,
    add_documents,
    add_folder,
    add_layers,
    add_numbers,
    add_source,
    add_table,
)
from .papers import add_paper_texts, case_paper, county_of_run, print_papers

__all__ = ["CaseReport"]


@dataclass(frozen=True)
class _Taken:
    place: CasePlace
    begin: datetime | None
    end: datetime | None
    now: datetime
    deadlines: tuple[Deadline, ...]
    quotas: tuple[PatrolQuota, ...]
    calendar: WorkingCalendar
    land: tuple[QgsVectorLayer | None, list[QgsVectorLayer]]


@dataclass(frozen=True)
class _Found:
    """What is reported: cases of the period and of the same days of the year before, what chiefs owe."""

    every: Reported
    cases: Sequence[Case]
    before: Sequence[Case]
    patrols: Sequence[Owed]


class CaseReport(RedlineAlgorithm):
    ID = "casereport"
    LABEL = "Case report"
    SUMMARY = "Funnel, promises, overdue tasks, patrol rates, repeat places, months and the year before, out of the log"
    GROUP = CASEWORK
    TAGS = "田长制,通报,漏斗,按时率,超期,销号,同比,案卷,case,report,funnel,overdue,promise"

    def flags(self) -> QgsProcessingAlgorithm.Flag:
        # Layouts of the case sheets belong to the main thread.
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def initAlgorithm(self, configuration=None):
        add_cases(self)
        for name, label, help_text in (
            ("FROM", tr("From"), tr("Alerts seen from this moment on; all where left empty.")),
            ("TO", tr("To"), tr("Alerts seen before this moment; all where left empty.")),
        ):
            add(self, QgsProcessingParameterDateTime(name, label, optional=True), help_text)
        add_csv(self, "DEADLINES", tr("Deadlines"), tr("Rows over resources/casework/deadlines.csv."), advanced=True)
        help_text = tr("Rows over resources/casework/patrolquotas.csv: how often chiefs of each level patrol.")
        add_csv(self, "QUOTAS", tr("Patrol quotas"), help_text, advanced=True)
        add_calendar(self, advanced=True)
        add_hours(self)
        add_as_of(self, tr("The moment at which open tasks are judged; now where left empty."))
        add_table(self, "OUTPUT_FUNNEL", tr("Funnel"), tr("By township and source, from alerts to closed cases."))
        for name, label, help_text in (
            ("OUTPUT_OVERDUE", tr("Overdue tasks"), tr("Every promise that is past and not kept, the oldest first.")),
            ("OUTPUT_PROMISES", tr("Promises kept"), tr("On time, late, open and overdue, by township and source.")),
            ("OUTPUT_PATROLS", tr("Patrol rates"), tr("Patrols due and made, by level of chief and township.")),
            ("OUTPUT_REPEATS", tr("Repeat places"), tr("Places where a case stood before, those with most first.")),
            ("OUTPUT_DECISIONS", tr("Decisions"), tr("Results and kinds of legal use, by township and of all.")),
            ("OUTPUT_MONTHS", tr("Months"), tr("The funnel month by month.")),
            ("OUTPUT_YEAR", tr("Year on year"), tr("Each stage against the same days of the year before.")),
        ):
            add_table(self, name, label, help_text, optional=True, default=False)
        add_documents(self)
        self._add_sheets()
        add_document_language(self)
        add_numbers(
            self,
            (
                ("ALERTS", tr("Alerts")),
                ("PUSHED", tr("Pushed")),
                ("SUSPECTED", tr("Suspected cases")),
                ("CLOSED", tr("Closed cases")),
                ("ON_TIME", tr("Promises kept in time")),
                ("BEFORE", tr("Suspected cases of the year before")),
                ("CHANGE_PERCENT", tr("Suspected cases against the year before (%)")),
                ("REPEATS", tr("Repeat places")),
                ("PATROL_PERCENT", tr("Patrols made of those due (%)")),
            ),
        )

    def _add_sheets(self) -> None:
        label = tr("Case sheets")
        file = QgsProcessingParameterFileDestination(
            "OUTPUT_SHEETS", label, "PDF (*.pdf)", optional=True, createByDefault=False
        )
        add(self, file, tr("One A4 sheet a case: map, pictures with their directions, events, areas by class."))
        help_text = tr("An expression over state, number, source, kind, village and township; suspected cases else.")
        add_filter(self, "SHEETS_FILTER", tr("Case sheets only for"), help_text)
        only = tr("For the case sheets; found in the project by its role where left empty.")
        add_source(self, "LANDUSE", tr("Land use"), only, POLYGONS, optional=True, advanced=True)
        add_layers(self, "RED_LINES", tr("Red lines"), only, POLYGONS, optional=True)
        help_text = tr("Where pictures are kept; beside the case file where left empty.")
        add_folder(self, "PICTURES", tr("Folder of pictures"), help_text, advanced=True)
        add_paper_texts(self)

    def take(self, given: Given) -> _Taken:
        begin, end = moment_of(given, "FROM"), moment_of(given, "TO")
        if begin is not None and end is not None and end <= begin:
            raise RedlineError("FROM {begin} is not before TO {end}: correct one.", begin=str(begin), end=str(end))
        own = {name: [Path(given.file(name))] if given.has(name) else [] for name in ("DEADLINES", "QUOTAS")}
        deadlines, quotas = load_deadlines(*own["DEADLINES"]), load_quotas(*own["QUOTAS"])
        check_filter(given.text("SHEETS_FILTER"), "SHEETS_FILTER")
        lines = [layer for layer in given.layers("RED_LINES") if isinstance(layer, QgsVectorLayer)]
        land = (given.vector_layer("LANDUSE"), lines)
        return _Taken(cases_of_run(given), begin, end, now_of(given), deadlines, quotas, calendar_of(given), land)

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = cast("_Taken", self.taken)
        found = _found(read_reported(taken.place), taken)
        feedback.setProgress(50)
        check_cancelled(feedback)
        notices = [*found.every.notices, *taken.calendar.unannounced(case.alerted.date() for case in found.cases)]
        repeats = self._write(given, taken, found, notices)
        tell(feedback, notices)
        if given.wants("OUTPUT_SHEETS"):
            self._print_sheets(given, taken, found, feedback)
        counts, before = funnel(found.cases), funnel(found.before)
        feedback.pushInfo(
            tr("{alerts} alerts, {pushed} pushed, {suspected} suspected cases, {closed} closed.").format(**counts)
        )
        change = change_percent(counts["suspected"], before["suspected"])
        if change is not None:
            feedback.pushInfo(
                tr("{before} suspected cases in the same days of the year before: {change} %.").format(
                    before=before["suspected"], change=f"{change:+f}"
                )
            )
        feedback.setProgress(100)
        kept = [outcome(case, one, taken.calendar, taken.now) for case in found.cases for one in taken.deadlines]
        rate = percent(sum(each.made for each in found.patrols), sum(each.due for each in found.patrols))
        return {
            "ALERTS": counts["alerts"],
            "PUSHED": counts["pushed"],
            "SUSPECTED": counts["suspected"],
            "CLOSED": counts["closed"],
            "ON_TIME": kept.count("on_time"),
            "BEFORE": before["suspected"],
            # Nothing the year before has no rate, and no rate is not nought.
            "CHANGE_PERCENT": math.nan if change is None else float(change),
            "REPEATS": len(repeats.rows),
            "PATROL_PERCENT": math.nan if rate is None else float(rate),
        }

    def _print_sheets(self, given: Given, taken: _Taken, found: _Found, feedback: QgsProcessingFeedback) -> None:
        """The sheets of the cases of the period that are asked for."""
        place, language = taken.place, given.choice("LANGUAGE")
        suspected = {case.uuid for case in found.cases if case.decision == UNLAWFUL}
        wanted = {case.uuid for case in found.cases} if given.text("SHEETS_FILTER") else suspected
        pictures = Path(given.text("PICTURES"))
        if place.path is not None and not given.text("PICTURES"):
            pictures = pictures_folder(place.path)
        elif not given.text("PICTURES"):
            told = tr("The folder of pictures is not named (PICTURES): the case sheets have none.")
            feedback.pushWarning(told)
        texts = SheetTexts(given.text("OFFICE"), made_date=f"{taken.now:%Y-%m-%d}", marking=given.text("MARKING"))
        setting = SheetSetting(county_of_run(given, *taken.land, feedback), texts, language=language)
        with opened(place) as case:
            spots = {row["uuid"]: row for row in case_rows(case, "spot")}
            pairs = [(row, spots[row["spot"]]) for row in case_rows(case, "task") if row["uuid"] in wanted]
            pairs = chosen([pair for pair in pairs if pair[1][SHAPE]], given.text("SHEETS_FILTER"), "SHEETS_FILTER")
            papers = [case_paper(case, *pair, pictures, setting.tr, language) for pair in pairs]
        if not papers:
            feedback.pushWarning(tr("No case is to be printed: there is no file of case sheets."))
            return
        target = draft_file(self.outputs, "OUTPUT_SHEETS")
        if target is not None:
            pages = print_papers(papers, case_sheets, setting, target, given, feedback)
            feedback.pushInfo(tr("{count} case sheets, {pages} pages.").format(count=len(papers), pages=pages))

    def _write(self, given: Given, taken: _Taken, found: _Found, notices: Sequence[Notice]) -> Table:
        """All tables, as layers and on paper; hands back that of repeat places."""
        made = _tables(taken, found, tr, tr("en"))
        for name, table in made.items():
            if name == "OUTPUT_FUNNEL" or given.wants(name):
                write_table(self.outputs, name, table, kinds=("leaf", "subtotal", "total"))
        language = given.choice("LANGUAGE")
        words = words_of(language)
        tables = [_for_people(table, words) for table in _tables(taken, found, words, language).values()]
        told = [notice.sentence(words) for notice in notices]
        sections = [Section(table.title, tables=[table]) for table in tables]
        sections.append(
            Section(words("What was found on the way"), items=told or [words("Nothing.")], warning=bool(told))
        )
        write_documents(self.outputs, Documents(words("Case report"), tables, sections, language))
        return made["OUTPUT_REPEATS"]


def _tables(taken: _Taken, found: _Found, tr: Callable[[str], str], language: str) -> dict[str, Table]:
    """The tables of the report by the parameter of their layer, in the order of the page."""
    cases, calendar, now = found.cases, taken.calendar, taken.now
    states, numbers = load_transitions().states, {key: spot.number for key, spot in found.every.spots.items()}
    return {
        "OUTPUT_FUNNEL": funnel_table(cases, tr),
        "OUTPUT_YEAR": year_table(cases, found.before, tr),
        "OUTPUT_MONTHS": month_table(cases, tr),
        "OUTPUT_DECISIONS": decisions_table(cases, found.every.decided, tr, language),
        "OUTPUT_PROMISES": promises_table(cases, taken.deadlines, calendar, now, tr, language),
        "OUTPUT_OVERDUE": overdue_table(cases, taken.deadlines, calendar, now, states, numbers, tr, language),
        "OUTPUT_REPEATS": repeats_table(cases, found.every.spots, tr),
        "OUTPUT_PATROLS": patrol_table(found.patrols, taken.quotas, found.every.units, tr, language),
    }


def _for_people(table: Table, tr: Callable[[str], str]) -> Table:
    """Without keys of tasks and states, which only programs read; sources by their names."""
    kept = [(place, column) for place, column in enumerate(table.columns) if column.key not in ("task", "state")]
    names = source_names(tr)

    def shown(row: Row) -> Row:
        values = (
            names.get(str(row.values[place]), row.values[place]) if column.key == "source" else row.values[place]
            for place, column in kept
        )
        return replace(row, values=tuple(values))

    return replace(table, columns=tuple(column for _, column in kept), rows=tuple(map(shown, table.rows)))


def _found(every: Reported, taken: _Taken) -> _Found:
    cases = _seen(every.cases, taken.begin, taken.end)
    edges = [_year_before(edge) for edge in (taken.begin, taken.end or taken.now)]
    before = _seen(every.cases, *edges) if taken.begin else []
    days = [*(case.alerted.date() for case in every.cases), *(day for _, day in every.patrols)]
    begin = taken.begin.date() if taken.begin else min(days, default=taken.now.date())
    end = (taken.end or taken.now).date()
    return _Found(every, cases, before, owed(every.chiefs, every.patrols, taken.quotas, begin, end))


def _seen(cases: Sequence[Case], begin: datetime | None, end: datetime | None) -> list[Case]:
    return [case for case in cases if (begin is None or case.alerted >= begin) and (end is None or case.alerted < end)]


def _year_before(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    try:
        return moment.replace(year=moment.year - 1)
    except ValueError:
        # 29 February
        return moment.replace(year=moment.year - 1, day=28) + timedelta(days=1)
