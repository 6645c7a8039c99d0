"""The points of parcels as CASS reads them: 点号,编码,Y,X,H in a .dat, the code being the parcel's number."""

from __future__ import annotations

from collections.abc import Sequence

from ..boundary.points import Numbering, number_parcel
from ..errors import RedlineError
from ..parceltext.model import ParcelRecord

__all__ = ["DECIMALS", "dat_of"]

DECIMALS = 4
"""Of the coordinates: a tenth of a millimetre."""


def dat_of(parcels: Sequence[ParcelRecord], encoding: str) -> bytes:
    """The bytes of the file; rings of a parcel that has several are closed, so that they can be told apart.

    Raises RedlineError for a number with a comma, two parcels of one number, and a sign that ``encoding`` has not.
    """
    lines: list[str] = []
    known: set[str] = set()
    numbering = Numbering(decimals=DECIMALS, start="drawn", direction="drawn")
    for parcel in parcels:
        code = parcel.number.strip()
        if "," in code or not code or code in known:
            raise RedlineError(
                "Parcel {parcel}: CASS tells parcels apart by their numbers, so each needs one of its own without a "
                "comma; correct it, or choose another field of numbers.",
                parcel=code or "–",
            )
        known.add(code)
        numbered = number_parcel(code, parcel.parts, numbering)
        for ring in numbered.rings:
            points = ring.points if len(numbered.rings) > 1 else ring.points[:-1]
            lines += [f"{each.number},{code},{each.y_east:f},{each.x_north:f},0.000" for each in points]
    try:
        return "".join(f"{line}\r\n" for line in lines).encode(encoding)
    except UnicodeEncodeError as error:
        sign = error.object[error.start]
        owner = next((code for code in known if sign in code), "")
        raise RedlineError(
            "{sign} (parcel {parcel}) cannot be written in {encoding}: choose utf-8 or gb18030.",
            sign=sign,
            parcel=owner,
            encoding=encoding,
        ) from error
