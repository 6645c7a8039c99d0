"""Map sheets."""

from .mapsheets import MapSheets

__all__ = ["ALGORITHMS"]

ALGORITHMS = (MapSheets,)
