"""One farmland, one zone, one number: what of a zone lies in a red line and its legal area, asked of every tool.

The rule, wherever it is asked (its home: core/landuse/redlines.py and layers/measuring/redlines.py):

- **Inside** is the once-covered land: what polygons of the line cover of the zone, counted once however many lie there.
- A polygon's **own legal area** is YJJBNTMJ. Where that is empty or 0 it is the polygon's official area × (1 − KCXS);
  an empty KCXS is 0. A layer with one of the two fields is farmland in which the other is empty everywhere. What lies
  wholly inside brings its own legal area, what lies half inside brings half of it.
- A polygon's **ratio** is its own legal area over its official area (m², two decimals); the legal area of a zone is
  Σ ratio × land, with the land as it is measured for "inside". So a polygon recorded as large as it is has the ratio 1
  to the last bit, and its legal area is printed with the digits of its area: a part is never larger than its whole.
- **Stacked polygons** count their common land once, with the **largest** ratio of those over it. So the rule looks at
  the land and not at the order of features; ties need none, because equal ratios give one number; and farmland drawn
  twice never loses by it. It costs nothing where nothing overlaps, and where something does it is exact: sort the
  polygons that overlap by falling ratio; from each take what earlier ones hold of it (one union and one intersection
  each, of overlapping neighbours only); then legal = Σ ratio × (zone ∩ polygon − zone ∩ what was taken). The same
  parts, without the ratio, are what "inside" takes off.

Where two tools differ, the test names what all of them print.
"""

from decimal import Decimal

import asked
import county
import pytest
from asked import number
from county import CASES
from redlinetools import Tools, as_printed

from redline.core.ellipsoid import official_area

pytestmark = pytest.mark.usefixtures("redline")


def cases(tools: list[str]) -> list:
    """Every tool and zone."""
    return [pytest.param(tool, case, id=f"{tool}-{case.name}") for tool in tools for case in CASES]


def table(answers: dict, name: str) -> str:
    """What every tool prints for a zone, for the message of a test that fails."""
    return "; ".join(f"{tool} {ask().get(name)}" for tool, ask in answers.items())


def test_the_strip():
    """The squares of the cases are 9,995.18 m² wherever they lie; 150 m × 100 m and 50 m × 100 m are in proportion."""
    for shape, farm in county.farms():
        box = shape.boundingBox()
        x0, y0, x1, y1 = box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()
        own = official_area([[(y0, x0), (y0, x1), (y1, x1), (y1, x0)]], 4527)
        assert abs(Decimal(repr(own)) - Decimal(county.SQUARE_M2)) <= Decimal("0.01"), farm
    assert [Decimal(case.inside) / Decimal(county.SQUARE_M2) for case in CASES if case.name == "across"] == [
        Decimal("1.5")
    ]


class TestInside:
    """m² of the once-covered land in the zone."""

    @pytest.mark.parametrize(
        ("tool", "case"),
        cases(["redlinecheck", "dossier", "dossier sheet", "redline sheet", "card", "live tally",
                         "tractplancheck"]),
    )  # fmt: skip
    def test_one_number(self, tools, tool, case):
        answers = tools.inside()
        assert answers[tool]()[case.name] == as_printed(tool, case.inside), table(answers, case.name)


class TestLegalArea:
    """m² of legal farmland in the zone."""

    @pytest.mark.parametrize(
        ("tool", "case"),
        cases(["redlinecheck", "dossier", "redline sheet", "card", "live tally", "coveragetally",
                        "coveragetally, covered", "cameracoverage"]),
    )  # fmt: skip
    def test_one_number(self, tools, tool, case):
        answers = tools.legal()
        assert answers[tool]()[case.name] == as_printed(tool, case.legal), table(answers, case.name)


FAST = ("redlinecheck", "live tally", "coveragetally", "cameracoverage")
"""Tools that are asked again about other farmland; the others go the way of the first two."""


@pytest.fixture(scope="module")
def others(strip, tmp_path_factory):
    """``others(name)``: the tools over the same farmland in another form."""
    made = {}
    forms = {
        "reversed": county.farmland(reverse=True),
        "degrees": county.farmland("EPSG:4490"),
        "zone 38": county.farmland("EPSG:4526"),
        "no prefix": county.farmland("EPSG:4548"),
        "unrecorded": county.farmland(recorded=False),
    }

    def tools_of(name: str) -> Tools:
        if name not in made:
            folder = tmp_path_factory.mktemp(name.replace(" ", ""))
            place = county.write_tables([forms[name]], folder)
            made[name] = Tools(strip, f"{place}|layername=YJJBNTBHTB", folder)
        return made[name]

    return tools_of


@pytest.mark.parametrize("tool", FAST)
@pytest.mark.parametrize("form", ["reversed", "degrees", "zone 38", "no prefix"])
def test_the_form_of_the_layer_does_not_matter(others, tools, form, tool):
    """Neither the order of the features nor the layer's coordinate system (degrees, the next zone, no prefix)."""
    assert others(form).legal()[tool]() == tools.legal()[tool]()


UNRECORDED = {
    "plain": "8995.66", "ridges": "8995.66", "neither": "9995.18", "nought": "8995.66", "twice": "8995.66",
    "thrice": "8995.66", "across": "12993.74", "middle": "12993.74", "half": "4497.83", "full": "9995.18",
    "pieces": "6476.88",
}  # fmt: skip
"""Without YJJBNTMJ each polygon counts 1 − KCXS of its land: 0.9 × 9,995.18 = 8,995.66; half of it 4,497.83; of the
pieces 0.9 × 7,196.53 = 6,476.88."""


@pytest.mark.parametrize("tool", FAST)
def test_without_the_field_of_legal_areas(others, tool):
    answers = {each: others("unrecorded").legal()[each] for each in FAST}
    printed = answers[tool]()
    wrong = {name: table(answers, name) for name, value in UNRECORDED.items() if printed[name] != Decimal(value)}
    assert not wrong


def test_a_county_without_ridges(strip, tmp_path):
    """Recorded as large as it is, a square kilometre of farmland has the legal area of its area, digit for digit.

    999,521.19 m² by the official procedure; pieces of the zone are balanced to the zone's own official area, and stand
    up to 1e-7 beside it.
    """
    whole = county.square(50, 50, 1000)
    zone = county.square(0, 0, 1100)
    fields = [("YJJBNTTBBH", county.TEXT, 20), ("KCXS", county.REAL, 16), ("YJJBNTMJ", county.REAL, 18)]
    place = county.write_tables(
        [
            county.Table("YJJBNTBHTB", "MultiPolygon", county.CRS, fields, [(whole, ("1", 0.0, 999521.19))]),
            county.Table("zone", "MultiPolygon", county.CRS, [("DKBH", county.TEXT, 9)], [(zone, ("big",))]),
        ],
        tmp_path,
    )
    farmland = f"{place}|layername=YJJBNTBHTB"
    out = asked.run("redlinecheck", INPUT=f"{place}|layername=zone", RED_LINES=[farmland], OUTPUT="memory:")
    [row] = asked.rows(out["OUTPUT"])
    finding = asked.Live({"landuse": strip("DLTB"), "farmland": farmland}).ask(zone).findings[0]
    assert finding.inside == number(row["l1_in_m2"])
    assert (number(row["l1_legal_m2"]), finding.legal) == (finding.inside, finding.inside)
