"""Sheet numbers 图幅号 of the national 1:10,000 map series (GB/T 13989): 10 characters such as J50G085024."""

from __future__ import annotations

from decimal import Decimal
from math import floor, isfinite

from ..errors import RedlineError

__all__ = ["sheet_number"]

# A 1:1,000,000 sheet is 4° x 6°; the 1:10,000 series (letter G) divides it into 96 x 96.
_ROWS = _COLUMNS = 96


def sheet_number(lon: float, lat: float) -> str:
    """The 1:10,000 sheet in which a point lies; ``lon`` and ``lat`` are degrees on CGCS2000, north of the equator.

    A point on a sheet line belongs to the sheet north or east of it.
    """
    if not (isfinite(lon) and isfinite(lat)) or not (0 <= lat < 88 and 0 <= lon < 180):
        raise RedlineError(
            "There is no 1:10,000 sheet at longitude {lon}, latitude {lat}: check the coordinate system.",
            lon=lon,
            lat=lat,
        )
    return _name(*_cell(lon, lat))


def _cell(lon: float, lat: float) -> tuple[int, int]:
    """Column from 0° eastwards and row from the equator northwards, exactly: a sheet line is a line."""
    return floor(Decimal(repr(float(lon))) * 16), floor(Decimal(repr(float(lat))) * 24)


def _name(column: int, row: int) -> str:
    zone_row, below = divmod(row, _ROWS)
    zone_column, right = divmod(column, _COLUMNS)
    return f"{chr(ord('A') + zone_row)}{zone_column + 31}G{_ROWS - below:03d}{right + 1:03d}"
