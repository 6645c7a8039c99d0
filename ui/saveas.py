"""QGIS's own dialog "Save Vector Layer as…" with personal data left out, until a person ticks it.

QGIS offers every field there, hidden or not, and has no hook for it. But a dialog that opens over its window blocks the
window, and Qt tells the window so: then the fields of personal data are unticked in the dialog's own table.
"""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.gui import QgisInterface
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QObject, Qt, QTimer
from qgis.PyQt.QtWidgets import QApplication, QComboBox, QTableWidget, QWidget

from ..i18n import tr
from ..layers.roles.fields import remembered

__all__ = ["PersonalDataGuard", "leave_out_personal"]

DIALOG = "QgsVectorLayerSaveAsDialogBase"
"""How QGIS calls the dialog."""


class PersonalDataGuard(QObject):
    """Watches the QGIS window for the dialog; ``remove`` ends it."""

    def __init__(self, iface: QgisInterface) -> None:
        super().__init__()
        self.iface = iface
        self.window = iface.mainWindow()
        self.window.installEventFilter(self)

    def remove(self) -> None:
        if not sip.isdeleted(self.window):
            self.window.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowBlocked:
            # The dialog is being built up still: its table is filled once the event loop runs again.
            QTimer.singleShot(0, self.look)
        return False

    def look(self) -> None:
        """Untick the fields in the dialog that is open, if it is that one."""
        dialog = QApplication.activeModalWidget()
        # PyQGIS knows a dialog that QGIS itself made only as a QDialog.
        if dialog is not None and dialog.objectName() == DIALOG:
            leave_out_personal(dialog, [self.iface.activeLayer(), *QgsProject.instance().mapLayers().values()])


def leave_out_personal(dialog: QWidget, layers: Iterable[QgsMapLayer | None]) -> list[str]:
    """Untick personal data in ``dialog``, now and whenever another format fills its table anew.

    The dialog does not tell its layer: it is the first of ``layers`` with the fields that it lists. Returns the fields.
    """
    from ..layers.looks.forms import personal_fields  # only now: QGIS shall start as quickly as without the plugin

    table = dialog.findChild(QTableWidget, "mAttributeTable")
    formats = dialog.findChild(QComboBox, "mFormatComboBox")
    if table is None or formats is None:
        return []
    names = _names(table)
    layer = next(
        (one for one in layers if isinstance(one, QgsVectorLayer) and one.fields().names() == names),
        None,
    )
    personal = personal_fields(layer, remembered(layer)[0]) if layer is not None else []
    if not personal:
        return []

    def untick(*_: object) -> None:
        for row, name in enumerate(_names(table)):
            item = table.item(row, 0)
            if name in personal and item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                item.setCheckState(Qt.CheckState.Unchecked)
                item.setToolTip(tr("Personal data: it is left out unless you tick it."))

    untick()
    formats.currentIndexChanged.connect(untick)
    return personal


def _names(table: QTableWidget) -> list[str]:
    return [table.item(row, 0).text() for row in range(table.rowCount())]
