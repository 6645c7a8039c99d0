"""Features of any QGIS layer as the engine's arrays: the one place where layers are read.

The face of three files: ``opened`` (what is read from), ``blocks`` (how the stored features come) and ``columns`` (the
arrays they become). Here polygons and points are made of them. Vertices are transformed one by one: an edge straight in
the layer's system is taken as straight in the target system too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsWkbTypes,
)

from ...core.errors import RedlineError
from ...core.shapes.arcs import DEVIATION
from ...core.shapes.memory import give_back
from ...core.shapes.polygons import GrowingPolygons, Polygons, emptied
from ...core.shapes.stray import LONGEST_EDGE, Reach
from ...core.shapes.wkb import Damaged, to_iso
from ...i18n import tr
from .arrowfile import BLOCK, RawBlock
from .blocks import DamagedFile, Progress, Stop, WrongRead, one_way_or_the_other, raw_blocks
from .clip import without_empty_parts
from .columns import Features, Points, Rows, Skipped, as_codes, as_numbers, stacked_columns
from .crs import TransformError, name_of_crs, transform_xy
from .datums import transform_between
from .opened import Source, layer_of_parameter, source_of, source_of_parameter
from .polygonarrays import polygons_of, transformed
from .reach import points_astray, reach_of, reasons_astray

__all__ = [
    "DamagedFile",
    "Features",
    "Points",
    "Rows",
    "Skipped",
    "Source",
    "WrongRead",
    "as_codes",
    "as_numbers",
    "feature_blocks",
    "layer_of_parameter",
    "read_features",
    "read_points",
    "read_table",
    "source_of",
    "source_of_parameter",
]

NOTHING = Polygons.from_rings([])


def read_features(
    source: Any,
    fields: Sequence[str] = (),
    *,
    crs: QgsCoordinateReferenceSystem | None = None,
    transform_context: QgsCoordinateTransformContext | None = None,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> Features:
    """All polygon features of ``source``, with the named fields, in ``crs`` (the source's own when None).

    source : QgsVectorLayer, QgsFeatureSource or ``Source``. Curved edges become chords with the area of the
    arc, Z and M are dropped, invalid geometries pass through; polygons with a vertex astray (``reading.reach``) are
    skipped before anything is made of them. progress : called with 0…1. cancelled : asked between
    blocks. Raises RedlineError for a missing field, a layer that has no polygons or no known coordinate system where
    a transform is asked, and Cancelled.
    """

    def all_of(given: Source) -> list[tuple[Polygons, list[Features]]]:
        grown, rest = GrowingPolygons(), []
        for block in feature_blocks(
            given, fields, crs=crs, transform_context=transform_context, progress=progress, cancelled=cancelled
        ):
            grown.add(block.polygons)
            rest.append(replace(block, polygons=NOTHING))
        return [(grown.whole(), rest)]

    opened = source_of(source)
    ((polygons, blocks),) = one_way_or_the_other(opened, all_of)
    give_back(len(polygons.xy))
    return Features(
        polygons,
        stacked_columns([block.fids for block in blocks], np.int64),
        {name: stacked_columns([block.attributes[name] for block in blocks], object) for name in fields},
        opened.crs if crs is None else crs,
        [skipped for block in blocks for skipped in block.skipped],
        opened.name,
        tuple(fid for block in blocks for fid in block.curved),
        tuple(fid for block in blocks for fid in block.mixed),
    )


def feature_blocks(
    source: Any,
    fields: Sequence[str] = (),
    *,
    crs: QgsCoordinateReferenceSystem | None = None,
    transform_context: QgsCoordinateTransformContext | None = None,
    block: int = BLOCK,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> Iterator[Features]:
    """As ``read_features``, some ``block`` features at a time: for layers larger than memory is wanted for.

    Raises ``WrongRead`` also where a file's stream turns out wrong after the first block was handed over.
    """
    opened = source_of(source)
    kind = QgsWkbTypes.geometryType(opened.wkb_type)
    if kind not in (QgsWkbTypes.GeometryType.PolygonGeometry, QgsWkbTypes.GeometryType.UnknownGeometry):
        raise RedlineError("Layer {layer} has no polygons: choose a layer of areas.", layer=opened.name)
    transform = _transform(opened, crs, transform_context)
    target = opened.crs if crs is None else crs
    reach = reach_of(opened.crs)
    for raw in raw_blocks(opened, list(fields), block, progress, cancelled):
        yield replace(_features(raw, opened.crs, reach, target, transform), layer=opened.name)


def read_points(
    source: Any,
    fields: Sequence[str] = (),
    *,
    crs: QgsCoordinateReferenceSystem | None = None,
    transform_context: QgsCoordinateTransformContext | None = None,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> Points:
    """All points of all features of ``source``: a multipoint has a row for each of its points. Parameters as in
    ``read_features``."""
    opened = source_of(source)
    if QgsWkbTypes.geometryType(opened.wkb_type) != QgsWkbTypes.GeometryType.PointGeometry:
        raise RedlineError("Layer {layer} has no points: choose a layer of points.", layer=opened.name)
    transform = _transform(opened, crs, transform_context)
    target = opened.crs if crs is None else crs

    def all_of(given: Source) -> list[Points]:
        raws = raw_blocks(given, list(fields), BLOCK, progress, cancelled)
        reach = reach_of(opened.crs)
        return [_points(raw, opened.crs, reach, target, transform) for raw in raws]

    blocks = one_way_or_the_other(opened, all_of)
    return Points(
        np.concatenate([np.empty((0, 2)), *(found.xy for found in blocks)]),
        stacked_columns([found.first for found in blocks], np.bool_),
        stacked_columns([found.fids for found in blocks], np.int64),
        {name: stacked_columns([found.attributes[name] for found in blocks], object) for name in fields},
        target,
        [skipped for found in blocks for skipped in found.skipped],
        opened.name,
    )


def read_table(
    source: Any, fields: Sequence[str], *, progress: Progress | None = None, cancelled: Stop | None = None
) -> Rows:
    """The named fields of every feature, geometry or not, without reading the geometries."""

    def all_of(given: Source) -> list[RawBlock]:
        return list(raw_blocks(given, list(fields), BLOCK, progress, cancelled, geometry=False))

    opened = source_of(source)
    blocks = one_way_or_the_other(opened, all_of)
    return Rows(
        stacked_columns([raw.fids for raw in blocks], np.int64),
        {name: stacked_columns([raw.columns[name] for raw in blocks], object) for name in fields},
        opened.name,
    )


def _features(
    raw: RawBlock,
    own: QgsCoordinateReferenceSystem,
    reach: Reach,
    crs: QgsCoordinateReferenceSystem,
    transform: QgsCoordinateTransform | None,
) -> Features:
    """own, reach : of the layer; crs, transform : where its polygons are brought."""
    curved: list[int] = []
    mixed: list[int] = []
    deviation = DEVIATION * reach.longest / LONGEST_EDGE
    polygons, skipped = polygons_of(raw.wkb, raw.offsets, deviation=deviation, curved=curved, mixed=mixed)
    astray = reasons_astray(polygons, own, reach)
    if astray:
        skipped |= astray
        polygons = emptied(polygons, np.array(sorted(astray), dtype=np.int64))
    if transform is not None:
        polygons = transformed(polygons, transform, skipped)
    told = [Skipped(int(raw.fids[i]), skipped[i]) for i in sorted(skipped)]
    arcs, beside = (tuple(raw.fids[which].tolist()) for which in (curved, mixed))
    found = Features(polygons, raw.fids, raw.columns, crs, told, curved=arcs, mixed=beside)
    if not skipped:
        return found
    keep = np.ones(len(raw.fids), dtype=np.bool_)
    keep[list(skipped)] = False
    return found.take(keep)


def _points(
    raw: RawBlock,
    own: QgsCoordinateReferenceSystem,
    reach: Reach,
    crs: QgsCoordinateReferenceSystem,
    transform: QgsCoordinateTransform | None,
) -> Points:
    """own, reach : of the layer; crs, transform : where its points are brought."""
    places = [_vertices(raw, i) for i in range(len(raw.fids))]
    owner = np.repeat(np.arange(len(places)), [len(each) for each in places])
    xy = np.array([place for each in places for place in each], dtype=np.float64).reshape(-1, 2)
    has = np.isfinite(xy).all(axis=1)
    skipped: dict[int, str] = {i: tr("it has no point") for i in range(len(places)) if not len(places[i])}
    skipped |= {int(i): tr("its coordinates are not numbers") for i in owner[~has]}
    astray = points_astray(np.where(has[:, None], xy, np.nan), own, reach)
    has[list(astray)] = False
    skipped |= {int(owner[i]): reason for i, reason in astray.items()}
    if transform is not None:
        try:
            xy[has] = transform_xy(transform, xy[has])
        except TransformError as error:
            reason = error.sentence(tr)
            for i in np.flatnonzero(has).tolist():
                try:
                    xy[i] = transform_xy(transform, xy[i : i + 1])[0]
                except TransformError:
                    skipped[int(owner[i])] = reason
    keep = ~np.isin(owner, list(skipped))
    of = owner[keep]
    return Points(
        xy[keep],
        np.append(True, of[1:] != of[:-1])[: len(of)],
        raw.fids[of],
        {name: values[of] for name, values in raw.columns.items()},
        crs,
        [Skipped(int(raw.fids[i]), skipped[i]) for i in sorted(skipped)],
    )


def _vertices(raw: RawBlock, i: int) -> list[tuple[float, float]]:
    """The points of feature ``i``; none where it is empty, damaged or NULL."""
    start, end = int(raw.offsets[i]), int(raw.offsets[i + 1])
    shape = QgsGeometry()
    with suppress(Damaged):
        shape.fromWkb(to_iso(raw.wkb[start:end].tobytes()))
    shape = without_empty_parts(shape)
    found = [(vertex.x(), vertex.y()) for vertex in shape.vertices()]
    # an empty point is stored as one whose coordinates are no numbers
    return [] if len(found) == 1 and found[0][0] != found[0][0] else found


def _transform(
    source: Source, crs: QgsCoordinateReferenceSystem | None, context: QgsCoordinateTransformContext | None
) -> QgsCoordinateTransform | None:
    if crs is None or crs == source.crs:
        return None
    if not source.crs.isValid() or not crs.isValid():
        raise RedlineError(
            "Layer {layer} has no coordinate system, so it cannot be brought to {crs}: "
            "set the layer's coordinate system in its properties.",
            layer=source.name,
            crs=name_of_crs(crs),
        )
    return transform_between(source.name, source.crs, crs, context)
