"""From cuts to ground: one planar partition of the county, every face with its village and its class."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from redline.core.shapes.polygons import FloatArray, IntArray

from .frame import rng_of, waves
from .layout import Layout, Style, divide
from .mesh import Mesh
from .network import Strip
from .villages import SEAT, Villages

__all__ = ["Faces", "built_up", "partition"]

_GRID = 0.1
"""Metres: corners nearer to each other than this become one, so that no edge is too short to be drawn."""

_LINEAR = np.array(["1003", "1004", "1006", "1107"])
_PER_COUNTY = 116_000
"""Faces of the whole county when all lengths are the usual ones."""


@dataclass
class Faces:
    """The partition before it is drawn wavy: straight-edged polygons in local coordinates.

    village : number of the village; strip : number of the network strip or -1; dlbm : class, "" for open fields;
    frame : direction of the village's strips in radians.
    """

    polygons: NDArray[np.object_]
    village: IntArray
    strip: IntArray
    dlbm: NDArray[np.str_]
    frame: FloatArray


def built_up() -> shapely.Polygon:
    """About where the county town is built up."""
    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    radius = 2250 + 260 * np.sin(2 * turn + 0.6) + 170 * np.sin(3 * turn + 2.0) + 90 * np.sin(5 * turn + 0.3)
    return shapely.Polygon(SEAT + radius[:, None] * np.column_stack([np.cos(turn), np.sin(turn)]))


def partition(villages: Villages, strips: list[Strip], outline: shapely.Polygon, patches: int, seed: int) -> Faces:
    """At least about ``patches`` faces of the ``outline`` (local coordinates).

    Gapless; no face across a village boundary; no edge shorter than the grid on which all cuts are noded.
    """
    town = built_up()
    frames = _frames(villages, seed)
    around = _surroundings(villages, strips)
    layouts = _layouts(villages, around, town, patches, frames, seed)
    cuts = _trimmed_cuts(villages, around, layouts, frames)
    lines = [cuts, shapely.boundary(villages.cells), shapely.boundary([s.polygon for s in strips])]
    noded = shapely.union_all(np.concatenate(lines), grid_size=_GRID)
    polygons = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    faces = _classified(polygons, villages, strips, layouts, frames, town)
    joined = _without_slivers(faces, _scale(patches))
    joined.polygons = _on_outline(joined.polygons, outline)
    return joined


def _scale(patches: int) -> float:
    """Lengths relative to the usual ones. Slivers that are joined cost the more the finer the ground is divided."""
    return float(np.sqrt(_PER_COUNTY / (patches * (patches / 60_000) ** 0.12)))


def _frames(villages: Villages, seed: int) -> FloatArray:
    """Direction of each village's field roads: turns slowly over the county, a little by township and village."""
    slow = waves(rng_of(seed, 2), (16_000, 1.0, 5))
    rng = rng_of(seed, 3)
    by_town = rng.normal(0, np.radians(3.0), len(villages.town_codes))
    own = rng.normal(0, np.radians(1.2), len(villages.sites))
    return np.radians(-3.0) + np.radians(6.0) * slow.value(villages.sites) + by_town[villages.town_of] + own


def _turn(xy: FloatArray, angle: FloatArray | float) -> FloatArray:
    c, s = np.cos(angle), np.sin(angle)
    return np.column_stack([xy[:, 0] * c - xy[:, 1] * s, xy[:, 0] * s + xy[:, 1] * c])


def _layouts(
    villages: Villages,
    around: list[shapely.Geometry],
    town: shapely.Polygon,
    patches: int,
    frames: FloatArray,
    seed: int,
) -> list[Layout]:
    scale = _scale(patches)
    areas = shapely.area(villages.cells)
    in_town = shapely.area(shapely.intersection(villages.cells, town)) / areas
    seats = set(villages.town_villages.tolist())
    layouts = []
    for k, (cell, site) in enumerate(zip(villages.cells, villages.sites, strict=True)):
        rng = rng_of(seed, 4, k)
        urban = bool(in_town[k] > 0.5)
        if urban:
            frames[k] = np.radians(-2.0)
        core = 0.12 * areas[k] * rng.uniform(0.75, 1.25) * (1.9 if k in seats else 1.0)
        shape = rng.uniform(0.75, 1.35)
        uv = _turn(shapely.get_coordinates(cell) - site, -frames[k])
        low, high = uv.min(axis=0) - 20, uv.max(axis=0) + 20
        sides = (float(np.sqrt(core * shape)), float(np.sqrt(core / shape)))
        at = _middle(np.array(sides), around[k], cell, site, float(frames[k]), rng)
        style = Style(scale, sides, at, town=k in seats, urban=urban)
        layouts.append(divide((low[0], low[1], high[0], high[1]), style, rng))
    return layouts


