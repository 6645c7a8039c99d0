"""Shapes that parcels have: corners as surveyors meet them."""

from __future__ import annotations

import numpy as np
import shapely

from redline.core.shapes.polygons import FloatArray

__all__ = ["draft"]


def draft(shape: str, size: float, at: FloatArray, turn: float, rng: np.random.Generator) -> shapely.Geometry:
    """A parcel of about ``size`` m² around ``at``; corners as surveyors meet them."""
    ratio = rng.uniform(0.6, 1.6)
    a, b = np.sqrt(size * ratio) / 2, np.sqrt(size / ratio) / 2
    skew = rng.uniform(-0.05, 0.05, 2)
    holes: list[FloatArray] = []
    parts = [np.array([[-a, -b], [a, -b * (1 - skew[0])], [a * (1 + skew[1]), b], [-a, b]])]
    if shape == "triangle":
        parts = [np.array([[-1.3 * a, -b], [1.4 * a, -0.9 * b], [0.2 * a, 1.9 * b]])]
    elif shape == "chamfered":
        c = 0.2 * min(a, b)
        quarter = np.array([[a, b - c], [a - c, b]])
        turns = [quarter * sign for sign in ([1, 1], [-1, 1], [-1, -1], [1, -1])]
        parts = [np.vstack([turns[0], turns[1][::-1], turns[2], turns[3][::-1]])]
    elif shape == "notched":
        parts = [1.08 * np.array([[-a, -b], [a, -b], [a, 0.2 * b], [0.3 * a, 0.25 * b], [0.28 * a, b], [-a, b * 0.97]])]
    elif shape == "many":
        angle = np.linspace(0, 2 * np.pi, 12, endpoint=False) + rng.uniform(-0.12, 0.12, 12)
        parts = [1.18 * np.column_stack([a * np.cos(angle), b * np.sin(angle)]) * rng.uniform(0.88, 1.08, (12, 1))]
    elif shape == "band":
        u = np.linspace(-1, 1, 9)
        length = size / 24 / 2
        axis = shapely.LineString(np.column_stack([u * length, 90 * np.sin(2.2 * u)]))
        parts = [shapely.get_coordinates(axis.buffer(12, cap_style="flat", join_style="mitre"))[:-1]]
    if shape in ("hole", "parts with hole"):
        holes = [np.array([[-0.2 * a, -0.15 * b], [0.25 * a, -0.2 * b], [0.2 * a, 0.3 * b], [-0.22 * a, 0.2 * b]])]
    elif shape == "two holes":
        holes = [np.array([[x * a - 9, -9], [x * a + 9, -8], [x * a + 8, 11], [x * a - 10, 9.0]]) for x in (-0.5, 0.45)]
    if shape in ("parts", "parts with hole"):
        second = np.array([[1.12 * a, -b], [1.75 * a, -b * 0.95], [1.72 * a, 0.6 * b], [1.12 * a, 0.55 * b]])
        parts.append(second + np.array([6.0, 0.0]))
    if shape == "parts":
        third = np.array([[-a, 1.12 * b], [-0.1 * a, 1.12 * b], [-0.1 * a, 1.6 * b], [-0.9 * a, 1.62 * b]])
        parts.append(third + np.array([0.0, 6.0]))
    c, s = np.cos(turn), np.sin(turn)
    matrix = np.array([[c, s], [-s, c]])
    drawn = [shapely.Polygon(part @ matrix + at) for part in parts]
    if holes:
        drawn[0] = shapely.Polygon(drawn[0].exterior, [hole @ matrix + at for hole in holes])
    return drawn[0] if len(drawn) == 1 else shapely.MultiPolygon(drawn)
