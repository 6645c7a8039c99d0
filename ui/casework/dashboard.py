"""The dashboard of casework: how many cases stand where, and a curve over weeks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ...core.casework.funnel import funnel, stage_names
from ...core.casework.weeks import Week, weeks_of
from ...core.casework.worklist import Listed, urgency
from ...core.paper.charts import nice_step
from ...i18n import tr

__all__ = ["Dashboard", "WeekCurve"]

COLUMNS = 5
ROOM = QRectF(34, 26, -12, -22)
"""Of a curve: left, above, right (taken off) and below."""


class Dashboard(QWidget):
    """Counts of the funnel, how many are open and overdue, and the curve."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts: dict[str, QLabel] = {}
        grid = QGridLayout()
        names = stage_names(tr) | {"open": tr("Open"), "overdue": tr("Overdue")}
        for place, (key, name) in enumerate(names.items()):
            number, label = QLabel("–"), QLabel(name)
            number.setObjectName(f"count_{key}")
            font = number.font()
            font.setPointSizeF(font.pointSizeF() * 1.5)
            font.setBold(True)
            number.setFont(font)
            label.setWordWrap(True)
            for row, widget in ((0, number), (1, label)):
                widget.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
                grid.addWidget(widget, 2 * (place // COLUMNS) + row, place % COLUMNS)
            grid.setColumnStretch(place % COLUMNS, 1)
            self.counts[key] = number
        self.curve = WeekCurve()
        layout = QVBoxLayout(self)
        layout.addLayout(grid)
        layout.addWidget(self.curve, 1)

    def show_cases(self, listed: Sequence[Listed], closed: frozenset[str], now: datetime) -> None:
        cases = [one.case for one in listed]
        counts = funnel(cases)
        counts["open"] = sum(case.state not in closed for case in cases)
        counts["overdue"] = sum(urgency(one.promise, now) == "overdue" for one in listed)
        for key, label in self.counts.items():
            label.setText(str(counts[key]))
        self.curve.show_weeks(weeks_of(cases))


class WeekCurve(QWidget):
    """Alerts and closed cases of each week as bars side by side, and what was open at its end as a line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.weeks: list[Week] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(120)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        return QSize(380, 220)

    def show_weeks(self, weeks: list[Week]) -> None:
        self.weeks = weeks
        self.update()

    def colours(self) -> dict[str, QColor]:
        dark = self.palette().color(QPalette.ColorRole.Window).lightness() < 128
        pale = {"alerts": "#8f8f8f", "closed": "#2f6f2f", "open": "#b3261e"}
        return {key: QColor(name) for key, name in ({**pale, **ON_DARK} if dark else pale).items()}

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        if not self.weeks:
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("No cases yet."))
            return
        area = QRectF(self.rect()).adjusted(ROOM.x(), ROOM.y(), ROOM.width(), ROOM.height())
        top = max(max(week.alerts, week.closed, week.open) for week in self.weeks)
        step = max(nice_step(top, 4), 1.0)
        high = step * max(1, -(-top // step))
        self._ground(painter, area, high, step)
        self._bars(painter, area, high)
        self._line(painter, area, high)
        self._legend(painter)

    def _ground(self, painter: QPainter, area: QRectF, high: float, step: float) -> None:
        ink = self.palette().color(QPalette.ColorRole.WindowText)
        faint = QColor(ink)
        faint.setAlpha(50)
        for k in range(int(high / step + 0.5) + 1):
            y = area.bottom() - area.height() * k * step / high
            painter.setPen(faint)
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(ink)
            where = QRectF(0, y - 8, area.left() - 4, 16)
            painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{k * step:g}")
        # So many dates as have room.
        width = painter.fontMetrics().horizontalAdvance("2021-12-27") + 10
        every = max(1, -(-len(self.weeks) * width // max(int(area.width()), 1)))
        for place in range(0, len(self.weeks), every):
            x = area.left() + area.width() * place / len(self.weeks)
            where = QRectF(x, area.bottom() + 3, width, 16)
            painter.drawText(where, Qt.AlignmentFlag.AlignLeft, self.weeks[place].monday.isoformat())

    def _bars(self, painter: QPainter, area: QRectF, high: float) -> None:
        colours, wide = self.colours(), area.width() / len(self.weeks)
        for place, week in enumerate(self.weeks):
            for side, (key, value) in enumerate((("alerts", week.alerts), ("closed", week.closed))):
                tall = area.height() * value / high
                x = area.left() + wide * (place + 0.12 + 0.38 * side)
                painter.fillRect(QRectF(x, area.bottom() - tall, wide * 0.36, tall), colours[key])

    def _line(self, painter: QPainter, area: QRectF, high: float) -> None:
        wide = area.width() / len(self.weeks)
        points = [
            QPointF(area.left() + wide * (place + 0.5), area.bottom() - area.height() * week.open / high)
            for place, week in enumerate(self.weeks)
        ]
        painter.setPen(QPen(self.colours()["open"], 2))
        painter.drawPolyline(QPolygonF(points))

    def _legend(self, painter: QPainter) -> None:
        names = {"alerts": tr("Alerts"), "closed": tr("Closed"), "open": tr("Open at the week's end")}
        x, ink = ROOM.x(), self.palette().color(QPalette.ColorRole.WindowText)
        for key, colour in self.colours().items():
            painter.fillRect(QRectF(x, 8, 10, 10), colour)
            painter.setPen(ink)
            wide = painter.fontMetrics().horizontalAdvance(names[key])
            painter.drawText(QRectF(x + 14, 4, wide + 4, 18), Qt.AlignmentFlag.AlignVCenter, names[key])
            x += wide + 30


ON_DARK = {"alerts": "#a0a0a0", "closed": "#8fd18f", "open": "#ff9a8f"}
"""Of the curve on dark ground."""
