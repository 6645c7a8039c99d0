"""What a camera wrote into a picture, by GDAL's names of the tags."""

import pytest

from redline.core.casework.exif import Shot, shot_of

TAGS = {
    "EXIF_DateTimeOriginal": "2021:09:01 08:05:30",
    "EXIF_GPSLatitude": "(36) (28) (48)",
    "EXIF_GPSLatitudeRef": "N",
    "EXIF_GPSLongitude": "(115) (26) (24)",
    "EXIF_GPSLongitudeRef": "E",
    "EXIF_GPSImgDirection": "(96.5)",
    "EXIF_GPSImgDirectionRef": "M",
    "EXIF_GPSHPositioningError": "(4.2)",
    "EXIF_FocalLengthIn35mmFilm": "26",
}


def test_a_whole_picture():
    """36° 28′ 48″ is 36 + 28/60 + 48/3600 = 36.48; 115° 26′ 24″ is 115.44. 26 mm: 2 · atan(18/26) = 69.39°."""
    shot = shot_of(TAGS)
    assert shot.taken_at == "2021-09-01T08:05:30+08:00"
    assert shot.place == pytest.approx((115.44, 36.48), abs=1e-12)
    assert (shot.accuracy, shot.azimuth, shot.reference) == (4.2, 96.5, "magnetic")
    assert shot.view == pytest.approx(69.39, abs=0.005)


def test_an_offset_of_its_own():
    assert shot_of({**TAGS, "EXIF_OffsetTimeOriginal": "+06:00"}).taken_at == "2021-09-01T08:05:30+06:00"


def test_south_and_west():
    shot = shot_of({**TAGS, "EXIF_GPSLatitudeRef": "S", "EXIF_GPSLongitudeRef": "W"})
    assert shot.place == pytest.approx((-115.44, -36.48), abs=1e-12)


def test_nothing():
    assert shot_of({}) == Shot()


@pytest.mark.parametrize(
    ("tag", "value", "field"),
    [
        ("EXIF_DateTimeOriginal", "0000:00:00 00:00:00", "taken_at"),
        ("EXIF_DateTimeOriginal", "yesterday", "taken_at"),
        ("EXIF_GPSLatitude", "(91) (0) (0)", "place"),
        ("EXIF_GPSLatitude", "", "place"),
        ("EXIF_GPSImgDirection", "(400)", "azimuth"),
        ("EXIF_GPSHPositioningError", "(0)", "accuracy"),
        ("EXIF_FocalLengthIn35mmFilm", "0", "view"),
    ],
)
def test_what_cannot_be_is_not_written(tag, value, field):
    shot = shot_of({**TAGS, tag: value})
    assert getattr(shot, field) is None
    if field == "azimuth":
        assert shot.reference == ""


def test_zeros_are_no_place():
    zeros = {"EXIF_GPSLatitude": "(0) (0) (0)", "EXIF_GPSLongitude": "(0) (0) (0)"}
    assert shot_of(zeros).place is None


def test_true_north():
    assert shot_of({**TAGS, "EXIF_GPSImgDirectionRef": "T"}).reference == "true"
    assert shot_of({**TAGS, "EXIF_GPSImgDirectionRef": "?"}).reference == ""
