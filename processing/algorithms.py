"""Every algorithm of the provider: each group lists its own in ``ALGORITHMS`` of its package."""

from . import cameras, casework, countylayers, landuse, mapsheets, parcels, redlines
from .base import RedlineAlgorithm

__all__ = ["ALGORITHMS"]

ALGORITHMS: tuple[type[RedlineAlgorithm], ...] = (
    *countylayers.ALGORITHMS,
    *landuse.ALGORITHMS,
    *redlines.ALGORITHMS,
    *parcels.ALGORITHMS,
    *cameras.ALGORITHMS,
    *casework.ALGORITHMS,
    *mapsheets.ALGORITHMS,
)
