"""What a tally reads from layers, and how its pieces are measured: zone × further layers × patch, in m²."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeatureRequest,
    QgsGeometry,
    QgsRectangle,
)

from ...core.ellipsoid import official_areas
from ...core.ellipsoid.areaplane import areas
from ...core.errors import Cancelled, Notice, RedlineError
from ...core.landuse.tally import (
    NOISE_M2,
    Key,
    Tally,
    Zone,
    combine_numbered,
    deduct_ridges,
    factorize,
    tally_pieces,
    uncovered_areas,
)
from ...core.rounding import half_up
from ...core.shapes import memory
from ...core.shapes.polygons import FloatArray, IntArray, Polygons, boxes_of, keep_polygons, meeting
from ..reading.arrowfile import MANY_BOXES, nothing_near, worth_asking
from ..reading.clip import OUTSIDE, areal, as_polygons, clip, geometry_of, valid_polygon
from ..reading.crs import name_of_crs, transform_xy
from ..reading.datums import transform_between
from ..reading.planes import projection_of
from ..reading.run import Run, extent_of, within
from ..reading.sources import Features, Source
from ..reading.validity import leaves_out, valid_only
from .parcels import LandUseFields, ReadLandUse
from .regions import as_regions
from .tallyfaults import Handed, lay_patches, overlap_areas, tell_common_land, tell_uncovered, with_whole_land

__all__ = [
    "AreaMethod",
    "Measured",
    "PatchFields",
    "PolygonDimension",
    "ReadZones",
    "TallyPieces",
    "ZoneFields",
    "check_method",
    "divide",
    "measure_zones",
    "official_totals",
    "read_zones",
    "source_near",
]

AreaMethod = Literal["official", "plane", "recorded"]
Progress = Callable[[float], object]
Value = TypeVar("Value")


SMALL_PART = 0.1
"""Share of a layer's extent up to which only the patches near the zones are read."""


@dataclass(frozen=True)
class ZoneFields:
    """Fields of the zone layer, "" where there is none: id, name, and the zone above (township, batch)."""

    id: str = ""
    name: str = ""
    parent: str = ""

    def used(self) -> list[str]:
        return list(dict.fromkeys(name for name in (self.id, self.name, self.parent) if name))


@dataclass(frozen=True)
class PatchFields(LandUseFields):
    """Fields of the land-use layer; area : recorded patch area (TBMJ); ridge : KCXS; dimensions : further fields."""

    area: str = ""
    ridge: str = ""
    dimensions: tuple[str, ...] = ()

    def used(self) -> list[str]:
        more = (*super().used(), self.area, self.ridge, *self.dimensions)
        return list(dict.fromkeys(name for name in more if name))


@dataclass(frozen=True)
class PolygonDimension:
    """A polygon layer that divides zones further.

    field : its label field. inside : instead of labels, ``(word inside, word outside)``, as for red lines.
    """

    key: str
    label: str
    source: Source
    field: str = ""
    inside: tuple[str, str] | None = None


@dataclass(frozen=True)
class ReadZones:
    """Zones in the run's system, (n,) each; ``skipped`` : features left out for an invalid geometry.

    zone_of : by feature id the number of its zone; a village in two features is one zone. surveyed : the plane
    system of their layer, None where that is in degrees.
    """

    name: str
    features: Features
    ids: tuple[str, ...]
    names: tuple[str, ...]
    parents: tuple[str, ...]
    skipped: int
    zone_of: Mapping[int, int]
    surveyed: QgsCoordinateReferenceSystem | None = None

    def __len__(self) -> int:
        return len(self.features)

    def by_feature(self, values: Sequence[Value]) -> dict[int, Value]:
        """values : by zone. The same by feature id: every feature of a zone has what the zone has."""
        return {fid: values[zone] for fid, zone in self.zone_of.items()}

    def first_rows(self, fids: Sequence[int]) -> list[int]:
        """For each zone the place of its first feature among ``fids``: what a table of the layer says of it."""
        first: dict[int, int] = {}
        for place, fid in enumerate(fids):
            zone = self.zone_of.get(fid)
            if zone is not None:
                first.setdefault(zone, place)
        return [first[zone] for zone in range(len(self))]

    def zones(self, totals: Sequence[float]) -> list[Zone]:
        """Zones with their own areas (m²), printed with two decimals."""
        return [
            Zone(self.ids[i], self.names[i], half_up(float(total), 2), self.parents[i])
            for i, total in enumerate(totals)
        ]


