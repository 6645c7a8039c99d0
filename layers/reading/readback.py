"""What was written, read again before it takes its place: a full disk is often told to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from osgeo import gdal, ogr

from ...core.errors import RedlineError
from ...core.paper.endings import LAST, ZIPPED, is_cut_off

__all__ = ["check_written", "layers_in"]

OPEN_OPTIONS = {".xlsx": ["HEADERS=FORCE"], ".ods": ["HEADERS=FORCE"], ".csv": ["HEADERS=YES"]}
"""So that the row of names is never counted as a feature."""

NEEDS_A_ROW = (".geojsonl", ".geojsons", ".txt", ".gxt", ".ods", ".gmt", ".pdf")
"""Formats that are not recognised, or hold no layer, while they hold no feature."""


def layers_in(path: Path) -> list[str]:
    """Names of the layers and tables in a file; none where it is no file of layers."""
    with _opened(path) as found:
        return [] if found is None else [found.GetLayer(i).GetName() for i in range(found.GetLayerCount())]


def check_written(path: Path, count: int, table: str = "") -> None:
    """Raise RedlineError unless ``path`` can be opened again and holds at least ``count`` features, whole to its end.

    table : the one table that is counted, of a file of several.
    More than ``count`` are found where a format parts features, as DXF does.
    """
    if not path.exists():
        raise RedlineError("{file} was not written.", file=path.name)
    suffix, indexed = path.suffix.lower(), True
    if count or suffix not in NEEDS_A_ROW:
        held, indexed = _rows_in(path, table)
        if held < 0:
            raise RedlineError(
                "{file} was written but cannot be read again: see whether the disk is full.", file=path.name
            )
        if held < count:
            raise RedlineError(
                "{file} was to hold {count} rows but holds {held}: see whether the disk is full.",
                file=path.name,
                count=count,
                held=held,
            )
    if not (indexed and _is_whole(path, suffix, count)):
        raise RedlineError("{file} is cut off: see whether the disk is full.", file=path.name)


def _rows_in(path: Path, table: str) -> tuple[int, bool]:
    """Features of ``table``, of all layers without (-1 where the file cannot be read), and whether its index is there.

    Formats that neither say where they end nor check what they hold are read row by row.
    """
    suffix = path.suffix.lower()
    told = suffix in LAST or suffix in ZIPPED or suffix in (".shp", ".gpkg", ".sqlite")
    with _opened(path) as found:
        if found is None:
            return -1, True
        layers = [found.GetLayer(i) for i in range(found.GetLayerCount())]
        layers = [layer for layer in layers if not table or layer.GetName() == table]
        try:
            rows = sum(layer.GetFeatureCount(1) if told else sum(1 for _ in layer) for layer in layers)
        except RuntimeError:
            return -1, True
        # A GeoPackage's index is made last.
        shapes = [layer for layer in layers if suffix == ".gpkg" and layer.GetGeomType() != ogr.wkbNone]
        return rows, all(layer.TestCapability(ogr.OLCFastSpatialFilter) for layer in shapes)


def _is_whole(path: Path, suffix: str, count: int) -> bool:
    """Whether the file ends as its format ends."""
    if suffix == ".shp":
        return _shapefile_is_whole(path, count)
    return not is_cut_off(path)


def _shapefile_is_whole(path: Path, count: int) -> bool:
    """Whether .shp, .shx and .dbf are as long as their headers say (ESRI Shapefile Technical Description, 1998)."""
    for each in (path, path.with_suffix(".shx")):
        if each.exists():
            with each.open("rb") as stream:
                head = stream.read(28)
            # The length stands in words of 16 bits, the high byte first.
            if len(head) < 28 or each.stat().st_size < 2 * int.from_bytes(head[24:28], "big"):
                return False
    table = path.with_suffix(".dbf")
    with table.open("rb") as stream:
        head = stream.read(12)
    rows, first, length = (int.from_bytes(head[a:b], "little") for a, b in ((4, 8), (8, 10), (10, 12)))
    # A head that could not be written again at the end holds no lengths.
    return len(head) == 12 and rows >= count and first > 0 < length and table.stat().st_size >= first + rows * length


@contextmanager
def _opened(path: Path) -> Iterator[gdal.Dataset | None]:
    """The file in GDAL, None where it cannot be opened; whether GDAL raises or not is as QGIS has set it."""
    options = OPEN_OPTIONS.get(path.suffix.lower(), [])
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        try:
            found = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_READONLY, open_options=options)
        except RuntimeError:
            found = None
        yield found
        del found
    finally:
        gdal.PopErrorHandler()
