"""The box of the settings page for datum shifts: the office's parameters and common points, with their residuals."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QFileDialog,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..core.ellipsoid.datumshift import POINT_COLUMNS, SHIFT_COLUMNS
from ..core.errors import RedlineError
from ..core.resources import office_table
from ..i18n import tr
from ..layers.reading.datums import judged_shifts, keep_tables, kept_tables

__all__ = ["ShiftsBox"]

Rows = list[dict[str, str]]


def _titles() -> dict[str, str]:
    """The columns of both tables as people read them; the CSV files keep the names of the columns."""
    return {
        "name": tr("Name"),
        "source": tr("From"),
        "target": tr("To"),
        "kind": tr("Kind"),
        "dx": "ΔX (m)",
        "dy": "ΔY (m)",
        "dz": "ΔZ (m)",
        "rx": "εX (″)",
        "ry": "εY (″)",
        "rz": "εZ (″)",
        "ppm": "m (ppm)",
        "north": tr("North (m)"),
        "east": tr("East (m)"),
        "angle": tr("Turn (″)"),
        "scale": tr("Scale"),
        "shift": tr("Name of the shift"),
        "point": tr("Point"),
        "north_then": tr("North, then (m)"),
        "east_then": tr("East, then (m)"),
    }


class ShiftsBox(QGroupBox):
    """Both tables of the office, edited in place and judged as they are edited.

    Nothing is kept before ``apply``; ``is_valid`` says whether it can be.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Datum shifts (Xian 80, Beijing 54, local systems)"), parent)
        self.setObjectName("RedlineShifts")
        self.shifts = _table(SHIFT_COLUMNS, ())
        self.points = _table(POINT_COLUMNS, (tr("Residual (m)"),))
        self.message = QLabel()
        self.message.setWordWrap(True)
        hint = QLabel(
            tr(
                "Kind 7 or 3: parameters in space; 4: in a plane; points: fitted to the common points below. "
                "From and To: xian80, beijing54, cgcs2000, the name of a datum; planes need a system such as EPSG:2363."
            )
        )
        hint.setWordWrap(True)
        column = QVBoxLayout(self)
        for widget in (hint, self.shifts, self._row(self.shifts, "shifts"), QLabel(tr("Common points"))):
            column.addWidget(widget)
        for widget in (self.points, self._row(self.points, "points"), self.message):
            column.addWidget(widget)
        self._kept: tuple[Rows, Rows] = ([], [])
        self.show_values()
        for table in (self.shifts, self.points):
            table.itemChanged.connect(self.judge)

    def _row(self, table: QTableWidget, name: str) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        for text, slot, purpose in (
            (tr("Add row"), partial(self.add, table), "add"),
            (tr("Remove row"), partial(self.remove, table), "remove"),
            (tr("Import CSV…"), partial(self.take_over, table, None), "import"),
        ):
            button = QPushButton(text)
            button.setObjectName(f"{purpose}_{name}")
            button.clicked.connect(lambda _=False, slot=slot: slot())
            row.addWidget(button)
        row.addStretch(1)
        return holder

    def show_values(self) -> None:
        """What is kept, into the tables."""
        try:
            self._kept = kept_tables()
        except RedlineError as error:
            self.message.setText(error.sentence(tr))
            return
        for table, rows in zip((self.shifts, self.points), self._kept, strict=True):
            _fill(table, rows)
        self.judge()

    def rows(self) -> tuple[Rows, Rows]:
        """The rows of both tables that say something."""
        return _rows(self.shifts), _rows(self.points)

    def judge(self, *_: object) -> None:
        """Fit what is in the tables; residuals stand beside their points, what is wrong below."""
        try:
            shifts = judged_shifts(*self.rows())
        except RedlineError as error:
            self.message.setText(error.sentence(tr))
            self._show_residuals({})
            return
        self._show_residuals({(each.name, point): miss for each in shifts for point, miss in each.residuals})
        self.message.setText("\n".join(_fitted(each.name, each.residuals) for each in shifts if each.residuals))

    def is_valid(self) -> bool:
        """Whether what is in the tables can be kept, or is as it was."""
        rows = self.rows()
        if rows == self._kept:
            return True
        try:
            judged_shifts(*rows)
        except RedlineError:
            return False
        return True

    def apply(self) -> None:
        """Keep the tables where they were changed. Raises RedlineError where they cannot be used or written."""
        rows = self.rows()
        if rows != self._kept:
            judged_shifts(*rows)
            keep_tables(*rows)
            self._kept = rows

    def add(self, table: QTableWidget) -> None:
        table.insertRow(table.rowCount())

    def remove(self, table: QTableWidget) -> None:
        if table.currentRow() >= 0:
            table.removeRow(table.currentRow())
            self.judge()

    def take_over(self, table: QTableWidget, path: str | None = None) -> None:
        """Add the rows of a CSV file to a table."""
        source = path or QFileDialog.getOpenFileName(self, tr("Import CSV…"), "", tr("Tables") + " (*.csv)")[0]
        if not source:
            return
        wanted = ("name", "source", "kind") if table is self.shifts else ("shift", "point")
        try:
            rows = [row for _, row in office_table(Path(source), wanted)]
        except RedlineError as error:
            self.message.setText(error.sentence(tr))
            return
        _fill(table, [*_rows(table), *rows])
        self.judge()

    def _show_residuals(self, by_point: dict[tuple[str, str], float]) -> None:
        last = len(POINT_COLUMNS)
        blocked = self.points.blockSignals(True)
        for number in range(self.points.rowCount()):
            key = (_cell(self.points, number, 0), _cell(self.points, number, 1))
            item = QTableWidgetItem(f"{by_point[key]:.4f}" if key in by_point else "")
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.points.setItem(number, last, item)
        self.points.blockSignals(blocked)


def _fitted(name: str, residuals: Sequence[tuple[str, float]]) -> str:
    point, worst = max(residuals, key=lambda each: each[1])
    return tr("{name}: {count} common points; the largest residual is {residual} m (point {point}).").format(
        name=name, count=len(residuals), residual=f"{worst:.4f}", point=point
    )


def _table(columns: Sequence[str], more: Sequence[str]) -> QTableWidget:
    titles = _titles()
    if columns is SHIFT_COLUMNS:
        titles |= {"north": tr("Move north (m)"), "east": tr("Move east (m)")}
    table = QTableWidget(0, len(columns) + len(more))
    table.setHorizontalHeaderLabels([*(titles[name] for name in columns), *more])
    table.setMinimumHeight(7 * table.fontMetrics().height())
    return table


def _columns(table: QTableWidget) -> Sequence[str]:
    return SHIFT_COLUMNS if table.columnCount() == len(SHIFT_COLUMNS) else POINT_COLUMNS


def _cell(table: QTableWidget, row: int, column: int) -> str:
    item = table.item(row, column)
    return item.text().strip() if item is not None else ""


def _fill(table: QTableWidget, rows: Rows) -> None:
    blocked = table.blockSignals(True)
    table.setRowCount(len(rows))
    for number, row in enumerate(rows):
        for column, name in enumerate(_columns(table)):
            table.setItem(number, column, QTableWidgetItem(row.get(name, "")))
    table.blockSignals(blocked)


def _rows(table: QTableWidget) -> Rows:
    columns = _columns(table)
    every = (
        {name: _cell(table, number, column) for column, name in enumerate(columns)}
        for number in range(table.rowCount())
    )
    return [row for row in every if any(row.values())]
