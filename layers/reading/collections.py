"""Collections with heights: a placemark of polygons beside its label point, as phones write them.

QGIS (seen in 3.40) takes the well-known binary that GDAL gives of a GeometryCollection Z for none, and hands the
feature on without a geometry. Such a feature gets what its file holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from osgeo import gdal, ogr
from qgis.core import QgsFeature, QgsFeatureRequest, QgsGeometry, QgsProviderRegistry, QgsVectorLayer, QgsWkbTypes

__all__ = ["Iterate", "with_collections"]

Iterate = Callable[[QgsFeatureRequest], Iterator[QgsFeature]]

WITHOUT = frozenset({"ESRI Shapefile", "OpenFileGDB", "CSV", "XLSX", "XLS", "ODS"})
"""Formats of files that hold no collections."""


def with_collections(layer: QgsVectorLayer, iterate: Iterate) -> Iterate:
    """``iterate`` of ``layer``, with the collections that QGIS leaves empty. Taken in the thread that owns the layer,
    called in any; its file is read again where a feature comes without a geometry, and only then."""
    if layer.providerType() != "ogr" or layer.wkbType() == QgsWkbTypes.Type.NoGeometry:
        return iterate
    if layer.dataProvider().storageType() in WITHOUT:
        return iterate
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    place = "".join(str(parts.get(key) or "") for key in ("vsiPrefix", "path", "vsiSuffix"))
    name = str(parts.get("layerName") or "")

    def filled(request: QgsFeatureRequest) -> Iterator[QgsFeature]:
        found: dict[int, bytes] | None = None
        bare = bool(request.flags() & QgsFeatureRequest.Flag.NoGeometry) or request.destinationCrs().isValid()
        for feature in iterate(request):
            if not bare and not feature.hasGeometry():
                found = _collections(place, name) if found is None else found
                if feature.id() in found:
                    shape = QgsGeometry()
                    shape.fromWkb(found[feature.id()])
                    feature.setGeometry(shape)
            yield feature

    return filled


def _collections(place: str, name: str) -> dict[int, bytes]:
    """The collections of a layer of a file, by feature id, as ISO well-known binary."""
    try:
        dataset = gdal.OpenEx(place, gdal.OF_VECTOR | gdal.OF_READONLY)
        if dataset is None:
            return {}
        layer = dataset.GetLayerByName(name) if name else dataset.GetLayer(0)
        shapes = ((each.GetFID(), each.GetGeometryRef()) for each in layer or ())
        return {fid: bytes(shape.ExportToIsoWkb()) for fid, shape in shapes if _is_collection(shape)}
    except RuntimeError:  # GDAL's, where somebody in the process has switched its exceptions on
        return {}


def _is_collection(shape: ogr.Geometry | None) -> bool:
    return shape is not None and ogr.GT_Flatten(shape.GetGeometryType()) == ogr.wkbGeometryCollection