@dataclass(frozen=True)
class TallyPieces:
    """The pieces of a tally, (p,) each.

    zone : number of the zone; part, patch : in ``Measured.parts`` and ``patches``; area : m² without ridges. key,
    ridge_key : numbers into ``Measured.keys``; ridge_key is −1 where nothing is deducted; ridge : m² deducted.
    whole : whether the piece is all of its patch.
    """

    zone: IntArray
    part: IntArray
    patch: IntArray
    area: FloatArray
    key: IntArray
    ridge: FloatArray
    ridge_key: IntArray
    whole: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.area)


@dataclass(frozen=True)
class Measured:
    """A tally with the pieces behind it. parts : what of each zone lies in which further layers, in the run's system.
    overlap : (n_zones,) m² that patches cover beyond the first time."""

    tally: Tally
    pieces: TallyPieces
    keys: Sequence[Key]
    parts: Polygons
    patches: Features
    overlap: FloatArray


def check_method(method: AreaMethod, crs: QgsCoordinateReferenceSystem) -> None:
    """Raises RedlineError for plane areas in a run whose system is in degrees."""
    if method == "plane" and crs.isGeographic():
        raise RedlineError(
            "Plane areas need a projected coordinate system, but the layers are in degrees ({crs}): "
            "choose official areas, or export a layer to its Gauss-Krüger zone.",
            crs=name_of_crs(crs),
        )


def read_zones(run: Run, source: Source, fields: ZoneFields, validity: Qgis.InvalidGeometryCheck) -> ReadZones:
    """The zones of ``source``; an invalid one is left out and told where ``validity`` is so, else stops the run."""
    read = run.read(source, fields.used(), whole=True, known_by=fields.name or fields.id)
    found = valid_only(run, source.name, read, leave_out=leaves_out(validity))
    skipped = len(read.skipped) + len(read) - len(found)
    regions = as_regions(run, source.name, found, found.texts(fields.id) if fields.id else [""] * len(found))
    zone_of = dict(zip(found.fids.tolist(), regions.members.tolist(), strict=True))
    found = regions.features
    ids = found.ids(fields.id)
    repeated = sorted(each for each, count in Counter(ids).items() if count > 1)
    if repeated:
        run.notices.append(
            Notice(
                "Layer {layer}: {count} values of {field} occur more than once ({values}); "
                "each feature is a zone of its own.",
                layer=source.name,
                field=fields.id,
                count=len(repeated),
                values=", ".join(repeated[:5]),
            )
        )
    return ReadZones(
        source.name,
        found,
        tuple(ids),
        tuple(found.texts(fields.name)),
        tuple(found.texts(fields.parent)),
        skipped,
        zone_of,
        None if source.crs.isGeographic() else source.crs,
    )


def official_totals(run: Run, zones: ReadZones) -> FloatArray:
    """(n,) official areas of the zones, m²: in the system of their survey, whatever the run is in, for the procedure
    rounds coordinates and takes edges as straight in it, so that another system gives another last digit."""
    polygons, projection = zones.features.polygons, run.projection
    if zones.surveyed is not None and zones.surveyed != run.crs:
        transform = transform_between(zones.name, run.crs, zones.surveyed, run.transform_context)
        polygons = polygons.with_xy(transform_xy(transform, polygons.xy))
        projection = projection_of(zones.surveyed)
    return official_areas(polygons, projection)


