"""redline:casereport: what the casework of a period adds up to, out of the log of a case file."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from qgis.core import QgsProcessingFeedback, QgsProcessingParameterDateTime

from ...core.casework.funnel import Case, cases_of, change_percent, funnel, funnel_table, outcome, promises_table
from ...core.casework.log import broken_links
from ...core.casework.overdue import overdue_table
from ...core.casework.states import load_transitions
from ...core.clock.calendar import WorkingCalendar
from ...core.clock.deadlines import Deadline, load_deadlines
from ...core.errors import Notice, RedlineError
from ...core.paper.htmlreport import Section
from ...i18n import tr, words_of
from ...layers.casework.casefile import CasePlace, case_rows, events_of, opened
from ..base import RedlineAlgorithm, check_cancelled
from ..casefiles import add_cases, cases_of_run
from ..documents import Documents, tell, write_documents, write_table
from ..groups import CASEWORK
from ..moments import add_as_of, add_calendar, add_hours, calendar_of, moment_of, now_of
from ..parameters import Given, add, add_csv, add_document_language, add_documents, add_numbers, add_table

__all__ = ["CaseReport"]


@dataclass(frozen=True)
class _Taken:
    place: CasePlace
    begin: datetime | None
    end: datetime | None
    now: datetime
    deadlines: tuple[Deadline, ...]
    calendar: WorkingCalendar


class CaseReport(RedlineAlgorithm):
    ID = "casereport"
    LABEL = "Case report"
    SUMMARY = "Funnel by township and source, promises kept and overdue, the year before, out of a case file's log"
    GROUP = CASEWORK
    TAGS = "田长制,通报,漏斗,按时率,超期,销号,同比,案卷,case,report,funnel,overdue,promise"

    def initAlgorithm(self, configuration=None):
        add_cases(self)
        for name, label, help_text in (
            ("FROM", tr("From"), tr("Alerts seen from this moment on; all where left empty.")),
            ("TO", tr("To"), tr("Alerts seen before this moment; all where left empty.")),
        ):
            add(self, QgsProcessingParameterDateTime(name, label, optional=True), help_text)
        add_csv(self, "DEADLINES", tr("Deadlines"), tr("Rows over resources/casework/deadlines.csv."), advanced=True)
        add_calendar(self, advanced=True)
        add_hours(self)
        add_as_of(self, tr("The moment at which open tasks are judged; now where left empty."))
        add_table(self, "OUTPUT_FUNNEL", tr("Funnel"), tr("By township and source, from alerts to closed cases."))
        for name, label, help_text in (
            ("OUTPUT_OVERDUE", tr("Overdue tasks"), tr("Every promise that is past and not kept, the oldest first.")),
            ("OUTPUT_PROMISES", tr("Promises kept"), tr("On time, late, open and overdue, by township and source.")),
        ):
            add_table(self, name, label, help_text, optional=True, default=False)
        add_documents(self)
        add_document_language(self)
        add_numbers(
            self,
            (
                ("ALERTS", tr("Alerts")),
                ("PUSHED", tr("Pushed")),
                ("SUSPECTED", tr("Suspected cases")),
                ("CLOSED", tr("Closed cases")),
                ("ON_TIME", tr("Promises kept in time")),
                ("CHANGE_PERCENT", tr("Suspected cases against the year before (%)")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        begin, end = moment_of(given, "FROM"), moment_of(given, "TO")
        if begin is not None and end is not None and end <= begin:
            raise RedlineError("FROM {begin} is not before TO {end}: correct one.", begin=str(begin), end=str(end))
        deadlines = load_deadlines(*([Path(given.file("DEADLINES"))] if given.has("DEADLINES") else []))
        return _Taken(cases_of_run(given), begin, end, now_of(given), deadlines, calendar_of(given))

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = cast("_Taken", self.taken)
        every, notices = _cases(taken.place)
        feedback.setProgress(50)
        check_cancelled(feedback)
        cases = _seen(every, taken.begin, taken.end)
        before = _seen(every, *(_year_before(edge) for edge in (taken.begin, taken.end))) if taken.begin else []
        counts = funnel(cases)
        change = change_percent(counts["suspected"], funnel(before)["suspected"])
        notices += taken.calendar.unannounced(case.alerted.date() for case in cases)
        self._write(given, taken, cases, notices)
        tell(feedback, notices)
        kept = [outcome(case, one, taken.calendar, taken.now) for case in cases for one in taken.deadlines]
        results: dict[str, Any] = {
            "ALERTS": counts["alerts"],
            "PUSHED": counts["pushed"],
            "SUSPECTED": counts["suspected"],
            "CLOSED": counts["closed"],
            "ON_TIME": kept.count("on_time"),
        }
        feedback.pushInfo(
            tr("{alerts} alerts, {pushed} pushed, {suspected} suspected cases, {closed} closed.").format(**counts)
        )
        feedback.setProgress(100)
        # Nothing the year before has no rate, and no rate is not nought.
        return {**results, "CHANGE_PERCENT": math.nan if change is None else float(change)}

    def _write(self, given: Given, taken: _Taken, cases: Sequence[Case], notices: Sequence[Notice]) -> None:
        kinds = ("leaf", "subtotal", "total")
        write_table(self.outputs, "OUTPUT_FUNNEL", funnel_table(cases, tr), kinds=kinds)
        states = load_transitions().states
        if given.wants("OUTPUT_OVERDUE"):
            late = overdue_table(cases, taken.deadlines, taken.calendar, taken.now, states, tr, tr("en"))
            write_table(self.outputs, "OUTPUT_OVERDUE", late)
        if given.wants("OUTPUT_PROMISES"):
            kept = promises_table(cases, taken.deadlines, taken.calendar, taken.now, tr, tr("en"))
            write_table(self.outputs, "OUTPUT_PROMISES", kept, kinds=kinds)
        language = given.choice("LANGUAGE")
        words = words_of(language)
        tables = [
            funnel_table(cases, words),
            promises_table(cases, taken.deadlines, taken.calendar, taken.now, words, language),
            overdue_table(cases, taken.deadlines, taken.calendar, taken.now, states, words, language),
        ]
        told = [notice.sentence(words) for notice in notices]
        sections = [Section(table.title, tables=[table]) for table in tables]
        sections.append(
            Section(words("What was found on the way"), items=told or [words("Nothing.")], warning=bool(told))
        )
        write_documents(self.outputs, Documents(words("Case report"), tables, sections, language))


def _cases(place: CasePlace) -> tuple[list[Case], list[Notice]]:
    """Every case with its events, and what is wrong with the log."""
    with opened(place) as case:
        spots = {row["uuid"]: row for row in case_rows(case, "spot")}
        tasks = case_rows(case, "task")
        events = events_of(case)
    bare = []
    for task in tasks:
        spot = spots.get(task["spot"])
        if spot is None:
            raise RedlineError("Task {task} of {file} has no spot.", task=task["uuid"], file=place.called)
        town = spot["township_name"] or spot["township"] or ""
        alerted = datetime.fromisoformat(spot["seen_at"])
        bare.append(Case(task["uuid"], town, spot["source"] or "", alerted))
    return cases_of(bare, events), broken_links(events)


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
