"""The standard series of map scales, and what hangs on the scale: grid interval and scale bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["OVERVIEW_SCALES", "STANDARD_SCALES", "Frame", "bar_segment", "fitting_scale", "grid_interval"]

STANDARD_SCALES = (500, 1000, 2000, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000)
"""Denominators of the national series; parcel sheets use 1:500 … 1:10,000 and go on only where a parcel is longer."""

OVERVIEW_SCALES = tuple(
    sorted(
        {
            *STANDARD_SCALES,
            3000,
            4000,
            8000,
            15_000,
            20_000,
            30_000,
            40_000,
            60_000,
            75_000,
            150_000,
            200_000,
            300_000,
            350_000,
            400_000,
        }
    )
)
"""For sheets that no survey standard binds to the series: villages, townships, batches, the county."""

_ROUND = (1, 2, 2.5, 5)


@dataclass(frozen=True)
class Frame:
    """The size of a map frame on paper, in millimetres.

    taken : what of it other items of the page cover (left, bottom, right, top), from its middle, y up.
    """

    width: float
    height: float
    taken: tuple[tuple[float, float, float, float], ...] = ()


def fitting_scale(
    width: float, height: float, frame: Frame, margin: float = 0.05, series: Sequence[int] = STANDARD_SCALES
) -> int:
    """The largest scale of ``series`` at which ``width`` × ``height`` metres fit the frame.

    ``margin`` is the share of the frame left free on each side, for numbers and names. Beyond the series' end
    the scale is the next multiple of its last member.
    """
    free = 1 - 2 * margin
    needed = max(width * 1000 / (frame.width * free), height * 1000 / (frame.height * free))
    for scale in series:
        if needed <= scale:
            return scale
    last = series[-1]
    return last * int(-(-needed // last))


def round_down(value: float) -> float:
    """The largest 1, 2, 2.5 or 5 times a power of ten that is not above ``value`` (> 0)."""
    power = 1.0
    while power * 10 <= value:
        power *= 10
    while power > value:
        power /= 10
    return max(digit * power for digit in _ROUND if digit * power <= value)


def grid_interval(scale: float, spacing: float = 50.0) -> float:
    """Metres between grid ticks: a round figure, about ``spacing`` mm on paper (5 cm; 25 m at 1:500)."""
    return round_down(spacing * scale / 1000)


def bar_segment(scale: float, length: float = 12.0) -> float:
    """Metres of one segment of the scale bar: a round figure, at most ``length`` mm on paper."""
    return round_down(length * scale / 1000)
