"""Sheet numbers against the published vector and hand arithmetic."""

import pytest

from redline.core.boundary.sheetnumber import sheet_number
from redline.core.errors import RedlineError


def test_published_vector():
    # 36.4835: fourth-degree row 9 -> J, 0.4835 x 24 = 11.6 -> 96 - 11 = 085
    # 115.4427: (115.4427 - 114) x 16 = 23.1 -> 024
    assert sheet_number(115.4427, 36.4835) == "J50G085024"
    assert sheet_number(115.55, 36.49) == "J50G085025"


def test_sheet_lines_belong_to_the_north_and_east():
    # 36°30' = 36.5: 0.5 x 24 = 12 -> row 84; 115.5: 1.5 x 16 = 24 -> column 25
    assert sheet_number(115.5, 36.5) == "J50G084025"
    assert sheet_number(114.0, 36.0) == "J50G096001"


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        (39370000.0, 36.0),
        (float("nan"), 36.0),
        (115.0, float("inf")),
        # the series ends at the equator, at 88° north, at Greenwich and at 180° east
        (115.0, -0.0001),
        (115.0, 88.0),
        (-0.0001, 36.0),
        (180.0, 36.0),
    ],
)
def test_no_sheet_there(lon, lat):
    with pytest.raises(RedlineError, match=r"There is no 1:10,000 sheet at longitude .*: check the coordinate system"):
        sheet_number(lon, lat)


def test_the_corners_of_the_series():
    """Row 1 of A (0 x 24 = 0 from the equator: 96 - 0), the last row of V (88 x 24 - 1), both ends of the columns."""
    assert sheet_number(0.0, 0.0) == "A31G096001"
    assert sheet_number(179.99, 87.99) == "V60G001096"
    assert sheet_number(0.5, 0.5) == "A31G084009"
