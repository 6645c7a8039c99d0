"""Small layers as counties deliver them: zone 39 (EPSG:4527), squares whose areas are known by heart."""

import shutil
from pathlib import Path

from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType

EAST, NORTH = 39_360_000.0, 4_040_000.0
TEXT, REAL, WHOLE = QMetaType.Type.QString, QMetaType.Type.Double, QMetaType.Type.Int


def square(x, y, width, height=None) -> str:
    """``width`` × ``height`` m, its lower left corner x, y m from the corner of the land."""
    left, low = EAST + x, NORTH + y
    right, high = left + width, low + (height or width)
    return f"MULTIPOLYGON((({left} {low},{right} {low},{right} {high},{left} {high},{left} {low})))"


def layer(name, fields: dict, rows, kind="MultiPolygon") -> QgsVectorLayer:
    """A layer in memory; ``fields``: name to type; ``rows``: (WKT or None, values)."""
    made = QgsVectorLayer("NoGeometry" if kind is None else f"{kind}?crs=EPSG:4527", name, "memory")
    made.dataProvider().addAttributes([QgsField(field, of) for field, of in fields.items()])
    made.updateFields()
    features = []
    for shape, values in rows:
        feature = QgsFeature(made.fields())
        feature.setAttributes(list(values))
        if shape is not None:
            feature.setGeometry(QgsGeometry.fromWkt(shape))
        features.append(feature)
    assert made.dataProvider().addFeatures(features)[0]
    made.updateExtents()
    return made


def shapefile(made: QgsVectorLayer, path: Path, encoding="GBK") -> Path:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.fileEncoding = "ESRI Shapefile", encoding
    error = QgsVectorFileWriter.writeAsVectorFormatV3(made, str(path), QgsCoordinateTransformContext(), options)
    assert error[0] == QgsVectorFileWriter.WriterError.NoError, error
    return path


def copy(path: Path, name: str) -> Path:
    """The Shapefile of ``path`` under another name beside it, without its .cpg."""
    for suffix in (".shp", ".shx", ".dbf", ".prj"):
        shutil.copy(path.with_suffix(suffix), path.with_name(name + suffix))
    return path.with_name(name + ".shp")


def rows(table: QgsVectorLayer, *names) -> list[tuple]:
    return [tuple(feature[name] for name in names) for feature in table.getFeatures()]
