"""Acquisition parcels against the red lines of each county: which parcels violate which line, county by county."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import pandas as pd

from ...core.errors import RedlineError
from ...core.paper.wholefile import write_whole
from ..given import RedlineWarning
from ..redlines import columns_asked, redline_check
from .manifest import choose_layer, county_places
from .stores import Store, layers_in, read_layer

__all__ = ["CheckedCounty", "LinedCounty", "check_county", "find_lined_counties", "write_checks"]

LINES = (("farmland", "farmlandarea", False), ("ecological", "name", False), ("urban", "zone", True))
"""Role, the part by which a layer is known to have it, and whether parcels must lie inside."""

COLUMNS = ("zone", "red_line", "rule", "verdict", "inside", "outside", "share", "legal", "touched")


NOWHERE = Store("", "")


@dataclass(frozen=True)
class LinedCounty:
    """A county's parcels and red lines. lines : role, layer and columns of each that is there; fault : why it cannot be
    checked, "" where it can."""

    name: str
    parcels: Store = NOWHERE
    number: str = ""
    lines: tuple[tuple[str, Store, tuple[str, ...]], ...] = ()
    fault: str = ""


@dataclass
class CheckedCounty:
    """rows : by parcel and line, as ``COLUMNS``; lacking : roles of red lines that the county has no layer of."""

    county: str
    rows: list[list[object]] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    fault: str = ""


def find_lined_counties(places: Sequence[str]) -> Iterator[LinedCounty]:
    """The counties below ``places`` with their parcels and red lines, found as ``find_counties`` finds land use."""
    for name, paths in county_places(places).items():
        try:
            yield _lined(name, [each for path in paths for each in layers_in(path)])
        except RedlineError as error:
            yield LinedCounty(name, fault=str(error))


def _lined(name: str, layers: list[tuple[Store, list[str], str]]) -> LinedCounty:
    parcels, number, _ = choose_layer(name, layers, "parcel", "number", "")
    columns = {store: names for store, names, _ in layers}
    lines = []
    for role, part, _ in LINES:
        try:
            store, _, _ = choose_layer(name, layers, role, part, "", without=parcels)
        except RedlineError:
            continue
        lines.append((role, store, tuple(columns_asked(columns[store]))))
    if not lines:
        raise RedlineError("{county} has no layer of a red line.", county=name)
    return LinedCounty(name, parcels, number, tuple(lines))


def check_county(county: LinedCounty) -> CheckedCounty:
    """Every parcel of a county against each red line that it has; what stops the check is the county's fault."""
    found = CheckedCounty(county.name, fault=county.fault)
    if county.fault:
        return found
    there = {role for role, _, _ in county.lines}
    found.lacking = [role for role, _, _ in LINES if role not in there]
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", RedlineWarning)
        try:
            parcels = read_layer(county.parcels, [county.number])
            lines = {role: read_layer(store, columns) for role, store, columns in county.lines}
            inside = tuple(role for role, _, must_contain in LINES if must_contain and role in there)
            checked = redline_check(parcels, lines, county.number, must_contain=inside)
        except RedlineError as error:
            found.fault = str(error)
            return found
    whole = checked.reindex(columns=list(COLUMNS)).astype(object)
    found.rows = whole.where(whole.notna(), None).to_numpy(dtype=object).tolist()
    found.notices = [str(each.message) for each in told if issubclass(each.category, RedlineWarning)]
    return found


def write_checks(folder: Path, found: Sequence[CheckedCounty]) -> list[str]:
    """``checks.csv`` (a row for each parcel and line), ``violations.csv`` (by county and line) and ``failed.csv``; the
    sentences that sum it up."""
    good = [each for each in found if not each.fault]
    failed = [(each.county, each.fault) for each in found if each.fault]
    _write(folder / "checks.csv", ("county", *COLUMNS), [[each.county, *row] for each in good for row in each.rows])
    counted = [row for each in good for row in _counted(each)]
    _write(folder / "violations.csv", ("county", "red_line", "parcels", "violating", "area_m2"), counted)
    _write(folder / "failed.csv", ("county", "reason"), failed)
    parcels = sum(len({row[0] for row in each.rows}) for each in good)
    said = [f"{len(good)} counties, {parcels} parcels: {sum(int(str(row[3])) for row in counted)} violations."]
    said += [f"{each.county} has no layer of: {', '.join(each.lacking)}." for each in good if each.lacking]
    said += [f"Not checked: {county}: {reason}" for county, reason in failed]
    return said


def _counted(found: CheckedCounty) -> list[list[object]]:
    """By red line: parcels, those that violate it, and m² on the wrong side."""
    table = pd.DataFrame(found.rows, columns=list(COLUMNS))
    rows: list[list[object]] = []
    for line, own in table.groupby("red_line", sort=False):
        wrong = own[own["verdict"] == "Violates"]
        against = wrong["outside"].where(wrong["rule"] == "must be inside", wrong["inside"])
        rows.append([found.county, line, len(own), len(wrong), f"{against.astype(float).sum():.2f}"])
    return rows


def _write(path: Path, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows([["" if value is None else value for value in row] for row in rows])
    write_whole(path, stream.getvalue().encode("utf-8-sig"), parents=True)
