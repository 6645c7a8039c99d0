"""From one datum to another by an office's own numbers: 7 parameters in space, 4 in a plane, or common points.

PROJ knows no shift between Xian 80, Beijing 54 or a local system and CGCS2000: what survey offices hold is not public.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import RedlineError
from ..shapes.polygons import FloatArray

__all__ = [
    "POINT_COLUMNS", "SHIFT_COLUMNS", "Plane4", "PointPair", "Shift", "Space7", "fit_plane", "shifts_of_rows",
]  # fmt: skip

SHIFT_COLUMNS = (
    "name", "source", "target", "kind", "dx", "dy", "dz", "rx", "ry", "rz", "ppm", "north", "east", "angle", "scale",
)  # fmt: skip
POINT_COLUMNS = ("shift", "point", "north", "east", "north_then", "east_then")
"""Of the office's two tables."""

LEAST_POINTS = 2


@dataclass(frozen=True)
class Space7:
    """Seven parameters (布尔莎 model; three where rotations and scale are 0): metres, arc-seconds, millionths.

    X₂ = dx + (1 + m)·(X₁ + rz·Y₁ − ry·Z₁) and so on: the signs of the coordinate frame, as Chinese survey offices
    print them (EPSG method 9607).
    """

    dx: float
    dy: float
    dz: float
    rx: float = 0.0
    ry: float = 0.0
    rz: float = 0.0
    ppm: float = 0.0

    def step(self) -> str:
        """The step of a PROJ pipeline, between geocentric coordinates."""
        return (
            f"+proj=helmert +x={self.dx!r} +y={self.dy!r} +z={self.dz!r} +rx={self.rx!r} +ry={self.ry!r} "
            f"+rz={self.rz!r} +s={self.ppm!r} +convention=coordinate_frame"
        )


@dataclass(frozen=True)
class Plane4:
    """Four parameters in a plane: N₂ = north + k·(N₁·cos a − E₁·sin a), E₂ = east + k·(N₁·sin a + E₁·cos a).

    north, east : metres; angle : arc-seconds; scale : k.
    """

    north: float
    east: float
    angle: float
    scale: float

    def step(self) -> str:
        """The step of a PROJ pipeline, from plane to plane, x east."""
        angle = math.radians(self.angle / 3600)
        cos, sin = self.scale * math.cos(angle), self.scale * math.sin(angle)
        turned = f"+s11={cos!r} +s12={sin!r} +s21={-sin!r} +s22={cos!r}"
        return f"+proj=affine +xoff={self.east!r} +yoff={self.north!r} {turned}"


@dataclass(frozen=True)
class PointPair:
    """A point that is known in both systems, in metres."""

    name: str
    north: float
    east: float
    north_then: float
    east_then: float


@dataclass(frozen=True)
class Shift:
    """One way from a system to another, as an office holds it.

    source, target : ``xian80``, ``beijing54``, the name of a datum, or a system (``EPSG:2363``, its name); planes need
    systems. residuals : metres by name of the common point that it was fitted to; empty for given parameters.
    """

    name: str
    source: str
    target: str
    parameters: Space7 | Plane4
    residuals: tuple[tuple[str, float], ...] = ()


def fit_plane(pairs: Sequence[PointPair]) -> tuple[Plane4, tuple[tuple[str, float], ...]]:
    """Four parameters by least squares, and how far each point lies from where they put it, in metres.

    Raises RedlineError for fewer than two different points.
    """
    first = np.array([[pair.north, pair.east] for pair in pairs], dtype=np.float64).reshape(-1, 2)
    then = np.array([[pair.north_then, pair.east_then] for pair in pairs], dtype=np.float64).reshape(-1, 2)
    if len(first) < LEAST_POINTS or float(np.ptp(first, axis=0).max()) == 0.0:
        raise RedlineError("Common points: {count} are given, two different ones are the least.", count=len(first))
    # Around their middles the sums lose no digits: N + iE times one complex number.
    middle, middle_then = first.mean(axis=0), then.mean(axis=0)
    z, w = _complex(first - middle), _complex(then - middle_then)
    turn = complex(np.vdot(z, w) / np.vdot(z, z).real)
    away = _complex(middle_then[None])[0] - turn * _complex(middle[None])[0]
    left = np.abs(turn * z - w)
    angle = math.degrees(math.atan2(turn.imag, turn.real)) * 3600
    found = Plane4(float(away.real), float(away.imag), angle, abs(turn))
    return found, tuple((pair.name, float(miss)) for pair, miss in zip(pairs, left, strict=True))


def _complex(places: FloatArray) -> np.ndarray:
    return places[:, 0] + 1j * places[:, 1]


def shifts_of_rows(
    rows: Iterable[Mapping[str, str]],
    points: Iterable[Mapping[str, str]] = (),
    *,
    table: str = "",
    points_table: str = "",
) -> list[Shift]:
    """The shifts of an office's table, one a row, and those of its table of common points.

    rows : name, source, target, kind (3, 7, 4 or points) and the numbers dx dy dz rx ry rz ppm, or north east angle
    scale. points : shift (the name of a row), point, north, east, north_then, east_then. table,
    points_table : what both are called. Raises RedlineError with table and row for what is no number or no kind.
    """
    pairs: dict[str, list[PointPair]] = {}
    for number, row in enumerate(points, 2):
        places = [_number(row, key, points_table, number) for key in ("north", "east", "north_then", "east_then")]
        pairs.setdefault(row.get("shift", ""), []).append(PointPair(row.get("point", ""), *places))
    found = []
    for number, row in enumerate(rows, 2):
        kind, name = row.get("kind", ""), row.get("name", "")
        residuals: tuple[tuple[str, float], ...] = ()
        parameters: Space7 | Plane4
        if kind == "points":
            parameters, residuals = fit_plane(pairs.get(name, []))
        elif kind == "4":
            parameters = Plane4(*(_number(row, key, table, number) for key in ("north", "east", "angle", "scale")))
        elif kind in ("3", "7"):
            keys = ("dx", "dy", "dz", *(("rx", "ry", "rz", "ppm") if kind == "7" else ()))
            parameters = Space7(*(_number(row, key, table, number) for key in keys))
        else:
            raise RedlineError(
                "{table}, row {row}: {kind} is no kind of shift: write 3, 7, 4 or points.",
                table=table,
                row=number,
                kind=kind or "–",
            )
        found.append(Shift(name, row.get("source", ""), row.get("target", "") or "cgcs2000", parameters, residuals))
    return found


def _number(row: Mapping[str, str], key: str, table: str, number: int) -> float:
    text = (row.get(key) or "").strip()
    try:
        value = float(text)
    except ValueError as error:
        raise RedlineError(
            "{table}, row {row}: {field} holds no number ({value}): write it plainly, such as -12.345.",
            table=table,
            row=number,
            field=key,
            value=text or "–",
        ) from error
    return value
