"""The picture of a siting: what each further mast adds, and the sum, as SVG."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from math import floor, log10

__all__ = ["curve_svg", "nice_step"]

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


def curve_svg(
    gains: Sequence[float], bound: float, title: str, unit: str, tr: Callable[[str], str], whole: float | None = None
) -> str:
    """Bars for what each mast adds, a line for the sum, a dashed line for what no choice can pass.

    gains : of the masts in their order. bound : for all of them together. whole : all that could be gained, named in
    the subtitle.
    """
    sums = [sum(gains[: k + 1]) for k in range(len(gains))]
    top = max([*sums, bound, 0.0])
    step = nice_step(top)
    high = step * max(1, -(-top // step))
    inner_width, inner_height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def x(mast: float) -> float:
        return LEFT + inner_width * mast / max(len(gains), 1)

    def y(value: float) -> float:
        return TOP + inner_height * (1 - value / high)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="{FONT}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        _text(LEFT, 26, title, 17, weight="bold"),
    ]
    if whole:
        reached = sums[-1] / whole if sums else 0.0
        words = tr("{share:.1%} of {whole:,.1f} {unit} not seen before").format(share=reached, whole=whole, unit=unit)
        parts.append(_text(LEFT, 45, words, 12, fill="#444444"))
    for k in range(round(high / step) + 1):
        value = k * step
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}" stroke="#dddddd"/>'
        )
        parts.append(_text(LEFT - 8, y(value) + 4, f"{value:,.6g}", 12, anchor="end"))
    each = inner_width / max(len(gains), 1)
    every = max(1, round(len(gains) / 25))
    for k, gain in enumerate(gains):
        left, width = x(k) + each * 0.2, each * 0.6
        parts.append(
            f'<rect x="{left:.1f}" y="{y(gain):.1f}" width="{width:.1f}" height="{y(0) - y(gain):.1f}" fill="{BAR}"/>'
        )
        if k % every == 0:
            parts.append(_text(x(k + 0.5), HEIGHT - BOTTOM + 18, str(k + 1), 12, anchor="middle"))
    if gains:
        points = " ".join(f"{x(k + 0.5):.1f},{y(value):.1f}" for k, value in enumerate(sums))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{LINE}" stroke-width="2.5"/>')
        parts += [
            f'<circle cx="{x(k + 0.5):.1f}" cy="{y(value):.1f}" r="3.5" fill="{LINE}"/>' for k, value in enumerate(sums)
        ]
    parts.append(
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(bound):.1f}" y2="{y(bound):.1f}" stroke="{BOUND}" '
        'stroke-width="1.5" stroke-dasharray="7 5"/>'
    )
    parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(0):.1f}" y2="{y(0):.1f}" stroke="#333333"/>')
    parts.append(
        _text(LEFT + inner_width / 2, HEIGHT - BOTTOM + 38, tr("Masts in the order of their gain"), 12, anchor="middle")
    )
    parts += _legend([(BAR, tr("Added by the mast")), (LINE, tr("Sum")), (BOUND, tr("No choice can pass"))])
    parts.append(_text(LEFT - 8, TOP - 15, unit, 12, anchor="end"))
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def _legend(entries: Sequence[tuple[str, str]]) -> list[str]:
    parts = []
    x = float(LEFT)
    for colour, words in entries:
        parts.append(f'<rect x="{x:.1f}" y="{HEIGHT - 17}" width="16" height="8" fill="{colour}"/>')
        parts.append(_text(x + 22, HEIGHT - 9, words, 12))
        # A Chinese letter is about as wide as high, a Latin one half as wide.
        x += 22 + sum(12 if ord(letter) > 0x2E7F else 6.6 for letter in words) + 24
    return parts


def _text(
    x: float, y: float, words: str, size: int, *, anchor: str = "start", weight: str = "normal", fill: str = "#222222"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" font-weight="{weight}" '
        f'fill="{fill}">{escape(words, quote=False)}</text>'
    )
