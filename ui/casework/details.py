"""What is known of one case: what lies at its place, its pictures, its events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QImageReader, QPalette, QPixmap, QResizeEvent, QShowEvent
from qgis.PyQt.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...core.casework.log import EventRow
from ...core.casework.states import load_transitions
from ...core.casework.worklist import Listed, remaining_words, urgency
from ...core.landuse.livetally import Answer, LiveCounty, row_label
from ...core.landuse.tables import Words
from ...core.rounding import half_up, in_unit
from ...core.written.times import OFFICE_ZONE
from ...i18n import tr
from ...layers.casework.worklists import ChiefHere
from ..live.panel import COLOURS, ON_DARK, Shown, escaped, finding_lines
from .model import source_name, urgency_colour

__all__ = ["CaseDetails", "PicturePage", "case_words", "event_words", "place_words"]

SHOWN = 4
"""So many classes, villages or cameras are named."""


def case_words(one: Listed, chiefs: Sequence[ChiefHere], now: datetime, *, dark: bool) -> str:
    """Head of the page: what, where, when, what is due, who is responsible; as rich text."""
    seen = one.case.alerted.astimezone(OFFICE_ZONE).strftime("%Y-%m-%d %H:%M")
    head = [one.number, str(one.spot.get("kind") or ""), source_name(one.case.source), seen]
    lines = [f"<b>{escaped(' · '.join(part for part in head if part))}</b>"]
    place = " ".join(part for part in (one.case.township, one.village) if part)
    if place:
        lines.append(escaped(place))
    if one.promise is not None:
        colour = urgency_colour(urgency(one.promise, now), dark=dark)
        words = tr("{promise}: {time}").format(
            promise=one.promise.deadline.name(tr("en")), time=remaining_words(one.promise, now, tr)
        )
        lines.append(f"<span style='color:{colour.name() if colour else ''}'>{escaped(words)}</span>")
    if one.repeat_of:
        lines.append(escaped(tr("There was a case at this place before.")))
    if chiefs:
        names = {1: tr("county chief"), 2: tr("township chief"), 3: tr("village chief")}
        told = [f"{names.get(chief.level, tr('chief'))} {chief.name}".strip() for chief in chiefs[:SHOWN]]
        lines.append(escaped(tr("{name}: {text}").format(name=tr("Field chiefs"), text=tr(", ").join(told))))
    return "<br>".join(lines)


def place_words(answer: Answer, county: LiveCounty, *, dark: bool) -> str:
    """Classes, red lines, villages and cameras at the place, as the live tally answers; as rich text."""
    words, ha = Words(county.scheme, tr("en"), tr), tr("ha")
    rows = sorted((row for row in answer.rows if row.kind == "class"), key=lambda row: -row.share)
    classes = [f"{row_label(row, words)} {row.values['ha']} {ha} ({half_up(row.share * 100, 0)} %)" for row in rows]
    villages = [f"{each.name} {in_unit(each.area, 'ha')} {ha}" for each in answer.villages]
    cameras = [f"{each.name} {half_up(each.share * 100, 0)} %" for each in answer.cameras]
    lines = [
        _named(tr("Land"), classes),
        # A spot need not lie within the urban boundary.
        finding_lines(answer, Shown(judged=False), ON_DARK if dark else COLOURS),
        _named(tr("In villages"), villages),
        _named(tr("Cameras (circles, terrain not looked at)"), cameras),
    ]
    return "<br>".join(line for line in lines if line)


def _named(name: str, parts: Sequence[str]) -> str:
    if not parts:
        return ""
    told = tr(", ").join(parts[:SHOWN])
    if len(parts) > SHOWN:
        told += " " + tr("and {count} more").format(count=len(parts) - SHOWN)
    return escaped(tr("{name}: {text}").format(name=name, text=told))


def event_words(events: Sequence[EventRow]) -> str:
    """The log of a case, the newest event first; as rich text."""
    table, language = load_transitions(), tr("en")
    names = {(row.state, row.event): row.name(language) for row in table.rows.values()}
    lines = []
    for row in reversed(events):
        name = names.get((row.from_state, row.event)) or names.get(("*", row.event)) or row.event
        state = table.states[row.to_state].name(language) if row.to_state in table.states else row.to_state
        at = row.at.astimezone(OFFICE_ZONE).strftime("%Y-%m-%d %H:%M")
        line = f"{at} <b>{escaped(name)}</b> → {escaped(state)} · {escaped(row.by)}"
        lines.append(line + (f"<br>&nbsp;&nbsp;{escaped(row.note)}" if row.note else ""))
    return "<br>".join(lines)


class CaseDetails(QTabWidget):
    """Three pages: place, pictures, log."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.head, self.place, self.log = _rich(), _rich(), _rich()
        self.pictures = PicturePage()
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(6, 4, 6, 4)
        layout.addWidget(self.head)
        layout.addWidget(self.place)
        layout.addStretch(1)
        self.addTab(_scrolled(inner), tr("Place"))
        self.addTab(self.pictures, tr("Pictures"))
        self.addTab(_scrolled(self.log), tr("Log"))

    def is_dark(self) -> bool:
        return self.palette().color(QPalette.ColorRole.Window).lightness() < 128

    def clear_case(self, words: str = "") -> None:
        self.head.setText(escaped(words))
        self.place.clear()
        self.log.clear()
        self.pictures.show_files([])

    def show_case(self, one: Listed, chiefs: Sequence[ChiefHere], events: Sequence[EventRow], now: datetime) -> None:
        self.head.setText(case_words(one, chiefs, now, dark=self.is_dark()))
        self.log.setText(event_words(events))


