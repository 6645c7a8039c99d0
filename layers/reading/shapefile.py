"""The texts of a Shapefile: read in the encoding that its bytes are in, whatever .cpg or the header says."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProject, QgsProviderRegistry, QgsVectorLayer

from .encoding import DbfEncoding, encoding_of_dbf, same_encoding

__all__ = ["read_as_stored"]

OVERRULED = ("", "UTF-8", "GBK", "ISO-8859-1", "windows-1252")
"""What a program writes that does not know the encoding. Any other name was put there by somebody who did, unless the
file says it and its bytes are plainly GB 2312."""


def read_as_stored(layer: QgsVectorLayer) -> DbfEncoding | None:
    """Have the provider of ``layer`` read its texts as they are stored; in the thread that owns the layer.

    Gives what was found where the provider had to be told, else None: no Shapefile, ASCII alone, read rightly already,
    bytes that are neither UTF-8 nor GBK, an encoding that somebody chose. A layer of the project keeps the field names
    that a person sees and chose from; one that a run opened for itself gets the right ones. The file stays as it is.
    """
    if layer.providerType() != "ogr" or layer.dataProvider().storageType() != "ESRI Shapefile":
        return None
    path = Path(QgsProviderRegistry.instance().decodeUri("ogr", layer.source()).get("path", ""))
    if path.suffix.lower() not in (".shp", ".dbf") or not path.is_file():
        return None
    found, now = encoding_of_dbf(path), layer.dataProvider().encoding()
    if found.trusted not in ("UTF-8", "GBK", "GB18030") or "ASCII" == found.values == found.names:
        return None
    rare = found.trusted == "GB18030" and now.upper() != "GB18030"  # GBK reads no signs of four bytes
    if same_encoding(now, found.trusted) and not rare:
        return None
    if not any(same_encoding(now, name) for name in OVERRULED if name) and not (found.common and _is_the_files(layer)):
        return None
    if QgsProject.instance().mapLayer(layer.id()) is None:
        layer.setProviderEncoding(found.trusted)
        layer.updateFields()
    else:
        layer.dataProvider().setEncoding(found.trusted)
    return found


def _is_the_files(layer: QgsVectorLayer) -> bool:
    """Whether the encoding of ``layer`` is what its file says of itself, and nobody's choice."""
    fresh = QgsVectorLayer(layer.source(), layer.name(), "ogr")
    return fresh.isValid() and bool(fresh.dataProvider().encoding() == layer.dataProvider().encoding())
