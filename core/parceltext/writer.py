"""Writing the parcel text file 报部坐标 TXT in any dialect."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from unicodedata import category

import numpy as np

from ..boundary.points import BoundaryPoint, NumberedParcel, fixed, number_parcel
from ..errors import RedlineError
from ..rounding import in_unit, to_square_metres
from ..templates import fill
from .crs import TextCrs, crs_of_epsg, zone_shift
from .dialects import ENCODINGS, AreaUnit, Dialect
from .model import HeaderValues, ParcelRecord

__all__ = ["FORBIDDEN", "ToLonLat", "numbered_for_text", "paper_decimals", "write_parcel_text"]

ToLonLat = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]
"""(x_north, y_east) arrays in metres -> (longitude, latitude) arrays in degrees on the file's datum."""

FORBIDDEN = {",": ",", "，": "，", "@": "@", "＠": "＠", "\r": "line end", "\n": "line end"}
"""What a value of a parcel line must not hold, and what it is called. Validators refuse the full-width forms too."""

LEAST_DECIMALS = 6
"""Of degrees: 0.1 m (packed with minutes and seconds 0.3 m)."""

PAPER_DECIMALS = 3
"""Of plane coordinates on the papers beside a file in degrees."""

_LINE_ENDS = "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"


def write_parcel_text(
    parcels: Sequence[ParcelRecord],
    dialect: Dialect,
    *,
    epsg: int | None = None,
    crs_text: str | None = None,
    header: HeaderValues | None = None,
    encoding: str | None = None,
    to_lonlat: ToLonLat | None = None,
) -> bytes:
    """The bytes of a parcel text file with all ``parcels``.

    ``epsg`` is the coordinate system of the parcels' plane coordinates; ``crs_text`` names it in the header where it
    has no code. ``to_lonlat`` is needed by dialects in longitude and latitude, unless the parcels are in EPSG:4490.
    ``encoding`` is the dialect's where not given.

    Raises RedlineError where a value would break the format or cannot be written in the encoding, where there is no
    parcel, or where the dialect needs a zone number that the coordinate system does not have.
    """
    if not parcels:
        raise RedlineError("There is no parcel to write: the layer or the selection is empty.")
    crs = crs_of_epsg(epsg) if epsg is not None else TextCrs(None, crs_text or "")
    if crs.geographic and not dialect.degrees:
        raise RedlineError(
            "Dialect {dialect} wants plane coordinates, but the parcels are in degrees ({crs}): "
            "reproject them to their Gauss-Krüger zone first.",
            dialect=dialect.id,
            crs=f"EPSG:{crs.epsg}",
        )
    if dialect.degrees and dialect.decimals < LEAST_DECIMALS:
        raise RedlineError(
            "Dialect {dialect} would write degrees with {decimals} decimals, which are metres on the ground: "
            "give at least {least}.",
            dialect=dialect.id,
            decimals=dialect.decimals,
            least=LEAST_DECIMALS,
        )
    if dialect.split_parts:
        parcels = [single for parcel in parcels for single in _split(parcel)]
    lines = _header_lines(dialect, crs, header or HeaderValues())
    for feature, parcel in enumerate(parcels, 1):
        if dialect.gap and feature > 1:
            lines.append("")
        lines += _parcel_lines(parcel, feature, dialect, crs, to_lonlat)
    text = "".join(line + dialect.line_end for line in lines)
    return _encoded(text, encoding or dialect.encoding, parcels)


def numbered_for_text(parcel: ParcelRecord, dialect: Dialect, crs: TextCrs | None = None) -> NumberedParcel:
    """The boundary points of a parcel exactly as the file of ``dialect`` numbers them, and prints them of ``crs``.

    Without ``crs``, and beside a file in degrees, the coordinates on paper are those of the layer.
    """
    shift = zone_shift(crs, dialect.zone_prefix) if crs is not None and not dialect.degrees else 0
    numbering = dialect.numbering
    if not (crs is not None and crs.geographic):
        numbering = replace(numbering, decimals=paper_decimals(dialect))
    return replace(number_parcel(parcel.number or parcel.name, parcel.parts, numbering), shift=shift)


def paper_decimals(dialect: Dialect) -> int:
    """Decimals of the plane coordinates on the papers beside a file of ``dialect``."""
    return PAPER_DECIMALS if dialect.degrees else dialect.decimals


