"""What an approval dossier reads from the county's layers: in one coordinate system, checked and measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from qgis.core import QgsCoordinateReferenceSystem

from ...core.approval.batchform import ownership_kind
from ...core.approval.dossier import DossierParcel, ParcelPieces
from ...core.boundary.points import parts_of
from ...core.boundary.sheetnumber import sheet_number
from ...core.ellipsoid import official_areas
from ...core.ellipsoid.areaplane import areas
from ...core.errors import Notice, RedlineError
from ...core.landuse.classes import Scheme, clean_code, doubtful_codes, find_scheme, legacy_class, restore_zeros
from ...core.landuse.tally import Zone, combine, uncovered_areas
from ...core.parceltext import Dialect, ParcelRecord, load_dialect, numbered_for_text
from ...core.rounding import half_up
from ...core.shapes.polygons import Polygons, boxes_of, meeting
from ..reading.clip import OUTSIDE, clip, geometry_of
from ..reading.crs import text_crs
from ..reading.gausskruger import geographic_cgcs2000
from ..reading.planes import lonlat_of, projection_of
from ..reading.run import Run
from ..reading.sources import Features, Source
from ..reading.validity import fault_of
from ..roles.fields import find_field
from ..roles.table import office_folder
from .classcodes import is_numeric, tell_lost_zeros
from .tallyfaults import lay_patches, overlap_areas

__all__ = [
    "LandUseFields",
    "ParcelFields",
    "ReadLandUse",
    "ReadParcels",
    "VillageFields",
    "measure_land_use",
    "office_dialects",
    "parcel_sheet_numbers",
    "read_land_use",
    "read_parcels",
    "usual_form",
]


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

    @classmethod
    def found_in(cls, source: Source, class_code: str = "") -> LandUseFields:
        """Raises RedlineError where no class code was chosen and none is found."""
        return cls(
            class_code or find_field(source, "landuse", "class", layer=source.name) or "",
            find_field(source, "landuse", "classname", required=False) or "",
            find_field(source, "landuse", "ownership", required=False) or "",
        )

    def used(self) -> list[str]:
        return [name for name in (self.class_code, self.class_name, self.ownership) if name]


@dataclass(frozen=True)
class VillageFields:
    code: str
    name: str = ""

    @classmethod
    def found_in(cls, source: Source) -> VillageFields:
        """Raises RedlineError where there is no field of village codes."""
        code = find_field(source, "village", "code", layer=source.name) or ""
        return cls(code, find_field(source, "village", "name", required=False) or "")

    @property
    def label(self) -> str:
        """The field by which a map names villages."""
        return self.name or self.code

    def used(self) -> list[str]:
        return [name for name in (self.code, self.name) if name]


@dataclass(frozen=True)
class ReadParcels:
    """Parcels as they were read: ``polygons`` in the run's system and ``fids``, one for each of ``parcels``."""

    parcels: tuple[DossierParcel, ...]
    polygons: Polygons
    fids: NDArray[np.int64]

    def zones(self) -> list[Zone]:
        return [Zone(each.number, each.name, each.official, each.batch) for each in self.parcels]


@dataclass(frozen=True)
class ReadLandUse:
    """Patches with their class codes and ownership (``state``, ``collective`` or ""), and the scheme of the codes.

    again : reads the polygons once more, for who gives up those of ``features``; None where nobody can.
    """

    name: str
    features: Features
    codes: NDArray[np.object_]
    ownership: list[str]
    scheme: Scheme
    again: Callable[[], Polygons] | None = None


# --- forms ---


def office_dialects() -> Path:
    """Where an office keeps its own forms of the parcel text file: known beside the shipped ones."""
    return office_folder() / "dialects"


def usual_form() -> Dialect:
    """The common form, or the office's own in its place: how points are numbered and written where no form is chosen.

    Its ``zone_prefix`` is the one setting by which eastings carry their zone number, or none, on every paper.
    """
    return load_dialect("base", office_dialects())


# --- parcels ----------------------------------------------------------------------------------------------------------


def read_parcels(run: Run, source: Source, fields: ParcelFields, batch: str, dialect: Dialect) -> ReadParcels:
    """The parcels of ``batch`` (of all batches where it is ""), with official areas and boundary points.

    Raises RedlineError for an empty layer, a batch that is not there, a repeated parcel number and an invalid polygon:
    a dossier with a wrong parcel is worse than none.
    """
    found = run.read(source, fields.used(), whole=True, known_by=fields.number)
    if batch:
        found = _of_batch(found, source, fields.batch, batch)
    numbers = _numbers(found, source, fields.number)
    _check_valid(found, source, numbers)
    official = official_areas(found.polygons, run.projection)
    names, uses, codes, batches = (
        found.texts(name) for name in (fields.name, fields.use, fields.class_code, fields.batch)
    )
    groups = [found.texts(name) for name in fields.groups]
    sheets = parcel_sheet_numbers(found.polygons, run.crs)
    named = text_crs(run.crs)
    parcels = tuple(
        DossierParcel(
            number,
            names[i],
            uses[i],
            codes[i],
            batches[i],
            tuple(values[i] for values in groups),
            half_up(float(official[i]), 2),
            numbered_for_text(ParcelRecord(number, parts=parts_of(found.polygons, i)), dialect, named),
            sheets[i],
        )
        for i, number in enumerate(numbers)
    )
    return ReadParcels(parcels, found.polygons, found.fids)


