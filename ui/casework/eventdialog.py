"""What is asked of a person before an event happens: a reason, the result, the number of a document, who was there."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from ...core.casework.states import CaseTransition
from ...core.casework.verdicts import legal_kinds, results_of
from ...i18n import tr
from .acting import Filled

__all__ = ["EventDialog"]


class EventDialog(QDialog):
    """Asks what ``asked`` names (fields of ``Filled``) for an event of one case or several."""

    def __init__(
        self, parent: QWidget, transition: CaseTransition, asked: Sequence[str], numbers: Sequence[str]
    ) -> None:
        super().__init__(parent)
        self.setObjectName("RedlineCaseEvent")
        language = tr("en")
        self.setWindowTitle(transition.name(language))
        self.needed = list(asked)
        self.note, self.document, self.who = QPlainTextEdit(), QLineEdit(), QLineEdit()
        self.results, self.legal_kinds = QComboBox(), QComboBox()
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(4 * self.fontMetrics().lineSpacing())
        form = QFormLayout(self)
        shown = ", ".join(numbers[:3]) + (tr(" and {count} more").format(count=len(numbers) - 3) if numbers[3:] else "")
        form.addRow(QLabel(shown))
        if "result" in asked:
            for choice in results_of(transition.event):
                self.results.addItem(choice.name(language), choice.id)
            form.addRow(tr("Result"), self.results)
        if transition.event == "decide_lawful":
            self.legal_kinds.addItem("", "")
            for choice in legal_kinds():
                self.legal_kinds.addItem(choice.name(language), choice.id)
            form.addRow(tr("Kind of lawful use"), self.legal_kinds)
        if "who" in asked:
            form.addRow(tr("Who was on site"), self.who)
        if "document" in asked or transition.event.startswith("decide_"):
            form.addRow(tr("Number of the document"), self.document)
        form.addRow(tr("Reason") if "note" in asked else tr("Remark"), self.note)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form.addRow(self.buttons)
        for widget in (self.note, self.document, self.who):
            widget.textChanged.connect(self._check)
        self._check()
        (self.note if "note" in asked else self.document if "document" in asked else self.results).setFocus()

    def filled(self) -> Filled:
        return Filled(
            self.note.toPlainText().strip(),
            str(self.results.currentData() or ""),
            str(self.legal_kinds.currentData() or ""),
            self.document.text().strip(),
            self.who.text().strip(),
        )

    def _check(self) -> None:
        """OK where nothing that is needed is missing."""
        now = self.filled()
        complete = all(getattr(now, name) for name in self.needed)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(complete)