def _split(parcel: ParcelRecord) -> list[ParcelRecord]:
    """One record per part, numbered id_1, id_2; the declared area goes with a single part only."""
    if len(parcel.parts) < 2:
        return [parcel]
    return [
        replace(parcel, number=f"{parcel.number}_{i}", parts=[part], area_ha=None)
        for i, part in enumerate(parcel.parts, 1)
    ]


def _header_lines(dialect: Dialect, crs: TextCrs, header: HeaderValues) -> list[str]:
    if not dialect.header and not dialect.header_mark:
        return [f"[{dialect.body_mark}]"] if dialect.body_mark else []
    step = f"{Decimal(1).scaleb(-dialect.decimals):f}"
    sizes = {"decimals": str(dialect.decimals), "step": step}
    precision = dialect.precision if header.precision is None else header.precision
    values = sizes | {
        "version": dialect.version if header.version is None else header.version,
        "unit": header.unit,
        "date": header.date,
        "datum": crs.text,
        "width": "" if crs.width is None else str(crs.width),
        "projection": "高斯克吕格" if crs.width is not None else "",
        "length_unit": "度" if dialect.degrees else "米",
        "zone": "" if crs.zone is None else str(crs.zone),
        "precision": fill(precision, lambda place: sizes.get(place, "")),
        "transform": dialect.transform if header.transform is None else header.transform,
    }
    for name, value in values.items():
        if any(end in value for end in _LINE_ENDS):
            raise RedlineError("The header value {name} holds a line end: write it in one line.", name=name)
    lines = [f"[{dialect.header_mark}]"] if dialect.header_mark else []
    lines += [fill(line, values.__getitem__) for line in dialect.header]
    if dialect.body_mark:
        lines.append(f"[{dialect.body_mark}]")
    return lines


def _parcel_lines(
    parcel: ParcelRecord, feature: int, dialect: Dialect, crs: TextCrs, to_lonlat: ToLonLat | None
) -> list[str]:
    _check_values(parcel, dialect)
    numbered = (
        _in_degrees(parcel, dialect, crs, to_lonlat) if dialect.degrees else numbered_for_text(parcel, dialect, crs)
    )
    rows = numbered.row_count if dialect.closing else numbered.point_count
    values = {
        "rows": str(rows),
        "rows_minus_1": str(rows - 1),
        "points": str(numbered.point_count),
        "area": _area_text(parcel.area_ha, dialect.area_unit),
        "number": parcel.number.strip(),
        "name": parcel.name.strip(),
        "kind": parcel.kind.strip(),
        "sheet": parcel.sheet.strip(),
        "use": parcel.use.strip(),
        "class_code": parcel.class_code.strip(),
    }
    lines = []
    if dialect.parcel:
        lines.append(fill(dialect.parcel, lambda place: values.get(place, parcel.extra.get(place, "").strip())))
    index = 0
    for ring in numbered.rings:
        for line in _ring_lines(ring.ring, numbered.printed(ring), index, feature, dialect):
            lines.append(line)
            index += 1
    return lines


def _ring_lines(ring: int, points: Sequence[BoundaryPoint], index: int, feature: int, dialect: Dialect) -> list[str]:
    lines = []
    for position, point in enumerate(points if dialect.closing else points[:-1], index + 1):
        if dialect.coordinates == "dms":
            x, y = _packed(point.x_north, dialect.decimals), _packed(point.y_east, dialect.decimals)
        else:
            x, y = f"{point.x_north:f}", f"{point.y_east:f}"
        values = {
            "index": str(position),
            "feature": str(feature),
            "point": point.number,
            "ring": str(ring),
            "x": x,
            "y": y,
            "side": "" if point.side is None else f"{point.side:f}",
            "lon": y,
            "lat": x,
        }
        lines.append(fill(dialect.point, values.__getitem__))
    return lines