def source_near(run: Run, source: Source, extent: QgsRectangle, zones: Polygons) -> Source:
    """``source`` restricted to what lies near the zones, where that is a small part of it.

    extent : of the source, in its own system. Scattered parcels then read some thousand patches of a county's
    GeoPackage by its spatial index, a few parcels beside each other some hundred of any layer, instead of all; where
    zones cover more of the extent, reading everything straight from the file is quicker and the source is handed
    back as it is. So it is where nothing lies near: a layer beside the zones is no empty layer, they are uncovered.
    """
    around = extent_of(zones)
    if extent.isEmpty() or around.isEmpty():
        return source
    transform = transform_between(source.name, run.crs, source.crs, run.transform_context)
    try:
        there = _grown(transform.transformBoundingBox(around))
        if source.file is not None and source.file.driver == "GPKG" and len(zones) <= MANY_BOXES:
            boxes = _boxes_there(zones, transform)
            if worth_asking(boxes, _sides_of(extent)):
                file = replace(source.file, near=boxes)
                return source if nothing_near(file) else replace(source, file=file)
    except QgsCsException:
        return source
    if there.intersect(extent).area() > SMALL_PART * extent.area():
        return source
    iterate = source.iterate
    restricted = replace(source, file=None, iterate=lambda request: iterate(request.setFilterRect(there)))
    nothing = next(restricted.iterate(QgsFeatureRequest().setLimit(1)), None) is None
    return source if nothing else restricted


def _boxes_there(zones: Polygons, transform: QgsCoordinateTransform) -> FloatArray:
    """(k, 4) the boxes of the zones that are not empty, in the other system."""
    boxes = boxes_of(zones)
    boxes = boxes[~np.isnan(boxes[:, 0])]
    if transform.isShortCircuited():
        return boxes
    moved = (_grown(transform.transformBoundingBox(QgsRectangle(*box))) for box in boxes.tolist())
    return np.array([_sides_of(box) for box in moved]).reshape(-1, 4)


def _sides_of(box: QgsRectangle) -> tuple[float, float, float, float]:
    return box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()


def _grown(box: QgsRectangle) -> QgsRectangle:
    """A hundredth larger: a box bends a little between two systems."""
    box.grow(0.01 * max(box.width(), box.height()))
    return box


