"""A parcel cut into several parts one after the other: their areas, their numbers, what they store as their area."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..ellipsoid import official_areas
from ..ellipsoid.projection import Projection
from ..errors import RedlineError
from ..rounding import DECIMALS, UNITS, Unit, balance, half_up, in_unit
from ..shapes.polygons import Polygons
from .split import split_by_area

__all__ = ["ParcelPart", "equal_areas", "part_numbers", "read_areas", "split_into", "stored_area"]

CLOSE = 0.02
"""Share by which a stored area may differ from the official one and still be in its unit: units are apart by 15."""


@dataclass(frozen=True)
class ParcelPart:
    """One polygon, in the plane of the input, and its official area in m²."""

    polygon: Polygons
    area: Decimal


def read_areas(text: str) -> list[Decimal]:
    """Areas parted by commas, semicolons or blanks: "20, 13.5". Raises RedlineError for what is no area."""
    for sign in "，；;、":
        text = text.replace(sign, ",")
    words = text.replace(",", " ").split()
    found = []
    for word in words:
        try:
            area = Decimal(word)
        except ArithmeticError:
            area = Decimal(0)
        if not (area.is_finite() and area > 0):
            raise RedlineError(
                "“{word}” in the list of areas is no area: write numbers of more than 0, parted by commas, without "
                "signs for thousands.",
                word=word,
            )
        found.append(area)
    return found


def equal_areas(polygon: Polygons, projection: Projection, count: int) -> list[Decimal]:
    """The official areas of ``count`` equal parts but the last: together with it they are the polygon's, to 0.01 m²."""
    whole = half_up(float(official_areas(polygon, projection)[0]), 2)
    return balance([1] * count, whole, 2)[:-1]


def split_into(
    polygon: Polygons, projection: Projection, areas: Sequence[Decimal], normal: tuple[float, float]
) -> list[ParcelPart]:
    """``areas`` (m², official) cut off ``polygon`` one after the other on the side of ``normal``; the rest comes last.

    polygon : one polygon. Raises RedlineError where it has not as much area, and as ``split_by_area`` does.
    """
    whole = half_up(float(official_areas(polygon, projection)[0]), 2)
    if len(areas) > 1 and sum(areas) >= whole:
        raise RedlineError(
            "The areas are {sum} m² together, and the polygon has {whole} m²: give smaller ones, so that a rest is "
            "left.",
            sum=half_up(sum(areas), 2),
            whole=whole,
        )
    parts = []
    for area in areas:
        done = split_by_area(polygon, projection, float(area), normal)
        parts.append(ParcelPart(done.piece, done.area))
        polygon, rest = done.rest, done.rest_area
    return [*parts, ParcelPart(polygon, rest if areas else whole)]


def part_numbers(number: str, count: int, taken: Collection[str]) -> list[str]:
    """Numbers for the parts of parcel ``number``: "D1-1", "D1-2" …, without those that are ``taken`` already."""
    found: list[str] = []
    place = 0
    while len(found) < count:
        place += 1
        candidate = f"{number}-{place}"
        if candidate not in taken:
            found.append(candidate)
    return found


def stored_area(stored: float | None, whole: Decimal, part: Decimal) -> Decimal | None:
    """What a part stores where the parcel of official area ``whole`` (m²) stored ``stored``: ``part`` in that unit.

    None where the parcel stored nothing, or nothing that is its area in m², mu, ha or km².
    """
    unit = _unit_of(stored, whole)
    return None if unit is None else in_unit(part, unit, DECIMALS[unit])


def _unit_of(stored: float | None, whole: Decimal) -> Unit | None:
    if stored is None or not stored > 0:
        return None
    near = [unit for unit in UNITS if abs(stored * float(UNITS[unit]) / float(whole) - 1) <= CLOSE]
    return near[0] if near else None
