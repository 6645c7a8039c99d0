"""core/ellipsoid/datumshift.py: an office's own numbers between two datums."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redline.core.ellipsoid.datumshift import Plane4, PointPair, Space7, fit_plane, shifts_of_rows
from redline.core.errors import RedlineError

PLACES = {"G1": (4_040_000.0, 360_000.0), "G2": (4_052_000.0, 361_000.0), "G3": (4_043_000.0, 389_000.0)}


def moved(parameters: Plane4, north: float, east: float) -> tuple[float, float]:
    angle = math.radians(parameters.angle / 3600)
    cos, sin = parameters.scale * math.cos(angle), parameters.scale * math.sin(angle)
    return parameters.north + cos * north - sin * east, parameters.east + sin * north + cos * east


def pairs(parameters: Plane4) -> list[PointPair]:
    return [PointPair(name, *place, *moved(parameters, *place)) for name, place in PLACES.items()]


@given(
    st.floats(-500, 500), st.floats(-500, 500), st.floats(-60, 60), st.floats(-5e-5, 5e-5).map(lambda each: 1 + each)
)
def test_four_parameters_come_back_from_their_points(north, east, angle, scale):
    given_parameters = Plane4(north, east, angle, scale)
    found, residuals = fit_plane(pairs(given_parameters))
    assert max(miss for _, miss in residuals) < 1e-6
    for place in PLACES.values():
        assert moved(found, *place) == pytest.approx(moved(given_parameters, *place), abs=1e-5)


def test_what_does_not_fit_is_left_as_residuals():
    """One of three points is 6 cm off: some of it goes into the parameters, the rest is told."""
    exact = pairs(Plane4(0.0, 0.0, 0.0, 1.0))
    off = PointPair("G3", *PLACES["G3"], PLACES["G3"][0] + 0.06, PLACES["G3"][1])
    _, residuals = fit_plane([*exact[:2], off])
    assert [name for name, _ in residuals] == ["G1", "G2", "G3"]
    assert 0.005 < max(miss for _, miss in residuals) < 0.06


@pytest.mark.parametrize("points", [[], pairs(Plane4(0, 0, 0, 1))[:1], [pairs(Plane4(0, 0, 0, 1))[0]] * 3])
def test_too_few_points(points):
    with pytest.raises(RedlineError) as failure:
        fit_plane(points)
    assert failure.value.sentence(str) == (f"Common points: {len(points)} are given, two different ones are the least.")


def test_rows_of_an_office():
    rows = [
        {"name": "七参数", "source": "xian80", "kind": "7", "dx": "1.5", "dy": "-2", "dz": "3", "rx": "0.1",
         "ry": "0.2", "rz": "-0.3", "ppm": "4"},
        {"name": "三参数", "source": "beijing54", "kind": "3", "dx": "-12", "dy": "113", "dz": "41"},
        {"name": "四参数", "source": "EPSG:2363", "target": "EPSG:4527", "kind": "4", "north": "1", "east": "2",
         "angle": "3", "scale": "1.0001"},
    ]  # fmt: skip
    seven, three, four = shifts_of_rows(rows, table="t.csv")
    assert seven.parameters == Space7(1.5, -2.0, 3.0, 0.1, 0.2, -0.3, 4.0) and seven.target == "cgcs2000"
    assert three.parameters == Space7(-12.0, 113.0, 41.0)
    assert four.parameters == Plane4(1.0, 2.0, 3.0, 1.0001) and four.target == "EPSG:4527"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"kind": "9"}, "t.csv, row 2: 9 is no kind of shift: write 3, 7, 4 or points."),
        (
            {"kind": "3", "dx": "一", "dy": "0", "dz": "0"},
            "t.csv, row 2: dx holds no number (一): write it plainly, such as -12.345.",
        ),
        ({"kind": "3"}, "t.csv, row 2: dx holds no number (–): write it plainly, such as -12.345."),
    ],
)
def test_rows_that_say_nothing(row, told):
    with pytest.raises(RedlineError) as failure:
        shifts_of_rows([row], table="t.csv")
    assert failure.value.sentence(str) == told
