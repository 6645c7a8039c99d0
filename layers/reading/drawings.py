"""Drawings of CAD programs through GDAL: DXF, and DWG of release 2000. Lines, hatches, blocks, texts, extended data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from osgeo import gdal, ogr

from ...core.deliveries.arcs import Vertex
from ...core.deliveries.drawing import Drawing, Label, Line
from ...core.deliveries.dxfscan import arcs_of_dxf, encoding_of_dxf, is_binary_dxf, release_of_dwg
from ...core.errors import RedlineError

__all__ = ["DRAWINGS", "read_drawing"]

DRAWINGS = frozenset({".dxf", ".dwg"})

_DWG_READ = "R2000"
"""The one release that GDAL's own driver reads (https://gdal.org/drivers/vector/cad.html)."""
_POLYLINES = ("CADLWPolyline", "CADPolyline3D")
_STEP = "1"
"""Degrees of an arc's chord where the arc itself is not known: inside blocks and hatches."""
_ESCAPED = re.compile(r"\\U\+([0-9A-Fa-f]{4})")


def read_drawing(path: Path) -> Drawing:
    """What stands in the model space of a drawing. Raises RedlineError for a file that is not read to its end."""
    if path.suffix.lower() == ".dwg":
        return _read_dwg(path)
    if is_binary_dxf(path):
        raise RedlineError(
            "{file} is a binary DXF, which is not read: save it in the drawing program as DXF R2000 (ASCII).",
            file=path.name,
        )
    options = {
        "DXF_ENCODING": "CP936" if encoding_of_dxf(path) == "GBK" else "UTF-8",
        "DXF_INCLUDE_RAW_CODE_VALUES": "TRUE",
        "OGR_ARC_STEPSIZE": _STEP,
    }
    arcs = arcs_of_dxf(path)
    attributes = _block_attributes(path, options)
    lines: list[Line] = []
    labels: list[Label] = []
    with _opened(path, options) as layers:
        for feature in (each for layer in layers for each in layer):
            if _text(feature, "PaperSpace") == "1":
                continue
            handle = _text(feature, "EntityHandle")
            kinds = set(_text(feature, "SubClasses").split(":"))
            if "AcDbAttribute" in kinds:
                continue  # stands in ``attributes`` too
            layer = _unescaped(_text(feature, "Layer"))
            text = _text(feature, "Text")
            if text and "AcDbHatch" not in kinds:
                labels += _label(feature, layer, text)
                continue
            in_block = "AcDbBlockReference" in kinds
            ring = () if in_block else tuple(arcs.get(handle, ()))
            beside = attributes.get(handle, {}) if in_block else {}
            lines += _lines(feature, layer, handle, ring, beside)
    return Drawing(tuple(lines), tuple(labels))


def _read_dwg(path: Path) -> Drawing:
    release = release_of_dwg(path)
    if release != _DWG_READ or gdal.GetDriverByName("CAD") is None:
        raise RedlineError(
            "{file} is a DWG of release {release}, which is not read here: save it in the drawing program as "
            "DXF R2000.",
            file=path.name,
            release=release,
        )
    lines: list[Line] = []
    labels: list[Label] = []
    with _opened(path, {"OGR_ARC_STEPSIZE": _STEP}) as layers:
        for layer in layers:
            for feature in layer:
                text = _text(feature, "text")
                if text:
                    labels += _label(feature, layer.GetName(), text)
                else:
                    drawn = _lines(feature, layer.GetName(), str(feature.GetFID()), (), {})
                    kind = _text(feature, "cadgeom_type")
                    lines += map(_closed_as_drawn, drawn) if kind in _POLYLINES else drawn
    return Drawing(tuple(lines), tuple(labels), partly=True)


def _closed_as_drawn(line: Line) -> Line:
    """GDAL drops from a polyline without arcs whether it is closed (seen in 3.6)."""
    if line.closed or len(line.points) < 3:
        return line
    return replace(line, closed=True, assumed=True)


@contextmanager
def _opened(path: Path, options: dict[str, str]) -> Iterator[list[ogr.Layer]]:
    """The layers of a drawing, read under GDAL's ``options`` of this thread.

    Raises RedlineError where it cannot be opened, and when the work is done where GDAL stopped before the file's end:
    its reader then gives what it had, as if it were all.
    """
    before = {name: gdal.GetThreadLocalConfigOption(name) for name in options}
    wrong: list[str] = []

    def note(level: int, _number: int, message: str) -> None:
        if level >= gdal.CE_Failure:
            wrong.append(message)

    gdal.PushErrorHandler(note)
    try:
        for name, value in options.items():
            gdal.SetThreadLocalConfigOption(name, value)
        try:
            dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR)
            if dataset is not None:
                yield [dataset.GetLayer(number) for number in range(dataset.GetLayerCount())]
        except RuntimeError as error:  # where the program that holds us has GDAL raise
            wrong.append(str(error))
            dataset = None
    finally:
        gdal.PopErrorHandler()
        for name, value in before.items():
            gdal.SetThreadLocalConfigOption(name, value)
    if wrong or dataset is None:
        raise RedlineError(
            "{file} cannot be read to its end ({reason}): save it in the drawing program as DXF R2000, with splines "
            "and proxies exploded.",
            file=path.name,
            reason=wrong[0].splitlines()[0] if wrong else "–",
        )


