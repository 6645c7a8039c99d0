"""What is read from: a layer, or a parameter's choice of its features, taken in the thread that owns it."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsFields,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsProviderRegistry,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.errors import RedlineError
from .arrowfile import DRIVERS, FileLayer
from .collections import Iterate, with_collections
from .encoding import DbfEncoding
from .gausskruger import official_system
from .names import called
from .shapefile import read_as_stored

__all__ = ["Source", "layer_of_parameter", "source_of", "source_of_parameter"]


@dataclass(frozen=True)
class Source:
    """Where features come from. Taken in the thread that owns the layer, read in any.

    iterate : runs a request, as ``QgsFeatureSource.getFeatures`` does.
    file : set where a file stands behind the layer, and has exactly its features.
    straight : whether the features may be read from the file itself.
    """

    name: str
    crs: QgsCoordinateReferenceSystem
    fields: QgsFields
    wkb_type: QgsWkbTypes.Type
    count: int
    iterate: Iterate
    file: FileLayer | None = None
    straight: bool = True

    def may_hold_numbers(self, field: str) -> bool:
        """Whether ``field`` is one of numbers, or of texts, which may be numbers (``Features.numbers`` names those that
        are none)."""
        found = self.fields.at(self.fields.lookupField(field))
        return bool(found.isNumeric()) or found.type() == QMetaType.Type.QString

    @property
    def area_type(self) -> QgsWkbTypes.Type:
        """The kind of a layer that takes its polygons, with their heights; those of collections too."""
        kind = QgsWkbTypes.multiType(self.wkb_type)
        if QgsWkbTypes.flatType(kind) != QgsWkbTypes.Type.GeometryCollection:
            return kind
        heights, measures = QgsWkbTypes.hasZ(kind), QgsWkbTypes.hasM(kind)
        return QgsWkbTypes.zmType(QgsWkbTypes.Type.MultiPolygon, heights, measures)


def source_of(source: Any, *, selected_only: bool = False) -> Source:
    """A ``Source`` from a QgsVectorLayer or any QgsFeatureSource; a ``Source`` is handed back as it is."""
    if isinstance(source, Source):
        return source
    if isinstance(source, QgsVectorLayer):
        if not source.isValid():
            raise RedlineError(
                "Layer {layer} cannot be opened: check that its file or database is still there.", layer=source.name()
            )
        _refuse_lines_of_drawing(source)
        misread = read_as_stored(source)
        snapshot = QgsVectorLayerFeatureSource(source)
        chosen = list(source.selectedFeatureIds()) if selected_only else None

        def iterate(request: QgsFeatureRequest) -> Iterator[QgsFeature]:
            return snapshot.getFeatures(request.setFilterFids(chosen) if chosen is not None else request)

        count = source.featureCount() if chosen is None else len(chosen)
        file = None if selected_only else _file_of(source, misread)
        crs = official_system(_system_of(source))
        whole = with_collections(source, iterate)
        return Source(called(source), crs, source.fields(), source.wkbType(), count, whole, file)
    if isinstance(source, QgsProcessingFeatureSource):
        skip = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks

        def run(request: QgsFeatureRequest) -> Iterator[QgsFeature]:
            # Geometry errors are not this reader's business: the engine takes what the layer holds.
            return source.getFeatures(request, skip)
    else:
        run = source.getFeatures
    return Source(
        source.sourceName(),
        official_system(source.sourceCrs()),
        source.fields(),
        source.wkbType(),
        source.featureCount(),
        run,
    )


def _refuse_lines_of_drawing(layer: QgsVectorLayer) -> None:
    """The outlines of a drawing are lines and have no system: nothing can be measured in them."""
    is_lines = layer.geometryType() == QgsWkbTypes.GeometryType.LineGeometry
    if is_lines and layer.providerType() == "ogr" and layer.dataProvider().storageType() in ("DXF", "CAD"):
        raise RedlineError(
            "Layer {layer} is a drawing: its closed lines become parcels by the tool “Import parcels”; take its "
            "result.",
            layer=layer.name(),
        )


def source_of_parameter(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], name: str, context: QgsProcessingContext
) -> Source | None:
    """The ``Source`` behind a feature source parameter, None where an optional one is left out.

    Selection, filter and limit of the parameter are kept; a whole file layer is read straight from its file.
    """
    value = parameters.get(name)
    layer = layer_of_parameter(algorithm, parameters, name, context)
    if layer is not None:
        _refuse_lines_of_drawing(layer)
    misread = read_as_stored(layer) if layer is not None else None
    given = algorithm.parameterAsSource(parameters, name, context)
    if given is None:
        if value in (None, ""):
            return None
        raise RedlineError("{reason}", reason=algorithm.invalidSourceError(parameters, name))
    source = source_of(given)
    if layer is None:
        return source
    narrowed = isinstance(value, QgsProcessingFeatureSourceDefinition) and bool(
        value.selectedFeaturesOnly or value.featureLimit != -1 or value.filterExpression
    )
    whole = with_collections(layer, source.iterate)
    crs = official_system(_system_of(layer))
    file = None if narrowed else _file_of(layer, misread)
    return replace(source, name=called(layer), crs=crs, iterate=whole, file=file)


def _system_of(layer: QgsVectorLayer) -> QgsCoordinateReferenceSystem:
    """The layer's system; that of its file for a layer of collections, to which QGIS gives none."""
    if layer.crs().isValid() or layer.isSpatial() or layer.wkbType() == QgsWkbTypes.Type.NoGeometry:
        return layer.crs()
    return layer.dataProvider().crs()


def layer_of_parameter(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], name: str, context: QgsProcessingContext
) -> QgsVectorLayer | None:
    """The layer that a feature source parameter names."""
    value = parameters.get(name)
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        place, _ = value.source.valueAsString(context.expressionContext(), "")
        layer = QgsProcessingUtils.mapLayerFromString(place, context)
    else:
        layer = algorithm.parameterAsVectorLayer(parameters, name, context)
    return layer if isinstance(layer, QgsVectorLayer) and layer.isValid() else None


def _file_of(layer: QgsVectorLayer, misread: DbfEncoding | None = None) -> FileLayer | None:
    """The file behind ``layer`` where its stored features are exactly what the layer shows. misread : its encoding
    where the file says another."""
    if layer.providerType() != "ogr" or layer.isEditable() or layer.subsetString():
        return None
    driver = layer.dataProvider().storageType()
    if driver not in DRIVERS:
        return None
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    path = parts.get("path", "")
    if not path or parts.get("vsiPrefix") or not Path(path).exists():
        return None
    codec = ""
    if driver == "ESRI Shapefile":
        codec = _codec_of(layer.dataProvider().encoding())
        if not codec:
            return None
    declared = "" if misread is None else misread.declared or "–"
    return FileLayer(path, parts.get("layerName") or "", driver, tuple(parts.get("openOptions") or ()), codec, declared)


def _codec_of(encoding: str) -> str:
    """Python's name for an encoding that Qt names; "" where Python has none, or Qt takes the system's."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return ""
