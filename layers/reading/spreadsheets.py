"""Workbooks as rows of text cells, through GDAL's own drivers: XLSX, XLS, ODS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from osgeo import gdal, ogr

from ...core.deliveries.cells import CellRow, CellSheet
from ...core.errors import RedlineError

__all__ = ["WORKBOOKS", "read_workbook"]

WORKBOOKS = {".xlsx": "XLSX", ".xlsm": "XLSX", ".xls": "XLS", ".ods": "ODS"}
"""Endings and the drivers that read them."""


def read_workbook(path: Path) -> list[CellSheet]:
    """The sheets of a workbook, every cell as text; those without a cell have no rows.

    Raises RedlineError where the file is no such workbook, is locked by a password, or the driver is missing.
    """
    driver = WORKBOOKS[path.suffix.lower()]
    with _as_text(driver):
        try:
            dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR, allowed_drivers=[driver])
        except RuntimeError:  # where the program that holds us has GDAL raise
            dataset = None
        if dataset is None:
            raise RedlineError(
                "{file} cannot be opened as a workbook: it may be damaged, locked by a password, or another kind of "
                "file under this name; save it anew as XLSX.",
                file=path.name,
            )
        return [_sheet(dataset.GetLayer(number)) for number in range(dataset.GetLayerCount())]


@contextmanager
def _as_text(driver: str) -> Iterator[None]:
    """No row is taken for headings, no column for numbers: the table's own grammar decides. For this thread only."""
    options = {f"OGR_{driver}_HEADERS": "DISABLE", f"OGR_{driver}_FIELD_TYPES": "STRING"}
    before = {name: gdal.GetThreadLocalConfigOption(name) for name in options}
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        for name, value in options.items():
            gdal.SetThreadLocalConfigOption(name, value)
        yield
    finally:
        for name, value in before.items():
            gdal.SetThreadLocalConfigOption(name, value)
        gdal.PopErrorHandler()


def _sheet(layer: ogr.Layer) -> CellSheet:
    rows = []
    for number, feature in enumerate(layer, 1):
        cells = (
            feature.GetFieldAsString(place).strip() if feature.IsFieldSetAndNotNull(place) else ""
            for place in range(feature.GetFieldCount())
        )
        rows.append(CellRow(number, tuple(cells)))
    while rows and rows[-1].is_blank:
        rows.pop()
    return CellSheet(layer.GetName(), tuple(rows))
