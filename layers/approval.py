"""What an approval dossier reads from the county's layers: in one coordinate system, checked and measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsRectangle,
)

from ..core.approvaltable import ownership_kind
from ..core.areaplane import AreaPlane, areas
from ..core.boundarypoints import NumberedParcel, parts_of
from ..core.dossier import DossierParcel, Pieces
from ..core.ellipsoid import Projection, official_areas
from ..core.errors import Notice, RedlineError
from ..core.landclass import Scheme, clean_code, find_scheme, unknown_codes_error
from ..core.overlay import pieces as overlay_pieces
from ..core.parceltext import Dialect, ParcelRecord, numbered_for_text
from ..core.polygons import Polygons
from ..core.redlines import Finding, RedLine, check_red_line, legal_ratios
from ..core.rounding import half_up
from ..core.sheetnumber import sheet_number
from ..core.tally import Zone, combine, uncovered_areas
from .clip import OUTSIDE, boxes_of, clip, geometry_of
from .crs import name_of_crs
from .planes import area_plane_for, lonlat_of, projection_of
from .polygonarrays import keep_polygons
from .sources import Features, Source, as_codes, as_numbers, read_features

__all__ = [
    "ApprovalReader",
    "LandUseFields",
    "ParcelFields",
    "ReadParcels",
    "RedLineLayer",
    "VillageFields",
    "working_crs",
]

Stop = Callable[[], bool]


@dataclass(frozen=True)
class ParcelFields:
    """Names of the parcel layer's fields; "" where there is none. groups : the fields by which summaries are made."""

    number: str = ""
    name: str = ""
    use: str = ""
    class_code: str = ""
    batch: str = ""
    groups: tuple[str, ...] = ()

    def used(self) -> list[str]:
        single = (self.number, self.name, self.use, self.class_code, self.batch)
        return list(dict.fromkeys(name for name in (*single, *self.groups) if name))


@dataclass(frozen=True)
class LandUseFields:
    class_code: str
    class_name: str = ""
    ownership: str = ""


@dataclass(frozen=True)
class VillageFields:
    code: str
    name: str = ""


@dataclass(frozen=True)
class RedLineLayer:
    """A red line as a layer: its rule, the field of its legal area (YJJBNTMJ) and of its ids, where it has them."""

    source: Source
    must_contain: bool = False
    legal: str = ""
    identifier: str = ""


@dataclass(frozen=True)
class ReadParcels:
    """Parcels as they were read: ``polygons`` in the working system, one for each of ``parcels``."""

    parcels: tuple[DossierParcel, ...]
    polygons: Polygons
    fids: NDArray[np.int64]

    def zones(self) -> list[Zone]:
        return [Zone(each.number, each.name, each.official, each.batch) for each in self.parcels]


def working_crs(
    land_use: QgsCoordinateReferenceSystem, parcels: QgsCoordinateReferenceSystem
) -> QgsCoordinateReferenceSystem:
    """The coordinate system of a run: the land use's where it is projected, else the parcels'.

    One for the whole run, never one for each feature (DESIGN.md, section 5). Raises RedlineError where neither layer is
    projected, and where a layer has none.
    """
    for crs in (land_use, parcels):
        if not crs.isValid():
            raise RedlineError("A layer has no coordinate system: set one in its properties.")
    for crs in (land_use, parcels):
        if not crs.isGeographic():
            return crs
    raise RedlineError(
        "Parcels ({parcels}) and land use ({land_use}) are both in degrees: "
        "boundary points need plane coordinates, so export the parcels to their Gauss-Krüger zone first.",
        parcels=name_of_crs(parcels),
        land_use=name_of_crs(land_use),
    )


