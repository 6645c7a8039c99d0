"""One parcel against a loaded county: what a tally that follows the mouse costs, Python's share included.

python bench/single.py [PATCHES]
"""

from __future__ import annotations

import sys
import time

import county
import numpy as np

from redline.core import compiled
from redline.core.overlay import tally
from redline.core.overlay.patchindex import PatchIndex
from redline.core.shapes.polygons import Polygons


def main() -> None:
    patches = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    bodies = ["numba", "numpy"] if compiled.warm_up() else ["numpy"]
    made = county.make(patches)
    print("| body | patches | median, ms | 95th percentile, ms |\n| --- | --- | --- | --- |")
    for body in bodies:
        index = PatchIndex(made.patches, made.classes, body=body)
        times = []
        for k in range(len(made.parcels)):
            ring = made.parcels.xy[made.parcels.rings[k] : made.parcels.rings[k + 1]]
            parcel = Polygons.from_rings([[(ring, False)]])
            begin = time.perf_counter()
            tally(parcel, index, body=body)
            times.append((time.perf_counter() - begin) * 1e3)
        print(f"| {body} | {patches:,} | {np.median(times):.3f} | {np.percentile(times, 95):.3f} |")


if __name__ == "__main__":
    main()
