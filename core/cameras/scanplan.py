"""How a pan-tilt-zoom camera sweeps its sector in presets, and whether the round holds.

From the radius inwards, rings are laid on flat ground. In each ring the zoom is set so that one pixel covers no more
than the wanted size at the ring's outer edge, measured across the line of sight: that is how an upright thing (a
digger, a wall, a heap) shows. Along the line of sight the same pixel covers far more ground, 1/sin(depression) times
as much; the plan says how much. The lower edge of the picture, less the overlap, is the outer edge of the next ring.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import RedlineError
from ..shapes.polygons import FloatArray
from .camera import DEFAULT_REFRACTION, Camera, dead_zone, depression_to, range_at_depression

__all__ = [
    "Optics",
    "Preset",
    "Ring",
    "Round",
    "ScanPlan",
    "Times",
    "azimuth_width",
    "looks_within",
    "plan_of",
    "round_of",
    "sector_ring",
    "stop_times",
]

MAX_RINGS = 200


@dataclass(frozen=True)
class Optics:
    """The zoom lens and the sensor.

    widest, narrowest : horizontal field of view at the two ends of the zoom, degrees. columns, rows : pixels of a
    picture. pixel : size wanted of one pixel across the line of sight, m. overlap : share by which neighbouring
    pictures overlap.
    """

    widest: float = 60.0
    narrowest: float = 2.0
    columns: int = 1920
    rows: int = 1080
    pixel: float = 0.5
    overlap: float = 0.1

    def check(self) -> Optics:
        if not 0 < self.narrowest <= self.widest < 180:
            raise RedlineError(
                "The zoom runs from {widest} to {narrowest} degrees: give two angles between 0 and 180, "
                "the wide one not smaller than the narrow one.",
                widest=self.widest,
                narrowest=self.narrowest,
            )
        if self.columns < 1 or self.rows < 1:
            raise RedlineError(
                "A picture has {columns} × {rows} pixels: give whole numbers of 1 or more.",
                columns=self.columns,
                rows=self.rows,
            )
        if not (np.isfinite(self.pixel) and self.pixel > 0):
            raise RedlineError("The wanted pixel size is {value}: give metres, more than 0.", value=self.pixel)
        if not 0 <= self.overlap < 0.9:
            raise RedlineError("The overlap is {value}: give a share from 0 to below 0.9.", value=self.overlap)
        return self

    def field_at(self, distance: float) -> float:
        """Horizontal field of view, degrees, at which a pixel covers ``pixel`` at ``distance``, within the zoom."""
        wanted = 2 * float(np.degrees(np.arctan(self.pixel * self.columns / (2 * distance))))
        return min(max(wanted, self.narrowest), self.widest)

    def vertical(self, horizontal: float) -> float:
        """Vertical field of view of a picture with square pixels, degrees."""
        return 2 * float(np.degrees(np.arctan(np.tan(np.radians(horizontal / 2)) * self.rows / self.columns)))

    def pixel_at(self, horizontal: float, distance: float) -> float:
        """What one pixel covers across the line of sight at ``distance``, m."""
        return 2 * distance * float(np.tan(np.radians(horizontal / 2))) / self.columns


@dataclass(frozen=True)
class Times:
    """dwell : seconds a preset is looked at. pan_speed, tilt_speed : degrees a second. settle : seconds until the
    picture stands still and sharp after a move. analysis : seconds the server spends on a preset. channels : presets
    the server works on at once, over all cameras; 0 where each camera has its own. limit : seconds of the round asked
    for."""

    dwell: float = 5.0
    pan_speed: float = 30.0
    tilt_speed: float = 15.0
    settle: float = 2.0
    analysis: float = 0.0
    channels: int = 0
    limit: float = 1800.0

    def check(self) -> Times:
        if min(self.dwell, self.settle, self.analysis, self.channels) < 0:
            raise RedlineError("Times and the number of channels are 0 or more.")
        if min(self.pan_speed, self.tilt_speed, self.limit) <= 0:
            raise RedlineError("Turning speeds and the time of the round are more than 0.")
        return self


@dataclass(frozen=True)
class Ring:
    """Pictures of one zoom at one tilt: from ``near`` to ``far`` metres.

    tilt : depression of the picture's middle. across, along : metres that one pixel covers at the outer edge.
    fine : the pixel is as small as wanted.
    """

    near: float
    far: float
    tilt: float
    horizontal: float
    vertical: float
    across: float
    along: float
    fine: bool
    pans: int


@dataclass(frozen=True)
class Preset:
    """One stop: where to turn, and the piece of ring it is for (azimuths ``start`` … ``start + width``)."""

    ring: int
    pan: float
    tilt: float
    horizontal: float
    near: float
    far: float
    start: float
    width: float


@dataclass(frozen=True)
class ScanPlan:
    """The presets of one camera in the order of the round, and the round's length in seconds."""

    camera: Camera
    rings: tuple[Ring, ...]
    presets: tuple[Preset, ...]
    moving: float
    seconds: float
    dead: float

    @property
    def fine(self) -> bool:
        return all(ring.fine for ring in self.rings)


