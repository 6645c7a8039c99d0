"""Whether a piece of evidence proves anything: near the spot, aimed at it, in time, sharp enough, new, from the field.

Each failing check says why; the person decides.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from ..errors import Notice
from .places import metres_between

__all__ = ["DECLINATION", "EvidenceRules", "Photo", "aims_at", "faults_of", "true_azimuth", "view_of"]


DECLINATION = -6.0
"""Of western Shandong in the 2020s, degrees, east positive: some 6° west."""


@dataclass(frozen=True)
class Photo:
    """One picture. distance : metres from the spot's edge, 0 inside; azimuth : true, degrees, None where not known;
    towards : azimuths from the camera to the spot's two sides, clockwise, None inside; accuracy : of its place, m."""

    sha256: str
    taken_at: datetime | None
    distance: float | None
    azimuth: float | None
    towards: tuple[float, float] | None
    accuracy: float | None
    made_by: str


@dataclass(frozen=True)
class EvidenceRules:
    """farthest : metres from the spot; least_sharp : metres of the place's accuracy; half_view : degrees to either side
    of the middle of the picture that it still shows."""

    farthest: float = 200.0
    least_sharp: float = 30.0
    half_view: float = 33.0


def true_azimuth(azimuth: float, reference: str, declination: float) -> float:
    """An azimuth against true north; ``reference`` "magnetic" is turned by the declination (east positive), degrees."""
    return (azimuth + (declination if reference == "magnetic" else 0.0)) % 360.0


def aims_at(azimuth: float, towards: tuple[float, float], half_view: float) -> bool:
    """Whether a picture taken along ``azimuth`` shows a part of what lies between two azimuths."""
    left, right = towards
    width = (right - left) % 360.0
    turn = (azimuth - left) % 360.0
    return turn <= width + half_view or turn >= 360.0 - half_view


def faults_of(
    photo: Photo, since: datetime, until: datetime | None, used: Collection[str], rules: EvidenceRules
) -> list[Notice]:
    """Why a picture proves nothing; empty where it does. since, until : the time in which it must be taken; used : the
    SHA-256 of pictures that proved something before."""
    found = []
    if photo.sha256 in used:
        found.append(Notice("the same picture was used before"))
    if photo.taken_at is None:
        found.append(Notice("when it was taken is not known"))
    elif photo.taken_at < since or (until is not None and photo.taken_at > until):
        found.append(
            Notice("it was taken at {at}, outside the task's time", at=photo.taken_at.isoformat(" ", "minutes"))
        )
    if photo.distance is None or not math.isfinite(photo.distance):
        found.append(Notice("where it was taken is not known"))
    elif photo.distance > rules.farthest:
        found.append(Notice("it was taken {distance} m from the spot", distance=int(photo.distance)))
    if photo.accuracy is not None and photo.accuracy > rules.least_sharp:
        found.append(Notice("its place is known to {accuracy} m only", accuracy=int(photo.accuracy)))
    if (
        photo.azimuth is not None
        and photo.towards is not None
        and not aims_at(photo.azimuth, photo.towards, rules.half_view)
    ):
        found.append(Notice("it looks another way"))
    if photo.made_by not in ("", "field"):
        found.append(Notice("it was not taken by the camera in the field"))
    return found


def view_of(
    lon: float, lat: float, outline: Sequence[Sequence[tuple[float, float]]]
) -> tuple[float, tuple[float, float] | None]:
    """Metres from a place to a spot's edge (0 inside), and the azimuths of the spot's two sides from there, clockwise.

    outline : rings of the spot, degrees, closed. A spot is some hundred metres away: a local plane is true to 0.1 %.
    """
    rings = [[metres_between(lon, lat, x, y) for x, y in ring] for ring in outline]
    inside = False
    nearest = math.inf
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > 0) != (y2 > 0) and x1 + (x2 - x1) * y1 / (y1 - y2) > 0:
                inside = not inside
            nearest = min(nearest, _to_edge(x1, y1, x2, y2))
    if inside or not nearest:
        return 0.0, None
    angles = sorted(math.degrees(math.atan2(x, y)) % 360.0 for ring in rings for x, y in ring)
    # The widest gap between the directions of the vertices is where the spot is not.
    gaps = [((later - earlier) % 360.0, later, earlier) for earlier, later in pairwise([*angles, angles[0]])]
    _, first, last = max(gaps)
    return nearest, (first, last)


def _to_edge(x1: float, y1: float, x2: float, y2: float) -> float:
    """Distance of the origin from an edge."""
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    t = 0.0 if not length else min(1.0, max(0.0, -(x1 * dx + y1 * dy) / length))
    return math.hypot(x1 + t * dx, y1 + t * dy)
