"""The parcel text file 报部坐标 TXT: reading every form met in practice, writing any dialect.

The parts: ``model`` (what a file holds), ``dialects`` (templates), ``writer``,
``reader``, ``checks`` (what is wrong with a parcel), ``units`` (units of declared areas),
``crs`` (header and EPSG code).
"""

from .crs import TextCrs, crs_of_epsg, zone_shift
from .dialects import AREA_UNITS, ENCODINGS, Dialect, all_dialects, dialect_names, load_dialect
from .model import HeaderValues, ParcelFile, ParcelRecord
from .reader import looks_like_parcel_text, read_parcel_text
from .report import TextFinding
from .writer import numbered_for_text, paper_decimals, write_parcel_text

__all__ = [
    "AREA_UNITS",
    "ENCODINGS",
    "Dialect",
    "HeaderValues",
    "ParcelFile",
    "ParcelRecord",
    "TextCrs",
    "TextFinding",
    "all_dialects",
    "crs_of_epsg",
    "dialect_names",
    "load_dialect",
    "looks_like_parcel_text",
    "numbered_for_text",
    "paper_decimals",
    "read_parcel_text",
    "write_parcel_text",
    "zone_shift",
]
