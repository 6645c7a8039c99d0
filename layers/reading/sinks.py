"""Rows into sinks: every row, or an error that names it; and tables of GeoPackages, closed when they are done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsVectorFileWriter,
    QgsWkbTypes,
)
from qgis.PyQt import sip

from ...core.errors import RedlineError
from ...i18n import tr

__all__ = ["FileForm", "geopackage_table", "new_file", "put_all", "reason_of"]


def put_all(sink: QgsFeatureSink, features: Iterable[QgsFeature], layer: str) -> int:
    """Put all ``features`` into ``sink`` and close it; their number.

    layer : what a person knows the layer by. Raises RedlineError with the row and the reason where one is refused, and
    where the sink says at its end that it could not write.
    """
    count = 0
    for feature in features:
        count += 1
        if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
            raise RedlineError(
                "{layer}: row {row} ({known}) cannot be written: {reason}.",
                layer=layer,
                row=count,
                known=_known(feature),
                reason=reason_of(sink),
            )
    # from QGIS 3.44 on, sinks are closed by finalize()
    closed = sink.finalize() if hasattr(sink, "finalize") else sink.flushBuffer()
    if closed is False:
        raise RedlineError("{layer} cannot be written: {reason}.", layer=layer, reason=reason_of(sink))
    return count


def _known(feature: QgsFeature) -> str:
    """What a person can find the feature by: the first of its values, with the field's name."""
    named: dict[str, Any] = feature.attributeMap()
    return next((f"{name} = {value}" for name, value in named.items() if value not in (None, "")), "–")


def reason_of(sink: QgsFeatureSink) -> str:
    """Why a sink refused, without the stop at the end."""
    return (sink.lastError() or tr("unknown reason")).rstrip(". \n")


@dataclass(frozen=True)
class FileForm:
    """How a file is written. driver : GDAL's name. layer : the name of its one layer. options : of the layer, as the
    driver takes them."""

    driver: str
    layer: str
    encoding: str = "UTF-8"
    options: tuple[str, ...] = ()


@contextmanager
def geopackage_table(
    path: Path,
    table: str,
    fields: QgsFields,
    kind: QgsWkbTypes.Type = QgsWkbTypes.Type.NoGeometry,
    crs: QgsCoordinateReferenceSystem | None = None,
    context: QgsCoordinateTransformContext | None = None,
) -> Iterator[QgsVectorFileWriter]:
    """A sink for a new table of the GeoPackage ``path``, which is made where it is not there.

    Raises RedlineError where it cannot be made, and at the end where not all was written.
    """
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", table
    options.layerOptions = ["SPATIAL_INDEX=YES", "FID=fid"]
    if path.exists():
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    place = crs or QgsCoordinateReferenceSystem()
    with _writing(path, fields, kind, place, context or QgsCoordinateTransformContext(), options) as writer:
        yield writer


@contextmanager
def new_file(
    path: Path,
    fields: QgsFields,
    kind: QgsWkbTypes.Type,
    crs: QgsCoordinateReferenceSystem,
    form: FileForm,
) -> Iterator[QgsVectorFileWriter]:
    """A sink for a new file of one layer.

    Raises RedlineError where it cannot be made, and at the end where not all was written.
    """
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.fileEncoding, options.layerName = form.driver, form.encoding, form.layer
    options.layerOptions = list(form.options)
    with _writing(path, fields, kind, crs, QgsCoordinateTransformContext(), options) as writer:
        yield writer


@contextmanager
def _writing(
    path: Path,
    fields: QgsFields,
    kind: QgsWkbTypes.Type,
    crs: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
    options: QgsVectorFileWriter.SaveVectorOptions,
) -> Iterator[QgsVectorFileWriter]:
    writer = QgsVectorFileWriter.create(str(path), fields, kind, crs, context, options)
    try:
        if writer.hasError() != QgsVectorFileWriter.WriterError.NoError:
            raise RedlineError("{path} cannot be written: {reason}", path=path.name, reason=writer.errorMessage())
        yield writer
        if writer.hasError() != QgsVectorFileWriter.WriterError.NoError:
            raise RedlineError("{path} cannot be written: {reason}", path=path.name, reason=writer.errorMessage())
    finally:
        # The file is closed when the writer dies, not when Python has forgotten its last name.
        sip.delete(writer)
