"""A wrong vertex or count must not take the machine's memory: what is refused is refused before it is made.

Measured in a process of its own: how far its peak grows over what it had when it began.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("resource", reason="Windows tells no peak")
PLUGINS = str(Path(__file__).parents[2] / ".build" / "plugins")

BEGIN = """
import sys, struct, resource
sys.path.insert(0, sys.argv[1])
import numpy as np
from redline.core.ellipsoid.areaplane import MOST_POINTS, AreaPlane
from redline.core.ellipsoid.projection import projection_of_epsg
from redline.core.errors import RedlineError
from redline.core.landuse.classes import find_scheme
from redline.core.landuse.livetally import LiveCounty, ask
from redline.core.overlay.residentlayer import resident
from redline.core.shapes.polygons import Polygons
from redline.core.shapes.wkb import WkbError, decode_list

EAST, NORTH = 39_360_000.0, 4_040_000.0
plane = AreaPlane.fit((EAST, NORTH, EAST + 40_000, NORTH + 40_000), projection_of_epsg(4527))

def ring(*places):
    return Polygons.from_rings([[(np.array([*places, places[0]], dtype=float), False)]])

def peak():
    # ru_maxrss of a child begins with its parent's, and pytest has grown by then: Linux tells the child's own.
    if sys.platform == "linux":
        with open("/proc/self/status") as status:
            return 1024 * next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)

square = ring((EAST, NORTH), (EAST + 100, NORTH), (EAST + 100, NORTH + 100), (EAST, NORTH + 100))
codes = {"code": np.array(["0101"], dtype=object)}
county = LiveCounty(plane, find_scheme({"0101": 1}).scheme, resident(plane.apply(square), np.array([1]), codes))
ask(county, square)
before = peak()
"""
END = """
print(peak() - before)
"""


def grown(body: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + body + END, PLUGINS], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_a_zone_with_a_vertex_astray_in_the_live_tally():
    """1e9 m away at some 300 m a point would be millions of points for each of its edges; a hundred such edges."""
    body = """
far = [(EAST + 100 * (i % 2), NORTH) if i % 2 == 0 else (2e9, NORTH + i) for i in range(200)]
for zone in (ring((EAST, NORTH), (EAST + 100, NORTH), (1e9, 1e9)), ring((EAST, NORTH), (EAST + 100, NORTH), (0, 0)),
             ring((EAST, NORTH), (EAST + 100, NORTH), (1e30, 1e30)), ring(*far)):
    try:
        ask(county, zone)
    except RedlineError as error:
        assert "edges are so long" in str(error) or "has no area" in str(error), error
"""
    assert grown(body) < 100_000_000


def test_counts_that_no_bytes_follow():
    body = """
for data in (struct.pack("<BIII", 1, 3, 1, 0xFFFFFFFF), struct.pack("<BII", 1, 3, 0xFFFFFFFF),
             struct.pack("<BII", 1, 6, 0xFFFFFFFF), struct.pack(">BIII", 0, 3003, 1, 0x7FFFFFFF)):
    for body in ("numpy", "auto"):
        try:
            decode_list([data] * 100, body=body)
        except WkbError:
            continue
        raise AssertionError(data)
"""
    assert grown(body) < 50_000_000


def test_what_is_split_takes_so_much_and_no_more():
    """A twentieth of the points that are allowed, in a twentieth of 3 GB."""
    body = """
across = 30_000.0
edges = int(MOST_POINTS / 20 / (across / plane.longest_edge))
x = EAST + np.tile([0.0, across], edges // 2)
far = Polygons.from_rings([[(np.column_stack([x, np.full(len(x), NORTH)]), False)]])
split = plane.apply(far, body="numpy")
assert MOST_POINTS / 25 < len(split.xy) < MOST_POINTS / 15, len(split.xy)
"""
    assert grown(body) < 3_000_000_000 / 20


LAYER = """
from redline.core.shapes.memory import give_back
side = 1000
xy = np.empty((5 * side * side, 2))
x, y = EAST + 30.0 * np.arange(side).repeat(side), NORTH + 30.0 * np.tile(np.arange(side), side)
for corner, (right, up) in enumerate([(0, 0), (30, 0), (30, 30), (0, 30), (0, 0)]):
    xy[corner::5, 0], xy[corner::5, 1] = x + right, y + up
ends = np.arange(side * side + 1)
hold = [Polygons(xy, 5 * ends, np.zeros(side * side, dtype=bool), ends)]
del xy, x, y
give_back(5 * side * side)
before = peak()
"""


def test_a_layer_that_is_given_up_is_not_held_twice():
    """A million squares, 5,000,000 vertices, 80 MB: in the plane beside the projection they are there twice. What goes
    on in slices of 262,144 vertices is a fifth of that."""
    twice = grown(LAYER + "flat = plane.apply(hold[0], body='numpy')\n")
    once = grown(LAYER + "flat = plane.taken_over(hold.pop(), body='numpy')\nassert len(flat.xy) == 5_000_000\n")
    assert twice >= 60_000_000
    assert once <= twice - 50_000_000
