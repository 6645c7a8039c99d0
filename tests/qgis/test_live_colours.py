"""The verdicts of the live tally are legible on pale and on dark screens; an outline that crosses is not cleared."""

from types import SimpleNamespace

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

pytestmark = pytest.mark.usefixtures("redline")


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.1)."""
    parts = [part / 255 for part in QColor(colour).getRgb()[:3]]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("verdict", ["clear", "touches", "violates"])
def test_each_verdict_stands_out(verdict):
    """4.5 : 1 is what WCAG asks of text; grounds are QGIS's pale window and its theme Night Mapping."""
    from redline.ui.live.panel import COLOURS, ON_DARK

    assert contrast(COLOURS[verdict], "#efefef") >= 4.5
    assert contrast(ON_DARK[verdict], "#323232") >= 4.5


def test_an_outline_that_crosses_itself_is_not_called_clear():
    from redline.core.landuse.redlines import RedLineFinding
    from redline.ui.live.panel import COLOURS, Shown, finding_lines

    clear = RedLineFinding(0, "永久基本农田", False, "clear", 0, 100, 0, None, ())
    answer = SimpleNamespace(findings=[clear], doubted=frozenset())
    assert "Clear" in finding_lines(answer, Shown(), COLOURS)
    crossing = finding_lines(answer, Shown(crossing=True), COLOURS)
    assert "Clear" not in crossing and "Not judged: the outline crosses itself, draw it anew" in crossing


@pytest.mark.parametrize(
    ("ground", "red"), [("#efefef", "#b3261e"), ("#ffffff", "#b3261e"), ("#323232", "#ff9a8f"), ("#707070", "#0e0e0e")]
)
def test_the_ground_as_it_is_painted_chooses_the_colours(ground, red):
    """On the grey of QGIS's theme Blend of Gray neither red stands out (1.4 and 2.5 : 1): the words have their ink."""
    from redline.ui.live.panel import verdict_colours

    assert verdict_colours(QColor(ground), QColor("#0e0e0e"))["violates"] == red


def test_contrast_is_that_of_wcag(redline):
    from redline.ui.live.panel import contrast as ours

    assert ours(QColor("black"), QColor("white")) == pytest.approx(21)
    for one, other in (("#b3261e", "#707070"), ("#ff9a8f", "#323232")):
        assert ours(QColor(one), QColor(other)) == pytest.approx(contrast(one, other))


def test_a_ground_that_a_style_sheet_paints_is_seen(redline):
    """QGIS's themes paint the window by style sheet; the palette of Blend of Gray says black, the screen #727272."""
    from qgis.PyQt.QtGui import QPalette
    from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

    from redline.ui.live.panel import NumbersPage

    window = QWidget()
    palette = window.palette()
    palette.setColor(QPalette.ColorRole.Window, QColor("#000000"))
    window.setPalette(palette)
    window.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    window.setStyleSheet("QWidget { background-color: #727272; }")
    page = NumbersPage(window)
    QVBoxLayout(window).addWidget(page)
    window.show()
    assert page._ground().name() == "#727272"
    window.setStyleSheet("QWidget { background-color: #323232; }")
    assert page._ground().name() == "#323232", "the theme was changed"
    window.close()