def _surroundings(villages: Villages, strips: list[Strip]) -> list[shapely.Geometry]:
    """What of the network lies around each village: small geometries instead of some as long as the county."""
    bodies = np.array([s.polygon for s in strips], dtype=object)
    tree = shapely.STRtree(bodies)
    windows = shapely.box(*(shapely.bounds(villages.cells) + np.array([-50, -50, 50, 50])).T)
    near = (bodies[tree.query(window, predicate="intersects")] for window in windows)
    return [shapely.union_all(shapely.intersection(few, window)) for few, window in zip(near, windows, strict=True)]


def _middle(
    sides: FloatArray,
    network: shapely.Geometry,
    cell: shapely.Polygon,
    site: FloatArray,
    angle: float,
    rng: np.random.Generator,
) -> tuple[float, float]:
    """Where in its village the settlement stands: of some places the one that network and border cross least."""
    places = np.vstack([[0.0, 0.0], rng.uniform(-300, 300, (14, 2))])
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * sides / 2
    rings = _turn((places[:, None, :] + corners[None]).reshape(-1, 2), angle) + site
    boxes = shapely.polygons(rings.reshape(-1, 4, 2))
    crossing = shapely.area(shapely.intersection(boxes, network)) + shapely.area(shapely.difference(boxes, cell))
    best = int(np.argmin(crossing + np.hypot(*places.T)))
    return float(places[best, 0]), float(places[best, 1])


def _trimmed_cuts(
    villages: Villages, around: list[shapely.Geometry], layouts: list[Layout], frames: FloatArray
) -> NDArray[np.object_]:
    """All cuts as lines on the ground of their village outside of the network."""
    trimmed = []
    for k, layout in enumerate(layouts):
        land = villages.cells[k].difference(around[k])
        ends = _turn(np.array(layout.cuts).reshape(-1, 2), frames[k]) + villages.sites[k]
        lines = shapely.linestrings(ends.reshape(-1, 2, 2))
        shapely.prepare(land)
        whole = shapely.contains_properly(land, lines)
        part = ~whole & shapely.intersects(land, lines)
        trimmed += [lines[whole], shapely.get_parts(shapely.intersection(lines[part], land))]
    lines = np.concatenate(trimmed)
    return lines[shapely.length(lines) > 0.01]


def _classified(
    polygons: NDArray[np.object_],
    villages: Villages,
    strips: list[Strip],
    layouts: list[Layout],
    frames: FloatArray,
    town: shapely.Polygon,
) -> Faces:
    points = shapely.point_on_surface(polygons)
    xy = shapely.get_coordinates(points)
    at, cell = shapely.STRtree(villages.cells).query(points, predicate="intersects")
    village = np.full(len(polygons), -1)
    village[at] = cell
    inside = village >= 0
    polygons, xy, village = polygons[inside], xy[inside], village[inside]

    strip = np.full(len(polygons), -1)
    for k, body in enumerate(strips):
        shapely.prepare(body.polygon)
        low, high = np.array(body.polygon.bounds[:2]), np.array(body.polygon.bounds[2:])
        near = np.flatnonzero((strip < 0) & (xy >= low).all(axis=1) & (xy <= high).all(axis=1))
        strip[near[shapely.contains_xy(body.polygon, xy[near, 0], xy[near, 1])]] = k

    # each village's frame laid beside the others: one search for all leaves
    uv = _turn(xy - villages.sites[village], -frames[village]) + np.column_stack(
        [village * 1e5, np.zeros(len(village))]
    )
    owner = np.repeat(np.arange(len(layouts)), [len(layout.leaves) for layout in layouts])
    boxes = np.concatenate([np.array(layout.leaves) for layout in layouts])
    classes = np.concatenate([np.array(layout.classes, dtype="U5") for layout in layouts])
    shift = owner * 1e5
    leaves = shapely.box(boxes[:, 0] + shift, boxes[:, 1], boxes[:, 2] + shift, boxes[:, 3])
    face, leaf = shapely.STRtree(leaves).query(shapely.points(uv), predicate="intersects")
    size = shapely.area(leaves)
    order = np.lexsort((-size[leaf], face))  # the smallest leaf of a face comes last and stays
    dlbm = np.full(len(polygons), "", dtype="U5")
    dlbm[face[order]] = classes[leaf[order]]

    urban = shapely.area(shapely.intersection(villages.cells, town)) / shapely.area(villages.cells) > 0.5
    shapely.prepare(town)
    rural = urban[village] & ~shapely.contains_xy(town, xy[:, 0], xy[:, 1]) & (dlbm != "1004")
    dlbm[rural] = ""
    for k, body in enumerate(strips):
        dlbm[strip == k] = body.dlbm
    return Faces(polygons, village, strip, dlbm, frames[village])


