"""Parcels against red lines, of GeoDataFrames."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from ..core.ellipsoid import official_areas
from ..core.ellipsoid.areaplane import AreaPlane, areas
from ..core.errors import RedlineError
from ..core.landuse.redlines import RedLine, RedLineFinding, check_red_line, legal_ratios, red_line_table
from ..core.overlay import Pieces, pieces
from ..core.overlay.overlaps import repeated, self_crossing
from ..core.overlay.patchindex import PatchIndex
from ..core.shapes.polygons import FloatArray, IntArray, Polygons, boxes_of
from ..core.written.numbers import read_numbers
from .faults import tell_overlaps
from .given import Layer, boxes_meet, column_of, layer_of, mended
from .measuring import Zones, zones_of
from .planes import area_plane_over, projection_of
from .tables import english, frame_of

__all__ = ["columns_asked", "redline_check"]

PARTS = (("farmland", "farmlandarea"), ("farmland", "ridge"))
"""Legal area (YJJBNTMJ, JBNTMJ …) and ridge coefficient (KCXS, TKXS …), found by their usual names as the tools do."""
IDENTITY = (("ecological", "code"), ("farmland", "id"))
"""By what polygons of red lines are named, the first that is there."""


def columns_asked(names: Iterable[object]) -> list[str]:
    """Those of a red line's columns that a check reads."""
    names = list(names)
    found = (column_of(names, role, part) for role, part in (*PARTS, *IDENTITY))
    return list(dict.fromkeys(name for name in found if name))


def redline_check(
    parcels: gpd.GeoDataFrame,
    lines: Mapping[str, gpd.GeoDataFrame],
    zone_id: str = "DKBH",
    *,
    zone_name: str = "",
    must_contain: tuple[str, ...] = (),
    tolerance: float = 0.0,
) -> pd.DataFrame:
    """Every parcel against every red line.

    Parameters
    ----------
    parcels : GeoDataFrame of polygons; ``zone_id``, ``zone_name`` : its columns, "" for row numbers.
    lines : red lines by name, GeoDataFrames of polygons. A column of legal areas (YJJBNTMJ …, m²) or ridge
        coefficients (KCXS …) makes it farmland with legal areas. must_contain : names of lines within which parcels
        must lie.
    tolerance : m².

    Returns
    -------
    DataFrame : zone, zone_name, red_line, rule, verdict ("Clear", "Touches", "Violates"), inside, outside (m²), share
    (%), legal (m²), touched; the rows of OUTPUT of ``redline:redlinecheck``.

    Raises
    ------
    RedlineError : for what is no polygon layer, legal areas that cannot be, a negative tolerance.
    """
    unknown = [name for name in must_contain if name not in lines]
    if unknown:
        raise RedlineError("must_contain names {name}, which is none of the lines.", name=", ".join(unknown))
    zones = zones_of(layer_of(parcels, "parcels"), zone_id, zone_name)
    own = zones.zones(zones.official)
    findings: list[RedLineFinding] = []
    for title, frame in lines.items():
        layer = layer_of(frame, title)
        findings += _checked(zones, title, layer, title in must_contain, tolerance)
    return frame_of(red_line_table(findings, own, english, tolerance=tolerance))


def _checked(zones: Zones, title: str, layer: Layer, must_contain: bool, tolerance: float) -> list[RedLineFinding]:
    crs = zones.layer.frame.crs if not zones.layer.frame.crs.is_geographic else layer.frame.crs
    parcels, line = zones.layer.in_system(crs), layer.in_system(crs)
    line = line.take(boxes_meet(line, [parcels.polygons]))
    own = zones.zones(zones.official)
    if not len(line):
        whole = areas(area_plane_over(crs, parcels.polygons).apply(parcels.polygons))
        none = np.empty(0, dtype=np.int64)
        return check_red_line(RedLine(title, [], must_contain), own, whole, Pieces(none, none, np.empty(0)))
    plane = area_plane_over(crs, parcels.polygons, line.polygons)
    flat = plane.apply(parcels.polygons)
    line, index = _uncrossed(line, plane, flat)
    met = pieces(flat, index)
    which = np.unique(met.patch)
    legal = _ratios(line, which)
    again = repeated(index, which, value=legal)
    tell_overlaps(title, again.overlaps)
    named = (column_of(line.frame.columns, role, part) for role, part in IDENTITY)
    identity = next((name for name in named if name), "")
    red_line = RedLine(title, line.ids(identity), must_contain, legal)
    return check_red_line(red_line, own, areas(flat), met, again.within(flat), tolerance=tolerance)


def _uncrossed(line: Layer, plane: AreaPlane, zones: Polygons) -> tuple[Layer, PatchIndex]:
    """The line with what its outlines enclose near ``zones`` (of the plane), and its index there."""
    index = PatchIndex(plane.apply(line.polygons))
    rows = self_crossing(index, index.meeting(boxes_of(zones)))
    if not len(rows):
        return line, index
    whole = mended(line, rows)
    return whole, PatchIndex(plane.apply(whole.polygons))


def _ratios(line: Layer, which: IntArray) -> FloatArray | None:
    """(n,) legal area per m² of the polygons ``which``, 1 of the others; None where the layer has no legal areas."""
    columns = [column_of(line.frame.columns, role, part) for role, part in PARTS]
    if not any(columns):
        return None
    some = line.take(which)
    recorded, ridge = (_numbers(some, name) if name else None for name in columns)
    found = legal_ratios(recorded, official_areas(some.polygons, projection_of(line.frame.crs)), ridge)
    if found.wrong.any():
        row = int(np.flatnonzero(found.wrong)[0])
        name = columns[1] if found.missing[row] else columns[0]
        raise RedlineError(
            "Layer {layer}, row {row}: {field} is {value}: a legal area cannot be negative, and a ridge coefficient "
            "must be at least 0 and less than 1.",
            layer=line.name,
            row=some.frame.index[row],
            field=name,
            value=some.frame[name].iloc[row],
        )
    ratio = np.ones(len(line))
    ratio[which] = found.ratio
    return ratio


def _numbers(layer: Layer, name: str) -> FloatArray:
    """(n,) numbers of a column, NaN where it is empty; text is read as the tools read it."""
    read = read_numbers(layer.column(name).tolist())
    if read.unread:
        row = read.unread[0]
        raise RedlineError(
            "Layer {layer}, row {row}, column {field}: “{value}” is not a number.",
            layer=layer.name,
            row=layer.frame.index[row],
            field=name,
            value=layer.column(name)[row],
        )
    return np.array(read.values, dtype=np.float64)