def measure_zones(
    run: Run,
    zones: ReadZones,
    land_use: ReadLandUse,
    fields: PatchFields,
    method: AreaMethod,
    dimensions: Sequence[PolygonDimension] = (),
    *,
    ridges: bool = False,
    shapes: bool = True,
    progress: Progress | None = None,
) -> Measured:
    """Zones × dimensions × patches × classes.

    method : "official", areas on the ellipsoid balanced to official totals; "plane", areas in the projection;
    "recorded", recorded patch areas (``fields.area``) shared out by area on the ellipsoid. ridges : deduct by
    ``fields.ridge``. shapes : whether the polygons of ``land_use`` and of ``Measured.patches`` are asked for
    afterwards; without them a large layer is brought to the plane in its own memory.
    The dimensions of the tally are those of the layers, then ``fields.dimensions``.
    Raises RedlineError for a recorded area or ridge coefficient that cannot be used; Cancelled.
    """
    near = within(land_use.features.polygons, zones.features.polygons)
    patches = land_use.features.take(near)
    codes = land_use.codes if patches is land_use.features else land_use.codes[near]
    memory.give_back(len(patches.polygons.xy))
    parts, owner, labels = divide(run, zones, dimensions)
    metres = run.projection.metres
    to_plane: Callable[[Polygons], Polygons] = partial(_scaled, metres=metres)
    handed: Handed | None = None
    if method != "plane":
        plane = run.area_plane(zones.features.polygons, patches.polygons)
        to_plane = plane.apply
        if not shapes and land_use.again is not None and len(patches.polygons.xy) >= memory.LARGE:
            if patches is not land_use.features:
                land_use.features.give_up_polygons()
            handed = Handed(plane.taken_over, partial(_again, land_use.again, near))
    flat_zones = to_plane(zones.features.polygons)
    tell_common_land(run, zones.name, zones.ids, flat_zones)
    patches, index, (part, patch, area) = lay_patches(
        run, land_use.name, patches, to_plane, (to_plane(parts), owner), flat_zones, progress, handed
    )
    zone = owner[part]
    zone_areas, patch_areas = areas(flat_zones), areas(index.polygons)
    measured = overlap_areas(run, land_use.name, patches.fids, flat_zones, index, patch)
    del index  # the layer's coordinates in the plane: from here on areas are enough
    uncovered, overlap = uncovered_areas(zone_areas, zone, area, measured)
    tell_uncovered(run, land_use.name, zones.ids, uncovered)
    whole = area >= patch_areas[patch] * (1 - 1e-9)
    if method == "recorded":
        area = area * _recorded_ratio(land_use.name, patches, fields.area, patch_areas, patch)
    keys, key = combine_numbered(
        _numbered(codes, patch),
        *(_numbered(labels_of, part) for labels_of in labels),
        *(_numbered(patches.codes(name), patch) for name in fields.dimensions),
    )
    names = (*(each.key for each in dimensions), *fields.dimensions)
    all_zone, all_key, all_area, all_keys = zone, key, area, keys
    count, cut = len(area), np.empty(0, dtype=np.int64)
    if ridges:
        coefficient = _coefficients(land_use, patches, codes, fields.ridge)[patch]
        cut = np.flatnonzero(coefficient > 0)
        all_zone, all_key, all_area, all_keys = deduct_ridges(
            zone, key, area, coefficient, keys, land_use.scheme.ridge or "1203"
        )
    ridge, ridge_key = np.zeros(count), np.full(count, -1, dtype=np.int64)
    ridge[cut], ridge_key[cut] = all_area[count:], all_key[count:]
    # Recorded areas add up as they are: what patches cover twice is recorded with both.
    totals = zone_areas if method == "plane" else np.bincount(zone, area, len(zones)) + uncovered
    if method == "official":
        totals = official_totals(run, zones)
    tally = tally_pieces(
        zones.zones(totals.tolist()),
        all_zone,
        all_key,
        all_area,
        all_keys,
        dimensions=names,
        uncovered=uncovered,
        overlap=overlap if method != "recorded" else None,
    )
    found = TallyPieces(zone, part, patch, all_area[:count], all_key[:count], ridge, ridge_key, whole)
    return Measured(tally, found, all_keys, parts, patches, overlap)


def _again(read: Callable[[], Polygons], near: NDArray[np.bool_]) -> Polygons:
    return keep_polygons(read(), near)


def _numbered(values: NDArray[np.object_], of_piece: IntArray) -> tuple[list[str], IntArray]:
    different, number = factorize(values.tolist())
    return different, number[of_piece]


def _scaled(polygons: Polygons, metres: float) -> Polygons:
    return polygons if metres == 1 else polygons.with_xy(polygons.xy * metres)


def divide(
    run: Run, zones: ReadZones, dimensions: Sequence[PolygonDimension]
) -> tuple[Polygons, IntArray, list[NDArray[np.object_]]]:
    """Zones cut by the further layers: parts, the zone of each, and for each layer the label of each part."""
    parts, owner = zones.features.polygons, np.arange(len(zones))
    labels: list[NDArray[np.object_]] = []
    for each in dimensions:
        layer = run.read(each.source, [each.field] if each.field else [], whole=each.inside is not None)
        lines = with_whole_land(run, each.source.name, layer.take(within(layer.polygons, parts)))
        if each.inside is not None:
            polygons, of_part, side = _sides(parts, lines.polygons, run)
            own = np.array(each.inside, dtype=object)[side]
        else:
            cut = clip(parts, lines.polygons, each.source.name, lines.fids, run.cancelled)
            polygons, of_part = cut.polygons, cut.zone
            own = np.append(lines.codes(each.field), "")[cut.area]
            _tell_outside(run, zones, each, owner[cut.zone[cut.area == OUTSIDE]])
            if cut.doubled:
                run.notices.append(
                    Notice(
                        "Layer {layer}: polygons overlap each other by {area} m² inside the zones; "
                        "the land is counted with the earlier one.",
                        layer=each.source.name,
                        area=half_up(sum(area for _, _, area in cut.doubled), 2),
                    )
                )
        labels = [of[of_part] for of in labels]
        labels.append(own)
        parts, owner = polygons, owner[of_part]
    return parts, owner, labels


