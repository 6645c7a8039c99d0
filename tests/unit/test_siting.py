"""Which sites add the most: against every choice tried, and against numbers worked by hand."""

import itertools
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redline.core.cameras.grid import Window
from redline.core.cameras.siting import GREEDY_SHARE, Site, exact_siting, greedy_siting, signatures
from redline.core.errors import Cancelled, RedlineError


def site(row, col, rows, cols):
    return Site(Window(row, col, rows, cols), np.ones((rows, cols), dtype=np.bool_))


TRAP = np.array([[3.0, 3.0, 3.0, 3.0], [2.0, 4.0, 4.0, 2.0]])
"""The middle block is worth 14, each half 12: greedy takes the middle first and ends at 14 + 5."""
TRAP_SITES = [site(0, 1, 2, 2), site(0, 0, 2, 2), site(0, 2, 2, 2)]


def best_of_all(sites, weights, count):
    best = 0.0
    for choice in itertools.combinations(sites, min(count, len(sites))):
        seen = np.zeros(weights.shape, dtype=np.bool_)
        for one in choice:
            seen[one.window.slices] |= one.seen
        best = max(best, float(weights[seen].sum()))
    return best


@st.composite
def tasks(draw):
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    weights = rng.integers(0, 5, (8, 9)).astype(float)
    sites = []
    for _ in range(draw(st.integers(1, 7))):
        row, col = rng.integers(0, 6), rng.integers(0, 7)
        rows, cols = rng.integers(1, 9 - row), rng.integers(1, 10 - col)
        sites.append(Site(Window(row, col, rows, cols), rng.random((rows, cols)) < 0.7))
    return sites, weights, draw(st.integers(1, 4))


class TestGreedy:
    def test_takes_the_best_then_what_is_left(self):
        result = greedy_siting(TRAP_SITES, TRAP, 2)
        assert [step.site for step in result.steps] == [0, 1]
        assert [step.gain for step in result.steps] == [14.0, 5.0]
        assert [step.total for step in result.steps] == [14.0, 19.0]
        # the rest adds at most 5: nobody can reach more than 24
        assert result.bound == 24.0
        assert not result.proved
        assert result.share_of_bound == pytest.approx(19 / 24)

    def test_stops_when_nothing_is_left(self):
        result = greedy_siting(TRAP_SITES, TRAP, 3)
        assert result.total == 24.0
        assert result.proved
        assert len(greedy_siting([*TRAP_SITES, site(0, 0, 1, 1)], TRAP, 4).steps) == 3

    def test_ties_go_to_the_earlier_site(self):
        sites = [site(0, 2, 1, 1), site(0, 0, 1, 1), site(0, 1, 1, 1)]
        assert [step.site for step in greedy_siting(sites, np.ones((1, 3)), 3).steps] == [0, 1, 2]

    def test_nothing_to_gain(self):
        result = greedy_siting(TRAP_SITES, np.zeros((2, 4)), 2)
        assert result.steps == ()
        assert (result.total, result.share_of_bound, result.proved) == (0.0, 1.0, True)

    def test_weights_are_not_changed(self):
        weights = TRAP.copy()
        greedy_siting(TRAP_SITES, weights, 2)
        assert np.array_equal(weights, TRAP)

    @settings(deadline=None, max_examples=80)
    @given(task=tasks())
    def test_bounds_hold(self, task):
        sites, weights, count = task
        result, best = greedy_siting(sites, weights, count), best_of_all(*task)
        assert result.total <= best + 1e-9
        assert result.total >= GREEDY_SHARE * best - 1e-9
        assert result.bound >= best - 1e-9
        gains = [step.gain for step in result.steps]
        assert gains == sorted(gains, reverse=True)

    def test_says_how_far_it_is_and_stops_when_asked(self):
        shares = []
        greedy_siting(TRAP_SITES, TRAP, 2, progress=shares.append)
        assert shares == [0.5, 1.0]
        with pytest.raises(Cancelled):
            greedy_siting(TRAP_SITES, TRAP, 2, cancelled=lambda: True)

    def test_no_site_and_no_mast_are_named(self):
        with pytest.raises(RedlineError, match="There is no candidate site"):
            greedy_siting([], TRAP, 1)
        with pytest.raises(RedlineError, match="The number of masts is 0"):
            greedy_siting(TRAP_SITES, TRAP, 0)


