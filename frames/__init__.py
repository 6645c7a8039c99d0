"""Redline for GeoPandas: GeoDataFrames in, DataFrames out, with the digits of the tools in QGIS.

Runs outside QGIS only (docs/frames.md): geopandas and pyproj bring a PROJ of their own, which must never meet QGIS's.
What a tool would tell beside its numbers is a ``RedlineWarning``; what stops it, a ``RedlineError``: one sentence with
layer, row, column, value and remedy.
"""

from .given import RedlineWarning
from .landuse import change, official_area, structure, tally
from .redlines import redline_check

__all__ = ["RedlineWarning", "change", "official_area", "redline_check", "structure", "tally"]
