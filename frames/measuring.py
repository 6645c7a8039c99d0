"""Zones × further layers × patches of land use, in m² on the ellipsoid: what the tools of QGIS measure, of frames."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ..core.ellipsoid import official_areas
from ..core.ellipsoid.areaplane import areas
from ..core.errors import Notice, RedlineError
from ..core.landuse.classes import Scheme, doubtful_codes, find_scheme, legacy_class, restore_zeros
from ..core.landuse.tally import TOLD_M2, Key, Tally, Zone, combine_numbered, factorize, tally_pieces, uncovered_areas
from ..core.overlay import Pieces, pieces
from ..core.overlay.overlaps import repeated, self_crossing
from ..core.overlay.patchindex import PatchIndex
from ..core.rounding import half_up
from ..core.shapes.polygons import FloatArray, IntArray, Polygons, boxes_of
from ..core.shapes.wkb import decode_list
from .faults import tell_overlaps, tell_uncovered
from .given import Layer, boxes_meet, codes_of, layer_of, mended, polygons_in, tell, texts
from .planes import area_plane_over, projection_of

__all__ = ["Land", "Zones", "laid", "land_of", "measured", "zones_of"]

ToPlane = Callable[[Polygons], Polygons]


@dataclass(frozen=True)
class Zones:
    """What is tallied, (n,) each: ids, names, zones above, and official areas in the system of their own survey."""

    layer: Layer
    ids: list[str]
    names: list[str]
    parents: list[str]
    official: FloatArray

    def __len__(self) -> int:
        return len(self.layer)

    def zones(self, totals: FloatArray) -> list[Zone]:
        """Zones with their own areas, m² with two decimals."""
        return [
            Zone(self.ids[i], self.names[i], half_up(total, 2), self.parents[i])
            for i, total in enumerate(totals.tolist())
        ]


@dataclass(frozen=True)
class Land:
    """Patches with their class codes, (n,), and the scheme that these are of."""

    layer: Layer
    codes: NDArray[np.object_]
    scheme: Scheme


def zones_of(layer: Layer, zone_id: str, name: str = "", parent: str = "") -> Zones:
    """Zones by their columns. Rows of one id are a zone each, and told. Raises RedlineError for a polygon whose outline
    crosses itself: no total could rest on it."""
    wrong = np.flatnonzero(~shapely.is_valid(layer.frame.geometry.array))
    if len(wrong):
        row = int(wrong[0])
        raise RedlineError(
            "Layer {layer}, row {row}: the polygon is invalid ({reason}): mend it; {count} rows are so.",
            layer=layer.name,
            row=layer.frame.index[row],
            reason=shapely.is_valid_reason(layer.frame.geometry.iloc[row]),
            count=len(wrong),
        )
    ids = layer.ids(zone_id)
    again = len(ids) - len(set(ids))
    if again:
        tell(
            Notice(
                "Layer {layer}: {count} values of {field} occur more than once; each row is a zone of its own.",
                layer=layer.name,
                field=zone_id,
                count=again,
            )
        )
    blank = [""] * len(layer)
    return Zones(
        layer,
        ids,
        texts(layer.column(name)) if name else blank,
        texts(layer.column(parent)) if parent else blank,
        official_areas(layer.polygons, projection_of(layer.frame.crs)),
    )


def land_of(layer: Layer, by: str, scheme: Scheme | None = None) -> Land:
    """Patches with their classes: zeros that a column has lost are put back, and told. Raises RedlineError for codes
    that the scheme, given or found, does not have."""
    codes = codes_of(layer.column(by).tolist())
    if scheme is None or scheme.unknown(codes):
        numeric = layer.frame[by].dtype.kind in "iuf"
        lost = restore_zeros(set(codes), numeric=numeric)
        if lost:
            tell(
                Notice(
                    "Layer {layer}: codes of {field} have lost their leading zero ({codes}); they are read with it.",
                    layer=layer.name,
                    field=by,
                    codes=", ".join(f"{code} → {whole}" for code, whole in sorted(lost.items())[:8]),
                )
            )
            codes = [lost.get(code, code) for code in codes]
    if scheme is None:
        scheme = find_scheme(codes, layer=layer.name).scheme
    unknown = scheme.unknown(codes)
    if unknown:
        first = next(iter(unknown))
        today = doubtful_codes(codes).get(first) or (legacy_class(first) if scheme.id == "sandiao" else None)
        raise RedlineError(
            "Layer {layer}, row {row}, column {field}: {code} is not a class of {scheme} ({count} patches have such "
            "codes: {codes}).",
            layer=layer.name,
            row=layer.frame.index[codes.index(first)],
            field=by,
            code=f"{first} (→ {today})" if today else first,
            scheme=scheme.title_en,
            count=sum(unknown.values()),
            codes=", ".join(list(unknown)[:8]),
        )
    if "" in codes:
        tell(
            Notice(
                "Layer {layer}: {count} patches have no class in {field}; their land is shown as without a class.",
                layer=layer.name,
                count=codes.count(""),
                field=by,
            )
        )
    return Land(layer, np.array(codes, dtype=object), scheme)


def laid(
    layer: Layer, to_plane: ToPlane, zones: Polygons, parts: Polygons, owner: IntArray
) -> tuple[Layer, PatchIndex, Pieces]:
    """Patches laid over zones, which are cut into ``parts``: the patches, their index in the plane, and the pieces
    part ∩ patch. Outlines that cross themselves count with the land that they enclose, and are told.

    to_plane : brings polygons to where area is area. zones, parts : there; owner : the zone of each part.
    """
    index = PatchIndex(to_plane(layer.polygons))
    met = pieces(parts, index)
    covered = np.bincount(owner[met.zone], met.area, len(zones))
    off = np.abs(areas(zones) - covered) >= TOLD_M2
    rows = self_crossing(index, index.meeting(boxes_of(zones)[off]))
    if not len(rows):
        return layer, index, met
    whole = mended(layer, rows)
    index = PatchIndex(to_plane(whole.polygons))
    return whole, index, pieces(parts, index)


def measured(
    zones: Zones,
    land: Land,
    method: str = "official",
    further: Mapping[str, tuple[gpd.GeoDataFrame, str]] | None = None,
) -> Tally:
    """Zones × further layers × classes; method : "official" or "plane"."""
    crs = land.layer.frame.crs if not land.layer.frame.crs.is_geographic else zones.layer.frame.crs
    own, patches = zones.layer.in_system(crs), land.layer.in_system(crs)
    near = boxes_meet(patches, [own.polygons])
    if not near.any():
        raise RedlineError(
            "The layers {zones} and {layer} do not lie in the same place: check their coordinate systems.",
            zones=own.name,
            layer=patches.name,
        )
    patches, codes = patches.take(near), land.codes[near]
    parts, owner, labels = _divided(own, further or {})
    to_plane = _plane(method, crs, own.polygons, patches.polygons)
    flat = to_plane(own.polygons)
    patches, index, (part, patch, area) = laid(patches, to_plane, flat, to_plane(parts), owner)
    zone, zone_areas = owner[part], areas(flat)
    again = repeated(index, patch)
    tell_overlaps(patches.name, again.overlaps)
    twice = again.within(flat)
    doubled = np.bincount(twice.zone, twice.area, len(own)).astype(np.float64)
    uncovered, overlap = uncovered_areas(zone_areas, zone, area, doubled)
    tell_uncovered(patches.name, zones.ids, uncovered)
    keys, key = _keys(codes, patch, labels, part)
    return tally_pieces(
        zones.zones(zones.official if method == "official" else zone_areas),
        zone,
        key,
        area,
        keys,
        dimensions=tuple(further or {}),
        uncovered=uncovered,
        overlap=overlap,
    )


def _plane(method: str, crs: CRS, zones: Polygons, patches: Polygons) -> ToPlane:
    """What brings polygons to where area is area: the ellipsoid's, or that of the projection."""
    if method == "official":
        return area_plane_over(crs, zones, patches).apply
    if method != "plane":
        raise RedlineError("There is no method {method}: use official or plane.", method=method)
    if crs.is_geographic:
        raise RedlineError("Plane areas need a projected coordinate system, but the layers are in degrees.")
    metres = projection_of(crs).metres
    return lambda polygons: polygons if metres == 1 else polygons.with_xy(polygons.xy * metres)


