"""A parcel layer as records of the parcel text file, with the areas that are printed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingContext, QgsProcessingFeedback

from ...core.boundary.points import parts_of
from ...core.ellipsoid import official_areas
from ...core.errors import RedlineError
from ...core.parceltext import ParcelRecord
from ...core.parceltext.writer import ToLonLat
from ...core.rounding import half_up, in_unit
from ...layers.measuring.parcels import parcel_sheet_numbers
from ...layers.reading.planes import lonlat_of, projection_of
from ...layers.reading.run import Run, system_of
from ...layers.reading.sources import Features, Source
from ...layers.reading.validity import leaves_out, valid_only

__all__ = ["RecordFields", "parcel_records", "read_parcel_features", "to_lonlat_of"]


@dataclass(frozen=True)
class RecordFields:
    """Names of the fields; "" where there is none. own : further columns of the dialect, by their names in capitals."""

    number: str = ""
    name: str = ""
    use: str = ""
    class_code: str = ""
    area: str = ""
    sheet: str = ""
    own: tuple[tuple[str, str], ...] = ()

    def used(self) -> list[str]:
        named = (self.number, self.name, self.use, self.class_code, self.area, self.sheet)
        return list(dict.fromkeys([name for name in named if name] + [name for _, name in self.own]))


def read_parcel_features(
    source: Source,
    fields: list[str],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    crs: QgsCoordinateReferenceSystem | None = None,
    known_by: str = "",
) -> tuple[Features, Run]:
    """The polygons of ``source`` in ``crs``, left out in its own system, and the run that has to tell of them.

    known_by : the field by which people know the parcels. Raises RedlineError where there is no polygon, and for an
    invalid one unless the run leaves these out.
    """
    run = Run(crs or system_of(source), context.transformContext(), feedback.isCanceled)
    found = run.read(source, fields, lambda share: feedback.setProgress(30 * share), whole=True, known_by=known_by)
    leave_out = leaves_out(context.invalidGeometryCheck())
    return valid_only(run, source.name, found, leave_out=leave_out), run


def parcel_records(source: Source, found: Features, fields: RecordFields) -> list[ParcelRecord]:
    """One record for each feature: official area in hectares to four decimals unless a field gives the area.

    Raises RedlineError for a layer without a coordinate system and for an area field that holds no number.
    """
    numbers = found.ids(fields.number)
    names, uses, codes = found.texts(fields.name), found.texts(fields.use), found.texts(fields.class_code)
    areas = _areas(source, found, fields.area)
    sheets = found.texts(fields.sheet) if fields.sheet else parcel_sheet_numbers(found.polygons, found.crs)
    own = [(column, found.texts(name)) for column, name in fields.own]
    return [
        ParcelRecord(
            number=numbers[i],
            name=names[i],
            parts=parts_of(found.polygons, i),
            use=uses[i],
            class_code=codes[i],
            area_ha=areas[i],
            sheet=sheets[i],
            extra={column: values[i] for column, values in own},
        )
        for i in range(len(found))
    ]


def _areas(source: Source, found: Features, field: str) -> list[Decimal]:
    if not field:
        official = official_areas(found.polygons, projection_of(found.crs))
        return [in_unit(value, "ha") for value in official.tolist()]
    values = found.numbers(field)
    bad = np.flatnonzero(~np.isfinite(values))
    if len(bad):
        raise RedlineError(
            "Layer {layer}, feature {fid}: field {field} holds no area: fill it in, or leave AREA_FIELD empty.",
            layer=source.name,
            fid=int(found.fids[bad[0]]),
            field=field,
        )
    return [half_up(value, 4) for value in values.tolist()]


def to_lonlat_of(found: Features) -> ToLonLat:
    """(x_north, y_east) -> (longitude, latitude) for the writer of dialects in degrees."""
    lonlat = lonlat_of(found.crs)
    return lambda x_north, y_east: lonlat(y_east, x_north)
