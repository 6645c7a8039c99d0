"""Tract plans 成片开发方案 as their layers hold them: tracts, the planned parcels in them, and how both fit.

The check and the sheets read a plan here, so that a parcel lies in the same tract and a yes is a yes in both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from decimal import Decimal

import numpy as np

from ...core.approval.tractplan import PlannedParcel, Tract, TractAreas
from ...core.ellipsoid import official_areas
from ...core.ellipsoid.areaplane import areas
from ...core.errors import RedlineError
from ...core.landuse.classes import clean_code
from ...core.landuse.tally import Zone
from ...core.overlay import Pieces, pieces
from ...core.rounding import half_up, in_unit
from ...core.rules import Rules
from ...core.shapes.polygons import FloatArray, IntArray, Polygons
from ..reading.run import Run
from ..reading.sources import Features, Source
from ..reading.validity import valid_only
from ..roles.fields import find_field

__all__ = ["ReadPlan", "TractFields", "UseFields", "read_plan"]

Chosen = Callable[[str], str]
"""The field that a person chose for a part of a role, "" where none was."""


@dataclass(frozen=True)
class _Fields:
    def used(self) -> list[str]:
        """The names of the fields that are there, each once."""
        return list(dict.fromkeys(name for name in astuple(self) if name))


@dataclass(frozen=True)
class TractFields(_Fields):
    """Field names of the tracts; "" where there is none. area, acquired : hectares that the plan declares."""

    number: str
    name: str
    area: str = ""
    acquired: str = ""

    @classmethod
    def found_in(cls, source: Source) -> TractFields:
        parts = ("number", "name", "area", "acquired")
        return cls(*(find_field(source, "tract", part, required=False) or "" for part in parts))


@dataclass(frozen=True)
class UseFields(_Fields):
    """Field names of the planned use, by parts of the role ``tractuse``; "" where there is none. area : m²."""

    number: str
    tract: str
    usecode: str
    use: str
    public: str
    acquired: str
    project: str
    startyear: str
    area: str

    @classmethod
    def found_in(cls, source: Source, chosen: Chosen = lambda _: "") -> UseFields:
        """Raises RedlineError where there is no field of use codes."""
        return cls(
            **{
                part: chosen(part)
                or find_field(source, "tractuse", part, required=part == "usecode", layer=source.name)
                or ""
                for part in cls.__dataclass_fields__
            }
        )


@dataclass(frozen=True)
class ReadPlan:
    """A plan, in the order of its layers; polygons in the run's system, ``drawn_tracts`` in the run's area plane.

    official : (n_tracts,) m². fits : by tract number.
    """

    tracts: list[Tract]
    parcels: list[PlannedParcel]
    tract_polygons: Polygons
    parcel_polygons: Polygons
    drawn_tracts: Polygons
    official: FloatArray
    fits: dict[str, TractAreas]

    def zones(self) -> list[Zone]:
        """The tracts as zones with their official areas."""
        return [
            Zone(tract.number, tract.name, half_up(own, 2))
            for tract, own in zip(self.tracts, self.official.tolist(), strict=True)
        ]


def read_plan(
    run: Run,
    tracts: tuple[Source, TractFields],
    uses: tuple[Source, UseFields],
    rules: Rules,
    *,
    leave_out: bool,
) -> ReadPlan:
    """Tracts, and the parcels of their planned use; a parcel that names no tract belongs to the one it lies in most.

    rules : of the office, with its words for yes and no. leave_out : invalid polygons, else they stop the run. Raises
    RedlineError for two tracts of one number, for an answer that is neither yes nor no, and for areas that are no
    numbers.
    """

    def read(source: Source, fields: Sequence[str]) -> Features:
        return valid_only(run, source.name, run.read(source, fields, whole=True), leave_out=leave_out)

    found_tracts, found = read(tracts[0], tracts[1].used()), read(uses[0], uses[1].used())
    official = official_areas(found_tracts.polygons, run.projection)
    listed = _tracts(found_tracts, tracts[1], official)
    plane = run.area_plane(found_tracts.polygons, found.polygons)
    drawn_tracts, drawn = plane.apply(found_tracts.polygons), plane.apply(found.polygons)
    shared = pieces(drawn_tracts, drawn)
    home = _homes(listed, found.texts(uses[1].tract), shared)
    return ReadPlan(
        listed,
        _parcels(found, uses[1], [listed[i].number if i >= 0 else "" for i in home.tolist()], run, rules),
        found_tracts.polygons,
        found.polygons,
        drawn_tracts,
        official,
        _fits(listed, home, areas(drawn_tracts), areas(drawn), shared),
    )


def _hectares(found: Features, name: str, divisor: int) -> list[Decimal | None]:
    """A field of areas in hectares, four decimals; None where it is missing or holds no number."""
    if not name:
        return [None] * len(found)
    values = found.numbers(name)
    return [half_up(Decimal(repr(value)) / divisor, 4) if np.isfinite(value) else None for value in values.tolist()]


def _in_hectares(official: FloatArray) -> list[Decimal]:
    """Official areas (m², two decimals) in hectares, four decimals."""
    return [in_unit(value, "ha") for value in official.tolist()]


def _tracts(found: Features, fields: TractFields, official: FloatArray) -> list[Tract]:
    numbers = found.labels(fields.number)
    seen: set[str] = set()
    for number in numbers:
        if number in seen:
            raise RedlineError(
                "Layer {layer}: tract number {number} ({field}) occurs more than once: number the tracts apart.",
                layer=found.layer,
                number=number,
                field=fields.number,
            )
        seen.add(number)
    return [
        Tract(*values)
        for values in zip(
            numbers,
            found.texts(fields.name),
            _in_hectares(official),
            _hectares(found, fields.area, 1),
            _hectares(found, fields.acquired, 1),
            strict=True,
        )
    ]


def _homes(tracts: Sequence[Tract], named: Sequence[str], shared: Pieces) -> IntArray:
    """For each parcel the place of its tract: the one it names, else the one with most of its land; -1 where none is.

    named : the numbers that the parcels name.
    """
    largest, home = np.zeros(len(named)), np.full(len(named), -1)
    for zone, patch, area in zip(shared.zone.tolist(), shared.patch.tolist(), shared.area.tolist(), strict=True):
        if area > largest[patch]:
            largest[patch], home[patch] = area, zone
    places = {tract.number: place for place, tract in enumerate(tracts)}
    return np.array([places.get(number, -1) if number else home[i] for i, number in enumerate(named)], dtype=np.int64)


def _parcels(found: Features, fields: UseFields, tracts: Sequence[str], run: Run, rules: Rules) -> list[PlannedParcel]:
    """tracts : the number of the tract that each parcel lies in, "" where the plan has none such."""
    words = rules.patterns("tractplan.yes"), rules.patterns("tractplan.no")
    public, acquired = (found.answers(name, *words) for name in (fields.public, fields.acquired))
    named, numbers = found.texts(fields.tract), found.labels(fields.number)
    codes, names = found.texts(fields.usecode), found.texts(fields.use)
    years, projects = found.years(fields.startyear), found.texts(fields.project)
    official = _in_hectares(official_areas(found.polygons, run.projection))
    declared = _hectares(found, fields.area, 10000)
    return [
        PlannedParcel(
            number=numbers[i],
            tract=tract or named[i],
            use_code=clean_code(codes[i]),
            use_name=names[i],
            official_ha=official[i],
            year=years[i],
            project=projects[i],
            public=public[i],
            acquired=bool(acquired[i]) if fields.acquired else True,
            declared_ha=declared[i],
        )
        for i, tract in enumerate(tracts)
    ]


def _fits(
    tracts: Sequence[Tract], home: IntArray, tract_areas: FloatArray, parcel_areas: FloatArray, shared: Pieces
) -> dict[str, TractAreas]:
    covered = np.zeros(len(tracts))
    inside = np.zeros(len(parcel_areas))
    np.add.at(covered, shared.zone, shared.area)
    own = home[shared.patch] == shared.zone
    np.add.at(inside, shared.patch[own], shared.area[own])
    outside = np.zeros(len(tracts))
    placed = home >= 0
    np.add.at(outside, home[placed], (parcel_areas - inside)[placed])
    return {
        tract.number: TractAreas(
            half_up(max(float(tract_areas[i] - covered[i]), 0.0), 2), half_up(max(float(outside[i]), 0.0), 2)
        )
        for i, tract in enumerate(tracts)
    }
