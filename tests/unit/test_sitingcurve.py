"""The curve of a siting: right numbers in the right places, and a picture that any reader can parse."""

import re

import pytest
from lxml import etree

from redline.core.cameras.sitingcurve import curve_svg
from redline.core.paper.charts import nice_step


def words(text):
    return text


@pytest.mark.parametrize(
    ("top", "step"), [(100.0, 20.0), (99.0, 20.0), (47.98, 10.0), (1.2, 0.5), (7.0, 2.0), (0.0, 1.0), (5.0, 1.0)]
)
def test_ticks_are_round(top, step):
    assert nice_step(top) == pytest.approx(step)


def shapes(svg, name):
    return etree.fromstring(svg.encode()).findall(f"{{http://www.w3.org/2000/svg}}{name}")


def test_bars_and_line_carry_the_gains():
    svg = curve_svg([40.0, 20.0, 20.0], 100.0, "选址 <1>", "ha", words, 160.0)
    bars = [shape for shape in shapes(svg, "rect") if shape.get("fill") == "#9db8a5" and float(shape.get("width")) > 16]
    heights = [float(bar.get("height")) for bar in bars]
    assert heights[0] == pytest.approx(2 * heights[1])
    assert heights[1] == heights[2]
    (line,) = shapes(svg, "polyline")
    ys = [float(pair.split(",")[1]) for pair in line.get("points").split()]
    foot = max(float(shape.get("y1")) for shape in shapes(svg, "line"))
    # sums 40, 60, 80
    assert (foot - ys[1]) / (foot - ys[0]) == pytest.approx(1.5, rel=1e-3)
    assert (foot - ys[2]) / (foot - ys[0]) == pytest.approx(2.0, rel=1e-3)
    assert "选址 &lt;1&gt;" in svg
    assert "50.0% of 160.0 ha not seen before" in svg


def test_nothing_to_show():
    svg = curve_svg([], 0.0, "title", "ha", words)
    assert shapes(svg, "polyline") == []
    assert not re.search("nan|inf", svg)


def test_many_masts_do_not_crowd_the_axis():
    svg = curve_svg([1.0] * 100, 100.0, "title", "ha", words)
    labels = [text.text for text in shapes(svg, "text") if text.get("text-anchor") == "middle"]
    assert len(labels) <= 27


@pytest.mark.parametrize(("masts", "shown"), [(25, 25), (37, 37), (38, 19), (100, 25)])
def test_labels_are_thinned_evenly(masts, shown):
    """Every round(n / 25)-th mast is numbered: each up to 37, each second of 38 (1.52), each fourth of 100."""
    svg = curve_svg([1.0] * masts, 100.0, "title", "ha", words)
    labels = [text.text for text in shapes(svg, "text") if text.get("text-anchor") == "middle"]
    numbers = [int(label) for label in labels if label.isdigit()]
    step = masts // shown
    assert numbers == list(range(1, masts + 1, step))
