"""redline:removemapoffset: from GCJ-02 or BD-09, the shifted coordinates of web maps, to the true place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsPoint,
    QgsProcessingFeedback,
    QgsProcessingParameterEnum,
    QgsVertexId,
)

from ...core.ellipsoid.mapoffset import System, change_system
from ...i18n import tr
from ...layers.reading.clip import without_empty_parts
from ...layers.reading.crs import transform_of
from ...layers.reading.gausskruger import geographic_cgcs2000
from ...layers.reading.run import system_of
from ...layers.reading.sources import Source
from ..base import RedlineAlgorithm
from ..groups import COUNTY_LAYERS
from ..outputs import NewLayer, Row, fields_at, write_layer
from ..parameters import SHAPES, Given, add, add_number, add_sink, add_source
from ..personal import add_keep_personal, asks_personal, passed_on, stored_features

__all__ = ["RemoveMapOffset"]

KINDS: tuple[System, ...] = ("gcj02", "bd09")


@dataclass(frozen=True)
class _Taken:
    source: Source


class RemoveMapOffset(RedlineAlgorithm):
    ID = "removemapoffset"
    LABEL = "Remove map offset"
    SUMMARY = "Coordinates in GCJ-02 (Amap, Tencent) or BD-09 (Baidu) to their true place"
    GROUP = COUNTY_LAYERS
    TAGS = "火星坐标,GCJ-02,BD-09,高德,腾讯,百度,坐标纠偏,加密坐标,CGCS2000,offset,amap,baidu"

    def initAlgorithm(self, configuration=None):
        add_source(
            self,
            "INPUT",
            tr("Layer"),
            tr("A layer whose coordinates come from a web map. Ask for their origin: a true layer would be spoiled."),
            SHAPES,
        )
        kind = QgsProcessingParameterEnum(
            "SYSTEM", tr("They are in"), [tr("GCJ-02 (Amap, Tencent)"), tr("BD-09 (Baidu)")], defaultValue=0
        )
        add(self, kind, tr("Cameras of vendors are mostly in GCJ-02."))
        add_keep_personal(self)
        add_sink(
            self,
            "OUTPUT",
            tr("Corrected layer"),
            tr("The same features in the same coordinate system, at their true place, to less than 1e-7 degrees."),
            SHAPES,
            appends=False,
        )
        for name, label in (("COUNT", tr("Features moved")), ("SKIPPED", tr("Features left as they were"))):
            add_number(self, name, label)

    def take(self, given: Given) -> _Taken:
        source = given.source("INPUT")
        return _Taken(source=source)

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = self.taken
        source = taken.source
        crs, degrees = system_of(source), geographic_cgcs2000()
        kept = passed_on(source, asks_personal(given), feedback)
        there = transform_of(crs, degrees, given.transforms)
        back = transform_of(degrees, crs, given.transforms)
        system = KINDS[given.place("SYSTEM")]
        counts = {"COUNT": 0, "SKIPPED": 0}

        def rows() -> Iterator[Row]:
            for fid, geometry, values in stored_features(source, feedback, shown=True):
                shape = None if geometry.isNull() else _moved(geometry, there, back, system)
                counts["SKIPPED" if shape is None else "COUNT"] += 1
                if shape is None:
                    feedback.pushWarning(
                        tr("{layer}, feature {fid}: it has no place in China; left as it was.").format(
                            layer=source.name, fid=fid
                        )
                    )
                yield geometry if shape is None else shape, [values[place] for place in kept]

        write_layer(self.outputs, "OUTPUT", NewLayer(fields_at(source.fields, kept), rows(), crs, source.wkb_type))
        return counts


def _moved(
    geometry: QgsGeometry, there: QgsCoordinateTransform, back: QgsCoordinateTransform, system: System
) -> QgsGeometry | None:
    """Every vertex at its true place; None where the geometry is empty or lies outside of China."""
    shape = without_empty_parts(QgsGeometry(geometry))
    vertices = [(vertex.x(), vertex.y()) for vertex in _in_degrees(shape, there)]
    if not vertices:
        return None
    given = np.array(vertices)
    lon, lat = change_system(given[:, 0], given[:, 1], system, "cgcs2000")
    # Outside of China the services shift nothing, and nothing comes back.
    if not (np.isfinite(lon).all() and np.isfinite(lat).all()) or (lon == given[:, 0]).all():
        return None
    inner, place = shape.get(), QgsVertexId()
    for x, y in zip(lon.tolist(), lat.tolist(), strict=True):
        _, vertex = inner.nextVertex(place)
        vertex.setX(x)
        vertex.setY(y)
        inner.moveVertex(place, vertex)
    try:
        shape.transform(back)
    except QgsCsException:
        return None
    return shape


def _in_degrees(shape: QgsGeometry, there: QgsCoordinateTransform) -> Iterable[QgsPoint]:
    try:
        shape.transform(there)
    except QgsCsException:
        return ()
    return shape.vertices()
