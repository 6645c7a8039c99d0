"""Reading and decoding alone, the floor of the job."""

from __future__ import annotations

from job import answer, arguments

from redline.core import compiled
from redline.core.shapes.wkb import decode
from redline.layers.reading.arrowfile import FileLayer, file_blocks

given = arguments()
body = "numba" if compiled.warm_up() and "numpy" not in given.words else "numpy"


def run():
    for layer, field in ((given.zones, "zid"), ("patches", "dlbm")):
        for block in file_blocks(FileLayer(given.file, layer, "GPKG"), [field]):
            decode(block.wkb, block.offsets, body=body)
    return []


answer(run, given.repeats)