def _sides(parts: Polygons, lines: Polygons, run: Run) -> tuple[Polygons, IntArray, IntArray]:
    """Each part inside (0) and outside (1) of all polygons of a red line together: pieces, their part, their side.

    The line's polygons near a part are united first: a farmland line has tens of thousands, each part meets a few
    dozen.
    """
    boxes = boxes_of(lines)
    shapes: list[QgsGeometry] = []
    found: list[tuple[int, int]] = []
    around = boxes_of(parts)
    for i in range(len(parts)):
        if run.cancelled is not None and run.cancelled():
            raise Cancelled
        part = geometry_of(parts, i)
        if part.isEmpty():
            continue
        near = [valid_polygon(lines, j) for j in np.flatnonzero(meeting(boxes, around[i : i + 1])).tolist()]
        cover = QgsGeometry.unaryUnion(near)
        sides = (part.intersection(cover), part.difference(cover)) if near else (QgsGeometry(), part)
        for side, shape in enumerate(map(areal, sides)):
            if shape.area() > NOISE_M2:
                shapes.append(shape)
                found.append((i, side))
    pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
    return as_polygons(shapes), pairs[:, 0], pairs[:, 1]


def _tell_outside(run: Run, zones: ReadZones, dimension: PolygonDimension, outside: IntArray) -> None:
    numbers = np.unique(outside)
    if len(numbers):
        run.notices.append(
            Notice(
                "Layer {layer} does not cover {count} zones wholly (the first is {zone}); that land has no {label}.",
                layer=dimension.source.name,
                count=len(numbers),
                zone=zones.ids[int(numbers[0])],
                label=dimension.label,
            )
        )


def _recorded_ratio(layer: str, patches: Features, field: str, patch_areas: FloatArray, patch: IntArray) -> FloatArray:
    """(p,) recorded area per m² of each piece's patch."""
    recorded = patches.numbers(field)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = recorded / patch_areas
    wrong = np.unique(patch[~(np.isfinite(ratio) & (ratio > 0))[patch]])
    if len(wrong):
        raise RedlineError(
            "Layer {layer}, feature {fid}: the recorded patch area ({field}) is missing or not positive "
            "({count} patches): fill it in, or choose official areas.",
            layer=layer,
            fid=int(patches.fids[wrong[0]]),
            field=field,
            count=len(wrong),
        )
    return ratio[patch]


def _coefficients(land_use: ReadLandUse, patches: Features, codes: NDArray[np.object_], field: str) -> FloatArray:
    """(n,) ridge coefficients of the patches, 0 where none is recorded."""
    if land_use.scheme.ridge is None:
        raise RedlineError(
            "The scheme {scheme} has no class for field ridges: leave the deduction off.",
            scheme=land_use.scheme.title_en,
        )
    found = np.nan_to_num(patches.numbers(field), nan=0.0)
    wrong = np.flatnonzero((found < 0) | (found >= 1))
    if len(wrong):
        raise RedlineError(
            "Layer {layer}, feature {fid}: the ridge coefficient ({field}) is {value}: "
            "it must be at least 0 and less than 1; correct the patch.",
            layer=land_use.name,
            fid=int(patches.fids[wrong[0]]),
            field=field,
            value=float(found[wrong[0]]),
        )
    return np.where(codes == land_use.scheme.ridge, 0.0, found)
