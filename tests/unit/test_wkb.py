"""Well-known binary: both bodies against shapely, every type and byte order, and damaged bytes."""

from __future__ import annotations

import struct

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from redline.core.errors import RedlineError
from redline.core.shapes.polygons import Polygons
from redline.core.shapes.wkb import WkbError, decode, decode_list, encode

BODIES = ["numpy", "numba"]


def expected(geometries) -> Polygons:
    """The same polygons by shapely's own accessors."""

    def parts(geometry):
        if geometry is None:
            return
        for part in getattr(geometry, "geoms", [geometry]):
            if hasattr(part, "geoms"):
                yield from parts(part)
            elif part.geom_type == "Polygon" and not part.is_empty:
                yield part

    return Polygons.from_rings(
        [
            (ring, k > 0)
            for part in parts(geometry)
            for k, ring in enumerate(
                [shapely.get_coordinates(part.exterior)] + [shapely.get_coordinates(r) for r in part.interiors]
            )
        ]
        for geometry in geometries
    )


def same(a: Polygons, b: Polygons) -> None:
    np.testing.assert_array_equal(a.polygons, b.polygons)
    np.testing.assert_array_equal(a.rings, b.rings)
    np.testing.assert_array_equal(a.holes, b.holes)
    np.testing.assert_array_equal(a.xy, b.xy)
    for array, kind in ((a.xy, np.float64), (a.rings, np.int64), (a.holes, np.bool_), (a.polygons, np.int64)):
        assert array.dtype == kind
        assert array.flags.c_contiguous


SQUARE = shapely.box(0, 0, 10, 10)
RING = shapely.Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(1, 1), (2, 1), (2, 2)], [(4, 4), (5, 4), (5, 5)]])
MULTI = shapely.MultiPolygon([RING, shapely.box(20, 20, 21, 21)])
Z = shapely.from_wkt("POLYGON Z ((0 0 1, 4 0 2, 4 4 3, 0 0 1))")
MIXED = shapely.GeometryCollection(
    [shapely.Point(1, 2), MULTI, shapely.LineString([(0, 0), (1, 1)]), shapely.GeometryCollection([SQUARE]),
     shapely.MultiPoint([(1, 1), (2, 2)]), Z]
)  # fmt: skip
EMPTY = shapely.Polygon()


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("byte_order", [0, 1])
@pytest.mark.parametrize("flavor", ["iso", "extended"])
@pytest.mark.parametrize("copies", [1, 60])  # above and below the number that the numpy body walks together
def test_every_type_in_every_byte_order(body, byte_order, flavor, copies):
    geometries = [SQUARE, None, RING, MULTI, EMPTY, Z, MIXED, shapely.MultiPolygon(), shapely.Point(1, 1)] * copies
    data = [None if g is None else shapely.to_wkb(g, byte_order=byte_order, flavor=flavor) for g in geometries]
    same(decode_list(data, body=body), expected(geometries))


@pytest.mark.parametrize("body", BODIES)
def test_srid_is_stepped_over(body):
    geometries = [shapely.set_srid(RING, 4544), shapely.set_srid(MULTI, 4544)] * 50
    data = [shapely.to_wkb(g, include_srid=True) for g in geometries]
    same(decode_list(data, body=body), expected(geometries))


