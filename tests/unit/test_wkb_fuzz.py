"""Well-known binary in every dialect, whole and spoilt by chance: read right by both bodies, or refused by name.

Each seed is a batch of geometries. `make test` draws the same ones on every machine, `make test-all` new ones for some
minutes; a seed that finds something is mended and kept in ``KEPT``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import numpy as np
import pytest
import shapely

from redline.core.shapes.polygons import Polygons
from redline.core.shapes.wkb import Curved, Damaged, WkbError, decode, decode_list, to_iso
from redline.tests.unit import wkbforge

BODIES = ["numpy", "numba"]
KEPT = (132663051,)
SEEDS = (*KEPT, *range(12))
MINUTES = 2.0
ROUND = 130
"""Geometries of a batch: more than the numpy body walks together."""


def answer(data: bytes) -> wkbforge.Land | str:
    try:
        return wkbforge.read(data)
    except wkbforge.Refused as refused:
        return str(refused)


def same(found: Polygons, lands: list[wkbforge.Land]) -> None:
    assert [len(each) for each in lands] == np.diff(found.polygons).tolist()
    rings = [ring for land in lands for ring in land]
    assert np.diff(found.rings).tolist() == [len(ring) for ring, _ in rings]
    assert found.holes.tolist() == [hole for _, hole in rings]
    points = np.array([point for ring, _ in rings for point in ring], dtype=np.float64).reshape(-1, 2)
    np.testing.assert_array_equal(found.xy.view("<u8"), points.view("<u8"))  # a NaN is like itself


def refused(error: WkbError) -> str:
    return "damaged" if isinstance(error, Damaged) else str(error.values["kind"])


def check_whole(seed: int) -> None:
    chance = Random(seed)
    made = [wkbforge.forged(chance) for _ in range(ROUND)]
    for data, land in made:
        assert answer(data) == land
    for body in BODIES:
        same(decode_list([data for data, _ in made], body=body), [land for _, land in made])


def check_spoilt(seed: int) -> None:
    """Each alone and among whole ones, where the bytes beside it must not matter."""
    chance = Random(seed)
    whole = [wkbforge.forged(chance)[0] for _ in range(ROUND)]
    for data in whole:
        bad = wkbforge.spoilt(chance, data)
        right = answer(bad)
        place = chance.randrange(ROUND)
        for body in BODIES:
            for before, among in ((0, [bad]), (place, [*whole[:place], bad, *whole[place:]])):
                if isinstance(right, str):
                    with pytest.raises((Damaged, Curved)) as caught:
                        decode_list(among, body=body)
                    assert (caught.value.position, refused(caught.value)) == (before, right), bad.hex()
                else:
                    found = decode_list(among, body=body)
                    same(Polygons(*_only(found, before)), [right])


def _only(found: Polygons, i: int):
    a, b = found.polygons[i], found.polygons[i + 1]
    rings = found.rings[a : b + 1]
    return found.xy[rings[0] : rings[-1]], rings - rings[0], found.holes[a:b], np.array([0, b - a])


def check_geos(seed: int) -> None:
    """What GEOS reads too, it reads alike. GEOS knows neither M nor open rings; so it is asked for the rest."""
    chance = Random(seed)
    asked = 0
    while asked < 40:
        data, land = wkbforge.forged(chance, (3, 6))
        geometry = shapely.from_wkb(data, on_invalid="ignore")
        if geometry is None or any(len(ring) < 4 for ring, _ in land):
            continue
        asked += 1
        for body in BODIES:
            found = decode_list([data], body=body)
            np.testing.assert_array_equal(found.xy, shapely.get_coordinates(geometry))


@pytest.mark.parametrize("seed", SEEDS)
def test_whole_ones_are_read_right(seed):
    check_whole(seed)


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_spoilt_ones_are_refused_by_name_or_read_right(seed):
    check_spoilt(seed)


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_as_geos(seed):
    check_geos(seed)


@pytest.mark.slow
def test_for_some_minutes(capsys):
    first = int(os.environ.get("REDLINE_SEED", time.time_ns() % 10**9))
    with capsys.disabled():
        print(f"\nwell-known binary from seed {first} on")
    end, seed = time.monotonic() + 60 * MINUTES, first
    while time.monotonic() < end:
        try:
            for check in (check_whole, check_spoilt, check_geos):
                check(seed)
        except Exception as error:
            raise AssertionError(f"keep seed {seed} in KEPT") from error
        seed += 1


@pytest.mark.parametrize("seed", SEEDS)
def test_to_iso_keeps_the_land(seed):
    """ISO's dialect of the same geometry: no flags, and the same rings; spoilt bytes are refused."""
    chance = Random(seed)
    for _ in range(ROUND):
        data, land = wkbforge.forged(chance)
        plain = to_iso(data)
        assert int.from_bytes(plain[1:5], "little" if plain[0] else "big") < 4000
        assert answer(plain) == land
        bad = wkbforge.spoilt(chance, data)
        if answer(bad) == "damaged":
            with pytest.raises(Damaged):
                to_iso(bad)


def test_to_iso_checks_curves():
    """A circle's count of four thousand million points would end QGIS."""
    chance = Random(1)
    for _ in range(500):
        data, _ = wkbforge.forged(chance, tuple(wkbforge.CURVED))
        plain = to_iso(data)
        assert to_iso(plain) == plain
        for cut in range(1, len(plain), 3):
            with pytest.raises(Damaged):
                to_iso(plain[:cut])


CHECKED = """
import sys
sys.path.insert(0, {plugins!r})
from random import Random
from redline.core.shapes.wkb import WkbError, decode_list
from redline.tests.unit import wkbforge
chance, read = Random(7), 0
for _ in range(1500):
    data = wkbforge.forged(chance)[0]
    for each in (data, wkbforge.spoilt(chance, data)):
        try:
            decode_list([each], body="numba")
            read += 1
        except WkbError:
            pass
print(read)
"""


def test_the_compiled_body_never_reads_outside():
    """Uncompiled it is Python on arrays, where an index behind the end raises: each geometry ends with its array."""
    plugins = Path(__file__).parents[2] / ".build" / "plugins"
    code = CHECKED.format(plugins=str(plugins))
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 1500


def test_offsets_that_do_not_fit():
    data = np.zeros(9, dtype=np.uint8)
    for offsets in ([0, 10], [-1, 9], [5, 3], [[0, 9]]):
        with pytest.raises(Exception, match="offsets of the geometries do not fit their 9 bytes"):
            decode(data, offsets, body="numba")
