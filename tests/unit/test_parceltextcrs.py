"""Header words and EPSG codes."""

import pytest

from redline.core.parceltext.crs import DATUMS, crs_of_epsg, datum_of_text, epsg_of, zone_shift
from redline.core.resources import resource_table


def test_every_zone_of_the_table():
    for row in resource_table("codes/epsg_cgcs2000.csv"):
        width, zone = int(row["zone_width"][0]), int(row["zone"])
        for prefixed, column in ((True, "epsg_with_zone_prefix"), (False, "epsg_without_prefix")):
            epsg = int(row[column])
            assert epsg_of(DATUMS[0], width, zone, prefixed) == epsg
            crs = crs_of_epsg(epsg)
            assert (crs.datum, crs.width, crs.zone, crs.prefixed) == (DATUMS[0], width, zone, prefixed)


@pytest.mark.parametrize(
    ("datum", "width", "zone", "prefixed", "epsg"),
    [(1, 3, 39, True, 2363), (1, 6, 20, False, 2345), (2, 3, 39, False, 2436), (2, 6, 20, True, 21420)],
)
def test_older_datums(datum, width, zone, prefixed, epsg):
    # EPSG:2363 is zone 39 of Xian 1980: 2349 + (39 - 25); the others alike
    assert epsg_of(DATUMS[datum], width, zone, prefixed) == epsg


def test_no_such_zone():
    assert epsg_of(DATUMS[0], 3, 46, True) is None
    assert epsg_of(DATUMS[0], 5, 39, True) is None


@pytest.mark.parametrize(
    ("text", "datum"),
    [
        ("2000国家大地坐标系", 0),
        ("CGCS2000", 0),
        ("80国家大地坐标系", 1),
        ("1980西安国家大地坐标系", 1),
        ("1954北京坐标系", 2),
    ],
)
def test_datum_of_text(text, datum):
    assert datum_of_text(text) is DATUMS[datum]


def test_foreign_systems():
    assert datum_of_text("WGS 84") is None
    assert crs_of_epsg(32621).text == "EPSG:32621"
    assert crs_of_epsg(4490).geographic


@pytest.mark.parametrize(
    ("epsg", "prefixed", "metres"),
    [
        (4548, True, 39_000_000),
        (4548, False, 0),
        (4527, True, 0),
        (4527, False, -39_000_000),
        (4498, False, -20_000_000),
        (2436, True, 39_000_000),
        (4490, True, 0),
        (32650, True, 0),
    ],
)
def test_what_is_added_to_an_easting_on_paper(epsg, prefixed, metres):
    # 4548 is zone 39 without its number, 4527 with it; 4498 the 6-degree zone 20; 2436 zone 39 of Beijing 1954
    assert zone_shift(crs_of_epsg(epsg), prefixed) == metres
