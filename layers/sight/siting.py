"""Candidates, what each would see, and what the land is worth: a siting in layers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPoint,
)

from ...core.cameras.camera import Camera
from ...core.cameras.grid import Grid
from ...core.cameras.siting import Site, Siting
from ...core.errors import RedlineError
from ...core.shapes.polygons import FloatArray
from ..reading.datums import transform_between
from ..reading.sources import Source
from .cameras import ReadCameras
from .elevation import ElevationModel
from .obstacles import share_of_cells
from .viewshed import Question, viewsheds
from .visiblearea import CellAreas

__all__ = ["Worth", "candidate_sites", "grid_candidates", "land_gains", "worth_of"]

MAX_BYTES = 2_000_000_000


def grid_candidates(
    source: Source,
    spacing: float,
    crs: QgsCoordinateReferenceSystem,
    transform_context: QgsCoordinateTransformContext | None = None,
) -> FloatArray:
    """Points (n, 2) on a square grid of ``spacing`` m within the polygons of ``source``; a polygon that holds none of
    them gives one point of its own, so that no settlement is lost."""
    transform = transform_between(source.name, source.crs, crs, transform_context or QgsCoordinateTransformContext())
    found: dict[tuple[float, float], None] = {}
    for feature in source.iterate(QgsFeatureRequest().setSubsetOfAttributes([])):
        if not feature.hasGeometry():
            continue
        geometry = feature.geometry()
        geometry.transform(transform)
        if geometry.area() <= 0:
            raise RedlineError(
                "Layer {layer}, feature {fid}: has no area: choose a layer of areas for the grid of candidates.",
                layer=source.name,
                fid=feature.id(),
            )
        inside = _inside(geometry, spacing)
        if not inside:
            point = geometry.pointOnSurface().asPoint()
            inside = [(point.x(), point.y())]
        found |= dict.fromkeys(inside)
    return np.array(list(found), dtype=np.float64).reshape(-1, 2)


def _inside(geometry: QgsGeometry, spacing: float) -> list[tuple[float, float]]:
    box = geometry.boundingBox()
    xs = np.arange(np.ceil(box.xMinimum() / spacing), np.floor(box.xMaximum() / spacing) + 1) * spacing
    ys = np.arange(np.ceil(box.yMinimum() / spacing), np.floor(box.yMaximum() / spacing) + 1) * spacing
    engine = QgsGeometry.createGeometryEngine(geometry.constGet())
    engine.prepareGeometry()
    return [(x, y) for y in ys.tolist() for x in xs.tolist() if engine.intersects(QgsPoint(x, y))]


@dataclass(frozen=True)
class Worth:
    """What cells are worth, over the elevation's grid: m² of ellipsoid of the layers' land in them (``land``), and the
    same times the weight (``weighted``)."""

    land: FloatArray
    weighted: FloatArray


def worth_of(
    layers: Sequence[tuple[Source, float]],
    grid: Grid,
    crs: QgsCoordinateReferenceSystem,
    transform_context: QgsCoordinateTransformContext | None = None,
) -> Worth:
    """Land of several layers with their weights. Where layers overlap the higher weight counts, not the sum."""
    areas = CellAreas(grid, crs).of(grid.window)
    land, weighted = np.zeros(grid.shape), np.zeros(grid.shape)
    for source, weight in layers:
        share = share_of_cells(source, grid, crs, transform_context)
        np.maximum(land, share * areas, out=land)
        np.maximum(weighted, share * areas * weight, out=weighted)
    return Worth(land, weighted)


def candidate_sites(
    model: ElevationModel,
    candidates: ReadCameras,
    question: Question,
    *,
    progress: Callable[[float], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[list[Site], list[int], list[RedlineError]]:
    """What each candidate would see: (sites, place of each in ``candidates``, why others were left out)."""
    kept: list[int] = []
    left_out: list[RedlineError] = []
    for index, camera in enumerate(candidates.cameras):
        try:
            model.elevation.lens_of(camera)
        except RedlineError as error:
            left_out.append(error)
        else:
            kept.append(index)
    cameras = [candidates.cameras[index] for index in kept]
    size = sum(_cells(model.elevation.grid, camera) for camera in cameras)
    if size > MAX_BYTES:
        raise RedlineError(
            "The candidates' circles hold {count:.0f} million cells: choose a larger CELL_SIZE, or fewer candidates.",
            count=size / 1e6,
        )
    found = viewsheds(model, cameras, question, progress=progress, cancelled=cancelled)
    return [Site(viewshed.window, viewshed.seen) for viewshed in found], kept, left_out


def _cells(grid: Grid, camera: Camera) -> int:
    window = grid.around(camera.x, camera.y, camera.radius)
    return max(window.rows, 0) * max(window.cols, 0)


def land_gains(sites: Sequence[Site], siting: Siting, land: FloatArray) -> tuple[list[float], NDArray[np.bool_]]:
    """Land (m², unweighted) that each step adds, and the cells that are seen after all of them."""
    seen = np.zeros(land.shape, dtype=np.bool_)
    gains = []
    for step in siting.steps:
        site = sites[step.site]
        part = seen[site.window.slices]
        gains.append(float(land[site.window.slices][site.seen & ~part].sum()))
        part |= site.seen
    return gains, seen