class ApprovalReader:
    """Reads the layers of one dossier in one coordinate system; ``notices`` collects what a person should know."""

    def __init__(
        self,
        crs: QgsCoordinateReferenceSystem,
        transform_context: QgsCoordinateTransformContext,
        cancelled: Stop | None = None,
    ) -> None:
        self.crs = crs
        self.projection: Projection = projection_of(crs)
        self.transform_context = transform_context
        self.cancelled = cancelled
        self.notices: list[Notice] = []
        self.skipped = 0

    def _read(self, source: Source, fields: Sequence[str]) -> Features:
        found = read_features(
            source, fields, crs=self.crs, transform_context=self.transform_context, cancelled=self.cancelled
        )
        for each in found.skipped:
            self.skipped += 1
            self.notices.append(
                Notice(
                    "Layer {layer}, feature {fid}: left out, {reason}.",
                    layer=source.name,
                    fid=each.fid,
                    reason=each.reason,
                )
            )
        return found

    def parcels(self, source: Source, fields: ParcelFields, batch: str, dialect: Dialect) -> ReadParcels:
        """The parcels of ``batch`` (of all batches where it is ""), with official areas and boundary points.

        Raises RedlineError for an empty layer, a batch that is not there, a repeated parcel number and an invalid
        polygon: a dossier with a wrong parcel is worse than none.
        """
        found = self._read(source, fields.used())
        if not len(found):
            raise RedlineError(
                "Layer {layer} holds no parcels: choose the layer with the parcels, or clear its filter and selection.",
                layer=source.name,
            )
        batches = _texts(found, fields.batch)
        if batch:
            keep = np.array([each == batch for each in batches], dtype=np.bool_)
            if not keep.any():
                raise RedlineError(
                    "Layer {layer} has no parcels with {field} = {batch}; it has: {batches}.",
                    layer=source.name,
                    field=fields.batch or "-",
                    batch=batch,
                    batches=", ".join(sorted(set(batches))[:12]) or "-",
                )
            found = _kept(found, keep)
            batches = _texts(found, fields.batch)
        numbers = self._numbers(source, found, fields.number)
        self._check_valid(source, found, numbers)
        official = official_areas(found.polygons, self.projection)
        names, uses, codes = (_texts(found, name) for name in (fields.name, fields.use, fields.class_code))
        groups = [_texts(found, name) for name in fields.groups]
        sheets = self._sheets(found.polygons)
        parcels = []
        for i, number in enumerate(numbers):
            parcels.append(
                DossierParcel(
                    number,
                    names[i],
                    uses[i],
                    codes[i],
                    batches[i],
                    tuple(values[i] for values in groups),
                    half_up(float(official[i]), 2),
                    self._numbered(number, found.polygons, i, dialect),
                    sheets[i],
                )
            )
        return ReadParcels(tuple(parcels), found.polygons, found.fids)

    def _numbers(self, source: Source, found: Features, field: str) -> list[str]:
        numbers = _texts(found, field) if field else [str(fid) for fid in found.fids.tolist()]
        seen: dict[str, int] = {}
        for number, fid in zip(numbers, found.fids.tolist(), strict=True):
            if not number:
                raise RedlineError(
                    "Layer {layer}, feature {fid}: the parcel number ({field}) is empty: give the parcel a number.",
                    layer=source.name,
                    fid=fid,
                    field=field,
                )
            if number in seen:
                raise RedlineError(
                    "Layer {layer}: the features {first} and {second} both have the parcel number {number} ({field}): "
                    "number them apart, or choose another field.",
                    layer=source.name,
                    first=seen[number],
                    second=fid,
                    number=number,
                    field=field,
                )
            seen[number] = fid
        return numbers

    def _check_valid(self, source: Source, found: Features, numbers: list[str]) -> None:
        for i, number in enumerate(numbers):
            geometry = geometry_of(found.polygons, i)
            if geometry.isGeosValid():
                continue
            faults = geometry.validateGeometry(QgsGeometry.ValidationMethod.ValidatorGeos)
            where = next((fault.where() for fault in faults if fault.hasWhere()), None)
            raise RedlineError(
                "Layer {layer}, parcel {number} (feature {fid}): the polygon is invalid ({reason}) near {place}: "
                "mend it with the vertex tool or Fix geometries.",
                layer=source.name,
                number=number,
                fid=int(found.fids[i]),
                reason=faults[0].what() if faults else geometry.lastError(),
                place=f"X {where.y():.3f}, Y {where.x():.3f}" if where is not None else "-",
            )

    def _numbered(self, number: str, polygons: Polygons, i: int, dialect: Dialect) -> NumberedParcel:
        return numbered_for_text(ParcelRecord(number, parts=parts_of(polygons, i)), dialect)

    def _sheets(self, polygons: Polygons) -> list[str]:
        """The 1:10,000 sheet of the middle of each parcel's box; "" outside of where the series runs."""
        boxes = boxes_of(polygons)
        lon, lat = lonlat_of(self.crs)((boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2)
        if not self.projection.is_official:
            return [""] * len(polygons)
        return [sheet_number(float(x), float(y)) for x, y in zip(lon, lat, strict=True)]

    def scheme(self, source: Source, fields: LandUseFields, given: Scheme | None) -> Scheme:
        """The scheme of the land-use layer: the one given, or found from the values; unknown codes stop the run."""
        names = [name for name in (fields.class_code, fields.class_name) if name]
        land_use = self._land_use(source, fields)
        codes = as_codes(land_use.attributes[fields.class_code])
        if given is None:
            named = as_codes(land_use.attributes[fields.class_name]) if len(names) > 1 else None
            given = find_scheme(codes, named).scheme
        unknown = given.unknown(codes)
        if unknown:
            raise unknown_codes_error(given, unknown, source.name, fields.class_code)
        return given
