"""Every algorithm of the provider: each group lists its own in ``ALGORITHMS`` of its package."""

from . import approval, cameras, countylayers, landuse, mapsheets, parcels
from .base import RedlineAlgorithm

__all__ = ["ALGORITHMS"]

ALGORITHMS: tuple[type[RedlineAlgorithm], ...] = (
    *countylayers.ALGORITHMS,
    *landuse.ALGORITHMS,
    *parcels.ALGORITHMS,
    *approval.ALGORITHMS,
    *cameras.ALGORITHMS,
    *mapsheets.ALGORITHMS,
)
