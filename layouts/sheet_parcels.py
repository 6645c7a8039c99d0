"""Parcels for the sheets that need no land use: read as the dossier reads them, called as sheets call them."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry

from ..core.approval.dossier import DossierParcel
from ..layers.measuring.parcels import ParcelFields, ReadParcels, read_parcels, usual_form
from ..layers.reading.clip import geometry_of
from ..layers.reading.run import Run
from ..layers.reading.sources import Source

__all__ = ["Parcels", "read_sheet_parcels"]


@dataclass(frozen=True)
class Parcels:
    """Parcels as read for sheets, with their geometries in the run's system."""

    run: Run
    read: ReadParcels
    geometries: list[QgsGeometry]

    @property
    def crs(self) -> QgsCoordinateReferenceSystem:
        return self.run.crs

    @property
    def parcels(self) -> tuple[DossierParcel, ...]:
        return self.read.parcels

    def label(self, i: int) -> str:
        """The name of a parcel on the map, its number where it has none."""
        return self.parcels[i].name or self.parcels[i].number

    def title(self, i: int) -> str:
        return " ".join(text for text in (self.parcels[i].number, self.parcels[i].name) if text)


def read_sheet_parcels(run: Run, source: Source, fields: ParcelFields, batch: str = "") -> Parcels:
    """The parcels in the run's system. Raises RedlineError as the dossier does."""
    read = read_parcels(run, source, fields, batch, usual_form())
    return Parcels(run, read, [geometry_of(read.polygons, i) for i in range(len(read.parcels))])
