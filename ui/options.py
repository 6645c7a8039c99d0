"""Settings > Options > Redline 红线."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from qgis.core import QgsSettings
from qgis.gui import QgsColorButton, QgsFileWidget, QgsOptionsPageWidget
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import RedlineError
from ..i18n import tr
from ..layers.looks.fonts import installed_families
from ..layers.looks.symbols import colour, reload_colours
from ..layers.reading.datums import look_in
from ..layers.roles.settings import Setting, export_settings, import_settings, set_value, setting, value
from ..layers.roles.table import datums_folder
from .changes import settings_changes
from .packagesbox import PackagesBox
from .recogniser import SWITCH
from .shiftsbox import ShiftsBox

__all__ = ["RedlineOptionsPage"]


def _groups() -> tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]:
    """Group, and key, label and tool tip of each of its settings."""
    return (
        (
            tr("Areas (dialogs start with these, the live tally follows them)"),
            (
                (
                    "area_method",
                    tr("Area method"),
                    tr(
                        "official: on the ellipsoid, by the official procedure; plane: in the projection; "
                        "recorded: shares of the recorded patch area (TBMJ)."
                    ),
                ),
                (
                    "ridges",
                    tr("Deduct field ridges"),
                    tr("Takes ridges out of their class by the coefficient (KCXS) and shows them as class 1203."),
                ),
                ("unit", tr("Unit"), tr("m2 square metres, ha hectares, mu 亩 (1 ha = 15 mu), km2.")),
                ("decimals_ha", tr("Decimals of hectares"), ""),
                ("decimals_mu", tr("Decimals of mu"), ""),
                ("decimals_m2", tr("Decimals of square metres"), ""),
            ),
        ),
        (
            tr("Boxes of sheets and tables"),
            (
                ("office", tr("Office"), tr("Printed on sheets and tables and in the parcel text file.")),
                ("maker", tr("Made by"), tr("Printed in the boxes of sheets and tables.")),
                ("checker", tr("Checked by"), tr("Printed in the boxes of sheets and tables.")),
                ("approver", tr("Approved by"), tr("Printed in the boxes of the sheets.")),
            ),
        ),
        (
            tr("Fonts of the sheets"),
            (
                ("body_font", tr("Text"), tr("Left empty: 仿宋, 宋体, or what is installed of them.")),
                ("heading_font", tr("Headings"), tr("Left empty: 方正小标宋, 黑体, or what is installed of them.")),
            ),
        ),
        (
            tr("Colours"),
            (
                ("colour_parcel_outline", tr("Project land (red line of the parcels)"), ""),
                ("colour_batch_outline", tr("Outline of batches"), ""),
                ("colour_farmland_outline", tr("Permanent basic farmland, outline"), ""),
                ("colour_farmland_hatch", tr("Permanent basic farmland, hatch"), ""),
                ("colour_ecological_outline", tr("Ecological red line"), ""),
                ("colour_urban_outline", tr("Urban development boundary"), ""),
            ),
        ),
        (
            tr("Files of the office"),
            (
                (
                    "rules_file",
                    tr("Table of rules"),
                    tr("A CSV file with the columns rule and value; replaces values of resources/rules/rules.csv."),
                ),
                (
                    "data_folder",
                    tr("Data folder"),
                    tr(
                        "Roles, field names, colours, forms and dialects of the office, shared by all its machines. "
                        "Left empty: the folder redline in the QGIS profile."
                    ),
                ),
            ),
        ),
    )


def _choice_name(choice: str) -> str:
    """How a choice is called."""
    return {
        "official": tr("Official area (ellipsoid)"),
        "plane": tr("Plane area (projection)"),
        "recorded": tr("Recorded patch area (TBMJ)"),
        "m2": tr("Square metres"),
        "ha": tr("Hectares"),
        "mu": tr("Mu"),
        "km2": tr("Square kilometres"),
    }[choice]


class RedlineOptionsPage(QgsOptionsPageWidget):
    """Nothing is kept before ``apply``, which QGIS calls on OK; export writes what is kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("RedlineOptionsPage")
        self.editors: dict[str, QWidget] = {}
        inner = QWidget()
        column = QVBoxLayout(inner)
        for title, rows in _groups():
            box = QGroupBox(title)
            form = QFormLayout(box)
            for key, label, tip in rows:
                editor = self._editor(setting(key))
                editor.setObjectName(key)
                editor.setToolTip(tip)
                self.editors[key] = editor
                name = QLabel(label)
                name.setMinimumWidth(22 * self.fontMetrics().averageCharWidth())
                form.addRow(name, editor)
            column.addWidget(box)
        look_in(datums_folder())
        self.shifts = ShiftsBox()
        column.addWidget(self.shifts)
        self.packages = PackagesBox()
        column.addWidget(self.packages)
        self.recognise = QCheckBox(tr("Recognise layers that are added or opened"))
        self.recognise.setObjectName("recognise")
        self.recognise.setChecked(QgsSettings().value(SWITCH, True, type=bool))
        column.addWidget(self.recognise)
        column.addLayout(self._file_row())
        self.message = QLabel()
        self.message.setWordWrap(True)
        column.addWidget(self.message)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self.show_values()

    def _file_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for text, name, slot in (
            (tr("Export settings…"), "export", self.export),
            (tr("Import settings…"), "import", self.import_),
        ):
            button = QPushButton(text)
            button.setObjectName(name)
            button.clicked.connect(partial(slot, None))
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _editor(self, found: Setting) -> QWidget:
        if found.kind == "choice":
            combo = QComboBox()
            for choice in found.choices:
                combo.addItem(_choice_name(choice), choice)
            return combo
        if found.kind == "switch":
            return QCheckBox()
        if found.kind == "whole":
            spin = QSpinBox()
            spin.setRange(found.low, found.high)
            return spin
        if found.kind == "font":
            combo = QComboBox()
            for family in ("", *sorted(installed_families())):
                combo.addItem(family, family)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            return combo
        if found.kind == "colour":
            button = QgsColorButton()
            button.setShowNoColor(False)
            return button
        if found.kind in ("file", "folder"):
            widget = QgsFileWidget()
            mode = QgsFileWidget.StorageMode
            widget.setStorageMode(mode.GetFile if found.kind == "file" else mode.GetDirectory)
            if found.kind == "file":
                widget.setFilter(tr("Tables") + " (*.csv)")
            return widget
        return QLineEdit()

    def show_values(self) -> None:
        """What is kept, into the widgets."""
        for key, editor in self.editors.items():
            text = value(key)
            if isinstance(editor, QComboBox):
                if editor.findData(text) < 0:
                    editor.addItem(text, text)
                editor.setCurrentIndex(editor.findData(text))
            elif isinstance(editor, QCheckBox):
                editor.setChecked(text == "true")
            elif isinstance(editor, QSpinBox):
                editor.setValue(int(text))
            elif isinstance(editor, QgsColorButton):
                editor.setColor(QColor(text) if text else colour(key.removeprefix("colour_")))
            elif isinstance(editor, QgsFileWidget):
                editor.setFilePath(text)
            elif isinstance(editor, QLineEdit):
                editor.setText(text)

    def _text(self, key: str) -> str:
        editor = self.editors[key]
        if isinstance(editor, QComboBox):
            return editor.currentData()
        if isinstance(editor, QCheckBox):
            return "true" if editor.isChecked() else ""
        if isinstance(editor, QSpinBox):
            return str(editor.value())
        if isinstance(editor, QgsColorButton):
            shown = editor.color().name()
            return shown if value(key) or shown != colour(key.removeprefix("colour_")).name() else ""
        if isinstance(editor, QgsFileWidget):
            return editor.filePath().strip()
        if isinstance(editor, QLineEdit):
            return editor.text().strip()
        raise TypeError(key)

    def isValid(self) -> bool:
        """Whether OK may close the page: the datum shifts say below what is wrong with them."""
        return self.shifts.is_valid()

    def apply(self) -> None:
        for key in self.editors:
            set_value(key, self._text(key))
        QgsSettings().setValue(SWITCH, self.recognise.isChecked())
        _refresh()
        look_in(datums_folder())
        try:
            self.shifts.apply()
        except RedlineError as error:
            self.message.setText(error.sentence(tr))

    def export(self, path: str | None = None, *_: object) -> None:
        """Write what is kept and shown to a file."""
        target = path or QFileDialog.getSaveFileName(self, tr("Export settings"), "redline.json", "JSON (*.json)")[0]
        if not target:
            return
        self.apply()
        try:
            count = export_settings(Path(target))
        except RedlineError as error:
            self.message.setText(error.sentence(tr))
            return
        self.message.setText(tr("{count} settings were written to {file}.").format(count=count, file=target))

    def import_(self, path: str | None = None, *_: object) -> None:
        """Take over a file's values at once."""
        source = path or QFileDialog.getOpenFileName(self, tr("Import settings"), "", "JSON (*.json)")[0]
        if not source:
            return
        try:
            notices = import_settings(Path(source))
        except RedlineError as error:
            self.message.setText(error.sentence(tr))
            return
        _refresh()
        self.show_values()
        told = [tr("The settings of {file} are in force.").format(file=source)]
        self.message.setText("\n".join(told + [notice.sentence(tr) for notice in notices]))


def _refresh() -> None:
    """What is read once and kept is read anew."""
    from ..layers.roles.table import reload_roles

    reload_roles()
    reload_colours()
    settings_changes.changed.emit()
