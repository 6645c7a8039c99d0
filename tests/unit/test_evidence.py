"""What a picture proves: near, aimed, in time, sharp, new, from the field. The arithmetic stands beside each value."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redline.core.casework.evidence import EvidenceRules, Photo, aims_at, faults_of, true_azimuth, view_of

START = datetime(2021, 9, 1, 8, tzinfo=UTC)
RULES = EvidenceRules()
GOOD = Photo("a" * 64, START + timedelta(hours=1), 50.0, 90.0, (80.0, 100.0), 5.0, "field")
# A spot of 0.001° (111 m) beside the equator, where a degree is as long in both directions.
SPOT = [[(0.0, 0.0), (0.001, 0.0), (0.001, 0.001), (0.0, 0.001), (0.0, 0.0)]]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, []),
        ({"taken_at": None}, ["when it was taken is not known"]),
        (
            {"taken_at": START - timedelta(minutes=1)},
            ["it was taken at 2021-09-01 07:59+00:00, outside the task's time"],
        ),
        ({"distance": None}, ["where it was taken is not known"]),
        ({"distance": 200.5}, ["it was taken 200 m from the spot"]),
        ({"accuracy": 31.0}, ["its place is known to 31 m only"]),
        ({"azimuth": 270.0}, ["it looks another way"]),
        ({"azimuth": None}, []),
        ({"made_by": "office"}, ["it was not taken by the camera in the field"]),
        (
            {"sha256": "b" * 64, "distance": 300.0},
            ["the same picture was used before", "it was taken 300 m from the spot"],
        ),
    ],
)
def test_faults(change, told):
    assert [str(each) for each in faults_of(replace(GOOD, **change), START, None, {"b" * 64}, RULES)] == told


def test_until():
    late = faults_of(GOOD, START, START + timedelta(minutes=30), set(), RULES)
    assert [str(each) for each in late] == ["it was taken at 2021-09-01 09:00+00:00, outside the task's time"]


@pytest.mark.parametrize(
    ("lon", "lat", "distance", "towards"),
    [
        (0.0005, 0.0005, 0.0, None),
        (0.001, 0.0005, 0.0, None),
        # 0.001° south of the middle: 111.32 m; the near corners lie at ±atan(0.5 / 1) = ±26.565°.
        (0.0005, -0.001, 111.32, (333.435, 26.565)),
        # West of the south-west corner: it lies due east, the north-west one at atan2(0.001, 0.001) = 45°.
        (-0.001, 0.0, 111.32, (45.0, 90.0)),
    ],
)
def test_view(lon, lat, distance, towards):
    found, sides = view_of(lon, lat, SPOT)
    assert found == pytest.approx(distance, abs=0.01)
    assert sides == (None if towards is None else pytest.approx(towards, abs=0.001))


def test_a_hole_is_not_the_spot():
    hole = [(0.0004, 0.0004), (0.0006, 0.0004), (0.0006, 0.0006), (0.0004, 0.0006), (0.0004, 0.0004)]
    # From the middle of the hole its edge is 0.0001° = 11.132 m away.
    assert view_of(0.0005, 0.0005, [*SPOT, hole])[0] == pytest.approx(11.132, abs=0.001)


@pytest.mark.parametrize(
    ("azimuth", "seen"),
    [(350.0, True), (0.0, True), (27.0, True), (59.0, True), (60.0, False), (300.0, False), (301.0, True)],
)
def test_aim_over_north(azimuth, seen):
    """The spot lies from 333.435° over north to 26.565°; a picture shows 33° to either side: 300.435° to 59.565°."""
    assert aims_at(azimuth, (333.435, 26.565), 33.0) is seen


@given(st.floats(0, 360), st.floats(0, 360), st.floats(0, 170))
def test_what_is_in_the_middle_is_seen(azimuth, left, width):
    assert aims_at((left + width / 2) % 360, (left, (left + width) % 360), 1.0)
    assert 0 <= true_azimuth(azimuth, "magnetic", -6.0) < 360
    assert true_azimuth(azimuth, "true", -6.0) == azimuth % 360
