"""The picture of a siting: what each further mast adds, and the sum, as SVG."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..paper.charts import BAR, BOUND, LEFT, LINE, RIGHT, WIDTH, Chart, bars, legend

__all__ = ["curve_svg"]


def curve_svg(
    gains: Sequence[float], bound: float, title: str, unit: str, tr: Callable[[str], str], whole: float | None = None
) -> str:
    """Bars for what each mast adds, a line for the sum, a dashed line for what no choice can pass.

    gains : of the masts in their order. bound : for all of them together. whole : all that could be gained, named in
    the subtitle.
    """
    sums = [sum(gains[: k + 1]) for k in range(len(gains))]
    chart = Chart.of(gains, max([*sums, bound, 0.0]))
    subtitle = ""
    if whole:
        share = sums[-1] / whole if sums else 0.0
        words = tr("{share:.1%} of {whole:,.1f} {unit} not seen before")
        subtitle = words.format(share=share, whole=whole, unit=unit)
    parts = [*chart.ground(title, subtitle, unit), *bars(chart, gains, lambda k: str(k + 1))]
    if gains:
        points = [(chart.x(k + 0.5), chart.y(value)) for k, value in enumerate(sums)]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{LINE}" stroke-width="2.5"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{LINE}"/>' for x, y in points]
    parts.append(
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{chart.y(bound):.1f}" y2="{chart.y(bound):.1f}" stroke="{BOUND}" '
        'stroke-width="1.5" stroke-dasharray="7 5"/>'
    )
    parts += chart.foot(tr("Masts in the order of their gain"))
    parts += legend([(BAR, tr("Added by the mast")), (LINE, tr("Sum")), (BOUND, tr("No choice can pass"))])
    return "\n".join([*parts, "</svg>"]) + "\n"