def _of_batch(found: Features, source: Source, field_name: str, batch: str) -> Features:
    if not field_name:
        raise RedlineError(
            "Layer {layer} has no field of batches, so batch {batch} cannot be found: name the field in BATCH_FIELD.",
            layer=source.name,
            batch=batch,
        )
    batches = found.texts(field_name)
    keep = np.array([each == batch for each in batches], dtype=np.bool_)
    if not keep.any():
        raise RedlineError(
            "Layer {layer} has no parcels with {field} = {batch}: choose one of {batches}.",
            layer=source.name,
            field=field_name,
            batch=batch,
            batches=", ".join(sorted(set(batches))[:12]),
        )
    return found.take(keep)


def _numbers(found: Features, source: Source, field_name: str) -> list[str]:
    numbers = found.ids(field_name)
    if not field_name:
        return numbers
    seen: dict[str, int] = {}
    for number, fid in zip(numbers, found.fids.tolist(), strict=True):
        if not number:
            raise RedlineError(
                "Layer {layer}, feature {fid}: the parcel number ({field}) is empty: give the parcel a number.",
                layer=source.name,
                fid=fid,
                field=field_name,
            )
        if number in seen:
            raise RedlineError(
                "Layer {layer}: the features {first} and {second} both have the parcel number {number} ({field}): "
                "number them apart, or choose another field.",
                layer=source.name,
                first=seen[number],
                second=fid,
                number=number,
                field=field_name,
            )
        seen[number] = fid
    return numbers


def _check_valid(found: Features, source: Source, numbers: Sequence[str]) -> None:
    for i, number in enumerate(numbers):
        fault = fault_of(geometry_of(found.polygons, i), found.crs)
        if fault is not None:
            raise RedlineError(
                "Layer {layer}, parcel {number} (feature {fid}): the polygon is invalid ({reason}) near {place}: "
                "mend it with the vertex tool or Fix geometries.",
                layer=source.name,
                number=number,
                fid=int(found.fids[i]),
                **fault._asdict(),
            )


