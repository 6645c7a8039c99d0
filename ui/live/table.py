"""The live table: classes with hectares, 亩 and a bar for their share; and the bar of the three major classes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QPainter, QPalette
from qgis.PyQt.QtWidgets import QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ...core.landuse.classes import major_name
from ...core.landuse.livetally import Answer, ClassRow, row_label
from ...core.landuse.tables import Words
from ...core.paper.tables import cell_text
from ...core.rounding import half_up
from ...i18n import tr
from ...layers.looks.symbols import class_colour

__all__ = ["MAJOR_COLOURS", "MajorBar", "ShareDelegate", "TallyModel"]

MAJOR_COLOURS = {"agricultural": "#7fae5c", "construction": "#c9705e", "unused": "#b9b2a2", "none": "#7f9dba"}
"""Quiet colours that can be told apart in grey too."""

SHARE_ROLE = Qt.ItemDataRole.UserRole + 1
COLOUR_ROLE = Qt.ItemDataRole.UserRole + 2
NAME, HA, MU, SHARE = range(4)


class TallyModel(QAbstractTableModel):
    """The rows of an answer, then the total. ``stale`` greys them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[ClassRow] = []
        self.texts: list[list[str]] = []
        self.answer: Answer | None = None
        self.words: Words | None = None
        self.stale = False

    def show(self, answer: Answer | None, words: Words | None) -> None:
        same = answer is not None and self.answer is not None and len(answer.rows) == len(self.rows)
        if not same:
            self.beginResetModel()
        self.answer, self.words = answer, words
        self.rows = list(answer.rows) if answer is not None else []
        # A view asks for each text many times while it paints.
        self.texts = [[self._text(row, column) for column in range(4)] for row in [*self.rows, None]] if answer else []
        if same:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows), SHARE))
        else:
            self.endResetModel()

    def set_stale(self, stale: bool) -> None:
        if stale != self.stale:
            self.stale = stale
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows), SHARE))

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if self.answer is None or (parent is not None and parent.isValid()) else len(self.rows) + 1

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (tr("Class"), tr("ha"), tr("mu"), tr("Share"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            left = Qt.AlignmentFlag.AlignLeft if section in (NAME, SHARE) else Qt.AlignmentFlag.AlignRight
            return left | Qt.AlignmentFlag.AlignVCenter
        return None

    def row_at(self, index: QModelIndex) -> ClassRow | None:
        """The row, None for the total."""
        return self.rows[index.row()] if 0 <= index.row() < len(self.rows) else None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.answer is None or self.words is None or not index.isValid():
            return None
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.texts[index.row()][column]
        row = self.row_at(index)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (HA, MU):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and (row is None or row.kind == "major"):
            font = QFont(QgsApplication.font())
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.ForegroundRole and self.stale:
            return QgsApplication.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
        if role == Qt.ItemDataRole.DecorationRole and column == NAME and row is not None and row.kind == "class":
            return class_colour(self.words.scheme, row.code) if row.code in self.words.scheme else QColor("#ffffff")
        if role == SHARE_ROLE and column == SHARE:
            return row.share if row is not None else None
        if role == COLOUR_ROLE and row is not None:
            return MAJOR_COLOURS.get(self._major(row), "#d0d0d0")
        if role == Qt.ItemDataRole.ToolTipRole and row is not None and row.kind == "class":
            return tr("Click: show this class's pieces on the map")
        return None

    def _major(self, row: ClassRow) -> str:
        if row.kind == "major" or self.words is None:
            return row.code
        scheme = self.words.scheme
        return (scheme.major(row.code) or "none") if row.code in scheme else ""

    def _text(self, row: ClassRow | None, column: int) -> str:
        if self.answer is None or self.words is None:
            return ""
        if row is None:
            return (tr("Total"), cell_text(self.answer.totals["ha"]), cell_text(self.answer.totals["mu"]), "")[column]
        if column == NAME:
            name = row_label(row, self.words)
            return f"{row.code} {name}" if row.kind == "class" and row.code in self.words.scheme else name
        if column == SHARE:
            return f"{half_up(row.share * 100, 1)} %"
        return cell_text(row.values["ha" if column == HA else "mu"])


class ShareDelegate(QStyledItemDelegate):
    """The share as a bar behind its number."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        share = index.data(SHARE_ROLE)
        if share is not None and share > 0:
            area = QRectF(option.rect).adjusted(2, 3, -2, -3)
            area.setWidth(max(area.width() * min(float(share), 1.0), 1.0))
            colour = QColor(index.data(COLOUR_ROLE) or "#d0d0d0")
            colour.setAlpha(110)
            painter.fillRect(area, colour)
        super().paint(painter, option, index)


class MajorBar(QWidget):
    """The three major classes as one bar with their shares in words below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parts: list[tuple[str, float]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, 14 + self.fontMetrics().height() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def show_parts(self, answer: Answer | None) -> None:
        rows = answer.rows if answer is not None else ()
        self.parts = [(row.code, row.share) for row in rows if row.kind == "major"]
        self.setAccessibleName(self.words())
        self.setToolTip(self.words())
        self.update()

    def words(self) -> str:
        """ "Agricultural land 75.0 %, Construction land 25.0 %"."""
        return tr(", ").join(
            f"{major_name('' if code == 'none' else code, tr)} {half_up(Decimal(repr(share)) * 100, 1)} %"
            for code, share in self.parts
        )

    def paintEvent(self, event: Any) -> None:
        painter = QPainter(self)
        x, width = 0.0, float(self.width())
        painter.fillRect(QRectF(0, 0, width, 12), self.palette().color(QPalette.ColorRole.Midlight))
        for code, share in self.parts:
            part = width * max(min(share, 1.0), 0.0)
            painter.fillRect(QRectF(x, 0, part, 12), QColor(MAJOR_COLOURS.get(code, "#d0d0d0")))
            x += part
        metrics = self.fontMetrics()
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        text = metrics.elidedText(self.words(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(0, 14 + metrics.ascent(), text)
        painter.end()
