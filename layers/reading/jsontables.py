"""Tables as platforms send them: JSON with a list of records, which no driver of GDAL reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from qgis.core import QgsFeature, QgsField, QgsFields, QgsVectorLayer
from qgis.PyQt.QtCore import QMetaType

from ...core.errors import RedlineError
from ...core.foreign import read_json
from .sinks import put_all

__all__ = ["layer_of_records", "records_of"]


def layer_of_records(path: Path) -> QgsVectorLayer | None:
    """The records of a JSON file as a table of texts in memory; None for GeoJSON and what holds no list of records.

    Raises RedlineError where the file cannot be read or is no JSON.
    """
    records = records_of(_read(path), path.name)
    if records is None:
        return None
    rows = [dict(_flat(record)) for record in records]
    fields = QgsFields()
    for name in dict.fromkeys(name for row in rows for name in row):
        fields.append(QgsField(name, QMetaType.Type.QString))
    layer = QgsVectorLayer("NoGeometry", path.stem, "memory")
    layer.dataProvider().addAttributes(list(fields))
    layer.updateFields()
    features = []
    for row in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes([row.get(field.name()) for field in layer.fields()])
        features.append(feature)
    put_all(layer.dataProvider(), features, path.name)
    return layer


def records_of(read: Any, file: str) -> list[Mapping[str, Any]] | None:
    """The first list of records in what a platform answers ({"code": 0, "data": {"list": […]}} or a bare list).

    None for GeoJSON and where there is none. Raises RedlineError where a list holds other things beside records.
    """
    if isinstance(read, dict):
        if {"type", "features"} <= set(read) or {"type", "geometry"} <= set(read):
            return None
        return next((found for value in read.values() if (found := records_of(value, file)) is not None), None)
    if not isinstance(read, list) or not any(isinstance(each, dict) for each in read):
        return None
    odd = next((place for place, each in enumerate(read, 1) if not isinstance(each, dict)), None)
    if odd is not None:
        raise RedlineError("{file}: entry {number} of its list is no record: correct the file.", file=file, number=odd)
    return read


def _flat(record: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Names and texts of a record; what is inside another record keeps its name, or has both (position.lon)."""
    for key, value in record.items():
        if isinstance(value, dict):
            for name, text in _flat(value):
                # Where the outer record has a field of that name.
                yield (f"{key}.{name}" if name in record else name), text
        elif not isinstance(value, list):
            yield key, None if value is None else value if isinstance(value, str) else _text(value)


def _text(value: float | bool) -> str:
    return ("1" if value else "0") if isinstance(value, bool) else repr(value)


def _read(path: Path) -> Any:
    try:
        octets = path.read_bytes()
        try:
            text = octets.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = octets.decode("gb18030")
        return read_json(text)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise RedlineError(
            "{file} cannot be read as JSON ({reason}): write it anew.", file=path.name, reason=str(error)
        ) from error
