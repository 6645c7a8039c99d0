"""Presets and the half-hour round, against plans worked by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redline.core.cameras.camera import Camera, depression_to
from redline.core.cameras.scanplan import (
    Optics,
    Round,
    Times,
    azimuth_width,
    looks_within,
    plan_of,
    round_of,
    sector_ring,
    stop_times,
)
from redline.core.errors import RedlineError

FLAT = 1.0
OPTICS = Optics(widest=60.0, narrowest=2.0, columns=1920, rows=1080, pixel=0.5, overlap=0.1)
TIMES = Times(dwell=5.0, pan_speed=30.0, tilt_speed=15.0, settle=2.0)


def camera(**change):
    return Camera("塔1", 0.0, 0.0, **({"mast": 50.0, "radius": 4000.0} | change))


def area(ring):
    x, y = ring[:, 0], ring[:, 1]
    return abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))) / 2


class TestOptics:
    def test_half_a_metre_at_four_kilometres(self):
        # 1920 · 0.5 m = 960 m across at 4000 m: 2 · atan(480 / 4000) = 13.686°
        assert OPTICS.field_at(4000.0) == pytest.approx(13.6855, abs=1e-4)
        assert OPTICS.pixel_at(13.6855, 4000.0) == pytest.approx(0.5, abs=1e-5)
        # 2 · atan(0.12 · 9/16) = 7.7232°
        assert OPTICS.vertical(13.6855) == pytest.approx(7.7232, abs=1e-4)

    def test_the_zoom_has_two_ends(self):
        assert OPTICS.field_at(100.0) == 60.0
        assert Optics(narrowest=5.0, pixel=0.05).field_at(4000.0) == 5.0

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"widest": 1.0}, "The zoom runs from 1.0 to 2.0 degrees"),
            ({"columns": 0}, "A picture has 0 × 1080 pixels"),
            ({"pixel": 0.0}, "The wanted pixel size is 0.0"),
            ({"overlap": 0.95}, "The overlap is 0.95"),
        ],
    )
    def test_impossible_optics_are_named(self, change, words):
        with pytest.raises(RedlineError) as caught:
            Optics(**change).check()
        assert words in str(caught.value)

    def test_impossible_times_are_named(self):
        with pytest.raises(RedlineError, match="0 or more"):
            Times(dwell=-1.0).check()
        with pytest.raises(RedlineError, match="more than 0"):
            Times(pan_speed=0.0).check()


class TestRings:
    plan = plan_of(camera(), OPTICS, TIMES, FLAT)

    def test_outer_ring(self):
        ring = self.plan.rings[0]
        # upper edge atan(50 / 4000) = 0.71616°, lower 0.71616 + 0.9 · 7.7232 = 7.6671°: 50 / tan = 371.42 m
        assert (ring.far, ring.near) == pytest.approx((4000.0, 371.42), abs=0.05)
        assert ring.tilt == pytest.approx(0.71616 + 7.7232 / 2, abs=1e-4)
        assert ring.across == pytest.approx(0.5)
        # the same pixel covers 0.5 / sin 0.71616° = 40 m along the line of sight
        assert ring.along == pytest.approx(40.003, abs=0.01)
        assert ring.fine
        # a picture covers 2 · atan(0.12 · cos 3.86165° / cos 0.71616°) = 13.655°: 360 / (0.9 · 13.655) = 29.29
        assert azimuth_width(13.6855, 7.7233, 0.71616) == pytest.approx(13.655, abs=1e-3)
        assert ring.pans == 30

    def test_rings_follow_each_other_down_to_the_mast(self):
        fars = [ring.far for ring in self.plan.rings]
        nears = [ring.near for ring in self.plan.rings]
        assert fars[1:] == nears[:-1]
        assert nears[-1] == 0.0
        assert all(ring.horizontal == 60.0 for ring in self.plan.rings[1:])

    def test_dead_zone_ends_the_rings(self):
        plan = plan_of(camera(steepest=30.0), OPTICS, TIMES, FLAT)
        assert plan.rings[-1].near == pytest.approx(50 / np.tan(np.radians(30)))
        assert plan.dead == plan.rings[-1].near

    def test_a_zoom_too_short_is_said(self):
        plan = plan_of(camera(), Optics(narrowest=20.0, pixel=0.5), TIMES, FLAT)
        assert not plan.rings[0].fine
        # 2 · 4000 · tan 10° / 1920 = 0.7347 m
        assert plan.rings[0].across == pytest.approx(0.7347, abs=1e-4)
        assert not plan.fine

    def test_a_tilt_that_reaches_no_ground_is_named(self):
        with pytest.raises(RedlineError, match=r"Camera 塔1 can only be tilted down to 0\.5 degrees"):
            plan_of(camera(steepest=0.5), OPTICS, TIMES, FLAT)

    def test_endless_rings_are_refused(self):
        with pytest.raises(RedlineError, match="would need more than 200 rings"):
            plan_of(camera(), Optics(widest=0.2, narrowest=0.1), TIMES, FLAT)

    @settings(deadline=None, max_examples=60)
    @given(
        mast=st.floats(10, 80),
        radius=st.floats(500, 6000),
        width=st.floats(20, 360),
        overlap=st.floats(0, 0.5),
        steepest=st.floats(20, 90),
    )
    def test_presets_cover_the_sector_without_gap(self, mast, radius, width, overlap, steepest):
        post = camera(mast=mast, radius=radius, field_of_view=width, steepest=steepest)
        optics = Optics(overlap=overlap)
        plan = plan_of(post, optics, TIMES)
        covered = sum(
            area(sector_ring(0, 0, preset.near, preset.far, preset.start, preset.width, 0.25))
            for preset in plan.presets
        )
        whole = np.pi * width / 360 * (radius**2 - plan.rings[-1].near ** 2)
        assert covered == pytest.approx(whole, rel=1e-3)
        for ring in plan.rings:
            # neighbouring pictures meet, and a picture holds its ring from the outer to the inner edge
            upper, lower = depression_to(mast, ring.far), depression_to(mast, ring.near)
            assert width / ring.pans <= azimuth_width(ring.horizontal, ring.vertical, upper) + 1e-6
            assert ring.tilt - ring.vertical / 2 <= upper + 1e-9
            assert min(lower, steepest) <= ring.tilt + ring.vertical / 2 + 1e-9
            assert ring.tilt + ring.vertical / 2 <= steepest + 1e-9


class TestRound:
    def test_seconds_of_one_ring(self):
        # one ring only: a sector of 40°, three stops (40 / (0.9 · 13.655) = 3.25 → 4)
        post = camera(field_of_view=40.0, azimuth=90.0, steepest=7.0)
        plan = plan_of(post, OPTICS, TIMES, FLAT)
        assert [round(preset.pan, 6) for preset in plan.presets] == [75.0, 85.0, 95.0, 105.0]
        # three turns of 10° and one of 30° back, at 30°/s: 2 s; four times 5 + 2 s
        assert plan.moving == pytest.approx(2.0)
        assert plan.seconds == pytest.approx(30.0)
        assert looks_within(plan, TIMES) == 60
        assert looks_within(plan, TIMES, server=700.0) == 2

    def test_time_of_each_stop(self):
        post = camera(field_of_view=40.0, azimuth=90.0, steepest=7.0)
        plan = plan_of(post, OPTICS, TIMES, FLAT)
        seconds, looked = stop_times(plan, TIMES)
        # the first comes home from the last, 30° in 1 s; the others turn 10° in 1/3 s; each settles 2 s and looks 5 s
        assert seconds.tolist() == pytest.approx([8.0, 22 / 3, 22 / 3, 22 / 3])
        assert seconds.sum() == pytest.approx(plan.seconds)
        assert looked.tolist() == pytest.approx([3.0, 3 + 22 / 3, 3 + 44 / 3, 25.0])

    def test_all_round_comes_home_the_short_way(self):
        plan = plan_of(camera(steepest=7.0), OPTICS, TIMES, FLAT)
        # thirty stops 12° apart, home included: 360 / 30 s
        assert plan.moving == pytest.approx(12.0)
        assert plan.seconds == pytest.approx(12 + 30 * 7)

    def test_rings_are_swept_to_and_fro(self):
        plan = plan_of(camera(field_of_view=90.0), OPTICS, TIMES, FLAT)
        by_ring = {}
        for preset in plan.presets:
            by_ring.setdefault(preset.ring, []).append((preset.pan + 180) % 360)
        assert by_ring[1] == sorted(by_ring[1])
        assert by_ring[2] == sorted(by_ring[2], reverse=True)

    def test_one_stop_never_moves(self):
        plan = plan_of(camera(field_of_view=10.0, steepest=7.0), OPTICS, TIMES, FLAT)
        assert len(plan.presets) == 1
        assert plan.moving == 0

    def test_the_server_may_be_what_is_slow(self):
        plans = [plan_of(camera(steepest=7.0), OPTICS, TIMES, FLAT)] * 94
        alone = round_of(plans, TIMES)
        assert alone == Round(pytest.approx(222.0), 0.0, 1800.0)
        assert alone.holds
        # 94 · 30 presets · 3 s / 4 channels = 2115 s
        shared = round_of(plans, Times(analysis=3.0, channels=4))
        assert shared.server == pytest.approx(2115.0)
        assert not shared.holds

    def test_a_slow_camera_breaks_the_round(self):
        plan = plan_of(camera(steepest=7.0), OPTICS, Times(dwell=60.0), FLAT)
        assert not round_of([plan], Times(dwell=60.0)).holds
        assert looks_within(plan, Times(dwell=60.0)) == 0


class TestOutline:
    def test_a_quarter_ring(self):
        ring = sector_ring(100.0, 200.0, 500.0, 1000.0, 0.0, 90.0, 0.1)
        assert ring[0].tolist() == ring[-1].tolist() == [100.0, 1200.0]
        assert area(ring) == pytest.approx(np.pi * (1e6 - 25e4) / 4, rel=1e-5)
        assert ring[:, 0].max() == pytest.approx(1100.0)

    def test_a_pie_and_a_full_circle(self):
        assert area(sector_ring(0, 0, 0.0, 1000.0, 350.0, 20.0, 0.1)) == pytest.approx(np.pi * 1e6 / 18, rel=1e-5)
        assert area(sector_ring(0, 0, 0.0, 1000.0, 0.0, 360.0, 0.1)) == pytest.approx(np.pi * 1e6, rel=1e-5)
