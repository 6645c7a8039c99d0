"""Where outputs go: what a destination's text means, what may be replaced, and tables added to a GeoPackage."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from osgeo import gdal, ogr
from qgis.core import (
    NULL,
    QgsDataSourceUri,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFolderDestination,
    QgsProcessingUtils,
    QgsProperty,
    QgsProviderRegistry,
    QgsVectorFileWriter,
)

from ..core.errors import RedlineError
from ..core.paper.drafts import Drafts, family
from ..core.paper.outputfolder import refuse_folder
from ..core.paper.places import refuse_long
from ..layers.reading.readback import layers_in

__all__ = ["AddedTables", "Destination", "check_destinations", "places_of_run", "text_of"]

HARMLESS = ("layer_styles",)
"""Tables that QGIS itself lays beside a layer."""


@dataclass(frozen=True)
class Destination:
    """The place of an output.

    file : the file that is made or replaced, None for memory and databases. table : the table in that file, "" where
    the file is the layer's own.
    """

    text: str
    file: Path | None = None
    table: str = ""

    @classmethod
    def of(cls, text: str) -> Destination:
        """What QGIS's text of a destination means."""
        path, _, table = text.partition("|layername=")
        if text.startswith("ogr:"):
            uri = QgsDataSourceUri(text.removeprefix("ogr:"))
            path, table = uri.database(), uri.table()
        elif text == QgsProcessing.TEMPORARY_OUTPUT or text.startswith("/vsi") or re.match(r"^\w{3,}:", text):
            return cls(text)
        if table and Path(path).suffix.lower() != ".gpkg":
            return cls(text)
        return cls(text, Path(path), table) if path else cls(text)

    @classmethod
    def of_layer(cls, text: str) -> Destination:
        """As ``of``, with the ending that QGIS adds where no format of layers has the one given."""
        place = cls.of(text)
        if place.file is None or place.table or QgsVectorFileWriter.driverForExtension(place.file.suffix.lstrip(".")):
            return place
        return cls.of(f"{text}.gpkg")

    @staticmethod
    def text_for(file: Path, table: str) -> str:
        """The text by which QGIS writes ``table`` into the GeoPackage ``file``, or the whole file without one."""
        if not table:
            return str(file)
        uri = QgsDataSourceUri()
        uri.setDatabase(str(file))
        uri.setDataSource("", table, "geom")
        return f"ogr:{uri.uri(False)}"


def text_of(value: Any, context: QgsProcessingContext | None = None) -> str:
    """The text of a parameter's destination; "" where none is given, as dialogs give an output left empty.

    Without ``context`` an expression stands for what it would give.
    """
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink
    if isinstance(value, QgsProperty):
        if context is not None:
            value = value.valueAsString(context.expressionContext(), "")[0]
        else:
            value = value.staticValue() or value.expressionString() or value.field()
    return "" if value is None or value == NULL else str(value)


# --- before anything runs ---------------------------------------------------------------------------------------------


