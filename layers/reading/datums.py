"""Where two datums meet: told by name, or brought together by the office's own parameters, never taken as equal."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsDatumTransform,
    QgsProject,
)

from ...core.ellipsoid.datumshift import POINT_COLUMNS, SHIFT_COLUMNS, Plane4, Shift, shifts_of_rows
from ...core.errors import Notice, RedlineError
from ...core.paper.wholefile import write_whole
from ...core.resources import office_table
from .crs import datum_name, geographic_of, name_of_crs, transform_of

__all__ = [
    "Meeting", "can_meet", "is_old", "judged_shifts", "keep_tables", "kept_tables", "look_in", "meeting_of",
    "tell_shift", "transform_between",
]  # fmt: skip

SHIFTS, POINTS = "datumshifts.csv", "commonpoints.csv"

_TODAY = re.compile(r"(?i)china.*2000|cgcs|wgs|itrf|itrs|^$|unknown|not.specified|unnamed")
"""Datums that agree with CGCS2000 to some decimetres, and names that say no other datum."""
_OLD = {"xian80": re.compile(r"(?i)xi.?an"), "beijing54": re.compile(r"(?i)beijing")}
_MOVES = re.compile(r"\+proj=(helmert|affine|molo\w*|hgridshift|gridshift|xyzgridshift|deformation|geogoffset)")
"""What a PROJ operation has that changes the datum; without one it is a null shift."""

_office: list[Path] = []


@dataclass(frozen=True)
class Meeting:
    """How two systems meet. shift : the office's own; None where PROJ knows the way, or none is needed. pipeline : the
    operation that does it, "" where QGIS is to choose."""

    shift: Shift | None = None
    pipeline: str = ""


def look_in(folder: Path) -> None:
    """Where the office keeps its tables of shifts from now on: ``datumshifts.csv`` and ``commonpoints.csv``."""
    _office[:] = [folder]


def is_old(crs: QgsCoordinateReferenceSystem) -> bool:
    """Whether ``crs`` is on Xian 80, Beijing 54 or another datum that is none of today's."""
    return crs.isValid() and not _TODAY.search(_datum(crs))


def meeting_of(
    layer: str,
    source: QgsCoordinateReferenceSystem,
    target: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
) -> Meeting:
    """How coordinates of ``layer`` come from ``source`` to ``target``.

    Raises RedlineError, naming layer, systems and remedy, where the two stand on datums between which neither PROJ, the
    project's settings nor the office knows a shift.
    """
    here, there = _datum(source), _datum(target)
    if here == there or (_TODAY.search(here) and _TODAY.search(there)):
        return Meeting()
    if context.hasTransform(source, target):
        chosen = context.calculateCoordinateOperation(source, target)
        if _MOVES.search(chosen):
            return Meeting()
    for shift in _shifts():
        for back in (False, True):
            one, other = (target, source) if back else (source, target)
            if _is(shift.source, one) and _is(shift.target, other):
                return Meeting(shift, pipeline(shift, source, target, back=back))
    operations = QgsDatumTransform.operations(source, target)
    if any(each.isAvailable and _MOVES.search(each.proj) for each in operations):
        return Meeting()
    raise RedlineError(
        "Layer {layer} is in {source} and would be brought to {target}: these stand on different datums, and no shift "
        "between them is known, so that land would lie up to 200 m off. Enter the office's parameters or common points "
        "in {table} (folder of the office's tables), or ask the survey office for the layer in {target}.",
        layer=layer,
        source=name_of_crs(source),
        target=name_of_crs(target),
        table=SHIFTS,
    )


def can_meet(
    source: QgsCoordinateReferenceSystem,
    target: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext | None = None,
) -> bool:
    """Whether coordinates can be brought from one system to the other at all."""
    try:
        meeting_of("", source, target, QgsCoordinateTransformContext() if context is None else context)
    except RedlineError:
        return False
    return True


def transform_between(
    layer: str,
    source: QgsCoordinateReferenceSystem,
    target: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext | None = None,
) -> QgsCoordinateTransform:
    """As ``crs.transform_of``, for what is computed: raises as ``meeting_of``."""
    settings = QgsProject.instance().transformContext() if context is None else context
    found = meeting_of(layer, source, target, settings)
    if found.pipeline:
        settings = QgsCoordinateTransformContext(settings)
        settings.addCoordinateOperation(source, target, found.pipeline, False)
    return transform_of(source, target, settings)


def tell_shift(
    layer: str, source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem, shift: Shift
) -> Notice:
    """What stands in the notes: whose parameters, and how well they fit the common points."""
    named = {"layer": layer, "source": name_of_crs(source), "target": name_of_crs(target), "name": shift.name}
    if not shift.residuals:
        return Notice("Layer {layer}: brought from {source} to {target} by the office's parameters {name}.", **named)
    point, worst = max(shift.residuals, key=lambda each: each[1])
    return Notice(
        "Layer {layer}: brought from {source} to {target} by {count} common points ({name}); the largest residual is "
        "{residual} m (point {point}).",
        **named,
        count=len(shift.residuals),
        residual=f"{worst:.3f}",
        point=point,
    )


def pipeline(
    shift: Shift, source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem, *, back: bool
) -> str:
    """A PROJ operation from ``source`` to ``target``, x east; back : against the direction of ``shift``."""
    sign = "+inv " if back else ""
    step = f"+step {sign}{shift.parameters.step()}"
    if isinstance(shift.parameters, Plane4):
        ends = (_system(shift.source, source), _system(shift.target, target))
        first, last = (_system(shift.target, source), _system(shift.source, target)) if back else ends
        steps = [*_between(source, first), step, *_between(last, target)]
    else:
        steps = [
            *_to_radians(source),
            f"+step +proj=cart {_ellipsoid(source)}",
            step,
            f"+step +inv +proj=cart {_ellipsoid(target)}",
            *_from_radians(target),
        ]
    return " ".join(["+proj=pipeline", *steps])