@dataclass(frozen=True)
class Round:
    """The round of all cameras: the slowest camera, the server where its channels are few, and whether it holds."""

    slowest: float
    server: float
    limit: float

    @property
    def seconds(self) -> float:
        return max(self.slowest, self.server)

    @property
    def holds(self) -> bool:
        return self.seconds <= self.limit


def plan_of(camera: Camera, optics: Optics, times: Times, refraction: float = DEFAULT_REFRACTION) -> ScanPlan:
    """Rings and presets for one camera over flat ground."""
    camera.check(), optics.check(), times.check()
    rings = _rings(camera, optics, refraction)
    presets = tuple(_presets(camera, rings))
    moving = float(_turning(presets, times).sum())
    seconds = moving + len(presets) * (times.dwell + times.settle)
    return ScanPlan(camera, rings, presets, moving, seconds, float(dead_zone(camera.mast, camera.steepest)))


def _rings(camera: Camera, optics: Optics, refraction: float) -> tuple[Ring, ...]:
    rings: list[Ring] = []
    far, dead = camera.radius, float(dead_zone(camera.mast, camera.steepest))
    if dead >= far:
        raise RedlineError(
            "Camera {camera} can only be tilted down to {angle} degrees and so sees no ground within {radius} m: "
            "check its tilt limit.",
            camera=camera.name,
            angle=camera.steepest,
            radius=camera.radius,
        )
    while far > dead:
        if len(rings) == MAX_RINGS:
            raise RedlineError(
                "Camera {camera} would need more than {count} rings of presets: "
                "allow a larger pixel, a wider picture or less overlap.",
                camera=camera.name,
                count=MAX_RINGS,
            )
        horizontal = optics.field_at(far)
        vertical = optics.vertical(horizontal)
        upper = float(depression_to(camera.mast, far, refraction))
        lower = min(upper + vertical * (1 - optics.overlap), camera.steepest)
        near = dead if lower >= camera.steepest else float(range_at_depression(camera.mast, lower, refraction))
        across = optics.pixel_at(horizontal, far)
        width = azimuth_width(horizontal, vertical, upper)
        # A sector no wider than the picture needs one stop, whatever the overlap.
        stops = int(np.ceil(camera.field_of_view / (width * (1 - optics.overlap)) - 1e-9))
        pans = 1 if camera.field_of_view <= width else stops
        rings.append(
            Ring(
                near=near,
                far=far,
                # No picture reaches below the tilt limit; it then overlaps the ring outside it the more.
                tilt=min(upper + vertical / 2, camera.steepest - vertical / 2),
                horizontal=horizontal,
                vertical=vertical,
                across=across,
                along=across / float(np.sin(np.radians(upper))),
                fine=across <= optics.pixel * (1 + 1e-9),
                pans=pans,
            )
        )
        far = near
    return tuple(rings)


