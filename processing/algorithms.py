"""Every algorithm of the provider: each group lists its own in ``ALGORITHMS`` of its package."""

from . import approval, cameras, countylayers, landuse, parcels
from .base import RedlineAlgorithm
from .parcels.boundarypoints import BoundaryPoints
from .parcels.exportparceltext import ExportParcelText
from .parcels.importparceltext import ImportParcelText

__all__ = ["ALGORITHMS"]

ALGORITHMS: tuple[type[RedlineAlgorithm], ...] = (
    *countylayers.ALGORITHMS,
    *landuse.ALGORITHMS,
    *parcels.ALGORITHMS,
    *approval.ALGORITHMS,
    *cameras.ALGORITHMS,
    ImportParcelText,
    ExportParcelText,
    BoundaryPoints,
)
