"""Finished tables as layers of a GeoPackage, for map sheets and models."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsVectorFileWriter,
    QgsWkbTypes,
)

from ...core.errors import RedlineError
from ...core.paper.tables import Table
from .common import table_features, table_fields

__all__ = ["write_table_layers"]


def write_table_layers(path: Path, tables: Sequence[tuple[str, Table]]) -> None:
    """Write each table as a layer without geometry; the columns' keys are the fields, their labels the aliases.

    ``kind`` tells leaf, subtotal and total rows apart, ``row`` keeps their order.
    """
    for number, (name, table) in enumerate(tables):
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName, options.layerName = "GPKG", name
        options.actionOnExistingFile = (
            QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
            if number
            else QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteFile
        )
        fields = table_fields(table, ordered=True)
        writer = QgsVectorFileWriter.create(
            str(path),
            fields,
            QgsWkbTypes.Type.NoGeometry,
            QgsCoordinateReferenceSystem(),
            QgsCoordinateTransformContext(),
            options,
        )
        good = writer.hasError() == QgsVectorFileWriter.WriterError.NoError
        good = good and all(writer.addFeature(feature) for feature in table_features(table, fields))
        reason = writer.errorMessage()
        del writer  # closes the file
        if not good:
            raise RedlineError(
                "Table {table} could not be written to {file} ({reason}).", table=name, file=path.name, reason=reason
            )