class PicturePage(QWidget):
    """One picture at a time, as large as the page; read when it is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[tuple[str, Path]] = []
        self.number = 0
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setMinimumSize(40, 40)
        self.caption = QLabel()
        self.caption.setWordWrap(True)
        self.before, self.after = QToolButton(), QToolButton()
        for button, arrow, step, tip in (
            (self.before, Qt.ArrowType.LeftArrow, -1, tr("The picture before")),
            (self.after, Qt.ArrowType.RightArrow, 1, tr("The next picture")),
        ):
            button.setArrowType(arrow)
            button.setAutoRaise(True)
            button.setToolTip(tip)
            button.clicked.connect(self._stepping(step))
        foot = QHBoxLayout()
        foot.addWidget(self.before)
        foot.addWidget(self.caption, 1)
        foot.addWidget(self.after)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.picture, 1)
        layout.addLayout(foot)

    def _stepping(self, step: int) -> Callable[..., None]:
        def go(*_: object) -> None:
            if self.files:
                self.number = (self.number + step) % len(self.files)
                self._show()

        return go

    def show_files(self, files: Sequence[tuple[str, Path]]) -> None:
        """files : what each picture is, and where it lies."""
        self.files, self.number = list(files), 0
        self._show()

    def _show(self) -> None:
        for button in (self.before, self.after):
            button.setVisible(len(self.files) > 1)
        if not self.files:
            self.picture.setPixmap(QPixmap())
            self.caption.setText(tr("No pictures."))
            return
        name, path = self.files[self.number]
        picture = _read(path, self.picture.size() * self.devicePixelRatioF()) if self.isVisible() else QPixmap()
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        self.picture.setPixmap(picture)
        told = tr("{name} ({number} of {count})").format(name=name, number=self.number + 1, count=len(self.files))
        if self.isVisible() and picture.isNull():
            told = tr("{name}: the picture {file} is not there or cannot be read.").format(name=name, file=path.name)
        self.caption.setText(told)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show()


def _read(path: Path, size: QSize) -> QPixmap:
    """A picture no larger than ``size``, upright as its camera was; empty where it cannot be read."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    whole = reader.size()
    if whole.isValid() and not size.isEmpty():
        reader.setScaledSize(whole.scaled(size, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        return QPixmap()
    # One that was taken upright is turned after it was scaled.
    return QPixmap.fromImage(
        image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    )


def _rich() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _scrolled(inner: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(inner)
    return area
