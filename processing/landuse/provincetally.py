"""redline:provincetally: the counties of a city or province, tallied and added up beside QGIS."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingFeedback,
    QgsProcessingParameterFile,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.errors import Notice, RedlineError
from ...core.landuse.classes import MAJORS, major_name
from ...core.paper.tables import Column, Row, Table
from ...core.resources import office_table
from ...core.rounding import half_up
from ...i18n import tr, words_of
from ...layers.reading.run import Run
from ...layers.reading.sources import source_of
from ..base import RedlineAlgorithm
from ..childprocess import frames_python, run_beside
from ..documents import tell_run, write_table, write_table_documents
from ..groups import LAND_USE
from ..outputs import NewLayer, fields_from, write_layer
from ..parameters import (
    Given,
    add,
    add_document_language,
    add_documents,
    add_folder,
    add_numbers,
    add_sink,
    add_table,
    add_text,
    add_value,
)
from ..personal import stored_features

__all__ = ["ProvinceTally"]

PACKAGE = __package__.partition(".")[0]


@dataclass(frozen=True)
class _Taken:
    folder: str
    layers: tuple[str, str]
    python: str
    workers: int
    results: str
    language: str


class ProvinceTally(RedlineAlgorithm):
    ID = "provincetally"
    LABEL = "Tally of many counties"
    SUMMARY = "Land use by county and class over a folder of counties, each in its own zone, by workers beside QGIS"
    GROUP = LAND_USE
    TAGS = "全省,全市,多县,汇总,并行,地类面积,province,city,counties,dask,parallel"

    def initAlgorithm(self, configuration=None):
        add_folder(
            self,
            "FOLDER",
            tr("Folder of counties"),
            tr("GeoPackages, geodatabases, folders of Shapefiles, each county with villages and land use."),
            optional=False,
        )
        add(
            self,
            QgsProcessingParameterFile(
                "PYTHON", tr("Python with GeoPandas and Dask"), optional=True, fileFilter=tr("Programs") + " (*)"
            ),
            tr("Of an environment with redline[dask]; that of the variable REDLINE_FRAMES_PYTHON where left empty."),
        )
        add_value(
            self, "WORKERS", tr("Workers"), 2, tr("Processes that work at once; each takes some 500 MB."),
            low=0, high=256, whole=True,
        )  # fmt: skip
        for name, label in (("ZONES_LAYER", tr("Layer of zones")), ("LANDUSE_LAYER", tr("Layer of land use"))):
            add_text(self, name, label, tr("Found by name and fields where left empty."), advanced=True)
        add_folder(
            self,
            "RESULTS",
            tr("Folder of results"),
            tr("Keeps each county's result, so that a run goes on where an earlier one stopped."),
            advanced=True,
        )
        add_document_language(self)
        add_table(self, "OUTPUT", tr("Areas by county"), tr("One row for each county and class."))
        add_sink(
            self,
            "OUTPUT_ZONES",
            tr("Zones"),
            tr("Zones of all counties with their areas, in EPSG:4490."),
            optional=True,
        )
        add_documents(self)
        add_numbers(
            self,
            (
                ("TOTAL_AREA", tr("Total area of the zones (m²)")),
                ("COUNTIES", tr("Counties")),
                ("FAILED", tr("Counties left out")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        folder = given.file("FOLDER")
        if not Path(folder).is_dir():
            raise RedlineError("There is no folder {folder}.", folder=folder)
        return _Taken(
            folder,
            (given.text("ZONES_LAYER"), given.text("LANDUSE_LAYER")),
            frames_python(given.file("PYTHON")),
            given.whole("WORKERS"),
            given.file("RESULTS"),
            given.language(),
        )

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = self.taken
        run = Run(QgsCoordinateReferenceSystem("EPSG:4490"), given.transforms, feedback.isCanceled)
        with tempfile.TemporaryDirectory(prefix="redline-counties-") as own:
            results = Path(taken.results or own)
            zones = Path(own) / "zones.gpkg" if given.wants("OUTPUT_ZONES") else None
            arguments = ["-m", f"{PACKAGE}.frames", "tally", taken.folder, "--output", str(results)]
            arguments += ["--workers", str(taken.workers), "--progress", "json", "--attended"]
            arguments += [
                word for pair in zip(("--zones", "--landuse"), taken.layers, strict=True) for word in pair if pair[1]
            ]
            arguments += ["--layer", str(zones)] if zones else []
            run_beside(taken.python, arguments, _progress(feedback), feedback)
            failed = [row for _, row in office_table(results / "failed.csv", ("county", "reason"))]
            for row in failed:
                run.notices.append(
                    Notice("County {county} is not counted: {reason}", county=row["county"], reason=row["reason"])
                )
            rows = [row for _, row in office_table(results / "by_county.csv", ("county", "class_code", "area_m2"))]
            tell_run(run, feedback)
            table = _table(rows, taken.language)
            write_table(self.outputs, "OUTPUT", table, kinds=("leaf", "total"))
            if zones is not None:
                write_layer(self.outputs, "OUTPUT_ZONES", _zones(zones, feedback))
            write_table_documents(self.outputs, run, table, taken.language)
        return {
            "TOTAL_AREA": float(sum((Decimal(row["area_m2"]) for row in rows), Decimal(0))),
            "COUNTIES": len({row["county"] for row in rows}),
            "FAILED": len(failed),
        }


def _progress(feedback: QgsProcessingFeedback) -> Callable[[str], None]:
    """What the child says: counties done as progress, other lines into the log."""

    def heard(line: str) -> None:
        if not line.startswith("{"):
            feedback.pushInfo(line)
            return
        said = json.loads(line)
        feedback.setProgress(95 * said["done"] / max(said["of"], 1))
        if said["county"]:
            feedback.pushInfo(
                tr("{done} of {count}: {county}").format(done=said["done"], count=said["of"], county=said["county"])
            )

    return heard


def _table(rows: list[dict[str, str]], language: str) -> Table:
    tr = words_of(language)
    columns = (
        Column("county", tr("County")),
        Column("class_code", tr("Class code")),
        Column("class_name", tr("Class")),
        Column("area_m2", tr("Area"), unit=tr("m²"), numeric=True),
        Column("area_ha", tr("Area"), unit=tr("ha"), numeric=True),
    )
    leaves = [
        Row(
            (row["county"], row["class_code"], row["class_name"], Decimal(row["area_m2"]), Decimal(row["area_ha"])),
            "leaf",
        )
        for row in rows
    ]
    total = sum((Decimal(row["area_m2"]) for row in rows), Decimal("0.0000"))
    leaves.append(Row((tr("Total"), "", "", total, half_up(total / 10_000, 4)), "total"))
    return Table(tr("Areas by county"), tr("Areas by county and land class"), columns, tuple(leaves))


def _zones(path: Path, feedback: QgsProcessingFeedback) -> NewLayer:
    layer = QgsVectorLayer(f"{path}|layername=zones", "zones", "ogr")
    fields = fields_from(
        (
            ("county", tr("County"), QMetaType.Type.QString),
            ("zone", tr("Zone"), QMetaType.Type.QString),
            ("area_ha", tr("Area"), QMetaType.Type.Double),
            *((f"{major}_ha", major_name(major, tr), QMetaType.Type.Double) for major in MAJORS if major),
        )
    )
    source = source_of(layer)
    places = [source.fields.lookupField(name) for name in fields.names()]
    rows = ((shape, [values[place] for place in places]) for _, shape, values in stored_features(source, feedback))
    return NewLayer(fields, rows, layer.crs(), QgsWkbTypes.Type.MultiPolygon)
