"""redline:serviceclock: what a service window promised, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Literal, cast

from qgis.core import QgsProcessingFeedback

from ...core.clock.calendar import WorkingCalendar
from ...core.clock.ledger import Filed, Served, arrivals_svg, late_table, serve, served_table, service_summary
from ...core.clock.registration import DayRule
from ...core.errors import Notice, RedlineError
from ...core.paper.htmlreport import Picture, Section
from ...i18n import tr, words_of
from ...layers.reading.sources import Rows, Source, read_table
from ...layers.roles.personal import is_personal
from ..base import RedlineAlgorithm, check_cancelled
from ..documents import Documents, tell, write_documents, write_table
from ..groups import CASEWORK
from ..moments import add_as_of, add_calendar, add_hours, calendar_of, now_of
from ..parameters import (
    TABLES,
    Given,
    add_choice,
    add_document_language,
    add_documents,
    add_found_field,
    add_numbers,
    add_source,
    add_table,
    add_text,
)

__all__ = ["ServiceClock"]

ROLE = "service"
AT_CUTOFF: tuple[Literal["before", "after"], ...] = ("before", "after")
DAY_OFF: tuple[Literal["opening", "after_cutoff"], ...] = ("opening", "after_cutoff")
FIELDS: Mapping[str, str] = {
    "NUMBER_FIELD": "number",
    "KIND_FIELD": "kind",
    "ACCEPTED_FIELD": "accepted",
    "FINISHED_FIELD": "finished",
    "TOWN_FIELD": "town",
    "WINDOW_FIELD": "window",
    "SUSPENDED_FROM_FIELD": "suspended_from",
    "SUSPENDED_TO_FIELD": "suspended_to",
}


@dataclass(frozen=True)
class _Taken:
    ledger: Source
    rule: DayRule
    calendar: WorkingCalendar
    now: datetime


class ServiceClock(RedlineAlgorithm):
    ID = "serviceclock"
    LABEL = "Service clock"
    SUMMARY = "When each file of a service window was due, what became of it, and how the promise is kept"
    GROUP = CASEWORK
    TAGS = "一天办,不动产登记,办结时限,工作日,受理,超期,台账,窗口,registration,deadline,service,clock"

    def initAlgorithm(self, configuration=None):
        help_text = tr("A table with number, kind, times of acceptance and end; no owners, no telephone numbers.")
        add_source(self, "INPUT", tr("Ledger"), help_text, TABLES)
        labels = {
            "NUMBER_FIELD": tr("Field with the number"),
            "KIND_FIELD": tr("Field with the kind of service"),
            "ACCEPTED_FIELD": tr("Field with the time of acceptance"),
            "FINISHED_FIELD": tr("Field with the time of the end"),
            "TOWN_FIELD": tr("Field with the township"),
            "WINDOW_FIELD": tr("Field with the window"),
            "SUSPENDED_FROM_FIELD": tr("Field with the begin of a suspension"),
            "SUSPENDED_TO_FIELD": tr("Field with the end of a suspension"),
        }
        for name, label in labels.items():
            add_found_field(self, name, label, "INPUT")
        add_calendar(self)
        self._add_rule()
        add_table(self, "OUTPUT", tr("Files"), tr("Each file with its due time, what became of it, and open minutes."))
        help_text = tr("By kind, by town, by week and of all: received, done, on time, late, open, overdue, minutes.")
        add_table(self, "OUTPUT_SUMMARY", tr("Summary"), help_text, optional=True, default=False)
        add_table(self, "OUTPUT_LATE", tr("Late files"), tr("Those late or overdue."), optional=True, default=False)
        add_documents(self)
        add_document_language(self)
        add_numbers(
            self,
            (
                ("DONE", tr("Done")),
                ("ON_TIME", tr("On time")),
                ("LATE", tr("Late")),
                ("OPEN", tr("Open")),
                ("OVERDUE", tr("Overdue")),
            ),
        )

    def _add_rule(self) -> None:
        help_text = tr("Accepted until then: done the same day; later: by it the next working day.")
        add_text(self, "CUTOFF", tr("Cut-off"), help_text, "16:00", optional=False, advanced=True)
        for name, label, options, help_text in (
            (
                "AT_CUTOFF",
                tr("Exactly at the cut-off"),
                AT_CUTOFF,
                tr("Whether a file accepted in that very minute counts as before it or after it."),
            ),
            (
                "DAY_OFF",
                tr("Accepted on a day off"),
                DAY_OFF,
                tr("Counts as accepted at the next opening, or after the cut-off of the day before."),
            ),
            (
                "DAY_END",
                tr("End of the same day"),
                ("closing", "midnight"),
                tr("When the office closes, or at 24:00."),
            ),
        ):
            add_choice(self, name, label, options, options[0], help_text, advanced=True)
        add_hours(self)
        add_as_of(self, tr("The moment at which open files are judged; now where left empty."))

    def take(self, given: Given) -> _Taken:
        source = given.source("INPUT")
        _refuse_persons(source)
        try:
            cutoff = time.fromisoformat(given.text("CUTOFF"))
        except ValueError as error:
            raise RedlineError(
                "“{text}” is no hour of a day: write the cut-off as 16:00.", text=given.text("CUTOFF")
            ) from error
        at_cutoff = given.one_of("AT_CUTOFF", AT_CUTOFF)
        day_off = given.one_of("DAY_OFF", DAY_OFF)
        rule = DayRule(cutoff, at_cutoff, day_off, given.choice("DAY_END") == "closing")
        return _Taken(source, rule, calendar_of(given), now_of(given))

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = cast("_Taken", self.taken)
        notices: list[Notice] = []
        files = _files(given, taken.ledger, notices)
        feedback.setProgress(40)
        check_cancelled(feedback)
        served = serve(files, taken.rule, taken.calendar, taken.now)
        notices += taken.calendar.unannounced(
            moment.date() for one in served for moment in (one.filed.accepted, one.due) if moment is not None
        )
        feedback.setProgress(70)
        self._write(given, taken, served, notices)
        tell(feedback, notices)
        states = [one.state for one in served]
        feedback.pushInfo(
            tr("{count} files: {on_time} on time, {late} late, {open} open, {overdue} overdue.").format(
                count=len(served), **{state: states.count(state) for state in ("on_time", "late", "open", "overdue")}
            )
        )
        feedback.setProgress(100)
        return {
            "DONE": sum(one.filed.finished is not None for one in served),
            "ON_TIME": states.count("on_time"),
            "LATE": states.count("late"),
            "OPEN": states.count("open"),
            "OVERDUE": states.count("overdue"),
        }

    def _write(self, given: Given, taken: _Taken, served: list[Served], notices: list[Notice]) -> None:
        write_table(self.outputs, "OUTPUT", served_table(served, tr))
        for name, table in (("OUTPUT_SUMMARY", service_summary(served, tr)), ("OUTPUT_LATE", late_table(served, tr))):
            if given.wants(name):
                write_table(self.outputs, name, table, kinds=("leaf", "total"))
        words = words_of(given.choice("LANGUAGE"))
        summary, late, every = service_summary(served, words), late_table(served, words), served_table(served, words)
        picture = Picture(
            words("Files by hour of acceptance"),
            arrivals_svg(served, taken.rule.cutoff, words).encode(),
            "image/svg+xml",
        )
        told = [notice.sentence(words) for notice in notices]
        sections = [
            Section(summary.title, tables=[summary], pictures=[picture]),
            Section(late.title, tables=[late], warning=bool(late.rows)),
            Section(words("What was found on the way"), items=told or [words("Nothing.")], warning=bool(told)),
        ]
        write_documents(
            self.outputs, Documents(words("Service clock"), [summary, late, every], sections, given.choice("LANGUAGE"))
        )


def _refuse_persons(source: Source) -> None:
    """No column that holds persons: the clock needs none of them, and its outputs go from hand to hand."""
    names = [name for name in source.fields.names() if is_personal(ROLE, name)]
    if names:
        raise RedlineError(
            "Table {layer} holds personal data in {fields}: take these columns out, the clock needs none of them.",
            layer=source.name,
            fields=", ".join(names),
        )


def _files(given: Given, source: Source, notices: list[Notice]) -> list[Filed]:
    """The lines of the ledger; those without a time of acceptance are named and left out."""
    fields = {part: given.field(name, source, ROLE, part, required=part == "accepted") for name, part in FIELDS.items()}
    table = read_table(source, list(dict.fromkeys(name for name in fields.values() if name)))
    numbers = table.labels(fields["number"])
    words = [table.texts(fields[part]) for part in ("kind", "town", "window")]
    times = [table.times(fields[part]) for part in ("accepted", "finished", "suspended_from", "suspended_to")]
    files, bare = [], []
    for number, kind, town, window, accepted, finished, begin, end in zip(numbers, *words, *times, strict=True):
        if accepted is None:
            bare.append(number)
            continue
        _check_order(table, number, accepted, finished)
        pauses = () if begin is None else ((begin, end),)
        files.append(Filed(number, kind, town, window, accepted, finished, pauses))
    if bare:
        notices.append(
            Notice(
                "{count} lines have no time of acceptance and are left out: {numbers}.",
                count=len(bare),
                numbers=", ".join(bare[:20]) + (" …" if len(bare) > 20 else ""),
            )
        )
    return files


def _check_order(table: Rows, number: str, accepted: datetime, finished: datetime | None) -> None:
    if finished is not None and finished < accepted:
        raise RedlineError(
            "Table {layer}, file {number}: it was finished at {finished}, before it was accepted at {accepted}: "
            "correct one.",
            layer=table.layer,
            number=number,
            finished=finished.isoformat(" ", "minutes"),
            accepted=accepted.isoformat(" ", "minutes"),
        )