def check_destinations(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> None:
    """Raise RedlineError where an output would replace an input or a file of other layers, or cannot be written."""
    inputs = list(_inputs(algorithm, parameters, context))
    # What killed runs left is swept by the run itself, which tells it.
    with Drafts(sweeps=False) as drafts:
        tables: set[Path] = set()
        for definition in algorithm.destinationParameterDefinitions():
            text = text_of(parameters.get(definition.name()), context)
            layer = isinstance(definition, QgsProcessingParameterFeatureSink)
            place = Destination.of_layer(text) if layer else Destination.of(text)
            if not text or place.file is None:
                continue
            refuse_long(place.file)
            if isinstance(definition, QgsProcessingParameterFolderDestination):
                refuse_folder(place.file)
                continue
            _refuse_inputs(place, inputs)
            if layer and not _is_appended(parameters, definition):
                _refuse_others(place)
            if (place.table and place.file not in tables and not place.file.exists()) or not place.table:
                drafts.beside(place.file)
            tables.add(place.file)


def places_of_run(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> Iterator[Path]:
    """The files and folders that the run was asked to write."""
    for definition in algorithm.destinationParameterDefinitions():
        place = Destination.of(text_of(parameters.get(definition.name()), context))
        if place.file is not None:
            yield place.file


def _is_appended(parameters: dict[str, Any], definition: QgsProcessingParameterDefinition) -> bool:
    value = parameters.get(definition.name())
    return isinstance(value, QgsProcessingOutputLayerDefinition) and value.useRemapping()


def _inputs(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> Iterator[tuple[Path, str]]:
    """(file, table) of every file that the parameters name as input."""
    outputs = {definition.name() for definition in algorithm.destinationParameterDefinitions()}
    for definition in algorithm.parameterDefinitions():
        if definition.name() not in outputs:
            yield from _files_of(parameters.get(definition.name()), context)


def _files_of(value: Any, context: QgsProcessingContext) -> Iterator[tuple[Path, str]]:
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from _files_of(each, context)
        return
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source
    if isinstance(value, QgsProperty):
        value = value.valueAsString(context.expressionContext(), "")[0]
    if isinstance(value, str) and value:
        known = QgsProcessingUtils.mapLayerFromString(value, context, False)
        value = known if known is not None else value
    provider, source = "ogr", value
    if isinstance(value, QgsMapLayer):
        provider, source = value.providerType(), value.source()
    if not isinstance(source, str) or not source:
        return
    parts = QgsProviderRegistry.instance().decodeUri(provider, source)
    path = Path(str(parts.get("path") or ""))
    if path.name and path.is_file():
        yield path, str(parts.get("layerName") or "")


def _refuse_inputs(place: Destination, inputs: Iterable[tuple[Path, str]]) -> None:
    goes = [place.file, *family(place.file)] if place.file is not None else []
    for path, table in inputs:
        for each in goes:
            same = os.path.normcase(path.resolve()) == os.path.normcase(each.resolve())
            if same and (not place.table or not table or place.table.lower() == table.lower()):
                raise RedlineError(
                    "{path} is an input of this run: give the output another name.",
                    path=f"{path}|{table}" if table else str(path),
                )


def _refuse_others(place: Destination) -> None:
    """An output of an earlier run holds one layer, named like the file; anything else is somebody's data."""
    path = place.file
    if path is None or place.table or not path.exists():
        return
    own = {path.stem.lower(), path.name.partition(".")[0].lower(), *HARMLESS}
    others = [name for name in layers_in(path) if name.lower() not in own]
    if others:
        raise RedlineError(
            "{file} holds other layers ({layers}), which would be lost: choose another file, or add the output to it "
            "as a table (Save to GeoPackage).",
            file=path.name,
            layers=", ".join(others[:5]) + (" …" if len(others) > 5 else ""),
        )


# --- tables added to a GeoPackage that is there -----------------------------------------------------------------------


class AddedTables:
    """``tables`` of ``draft``, copied into the GeoPackage ``target`` in one transaction; ``commit`` makes it last.

    A table of the same name is replaced. Raises RedlineError where the file cannot be written; then, and where it is
    closed without ``commit``, it is as it was.
    """

    def __init__(self, target: Path, draft: Path, tables: Sequence[str]) -> None:
        self.target = target
        self.database: gdal.Dataset | None = None
        with self._told():
            source = gdal.OpenEx(str(draft), gdal.OF_VECTOR | gdal.OF_READONLY)
            database = gdal.OpenEx(str(target), gdal.OF_VECTOR | gdal.OF_UPDATE, allowed_drivers=["GPKG"])
            self.database = database
            if source is None or database is None or database.StartTransaction() != 0:
                raise RuntimeError(gdal.GetLastErrorMsg())
            for table in tables:
                self._copy(source, database, table)

    @staticmethod
    def _copy(source: gdal.Dataset, database: gdal.Dataset, table: str) -> None:
        for number in reversed(range(database.GetLayerCount())):
            if database.GetLayer(number).GetName().lower() == table.lower():
                database.DeleteLayer(number)
        given = source.GetLayerByName(table)
        options = [f"FID={given.GetFIDColumn() or 'fid'}", f"GEOMETRY_NAME={given.GetGeometryColumn() or 'geom'}"]
        made = database.CreateLayer(table, given.GetSpatialRef(), given.GetGeomType(), options)
        if made is None:
            raise RuntimeError(gdal.GetLastErrorMsg())
        known = given.GetLayerDefn()
        for number in range(known.GetFieldCount()):
            made.CreateField(known.GetFieldDefn(number))
        for feature in given:
            copy = ogr.Feature(made.GetLayerDefn())
            copy.SetFrom(feature)
            copy.SetFID(feature.GetFID())
            if made.CreateFeature(copy) != 0:
                raise RuntimeError(gdal.GetLastErrorMsg())

    def commit(self) -> None:
        with self._told():
            if self.database is not None and self.database.CommitTransaction() != 0:
                raise RuntimeError(gdal.GetLastErrorMsg())
        self.database = None

    def close(self) -> None:
        if self.database is not None:
            with suppress(RuntimeError):
                self.database.RollbackTransaction()
            self.database = None

    @contextmanager
    def _told(self) -> Iterator[None]:
        gdal.PushErrorHandler("CPLQuietErrorHandler")
        try:
            yield
        except RuntimeError as error:
            self.close()
            raise RedlineError(
                "{file} cannot be written ({reason}): close it in other programs or choose another folder.",
                file=self.target.name,
                reason=str(error) or "?",
            ) from error
        finally:
            gdal.PopErrorHandler()
