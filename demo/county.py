"""Puts the county together: all parts in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from redline.core.shapes.polygons import IntArray

from . import cameras, existing, landuse, outline, parcels, partition, redlines, tractplan, villages, warp
from .frame import ORIGIN
from .network import network

__all__ = ["County", "build"]

VERTICES = 32
"""Vertices a patch has on average, at least."""

COARSE = (8, 200.0)
"""Vertices of a county drawn coarsely, and the longest straight piece in m."""


@dataclass(frozen=True)
class County:
    """Everything before it is written; geometry in EPSG:4527."""

    seed: int
    outline: shapely.Polygon
    villages: villages.Villages
    cells: NDArray[np.object_]
    pen: warp.Pen
    ground: landuse.Ground
    urban: redlines.Urban
    tracts: list[tractplan.Tract]
    batches: list[parcels.Batch]
    ecological: NDArray[np.object_]
    ecological_names: list[str]
    farmland: IntArray
    masts: cameras.Masts


def build(patches: int, seed: int, say: Callable[[str], None], *, coarse: bool = False) -> County:
    """The county for a seed; ``say`` is told what is being done. coarse : drawn with few vertices, for a small file."""
    say("outline, townships, villages")
    border = outline.county_outline()
    settled = villages.settle(border, seed)
    plain = shapely.transform(border, lambda xy: xy - ORIGIN)
    strips = network(plain, settled.town_sites, partition.built_up())
    say(f"at least {patches} patches")
    faces = partition.partition(settled, strips, plain, patches, seed)
    if len(faces.polygons) < patches:
        raise ValueError(f"Only {len(faces.polygons)} patches came out of {patches} asked for.")
    order = np.argsort(faces.village, kind="stable")
    own = np.split(order, np.cumsum(np.bincount(faces.village))[:-1])
    straight = np.array([shapely.coverage_union_all(faces.polygons[k]) for k in own], dtype=object)
    pen, drawn = warp.pen_for(faces.polygons, warp.bender(border, seed), *(COARSE if coarse else (VERTICES,)))
    cells = pen.draw(straight)
    say("classes, owners, areas")
    ground = landuse.survey(faces, drawn, cells, settled, strips, seed)
    say("red lines, tract plan, parcels, cameras")
    urban = redlines.urban_boundary(settled, border, seed)
    tracts = tractplan.tract_plan(ground, urban.centre, seed)
    batches = parcels.all_batches(ground, settled, tracts, urban, seed)
    ecological, protected, names = redlines.ecological(ground, strips)
    handed_in = [parcel for batch in batches for parcel in batch.parcels]
    touched = next(parcel.touches for parcel in handed_in if parcel.touches >= 0)
    shapes = np.array([parcel.polygon for parcel in handed_in], dtype=object)
    chosen = redlines.farmland(ground, urban, protected, shapes, touched, seed)
    ground = existing.with_existing_land(ground, batches, chosen, settled, strips, seed)
    stand = cameras.masts(settled, seed)
    return County(seed, border, settled, cells, pen, ground, urban, tracts, batches, ecological, names, chosen, stand)
