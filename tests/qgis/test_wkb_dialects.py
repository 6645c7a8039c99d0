"""Geometries of every dialect between the layers' bytes and QGIS: read as QGIS reads them, or named; never its end."""

import struct
from random import Random

import numpy as np
import pytest
from qgis.core import QgsGeometry

from redline.core.shapes.wkb import decode_list, to_iso
from redline.layers.reading.clip import without_empty_parts
from redline.layers.reading.polygonarrays import polygons_of
from redline.tests.unit import wkbforge


def blocks(geometries):
    offsets = np.concatenate([[0], np.cumsum([len(each) for each in geometries])]).astype(np.int64)
    return np.frombuffer(b"".join(geometries), dtype=np.uint8), offsets


def square(kind, *more, srid=None):
    """100 m a side; ``more`` : Z and M of each vertex."""
    ring = [(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)]
    head = struct.pack("<BI", 1, kind) + (b"" if srid is None else struct.pack("<I", srid))
    return head + struct.pack("<II", 1, 5) + b"".join(struct.pack(f"<{2 + len(more)}d", *xy, *more) for xy in ring)


@pytest.mark.parametrize(
    "data",
    [
        square(2003, 7.5),
        square(3003, 7.5, 3.25),
        square(0x40000003, 7.5),
        square(0xC0000003, 7.5, 3.25),
        square(0x60000003, 7.5, srid=4527),
        square(0xE0000003, 7.5, 3.25, srid=4527),
    ],
    ids=["M", "ZM", "EWKB M", "EWKB ZM", "EWKB M, SRID", "EWKB ZM, SRID"],
)
@pytest.mark.parametrize("wrapped", [False, True], ids=["alone", "in a collection"])
def test_measures_are_no_coordinates(data, wrapped):
    """100 · 100 = 10,000 m²; with each third number taken for an x it would be 675.5."""
    if wrapped:
        data = struct.pack("<BII", 1, 7, 1) + data
    polygons, skipped = polygons_of(*blocks([data]))
    assert not skipped
    x, y = polygons.xy.T
    assert 0.5 * abs(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) == 10_000


@pytest.mark.parametrize("seed", range(6))
def test_as_qgis_reads_it(seed):
    chance = Random(seed)
    for _ in range(150):
        data, land = wkbforge.forged(chance, (3, 6))
        shape = QgsGeometry()
        shape.fromWkb(to_iso(data))
        if shape.isEmpty():
            assert not land
            continue
        theirs = [point for ring, _ in wkbforge.read(shape.asWkb().data()) for point in ring]
        assert [tuple(xy) for xy in decode_list([data]).xy.tolist()] == theirs


@pytest.mark.parametrize("seed", range(4))
def test_spoilt_curves_are_named_and_never_end_qgis(seed):
    chance = Random(seed)
    whole = [wkbforge.forged(chance, (7, 8, 9, 10, 11, 12, 16, 17))[0] for _ in range(150)]
    bad = [wkbforge.spoilt(chance, data) for data in whole]
    polygons, skipped = polygons_of(*blocks(bad))
    assert len(polygons) == len(bad)
    empty = np.flatnonzero(np.diff(polygons.polygons) == 0).tolist()
    assert set(empty) <= set(skipped)
    assert set(skipped.values()) <= {
        "it has no geometry",
        "its geometry is empty or no polygon",
        "its geometry is damaged or of an unknown kind",
        "its coordinates are not numbers",
    }


def test_a_count_of_four_thousand_million_points():
    """In a curve polygon of one circular string; given to QGIS as it is, it ends the program."""
    curve = struct.pack("<BII", 1, 10, 1) + struct.pack("<BII", 1, 8, 0xFFFFFFFF)
    _, skipped = polygons_of(*blocks([square(3), curve, square(3)]))
    assert skipped == {1: "its geometry is damaged or of an unknown kind"}


def test_a_count_too_small_leaves_no_land_out_in_silence():
    """A multipolygon of two squares that says it has one: 10,000 of 20,000 m² would be read."""
    two = struct.pack("<BII", 1, 6, 1) + square(3) + square(3)
    _, skipped = polygons_of(*blocks([square(3), two]))
    assert skipped == {1: "its geometry is damaged or of an unknown kind"}


def test_an_empty_part_in_front_does_not_end_qgis():
    """QGIS's own walk along the vertices of such a whole is a segmentation fault."""
    empty = struct.pack("<BII", 1, 3, 0)
    shape = QgsGeometry()
    shape.fromWkb(struct.pack("<BII", 1, 6, 2) + empty + square(3))
    whole = without_empty_parts(shape)
    assert [(vertex.x(), vertex.y()) for vertex in whole.vertices()][:2] == [(0, 0), (100, 0)]
    assert whole.area() == 10_000
