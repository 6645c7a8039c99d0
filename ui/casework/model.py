"""The cases as a table: filtered and sorted in one pass, its words made when a view asks for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from qgis.PyQt.QtGui import QColor, QFont

from ...core.casework.states import load_transitions
from ...core.casework.worklist import CaseFilter, Listed, Urgency, remaining_words, urgency
from ...core.written.times import OFFICE_ZONE
from ...i18n import tr
from ..live.panel import COLOURS, ON_DARK

__all__ = ["KEY_ROLE", "CaseModel", "source_name", "urgency_colour"]

KEY_ROLE = Qt.ItemDataRole.UserRole + 1
NUMBER, STATE, DUE, PLACE, KIND, SOURCE, SEEN = range(7)
VERDICT_OF: Mapping[Urgency, str] = {"overdue": "violates", "soon": "touches", "running": "clear"}
"""Deadlines have the colours of the verdicts of red lines: red, amber, green, legible on pale and dark ground."""


def urgency_colour(how: Urgency, *, dark: bool) -> QColor | None:
    """None where nothing is due."""
    verdict = VERDICT_OF.get(how)
    return None if verdict is None else QColor((ON_DARK if dark else COLOURS)[verdict])


def source_name(source: str) -> str:
    """What a source is called; a word that is not known as it stands."""
    from ..choicewords import choice_words

    words = choice_words()
    return words.get(f"SOURCE.{source}", words.get(source, source))


def office_now() -> datetime:
    return datetime.now(OFFICE_ZONE)


class CaseModel(QAbstractTableModel):
    """``shown`` are the cases that the filter lets through, in the order of the sorted column."""

    def __init__(self, parent: QObject | None = None, now: Callable[[], datetime] = office_now) -> None:
        super().__init__(parent)
        self.now = now
        self.listed: Sequence[Listed] = ()
        self.shown: list[Listed] = []
        self.rows: dict[str, int] = {}
        self.filter = CaseFilter()
        self.dark = False
        self.column, self.order = DUE, Qt.SortOrder.AscendingOrder
        table = load_transitions()
        language = tr("en")
        self.states = {state.id: state.name(language) for state in table.states.values()}
        self.closed = frozenset(state.id for state in table.states.values() if state.closed)

    # --- what is shown ------------------------------------------------------------------------------------------------

    def show(self, listed: Sequence[Listed]) -> None:
        self.listed = listed
        self._arrange()

    def set_filter(self, wanted: CaseFilter) -> None:
        self.filter = wanted
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.column, self.order = column, order
        self._arrange()

    def tick(self) -> None:
        """A minute has gone: times left are others, and with a filter the list may be."""
        if self.filter.overdue:
            self._arrange()
        elif self.shown:
            self.dataChanged.emit(self.index(0, DUE), self.index(len(self.shown) - 1, DUE))

    def _arrange(self) -> None:
        self.beginResetModel()
        now = self.now()
        found = [one for one in self.listed if self.filter.holds(one, now, self.closed)]
        # Twice, for sorting keeps the order of what is equal: cases of one value stand the newest first.
        found.sort(key=lambda one: one.case.alerted, reverse=True)
        found.sort(key=_KEYS[self.column], reverse=self.order == Qt.SortOrder.DescendingOrder)
        self.shown = found
        self.rows = {one.case.uuid: row for row, one in enumerate(found)}
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """-1 where the case is not shown."""
        return self.rows.get(key, -1)

    # --- the table ----------------------------------------------------------------------------------------------------

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.shown)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return len(_KEYS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (tr("Number"), tr("State"), tr("Time left"), tr("Place"), tr("Kind"), tr("Source"), tr("Seen at"))[
            section
        ]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one, column = self.shown[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(one, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(one) if column == DUE else self._text(one, column)
        if role == KEY_ROLE:
            return one.case.uuid
        if column == DUE and role in (Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.DecorationRole):
            return urgency_colour(urgency(one.promise, self.now()), dark=self.dark)
        if column == DUE and role == Qt.ItemDataRole.FontRole and urgency(one.promise, self.now()) == "overdue":
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _text(self, one: Listed, column: int) -> str:
        if column == NUMBER:
            return f"{one.number} ↻" if one.repeat_of else one.number
        if column == STATE:
            return self.states.get(one.case.state, one.case.state)
        if column == DUE:
            return remaining_words(one.promise, self.now(), tr)
        if column == PLACE:
            return " ".join(part for part in (one.case.township, one.village) if part)
        if column == KIND:
            return str(one.spot.get("kind") or "")
        if column == SOURCE:
            return source_name(one.case.source)
        return one.case.alerted.astimezone(OFFICE_ZONE).strftime("%Y-%m-%d %H:%M")

    def _tip(self, one: Listed) -> str:
        if one.promise is None:
            return tr("Nothing is due.")
        due = one.promise.due.astimezone(OFFICE_ZONE).strftime("%Y-%m-%d %H:%M")
        return tr("{promise}: due {due}").format(promise=one.promise.deadline.name(tr("en")), due=due)


FAR = datetime.max.replace(tzinfo=OFFICE_ZONE)
"""Where nothing is due, a case stands after all others."""

_KEYS: Sequence[Callable[[Listed], Any]] = (
    lambda one: one.number,
    lambda one: one.case.state,
    lambda one: FAR if one.promise is None else one.promise.due,
    lambda one: (one.case.township, one.village),
    lambda one: str(one.spot.get("kind") or ""),
    lambda one: one.case.source,
    lambda one: one.case.alerted,
)
