"""The spots and pictures of a case file as layers of the project."""

from __future__ import annotations

from qgis.core import QgsDataSourceUri, QgsProject, QgsVectorLayer

from ...core.errors import RedlineError
from ...i18n import tr
from ...layers.county.postgres import postgres_connection, without_password
from ...layers.looks.caselook import CASE_LAYERS, dress_case_layer
from ..recogniser import REFUSED_PROPERTY
from .places import ChosenFile

__all__ = ["show_case_layers"]


def show_case_layers(chosen: ChosenFile) -> list[QgsVectorLayer]:
    """Add them on top of the project; those that are there already stay, and are read anew. Raises RedlineError where
    one cannot be opened."""
    names = {"evidence": tr("Pictures of the cases"), "spot": tr("Spots of the cases")}
    project, found = QgsProject.instance(), []
    for table in reversed(CASE_LAYERS):
        layer = _layer(chosen, table, names[table])
        if not layer.isValid():
            raise RedlineError("{file} is no case file: it has no table {table}.", file=chosen.called, table=table)
        there = [each for each in project.mapLayers().values() if each.source() == layer.source()]
        if there:
            there[0].reload()
            found.append(there[0])
            continue
        dress_case_layer(layer, table, tr("en"))
        # It is none of the county's layers.
        layer.setCustomProperty(REFUSED_PROPERTY, True)
        project.addMapLayer(layer, False)
        project.layerTreeRoot().insertLayer(0, layer)
        found.append(layer)
    return found


def _layer(chosen: ChosenFile, table: str, title: str) -> QgsVectorLayer:
    if not chosen.connection:
        return QgsVectorLayer(f"{chosen.path}|layername={table}", title, "ogr")
    uri = QgsDataSourceUri(postgres_connection(chosen.connection).tableUri(chosen.schema, table))
    return QgsVectorLayer(without_password(uri).uri(False), title, "postgres")
