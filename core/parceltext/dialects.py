"""Dialects of the parcel text file: one small CSV per dialect, which an office can copy, change and add to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from ..boundary.points import Numbering
from ..errors import RedlineError
from ..foreign import read_whole
from ..resources import RESOURCES, office_table
from ..templates import PLACE

__all__ = ["AREA_UNITS", "ENCODINGS", "AreaUnit", "Dialect", "all_dialects", "dialect_names", "load_dialect"]

AreaUnit = Literal["ha", "m2", "mu"]
AREA_UNITS: tuple[AreaUnit, ...] = get_args(AreaUnit)
"""Units in which an area can be declared; hectares, those of the common form, first."""

ENCODINGS = {
    "gbk": "gbk",
    "gb18030": "gb18030",
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8-sig",
    "utf-16": "utf-16-le with BOM",
}
"""Encodings that can be written; UTF-16 is written little-endian with its mark, as Windows tools do."""

_SHIPPED = RESOURCES / "dialects"

HEADER_WORDS = frozenset(
    (
        *("version", "unit", "date", "datum", "width", "projection", "length_unit"),
        *("zone", "precision", "transform", "decimals", "step"),
    )
)
PARCEL_WORDS = frozenset(
    ("rows", "rows_minus_1", "points", "area", "number", "name", "kind", "sheet", "use", "class_code")
)
POINT_WORDS = frozenset(["index", "feature", "point", "ring", "x", "y", "side", "lon", "lat"])

_OWN_COLUMN = re.compile(r"[A-Z][A-Z0-9_]*$")
_CHOICES = {
    "line_end": ("crlf", "lf"),
    "area_unit": AREA_UNITS,
    "coordinates": ("plane", "lonlat", "dms"),
    "zone_prefix": ("yes", "no"),
    "numbering": ("continuous", "restart"),
    "closing": ("repeat", "omit"),
    "start": ("northwest", "drawn"),
    "direction": ("standard", "drawn"),
    "parts": ("rings", "split"),
    "gap": ("yes", "no"),
}
_KEYS = frozenset(
    (
        *("name_en", "name_zh", "source", "encoding", "header_mark", "body_mark", "header", "version", "precision"),
        *("transform", "parcel", "point", "decimals", "prefix", "digits"),
        *_CHOICES,
    )
)


@dataclass(frozen=True)
class Dialect:
    """How one office wants its parcel text file; the meaning of each key stands in ``resources/dialects/*.csv``."""

    id: str
    name_en: str
    name_zh: str
    encoding: str
    line_end: str
    header_mark: str
    body_mark: str
    header: tuple[str, ...]
    version: str
    precision: str
    transform: str
    parcel: str
    point: str
    area_unit: AreaUnit
    decimals: int
    coordinates: Literal["plane", "lonlat", "dms"]
    zone_prefix: bool
    closing: bool
    split_parts: bool
    gap: bool
    numbering: Numbering

    @property
    def own_columns(self) -> tuple[str, ...]:
        """Columns of the parcel line beyond the common ones, in capitals: filled from the parcel's ``extra``."""
        return tuple(name for name in PLACE.findall(self.parcel) if name not in PARCEL_WORDS)

    @property
    def header_entries(self) -> dict[str, str]:
        """The entries of the header, 坐标系 and the like, each with the template of its value."""
        pairs = (line.partition("=") for line in self.header)
        return {entry.strip(): template for entry, sign, template in pairs if sign}

    @property
    def area_columns(self) -> int | None:
        """How many columns the parcel line has in front of the @; None where none of them is the area."""
        if "{area}" not in self.parcel:
            return None
        return self.parcel.rstrip().removesuffix("@").removesuffix(",").count(",") + 1

    @property
    def point_columns(self) -> int:
        """How many columns a point row has."""
        return self.point.rstrip().removesuffix(",").count(",") + 1

    @property
    def degrees(self) -> bool:
        """Whether the form holds longitudes and latitudes."""
        return self.coordinates != "plane"

    @property
    def has_rings(self) -> bool:
        """Whether a reader of the file can tell the rings of a parcel apart."""
        return "{ring}" in self.point or self.closing


def dialect_names(own: Path | None = None) -> tuple[str, ...]:
    """The ids of the dialects that come with the plugin, the common form first, then those in an office's folder."""
    shipped = sorted(path.stem for path in _SHIPPED.glob("*.csv"))
    office = sorted(path.stem for path in own.glob("*.csv")) if own is not None and own.is_dir() else []
    names = [*sorted(shipped, key=lambda name: name != "base"), *office]
    return tuple(dict.fromkeys(names))


def load_dialect(name: str, own: Path | None = None) -> Dialect:
    """A dialect by its id, or from the path of a ``.csv`` file; raises RedlineError where a line means nothing.

    own : an office's folder of dialects; a table there goes before the shipped one of the same name.
    """
    if own is not None and (own / f"{name}.csv").is_file():
        return _read(own / f"{name}.csv")
    if name in dialect_names():
        return _load(_SHIPPED / f"{name}.csv")
    path = Path(name)
    if path.suffix.lower() != ".csv" or not path.is_file():
        raise RedlineError(
            "There is no dialect {name}: choose one of {names}, or give the path of a dialect table (.csv).",
            name=name,
            names=", ".join(dialect_names(own)),
        )
    return _read(path)


def all_dialects(own: Path | None = None) -> tuple[Dialect, ...]:
    """Every dialect that is known; raises RedlineError where a table of the office's own means nothing."""
    return tuple(load_dialect(name, own) for name in dialect_names(own))


@cache
def _load(path: Path) -> Dialect:
    return _read(path)


def _read(path: Path) -> Dialect:
    words: dict[str, str] = {}
    header: list[str] = []
    for line, row in office_table(path, ("key", "value")):
        key, value = row["key"], row["value"]
        if key not in _KEYS:
            raise RedlineError(
                "Dialect table {file}, line {line}: there is no key {key}.", file=path.name, line=line, key=key
            )
        if key == "header":
            header.append(value)
        else:
            words[key] = value
    return _made(path, words, tuple(header))


def _made(path: Path, words: Mapping[str, str], header: tuple[str, ...]) -> Dialect:
    def choice(key: str) -> str:
        value = words.get(key, _CHOICES[key][0]).strip()
        if value not in _CHOICES[key]:
            raise RedlineError(
                "Dialect table {file}: {key} is {value}, but must be one of {choices}.",
                file=path.name,
                key=key,
                value=value,
                choices=", ".join(_CHOICES[key]),
            )
        return value

    def whole(key: str, default: int, most: int) -> int:
        value = words.get(key, str(default)).strip()
        number = read_whole(value)
        if number is None or number > most:
            raise RedlineError(
                "Dialect table {file}: {key} is {value}, but must be a whole number up to {most}.",
                file=path.name,
                key=key,
                value=value,
                most=most,
            )
        return number

    encoding = words.get("encoding", "utf-8").strip()
    if encoding not in ENCODINGS:
        raise RedlineError(
            "Dialect table {file}: {key} is {value}, but must be one of {choices}.",
            file=path.name,
            key="encoding",
            value=encoding,
            choices=", ".join(ENCODINGS),
        )
    decimals = whole("decimals", {"plane": 3, "lonlat": 9, "dms": 10}[choice("coordinates")], 12)
    parcel, point = words.get("parcel", ""), words.get("point", "")
    for template, known in ((parcel, PARCEL_WORDS), (point, POINT_WORDS), *((line, HEADER_WORDS) for line in header)):
        _check_places(path, template, known, own=template is parcel)
    in_degrees = choice("coordinates") != "plane"
    wanted = ("lon", "lat") if in_degrees else ("x", "y")
    if not all(f"{{{word}}}" in point for word in wanted) or (in_degrees and "{side}" in point):
        raise RedlineError(
            "Dialect table {file}: the point line needs {wanted}, and side lengths only with plane coordinates.",
            file=path.name,
            wanted=" ".join(f"{{{word}}}" for word in wanted),
        )
    if parcel and not parcel.rstrip().endswith("@"):
        raise RedlineError("Dialect table {file}: the parcel line must end with @.", file=path.name)
    return Dialect(
        id=path.stem,
        name_en=words.get("name_en", path.stem),
        name_zh=words.get("name_zh", path.stem),
        encoding=encoding,
        line_end="\r\n" if choice("line_end") == "crlf" else "\n",
        header_mark=words.get("header_mark", ""),
        body_mark=words.get("body_mark", ""),
        header=header,
        version=words.get("version", ""),
        precision=words.get("precision", ""),
        transform=words.get("transform", ""),
        parcel=parcel,
        point=point,
        area_unit=choice("area_unit"),  # type: ignore[arg-type]  # choice() has checked it
        decimals=decimals,
        coordinates=choice("coordinates"),  # type: ignore[arg-type]  # as above
        zone_prefix=choice("zone_prefix") == "yes",
        closing=choice("closing") == "repeat",
        split_parts=choice("parts") == "split",
        gap=choice("gap") == "yes",
        numbering=Numbering(
            decimals=decimals,
            start=choice("start"),  # type: ignore[arg-type]  # as above
            direction=choice("direction"),  # type: ignore[arg-type]  # as above
            continuous=choice("numbering") == "continuous",
            prefix=words.get("prefix", "J").strip(),
            digits=whole("digits", 1, 6),
        ),
    )


def _check_places(path: Path, template: str, known: frozenset[str], *, own: bool) -> None:
    for place in PLACE.findall(template):
        if place not in known and not (own and _OWN_COLUMN.match(place)):
            raise RedlineError(
                "Dialect table {file}: {place} in {words} means nothing; known are {known}.",
                file=path.name,
                place=f"{{{place}}}",
                words=template,
                known=", ".join(sorted(known)),
            )
