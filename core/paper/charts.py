"""Parts of pictures as SVG: the ground of a chart with its ticks, bars, words, a legend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import floor, log10

__all__ = [
    "BAR",
    "BOTTOM",
    "BOUND",
    "HEIGHT",
    "LEFT",
    "LINE",
    "RIGHT",
    "TOP",
    "WIDTH",
    "Chart",
    "bars",
    "legend",
    "nice_step",
    "words_at",
]

WIDTH, HEIGHT = 760, 456
LEFT, RIGHT, TOP, BOTTOM = 78, 24, 60, 74
LINE, BAR, BOUND = "#b3261e", "#9db8a5", "#5f6b76"
FONT = "'Noto Sans CJK SC','Microsoft YaHei','WenQuanYi Micro Hei',sans-serif"


def nice_step(top: float, ticks: int = 5) -> float:
    """A round distance between ticks, 1, 2 or 5 times a power of ten, so that about ``ticks`` of them reach ``top``."""
    if top <= 0:
        return 1.0
    raw = top / ticks
    power = 10.0 ** floor(log10(raw))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if raw <= factor * power * (1 + 1e-12))


@dataclass(frozen=True)
class Chart:
    """Where things lie: ``count`` places from left to right, values from 0 to ``high`` up, a tick each ``step``."""

    count: int
    high: float
    step: float

    @staticmethod
    def of(values: Sequence[float], top: float) -> Chart:
        step = nice_step(top)
        return Chart(len(values), step * max(1, -(-top // step)), step)

    def x(self, place: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * place / max(self.count, 1)

    def y(self, value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / self.high)

    def ground(self, title: str, subtitle: str, unit: str) -> list[str]:
        """The page, its title, and the lines and numbers of the ticks."""
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'font-family="{FONT}">',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
            words_at(LEFT, 26, title, 17, weight="bold"),
        ]
        if subtitle:
            parts.append(words_at(LEFT, 45, subtitle, 12, fill="#444444"))
        # One more than whole steps: the top line too.
        for k in range(int(self.high / self.step + 0.5) + 1):
            value, y = k * self.step, self.y(k * self.step)
            parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#dddddd"/>')
            parts.append(words_at(LEFT - 8, y + 4, f"{value:,.6g}", 12, anchor="end"))
        parts.append(words_at(LEFT - 8, TOP - 15, unit, 12, anchor="end"))
        return parts

    def foot(self, title: str) -> list[str]:
        """The line at zero, and what the places are."""
        middle = LEFT + (WIDTH - LEFT - RIGHT) / 2
        return [
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{self.y(0):.1f}" y2="{self.y(0):.1f}" stroke="#333333"/>',
            words_at(middle, HEIGHT - BOTTOM + 38, title, 12, anchor="middle"),
        ]


def bars(chart: Chart, values: Sequence[float], label: Callable[[int], str]) -> list[str]:
    """A bar for each value; where there are many, some go without their label."""
    parts = []
    each = chart.x(1) - chart.x(0)
    every = max(1, int(len(values) / 25 + 0.5))
    for k, value in enumerate(values):
        left, width = chart.x(k) + each * 0.2, each * 0.6
        parts.append(
            f'<rect x="{left:.1f}" y="{chart.y(value):.1f}" width="{width:.1f}" '
            f'height="{chart.y(0) - chart.y(value):.1f}" fill="{BAR}"/>'
        )
        if k % every == 0:
            parts.append(words_at(chart.x(k + 0.5), HEIGHT - BOTTOM + 18, label(k), 12, anchor="middle"))
    return parts


def legend(entries: Sequence[tuple[str, str]]) -> list[str]:
    parts = []
    x = float(LEFT)
    for colour, words in entries:
        parts.append(f'<rect x="{x:.1f}" y="{HEIGHT - 17}" width="16" height="8" fill="{colour}"/>')
        parts.append(words_at(x + 22, HEIGHT - 9, words, 12))
        # A Chinese letter is about as wide as high, a Latin one half as wide.
        x += 22 + sum(12 if ord(letter) > 0x2E7F else 6.6 for letter in words) + 24
    return parts


def words_at(
    x: float, y: float, words: str, size: int, *, anchor: str = "start", weight: str = "normal", fill: str = "#222222"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" font-weight="{weight}" '
        f'fill="{fill}">{escape(words, quote=False)}</text>'
    )
