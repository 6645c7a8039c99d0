"""What approval tables read beside the dossier: quality of farmland by patch, farmland and people by village."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from qgis.core import NULL, QgsFeatureRequest

from ...core.approval.batchform import ownership_kind
from ...core.approval.dossier import Dossier
from ...core.approval.tables import Patch, VillageFarmland
from ...core.errors import Notice
from ...core.landuse.classes import clean_code
from ...core.rules import Rules, matches
from ...layers.measuring.classcodes import lost_zeros, whole_codes
from ...layers.measuring.parcels import LandUseFields, ReadParcels
from ...layers.reading.run import Run
from ...layers.reading.sources import Source, as_codes, read_table
from ...layers.roles.fields import find_field

__all__ = ["QUALITY_PARTS", "Patches", "declared_differences", "quality_fields", "read_patches", "village_farmland"]


@dataclass(frozen=True)
class Patches:
    """Patches by id, and whether they name their owners."""

    by_id: Mapping[int, Patch]
    owners: bool


QUALITY_PARTS = ("slope", "arabletype")
"""Parts of the role of land use that tell the quality of farmland, where no fields are chosen."""


def quality_fields(source: Source, chosen: Sequence[str]) -> list[str]:
    """The chosen fields, else the slope grade and type of arable land where the layer has them."""
    if chosen:
        return list(chosen)
    found = [find_field(source, "landuse", part, required=False) for part in QUALITY_PARTS]
    return [name for name in found if name]


def read_patches(source: Source, fields: LandUseFields, qualities: Sequence[str], wanted: Iterable[int]) -> Patches:
    """The patches whose ids are ``wanted``, with their owners (QSDWMC) where the layer has them."""
    owner = find_field(source, "landuse", "ownername", required=False) or ""
    names = list(dict.fromkeys(name for name in (fields.class_code, fields.ownership, owner, *qualities) if name))
    places = [source.fields.lookupField(name) for name in names]
    request = QgsFeatureRequest().setFilterFids(list(wanted)).setSubsetOfAttributes(places)
    request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    lost = lost_zeros(source, fields.class_code)
    found = {}
    for feature in source.iterate(request):
        values = as_codes(np.array([_plain(feature.attribute(place)) for place in places], dtype=object)).tolist()
        text = dict(zip(names, values, strict=True))
        code = clean_code(text[fields.class_code])
        found[feature.id()] = Patch(
            lost.get(code, code),
            ownership_kind(text.get(fields.ownership, "")),
            text.get(owner, ""),
            tuple(text[name] for name in qualities),
        )
    return Patches(found, any(patch.owner for patch in found.values()))


def declared_differences(source: Source, parcels: ReadParcels, dossier: Dossier, rules: Rules) -> list[Notice]:
    """A notice for each parcel whose declared area (DKMJ, hectares) is too far from its official area."""
    field = find_field(source, "parcel", "area", required=False)
    if field is None:
        return []
    table = read_table(source, [field])
    declared = dict(zip(table.fids.tolist(), table.numbers(field).tolist(), strict=True))
    limit = rules.number("approval.area_tolerance_percent")
    notices = []
    for place, fid in enumerate(parcels.fids.tolist()):
        value = declared.get(fid, float("nan"))
        official = dossier.areas[place].ha
        if np.isfinite(value) and abs(Decimal(repr(value)) - official) * 100 > limit * abs(Decimal(repr(value))):
            notices.append(
                Notice(
                    "Parcel {number}: {field} says {declared} ha, the official area is {official} ha: "
                    "more than {limit} % apart.",
                    number=dossier.parcels[place].number,
                    field=field,
                    declared=f"{value:g}",
                    official=official,
                    limit=limit,
                )
            )
    return notices


def _plain(value: Any) -> Any:
    return None if value is None or value == NULL else value


def village_farmland(
    run: Run, land_use: Source, fields: LandUseFields, population: Source, rules: Rules
) -> Mapping[str, VillageFarmland]:
    """Farmland and farming population by 12-digit village code.

    Farmland is the recorded area of the class (TBDLMJ, else TBMJ) of the patches whose village code (ZLDWDM) begins
    so: the figure of the survey, which village statistics use. A notice says which field it was.
    """
    code_field = find_field(land_use, "landuse", "villagecode", layer=land_use.name) or ""
    area_field = find_field(land_use, "landuse", "classarea", required=False) or find_field(
        land_use, "landuse", "area", layer=land_use.name
    )
    table = read_table(land_use, [fields.class_code, code_field, area_field or ""])
    patterns = rules.patterns("approval.farmland_classes")
    classes = whole_codes(land_use, fields.class_code, table.texts(fields.class_code))
    is_farmland = {code: matches(code, patterns) for code in set(classes)}
    villages = [code[:12] for code in table.texts(code_field)]
    areas = np.nan_to_num(table.numbers(area_field or ""))
    farmland: dict[str, float] = {}
    for code, village, area in zip(classes, villages, areas.tolist(), strict=True):
        if is_farmland[code]:
            farmland[village] = farmland.get(village, 0.0) + area
    run.notices.append(
        Notice(
            "Farmland by village is the sum of {field} of layer {layer}, by the village code in {code}.",
            field=area_field,
            layer=land_use.name,
            code=code_field,
        )
    )
    people = _people(population)
    return {
        village: VillageFarmland(farmland.get(village, 0.0), people.get(village)) for village in {*farmland, *people}
    }


def _people(population: Source) -> dict[str, int]:
    """Farming population by 12-digit village code, all people where only they are recorded."""
    code_field = find_field(population, "population", "code", layer=population.name) or ""
    people_field = find_field(population, "population", "farmers", required=False) or find_field(
        population, "population", "people", layer=population.name
    )
    table = read_table(population, [code_field, people_field or ""])
    found = {}
    for code, number in zip(table.texts(code_field), table.numbers(people_field or "").tolist(), strict=True):
        if number == number and number > 0:
            found[code[:12]] = int(number)
    return found
