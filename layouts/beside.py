"""What is too small on paper for what is written into it: the text stands beside it, with a line.

So the fractions and side lengths of narrow parcels, and the names of a batch's parcels.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from qgis.core import QgsGeometry

from ..core.boundary.points import NumberedParcel, NumberedRing
from ..core.paper.tables import cell_text
from .fractions import NARROW, Fraction, PaperBox, Point, Surroundings, place_fractions, width_on_paper
from .records import label_spots
from .scales import Frame

__all__ = ["is_narrow", "places_beside"]

EDGE = 8.0
"""Millimetres inside the map frame that its coordinates take."""

COMPASS = {"R": (1, 0), "TR": (1, 1), "T": (0, 1), "TL": (-1, 1), "L": (-1, 0), "BL": (-1, -1), "B": (0, -1)}
COMPASS["BR"] = (1, -1)

Size = Callable[[str], tuple[float, float]]
"""Width and height in mm of a text on paper."""


def is_narrow(geometry: QgsGeometry, scale: float) -> bool:
    """Whether the parcel is, on the whole, less wide on paper than a fraction is high."""
    return width_on_paper(geometry.area(), geometry.length(), scale) < NARROW


def places_beside(
    parcel: QgsGeometry,
    patches: Sequence[tuple[QgsGeometry, Sequence[str]]],
    points: NumberedParcel | None,
    scale: float,
    frame: Frame,
    size: Size,
) -> list[Point]:
    """Where the texts of ``patches`` (geometry, lines of text) stand, in map coordinates.

    parcel : what is on the sheet as a whole, in the middle of its map; texts keep off its outline. points : its
    boundary points, where their numbers are on the sheet too.
    """
    middle = parcel.boundingBox().center()

    def paper(x: float, y: float) -> Point:
        return (x - middle.x()) * 1000 / scale, (y - middle.y()) * 1000 / scale

    def rings(geometry: QgsGeometry) -> list[list[Point]]:
        polygons = geometry.asMultiPolygon() if geometry.isMultipart() else [geometry.asPolygon()]
        return [[paper(p.x(), p.y()) for p in ring[:-1]] for polygon in polygons for ring in polygon]

    wanted = []
    for geometry, texts in patches:
        box = geometry.boundingBox()
        # The anchor to which QGIS draws the leader (QgsCallout: pole of inaccessibility).
        anchor, _ = geometry.poleOfInaccessibility(max(box.width(), box.height()) / 20)
        at = anchor.asPoint() if not anchor.isEmpty() else geometry.pointOnSurface().asPoint()
        sizes = [size(line) for line in texts]
        width, height = max(wide for wide, _ in sizes) + 0.8, sum(high for _, high in sizes)
        wanted.append(Fraction(paper(at.x(), at.y()), width, height, rings(geometry)))
    taken = [PaperBox(*each) for each in frame.taken]
    lengths: list[PaperBox] = []
    for ring in points.rings if points is not None else ():
        taken += _numbers(ring, paper, size)
        lengths += _lengths(ring, paper, size)
    inner = PaperBox.around(0, 0, frame.width - 2 * EDGE, frame.height - 2 * EDGE)
    found = place_fractions(wanted, Surroundings(rings(parcel), inner, taken, lengths))
    return [(middle.x() + x * scale / 1000, middle.y() + y * scale / 1000) for x, y in found]


def _corners(ring: NumberedRing, paper: Callable[[float, float], Point]) -> list[Point]:
    return [paper(float(point.y_east), float(point.x_north)) for point in ring.points[:-1]]


def _numbers(ring: NumberedRing, paper: Callable[[float, float], Point], size: Size) -> list[PaperBox]:
    """The rings of boundary points with their numbers, each number at the place that suits it best."""
    corners = _corners(ring, paper)
    boxes = []
    for i, (x, y) in enumerate(corners):
        spot = label_spots(corners[i - 1], (x, y), corners[(i + 1) % len(corners)]).split(",")[0]
        right, up = COMPASS[spot]
        width, height = size(ring.points[i].number)
        boxes.append(PaperBox.around(x + right * (0.8 + width / 2), y + up * (0.8 + height / 2), width, height))
        boxes.append(PaperBox.around(x, y, 1.3, 1.3))
    return boxes


def _lengths(ring: NumberedRing, paper: Callable[[float, float], Point], size: Size) -> list[PaperBox]:
    """Side lengths, in the middle of their sides on the outside, where the side is long enough for its length."""
    corners = _corners(ring, paper)
    boxes = []
    for i, start in enumerate(corners):
        end = corners[(i + 1) % len(corners)]
        long = math.dist(start, end)
        width, height = size(cell_text(ring.points[i].side))
        if long < width:
            continue
        dx, dy = (end[0] - start[0]) / long, (end[1] - start[1]) / long
        # The parcel lies to the right of its sides.
        off = 0.6 + height / 2
        x, y = (start[0] + end[0]) / 2 - dy * off, (start[1] + end[1]) / 2 + dx * off
        boxes.append(PaperBox.around(x, y, width * abs(dx) + height * abs(dy), width * abs(dy) + height * abs(dx)))
    return boxes
