"""The page of numbers in the dock: title, table, major classes, red lines, villages, cameras."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from qgis.core import Qgis, QgsApplication
from qgis.PyQt.QtCore import QEvent, QMimeData, QModelIndex, QPoint, QRect, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from ...core.landuse.livetally import Answer, LiveCounty, answer_table, finding_name, is_doubtful
from ...core.landuse.tables import Words
from ...core.paper.tables import Table, cell_text
from ...core.resources import version
from ...core.rounding import half_up, in_unit
from ...i18n import tr
from .table import NAME, MajorBar, ShareDelegate, TallyModel

__all__ = [
    "COLOURS",
    "ON_DARK",
    "NumbersPage",
    "Shown",
    "clipboard_of",
    "crossing_words",
    "escaped",
    "finding_lines",
    "verdict_colours",
]

SHOWN = 3
"""So many villages or cameras are named; all of them stand in the tool tip."""

SIGNS = {"clear": "○", "touches": "△", "violates": "●"}
COLOURS = {"clear": "#2f6f2f", "touches": "#855c00", "violates": "#b3261e"}
ON_DARK = {"clear": "#8fd18f", "touches": "#ffcf66", "violates": "#ff9a8f"}
"""Of the verdicts, on pale and on dark ground: each stands out from it by 4.5 : 1 and more."""


LEGIBLE = 4.5
"""The contrast that WCAG 2.1 asks of text."""


def contrast(one: QColor, other: QColor) -> float:
    """The contrast of two colours by WCAG 2.1: 1 for the same, 21 for black and white."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def verdict_colours(ground: QColor, ink: QColor) -> Mapping[str, str]:
    """The colours of the verdicts that can be read on ``ground``; on a middling grey that of all words, and the signs
    tell the verdicts apart."""
    for colours in (COLOURS, ON_DARK):
        if all(contrast(QColor(name), ground) >= LEGIBLE for name in colours.values()):
            return colours
    return dict.fromkeys(COLOURS, ink.name())


@dataclass(frozen=True)
class Shown:
    """judged : False for a village and the like, which need not lie within the urban boundary. crossing : its outline
    crosses itself, so that nothing is called clear."""

    judged: bool = True
    crossing: bool = False


class NumbersPage(QWidget):
    """``picked`` brings the class code on which a person clicked."""

    picked = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answer: Answer | None = None
        self.words: Words | None = None
        self.title = ""
        self.crossing = False
        self.ground: QColor | None = None
        # The coordinate system in which the county is measured, as people know it.
        self.system = ""
        self.model = TallyModel(self)
        self.heading = _label()
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        self.area = _label()
        self.state = _label()
        self.bar = MajorBar()
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setObjectName("RedlineLiveTable")
        self.table.setItemDelegateForColumn(3, ShareDelegate(self.table))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 7)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        digits = self.fontMetrics().horizontalAdvance("0")
        for column, width in ((1, 9), (2, 10), (3, 8)):
            self.table.setColumnWidth(column, width * digits)
        self.setMinimumWidth(46 * digits)
        self.table.clicked.connect(self._clicked)
        self.lines = _label(rich=True)
        self.villages = _label()
        self.cameras = _label()
        self.left_out = _label()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 4, 6, 4)
        layout.setSpacing(4)
        for widget in (self.heading, self.area, self.bar, self.state):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        for widget in (self.lines, self.villages, self.cameras, self.left_out):
            layout.addWidget(widget)
        self.clear()

    def clear(self) -> None:
        self.title, self.answer = "", None
        self.heading.setText(tr("No polygon yet"))
        for widget in (self.area, self.lines, self.villages, self.cameras, self.left_out):
            widget.clear()
        self.bar.show_parts(None)
        self.model.show(None, None)

    def show_answer(self, title: str, answer: Answer, county: LiveCounty, shown: Shown | None = None) -> None:
        shown = shown or Shown()
        self.crossing = shown.crossing
        if self.words is None or self.words.scheme is not county.scheme:
            self.words = Words(county.scheme, tr("en"), tr)
        self.title, self.answer = title, answer
        self.heading.setText(title)
        self.area.setText(
            _method_words(answer).format(
                ha=cell_text(answer.totals["ha"]), mu=cell_text(answer.totals["mu"]), m2=cell_text(answer.total)
            )
        )
        self.bar.show_parts(answer)
        self.model.show(answer, self.words)
        ink = self.heading.palette().color(QPalette.ColorRole.WindowText)
        self.lines.setText(finding_lines(answer, shown, verdict_colours(self._ground(), ink)))
        villages = [f"{each.name} {in_unit(each.area, 'ha')} {tr('ha')}" for each in answer.villages]
        _short(self.villages, tr("In villages"), villages)
        cameras = [f"{each.name} {half_up(each.share * 100, 0)} %" for each in answer.cameras]
        _short(self.cameras, tr("Cameras (circles, terrain not looked at)"), cameras)
        _short(self.left_out, tr("Notices"), [notice.sentence(tr) for notice in answer.notices], "\n")

    def _ground(self) -> QColor:
        """The colour on which the words stand, as it is painted: a theme's style sheet may paint another than the
        palette says."""
        if self.ground is None and self.isVisible():
            # Of the whole window: by itself the page would be painted on the palette's ground.
            window, here = self.window(), self.mapTo(self.window(), QPoint(1, 1))
            self.ground = window.grab(QRect(here, QSize(1, 1))).toImage().pixelColor(0, 0)
        return self.ground or self.palette().color(QPalette.ColorRole.Window)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self.ground = None
        super().changeEvent(event)

    def show_state(self, words: str, stale: bool) -> None:
        """A line over the table; ``stale`` greys the numbers."""
        if words != self.state.text():
            self.state.setText(words)
            self.state.setVisible(bool(words))
        self.model.set_stale(stale)
        self.area.setEnabled(not stale)

    def refuse(self, title: str, sentence: str) -> None:
        """A polygon without numbers, and why."""
        self.clear()
        self.heading.setText(title)
        self.area.setText(sentence)

    def as_table(self) -> Table | None:
        """What is shown, as it is copied and exported: what it is of, verdicts, how and when it was measured below."""
        if self.answer is None or self.words is None:
            return None
        table = answer_table(self.answer, self.words, self.title)
        notes = list(table.notes)
        if self.crossing:
            notes.insert(0, crossing_words(tr))
        return replace(table, notes=tuple(notes), foot=(*table.foot, *self._facts()))

    def _facts(self) -> tuple[tuple[str, str], ...]:
        moment = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %z")
        facts = [(tr("Name"), self.title), (tr("Coordinate system"), self.system), (tr("Time"), moment)]
        facts.append((tr("Program"), f"Redline 红线 {version()}, QGIS {Qgis.version()}"))
        return tuple(fact for fact in facts if fact[1])

    def copy(self) -> bool:
        table = self.as_table()
        if table is None:
            return False
        QgsApplication.clipboard().setMimeData(clipboard_of(table))
        return True

    def _clicked(self, index: QModelIndex) -> None:
        row = self.model.row_at(index)
        if row is not None and row.kind == "class":
            self.picked.emit(row.code)


