"""What a layer is called when a person reads of it."""

from pathlib import Path

from qgis.core import QgsMapLayer, QgsProviderRegistry

from ...core.redaction import redacted

__all__ = ["called"]


def called(layer: QgsMapLayer) -> str:
    """The layer's name; that in its database where QGIS calls the layer by the file, as it does with paths.

    ``county.gpkg|layername=DLTB`` given to a tool is "DLTB", not "county". A layer that bears the connection string
    by which it was given as its name is called without the password.
    """
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    inside, path = parts.get("layerName"), parts.get("path")
    if inside and path and layer.name() == Path(str(path)).stem:
        return redacted(str(inside))
    return redacted(layer.name())