def _without_slivers(faces: Faces, scale: float) -> Faces:
    """Faces too small or too narrow to be surveyed joined to the neighbour with which they share most."""
    area, length = shapely.area(faces.polygons), shapely.length(faces.polygons)
    breadth = 2 * area / length
    linear = np.isin(faces.dlbm, _LINEAR)
    network = faces.strip >= 0
    small = np.where(network | linear, area < 60, (area < max(150, 420 * scale**2)) | (breadth < 7 * max(scale, 0.5)))
    island = np.isin(faces.dlbm, ["09", "0809", "1104", "1202"]) & (area > 110) & (breadth > 5)
    small &= ~island
    first, second, shared = Mesh.of(faces.polygons).neighbours()
    fits = small[first] & (faces.village[first] == faces.village[second])
    worth = shared * np.where(network[second], 1e-3, np.where(linear[second] & ~linear[first], 0.2, 1.0))
    first, second, worth = first[fits], second[fits], worth[fits]
    order = np.lexsort((worth, first))
    target = np.arange(len(area))
    target[first[order]] = second[order]  # the best comes last and stays
    group = _groups(target)
    biggest = np.lexsort((-area, group))
    _, start = np.unique(group[biggest], return_index=True)
    lead = biggest[start]
    polygons = _united(faces.polygons, group, lead)
    return Faces(polygons, faces.village[lead], faces.strip[lead], faces.dlbm[lead], faces.frame[lead])


def _on_outline(polygons: NDArray[np.object_], outline: shapely.Polygon) -> NDArray[np.object_]:
    """The faces with the corners on the county's border put back onto it, from where the grid had moved them."""
    mesh = Mesh.of(polygons)
    once = np.bincount(mesh.step_edge, minlength=len(mesh.edges)) == 1
    border = np.unique(mesh.edges[once])
    moved = mesh.nodes.copy()
    ring = outline.exterior
    points = shapely.points(moved[border])
    foot = shapely.line_interpolate_point(ring, shapely.line_locate_point(ring, points))
    moved[border] = shapely.get_coordinates(foot)
    corners = np.array(ring.coords)[:-1]
    nearest = shapely.STRtree(points).nearest(shapely.points(corners))
    moved[border[nearest]] = corners
    if np.abs(moved - mesh.nodes).max() > _GRID:
        raise ValueError("A corner of the outline is missing from the partition.")
    keys = mesh.keys_of(mesh.nodes)
    order = np.argsort(keys)
    return shapely.transform(polygons, lambda xy: moved[order[np.searchsorted(keys, mesh.keys_of(xy), sorter=order)]])


def _groups(target: IntArray) -> IntArray:
    """Number of the connected group of each face, when each points to one other (or to itself)."""
    label = np.arange(len(target))
    while True:
        lower = np.minimum(label, label[target])
        np.minimum.at(lower, target, lower)
        if np.array_equal(lower, label):
            return label
        label = lower


def _united(polygons: NDArray[np.object_], group: IntArray, lead: IntArray) -> NDArray[np.object_]:
    """One polygon for each group, in the order of ``lead``, a face of each group."""
    out = polygons[lead].copy()
    order = np.argsort(group, kind="stable")
    _, start, count = np.unique(group[order], return_index=True, return_counts=True)
    for k in np.flatnonzero(count > 1):
        members = order[start[k] : start[k] + count[k]]
        out[k] = shapely.coverage_union_all(polygons[members])
    return out
