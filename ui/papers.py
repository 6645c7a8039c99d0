"""What the dialogs of papers (dossier, tables, sheets) offer beyond QGIS's own: the batches as a list, a folder that
stays."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from qgis.core import (
    NULL,
    QgsApplication,
    QgsProcessingUtils,
    QgsProject,
    QgsSettings,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QStandardPaths
from qgis.PyQt.QtGui import QCursor
from qgis.PyQt.QtWidgets import QLineEdit, QMenu

from ..i18n import tr
from ..layers.reading.sources import as_codes
from ..layers.roles.fields import find_field

__all__ = ["PAPERS", "batches_of", "offer_batches", "parameters_by_folder", "remember_folder"]

PAPERS = ("approvaldossier", "approvaltables", "mapsheets")
"""Tools whose OUTPUT is a folder of papers that a person keeps."""

FOLDERS = "redline/folders/"


def batches_of(layer: QgsVectorLayer, field: str = "") -> list[str]:
    """The batches that the parcels of ``layer`` name in ``field``, that of the role where it is "", each once."""
    name = field or find_field(layer, "parcel", "batch", required=False)
    place = layer.fields().lookupField(name) if name else -1
    if place < 0:
        return []
    values = [None if value == NULL else value for value in layer.uniqueValues(place)]
    found = np.array(values, dtype=np.float64 if layer.fields().at(place).isNumeric() else object)
    # As the tools read them: a batch of a field of numbers is 202108, not 202108.0.
    return sorted(set(as_codes(found).tolist()) - {""})


def offer_batches(dialog: Any) -> bool:
    """A list beside the line in which the batch is named; False where the dialog has no such line."""
    wrappers = getattr(dialog.mainWidget(), "wrappers", {})
    if not {"PARCELS", "BATCH"} <= set(wrappers):
        return False
    line = wrappers["BATCH"].wrappedWidget()
    if not isinstance(line, QLineEdit):
        return False
    line.setPlaceholderText(tr("all batches"))
    icon = QgsApplication.getThemeIcon("/mActionArrowDown.svg")
    action = line.addAction(icon, QLineEdit.ActionPosition.TrailingPosition)
    action.setObjectName("RedlineBatches")
    action.setToolTip(tr("The batches of the parcels"))
    action.triggered.connect(partial(_show_batches, line, wrappers))
    return True


def _show_batches(line: QLineEdit, wrappers: dict[str, Any], *_: object) -> None:
    layer = QgsProject.instance().mapLayer(str(wrappers["PARCELS"].parameterValue()))
    field = str(wrappers["BATCH_FIELD"].parameterValue() or "") if "BATCH_FIELD" in wrappers else ""
    menu = QMenu(line)
    menu.setObjectName("RedlineBatchList")
    menu.addAction(tr("all batches")).triggered.connect(partial(line.setText, ""))
    for batch in batches_of(layer, field) if isinstance(layer, QgsVectorLayer) else ():
        menu.addAction(batch).triggered.connect(partial(_take_batch, line, batch))
    menu.popup(QCursor.pos())


def _take_batch(line: QLineEdit, batch: str, *_: object) -> None:
    line.setText(batch)


def parameters_by_folder(algorithm_id: str) -> dict[str, object]:
    """Where the papers go: where those of the last run went, else beside the project, else among the documents."""
    name = algorithm_id.partition(":")[2]
    if name not in PAPERS:
        return {}
    last = QgsSettings().value(FOLDERS + name, "", type=str)
    if last and Path(last).parent.is_dir():
        return {"OUTPUT": last}
    home = Path(QgsProject.instance().homePath() or QgsApplication.qgisSettingsDirPath())
    if home.is_relative_to(Path(QgsApplication.qgisSettingsDirPath())):
        # The demo's project, or none: papers do not belong into the profile.
        home = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    label = QgsApplication.processingRegistry().algorithmById(algorithm_id).displayName()
    return {"OUTPUT": str(home / label)}


def remember_folder(algorithm_id: str, successful: bool, results: dict) -> None:
    """The next run starts with the folder of this one, unless it was a temporary one."""
    folder = str(results.get("OUTPUT") or "")
    if successful and folder and not Path(folder).is_relative_to(QgsProcessingUtils.tempFolder()):
        QgsSettings().setValue(FOLDERS + algorithm_id.partition(":")[2], folder)
