"""Where layers lie: a system that coordinates cannot be in, and layers that cannot meet, told before the work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeatureRequest,
    QgsRectangle,
)

from ...core.ellipsoid.projection import zones
from ...core.errors import Notice, RedlineError
from .crs import geographic_of, name_of_crs
from .gausskruger import CrsVerdict, cgcs2000_like, geographic_cgcs2000, judge_crs, system_of_zone
from .sources import Source

__all__ = ["Ground", "check_meeting", "ground_of", "ground_of_first", "most_together", "refuse_wrong_system"]

FEW = 64
"""Features that are looked at before a layer is read."""

BESIDE = 20.0
"""Kilometres between two layers from which on it is told that they have nothing in common."""

APART = 100.0
"""Kilometres between two layers of one county that cannot be: a neighbouring zone lies 200 km off and more."""

KILOMETRE = 1000.0
_NO_SHIFTS = QgsCoordinateTransformContext()


@dataclass(frozen=True)
class Ground:
    """The extent of a layer, in its own system."""

    layer: str
    crs: QgsCoordinateReferenceSystem
    box: QgsRectangle

    def told(self) -> str:
        """``X 4040000 … 4040100, Y 39360000 … 39360100 (EPSG:4527 (…))``."""
        digits = 4 if self.crs.isGeographic() else 0
        south, north, west, east = (
            f"{value:.{digits}f}"
            for value in (self.box.yMinimum(), self.box.yMaximum(), self.box.xMinimum(), self.box.xMaximum())
        )
        return f"X {south} … {north}, Y {west} … {east} ({name_of_crs(self.crs)})"


def ground_of(layer: str, crs: QgsCoordinateReferenceSystem, bounds: np.ndarray) -> Ground:
    """bounds : (4,) xmin, ymin, xmax, ymax in ``crs``."""
    return Ground(layer, crs, QgsRectangle(*bounds.tolist()))


def refuse_wrong_system(source: Source) -> None:
    """Raises RedlineError where none of the first features of ``source`` can be in the system that it is said to have:
    by their eastings they are in another zone, or they are degrees in a plane, or metres as degrees."""
    if not source.crs.isValid():
        return
    box, verdict = QgsRectangle(), CrsVerdict("")
    for own in _first_boxes(source):
        verdict = judge_crs(source.crs, own)
        if verdict.problem != "wrong":
            return
        box.combineExtentWith(own)
    if box.isNull():
        return
    stated = Ground(source.name, source.crs, box).told()
    if verdict.proposed is not None:
        raise RedlineError(
            "Layer {layer} cannot be in the coordinate system that it says: {stated}. Its coordinates are those of "
            "{crs}: set that in its properties.",
            layer=source.name,
            stated=stated,
            crs=name_of_crs(verdict.proposed),
        )
    if source.crs.isGeographic():
        raise RedlineError(
            "Layer {layer} cannot be in the coordinate system that it says: {stated}. These are no degrees: find out "
            "in which zone it was surveyed, and set that in its properties.",
            layer=source.name,
            stated=stated,
        )


def _first_boxes(source: Source) -> Iterator[QgsRectangle]:
    """The boxes of the first features that have a shape."""
    for feature in source.iterate(QgsFeatureRequest().setNoAttributes().setLimit(FEW)):
        if not feature.geometry().isEmpty():
            yield feature.geometry().boundingBox()


def ground_of_first(source: Source) -> Ground:
    """Where the first features of ``source`` lie, in its own system."""
    box = QgsRectangle()
    for own in _first_boxes(source):
        box.combineExtentWith(own)
    return Ground(source.name, source.crs, box)


def check_meeting(first: Ground, other: Ground) -> Notice | None:
    """Whether ``other`` lies where ``first`` does; a notice where it lies beside.

    Raises RedlineError with both extents and systems where the two lie so far apart that one of them has a wrong
    system, and with the system in which they would meet, where there is one.
    """
    distance = _kilometres(first, other)
    if distance < BESIDE:
        return None
    if distance < APART:
        return Notice(
            "Layer {layer} lies {distance} km beside {first}: they have no land in common.",
            layer=other.layer,
            first=first.layer,
            distance=f"{distance:.0f}",
        )
    meant = _meeting_system(first, other)
    if meant is None:
        raise RedlineError(
            "The layers {first} and {layer} cannot meet, they lie {distance} km apart: {first} around {here}, {layer} "
            "around {there}. Choose layers of one county, or set the true coordinate system of the wrong one.",
            first=first.layer,
            layer=other.layer,
            distance=f"{distance:.0f}",
            here=first.told(),
            there=other.told(),
        )
    raise RedlineError(
        "The layers {first} and {layer} cannot meet, they lie {distance} km apart: {first} around {here}, {layer} "
        "around {there}. As {crs} {layer} would meet {first}: set that in its properties if it is so.",
        first=first.layer,
        layer=other.layer,
        distance=f"{distance:.0f}",
        here=first.told(),
        there=other.told(),
        crs=name_of_crs(meant),
    )


def most_together(grounds: Sequence[Ground]) -> Ground | None:
    """The ground that most others can meet, the first of them; None where there is none."""
    return max(grounds, key=lambda one: sum(_kilometres(one, other) < APART for other in grounds), default=None)


def _kilometres(first: Ground, other: Ground) -> float:
    """From box to box on the ground; 0 where they meet, or it cannot be known."""
    here, there = _degrees(first), _degrees(other)
    if here is None or there is None:
        return 0.0
    north = max(0.0, here.yMinimum() - there.yMaximum(), there.yMinimum() - here.yMaximum())
    east = max(0.0, here.xMinimum() - there.xMaximum(), there.xMinimum() - here.xMaximum())
    cos = np.cos(np.radians((here.center().y() + there.center().y()) / 2))
    return float(np.hypot(north, east * cos) * 111_195 / KILOMETRE)


def _degrees(ground: Ground) -> QgsRectangle | None:
    """The box in longitude and latitude; between datums some hundred metres are no matter here."""
    if ground.box.isNull() or not ground.box.isFinite():
        return None
    try:
        box = QgsCoordinateTransform(ground.crs, geographic_of(ground.crs), _NO_SHIFTS).transformBoundingBox(ground.box)
    except (QgsCsException, RedlineError):
        return None
    return box if box.isFinite() else None


def _meeting_system(first: Ground, other: Ground) -> QgsCoordinateReferenceSystem | None:
    """The system in which ``other`` would meet ``first``: the same kind of zone before all others."""
    for crs in _candidates(first.crs, other.crs):
        if crs != other.crs and _plausible(crs, other.box) and _kilometres(first, Ground("", crs, other.box)) < BESIDE:
            return crs
    return None


def _candidates(
    first: QgsCoordinateReferenceSystem, other: QgsCoordinateReferenceSystem
) -> Iterator[QgsCoordinateReferenceSystem]:
    yield first
    stated = cgcs2000_like(other)
    alike = [each for each in zones() if stated and (each.width, each.prefixed) == (stated.width, stated.prefixed)]
    yield from (system_of_zone(each) for each in alike)
    yield geographic_cgcs2000()
    yield from (system_of_zone(each) for each in zones() if each not in alike)


def _plausible(crs: QgsCoordinateReferenceSystem, box: QgsRectangle) -> bool:
    return judge_crs(crs, box).problem != "wrong"