def parcel_sheet_numbers(polygons: Polygons, crs: QgsCoordinateReferenceSystem) -> list[str]:
    """The 1:10,000 sheet of the middle of each parcel's box; "" where the national series does not run."""
    if not projection_of(crs).is_official and crs != geographic_cgcs2000():
        return [""] * len(polygons)
    boxes = boxes_of(polygons)
    lon, lat = lonlat_of(crs)((boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2)
    return [sheet_number(float(x), float(y)) for x, y in zip(lon, lat, strict=True)]


# --- land use ---------------------------------------------------------------------------------------------------------


def read_land_use(run: Run, source: Source, fields: LandUseFields, scheme: Scheme | None) -> ReadLandUse:
    """The patches, with the scheme given or found from their codes. Raises RedlineError for codes it does not have."""
    found = run.read(source, fields.used())
    raw = _class_codes(run, source, found, fields.class_code, scheme)
    if scheme is None:
        names = found.codes(fields.class_name) if fields.class_name else None
        scheme = find_scheme(raw, names, layer=source.name).scheme
    codes = np.empty(len(raw), dtype=object)
    cleaned = {code: clean_code(code) for code in set(raw.tolist())}
    codes[:] = [cleaned[code] for code in raw.tolist()]
    unknown = scheme.unknown(codes)
    if unknown:
        first = next(iter(unknown))
        whole = doubtful_codes(codes.tolist()).get(first)
        today = whole or (legacy_class(first) if scheme.id == "sandiao" else None)
        raise RedlineError(
            "Layer {layer}, feature {fid}, field {field}: {code} is not a class of {scheme} ({count} patches have such "
            "codes: {codes}): correct them, choose another scheme or give a table of classes (CSV).",
            layer=source.name,
            fid=int(found.fids[np.flatnonzero(codes == first)[0]]),
            field=fields.class_code,
            code=f"{first} (→ {today})" if today else first,
            scheme=scheme.title_zh or scheme.title_en,
            count=sum(unknown.values()),
            codes=", ".join(list(unknown)[:8]),
        )
    bare = np.flatnonzero(codes == "")
    if len(bare):
        run.notices.append(
            Notice(
                "Layer {layer}: {count} patches have no class in {field} (the first is feature {fid}); "
                "their land is shown as without a class.",
                layer=source.name,
                count=len(bare),
                field=fields.class_code,
                fid=int(found.fids[bare[0]]),
            )
        )
    kinds = found.texts(fields.ownership)
    owners = {kind: ownership_kind(kind) for kind in set(kinds)}
    again = partial(run.polygons_again, source)
    return ReadLandUse(source.name, found, codes, [owners[kind] for kind in kinds], scheme, again)


def _class_codes(run: Run, source: Source, found: Features, field: str, scheme: Scheme | None) -> NDArray[np.object_]:
    """The codes of a field, with the leading zeros that they have lost; told. Codes that the chosen ``scheme`` has as
    they are (1, 2, 3 of an office's own table) have lost nothing."""
    raw = found.codes(field)
    cleaned = {code: clean_code(code) for code in set(raw.tolist())}
    if scheme is not None and not scheme.unknown(np.array(list(cleaned.values()), dtype=object)):
        return raw
    lost = restore_zeros(cleaned.values(), numeric=is_numeric(source, field))
    tell_lost_zeros(run, source.name, field, lost)
    if not lost:
        return raw
    whole = np.empty(len(raw), dtype=object)
    whole[:] = [lost.get(cleaned[code], code) for code in raw.tolist()]
    return whole


def measure_land_use(
    run: Run, parcels: ReadParcels, land_use: ReadLandUse, villages: Source | None, fields: VillageFields | None
) -> ParcelPieces:
    """Parcel × village × patch: what of each parcel lies in which village and patch, in m² on the ellipsoid."""
    near = meeting(boxes_of(land_use.features.polygons), boxes_of(parcels.polygons))
    patches = land_use.features.take(near)
    zones, owner, village = parcels.polygons, np.arange(len(parcels.parcels)), np.full(len(parcels.parcels), OUTSIDE)
    village_codes, village_names = np.array([""], dtype=object), np.array([""], dtype=object)
    if villages is not None and fields is not None:
        known = run.read(villages, fields.used())
        cut = clip(parcels.polygons, known.polygons, villages.name, known.fids, run.cancelled)
        zones, owner, village = cut.polygons, cut.zone, cut.area
        village_codes = np.append(_village_codes(known, fields), "")
        village_names = np.append(known.codes(fields.name or fields.code), "")
        _tell_outside(run, parcels, villages, village, owner, cut.doubled, village_codes)
    plane = run.area_plane(zones, patches.polygons, parcels.polygons)
    whole = plane.apply(parcels.polygons)
    patches, index, (zone, patch, area) = lay_patches(
        run, land_use.name, patches, plane.apply, (plane.apply(zones), owner), whole
    )
    keys, key = combine(
        land_use.codes[near][patch],
        village_codes[village[zone]],
        village_names[village[zone]],
        np.array(land_use.ownership, dtype=object)[near][patch],
    )
    twice = overlap_areas(run, land_use.name, patches.fids, whole, index, patch)
    uncovered, overlap = uncovered_areas(areas(whole), owner[zone], area, twice)
    _tell_uncovered(run, parcels, land_use, uncovered)
    return ParcelPieces(owner[zone], patches.fids[patch], key, area, keys, uncovered, overlap)


def _tell_uncovered(run: Run, parcels: ReadParcels, land_use: ReadLandUse, uncovered: NDArray[np.float64]) -> None:
    for i in np.flatnonzero(uncovered >= 0.005).tolist():
        run.notices.append(
            Notice(
                "Layer {layer} leaves {area} m² of parcel {number} uncovered; the tables show them as not covered.",
                layer=land_use.name,
                area=half_up(float(uncovered[i]), 2),
                number=parcels.parcels[i].number,
            )
        )


def _village_codes(known: Features, fields: VillageFields) -> NDArray[np.object_]:
    """12-digit village codes; longer ones (ZLDWDM has 19 digits) are cut, others stay as they are."""
    codes = known.codes(fields.code)
    found = np.empty(len(codes), dtype=object)
    found[:] = [code[:12] if code[:12].isdigit() else code for code in codes]
    return found


def _tell_outside(
    run: Run,
    parcels: ReadParcels,
    villages: Source,
    village: NDArray[np.int64],
    owner: NDArray[np.int64],
    doubled: Sequence[tuple[int, int, float]],
    codes: NDArray[np.object_],
) -> None:
    for i in sorted(set(owner[village == OUTSIDE].tolist())):
        run.notices.append(
            Notice(
                "Parcel {number} lies partly outside the villages of layer {layer}; that land is shown without one.",
                number=parcels.parcels[i].number,
                layer=villages.name,
            )
        )
    for i, j, area in doubled:
        run.notices.append(
            Notice(
                "Layer {layer}: village {village} overlaps an earlier one by {area} m² in parcel {number}; "
                "the land is counted with the earlier one.",
                layer=villages.name,
                village=codes[j],
                area=half_up(area, 2),
                number=parcels.parcels[i].number,
            )
        )