def measured(kind: int, points: str, dimensions: int) -> bytes:
    numbers = [float(v) for v in points.split()]
    return struct.pack(f"<BIII{len(numbers)}d", 1, kind, 1, len(numbers) // dimensions, *numbers)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("kind", [2003, 0x40000003])
def test_measured_polygons(body, kind):
    data = [measured(kind, "0 0 7 1 0 7 1 1 7 0 0 7", 3)] * 60
    decoded = decode_list(data, body=body)
    assert decoded.rings_of(59)[0][0].tolist() == [[0, 0], [1, 0], [1, 1], [0, 0]]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("kind", [3003, 0xC0000003])
def test_polygons_with_z_and_m(body, kind):
    data = [measured(kind, "0 0 7 8 1 0 7 8 1 1 7 8 0 0 7 8", 4)] * 60
    assert decode_list(data, body=body).rings_of(0)[0][0].tolist() == [[0, 0], [1, 0], [1, 1], [0, 0]]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("copies", [1, 100])
def test_open_rings_are_closed_and_empty_rings_dropped(body, copies):
    opened = measured(3, "0 0 1 0 1 1", 2)
    empty_hole = struct.pack("<BIII8dI", 1, 3, 2, 4, 0, 0, 1, 0, 1, 1, 0, 0, 0)
    empty_shell = struct.pack("<BIIII8d", 1, 3, 2, 0, 4, 0, 0, 1, 0, 1, 1, 0, 0)
    decoded = decode_list([opened, empty_hole, empty_shell] * copies, body=body)
    assert decoded.rings_of(0)[0][0].tolist() == [[0, 0], [1, 0], [1, 1], [0, 0]]
    assert [len(decoded.rings_of(i)) for i in range(3)] == [1, 1, 0]


@pytest.mark.parametrize("body", BODIES)
def test_multisurface_of_plain_polygons(body):
    part = shapely.to_wkb(SQUARE, byte_order=1)
    surface = struct.pack("<BII", 1, 12, 2) + part + part
    assert [len(r) for r, _ in decode_list([surface], body=body).rings_of(0)] == [5, 5]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize(
    ("kind", "name"), [(10, "CurvePolygon"), (1010, "CurvePolygon"), (16, "TIN"), (8, "CircularString")]
)
def test_curves_are_refused_by_name(body, kind, name):
    good = shapely.to_wkb(SQUARE)
    with pytest.raises(WkbError, match=f"at position 1 is a {name}, which has no straight edges") as caught:
        decode_list([good, struct.pack("<BII", 1, kind, 0), good], body=body)
    assert caught.value.position == 1


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("copies", [0, 70])
@pytest.mark.parametrize("geometry", [RING, MULTI, MIXED])
def test_every_way_to_end_early_is_found(body, copies, geometry):
    whole = shapely.to_wkb(geometry, byte_order=1)
    good = [shapely.to_wkb(MULTI, byte_order=1)] * copies
    for size in range(1, len(whole), 7):
        with pytest.raises(WkbError, match=f"at position {copies} is damaged"):
            decode_list([*good, whole[:size]], body=body)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize(
    "data",
    [
        struct.pack("<BII", 7, 3, 0),  # no such byte order
        struct.pack("<BII", 1, 99, 0),  # no such type
        struct.pack("<BII", 1, 5003, 0),  # no such dimensions
        struct.pack("<BIII", 1, 3, 1, 0xFFFFFFFF),  # more points than bytes
        struct.pack("<BII", 1, 7, 1) * 20,  # nested without end
    ],
)
def test_nonsense_is_damage(body, data):
    with pytest.raises(WkbError, match="at position 0 is damaged"):
        decode_list([data], body=body)


@pytest.mark.parametrize("body", BODIES)
def test_slices_of_a_larger_buffer_and_read_only_bytes(body):
    a, b = shapely.to_wkb(SQUARE), shapely.to_wkb(MULTI)
    data = b"xyz" + a + b + b"tail"
    ends = [3, 3 + len(a), 3 + len(a), 3 + len(a) + len(b)]
    want = expected([SQUARE, None, MULTI])
    same(decode(data, ends, body=body), want)
    same(decode(np.frombuffer(bytearray(data), np.uint8), np.array(ends, np.int32), body=body), want)


@pytest.mark.parametrize("body", BODIES)
def test_nothing_at_all(body):
    decoded = decode_list([], body=body)
    assert len(decoded) == 0
    assert decoded.xy.shape == (0, 2)
    assert len(decode_list([None, b""], body=body)) == 2
    assert encode(decoded) == []


def test_offsets_that_do_not_fit():
    for offsets in ([], [0, 10], [5, 2], [-1, 3]):
        with pytest.raises(RedlineError, match="do not fit their 3 bytes"):
            decode(b"abc", offsets)


@pytest.mark.parametrize("body", BODIES)
def test_a_polygon_of_many_parts(body):
    many = shapely.MultiPolygon([shapely.box(i, 0, i + 0.5, 1) for i in range(3000)])
    geometries = [many] + [SQUARE] * 100
    same(decode_list([shapely.to_wkb(g) for g in geometries], body=body), expected(geometries))


def test_encode_is_what_shapely_reads():
    geometries = [SQUARE, RING, MULTI, EMPTY]
    read = shapely.from_wkb(encode(expected(geometries)))
    for got, want in zip(read, geometries, strict=True):
        assert got.geom_type == "MultiPolygon"
        assert got.is_empty == want.is_empty
        if not want.is_empty:
            assert shapely.to_wkt(got) == shapely.to_wkt(shapely.MultiPolygon(getattr(want, "geoms", [want])))
    assert read[3].is_empty
    assert encode(expected([EMPTY])) == [shapely.to_wkb(shapely.MultiPolygon(), byte_order=1)]


@st.composite
def rings(draw):
    n = draw(st.integers(3, 9))
    number = st.floats(allow_nan=False, allow_infinity=False)
    points = draw(st.lists(st.tuples(number, number), min_size=n, max_size=n))
    return [*points, points[0]]


@st.composite
def polygons(draw):
    parts = draw(st.lists(st.lists(rings(), min_size=1, max_size=4), max_size=4))
    return [(ring, k > 0) for part in parts for k, ring in enumerate(part)]


@settings(max_examples=60, deadline=None)
@given(st.lists(polygons(), max_size=8), st.integers(0, 1), st.sampled_from([1, 30]))
def test_round_trip_of_anything(drawn, byte_order, copies):
    given_polygons = Polygons.from_rings(drawn * copies)
    data = encode(given_polygons)
    if byte_order == 0:
        data = [shapely.to_wkb(g, byte_order=0) for g in shapely.from_wkb(data)]
    for body in BODIES:
        decoded = decode_list(data, body=body)
        assert encode(decoded) == encode(given_polygons)
        np.testing.assert_array_equal(decoded.polygons, given_polygons.polygons)
        np.testing.assert_array_equal(decoded.xy, given_polygons.xy)


@pytest.mark.parametrize("body", BODIES)
def test_numbers_that_are_none_survive(body):
    given_polygons = Polygons.from_rings([[([(np.nan, 0), (np.inf, 1), (2, -np.inf), (np.nan, 0)], False)]] * 60)
    np.testing.assert_array_equal(decode_list(encode(given_polygons), body=body).xy, given_polygons.xy)


@settings(max_examples=150, deadline=None)
@given(st.binary(min_size=1, max_size=80), st.integers(0, 1), st.sampled_from([1, 2, 3, 4, 6, 7, 12]))
def test_foreign_bytes_never_do_worse_than_an_error(tail, byte_order, kind):
    data = struct.pack(">BI" if byte_order == 0 else "<BI", byte_order, kind) + tail
    outcomes = []
    for body in BODIES:
        for copies in (1, 60):
            try:
                decoded = decode_list([data] * copies, body=body)
                outcomes.append([r.tobytes() for r, _ in decoded.rings_of(0)])
            except WkbError as error:
                outcomes.append(str(error))
    assert all(outcome == outcomes[0] for outcome in outcomes)
