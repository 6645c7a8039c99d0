"""Parcels measured for a dossier: dossier, approval tables and parcel sheets make the same numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from qgis.core import Qgis

from ...core.approval.dossier import Dossier, ParcelPieces, make_dossier
from ...core.approval.dossierreport import LayerUsed, Provenance
from ...core.landuse.classes import Scheme
from ...core.landuse.tables import Method
from ...core.parceltext import Dialect
from ...core.resources import version
from ...i18n import tr
from ...layers.measuring.parcels import (
    LandUseFields,
    ParcelFields,
    ReadLandUse,
    ReadParcels,
    VillageFields,
    measure_land_use,
    read_land_use,
    read_parcels,
)
from ...layers.measuring.redlines import RedLineLayer, check_red_lines
from ...layers.reading.crs import name_of_crs
from ...layers.reading.planes import ellipsoid_name
from ...layers.reading.run import Run
from ...layers.reading.sources import Source

__all__ = ["MeasuredParcels", "Survey", "measure_parcels", "method_of", "provenance_of"]

Told = Callable[[float, str], object]
"""Told of each step: the share that is done, 0 … 1, and what comes next."""


@dataclass(frozen=True)
class Survey:
    """What parcels are measured against. villages : None where the tables are not divided by them. scheme : None where
    it is to be found from the codes. tolerance : of the red lines, m²."""

    land_use: Source
    land_use_fields: LandUseFields
    villages: Source | None
    scheme: Scheme | None = None
    lines: Sequence[RedLineLayer] = ()
    tolerance: float = 0.0

    @cached_property
    def village_fields(self) -> VillageFields | None:
        return None if self.villages is None else VillageFields.found_in(self.villages)


@dataclass(frozen=True)
class MeasuredParcels:
    """Parcels as they were read, the patches and pieces behind their numbers, and the numbers."""

    parcels: ReadParcels
    patches: ReadLandUse
    pieces: ParcelPieces
    dossier: Dossier


def measure_parcels(
    run: Run, source: Source, fields: ParcelFields, survey: Survey, told: Told, *, dialect: Dialect, batch: str = ""
) -> MeasuredParcels:
    """Read the parcels (of one ``batch`` where it is named), measure them and check them against the red lines.

    Raises RedlineError as ``read_parcels``, ``read_land_use`` and ``check_red_lines`` do; Cancelled.
    """
    village_fields = survey.village_fields
    told(0.0, tr("Reading the parcels…"))
    parcels = read_parcels(run, source, fields, batch, dialect)
    told(0.15, tr("Reading the land use…"))
    patches = read_land_use(run, survey.land_use, survey.land_use_fields, survey.scheme)
    told(0.5, tr("Measuring parcels by village and class…"))
    pieces = measure_land_use(run, parcels, patches, survey.villages, village_fields)
    if survey.lines:
        told(0.75, tr("Checking the red lines…"))
    checked = check_red_lines(run, parcels.polygons, parcels.zones(), survey.lines, survey.tolerance)
    findings = [finding for each in checked for finding in each.findings]
    return MeasuredParcels(parcels, patches, pieces, make_dossier(parcels.parcels, pieces, findings, survey.tolerance))


def method_of(run: Run) -> Method:
    """How the numbers of the run were made, as tables say it."""
    return Method("official", ellipsoid_name(run.crs), name_of_crs(run.crs))


def provenance_of(run: Run, scheme: str, used: Iterable[tuple[str, Source | None]], tolerance: str = "") -> Provenance:
    """What reports say of a run; used : its layers with what they served as, None for one that was left out."""
    return Provenance(
        layers=[
            LayerUsed(role, source.name, source.count, name_of_crs(source.crs), source.file.path if source.file else "")
            for role, source in used
            if source is not None
        ],
        crs=name_of_crs(run.crs),
        ellipsoid=ellipsoid_name(run.crs),
        scheme=scheme,
        tolerance=tolerance,
        program=f"Redline 红线 {version()}, QGIS {Qgis.version()}",
        made=datetime.now().astimezone(),
        notices=run.notices,
        skipped=len(run.skipped),
    )