class TestExact:
    def test_finds_what_greedy_misses(self):
        result = exact_siting(TRAP_SITES, TRAP, 2)
        assert sorted(step.site for step in result.steps) == [1, 2]
        assert result.total == 24.0
        assert result.proved

    @settings(deadline=None, max_examples=25)
    @given(task=tasks())
    def test_equals_every_choice_tried(self, task):
        result = exact_siting(*task)
        assert result.total == pytest.approx(best_of_all(*task))
        assert result.proved
        assert len(result.steps) <= task[2]
        assert [step.total for step in result.steps] == pytest.approx(np.cumsum([step.gain for step in result.steps]))

    @pytest.mark.parametrize("chosen", [[], [0], [0, 1]])
    def test_when_time_is_up_the_greedy_choice_stands_with_its_bound(self, monkeypatch, chosen):
        def solve(*_):
            return np.array(chosen, dtype=np.int64), 23.5

        monkeypatch.setattr("redline.core.cameras.siting._solve", solve)
        result = exact_siting(TRAP_SITES, TRAP, 2)
        assert result.total == 19.0
        assert [step.site for step in result.steps] == [0, 1]
        assert result.bound == 23.5
        assert not result.proved

    @pytest.mark.parametrize(("count", "before", "size"), [(5, 0, 300), (10, 60, 400)])
    def test_some_hundred_candidates_are_proved(self, count, before, size):
        """300 candidates over farmland in blocks, none of it or much of it seen by masts that are there already."""
        rng = np.random.default_rng(7)
        weights = np.kron(rng.random((size // 10, size // 10)) < 0.6, np.ones((10, 10))) * 100.0
        radius = 35
        row, col = np.indices((2 * radius + 1, 2 * radius + 1)) - radius
        disc = row * row + col * col <= radius * radius

        def anywhere():
            top, left = rng.integers(0, size - 2 * radius, 2).tolist()
            return Site(Window(top, left, *disc.shape), disc)

        for there in [anywhere() for _ in range(before)]:
            weights[there.window.slices][there.seen] = 0.0
        sites = [anywhere() for _ in range(300)]
        simple, best = greedy_siting(sites, weights, count), exact_siting(sites, weights, count, seconds=900.0)
        assert best.proved
        assert len(best.steps) == count
        assert simple.total <= best.total <= simple.bound
        assert simple.total >= GREEDY_SHARE * best.total
        # the total is what the cells say
        seen = np.zeros(weights.shape, dtype=np.bool_)
        for step in best.steps:
            seen[sites[step.site].window.slices] |= sites[step.site].seen
        assert best.total == pytest.approx(float(weights[seen].sum()))

    def test_too_many_candidates_are_refused(self):
        with pytest.raises(RedlineError, match="1001 candidate sites are too many"):
            exact_siting([site(0, 0, 1, 1)] * 1001, TRAP, 2)

    def test_without_scipy_it_says_how_to_get_it(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "scipy.optimize", None)
        with pytest.raises(RedlineError, match="apt install python3-scipy"):
            exact_siting(TRAP_SITES, TRAP, 2)


class TestSignatures:
    @settings(deadline=None, max_examples=60)
    @given(task=tasks())
    def test_groups_are_the_sets_of_sites(self, task):
        sites, weights, _ = task
        ends, members, weight = signatures(sites, weights)
        expected = {}
        for row, col in itertools.product(*map(range, weights.shape)):
            who = []
            for index, one in enumerate(sites):
                r, c = row - one.window.row, col - one.window.col
                if 0 <= r < one.window.rows and 0 <= c < one.window.cols and one.seen[r, c]:
                    who.append(index)
            if who and weights[row, col] > 0:
                expected[tuple(who)] = expected.get(tuple(who), 0.0) + weights[row, col]
        found = {tuple(members[a:b].tolist()): w for a, b, w in zip(ends[:-1], ends[1:], weight, strict=True)}
        assert found == pytest.approx(expected)