def _in_degrees(parcel: ParcelRecord, dialect: Dialect, crs: TextCrs, to_lonlat: ToLonLat | None) -> NumberedParcel:
    """The boundary points in (latitude, longitude), for degrees-minutes-seconds at values that the packed form holds.

    They are numbered as on the plane, so that J1 is the same point in every file.
    """
    numbering = dialect.numbering
    parts = parcel.parts
    if not crs.geographic:
        if to_lonlat is None:
            raise RedlineError(
                "Dialect {dialect} wants longitude and latitude: give the parcels in EPSG:4490.", dialect=dialect.id
            )
        parts = _in_order(parcel, numbered_for_text(parcel, dialect, crs))
        numbering = replace(numbering, start="drawn", direction="drawn")

    def ring_in_degrees(ring: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        xy = np.asarray(ring, dtype=np.float64).reshape(-1, 2)
        if crs.geographic or to_lonlat is None:
            lat, lon = xy[:, 0], xy[:, 1]
        else:
            lon, lat = to_lonlat(xy[:, 0], xy[:, 1])
        if dialect.coordinates == "dms":
            per_degree = 3600 * 10 ** max(dialect.decimals - 4, 0)
            lon, lat = (np.floor(values * per_degree + 0.5) / per_degree for values in (lon, lat))
        return list(zip(lat.tolist(), lon.tolist(), strict=True))

    degrees = [[ring_in_degrees(ring) for ring in part] for part in parts]
    return number_parcel(parcel.number or parcel.name, degrees, numbering)


def _in_order(parcel: ParcelRecord, numbered: NumberedParcel) -> list[list[list[tuple[float, float]]]]:
    """The parcel's own vertices, not rounded, in the order in which its points are numbered."""
    exact: dict[tuple[Decimal, Decimal], tuple[float, float]] = {}
    for part in parcel.parts:
        for ring in part:
            for x, y in ring:
                exact.setdefault((fixed(x, PAPER_DECIMALS), fixed(y, PAPER_DECIMALS)), (float(x), float(y)))
    parts: list[list[list[tuple[float, float]]]] = [[] for _ in parcel.parts]
    for row in numbered.rings:
        parts[row.part - 1].append([exact[point.x_north, point.y_east] for point in row.points[:-1]])
    return parts


def _packed(degrees: Decimal, decimals: int) -> str:
    """ddd.mmss…: degrees, a point, two digits of minutes, two of seconds, then decimals of seconds."""
    second_decimals = max(decimals - 4, 0)
    seconds = (degrees * 3600).quantize(Decimal(1).scaleb(-second_decimals), ROUND_HALF_UP)
    minutes, rest = divmod(seconds, 60)
    whole, minute = divmod(int(minutes), 60)
    digits = f"{rest:0{3 + second_decimals}.{second_decimals}f}" if second_decimals else f"{rest:02.0f}"
    return f"{whole}.{minute:02d}{digits.replace('.', '')}"


def _area_text(area_ha: Decimal | None, unit: AreaUnit) -> str:
    """The declared area in the dialect's unit; hectares with the very digits they were given."""
    if area_ha is None:
        return ""
    if unit == "ha":
        return f"{area_ha:f}"
    return f"{in_unit(to_square_metres(area_ha, 'ha'), unit):f}"


def _check_values(parcel: ParcelRecord, dialect: Dialect) -> None:
    """Refuse by name what would break the format; only what the dialect writes is looked at."""
    values = {
        "number": parcel.number,
        "name": parcel.name,
        "kind": parcel.kind,
        "sheet": parcel.sheet,
        "use": parcel.use,
        "class_code": parcel.class_code,
    } | {name: parcel.extra.get(name, "") for name in dialect.own_columns}
    for name, value in values.items():
        if f"{{{name}}}" not in dialect.parcel:
            continue
        found = next((said for sign, said in FORBIDDEN.items() if sign in value), None)
        if found is None and any(end in value for end in _LINE_ENDS):
            found = "line end"
        if found is None and any(category(sign) == "Cc" and sign != "\t" for sign in value.strip()):
            found = "control sign"
        if found is not None:
            raise RedlineError(
                "Parcel {parcel}: the value of {field} holds {sign}, which would break the parcel text file: "
                "change {value!r}.",
                parcel=(parcel.number or parcel.name)[:40],
                field=name,
                sign=found,
                value=value,
            )


def _encoded(text: str, encoding: str, parcels: Sequence[ParcelRecord]) -> bytes:
    if encoding not in ENCODINGS:
        raise RedlineError(
            "There is no encoding {encoding}: choose one of {names}.", encoding=encoding, names=", ".join(ENCODINGS)
        )
    try:
        if encoding == "utf-16":
            return b"\xff\xfe" + text.encode("utf-16-le")
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        sign = text[error.start]
        owner = next((p.number or p.name for p in parcels if sign in p.number + p.name + p.use + p.class_code), "")
        raise RedlineError(
            "{sign} (parcel {parcel}) cannot be written in {encoding}: choose utf-8 or gb18030.",
            sign=sign if sign.isprintable() else repr(sign),
            parcel=owner,
            encoding=encoding,
        ) from error
