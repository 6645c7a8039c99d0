"""Patches given up and gained, by township and by the land use under them: measured, and balanced to each patch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...core.ellipsoid.areaplane import areas
from ...core.errors import RedlineError
from ...core.landuse.classes import Scheme
from ...core.landuse.tally import PrintedTally, combine, tally_pieces
from ..reading.run import Run
from ..reading.sources import Source, read_table
from .newland import LandUnder
from .parcels import read_land_use
from .tallying import PatchFields, PolygonDimension, ReadZones, divide, measure_zones, official_totals, source_near

__all__ = ["MeasuredPatches", "measure_patches", "values_of"]

LAND = "land"
SLOPE = "slope"


@dataclass(frozen=True)
class MeasuredPatches:
    """printed : in 亩, by ``town`` and ``slope`` where these were asked for, and by class where a land use was given
    (else "land"); scheme : of the classes."""

    printed: PrintedTally
    scheme: Scheme | None


def measure_patches(
    run: Run, zones: ReadZones, towns: PolygonDimension | None, land: LandUnder | None, slope: str = ""
) -> MeasuredPatches:
    """Each zone by township and land use. slope : the field of the land use with the slope grade."""
    dimensions = [towns] if towns is not None else []
    if land is None:
        parts, owner, labels = divide(run, zones, dimensions)
        keys, key = combine([LAND] * len(parts), *(each.tolist() for each in labels))
        area = areas(run.area_plane(zones.features.polygons).apply(parts))
        whole = zones.zones(official_totals(run, zones).tolist())
        tally = tally_pieces(whole, owner, key, area, keys, dimensions=[each.key for each in dimensions])
        return MeasuredPatches(tally.printed("mu", 4), None)
    near = source_near(run, land.source, land.extent, zones.features.polygons)
    fields = PatchFields(class_code=land.class_field, dimensions=(slope,) if slope else ())
    patches = read_land_use(run, near, fields, None)
    measured = measure_zones(run, zones, patches, fields, "official", dimensions)
    printed = measured.tally.printed("mu", 4)
    return MeasuredPatches(_named(printed, slope), patches.scheme)


def _named(printed: PrintedTally, slope: str) -> PrintedTally:
    """The same with the dimension of the slope called so, whatever its field is called."""
    names = tuple(SLOPE if slope and name == slope else name for name in printed.dimensions)
    return replace(printed, dimensions=names)


def values_of(source: Source, zones: ReadZones, field: str, allowed: Sequence[str] = ()) -> list[str]:
    """The text of a field by zone, of the first feature of each; "" where there is no field.

    Raises RedlineError for a text that is none of ``allowed``, where there are such.
    """
    if not field:
        return [""] * len(zones)
    rows = read_table(source, [field])
    texts = rows.texts(field)
    for fid, text in zip(rows.fids.tolist(), texts, strict=True):
        if allowed and text and text not in allowed:
            raise RedlineError(
                "Layer {layer}, feature {fid}, field {field}: “{value}” is none of {allowed}: correct it.",
                layer=source.name,
                fid=fid,
                field=field,
                value=text,
                allowed=", ".join(allowed),
            )
    return [texts[row] for row in zones.first_rows(rows.fids.tolist())]
