"""Papers of casework out of the rows of a case file: verification notices and case sheets, one PDF with bookmarks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

from ...core.casework.intake import source_names
from ...core.casework.log import EventRow
from ...core.casework.receivers import receiver_at
from ...core.casework.states import load_transitions
from ...core.clock.deadlines import Deadline, due_after
from ...core.errors import RedlineError
from ...core.paper.tables import Column, Row, Table
from ...core.sql import literal, name, statement
from ...i18n import tr
from ...layers.casework.casefile import SHAPE, CaseFile, events_of, values_where
from ...layers.casework.worklists import CaseClock
from ...layers.reading.run import Run
from ...layers.roles.recognise import recognise
from ...layouts.book import BookSheet, write_book
from ...layouts.case_sheet import CasePaper, CasePhoto, measure_spots, receivers_table
from ...layouts.county import RED_LINES, County, county_of_project, layers_of
from ...layouts.run import PrintOptions, SheetSet, print_sheets
from ...layouts.setting import SheetSetting
from ..parameters import Given, add_folder, add_text

__all__ = ["add_paper_texts", "case_paper", "county_of_run", "notice_paper", "print_papers"]

Tr = Callable[[str], str]
Values = Mapping[str, Any]
Sheets = Callable[..., SheetSet]


def add_paper_texts(algorithm: QgsProcessingAlgorithm) -> None:
    """OFFICE, MARKING and TEMPLATES of the papers of casework."""
    for parameter, label, told in (
        ("OFFICE", tr("Office"), tr("Printed in the space of the seal.")),
        ("MARKING", tr("Marking"), tr("For example 示意 on schematic geometry.")),
    ):
        add_text(algorithm, parameter, label, told, advanced=True)
    help_text = tr("A template of the same name is taken from here instead of the one that comes with Redline.")
    add_folder(algorithm, "TEMPLATES", tr("Folder of the office's page templates"), help_text, advanced=True)


def county_of_run(
    given: Given, landuse: QgsVectorLayer | None, lines: Iterable[QgsVectorLayer], feedback: QgsProcessingFeedback
) -> County:
    """The layers of the project by their roles, and over them those that the run was given."""
    project = given.context.project()
    county = county_of_project(layers_of(project)) if project is not None else County()
    roles = {recognise(layer).role: layer for layer in lines}
    for role in set(roles) - set(RED_LINES):
        told = tr("Layer {layer} was not recognised as a red line: it is not drawn and not checked on the sheets.")
        feedback.pushWarning(told.format(layer=roles[role].name()))
    return county.with_layers(landuse=landuse, **{role: roles[role] for role in RED_LINES if role in roles})


def notice_paper(
    task: Values, spot: Values, kinds: Sequence[str], now: datetime, clock: CaseClock, tr: Tr, language: str
) -> CasePaper:
    """The notice of a task that is pushed at ``now``: with the promises that count from then."""
    promises = [one for one in clock.deadlines if one.from_event == "push"]
    facts = [*_where(spot, tr), *((one.name(language), _due(one, now, clock)) for one in promises)]
    receivers = receivers_table([receiver_at(kind, spot, tr) for kind in kinds], tr)
    asked = tr("Asked: {instruction}").format(instruction=task["instruction"]) if task["instruction"] else ""
    return CasePaper(spot["number"] or "", _place(spot), _shape(spot), facts, receivers, asked)


def _due(one: Deadline, now: datetime, clock: CaseClock) -> str:
    return _moment(due_after(now, one.amount, one.unit, clock.calendar).isoformat())


def case_paper(case: CaseFile, task: Values, spot: Values, pictures: Path, tr: Tr, language: str) -> CasePaper:
    """The sheet of one case: its events, and the pictures that prove something before the others."""
    events = events_of(case, task["uuid"])
    states = load_transitions().states
    evidence = values_where(case, "evidence", statement(name("task"), "=", literal(task["uuid"])))
    valid = sum(bool(row["valid"]) for row in evidence)
    state = events[-1].to_state if events else "new"
    facts = [
        *_where(spot, tr),
        (tr("State"), states[state].name(language)),
        (tr("Evidence"), tr("{valid} of {count} valid").format(valid=valid, count=len(evidence)) if evidence else ""),
    ]
    evidence.sort(key=lambda row: (not row["valid"], row["taken_at"] or ""))
    photos = [found for row in evidence if (found := _photo(row, pictures, tr)) is not None]
    return CasePaper(
        spot["number"] or "", _place(spot), _shape(spot), facts, _events_table(events, tr, language), photos=photos
    )


def _where(spot: Values, tr: Tr) -> list[tuple[str, str]]:
    return [
        (tr("Number"), spot["number"] or ""),
        (tr("Source"), source_names(tr).get(spot["source"], spot["source"] or "")),
        (tr("Seen at"), _moment(spot["seen_at"])),
        (tr("Kind of alert"), spot["kind"] or ""),
        (tr("Place"), _place(spot)),
        (tr("Longitude, latitude"), f"{spot['lon']:.6f}°, {spot['lat']:.6f}°"),
    ]


def _place(spot: Values) -> str:
    return " ".join(
        text for text in (spot["township_name"] or spot["township"], spot["village_name"] or spot["village"]) if text
    )


def _moment(text: str | None) -> str:
    return (text or "")[:16].replace("T", " ")


def _shape(spot: Values) -> QgsGeometry:
    shape = QgsGeometry()
    shape.fromWkb(bytes(spot[SHAPE].ExportToIsoWkb()))
    return shape


def _events_table(events: Sequence[EventRow], tr: Tr, language: str) -> Table:
    """The log of a case, without persons."""
    table = load_transitions()
    names = {row.event: row.name(language) for row in table.rows.values()}
    columns = (
        Column("at", tr("At")),
        Column("event", tr("Event")),
        Column("state_name", tr("State")),
        Column("note", tr("Note")),
    )
    rows = tuple(
        Row(
            (
                _moment(row.at.isoformat()),
                names.get(row.event, row.event),
                table.states[row.to_state].name(language),
                row.note,
            )
        )
        for row in events
    )
    return Table("events", tr("What happened"), columns, rows)


def _photo(row: Values, pictures: Path, tr: Tr) -> CasePhoto | None:
    """None where it is no picture, or lies no more where it was kept."""
    path, point = pictures / str(row["file"] or ""), row[SHAPE]
    if point is None or path.suffix.lower() not in (".jpg", ".jpeg", ".png") or not path.is_file():
        return None
    words = [_moment(row["taken_at"])]
    if row["distance_to_spot"] is not None:
        words.append(tr("{distance} m from the spot").format(distance=int(row["distance_to_spot"])))
    if row["azimuth"] is not None:
        words.append(tr("looks {azimuth}°").format(azimuth=int(row["azimuth"])))
    words.append(tr("valid") if row["valid"] else row["why_not"] or tr("not valid"))
    return CasePhoto(path, "　".join(words), (point.GetX(), point.GetY()), row["azimuth"])


def print_papers(
    papers: Sequence[CasePaper],
    sheets_of: Sheets,
    setting: SheetSetting,
    target: Path,
    given: Given,
    feedback: QgsProcessingFeedback,
) -> int:
    """One A4 sheet a case into the PDF ``target``; the number of pages. Runs in the main thread."""
    runs: list[Run] = []

    def run_in(crs: QgsCoordinateReferenceSystem) -> Run:
        runs.append(Run(crs, given.transforms, feedback.isCanceled))
        return runs[-1]

    templates = Path(given.text("TEMPLATES")) if given.has("TEMPLATES") else None
    if templates is not None and not templates.is_dir():
        raise RedlineError("Folder {folder} of page templates is not there: choose another.", folder=str(templates))
    land = measure_spots(papers, setting, run_in)
    for notice in runs[-1].notices:
        feedback.pushWarning(notice.sentence(tr))
    sheets = sheets_of(papers, land, setting)
    options = PrintOptions(
        "A4",
        "portrait",
        templates=templates,
        warn=feedback.pushWarning,
        tr=setting.tr,
        cancelled=feedback.isCanceled,
    )
    with TemporaryDirectory(dir=target.parent, prefix=".redline-papers-") as work:
        printed = print_sheets([sheets], options, lambda _, i: Path(work) / str(i))
        titles = [" ".join(text for text in (paper.number, paper.place) if text) for paper in papers]
        return write_book(
            [BookSheet(each.paths[0], title) for each, title in zip(printed, titles, strict=True)], target
        )