def _between(one: QgsCoordinateReferenceSystem, other: QgsCoordinateReferenceSystem) -> list[str]:
    """Steps between two systems on one datum."""
    return [] if one == other else [*_to_radians(one), *_from_radians(other)]


def _to_radians(crs: QgsCoordinateReferenceSystem) -> list[str]:
    if crs.isGeographic():
        return ["+step +proj=unitconvert +xy_in=deg +xy_out=rad"]
    return [f"+step +inv {_plain(crs)}"]


def _from_radians(crs: QgsCoordinateReferenceSystem) -> list[str]:
    if crs.isGeographic():
        return ["+step +proj=unitconvert +xy_in=rad +xy_out=deg"]
    return [f"+step {_plain(crs)}"]


def _plain(crs: QgsCoordinateReferenceSystem) -> str:
    dropped = ("+no_defs", "+type", "+units=m", "+towgs84", "+nadgrids", "+wktext")
    return " ".join(word for word in crs.toProj().split() if not word.startswith(dropped))


def _ellipsoid(crs: QgsCoordinateReferenceSystem) -> str:
    words = geographic_of(crs).toProj().split()
    known = [word for word in words if word.startswith(("+ellps", "+a=", "+b=", "+rf="))]
    return " ".join(known) if known else "+ellps=WGS84"


def _is(name: str, crs: QgsCoordinateReferenceSystem) -> bool:
    """Whether ``crs`` stands on what a table calls ``name``."""
    datum = _datum(crs)
    if name == "cgcs2000":
        return _TODAY.search(datum) is not None
    if name in _OLD:
        return _OLD[name].search(datum) is not None
    if name in (crs.authid(), crs.description(), datum):
        return True
    known = QgsCoordinateReferenceSystem(name) if ":" in name else QgsCoordinateReferenceSystem()
    if not known.isValid():
        return False
    return _datum(known) == datum or bool(_TODAY.search(_datum(known)) and _TODAY.search(datum))


def _system(name: str, crs: QgsCoordinateReferenceSystem) -> QgsCoordinateReferenceSystem:
    """The plane of a shift in which it holds: the one that it names, else that of the layer."""
    known = QgsCoordinateReferenceSystem(name) if ":" in name else QgsCoordinateReferenceSystem()
    if known.isValid() and not known.isGeographic():
        return known
    if name == crs.description() and not crs.isGeographic():
        return crs
    raise RedlineError(
        "{table}: {name} is no plane system: a shift of kind 4 or points needs systems such as EPSG:2363 as source and "
        "target.",
        table=SHIFTS,
        name=name,
    )


@lru_cache(maxsize=256)
def _datum_of_wkt(wkt: str) -> str:
    return datum_name(QgsCoordinateReferenceSystem.fromWkt(wkt))


def _datum(crs: QgsCoordinateReferenceSystem) -> str:
    return _datum_of_wkt(crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED)) if crs.isValid() else ""


def kept_tables() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The rows of the office's shifts and of its common points, by column. Raises RedlineError where a table cannot be
    read."""
    shifts, points = (_rows(folder / name) if (folder := _folder()) else [] for name in (SHIFTS, POINTS))
    return (
        [{name: row.get(name, "") for name in SHIFT_COLUMNS} for row in shifts],
        [{name: row.get(name, "") for name in POINT_COLUMNS} for row in points],
    )


def judged_shifts(shifts: Sequence[Mapping[str, str]], points: Sequence[Mapping[str, str]]) -> list[Shift]:
    """The shifts of the rows, fitted to their common points. Raises RedlineError for what is no number, no kind, no
    plane where one is needed, and for common points of no shift."""
    found = shifts_of_rows(shifts, points, table=SHIFTS, points_table=POINTS)
    for each in found:
        if isinstance(each.parameters, Plane4):
            for name in (each.source, each.target):
                _system(name, QgsCoordinateReferenceSystem())
    names = {each.name for each in found}
    for row in points:
        if row.get("shift", "") not in names:
            raise RedlineError(
                "{table}: the point {point} belongs to {shift}, which is no row of the shifts: write the name of one.",
                table=POINTS,
                point=row.get("point") or "–",
                shift=row.get("shift") or "–",
            )
    return found


def keep_tables(shifts: Sequence[Mapping[str, str]], points: Sequence[Mapping[str, str]]) -> None:
    """Write both tables for the office, as Excel opens them. Raises RedlineError where they cannot be written."""
    folder = _folder()
    if folder is None:
        raise RedlineError("There is no folder for the office's tables: set the data folder.")
    for name, columns, rows in ((SHIFTS, SHIFT_COLUMNS, shifts), (POINTS, POINT_COLUMNS, points)):
        text = StringIO()
        writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
        write_whole(folder / name, text.getvalue().encode("utf-8-sig"), parents=True)


def _folder() -> Path | None:
    return _office[0] if _office else None


def _shifts() -> list[Shift]:
    """The office's shifts. Raises RedlineError where its tables hold what is no number."""
    found: list[Shift] = []
    for folder in _office:
        rows, points = folder / SHIFTS, folder / POINTS
        if rows.is_file():
            found += shifts_of_rows(_rows(rows), _rows(points), table=SHIFTS, points_table=POINTS)
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    return [row for _, row in office_table(path)] if path.is_file() else []
