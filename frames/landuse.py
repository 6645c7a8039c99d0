"""Official areas, tallies by class, structure and change of land use, of GeoDataFrames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal, get_args

import geopandas as gpd
import numpy as np
import pandas as pd

from ..core.ellipsoid import official_areas
from ..core.errors import RedlineError
from ..core.landuse.change import at_level, print_transitions, transition_table
from ..core.landuse.classes import Scheme, find_scheme, scheme_named
from ..core.landuse.structure import decide, planned_class, read_decisions, structure_scheme, structure_table
from ..core.landuse.tables import Level, Words, long_table
from ..core.landuse.tally import Tally
from ..core.rounding import DECIMALS, Unit
from .changing import transitions_by_zone
from .given import Layer, codes_of, layer_of
from .measuring import Zones, land_of, measured, zones_of
from .planes import projection_of
from .tables import english, frame_of

__all__ = ["change", "official_area", "structure", "tally"]

Further = Mapping[str, tuple[gpd.GeoDataFrame, str]]


def official_area(frame: gpd.GeoDataFrame) -> pd.Series:
    """The area of each polygon on the ellipsoid, by the official procedure (third survey, TD/T 1055).

    Parameters
    ----------
    frame : GeoDataFrame, (n,) polygons in any system whose datum they were surveyed on. Rows without a geometry give
        NaN.

    Returns
    -------
    Series, (n,) float64 with the index of ``frame``: m² with two decimals, the digits of ``redline:officialarea``.

    Raises
    ------
    RedlineError : no coordinate system, a geometry that is no polygon, a vertex astray.
    """
    layer = layer_of(frame, "frame")
    found = pd.Series(np.nan, index=frame.index, name="official_area")
    given = ~(frame.geometry.isna() | frame.geometry.is_empty)
    found[given.to_numpy()] = official_areas(layer.polygons, projection_of(frame.crs))
    return found


def tally(
    zones: gpd.GeoDataFrame,
    landuse: gpd.GeoDataFrame,
    by: str = "DLBM",
    zone_id: str = "ZLDWDM",
    *,
    zone_name: str = "",
    method: Literal["official", "plane"] = "official",
    unit: Unit = "ha",
    decimals: int | None = None,
    level: Level = "detail",
    scheme: str | None = None,
    further: Further | None = None,
) -> pd.DataFrame:
    """Areas of each land class in each zone, which add up to the zone's own official area to the last digit.

    Parameters
    ----------
    zones, landuse : GeoDataFrames of polygons. Measured in the system of ``landuse``, or that of ``zones`` where the
        former is in degrees; totals in the zones' own.
    by : column of ``landuse`` with the class code. zone_id, zone_name : columns of ``zones``; "" for row numbers.
    method : "official" or "plane". unit : "m2", "ha", "mu" or "km2"; decimals : those of the unit where left out.
    level : "detail", "first" or "major". scheme : "sandiao", "gbt21010", "ydyh" or the path of a CSV; found from the
        codes where left out.
    further : layers that divide the zones, by the name of the column that comes out: ``{"village": (frame, column)}``.

    Returns
    -------
    DataFrame : zone, zone_name, the columns of ``further``, class_code, class_name, area; the rows of OUTPUT of
    ``redline:tallybylanduse``. ``attrs["units"]`` has the unit.

    Raises
    ------
    RedlineError : as the tool in QGIS stops, with the same reasons. Warns with RedlineWarning.
    """
    _check(level)
    places = _decimals(unit, decimals)
    own = None if scheme is None else scheme_named(scheme)
    land = land_of(layer_of(landuse, "landuse"), by, own)
    found = measured(zones_of(layer_of(zones, "zones"), zone_id, zone_name), land, method, further)
    table = long_table(
        found.printed(unit, places),
        Words(land.scheme, "en", english),
        name="tally",
        title="",
        level=level,
    )
    return frame_of(table)


def structure(
    zones: gpd.GeoDataFrame,
    base: gpd.GeoDataFrame,
    target: gpd.GeoDataFrame | None = None,
    by: str = "DLBM",
    zone_id: str = "XZQDM",
    *,
    zone_name: str = "",
    target_by: str = "YDYHFLDM",
    unit: Unit = "ha",
    decimals: int = 2,
    level: Level = "first",
    decisions: str | Path | None = None,
) -> pd.DataFrame:
    """The structure of land use by classes of land and sea use (用地用海): base year and, with ``target``, target year.

    Parameters
    ----------
    zones, base, target : GeoDataFrames of polygons; ``by`` and ``target_by`` : their columns with class codes, ``base``
        by the third survey, GB/T 21010-2017 or planned use already. decisions : CSV with the columns sandiao_code,
        ydyh_code and share, for classes that may become several. The rest as in ``tally``.

    Returns
    -------
    DataFrame : zone, zone_name, class_code, class_name, base_area, base_pct and, with ``target``, target_area,
    target_pct, change; the rows of OUTPUT of ``redline:landusestructure``, sums of all zones last.

    Raises
    ------
    RedlineError : as in ``tally``, and for decisions that cannot be read.
    """
    _check(level)
    places = _decimals(unit, decimals)
    own = zones_of(layer_of(zones, "zones"), zone_id, zone_name)
    decided = read_decisions(str(decisions)) if decisions else {}
    epochs = [_planned(own, layer_of(base, "base"), by)]
    if target is not None:
        epochs.append(_planned(own, layer_of(target, "target"), target_by, scheme_named("ydyh")))
    printed = [decide(each, decided).printed(unit, places) for each in epochs]
    table = structure_table(
        printed[0],
        printed[1] if len(printed) > 1 else None,
        Words(structure_scheme(), "en", english),
        level,
        unit,
    )
    return frame_of(table, kinds=("leaf", "total"))


def _planned(zones: Zones, layer: Layer, by: str, scheme: Scheme | None = None) -> Tally:
    land = land_of(layer, by, scheme)
    known = {code: planned_class(code, land.scheme) for code in sorted(set(land.codes.tolist()))}
    codes = np.array([known[code] for code in land.codes.tolist()], dtype=object)
    return measured(zones, replace(land, codes=codes, scheme=structure_scheme()))


def change(
    before: gpd.GeoDataFrame,
    after: gpd.GeoDataFrame,
    zones: gpd.GeoDataFrame | None = None,
    by: str = "DLBM",
    zone_id: str = "ZLDWDM",
    *,
    zone_name: str = "",
    after_by: str = "",
    unit: Unit = "ha",
    decimals: int | None = None,
    level: Level = "detail",
    scheme: str | None = None,
) -> pd.DataFrame:
    """What was of each class and is of each class, so that rows add up to the zone and both epochs.

    Parameters
    ----------
    before, after : GeoDataFrames of patches; ``by`` their column of class codes (``after_by`` where it is another).
    zones : without them everything is one zone, "1". The rest as in ``tally``.

    Returns
    -------
    DataFrame : zone, zone_name, from_code, from_name, to_code, to_name, area …; the rows of OUTPUT of
    ``redline:landusechange``.

    Raises
    ------
    RedlineError : as in ``tally``; for epochs whose patches overlap each other.
    """
    _check(level)
    places = _decimals(unit, decimals)
    old_layer, new_layer = layer_of(before, "before"), layer_of(after, "after")
    own = None if scheme is None else scheme_named(scheme)
    if own is None:
        codes = codes_of(old_layer.column(by).tolist()) + codes_of(new_layer.column(after_by or by).tolist())
        own = find_scheme(codes, layer="before, after").scheme
    old, new = land_of(old_layer, by, own), land_of(new_layer, after_by or by, own)
    within = None if zones is None else zones_of(layer_of(zones, "zones"), zone_id, zone_name)
    totals, transitions = transitions_by_zone(old, new, within)
    words = Words(own, "en", english)
    printed = print_transitions(totals, at_level(transitions, level, words), unit, places)
    return frame_of(transition_table(totals, printed, words, level, unit))


def _check(level: Level) -> None:
    if level not in get_args(Level):
        raise RedlineError("There is no level {level}: use {levels}.", level=level, levels=", ".join(get_args(Level)))


def _decimals(unit: Unit, decimals: int | None) -> int:
    if unit not in DECIMALS:
        raise RedlineError("There is no unit {unit}: use {units}.", unit=unit, units=", ".join(DECIMALS))
    return DECIMALS[unit] if decimals is None else decimals