def _block_attributes(path: Path, options: dict[str, str]) -> dict[str, dict[str, str]]:
    """Attributes of blocks by the handle of their insertion and their tag."""
    found: dict[str, dict[str, str]] = {}
    with _opened(path, options | {"DXF_INLINE_BLOCKS": "FALSE"}) as layers:
        for layer in layers:
            place = layer.GetLayerDefn().GetFieldIndex("BlockAttributes")
            if place < 0 or layer.GetName() == "blocks":
                continue
            for feature in layer:
                values = feature.GetFieldAsStringList(place)
                if values:
                    pairs = (each.partition(" ") for each in values)
                    found[_text(feature, "EntityHandle")] = {tag: value.strip() for tag, _, value in pairs}
    return found


def _text(feature: ogr.Feature, field: str) -> str:
    place = feature.GetFieldIndex(field)
    if place < 0 or not feature.IsFieldSetAndNotNull(place):
        return ""
    return feature.GetFieldAsString(place)


def _unescaped(text: str) -> str:
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    # two of them may be the halves of one sign
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _label(feature: ogr.Feature, layer: str, text: str) -> Iterator[Label]:
    shape = feature.GetGeometryRef()
    if shape is None or shape.IsEmpty():
        return
    found = re.search(r"\bs:([\d.]+)g", feature.GetStyleString() or "")
    yield Label(layer, _unescaped(text), shape.GetX(), shape.GetY(), float(found[1]) if found else 0.0)


def _lines(
    feature: ogr.Feature, layer: str, handle: str, arcs: tuple[Vertex, ...], attributes: dict[str, str]
) -> Iterator[Line]:
    codes = _codes(feature)
    if arcs:
        yield Line(layer, handle, arcs, True, (), attributes, codes)
        return
    for shape in _simple(feature.GetGeometryRef()):
        if shape.GetGeometryType() in (ogr.wkbPolygon, ogr.wkbPolygon25D):
            rings = [_vertices(shape.GetGeometryRef(place)) for place in range(shape.GetGeometryCount())]
            closed = [_unclosed(ring) for ring in rings if len(ring) > 3]
            if closed:
                yield Line(layer, handle, closed[0], True, tuple(closed[1:]), attributes, codes)
            continue
        points = _vertices(shape)
        closed_line = len(points) > 3 and points[0] == points[-1]
        if len(points) > 1:
            yield Line(layer, handle, _unclosed(points), closed_line, (), attributes, codes)


def _simple(shape: ogr.Geometry | None) -> Iterator[ogr.Geometry]:
    """The lines and polygons of a geometry, curves as chords."""
    if shape is None or shape.IsEmpty():
        return
    if shape.HasCurveGeometry():
        shape = shape.GetLinearGeometry(float(_STEP))
    flat = ogr.GT_Flatten(shape.GetGeometryType())
    if flat in (ogr.wkbLineString, ogr.wkbPolygon):
        yield shape
    elif flat != ogr.wkbPoint:
        for place in range(shape.GetGeometryCount()):
            yield from _simple(shape.GetGeometryRef(place))


def _vertices(shape: ogr.Geometry) -> list[Vertex]:
    """Neighbours that are one point are given once."""
    found: list[Vertex] = []
    for x, y, *_ in shape.GetPoints() or ():
        if not found or found[-1][:2] != (x, y):
            found.append((x, y, 0.0))
    return found


def _unclosed(points: list[Vertex]) -> tuple[Vertex, ...]:
    return tuple(points[:-1] if len(points) > 3 and points[0] == points[-1] else points)


def _codes(feature: ogr.Feature) -> dict[str, tuple[str, ...]]:
    """Strings of extended data (group 1000) by application (group 1001)."""
    place = feature.GetFieldIndex("RawCodeValues")
    if place < 0 or not feature.IsFieldSetAndNotNull(place):
        return {}
    found: dict[str, list[str]] = {}
    app = ""
    for pair in feature.GetFieldAsStringList(place):
        code, _, value = pair.partition(" ")
        if code == "1001":
            app = value
        elif code == "1000" and app:
            found.setdefault(app, []).append(_unescaped(value.strip()))
    return {app: tuple(values) for app, values in found.items()}