def _keys(
    codes: NDArray[np.object_], patch: IntArray, labels: Sequence[NDArray[np.object_]], part: IntArray
) -> tuple[list[Key], IntArray]:
    different, number = factorize(codes.tolist())
    columns = [(different, number[patch])]
    for label in labels:
        names, number = factorize(label.tolist())
        columns.append((names, number[part]))
    return combine_numbered(*columns)


def _divided(
    zones: Layer, further: Mapping[str, tuple[gpd.GeoDataFrame, str]]
) -> tuple[Polygons, IntArray, list[NDArray[np.object_]]]:
    """Zones cut by further layers: parts, the zone of each, and by layer the label of each part ("" outside of it)."""
    shapes = zones.frame.geometry.array
    shapes, owner = np.asarray(shapes, dtype=object), np.arange(len(zones))
    labels: list[NDArray[np.object_]] = []
    for name, (frame, column) in further.items():
        cutting = _cutting(name, frame, column, zones)
        shapes, of_part, own = _cut(shapes, np.asarray(cutting[0], dtype=object), cutting[1])
        owner = owner[of_part]
        labels = [label[of_part] for label in labels] + [own]
    if not further:
        return zones.polygons, owner, []
    return decode_list(shapely.to_wkb(shapes, output_dimension=2).tolist()), owner, labels


def _cutting(
    name: str, frame: gpd.GeoDataFrame, column: str, zones: Layer
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    layer = layer_of(frame, name).in_system(zones.frame.crs)
    return np.asarray(layer.frame.geometry.array, dtype=object), np.array(texts(layer.column(column)), dtype=object)


def _cut(
    shapes: NDArray[np.object_], cutting: NDArray[np.object_], names: NDArray[np.object_]
) -> tuple[NDArray[np.object_], IntArray, NDArray[np.object_]]:
    """Each shape by each that it meets, the earlier first where they overlap, and what lies outside of all."""
    parts: list[shapely.Geometry] = []
    of_part: list[int] = []
    label: list[str] = []
    tree = shapely.STRtree(cutting)
    mine, theirs = tree.query(shapes, predicate="intersects")
    for i, shape in enumerate(shapes):
        left = shape
        for j in sorted(theirs[mine == i].tolist()):
            common = shapely.unary_union(polygons_in(shapely.intersection(left, cutting[j])))
            if common.area > 0:
                parts.append(common)
                of_part.append(i)
                label.append(names[j])
                left = shapely.unary_union(polygons_in(shapely.difference(left, cutting[j])))
        if left.area > 0:
            parts.append(left)
            of_part.append(i)
            label.append("")
    return np.array(parts, dtype=object), np.array(of_part, dtype=np.int64), np.array(label, dtype=object)
