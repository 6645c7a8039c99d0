"""Asking a tool the way a planner does, and reading its answer as it is printed, to the last digit."""

from __future__ import annotations

import re
import subprocess
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook
from osgeo import gdal
from parcelruns import Log
from qgis import processing
from qgis.core import NULL, QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsVectorLayer
from qgis.PyQt import sip

from redline.core.landuse.livetally import Answer, LiveCounty, ask
from redline.core.shapes.wkb import decode_list
from redline.layers.measuring.liveindex import find_doubles, read_county, sources_of
from redline.layers.roles.fields import remember

Answers = dict[str, Decimal]
"""A printed number by zone."""


def run(tool: str, feedback=None, **parameters) -> dict:
    """A tool by its id, as the toolbox runs it; layers that it makes stay in memory."""
    return processing.run(f"redline:{tool}", parameters, feedback=feedback or Log())


def rows(layer: QgsVectorLayer) -> list[dict]:
    """The features of a layer by field name; what is empty is None."""
    names = layer.fields().names()
    return [
        {name: None if value == NULL else value for name, value in zip(names, feature.attributes(), strict=True)}
        for feature in layer.getFeatures()
    ]


def number(value: float | int | str | None, decimals: int = 2) -> Decimal | None:
    """A number of a table with its printed decimals. Raises ValueError where the table holds more than it prints."""
    if value is None or value == "":
        return None
    found = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    printed = found.quantize(Decimal(1).scaleb(-decimals))
    if printed != found:
        raise ValueError(f"{value!r} is not printed with {decimals} decimals")
    return printed


def sheet(workbook: Path, title: str) -> list[list]:
    """Cells of a worksheet of an open workbook."""
    return [[cell.value for cell in row] for row in load_workbook(workbook)[title].iter_rows()]


def lines(pdf: Path) -> list[str]:
    """The text of a PDF, a line of the page a line."""
    found = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True, text=True)
    return found.stdout.splitlines()


def numbers(line: str) -> list[Decimal]:
    return [Decimal(each) for each in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])", line)]


def plain(folder: Path, west: float, south: float, east: float, north: float, crs: str, cell: float = 10.0) -> str:
    """An elevation raster of a plain."""
    path = str(folder / "plain.tif")
    columns, high = int((east - west) / cell), int((north - south) / cell)
    raster = gdal.GetDriverByName("GTiff").Create(path, columns, high, 1, gdal.GDT_Float32)
    raster.SetGeoTransform([west, cell, 0, south + high * cell, 0, -cell])
    raster.SetProjection(QgsCoordinateReferenceSystem(crs).toWkt())
    raster.GetRasterBand(1).WriteArray(np.full((high, columns), 30.0))
    raster.GetRasterBand(1).SetNoDataValue(-9999.0)
    raster = None
    return path


class Live:
    """The live tally over layers that a project has by their roles."""

    def __init__(self, sources: dict[str, str]) -> None:
        """sources : source string by role."""
        layers = []
        for role, source in sources.items():
            layer = QgsVectorLayer(source, role, "ogr")
            remember(layer, role, {})
            layers.append(layer)
        self.county: LiveCounty = find_doubles(read_county(sources_of(layers, QgsCoordinateTransformContext())))
        for layer in layers:
            sip.delete(layer)  # a file layer that outlives the application ends the process badly

    def ask(self, geometry, **more) -> Answer:
        return ask(self.county, decode_list([geometry.asWkb().data()]), **more)


def marked(tools, wrong: dict[str, str]) -> list:
    """Tools as parameters; those of ``wrong`` are expected to fail, with what they do."""
    return [
        pytest.param(tool, marks=[pytest.mark.xfail(strict=True, reason=wrong[tool])] if tool in wrong else [])
        for tool in tools
    ]
