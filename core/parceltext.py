"""The parcel text file 报部坐标 TXT: reading every form met in practice, writing any dialect.

The parts: ``parceltextmodel`` (what a file holds), ``parceltextdialects`` (templates), ``parceltextwriter``,
``parceltextreader``, ``parceltextchecks`` (what is wrong with a parcel), ``parceltextunits`` (units of declared areas),
``parceltextcrs`` (header and EPSG code).
"""

from .parceltextcrs import TextCrs, crs_of_epsg
from .parceltextdialects import AREA_UNITS, ENCODINGS, Dialect, all_dialects, dialect_names, load_dialect
from .parceltextmodel import HeaderValues, ParcelFile, ParcelRecord
from .parceltextreader import looks_like_parcel_text, read_parcel_text
from .parceltextreport import Finding
from .parceltextwriter import numbered_for_text, write_parcel_text

__all__ = [
    "AREA_UNITS",
    "ENCODINGS",
    "Dialect",
    "Finding",
    "HeaderValues",
    "ParcelFile",
    "ParcelRecord",
    "TextCrs",
    "all_dialects",
    "crs_of_epsg",
    "dialect_names",
    "load_dialect",
    "looks_like_parcel_text",
    "numbered_for_text",
    "read_parcel_text",
    "write_parcel_text",
]
