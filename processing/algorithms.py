"""Every algorithm of the provider, in one list."""

from .base import RedlineAlgorithm

__all__ = ["ALGORITHMS"]

ALGORITHMS: tuple[type[RedlineAlgorithm], ...] = ()