def azimuth_width(horizontal: float, vertical: float, upper: float) -> float:
    """Azimuths that a picture covers along its upper edge, degrees; ``upper`` is that edge's depression.

    In a picture tilted down the upper edge covers the least: its corner lies at
    ``atan(tan(h/2)·cos(v/2) / cos(upper))`` from the middle.
    """
    side = np.tan(np.radians(horizontal / 2)) * np.cos(np.radians(vertical / 2)) / np.cos(np.radians(upper))
    return 2 * float(np.degrees(np.arctan(side)))


def _presets(camera: Camera, rings: Sequence[Ring]) -> list[Preset]:
    """The stops, each ring swept the other way round than the one before, so that the camera need not swing back."""
    presets = []
    start = camera.azimuth - camera.field_of_view / 2
    for number, ring in enumerate(rings):
        width = camera.field_of_view / ring.pans
        order = range(ring.pans) if number % 2 == 0 else range(ring.pans - 1, -1, -1)
        presets += [
            Preset(
                ring=number + 1,
                pan=(start + (k + 0.5) * width) % 360.0,
                tilt=ring.tilt,
                horizontal=ring.horizontal,
                near=ring.near,
                far=ring.far,
                start=(start + k * width) % 360.0,
                width=width,
            )
            for k in order
        ]
    return presets


def _turning(presets: Sequence[Preset], times: Times) -> FloatArray:
    """Seconds (n,) to turn to each stop from the one before it, to the first from the last; pan and tilt turn at
    once."""
    if len(presets) < 2:
        return np.zeros(len(presets))
    pan = np.array([preset.pan for preset in presets])
    tilt = np.array([preset.tilt for preset in presets])
    turn = np.abs((pan - np.roll(pan, 1) + 180.0) % 360.0 - 180.0)
    nod = np.abs(tilt - np.roll(tilt, 1))
    return np.maximum(turn / times.pan_speed, nod / times.tilt_speed)


def stop_times(plan: ScanPlan, times: Times) -> tuple[FloatArray, FloatArray]:
    """Seconds that each stop takes (n,): turning to it, settling, looking; and the second of the round at which its
    picture is looked at from. The first add up to the round."""
    each = _turning(plan.presets, times) + times.settle + times.dwell
    return each, np.cumsum(each) - times.dwell


def round_of(plans: Sequence[ScanPlan], times: Times) -> Round:
    """The round of all cameras: they turn side by side, but the server may work on a few presets at once only."""
    slowest = max((plan.seconds for plan in plans), default=0.0)
    presets = sum(len(plan.presets) for plan in plans)
    server = presets * times.analysis / times.channels if times.channels else 0.0
    return Round(slowest, server, times.limit)


def looks_within(plan: ScanPlan, times: Times, server: float = 0.0) -> int:
    """How many whole rounds of this camera fit into the time asked for; ``server`` is the round the server needs."""
    seconds = max(plan.seconds, server)
    return int(np.floor(times.limit / seconds + 1e-9)) if seconds > 0 else 0


def sector_ring(
    x: float, y: float, near: float, far: float, start: float, width: float, step: float = 2.0
) -> FloatArray:
    """Outline (k, 2), closed, of the piece of ring between two radii from azimuth ``start`` over ``width`` degrees.

    Arcs get a vertex every ``step`` degrees at most. A full circle with a hole cannot be one ring: ask for halves.
    """
    count = max(int(np.ceil(width / step)), 1) + 1
    turn = np.radians(start + np.linspace(0.0, width, count))
    outer = np.column_stack([x + far * np.sin(turn), y + far * np.cos(turn)])
    if near <= 0:
        inner = np.empty((0, 2)) if width >= 360 else np.array([[x, y]])
    else:
        inner = np.column_stack([x + near * np.sin(turn[::-1]), y + near * np.cos(turn[::-1])])
    ring = np.vstack([outer, inner])
    return np.vstack([ring, ring[:1]])