def clipboard_of(table: Table) -> QMimeData:
    """A table for the clipboard, its title over it and its notes and facts under it: spreadsheets take numbers as
    numbers and codes as text."""
    header = [f"{each.label} ({each.unit})" if each.unit else each.label for each in table.columns]
    rows = [list(texts) for texts in table.texts()]
    below = [[note] for note in table.notes] + [[f"{name}: {value}"] for name, value in table.foot]
    text = "\n".join("\t".join(row) for row in [header, *rows, *below])
    # Excel would make a number of 0102 otherwise.
    marks = ["" if each.numeric else " style=\"mso-number-format:'\\@'\"" for each in table.columns]
    lines = ["<tr>" + "".join(f"<th>{escaped(each)}</th>" for each in header) + "</tr>"]
    lines += [
        "<tr>" + "".join(f"<td{mark}>{escaped(cell)}</td>" for mark, cell in zip(marks, row, strict=True)) + "</tr>"
        for row in rows
    ]
    wide = f" colspan='{len(header)}' style=\"mso-number-format:'\\@'\""
    lines += [f"<tr><td{wide}>{escaped(words)}</td></tr>" for [words] in below]
    data = QMimeData()
    data.setText(text)
    data.setHtml(f"<html><head><meta charset='utf-8'></head><body><table>{''.join(lines)}</table></body></html>")
    return data


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _method_words(answer: Answer) -> str:
    """The line of the total, which says how it was measured."""
    words = {
        "official": tr("{ha} ha · {mu} mu · {m2} m² (official area)"),
        "plane": tr("{ha} ha · {mu} mu · {m2} m² (plane area)"),
        "recorded": tr("{ha} ha · {mu} mu · {m2} m² (recorded patch areas)"),
    }[answer.method]
    return tr("{total}, ridges deducted").replace("{total}", words) if answer.ridges else words


def finding_lines(answer: Answer, shown: Shown, colours: Mapping[str, str]) -> str:
    """One line for each red line: sign, name, verdict and the area that matters, in words and colour both."""
    found = []
    for each in answer.findings:
        if each.must_contain and not shown.judged:
            inside = tr("{area} m² inside").format(area=each.inside)
            found.append(f"– {escaped(each.line)} · {escaped(inside)}")
            continue
        against = ""
        if each.against:
            side = tr("{area} m² outside") if each.must_contain else tr("{area} m² inside")
            against = " · " + side.format(area=each.against)
            if each.legal is not None and not each.must_contain:
                against += " · " + tr("legal farmland {area} m²").format(area=each.legal)
        sign, colour, verdict = SIGNS[each.verdict], colours[each.verdict], finding_name(answer, each, tr)
        if shown.crossing and each.verdict == "clear":
            sign, colour, verdict = "?", colours["touches"], crossing_words(tr)
        elif is_doubtful(answer, each):
            sign, colour = "?", colours["touches"]
        found.append(
            f"<span style='color:{colour}'>{sign} "
            f"<b>{escaped(verdict)}</b></span> {escaped(each.line)}{escaped(against)}"
        )
    return "<br>".join(found)


def crossing_words(tr: Callable[[str], str]) -> str:
    """Instead of "clear", for an outline that crosses itself."""
    return tr("Not judged: the outline crosses itself, draw it anew")


def _label(*, rich: bool = False) -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.RichText if rich else Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _short(label: QLabel, name: str, parts: list[str], between: str = "") -> None:
    label.setVisible(bool(parts))
    shown = (between or tr(", ")).join(parts[:SHOWN])
    if len(parts) > SHOWN:
        shown += " " + tr("and {count} more").format(count=len(parts) - SHOWN)
    label.setText(tr("{name}: {text}").format(name=name, text=shown))
    label.setToolTip("\n".join(parts) if len(parts) > SHOWN else "")
