"""QGIS as its users chain it, plane areas. WORDS: "zones-first" (INPUT zones, OVERLAY patches), "patches-first",
"overlaps" (native:calculatevectoroverlaps with a layer for each class), "redline" (this plugin's own tool; "numpy"
beside it leaves numba out, as on a machine that has none)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from job import answer, arguments
from qgis.analysis import QgsNativeAlgorithms
from qgis.core import QgsApplication, QgsVectorLayer

LANDSAT_CLASSES = Path(__file__).resolve().parents[2] / "tests/data/landcover/classes.csv"

given = arguments()
app = QgsApplication([], False)
app.initQgis()
sys.path.append(f"{app.pkgDataPath()}/python/plugins")
from processing.core.Processing import Processing  # noqa: E402

import processing  # noqa: E402

Processing.initialize()
if not app.processingRegistry().providerById("native"):
    app.processingRegistry().addProvider(QgsNativeAlgorithms())
if "redline" in given.words:
    from redline.core import compiled
    from redline.processing.provider import RedlineProvider

    if "numpy" in given.words:
        compiled.available = lambda: False
    provider = RedlineProvider()  # Python must hold on to it
    app.processingRegistry().addProvider(provider)


def layer(name: str, where: str = "") -> QgsVectorLayer:
    opened = QgsVectorLayer(f"{given.file}|layername={name}" + (f"|subset={where}" if where else ""), name, "ogr")
    if not opened.isValid():
        raise SystemExit(f"{given.file} has no layer {name}")
    return opened


def intersection():
    zones, patches = layer(given.zones), layer("patches")
    first, second = (zones, patches) if "zones-first" in given.words else (patches, zones)
    pieces = processing.run(
        "native:intersection",
        {"INPUT": first, "OVERLAY": second, "INPUT_FIELDS": [], "OVERLAY_FIELDS": [], "OUTPUT": "TEMPORARY_OUTPUT"},
    )["OUTPUT"]
    measured = processing.run(
        "native:fieldcalculator",
        {"INPUT": pieces, "FIELD_NAME": "m2", "FIELD_TYPE": 0, "FIELD_LENGTH": 20, "FIELD_PRECISION": 10,
         "FORMULA": "area(@geometry)", "OUTPUT": "TEMPORARY_OUTPUT"},
    )["OUTPUT"]  # fmt: skip
    table = processing.run(
        "qgis:statisticsbycategories",
        {"INPUT": measured, "VALUES_FIELD_NAME": "m2", "CATEGORIES_FIELD_NAME": ["zid", "dlbm"],
         "OUTPUT": "TEMPORARY_OUTPUT"},
    )["OUTPUT"]  # fmt: skip
    return [(row["zid"], row["dlbm"], row["sum"]) for row in table.getFeatures()]


def overlaps():
    patches = layer("patches")
    codes = sorted(patches.uniqueValues(patches.fields().indexOf("dlbm")))
    layers = []
    for code in codes:
        one = layer("patches", f"dlbm = '{code}'")
        one.setName(code)
        layers.append(one)
    table = processing.run(
        "native:calculatevectoroverlaps",
        {"INPUT": layer(given.zones), "LAYERS": layers, "OUTPUT": "TEMPORARY_OUTPUT"},
    )["OUTPUT"]
    return [(row["zid"], code, row[f"{code}_area"]) for row in table.getFeatures() for code in codes]


def redline():
    own = {"CLASS_TABLE": str(LANDSAT_CLASSES)} if "landsat" in Path(given.file).name else {}
    table = processing.run(
        "redline:tallybylanduse",
        {"INPUT": layer(given.zones), "ID_FIELD": "zid", "LANDUSE": layer("patches"), "CLASS_FIELD": "dlbm",
         "AREA_METHOD": "official", "OUTPUT": "TEMPORARY_OUTPUT", **own},
    )  # fmt: skip
    return [(0, "", table["OUTPUT"].featureCount() if hasattr(table["OUTPUT"], "featureCount") else 0)]


answer(overlaps if "overlaps" in given.words else redline if "redline" in given.words else intersection, given.repeats)
