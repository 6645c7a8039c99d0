"""What a layer is called when a person reads of it."""

from pathlib import Path

from qgis.core import QgsMapLayer, QgsProviderRegistry

__all__ = ["called"]


def called(layer: QgsMapLayer) -> str:
    """The layer's name; that in its database where QGIS calls the layer by the file, as it does with paths.

    ``county.gpkg|layername=DLTB`` given to a tool is "DLTB", not "county".
    """
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    inside, path = parts.get("layerName"), parts.get("path")
    if inside and path and layer.name() == Path(str(path)).stem:
        return str(inside)
    return layer.name()
