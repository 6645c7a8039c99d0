"""A part of the demo county: some of its townships with what lies in them, for the small GeoPackage of the zip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray

from .frame import COUNTY_CODE, COUNTY_NAME, EPSG
from .redlines import to_geographic
from .write import Layer

__all__ = ["SMALL", "part_of"]

SMALL = ("371525002", "371525102")
"""崇文街道 and 桑阿镇: half of the town with its batches, and fields with the parcel that touches the red line."""

BY_CODE = {
    "XZQ": "XZQDM",
    "CJDCQ": "ZLDWDM",
    "DLTB": "ZLDWDM",
    "YJJBNTBHTB": "ZLDWDM",
    "CJRK": "ZLDWDM",
    "TZB": "ZLDWDM",
}
"""Layers whose rows say by a code in which township they are."""

LEFT_OUT = ("XJXZQ", "DLTB_2020", "GHYDYH")
"""The county's outline would be empty for the most part; a second year and the plan for 2035 would double the file."""

TOUCHING = ("STBHHX", "CZKFBJ")
"""Lines that go on beyond the townships: whole where they reach into them."""


def part_of(layers: Sequence[Layer], townships: Sequence[str]) -> list[Layer]:
    """The layers with the rows that belong to ``townships`` (codes of 9 digits); tables of the whole county stay.

    Rows with a code go by it, lines are kept where they reach in, all else where it lies within.
    """
    towns = next(layer for layer in layers if layer.name == "XZQ")
    inside = _starting(towns.columns["XZQDM"], townships)
    if towns.geometry is None or inside.sum() != len(townships):
        raise ValueError(f"The townships {', '.join(townships)} are not all in the county.")
    area = shapely.union_all(towns.geometry[inside])
    names = [name for name, kept in zip(towns.columns["XZQMC"], inside.tolist(), strict=True) if kept]
    parts = [_part(layer, townships, area) for layer in layers if layer.name not in LEFT_OUT]
    patches = next(len(layer) for layer in parts if layer.name == "DLTB")
    told = {"范围": f"{COUNTY_NAME}（{COUNTY_CODE}）的{'、'.join(names)}（示意）", "图斑数": str(patches)}
    return [_told(layer, told) if layer.name == "demo_notice" else layer for layer in parts if len(layer)]


def _part(layer: Layer, townships: Sequence[str], area: shapely.Geometry) -> Layer:
    if layer.name in BY_CODE:
        rows = _starting(layer.columns[BY_CODE[layer.name]], townships)
    elif layer.geometry is None:
        return layer
    else:
        ground = area if layer.epsg == EPSG else to_geographic(np.array([area], dtype=object))[0]
        shapely.prepare(ground)
        within = shapely.intersects if layer.name in TOUCHING else shapely.covers
        # Boundaries of townships bend a little between two systems: a metre is no other township.
        rows = within(
            ground if layer.name in TOUCHING else ground.buffer(1 if layer.epsg == EPSG else 1e-5), layer.geometry
        )
    chosen = np.flatnonzero(rows)
    columns = {name: [values[row] for row in chosen.tolist()] for name, values in layer.columns.items()}
    return replace(layer, columns=columns, geometry=None if layer.geometry is None else layer.geometry[chosen])


def _starting(codes: Sequence[str], townships: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([str(code).startswith(tuple(townships)) for code in codes])


def _told(notice: Layer, told: Mapping[str, str]) -> Layer:
    """The notice with other words for what the part is."""
    items, values = notice.columns["item"], notice.columns["value"]
    return replace(
        notice, columns={"item": items, "value": [told.get(*pair) for pair in zip(items, values, strict=True)]}
    )
